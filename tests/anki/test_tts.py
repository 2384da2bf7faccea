"""Cards read aloud: switched on and off by later builds, and never a conflict in a learner's collection."""

from __future__ import annotations

from itertools import count

import pytest

TEXT = """云岭工作综述

截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。全年实现地区生产总值5236.8亿元，增长5.9%。

要抓好三项工作：一是做实培养，二是做强平台，三是做优服务。
"""


@pytest.fixture
def packages(build, tmp_path, monkeypatch):
    """`packages(tts)` builds a short text again over its decks, a day later each time; the bundle's path."""
    days = count(1774000000, 86400)
    source = tmp_path / "综述.txt"
    source.write_text(TEXT, encoding="utf-8")

    def built(tts: bool):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(next(days)))
        return build(tmp_path / "decks", source, options=("--tts",) if tts else ()).bundles[0]

    return built


def spoken(card) -> tuple[str, str]:
    output = card.render_output()
    return tuple(" ".join(tag.field_text for tag in tags)  # type: ignore[return-value]
                 for tags in (output.question_av_tags, output.answer_av_tags))


def test_on_and_off_updates_every_note_once_and_conflicts_with_none(packages, learner) -> None:
    reader = learner()
    notes = reader.take(packages(False))["new"]
    card = reader.cards[0]
    card.due, card.ivl, card.type, card.queue = 30, 20, 2, 2
    reader.col.update_card(card)
    for tts in (True, False, True):
        package = packages(tts)
        assert reader.take(package) == {"updated": notes}
        assert reader.take(package) == {"duplicate": notes}
        assert [bool(spoken(each)[1]) for each in reader.cards] == [tts] * len(reader.cards)
    assert len([model for model in reader.col.models.all_names() if model.startswith("举要")]) == 1
    assert (reader.col.get_card(card.id).ivl, len(reader.notes)) == (20, notes)


def test_question_is_read_without_the_answer_and_the_back_with_it(packages, learner) -> None:
    reader = learner()
    reader.take(packages(True))
    card = next(card for card in reader.cards if "5236.8亿元" in card.answer() and "多少亿元" in card.question())
    question, answer = spoken(card)
    assert "5236.8亿元" not in question
    assert "5236.8亿元" in answer
    assert "<" not in question + answer
