"""Feeds and pages of links, read from a real server: what is new is downloaded once and kept, what fails is a line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from generated import issue_text
from server import broken_off, error, leading, page, send, serving, silent, trickle

from cards.library.links import file_of

ARTICLE = ("<html><head><title>云岭市水利工作综述</title></head><body><h1>云岭市水利工作综述</h1>"
           "<p>截至去年底，全市建成水库{}座，新增蓄水8600万立方米。</p></body></html>")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def site():
    with serving() as site:
        yield site


def listing(*links: str) -> str:
    return "<html><body>" + "".join(f'<a href="{link}">期</a>' for link in links) + "</body></html>"


def online(shelf, site, *more: str, path: str = "/list.html", kind: str = "page"):
    lines = [f"  - {kind}: {site.address}{path}", *(f"    {line}" for line in more), "  - folder: issues"]
    return shelf("a", 9, settings="sources:\n" + "\n".join(lines) + "\n")


def downloads(library) -> dict[str, bytes]:
    return {name: data for name, data in library.files.items() if name.startswith("downloads/")}


@pytest.mark.parametrize("by", ["etag", "modified"])
def test_issues_linked_from_a_page_are_downloaded_once_and_asked_for_by_their_validators(shelf, site, by):
    site.answers["/list.html"] = page(listing("issues/2026-01.txt", "issues/2026-02.txt", "about.html"), by=by)
    for number in (1, 2):
        site.answers[f"/issues/2026-0{number}.txt"] = page(issue_text(number), "text/plain", by=by)
    library = online(shelf, site)
    ran = library.refresh()
    assert (ran.code, ran.err, ran.last) == (0, "", "3 new, 0 as they were")
    assert sorted(downloads(library).values()) == sorted(issue_text(number).encode() for number in (1, 2))
    assert {name.split("/")[2] for name in library.packages} == {"2026-01", "2026-02", "2026-09"}
    assert [status for _, status in site.take()] == [200, 200, 200]
    before = library.times
    assert library.refresh().out == "nothing to do: 3 issues, all as they were\n"
    assert [status for _, status in site.take()] == [304, 304, 304]
    assert library.times == before


def test_a_corrected_and_a_new_issue_are_fetched_and_no_other(shelf, site):
    site.answers["/list.html"] = page(listing("2026-01.txt", "2026-02.txt"))
    for number in (1, 2):
        site.answers[f"/2026-0{number}.txt"] = page(issue_text(number), "text/plain")
    library = online(shelf, site)
    library.refresh()
    site.take()
    site.answers["/2026-01.txt"] = page(issue_text(1).replace("站点130个", "站点131个"), "text/plain")
    site.answers["/2026-03.txt"] = page(issue_text(3), "text/plain")
    site.answers["/list.html"] = page(listing("2026-03.txt", "2026-01.txt", "2026-02.txt"))
    ran = library.refresh()
    assert (ran.code, ran.last) == (0, "1 new, 1 changed, 2 as they were")
    assert ran.out.count("downloaded: ") == 2
    assert sorted(site.take()) == [("/2026-01.txt", 200), ("/2026-02.txt", 304), ("/2026-03.txt", 200),
                                   ("/list.html", 200)]


def test_without_validators_the_same_content_is_no_change(shelf, site):
    site.answers["/list.html"] = page(listing("2026-01.txt"), by="none")
    site.answers["/2026-01.txt"] = page(issue_text(1), "text/plain", by="none")
    library = online(shelf, site)
    library.refresh()
    before = library.times
    assert library.refresh().out == "nothing to do: 2 issues, all as they were\n"
    assert library.times == before


def test_what_was_downloaded_needs_no_network_and_outlives_its_link(shelf, site):
    site.answers["/list.html"] = page(listing("2026-01.txt"))
    site.answers["/2026-01.txt"] = page(issue_text(1), "text/plain")
    library = online(shelf, site)
    library.refresh()
    whole = library.files
    site.answers["/list.html"] = error(500)
    for path in library.root.rglob("*.apkg"):
        path.unlink()
    ran = library.refresh()
    assert (ran.code, ran.last) == (1, "2 changed, 0 as they were")
    assert ran.err == f"juyao: {site.address}/list.html: the server says 500 Internal Server Error\n"
    assert library.files == whole
    site.answers["/list.html"] = page(listing("2026-02.txt"))
    site.answers["/2026-02.txt"] = page(issue_text(2), "text/plain")
    assert library.refresh().last == "1 new, 2 as they were"


def test_a_dry_run_downloads_nothing_for_good(shelf, site):
    site.answers["/list.html"] = page(listing("2026-01.txt"))
    site.answers["/2026-01.txt"] = page(issue_text(1), "text/plain")
    library = online(shelf, site)
    before = library.times
    ran = library.refresh("--dry-run")
    assert "would download: downloads/2026-01-" in ran.out
    assert library.times == before


def rss(*items: str, version: str = "2.0") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}"><channel>{"".join(items)}</channel></rss>'


def test_a_feed_gives_its_entries_documents_or_their_pages(shelf, site):
    site.answers["/rss.xml"] = page(rss(
        f"<item><title>水利</title><link>{site.address}/a/shuili.html</link></item>",
        f'<item><title>第1期</title><link>{site.address}/a/one.html</link>'
        f'<enclosure url="{site.address}/2026-01.txt" type="text/plain" length="1"/></item>'), "application/rss+xml")
    site.answers["/a/shuili.html"] = page(ARTICLE.format(17), packed=True)
    site.answers["/2026-01.txt"] = page(issue_text(1), "text/plain")
    library = online(shelf, site, path="/rss.xml", kind="feed")
    ran = library.refresh()
    assert (ran.code, ran.err, ran.last) == (0, "", "3 new, 0 as they were")
    assert downloads(library).keys() == {
        f"downloads/{file_of(f'{site.address}/a/shuili.html', '.html')}",
        f"downloads/{file_of(f'{site.address}/2026-01.txt', '.txt')}"}
    assert any("shuili-" in name for name in library.packages)


def test_an_atom_feed_with_links_that_are_no_whole_addresses(shelf, site):
    site.answers["/atom.xml"] = page(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>期</title><entry><title>水利</title>'
        '<link href="a/shuili.html"/></entry></feed>', "application/atom+xml")
    site.answers["/a/shuili.html"] = page(ARTICLE.format(17))
    library = online(shelf, site, path="/atom.xml", kind="feed")
    assert library.refresh().last == "2 new, 0 as they were"


def test_patterns_choose_links_and_the_top_ones_are_taken(shelf, site):
    site.answers["/list.html"] = page(
        '<html><head><base href="/deep/"></head><body><a href="n/3.html#top">a</a><a href="n/3.html">b</a>'
        '<a href="n/2.html?a=1">c</a><a href="n/1.html">d</a><a href="x/9.html">e</a><a href="mailto:a@b">f</a>'
        '<a href="javascript:void(0)">g</a><a href="http://[">h</a><a>i</a></body></html>')
    for path, number in (("/deep/n/3.html", 3), ("/deep/n/2.html?a=1", 2), ("/deep/n/1.html", 1)):
        site.answers[path] = page(ARTICLE.format(number))
    library = online(shelf, site, "links: '*/deep/n/*.html'", "most: 2")
    assert library.refresh().code == 0
    assert [path for path, _ in site.take()] == ["/list.html", "/deep/n/3.html", "/deep/n/2.html?a=1"]


def test_redirects_are_followed_but_not_for_ever_nor_anywhere(shelf, site):
    site.answers["/list.html"] = leading("/moved/list.html", 301)
    site.answers["/moved/list.html"] = page(listing("a.txt", "loop.txt", "file.txt"))
    site.answers["/moved/a.txt"] = leading("/b.txt")
    site.answers["/b.txt"] = page(issue_text(1), "text/plain")
    site.answers["/moved/loop.txt"] = leading("/moved/loop.txt")
    site.answers["/moved/file.txt"] = leading("file:///etc/passwd")
    library = online(shelf, site)
    ran = library.refresh()
    assert (ran.code, ran.last) == (1, "2 new, 0 as they were")
    assert ran.err.splitlines() == [
        f"juyao: {site.address}/moved/loop.txt: redirected more than 5 times",
        f"juyao: {site.address}/moved/file.txt: leads to file:///etc/passwd, which is no web address"]


LOGIN = "<html><body>请登录</body></html>"
FAULTS = {
    "missing": (error(404), "the server says 404 Not Found"),
    "failing": (error(503), "the server says 503 Service Unavailable"),
    "empty": (page(" \n", "text/plain"), "the server sent an empty file"),
    "a page to log in": (page(LOGIN), "the server sent no .txt file but something else (text/html)"),
    "a picture": (page(b"\x89PNG....", "image/png"), "the server sent image/png; no issue can be read from that"),
    "too large": (page("x" * 2_000_000, "text/plain"), "larger than 1 MB (`largest` in juyao.yaml)"),
    "too large unpacked": (page("x" * 2_000_000, "text/plain", packed=True),
                           "larger than 1 MB (`largest` in juyao.yaml)"),
    "damaged gzip": (lambda handler: send(handler, 200, b"no gzip", Content_Type="text/plain", Content_Encoding="gzip"),
                     "can't be read"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_can_not_be_had_is_a_line_and_the_others_are(shelf, site, fault):
    answer, words = FAULTS[fault]
    site.answers["/list.html"] = page(listing("1.txt", "2.txt"))
    site.answers["/1.txt"] = answer
    site.answers["/2.txt"] = page(issue_text(2), "text/plain")
    ran = online(shelf, site, "largest: 1").refresh()
    assert (ran.code, ran.last) == (1, "2 new, 0 as they were")
    [line] = ran.err.splitlines()
    assert line.startswith(f"juyao: {site.address}/1.txt: {words}")


def test_a_page_that_asks_to_log_in_is_no_pdf_and_harms_no_earlier_one(shelf, site):
    site.answers["/list.html"] = page(listing("2026-01.pdf"))
    site.answers["/2026-01.pdf"] = page(PDF, "application/octet-stream")
    library = online(shelf, site)
    library.refresh()
    kept = downloads(library)
    assert list(kept.values()) == [PDF]
    site.answers["/2026-01.pdf"] = page(LOGIN)
    ran = library.refresh()
    assert f"{site.address}/2026-01.pdf: the server sent no .pdf file but something else (text/html)" in ran.err
    assert downloads(library) == kept


SOURCES = {
    "no server": (None, "the server can't be reached, or broke off"),
    "missing": (error(404), "the server says 404 Not Found"),
    "silent": (silent(1.5), "no answer within 0.3 seconds"),
    "a trickle": (trickle, "not whole after 3 seconds"),
    "broken off": (broken_off, "the server can't be reached, or broke off"),
    "without links": (page("<html><body>没有</body></html>"), "no link to an issue on this page"),
    "empty": (page(""), "no link to an issue on this page"),
}


@pytest.mark.parametrize("fault", SOURCES)
def test_a_page_of_links_that_can_not_be_read_is_a_line_and_the_rest_is_built(shelf, site, fault):
    answer, words = SOURCES[fault]
    if answer:
        site.answers["/list.html"] = answer
    else:
        site.address = "http://127.0.0.1:1"
    ran = online(shelf, site, "timeout: 0.3" if " seconds" in words else "timeout: 60").refresh()
    assert (ran.code, ran.last) == (1, "1 new, 0 as they were")
    [line] = ran.err.splitlines()
    assert line.startswith(f"juyao: {site.address}/list.html: {words}") or (fault == "empty" and "list.html" in line)


@pytest.mark.parametrize("content", ["<html><body>no feed</body></html>", "", "\x00\x01", "<rss", "{}", "/etc/passwd"])
def test_a_broken_feed_is_a_line(shelf, site, content):
    site.answers["/rss.xml"] = page(content)
    ran = online(shelf, site, path="/rss.xml", kind="feed").refresh()
    assert (ran.code, ran.last) == (1, "1 new, 0 as they were")
    assert ran.err == (f"juyao: {site.address}/rss.xml: no RSS or Atom feed can be read there; "
                       "is it the address of a web page?\n")


def test_a_feed_without_entries_is_no_problem(shelf, site):
    site.answers["/rss.xml"] = page(rss())
    assert online(shelf, site, path="/rss.xml", kind="feed").refresh().code == 0


def test_a_dead_link_stops_no_link_behind_it(shelf, site):
    site.answers["/list.html"] = page(listing("1.txt", "2.txt", "3.txt"))
    site.answers["/1.txt"] = site.answers["/2.txt"] = silent(4)
    site.answers["/3.txt"] = page(issue_text(3), "text/plain")
    ran = online(shelf, site, "timeout: 2").refresh()
    assert (ran.code, ran.last) == (1, "2 new, 0 as they were")
    assert ran.err.splitlines() == [f"juyao: {site.address}/{number}.txt: no answer within 2 seconds"
                                    for number in (1, 2)]


def test_a_server_that_is_down_is_given_up_in_the_end(shelf, site, monkeypatch):
    monkeypatch.setattr("cards.library.fetching.PATIENCE", 2)
    site.answers["/list.html"] = page(listing(*(f"{number}.txt" for number in range(60))))
    for number in range(60):
        site.answers[f"/{number}.txt"] = silent(3)
    ran = online(shelf, site, "timeout: 1", "most: 60").refresh()
    *dead, last = ran.err.splitlines()
    assert ran.code == 1
    assert 0 < len(dead) <= 3
    assert last == (f"juyao: {site.address}/list.html: {60 - len(dead)} links were not asked: those before took "
                    "2 seconds; the next run goes on")


def test_without_the_extra_the_message_names_it(shelf, site):
    library = online(shelf, site)
    program = ("import sys; sys.modules['requests'] = None; import importlib.util as u; find = u.find_spec; "
               "u.find_spec = lambda name: None if name == 'lxml' else find(name); "
               "from cards.commands.program import exit_code; sys.exit(exit_code(['refresh', sys.argv[1]]))")
    done = subprocess.run([sys.executable, "-c", program, str(library.root)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "pip install 'juyao[feeds]'" in done.stderr
    assert done.stdout.splitlines()[-1] == "1 new, 0 as they were"


@pytest.mark.parametrize(("address", "ending", "stem"), [
    ("http://a.cn/qk/2026-03.pdf", ".pdf", "2026-03"), ("http://a.cn/qk/202603/index.html", ".html", "202603"),
    ("http://a.cn/", ".html", ""), ("http://a.cn/../../etc/passwd", ".html", "passwd"),
    ("http://a.cn/%2e%2e/%2f%00con.pdf", ".pdf", "con"), ("http://a.cn/理论.pdf?x=1", ".pdf", "理论"),
    ("http://a.cn/" + "a" * 500 + ".pdf", ".pdf", "a" * 60), ("http://a.cn/.hidden", ".html", "hidden")])
def test_the_file_of_an_address_is_a_safe_name(address, ending, stem):
    name = file_of(address, ending)
    assert name.startswith(f"{stem}-" if stem else "")
    assert name.endswith(ending)
    assert len(name) <= 80
    assert not set(name) & set('/\\:*?"<>|\x00')


def test_formats_of_one_issue_are_kept_under_one_stem_and_other_addresses_apart():
    stems = [file_of(address, "").rstrip(".") for address in (
        "https://a.cn/q/2026-03.pdf", "http://A.cn/q/2026-03.docx", "https://a.cn/r/2026-03.pdf",
        "https://a.cn/q/2026-03.pdf?v=2")]
    assert stems[0] == stems[1]
    assert len(set(stems)) == 3
