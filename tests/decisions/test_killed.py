"""A run killed at any moment while it writes decisions leaves the file as it was or as it was to be.

JUYAO_KILLS says how often it is killed (4; 200 for a thorough look).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from cards.library.decisions.file import standing

KILLS = int(os.environ.get("JUYAO_KILLS", "4"))
CHECKOUT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from cards.library.decisions.changing import put
from cards.record.decisions import Decision

print("ready", flush=True)
for number in range(10_000):
    name = f"AAAA-{'ABCDEFGHIJ'[number % 10]}AAA"
    put(Path(sys.argv[1]), [Decision("keep" if number % 2 else "drop", name, f"第{number}次")])
"""


def test_whatever_moment_a_writer_is_killed_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "2026-05.yaml"
    chance = random.Random(5)
    for _ in range(KILLS):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=CHECKOUT, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.2))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        now = standing(path)
        assert now.faults == ()
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text.count("- id: ") == text.count("  do: ") == len(now.good)
        assert not text or text.endswith("\n")
