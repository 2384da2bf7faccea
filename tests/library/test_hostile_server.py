"""A server that means harm, on this machine: every exchange ends, takes little memory and is a line; the rest is built.

Most of what it does has no end, so that a test that ends is the proof of the bound; nothing is asked outside 127.0.0.1.
Who answers as a server should is waited for: on a busy machine that may take a while.
"""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest
from generated import issue_text
from server import Site, leading, page, send, serving, silent, trickle

from cards.library.addresses import UnknownHostError
from cards.library.exchange import Asked, Web
from cards.records import UserError
from cards.text.cache import cache_folder

TIMEOUT, TIMES = 0.5, 2  # seconds; how many times that is the bound of a whole exchange, for which people wait longer
PATIENT = 60.0
LARGEST = 1_000_000
NO_ANSWER, NOT_WHOLE, TOO_LARGE = "no answer within 0.5 seconds", "not whole after 1 seconds", "larger than 1 MB"
BROKEN = "the server can't be reached, or broke off"
NOT_HERE = "leads into the network here"


def endless(first: bytes, again: bytes, pause: float = 0.0) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends `first`, and then `again` until nobody listens."""
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        with suppress(OSError):
            handler.wfile.write(first)
            while True:
                handler.wfile.write(again)
                handler.wfile.flush()
                time.sleep(pause)

    return answer


def packed(data: bytes, coding: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, 200, data, Content_Type="text/html", Content_Encoding=coding)


def raw(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(data)

    return answer


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PACKER = zlib.compressobj(9, wbits=31)
BEGUN, AGAIN = (PACKER.compress(bytes(1_000_000)) + PACKER.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
BOMB = BEGUN + 299 * AGAIN  # what begins after a full flush may stand again and again

DOES = {
    "says nothing": (silent(2), NO_ANSWER),
    "slow status": (endless(b"HTTP/1.1", b" ", 0.02), NO_ANSWER),
    "slow headers": (endless(OK, b"X-A: b\r\n", 0.02), NO_ANSWER),
    "endless headers": (endless(OK, b"X-A: b\r\n"), ""),
    "an endless header": (endless(OK + b"X-A: ", b"b" * 1000), ""),
    "100 Continue for ever": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), NO_ANSWER),
    "slow 100 Continue": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.02), NO_ANSWER),
    "a slow body": (trickle, NOT_WHOLE),
    "an endless body": (endless(OK + b"\r\n", b"x" * 10_000), TOO_LARGE),
    "endless chunks": (endless(CHUNKED, b"2710\r\n" + b"x" * 10_000 + b"\r\n"), TOO_LARGE),
    "slow chunk framing": (endless(CHUNKED, b"0", 0.02), NOT_WHOLE),
    "an endless chunk extension": (endless(CHUNKED + b"1;", b"x" * 1000), ""),
    "endless trailers": (endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-A: b\r\n"), NOT_WHOLE),
    "empty chunks, packed": (endless(OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
                                     b"1\r\n\x1f\r\n", 0.02), ""),
    "a bomb": (packed(BOMB, "gzip"), TOO_LARGE),
    "a bomb in a bomb": (packed(gzip.compress(BOMB), "gzip, gzip"), TOO_LARGE),
    "packed a hundred times": (packed(b"x", ", ".join(["gzip"] * 100)), "can't be read"),
    "a length too large": (raw(OK + b"Content-Length: 50\r\n\r\nx"), BROKEN),
    "a huge length": (raw(OK + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\nx"), TOO_LARGE),
    "two lengths": (raw(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello"), BROKEN),
    "no HTTP": (raw(b"\x16\x03\x01" * 100), BROKEN),
    "a chunk of a negative length": (raw(CHUNKED + b"-5\r\nhello\r\n"), BROKEN),
    "a loop": (leading("/a"), "redirected more than 5 times"),
    "a file": (leading("file:///etc/passwd"), "leads to file:///etc/passwd, which is no web address"),
    "ftp": (leading("ftp://127.0.0.1/x"), "leads to ftp://127.0.0.1/x, which is no web address"),
    "the machine itself": (leading("http://localhost:1/x"), NOT_HERE),
    "the machine itself in one number": (leading("http://2130706433:1/x"), NOT_HERE),
    "the machine itself in IPv6": (leading("http://[::ffff:127.0.0.1]:1/x"), NOT_HERE),
    "the cloud's keys": (leading("http://169.254.169.254/latest"), NOT_HERE),
    "a neighbour": (leading("//192.168.1.1/x"), NOT_HERE),
    "no address": (leading("http://[/x"), "can't be read"),
    "a password": (leading("ftp://me:secret@127.0.0.1/x"), "leads to ftp://127.0.0.1/x, which is no web address"),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setattr("cards.library.exchange.PATIENCE", TIMES)
    web = Web()
    yield web
    assert not web.held


def asked(site: Site, path: str = "/a", **more: object) -> Asked:
    return Asked(site.address + path, **{"headers": {}, "timeout": PATIENT, "largest": LARGEST, "bound": "enough",
                                         "allowed": {"127.0.0.1"}} | more)


@pytest.mark.parametrize("name", DOES)
def test_whatever_a_server_does_the_exchange_ends_in_a_line(site, web, name):
    answer, words = DOES[name]
    site.answers["/a"] = answer
    tracemalloc.start()
    with pytest.raises(UserError) as told:
        web.get(asked(site, timeout=TIMEOUT if words in (NO_ANSWER, NOT_WHOLE) else PATIENT))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    line = str(told.value)
    assert line.startswith(f"{site.address}/a: {words}")
    assert "\n" not in line
    assert "secret" not in line
    assert most < 8 * LARGEST


def test_the_session_goes_on_after_a_server_that_was_shut(site, web):
    site.answers["/a"] = trickle
    site.answers["/b"] = page("hello")
    with pytest.raises(UserError):
        web.get(asked(site, timeout=TIMEOUT))
    assert web.get(asked(site, "/b")).data == b"hello"


def test_a_password_is_shown_to_its_own_server_alone(site, web):
    site.answers["/a"] = leading("/b")
    site.answers["/b"] = page("hello")
    with serving() as other:
        other.answers["/c"] = page("hello")
        web.get(asked(site, login=("me", "secret"), login_at=site.address))
        web.get(asked(other, "/c", login=("me", "secret"), login_at=site.address))
        assert ["Authorization" in headers for *_, headers in (*site.asked[-2:], *other.asked)] == [True, True, False]


# ---- behind a proxy, which looks names up itself ----

KNOWN_HERE = {"www.example.org": ["93.184.215.14"], "inside.example.org": ["10.1.2.3"], "intranet": ["192.168.1.9"]}


@pytest.fixture
def looked_up(site, monkeypatch) -> list[str]:
    """The site is the proxy of all that is asked; the names that were looked up here, of which a few are known."""
    names: list[str] = []

    def resolved(name: str, _timeout: float) -> list[str]:
        names.append(name)
        if name not in KNOWN_HERE:
            raise UnknownHostError(f"no address is known of {name}")
        return KNOWN_HERE[name]

    monkeypatch.setattr("cards.library.exchange.resolved", resolved)
    for variable in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(variable, site.address)
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    return names


def behind(address: str, *allowed: str) -> Asked:
    return Asked(address, {}, PATIENT, LARGEST, "enough", allowed)


def test_behind_a_proxy_a_name_known_here_to_lead_into_the_network_here_is_not_asked(site, web, looked_up):
    for address in ("http://inside.example.org/a", "http://INTRANET./a", "http://192.168.1.9/a"):
        with pytest.raises(UserError, match=NOT_HERE):
            web.get(behind(address))
    assert site.asked == []


def test_behind_a_proxy_names_that_are_public_allowed_or_unknown_here_are_asked_and_looked_up_once(
        site, web, looked_up):
    for host in ("www.example.org", "intranet", "nowhere.example"):
        site.answers[f"http://{host}/a"] = page(host)
        for _ in range(2):
            assert web.get(behind(f"http://{host}/a", "intranet")).data == host.encode()
    assert looked_up == ["www.example.org", "nowhere.example"]


def test_behind_a_proxy_a_redirect_is_judged_too(site, web, looked_up):
    site.answers["http://www.example.org/a"] = leading("http://inside.example.org/keys")
    with pytest.raises(UserError, match=NOT_HERE):
        web.get(behind("http://www.example.org/a"))
    assert [path for path, _ in site.take()] == ["http://www.example.org/a"]


# ---- in a library ----

def listing(*links: str) -> str:
    return "<html><body>" + "".join(f'<a href="{link}">期</a>' for link in links) + "</body></html>"


def test_a_refresh_survives_them_all_and_builds_the_rest(shelf, site):
    settings, expected = ["sources:", "  - folder: issues"], []
    slow = 2  # seconds, in which the pages of links come on a busy machine too
    for number, name in enumerate(("slow headers", "slow 100 Continue", "an endless body", "a bomb", "a file",
                                   "the machine itself in one number")):
        site.answers[f"/{number}.txt"] = DOES[name][0]
        site.answers[f"/{number}.html"] = page(listing(f"{number}.txt", f"/good-{number}.txt"))
        site.answers[f"/good-{number}.txt"] = page(issue_text(number + 1), "text/plain")
        words = DOES[name][1]
        settings += [f"  - page: {site.address}/{number}.html", "    largest: 1",
                     f"    timeout: {slow if words == NO_ANSWER else PATIENT}"]
        expected.append(f"juyao: {site.address}/{number}.txt: {words.replace(str(TIMEOUT), str(slow))}")
    library = shelf("a", 9, settings="\n".join(settings) + "\n")
    ran = library.refresh()
    assert (ran.code, ran.last) == (1, "7 new, 0 as they were")
    for line, words in zip(ran.err.splitlines(), expected, strict=True):
        assert line.startswith(words)


def test_links_into_the_network_here_are_not_asked_and_named_hosts_are(shelf, site):
    port = site.address.rpartition(":")[2]
    site.answers["/list.html"] = page(listing(f"http://localhost:{port}/1.txt", f"http://2130706433:{port}/2.txt"))
    for number in (1, 2):
        site.answers[f"/{number}.txt"] = page(issue_text(number), "text/plain")
    site.take()
    settings = f"sources:\n  - page: {site.address}/list.html\n"
    ran = shelf("a", settings=settings).refresh()
    assert [line.partition(": ")[2].partition(" (")[0] for line in ran.err.splitlines()] == [
        f"http://localhost:{port}/1.txt: {NOT_HERE}", f"http://2130706433:{port}/2.txt: {NOT_HERE}"]
    assert [path for path, _ in site.take()] == ["/list.html"]
    ran = shelf("b", settings=settings + "    allow: localhost\n").refresh()
    assert len(ran.err.splitlines()) == 1
    assert [path for path, _ in site.take()] == ["/list.html", "/1.txt"]


def test_names_with_dots_lead_nowhere_outside_downloads(shelf, site):
    site.answers["/list.html"] = page(listing("/x/..%2f..%2f..%2fevil.txt", "/%2e%2e/%2e%2e/juyao.yaml.txt"))
    for path in ("/x/..%2f..%2f..%2fevil.txt", "/%2e%2e/%2e%2e/juyao.yaml.txt", "/juyao.yaml.txt"):
        site.answers[path] = page(issue_text(1), "text/plain")
    library = shelf("a", settings=f"sources:\n  - page: {site.address}/list.html\n")
    before = library.files["juyao.yaml"]
    library.refresh()
    assert library.files["juyao.yaml"] == before
    assert {name.partition("/")[0] for name in library.files} <= {"juyao.yaml", "downloads", "decks"}


def test_a_password_is_neither_printed_nor_kept(shelf, site):
    secret = site.address.replace("//", "//me:s3cr3t@")
    site.answers["/list.html"] = page(listing("1.txt", f"{secret}/2.txt", "3.txt"))
    site.answers["/1.txt"] = page(issue_text(1), "text/plain")
    site.take()
    library = shelf("a", settings=f"sources:\n  - page: {secret}/list.html\n")
    ran = library.refresh()
    assert ran.code == 1
    assert ran.err.splitlines() == [f"juyao: {site.address}/{number}.txt: the server says 404 Not Found"
                                    for number in (2, 3)]
    kept = "".join(path.read_text(encoding="latin-1") for path in (cache_folder() / "libraries").iterdir())
    assert "s3cr3t" not in ran.out + ran.err + kept + json.dumps(sorted(library.files))
    assert f"{site.address}/list.html" in kept
    mistyped = f"{secret.replace('http', 'htp')}/list.html"
    broken = shelf("b", settings=f"sources:\n  - page: {mistyped}\n    mots: 3\n").refresh()
    assert "s3cr3t" not in broken.err


def test_a_run_downloads_no_more_than_it_may_and_the_next_goes_on(shelf, site, monkeypatch):
    monkeypatch.setattr("cards.library.fetching.LARGEST_RUN", 10_000)
    site.answers["/list.html"] = page(listing(*(f"{number}.txt" for number in range(1, 5))))
    for number in range(1, 5):
        site.answers[f"/{number}.txt"] = page(issue_text(number).ljust(2_500), "text/plain")
    library = shelf("a", settings=f"sources:\n  - page: {site.address}/list.html\n")
    rounds = [library.refresh() for _ in range(3)]
    assert rounds[0].code == 1
    assert "run" in rounds[0].err
    assert rounds[-1].code == 0
    assert len([name for name in library.files if name.startswith("downloads/")]) == 4


NEST = 100_000
FEEDS = {
    "nested": "<rss version='2.0'><channel><item>" + "<a>" * NEST,
    "wide": "<rss version='2.0'><channel><item>" + "<a/>" * NEST,
    "entities": ("<!DOCTYPE x [" + "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(60)) + "]>"
                 "<rss version='2.0'><channel><item><link>&a60;</link></item></channel></rss>"),
    "a file": ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
               "<rss version='2.0'><channel><item><link>&a;</link></item></channel></rss>"),
    "attributes": "<rss version='2.0'><channel><item>" + "<a b='1' b='2'>" * NEST,
}


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("kind", ["feed", "page"])
def test_a_list_that_means_harm_is_read_within_bounds(shelf, site, feed, kind):
    site.answers["/list"] = page(FEEDS[feed], "application/xml")
    library = shelf("a", settings=f"sources:\n  - {kind}: {site.address}/list\n  - folder: issues\n")
    tracemalloc.start()
    ran = library.refresh()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ran.code in (0, 1)
    assert len(ran.err.splitlines()) <= 1
    assert "root:" not in ran.err
    assert most < 60_000_000


def test_a_list_larger_than_any_is_not_read(shelf, site):
    site.answers["/list"] = page("<html>" + "<a href='1.txt'>x</a>" * 200_000)
    ran = shelf("a", settings=f"sources:\n  - page: {site.address}/list\n").refresh()
    assert ran.err == f"juyao: {site.address}/list: larger than 3 MB (the most for a list of links)\n"
