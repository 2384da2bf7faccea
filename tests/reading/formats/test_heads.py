"""Running heads, feet and page numbers of a paged plain text are left out and told; nothing else is."""

from __future__ import annotations

from cards.reading import read_text
from cards.rules.ruleset import RuleSet
from tests.cases import cases


@cases("heads.txt")
def test_paragraphs_without_heads(given: str, expected: str, rules: RuleSet) -> None:
    article = read_text(given.replace("= ", "").replace("<page>", "\f"), "2026-05", rules).articles[0]
    mark = {"heading": "# "}
    assert article.title == "守护一江清水"
    assert [mark.get(each.role, "") + each.text for each in article.paragraphs] == expected.splitlines()


def test_what_was_left_out_is_told_with_its_first_place(rules: RuleSet) -> None:
    page = "江水清了。\n云岭学刊\n- {} -\n\f"
    text = "守护一江清水\n" + "".join(page.format(number) for number in (1, 2, 3)) + "鱼也多了。"
    issue = read_text(text, "2026-05", rules)
    assert [str(doubt) for doubt in issue.doubts if doubt.mended] == [
        "line 3: left out as a running head: 云岭学刊 ×3", "line 4: page numbers left out: 3"]
    assert [each.page for each in issue.articles[0].paragraphs] == [1, 2, 3, 4]


def test_a_title_at_the_head_of_its_pages_stays_where_the_article_begins(rules: RuleSet) -> None:
    text = ("目录\n守护一江清水\t1\n数字乡村的青溪实践\t4\n\f守护一江清水\n江水清了。\n\f守护一江清水\n鱼也多了。\n"
            "\f守护一江清水\n山也青了。\n\f数字乡村的青溪实践\n村民办事不出村。\n\f数字乡村的青溪实践\n路通了。\n"
            "\f数字乡村的青溪实践\n灯亮了。")
    issue = read_text(text, "2026-05", rules)
    assert [[each.text for each in article.paragraphs] for article in issue.articles] == [
        ["江水清了。", "鱼也多了。", "山也青了。"], ["村民办事不出村。", "路通了。", "灯亮了。"]]
