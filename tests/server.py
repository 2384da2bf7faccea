"""A web server of our own on 127.0.0.1: what each path answers is a function, and every request is remembered."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """`site.answers["/path"] = answer`; `site.asked` are the requests: path, status, headers."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)

    def take(self) -> list[tuple[str, int]]:
        """The requests since the last take: path and status."""
        taken, self.asked = self.asked, []
        return [(path, status) for path, status, _ in taken]


@contextmanager
def answering(server: ThreadingHTTPServer) -> Iterator[None]:
    """The `server` answers, in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.answers.get(self.path, error(404))(self)

        def send_response(self, code: int, message: str | None = None) -> None:
            site.asked.append((self.path, code, dict(self.headers)))
            super().send_response(code, message)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hangs up is what is tested
    site.address = f"http://127.0.0.1:{server.server_port}"
    with server, answering(server):
        yield site


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if "Transfer_Encoding" not in headers and "Content_Length" not in headers:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def error(status: int) -> Answer:
    return lambda handler: send(handler, status, b"no")


def page(body: str | bytes, kind: str = "text/html; charset=utf-8", by: str = "etag", packed: bool = False) -> Answer:
    """A file with a validator: `by` is etag, modified or none."""
    data = body if isinstance(body, bytes) else body.encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:8]}"'
    since = "Wed, 18 Mar 2026 12:00:00 GMT"

    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = (by == "etag" and handler.headers.get("If-None-Match") == tag) or (
            by == "modified" and handler.headers.get("If-Modified-Since") == since)
        headers = {"etag": {"ETag": tag}, "modified": {"Last_Modified": since}, "none": {}}[by]
        if same:
            send(handler, 304, **headers)
        elif packed and "gzip" in handler.headers.get("Accept-Encoding", ""):
            send(handler, 200, gzip.compress(data), Content_Type=kind, Content_Encoding="gzip", **headers)
        else:
            send(handler, 200, data, Content_Type=kind, **headers)

    return answer


def leading(to: str, status: int = 302) -> Answer:
    return lambda handler: send(handler, status, b"moved", Location=to)


def silent(seconds: float) -> Answer:
    """Says nothing for so long."""
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """A byte every twentieth of a second, without an end."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(2000):
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    """Half of what it announced."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>" + b"x" * 2000)
