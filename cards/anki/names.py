"""Names of decks and files: whatever a title holds, a file stays in its folder and a deck on its level."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the site asks for names of files alone
    from cards.records import Article, Issue


Cut = Callable[[str], list[str]]
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*\s.。，、；：！？“”‘’（）《》【】]+')
NO_MARKUP = str.maketrans("<>&\"[]\\", "＜＞＆＂［］＼")  # a card shows its deck's name: HTML, [sound:…], \\(…\\)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ASIDE = re.compile(r".*\.aside-\d+\.apkg", re.DOTALL)
SHORT_TITLE = 10
LEAST_TITLE = 3
LEADING_ON = ("c", "p", "uj")  # 和, 在, 的, as jieba's dictionary says
LONGEST_NAME = 120  # bytes: 40 Chinese characters; what is put behind it stays well within the 255 of file systems
LONGEST_DECK_PART = 120  # characters
CODE = 4  # characters that tell names apart that were cut, or made safe
# Windows' devices; and collection.apkg, with which AnkiDroid replaces a learner's whole collection
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]|collection)$")


def deck_name(issue: Issue, article: Article) -> str:
    """理论学习参考::2024-24::01 title: Anki nests decks at `::`, so none may stand in a part; and its apps show
    names as HTML, on cards too, so what would be markup takes its full-width form.
    """
    return f"{deck_prefix(issue)}::{article_name(article)}"


def deck_prefix(issue: Issue) -> str:
    """The part of its decks' names that all articles of `issue` share."""
    return f"{_deck_part(issue.publication)}::{_deck_part(issue.number)}"


def article_name(article: Article) -> str:
    """The article part of a deck's name: 01 title."""
    return _deck_part(f"{article.number:02} {article.title}")


def recorded_part(text: str) -> str:
    """One level of a deck's name as a package has it: as it is where juyao made it, else as juyao would make it."""
    return _deck_part(text, LONGEST_DECK_PART + len("（99）"))


def title_of(name: str) -> str:
    """The title in the article part of a deck's name."""
    number, _, title = name.partition(" ")
    return title if number.isdecimal() else name


def _deck_part(text: str, longest: int = LONGEST_DECK_PART) -> str:
    """`text` as one level of a deck's name; where it is cut, with a code that no other text has."""
    part = re.sub(r":{2,}", "：", " ".join(without_markup(text).split()))
    if len(part) > longest:
        part = f"{part[: longest - CODE - 1]}…{_code(text)}"
    return part.strip(": ") or "_"


def without_markup(text: str) -> str:
    """`text` with what Anki would take for markup in its full-width form."""
    return text.translate(NO_MARKUP)


def tag_name(text: str) -> str:
    """`text` as one tag: without white space, which parts tags, control characters, which Anki takes out of them, and
    markup.

    >>> tag_name('2026 年\\x1f<b>')
    '2026_年_＜b＞'
    """
    return "_".join(CONTROL.sub(" ", without_markup(text)).split())


def issue_folder(issue: Issue) -> Path:
    return Path(distinct_name(issue.publication)) / distinct_name(issue.number)


def article_file(issue: Issue, name: str, cut: Cut | None = None) -> Path:
    """The file of the article whose deck is called `name` (the article part): it stays as long as the deck does. `cut`
    splits its title into words; without it the file is called as it was before titles were cut with care.
    """
    number, _, title = name.partition(" ")
    title = safe_name(title)
    from cards.text.words import word_cutter

    file = f"{safe_name(number)}-{short_title(title, cut) if cut else _cut_title(title, word_cutter(()))}"
    if file.casefold() == bundle_file(issue).stem.casefold():
        file += "-1"
    return issue_folder(issue) / f"{file}.apkg"


def short_title(title: str, cut: Cut) -> str:
    """The beginning of `title` that a phone shows whole, cut between two words and behind none that only leads to the
    next: 让干部有更多时间和精力抓落实 is 让干部有更多时间.
    """
    short = _cut_title(title, cut)
    if short == title:
        return title
    from cards.text.words import part_of_speech

    words = cut(short)
    while len(words) > 1 and (words[-1] == "_" or part_of_speech(words[-1]) in LEADING_ON):
        words = words[:-1]
    whole = "".join(words)
    return whole if len(whole) >= LEAST_TITLE else short


def _cut_title(title: str, cut: Cut) -> str:
    """The beginning of `title` up to the last word that a phone shows whole."""
    if len(title) <= SHORT_TITLE:
        return title
    short = ""
    for word in cut(title):
        if len(short) + len(word) > SHORT_TITLE:
            break
        short += word
    return short.strip("_-") or title[:SHORT_TITLE].strip("_-")


def article_files(issue: Issue, names: Iterable[str], cut: Cut, standing: Collection[str] = ()) -> dict[str, Path]:
    """The files of articles by the article part of their decks' names, no two the same. One that was written under its
    earlier name, among the stems that are `standing`, keeps it.
    """
    files: dict[str, Path] = {}
    taken: set[str] = set()
    for name in names:
        earlier = article_file(issue, name)
        first = earlier if earlier.stem in standing else article_file(issue, name, cut)
        file, count = first, 1
        while file.stem.casefold() in taken:
            count += 1
            file = first.with_stem(f"{first.stem}-{count}")
        taken.add(file.stem.casefold())
        files[name] = file
    return files


def bundle_file(issue: Issue) -> Path:
    return issue_folder(issue) / f"{distinct_name(issue.number)}.apkg"


def bundle_among(files: Iterable[Path]) -> Path | None:
    """The package of the whole issue among those of its folder: that of all its notes, else one of a level."""
    bundles = [file for file in files if file.stem.partition("（")[0] == file.parent.name and not is_aside(file)]
    return min(bundles, key=lambda file: (len(file.stem), file.stem), default=None)


def safe_name(text: str) -> str:
    """`text` as a file name that is one on every system and leads nowhere else."""
    name = UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip("_- ")
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore").strip("_- ")
    return f"_{name}" if not name or RESERVED.match(name) else name


def distinct_name(text: str) -> str:
    """A safe file name that no other text has: where making it safe lost more than spaces, a code is added."""
    name = safe_name(text)
    return name if name == unicodedata.normalize("NFC", text).replace(" ", "_") else f"{name}-{_code(text)}"


def _code(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:CODE]


def is_aside(file: Path) -> bool:
    """Whether `file` was set aside: 01-a.aside-1.apkg."""
    return ASIDE.fullmatch(file.name) is not None
