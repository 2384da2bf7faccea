"""A library's site kept up to date: what a refresh does last."""

from __future__ import annotations

from cards.commands.ending import Ending
from cards.commands.saying import say, warn
from cards.library.settings import Library


def keep_site(library: Library, dry_run: bool) -> Ending:
    """Bring the site of `library` up to date, if its juyao.yaml asks for one; say what was written."""
    if dry_run or not library.has_site or not library.output.is_dir():
        return Ending.DONE
    from cards.commands.pages.site.update import update_site

    updated = update_site(library.output, library.site.folder, library.site.url, warn)
    for line in updated.problems:
        warn(line)
    if updated.written or updated.removed:
        say([f"site: {library.site.folder / 'index.html'}"])
    return Ending.PROBLEMS if updated.problems else Ending.DONE
