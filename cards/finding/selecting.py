"""Selection: of all sentences that compete, those of most worth become notes, as many as the budget has cards for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from cards.finding.evidence import Cut, placed_words, shingles
from cards.finding.fitting import PLAIN, Fitting, sure, unsure
from cards.finding.overlaps import Overlaps
from cards.finding.phrases import telling_phrases
from cards.finding.pointing import points_away
from cards.finding.worded import worded
from cards.records import KEPT, Article, Blank, Fate, Finding, Span
from cards.rules.contract import Selection
from cards.rules.ruleset import Kind, RuleSet
from cards.text.holding import shared
from cards.text.sentences import PAUSES, STOPS, clauses_of

ALIKE, NEAR = 0.7, 0.25  # of the shorter of two sentences that say the same; that do if they ask the same
OPENING = range(5, 41)  # characters: what is shorter names who speaks (答：), and no cue is longer
LEAD_IN = range(5, 21)  # characters of a clause right before a part that is its cue beside the opening
GAP = "…"
FIGURE = re.compile(r"\d")
LISTED = 0.6  # a sentence of which items of a list are so much is learned with the list


def select(findings: list[Finding], article: Article, kind: Kind, rules: RuleSet, cut: Cut, others: list[Finding],
           ) -> list[Fate]:
    """The fates of the sentences `findings` of `article`, of one kind that selects; each that is kept has at most
    `selection.blanks` blanks.

    No blank begins or ends with a weak word, and none shows in the article's title, which stands on every card.
    `others` were found by other kinds: a sentence that is an item of an enumeration is learned with it, and what a card
    of theirs asks is asked again only where there is nothing else to ask.
    """
    assert kind.selection is not None
    selecting = _Selecting(article, kind, kind.selection, rules, cut, _by_paragraph(others))
    ranked = sorted(findings, key=lambda finding: (-finding.worth, finding.context.paragraph, finding.context.start))
    return [selecting.judged(finding) for finding in ranked]


@dataclass
class _Selecting:
    """The selection as far as it has come: `seen` is what the sentences kept say, `words` what they ask for, each with
    what its sentence says, `left` how many cards are left.
    """

    article: Article
    kind: Kind
    selection: Selection
    rules: RuleSet
    cut: Cut
    others: dict[int, list[Finding]]
    seen: Overlaps = field(default_factory=lambda: Overlaps(ALIKE))
    sentences: set[Span] = field(default_factory=set)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    left: float = 0.0

    def __post_init__(self) -> None:
        weights = self.rules.weights.get(self.kind.name)
        budget = weights.budget if weights else None
        self.least = weights.least if weights else self.selection.least
        thousands = sum(len(paragraph.text) for paragraph in self.article.paragraphs) / 1000
        self.left = max(1.0, (budget.most if budget else self.selection.per_thousand) * thousands)

    def judged(self, finding: Finding) -> Fate:
        """What becomes of `finding`, which is worth no more than those before it."""
        own = shingles(finding.context.of(self.article))
        why = self._passed_over(finding, own)
        if why:
            return why
        blanks = self._blanks(finding)
        if not blanks:
            return Fate(finding, "unfit", "no blank of whole words fits")
        if self._asked_again(own, blanks):
            return Fate(finding, "alike", "a better sentence asks the same")
        self.left -= 1
        self.seen.add(own)
        self.sentences.add(finding.sentence)
        self.words |= {blank.span.of(self.article): own for blank in blanks}
        kept = replace(finding, blanks=blanks, cue=finding.cue or self._opening(finding))
        return Fate(kept, KEPT, f"worth {finding.worth:g}")

    def _asked_again(self, own: frozenset[str], blanks: tuple[Blank, ...]) -> bool:
        """Whether all that `blanks` ask for is asked in sentences that say much of `own` too."""
        asked = [self.words.get(blank.span.of(self.article)) for blank in blanks]
        return all(other is not None and shared(own, other) > NEAR for other in asked)

    def _opening(self, finding: Finding) -> str:
        """What the later part of a sentence that `finding` is goes on from: the clause that opens the sentence, which
        says what it is about (selection.no_cue: what does not), and a short one right before it that has a figure
        (到2030年); without such an opening only that; '' where there is none, or it is too long for a cue. Of what
        is for something, what that is (办法的制定，对于…).
        """
        sentence, part = finding.sentence.of(self.article), finding.context.start - finding.sentence.start
        if governing := self._for_which(sentence, part, finding.context.end - finding.sentence.start):
            return governing
        before = [sentence[start:end] for start, end in clauses_of(sentence) if end <= part]
        first, last = next(iter(before), "").rstrip(PAUSES + STOPS), ["", *before[1:]][-1].rstrip(PAUSES)
        lead_in = GAP + last if len(last) in LEAD_IN and FIGURE.search(last) and last[-1] not in STOPS else ""
        return first + lead_in if self._says_what_about(first) else lead_in

    def _for_which(self, sentence: str, part: int, end: int) -> str:
        """What of `sentence` governs its part from the place `part` to `end`, which ends with what is said of it
        (办法的制定，对于…，具有重要意义); '' for none.
        """
        found = worded(self.rules).first("for_which", sentence)
        governs = found is not None and found.end("opens") < part <= found.start("end") < end
        return f"{found['opens']}{GAP}" if found and governs else ""

    def _says_what_about(self, opening: str) -> bool:
        """Whether the clause `opening` says what its sentence is about, in few words."""
        no_cue = self.selection.no_cue
        return len(opening) in OPENING and not (no_cue is not None and no_cue.match(opening))

    def _passed_over(self, finding: Finding, own: frozenset[str]) -> Fate | None:
        """Its fate where it does not even come to its blanks."""
        length = finding.context.end - finding.context.start
        if finding.worth < self.least:
            return Fate(finding, "score", f"{finding.worth:g} is less than {self.least:g}")
        if not self.selection.shortest <= length <= self.selection.longest:
            return Fate(finding, "unfit", f"{length} characters")
        if self._leans_on_nothing(finding.context):
            return Fate(finding, "unfit", "it leans on what is not there")
        if finding.sentence in self.sentences or self.seen.has_like(own):
            return Fate(finding, "alike", "a better sentence says the same")
        if self.left < 1:
            return Fate(finding, "budget", f"worth {finding.worth:g}; the article's places are taken")
        return Fate(finding, "asked", "a list asks it") if self._is_listed(finding.context) else None

    def _leans_on_nothing(self, span: Span) -> bool:
        """Whether it goes on with what stands before it, and nothing does in its paragraph."""
        leaning, text = self.kind.leaning, span.of(self.article)
        if span.start > 0:
            return False
        leans = leaning is not None and leaning.match(text) is not None
        return leans or points_away(text, self.article.title, worded(self.rules))

    def _is_listed(self, span: Span) -> bool:
        """Whether items of an enumeration are most of `span`."""
        items = [item.head for other in self.others.get(span.paragraph, ()) for item in other.items]
        shared = sum(max(0, min(head.end, span.end) - max(head.start, span.start)) for head in items)
        return shared >= LISTED * (span.end - span.start)

    def _blanks(self, finding: Finding) -> tuple[Blank, ...]:
        """What a card of `finding` hides: rather what no card of another kind asks for."""
        span = finding.context
        words = placed_words(span, self.article.paragraphs[span.paragraph].text, self.cut)
        fitting = Fitting.of(self.selection, words, self.article.title, span.paragraph)
        length = len(PLAIN.sub("", span.of(self.article)))
        for blanks in self._proposed(finding, fitting):
            told = tuple(blank for blank in fitting.readable(blanks, length)
                         if blank.span.of(self.article) not in self.article.title)
            if told:
                return told
        return ()

    def _proposed(self, finding: Finding, fitting: Fitting) -> Iterator[tuple[Blank, ...]]:
        """What a card of `finding` may hide, the best first: what a frame does; else what a card of another kind asks
        for or a phrase; else what a frame hides only then.
        """
        yield self._framed(finding, fitting, sure(finding.found))
        yield self._unframed(finding, fitting)
        yield self._framed(finding, fitting, unsure(finding.found))

    def _framed(self, finding: Finding, fitting: Fitting, found: Sequence[Finding]) -> tuple[Blank, ...]:
        """What its frames `found` hide: rather what no better sentence asks for either."""
        others = self.others.get(finding.context.paragraph, ())
        asked = [blank for other in others for blank in other.blanks]
        unasked = _without(found, self._recited(finding))
        return (fitting.fit(self._with_new_words(unasked)) or fitting.fit(unasked)
                or fitting.fit(_without(found, asked))[:1])

    def _unframed(self, finding: Finding, fitting: Fitting) -> tuple[Blank, ...]:
        """What is hidden where no frame hides anything: what a card of another kind asks for there, else a phrase."""
        recited = self._recited(finding)
        phrases = telling_phrases(fitting, self._values())
        free = [phrase.blanks for phrase in phrases if not any(_touches(blank, recited) for blank in phrase.blanks)]
        asked = _best_asked(finding.context, self.others.get(finding.context.paragraph, ()))
        return asked or next(iter(free), ())

    def _recited(self, finding: Finding) -> list[Blank]:
        """What cards of other kinds ask for in its paragraph."""
        others = self.others.get(finding.context.paragraph, ())
        return [*(blank for other in others for blank in other.blanks),
                *(Blank(item.head) for other in others for item in other.items)]

    def _with_new_words(self, findings: list[Finding]) -> list[Finding]:
        """`findings` without the blanks whose words a better sentence asks for."""
        return [_with_blanks(finding, tuple(filter(self._is_new, finding.blanks))) for finding in findings]

    def _is_new(self, blank: Blank) -> bool:
        return blank.span.of(self.article) not in self.words

    def _values(self) -> dict[str, float]:
        wording = self.selection.wording
        return self.rules.values.get(wording.name, {}) if wording else {}


def _by_paragraph(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """`findings` by the paragraphs they have blanks or items in."""
    by_paragraph: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        for paragraph in {span.paragraph for span in finding.spans}:
            by_paragraph[paragraph].append(finding)
    return by_paragraph


def _without(findings: Iterable[Finding], asked: list[Blank]) -> list[Finding]:
    """`findings` without the blanks that touch one of `asked`."""
    return [_with_blanks(finding, tuple(blank for blank in finding.blanks if not _touches(blank, asked)))
            for finding in findings]


def _with_blanks(finding: Finding, blanks: tuple[Blank, ...]) -> Finding:
    """`finding` with some of its blanks."""
    return finding if len(blanks) == len(finding.blanks) else replace(finding, blanks=blanks)


def _touches(blank: Blank, asked: Iterable[Blank]) -> bool:
    return any(blank.span.overlaps(other.span) for other in asked)


def _best_asked(span: Span, others: Iterable[Finding]) -> tuple[Blank, ...]:
    """What the worthiest of the findings of other kinds within `span` hides, if any."""
    inside = [other for other in others if other.blanks and all(blank.span.within(span) for blank in other.blanks)]
    return max(inside, key=lambda other: other.worth).blanks[:1] if inside else ()
