"""What is no file of text is not opened, wherever one is looked for: rules, lexicons, weights, a face, readers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.anki.face import face_of
from cards.commands.program import exit_code
from cards.commands.trying.adding import add_rule
from cards.commands.trying.learning.readers import reader_files
from cards.records import UserError
from cards.text.files import text_of
from tests.rules.conftest import complaint

RULE = "rules:\n  - {name: amount, title: 数量, match: '\\d+件'}\n"


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**12)


IN_THE_WAY = {os.mkfifo: "a pipe, no file", endless: "a device, no file", Path.mkdir: "a folder, no file",
              terabyte: "larger than 10 MB"}


@pytest.fixture(params=IN_THE_WAY, ids=["pipe", "device", "folder", "a terabyte"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], tuple[Path, str]]:
    """`made(name)` puts something there that is no file of text, and says what it is called."""
    def make(name: str) -> tuple[Path, str]:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True)
        request.param(path)
        return path, IN_THE_WAY[request.param]

    return make


def test_a_text_is_read_and_what_is_none_is_not_opened(made, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeff一", encoding="utf-8")
    assert text_of(tmp_path / "a.txt") == "一"
    path, what = made("b.txt")
    with pytest.raises(OSError, match=what):
        text_of(path)


@pytest.mark.parametrize(("name", "kind"), [
    ("own.yaml", "rule file"), ("weights.yaml", "rule file"), ("lexicon/unit.txt", "lexicon")])
def test_in_a_rule_folder_it_is_a_line(name: str, kind: str, made, tmp_path: Path) -> None:
    path, what = made(name)
    (tmp_path / "own" / "sound.yaml").write_text(RULE, encoding="utf-8")
    assert complaint(tmp_path / "own").splitlines()[1:] == [f"{path}:1:1: the {kind} can't be read: {what}"]


def test_a_rule_is_not_added_to_it(made) -> None:
    path, what = made("own.yaml")
    with pytest.raises(UserError, match=f"own.yaml: can't be used: {what}"):
        add_rule("own.springs", path.parent)


@pytest.mark.parametrize("name", ["front.html", "style.css", "face.yaml"])
def test_in_the_folder_of_a_face_it_is_a_line(name: str, made, tmp_path: Path) -> None:
    path, what = made(name)
    if name == "face.yaml":
        (tmp_path / "own" / "style.css").write_text("b {}", encoding="utf-8")
    with pytest.raises(UserError, match=f"{name}: can't be read: {what}"):
        face_of(path.parent)


def test_among_readers_files_it_is_a_line(made) -> None:
    path, what = made("2026-05-1.json")
    with pytest.raises(UserError, match=f"can't be read: {what}"):
        reader_files([path.parent])


@pytest.mark.parametrize("command", [["rules", "check"], ["build", "SOURCE", "--rules"]])
def test_the_commands_say_so(command: list[str], made, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, what = made("own.yaml")
    source = tmp_path / "2026-05.txt"
    source.write_text("云岭工作综述\n\n截至2025年底，全市技能人才总量达到62.4万人。\n", encoding="utf-8")
    words = [str(source) if word == "SOURCE" else word for word in command]
    assert exit_code([*words, str(path.parent), *(["-o", str(tmp_path / "decks")] if "build" in words else [])]) == 1
    assert f"{path}:1:1: the rule file can't be read: {what}" in capsys.readouterr().err
