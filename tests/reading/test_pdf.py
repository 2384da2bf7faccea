"""PDF files: what a reader of the pages sees comes out in order, a paragraph a line, and nothing is lost unsaid; no
file, however damaged or hostile, gets anything but its lines or one clear line.

The files stand in fixtures/formats/pdf, made by make_pdf.py beside it; each .txt there is what the .pdf reads as: a
line a line behind its page number, `# ` before a heading, `! ` before a doubt, `~ ` before what was mended. JUYAO_CASES
sets how many mutated files are read.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cards.engine.loading import load_rules
from cards.engine.ruleset import RuleSet
from cards.errors import UserError
from cards.reading import outlined, read_issue
from cards.reading.lines import Source
from cards.reading.outline import Outline
from cards.reading.pdf import layout, pdf_source
from cards.reading.pdf.characters import normal
from cards.reading.pdf.child import SECONDS, Style, stretches
from cards.reading.pdf.records import Page, Piece
from cards.reading.pdf.seams import seam
from cards.records import Issue
from tests.fixtures.formats.make_pdf import LONG_TITLE, SCHOOL, WATER

OUTLINE = Outline(load_rules())
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "formats" / "pdf"
CASES = int(os.environ.get("JUYAO_CASES", "25"))


def read(data: bytes, name: str = "x.pdf") -> Source:
    return pdf_source(data, name, OUTLINE)


def source_of(pages: Sequence[Page]) -> Source:
    return layout.source_of(pages, OUTLINE)


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
    monkeypatch.setattr("cards.reading.pdf.find_spec", lambda _: True)
    assert "juyao[pdf]" in told(fixture("issue.pdf"))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nhello", b"\0" * 5000, "%PDF-1.4 学习".encode()])
def test_what_is_no_pdf_is_broken(data: bytes) -> None:
    assert "broken or incomplete" in told(data)


@pytest.mark.parametrize("part", [0.001, 0.05, 0.5, 0.9, 0.99, 0.999])
def test_a_truncated_file_is_read_or_told(part: float) -> None:
    data = fixture("issue.pdf")
    read_or_told(data[: int(len(data) * part)])


# Files made by hand: what no program that is at hand writes

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of which is its catalog."""
    out = b"%PDF-1.5\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return (out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
            + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out)))


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def page(content: bytes, more: bytes = b"", objects: Sequence[bytes] = (), resources: bytes = b"",
         fonts: bytes = b"") -> bytes:
    """A file of one page, 600 by 800 points; object 4 is its content, 5 the font /F, and `objects` are from 6 on."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s"
                b"/Resources<</Font<</F 5 0 R%s>>%s>>>>" % (more, fonts, resources), content, HELVETICA, *objects])


def lines(text: str, matrix: str = "1 0 0 1") -> bytes:
    """A content stream of lines `x y words`, set in 12 points."""
    parts = (each.split(" ", 2) for each in text.strip().splitlines())
    return stream("".join(f"BT /F 12 Tf {matrix} {x} {y} Tm ({words}) Tj ET\n" for x, y, words in parts).encode())


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


def nested_forms(depth: int = 8, each: int = 10) -> bytes:
    """A form that draws ten forms that draw ten forms …"""
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * each, inner % (number + 1)) for number in range(6, 6 + depth)]
    last = stream(b"BT /F 12 Tf 10 10 Td (water) Tj ET", inner % 6)
    return page(stream(b"/X Do"), objects=[*forms, last], resources=b"/XObject<</X 6 0 R>>")


def packed_twice(megabytes: int = 450) -> bytes:
    words = b"BT /F 12 Tf 10 10 Td (water) Tj ET\n" * 30_000
    packer = zlib.compressobj(1)
    packed = b"".join([*(packer.compress(words) for _ in range(megabytes)), packer.flush()])
    return page(stream(zlib.compress(packed, 9), b"/Filter[/FlateDecode/FlateDecode]"))


SPENDING = """
import resource, sys
from cards.errors import UserError
from cards.engine.loading import load_rules
from cards.reading.outline import Outline
from cards.reading.pdf import pdf_source
outline = Outline(load_rules())
try:
    pdf_source(sys.stdin.buffer.read(), "x.pdf", outline)
except UserError as error:
    print(error)
child, here = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
print(child.ru_utime + child.ru_stime + here.ru_utime + here.ru_stime, child.ru_maxrss / 1000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't limit a process's memory")
@pytest.mark.parametrize("bomb", [nested_forms, packed_twice])
def test_a_bomb_ends_in_time_and_memory(bomb: Callable[[], bytes]) -> None:
    ran = subprocess.run([sys.executable, "-c", SPENDING], input=bomb(), capture_output=True, check=True)
    error, figures = ran.stdout.decode().splitlines()
    seconds, megabytes = map(float, figures.split())
    assert "PDFium fails on it" in error
    assert seconds < SECONDS + 2
    assert megabytes < 500


# Damaged files


def unpacked(data: bytes) -> bytes:
    """`data` with its packed streams unpacked, so that damage goes deeper; PDFium mends the lengths."""
    def unpack(found: re.Match[bytes]) -> bytes:
        try:
            return b"stream\n" + zlib.decompressobj().decompress(found[1], 200_000) + b"\nendstream"
        except zlib.error:
            return found[0]

    plain = data.replace(b"/Filter/FlateDecode", b"")
    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", unpack, plain, flags=re.DOTALL)


def damaged(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        at = chance.randrange(max(1, len(made)))
        size = chance.choice((1, 2, 4, 16, 200, 5000))
        match chance.randrange(6):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[(other := chance.randrange(max(1, len(made)))) : other + size]
            case 3:
                made[at:at] = chance.randbytes(size)
            case 4:
                numbers = list(re.finditer(rb"\d+", made[at : at + 400]))
                if numbers:
                    number = chance.choice(numbers)
                    made[at + number.start() : at + number.end()] = chance.choice(
                        (b"0", b"-1", b"2147483647", b"1e30", b"99999999999999999999", b"%d" % chance.randrange(60)))
            case 5:
                del made[at if chance.random() < 0.1 else len(made) - size :]
    return bytes(made)


def read_or_told(data: bytes) -> bool:
    """Read `data`, or be told why not, in a line; True where it was read."""
    message, source = "x.pdf: read", Source(())
    try:
        source = read(data)
    except UserError as error:
        message = str(error)
    assert re.fullmatch(r"x\.pdf: .+", message)
    assert all(line.text.strip() and line.page for line in source.lines)
    return bool(source.lines)


def test_damaged_files_are_read_or_told() -> None:
    whole = [path.read_bytes() for path in sorted(FIXTURES.glob("*.pdf"))]
    files = [*whole, *map(unpacked, whole), page(lines("100 700 Water runs\n100 685 Stars shine"))]
    read = slowest = 0.0
    for case in range(CASES):
        chance = random.Random(case)
        data = damaged(chance.choice(files), chance)
        begun = time.perf_counter()
        try:
            read += read_or_told(data)
        except BaseException:
            Path("damaged.pdf").write_bytes(data)
            print(f"case {case}, kept as damaged.pdf")
            raise
        slowest = max(slowest, time.perf_counter() - begun)
    print(f"{CASES} cases: {read:.0f} read, the slowest took {slowest:.2f} s")
    assert CASES < 10 or 0 < read < CASES


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
