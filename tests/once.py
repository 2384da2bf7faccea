"""What a process that runs tests makes once, though each command makes it: a quarter of what the suite would take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from cards import analysing, build
from cards.records import Issue
from cards.rules import collecting, compiled, lexicons
from cards.rules.folders import shipped_rules
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.text.cache import cache_folder
from tests.cases import rules_as_shipped

LARGEST = 1_000_000  # bytes of a file of a rule folder


def once_a_process(patch: pytest.MonkeyPatch) -> RuleSet:
    """The shipped rules. Commands that run in this process have them from here, where they ask for nothing else: to
    load them takes longer than a small source. Rules of a test's own are loaded again where their folders hold
    something else than before, but the shipped files are parsed once. What the shipped rules read in a plain text, find
    in an issue and write of it follows from that: it is made once, however many commands build that issue.
    """
    shipped = rules_as_shipped()
    loaded: dict[Any, RuleSet] = {((), ()): shipped}  # by what their folders hold, and the kinds that they are without

    def load(folders: Iterable[Path] = (), without: tuple[str, ...] = (), base: Path | None = None) -> RuleSet:
        own = tuple(folders)
        held = None if base else _held(own)
        if held is None:
            return load_rules(own, without, base)
        if (held, without) not in loaded:
            loaded[held, without] = load_rules(own, without)
        return loaded[held, without]

    for module in [sys.modules[name] for name in sys.modules if name.startswith("cards.")]:
        if getattr(module, "load_rules", None) is load_rules:
            patch.setattr(module, "load_rules", load)
    patch.setattr(collecting, "read_yaml", _of_file(collecting.read_yaml, lambda path: path.parent == shipped_rules()))
    patch.setattr(lexicons, "read_lexicon",
                  _of_file(lexicons.read_lexicon, lambda path: path.parent.parent == shipped_rules()))
    patch.setattr(compiled, "_read", _of_kept_patterns(compiled._read))
    patch.setattr(analysing, "read_bytes", _of_text(analysing.read_bytes, shipped))
    patch.setattr(build, "find_all", _of_issue(build.find_all, shipped))
    patch.setattr(build, "write_notes", _of_issue(build.write_notes, shipped))
    return shipped


def _held(folders: tuple[Path, ...]) -> tuple[tuple[Path, bytes], ...] | None:
    """What stands in rule folders; None where that is more than plain files and folders: then it is read each time."""
    paths = [path for folder in folders for path in (folder, *sorted(folder.rglob("*")))]
    if not all(path.is_dir() or _is_plain(path) for path in paths):
        return None
    return tuple((path, b"" if path.is_dir() else path.read_bytes()) for path in paths)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST and os.access(path, os.R_OK)


def _of_file(read: Callable[[Path], Any], shared: Callable[[Path], bool]) -> Callable[[Path], Any]:
    """`read`, which reads a file that is `shared` once, and again when it was written since."""
    made: dict[tuple[Path, int], Any] = {}

    def recalled(path: Path) -> Any:
        if not shared(path):
            return read(path)
        key = path, path.stat().st_mtime_ns
        if key not in made:
            made[key] = read(path)
        return made[key]

    return recalled


def _of_kept_patterns(read: Callable[[], Any]) -> Callable[[], Any]:
    """`read`, which reads a file of compiled patterns once, and again when it was written since."""
    in_file = _of_file(lambda _: read(), Path.is_file)
    return lambda: in_file(cache_folder() / compiled.NAME)


def _of_text(read: Callable[..., Issue], shipped: RuleSet) -> Callable[..., Issue]:
    """`read`, which reads a plain text once where the rules are the shipped ones."""
    made: dict[tuple[bytes, str, str], Issue] = {}

    def recalled(data: bytes, stem: str, rules: RuleSet, name: str) -> Issue:
        if rules is not shipped or not name.endswith(".txt"):
            return read(data, stem, rules, name)
        key = data, stem, name
        if key not in made:
            made[key] = read(data, stem, rules, name)
        return made[key]

    return recalled


def _of_issue(work: Callable[..., Any], shipped: RuleSet) -> Callable[..., Any]:
    """`work` on an issue by rules, once for each issue where they are the shipped ones."""
    made: dict[Any, Any] = {}

    def recalled(issue: Issue, *given: Any) -> Any:
        if not any(each is shipped for each in given):
            return work(issue, *given)
        key = issue, given[-1] is True  # with all that the budget has no place for, or without
        if key not in made:
            made[key] = work(issue, *given)
        return made[key]

    return recalled
