"""The cards of the sample in a real browser, as Anki's own library renders them, in pages like those of Anki's apps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser.render import NEEDS_CHROMIUM, page, rendered
from playwright.sync_api import Page

from cards.anki.cloze import standing_alone

pytestmark = NEEDS_CHROMIUM
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
SHELVES = [("ankidroid", 360, 740), ("ankidroid", 820, 1180), ("ankimobile", 360, 740), ("ipad", 820, 1180),
           ("desktop", 1280, 800)]
BANNER = '<div class="status">此条已失效。</div>'


@pytest.fixture(scope="module")
def cards(built, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    return rendered(built.bundles[0], tmp_path_factory.mktemp("face"))


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("app", "width", "height"), SHELVES, ids=[f"{app}-{width}" for app, width, _ in SHELVES])
def test_everything_fits_the_screen_and_can_be_read(screen: Page, cards, app, width, height, night) -> None:
    screen.set_viewport_size({"width": width, "height": height})
    screen.set_content(page(app=app, night=night))
    sides = [side.replace('<div class="text">', f'{BANNER}<div class="text">') if at % 10 == 0 else side
             for at, card in enumerate(cards[:: 1 if width == 360 else 4]) for side in card[1:]]
    assert screen.evaluate(MEASURE, sides) == []


def test_no_answer_is_in_sight_on_its_question(screen: Page, cards) -> None:
    screen.set_content(page())
    texts = screen.evaluate("""(cards) => cards.map(([, question, answer]) => {
        const content = document.getElementById("content");
        content.innerHTML = answer;
        const answers = [...content.querySelectorAll(".text .cloze")].map((cloze) => cloze.innerText);
        content.innerHTML = question;
        return [answers, content.innerText, content.querySelectorAll(".text .cloze").length];
    })""", cards)
    for answers, shown, blanks in texts:
        assert blanks == len(answers) > 0
        assert not [answer for answer in answers if len(answer) > 2 and standing_alone(answer).search(shown)]


def test_day_and_night_differ(screen: Page, cards) -> None:
    grounds = []
    for night in (False, True):
        screen.set_content(page(cards[0][2], night))
        grounds.append(screen.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] != grounds[1]


def test_the_mnemonic_and_the_source_text_stay_folded_until_they_are_asked_for(screen: Page, cards) -> None:
    question, answer = next(card[1:] for card in cards if "class=hint" in card[1])
    screen.set_content(page(question))
    assert not screen.locator("div.hint").is_visible()
    screen.locator("a.hint").click()
    assert screen.locator("div.hint").is_visible()
    screen.set_content(page(answer))
    assert screen.locator("div.hint").is_visible()
    assert not screen.locator(".paragraph").is_visible()
    screen.locator("summary").click()
    assert screen.locator(".paragraph").is_visible()


def test_the_face_runs_nothing_and_fetches_nothing(cards) -> None:
    for _, question, answer in cards:
        own = re.sub(r'<a class=hint href="#"\s+onclick="[^"]*"', "", question + answer)  # Anki's own link of {{hint:}}
        assert not re.search(r"<script|\son\w+=|https?:|url\(|@import", own)
