"""Drafts to notes: a fact that several articles give is one note; each note gets its identity, tags and source lines.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from cards.engine.ruleset import RuleSet
from cards.errors import SharedIdentityError
from cards.records import Article, Doubt, Found, Issue, Note
from cards.writing.check import faults
from cards.writing.cloze import answers, harmless
from cards.writing.compose import Draft, compose
from cards.writing.identity import code, guid, words_of

ESSENTIAL = 0.25


@dataclass
class _Fact:
    """A fact while notes are made: its first draft, where it is at home, and every article that gives it."""

    draft: Draft
    home: Article
    articles: list[Article] = field(default_factory=list)


def write_notes(issue: Issue, found: dict[int, Found],
                rules: RuleSet) -> tuple[dict[int, tuple[Note, ...]], tuple[Doubt, ...]]:
    """The notes of each article by its number, in the order of its text, and what was not written, with the reason.

    A note stands under every article that gives its fact. Raises SharedIdentityError.
    """
    facts: dict[tuple[str, ...], _Fact] = {}
    order: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    doubts: list[Doubt] = []
    for article in issue.articles:
        fronts: dict[str, tuple[str, ...]] = {}
        for draft in compose(article, found[article.number].findings, rules):
            key = _key(draft)
            if key not in facts:
                wrong = list(faults(draft, article.title, fronts))
                if wrong:
                    doubts.append(Doubt(f"a {draft.kind.label} card was not written: {wrong[0]}: {draft.plain[0][:40]}",
                                        article.place(draft.place.paragraph)))
                    continue
                facts[key] = _Fact(draft, article)
            elif facts[key].draft.titled and not draft.titled:
                facts[key].draft = replace(facts[key].draft, text=draft.text, plain=draft.plain, titled=False)
            if article not in facts[key].articles:
                facts[key].articles.append(article)
                order[article.number].append(key)
    essential = _essential(facts)
    notes = dict(zip(facts, _notes(issue, facts, essential), strict=True))
    return {article.number: tuple(notes[key] for key in order[article.number]) for article in issue.articles}, \
        tuple(doubts)


def _key(draft: Draft) -> tuple[str, ...]:
    """What makes two drafts of an issue one fact: their words, and of an item the whole list it belongs to."""
    words = (*draft.words[:2], *draft.enumeration) if draft.words[0] == "item" else draft.words
    return draft.kind.name, *map(words_of, words)


def _essential(facts: dict[tuple[str, ...], _Fact]) -> set[tuple[str, ...]]:
    """The quarter of each article's notes, kind by kind, that weigh most."""
    groups: dict[tuple[int, str], list[tuple[str, ...]]] = defaultdict(list)
    for key, fact in facts.items():
        groups[fact.home.number, fact.draft.kind.name].append(key)
    best = set()
    for keys in groups.values():
        keys.sort(key=lambda key: -facts[key].draft.weight)
        best.update(keys[: math.ceil(ESSENTIAL * len(keys))])
    return best


def _notes(issue: Issue, facts: dict[tuple[str, ...], _Fact], essential: set[tuple[str, ...]]) -> list[Note]:
    notes: list[Note] = []
    taken: Counter[str] = Counter()
    for key, fact in facts.items():
        words = fact.draft.words
        identity = _guid(issue, fact, words)
        if taken[identity] and words[0] == "item":
            words = (*words, "of", *fact.draft.enumeration)
            identity = _guid(issue, fact, words)
        if taken[identity]:
            raise SharedIdentityError(f"two facts share the identity {identity}: {words}; report this text as a bug")
        taken[identity] += 1
        notes.append(_note(issue, fact, words, identity, key in essential))
    return notes


def _guid(issue: Issue, fact: _Fact, words: tuple[str, ...]) -> str:
    return guid(issue.publication, issue.number, fact.home.title, fact.draft.kind.name, words)


def _note(issue: Issue, fact: _Fact, words: tuple[str, ...], identity: str, essential: bool) -> Note:
    draft = fact.draft
    sources = "<br>".join(_source(issue, article) for article in fact.articles)
    fields = (draft.text, harmless(draft.cue), draft.extra, draft.mnemonic, sources, "", code(identity), "", "")
    tags = {f"举要::{_tag(draft.kind.label)}", f"期::{_tag(issue.number)}", *map(_tag, draft.tags)}
    if essential:
        tags.add("重点")
    return Note(identity, draft.kind.name, words, fields, tuple(sorted(tags)), fact.home.number,
                tuple(article.number for article in fact.articles), len(answers(draft.text)))


def _source(issue: Issue, article: Article) -> str:
    return harmless(" · ".join(part for part in (article.source, article.title, f"{issue.publication} {issue.number}")
                               if part))


def _tag(text: str) -> str:
    return "_".join(text.split())
