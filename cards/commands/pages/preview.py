"""The page: all cards in one HTML file that needs nothing else; the look is in preview.html, .css and .js."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.resources import files

from cards.commands.pages.gathering import Shown
from cards.records import UserError


def page(cards: Sequence[Shown], title: str) -> str:
    """The preview of `cards` as HTML. Raises UserError where the template library is missing."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UserError("the preview needs juyao[preview]: pip install 'juyao[preview]'") from None
    environment = Environment(loader=PackageLoader("cards.commands.pages", "."), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    script, style = (_part(name) for name in ("preview.js", "preview.css"))
    faces = list(dict.fromkeys(card.css for card in cards))
    return environment.get_template("preview.html").render(
        title=title, script=script, style=style, faces=faces, allowed=_hash(script),
        cards=[asdict(card) | {"css": faces.index(card.css)} for card in cards],
        articles=_articles(cards), kinds=_some(card.kind for card in cards), levels=_some(card.level for card in cards))


def _articles(cards: Sequence[Shown]) -> dict[str, list[str]]:
    """The articles of each issue, in order."""
    found: dict[str, list[str]] = {}
    for card in cards:
        articles = found.setdefault(card.issue, [])
        if card.article not in articles:
            articles.append(card.article)
    return found


def _some(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]


def _part(name: str) -> str:
    return (files("cards.commands.pages") / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """The script's hash in the page's security policy: it alone may run, whatever stands in a card."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
