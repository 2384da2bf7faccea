"""Drafts to notes: a fact that several articles give is one note; each note gets its identity, tags and source lines.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import accumulate

from cards.anki.cloze import answers, harmless
from cards.finding.identity import code, guid, is_unmistakable
from cards.records import Article, Doubt, Fact, Finding, Found, Issue, Note, Place, SharedIdentityError, Unwritten
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Kind, RuleSet
from cards.writing.check import faults
from cards.writing.compose import compose
from cards.writing.drafts import Cut, Draft
from cards.writing.retelling import Key, Telling, Told, retold, without_items_of_parts
from cards.writing.statement import with_statement

SPARE = 7  # the place of 备用1 among a note's fields
LEVELS = ("重点", "拓展")  # the tags of the essential set and of the rest
RETOLD = 2.0  # how much more a fact weighs for every further article that gives it


def write_notes(issue: Issue, found: dict[int, Found], rules: RuleSet, cut: Cut
                ) -> tuple[dict[int, tuple[Note, ...]], tuple[Doubt, ...]]:
    """The notes of each article by its number, in the order of its text, and what was not written, with the reason.

    A note stands under every article that gives its fact. Raises SharedIdentityError.
    """
    writing = _Writing(rules, cut)
    for article in issue.articles:
        writing.add(article, found[article.number].findings)
    telling = writing.telling
    for article in issue.articles:
        retold(article, telling)
    without_items_of_parts(telling)
    essential = _essential(telling.by_key)
    before = {rule.id: rule.kind_before for rule in rules.rules if rule.kind_before}
    notes = dict(zip(telling.by_key, _notes(issue, telling.by_key, essential, before), strict=True))
    notes = {key: with_statement(note, telling.by_key[key].home.title, writing.rules) for key, note in notes.items()}
    by_article = {article.number: tuple(notes[key] for key in telling.of(article)) for article in issue.articles}
    return by_article, tuple(dict.fromkeys(writing.doubts))


@dataclass
class _Writing:
    """The facts of an issue as they are told article by article; `asked` is what its sentences ask so far, by kind."""

    rules: RuleSet
    cut: Cut
    telling: Telling = field(default_factory=Telling)
    asked: dict[str, set[str]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, article: Article, findings: tuple[Finding, ...]) -> None:
        """Add the facts of `article`; a draft that fails its check is a doubt instead."""
        fronts: dict[str, tuple[str, ...]] = {}
        for draft in self._drafts(article, findings):
            key = self.telling.key(draft, article)
            if key not in self.telling.by_key:
                wrong = list(faults(draft, article.title, fronts, _edges(draft, article, self.cut)))
                if wrong:
                    self.doubts.append(_unwritten(draft, article, wrong[0]))
                    continue
                self.telling.by_key[key] = Told(draft, article)
            told = self.telling.by_key[key]
            if draft.stated and not told.draft.stated and draft.plain == told.draft.plain:
                # a later article announces the list, but its section is its own
                told.draft = replace(told.draft, text=draft.text, plain=draft.plain, stated=True)
            self.telling.stand(key, article, draft.place)

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
    """Where words begin and end in the text of a draft whose blanks are words; None for any other."""
    if draft.kind.selection is None or not draft.fact.is_text:
        return None
    ends = accumulate(map(len, cut(article.paragraphs[draft.place.paragraph].text)))
    return frozenset(end - draft.place.start for end in (0, *ends))


def _essential(telling: dict[Key, Told]) -> set[Key]:
    """Of each article and kind the share (kind.essential) of the notes that weigh most; an enumeration goes as one."""
    groups: dict[tuple[int, str], dict[object, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key, told in telling.items():
        groups[told.home.number, told.draft.kind.name][told.draft.enumeration or key].append(key)
    best: set[Key] = set()
    for units in groups.values():
        count = sum(map(len, units.values()))
        kind = telling[next(iter(units.values()))[0]].draft.kind
        left = places = math.ceil(kind.essential * count)
        for unit in sorted(units.values(), key=lambda unit: -_worth(unit, telling)):
            if left > 0 and (left == places or left >= len(unit) / 2):
                best.update(unit)
                left -= len(unit)
    return best


def _worth(keys: list[Key], telling: dict[Key, Told]) -> float:
    """What its rules give a fact or an enumeration, and more for every further article that gives it."""
    return max(telling[key].draft.weight + RETOLD * (len(telling[key].articles) - 1) for key in keys)


def _notes(issue: Issue, telling: dict[Key, Told], essential: set[Key], before: dict[str, str]) -> list[Note]:
    """The notes of all facts. `before` has the former kind of each rule that was renamed into another."""
    notes: dict[str, Note] = {}
    own = {_guid(issue, told.draft.kind, told.draft.fact) for told in telling.values()}
    for key, told in telling.items():
        former = before.get(told.draft.rule, "")
        if former and _guid(issue, told.draft.kind, told.draft.fact, former) in own | set(notes):
            former = ""  # another note has that identity
        note = _note(issue, told, key in essential, former)
        if note.guid in notes:
            raise SharedIdentityError(
                f"two facts share the identity {note.guid}: {note.fact}; report this text as a bug")
        notes[note.guid] = note
    return list(notes.values())


def _guid(issue: Issue, kind: Kind, fact: Fact, former: str = "") -> str:
    number = "" if kind.lasting and is_unmistakable(fact) else issue.number
    return guid(issue.publication, number, former or kind.name, fact)


def _note(issue: Issue, told: Told, essential: bool, former: str) -> Note:
    draft = told.draft
    identity = _guid(issue, draft.kind, draft.fact, former)
    sources = "".join(f"<p>{_source(issue, article, page)}</p>" for article, page in told.articles.values())
    tags = {f"举要::{_tag(draft.kind.label)}", issue_tag(issue.number), *map(_tag, draft.tags)}
    tags.add(LEVELS[0] if essential else LEVELS[1])
    whole = Fact("list", items=draft.fact.items)
    return Note(
        identity, draft.kind.name, draft.fact,
        (draft.text, harmless(draft.cue), draft.extra, draft.mnemonic, sources, "", code(identity), "", ""),
        tuple(sorted(tags)), told.home.number, tuple(told.articles), len(answers(draft.text)),
        tuple(article.source for article, _ in told.articles.values()),
        _guid(issue, draft.kind, whole, former) if draft.fact.items else "")


def _source(issue: Issue, article: Article, page: int | None) -> str:
    """Where a fact stands: what the source line says, the article, the issue and, where it has pages, the page."""
    where = f"{issue.publication} {issue.number}" + (f" 第{page}页" if page else "")
    return harmless(" · ".join(part for part in (article.source, article.title, where) if part))


def read_aloud(note: Note) -> Note:
    """`note` marked in its first spare field, which the face takes as leave to have the phone read the card aloud."""
    return replace(note, fields=(*note.fields[:SPARE], "朗读", *note.fields[SPARE + 1 :]))


def issue_tag(number: str) -> str:
    """The tag of all notes of an issue."""
    return f"期::{_tag(number)}"


def rule_tag(rule_id: str) -> str:
    """The tag of all notes that a rule made."""
    return _tag(f"规则::{rule_id}")


def _tag(text: str) -> str:
    return "_".join(text.split())
