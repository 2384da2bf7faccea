"""A figure of which an earlier issue gives the value one period before: the back of its new card says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cards.anki.cloze import strip
from cards.anki.note_type import EXTRA, TEXT
from tests.record.issues import Library

OLD = "2024年，青溪县工业投资增长5.4%。\n"
NEW = "2025年，青溪县工业投资增长6.1%。\n"
OTHER = "会议开了一天。全县干部新建湿地32处，恢复河岸18公里。\n"
LINE = '<p class="rest">2024年：5.4%，2026-03期</p>'

SAYS_NOTHING = {
    "two periods before": (OLD.replace("2024", "2023"), NEW),
    "the same period": (OLD.replace("5.4", "6.1").replace("2024", "2025"), NEW),
    "another place": (OLD.replace("青溪县", "松山县"), NEW),
    "another indicator": (OLD.replace("工业", "民间"), NEW),
    "another measure": (OLD.replace("增长5.4%", "占投资的5.4%"), NEW),
    "another unit": ("2024年，青溪县工业投资达到5.4亿元。\n", "2025年，青溪县工业投资达到3900万元。\n"),
    "what is aimed at": ("2024年，青溪县工业投资力争增长5.4%。\n", NEW),
    "what it will be": (OLD, "到2025年，青溪县工业投资力争增长6.1%。\n"),
    "what is foreseen": ("预计2024年青溪县工业投资增长5.4%。\n", NEW),
    "only about so much": (OLD.replace("增长", "增长超过"), NEW),
    "two values": (OLD + "2024年青溪县工业投资增长5.9%，税收增长3%。\n", NEW),
    "a later issue": (NEW, OLD),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def backs(library: Library, number: int) -> dict[str, str]:
    """What the backs of an issue's notes say of the period before, by their words."""
    notes = library.notes(number).values()
    said = {strip(note.fields[TEXT]): note.fields[EXTRA].partition('<p class="rest">') for note in notes}
    return {text: mark + line for text, (_, mark, line) in said.items() if line}


def warnings(library: Library) -> list[str]:
    return [str(doubt) for doubt in library.work.doubts if "two values" in doubt.message]


def test_a_new_card_says_the_value_of_the_year_before(library: Library) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, NEW + OTHER)
    assert backs(library, 4) == {NEW[:-2]: LINE}
    assert backs(library, 3) == {}
    assert warnings(library) == []
    assert library.build(4, NEW + OTHER) == library.build(3, OLD + OTHER) == []


@pytest.mark.parametrize("why", SAYS_NOTHING)
def test_only_one_actual_value_of_the_same(library: Library, why: str) -> None:
    earlier, later = SAYS_NOTHING[why]
    library.build(3, earlier + OTHER)
    library.build(4, later + OTHER)
    assert backs(library, 4) == {}


def test_by_any_name_of_the_indicator_and_of_more_years_than_one(library: Library) -> None:
    library.build(3, "2016—2020年，青溪县地区生产总值年均增长6.3%。\n" + OTHER)
    library.build(4, "2021—2025年，青溪县GDP年均增长5.8%。\n" + OTHER)
    [line] = backs(library, 4).values()
    assert "2016—2020年：6.3%，2026-03期" in line


def test_a_card_that_was_delivered_is_not_touched(library: Library) -> None:
    library.build(4, NEW + OTHER)
    library.build(3, OLD + OTHER)
    assert library.build(4, NEW + OTHER) == []
    assert backs(library, 4) == {}
    library.build(4, NEW.replace("6.1", "6.2") + OTHER)
    assert backs(library, 4) == {NEW[:-2].replace("6.1", "6.2"): LINE}


def test_a_card_keeps_what_it_says_unless_another_value_is_given(library: Library) -> None:
    library.build(2, OLD + OTHER)
    library.build(4, NEW + OTHER)
    line = LINE.replace("-03", "-02")
    library.build(3, OLD.replace("工业投资", "全县工业投资") + OLD + OTHER)
    assert library.build(4, NEW + OTHER) == []
    library.build(2, OTHER)
    library.build(3, OTHER)
    assert library.build(4, NEW + OTHER) == []
    assert backs(library, 4) == {NEW[:-2]: line}
    library.build(2, OLD.replace("5.4", "5.5") + OTHER)
    library.build(4, NEW + OTHER)
    assert backs(library, 4) == {NEW[:-2]: line.replace("5.4", "5.5")}
    assert library.build(4, NEW + OTHER) == []


def test_two_values_for_one_period_are_a_warning_with_both_places(library: Library) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, OLD.replace("5.4", "5.9") + OTHER)
    [warning] = warnings(library)
    assert warning.startswith("article 1: two values for one figure, 5.9% here and 5.4% in 2026-03 《青溪县第3次")
    library.build(5, NEW + OTHER)
    assert backs(library, 5) == {}


def test_two_values_within_one_issue(library: Library) -> None:
    library.build(3, OLD + "2024年青溪县工业投资增长5.9%，税收增长3%。\n" + OTHER)
    [warning] = warnings(library)
    assert "5.9% here and 5.4% in 2026-03 《青溪县第3次" in warning


def test_one_warning_for_a_figure_names_the_latest_other_value(library: Library) -> None:
    for number, value in ((2, "5.1"), (9, "5.4"), (10, "5.6")):
        library.build(number, OLD.replace("5.4", value) + OTHER)
    library.build(11, OLD.replace("5.4", "5.9") + OTHER)
    [warning] = warnings(library)
    assert "5.9% here and 5.6% in 2026-10" in warning


@pytest.mark.parametrize("other", [OLD.replace("5.4", "5"), OLD.replace("5.4", "5.36"),
                                   OLD.replace("增长5.4", "增长超过5"), "2024年，青溪县工业投资力争增长9%。\n"])
def test_no_warning_of_what_may_be_the_same(library: Library, other: str) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, other + OTHER)
    assert warnings(library) == []


def test_learners_see_it_on_the_back_only_and_keep_their_history(library: Library, learner: Callable[[], Any]) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, NEW + OTHER)
    reader = learner()
    reader.take(library.bundle(4))
    [card] = [card for card in reader.cards if "6.1%" in reader.visible(card.answer())]
    assert "2024年：5.4%，2026-03期" in reader.visible(card.answer())
    assert "5.4" not in reader.visible(card.question())
    library.build(4, NEW + OTHER)
    log = reader.take(library.bundle(4))
    assert not {"new", "updated", "conflicting"} & log.keys()
