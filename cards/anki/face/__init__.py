"""The face of the note type 举要 as data: the shipped one, and changes of one's own to it."""

from __future__ import annotations

import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from cards.records import UserError
from cards.text.files import text_of

SHIPPED = files(__name__)
FRONT, BACK, STYLE = PARTS = ("front.html", "back.html", "style.css")
DATE = "face.yaml"
TEXT = "{{cloze:正文}}"  # what Anki makes the cards from


class Face(Struct, frozen=True):
    """The templates of both sides, the CSS, and when they changed last (seconds since 1970)."""

    front: str
    back: str
    style: str
    changed: int


@cache
def shipped_face() -> Face:
    front, back, style = ((SHIPPED / name).read_text(encoding="utf-8") for name in PARTS)
    day = (SHIPPED / DATE).read_text(encoding="utf-8").rpartition("changed:")[2]  # of ours, a build need not read YAML
    return Face(front, back, style, _since_1970(datetime.datetime.fromisoformat(day.strip())))


def face_of(own: Path) -> Face:
    """The shipped face with what is in the folder `own`: its front.html and back.html stand for the shipped ones, its
    style.css comes after the shipped one. Raises UserError where one can't be read or Anki would not take it.
    """
    shipped = shipped_face()
    front, back, style = (_own(own / name) for name in PARTS)
    if not (front or back or style):
        return shipped
    _check(own / FRONT, front)
    _check(own / BACK, back)
    css = f"{shipped.style}\n/* ---- {own.name}/style.css ---- */\n{style}" if style else shipped.style
    return Face(front or shipped.front, back or shipped.back, css, max(_changed(own / DATE), shipped.changed + 1))


def _check(path: Path, template: str) -> None:
    if template and TEXT not in template:
        raise UserError(f"{path}: lacks {TEXT}; without it Anki makes no cards")


def _changed(path: Path) -> int:
    """When a face of one's own changed last (seconds since 1970), as the file at `path` says."""
    changed = _seconds(_own(path))
    if changed is None:
        raise UserError(f"{path}: write “changed: 2026-11-24” in it, and move the date on with every change of the "
                        "face: Anki takes only a newer one")
    return changed


def _own(path: Path) -> str:
    try:
        return text_of(path)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: can't be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None


def _seconds(text: str) -> int | None:
    """The date of a face.yaml in seconds since 1970, None where it has none."""
    import yaml

    try:
        values = yaml.safe_load(text)
        day = values["changed"]
        if not isinstance(day, datetime.datetime):
            day = datetime.datetime(day.year, day.month, day.day)
        return _since_1970(day)
    except (yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError):
        return None


def _since_1970(day: datetime.datetime) -> int:
    """`day` in seconds since 1970; without a zone it is UTC's."""
    return int(day.replace(tzinfo=day.tzinfo or datetime.UTC).timestamp())
