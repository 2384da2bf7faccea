"""Web pages and exports: the article comes out as a browser shows it, in order; what is left out is said; and no page,
however damaged or hostile, gets anything but its lines or one clear line.

The pages stand in fixtures/formats/html; each .txt there is what an .html reads as: a line a line, `# ` before a
heading, `! ` before a doubt, checked by eye. LibreOffice made libreoffice*.html of issue.docx and apart.docx in
fixtures/formats/docx (soffice --headless --convert-to html); the others are typed after what Word, a news site and a
county's site of 2005 send. JUYAO_CASES sets how many mutated pages are read.
"""

from __future__ import annotations

import codecs
import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import outlined, read_issue
from cards.reading.formats.html import html_source
from cards.reading.lines import Source
from cards.records import Issue, UserError
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE
from tests.reading.fuzzing import LARGE, NAME, PARAGRAPH, PARAGRAPHS, SLOW, Cost, cases_of, costs, judged

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "formats" / "html"
PAGES = sorted(path.stem for path in FOLDER.glob("*.html"))
CASES = int(os.environ.get("JUYAO_CASES", "150"))
WATER = "云岭市把水源地保护作为头等大事，全年新建湿地32处，恢复河岸18公里。"
VILLAGE = "青溪县推进数字乡村建设，村民办事不出村，网上办结率达到96.5%。"
TALENT = "澄江新区技能人才总量达到62.4万人，比上年增长5.9%。"


def read(page: str | bytes) -> Source:
    return html_source(page.encode() if isinstance(page, str) else page, "2026-05.html")


def texts(page: str | bytes) -> list[str]:
    return [line.text for line in read(page).lines]


def headings(page: str) -> list[str]:
    return [line.text for line in read(page).lines if line.role == "heading"]


def doubts(page: str | bytes) -> list[str]:
    return [str(doubt) for doubt in read(page).doubts]


def issue_of(name: str, rules: RuleSet) -> Issue:
    return outlined(read((FOLDER / f"{name}.html").read_bytes()), "2026-05", rules, name)


@pytest.mark.parametrize("name", PAGES)
def test_fixture_reads_as_the_text_beside_it(name: str) -> None:
    source = read((FOLDER / f"{name}.html").read_bytes())
    lines = [("# " if line.role else "") + line.text for line in source.lines]
    shown = [*lines, *(f"! {doubt}" for doubt in source.doubts)]
    assert "\n".join(shown) + "\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_real_issue_reads_as_its_text(shared: Path, rules: RuleSet) -> None:
    """But for the title of the first article: the text kept a space where the printed title wraps."""
    path = shared / "issues" / "2024-24.html"
    page = outlined(html_source(path.read_bytes(), str(path)), "2024-24", rules, str(path))
    text = read_issue(path.with_suffix(".txt"), rules)
    for mine, theirs in zip(page.articles, text.articles, strict=True):
        assert [(each.role, each.text) for each in mine.paragraphs] == [
            (each.role, each.text) for each in theirs.paragraphs]
        assert mine.title.replace(" ", "") == theirs.title.replace(" ", "")
        assert (mine.source, mine.date) == (theirs.source, theirs.date)
    assert (page.publication, page.number, page.date, page.publisher, page.theme) == (
        text.publication, text.number, text.date, text.publisher, text.theme)


@pytest.mark.parametrize(("name", "articles"), [
    ("issue_page", [("守护一江清水", "《云岭学刊》2026年第2期"), ("数字乡村的青溪实践", "云岭日报，2026-04-02"),
                    ("澄江新区引才记", "云岭理论网，2026-03-09")]),
    ("libreoffice", [("守护一江清水 建设美丽云岭", "云岭日报，2026-04-02"),
                     ("数字乡村的青溪实践", "《云岭学刊》2026年第2期")]),
    ("word", [("守护一江清水", "《云岭学刊》2026年第2期"), ("数字乡村的青溪实践", "")]),
    ("news", [("青溪县推进数字乡村建设 村民办事不出村", "云岭日报，2026-05-08")]),
    ("old_site", [("全市技能人才工作会议召开", "云岭日报，2026-01-17")]),
])
def test_page_gives_its_articles_with_their_sources(name: str, articles: list[tuple[str, str]], rules: RuleSet) -> None:
    issue = issue_of(name, rules)
    assert [(article.title, article.source) for article in issue.articles] == articles
    assert all(any(each.role == "body" for each in article.paragraphs) for article in issue.articles)


PAGE = '<html><head><meta charset="CHARSET"><title>题</title></head>' \
       f"<body><h1>一江清水向东流</h1><p>{WATER}</p></body></html>"
XML = PAGE.replace("<html>", '<?xml version="1.0" encoding="CHARSET"?>\n<html>').replace('<meta charset="CHARSET">', "")
OLD = PAGE.replace('<meta charset="CHARSET">', "<META content='text/html; charset=CHARSET' http-equiv=Content-Type>")


@pytest.mark.parametrize(("declared", "written"), [
    ("utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gb18030"), ("GB18030", "gb18030"), ("x-gbk", "gb18030"),
    ("utf-8", "gb18030"), ("gb2312", "utf-8"), ("big5", "utf-8"), ("big5", "gb18030"), ("iso-8859-1", "gb18030"),
    ("windows-1252", "utf-8"), ("utf-16", "utf-8"), ("nonsense", "utf-8"), ("gbk", "utf-16"), ("gbk", "utf-8-sig"),
])
@pytest.mark.parametrize("page", [PAGE, XML, OLD], ids=["meta", "xml", "http-equiv"])
def test_every_encoding_gives_the_same_text_whatever_is_declared(page: str, declared: str, written: str) -> None:
    assert texts(page.replace("CHARSET", declared).encode(written)) == ["一江清水向东流", WATER]


def test_big5_page_is_read_where_it_says_so() -> None:
    traditional = "雲嶺市把水源地保護作為頭等大事，全年新建濕地32處。"
    assert texts(f"<meta charset=big5><p>{traditional}</p>".encode("big5")) == [traditional]


def test_page_without_any_declaration_is_told_by_its_bytes() -> None:
    assert texts(f"<h1>一江清水</h1><p>{WATER}</p>".encode("gb18030")) == ["一江清水", WATER]


def test_damaged_character_is_counted_and_the_rest_is_read() -> None:
    data = PAGE.replace("CHARSET", "gb2312").encode("gb18030").replace("湿".encode("gb18030"), b"\xff\xff")
    assert texts(data)[0] == "一江清水向东流"
    assert texts(data)[1].startswith("云岭市把水源地保护作为头等大事")
    assert doubts(data) == ["characters that can't be read in the page's encoding: 2"]


@pytest.mark.parametrize(("markup", "expected"), [
    ("云岭市把水源地\n保护好", "云岭市把水源地保护好"),
    ("云岭市把水源地 \r\n\t 保护好", "云岭市把水源地保护好"),
    ("<b>云岭市</b>\n<i>青溪县</i>", "云岭市青溪县"),
    ("云岭 青溪", "云岭 青溪"),
    ("Hello\nWorld", "Hello World"),
    ("引进PCT\n专利", "引进PCT 专利"),
    ("说：\n“办好了”", "说：“办好了”"),
    ("　　云岭市&nbsp;&nbsp;青溪县　", "云岭市 青溪县"),
    ("第&nbsp;24&nbsp;期", "第 24 期"),
    ("守护一江清水\t12", "守护一江清水\t12"),
    ("守护一江清水<span>\t</span><span>12</span>", "守护一江清水\t12"),
    ("守护一江清水&nbsp;&nbsp;&nbsp;12", "守护一江清水\t12"),
    ("守护一江清水……12", "守护一江清水……12"),
    ("守护一江\t清水", "守护一江 清水"),
    ("新建湿地\n 32", "新建湿地 32"),
    ("云&shy;岭&#8203;市<wbr>好&#xfeff;！", "云岭市好！"),
    ("&lt;b&gt;不是标记&lt;/b&gt;", "<b>不是标记</b>"),
    ("CO<sub>2</sub>与PM<sub>2.5</sub>", "CO2与PM2.5"),
    ("10<sup>-6</sup>", "10⁻⁶"), ("320km<sup>2</sup>", "320km²"),
    ("湿地32处<sup>1</sup>，", "湿地32处，"), ("湿地32处<sup>[3]</sup>", "湿地32处"),
    ("湿地<a href='#n3'>[3]</a>32处", "湿地32处"),
    ("<a href='#top'>第三章</a>", "第三章"), ("2<sup>nd</sup>", "2nd"),
])
def test_line_reads_as_a_browser_shows_it(markup: str, expected: str) -> None:
    assert texts(f"<p>{markup}</p>") == [expected]


def test_libreoffice_breaks_its_markup_only_where_the_text_has_a_space() -> None:
    page = "<p>全面加强水源地保护\n激发创新活力</p>"
    made = '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>'
    assert texts(made + page) == ["全面加强水源地保护 激发创新活力"]
    assert texts(page) == ["全面加强水源地保护激发创新活力"]


@pytest.mark.parametrize(("attributes", "label"), [
    ("", "1."), ('start="3"', "3."), ('type="a"', "a."), ('type="A"', "A."), ('type="i" start="4"', "iv."),
    ('type="I" start="9"', "IX."), ('style="list-style-type:cjk-ideographic"', "一、"),
    ('style="list-style: simp-chinese-informal" start="21"', "二十一、"), ('style="list-style:none"', ""),
    ('type="i" start="4000"', "4000."), ('start="x"', "1."), ('start="-1"', "1."),
])
def test_list_item_has_the_number_a_browser_shows(attributes: str, label: str) -> None:
    assert texts(f"<ol {attributes}><li>加强统筹，压实责任。</ol>") == [f"{label}加强统筹，压实责任。"]


def test_number_that_is_typed_too_is_not_said_twice() -> None:
    assert texts("<ol><li>一、总体要求<li>第二，抓好落实。<li>（3）强化监管<li>2025年任务</ol>") == [
        "一、总体要求", "第二，抓好落实。", "（3）强化监管", "4. 2025年任务"]


@pytest.mark.parametrize(("markup", "expected"), [
    ("<h1>总体要求</h1>", True), ("<h6><span>总体要求</span></h6>", True), ("<p><b>总体要求</b></p>", True),
    ("<p style='font-weight:700'>总体要求</p>", True), ("<p align=center>总体要求</p>", True),
    ("<center>总体要求</center>", True), ("<p style='text-align: center'>总体要求</p>", True),
    ("<p><font size=5>总体要求</font></p>", True), ("<p style='font-size:22px'>总体要求</p>", True),
    ("<p>总体要求</p>", False), ("<p><b>总体</b>要求</p>", False), ("<p><b>要抓好落实。</b></p>", False),
    ("<p><b>第一，加强统筹</b></p>", False), ("<p align=center>（2026年5月8日）</p>", False),
    ("<p><b><span style='font-weight:normal'>总体要求</span></b></p>", False), ("<h2>" + WATER * 3 + "</h2>", False),
])
def test_heading_is_told_by_its_tag_or_its_look(markup: str, expected: bool) -> None:
    found = headings(f"<p>{VILLAGE}</p>{markup}<p>{WATER}</p>")
    assert bool(found) == expected


def test_look_makes_no_heading_where_all_text_looks_so() -> None:
    assert headings(f"<center><b><p>总体要求</p><p>{WATER}</p><p>{VILLAGE}</p></b></center>") == []


def test_hidden_deleted_and_unread_text_is_not_taken_and_what_is_text_of_it_is_said() -> None:
    page = (f"<p>{WATER}</p><p hidden>看不见。</p><p style='display : none'>看不见。</p>"
            "<p>保留<del>删去的</del><ins>新增的</ins>。</p>"
            "<script>脚本</script><textarea>输入</textarea><img alt='替代文字'>")
    assert texts(page) == [WATER, "保留新增的。"]
    assert doubts(page) == ["characters of hidden text left out: 8", "characters of deleted text left out: 3"]


def test_heading_of_signs_alone_takes_no_line_away() -> None:
    page = f"<table><tr><td>湿地</td><td>32处</td></tr></table><p>{WATER}</p><p>——</p><h2>.</h2>"
    assert texts(page) == ["湿地：32处。", WATER, "——", "."]


def test_page_that_hides_itself_until_its_script_runs_is_read() -> None:
    assert texts(f"<html style='visibility:hidden'><body style='display:none'><p>{WATER}</p>") == [WATER]


def test_note_follows_the_line_it_hangs_on() -> None:
    page = (f'<p>{WATER}<sup><a href="#fn1" id="fnref1">1</a></sup></p><p>{VILLAGE}</p>'
            '<section role="doc-endnotes"><ol><li id="fn1"><p>见公报。<a href="#fnref1">↩︎</a></p></li></ol></section>')
    assert texts(page) == [WATER, "注：见公报。", VILLAGE]
    assert doubts(page) == ["notes kept as remarks: 1"]


def test_article_named_like_furniture_is_read_all_the_same() -> None:
    page = ("<form class='share related'><nav><a href=/>首页</a></nav>"
            f"<h1>一江清水</h1><p>{WATER}</p><p>{VILLAGE}</p></form>")
    assert texts(page) == ["一江清水", WATER, VILLAGE]


def test_page_of_several_articles_loses_none() -> None:
    page = "".join(f"<div class=post><h2>{title}</h2><p>{text}</p></div>" for title, text in
                   (("守护一江清水", WATER * 9), ("数字乡村的青溪实践", VILLAGE), ("澄江新区引才记", TALENT)))
    assert texts(page) == ["守护一江清水", WATER * 9, "数字乡村的青溪实践", VILLAGE, "澄江新区引才记", TALENT]


def test_text_that_strayed_from_the_article_is_kept_and_pointed_at() -> None:
    page = f"<div><h1>一江清水</h1>{f'<p>{WATER}</p>' * 20}</div><div><p>{VILLAGE}{TALENT}</p></div>"
    assert texts(page)[-1] == VILLAGE + TALENT
    assert doubts(page) == [f"text outside the main part of the page, kept: {(VILLAGE + TALENT)[:40]}"]


def test_title_comes_from_the_page_itself_where_the_text_has_none() -> None:
    page = f"<title>守护一江清水 建设美丽云岭_云岭新闻网</title><div><p>{WATER}</p><p>{VILLAGE}</p></div>"
    assert texts(page) == ["守护一江清水 建设美丽云岭", WATER, VILLAGE]


def test_page_of_links_alone_is_read_with_a_doubt() -> None:
    page = "<ul><li><a href=1.htm>守护一江清水</a><li><a href=2.htm>数字乡村的青溪实践</a></ul>"
    assert texts(page) == ["守护一江清水", "数字乡村的青溪实践"]
    assert doubts(page) == ["no article was found in this page; all of it is read"]


def test_lines_are_numbered_from_one_and_have_no_page() -> None:
    lines = read(f"<p>{WATER}</p><p></p><p>{VILLAGE}</p>").lines
    assert [(line.number, line.page) for line in lines] == [(1, None), (2, None)]


PIECES = ["<p>", "</p>", "<div class=nav>", "<div>", "</div>", "<b>", "<table><tr><td>", "</table>", "<ol><li>", "<li>",
          "</ol>", "<br>", "<h2>", "</h2>", "<a href=x>", "</a>", "<td>", "<tr>", "<pre>", "<sup>",
          "<span style='mso-list:Ignore'>"]


@REPEATABLE
@given(pieces=some.lists(some.sampled_from([*PIECES, ""]), min_size=1, max_size=40))
def test_no_sentence_is_lost_unsaid(pieces: list[str]) -> None:
    """Wherever a sentence stands, it is in a line, or the page says that it left lines out."""
    page = "".join(piece or f"村民{at}说，水清了，岸绿了。" for at, piece in enumerate(pieces))
    wanted = [f"村民{at}说，水清了，岸绿了。" for at, piece in enumerate(pieces) if not piece]
    try:
        source = read(page)
    except UserError:
        assert not wanted
        return
    said = "\n".join(line.text for line in source.lines)
    lost = [each for each in wanted if each[:-1] not in said]
    assert not lost or any(str(doubt).startswith("lines left out") for doubt in source.doubts)


@pytest.mark.parametrize(("page", "message"), [
    (b"", "the file is empty"), (b"<html><body><img src=1.png></body></html>", "no text in this page"),
    (b"<!--", "no text in this page"), (b"<frameset><frame src=a.htm></frameset>", "no text in this page"),
    (b"\0" * 3000, "not text in UTF-8"), (random.Random(1).randbytes(5000), "not text in UTF-8"),
    (codecs.BOM_UTF8 + b"\xff\xff<p>x", "damaged utf-8"), (b"<p>" * 200_001, "more than 200,000 tags"),
    (b"<p>x" * 20_001, "more than 20,000 lines"), (b"<b>" * 2_001, "tags nested more than 2,000 deep"),
    (b"<p>" + b"x" * 10_000_000, "larger than 10 MB"),
], ids=["nothing", "picture", "comment", "frames", "zeros", "noise", "damaged", "tags", "lines", "depth", "size"])
def test_page_that_cannot_be_read_is_refused_with_what_to_do(page: bytes, message: str) -> None:
    with pytest.raises(UserError, match=rf"^2026-05\.html: .*{message}") as caught:
        read(page)
    assert "\n" not in str(caught.value)


def test_pictures_in_the_page_do_not_count() -> None:
    assert texts(f"<p>{WATER}<img src='data:image/png;base64,{'A' * 20_000_000}'></p>") == [WATER]


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    with pytest.raises(UserError) as caught:
        read(f"<p>{WATER}</p>")
    assert str(caught.value) == "2026-05.html: reading .html needs juyao[html]: pip install 'juyao[html]'"


HOSTILE = {
    "levels": lambda: b'<div>' * 100_000 + b'x' + b'</div>' * 100_000,
    "levels of what is not read": lambda: b'<svg>' * 100_000,
    "levels and stray ends": lambda: b'<div>' * 1_990 + b'</x>' * 190_000,
    "levels and prose": lambda: b'<div>' * 1_990 + '<p>云，。</p>'.encode() * 19_000,
    "attributes": lambda: b'<p ' + b' '.join(b'a%d=1' % each for each in range(1_000_000)) + b'>x',
    "an attribute": lambda: b'<p class="' + b'nav-' * 2_000_000 + b'">x',
    "entities": lambda: b'<p>' + b'&nbsp;' * 990_000 + b'x',
    "entities that make entities": lambda: b'<!DOCTYPE html [<!ENTITY a "' + b'x' * 999 + b'">]><p>' + b'&a;' * 900_000,
    "lines": lambda: b'<p>x' * 19_900,
    "spans of rows": lambda: b'<table><tr>' + b'<td rowspan=9999>x' * 9_000 + b'<tr><td>' * 9_000,
    "tables": lambda: b'<table><tr><td>x<td>y' * 600,
    "marks": lambda: b'<p>' + b'<sup>1</sup>' * 99_000,
    "white space": lambda: b'<p>' + b' \n' * 4_500_000 + b'x',
    "one word": lambda: b'<p>' + b'1' * 9_900_000,
    "open tags": lambda: b'<' * 199_000,
    "breadcrumbs": lambda: b'<p>a > b > c > d > e > f' * 19_900,
    "buttons": lambda: ('<p>' + '打印 ' * 20 + '完').encode() * 19_900,
    "bases": lambda: b'data:a/' * 7_000_000,
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cost]:
    files = {name: make() for name, make in HOSTILE.items()}
    return costs(files, f"<p>{PARAGRAPH}</p>\n".encode() * PARAGRAPHS, html_source, tmp_path_factory.mktemp("hostile"))


@pytest.mark.bench
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_takes_neither_long_nor_much(name: str, measured: dict[str, Cost]) -> None:
    cost = measured[name]
    assert cost.said.endswith(" lines") or cost.said.startswith(NAME)
    assert cost.times < SLOW
    assert cost.peak < LARGE


def test_mutated_page_gives_lines_or_one_clear_line() -> None:
    pages = [(FOLDER / f"{name}.html").read_bytes() for name in PAGES]
    verdict = judged(cases_of("html", pages, CASES), lambda data: html_source(data, NAME))
    assert verdict.wrong == []
    assert verdict.read > CASES // 4
    assert verdict.refused > CASES // 50
