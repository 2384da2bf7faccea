"""Packing: the notes of an issue to .apkg packages, one an article and one for the whole issue, as bytes."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cards.errors import SharedIdentityError
from cards.packing.anki import NOTE_STEP, TimedNote, TimelessPackage, note_type
from cards.packing.record import Recorded
from cards.records import Article, Issue, Note
from cards.writing.identity import number_from

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*\s.。，、；：！？“”‘’（）《》【】]+')
NO_MARKUP = str.maketrans("<>&\"", "＜＞＆＂")
SHORT_TITLE = 10
LONGEST_NAME = 40
ARTICLE_STEP = 1_000_000
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])$")


@dataclass(frozen=True, slots=True)
class Package:
    """A package to be written: its file below the output folder, its bytes, and the decks in it."""

    file: Path
    data: bytes
    decks: tuple[str, ...]
    notes: int
    cards: int


def pack(issue: Issue, notes: Mapping[int, tuple[Note, ...]], record: Mapping[str, Recorded],
         now: int) -> tuple[tuple[Package, ...], Package]:
    """The articles' packages and the bundle. `now` (seconds since 1970) is the modification time of whatever the
    record does not hold as it is; what it does hold keeps its time.
    """
    timed = _timed(issue, notes, record, now)
    articles = tuple(
        _package(article_file(issue, article), [(article, notes[article.number])], issue, timed)
        for article in issue.articles)
    at_home = [(article, tuple(note for note in notes[article.number] if note.home == article.number))
               for article in issue.articles]
    return articles, _package(bundle_file(issue), at_home, issue, timed)


def deck_name(issue: Issue, article: Article) -> str:
    """理论学习参考::2024-24::01 title: Anki nests decks at `::`, so none may stand in a part; and it shows names as
    HTML, so what would be markup takes its full-width form.
    """
    parts = [each.translate(NO_MARKUP) for each in
             (issue.publication, issue.number, f"{article.number:02} {article.title}")]
    return "::".join(re.sub(r":{2,}", "：", " ".join(part.split()))[:120].strip(": ") or "_" for part in parts)


def issue_folder(issue: Issue) -> Path:
    return Path(distinct_name(issue.publication)) / distinct_name(issue.number)


def article_file(issue: Issue, article: Article) -> Path:
    name = f"{article.number:02}-{safe_name(article.title)[:SHORT_TITLE].strip('_-')}"
    if name.casefold() == bundle_file(issue).stem.casefold():
        name += "-1"
    return issue_folder(issue) / f"{name}.apkg"


def bundle_file(issue: Issue) -> Path:
    return issue_folder(issue) / f"{distinct_name(issue.number)}.apkg"


def safe_name(text: str) -> str:
    """`text` as a file name that is one on every system and leads nowhere else."""
    name = UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip("_- ")[:LONGEST_NAME].strip("_- ")
    return f"_{name}" if not name or RESERVED.match(name) else name


def distinct_name(text: str) -> str:
    """A safe file name that no other text has: where making it safe lost more than spaces, a code is added."""
    name = safe_name(text)
    if name == unicodedata.normalize("NFC", text).replace(" ", "_"):
        return name
    return f"{name}-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:4]}"


def _timed(issue: Issue, notes: Mapping[int, tuple[Note, ...]], record: Mapping[str, Recorded],
           now: int) -> dict[str, tuple[int, int]]:
    """Each note's id and modification time, by GUID."""
    day = _first_id(issue.date, now)
    taken = {recorded.note_id for recorded in record.values()}
    timed: dict[str, tuple[int, int]] = {}
    for article in issue.articles:
        note_id = day + article.number * ARTICLE_STEP
        for note in notes[article.number]:
            if note.guid in timed:
                continue
            old = record.get(note.guid)
            if old is None:
                note_id = next(i for i in range(note_id, note_id + ARTICLE_STEP * 10, NOTE_STEP) if i not in taken)
                timed[note.guid] = (note_id, now)
                note_id += NOTE_STEP
            else:
                same = (old.fields, old.tags) == (note.fields, note.tags)
                timed[note.guid] = (old.note_id, old.changed if same else max(now, old.changed + 1))
    return timed


def _first_id(date: str, now: int) -> int:
    """Note ids are times of creation in Anki, in milliseconds: those of an issue begin at noon of its date."""
    try:
        noon = datetime.datetime.fromisoformat(f"{date[:10]}T12:00:00+00:00").timestamp()
    except ValueError:
        noon = now
    return int(noon) * 1000


def _package(file: Path, filed: list[tuple[Article, tuple[Note, ...]]], issue: Issue,
             timed: Mapping[str, tuple[int, int]]) -> Package:
    import genanki

    decks = []
    for article, notes in filed:
        name = deck_name(issue, article)
        deck = genanki.Deck(number_from("deck", name), name)
        for due, note in enumerate(notes, 1):
            note_id, changed = timed[note.guid]
            deck.add_note(TimedNote(note_id, changed, model=note_type(), fields=list(note.fields),
                                    tags=list(note.tags), guid=note.guid, due=article.number * 10_000 + due))
        decks.append(deck)
    count = [note for _, notes in filed for note in notes]
    if len({note.guid for note in count}) != len(count):
        raise SharedIdentityError(f"{file}: two notes share a GUID, and Anki would keep only one; report it as a bug")
    return Package(file, TimelessPackage(decks).to_bytes(), tuple(deck.name for deck in decks), len(count),
                   sum(note.cards for note in count))
