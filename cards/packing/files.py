"""Writing: packages to disk, each at once or not at all, and only those whose bytes changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cards.errors import UserError
from cards.packing import Package


def write_packages(folder: Path, packages: Iterable[Package]) -> list[Path]:
    """Write what changed below `folder`; return the files written. Raises UserError where the disk won't have it."""
    written = []
    for package in packages:
        target = folder / package.file
        try:
            if target.exists() and target.read_bytes() == package.data:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, package.data)
        except OSError as error:
            raise UserError(f"{target}: can't be written: {error.strerror or error}; earlier decks are as they were"
                            ) from None
        written.append(target)
    return written


def replace_file(target: Path, data: bytes) -> None:
    """Put `data` in place of `target` in one step: a reader sees the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".juyao-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
