"""Damaged rule files: a rule set with things wrong loads, or is refused with file and line; never a traceback, never a
process that ends or takes all time or memory.

Case n is the same file every time (`damaged(n)`), so a red one can be run again alone: `python -m
tests.rules.test_mutations N N+1`. JUYAO_CASES says how many there are. They run in a process of their own whose memory
and processor time are bounded.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cards.records import UserError
from cards.rules.contract import FILE
from cards.rules.keys import Table
from cards.rules.loading import BrokenRulesError, load_rules
from cards.rules.ruleset import RuleSet
from tests.cases import notes_of
from tests.rules.conftest import SMALL

resource = pytest.importorskip("resource")
ROOT = Path(__file__).resolve().parents[2]
CASES = int(os.environ.get("JUYAO_CASES", "200"))
PROCESSOR_SECONDS = 300
MEMORY = 2 << 30
FILES = {str(path.relative_to(SMALL)): path.read_bytes() for path in sorted(SMALL.rglob("*.*"))}
RULE_FILES = [name for name in FILES if name.endswith(".yaml")]
LINE = re.compile(rb"^(\s*(?:- )?)([a-z_]+)(: ?)(.*)$")
VALUES = [value.encode() for value in (
    "", "none", "true", "nan", "inf", "-1", "0", "2", "999999999999", "1e400", "~", "[]", "{}", "[[]]", "''", "'('",
    "'[9-0]'", "'(a+)+$'", "'{number}'", "'{no_such}'", "'(?P<hide>'", "'(?P<hide>)'", "'.*'", "'.+'", "'(?:.|..)+$'",
    "'(?P<head>.)'", "'(?P<items>.+)'", "'x{999}{999}'", "'(?<=.*)x'", r"'\p{No}'", r"'\L<unit>'", r"'\g<9>'", "'(?R)'",
    "'(?i)x'", "'(?P<hide>x)|y'", "'{define}'", "'{unit}'", "{add: 'x'}", "{add: '('}", "{add: }", "whole", "sentence",
    "article", "*a", "&a x", "!!python/name:os.system x", "!!binary eA==", "2026-03-05", "|", ">-", "? x", "\x00",
    "\ufeff", "，", "云岭")]
SNIPPETS = [snippet.encode() for snippet in (
    *"{}[]()'\"\\|*+?&!%@`#:-,\t\n\r\0\ufeff\u2028\U00020bb7", "---\n", "...\n", "<<: ", "&a ", "*a ", "{unit}",
    "(?P<hide>")]
TEXT = """云岭市人才工作综述

会议提出两方面举措：一是抓培养，办好院校；二是抓评价，破除壁垒。技能是立业之本，爱护人才就是爱护未来。

截至2025年底，全市人才总量达62.4万人，增长7.3%，居全省第2位。坚持以人为本。坚持改革创新。
"""


def _keys(table: Table) -> Iterator[str]:
    for key in table.keys:
        yield key.name
        if key.table:
            yield from _keys(key.table)


KEYS = sorted(set(_keys(FILE)))


def damaged(number: int) -> tuple[str, bytes]:
    """Case `number`: the name of a file, and the file with one to four things wrong."""
    dice = random.Random(number)
    name = dice.choice(RULE_FILES if dice.random() < 0.9 else list(FILES))
    content = FILES[name]
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        content = dice.choice((_bytes, _lines, _pairs, _pairs))(content, dice)
    return name, content


def _bytes(content: bytes, dice: random.Random) -> bytes:
    at, length = dice.randrange(len(content) + 1), dice.randint(1, 12)
    return dice.choice((
        content[:at] + content[at + length:],
        content[:at] + dice.choice(SNIPPETS) + content[at:],
        content[:at] + content[at:at + length] * 2 + content[at + length:],
        content[:at] + dice.randbytes(1) + content[at + 1:],
        content[:at],
    ))


def _lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    line = lines.pop(at)
    lines[at:at] = dice.choice(([], [line, line], [b"  " + line], [line.removeprefix(b"  ")], [b"\t" + line]))
    if dice.random() < 0.5:
        lines.insert(to, line)
    return b"\n".join(lines)


def _pairs(content: bytes, dice: random.Random) -> bytes:
    """Change the key or the value of a line `key: value`."""
    lines = content.split(b"\n")
    places = [at for at, line in enumerate(lines) if LINE.match(line)]
    if not places:
        return content
    at = dice.choice(places)
    lead, key, colon, value = LINE.match(lines[at]).groups()
    their_key, their_value = LINE.match(lines[dice.choice(places)]).group(2, 4)
    key, value = dice.choice((
        (dice.choice(KEYS).encode(), value), (key, dice.choice(VALUES)), (key, their_value), (their_key, value),
        (key + b"s", value), (key, b"[" + value + b"]"), (key, b"{" + value + b": x}"), (key, value[: len(value) // 2]),
    ))
    lines[at] = lead + key + colon + value
    return b"\n".join(lines)


def outcome(number: int, folder: Path) -> tuple[str, str]:
    """Load the rule set `folder` with case `number` in it and, where it loads, make notes of a text with it: loaded or
    refused, and what is wrong with that.
    """
    name, content = damaged(number)
    (folder / name).write_bytes(content)
    try:
        rules = load_rules(base=folder)
    except BrokenRulesError as error:
        return "refused", misplaced(error)
    except Exception:
        return "crashed", traceback.format_exc()
    finally:
        (folder / name).write_bytes(FILES[name])
    return "loaded", used(rules)


def misplaced(error: BrokenRulesError) -> str:
    """What is wrong with where the faults of `error` say they stand, or ''."""
    for fault in error.faults:
        if not Path(fault.path).is_file():
            return f"no such file: {fault}"
        if fault.line < 1 or fault.column < 1:
            return f"no such place: {fault}"
        if f"{fault.path}:{fault.line}:{fault.column}: " not in str(error):
            return f"not told: {fault}"
    return "" if error.faults else "no fault is told"


def used(rules: RuleSet) -> str:
    """The traceback where notes of a text can't be made with `rules`, or ''. What a user can mend is none."""
    try:
        notes_of(TEXT, rules, lambda text: re.findall(r"..?", text, re.DOTALL))
    except UserError:
        return ""
    except Exception:
        return traceback.format_exc()
    return ""


def work(first: int, last: int) -> None:
    """Run cases in this process and print the outcome of each as a line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rules"
        shutil.copytree(SMALL, copy)
        for number in range(first, last):
            print(json.dumps([number, *outcome(number, copy)]), flush=True)


def test_damaged_files_load_and_work_or_are_refused_with_their_place() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.rules.test_mutations", "0", str(CASES)], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(number, wrong) for number, _, wrong in outcomes if wrong] == []
    assert len(outcomes) == CASES, f"case {len(outcomes)} ended the process: {done.returncode} {done.stderr[-500:]}"
    counts = Counter(loaded for _, loaded, _ in outcomes)
    assert min(counts["loaded"], counts["refused"]) > CASES / 10, counts  # or the cases would show little


def test_every_key_stands_in_the_rule_set_that_is_damaged() -> None:
    text = b"\n".join(FILES[name] for name in RULE_FILES).decode()
    assert [key for key in KEYS if not re.search(rf"\b{key}:", text)] == []


if __name__ == "__main__":
    work(int(sys.argv[1]), int(sys.argv[2]))
