"""The page: all cards in one HTML file that needs nothing else; the look is in templates/preview.html, .css and .js."""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cards.commands.language import in_chinese, is_chinese
from cards.commands.pages.cards import Shown
from cards.commands.pages.templating import part, template, write

SAID = re.compile(r'\bt\("([^"]*)"')  # what a script says, in English

PARTS = {  # but for the first, of a review
    "js": ("preview", "contradicting", "drawing", "review"), "css": ("preview", "review")}
IN_ENGLISH = {"未入选": "spare", "已失效": "retired"}  # levels that are no tags of juyao's


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


def page(cards: Sequence[Shown], title: str, review: Mapping[str, Any] | None = None, home: str = "",
         chinese: bool | None = None) -> str:
    """The preview of `cards` as HTML, with what somebody needs to decide about them where there is a `review`, whose
    `address` is where decisions go; with a link to the page `home` where one is given. It is in the user's language,
    or as `chinese` says. Raises UserError where the template library is missing.
    """
    said = _said(is_chinese() if chinese is None else chinese)
    script, style = ("".join(map(part, _parts(ending, bool(review)))) for ending in ("js", "css"))
    faces = list(dict.fromkeys(card.css for card in cards))
    return template("preview.html").render(
        _=said, language="zh-CN" if said is in_chinese else "en",
        words=_words(script, said),
        title=title, home=home, script=script, style=style, faces=faces, allowed=_hash(script), review=review,
        connect=" connect-src 'self';" if review and review["address"] else "",
        cards=[asdict(card) | {"css": faces.index(card.css)} for card in cards],
        articles=_articles(cards), kinds=_some(card.kind for card in cards), levels=_some(card.level for card in cards))


def _said(chinese: bool) -> Callable[[str], str]:
    """What says the words of the page."""
    return in_chinese if chinese else _in_english


def _parts(ending: str, review: bool) -> tuple[str, ...]:
    """The files that a page is put together from."""
    return tuple(f"{name}.{ending}" for name in (PARTS[ending] if review else PARTS[ending][:1]))


def _words(script: str, said: Callable[[str], str]) -> dict[str, str]:
    """What the `script` says, as it is to say it."""
    return {each: said(each) for each in (*SAID.findall(script), *IN_ENGLISH)}


def _in_english(text: str) -> str:
    return IN_ENGLISH.get(text, text)


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
