"""A library's decisions to what weights are fitted on: what somebody kept is wanted, what somebody dropped is not.

Cards that nobody decided about say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from cards.commands.trying.learning.training import READERS, READINGS, Candidate, Text, found_in, with_words
from cards.finding.evidence import Cut, Evidence
from cards.finding.facts import facts_of, same
from cards.library.progress import UNSEEN, Progress
from cards.library.reviewing import Review
from cards.library.reviews import open_reviews
from cards.library.settings import FILE
from cards.record.decisions import ADD, CORRECT, DROP, KEEP, by_code
from cards.records import LEVELS, Article, Fact, Finding, UserError
from cards.rules.ruleset import RuleSet

WANTED = {KEEP: 1.0, LEVELS[0]: 1.0, LEVELS[1]: 0.7, CORRECT: 1.0, ADD: 1.0, DROP: 0.0}  # by what was decided
Decided = Mapping[tuple[str, Fact], float]


def is_library(path: Path) -> bool:
    """Whether decisions are learned from, not reader files."""
    return (path / FILE).is_file()


def decided_texts(libraries: Iterable[Path], rules: RuleSet, cut: Cut, now: int, progress: Progress = UNSEEN,
                  ) -> Iterator[Text]:
    """The articles of `libraries` that somebody decided about, once for each kind, held apart by issue. Raises
    UserError where nobody did.
    """
    for root in libraries:
        texts = [text for review in open_reviews(root, root, (), None, now, progress).reviews
                 for text in _of_issue(review, rules, cut)]
        if not texts:
            raise UserError(f"{root}: nobody decided about its cards yet; `juyao review {root}` is where to begin")
        yield from texts


def _of_issue(review: Review, rules: RuleSet, cut: Cut) -> Iterator[Text]:
    wanted = _decided(review)
    for article in review.issue.articles if wanted else ():
        found = found_in(article, review.issue, rules, cut)
        evidence = Evidence.of(article, review.issue, cut)
        for kind in READINGS:
            of_kind = [finding for finding in found if finding.kind == kind]
            labelled = [label for label in (_label(finding, article, rules, wanted) for finding in of_kind)
                        if label is not None]
            if labelled:
                text = _text(review, article, kind, labelled)
                yield replace(text, candidates=tuple(with_words(text.candidates, kind, rules, evidence)))


def _decided(review: Review) -> Decided:
    """How much each card is wanted that somebody decided about, by its kind and fact."""
    named = by_code(review.decisions.entries)
    cards = {(card.note.memory.kind, same(card.note.memory.fact)): card for card in review.cards}
    return {key: WANTED[named[card.code].do] for key, card in cards.items() if card.code in named}


def _label(finding: Finding, article: Article, rules: RuleSet, wanted: Decided) -> tuple[Finding, float] | None:
    """The candidate and how much it is wanted; None where nobody said."""
    facts = [fact for fact, _ in facts_of(article, finding, rules.kinds[finding.kind])]
    said = [wanted[finding.kind, same(fact)] for fact in facts if (finding.kind, same(fact)) in wanted]
    return (finding, max(said)) if said else None


def _text(review: Review, article: Article, kind: str, labelled: list[tuple[Finding, float]]) -> Text:
    candidates: list[Candidate] = []
    wants = 0
    for finding, label in labelled:
        features = finding.features or {finding.rule: 1.0}
        met = frozenset({wants}) if label else frozenset()
        wants += bool(label)
        candidates.append(Candidate(replace(finding, features=features), met, label))
    length = sum(len(paragraph.text) for paragraph in article.paragraphs)
    name = f"{review.issue.number}-{article.number}"
    return Text(name, review.issue.number, kind, length, (READERS,) * wants, tuple(candidates))
