"""Reports of figures: a table of them as lines for people, as CSV for a spreadsheet or as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.language.features import of_figure
from cards.commands.saying import say, say_object, warn
from cards.finding.reported import figures
from cards.library.outcomes import Failed, Passed
from cards.records import Figure, Issue
from cards.rules.ruleset import RuleSet

COLUMNS = ("whose", "what", "indicator", "measure", "status", "when", "than", "text", "value", "unit", "article",
           "paragraph")
BETWEEN = " · "


@dataclass
class FigureReport:
    """Tells the figures of each source of `juyao facts` by `rules`, in one of the forms lines, csv and json."""

    rules: RuleSet
    form: str
    found: list[Figure] = field(init=False, default_factory=list)
    endings: list[Ending] = field(init=False, default_factory=list)

    def tell(self, read: Issue | Failed | Passed) -> None:
        """Take in the figures of an issue, or say why it was not read."""
        if isinstance(read, Passed):
            warn(read.line)
        elif isinstance(read, Failed):
            self.endings.append(tell_failure(read))
        else:
            self.found += figures(read, self.rules)

    def end(self) -> Ending:
        """Print what was found."""
        if self.form == "json":
            say_object(list(map(row, self.found)))
        elif self.form == "csv":
            say(csv_lines(self.found))
        else:
            say(map(line, self.found))
        return worst(self.endings)


def row(figure: Figure) -> dict[str, Any]:
    """A figure by the names of the columns."""
    told: dict[str, Any] = {name: getattr(figure, name, None) for name in COLUMNS}
    return told | {"article": figure.place.article, "paragraph": figure.place.paragraph}


def csv_lines(found: list[Figure]) -> Iterator[str]:
    """A line for the names of the columns, and one for each figure."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(row, found))
    yield table.getvalue().rstrip("\n")


def line(figure: Figure) -> str:
    """云岭市 · 2025年 · 地区生产总值 · growth · actual: 6%  (article 1, paragraph 2)."""
    said = (figure.whose, figure.when, figure.what, of_figure(figure.measure), of_figure(figure.status))
    return f"{BETWEEN.join(filter(None, said))}: {figure.text}  ({figure.place})"
