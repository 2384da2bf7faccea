"""Pages to lines: rows, columns, running heads and paragraphs of pages that are written as text; and characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from cards.reading.formats.pdf import layout
from cards.reading.formats.pdf.characters import normal
from cards.reading.formats.pdf.child import Style, stretches
from cards.reading.formats.pdf.records import Page, Piece
from cards.reading.formats.pdf.seams import seam
from cards.reading.lines import Source
from tests.reading.formats.pdf_files import OUTLINE


def source_of(pages: Sequence[Page]) -> Source:
    return layout.source_of(pages, OUTLINE)


# Layout: rows of pieces, in points; a row is 20 em wide, and a step of 15 points follows it

EM, LEFT, STEP = 10.0, 100.0, 15.0


def rows(text: str, number: int = 1, size: float = EM, top: float = 200.0) -> Page:
    """A page of rows: `>` sets in by one em, `^` centres, `+` is larger, `*` bold, an empty line a gap."""
    pieces = []
    for at, raw in enumerate(text.strip("\n").split("\n")):
        marks = re.match(r"[>^+*]*", raw)
        assert marks
        words = raw[marks.end() :]
        em = size * (1.5 if "+" in marks[0] else 1)
        width = em * sum(0.5 if c.isascii() else 1 for c in words)
        left = LEFT + (10 * EM - width / 2 if "^" in marks[0] else EM * marks[0].count(">"))
        if words:
            pieces.append(Piece(words, left, left + width, top + at * STEP, em, "*" in marks[0]))
    return Page(number, 400.0, 800.0, tuple(pieces))


FILL = "江水清了夜里又能看到萤火虫了孩子们都来看了"[:20]


def paragraphs(*pages: str) -> list[str]:
    return [line.text for line in source_of([rows(text, number) for number, text in enumerate(pages, 1)]).lines]


SET_IN = f"""
>>{FILL[:18]}
{FILL}
江水清了。
>>{FILL[:18]}
{FILL}
"""


def test_an_indent_begins_a_paragraph() -> None:
    assert paragraphs(SET_IN) == [f"{FILL[:18]}{FILL}江水清了。", f"{FILL[:18]}{FILL}"]


def test_a_full_line_at_a_page_s_foot_goes_on_even_behind_a_stop() -> None:
    cut = SET_IN.strip() + f"\n{FILL[:19]}。"
    assert paragraphs(cut, f"{FILL}\n江水。\n>>群众说好。") == [
        f"{FILL[:18]}{FILL}江水清了。", f"{FILL[:18]}{FILL}{FILL[:19]}。{FILL}江水。", "群众说好。"]


def test_a_gap_begins_a_paragraph_where_there_are_no_indents() -> None:
    assert paragraphs(f"{FILL}\n{FILL}\n\n{FILL}\n江水清了。") == [FILL + FILL, FILL + "江水清了。"]


def test_a_short_line_behind_a_stop_ends_a_paragraph_without_gap_or_indent() -> None:
    assert paragraphs(f"{FILL}\n江水清了。\n{FILL}\n群众说好。") == [FILL + "江水清了。", FILL + "群众说好。"]


def test_a_line_short_for_a_word_that_did_not_fit_goes_on() -> None:
    last = paragraphs(f"{SET_IN}{FILL[:17]}\nInnovation{FILL[:8]}。")[-1]
    assert last.endswith(f"{FILL[:17]}Innovation{FILL[:8]}。")


def test_a_heading_that_fills_its_line_is_no_part_of_the_text_below() -> None:
    text = f"{SET_IN}江水。\n>>{FILL[:18]}\n>>{FILL[:18]}\n{FILL}\n江水。"
    assert paragraphs(text)[-2:] == [FILL[:18], f"{FILL[:18]}{FILL}江水。"]


def test_a_gap_and_an_indent_begin_a_paragraph_whatever_stands_above() -> None:
    cut = f"{FILL[:17]}，"
    text = f"{SET_IN}江水。\n>>{cut}\n\n>>{FILL[:18]}\n{FILL}\n江水。"
    assert paragraphs(text)[-2:] == [cut, f"{FILL[:18]}{FILL}江水。"]


def test_more_gaps_than_lines_within_paragraphs_are_still_gaps() -> None:
    short, long = ["江水清了。", "群众说好。", "山也青了。", "路通了。"], [FILL, f"{FILL[:19]}。"]
    text = "\n\n".join(["\n".join(long), *short, "\n".join(long)])
    assert paragraphs(text) == ["".join(long), *short, "".join(long)]


def test_a_short_title_over_three_columns_comes_first() -> None:
    """Every other row of the columns is the first one of a paragraph, set in by two em."""
    pieces = [Piece("清水", 290.0, 320.0, 50.0, 15.0)]
    for at, name in enumerate("甲乙丙"):
        left = LEFT + at * 14 * EM
        for row in range(8):
            indent = 0 if row % 2 else 2 * EM
            text = name + FILL[1 : 12 - 2 * (row % 2 == 0)] if row < 7 else "江水。"
            pieces.append(Piece(text, left + indent, left + indent + EM * len(text), 100 + row * STEP, EM))
    lines = source_of([Page(1, 700.0, 800.0, tuple(pieces))]).lines
    assert [line.text[0] for line in lines[:2]] == ["清", "甲"]
    names = [line.text[0] for line in lines[1:]]
    assert names == sorted(names, key="甲乙丙".index)
    assert set(names) == {"甲", "乙", "丙"}


def test_a_heading_is_bold_or_larger_and_short() -> None:
    text = f"{SET_IN.rstrip()}\n>>*一、让江水清起来\n>>{FILL[:18]}\n{FILL}\n^+江水清了"
    found = source_of([rows(text)]).lines
    assert [line.text for line in found if line.role == "heading"] == ["一、让江水清起来", "江水清了"]


def test_a_title_wrapped_by_the_margin_or_by_hand_is_one_line() -> None:
    by_the_margin = paragraphs(f"^+江水清了又能看到萤火虫了孩\n^+子们都来看\n\n{SET_IN}")
    assert by_the_margin[0] == "江水清了又能看到萤火虫了孩子们都来看"
    assert paragraphs(f"^+江水清了又能看\n^+孩子们都来看\n\n{SET_IN}{SET_IN}")[0] == "江水清了又能看 孩子们都来看"


def test_a_cover_s_lines_stay_apart() -> None:
    assert paragraphs("^+学习与实践\n^+2026年第7期\n^+云岭市政策研究室编", SET_IN)[:3] == [
        "学习与实践", "2026年第7期", "云岭市政策研究室编"]


def test_rows_of_a_table_without_contents_stay_text() -> None:
    assert "\t" not in "".join(paragraphs(f"{SET_IN}>>云岭市........12\n>>青溪县........18"))


def heads(*tops: str) -> Source:
    """Pages with a row of their own in the top margin."""
    return source_of([replace_top(rows(SET_IN, number), top) for number, top in enumerate(tops, 1)])


def replace_top(page: Page, words: str) -> Page:
    top = Piece(words, LEFT, LEFT + 50, 50.0, 8.0)
    return Page(page.number, page.width, page.height, (top, *page.pieces))


def test_heads_that_repeat_are_dropped_with_their_page_numbers() -> None:
    assert not any("学习" in line.text for line in heads("学习与实践 1", "学习与实践 2").lines)


def test_a_head_among_running_heads_that_repeats_nowhere_is_told() -> None:
    source = heads("学习与实践", "学习与实践", "编者的话", "学习与实践")
    assert [(str(doubt), doubt.mended) for doubt in source.doubts] == [
        ("page 1: left out as a running head: 学习与实践 ×3", True),
        ("page 3: left out as a running head: 编者的话", False)]


def test_first_rows_that_differ_are_text() -> None:
    assert "青溪县见闻" in [line.text for line in heads("编者的话", "青溪县见闻").lines if line.page == 2]


@pytest.mark.parametrize("number", ["3", "— 3 —", "第 3 页", "第3页 共20页", "3/41", "- 3 -", "Page 3 of 4", "·3·"])
def test_a_page_number_by_itself_is_dropped(number: str) -> None:
    assert [line.text for line in heads(number).lines] == paragraphs(SET_IN)


@pytest.mark.parametrize("words", ["3月", "第3期", "12.5%", "2026年3月18日"])
def test_a_lone_line_that_is_no_page_number_stays(words: str) -> None:
    assert heads(words).lines[0].text == words


@pytest.mark.parametrize(("first", "second", "joined"), [
    ("坚持人民", "至上", "坚持人民至上"), ("inno-", "vation", "innovation"),
    ("state-of-the-", "art", "state-of-the-art"), ("COVID-", "19", "COVID-19"),
    ("the office", "writes", "the office writes"), ("共2026", "00元", "共202600元"),
    ("用AI", "治水", "用AI治水"), ("布局 and", "关键", "布局 and 关键"), ("布局", "and 关键", "布局 and 关键"),
])
def test_lines_are_joined_as_they_were_cut(first: str, second: str, joined: str) -> None:
    assert "".join(seam(first, second)) == joined


@pytest.mark.parametrize(("given", "meant"), [
    ("⽂化⻓江⼈⺠", "文化长江人民"), ("ﬁnance", "finance"),
    ("１２．５％，“ＡＩ”（试点）！", "12．5％，“AI”（试点）！"),
    ("\uf9e2里", "梨里"), ("\uf0b7第一", "第一"), ("江  水", "江 水"), ("12㎡，①好", "12㎡，①好"),
])
def test_characters_are_those_that_were_meant(given: str, meant: str) -> None:
    assert normal(given) == meant


def cut(text: str, *, at: Sequence[float] = (), style: Style | None = None) -> list[str]:
    """The stretches of `text`, whose characters begin `at` so many em and are one em wide."""
    starts = at or range(len(text))
    style = style or Style(100.0, 10.0)
    characters = [(ord(c), x * EM, x * EM + EM, style) for c, x in zip(text, starts, strict=True)]
    return [each.text for each in stretches(characters)]


def test_gaps_cut_stretches() -> None:
    assert cut("江水清清") == ["江水清清"]
    assert cut("目录", at=(0, 3)) == ["目", "录"]
    assert cut("第3", at=(0, 1.5)) == ["第", "3"]
    assert cut("ab", at=(0, 1.3)) == ["a b"]
    assert cut("江 水", at=(0, 1, 1.3)) == ["江 水"]


# Footnotes


def test_a_footnote_is_known_by_a_mark_behind_a_unit() -> None:
    """Raised behind Latin letters a number may be an exponent (10 km²); one that a footnote begins with is its mark."""
    text = rows(f">>{FILL[:18]}\n{FILL}\n蓄水量达到77Mm，面积9km。\n")
    unit = Piece("蓄水量达到77Mm", LEFT, LEFT + 80, 230.0, EM)
    foot = [Piece("3", LEFT, LEFT + 2, 598.0, EM * 0.4),
            Piece("蓄水量按水尺测算。", LEFT + 3, LEFT + 70, 600.0, EM * 0.7)]
    raised = [Piece("3", LEFT + 80, LEFT + 83, 226.0, EM / 2), Piece("，面积9km", LEFT + 84, LEFT + 130, 230.0, EM),
              Piece("2", LEFT + 130, LEFT + 133, 226.0, EM / 2), Piece("。", LEFT + 134, LEFT + 144, 230.0, EM)]
    lines = source_of([replace(text, pieces=(*text.pieces[:2], unit, *raised, *foot))]).lines
    assert [line.text for line in lines] == [f"{FILL[:18]}{FILL}蓄水量达到77Mm，面积9km²。", "注：蓄水量按水尺测算。"]
