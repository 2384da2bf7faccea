"""What a refresh does last: the library's site and the user's own account are kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cards.commands.ending import Ending
from cards.commands.progress import shown_progress
from cards.commands.saying import say, warn
from cards.library.settings import Library
from cards.records import UserError

if TYPE_CHECKING:
    from cards.library.pushing import Login


def keep_site(library: Library, dry_run: bool, silent: bool) -> Ending:
    """Bring the site of `library` up to date, if its juyao.yaml asks for one; say what was written, unless `silent`."""
    if dry_run or not library.has_site or not library.output.is_dir():
        return Ending.DONE
    from cards.commands.pages.site.update import update_site

    with shown_progress() as progress:
        updated = update_site(library.output, library.site.folder, library.site.url, warn, progress)
    for line in updated.problems:
        warn(line)
    if (updated.written or updated.removed) and not silent:
        say([f"site: {library.site.folder / 'index.html'}"])
    return Ending.PROBLEMS if updated.problems else Ending.DONE


def keep_account(library: Library, dry_run: bool, silent: bool) -> Ending:
    """Push what is new, if juyao.yaml says so, and say what went, unless `silent`; nobody is asked for a login."""
    if dry_run or not library.push or not library.output.is_dir():
        return Ending.DONE
    from cards.commands.push import tell_pushed
    from cards.library.pushing import push

    with shown_progress() as progress:
        pushed = push(library.output, _nobody_asked, progress=progress)
    return tell_pushed(pushed, silent or not pushed.files)


def _nobody_asked() -> Login:
    raise UserError("push: no login is kept yet; run `juyao push` once, which asks for it")
