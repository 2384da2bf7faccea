"""What finding costs: a text four times as long takes about four times as long, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cards.finding import proposing
from cards.finding.context import contexts
from cards.finding.nesting import untangled
from cards.finding.overlaps import Overlaps
from cards.finding.proposing import propose
from cards.finding.said import paragraphs_with, says
from cards.records import KEPT, Fate, Finding, Item, Span
from cards.rules import grammar
from cards.rules.ruleset import RuleSet
from tests.cases import article_of, growth

LINEAR = 8  # at most, on four times the size: quadratic time is 16


@pytest.mark.bench
def test_sentences_that_share_some_words() -> None:
    def keep(count: int) -> None:
        kept = Overlaps(0.7)
        for number in range(count):
            own = frozenset({"必须摆在更加", *(f"{number}:{each}" for each in range(9))})
            assert not kept.has_like(own)
            kept.add(own)

    assert growth(keep, 2_000) < LINEAR


def test_sets_that_share_more_than_the_share_of_the_smaller_are_alike() -> None:
    kept = Overlaps(0.5)
    kept.add(frozenset("abcd"))
    assert kept.has_like(frozenset("abcx"))
    assert not kept.has_like(frozenset("abxy"))
    assert kept.has_like(frozenset("ab"))
    assert kept.has_like(frozenset("abcdefghijkl"))
    assert not kept.has_like(frozenset())


@pytest.mark.bench
def test_words_that_are_looked_for_in_an_article() -> None:
    def look(count: int) -> None:
        names = [chr(0x4E00 + number) + chr(0x9000 - number) for number in range(count)]
        article = article_of("\n".join(f"青溪县{name}站点由云岭市建成。" for name in names))
        for number, name in enumerate(names):
            assert list(paragraphs_with(article, [name, "建成"])) == [number]

    assert growth(look, 1_000) < LINEAR


def test_a_word_is_said_so_often_over_all_paragraphs() -> None:
    article = article_of("水利是命脉，水利要先行。\n办好水利。\n稳")
    assert says(article, "水利", 3)
    assert not says(article, "水利", 4)
    assert says(article, "稳")
    assert not says(article, "水稳")


@pytest.mark.bench
def test_lists_that_announce_lists() -> None:
    def untangle(count: int) -> None:
        text = "一是要修好：水渠、塘坝。"
        article = article_of("\n".join([text] * count))
        fates = [Fate(listed(at, start, len(text)), KEPT) for at in range(count) for start in (0, 6)]
        assert len(untangled(fates, article)) == 2 * count

    assert growth(untangle, 500) < LINEAR


def listed(paragraph: int, start: int, end: int) -> Finding:
    """A list that begins at a place of a paragraph."""
    body = Span(paragraph, start, end)
    return Finding("measure", "measure.test", body, body, items=(Item(body, body, body),) * 2)


@pytest.mark.bench
def test_documents_in_one_article(shipped: RuleSet) -> None:
    def ask(count: int) -> None:
        document = f"云岭市政府工作报告\n{'全国各地要切实把水利办好。' * 20}"
        assert len(contexts(article_of("\n".join([document] * count)), shipped).grounds) == 2 * count

    assert growth(ask, 100) < LINEAR


def test_every_sentence_of_a_long_article_is_read_once_for_all_rules(
        shipped: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    readings: Callable = grammar._readings
    monkeypatch.setattr(grammar, "_readings", lambda rules, text: (read.append(text), readings(rules, text))[1])
    monkeypatch.setattr(grammar, "TEXTS_KEPT", 60)
    monkeypatch.setattr(proposing, "PORTION", 30)
    article = article_of("\n".join(f"云岭市建成站点{number}个，增长{number}.5%。" for number in range(200, 400)))
    fates = propose(article, shipped, {})
    assert len(read) < 1.5 * len(article.paragraphs)
    assert {fate.finding.context.paragraph for fate in fates} == set(range(200))
