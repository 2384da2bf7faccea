"""`juyao diff`: what changed between two packages or folders of them, as lines, as one object, as a page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.commands.program import exit_code
from tests.cases import FIXTURES

FIGURES_ONLY = ("--rules", str(FIXTURES / "figures_only"))
BEFORE = """云岭市人才工作综述

截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。

全市新增公办幼儿园学位6400个。

全市改造老旧小区183个。
"""
AFTER = BEFORE.replace("62.4万人", "63.1万人").replace("全市改造老旧小区183个。", "全市新建公园31座。")


@pytest.fixture(scope="module")
def editions(build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The decks of an article, and their next edition: a figure corrected, a sentence taken out and another put in."""
    folder = tmp_path_factory.mktemp("editions")
    source, old, new = folder / "综述.txt", folder / "old", folder / "new"
    with pytest.MonkeyPatch.context() as environment:
        source.write_text(BEFORE, encoding="utf-8")
        environment.setenv("SOURCE_DATE_EPOCH", "1773835200")
        build(old, source, options=FIGURES_ONLY)
        shutil.copytree(old, new)
        source.write_text(AFTER, encoding="utf-8")
        environment.setenv("SOURCE_DATE_EPOCH", "1773921600")
        build(new, source, options=FIGURES_ONLY)
    return old, new


@pytest.fixture
def shelves(editions: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of both of a test's own."""
    old, new = editions
    return shutil.copytree(old, tmp_path / "old"), shutil.copytree(new, tmp_path / "new")


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`diff(old, new, …)`: exit code, output and errors."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = exit_code(["diff", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_lines_say_what_is_new_changed_and_retired(shelves, diff):
    code, out, err = diff(*shelves)
    assert (code, err) == (0, "")
    first, deck, *notes = out.splitlines()
    assert first.startswith("  changes: new 1, changed ")
    assert "retired 1" in first
    assert deck.strip().startswith("综述::综述::01") or "云岭市人才工作综述" in deck
    assert any(line.strip().startswith("+ ") and "公园31座" in line for line in notes)
    assert any(line.strip().startswith("- ") and "老旧小区183个" in line for line in notes)
    assert any("[-62.4-]{+63.1+}万人" in line for line in notes)


def test_the_same_decks_differ_in_nothing(shelves, diff):
    code, out, err = diff(shelves[0], shelves[0])
    assert (code, err) == (0, "")
    assert out.startswith("  changes: new 0, changed 0, retired 0, revived 0, untouched ")
    assert len(out.splitlines()) == 1


def test_the_other_way_round_a_note_is_gone_and_one_revived(shelves, diff):
    _, out, _ = diff(*reversed(shelves))
    assert "revived 1" in out
    assert "gone 1" in out
    assert any(line.strip().startswith("! ") and "公园31座" in line for line in out.splitlines())


def test_a_file_against_a_folder_is_the_same_as_folders(shelves, diff):
    bundle = next(path for path in shelves[0].rglob("*.apkg") if path.stem == path.parent.name)
    assert diff(bundle, shelves[1]) == diff(*shelves)


def test_the_object_has_every_note_that_changed(shelves, diff):
    code, out, err = diff(*shelves, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["old"], told["new"]) == tuple(map(str, shelves))
    [deck] = told["decks"]
    assert deck["new"] == deck["retired"] == 1
    assert {note["outcome"] for note in deck["notes"]} == {"new", "changed", "retired"}
    changed, *_ = [note for note in deck["notes"] if note["outcome"] == "changed" and "63.1" in note["text"]]
    assert "62.4万人" in changed["before"]
    assert "text" in changed["fields"]
    assert "[-62.4-]{+63.1+}" in changed["marked"]
    assert len({note["guid"] for note in deck["notes"]}) == len(deck["notes"])


def test_with_a_page_its_file_is_named_and_nothing_else_printed(shelves, diff, tmp_path):
    page = tmp_path / "pages" / "变化.html"
    assert diff(*shelves, "--html", page) == (0, f"{page}\n", "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(("language", "tag", "said", "nothing"), [
    ("en", 'lang="en"', ("new 1, changed ", "retired 1", ">retired<"), "nothing changed"),
    ("zh_CN", 'lang="zh-CN"', ("新增1条", "停用1条", ">停用<"), "没有变化"),
])
def test_a_page_speaks_the_language_of_its_reader(language, tag, said, nothing, shelves, diff, tmp_path, monkeypatch):
    monkeypatch.setenv("JUYAO_LANG", language)
    page, same = tmp_path / "changed.html", tmp_path / "same.html"
    diff(*shelves, "--html", page)
    diff(shelves[0], shelves[0], "--html", same)
    text = page.read_text(encoding="utf-8")
    assert tag in text
    for each in said:
        assert each in text
    assert nothing in same.read_text(encoding="utf-8")
    own = re.sub(r"<(h1|h2|li|title|style)\b.*?</\1>", "", text + same.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert bool(re.search("[\u4e00-\u9fff]", own)) is (language == "zh_CN")


@pytest.mark.parametrize(("spoil", "why"), [
    (lambda path: None, "no such file or folder"),
    (lambda path: path.mkdir(), "there is no .apkg in it"),
    (lambda path: path.write_bytes(b""), "not a package of Anki's, or a damaged one"),
    (lambda path: path.write_bytes(b"PK\3\4" + bytes(500)), "not a package of Anki's, or a damaged one"),
], ids=["missing", "an empty folder", "an empty file", "damaged"])
@pytest.mark.parametrize("which", [0, 1], ids=["old", "new"])
def test_what_can_not_be_read_is_a_line(shelves, diff, tmp_path, spoil, why, which):
    path = tmp_path / "x.apkg"
    spoil(path)
    given = [path if at == which else shelf for at, shelf in enumerate(shelves)]
    code, out, err = diff(*given)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith(f"juyao: {path}: {why}")


def test_a_damaged_package_in_a_folder_is_named(shelves, diff):
    bundle = next(shelves[1].rglob("01-*.apkg"))
    bundle.write_bytes(bundle.read_bytes()[:200])
    code, _, err = diff(*shelves)
    assert (code, len(err.splitlines())) == (1, 1)
    assert str(bundle) in err


def test_a_page_that_can_not_be_written_is_a_line(shelves, diff, tmp_path):
    (tmp_path / "file").write_text("")
    code, out, err = diff(*shelves, "--html", tmp_path / "file" / "x.html")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "can't be written" in err
