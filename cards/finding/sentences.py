"""Sentences worth knowing: every sentence that a rule of a selecting kind points at, or the part of a long one that is
a statement by itself, with what speaks for it and against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.evidence import Cut, Evidence
from cards.finding.fitting import Fitting, Placed, sure, unsure
from cards.finding.phrases import IDIOM, IN_QUOTES, LOOSE, MEMBERS, OBJECT, PAIR, PARALLEL, telling_phrases
from cards.finding.weighing import weighed
from cards.records import Article, Finding, Issue, Paragraph, Span
from cards.rules.contract import Selection
from cards.rules.ruleset import Kind, RuleSet
from cards.rules.weights import Weights
from cards.text.any_of import any_of
from cards.text.sentences import PAUSES, STOPS, clauses_of

SHORT, LONG = 18, 90  # characters
MIDDLE = range(25, 76)
LEAD_IN = 20  # a first sentence so short only leads in what follows
OPENING, CLOSING = 0.1, 0.92  # the first tenth of an article, its end
QUOTED, HALF_QUOTED = 0.6, 0.2  # so much of it stands in another article
LEAST_PART = 8
NEARLY = 0.6  # of the length that a part should have: a shorter one is rather cut there than be too long
ALIKE = 2  # so many pairs of neighbouring clauses that begin or end alike make a parallel
FIGURE = re.compile(r"\d+(?:\.\d+)?")
FRAMED, TO_ASK, NOTHING = "framed_blank", "figure_to_ask", "no_blank"
QUOTE = "“"
PARTS, TWO = "、", 2
LIKE_END = 3  # characters (为主体)
ENDS = PAUSES + STOPS + "。！？”"
ROUNDED = 0.001  # more than rounding makes of a worth
WAYS_TO_ASK = {
    FRAMED: "a frame has something to hide",
    TO_ASK: "no frame has, but there is a figure",
    IN_QUOTES: "no frame has, but a phrase stands in quotation marks",
    PARALLEL: "no frame has, but a clause is built like the one before",
    MEMBERS: "no frame has, but there is a series of members of one length",
    IDIOM: "no frame has, but an idiom of four characters",
    PAIR: "no frame has, but two phrases of four characters stand side by side",
    LOOSE: "there is nothing to hide but the thing that ends a clause",
    OBJECT: "there is nothing to hide but what a verb acts on, at the end of a clause",
    NOTHING: "there is nothing to hide",
}
MEANINGS = {
    "wording": "the sum of what its words tell (lexicon telling_word)",
    "title_words": "words of the title, up to three",
    "heading_words": "words of headings, up to three",
    "central": "how far its words are the article's own",
    "length": "sixtieths of its characters, up to two",
    "short": f"fewer than {SHORT} characters",
    "middle_length": f"{MIDDLE.start} to {MIDDLE.stop - 1} characters",
    "long": f"more than {LONG} characters",
    "part": "a part of a long sentence",
    "clauses": "quarters of its clauses, up to two",
    "series": "quarters of its marks 、, up to two",
    "executing_share": "0 to 1: how many clauses say what is to be done (lexicon executing_verb)",
    "alike_clauses": "neighbouring clauses begin or end alike",
    "equal_clauses": "neighbouring clauses are of one length",
    "figures": "has a figure",
    "many_figures": "has three figures or more",
    "quotation": "quotes something",
    "begins_quoted": "begins with a quotation",
    "question": "asks",
    "exclamation": "calls out",
    "first_of_paragraph": "opens its paragraph",
    "second_of_paragraph": "the second of its paragraph",
    "last_of_paragraph": "ends its paragraph",
    "whole_paragraph": "is all of its paragraph",
    "under_heading": "the first behind a heading",
    "leads_in": "opens its paragraph in few words",
    "behind_lead_in": "stands behind such an opening",
    "opening": "in the first tenth of the article",
    "closing": "at the end of the article",
    "last_paragraph": "in the last paragraph",
    "quoted": "another article of the issue has it too",
    "half_quoted": "another article of the issue has part of it",
    **WAYS_TO_ASK,
}


def featured(findings: list[Finding], article: Article, issue: Issue, rules: RuleSet, cut: Cut, thorough: bool = True,
             ) -> list[Finding]:
    """One finding for each sentence in which there are `findings`, all of one selecting kind, or for each part of a
    long one: with its features; `found` are those of `findings` that are in it. Findings of another kind stay as they
    are. Unless it is `thorough`, how a card can ask is not looked for where that could not make the sentence worth one.
    """
    selection = rules.kinds[findings[0].kind].selection
    if selection is None:
        return findings
    by_sentence: dict[Span, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sentence[finding.sentence].append(finding)
    values = rules.values.get(selection.wording.name, {}) if selection.wording else {}
    weighing = _Weighing(article, Evidence.of(article, issue, cut), values, selection, thorough)
    weights = rules.weights.get(findings[0].kind)
    return [weighing.candidate(part, sentence, together, weights)
            for sentence, together in by_sentence.items()
            for part in parts_of(sentence, article, rules.kinds[findings[0].kind])]


class _Weighing(Struct, frozen=True):
    """What candidates of an article are held against; `values` are what words tell; `thorough` as in `featured`."""

    article: Article
    evidence: Evidence
    values: Mapping[str, float]
    selection: Selection
    thorough: bool

    def candidate(self, part: Span, sentence: Span, together: list[Finding], weights: Weights | None) -> Finding:
        """The finding for `part` of `sentence`, in which there are findings `together`."""
        found = tuple(finding for finding in together if _is_in(finding, part))
        by_rule = {finding.rule: finding.weight for finding in found}
        best = max(found or together, key=lambda finding: finding.weight)
        words = self.evidence.words_of(part)
        features = {**dict.fromkeys(by_rule, 1.0), **self.features(part, sentence, words)}
        finding = replace(best, context=part, sentence=sentence, found=found, weight=_weight(by_rule, weights),
                          features=features)
        if not self.thorough and _is_hopeless(finding, weights):
            return finding
        return replace(finding, features={**features, self._way_to_ask(part, found, words): 1.0})

    def _way_to_ask(self, part: Span, found: tuple[Finding, ...], words: list[Placed]) -> str:
        """The feature that says how well a card of `part`, which has these words, can ask."""
        fitting = Fitting.of(self.selection, words, self.article.title, part.paragraph)
        if fitting.fit(sure(found)):
            return FRAMED
        if FIGURE.search(part.of(self.article)):
            return TO_ASK
        phrases = telling_phrases(fitting, self.values)
        if phrases:
            return phrases[0].way
        return FRAMED if fitting.fit(unsure(found)) else NOTHING

    def features(self, part: Span, sentence: Span, placed: list[Placed]) -> dict[str, float]:
        """What speaks for `part` of `sentence`, whose words are `placed`, and against it: 1.0 where it holds, or how
        far it does.
        """
        text = part.of(self.article)
        words = {word for word, _ in placed}
        paragraph = self.article.paragraphs[part.paragraph]
        graded = {
            "wording": round(sum(self.values.get(word, 0.0) for word in words), 3),
            "title_words": _share(words & self.evidence.title),
            "heading_words": _share(words & self.evidence.headings),
            "central": round(self.evidence.centrality(words), 3),
            "executing_share": _executing(text, self.selection.no_parallel, self.selection.calling),
            **_build(text)}
        held = {
            **_length(text),
            "part": part.end < sentence.end or part.start - sentence.start >= LEAST_PART,
            **self._standing(part, sentence, paragraph),
            **self._told_elsewhere(part)}
        return {name: float(value) for name, value in (graded | held).items() if value}

    def _standing(self, part: Span, sentence: Span, paragraph: Paragraph) -> dict[str, bool]:
        """Where in its paragraph and article it stands."""
        sentences = paragraph.sentences
        number = next((at for at, other in enumerate(sentences) if other.start == sentence.start), 0)
        place = self.evidence.place(part)
        first, several = number == 0, len(sentences) > 1
        return {
            "first_of_paragraph": first, "second_of_paragraph": number == 1,
            "last_of_paragraph": several and number == len(sentences) - 1, "whole_paragraph": not several,
            "under_heading": first and self._is_heading(part.paragraph - 1),
            "leads_in": first and several and sentence.end - sentence.start <= LEAD_IN,
            "behind_lead_in": number == 1 and len(sentences[0].text) <= LEAD_IN,
            "opening": place < OPENING, "closing": place > CLOSING,
            "last_paragraph": part.paragraph == len(self.article.paragraphs) - 1}

    def _is_heading(self, index: int) -> bool:
        return index >= 0 and self.article.paragraphs[index].role == "heading"

    def _told_elsewhere(self, part: Span) -> dict[str, bool]:
        share = self.evidence.share_elsewhere(part)
        return {"quoted": share >= QUOTED, "half_quoted": HALF_QUOTED <= share < QUOTED}


def _weight(by_rule: Mapping[str, float], weights: Weights | None) -> float:
    """The weight of a sentence with the rules that match in it: where nothing weighs its features the sum of theirs,
    else the greatest of those that `weights` do not name.
    """
    if weights is None:
        return sum(by_rule.values())
    return max((weight for rule, weight in by_rule.items() if rule not in weights.features), key=abs, default=0.0)


def _is_hopeless(finding: Finding, weights: Weights | None) -> bool:
    """Whether a finding is worth too little for a card, in whatever way it can be asked."""
    if weights is None:
        return False
    most = max(0.0, *map(weights.of, WAYS_TO_ASK))
    return weighed(finding, weights).worth + most + ROUNDED < weights.least


def _is_in(finding: Finding, part: Span) -> bool:
    """Whether what `finding` would hide, or the better half of it, is in `part`."""
    first = finding.blanks[0].span
    return min(first.end, part.end) - max(first.start, part.start) >= (first.end - first.start) / 2


def _share(shared: set[str]) -> float:
    """How many words of three are shared."""
    return round(min(len(shared), 3) / 3, 2)


def _executing(text: str, verbs: Collection[str], calling: Collection[str]) -> float:
    """How many of the clauses of `text` begin with one of `verbs`, or with words that are `calling` for it (要加强…),
    from 0 to 1.
    """
    calls = _calls(frozenset(calling))
    clauses = [calls.sub("", text[start:end]) for start, end in clauses_of(text)]
    beginnings = tuple(verbs)
    return round(sum(clause.startswith(beginnings) for clause in clauses) / max(1, len(clauses)), 2)


@cache
def _calls(words: frozenset[str]) -> re.Pattern[str]:
    """Any of `words`, again and again, at the beginning."""
    return re.compile(f"^(?:{any_of(sorted(words)).pattern})+")


def _length(text: str) -> dict[str, bool]:
    return {"short": len(text) < SHORT, "middle_length": len(text) in MIDDLE, "long": len(text) > LONG}


def _build(text: str) -> dict[str, float]:
    """How a sentence is built: its clauses, series, figures and quotations."""
    clauses = [text[start:end].rstrip(ENDS) for start, end in clauses_of(text)]
    clauses = [clause for clause in clauses if clause]
    pairs = list(pairwise(clauses))
    figures = len(FIGURE.findall(text))
    return {
        "length": round(min(len(text), 120) / 60, 2),
        "clauses": min(len(clauses), 8) / 4,
        "series": min(text.count("、"), 8) / 4,
        "alike_clauses": sum(one[0] == other[0] or one[-1] == other[-1] for one, other in pairs) >= ALIKE,
        "equal_clauses": any(len(one) == len(other) > 3 for one, other in pairs),
        "figures": figures > 0, "many_figures": figures > 2,
        "quotation": QUOTE in text, "begins_quoted": text.startswith(QUOTE),
        "question": text.endswith("？"), "exclamation": text.endswith("！")}


def parts_of(sentence: Span, article: Article, kind: Kind) -> list[Span]:
    """`sentence` without its opening, or, of one with more characters than may be shown, the parts between semicolons,
    those that are still too long in so many groups of clauses, about equal, as are needed. No group that can be
    helped ends where the clause behind it goes on with it.
    """
    selection = kind.selection
    assert selection is not None
    opening = selection.opening.match(sentence.of(article)) if selection.opening else None
    if opening and opening.end() < sentence.end - sentence.start:
        sentence = replace(sentence, start=sentence.start + opening.end())
    text, longest = sentence.of(article), selection.longest
    if len(text) <= longest:
        return [sentence]
    shown = [(start, start + len(text[start:end].rstrip(PAUSES + STOPS))) for start, end in _parts(text, kind, longest)]
    return [Span(sentence.paragraph, sentence.start + start, sentence.start + end)
            for start, end in shown if end - start >= LEAST_PART]


def _parts(text: str, kind: Kind, longest: int) -> list[tuple[int, int]]:
    """The parts of `text`, with the marks that end them."""
    clauses = clauses_of(text)
    ends = [end for (start, end), (following, _) in pairwise(clauses)
            if not goes_on(text, start, following, kind)]
    parts = [part for stretch in _stretches(text, clauses) for part in _groups(stretch, ends, longest)]
    every = [end for _, end in clauses]
    return [shorter for part in parts
            for shorter in (_groups(part, every, longest) if part[1] - part[0] > longest else [part])]


def goes_on(text: str, start: int, following: int, kind: Kind) -> bool:
    """Whether the clause of `text` from `start` on is nothing without the one that begins at `following`, or goes on
    there in pairs of one length (坚持保护优先、绿色发展，治建并举、统筹推进，…).
    """
    leads = kind.leads_into is not None and kind.leads_into.match(text, start) is not None
    completed = kind.completed_by is not None and kind.completed_by.match(text, following) is not None
    return leads or completed or _goes_on_in_pairs(text[start:following], text[following:])


def _goes_on_in_pairs(clause: str, behind: str) -> bool:
    """Whether `clause` ends, and what is `behind` it begins, with two members of one length each, or both with two of
    which the first ends alike (林场为主体、…，按劳分配为主体、…).
    """
    members = clause.rstrip(PAUSES).split(PARTS)
    pair = re.split(f"[{PAUSES}{STOPS}]", behind, maxsplit=1)[0].split(PARTS)
    if not len(members) == len(pair) == TWO:
        return False
    return {len(members[-1])} == set(map(len, pair)) or members[0][-LIKE_END:] == pair[0][-LIKE_END:]


def _stretches(text: str, clauses: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What stands between the semicolons of `text`."""
    ends = [end for _, end in clauses if text[end - 1] in STOPS and end < len(text)]
    return list(pairwise([0, *ends, len(text)]))


def _groups(stretch: tuple[int, int], ends: Sequence[int], longest: int) -> Iterator[tuple[int, int]]:
    """`stretch` in groups of clauses that end at `ends`, about equal and most of them no longer than `longest`."""
    start, last = stretch
    least = (last - start) / -(-(last - start) // longest) * 0.9
    before = start
    for end in ends:
        if not start < end < last or last - end < LEAST_PART * 2:
            continue
        if end - start > longest and before - start >= least * NEARLY:
            yield start, before
            start = before
        if end - start >= least:
            yield start, end
            start = end
        before = end
    yield start, last
