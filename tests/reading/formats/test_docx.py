"""Word files: what a reader of the printed issue sees comes out, in order, with its numbers; nothing is lost unsaid,
and no file, however damaged or hostile, gets anything but its lines or one clear line.

The files stand in fixtures/formats/docx, made by make_docx.py beside it; each .txt there is what a .docx reads as: a
line a line, `# ` before a heading, `! ` before a doubt. JUYAO_CASES sets how many mutated files are read.
"""

from __future__ import annotations

import copy
import importlib
import io
import os
import random
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.reading import read_issue
from cards.reading.formats.docx import docx_source
from cards.reading.lines import Source
from cards.records import Issue, UserError
from cards.rules.ruleset import RuleSet
from tests.fixtures.formats.make_docx import (
    CENTRED,
    SPACES,
    TALENT,
    VILLAGE,
    WATER,
    abstract,
    cell,
    level,
    listed,
    mark,
    package,
    paragraph,
    row,
    run,
    style,
    table,
    zipped,
)
from tests.reading.fuzzing import (
    LARGE,
    NAME,
    PARAGRAPH,
    PARAGRAPHS,
    PIECES,
    SLOW,
    WHOLE,
    Cost,
    costs,
    judged,
    scrambled,
)

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "formats" / "docx"
CASES = int(os.environ.get("JUYAO_CASES", "150"))
LONG, BLOCKS = 60_000, 25  # bytes of a document.xml of which mostly so many blocks are taken
DOCX = sorted(path.stem for path in FOLDER.glob("*.docx") if path.stem != "locked")


def read(data: bytes) -> Source:
    return docx_source(data, "2026-05.docx")


def texts(*body: str, **parts: str) -> list[str]:
    """The lines of a document made of these blocks."""
    return [line.text for line in read(package("".join(body), **parts)).lines]


def headings(*body: str, **parts: str) -> list[str]:
    return [line.text for line in read(package("".join(body), **parts)).lines if line.role == "heading"]


def doubts(*body: str, **parts: str) -> list[str]:
    return [str(doubt) for doubt in read(package("".join(body), **parts)).doubts]


def shown(source: Source) -> str:
    lines = [("# " if line.role else "") + line.text for line in source.lines]
    return "\n".join([*lines, *(f"! {doubt}" for doubt in source.doubts)]) + "\n"


@pytest.mark.parametrize("name", DOCX)
def test_fixture_reads_as_the_text_beside_it(name: str) -> None:
    assert shown(read((FOLDER / f"{name}.docx").read_bytes())) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def essence(issue: Issue) -> list[object]:
    return [issue.publication, issue.number, issue.date, issue.publisher, issue.theme] + [
        (each.title, each.source, each.date, [(part.role, part.text) for part in each.paragraphs])
        for each in issue.articles]


@pytest.mark.parametrize("name", ["typed", "issue_by_libreoffice"])
def test_same_issue_typed_by_hand_or_saved_by_another_program(name: str, rules: RuleSet) -> None:
    issue = read_issue(FOLDER / "issue.docx", rules)
    assert [article.title for article in issue.articles] == ["守护一江清水 建设美丽云岭", "数字乡村的青溪实践"]
    assert essence(read_issue(FOLDER / f"{name}.docx", rules)) == essence(issue)


def test_real_issue_reads_as_its_text(shared: Path, rules: RuleSet) -> None:
    word, text = (read_issue(shared / "issues" / f"2024-24.{ending}", rules) for ending in ("docx", "txt"))
    for each, other in zip(word.articles, text.articles, strict=True):
        assert [(part.role, part.text) for part in each.paragraphs] == [
            (part.role, part.text) for part in other.paragraphs]
        assert (each.title.replace(" ", ""), each.source) == (other.title.replace(" ", ""), other.source)


def test_line_has_the_number_of_its_paragraph_and_no_page() -> None:
    source = read(package(paragraph() + paragraph(WATER) + table(row("青溪县", "31项")) + paragraph(VILLAGE)))
    assert [(line.number, line.page) for line in source.lines] == [(2, None), (3, None), (5, None)]


def test_strict_file_reads_the_same() -> None:
    plain = package(paragraph(WATER) + paragraph("总则", number=(1, 0)),
                    numbering=abstract(0, level(0, "chineseCounting", "第%1章")) + listed(1, 0))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        strict = zipped({name: archive.read(name).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships") for name in archive.namelist()})
    assert strict != plain
    assert read(strict) == read(plain)


def test_document_is_found_under_any_name() -> None:
    """Word's web version names it document2.xml."""
    with zipfile.ZipFile(io.BytesIO(package(paragraph(WATER)))) as archive:
        files = {name.replace("document.xml", "document2.xml"): archive.read(name).replace(
            b"document.xml", b"document2.xml") for name in archive.namelist()}
    assert [line.text for line in read(zipped(files)).lines] == [WATER]


@pytest.mark.parametrize(("form", "text", "labels"), [
    ("chineseCounting", "%1、", ["一、", "十、", "十一、", "二十、", "二十一、", "一百零五、"]),
    ("japaneseCounting", "第%1，", ["第一，", "第十，", "第十一，", "第二十，", "第二十一，", "第一百零五，"]),
    ("chineseCountingThousand", "（%1）", ["（一）", "（十）", "（十一）", "（二十）", "（二十一）", "（一百零五）"]),
    ("decimal", "%1.", ["1.", "10.", "11.", "20.", "21.", "105."]),
    ("decimalEnclosedCircle", "%1", ["①", "⑩", "⑪", "⑳", "21 ", "105 "]),
    ("ideographDigital", "%1、", ["一、", "一〇、", "一一、", "二〇、", "二一、", "一〇五、"]),
    ("chineseLegalSimplified", "%1、", ["壹、", "拾、", "拾壹、", "贰拾、", "贰拾壹、", "壹佰零伍、"]),
    ("lowerLetter", "%1)", ["a)", "j)", "k)", "t)", "u)", "105)"]),
    ("bullet", "●", [""] * 6), ("none", "%1", [""] * 6),
    ("thaiLetters", "%1、", ["1、", "10、", "11、", "20、", "21、", "105、"]),
])
def test_number_reappears_as_word_shows_it(form: str, text: str, labels: list[str]) -> None:
    lists = "".join(abstract(at, level(0, form, text, at)) + listed(at, at) for at in (1, 10, 11, 20, 21, 105))
    assert texts(*(paragraph("水清岸绿。", number=(at, 0)) for at in (1, 10, 11, 20, 21, 105)), numbering=lists) == [
        f"{label}水清岸绿。" for label in labels]


@pytest.mark.parametrize(("restart", "expected"), [("", "1. 1. 2. 1."), ("0", "1. 2. 3. 4."), ("1", "1. 2. 3. 1.")])
def test_deeper_numbers_begin_anew_where_their_level_says(restart: str, expected: str) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    numbering = abstract(0, level(0, "decimal", "%1章"), level(1, "decimal", "%2节"),
                         level(2, "decimal", "%3.", more=more)) + listed(1, 0)
    order = (0, 1, 2, 1, 2, 2, 0, 1, 2)
    lines = texts(*(paragraph("水", number=(1, at)) for at in order), numbering=numbering)
    assert " ".join(text[:2] for text, at in zip(lines, order, strict=True) if at == 2) == expected


def test_soft_break_ends_a_line_but_not_a_heading_by_style() -> None:
    broken = "<w:r><w:t>守护一江清水</w:t><w:br/><w:t>建设美丽云岭</w:t></w:r>"
    assert texts(paragraph(broken)) == ["守护一江清水", "建设美丽云岭"]
    assert headings(paragraph(broken, "Title"), styles=style("Title", "Title")) == ["守护一江清水 建设美丽云岭"]


def test_field_shows_its_result_even_where_its_code_has_fields_or_none() -> None:
    code = f"<w:r><w:instrText>IF</w:instrText></w:r>{mark('begin')}{run('代码')}{mark('end')}"
    assert texts(paragraph(f"{mark('begin')}{code}{mark('separate')}{run('结果。')}{mark('end')}")) == ["结果。"]
    assert texts(paragraph(f"{run('页')}{mark('begin')}{mark('end')}{run('码。')}")) == ["页码。"]
    assert texts(paragraph(mark("end") + mark("separate") + run("照读。"))) == ["照读。"]


@pytest.mark.parametrize(("rows", "expected"), [
    ([("地区", "人才（万人）", "增长（%）"), ("澄江", "62.4", "5.9")],
     ["地区：人才（万人）；增长（%）。", "澄江：人才62.4万人；增长5.9%。"]),
    ([("指标", "2024", "2025年"), ("湿地", "18处", "32处")],
     ["指标：2024；2025年。", "湿地：2024年18处；2025年32处。"]),
    ([("青溪县", "31项"), ("望山县", "9项")], ["青溪县：31项。", "望山县：9项。"]),
    ([("任务", "单位"), ("整治河道。", "水务局；")], ["任务：单位。", "整治河道：水务局。"]),
    ([("", "只有一格")], ["只有一格"]),
])
def test_table_row_is_a_sentence_that_names_its_columns(rows: list[tuple[str, ...]], expected: list[str]) -> None:
    assert texts(table(*(row(*cells) for cells in rows))) == expected


def test_table_that_is_but_a_frame_reads_as_paragraphs() -> None:
    assert texts(table(row(cell(WATER, VILLAGE), cell(TALENT)))) == [WATER, VILLAGE, TALENT]


def test_every_table_is_named_with_its_place() -> None:
    found = doubts(paragraph(WATER), table(row("青溪县", "31项")), paragraph(VILLAGE), table(row("望山县", "9项")))
    assert found == ["line 2: a table read row by row, rows: 1", "line 5: a table read row by row, rows: 1"]


def test_look_makes_no_heading_where_all_text_looks_so() -> None:
    bold = "".join(paragraph(text, look="<w:b/>", properties=CENTRED) for text in (WATER, "加强统筹", VILLAGE))
    assert headings(bold) == []


def test_control_characters_are_dropped_and_counted() -> None:
    source = read(package(paragraph("水\u200b清\x7f岸\ufeff绿。\x7f")))
    assert (source.lines[0].text, str(source.doubts[0])) == ("水清岸绿。", "line 1: control characters dropped: 2")


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(data)
    message = str(caught.value)
    assert message.startswith("2026-05.docx: ")
    assert "\n" not in message
    return message


def bomb(entities: bool) -> bytes:
    """A document that names much more text than it holds, by entities of entities, or only one that reads a file."""
    many = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "水" * 100}">' for at in range(10))
    declared, used = (many, "&e9;") if entities else ('<!ENTITY e0 SYSTEM "file:///etc/passwd">', "&e0;")
    return zipped({"word/document.xml": (f"<!DOCTYPE x [{declared}]><w:document {SPACES}><w:body>{paragraph(WATER)}"
                                         f"<w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body></w:document>").encode()})


def test_file_that_cannot_be_read_is_refused_with_what_to_do() -> None:
    whole = (FOLDER / "issue.docx").read_bytes()
    assert "damaged or locked" in refused(whole[: len(whole) // 2])
    assert "damaged or locked" in refused(b"PK\3\4" + random.Random(1).randbytes(3000))
    assert "damaged or locked" in refused(whole.replace(whole[3000:3030], bytes(30)))
    assert "word/document.xml" in refused(zipped({"word/document.xml": b"<w:document>"}))
    assert "no Word document" in refused(zipped({"xl/workbook.xml": b"<workbook/>"}))
    assert "no Word document" in refused(zipped({"word/document.xml": b"<html/>"}))
    assert "password" in refused((FOLDER / "locked.docx").read_bytes())
    assert "save it as .docx" in refused((FOLDER / "old.doc").read_bytes())
    assert "without any text" in refused(package(paragraph()))
    assert "damaged or locked" in refused(bomb(entities=True))
    assert "damaged or locked" in refused(bomb(entities=False))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}/>")
    assert "damaged or locked" in refused(out.getvalue())


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    assert refused(package(paragraph(WATER))).endswith("reading .docx needs juyao[docx]: pip install 'juyao[docx]'")


def within(outer: str, inner: str) -> str:
    """`inner` between the opening tags of `outer` and their ends."""
    return outer + inner + "".join(f"</{tag}>" for tag in reversed(re.findall(r"<(w:\w+|mc:\w+)", outer)))


WORDS = "<w:r><w:t>a</w:t></w:r>"
CELL = f'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr><w:p>{WORDS}</w:p></w:tc>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: zipped({"word/document.xml": b"0" * 100_000_000}),
    "empty tags": lambda: package("<w:p/>" * 2_500_000),
    "tags up to the limit": lambda: package("<w:i/>" * 990_000),
    "attributes up to the limit": lambda: package('<w:i a="" b="" c="" d="" e=""/>' * 160_000),
    "paragraphs up to the limit": lambda: package(f"<w:p>{WORDS}</w:p>" * 59_000),
    "one long text": lambda: package(within("<w:p><w:r><w:t>", "a\t" * 7_900_000)),
    "runs up to the limit": lambda: package(within("<w:p>", WORDS * 240_000)),
    "fields up to the limit": lambda: package(within("<w:p>", (mark("begin") + "<w:t>a</w:t>") * 120_000)),
    "too deep": lambda: package("<w:ins>" * 100_000),
    "tables up to the limit": lambda: package(within("<w:tbl><w:tr><w:tc>", f"<w:p>{WORDS}</w:p>") * 19_000),
    "cells up to the limit": lambda: package(within("<w:tbl><w:tr>", CELL * 29_000)),
    "alternates of alternates": lambda: package(
        within('<mc:AlternateContent><mc:Choice Requires="wps">' * 110, "<w:i/>" * 900_000)),
    "levels of a list": lambda: package(paragraph("水清岸绿。", number=(1, 0)) * 30_000, numbering=abstract(
        0, *(f'<w:lvl w:ilvl="{at}"/>' for at in range(100_000))) + listed(1, 0)),
    "styles on styles": lambda: package("".join(paragraph("水", f"s{at}") for at in range(20_000)), styles="".join(
        style(f"s{at}", "", based=f"s{at + 1}") for at in range(20_000))),
    "parts": lambda: zipped({f"word/{at}.xml": b"" for at in range(12_000)}),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cost]:
    files = {name: make() for name, make in HOSTILE.items()}
    return costs(files, package(paragraph(PARAGRAPH) * PARAGRAPHS), docx_source, tmp_path_factory.mktemp("hostile"))


@pytest.mark.bench
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_takes_neither_long_nor_much(name: str, measured: dict[str, Cost]) -> None:
    cost = measured[name]
    assert cost.said.endswith(" lines") or cost.said.startswith(NAME)
    assert cost.times < SLOW
    assert cost.peak < LARGE


def test_tables_in_tables_are_read_as_deep_as_the_parser_goes() -> None:
    assert texts(within("<w:tbl><w:tr><w:tc>" * 80, paragraph(WATER))) == [WATER]


def mutated(seed: int, whole: list[bytes]) -> bytes:
    """A real file with some of its bytes, those of one of its parts, or the tree of that part changed. Of a long one
    mostly some blocks in a row, without its pictures, are taken.
    """
    chance = random.Random(seed)
    if seed % 3 == 0:
        return scrambled(chance, whole, PIECES["docx"])
    with zipfile.ZipFile(io.BytesIO(chance.choice(whole))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if len(files["word/document.xml"]) > LONG and chance.random() > WHOLE:
        files = {name: data for name, data in files.items() if not name.startswith("word/media/")}
        files["word/document.xml"] = some_blocks(files["word/document.xml"], chance)
    name = chance.choice([name for name in sorted(files) if name.endswith((".xml", ".rels"))])
    if chance.random() < 0.6:
        name = "word/document.xml"
    old = files[name]
    files[name] = scrambled(chance, [old], PIECES["docx"]) if seed % 3 == 1 else regrown(old, chance)
    return zipped(files)


def some_blocks(data: bytes, chance: random.Random) -> bytes:
    """A document with at most BLOCKS blocks in a row of its body."""
    etree = importlib.import_module("lxml.etree")
    root = etree.fromstring(data)
    first = chance.randrange(len(root[0]))
    for place, block in enumerate(root[0]):
        if not first <= place < first + BLOCKS:
            root[0].remove(block)
    return bytes(etree.tostring(root))


def regrown(data: bytes, chance: random.Random) -> bytes:
    """The XML with elements moved, copied into others, dropped, renamed, and attributes changed."""
    etree = importlib.import_module("lxml.etree")
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 25)):
        nodes = list(root.iter("*"))
        one, other = chance.choice(nodes), chance.choice(nodes)
        act = chance.randrange(5)
        if act == 0 and one is not root:
            one.getparent().remove(one)
        elif act == 1 and len(nodes) < 5000:
            other.insert(chance.randrange(len(other) + 1), copy.deepcopy(one))
        elif act == 2:
            one.tag = other.tag
        elif act == 3 and one.attrib:
            one.set(chance.choice(one.keys()), chance.choice(["", "-1", "0", "9" * 30, "continue", "水", "begin", "1"]))
        elif act == 4:
            one.text = chance.choice(["", "水", "\t", "%1%9", "9" * 50, "\ue000"])
    return bytes(etree.tostring(root))


def test_mutated_file_gives_lines_or_one_clear_line() -> None:
    whole = [(FOLDER / f"{name}.docx").read_bytes() for name in DOCX]
    verdict = judged((mutated(seed, whole) for seed in range(CASES)), lambda data: docx_source(data, NAME))
    assert verdict.wrong == []
    assert verdict.read > CASES // 10
    assert verdict.refused > CASES // 10
