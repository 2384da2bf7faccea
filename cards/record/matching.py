"""Matching: which recorded note each fact of a new edition is. Exact words first; then, within kind and article, the
best one-to-one match, and only where it is unambiguous.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cards.finding.identity import heard
from cards.record.compared import Compared
from cards.record.likeness import alike, heads_alike, likeness
from cards.record.numbers import same_answers
from cards.text.spoken import words_of

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


def match(new: Sequence[Compared], old: Sequence[Compared], titles: Mapping[int, str], decks: Mapping[str, str],
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


def _exact(new: Sequence[Compared], old: Sequence[Compared], found: dict[str, str]) -> None:
    """The same key, then the same fact, then the same words on the card with the same answers (in a sentence that was
    edited elsewhere); living notes first, so that a retired twin does not take their place.
    """
    taken: set[str] = set()
    for way in (_key, _fact, _card):
        by_way: dict[Hashable, Compared] = {}
        for note in sorted(old, key=lambda note: note.retired):
            by_way.setdefault(way(note), note)
        for note in new:
            earlier = by_way.get(way(note))
            if earlier and note.id not in found and earlier.id not in taken and earlier.kind == note.kind:
                found[note.id] = earlier.id
                taken.add(earlier.id)


def _key(note: Compared) -> Hashable:
    return note.key


def _fact(note: Compared) -> Hashable:
    return note.kind, heard(note.fact)


def _card(note: Compared) -> Hashable:
    """What its card shows and asks; nothing another note has for a list, whose cards show a title."""
    if note.fact.items:
        return note.id
    return note.kind, note.shown, tuple(sorted(map(words_of, note.numbers.values())))


def _articles(new: Iterable[Compared], old: Iterable[Compared], titles: Mapping[int, str], decks: Mapping[str, str],
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


def _together(new: Compared, old: Compared, matches: Matches) -> bool:
    """Whether the two stand in the same article."""
    return any(matches.articles.get(number) in old.where for number in new.where if isinstance(number, int))


def _open(new: Iterable[Compared], old: Iterable[Compared], matches: Matches,
          wanted: Callable[[Compared], bool]) -> tuple[list[Compared], list[Compared]]:
    """The facts on both sides that are not matched; a retired note comes back by its own words only."""
    taken = set(matches.facts.values())
    return ([fact for fact in new if wanted(fact) and fact.id not in matches.facts],
            [fact for fact in old if wanted(fact) and fact.id not in taken and not fact.retired])


def _enumerations(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
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


def _by_enumeration(facts: Iterable[Compared]) -> dict[str, list[Compared]]:
    found: dict[str, list[Compared]] = defaultdict(list)
    for fact in facts:
        if fact.enumeration:
            found[fact.enumeration].append(fact)
    return found


def _heads(facts: Iterable[Compared]) -> list[str]:
    """The items of an enumeration as identity sees them, in order."""
    facts = [fact for fact in facts if not fact.retired]
    items = [fact.said for fact in facts if fact.fact.form == "item"]
    return items or [words_of(head) for fact in facts for head in fact.fact.items]


def _enumeration_alike(new: list[Compared], old: list[Compared], matches: Matches) -> float:
    """The share of their items that two enumerations of one article have in common; 0 where it is fewer than two."""
    if new[0].kind != old[0].kind or not any(_together(new[0], fact, matches) for fact in old):
        return 0.0
    mine, yours = _heads(new), _heads(old)
    common = len(set(mine) & set(yours))
    left = [head for head in yours if head not in mine]
    common += sum(any(heads_alike(other, head, near=True) for other in left) for head in mine if head not in yours)
    return min(common, len(yours)) / max(len(mine), len(yours), 1) if common > 1 else 0.0


def _wholes(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
    """The cards that recite the list; a long list has several, which keep their order."""
    ours, theirs = _open(new, old, matches, lambda fact: fact.fact.form == "list")
    if len(ours) == len(theirs):
        matches.facts.update({fact.id: earlier.id for fact, earlier in zip(ours, theirs, strict=True)})


def _items(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
    """Items of one enumeration: the same words, then words mended between the same neighbours."""
    taken = set(matches.facts.values())
    back = {fact.said: fact for fact in sorted(old, key=lambda fact: not fact.retired) if fact.fact.form == "item"}
    for fact in new:
        earlier = back.get(fact.said) if fact.fact.form == "item" and fact.id not in matches.facts else None
        if earlier and earlier.id not in taken:
            matches.facts[fact.id] = earlier.id
            taken.add(earlier.id)
    ours, theirs = _open(new, old, matches, lambda fact: fact.fact.form == "item")
    place = _placed(new, old, matches)
    scores = [(score, fact.id, earlier.id) for fact in ours for earlier in theirs
              if (score := heads_alike(earlier.said, fact.said, place(fact, earlier)))]
    matches.facts.update(_best(scores))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with all notes that ask for something in it: `first` of them, the ids of all by a number of their own,
    and their answers by the same; a sentence learned as such is one note, whose answers have its cloze numbers.
    """

    first: Compared
    ids: dict[int, str]
    answers: dict[int, str]

    @property
    def text(self) -> str:
        return self.first.fact.sentence


def _sentences(notes: Iterable[Compared]) -> dict[str, _Sentence]:
    """The sentences that `notes` ask for something in, by the id of the first note of each."""
    together: dict[Hashable, list[Compared]] = defaultdict(list)
    for note in notes:
        alone = note.id if note.fact.form == "sentence" else ""
        together[note.kind, note.fact.form, note.said, note.where, alone].append(note)
    found = {}
    for first, *others in together.values():
        ids, answers = {1: first.id}, dict(first.numbers)
        if first.fact.form == "answer":
            ids = {at: note.id for at, note in enumerate((first, *others), 1)}
            answers = {at: note.fact.answer for at, note in enumerate((first, *others), 1)}
        found[first.id] = _Sentence(first, ids, answers)
    return found


def _texts(new: Sequence[Compared], old: Sequence[Compared], matches: Matches, source: str) -> None:
    """Sentences of the same kind in the same article that are one, edited; and which of their answers is which."""
    ours, theirs = _open(new, old, matches, lambda note: not note.fact.items)
    mine, yours = _sentences(ours), _sentences(theirs)
    standing = {name for name, sentence in yours.items() if sentence.text in source}
    place = _placed(new, old, matches)
    scores = []
    for name, sentence in mine.items():
        for other, earlier in yours.items():
            if _may_be_one(sentence.first, earlier.first, matches, other in standing):
                near = place(sentence.first, earlier.first) or _paragraph_alike(sentence.first, earlier.first)
                score = likeness((earlier.text, earlier.answers), (sentence.text, sentence.answers), near)
                if score:
                    scores.append((score + 0.1 * near, name, other))
    for name, other in _best(scores).items():
        _answers(mine[name], yours[other], matches)


def _may_be_one(note: Compared, earlier: Compared, matches: Matches, standing: bool) -> bool:
    """Whether the sentence of `earlier` may have become that of `note`: not where it is `standing` in the source as it
    was, unless it only grew; an answer that a sentence of the same words did not ask for is another one.
    """
    if (note.kind, note.fact.form) != (earlier.kind, earlier.fact.form) or not _together(note, earlier, matches):
        return False
    if note.fact.form == "answer" and note.said == earlier.said:
        return False
    return not standing or earlier.said in note.said


def _answers(sentence: _Sentence, earlier: _Sentence, matches: Matches) -> None:
    """The notes of an edited sentence: each answer is the one that stood in its place."""
    if sentence.first.fact.form == "sentence":
        matches.facts[sentence.first.id] = earlier.first.id
        return
    kept = same_answers((earlier.text, earlier.answers), (sentence.text, sentence.answers))
    for after, before in kept.items():
        matches.facts[sentence.ids[after]] = earlier.ids[before]


def _paragraph_alike(new: Compared, old: Compared) -> bool:
    """Whether the paragraph around the one is that around the other, whatever became of the text itself."""
    ours, theirs = new.around.replace(new.said, ""), old.around.replace(old.said, "")
    return min(len(ours), len(theirs)) >= LEAST_AROUND and alike(ours, theirs) >= PARAGRAPHS_ALIKE


def _placed(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> Callable[[Compared, Compared], bool]:
    """A test whether two facts have the same neighbour, before or behind, among the facts matched so far."""
    known = dict(matches.facts)
    back = {earlier: fact for fact, earlier in known.items()}
    ours, theirs = _neighbours(new, known), _neighbours(old, back)

    def near(fact: Compared, earlier: Compared) -> bool:
        mine = tuple(known.get(each or "") for each in ours[fact.id])
        yours = theirs[earlier.id]
        return mine == yours or any(a is not None and a == b for a, b in zip(mine, yours, strict=True))

    return near


def _neighbours(facts: Sequence[Compared], matched: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
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
