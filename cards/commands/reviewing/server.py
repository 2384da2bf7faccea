"""The server of the review page: on this machine alone, for whoever has the token in its address."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from traceback import format_exc
from typing import Any

from cards.commands.bugs import keep_bug
from cards.commands.language import told
from cards.commands.saying import warn
from cards.records import UserError

HOST = "127.0.0.1"
LARGEST = 2_000_000  # bytes of a request
PATIENCE = 10.0  # seconds for a request to arrive
OLD = "this address can't be used; open the one that juyao review shows in the terminal"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
           "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin"}


class ReviewServer(ThreadingHTTPServer):
    """Serves `page` (made anew on every load) under /TOKEN/, the `state` of decisions under /TOKEN/state/ and the
    version that the page has (only where there is another), and takes decisions at /TOKEN/decide.
    """

    daemon_threads = True
    request_queue_size = 64  # pages that ask at once

    def __init__(self, port: int, page: Callable[[str], str], state: Callable[[], dict[str, Any]],
                 decide: Callable[[Any], None], version: Callable[[], str]):
        super().__init__((HOST, port), _Handler)
        self.token = secrets.token_urlsafe(24)
        self.page, self.state, self.decide, self.version = page, state, decide, version

    @property
    def origin(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.server_address[1]}"

    @property
    def address(self) -> str:
        """The address of the page, with the token."""
        return f"{self.origin}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error; anything else is a bug."""
        error = sys.exception()
        if not isinstance(error, OSError):
            warn(f"a bug in juyao; please report it with {keep_bug(format_exc())}")


class _Handler(BaseHTTPRequestHandler):
    """Answers the page's own requests and refuses all others."""

    server: ReviewServer
    timeout = PATIENCE
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The page, or the decisions as they stand."""
        path = self._path()
        if path == "":
            self._answer(HTTPStatus.OK, self.server.page(self.server.address).encode(errors="replace"), "text/html")
        elif path is not None and path.startswith("state/"):
            known = path.removeprefix("state/")
            same = self.server.version() == known
            self._json(HTTPStatus.OK, {"version": known} if same else self.server.state())
        elif path is not None:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """A decision."""
        path = self._path()
        if path is None:
            return
        if path != "decide":
            self._refuse(HTTPStatus.NOT_FOUND)
        elif self.headers.get("Origin") != self.server.origin:
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        else:
            self._decide()

    def _decide(self) -> None:
        try:
            size = int(self.headers.get("Content-Length", ""))
        except ValueError:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return
        if not 0 <= size <= LARGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            entries = json.loads(self.rfile.read(size))
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                raise ValueError("no list of decisions")
            self.server.decide(entries)
            self._json(HTTPStatus.OK, self.server.state())
        except UserError as error:
            self._json(HTTPStatus.CONFLICT, {"problem": told(str(error))})
        except (ValueError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST)

    def _path(self) -> str | None:
        """What is asked for below the token; None, and a refusal, where the request is not the page's own."""
        host = self.headers.get("Host", "")
        if host != self.server.origin.removeprefix("http://"):
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        before, token, *rest = (*self.path.split("/", 2), "")[:3]
        if before or len(rest) != 1 or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        return rest[0]

    def _json(self, status: HTTPStatus, value: dict[str, Any]) -> None:
        self._answer(status, json.dumps(value, ensure_ascii=False).encode(errors="replace"), "application/json")

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        said = told(OLD) if status == HTTPStatus.FORBIDDEN else status.phrase
        self._answer(status, f"{status.value} {said}\n".encode(), "text/plain")

    def _answer(self, status: HTTPStatus, data: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are nobody's business."""
