"""The differences as one HTML file that needs nothing else, in the user's language; the look is in templates/diff.html.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from cards.anki.note_type import TEXT
from cards.commands.language import is_chinese, told
from cards.commands.pages.templating import template, write
from cards.commands.reports.changes import changed_fields, plain
from cards.record.changes import CHANGED, SAID, ArticleChanges, Change
from cards.record.wording import parts

FIELDS = {"text": "正文", "cue": "提示", "back": "原文", "mnemonic": "口诀", "sources": "出处", "status": "状态",
          "tags": "标签"}


class _Note(Struct, frozen=True):
    """A note of the page: what became of it, as one word and as it is said; its stretches of text as (went, came),
    equal where nothing changed; the names of its other fields that changed.
    """

    outcome: str
    said: str
    parts: tuple[tuple[str, str], ...]
    fields: str = ""


def write_page(target: Path, changes: Sequence[ArticleChanges], title: str) -> None:
    """Write what changed as a page to `target`. Raises UserError where it can't be written, or the template library is
    missing.
    """
    write(target, page(changes, title))


def page(changes: Sequence[ArticleChanges], title: str) -> str:
    """What changed as HTML. Raises UserError where the template library is missing."""
    total: Counter[str] = Counter()
    for article in changes:
        total += article.counts()
    articles = [{"deck": article.deck, "counts": _counts(article.counts()), "notes": list(map(_note, article.told))}
                for article in changes if article.told]
    return template("diff.html").render(
        _=told, language="zh-CN" if is_chinese() else "en", title=title, counts=_counts(total), articles=articles)


def _counts(counts: Counter[str]) -> str:
    if is_chinese():
        return "，".join(f"{said}{counts[outcome]}条" for outcome, said in SAID.items() if counts[outcome])
    return ", ".join(f"{outcome} {counts[outcome]}" for outcome in SAID if counts[outcome])


def _note(change: Change) -> _Note:
    said = SAID[change.outcome] if is_chinese() else change.outcome
    if change.outcome != CHANGED:
        return _Note(change.outcome, said, ((change.text, change.text),))
    shown = tuple(parts(plain(change.before, TEXT), plain(change.after, TEXT)))
    return _Note(change.outcome, said, shown, _fields(change))


def _fields(change: Change) -> str:
    """What of a note changed besides its text."""
    names = [name for name in changed_fields(change) if name != "text"]
    if is_chinese():
        return "、".join(FIELDS[name] for name in names)
    return ", ".join(names)
