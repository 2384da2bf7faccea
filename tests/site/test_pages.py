"""The pages in a real browser: what a learner finds on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pypdfium2
import pytest
from browser.render import NEEDS_CHROMIUM
from playwright.sync_api import Browser, Page
from sites import DINGTALK, PUBLICATION, QQ, QQ_BROWSER, WECHAT, code_in, served

pytestmark = NEEDS_CHROMIUM
PHONES = {"android": (360, 740), "iphone": (390, 844), "small": (320, 568)}
NEWEST, CORRECTED = f"{PUBLICATION}/2026-03", f"{PUBLICATION}/2026-02"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One page for tests that look at many."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, scheme: str = "light") -> Page:
    """`page` at an address, as a phone shows it."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    return page


@pytest.fixture(params=["file", "served"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site stands: in a folder, then on a server."""
    if request.param == "file":
        yield site.as_uri() + "/"
        return
    with served(site) as server:
        yield server.address


def test_the_large_button_downloads_the_newest_issue_under_its_name(page, address, site, learner):
    page = opened(page, f"{address}index.html")
    assert page.locator("h1").inner_text() == f"{PUBLICATION} 2026年第3期"
    with page.expect_download() as waiting:
        page.locator("a.button.main").click()
    download = waiting.value
    assert download.suggested_filename == "2026-03.apkg"
    assert download.path().read_bytes() == (site / NEWEST / "2026-03.apkg").read_bytes()
    assert learner().take(site / NEWEST / "2026-03.apkg")["new"] > 0


def test_every_download_of_the_index_and_of_an_issue_has_the_name_and_the_bytes(page, address, site):
    for start, folder in (("index.html", site), (f"{CORRECTED}/index.html", site / CORRECTED)):
        page = opened(page, f"{address}{start}")
        links = page.locator("a[download]")
        assert links.count() >= 4
        for at in range(links.count()):
            with page.expect_download() as waiting:
                links.nth(at).click()
            [same] = [path for path in site.rglob("*.apkg") if path.name == waiting.value.suggested_filename
                      and path.read_bytes() == waiting.value.path().read_bytes()] or [None]
            assert same, waiting.value.suggested_filename
        assert folder.exists()


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("place", ["index.html", "help.html", f"{CORRECTED}/index.html"])
def test_everything_fits_a_phone_and_can_be_tapped(page, site, place, phone, night):
    width, height = PHONES[phone]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if night else "light")
    page.goto((site / place).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    low = page.evaluate("""() => [...document.querySelectorAll('.button, .get, nav a')]
        .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.innerText)""")
    assert low == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(26, 25, 23)") is night


def test_the_corrected_issue_says_what_changed_and_lists_what_is_out_of_use(page, site):
    page = opened(page, (site / CORRECTED / "index.html").as_uri())
    told = page.locator(".changes").inner_text()
    assert "2026-03-19 更新" in told
    quoted = page.locator(".changes li").all_inner_texts()
    assert {text[:3] for text in quoted} == {"更正“", "停用“"} | ({"新增“"} if "新增" in told else set())
    assert len({*quoted}) == len(quoted)
    links = [page.locator("a[href^='anki:']").nth(at).get_attribute("href") for at in (0, 1)]
    assert links[0].startswith("anki://x-callback-url/browser?search=tag%3A")
    assert links[1].startswith("anki://x-callback-url/search?query=tag%3A")


def test_the_first_edition_of_an_issue_tells_of_no_change(page, site):
    page = opened(page, (site / NEWEST / "index.html").as_uri())
    assert page.locator(".changes").count() == 0


def test_cards_are_shown_without_anki_and_lead_back(page, address):
    page = opened(page, f"{address}{NEWEST}/index.html")
    page.get_by_text("先看卡片").click()
    page.locator("#place", has_text="1 / ").wait_for()
    page.locator("#home").click()
    assert page.locator("a.button.main").is_visible()


@pytest.mark.parametrize("phone", PHONES)
def test_how_far_a_learner_is_among_hundreds_of_cards_is_not_covered(page, site, phone):
    width, height = PHONES[phone]
    page.set_viewport_size({"width": width, "height": height})
    page.goto((site / NEWEST / "cards.html").as_uri())
    room, taken, low = page.evaluate("""() => {
        const place = document.getElementById("place");
        place.textContent = "121 / 277";
        const low = [...document.querySelectorAll("nav button")].filter((each) => each.offsetParent)
          .filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 40);
        return [place.clientWidth, place.scrollWidth, low.map((each) => each.innerText)];
    }""")
    assert taken <= room
    assert low == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_link_of_a_page_leads_to_a_file(page, site):
    for place in site.rglob("*.html"):
        page.goto(place.as_uri())
        for link in page.evaluate("""() => [...document.querySelectorAll('a[href], link[href], img[src]')]
                                     .map((each) => each.href || each.src)"""):
            if link.startswith("file:"):
                assert Path(page.evaluate("(link) => decodeURIComponent(new URL(link).pathname)", link)).is_file(), link


@pytest.mark.parametrize(("agent", "blocked"), [(WECHAT, True), (QQ, True), (DINGTALK, True), (QQ_BROWSER, False)])
def test_chat_apps_are_told_to_open_the_browser(chromium, site, agent, blocked):
    page = opened(chromium.new_page(user_agent=agent), (site / NEWEST / "index.html").as_uri())
    overlay = page.locator("#chat")
    assert overlay.is_visible() is blocked
    if blocked:
        assert "在浏览器打开" in overlay.inner_text()
        overlay.locator("button").click()
        assert not overlay.is_visible()
    page.close()


def test_the_codes_say_where_the_site_and_each_issue_stand(page, site):
    for place, address in (("", "https://cards.example.org/juyao/"),
                           (f"{NEWEST}/", "https://cards.example.org/juyao/%E5%AD%A6%E4%B9%A0%E4%B8%8E%E5%AE%9E%E8%B7%B5"
                                          "%E5%8F%82%E8%80%83/2026-03/")):
        page = opened(page, (site / place / "index.html").as_uri(), scheme="dark")
        assert code_in(page.locator("img.code").screenshot()) == address


def test_the_help_prints_as_one_page_with_the_code(page, site):
    page = opened(page, (site / "help.html").as_uri())
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(printed) == 1
    assert [round(length) for length in printed[0].get_size()] == [595, 842]
    words = printed[0].get_textpage().get_text_bounded().replace("\r\n", "")
    for step in ("AnkiDroid", "先打开一次", "Safari", "仅在较新时", "已失效", "FSRS", "在浏览器打开"):
        assert step in words
    image = printed[0].render(scale=3).to_pil()
    image.save(site.parent / "help.png")
    assert code_in((site.parent / "help.png").read_bytes()) == "https://cards.example.org/juyao/"


def test_the_feed_has_an_entry_an_edition_with_a_package_that_anki_imports(site, learner):
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    ElementTree.parse(site / "feed.xml")
    assert feed.feed.title == PUBLICATION
    assert len(feed.entries) == 4  # three issues, one corrected
    assert "2026-03-19" in feed.entries[0].title
    assert feed.entries[0].updated == "2026-03-19T20:00:00+08:00"
    assert len({entry.id for entry in feed.entries}) == 4
    for entry in feed.entries:
        [package] = entry.enclosures
        assert package.type == "application/apkg"
        number = package.href.rpartition("/")[2]
        path = site / PUBLICATION / number.removesuffix(".apkg") / number
        assert int(package.length) == path.stat().st_size
        assert learner().take(path)["new"] > 0


def test_the_list_of_decks_names_every_file(site):
    listed = json.loads((site / "decks.json").read_text(encoding="utf-8"))
    assert {*listed["files"]} == {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert [issue["number"] for issue in listed["issues"]] == ["2026-03", "2026-02", "2026-01"]
