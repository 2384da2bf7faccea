"""Anki's own reviewer page, with its MathJax, in a browser: taken from the wheel of Anki's desktop program."""

from __future__ import annotations

import mimetypes
import subprocess
import sys
import zipfile
from pathlib import Path

from anki.buildinfo import version
from playwright.sync_api import Page, Route

HOST = "http://anki.test"
SHELL = """<!doctype html><html><head><meta charset="utf-8">
<script>window.pycmd = window.bridgeCommand = () => {};</script>
<script src="/_anki/js/vendor/jquery.min.js"></script></head><body class="card card1">
<div id="_mark" hidden></div><div id="_flag" hidden></div><div id="qa" dir="auto"></div>
<script src="/_anki/js/reviewer.js"></script></body></html>"""
PROOF = r'<p id="proof">\(x^2\)</p>'  # mathematics that Anki's page does set: that it was read at all


def desktop_program(folder: Path) -> Path:
    """The wheel of Anki's desktop program of the version of the installed library, fetched into `folder`: 4 MB, without
    the window system it depends on.
    """
    subprocess.run([sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps",
                    "--only-binary", ":all:", "--dest", str(folder), f"aqt=={version}"], check=True)
    [wheel] = folder.glob("aqt-*.whl")
    return wheel


class Reviewer:
    """The page that shows cards; `asked` are the addresses that it asked for beside its own files."""

    def __init__(self, page: Page, wheel: zipfile.ZipFile):
        self.page, self.wheel = page, wheel
        self.asked: list[str] = []
        page.route("**/*", self._answer)
        page.goto(f"{HOST}/reviewer.html")

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path == "/reviewer.html":
            route.fulfill(body=SHELL, content_type="text/html")
        elif path.startswith("/_anki/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=self.wheel.read(f"_aqt/data/web/{path.removeprefix('/_anki/')}"), content_type=kind)
        else:
            self.asked.append(route.request.url)
            route.abort()

    def show(self, card: str) -> None:
        """Show one side of a card, and mathematics below it, as Anki does; until both are set."""
        self.page.evaluate("(card) => _showQuestion(card, '', 'card card1')", card + PROOF)
        self.page.wait_for_selector("#proof mjx-container")
