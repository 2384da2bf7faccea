"""Which decks a site shows, where it is written and where it will stand."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from cards.commands.pages.site.folders import issue_folders
from cards.errors import UserError
from cards.library.own import FILE
from cards.text.cache import cache_folder

FOLDER = "site"


class WantedSite(Struct, frozen=True):
    """A site to be made of the folder `decks` in `folder`; `url` is where it will stand, '' where nobody knows."""

    decks: Path
    folder: Path
    url: str = ""


def wanted_site(root: Path, folder: Path | None = None, url: str | None = None) -> WantedSite:
    """The site of the library in `root`, as its juyao.yaml says; of a folder without one, of the decks in it. `folder`
    and `url` stand for what juyao.yaml says. Raises UserError where there are no decks, or the address is none.
    """
    if (root / FILE).exists():
        from cards.library.settings import read_library

        library = read_library(root)
        decks = library.output
        folder, url = folder or library.site.folder, library.site.url if url is None else url
    else:
        decks = _decks_in(root)
    if url and not _is_address(url):
        raise UserError(f"--url: “{url}” is no address; one begins with http:// or https://")
    return WantedSite(decks, folder or root / FOLDER, url or "")


def _is_address(url: str) -> bool:
    from urllib.parse import urlsplit

    return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).netloc)


def _decks_in(root: Path) -> Path:
    """The folder of decks in or at `root`."""
    for decks in (root / "decks", root):
        if next(issue_folders(decks), None):
            return decks
    raise UserError(f"{root}: no decks to show: neither a deck library (it has no {FILE}) nor a folder of decks; "
                    "`juyao build` or `juyao refresh` writes them")


def served_folder(decks: Path) -> Path:
    """Where the site of `decks` is kept while it is shown on the local network, under an address of its own."""
    digest = sha256(os.path.realpath(decks).encode(errors="surrogateescape")).hexdigest()[:20]
    return cache_folder() / "served" / digest
