"""Rules as the engine runs them: loaded, checked, compiled. Loading is in loading.py; this file only holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cards.engine.pieces import Pattern, fill
from cards.engine.stretches import STRETCHES, Stretch
from cards.records import Article, Finding, Item, Span

# A matcher finds, in one stretch, the spans to hide (or the items) and the match that hints are filled from.
Match = tuple[tuple[Span, ...], tuple[Item, ...], Any]
Matcher = Callable[[Stretch], Iterator[Match]]


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
    blanks: int
    blank_shortest: int
    blank_longest: int
    weak: str | None
    quoted: float
    lead: float
    central: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name on tags, how much of the source its cards show, how its findings compete."""

    name: str
    label: str
    show: str = "sentence"
    leaning: Pattern | None = None
    carry: Pattern | None = None
    stated: Pattern | None = None
    whole_title: str = ""
    item_title: str = ""
    selection: Selection | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule."""

    id: str
    kind: Kind
    title: str
    scope: str
    matcher: Matcher
    pattern: Pattern
    unless: tuple[Pattern, ...] = ()
    hint: str = ""
    cue: str = ""
    topic: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    replace: str | None = None
    fold: bool = False
    warn: str | None = None
    examples: tuple[Example, ...] = ()
    path: str = ""
    line: int = 0

    def find(self, article: Article) -> Iterator[tuple[Stretch, Match]]:
        """What the rule's pattern finds in `article`, less what an `unless` touches."""
        return ((stretch, match) for stretch, match, bar in self.look(article) if not bar)

    def look(self, article: Article) -> Iterator[tuple[Stretch, Match, str]]:
        """What the rule's pattern finds in `article`, each with the `unless` that touches it, or ''."""
        for stretch in STRETCHES[self.scope](article):
            bars: list[tuple[Span, str]] | None = None
            for match in self.matcher(stretch):
                if bars is None:
                    bars = [(stretch.span(*m.span()), p.source) for p in self.unless for m in p.finditer(stretch.text)]
                spans = match[0] or tuple(item.head for item in match[1])
                yield stretch, match, next((bar for place, bar in bars if any(s.overlaps(place) for s in spans)), "")

    def filled(self, template: str, match: Any) -> str:
        return fill(template, match) if template else ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules that are switched on, by file kind; `words` are the domain words a word splitter should know."""

    rules: tuple[Rule, ...]
    kinds: dict[str, Kind]
    lexicons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind.name == kind)

    @property
    def card_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind.name not in ("tidy", "outline"))


def finding(rule: Rule, **values: Any) -> Finding:
    return Finding(rule.kind.name, rule.id, weight=rule.weight, tags=rule.tags, cards=rule.cards, **values)
