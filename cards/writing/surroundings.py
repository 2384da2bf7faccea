"""What a series that is asked in its sentence is of: the section and the item or opening it stands under, what its
sentence begins with and goes on to, what it is called. All of it stands above the sentence, as its cue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from cards.finding.pointing import points_away
from cards.finding.worded import worded
from cards.records import Article, Item, Sentence, Span
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import CLOSERS, PAUSES, STOPS, clauses_of, past_mark
from cards.text.spoken import words_of
from cards.text.words import part_of_speech
from cards.writing.asking import trimmed
from cards.writing.before import EDGES, sums_up
from cards.writing.cues import preceding
from cards.writing.drafts import ELLIPSIS, Cut
from cards.writing.in_place import InPlace, is_run
from cards.writing.naming import called, named_behind, tells_items, words_behind
from cards.writing.opened_when import opened_when

if TYPE_CHECKING:
    import regex

GOES_ON = "……"  # stands in a cue before the words that a clause goes on with behind its members
LONG_CUE = 60  # characters of all parts together
LEAST_OPENING, LONG_OPENING = 6, 32  # characters: a longer sentence that opens a paragraph is no heading of it
LONG_BEGINNING, LEAST_COUNTED = 24, 4
DOCUMENT, INSIDE = re.compile("《[^《》]+》(?:（(?!以下)[^（）]+）)?"), re.compile("《(.+)》")
OWN_SUBJECT = ("r", "ns", "nt", "nr", "t")  # parts of speech: a clause that begins with one tells of that
LONG_BEFORE = 36  # characters of the sentence before: of a longer one its last clause is shown
SAYS_LITTLE = 5  # characters: so few between a clause's beginning and the first member say little (对, 要坚持)
LEAST_REST, SHORT_REST, LONG_REST = 4, 9, 20  # characters that a clause goes on with
PAUSES_AND_STOPS = (*PAUSES, STOPS)


class Above(Struct, frozen=True):
    """What a series stands under: the item of another list that it is a part of (`parent`), and its `section`."""

    parent: str
    section: str


def around(article: Article, items: tuple[Item, ...], series: InPlace, above: Above, kind: Kind,
           rules: RuleSet, cut: Cut) -> list[str]:
    """The parts of the cue of `series`, none of them with a member in it: the time and the section that it stands
    under, the item it is a part of or else the opening of its paragraph, what its sentence begins with where that is
    not shown, and what it goes on to where little stands before the members; what they are called where no other words
    call them anything.
    """
    shown = words_of(series.shown.of(article))
    names = _names_behind(article, items, shown, kind, rules, cut)
    above_it = _nearest(article, items, series, above, kind, rules)
    nearest = [part for part in above_it if part and words_of(part) not in shown]
    pointed_at = above_it[:1] if above_it[0] in nearest else []
    heads = [item.head.of(article) for item in items]
    when = opened_when(article, series.shown, rules)
    parts = [part for part in (when, *pointed_at, *reversed(names), *nearest) if not tells_items(part, heads)]
    return sorted(_as_many_as_fit(parts), key=(when, *_outer_first(above_it), *names).index)


def _outer_first(above_it: list[str]) -> list[str]:
    """What stands above the members as it is read: the section, the opening of the paragraph, that of the sentence."""
    referent, opening, beginning, section, *end = above_it
    return [section, opening, beginning, referent, *end]


def _names_behind(article: Article, items: tuple[Item, ...], shown: str, kind: Kind, rules: RuleSet, cut: Cut,
                  ) -> list[str]:
    """What stands behind the members, and what they are called where that is `shown` or nothing; '' for none."""
    behind = _behind(article, items, kind, rules, cut)
    is_in_sight = not behind or (behind.startswith(GOES_ON) and words_of(behind) in shown)
    return [behind, called(kind, article, items, cut) if is_in_sight else ""]


def _nearest(article: Article, items: tuple[Item, ...], series: InPlace, above: Above, kind: Kind,
             rules: RuleSet) -> list[str]:
    """What stands above the members, the nearest of it first but for what their sentence begins with."""
    sentence = article.sentence_at(items[0].head)
    assert sentence is not None  # a series stands in one
    opening = _opening(article, sentence, series.shown.paragraph, kind, rules)
    nearest = [_referent(article, sentence, series.shown, kind, rules),
               opening if above.parent in opening else above.parent,
               _beginning(article, sentence, series.shown, kind, rules), above.section]
    run_up = Span(series.shown.paragraph, series.shown.start, items[0].head.start).of(article)
    if not any(nearest) and (not run_up or _only_sets_off(kind, run_up)):
        nearest.append(_end_before(article, Span(series.shown.paragraph, sentence.start, sentence.end)))
    return nearest


def _only_sets_off(kind: Kind, run_up: str) -> bool:
    """Whether what stands before the first member is one clause that only sets what is said off (在新技术支撑下，)."""
    return run_up.endswith(tuple(PAUSES)) and len(clauses_of(run_up)) == 1 and _sets_off(kind, run_up)


def _end_before(article: Article, span: Span) -> str:
    """The sentence before, or its last clause where it is long."""
    before = preceding(article, span).removeprefix(ELLIPSIS).strip(EDGES)
    start = clauses_of(before)[-1][0] if len(before) > LONG_BEFORE else 0
    return before[start:]


def _referent(article: Article, sentence: Sentence, shown: Span, kind: Kind, rules: RuleSet) -> str:
    """What words that are shown point at (kind.points_back, 这个方法) that stand before: the beginning of the sentence
    before where they point at what that is about (要赋予其…), else its end (这是…), where it points at nothing itself.
    """
    text, title, words = shown.of(article), article.title, worded(rules)
    points = _points_back(kind, text)
    paragraph = article.paragraphs[shown.paragraph]
    points_at_nothing = points is None and not points_away(text, title, words)
    if points_at_nothing or paragraph.text[sentence.start : shown.start].strip(EDGES):
        return ""
    if points is not None and points.groupdict().get("subject"):
        before = "".join(one.text for one in paragraph.sentences_before(sentence.start, 1))
        return _subject(before, kind, rules)
    end = _end_before(article, Span(shown.paragraph, sentence.start, sentence.end))
    return "" if _points_back(kind, end) or points_away(end, title, words) else end


def _points_back(kind: Kind, text: str) -> regex.Match[str] | None:
    """How a text begins that points at words before it; None where it does not."""
    return kind.points_back.match(text) if kind.points_back else None


def _subject(text: str, kind: Kind, rules: RuleSet) -> str:
    """The first clause of a sentence that says what it is about; '' where that points back too, or is long."""
    clauses = [trimmed(text[start:end].strip(EDGES), kind) for start, end in clauses_of(text)]
    said = (clause for clause in clauses if LEAST_OPENING <= len(clause) <= LONG_BEFORE and not _sets_off(kind, clause))
    subject = next(said, "")
    return subject if _is_topic(subject, rules) else ""


def _is_topic(words: str, rules: RuleSet) -> bool:
    """Whether `words` may say what something is of."""
    return worded(rules).first("no_topic", words) is None


def _as_many_as_fit(parts: list[str]) -> list[str]:
    """The first of `parts` that a cue holds, without those that another of them says."""
    kept: list[str] = []
    for part in filter(None, parts):
        if len("".join([*kept, part])) <= LONG_CUE and not any(part in other or other in part for other in kept):
            kept.append(part)
    return kept


def _opening(article: Article, own: Sentence, paragraph: int, kind: Kind, rules: RuleSet) -> str:
    """The sentence that opens the paragraph, where it is short and says what the next ones are of."""
    first = article.paragraphs[paragraph].sentences[0]
    if first.start == own.start or _is_all_of_section(article, paragraph):
        return ""
    words = trimmed(first.text.strip(EDGES), kind)
    is_topic = LEAST_OPENING <= len(words) <= LONG_OPENING and _is_topic(words, rules)
    return words if is_topic and not sums_up(kind, words) and not _sets_off(kind, words) else ""


def _is_all_of_section(article: Article, paragraph: int) -> bool:
    """Whether a paragraph is all that stands under its heading: then that says what its sentences are of, and the
    first is one of them.
    """
    around = article.paragraphs[max(0, paragraph - 1) : paragraph + 2]
    return len(around) == 3 and around[0].role == around[2].role == "heading"


def _beginning(article: Article, sentence: Sentence, shown: Span, kind: Kind, rules: RuleSet) -> str:
    """The first clause of the sentence, or of its part that a mark counts (；（六）结果：…), where that is not shown
    and may be what all of it is about; else the document of which what is shown may tell.
    """
    before = sentence.text[: max(0, shown.start - sentence.start)]
    part = _counted_part(before, kind)
    clauses = [part[start:end] for start, end in clauses_of(part)]
    words = trimmed(next(iter(clauses), "").strip(EDGES), kind)
    least = LEAST_OPENING if part == before else LEAST_COUNTED
    is_topic = least <= len(words) <= LONG_BEGINNING and _is_topic(words, rules)
    if is_topic and not _sets_off(kind, words):
        return words
    said = [clause for clause in clauses if not _sets_off(kind, clause)]
    return "" if part_of_speech(shown.of(article)[:2]).startswith(OWN_SUBJECT) else _document(said, article.title)


def _document(clauses: Sequence[str], title: str) -> str:
    """The one document that the nearest of `clauses` names which names any, if the `title` does not say it."""
    named = [names for names in map(DOCUMENT.findall, reversed(clauses)) if names][:1]
    return next((names[0] for names in named if len(names) == 1 and INSIDE.findall(names[0])[0] not in title), "")


def _counted_part(before: str, kind: Kind) -> str:
    """The last part of a sentence, as far as it stands `before` what is shown, where a mark counts that (四是…); else
    all of it.
    """
    part = before[before.rfind(STOPS) + 1 :]
    return part if past_mark(part) or (kind.passed_over and kind.passed_over.match(part)) else before


def _sets_off(kind: Kind, words: str) -> bool:
    return kind.sets_off is not None and kind.sets_off.match(words) is not None


def _behind(article: Article, items: tuple[Item, ...], kind: Kind, rules: RuleSet, cut: Cut) -> str:
    """What the words behind the members call them, as they stand or reworded, or all of these words."""
    noun, words = named_behind(article, items, kind, rules.lexicons, cut), _goes_on(article, items, kind, rules)
    is_all = words in (f"{GOES_ON}{noun}", f"{GOES_ON}的{noun}")
    return noun if not words or is_all or noun not in words else words


def _goes_on(article: Article, items: tuple[Item, ...], kind: Kind, rules: RuleSet) -> str:
    """What the clause of a series joined by 、 goes on with, where little stands before its members or it is short."""
    if not is_run(article, [item.head for item in items]):
        return ""
    words = words_behind(article, items[-1].head)
    if len(_run_up(article, items[0].head, kind)) >= SAYS_LITTLE:
        is_told = words.startswith("的") and LEAST_REST < len(words) <= SHORT_REST
    else:
        words = words or _next_clause(article, items[-1].head, rules)
        is_told = LEAST_REST <= len(words) <= LONG_REST
    return f"{GOES_ON}{words.lstrip(CLOSERS)}" if is_told else ""


def _run_up(article: Article, first: Span, kind: Kind) -> str:
    """What stands before the first member in its clause."""
    sentence = article.sentence_at(first)
    before = sentence.text[: first.start - sentence.start] if sentence else ""
    start, end = (clauses_of(before) or [(0, 0)])[-1]
    return "" if before.endswith(PAUSES_AND_STOPS) else trimmed(before[start:end], kind).strip(EDGES + "“‘")


def _next_clause(article: Article, last: Span, rules: RuleSet) -> str:
    """The clause behind the last member, where that says what all of them do (都, 成为); else ''."""
    behind = article.paragraphs[last.paragraph].text[last.end :]
    sums = worded(rules).first("all_do", behind[:LONG_REST])
    if sums is None:
        return ""
    words = behind[sums.end() :]
    return words[: clauses_of(words)[0][1]].split("。")[0].strip(EDGES + STOPS)
