"""The rows of a table as readable lines: 青溪县：引进技能人才35人；办结事项31项。"""

from __future__ import annotations

import re

LONGEST_NAME = 20
CONTENTS = re.compile(r"目\s*[录次]|本期目录|.*\t\d{1,3}")
FIGURE, YEAR = re.compile(r"[-+−]?\d"), re.compile(r"(?:19|20)\d\d(?:年.*)?")
BARE_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-+−]?[\d.,]+[%％‰万亿]*")
NAME_WITH_UNIT = re.compile(r"(.+)[（(]([^（）()\d]{0,3}[%％‰人元件家户个项次吨里亩顷米处天年所台辆倍名点时])[）)]")


def table_rows(rows: list[dict[int, str]], before: str = "") -> list[str]:
    """Each row, by column, as a readable line; '' for a row that is none: it has but one cell that says anything.

    A figure has the name and the unit of its column, as a first row of names says them. Behind a line `before` that
    begins or continues a contents, a row is an entry of it.
    """
    names = _column_names(rows)
    read: list[str] = []
    for at, row in enumerate(rows):
        said = [_named(text, names.get(column) if at else None) for column, text in row.items() if text]
        if len(said) < 2:
            line = ""
        elif CONTENTS.fullmatch(before) and re.fullmatch(r"\d{1,3}", said[-1]):
            line = f"{' '.join(said[:-1])}\t{said[-1]}"
        else:
            first, *others = [text.rstrip("。；：:") for text in said]
            line = f"{first}：{'；'.join(others)}。"
        before = line or next(iter(said), before)
        read.append(line)
    return read


def _column_names(rows: list[dict[int, str]]) -> dict[int, tuple[str, str]]:
    """The name and unit of each column of figures, as a first row of names says: 技能人才（万人）."""
    heads = dict(list(rows[0].items())[1:]) if len(rows) > 1 else {}
    figures = any(FIGURE.match(text) for row in rows[1:] for text in list(row.values())[1:])
    fit = all(0 < len(text) <= LONGEST_NAME and (YEAR.fullmatch(text) or not FIGURE.match(text))
              for text in heads.values())
    return {column: _name(text) for column, text in heads.items()} if figures and fit else {}


def _name(text: str) -> tuple[str, str]:
    match = NAME_WITH_UNIT.fullmatch(text)
    return (match[1], match[2]) if match else (f"{text}年" if text.isdecimal() else text, "")


def _named(text: str, name: tuple[str, str] | None) -> str:
    if name is None or not FIGURE.match(text):
        return text
    return name[0] + text + (name[1] if BARE_FIGURE.fullmatch(text) else "")
