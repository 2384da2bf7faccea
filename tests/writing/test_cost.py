"""What writing costs: a sentence four times as long takes about four times as long, whatever it says."""

from __future__ import annotations

import pytest

from cards.records import Article, Fact, Span
from cards.rules.ruleset import RuleSet
from cards.writing.drafts import Draft
from cards.writing.retelling import IssueDrafts, retold, without_items_of_parts
from tests.cases import article_of, growth, notes_of

LINEAR = 8  # at most, on four times the size: quadratic time is 16


def test_one_figure_again_and_again_in_a_sentence(rules: RuleSet, cut) -> None:
    def build(times: int) -> None:
        notes_of(f"云岭工作综述\n截至2025年底，各县收入分别增长{'、'.join(['4.2%'] * times)}。\n", rules, cut)

    assert growth(build, 200) < LINEAR


@pytest.mark.bench
@pytest.mark.parametrize("form", ["sentence", "list", "item"])
def test_facts_of_many_articles_of_an_issue(form: str, rules: RuleSet) -> None:
    def tell(count: int) -> None:
        articles = [article_of(f"必须把第{at}个站点的水利摆在更加突出的位置。", number=at + 1) for at in range(count)]
        drafts = IssueDrafts()
        for article in articles:
            draft = draft_of(article, form, rules)
            drafts.add(drafts.key(draft, article), draft, article)
        retold(articles, drafts)
        without_items_of_parts(drafts)
        assert len(drafts.by_key) == count

    assert growth(tell, 300) < LINEAR


def draft_of(article: Article, form: str, rules: RuleSet) -> Draft:
    """A draft of an article that asks for its sentence, or a list that is its own, or an item of that."""
    text = article.paragraphs[0].text
    if form == "sentence":
        fact = Fact("sentence", text)
        return Draft(rules.kinds["key_sentence"], "key_sentence.test", fact, f"{{{{c1::{text}}}}}", (text,),
                     Span(0, 0, len(text)))
    items = (f"兴修第{article.number}处水利", f"疏通第{article.number}处河道", "管好各处站点")
    fact = Fact("list", items=items) if form == "list" else Fact("item", answer=items[0], items=items)
    return Draft(rules.kinds["measure"], "measure.test", fact, "", items[:1] if form == "item" else items,
                 Span(0, 0, len(text)), enumeration=items)
