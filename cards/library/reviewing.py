"""Reviewing: every card of an issue with all that somebody needs to decide about it, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.note_type import TEXT
from cards.build import Analysed, Built, Settings, analyse, built, no_decisions, read
from cards.finding.facts import facts_of, same
from cards.finding.identity import code
from cards.finding.weighing import Part, parts
from cards.record.decisions import Decisions, Judged, as_judged
from cards.record.store import Recorded
from cards.records import LEVELS, Article, Fact, Finding, Issue, Note, Span
from cards.rules.ruleset import RuleSet
from cards.writing.adding import RULE
from cards.writing.tags import rule_tag

RULE_TAG = rule_tag("")
SPARE = "未入选"  # the level of a card that the budget has no place for
ADDED = "人工添加"  # the title of what stands for the rule of an added card
TOLD = 4  # reasons
UNKNOWN = 10**9  # the paragraph of what stands nowhere


class Stretch(Struct, frozen=True):
    """A stretch of the article `article` (its number)."""

    article: int
    span: Span


class Reviewed(Struct, frozen=True):
    """A card to decide about: the `note` as rules give it, `decided` as people's decisions leave it (None where it is
    dropped), the deck of its article, its level (SPARE: the budget has no place for it), the rule that made it, its
    worth with what counts most in it, and where in the text stands what it asks.
    """

    note: Recorded
    decided: Recorded | None
    deck: str
    article: int
    kind: str
    level: str
    rule: str
    title: str
    worth: float | None = None
    reasons: tuple[Part, ...] = ()
    asked: tuple[Stretch, ...] = ()

    @property
    def code(self) -> str:
        return code(self.note.guid)

    @property
    def of(self) -> str:
        """The card in one line, as a decision keeps it."""
        return as_judged(self.note.fields[TEXT])


class Review(Struct, frozen=True):
    """An issue to review: its cards in the order of the text, and what became of the decisions there are."""

    source: Path
    issue: Issue
    rules: RuleSet
    cards: tuple[Reviewed, ...]
    decisions: Decisions
    judged: Judged
    work: Analysed
    settings: Settings

    @property
    def order(self) -> tuple[str, ...]:
        """The codes of the cards in order."""
        return tuple(card.code for card in self.cards)

    def behind(self, added: Note) -> str:
        """The code of the card of a rule that a card which people add stands behind in the text, '' for none."""
        asked = tuple(asked_in(added.fact, _article_of(self.work.issue, added.home)))
        ruled = [card for card in self.cards if card.rule != RULE]
        place = _place_for(ruled, added.home, asked)
        return ruled[place - 1].code if place else ""


def reviewed(source: Path, settings: Settings) -> Review:
    """Read `source` and build it in memory, as rules have it and as the decisions that `settings` find have it. Raises
    UserError for a source that can't be read.
    """
    work = analyse(source, read(source, settings), settings)
    return review_of(work, settings)


def review_of(work: Analysed, settings: Settings) -> Review:
    """The review of an issue that was analysed."""
    decisions = settings.decisions(work.source, work.issue)
    plain = built(replace(work, spare=frozenset()), replace(settings, decisions=no_decisions))
    laid = built(work, replace(settings, decisions=lambda source, issue: decisions))
    ruled, makes = _by_guid(plain), _Cards(work, settings, _by_guid(laid))
    cards = list(makes.of(plain, ruled.keys()))
    for card in makes.of(laid, makes.decided.keys() - ruled.keys()):
        cards.insert(_place_for(cards, card.article, card.asked), card)
    return Review(work.source, work.issue, settings.rules, tuple(cards), decisions, laid.judged, work, settings)


def _place_for(cards: Sequence[Reviewed], article: int, asked: Sequence[Stretch]) -> int:
    """Where among `cards` one of that article goes that asks there."""
    at = _begins(article, asked)
    before = [place for place, card in enumerate(cards, 1) if _begins(card.article, card.asked) <= at]
    return max(before, default=0)


def _begins(article: int, asked: Sequence[Stretch]) -> tuple[int, int, int]:
    """Where what a card of the article asks begins: article, paragraph, character; behind all where nothing tells."""
    there = [(article, at.span.paragraph, at.span.start) for at in asked if at.article == article]
    return min(there, default=(article, UNKNOWN, 0))


def _by_guid(work: Built) -> dict[str, Recorded]:
    return {note.guid: note for note in _living(work)}


def _living(work: Built) -> Iterator[Recorded]:
    for deck in work.edition.decks:
        yield from (note for note in deck.at_home if not note.memory.retired)


class _Cards(Struct, frozen=True, dict=True):
    """Makes the cards of an issue; `decided` are its notes as decisions leave them."""

    work: Analysed
    settings: Settings
    decided: Mapping[str, Recorded]

    def of(self, work: Built, wanted: Set[str]) -> Iterator[Reviewed]:
        """The cards of a build whose notes have one of the GUIDs `wanted`, article by article."""
        for deck in work.edition.decks:
            for note in deck.at_home:
                if note.guid in wanted and not note.memory.retired:
                    article = deck.article or self._homes.get(note.memory.key, 0)
                    yield self._card(note, f"{work.edition.prefix}::{deck.name}", article)

    @cached_property
    def _homes(self) -> dict[str, int]:
        return {note.guid: number for number, of_article in self.work.every.items() for note in of_article}

    @cached_property
    def _origins(self) -> dict[tuple[str, Fact], _Origin]:
        return _origins(self.work, self.settings.rules)

    def _card(self, note: Recorded, deck: str, article: int) -> Reviewed:
        rules, memory = self.settings.rules, note.memory
        origin = self._origins.get((memory.kind, same(memory.fact)))
        kind = rules.kinds[memory.kind].label if memory.kind in rules.kinds else memory.kind
        card = Reviewed(note, self.decided.get(note.guid), deck, article, kind, self._level(note), _rule(note),
                        self._title(_rule(note)))
        if origin is None:
            return replace(card, asked=tuple(asked_in(memory.fact, _article_of(self.work.issue, article))))
        finding = origin.finding
        return replace(card, rule=finding.rule, title=self._title(finding.rule), worth=finding.worth,
                       reasons=_reasons(finding, rules), asked=origin.asked)

    def _level(self, note: Recorded) -> str:
        if note.memory.key in self.work.spare:
            return SPARE
        return next((tag for tag in note.tags if tag in LEVELS), "")

    def _title(self, rule: str) -> str:
        return ADDED if rule == RULE else self._titles.get(rule, "")

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {rule.id: rule.title for rule in self.settings.rules.card_rules}


def _article_of(issue: Issue, number: int) -> Article | None:
    return next((article for article in issue.articles if article.number == number), None)


class _Origin(Struct, frozen=True):
    """What a fact comes from: a finding, and where in the text stands what is asked."""

    finding: Finding
    asked: tuple[Stretch, ...]


def _origins(work: Analysed, rules: RuleSet) -> dict[tuple[str, Fact], _Origin]:
    """What each fact of an issue comes from, by kind and fact."""
    found: dict[tuple[str, Fact], _Origin] = {}
    for article in work.issue.articles:
        for finding in work.found[article.number].findings:
            for fact, spans in facts_of(article, finding, rules.kinds[finding.kind]):
                asked = tuple(Stretch(article.number, span) for span in spans)
                found.setdefault((finding.kind, same(fact)), _Origin(finding, asked))
    return found


def _reasons(finding: Finding, rules: RuleSet) -> tuple[Part, ...]:
    """What counts most in the worth of `finding`; nothing where nothing weighs its kind."""
    weights = rules.weights.get(finding.kind)
    if weights is None or not finding.features:
        return ()
    return tuple(parts(finding.features, finding.weight, weights)[:TOLD])


def _rule(note: Recorded) -> str:
    return next((tag.removeprefix(RULE_TAG) for tag in note.tags if tag.startswith(RULE_TAG)), "")


def asked_in(fact: Fact, article: Article | None) -> Iterator[Stretch]:
    """Where in `article` stands what a card asks for."""
    if article is None:
        return
    if fact.items:
        for words in (fact.answer,) if fact.form == "item" else fact.items:
            yield from _first(words, article)
        return
    for at in _first(fact.sentence, article):
        if fact.form == "sentence":
            yield at
            continue
        start = -1
        for _ in range(fact.number):
            start = fact.sentence.find(fact.answer, start + 1)
        first = at.span.start + start
        yield Stretch(article.number, Span(at.span.paragraph, first, first + len(fact.answer)))


def _first(words: str, article: Article) -> Iterator[Stretch]:
    for paragraph in article.paragraphs:
        start = paragraph.text.find(words)
        if start >= 0:
            yield Stretch(article.number, Span(paragraph.index, start, start + len(words)))
            return
