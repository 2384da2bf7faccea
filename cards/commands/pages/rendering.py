"""Rendering: a template and a note's fields to the HTML of one side of a card, as Anki's own library gives it.

It knows what templates of cloze and plain note types use: {{field}}, {{#field}}…{{/field}}, {{^field}}…{{/field}} and
the filters cloze, cloze-only, hint, text and tts; any other leaves the text as it is. A hint's link carries no script:
the page that shows the card opens it. Text stays escaped, which Anki's own filter `text` undoes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from cards.anki.cloze import CLOZE, TAG

TOKEN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
BLANK = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*")
PLAY = ('<a class="replay-button soundLink" href="#"><svg class="playImage" viewBox="0 0 64 64">'
        '<circle cx="32" cy="32" r="29"/><path d="M56.5 32.3 19 52.4l.3-40.8z"/></svg></a>')


class Side(Struct, frozen=True):
    """What a side is rendered from: all fields and special fields by name, the card's cloze number, and which side."""

    fields: Mapping[str, str]
    number: int
    question: bool


def render(template: str, side: Side) -> str:
    """The HTML of `side` by `template`. Raises ValueError where a conditional is not closed."""
    parts = iter(TOKEN.split(template))
    return "".join(_nodes(parts, side))


def _nodes(parts: Iterator[str], side: Side, opened: str | None = None) -> Iterator[str]:
    """The pieces up to the end of the conditional `opened`, or of the template; `parts` are text and tag in turn."""
    for text in parts:
        yield text
        tag = next(parts, None)
        if tag is None:
            break
        tag = tag.strip()
        mark, name = tag[:1], tag[1:].strip()
        if mark == "/" and name == opened:
            return
        if mark in ("#", "^") and name:
            inner = "".join(_nodes(parts, side, name))
            yield inner if _holds(mark, side.fields.get(name, "")) else ""
        else:
            yield _replaced(tag, side)
    if opened is not None:
        raise ValueError(f"a template leaves {{{{#{opened}}}}} open")


def _holds(mark: str, text: str) -> bool:
    """Whether what stands in a conditional is shown: {{#field}} where the field has text, {{^field}} where it has none.
    """
    filled = not BLANK.fullmatch(text)
    return filled == (mark == "#")


def _replaced(tag: str, side: Side) -> str:
    """The field a tag names, through the tag's filters from right to left."""
    *filters, name = tag.split(":")
    text = side.fields.get(name, "")
    for filter_name in reversed(filters):
        text = _filtered(filter_name, text, name, side)
    return text


def _filtered(filter_name: str, text: str, field: str, side: Side) -> str:
    """`text`, of the field named `field`, through one filter; one that is not known leaves it as it is."""
    if filter_name.startswith("tts "):
        return PLAY
    return FILTERS.get(filter_name, _as_it_is)(text, field, side)


def _as_it_is(text: str, field: str, side: Side) -> str:
    return text


def _cloze(text: str, field: str, side: Side) -> str:
    return cloze(text, side.number, side.question)


def _cloze_only(text: str, field: str, side: Side) -> str:
    """The answers alone, or their hints."""
    own = [match for match in CLOZE.finditer(text) if int(match[1]) == side.number]
    return ", ".join(match[3] or "..." if side.question else match[2] for match in own)


def _hint(text: str, field: str, side: Side) -> str:
    """A link that opens the text; where there is none, nothing."""
    label = html.escape(field)
    return f'<a class="hint" href="#">{label}</a><div class="hint" hidden>{text}</div>' if text.strip() else text


def _text(text: str, field: str, side: Side) -> str:
    return TAG.sub("", text)


FILTERS: dict[str, Callable[[str, str, Side], str]] = {
    "cloze": _cloze, "cloze-only": _cloze_only, "hint": _hint, "text": _text,
}


def cloze(text: str, number: int, question: bool) -> str:
    """`text` with the clozes of `number` as a blank (question) or marked; '' where it has none, as in Anki."""
    if not any(int(match[1]) == number for match in CLOZE.finditer(text)):
        return ""
    return CLOZE.sub(lambda match: _blank(match, number, question), text)


def _blank(match: re.Match[str], number: int, question: bool) -> str:
    active = int(match[1]) == number
    shown = f"[{match[3] or '...'}]" if active and question else match[2]
    return f'<span class="{"cloze" if active else "cloze-inactive"}" data-ordinal="{match[1]}">{shown}</span>'
