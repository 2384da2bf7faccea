"""Whatever in the shipped rules makes a card of the sample go, its note is retired once, with tag and banner, no other
note asks for the same sentence, and it comes back when the cause goes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from cards.anki.note_type import MEMORY, STATUS
from cards.record.memory import RETIRED_TAG
from cards.record.retiring import RETIRED_BANNER
from cards.record.store import Recorded, read_package
from cards.rules.folders import shipped_rules
from tests.record.test_phone import NOON

DAY = 86_400


def excepted() -> str:
    """The rule of a key sentence of the sample with an `unless` that bars it there."""
    shipped = yaml.safe_load((shipped_rules() / "key_sentence.yaml").read_text(encoding="utf-8"))
    [rule] = [rule for rule in shipped["rules"] if rule["name"] == "from_to"]
    own = {"kind": "key_sentence", "rules": [{**rule, "unless": [*rule.get("unless", ()), "扩大规模"]}]}
    return yaml.safe_dump(own, allow_unicode=True, width=1_000_000)


CAUSES = {
    "a rule of a sentence is off": ("key_sentence.yaml", "kind: key_sentence\nrules: [{name: from_to, off: true}]\n"),
    "a rule of a list is off": ("measure.yaml", "kind: measure\nrules: [{name: parts, off: true}]\n"),
    "a rule of a figure is off": ("statistic.yaml", "kind: statistic\nrules: [{name: percent, off: true}]\n"),
    "unless": ("key_sentence.yaml", ""),
    "a lexicon": ("lexicon/unit.txt", "!亿元\n!人\n"),
    "a weight": ("weights.yaml", "key_sentence: {weights: {key_sentence.from_to: -5}}\n"),
    "what a card is worth at least": ("weights.yaml", "statistic: {least: 1}\n"),
    "the budget": ("weights.yaml", "key_sentence: {budget: {core: 1, all: 1}}\n"),
}


@dataclass
class Office:
    """Builds the sample day after day."""

    folder: Path
    sample: Path
    build: Callable[..., Any]
    monkeypatch: pytest.MonkeyPatch
    days: int = 0

    def publish(self) -> tuple[bytes, dict[str, Recorded]]:
        """The package of the issue, and its notes by GUID."""
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + self.days * DAY))
        self.days += 1
        [bundle] = self.build(self.folder, self.sample).bundles
        return bundle.read_bytes(), dict(read_package(bundle.read_bytes()).notes)


def living(notes: dict[str, Recorded]) -> set[str]:
    return {guid for guid, note in notes.items() if not note.memory.retired}


@pytest.fixture(scope="module")
def first_day(excerpt: Path, build: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Recorded]]:
    """The decks of the first day, which are the same whatever comes, and their notes; each test goes on with a copy."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        return folder, Office(folder, excerpt, build, patch).publish()[1]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_card_that_goes_is_retired_once_and_comes_back(
        cause: str, excerpt: Path, build: Any, first_day: tuple[Path, dict[str, Recorded]], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    folder, before = first_day
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    office = Office(tmp_path, excerpt, build, monkeypatch, days=1)
    name, text = CAUSES[cause]
    own = tmp_path / "rules" / name
    own.parent.mkdir(parents=True)
    own.write_text(text or excepted(), encoding="utf-8")
    package, now = office.publish()
    gone = living(before) - living(now)
    assert gone
    assert all(RETIRED_TAG in now[guid].tags and now[guid].fields[STATUS] == RETIRED_BANNER for guid in gone)
    asked = {(now[guid].memory.kind, now[guid].memory.fact.sentence, now[guid].memory.fact.answer) for guid in gone}
    fresh = living(now) - living(before)
    assert not asked & {(now[guid].memory.kind, now[guid].memory.fact.sentence, now[guid].memory.fact.answer)
                        for guid in fresh}
    assert office.publish()[0] == package
    own.unlink()
    _, after = office.publish()
    assert living(after) == living(before)
    assert all(after[guid].fields[:MEMORY] == before[guid].fields[:MEMORY] for guid in gone)
