"""Scored selection: of all sentences a kind's rules found something in, the best few become notes."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cards.finding.evidence import Cut, Evidence, shingles
from cards.finding.fitting import Fitting, readable
from cards.records import KEPT, Article, Blank, Fate, Finding, Issue, Span
from cards.rules.contract import Selection
from cards.text.sentences import open_brackets

CLAUSE_END = re.compile(r"[，；：。！？]")
PART_END = re.compile(r"[；。！？]")
LEAST_LEAD = 4
ALIKE = 0.7


def select(findings: list[Finding], article: Article, issue: Issue, selection: Selection,
           cut: Cut, others: list[Finding]) -> list[Fate]:
    """The fates of the sentences of `article` that hold one of `findings`, each as one finding with at most
    `selection.blanks` blanks; the best of them are kept.

    A sentence's score is the sum of its findings' weights plus what `Evidence` finds in the article for it. No blank
    begins or ends with a weak word, and none shows in the article's title, which stands on every card. `others`
    were found by other kinds: a sentence that is the head of an item is learned with its enumeration, and what a card
    of theirs asks is asked again only where there is nothing else to ask.
    """
    by_sentence: dict[Span, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sentence[finding.context].append(finding)
    heads = [item.head for finding in others for item in finding.items]
    asked = [blank for finding in others for blank in finding.blanks]
    evidence = Evidence.of(article, issue, {span.paragraph for span in by_sentence}, cut, heads)
    scoring = _Scoring(article, selection, evidence, _by_paragraph(asked), _by_paragraph([*asked, *map(Blank, heads)]))
    scored: list[Finding] = []
    fates: list[Fate] = []
    for sentence, together in by_sentence.items():
        outcome = scoring.scored(sentence, together)
        if isinstance(outcome, Fate):
            fates.append(outcome)
        else:
            scored.append(outcome)
    scored.sort(key=lambda finding: (-finding.weight, finding.context.paragraph, finding.context.start))
    places = max(1, math.floor(selection.per_thousand * evidence.length / 1000))
    return fates + _placed(scored, article, selection.least, places)


@dataclass(frozen=True, slots=True)
class _Scoring:
    """What sentences are scored by; `asked` are the blanks of other kinds' cards, `recited` those and their items, by
    paragraph.
    """

    article: Article
    selection: Selection
    evidence: Evidence
    asked: dict[int, list[Blank]]
    recited: dict[int, list[Blank]]

    def scored(self, sentence: Span, together: list[Finding]) -> Finding | Fate:
        """What rules found in `sentence` as one finding with its score as weight; a fate where nothing fits."""
        best = max(together, key=lambda finding: finding.weight)
        span = _window(sentence, best, self.article, self.selection.longest)
        together = [finding for finding in together if all(blank.span.within(span) for blank in finding.blanks)]
        length = span.end - span.start
        new, fitted = self._fitted(together, span)
        words = self.evidence.words_of(span)
        blanks = [blank for blank in readable(fitted, length, words, self.selection)
                  if blank.span.of(self.article) not in self.article.title]
        if not blanks:
            return Fate(best, "unfit", "no blank of whole words fits")
        if not self.selection.shortest <= length <= self.selection.longest:
            return Fate(best, "unfit", f"{length} characters")
        score = self.evidence.score(together, span, blanks[0].span.start, self.selection)
        weight = score if new else score + self.selection.asked
        return replace(best, context=span, sentence=sentence, blanks=tuple(blanks), weight=weight,
                       worth=weight)

    def _fitted(self, together: list[Finding], span: Span) -> tuple[bool, tuple[Blank, ...]]:
        """The blanks of `together` that fit, and whether they ask for anything that no other kind's card asks for."""
        fitting = Fitting.of(self.selection, self.evidence.words_of(span), self.article.title)
        asked, recited = self.asked.get(span.paragraph, []), self.recited.get(span.paragraph, [])
        new = fitting.fit(_without(together, recited)) or fitting.fit(_without(together, asked))[:1]
        if new:
            return True, new
        return False, _still_asked(fitting.fit(together), asked)


def _by_paragraph(blanks: Iterable[Blank]) -> dict[int, list[Blank]]:
    found: dict[int, list[Blank]] = defaultdict(list)
    for blank in blanks:
        found[blank.span.paragraph].append(blank)
    return found


def _without(findings: list[Finding], asked: list[Blank]) -> list[Finding]:
    """`findings` without the blanks that touch one of `asked`."""
    return [replace(finding, blanks=tuple(blank for blank in finding.blanks if not _touches(blank, asked)))
            for finding in findings]


def _touches(blank: Blank, asked: Iterable[Blank]) -> bool:
    return any(blank.span.overlaps(other.span) for other in asked)


def _still_asked(blanks: tuple[Blank, ...], asked: list[Blank]) -> tuple[Blank, ...]:
    """The first of `blanks`, all of which another card asks for: with its hint there."""
    hints = {blank.span: blank.hint for blank in reversed(asked)}
    return tuple(replace(blank, hint=hints.get(blank.span, blank.hint)) for blank in blanks[:1])


def _window(span: Span, best: Finding, article: Article, longest: int) -> Span:
    """The sentence itself, or, of one longer than `longest`, the clauses that hold what the best rule found in it."""
    text = span.of(article)
    start, end = 0, len(text)
    if end <= longest:
        return span
    first, last = best.blanks[0].span.start - span.start, best.blanks[-1].span.end - span.start
    for marks in (PART_END, CLAUSE_END):
        ends = [match.span() for match in marks.finditer(text)]
        start = max((end for _, end in [(0, 0), *ends] if first - end >= LEAST_LEAD), default=0)
        end = min((at for at, _ in ends if at >= last and not open_brackets(text[start:at])), default=len(text))
        if end - start <= longest:
            break
    return Span(span.paragraph, span.start + start, span.start + end)


def _placed(ranked: list[Finding], article: Article, least: float, places: int) -> list[Fate]:
    """The fates of the ranked sentences: the first `places` that are good enough and say something new are kept."""
    fates: list[Fate] = []
    seen: list[frozenset[str]] = []
    for finding in ranked:
        own = shingles(finding.context.of(article))
        if finding.weight < least:
            fates.append(Fate(finding, "score", f"{finding.weight:g} is less than {least:g}"))
        elif _says_the_same(own, seen):
            fates.append(Fate(finding, "alike", "a better sentence says the same"))
        elif len(seen) >= places:
            fates.append(Fate(finding, "budget", f"score {finding.weight:g}; the article's {places} places are taken"))
        else:
            seen.append(own)
            fates.append(Fate(finding, KEPT, f"score {finding.weight:g}"))
    return fates


def _says_the_same(own: frozenset[str], seen: Iterable[frozenset[str]]) -> bool:
    return any(len(own & other) > ALIKE * min(len(own), len(other)) for other in seen)
