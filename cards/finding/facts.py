"""Facts of findings: what a finding would have a card ask for, before any card is made."""

from __future__ import annotations

from collections.abc import Iterator

from cards.finding.identity import answer_fact, heard, item_fact, list_fact, sentence_fact
from cards.records import Article, Fact, Finding, Span
from cards.rules.ruleset import Kind


def facts_of(article: Article, finding: Finding, kind: Kind) -> Iterator[tuple[Fact, tuple[Span, ...]]]:
    """What `finding`, of that `kind`, would ask for, each with where it stands: the list and its items, the sentence,
    or each figure in it.
    """
    if finding.items:
        yield list_fact(article, finding.items), finding.spans
        yield from ((item_fact(article, item, finding.items), (item.head,)) for item in finding.items)
    elif kind.selection:
        yield sentence_fact(article, finding.sentence), (finding.context,)
    else:
        yield from ((answer_fact(article, finding.sentence, blank.span), (blank.span,)) for blank in finding.blanks)


def same(fact: Fact) -> Fact:
    """`fact` as identity hears it, whichever part of its list it is."""
    said = heard(fact)
    return Fact(said.form, said.sentence, said.answer, said.items)
