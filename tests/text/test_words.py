"""Words: a text is cut as jieba cuts it, and no blank cuts a domain word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.text.words import word_cutter
from tests.cases import REPEATABLE

TEXT = "截至2025年底，云岭市技能人才总量达到62.4万人，增长7.3%，居全省第2位；“十四五”以来建成实训基地12个（含AI车间）。"


@pytest.fixture(scope="module")
def plain():
    """jieba as it comes, its dictionary made by itself."""
    import jieba

    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    tokenizer.initialized = True
    return tokenizer


def test_a_text_is_cut_as_jieba_cuts_it(plain) -> None:
    assert word_cutter(())(TEXT) == plain.lcut(TEXT)


@REPEATABLE
@given(st.text(alphabet=TEXT + " \n\t，。𠮷e\u0301\x00"))
def test_words_make_up_the_text_again(text: str) -> None:
    assert "".join(word_cutter(())(text)) == text


def test_a_domain_word_is_one_word_for_those_who_name_it() -> None:
    assert "技能人才总量" in word_cutter(["技能人才总量"])(TEXT)
    assert "技能人才总量" not in word_cutter(())(TEXT)


def test_the_same_words_have_one_cutter() -> None:
    """To prepare one takes as long as to build an issue."""
    assert word_cutter(["青溪"]) is word_cutter(word for word in ["青溪"])


@REPEATABLE
@given(st.text(alphabet=TEXT + " \r\n\t，。𠮷e\u0301习近平新时代欧阳修杭研大厦", max_size=60))
def test_every_text_is_cut_as_jieba_cuts_it(plain, text: str) -> None:
    assert word_cutter(())(text) == plain.lcut(text)
