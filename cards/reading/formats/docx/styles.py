"""What the styles of a Word file say of a paragraph or a run (§17.7)."""

from __future__ import annotations

import re
from typing import Any

from cards.reading.formats.docx.xml import PPR, RPR, W, child, children, value, values_of

LONGEST_CHAIN = 20
HEADING_STYLE = re.compile(r"(?i)(?:heading|title|subtitle|\w{0,2}标题)\s*\d?")


class Styles:
    """What the styles say (§17.7): a style's own properties over those of the style it is based on."""

    def __init__(self, root: Any):
        self._styles = {style.get(W + "styleId", ""): style for style in children(root) if style.tag == W + "style"}
        self._known: dict[str, dict[str, str]] = {}
        defaults = child(root, W + "docDefaults")
        self._defaults = {} if defaults is None else values_of(*defaults.iter(RPR, PPR))
        self._default = next((name for name, style in self._styles.items()
                              if style.get(W + "default") and style.get(W + "type") == "paragraph"), "")

    def paragraph(self, properties: Any) -> dict[str, str]:
        """The properties of a paragraph: the defaults', its style's, its own."""
        style = value(properties, "pStyle") or self._default
        return self._defaults | self._style(style) | values_of(properties) | {"style": style}

    def run(self, properties: Any) -> dict[str, str]:
        """What a run has of its own: its character style's properties, then those set by hand."""
        return {} if properties is None else self._style(value(properties, "rStyle")) | values_of(properties)

    def _style(self, name: str) -> dict[str, str]:
        chain: list[str] = []
        base = name
        while base in self._styles and base not in self._known and len(chain) < LONGEST_CHAIN:
            chain.append(base)
            base = value(self._styles[base], "basedOn")
        values = self._known.get(base, {})
        for style_id in reversed(chain):
            element = self._styles[style_id]
            heading = {"heading": "1"} if HEADING_STYLE.fullmatch(value(element, "name")) else {}
            values = self._known[style_id] = values | heading | values_of(child(element, PPR), child(element, RPR))
        return values
