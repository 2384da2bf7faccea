"""The disk: files replaced one by one or as a set, a set whole or not at all; a folder held by one run at a time.

A set is first written under temporary names; then a journal says what goes where; then the files are renamed and the
journal is removed. A run killed before the journal stands leaves the old set, one killed after it leaves what the next
run completes (`finish`).
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cards.errors import UserError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX, SUFFIX = ".juyao-", ".tmp"
JOURNAL = ".juyao-journal.json"
LOCK = ".juyao.lock"
LARGEST = 500_000_000  # bytes; an issue's package has about a thousandth of that
PATIENCE = 1.0  # seconds until a run says that it waits for another


def nobody(line: str) -> None:
    """Hears every line and says none: the default of `locked`."""


class NotAFileError(OSError):
    """What stands under a name is none of juyao's files: a folder, a device, a pipe, or far too large."""


def file_bytes(path: Path) -> bytes:
    """What the file `path` holds. Raises OSError where it can't be read, NotAFileError where it is no such file."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(errno.EINVAL, "no file but a folder, a device or a pipe", str(path))
    if status.st_size > LARGEST:
        raise NotAFileError(errno.EFBIG, f"larger than {LARGEST // 1_000_000} MB", str(path))
    return path.read_bytes()


def free_name(path: Path) -> Path:
    """Another name for `path` that no file has: 01-a.apkg → 01-a.aside-1.apkg, or the first number that is free."""
    number = 1
    while os.path.lexists(name := path.with_name(f"{path.stem}.aside-{number}{path.suffix}")):
        number += 1
    return name


@contextmanager
def locked(folder: Path, say: Callable[[str], None] = nobody) -> Iterator[None]:
    """Hold `folder` for this run alone, and complete what a killed one left. `say` gets a line when another run has
    held it for a second, and one for a journal that is set aside. Nothing stays behind: neither the lock nor a folder
    made only for it. Raises UserError where the folder can't be written.
    """
    try:
        made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        lock = _acquired(folder, lambda: say(f"waiting for another run in {folder}"))
    except OSError as error:
        raise UserError(f"{folder}: can't be written: {error.strerror or error}; earlier decks are as they were"
                        ) from None
    try:
        finish(folder, say)
        remove_leftovers(folder)
        yield
    finally:
        with suppress(OSError):  # Windows keeps an open file; who waits for a removed one starts over
            (folder / LOCK).unlink()
        lock.release()
        for parent in made:
            with suppress(OSError):  # not empty
                parent.rmdir()


def _acquired(folder: Path, waiting: Callable[[], None]) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    patience = PATIENCE
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            waiting()
            patience = -1
        except FileNotFoundError:  # the run before removed the folder it had made
            continue
        else:
            return lock


def unfinished(folder: Path) -> bool:
    """Whether a run is at work in `folder`, or was killed there."""
    marks = (folder / LOCK, folder / JOURNAL)
    return any(mark.exists() for mark in marks) or next(_leftovers(folder), None) is not None


def being_put(folder: Path) -> bool:
    """Whether a set is being put in place in `folder`: some of its files are old and some new."""
    return (folder / JOURNAL).exists()


def replace_all(folder: Path, files: Mapping[Path, bytes], aside: Mapping[Path, Path]) -> None:
    """Put `files` (path below `folder` → bytes) in place, all or none; first each key of `aside` (a file in the way, or
    any other below `folder`) is renamed to its value, which no file has. Raises OSError where the disk won't have them
    (nothing is changed then), UserError where one can't be put in place. Needs the lock.
    """
    waiting: dict[Path, Path] = {}
    try:
        for target, data in files.items():
            waiting[target] = _temporary(folder / target, data)
        renames = [*aside.items(), *((written.relative_to(folder), target) for target, written in waiting.items())]
        steps = [[old.as_posix(), new.as_posix()] for old, new in renames]
        replace_file(folder / JOURNAL, json.dumps(steps).encode())
    except BaseException:
        for written in waiting.values():
            written.unlink(missing_ok=True)
        raise
    try:
        finish(folder)
    except KeyboardInterrupt:
        finish(folder)
        raise


def finish(folder: Path, say: Callable[[str], None] = nobody) -> None:
    """Do what the journal in `folder` says, if there is one: the last part of replacing a set. A journal that can't be
    read is set aside, and `say` gets a line. Raises UserError where a file can't be put in place. Needs the lock.
    """
    journal = folder / JOURNAL
    try:
        steps = _steps(folder, file_bytes(journal))
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError, RecursionError) as error:
        aside = free_name(journal)
        journal.replace(aside)
        say(f"{journal}: can't be read: {getattr(error, 'strerror', None) or error}; set aside as {aside.name}")
        return
    for old, new in steps:
        _put(old, new)
    for parent in {new.parent for _, new in steps}:
        _settle(parent)
    journal.unlink()


def _steps(folder: Path, journal: bytes) -> list[tuple[Path, Path]]:
    """The renames that `journal` names. Raises ValueError or TypeError for one that is damaged or leads elsewhere."""
    return [(_inside(folder, old), _inside(folder, new)) for old, new in json.loads(journal)]


def _put(old: Path, new: Path) -> None:
    try:
        if os.path.lexists(old) and (old.suffix == SUFFIX or not os.path.lexists(new)):  # what was set aside stays so
            old.replace(new)
    except OSError as error:
        raise UserError(f"{new}: can't be put in place: {error.strerror or error}; close what has it open and run "
                        "again: the next run does the rest") from None


def _inside(folder: Path, name: str) -> Path:
    """The file `name` below `folder`. Raises ValueError for a journal that leads elsewhere."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name:
        raise ValueError("it names a file outside the folder")
    return folder / path


def replace_file(target: Path, data: bytes) -> None:
    """Put `data` in place of `target` in one step: a reader sees the old file or the new one."""
    written = _temporary(target, data)
    try:
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _temporary(target: Path, data: bytes) -> Path:
    """A new file beside `target` that holds `data`, on the disk for good."""
    target.parent.mkdir(parents=True, exist_ok=True)
    import tempfile  # a run with nothing new writes nothing

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=PREFIX, suffix=SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target.with_name(Path(name).name)


def _settle(folder: Path) -> None:
    """Have the names in `folder` on the disk for good, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of killed runs. Needs the lock."""
    for path in list(_leftovers(folder)):
        with suppress(OSError):
            path.unlink()


def _leftovers(folder: Path) -> Iterator[Path]:
    """The temporary files in `folder` and where packages lie, two folders below it."""
    for pattern in (f"{PREFIX}*{SUFFIX}", f"*/*/{PREFIX}*{SUFFIX}"):
        yield from folder.glob(pattern)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
