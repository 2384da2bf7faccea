"""A figure that a later issue updates: the older card says so, where it is beyond doubt, and keeps all else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cards.anki.cloze import strip
from cards.anki.note_type import STATUS, TEXT
from cards.commands.reports.building import overview
from cards.record.changes import CHANGED
from cards.record.memory import UPDATED_TAG
from cards.record.newer import is_later
from tests.record.issues import Library

OLD = "截至2024年底，青溪县有效专利达到5.2万件。\n"
NEW = "截至2025年底，青溪县有效专利达到6.8万件。\n"
OTHER = "会议开了一天。全县干部新建湿地32处，恢复河岸18公里。\n"
TITLE = "青溪县第4次治水工作会议综述"
BANNER = f"已有新数据：2026-04期《{TITLE}》：{NEW[:-2]}"

NO_BANNER = {
    "another place": (OLD, NEW.replace("青溪县", "松山县")),
    "another unit": (OLD, NEW.replace("万件", "万项")),
    "another scale": (OLD, NEW.replace("6.8万件", "980件")),
    "what is aimed at": (OLD, "到2030年，青溪县有效专利力争达到6.8万件。\n"),
    "how much it grew": (OLD, "2025年，青溪县有效专利增长6.8万件。\n"),
    "of part of a year": (
        "2024年，青溪县地区生产总值达到676亿元。\n", "2025年前三季度，青溪县生产总值为702亿元。\n"),
    "of a part of it": (
        "2024年，青溪县地区生产总值达到676亿元。\n", "2025年，青溪县第三产业生产总值为702亿元。\n"),
    "of what the county aims at": (
        "2024年，青溪县地区生产总值达到676亿元。\n", "到2027年，青溪县生产总值力争达到702亿元。\n"),
    "other words": (OLD, NEW.replace("有效专利", "发明专利")),
    "two candidates in the later issue": (OLD, NEW + NEW.replace("2025", "2023").replace("6.8", "4.1")),
    "two candidates in the earlier issue": (OLD + OLD.replace("2024", "2023").replace("5.2", "4.1"), NEW),
    "a name with another figure in it": (
        "截至2024年底，青溪县5A级景区达到12家。\n",
        "截至2025年底，青溪县4A级景区达到19家。\n"),
    "an earlier date": (OLD, NEW.replace("2025", "2023")),
    "the same date": (OLD, NEW.replace("2025", "2024")),
    "no date": (OLD.replace("截至2024年底，", ""), NEW.replace("截至2025年底，", "")),
    "the same words and figures": (OLD, OLD),
    "the same figure of a later date": (OLD, NEW.replace("6.8", "5.2")),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def banners(library: Library, number: int) -> dict[str, str]:
    """The banners of an issue's notes by their words; each goes with the tag."""
    notes = library.notes(number).values()
    assert all((UPDATED_TAG in note.tags) == note.fields[STATUS].startswith("已有新数据") for note in notes)
    return {strip(note.fields[TEXT]): note.fields[STATUS] for note in notes if note.fields[STATUS]}


def test_the_older_figure_points_to_the_newer(library: Library) -> None:
    library.build(3, OLD + OTHER)
    before = library.notes(3)
    library.build(4, NEW + OTHER)
    after = library.notes(3)
    assert banners(library, 3) == {OLD[:-2]: BANNER}
    assert banners(library, 4) == {}
    assert {guid: note.fields[:5] for guid, note in after.items()} == {
        guid: note.fields[:5] for guid, note in before.items()}
    touched = [note for guid, note in after.items() if note.changed != before[guid].changed]
    assert [strip(note.fields[TEXT]) for note in touched] == [OLD[:-2]]
    told = "\n".join(overview(library.work, [], library.folder, False))
    assert "earlier issues: new 0, changed 1, retired 0" in told
    assert OLD[:-2] in told


def test_a_chapter_of_another_name_is_no_other_figure(library: Library) -> None:
    library.build(3, "做实创新文章，" + OLD + OTHER)
    library.build(4, "持续建设创新强县，" + NEW + OTHER)
    assert banners(library, 3) == {OLD[:-2]: BANNER}


@pytest.mark.parametrize("why", NO_BANNER)
def test_no_banner_in_doubt(library: Library, why: str) -> None:
    earlier, later = NO_BANNER[why]
    library.build(3, earlier + OTHER)
    library.build(4, later + OTHER)
    assert banners(library, 3) == banners(library, 4) == {}
    assert library.build(3, earlier + OTHER) == []


IN_OTHER_WORDS = {
    "another name of the indicator": (
        "2024年，青溪县地区生产总值达到676亿元。\n", "去年开局很好。2025年，青溪县GDP为702亿元，增长5%。\n"),
    "beside another figure": (OLD, NEW.replace("。", "、商标3.1万件。")),
    "a rate": (
        "2024年，青溪县常住人口城镇化率由52%提高到60%。\n", "到处是新气象，2025年青溪县常住人口城镇化率达61%。\n"),
}


@pytest.mark.parametrize("why", IN_OTHER_WORDS)
def test_the_same_indicator_in_other_words(library: Library, why: str) -> None:
    earlier, later = IN_OTHER_WORDS[why]
    library.build(3, earlier + OTHER)
    library.build(4, later + OTHER)
    [banner] = banners(library, 3).values()
    assert banner.startswith("已有新数据：2026-04期")
    assert banners(library, 4) == {}
    assert library.build(3, earlier + OTHER) == []


def test_no_banner_within_one_issue(library: Library) -> None:
    library.build(3, OLD + NEW + OTHER)
    assert banners(library, 3) == {}


@pytest.mark.parametrize(("title", "count"), [("青溪县专利工作又上台阶", 1), ("松山县专利工作又上台阶", 0),
                                              ("专利工作又上台阶", 0)])
def test_a_place_that_only_the_title_names(library: Library, title: str, count: int) -> None:
    library.build(3, OLD.replace("青溪县", "全县") + OTHER)
    library.build(4, NEW.replace("青溪县", "全县") + OTHER, title)
    assert len(banners(library, 3)) == count


def test_issues_in_any_order_come_to_rest(library: Library) -> None:
    bodies = {3: OLD + OTHER, 4: NEW + OTHER}
    library.build(4, bodies[4])
    library.build(3, bodies[3])
    assert banners(library, 3) == {OLD[:-2]: BANNER}
    for number in (3, 4, 3, 4, 4, 3):
        assert library.build(number, bodies[number]) == []


def test_issues_far_apart_are_not_looked_at_whichever_is_built_last(
        library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cards.record.newer.REACH", 1)
    newest = NEW.replace("2025", "2026").replace("6.8", "7.9")
    for number, text in ((3, OLD), (5, newest), (4, NEW)):
        library.build(number, text + OTHER)
    assert banners(library, 3) == {OLD[:-2]: BANNER}
    for number, text in ((3, OLD), (4, NEW), (5, newest)):
        assert library.build(number, text + OTHER) == []


def test_the_newest_of_several_counts(library: Library) -> None:
    for number, body in ((3, OLD), (4, NEW), (5, NEW.replace("2025", "2026").replace("6.8", "7.7"))):
        library.build(number, body + OTHER)
    assert all("2026-05期" in text and "7.7万件" in text
               for number in (3, 4) for text in banners(library, number).values())
    assert len(banners(library, 3)) == len(banners(library, 4)) == 1
    library.build(5, OTHER)
    assert banners(library, 3) == {OLD[:-2]: BANNER}
    assert banners(library, 4) == {}


def test_the_banner_goes_with_the_newer_fact_and_with_its_own(library: Library) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, NEW + OTHER)
    library.build(3, OTHER)
    [retired] = [note for note in library.notes(3).values() if note.memory.retired]
    assert "举要::已失效" in retired.tags
    assert "已失效" in retired.fields[STATUS]
    assert UPDATED_TAG not in retired.tags
    assert not [file for file in library.build(4, NEW.replace("6.8", "6.9") + OTHER) if "2026-03" in str(file)]
    library.build(3, OLD + OTHER)
    assert banners(library, 3) == {OLD[:-2]: BANNER.replace("6.8", "6.9")}
    library.build(4, OTHER)
    assert banners(library, 3) == {}


def test_an_edited_older_figure_is_told_as_changed_and_keeps_its_banner(library: Library) -> None:
    library.build(3, OLD + OTHER)
    library.build(4, NEW + OTHER)
    library.build(3, OLD.replace("5.2", "5.3") + OTHER)
    assert list(banners(library, 3).values()) == [BANNER]
    assert library.work.edition is not None
    assert sum(each.counts()[CHANGED] for each in library.work.edition.changes) == 1


def test_a_banner_gives_no_answer_away(library: Library) -> None:
    both = "截至{}年底，青溪县有效专利达到{}万件，居全市第3位。\n"
    library.build(3, both.format(2024, "5.2") + OTHER)
    library.build(4, both.format(2025, "6.8") + OTHER)
    for note in library.notes(3).values():
        if note.fields[STATUS]:
            assert note.memory.fact.answer not in note.fields[STATUS]
    assert any("6.8万件" in banner for banner in banners(library, 3).values())


def test_nothing_in_a_banner_is_markup(library: Library) -> None:
    library.build(3, OLD.replace("有效", "<b>有效</b>{{c9::") + OTHER)
    library.build(4, NEW.replace("有效", "<b>有效</b>{{c9::") + OTHER)
    [text] = banners(library, 3).values()
    assert "<" not in text
    assert "{{" not in text


def test_the_older_card_shows_the_banner_in_anki(library: Library, learner: Callable[[], Any]) -> None:
    library.build(3, OLD + OTHER)
    reader = learner()
    reader.take(library.bundle(3))
    reader.col.sched.set_due_date([card.id for card in reader.cards], "5")
    before = {card.id: (card.type, card.queue, card.due, card.ivl) for card in reader.cards}
    library.build(4, NEW + OTHER)
    log = reader.take(library.bundle(3))
    assert (log["updated"], "new" in log) == (1, False)
    [card] = [card for card in reader.cards if "5.2万件" in reader.visible(card.answer())]
    assert BANNER in reader.visible(card.question())
    assert {card.id: (card.type, card.queue, card.due, card.ivl) for card in reader.cards} == before


def test_issues_that_are_not_numbered_alike_are_not_compared() -> None:
    assert is_later("2026-10", "2026-9")
    assert not is_later("2026-9", "2026-10")
    assert not is_later("特刊", "2026-10")
    assert not is_later("2026-10", "2026")
