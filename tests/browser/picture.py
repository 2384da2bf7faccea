"""Make decks/sample/card.png, the picture in the README: front and back of two cards of the sample.

usage: python tests/browser/picture.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from cards.anki.cloze import TAG
from cards.commands.program import exit_code

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser.render import AROUND_FRAMES, browser, page, rendered

ROOT = Path(__file__).resolve().parents[2]
NO_BRACKETS = str.maketrans("", "", "[]")
CARDS = ("哪六方面举措（共6项）", "实现地区生产总值多少亿元")  # as their questions say; the last is shown by night


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if exit_code(["build", str(ROOT / "decks/sample/2026-03.txt"), "-o", name]):
            sys.exit("the sample was not built")
        cards = [card[1:] for card in rendered(next(folder.rglob("2026-03.apkg")), folder)]
        frames = []
        for at, words in enumerate(CARDS):
            sides = next(sides for sides in cards if words in TAG.sub("", sides[0]).translate(NO_BRACKETS))
            for side in sides:
                frames.append(f"side-{len(frames)}.html")
                (folder / frames[-1]).write_text(page(side, night=at == len(CARDS) - 1), encoding="utf-8")
        shown = "".join(f'<iframe src="{frame}"></iframe>' for frame in frames)
        (folder / "all.html").write_text(AROUND_FRAMES + shown, encoding="utf-8")
        with browser() as chromium:
            sheet = chromium.new_page(viewport={"width": 1584, "height": 700}, device_scale_factor=1.5)
            sheet.goto((folder / "all.html").as_uri())
            sheet.wait_for_timeout(500)
            sheet.screenshot(path=str(ROOT / "decks/sample/card.png"))


if __name__ == "__main__":
    main()
