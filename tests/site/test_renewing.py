"""The site on the local network while the decks change: the next visitor sees them, and nobody gets half a file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from server import answering
from sites import PUBLICATION, contents

from cards.commands.pages.site import renewing
from cards.commands.pages.site.renewing import Renewal
from cards.commands.pages.site.serving import SiteServer
from cards.record.disk import JOURNAL
from cards.records import UserError

SECOND = f"{PUBLICATION}/2026-02"
TO_AND_FRO = """
import sys
import time
from pathlib import Path
from cards.record.disk import locked, replace_all
decks, *states = map(Path, sys.argv[1:])
for turn in range(10):
    state = states[turn % 2]
    time.sleep(0.2)
    with locked(decks):
        replace_all(decks, {path.relative_to(state): path.read_bytes() for path in state.rglob("*.apkg")}, {})
"""


@contextmanager
def shown(decks: Path, site: Path, said: list[str]) -> Iterator[SiteServer]:
    """The decks as `juyao serve` shows them."""
    with SiteServer("127.0.0.1", 0) as server:
        renewal = Renewal(decks, site, server.address, said.append)
        renewal.first()
        server.show(site, renewal.renew)
        with answering(server):
            yield server


def page(server: SiteServer, place: str = "") -> str:
    with urlopen(server.address + quote(place), timeout=60) as answer:
        return answer.read().decode()


def test_what_was_written_meanwhile_is_seen_by_the_next_visitor(decks, tmp_path):
    later = decks.parent / "later"
    (decks / SECOND).rename(later)
    said: list[str] = []
    with shown(decks, tmp_path / "site", said) as server:
        assert "2026-02" not in page(server)
        later.rename(decks / SECOND)
        assert "2026-02" in page(server)
        assert "2026-02" in page(server, f"{SECOND}/")
        with urlopen(server.address + quote(f"{SECOND}/2026-02.apkg"), timeout=60) as answer:
            assert answer.read() == (decks / SECOND / "2026-02.apkg").read_bytes()
        shutil.rmtree(decks / SECOND)
        assert "2026-02" not in page(server)
    assert said == []


def test_nothing_new_makes_nothing_anew(decks, tmp_path, monkeypatch):
    with shown(decks, tmp_path / "site", []) as server:
        monkeypatch.setattr(renewing, "update_site", None)
        assert "2026-02" in page(server)


def test_while_a_set_is_being_put_in_place_a_visitor_gets_what_there_was(decks, tmp_path):
    later = decks.parent / "later"
    (decks / SECOND).rename(later)
    with shown(decks, tmp_path / "site", []) as server:
        (decks / JOURNAL).write_text("[]", encoding="utf-8")
        later.rename(decks / SECOND)
        assert "2026-02" not in page(server)
        (decks / JOURNAL).unlink()
        assert "2026-02" in page(server)


def test_a_broken_package_is_told_once_and_the_rest_is_shown(decks, tmp_path):
    said: list[str] = []
    with shown(decks, tmp_path / "site", said) as server:
        (decks / SECOND / "2026-02.apkg").write_bytes(b"broken")
        for _ in range(3):
            assert "2026-01" in page(server)
            assert "2026-02" in page(server, f"{SECOND}/")
    assert len(said) == 1
    assert "can't be shown" in said[0]


@pytest.mark.parametrize(("fault", "line"), [
    (UserError("no room on the disk"), "no room on the disk"), (KeyError("x"), "a bug in juyao; please report it")])
def test_what_can_not_be_made_anew_is_told_and_shown_as_it_was(decks, tmp_path, monkeypatch, fault, line):
    def failing(*_: object) -> None:
        raise fault

    said: list[str] = []
    with shown(decks, tmp_path / "site", said) as server:
        monkeypatch.setattr(renewing, "update_site", failing)
        shutil.rmtree(decks / SECOND)
        assert [("2026-02" in page(server)) for _ in range(2)] == [True, True]
    assert len(said) == 1
    assert line in said[0]


def test_a_visitor_during_a_refresh_gets_every_file_whole(decks, tmp_path):
    """Asks for every file while the decks of one issue go from one state to another and back."""
    states = [tmp_path / "one", tmp_path / "other"]
    for state, lent in zip(states, ("2026-01", "2026-03"), strict=True):
        (state / SECOND).mkdir(parents=True)
        for package in (decks / PUBLICATION / lent).glob("*.apkg"):
            name = "2026-02.apkg" if package.stem == lent else package.name
            shutil.copy(package, state / SECOND / name)
    names = [{path.name for path in (state / SECOND).iterdir()} for state in states]
    for state, more in zip(states, (names[1] - names[0], names[0] - names[1]), strict=True):
        for name in more:  # a set replaces files, it takes none away
            shutil.copy(state / SECOND / "2026-02.apkg", state / SECOND / name)
    shutil.rmtree(decks / SECOND)
    shutil.copytree(states[0] / SECOND, decks / SECOND)
    whole = {(state / SECOND / "2026-02.apkg").read_bytes() for state in states}
    seen: set[bytes] = set()
    with shown(decks, tmp_path / "site", []) as server:
        places = [place for place in contents(tmp_path / "site") if place.endswith(".html")]
        running = subprocess.Popen([sys.executable, "-c", TO_AND_FRO, str(decks), *map(str, states)])
        while running.poll() is None:
            assert all(page(server, place).endswith("</html>") for place in places)
            with urlopen(server.address + quote(f"{SECOND}/2026-02.apkg"), timeout=60) as answer:
                seen.add(answer.read())
        assert running.returncode == 0
        page(server)
        with urlopen(server.address + quote(f"{SECOND}/2026-02.apkg"), timeout=60) as answer:
            assert answer.read() == (decks / SECOND / "2026-02.apkg").read_bytes()
    assert seen <= whole
