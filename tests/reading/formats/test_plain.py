"""Plain text: a line a paragraph, and text that was wrapped at a column gives the paragraphs it had before."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import read_bytes, read_text
from cards.reading.formats.txt import text_source
from cards.reading.formats.unwrap import width
from cards.records import Issue
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE
from tests.reading.fuzzing import judged

NOT_FIRST, NOT_LAST = "，、。；：！？”’）》】,.;:!?)", "“‘（《【("


def wrapped(text: str, column: int, hanging: bool = False) -> str:
    """`text` with each line broken at a column, a Chinese character taking two, as an editor or a mail program does.

    Where `hanging`, no line begins with a stop or ends with an opening bracket.
    """
    return "\n".join("\n".join(_pieces(line, column, hanging)) for line in text.split("\n"))


def _pieces(line: str, column: int, hanging: bool) -> list[str]:
    pieces = [""]
    for word in re.findall(r"[!-~]+|\s|.", line):
        fits = width(pieces[-1] + word) <= column
        if fits or not pieces[-1] or (hanging and (word in NOT_FIRST or pieces[-1][-1] in NOT_LAST)):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def set_in(text: str, issue: Issue) -> str:
    """The issue of `text` as most Chinese text is set: no blank lines between, an indent of two characters."""
    cover = [line for line in text.split("\n")[: issue.articles[0].paragraphs[0].line] if line.strip()][:-2]
    articles = [line for article in issue.articles
                for line in (article.title, *(("　　" if each.role == "body" else "") + each.text
                                              for each in article.paragraphs))]
    return "\n".join([*cover, *articles])


def essence(issue: Issue) -> list[object]:
    """What of an issue must be the same; but not whether a source line that begins a line of print is a paragraph."""
    return [issue.publication, issue.number, issue.date, issue.publisher, issue.theme] + [
        (each.title.replace(" ", ""), each.source, each.date,
         "\n".join(f"{part.role} {part.text}" for part in each.paragraphs).replace("\nsource （来源", "（来源"))
        for each in issue.articles]


@pytest.fixture(scope="module", params=["sample", "real"])
def whole(request: pytest.FixtureRequest, rules: RuleSet) -> tuple[Path, Issue]:
    """An issue as it is, and what is read of it: the sample, then a real one."""
    path: Path = (request.getfixturevalue("sample") if request.param == "sample"
                  else request.getfixturevalue("shared") / "issues" / "2024-24.txt")
    return path, read_text(path.read_text(encoding="utf-8"), "2026-05", rules)


@pytest.mark.parametrize("column", [46, 60, 72, 76, 80, 100])
@pytest.mark.parametrize("hanging", [False, True], ids=["fold", "an editor"])
@pytest.mark.parametrize("indent", [False, True], ids=["blank lines", "indents"])
def test_wrapped_issue_has_the_paragraphs_of_the_other(whole: tuple[Path, Issue], indent: bool, hanging: bool,
                                                       column: int, rules: RuleSet) -> None:
    path, issue = whole
    text = path.read_text(encoding="utf-8")
    text = set_in(text, issue) if indent else text
    assert essence(read_text(wrapped(text, column, hanging), "2026-05", rules)) == essence(issue)


@pytest.mark.skipif(shutil.which("fold") is None and not os.environ.get("CI"),
                    reason="fold is not installed; where CI is set this fails instead")
@pytest.mark.parametrize("column", ["60", "80", "100"])
def test_what_fold_itself_makes_of_an_issue(whole: tuple[Path, Issue], column: str, rules: RuleSet) -> None:
    """GNU fold counts bytes, and breaks lines within a character."""
    path, issue = whole
    folded = subprocess.run(["fold", "-w", column, str(path)], capture_output=True, check=True).stdout
    assert essence(read_bytes(folded, "2026-05", rules, "2026-05.txt")) == essence(issue)


def test_what_is_not_wrapped_is_left_alone(sample: Path, shared: Path) -> None:
    for path in (sample, *(shared / "issues").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        source = text_source(text)
        lines = [" ".join(line.split()) for line in text.split("\n")]
        assert [" ".join(line.text.split()) for line in source.lines] == [line for line in lines if line], path
        assert source.doubts == ()


SCRAPS = ["", "　　云岭市新建湿地32处，", "村民办事不出村。", "第一，加强统筹", "PCT", " 专利35件", "目录",
          "水源地\t12", "（来源：云岭日报）", "\f- 3 -", "云岭市把水源地保护作为头等大事，恢复河岸",
          "18公里；网上办结率达到96.5%", "   ", "“十四五”以来"]


@REPEATABLE
@given(lines=some.lists(some.sampled_from(SCRAPS), max_size=60), column=some.sampled_from([0, 30, 40, 76]))
def test_no_character_is_lost_or_moved(lines: list[str], column: int) -> None:
    """Whatever is taken for wrapped: the lines say what the text says, white space apart, and know where they begin."""
    text = "\n".join(lines)
    text = wrapped(text, column) if column else text
    source = text_source(text)
    assert re.sub(r"\s", "", "".join(line.text for line in source.lines)) == re.sub(r"\s", "", text)
    raw = text.split("\n")
    assert all(line.text.startswith(raw[line.number - 1].strip()[:3]) for line in source.lines)


@REPEATABLE
@given(text=some.text(alphabet="云岭市，。！：（）“”、\n\t 　\f*#-1.{}:c<&>\x00\u200b\ufeffaé", max_size=400))
def test_any_text_is_an_issue_or_one_clear_line(text: str, rules: RuleSet) -> None:
    for name in ("2026-05.txt", "2026-05.md"):
        assert judged([text.encode()], partial(read_bytes, stem="2026-05", rules=rules, name=name), name).wrong == []
