"""Drafts to notes: a fact that several articles give is one note; each note gets its identity, tags and source lines.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from itertools import accumulate

from cards.anki.cloze import answers, harmless
from cards.finding.identity import code, guid, unmistakable
from cards.records import Article, Doubt, Finding, Found, Issue, Note, Place, SharedIdentityError, Unwritten
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Kind, RuleSet
from cards.writing.check import faults
from cards.writing.compose import compose
from cards.writing.drafts import Cut, Draft
from cards.writing.facts import Fact, Facts, Key, retold, without_items_of_parts

SPARE = 7  # the place of 备用1 among a note's fields
LEVELS = ("重点", "拓展")  # the tags of the essential set and of the rest
RETOLD = 2.0  # how much more a fact weighs for every further article that gives it


def write_notes(issue: Issue, found: dict[int, Found], rules: RuleSet, cut: Cut
                ) -> tuple[dict[int, tuple[Note, ...]], tuple[Doubt, ...]]:
    """The notes of each article by its number, in the order of its text, and what was not written, with the reason.

    A note stands under every article that gives its fact. Raises SharedIdentityError.
    """
    facts = Facts()
    doubts: list[Doubt] = []
    for article in issue.articles:
        fronts: dict[str, tuple[str, ...]] = {}
        drafts, rules = _drafts(article, found[article.number].findings, rules, cut, doubts)
        for draft in drafts:
            key = facts.key(draft, article)
            if key not in facts.by_key:
                wrong = list(faults(draft, article.title, fronts, _edges(draft, article, cut)))
                if wrong:
                    doubts.append(Unwritten(
                        f"a {draft.kind.label} card was not written: {wrong[0]}: {draft.plain[0][:40]}",
                        article.place(draft.place.paragraph), why=wrong[0], span=draft.place, kind=draft.kind.name,
                        rule=draft.rule))
                    continue
                facts.by_key[key] = Fact(draft, article)
            fact = facts.by_key[key]
            if draft.stated and not fact.draft.stated and draft.words == fact.draft.words:
                # a later article announces the list, but its section is its own
                fact.draft = replace(fact.draft, text=draft.text, plain=draft.plain, stated=True)
            facts.stand(key, article, draft.place)
    for article in issue.articles:
        retold(article, facts)
    without_items_of_parts(facts)
    essential = _essential(facts.by_key)
    before = {rule.id: rule.kind_before for rule in rules.rules if rule.kind_before}
    notes = dict(zip(facts.by_key, _notes(issue, facts.by_key, essential, before), strict=True))
    return {article.number: tuple(notes[key] for key in facts.of(article)) for article in issue.articles}, tuple(doubts)


def _edges(draft: Draft, article: Article, cut: Cut) -> frozenset[int] | None:
    """Where words begin and end in the text of a draft whose blanks are words; None for any other."""
    if draft.kind.selection is None or draft.words[0] != "text":
        return None
    ends = accumulate(map(len, cut(article.paragraphs[draft.place.paragraph].text)))
    return frozenset(end - draft.place.start for end in (0, *ends))


def _drafts(article: Article, findings: tuple[Finding, ...], rules: RuleSet, cut: Cut,
            doubts: list[Doubt]) -> tuple[list[Draft], RuleSet]:
    """The drafts of `article`, and the rules without the settings of kinds whose patterns overran over it."""
    try:
        return compose(article, findings, rules, cut), rules
    except OverrunError as error:
        lost = [f"`{name}` of the kind {kind.name}" for kind in rules.kinds.values()
                for name in kind.settings_of(error.source)]
        doubts.append(Doubt(f"{', '.join(lost)} was left out: {error}", Place(article.number), serious=True))
        return _drafts(article, findings, rules.without_setting(error.source), cut, doubts)


def _essential(facts: dict[Key, Fact]) -> set[Key]:
    """Of each article and kind the share (kind.essential) of the notes that weigh most; an enumeration goes as one."""
    groups: dict[tuple[int, str], dict[tuple[str, ...], list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key, fact in facts.items():
        groups[fact.home.number, fact.draft.kind.name][fact.draft.enumeration or key].append(key)
    best: set[Key] = set()
    for units in groups.values():
        keys = [key for unit in units.values() for key in unit]
        left = places = math.ceil(facts[keys[0]].draft.kind.essential * len(keys))
        for unit in sorted(units.values(), key=lambda unit: -_worth(unit, facts)):
            if left > 0 and (left == places or left >= len(unit) / 2):
                best.update(unit)
                left -= len(unit)
    return best


def _worth(keys: list[Key], facts: dict[Key, Fact]) -> float:
    """What its rules give a fact or an enumeration, and more for every further article that gives it."""
    return max(facts[key].draft.weight + RETOLD * (len(facts[key].articles) - 1) for key in keys)


def _notes(issue: Issue, facts: dict[Key, Fact], essential: set[Key], before: dict[str, str]) -> list[Note]:
    """The notes of all `facts`. `before` has the former kind of each rule that was renamed into another."""
    notes: dict[str, Note] = {}
    own = {_guid(issue, fact.draft.kind, fact.draft.words) for fact in facts.values()}
    for key, fact in facts.items():
        former = before.get(fact.draft.rule, "")
        if former and (_guid(issue, fact.draft.kind, fact.draft.words, former) in own | set(notes)):
            former = ""  # another note has that identity
        note = _note(issue, fact, key in essential, former)
        if note.guid in notes:
            raise SharedIdentityError(
                f"two facts share the identity {note.guid}: {note.words}; report this text as a bug")
        notes[note.guid] = note
    return list(notes.values())


def _guid(issue: Issue, kind: Kind, words: tuple[str, ...], former: str = "") -> str:
    number = "" if kind.lasting and unmistakable(words) else issue.number
    return guid(issue.publication, number, former or kind.name, words)


def _note(issue: Issue, fact: Fact, essential: bool, former: str) -> Note:
    draft = fact.draft
    identity = _guid(issue, draft.kind, draft.words, former)
    sources = "".join(f"<p>{_source(issue, article, page)}</p>" for article, page in fact.articles.values())
    fields = (draft.text, harmless(draft.cue), draft.extra, draft.mnemonic, sources, "", code(identity), "", "")
    tags = {f"举要::{_tag(draft.kind.label)}", issue_tag(issue.number), *map(_tag, draft.tags)}
    tags.add(LEVELS[0] if essential else LEVELS[1])
    return Note(
        identity, draft.kind.name, draft.words, fields, tuple(sorted(tags)), fact.home.number, tuple(fact.articles),
        len(answers(draft.text)), tuple(article.source for article, _ in fact.articles.values()),
        _guid(issue, draft.kind, ("whole", *draft.enumeration), former) if draft.enumeration else "")


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
