"""Which texts may hold a word."""

from __future__ import annotations

from hypothesis import given, strategies

from cards.text.holding import Holders, pairs
from tests.cases import REPEATABLE

TEXTS = strategies.lists(strategies.text("水利先行", max_size=8), max_size=6)


@REPEATABLE
@given(TEXTS, strategies.text("水利先行", max_size=4))
def test_no_text_that_holds_the_word_is_left_out(texts: list[str], word: str) -> None:
    named = list(Holders(texts).of([word]))
    assert set(named) >= {number for number, text in enumerate(texts) if word in text}
    assert named == sorted(set(named))


def test_the_rarest_pair_is_looked_up() -> None:
    holders = Holders(["兴修水利", "水利先行", "先行先试"])
    assert holders.rarest(["水利先行"]) in pairs("利先")
    assert list(holders.of(["水利先行"])) == [1]
    assert list(holders.of(["水利", "先试"])) == [2]
