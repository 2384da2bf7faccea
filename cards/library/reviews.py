"""Opening issues for review: a source, a folder of them, or a library with all its issues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from cards.build import Settings, prepared
from cards.finding.identity import code
from cards.library.building import expanded
from cards.library.cache import read_cache
from cards.library.decisions.changing import tidy
from cards.library.decisions.place import decisions_from
from cards.library.looking import GONE, look_at
from cards.library.outcomes import Failed, Passed, attempted
from cards.library.own import rule_folders
from cards.library.progress import READ, UNSEEN, Progress, followed
from cards.library.reviewing import Review, reviewed
from cards.library.settings import FILE, Library, read_library


class Opened(Struct, frozen=True):
    """The issues to review, the sources that gave none, the place of decisions (None: the usual), and lines on
    what is not read.
    """

    reviews: tuple[Review, ...]
    failed: tuple[Failed, ...]
    named: Path | None
    passed: tuple[str, ...] = ()


def open_reviews(given: Path, decks: Path, folders: tuple[Path, ...], decisions: Path | None, now: int,
                 progress: Progress = UNSEEN) -> Opened:
    """The issues in `given`, a source, a folder of sources or a library, as a build into `decks` by the own rules in
    `folders` would make them. Raises UserError for broken rules or a broken juyao.yaml.
    """
    if (given / FILE).is_file():
        return _of_library(read_library(given), decisions, now, progress)
    found = list(expanded(given))
    settings = prepared(rule_folders(decks, folders), decks, now, decisions=decisions_from(decisions, must_be=False))
    failed = [source for source in found if isinstance(source, Failed)]
    passed = [source.line for source in found if isinstance(source, Passed)]
    sources = followed([source for source in found if isinstance(source, Path)], progress, READ, attrgetter("name"))
    return _opened(sources, settings, decisions, failed, passed)


def _of_library(library: Library, decisions: Path | None, now: int, progress: Progress) -> Opened:
    looks = look_at(library, read_cache(library.root)).looks
    decisions = decisions or library.decisions
    settings = prepared(library.rule_folders, library.output, now, tts=library.tts, publication=library.publication,
                        decisions=decisions_from(decisions, must_be=False))
    sources = [look.path for look in looks if look.state != GONE]
    return _opened(followed(sources, progress, READ, attrgetter("name")), settings, decisions, [], [])


def _opened(sources: Iterable[Path], settings: Settings, decisions: Path | None, failed: Sequence[Failed],
            passed: Sequence[str]) -> Opened:
    found = [attempted(source, partial(reviewed, source, settings)) for source in sources]
    reviews = tuple(review for review in found if not isinstance(review, Failed))
    return Opened(reviews, (*failed, *(review for review in found if isinstance(review, Failed))), decisions,
                  tuple(passed))


def tidied(review: Review, path: Path, today: str) -> str:
    """Put the file `path` of the decisions on an issue in order; a line that says so."""
    codes = {verdict.decision.line: code(verdict.guid) for verdict in review.judged.verdicts if verdict.guid}
    changed = tidy(path, review.judged.verdicts, codes, review.order, today)
    return f"{path}: {'put in order' if changed else 'is in order'}"
