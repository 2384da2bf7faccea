"""Markdown: the same articles and notes as from text; its marks are stripped, its numbers, tables and notes are not;
and what is only a text that begins with # stays one.

The files stand in fixtures/formats/md: sample.md is made by make_md.py beside it; ugly.txt is what ugly.md reads as:
the number of a line before it, `# ` before a heading, `! ` before a doubt. JUYAO_CASES sets how many mutated files are
read.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.build import Settings, build_issue
from cards.reading import read_bytes, read_issue
from cards.reading.formats.md import is_markdown, markdown_source
from cards.records import UserError
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE
from tests.fixtures.formats.make_md import markdown_of
from tests.reading.fuzzing import (
    LARGE,
    NAME,
    PARAGRAPH,
    PARAGRAPHS,
    SLOW,
    Cost,
    cases_of,
    costs,
    judged,
    markdown,
)

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "formats" / "md"
CASES = int(os.environ.get("JUYAO_CASES", "40"))
WATER = "云岭市把水源地保护作为头等大事，全年新建湿地32处，恢复河岸18公里。"
VILLAGE = "青溪县推进数字乡村建设，村民办事不出村，网上办结率达到96.5%。"


def texts(text: str) -> list[str]:
    return [line.text for line in markdown_source(text, "2026-05.md").lines]


def test_fixture_reads_as_the_text_beside_it() -> None:
    source = markdown_source((FOLDER / "ugly.md").read_text(encoding="utf-8"), "ugly.md")
    lines = [f"{line.number} {'# ' if line.role else ''}{line.text}" for line in source.lines]
    shown = "\n".join([*lines, *(f"! {doubt}" for doubt in source.doubts)]) + "\n"
    assert shown == (FOLDER / "ugly.txt").read_text(encoding="utf-8")


@pytest.fixture
def notes(rules: RuleSet, cut, tmp_path: Path) -> Callable[[Path], list[tuple[str, str]]]:
    def of(path: Path) -> list[tuple[str, str]]:
        work = build_issue(path, Settings(rules, cut, tmp_path / "decks", 0))
        return [(note.guid, note.fields[0]) for deck in work.edition.decks for note in deck.at_home]
    return of


def test_the_sample_gives_the_same_notes_as_its_text(sample: Path, rules: RuleSet, notes) -> None:
    assert (FOLDER / "sample.md").read_text(encoding="utf-8") == markdown_of(sample.read_text(encoding="utf-8"))
    issue = read_issue(FOLDER / "sample.md", rules)
    assert (issue.publication, issue.number, issue.date) == ("学习与实践参考", "2026-03", "2026-03-18")
    assert len(issue.articles) == 4
    assert notes(FOLDER / "sample.md") == notes(sample)


@pytest.mark.parametrize("name", ["2024-24", "2026-01"])
def test_the_real_issue_gives_the_same_notes_as_its_text(name: str, shared: Path, notes, tmp_path: Path) -> None:
    text = shared / "issues" / f"{name}.txt"
    other = tmp_path / f"{name}.md"
    other.write_text(markdown_of(text.read_text(encoding="utf-8")), encoding="utf-8")
    assert notes(other) == notes(text)


@pytest.mark.parametrize(("text", "expected"), [
    ("**要把实事办好。**把好事办实。", ["要把实事办好。把好事办实。"]),
    ("*头等*大事，_重要_、__更重要__。", ["头等大事，重要、更重要。"]),
    ("\\*不是强调\\*，1\\. 也不是列表。", ["*不是强调*，1. 也不是列表。"]),
    ("2 * 3 = 6，a_b_c。", ["2 * 3 = 6，a_b_c。"]),
    ("见[公报](https://example.org)和<https://example.org/b>。", ["见公报和https://example.org/b。"]),
    ("[目标](#a)\n[公报][gb]\n\n[gb]: https://example.org", ["目标公报"]),
    ("1. 加强统筹\n1. 压实责任", ["1.加强统筹", "2.压实责任"]),
    ("7) 加强统筹\n8) 压实责任", ["7.加强统筹", "8.压实责任"]),
    ("1. 第一，加强统筹。\n2. （二）压实责任。", ["第一，加强统筹。", "（二）压实责任。"]),
    ("- 加强统筹\n- 压实责任", ["加强统筹", "压实责任"]),
    ("1.加强统筹\n\n2.压实责任", ["1.加强统筹", "2.压实责任"]),
    ("前一句。\n后一句。", ["前一句。", "后一句。"]),
    ("前半句，\n后半句。", ["前半句，后半句。"]),
    ("前半句，  \n后半句。", ["前半句，", "后半句。"]),
    ("要抓好：\n——加强统筹\n——压实责任", ["要抓好：", "——加强统筹", "——压实责任"]),
    ("PCT\npatent", ["PCT patent"]),
    ("　　缩进两个全角空格。", ["缩进两个全角空格。"]),
    ("    缩进四格。\n\n\t缩进一个制表符。", ["缩进四格。", "缩进一个制表符。"]),
    ("云岭&nbsp;青溪 &lt;b&gt;", ["云岭 青溪 <b>"]),
    ("面积320 km<sup>2</sup><!-- 注 -->，<u>约10万亩</u>。", ["面积320 km²，约10万亩。"]),
    ("<script>alert(1)</script>\n\n正文。", ["正文。"]),
    ("标题一\r\n===\r\n正文。\r\n", ["标题一", "正文。"]),
    ("|a|b|\n|-|-|\n|甲\\|乙|二|", ["a：b。", "甲|乙：二。"]),
    ("守护一江清水\t12", ["守护一江清水\t12"]),
    ("![图片](a.png)\n\n正文。", ["正文。"]),
    ("{{c1::原文}}::", ["{{c1::原文}}::"]),
])
def test_text_is_what_its_writer_means(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("# 守护一江清水\n\n" + WATER, "heading"), ("守护一江清水\n===\n\n" + WATER, "heading"),
    ("###### 守护一江清水 ######\n\n" + WATER, "heading"), ("**守护一江清水**\n\n" + WATER, "heading"),
    ("守护一江清水\n\n" + WATER, ""), (f"{VILLAGE}\n---\n\n{WATER}", ""), ("#守护一江清水\n\n" + WATER, ""),
])
def test_heading_is_told(text: str, expected: str) -> None:
    assert markdown_source(text, "2026-05.md").lines[0].role == expected


@pytest.mark.parametrize(("text", "name", "expected"), [
    (f"# 守护一江清水\n\n{WATER}\n", "2026-05.md", True),
    (f"守护一江清水\n{WATER}\n", "2026-05.MD", True),
    (f"# 守护一江清水\n\n## 一、总体要求\n\n{WATER}\n", "2026-05.txt", True),
    (f"# 守护一江清水\n\n**{WATER}**\n", "standard input", True),
    (f"守护一江清水\n\n**要求**：{WATER}见[公报](https://example.org)。\n", "2026-05.txt", True),
    (f"# 守护一江清水\n{WATER}\n{VILLAGE}\n", "2026-05.txt", False),
    (f"#水源地保护# #乡村\n{WATER}\n#数字乡村#\n", "2026-05.txt", False),
    ("# 1\n正文。\n# 2\n正文。\n# 3\n", "2026-05.txt", False),
    (f"守护一江清水\n***\n{WATER}\n***\n- 1 -\n", "2026-05.txt", False),
    ("甲|乙\n----\n1*2*3，f(x)[1](2)\n", "2026-05.txt", False),
    (f"{WATER}\n* 这是讲话的主要部分。\n> 引用\n`一`\n", "2026-05.txt", False),
])
def test_content_decides_and_only_where_it_is_certain(text: str, name: str, expected: bool) -> None:
    assert is_markdown(text, name) == expected


def test_telling_empty_lines_from_markdown_takes_time_in_line_with_their_number() -> None:
    def seconds(lines: int) -> float:
        begun = time.process_time()
        assert not is_markdown(f"{WATER}\n" + "\n \t" * lines, "2026-05.txt")
        return time.process_time() - begun

    assert min(seconds(60_000) / seconds(30_000) for _ in range(5)) < 3


def test_no_issue_of_plain_text_is_taken_for_markdown(sample: Path, shared: Path) -> None:
    for path in (sample, *(shared / "issues").glob("*.txt")):
        assert not is_markdown(path.read_text(encoding="utf-8"), str(path)), path


def test_text_that_begins_with_a_hash_keeps_its_lines(rules: RuleSet) -> None:
    issue = read_bytes(f"# 守护一江清水\n{WATER}\n{VILLAGE}\n".encode(), "2026-05", rules, "2026-05.txt")
    assert [each.text for each in issue.articles[0].paragraphs] == [WATER, VILLAGE]


def test_markdown_may_begin_with_html_and_a_page_may_be_named_md(rules: RuleSet) -> None:
    text = f"<h1 align=center>守护一江清水</h1>\n\n**要求**：{WATER}\n\n## 一、总体要求\n\n{VILLAGE}\n"
    page = f"<!doctype html><title>守护一江清水</title><h1>守护一江清水</h1><p>**{WATER}</p><p>{VILLAGE}</p>"
    for data, name, first in ((text, "2026-05.md", f"要求：{WATER}"), (text, "standard input", f"要求：{WATER}"),
                              (page, "2026-05.md", f"**{WATER}")):
        article = read_bytes(data.encode(), "2026-05", rules, name).articles[0]
        assert (article.title, article.paragraphs[0].text) == ("守护一江清水", first)


@pytest.mark.parametrize("missing", ["markdown_it", "mdit_py_plugins", "lxml.etree"])
def test_missing_library_names_the_extra(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UserError) as caught:
        texts(WATER)
    assert str(caught.value) == "2026-05.md: reading .md needs juyao[md]: pip install 'juyao[md]'"


PIECES = ["\n", "\n\n", "**", "*", "_", "`", "[", "](x)", "> ", "- ", "1. ", "# ", "|", "<b>", "</b>", "\\", "---\n",
          "~~", "    ", "```\n", "<!--", "-->", "<div>", "[^1]", "\t", "![", "<del>"]


@REPEATABLE
@given(pieces=some.lists(some.sampled_from([*PIECES, "", ""]), min_size=1, max_size=30))
def test_no_sentence_is_lost_unsaid(pieces: list[str]) -> None:
    """Wherever a sentence stands, it is in a line, or in what Markdown hides: a comment, a picture, deleted text."""
    text = "".join(piece or f"村民{at}说水清了岸绿了" for at, piece in enumerate(pieces))
    wanted = [f"村民{at}说水清了岸绿了" for at, piece in enumerate(pieces) if not piece]
    try:
        source = markdown_source(text, "2026-05.md")
    except UserError:
        assert not wanted or "<!--" in text or "![" in text or "~~" in text or "<del>" in text
        return
    said = "\n".join(line.text for line in source.lines)
    lost = [each for each in wanted if each not in said]
    assert not lost or "<!--" in text or "![" in text or any("left out" in str(doubt) for doubt in source.doubts)


HOSTILE = {
    "levels of quotes": lambda: ">" * 48_000 + "x",
    "a million list items": lambda: "- a\n" * 1_000_000,
    "list items up to the limit": lambda: "- a\n" * 19_999,
    "open brackets": lambda: "[" * 48_000,
    "open images": lambda: "![a](" * 16_000,
    "emphasis": lambda: "*a **b _c " * 12_000,
    "underscores": lambda: "_a__" * 16_000,
    "a huge table": lambda: "|a|b|c|\n|-|-|-|\n" + "|甲|乙|丙|\n" * 12_000,
    "a wide table": lambda: "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + ("|b" * 2_000 + "\n") * 20,
    "footnotes": lambda: "".join(f"x[^{at}]\n\n[^{at}]: 注\n\n" for at in range(4_000)),
    "deep tags": lambda: "<div>" * 48_000,
    "lines without anything": lambda: "\n" * 19_999 + WATER,
    "lines of spaces": lambda: " \n" * 19_999 + WATER,
    "front matter": lambda: "---\n" + "a: &a [*a, *a]\n" * 8_000 + "---\n" + WATER,
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cost]:
    files = {name: make().encode() for name, make in HOSTILE.items()}
    return costs(files, f"{PARAGRAPH}\n\n".encode() * PARAGRAPHS, markdown, tmp_path_factory.mktemp("hostile"))


@pytest.mark.bench
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_neither_long_nor_much(name: str, measured: dict[str, Cost]) -> None:
    cost = measured[name]
    assert cost.said.endswith(" lines") or cost.said.startswith(NAME)
    assert cost.times < SLOW
    assert cost.peak < LARGE


def test_mutated_file_gives_lines_or_one_clear_line() -> None:
    files = [path.read_bytes() for path in sorted(FOLDER.glob("*.md"))]
    verdict = judged(cases_of("md", files, CASES), lambda data: markdown(data, NAME))
    assert verdict.wrong == []
    assert verdict.read > CASES // 2
