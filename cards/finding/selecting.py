"""Scored selection: of all sentences a kind's rules found something in, the best few become notes."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import replace
from functools import partial

from cards.finding.evidence import Cut, Evidence, shingles
from cards.finding.fitting import fit, readable
from cards.finding.shown import as_shown
from cards.records import KEPT, Article, Blank, Fate, Finding, Issue, Span
from cards.rules.contract import Selection
from cards.text.sentences import open_brackets

CLAUSE_END = re.compile(r"[，；：。！？]")
PART_END = re.compile(r"[；。！？]")
LEAST_LEAD = 4
ALIKE = 0.7
REFRAIN = 4  # words that stand so often in an article tell none of its sentences


def select(found: list[Finding], article: Article, issue: Issue, selection: Selection, cut: Cut,
           weak: frozenset[str], others: list[Finding], told: set[str]) -> list[Fate]:
    """The best sentences of `article`, each as one finding with at most `selection.blanks` blanks, and the fates of
    the others.

    A sentence's score is the sum of its findings' weights plus what `Evidence` finds in the article for it. No blank
    begins or ends with a word in `weak`, and none shows in the article's title, which stands on every card. `others`
    were found by other kinds: a sentence that is the head of an item is learned with its enumeration, and what a
    card of theirs asks is asked again only where there is nothing else to ask; so is what sentences of earlier articles
    ask, `told`, which is added to.
    """
    by_sentence: dict[Span, list[Finding]] = defaultdict(list)
    for each in found:
        by_sentence[each.context].append(each)
    heads = [item.head for each in others for item in each.items]
    asked = [blank for each in others for blank in each.blanks]
    recited = asked + [Blank(head) for head in heads]
    evidence = Evidence.of(article, issue, {span.paragraph for span in by_sentence}, cut, heads)
    scored: list[Finding] = []
    fates: list[Fate] = []
    for sentence, together in by_sentence.items():
        best_of = max(together, key=lambda each: each.weight)
        span = _window(sentence, best_of, article, selection.longest)
        together = [each for each in together if all(_inside(blank.span, span) for blank in each.blanks)]
        words, length = evidence.words_of(span), span.end - span.start
        fitting = partial(fit, span=span, selection=selection, inside=words, weak=weak, title=article.title)
        new = fitting(_without(together, recited)) or fitting(_without(together, asked))[:1]
        fitted = new or _still_asked(fitting(together), asked)
        blanks = readable(fitted, length, words, selection, weak)
        blanks = tuple(blank for blank in blanks if blank.span.of(article) not in article.title)
        if blanks and selection.shortest <= length <= selection.longest:
            score = evidence.score(together, span, blanks[0].span.start, selection) + (0 if new else selection.asked)
            scored.append(replace(best_of, context=span, blanks=blanks, weight=score))
        else:
            fates.append(Fate(best_of, "unfit", f"{length} characters" if blanks else "no blank of whole words fits"))
    scored.sort(key=lambda each: (-each.weight, each.context.paragraph, each.context.start))
    places = max(1, math.floor(selection.per_thousand * evidence.length / 1000))
    placed = _placed(scored, article, selection.least, places)
    shown = [replace(fate, finding=as_shown(fate.finding, article, selection))
             for fate in placed if fate.outcome == KEPT]
    return fates + _asked_once(shown, article, told) + [fate for fate in placed if fate.outcome != KEPT]


def _without(found: list[Finding], asked: list[Blank]) -> list[Finding]:
    """`found` without the blanks that touch one of `asked`."""
    return [replace(each, blanks=tuple(blank for blank in each.blanks
                                       if not any(blank.span.overlaps(other.span) for other in asked)))
            for each in found]


def _still_asked(blanks: tuple[Blank, ...], asked: list[Blank]) -> tuple[Blank, ...]:
    """The first of `blanks`, all of which another card asks for: with its hint there."""
    return tuple(replace(blank, hint=next((other.hint for other in asked if other.span == blank.span), blank.hint))
                 for blank in blanks[:1])


def _asked_once(kept: list[Fate], article: Article, told: set[str]) -> list[Fate]:
    """`kept`, each without the blanks whose words an earlier sentence asks for (`told`, which is added to) or the
    article keeps saying; with one blank where no other is left.
    """
    whole = "".join(paragraph.text for paragraph in article.paragraphs)
    fates = []
    for fate in sorted(kept, key=lambda fate: (fate.finding.context.paragraph, fate.finding.context.start)):
        blanks = fate.finding.blanks
        new = tuple(blank for blank in blanks
                    if blank.span.of(article) not in told and whole.count(blank.span.of(article)) < REFRAIN)
        told.update(blank.span.of(article) for blank in blanks)
        fates.append(replace(fate, finding=replace(fate.finding, blanks=new or blanks[:1])))
    return fates


def _window(span: Span, best: Finding, article: Article, longest: int) -> Span:
    """The sentence itself, or, of one longer than `longest`, the clauses that hold what the best rule found in it."""
    text = span.of(article)
    if len(text) <= longest:
        return span
    first, last = best.blanks[0].span.start - span.start, best.blanks[-1].span.end - span.start
    for marks in (PART_END, CLAUSE_END):
        ends = [match.span() for match in marks.finditer(text)]
        start = max((end for _, end in [(0, 0), *ends] if first - end >= LEAST_LEAD), default=0)
        end = min((at for at, _ in ends if at >= last and not open_brackets(text[start:at])), default=len(text))
        if end - start <= longest:
            break
    return Span(span.paragraph, span.start + start, span.start + end)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _placed(ranked: list[Finding], article: Article, least: float, places: int) -> list[Fate]:
    """The fates of the ranked sentences: the first `places` that are good enough and say something new are kept."""
    fates: list[Fate] = []
    seen: list[frozenset[str]] = []
    for each in ranked:
        mine = shingles(each.context.of(article))
        if each.weight < least:
            fates.append(Fate(each, "score", f"{each.weight:g} is less than {least:g}"))
        elif any(len(mine & other) > ALIKE * min(len(mine), len(other)) for other in seen):
            fates.append(Fate(each, "alike", "a better sentence says the same"))
        elif len(seen) >= places:
            fates.append(Fate(each, "budget", f"score {each.weight:g}; the article's {places} places are taken"))
        else:
            seen.append(mine)
            fates.append(Fate(each, KEPT, f"score {each.weight:g}"))
    return fates
