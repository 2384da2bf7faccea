"""New cards: 重点 first, wholes before items, and what answers one another apart where something can stand between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cards.record.learning_order import learning_order
from cards.record.memory import RETIRED_TAG, Memory
from cards.record.store import Recorded
from cards.records import Fact


def note(name: str, *tags: str, sentence: str = "", items: tuple[str, ...] = (), answer: str = "") -> Recorded:
    form = "item" if items and answer else "list" if items else "answer"
    fact = Fact(form, sentence=sentence, items=items, answer=answer)
    memory = Memory(name, "measure" if items else "statistic", fact, enumeration="".join(items))
    return Recorded(name, 1, 0, (name,), tags, 0, memory)


def names(notes: list[Recorded]) -> list[str]:
    return [ordered.guid for ordered in learning_order(notes)]


def test_the_essential_comes_first_and_what_left_the_source_last() -> None:
    assert names([note("rest", "拓展"), note("gone", "重点", RETIRED_TAG), note("core", "重点")]) == [
        "core", "rest", "gone"]


def test_wholes_come_before_items() -> None:
    items = ("修路", "架桥")
    assert names([note("item 1", items=items, answer="修路"), note("item 2", items=items, answer="架桥"),
                  note("whole", items=items), note("figure", sentence="全市修路3公里。")]) == [
        "whole", "figure", "item 1", "item 2"]


def test_two_answers_of_one_sentence_don_t_come_in_a_row() -> None:
    long = "全市修路3公里，架桥2座，植树5万株。"
    assert names([note("roads", sentence=long), note("bridges", sentence=long),
                  note("homes", sentence="安置群众4万户。"), note("trees", sentence=long)]) == [
        "roads", "homes", "bridges", "trees"]


@given(st.lists(st.tuples(st.sampled_from(["重点", "拓展"]), st.sampled_from("甲乙丙")), max_size=30))
def test_nothing_is_lost_and_the_order_is_the_same_every_time(made: list[tuple[str, str]]) -> None:
    notes = [note(f"note {at}", level, sentence=sentence) for at, (level, sentence) in enumerate(made)]
    ordered = learning_order(notes)
    assert sorted(one.guid for one in ordered) == sorted(one.guid for one in notes)
    assert ordered == learning_order(notes)
