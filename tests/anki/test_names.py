"""Names of files and decks: whatever a title holds, a file stays in its folder and a deck on its level."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cards.anki.face import shipped_face
from cards.anki.names import article_file, article_files, article_name, bundle_file, deck_name, safe_name, tag_name
from cards.anki.note_type import MEMORY
from cards.anki.package import DeckContent, NoteContent, package_of
from cards.records import Article, Issue
from cards.text.words import word_cutter

FOLDER = Path("/decks")
# What Windows keeps for devices, with any ending behind it (Microsoft, Naming Files, Paths, and Namespaces).
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?")
FORBIDDEN = set('<>:"/\\|?*')
MARCH = Issue("学习与实践参考", "2026-03", "", ())
NASTY = [
    "", " ", ".", "..", "...", "/", "../../etc/passwd", "a/../b", "..\\..\\windows", "C:\\autoexec", "\x00", "a\x00b",
    "云岭\n市", "-o", "~", "~root", "$HOME", "CON", "con", "nul.txt", "COM1", "com1.apkg", "LPT9 ", "COM¹", "lpt²",
    "CONIN$", "a.", "a ", "．．", "／", "collection", "COLLECTION",
    "collection ", "云" * 300, "𠮷" * 300, "é" * 300, "e\u0301" * 300, "ﷺ" * 60, "::", "a::b",
    "：：", "\u202egkpa.exe", "\ufeff", "\u200b", "\x1f", "\x80", "_", "-", "。", "《》",
]
texts = st.one_of(
    st.text(max_size=60), st.sampled_from(NASTY), st.text(alphabet="./\\: 云岭conCONnul1-_\x00\x1f", max_size=60))


def assert_plain(name: str) -> None:
    """`name` is one file name on Linux, macOS and Windows."""
    assert name
    assert name not in (".", "..")
    assert (FOLDER / name).parent == FOLDER
    assert PureWindowsPath(name).name == name
    assert not FORBIDDEN & set(name)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in name)
    assert not RESERVED.fullmatch(name), name
    assert name[-1] not in ". "
    assert name[0] not in " -"
    assert len(name.encode()) <= 160  # room for what is put behind it, and for the systems that allow but 143 or 255
    assert name.casefold() != "collection"


@given(texts)
def test_a_safe_name_is_one_plain_name(text):
    assert_plain(safe_name(text))


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_title_gives_a_plain_name(text):
    assert_plain(safe_name(text))


TAGS = [*(text for text in NASTY if "::" not in text),
        '<b onclick="x">粗</b>', "[sound:a.mp3]", "\\(x\\)", "a\u3000b", "a\tb", "a&amp;b", "\x7f"]


def test_a_tag_of_any_text_is_one_tag_in_anki_and_no_markup(learner: Any, tmp_path: Path) -> None:
    """Anki takes tags for one that differ in case or in how a letter is composed."""
    tags = sorted({f"期::{tag_name(text)}号" for text in TAGS})
    note = NoteContent("guid", 1, 1, ("{{c1::水}}", *[""] * MEMORY), tuple(tags), 1)
    path = tmp_path / "a.apkg"
    path.write_bytes(package_of([DeckContent("牌组", "", (note,))], shipped_face())[0])
    reader = learner()
    reader.take(path)
    known, ours = ({unicodedata.normalize("NFC", tag).casefold() for tag in of_note}
                   for of_note in (reader.notes[0].tags, tags))
    assert known == ours
    assert not set('<>&"[]\\') & set("".join(tags))
    assert [tag_name(tag) for tag in tags] == tags


@given(texts)
def test_a_safe_name_is_safe_already(text):
    assert safe_name(safe_name(text)) == safe_name(text)


@given(texts, texts, texts, st.integers(1, 999))
@example("..", "..", "../..", 1)
@example("/", "/etc", "/passwd", 1)
def test_files_lie_two_folders_below_the_output(publication, number, title, place):
    issue = Issue(publication, number, "", ())
    for file in (article_file(issue, article_name(Article(place, title, ()))), bundle_file(issue)):
        assert not file.is_absolute()
        assert len(file.parts) == 3
        assert file.suffix == ".apkg"
        for part in file.parts:
            assert_plain(part)


@given(texts, texts)
def test_articles_and_bundle_never_share_a_file(number, title):
    issue = Issue("学习与实践参考", number, "", ())
    names = [article_name(Article(place, title, ())) for place in (1, 2, 11)]
    files = [*(article_file(issue, name) for name in names), bundle_file(issue)]
    assert len({file.as_posix().casefold() for file in files}) == len(files)


@pytest.mark.parametrize(("number", "title"), [("01-云岭市综述", "云岭市综述"), ("01-AI赋能", "ai赋能")])
def test_a_source_named_like_its_article_has_two_files(number, title):
    """`juyao build 01-云岭市综述.txt`: the source names no issue, so its file name stands in for the number."""
    issue = Issue("散篇", number, "", ())
    file = article_file(issue, article_name(Article(1, title, ())))
    assert file.as_posix().casefold() != bundle_file(issue).as_posix().casefold()


@pytest.mark.parametrize(("title", "short"), [
    ("在云岭经济特区建立40周年庆祝大会上的讲话", "在云岭经济特区建立"), ("云岭市综述", "云岭市综述"),
    ("为什么要把技能人才摆在这样突出的位置", "为什么要把技能人才"), ("Supercalifragilistic", "Supercalif"),
    ("让干部有更多时间和精力抓落实", "让干部有更多时间"), ("勇担水利光荣使命 为青溪县发展作贡献", "勇担水利光荣使命"),
    ("用心守护好青溪县的一江清水", "用心守护好青溪县"), ("和平与发展和合作共赢", "和平与发展和合作共赢"),
    ("在在在在在在在在在在在在", "在" * 10)])
def test_a_short_title_is_cut_between_words_and_ends_with_none_that_leads_on(title, short):
    file = article_file(MARCH, article_name(Article(1, title, ())), word_cutter(()))
    assert file.name == f"01-{short}.apkg"


def test_a_short_title_cuts_no_word_of_the_lexicon():
    name = article_name(Article(1, "青溪县加快发展新质生产力", ()))
    for words, short in (((), "青溪县加快发展新质"), (("新质生产力",), "青溪县加快发展")):
        assert article_file(MARCH, name, word_cutter(words)).name == f"01-{short}.apkg"


def test_a_file_that_was_written_under_its_earlier_name_keeps_it():
    names = ["01 让干部有更多时间和精力抓落实", "02 让干部有更多时间和空间谋发展"]
    files = article_files(MARCH, names, word_cutter(()), {"01-让干部有更多时间和", "2026-03"})
    assert [file.stem for file in files.values()] == ["01-让干部有更多时间和", "02-让干部有更多时间"]


@given(texts, texts, texts, st.integers(1, 999))
@example("a:", ":b", ":", 1)
@example("a::b", "2026::03", "::", 1)
@example(":" * 200, "：" * 200, "a:" * 100, 1)
def test_a_deck_is_three_levels_deep(publication, number, title, place):
    levels = deck_name(Issue(publication, number, "", ()), Article(place, title, ())).split("::")
    assert len(levels) == 3
    for level in levels:
        assert level
        assert level == level.strip(" :")
        assert not any(character in level for character in "\n\t\x1f")
    assert levels[2].startswith(f"{place:02}")


@pytest.mark.parametrize("character", ["云", "𠮷", "a"])
def test_names_that_are_cut_stay_apart(character):
    one, other = (Article(1, f"{character * 200}{end}", ()) for end in "甲乙")
    assert article_name(one) != article_name(other)
    issues = [Issue(article.title, article.title, "", ()) for article in (one, other)]
    assert bundle_file(issues[0]).parts[0] != bundle_file(issues[1]).parts[0]
    assert bundle_file(issues[0]).name != bundle_file(issues[1]).name
    assert deck_name(issues[0], one).split("::")[0] != deck_name(issues[1], one).split("::")[0]


def test_what_anki_would_run_or_play_is_no_markup_in_a_decks_name():
    name = article_name(Article(1, r"a\(x\)b[sound:c.mp3]d<script>e&lt;f", ()))
    assert name == "01 a＼(x＼)b［sound:c.mp3］d＜script＞e＆lt;f"


def test_names_of_an_ordinary_issue_are_readable():
    issue = Issue("学习与实践参考", "2026-03", "2026-03-18", ())
    article = Article(3, "在新起点上推动云岭高质量发展", ())
    file = article_file(issue, article_name(article), word_cutter(()))
    assert file == Path("学习与实践参考/2026-03/03-在新起点上推动云岭.apkg")
    assert bundle_file(issue) == Path("学习与实践参考/2026-03/2026-03.apkg")
    assert deck_name(issue, article) == "学习与实践参考::2026-03::03 在新起点上推动云岭高质量发展"
