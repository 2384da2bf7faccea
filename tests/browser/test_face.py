"""The cards of the sample in a real browser, as Anki's own library renders them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.render import browser, chromium, page, rendered
from playwright.sync_api import Page

from cards.program import exit_code

pytestmark = [
    pytest.mark.skipif(chromium() is None and not os.environ.get("CI"),
                       reason="no Chromium on this machine; where CI is set this fails instead"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:google"),
]
SIZES = ((360, 740), (820, 1180))


@pytest.fixture(scope="module")
def cards(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    folder = tmp_path_factory.mktemp("face")
    assert exit_code(["build", str(sample), "-o", str(folder)]) == 0
    return rendered(next(folder.rglob("2026-03.apkg")), folder)


@pytest.fixture(scope="module")
def screen() -> Iterator[Page]:
    with browser() as launched:
        yield launched.new_page()


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "tablet"])
def test_no_card_scrolls_sideways_or_is_too_small_to_read(screen: Page, cards, size, night) -> None:
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    for tags, question, answer in cards[::7]:
        for side in (question, answer):
            screen.set_content(page(side, night))
            wide, small = screen.evaluate("""() => [document.documentElement.scrollWidth - window.innerWidth,
                parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)]""")
            assert wide <= 0, tags
            assert small >= 20, tags


def test_a_question_shows_the_blank_and_its_answer_only_when_turned(screen: Page, cards) -> None:
    for _, question, answer in cards[::11]:
        screen.set_content(page(answer))
        hidden = [text for text in screen.locator(".text .cloze").all_inner_texts() if len(text) > 2]
        assert hidden or screen.locator(".text .cloze").count()
        screen.set_content(page(question))
        shown = screen.locator(".text").inner_text()
        assert screen.locator(".text .cloze").first.is_visible()
        assert not [text for text in hidden if text in shown]


def test_day_and_night_differ_and_the_answer_stands_out(screen: Page, cards) -> None:
    contrasts = []
    for night in (False, True):
        screen.set_content(page(cards[0][2], night))
        colours = screen.evaluate("""() => [getComputedStyle(document.querySelector('.text .cloze')).color,
            getComputedStyle(document.querySelector('.card')).backgroundColor]""")
        contrasts.append(contrast(*map(rgb, colours)))
    assert min(contrasts) >= 4.5
    assert contrasts[0] != contrasts[1]


def test_the_mnemonic_stays_folded_until_it_is_asked_for(screen: Page, cards) -> None:
    question = next(question for _, question, _ in cards if "class=hint" in question)
    screen.set_content(page(question))
    link = screen.locator("a.hint")
    folded = screen.locator("div.hint")
    assert link.is_visible()
    assert not folded.is_visible()
    link.click()
    assert folded.is_visible()


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2's contrast ratio of two sRGB colours, 1 to 21."""
    def luminance(colour: tuple[float, ...]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
