"""The table of decks/README.md, row by row, with Anki's own library as the learner's phone.

Each test is one row: a learner has imported an issue and studied it, something changes, the library is refreshed a day
later, the learner imports again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from generated import issue_text

from cards.anki.note_type import NOTE_TYPE_ID
from cards.rules.loading import load_rules, shipped_rules

README = Path(__file__).parent.parent.parent / "decks" / "README.md"
DAY = 86_400
RETIRED, UPDATED = "举要::已失效", "举要::已更新"
OPENING = "截至去年底，云岭市共建成养老站点130个，覆盖居民4.5万户，比上年增长3.3%。"
ALL = "{budget: {core: 3, all: 1000}, least: -9}"  # whatever readers want: each fact is a card
FIGURE, SENTENCE = "站点130个", "必须把养老摆在更加突出的位置，持之以恒、久久为功"


@dataclass
class Phone:
    """A learner's Anki that has imported and studied issue 1 of a library; `logs` are Anki's words on each import."""

    library: Any
    reader: Any
    later: Callable[[], None]
    logs: list[dict[str, int]]

    another: Callable[[], Any]

    def take(self, issue: str = "2026-01") -> dict[str, int]:
        """Refresh the library a day later and import again."""
        self.later()
        ran = self.library.refresh()
        assert ran.code == 0, ran.err
        bundle = max(self.library.root.rglob(f"{issue}*.apkg"), key=lambda path: path.stat().st_mtime_ns)
        self.logs.append(self.reader.take(bundle))
        assert not {"conflicting", "missing_notetype", "empty_first_field"} & set(self.logs[-1])
        return self.logs[-1]

    def note(self, words: str) -> Any:
        """The one note whose text holds `words`; of several, the one that asks for some of them."""
        found = [note for note in self.reader.notes if words in plain(note["正文"])]
        if len(found) > 1:
            found = [note for note in found if re.search(r"\{\{c1::(.*?)(?:::|\}\})", note["正文"])[1] in words]
        [note] = found
        return note

    @property
    def texts(self) -> set[str]:
        return {plain(note["正文"]) for note in self.reader.notes}

    @property
    def schedule(self) -> dict[int, tuple[int, ...]]:
        return {card.id: (card.type, card.queue, card.due, card.ivl, card.reps, card.flags, card.did)
                for card in self.reader.cards}


def plain(text: str) -> str:
    return re.sub(r"<[^>]*>|\{\{c\d+::|(?:::[^}]*)?\}\}", "", text)


@pytest.fixture
def phone(shelf, learner, monkeypatch) -> Phone:
    library = shelf("a", 1, settings="sources:\n  - folder: issues\nrules: rules\n")
    library.put("rules/lexicon/unit.txt", "只\n")
    library.put("rules/weights.yaml", f"statistic: {ALL}\nmeasure: {ALL}\n")
    library.put("rules/measure.yaml", "each_items: 3\neach_from: 6\n")
    now = int(time.time())  # Anki's own clock can't be set: what the learner does is done now
    clock = iter(range(now, now + 99 * DAY, DAY))
    reader = learner()

    def later() -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(next(clock)))

    made = Phone(library, reader, later, [], learner)
    made.take()
    reader.col.sched.set_due_date([card.id for card in reader.cards], "5")
    return made


def rows() -> dict[str, str]:
    """The rows of the table: what changes → what the learner sees."""
    text = README.read_text(encoding="utf-8").partition("## Versions")[0]
    found = re.findall(r"^\| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    return dict(found[1:])  # the first is the head


ROWS: dict[str, Callable[[Phone], None]] = {}


def row(title: str) -> Callable[[Callable[[Phone], None]], Callable[[Phone], None]]:
    def note(check: Callable[[Phone], None]) -> Callable[[Phone], None]:
        ROWS[title] = check
        return check
    return note


@row("nothing, or a file's name, or its format")
def nothing(phone: Phone) -> None:
    before = phone.schedule
    path = phone.library.root / "issues" / "2026-01.txt"
    path.rename(path.with_name("第1期.txt"))
    assert set(phone.take()) == {"duplicate"}
    assert phone.schedule == before


@row("a mistyped word of a sentence")
def typo(phone: Phone) -> None:
    old, before = phone.note(SENTENCE), phone.schedule
    phone.library.issue(1, 把养老摆在="把养老摆到")
    log = phone.take()
    assert "new" not in log
    assert phone.note(SENTENCE.replace("摆在", "摆到")).id == old.id
    assert phone.schedule == before


@row("a sentence so far that it says something else")
def rewritten(phone: Phone) -> None:
    old, before = phone.note(FIGURE), phone.schedule
    phone.library.issue(1, **{OPENING: "今年，全市新办老年大学25所，招收学员1.8万人，开设课程460门。"})
    assert phone.take()["new"] >= 1
    assert RETIRED in phone.reader.col.get_note(old.id).tags
    assert phone.note("老年大学25所")
    assert phone.schedule.items() >= before.items()


@row("the paragraph around a sentence")
def around(phone: Phone) -> None:
    old, before = phone.note(FIGURE), phone.schedule
    phone.library.issue(1, **{OPENING: f"{OPENING}群众普遍满意。"})
    assert "new" not in phone.take()
    note = phone.reader.col.get_note(old.id)
    assert note["正文"] == old["正文"]
    assert "群众普遍满意" in note["补充"]
    assert phone.schedule == before


@row("a figure")
def figure(phone: Phone) -> None:
    old, before = phone.note(FIGURE), phone.schedule
    phone.library.issue(1, 站点130个="站点136个")
    log = phone.take()
    assert "new" not in log
    assert phone.note("站点136个").id == old.id
    assert phone.schedule == before
    assert FIGURE not in "".join(phone.texts)


@row("an article's title")
def title(phone: Phone) -> None:
    decks = {deck.name for deck in phone.reader.col.decks.all_names_and_ids()}
    before, count = phone.schedule, len(phone.reader.notes)
    old = re.search(r"\n(\w+工作综述)\t1\n", issue_text(1))[1]
    phone.library.issue(1, **{old: f"{old}及来年打算"})
    assert phone.take() == {"duplicate": count}
    assert phone.schedule == before
    phone.library.issue(1, **{old: f"{old}及来年打算", "站点130个": "站点136个"})
    assert phone.take() == {"updated": 3, "duplicate": count - 3}  # all that is asked of its sentence
    assert phone.schedule == before
    assert {deck.name for deck in phone.reader.col.decks.all_names_and_ids()} == decks
    assert f"{old}及来年打算" in phone.note("站点136个")["出处"]


@row("a paragraph is moved, or articles change places")
def moved(phone: Phone) -> None:
    before, count = phone.schedule, len(phone.reader.notes)
    cover, one, two = re.split(r"\n\n(?=\w+工作综述\n\n)", issue_text(1))
    first, second = re.findall(r"^(\w+工作综述)\t", cover, flags=re.MULTILINE)
    cover = cover.replace(f"{first}\t1\n{second}\t2", f"{second}\t1\n{first}\t2")
    parts = two.strip().split("\n\n")
    parts[1:3] = parts[2:0:-1]
    phone.library.put("issues/2026-01.txt", "\n\n".join([cover, *parts, one]))
    assert phone.take() == {"duplicate": count}
    assert phone.schedule == before


@row("a list gets another item")
def item(phone: Phone) -> None:
    before, whole = phone.schedule, phone.note("养老工作（共3项）")
    kept = phone.note("养老工作（第2项／共3项）")
    phone.library.issue(1, 三项="四项", 管好养老资金10笔="搞好养老服务10处。第四，管好养老资金10笔")
    assert phone.take()["new"] >= 1
    assert "搞好养老服务10处" in plain(phone.reader.col.get_note(whole.id)["正文"])
    assert "完善养老制度10项" in plain(phone.reader.col.get_note(kept.id)["正文"])
    assert phone.schedule.items() >= before.items()


@row("a sentence is added")
def added(phone: Phone) -> None:
    before = phone.schedule
    phone.library.issue(1, 当前="全市还新增公园37座，总面积达到210公顷。\n\n当前")
    log = phone.take()
    assert log["new"] >= 1
    assert phone.note("公园37座")
    assert phone.schedule.items() >= before.items()


@row("a sentence is taken out")
def taken_out(phone: Phone) -> None:
    old, before = phone.note(FIGURE), phone.schedule
    phone.library.issue(1, **{OPENING: "今年的工作刚刚开始。"})
    assert "new" not in phone.take()
    note = phone.reader.col.get_note(old.id)
    assert RETIRED in note.tags
    assert note["状态"]
    assert note["正文"] == old["正文"]
    assert phone.schedule == before


@row("it is put back")
def put_back(phone: Phone) -> None:
    old, before = phone.note(FIGURE), phone.schedule
    taken_out(phone)
    phone.library.issue(1)
    assert "new" not in phone.take()
    note = phone.reader.col.get_note(old.id)
    assert RETIRED not in note.tags
    assert (note["状态"], note["正文"]) == ("", old["正文"])
    assert phone.schedule == before


@row("a rule's hint or cue")
def hint(phone: Phone) -> None:
    before, texts = phone.schedule, phone.texts
    shipped = (shipped_rules() / "statistic.yaml").read_text(encoding="utf-8")
    phone.library.put("rules/statistic.yaml", shipped.replace("hint: 百分之几\n", "hint: 百分比\n"))
    log = phone.take()
    assert log["updated"] < log["duplicate"]
    assert any("::百分比}}" in note["正文"] for note in phone.reader.notes)
    assert phone.texts == texts
    assert phone.schedule == before


@row("a rule is switched off")
def off(phone: Phone) -> None:
    before, note = phone.schedule, phone.note(SENTENCE)
    rules = [rule for rule in load_rules().rules if rule.id.startswith("key_sentence.")]
    phone.library.put("rules/key_sentence.yaml", "rules:\n" + "".join(
        f"  - {{name: {rule.id.split('.')[1]}, off: true}}\n" for rule in rules))
    phone.take()
    assert RETIRED in phone.reader.col.get_note(note.id).tags
    assert phone.schedule == before


@row("the cards' look (a folder `face/`, or a new version of juyao)")
def look(phone: Phone) -> None:
    before, mods = phone.schedule, {note.id: note.mod for note in phone.reader.notes}
    phone.library.put("decks/face/style.css", ".juyao { color: teal; } /* new */")
    phone.library.put("decks/face/face.yaml", "changed: 2100-01-01")
    assert set(phone.take()) == {"duplicate"}
    assert all("teal; } /* new */</style>" in card.question() for card in phone.reader.cards)
    assert phone.schedule == before
    assert {note.id: note.mod for note in phone.reader.notes} == mods


@row("the learner changes the styling in Anki")
def styled(phone: Phone) -> None:
    model = phone.reader.col.models.get(NOTE_TYPE_ID)
    model["css"] += "/* mine */"
    phone.reader.col.models.update_dict(model)
    phone.library.issue(1, 站点130个="站点136个")
    assert phone.take()["updated"] == 3
    assert all("/* mine */</style>" in card.question() for card in phone.reader.cards)


@row("a later issue repeats a sentence or a list")
def repeated(phone: Phone) -> None:
    before, count = phone.schedule, len(phone.reader.notes)
    _, again = issue_text(1).split("当前，", 1)
    phone.library.put("issues/2026-02.txt", f"{issue_text(2).split('当前，', 1)[0]}当前，{again}")
    log = phone.take("2026-02")
    assert log.get("duplicate", 0) + log.get("updated", 0) >= 1
    assert len(phone.reader.notes) > count
    other = phone.another()
    for issue in ("2026-02", "2026-01"):
        other.take(next(phone.library.root.rglob(f"{issue}.apkg")))
    for reader in (phone.reader, other):
        assert len([note for note in reader.notes if SENTENCE in plain(note["正文"])]) == 1
    assert phone.schedule.items() >= before.items()


@row("a later issue has the items of a list in a sentence that says something else (less than seven tenths of the "
     "words are the same)")
def in_other_words(phone: Phone) -> None:
    items = "共建设施的参与者、共享成果的维护者、共治家园的贡献者"
    phone.library.put("issues/2026-01.txt",
                      issue_text(1).replace("当前，", f"全体居民都要始终做{items}。当前，", 1))
    phone.take()
    before = phone.schedule
    told = f"广大青年志愿者走进社区、扎根一线，用行动证明自己是{items}，赢得群众点赞。"
    phone.library.put("issues/2026-02.txt", issue_text(2).replace("当前，", f"{told}当前，", 1))
    phone.take("2026-02")
    lists = [note for note in phone.reader.notes if items in plain(note["正文"])]
    assert [("始终做" in note["正文"], "2026-02" in note["出处"]) for note in lists].count((True, False)) == 1
    assert [("点赞" in note["正文"], "2026-01" in note["出处"]) for note in lists].count((True, False)) == 1
    assert phone.schedule.items() >= before.items()


@row("a later issue has the same figure of a later date")
def updated(phone: Phone) -> None:
    old, before, count = phone.note(FIGURE), phone.schedule, len(phone.reader.notes)
    text = issue_text(1)
    for here, there in (("2026 年", "2027 年"), ("130个", "151个"), ("4.5万户", "5.2万户"),
                        ("2026-03-06", "2027-03-06")):
        assert here in text
        text = text.replace(here, there)
    phone.library.put("issues/2027-01.txt", text)
    assert "new" not in phone.take()
    note = phone.reader.col.get_note(old.id)
    assert "已有新数据：2027-01期" in note["状态"]
    assert "站点151个" in note["状态"]
    assert UPDATED in note.tags
    assert note["正文"] == old["正文"]
    assert [UPDATED in note.tags for note in phone.reader.notes].count(True) == 2  # 130个 and 4.5万户
    assert (phone.schedule, len(phone.reader.notes)) == (before, count)
    assert set(phone.library.states.values()) == {"known"}


@row("the publication's name")
def publication(phone: Phone) -> None:
    before, count = phone.schedule, len(phone.reader.notes)
    phone.library.put("juyao.yaml", "publication: 云岭参考\nsources:\n  - folder: issues\nrules: rules\n")
    for path in phone.library.root.rglob("2026-01.apkg"):
        path.rename(path.with_suffix(".old"))
    assert phone.take()["new"] == count
    assert phone.schedule.items() >= before.items()


@row("`only: 重点` is switched on")
def only(phone: Phone) -> None:
    before, count = phone.schedule, len(phone.reader.notes)
    phone.library.put("juyao.yaml", "sources:\n  - folder: issues\nrules: rules\nonly: 重点\n")
    log = phone.take()
    assert set(log) == {"duplicate"}
    assert log["duplicate"] < count
    assert phone.schedule == before


@row("the learner edits a card, or tags it")
def edited(phone: Phone) -> None:
    note, other = phone.note(FIGURE), phone.note(SENTENCE)
    for each in (note, other):
        each["提示"] = "我的提示"
        each.add_tag("我的")
        phone.reader.col.update_note(each)
    phone.library.issue(1, 站点130个="站点136个")
    phone.take()
    assert (phone.note(SENTENCE)["提示"], "我的" in phone.note(SENTENCE).tags) == ("我的提示", True)
    assert phone.note("站点136个")["提示"] != "我的提示"
    assert "我的" not in phone.note("站点136个").tags


@row("the learner suspends or flags a card, or moves it to another deck")
def suspended(phone: Phone) -> None:
    col = phone.reader.col
    note = phone.note(FIGURE)
    [card, *_] = note.cards()
    col.sched.suspend_cards([card.id])
    col.set_user_flag_for_cards(3, [card.id])
    col.set_deck([card.id], col.decks.id("我的牌组"))
    before = phone.schedule
    phone.library.issue(1, 站点130个="站点136个")
    phone.take()
    assert phone.schedule == before
    assert phone.note("站点136个").id == note.id


@row("the learner deletes a note")
def deleted(phone: Phone) -> None:
    phone.reader.col.remove_notes([phone.note(FIGURE).id])
    log = phone.take()
    assert log["new"] == 1
    assert all(card.reps == 0 and card.type == 0 for card in phone.note(FIGURE).cards())


@pytest.mark.parametrize("title", rows())
def test_a_row_is_true(phone, title):
    ROWS[title](phone)


def test_every_row_is_checked():
    assert rows().keys() == ROWS.keys()
