"""How fast a deck is learned, as its description says."""

from __future__ import annotations

import datetime

from cards.record.changes import described
from cards.record.pace import Pace

DAY = datetime.date(2026, 11, 28)
NOON = 1795838400  # of that day in China, 12:00
NEXT_DAY = NOON + 86_400


def test_ten_new_cards_a_day_say_how_many_days_it_takes() -> None:
    plan = Pace().plan(45, DAY)
    assert (plan.a_day, plan.days, plan.until) == (10, 5, datetime.date(2026, 12, 2))


def test_an_exam_says_how_many_new_cards_a_day_and_leaves_a_week_to_review() -> None:
    plan = Pace(exam=datetime.date(2027, 1, 15)).plan(200, DAY)
    assert plan.a_day == 5
    assert plan.until <= datetime.date(2027, 1, 8)


def test_an_exam_that_is_over_is_none() -> None:
    assert Pace(exam=DAY).plan(45, DAY).a_day == 10


def test_the_description_says_it_and_stays_as_it_is_while_nothing_changes() -> None:
    first = described("", (), 45, NOON, True, Pace())
    assert first.startswith("学习安排：每天10张新卡，5天学完（到2026-12-02）；打开 FSRS，目标记忆率 0.90。")
    assert described(first, (), 45, NEXT_DAY, False, Pace()) == first


def test_another_pace_is_told_though_nothing_changed() -> None:
    first = described("", (), 45, NOON, True, Pace())
    later = described(first, (), 45, NEXT_DAY, False, Pace(new_per_day=15))
    assert "每天15张新卡，3天学完" in later
    assert later.count("学习安排") == 1
    assert "首次制作" in later
