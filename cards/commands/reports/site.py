"""Reports of a site: what was written, and where it is."""

from __future__ import annotations

from collections.abc import Iterator

from cards.commands.pages.site.update import Updated
from cards.commands.pages.site.wanted import WantedSite
from cards.commands.reports.doubts import counted


def site_lines(wanted: WantedSite, updated: Updated) -> Iterator[str]:
    """What a run did to the site, and what to do with it."""
    yield f"{wanted.folder}: {counted(updated.issues, 'issue')}; {_told(updated)}"
    if not wanted.url and updated.written:
        yield "no QR codes: say with --url (or site: url in juyao.yaml) where the site will stand"


def _told(updated: Updated) -> str:
    if not (updated.written or updated.removed):
        return "all as it was"
    written = f"{counted(len(updated.written), 'file')} written"
    return f"{written}, {counted(len(updated.removed), 'file')} removed" if updated.removed else written
