"""Features of enumerations: what tells a list that is worth reciting from words that only stand in a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from math import sqrt
from statistics import fmean

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.evidence import Cut
from cards.finding.said import paragraphs_with
from cards.records import Article, Finding, Issue, Span
from cards.rules.pieces import Pattern
from cards.rules.ruleset import RuleSet
from cards.text.holding import shared
from cards.text.sentences import ANNOUNCES, PAIRS
from cards.text.spoken import words_of
from cards.text.units import common_end, common_start
from cards.text.words import is_verb, part_of_speech

AROUND = 14  # characters: so near before the first item or behind the last stands what says of what they are
LENGTHS = ((2, "items_of_two"), (4, "items_of_four"), (8, "items_of_eight"), (16, "items_of_sixteen"))
COUNTS = ((2, "two_items"), (3, "three_items"), (4, "four_items"), (7, "up_to_seven_items"))
MEANINGS = {
    "two_items": "it has two items", "three_items": "three items", "four_items": "four items",
    "up_to_seven_items": "five to seven items", "many_items": "more items",
    "items_of_two": "its items have two characters or fewer, as a rule", "items_of_four": "three or four characters",
    "items_of_eight": "five to eight characters", "items_of_sixteen": "nine to sixteen characters",
    "long_items": "more characters",
    "equal_length": "all items are of one length", "uneven": "0 to 1: how far the lengths differ",
    "same_first": "all items begin with the same character", "same_last": "all items end with the same character",
    "same_words": "0 to 1: how many characters neighbours share",
    "same_build": "0 to 1: how many neighbours have the same parts of speech",
    "verbs": "0 to 1: how many items begin with a verb", "nouns": "0 to 1: how many items are nouns and nothing else",
    "places": "0 to 1: how many items begin with a place", "ends_in_verb": "0 to 1: how many items end with a verb",
    "figures": "0 to 1: how many items hold figures",
    "each_a_figure": "each item gives a figure, none is a task or aim, and nothing announces them",
    "figures_beside": "figures stand right before or behind it",
    "clauses_in_items": "0 to 1: how many items have clauses or parts of their own",
    "in_quotation_marks": "it begins a quotation", "announced": "a colon stands before it",
    "count_agrees": "the number of its items is said right before or behind it",
    "whole_clauses": "it begins with a clause and ends with one", "ends_sentence": "the sentence ends with it",
    "closing_member": "a word that closes a series stands behind it (lexicon)", "and_more": "等 stands right behind it",
    "list_noun": "a noun that names a set stands behind it (lexicon)",
    "list_lead": "a word that leads up to a list stands before it (lexicon)",
    "as_one": "words that tell of its items as one thing stand right behind it (lexicon)",
    "noun_first": "all items begin with the same character, and with a noun",
    "chain_end": "a noun that ends a loose chain stands behind it (lexicon)",
    "joined": "its last two items are joined by a word (和)", "follows_of": "的 stands right behind it",
    "headed": "a short sentence that opens its paragraph stands right before it",
    "others_between": "0 to 1: how many sentences, or paragraphs of a list of these, stand between its items",
    "several_beside": "0 to 1: how many other lists its sentence holds", "headings": "its items are headings",
    "one_sentence": "all items stand in one sentence", "paragraphs": "each item has a paragraph of its own",
    "across_headings": "a heading stands between its items, which are none",
    "persons": "0 to 1: how many items are names of people",
    "mixed_marks": "some items have marks that count them, others none",
    "two_alone": "two items whose number nobody states",
    "figures_in_sentence": "0 to 1: how many figures its sentence has",
    "recurs": "another paragraph of the article has all items", "in_heading": "title or heading has all items",
}
PAUSES = frozenset("，、")
MANY_FIGURES, BESIDE = 3, 5
MOSTLY = 0.5  # of the items
SHORT_SENTENCE = 26  # characters: a longer one is no heading
FIGURES = re.compile(r"\d+")
COUNTED = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![\dA-Za-z年月日号时级])")  # 5.3%, 622个; no 3月5日 or DL1级
TO_BE = re.compile(r"[到至]\d{4}年")
CLAUSE_EDGES = "，。；：！？、,;\n"


class _Listed(Struct, frozen=True, dict=True):
    """An enumeration in its article, and the words that tell of lists."""

    finding: Finding
    article: Article
    lexicons: Mapping[str, tuple[str, ...]]
    cut: Cut
    beside: int
    marks: Pattern | None

    @cached_property
    def heads(self) -> list[str]:
        """What is recited of each item."""
        return [item.head.of(self.article).strip("“”") for item in self.finding.items]

    @cached_property
    def in_sentence(self) -> bool:
        """Whether all items stand in one sentence."""
        sentences = {(item.head.paragraph, self._sentence(item.head)) for item in self.finding.items}
        return len(sentences) == 1

    def _sentence(self, span: Span) -> int:
        sentence = self.article.sentence_at(span)
        return sentence.start if sentence else 0

    @cached_property
    def before(self) -> str:
        """The end of what stands before the first item in its paragraph."""
        item = self.finding.items[0]
        start = min(item.head.start, item.body.start) if item.body.paragraph == item.head.paragraph else item.head.start
        return self.article.paragraphs[item.head.paragraph].text[:start][-AROUND:]

    @cached_property
    def behind(self) -> str:
        """The beginning of what stands behind the last item in its paragraph."""
        last = self.finding.items[-1].head
        return self.article.paragraphs[last.paragraph].text[last.end :][:AROUND]

    def features(self) -> dict[str, float]:
        """Its features, those that don't hold left out."""
        found = {self.finding.rule: 1.0, **dict(self._shape()), **dict(self._wording()), **dict(self._around()),
                 **dict(self._place()), **dict(self._sentence_of())}
        found |= dict(self._together(found))
        return {name: round(value, 3) for name, value in found.items() if value}

    def _shape(self) -> Iterator[tuple[str, float]]:
        """How many items there are, how long, how like each other."""
        lengths = [len(words_of(head)) for head in self.heads]
        usual = fmean(lengths)
        yield next((name for most, name in COUNTS if len(lengths) <= most), "many_items"), 1.0
        yield next((name for most, name in LENGTHS if usual <= most), "long_items"), 1.0
        yield "equal_length", float(len(set(lengths)) == 1)
        yield "uneven", min(1.0, _deviation(lengths, usual) / max(usual, 1.0))
        yield "same_first", float(bool(common_start(self.heads)))
        yield "same_last", float(bool(common_end(self.heads)))
        yield "same_words", fmean(shared(set(one), set(other)) for one, other in pairwise(self.heads))

    def _wording(self) -> Iterator[tuple[str, float]]:
        """What the items are."""
        yield "verbs", _part(is_verb(head[:2]) for head in self.heads)
        builds = [self._build(head) for head in self.heads]
        yield "nouns", _part(all(tag[:1] == "n" for tag in build) for build in builds)
        yield "noun_first", float(self._begin_with_one_noun(builds))
        yield "places", _part(build[0][:2] == "ns" for build in builds)
        yield "ends_in_verb", _part(build[-1][:1] == "v" for build in builds)
        yield "same_build", _part(one == other for one, other in pairwise(builds))
        yield "persons", _part(all(tag == "nr" for tag in build) for build in builds)
        yield "mixed_marks", float(self._is_partly_marked())
        yield "figures", _part(map(_has_figures, self.heads))
        yield "clauses_in_items", _part(map(_has_pause, self.heads))

    def _begin_with_one_noun(self, builds: list[list[str]]) -> bool:
        """Whether all items begin with the same character, and with a noun."""
        return bool(common_start(self.heads)) and all(build[0].startswith("n") for build in builds)

    def _is_partly_marked(self) -> bool:
        """Whether some items have a mark that counts them, and others none."""
        marked = sum(self.marks is not None and self.marks.match(head) is not None for head in self.heads)
        return 0 < marked < len(self.heads)

    def _together(self, found: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        """What only some features together tell."""
        stated = found["count_agrees"] or found["announced"] or found["headings"]
        changes = any(head.startswith(self.lexicons.get("change_verb", ())) for head in self.heads)
        are_tasks = found["verbs"] >= MOSTLY and not changes
        told = not stated and not are_tasks and all(map(self._is_a_figure, self.heads))
        yield "each_a_figure", float(told)
        yield "two_alone", float(len(self.heads) == 2 and not stated)

    def _is_a_figure(self, head: str) -> bool:
        """Whether an item gives a figure, and no word beside it says that it is aimed at."""
        beside = [head[max(0, figure.start() - BESIDE) : figure.end() + BESIDE] for figure in COUNTED.finditer(head)]
        bounds = self.lexicons.get("aim_bound", ())
        is_aim = TO_BE.search(head) is not None or any(word in near for near in beside for word in bounds)
        return bool(beside) and not is_aim

    def _sentence_of(self) -> Iterator[tuple[str, float]]:
        """The sentence that it begins in."""
        first = self.finding.items[0].head
        sentence = self.article.sentence_at(first)
        text = sentence.text if sentence else ""
        yield "figures_in_sentence", min(1.0, len(FIGURES.findall(text)) / MANY_FIGURES)

    def _build(self, head: str) -> list[str]:
        """The parts of speech of an item's words."""
        return list(map(part_of_speech, self.cut(head)))

    def _around(self) -> Iterator[tuple[str, float]]:
        """The words around the items."""
        yield "in_quotation_marks", float(self.before[-1:] in PAIRS and bool(self.before))
        yield "announced", float(self.before[-1:] in ANNOUNCES and bool(self.before))
        yield "count_agrees", float(self._counts())
        yield "whole_clauses", float(self.before[-1:] in CLAUSE_EDGES and self.behind[:1] in CLAUSE_EDGES)
        yield "ends_sentence", float(self.behind.lstrip("”")[:1] in "。！？")
        for lexicon in ("closing_member", "list_noun", "list_lead", "chain_end"):
            words = self.lexicons.get(lexicon, ())
            near = self.before if lexicon == "list_lead" else self.behind
            yield lexicon, float(any(word in near for word in words))
        yield "as_one", float(self.behind.startswith(self.lexicons.get("as_one", ())))
        yield "and_more", float(self.behind.startswith("等"))
        yield "figures_beside", float(_has_figures(self.before + self.behind))
        yield "several_beside", min(1.0, self.beside / 4)
        yield "joined", float(self._joined())
        yield "follows_of", float(self.behind.startswith("的"))

    def _counts(self) -> bool:
        """Whether the number of items is said next to them."""
        number = self.lexicons.get("how_many", ())[len(self.heads) - 1 : len(self.heads)]
        return bool(number) and (number[0] in self.before or number[0] in self.behind[:6])

    def _joined(self) -> bool:
        first, second = self.finding.items[-2].head, self.finding.items[-1].head
        if first.paragraph != second.paragraph:
            return False
        between = self.article.paragraphs[first.paragraph].text[first.end : second.start]
        return between in self.lexicons.get("joining", ())

    def _place(self) -> Iterator[tuple[str, float]]:
        """Where the items stand, and whether they stand elsewhere too."""
        paragraphs = {item.head.paragraph for item in self.finding.items}
        roles = {self.article.paragraphs[index].role for index in paragraphs}
        yield "headings", float(roles == {"heading"})
        yield "headed", float(self._is_headed())
        yield "others_between", self._others_between(paragraphs)
        yield "across_headings", float("heading" not in roles and self._has_heading_between(paragraphs))
        yield "one_sentence", float(self.in_sentence)
        yield "paragraphs", float(len(paragraphs) == len(self.heads))
        yield "recurs", float(self._recurs())
        yield "in_heading", float(self._is_in_heading())

    def _is_headed(self) -> bool:
        """Whether it begins behind the first sentence of its paragraph, and that is a short one."""
        first = self.finding.items[0].head
        sentences = self.article.paragraphs[first.paragraph].sentences
        begins = [sentence.start <= first.start < sentence.end for sentence in sentences[:2]]
        return begins == [False, True] and len(sentences[0].text) <= SHORT_SENTENCE

    def _others_between(self, paragraphs: set[int]) -> float:
        """How many of the paragraphs from the first to the last item, or of the sentences where all stand in one, hold
        none.
        """
        if len(paragraphs) == len(self.heads):
            return 1 - len(paragraphs) / (max(paragraphs) - min(paragraphs) + 1)
        starts = {self._sentence(item.head) for item in self.finding.items}
        if len(paragraphs) > 1:
            return 0.0
        sentences = self.article.paragraphs[min(paragraphs)].sentences
        return 1 - len(starts) / sum(min(starts) <= sentence.start <= max(starts) for sentence in sentences)

    def _has_heading_between(self, paragraphs: set[int]) -> bool:
        """Whether a heading stands between the first and the last of its paragraphs."""
        between = self.article.paragraphs[min(paragraphs) : max(paragraphs)]
        return any(paragraph.role == "heading" for paragraph in between)

    def _recurs(self) -> bool:
        """Whether another paragraph of the article has all items."""
        own = {item.head.paragraph for item in self.finding.items}
        return any(at not in own for at in paragraphs_with(self.article, self.heads))

    def _is_in_heading(self) -> bool:
        first = self.finding.items[0].head
        heading = self.article.title + self.article.heading_before(first.paragraph)
        return all(head in heading for head in self.heads)


def _part(held: Iterable[bool]) -> float:
    """Of how many something holds, from 0 to 1."""
    every = list(held)
    return sum(every) / len(every)


def _has_figures(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _deviation(lengths: list[int], usual: float) -> float:
    """How far `lengths` are from their mean, `usual`: the standard deviation."""
    return sqrt(fmean((length - usual) ** 2 for length in lengths))


def _has_pause(text: str) -> bool:
    return not PAUSES.isdisjoint(text)


def with_features(findings: list[Finding], article: Article, issue: Issue, rules: RuleSet, cut: Cut) -> list[Finding]:
    """`findings` of enumerations, each with its features."""
    beside = Counter(_sentence(finding, article) for finding in findings)
    featured = []
    for finding in findings:
        marks = rules.kinds[finding.kind].leaning
        listed = _Listed(finding, article, rules.lexicons, cut, beside[_sentence(finding, article)] - 1, marks)
        featured.append(replace(finding, features=listed.features()) if finding.items else finding)
    return featured


def _sentence(finding: Finding, article: Article) -> tuple[int, int]:
    """The paragraph and the beginning of the sentence that the finding begins in."""
    first = finding.spans[0]
    sentence = article.sentence_at(first)
    return first.paragraph, sentence.start if sentence else 0
