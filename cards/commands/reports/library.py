"""Reports of a library: how its issues stand, and what a refresh did. Nothing heavy is imported before an issue was
built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.saying import say, say_object, warn, warn_set_aside
from cards.library.looking import BROKEN, CHANGED, NEW, Look, Seen
from cards.library.outcomes import Done, Failed, Passed
from cards.library.refresh import Refresh, Step

WITH_A_PROBLEM, MENDED = "with a problem", "mended"


def status_lines(seen: Seen) -> Iterator[str]:
    """A line an issue: its state, name and why; last how many are in each state."""
    for look in seen.looks:
        named = f" ({look.built.publication} {look.built.issue})" if look.built and look.built.issue else ""
        yield f"{look.state:8} {look.name}{named}" + (f": {look.why}" if look.why else "")
    if seen.unfinished:
        yield "a refresh is at work, or one was stopped: the next one completes it"
    states = Counter(look.state for look in seen.looks)
    yield ", ".join(f"{count} {state}" for state, count in states.items()) or "no issues yet"


def status_json(root: Path, seen: Seen) -> dict[str, Any]:
    """The same as one object."""
    return {"library": str(root), "issues": [_look_json(look) for look in seen.looks], "problems": list(seen.problems),
            "passed": list(seen.passed), "unfinished": seen.unfinished}


def _look_json(look: Look) -> dict[str, Any]:
    built = look.built
    told = {"source": look.name, "state": look.state, "why": look.why}
    if built is None:
        return told | {"publication": "", "issue": "", "packages": []}
    return told | {"publication": built.publication, "issue": built.issue, "packages": list(built.packages)}


@dataclass
class RefreshReport:
    """Tells what became of each source of a refresh, as it is there: in a line, or with all that is known of it where
    `verbose`; as one object at the end where `as_json`.
    """

    refresh: Refresh
    as_json: bool
    quiet: bool
    verbose: bool = False
    endings: set[Ending] = field(init=False, default_factory=set)
    counts: Counter[str] = field(init=False, default_factory=Counter)
    issues: list[dict[str, Any]] = field(init=False, default_factory=list)
    failed: list[str] = field(init=False, default_factory=list)

    def tell(self, step: Step) -> None:
        outcome = step.outcome
        if isinstance(outcome, Passed):
            warn(outcome.line)
            return
        self.counts[_kind(step)] += 1
        if isinstance(outcome, Failed):
            self.endings.add(tell_failure(outcome))
            self.failed.append(outcome.problem)
            return
        warn_set_aside(outcome.written)
        if outcome.doubtful:
            self.endings.add(Ending.PROBLEMS)
        if self.as_json:
            self.issues.append(_built_json(step.look, outcome, self.refresh.library.output))
        else:
            self._overview(step.look, outcome)

    def _overview(self, look: Look, done: Done) -> None:
        from cards.commands.reports.building import made_line, overview

        why = f"was: {look.why}" if look.state == BROKEN else look.why
        line = f"{_state(look)}: {look.name} ({why})"
        if self.verbose or self.refresh.dry_run:
            say([line, *overview(done.work, list(done.written.files), self.refresh.library.output,
                                 self.refresh.dry_run)])
        else:
            say([f"{line}: {made_line(done.work)}"])

    def end(self) -> Ending:
        """Print the problems, what was downloaded, and what was done; or the object."""
        passed = self.refresh.seen.passed if self.refresh.done else ()  # not every night
        for line in (*self.refresh.remarks, *passed, *self.refresh.problems):
            warn(line)
        if self.as_json:
            say_object(self._object())
        else:
            done = "would download" if self.refresh.dry_run else "downloaded"
            say(f"{done}: {name}" for name in self.refresh.downloaded)
            self._last_line()
        if self.refresh.problems:
            self.endings.add(Ending.PROBLEMS)
        return worst(self.endings)

    def _object(self) -> dict[str, Any]:
        """The object that `juyao refresh --json` prints."""
        return {"issues": self.issues, "problems": [*self.refresh.problems, *self.failed],
                "downloaded": self.refresh.downloaded, "as_they_were": self.refresh.as_they_were}

    def _last_line(self) -> None:
        """1 new, 2 as they were."""
        rest = len(self.refresh.as_they_were)
        parts = [f"{self.counts[kind]} {kind}" for kind in (NEW, CHANGED, MENDED, WITH_A_PROBLEM) if self.counts[kind]]
        if parts:
            say([f"{', '.join(parts)}, {rest} as they were"])
        elif not self.quiet:
            say([f"nothing to do: {rest} issue{'' if rest == 1 else 's'}, all as they were"])


def _kind(step: Step) -> str:
    """What the last line counts a step as."""
    return WITH_A_PROBLEM if isinstance(step.outcome, Failed) else _state(step.look)


def _state(look: Look) -> str:
    """How a source stood that was built now."""
    return MENDED if look.state == BROKEN else look.state


def _built_json(look: Look, done: Done, folder: Path) -> dict[str, Any]:
    from cards.commands.reports.building import issue_json

    return issue_json(done.work, folder) | {
        "source": look.name, "state": _state(look), "why": look.why,
        "written": [str(path) for path in done.written.files],
        "set_aside": [str(new) for _, new in done.written.aside]}
