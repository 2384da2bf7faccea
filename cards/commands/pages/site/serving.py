"""The site on the local network: read-only, nothing but its own files, no more visitors at once than it can bear."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from cards.commands.pages.site.hosting import GUARDED, PACKAGE_TYPE, TYPES, disposition
from cards.commands.pages.site.manifest import files_in
from cards.record.disk import file_bytes
from cards.records import UserError

EVERYWHERE = "0.0.0.0"  # noqa: S104  # showing phones the site is what it is for
ELSEWHERE = ("192.0.2.1", 9)  # an address that nobody has: asking for the way there sends nothing
MOST = 64  # connections at once
SILENCE, LONGEST = 20.0, 300.0  # seconds: of waiting for a visitor's next bytes; of a whole connection
INDEX = "index.html"


def as_it_is() -> bool:
    """Says of a site that nothing changes that it did not."""
    return False


class SiteServer(ThreadingHTTPServer):
    """Listens at `host` and `port` from the beginning; `show` says which folder it serves. Raises UserError where it
    can't listen there.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int):
        self.folder, self.files, self._renew = Path(), frozenset[str](), as_it_is
        self._room = threading.BoundedSemaphore(MOST)
        self._begun: dict[socket.socket, float] = {}
        try:
            super().__init__((host, port), Handler)
        except (OSError, OverflowError) as error:
            raise UserError(f"{host}:{port}: can't be listened at: {getattr(error, 'strerror', None) or error}; "
                            "name another with --port or --host") from None

    @property
    def address(self) -> str:
        """The address of the site for other devices here."""
        host, port = self.server_address[:2]
        return f"http://{own_address() if host == EVERYWHERE else str(host)}:{port}/"

    def show(self, folder: Path, renew: Callable[[], bool] = as_it_is) -> None:
        """Serve the files of the site in `folder`, as it says they are, and no others; `renew` is asked for every
        visitor whether they changed.
        """
        self.folder, self._renew = folder, renew
        self._list()

    def renew(self) -> None:
        """See what changed since the last visitor."""
        if self._renew():
            self._list()

    def _list(self) -> None:
        self.files = frozenset(files_in(self.folder) - {*GUARDED})

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, where there is room for another visitor; else hang up."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        self._begun[request] = time.monotonic()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._begun.pop(request, None)
            self._room.release()

    def service_actions(self) -> None:
        """Twice a second: hang up on those who take too long."""
        for request, begun in list(self._begun.items()):
            if time.monotonic() - begun > LONGEST:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hangs up is no error."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of the site."""

    server: SiteServer
    server_version, sys_version = "juyao", ""
    timeout = SILENCE

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        self.server.renew()
        asked = unquote(urlsplit(self.path).path, errors="replace").lstrip("/")
        place = place_of(asked, self.server.files)
        try:
            data = file_bytes(self.server.folder / place) if place else None
        except OSError:
            data = None
        if data is None:
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain; charset=utf-8"}, b"404\n", with_body)
        elif asked and not asked.endswith("/") and place != asked:
            self._send(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"/{quote(asked)}/"}, b"", with_body)
        else:
            self._file(place, data, with_body)

    def _file(self, place: str, data: bytes, with_body: bool) -> None:
        name = place.rpartition("/")[2]
        mark = f'"{sha256(data).hexdigest()[:32]}"'
        headers = {"Content-Type": TYPES[Path(name).suffix], "ETag": mark, "Cache-Control": "no-cache"}
        if headers["Content-Type"] == PACKAGE_TYPE:
            headers["Content-Disposition"] = disposition(name)
        if self.headers.get("If-None-Match") == mark:
            self._send(HTTPStatus.NOT_MODIFIED, headers, b"", with_body=False)
        else:
            self._send(HTTPStatus.OK, headers, data, with_body)

    def _send(self, status: HTTPStatus, headers: dict[str, str], data: bytes, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Who visits is nobody's business."""


def place_of(asked: str, files: Collection[str]) -> str:
    """Which of `files` a visitor gets who asks for the path `asked`; '' for none."""
    for place in (asked, f"{asked}{INDEX}" if asked.endswith("/") or not asked else f"{asked}/{INDEX}"):
        if place in files:
            return place
    return ""


def own_address() -> str:
    """This machine's address in the local network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(ELSEWHERE)
            return str(way.getsockname()[0])
        except OSError:
            return "127.0.0.1"
