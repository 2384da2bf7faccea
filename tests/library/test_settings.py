"""juyao.yaml: every fault is told at its place, all at once; a new one works as written and is never overwritten."""

from __future__ import annotations

import re

from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from cards.library.settings import LIBRARY, SOURCE, read_library
from cards.library.starting import TEXT
from cards.records import UserError


@cases("broken_libraries.txt")
def test_faults_are_told_with_their_place_all_at_once(shelf, given, expected):
    library = shelf("a", settings=given + "\n")
    ran = library.run("status")
    assert (ran.code, ran.out) == (1, "")
    first, *told = [line for line in ran.err.splitlines() if not line.startswith("    ")]
    assert first == "juyao: juyao.yaml needs mending:"
    assert len(told) == len(expected.splitlines()), ran.err
    for line, words in zip(told, expected.splitlines(), strict=True):
        assert line.startswith(f"{library.root}/juyao.yaml:{words}"), line


def test_the_faulty_line_is_shown(shelf):
    ran = shelf("a", settings="sources:\n  - foldr: issues\n").refresh()
    assert ran.err.splitlines()[1:3][-1] == "    - foldr: issues"


def test_no_library_is_a_line(juyao, tmp_path):
    for command in ("status", "refresh"):
        ran = juyao(command, tmp_path)
        assert ran.code == 1
        assert ran.err == f"juyao: {tmp_path}: no deck library: it has no juyao.yaml; `juyao init` writes one\n"


def test_a_new_library_works_as_it_is(juyao, tmp_path):
    ran = juyao("init", tmp_path / "new" / "library")
    assert ran.code == 0
    assert (tmp_path / "new/library/issues").is_dir()
    assert juyao("refresh", tmp_path / "new" / "library").out == "nothing to do: 0 issues, all as they were\n"


def test_a_library_in_a_folder_of_issues_takes_them_from_there(juyao, tmp_path):
    (tmp_path / "2026-03.txt").write_text("云岭市综述\n\n去年，全市新建水库17座。\n", encoding="utf-8")
    juyao("init", tmp_path)
    assert not (tmp_path / "issues").exists()
    assert [each["source"] for each in juyao("status", tmp_path, "--json").report["issues"]] == ["2026-03.txt"]


def test_a_settings_file_is_never_overwritten(juyao, tmp_path):
    (tmp_path / "juyao.yaml").write_text("mine", encoding="utf-8")
    ran = juyao("init", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "is there already" in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["juyao.yaml"]
    assert (tmp_path / "juyao.yaml").read_text(encoding="utf-8") == "mine"


def test_the_new_file_names_every_setting_and_each_can_be_switched_on(tmp_path):
    for key in (*LIBRARY.keys, *SOURCE.keys):
        assert re.search(rf"\b{key.name}:", TEXT), key.name
    on = re.sub(r"(?m)^( *)# (?=\w+: |- )", r"\1", TEXT.format(folder="issues"))
    on = re.sub(r"(?m)^  #   (?=\w+: )", "    ", on)
    (tmp_path / "juyao.yaml").write_text(on, encoding="utf-8")
    library = read_library(tmp_path)
    assert (library.publication, library.only, [each.feed for each in library.online]) == (
        "理论学习参考", "重点", [False, True])
    assert library.online[0].links == ("*/2026*.pdf",)


LINES = ["sources:", "  - folder: a", "  - feed: http://a", "only: 重点", "rules: [a, b]", "  ", "- ", ": ", "{", "[",
         "&a", "*a", "!!python/object:os.system", "most: 1e999", "largest: .nan", "timeout: -1", "'", "\x00", "\t"]


@given(st.text(max_size=200) | st.lists(st.sampled_from(LINES)).map("\n".join))
def test_whatever_stands_there_is_read_or_told(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp() / "wild"
    folder.mkdir(exist_ok=True)
    (folder / "juyao.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        assert read_library(folder).root == folder
    except UserError as error:
        told = str(error)
    else:
        told = str(folder)
    assert str(folder) in told
