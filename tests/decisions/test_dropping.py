"""Whatever makes a card go, a rule, an exception or a person, retires the note that learners may have, once; it comes
back when it does. By the small rules of the stages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from cards.anki.note_type import CODE, CUE, MNEMONIC, STATUS, TEXT
from cards.finding.find import find_all
from cards.reading import read_text
from cards.record.deciding import decide
from cards.record.decisions import (
    ADD,
    AGAIN,
    CORRECT,
    DROP,
    GONE,
    IN_FORCE,
    KEEP,
    Decision,
    Decisions,
    as_judged,
)
from cards.record.edition import Edition, Terms, next_edition
from cards.record.memory import RETIRED_TAG
from cards.record.retiring import RETIRED_BANNER
from cards.record.store import EMPTY, Record, Recorded
from cards.rules.ruleset import RuleSet
from cards.writing.notes import write_notes
from tests.cases import stage_rules

TEXTS = {
    "statistic": "青溪县新建湿地32处，恢复河岸18公里，群众普遍感到满意。",
    "key_sentence": "技能人才是产业升级的第一资源。会议讨论了有关方案并作了部署。",
    "measure": "全县要抓好三项工作。第一，建强骨干队伍。第二，完善管理制度。第三，管好专项资金。",
}
DAY = 86_400


@dataclass
class Press:
    """Builds edition after edition of one text."""

    cut: Callable[[str], list[str]]
    text: str
    rules: RuleSet = field(default_factory=stage_rules)
    entries: list[Decision] = field(default_factory=list)
    record: Record = EMPTY
    now: int = 1_775_606_400

    def edition(self) -> Edition:
        self.now += DAY
        issue = read_text(f"云岭工作综述\n\n{self.text}\n", "2026-05", self.rules)
        written = write_notes(issue, find_all(issue, self.rules, self.cut)[0], self.rules, self.cut)
        decided = decide(issue, written.every, written.spare, Decisions(tuple(self.entries)), self.rules)
        made = next_edition(issue, decided.notes, self.record, self.now, Terms(decided=decided))
        self.record = made.record
        return made

    def without(self, rule: str) -> None:
        self.rules = replace(self.rules, every=tuple(each for each in self.rules.every if each.id != rule))

    def decide(self, note: Recorded, do: str, **more: object) -> Decision:
        self.entries.append(Decision(do, note.fields[CODE], as_judged(note.fields[TEXT]), len(self.entries) + 1,
                                     **more))  # type: ignore[arg-type]
        return self.entries[-1]


def first(press: Press, kind: str) -> Recorded:
    press.edition()
    return next(note for note in press.record.notes.values() if note.memory.kind == kind)


def rule_of(note: Recorded) -> str:
    return next(tag.partition("::")[2] for tag in note.tags if tag.startswith("规则::"))


@pytest.mark.parametrize("kind", TEXTS)
def test_a_rule_that_is_off_retires_its_notes_once_and_they_come_back(
        kind: str, cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS[kind])
    note = first(press, kind)
    press.without(rule_of(note))
    press.edition()
    gone = press.record.notes[note.guid]
    assert RETIRED_TAG in gone.tags
    assert gone.fields[STATUS] == RETIRED_BANNER
    press.edition()
    assert press.record.notes[note.guid].changed == gone.changed
    press.rules = stage_rules()
    press.edition()
    assert press.record.notes[note.guid].fields[:STATUS + 1] == note.fields[:STATUS + 1]
    assert RETIRED_TAG not in press.record.notes[note.guid].tags


@pytest.mark.parametrize("kind", TEXTS)
def test_who_keeps_a_card_keeps_it_though_its_rule_is_off_while_its_words_stand(
        kind: str, cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS[kind])
    note = first(press, kind)
    press.without(rule_of(note))
    press.edition()
    press.decide(note, "重点")
    [verdict] = press.edition().verdicts
    kept = press.record.notes[note.guid]
    assert (verdict.outcome, verdict.guid) == (IN_FORCE, note.guid)
    assert RETIRED_TAG not in kept.tags
    assert "重点" in kept.tags
    assert kept.fields[:STATUS + 1] == note.fields[:STATUS + 1]
    press.text = "全县召开了会议，作了部署。"
    [verdict] = press.edition().verdicts
    assert verdict.outcome == GONE
    assert press.record.notes[note.guid].memory.retired


@pytest.mark.parametrize("kind", TEXTS)
def test_a_dropped_note_is_retired_once_and_comes_back_when_the_decision_goes(
        kind: str, cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS[kind])
    note = first(press, kind)
    press.decide(note, DROP)
    press.edition()
    gone = press.record.notes[note.guid]
    assert RETIRED_TAG in gone.tags
    press.edition()
    assert press.record.notes[note.guid].changed == gone.changed
    press.entries.clear()
    press.edition()
    assert press.record.notes[note.guid].fields[:STATUS + 1] == note.fields[:STATUS + 1]


def test_a_correction_gives_other_words_another_cue_and_a_mnemonic(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["statistic"])
    note = first(press, "statistic")
    press.decide(note, CORRECT, question="青溪县2025年新建湿地【32处】", cue="", mnemonic="三十二")
    press.edition()
    now = press.record.notes[note.guid]
    assert as_judged(now.fields[TEXT]) == "青溪县2025年新建湿地【32处】"
    assert (now.fields[CUE], now.fields[MNEMONIC]) == ("", "三十二")
    assert "::多少处" not in note.fields[TEXT] or "::多少处" in now.fields[TEXT]


def test_other_words_are_hidden_under_numbers_of_their_own(cut: Callable[[str], list[str]]) -> None:
    """A learner's card of the old answer stays empty rather than ask for another."""
    press = Press(cut, TEXTS["key_sentence"])
    note = first(press, "key_sentence")
    assert note.memory.numbers == {1: "第一资源"}
    press.decide(note, CORRECT, hide=("技能人才", "产业"))
    for _ in range(2):
        press.edition()
        assert press.record.notes[note.guid].memory.numbers == {2: "技能人才", 3: "产业"}
        assert press.record.notes[note.guid].memory.gone == (1,)
    press.entries.clear()
    press.edition()
    assert set(press.record.notes[note.guid].memory.numbers.values()) == {"第一资源"}
    assert min(press.record.notes[note.guid].memory.numbers) > 3


def test_of_a_list_the_title_is_corrected_and_its_items_are_not(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["measure"])
    press.edition()
    note = next(note for note in press.record.notes.values() if note.memory.fact.form == "list")
    press.decide(note, CORRECT, question="全县要抓好哪三项工作？")
    press.edition()
    now = press.record.notes[note.guid].fields[TEXT]
    assert as_judged(now).startswith("全县要抓好哪三项工作？ 【建强骨干队伍】")
    press.entries.clear()
    press.decide(note, CORRECT, hide=("建强",))
    [verdict] = press.edition().verdicts
    assert verdict.outcome == AGAIN
    assert "only its title" in verdict.why


def test_what_is_hidden_must_stand_in_the_card(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["statistic"])
    note = first(press, "statistic")
    press.decide(note, CORRECT, hide=("320处",))
    [verdict] = press.edition().verdicts
    assert verdict.outcome == AGAIN
    assert press.record.notes[note.guid].fields[TEXT] == note.fields[TEXT]


@pytest.mark.parametrize(("question", "cue", "expected"), [
    ("青溪县新建湿地【33处】", None, ("33处",)),
    ("青溪县新建湿地【三十二处】", None, ("三十二处",)),
    ("2026年青溪县新建湿地【32处】，恢复河岸18公里", "青溪县 · 2026年", ()),
    ("青溪县新建湿地【32处】，恢复河岸28公里", "共5县", ("28", "5")),
    ("新建的湿地有【32处】", None, ()),
    ("青溪县新建湿地【32处】", "四县，二〇二七年", ("四",)),
    ("青溪县新建湿地【32处】，恢复河岸十八公里，千万要统一", None, ()),
    ("青溪县新建湿地【32处】，恢复河岸二十八公里", None, ("二十八",)),
    ("青溪县新建湿地【32万处】", None, ("32万处",)),
])
def test_a_correction_that_the_source_does_not_say_is_in_force_and_told(
        question: str, cue: str | None, expected: tuple[str, ...], cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["statistic"])
    press.edition()
    note = next(note for note in press.record.notes.values() if "32处" in note.memory.numbers.values())
    press.decide(note, CORRECT, question=question, cue=cue)
    [verdict] = press.edition().verdicts
    assert (verdict.outcome, verdict.strange) == (IN_FORCE, expected)
    assert as_judged(press.record.notes[note.guid].fields[TEXT]) == question


@pytest.mark.parametrize(("count", "told"), [("4", ("4",)), ("四", ("四",)), ("两", ("两",)), ("三", ()), ("3", ())])
def test_the_title_of_a_list_that_tells_another_count_is_told(
        count: str, told: tuple[str, ...], cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["measure"])
    press.edition()
    note = next(note for note in press.record.notes.values() if note.memory.fact.form == "list")
    press.decide(note, CORRECT, question=f"全县2027年要抓好哪{count}项工作？")
    [verdict] = press.edition().verdicts
    assert (verdict.outcome, verdict.strange) == (IN_FORCE, told)


def test_an_added_card_is_the_sources_and_says_where_from(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["key_sentence"])
    press.entries = [
        Decision(ADD, of="会议讨论了有关方案并【作了部署】。", kind="金句", cue="会议", line=1),
        Decision(ADD, of="会议讨论了【没有的话】。", kind="金句", line=2),
        Decision(ADD, of="会议【讨论】了有关方案并作了部署。", kind="没有", line=3),
    ]
    verdicts = press.edition().verdicts
    assert [verdict.outcome for verdict in verdicts] == [IN_FORCE, GONE, AGAIN]
    note = press.record.notes[verdicts[0].guid]
    assert as_judged(note.fields[TEXT]) == "会议讨论了有关方案并【作了部署】。"
    assert note.fields[CUE] == "会议"
    assert "云岭工作综述" in note.fields[4]
    press.text = press.text.replace("会议讨论了有关方案", "会议讨论了有关的方案")
    [verdict, *_] = press.edition().verdicts
    assert (verdict.outcome, verdict.guid) == (IN_FORCE, note.guid)
    assert as_judged(press.record.notes[note.guid].fields[TEXT]) == "会议讨论了有关的方案并【作了部署】。"


def test_figures_and_series_are_added_as_such(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, "全县有村庄约八十来个，推进守初心、担使命、找差距、抓落实。")
    press.entries = [Decision(ADD, of="全县有村庄约【八十来个】", kind="统计", line=1),
                     Decision(ADD, of="推进【守初心】、【担使命】、【找差距】、【抓落实】。", kind="举措", line=2)]
    figure, series = (press.record.notes[verdict.guid] for verdict in press.edition().verdicts)
    assert (figure.memory.fact.form, figure.memory.numbers) == ("answer", {1: "八十来个"})
    assert series.memory.fact.items == ("守初心", "担使命", "找差距", "抓落实")
    assert series.fields[TEXT].count("{{c1::") == 4


def test_a_person_asks_for_what_a_rule_gives_in_the_persons_way(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["key_sentence"])
    note = first(press, "key_sentence")
    press.entries = [Decision(ADD, of="【技能人才】是产业升级的第一资源。", kind="金句", line=1)]
    [verdict] = press.edition().verdicts
    assert verdict.guid == note.guid
    assert list(press.record.notes) == list(dict.fromkeys([note.guid, *press.record.notes]))
    assert as_judged(press.record.notes[note.guid].fields[TEXT]) == "【技能人才】是产业升级的第一资源。"


def test_a_decision_on_no_card_is_told(cut: Callable[[str], list[str]]) -> None:
    press = Press(cut, TEXTS["statistic"])
    press.entries = [Decision(KEEP, "AAAA-BBBB", "云岭市有【三万口】井。", 1),
                     Decision(KEEP, "AAAA-CCCC", "群众普遍感到【满意】", 2),
                     Decision(DROP, "AAAA-DDDD", "群众普遍感到【满意】", 3)]
    assert [verdict.outcome for verdict in press.edition().verdicts] == [GONE, AGAIN, IN_FORCE]
