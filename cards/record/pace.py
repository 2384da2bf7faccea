"""Pace: how many new cards a day, and until when, in the words of the overview and of the decks' descriptions."""

from __future__ import annotations

import datetime
import math

from msgspec import Struct

CARDS_A_DAY = 10
REVIEW_DAYS = 7  # before an exam nothing new comes: what is known is reviewed
CHINA = datetime.timezone(datetime.timedelta(hours=8))
MARK = "学习安排："  # how a description's line on it begins


def today(now: int) -> datetime.date:
    """The day in China at the time `now`, in seconds since 1970."""
    return datetime.datetime.fromtimestamp(now, CHINA).date()


class Pace(Struct, frozen=True):
    """How fast somebody learns: `new_per_day` cards, or as many as it takes until the day of the `exam`."""

    new_per_day: int = CARDS_A_DAY
    exam: datetime.date | None = None

    def plan(self, cards: int, today: datetime.date) -> Plan:
        """How `cards` new cards are learned from `today` on."""
        if self.exam is not None and self.exam > today:
            days = max(1, (self.exam - today).days - REVIEW_DAYS)
            a_day = max(1, math.ceil(cards / days))
        else:
            a_day = self.new_per_day
        days = math.ceil(cards / a_day)
        return Plan(a_day, days, today + datetime.timedelta(days=max(0, days - 1)), self.exam)


class Plan(Struct, frozen=True):
    """So many cards a day for so many days, the last of them on the day `until`; the `exam` it is for."""

    a_day: int
    days: int
    until: datetime.date
    exam: datetime.date | None

    @property
    def line(self) -> str:
        """The plan for learners, as a line of a deck's description."""
        before = f"{self.exam.isoformat()}考试，" if self.exam else ""
        return (f"{MARK}{before}每天{self.a_day}张新卡，{self.days}天学完（到{self.until.isoformat()}）；"
                "打开 FSRS，目标记忆率 0.90。")


USUAL_PACE = Pace()
