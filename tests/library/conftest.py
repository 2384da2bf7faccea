"""A deck library to refresh: a folder of its own with its own cache, and what its files hold."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from generated import issue_text
from msgspec.structs import replace

from cards import build as building
from cards.commands.program import exit_code
from cards.library import refreshing
from cards.text.cache import cache_folder

NOON = 1773835200
LOADED: dict[Any, dict[str, Any]] = {}


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


def run(*arguments: object) -> Ran:
    """The command line, in process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = exit_code([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Shelf:
    """A library in `root`."""

    root: Path

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def issue(self, number: int, **changes: str) -> Path:
        """Put generated issue `number` into issues/, with each key of `changes` in its text replaced by the value."""
        text = issue_text(number)
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        return self.put(f"issues/2026-{number:02}.txt", text)

    def run(self, command: str, *options: str) -> Ran:
        """`juyao COMMAND` on this library, in process."""
        return run(command, self.root, *options)

    def refresh(self, *options: str) -> Ran:
        return self.run("refresh", *options)

    def start(self, **environment: str) -> subprocess.Popen[str]:
        """`juyao refresh` on this library as a process of its own."""
        return subprocess.Popen([sys.executable, "-m", "cards", "refresh", str(self.root)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment})

    @property
    def states(self) -> dict[str, str]:
        return {each["source"]: each["state"] for each in self.run("status", "--json").report["issues"]}

    @property
    def files(self) -> dict[str, bytes]:
        """Every file of the library, hidden ones too."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes()
                for path in sorted(self.root.rglob("*")) if path.is_file()}

    @property
    def packages(self) -> dict[str, bytes]:
        return {name: data for name, data in self.files.items() if name.startswith("decks/")}

    @property
    def times(self) -> dict[str, tuple[int, int]]:
        """When each file and folder changed last, the cache too."""
        found = [*self.root.rglob("*"), *(cache_folder() / "libraries").rglob("*")]
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patterns: Callable[[Path], None]) -> Path:
    """A cache folder of the test's own, and noon as the clock."""
    folder = tmp_path / "cache"
    patterns(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    return folder


@pytest.fixture(autouse=True)
def rules_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule folders with the same content are loaded once for all tests: each load takes half a second."""
    def prepared(folders: tuple[Path, ...], folder: Path, now: int, **options: Any) -> building.Settings:
        key = tuple((path.relative_to(folder), path.read_bytes())
                    for folder in folders for path in sorted(folder.rglob("*.*")))
        if key not in LOADED:
            LOADED[key] = building.prepared(folders, folder, now)
        return replace(LOADED[key], folder=folder, now=now, **options)

    monkeypatch.setattr(refreshing, "prepared", prepared)


@pytest.fixture
def juyao() -> Callable[..., Ran]:
    return run


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[..., Shelf]:
    """`shelf(name, *numbers, settings="")` makes a library with these generated issues."""

    def make(name: str, *numbers: int, settings: str = "sources:\n  - folder: issues\n") -> Shelf:
        made = Shelf(tmp_path / name)
        made.put("juyao.yaml", settings)
        (made.root / "issues").mkdir(exist_ok=True)
        for number in numbers:
            made.issue(number)
        return made

    return make
