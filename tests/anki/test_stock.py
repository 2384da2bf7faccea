"""genanki as a build loads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = "import sys, cards.anki.note_type, cards.anki.package; print(*({'asyncio', 'genanki'} & sys.modules.keys()))"


def test_a_build_loads_genanki_without_asyncio() -> None:
    ran = subprocess.run([sys.executable, "-c", BUILD], cwd=ROOT, capture_output=True, check=True, text=True)
    assert ran.stdout.split() == ["genanki"]
