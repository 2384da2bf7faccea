"""The templates of pages, in templates/: each page is one HTML file that needs nothing else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cards.record.disk import replace_file
from cards.records import UserError

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(name: str) -> Template:
    """The template `name`. What is put into it is escaped. Raises UserError where the template library is missing."""
    try:
        import jinja2  # noqa: F401
    except ImportError:
        raise UserError("a page needs juyao[preview]: pip install 'juyao[preview]'") from None
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(loader=PackageLoader("cards.commands.pages"), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def part(name: str) -> str:
    """The text of the file `name` beside the templates, to be put into one as it is."""
    return (files("cards.commands.pages") / "templates" / name).read_text(encoding="utf-8")


def write(target: Path, page: str) -> None:
    """Put `page` in place of `target`. Raises UserError where it can't be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, page.encode(errors="replace"))
    except OSError as error:
        raise UserError(f"{target}: can't be written: {error.strerror or error}") from None
