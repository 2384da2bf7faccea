"""Openings: the sentence that a paragraph opens with as the title of what follows, in it or in the paragraphs below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from cards.finding.said import once_an_article
from cards.records import Article, Item, Paragraph, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import clauses_of, is_later_item, past_mark
from cards.writing.asking import trimmed, unmarked
from cards.writing.before import LEAST_TITLE, LONG_TOPIC, lead, opening
from cards.writing.reciting import COUNTED
from cards.writing.topics import Topic

ENDS = "，；：、。！？?— "  # around the words of a sentence; its quotation marks are its own
QUOTES = frozenset("“”")
NAME = re.compile("“[^“”，。；：！？]{1,6}”")  # in quotation marks, and nothing that somebody said
LONG_FIRST = 24  # characters of a first clause that is the heading of its paragraph
LONG_CALL = 8  # characters of a sentence that only says who is spoken to
LEAST_MARKED, LEAST_RUN_IN = 4, 5  # characters of such a heading, with a number and without one
LEAST_BEFORE_LATE = 2  # paragraphs
LEAST_OF_TEXT, MOST_OTHERS = 3, 1  # paragraphs that a text is all of, and others beside them
NEAR_OPENING = 2  # sentences: what a paragraph opens with governs the next of them


def opened_by(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """What the paragraph opens with, where all items stand in the sentences behind it, the first in the next or second
    next one.
    """
    first = opening(items[0])
    sentences = article.paragraphs[first.paragraph].sentences
    inside = all(item.head.paragraph == first.paragraph for item in items)
    if not inside or not sentences or first.start < sentences[0].end:
        return None
    between = sum(sentence.end <= first.start for sentence in sentences)
    if not _is_all_of(article, items, len(sentences) - 1):
        return None
    words = _topic_sentence(kind, sentences[0].text.strip(ENDS))
    if not is_title(sentences[0].text, words) or between > NEAR_OPENING or is_quoted(words):
        return None
    return Topic(words, "opening", around=words)


def is_title(sentence: str, words: str) -> bool:
    """Whether the `words` of a paragraph's first sentence are enough for a title: a short one where it is a heading
    run in (（二）基本原则。; 做强大区支撑。).
    """
    if len(words) >= LEAST_TITLE:
        return True
    is_marked = unmarked(sentence) != sentence
    return sentence.endswith("。") and len(unmarked(words)) >= (LEAST_MARKED if is_marked else LEAST_RUN_IN)


def is_quoted(words: str) -> bool:
    """Whether words are, or hold, what somebody said: more in quotation marks than a name (“大城三管”)."""
    return not QUOTES.isdisjoint(NAME.sub("", words))


def opened(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """What the paragraph right before the items opens with, where a number marks it (（四）促进融合。) and all that
    follows up to the next number are paragraphs of the items.
    """
    first = opening(items[0])
    sentence = _sentence_above(article, first)
    are_paragraphs = have_paragraphs(items) and not is_later_item(article.paragraphs[first.paragraph].text)
    if not is_numbered(sentence) or not are_paragraphs or not _are_all_below(article, items):
        return None
    words = _topic_sentence(kind, trimmed(sentence, kind).strip(ENDS)) or lead(kind, article, first)
    return Topic(words, "opened", around=words) if is_title(sentence, words) and not is_quoted(words) else None


def _sentence_above(article: Article, first: Span) -> str:
    """What the paragraph right above that of `first` opens with, or, above others, the next with a number of another
    form (（一）养老服务。 above 1.), or a line with a number above one that leads up to items without; '' where a
    heading or nothing stands there, and for headings.
    """
    begun, text = article.paragraphs[first.paragraph], _text_above(article, first.paragraph)
    if begun.role == "heading":
        return ""
    nearest, own = next(text, None), form_of_mark(begun.text)
    if nearest is not None and is_numbered(nearest.text):
        return nearest.sentences[0].text
    if not own:
        return "".join(map(_numbered_line, islice(text, 1)))
    numbered = next((paragraph.sentences[0].text for paragraph in text if is_numbered(paragraph.text)), "")
    return numbered if form_of_mark(numbered) not in ("", own) else ""


def _text_above(article: Article, index: int) -> Iterator[Paragraph]:
    """The paragraphs of text above another, from the nearest up to a heading; remarks left out."""
    above = (article.paragraphs[at] for at in range(index - 1, -1, -1))
    return takewhile(_is_text, (paragraph for paragraph in above if paragraph.role != "remark"))


def _numbered_line(paragraph: Paragraph) -> str:
    """The text of a paragraph that is one sentence, with a number; '' for others."""
    return paragraph.text if len(paragraph.sentences) == 1 and is_numbered(paragraph.text) else ""


def _is_text(paragraph: Paragraph) -> bool:
    return paragraph.role == "body" and bool(paragraph.sentences)


def form_of_mark(text: str) -> str:
    """The marks of what counts a text, without its number: （） of （四）修路; '' for none."""
    return "".join(character for character in text[: past_mark(text)].strip() if not character.isalnum())


def are_all_marked_so(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether all paragraphs of `article` whose marks are those of the first item's are items': of numbers that run
    several times, or one of which is none of them, no list is all.
    """
    form = form_of_mark(article.paragraphs[items[0].head.paragraph].text)
    own = {item.head.paragraph for item in items}
    return not form or own.issuperset(_places_of_marks(article)[form])


def are_all_of_section(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether the items are paragraphs with numbers from the first on, under a heading, and no other paragraph up to
    the next heading has a number.
    """
    first = article.paragraphs[items[0].head.paragraph]
    own = {item.head.paragraph for item in items}
    if first.role != "body" or len(own) < len(items) or not is_numbered(first.text) or is_later_item(first.text):
        return False
    before = takewhile(_is_text, (article.paragraphs[at] for at in range(first.index - 1, -1, -1)))
    behind = takewhile(lambda paragraph: paragraph.role != "heading", article.paragraphs[first.index :])
    return all(paragraph.index in own or not is_numbered(paragraph.text) for paragraph in chain(before, behind))


@once_an_article
def _places_of_marks(article: Article) -> dict[str, list[int]]:
    """The paragraphs of `article` with each form of mark."""
    places: dict[str, list[int]] = {}
    for paragraph in article.paragraphs:
        places.setdefault(form_of_mark(paragraph.text), []).append(paragraph.index)
    return places


def is_numbered(text: str) -> bool:
    """Whether what counts it stands before a text: （四）, 三、, 二是, ——."""
    return unmarked(text) != text or COUNTED.match(text) is not None


def _are_all_below(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether each paragraph from the first item on, but one that does not open as items do, is an item's, up to the
    next that a number marks as none of them, or a heading.
    """
    own = {item.head.paragraph for item in items}

    def is_below(paragraph: Paragraph) -> bool:
        return paragraph.index in own or (paragraph.role == "body" and not is_numbered(paragraph.text))

    below = takewhile(is_below, article.paragraphs[min(own) :])
    others = [paragraph for paragraph in below if paragraph.index not in own]
    return len(others) <= MOST_OTHERS and not any(map(opens_as_item, others))


def _is_all_of(article: Article, items: tuple[Item, ...], sentences: int) -> bool:
    """Whether nothing else stands in a paragraph with so many `sentences` behind its opening: of items in one of them
    the opening says too much.
    """
    begun = {article.sentence_at(item.head) for item in items}
    return len(begun) > 1 or sentences == 1


def _topic_sentence(kind: Kind, text: str) -> str:
    """A sentence that opens a paragraph, where a title takes all of it, else its first clause, where that is short, or
    the next where the first only leads up to it.
    """
    if len(text) <= LONG_TOPIC:
        return text
    clauses = [trimmed(text[start:end].strip(ENDS), kind) for start, end in clauses_of(text)[:2]]
    begun = next((clause for clause in clauses if not (kind.sets_off and kind.sets_off.match(clause))), "")
    return begun if len(begun) <= LONG_FIRST else ""


def stand_late(article: Article, first: int) -> bool:
    """Whether more than one paragraph stands between the paragraph `first` and the heading above it."""
    near = article.paragraphs[max(0, first - LEAST_BEFORE_LATE) : first]
    return len(near) == LEAST_BEFORE_LATE and all(paragraph.role == "body" for paragraph in near)


def leave_out(article: Article, items: tuple[Item, ...]) -> int:
    """How many paragraphs of the section, from the first item on, open as items do and are none, up to one that calls
    to who listens (各位代表！): it sums up; 0 where a mark counts these, for others may go on with them.
    """
    first = items[0].head
    if first.start:
        return 0
    section = takewhile(_goes_on, article.paragraphs[first.paragraph :])
    opened = {paragraph.index for paragraph in section if opens_as_item(paragraph)}
    return len(opened - {item.head.paragraph for item in items})


def _goes_on(paragraph: Paragraph) -> bool:
    """Whether a paragraph is no heading, and does not open with who is spoken to."""
    called = paragraph.sentences[0].text if paragraph.sentences else ""
    return paragraph.role != "heading" and not (len(called) <= LONG_CALL and called.endswith("！"))


def opens_as_item(paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a short sentence and goes on, as an item with a paragraph of its own does."""
    return len(paragraph.sentences) > 1 and len(paragraph.sentences[0].text) <= LONG_FIRST


def are_all_of_text(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether items with paragraphs of their own are what a text without headings says: several, none long, and hardly
    another paragraph opens as they do.
    """
    longest = max(item.head.end - item.head.start for item in items)
    if len(items) < LEAST_OF_TEXT or longest > LONG_FIRST or not have_paragraphs(items):
        return False
    own = {item.head.paragraph for item in items}
    others = [paragraph for paragraph in article.paragraphs if paragraph.index not in own]
    has_headings = any(paragraph.role == "heading" for paragraph in others)
    return not has_headings and sum(map(opens_as_item, others)) <= MOST_OTHERS


def have_paragraphs(items: tuple[Item, ...]) -> bool:
    """Whether each item has a paragraph of its own."""
    return len({item.head.paragraph for item in items}) == len(items)
