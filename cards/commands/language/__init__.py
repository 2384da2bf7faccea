"""The language of messages: the user's where it is Chinese, else English, in which all of them are written.

Whatever is raised, reported or warned of is English inside; here, where it leaves the program, a line is told in the
user's language. The catalog (zh_CN/LC_MESSAGES/juyao.po) has each message as it stands in the code, with {0} for what
is put in; a line is recognised by the words around that.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cards.commands.language.catalog import Catalog

VARIABLE = "JUYAO_LANG"
HERE = Path(__file__).parent
DOMAIN, CHINESE = "juyao", "zh_CN"
COMMENT = re.compile(r"(?m)(# +|^    title: )(?![a-z_]+: \S+$)([^#\n]+)$")  # not `# key: value`
CATALOG = HERE / CHINESE / "LC_MESSAGES" / f"{DOMAIN}.po"


def is_chinese() -> bool:
    """Whether messages are to be Chinese: as JUYAO_LANG says, else as the locale does."""
    chosen = os.environ.get(VARIABLE) or _locale()
    return chosen.lower().startswith("zh")


def _locale() -> str:
    """The locale's name, as POSIX asks for it; on Windows, where no variable says it, that of the user's settings."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return _windows() if sys.platform == "win32" else ""


def _windows() -> str:
    """The locale of the language that a user of Windows chose: what Python calls the locale there is no such name."""
    import ctypes
    import locale

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # no other system has it
    return locale.windows_locale.get(kernel.GetUserDefaultUILanguage(), "")


def speak() -> None:
    """Have click's own words (Usage, Options, …) in the user's language too."""
    if is_chinese():
        os.environ["LANGUAGE"] = CHINESE  # where gettext looks first
        gettext.bindtextdomain(DOMAIN, HERE)
        gettext.textdomain(DOMAIN)
    else:
        gettext.textdomain("messages")


def told(text: str) -> str:
    """`text`, one line or several, in the user's language; what is not known stays as it is."""
    return in_chinese(text) if is_chinese() else text


def in_chinese(text: str) -> str:
    """`text` in Chinese; what is not known stays as it is."""
    return _catalog().told(text) if text else text


def told_comments(text: str) -> str:
    """A YAML file's `text` with its comments, and the title of a new rule, in the user's language."""
    return COMMENT.sub(lambda found: f"{found[1]}{told(found[2])}", text) if is_chinese() else text


@cache
def _catalog() -> Catalog:
    from cards.commands.language.catalog import Catalog
    from cards.commands.language.po import entries

    return Catalog(entries(CATALOG.read_text(encoding="utf-8")))
