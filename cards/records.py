"""The records that travel from stage to stage; all are frozen, and each keeps its place in the source.

Vocabulary: Publication / Issue / Article / Section / Paragraph / Sentence, Rule, Finding, Note, Card.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Literal

from msgspec import Struct, field

from cards.errors import SharedIdentityError as SharedIdentityError
from cards.errors import UserError as UserError
from cards.text.sections import sections

LEVELS = ("重点", "拓展")  # the tags of the essential notes and of the rest


class Place(Struct, frozen=True):
    """Where something stands: article number (from 1), paragraph (from 1), line and page of the source (from 1)."""

    article: int | None = None
    paragraph: int | None = None
    line: int | None = None
    page: int | None = None

    def __str__(self) -> str:
        named = (("article", self.article), ("paragraph", self.paragraph), ("page", self.page), ("line", self.line))
        return ", ".join(f"{name} {value}" for name, value in named if value is not None)


class Doubt(Struct, frozen=True):
    """Something a person should look at: printed as a warning, never a reason to stop.

    A `serious` one says that the result lacks something it should have: the exit code tells. A `mended` one says what
    was put right, so that nothing is left to do.
    """

    message: str
    place: Place = Place()
    serious: bool = False
    mended: bool = False

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place}: {self.message}" if place else self.message


class Sentence(Struct, frozen=True):
    """A sentence of a paragraph: `text` equals `paragraph.text[start:end]`."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


START = attrgetter("start")
Role = Literal["body", "heading", "source", "remark"]  # a remark is about the article: an editor's note, a by-line


class Paragraph(Struct, frozen=True):
    """One paragraph, tidied; `index` counts from 0 in the article."""

    text: str
    role: Role
    index: int
    sentences: tuple[Sentence, ...] = ()
    line: int | None = None
    page: int | None = None

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that the character `start` stands in."""
        behind = bisect_right(self.sentences, start, key=START)
        last = self.sentences[behind - 1] if behind else None
        return last if last is not None and start < last.end else None

    def sentences_before(self, start: int, most: int) -> Iterator[Sentence]:
        """The sentences that begin before the character `start`, the nearest first, `most` of them."""
        behind = bisect_left(self.sentences, start, key=START)
        for index in range(behind - 1, max(-1, behind - 1 - most), -1):
            yield self.sentences[index]


class Article(Struct, frozen=True, dict=True):
    """An article: `number` counts from 1 in the issue; `source` is what the source line says, `date` is ISO or ''.
    `whose` is the place it is of and `year` what it tells of: '' and None where it does not say so, or nobody asked.
    """

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    source: str = ""
    date: str = ""
    whose: str = ""
    year: int | None = None

    def sentence_at(self, span: Span) -> Sentence | None:
        """The sentence that `span` begins in."""
        return self.paragraphs[span.paragraph].sentence_at(span.start)

    def heading_before(self, index: int) -> str:
        """The text of the section heading that paragraph `index` stands under, or ''."""
        is_text = self.paragraphs[index].role == "body"
        behind = (bisect_right if is_text else bisect_left)(self._headings, index, key=itemgetter(0))
        return self._headings[behind - 1][1] if behind else ""

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        """Where each section begins, and the text of its heading."""
        return sections((paragraph.text, paragraph.role) for paragraph in self.paragraphs)

    def place(self, index: int) -> Place:
        paragraph = self.paragraphs[index]
        return Place(self.number, index + 1, paragraph.line, paragraph.page)


class Issue(Struct, frozen=True):
    """One issue of a publication: `number` like 2024-24, `date` ISO or ''."""

    publication: str
    number: str
    date: str
    articles: tuple[Article, ...]
    publisher: str = ""
    theme: str = ""
    doubts: tuple[Doubt, ...] = ()


class Span(Struct, frozen=True):
    """A stretch of one paragraph's text: `paragraph.text[start:end]`."""

    paragraph: int
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.paragraph == other.paragraph and self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        return self.paragraph == other.paragraph and other.start <= self.start and self.end <= other.end

    def of(self, article: Article) -> str:
        return article.paragraphs[self.paragraph].text[self.start : self.end]


class Unwritten(Doubt, frozen=True):
    """A card that failed its check: `why`, the stretch it is about, its kind and its rule."""

    why: str = ""
    span: Span = Span(0, 0, 0)
    kind: str = ""
    rule: str = ""


class Quantity(Struct, frozen=True):
    """A quantity in a text: `text[start:end]`, its number (401.5万件 is 4015000), its unit, its form. `form` is
    amount, number, percent, points, rank, ratio, multiple, fraction, range …, as the rule files name it; `value` is
    None where the words give no number (数百).
    """

    start: int
    end: int
    text: str
    value: float | None
    unit: str
    form: str


Measure = Literal["level", "growth", "yearly_growth", "share", "rank", "ratio", "count", "difference"]
Status = Literal["actual", "aim", "forecast"]


class Figure(Struct, frozen=True):
    """A figure of a text as a record: `what` it is of, in the text's words, and the `indicator` that is by its own name
    ('' for none); `whose`, `when`, `than` what ('' where the text does not tell); what it measures, whether that is so
    already; its words (`text`), its `value` (None where they give none, below 0 where something fell) and `unit`,
    whether it is only `about` so much (超, 左右); where it stands.
    """

    what: str
    indicator: str
    whose: str
    when: str
    than: str
    measure: Measure
    status: Status
    text: str
    value: float | None
    unit: str
    about: bool
    span: Span
    place: Place


FactForm = Literal["answer", "sentence", "list", "item"]


class Fact(Struct, frozen=True):
    """What a card is about, in the source's own words and before anything is cut, cued or titled: identity hangs on it,
    and on nothing that a card shows.

    `form` says which of the others it has: an `answer` in its `sentence` (新建湿地32处，恢复河岸18公里。 with 32处); a
    `sentence` learned as such; a `list` of `items`; one item, the `answer`, of a list with these `items`. `number`
    counts from 1 where that is not enough: the second 5% of a sentence, the second part of a list that is recited in
    parts, a sentence too short to be told from its like (同比增长5%。), whose `sentence` has the words before it too.
    """

    form: FactForm
    sentence: str = ""
    answer: str = ""
    items: tuple[str, ...] = ()
    number: int = 1

    @property
    def is_text(self) -> bool:
        """Whether it is asked in words of the source as they stand there; else by the items of a list."""
        return self.form in ("answer", "sentence")


class Blank(Struct, frozen=True):
    """What a card hides: a span of the source, and the hint shown in its stead ('' for none)."""

    span: Span
    hint: str = ""


class Item(Struct, frozen=True):
    """One item of an enumeration: what is recited (`head`), the sentence or paragraph it opens (`body`), and its own
    words (`own`), which no setting of a rule or kind cuts: they are what it is known by.
    """

    head: Span
    body: Span
    own: Span


class Finding(Struct, frozen=True):
    """What a rule found. A finding with `items` is an enumeration; any other hides its `blanks` in `context`, which is
    its `sentence` (or paragraph) or so much of it as a card may show. `groups` is what the named groups of the rule's
    pattern matched, for an enumeration's title. `weight` is its rule's; `features` are named facts about it, most of
    them 1.0, and `worth` is what their weights add up to (finding/weighing.py). A sentence that is learned as such has
    what rules `found` in it.
    """

    kind: str
    rule: str
    context: Span
    sentence: Span
    blanks: tuple[Blank, ...] = ()
    items: tuple[Item, ...] = ()
    groups: Mapping[str, str | None] = field(default_factory=dict)
    cue: str = ""
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    worth: float = 0.0
    found: tuple[Finding, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(item.head for item in self.items) or tuple(blank.span for blank in self.blanks)


KEPT = "kept"


class Fate(Struct, frozen=True):
    """What became of a finding: `outcome` is kept, or what it fell by; `why` says it for people.

    unless: an exception of its rule touches it; outweighed: another finding has its place; worth: it is worth too
    little; untold: the text does not tell whose it is, or when; note: it stands in a note under the text;
    unstated: its text states nothing, or it counts the members before it; unfit, score, alike, budget: it was not
    selected.
    """

    finding: Finding
    outcome: str
    why: str = ""


class Found(Struct, frozen=True):
    """All that was found in an article: the findings that make notes, in the order of the text, and every fate."""

    findings: tuple[Finding, ...] = ()
    fates: tuple[Fate, ...] = ()


class LeftOut(Struct, frozen=True):
    """A fact that the budget has no place for: the article's number, where it stands, its kind, its rule, and why."""

    article: int
    span: Span
    kind: str
    rule: str
    why: str


class Indicated(Struct, frozen=True):
    """What a figure that is so already is of, by its indicator's own name, whose, how measured, than what (or ''),
    when, and whether it is only `about` so much.
    """

    what: str
    whose: str
    measure: str
    than: str
    when: str
    about: bool = False


class Statement(Struct, frozen=True):
    """What the card of a figure says, with a slot for each number: its whole `sentence` with the answer marked; the
    `words` beside its dates, those of its cue and its unit; the numbers in its `dates` in order, the `place` it names
    ('' for none), and the `day` of its latest source (ISO, '' for none); `figure` is what it is a figure of, where the
    text tells all of that.
    """

    sentence: str
    words: tuple[str, str, str]
    dates: tuple[str, ...]
    place: str
    day: str
    figure: Indicated | None = None


class Note(Struct, frozen=True):
    """A note ready for a package: Anki's own word.

    `fact` is what it asks for (see finding/identity.py); `fields` has the nine fields of the note
    type 举要 in order; `tags` are sorted; `home` is the number of the article it is filed under, `articles` the numbers
    of all that give the fact, `sources` what each of these says of its own source; `cards` counts its cloze numbers;
    `enumeration` is the same for the notes of one enumeration, '' for other notes; where other issues give it too,
    `lines` are its source lines by issue and `gone` the cloze numbers it once had there; `statement` is what it says of
    a figure that belongs to its issue.
    """

    guid: str
    kind: str
    fact: Fact
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    home: int
    articles: tuple[int, ...]
    cards: int
    sources: tuple[str, ...] = ()
    enumeration: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    statement: Statement | None = None
