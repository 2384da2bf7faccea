"""Documents as offices and websites make them: what is their title, text, headings, and what is only about them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cards.reading import read_bytes, read_text
from cards.records import Article, Issue
from cards.rules.ruleset import RuleSet
from tests.cases import cases

NAME = "云岭资料"
MARKS = {"body": "", "heading": "# ", "remark": "> ", "source": ">> "}
WATER = "云岭市把水源地保护作为头等大事，三年来新建湿地32处，群众喝上了放心水。"
ITEM = "本报青溪5月3日电 （记者江清）青溪县的水库开工了，能蓄水3亿立方米，沿江的农田都能浇上水。"


def shown(issue: Issue) -> Iterator[str]:
    """An issue as the fixture file has it: `## title | source | date`, and each paragraph behind the mark of its role.
    """
    for article in issue.articles:
        yield f"## {article.title} | {article.source or '-'} | {article.date or '-'}"
        for paragraph in article.paragraphs:
            yield MARKS[paragraph.role] + paragraph.text


@cases("documents.txt")
def test_documents(given: str, expected: str, rules: RuleSet) -> None:
    assert list(shown(read_text(given, NAME, rules))) == expected.splitlines()


def page_of(body: str, rules: RuleSet, title: str = "青溪县治水记-云岭网") -> Issue:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_bytes(page.encode(), NAME, rules, "page.html")


def data(article: Article) -> tuple[str, str, str]:
    return article.title, article.source, article.date


def test_a_digest_has_an_article_for_each_item(rules: RuleSet) -> None:
    items = "".join(f"<h4>{name}</h4><p>{ITEM}</p><p>PDF链接：https://paper.example/1.pdf</p>" for name in "甲乙丙")
    issue = page_of(f"<h1>云岭日报 20260503 报道摘要</h1><h2>云岭日报</h2><h3>01版：要闻</h3>{items}"
                    f"<h4>本版责编：江清</h4><h2>云岭日报海外版</h2><h4>丁</h4><p>{ITEM}</p>", rules, "")
    assert [data(article) for article in issue.articles] == [
        *((name, "云岭日报", "2026-05-03") for name in "甲乙丙"), ("丁", "云岭日报海外版", "2026-05-03")]
    assert [[each.text for each in article.paragraphs if each.role == "body"] for article in issue.articles] \
        == [[ITEM]] * 4


def test_a_day_of_a_news_programme_is_its_issue(rules: RuleSet) -> None:
    items = "".join(f"<h2>{name}</h2><p>{ITEM}</p>" for name in ("水库开工", "水渠通水", "湿地建成"))
    issue = page_of(f"<h1>2026年5月3日 新闻联播</h1>{items}", rules, "")
    assert (issue.publication, issue.number, issue.date) == ("新闻联播", "2026-05-03", "2026-05-03")
    assert [article.title for article in issue.articles] == ["水库开工", "水渠通水", "湿地建成"]


def test_one_article_with_headings_is_no_digest(rules: RuleSet) -> None:
    items = "".join(f"<h2>{name}</h2><p>{WATER}</p>" for name in ("水库开工", "水渠通水", "湿地建成"))
    assert [article.title for article in page_of(f"<h1>青溪县治水记</h1>{items}", rules).articles] == ["青溪县治水记"]


@pytest.mark.parametrize("furniture", [
    "<p>【打印】【关闭】</p>", "<p>扫一扫在手机打开当前页面</p>", "<p>关注云岭网</p>", "<p>Qzone</p>", "<p>+1</p>",
    "<p>现在位置： 首页 &gt;&gt; 东区新闻 &gt;&gt; 正文</p>", "<p>我们使用Cookie改善体验。</p>",
    "<p>【1】【2】【3】</p>",
    "<p>云岭日报客户端下载</p>", "<p>未 经 书 面 授 权 禁 止 使 用</p>"])
def test_what_a_page_shows_around_its_text_is_none(furniture: str, rules: RuleSet) -> None:
    [article] = page_of(f"<h1>青溪县治水记</h1><p>{WATER}</p>{furniture}<p>{WATER}</p>", rules).articles
    assert [each.text for each in article.paragraphs] == [WATER, WATER]


def test_what_is_left_out_is_told(rules: RuleSet) -> None:
    issue = page_of(f"<h1>青溪县治水记</h1><p>{WATER}</p><p>{WATER}</p><p>Qzone</p>", rules)
    assert any("left out: 1 (Qzone)" in str(doubt) for doubt in issue.doubts)


def test_links_behind_the_editors_name_are_no_text(rules: RuleSet) -> None:
    text = f"青溪县治水记\n{WATER}\n{WATER}\n{WATER}\n(责编：江清)\n何家村修好了水渠，村民都说好。【详细】"
    issue = read_text(text, NAME, rules)
    assert [each.text for each in issue.articles[0].paragraphs] == [WATER] * 3 + ["(责编：江清)"]
    assert any("behind the editor's name: 1" in str(doubt) for doubt in issue.doubts)


def test_a_bold_line_in_markdown_stands_over_its_text(rules: RuleSet) -> None:
    text = f"# 青溪县治水记\n\n{WATER}\n\n**背景概述**\n{WATER}\n\n**{WATER}** {WATER}\n"
    article = read_bytes(text.encode(), NAME, rules, "a.md").articles[0]
    assert [(each.role, each.text) for each in article.paragraphs] \
        == [("body", WATER), ("heading", "背景概述"), ("body", WATER), ("body", WATER + WATER)]


def test_a_source_that_only_names_a_figure_is_not_the_articles(rules: RuleSet) -> None:
    article = read_text(f"青溪县治水记\n{WATER}\n图1 蓄水量\n来源：云岭市水务局\n{WATER}\n", NAME, rules).articles[0]
    assert article.source == ""


def test_a_doubled_word_is_no_slip(rules: RuleSet) -> None:
    text = f"青溪县治水记\n要让群众有实实在在的获得感，扎扎实实把水治好。\n{WATER}\n"
    assert not any("doubled" in str(doubt) for doubt in read_text(text, NAME, rules).doubts)
