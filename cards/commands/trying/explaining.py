"""Explaining: for each sentence, which rules matched where, which finding won, and what the others fell by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cards.build import Work
from cards.commands.trying.probing import why_not
from cards.records import KEPT, Article, Fate, Finding, Paragraph, Place, Sentence, Span, Unwritten
from cards.rules.ruleset import Rule

NEAR = "unless"
UNWRITTEN = "not written"


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence with the fates of all that was found in it, each with the words it would hide.

    `failed` says which further cards failed their check (items of an enumeration), `remark` why nothing was found: the
    sentence was read as something else than text, or, where one rule is asked for, what of it does not match.
    """

    place: Place
    text: str
    fates: tuple[tuple[str, Fate], ...]
    failed: tuple[str, ...] = ()
    remark: str = ""


def explain(work: Work, rule: Rule | None = None, sentence: str = "") -> Iterator[Explained]:
    """Explain the sentences that hold the text `sentence`, or what one `rule` did in them; the notes of `work` are
    written.
    """
    for article in work.issue.articles:
        fates = (work.found or {})[article.number].fates
        for paragraph in article.paragraphs:
            here = [fate for fate in fates if any(span.paragraph == paragraph.index for span in fate.finding.spans)
                    and rule in (None, work.rules.named(fate.finding.rule))]
            failed = [each for each in work.unwritten if isinstance(each, Unwritten)
                      and (each.place.article, each.span.paragraph) == (article.number, paragraph.index)]
            for each in paragraph.sentences or (Sentence(paragraph.text, 0),):
                if sentence in each.text:
                    yield _explained(work, article, paragraph, each, here, failed, rule)


def _explained(work: Work, article: Article, paragraph: Paragraph, sentence: Sentence, fates: list[Fate],
               failed: list[Unwritten], rule: Rule | None) -> Explained:
    span = Span(paragraph.index, sentence.start, sentence.end)
    failed = [each for each in failed if each.span.overlaps(span)]
    told = [_written(fate, failed) for fate in fates if _within(fate.finding, span)]
    told.sort(key=lambda fate: (fate.outcome != KEPT, fate.finding.rule))
    said = {fate.why for fate in told}
    remark = "" if told else _remark(work, article, paragraph, span, rule)
    return Explained(
        article.place(paragraph.index), sentence.text,
        tuple((_words(fate.finding, article, span), fate) for fate in told),
        tuple(each.message for each in failed if each.why not in said and rule in (None, work.rules.named(each.rule))),
        remark)


def _words(finding: Finding, article: Article, sentence: Span) -> str:
    """What a finding would hide; of an enumeration that began before the sentence, the items that stand in it."""
    if finding.spans[0].overlaps(sentence) or not finding.items:
        return " | ".join(span.of(article) for span in finding.spans)
    inside = [f"{span.of(article)} (item {at})" for at, span in enumerate(finding.spans, 1) if span.overlaps(sentence)]
    return " | ".join(inside)


def _written(fate: Fate, failed: list[Unwritten]) -> Fate:
    """The fate, or, of a finding whose one card failed its check, that instead."""
    if fate.outcome == KEPT and not fate.finding.items:
        for each in failed:
            if each.kind == fate.finding.kind and _within(fate.finding, each.span):
                return replace(fate, outcome=UNWRITTEN, why=each.why)
    return fate


def _within(finding: Finding, span: Span) -> bool:
    return any(each.overlaps(span) for each in finding.spans)


def _remark(work: Work, article: Article, paragraph: Paragraph, sentence: Span, rule: Rule | None) -> str:
    if paragraph.role != "body":
        read = f"it was read as a {paragraph.role}"
        if rule is None or rule.scope != "headings" or paragraph.role != "heading":
            return f"no rule looked at it: {read}"
    if rule is None or work.rules.pieces is None:
        return "no rule matched"
    return f"{rule.id} {why_not(rule, article, sentence, work.rules.pieces)}"
