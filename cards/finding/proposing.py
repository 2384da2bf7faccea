"""Proposing: what every rule finds in an article, before anything is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from cards.records import KEPT, Article, Blank, Doubt, Fate, Finding, Place
from cards.rules.match import Match
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Rule, RuleSet, left_out

NEAR = ("sentence", "paragraph")  # scopes of rules that see no more than a paragraph at once
PORTION = 1_500  # sentences, fewer than any of what is kept of texts has room for
MOST_IN_A_LINE = 200  # findings of one rule in a sentence: more is no text but a table of figures or damage


def propose(article: Article, rules: RuleSet, stopped: dict[str, Doubt]) -> list[Fate]:
    """All that any rule finds in `article`, rule by rule; a rule that overruns goes into `stopped`, by its id, and so
    does what it finds in a sentence beyond all measure.
    """
    fates: dict[str, list[Fate]] = {rule.id: [] for rule in rules.card_rules}
    for portion in portions(article):
        for rule in rules.card_rules:
            if rule.scope in NEAR:
                fates[rule.id] += _found_by(rule, portion, article, stopped)
    for rule in rules.card_rules:
        if rule.scope not in NEAR:
            fates[rule.id] += _found_by(rule, article, article, stopped)
    return [fate for of_rule in fates.values() for fate in of_rule]


def portions(article: Article) -> Iterator[Article]:
    """`article` in portions of so many sentences that all rules have seen them before what was kept of them is lost."""
    begin = sentences = 0
    for at, paragraph in enumerate(article.paragraphs):
        if sentences and sentences + len(paragraph.sentences) > PORTION:
            yield replace(article, paragraphs=article.paragraphs[begin:at])
            begin, sentences = at, 0
        sentences += len(paragraph.sentences)
    yield replace(article, paragraphs=article.paragraphs[begin:]) if begin else article


def _found_by(rule: Rule, portion: Article, article: Article, stopped: dict[str, Doubt]) -> list[Fate]:
    """What `rule` finds in a portion of `article` until it overruns."""
    fates: list[Fate] = []
    lines: Counter[tuple[int, int]] = Counter()
    if rule.id in stopped:
        return fates
    try:
        for match, exception in rule.look(portion):
            finding = _finding(rule, match)
            line = finding.sentence.paragraph, finding.sentence.start
            lines[line] += 1
            if lines[line] <= MOST_IN_A_LINE:
                fates.append(Fate(finding, "unless" if exception else KEPT, exception))
            elif lines[line] == MOST_IN_A_LINE + 1:
                message = f"a sentence holds more than {MOST_IN_A_LINE} findings of {rule.id}; the rest is left out"
                stopped[f"{rule.id} {line}"] = Doubt(message, article.place(line[0]))
    except OverrunError as error:
        stopped[rule.id] = left_out(rule, error, Place(article.number))
    return fates


def _finding(rule: Rule, match: Match) -> Finding:
    place = match.items[0].body if match.items else match.stretch.line_of(match.spans[0])
    hint = match.filled(rule.hint)
    return Finding(
        rule.kind.name, rule.id, place, place, blanks=tuple(Blank(span, hint) for span in match.spans),
        items=match.items, groups=match.groups, cue=match.filled(rule.cue), weight=rule.weight, tags=rule.tags,
        cards=rule.cards)
