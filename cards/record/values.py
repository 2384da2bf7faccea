"""Values of a package that somebody may have changed: each is of its type and within its bounds, or a ValueError."""

from __future__ import annotations

from typing import Any

LONGEST_TEXT = 100_000  # characters; the longest paragraph of an issue has a tenth of that


def text(value: Any) -> str:
    """`value` where it is a text that can be written."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError("a text is none, or too long")
    value.encode()  # half a surrogate pair is a UnicodeEncodeError, which is a ValueError
    return value


def words(value: Any) -> str:
    """`value` where it is a text with anything in it."""
    if not text(value).strip():
        raise ValueError("a text is empty")
    return str(value)


def number(value: Any, first: int, last: int) -> int:
    """`value` where it is a whole number from `first` to `last`."""
    if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= last:
        raise ValueError(f"a number is not one from {first} to {last}")
    return value


def several(value: Any) -> list[Any]:
    """`value` where it is a list."""
    if not isinstance(value, list):
        raise ValueError("a list is none")
    return value


def named(value: Any) -> dict[str, Any]:
    """`value` where it is an object of JSON."""
    if not isinstance(value, dict):
        raise ValueError("an object is none")
    return value
