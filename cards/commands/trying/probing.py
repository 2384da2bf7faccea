"""Why a rule found nothing in a sentence: passed over, or how far its pattern matches, for whoever is writing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cards.records import Article, Span
from cards.rules.grammar import Reading
from cards.rules.pieces import OverrunError, PatternError, Pieces
from cards.rules.ruleset import Rule
from cards.rules.stretches import STRETCHES, Stretch

BRACKETS = {"(": 1, ")": -1}
GOES_ON = re.compile(r"[?*+|]|\{\d")  # behind a part that does not end there
SHOWN = 30


def why_not(rule: Rule, article: Article, sentence: Span, pieces: Pieces) -> str:
    """Say why `rule` found nothing in `sentence` of `article`."""
    if rule.off:
        return f"is switched off ({rule.path})"
    for stretch in STRETCHES[rule.scope](article):
        if _sees(stretch, sentence):
            return _why_not_in(rule, stretch.text, pieces)
    return f"looks at {rule.scope}, and this is none"


def _why_not_in(rule: Rule, text: str, pieces: Pieces) -> str:
    if rule.needs and not any(word in text for word in rule.needs):
        return f"passes over text that holds none of its `needs`: {', '.join(rule.needs)}"
    try:
        if rule.pattern is None:
            return _why_none_of(rule.grammar.read(text), text)
        matches = list(rule.pattern.finditer(text))
        if not matches:
            return how_far(rule.pattern.source, text, pieces)
    except OverrunError as error:
        return str(error)
    shown = ", ".join(f"“{_short(match[0])}”" for match in matches[:3])
    return f"its pattern matches {shown}, which is no whole list: see in, least, sequence, at, between, count"


def _why_none_of(readings: Iterable[Reading[Rule]], text: str) -> str:
    """Why a rule that selects quantities found nothing among what is read in `text`."""
    shown = [f"“{text[reading.start : reading.end]}” ({reading.form})" for reading in readings if reading.form]
    return f"wants none of the quantities read here: {', '.join(shown)}" if shown else "no quantity is read here"


def how_far(source: str, text: str, pieces: Pieces) -> str:
    """Up to which of its parts the pattern `source` matches somewhere in `text`."""
    done, met = "", ""
    for end in _ends(source):
        try:
            found = pieces.compile(source[:end], empty=True).search(text)
        except PatternError:
            continue
        if found is None:
            if not done:
                return f"nothing here matches the first part of its pattern: {_short(source[:end])}"
            return (f"its pattern matches as far as {_short(done)} (“{_short(met)}”); "
                    f"what does not follow: {_short(source[len(done) :])}")
        done, met = source[:end], found[0]
    return "its pattern does not match here"


def _sees(stretch: Stretch, sentence: Span) -> bool:
    """Whether `stretch` takes in `sentence`."""
    for offset, paragraph, first in stretch.parts:
        if paragraph == sentence.paragraph:
            line_end = stretch.text.find("\n", offset)
            length = (len(stretch.text) if line_end < 0 else line_end) - offset
            return first <= sentence.start < first + length
    return False


def _ends(source: str) -> Iterator[int]:
    """Where the parts of a pattern end that follow each other outside all brackets, a quantifier being of its part."""
    depth, at = 0, 0
    while at < len(source):
        depth += BRACKETS.get(source[at], 0)
        at = _behind(source, at, depth)
        if depth <= 0 and not GOES_ON.match(source, at):
            yield at


def _behind(source: str, at: int, depth: int) -> int:
    """Where what begins at `at` ends: a character, an escape, a name or count in braces, a class in no brackets."""
    if source[at] == "\\":
        return at + 2
    if source[at] == "{":
        return max(at + 1, source.find("}", at) + 1)
    if source[at] == "[" and depth == 0:
        return max(at + 1, source.find("]", at + 2) + 1)
    return at + 1


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
