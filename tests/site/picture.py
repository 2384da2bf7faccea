"""Make decks/sample/site.png, the picture in the README: the site on a phone, and what `juyao serve` says.

usage: python tests/site/picture.py
"""

from __future__ import annotations

import sys
import tempfile
from html import escape
from pathlib import Path

from cards.commands.pages.site.codes import lines
from cards.commands.pages.site.update import update_site
from cards.commands.program import exit_code

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser.render import AROUND_FRAMES, browser

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://192.168.1.20:8000/"
TERMINAL = """<pre style="margin:0;padding:18px 26px;border-radius:12px;background:#1d1f21;color:#ddd;align-self:center;
font:15px/1.18 'DejaVu Sans Mono',monospace">$ juyao serve
<span style="background:#fff;color:#000;display:inline-block;line-height:1.0;font-size:13px">{code}</span>
{address}  （按 Ctrl-C 结束）</pre>"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if exit_code(["build", str(ROOT / "decks/sample/2026-03.txt"), "-o", str(folder / "decks")]):
            sys.exit("the sample was not built")
        update_site(folder / "decks", folder / "site", ADDRESS, print)
        frames = "".join(f'<iframe src="site/{page}"></iframe>' for page in (
            "index.html", f"{next(folder.glob('site/*/*/cards.html')).relative_to(folder / 'site')}", "help.html"))
        terminal = TERMINAL.format(code=escape("\n".join(lines(ADDRESS))), address=ADDRESS)
        (folder / "all.html").write_text(AROUND_FRAMES + frames + terminal, encoding="utf-8")
        with browser() as chromium:
            sheet = chromium.new_page(viewport={"width": 1600, "height": 700}, device_scale_factor=1.3)
            sheet.goto((folder / "all.html").as_uri())
            sheet.wait_for_timeout(700)
            sheet.screenshot(path=str(ROOT / "decks/sample/site.png"))


if __name__ == "__main__":
    main()
