"""Cards as a phone shows them: Anki's own library renders, Chromium lays out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import Browser, sync_playwright

# What each app puts around a card (AnkiDroid: its card_template.html; the others: their manuals).
AROUND = {
    "ankidroid": ("mobile android linux js", "", "body{margin:0 0 30px;padding:0}#content{margin:.5em}"
                  "body.night_mode{color:white;background:black}"),
    "ankimobile": ("webkit safari iphone mobile js", "", "body{margin:20px}"),
    "ipad": ("webkit safari ipad mobile js", "", "body{margin:20px}"),
    "desktop": ("", "win isWin", "body{margin:20px}"),
}
SHELL = """<!doctype html><html class="{app}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>
<body class="card card1 {body} {night}"><div id="content">{card}</div></body></html>"""
AROUND_FRAMES = """<!doctype html><meta charset="utf-8"><style>
body{margin:0;display:flex;gap:24px;padding:24px;background:#e9e5dc}
iframe{width:366px;height:652px;border:0;border-radius:22px;box-shadow:0 2px 10px #0003}</style>"""


CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def path_of_chromium() -> str | None:
    """The path of a Chromium on this machine, or None; that without a window takes half the time."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


NEEDS_CHROMIUM = [
    pytest.mark.skipif(path_of_chromium() is None and not os.environ.get("CI"),
                       reason="no Chromium on this machine; where CI is set this fails instead"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:google"),
]


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path_of_chromium(),
                                              args=["--no-sandbox", "--disable-gpu"], timeout=600_000)
        try:
            yield launched
        finally:
            launched.close()


def rendered(package: Path, folder: Path) -> list[tuple[str, str, str]]:
    """(tags, question page, answer page) of every card in `package`, rendered by Anki in a collection in `folder`."""
    collection = Collection(str(folder / "collection.anki2"))
    try:
        collection.import_anki_package(ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions()))
        cards = [collection.get_card(card_id) for card_id in collection.find_cards("", order="c.due, c.ord")]
        return [(" ".join(card.note().tags), card.question(), card.answer()) for card in cards]
    finally:
        collection.close()


def page(card: str = "", night: bool = False, app: str = "ankidroid") -> str:
    """The page of an app around a rendered card."""
    classes, body, style = AROUND[app]
    return SHELL.format(app=classes, body=body, style=style, card=card, night="nightMode night_mode" if night else "")
