"""The site on the local network: right headers, nothing else, and no visitor who keeps the others out."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from urllib.parse import quote

import pytest
from sites import PUBLICATION, served

from cards.commands.pages.site import serving
from cards.commands.pages.site.hosting import disposition
from cards.commands.pages.site.serving import SiteServer
from cards.records import UserError

WHOLE = quote(f"/{PUBLICATION}/2026-03/2026-03.apkg")


def ask(server: SiteServer, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def test_a_package_is_sent_as_only_anki_takes_it(site):
    with served(site) as server:
        status, headers, data = ask(server, WHOLE)
    assert (status, headers["Content-Type"]) == (200, "application/apkg")
    assert headers["Content-Disposition"] == "attachment; filename=\"2026-03.apkg\"; filename*=UTF-8''2026-03.apkg"
    assert data == (site / PUBLICATION / "2026-03" / "2026-03.apkg").read_bytes()


def test_a_name_that_is_not_ascii_is_written_as_rfc_5987_says():
    assert disposition('a"（重点）.apkg') == (
        "attachment; filename=\"a_____.apkg\"; filename*=UTF-8''a%22%EF%BC%88%E9%87%8D%E7%82%B9%EF%BC%89.apkg")


def test_folders_lead_to_their_pages(site):
    folder = quote(f"/{PUBLICATION}/2026-03")
    with served(site) as server:
        assert ask(server, "/")[2] == (site / "index.html").read_bytes()
        status, headers, _ = ask(server, folder)
        assert (status, headers["Location"]) == (301, f"{folder}/")
        assert ask(server, f"{folder}/?from=qr")[2] == (site / PUBLICATION / "2026-03" / "index.html").read_bytes()


def test_what_a_visitor_has_is_not_sent_again(site):
    with served(site) as server:
        mark = ask(server, "/")[1]["ETag"]
        assert ask(server, "/", **{"If-None-Match": mark})[::2] == (304, b"")
        status, headers, data = ask(server, WHOLE, method="HEAD")
        size = (site / PUBLICATION / "2026-03" / "2026-03.apkg").stat().st_size
        assert (status, int(headers["Content-Length"]), data) == (200, size, b"")


@pytest.mark.parametrize("path", [
    "/../conftest.py", "/%2e%2e/decks", "//etc/passwd", "/.htaccess", "/_headers", "/.juyao.lock", "/mine.html",
    f"/{'a' * 3000}", "/%00", "/%ff%fe", "/" + quote(PUBLICATION), "/..%5c..%5cwindows", "http://elsewhere/x"])
def test_nothing_but_the_site_is_sent(site, path):
    mine = site / "mine.html"
    mine.write_text("自己的文件", encoding="utf-8")
    try:
        with served(site) as server:
            assert ask(server, path)[0] == 404
    finally:
        mine.unlink()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_is_read_only(site, method):
    with served(site) as server:
        assert ask(server, "/", method=method)[0] == 501


def test_visitors_who_say_nothing_do_not_keep_others_out(site, monkeypatch):
    monkeypatch.setattr(serving, "LONGEST", 0.3)
    monkeypatch.setattr(serving, "MOST", 4)
    with served(site) as server:
        silent = [socket.create_connection(server.server_address[:2], timeout=20) for _ in range(8)]
        for each in silent:  # those there is no room for are hung up on at once, the others in time
            with suppress(ConnectionResetError):
                assert each.recv(1) == b""
            each.close()
        assert ask(server, "/")[0] == 200


def test_a_taken_port_is_a_clear_line():
    with SiteServer("127.0.0.1", 0) as server:
        host, port = server.server_address[:2]
        with pytest.raises(UserError, match=f"{port}: can't be listened at: .*--port"):
            SiteServer(str(host), port)
