"""Names of decks and files: whatever a title holds, a file stays in its folder and a deck on its level."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from cards.records import Article, Issue

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*\s.。，、；：！？“”‘’（）《》【】]+')
NO_MARKUP = str.maketrans("<>&\"[]\\", "＜＞＆＂［］＼")  # a card shows its deck's name: HTML, [sound:…], \\(…\\)
ASIDE = re.compile(r".*\.aside-\d+\.apkg", re.DOTALL)
SHORT_TITLE = 10
LONGEST_NAME = 40
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])$")


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


def title_of(name: str) -> str:
    """The title in the article part of a deck's name."""
    number, _, title = name.partition(" ")
    return title if number.isdecimal() else name


def _deck_part(text: str) -> str:
    return re.sub(r":{2,}", "：", " ".join(text.translate(NO_MARKUP).split()))[:120].strip(": ") or "_"


def issue_folder(issue: Issue) -> Path:
    return Path(distinct_name(issue.publication)) / distinct_name(issue.number)


def article_file(issue: Issue, name: str) -> Path:
    """The file of the article whose deck is called `name` (the article part): it stays as long as the deck does."""
    number, _, title = name.partition(" ")
    file = f"{safe_name(number)}-{safe_name(title)[:SHORT_TITLE].strip('_-')}"
    if file.casefold() == bundle_file(issue).stem.casefold():
        file += "-1"
    return issue_folder(issue) / f"{file}.apkg"


def article_files(issue: Issue, names: Iterable[str]) -> dict[str, Path]:
    """The files of articles by the article part of their decks' names, no two the same."""
    files: dict[str, Path] = {}
    taken: set[str] = set()
    for name in names:
        file, count = article_file(issue, name), 1
        while file.stem.casefold() in taken:
            count += 1
            file = file.with_stem(f"{article_file(issue, name).stem}-{count}")
        taken.add(file.stem.casefold())
        files[name] = file
    return files


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


def is_aside(file: Path) -> bool:
    """Whether `file` was set aside: 01-a.aside-1.apkg."""
    return ASIDE.fullmatch(file.name) is not None
