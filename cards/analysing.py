"""Analysing apart: one pure function an issue, by what can be sent to any process on any machine.

A source travels as its bytes and what analysing rests on as the content of rule files, so no disk need be shared. Rules
and dictionary are prepared once a process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from cards.build import Analysed, Settings, analyse, prepared
from cards.reading import read_bytes
from cards.reading.files import bytes_of, name_of, stem_of
from cards.records import Issue, UserError
from cards.rules.folders import rule_files, shipped_rules
from cards.rules.lexicons import lexicon_files

NOWHERE = Path()  # the folder of decks, for who writes none


class Source(Struct, frozen=True):
    """A source as it travels: its path, which only names it, and its bytes; or the `issue` it was read to."""

    path: Path
    data: bytes
    issue: Issue | None = None


class Terms(Struct, frozen=True):
    """What analysing rests on: of each folder of own rules the names and bytes of its files; the settings that notes
    depend on; `program`, a fingerprint of juyao and its rules, which is the same wherever they are.
    """

    folders: tuple[tuple[tuple[str, bytes], ...], ...]
    program: str
    publication: str = ""
    tts: bool = False
    everything: bool = False


_SETTINGS: dict[Terms, Settings] = {}  # of this process: the last terms that it was given


def source_of(path: Path) -> Source:
    """The source at `path`. Raises UserError where it can't be read."""
    return Source(path, bytes_of(path))


def terms_here(settings: Settings) -> Terms:
    """The terms of builds in this process alone, by `settings`."""
    return _kept(Terms((), "", settings.publication, settings.tts, settings.everything), settings)


def terms_of(folders: Iterable[Path], settings: Settings) -> Terms:
    """The terms of builds by `settings`, whose own rules are those of `folders`, in any process."""
    content = tuple(tuple((path.relative_to(folder).as_posix(), path.read_bytes())
                          for path in (*rule_files(folder), *lexicon_files(folder)) if path.is_file())
                    for folder in folders)
    return _kept(Terms(content, program(), settings.publication, settings.tts, settings.everything), settings)


def read(source: Source, terms: Terms) -> Issue:
    """Source → Issue. Raises UserError for a source that can't be read."""
    settings = _settings(terms)
    if source.issue:
        return source.issue
    issue = read_bytes(source.data, stem_of(source.path), settings.rules, name_of(source.path))
    return replace(issue, publication=settings.publication or issue.publication)


def analysed(source: Source, terms: Terms) -> Analysed:
    """Source → Issue → Findings → Notes: what a build needs of them. Raises UserError for a source that can't be read.
    """
    work = analyse(source.path, read(source, terms), _settings(terms))
    return replace(work, found={}, left_out=(), unwritten=())


def size(issue: Issue) -> int:
    """How many characters the articles of `issue` have."""
    return sum(len(paragraph.text) for article in issue.articles for paragraph in article.paragraphs)


def _settings(terms: Terms) -> Settings:
    """The settings that `terms` say, made once a process. Raises UserError where juyao is another here."""
    if terms not in _SETTINGS:
        if terms.program != program():
            raise UserError("juyao or its rules are of another version on this worker; install the same everywhere")
        _kept(terms, _made(terms))
    return _SETTINGS[terms]


def _kept(terms: Terms, settings: Settings) -> Terms:
    """`terms`, for which this process has `settings` from now on."""
    _SETTINGS.clear()
    _SETTINGS[terms] = settings
    return terms


def _made(terms: Terms) -> Settings:
    with TemporaryDirectory(prefix="juyao-") as root:
        folders = tuple(Path(root, str(number)) for number in range(len(terms.folders)))
        for folder, files in zip(folders, terms.folders, strict=True):
            folder.mkdir()
            for name, data in files:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(data)
        return prepared(folders, NOWHERE, 0, publication=terms.publication, tts=terms.tts, everything=terms.everything)


@cache
def program() -> str:
    """A fingerprint of juyao's code and its rules."""
    package, rules = Path(__file__).resolve().parent, shipped_rules()
    digest = hashlib.sha256()
    for root, pattern in ((package, "*.py"), (rules, "*.y*ml"), (rules, "*.txt")):
        for path in sorted(root.rglob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
