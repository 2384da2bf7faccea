"""Reader files to what weights are fitted on: every candidate with its features and how much readers want it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, repeat
from operator import attrgetter, itemgetter
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.commands.trying.learning.likeness import is_figure, is_list, is_sentence
from cards.commands.trying.learning.readers import ReaderFile, WantedFigure, WantedList, WantedSentence
from cards.finding.evidence import Cut, Evidence
from cards.finding.find import candidates
from cards.finding.settling import settle
from cards.library.progress import READ, UNSEEN, Progress, followed
from cards.reading import read_article
from cards.records import KEPT, Article, Finding, Issue
from cards.rules.ruleset import RuleSet

READERS = 2  # votes of all readers
ONE_VOTE = 0.6  # how much a candidate is wanted that one reader wants
Wanted = WantedSentence | WantedList | WantedFigure


class Candidate(Struct, frozen=True):
    """A candidate of a text: `wanted` says which of the text's wants it meets (their places in `Text.wants`), `label`
    from 0 to 1 how much readers want it; `words` are those of the sentence, where words are weighed.
    """

    finding: Finding
    wanted: frozenset[int]
    label: float
    words: frozenset[str] = frozenset()


class Text(Struct, frozen=True):
    """One text with the candidates of one kind: `wants` has the votes of what its readers want of that kind, `group`
    what it is held apart by, `length` its characters.
    """

    name: str
    group: str
    kind: str
    length: int
    wants: tuple[int, ...]
    candidates: tuple[Candidate, ...]


class _Reading(Struct, frozen=True):
    """How readers say what they want of a kind, and when a candidate is that."""

    wants: Callable[[ReaderFile], Sequence[Wanted]]
    meets: Callable[[Finding, Wanted, Article], bool]


READINGS: Mapping[str, _Reading] = {
    "statistic": _Reading(attrgetter("figures"), is_figure),  # type: ignore[arg-type]
    "measure": _Reading(attrgetter("lists"), is_list),  # type: ignore[arg-type]
    "key_sentence": _Reading(attrgetter("sentences"), is_sentence),  # type: ignore[arg-type]
}


def texts_of(files: Sequence[ReaderFile], rules: RuleSet, cut: Cut, by_issue: bool = False,
             progress: Progress = UNSEEN) -> list[Text]:
    """Every text of `files` for each kind, held apart by genre or `by_issue`: as often as its file is among them."""
    made: list[Text] = []
    times = Counter(file.path.resolve() for file in files)
    each = sorted({file.path.resolve(): file for file in files}.values(), key=attrgetter("issue", "path"))
    issues = [(number, list(of_issue)) for number, of_issue in groupby(each, key=attrgetter("issue"))]
    for number, of_issue in followed(issues, progress, READ, itemgetter(0)):
        for path, text in _of_issue(number, of_issue, rules, cut, by_issue):
            made += repeat(text, times[path.resolve()])
    return made


def _of_issue(number: str, files: list[ReaderFile], rules: RuleSet, cut: Cut, by_issue: bool,
              ) -> Iterator[tuple[Path, Text]]:
    """The texts of the `files` of one issue, each with the path of its file."""
    articles = tuple(read_article(at, file.title, file.paragraphs, rules) for at, file in enumerate(files, 1))
    issue = Issue("", number, "", articles)
    for article, file in zip(articles, files, strict=True):
        found = found_in(article, issue, rules, cut)
        evidence = Evidence.of(article, issue, cut)
        for kind, reading in READINGS.items():
            wants = reading.wants(file)
            labelled = [_candidate(finding, wants, article, reading) for finding in found if finding.kind == kind]
            labelled = with_words(labelled, kind, rules, evidence)
            yield file.path, Text(file.path.stem, number if by_issue else file.genre, kind,
                                  len("".join(file.paragraphs)), tuple(want.votes for want in wants), tuple(labelled))


def worded(kind: str, rules: RuleSet) -> str:
    """The lexicon that says what words tell of candidates of `kind`, or ''."""
    selection = rules.kinds[kind].selection if kind in rules.kinds else None
    return selection.wording.name if selection and selection.wording else ""


def with_words(labelled: Sequence[Candidate], kind: str, rules: RuleSet, evidence: Evidence) -> list[Candidate]:
    """The candidates of `kind`, each with its words where words are weighed."""
    if not worded(kind, rules):
        return [*labelled]
    return [replace(each, words=frozenset(word for word, _ in evidence.words_of(each.finding.context)))
            for each in labelled]


def found_in(article: Article, issue: Issue, rules: RuleSet, cut: Cut) -> list[Finding]:
    """All candidates of `article`; of blanks that meet only one, for which is right is not for weights to say."""
    proposed = [fate for fate in candidates(article, issue, rules, cut, {}) if fate.outcome == KEPT]
    blanks = settle([fate for fate in proposed if not fate.finding.items], rules, article)
    kept = [fate.finding for fate in blanks if fate.outcome == KEPT]
    return kept + [fate.finding for fate in proposed if fate.finding.items]


def _candidate(finding: Finding, wants: Sequence[Wanted], article: Article, reading: _Reading) -> Candidate:
    met = frozenset(at for at, want in enumerate(wants) if reading.meets(finding, want, article))
    votes = max((wants[at].votes for at in met), default=0)
    label = 1.0 if votes >= READERS else ONE_VOTE * votes
    features = finding.features or {finding.rule: 1.0}
    return Candidate(replace(finding, features=features), met, label)
