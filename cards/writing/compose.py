"""Composing: the findings of an article to drafts of notes: what each hides, shows and says behind."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from cards.engine.pieces import REFERENCE
from cards.engine.ruleset import Kind, RuleSet
from cards.reading.sentences import open_brackets
from cards.records import Article, Blank, Finding, Span
from cards.writing.clauses import clause_groups
from cards.writing.cloze import cloze, harmless, hide, standing_alone
from cards.writing.cues import cue, preceding
from cards.writing.identity import words_of

FARTHEST_MNEMONIC = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before it has an identity and a source line. `plain` is its text in the source, for the check.

    `words` are the fact's own words: what kind of fact (text, whole, item) and its words, of an item also all items of
    its enumeration; `enumeration` is the whole list that an item belongs to, `titled` that it has no better title than
    the article's.
    """

    kind: Kind
    rule: str
    words: tuple[str, ...]
    text: str
    plain: tuple[str, ...]
    place: Span
    cue: str = ""
    extra: str = ""
    mnemonic: str = ""
    enumeration: tuple[str, ...] = ()
    titled: bool = False
    tags: tuple[str, ...] = ()
    weight: float = 1.0


def compose(article: Article, findings: tuple[Finding, ...], rules: RuleSet) -> list[Draft]:
    """Drafts of all notes of `article`, in the order of the text."""
    drafts: list[Draft] = []
    topics: set[str] = set()
    for finding in findings:
        if finding.items:
            drafts += _enumeration(article, finding, rules.kinds[finding.kind], topics)
    together: dict[tuple[str, Span], list[Finding]] = defaultdict(list)
    for finding in findings:
        if not finding.items:
            together[finding.kind, finding.context].append(finding)
    for (kind, context), each in together.items():
        drafts += COMPOSERS[rules.kinds[kind].show](article, context, each, rules.kinds[kind])
    return sorted(drafts, key=lambda draft: (draft.place.paragraph, draft.place.start, draft.place.end))


def _whole_sentence(article: Article, context: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    blanks = [blank for each in found for blank in each.blanks]
    yield from _text_drafts(article, context, blanks, found, kind)


def _clauses(article: Article, context: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    sentence = context.of(article)
    blanks = [blank for each in found for blank in each.blanks]
    places = [(blank.span.start - context.start, blank.span.end - context.start) for blank in blanks]
    for start, end in clause_groups(sentence, places, kind):
        start, end = _balanced(sentence, start, end)
        span = Span(context.paragraph, context.start + start, context.start + end)
        mine = [blank for blank in blanks if span.start <= blank.span.start and blank.span.end <= span.end]
        yield from _text_drafts(article, span, mine, found, kind)


def _paragraph(article: Article, context: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    whole = Span(context.paragraph, 0, len(article.paragraphs[context.paragraph].text))
    yield from _text_drafts(article, whole, [blank for each in found for blank in each.blanks], found, kind)


COMPOSERS: dict[str, Callable[[Article, Span, list[Finding], Kind], Iterator[Draft]]] = {
    "sentence": _whole_sentence, "clauses": _clauses, "paragraph": _paragraph,
}


def _text_drafts(article: Article, span: Span, blanks: list[Blank], found: list[Finding],
                 kind: Kind) -> Iterator[Draft]:
    """A draft for every `kind.per_note` blanks; those behind the first have their first answer among their words."""
    blanks = sorted(blanks, key=lambda blank: blank.span.start)
    for at in range(0, len(blanks), kind.per_note):
        mine = blanks[at : at + kind.per_note]
        words = ("text", span.of(article), *([mine[0].span.of(article)] if at else []), *_leans_on(article, span, kind))
        yield _text_draft(article, span, mine, found, kind, words)


def _text_draft(article: Article, span: Span, blanks: list[Blank], found: list[Finding], kind: Kind,
                words: tuple[str, ...]) -> Draft:
    text = span.of(article)
    numbers: dict[str, int] = {}
    hidden = []
    for blank in blanks:
        answer = blank.span.of(article)
        number = numbers.setdefault(answer, len(numbers) + 1)
        hidden.append((blank.span.start - span.start, blank.span.end - span.start, number, blank.hint))
    hidden = _everywhere(text, hidden)
    first = max(found, key=lambda each: each.weight)
    tags = tuple(tag for each in found for tag in (*each.tags, f"规则::{each.rule}"))
    return Draft(
        kind, first.rule, words, _wrapped(kind, hide(text, hidden)), (text,), span,
        cue=cue(article, span, [text[a:b] for a, b, *_ in hidden], first.cue, kind),
        extra=_context(article, span), tags=tags, weight=max(each.weight for each in found))


def _everywhere(text: str, hidden: list[tuple[int, int, int, str]]) -> list[tuple[int, int, int, str]]:
    """Hide an answer wherever its words stand in the text on their own, under one number: never the answer in sight."""
    result = list(hidden)
    for start, end, number, hint in hidden:
        if end - start > 2:
            for match in standing_alone(text[start:end]).finditer(text):
                if all(match.end() <= first or last <= match.start() for first, last, *_ in result):
                    result.append((match.start(), match.end(), number, hint))
    return sorted(result)


def _leans_on(article: Article, span: Span, kind: Kind) -> Iterator[str]:
    """What a text that leans on the one before it leans on: without it the same words may say something else."""
    if kind.leaning and kind.leaning.match(span.of(article)) and (before := preceding(article, span)):
        yield before


def _enumeration(article: Article, finding: Finding, kind: Kind, topics: set[str]) -> Iterator[Draft]:
    heads = [item.head.of(article) for item in finding.items]
    topic = _unlike(finding.topic, heads, topics)
    shared = partial(Draft, kind=kind, rule=finding.rule, cue=finding.cue, enumeration=tuple(heads),
                     tags=(*finding.tags, f"规则::{finding.rule}"), titled=finding.topic == article.title)
    if "whole" in finding.cards:
        title = _title(kind.whole_title, topic, len(heads), 0)
        lines = "".join(f"<li>{_hidden(head)}</li>" for head in heads)
        yield shared(
            words=("whole", *heads), text=_wrapped(kind, f"{title}<ol>{lines}</ol>"), plain=tuple(heads),
            place=finding.items[0].head, extra=_context(article, finding.items[0].head), mnemonic=_mnemonic(heads),
            weight=finding.weight + 1)
    for position, item in enumerate(finding.items if "each" in finding.cards else (), 1):
        title = _title(kind.item_title, topic, len(heads), position)
        before = f'<li class="before">{harmless(heads[position - 2])}</li>' if position > 1 else ""
        yield shared(
            words=("item", heads[position - 1], *heads),
            text=_wrapped(kind, f'{title}<ol start="{max(1, position - 1)}">{before}'
                                f"<li>{_hidden(heads[position - 1])}</li></ol>"),
            plain=(heads[position - 1],), place=item.head, extra=harmless(item.body.of(article)),
            weight=finding.weight)


def _hidden(text: str) -> str:
    return cloze(1, text)


def _title(template: str, topic: str, count: int, position: int) -> str:
    values = {"topic": topic, "count": str(count), "position": str(position)}
    text = REFERENCE.sub(lambda found: values.get(found[1], ""), template)
    return f'<div class="topic">{harmless(text)}</div>'


def _unlike(topic: str, heads: list[str], topics: set[str]) -> str:
    """A title no other enumeration of the article has, in which no item stands in sight."""
    for head in heads:
        topic = topic.replace(head, "……") if len(head) > 2 else topic
    unlike, count = topic, 1
    while unlike in topics:
        count += 1
        unlike = f"{topic}（{count}）"
    topics.add(unlike)
    return unlike


def _mnemonic(heads: list[str]) -> str:
    """One character of each item: of the first places behind what all begin with, the one where most differ."""
    plain = [words_of(head) for head in heads]
    shared = next((at for at, column in enumerate(zip(*plain, strict=False)) if len(set(column)) > 1), 0)
    columns = [[head[at : at + 1] or head[-1:] for head in plain] for at in range(shared, shared + FARTHEST_MNEMONIC)]
    return harmless(" · ".join(max(columns, key=lambda column: len(set(column)))))


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen text[start:end] until no quotation or bracket is cut."""
    while end < len(text) and open_brackets(text[start:end]):
        end += 1
    return start, end


def _context(article: Article, span: Span) -> str:
    """The paragraph, the words of the card marked in it."""
    text = article.paragraphs[span.paragraph].text
    marked = f"<mark>{harmless(text[span.start : span.end])}</mark>"
    return harmless(text[: span.start]) + marked + harmless(text[span.end :])


def _wrapped(kind: Kind, inner: str) -> str:
    return f'<div class="jy {kind.name}" data-kind="{html.escape(kind.label)}">{inner}</div>'
