"""The preview's small renderer gives what Anki's own library gives."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cards.anki.note_type import FIELDS
from cards.commands.pages.cards import cards_of
from cards.commands.pages.rendering import Side, render

CLOZES = "{{c1::一}}与{{c2::二::多少}}，{{c1::三::&#91;甲}}"


class Seen(HTMLParser):
    """What a reader sees of HTML: its text, and each tag with its class."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(re.sub(r"<style>.*?</style>|\[anki:play:.:\d+\]", "", page, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag} {dict(attributes).get('class')}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.found += data.split()


def seen(page: str) -> list[str]:
    return Seen(page).found


def test_every_card_has_both_sides_as_anki_renders_them(any_built, learner) -> None:
    for bundle in any_built.bundles:
        reader = learner()
        reader.take(bundle)
        shown = cards_of("bundle", bundle.read_bytes())
        assert len(shown) == len(reader.cards)
        for card in reader.cards:
            mine = shown[card.note().guid, card.ord]
            assert seen(mine.front) == seen(card.question())
            assert seen(mine.back) == seen(card.answer())


@pytest.mark.parametrize("legacy", [False, True], ids=["as Anki exports", "for older versions"])
def test_an_export_of_somebodys_anki_shows_the_same_cards(legacy: bool, built, learner, tmp_path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    reader = learner()
    reader.take(built.articles[0])
    exported = tmp_path / "export.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=False, legacy=legacy)
    reader.col.export_anki_package(out_path=str(exported), limit=None, options=options)
    ours = cards_of("ours", built.articles[0].read_bytes())
    theirs = cards_of("theirs", exported.read_bytes())
    assert {key: (seen(card.front), seen(card.back), card.article) for key, card in ours.items()} == \
        {key: (seen(card.front), seen(card.back), card.article) for key, card in theirs.items()}


@pytest.mark.parametrize("template", [
    "{{#提示}}甲{{^提示}}乙{{/提示}}丙{{/提示}}",
    "{{^提示}}甲{{#口诀}}乙{{/口诀}}{{/提示}}",
    "{{ # 提示 }}甲{{ hint:提示 }}{{ / 提示 }}",
    "{{hint:口诀}}{{hint:补充}}",
    "{{#补充}}有{{/补充}}{{^补充}}无{{/补充}}{{#备用1}}有{{/备用1}}",
    "{{cloze-only:正文}}",
    "{{text:补充}}{{Tags}}·{{Deck}}·{{Subdeck}}·{{Card}}·{{Type}}",
    "{{#c1}}第一{{/c1}}{{^c1}}不是第一{{/c1}}{{#c2}}第二{{/c2}}",
    "{{FrontSide}}<hr>{{不认识的:提示}}",
    "一行{\n{{提示}}\n}",
])
def test_templates_mean_what_they_mean_in_anki(template: str, learner) -> None:
    values = {"正文": CLOZES, "提示": "前文 <b>重</b>", "补充": "<br> ", "口诀": " "}
    col = learner().col
    model = col.models.by_name("Cloze")
    extra = [col.models.new_field(name) for name in FIELDS]
    model["flds"], model["tmpls"][0]["qfmt"], model["tmpls"][0]["afmt"] = \
        extra, "{{cloze:正文}}" + template, "{{cloze:正文}}" + template
    col.models.update_dict(model)
    note = col.new_note(col.models.by_name("Cloze"))
    for name, text in values.items():
        note[name] = text
    note.tags = ["重点", "举要::统计"]
    col.add_note(note, col.decks.id("刊物::期::01 文章"))
    special = {"Tags": "举要::统计 重点", "Deck": "刊物::期::01 文章", "Subdeck": "01 文章", "Card": "Cloze",
               "Type": "Cloze"}
    for card in note.cards():
        fields = dict.fromkeys(FIELDS, "") | values | special | {f"c{card.ord + 1}": "1"}
        front = render("{{cloze:正文}}" + template, Side(fields, card.ord + 1, question=True))
        back = render("{{cloze:正文}}" + template, Side(fields | {"FrontSide": front}, card.ord + 1, question=False))
        output = card.render_output()
        assert (seen(front), seen(back)) == (seen(output.question_text), seen(output.answer_text))


def test_a_conditional_left_open_is_an_error() -> None:
    with pytest.raises(ValueError, match="提示"):
        render("{{#提示}}甲", Side({"提示": "x"}, 1, question=True))


def test_what_is_no_package_is_named() -> None:
    with pytest.raises(ValueError, match=r"x\.apkg: not a package"):
        cards_of("x.apkg", Path(__file__).read_bytes())
