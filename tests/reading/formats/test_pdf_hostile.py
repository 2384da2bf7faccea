"""Damaged and hostile PDF files: each is read, or told in one line, in bounded time and memory.

JUYAO_CASES sets how many mutated files are read.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.reading.formats.pdf.child import SECONDS
from cards.reading.lines import Source
from cards.records import UserError
from tests.reading.formats.pdf_files import FIXTURES, HELVETICA, lines, page, pdf, read, stream

CASES = int(os.environ.get("JUYAO_CASES", "25"))
SLOW = 50  # times what an ordinary issue takes: no strange file may take longer


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


# Reads the files named, and prints for each what was told, the seconds of computing, and the most megabytes so far.
SPENDING = """
import resource, sys
from pathlib import Path
from cards.rules.loading import load_rules
from cards.records import UserError
from cards.reading.outline_rules import Outline
from cards.reading.formats.pdf import pdf_source
def spent():
    both = [resource.getrusage(each) for each in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
    # of this program itself, maxrss would count its parent's memory at the fork
    own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return sum(each.ru_utime + each.ru_stime for each in both), max(both[0].ru_maxrss, own) / 1000
outline = Outline(load_rules())
for path in sys.argv[1:]:
    told, before = "", spent()[0]
    try:
        pdf_source(Path(path).read_bytes(), "x.pdf", outline)
    except UserError as error:
        told = str(error)
    print(told, spent()[0] - before, spent()[1], sep="\\t")
"""


@pytest.mark.bench
@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't limit a process's memory")
@pytest.mark.parametrize("bomb", [nested_forms, packed_twice])
def test_a_bomb_ends_in_time_and_memory(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / "bomb").write_bytes(bomb())
    ran = subprocess.run([sys.executable, "-c", SPENDING, str(tmp_path / "bomb")], capture_output=True, check=True,
                         text=True)
    told, seconds, megabytes = ran.stdout.strip().split("\t")
    assert "PDFium fails on it" in told
    assert float(seconds) < 2 * SECONDS  # of computing, as the system counts and bounds it
    assert float(megabytes) < 500


# What is large or strange, but within the limits, or told


def many_pages() -> bytes:
    return tree(b"3 0 R " * 300_000, 300_000)


def lying_count() -> bytes:
    return tree(b"3 0 R", 2_147_483_647)


def tree(kids: bytes, count: int) -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"])


def deep_tree(depth: int = 5_000) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(depth)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 600 800]>>"])


def tree_of_itself() -> bytes:
    return tree(b"2 0 R", 5)


def giant_image() -> bytes:
    image = stream(zlib.compress(bytes(5_000_000), 9), b"/Type/XObject/Subtype/Image/Width 50000/Height 50000"
                   b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode")
    content = stream(b"q 500 0 0 700 50 50 cm /I Do Q BT /F 12 Tf 50 20 Td (Water) Tj ET")
    return page(content, objects=[image], resources=b"/XObject<</I 6 0 R>>")


def many_fonts(count: int = 10_000) -> bytes:
    names = b"".join(b"/F%d %d 0 R" % (number, 6 + number) for number in range(count))
    words = b"".join(b"BT /F%d 12 Tf %d %d Td (w) Tj ET\n" % (number, number % 50 * 10, 10 + number // 50 * 3)
                     for number in range(count))
    fonts = [b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/X %d>>" % number for number in range(count)]
    return page(stream(words), objects=fonts, fonts=names)


def no_size() -> bytes:
    return page(lines("100 700 Water")).replace(b"[0 0 600 800]", b"[0 0 0 0]    ")


def endless_size() -> bytes:
    return page(lines("100 700 Water")).replace(b"[0 0 600 800]", b"[0 0 1e38 9]")


def no_font_size() -> bytes:
    return page(stream(b"BT /F 0 Tf 100 700 Td (Water runs) Tj ET"))


def deep_nesting() -> bytes:
    return page(stream(b"q [" * 300_000 + b"] TJ BT /F 12 Tf 100 700 Td (Water) Tj ET"))


def scattered(count: int = 30_000) -> bytes:
    return page(stream(b"".join(b"BT /F 12 Tf %d %d Td (w) Tj ET " % (number * 37 % 600, number * 91 % 800)
                                for number in range(count))))


STRANGE = (many_pages, lying_count, deep_tree, tree_of_itself, giant_image, many_fonts, no_size, endless_size,
           no_font_size, deep_nesting, scattered)


@pytest.fixture(scope="module")
def spent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float, float]]:
    """What was said of each strange file (nothing, where it was read), how many times longer it took than an ordinary
    issue, by the processor's time in the same run, and the most megabytes until then.
    """
    plain = FIXTURES / "issue.pdf"
    folder = tmp_path_factory.mktemp("strange")
    for made in STRANGE:
        (folder / made.__name__).write_bytes(made())
    files = [plain, plain, *(folder / made.__name__ for made in STRANGE)]  # the first time, it loads what all need
    ran = subprocess.run([sys.executable, "-c", SPENDING, *map(str, files)], capture_output=True, check=True, text=True)
    _, (_, ordinary, _), *parts = [line.split("\t") for line in ran.stdout.splitlines()]
    return {made.__name__: (told, float(seconds) / float(ordinary), float(megabytes))
            for made, (told, seconds, megabytes) in zip(STRANGE, parts, strict=True)}


@pytest.mark.bench
@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't limit a process's memory")
@pytest.mark.parametrize("name", [made.__name__ for made in STRANGE])
def test_a_strange_file_is_read_or_told_in_time_and_memory(name: str, spent) -> None:
    told, times, megabytes = spent[name]
    assert not told or told.startswith("x.pdf: ")
    assert times < SLOW
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
    read = 0
    for case in range(CASES):
        chance = random.Random(case)
        data = damaged(chance.choice(files), chance)
        try:
            read += read_or_told(data)
        except BaseException:
            Path("damaged.pdf").write_bytes(data)
            print(f"case {case}, kept as damaged.pdf")
            raise
    print(f"{CASES} cases: {read} read")
    assert CASES < 10 or 0 < read < CASES


@pytest.mark.parametrize("part", [0.001, 0.05, 0.5, 0.9, 0.99, 0.999])
def test_a_truncated_file_is_read_or_told(part: float) -> None:
    data = (FIXTURES / "issue.pdf").read_bytes()
    read_or_told(data[: int(len(data) * part)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't limit a process's memory")
@pytest.mark.parametrize("pages", ["tbt", "ttb"], ids=["in the middle", "the last"])
def test_a_page_that_pdfium_fails_on_costs_none_of_the_others(pages: str) -> None:
    source = read(with_a_bomb(pages))
    assert [line.text for line in source.lines] == ["Water runs Water runs"]
    number = pages.index("b") + 1
    assert [(str(doubt), doubt.serious) for doubt in source.doubts] == [
        (f"page {number}: the page is broken, its text missing", True)]


def with_a_bomb(pages: str) -> bytes:
    """A file of pages with a text, `t`, and a bomb, `b`: forms that draw ten forms each, eight levels deep."""
    text, draws = lines("100 400 Water runs"), stream(b"/X Do")
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>/XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, inner % (number + 1)) for number in range(6, 14)]
    last = stream(b"BT /F 12 Tf 10 10 Td (water) Tj ET", inner % 6)
    kids = b" ".join(b"%d 0 R" % number for number in range(15, 15 + len(pages)))
    made = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>" % (4 if kind == "t" else 5) for kind in pages]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
                HELVETICA, text, draws, *forms, last, *made])
