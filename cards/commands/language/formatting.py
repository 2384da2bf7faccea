"""Help in Chinese: columns and line ends by what characters take of a line, which is two places of most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

import click

WIDE = ("W", "F")
NOT_FIRST = "，。；：、）”》」！？…"
LEAST = 20  # places of a column


def width(text: str) -> int:
    """How many places `text` takes in a terminal."""
    return sum(2 if east_asian_width(character) in WIDE else 1 for character in text)


def wrapped(text: str, most: int) -> Iterator[str]:
    """`text` in lines of at most `most` places; none begins with a sign that ends something."""
    line = ""
    for part in _parts(text):
        if line and width(line + part.rstrip()) > most:
            yield line.rstrip()
            line = ""
        line += part if line else part.lstrip()
    yield line.rstrip()


def _parts(text: str) -> Iterator[str]:
    """What is never cut: a word of narrow characters with the space behind it, a wide one with what can't begin a line.
    """
    part = ""
    for character in text:
        if part and character not in NOT_FIRST and (_ends(part) or east_asian_width(character) in WIDE):
            yield part
            part = ""
        part += character
    yield part


def _ends(part: str) -> bool:
    return part[-1].isspace() or east_asian_width(part[-1]) in WIDE


class Formatter(click.HelpFormatter):
    """click's, for wide characters."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a table of two columns."""
        rows = list(rows)
        first_column = min(max((width(first) for first, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in rows:
            gap = first_column - width(first)
            self.write(indent + first + (" " * gap if gap >= col_spacing else f"\n{indent}{' ' * first_column}"))
            lines = wrapped(second, max(self.width - first_column - len(indent), LEAST))
            self.write(f"\n{indent}{' ' * first_column}".join(lines) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a backspace stays as it is."""
        indent = " " * self.current_indent
        paragraphs = []
        for paragraph in text.split("\n\n"):
            if paragraph.startswith("\b\n"):
                lines: list[str] = paragraph.removeprefix("\b\n").split("\n")
            else:
                lines = list(wrapped(" ".join(paragraph.split()), max(self.width - len(indent), LEAST)))
            paragraphs.append("\n".join(indent + line for line in lines))
        self.write("\n\n".join(paragraphs) + "\n")


class ChineseContext(click.Context):
    """click's, with that help."""

    formatter_class = Formatter
