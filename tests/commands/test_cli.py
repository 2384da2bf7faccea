"""The command line as a person or a script meets it: what is printed, what is written, and the exit code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

import cards
from cards.commands.cli import main
from cards.commands.program import exit_code
from cards.record.disk import locked
from tests.cases import FIXTURES

CHECKOUT = Path(__file__).resolve().parents[2]
ALONE = ("--jobs", "1")  # for small sources: to start processes takes longer than to build them
BODY = """截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。

全市新增公办幼儿园学位6400个，改造老旧小区183个、惠及居民4.6万户。

（来源：云岭日报，2026-03-06）
"""
ARTICLE = f"云岭市技能人才工作综述\n\n{BODY}"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
                    "0000000d49444154789c63606060f80f0001040100a07d3d0e0000000049454e44ae426082")
NOISE = bytes((position * position * 31 + position * 7 + 129) % 251 for position in range(5000))
TRADITIONAL = "雲嶺市學習服務中心印發綜述。截至去年底，全市技能人才總量達到六十二萬人，占就業人員的三成。" * 5
JAPANESE = "雲嶺市の技能人材について、昨年末までに六十二万人に達したことが分かりました。これからも育成を続けます。" * 5
RUSSIAN = "К концу года общее число квалифицированных работников города достигло 624 тысяч человек. " * 5


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def report(self) -> dict:
        return json.loads(self.out)


def run(*arguments: object) -> Ran:
    """Run the command line in process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = exit_code([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def juyao() -> Callable[..., Ran]:
    return run


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write("a.txt", text or bytes)` makes a source in a folder of its own."""
    return lambda name, content: put(tmp_path / "sources" / name, content)


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def assert_one_line(ran: Ran, *words: str) -> None:
    """One line on stderr that says who speaks and holds `words`."""
    lines = ran.err.splitlines()
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("juyao: ")
    assert "Traceback" not in ran.err + ran.out
    assert "bug" not in ran.err
    for word in words:
        assert word in lines[0]


def wild_issue(*titles: str) -> str:
    """An issue with cover and contents whose articles have these titles."""
    contents = "\n".join(f"{title}\t{page}" for page, title in enumerate(titles, 1))
    articles = "\n\n".join(f"{title}\n\n{BODY.replace('183', str(180 + n))}" for n, title in enumerate(titles))
    return f"学习与实践参考\n\n2026 年 第 4 期\n\n2026 年 4 月 1 日\n\n目 录\n\n{contents}\n\n{articles}"


# ---- the overview and the object ----

def test_the_overview_names_articles_notes_warnings_and_files(juyao, sample, out):
    ran = juyao("build", sample, "-o", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("学习与实践参考 2026-03  (2026-03-18)\n")
    for title in ("01 云岭市委主要负责同志：", "02 为什么要把技能人才摆在这样突出的位置？",
                  "03 在新起点上推动云岭高质量发展", "04 培育高素质技能大军 厚植产业强市新优势"):
        assert title in ran.out
    for label in ("统计", "举措", "金句"):
        assert re.search(rf"\d+ notes, \d+ cards: .*{label} \d+", ran.out)
    assert "article 4, paragraph 7, line 178: doubled character: 要紧紧密结合企" in ran.out
    written = {line.strip() for line in ran.out.split("written:\n")[1].splitlines()}
    assert written == {str(out / name) for name in files(out)}
    assert len(written) == 5


def test_json_prints_one_object_as_promised(juyao, sample, out):
    ran = juyao("build", sample, "-o", out, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.report) == {"issues"}
    [issue] = ran.report["issues"]
    assert set(issue) == {"publication", "issue", "date", "articles", "bundle", "changes", "earlier_issues",
                          "decisions", "warnings", "mended"}
    assert (issue["publication"], issue["issue"], issue["date"]) == ("学习与实践参考", "2026-03", "2026-03-18")
    assert len(issue["articles"]) == 4
    for number, article in enumerate(issue["articles"], 1):
        assert set(article) == {"title", "deck", "file", "notes", "cards", "retired", "by_kind"}
        assert article["deck"] == f"学习与实践参考::2026-03::{number:02} {article['title']}"
        assert sum(article["by_kind"].values()) == article["notes"] <= article["cards"]
        assert set(article["by_kind"]) <= {"statistic", "measure", "key_sentence"}
    assert {*(article["file"] for article in issue["articles"]), issue["bundle"]} == {str(out / f) for f in files(out)}
    doubled = [warning for warning in issue["warnings"] if "紧紧密结合" in warning["message"]]
    assert [(warning["article"], warning["paragraph"], warning["line"]) for warning in doubled] == [(4, 7, 178)]


def test_dry_run_shows_all_and_writes_nothing(juyao, sample, out, tmp_path):
    ran = juyao("build", sample, "-o", out, "--dry-run")
    assert ran.code == 0
    assert "04 培育高素质技能大军 厚植产业强市新优势" in ran.out
    assert "nothing written" in ran.out
    assert not out.exists()
    as_json = juyao("build", sample, "-o", out, "--dry-run", "--json")
    assert as_json.report["issues"][0]["bundle"] == str(out / "学习与实践参考" / "2026-03" / "2026-03.apkg")
    assert not out.exists()
    assert files(tmp_path) == set()


def test_a_source_without_anything_to_learn_writes_no_deck(juyao, write, out):
    source = write("闲话.txt", "云岭市天气闲话\n\n昨天下了一场小雨。\n\n今天天晴了。\n")
    ran = juyao("build", source, "-o", out)
    assert ran.code == 0
    assert "no deck was written" in ran.out
    assert not out.exists()
    [issue] = juyao("build", source, "-o", out, "--json").report["issues"]
    assert issue["bundle"] is None
    assert issue["articles"][0]["file"] is None


def test_the_default_output_is_the_folder_decks(juyao, write, tmp_path, monkeypatch):
    write("综述.txt", ARTICLE)
    monkeypatch.chdir(tmp_path / "sources")
    assert juyao("build", "综述.txt").code == 0
    assert {name.split("/")[0] for name in files(tmp_path / "sources")} == {"综述.txt", "decks"}


# ---- several sources ----

def test_one_bad_source_does_not_stop_the_others(juyao, write, sample, out):
    bad = write("空.txt", b"")
    ran = juyao("build", write("综述.txt", ARTICLE), bad, sample, "-o", out)
    assert ran.code == 1
    assert_one_line(ran, str(bad))
    assert len(files(out)) == 7
    assert "云岭市技能人才工作综述" in ran.out
    assert "学习与实践参考 2026-03" in ran.out


def test_json_stays_one_object_when_a_source_is_bad(juyao, write, out, tmp_path):
    ran = juyao("build", tmp_path / "没有.txt", write("综述.txt", ARTICLE), "-o", out, "--json")
    assert ran.code == 1
    assert_one_line(ran, "没有.txt")
    assert [issue["issue"] for issue in ran.report["issues"]] == ["综述"]
    assert juyao("build", tmp_path / "没有.txt", "-o", out, "--json").report == {"issues": []}


def test_sources_of_one_name_do_not_overwrite_each_other(juyao, write, out, learner, tmp_path):
    """Either both are in the decks, or the second is refused in a line of its own."""
    text = "青溪县水利工作综述\n\n去年，全县新建水库17座，新增蓄水8600万立方米。\n"
    other = put(tmp_path / "other" / "综述.txt", text)
    ran = juyao("build", write("综述.txt", ARTICLE), other, "-o", out, "--json")
    reader = learner()
    for bundle in {issue["bundle"] for issue in ran.report["issues"]}:
        reader.take(Path(bundle))
    assert len(reader.notes) == sum(article["notes"] for issue in ran.report["issues"] for article in issue["articles"])
    assert len(ran.report["issues"]) + len(ran.err.splitlines()) == 2


# ---- usage ----

@pytest.mark.parametrize(("arguments", "word"), [
    (["build"], "SOURCE"), (["build", "a.txt", "--nonsense"], "--nonsense"), (["nonsense"], "nonsense"),
    (["build", "a.txt", "-o"], "-o"), (["build", "a.txt", "--rules"], "--rules")])
def test_wrong_usage_is_2_and_names_the_mistake(juyao, arguments, word):
    ran = juyao(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith("Error: ")
    assert word in ran.err.splitlines()[-1]


def test_version_and_help(juyao):
    assert juyao("--version").out == f"juyao, version {cards.__version__}\n"
    for arguments in (["--help"], ["-h"], ["build", "--help"]):
        ran = juyao(*arguments)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Usage: juyao")


@pytest.mark.parametrize("way", [[sys.executable, "-m", "cards"], [str(Path(sys.executable).with_name("juyao"))]])
def test_both_names_start_the_program(way):
    done = subprocess.run([*way, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: juyao")
    assert "build" in done.stdout


def test_help_loads_nothing_heavy():
    program = ("import sys; from cards.commands.program import exit_code; exit_code(['--help']); "
               "print(*sorted({name.split('.')[0] for name in sys.modules}))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "click" in loaded
    assert not loaded & {"jieba", "genanki", "regex", "yaml", "sqlite3", "hypothesis", "anki"}


def commands(group: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if names:
        yield names, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            yield from commands(group.get_command(context, name), (*names, name))


@pytest.mark.parametrize(("names", "command"), [pytest.param(*each, id=" ".join(each[0])) for each in commands(main)])
def test_every_command_and_option_stands_in_the_readme(names, command):
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"juyao {' '.join(names)}\b", readme)
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", readme), option


# ---- sources that can't be read ----

BAD = {
    "an empty file": b"",
    "white space": b" \n\t\r\n \n",
    "wide spaces": "　　\n　\n".encode(),
    "a BOM alone": b"\xef\xbb\xbf",
    "a UTF-16 BOM alone": b"\xff\xfe",
    "zero-width characters": "\u200b\u200b\n\ufeff".encode(),
    "NULs": bytes(100),
    "a picture": PNG,
    "a larger picture": PNG * 200,
    "noise": NOISE,
    "a zip": b"PK\x03\x04" + NOISE,
    "an executable": b"\x7fELF\x02\x01\x01" + bytes(9) + NOISE,
    "half a character of UTF-16": b"\xff\xfe" + "云岭".encode("utf-16-le")[:-1] + b"\x00\xd8",
    "Latin-1": "Überschüsse für die Städte: 12,5 % – naïve Prognosen gemäß Größenklasse. ".encode("cp1252") * 20,
    "Big5": TRADITIONAL.encode("big5"),
    "Shift JIS": JAPANESE.encode("shift_jis"),
    "EUC-JP": JAPANESE.encode("euc_jp"),
    "KOI8-R": RUSSIAN.encode("koi8_r"),
    "Windows-1251": RUSSIAN.encode("cp1251"),
}


@pytest.fixture(scope="module")
def all_bad(tmp_path_factory) -> tuple[Ran, Path, Path]:
    """All bad files given to one build, with the folder of the sources and the output folder."""
    folder, out = tmp_path_factory.mktemp("bad"), tmp_path_factory.mktemp("bad-out")
    sources = [put(folder / f"{kind}.txt", content) for kind, content in BAD.items()]
    return run("build", *sources, "-o", out, *ALONE), folder, out


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_text_is_a_clear_line(all_bad, kind):
    ran, folder, out = all_bad
    assert ran.code == 1
    [line] = [line for line in ran.err.splitlines() if str(folder / f"{kind}.txt") in line] or [ran.out]
    assert line.startswith("juyao: ")
    assert len(ran.err.splitlines()) <= len(BAD)
    assert not any(kind in name for name in files(out))


def test_utf_32_is_read_or_refused(juyao, write, out):
    ran = juyao("build", write("综述.txt", ARTICLE.encode("utf-32")), "-o", out)
    assert ran.code == 1 or "云岭市技能人才工作综述" in ran.out
    if ran.code:
        assert_one_line(ran, "综述.txt")


def test_a_missing_file_a_folder_and_an_endless_name_are_clear_lines(juyao, out, tmp_path):
    sources = (tmp_path / "没有.txt", tmp_path, tmp_path / ("云" * 300), tmp_path / "没有" / "期.txt")
    ran = juyao("build", *sources, "-o", out)
    assert (ran.code, ran.out) == (1, "")
    for source, line in zip(sources, ran.err.splitlines(), strict=True):
        assert line.startswith(f"juyao: {source}: ")
    assert not out.exists()


COVER = "云岭市学习服务中心\n\n学习与实践参考\n\n2026 年 第 4 期\n\n2026 年 4 月 1 日\n\n"
PARTS = {
    "a cover": COVER,
    "a contents page": f"{COVER}目 录\n\n云岭市技能人才工作综述\t1\n青溪县水利工作综述\t4\n",
    "a heading of contents": "目 录\n",
    "contents of another issue": f"{COVER}目 录\n\n青溪县水利工作综述\t1\n\n{ARTICLE}",
    "a title": "云岭市技能人才工作综述\n",
    "a source line": "（来源：云岭日报，2026-03-06）\n",
    "page numbers": "- 1 -\n\n- 2 -\n",
}


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_of_an_issue_is_a_clear_line_or_says_that_nothing_was_found(juyao, write, out, kind):
    ran = juyao("build", write("残.txt", PARTS[kind]), "-o", out)
    if ran.code:
        assert ran.code == 1
        assert_one_line(ran, "残.txt")
    else:
        assert "nothing to learn was found" in ran.out or "warnings" in ran.out
        assert ran.err == ""


def test_contents_without_page_numbers_lose_no_article(juyao, write, out):
    titles = ["云岭市技能人才工作综述", "青溪县水利工作综述"]
    ran = juyao("build", write("期.txt", re.sub(r"\t\d+", "", wild_issue(*titles))), "-o", out)
    assert ran.code in (0, 1)
    if ran.code:
        assert_one_line(ran, "期.txt")
    else:
        assert all(title in ran.out for title in titles)


# ---- untrusted text ----

REST = "，覆盖全部乡镇，群众评价良好。"
WILD = {
    "cloze markup": "云岭市去年全年共建成{{c1::假答案::假提示}}平台125个",
    "a template field": "云岭市去年全年共建成{{正文}}{{FrontSide}}平台125个",
    "closing braces": "云岭市去年全年共建成}}各类平台}}125个",
    "double colons": "云岭市去年全年共建成::各类::平台::125个",
    "a script": "云岭市去年全年共建成<script>alert(1)</script>平台125个",
    "an open tag": "云岭市去年全年共建成<img src=x onerror=alert(1)平台125个",
    "entities": "云岭市去年全年共建成&lt各类&amp平台125个",
    "closing tags": "云岭市去年全年共建成</div></div>各类平台125个",
    "a sound": "云岭市去年全年共建成[sound:a.mp3]平台125个",
}


@pytest.fixture(scope="module")
def all_wild(tmp_path_factory) -> dict[str, Path]:
    """The bundle of each wild text, all built by one command."""
    folder = tmp_path_factory.mktemp("wild")
    sources = [put(folder / f"{kind}.txt", f"云岭市平台建设综述\n\n{text}{REST}\n") for kind, text in WILD.items()]
    ran = run("build", *sources, "-o", folder / "out", "--json", "--rules", FIXTURES / "figures_only", *ALONE)
    assert (ran.code, ran.err) == (0, "")
    return {issue["issue"]: issue["bundle"] for issue in ran.report["issues"]}


@pytest.mark.parametrize("kind", WILD)
def test_wild_text_is_shown_as_it_stands(all_wild, learner, kind):
    text = WILD[kind]
    reader = learner()
    reader.take(Path(all_wild[kind]))
    [card] = reader.cards
    question, answer = card.question(), card.answer()
    assert text.replace("125个", "[多少个]") in reader.visible(question)
    assert text in reader.visible(answer)
    assert f"{text}{REST}" in reader.visible(answer)
    for page in (question, answer):
        assert not re.search(r"<script|<img|<!--|\[anki:play", page)


def test_control_characters_are_dropped_and_counted(juyao, write, out, learner, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773835200")
    source = write("综述.txt", ARTICLE.replace("总量", "总\x00量").replace("学位", "\x1f学\x07位"))
    ran = juyao("build", source, "-o", out, "--json")
    assert ran.code == 0
    assert any("control characters" in warning["message"] and "3" in warning["message"]
               for warning in ran.report["issues"][0]["mended"])
    clean = juyao("build", write("综述.txt", ARTICLE), "-o", out.with_name("clean"), "--json")
    reader = learner()
    reader.take(Path(ran.report["issues"][0]["bundle"]))
    assert reader.take(Path(clean.report["issues"][0]["bundle"])).keys() == {"duplicate"}


TITLES = [
    "云岭/../../../../tmp/市综述", "../../../../etc/passwd", "..", "/etc/云岭市综述", "云岭\\..\\市综述",
    "云岭::市::综述", "{{c1::云岭市综述}}", "<script>alert(1)</script>综述", "云" * 300, "云岭市" + "综述" * 150,
    "CON", "：：：：", "&lt;云岭市综述",
]


@pytest.fixture(scope="module")
def all_titled(tmp_path_factory) -> tuple[Ran, Path]:
    """An issue whose articles have these titles, and for each title a source that is one article."""
    folder = tmp_path_factory.mktemp("titled")
    sources = [put(folder / f"{number}.txt", f"{title}\n\n{BODY}") for number, title in enumerate(TITLES)]
    sources.append(put(folder / "期.txt", wild_issue(*TITLES)))
    return run("build", *sources, "-o", folder / "out", "--json", *ALONE), folder


def test_wild_titles_lead_no_file_outside_the_folder(all_titled):
    ran, folder = all_titled
    assert (ran.code, ran.err) == (0, "")
    written = files(folder / "out")
    assert files(folder) == {f"{n}.txt" for n in (*range(len(TITLES)), "期")} | {f"out/{name}" for name in written}
    assert all(len(Path(name).parts) == 3 for name in written)
    assert not any("passwd" in path.name for path in Path("/etc").glob("*.apkg"))


def test_every_wild_title_has_its_article(all_titled):
    *single, issue = all_titled[0].report["issues"]
    assert [article["title"] for article in issue["articles"]] == TITLES
    assert all(article["notes"] >= 1 for article in issue["articles"])
    assert all(source["articles"][0]["notes"] >= 2 for source in single)


@pytest.mark.parametrize("number", range(len(TITLES)), ids=[title[:20] for title in TITLES])
def test_a_wild_title_is_a_deck_of_the_third_level_and_is_shown_as_it_stands(all_titled, learner, number):
    *single, issue = all_titled[0].report["issues"]
    reader = learner()
    decks = set()
    for article in (single[number]["articles"][0], issue["articles"][number]):
        assert not {"updated", "conflicting"} & reader.take(Path(article["file"])).keys()
        decks.add(article["deck"])
    assert {reader.col.decks.name(card.did) for card in reader.cards} == decks
    assert max(deck.name.count("::") for deck in reader.col.decks.all_names_and_ids()) == 2
    for card in reader.cards:
        assert "<script" not in card.question() + card.answer()
        assert reader.col.decks.name(card.did).split("::")[-1] in reader.visible(card.question())


NAMES = ["{{c1::云岭}}", "a::b", "<script>", "...", "CON", "云岭 市", "a\x1fb", "a\nb", "a\x80b", "云" * 80]


@pytest.fixture(scope="module")
def all_named(tmp_path_factory) -> tuple[Ran, Path]:
    folder = tmp_path_factory.mktemp("named")
    sources = [put(folder / f"{name}.txt", ARTICLE) for name in NAMES]
    return run("build", *sources, "-o", folder / "out", "--json", *ALONE), folder


@pytest.mark.parametrize("number", range(len(NAMES)), ids=[ascii(name[:20]) for name in NAMES])
def test_a_wild_file_name_gives_a_correct_deck(all_named, learner, number):
    ran, folder = all_named
    assert (ran.code, ran.err) == (0, "")
    issue = ran.report["issues"][number]
    assert len(Path(issue["bundle"]).relative_to(folder / "out").parts) == 3
    reader = learner()
    reader.take(Path(issue["bundle"]))
    assert len(reader.notes) == issue["articles"][0]["notes"] >= 2
    assert max(deck.name.count("::") for deck in reader.col.decks.all_names_and_ids()) == 2
    for note in reader.notes:
        assert len(note.fields) == 9
        assert "<script" not in note.cards()[0].answer()


def test_a_file_name_in_another_encoding_gives_a_correct_deck(juyao, write, out, learner):
    """云岭.txt as an old zip of a GBK system leaves it on disk."""
    ran = juyao("build", write(os.fsdecode("云岭.txt".encode("gbk")), ARTICLE), "-o", out, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert learner().take(Path(ran.report["issues"][0]["bundle"])).keys() == {"new"}


# ---- output that can't be written ----

def test_an_output_folder_that_is_a_file_is_a_clear_message(juyao, write, tmp_path):
    place = tmp_path / "file"
    place.write_text("mine", encoding="utf-8")
    ran = juyao("build", write("综述.txt", ARTICLE), "-o", place)
    assert ran.code in (1, 2)
    assert str(place) in ran.err
    assert "Traceback" not in ran.err
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_file_inside_the_output_folder_in_a_decks_place_is_a_clear_line(juyao, write, out, sample):
    out.mkdir()
    (out / "学习与实践参考").write_text("mine", encoding="utf-8")
    ran = juyao("build", sample, "-o", out)
    assert ran.code == 1
    assert_one_line(ran, str(out / "学习与实践参考"))
    assert files(out) == {"学习与实践参考"}
    assert (out / "学习与实践参考").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_a_decks_place_is_set_aside_with_a_line(juyao, write, out):
    first = juyao("build", write("综述.txt", ARTICLE), "-o", out, "--json")
    bundle = Path(first.report["issues"][0]["bundle"])
    bundle.unlink()
    bundle.mkdir()
    ran = juyao("build", write("综述.txt", ARTICLE), "-o", out)
    assert ran.code == 0
    assert f"{bundle}: was damaged, foreign or of another text; set aside as 综述.aside-1.apkg" in ran.err
    assert bundle.is_file()
    assert not [name for name in files(out) if not name.endswith(".apkg")]


def test_an_output_folder_that_takes_no_files_is_a_clear_line(juyao, write, out):
    out.mkdir()
    out.chmod(0o500)
    place = Path("/proc/juyao") if os.access(out, os.W_OK) else out  # nothing but /proc refuses root
    ran = juyao("build", write("综述.txt", ARTICLE), "-o", place)
    assert ran.code == 1
    assert_one_line(ran, str(place))


def test_a_failure_to_write_leaves_earlier_decks_whole(juyao, write, out):
    juyao("build", write("综述.txt", ARTICLE), "-o", out)
    before = {name: (out / name).read_bytes() for name in files(out)}
    assert juyao("build", write("综述.txt", b""), "-o", out).code == 1
    assert {name: (out / name).read_bytes() for name in files(out)} == before


def test_a_missing_rule_folder_is_a_clear_line(juyao, write, out, tmp_path):
    ran = juyao("build", write("综述.txt", ARTICLE), "-o", out, "--rules", tmp_path / "没有")
    assert ran.code == 1
    assert_one_line(ran, str(tmp_path / "没有"))


def test_a_rule_folder_of_ones_own_adds_cards(juyao, write, out, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "motto.yaml").write_text("""kind: motto
label: 口号
rules:
  - name: slogan
    title: 口号
    match: '口号是“(?P<hide>[^”]+)”'
    examples:
      - {text: 今年的口号是“技能筑梦”。, card: '今年的口号是“{{c1::技能筑梦}}”。'}
      - {text: 今年没有口号。, card: none}
""", encoding="utf-8")
    source = write("综述.txt", ARTICLE.replace("（来源", "全市技能大赛今年的口号是“匠心致远”，深入人心。\n\n（来源"))
    plain = juyao("build", source, "-o", out, "--json").report["issues"][0]["articles"][0]
    more = juyao("build", source, "-o", out, "--json", "--rules", own).report["issues"][0]["articles"][0]
    assert more["by_kind"] == {**plain["by_kind"], "motto": 1}


def test_a_broken_rule_file_is_named_with_its_place(juyao, write, out, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "motto.yaml").write_text("kind: motto\nrules:\n  - name: slogan\n    mtach: '口号'\n", encoding="utf-8")
    ran = juyao("build", write("综述.txt", ARTICLE), "-o", out, "--rules", own)
    assert (ran.code, ran.out) == (1, "")
    assert f"{own / 'motto.yaml'}:4:" in ran.err
    assert "mtach" in ran.err
    assert not out.exists()


# ---- stopping and failing ----

def test_ctrl_c_is_130_and_leaves_no_crumbs(tmp_path, write, out):
    """The build says that it waits for a run that holds the folder: it is under way when the signal comes."""
    source = write("期.txt", ARTICLE)
    before = sorted(tmp_path.iterdir())
    running = subprocess.Popen(
        [sys.executable, "-m", "cards", "build", str(source), "-o", str(out)], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    with locked(out), running:
        assert "waiting" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        printed, said = running.communicate(timeout=600)
    assert running.returncode == 130
    assert printed == ""
    assert said.strip() == "juyao: stopped; decks on disk are whole"
    assert sorted(tmp_path.iterdir()) == before


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the program from which a file of its own is missing: the stage that wants it raises what is a bug."""
    copy = tmp_path / "program"
    shutil.copytree(CHECKOUT / "cards", copy / "cards", ignore=shutil.ignore_patterns("*.pyc.*"))  # half written
    shutil.copytree(CHECKOUT / "rules", copy / "rules")
    (copy / "cards" / "anki" / "face" / "style.css").unlink()
    return copy


def run_broken(broken: Path, source: Path, out: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(broken), "XDG_CACHE_HOME": str(cache)}
    return subprocess.run([sys.executable, "-m", "cards", "build", str(source), "-o", str(out)], cwd=broken,
                          env=environment, capture_output=True, text=True)


def test_a_bug_is_3_with_one_line_and_a_log(broken, write, out, tmp_path, patterns):
    patterns(tmp_path / "cache")
    done = run_broken(broken, write("综述.txt", ARTICLE), out, tmp_path / "cache")
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    log = tmp_path / "cache" / "juyao" / "bug.log"
    assert str(log) in line
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "style.css" in text
    assert not out.exists()


def test_a_bug_without_a_place_for_the_log_prints_it(broken, write, out, tmp_path):
    (tmp_path / "cache").write_text("mine", encoding="utf-8")
    done = run_broken(broken, write("综述.txt", ARTICLE), out, tmp_path / "cache")
    assert done.returncode == 3
    assert "style.css" in done.stderr
    assert "bug in juyao" in done.stderr


def test_no_folder_for_the_cache_is_no_error(write, out, tmp_path):
    """Nothing is kept then; above all not in the shared folder for temporary files, which is anybody's to fill."""
    shared_folder = tmp_path / "tmp"
    shared_folder.mkdir()
    (tmp_path / "cache").write_text("mine", encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(shared_folder), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    source = write("综述.txt", ARTICLE)
    done = subprocess.run([sys.executable, "-m", "cards", "build", str(source), "-o", str(out)], env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert files(out)
    assert not files(shared_folder)


def test_a_reader_that_goes_away_is_no_error(sample, out):
    with subprocess.Popen([sys.executable, "-m", "cards", "build", str(sample), "-o", str(out)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")
    assert len(files(out)) == 5


def test_output_in_a_narrow_encoding_is_no_error(sample, out):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-m", "cards", "build", str(sample), "-o", str(out)], env=environment,
                          capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(files(out)) == 5
