"""Cues: what a learner must know before a card's text and its words lack: whose and when it is, what it leans on."""

from __future__ import annotations

import re

from cards.finding.context import Context, context_of
from cards.finding.periods import YEARS
from cards.finding.pointing import points_away
from cards.finding.reported import name_before
from cards.finding.worded import worded
from cards.records import Article, Span
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import BULLETS, STOPS, clauses_of, past_mark, unpaired
from cards.writing.drafts import ELLIPSIS
from cards.writing.opened_when import opened_when
from cards.writing.openings import is_numbered
from cards.writing.subjects import subject_of

BETWEEN = " · "  # the parts of a cue
LONG_CUE, LONG_SENTENCE = 60, 80
LONG_OPENING = 40
FIGURE = re.compile(r"\d")
PART_OF_YEAR = re.compile(r"(?P<year>\d{4}年)(?P<part>.+)")
UP_TO = "至"
LEAST_OF_CUE, FEW_WORDS = 8, 7
TWO_WORDS = 4  # characters: 改革开放


def cue(article: Article, span: Span, answers: list[str], own: str, kind: Kind, rules: RuleSet,
        at: int | None = None) -> str:
    """The cue of the text `span`: the rule's `own`, else whose and when what it says is, as far as its words do not
    say so (云岭市 · 2025年), and what it goes on from; its section where none of these is known, and only that for a
    sentence that is learned as such and has no figure. The words before it where it leans on them. Nothing that holds
    one of `answers`. `at` is where in its paragraph the words stand that are asked for.
    """
    asked = _asked(article, span, answers, at) if kind.selection is None else None
    parts = _beside(own, article, span, kind, rules) if own else _around(article, span, kind, rules, at, asked)
    parts.append(_leant_on(article, span, kind, rules))
    parts = [_without_dateline(part, rules).lstrip(BULLETS + " ") for part in parts]
    return BETWEEN.join(_each_once([part for part in parts if part and not _tells_any(part, answers)]))


def _each_once(parts: list[str]) -> list[str]:
    """`parts` without those that another of them says."""
    told = list(dict.fromkeys(parts))
    return [part for part in told if not any(_bare(part) in other for other in told if other != part)]


def _without_dateline(part: str, rules: RuleSet) -> str:
    """`part` without what says where and when the news was sent from (本报北京7月3日电)."""
    sent = worded(rules).first("dateline", part)
    return part[sent.end() :] if sent else part


def _bare(part: str) -> str:
    """`part` without the mark that something stands before it."""
    return part.removeprefix(ELLIPSIS)


def _asked(article: Article, span: Span, answers: list[str], at: int | None) -> Span | None:
    """Where the one of `answers` stands that begins `at` a place of `span`."""
    text = article.paragraphs[span.paragraph].text
    answer = next((answer for answer in answers if at is not None and text.startswith(answer, at)), None)
    return Span(span.paragraph, at, at + len(answer)) if at is not None and answer else None


def _beside(own: str, article: Article, span: Span, kind: Kind, rules: RuleSet) -> list[str]:
    """A cue that is given, behind whose and when `span` is where that is a sentence with figures, else behind the time
    that it stands under.
    """
    if kind.selection is None:
        return [own]
    if FIGURE.search(span.of(article)):
        return [*_whose_and_when(context_of(article, span, rules), span.of(article), rules), own]
    return [opened_when(article, span, rules), own]


def _around(article: Article, span: Span, kind: Kind, rules: RuleSet, at: int | None, asked: Span | None) -> list[str]:
    """What the text around `span` says of it."""
    heading = article.heading_before(span.paragraph)
    if kind.selection is not None and not FIGURE.search(span.of(article)):
        return [opened_when(article, span, rules), heading]
    context = context_of(article, span, rules, at)
    parts = [*_whose_and_when(context, span.of(article), rules), _field(article, span, rules),
             _when_first(article, span, rules, context),
             _subject(article, span, kind) or _what(article, span, asked, rules)]
    known = context.whose or context.when or any(parts)
    return parts if known else [_opening_of_item(article, span) or heading]


def _opening_of_item(article: Article, span: Span) -> str:
    """The sentence, without its number, that opens the numbered paragraph of `span` and says what that is about
    (（九）家庭要发挥基础作用。); '' for none.
    """
    first = next(iter(article.paragraphs[span.paragraph].sentences), None)
    if first is None or first.end > span.start or len(first.text) > LONG_OPENING:
        return ""
    return first.text[past_mark(first.text) :].rstrip("。") if is_numbered(first.text) else ""


def _whose_and_when(context: Context, text: str, rules: RuleSet) -> list[str]:
    """What a `text` does not say itself of whose what it says is, and when."""
    parts = [] if context.says_whose else [context.whose]
    if context.body and context.body not in context.whose:
        parts.append(context.body)
    return parts + ([] if context.says_when else [_beside_part(_up_to_the_last(context, text, rules), text)])


def _up_to_the_last(context: Context, text: str, rules: RuleSet) -> str:
    """When it is what `text` says: of so many years as are counted (过去五年) up to the last where something has risen
    to so much, and from the year before them on where it has done so from another (由20%提高到30%); else the plan that
    the article names for them.
    """
    years = YEARS.fullmatch(context.when) if context.counted else None
    if years is None:
        return context.when
    words = worded(rules)
    if words.first("moved_from", text):
        return f"{int(years['first']) - 1}{context.when[years.end('first') :]}"
    return f"{UP_TO}{years['last']}" if words.first("moved_to", text) else context.plan or context.when


def _beside_part(when: str, text: str) -> str:
    """`when` something is, without the part of the year that its `text` says itself (一季度, 12月)."""
    dated = PART_OF_YEAR.fullmatch(when)
    return dated["year"] if dated and dated["part"] in text else when


def _field(article: Article, span: Span, rules: RuleSet) -> str:
    """What the sentence of `span`, or its part behind a semicolon, is about by its opening (在县级许可事项中), where
    `span` does not hold that.
    """
    sentence = article.sentence_at(span)
    before = sentence.text[: max(0, span.start - sentence.start)] if sentence else ""
    part = before[max(before.rfind(stop) for stop in STOPS) + 1 :]
    found = worded(rules).first("field", part)
    return found["field"] if found else ""


def _when_first(article: Article, span: Span, rules: RuleSet, asked: Context) -> str:
    """When the figures of the first clause of `span` are, where they do not say so and what is `asked` says another
    time (占比由20%提高到30%，2040年将达到50%).
    """
    text = span.of(article)
    start, end = next(iter(clauses_of(text)))
    if not asked.says_when or not FIGURE.search(text[start:end]):
        return ""
    first = context_of(article, Span(span.paragraph, span.start + start, span.start + end), rules)
    return "" if first.says_when or first.published or first.when in asked.when else first.when


def _subject(article: Article, span: Span, kind: Kind) -> str:
    """What `span` goes on from in its sentence, if it does not say so itself."""
    subject = subject_of(article, span, kind)
    return "" if subject in span.of(article) else subject


def _what(article: Article, span: Span, asked: Span | None, rules: RuleSet) -> str:
    """What the figure that is `asked` in `span` is of, where that does not say so itself."""
    what = name_before(article, asked, rules) if asked else ""
    return "" if what in span.of(article) else what


def _tells_any(part: str, answers: list[str]) -> bool:
    return any(_tells(part, answer) for answer in answers)


def _tells(part: str, answer: str) -> bool:
    """Whether `part` says the answer, with other words between its halves too, or half of one of two words."""
    halves = [answer[:2], answer[2:]] if len(answer) == TWO_WORDS and not FIGURE.search(answer) else []
    return any(words in part for words in (answer, *halves) if len(words) > 1) or _tells_apart(part, answer)


def _tells_apart(part: str, answer: str) -> bool:
    """Whether `part` says the answer in two halves (坚持党对林业的领导: 坚持党的领导)."""
    if FIGURE.search(answer):
        return False
    halves = ((answer[:at], answer[at:]) for at in range(2, len(answer) - 1))
    return any(first in part and second in part.partition(first)[2] for first, second in halves)


def _leant_on(article: Article, span: Span, kind: Kind, rules: RuleSet) -> str:
    """The words before `span`, or before its sentence, where it leans on them (同比, 其中) or points at what they name
    (这个方法); else ''.
    """
    if kind.leaning and kind.leaning.match(span.of(article)):
        before = preceding(article, span)
        return "" if _only_ties(before, kind) else before
    sentence = article.sentence_at(span)
    if sentence and _is_part(sentence.text, kind):
        return preceding(article, Span(span.paragraph, sentence.start, sentence.end))
    return preceding(article, span) if points_away(span.of(article), article.title, worded(rules)) else ""


def _only_ties(words: str, kind: Kind) -> bool:
    """Whether `words` say nothing but what is passed over before a text (kind.passed_over: 答：)."""
    tie = kind.passed_over.match(words) if kind.passed_over else None
    return tie is not None and tie.end() == len(words)


def _is_part(sentence: str, kind: Kind) -> bool:
    """Whether a sentence says of itself that all it gives are parts of what the one before gives (其中，)."""
    opening = kind.leaning.match(sentence) if kind.leaning else None
    return opening is not None and opening.groupdict().get("part") is not None


def preceding(article: Article, span: Span) -> str:
    """The words before `span` in its paragraph: the sentence before it, or its last clauses, as far as a line or so
    holds them; few words of its own sentence (县委认为，) with the sentence before that.
    """
    before = article.paragraphs[span.paragraph].text[: span.start].rstrip()
    if not before:
        return ""
    begun = _begun(before, len(before) - 1)
    if len(before) - begun <= FEW_WORDS:
        begun = _begun(before, begun - 1)
    if len(before) - begun <= LONG_SENTENCE:
        return f"{ELLIPSIS}{before[begun:]}" if begun else before
    last = before[-LONG_CUE:]
    starts = [0, *(at + 1 for at, mark in enumerate(last[:-LEAST_OF_CUE]) if mark in "。！？；，")]
    whole = (last[start:] for start in starts[1:] if not unpaired(last[start:]))
    return f"{ELLIPSIS}{next(whole, last[starts[:2][-1]:])}"


def _begun(text: str, place: int) -> int:
    """Where the sentence of `text` begins that holds the character before `place`."""
    return max(text.rfind(mark, 0, max(0, place)) for mark in "。！？") + 1
