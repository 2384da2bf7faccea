"""Cleaning: whatever a package's field holds, what comes of it runs nothing; what juyao wrote stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.anki.cleaning import clean
from cards.anki.cloze import BACKSLASH, answers, hide, strip
from tests.anki.test_cloze import SCRAPS, hidden
from tests.cases import REPEATABLE

TAGS = ["<b>", "</b>", "<b onclick=x>", "<script", "</script>", "<img src=x onerror=y>", "<div class=\"a\">", "<", ">",
        "<a href=javascript:x>", "&#92;(", "&bsol;[", "&lt;script&gt;", "&amp;#92;(", "\\(", "\\[",
        "<style>", "<svg/onload=x>",
        "<span>\\</span>", "<div class=\"[sound:x.mp3]\">", "{{c1::", "::", "}}", "<!--", "-->", "&#x5b;latex]"]
fields = some.lists(some.sampled_from([*TAGS, *SCRAPS]), max_size=16).map("".join)
ELEMENT = re.compile(r'</?(?:div|span|p|ol|ul|li|mark|q|blockquote|br|b|i|u|em|strong|sub|sup)'
                     r'(?: (?:class|data-kind)="[^"\[\\<>]*"| start="\d+")* ?/?>')


def assert_clean(field: str) -> None:
    left = ELEMENT.sub("", field.replace(BACKSLASH, ""))
    assert not set("<>[\\") & set(left), field
    assert not re.search(r"&(?!amp;|lt;|gt;|#123;|#125;|#91;|#58;)", left), field


@REPEATABLE
@given(fields)
def test_nothing_that_runs_is_left_of_any_field(field: str) -> None:
    cleaned = clean(field)
    assert_clean(cleaned)
    assert clean(cleaned) == cleaned


@REPEATABLE
@given(hidden())
def test_what_juyao_wrote_stays_as_it_is(case) -> None:
    field = hide(*case)
    assert clean(field) == field


@pytest.mark.parametrize(("field", "cleaned"), [
    ('<div class="jy statistic" data-kind="统计">全市{{c1::32处::多少处}}</div>',
     '<div class="jy statistic" data-kind="统计">全市{{c1::32处::多少处}}</div>'),
    ("湿地<script>alert(1)</script>面积<img src=x onerror=alert(1)>", "湿地面积"),
    ('<b onclick="x()">湿地</b><i>面积</i>&nbsp;32', "湿地</b><i>面积</i>\xa032"),
    ("<scr<script></script>ipt>x", "x"),
    ('<a href="javascript:x">湿地</a>', "湿地"),
])
def test_words_and_plain_emphasis_are_kept(field: str, cleaned: str) -> None:
    assert clean(field) == cleaned


def test_marks_of_mathematics_and_sound_stay_readable() -> None:
    assert strip(clean(r"\(x\)[sound:a.mp3]{{c1::&#92;[y&#92;]}}")) == r"\(x\)[sound:a.mp3]\[y\]"
    assert answers(clean(r"{{c1::\(x\)}}")) == {1: [r"\(x\)"]}
