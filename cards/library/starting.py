"""A new library: a commented juyao.yaml, and the folder it takes issues from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cards.library.settings import FILE
from cards.library.sources import is_issue
from cards.record.disk import replace_file
from cards.records import UserError

TEXT = """\
# A deck library of juyao: `juyao refresh` turns new and corrected issues into decks. Paths are relative to this file.

# The publication's name on all decks. Without it: what each issue's cover says.
# publication: 理论学习参考

# Where issues come from: .docx, .pdf, .html, .md and .txt files. Of files that differ only in their ending one is read.
sources:
  - folder: {folder}
  # - files: incoming/**/*.pdf                    # patterns; ** is any folder
  # - page: https://www.example.org/issues.html   # a page of links; what is new there is downloaded and kept
  #   links: ['*/2026*.pdf']                      # which links; default: documents (.pdf, .docx, ...)
  # - feed: https://www.example.org/rss.xml       # an RSS or Atom feed
  #   most: 30                                    # at most so many links, from the top
  #   largest: 20                                 # megabytes
  #   timeout: 30                                 # seconds until a server that does not answer is given up
  #   allow: [files.intranet.example]             # hosts in the network here that links may lead to

# Of two editions of one issue (a corrected one beside the old one) the newer is built; without this neither is.
# newest: wins

# A folder of your own rules, over the shipped ones (`juyao rules new` writes a first one).
# rules: rules

# Only the notes of one level: 重点 (the essential quarter) or 拓展 (the rest).
# only: 重点

# Phones read the cards aloud, front and back.
# tts: true

# The day of an exam (decks say how many new cards a day it takes), or how many new cards a day.
# exam: 2027-01-15
# new_per_day: 10

# Where the decks are written. They are the record of what learners have: keep them.
output: decks

# What people decided about cards (keep, drop, correct, add), a file an issue: `juyao review` writes it.
# decisions: decisions

# A site of the decks for learners' phones (download, preview, help, QR codes), kept up to date by `juyao refresh`.
# site:
#   folder: site
#   url: https://www.example.org/cards/   # where it will stand, for QR codes and the feed

# Put what is new into your own account on AnkiWeb or another Anki sync server (`juyao push` asks for the login, once).
# push: true
"""


def start_library(root: Path, worded: Callable[[str], str] = str) -> list[Path]:
    """Write juyao.yaml into `root`, its comments as `worded` words them; return what was made. Raises UserError where
    there is one, or it can't be written.

    Issues are looked for in `root` itself where some lie there, else in issues/, which is made.
    """
    path = root / FILE
    if path.exists() or path.is_symlink():
        raise UserError(f"{path}: is there already, and was left as it is; `juyao status` says what it holds")
    try:
        here = root.is_dir() and any(map(is_issue, root.iterdir()))
        folder = root if here else root / "issues"
        made = [] if folder.is_dir() else [folder]
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, worded(TEXT.format(folder="." if here else "issues")).encode())
    except OSError as error:
        raise UserError(f"{path}: can't be written: {error.strerror or error}") from None
    return [path, *made]
