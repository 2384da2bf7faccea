"""Composing: the findings of an article to drafts of notes: what each hides, shows and says behind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.cloze import answers, front, harmless, hide, standing_alone, strip
from cards.finding.context import contexts
from cards.finding.identity import answer_fact, sentence_fact
from cards.finding.reported import figure_at
from cards.records import Article, Blank, Fact, Finding, Span
from cards.rules.pieces import OverrunError, put_in
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import open_brackets
from cards.text.spoken import words_of
from cards.writing.clauses import clause_groups
from cards.writing.cues import BETWEEN, cue
from cards.writing.drafts import Cut, Draft, context, wrapped
from cards.writing.enumerations import enumerations
from cards.writing.shown import Asked, rest, shown_once
from cards.writing.telling import untold

MOST_OF = 0.6  # a card that shows so much of a sentence shows the sentence
MOST_OF_SHOWN = 0.75  # and one that shows so much of what another shows, what that shows
FIGURE = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d")
HINTS = "，"  # between what is asked for and how long it is
Hidden = tuple[int, int, int, str]  # start, end, cloze number, hint


def compose(article: Article, findings: tuple[Finding, ...], rules: RuleSet, cut: Cut,
            asked: Asked | None = None) -> list[Draft]:
    """Drafts of all notes of `article`, in the order of the text. `cut` splits a text into words; `asked` has what the
    sentences of earlier articles ask, and is added to.
    """
    asked = {} if asked is None else asked
    drafts = list(enumerations(article, findings, rules, cut))
    questions: dict[str, list[str]] = {}
    for sentence in _sentences(article, findings, rules, asked):
        drafts += [_told_apart(draft, sentence, questions) for draft in sentence.drafts()]
    drafts = [_placed(_dated(draft, article, rules), article, rules) for draft in _merged(article, drafts)]
    drafts = sorted(drafts, key=lambda draft: (draft.place.paragraph, draft.place.start, draft.place.end))
    return [_with_figure(draft, article, rules) for draft in drafts]


def _with_figure(draft: Draft, article: Article, rules: RuleSet) -> Draft:
    """`draft` with what the figure says that it asks for, where no pattern takes too long to tell."""
    try:
        return replace(draft, figure=figure_at(article, draft.asked, rules)) if draft.asked else draft
    except OverrunError:
        return draft


def _dated(draft: Draft, article: Article, rules: RuleSet) -> Draft:
    """`draft` with when its article appeared in its cue, where what it shows speaks from then on (明年), or its title
    of a meeting that is held again and again, and no year is named.
    """
    around = contexts(article, rules)
    shown = strip(draft.text)
    now = around.grounds[draft.place.paragraph].now
    if not now or YEAR.search(shown + draft.cue + article.title):
        return draft
    if around.words.first("from_now", shown) is None and around.words.first("held_again", article.title) is None:
        return draft
    return replace(draft, cue=BETWEEN.join(part for part in (now, draft.cue) if part))


def _placed(draft: Draft, article: Article, rules: RuleSet) -> Draft:
    """`draft` with the place that its article is of in its cue, where what it shows or its cue speaks of that (我省),
    or the title of a meeting there, and none of these names it.
    """
    around = contexts(article, rules)
    seen = f"{draft.cue}，{strip(draft.text)}"
    names = around.grounds[draft.place.paragraph].names
    is_named = any(name in seen + article.title for name in names)
    if not names or is_named:
        return draft
    if not around.words.own_place(seen) and around.words.first("held_again", article.title) is None:
        return draft
    return replace(draft, cue=BETWEEN.join(part for part in (names[0], draft.cue) if part))


def _sentences(article: Article, findings: tuple[Finding, ...], rules: RuleSet, asked: Asked) -> Iterator[_Sentence]:
    """What was found in the sentences of `article`, kind by kind; of selected ones as much as a card shows."""
    together: dict[tuple[str, Span], list[Finding]] = defaultdict(list)
    for finding in shown_once(article, findings, rules, asked):
        together[finding.kind, finding.context].append(finding)
    for (kind, place), found_there in together.items():
        yield _Sentence(article, place, tuple(found_there), rules.kinds[kind], rules)


class _Sentence(Struct, frozen=True):
    """What the rules of a kind found in one sentence, or paragraph, which stands at `place`."""

    article: Article
    place: Span
    findings: tuple[Finding, ...]
    kind: Kind
    rules: RuleSet

    def drafts(self) -> Iterator[Draft]:
        """A draft an answer, each with as much around it as its kind shows; of a selected sentence one with all."""
        if self.kind.selection:
            yield self._learned_as_such()
        elif self.kind.show == "clauses":
            for group in self._clause_groups():
                yield from self.asked(group)
        elif self.kind.show == "paragraph":
            length = len(self.article.paragraphs[self.place.paragraph].text)
            yield from self.asked(Span(self.place.paragraph, 0, length))
        else:
            yield from self.asked(self.place)

    def asked(self, shown: Span) -> Iterator[Draft]:
        """A draft for each answer within `shown`; what one draft hides wherever it stands is not asked again."""
        hidden_there: set[str] = set()
        inside = [blank for blank, _ in self._blanks() if blank.span.within(shown)]
        for blank, finding in self._blanks():
            answer = blank.span.of(self.article)
            if blank in inside and answer not in hidden_there:
                hidden_there.add(answer)
                narrow = untold(self.article, shown, blank.span, self.rules)
                if narrow is None:
                    continue
                alike = [other for other in inside
                         if other.span.of(self.article) == answer and other.span.within(narrow)]
                fact = answer_fact(self.article, finding.sentence, blank.span)
                yield self._draft(narrow, alike, inside, fact, (finding,))

    def _learned_as_such(self) -> Draft:
        blanks = [blank for blank, _ in self._blanks()]
        fact = sentence_fact(self.article, self.findings[0].sentence)
        return self._draft(self.place, blanks, blanks, fact, self.findings)

    def _blanks(self) -> list[tuple[Blank, Finding]]:
        """The blanks in the order of the text, each with its finding."""
        pairs = [(blank, finding) for finding in self.findings for blank in finding.blanks]
        return sorted(pairs, key=lambda pair: pair[0].span.start)

    def _clause_groups(self) -> Iterator[Span]:
        """The stretches of the sentence that are shown together."""
        text, start = self.place.of(self.article), self.place.start
        places = [(blank.span.start - start, blank.span.end - start) for blank, _ in self._blanks()]
        for first, last in clause_groups(text, places, self.kind):
            first, last = _balanced(text, first, last)
            yield Span(self.place.paragraph, start + first, start + last)

    def _draft(self, shown: Span, blanks: list[Blank], beside: list[Blank], fact: Fact,
               findings: tuple[Finding, ...]) -> Draft:
        """The draft that hides `blanks` in `shown`; `beside` are all blanks there, which its cue must not tell."""
        text = shown.of(self.article)
        hidden = _everywhere(text, self._numbered(blanks, shown.start))
        end = rest(text, max(end for _, end, *_ in hidden)) if self.kind.selection else len(text)
        quiet = f'<span class="rest">{harmless(text[end:])}</span>' if end < len(text) else ""
        not_to_tell = [blank.span.of(self.article) for blank in beside]
        best = max(findings, key=lambda finding: finding.worth)
        governing = max(self.findings, key=lambda finding: finding.worth)
        return Draft(
            self.kind, best.rule, fact, wrapped(self.kind, hide(text[:end], hidden) + quiet), (text,), shown,
            cue=cue(self.article, shown, not_to_tell, governing.cue, self.kind, self.rules, blanks[0].span.start),
            extra=context(self.article, shown),
            tags=tuple(tag for finding in findings for tag in (*finding.tags, f"规则::{finding.rule}")),
            worth=best.worth, asked=None if self.kind.selection else blanks[0].span)

    def _numbered(self, blanks: list[Blank], start: int) -> list[Hidden]:
        """Where `blanks` are hidden in a text that begins at `start`; the same words have the same number, and all of a
        sentence that is learned as such: it is one card.
        """
        numbers: dict[str, int] = {}
        hidden = []
        for blank in blanks:
            number = 1 if self.kind.selection else numbers.setdefault(blank.span.of(self.article), len(numbers) + 1)
            hidden.append((blank.span.start - start, blank.span.end - start, number, self._hint(blank)))
        return hidden

    def _hint(self, blank: Blank) -> str:
        """What the place of `blank` asks for: its rule's hint; of a sentence learned as such also how long its words
        are.
        """
        words = words_of(blank.span.of(self.article))
        if self.kind.selection is None or not self.kind.selection.sized or FIGURE.search(words):
            return blank.hint
        sized = put_in(self.kind.selection.sized, {"count": str(len(words))})
        return HINTS.join(part for part in (blank.hint, sized) if part)


def _everywhere(text: str, hidden: list[Hidden]) -> list[Hidden]:
    """Hide an answer wherever its words stand in the text on their own, under one number: never the answer in sight."""
    result, taken, sought = list(hidden), bytearray(len(text)), set()
    for start, end, *_ in hidden:
        taken[start:end] = b"\1" * (end - start)
    for start, end, number, _ in hidden:
        words = text[start:end]
        if len(words) > 2 and words not in sought:
            sought.add(words)
            for match in standing_alone(words).finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = b"\1" * len(words)
                    result.append((match.start(), match.end(), number, ""))
    return sorted(result)


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen text[start:end] until no quotation or bracket is cut."""
    while end < len(text) and open_brackets(text[start:end]):
        end += 1
    return start, end


def _told_apart(draft: Draft, sentence: _Sentence, questions: dict[str, list[str]]) -> Draft:
    """`draft`, or where another asks the same with another answer (last year's figure, this year's aim), a draft that
    begins with its sentence. `questions` holds those so far with their answers and is added to.
    """
    own = {front(draft.text, number): hidden for number, hidden in answers(draft.text).items()}
    alike = [question for question, hidden in own.items() if questions.setdefault(question, hidden) != hidden]
    if not alike or draft.place == sentence.place:
        return draft
    wider = sentence.asked(replace(draft.place, start=sentence.place.start))
    return next((other for other in wider if other.fact == draft.fact), draft)


def _merged(article: Article, drafts: list[Draft]) -> list[Draft]:
    """`drafts`, by paragraph, without sentences learned as such that ask only what other drafts ask that show as much,
    or most of the sentence: the worthiest of those is such a sentence too, and has its tags and worth.
    """
    by_paragraph: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_paragraph[draft.place.paragraph].append(draft)
    return [draft for together in by_paragraph.values() for draft in _merged_there(article, together)]


def _merged_there(article: Article, drafts: list[Draft]) -> list[Draft]:
    """The same of the drafts of one paragraph."""
    kept = list(drafts)
    for sentence in [draft for draft in drafts if draft.kind.selection and draft.fact.is_text]:
        twins = _twins(article, sentence, kept)
        if twins:
            kept.remove(sentence)
            twin = max(twins, key=lambda draft: draft.worth)
            tags = (*twin.tags, f"举要::{sentence.kind.label}", *sentence.tags)
            kept[kept.index(twin)] = replace(twin, worth=max(twin.worth, sentence.worth), tags=tags)
    return kept


def _twins(article: Article, sentence: Draft, drafts: list[Draft]) -> list[Draft]:
    """Those of `drafts`, of one place, that together ask all that `sentence` asks and show as much."""
    asked = _answers(sentence)
    places: dict[Span, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if _shows_as_much(article, draft, sentence):
            places[draft.place].append(draft)
    for together in places.values():
        if asked <= set().union(*map(_answers, together)):
            return [draft for draft in together if asked & _answers(draft)]
    return []


def _answers(draft: Draft) -> set[str]:
    return {answer for hidden in answers(draft.text).values() for answer in hidden}


def _shows_as_much(article: Article, draft: Draft, sentence: Draft) -> bool:
    """Whether `draft`, of another kind, shows what `sentence` shows, or most of that or of the whole sentence."""
    if draft.kind.selection or not draft.fact.is_text or not draft.place.overlaps(sentence.place):
        return False
    whole = article.sentence_at(sentence.place)
    most = MOST_OF * len(whole.text if whole else sentence.plain[0])
    text = sentence.plain[0].rstrip("。！？；")
    return len(draft.plain[0]) >= min(most, MOST_OF_SHOWN * len(text)) or text in draft.plain[0]
