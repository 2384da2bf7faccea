"""A site as tests look at it: on a server, in a browser, its QR codes read."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zxingcpp
from PIL import Image

from cards.commands.pages.site.serving import SiteServer

NOON = 1773835200
PUBLICATION = "学习与实践参考"
WECHAT = ("Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 "
          "Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.49.2600(0x28003136) Language/zh_CN")
QQ = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_9.0 QQ/9.0.15"
QQ_BROWSER = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/109.0 MQQBrowser/14.2 Mobile Safari/537.36"
DINGTALK = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148 AliApp(DingTalk/7.5.0)"


def nobody(line: str) -> None:
    """Hears what is said to a person."""


@contextmanager
def served(site: Path) -> Iterator[SiteServer]:
    """The site in the folder `site` on a free port of this machine."""
    with SiteServer("127.0.0.1", 0) as server:
        server.show(site)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def code_in(picture: bytes) -> str:
    """What the QR code in a PNG says."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return str(found.text)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
