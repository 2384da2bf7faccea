"""Asking: a title without what tied it to its text, reworded so that it asks; what an article is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cards.finding.said import once_an_article
from cards.records import Article
from cards.rules.pieces import fill, put_in
from cards.rules.ruleset import Kind
from cards.writing.before import EDGES

TITLE_PARTS = re.compile(r"\w+")
LEAST_SUBJECT = 4
LONG_THEME = 12
REFRAIN = 5  # what an article says so often it is about
LEAST_TITLE = 8
EXCERPT = "节选"  # in the title of a part of a text
# what counts a heading: 一、 （二） 3. —— ①, or says that it asks: 问：
MARK = re.compile(r"(?:[（(]?(?:[一二三四五六七八九十]+|\d+)(?:[）)]|、|[.．](?!\d)|(?=\s))\s*|[—―●■◆★▲•▪◇○△▶①-⑳]+\s*"
                  r"|问：|第[一二三四五六七八九十]+(?:部分|[编篇章节])\s*)+")
VOLUME = re.compile("第[一二三四五六七八九十]+(?:部分|[编篇部])")


def trimmed(text: str, kind: Kind) -> str:
    """A title without what counts it, the words that tied it to the text before it (kind.leaning) and those no list is
    recited with.
    """
    text = unmarked(text)
    for pattern in (kind.leaning, kind.leaning, kind.unrecited):  # two ties: 同时，我们也清醒认识到，
        tie = pattern.match(text) if pattern else None
        if tie and len(text) - tie.end() >= LEAST_TITLE:
            text = text[tie.end() :]
    return text


def unmarked(text: str) -> str:
    """`text` without the number or dash that it begins with."""
    mark = MARK.match(text)
    return text[mark.end() :] if mark and mark.end() < len(text) else text


def is_mark(text: str) -> bool:
    """Whether `text` only counts what stands under it (第一篇)."""
    return MARK.fullmatch(text) is not None


def is_volume(text: str) -> bool:
    """Whether `text` begins with the mark of a whole text's parts, which stand under nothing but its title (第一篇)."""
    return VOLUME.match(text) is not None


def asked(text: str, kind: Kind) -> str:
    """A title reworded so that it asks (kind.ask)."""
    for rewording in kind.ask:
        match = rewording.match.search(text)
        if match:
            return text[: match.start()] + fill(rewording.becomes, match) + text[match.end() :]
    return text


@once_an_article
def theme(article: Article) -> str:
    """The longest words of the title, short of a sentence, that `article` keeps saying; '' for none."""
    text = "".join(paragraph.text for paragraph in article.paragraphs)
    counts = {run: text.count(run) for run in _runs(article.title)}
    refrains = [run for run, count in counts.items() if count >= REFRAIN]
    return max(refrains, key=lambda run: (len(run), counts[run], run), default="")


def _runs(title: str) -> Iterator[str]:
    """The runs of characters of a title that may be a theme."""
    for part in TITLE_PARTS.findall(title):
        for size in range(LEAST_SUBJECT, LONG_THEME + 1):
            for at in range(len(part) - size + 1):
                yield part[at : at + size]


def of_text_parts(title: str, items: int, kind: Kind) -> str:
    """How so many `items` are asked for as the parts of a text: those of an excerpt not as the parts of all of it."""
    return of_parts(kind.of_section if EXCERPT in title else kind.of_text, title, items, kind)


def of_parts(template: str, title: str, items: int, kind: Kind) -> str:
    """How the parts of what is called `title` are asked for, so many `items`."""
    numbers = kind.counts.words if kind.counts else ()
    count = numbers[items - 1] if items <= len(numbers) else str(items)
    return put_in(template, {"title": title.rstrip(EDGES), "count": count})


def filled(template: str, total: str, topic: str, count: int, position: int = 0) -> str:
    """The `template` of a title with its values put in; `total` is how it says how many items there are."""
    values = {"topic": topic, "count": str(count), "position": str(position)}
    return put_in(template.replace("{total}", total), values)
