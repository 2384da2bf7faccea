"""rules/README.md followed from the top, as somebody new to rules would: every step works as it says."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cards.commands.program import exit_code
from cards.commands.trying.examples import run_examples
from cards.rules.loading import load_rules
from cards.rules.reference import with_reference
from cards.text.words import word_cutter

README = Path(__file__).resolve().parents[2] / "rules" / "README.md"
BLOCK = re.compile(r"```(sh|yaml)\n(.*?)```", re.DOTALL)
KEY = re.compile(r"^ +(match|unless): .*$", re.MULTILINE)


@dataclass
class Ran:
    returncode: int = 0
    stdout: str = ""
    stderr: str = ""


def run(block: str, folder: Path) -> Ran:
    """What a block of commands says, in `folder`, up to the first that fails: juyao in process, the rest in a shell."""
    ran = Ran()
    out, errors = io.StringIO(), io.StringIO()
    for line in block.splitlines():
        juyao, *arguments = shlex.split(line)
        if juyao == ".venv/bin/juyao":
            with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
                ran.returncode = exit_code(arguments)
        else:
            ran.returncode = subprocess.run(["bash", "-c", line], cwd=folder, check=False).returncode
        if ran.returncode:
            break
    ran.stdout, ran.stderr = out.getvalue(), errors.getvalue()
    return ran


def edit(path: Path, block: str) -> None:
    """Do what a step says: put in the keys it shows in place of the old ones, add the examples it shows."""
    text = path.read_text(encoding="utf-8")
    for key in KEY.finditer(block):
        text = re.sub(rf"^ +{key[1]}: .*$", lambda _, key=key: key[0], text, flags=re.MULTILINE)
    examples = re.search(r"^ +- text:.*\Z", block, re.DOTALL | re.MULTILINE)
    path.write_text(text.rstrip("\n") + "\n" + (examples[0] if examples else ""), encoding="utf-8")


def test_the_tutorial_gives_a_tested_rule_that_makes_a_card(tmp_path: Path) -> None:
    said = []
    for language, block in BLOCK.findall(README.read_text(encoding="utf-8")):
        if language == "yaml":
            edit(tmp_path / "my-rules" / "meeting.yaml", block)
        else:
            ran = run(block, tmp_path)
            said.append(ran.stdout)
            assert ran.returncode == 0, ran.stderr
    built = "".join(said)
    assert "all good" in built
    assert "meeting.day its pattern matches as far as (?P<hide>{day})" in built
    assert "+ meeting.day: 2026年3月5日" in built
    assert "near miss" in built
    assert "meeting 1" in built
    assert sorted(path.name for path in (tmp_path / "my-decks").rglob("*.apkg"))


def test_an_example_that_was_written_first_fails_first(tmp_path: Path) -> None:
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    run(blocks[0][1], tmp_path)
    edit(tmp_path / "my-rules" / "meeting.yaml", next(block for language, block in blocks if language == "yaml"))
    ran = run(blocks[1][1], tmp_path)
    assert ran.returncode == 1
    assert "FAIL meeting.day" in ran.stdout


def test_the_settings_it_shows_extend_the_shipped_ones(tmp_path: Path) -> None:
    settings, *_ = re.findall(r"```yml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "key_sentence.yaml").write_text(settings, encoding="utf-8")
    shipped, kind = load_rules().kinds["key_sentence"], load_rules([tmp_path]).kinds["key_sentence"]
    assert kind.selection.never.search("高度重视")
    assert kind.selection.never.search("贯彻落实")
    assert (kind.selection.least, len(kind.ask)) == (shipped.selection.least, len(shipped.ask) + 1)


def test_the_reference_is_the_tables() -> None:
    page = README.read_text(encoding="utf-8")
    assert with_reference(page) == page, "run: python -m cards.rules.reference rules/README.md"


def test_the_weights_it_shows_are_a_weights_file(tmp_path: Path) -> None:
    _, weights, _ = re.findall(r"```yml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "weights.yaml").write_text(weights, encoding="utf-8")
    loaded = load_rules([tmp_path]).weights["statistic"]
    assert loaded.budget is not None
    assert (loaded.budget.most, loaded.of("own_rule")) == (8.0, 5.0)


def test_the_list_rule_it_shows_takes_five_lines_and_its_examples_hold(tmp_path: Path) -> None:
    *_, listed = re.findall(r"```yml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "measure.yaml").write_text(listed, encoding="utf-8")
    assert len(listed.partition("    examples:")[0].splitlines()) <= 5
    rules = load_rules([tmp_path])
    cut = word_cutter(rules.lexicons["domain_words"])
    assert [outcome.holds for outcome in run_examples(rules, cut, ("measure.for_each",))] == [True, True]
