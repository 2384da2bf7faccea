"""Versions of Anki: what each does with a deck, learned, and with its corrected edition.

`python -m tests.anki.versions` makes an environment for each version from PyPI (in juyao's cache folder, for the next
run too), imports, studies and refreshes in it, and prints the table that decks/README.md shows.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cards.anki.note_type import MEMORY
from cards.record.store import read_package
from cards.text.cache import cache_folder
from tests.conftest import CHECKOUT
from tests.record.test_phone import CORRECTIONS, NOON

VERSIONS = ("2.1.54", "23.10", "24.11", "25.2", "25.9", "")  # '': the newest
OLDEST, NEWEST = VERSIONS[0], VERSIONS[-1]
LEARNING = Path(__file__).with_name("learning.py")


@dataclass(frozen=True)
class Learned:
    """What a version did: `version` as it says itself, and the numbers of learning.py."""

    version: str
    told: dict[str, Any]

    @property
    def row(self) -> str:
        """A row of the table."""
        first, second = self.told["first"], self.told["second"]
        cells = (self.version, f"{first['new']} new", self.told["studied"], self.told["again"]["updated"],
                 f"{second['new']} new, {second['updated']} updated", second["conflicting"], self.told["moved"])
        return f"| {' | '.join(map(str, cells))} |"


HEAD = ("| Anki | first import | cards studied | updated by importing again | the corrected edition | conflicting "
        "| cards whose schedule moved |\n|---|---|---|---|---|---|---|")


def learned(version: str, folder: Path, first: Path, second: Path) -> Learned:
    """What Anki `version` does in an environment in `folder`, with two editions of a package. Raises CalledProcessError
    where the environment can't be made, or Anki stops.
    """
    python = environment_of(version) / "bin" / "python"
    own = subprocess.run([python, "-c", "from importlib.metadata import version; print(version('anki'))"], check=True,
                         capture_output=True, text=True).stdout.strip()
    collection = folder / f"anki-{version or 'newest'}"
    collection.mkdir()
    ran = subprocess.run([python, "-W", "ignore", LEARNING, collection, first, second], check=True,
                         capture_output=True, text=True)
    return Learned(own, json.loads(ran.stdout.splitlines()[-1]))


def environment_of(version: str) -> Path:
    """An environment with Anki `version`, kept for the next run; one with the newest is of today. Raises
    CalledProcessError where it can't be made.
    """
    name = f"anki-{version or f'newest-{datetime.date.today()}'}-{sys.implementation.cache_tag}"
    kept = cache_folder() / "environments" / name
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, ignore_cleanup_errors=True) as folder:
            made = Path(folder) / "made"
            venv.create(made)
            subprocess.run([sys.executable, "-m", "pip", "--python", made / "bin" / "python", "install", "-qq",
                            "--disable-pip-version-check", "--no-compile", "--only-binary", "anki",
                            f"anki=={version}.*" if version else "anki"], check=True)
            with contextlib.suppress(OSError):  # another run has put it there meanwhile
                made.rename(kept)
        for other in kept.parent.glob("anki-newest-*"):
            if other != kept:
                shutil.rmtree(other, ignore_errors=True)
    return kept


def wrong(told: dict[str, Any], first: bytes, second: bytes) -> list[str]:
    """What is not as juyao promises, as lines."""
    before, after = read_package(first).notes, read_package(second).notes
    newer = {guid for guid in before.keys() & after.keys() if after[guid].changed > before[guid].changed}
    fields = {guid: text.split("\x1f")[:MEMORY] for guid, text in told["fields"].items()}
    promises: dict[str, tuple[object, object]] = {
        "new at first": (told["first"]["new"], len(before)),
        "updated when the same is imported again": (told["again"]["updated"], 0),
        "new in the corrected edition": (told["second"]["new"], len(after.keys() - before.keys())),
        "updated in the corrected edition": (told["second"]["updated"], len(newer)),
        "conflicting": (told["second"]["conflicting"], 0),
        "cards whose schedule moved": (told["moved"], 0),
        "note types": (told["types"], 1),
        "notes that read otherwise": ([guid for guid, note in after.items()
                                       if fields.get(guid) != list(note.fields[:MEMORY])], []),
        "nothing was studied": (told["studied"] == 0, False),
    }
    return [f"{name}: {found}, not {promised}" for name, (found, promised) in promises.items() if found != promised]


def editions(folder: Path, sample: Path) -> tuple[Path, Path]:
    """The bundle of the sample, and that of a corrected edition built over it a day later, as two files in `folder`."""
    text = sample.read_text(encoding="utf-8")
    for mistaken, right in CORRECTIONS:
        text = text.replace(mistaken, right)
    corrected = folder / sample.name
    corrected.write_text(text, encoding="utf-8")
    kept = []
    for day, source in enumerate((sample, corrected)):
        _build(folder / "decks", source, NOON + day * 86_400)
        [bundle] = [path for path in (folder / "decks").rglob("*.apkg") if path.stem == path.parent.name]
        kept.append(folder / f"{day}.apkg")
        kept[-1].write_bytes(bundle.read_bytes())
    return kept[0], kept[1]


def _build(folder: Path, source: Path, now: int) -> None:
    subprocess.run([sys.executable, "-m", "cards", "build", source, "-o", folder], check=True, capture_output=True,
                   env={**os.environ, "SOURCE_DATE_EPOCH": str(now)})


def main() -> int:
    """Try all versions; the exit code."""
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = editions(folder, CHECKOUT / "decks" / "sample" / "2026-03.txt")
        print(HEAD)
        for version in VERSIONS:
            result = learned(version, folder, first, second)
            print(result.row, flush=True)
            for line in wrong(result.told, first.read_bytes(), second.read_bytes()):
                failed = True
                print(f"{result.version}: {line}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
