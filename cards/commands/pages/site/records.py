"""What a site is made of: frozen records that can be kept as JSON between runs."""

from __future__ import annotations

import math
import re
from typing import Any

from msgspec import Struct

NUMBER = re.compile(r"(\d{4})-0*(\d+)")


class Pack(Struct, frozen=True):
    """A package to download: its file name, its size in bytes, its SHA-256, and how many cards there are to learn."""

    file: str
    size: int
    sha: str
    cards: int

    @property
    def days(self) -> int:
        """How many days its cards take."""
        from cards.record.pace import CARDS_A_DAY  # a run with nothing new tells no days

        return math.ceil(self.cards / CARDS_A_DAY)


class ShelvedArticle(Struct, frozen=True):
    """An article: its title, its package, and how many of its cards are essential."""

    title: str
    pack: Pack
    core: int


class Told(Struct, frozen=True):
    """What an edition changed in an article: its title, how many notes of each kind of change (新增2、更正1), and some
    of them (更正“…”).
    """

    title: str
    counts: str
    some: tuple[str, ...] = ()


class Edition(Struct, frozen=True):
    """What an issue's edition of a day (ISO) brought, article by article; `first`: it is the first of all, `again`: it
    corrects the first on that one's own day.
    """

    day: str
    changes: tuple[Told, ...]
    first: bool = False
    again: bool = False


class ShelvedIssue(Struct, frozen=True):
    """An issue: `folder` is its place in the site, `date` its own day (ISO) or '', `changed` when a note of it changed
    last (seconds since 1970); `whole` and `core` are the packages of all and of the essential cards; `editions` have
    the latest first; `retired` counts the notes that are out of use.
    """

    publication: str
    number: str
    folder: str
    date: str
    changed: int
    whole: Pack
    core: Pack | None
    articles: tuple[ShelvedArticle, ...]
    editions: tuple[Edition, ...]
    retired: int

    @property
    def name(self) -> str:
        """What people call it: 2026年第3期."""
        found = NUMBER.fullmatch(self.number)
        return f"{found[1]}年第{found[2]}期" if found else self.number

    @property
    def updated(self) -> Edition | None:
        """The latest edition, unless it is the first."""
        return next((edition for edition in self.editions[:1] if not edition.first), None)


def issue_of(values: Any) -> ShelvedIssue:
    """The issue that was kept as these JSON values. Raises TypeError or its like for anything else."""
    return ShelvedIssue(**values | {
        "whole": Pack(**values["whole"]), "core": Pack(**values["core"]) if values["core"] else None,
        "articles": tuple(ShelvedArticle(each["title"], Pack(**each["pack"]), each["core"])
                          for each in values["articles"]),
        "editions": tuple(_edition(each) for each in values["editions"]),
    })


def _edition(values: Any) -> Edition:
    changes = tuple(Told(each["title"], each["counts"], tuple(each["some"])) for each in values["changes"])
    return Edition(values["day"], changes, values["first"], values["again"])
