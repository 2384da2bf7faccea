"""Reports of learning: how the weights do on texts that were left out of the fit."""

from __future__ import annotations

from collections.abc import Iterator

from cards.commands.trying.learning.learn import Learnt
from cards.commands.trying.learning.trial import total


def learnt_lines(learnt: Learnt) -> Iterator[str]:
    """For every kind: group by group with it left out; then all together, beside today's weights and those fitted."""
    for trial in learnt.trials:
        yield f"{trial.kind}: {len(learnt.weights[trial.kind].features)} weights"
        for group, held_out in trial.held_out.items():
            yield f"  without {group}: {held_out}"
        yield f"  left out, all together:  {total(trial.held_out.values())}"
        yield f"  today's weights:         {total(trial.today.values())}"
        yield f"  fitted on all of them:   {total(trial.seen.values())}"
