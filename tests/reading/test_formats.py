"""The same issue in every format, and what stands in a file's content rather than in its ending."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from cards.build import Built, Settings, build_issue
from cards.reading import read_bytes, read_issue
from cards.reading.formats.detect import format_of
from cards.reading.lines import Source
from cards.record.files import write_packages
from cards.records import Issue, UserError
from cards.rules.ruleset import RuleSet
from tests.reading.fuzzing import PARAGRAPH, PARAGRAPHS, SLOW, costs

FOLDER = Path(__file__).parent.parent / "fixtures" / "formats"
FORMATS = ("txt", "docx", "pdf", "html")
PAIRS = list(itertools.combinations(FORMATS, 2))


@pytest.fixture(scope="module")
def works(shared: Path, rules: RuleSet, cut, tmp_path_factory) -> dict[str, Built]:
    """The real issue built from each format it is at hand in."""
    folder = tmp_path_factory.mktemp("formats")
    return {ending: build_issue(shared / "issues" / f"2024-24.{ending}", Settings(rules, cut, folder / ending, 0))
            for ending in FORMATS}


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def outline(issue: Issue) -> list[tuple[str, ...]]:
    return [(plain(article.title), article.source, article.date,
             *(f"{each.role}: {plain(each.text)}" for each in article.paragraphs)) for article in issue.articles]


def texts(work: Built) -> dict[str, str]:
    """The text of each note by its GUID."""
    return {note.guid: note.fields[0] for deck in work.edition.decks for note in deck.at_home}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_real_issue_has_the_same_articles_and_paragraphs_in_every_format(one: str, other: str, works) -> None:
    """All white space apart; see the next test."""
    a, b = works[one].issue, works[other].issue
    assert (a.publication, a.number, a.date, a.publisher, a.theme) == (
        b.publication, b.number, b.date, b.publisher, b.theme)
    assert len(a.articles) == 6
    assert outline(a) == outline(b)


def test_all_that_differs_is_a_space(works) -> None:
    """The .txt alone has one between two halves of a title."""
    lines = {ending: {line for article in works[ending].issue.articles
                      for line in (article.title, *(each.text for each in article.paragraphs))} for ending in FORMATS}
    common = set.intersection(*lines.values())
    assert {ending: len(each - common) for ending, each in lines.items()} == {"txt": 1, "docx": 1, "pdf": 1, "html": 1}
    [title] = lines["txt"] - common
    assert title.replace("创新活力 推动", "创新活力推动") in lines["pdf"] & lines["docx"] & lines["html"]


def test_the_real_issue_from_another_format_changes_no_note(shared: Path, rules: RuleSet, cut, tmp_path: Path) -> None:
    first = build_issue(shared / "issues" / "2024-24.docx", Settings(rules, cut, tmp_path, 0))
    write_packages(first.folder, first.to_write, first.unrelated)
    second = build_issue(shared / "issues" / "2024-24.pdf", Settings(rules, cut, tmp_path, 1))
    assert [change for article in second.edition.changes for change in article.told] == []
    assert second.edition.record.notes.keys() == first.edition.record.notes.keys() != set()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_real_issue_gives_the_same_notes_in_every_format(one: str, other: str, works) -> None:
    a, b = texts(works[one]), texts(works[other])
    assert len(a.keys() & b.keys()) >= 0.99 * max(len(a), len(b)), sorted(a.keys() ^ b.keys())
    assert len(a.items() & b.items()) >= 0.99 * max(len(a), len(b)), sorted(a.items() ^ b.items())


def test_pages_of_a_pdf_stand_in_the_source_line_of_the_built_cards(works, learner, tmp_path: Path) -> None:
    """Of an article that stands on the pages 20 to 26 (the last of which has but the source line); a
    fact that another article gives too names that one's page as well.
    """
    package = works["pdf"].packages[3]
    (tmp_path / "04.apkg").write_bytes(package.data)
    reader = learner()
    reader.take(tmp_path / "04.apkg")
    pages = [{int(page) for page in re.findall(r"第(\d+)页", note["出处"])} for note in reader.notes]
    assert all(each & set(range(20, 27)) for each in pages)
    assert {20, 25} <= set.union(*pages)


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return out.getvalue()


RELATION = ('<Relationships><Relationship Target="docProps/app.xml" Type="http://o.example/officeDocument/2006/app"/>'
            '<Relationship Id="a" Target="/{}" Type="http://o.example/relationships/officeDocument"/></Relationships>')


def many_parts() -> bytes:
    return b"PK\3\4" + b"PK\1\2" * 10_001


@pytest.mark.parametrize(("data", "words"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"),
    (b"{\\rtf1\\ansi text}", "save it as .docx"),
    (archive(a="b"), "no Word document; unpack it"),
    (archive(**{"1.jpg": "x", "photos/2.PNG": "y"}), "pictures, without text; run text recognition"),
    (archive(**{"_rels/.rels": RELATION.format("xl/workbook.xml")}), "an Excel workbook"),
    (archive(**{"_rels/.rels": RELATION.format("ppt/presentation.xml")}), "a PowerPoint file"),
    (archive(mimetype="application/vnd.oasis.opendocument.text"), "save it as .docx"),
    (archive(mimetype="application/epub+zip"), "name the .html files inside"), (archive(**{"OFD.xml": ""}), ".ofd"),
    (archive(), "no Word document"), (many_parts(), "more than 10,000 files"),
    (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument>', "an XML file"),
    (b"From: <Saved by Blink>\nSubject: x\n y\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n<p>", ".mht"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture (PNG), without text; run text recognition"),
    (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a picture (JPEG)"), (b"MZ" + bytes(range(256)) * 9, "not text in UTF-8"),
    (b"%PDF-1.7 and nothing behind it", "2026-05.txt"),
    (b"PK\x03\x04 and nothing behind it", "2026-05.txt"),
], ids=["old Word", "locked Word", "rich text", "another archive", "pictures", "Excel", "PowerPoint",
        "OpenDocument", "e-book", "OFD", "empty archive", "many parts", "XML", "web archive", "PNG", "JPEG", "program",
        "no PDF", "no archive"])
def test_what_can_not_be_read_is_one_line_that_says_what_to_do(data: bytes, words: str, rules: RuleSet) -> None:
    with pytest.raises(UserError, match=re.escape(words)) as caught:
        read_bytes(data, "2026-05", rules, "2026-05.txt")
    assert "\n" not in str(caught.value)


def test_the_content_decides_and_not_the_ending(shared: Path, rules: RuleSet, tmp_path: Path) -> None:
    lying = tmp_path / "2024-24.txt"
    lying.write_bytes((shared / "issues" / "2024-24.docx").read_bytes())
    assert len(read_issue(lying, rules).articles) == 6


def test_word_file_is_told_by_its_relationship_and_not_by_a_part_s_name(rules: RuleSet) -> None:
    with zipfile.ZipFile(FOLDER / "docx" / "typed.docx") as whole:
        files = {name.replace("document.xml", "document2.xml"): whole.read(name).replace(
            b"document.xml", b"document2.xml").decode("utf-8", "surrogateescape") for name in whole.namelist()
            if name.endswith((".xml", ".rels"))}
    plain = read_issue(FOLDER / "docx" / "typed.docx", rules)
    assert read_bytes(archive(**files), "typed", rules, "typed.docx").articles == plain.articles


def test_a_million_parts_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    """47 MB, as a zip of empty files would be: to open it took 7 s and 467 MB."""
    parts = b"PK\3\4" + (b"PK\1\2" + bytes(42)) * 1_000_000
    plain = f"{PARAGRAPH}\n".encode() * PARAGRAPHS
    cost = costs({"parts": parts}, plain, told, tmp_path)["parts"]
    assert "more than 10,000 files" in cost.said
    assert cost.times < SLOW
    assert cost.peak < 250_000_000


def told(data: bytes, name: str) -> Source:
    """Nothing of the file but that its format is known."""
    format_of(data, name)
    return Source(())


@pytest.mark.parametrize("ending", ["docx", "html", "md", "txt", "pdf"])
@pytest.mark.parametrize("name", ["typed.docx", "word.html", "ugly.md"])
def test_ending_never_decides_what_the_content_does(name: str, ending: str, rules: RuleSet) -> None:
    data = (FOLDER / name.rsplit(".")[1] / name).read_bytes()
    told = read_bytes(data, "2026-05", rules, f"2026-05.{ending}")
    assert told.articles == read_bytes(data, "2026-05", rules, name).articles


@pytest.mark.parametrize("name", ["typed.docx", "word.html", "ugly.md", "issue.pdf"])
def test_standard_input_takes_every_format(name: str, rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (FOLDER / name.rsplit(".")[1] / name).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read_issue(Path("-"), rules).articles == read_bytes(data, "stdin", rules, name).articles


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_page_is_told_in_every_encoding(encoding: str, rules: RuleSet) -> None:
    page = (FOLDER / "html" / "issue_page.html").read_text(encoding="utf-8")
    told = read_bytes(page.encode(encoding), "2026-05", rules, "2026-05.txt")
    assert told.articles == read_issue(FOLDER / "html" / "issue_page.html", rules).articles


def test_text_that_begins_like_a_letter_is_text(rules: RuleSet) -> None:
    text = "来源: 云岭日报\n标题: 守护一江清水\nContent: 云岭市新建湿地32处，恢复河岸18公里。\n"
    assert read_bytes(text.encode(), "2026-05", rules, "2026-05.txt").articles
