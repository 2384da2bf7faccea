"""What one long source costs as it grows: `python tests/bench/long.py [CHARACTERS ...]`, from the checkout's folder.

Builds generated texts of those lengths, as one article and as many, each by a run of its own; prints the processor's
time and the most memory of each. `--write FILE --kind KIND` only writes such a text.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SIZES = (125_000, 250_000, 500_000, 1_000_000)
PLACES = "东南西北中上下前后左右新老大小高长青白红"
COVER = "云岭市学习服务中心\n\n学习与实践参考\n\n2026 年 第 3 期\n\n2026 年 3 月 18 日\n\n"
SOURCE = "（来源：云岭日报，2026-03-06）\n\n"
LONGEST = 9_000  # characters of an article, about
SENTENCES = (  # {n}: a noun, {v}: a verb, {p}: a place, {d}: digits
    "截至去年底，{p}{v}{n}{n}{d}个，比上年增长{d}.{d}%，覆盖居民{d}万户。",
    "{n}是{n}{v}的根基，必须把{n}摆在更加突出的位置，{v}{n}、{v}{n}。",
    "要{v}{n}{n}，{v}{n}机制，推动{n}与{n}一起{v}，让{n}更有力、{n}更安心。",
    "{p}坚持以{n}为先，{v}了{n}{n}，{n}短板逐步补上，{n}活力不断{v}。",
    "{d}年来，{p}的{n}{v}出一条新路，{n}投入达到{d}亿元，占{n}的{d}%。",
    "没有{n}的{v}，就没有{n}的{n}；{n}越{v}，{n}越扎实。",
    "一些地方的{n}还不够{v}，{n}与{n}脱节，{n}更新偏慢，这些问题要认真{v}。",
    "所谓{n}{n}，是指{v}{n}、{v}{n}的一整套{n}。",
    "到2030年，{p}{n}{n}达到{d}万人，{n}{v}率提高到{d}%。",
    "{p}有关负责人介绍，{n}{v}以后，{n}一天就能办完。",
)
LISTED = ("当前，{p}要抓好以下三项{n}工作。第一，{v}{n}{n}。{0}第二，{v}{n}{n}。{1}第三，{v}{n}{n}。{2}",
          "要处理好{n}与{n}、{n}与{n}、{n}与{n}三对关系，做到{v}{n}、{v}{n}、{v}{n}。{0}{1}{2}")
HEADINGS = ("{v}{n}{n}，{v}{n}", "{n}{v}要有新{n}", "以{n}{v}{n}")


@cache
def words(tag: str) -> list[str]:
    """Common words of two characters in jieba's dictionary."""
    import jieba

    with jieba.get_dict_file() as file:
        entries = [line.decode().split() for line in file]
    return sorted(word for word, often, kind in entries if kind == tag and len(word) == 2 and int(often) > 300)


class Text:
    """Text of the genre, which says each time something else; the same `seed` gives the same."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)

    def filled(self, template: str, *inside: str) -> str:
        """`template` with words of its kinds."""
        for at, each in enumerate(inside):
            template = template.replace(f"{{{at}}}", each)
        makes: dict[str, Callable[[], str]] = {
            "{n}": lambda: self.chance.choice(words("n")), "{v}": lambda: self.chance.choice(words("v")),
            "{p}": lambda: "".join(self.chance.choices(PLACES, k=2)) + self.chance.choice("县市区"),
            "{d}": lambda: str(self.chance.randrange(2, 100))}
        for slot, make in makes.items():
            while slot in template:
                template = template.replace(slot, make(), 1)
        return template

    def sentence(self) -> str:
        return self.filled(self.chance.choice(SENTENCES))

    def paragraph(self) -> str:
        if self.chance.random() < 0.15:
            return self.filled(self.chance.choice(LISTED), *(self.sentence() for _ in range(3)))
        return "".join(self.sentence() for _ in range(self.chance.randrange(2, 7)))

    def body(self, length: int) -> Iterator[str]:
        """Paragraphs of `length` characters together, about, with headings of two depths."""
        said, headings, below = 0, count(1), count(1)
        for at in count():
            if said >= length:
                return
            if at % 24 == 6:
                below = count(1)
                heading = f"{numeral(next(headings))}、{self.filled(self.chance.choice(HEADINGS))}"
            elif at % 8 == 6:
                heading = f"（{numeral(next(below))}）{self.filled(self.chance.choice(HEADINGS))}"
            else:
                heading = self.paragraph()
            said += len(heading)
            yield heading


def numeral(number: int) -> str:
    """一, 二 … 九十九, of a hundred and more in digits."""
    digits = "零一二三四五六七八九"
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def one_article(length: int, seed: int = 1) -> str:
    text = Text(seed)
    return "关于云岭市工作情况的报告\n\n" + "\n\n".join(text.body(length)) + "\n\n" + SOURCE


def an_issue(length: int, seed: int = 1) -> str:
    """An issue of at most a hundred articles, with contents."""
    text = Text(seed)
    number = max(1, min(100, length // LONGEST))
    titles = [text.filled("{p}{v}{n}{n} {v}{n}{n}") for _ in range(number)]
    contents = "".join(f"{title}\t{page}\n" for page, title in enumerate(titles, 1))
    articles = (f"{title}\n\n" + "\n\n".join(text.body(length // number)) + f"\n\n{SOURCE}" for title in titles)
    return f"{COVER}目 录\n\n{contents}\n" + "".join(articles)


def documents(length: int, seed: int = 1) -> str:
    """Many documents behind one another, each with its day under its title."""
    text = Text(seed)
    made = []
    for number in range(max(1, length // LONGEST)):
        day = f"{2000 + number % 26}年{number % 12 + 1}月{number % 28 + 1}日"
        body = "\n\n".join(text.body(min(length, LONGEST)))
        made.append(text.filled("{p}{n}{v}{n}情况的通报") + f"\n\n{day}\n\n{body}\n\n")
    return "".join(made)


KINDS: dict[str, Callable[[int], str]] = {"one": one_article, "issue": an_issue, "documents": documents}


@dataclass(frozen=True)
class Cost:
    """Processor's time in seconds, and the most memory in megabytes."""

    seconds: float
    memory: float


def built(text: str, folder: Path) -> Cost:
    """A build of `text`."""
    source = folder / "2026-03.txt"
    source.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cards", "build", str(source), "-o", str(folder / "decks"), "--jobs", "1"]
    begun = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(begun.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    if given.write:
        given.write.write_text(KINDS[given.kind or "one"](given.sizes[0]), encoding="utf-8")
        return
    for kind in [given.kind] if given.kind else KINDS:
        for size in given.sizes:
            with tempfile.TemporaryDirectory() as folder:
                cost = built(KINDS[kind](size), Path(folder))
            print(f"{kind}, {size:,} characters: {cost.seconds:.1f} s, {cost.memory:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
