"""The index of a publication: which issue may share a fact; what does not fit the disk is looked at, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.record.index import LEAST, Index, Standing, mark, read_index
from cards.record.traces import BYTES, Traces
from cards.text.cache import cache_folder

LAST = (1 << 8 * BYTES) - 1  # the largest trace


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Publication:
    """Issues that are files of numbers, their traces; `looked` are those that were looked at."""

    def __init__(self, folder: Path):
        self.folder, self.looked = folder, []

    def put(self, issue: str, *traces: int) -> None:
        (self.folder / issue).mkdir(parents=True, exist_ok=True)
        (self.folder / issue / f"{issue}.apkg").write_text(" ".join(map(str, traces)))

    def look(self, issue: str) -> tuple[Standing, Traces] | None:
        self.looked.append(issue)
        bundle = self.folder / issue / f"{issue}.apkg"
        if not bundle.exists():
            return None
        return Standing(bundle.name, mark(bundle.parent, bundle.name)), frozenset(map(int, bundle.read_text().split()))

    def read(self) -> Index:
        self.looked.clear()
        return read_index(self.folder, self.look)


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    """Ten issues: all have the trace 7, the even ones 0 and the largest, each its own number and a thousand."""
    made = Publication(tmp_path / "decks" / "学习与实践参考")
    for number in range(1, LEAST + 3):
        made.put(f"2026-{number}", 7, 1000 + number, *([0, LAST] if number % 2 == 0 else []))
    made.read().save()
    return made


def issues(*numbers: int) -> set[str]:
    return {f"2026-{number}" for number in numbers}


def test_an_index_that_was_kept_is_asked_and_no_issue_looked_at(publication):
    index = publication.read()
    assert publication.looked == []
    assert index.holding(frozenset({7})) == issues(*range(1, 11))
    assert index.holding(frozenset({0})) == index.holding(frozenset({LAST})) == issues(2, 4, 6, 8, 10)
    assert index.holding(frozenset({1003, 1010, 5})) == issues(3, 10)


def test_what_changed_came_or_went_is_looked_at_and_nothing_else(publication):
    publication.put("2026-3", 8)
    publication.put("2026-11", 7, 8)
    (publication.folder / "2026-2" / "2026-2.apkg").unlink()
    (publication.folder / "2026-4" / "2026-4.apkg").unlink()
    (publication.folder / "2026-4").rmdir()
    for kept in (False, True):
        index = publication.read()
        assert sorted(publication.looked) == (["2026-11", "2026-2", "2026-3"] if not kept else [])
        assert index.holding(frozenset({8})) == issues(3, 11)
        assert index.holding(frozenset({7})) == issues(1, 5, 6, 7, 8, 9, 10, 11)
        assert index.holding(frozenset({0, 1003})) == issues(6, 8, 10)
        index.save()
        (publication.folder / "2026-2").rmdir() if not kept else None


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda _: b"", lambda data: data[:40] + b"x" + data[41:]])
def test_a_damaged_index_is_made_again_from_the_decks(publication, damage):
    [kept] = (cache_folder() / "facts").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    index = publication.read()
    assert len(publication.looked) == 10
    assert index.holding(frozenset({1003})) == issues(3)
    index.save()
    assert kept.read_bytes() == whole


def test_issues_are_as_far_away_as_people_count(publication):
    index = publication.read()
    assert [index.away(f"2026-{number}", "2026-9") for number in (1, 8, 9, 10)] == [-8, -1, 0, 1]
    assert [index.away(name, "2026-9增刊") for name in ("2026-9", "2026-10")] == [-1, 1]
    index.put("2026-9增刊", Standing("", (0, 0, 0, 0)), frozenset({7, 4}))
    assert [index.away(name, "2026-9增刊") for name in ("2026-9", "2026-10")] == [-1, 1]
    assert index.holding(frozenset({4})) == {"2026-9增刊"}


def test_few_issues_are_read_and_no_index_is_kept(tmp_path):
    few = Publication(tmp_path / "decks" / "增刊")
    few.put("1", 7)
    index = few.read()
    index.save()
    assert index.holding(frozenset({7})) == {"1"}
    assert not (cache_folder() / "facts").exists()
