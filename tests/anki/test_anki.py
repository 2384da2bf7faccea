"""The decks as a learner meets them: imported, imported again, refreshed and rendered by Anki's own library."""

from __future__ import annotations

import io
import itertools
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.commands.program import exit_code
from cards.record.store import read_record
from cards.records import Article, Blank, Finding, Found, Issue, Paragraph, Sentence, SharedIdentityError, Span
from cards.rules.loading import shipped_rules
from cards.rules.ruleset import RuleSet
from cards.writing.notes import write_notes

CLOZE = re.compile(r"\{\{c(\d+)::(.*?)(?:::.*?)?\}\}", re.DOTALL)
FIELDS = ["正文", "提示", "补充", "口诀", "出处", "状态", "编号", "备用1", "备用2"]
NOON = 1773835200
LATER = NOON + 86_400


@pytest.fixture(scope="module")
def shelf(any_built, learner):
    """A collection that holds every bundle of `any_built`. Tests read it and leave it as it is."""
    reader = learner()
    for bundle in any_built.bundles:
        reader.take(bundle)
    return reader


@pytest.fixture
def copied(built, tmp_path) -> Path:
    """A copy of the sample's decks, to build over."""
    return Path(shutil.copytree(built.folder, tmp_path / "copied"))


def packages(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.apkg"))
            if ".aside-" not in path.name}


def data(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in packages(folder).items()}


def numbers(note) -> set[int]:
    return {int(number) for number, _ in CLOZE.findall(note["正文"])}


def hidden(card) -> list[str]:
    """The answers of `card` as a learner reads them."""
    found = CLOZE.findall(card.note()["正文"])
    return [unescape(re.sub(r"<[^>]*>", "", answer)) for number, answer in found if int(number) == card.ord + 1]


# ---- importing ----

def test_every_package_imports_as_new_and_again_as_known(any_built, learner):
    for issue in any_built.report["issues"]:
        counts = [(article["file"], article["notes"], article["cards"]) for article in issue["articles"]]
        for file, notes, cards in counts:
            reader = learner()
            assert reader.take(Path(file)) == {"new": notes}
            assert len(reader.cards) == cards
            assert reader.take(Path(file)) == {"duplicate": notes}


def test_every_note_has_a_card_for_each_cloze_number_and_no_other(shelf):
    for note in shelf.notes:
        assert sorted(card.ord + 1 for card in note.cards()) == sorted(numbers(note)), note["正文"]
        assert numbers(note), note["正文"]


@pytest.mark.parametrize("first", ["articles", "bundles"])
def test_articles_and_bundle_together_make_no_duplicates(any_built, shelf, learner, first):
    reader = learner()
    ordered = [any_built.articles, any_built.bundles]
    for package in itertools.chain(*(ordered if first == "articles" else reversed(ordered))):
        assert not {"updated", "conflicting"} & set(reader.take(package))
    assert sorted(note.guid for note in reader.notes) == sorted(note.guid for note in shelf.notes)
    assert len(reader.cards) == len(shelf.cards)


def test_a_rebuild_a_day_later_updates_no_note(built, build, copied, sample, learner, monkeypatch):
    reader = learner()
    before = [reader.take(package) for package in packages(copied).values()]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER))
    build(copied, sample)
    after = [reader.take(package) for package in packages(copied).values()]
    assert [sum(log.values()) for log in after] == [sum(log.values()) for log in before]
    assert all(set(log) == {"duplicate"} for log in after)


def test_a_build_without_any_record_gives_the_same_notes(built, build, sample, learner, monkeypatch, tmp_path):
    reader = learner()
    reader.take(built.bundles[0])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER))
    log = reader.take(build(tmp_path, sample).bundles[0])
    assert "new" not in log
    assert "conflicting" not in log


def test_a_changed_hint_updates_only_the_notes_that_show_it(build, copied, sample, learner, monkeypatch, tmp_path):
    own = tmp_path / "rules"
    own.mkdir()
    shipped = (shipped_rules() / "statistic.yaml").read_text(encoding="utf-8")
    (own / "statistic.yaml").write_text(shipped.replace("hint: 百分之几\n", "hint: 百分比\n"), encoding="utf-8")
    reader = learner()
    bundle = next(path for name, path in packages(copied).items() if name.endswith("/2026-03.apkg"))
    reader.take(bundle)
    hinted = [note.id for note in reader.notes if "::百分之几}}" in note["正文"]]
    schedule = [(card.id, card.ord, card.due) for card in reader.cards]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER))
    build(copied, sample, options=("--rules", str(own)))
    log = reader.take(bundle)
    assert log == {"updated": len(hinted), "duplicate": len(reader.notes) - len(hinted)}
    assert hinted
    assert all("::百分比}}" in reader.col.get_note(note_id)["正文"] for note_id in hinted)
    assert [(card.id, card.ord, card.due) for card in reader.cards] == schedule


def test_importing_again_leaves_the_learners_tags_and_schedule(build, copied, sample, learner, monkeypatch):
    from anki.scheduler.v3 import CardAnswer

    reader = learner()
    bundle = next(path for name, path in packages(copied).items() if name.endswith("/2026-03.apkg"))
    reader.take(bundle)
    card = reader.cards[0]
    note = card.note()
    note.add_tag("我的标签")
    reader.col.update_note(note)
    reader.col.decks.select(card.did)
    queued = reader.col.sched.get_queued_cards().cards[0]
    card = reader.col.get_card(queued.card.id)
    card.start_timer()
    reader.col.sched.answer_card(reader.col.sched.build_answer(
        card=card, states=queued.states, rating=CardAnswer.EASY))
    studied = reader.col.get_card(card.id)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER))
    build(copied, sample)
    reader.take(bundle)
    again = reader.col.get_card(card.id)
    assert studied.reps == 1
    assert (again.reps, again.ivl, again.due, again.type) == (studied.reps, studied.ivl, studied.due, studied.type)
    assert "我的标签" in reader.col.get_note(note.id).tags


# ---- what a card shows ----

def test_a_question_hides_its_answer_and_the_answer_side_shows_it(shelf):
    for card in shelf.cards:
        question, answer = shelf.visible(card.question()), shelf.visible(card.answer())
        for words in hidden(card):
            guard = r"(?<![\d.])" if words[0].isdigit() else ""
            assert len(words) < 3 or not re.search(guard + re.escape(words), question), f"{words} in {question}"
            assert words in answer, f"{words} not in {answer}"
        assert "[" in question, f"no blank in {question}"


def test_a_question_leaves_enough_to_read_and_no_markup(shelf):
    for card in shelf.cards:
        question, answer = shelf.visible(card.question()), shelf.visible(card.answer())
        body = re.search(r'<div class="text">(.*)</div>', card.question(), re.DOTALL)[1]
        cue = re.search(r'<div class="cue">(.*?)</div>', card.question(), re.DOTALL)
        words = re.sub(r"\[[^\]]*\]|\W", "", shelf.visible(body))
        assert len(words) >= 6, question
        assert len(words + (shelf.visible(cue[1]) if cue else "")) >= 8, question
        for text in (question, answer):
            assert "{{" not in text, text
            assert "&" not in text.replace("&c", ""), text


def test_no_two_cards_ask_the_same_and_want_another_answer(shelf):
    seen: dict[str, list[str]] = {}
    for card in shelf.cards:
        question = shelf.visible(card.question())
        assert seen.setdefault(question, hidden(card)) == hidden(card), question


def test_the_back_names_the_source_and_the_issue(shelf, any_built):
    issues = {f"{issue['publication']} {issue['issue']}" for issue in any_built.report["issues"]}
    titles = {article["title"] for issue in any_built.report["issues"] for article in issue["articles"]}
    for card in shelf.cards:
        foot = card.answer().rsplit('<div class="source">', 1)[1]
        assert any(issue in foot for issue in issues), foot
        assert any(title in foot for title in titles), foot
        assert card.note()["补充"], card.note()["正文"]


# ---- order, note type, decks, tags ----

def test_new_cards_come_article_by_article_and_the_essential_ones_first(built, learner):
    last = 0
    for file in built.articles:
        reader = learner()
        reader.take(file)
        cards = sorted(reader.cards, key=lambda card: (card.due, card.ord))
        assert cards[0].due > last
        last = cards[-1].due
        levels = ["拓展" in card.note().tags for card in cards]
        assert levels == sorted(levels)


def test_the_items_of_a_list_come_in_order_and_after_the_whole(shelf):
    cards = sorted(shelf.cards, key=lambda card: (card.did, card.due, card.ord))
    topics = [re.search(r'<div class="topic">(.*?)</div>', card.note()["正文"]) for card in cards]
    items: dict[str, list[int]] = {}
    for topic in filter(None, topics):
        name = re.sub(r"（[^（]*$", "", topic[1])
        place = re.search(r"（第(\d+)项", topic[1])
        items.setdefault(name, []).append(int(place[1]) if place else 0)
    assert items
    for name, places in items.items():
        assert places == sorted(places), f"{name}: {places}"
        assert places[0] == 0, f"{name} begins with item {places[0]}"


def test_the_note_type_is_the_one_frozen_for_ever(shelf):
    made = [model for model in shelf.col.models.all() if model["name"].startswith("举要")]
    assert len(made) == 1
    model = made[0]
    assert (model["id"], model["type"]) == (1766000000001, 1)
    assert [(field["name"], field["id"]) for field in model["flds"]] == [
        (name, 1766000000200 + place) for place, name in enumerate(FIELDS)]
    assert [(template["name"], template["id"]) for template in model["tmpls"]] == [("举要", 1766000000100)]
    assert "<script" not in model["tmpls"][0]["qfmt"] + model["tmpls"][0]["afmt"]
    assert {note.mid for note in shelf.notes} == {model["id"]}


def test_decks_are_named_publication_issue_article(shelf, any_built):
    named = {deck.name for deck in shelf.col.decks.all_names_and_ids() if deck.name.count("::") == 2}
    expected = set()
    for issue in any_built.report["issues"]:
        for number, article in enumerate(issue["articles"], 1):
            assert article["deck"] == f"{issue['publication']}::{issue['issue']}::{number:02} {article['title']}"
            expected.add(article["deck"])
    assert named == expected
    assert {shelf.col.decks.name(card.did) for card in shelf.cards} == expected


def test_tags_tell_kind_issue_and_rule(shelf, any_built):
    issues = {f"期::{issue['issue']}" for issue in any_built.report["issues"]}
    rule_ids = re.compile(r"规则::(statistic|measure|key_sentence)\.[a-z_]+")
    for note in shelf.notes:
        kinds = [tag for tag in note.tags if tag.startswith("举要::")]
        assert kinds in (["举要::统计"], ["举要::举措"], ["举要::金句"], ["举要::统计", "举要::金句"])
        assert next(tag for tag in note.tags if tag.startswith("期::")) in issues
        assert any(rule_ids.fullmatch(tag) for tag in note.tags), note.tags
    essential = [note for note in shelf.notes if "重点" in note.tags]
    assert 0 < len(essential) < len(shelf.notes)


def test_file_names_are_short_enough_for_phones(any_built):
    for path in any_built.articles:
        assert re.match(r"\d\d-", path.name)
        assert len(path.name.removesuffix(".apkg")) <= 13
    for issue, path in zip(any_built.report["issues"], any_built.bundles, strict=True):
        assert path.name == f"{issue['issue']}.apkg"
        assert path.parent.name == issue["issue"]
        assert path.parent.parent.name == issue["publication"]


# ---- bytes ----

def test_two_builds_give_the_same_bytes_wherever_and_whenever(built, sample, tmp_path):
    elsewhere = {**os.environ, "SOURCE_DATE_EPOCH": str(NOON), "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai",
                 "LC_ALL": "C"}
    moved = Path(shutil.copy(sample, tmp_path / "2026-03.txt"))
    subprocess.run([sys.executable, "-m", "cards", "build", moved.name, "-o", "out"], cwd=tmp_path, env=elsewhere,
                   check=True, stdout=subprocess.DEVNULL)
    assert data(tmp_path / "out") == data(built.folder)


def test_packages_are_compressed_and_carry_no_clock(any_built):
    for package in (*any_built.articles, *any_built.bundles):
        with zipfile.ZipFile(package) as archive:
            assert archive.testzip() is None
            for entry in archive.infolist():
                assert entry.compress_type == zipfile.ZIP_DEFLATED
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert sum(e.compress_size for e in archive.infolist()) < sum(e.file_size for e in archive.infolist()) / 2


def test_building_again_writes_nothing(copied, sample, capsys, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in packages(copied).items()}
    saved = data(copied)
    assert exit_code(["build", str(sample), "-o", str(copied)]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in packages(copied).items()} == before
    assert data(copied) == saved


# ---- damage ----

def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def other_database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table notes (id integer)")
    connection.execute("insert into notes values (1)")
    connection.commit()
    content = connection.serialize()
    connection.close()
    return zipped("collection.anki2", content)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda whole: b"",
    "another file": lambda whole: "云岭市技能人才工作综述".encode(),
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "scratched in the middle": lambda whole: whole[:2000] + bytes(64) + whole[2064:],
    "without a collection": lambda whole: zipped("notes.txt", b"1"),
    "with an empty collection": lambda whole: zipped("collection.anki2", b""),
    "with a collection that is none": lambda whole: zipped("collection.anki2", b"SQLite format 3\x00" + bytes(4096)),
    "with another database": lambda whole: other_database(),
}


@pytest.mark.parametrize("damages", [tuple(DAMAGES)[:4], tuple(DAMAGES)[4:]], ids=", ".join)
def test_damaged_packages_are_reported_set_aside_and_written_anew(copied, sample, capsys, damages):
    """One article's package a damage; the bundle still holds their notes."""
    whole = data(copied)
    damaged = {path: DAMAGES[damage](path.read_bytes())
               for path, damage in zip(packages(copied).values(), damages, strict=False)}
    for path, content in damaged.items():
        path.write_bytes(content)
    assert exit_code(["build", str(sample), "-o", str(copied)]) == 0
    printed = capsys.readouterr()
    for path, content in damaged.items():
        assert any(path.name in line for line in printed.out.splitlines() if line.startswith("    - ")), path
        aside = path.with_name(f"{path.stem}.aside-1.apkg")
        assert any(path.name in line and aside.name in line for line in printed.err.splitlines()), path
        assert aside.read_bytes() == content
    assert data(copied) == whole


def test_another_decks_package_in_a_targets_place_is_set_aside(copied, sample, tmp_path):
    import genanki

    deck = genanki.Deck(1, "旅行")
    deck.add_note(genanki.Note(genanki.BASIC_MODEL, ["问", "答"]))
    genanki.Package(deck).write_to_file(tmp_path / "other.apkg")
    foreign = (tmp_path / "other.apkg").read_bytes()
    whole = data(copied)
    path = list(packages(copied).values())[1]
    for number in (1, 2):
        path.write_bytes(foreign)
        assert exit_code(["build", str(sample), "-o", str(copied)]) == 0
        assert path.with_name(f"{path.stem}.aside-{number}.apkg").read_bytes() == foreign
    assert data(copied) == whole


def test_a_record_that_is_lost_altogether_is_built_anew(copied, sample, capsys, learner):
    for path in packages(copied).values():
        path.write_bytes(b"")
    assert exit_code(["build", str(sample), "-o", str(copied)]) == 0
    out = capsys.readouterr().out
    for path in packages(copied).values():
        assert any(path.name in line for line in out.splitlines() if line.startswith("    - ")), out
        assert set(learner().take(path)) == {"new"}


@settings(max_examples=200)
@given(st.data())
def test_no_damage_at_all_stops_reading_the_record(built, tmp_path_factory, draw):
    whole = built.articles[0].read_bytes()
    at = draw.draw(st.integers(0, len(whole) - 1))
    scratch = draw.draw(st.binary(max_size=40))
    cut = draw.draw(st.booleans())
    path = tmp_path_factory.getbasetemp() / "scratched.apkg"
    path.write_bytes(whole[:at] + scratch + (b"" if cut else whole[at + len(scratch) :]))
    record, doubts = read_record([path], "学习与实践参考", "2026-03")
    assert record.notes or doubts


# ---- identity ----

def test_figures_that_differ_by_a_decimal_point_are_two_facts(build, tmp_path, learner):
    source = tmp_path / "两区.txt"
    source.write_text("云岭市两区工业综述\n\n去年，工业投资比上年增长12.5%，增速居全市前列。\n\n"
                      "前年，工业投资比上年增长1.25%，增速居全市前列。\n", encoding="utf-8")
    reader = learner()
    reader.take(build(tmp_path / "out", source).bundles[0])
    assert {"12.5%", "1.25%"} <= {words for card in reader.cards for words in hidden(card)}


def test_two_facts_with_one_identity_stop_the_build(rules: RuleSet):
    """The separator of words never reaches a note by way of the reader; here it stands between figures all the same."""
    lines = ("云岭市去年全年新建的湿地公园有32\x1f18\x1f32", "云岭市去年全年新建的湿地公园有32\x1f18")
    paragraphs = tuple(Paragraph(text, "body", index, (Sentence(text, 0),)) for index, text in enumerate(lines))
    article = Article(1, "云岭市湿地工作综述", paragraphs)

    def figure(index: int, answer: str) -> Finding:
        sentence, start = Span(index, 0, len(lines[index])), lines[index].index(answer)
        return Finding("statistic", "statistic.amount", sentence, sentence,
                       (Blank(Span(index, start, start + len(answer))),))

    found = Found((figure(0, "18"), figure(1, "32\x1f18")))
    with pytest.raises(SharedIdentityError, match="share the identity"):
        write_notes(Issue("学习与实践参考", "2026-03", "2026-03-18", (article,)), {1: found}, rules, list)
