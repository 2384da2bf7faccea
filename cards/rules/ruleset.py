"""Rules as the engine runs them: loaded, checked, compiled. assembling.py makes them; this file only holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from cards.records import Article, Doubt, Place
from cards.rules.contract import KindKeys, RuleKeys
from cards.rules.grammar import Grammar
from cards.rules.keys import Record, table_of
from cards.rules.kinds.alike import find_alike
from cards.rules.kinds.announced import find_announced
from cards.rules.kinds.listing import find_lists
from cards.rules.kinds.marked import find_marked
from cards.rules.kinds.outline import find_outlines
from cards.rules.kinds.pattern import find_matches
from cards.rules.kinds.quantity import find_quantities
from cards.rules.kinds.splitting import find_splits
from cards.rules.match import Match
from cards.rules.needs import needs_met
from cards.rules.pieces import OverrunError, Pattern, Pieces
from cards.rules.serving import SERVING
from cards.rules.stretches import Stretch, stretches_of
from cards.rules.weights import Weights

if TYPE_CHECKING:
    import regex

NOWHERE = Place()
STRIP = 64  # characters
RULE_SETS, KINDS = 4, 16  # of which it is remembered what follows from them
Stand = tuple[int, int]  # where words begin and end in the text of a stretch
Exceptions = dict[int, list[tuple[Stand, str]]]  # by strip
R = TypeVar("R", bound=Record)


class Kind(KindKeys, frozen=True, kw_only=True):
    """A kind of finding: its name, and what the tops of its rule files say."""

    name: str

    def without(self, source: str) -> Kind:
        """This kind without the settings whose pattern is `source`."""
        asks = tuple(entry for entry in self.ask if entry.match.source != source)
        selection = self.selection and _without(self.selection, source)
        return replace(_without(self, source), ask=asks, selection=selection)

    def settings_of(self, source: str) -> list[str]:
        """The names of the settings whose pattern is `source`."""
        names = _patterns_of(self, source)
        if self.selection:
            names += [f"select.{name}" for name in _patterns_of(self.selection, source)]
        if any(entry.match.source == source for entry in self.ask):
            names.append("ask")
        return names


def _patterns_of(record: Record, source: str) -> list[str]:
    """The names of the settings in `record` whose pattern is `source`."""
    names = [key.attribute for key in table_of(type(record)).keys if key.value_type == "alternatives"]
    patterns: dict[str, Pattern | None] = {name: getattr(record, name) for name in names}
    return [name for name, pattern in patterns.items() if pattern and pattern.source == source]


def _without(record: R, source: str) -> R:
    changed: dict[str, Any] = dict.fromkeys(_patterns_of(record, source))
    return replace(record, **changed)


class Rule(RuleKeys, frozen=True, kw_only=True):
    """One rule: `id` like statistic.amount, and what its file, at `path`, says of it. `kind_before` is the kind its
    cards were of before it was renamed into another, else ''; `grammar` reads what it selects from with `quantity`.
    """

    id: str
    kind: Kind
    path: str = ""
    kind_before: str = ""
    grammar: Grammar[Rule] = field(default_factory=Grammar)
    lexicons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pattern(self) -> Pattern | None:
        """The pattern that finds it; of an enumeration, its items or all of it; None where it selects quantities."""
        if self.listing:
            return self.listing.item
        if self.splitting:
            return self.splitting.match
        if self.marked:
            return self.marked.mark
        if announcing := self.announced or self.counted:
            return announcing.by
        return self.alike.mould if self.alike else self.matched

    @property
    def finds(self) -> bool:
        """Whether it says what to find."""
        return any(getattr(self, table_of(RuleKeys).attribute(name)) is not None for name in RuleKeys.ONE_OF)

    @property
    def matched(self) -> Pattern | None:
        """The pattern of `match` or of `frame`."""
        return self.match or self.frame

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The pattern that finds it, if there is one, and those of its exceptions."""
        return (self.pattern, *self.unless) if self.pattern else self.unless

    def find(self, article: Article) -> Iterator[Match]:
        """What the rule matches in `article`, less what an `unless` touches."""
        return (match for match, exception in self.look(article) if not exception)

    def look(self, article: Article) -> Iterator[tuple[Match, str]]:
        """What the rule matches in `article`, each with the source of the `unless` that touches it, or ''."""
        needed = self.pattern.needs.bits if self.pattern else 0
        find = self._finder()
        for stretch in stretches_of(article, self.scope, needed):
            if not self.needs or self._has_word(stretch.text):
                matches = list(find(stretch))
                if matches:
                    yield from self._with_exceptions(matches, stretch)

    def _has_word(self, text: str) -> bool:
        """Whether one of the words that the rule `needs` stands in a text."""
        return any(word in text for word in self.needs)

    def _finder(self) -> Callable[[Stretch], Iterable[Match]]:
        """What finds its matches in a stretch."""
        if self.listing:
            return partial(find_lists, self.listing)
        if self.splitting:
            return partial(find_splits, self.splitting)
        if self.marked:
            return partial(find_marked, self.marked, lexicons=self.lexicons)
        if self.alike:
            return partial(find_alike, self.alike, lexicons=self.lexicons)
        if announcing := self.announced or self.counted:
            return partial(find_announced, announcing, lexicons=self.lexicons)
        if self.outline:
            return partial(find_outlines, self.outline, lexicons=self.lexicons)
        if self.quantity:
            return partial(find_quantities, self.quantity, grammar=self.grammar)
        assert self.matched is not None  # else it is not loaded
        return partial(find_matches, self.matched)

    def _with_exceptions(self, matches: list[Match], stretch: Stretch) -> Iterator[tuple[Match, str]]:
        """`matches` in `stretch`, each with the source of the `unless` that touches it, or ''."""
        exceptions = self._exceptions(stretch) if self.unless else {}
        for match in matches:
            yield match, _first_that_touches(match.places, exceptions) if exceptions else ""

    def _exceptions(self, stretch: Stretch) -> Exceptions:
        """Where in `stretch` an `unless` matches, with its source, by the strips it touches."""
        found: Exceptions = defaultdict(list)
        for pattern in self.unless:
            for exception in pattern.finditer(stretch.text):
                for strip in _strips(exception.span()):
                    found[strip].append((exception.span(), pattern.source))
        return found

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches of the rule's pattern in a text, less those an `unless` touches."""
        pattern = self.match or self.frame
        if pattern is None or not pattern.needs.met_by(text) or (self.needs and not self._has_word(text)):
            return iter(())
        matches = pattern.finditer(text)
        return self._unbarred(list(matches), text) if self.unless else matches

    def first_match(self, text: str) -> regex.Match[str] | None:
        """The first of the `matches` in a text."""
        if self.unless or self.needs:
            return next(self.matches(text), None)
        pattern = self.match or self.frame
        return pattern.search(text) if pattern else None

    def may_match(self, met: int) -> bool:
        """Whether the rule may match in a text that meets these needs."""
        pattern = self.match or self.frame
        return pattern is not None and pattern.needs.bits & met == pattern.needs.bits

    def _unbarred(self, matches: list[regex.Match[str]], text: str) -> Iterator[regex.Match[str]]:
        """Those of the `matches` in a text that no `unless` touches."""
        barred = self._barred(text) if matches else bytearray()
        return (match for match in matches if not any(barred[match.start() : match.end()]))

    def _barred(self, text: str) -> bytearray:
        """For each character of a text whether an `unless` touches it."""
        barred = bytearray(len(text))
        for pattern in self.unless:
            for exception in pattern.finditer(text):
                barred[exception.start() : exception.end()] = b"\1" * (exception.end() - exception.start())
        return barred


def names_said(rules: Iterable[Rule], text: str) -> list[str]:
    """The names of those of `rules` that match in a text."""
    met = needs_met(text)
    return [rule.name for rule in rules if rule.may_match(met) and rule.first_match(text) is not None]


def _strips(stand: Stand) -> range:
    """The strips of a text that what stands there touches: what touches it is looked for in these only."""
    return range(stand[0] // STRIP, stand[1] // STRIP + 1)


def _first_that_touches(places: Iterable[Stand], exceptions: Exceptions) -> str:
    """The source of the first exception that overlaps one of `places`, or ''."""
    for place in places:
        for strip in _strips(place):
            for exception, source in exceptions.get(strip, ()):
                if place[0] < exception[1] and exception[0] < place[1]:
                    return source
    return ""


class RuleSet(Struct, frozen=True, eq=False):
    """`every` rule, switched on or off; `lexicons` their word lists, `values` what the words of some are worth;
    `pieces` what further patterns may be compiled with. `warnings` name what of the folders is not read or does
    nothing, `notes` what may not be meant; `grammar` reads quantities; `weights` say by kind how candidates are
    weighed. It is equal to itself only, so that what follows from it can be remembered.
    """

    every: tuple[Rule, ...]
    kinds: dict[str, Kind]
    lexicons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    pieces: Pieces | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    grammar: Grammar[Rule] = field(default_factory=Grammar)
    weights: dict[str, Weights] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are switched on."""
        return _switched_on(self)

    def named(self, rule_id: str) -> Rule | None:
        """The rule with this id, or that had it formerly."""
        return next((rule for rule in self.every if rule.id == rule_id or rule_id in rule.formerly), None)

    def of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of this kind that are switched on."""
        return _of_kind(self, kind)

    @property
    def card_rules(self) -> tuple[Rule, ...]:
        """The rules that make cards."""
        return tuple(rule for rule in self.rules if rule.kind.name not in SERVING)

    def of_kinds(self, kinds: Collection[str]) -> RuleSet:
        """These rules, but those of other kinds."""
        return replace(self, every=tuple(rule for rule in self.every if rule.kind.name in kinds))

    def without_setting(self, source: str) -> RuleSet:
        """These rules, their kinds without the settings whose pattern is `source`."""
        return replace(self, kinds={name: kind.without(source) for name, kind in self.kinds.items()})

    def setting_left_out(self, error: OverrunError, place: Place) -> Doubt:
        """What is said of settings whose pattern overran."""
        lost: list[str] = []
        for kind in self.kinds.values():
            lost += [f"`{name}` of the kind {kind.name}" for name in kind.settings_of(error.source)]
        return Doubt(f"{', '.join(lost)} was left out: {error}", place, serious=True)


@lru_cache(maxsize=RULE_SETS)
def _switched_on(rules: RuleSet) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules.every if not rule.off)


@lru_cache(maxsize=RULE_SETS * KINDS)
def _of_kind(rules: RuleSet, kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules.rules if rule.kind.name == kind)


def left_out(rule: Rule, error: OverrunError, place: Place = NOWHERE) -> Doubt:
    """What is said of a rule whose pattern overran: the result lacks what it would have found."""
    return Doubt(f"the rule {rule.id} was left out: {error}", place, serious=True)
