"""jieba's dictionary, read in parts: each part is what jieba itself reads, and no word is missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cards.text.dictionary import TOTAL, block, jieba
from cards.text.words import is_verb, is_word, part_of_speech, word_cutter


@pytest.fixture(scope="module")
def whole() -> Any:
    """A tokenizer of jieba's own with its whole dictionary."""
    tokenizer = jieba().Tokenizer()
    with tokenizer.get_dict_file() as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    return tokenizer


def by_beginning(frequencies: Mapping[str, int], every: int) -> dict[str, dict[str, int]]:
    """The words by their first two characters, for the first and the last and one of so `every` many, each with the
    word that is the first of the two.
    """
    beginnings = sorted({word[:2] for word in frequencies if len(word) > 1})
    blocks: dict[str, dict[str, int]] = {beginning: {} for beginning in [*beginnings[::every], beginnings[-1]]}
    for word, frequency in frequencies.items():
        if word[:2] in blocks:
            blocks[word[:2]][word] = frequency
    for beginning, words in blocks.items():
        words[beginning[0]] = frequencies[beginning[0]]
    return blocks


def test_a_block_is_what_jieba_knows_of_a_beginning(whole: Any) -> None:
    blocks = by_beginning(whole.FREQ, every=25)
    assert len(blocks) > 4_000
    assert {beginning: block(beginning).frequencies for beginning in blocks} == blocks


def test_a_word_of_one_character_is_known_beside_any_other(whole: Any) -> None:
    known = [word for word, frequency in whole.FREQ.items() if len(word) == 1 and frequency]
    assert len(known) > 10_000
    for character in sorted(known)[::25]:
        frequency = whole.FREQ[character]
        assert block(character).frequencies == {character: frequency}
        assert block(f"{character}，").frequencies == {character: frequency}


def test_words_that_stand_before_the_chinese_ones_are_known(whole: Any) -> None:
    assert [word for word in ("AT&T", "T恤衫", "4S店", "江南style", "阿Q", "大S") if word not in whole.FREQ] == []
    assert all(map(is_word, ("AT&T", "T恤衫", "4S店", "江南style", "阿Q", "大S")))


def test_the_total_is_that_of_all_words(whole: Any) -> None:
    assert whole.total == TOTAL


@pytest.mark.parametrize("character", ["\0", "\n", " ", "\ufffd", "𠮷", "\U0010ffff"])
def test_a_character_that_begins_no_word_has_an_empty_block(character: str) -> None:
    assert block(character).parts == {}


def test_parts_of_speech() -> None:
    assert [part_of_speech(word) for word in ("增长", "云岭", "", "增长云岭", "走")] == ["v", "ns", "", "", "v"]
    assert [is_verb(word) for word in ("增长", "发展", "走", "")] == [True, False, False, False]  # 发展 is a noun too


def test_domain_words_are_whole_in_any_order() -> None:
    """What a domain word is worth hangs on the dictionary, not on the other domain words."""
    words = ["数字乡村", "数字乡村建设", "乡村建设行动"]
    text = "数字乡村建设行动"
    assert word_cutter(words)(text) == word_cutter(words[::-1])(text)
    assert all(word_cutter(words)(word) == [word] for word in words)
