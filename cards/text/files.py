"""Files of text, read only where they are files: a pipe or a device may never end, and is not opened."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

LARGEST = 10_000_000  # bytes of a text that people write by hand, fifty times what any has
OTHERS = {stat.S_IFIFO: "a pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket",
          stat.S_IFDIR: "a folder"}


def what_it_is(path: Path) -> str:
    """What stands at `path` if that is no file: a pipe, a device, a socket, a folder; '' for a file. Raises OSError
    where nothing does.
    """
    return OTHERS.get(stat.S_IFMT(path.stat().st_mode), "")


def text_of(path: Path, newline: str | None = None) -> str:
    """The text of the UTF-8 file `path`. Raises OSError, whose `strerror` says why, where it can't be read, is no file
    or too large to be a text that somebody wrote; UnicodeDecodeError where it is not UTF-8. `newline` as for `open`.
    """
    if what := what_it_is(path):
        raise OSError(errno.EINVAL, f"{what}, no file", str(path))
    if path.stat().st_size > LARGEST:
        raise OSError(errno.EFBIG, f"larger than {LARGEST // 1_000_000} MB", str(path))
    with path.open(encoding="utf-8-sig", newline=newline) as file:
        return file.read()
