"""The way through the house: a source is read, rules find, notes are written, edited over the decks on disk and packed.

    a file ──read──▶ Issue ──find──▶ Findings ──write──▶ Notes ──recall, look around, edit──▶ Edition ──pack──▶ packages

`analyse` goes as far as the notes: text in, notes out, nothing but the source is read. `built` goes on from there over
the decks on disk. Neither writes anything.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cards.finding.find import find_all
from cards.reading import read_issue
from cards.record.beside import Changes
from cards.record.changes import ArticleChanges
from cards.record.deciding import decide
from cards.record.decisions import NONE, Decisions, Judged
from cards.record.decks import Decks, changed
from cards.record.editing import edit, look_around, pack_up, recall
from cards.record.edition import Edition
from cards.record.pace import USUAL_PACE, Pace
from cards.record.packages import Package
from cards.record.siblings import told_apart
from cards.record.store import Record
from cards.records import Doubt, Found, Issue, LeftOut, Note
from cards.rules.ruleset import RuleSet
from cards.text.words import word_cutter
from cards.writing.notes import read_aloud, write_notes


def no_decisions(source: Path, issue: Issue) -> Decisions:
    """Nobody decided anything."""
    return NONE


class Settings(Struct, frozen=True):
    """What a build needs besides its source: `rules`, `cut` (splits a text into words), the `folder` of the decks,
    `now` in seconds since 1970; `only`: the tag of the one level to build; `tts`: phones read the cards aloud;
    `everything`: what the budget has no place for is built too; `pace`: how fast it is learned; `publication`, where
    one is given, is the name of it, whatever the source says; `records` are packages that stand in for a lost record;
    `decisions` gives what somebody decided about the cards of an issue that was read from a source.
    """

    rules: RuleSet
    cut: Callable[[str], list[str]]
    folder: Path
    now: int
    only: str | None = None
    tts: bool = False
    everything: bool = False
    pace: Pace = USUAL_PACE
    publication: str = ""
    records: tuple[Path, ...] = ()
    decisions: Callable[[Path, Issue], Decisions] = no_decisions


class Analysed(Struct, frozen=True):
    """A source as far as its notes: what was found in each article and `every` note that came of it, by the article's
    number; `spare` are the GUIDs of those that the budget has no place for, as `left_out` says; `unwritten` are the
    cards that failed their check, which are among the `doubts` too.
    """

    source: Path
    issue: Issue
    found: dict[int, Found]
    every: dict[int, tuple[Note, ...]]
    spare: frozenset[str]
    unwritten: tuple[Doubt, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]


class Built(Struct, frozen=True):
    """A source as packages: those of its articles, the bundle of all; `changes` are the notes of other issues that it
    brings up to date. `pace` is how fast it is learned from the time `now` on; `record` is what the decks on disk held;
    `unrelated`: they are of another text and to be set aside; `outdated` are the figures of earlier issues that this
    one updates, as changes; `judged` says what became of people's decisions.
    """

    source: Path
    issue: Issue
    rules: RuleSet
    pace: Pace
    now: int
    folder: Path
    record: Record
    edition: Edition
    unrelated: bool
    packages: tuple[Package, ...]
    bundle: Package
    changes: Changes
    outdated: tuple[ArticleChanges, ...]
    doubts: tuple[Doubt, ...]
    judged: Judged = field(default_factory=Judged)

    @property
    def own(self) -> list[Package]:
        """The packages of the issue that hold anything."""
        return [package for package in (*self.packages, self.bundle) if package.notes]

    @property
    def to_write(self) -> list[Package]:
        """The same, and those of other issues with what changes in them."""
        decks = Decks(self.folder)
        return self.own + [package for issue, notes in self.changes.items() for package in changed(decks, issue, notes)]


def read(source: Path, settings: Settings) -> Issue:
    """Source → Issue. Raises UserError for a source that can't be read."""
    issue = read_issue(source, settings.rules)
    return replace(issue, publication=settings.publication or issue.publication)


def analyse(source: Path, issue: Issue, settings: Settings, thorough: bool = False) -> Analysed:
    """Issue → Findings → Notes; `thorough` where the features of what makes no card are asked for too."""
    found, stopped = find_all(issue, settings.rules, settings.cut, thorough)
    written = write_notes(issue, found, settings.rules, settings.cut, settings.everything)
    every = written.every
    if settings.tts:
        every = {number: tuple(map(read_aloud, of_article)) for number, of_article in every.items()}
    return Analysed(source, issue, found, every, written.spare, written.unwritten, written.left_out,
                    (*issue.doubts, *stopped, *written.unwritten))


def built(done: Analysed, settings: Settings, decks: Decks | None = None) -> Built:
    """Notes over the decks on disk, with what waits in `decks` to be written there, → Edition → packages. Raises
    UserError for a package of `settings.records` that can't be read.
    """
    issue, rules, folder = done.issue, settings.rules, settings.folder
    decks = decks or Decks(folder)
    recalled = recall(issue, folder, settings.only, settings.records)
    every, renamed = told_apart(issue, done.every, recalled.record, decks)
    spare = frozenset(renamed.get(guid, guid) for guid in done.spare)
    decided = decide(issue, every, spare, settings.decisions(done.source, issue), rules)
    around = look_around(issue, decided.notes, recalled.record, rules, decks)
    edited = edit(issue, around, recalled, decided, folder, settings.now, settings.only, settings.pace)
    packed = pack_up(issue, edited.edition, around, rules, folder, settings.now, settings.only)
    return Built(done.source, issue, rules, settings.pace, settings.now, folder, recalled.record, edited.edition,
                 edited.unrelated, packed.articles, packed.bundle, packed.changes, packed.outdated,
                 (*done.doubts, *decided.doubts, *recalled.doubts, *edited.doubts),
                 Judged(edited.edition.verdicts, decided.decisions.path))


def build_issue(source: Path, settings: Settings) -> Built:
    """Take `source` through all stages; nothing is written."""
    return built(analyse(source, read(source, settings), settings), settings)


def prepared(folders: tuple[Path, ...], folder: Path, now: int, *, only: str | None = None, tts: bool = False,
             everything: bool = False, pace: Pace = USUAL_PACE, publication: str = "", records: tuple[Path, ...] = (),
             decisions: Callable[[Path, Issue], Decisions] = no_decisions) -> Settings:
    """The settings of builds into `folder` by the shipped rules and those of `folders`."""
    from cards.rules.loading import load_rules

    rules = load_rules(folders)
    cut = word_cutter(rules.lexicons.get("domain_words", ()))
    return Settings(rules, cut, folder, now, only, tts, everything, pace, publication, records, decisions)
