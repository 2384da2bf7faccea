"""Reading: a source to an Issue. One function; the steps are its lines."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from cards.engine.ruleset import RuleSet
from cards.errors import UserError
from cards.reading.decode import clean_characters, decode
from cards.reading.lines import text_lines
from cards.reading.outline import Outline, read_outline
from cards.reading.tidy import doubtful, tidier
from cards.records import Doubt, Issue

LARGEST = 50_000_000


def read_issue(path: Path, rules: RuleSet) -> Issue:
    """Read the issue in the file `path`. Raises UserError for a file that is missing, empty, binary or unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UserError(f"{path}: no such file") from None
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise UserError(f"{path}: larger than {LARGEST // 1_000_000} MB; that is no newsletter issue")
    return read_text(decode(data, str(path)), _readable(path.stem), rules, str(path))


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


def read_text(text: str, name: str, rules: RuleSet, where: str = "the text") -> Issue:
    """Read the issue in `text`; `name` is its number where the text names none. Raises UserError where nothing is left.
    """
    clean, dropped = clean_characters(text)
    lines = text_lines(clean)
    if not lines:
        raise UserError(f"{where}: nothing to read in it")
    issue = read_outline(lines, name, Outline(rules), tidier(rules))
    if not any(article.paragraphs for article in issue.articles):
        raise UserError(f"{where}: no article with any text was found")
    doubts = [*issue.doubts, *(doubt for article in issue.articles for doubt in doubtful(article, rules))]
    if dropped:
        doubts.append(Doubt(f"control characters dropped: {dropped}"))
    return replace(issue, doubts=tuple(doubts))
