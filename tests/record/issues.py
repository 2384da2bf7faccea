"""Small issues of an invented publication, built into one folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cards.build import Built, Settings, build_issue, prepared
from cards.record.files import write_packages
from cards.record.store import read_package
from tests.cases import FIXTURES

ISSUE = ("云岭市学习服务中心\n\n学习与实践参考\n\n2026 年 第 {number} 期\n\n2026 年 {number} 月 8 日\n\n目 录\n\n"
         "{title}\t1\n\n{title}\n\n")


@cache
def shipped() -> Settings:
    """The shipped rules, and a card for every figure and list, item by item."""
    return prepared((FIXTURES / "every_card",), Path("/nowhere"), 0)


class Library:
    """Issues of a publication, built one after the other into one folder; `work` is the last build."""

    work: Built

    def __init__(self, folder: Path):
        self.folder, self.now = folder, 1_773_835_200

    def build(self, number: int, body: str, title: str = "") -> list[Path]:
        """Build issue `number` with `body`, a day later; the files written."""
        source = self.folder / f"{number}.txt"
        title = title or f"青溪县第{number}次治水工作会议综述"
        source.write_text(ISSUE.format(number=number, title=title) + body.replace("\n", "\n\n"), encoding="utf-8")
        self.now += 86_400
        self.work = build_issue(source, replace(shipped(), folder=self.folder, now=self.now))
        return list(write_packages(self.folder, self.work.to_write, self.work.unrelated).files)

    def bundle(self, number: int) -> Path:
        return self.folder / "学习与实践参考" / f"2026-{number:02}" / f"2026-{number:02}.apkg"

    def notes(self, number: int) -> dict[str, Any]:
        return read_package(self.bundle(number).read_bytes()).notes
