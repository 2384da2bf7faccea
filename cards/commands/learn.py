"""juyao learn"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import FILE, PAGE, RULES
from cards.commands.pages.templating import write
from cards.commands.progress import shown_progress
from cards.commands.reports.learnt import learnt_lines
from cards.commands.saying import say
from cards.commands.trying.learning.fitting import RIDGE
from cards.commands.trying.learning.learn import Way, learn
from cards.commands.trying.learning.wording import lexicon_text
from cards.commands.trying.learning.writing import changed_text, only_changed, weights_text


@click.command("learn")
@click.argument("readers", nargs=-1, required=True, metavar="READERS...", type=FILE)
@RULES
@click.option("-o", "--output", type=PAGE, help="The weights file to write; without it nothing is written.")
@click.option("--all", "everything", is_flag=True, help="Write every weight, not only those that differ.")
@click.option("--afresh", is_flag=True, help="Fit from nothing instead of from today's weights.")
@click.option("--by-issue", is_flag=True, help="Leave out one issue at a time instead of one genre.")
@click.option("--hold", type=click.FloatRange(min=0.01), default=RIDGE, show_default=True,
              help="How strongly weights are held to today's: as much as so many candidates that say nothing.")
@click.option("--words", type=PAGE, help="Fit what words tell of a sentence as well; the lexicon to write.")
def command(readers: tuple[Path, ...], folders: tuple[Path, ...], output: Path | None, everything: bool, afresh: bool,
            by_issue: bool, hold: float, words: Path | None) -> None:
    """Fit the weights of rules/weights.yaml to READERS: JSON (files or folders) that says what readers of a text want,
    or libraries, with what was decided about their cards.

    \b
    {"title": …, "genre": …, "paragraphs": [text, …],
     "keys": [{"text": a sentence or part of one, "votes": how many of two readers want it}, …],
     "lists": [{"items": [{"labels": [text, …]}, …], "votes": …}, …],
     "figures": [{"p": the paragraph from 0, "start": where in it, "value": text, "votes": …}, …]}

    Files named ISSUE-ARTICLE.json are articles of one issue; what is named twice counts twice. Prints for every
    kind how much of what all readers want is found, and how much of what is found any reader wants, on texts that
    were left out of the fit.
    """
    with shown_progress() as progress:
        learnt = learn(readers, folders, Way(by_issue, afresh, words is not None, hold), progress)
    say(learnt_lines(learnt))
    if output is not None:
        text = (weights_text(learnt.weights, learnt.meanings) if everything else
                changed_text(only_changed(learnt.weights, learnt.before), learnt.meanings))
        write(output, text)
        say([f"{output}: written"])
    if words is not None:
        write(words, lexicon_text(learnt.words))
        say([f"{words}: written"])
