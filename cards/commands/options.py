"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
PAGE = click.Path(dir_okay=False, path_type=Path)
DECKS = Path("decks")

SOURCE = click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
LIBRARY = click.argument("library", default=".", type=FOLDER)
RULES = click.option("--rules", "folders", type=FOLDER, multiple=True,
                     help="A folder of your own rules, over the shipped ones. Repeatable.")
DECKS_OF_A_BUILD = click.option("-o", "--output", type=FOLDER, default=DECKS, show_default=True,
                                help="The folder a build would write to: the rules/ in it count too.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would be built; write nothing.")
REPLACE = click.option("--replace", is_flag=True,
                       help="Of two editions of one issue build the newer; without it neither is built.")
DECISIONS = click.option("--decisions", type=FILE, metavar="FILE|DIR",
                         help="People's decisions about cards; default: decisions/ beside juyao.yaml or SOURCE.")
JOBS = click.option("--jobs", type=click.IntRange(min=1), metavar="N",
                    help="Processes that read and search; default: the processor's cores, where it is worth it.")
EXECUTOR = click.option("--executor", default="", metavar="dask://HOST:PORT",
                        help="The scheduler of a Dask cluster whose workers read and search.")
