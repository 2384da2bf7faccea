"""One exchange with a web server, bounded in time, in size and in whom it may reach.

Times and sizes are bounds on the whole, whatever the server does: a watchdog shuts the connection when the time is up,
for a server that sends a byte now and then would be waited for for ever by a limit on each read.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Timer
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from cards import __version__
from cards.library.addresses import (
    RefusedError,
    UnknownHostError,
    canonical,
    hidden,
    host_of,
    judge_name,
    judge_number,
    judged,
    resolved,
)
from cards.records import UserError

REDIRECTS = 5
PATIENCE = 10  # times the timeout: how long a whole exchange may take
LONGEST_LOOK_UP = 5  # seconds: where only the proxy knows names, the system may wait long for an answer
CHUNK = 1 << 16
NOT_MODIFIED, OK = 304, 200


class Asked(Struct, frozen=True):
    """What is asked for: an `address` without user and password, with `headers`. The first byte must come within
    `timeout` seconds, at most `largest` bytes are taken, for the reason `bound`; hosts that are `allowed` may be in the
    network here; `login` (user, password) is shown to the server of the address `login_at` alone.
    """

    address: str
    headers: Mapping[str, str]
    timeout: float
    largest: int
    bound: str
    allowed: Collection[str]
    login: tuple[str, str] | None = None
    login_at: str = ""


class Reply(Struct, frozen=True):
    """What a server sent: `address` is where it came from in the end; no `data`: it is as it was."""

    address: str
    data: bytes | None
    headers: Mapping[str, str]


class TooLargeError(UserError):
    """More than may be taken."""


class Web:
    """A session with web servers."""

    def __init__(self) -> None:
        self.held: list[socket.socket] = []  # a second hold on each open connection, for the watchdog
        self.late = ""  # what the watchdog says once it has shut them
        self.known_here: dict[str, list[str]] = {}  # by name, IP addresses; of those that a proxy is to look up
        self.session = requests.Session()
        self.session.headers["User-Agent"] = f"juyao/{__version__}"
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter(self))

    def get(self, asked: Asked) -> Reply:
        """Ask, and follow where it leads. Raises UserError, one line with the address, for whatever goes wrong."""
        self.asked = asked
        until = time.monotonic() + PATIENCE * asked.timeout
        try:
            return self._followed(asked, until)
        except TooLargeError:
            raise
        except (RefusedError, UnknownHostError) as error:
            raise UserError(f"{asked.address}: {error}") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise UserError(f"{asked.address}: {self.late or _why(error, asked)}") from None

    def _followed(self, asked: Asked, until: float) -> Reply:
        at = asked.address
        for _ in range(REDIRECTS + 1):
            with self._answered(asked, at, until) as response:
                if response.is_redirect:
                    at = _target(asked, at, response.headers["Location"])
                    continue
                if response.status_code == NOT_MODIFIED and asked.headers:
                    return Reply(at, None, response.headers)
                if response.status_code != OK:
                    said = f"the server says {response.status_code} {response.reason or ''}".strip()
                    raise UserError(f"{asked.address}: {said}")
                return Reply(at, self._body(response, asked, until), response.headers)
        raise UserError(f"{asked.address}: redirected more than {REDIRECTS} times")

    @contextmanager
    def _answered(self, asked: Asked, at: str, until: float) -> Iterator[requests.Response]:
        """The head of the answer of one server, its body to come. No connection is open behind it."""
        self._judge(at, asked)
        login: Any = asked.login if asked.login and _server(at) == _server(asked.login_at) else _no_login
        with ExitStack() as closing:
            closing.callback(self._forget)
            with self._within(min(asked.timeout, until - time.monotonic()),
                              f"no answer within {asked.timeout:g} seconds"):
                response = closing.enter_context(self.session.get(
                    at, headers=dict(asked.headers), auth=login, stream=True, timeout=asked.timeout,
                    allow_redirects=False))
            yield response

    def _judge(self, at: str, asked: Asked) -> None:
        """Raise RefusedError where `at` may not be asked, as far as that can be told before there is a connection.

        Behind a proxy there is none to judge: what is known here of a name counts; of one that is not, the proxy is to
        say who may ask it.
        """
        host = host_of(at)
        judge_name(host, asked.allowed)
        if host not in asked.allowed and requests.utils.select_proxy(at, requests.utils.get_environ_proxies(at)):
            for number in self._looked_up(host, asked.timeout):
                judge_number(host, number)

    def _looked_up(self, host: str, timeout: float) -> list[str]:
        """What is known here of the name `host`, asked once."""
        if host not in self.known_here:
            self.known_here[host] = []
            with suppress(UnknownHostError):
                self.known_here[host] = resolved(host, min(timeout, LONGEST_LOOK_UP))
        return self.known_here[host]

    def _forget(self) -> None:
        """Close every connection."""
        self.session.close()
        while self.held:
            self.held.pop().close()

    def _body(self, response: requests.Response, asked: Asked, until: float) -> bytes:
        too_large = TooLargeError(f"{asked.address}: larger than {asked.largest / 1_000_000:.3g} MB ({asked.bound})")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:20]) > asked.largest:
            raise too_large
        data = bytearray()
        with self._within(until - time.monotonic(), f"not whole after {PATIENCE * asked.timeout:g} seconds"):
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                data += chunk
                if len(data) > asked.largest:
                    raise too_large
        return bytes(data)

    @contextmanager
    def _within(self, seconds: float, late: str) -> Iterator[None]:
        """Shut all connections when `seconds` are over, so that whoever waits for one stops waiting, and say so."""
        self.late = ""
        watchdog = Timer(max(seconds, 0.0), self._shut, [late])
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()
        if self.late:  # a connection that was shut may look like the end of what was sent
            raise TimeoutError

    def _shut(self, late: str) -> None:
        self.late = late
        for connection in tuple(self.held):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def connected(self, host: str, connect: Callable[[str], socket.socket]) -> socket.socket:
        """A connection to `host`, made by `connect` of an IP address that was judged."""
        numbers = judged(canonical(host), self.asked.allowed, lambda name: resolved(name, self.asked.timeout))
        for number in numbers[:-1]:
            with suppress(OSError, urllib3.exceptions.HTTPError):
                return self.watched(connect(number))
        return self.watched(connect(numbers[-1]))

    def watched(self, connection: socket.socket) -> socket.socket:
        """`connection`, which the watchdog may shut from now on."""
        self.held.append(connection.dup())
        if self.late:
            self._shut(self.late)
        return connection


def _target(asked: Asked, at: str, location: str) -> str:
    """Where a redirect leads, without user and password. Raises UserError where that is no web address."""
    target = hidden(urljoin(at, location))
    if urlsplit(target).scheme not in ("http", "https"):
        raise UserError(f"{asked.address}: leads to {target[:200]}, which is no web address")
    return target


def _server(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, host_of(address), parts.port


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Instead of what ~/.netrc says: a page may not send juyao's user anywhere with a password."""
    return request


def _why(error: Exception, asked: Asked) -> str:
    """What went wrong, in a line."""
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not to be trusted"
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return f"no answer within {asked.timeout:g} seconds"
    if isinstance(error, requests.ConnectionError | urllib3.exceptions.ProtocolError | OSError):
        return "the server can't be reached, or broke off"
    return hidden(f"can't be read: {' '.join(str(error).split())[:300]}")


class _Adapter(HTTPAdapter):
    """Has requests connect as `web` says, to proxies too."""

    def __init__(self, web: Web):
        self.pools = _pools(web)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self.pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self.pools
        return manager


def _pools(web: Web) -> dict[str, type[HTTPConnectionPool]]:
    """The classes of urllib3 by scheme, their connections made by `web`."""

    class Plain(_Connecting):
        pass

    class Secure(_Connecting, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    Plain.web = Secure.web = web
    return {"http": PlainPool, "https": SecurePool}


class _Connecting(HTTPConnection):
    """A connection that `web` judges before it is made, and may shut."""

    web: Web

    def _new_conn(self) -> socket.socket:
        if self.proxy is not None:  # the user's own choice, wherever it is
            return self.web.watched(super()._new_conn())
        return self.web.connected(self._dns_host, self._connect)

    def _connect(self, number: str) -> socket.socket:
        """Connect to the IP address `number` of the host."""
        name = self._dns_host
        self._dns_host = number
        try:
            return super()._new_conn()
        finally:
            self._dns_host = name
