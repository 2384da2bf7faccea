"""The review page in a real browser: every key, undo, reload, corrections, additions, batches, two tabs; as a file."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from browser.render import NEEDS_CHROMIUM
from generated import issue_text
from playwright.sync_api import Browser, Page, expect

from cards.commands.clock import build_time
from cards.commands.program import exit_code
from cards.commands.reviewing.desk import Desk
from cards.commands.reviewing.page import review_page, state_json, title_of
from cards.commands.reviewing.server import ReviewServer
from cards.library.decisions.file import read_decisions
from cards.library.reviews import open_reviews
from cards.record.contradicting import figures
from cards.record.decisions import Decision

pytestmark = NEEDS_CHROMIUM


@dataclass
class Review:
    """A server of one issue, with the file that it writes."""

    server: ReviewServer
    path: Path

    @property
    def decisions(self) -> dict[str, Decision]:
        return {entry.id: entry for entry in read_decisions(self.path).entries}


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A teacher's page."""
    monkeypatch.setenv("JUYAO_LANG", "zh")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, excerpt: Path):
    folder = tmp_path_factory.mktemp("review")
    source = folder / "2026-03.txt"
    source.write_text(excerpt.read_text(encoding="utf-8"), encoding="utf-8")
    return open_reviews(source, folder / "decks", (), None, build_time())


@pytest.fixture
def review(opened, tmp_path: Path) -> Iterator[Review]:
    desk = Desk(opened.reviews, tmp_path / "2026-03.yaml")
    server = ReviewServer(0, lambda address: review_page(desk, title_of(desk.reviews), address),
                          lambda: state_json(desk, desk.state()), desk.decide, desk.version)
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    running.start()
    yield Review(server, tmp_path / "2026-03.yaml")
    server.shutdown()
    server.server_close()
    running.join()


WINDOW = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for all tests: a process of the browser for each costs more than most of them. What a page keeps, it
    keeps under the address of its server, and each test has a server of its own.
    """
    context = chromium.new_context(viewport=WINDOW)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, review: Review) -> Iterator[Page]:
    faults: list[str] = []
    tab.on("pageerror", told := lambda error: faults.append(str(error)))
    tab.set_viewport_size(WINDOW)
    tab.goto(review.server.address)
    tab.wait_for_selector("#list li")
    yield tab
    tab.unroute_all()
    tab.context.set_offline(False)
    for each in tab.context.pages:
        each.goto("about:blank") if each is tab else each.close()
    tab.remove_listener("pageerror", told)
    assert faults == []


def code(page: Page) -> str:
    return page.locator("#code").inner_text()


def settled(page: Page) -> None:
    """Wait until every decision is written."""
    page.evaluate("saving")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settled(page)


def test_each_key_decides_and_goes_on_to_the_next(page: Page, review: Review) -> None:
    decided = {}
    for key, do in (("1", "keep"), ("2", "drop"), ("3", "重点"), ("4", "拓展")):
        decided[code(page)] = do
        before = page.locator("#place").inner_text()
        press(page, key)
        assert page.locator("#place").inner_text() != before
    assert {name: entry.do for name, entry in review.decisions.items()} == decided
    assert page.locator("#progress").inner_text().startswith("已定 4 / ")
    assert page.locator("#list li[data-done]").first.get_attribute("data-done") == "保留"


def test_keys_move_turn_filter_and_find_what_is_open(page: Page) -> None:
    first = code(page)
    press(page, "j", "j", "k", "k")
    assert code(page) == first
    press(page, " ")
    assert page.locator("#back").is_visible()
    press(page, "1", "n")
    assert page.locator("#state").inner_text() == "未定"
    press(page, "f")
    assert page.evaluate("document.activeElement.id") == "decided"
    page.select_option("#decided", "done")
    assert {item.get_attribute("data-done") for item in page.locator("#list li").all()} == {"保留"}
    page.select_option("#decided", "open")
    assert page.locator("#list li[data-done]").count() == 0


def test_undo_takes_back_one_after_the_other_also_after_a_reload(page: Page, review: Review) -> None:
    first = code(page)
    press(page, "1")
    second = code(page)
    press(page, "2")
    page.reload()
    page.wait_for_selector("#list li")
    assert page.locator("#list li[data-done]").count() >= 2
    press(page, "u")
    assert set(review.decisions) == {first}
    assert code(page) == second
    press(page, "u", "u")
    assert review.decisions == {}


def test_another_decision_takes_the_place_of_the_first_and_undo_brings_that_back(page: Page, review: Review) -> None:
    first = code(page)
    press(page, "1", "ArrowLeft")
    while code(page) != first:
        press(page, "k")
    press(page, "2")
    assert review.decisions[first].do == "drop"
    press(page, "u")
    assert review.decisions[first].do == "keep"


def test_a_card_is_corrected_in_place(page: Page, review: Review) -> None:
    page.select_option("#kind", "统计")
    name = code(page)
    press(page, "e")
    before = page.input_value("#question")
    page.fill("#question", f"据公报，{before}")
    page.fill("#cue", "云岭 · 2025年")
    page.fill("#reason", "说清是哪里")
    page.keyboard.press("1")  # a digit in a field decides nothing
    page.fill("#reason", "说清是哪里")
    page.keyboard.press("Control+Enter")
    settled(page)
    entry = review.decisions[name]
    assert (entry.do, entry.of, entry.question, entry.cue, entry.why) == (
        "correct", before, f"据公报，{before}", "云岭 · 2025年", "说清是哪里")
    front = page.frame_locator("#front").locator("#content").inner_text()
    assert "据公报" in front
    assert "云岭 · 2025年" in front
    page.reload()
    page.wait_for_selector("#list li")
    page.select_option("#decided", "correct")
    assert "据公报" in page.frame_locator("#front").locator("#content").inner_text()
    press(page, "u")
    page.select_option("#decided", "")
    page.select_option("#kind", "统计")
    assert "据公报" not in page.frame_locator("#front").locator("#content").inner_text()


def test_a_correction_that_can_not_be_is_said_in_chinese(page: Page, review: Review) -> None:
    page.select_option("#kind", "统计")
    press(page, "e")
    page.fill("#question", "没有所问的一句话")
    page.keyboard.press("Control+Enter")
    settled(page)
    expect(page.locator("#problem")).to_contain_text("“没有所问的一句话”里没有", timeout=20_000)
    assert review.decisions == {}


def select(page: Page, words: str) -> None:
    """Select `words` in the article's text, as a mouse does."""
    page.evaluate("""(words) => {
        const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const start = walker.currentNode.data.indexOf(words);
            if (start >= 0) {
                const range = document.createRange();
                range.setStart(walker.currentNode, start);
                range.setEnd(walker.currentNode, start + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }
        throw new Error("not in the text");
    }""", words)


def test_what_is_selected_in_the_text_becomes_a_card(page: Page, review: Review) -> None:
    select(page, "起步较早")
    press(page, "a")
    assert page.input_value("#question") == "我市技能人才工作【起步较早】。"
    page.keyboard.press("Control+Enter")
    settled(page)
    [entry] = review.decisions.values()
    assert (entry.do, entry.kind, entry.of) == ("add", "金句", "我市技能人才工作【起步较早】。")
    assert code(page) == entry.id
    assert "我市技能人才工作" in page.frame_locator("#front").locator("#content").inner_text()
    assert "[...]" in page.frame_locator("#front").locator("#content").inner_text()
    press(page, "u")
    assert review.decisions == {}
    assert "我市技能人才工作＿＿" not in page.locator("#list").inner_text()


def test_nothing_selected_is_said(page: Page) -> None:
    press(page, "a")
    expect(page.locator("#problem")).to_contain_text("选中", timeout=20_000)


def test_all_of_one_rule_in_one_article_are_decided_at_once(page: Page, review: Review) -> None:
    page.select_option("#kind", "统计")
    busiest = page.evaluate("""() => {
        const counts = found.map((index) => new Set(alike(index).map((each) => review.cards[each].id)).size);
        show(counts.indexOf(Math.max(...counts)));
    }""")
    assert busiest is None
    count = int(page.locator("#alike").get_attribute("data-count"))
    assert count > 1
    press(page, "Shift+Digit2")
    assert {entry.do for entry in review.decisions.values()} == {"drop"}
    assert len(review.decisions) == count
    press(page, "u")
    assert review.decisions == {}


def test_a_second_tab_sees_what_the_first_decides_and_nothing_is_lost(page: Page, review: Review) -> None:
    other = page.context.new_page()
    other.goto(review.server.address)
    other.wait_for_selector("#list li")
    first = code(page)
    press(page, "1")
    expect(other.locator("#progress")).to_contain_text("已定 1 / ", timeout=20_000)
    other.keyboard.press("n")
    second = code(other)
    press(other, "2")
    assert {name: entry.do for name, entry in review.decisions.items()} == {first: "keep", second: "drop"}
    expect(page.locator("#progress")).to_contain_text("已定 2 / ", timeout=20_000)


def test_what_an_editor_wrote_into_the_file_is_seen_and_kept(page: Page, review: Review) -> None:
    first = code(page)
    review.path.write_text(f"# 我的话\n- id: {first}\n  do: drop\n", encoding="utf-8")
    expect(page.locator("#state")).to_have_text("不要", timeout=20_000)
    press(page, "n", "1")
    assert review.path.read_text(encoding="utf-8").startswith("# 我的话\n")
    assert len(review.decisions) == 2


def test_a_click_in_the_text_shows_the_card(page: Page) -> None:
    mark = page.locator("#text mark").nth(5)
    names = mark.get_attribute("data-cards").split(" ")
    mark.click()
    assert code(page) in names
    assert page.locator("#text mark.now").count() > 0


def test_a_server_that_has_ended_is_said(page: Page, review: Review) -> None:
    page.context.set_offline(True)
    press(page, "1")
    expect(page.locator("#problem")).to_contain_text("没有存上", timeout=20_000)
    assert review.decisions == {}


def test_another_sites_page_can_neither_read_nor_write(chromium: Browser, review: Review, tmp_path: Path) -> None:
    """Even one that knows the token."""
    (tmp_path / "a.html").write_text("<!doctype html><p>云岭", encoding="utf-8")
    stranger = chromium.new_page()
    stranger.goto((tmp_path / "a.html").as_uri())
    tried = stranger.evaluate("""async (address) => {
        const said = [];
        for (const [path, options] of [["", {}], ["decide", {method: "POST", body: '[{"do":"keep","id":"AAAA-BBBB"}]'}],
            ["decide", {method: "POST", mode: "no-cors", body: '[{"do":"keep","id":"AAAA-BBBB"}]'}]]) {
            try { const answer = await fetch(address + path, options); said.push(`${answer.type} ${answer.status}`); }
            catch (error) { said.push("refused"); }
        }
        return said;
    }""", review.server.address)
    stranger.close()
    assert set(tried) <= {"refused", "opaque 0"}
    assert not review.path.exists()


def test_two_thousand_cards_are_usable(chromium: Browser, tmp_path: Path) -> None:
    """All cards are there, and a filter answers; how fast is no test's business."""
    source = tmp_path / "2026-05.txt"
    source.write_text(issue_text(1), encoding="utf-8")
    reviews = open_reviews(source, tmp_path / "decks", (), None, build_time()).reviews
    desk = Desk(reviews, tmp_path / "2026-05.yaml")
    target = tmp_path / "page.html"
    target.write_text(review_page(desk, "题"), encoding="utf-8")
    page = chromium.new_page(viewport=WINDOW)
    page.goto(target.as_uri())
    page.wait_for_selector("#list li")
    page.evaluate("""() => {
        const [many, more] = [cards.length, 2000];
        for (let each = many; each < more; each += 1) {
            cards.push({ ...cards[each % many] });
            review.cards.push({ ...review.cards[each % many], id: `AAAA-${each}` });
        }
        filter();
    }""")
    assert page.locator("#list li").count() == page.evaluate("found.length") > 1000
    took = page.evaluate("""() => { const begun = performance.now(); filters.search.value = "湿地"; filter();
        return performance.now() - begun; }""")
    print(f"a filter over 2,000 cards: {took:.0f} ms")
    page.close()


def opened_as_a_file(chromium: Browser, sample: Path, target: Path) -> Page:
    """The page of `sample`, written to `target` and opened from there, in a context of its own."""
    assert exit_code(["preview", str(sample), "-o", str(target), "--no-open"]) == 0
    page = chromium.new_context(viewport=WINDOW).new_page()
    page.goto(target.as_uri())
    page.wait_for_selector("#list li")
    return page


def test_the_page_as_a_file_keeps_decisions_and_offers_them(chromium: Browser, sample: Path, tmp_path: Path) -> None:
    page = opened_as_a_file(chromium, sample, tmp_path / "page.html")
    first = code(page)
    press(page, "2", "e")
    page.fill("#cue", "提示")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.reload()
    page.wait_for_selector("#list li")
    assert page.locator("#progress").inner_text().startswith("已定 2 / ")
    with page.expect_download() as waiting:
        page.click("#save")
    assert waiting.value.suggested_filename == "2026-03.yaml"
    entries = yaml.safe_load(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert [entry["do"] for entry in entries] == ["drop", "correct"]
    assert entries[0]["id"] == first
    (tmp_path / "decisions").mkdir()
    (tmp_path / "2026-03.txt").write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "decisions" / "2026-03.yaml").write_bytes(Path(waiting.value.path()).read_bytes())
    page.context.close()
    assert exit_code(["build", str(tmp_path / "2026-03.txt"), "-o", str(tmp_path / "decks")]) == 0


SPOKEN = (
    "三十二处", "5 万户", "五万", "二〇二七年", "三百二十万五千", "千万不要", "十万大军", "一亿二千万",
    "三万亿", "1.1万", "12,500元", "一起统一", "百分之十二", "四个全面", "两项", "一百零五", "2027年",
    "百万", "水", "第3.5条", "第二十一条", "第一", "0个", "十", "一",
)


def test_the_page_as_a_file_tells_what_a_correction_says_that_the_source_does_not(
        chromium: Browser, sample: Path, tmp_path: Path) -> None:
    page = opened_as_a_file(chromium, sample, tmp_path / "page.html")
    for cue, told in (("在七百九十三个县", "七百九十三"), ("在9731个县", "9731"), ("在这些县", "")):
        name = code(page)
        press(page, "e")
        page.fill("#cue", cue)
        page.keyboard.press("Control+Enter")
        settled(page)
        page.reload()
        page.wait_for_selector("#list li")
        while code(page) != name:
            press(page, "j")
        assert (f"原文里没有“{told}”；卡片按您写的" in page.locator("#state").inner_text()) is (told != "")
        press(page, "u")
        assert "原文里没有" not in page.locator("#state").inner_text()
    page.context.close()


def test_the_page_reads_figures_as_a_build_does(page: Page) -> None:
    told = page.evaluate("(texts) => texts.map((text) => figures(text, review.worth))", SPOKEN)
    assert [[(each["words"], each["value"], each["year"]) for each in of_text] for of_text in told] == [
        [(each.words, each.value, each.is_year) for each in figures(text)] for text in SPOKEN]


READ = """() => [...document.querySelectorAll("#desk, #index, nav, title")].map((part) => part.innerText
    + [part, ...part.querySelectorAll("*")].map(({ title, placeholder, ariaLabel }) =>
        ` ${title ?? ""} ${placeholder ?? ""} ${ariaLabel ?? ""}`).join(" ")).join(" ")"""


def test_everything_a_teacher_reads_is_chinese(page: Page) -> None:
    """But for the ids of rules and the names of keys."""
    press(page, "1", "ArrowLeft", "e")
    said = re.sub(r"\[?\w+\.\w+\]?|[A-Z2-7]{4}-[A-Z2-7]{4}|Ctrl\+Enter|Esc|Shift|decisions", "", page.evaluate(READ))
    assert "保留" in said
    assert re.findall("[A-Za-z]{2,}", said) == []


def test_in_an_english_locale_the_page_is_english(page: Page, monkeypatch) -> None:
    """But for the cards, the titles of rules and juyao's own words for levels and blanks."""
    monkeypatch.setenv("JUYAO_LANG", "en")
    page.reload()
    page.wait_for_selector("#list li")
    page.keyboard.press("1")
    page.evaluate("saving")
    shown = ("#desk button, #desk label:not(#kind-of), nav, .keys, #progress, #count, #said, #decided, #level, "
             "#index > input")
    said = page.evaluate("""(shown) => [...document.querySelectorAll(shown)].map((each) =>
        each.innerText + (each.placeholder ?? "") + (each.title ?? "")).join(" ")""", shown)
    title = page.evaluate("review.cards[currently()].title")
    kind = page.evaluate("cards[found[at]].kind")
    assert "Undo" in said
    assert page.get_attribute("html", "lang") == "en"
    for own in (title, kind, "重点", "拓展", "【】"):
        said = said.replace(own, "")
    assert re.findall("[\u4e00-\u9fff]+", re.sub(r"rule: .*", "", said)) == []


def test_a_correction_against_the_source_is_told_and_stands(page: Page, review: Review) -> None:
    page.select_option("#kind", "统计")
    name = code(page)
    press(page, "e")
    asked = page.input_value("#question")
    page.fill("#question", asked.replace("【", "【99"))
    page.keyboard.press("Control+Enter")
    settled(page)
    while code(page) != name:
        press(page, "k")
    assert "原文里没有“99" in page.locator("#state").inner_text()
    assert review.decisions[name].do == "correct"
    press(page, "u")
    assert "原文里没有" not in page.locator("#state").inner_text()


def test_the_worth_is_told_as_the_sum_it_is(page: Page) -> None:
    said = page.locator("#reasons li").all_inner_texts()
    worth = float(re.search(r"-?\d+\.\d+", said[0])[0])
    assert abs(sum(float(part.split()[0]) for part in said[1:]) - worth) < 0.05


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_fits_narrow_windows_and_phones(page: Page, width: int) -> None:
    """The card stays in sight, nothing is wider than the window, no badge covers what a card says, the list closes."""
    page.set_viewport_size({"width": width, "height": 740})
    page.reload()
    page.wait_for_selector("#list li", state="attached")
    page.keyboard.press("1")
    page.evaluate("saving")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("#front", "#flip", "[data-do=keep]", "#open-next"):
        box = page.locator(name).bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, name
        assert box["y"] + min(box["height"], 60) <= 740, name
    if width < 1100:
        page.click("#open")
    item = page.locator("#list li[data-done]").first
    assert item.evaluate("(item) => item.querySelector('button').getBoundingClientRect().right"
                         " < item.getBoundingClientRect().right - 20")
    if width < 1100:
        page.click("#close")
        expect(page.locator("#index")).to_be_hidden()


def test_an_editor_closed_without_a_change_keeps_the_card(page: Page, review: Review) -> None:
    name = code(page)
    press(page, "e")
    page.fill("#reason", "很好")
    press(page, "Control+Enter")
    assert (review.decisions[name].do, review.decisions[name].why) == ("keep", "很好")
    press(page, "u")
    assert review.decisions == {}


def corrected(page: Page, cue: str) -> str:
    """Give the card that is shown another cue; its code."""
    name = code(page)
    press(page, "e")
    page.fill("#cue", cue)
    press(page, "Control+Enter")
    return name


def add_a_card(page: Page) -> str:
    """Add a card of the text; its code."""
    select(page, "起步较早")
    press(page, "a", "Control+Enter")
    return code(page)


def test_the_keys_of_a_level_and_of_keeping_leave_a_correction_and_an_addition(page: Page, review: Review) -> None:
    name = corrected(page, "会上")
    press(page, "4")
    assert (review.decisions[name].do, review.decisions[name].cue, review.decisions[name].level) == (
        "correct", "会上", "拓展")
    show_card(page, name)
    assert page.locator("#state").inner_text() == "改写 · 拓展"
    press(page, "1")
    assert review.decisions[name].do == "correct"
    added = add_a_card(page)
    press(page, "3")
    assert (review.decisions[added].do, review.decisions[added].level) == ("add", "重点")
    press(page, "u")
    assert (review.decisions[added].do, review.decisions[added].level) == ("add", "")
    show_card(page, added)
    press(page, "2")
    assert set(review.decisions) == {name}
    press(page, "u")
    assert set(review.decisions) == {name, added}


def show_card(page: Page, name: str) -> None:
    """Show the first card of that code."""
    page.evaluate("(name) => show(found.findIndex((index) => review.cards[index].id === name))", name)


def test_a_corrected_text_corrected_again_by_its_level_stays(page: Page, review: Review) -> None:
    """A level that a card was given before is not lost by a correction either."""
    name = code(page)
    press(page, "4")
    show_card(page, name)
    corrected(page, "会上")
    assert (review.decisions[name].do, review.decisions[name].level) == ("correct", "拓展")


def test_every_card_of_a_corrected_note_is_shown_beside_the_first(page: Page, review: Review) -> None:
    page.select_option("#kind", "金句")
    place = page.evaluate("found.findIndex((index) => review.cards[index].now.question.startsWith('技能人才是'))")
    page.evaluate("(place) => show(place)", place)
    name = code(page)
    total = page.locator("#list li").count()
    press(page, "e")
    page.fill("#question", page.input_value("#question").replace("连接学校与车间的桥梁", "【连接学校与车间的桥梁】"))
    press(page, "Control+Enter")
    assert page.locator("#list li").count() == total + 1
    press(page, "j", " ")
    assert code(page) == name
    assert "连接学校与车间的桥梁" in page.frame_locator("#back").locator("#content .cloze").all_inner_texts()
    assert page.locator("#progress").inner_text().endswith(f"/ {len({card['id'] for card in cards_of(page)})} 条")
    press(page, "u")
    assert page.locator("#list li").count() == total


def cards_of(page: Page) -> list[dict[str, str]]:
    """The cards that have a place in the decks."""
    return page.evaluate("review.cards.filter((card, at) => cards[at].level !== review.spare)")


def test_an_added_card_stands_where_its_words_do(page: Page, review: Review) -> None:
    added = add_a_card(page)
    order = page.evaluate("found.map((index) => review.cards[index].id)")
    assert 0 < order.index(added) < len(order) - 10
    press(page, "j")
    later = code(page)
    press(page, "1", "k", "k")
    assert code(page) == added
    press(page, "k", "1")
    assert list(review.decisions).index(added) == 1
    assert list(review.decisions)[2] == later


def test_what_can_not_be_saved_stays_in_the_editor_and_undo_keeps_its_order(page: Page, review: Review) -> None:
    first = code(page)
    press(page, "1", "e")
    page.fill("#question", "没有所问的一句话")
    press(page, "Control+Enter")
    expect(page.locator("#problem")).to_contain_text("里没有", timeout=20_000)
    assert page.input_value("#question") == "没有所问的一句话"
    page.keyboard.press("Escape")
    expect(page.locator("#problem")).to_be_hidden()
    select(page, "起步较早")
    press(page, "a")
    page.fill("#question", "源文里【没有】的一句话。")
    press(page, "Control+Enter")
    assert page.locator("#editor").is_visible()
    page.keyboard.press("Escape")
    assert set(review.decisions) == {first}
    page.route("**/decide", lambda route: route.abort())
    press(page, "u")
    page.unroute("**/decide")
    press(page, "u")
    assert review.decisions == {}


def test_keys_decide_though_a_filter_was_just_chosen(page: Page, review: Review) -> None:
    first = code(page)
    press(page, "f", "ArrowDown")
    assert page.input_value("#decided") == "open"
    press(page, "1")
    assert review.decisions[first].do == "keep"


@pytest.mark.parametrize(("width", "height"), [(1366, 700), (1280, 620)])
def test_the_whole_editor_is_in_sight(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.reload()
    page.wait_for_selector("#list li")
    for key in ("e", "a"):
        page.keyboard.press("Escape")
        select(page, "起步较早")
        page.keyboard.press(key)
        box = page.locator("#editor button[type=submit]").bounding_box()
        assert box["y"] + box["height"] <= height, key
        assert page.evaluate("scrollY") == 0


def test_of_a_list_the_editor_says_title(page: Page) -> None:
    page.evaluate("show(found.findIndex((index) => review.cards[index].now.topic))")
    press(page, "e")
    assert page.locator("#editor label:has(#question)").inner_text().strip() == "标题"
    page.keyboard.press("Escape")
    page.evaluate("show(0)")
    press(page, "e")
    assert page.locator("#editor label:has(#question)").inner_text().startswith("问题")


def test_a_ticked_batch_is_decided_by_a_key(page: Page, review: Review) -> None:
    page.select_option("#kind", "统计")
    count = int(page.locator("#alike").get_attribute("data-count"))
    page.check("#together")
    press(page, "1")
    assert len(review.decisions) == count > 1


def test_every_card_of_an_added_note_shows_its_own_words(page: Page, review: Review) -> None:
    select(page, "我市技能人才工作起步较早")
    press(page, "a")
    page.fill("#question", "我市技能人才工作【起步】【较早】。")
    press(page, "Control+Enter")
    [added] = review.decisions
    page.evaluate("show(0)")
    press(page, "1")
    show_card(page, added)
    for words in ("起步", "较早"):
        assert page.frame_locator("#back").locator("#content .cloze").all_inner_texts() == [words]
        press(page, "j")


CORRECTIONS = (
    ("统计", {"question": "云岭市2025年底技能人才【62.4万人】", "cue": "数字"}),
    ("金句", {"question": "【今天】，【大家】都说“<b>好</b>”，【今天】！", "cue": ""}),
    ("举措", {"mnemonic": "新·口·诀"}),
)


@pytest.mark.parametrize("as_file", [False, True])
def test_with_and_without_a_server_corrected_and_added_cards_are_shown(
        chromium: Browser, review: Review, sample: Path, tmp_path: Path, as_file: bool) -> None:
    if as_file:
        page = opened_as_a_file(chromium, sample, tmp_path / "page.html")
    else:
        page = chromium.new_context(viewport=WINDOW).new_page()
        page.goto(review.server.address)
        page.wait_for_selector("#list li")
    total = page.locator("#list li").count()
    for kind, changes in CORRECTIONS:
        page.select_option("#kind", kind)
        press(page, "e")
        for name, text in changes.items():
            page.fill(f"#{name}", text)
        press(page, "Control+Enter")
    for form in page.evaluate("review.cards.map((card, at) => card.now.topic ? at : -1).filter((at) => at >= 0)")[:1]:
        page.select_option("#kind", "")
        page.evaluate("(at) => show(found.indexOf(at))", form)
        press(page, "e")
        page.fill("#question", "哪几项？")
        press(page, "Control+Enter")
    add_a_card(page)
    page.reload()
    page.wait_for_selector("#list li")
    assert page.locator("#list li").count() == total + 2  # one sentence has a second blank, one card is added
    shown = page.evaluate("""() => found.filter((index) => ["correct", "add"].includes(decisionOn(index)?.do))
        .map((index) => [cards[index].front, cards[index].back].map((side) => {
            const { body } = new DOMParser().parseFromString(side, "text/html");
            return [".cue", ".text"].map((part) => body.querySelector(part)?.textContent ?? "").concat(
                [...body.querySelectorAll(".cloze")].map((each) => each.textContent));
        }))""")
    fronts, backs = ([sides[at] for sides in shown] for at in (0, 1))
    assert [back[1:] for back in backs[:2]] == [
        ["今天，大家都说“<b>好</b>”，今天！", "今天", "今天"], ["今天，大家都说“<b>好</b>”，今天！", "大家"]]
    assert fronts[1][1] == "今天，[...]都说“<b>好</b>”，今天！"
    assert ["数字", "云岭市2025年底技能人才62.4万人", "62.4万人"] in backs
    assert ["", "我市技能人才工作起步较早。", "起步较早"] in backs
    assert any(back[1].startswith("哪几项？") for back in backs)
    assert "新·口·诀" in page.evaluate("found.map((index) => cards[index].back).join()")
    place = [back[2:] for back in backs].index(["起步较早"])
    assert 2 < place < len(backs) - 1
    page.context.close()


@pytest.mark.parametrize(("question", "same"), [("我市技能人才工作【起步较早】。", True),
                                                ("【我市】技能人才工作起步较早。", True),
                                                ("1958年，云岭机械厂就办起了【第一所】技工夜校", False)])
def test_an_added_card_is_changed_in_place(page: Page, review: Review, question: str, same: bool) -> None:
    first = add_a_card(page)
    before = review.path.read_text(encoding="utf-8")
    press(page, "e")
    assert page.input_value("#question") == "我市技能人才工作【起步较早】。"
    page.fill("#question", question)
    page.fill("#cue", "云岭市")
    press(page, "Control+Enter")
    [(name, entry)] = review.decisions.items()
    assert (entry.do, entry.of, entry.cue, name == first) == ("add", question, "云岭市", same)
    assert code(page) == name
    assert "云岭市" in page.frame_locator("#front").locator("#content .cue").inner_text()
    press(page, "e")
    assert page.input_value("#cue") == "云岭市"
    press(page, "Escape", "u")
    assert review.path.read_text(encoding="utf-8") == before
    assert page.locator("#list li[data-done]").count() == 1
    press(page, "u")
    assert review.decisions == {}


def test_a_card_looked_at_again_is_judged_as_it_is_now(page: Page, review: Review) -> None:
    name, now = code(page), page.evaluate("review.cards[currently()].of")
    review.path.write_text(f"- id: {name}\n  of: 以前的【话】\n  do: correct\n  cue: 会上\n", encoding="utf-8")
    expect(page.locator("#state")).to_contain_text("待复核", timeout=20_000)
    page.select_option("#decided", "again")
    assert page.locator("#list li").count() == 1
    press(page, "1")
    assert (review.decisions[name].do, review.decisions[name].of, review.decisions[name].cue) == ("keep", now, None)
    assert page.locator("#list li").count() == 0
    press(page, "u")
    assert (review.decisions[name].do, review.decisions[name].of) == ("correct", "以前的【话】")
