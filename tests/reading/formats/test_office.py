"""Files that are no .docx yet go through LibreOffice where it is installed; here a program that stands in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.reading import read_bytes, read_issue
from cards.reading.formats import office
from cards.records import UserError
from cards.rules.ruleset import RuleSet

FOLDER = Path(__file__).parents[2] / "fixtures" / "formats" / "docx"
RTF = b"{\\rtf1 text}"


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a `soffice` that runs `script` first on the path; `$out` is the folder it writes to."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nout="$2"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.parametrize("name", ["old.doc", "a.rtf"])
def test_without_libreoffice_a_line_says_what_to_do(name: str, rules: RuleSet, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    data = (FOLDER / "old.doc").read_bytes() if name == "old.doc" else RTF
    with pytest.raises(UserError, match=f"{name}: .*save it as .docx in Word, or install LibreOffice"):
        read_bytes(data, "x", rules, name)


def test_an_old_word_file_is_read_as_what_libreoffice_makes_of_it(rules: RuleSet, tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, f'cp "{FOLDER / "issue.docx"}" "$out/source.docx"', monkeypatch)
    issue = read_issue(FOLDER / "old.doc", rules)
    assert issue.articles == read_issue(FOLDER / "issue.docx", rules).articles
    assert any("LibreOffice made of it" in str(doubt) and doubt.mended for doubt in issue.doubts)


@pytest.mark.parametrize(("script", "why"), [
    ("exit 1", "LibreOffice makes no .docx of it"), ("sleep 9", "LibreOffice takes over")])
def test_what_libreoffice_fails_on_is_said(script: str, why: str, rules: RuleSet, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PATIENCE", 0.3)
    stand_in(tmp_path, script, monkeypatch)
    with pytest.raises(UserError, match=why):
        read_bytes(RTF, "x", rules, "a.rtf")
