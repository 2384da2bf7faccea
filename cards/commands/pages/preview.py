"""The page: all cards in one HTML file that needs nothing else; the look is in templates/preview.html, .css and .js."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cards.commands.pages.cards import Shown
from cards.commands.pages.templating import part, template, write


def write_page(target: Path | None, cards: Sequence[Shown], stem: str) -> Path:
    """Write the preview of `cards` to `target`, or, without one, to a file named after `stem` in a new temporary
    folder; return where it is. Raises UserError where it can't be written, or the template library is missing.
    """
    issues = list(dict.fromkeys(card.issue for card in cards if card.issue))
    return written(target, page(cards, "、".join(issues) or stem), stem)


def written(target: Path | None, text: str, stem: str) -> Path:
    """Write the page `text` as `write_page` does; where it is."""
    target = target or Path(tempfile.mkdtemp(prefix="juyao-")) / f"{stem or 'preview'}.html"
    write(target, text)
    return target


def page(cards: Sequence[Shown], title: str, review: Mapping[str, Any] | None = None, home: str = "") -> str:
    """The preview of `cards` as HTML, with what somebody needs to decide about them where there is a `review`, whose
    `address` is where decisions go; with a link to the page `home` where one is given. Raises UserError where the
    template library is missing.
    """
    script = part("preview.js") + (part("review.js") if review else "")
    style = part("preview.css") + (part("review.css") if review else "")
    faces = list(dict.fromkeys(card.css for card in cards))
    return template("preview.html").render(
        title=title, home=home, script=script, style=style, faces=faces, allowed=_hash(script), review=review,
        connect=" connect-src 'self';" if review and review["address"] else "",
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


def _hash(script: str) -> str:
    """The script's hash in the page's security policy: it alone may run, whatever stands in a card."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
