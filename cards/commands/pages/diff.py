"""The differences as one HTML file that needs nothing else; the look is in diff.html."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cards.commands.report_changes import changed_fields, plain
from cards.record.changes import CHANGED, SAID, ArticleChanges, Change
from cards.record.memory import TEXT
from cards.record.wording import parts
from cards.records import UserError

FIELDS = {"text": "正文", "cue": "提示", "back": "原文", "mnemonic": "口诀", "sources": "出处", "status": "状态",
          "tags": "标签"}


def page(changes: Sequence[ArticleChanges], title: str) -> str:
    """What changed as HTML. Raises UserError where the template library is missing."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UserError("a page needs juyao[preview]: pip install 'juyao[preview]'") from None
    environment = Environment(loader=PackageLoader("cards.commands.pages", "."), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    total = sum((article.counts() for article in changes), Counter[str]())
    articles = [{"deck": article.deck, "counts": _counts(article.counts()), "notes": list(map(_told, article.told))}
                for article in changes if article.told]
    return str(environment.get_template("diff.html").render(title=title, counts=_counts(total), articles=articles))


def _counts(counts: Counter[str]) -> str:
    return "，".join(f"{said}{counts[outcome]}条" for outcome, said in SAID.items() if counts[outcome])


def _told(change: Change) -> dict[str, Any]:
    told = {"outcome": change.outcome, "said": SAID[change.outcome], "parts": [(change.text, change.text)],
            "fields": ""}
    if change.outcome == CHANGED:
        told["parts"] = list(parts(plain(change.before, TEXT), plain(change.after, TEXT)))
        told["fields"] = "、".join(FIELDS[name] for name in changed_fields(change) if name != "text")
    return told
