"""Damaged rule files: a mutated shipped file loads, or is refused with file and line; never a traceback, never a hang.

As long as the rules stay as they are, case n is the same file every time (`damaged(n)`), so a red one can be run again
alone: `python -m tests.rules.test_mutations N N+1`. JUYAO_CASES says how many there are, 200 by default. They run in
processes of their own, whose memory is bounded and which are stopped where a case takes too long.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cards.rules.contract import FILE
from cards.rules.keys import Table
from cards.rules.loading import BrokenRulesError, load_rules, shipped_rules
from tests.cases import notes_of

resource = pytest.importorskip("resource")
ROOT = Path(__file__).resolve().parents[2]
CASES = int(os.environ.get("JUYAO_CASES", "200"))
WORKERS = 2
LOAD_SECONDS = 5
CASE_SECONDS = 60
MEMORY = 2 << 30
SHIPPED = {str(path.relative_to(shipped_rules())): path.read_bytes()
           for path in sorted([*shipped_rules().glob("*.yaml"), *(shipped_rules() / "lexicon").glob("*.txt")])}
RULE_FILES = [name for name in SHIPPED if name.endswith(".yaml")]
LINE = re.compile(rb"^(\s*(?:- )?)([a-z_]+)(: ?)(.*)$")
VALUES = [value.encode() for value in (
    "", "none", "true", "nan", "inf", "-1", "0", "2", "999999999999", "1e400", "~", "[]", "{}", "[[]]", "''", "'('",
    "'[9-0]'", "'(a+)+$'", "'{number}'", "'{no_such}'", "'(?P<hide>'", "'(?P<hide>)'", "'.*'", "'.+'", "'(?:.|..)+$'",
    "'(?P<head>.)'", "'(?P<items>.+)'", "'x{999}{999}'", "'(?<=.*)x'", r"'\p{No}'", r"'\L<unit>'", r"'\g<9>'", "'(?R)'",
    "'(?i)x'", "'(?P<hide>x)|y'", "'{define}'", "'{unit}'", "whole", "sentence", "article", "*a", "&a x",
    "!!python/name:os.system x", "!!binary eA==", "2026-03-05", "|", ">-", "? x", "\x00", "\ufeff", "，", "云岭")]
SNIPPETS = [snippet.encode() for snippet in (
    *"{}[]()'\"\\|*+?&!%@`#:-,\t\n\r\0\ufeff\u2028\U00020bb7", "---\n", "...\n", "<<: ", "&a ", "*a ", "{unit}",
    "(?P<hide>")]
TEXT = """云岭市人才工作综述

会议提出两方面举措：一是抓培养，办好院校；二是抓评价，破除壁垒。技能是立业之本，爱护人才就是爱护未来。

截至2025年底，全市人才总量达62.4万人，增长7.3%，居全省第2位。第一，完善规划。第二，落实责任。
"""


def damaged(number: int) -> tuple[str, bytes]:
    """Case `number`: the name of a shipped file in its folder, and the file with one to four things wrong."""
    dice = random.Random(number)
    name = dice.choice(RULE_FILES) if dice.random() < 0.9 else dice.choice(list(SHIPPED))
    content = SHIPPED[name]
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        content = dice.choice(WAYS)(content, dice)
    return name, content


def _bytes(content: bytes, dice: random.Random) -> bytes:
    at, length = dice.randrange(len(content) + 1), dice.randint(1, 12)
    return dice.choice((
        content[:at] + content[at + length:],
        content[:at] + dice.choice(SNIPPETS) + content[at:],
        content[:at] + content[at:at + length] * 2 + content[at + length:],
        content[:at] + dice.randbytes(1) + content[at + 1:],
        content[:at] + content[at:at + 2][::-1] + content[at + 2:],
        content[:at],
    ))


def _lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    how = dice.choice(("drop", "double", "swap", "move", "indent", "join"))
    if how == "drop":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "swap":
        lines[at], lines[to] = lines[to], lines[at]
    elif how == "move":
        lines.insert(to, lines.pop(at))
    elif how == "indent":
        lines[at] = dice.choice((b"  " + lines[at], lines[at].removeprefix(b"  "), b"\t" + lines[at]))
    else:
        lines[at : at + 2] = [b" ".join(lines[at : at + 2])]
    return b"\n".join(lines)


def _names(table: Table) -> Iterator[str]:
    for key in table.keys:
        yield key.name
        if key.table:
            yield from _names(key.table)


NAMES = [name.encode() for name in sorted(set(_names(FILE)))]


def _pairs(content: bytes, dice: random.Random) -> bytes:
    """Change the key or the value of a line `key: value`."""
    lines = content.split(b"\n")
    places = [at for at, line in enumerate(lines) if LINE.match(line)]
    if not places:
        return content
    at = dice.choice(places)
    lead, key, colon, value = LINE.match(lines[at]).groups()
    their_key, their_value = LINE.match(lines[dice.choice(places)]).group(2, 4)
    alike = [other[4] for other in map(LINE.match, lines) if other and other[2] == key]
    key, value = dice.choice((
        (key, dice.choice(alike)), (key, dice.choice(alike)), (key, dice.choice(alike)),
        (dice.choice(NAMES), value), (key, dice.choice(VALUES)), (key, their_value), (their_key, value),
        (key + dice.choice((b"s", b"", b"_x")), value), (key, b"[" + value + b"]"), (key, b"{" + value + b": x}"),
        (key, value[: len(value) // 2]), (key, value + value), (dice.choice(NAMES), dice.choice(VALUES)),
    ))
    lines[at] = lead + key + colon + value
    return b"\n".join(lines)


WAYS = (_bytes, _lines, _pairs, _pairs)


def place(error: BrokenRulesError) -> str:
    """What is wrong with where the faults of `error` say they stand, or ''."""
    for fault in error.faults:
        content = Path(fault.path).read_bytes() if Path(fault.path).is_file() else None
        if content is None:
            return f"no such file: {fault}"
        if not 1 <= fault.line <= content.count(b"\n") + content.count(b"\r") + 2 or fault.column < 1:
            return f"no such place: {fault}"
        if f"{fault.path}:{fault.line}:{fault.column}: " not in str(error):
            return f"not told: {fault}"
    return "" if error.faults else "no fault is told"


def outcome(number: int, folder: Path) -> dict[str, Any]:
    """Load case `number` as a rule folder of one's own and, where it loads, make notes of a text with it."""
    name, content = damaged(number)
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    found: dict[str, Any] = {"case": number, "file": name, "load": "loaded", "use": "", "wrong": ""}
    began = time.monotonic()
    try:
        rules = load_rules([folder])
    except BrokenRulesError as error:
        found |= {"load": "refused", "wrong": place(error)}
    except Exception:
        found |= {"load": "crashed", "wrong": traceback.format_exc()}
    found["seconds"] = time.monotonic() - began
    if found["load"] == "loaded":
        found["use"] = used(rules)
    path.unlink()
    return found


def used(rules: Any) -> str:
    """The traceback where notes of a text can't be made with `rules`, or ''. What a user can mend is none."""
    from cards.records import UserError

    try:
        notes_of(TEXT, rules, lambda text: re.findall(r"..?", text, re.DOTALL))
    except UserError:
        return ""
    except Exception:
        return traceback.format_exc()
    return ""


def work(first: int, last: int, step: int) -> None:
    """Run cases in this process and print the outcome of each as a line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, last, step):
            signal.alarm(CASE_SECONDS)  # its default ends the process, whatever it is in
            print(json.dumps(outcome(number, Path(folder))), flush=True)


def run_worker(first: int) -> list[dict[str, Any]]:
    """All cases of worker `first`, begun again behind one that ended its process."""
    found: list[dict[str, Any]] = []
    at = first
    while at < CASES:
        done = subprocess.run([sys.executable, "-m", "tests.rules.test_mutations", str(at), str(CASES), str(WORKERS)],
                              cwd=ROOT, capture_output=True, text=True, check=False)
        found += [json.loads(line) for line in done.stdout.splitlines()]
        at = found[-1]["case"] + WORKERS if done.stdout else at
        if at < CASES:
            found.append({"case": at, "load": "crashed", "use": "", "seconds": CASE_SECONDS,
                          "wrong": f"the process ended with {done.returncode}: {done.stderr[-500:]}"})
            at += WORKERS
    return found


@pytest.fixture(scope="module")
def outcomes() -> list[dict[str, Any]]:
    with ThreadPoolExecutor(WORKERS) as pool:
        found = [each for part in pool.map(run_worker, range(WORKERS)) for each in part]
    assert sorted(each["case"] for each in found) == list(range(CASES))
    return found


def test_damaged_file_loads_or_is_refused_with_its_place(outcomes: list[dict[str, Any]]) -> None:
    assert [(each["case"], each["wrong"]) for each in outcomes if each["wrong"]] == []


def test_every_load_ends_soon(outcomes: list[dict[str, Any]]) -> None:
    assert [(each["case"], each["seconds"]) for each in outcomes if each["seconds"] >= LOAD_SECONDS] == []


def test_damaged_file_that_loads_can_be_used(outcomes: list[dict[str, Any]]) -> None:
    assert [(each["case"], each["use"]) for each in outcomes if each["use"]] == []


def test_damage_is_neither_always_harmless_nor_always_fatal(outcomes: list[dict[str, Any]]) -> None:
    """Or the cases above would show little."""
    counts = Counter(each["load"] for each in outcomes)
    assert min(counts["loaded"], counts["refused"]) > len(outcomes) / 10, counts


if __name__ == "__main__":
    work(*(int(argument) for argument in [*sys.argv[1:], "1"][:3]))
