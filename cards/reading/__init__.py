"""Reading: a source to an Issue. The steps are the lines of `read_bytes`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from cards.reading.formats.detect import source_of
from cards.reading.lines import Source
from cards.reading.outline.doubled import doubled
from cards.reading.outline.issue import read_outline
from cards.reading.outline.tidy import Tidier, doubtful
from cards.reading.outline_rules import Outline
from cards.records import Issue, UserError
from cards.rules.ruleset import RuleSet

LARGEST = 50_000_000
MOST_LINES, MOST_CHARACTERS = 10_000, 1_000_000  # some thirty times what an issue has
STANDARD_INPUT = Path("-")


def read_issue(path: Path, rules: RuleSet) -> Issue:
    """Read the issue in the file `path` (`-`: standard input). Raises UserError for a file that can't be read."""
    name = "standard input" if path == STANDARD_INPUT else str(path)
    stem = "stdin" if path == STANDARD_INPUT else _readable(path.stem)
    return read_bytes(_bytes(path, name), stem, rules, name)


def read_bytes(data: bytes, stem: str, rules: RuleSet, name: str) -> Issue:
    """Read the issue in `data`. `stem` is its number where the text names none; `name` stands in messages. Raises
    UserError where nothing can be read.
    """
    if not data.strip():
        raise UserError(f"{name}: the file is empty; nothing to read")
    outline = Outline(rules)
    return outlined(source_of(data, name, outline), stem, rules, name, outline)


def read_text(text: str, stem: str, rules: RuleSet, name: str = "the text") -> Issue:
    """Read the issue in a plain text; else as `read_bytes`."""
    return read_bytes(text.encode(errors="replace"), stem, rules, name)


def outlined(source: Source, stem: str, rules: RuleSet, name: str, outline: Outline | None = None) -> Issue:
    """The issue that a source's lines make, by the `outline` its format was read with. Raises UserError where no
    article has any text.
    """
    outline, tidy = outline or Outline(rules), Tidier(rules)
    if not source.lines:
        raise UserError(f"{name}: nothing to read in it")
    if len(source.lines) > MOST_LINES or sum(len(line.text) for line in source.lines) > MOST_CHARACTERS:
        raise UserError(f"{name}: more than {MOST_LINES:,} lines or {MOST_CHARACTERS:,} characters; that is no "
                        "newsletter issue")
    issue = read_outline(source.lines, stem, outline, tidy)
    if not any(article.paragraphs for article in issue.articles):
        raise UserError(f"{name}: no article with any text was found")
    stopped = [*outline.stopped.values(), *tidy.stopped.values()]
    spots = [*issue.doubts, *doubtful(issue.articles, rules)]
    known = {doubt.place for doubt in spots}
    spots += [doubt for doubt in doubled(issue.articles) if doubt.place not in known]
    doubts = [*stopped, *spots, *source.doubts]
    return replace(issue, doubts=tuple(sorted(doubts, key=lambda doubt: doubt.place.article or 0)))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UserError(f"{name}: no such file") from None
    except OSError as error:
        raise UserError(f"{name}: can't be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise UserError(f"{name}: larger than {LARGEST // 1_000_000} MB; that is no newsletter issue")
    return data


def _readable(name: str) -> str:
    """A file's name as text, also where an old system left it in another encoding."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "".join(c if c.isprintable() else f"%{ord(c):02X}" for c in text)
    return raw.hex()
