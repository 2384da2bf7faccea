"""Which addresses may be asked. What a page or feed leads to must not reach into the network that juyao runs in: the
machine itself, its neighbours, the address where clouds keep their keys. A host that juyao.yaml names may be asked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Collection
from threading import Thread
from urllib.parse import unquote, urlsplit

from cards.records import UserError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # the other half is the IPv4 address that is meant (RFC 6052)
COMPATIBLE = ipaddress.IPv6Network("::/96")  # the same, long out of use
PASSWORD = re.compile(r"(?<=//)[^/?#\s“”\"']*@")
DOTS = str.maketrans("。．｡", "...")  # full stops that IDNA reads as dots


class RefusedError(UserError):
    """An address that may not be asked."""


class UnknownHostError(UserError):
    """A name that no address is known of."""


def hidden(text: str) -> str:
    """`text` without the user names and passwords of the addresses in it."""
    return PASSWORD.sub("", text)


def login_of(address: str) -> tuple[str, str] | None:
    """The user and password in `address`, if there are any."""
    parts = urlsplit(address)
    if parts.username is None and parts.password is None:
        return None
    return unquote(parts.username or ""), unquote(parts.password or "")


def host_of(address: str) -> str:
    """The host that `address` asks, in one spelling: small letters, no dot at the end, no width, no percent signs; ''
    where it names none.
    """
    try:
        return canonical(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def canonical(host: str) -> str:
    """`host` in that spelling."""
    return unicodedata.normalize("NFKC", unquote(host)).translate(DOTS).lower().rstrip(".")


def numeric(host: str) -> str | None:
    """The IP address that `host` is, whichever way it is spelled (2130706433, 0x7f.1, 0177.0.0.1, ::1); of the names
    that always mean the machine itself 127.0.0.1; None for any other name.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    bare = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except (OSError, UnicodeError):
        return None


def is_public(number: str) -> bool:
    """Whether the IP address `number` belongs to anybody's server: not to this machine, its network, or a group."""
    address: IPAddress = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in TRANSLATED or (address in COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def judged(host: str, allowed: Collection[str], resolve: Callable[[str], list[str]]) -> list[str]:
    """The IP addresses of `host`, any of which may be asked; `resolve` tells those of a name. Raises RefusedError where
    one of them is not public and `host` is not `allowed`, and what `resolve` raises. Nothing is sent to the host.
    """
    number = numeric(host)
    numbers = [number] if number and host not in allowed else resolve(host)
    if host not in allowed:
        for number in numbers:
            judge_number(host, number)
    return numbers


def judge_name(host: str, allowed: Collection[str]) -> None:
    """Raise RefusedError where `host` itself says that it is not public; a name is not looked up."""
    number = numeric(host)
    if number and host not in allowed:
        judge_number(host, number)


def judge_number(host: str, number: str) -> None:
    """Raise RefusedError where `number`, an address of `host`, is not public."""
    if not is_public(number):
        where = host if host == number else f"{host}, {number}"
        raise RefusedError(f"leads into the network here ({where}); name the host under `allow` in juyao.yaml "
                           "if it may be asked")


def resolved(host: str, timeout: float) -> list[str]:
    """The IP addresses of `host`, in the order in which to try them. Raises UnknownHostError where none is found within
    `timeout` seconds: a system's own look-up knows no limit.
    """
    found: list[str] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(address[0]) for *_, address in answers)

    looking = Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(timeout)
    if looking.is_alive() or not found:
        raise UnknownHostError(f"no address is known of {host}")
    return list(dict.fromkeys(found))
