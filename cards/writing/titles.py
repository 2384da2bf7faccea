"""Titles: what an enumeration is of, in the words of the text around it; the title of its cards asks for it.

A rule's `topic` names ways, the first that gives something counts. What comes of it is a Topic: its words, the way, and
whether the enumeration itself goes on from them. A rule author writes `……` where that is so (永葆……), and the patterns
of `ask` see it there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cards.records import Article, Finding, Item, Span
from cards.rules.pieces import REFERENCE, put_in
from cards.rules.ruleset import Kind, Rule
from cards.text.sentences import ANNOUNCES, STOPS, clauses_of, is_later_item, split_sentences
from cards.text.units import common_start
from cards.writing.asking import asked, is_mark, is_volume, of_text_parts, trimmed
from cards.writing.before import (
    EDGES,
    FIGURE,
    LEAST_TITLE,
    LONG_TOPIC,
    lead,
    opening,
    sentences_before,
    sums_up,
    text_before,
    two_sentences_before,
)
from cards.writing.openings import (
    are_all_marked_so,
    are_all_of_section,
    are_all_of_text,
    form_of_mark,
    have_paragraphs,
    is_numbered,
    is_quoted,
    is_title,
    leave_out,
    opened,
    opened_by,
    opens_as_item,
    stand_late,
)
from cards.writing.topics import GOES_ON, Topic

if TYPE_CHECKING:
    import regex

# In a topic: the section's heading, what stands before in the sentence, the sentence before's end, the text's title.
HEADING, BEFORE, LEAD, TITLE = "{heading}", "{before}", "{lead}", "{title}"
NO_REFERENCE = str.maketrans("{}", "（）")  # braces of a source would refer to groups
LEAST_SUBJECT = 4
NUMBERS = "0123456789.．、（）()"
SENTENCE_ENDS = ("。", "！", "；")
LONG_LINE, LONG_LED = 12, 64  # characters: a longer line with 。 is a sentence, no title; one before items is cut
LEAST_PARTS, MOST_PARTS, LONG_PART = 3, 12, 48  # of a whole text; characters of one
MOST_LEFT_OUT = 1  # paragraphs of a section that its heading titles as so many items


def topic_of(finding: Finding, rule: Rule, kind: Kind, article: Article) -> Topic | None:
    """The topic of an enumeration, by the first of its rule's ways that gives one."""
    for way in rule.topic:
        made = WAYS[way](kind, article, finding.items) if way in WAYS else _filled(way, kind, article, finding)
        if made is not None and made.text and not _says_another_number(kind, made.words, len(finding.items)):
            topic = _trimmed(made, kind)
            if not (kind.dangling and kind.dangling.search(topic.words)):
                return topic
    return None


def _trimmed(topic: Topic, kind: Kind) -> Topic:
    tie = len(topic.text) - len(trimmed(topic.text, kind))
    return replace(topic, words=topic.words[tie:], around=trimmed(topic.around, kind))


def _own(text: str, way: str, around: str = "") -> Topic:
    """The topic that a rule's own `text` is, in which `……` says that the enumeration goes on."""
    words, goes_on, end = text.partition(GOES_ON)
    return Topic(words, way, bool(goes_on), end, around)


def _filled(way: str, kind: Kind, article: Article, finding: Finding) -> Topic | None:
    """A topic in the rule's own words; None where one of the groups it names took no part, or it wants words before the
    enumeration or its sentence and there are none.
    """
    words_by_name = _words_around(way, kind, article, finding.items)
    if not all(words_by_name.values()) or _names_a_missing_group(way, finding):
        return None
    text = way
    for name, words in words_by_name.items():
        text = text.replace(name, words.translate(NO_REFERENCE))
    begins_with = [name for name in (HEADING, LEAD) if way == name or way.startswith(f"{name}：")]
    around = words_by_name[begins_with[0]] if begins_with else ""
    return _own(put_in(text, finding.groups), "title" if TITLE in way else way, around)


def _words_around(way: str, kind: Kind, article: Article, items: tuple[Item, ...]) -> dict[str, str]:
    """What {heading} and, where `way` asks for them, {title}, {before} and {lead} stand for."""
    heading = article.heading_before(items[0].head.paragraph) or article.title
    words_by_name = {HEADING: heading.rstrip(EDGES)}
    if TITLE in way:
        words_by_name[TITLE] = article.title.rstrip(EDGES) if are_all_of_text(article, items) else ""
    if BEFORE in way:
        words_by_name[BEFORE] = text_before(article, opening(items[0]), 1).strip(EDGES)
    if LEAD in way:
        words_by_name[LEAD] = lead(kind, article, opening(items[0]))
    return words_by_name


def _names_a_missing_group(way: str, finding: Finding) -> bool:
    """Whether `way` names a group of the rule's pattern that took no part in the match."""
    return any(finding.groups.get(name, "") is None for name in REFERENCE.findall(way))


def _stated(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """How the text announces the enumeration: in the item's own sentence before it, or in one of the two before."""
    if kind.stated is None:
        return None
    for before in two_sentences_before(article, opening(items[0])):
        matches = [match for match in kind.stated.finditer(before.rstrip(EDGES)) if _agrees(kind, match, len(items))]
        if matches:
            return Topic(str(matches[-1].groupdict().get("topic") or matches[-1][0]), "stated")
    return None


def are_announced_as_others(kind: Kind, article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the sentence right before announces another number of items than there are (八个方面工作：), of which an
    excerpt has some.
    """
    before = "".join(sentences_before(article, opening(items[0]))[-1:])
    return before.endswith(ANNOUNCES) and _says_another_number(kind, before.rstrip(EDGES), len(items))


def _says_another_number(kind: Kind, words: str, items: int) -> bool:
    """Whether `words` state another number of items (六个高地) than there are."""
    said = kind.stated.search(words) if kind.stated else None
    return said is not None and not _agrees(kind, said, items)


def _agrees(kind: Kind, match: regex.Match[str], items: int) -> bool:
    """Whether an announcement states no other number of items."""
    groups = match.groupdict()
    if groups.get("digits"):
        return int(groups["digits"]) == items
    said = groups.get(kind.counts.name) if kind.counts else None
    return kind.counts is None or said is None or kind.counts.position(said) == items


def _summed(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """How the text sums the enumeration up behind its last item (以上十条，是…): in the same or the next paragraph."""
    if kind.summed is None:
        return None
    last = items[-1].head
    following = [paragraph.text for paragraph in article.paragraphs[last.paragraph + 1 : last.paragraph + 2]]
    for text in (article.paragraphs[last.paragraph].text[last.end :], *following):
        match = kind.summed.search(text)
        if match:
            return Topic(str(match.groupdict().get("topic") or match[0]), "summed")
    return None


def _announced(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The sentence before the enumeration where it announces something."""
    before = "".join(sentences_before(article, opening(items[0]))[-1:])
    if not before.endswith(ANNOUNCES) or len(before) > LONG_TOPIC:
        return None
    return Topic(before.strip(EDGES), "announced")


def _above(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The line right above the first item's paragraph, where it is no sentence of its own."""
    index = opening(items[0]).paragraph
    before = article.paragraphs[index - 1] if index else None
    if before is None or before.role not in ("body", "heading") or not _is_line(kind, before.text):
        return None
    if have_paragraphs(items) and leave_out(article, items) > MOST_LEFT_OUT:
        return None
    words = before.text.strip(EDGES)
    return Topic(words, "above", around=words)


def _is_line(kind: Kind, text: str) -> bool:
    """Whether a paragraph is a line that may title what stands under it: short, no sentence or bare number, without
    figures.
    """
    words = text.strip(EDGES)
    if is_mark(text) or len(words) > (LONG_LINE if text.rstrip().endswith(SENTENCE_ENDS) else LONG_TOPIC):
        return False
    if any(sums_up(kind, words[start:end]) for start, end in clauses_of(words)):
        return False
    return not any(mark in words for mark in "。；！") and FIGURE.search(words.lstrip(NUMBERS)) is None


def _same_run_up(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether what stands between the beginning of an item and what is recited belongs to the title (建设…) or to every
    item (是…), and is no marker that counts them.
    """
    run_ups = [Span(item.head.paragraph, opening(item).start, item.head.start).of(article) for item in items[:2]]
    return not run_ups[-1] or run_ups[0] == run_ups[-1]


def _words_before(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The end of what stands before the enumeration in its sentence; the enumeration goes on from it."""
    before = text_before(article, items[0].head if _same_run_up(article, items) else opening(items[0]))
    return Topic(before.strip("“‘— "), "before", goes_on=True) if before and STOPS not in before else None


def _shared(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The opening clause that all items begin with (40年来，深圳…), their subject with it where a verb that says little
    (kind.mnemonic_skips) goes on behind it; the items go on from it, and so do the words all their sentences end with.
    """
    bodies = [item.body.of(article).lstrip(EDGES) for item in items]
    common = common_start(bodies)
    clause = common[: common.rfind("，") + 1]
    if len(clause) < LEAST_SUBJECT:
        return None
    subject = common[len(clause) :]
    verbs = tuple(kind.mnemonic_skips)
    verb_follows = any(body[len(common) :].startswith(verbs) for body in bodies)
    end = common_start([split_sentences(body)[0].text.rstrip(EDGES)[::-1] for body in bodies])[::-1]
    return Topic(clause + subject if subject and verb_follows else clause, "shared", goes_on=True,
                 end=end if len(end) >= LEAST_SUBJECT else "")


def _heading_over(article: Article, paragraph: int) -> str:
    """The heading that a paragraph stands under; '' where that only counts it (第一篇) or is no higher than it."""
    heading = article.heading_before(paragraph)
    return "" if is_mark(heading) or is_volume(article.paragraphs[paragraph].text) else heading


def _heading(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The heading of the section, where it says more than the text's title (内容摘要); of items with paragraphs of
    their own only where hardly anything else stands before them, or their numbers run through all of the section: else
    they are of a part of it.
    """
    first = opening(items[0]).paragraph
    words = _heading_over(article, first)
    have_own = have_paragraphs(items)
    late = (have_own or _are_counted(article, items)) and stand_late(article, first)
    if late and are_all_of_section(article, items) and not _lead(kind, article, items):
        return Topic(words, "heading", around=words)
    if words in article.title or late or (have_own and leave_out(article, items) > MOST_LEFT_OUT):
        return None
    return Topic(words, "heading", around=words)


def _lead(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The end of the sentence before where it announces something (以下重点任务); of the paragraph before only where
    each item has a paragraph of its own.
    """
    if not _may_be_led(article, items):
        return None
    words = lead(kind, article, opening(items[0]))
    return Topic(words, "lead", around=words) if asked(words, kind) != words else None


def _led(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The sentence before, or a part; of the paragraph before only where each item has a paragraph of its own, and no
    more than its end where a heading stands farther above; nothing where one governs them (by its number theirs too).
    """
    before = sentences_before(article, opening(items[0]))[-1:]
    if not before or not _may_be_led(article, items):
        return None
    ways = [lead(kind, article, opening(items[0]))]
    heading = article.heading_before(opening(items[0]).paragraph)
    if not _begins_paragraph(article, items) or not heading:
        ways = [*_openings_of(kind, before[0].strip(EDGES)), *ways]
    elif _governs(heading, kind, article, items):
        return None
    words = next((words for words in ways if _is_enough(before[0], words) and not _is_told(kind, words)), "")
    return Topic(words, "led", around=words) if words else None


def _governs(heading: str, kind: Kind, article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the `heading` that items with paragraphs of their own stand under is theirs."""
    return _heading(kind, article, items) is not None or (_are_counted(article, items) and is_numbered(heading))


def _is_enough(sentence: str, words: str) -> bool:
    """Whether `words` of a sentence are enough for a title; few are where it is a heading run in (（二）基本原则。)."""
    return len(words) >= LEAST_TITLE or (is_numbered(sentence) and is_title(sentence, words))


def _openings_of(kind: Kind, sentence: str) -> list[str]:
    """All of a sentence where it is no long one, and the beginning of it where that does not only lead up to what it
    says; nothing of one that sums up.
    """
    clauses = clauses_of(sentence)
    if any(sums_up(kind, sentence[start:end]) for start, end in clauses):
        return []
    if len(sentence) > LONG_LED and kind.sets_off and kind.sets_off.match(sentence):
        return []
    ends = [end for _, end in clauses if len(sentence[:end].strip(EDGES)) <= LONG_TOPIC]
    return [sentence if len(sentence) <= LONG_LED else "", sentence[: max(ends)].strip(EDGES) if ends else ""]


def _may_be_led(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether a sentence before stands in the items' paragraph, or each item has a paragraph of its own, or they all
    stand in one that begins with the number of the first, and the paragraph before is none of their kind.
    """
    if _are_all_chapters(article, items):
        return False
    if not _begins_paragraph(article, items):
        return True
    return (have_paragraphs(items) or _are_counted(article, items)) and not _follows_another(article, items)


def _follows_another(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the paragraph before the first item tells of something else of its kind: the item is a later one
    (（四）), or the paragraph has a mark like its own, or where it has none opens with a short sentence as items do.
    """
    first = opening(items[0]).paragraph
    text, above = article.paragraphs[first].text, article.paragraphs[first - 1] if first else None
    if is_later_item(text) or above is None:
        return is_later_item(text)
    if is_numbered(text) or not have_paragraphs(items):
        return form_of_mark(text) != "" and form_of_mark(text) == form_of_mark(above.text)
    return opens_as_item(above) and not above.text.endswith(ANNOUNCES)


def _are_counted(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the paragraph of the first item begins with the number of that."""
    return opening(items[0]).start == 0 and is_numbered(article.paragraphs[opening(items[0]).paragraph].text)


def _are_all_chapters(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the items are headings of a long text, of which the last sentence of its introduction says nothing."""
    return len(items) > MOST_PARTS and article.paragraphs[items[0].head.paragraph].role == "heading"


def _begins_paragraph(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the first item stands in the first sentence of its paragraph."""
    first = opening(items[0])
    sentences = article.paragraphs[first.paragraph].sentences
    return not sentences or first.start < sentences[0].end


def _is_told(kind: Kind, words: str) -> bool:
    """Whether words tell something of their own, with figures or what somebody said, or sum up: no title."""
    return FIGURE.search(words) is not None or is_quoted(words) or sums_up(kind, words)


def _title(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The text's title, of parts that have paragraphs of their own, as kind.of_text asks for them: of three or more,
    for two headings are hardly a text's parts, and from the first on: later ones are parts of an excerpt, and of all
    that are marked so. Headings under another are parts of that.
    """
    first = article.paragraphs[items[0].head.paragraph]
    heading = _heading_of_parts(kind, article, items)
    if not have_paragraphs(items) or (heading and first.role != "heading"):
        return None
    if not kind.of_text:
        return None if heading else Topic(article.title, "title", around=article.title)
    if not LEAST_PARTS <= len(items) <= MOST_PARTS or is_later_item(first.text):
        return None
    if heading:
        return Topic(heading, "heading", around=heading)
    if not _are_all_parts(kind, article, items):
        return None
    words = of_text_parts(article.title, len(items), kind)
    return Topic(words, "title", around=words)


def _are_all_parts(kind: Kind, article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the items are all that are marked so, none is too long to be recited, and nothing says that they are
    others (主要程序如下：).
    """
    if max(item.head.end - item.head.start for item in items) > LONG_PART:
        return False
    return are_all_marked_so(article, items) and not are_announced_as_others(kind, article, items)


def _heading_of_parts(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """The heading that items with paragraphs of their own stand under; '' of one without a number that has text of its
    own (前言): it stands beside them.
    """
    first = items[0].head.paragraph
    heading = _heading_over(article, first)
    is_over = is_numbered(heading) or not stand_late(article, first) or are_announced_as_others(kind, article, items)
    return heading if is_over or article.paragraphs[first].role != "heading" else ""


WAYS: dict[str, Callable[[Kind, Article, tuple[Item, ...]], Topic | None]] = {
    "stated": _stated,
    "summed": _summed,
    "announced": _announced,
    "opening": opened_by,
    "opened": opened,
    "above": _above,
    "before": _words_before,
    "shared": _shared,
    "heading": _heading,
    "lead": _lead,
    "led": _led,
    "title": _title,
}
