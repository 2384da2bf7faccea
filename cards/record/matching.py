"""Matching: which recorded note each fact of a new edition is. Exact words first; then, within kind and article, the
best one-to-one match, and only where it is unambiguous.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cards.finding.identity import words_of
from cards.record.facts import Fact
from cards.record.likeness import alike, heads_alike, likeness

MARGIN = 0.05  # so far behind the best match must the second best be
TITLES_ALIKE = 0.6
PARAGRAPHS_ALIKE = 0.6
LEAST_AROUND = 10  # a paragraph that has fewer characters besides the text itself tells nothing
ENUMERATIONS_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Matches:
    """`facts`: the recorded id of each new fact that is an earlier one, by its id; `articles`: the recorded article (by
    the article part of its deck's name) of each new article that is an earlier one, by number; `enumerations`: the
    recorded name of each enumeration.
    """

    facts: dict[str, str] = field(default_factory=dict)
    articles: dict[int, str] = field(default_factory=dict)
    enumerations: dict[str, str] = field(default_factory=dict)


Scores = list[tuple[float, str, str]]


def match(new: Sequence[Fact], old: Sequence[Fact], titles: Mapping[int, str], decks: Mapping[str, str],
          source: str = "") -> Matches:
    """Match the facts `new` to the recorded facts `old`. `titles` are the new articles' by number, `decks` the recorded
    ones' by the article part of their decks' names. What still stands as it was in the `source` was not edited
    into something else.
    """
    matches = Matches()
    _exact(new, old, matches.facts)
    matches.articles.update(_articles(new, old, titles, decks, matches.facts))
    _enumerations(new, old, matches)
    _texts(new, old, matches, source)
    return matches


def _exact(new: Sequence[Fact], old: Sequence[Fact], found: dict[str, str]) -> None:
    """The same words: living notes first, so that a retired twin does not take their place."""
    by_words: dict[tuple[str, ...], Fact] = {}
    for fact in sorted(old, key=lambda fact: fact.retired):
        by_words.setdefault(("", fact.key), fact)
        by_words.setdefault(_spoken(fact), fact)
    taken: set[str] = set()
    for way in (lambda fact: ("", fact.key), _spoken):
        for fact in new:
            earlier = by_words.get(way(fact))
            if earlier and fact.id not in found and earlier.id not in taken and earlier.kind == fact.kind:
                found[fact.id] = earlier.id
                taken.add(earlier.id)


def _spoken(fact: Fact) -> tuple[str, ...]:
    return fact.kind, fact.form, *map(words_of, fact.words[1:])


def _articles(new: Iterable[Fact], old: Iterable[Fact], titles: Mapping[int, str], decks: Mapping[str, str],
              found: Mapping[str, str]) -> dict[int, str]:
    """The articles that are the same: by title, then by the facts they share, then by likeness of titles."""
    pairs = _best([(1.0, str(number), deck) for number, title in titles.items() for deck, old_title in decks.items()
                   if title == old_title])
    where = {fact.id: fact.where for fact in old}
    shared: Counter[tuple[str, str]] = Counter(
        (str(number), str(deck)) for fact in new if fact.id in found
        for number in fact.where for deck in where[found[fact.id]])
    pairs |= _best([(count, *pair) for pair, count in shared.items()], pairs)
    pairs |= _best([(ratio, str(number), deck) for number, title in titles.items() for deck, old_title in decks.items()
                    if (ratio := alike(title, old_title)) >= TITLES_ALIKE], pairs)
    return {int(number): deck for number, deck in pairs.items()}


def _best(scores: Scores, known: Mapping[str, str] | None = None, margin: float = MARGIN) -> dict[str, str]:
    """The one-to-one pairs of which each side has no other that comes near; those found free the way for others."""
    ours, theirs = set(known or ()), set((known or {}).values())
    found: dict[str, str] = {}
    while True:
        open_ones = [(score, one, other) for score, one, other in scores
                     if one not in ours and other not in theirs]
        clear = [(score, one, other) for score, one, other in open_ones
                 if all(score - rival >= margin for rival, a, b in open_ones if (a == one) != (b == other))]
        if not clear:
            return found
        for _, one, other in clear:
            found[one] = other
            ours.add(one)
            theirs.add(other)


def _together(new: Fact, old: Fact, matches: Matches) -> bool:
    """Whether the two stand in the same article."""
    return any(matches.articles.get(number) in old.where for number in new.where if isinstance(number, int))


def _open(new: Iterable[Fact], old: Iterable[Fact], matches: Matches,
          wanted: Callable[[Fact], bool]) -> tuple[list[Fact], list[Fact]]:
    """The facts on both sides that are not matched; a retired note comes back by its own words only."""
    taken = set(matches.facts.values())
    return ([fact for fact in new if wanted(fact) and fact.id not in matches.facts],
            [fact for fact in old if wanted(fact) and fact.id not in taken and not fact.retired])


def _enumerations(new: Sequence[Fact], old: Sequence[Fact], matches: Matches) -> None:
    """Enumerations as wholes, then their items within them."""
    ours, theirs = _by_enumeration(new), _by_enumeration(old)
    named = {fact.id: fact.enumeration for fact in old}
    exact = {fact.enumeration: named[matches.facts[fact.id]] for fact in new
             if fact.enumeration and fact.id in matches.facts and named[matches.facts[fact.id]]}
    scores = [(score, name, other) for name, mine in ours.items() for other, yours in theirs.items()
              if name not in exact and (score := _enumeration_alike(mine, yours, matches)) >= ENUMERATIONS_ALIKE]
    matches.enumerations.update(exact | _best(scores, exact, margin=0.2))
    for name, other in matches.enumerations.items():
        _wholes(ours[name], theirs.get(other, []), matches)
        _items(ours[name], theirs.get(other, []), matches)


def _by_enumeration(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.enumeration:
            found[fact.enumeration].append(fact)
    return found


def _heads(facts: Iterable[Fact]) -> list[str]:
    """The items of an enumeration as identity sees them, in order."""
    facts = [fact for fact in facts if not fact.retired]
    items = [fact.said for fact in facts if fact.form == "item"]
    return items or [head for fact in facts for head in fact.words[1:]]


def _enumeration_alike(new: list[Fact], old: list[Fact], matches: Matches) -> float:
    """The share of their items that two enumerations of one article have in common; 0 where it is fewer than two."""
    if new[0].kind != old[0].kind or not any(_together(new[0], fact, matches) for fact in old):
        return 0.0
    mine, yours = _heads(new), _heads(old)
    common = len(set(mine) & set(yours))
    left = [head for head in yours if head not in mine]
    common += sum(any(heads_alike(other, head, near=True) for other in left) for head in mine if head not in yours)
    return min(common, len(yours)) / max(len(mine), len(yours), 1) if common > 1 else 0.0


def _wholes(new: Sequence[Fact], old: Sequence[Fact], matches: Matches) -> None:
    """The cards that recite the list; a long list has several, which keep their order."""
    ours, theirs = _open(new, old, matches, lambda fact: fact.form == "whole")
    if len(ours) == len(theirs):
        matches.facts.update({fact.id: earlier.id for fact, earlier in zip(ours, theirs, strict=True)})


def _items(new: Sequence[Fact], old: Sequence[Fact], matches: Matches) -> None:
    """Items of one enumeration: the same words, then words mended between the same neighbours."""
    taken = set(matches.facts.values())
    back = {fact.said: fact for fact in sorted(old, key=lambda fact: not fact.retired) if fact.form == "item"}
    for fact in new:
        earlier = back.get(fact.said) if fact.form == "item" and fact.id not in matches.facts else None
        if earlier and earlier.id not in taken:
            matches.facts[fact.id] = earlier.id
            taken.add(earlier.id)
    ours, theirs = _open(new, old, matches, lambda fact: fact.form == "item")
    place = _placed(new, old, matches)
    scores = [(score, fact.id, earlier.id) for fact in ours for earlier in theirs
              if (score := heads_alike(earlier.said, fact.said, place(fact, earlier)))]
    matches.facts.update(_best(scores))


def _texts(new: Sequence[Fact], old: Sequence[Fact], matches: Matches, source: str) -> None:
    """Texts of the same kind in the same article that are one fact, edited."""
    ours, theirs = _open(new, old, matches, lambda fact: fact.form == "text")
    standing = {fact.id for fact in theirs if fact.words[1] in source}
    place = _placed(new, old, matches)
    scores = []
    for fact in ours:
        for earlier in theirs:
            if fact.kind == earlier.kind and len(fact.words[2:]) == len(earlier.words[2:]) and _together(
                    fact, earlier, matches) and (earlier.id not in standing or earlier.said in fact.said):
                near = place(fact, earlier) or _paragraph_alike(fact, earlier)
                score = likeness((earlier.words[1], earlier.numbers), (fact.words[1], fact.numbers), near)
                if score:
                    scores.append((score + 0.1 * near, fact.id, earlier.id))
    matches.facts.update(_best(scores))


def _paragraph_alike(new: Fact, old: Fact) -> bool:
    """Whether the paragraph around the one is that around the other, whatever became of the text itself."""
    ours, theirs = new.around.replace(new.said, ""), old.around.replace(old.said, "")
    return min(len(ours), len(theirs)) >= LEAST_AROUND and alike(ours, theirs) >= PARAGRAPHS_ALIKE


def _placed(new: Sequence[Fact], old: Sequence[Fact], matches: Matches) -> Callable[[Fact, Fact], bool]:
    """A test whether two facts have the same neighbour, before or behind, among the facts matched so far."""
    known = dict(matches.facts)
    back = {earlier: fact for fact, earlier in known.items()}
    ours, theirs = _neighbours(new, known), _neighbours(old, back)

    def near(fact: Fact, earlier: Fact) -> bool:
        mine = tuple(known.get(each or "") for each in ours[fact.id])
        yours = theirs[earlier.id]
        return mine == yours or any(a is not None and a == b for a, b in zip(mine, yours, strict=True))

    return near


def _neighbours(facts: Sequence[Fact], matched: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """The nearest matched facts before and behind each fact in its article."""
    found: dict[str, tuple[str | None, str | None]] = {}
    ahead: dict[str, str | None] = {}
    for line in (facts, list(reversed(facts))):
        last: dict[int | str, str | None] = defaultdict(lambda: None)
        for fact in line:
            seen = next((last[place] for place in sorted(map(str, fact.where)) if last[place]), None)
            if line is facts:
                ahead[fact.id] = seen
            else:
                found[fact.id] = (ahead[fact.id], seen)
            if fact.id in matched:
                last.update({str(place): fact.id for place in fact.where})
    return found
