"""The settings of a deck library: juyao.yaml, checked against one table like the rule files are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from cards.library.addresses import canonical, hidden, host_of, login_of
from cards.library.own import FILE as FILE
from cards.library.own import rule_folders
from cards.record.pace import CARDS_A_DAY, Pace
from cards.records import UserError
from cards.rules.keys import Key, Table
from cards.rules.nodes import Fault, MalformedError, Node
from cards.rules.validate import Given, validate
from cards.rules.yaml_text import read_yaml

WAYS = ("folder", "files", "feed", "page")
WAYS_ONLINE = ("feed", "page")
WINS = "wins"
LARGEST_MEGABYTES = 50

SOURCE = Table("source", (
    Key("folder", "text", "A folder of issues. Of files that differ only in their ending one is read."),
    Key("files", "texts", "Patterns of files, like incoming/**/*.pdf."),
    Key("feed", "text", "The address of an RSS or Atom feed: its entries' documents, or the pages they link to."),
    Key("page", "text", "The address of a page of links."),
    Key("links", "texts", "Which links of the feed or page are issues: patterns like *.pdf for the whole address."),
    Key("most", "integer", "At most so many links, from the top of the feed or page.", default=30),
    Key("largest", "number", "A larger file, in megabytes, is not taken.", default=20.0),
    Key("timeout", "number", "Seconds until a server that does not answer is given up; a whole download may take ten "
        "times as long.", default=30.0),
    Key("allow", "texts", "Hosts in the network here that links may lead to; the host of the feed or page may be asked "
        "anyway.", default=()),
), one_of=WAYS)

SITE = Table("site", (
    Key("folder", "text", "The folder the site is written to.", default="site"),
    Key("url", "text", "The address where it will stand, for QR codes and the feed.", default=""),
))

LIBRARY = Table("library", (
    Key("publication", "text", "The publication's name on all decks; default: what each issue's cover says.",
        default=""),
    Key("sources", "tables", "Where issues come from.", required=True, default=(), table=SOURCE),
    Key("newest", "text", "Of two editions of one issue the newer is built; without it neither is.", choices=(WINS,)),
    Key("rules", "texts", "Folders of your own rules, over the shipped ones.", default=()),
    Key("only", "text", "Write only the notes of this level.", choices=("重点", "拓展")),
    Key("exam", "text", "The day of an exam, like 2027-01-15: decks say the new cards a day it takes.", default=""),
    Key("new_per_day", "integer", "New cards a day, where there is no exam.", default=CARDS_A_DAY, least=1),
    Key("tts", "flag", "Phones read the cards aloud.", default=False),
    Key("output", "text", "The folder the decks are written to.", default="decks"),
    Key("decisions", "text", "The folder of people's decisions about cards, a file an issue.", default="decisions"),
    Key("push", "flag", "Each refresh puts what is new into your own account on an Anki sync server.", default=False),
    Key("site", "table", "A site of the decks for learners' phones, which each refresh brings up to date.", table=SITE),
))
ONLINE = ("links", "most", "largest", "timeout", "allow")


class Online(Struct, frozen=True):
    """A feed or a page of links; `largest` in bytes, `timeout` in seconds; no `links`: documents only. `allow` are the
    hosts that may be asked though they are in the network here. `address` is without the user and password that stand
    in juyao.yaml: those are the `login`.
    """

    address: str
    feed: bool
    links: tuple[str, ...]
    most: int
    largest: int
    timeout: float
    allow: frozenset[str] = frozenset()
    login: tuple[str, str] | None = None


class SitePlace(Struct, frozen=True):
    """Where the site of a library is written, and the address where it will stand ('' where nobody knows)."""

    folder: Path
    url: str = ""


class Library(Struct, frozen=True):
    """A deck library: the folder `root` and what its juyao.yaml says. `folders` and `patterns` name local sources.
    `has_site`: each refresh brings the `site` up to date; `push`: it puts what is new into the user's own account.
    """

    root: Path
    publication: str
    folders: tuple[Path, ...]
    patterns: tuple[str, ...]
    online: tuple[Online, ...]
    newest: str | None
    rules: tuple[Path, ...]
    only: str | None
    tts: bool
    pace: Pace
    output: Path
    decisions: Path
    site: SitePlace
    has_site: bool
    push: bool

    @property
    def downloads(self) -> Path:
        """Where issues that were downloaded are kept: they are sources like any other."""
        return self.root / "downloads"

    @property
    def rule_folders(self) -> tuple[Path, ...]:
        """The folders of own rules, as for `juyao build` into the output folder."""
        return rule_folders(self.output, self.rules)


class BrokenLibraryError(UserError):
    """A juyao.yaml with faults; the message lists every one of them."""

    def __init__(self, faults: list[Fault]):
        super().__init__(hidden(f"{FILE} needs mending:\n" + "\n".join(map(str, faults))))


def read_library(root: Path) -> Library:
    """The library in the folder `root`. Raises UserError where there is none, BrokenLibraryError with all its faults.
    """
    path = root / FILE
    found: list[tuple[Node, str]] = []
    if path.exists() and not path.is_file():
        raise UserError(f"{path}: no file, but a folder, a pipe or a device; `juyao init` elsewhere writes a new one")
    try:
        values = validate(read_yaml(path), LIBRARY, lambda node, message: found.append((node, message)))
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{root}: no deck library: it has no {FILE}; `juyao init` writes one") from None
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BrokenLibraryError([Fault(str(path), 1, 1, "", "is not UTF-8 text")]) from None
    except MalformedError as error:
        raise BrokenLibraryError([error.place.fault(str(error))]) from None
    found += _senseless(values)
    if found:
        raise BrokenLibraryError([node.fault(message) for node, message in found])
    return _library(root, values)


def _senseless(values: Given) -> Iterator[tuple[Node, str]]:
    """Values of the right type that make no sense, each with its node."""
    yield from _no_day(values)
    site = values["site"]
    if site and site["url"] and not _web_address(site["url"]):
        yield site.at("url"), f"“url”: found “{site['url']}”; an address begins with http:// or https://"
    for source in values["sources"]:
        yield from _senseless_address(source)
        yield from _misplaced(source.stated)
        yield from _out_of_bounds(source)


def _day(text: str) -> datetime.date | None:
    """The day that `text` names. Raises ValueError for one that is none."""
    return datetime.date.fromisoformat(text) if text else None


def _no_day(values: Given) -> Iterator[tuple[Node, str]]:
    try:
        _day(values["exam"])
    except ValueError:
        yield values.at("exam"), f"“exam”: found “{values['exam']}”; a day is written like 2027-01-15"


def _senseless_address(source: Given) -> Iterator[tuple[Node, str]]:
    for name in WAYS:
        if name in source.stated and source[name] in ("", (), ("",)):
            yield source.at(name), f"“{name}” is empty"
    for name in WAYS_ONLINE:
        if source[name] and not _web_address(source[name]):
            yield source.at(name), f"“{name}”: found “{source[name]}”; an address begins with http:// or https://"


def _misplaced(given: Mapping[str, Node]) -> Iterator[tuple[Node, str]]:
    """Settings of a feed or page with a folder or files."""
    if not given.keys().isdisjoint(WAYS_ONLINE) or given.keys().isdisjoint(WAYS):
        return
    for name in ONLINE:
        if name in given:
            yield given[name].key, f"“{name}” belongs to a feed or a page"


def _out_of_bounds(source: Given) -> Iterator[tuple[Node, str]]:
    for name, most in (("most", 1000), ("largest", LARGEST_MEGABYTES), ("timeout", 600)):
        if not 0 < source[name] <= most:
            yield source.at(name), f"“{name}”: found {source.at(name).text}; allowed: more than 0, at most {most}"


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _library(root: Path, values: Given) -> Library:
    folders: list[Path] = []
    patterns: list[str] = []
    online: list[Online] = []
    for source in values["sources"]:
        if source["folder"]:
            folders.append(_below(root, source["folder"]))
        elif source["files"]:
            patterns += [str(Path(pattern).expanduser()) for pattern in source["files"]]
        else:
            online.append(_online(source))
    return Library(
        root, " ".join(values["publication"].split()), tuple(folders), tuple(patterns), tuple(online),
        newest=values["newest"],
        rules=tuple(_below(root, name) for name in values["rules"]), only=values["only"], tts=values["tts"],
        pace=Pace(values["new_per_day"], _day(values["exam"])), output=_below(root, values["output"] or "decks"),
        decisions=_below(root, values["decisions"] or "decisions"),
        site=_site(root, values["site"]), has_site=values["site"] is not None,
        push=values["push"])


def _site(root: Path, given: Given | None) -> SitePlace:
    if given is None:
        return SitePlace(root / "site")
    return SitePlace(_below(root, given["folder"] or "site"), given["url"])


def _online(source: Given) -> Online:
    address = source["feed"] or source["page"]
    return Online(
        hidden(address), bool(source["feed"]), source["links"] or (), source["most"],
        int(source["largest"] * 1_000_000), source["timeout"],
        frozenset({host_of(address), *map(canonical, source["allow"] or ())}), login_of(address))


def _below(root: Path, name: str) -> Path:
    """`name` as a path: below `root`, unless it is a whole path."""
    return root / Path(name).expanduser()
