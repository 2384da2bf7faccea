"""Which addresses may be asked is judged before anything is sent, however they are spelled."""

from __future__ import annotations

import pytest

from cards.library.addresses import RefusedError, UnknownHostError, hidden, host_of, is_public, judge_name, judged

NAMES = {
    "www.example.org": ["93.184.215.14"], "inside.example.org": ["10.1.2.3"], "half.example.org": ["8.8.8.8", "::1"],
    "mapped.example.org": ["::ffff:192.168.1.1"], "intranet": ["192.168.1.9"], "cloud.example.org": ["169.254.169.254"],
}


def numbers_of(name: str) -> list[str]:
    """A name server of our own."""
    if name not in NAMES:
        raise UnknownHostError(name)
    return NAMES[name]


@pytest.mark.parametrize("address", [
    "http://127.0.0.1/", "http://127.8.9.10:8080/a", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://0177.0.0.1/",
    "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:a00:1]/",
    "http://[::7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2002:c0a8:101::]/",
    "http://[fe80::1%25eth0]/", "http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[ff02::1]/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.254/", "http://192.168.1.1/", "http://3232235777/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://user:pass@127.0.0.1/", "http://www.example.org@127.0.0.1/", "http://１２７.0.0.1/",
    "http://127。0。0。1/", "http://127%2e0%2e0%2e1/", "http://ⓛocalhost/", "https://192.168.1.1:443/",
    "http://inside.example.org/", "http://half.example.org/", "http://mapped.example.org/", "http://intranet/",
    "http://INSIDE.example.org./", "http://cloud.example.org/",
])
def test_an_address_in_the_network_here_is_refused_in_any_spelling(address):
    with pytest.raises(RefusedError, match="leads into the network here"):
        judged(host_of(address), (), numbers_of)


@pytest.mark.parametrize(("address", "numbers"), [
    ("http://www.example.org/a", ["93.184.215.14"]), ("http://8.8.8.8/", ["8.8.8.8"]),
    ("http://134744072/", ["8.8.8.8"]),
    ("http://[2606:4700::1111]/", ["2606:4700::1111"]), ("http://[::ffff:8.8.8.8]/", ["::ffff:8.8.8.8"]),
])
def test_anybodys_server_may_be_asked_at_the_address_that_was_judged(address, numbers):
    assert [number.replace("::ffff:808:808", "::ffff:8.8.8.8")
            for number in judged(host_of(address), (), numbers_of)] == numbers


def test_a_host_that_is_named_may_be_asked_and_no_other():
    assert judged(host_of("http://INTRANET./a"), {"intranet"}, numbers_of) == ["192.168.1.9"]
    for other in ("http://192.168.1.9/", "http://inside.example.org/"):
        with pytest.raises(RefusedError):
            judged(host_of(other), {"intranet"}, numbers_of)


def test_where_a_proxy_looks_names_up_those_that_say_it_themselves_are_refused():
    judge_name(host_of("http://inside.example.org/"), ())
    with pytest.raises(RefusedError):
        judge_name(host_of("http://0x7f.1/"), ())


def test_a_name_that_is_not_known_is_told():
    with pytest.raises(UnknownHostError):
        judged(host_of("http://nowhere.example/"), (), numbers_of)


@pytest.mark.parametrize(("number", "public"), [
    ("1.1.1.1", True), ("198.18.0.1", False), ("192.0.2.1", False), ("240.0.0.1", False), ("2001:db8::1", False),
    ("64:ff9b::808:808", True), ("64:ff9b::a00:1", False)])
def test_what_is_public(number, public):
    assert is_public(number) is public


@pytest.mark.parametrize(("text", "shown"), [
    ("https://me:secret@a.cn/x", "https://a.cn/x"), ("https://me@a.cn/x", "https://a.cn/x"),
    ("https://me:se@cret@a.cn/x", "https://a.cn/x"), ("https://a.cn/x@y", "https://a.cn/x@y"),
    ("page: 'http://u:p@a.cn/'", "page: 'http://a.cn/'")])
def test_passwords_are_hidden(text, shown):
    assert hidden(text) == shown
