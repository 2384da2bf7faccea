"""Lines to an Issue: cover, contents, articles with their titles, sources, sections and paragraphs.

What a cover, a contents line, a source line or a heading looks like stands in the rule file `outline.yaml`; this file
only knows the order in which they come.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from cards.engine.ruleset import RuleSet
from cards.reading.lines import Line, rejoin
from cards.reading.sentences import split_sentences
from cards.reading.tidy import Tidier
from cards.records import Article, Doubt, Issue, Paragraph, Place

LOOSE = re.compile(r"[\s\W_]+")
WRAPS = 3
LONGEST_COVER = 12
LONGEST_DATE = 20
LIKE = 0.85


class Outline:
    """The outline rules by name: `outline.find("contents", text)` is a match or None."""

    def __init__(self, rules: RuleSet):
        self._rules = {rule.id.split(".", 1)[1]: rule for rule in rules.of("outline")}
        self._lexicons = rules.lexicons

    def find(self, name: str, text: str) -> Any:
        rule = self._rules.get(name)
        return None if rule is None else next(rule.matches(text), None)

    def word(self, lexicon: str) -> str:
        """The first entry of a lexicon that holds a name to use."""
        return next(iter(self._lexicons.get(lexicon, ())), lexicon)

    def role(self, text: str) -> str:
        """The role of a line: source, remark, heading or body."""
        for role in ("source", "remark", "heading"):
            if self.find(role, text):
                return role
        return "body"

    def masthead(self, text: str) -> bool:
        """`text` names an issue or a date, as the head of a paper does."""
        return any(self.find(name, text) for name in ("issue", "date"))

    def date(self, text: str) -> str:
        """The first date in `text` as ISO (2024-09-26; 2024-09 without a day; 2024 for 2024年第9期), or ''."""
        match = self.find("date", text)
        if match is None:
            issue = self.find("issue", text)
            return str(issue["year"]) if issue else ""
        return "-".join(match[part].zfill(2) for part in ("year", "month", "day") if match[part])


@dataclass(frozen=True, slots=True)
class _Titled:
    """Where an article's title stands: lines[first:end] are its title."""

    title: str
    first: int
    end: int


def read_outline(lines: tuple[Line, ...], name: str, outline: Outline, tidy: Tidier) -> Issue:
    """Find the issue in `lines`. `name` stands in for what a source without a cover does not say; `tidy` mends text."""
    lines = tuple(line for line in lines if not outline.find("page_number", line.text))
    at = next((i for i, line in enumerate(lines) if outline.find("contents", line.text)), None)
    doubts: list[Doubt] = []
    cover: tuple[Line, ...] = ()
    titled: list[_Titled] = []
    if at is not None:
        cover = lines[:at]
        titled, body_from = _titles(lines, at + 1, outline, doubts)
        if titled:
            doubts += [_outside(line) for line in lines[body_from : titled[0].first]]
        else:
            doubts.append(Doubt("no article was found by the contents; all behind them is read as one",
                                Place(line=lines[at].number)))
            lines = lines[body_from:]
    if not titled:
        titled = [_sole_title(lines, outline)]
        cover = cover or lines[: titled[0].first]
    ends = [each.first for each in titled[1:]] + [len(lines)]
    articles = tuple(
        _article(number, each, lines[each.end : end], outline, tidy, doubts)
        for number, (each, end) in enumerate(zip(titled, ends, strict=True), 1))
    return _issue(cover, articles, name, outline, tuple(doubts), tidy)


def _issue(cover: tuple[Line, ...], articles: tuple[Article, ...], name: str, outline: Outline,
           doubts: tuple[Doubt, ...], tidy: Tidier) -> Issue:
    publication, number, date, publisher, theme = "", "", "", "", ""
    for i, line in enumerate(cover):
        text = tidy(line.text)
        match = outline.find("issue", text)
        if match and not number:
            number = f"{match['year']}-{match['number'].zfill(2)}"
            before = text[: match.start()].strip("《》 ")
            publication = before or (cover[i - 1].text.strip("《》 ") if i else "")
        elif found := outline.find("theme", text):
            theme = found["theme"]
        elif found := outline.find("publisher", text):
            publisher = found["publisher"]
        elif outline.date(text) and len(text) <= LONGEST_DATE:
            date = date or outline.date(text)
        elif outline.find("sentence", text):
            doubts = (*doubts, _outside(line))
    date = date or next((article.date for article in articles if article.date), "")
    publication = publication or outline.word("publication_of_none")
    return Issue(publication, number or name, date, articles, publisher, theme, doubts)


def _outside(line: Line) -> Doubt:
    return Doubt(f"text outside any article: {line.text[:200]}", Place(line=line.number, page=line.page))


def _sole_title(lines: tuple[Line, ...], outline: Outline) -> _Titled:
    """The title of a source without contents: the first line behind the cover's that may be one; without one, the
    first words of the text, which stay in the text too.
    """
    body = 0
    for i, line in enumerate(lines[:LONGEST_COVER]):
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        if _covers(line.text, outline) or outline.find("issue", after):
            body = i + 1
        elif outline.find("title", line.text) and len(lines) > 1:
            return _Titled(line.text, i, i + 1)
        else:
            break
    rest = lines[body:]
    return _Titled(rest[0].text[:30] if rest else "", body, body)


def _covers(text: str, outline: Outline) -> bool:
    """A line that belongs to a cover: issue, publisher, theme, or a date by itself."""
    named = any(outline.find(name, text) for name in ("issue", "publisher", "theme"))
    return named or (bool(outline.date(text)) and len(text) <= LONGEST_DATE)


def _titles(lines: tuple[Line, ...], start: int, outline: Outline,
            doubts: list[Doubt]) -> tuple[list[_Titled], int]:
    """The articles' titles in the body, as the contents announce them, and where the body begins."""
    entries, at = _entries(lines, start, outline)
    found: list[_Titled] = []
    body_from = at
    for entry, line in entries:
        titled = _locate(entry, lines, at)
        if titled is None:
            doubts.append(Doubt(f"no article for the contents entry “{entry}”", Place(line=line.number)))
        else:
            found.append(titled)
            at = titled.end
    return found, body_from


def _entries(lines: tuple[Line, ...], start: int, outline: Outline) -> tuple[list[tuple[str, Line]], int]:
    entries: list[tuple[str, Line]] = []
    pending = ""
    at = start
    paged = any(outline.find("contents_entry", line.text) for line in lines[start : start + WRAPS + 1])
    while at < len(lines):
        line = lines[at]
        match = outline.find("contents_entry", pending + line.text)
        if match is not None:
            entries.append((match["title"].strip(), line))
            pending = ""
        elif any(_same(entry, line.text) for entry, _ in entries):
            break
        elif not paged and _comes_again(lines, at):
            entries.append((line.text.strip(), line))
        elif len(pending) + len(line.text) <= 80 and not pending and _announces(lines, at, outline):
            pending = line.text
        else:
            break
        at += 1
    return entries, at


def _comes_again(lines: tuple[Line, ...], at: int) -> bool:
    """A contents entry without a page number: its very words are a line of their own further on."""
    wanted = _loose(lines[at].text)
    return bool(wanted) and any(_loose(line.text) == wanted for line in lines[at + 1 :])


def _announces(lines: tuple[Line, ...], at: int, outline: Outline) -> bool:
    """A contents entry wrapped over two lines: the next line ends it with a page number."""
    return at + 1 < len(lines) and outline.find("contents_entry", lines[at].text + lines[at + 1].text) is not None


def _loose(text: str) -> str:
    return LOOSE.sub("", text)


def _same(first: str, second: str) -> bool:
    a, b = _loose(first), _loose(second)
    return a == b or (abs(len(a) - len(b)) <= 6 and difflib.SequenceMatcher(None, a, b).ratio() >= LIKE)


def _locate(entry: str, lines: tuple[Line, ...], start: int) -> _Titled | None:
    """The first place from `start` on where one to three lines are the title; exact first, then nearly so."""
    wanted = _loose(entry)
    for at in range(start, len(lines)):
        text = ""
        for end in range(at + 1, min(at + 1 + WRAPS, len(lines) + 1)):
            text += _loose(lines[end - 1].text)
            if text == wanted:
                return _Titled(" ".join(line.text for line in lines[at:end]), at, end)
            if not wanted.startswith(text):
                break
    for at in range(start, len(lines)):
        if len(lines[at].text) <= len(entry) + 10 and _same(entry, lines[at].text):
            return _Titled(lines[at].text, at, at + 1)
    return None


def _article(number: int, titled: _Titled, lines: tuple[Line, ...], outline: Outline, tidy: Tidier,
             doubts: list[Doubt]) -> Article:
    kept = [line for line in lines if line.text]
    ends = [line.role != "" or outline.role(line.text) != "body" for line in kept]
    begins = [end or outline.find("opening", line.text) is not None for line, end in zip(kept, ends, strict=True)]
    joined = rejoin(kept, begins, ends)
    paragraphs: list[Paragraph] = []
    source = date = ""
    for line in joined:
        text = tidy(line.text)
        role = outline.role(text)
        role = line.role if role == "body" and line.role else role
        match = outline.find("source" if role == "source" else "source_at_end", text)
        if match:
            source, date = match["source"].strip(), outline.date(match["source"])
        sentences = split_sentences(text[: match.start()] if match else text) if role == "body" else ()
        place = Place(number, len(paragraphs) + 1, line.number, line.page)
        doubts += [Doubt(f"a character on both sides of a page break: {each}{each}", place) for each in line.repeats]
        paragraphs.append(Paragraph(text, role, len(paragraphs), sentences, line.number, line.page))
    mended = sum(line.mended for line in joined)
    if mended:
        doubts.append(Doubt(f"paragraphs rejoined over page breaks: {mended}", Place(number)))
    tidied = ", ".join(f"{title} ×{times}" for title, times in tidy.taken().items())
    if tidied:
        doubts.append(Doubt(f"tidied: {tidied}", Place(number)))
    if not source:
        doubts.append(Doubt("no source line", Place(number)))
    title = tidy(titled.title)
    tidy.taken()
    return Article(number, title, tuple(paragraphs), source, date)
