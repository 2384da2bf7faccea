"""A rule set for something else altogether, vocabulary and history, written in YAML alone (fixtures/other_subject):
what the engine knows of newsletters it knows from the shipped rules only.
"""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cards.commands.trying.examples import run_examples
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from tests.cases import FIXTURES, notes_of

OWN = FIXTURES / "other_subject"
TEXT = """青溪史地课本第三单元

在海洋科学里，潮汐是指海水在月球引力下周期性的涨落。潮水涨落之间的潮间带又称海涂，是许多贝类的家。这处是指上文所说的海水。

1652年，云岭大地震发生，城墙倒塌十二处。1911年4月2日，青溪学堂开学，首批学生三十名。

1652年，青溪大桥在旧渡口建成，沟通两岸。预计2035年，新桥在下游建成。

青溪人治河之法有三：甲曰疏浚旧道，乙曰加高河堤，丙曰引水入湖。
"""
FIGURES = [
    "在海洋科学里，{{c1::潮汐::名词解释}}是指{{c2::海水在月球引力下周期性的涨落::名词解释}}。",
    "潮水涨落之间的潮间带又称{{c1::海涂::潮间带的别名}}，是许多贝类的家。",
    "{{c1::1652年::哪一年}}，云岭大地震发生，城墙倒塌十二处。",
    "{{c1::1911年4月2日::哪一天}}，青溪学堂开学，首批学生三十名。",
    "{{c1::1652年::哪一年}}，青溪大桥在旧渡口建成，沟通两岸。",
]


@pytest.fixture(scope="module")
def all_off(tmp_path_factory: pytest.TempPathFactory, rules: RuleSet) -> Path:
    """A rule folder that switches off every shipped rule that makes cards."""
    folder = tmp_path_factory.mktemp("off")
    for rule in rules.card_rules:
        file, name = rule.id.split(".")
        with (folder / f"{file}.yaml").open("a", encoding="utf-8") as opened:
            opened.write(f"{'' if opened.tell() else 'rules:'}\n  - {{name: {name}, off: true}}\n")
    return folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sources") / "单元.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def deck(build, source, all_off, tmp_path_factory):
    """The deck of `TEXT`, made by the rules of the other subject alone."""
    return build(tmp_path_factory.mktemp("deck"), source, options=("--rules", str(OWN), "--rules", str(all_off)))


def rows(bundle: Path) -> dict[str, tuple[str, list[str], str]]:
    """GUID → (text without markup, tags, back) of the notes in a package."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(zipfile.ZipFile(bundle).read("collection.anki2"))
        found = connection.execute("select guid, flds, tags from notes").fetchall()
    fields = {guid: (each.split("\x1f"), tags.split()) for guid, each, tags in found}
    return {guid: (re.sub(r"<[^>]*>", "", each[0]), tags, each[2]) for guid, (each, tags) in fields.items()}


def one_each(text: str) -> list[str]:
    """The texts of the notes that ask for one answer of `text` each."""
    made = []
    for number in range(1, text.count("{{c") + 1):
        alone = re.sub(rf"\{{\{{c(?!{number}::)\d+::(.*?)::.*?\}}\}}", r"\1", text)
        made.append(alone.replace(f"{{{{c{number}::", "{{c1::"))
    return made


def test_examples_hold(cut: Callable[[str], list[str]]) -> None:
    outcomes = list(run_examples(load_rules([OWN]), cut, ("vocabulary.means", "vocabulary.also_called", "history.year",
                                                         "history.date", "history.stages")))
    assert len(outcomes) == 10
    assert [(each.rule, each.got) for each in outcomes if not each.holds] == []


def test_each_fact_is_a_card_in_its_own_words(deck) -> None:
    found = [text for text, tags, _ in rows(deck.bundles[0]).values() if "规则::history.stages" not in tags]
    assert sorted(found) == sorted(card for text in FIGURES for card in one_each(text))


def test_list_is_one_card_to_recite_and_one_an_item(deck) -> None:
    found = [text for text, tags, _ in rows(deck.bundles[0]).values() if "规则::history.stages" in tags]
    answers = [re.findall(r"\{\{c1::(.*?)\}\}", text) for text in found]
    assert sorted(answers, key=len) == [["疏浚旧道"], ["加高河堤"], ["引水入湖"], ["疏浚旧道", "加高河堤", "引水入湖"]]


def test_list_of_one_sentence_is_asked_there_and_the_title_of_its_items_ends_before_the_first(deck) -> None:
    found = [text for text, tags, _ in rows(deck.bundles[0]).values() if "规则::history.stages" in tags]
    assert all(text.startswith("青溪人治河之法有三") for text in found)
    assert [text for text in found if "甲曰" in text] == [
        "青溪人治河之法有三：甲曰{{c1::疏浚旧道}}，乙曰{{c1::加高河堤}}，丙曰{{c1::引水入湖}}。"]


def test_kind_and_tags_are_those_of_the_files(deck) -> None:
    assert deck.issue["articles"][0]["by_kind"] == {"vocabulary": 3, "history": 7}
    tags = {text: tags for text, tags, _ in rows(deck.bundles[0]).values()}
    assert {"举要::名词", "规则::vocabulary.means", "基本概念"} <= set(tags[one_each(FIGURES[0])[0]])
    assert {"举要::史事", "规则::history.year"} <= set(tags[one_each(FIGURES[2])[0]])
    assert "基本概念" not in tags[one_each(FIGURES[1])[0]]


def test_back_shows_the_paragraph(deck) -> None:
    backs = {text: re.sub(r"<[^>]*>", "", back) for text, _, back in rows(deck.bundles[0]).values()}
    for text in FIGURES:
        whole = re.sub(r"\{\{c\d+::(.*?)::.*?\}\}", r"\1", text)
        for card in one_each(text):
            assert whole in backs[card]
            assert backs[card] in TEXT.splitlines()


def test_front_in_anki_hides_the_answer_and_the_back_shows_it(deck, learner) -> None:
    reader = learner()
    reader.take(deck.bundles[0])
    faces = {reader.visible(card.question()).strip(): reader.visible(card.answer()) for card in reader.cards}
    assert len(faces) == 6 + 4
    [asked] = [front for front in faces if "是指" in front and "潮汐" in front]
    assert "[名词解释]" in asked
    assert "月球引力" not in asked
    assert "海水在月球引力下周期性的涨落" in faces[asked]
    years = [front for front in faces if "[哪一年]" in front]
    assert len(years) == 2
    assert all("1652年" not in front and "1652年" in faces[front] for front in years)


def test_every_fact_has_an_identity_of_its_own(deck, build, source, all_off, tmp_path) -> None:
    """No two alike, though two answers are; the same in another folder, and beside the shipped rules."""
    guids = {text: guid for guid, (text, *_) in rows(deck.bundles[0]).items()}
    assert len(guids) == len(set(guids.values())) == 10
    beside = build(tmp_path / "beside", source, options=("--rules", str(OWN)))
    assert guids.items() <= {text: guid for guid, (text, *_) in rows(beside.bundles[0]).items()}.items()


def test_one_sentence_of_two_kinds_is_two_facts(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    text = "青溪史地课本第四单元\n\n在云岭史上，大河战役是指1652年，青溪岸边爆发的战事。\n"
    [made] = notes_of(text, load_rules([OWN]), cut)[0].values()
    own = {note.kind: note.guid for note in made if note.kind in ("vocabulary", "history")}
    assert set(own) == {"vocabulary", "history"}
    assert own["vocabulary"] != own["history"]


def test_bare_definition_makes_its_cards(cut: Callable[[str], list[str]]) -> None:
    """A word and its meaning are a whole card of vocabulary, however few words are left beside the blank."""
    text = "青溪史地课本第五单元\n\n潮汐是指海水周期性的涨落。风化是指岩石在地表的破碎。\n"
    made, doubts = notes_of(text, load_rules([OWN]), cut)
    found = [re.sub(r"<[^>]*>", "", note.fields[0]) for notes in made.values() for note in notes]
    wanted = ["{{c1::潮汐::名词解释}}是指{{c2::海水周期性的涨落::名词解释}}。",
              "{{c1::风化::名词解释}}是指{{c2::岩石在地表的破碎::名词解释}}。"]
    assert found == [card for text in wanted for card in one_each(text)], [str(each) for each in doubts]


def test_a_card_that_an_example_promises_is_the_card_a_build_makes(cut: Callable[[str], list[str]]) -> None:
    """An example that holds and makes no card in a build would tell a teacher that a rule works which does not."""
    rules = load_rules([OWN])
    missing = []
    for rule in rules.rules:
        for example in rule.examples:
            if rule.kind.name in ("vocabulary", "history") and example.way == "card" and example.hits:
                text = f"青溪史地课本第六单元\n\n{example.text}\n"
                made = {re.sub("<[^>]*>", "", note.fields[0])
                        for notes in notes_of(text, rules, cut)[0].values() for note in notes}
                missing += [card for wanted in example.card for card in one_each(wanted) if card not in made]
    assert missing == []
