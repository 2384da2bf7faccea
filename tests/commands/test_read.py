"""`juyao read`: what was understood of a source, before any card is made."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from cards.commands.program import exit_code

PDFS = Path(__file__).parent.parent / "fixtures" / "formats" / "pdf"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def juyao(*arguments: object) -> Ran:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = exit_code([str(each) for each in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def test_the_outline_of_the_sample(sample):
    ran = juyao("read", sample)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "学习与实践参考 2026-03  (2026-03-18)"
    assert "  02 为什么要把技能人才摆在这样突出的位置？" in lines
    assert "     32 paragraphs; source: 云岭日报，2026-02-11 (2026-02-11)" in lines
    assert "     - 怎样看待今天的家底？" in lines
    assert lines[lines.index("  1 warning:") + 1] == (
        "    - article 4, paragraph 7, line 178: doubled character: 要紧紧密结合企")
    mended = lines[lines.index("  mended:") + 1 :]
    assert "    - article 1: paragraphs rejoined over page breaks: 3" in mended
    assert any("article 4: tidied: " in line and "英文 and" in line for line in mended)


YEARBOOK = "{0}\n\n全年全市新建湿地32处，恢复河岸18公里。\n\n全市干部要抓好治水。\n"


@pytest.mark.parametrize(("title", "said", "place", "year"), [
    ("2024年云岭市国民经济和社会发展统计公报", "; of: 云岭市 · 2024", "云岭市", 2024),
    ("2026年云岭市政府工作报告", "; of: 云岭市 · 2026", "云岭市", 2026),
    ("治水事业发展报告（2023年）", "; of: 2023", "", 2023),
    ("怎样把水治好", "", "", None),
])
def test_the_place_that_an_article_is_of_and_the_year_it_tells_of(title, said, place, year, tmp_path):
    source = tmp_path / "公报.txt"
    source.write_text(YEARBOOK.format(title), encoding="utf-8")
    assert juyao("read", source).out.splitlines()[2].partition("source: none")[2] == said
    [article] = json.loads(juyao("read", source, "--json").out)["articles"]
    assert (article["place"], article["year"]) == (place, year)


def test_the_year_of_a_piece_of_news_is_that_of_its_date(sample):
    articles = json.loads(juyao("read", sample, "--json").out)["articles"]
    assert articles[1]["date"] == "2026-02-11"
    assert articles[1]["year"] == 2026


def test_text_adds_every_paragraph_with_its_place(sample):
    lines = juyao("read", sample, "--text").out.splitlines()
    assert any(line.startswith("     [1, line 24] 今天，我们召开全市技能人才工作会议") for line in lines)
    assert any(line.startswith("     [4, line 70, heading] 为什么技能人才如此要紧？") for line in lines)
    assert any(", source] （来源：《云岭学刊》2026年第2期）" in line for line in lines)


def test_pages_are_the_place_in_a_pdf():
    lines = juyao("read", PDFS / "issue.pdf", "--text").out.splitlines()
    assert "     6 paragraphs, pages 3–4; source: 《云岭学刊》2026年第2期 (2026)" in lines
    assert "     3 paragraphs, page 5; source: 云岭日报，2026-02-11 (2026-02-11)" in lines
    assert any(line.startswith("     [3, page 3, heading] 一、算清长远账") for line in lines)


def test_json_is_the_same_as_one_object(sample):
    ran = juyao("read", sample, "--json")
    read = json.loads(ran.out)
    assert (read["publication"], read["issue"], read["date"]) == ("学习与实践参考", "2026-03", "2026-03-18")
    article = read["articles"][1]
    assert (article["number"], article["source"], article["pages"]) == (2, "云岭日报，2026-02-11", None)
    assert article["sections"][0] == "为什么技能人才如此要紧？"
    paragraph = article["paragraphs"][0]
    assert [paragraph["text"][each["start"] : each["end"]] for each in paragraph["sentences"]] == [paragraph["text"]]
    assert [warning["line"] for warning in read["warnings"]] == [178]
    assert {each["article"] for each in read["mended"]} == {1, 2, 3, 4}
    assert json.loads(juyao("read", PDFS / "issue.pdf", "--json").out)["articles"][1]["pages"] == [5, 5]


def test_a_file_that_can_not_be_read_is_one_line():
    ran = juyao("read", PDFS / "scanned.pdf")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "scanned.pdf: no text in it" in ran.err
