"""Sources that say they are one issue: which of them is built, and what is said of the others. `juyao build` and
`juyao refresh` both ask here, so that they give one answer.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from cards.library.outcomes import Failed, Passed
from cards.records import Issue

DAY = len("2026-11-29")
HOW = "keep one of them, build the newer with --replace, or rename the file of an article without a cover"


class Claim(Struct, frozen=True, dict=True):
    """A source that was read: which issue of which publication it says it is (its `key`), of which `date`; `words` is a
    fingerprint of what it says, and `issue` what was read, where that is kept.
    """

    path: Path
    key: tuple[str, str]
    date: str
    words: bytes
    issue: Issue | None

    @cached_property
    def saved(self) -> float:
        """When the file was changed last, in seconds since 1970; 0 where nobody knows."""
        try:
            return self.path.stat().st_mtime
        except OSError:
            return 0.0


def claim_of(path: Path, issue: Issue, kept: bool = True) -> Claim:
    """The claim of the source at `path`, which was read to `issue`."""
    return Claim(path, (issue.publication, issue.number), issue.date, words_of(issue), issue if kept else None)


def words_of(issue: Issue) -> bytes:
    """A fingerprint of what an issue says, wherever it stands: its articles' titles and texts, white space apart."""
    said = [("".join(article.title.split()), *("".join(each.text.split()) for each in article.paragraphs))
            for article in issue.articles]
    return hashlib.sha256(repr(said).encode(errors="replace")).digest()


class Settled(Struct, frozen=True):
    """Of several claims to one issue the one that is `built` (None where only a person knows which is right), and what
    became of each of the `others`.
    """

    built: Claim | None
    others: tuple[tuple[Claim, Passed | Failed], ...]


def settled(claims: Sequence[Claim], newest: bool) -> Settled:
    """Which of `claims` to one issue is built: the first of those that say the same; where several say different things
    the `newest`, or none. Their own dates tell which is newer, or else when the files were changed.
    """
    first, *older = texts = _by_age(_texts(claims))
    copies = [(copy, Passed(f"{copy.path}: not built; it says the same as {text[0].path}"))
              for text in texts for copy in text[1:]]
    if not older:
        return Settled(first[0], tuple(copies))
    told = _newer(first, older[0])
    if newest and told:
        passed = [(text[0], Passed(f"{text[0].path}: not built; {first[0].path} is a newer edition of the same issue "
                                   f"({_newer(first, text)})")) for text in older]
        return Settled(first[0], (*copies, *passed))
    return Settled(None, (*copies, *((text[0], _refused(text[0], texts, first[0], told)) for text in texts)))


def _texts(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims that say the same, text by text."""
    texts: list[list[Claim]] = []
    for claim in claims:
        same = next((text for text in texts if text[0].words == claim.words), None)
        if same is None:
            texts.append([claim])
        else:
            same.append(claim)
    return texts


def _refused(claim: Claim, texts: Sequence[Sequence[Claim]], newest: Claim, told: str) -> Failed:
    rivals = ", ".join(str(text[0].path) for text in texts if text[0] is not claim)
    which = f"{newest.path} is newer ({told})" if told else "which is newer can't be told"
    return Failed(f"{claim.path}: the same issue as {rivals} ({' '.join(claim.key)}); {which}; "
                  f"none of them is built: {HOW}")


def _by_age(texts: Sequence[list[Claim]]) -> list[list[Claim]]:
    """The newest first."""
    dated = all(map(_day, texts))
    return sorted(texts, key=lambda text: (_day(text) if dated else "", _saved(text)), reverse=True)


def _newer(text: Sequence[Claim], other: Sequence[Claim]) -> str:
    """By what `text` is newer than `other`; '' where they are of one age."""
    mine, its = _day(text), _day(other)
    if mine and its and mine != its:
        return f"{mine}; {its}"
    return f"{_moment(_saved(text))}; {_moment(_saved(other))}" if _saved(text) > _saved(other) else ""


def _day(text: Sequence[Claim]) -> str:
    """The day that an issue says it is of, or ''."""
    return text[0].date if len(text[0].date) == DAY else ""


def _saved(text: Sequence[Claim]) -> float:
    """When a text was saved first: a copy of it is no newer text."""
    return min(claim.saved for claim in text)


def _moment(seconds: float) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}" if seconds else "?"
