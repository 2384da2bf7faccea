"""What the closed kinds of match find: `match`, `list` and `split` with each of their options."""

from __future__ import annotations

from pathlib import Path

from cards.records import Article
from cards.rules.loading import load_rules
from cards.rules.match import Match
from tests.cases import article_of, cases

LEXICONS = {"mark": "甲乙丙丁", "half_said": ("围绕", "在…方面"), "ought": "要", "condition": ("如果", "…是")}
HEAD = "rules:\n  - name: one\n    title: 一\n"


@cases("kinds.txt")
def test_kind_finds(given: str, expected: str, tmp_path: Path) -> None:
    """`given` is a rule, a line `---` and an article; `expected` is a line for each finding, its parts in order."""
    options, text = given.split("\n---\n")
    (tmp_path / "lexicon").mkdir()
    for lexicon, words in LEXICONS.items():
        (tmp_path / "lexicon" / f"{lexicon}.txt").write_text("\n".join(words), encoding="utf-8")
    indented = "".join(f"    {line}\n" for line in options.splitlines())
    (tmp_path / "case.yaml").write_text(HEAD + indented, encoding="utf-8")
    [rule] = load_rules(base=tmp_path).rules
    article = article_of(text)
    assert [_parts(match, article) for match in rule.find(article)] == expected.splitlines()


def _parts(match: Match, article: Article) -> str:
    places = match.spans or [item.head for item in match.items]
    return " | ".join(place.of(article) for place in places)
