"""What the fuzz tests of all readers share: damaged files, what is a fair answer to one, and what the answer took.

`python -m tests.reading.fuzzing md 20000 [FILE...]` builds as many mutated files of a format through the command itself
and prints the figures; without files, those in fixtures/formats are mutated, among them small ones that once broke it.
What is wrong is kept in the folder that it names. `FIRST-LAST` in the number's place takes those cases alone. Of a long
file most cases hold a stretch, not the whole: as many faults are met in a tenth of the time.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec.structs import replace

from cards.build import Settings, prepared
from cards.commands.program import FEW_COLLECTIONS, exit_code
from cards.library import building
from cards.reading import read_bytes
from cards.reading.formats.md import markdown_source
from cards.reading.lines import Line, Source
from cards.records import Issue, UserError
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.text.cache import cache_folder

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FORMATS = CHECKOUT / "tests" / "fixtures" / "formats"
SLOW = 30  # times what a plain text of the same size takes: no file may take longer
HANGS = 30  # seconds of the processor's time: a case that takes more is stopped, and its traceback says where
LARGE = 500_000_000  # bytes of memory: no file may take more
LONGEST_CASE = 100_000
STRETCH, LONGEST_OF_STRETCH = 2_500, 15_000  # bytes of a longer file that most cases hold, and of such a case
WHOLE = 0.02  # the share of cases that hold all of it
NAME = "2026-05.file"
PARAGRAPH = "云岭市新建湿地32处，水质明显改善，群众满意度提高。" * 4  # of a plain text
PARAGRAPHS = 1_000
PIECES = {  # what a damaged file of the format may hold, and where its reader may stumble
    "html": (b"<", b">", b"&", b"<!--", b"]]>", b"<table>", b"</p>", b"<b>" * 300, b"\0", b"\xff", b"<td rowspan=99>",
             b"<sup>", b"<a href='#fn1'>", b"<li value=9>", b"</body>", b"<br>", b"<meta charset=big5>", b"<script>",
             b" id=fn1 ", b"&#0;&#xd800;&#99999999;"),
    "docx": (b"<w:p>", b"]]>", b"&", b'"', b"PK\1\2", b"PK\3\4", b"PK\5\6", b"\0"),
    "md": (b"#", b"\n# ", b"\n\n", b"```", b"`", b"*", b"**", b"_", b"[", b"](", b"![", b"<div>", b"-->", b"> " * 40,
           b"\n---\n", b"|", b"\n|-|-|\n", b"\t", b"\\", b"&#0;", b"\n1. ", b"\n- ", b"~~", b"[^1]", b"\r", b"\xff"),
    "txt": (b"\n", b"\r", b"\f", b"\0", b"\xff", b"\xfe\xff", b"\t", b"\xe3\x80\x80", b" " * 400, b"{{c1::", b"::",
            "目录\n".encode(), "……12\n".encode(), "第一，".encode(), "（来源：".encode(), b"# ", b"<p>"),
}


class TooSlowError(Exception):
    """A case took too long."""


@dataclass
class Verdict:
    """How many cases were read and how many refused in one clear line; the numbers of all others; the slowest."""

    read: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


def judged(cases: Iterable[bytes], read: Callable[[bytes], Source | Issue], name: str = NAME) -> Verdict:
    """Read every case. A fault of the reader's does not stop the run: it is told as wrong."""
    verdict = Verdict()
    for number, data in enumerate(cases):
        begun, why = time.process_time(), ""
        try:
            why = unsound(read(data))
            verdict.read += 1
        except UserError as error:
            verdict.refused += 1
            why = "" if str(error).startswith(f"{name}: ") and "\n" not in str(error) else str(error)
        except Exception as error:
            why = repr(error)
        verdict.slowest = max(verdict.slowest, time.process_time() - begun)
        if why:
            verdict.wrong.append(f"case {number}: {why}")
    return verdict


def unsound(result: Source | Issue) -> str:
    """What no reader may return, or ''."""
    if isinstance(result, Source):
        lines = [(line.text, line.number) for line in result.lines]
    else:
        lines = [(each.text, each.line or 0) for article in result.articles for each in article.paragraphs]
    if not lines:
        return "nothing was read"
    for text, number in lines:
        if not text or text.strip() != text or "\n" in text or number < 1:
            return f"line {number}: {text!r}"
        text.encode()  # a lone surrogate can't be written
    return ""


def cases_of(ending: str, files: list[bytes], last: int, first: int = 0) -> Iterator[bytes]:
    """The cases from `first` until `last`: each one of `files` damaged; the same ones on every run. Of three of a text
    format, two are text all the same: else most would only show that damaged UTF-8 is refused.
    """
    for seed in range(first, last):
        chance, text = random.Random(seed), ending in ("md", "txt", "html")
        chosen = [stretch(chance, file) for file in chance.sample(files, min(2, len(files)))] if text else files
        data = scrambled(chance, chosen, PIECES.get(ending, ()))
        if text and max(map(len, chosen)) <= STRETCH:
            data = data[:LONGEST_OF_STRETCH]
        yield data.decode(errors="ignore").encode() if seed % 3 and text else data


def scrambled(chance: random.Random, files: list[bytes], pieces: tuple[bytes, ...]) -> bytes:
    """A file with bytes changed, cut out, doubled, turned around, `pieces` put in, or two files grown together."""
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 3, 10, 100))):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 10, 300, 5_000))
        piece = bytes(data[at : at + length])
        other = chance.choice(files)
        start = chance.randrange(len(other))
        match chance.randrange(8):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = piece * chance.choice((1, 2, 50))
            case 3 if pieces:
                data[at:at] = chance.choice(pieces)
            case 4:
                data[at : at + length] = bytes(reversed(piece))
            case 5:
                data[at:at] = other[start : start + length]
            case 6:
                data[at : at + length] = chance.randbytes(len(piece))
            case _ if chance.random() < 0.2:
                del data[at + 20_000 :]
    return bytes(data[:LONGEST_CASE])


def stretch(chance: random.Random, data: bytes) -> bytes:
    """A file of text as it is, or of a long one mostly what stands between two places in it."""
    if len(data) <= STRETCH or chance.random() < WHOLE:
        return data
    at = chance.choice((0, chance.randrange(len(data) - STRETCH + 1)))
    return data[at : at + STRETCH]


def judged_builds(cases: Iterable[bytes], ending: str, folder: Path) -> Verdict:
    """Build every case through the command's own entry, in `folder`; one with a wrong answer is kept there."""
    verdict = Verdict()
    for number, data in enumerate(cases):
        begun = time.process_time()
        code, said = build(data, ending, folder)
        verdict.slowest = max(verdict.slowest, time.process_time() - begun)
        if code == 0 or (code == 1 and not said):  # built, the second with a warning that something is missing
            verdict.read += 1
        elif code == 1 and said.startswith("juyao: ") and said.count("\n") == 1:
            verdict.refused += 1
        else:
            (folder / f"wrong-{number}.{ending}").write_bytes(data)
            verdict.wrong.append(f"case {number}: exit {code}: {said.strip()}")
    return verdict


def build(data: bytes, ending: str, folder: Path) -> tuple[int, str]:
    """The exit code of `juyao build` for a source that holds `data`, and what it says is wrong: the fault itself
    where it is a bug.
    """
    source, decks, log = folder / f"2026-05.{ending}", folder / "decks", cache_folder() / "bug.log"
    source.write_bytes(data)
    shutil.rmtree(decks, ignore_errors=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said), within(HANGS):
        code = exit_code(["build", str(source), "-o", str(decks)])
    fault = " | ".join(log.read_text(encoding="utf-8").splitlines()[-4:]) if code == 3 and log.exists() else ""
    return code, said.getvalue() + fault


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in what takes more of the processor's time than `seconds`."""
    def stop(_: int, frame: FrameType | None) -> None:
        where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame else "somewhere"
        raise TooSlowError(f"more than {seconds:g} seconds, at last in {where}")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def markdown(data: bytes, name: str) -> Source:
    """Markdown, as `markdown_source` reads it, but from bytes as the other readers."""
    return markdown_source(data.decode(errors="replace"), name)


@cache
def rules() -> RuleSet:
    return load_rules()


def whole(data: bytes, name: str) -> Source:
    """All of reading: each paragraph as a line."""
    issue = read_bytes(data, "2026-05", rules(), name)
    return Source(tuple(Line(each.text, each.line or 0) for article in issue.articles for each in article.paragraphs))


CHILD = """
import gc, json, os, sys, time
from importlib import import_module
from pathlib import Path
from cards.commands.program import FEW_COLLECTIONS
from cards.records import UserError

gc.set_threshold(FEW_COLLECTIONS)  # as the program does
reader = getattr(import_module(sys.argv[1]), sys.argv[2])

def cost(file):
    data, begun = Path(file).read_bytes(), time.process_time()
    try:
        said = f"{len(reader(data, '2026-05.file').lines)} lines"
    except UserError as error:
        said = str(error)
    # the peak of this process alone: maxrss would count its parent's memory at the fork
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return said, time.process_time() - begun, int(peak.split()[1]) * 1024

cost(sys.argv[3])  # what is loaded and made once
for file in sys.argv[3:]:
    if os.fork() == 0:
        print(json.dumps(cost(file)), flush=True)
        os._exit(0)
    os.wait()
"""


@dataclass(frozen=True)
class Cost:
    """What a reader said of a file, how many times longer it took than a plain text of the same size, the most bytes
    of memory it had, and the size of the file.
    """

    said: str
    times: float
    peak: int
    size: int


def costs(files: Mapping[str, bytes], plain: bytes, reader: Callable[[bytes, str], Source], folder: Path
          ) -> dict[str, Cost]:
    """What each of `files` costs, by its name. All are read in turn in one run, each in a process of its own, whose
    peak of memory is its own, and before them `plain`, a text such as people write, in the reader's format. What that
    takes, for each byte, is what a byte of a plain text takes; processor's time: a busy machine is no failure.
    """
    paths = []
    for number, data in enumerate((plain, *files.values())):
        paths.append(folder / f"{number}.file")
        paths[-1].write_bytes(data)
    ran = subprocess.run([sys.executable, "-c", CHILD, reader.__module__, reader.__name__, *map(str, paths)],
                         check=True, capture_output=True, text=True, cwd=CHECKOUT)
    (said, plain_seconds, _), *measured = map(json.loads, ran.stdout.splitlines())
    assert said.endswith(" lines"), said
    found = {}
    for (name, data), (said, seconds, peak) in zip(files.items(), measured, strict=True):
        share = max(1.0, size_of(data) / size_of(plain))
        found[name] = Cost(said, seconds / (plain_seconds * share), peak, len(data))
    return found


def size_of(data: bytes) -> int:
    """The bytes of a file, unpacked where it is a zip."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(part.file_size for part in archive.infolist())


def rules_loaded_once() -> None:
    """Have all builds of this process use rules that were loaded once: loading takes longer than a small source."""
    @cache
    def loaded(folders: tuple[Path, ...]) -> Settings:
        return prepared(folders, Path(), 0)

    def once(folders: tuple[Path, ...], folder: Path, now: int, **more: Any) -> Settings:
        return replace(loaded(folders), folder=folder, now=now, **more)

    building.prepared = once


def main(ending: str, count: str, *paths: str) -> None:
    gc.set_threshold(FEW_COLLECTIONS)  # as the program does
    rules_loaded_once()
    begin, _, end = count.rpartition("-")
    first, last = int(begin or 0), int(end)
    files = [Path(path).read_bytes() for path in paths] or sources(ending)
    if ending == "docx":
        from tests.reading.formats.test_docx import mutated  # inside the package too

        cases: Iterator[bytes] = (mutated(seed, files) for seed in range(first, last))
    else:
        cases = cases_of(ending, files, last, first)
    folder = Path(tempfile.mkdtemp(prefix=f"juyao-{ending}-"))
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    begun = time.perf_counter()
    verdict = judged_builds(cases, ending, folder)
    seconds = time.perf_counter() - begun
    peak = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in line)
    print(f"{count} cases of {len(files)} .{ending} files in {seconds:.0f} s: {verdict.read} built, "
          f"{verdict.refused} refused, {len(verdict.wrong)} wrong, slowest {verdict.slowest:.2f} s, "
          f"peak {int(peak.split()[1]) / 1000:.0f} MB, in {folder}")
    print(*verdict.wrong[:20], sep="\n")


def sources(ending: str) -> list[bytes]:
    """The project's own files of a format that are mutated: whole issues, and the small ones that once broke it."""
    own = [path for path in FORMATS.rglob(f"*.{ending}") if path.stem != "locked"]
    own += (CHECKOUT / "decks").rglob("*.txt") if ending == "txt" else []
    return [path.read_bytes() for path in sorted(own)]


if __name__ == "__main__":
    main(*sys.argv[1:])
