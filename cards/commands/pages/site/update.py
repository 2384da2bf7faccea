"""Bringing a site up to date: decks on disk → pages and packages, of which only those that changed are written, as one
set. What is heavy is imported only where there is something to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cards import __version__
from cards.commands.pages.site.folders import issue_folders
from cards.commands.pages.site.hosting import HOSTS, marked
from cards.commands.pages.site.manifest import LISTING, files_in
from cards.commands.pages.site.records import ShelvedIssue
from cards.commands.pages.site.seen import Seen, seen_of, stamps
from cards.errors import UserError
from cards.library.cache import Stamp
from cards.library.progress import SHOWN, UNSEEN, Progress, followed
from cards.record.disk import PREFIX, SUFFIX, file_bytes, locked, replace_all, unfinished
from cards.text.ordering import natural

PAGE, CARDS, CODE = "index.html", "cards.html", "code.svg"
INDEX, HELP, FEED = "index.html", "help.html", "feed.xml"
UNTITLED = "学习卡片"


@dataclass
class Updated:
    """What a run did to a site: the files `written` and `removed`, by place, how many `issues` it has, and `problems`:
    a line for each issue whose packages can't be read; what the site had of it stays.
    """

    issues: int
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def update_site(decks: Path, site: Path, url: str, say: Callable[[str], None], progress: Progress = UNSEEN) -> Updated:
    """Make the site in the folder `site` show the decks below `decks`; `url` is where it will stand, '' where nobody
    knows. `say` gets a line where another run holds the folder. Raises UserError where the folder can't be used or
    written, a file in it is none of juyao's, or the extra is missing: nothing is written then.
    """
    _check_apart(decks, site)
    url = url.rstrip("/") + "/" if url else ""
    seen, basis = seen_of(decks, site), _basis(decks, url)
    shelf = dict(issue_folders(decks))
    packages = {"/".join(path.parts[-3:]) for files in shelf.values() for path in files}
    if (seen.basis == basis and not unfinished(site) and seen.holds(decks, seen.packages, packages)
            and seen.holds(site, seen.files, {*seen.files})):
        seen.settle(decks, site)
        return Updated(len(seen.kept))
    _check_extra(with_codes=bool(url))
    with locked(site, say):
        return _Run(decks, site, url, seen, basis, progress).done(shelf, packages)


def _check_apart(decks: Path, site: Path) -> None:
    """Raise UserError where the site and the decks would lie in each other."""
    ours, theirs = (Path(os.path.realpath(path)) for path in (site, decks))
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        raise UserError(f"{site}: a site needs a folder of its own, apart from the decks in {decks}; name one with -o")


def _check_extra(with_codes: bool) -> None:
    """Raise UserError where a library that pages, or their codes, are made with is missing: one extra brings both."""
    try:
        import jinja2  # noqa: F401

        if with_codes:
            import segno  # noqa: F401
    except ImportError:
        raise UserError("a site needs juyao[site]: pip install 'juyao[site]'") from None


def _basis(decks: Path, url: str) -> str:
    """What a site rests on besides the packages: the program, the cards' own face, the address."""
    rooms = Path(__file__).resolve().parents[3]
    folders = (*(rooms / name for name in ("commands/pages", "commands/pages/site", "commands/pages/templates",
                                           "commands/pages/templates/site", "anki/face", "record")), decks / "face")
    marks = [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
             for folder in folders if folder.is_dir() for entry in sorted(os.scandir(folder), key=_name)
             if entry.is_file()]
    return sha256(repr((__version__, url, marks)).encode()).hexdigest()


def _place(issue: tuple[Path, tuple[Path, ...]]) -> str:
    return issue[0].name


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


@dataclass
class _Run:
    """One run: `files` are those of the site whose bytes were worked out, `kept` the places of those that stay as they
    are.
    """

    decks: Path
    site: Path
    url: str
    seen: Seen
    basis: str
    progress: Progress
    files: dict[str, bytes] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def done(self, shelf: Mapping[Path, tuple[Path, ...]], packages: set[str]) -> Updated:
        before = files_in(self.site)
        marks = stamps(self.decks, packages)  # taken before reading: what changes meanwhile is seen by the next run
        updated = Updated(0)
        issues = list(self._issues(shelf, before, updated.problems))
        updated.issues = len(issues)
        self._frame(sorted(issues, key=_age, reverse=True))
        wanted = {*self.files, *self.kept}
        updated.written = [place for place in self.files if self._differs(place, before)]
        updated.removed = sorted(place for place in before - wanted if (self.site / place).is_file())
        self._write(updated)
        if not updated.problems:
            self.seen.basis, self.seen.packages = self.basis, marks
            self.seen.files = stamps(self.site, wanted)
            self.seen.kept = {issue.folder: issue for issue in issues}
            self.seen.keep()
        return updated

    def _issues(self, shelf: Mapping[Path, tuple[Path, ...]], before: Collection[str], problems: list[str],
                ) -> Iterator[ShelvedIssue]:
        """The issues on the shelf; what of their files is to be written goes to `files`, the rest to `kept`."""
        title = self._title(shelf)
        for folder, packages in followed(list(shelf.items()), self.progress, SHOWN, _place):
            place = f"{folder.parent.name}/{folder.name}"
            known = self._known(place, packages)
            if known is not None:
                yield known
                continue
            try:
                yield self._shown(folder, packages, title)
            except (OSError, ValueError) as error:
                problems.append(f"{folder}: can't be shown: {getattr(error, 'strerror', None) or error}; "
                                "the site keeps what it had of it")
                self.kept |= {file for file in before if file.startswith(f"{place}/")}
                if place in self.seen.issues:
                    yield self.seen.issues[place]

    def _known(self, place: str, packages: Iterable[Path]) -> ShelvedIssue | None:
        """The issue at `place` where neither its packages nor its files in the site changed since the last run."""
        if self.seen.basis != self.basis or place not in self.seen.issues:
            return None
        here = {path.relative_to(self.decks).as_posix() for path in packages}
        packed, shown = (_below(place, marks) for marks in (self.seen.packages, self.seen.files))
        holds = self.seen.holds
        if not (holds(self.decks, packed, here) and shown and holds(self.site, shown, {*shown})):
            return None
        self.kept |= {*shown}
        return self.seen.issues[place]

    def _shown(self, folder: Path, packages: Iterable[Path], title: str) -> ShelvedIssue:
        """Work out the files of the issue in `folder`."""
        from cards.anki.face import face_of
        from cards.commands.pages.site.pages import cards_page, issue_page
        from cards.commands.pages.site.shelf import shelved

        data = {path.name: file_bytes(path) for path in packages}
        issue, offered = shelved(folder, data, face_of(self.decks / "face"))
        files = offered | {CARDS: cards_page(issue, data[issue.whole.file]),
                           PAGE: issue_page(issue, title, bool(self.url))}
        files |= self._code(f"{issue.folder}/")
        self.files |= {f"{issue.folder}/{name}": content for name, content in files.items()}
        return issue

    def _frame(self, issues: list[ShelvedIssue]) -> None:
        """Work out the files that show all issues, last so that they are written last."""
        from cards.commands.pages.site.feed import feed, listing
        from cards.commands.pages.site.pages import help_page, index

        title = _titled(dict.fromkeys(issue.publication for issue in issues))
        self.files |= {name: text.encode() for name, text in HOSTS.items()} | self._code("")
        self.files |= {HELP: help_page(title, bool(self.url)), FEED: feed(issues, title, self.url),
                       INDEX: index(issues, title, bool(self.url))}
        self.files[LISTING] = listing(issues, {*self.files, *self.kept, LISTING})

    def _title(self, shelf: Iterable[Path]) -> str:
        """The title of the site as its folders tell it before anything is read."""
        return _titled(dict.fromkeys(folder.parent.name for folder in shelf))

    def _code(self, place: str) -> dict[str, bytes]:
        if not self.url:
            return {}
        from urllib.parse import quote

        from cards.commands.pages.site.codes import picture

        return {CODE: picture(f"{self.url}{quote(place)}")}

    def _differs(self, place: str, before: Collection[str]) -> bool:
        """Whether the file at `place` is to be written. Raises UserError where another's stands there."""
        path = self.site / place
        try:
            standing = file_bytes(path)
        except FileNotFoundError:
            return True
        except OSError as error:
            raise UserError(f"{path}: stands where a page of the site is to be: {error.strerror or error}") from None
        if standing == self.files[place]:
            return False
        if place not in before and not marked(standing):
            raise UserError(f"{path}: is none of the site's files and was left as it is; nothing was written: move it, "
                            "or name another folder with -o")
        return True

    def _write(self, updated: Updated) -> None:
        """Write and remove as one set: what is to be removed first gets a name that the end of a run sweeps away."""
        gone = {Path(place): Path(place).parent / f"{PREFIX}gone-{at}{SUFFIX}"
                for at, place in enumerate(updated.removed)}
        try:
            if updated.written or gone:
                replace_all(self.site, {Path(place): self.files[place] for place in updated.written}, gone)
        except OSError as error:
            raise UserError(f"{self.site}: can't be written: {error.strerror or error}; the site is as it was"
                            ) from None
        for name in gone.values():
            (self.site / name).unlink(missing_ok=True)
        for folder in {(self.site / place).parent for place in updated.removed}:
            _remove_empty(folder, self.site)


def _remove_empty(folder: Path, site: Path) -> None:
    """Remove `folder` and those around it, below `site`, that hold nothing."""
    while folder != site and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _below(place: str, marks: Mapping[str, Stamp]) -> dict[str, Stamp]:
    return {name: mark for name, mark in marks.items() if name.startswith(f"{place}/")}


def _titled(publications: Iterable[str]) -> str:
    return "、".join(publications) or UNTITLED


def _age(issue: ShelvedIssue) -> tuple[object, ...]:
    return issue.date, natural(issue.number), issue.folder
