"""The settings of a deck library: juyao.yaml, checked against one table like the rule files are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cards.library.own import rule_folders
from cards.records import UserError
from cards.rules.keys import Key, Table
from cards.rules.nodes import Fault, MalformedError, Node, read_yaml
from cards.rules.validate import Given, validate

FILE = "juyao.yaml"
LARGEST_MEGABYTES = 50

SOURCE = Table("source", (
    Key("folder", "text", "A folder of issues. Of files that differ only in their ending one is read."),
    Key("files", "texts", "Patterns of files, like incoming/**/*.pdf."),
    Key("feed", "text", "The address of an RSS or Atom feed: its entries' documents, or the pages they link to."),
    Key("page", "text", "The address of a page of links."),
    Key("links", "texts", "Which links of the feed or page are issues: patterns like *.pdf for the whole address."),
    Key("most", "integer", "At most so many links, from the top of the feed or page.", default=30),
    Key("largest", "number", "A larger file, in megabytes, is not taken.", default=20.0),
    Key("timeout", "number", "Seconds until a server that does not answer is given up.", default=30.0),
), one_of=("folder", "files", "feed", "page"))

LIBRARY = Table("library", (
    Key("publication", "text", "The publication's name on all decks; default: what each issue's cover says.",
        default=""),
    Key("sources", "tables", "Where issues come from.", required=True, default=(), table=SOURCE),
    Key("rules", "texts", "Folders of your own rules, over the shipped ones.", default=()),
    Key("only", "text", "Write only the notes of this level.", choices=("重点", "拓展")),
    Key("tts", "flag", "Phones read the cards aloud.", default=False),
    Key("output", "text", "The folder the decks are written to.", default="decks"),
))
ONLINE = ("links", "most", "largest", "timeout")


@dataclass(frozen=True, slots=True)
class Online:
    """A feed or a page of links; `largest` in bytes, `timeout` in seconds; no `links`: documents only."""

    address: str
    feed: bool
    links: tuple[str, ...]
    most: int
    largest: int
    timeout: float


@dataclass(frozen=True, slots=True)
class Library:
    """A deck library: the folder `root` and what its juyao.yaml says. `folders` and `patterns` name local sources."""

    root: Path
    publication: str
    folders: tuple[Path, ...]
    patterns: tuple[str, ...]
    online: tuple[Online, ...]
    rules: tuple[Path, ...]
    only: str | None
    tts: bool
    output: Path

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
        super().__init__(f"{FILE} needs mending:\n" + "\n".join(map(str, faults)))


def read_library(root: Path) -> Library:
    """The library in the folder `root`. Raises UserError where there is none, BrokenLibraryError with all its faults.
    """
    path = root / FILE
    found: list[tuple[Node, str]] = []
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
    for source in values["sources"]:
        given = source.stated
        online = "feed" in given or "page" in given
        for name in ("folder", "files", "feed", "page"):
            if name in given and source[name] in ("", (), ("",)):
                yield given[name], f"“{name}” is empty"
        for name in ("feed", "page"):
            if source[name] and not _web_address(source[name]):
                yield given[name], f"“{name}”: found “{source[name]}”; an address begins with http:// or https://"
        if ("folder" in given or "files" in given) and not online:
            for name in set(ONLINE) & set(given):
                yield given[name].key, f"“{name}” belongs to a feed or a page"
        for name, most in (("most", 1000), ("largest", LARGEST_MEGABYTES), ("timeout", 600)):
            if not 0 < source[name] <= most:
                yield given[name], f"“{name}”: found {given[name].value}; allowed: more than 0, at most {most}"


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _library(root: Path, values: Given) -> Library:
    sources = values["sources"]
    return Library(
        root, " ".join(values["publication"].split()),
        folders=tuple(_below(root, each["folder"]) for each in sources if each["folder"]),
        patterns=tuple(str(Path(pattern).expanduser()) for each in sources for pattern in each["files"] or ()),
        online=tuple(
            Online(each["feed"] or each["page"], bool(each["feed"]), each["links"] or (), each["most"],
                   int(each["largest"] * 1_000_000), each["timeout"])
            for each in sources if each["feed"] or each["page"]),
        rules=tuple(_below(root, each) for each in values["rules"]), only=values["only"], tts=values["tts"],
        output=_below(root, values["output"] or "decks"))


def _below(root: Path, name: str) -> Path:
    """`name` as a path: below `root`, unless it is a whole path."""
    return root / Path(name).expanduser()
