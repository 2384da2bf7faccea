"""The command `juyao`: each command parses its arguments and makes one call."""

from __future__ import annotations

from pathlib import Path

import click

from cards import __version__

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="juyao")
def main() -> None:
    """Turn the issues of a newsletter into Anki cloze decks, as rule files say."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=FOLDER, default=Path("decks"), show_default=True, help="Folder for the decks.")
@click.option("--rules", "folders", type=FOLDER, multiple=True,
              help="A folder of your own rules, over the shipped ones. Repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the overview.")
@click.option("--dry-run", is_flag=True, help="Show what would be built; write nothing.")
def build(sources: tuple[Path, ...], output: Path, folders: tuple[Path, ...], as_json: bool, dry_run: bool) -> None:
    """Build the decks of each SOURCE: one .apkg an article and one for the whole issue."""
    from cards.commands import build_sources

    build_sources(sources, output, folders, as_json=as_json, dry_run=dry_run)
