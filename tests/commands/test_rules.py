"""A teacher writes a rule, sees why it hits, and trusts it: `juyao rules …`, `juyao explain`, rules of one's own."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from cards.commands.program import exit_code
from cards.rules.loading import BrokenRulesError, load_rules, shipped_rules
from tests.cases import notes_of


class Loader(yaml.SafeLoader):
    """YAML as editors read it: `on` and `off` are words."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool") or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
SHIPPED = sorted(path for path in shipped_rules().glob("*.yaml") if path.name != "weights.yaml")
DAY = r"""
  - name: {name}
    title: 会期
    match: '(?P<hide>\d{{4}}年\d+月\d+日)召开'
    examples:
      - {{text: 会议于2026年3月5日召开。, card: '会议于{{{{c1::2026年3月5日}}}}召开。'}}
      - {{text: 会议听取了汇报。, card: none}}
"""
MEETING = "rules:" + DAY.format(name="day")
ARTICLE = """云岭市人才工作会议综述

全市人才工作会议于2026年3月5日召开，会议部署了全年工作。

云岭科技大会于2026年4月8日召开，会上发布了成果。
"""
Folder = Callable[..., Path]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Run the command line in process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = exit_code([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def assert_one_line(ran: Ran, *words: str) -> None:
    """The user can mend it: exit code 1, and one line on stderr that holds `words`."""
    assert ran.code == 1, ran.err
    [line] = ran.err.splitlines()
    assert line.startswith("juyao: ")
    assert [word for word in words if word not in line] == [], line


def in_editor(text: str) -> Any:
    return yaml.load(text, Loader)


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """`folder({name: content})` is a new rule folder with these files."""
    def make(files: dict[str, str | bytes]) -> Path:
        made = tmp_path / f"rules-{len(list(tmp_path.iterdir()))}"
        made.mkdir()
        for name, content in files.items():
            put(made / name, content)
        return made
    return make


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return put(tmp_path / "sources" / "会.txt", ARTICLE)


def notes(out: Path) -> dict[str, tuple[str, str]]:
    """GUID → (text, tags) of the notes of the one bundle below `out`; key sentences, which any text has, apart."""
    [bundle] = [path for path in out.rglob("*.apkg") if path.stem == path.parent.name]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(zipfile.ZipFile(bundle).read("collection.anki2"))
        rows = connection.execute("select guid, flds, tags from notes").fetchall()
    return {guid: (fields.split("\x1f")[0], tags) for guid, fields, tags in rows if "举要::金句" not in tags}


def texts(out: Path) -> list[str]:
    """The cloze texts of the notes below `out`, without their markup."""
    return sorted(re.sub(r"<[^>]*>", "", text) for text, _ in notes(out).values())


# ---- rules check ----

def test_shipped_rules_are_all_good() -> None:
    ran = run("rules", "check")
    assert (ran.code, ran.err) == (0, "")
    told = re.fullmatch(r"(\d+) rules in (\d+) files, \d+ examples: all good\n", ran.out)
    assert told
    assert (int(told[1]), int(told[2])) == (len(run("rules", "list").out.splitlines()), len(SHIPPED))


def test_check_tells_every_fault_of_every_file_at_once(folder: Folder) -> None:
    own = folder({
        "keys.yaml": "labl: 我的\nrules:\n  - name: one\n    title: 一\n    mtach: 口号\n  - match: '\\d+件'\n",
        "malformed.yaml": "rules: [\n",
        "patterns.yaml": "define:\n  broken: '(件'\nrules:\n  - {name: two, title: 二, match: '{unti}'}\n"
                         "  - name: three\n    title: 三\n    match: '\\d+户'\n    unless:\n      - '第[户'\n",
        "more.yml": "rules: many\n",
        "latin.yaml": b"label: \xe4\xff\n",
        "lexicon/unit.txt": "件\n".encode("utf-16"),
    })
    ran = run("rules", "check", own)
    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err
    wanted = [f"{own / 'keys.yaml'}:1:1: unknown key “labl”, did you mean “label”?",
              f"{own / 'keys.yaml'}:5:5: keys.one: unknown key “mtach”, did you mean “match”?",
              f"{own / 'keys.yaml'}:6:5: the key “name” is missing",
              f"{own / 'keys.yaml'}:6:5: the key “title” is missing",
              f"{own / 'malformed.yaml'}:2:1: not valid YAML",
              f"{own / 'patterns.yaml'}:2:11: missing )",
              f"{own / 'patterns.yaml'}:4:34: patterns.two: {{unti}} is neither a piece nor a lexicon",
              f"{own / 'patterns.yaml'}:9:9: patterns.three: ",
              f"{own / 'more.yml'}:1:8: “rules”: found a text",
              f"{own / 'latin.yaml'}:1:1: the rule file is not UTF-8 text",
              f"{own / 'lexicon' / 'unit.txt'}:1:1: the lexicon is not UTF-8 text"]
    assert [each for each in wanted if each not in ran.err] == [], ran.err
    for line in ("mtach: 口号", "broken: '(件'", "- '第[户'"):
        assert f"\n    {line}" in ran.err


def test_check_tells_an_example_that_fails_beside_a_broken_file(folder: Folder) -> None:
    """Who mends the one must not find the other only then."""
    own = folder({"broken.yaml": "labl: 我的\n",
                  "wrong.yaml": MEETING.replace("card: none", "card: '会议{{c1::听取}}了汇报。'")})
    ran = run("rules", "check", own)
    assert ran.code == 1
    assert f"{own / 'broken.yaml'}:1:1: " in ran.err
    assert re.search(rf"{re.escape(str(own / 'wrong.yaml'))}:7:\d+: wrong\.day: an example does not hold", ran.err)


THIN = r"""
rules:
  - {name: nothing, title: 户, match: '\d+户'}
  - {name: hit, title: 户, match: '\d+户', examples: [{text: 共12户。, card: '共{{c1::12户}}。'}]}
  - {name: miss, title: 户, match: '\d+户', examples: [{text: 共若干户。, card: none}]}
  - name: wrong
    title: 户
    match: '\d+户'
    examples:
      - {text: 共12户。, card: '共{{c1::12户}}。'}
      - {text: 共13户。, card: none}
      - {text: 共若干户。, card: '共{{c1::若干户}}。'}
      - {text: 共若干户。, card: none}
"""


@pytest.fixture(scope="module")
def thin(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What `rules check` says of THIN, each line from the number of the file's line on."""
    own = put(tmp_path_factory.mktemp("thin") / "own.yaml", THIN)
    ran = run("rules", "check", own.parent)
    assert (ran.code, ran.out) == (1, "")
    return [line.removeprefix(f"{own}:") for line in ran.err.splitlines() if line.startswith(f"{own}:")]


@pytest.mark.parametrize("told", [
    r"3:\d+: own\.nothing: has no example that hits", r"3:\d+: own\.nothing: has no example that must not hit",
    r"4:\d+: own\.hit: has no example that must not hit", r"5:\d+: own\.miss: has no example that hits",
    r"11:\d+: own\.wrong: .*expected none; got 共\{\{c1::13户\}\}。",
    r"12:\d+: own\.wrong: .*expected 共\{\{c1::若干户\}\}。; got none",
], ids=["no hit", "no miss", "a hit alone", "a miss alone", "a miss that hits", "a hit that misses"])
def test_rule_without_examples_that_show_it_is_a_fault(told: str, thin: list[str]) -> None:
    assert len([line for line in thin if re.match(told, line)]) == 1, thin


def test_rule_is_blamed_for_nothing_else(thin: list[str]) -> None:
    assert len(thin) == 6


def test_check_of_no_folder_is_one_line(tmp_path: Path) -> None:
    assert_one_line(run("rules", "check", tmp_path / "没有"), str(tmp_path / "没有"))


@pytest.mark.usefixtures("hasty")
def test_example_that_runs_out_of_time_does_not_hold(folder: Folder) -> None:
    """A miss that is one only because the pattern was stopped says nothing about the rule."""
    own = folder({"own.yaml": "rules:\n  - name: slow\n    title: 慢\n    match: '(?P<hide>(a+)+)[^a！]'\n"
                              "    examples:\n"
                              "      - {text: 编号为a。, card: '编号为{{c1::a}}。'}\n"
                              f"      - {{text: 编号为{'a' * 3000}！, card: none}}\n"})
    ran = run("rules", "check", own)
    assert ran.code == 1, ran.out
    assert "own.slow" in ran.err
    assert "ran longer than" in ran.err


# ---- rules test ----

def test_all_examples_of_all_rules_hold() -> None:
    ran = run("rules", "test")
    count = sum(int(row[2]) for row in listed())
    assert (ran.code, ran.out, ran.err) == (0, f"{count} of {count} examples hold\n", "")


def test_examples_of_a_rule_that_is_off_are_run_too(folder: Folder) -> None:
    own = folder({"meeting.yaml": MEETING.replace("  - name: day\n", "  - name: day\n    off: true\n", 1)})
    [(rule_id, count)] = [(row[1], row[2]) for row in listed("--rules", own) if row[0] == "off"]
    assert run("rules", "test", rule_id, "--rules", own).out.endswith(f"{count} of {count} examples hold\n")


def test_examples_of_the_rules_named_are_told_one_by_one() -> None:
    ran = run("rules", "test", "statistic.percent", "tidy.and_for_han")
    counts = {rule_id: int(count) for _, rule_id, count, *_ in listed()}
    assert ran.code == 0
    *told, summary = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    assert [line.split()[:2] for line in told] == [["ok", rule_id] for rule_id in ("statistic.percent",
                                                                                  "tidy.and_for_han")
                                                   for _ in range(counts[rule_id])]
    assert summary == f"{len(told)} of {len(told)} examples hold"


@pytest.mark.parametrize(("rule_id", "near"), [("statistic.percnt", "statistic.percent"),
                                               ("statistics.amount", "statistic.amount")])
def test_unknown_id_is_one_line_with_near_ones(rule_id: str, near: str) -> None:
    ran = run("rules", "test", rule_id)
    assert ran.out == ""
    assert_one_line(ran, rule_id, "did you mean", near)


def test_failing_example_shows_a_diff(folder: Folder) -> None:
    own = folder({"own.yaml": MEETING.replace("c1::2026年3月5日", "c1::3月5日")})
    ran = run("rules", "test", "own.day", "--rules", own)
    assert_one_line(ran, "own.day")
    assert ran.out.startswith("FAIL own.day (line 6): 会议于2026年3月5日召开。\n")
    assert "- 会议于{{c1::3月5日}}召开。" in ran.out
    assert "+ 会议于{{c1::2026年3月5日}}召开。" in ran.out
    assert "ok   own.day (line 7): 会议听取了汇报。" in ran.out
    assert ran.out.endswith("1 of 2 examples hold\n")


# ---- rules list ----

def listed(*options: object) -> list[list[str]]:
    """The rows of `rules list`: on or off, id, number of examples, file, title."""
    ran = run("rules", "list", *options)
    assert (ran.code, ran.err) == (0, "")
    return [line.split(maxsplit=4) for line in ran.out.splitlines()]


def test_list_has_every_rule_once() -> None:
    wanted = []
    for path in SHIPPED:
        for rule in in_editor(path.read_text(encoding="utf-8"))["rules"]:
            state = "off" if rule.get("off") else "exp" if rule.get("status") == "experimental" else "on"
            wanted.append([state, f"{path.stem}.{rule['name']}", str(len(rule["examples"])), path.name, rule["title"]])
    assert sorted(listed()) == sorted(wanted)


def test_list_shows_what_is_switched_off_and_what_is_new(folder: Folder) -> None:
    own = folder({"statistic.yaml": "rules:\n  - {name: percent, off: true}\n", "meeting.yaml": MEETING})
    rows = {row[1]: row for row in listed("--rules", own)}
    assert rows["statistic.percent"][0] == "off"
    assert rows["statistic.amount"][0] == "on"
    assert rows["meeting.day"] == ["on", "meeting.day", "2", "meeting.yaml", "会期"]


# ---- rules schema ----

@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    printed = json.loads(run("rules", "schema").out)
    Draft202012Validator.check_schema(printed)
    return Draft202012Validator(printed)


def test_schema_is_the_file_that_is_shipped(schema: Draft202012Validator) -> None:
    assert schema.schema == json.loads((shipped_rules() / "schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_is_accepted_by_the_schema_it_names(path: Path, schema: Draft202012Validator) -> None:
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (path.parent / named[1]).resolve() == shipped_rules() / "schema.json"
    assert [error.message for error in schema.iter_errors(in_editor(rest))] == []


REFUSED = {
    "file": "labl: 我的",
    "select": "select: {per_thousnd: 2}",
    "rule": "rules: [{name: a, title: 一, match: x, weigt: 2}]",
    "list": "rules: [{name: a, title: 一, list: {item: '(?P<head>x)', lest: 2}}]",
    "split": "rules: [{name: a, title: 一, split: {match: '(?P<items>x)', at: 、, drp: y}}]",
    "example": "rules: [{name: a, title: 一, match: x, examples: [{text: x, card: none, crad: none}]}]",
    "choice": "rules: [{name: a, title: 一, match: x, in: page}]",
    "two_ways": "rules: [{name: a, title: 一, match: x, list: {item: '(?P<head>x)'}}]",
    "no_way": "rules: [{name: a, title: 一}]",
    "no_name": "rules: [{title: 一, match: x}]",
    "no_list": "rules: many",
}
ACCEPTED = {
    "switched_off": "rules: [{name: percent, off: true}]",
    "no_rules": "rules: []",
    "only_pieces": "define: {number: '[甲乙]+'}",
    "numbers_for_texts": "rules: [{name: a, title: 2026, match: x, weight: 2, tags: [1, 二]}]",
    "one_for_a_list": "rules: [{name: a, title: 一, match: '[a]', unless: x, formerly: statistic.a, off: true}]",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_schema_refuses(text: str, schema: Draft202012Validator) -> None:
    assert not schema.is_valid(in_editor(text))


def test_program_refuses_what_the_schema_refuses(folder: Folder) -> None:
    own = folder({f"{name}.yaml": text for name, text in REFUSED.items()})
    ran = run("rules", "list", "--rules", own)
    assert ran.code == 1
    assert [name for name in REFUSED if f"{own / name}.yaml:1:" not in ran.err] == []


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_schema_accepts(text: str, schema: Draft202012Validator) -> None:
    assert [error.message for error in schema.iter_errors(in_editor(text))] == []


def test_program_accepts_what_the_schema_accepts(folder: Folder) -> None:
    folders = [folder({"statistic.yaml": text}) for text in ACCEPTED.values()]
    ran = run("rules", "list", *(option for own in folders for option in ("--rules", own)))
    assert (ran.code, ran.err) == (0, "")


# ---- rules new ----

def test_skeleton_passes_check_as_it_is_written(tmp_path: Path, schema: Draft202012Validator) -> None:
    own = tmp_path / "my" / "own"
    printed = run("rules", "new", "meeting.day")
    assert (printed.code, printed.err) == (0, "")
    assert list(tmp_path.iterdir()) == []
    assert run("rules", "new", "meeting.day", "--rules", own).code == 0
    assert (own / "meeting.yaml").read_text(encoding="utf-8") == printed.out
    assert schema.is_valid(in_editor(printed.out))
    assert run("rules", "new", "visit.day", "--rules", own).code == 0
    assert run("rules", "check", own).code == 0


def test_second_rule_goes_into_the_same_file(tmp_path: Path) -> None:
    for name in ("day", "place"):
        assert run("rules", "new", f"meeting.{name}", "--rules", tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["meeting.yaml", "schema.json"]
    assert [row[1] for row in listed("--rules", tmp_path) if row[3] == "meeting.yaml"] == ["meeting.day",
                                                                                          "meeting.place"]


def test_what_new_says_to_do_next_works(tmp_path: Path) -> None:
    said = run("rules", "new", "meeting.day", "--rules", tmp_path / "own").out
    after = run(*said.split("juyao ")[1].split())
    assert (after.code, after.out.splitlines()[-1]) == (0, "2 of 2 examples hold")


@pytest.mark.parametrize("text", [
    MEETING,
    "rules:\n  - {name: day, title: 会期, match: '\\d+日'}\n",
    "rules:\n  - title: 会期\n    name: 'day'\n    match: '\\d+日'\n",
], ids=["block", "flow", "quoted"])
def test_new_refuses_an_existing_rule(text: str, folder: Folder) -> None:
    own = folder({"meeting.yaml": text})
    assert_one_line(run("rules", "new", "meeting.day", "--rules", own), str(own / "meeting.yaml"), "day")
    assert (own / "meeting.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("rule_id", ["meeting", "meeting.", ".day", "会议.日期", "../meeting.day", "meeting.day.one",
                                     "meet-ing.day", "meeting.d y", "", "Meeting.Day"])
def test_new_refuses_an_id_that_is_none(rule_id: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for options in ((), ("--rules", own)):
        ran = run("rules", "new", rule_id, *options)
        assert ran.out == ""
        assert_one_line(ran, rule_id, "meeting.day")
    assert not own.exists()


@pytest.mark.parametrize("text", [
    MEETING.replace("day", "first").rstrip("\n"),
    MEETING.replace("day", "first").replace("\n", "\r\n"),
    "define:\n  verb: 召开|举行\n" + MEETING.replace("day", "first") + "\n# 以下待写\n",
], ids=["no newline at the end", "Windows newlines", "pieces before, a comment behind"])
def test_new_goes_to_the_end_of_a_file_that_ends_with_its_rules(text: str, folder: Folder) -> None:
    own = folder({"meeting.yaml": text})
    assert run("rules", "new", "meeting.day", "--rules", own).code == 0
    assert [row[1] for row in listed("--rules", own) if row[3] == "meeting.yaml"] == ["meeting.first", "meeting.day"]


@pytest.mark.parametrize("text", [
    "# 会议\n",
    "define:\n  verb: 召开|举行\n",
    MEETING.replace("day", "first") + "label: 会议\n",
    re.sub("^  ", "", MEETING.replace("day", "first"), flags=re.MULTILINE),
    "rules: []\n",
    MEETING.replace("day", "first") + "...\n",
], ids=["only a comment", "only pieces", "rules in the middle", "not indented", "an empty list", "an end mark"])
def test_new_leaves_a_file_of_another_shape_and_says_what_to_do(text: str, folder: Folder) -> None:
    own = folder({"meeting.yaml": text})
    ran = run("rules", "new", "meeting.day", "--rules", own)
    assert_one_line(ran, str(own / "meeting.yaml"), "put in yourself", "juyao rules new meeting.day")
    assert (own / "meeting.yaml").read_bytes() == text.encode()


@pytest.mark.parametrize("spoil", [
    lambda path: path.write_bytes("# 会议\n".encode("gb18030")),
    lambda path: path.mkdir(),
], ids=["not UTF-8", "a folder"])
def test_new_in_a_file_that_cannot_be_read_is_one_line(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    spoil(tmp_path / "meeting.yaml")
    assert_one_line(run("rules", "new", "meeting.day", "--rules", tmp_path), str(tmp_path / "meeting.yaml"))


@pytest.mark.parametrize("file", ["statistic", "measure", "key_sentence", "tidy", "quantity"])
def test_new_rule_of_a_shipped_kind_leaves_that_kind_as_it_is(file: str, tmp_path: Path) -> None:
    """Its label is on every card of the kind that learners have."""
    assert run("rules", "new", f"{file}.staff", "--rules", tmp_path).code == 0
    ran = run("rules", "check", tmp_path)
    assert ran.code == 0, ran.err
    assert load_rules([tmp_path]).kinds[file].label == load_rules().kinds[file].label


def test_new_rule_with_a_shipped_id_is_a_copy_to_change(tmp_path: Path) -> None:
    assert run("rules", "new", "measure.ordinal", "--rules", tmp_path).code == 0
    assert run("rules", "check", tmp_path).code == 0
    rows = {row[1]: row for row in listed("--rules", tmp_path)}
    assert rows == {row[1]: row for row in listed()}
    [rule] = in_editor((tmp_path / "measure.yaml").read_text(encoding="utf-8"))["rules"]
    shipped = in_editor((shipped_rules() / "measure.yaml").read_text(encoding="utf-8"))["rules"]
    assert rule == next(each for each in shipped if each["name"] == "ordinal")


def test_new_outline_rule_that_reading_would_not_ask_for(tmp_path: Path) -> None:
    assert_one_line(run("rules", "new", "outline.heding", "--rules", tmp_path), "outline", "juyao rules list")
    assert list(tmp_path.iterdir()) == []


def test_new_rule_file_is_known_to_editors(tmp_path: Path, schema: Draft202012Validator) -> None:
    assert run("rules", "new", "meeting.day", "--rules", tmp_path).code == 0
    first = (tmp_path / "meeting.yaml").read_text(encoding="utf-8").split("\n", 1)[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert json.loads((tmp_path / named[1]).read_text(encoding="utf-8")) == schema.schema


# ---- explain ----

FAUNA = r"""
label: 动物
rules:
  - name: geese
    title: 白鹅
    match: '(?P<hide>\d+只)白鹅'
    unless: '第\d+只'
    weight: 3
  - name: birds
    title: 鸟
    match: '(?P<hide>\d+只)[^，。]'
"""
SAYING = r"""
label: 比方
select: {per_thousand: 1, least: 2, shortest: 4}
rules:
  - {name: likened, title: 好比, match: '好比(?P<hide>[^，。]+)', weight: 4}
  - {name: like, title: 像, match: '好像(?P<hide>[^，。]+)', weight: 3}
  - {name: as_if, title: 似, match: '酷似(?P<hide>[^，。]+)', weight: 1}
"""
WETLAND = """青溪湿地见闻

青溪县今年放养12只白鹅。第5只白鹅在雨天走失。

湿地好比镜子，映着蓝天和白云的影子。芦苇好像屏障，挡住从北边来的大风。晨雾酷似面纱，遮住对岸的远山和村庄。

老人在岸边慢慢散步。
"""


@dataclass(frozen=True)
class Wetland:
    """A source with rules of its own, and how each of its sentences is explained: place and lines, by sentence."""

    source: Path
    rules: Path
    explained: dict[str, tuple[str, list[str]]]


def blocks(out: str) -> dict[str, tuple[str, list[str]]]:
    found = {}
    for block in out.strip().split("\n\n"):
        heading, *lines = block.split("\n")
        place, sentence = heading.split(": ", 1)
        found[sentence] = (place, [line.strip() for line in lines])
    return found


@pytest.fixture(scope="module")
def wetland(tmp_path_factory: pytest.TempPathFactory) -> Wetland:
    base = tmp_path_factory.mktemp("wetland")
    source = put(base / "湿地.txt", WETLAND)
    put(base / "rules" / "fauna.yaml", FAUNA)
    put(base / "rules" / "saying.yaml", SAYING)
    put(base / "rules" / "key_sentence.yaml", "rules:\n  - {name: any, off: true}\n")
    put(base / "rules" / "measure.yaml", "rules:\n  - {name: paragraphs_clause, off: true}\n")
    ran = run("explain", source, "--rules", base / "rules")
    assert (ran.code, ran.err) == (0, "")
    return Wetland(source, base / "rules", blocks(ran.out))


@pytest.mark.parametrize(("sentence", "told"), [
    ("青溪县今年放养12只白鹅。", r"\+ fauna\.geese: 12只"),
    ("青溪县今年放养12只白鹅。", r"- fauna\.birds: 12只 — outweighed by fauna\.geese"),
    ("第5只白鹅在雨天走失。", r"~ fauna\.geese: 5只 — near miss: barred by unless 第\\d\+只"),
    ("第5只白鹅在雨天走失。", r"\+ fauna\.birds: 5只"),
    ("湿地好比镜子，映着蓝天和白云的影子。", r"\+ saying\.likened: 镜子 — worth [\d.]+"),
    ("芦苇好像屏障，挡住从北边来的大风。", r"- saying\.like: 屏障 — budget .*"),
    ("晨雾酷似面纱，遮住对岸的远山和村庄。", r"- saying\.as_if: 面纱 — score .* less than 2"),
], ids=["kept", "outweighed", "near miss", "kept beside a near miss", "selected", "budget", "score"])
def test_explain_says_what_became_of_each_finding(sentence: str, told: str, wetland: Wetland) -> None:
    assert any(re.fullmatch(told, line) for line in wetland.explained[sentence][1]), wetland.explained[sentence]


def test_explain_leaves_out_sentences_without_findings(wetland: Wetland) -> None:
    assert "老人在岸边慢慢散步。" not in wetland.explained


def test_explain_tells_where_a_sentence_stands(wetland: Wetland) -> None:
    lines = WETLAND.splitlines()
    for sentence, (place, _) in wetland.explained.items():
        assert place.startswith("article 1, ")
        assert sentence in lines[int(place.rsplit("line ", 1)[1]) - 1]


def test_explain_one_rule(wetland: Wetland) -> None:
    ran = run("explain", wetland.source, "--rules", wetland.rules, "--rule", "fauna.birds")
    assert ran.code == 0
    assert {sentence: lines for sentence, (_, lines) in blocks(ran.out).items()} == {
        "青溪县今年放养12只白鹅。": ["- fauna.birds: 12只 — outweighed by fauna.geese"],
        "第5只白鹅在雨天走失。": ["+ fauna.birds: 5只"]}


def test_explain_one_sentence_without_a_finding(wetland: Wetland) -> None:
    ran = run("explain", wetland.source, "--rules", wetland.rules, "--sentence", "散步")
    assert ran.code == 0
    [(sentence, (_, lines))] = blocks(ran.out).items()
    assert (sentence, lines) == ("老人在岸边慢慢散步。", ["no rule matched"])


@pytest.mark.parametrize(("options", "words"), [
    (("--rule", "fauna.gese"), ("fauna.gese", "did you mean fauna.geese")),
    (("--rule", "statistic.percent"), ("湿地.txt", "statistic.percent matched nothing")),
    (("--sentence", "大雪"), ("湿地.txt", "no sentence holds “大雪”")),
], ids=["unknown rule", "a rule that matched nothing", "no such sentence"])
def test_explain_that_has_nothing_to_show_is_one_line(options: tuple[str, ...], words: tuple[str, ...],
                                                      wetland: Wetland) -> None:
    ran = run("explain", wetland.source, "--rules", wetland.rules, *options)
    assert ran.out == ""
    assert_one_line(ran, *words)


@pytest.fixture
def survey(tmp_path: Path) -> Callable[..., list[str]]:
    """`survey(rule, sentence)`: what explain says below the one sentence of a text that holds `sentence`."""
    source = put(tmp_path / "综述.txt", "云岭市人才工作综述\n\n一、主要做法\n\n"
                                        "全市出台两项措施：第一，完善规划。第二，落实责任。\n\n云岭人才大会拟于2026年5月8日举行，白鹭洲论坛同期召开。\n")
    own = put(tmp_path / "own" / "meeting.yaml", MEETING + r"""
  - {name: rare, title: 罕, needs: [天鹅, 大雁], match: '\d+只'}
  - {name: steps, title: 步, in: paragraph, list: {item: '第[一二]，(?P<head>[^。]+)', least: 3}}
  - {name: gone, title: 停, match: '论坛', off: true}
""").parent

    def told(rule: str, sentence: str) -> list[str]:
        ran = run("explain", source, "--rules", own, *(["--rule", rule] if rule else []), "--sentence", sentence)
        assert (ran.code, ran.err) == (0, "")
        [(_, lines)] = blocks(ran.out).values()
        return lines
    return told


@pytest.mark.parametrize(("rule", "sentence", "words"), [
    ("meeting.day", "大会", ("matches as far as", "2026年5月8日", "does not follow: 召开")),
    ("meeting.day", "完善规划", ("first part of its pattern", "(?P<hide>")),
    ("meeting.rare", "大会", ("needs", "天鹅, 大雁")),
    ("meeting.steps", "完善规划", ("第一，完善规划", "no whole list", "least")),
    ("meeting.gone", "论坛", ("switched off",)),
    ("meeting.day", "主要做法", ("read as a heading",)),
    ("", "主要做法", ("read as a heading",)),
], ids=["part of it matches", "nothing matches", "needs", "a list too short", "off", "a heading",
        "a heading, any rule"])
def test_explain_says_why_there_is_no_card(rule: str, sentence: str, words: tuple[str, ...],
                                           survey: Callable[..., list[str]]) -> None:
    [line] = survey(rule, sentence)
    assert [word for word in words if word not in line] == [], line


def test_explain_tells_an_item_at_its_own_sentence(survey: Callable[..., list[str]]) -> None:
    assert "+ measure.ordinal: 落实责任 (item 2)" in survey("", "落实责任")


def test_explain_takes_the_rules_of_the_deck_library(source: Path, tmp_path: Path) -> None:
    put(tmp_path / "library" / "rules" / "meeting.yaml", MEETING)
    ran = run("explain", source, "-o", tmp_path / "library", "--rule", "meeting.day")
    assert (ran.code, ran.out.count("+ meeting.day: ")) == (0, 2)


def test_explain_marks_a_finding_whose_card_failed_its_check(tmp_path: Path) -> None:
    own = put(tmp_path / "own" / "own.yaml", "rules:\n  - {name: bird, title: 鸟, match: 白鹭}\n").parent
    source = put(tmp_path / "湿地.txt", "青溪湿地见闻\n\n老人在岸边慢慢散步。白鹭飞。\n")
    lines = run("explain", source, "--rules", own, "--rule", "own.bird").out.splitlines()
    assert "  ! own.bird: 白鹭 — its card was not written: nothing left to read" in lines
    assert not any(line.startswith("  +") for line in lines)


def test_explain_knows_every_rule_that_is_listed(wetland: Wetland) -> None:
    ran = run("explain", wetland.source, "--rule", "quantity.amount")
    assert "no rule is called" not in ran.err


def test_explain_shows_a_failed_check_at_its_own_sentence(tmp_path: Path) -> None:
    own = put(tmp_path / "own" / "own.yaml", "rules:\n  - {name: all, title: 全句, match: '.*白鹭.*'}\n").parent
    source = put(tmp_path / "湿地.txt", "青溪湿地见闻\n\n老人在岸边慢慢散步。白鹭飞。孩子们在堤上放风筝。\n")
    found = {sentence: lines for sentence, (_, lines) in
             blocks(run("explain", source, "--rules", own, "--sentence", "。").out).items()}
    assert any("was not written" in line for line in found["白鹭飞。"])
    assert not any("was not written" in line for line in found["老人在岸边慢慢散步。"])


# ---- build: rules of one's own ----

def test_rules_of_a_deck_library_are_used(source: Path, tmp_path: Path) -> None:
    put(tmp_path / "library" / "rules" / "meeting.yaml", MEETING)
    ran = run("build", source, "-o", tmp_path / "library")
    assert ran.code == 0
    assert "matched nothing" not in ran.out
    assert texts(tmp_path / "library") == ["云岭科技大会于{{c1::2026年4月8日}}召开，会上发布了成果。",
                                           "全市人才工作会议于{{c1::2026年3月5日}}召开，会议部署了全年工作。"]


def test_rules_named_have_their_way_over_those_of_the_library(source: Path, folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "library"
    put(out / "rules" / "meeting.yaml", MEETING)
    own = folder({"meeting.yaml": MEETING.replace("    match:", "    hint: 哪一天\n    match:")})
    assert run("build", source, "-o", out, "--rules", own).code == 0
    assert [text for text in texts(out) if "::哪一天}}" not in text] == []


def test_broken_rules_of_a_library_stop_the_build_and_harm_no_deck(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "library"
    rules = put(out / "rules" / "meeting.yaml", MEETING)
    assert run("build", source, "-o", out).code == 0
    before = notes(out)
    rules.write_text(MEETING.replace("match:", "mtach:"), encoding="utf-8")
    ran = run("build", source, "-o", out)
    assert (ran.code, ran.out) == (1, "")
    assert f"{rules}:4:5: meeting.day: unknown key “mtach”" in ran.err
    assert notes(out) == before


def test_unused_lists_what_matched_nothing(source: Path, folder: Folder, tmp_path: Path) -> None:
    unless = "    unless: ['第二次', '举行', '2026年4月8日']\n"
    own = folder({"meeting.yaml": MEETING.replace("    match:", f"{unless}    match:"),
                  "city.yaml": "rules:\n  - {name: place, title: 地方, match: '{town}'}\n"
                               "  - {name: swans, title: 天鹅, match: '{bird}\\d+只'}\n",
                  "lexicon/town.txt": "云岭\n白桦镇\n", "lexicon/bird.txt": "天鹅\n"})
    ran = run("build", source, "-o", tmp_path / "out", "--rules", own, "--unused", "--json")
    assert ran.code == 0, ran.err
    unused = json.loads(ran.out)["unused"]
    assert [each for each in unused["rules"] if each.split(".")[0] in ("meeting", "city")] == ["city.swans"]
    assert [each for each in unused["unless"] if each[0] == "meeting.day"] == [["meeting.day", "第二次"],
                                                                              ["meeting.day", "举行"]]
    assert (unused["lexicon"]["town"], unused["lexicon"]["bird"]) == (["白桦镇"], ["天鹅"])

    lines = run("build", source, "-o", tmp_path / "out", "--rules", own, "--unused").out.splitlines()
    [rules] = [line for line in lines if line.startswith("rules that matched nothing: ")]
    assert "city.swans" in rules.split(": ")[1].split(", ")
    assert "meeting.day" not in rules.split(": ")[1].split(", ")
    assert "  meeting.day: unless 举行" in lines
    assert "  meeting.day: unless 2026年4月8日" not in lines
    assert "  town: 白桦镇" in lines


def test_what_of_a_rule_folder_is_not_read_is_one_line(source: Path, folder: Folder, tmp_path: Path) -> None:
    own = folder({"meeting.yaml": MEETING, "more.yaml.txt": MEETING, "lexicon/unti.txt": "白鹭洲\n"})
    checked = run("rules", "check", own)
    built = run("build", source, "-o", tmp_path / "out", "--rules", own)
    assert (checked.code, built.code) == (0, 0)
    for said in (checked.out, built.err):
        [stranger] = [line for line in said.splitlines() if "more.yaml.txt" in line]
        assert str(own) in stranger
        [lexicon] = [line for line in said.splitlines() if "unti.txt" in line]
        assert "does nothing" in lexicon


def test_setting_that_replaces_a_shipped_pattern_is_noted_by_check(folder: Folder) -> None:
    own = folder({"key_sentence.yaml": "select: {never: 高度重视}\n"})
    *_, line = run("rules", "check", own).out.splitlines()
    assert line.startswith(f"{own / 'key_sentence.yaml'}:1: note: `never` replaces")


# ---- formerly ----

def renamed(file: str) -> dict[str, str | bytes]:
    return {file: MEETING.replace("name: day", "name: held\n    formerly: [meeting.day]")}


@pytest.mark.parametrize("file", ["meeting.yaml", "event.yaml"], ids=["in its file", "into another file"])
def test_renamed_rule_keeps_the_identity_of_its_cards(file: str, source: Path, folder: Folder, tmp_path: Path) -> None:
    for out, own in (("before", {"meeting.yaml": MEETING}), ("after", renamed(file))):
        assert run("build", source, "-o", tmp_path / out, "--rules", folder(own)).code == 0
    before, after = notes(tmp_path / "before"), notes(tmp_path / "after")
    assert len(before) == 2
    assert set(after) == set(before)
    assert all(f"规则::{Path(file).stem}.held" in tags for _, tags in after.values())


def test_renamed_rule_leaves_its_identity_to_a_rule_that_stayed(source: Path, folder: Folder, tmp_path: Path) -> None:
    """Both make a card of the same sentence: the note of the old kind keeps its history, the other is a new one."""
    stays = DAY.format(name="date")
    both = folder({"meeting.yaml": f"rules:{DAY.format(name='day')}{stays}"})
    assert run("build", source, "-o", tmp_path / "before", "--rules", both).code == 0
    moved = renamed("event.yaml") | {"meeting.yaml": f"rules:{stays}"}
    ran = run("build", source, "-o", tmp_path / "after", "--rules", folder(moved))
    assert ran.code == 0, ran.err
    before, after = notes(tmp_path / "before"), notes(tmp_path / "after")
    assert (len(before), len(after)) == (2, 4)
    kept = {tags for guid, (_, tags) in after.items() if guid in before}
    assert len(kept) >= 1
    assert all("规则::meeting.date" in tags for tags in kept)


def test_shipped_rule_moved_into_a_file_of_ones_own_is_switched_off_by_its_id(folder: Folder) -> None:
    own = folder({"own.yaml": "rules:\n  - {name: share, title: 比重, match: '\\d+%', formerly: statistic.percent}\n",
                  "statistic.yaml": "rules:\n  - {name: percent, off: true}\n"})
    states = {row[1]: row[0] for row in listed("--rules", own)}
    assert (states["statistic.percent"], states["own.share"]) == ("off", "on")


def test_check_says_what_the_folder_itself_holds(folder: Folder) -> None:
    own, empty = folder({"meeting.yaml": MEETING}), folder({"meeting.YAML.bak": MEETING})
    assert run("rules", "check", own).out.splitlines()[1] == f"of these in {own}: 1 of the rules, 2 examples"
    assert run("rules", "check", empty).out.splitlines()[1] == f"of these in {empty}: 0 of the rules, 0 examples"


def test_check_tells_a_shipped_piece_that_gets_another_meaning(folder: Folder) -> None:
    own = folder({"own.yaml": "define:\n  day: '\\d+日'\n  dash: '(?:-|—|–|~|～|至|到|比)'\n"})
    *_, line = run("rules", "check", own).out.splitlines()
    assert line == f"{own / 'own.yaml'}:3: note: {{dash}} of quantity.yaml now means this in the shipped rules too"


def test_renamed_rule_is_found_by_its_former_id(folder: Folder) -> None:
    ran = run("rules", "test", "meeting.day", "--rules", folder(renamed("meeting.yaml")))
    assert ran.code == 0
    assert re.findall(r"^ok +(\S+)", ran.out, re.MULTILINE) == ["meeting.held"] * 2


def test_renamed_rule_is_switched_off_and_replaced_by_its_former_id(folder: Folder) -> None:
    later = folder(renamed("meeting.yaml"))
    off = folder({"meeting.yaml": "rules:\n  - {name: day, off: true}\n"})
    assert [row[:2] for row in listed("--rules", later, "--rules", off) if row[3] == "meeting.yaml"] \
        == [["off", "meeting.held"]]
    other = folder({"meeting.yaml": MEETING.replace("会期", "开会的日子")})
    assert [(row[1], row[4]) for row in listed("--rules", later, "--rules", other) if row[3] == "meeting.yaml"] \
        == [("meeting.held", "开会的日子")]


# ---- patterns that run for ever ----

SLOW = r"""
rules:
  - {name: match, title: 慢, match: '(a+)+$'}
  - {name: unless, title: 慢, match: '编号', unless: '(a+)+$'}
  - {name: split, title: 慢, split: {match: '(?P<items>编号.+)', at: '(a+)+$'}}
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return put(tmp_path / "sources" / "慢.txt", f"{ARTICLE}\n编号为{'a' * 4000}，件数为12。\n")


@pytest.mark.usefixtures("hasty")
def test_patterns_that_run_for_ever_are_left_out_and_named(hostile: Path, folder: Folder, tmp_path: Path) -> None:
    own = folder({"meeting.yaml": MEETING, "slow.yaml": SLOW})
    ran = run("build", hostile, "-o", tmp_path / "out", "--rules", own)
    assert ran.code == 1, ran.err
    for name, pattern in (("match", "(a+)+$"), ("unless", "(a+)+$"), ("split", "(a+)+$")):
        [line] = [line for line in (ran.out + ran.err).splitlines() if f"slow.{name}" in line]
        assert pattern in line
        assert "aaaa" in line
    assert sum("{{c1::2026年" in text for text in texts(tmp_path / "out")) == 2


@pytest.mark.parametrize(("name", "text"), [
    ("tidy", "rules:\n  - {name: hang, title: 慢, match: '(a+)+$', replace: b}\n"),
    ("outline", "rules:\n  - {name: remark, title: 慢, match: '(a+)+$'}\n"),
], ids=["tidy", "outline"])
@pytest.mark.usefixtures("hasty")
def test_reading_rule_that_runs_for_ever_is_left_out_and_named(name: str, text: str, hostile: Path, folder: Folder,
                                                               tmp_path: Path) -> None:
    own = folder({"meeting.yaml": MEETING, f"{name}.yaml": text})
    ran = run("build", hostile, "-o", tmp_path / "out", "--rules", own)
    assert ran.code == 1
    assert f"{name}.{in_editor(text)['rules'][0]['name']}" in ran.out + ran.err
    assert "(a+)+$" in ran.out + ran.err
    assert sum("{{c1::2026年" in text for text in texts(tmp_path / "out")) == 2


@pytest.mark.usefixtures("hasty")
def test_pattern_that_is_slow_in_every_sentence_is_left_out(source: Path, folder: Folder, tmp_path: Path) -> None:
    """None of its searches takes the time that one has; all together would take ten times as long as they may."""
    slow = put(tmp_path / "sources" / "慢.txt", ARTICLE + "\n" + f"编号{'a' * 24}。\n" * 200)
    own = folder({"meeting.yaml": MEETING,
                  "slow.yaml": "rules:\n  - {name: slow, title: 慢, match: '(?:a|aa)+[^a收是，。]'}\n"})
    ran = run("build", slow, "-o", tmp_path / "out", "--rules", own)
    assert ran.code == 1
    assert "the rule slow.slow was left out: the pattern (?:a|aa)+[^a收是，。] ran longer than" in ran.out
    assert sum("{{c1::2026年" in text for text in texts(tmp_path / "out")) == 2


@pytest.mark.parametrize("setting", ["leaning", "carry", "stated", "open_end"])
@pytest.mark.usefixtures("hasty")
def test_setting_whose_pattern_runs_for_ever_is_left_out(setting: str, folder: Folder, tmp_path: Path) -> None:
    slow = put(tmp_path / "sources" / "慢.txt",
               f"{ARTICLE}\n{'a' * 60}收信7件。{'a' * 60}，一是全年集中受理办件12件；二是接访8次{'a' * 60}。\n")
    own = folder({"own.yaml": f"show: clauses\n{setting}: '(?:a|aa)+[^a收是，。]'\nrules:\n"
                              "  - {name: amount, title: 件, match: '\\d+件'}\n"
                              "  - {name: steps, title: 步, list: {item: '[一二]是(?P<head>[^；。]+)'}}\n"})
    ran = run("build", slow, "-o", tmp_path / "out", "--rules", own)
    assert ran.code == 1
    [line] = [line for line in ran.out.splitlines() if "was left out" in line]
    assert f"`{setting}`" in line
    assert "(?:a|aa)+[^a收是，。]" in line
    assert any("{{c1::12件}}" in text for text in texts(tmp_path / "out"))
    assert any("{{c1::全年集中受理办件12件}}" in text for text in texts(tmp_path / "out"))


@pytest.mark.usefixtures("hasty")
def test_setting_of_a_selection_that_runs_for_ever_is_left_out(folder: Folder, tmp_path: Path) -> None:
    slow = put(tmp_path / "sources" / "慢.txt", f"{ARTICLE}\n{'a' * 44}是产业升级的第一资源。\n")
    own = folder({"key_sentence.yaml": "select: {opening: '(?:a|aa)+[^a收是，。]'}\n", "meeting.yaml": MEETING})
    ran = run("build", slow, "-o", tmp_path / "out", "--rules", own)
    assert ran.code == 1
    [line] = [line for line in ran.out.splitlines() if "was left out" in line]
    assert "`select.opening` of the kind key_sentence" in line
    assert list((tmp_path / "out").rglob("*.apkg"))


@pytest.mark.usefixtures("hasty")
def test_explain_says_that_a_rule_ran_out_of_time(hostile: Path, folder: Folder) -> None:
    own = folder({"slow.yaml": "rules:\n  - {name: hang, title: 慢, match: '(a+)+$'}\n"})
    ran = run("explain", hostile, "--rules", own, "--rule", "slow.hang")
    assert ran.code == 1
    assert "ran longer than" in ran.out + ran.err


# ---- patterns that match what nobody would learn ----

@pytest.mark.parametrize("way", [
    "list: {item: '(?P<head>[，。])', at: anywhere}",
    "list: {item: '(?P<head>)\\d+月', at: anywhere}",
    "list: {item: '部署了(?P<head>全年)|会议', at: anywhere}",
    "list: {item: '会议|部署了(?P<head>全年)', at: anywhere, least: 1}",
    "split: {match: '会议部署|(?P<items>云岭[^。]+)', at: ，}",
    "split: {match: '(?P<items>云岭[^。]+)', at: ，, lead: '[^。]+'}",
    "match: '会议(?P<hide>)'",
    "match: '部署|发布(?P<hide>了)'",
    "match: '[，。]'",
    "match: '\\n', in: article",
    "match: '[。\\n]+云岭', in: article",
], ids=["heads of punctuation", "empty heads", "an item without its head", "a first item without its head",
        "a stretch without items", "a lead that takes the whole part", "an empty blank", "a match without its blank",
        "blanks of punctuation", "line breaks", "a blank over a line break"])
def test_rule_that_finds_nothing_to_learn_is_no_bug(way: str, folder: Folder,
                                                    cut: Callable[[str], list[str]]) -> None:
    """It is refused with its place, or the cards of the other rules are made all the same."""
    own = folder({"meeting.yaml": MEETING, "odd.yaml": f"rules:\n  - {{name: odd, title: 怪, {way}}}\n"})
    faults, made = [], []
    try:
        [made] = notes_of(ARTICLE, load_rules([own]), cut)[0].values()
    except BrokenRulesError as error:
        faults = error.faults
    assert [(fault.rule, fault.line) for fault in faults] == [("odd.odd", 2)] if faults else \
        sum("{{c1::2026年" in note.fields[0] for note in made) == 2


WHOLE_ISSUE = f"""云岭市学习服务中心编

学习与实践参考

2026 年 第 4 期

2026 年 4 月 1 日

【绿色发展专辑】

目 录

{ARTICLE.splitlines()[0]}\t1

{ARTICLE}
去年，面对外部需求波动和极端天气的双重考验，全市上下迎难而上、实干争先，年度目标任务较好完成。\
实现地区生产总值5236.8亿元，增长5.9%，总量居全省第3位、增速居全省第2位；一般公共预算收入356.4亿元，增长4.6%；\
城乡居民人均可支配收入分别增长4.8%、6.2%，粮食产量创历史新高。

（来源：云岭日报，2026-03-06）
"""


@pytest.mark.parametrize(("file", "rule"), [
    ("outline", "name: issue, match: '第.*期'"),
    ("outline", "name: date, match: '\\d+\\s*年.*月.*'"),
    ("outline", "name: publisher, match: '.*编$'"),
    ("outline", "name: theme, match: '【.*】'"),
    ("outline", "name: contents_entry, match: '.*\\t\\d+$'"),
    ("outline", "name: source, match: '（来源.*'"),
    ("outline", "name: issue, list: {item: '(?P<head>第.*期)'}"),
    ("tidy", "name: cut, match: '。', replace: \"\\n\""),
    ("tidy", "name: empty, match: '全.*', replace: ''"),
    ("tidy", "name: escape, match: '会议', replace: '\\d'"),
], ids=lambda value: value.split(",")[0])
def test_own_rule_for_reading_is_refused_or_the_issue_is_read(file: str, rule: str, folder: Folder,
                                                              cut: Callable[[str], list[str]]) -> None:
    """Such a rule may lack the groups that reading asks for: it is told where it stands, or the text is read."""
    own = folder({"meeting.yaml": MEETING, f"{file}.yaml": f"rules:\n  - {{title: 己, {rule}}}\n"})
    told, made = "", []
    try:
        [made] = notes_of(WHOLE_ISSUE, load_rules([own]), cut)[0].values()
    except BrokenRulesError as error:
        told = str(error)
    assert f"{own / file}.yaml:2:" in told or any("{{c1::2026年4月8日" in note.fields[0] for note in made)
