"""What a pattern needs is never too much: a text without it is none that the pattern matches."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cards.rules.needs import SHORT, Needs, begins_loosely, needs_of
from cards.rules.pieces import FEW_WAYS, Pieces
from cards.rules.ruleset import RuleSet

LISTS = {"unit": ("万件", "件"), "place": ("云岭", "青溪", "12县")}
ATOMS = st.sampled_from([
    "增", "长了", "。", "7", r"\d", r"\p{Han}", ".", "[的之]", "[^，。]", r"[\d一二]", "[0-9%]", r"\.", r"\u4e00",
    r"\s", r"\L<unit>", r"(?P<place>\L<place>)", "^", "$", "(?=增)", "(?!长)", "(?<=的)", "(?<!了)", "(?:)",
    r"[\-之-乎]"])
COUNTS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,2}", "{1,3}?", "{,2}", "??", "+?", "*+"])
WAYS = st.sampled_from(["{}{}", "(?:{}|{})", "({})?{}", "(?>{}{})", "(?:{}|){}", "(?={}){}", "(?:{}{}){{2}}"])


@st.composite
def patterns(draw: st.DrawFn, depth: int = 3) -> str:
    """A pattern in the language of rules."""
    if depth == 0:
        atom = draw(ATOMS)
        return atom if atom[0] in "^$" or atom.startswith("(?") else atom + draw(COUNTS)
    return draw(WAYS).format(draw(patterns(depth - 1)), draw(patterns(depth - 1)))


TEXTS = st.lists(st.text("增长了的之12７%件万云岭青溪县一二。，x \n.-乎", max_size=14), min_size=5, max_size=20)


@given(patterns(), TEXTS)
def test_a_text_that_a_pattern_matches_has_what_it_needs(source, texts):
    words = {name: list(entries) for name, entries in LISTS.items()}
    compiled = regex.compile(source, regex.VERSION0, ignore_unused=True, **words)
    needs = needs_of(source, LISTS)
    for text in texts:
        for match in compiled.finditer(text):
            assert needs.met_by(text), (source, text)
            assert needs.met_at(text, match.start()), (source, text)


@pytest.mark.parametrize(("source", "lacks", "has"), [
    (r"增长(?:了)?\d+%", "增加了5%。", "增长了5%。"),
    ("不是.{2,9}，而是.{2,9}", "不是口号，是行动", "不是口号，而是行动"),
    (r"\d+\L<unit>", "共12项", "共12件"),
    ("(?=[从由]).{2}向", "用旧路向新路", "从旧向新"),
    (r"\d{4}年", "四年", "２０２６年"),
    ("[一二三四五六七八九十](?:个|条|项|件|大|种|类)", "一来二去有个办法", "提了六条办法"),
])
def test_a_text_without_what_a_pattern_needs_is_told_from_one_with_it(source, lacks, has):
    needs = needs_of(source, LISTS)
    assert (needs.met_by(lacks), needs.met_by(has)) == (False, True)


def test_a_match_begins_with_one_of_few_characters():
    needs = needs_of("(?:第[一二]|首先)，", {})
    assert [needs.met_at("第一，首先，", at) for at in range(7)] == [True, False, False, True, False, False, False]


@pytest.mark.parametrize(("source", "ways"), [
    ("增长", 1), ("增长|提高", 2), ("增长?", 2), ("增.{2,4}长.{2,4}", 9), (r"\L<unit>", 2), (".+增", SHORT),
    ("(?:.{2,3}){2}", 4), ("(?=.?增).?", 4)])
def test_in_how_many_ways_a_pattern_can_be_tried(source, ways):
    assert needs_of(source, LISTS).ways == ways


@pytest.mark.parametrize("source", ["(?:.+)+x", "(?:a|ab)*x", "(?:.?){60}x", r"(.)\1", "(?:(?:a|b)?x?){0,30}y"])
def test_a_pattern_that_may_be_tried_in_many_ways_is_guarded(source):
    assert needs_of(source, LISTS).ways > FEW_WAYS


@pytest.mark.parametrize("source", ["(?i)contents", r"(.)\1", "(?P<one>a)(?P=one)", "(a)?(?(1)b|c)", r"[[:alpha:]]x"])
def test_of_what_is_not_known_nothing_is_said(source):
    assert needs_of(source, {}) == Needs()


def test_a_text_seen_before_a_need_was_known_is_looked_at_again():
    text = "乡亲们讲起龘字"
    assert not needs_of("龘龘", {}).met_by(text)
    assert needs_of("起龘", {}).met_by(text)


@pytest.mark.parametrize(("source", "loosely"), [
    ("(?:约)?增长", True), ("约?增长", True), ("(?:约|超){0,2}增", True), ("增长(?:约)?", False), ("^增长", False),
    ("(?=增)增长", False), ("(?:约|超)增长", False)])
def test_whether_a_pattern_begins_with_what_may_be_missing(source, loosely):
    assert begins_loosely(source, {}) is loosely


def test_every_shipped_pattern_finds_in_its_examples_what_it_found_without_a_first_look(rules: RuleSet):
    texts = [example.text for rule in rules.every for example in rule.examples]
    for rule in rules.every:
        for pattern in rule.patterns:
            assert {text for text in texts if pattern.compiled.search(text)} == {
                text for text in texts if pattern.search(text)}, rule.id


def test_most_shipped_patterns_need_something(rules: RuleSet):
    patterns = [pattern for rule in rules.every for pattern in rule.patterns]
    assert sum(bool(pattern.needs.grams) for pattern in patterns) > 0.8 * len(patterns)


def test_a_pattern_of_pieces_needs_what_the_pieces_do():
    pattern = Pieces({"grows": "增长|提高"}, {"degree": ("大幅", "稳步")}).compile("{degree}{grows}")
    assert pattern.search("收入稳步提高") is not None
    assert not pattern.needs.met_by("收入稳步下降")
