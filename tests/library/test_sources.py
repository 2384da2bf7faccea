"""Which files of a folder are read; whatever else lies there is named with the reason, and nothing of it is opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cards.commands.program import exit_code
from cards.library.sources import sources_in
from cards.reading import read_issue
from cards.records import UserError
from cards.rules.ruleset import RuleSet

NO_PIPES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for issues."""
    made = tmp_path / "issues"
    made.mkdir()
    return made


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")


def test_readme_is_no_issue(folder: Path) -> None:
    put(folder, "README.md", "2026-05.md", "~$2026-06.docx", ".hidden.txt", "juyao.yaml")
    assert sources_in(folder) == ([folder / "2026-05.md"], [])


def test_of_files_that_differ_in_their_ending_one_is_read(folder: Path) -> None:
    put(folder, "2026-05.txt", "2026-05.pdf", "2026-06.html")
    found, passed = sources_in(folder)
    assert [path.name for path in found] == ["2026-05.txt", "2026-06.html"]
    assert passed == [f"{folder / '2026-05.pdf'}: not read; 2026-05.txt is the same issue"]


@pytest.mark.parametrize(("name", "reason"), [
    ("2026-06.doc", "save as .docx in Word or WPS"), ("2026-06.WPS", "save as .docx in Word or WPS"),
    ("2026-06.zip", "unpack, and put the file inside here"),
    ("2026-06.apkg", "decks: juyao preview shows what is in them"),
    ("2026-06", "a name without an ending: add that of its kind"),
    ("2026-06.jpg", "pictures: run text recognition (OCR) first"),
    ("2026-06.xlsx", "of another kind than .docx, .html, .htm, .md, .markdown, .txt, .pdf"),
])
def test_a_file_that_is_not_read_is_named_with_the_reason(name: str, reason: str, folder: Path) -> None:
    put(folder, "2026-05.txt", name)
    assert sources_in(folder)[1] == [f"{folder}: not read: {name} ({reason})"]


def test_folders_in_a_folder_are_read_and_files_with_one_reason_share_a_line(folder: Path) -> None:
    (folder / "2025").mkdir()
    put(folder, "2026-05.txt", "a.doc", "2025/b.doc", "2025/2025-11.txt")
    found, passed = sources_in(folder)
    assert found == [folder / "2025" / "2025-11.txt", folder / "2026-05.txt"]
    assert passed == [f"{folder}: not read: 2025/b.doc, a.doc (save as .docx in Word or WPS)"]


@pytest.mark.parametrize("inside", ["measure.yaml", "2026-05.apkg", "lexicon"])
def test_a_folder_of_rules_or_decks_is_none_of_issues(inside: str, folder: Path) -> None:
    (folder / "mine").mkdir()
    put(folder, "2026-05.txt", f"mine/{inside}", "mine/unit.txt")
    found, passed = sources_in(folder)
    assert found == [folder / "2026-05.txt"]
    [line] = passed
    assert line.startswith(f"{folder}: not read: mine (a folder of rules, of decks or a link")


def test_a_folder_without_an_issue_says_what_is_in_it(folder: Path) -> None:
    put(folder, "a.doc")
    with pytest.raises(UserError, match=r"no issue in this folder; .*; not read: a\.doc \(save as \.docx"):
        sources_in(folder)


@NO_PIPES
def test_a_pipe_is_never_opened(folder: Path, rules: RuleSet) -> None:
    put(folder, "2026-05.txt")
    os.mkfifo(folder / "2026-06.txt")
    (folder / "2026-07.txt").symlink_to("nowhere")
    found, passed = sources_in(folder)
    assert [path.name for path in found] == ["2026-05.txt"]
    assert passed == [f"{folder}: not read: 2026-06.txt (a pipe, no file)",
                      f"{folder}: not read: 2026-07.txt (a link to a file that is not there)"]
    for path, what in ((folder / "2026-06.txt", "a pipe"), (Path(os.devnull), "a device"), (folder, "a folder")):
        with pytest.raises(UserError, match=f"{what}, no file"):
            read_issue(path, rules)


def test_a_deck_as_source_is_told_as_one(built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["build", str(built.bundles[0]), "-o", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "an Anki deck" in said
    assert "juyao preview" in said
    assert ".docx, .pdf" in said


ISSUE = "青溪县治水记\n云岭市把水源地保护作为头等大事，全市新建湿地32处，恢复河岸18公里。\n"


def built_from(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """The exit code of a build of `folder`, and what was said on the side."""
    code = exit_code(["build", str(folder), "-o", str(folder.parent / "made"), *options])
    return code, capsys.readouterr().err


def test_a_damaged_format_gives_way_to_another_of_the_same_issue(folder: Path,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "2026-05.docx").write_bytes(b"PK\3\4 torn")
    (folder / "2026-05.txt").write_text(ISSUE, encoding="utf-8")
    code, said = built_from(folder, capsys)
    assert code == 0
    assert "2026-05.docx: " in said
    assert "2026-05.txt is read instead" in said


def test_a_copy_of_the_same_text_is_no_conflict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "copy").mkdir()
    for name in ("2026-05.txt", "copy/2026-05.txt"):
        (folder / name).write_text(ISSUE, encoding="utf-8")
    code, said = built_from(folder, capsys)
    assert code == 0
    assert f"{folder / 'copy' / '2026-05.txt'}: not built; it says the same as {folder / '2026-05.txt'}" in said


def test_another_text_of_the_same_issue_is_a_conflict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "copy").mkdir()
    (folder / "2026-05.txt").write_text(ISSUE, encoding="utf-8")
    (folder / "copy" / "2026-05.txt").write_text(ISSUE.replace("32", "33"), encoding="utf-8")
    code, said = built_from(folder, capsys)
    assert code == 1
    assert "the same issue as" in said


def editions(folder: Path) -> tuple[Path, Path]:
    """An issue, and its corrected edition, saved a day later."""
    old, new = folder / "2026-05.txt", folder / "corrected" / "2026-05.txt"
    new.parent.mkdir()
    old.write_text(ISSUE, encoding="utf-8")
    new.write_text(ISSUE.replace("32", "33"), encoding="utf-8")
    os.utime(old, (1_700_000_000, 1_700_000_000))
    os.utime(new, (1_700_086_400, 1_700_086_400))
    return old, new


def test_a_conflict_says_which_is_newer_and_builds_neither(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = editions(folder)
    code, said = built_from(folder, capsys)
    assert code == 1
    told = {line.partition(": the same issue as ")[0] for line in said.splitlines()}
    assert told == {f"juyao: {new}", f"juyao: {old}"}
    assert said.count(f"{new} is newer (2023-11-1") == 2
    assert "--replace" in said
    assert not list((folder.parent / "made").rglob("*.apkg"))


def test_replace_builds_the_newer_and_names_the_older(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = editions(folder)
    code, said = built_from(folder, capsys, "--replace")
    assert code == 0
    assert f"{old}: not built; {new} is a newer edition of the same issue (2023-11-1" in said
    assert list((folder.parent / "made").rglob("*.apkg"))


def test_a_copy_of_the_old_edition_is_no_newer_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = editions(folder)
    (folder / "copy").mkdir()
    (folder / "copy" / "2026-05.txt").write_text(ISSUE, encoding="utf-8")
    code, said = built_from(folder, capsys, "--replace")
    assert code == 0
    assert f"{old}: not built; {new} is a newer edition" in said


def test_editions_of_one_moment_are_a_conflict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in editions(folder):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    code, said = built_from(folder, capsys, "--replace")
    assert code == 1
    assert "which is newer can't be told" in said
