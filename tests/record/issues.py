"""Small issues of an invented publication, built into one folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cards.build import Work, build_issue, prepared, to_write
from cards.record.files import write_packages
from cards.record.store import read_package

ISSUE = ("云岭市学习服务中心\n\n学习与实践参考\n\n2026 年 第 {number} 期\n\n2026 年 {number} 月 8 日\n\n目 录\n\n"
         "{title}\t1\n\n{title}\n\n")


TOOLS = cache(lambda: prepared(()))


class Library:
    """Issues of a publication, built one after the other into one folder; `work` is the last build."""

    work: Work

    def __init__(self, folder: Path):
        self.folder, self.tools, self.now = folder, TOOLS(), 1_773_835_200

    def build(self, number: int, body: str, title: str = "") -> list[Path]:
        """Build issue `number` with `body`, a day later; the files written."""
        source = self.folder / f"{number}.txt"
        title = title or f"青溪县第{number}次治水工作会议综述"
        source.write_text(ISSUE.format(number=number, title=title) + body.replace("\n", "\n\n"), encoding="utf-8")
        self.now += 86_400
        self.work = build_issue(source, self.folder, now=self.now, **self.tools)
        return list(write_packages(self.folder, to_write(self.work), self.work.unrelated).files)

    def bundle(self, number: int) -> Path:
        return self.folder / "学习与实践参考" / f"2026-{number:02}" / f"2026-{number:02}.apkg"

    def notes(self, number: int) -> dict[str, Any]:
        return read_package(self.bundle(number).read_bytes()).notes
