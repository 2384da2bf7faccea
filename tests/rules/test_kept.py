"""The shipped rules are kept between runs as they were loaded, and whatever stands in their file is no danger. Where it
is all the same which they are, the small rule set stands in for them: it is loaded in a tenth of the time.
"""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cards.rules import assembling, kept, loading
from cards.rules.compiled import NAME
from cards.rules.folders import shipped_rules
from cards.rules.loading import BrokenRulesError, load_rules
from cards.rules.ruleset import RuleSet
from cards.text.cache import cache_folder, write_cached
from tests.cases import article_of
from tests.rules.conftest import SMALL

SAMPLE = Path(__file__).parent.parent.parent / "decks" / "sample" / "2026-03.txt"
LOAD = "from cards.rules.loading import load_rules; print(len(load_rules().every))"
AS_SHIPPED = pytest.mark.parametrize("folder", [shipped_rules()], indirect=True, ids=["shipped"])


@pytest.fixture(autouse=True)
def folder(request: pytest.FixtureRequest, rules: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, in which rules are kept of a folder that the test may change; the patterns of
    the shipped ones (`rules`) are compiled already.
    """
    compiled = (cache_folder() / NAME).read_bytes()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cache_folder().mkdir(parents=True)
    (cache_folder() / NAME).write_bytes(compiled)
    mine = tmp_path / "rules"
    shutil.copytree(getattr(request, "param", SMALL), mine)
    monkeypatch.setattr(loading, "shipped_rules", lambda: mine)
    monkeypatch.setattr(assembling, "shipped_rules", lambda: mine)
    load_rules()
    return mine


def found(rules: RuleSet) -> list[tuple[str, str]]:
    """What the rules match in the sample issue."""
    article = article_of(SAMPLE.read_text(encoding="utf-8"))
    matches = ((rule, match) for rule in rules.card_rules for match in rule.find(article))
    return [(rule.id, match.stretch.text[match.start : match.end]) for rule, match in matches]


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def not_again(*_: object) -> None:
    pytest.fail("assembled again")


@AS_SHIPPED
def test_kept_rules_find_the_same_and_are_not_assembled_again(monkeypatch):
    before = found(assembling.assembled((), (), None)[0])
    monkeypatch.setattr(assembling, "assembled", not_again)
    assert found(load_rules()) == before != []


@pytest.mark.parametrize("change", ["rule", "lexicon", "stray file", "stray file among the lexicons"])
def test_rules_are_loaded_again_where_the_folder_has_changed(folder, change):
    if change == "rule":
        write(folder / "hamlet.yaml", "kind: statistic\nrules:\n  - {name: any, title: 护林站, match: 护林站}\n")
        assert "hamlet.any" in [rule.id for rule in load_rules().rules]
    elif change == "lexicon":
        write(folder / "lexicon" / "domain_words.txt", "云岭护林站\n")
        assert load_rules().lexicons["domain_words"] == ("云岭护林站",)
    else:
        stray = folder / ("rules.txt" if change == "stray file" else "lexicon/rules.csv")
        write(stray, "x")
        assert any(stray.name in warning for warning in load_rules().warnings)


def test_what_changes_while_rules_are_loaded_is_not_taken_for_loaded(folder, monkeypatch):
    really, added = assembling.assembled, folder / "hamlet.yaml"
    write(folder / "rules.md", "x")  # something else than before

    def slowly(*asked: object) -> object:
        made = really(*asked)
        write(added, "kind: statistic\nrules:\n  - {name: any, title: 护林站, match: 护林站}\n")
        return made

    monkeypatch.setattr(assembling, "assembled", slowly)
    load_rules()
    assert "hamlet.any" in [rule.id for rule in load_rules().rules]


def test_a_lexicon_that_can_not_be_read_is_told(folder):
    (folder / "lexicon" / ".#unit.txt").symlink_to("clerk@office.4711")  # Emacs' lock on a file with changes
    with pytest.raises(BrokenRulesError, match="can't be read"):
        load_rules()


def test_rules_are_loaded_again_where_the_code_is_another(monkeypatch):
    monkeypatch.setattr(kept, "CODE", "another")
    monkeypatch.setattr(assembling, "assembled", lambda *_: (RuleSet((), {}), []))
    assert load_rules().every == ()


@pytest.mark.parametrize("data", [
    pickle.dumps(print), pickle.dumps(Path), b"(" * 100_000 + b".", pickle.dumps("a text"), b""])
def test_a_file_that_somebody_made_holds_no_rules(folder, data):
    count = len(load_rules().every)
    write_cached(kept.NAME, data, kept.maker_of(folder))
    assert len(load_rules().every) == count


def test_a_flipped_bit_in_the_kept_rules_kills_no_run(rules):
    done = [count_in_a_process()]
    whole = (cache_folder() / kept.NAME).read_bytes()
    for bit in (75, 8_075, len(whole) * 4, len(whole) * 8 - 4_000):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        (cache_folder() / kept.NAME).write_bytes(flipped)
        done.append(count_in_a_process())
    assert set(done) == {(0, str(len(rules.every)))}


def count_in_a_process() -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()
