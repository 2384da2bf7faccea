"""Reading: a source to an Issue. The steps, in their order:

1. `bytes_of` (files.py): a path to its bytes.
2. `source_of` (formats/): bytes to a Source, whose lines are paragraphs, or pieces of them that a page break cut. The
   content says which format's reader takes it.
3. `read_outline` (outline/): lines to an Issue, of articles, paragraphs, sentences.
4. `with_doubts`: the Issue with all that a person should look at in it.

formats/ and outline/ do not know each other: what a line is told by in both of them stands in `outline_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from cards.reading.files import bytes_of, name_of, stem_of
from cards.reading.formats.detect import source_of
from cards.reading.lines import Line, Source
from cards.reading.outline.articles import Titling, article_of
from cards.reading.outline.doubled import doubled
from cards.reading.outline.issue import read_outline
from cards.reading.outline.tidy import Tidier, doubtful
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Issue, UserError
from cards.rules.ruleset import RuleSet

MOST_LINES, MOST_CHARACTERS = 200_000, 10_000_000  # some three hundred times what an issue has


def read_issue(path: Path, rules: RuleSet) -> Issue:
    """Read the issue in the file `path` (`-`: standard input). Raises UserError for a file that can't be read."""
    return read_bytes(bytes_of(path), stem_of(path), rules, name_of(path))


def read_bytes(data: bytes, stem: str, rules: RuleSet, name: str) -> Issue:
    """Read the issue in `data`. `stem` is its number where the text names none; `name` stands in messages. Raises
    UserError where nothing can be read.
    """
    if not data.strip():
        raise UserError(f"{name}: the file is empty; nothing to read")
    outline = Outline(rules)
    return outlined(source_of(data, name, outline), stem, rules, name, outline)


def read_article(number: int, title: str, paragraphs: Sequence[str], rules: RuleSet) -> Article:
    """Article `number` of an issue, of its title and the texts of its paragraphs."""
    lines = [Line(text, 0) for text in paragraphs]
    return article_of(Titling(number, title), lines, Outline(rules), Tidier(rules)).article


def read_text(text: str, stem: str, rules: RuleSet, name: str = "the text") -> Issue:
    """Read the issue in a plain text; else as `read_bytes`."""
    return read_bytes(text.encode(errors="replace"), stem, rules, name)


def outlined(source: Source, stem: str, rules: RuleSet, name: str, outline: Outline | None = None) -> Issue:
    """The issue that a source's lines make, by the `outline` its format was read with. Raises UserError where no
    article has any text.
    """
    outline, tidy = outline or Outline(rules), Tidier(rules)
    _check_size(source, name)
    issue = read_outline(source.lines, stem, outline, tidy)
    if not any(article.paragraphs for article in issue.articles):
        raise UserError(f"{name}: no article with any text was found")
    stopped = (*outline.stopped.values(), *tidy.stopped.values())
    return with_doubts(issue, stopped, source.doubts, rules)


def _check_size(source: Source, name: str) -> None:
    """Raises UserError for a source without lines, or with more than an issue can have."""
    if not source.lines:
        raise UserError(f"{name}: nothing to read in it")
    if len(source.lines) > MOST_LINES or sum(len(line.text) for line in source.lines) > MOST_CHARACTERS:
        raise UserError(f"{name}: more than {MOST_LINES:,} lines or {MOST_CHARACTERS:,} characters; split "
                        "it into several files")


def with_doubts(issue: Issue, stopped: Sequence[Doubt], of_source: Sequence[Doubt], rules: RuleSet) -> Issue:
    """`issue` with what a person should look at: rules that were `stopped`, what the outline and the rules say, slips
    that no rule has told at their place, and what was said `of_source`; by article, and first what is of none.
    """
    spots = [*issue.doubts, *doubtful(issue.articles, rules)]
    told = {doubt.place for doubt in spots}
    slips = [doubt for doubt in doubled(issue.articles) if doubt.place not in told]
    doubts = [*stopped, *spots, *slips, *of_source]
    return replace(issue, doubts=tuple(sorted(doubts, key=_article_number)))


def _article_number(doubt: Doubt) -> int:
    return doubt.place.article or 0
