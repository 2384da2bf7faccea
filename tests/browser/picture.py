"""Make decks/sample/card.png, the picture in the README: front and back of one card of the sample.

usage: python tests/browser/picture.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from cards.program import exit_code

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser.render import PAIR, browser, page, rendered

ROOT = Path(__file__).resolve().parents[2]
RULE = "statistic.amount"
CARD = 2


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if exit_code(["build", str(ROOT / "decks/sample/2026-03.txt"), "-o", name]):
            sys.exit("the sample was not built")
        package = min(folder.rglob("03-*.apkg"))
        cards = [card for card in rendered(package, folder) if RULE in card[0]]
        _, question, answer = cards[CARD]
        with browser() as chromium:
            shown = chromium.new_page(viewport={"width": 814, "height": 436}, device_scale_factor=1.5)
            for side, card in (("front", question), ("back", answer)):
                (folder / f"{side}.html").write_text(page(card), encoding="utf-8")
            (folder / "pair.html").write_text(
                f'{PAIR}<iframe src="front.html"></iframe><iframe src="back.html"></iframe>', encoding="utf-8")
            shown.goto((folder / "pair.html").as_uri())
            shown.wait_for_timeout(500)
            shown.screenshot(path=str(ROOT / "decks/sample/card.png"))


if __name__ == "__main__":
    main()
