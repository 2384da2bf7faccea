"""The cache: what can be made again, kept between runs in the user's own cache folder; it can be deleted at any time.

A file holds a checksum and the data. What a disk damaged, another program version made or anybody cut short is as if it
were not there: to read such bytes as code or as Python's objects could kill the process.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

CHECKSUM_BYTES = hashlib.sha256().digest_size
TEMPORARY = ".tmp"


def cache_folder() -> Path:
    """juyao's folder in the user's cache folder; it may not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "juyao"


def read_cached(name: str, maker: str) -> bytes | None:
    """The data that `write_cached` kept under `name`, a file's name like patterns.cache; None where there is none, or
    what is there is damaged or was made by another `maker` (the versions of the programs that the data depends on).
    """
    path = cache_folder() / name
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None
    checksum, data = content[:CHECKSUM_BYTES], content[CHECKSUM_BYTES:]
    return data if checksum == _checksum(data, maker) else None


def write_cached(name: str, data: bytes, maker: str) -> None:
    """Keep `data` under `name` for the next run: all of it or, where the disk does not take it, none."""
    with suppress(OSError):
        _replace(cache_folder() / name, _checksum(data, maker) + data)


def _checksum(data: bytes, maker: str) -> bytes:
    return hashlib.sha256(maker.encode() + b"\0" + data).digest()


def _replace(target: Path, content: bytes) -> None:
    """Put `content` in place of `target` in one step. Nothing temporary stays, not even what a killed run left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}-"
    for leftover in target.parent.glob(f"{prefix}*{TEMPORARY}"):
        leftover.unlink(missing_ok=True)
    import tempfile  # a run with nothing new writes nothing

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=TEMPORARY)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
