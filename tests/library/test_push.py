"""`juyao push` against the sync server that Anki's own library has, and a second device that learns meanwhile."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS as ALWAYS

from cards.library.pushing import Login, Pushed, data_folder, push
from cards.records import UserError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:google")
NAME, PASSWORD = "clerk", "云岭-secret"


class Server:
    """A sync server on this machine, whose data lie in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        environment = {**os.environ, "SYNC_USER1": f"{NAME}:{PASSWORD}", "SYNC_BASE": str(self.folder),
                       "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(self.port)}
        self.running = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.running.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)

    def stop(self) -> None:
        self.running.kill()
        self.running.wait()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Server(tmp_path / "server")
    yield made
    made.stop()


class Device:
    """A second device of the same account."""

    def __init__(self, path: Path, server: Server):
        self.col = Collection(str(path))
        self.auth = self.col.sync_login(NAME, PASSWORD, server.address)
        self.auth.endpoint = server.address

    def sync(self, upload: bool = False) -> None:
        out = self.col.sync_collection(self.auth, False)
        if out.required >= 2:
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
            self.col.reopen(after_full_sync=True)

    def texts(self) -> list[str]:
        return [self.col.get_note(note).fields[0] for note in self.col.find_notes("")]


@pytest.fixture
def device(server: Server, tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path / "phone.anki2", server)
    yield made
    made.col.close()


def pushed(library, server: Server, password: str = PASSWORD) -> Pushed:
    return push(library.root / "decks", lambda: Login(NAME, password, server.address))


def test_a_correction_reaches_a_device_that_keeps_what_it_learned(shelf, server, device):
    library = shelf("library", 1, 2)
    library.refresh()
    first = pushed(library, server)
    assert (first.files, first.updated) == (2, 0)
    device.sync()
    assert len(device.texts()) == first.new > 0
    card = device.col.find_cards("建强*10支", order="c.ord")[0]
    learned = device.col.get_card(card)
    learned.start_timer()
    device.col.sched.answerCard(learned, 4)
    device.sync()
    library.issue(1, 队伍10支="队伍12支")
    library.refresh()
    second = pushed(library, server)
    assert (second.files, second.new) == (1, 0)
    assert second.updated > 0
    device.sync()
    after = device.col.get_card(card)
    assert "12支" in after.note().fields[0]
    assert (after.reps, after.ivl > 0) == (1, True)


def test_nothing_new_pushes_nothing(shelf, server):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    assert pushed(library, server) == Pushed(0, 0, 0)


def test_the_key_is_kept_for_its_owner_alone_and_the_password_nowhere(shelf, server):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    kept = data_folder() / "push" / "sync.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not [path for path in (library.root.parent).rglob("*") if path.is_file() and "server" not in path.parts
                and PASSWORD.encode() in path.read_bytes()]

    def asked() -> Login:
        raise AssertionError("a login is asked once")

    assert push(library.root / "decks", asked).files == 0


def test_a_wrong_password_is_a_line_and_keeps_nothing(shelf, server):
    library = shelf("library", 1)
    library.refresh()
    with pytest.raises(UserError, match="does not take this name and password"):
        pushed(library, server, password="wrong")
    assert not (data_folder() / "push" / "sync.json").exists()
    assert pushed(library, server).new > 0


def test_a_server_that_is_gone_is_a_line_and_the_next_push_goes_on(shelf, server, device):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    library.issue(2)
    library.refresh()
    server.stop()
    with pytest.raises(UserError, match="can't be reached"):
        pushed(library, server)
    server.start()
    assert pushed(library, server).new > 0
    device.sync()
    assert len(device.texts()) == sum(1 for _ in device.col.find_notes("tag:举要::*"))


def test_what_an_account_holds_already_stays(shelf, server, device):
    note = device.col.new_note(device.col.models.by_name("Basic"))
    note.fields = ["自己的问题", "自己的答案"]
    device.col.add_note(note, device.col.decks.id("自己的牌组"))
    device.sync(upload=True)
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    device.sync()
    assert "自己的问题" in device.texts()
    assert len(device.texts()) > 1


def with_a_field_of_its_own(device):
    """Somebody adds a field to the note type on a device, and puts that on the server."""
    ours = device.col.models.by_name("举要")
    device.col.models.add_field(ours, device.col.models.new_field("我的字段"))
    device.col.models.update_dict(ours)
    device.sync(upload=True)


def test_a_one_way_sync_is_never_done(shelf, server, device):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    device.sync()
    with_a_field_of_its_own(device)
    library.issue(1, 队伍10支="队伍12支")
    library.refresh()
    with pytest.raises(UserError, match="one-way sync"):
        pushed(library, server)
    device.sync()
    assert "我的字段" in [field["name"] for field in device.col.models.by_name("举要")["flds"]]


def test_a_correction_that_an_account_does_not_take_is_told_until_it_does(shelf, server, device):
    """A device's own note type keeps Anki from updating its notes: what was not taken is not told as pushed."""
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    device.sync()
    with_a_field_of_its_own(device)
    library.issue(1, 队伍10支="队伍12支")
    library.refresh()
    begin_anew()
    for _ in range(2):
        tried = pushed(library, server)
        assert (tried.updated, tried.files) == (0, 1)
        assert tried.refused > 0
    ours = device.col.models.by_name("举要")
    device.col.models.remove_field(ours, ours["flds"][-1])
    device.col.models.update_dict(ours)
    device.sync(upload=True)
    [bundle] = (library.root / "decks").rglob("2026-01.apkg")
    device.col.import_anki_package(ImportAnkiPackageRequest(
        package_path=str(bundle), options=ImportAnkiPackageOptions(update_notes=ALWAYS)))
    device.sync()
    assert [text for text in device.texts() if "12支" in text]
    begin_anew()
    assert pushed(library, server).refused == 0
    assert pushed(library, server) == Pushed(0, 0, 0)


def begin_anew() -> None:
    """What is said where Anki asks for a one-way sync."""
    (data_folder() / "push" / "collection.anki2").unlink()


def test_a_login_that_no_longer_holds_is_asked_for_again(shelf, server):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    kept = data_folder() / "push" / "sync.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"key": "', '"key": "0'), encoding="utf-8")
    library.issue(2)
    library.refresh()
    with pytest.raises(UserError, match="push again to log in anew"):
        pushed(library, server)
    assert pushed(library, server).files == 2


def test_a_refresh_pushes_what_is_new_where_juyao_yaml_says_so(shelf, server, device):
    library = shelf("library", 1, settings="sources:\n  - folder: issues\npush: true\n")
    ran = library.refresh()
    assert ran.code == 1
    assert "no login is kept yet; run `juyao push` once" in ran.err
    first = pushed(library, server)
    assert library.refresh().last.startswith("nothing to do")
    library.issue(2)
    assert library.refresh().last.startswith("pushed: ")
    device.sync()
    assert len(device.texts()) > first.new


def test_a_refresh_tells_what_the_account_did_not_take(shelf, server, device, monkeypatch):
    library = shelf("library", 1, settings="sources:\n  - folder: issues\npush: true\n")
    library.refresh()
    pushed(library, server)
    device.sync()
    with_a_field_of_its_own(device)
    begin_anew()
    library.issue(1, 队伍10支="队伍12支")
    for _ in range(2):
        ran = library.refresh()
        assert ran.code == 1
        assert "notes are not corrected: their note type has other fields" in ran.err


def test_another_account_is_not_mixed_in(shelf, server):
    library = shelf("library", 1)
    library.refresh()
    pushed(library, server)
    with pytest.raises(UserError, match="one push goes to one account"):
        push(library.root / "decks", lambda: Login(NAME, PASSWORD, "http://127.0.0.1:1/"), "http://127.0.0.1:1/")
