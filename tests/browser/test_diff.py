"""The page of `juyao diff` in a real browser: what went and what came is seen, and nothing of a card runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.render import NEEDS_CHROMIUM
from playwright.sync_api import Browser, Page

from cards.commands.program import exit_code

pytestmark = NEEDS_CHROMIUM

SCRIPT = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
BEFORE = "云岭市人才工作综述\n\n截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。\n"
AFTER = f"{BEFORE.replace('62.4万人', '63.1万人')}\n全市新建公园31座{SCRIPT}。\n"


@pytest.fixture(scope="module")
def shown(chromium: Browser, build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("diff")
    source, page = folder / "综述.txt", folder / "changes.html"
    source.write_text(BEFORE, encoding="utf-8")
    build(folder / "old", source)
    shutil.copytree(folder / "old", folder / "new")
    source.write_text(AFTER, encoding="utf-8")
    build(folder / "new", source)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JUYAO_LANG", "zh")
        assert exit_code(["diff", str(folder / "old"), str(folder / "new"), "--html", str(page)]) == 0
    opened = chromium.new_page()
    fetched: list[str] = []
    opened.on("request", lambda request: fetched.append(request.url))
    opened.goto(Path(page).as_uri())
    yield opened
    opened.close()
    assert fetched == [Path(page).as_uri()]


def test_the_title_names_both_and_a_line_counts(shown: Page) -> None:
    assert shown.title() == "old → new"
    assert "条" in shown.locator("p.counts").first.inner_text()


def test_new_notes_are_shown_whole(shown: Page) -> None:
    added = [text for text in shown.locator("li.new").all_inner_texts() if "公园31座" in text]
    assert len(added) == 1
    assert added[0].startswith("新增")


def test_of_a_changed_note_what_went_and_what_came_is_marked(shown: Page) -> None:
    changed = shown.locator("li.changed", has=shown.locator("del")).first
    assert (changed.locator("del").inner_text(), changed.locator("ins").inner_text()) == ("62.4", "63.1")
    colours = [changed.locator(tag).evaluate("each => getComputedStyle(each).color") for tag in ("del", "ins")]
    assert len(set(colours)) == 2


def test_what_stands_in_a_card_is_text(shown: Page) -> None:
    assert "<script>" in shown.locator("body").inner_text()
    assert shown.locator("script, img").count() == 0
