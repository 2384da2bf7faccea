"""Owners: whose what a text says is: the place, the nation or the body that its words or those before it name."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from cards.finding.grounds import Ground
from cards.finding.whole import ABROAD, NATION
from cards.finding.worded import OPENING, Worded
from cards.records import Article, Span
from cards.text.sentences import STOPS, clauses_of

WORLD_REACH = 3  # sentences: the one that speaks of the world, and those behind it
GROUP_REACH = 3  # sentences behind the one that says how a group has grown
SEEN = 400  # characters of a sentence before a figure: what it said longer ago is forgotten


class Owners(Struct, frozen=True):
    """Whose what an `article` says is."""

    article: Article
    words: Worded

    def whose(self, span: Span, text: str, ground: Ground) -> tuple[str, bool]:
        """The place that what `span` says is of, and whether its own words say so."""
        clauses = clauses_in(text)
        told = next(filter(None, map(self.words.owner, clauses)), "")
        if told:
            return self._of_which(told, span), True
        if ground.place and self.words.own_place(text):
            return ground.place, ground.place in text
        if world := self._world(text):
            return world, True
        nation = self.words.nation(text)
        if nation and not self._is_in_a_name(nation, ground):
            return self._of_which(nation, span), True
        among_others = self.words.first("world", text[:OPENING]) is not None
        document = ground.whose(among_others)
        told = self._carried_owner(span, text, ground, anywhere=not document) or self._elsewhere(span)
        if told:
            return told, told in text
        return "" if self._speaks_of_the_world(span, ground) else document, False

    def _of_which(self, owner: str, span: Span) -> str:
        """`owner`; of the whole of a nation the one abroad that the sentence of `span` tells of."""
        return (self._elsewhere(span) if owner == NATION else "") or owner

    def _world(self, text: str) -> str:
        """The word by which `text` speaks of the world's economy, trade or prices (国际油价), '' where it does not."""
        world = self.words.first("of_world", text)
        return world[0] if world else ""

    def _is_in_a_name(self, nation: str, ground: Ground) -> bool:
        """Whether a text of one place hardly speaks of the `nation` by this word: it is part of a firm's name."""
        return ground.place != "" and nation == ABROAD

    def _elsewhere(self, span: Span) -> str:
        """The country abroad that the sentence of `span` names up to there, or the one before it where it only points
        to the place (这里…).
        """
        sentence = self.article.sentence_at(span)
        if sentence is None:
            return ""
        paragraph = self.article.paragraphs[span.paragraph]
        said = paragraph.text[max(sentence.start, span.end - SEEN) : span.end]
        if self.words.first("points_there", sentence.text):
            said = "".join(before.text[-SEEN:] for before in paragraph.sentences_before(sentence.start, 1)) + said
        told = self.words.first("abroad_told", said)
        return str(told["where"]) if told else ""

    def _speaks_of_the_world(self, span: Span, ground: Ground) -> bool:
        """Whether the paragraph of `span` has come to speak of the world, and not of its document's place again."""
        sentence = self.article.sentence_at(span)
        paragraph = self.article.paragraphs[span.paragraph]
        for told in paragraph.sentences_before(sentence.end, WORLD_REACH) if sentence else ():
            if self.words.first("world_told", told.text):
                return True
            if self._speaks_of_its_place(told.text, ground):
                return False
        return False

    def _speaks_of_its_place(self, text: str, ground: Ground) -> bool:
        """Whether `text` speaks of the place, or else of the nation, that its document is of."""
        if ground.place:
            return self.words.own_place(text) or any(name in text for name in ground.names)
        return self.words.nation(text) != ""

    def _carried_owner(self, span: Span, text: str, ground: Ground, anywhere: bool) -> str:
        """The place that a clause before `span` names in its part of the sentence, the nearest first; the nation or the
        world, or whatever place `anywhere`, in any part of it, as an exchange where `text` says what is traded.
        """
        for clause, in_part in self._clauses_before(span):
            if ground.place and self.words.own_place(clause):
                return ground.place
            told = self.words.owner(clause) or self._world(clause)
            if self._is_in_a_name(told, ground):
                continue
            if told and self._reaches(told, text, in_part or anywhere):
                return told
        return ""

    def _reaches(self, owner: str, text: str, near: bool) -> bool:
        """Whether `text` is of the `owner` that a clause before it names: an exchange has what is traded there, near or
        not.
        """
        if self.words.first("exchange", owner):
            return self.words.first("of_exchange", text) is not None
        return near or self.words.is_wide(owner)

    def body(self, span: Span, text: str) -> str:
        """The body that a clause before `span` names as the one it speaks of, where `text` speaks of no other, nor of
        what only a place has.
        """
        if self.words.first("of_no_body", text) or self.words.own_place(text):
            return ""
        if any(map(self._names_an_owner, clauses_in(text))):
            return ""
        of_bodies = self.words.first("of_bodies", text) is not None
        for clause, in_part in self._clauses_before(span):
            body = self._body_in(clause, of_bodies) if in_part else ""
            if body or self._names_another(clause):
                return "" if body in text else body
        group = self._group_before(span)
        return "" if group in text else group

    def _names_an_owner(self, clause: str) -> bool:
        """Whether `clause` begins with whose it is: a body, or another than what stands before it names."""
        return self.words.body(clause) != "" or self._names_another(clause)

    def _names_another(self, clause: str) -> bool:
        """Whether `clause` begins with a place, or with bodies that only it speaks of (护林服务中心实现…)."""
        return self.words.owner(clause) != "" or self.words.first("other_bodies", clause) is not None

    def _group_before(self, span: Span) -> str:
        """The group whose number the sentence of `span`, or one of those right before it, is about
        (渔民的子女人数增长得很快。), where none nearer begins with a place of its own.
        """
        sentence = self.article.sentence_at(span)
        paragraph = self.article.paragraphs[span.paragraph]
        before = paragraph.sentences_before(sentence.end, 1 + GROUP_REACH) if sentence else ()
        for told in before:
            group = self.words.first("counted_group", told.text)
            if group or self.words.owner(told.text):
                return str(group["whose"]) if group else ""
        return ""

    def _body_in(self, clause: str, of_bodies: bool) -> str:
        """The body that `clause` speaks of; where what follows is `of_bodies`, those that it counts."""
        return (self.words.counted_bodies(clause) if of_bodies else "") or self.words.body(clause)

    def _clauses_before(self, span: Span) -> Iterator[tuple[str, bool]]:
        """The clauses before `span` in its sentence, the nearest first, each with whether no ； stands between."""
        sentence = self.article.sentence_at(span)
        if sentence is not None:
            start = max(sentence.start, span.start - SEEN)
            before = self.article.paragraphs[span.paragraph].text[start : span.start]
            in_part = True
            for clause in reversed(clauses_in(before)):
                in_part = in_part and clause[-1] not in STOPS
                yield clause, in_part


def clauses_in(text: str) -> list[str]:
    """The clauses of `text`."""
    return [text[start:end] for start, end in clauses_of(text)]
