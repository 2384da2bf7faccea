"""What a page or a feed links to, read from markup that nobody wrote or that means harm, in time that grows with it."""

from __future__ import annotations

import pytest
from cases import growth

from cards.library.links import links_of
from cards.library.settings import Online
from cards.records import UserError

AT = "http://qingxi.example/list/"
LINEAR = 8  # at most, on four times the size: quadratic time is 16


def links(markup: str | bytes, charset: str = "", feed: bool = False) -> tuple[str, ...]:
    data = markup.encode() if isinstance(markup, str) else markup
    return links_of(data, charset, AT, Online(AT, feed, (), 30, 10**7, 30.0))


def rss(inside: str) -> str:
    return f"<rss version='2.0'><channel>{inside}</channel></rss>"


def numbered(size: int, form: str) -> str:
    return "".join(form.format(at) for at in range(size))


FIRST = "<a href='1.txt'>期</a>"
PAGES = {
    "attributes": (20_000, lambda size: f"{FIRST}<p {numbered(size, ' a{}=1')}>"),
    "one attribute again and again": (20_000, lambda size: f"{FIRST}<p {' a=1' * size}>"),
    "a long base": (2_000, lambda size: f"<base href='/{'x' * size * 10}/'>" + numbered(size, "<a href='{}.txt'>")),
    "bases": (4_000, lambda size: "<base href='x/'><a href='1.txt'>" * size),
    "long links": (2_000, lambda size: f"{FIRST}<a href='{'a/../' * size * 20}1.txt'>"),
    "open links": (4_000, lambda size: "<a href='1.txt'>" * size),
    "tags that never end": (20_000, lambda size: f"{FIRST}{'<' * size}{'<a ' * size}"),
}
ENTRY = "<item><link>/1.txt</link></item>"
FEEDS = {
    "attributes": (20_000, lambda size: f"{ENTRY}<item {numbered(size, ' a{}=`1`')}/>"),
    "names of spaces": (10_000, lambda size: ENTRY + numbered(size, "<a xmlns:a{0}=`u:{0}`/>")),
    "a long base": (2_000, lambda size: f"<item xml:base='/{'x' * size * 10}/'>{'<link>1.txt</link>' * size}</item>"),
    "entries in entries": (10_000, lambda size: "<item><link>/1.txt</link>" * size),
}


@pytest.mark.bench
@pytest.mark.parametrize("name", PAGES)
def test_a_page_four_times_as_long_takes_about_four_times_as_long(name):
    size, markup = PAGES[name]
    assert growth(lambda size: links(markup(size)), size) < LINEAR


@pytest.mark.bench
@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_four_times_as_long_takes_about_four_times_as_long(name):
    size, markup = FEEDS[name]
    assert growth(lambda size: links(rss(markup(size).replace("`", "'")), feed=True), size) < LINEAR


@pytest.mark.bench
def test_a_feed_whose_bases_are_nested_costs_what_a_plain_one_costs():
    nested = rss("<a xml:base='xxxxxxxxxxxxxxxx/'>" * 200 + "<item>" + "<link>1.txt</link>" * 4_000)
    plain = rss("<a title='xxxxxxxxxxxxxxxxxx/'>" * 200 + "<item>" + "<link>1.txt</link>" * 4_000)
    assert growth(lambda size: links(nested if size > 1 else plain, feed=True), 1) < LINEAR


def test_links_behind_many_levels_of_tags_are_found():
    assert links("<div>" * 1_000 + FIRST) == (f"{AT}1.txt",)


@pytest.mark.parametrize("charset", ["", "gb2312", "gbk", "GB18030"])
def test_a_page_that_says_gb2312_and_holds_more_keeps_its_links(charset):
    page = "<head><meta charset='gb2312'></head><p>朱镕基、㐂</p><a href='/镕/1.txt'>镕</a><a href='2.txt'>期</a>"
    assert links(page.encode("gb18030"), charset) == ("http://qingxi.example/镕/1.txt", f"{AT}2.txt")


@pytest.mark.parametrize("charset", ["", "utf-8", "gbk", "no-such-encoding", "idna", "rot13", "punycode", "utf-7"])
def test_a_damaged_character_or_an_encoding_nobody_knows_costs_no_link(charset):
    assert links(b"<p>\xff\xfe\x81</p>" + FIRST.encode(), charset) == (f"{AT}1.txt",)


@pytest.mark.parametrize("feed", [False, True])
def test_a_list_in_utf_16_is_read(feed):
    assert links((rss(ENTRY) if feed else "<a href='/1.txt'>期</a>").encode("utf-16"), "utf-16", feed) == (
        "http://qingxi.example/1.txt",)


def test_an_entry_whose_link_is_empty_leads_to_its_permanent_address():
    feed = rss("<item><link/><guid>/1.txt</guid></item>")
    assert links(feed, feed=True) == ("http://qingxi.example/1.txt",)


def test_a_damaged_character_costs_no_entry_of_a_feed():
    feed = rss("<item><title>?</title><link>/1.txt</link></item><item><link>/2.txt</link></item>").encode()
    assert links(feed.replace(b"?", b"\xff\x81"), feed=True) == (
        "http://qingxi.example/1.txt", "http://qingxi.example/2.txt")


def test_an_address_longer_than_any_is_no_link():
    assert links(f"<a href='{'x' * 5_000}.txt'>期</a>{FIRST}") == (f"{AT}1.txt",)


def test_what_a_page_is_based_on_counts_where_it_stands_first():
    assert links("<base href='/a/'><base href='/b/'><a href=1.txt>期</a><area href=2.txt>") == (
        "http://qingxi.example/a/1.txt", "http://qingxi.example/a/2.txt")


def test_bases_of_a_feed_lead_from_one_to_the_next():
    feed = rss("<a xml:base='/a/'><item xml:base='b/'><link xml:base='c/'>1.txt</link></item></a>"
               "<item><link>2.txt</link></item>")
    assert links(feed, feed=True) == ("http://qingxi.example/a/b/c/1.txt", f"{AT}2.txt")


@pytest.mark.parametrize("nothing", ["", " ", "<!-- -->", "期", "\0"])
def test_a_page_with_nothing_on_it_is_a_line(nothing):
    with pytest.raises(UserError, match="no link to an issue on this page"):
        links(nothing)
