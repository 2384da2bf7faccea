"""Where a run meets the system: locales that can't name a deck, streams that are closed or full, a bug with one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.commands.program import exit_code

CHECKOUT = Path(__file__).resolve().parents[2]
Patterns = Callable[[Path], None]
ARTICLE = "云岭市{}工作综述\n\n截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。\n"
BUG = """

_whole = read_bytes


def read_bytes(data, stem, rules, name):
    if stem.startswith("虫"):
        raise ZeroDivisionError("a bug of ours")
    return _whole(data, stem, rules, name)
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of three articles; the program that `buggy` makes has a bug with the second."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("一.txt", "虫.txt", "三.txt"):
        (folder / name).write_text(ARTICLE.format(name[0]), encoding="utf-8")
    return folder


@pytest.fixture
def start(tmp_path: Path, patterns: Patterns) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`start("build", …, shell=">&-", program=folder, LC_ALL="POSIX")` runs it in a shell, redirected."""
    patterns(tmp_path / "cache")

    def run(*arguments: object, shell: str = "", program: Path = CHECKOUT, **environment: str,
            ) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", f'"$@" {shell}', "sh", sys.executable, "-m", "cards", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", errors="replace",
            env={**os.environ, "PYTHONPATH": str(program), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment})

    return run


@pytest.fixture
def buggy(tmp_path: Path) -> Path:
    """A copy of the program that has a bug with sources of one name."""
    copy = tmp_path / "program"
    shutil.copytree(CHECKOUT / "cards", copy / "cards", ignore=shutil.ignore_patterns("*.pyc.*"))  # half written
    shutil.copytree(CHECKOUT / "rules", copy / "rules")
    with (copy / "cards" / "reading" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write(BUG)
    return copy


def bundles(folder: Path) -> set[str]:
    return {path.stem for path in folder.rglob("*.apkg") if path.stem == path.parent.name}


# ---- locales ----

@pytest.mark.parametrize("command", ["build", "read", "explain", "preview", "refresh", "status", "rules list"])
def test_every_command_works_in_a_locale_that_can_not_say_chinese(start, sources, tmp_path, command):
    (tmp_path / "库").mkdir()
    (tmp_path / "库" / "juyao.yaml").write_text("sources:\n  - folder: ../sources\n", encoding="utf-8")
    given = {"refresh": [tmp_path / "库"], "status": [tmp_path / "库"], "rules list": [],
             "preview": [sources, "--no-open", "-o", tmp_path / "页.html"], "explain": [sources / "一.txt"]}
    ran = start(*command.split(), *given.get(command, [sources]), LC_ALL="POSIX", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout
    if command == "build":
        assert bundles(tmp_path / "decks") == {"一", "三", "虫"}


def test_an_output_in_latin_1_says_what_it_can(start, sources, tmp_path):
    ran = start("build", sources, PYTHONIOENCODING="latin-1")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "\\u4e91\\u5cad" in ran.stdout
    assert bundles(tmp_path / "decks") == {"一", "三", "虫"}


# ---- streams ----

@pytest.mark.parametrize(("shell", "why"), [(">&-", "Bad file descriptor"), (">/dev/full", "No space left on device")])
def test_an_output_that_takes_nothing_is_a_line_and_every_deck_is_built(start, sources, tmp_path, shell, why):
    ran = start("build", sources, shell=shell)
    assert ran.returncode == 1
    assert ran.stderr == f"juyao: standard output can't be written: {why}; what was built is on disk\n"
    assert bundles(tmp_path / "decks") == {"一", "三", "虫"}


def test_a_reader_that_has_enough_leaves_no_deck_unbuilt(start, sources, tmp_path):
    ran = start("build", sources, shell="| head -1")
    assert (len(ran.stdout.splitlines()), ran.stderr) == (1, "")
    assert bundles(tmp_path / "decks") == {"一", "三", "虫"}


@pytest.mark.parametrize("shell", ["2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_nobody_to_tell_is_no_bug(start, sources, tmp_path, shell):
    (sources / "空.txt").write_text("", encoding="utf-8")
    assert start("build", sources, shell=shell).returncode == 1
    assert bundles(tmp_path / "decks") == {"一", "三", "虫"}
    assert not (tmp_path / "cache" / "juyao" / "bug.log").exists()


@pytest.mark.parametrize("shell", ["<&-", "</dev/null"])
def test_an_input_that_gives_nothing_is_a_line(start, shell):
    ran = start("read", "-", shell=shell)
    assert (ran.returncode, ran.stdout) == (1, "")
    [line] = ran.stderr.splitlines()
    assert line.startswith("juyao: standard input: ")


def test_help_into_a_full_disk_is_a_line(start):
    ran = start("--help", shell=">/dev/full")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)


# ---- the clock ----

@pytest.mark.parametrize("given", ["yesterday", "-5", "1e9", "253402300800", "9" * 5000, "１２３"])
@pytest.mark.parametrize("command", ["build", "refresh"])
def test_a_time_that_is_none_is_a_line(sources, tmp_path, monkeypatch, capsys, given, command):
    (sources / "juyao.yaml").write_text("sources:\n  - folder: .\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert exit_code([command, str(sources)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("juyao: the environment variable SOURCE_DATE_EPOCH is ")
    assert not bundles(tmp_path)


def test_the_last_day_of_the_year_9999_is_a_day(sources, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402214400")
    assert exit_code(["build", str(sources)]) == 0
    assert bundles(tmp_path / "decks") == {"一", "三", "虫"}


# ---- a bug in one source ----

def test_a_bug_in_one_source_keeps_no_other_from_being_built(start, sources, tmp_path, buggy):
    log = tmp_path / "cache" / "juyao" / "bug.log"
    for runs in (1, 2):
        ran = start("build", sources, program=buggy)
        assert ran.returncode == 3
        assert ran.stderr == (f"juyao: {sources}/虫.txt: a bug in juyao (ZeroDivisionError); "
                              f"please report it with {log}\n")
        assert bundles(tmp_path / "decks") == {"一", "三"}
        assert log.read_text(encoding="utf-8").count("ZeroDivisionError: a bug of ours") == runs


def test_a_bug_in_one_source_keeps_no_other_from_a_refresh_now_and_the_next_time(start, sources, tmp_path, buggy):
    (sources / "juyao.yaml").write_text("sources:\n  - folder: .\n", encoding="utf-8")
    first = start("refresh", sources, program=buggy)
    assert (first.returncode, first.stdout.splitlines()[-1]) == (3, "2 new, 1 with a problem, 0 as they were")
    assert bundles(sources / "decks") == {"一", "三"}
    (sources / "四.txt").write_text(ARTICLE.format("四"), encoding="utf-8")
    second = start("refresh", sources, program=buggy)
    assert (second.returncode, second.stdout.splitlines()[-1]) == (3, "1 new, 1 with a problem, 2 as they were")
    assert "虫.txt: a bug in juyao (ZeroDivisionError); please report it" in second.stderr
    assert bundles(sources / "decks") == {"一", "三", "四"}
    mended = start("refresh", sources)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert bundles(sources / "decks") == {"一", "三", "四", "虫"}
