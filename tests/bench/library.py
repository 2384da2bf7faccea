"""What a library costs as it grows: `python tests/bench/library.py [ISSUES ...]`, from the folder of the checkout.

Builds a library of short generated issues step by step to each size; then refreshes it with nothing new, with one new
and with one corrected. Prints the processor's time (which a busy machine leaves about as it is) and the memory of each
run, and draws library.png. `--repeating N` builds N issues that all say the
same, and N that do not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SIZES = (50, 150, 400)
HEAD = "云岭市学习服务中心\n\n学习与实践参考\n\n{2} 年 第 {0} 期\n\n{2} 年 3 月 4 日\n\n目 录\n\n{1}\t1\n\n{1}\n\n"
TEXT = "截至去年底，{0}共建成水利站点{1}个。\n\n（来源：云岭日报，2026-03-06）\n"
NAMES = "东南西北中上下前后左右新老大小高长青白红"


@dataclass(frozen=True)
class Cost:
    """Processor's time in seconds, and the most memory in megabytes."""

    seconds: float
    memory: float


def run(root: Path, *options: str) -> Cost:
    """A refresh of the library `root`."""
    command = [sys.executable, "-m", "cards", "refresh", str(root), "--jobs", "1", *options]
    begun = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL,
                             env={**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache")})
    _, status, used = os.wait4(begun.pid, 0)
    assert status == 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def put(root: Path, number: int, extra: int = 0) -> None:
    """The issue with that number: one article with one figure of one town."""
    town = town_of(number)
    head = HEAD.format(number % 900 + 1, f"{town}水利工作综述", 2000 + number // 900)
    text = head + TEXT.format(town, 100 + number + extra)
    (root / "issues" / f"{number:05}.txt").write_text(text, encoding="utf-8")


def library(root: Path) -> Path:
    (root / "issues").mkdir(parents=True)
    (root / "juyao.yaml").write_text("sources:\n  - folder: issues\n", encoding="utf-8")
    return root


def growing(sizes: tuple[int, ...]) -> dict[str, list[tuple[int, Cost]]]:
    """The cost of each kind of refresh by the size of the library."""
    found: dict[str, list[tuple[int, Cost]]] = {"nothing new": [], "one new": [], "one corrected": []}
    with tempfile.TemporaryDirectory() as folder:
        root, built = library(Path(folder, "library")), 0
        for size in sizes:
            for number in range(built + 1, size):
                put(root, number)
            cost = run(root)
            print(f"{size - 1 - built} built: {cost.seconds:.1f} s, {cost.memory:.0f} MB", flush=True)
            put(root, size)
            found["one new"].append((size, run(root)))
            put(root, size // 2, extra=1)
            found["one corrected"].append((size, run(root)))
            run(root)
            found["nothing new"].append((size, run(root)))
            for name, costs in found.items():
                print(f"{size} issues, {name}: {costs[-1][1].seconds:.2f} s, {costs[-1][1].memory:.0f} MB", flush=True)
            built = size
    return found


def repeating(count: int) -> None:
    """So many issues that all say the same, over as many of that length of which each says something else."""
    with tempfile.TemporaryDirectory() as folder:
        warm = library(Path(folder, "warm"))
        put(warm, 1)
        run(warm)
        costs = []
        for name in ("other", "same"):
            root = library(Path(folder, name))
            for number in range(1, count + 1):
                town = town_of(number if name == "other" else 0)
                text = HEAD.format(number, f"{town}水利工作综述", 2026) + issue_body(town, 40) + TEXT.format(town, 150)
                (root / "issues" / f"{number:05}.txt").write_text(text, encoding="utf-8")
            costs.append(run(root))
        other, same = costs
        print(f"{count} issues, each another: {other.seconds:.1f} s; that repeat one another: {same.seconds:.1f} s, "
              f"{same.memory:.0f} MB; {same.seconds / other.seconds:.2f} times")


def town_of(number: int) -> str:
    """The name of a town: of each number another."""
    return "".join(NAMES[number // 20**place % 20] for place in range(3)) + "县"


def issue_body(town: str, paragraphs: int) -> str:
    """Sentences worth knowing of a town, each of another matter."""
    matters = [f"{one}{two}" for one in NAMES for two in ("水", "路", "田", "山")][:paragraphs]
    return "".join(f"{matter}是{town}发展的根基，必须把{matter}摆在更加突出的位置，持之以恒、久久为功。\n\n"
                   for matter in matters)


def draw(found: dict[str, list[tuple[int, Cost]]], target: Path) -> None:
    """Time against size, a line for each kind of refresh."""
    from PIL import Image, ImageDraw

    width, height, left, low = 720, 400, 60, 350
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    most = max(size for costs in found.values() for size, _ in costs)
    slowest = max(cost.seconds for costs in found.values() for _, cost in costs)
    top = max(1, int(slowest) + 1)
    pen.line((left, 20, left, low, width - 20, low), fill="black")
    for part in range(top + 1):
        y = low - part / top * (low - 20)
        pen.line((left - 4, y, left, y), fill="black")
        pen.text((20, y - 6), f"{part} s", fill="black")
    for at, (name, costs) in enumerate(found.items()):
        colour = ("#1b5fb0", "#b0301b", "#2c8a3d")[at]
        points = [(left + size / most * (width - left - 140), low - cost.seconds / top * (low - 20))
                  for size, cost in costs]
        pen.line([each for point in points for each in point], fill=colour, width=2)
        for (x, y), (size, _) in zip(points, costs, strict=True):
            pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=colour)
            pen.text((x - 8, low + 8), str(size), fill="black")
        pen.text((width - 125, 30 + 18 * at), name, fill=colour)
    pen.text((width // 2 - 60, height - 22), "issues in the library", fill="black")
    picture.save(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--repeating", type=int, metavar="N")
    given = parser.parse_args()
    if given.repeating:
        repeating(given.repeating)
    else:
        draw(growing(tuple(given.sizes)), Path(__file__).with_name("library.png"))


if __name__ == "__main__":
    main()
