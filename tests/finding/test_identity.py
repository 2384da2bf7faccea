"""Identity: a GUID comes from the fact's own words in the source and from nothing else.

Short texts have the stages' own rules; half of the sample has the shipped ones, for each of its notes is one more that
a setting might have changed.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

import cards.finding
import cards.writing
from cards.anki import note_type
from cards.finding.find import find_all
from cards.finding.identity import guid
from cards.reading import read_text
from cards.records import Fact, Found, Issue, Note
from cards.rules.ruleset import Rule, RuleSet
from cards.rules.weights import Weights
from cards.text.spoken import words_of
from cards.writing.notes import write_notes
from tests.cases import REPEATABLE, notes_of

Cut = Callable[[str], list[str]]
TWO_LISTS = """青溪县守护一江清水
第一，强化统筹协调。要完善规划，细化任务。
第二，压实工作责任。要分级负责，逐项落实。
第三，加大资金投入。要多方筹措，专款专用。
村里也有一套办法。
一是强化统筹协调；二是办好民生实事；三是修好便民道路。
"""
TOPIC = re.compile(r'<div class="topic">.*?</div>')


@pytest.fixture(scope="module")
def text(excerpt: Path) -> str:
    return excerpt.read_text(encoding="utf-8")


def notes(text: str, rules: RuleSet, cut: Cut) -> list[Note]:
    return [note for of_article in notes_of(text, rules, cut)[0].values() for note in of_article]


def guids(text: str, rules: RuleSet, cut: Cut) -> list[str]:
    return [note.guid for note in notes(text, rules, cut)]


@pytest.fixture(scope="module")
def plain(text: str, shipped: RuleSet, cut: Cut) -> list[Note]:
    """The notes of that half by the shipped rules as they are."""
    return notes(text, shipped, cut)


def by_text(found: Iterable[Note]) -> dict[tuple[str, str, str], str]:
    """GUIDs by what a learner sees: kind, text (without the title of a list) and back of a note."""
    return {(note.kind, TOPIC.sub("", note.fields[0]), note.fields[2]): note.guid for note in found}


def with_rules(rules: RuleSet, change: Callable[[Rule], Rule]) -> RuleSet:
    return replace(rules, every=tuple(change(rule) for rule in rules.every))


def test_two_runs_make_the_same_notes(text: str, shipped: RuleSet, cut: Cut) -> None:
    assert notes_of(text, shipped, cut) == notes_of(text, shipped, cut)


def test_no_two_facts_of_an_issue_share_a_guid(plain: list[Note]) -> None:
    assert len({note.guid for note in plain}) == len({(note.kind, note.fact) for note in plain})


@pytest.mark.parametrize("values", [
    {"hint": "另一个提示"}, {"cue": "另一段引子"}, {"tags": ("另一个标签",)}, {"title": "另一条规则"},
], ids=["hint", "cue", "tags", "title"])
def test_how_a_card_presents_a_fact_is_not_its_identity(
        values: dict[str, Any], text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    other = with_rules(shipped, lambda rule: replace(rule, **values))
    assert guids(text, other, cut) == [note.guid for note in plain]


def test_order_of_the_rules_is_no_identity(text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    cards = [rule for rule in shipped.every if rule in shipped.card_rules]
    others = [rule for rule in shipped.every if rule not in shipped.card_rules]
    turned = replace(shipped, every=(*others, *reversed(cards)))
    assert guids(text, turned, cut) == [note.guid for note in plain]


@pytest.mark.parametrize("weigh", [
    lambda rule: rule.weight + 40, lambda rule: 1.0, lambda rule: len(rule.id),
], ids=["all heavier", "all alike", "anyhow"])
def test_weight_is_no_identity(
        weigh: Callable[[Rule], float], text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    before = by_text(plain)
    after = by_text(notes(text, with_rules(shipped, lambda rule: replace(rule, weight=weigh(rule))), cut))
    both = before.keys() & after.keys()
    assert len(both) > 0.6 * len(before)
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


def test_rule_that_is_switched_off_takes_only_its_own_notes_along(rules: RuleSet, cut: Cut) -> None:
    plain = by_text(notes(TWO_LISTS, rules, cut))
    off = with_rules(rules, lambda rule: replace(rule, off=rule.off or rule.id == "measure.ordinal"))
    other = by_text(notes(TWO_LISTS, off, cut))
    assert other
    assert other.items() <= plain.items()


@pytest.mark.parametrize("other", [
    "云岭市今年新建湿地 ３２ 处 ，恢复河岸 18 公里 。",
    "云岭市今年新建湿地32处、恢复河岸18公里！",
    "　　云岭市今年新建湿地32处，恢复河岸１８公里。”",
], ids=["space and width", "punctuation", "indent and a stray quotation mark"])
def test_white_space_punctuation_and_width_are_no_identity(other: str, rules: RuleSet, cut: Cut) -> None:
    head, line = "青溪县守护一江清水\n水清了。\n", "云岭市今年新建湿地32处，恢复河岸18公里。"
    plain = guids(f"{head}{line}\n岸绿了。\n", rules, cut)
    assert len(plain) == 2
    assert guids(f"{head}{other}\n岸绿了。\n", rules, cut) == plain
    assert guids(f"青溪县 守护一江清水\n{line}\n", rules, cut) == plain


@pytest.mark.parametrize(("one", "other"), [
    ("云岭市今年全年的工业投资比上年增长5.9%。", "云岭市今年全年的工业投资比上年增长59%。"),
    ("青溪县今年每个村新增合作社3—5户。", "青溪县今年每个村新增合作社35户。"),
    ("云岭市今年全年新建湿地32处。", "云岭市今年全年新建湿地33处。"),
    ("云岭市今年全年新建湿地32处。", "青溪县今年全年新建湿地32处。"),
], ids=["decimal point", "range", "figure", "subject"])
def test_different_facts_are_different_notes(one: str, other: str, rules: RuleSet, cut: Cut) -> None:
    text = f"目录\n守护一江清水\t1\n治水的经验\t3\n守护一江清水\n{one}\n治水的经验\n{other}\n"
    (first,), (second,) = notes_of(text, rules, cut)[0].values()
    assert (first.fact.sentence, second.fact.sentence) == (one, other)
    assert first.guid != second.guid


@pytest.mark.parametrize("part", range(4))
def test_guid_takes_in_whose_fact_it_is_and_what_it_says(part: int) -> None:
    parts: list[Any] = ["云岭学习参考", "2026-05", "statistic", Fact("answer", "新建湿地32处", "32处")]
    other = [*parts]
    other[part] = Fact("answer", "新建湿地32处", "32") if part == 3 else parts[part] + "二"
    assert guid(*parts) != guid(*other)
    assert guid(*parts) == guid(*parts)


def test_whole_list_is_not_its_items_joined() -> None:
    where = ("云岭学习参考", "2026-05", "measure")
    parted, otherwise = ("修好路", "通好水"), ("修好", "路通好水")
    assert guid(*where, Fact("list", items=parted)) != guid(*where, Fact("list", items=otherwise))
    assert guid(*where, Fact("list", items=("修好路",))) != guid(*where, Fact("item", answer="修好路"))


def test_where_an_article_stands_and_what_it_is_called_is_no_identity(
        text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    title = "为什么要把技能人才摆在这样突出的位置？"
    assert title in text
    renamed = text.replace(title, "为什么人才这样要紧？")
    assert sorted(guids(renamed, shipped, cut)) == sorted(note.guid for note in plain)


LASTING = """守护一江清水
第一，强化统筹协调。要完善规划。
第二，压实工作责任。要分级负责。
第三，加大资金投入。要多方筹措。
保护一江清水就是保护子孙后代的饭碗。
今年全县新建湿地32处，恢复河岸18公里。
"""


def test_what_a_later_issue_repeats_is_the_earlier_note_but_for_figures(rules: RuleSet, cut: Cut) -> None:
    """The same figure in another issue may mean another year."""
    one, other = (
        {note.guid: note.kind for of_article in notes_of(LASTING, rules, cut, name)[0].values() for note in of_article}
        for name in ("2026-05", "2026-06"))
    both = one.keys() & other.keys()
    assert {one[guid] for guid in both} == {"measure", "key_sentence"}
    assert {kind for guid, kind in one.items() if guid not in both} == {"statistic"}


@REPEATABLE
@given(words=some.lists(some.sampled_from(["云岭市", "新建湿地", "水清", "岸绿", "A股"]), min_size=1, max_size=6),
       between=some.lists(some.sampled_from([*" \u3000，。“”—\n、", ""]), min_size=7, max_size=7))
def test_words_are_heard_without_what_stands_between(words: list[str], between: list[str]) -> None:
    parted = "".join(gap + word for gap, word in zip(between, [*words, ""], strict=False))
    assert words_of(parted + between[-1]) == words_of("".join(words))


# Presentation: every constant of writing, every setting of a kind and every key of a rule that says how its cards look.
# A change may make a card more or less, for another shows the same or its check fails; it makes none another.


def constants(room: ModuleType) -> list[tuple[str, str]]:
    """The modules of `room`, each with the name of a number of its own."""
    paths = [f"{room.__name__}.{module.name}" for module in pkgutil.iter_modules(room.__path__)]
    return [(path, name) for path in paths for name, value in vars(importlib.import_module(path)).items()
            if name.isupper() and type(value) in (int, float) and not hasattr(note_type, name)]


CONSTANTS = constants(cards.writing)
IDENTITY = "cards.finding.identity"  # what its thresholds say is what a fact's own words are
THRESHOLDS = [(path, name) for path, name in constants(cards.finding) if path != IDENTITY]
LOOKS: dict[str, Any] = {
    "show": "sentence", "readable": 0, "title_tells": 60, "answer_longest": 90, "essential": 1.0, "lasting": False,
    "whole_title": "{topic}", "item_title": "{topic} {position}", "total": "{count}", "total_open": "{count}",
    "total_some": "{count}", "each_from": 0, "each_items": 1, "mnemonic_skips": frozenset(), "ask": (),
    **dict.fromkeys(("leaning", "follows", "carry")),
    **dict.fromkeys(("stated", "summed", "sums_up", "subjectless", "unrecited", "open_end"))}
SELECTIONS: dict[str, Any] = {
    "per_thousand": 1.0, "least": 3.0, "tail": 40, "blanks": 1, "blank_shortest": 3, "blank_longest": 8, "readable": 4,
    **dict.fromkeys(("weak", "leads", "links", "hollow_words", "no_parallel", "calling"), frozenset()), "opening": None,
    **dict.fromkeys(("blank_after", "hollow", "never", "not_behind", "not_before", "said", "stands", "wording"))}


@pytest.fixture(scope="module")
def found(text: str, shipped: RuleSet, cut: Cut) -> tuple[Issue, dict[int, Found]]:
    issue = read_text(text, "2026-03", shipped)
    return issue, find_all(issue, shipped, cut)[0]


def written(found: tuple[Issue, dict[int, Found]], rules: RuleSet, cut: Cut) -> set[str]:
    rules = replace(rules, weights={})  # a budget would give what a change leaves out to others
    return {note.guid for of_article in write_notes(*found, rules, cut).notes.values() for note in of_article}


@pytest.fixture(scope="module")
def as_written(found: tuple[Issue, dict[int, Found]], shipped: RuleSet, cut: Cut) -> set[str]:
    """The GUIDs that the shipped rules give as they are."""
    return written(found, shipped, cut)


def none_is_another(before: set[str], after: set[str]) -> bool:
    """Whether a change only left out notes, or only added some."""
    return len(before & after) > 0.5 * len(before) and (before <= after or after <= before)


def same_facts_have_the_same_guids(before: list[Note], after: list[Note]) -> None:
    """Most facts are in both, and each of those has one GUID."""
    plain, other = ({note.fact: note.guid for note in made} for made in (before, after))
    both = plain.keys() & other.keys()
    assert len(both) > 0.5 * len(plain)
    assert {fact: plain[fact] for fact in both} == {fact: other[fact] for fact in both}


@pytest.mark.parametrize("module", sorted({module for module, _ in CONSTANTS}))
def test_no_constant_of_a_cards_look_is_identity(
        module: str, found: tuple[Issue, dict[int, Found]], shipped: RuleSet, cut: Cut, as_written: set[str]) -> None:
    """All of a module at once: one that makes a note another has left out that and added this, whatever others do.
    Where some leave out and some add, each by itself says which it is.
    """
    room = importlib.import_module(module)

    def passes(values: dict[str, float]) -> bool:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in values.items():
                patch.setattr(room, name, value)
            return none_is_another(as_written, written(found, shipped, cut))

    values = {name: getattr(room, name) for path, name in CONSTANTS if path == module}
    for others in ({name: value * 2 for name, value in values.items()},
                   {name: value // 2 if isinstance(value, int) else value / 2 for name, value in values.items()}):
        if not passes(others):
            assert [name for name, other in others.items() if not passes({name: other})] == [], others


@pytest.mark.parametrize("setting", LOOKS)
def test_no_setting_of_a_cards_look_is_identity(
        setting: str, found: tuple[Issue, dict[int, Found]], shipped: RuleSet, cut: Cut,
        as_written: set[str]) -> None:
    kinds = {name: replace(kind, **{setting: LOOKS[setting]}) for name, kind in shipped.kinds.items()}
    assert none_is_another(as_written, written(found, replace(shipped, kinds=kinds), cut)) \
        or setting == "lasting"  # which says that a fact belongs to its issue


@pytest.mark.parametrize("setting", SELECTIONS)
def test_no_budget_and_no_threshold_is_identity(
        setting: str, text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    kinds = {name: replace(kind, selection=replace(kind.selection, **{setting: SELECTIONS[setting]}))
             if kind.selection else kind for name, kind in shipped.kinds.items()}
    same_facts_have_the_same_guids(plain, notes(text, replace(shipped, kinds=kinds), cut))


@pytest.mark.parametrize("values", [{"topic": ("title",)}, {"topic": ("heading", "lead")}, {"weight": 9.0}],
                         ids=["title", "another way", "weight"])
def test_how_a_list_is_titled_is_not_its_identity(
        values: dict[str, Any], text: str, shipped: RuleSet, cut: Cut, plain: list[Note]) -> None:
    """Another way may give no title, and so no card."""
    changed = with_rules(shipped, lambda rule: replace(rule, **values))
    same_facts_have_the_same_guids(plain, notes(text, changed, cut))


def differently_weighed(weights: Weights, times: float) -> Weights:
    """`weights`, each so many times what it was, with as many times the budget, and what is worth less let in."""
    features = {name: round(times * value + len(name) % 3 / 10, 2) for name, value in weights.features.items()}
    old = weights.budget
    budget = replace(old, core=times * old.core, most=times * old.most) if old else None
    return replace(weights, features=features, budget=budget, least=weights.least - times,
                   core_least=weights.core_least - times)


@pytest.mark.parametrize("times", [0.5, 2.0], ids=["halved", "doubled"])
def test_all_weights_and_thresholds_at_once_are_no_identity(
        times: float, text: str, shipped: RuleSet, cut: Cut, plain: list[Note],
        monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in THRESHOLDS:
        room = importlib.import_module(module)
        value = getattr(room, name)
        monkeypatch.setattr(room, name, type(value)(times * value) or value)
    weights = {kind: differently_weighed(each, times) for kind, each in shipped.weights.items()}
    before, after = by_text(plain), by_text(made := notes(text, replace(shipped, weights=weights), cut))
    both = before.keys() & after.keys()
    assert before != after
    assert len(both) > 0.25 * len(before)
    assert {key: before[key] for key in both} == {key: after[key] for key in both}
    facts = {note.fact: note.guid for note in plain}
    assert all(facts[note.fact] == note.guid for note in made if note.fact in facts)
