"""What the tests of several stages share: text cases in plain files, articles made of a few lines, notes of a text."""

from __future__ import annotations

import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cards.finding.find import find_all
from cards.reading import read_text
from cards.records import Article, Doubt, Note, Paragraph
from cards.rules.folders import shipped_rules
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.text.sentences import split_sentences
from cards.writing.notes import write_notes

FIXTURES = Path(__file__).parent / "fixtures"
HEADING = "# "
# The same examples on every run, none kept between runs: a red test is red for everybody.
REPEATABLE = settings(derandomize=True, database=None, deadline=None, max_examples=150,
                      suppress_health_check=[HealthCheck.too_slow])


@cache
def rules_as_shipped() -> RuleSet:
    """The shipped rules, loaded once in a process, also for tests that need them while they are collected."""
    return load_rules()


@cache
def stage_rules() -> RuleSet:
    """The small rule set for tests of finding and writing (`fixtures/stages`), with the shipped rules of reading and
    word lists, so that what becomes a card can change without a red test of a stage.
    """
    shipped = shipped_rules()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        shutil.copytree(shipped / "lexicon", base / "lexicon")
        for path in (shipped / "outline.yaml", shipped / "tidy.yaml", *(FIXTURES / "stages").iterdir()):
            shutil.copy(path, base)
        return load_rules(base=base)


def cases(name: str) -> Callable[..., object]:
    """Parametrize a test over the cases of a fixture file; it takes `given` and `expected`."""
    found = [pytest.param(given, expected, id=title) for title, given, expected in read_cases(FIXTURES / name)]
    return pytest.mark.parametrize(("given", "expected"), found)


def read_cases(path: Path) -> Iterator[tuple[str, str, str]]:
    """(title, input, expected) of each case of a file: title line, `.`, input, `.`, expected, `.`."""
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line != ".":
            parts[-1].append(line)
        elif len(parts) < 3:
            parts.append([])
        else:
            title, given, expected = ("\n".join(part).strip("\n") for part in parts)
            yield title, given, expected
            parts = [[]]
    assert len(parts) == 1, f"{path}: the last case is not closed"
    assert not any(parts[0]), f"{path}: the last case is not closed"


def article_of(text: str, number: int = 1, title: str = "云岭见闻", source: str = "") -> Article:
    """An article with a paragraph a line; a line that begins with `# ` is a heading."""
    paragraphs = []
    for index, line in enumerate(text.splitlines()):
        heading = line.startswith(HEADING)
        words = line.removeprefix(HEADING)
        paragraphs.append(Paragraph(words, "heading" if heading else "body", index,
                                    () if heading else split_sentences(words)))
    return Article(number, title, tuple(paragraphs), source)


def notes_of(text: str, rules: RuleSet, cut: Callable[[str], list[str]],
             name: str = "2026-05") -> tuple[dict[int, tuple[Note, ...]], tuple[Doubt, ...]]:
    """The notes of a source by article, and what was not written, as a build would make them."""
    issue = read_text(text, name, rules)
    written = write_notes(issue, find_all(issue, rules, cut)[0], rules, cut)
    return written.notes, written.unwritten


def growth(work: Callable[[int], object], size: int, times: int = 4) -> float:
    """How much longer `work` takes on `times` the size: about `times` where it is linear, `times` squared where it is
    quadratic. Of three tries the least, or the first that is near `times`, in the processor's time: a busy machine is
    no failure.
    """
    work(max(1, size // 4))  # what is made once
    least = float("inf")
    for _ in range(3):
        least = min(least, _seconds(work, size * times) / max(_seconds(work, size), 0.001))
        if least < times * 1.5:
            break
    return least


def _seconds(work: Callable[[int], object], size: int) -> float:
    """The processor's seconds that `work` takes, without those for garbage: nobody looks for it meanwhile."""
    gc.disable()
    try:
        begun = time.process_time()
        work(size)
        return time.process_time() - begun
    finally:
        gc.enable()
