"""Composing: the findings of an article to drafts of notes: what each hides, shows and says behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from cards.anki.cloze import answers, front, harmless, hide, standing_alone
from cards.finding.shown import rest
from cards.records import Article, Blank, Finding, Span
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import open_brackets
from cards.writing.clauses import clause_groups
from cards.writing.cues import cue, preceding
from cards.writing.drafts import Cut, Draft, context, wrapped
from cards.writing.enumerations import enumerations


def compose(article: Article, findings: tuple[Finding, ...], rules: RuleSet, cut: Cut) -> list[Draft]:
    """Drafts of all notes of `article`, in the order of the text. `cut` splits a text into words."""
    drafts = list(enumerations(article, findings, rules, cut))
    together: dict[tuple[str, Span], list[Finding]] = defaultdict(list)
    for finding in findings:
        if not finding.items:
            together[finding.kind, finding.context].append(finding)
    asked: dict[str, list[str]] = {}
    for (kind, place), each in together.items():
        drafts += [_told_apart(article, place, draft, each, rules.kinds[kind], asked)
                   for draft in COMPOSERS[rules.kinds[kind].show](article, place, each, rules.kinds[kind])]
    drafts = _merged(article, drafts)
    return sorted(drafts, key=lambda draft: (draft.place.paragraph, draft.place.start, draft.place.end))


def _merged(article: Article, drafts: list[Draft]) -> list[Draft]:
    """`drafts` without sentences learned as such that ask only what another draft asks that shows as much, or most of
    the sentence: that one is such a sentence too, and has its tags and weight.
    """
    kept = list(drafts)
    for sentence in [draft for draft in drafts if draft.kind.selection]:
        twin = next((draft for draft in kept if _asks_the_same(article, draft, sentence)), None)
        if twin:
            kept.remove(sentence)
            kept[kept.index(twin)] = replace(
                twin, weight=max(twin.weight, sentence.weight),
                tags=(*twin.tags, f"举要::{sentence.kind.label}", *sentence.tags))
    return kept


def _asks_the_same(article: Article, draft: Draft, sentence: Draft) -> bool:
    place, shown = sentence.place, draft.place
    if draft.kind.selection or draft.enumeration or not shown.overlaps(place):
        return False
    mine, theirs = ({answer for hidden in answers(each.text).values() for answer in hidden}
                    for each in (draft, sentence))
    whole = article.sentence_at(place)
    most = MOST_OF * len(whole.text if whole else sentence.plain[0])
    text = sentence.plain[0].rstrip("。！？；")
    return theirs <= mine and (len(draft.plain[0]) >= most or text in draft.plain[0])


def _told_apart(article: Article, place: Span, draft: Draft, found: list[Finding], kind: Kind,
                asked: dict[str, list[str]]) -> Draft:
    """`draft`, or where another asks the same with another answer (last year's figure, this year's aim), a draft that
    begins with the sentence `place`. `asked` holds the questions so far and is added to.
    """
    mine = {front(draft.text, number): hidden for number, hidden in answers(draft.text).items()}
    if all(asked.setdefault(shown, hidden) == hidden for shown, hidden in mine.items()) or draft.place == place:
        return draft
    span = replace(draft.place, start=place.start)
    blanks = [blank for each in found for blank in each.blanks
              if draft.place.start <= blank.span.start and blank.span.end <= draft.place.end]
    return next(_text_drafts(article, span, sorted(blanks, key=lambda blank: blank.span.start), found, kind))


def _whole_sentence(article: Article, place: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    blanks = [blank for each in found for blank in each.blanks]
    yield from _text_drafts(article, place, blanks, found, kind)


def _clauses(article: Article, place: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    sentence = place.of(article)
    blanks = [blank for each in found for blank in each.blanks]
    places = [(blank.span.start - place.start, blank.span.end - place.start) for blank in blanks]
    for start, end in clause_groups(sentence, places, kind):
        start, end = _balanced(sentence, start, end)
        span = Span(place.paragraph, place.start + start, place.start + end)
        mine = [blank for blank in blanks if span.start <= blank.span.start and blank.span.end <= span.end]
        yield from _text_drafts(article, span, mine, found, kind)


def _paragraph(article: Article, place: Span, found: list[Finding], kind: Kind) -> Iterator[Draft]:
    whole = Span(place.paragraph, 0, len(article.paragraphs[place.paragraph].text))
    yield from _text_drafts(article, whole, [blank for each in found for blank in each.blanks], found, kind)


MOST_OF = 0.6  # a card that shows so much of a sentence shows the sentence
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
    shown = rest(text, max(end for _, end, *_ in hidden)) if kind.selection else len(text)
    quiet = f'<span class="rest">{harmless(text[shown:])}</span>' if shown < len(text) else ""
    return Draft(
        kind, first.rule, words, wrapped(kind, hide(text[:shown], hidden) + quiet), (text,), span,
        cue=cue(article, span, [text[a:b] for a, b, *_ in hidden], first.cue, kind),
        extra=context(article, span), tags=tags, weight=max(each.weight for each in found))


def _everywhere(text: str, hidden: list[tuple[int, int, int, str]]) -> list[tuple[int, int, int, str]]:
    """Hide an answer wherever its words stand in the text on their own, under one number: never the answer in sight."""
    result = list(hidden)
    for start, end, number, _ in hidden:
        if end - start > 2:
            for match in standing_alone(text[start:end]).finditer(text):
                if all(match.end() <= first or last <= match.start() for first, last, *_ in result):
                    result.append((match.start(), match.end(), number, ""))
    return sorted(result)


def _leans_on(article: Article, span: Span, kind: Kind) -> Iterator[str]:
    """What a text that leans on the one before it leans on: without it the same words may say something else."""
    if kind.leaning and kind.leaning.match(span.of(article)) and (before := preceding(article, span)):
        yield before


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen text[start:end] until no quotation or bracket is cut."""
    while end < len(text) and open_brackets(text[start:end]):
        end += 1
    return start, end
