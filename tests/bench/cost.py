"""What juyao costs beside its bare parts, as ratios: `python tests/bench/cost.py`. See README.md in this folder."""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
TYPED = CHECKOUT / "tests" / "fixtures" / "formats" / "docx" / "typed.docx"
ISSUES = 200  # of the library that is refreshed
PARTS = 12  # into which the real texts are split: a round takes one
JUYAO = (str(Path(sys.executable).with_name("juyao")),)

# The bare parts: jieba loads its dictionary and cuts the text; genanki writes as many notes as the issue has.
BARE = """
import logging, sys
import jieba
jieba.setLogLevel(logging.ERROR)
jieba.initialize()
source, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(source, encoding="utf-8") as file:
    text = file.read()
jieba.lcut(text)
import genanki
step = len(text) // count
deck = genanki.Deck(1, "bare")
for at in range(0, step * count, step):
    fields = ["{{c1::" + text[at : at + 6].replace(":", "") + "}}" + text[at + 6 : at + step], text[at : at + step]]
    deck.add_note(genanki.Note(genanki.CLOZE_MODEL, fields))
genanki.Package(deck).write_to_file(target)
"""


def shared() -> Path:
    """The folder of real texts, which may not be here."""
    return Path(os.environ.get("JUYAO_SHARED") or CHECKOUT.parent / "shared")


def issue() -> Path:
    """The real issue, or the sample where the real one is not here."""
    real = shared() / "issues" / "2024-24.txt"
    return real if real.is_file() else CHECKOUT / "decks" / "sample" / "2026-03.txt"


def corpus(part: int) -> list[Path]:
    """The real texts number `part`, `part` + PARTS and so on, or the issue where they are not here."""
    return sorted((shared() / "texts").glob("*.txt"))[part::PARTS] or [issue()]


def spent(work: Callable[[], object]) -> float:
    """The processor's seconds that `work` takes, in this process and in those it starts and waits for: what else the
    machine does hardly counts.
    """
    begun = _so_far()
    work()
    return _so_far() - begun


def _so_far() -> float:
    """The processor's seconds of this process and of those that it waited for."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def seconds(command: tuple[str, ...], environment: Mapping[str, str] = os.environ) -> float:
    """The processor's seconds of a `command` and of all that it starts."""
    return spent(lambda: subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL, env=environment))


def ratio(ours: Callable[[], tuple[str, ...]], bare: Callable[[], tuple[str, ...]], rounds: int) -> float:
    """The median over `rounds` of the time of `ours` over the time of `bare` right after it; first, one run of each
    warms the caches.

    Not the ratio of medians or of minima: a slow spell of the machine lasts for several runs and hits both of a pair,
    so the pair's own ratio stays right where the times do not. In 45 rounds under load, samples of 13 gave 1.48 to 1.64
    this way, 1.45 to 1.79 by minima and 1.34 to 1.93 by medians.
    """
    for warm in (ours, bare):
        seconds(warm())
    return statistics.median(seconds(ours()) / seconds(bare()) for _ in range(rounds))


def build_ratio(rounds: int = 11) -> float:
    """`juyao build` of an issue, into a new folder each time, over the bare parts."""
    source = issue()
    with tempfile.TemporaryDirectory() as folder:
        out, bare = Path(folder, "out"), Path(folder, "bare.apkg")

        def ours() -> tuple[str, ...]:
            shutil.rmtree(out, ignore_errors=True)
            return (*JUYAO, "build", str(source), "-o", str(out))

        seconds(ours())
        count = notes(next(path for path in out.rglob("*.apkg") if path.stem == path.parent.name))
        return ratio(ours, lambda: (sys.executable, "-c", BARE, str(source), str(bare), str(count)), rounds)


def cold_ratio(rounds: int = 5) -> float:
    """The same where neither side has a cache: no pattern of ours is compiled, jieba's dictionary is not made."""
    source = issue()
    with tempfile.TemporaryDirectory() as folder:
        def cold(*command: str) -> float:
            caches = tempfile.mkdtemp(dir=folder)
            return seconds(command, {**os.environ, "XDG_CACHE_HOME": caches, "TMPDIR": caches})

        def once(number: int) -> float:
            out, bare = Path(folder, f"out-{number}"), str(Path(folder, "bare.apkg"))
            ours = cold(*JUYAO, "build", str(source), "-o", str(out))
            count = notes(next(path for path in out.rglob("*.apkg") if path.stem == path.parent.name))
            return ours / cold(sys.executable, "-c", BARE, str(source), bare, str(count))

        return statistics.median(map(once, range(rounds)))


def corpus_ratio(rounds: int = 3) -> float:
    """Reading, finding and writing of many texts, other ones each round, over jieba's cutting of them: processor time,
    in one process.
    """
    import jieba

    from cards.build import analyse, prepared, read
    from cards.commands.program import FEW_COLLECTIONS

    gc.set_threshold(FEW_COLLECTIONS)  # as the program does
    settings = prepared((), Path("decks"), 0)
    jieba.setLogLevel("ERROR")

    def ours(path: Path) -> object:
        return analyse(path, read(path, settings), settings)

    def bare(path: Path) -> object:
        return jieba.lcut(path.read_text(encoding="utf-8"))

    def each(work: Callable[[Path], object], part: int) -> float:
        return spent(lambda: [work(path) for path in corpus(part)])

    each(ours, 0), each(bare, 0)  # the first of each also loads a dictionary
    return statistics.median(each(ours, part) / each(bare, part) for part in range(1, 1 + rounds))


def notes(package: Path) -> int:
    """How many notes are in `package`."""
    import sqlite3
    import zipfile

    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(package) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    count = connection.execute("select count(*) from notes").fetchone()[0]
    connection.close()
    return int(count)


def help_ratio(rounds: int = 21) -> float:
    """`juyao --help` over an import of click."""
    return ratio(lambda: (*JUYAO, "--help"), lambda: (sys.executable, "-c", "import click"), rounds)


def examples_ratio(rounds: int = 3) -> float:
    """`juyao rules test`, which runs every example of every rule, over jieba making its dictionary."""
    made = "import jieba; jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())"
    return ratio(lambda: (*JUYAO, "rules", "test"), lambda: (sys.executable, "-c", made), rounds)


def docx_ratio(rounds: int = 15) -> float:
    """Reading the real issue's .docx (or our fixture's) over python-docx's bare loop over its paragraphs: processor
    time, in one process.
    """
    import docx as bare

    from cards.reading.formats.docx import docx_source

    path = issue().with_suffix(".docx")
    data = (path if path.is_file() else TYPED).read_bytes()

    def loop() -> list[str]:
        return [paragraph.text for paragraph in bare.Document(io.BytesIO(data)).paragraphs]

    spent(lambda: (docx_source(data, path.name), loop()))
    return statistics.median(spent(lambda: docx_source(data, path.name)) / spent(loop) for _ in range(rounds))


def pdf_ratio(path: Path, rounds: int = 9) -> float:
    """Reading a .pdf over twice pdftotext and an interpreter's start: both take several processes."""
    from cards.reading.formats.pdf import pdf_source
    from cards.reading.outline_rules import Outline
    from cards.rules.loading import load_rules

    data, outline = path.read_bytes(), Outline(load_rules())

    def ours() -> float:
        return spent(lambda: pdf_source(data, path.name, outline))

    def bare() -> float:
        return 2 * seconds(("pdftotext", str(path), "-")) + seconds((sys.executable, "-c", "pass"))

    for warm in (ours, bare):
        warm()
    return statistics.median(ours() / bare() for _ in range(rounds))


@contextmanager
def library(size: int) -> Iterator[Path]:
    """A library of `size` generated issues, refreshed, with a cache of its own."""
    sys.path.insert(0, str(CHECKOUT / "tests"))
    from generated import issue_text

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "library")
        (root / "issues").mkdir(parents=True)
        (root / "juyao.yaml").write_text("sources:\n  - folder: issues\n", encoding="utf-8")
        for number in range(1, size + 1):
            put(root, number, issue_text(number, articles=1))
        before = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        try:
            seconds((*JUYAO, "refresh", str(root)))
            yield root
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before


def put(root: Path, number: int, text: str) -> Path:
    path = root / "issues" / f"2026-{number:03}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def one_new_ratio(root: Path, rounds: int = 5) -> float:
    """A refresh of the library `root` with one new issue over a build of that issue alone."""
    from generated import issue_text

    numbers = itertools.count(sum(1 for _ in (root / "issues").iterdir()) + 1)
    new: list[Path] = []

    def with_one_new() -> tuple[str, ...]:
        number = next(numbers)
        new.append(put(root, number, issue_text(number, articles=6)))
        return (*JUYAO, "refresh", str(root))

    def alone() -> tuple[str, ...]:
        return (*JUYAO, "build", str(new[-1]), "-o", str(root.with_name(f"alone-{new[-1].stem}")))

    return ratio(with_one_new, alone, rounds)


def nothing_new_ratio(root: Path, rounds: int = 15) -> float:
    """A refresh of the library `root`, where all is as it was, over an import of click."""
    return ratio(lambda: (*JUYAO, "refresh", str(root)), lambda: (sys.executable, "-c", "import click"), rounds)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"build {issue().name} / bare parts:      {build_ratio():.2f}  (at most 1.4)")
    print(f"the same without any cache:     {cold_ratio():.2f}  (at most 2.8)")
    print(f"many texts in one process / jieba.lcut:  {corpus_ratio():.2f}  (at most 18)")
    print(f"juyao --help / import click:  {help_ratio():.2f}  (at most 1.8)")
    print(f"juyao rules test / jieba's dictionary made anew:  {examples_ratio():.2f}  (at most 4)")
    with library(ISSUES) as root:
        print(f"refresh, {ISSUES} issues, one new / that issue alone:  {one_new_ratio(root):.2f}  (at most 2)")
        print(f"refresh, nothing new / import click:  {nothing_new_ratio(root):.2f}  (at most 5)")
    print(f"reading .docx / python-docx:  {docx_ratio():.2f}  (at most 2)")
    pdf = issue().with_suffix(".pdf")
    if pdf.is_file() and shutil.which("pdftotext"):
        print(f"reading .pdf / twice pdftotext and an interpreter's start:  {pdf_ratio(pdf):.2f}  (at most 1)")


if __name__ == "__main__":
    main()
