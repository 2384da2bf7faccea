"""Decks to one's own account on an Anki sync server (AnkiWeb or one's own): a collection of juyao's own is synced down,
takes in what is new, and is synced up. Never one way: where Anki asks for that, it stops.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.names import bundle_among
from cards.library.progress import PUSHED, UNSEEN, Progress, followed
from cards.records import UserError

if TYPE_CHECKING:
    from anki.collection import Collection

ANKIWEB = "https://sync.ankiweb.net/"
KEY_FILE = "sync.json"
COLLECTION = "collection.anki2"
FULL_SYNC, FULL_DOWNLOAD, FULL_UPLOAD = 2, 3, 4  # what Anki's sync asks for; the latter two: the other side is empty


class Login(Struct, frozen=True):
    """An account: its name and password, at the server `endpoint`."""

    name: str
    password: str
    endpoint: str


class Account(Struct, frozen=True):
    """An account that is logged in to: its key (never the password), its server, and what of each package was pushed
    last (SHA-256 by place).
    """

    key: str
    endpoint: str
    pushed: Mapping[str, str]


class Pushed(Struct, frozen=True):
    """What a push did: how many notes came new to the account, how many were updated, how many files were read, and how
    many notes the account did not take, for their note type has other fields there.
    """

    new: int
    updated: int
    files: int
    refused: int = 0

    def __add__(self, other: Pushed) -> Pushed:
        return Pushed(self.new + other.new, self.updated + other.updated, self.files + other.files,
                      self.refused + other.refused)


def data_folder() -> Path:
    """juyao's folder among the user's data; it may not exist."""
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "juyao"


def push(decks: Path, login: Callable[[], Login], endpoint: str = "", progress: Progress = UNSEEN) -> Pushed:
    """Push what is new of the bundles below `decks` to the account at `endpoint` ('': the last one); `login` is asked
    where no key is kept. Raises UserError where the server can't be reached, does not take the login or wants a one-way
    sync: nothing on the server was changed then.
    """
    _check_library()
    packages = _bundles(decks)
    folder = data_folder() / "push"
    marks = {place: sha256(path.read_bytes()).hexdigest() for place, path in packages.items()}
    kept = _kept(folder / KEY_FILE)
    if kept and endpoint in ("", kept.endpoint) and marks.items() <= kept.pushed.items():
        return Pushed(0, 0, 0)
    with _opened(folder) as collection:
        account = _account(collection, folder, login, endpoint)
        progress.expect(2, PUSHED)
        _synced(collection, account)
        fresh = {packages[place]: place for place, mark in marks.items() if account.pushed.get(place) != mark}
        taken = {fresh[package]: _imported(collection, package)
                 for package in followed([*fresh], progress, PUSHED, attrgetter("name"))}
        _synced(collection, account)
        _keep(folder / KEY_FILE, _with_taken(account, marks, taken))
        return sum(taken.values(), Pushed(0, 0, 0))


def _with_taken(account: Account, marks: Mapping[str, str], taken: Mapping[str, Pushed]) -> Account:
    """`account` with the `marks` of the packages that it has `taken` whole; others are tried again."""
    whole = {place: marks[place] for place, pushed in taken.items() if not pushed.refused}
    return replace(account, pushed={**account.pushed, **whole})


def _bundles(decks: Path) -> dict[str, Path]:
    """The packages of whole issues below `decks`, by their places. Raises UserError where there are none."""
    bundles = filter(None, (bundle_among(folder.glob("*.apkg")) for folder in sorted(decks.glob("*/*/"))))
    packages = {path.relative_to(decks).as_posix(): path for path in bundles}
    if not packages:
        raise UserError(f"{decks}: no decks to push; `juyao refresh` writes them")
    return packages


def _check_library() -> None:
    try:
        import anki.collection  # noqa: F401
    except ImportError:
        raise UserError("pushing needs juyao[sync]: pip install 'juyao[sync]'") from None


@contextmanager
def _opened(folder: Path) -> Iterator[Collection]:
    """juyao's own collection. Raises UserError where it is in use, or can't be written."""
    from anki.collection import Collection
    from anki.errors import DBError

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        collection = Collection(str(folder / COLLECTION))
    except (OSError, DBError) as error:
        raise UserError(f"{folder}: can't be used: {error}; is another push at work?") from None
    try:
        yield collection
    finally:
        collection.close()


def _account(collection: Collection, folder: Path, login: Callable[[], Login], endpoint: str) -> Account:
    """The account as it is kept from the last time, or logged in to now."""
    kept = _kept(folder / KEY_FILE)
    if kept is None:
        return _logged_in(collection, folder, login())
    if endpoint not in ("", kept.endpoint):
        raise UserError(f"{folder}: belongs to the account at {kept.endpoint}; one push goes to one account: remove "
                        "that folder to begin with another")
    return kept


def _logged_in(collection: Collection, folder: Path, login: Login) -> Account:
    from anki.errors import NetworkError, SyncError

    try:
        auth = collection.sync_login(login.name, login.password, login.endpoint)
    except SyncError:
        raise UserError(f"{login.endpoint}: the server does not take this name and password") from None
    except NetworkError:
        raise UserError(f"{login.endpoint}: the server can't be reached; nothing was changed") from None
    account = Account(auth.hkey, login.endpoint, {})
    _keep(folder / KEY_FILE, account)
    return account


def _kept(path: Path) -> Account | None:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        pushed = {str(place): str(mark) for place, mark in values["pushed"].items()}
        return Account(str(values["key"]), str(values["endpoint"]), pushed)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _keep(path: Path, account: Account) -> None:
    """Keep `account` where nobody else can read it."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"key": account.key, "endpoint": account.endpoint, "pushed": account.pushed}, file)
    fresh.replace(path)


def _synced(collection: Collection, account: Account) -> None:
    """Sync. One side is only taken over whole where the other has nothing. Raises UserError where Anki would have one
    of two sides that both have something given up.
    """
    from anki.sync_pb2 import SyncAuth

    auth = SyncAuth(hkey=account.key, endpoint=account.endpoint)
    with _told(account):
        out = collection.sync_collection(auth, False)
        if out.new_endpoint:  # AnkiWeb sends accounts to servers of their own
            auth.endpoint = out.new_endpoint
        if out.required in (FULL_DOWNLOAD, FULL_UPLOAD):
            collection.close_for_full_sync()
            collection.full_upload_or_download(auth=auth, server_usn=None, upload=out.required == FULL_UPLOAD)
            collection.reopen(after_full_sync=True)
        elif out.required == FULL_SYNC:
            raise UserError(
                f"{account.endpoint}: Anki asks for a one-way sync (a note type was changed on a device, or a database "
                "was checked); juyao never does that, for one side would be lost: sync your devices, remove "
                f"{data_folder() / 'push' / COLLECTION} and push again")


@contextmanager
def _told(account: Account) -> Iterator[None]:
    """What goes wrong in a sync as a line."""
    from anki.errors import NetworkError, SyncError, SyncErrorKind

    try:
        yield
    except NetworkError:
        raise UserError(f"{account.endpoint}: the server can't be reached; what is new goes up with the next push"
                        ) from None
    except SyncError as error:
        if error.kind is SyncErrorKind.AUTH:
            (data_folder() / "push" / KEY_FILE).unlink(missing_ok=True)
            raise UserError(f"{account.endpoint}: the server no longer takes the kept login; push again to log in anew"
                            ) from None
        raise UserError(f"{account.endpoint}: the server refused: {' '.join(str(error).split())}") from None


def _imported(collection: Collection, package: Path) -> Pushed:
    """Import `package` as Anki does by default."""
    from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    log = collection.import_anki_package(ImportAnkiPackageRequest(
        package_path=str(package), options=ImportAnkiPackageOptions())).log
    return Pushed(len(log.new), len(log.updated), 1, len(log.conflicting))
