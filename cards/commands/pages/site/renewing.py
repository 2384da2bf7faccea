"""The site on the local network kept as the decks are: looked at for every visitor, made anew where they changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from traceback import format_exc

from cards.commands.bugs import keep_bug
from cards.commands.pages.site.folders import issue_folders
from cards.commands.pages.site.update import update_site
from cards.errors import UserError
from cards.library.progress import UNSEEN, Progress
from cards.record.disk import being_put

Stamp = tuple[str, int, int, int]


@dataclass
class Renewal:
    """Makes the site in `folder`, which stands at `url`, show the decks below `decks` as they are; `say` gets a line
    for what can't be shown.
    """

    decks: Path
    folder: Path
    url: str
    say: Callable[[str], None]
    _seen: tuple[Stamp, ...] | None = field(init=False, default=None)
    _lock: Lock = field(init=False, default_factory=Lock)

    def first(self, progress: Progress = UNSEEN) -> None:
        """Make it for the first time. Raises UserError where it can't be made."""
        self._seen = tuple(_stamps(self.decks))
        self._update(progress)

    def renew(self) -> bool:
        """Make it anew where the decks changed, and say whether that was so. Whoever comes while it is made, or while a
        set of decks is being put in place, gets it as it was; so does everybody where it can't be made.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._renewed()
        finally:
            self._lock.release()

    def _renewed(self) -> bool:
        stamps = tuple(_stamps(self.decks))
        if stamps == self._seen or being_put(self.decks):
            return False
        self._seen = stamps  # taken before reading: what changes meanwhile is seen for the next visitor
        try:
            self._update(UNSEEN)
        except UserError as error:
            self.say(str(error))
        except Exception:  # it ends no server
            self.say(f"a bug in juyao; please report it with {keep_bug(format_exc())}")
        return True

    def _update(self, progress: Progress) -> None:
        for line in update_site(self.decks, self.folder, self.url, self.say, progress).problems:
            self.say(line)


def _stamps(decks: Path) -> Iterator[Stamp]:
    """What tells one state of the decks from another, without reading them."""
    for _, packages in issue_folders(decks):
        yield from map(_stamp, packages)
    face = decks / "face"
    if face.is_dir():
        yield from (_stamp(Path(entry)) for entry in sorted(os.scandir(face), key=lambda entry: entry.name))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return f"{path}", 0, 0, 0
    return f"{path}", status.st_mtime_ns, status.st_size, status.st_ino
