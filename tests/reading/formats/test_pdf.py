"""PDF files: what a reader of the pages sees comes out in order, a paragraph a line, and nothing is lost unsaid; a file
that can't be read gets one clear line.

The files stand in fixtures/formats/pdf, made by make_pdf.py beside it; each .txt there is what the .pdf reads as: a
line a line behind its page number, `# ` before a heading, `! ` before a doubt, `~ ` before what was mended.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from cards.reading import outlined, read_issue
from cards.reading.lines import Source
from cards.records import Issue, UserError
from cards.rules.ruleset import RuleSet
from tests.fixtures.formats.make_pdf import LONG_TITLE, SCHOOL, WATER
from tests.reading.formats.pdf_files import FIXTURES, lines, page, pdf, read, stream


def shown(source: Source) -> str:
    """A source as the .txt files beside the fixtures have it."""
    mark = {"": "", "heading": "# "}
    lines = [f"{line.page} {mark[line.role]}{line.text}" for line in source.lines]
    return "\n".join([*lines, *(f"{'~' if doubt.mended else '!'} {doubt}" for doubt in source.doubts)])


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.txt")))
def test_a_pdf_reads_as_its_pages_show_it(name: str) -> None:
    assert shown(read(fixture(f"{name}.pdf"), name)) == fixture(f"{name}.txt").decode().strip()


def test_an_issue_has_the_articles_that_were_written(rules: RuleSet) -> None:
    issue = outlined(read(fixture("issue.pdf"), "issue.pdf"), "x", rules, "issue.pdf")
    assert (issue.publication, issue.number, issue.date) == ("学习与实践", "2026-07", "2026-07-08")
    assert [(each.title, each.source) for each in issue.articles] == [
        (f"{LONG_TITLE}的实践与思考", "《云岭学刊》2026年第2期"), ("孩子们喝上了放心水", "云岭日报，2026-02-11")]
    texts = [[each.text for each in article.paragraphs if each.role == "body"] for article in issue.articles]
    assert texts == [list(WATER), list(SCHOOL)]


def test_lines_know_their_pages_and_breaks(rules: RuleSet) -> None:
    lines = read(fixture("issue.pdf"), "issue.pdf").lines
    assert {line.place.line for line in lines} == {None}
    assert [(line.text, line.page) for line in lines if line.mended] == [(WATER[2], 3)]


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def words_of(issue: Issue) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(bare(article.title), bare(article.source), [(each.role, bare(each.text)) for each in article.paragraphs])
            for article in issue.articles]


def test_the_real_issue_reads_as_its_text_does(shared: Path, rules: RuleSet) -> None:
    folder = shared / "issues"
    assert words_of(read_issue(folder / "2024-24.pdf", rules)) == words_of(read_issue(folder / "2024-24.txt", rules))


# What can't be read is told in one clear line


def told(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(data, "期刊.pdf")
    assert str(caught.value).startswith("期刊.pdf: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_scan_asks_for_ocr() -> None:
    assert "run OCR first" in told(fixture("scanned.pdf"))


def test_a_locked_file_asks_for_its_password() -> None:
    assert "password" in told(fixture("user_password.pdf"))


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert told(fixture("issue.pdf")).endswith("reading .pdf needs juyao[pdf]: pip install 'juyao[pdf]'")


def test_a_library_that_the_child_can_not_load_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [each for each in sys.path if not Path(each, "pypdfium2").exists()])
    monkeypatch.setattr("cards.reading.formats.pdf.find_spec", lambda _: True)
    assert "juyao[pdf]" in told(fixture("issue.pdf"))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nhello", b"\0" * 5000, "%PDF-1.4 学习".encode()])
def test_what_is_no_pdf_is_broken(data: bytes) -> None:
    assert "broken or incomplete" in told(data)


# Files made by hand


def said(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def test_a_page_shown_turned_is_read_as_it_is_shown() -> None:
    content = lines("100 100 Water runs\n120 100 Stars shine", "0 1 -1 0")
    assert said(page(content, b"/Rotate 90")) == ["Water runs Stars shine"]


def test_turned_text_and_text_outside_the_page_are_left_out_and_told() -> None:
    content = lines("100 700 Water runs.\n700 700 Cut mark.")
    turned = lines("300 300 Draft", "0.7 0.7 -0.7 0.7")
    source = read(page(b"[6 0 R 7 0 R]", objects=[content, turned]))
    assert [line.text for line in source.lines] == ["Water runs."]
    assert [str(doubt) for doubt in source.doubts] == ["page 1: turned text left out (a watermark?): Draft",
                                                      "page 1: text outside the page left out: Cut mark."]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert said(page(lines("100 700 Water\n100.4 700 Water"))) == ["Water"]


def test_fonts_that_name_no_characters_are_told() -> None:
    font = (b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font"
            b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>")
    content = stream(b"BT /G 12 Tf 100 700 Td <51015102510351045105> Tj ET")
    assert "fonts don't say" in told(page(content, objects=[font], fonts=b"/G 6 0 R"))


def test_a_page_that_is_a_picture_is_told() -> None:
    image = stream(b"\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
    content = stream(b"q 500 0 0 700 50 50 cm /I Do Q BT /F 12 Tf 50 20 Td (Water) Tj ET")
    source = read(page(content, objects=[image], resources=b"/XObject<</I 6 0 R>>"))
    assert [str(doubt) for doubt in source.doubts] == [
        "page 1: a picture fills the page; if it shows text, run OCR on the file"]


def test_upright_writing_is_told() -> None:
    content = lines("\n".join(f"{500 - 20 * column} {700 - 14 * row} W" for column in range(2) for row in range(20)))
    doubts = read(page(content)).doubts
    assert [(doubt.serious, "upright writing" in str(doubt)) for doubt in doubts] == [(True, True)]


def test_no_pages_and_too_many_are_told() -> None:
    assert "without pages" in told(pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]))
    kids = b"3 0 R " * 5000
    assert "pages" in told(pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 5000>>" % kids,
                                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"]))
