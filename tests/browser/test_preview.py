"""The preview page in a real browser: filters, flip, keyboard, touch, night; and nothing of a card runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import genanki
import pytest
from browser.render import NEEDS_CHROMIUM
from playwright.sync_api import Browser, Page

from cards.anki.face import shipped_face
from cards.anki.note_type import note_type
from cards.commands.pages.cards import Shown
from cards.commands.pages.preview import page as page_of
from cards.commands.program import exit_code

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def file(built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("preview") / "preview.html"
    assert exit_code(["preview", str(built.folder), "-o", str(target), "--no-open"]) == 0
    return target


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for all tests: a process of the browser for each costs more than most of them."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(tab: Page, file: Path) -> Iterator[Page]:
    faults: list[str] = []
    fetched: list[str] = []
    heard = {"pageerror": lambda error: faults.append(str(error)),
             "console": lambda message: faults.append(message.text),
             "requestfinished": lambda request: fetched.append(request.url)}
    for event, listener in heard.items():
        tab.on(event, listener)
    tab.goto(file.as_uri())
    tab.wait_for_selector("#list li")
    yield tab
    tab.evaluate("localStorage.clear()")
    tab.goto("about:blank")
    for event, listener in heard.items():
        tab.remove_listener(event, listener)
    assert faults == []
    assert {url for url in fetched if not url.startswith("about:")} == {file.as_uri()}


def side(page: Page) -> str:
    """Which side is on the screen."""
    seen = [name for name in ("front", "back") if page.locator(f"#{name}").is_visible()]
    return "+".join(seen)


def text(page: Page, name: str = "front") -> str:
    return page.frame_locator(f"#{name}").locator("#content").inner_text()


def count(page: Page) -> int:
    return page.locator("#list li").count()


def test_all_cards_are_there_and_the_keyboard_moves_and_turns(shown: Page, built) -> None:
    cards = sum(article["cards"] for article in built.issue["articles"])
    assert 0 < count(shown) <= cards
    assert side(shown) == "front"
    first = text(shown)
    shown.keyboard.press(" ")
    assert side(shown) == "back"
    shown.keyboard.press("ArrowRight")
    assert side(shown) == "front"
    assert text(shown) != first
    shown.keyboard.press("ArrowLeft")
    assert text(shown) == first
    assert shown.locator("#place").inner_text() == f"1 / {count(shown)}"


def test_filters_by_kind_level_article_and_words(shown: Page) -> None:
    everything = count(shown)
    shown.select_option("#kind", "统计")
    figures = count(shown)
    assert 0 < figures < everything
    assert "统计" in shown.frame_locator("#front").locator(".jy").get_attribute("data-kind")
    shown.select_option("#level", "重点")
    essential = count(shown)
    assert 0 < essential < figures
    title = shown.locator("#article option").nth(3).inner_text()
    shown.select_option("#article", label=title)
    assert 0 < count(shown) < essential
    assert title in text(shown)
    for choice in ("#kind", "#level", "#article"):
        shown.select_option(choice, "")
    assert count(shown) == everything
    shown.fill("#search", "地区生产总值")
    assert 0 < count(shown) < everything
    assert "地区生产总值" in text(shown) + text(shown, "back")
    shown.fill("#search", "没有这样的话")
    assert count(shown) == 0
    assert shown.locator("#nothing").is_visible()
    assert side(shown) == ""


def test_typing_a_search_turns_no_card(shown: Page) -> None:
    shown.locator("#search").press("n")
    shown.locator("#search").press(" ")
    assert side(shown) == "front"
    assert shown.locator("#night").get_attribute("aria-pressed") == "false"


def test_night_changes_the_card_and_the_page(shown: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    inside = shown.frames[1]
    day = (shown.evaluate(ground), inside.evaluate(ground))
    shown.click("#night")
    night = (shown.evaluate(ground), inside.evaluate(ground))
    assert all(before != after for before, after in zip(day, night, strict=True))
    shown.keyboard.press("ArrowRight")
    assert inside.evaluate(ground) == night[1]


def test_both_sides_stand_side_by_side(shown: Page) -> None:
    shown.click("#pair")
    assert side(shown) == "front+back"


@pytest.mark.parametrize("width", [1101, 1280])
def test_side_by_side_beside_the_desk_no_card_scrolls_sideways(
        chromium: Browser, sample: Path, tmp_path: Path, width: int) -> None:
    """Beside the index and what is decided there is little room for two cards."""
    target = tmp_path / "preview.html"
    assert exit_code(["preview", str(sample), "-o", str(target), "--no-open"]) == 0
    page = chromium.new_page(viewport={"width": width, "height": 860})
    page.goto(target.as_uri())
    page.wait_for_selector("#list li")
    page.select_option("#kind", label="举措")
    page.click("#pair")
    for _ in range(count(page)):
        for name in ("front", "back"):
            root = page.frame_locator(f"#{name}").locator("html")
            room = root.evaluate("root => [root.scrollWidth, root.clientWidth]")
            assert room[0] <= room[1], text(page, name)
        page.keyboard.press("j")
    page.close()


def test_hint_and_source_text_open_without_turning_the_card(shown: Page) -> None:
    shown.fill("#search", "口诀")
    card = shown.frame_locator("#front")
    card.locator("a.hint").click()
    assert card.locator("div.hint").is_visible()
    assert side(shown) == "front"
    card.locator(".text").click()
    assert side(shown) == "back"
    shown.frame_locator("#back").locator("summary").click()
    assert shown.frame_locator("#back").locator(".paragraph").is_visible()
    assert side(shown) == "back"


def test_on_a_phone_a_tap_turns_and_a_swipe_moves(chromium: Browser, file: Path) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(file.as_uri())
    page.wait_for_selector("#list li", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.frame_locator("#front").locator(".text").tap()
    assert side(page) == "back"
    swipe = """(phone, [from, to]) => {
        const page = document.getElementById(phone).contentDocument;
        for (const [type, x] of [["touchstart", from], ["touchend", to]]) {
            const touch = new Touch({identifier: 1, target: page.body, clientX: x, clientY: 300});
            page.body.dispatchEvent(new TouchEvent(type, {changedTouches: [touch], bubbles: true}));
        }
    }"""
    page.evaluate(f"({swipe})('back', [300, 80])")
    assert page.locator("#place").inner_text().startswith("2 /")
    page.evaluate(f"({swipe})('front', [80, 300])")
    assert page.locator("#place").inner_text().startswith("1 /")
    page.click("#open")
    page.locator("#list button").nth(4).click()
    assert page.locator("#place").inner_text().startswith("5 /")
    assert not page.locator("#index").is_visible()
    page.close()


def test_what_stands_in_a_card_never_runs(chromium: Browser, tmp_path: Path) -> None:
    """A deck from a stranger: markup in its fields and names is shown or dropped, never obeyed."""
    hostile = "<script>top.hit=1</script><img src=x onerror='top.hit=1'></script><script>top.hit=1</script>"
    deck = genanki.Deck(1, f"刊物{hostile}::01 题{hostile}")
    fields = [hostile + "{{c1::甲}}", *[hostile] * 8]
    deck.add_note(genanki.Note(note_type(shipped_face()), fields, tags=["举要::<b>x</b>"]))
    genanki.Package(deck).write_to_file(str(tmp_path / "hostile.apkg"))
    assert exit_code(["preview", str(tmp_path / "hostile.apkg"), "-o", str(tmp_path / "p.html"), "--no-open"]) == 0
    page = chromium.new_page()
    loaded: list[str] = []
    page.on("requestfinished", lambda request: loaded.append(request.url))
    (tmp_path / "x").write_bytes(b"GIF89a")
    page.goto((tmp_path / "p.html").as_uri())
    page.wait_for_selector("#list li")
    page.keyboard.press(" ")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    assert [url for url in loaded if not url.startswith("about:")] == [(tmp_path / "p.html").as_uri()]
    page.close()


IN_VIEW = """[...document.querySelectorAll("#list li")].flatMap((item, at) =>
    item.checkVisibility({ contentVisibilityAuto: true }) ? [at] : [])"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_of_twenty_thousand_cards_those_in_view_are_laid_out(tab: Page, tmp_path: Path) -> None:
    many = 20_000
    texts = [f"截至去年底，云岭市建成水利站点{number}个。" for number in range(many)]
    cards = [Shown(text, text, "", text, "2026-03", "水利", "统计", "重点") for text in texts]
    (tmp_path / "many.html").write_text(page_of(cards, "水利"), encoding="utf-8")
    tab.goto((tmp_path / "many.html").as_uri())
    tab.wait_for_selector("#list li")
    first = tab.evaluate(IN_VIEW)
    assert first[0] == 0
    assert len(first) < many / 50
    tab.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    tab.evaluate(TWO_FRAMES)
    last = tab.evaluate(IN_VIEW)
    assert last[-1] == many - 1
    assert len(last) < many / 50
    tab.locator("#list li").last.locator("button").click()
    assert tab.locator("#place").text_content() == f"{many} / {many}"
    tab.locator("#search").fill("站点19999个")
    assert tab.locator("#list li").count() == 1
    tab.goto("about:blank")
