"""The command `juyao`: each command parses its arguments and makes one call."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from cards import __version__

FOLDER = click.Path(file_okay=False, path_type=Path)
RULES = click.option("--rules", "folders", type=FOLDER, multiple=True,
                     help="A folder of your own rules, over the shipped ones. Repeatable.")


class Group(click.Group):
    """A group that ends quietly where the reader of its output went away (`juyao … | head`)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="juyao")
def main() -> None:
    """Turn the issues of a newsletter into Anki cloze decks, as rule files say."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=FOLDER, default=Path("decks"), show_default=True, help="Folder for the decks.")
@RULES
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the overview.")
@click.option("--dry-run", is_flag=True, help="Show what would be built; write nothing.")
@click.option("--only", type=click.Choice(["重点", "拓展"]), help="Write only the notes of this level.")
@click.option("--record", "records", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
              help="Earlier decks kept elsewhere, also as exported from Anki. Repeatable.")
@click.option("--tts", is_flag=True, help="Phones read the cards aloud.")
@click.option("--unused", is_flag=True, help="Also list rules, exceptions and lexicon entries that matched nothing.")
def build(sources: tuple[Path, ...], output: Path, folders: tuple[Path, ...], as_json: bool, dry_run: bool,
          only: str | None, records: tuple[Path, ...], tts: bool, unused: bool) -> None:
    """Build the decks of each SOURCE: one .apkg an article and one for the whole issue."""
    from cards.commands.build import build_sources

    build_sources(sources, output, folders, as_json=as_json, dry_run=dry_run, only=only, tts=tts,
                  records=records, list_unused=unused)


@main.command()
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
def init(folder: Path) -> None:
    """Make a deck library in DIR (default: here): a juyao.yaml with every setting explained."""
    from cards.commands import library as library_commands

    library_commands.init(folder)


@main.command()
@click.argument("library", default=".", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="The same as one JSON object.")
def status(library: Path, as_json: bool) -> None:
    """Say which issues of LIBRARY (default: here) are known, new, changed, broken or gone."""
    from cards.commands import library as library_commands

    library_commands.show_status(library, as_json=as_json)


@main.command()
@click.argument("library", default=".", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the overview.")
@click.option("--dry-run", is_flag=True, help="Show what would be built; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing when there is nothing to do.")
def refresh(library: Path, as_json: bool, dry_run: bool, quiet: bool) -> None:
    """Build the new and changed issues of LIBRARY (default: here)."""
    from cards.commands import library as library_commands

    library_commands.refresh(library, dry_run=dry_run, as_json=as_json, quiet=quiet)


@main.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@RULES
@click.option("--text", is_flag=True, help="Every paragraph with its place, as cleaned.")
@click.option("--json", "as_json", is_flag=True, help="The same as one JSON object.")
def read(source: Path, folders: tuple[Path, ...], text: bool, as_json: bool) -> None:
    """Say what was understood of SOURCE: publication, issue, articles, sections, paragraphs, warnings."""
    from cards.commands.build import show_reading

    show_reading(source, folders, text=text, as_json=as_json)


@main.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=FOLDER, default=Path("decks"), show_default=True,
              help="The folder a build would write to: the rules/ in it count too.")
@RULES
@click.option("--rule", "rule_id", metavar="ID", help="Only what this rule did.")
@click.option("--sentence", default="", metavar="TEXT", help="Only the sentences that hold TEXT.")
def explain(source: Path, output: Path, folders: tuple[Path, ...], rule_id: str | None, sentence: str) -> None:
    """Say for each sentence which rules matched, which finding won and what the others fell by."""
    from cards.commands.explain import show_explanation

    show_explanation(source, output, folders, rule_id, sentence)


@main.command()
@click.argument("given", metavar="SOURCE|DECK", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="The page to write; without it, one in a new temporary folder.")
@RULES
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def preview(given: Path, output: Path | None, folders: tuple[Path, ...], no_open: bool) -> None:
    """Show every card on one page, as a phone does: of SOURCE, built in memory, or of a DECK or a folder of decks."""
    from cards.commands.preview import show_preview

    show_preview(given, output, folders, open_page=not no_open)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The same as one JSON object.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page instead.")
def diff(old: Path, new: Path, as_json: bool, html: Path | None) -> None:
    """Say what changed from OLD to NEW, two .apkg files or folders of them: notes, and the words in each."""
    from cards.commands.diff import show_difference

    show_difference(old, new, as_json=as_json, html=html)


@main.group()
def rules() -> None:
    """Check, try and write rule files."""


@rules.command()
@click.argument("folder", required=False, type=FOLDER)
def check(folder: Path | None) -> None:
    """Check the shipped rules and those in FOLDER: keys, patterns, examples; all faults at once."""
    from cards.commands import rules as rule_commands

    rule_commands.check((folder,) if folder else ())


@rules.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@RULES
def test(ids: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Run the examples of all rules, or of those named; show expected beside got."""
    from cards.commands import rules as rule_commands

    rule_commands.test(ids, folders)


@rules.command("list")
@RULES
def list_rules(folders: tuple[Path, ...]) -> None:
    """List every rule: on or off, id, number of examples, file, title."""
    from cards.commands import rules as rule_commands

    rule_commands.show_list(folders)


@rules.command()
def schema() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    from cards.commands import rules as rule_commands

    rule_commands.show_schema()


@rules.command()
@click.argument("rule_id", metavar="ID")
@click.option("--rules", "folder", type=FOLDER, help="Add it to its file in this folder instead of printing it.")
def new(rule_id: str, folder: Path | None) -> None:
    """Write the skeleton of a new rule ID (file.name, like meeting.day) with examples to fill."""
    from cards.commands import rules as rule_commands

    rule_commands.new(rule_id, folder)
