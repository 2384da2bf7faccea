"""Matching: which recorded note each note of a new edition is. Exact words first; then, within kind and article, the
best one-to-one match, and only where it is unambiguous.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from cards.finding.identity import heard
from cards.record.compared import Compared
from cards.record.likeness import alike, heads_alike, likeness
from cards.record.numbers import same_answers
from cards.record.pairing import Pair, best_pairs
from cards.text.spoken import words_of

TITLES_ALIKE = 0.6
PARAGRAPHS_ALIKE = 0.6
LEAST_AROUND = 10  # a paragraph that has fewer characters besides the text itself tells nothing
ENUMERATIONS_ALIKE = 0.5
ENUMERATIONS_MARGIN = 0.2
NEAR = 0.1  # what standing in the same place adds to how alike two sentences are
Place = str | int  # an article: by number, or by the article part of its deck's name


class Matches(Struct, frozen=True):
    """`notes`: the recorded id of each new note that is an earlier one, by its id; `articles`: the recorded article (by
    the article part of its deck's name) of each new article that is an earlier one, by number; `enumerations`: the
    recorded name of each enumeration.
    """

    notes: dict[str, str] = field(default_factory=dict)
    articles: dict[int, str] = field(default_factory=dict)
    enumerations: dict[str, str] = field(default_factory=dict)


def match(new: Sequence[Compared], old: Sequence[Compared], titles: Mapping[int, str], decks: Mapping[str, str],
          source: str = "") -> Matches:
    """Match the notes `new` to the recorded notes `old`. `titles` are the new articles' by number, `decks` the recorded
    ones' by the article part of their decks' names. What still stands as it was in the `source` was not edited
    into something else.
    """
    matches = Matches()
    _exact(new, old, matches.notes)
    matches.articles.update(_articles(new, old, titles, decks, matches.notes))
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
    """The articles that are the same: by title, then by the notes they share, by their number where several with one
    title share them, then by likeness of titles.
    """
    alike_by_title = [Pair(alike(title, old_title), str(number), deck)
                      for number, title in titles.items() for deck, old_title in decks.items()]
    same_title = [pair for pair in alike_by_title if titles[int(pair.new)] == decks[pair.old]]
    found_pairs = best_pairs(same_title)
    found_pairs |= best_pairs(_sharing(new, old, found), found_pairs)
    found_pairs |= best_pairs([pair for pair in same_title if _has_number(pair)], found_pairs)
    found_pairs |= best_pairs([pair for pair in alike_by_title if pair.score >= TITLES_ALIKE], found_pairs)
    return {int(number): deck for number, deck in found_pairs.items()}


def _has_number(pair: Pair) -> bool:
    """Whether the article still has the number that its deck's name begins with."""
    return pair.old.partition(" ")[0] == f"{int(pair.new):02}"


def _sharing(new: Iterable[Compared], old: Iterable[Compared], found: Mapping[str, str]) -> list[Pair]:
    """The articles that share notes, with their number as score."""
    where = {note.id: note.where for note in old}
    shared: Counter[tuple[Place, Place]] = Counter()
    for note in new:
        if note.id in found:
            shared.update((number, deck) for number in note.where for deck in where[found[note.id]])
    return [Pair(count, str(number), str(deck)) for (number, deck), count in shared.items()]


def _together(new: Compared, old: Compared, matches: Matches) -> bool:
    """Whether the two stand in the same article."""
    return any(matches.articles.get(number) in old.where for number in new.where if isinstance(number, int))


class _Open(Struct, frozen=True):
    """The notes on both sides that are not matched yet; a retired note comes back by its own words only."""

    new: list[Compared]
    old: list[Compared]


def _open(new: Iterable[Compared], old: Iterable[Compared], matches: Matches,
          wanted: Callable[[Compared], bool]) -> _Open:
    taken = set(matches.notes.values())
    return _Open([note for note in new if wanted(note) and note.id not in matches.notes],
                 [note for note in old if wanted(note) and note.id not in taken and not note.retired])


def _enumerations(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
    """Enumerations as wholes, then their items within them."""
    ours, theirs = _by_enumeration(new), _by_enumeration(old)
    exact = _same_enumerations(new, old, matches)
    pairs = []
    for name, mine in ours.items():
        for other, yours in theirs.items():
            score = 0.0 if name in exact else _enumeration_alike(mine, yours, matches)
            if score >= ENUMERATIONS_ALIKE:
                pairs.append(Pair(score, name, other))
    matches.enumerations.update(exact | best_pairs(pairs, exact, ENUMERATIONS_MARGIN))
    for name, other in matches.enumerations.items():
        _wholes(ours[name], theirs.get(other, []), matches)
        _items(ours[name], theirs.get(other, []), matches)


def _same_enumerations(new: Iterable[Compared], old: Iterable[Compared], matches: Matches) -> dict[str, str]:
    """The recorded name of each enumeration of which a note is matched."""
    named = {note.id: note.enumeration for note in old}
    found = {}
    for note in new:
        earlier = named.get(matches.notes.get(note.id, ""), "")
        if note.enumeration and earlier:
            found[note.enumeration] = earlier
    return found


def _by_enumeration(notes: Iterable[Compared]) -> dict[str, list[Compared]]:
    found: dict[str, list[Compared]] = defaultdict(list)
    for note in notes:
        if note.enumeration:
            found[note.enumeration].append(note)
    return found


def _heads(notes: Iterable[Compared]) -> list[str]:
    """The items of an enumeration as identity sees them, in order."""
    living = [note for note in notes if not note.retired]
    items = [note.said for note in living if note.fact.form == "item"]
    return items or [words_of(head) for note in living for head in note.fact.items]


def _enumeration_alike(new: list[Compared], old: list[Compared], matches: Matches) -> float:
    """The share of their items that two enumerations of one article have in common; 0 where it is fewer than two."""
    if new[0].kind != old[0].kind or not any(_together(new[0], note, matches) for note in old):
        return 0.0
    mine, yours = _heads(new), _heads(old)
    common = len(set(mine) & set(yours)) + _mended_heads(mine, yours)
    return min(common, len(yours)) / max(len(mine), len(yours), 1) if common > 1 else 0.0


def _mended_heads(mine: list[str], yours: list[str]) -> int:
    """How many of the items `mine` that are not among `yours` are like one of those that are not among them."""
    left = [head for head in yours if head not in mine]
    new = [head for head in mine if head not in yours]
    return sum(any(heads_alike(other, head, near=True) for other in left) for head in new)


def _wholes(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
    """The cards that recite the list; a long list has several, which keep their order."""
    left = _open(new, old, matches, lambda note: note.fact.form == "list")
    if len(left.new) == len(left.old):
        for note, earlier in zip(left.new, left.old, strict=True):
            matches.notes[note.id] = earlier.id


def _items(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> None:
    """Items of one enumeration: the same words, then words mended between the same neighbours."""
    _same_items(new, old, matches)
    left = _open(new, old, matches, lambda note: note.fact.form == "item")
    near = _placed(new, old, matches)
    pairs = []
    for note in left.new:
        for earlier in left.old:
            score = heads_alike(earlier.said, note.said, near(note, earlier))
            if score:
                pairs.append(Pair(score, note.id, earlier.id))
    matches.notes.update(best_pairs(pairs))


def _same_items(new: Iterable[Compared], old: Iterable[Compared], matches: Matches) -> None:
    """Items of the same words."""
    taken = set(matches.notes.values())
    by_words = {note.said: note for note in sorted(old, key=lambda note: not note.retired) if note.fact.form == "item"}
    for note in new:
        if note.fact.form != "item" or note.id in matches.notes:
            continue
        earlier = by_words.get(note.said)
        if earlier and earlier.id not in taken:
            matches.notes[note.id] = earlier.id
            taken.add(earlier.id)


class _Sentence(Struct, frozen=True):
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
    return {of_sentence[0].id: _sentence(of_sentence) for of_sentence in together.values()}


def _sentence(notes: list[Compared]) -> _Sentence:
    if notes[0].fact.form == "sentence":
        return _Sentence(notes[0], {1: notes[0].id}, dict(notes[0].numbers))
    numbered = list(enumerate(notes, 1))
    return _Sentence(notes[0], {number: note.id for number, note in numbered},
                     {number: note.fact.answer for number, note in numbered})


def _texts(new: Sequence[Compared], old: Sequence[Compared], matches: Matches, source: str) -> None:
    """Sentences of the same kind in the same article that are one, edited; and which of their answers is which."""
    left = _open(new, old, matches, lambda note: not note.fact.items)
    ours, theirs = _sentences(left.new), _sentences(left.old)
    standing = {name for name, sentence in theirs.items() if sentence.text in source}
    placed = _placed(new, old, matches)
    pairs = []
    for name, sentence in ours.items():
        for other, earlier in theirs.items():
            if not _may_be_one(sentence.first, earlier.first, matches, other in standing):
                continue
            near = placed(sentence.first, earlier.first) or _paragraph_alike(sentence.first, earlier.first)
            score = likeness((earlier.text, earlier.answers), (sentence.text, sentence.answers), near)
            if score:
                pairs.append(Pair(score + NEAR * near, name, other))
    for name, other in best_pairs(pairs).items():
        _answers(ours[name], theirs[other], matches)


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
        matches.notes[sentence.first.id] = earlier.first.id
        return
    kept = same_answers((earlier.text, earlier.answers), (sentence.text, sentence.answers))
    for after, before in kept.items():
        matches.notes[sentence.ids[after]] = earlier.ids[before]


def _paragraph_alike(new: Compared, old: Compared) -> bool:
    """Whether the paragraph around the one is that around the other, whatever became of the text itself."""
    ours, theirs = new.around.replace(new.said, ""), old.around.replace(old.said, "")
    return min(len(ours), len(theirs)) >= LEAST_AROUND and alike(ours, theirs) >= PARAGRAPHS_ALIKE


class _Neighbours(Struct, frozen=True):
    """The nearest matched notes before and behind a note in its article, by their recorded ids; '' for none."""

    before: str = ""
    behind: str = ""


def _placed(new: Sequence[Compared], old: Sequence[Compared], matches: Matches) -> Callable[[Compared, Compared], bool]:
    """A test whether two notes have the same neighbour, before or behind, among the notes matched so far."""
    ours = _neighbours(new, dict(matches.notes))
    theirs = _neighbours(old, {earlier: earlier for earlier in matches.notes.values()})

    def near(note: Compared, earlier: Compared) -> bool:
        mine, yours = ours[note.id], theirs[earlier.id]
        same_before = bool(mine.before) and mine.before == yours.before
        same_behind = bool(mine.behind) and mine.behind == yours.behind
        return mine == yours or same_before or same_behind

    return near


def _neighbours(notes: Sequence[Compared], recorded: Mapping[str, str]) -> dict[str, _Neighbours]:
    """The neighbours of each note; `recorded` has the recorded ids of those that are matched."""
    before = _nearest(notes, recorded)
    behind = _nearest(list(reversed(notes)), recorded)
    return {note.id: _Neighbours(before[note.id], behind[note.id]) for note in notes}


def _nearest(notes: Iterable[Compared], recorded: Mapping[str, str]) -> dict[str, str]:
    """The recorded id of the last matched note that comes before each of `notes` in one of its articles."""
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    for note in notes:
        places = sorted(map(str, note.where))
        found[note.id] = next((last[place] for place in places if place in last), "")
        if note.id in recorded:
            last.update(dict.fromkeys(places, recorded[note.id]))
    return found
