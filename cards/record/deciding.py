"""Deciding: people's decisions laid over the notes that rules gave, each on the note that it is of.

A decision is of the note with its code; an edition finds that note again whatever was edited. Of a note that no deck
ever held a decision is known by the words that were judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product

from msgspec import Struct, field
from msgspec.structs import replace

from cards.anki.cloze import answers, harmless, strip
from cards.anki.note_type import MNEMONIC, TEXT
from cards.finding.identity import code
from cards.record.contradicting import unlike_source
from cards.record.correcting import UncorrectableError, blanks_in, corrected, is_of
from cards.record.decisions import (
    ADD,
    AGAIN,
    CORRECT,
    GONE,
    NONE,
    Decision,
    Decisions,
    Verdict,
    as_judged,
    by_code,
    opened,
)
from cards.record.likeness import likeness
from cards.record.pairing import Pair, best_pairs
from cards.record.store import Record
from cards.records import LEVELS, Doubt, Issue, Note
from cards.rules.ruleset import Kind, RuleSet
from cards.text.ordering import natural
from cards.text.spoken import words_of
from cards.writing.adding import Stretch, added_notes, stretch_of

Notes = Mapping[int, tuple[Note, ...]]
LEAST_WORDS = 8  # characters of a card that is told by its words alone


class Decided(Struct, frozen=True):
    """The notes of an issue, all that rules and people give, by article; `spare` are the GUIDs of those that the budget
    has no place for. `added` has the decision that each added note comes from, by its GUID, `failed` the verdicts on
    those that none comes from.
    """

    notes: Notes = field(default_factory=dict)
    decisions: Decisions = NONE
    spare: frozenset[str] = frozenset()
    added: Mapping[str, Decision] = field(default_factory=dict)
    failed: tuple[Verdict, ...] = ()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self.decisions.doubts


UNDECIDED = Decided()


def decide(issue: Issue, notes: Notes, spare: frozenset[str], decisions: Decisions, rules: RuleSet) -> Decided:
    """The notes of `issue` with those that people add: one that rules give too is asked as the person asks it."""
    fresh: dict[int, dict[str, Note]] = {
        number: {note.guid: note for note in of_article} for number, of_article in notes.items()}
    added: dict[str, Decision] = {}
    failed: list[Verdict] = []
    for decision in decisions.additions:
        try:
            for note in added_by(issue, decision, rules):
                added[note.guid] = decision
                _put(fresh, note)
        except UncorrectableError as error:
            gone = _sentence_of(issue, decision) is None
            failed.append(Verdict(decision, GONE if gone else AGAIN, str(error)))
    together = {number: tuple(of_article.values()) for number, of_article in fresh.items()}
    return Decided(together, decisions, spare - added.keys(), added, tuple(failed))


def _put(notes: dict[int, dict[str, Note]], note: Note) -> None:
    """Put `note` under its article; in the stead of one of its fact it stands wherever that stands."""
    homes = [of_article for of_article in notes.values() if note.guid in of_article]
    for of_article in homes:
        before = of_article[note.guid]
        of_article[note.guid] = replace(note, articles=before.articles, sources=before.sources, home=before.home,
                                        enumeration=before.enumeration)
    if not homes:
        notes.setdefault(note.home, {})[note.guid] = note


def added_by(issue: Issue, decision: Decision, rules: RuleSet) -> list[Note]:
    """The notes that `decision` adds. Raises UncorrectableError where it can't."""
    stretch = _sentence_of(issue, decision)
    if stretch is None:
        raise UncorrectableError("its words no longer stand in the source")
    blanks = blanks_in(stretch.text, decision.hide or decision.asks)
    notes = added_notes(issue, stretch, _kind(decision, rules), blanks, decision.cue or "")
    return [_finished(note, decision) for note in notes]


def _finished(note: Note, decision: Decision) -> Note:
    fields = list(note.fields)
    fields[MNEMONIC] = harmless(decision.mnemonic or "")
    return _levelled(replace(note, fields=tuple(fields)), decision)


def _kind(decision: Decision, rules: RuleSet) -> Kind:
    """The kind with the label that `decision` names. Raises UncorrectableError where there is none."""
    for kind in rules.kinds.values():
        if decision.kind in (kind.label, kind.name):
            return kind
    labels = "、".join(kind.label for kind in rules.kinds.values())
    raise UncorrectableError(f"no kind is called “{decision.kind}”; there are {labels}")


def _sentence_of(issue: Issue, decision: Decision) -> Stretch | None:
    """The stretch of the source that `decision` adds a card of: its words, else the sentence that they became."""
    words = opened(decision.of)
    found = stretch_of(issue, words)
    if found is not None:
        return found
    hidden = dict(enumerate(decision.hide or decision.asks, 1))
    pairs = []
    for sentence in _sentences(issue):
        if all(answer in sentence for answer in hidden.values()):
            score = likeness((words, hidden), (sentence, hidden), near=False)
            pairs += [Pair(score, words, sentence)] if score else []
    best = best_pairs(pairs).get(words)
    return stretch_of(issue, best) if best else None


def _sentences(issue: Issue) -> Iterator[str]:
    """The text of every sentence of `issue`."""
    for article in issue.articles:
        for paragraph in article.paragraphs:
            yield from (sentence.text for sentence in paragraph.sentences)


class Choice(Struct, frozen=True):
    """What was decided of the notes of an edition: `decisions` by the notes' own GUIDs, the `notes` as they are wanted,
    by the same, and `again`: why a decision can't be carried out, by its place in the file; `strange` has, by the
    same, what a correction says that the source does not.
    """

    decisions: Mapping[str, Decision]
    notes: Mapping[str, Note]
    again: Mapping[int, str]
    spare: frozenset[str] = frozenset()
    strange: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def drops(self, own: str) -> bool:
        """Whether the note with the own GUID `own` is not to be in the deck."""
        decision = self.decisions.get(own)
        return own in self.spare if decision is None else not decision.keeps

    def levels(self, own: str) -> bool:
        """Whether the note's level is a person's."""
        return own in self.decisions and bool(self.decisions[own].wanted_level)


def choose(issue: str, notes: Mapping[str, Note], identities: Mapping[str, str], record: Record, decided: Decided,
           ) -> Choice:
    """What becomes of the `notes` of the issue of that number, by their own GUIDs; `identities` are the GUIDs that they
    have.
    """
    decisions = _assigned(notes, identities, record, decided)
    wanted = dict(notes)
    again: dict[int, str] = {}
    strange: dict[int, tuple[str, ...]] = {}
    for own, decision in decisions.items():
        try:
            note = _as_decided(issue, notes[own], decision)
        except UncorrectableError as error:
            again[decision.line] = str(error)
            continue
        wanted[own] = _levelled(note, decision)
        if decision.do == CORRECT:
            strange[decision.line] = unlike_source(notes[own].fields, note.fields, note.fact)
    return Choice(decisions, wanted, again, decided.spare, strange)


def _as_decided(issue: str, note: Note, decision: Decision) -> Note:
    if decision.do != CORRECT:
        return note
    first = min(note.lines, key=natural, default=issue)
    if first != issue:
        raise UncorrectableError(f"it is the card of issue {first}; correct it there")
    if not is_of(decision, note):
        says = as_judged(note.fields[TEXT])
        raise UncorrectableError(f"the card says now: {says}")
    return corrected(note, decision)


def _levelled(note: Note, decision: Decision) -> Note:
    level = decision.wanted_level
    return replace(note, tags=tuple(sorted({*note.tags, level} - (set(LEVELS) - {level})))) if level else note


def _assigned(notes: Mapping[str, Note], identities: Mapping[str, str], record: Record, decided: Decided,
              ) -> dict[str, Decision]:
    """The decision on each note, by its own GUID: that of its code, else that of its words."""
    named = by_code(decision for decision in decided.decisions.entries if decision.do != ADD)
    found = dict(decided.added)
    for own, identity in identities.items():
        if code(identity) in named:
            found[own] = named[code(identity)]
    for way in (_by_words, _by_likeness):
        free = {own: note for own, note in notes.items() if own not in found}
        found |= way(_left(named, found), free, record)
    return found


def _left(named: Mapping[str, Decision], found: Mapping[str, Decision]) -> list[Decision]:
    """Those of the decisions `named` that no note is `found` for and whose words tell one."""
    taken = {decision.line for decision in found.values()}
    return [decision for decision in named.values() if decision.line not in taken and _tells(decision)]


def _tells(decision: Decision) -> bool:
    """Whether the words that were judged tell a card."""
    return len(words_of(opened(decision.of))) >= LEAST_WORDS


def _by_words(decisions: Iterable[Decision], notes: Mapping[str, Note], record: Record) -> dict[str, Decision]:
    """The notes that say and ask just what was judged, where one note only does."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    for own, note in notes.items():
        by_words.setdefault(_heard(as_judged(note.fields[TEXT]), _asked(note)), []).append(own)
    found = {}
    for decision in decisions:
        those = by_words.get(_heard(decision.of, decision.asks), [])
        if len(those) == 1:
            found[those[0]] = decision
    return found


def _heard(line: str, asked: Iterable[str]) -> tuple[str, ...]:
    return words_of(opened(line)), *map(words_of, asked)


def _asked(note: Note) -> Iterator[str]:
    return chain.from_iterable(answers(note.fields[TEXT]).values())


def _by_likeness(decisions: Iterable[Decision], notes: Mapping[str, Note], record: Record) -> dict[str, Decision]:
    """Of the notes that no deck has held, those that may be what decisions on such notes are of, edited since."""
    held = set(map(code, record.notes))
    by_line = {str(decision.line): decision for decision in decisions if decision.id not in held}
    fresh = {own: notes[own] for own in notes.keys() - record.notes.keys() if notes[own].fact.is_text}
    scored = [Pair(_likeness(by_line[line], fresh[own]), own, line) for line, own in product(by_line, fresh)]
    best = best_pairs([pair for pair in scored if pair.score])
    return {own: by_line[line] for own, line in best.items()}


def _likeness(decision: Decision, note: Note) -> float:
    """How alike what was judged and what `note` says are, 0 where they may be two facts."""
    before = opened(decision.of), dict(enumerate(decision.asks, 1))
    return likeness(before, (strip(note.fields[TEXT]), dict(enumerate(_asked(note), 1))), near=False)
