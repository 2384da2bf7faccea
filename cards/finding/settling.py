"""Settling: where two findings of a kind meet, the better one stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from cards.finding.nesting import announced_at
from cards.records import KEPT, Article, Fate, Finding, Span
from cards.rules.ruleset import RuleSet
from cards.text.words import is_verb

SHARED_ITEMS = 0.5
LEAST_SHARED = 2
VERB = 2  # characters
STRIP = 64  # characters of a paragraph: findings meet only where they stand in the same strips
Ground = tuple[str, int, int]  # a kind, a paragraph, and the strip of it where findings may meet
Kept = dict[Ground, dict[int, Finding]]  # in the order in which they were kept


def settle(fates: Iterable[Fate], rules: RuleSet, article: Article) -> list[Fate]:
    """Where two findings of a kind meet, keep the better, then the longer, then the earlier rule's: of enumerations the
    one that is worth more, one over several headings behind those under each; of any others that of the weightier rule.

    Two enumerations meet where half the items of the smaller, two at least, are items of the other, or item by item in
    the same parts of the text; not where an item of one announces the other (nesting.py), or one stands in an item of
    the other. Any other two meet where their blanks touch.
    Enumerations and blanks do not meet. Kinds whose sentences are selected are left to the selection.
    """
    settled: list[Fate] = []
    kept: Kept = defaultdict(dict)
    fates = list(fates)
    long_lists = _long_lists(fates, rules, article)
    ranked = sorted(fates, key=lambda fate: (_rank(fate.finding, long_lists), _size(fate.finding)), reverse=True)
    for number, fate in enumerate(ranked):
        finding = fate.finding
        if fate.outcome != KEPT or (rules.kinds[finding.kind].selection and not finding.items):
            settled.append(fate)
            continue
        grounds = _grounds(finding)
        winner = _met(finding, grounds, kept, article)
        if winner is not None:
            settled.append(Fate(finding, "outweighed", f"by {winner.rule}"))
            continue
        for ground in grounds:
            kept[ground][number] = finding
        settled.append(fate)
    return settled


class _Long(Struct, frozen=True):
    """An enumeration of paragraphs that is worth enough for cards: what it recites, which of its first and last item
    begins with no verb, and its worth.
    """

    heads: frozenset[Span]
    no_acts: frozenset[Span]
    worth: float

    def has(self, heads: frozenset[Span]) -> bool:
        """Whether it has all of `heads` and more, between them or verbs with what they act on."""
        return heads < self.heads and self.no_acts <= heads


LongLists = dict[Span, list[_Long]]  # by what they recite


def _long_lists(fates: Iterable[Fate], rules: RuleSet, article: Article) -> LongLists:
    """The enumerations of paragraphs that are worth enough for cards."""
    found: LongLists = defaultdict(list)
    for fate in fates:
        finding = fate.finding
        is_of_paragraphs = fate.outcome == KEPT and finding.features.get("paragraphs")
        if is_of_paragraphs and finding.worth >= _least(finding, rules):
            long = _long(finding, article)
            for head in long.heads:
                found[head].append(long)
    return found


def _long(finding: Finding, article: Article) -> _Long:
    heads = [item.head for item in finding.items]
    no_acts = [head for head in (heads[0], heads[-1]) if not is_verb(head.of(article)[:VERB])]
    return _Long(frozenset(heads), frozenset(no_acts), finding.worth)


def _least(finding: Finding, rules: RuleSet) -> float:
    weights = rules.weights.get(finding.kind)
    return weights.least if weights else 0.0


def _rank(finding: Finding, long_lists: LongLists) -> tuple[bool, float]:
    """How good a finding is; an enumeration that is part of another of paragraphs is no better than that."""
    if not finding.items:
        return True, finding.weight
    heads = frozenset(item.head for item in finding.items)
    near = long_lists.get(finding.items[0].head, []) if finding.items else []
    of_longer = [other.worth for other in near if other.has(heads)]
    return not finding.features.get("across_headings"), min([finding.worth, *of_longer])


def _size(finding: Finding) -> int:
    if finding.items:
        return len(finding.items) * 1000
    return sum(span.end - span.start for span in finding.spans)


def _grounds(finding: Finding) -> set[Ground]:
    grounds = set()
    for span in (*finding.spans, *(item.body for item in finding.items)):
        for strip in range(span.start // STRIP, span.end // STRIP + 1):
            grounds.add((finding.kind, span.paragraph, strip))
    return grounds


def _met(finding: Finding, grounds: set[Ground], kept: Kept, article: Article) -> Finding | None:
    """The finding among those `kept` that `finding` meets, the first that was kept."""
    near: dict[int, Finding] = {}
    for ground in grounds:
        near |= kept[ground]
    return next((near[number] for number in sorted(near) if _meet(finding, near[number], article)), None)


def _meet(one: Finding, other: Finding, article: Article) -> bool:
    if bool(one.items) != bool(other.items):
        return False
    if not one.items:
        return _shared_spans(one, other) > 0 and (one.rule != other.rule or one.blanks == other.blanks)
    if announced_at(one, other, article) is not None or announced_at(other, one, article) is not None:
        return False
    shared = min(_shared_spans(one, other), _shared_spans(other, one))  # all within one item of the other: nested
    least = max(LEAST_SHARED, SHARED_ITEMS * min(len(one.items), len(other.items)))
    return shared >= least or _item_by_item(one, other)


def _shared_spans(one: Finding, other: Finding) -> int:
    """How many spans of `one` touch one of `other`."""
    others = other.spans
    return sum(any(map(span.overlaps, others)) for span in one.spans)


def _item_by_item(one: Finding, other: Finding) -> bool:
    """Both say the same enumeration, each by other words of its items (把…摆在首位，做到…)."""
    if len(one.items) != len(other.items):
        return False
    pairs = zip(one.items, other.items, strict=True)
    return all(item.body.overlaps(of_other.body) for item, of_other in pairs)
