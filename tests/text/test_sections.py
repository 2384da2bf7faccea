"""Sections: under which heading a paragraph stands."""

from __future__ import annotations

from cards.text.sections import sections
from tests.cases import growth

LINEAR = 8  # times four times the size: linear is about four, quadratic sixteen


def test_who_speaks_to_the_audience_has_left_the_last_point_behind() -> None:
    paragraphs = [("一、工作回顾", "heading"), ("（一）护好山林", "heading"), ("新建林场三座。", "body"),
                  ("各位代表！五年来，全县上下一条心，办成了几件大事。", "body"), ("水渠也修好了。", "body")]
    assert sections(paragraphs) == [(0, "一、工作回顾"), (1, "（一）护好山林"), (3, "一、工作回顾")]
    exclaimed = ("新建水渠三条，群众说：真好！大家都来帮忙。", "body")
    assert sections([*paragraphs[:3], exclaimed])[-1] == (1, "（一）护好山林")


def test_what_looks_back_on_years_behind_the_last_point_stands_under_what_is_above_all_points() -> None:
    paragraphs = [("一、工作回顾", "heading"), ("（一）护好山林", "heading"), ("新建林场三座。", "body"),
                  ("五年来，治水也取得了进展。", "body")]
    behind = [("二、今年任务", "heading")]
    assert sections([*paragraphs, *behind])[2:] == [(3, "一、工作回顾"), (4, "二、今年任务")]
    another = ("（二）修好水渠", "heading")
    assert sections([*paragraphs, another, *behind])[2:] == [(4, "（二）修好水渠"), (5, "二、今年任务")]
    each = [*paragraphs[:2], ("五年来，新建林场三座。", "body"), paragraphs[3], *behind]
    assert sections(each)[2:] == [(4, "二、今年任务")]


def test_closing_words_to_the_audience_stand_under_nothing() -> None:
    heads = [(f"{number}、{work}", "heading") for number, work in zip("一二三", ("修路", "通水", "办学"), strict=True)]
    spoken = ("各位代表！去年修了路。今年还要修二十公里。", "body")
    text = [heads[0], spoken, heads[1], ("要铺好管道。", "body"), heads[2]]
    closing = [("要办好村小学。", "body"), ("各位代表！蓝图已经绘就，让我们一起努力。", "body"), ("谢谢大家。", "body")]
    assert sections([*text, *closing])[-2:] == [(4, "三、办学"), (6, "")]
    assert sections([*text, *closing[1:]])[-1] == (4, "三、办学")


def test_paragraphs_that_look_back_between_points_are_read_in_time_in_proportion_to_them() -> None:
    def read(size: int) -> None:
        each = [("五年来，新建林场三座。", "body")] * size
        sections([("（一）护好山林", "heading"), ("新建林场三座。", "body"), *each, ("（二）修好水渠", "heading")])

    assert growth(read, 500) < LINEAR
