"""What a reader would want of texts of the genre, marked by hand: figures, enumerations, sentences.

In `fixtures/genre/` a figure stands in [[ ]], a sentence worth knowing in ⟦1 ⟧ (a group would pick it) or ⟦2 ⟧ (may be
picked), and below the text a line `= topic | item | item` gives an enumeration. The bars are shares over all texts, set
below what the rules reach: a rule that loses a form of the genre falls through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from cards.finding.find import find_all
from cards.reading import read_text
from cards.records import Article, Finding
from cards.rules.ruleset import RuleSet
from cards.text.spoken import words_of
from cards.writing.in_place import in_place

TEXTS = sorted((Path(__file__).parent / "fixtures" / "genre").glob("*.txt"))
FIGURE, SENTENCE = re.compile(r"\[\[(.*?)\]\]"), re.compile(r"⟦[12] (.*?)⟧")
PER_THOUSAND = 3


@dataclass(frozen=True)
class Marked:
    """One text: what is marked in it, and what the rules find."""

    figures: list[str]
    sentences: list[str]
    lists: list[list[str]]
    article: Article
    findings: tuple[Finding, ...]

    def of(self, kind: str) -> list[Finding]:
        return [each for each in self.findings if each.kind == kind]


@pytest.fixture(scope="module")
def texts(rules: RuleSet, cut: Callable[[str], list[str]]) -> list[Marked]:
    weights = {kind: weights for kind, weights in rules.weights.items() if kind != "statistic"}
    rules = replace(rules, weights=weights)  # every figure, whether or not it is worth a card
    return [_marked(path, rules, cut) for path in TEXTS]


def _marked(path: Path, rules: RuleSet, cut: Callable[[str], list[str]]) -> Marked:
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("="))
    plain = SENTENCE.sub(r"\1", FIGURE.sub(r"\1", text))
    issue = read_text(plain, path.stem, rules)
    found, _ = find_all(issue, rules, cut)
    [article] = issue.articles
    lists = [[item.strip() for item in line[1:].split("|")[1:]] for line in lines if line.startswith("=")]
    sentences = [FIGURE.sub(r"\1", each) for each in SENTENCE.findall(text)]
    return Marked(FIGURE.findall(text), sentences, lists, article, found[article.number].findings)


def _same(label: str, head: str) -> bool:
    one, other = words_of(label), words_of(head)
    return one in other or (other in one and len(other) >= 0.6 * len(one))


def test_figures_are_found_and_nothing_else(texts: list[Marked]) -> None:
    marked = [value for each in texts for value in each.figures]
    hidden = [blank.span.of(each.article) for each in texts for found in each.of("statistic") for blank in found.blanks]
    missed = [value for value in set(marked) if not any(value in answer for answer in hidden)]
    extra = [answer for answer in hidden if not any(value in answer for value in marked)]
    assert len(missed) <= 0.03 * len(marked), missed
    assert len(extra) <= 0.06 * len(hidden), extra


def test_enumerations_are_found(texts: list[Marked]) -> None:
    missed = []
    for each in texts:
        heads = [item.head.of(each.article) for found in each.of("measure") for item in found.items]
        missed += [labels for labels in each.lists
                   if sum(any(_same(label, head) for head in heads) for label in labels) < 0.9 * len(labels)]
    assert len(missed) <= 0.15 * sum(len(each.lists) for each in texts), missed


def test_lists_of_several_sentences_are_wanted(texts: list[Marked], rules: RuleSet) -> None:
    """Series inside a sentence are not marked in these texts."""
    extra, count = [], 0
    for each in texts:
        for found in each.of("measure"):
            if in_place(each.article, found.items, rules.kinds["measure"]):
                continue
            heads = [item.head.of(each.article) for item in found.items]
            hits = (sum(any(_same(label, head) for head in heads) for label in labels) for labels in each.lists)
            count += 1
            extra += [] if max(hits) > 1 else [heads]
    assert len(extra) <= 0.25 * count, extra


def test_sentences_chosen_are_few_and_wanted(texts: list[Marked]) -> None:
    chosen = extra = 0
    for each in texts:
        picked = [words_of(found.context.of(each.article)) for found in each.of("key_sentence")]
        wanted = [words_of(sentence) for sentence in each.sentences]
        assert len(picked) <= max(1, PER_THOUSAND * sum(len(p.text) for p in each.article.paragraphs) / 1000)
        chosen += len(picked)
        extra += sum(not any(one in other or other in one for other in wanted) for one in picked)
    assert extra <= 0.45 * chosen
