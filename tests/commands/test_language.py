"""Messages in the user's language: every one has its translation, and what is not known stays as it is."""

from __future__ import annotations

import ast
import contextlib
import ctypes
import io
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
import yaml

from cards.commands.cli import COMMANDS, main
from cards.commands.examples import OF_RULES
from cards.commands.language import CATALOG, in_chinese, is_chinese, told
from cards.commands.language.catalog import Catalog
from cards.commands.language.po import compiled, entries
from cards.commands.program import exit_code
from cards.commands.trying.learning.trial import Score

CARDS = Path(__file__).resolve().parents[2] / "cards"
WORDS = re.compile(r"[a-z']{2,} [a-z']+")
# What no user reads as a message: Anki's and SQL's words, markup, docs of keys (rules/README.md), what is caught.
SILENT = ("rules/contract.py", "rules/keys.py", "rules/list_keys.py", "rules/schema.py", "record/values.py",
          "record/memory.py",
          "commands/pages/site/feed.py", "commands/pages/site/hosting.py", "commands/trying/learning",
          "commands/language", "commands/examples.py", "library/starting.py", "finding/figures.py",
          "finding/sentences.py", "finding/enumerations.py", "commands/reviewing/machine.py")
DOCS = {"Key", "text", "texts", "number", "numbers", "integer", "flag", "mapping", "mappings", "compile", "execute",
        "required_text", "required_name", "optional_text", "optional_texts"}
NO_MESSAGE = re.compile(r"<[\w!]|select |pragma|^# |import sys|has no attribute|order by|where rowid"
                        r"|^page numbers left out: $|has its date|a template leaves|connect-src|issue7, all"
                        r"|^juyao rules test")


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """The messages in a module, a 7 for what is put in, each with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(part) for node in ast.walk(tree) for part in _silent(node)}
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in silent else ""
        if WORDS.search(text) and not NO_MESSAGE.search(text):
            yield node.lineno, text


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr | ast.Assert):  # docstrings; what is said of a bug
        yield from ast.walk(node) if isinstance(node, ast.Assert) else [node.value]
    if isinstance(node, ast.JoinedStr):
        yield from (value for value in node.values if isinstance(value, ast.Constant))
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in DOCS:
        yield from (part for argument in node.args for part in ast.walk(argument))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(value.value if isinstance(value, ast.Constant) else "7" for value in node.values)
    return ""


MODULES = [path for path in sorted(CARDS.rglob("*.py"))
           if not any(path.relative_to(CARDS).as_posix().startswith(silent) for silent in SILENT)]


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUYAO_LANG", "zh_CN")


def run(*arguments: object) -> tuple[int, str]:
    """The exit code, and what was said on both streams."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        return exit_code([str(argument) for argument in arguments]), out.getvalue()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(entries(CATALOG.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(CARDS).as_posix())
def test_no_message_is_without_its_translation(path: Path, catalog: Catalog) -> None:
    missing = [f"{path.name}:{line}: {text}" for line, text in messages(path) if catalog.told(text) == text]
    assert missing == [], "add them to cards/commands/language/zh_CN/LC_MESSAGES/juyao.po"


# What stays as it is in Chinese too: paths, ids and names of keys, commands, what stands in a file as YAML.
AS_IT_IS = re.compile(
    r"`[^`]*`|\{\w+\}|juyao [a-z]+|--[a-z-]+|（[a-z_.0-9]+）"
    r"|\b(?:id|do|of|cue|keep|drop|correct|add|and|zip|kepp|lib|juyao|unless)\b"
    r"|\[-.*?-\]|[^\s（，：]*[./][\w./-]*|\b[A-Z2-7]{4}-[A-Z2-7]{4}\b|为 site"
    r"|\b(?:Ctrl-C|Anki\w*|Dask|FSRS|JSON|Atom|YAML|Schema|NO_COLOR|site: url)\b")
LATIN = re.compile(r"[A-Za-z]{3,}")


def english(said: str) -> list[str]:
    """The lines of `said` that are not Chinese."""
    return [line for line in said.splitlines() if LATIN.search(AS_IT_IS.sub("", line))]


def commands(group: click.Command) -> Iterator[click.Command]:
    yield group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            yield from commands(group.get_command(context, name))


def test_the_help_of_every_command_and_option_is_translated(catalog: Catalog) -> None:
    helps = {text for command in commands(main) for text in (command.help, *(
        parameter.help for parameter in command.params if isinstance(parameter, click.Option))) if text}
    assert [text for text in helps if english(re.sub(r"(?s)[\b]\n.*?\n\n", "", catalog.told(text)))] == []


@pytest.mark.parametrize("name", ["", *COMMANDS, *(f"rules {name}" for name in OF_RULES)])
def test_help_as_it_is_shown_is_chinese(chinese, name) -> None:
    code, said = run(*name.split(), "--help")
    assert code == 0
    shown = said.partition("示例：")[0].replace("juyao rules", "juyao").replace("decks", "")
    assert english(re.sub(r'(?m)^  [a-z]+  +|^.*".*$', "", shown)) == []  # the names of commands; JSON


@pytest.mark.parametrize("wrong", [
    "--nope", "bild", "--no-color=3", "build", "build a --reco", "build a --only x", "build a --exam x", "init a b",
    "build a --new-per-day x", "build a --new-per-day 0", "build a -o {file}", "diff a", "explain a --rule",
    "init --help=3", "learn a --hold x", "preview a -o {folder}", "push --server", "rules tset", "rules new",
    "serve --port x", "serve --port 99999"])
def test_what_is_typed_wrong_is_told_in_chinese(chinese, tmp_path, wrong) -> None:
    file = tmp_path / "file"
    file.touch()
    code, said = run(*wrong.format(file=file, folder=tmp_path).split())
    assert code == 2
    assert english(re.sub(r"(?m)'[^']*'|^用法：.*", "", said)) == []


@pytest.mark.parametrize("host", ["192.0.2.77", "nobody.invalid"])
def test_an_address_that_cannot_be_served_at_is_told_in_chinese(chinese, sample, tmp_path, host) -> None:
    assert run("build", sample, "-o", tmp_path / "decks")[0] == 0
    code, said = run("serve", tmp_path, "--host", host)
    assert code == 1
    assert english(said.replace(host, "")) == []


def test_what_gettext_reads_is_made_from_the_catalog() -> None:
    assert CATALOG.with_suffix(".mo").read_bytes() == compiled(entries(CATALOG.read_text(encoding="utf-8"))), (
        "run python -m cards.commands.language.po")


def test_the_slots_of_a_translation_are_those_of_its_message() -> None:
    for key, translation in entries(CATALOG.read_text(encoding="utf-8")).items():
        for slot in re.findall(r"(?<!\{)\{(n?\d+)\}", translation):
            assert f"{{{slot}}}" in key, key


@pytest.mark.parametrize(("variables", "expected"), [
    ({"JUYAO_LANG": "zh"}, True), ({"LANG": "zh_CN.UTF-8"}, True), ({"LC_ALL": "zh_TW.UTF-8", "LANG": "C"}, True),
    ({"JUYAO_LANG": "en", "LANG": "zh_CN.UTF-8"}, False), ({"LANG": "en_US.UTF-8"}, False),
    ({"LC_ALL": "C", "LANG": "zh_CN"}, False), ({}, False)])
def test_the_language_is_the_locales_unless_juyao_lang_names_another(monkeypatch, variables, expected) -> None:
    for name in ("JUYAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_chinese() is expected


@pytest.mark.parametrize(("setting", "expected"), [(0x0804, True), (0x0404, True), (0x0409, False), (0x9999, False)])
def test_the_language_of_windows_is_the_one_its_user_chose(monkeypatch, setting, expected) -> None:
    """Its locale is called “Chinese (Simplified)_China”, not zh_CN."""
    for name in ("JUYAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: setting)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert is_chinese() is expected


@pytest.mark.parametrize(("line", "expected"), [
    ("/a/期.txt: no such file", "/a/期.txt：没有这个文件"),
    ("/a/期.txt: can't be read: Permission denied", "/a/期.txt：读不了：没有权限"),
    ("    - article 4, paragraph 7: no source line", "    - 第 4 篇，第 7 段：没有来源行"),
    ("  31 notes, 36 cards: 举措 22, 统计 3", "  31 条笔记，36 张卡片：举措 22、统计 3"),
    ("1 new, 2 changed, 40 as they were", "新增 1 期，更正 2 期，40 期未变"),
    ("  decisions: 2 kept, 1 dropped, 1 at 重点, 1 at 拓展, 3 corrected, 1 added, 1 to look at again (待复核)",
     "  取舍：保留 2，不要 1，定为重点 1，定为拓展 1，改写 3，添加 1，待复核 1"),
    ("      * 新建湿地32处 — changed: the cue, the tags", "      * 新建湿地32处（改了提示，标签）"),
    ("技能是立业之本", "技能是立业之本"), ("an unknown line: it stays", "an unknown line: it stays"), ("", "")])
def test_lines_are_told_in_chinese(chinese, line, expected) -> None:
    assert told(line) == expected


def test_a_build_a_fault_and_wrong_usage_speak_chinese(chinese, sample, tmp_path) -> None:
    code, said = run("build", sample, "-o", tmp_path / "decks")
    assert code == 0
    assert not [line for line in said.splitlines() if WORDS.search(line.replace("juyao read", "").partition("/")[0])]
    assert "条笔记" in said
    code, said = run("build", tmp_path / "没有.txt", "-o", tmp_path / "decks")
    assert (code, said) == (1, f"juyao: {tmp_path / '没有.txt'}：没有这个文件\n")
    code, said = run("build")
    assert code == 2
    assert "错误：缺少参数" in said


def test_what_every_command_says_is_chinese(chinese, sample, tmp_path, monkeypatch) -> None:
    """Of an issue, a corrected edition of it with decisions, a library, a site, rules."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773835200")
    text = sample.read_text(encoding="utf-8")
    Path("lib/issues").mkdir(parents=True)
    Path("lib/issues/2026-03.txt").write_text(text, encoding="utf-8")
    assert run("init", "lib")[0] == 0
    for arguments in (("status", "lib"), ("refresh", "lib"), ("refresh", "lib"), ("site", "lib")):
        assert (english(run(*arguments)[1]), arguments) == ([], arguments)
    source = Path("2026-03.txt")
    source.write_text(text, encoding="utf-8")
    assert run("build", source)[0] == 0
    shutil.copytree("decks", "before")
    cards = json.loads(run("review", source, "--json")[1])["issues"][0]["cards"]
    [figure, *_] = [card for card in cards if card["kind"] == "统计" and "62.4" not in card["paragraph"]]
    chosen = [card for card in cards if card["level"] == "重点" and card["kind"] == "金句"][:4]
    decided = zip(chosen, ("keep", "drop", "拓展", "重点"), strict=True)
    entries = [{"id": card["id"], "of": card["of"], "do": do} for card, do in decided]
    slip = figure["of"].replace("【", "【9")
    entries += [{"id": figure["id"], "of": figure["of"], "do": "correct", "question": slip},
                {"id": "AAAA-BBBB", "of": "没有【这样】的话", "do": "keep"}, {"id": "AAAA-CCCC", "do": "kepp"}]
    Path("decisions").mkdir()
    Path("decisions/2026-03.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    source.write_text(text.replace("62.4万人", "63.4万人"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("ynsq"))
    for arguments in (
            ("build", source, "--unused"), ("diff", "before", "decks"), ("read", source, "--text"),
            ("facts", source),
            ("explain", source, "--sentence", "技能人才"), ("explain", source, "--rule", "key_sentence.definition"),
            ("review", source, "--terminal"), ("review", source, "--tidy"), ("rules", "list"),
            ("preview", source, "--no-open", "-o", "p.html"), ("review", source, "--from", source), ("rules", "check"),
            ("rules", "test", "measure.count"),
            ("rules", "yield", "lib/issues"), ("learn", "lib"), ("push", "lib", "--server", "http://127.0.0.1:9/")):
        said = run(*arguments)[1]
        if arguments[0] == "build":
            assert "与原文不同" in said
        if arguments[-1] == "--unused":
            said = said.partition("什么也没命中")[0]
        assert (english(said), arguments) == ([], arguments)


def test_a_new_library_and_a_new_rule_are_explained_in_chinese(chinese, tmp_path) -> None:
    assert run("init", tmp_path / "library")[0] == 0
    text = (tmp_path / "library" / "juyao.yaml").read_text(encoding="utf-8")
    comments = [line.rpartition("#")[2].strip() for line in text.splitlines() if "#" in line]
    assert [comment for comment in comments if WORDS.search(re.sub("`.*?`", "", comment))] == []
    assert run("status", tmp_path / "library")[0] == 0
    said = run("rules", "new", "meeting.day")[1]
    assert [line for line in said.splitlines() if WORDS.search(line.partition("# ")[2])] == []
    assert "card: none" in said


def test_json_is_the_same_in_every_language(sample, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773835200")
    told_so = []
    for language in ("en", "zh"):
        monkeypatch.setenv("JUYAO_LANG", language)
        told_so.append(run("build", sample, "-o", tmp_path / "decks", "--json", "--dry-run"))
    assert told_so[0] == told_so[1]


def test_what_learning_measured_is_told_in_chinese() -> None:
    assert in_chinese(str(Score(5, 5, 6, 5))) == "想要的找到 1.00，找到的有人要 0.83（5 / 5，5 / 6）"
