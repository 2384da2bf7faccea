"""Patterns: pieces and lexicons by name, hints filled from a match, and no pattern that runs for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cards.rules.pieces import OverrunError, Pattern, PatternError, Pieces, fill
from tests.rules.conftest import Folder, complaint, load

UNITS = ("元", "元/吨", "万", "万亿", "人/次", "C++")
PIECES = Pieces({"number": r"\d+(?:\.\d+)?", "value": "{number}{unit}", "span": "{value}至{value}"}, {"unit": UNITS})


def first(source: str, text: str) -> str | None:
    match = PIECES.compile(source).search(text)
    return match[0] if match else None


@pytest.mark.parametrize(("source", "text", "found"), [
    ("{number}公里", "新修农村公路86.5公里。", "86.5公里"),
    ("{value}", "每吨补贴120元/吨。", "120元/吨"),
    ("{span}", "投资由3万亿至5万亿。", "3万亿至5万亿"),
    ("{unit}", "经济总量万亿级。", "万亿"),
    ("{unit}", "会C++的技工。", "C++"),
    ("{unit}", "会C的技工。", None),
    (r"\d{2}年", "办学1958年起。", "58年"),
    (r"\p{Han}{4}(?=，)", "青溪县委，", "青溪县委"),
    ("{number", "在{number处填写。", "{number"),
], ids=["piece", "piece of a piece and a lexicon", "one piece twice", "longest entry", "entry is no pattern",
        "entry is whole", "braces that count", "braces of a property", "a brace that opens nothing"])
def test_names_stand_for_pieces_and_lexicons(source: str, text: str, found: str | None) -> None:
    assert first(source, text) == found


def test_piece_is_a_group_of_its_own_name() -> None:
    match = PIECES.compile("(?P<hide>{value})").search("补贴120元/吨。")
    assert match is not None
    assert (match["hide"], match["number"], match["unit"]) == ("120元/吨", "120", "元/吨")


@pytest.mark.parametrize(("source", "message"), [
    ("{unti}", "{unti} is neither a piece nor a lexicon"),
    ("(件", "missing )"),
    ("[9-0]", "bad character range"),
    ("件**", "multiple repeat"),
    ("(?:件)?", "the pattern matches the empty text"),
    (r"\p{Kanji}", "unknown property"),
    ("(" * 2000 + "件" + ")" * 2000, ""),
], ids=["unknown name", "open group", "range", "repeat", "empty", "property", "deep"])
def test_pattern_that_cannot_be_compiled(source: str, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        PIECES.compile(source)
    assert message in str(caught.value)


def test_syntax_error_says_where() -> None:
    with pytest.raises(PatternError, match="at character 4 of 件件件"):
        PIECES.compile("件件件)")


def test_pieces_that_hold_each_other() -> None:
    with pytest.raises(PatternError, match=r"the piece \{list\} holds itself"):
        Pieces({"list": "{entry}、{list}?", "entry": "[^、]+"}, {}).compile("{list}")


def test_hint_is_filled_from_the_match() -> None:
    match = PIECES.compile("(?P<hide>{number}(?P<more>多)?{unit})").search("补贴120元。")
    assert match is not None
    assert fill("多少{unit}", match) == "多少元"
    assert fill("{more}多少{unit}{other}", match) == "多少元"
    assert fill("几{2}、{}", match) == "几{2}、{}"


def test_split_gives_the_stretches_between() -> None:
    text = "责任、资金和队伍"
    assert [text[start:end] for start, end in PIECES.compile("、|和").split(text)] == ["责任", "资金", "队伍"]


@pytest.mark.parametrize("run", [
    lambda pattern, text: pattern.match(text),
    lambda pattern, text: pattern.fullmatch(text),
    lambda pattern, text: list(pattern.finditer(text)),
    lambda pattern, text: pattern.sub("", text),
], ids=["match", "fullmatch", "finditer", "sub"])
@pytest.mark.usefixtures("hasty")
def test_pattern_that_runs_for_ever_is_stopped_and_named(run: Callable[[Pattern, str], object]) -> None:
    pattern = PIECES.compile("(?:云|云云)+岭?$")
    with pytest.raises(OverrunError) as caught:
        run(pattern, "云" * 3000 + "！")
    assert "(?:云|云云)+岭?$" in str(caught.value)
    assert "云云云云" in str(caught.value)


@pytest.mark.usefixtures("hasty")
def test_time_between_matches_is_not_the_patterns() -> None:
    found = 0
    for _ in PIECES.compile("云").finditer("云岭云岭云岭云岭"):
        found += 1
        busy_until = time.process_time() + 0.04
        while time.process_time() < busy_until:
            pass
    assert found == 4


def test_a_name_that_two_files_of_a_folder_give_two_meanings_is_a_fault(folder: Folder) -> None:
    piece = "define: {{clock: '{}'}}\nrules: []\n"
    told = complaint(folder({"a.yaml": piece.format("[0-9]+点"), "b.yaml": piece.format("[0-9]+时")}))
    assert "b.yaml:1:17: {clock} means something else in a.yaml; choose another name" in told


def test_a_name_that_two_files_give_one_meaning_is_none(folder: Folder) -> None:
    piece = "define: {clock: '[0-9]+点'}\nrules: []\n"
    pieces = load(folder({"a.yaml": piece, "b.yaml": piece})).pieces
    assert pieces is not None
    assert pieces.compile("{clock}").search("上午9点")
