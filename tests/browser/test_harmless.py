r"""A source full of what Anki's apps run, play or typeset: Anki renders it, its own page with its own MathJax shows it.

\(…\) and \[…\] are mathematics, in which \href and \style call scripts and addresses; [$], [$$] and [latex] are LaTeX;
[sound:…] and [anki:…] are media.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from browser.render import NEEDS_CHROMIUM
from browser.reviewer import Reviewer, desktop_program
from playwright.sync_api import Browser

from cards.anki.cloze import harmless, strip

pytestmark = NEEDS_CHROMIUM
FIXTURES = Path(__file__).parent.parent / "fixtures" / "hostile"
EVERY_CARD = ("--rules", str(FIXTURES.parent / "every_card"))
MARKS = (
    r"\(\href{javascript:document.title='ran'}{\text{x}}\)", r"\[\style{background-image:url(http://evil.test/a)}{y}\]",
    r"\begin{equation}x\end{equation}", r"$$x$$", r"\\(x\\)", r"\ref{x}", r"{{c1::\(x\)}}", r"\({{c1::x}}\)",
    "[$]x[/$]", "[$$]x[/$$]", "[latex]x[/latex]", "[sound:a.mp3]", "[anki:play:q:0]",
    "[anki:tts lang=zh_CN]x[/anki:tts]", "<script>document.title='ran'</script>",
    "<img src=http://evil.test/b onerror=document.title='ran'>", "<a href=javascript:document.title='ran'>x</a>",
    "&#92;(x&#92;)", "\\<!-- -->(x\\<!-- -->)", "&lt;script&gt;", "{{hint:正文}}", "{{FrontSide}}")


@pytest.fixture(scope="module")
def reviewer(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewer]:
    page = chromium.new_page()
    with zipfile.ZipFile(desktop_program(tmp_path_factory.mktemp("anki"))) as wheel:
        yield Reviewer(page, wheel)
    page.close()


@pytest.fixture(scope="module")
def collection(build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The cards of a source that has such marks in its title, headings, sentences, figures, items and source line."""
    folder = tmp_path_factory.mktemp("hostile")
    package = build(folder, FIXTURES / "2026-07.txt", options=EVERY_CARD).bundles[0]
    opened = Collection(str(folder / "collection.anki2"))
    opened.import_anki_package(ImportAnkiPackageRequest(
        package_path=str(package), options=ImportAnkiPackageOptions()))
    yield opened
    opened.close()


def assert_calm(reviewer: Reviewer) -> None:
    assert reviewer.page.locator("mjx-container").count() == 1  # the proof
    assert reviewer.page.locator("#qa script, #qa [href^=javascript], #qa img").count() == 0
    assert reviewer.page.title() == ""
    assert reviewer.asked == []


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_shown_as_it_is_written(reviewer: Reviewer, mark: str) -> None:
    reviewer.show(f'<div class="text">{harmless(mark)}</div>')
    assert reviewer.page.inner_text(".text") == mark
    assert_calm(reviewer)


def test_the_page_would_set_what_is_not_made_harmless(reviewer: Reviewer) -> None:
    reviewer.show(r'<div class="text">\(\style{background-image:url(http://evil.test/a)}{y}\)</div>')
    reviewer.page.wait_for_selector(".text mjx-container")
    asked, reviewer.asked = reviewer.asked, []
    assert asked == ["http://evil.test/a"]


def test_no_card_runs_plays_or_asks_for_anything(reviewer: Reviewer, collection: Collection) -> None:
    cards = [collection.get_card(card_id) for card_id in collection.find_cards("")]
    assert len(cards) >= 12
    for card in cards:
        output = card.render_output()
        assert output.question_av_tags == output.answer_av_tags == []
        reviewer.show(output.question_and_style())
        assert_calm(reviewer)
        reviewer.show(output.answer_and_style())
        reviewer.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert_calm(reviewer)
        words = "".join(strip(card.note()["正文"]).split())
        assert words in "".join(reviewer.page.inner_text("#qa .text").split())


def test_every_place_of_a_card_holds_such_marks(collection: Collection) -> None:
    """That the source above does reach every field, the deck's name and its description."""
    notes = [collection.get_note(note_id) for note_id in collection.find_notes("")]
    for field in ("正文", "提示", "补充", "出处"):
        assert any("<span>\\</span>" in note[field] for note in notes), field
    for deck in collection.decks.all():
        assert not set("<>[\\") & set(deck["name"] + deck["desc"].replace("<br>", ""))
