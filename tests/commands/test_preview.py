"""`juyao preview`: what it takes, what it writes, what it says."""

from __future__ import annotations

import re
import shutil
import sys
import webbrowser
from pathlib import Path

import pytest

from cards.commands.program import exit_code
from tests.cases import FIXTURES


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have been opened."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(opened.append(url)) or True)
    return opened


def number(said: str) -> int:
    return int(re.match(r"(\d+) cards?: ", said)[1])  # type: ignore[index]


def test_source_and_decks_show_the_same_cards_and_nothing_is_written_beside(
        sample, built, tmp_path, monkeypatch, capsys, no_browser) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    said = []
    for given in (sample, built.folder, built.bundles[0]):
        assert exit_code(["preview", str(given), "-o", str(tmp_path / "page.html"), "--no-open"]) == 0
        said.append(number(capsys.readouterr().out))
    assert len(set(said)) == 1
    assert list(Path().iterdir()) == []
    assert no_browser == []


def test_without_a_file_the_page_is_temporary_and_opened(built, tmp_path, monkeypatch, capsys, no_browser) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert exit_code(["preview", str(built.articles[0])]) == 0
    page = Path(capsys.readouterr().out.strip().split(": ", 1)[1])
    assert page.is_relative_to(tmp_path)
    assert no_browser == [page.as_uri()]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


OWN_RULES = """kind: meeting
label: 会议
rules:
  - name: day
    title: 会议的日期
    match: '(?P<hide>\\d+月\\d+日)召开'
    hint: 哪一天开会
    examples:
      - {text: 会议3月5日召开。, card: '会议{{c1::3月5日::哪一天开会}}召开。'}
      - {text: 会议将于近期召开。, card: none}
"""


def test_own_rules_make_cards_of_a_source(tmp_path) -> None:
    source, rules, page = tmp_path / "a.txt", tmp_path / "rules", tmp_path / "p.html"
    source.write_text("云岭工作综述\n\n全市人才工作会议于3月5日召开，会议部署了全年的工作。\n", encoding="utf-8")
    rules.mkdir()
    (rules / "meeting.yaml").write_text(OWN_RULES, encoding="utf-8")
    assert exit_code(["preview", str(source), "-o", str(page), "--no-open", "--rules", str(rules)]) == 0
    assert "哪一天开会" in page.read_text(encoding="utf-8")


def test_the_rules_beside_the_decks_count_as_they_do_in_a_build(tmp_path) -> None:
    source, decks, page = tmp_path / "a.txt", tmp_path / "library", tmp_path / "p.html"
    source.write_text("云岭工作综述\n\n全市人才工作会议于3月5日召开，会议部署了全年的工作。\n", encoding="utf-8")
    (decks / "rules").mkdir(parents=True)
    (decks / "rules" / "meeting.yaml").write_text(OWN_RULES, encoding="utf-8")
    command = ["preview", str(source), "-o", str(page), "--no-open", "--rules", str(FIXTURES / "no_card")]
    assert exit_code([*command, "--decks", str(decks)]) == 0
    assert "哪一天开会" in page.read_text(encoding="utf-8")
    assert exit_code([*command, "--decks", str(tmp_path / "other")]) == 1  # nothing to learn by the shipped rules


def test_retired_cards_are_a_level_of_their_own(build, tmp_path) -> None:
    source, page = tmp_path / "综述.txt", tmp_path / "p.html"
    for more in ("新建公园31个，群众满意。全市农田面积稳步增加，达到88.6万亩。", ""):
        source.write_text(f"云岭工作综述\n\n截至2025年底，全市技能人才总量达到62.4万人。{more}\n", encoding="utf-8")
        build(tmp_path / "decks", source)
    assert exit_code(["preview", str(tmp_path / "decks"), "-o", str(page), "--no-open"]) == 0
    assert '<option value="已失效">retired</option>' in page.read_text(encoding="utf-8")


def test_a_damaged_deck_is_named_and_the_others_are_shown(built, tmp_path, capsys) -> None:
    shutil.copy(built.articles[0], tmp_path / "good.apkg")
    (tmp_path / "bad.apkg").write_bytes(b"no zip")
    assert exit_code(["preview", str(tmp_path), "-o", str(tmp_path / "p.html"), "--no-open"]) == 1
    said = capsys.readouterr()
    assert f"{tmp_path / 'bad.apkg'}: not a package juyao can read" in said.err
    assert number(said.out) > 0


@pytest.mark.parametrize(("name", "data", "says"), [
    ("none.apkg", None, "can't be read: No such file"), ("bad.apkg", b"PK\3\4", "not a package juyao can read"),
    ("empty.txt", b"", "empty"), ("gone.txt", None, "gone.txt"),
])
def test_what_can_not_be_shown_is_said_in_a_line(name, data, says, tmp_path, capsys) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert exit_code(["preview", str(tmp_path / name), "--no-open"]) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""
    assert all(line.startswith("juyao: ") for line in said.err.splitlines())


def test_a_page_that_can_not_be_written_is_said(built, tmp_path, capsys) -> None:
    (tmp_path / "file").write_text("")
    assert exit_code(["preview", str(built.articles[0]), "-o", str(tmp_path / "file" / "p.html"), "--no-open"]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_the_extra_is_named_where_it_is_missing(built, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert exit_code(["preview", str(built.articles[0]), "--no-open"]) == 1
    assert "pip install 'juyao[preview]'" in capsys.readouterr().err
