"""Drafts to notes: a fact that several articles give is one note; each note gets its identity, tags and source lines.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.cloze import answers, harmless
from cards.anki.names import tag_name
from cards.anki.note_type import READ_ALOUD
from cards.finding.identity import code, guid, is_unmistakable
from cards.finding.said import says
from cards.records import (
    LEVELS,
    Article,
    Doubt,
    Fact,
    Finding,
    Found,
    Issue,
    LeftOut,
    Note,
    Place,
    SharedIdentityError,
    Unwritten,
)
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Kind, RuleSet
from cards.text.words import is_word
from cards.writing.check import faults
from cards.writing.compose import compose
from cards.writing.drafts import Cut, Draft
from cards.writing.levels import levels
from cards.writing.naming import tells_items
from cards.writing.retelling import IssueDraft, IssueDrafts, Key, retold, without_items_of_parts
from cards.writing.statement import with_statement
from cards.writing.tags import issue_tag


class Written(Struct, frozen=True):
    """What was written of an issue: `every` note of each article by its number, in the order of its text, and the GUIDs
    of those that are `spare`: the budget has no place for them, as `left_out` says; `unwritten` are the cards that
    failed their check.
    """

    every: dict[int, tuple[Note, ...]]
    spare: frozenset[str]
    unwritten: tuple[Doubt, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def notes(self) -> dict[int, tuple[Note, ...]]:
        """The notes that the budget has a place for."""
        return {number: tuple(note for note in of_article if note.guid not in self.spare)
                for number, of_article in self.every.items()}


def write_notes(issue: Issue, found: dict[int, Found], rules: RuleSet, cut: Cut, everything: bool = False) -> Written:
    """The notes of an issue; with `everything`, also what the budget has no place for.

    A note stands under every article that gives its fact. Raises SharedIdentityError.
    """
    writing = _Writing(rules, cut)
    for article in issue.articles:
        writing.add(article, found[article.number].findings)
    drafts = writing.drafts
    retold(issue.articles, drafts)
    without_items_of_parts(drafts)
    level = levels(drafts.by_key, rules.weights, everything)
    before = {rule.id: rule.kind_before for rule in rules.rules if rule.kind_before}
    notes = dict(zip(drafts.by_key, _notes(issue, drafts.by_key, level.core, before), strict=True))
    notes = {key: with_statement(note, drafts.by_key[key], writing.rules) for key, note in notes.items()}
    every = {article.number: tuple(notes[key] for key in drafts.of(article)) for article in issue.articles}
    spare = frozenset(notes[key].guid for key in level.left_out)
    return Written(every, spare, tuple(dict.fromkeys(writing.doubts)), tuple(level.left_out.values()))


@dataclass
class _Writing:
    """The facts of an issue as they are told article by article; `asked` is what its sentences ask so far, by kind."""

    rules: RuleSet
    cut: Cut
    drafts: IssueDrafts = field(default_factory=IssueDrafts)
    asked: dict[str, set[str]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, article: Article, findings: tuple[Finding, ...]) -> None:
        """Add the facts of `article`; a draft that fails its check is a doubt instead."""
        fronts: dict[str, tuple[str, ...]] = {}
        for draft in self._drafts(article, findings):
            key = self.drafts.key(draft, article)
            if key in self.drafts.by_key or self._is_sound(draft, article, fronts):
                self.drafts.add(key, draft, article)

    def _is_sound(self, draft: Draft, article: Article, fronts: dict[str, tuple[str, ...]]) -> bool:
        """Whether `draft` passes its check; else it is a doubt."""
        wrong = list(faults(draft, article.title, fronts, _edges(draft, article, self.cut)))
        if wrong:
            self.doubts.append(_unwritten(draft, article, wrong[0]))
        return not wrong

    def _drafts(self, article: Article, findings: tuple[Finding, ...]) -> list[Draft]:
        """The drafts of `article`. Settings of kinds whose patterns overrun over it are left out from there on."""
        try:
            return compose(article, findings, self.rules, self.cut, self.asked)
        except OverrunError as error:
            self.doubts.append(self.rules.setting_left_out(error, Place(article.number)))
            self.rules = self.rules.without_setting(error.source)
            return self._drafts(article, findings)


def _unwritten(draft: Draft, article: Article, why: str) -> Unwritten:
    message = f"a {draft.kind.label} card was not written: {why}: {draft.plain[0][:40]}"
    return Unwritten(message, article.place(draft.place.paragraph), why=why, span=draft.place, kind=draft.kind.name,
                     rule=draft.rule)


def _edges(draft: Draft, article: Article, cut: Cut) -> frozenset[int] | None:
    """Where words begin and end in the text of a draft whose blanks are words, or may, within what is in no dictionary
    (从建); None for any other.
    """
    if draft.kind.selection is None or not draft.fact.is_text:
        return None
    edges, end = {0}, 0
    for word in cut(article.paragraphs[draft.place.paragraph].text):
        if not is_word(word):
            edges |= set(range(end, end + len(word)))
        end += len(word)
        edges.add(end)
    return frozenset(edge - draft.place.start for edge in edges)


def _notes(issue: Issue, drafts: dict[Key, IssueDraft], essential: Set[Key], before: dict[str, str]) -> list[Note]:
    """The notes of all facts. `before` has the former kind of each rule that was renamed into another."""
    notes: dict[str, Note] = {}
    own = {_guid(issue, issue_draft.draft.kind, issue_draft.draft.fact) for issue_draft in drafts.values()}
    for key, issue_draft in drafts.items():
        former = before.get(issue_draft.draft.rule, "")
        before_that = _guid(issue, issue_draft.draft.kind, issue_draft.draft.fact, former) if former else ""
        if before_that in own or before_that in notes:
            former = ""  # another note has that identity
        note = note_of(issue, issue_draft, key in essential, former)
        if note.guid in notes:
            raise SharedIdentityError(
                f"two facts share the identity {note.guid}: {note.fact}; report this text as a bug")
        notes[note.guid] = note
    return list(notes.values())


def _guid(issue: Issue, kind: Kind, fact: Fact, former: str = "") -> str:
    number = "" if kind.lasting and is_unmistakable(fact) else issue.number
    return guid(issue.publication, number, former or kind.name, fact)


def note_of(issue: Issue, issue_draft: IssueDraft, essential: bool, former: str = "") -> Note:
    """The note of a fact with its identity, tags and source lines. `former`: the kind that its rule had before."""
    draft = issue_draft.draft
    identity = _guid(issue, draft.kind, draft.fact, former)
    sources = "".join(f"<p>{_source(issue, article, page)}</p>" for article, page in issue_draft.articles.values())
    tags = {f"举要::{tag_name(draft.kind.label)}", issue_tag(issue.number), *map(tag_name, draft.tags)}
    tags.add(LEVELS[0] if essential else LEVELS[1])
    whole = Fact("list", items=draft.fact.items)
    return Note(
        identity, draft.kind.name, draft.fact,
        (draft.text, harmless(_cue(issue_draft)), draft.extra, draft.mnemonic, sources, "", code(identity), "", ""),
        tuple(sorted(tags)), issue_draft.home.number, tuple(issue_draft.articles), len(answers(draft.text)),
        tuple(article.source for article, _ in issue_draft.articles.values()),
        _guid(issue, draft.kind, whole, former) if draft.fact.items else "")


def _cue(issue_draft: IssueDraft) -> str:
    """Its cue; of a list that another article gives in another sentence with the title of the article whose words stand
    on the card, if that tells no item: it is asked under the other one's title too.
    """
    draft, home = issue_draft.draft, issue_draft.home
    words = draft.place.of(home)
    others = (article for article, _ in issue_draft.articles.values() if article is not home)
    if not draft.enumeration or all(says(article, words) for article in others):
        return draft.cue
    if tells_items(home.title, draft.enumeration):
        return draft.cue
    title = home.title if "《" in home.title else f"《{home.title}》"
    return " · ".join(filter(None, (title, draft.cue)))


def _source(issue: Issue, article: Article, page: int | None) -> str:
    """Where a fact stands: what the source line says, the article, the issue and, where it has pages, the page."""
    where = f"{issue.publication} {issue.number}" + (f" 第{page}页" if page else "")
    return harmless(" · ".join(part for part in (article.source, article.title, where) if part))


def read_aloud(note: Note) -> Note:
    """`note` marked in its first spare field, which the face takes as leave to have the phone read the card aloud."""
    return replace(note, fields=(*note.fields[:READ_ALOUD], "朗读", *note.fields[READ_ALOUD + 1 :]))
