"""Rules as the engine runs them: loaded, checked, compiled. Loading is in loading.py; this file only holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cards.records import Article, Doubt, Finding, Place, Span
from cards.rules.match import Match, Matcher
from cards.rules.pieces import OverrunError, Pattern, Pieces
from cards.rules.serving import SERVING
from cards.rules.stretches import STRETCHES, Stretch

if TYPE_CHECKING:
    import regex

PATTERNS_OF_SELECTION = ("blank_after", "hollow", "never", "said", "stands")
# The settings of a kind that are patterns.
KIND_PATTERNS = ("leaning", "follows", "carry", "undated", "dating", "dated", "field", "stated", "summed", "sums_up",
                 "subjectless", "unrecited", "open_end")
TOPIC_WAYS = ("stated", "summed", "announced", "before", "shared", "heading", "lead", "title")


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a rule: a text and what must come of it (said in one of EXAMPLE.one_of; None for none)."""

    text: str
    way: str
    expected: Any
    line: int


@dataclass(frozen=True, slots=True)
class Selection:
    """How findings of one kind compete for places: see the table `select`."""

    per_thousand: float
    least: float
    shortest: int
    longest: int
    tail: int
    blanks: int
    blank_shortest: int
    blank_longest: int
    blank_after: Pattern | None
    hollow: Pattern | None
    never: Pattern | None
    said: Pattern | None
    stands: Pattern | None
    beside: float
    cuts_from: float
    readable: int
    weak: str | None
    quoted: float
    lead: float
    central: float
    opening: float
    theme: float
    listed: float
    asked: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name on tags, how much of the source its cards show, how its findings compete."""

    name: str
    label: str
    show: str = "sentence"
    leaning: Pattern | None = None
    follows: Pattern | None = None
    carry: Pattern | None = None
    undated: Pattern | None = None
    dated: Pattern | None = None
    published: str = ""
    dating: Pattern | None = None
    field: Pattern | None = None
    stated: Pattern | None = None
    summed: Pattern | None = None
    sums_up: Pattern | None = None
    subjectless: Pattern | None = None
    unrecited: Pattern | None = None
    open_end: Pattern | None = None
    ask: tuple[tuple[Pattern, str], ...] | None = ()
    total: str = "{count}"
    total_open: str = "{count} …"
    whole_title: str = ""
    item_title: str = ""
    selection: Selection | None = None
    per_note: int = 6
    readable: int = 8
    answer_longest: int = 40
    title_tells: int = 4
    essential: float = 0.25
    whole_most: int = 20
    each_from: int = 0
    each_items: int = 1
    mnemonic_skips: frozenset[str] = frozenset()
    lasting: bool = False

    def without(self, source: str) -> Kind:
        """This kind without the settings whose pattern is `source`."""
        nothing: dict[str, Any] = dict.fromkeys(self.settings_of(source))
        return replace(self, **nothing)

    def settings_of(self, source: str) -> list[str]:
        """The names of the settings whose pattern is `source`."""
        patterns = {name: [getattr(self, name)] for name in KIND_PATTERNS}
        patterns["ask"] = [pattern for pattern, _ in self.ask or ()]
        return [name for name, each in patterns.items() if source in [one.source for one in each if one is not None]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule. `kind_before` is the kind its cards were of before it was renamed into another, else ''."""

    id: str
    kind: Kind
    title: str
    scope: str
    matcher: Matcher
    pattern: Pattern
    needs: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    hint: str = ""
    cue: str = ""
    topic: tuple[str, ...] = ()
    form: str = ""
    value: str = ""
    times: float = 1.0
    unit: str = ""
    cards: tuple[str, ...] = ()
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    replace: str | None = None
    fold: bool = False
    warn: str | None = None
    formerly: tuple[str, ...] = ()
    kind_before: str = ""
    source: str = ""
    status: str = ""
    off: bool = False
    examples: tuple[Example, ...] = ()
    path: str = ""
    line: int = 0

    def find(self, article: Article) -> Iterator[Match]:
        """What the rule matches in `article`, less what an `unless` touches."""
        return (match for match, exception in self.look(article) if not exception)

    def look(self, article: Article) -> Iterator[tuple[Match, str]]:
        """What the rule matches in `article`, each with the source of the `unless` that touches it, or ''."""
        for stretch in STRETCHES[self.scope](article):
            if not self.needs or any(word in stretch.text for word in self.needs):
                yield from self._look_at(stretch)

    def _look_at(self, stretch: Stretch) -> Iterator[tuple[Match, str]]:
        matches = list(self.matcher(stretch))
        exceptions = self._exceptions(stretch) if matches else []
        for match in matches:
            places = match.spans or tuple(item.head for item in match.items)
            yield match, _first_that_touches(places, exceptions)

    def _exceptions(self, stretch: Stretch) -> list[tuple[Span, str]]:
        """Where in `stretch` an `unless` matches, with its source."""
        found = []
        for pattern in self.unless:
            found += [(stretch.span(*exception.span()), pattern.source) for exception in pattern.finditer(stretch.text)]
        return found

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches of the rule's pattern in a text, less those an `unless` touches."""
        barred = bytearray(len(text))
        for pattern in self.unless:
            for exception in pattern.finditer(text):
                barred[exception.start() : exception.end()] = b"\1" * (exception.end() - exception.start())
        for match in self.pattern.finditer(text):
            if not any(barred[match.start() : match.end()]):
                yield match


def _first_that_touches(places: tuple[Span, ...], exceptions: list[tuple[Span, str]]) -> str:
    """The source of the first exception that overlaps one of `places`, or ''."""
    for exception, source in exceptions:
        if any(place.overlaps(exception) for place in places):
            return source
    return ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`every` rule, switched on or off; `lexicons` their word lists, `values` what the words of some are worth;
    `pieces` what further patterns may be compiled with.
    """

    every: tuple[Rule, ...]
    kinds: dict[str, Kind]
    lexicons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    pieces: Pieces | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are switched on."""
        return tuple(rule for rule in self.every if not rule.off)

    def named(self, rule_id: str) -> Rule | None:
        """The rule with this id, or that had it formerly."""
        return next((rule for rule in self.every if rule.id == rule_id or rule_id in rule.formerly), None)

    def of(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind.name == kind)

    @property
    def card_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind.name not in SERVING)

    def without_setting(self, source: str) -> RuleSet:
        """These rules, their kinds without the settings whose pattern is `source`."""
        return replace(self, kinds={name: kind.without(source) for name, kind in self.kinds.items()})


def finding(rule: Rule, **values: Any) -> Finding:
    return Finding(rule.kind.name, rule.id, weight=rule.weight, tags=rule.tags, cards=rule.cards, **values)


def left_out(rule: Rule, error: OverrunError, place: Place = NOWHERE) -> Doubt:
    """What is said of a rule whose pattern overran: the result lacks what it would have found."""
    return Doubt(f"the rule {rule.id} was left out: {error}", place, serious=True)
