"""Cards as a phone shows them: Anki's own library renders, Chromium lays out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import Browser, sync_playwright

SHELL = """<!doctype html><html class="mobile android {night}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:0;padding:8px 12px}}</style></head>
<body class="card card1 {night}">{card}</body></html>"""
PAIR = """<!doctype html><meta charset="utf-8"><style>
body{margin:0;display:flex;gap:18px;padding:18px;background:#e9e5dc}
iframe{width:380px;height:400px;border:0;border-radius:18px;box-shadow:0 1px 6px #0003}</style>"""


def chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
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


def page(card: str, night: bool = False) -> str:
    """A phone's page around a rendered card."""
    return SHELL.format(card=card, night="nightMode night_mode" if night else "")
