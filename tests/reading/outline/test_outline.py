"""The outline of an issue: cover, contents, articles with titles, sources and sections; nothing is lost unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import outlined, read_issue, read_text
from cards.reading.lines import Line, Source
from cards.records import Article, Issue, UserError
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE, cases, rules_as_shipped

COVER = """云岭市政策研究室

云岭学习参考

2026 年 第 5 期

云岭市委宣传部 编

2026 年 5 月 8 日

【水生态保护专辑】

"""
WATER = "云岭市把水源地保护作为头等大事。全市新建湿地32处。"
VILLAGE = "青溪县推进数字乡村建设，村民办事不出村。"


def issue_of(rules: RuleSet, contents: str, *body: str, cover: str = COVER) -> Issue:
    return read_text(f"{cover}目 录\n\n{contents}\n\n" + "\n".join(body) + "\n", "2026-05", rules)


def titles(issue: Issue) -> list[str]:
    return [article.title for article in issue.articles]


def texts(article: Article, role: str = "body") -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role == role]


def doubts(issue: Issue) -> list[str]:
    return [str(each) for each in issue.doubts]


def test_cover_says_what_the_issue_is(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1", "守护一江清水", WATER)
    assert (issue.publication, issue.number, issue.date, issue.publisher, issue.theme) == (
        "云岭学习参考", "2026-05", "2026-05-08", "云岭市委宣传部", "水生态保护专辑")


@pytest.mark.parametrize(("cover", "publication", "number"), [
    ("《云岭学习参考》2026年第12期\n", "云岭学习参考", "2026-12"),
    ("云岭学习参考\n2026年第5期（总第98期）\n", "云岭学习参考", "2026-05"),
    ("云岭学习参考 2026 年（第 5 期）\n2026.5.8\n", "云岭学习参考", "2026-05"),
], ids=["one line", "a running number", "brackets"])
def test_cover_in_other_forms(cover: str, publication: str, number: str, rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1", "守护一江清水", WATER, cover=cover)
    assert (issue.publication, issue.number) == (publication, number)


@pytest.mark.parametrize("contents", [
    "守护一江清水 建设美丽云岭\t1\n数字乡村的青溪实践\t3",
    "守护一江清水 建设美丽云岭……………1\n数字乡村的青溪实践……3",
    "守护一江清水 建设美丽云岭 ......... 1\n\n数字乡村的青溪实践 ... 3",
    "守护一江清水 建设美丽云岭    1\n数字乡村的青溪实践      3",
    "守护一江清水　建设美丽云岭\t1\n数字乡村的　青溪实践\t3",
    "守护一江清水建设美丽云岭\t1\n数字乡村的青溪 实践\t3",
    "守护一江清水，建设美丽云岭\t1\n“数字乡村”的青溪实践\t3",
    "守护一江清水\n建设美丽云岭\t1\n数字乡村的青溪实践\t3",
    "守护一江清水 建设美\n丽云岭……1\n数字乡村\n的青溪实践……3",
], ids=["tab", "leader", "spaced dots", "spaces", "wide spaces", "other spaces", "other punctuation", "wrapped",
        "wrapped with leader"])
@pytest.mark.parametrize("title", [
    "守护一江清水 建设美丽云岭", "守护一江清水　　建设美丽云岭", "守护一江清水\n建设美丽云岭",
    "守护一江\n清水\n建设美丽云岭",
], ids=["one line", "wide spaces", "two lines", "three lines"])
def test_articles_are_found_by_the_titles_of_the_contents(contents: str, title: str, rules: RuleSet) -> None:
    issue = issue_of(rules, contents, title, WATER, "数字乡村的青溪实践", VILLAGE)
    assert ["".join(each.split()) for each in titles(issue)] == ["守护一江清水建设美丽云岭", "数字乡村的青溪实践"]
    assert [texts(article) for article in issue.articles] == [[WATER], [VILLAGE]]


def test_contents_entry_without_an_article_is_reported(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1\n森林防火的三条经验\t2\n数字乡村的青溪实践\t3",
                     "守护一江清水", WATER, "数字乡村的青溪实践", VILLAGE)
    assert titles(issue) == ["守护一江清水", "数字乡村的青溪实践"]
    assert any("no article for the contents entry “森林防火的三条经验”" in each for each in doubts(issue))


def test_text_between_contents_and_first_article_is_reported(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1", "编者的话：本期聚焦水生态。", "守护一江清水", WATER)
    assert any("line" in each and "编者的话：本期聚焦水生态。" in each for each in doubts(issue))


def test_article_named_in_another_articles_text_is_found_at_its_own_title(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1\n数字乡村的青溪实践\t3", "守护一江清水", WATER,
                     "下一篇《数字乡村的青溪实践》介绍经验。", "数字乡村的青溪实践", VILLAGE)
    assert [texts(article) for article in issue.articles] \
        == [[WATER, "下一篇《数字乡村的青溪实践》介绍经验。"], [VILLAGE]]


def test_contents_without_page_numbers(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\n数字乡村的青溪实践", "守护一江清水", WATER, "数字乡村的青溪实践", VILLAGE)
    assert titles(issue) == ["守护一江清水", "数字乡村的青溪实践"]
    assert [texts(article) for article in issue.articles] == [[WATER], [VILLAGE]]


@pytest.mark.parametrize("contents", ["守护一江清水\t1", ""], ids=["an entry", "no entry"])
def test_contents_without_any_article_are_no_issue(contents: str, rules: RuleSet) -> None:
    with pytest.raises(UserError, match="no article with any text"):
        issue_of(rules, contents)


@pytest.mark.parametrize(("line", "source", "date"), [
    ("（来源：《云岭学刊》2026年第4期）", "《云岭学刊》2026年第4期", "2026"),
    ("（来源：云岭日报，2026-04-02）", "云岭日报，2026-04-02", "2026-04-02"),
    ("(来源: 云岭日报，2026年4月2日)", "云岭日报，2026年4月2日", "2026-04-02"),
    ("来源：云岭理论网", "云岭理论网", ""),
    ("（原载：《云岭学刊》2026年第4期）", "《云岭学刊》2026年第4期", "2026"),
], ids=["journal", "newspaper", "half width", "bare", "first printed in"])
@pytest.mark.parametrize("own_line", [True, False], ids=["on its own line", "at the end of the last paragraph"])
def test_source_line(line: str, source: str, date: str, own_line: bool, rules: RuleSet) -> None:
    if not own_line and not line.endswith(("）", ")")):
        return
    article = read_text(f"守护一江清水\n{VILLAGE}\n{WATER}{chr(10) * own_line}{line}\n", "x", rules).articles[0]
    assert (article.source, article.date) == (source, date)
    assert [s.text for p in article.paragraphs for s in p.sentences] \
        == [VILLAGE, "云岭市把水源地保护作为头等大事。", "全市新建湿地32处。"]


def test_article_without_a_source_is_reported(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1\n数字乡村的青溪实践\t3", "守护一江清水", WATER, "（来源：云岭日报）",
                     "数字乡村的青溪实践", VILLAGE)
    assert [each for each in doubts(issue) if "source" in each] == ["article 2: no source line"]


def test_remark_belongs_to_the_article_and_to_no_card(rules: RuleSet) -> None:
    remark = "※这是市长2026年3月2日在全市治水大会上讲话的主要部分，有32处删节。"
    article = read_text(f"守护一江清水\n{WATER}\n{remark}\n（来源：云岭日报）\n", "x", rules).articles[0]
    assert texts(article, "remark") == [remark]
    assert remark not in [sentence.text for paragraph in article.paragraphs for sentence in paragraph.sentences]
    assert article.source == "云岭日报"


def test_sections(rules: RuleSet) -> None:
    lines = ("守护一江清水", WATER, "一、过去一年的主要工作", VILLAGE, "（一）水源地保护", WATER, "为什么要治水？",
             VILLAGE)
    article = read_text("\n".join(lines), "x", rules).articles[0]
    assert texts(article, "heading") == ["一、过去一年的主要工作", "（一）水源地保护", "为什么要治水？"]
    assert [article.heading_before(each.index) for each in article.paragraphs if each.role == "body"] \
        == ["", "一、过去一年的主要工作", "（一）水源地保护", "为什么要治水？"]


def test_a_line_of_dots_is_no_heading(rules: RuleSet) -> None:
    article = read_text("\n".join(("守护一江清水", WATER, "…………", VILLAGE)), "x", rules).articles[0]
    assert texts(article, "heading") == []
    assert article.heading_before(len(article.paragraphs) - 1) == ""


def test_single_article_without_cover_is_an_issue_of_one_article(rules: RuleSet) -> None:
    issue = read_text(f"守护一江清水 建设美丽云岭\n{WATER}\n{VILLAGE}\n（来源：云岭日报，2026-04-02）\n", "治水", rules)
    assert titles(issue) == ["守护一江清水 建设美丽云岭"]
    assert texts(issue.articles[0]) == [WATER, VILLAGE]
    assert issue.date == "2026-04-02"


def test_single_article_with_a_cover_line(rules: RuleSet) -> None:
    issue = read_text(f"云岭学习参考 2026年第5期\n守护一江清水 建设美丽云岭\n{WATER}\n", "治水", rules)
    assert (issue.publication, issue.number) == ("云岭学习参考", "2026-05")
    assert titles(issue) == ["守护一江清水 建设美丽云岭"]


def test_bare_paragraphs_lose_nothing_to_a_title(rules: RuleSet) -> None:
    issue = read_text(f"{WATER}\n{VILLAGE}\n", "x", rules)
    assert [texts(article) for article in issue.articles] == [[WATER, VILLAGE]]


@pytest.mark.parametrize("before", ["", "云岭学习参考\n2026年第5期\n"], ids=["without a cover", "behind a cover"])
def test_sentences_before_the_first_heading_are_not_lost(before: str, rules: RuleSet) -> None:
    issue = read_text(f"{before}{WATER}\n{VILLAGE}\n一年来的主要成效\n村民说，水清了。\n", "x", rules)
    kept = [text for article in issue.articles for text in texts(article)]
    assert [text for text in (WATER, VILLAGE, "村民说，水清了。") if text not in kept] == []


def test_preface_before_the_contents_is_not_lost_unsaid(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护一江清水\t1", "守护一江清水", WATER, cover=f"{COVER}编者的话\n{VILLAGE}\n")
    kept = [*doubts(issue), *(text for article in issue.articles for text in texts(article))]
    assert any(VILLAGE in each for each in kept), kept


def test_markup_in_a_title_stays_text(rules: RuleSet) -> None:
    issue = issue_of(rules, "守护<b>一江</b>清水 {{c1::云岭}}\t1", "守护<b>一江</b>清水 {{c1::云岭}}", WATER)
    assert titles(issue) == ["守护<b>一江</b>清水 {{c1::云岭}}"]


LINES = [
    "目录", "守护一江清水\t1", "数字乡村的青溪实践……3", "守护一江清水", "数字乡村的青溪实践", "一年来的主要成效",
    "为什么要治水？", "（来源：云岭日报，2026-04-02）", "※这是讲话的主要部分。", "云岭学习参考", "2026年第5期",
    "2026年5月8日", "云岭市委宣传部编", "【水生态保护专辑】", "- 1 -", "第一，要治好水。", "——“把水治好。”"]
SHIPPED = rules_as_shipped()


@REPEATABLE
@given(lines=some.lists(some.one_of(some.sampled_from(LINES), some.just("")), min_size=1, max_size=14))
def test_no_sentence_is_lost_unsaid(lines: list[str]) -> None:
    """Wherever a line of text stands, it is in an article or named in a warning, or the source is refused."""
    lines = [line or f"村民{number}说，水清了。" for number, line in enumerate(lines)]
    try:
        issue = read_text("\n".join(lines), "x", SHIPPED)
    except UserError:
        return
    kept = "\n".join([*doubts(issue), *(text.text for article in issue.articles for text in article.paragraphs)])
    assert [line for line in lines if line.startswith("村民") and line not in kept] == []


def test_sample_issue(sample: Path, rules: RuleSet) -> None:
    issue = read_issue(sample, rules)
    assert (issue.publication, issue.number, issue.date, issue.publisher, issue.theme) == (
        "学习与实践参考", "2026-03", "2026-03-18", "宣传教育部 学习研究室", "技能人才队伍建设与产业强市 学习参考专辑")
    assert [(article.title, article.source, article.date) for article in issue.articles] == [
        ("云岭市委主要负责同志：全面加强技能人才队伍建设 夯实产业强市根基 汇聚创新发展力量",
         "《云岭学刊》2026年第2期", "2026"),
        ("为什么要把技能人才摆在这样突出的位置？", "云岭日报，2026-02-11", "2026-02-11"),
        ("在新起点上推动云岭高质量发展", "云岭日报，2026-03-06", "2026-03-06"),
        ("培育高素质技能大军 厚植产业强市新优势", "云岭理论网，2026-02-25", "2026-02-25")]


def test_sections_and_paragraphs_of_the_sample(sample: Path, rules: RuleSet) -> None:
    articles = read_issue(sample, rules).articles
    assert [texts(article, "heading") for article in articles] == [
        [], ["为什么技能人才如此要紧？", "怎样看待今天的家底？", "加强技能人才工作有哪些实招？"],
        ["一、过去一年主要工作", "二、“十四五”以来的主要变化"],
        ["一、把握发展大势，深刻认识技能人才的独特价值", "二、找准着力方向，加快构建现代技能人才体系",
         "三、强化系统观念，推动各项任务落地见效", "（一）拧紧责任链条", "（二）拓宽投入渠道", "（三）优化服务环境"]]
    assert [len(texts(article)) for article in articles] == [14, 28, 11, 11]
    assert [len(texts(article, "remark")) for article in articles] == [1, 0, 0, 0]
    unfinished = [text for article in articles for text in texts(article) if text[-1] not in "。！？”；：）"]
    assert unfinished == []
    said = doubts(read_issue(sample, rules))
    assert [doubt for doubt in said if "rejoined" not in doubt and "tidied" not in doubt] \
        == ["article 4, paragraph 7, line 178: doubled character: 要紧紧密结合企"]
    assert any(doubt.startswith("article 4: tidied: ") and "英文 and" in doubt for doubt in said)


@cases("outline.txt")
def test_articles_of_a_source(given: str, expected: str, rules: RuleSet) -> None:
    """`= ` is a title, `# ` a heading, `% ` a line that belongs to the article and to no card."""
    mark = {"heading": "# ", "remark": "% "}
    read = []
    for article in read_text(given + "\n", "x", rules).articles:
        read += [f"= {article.title}", *(mark.get(each.role, "") + each.text for each in article.paragraphs)]
    assert read == expected.splitlines()


def test_the_date_under_a_title_is_the_articles(rules: RuleSet) -> None:
    article = read_text(f"守护一江清水\n（2026年3月2日）\n{WATER}\n", "x", rules).articles[0]
    assert article.date == "2026-03-02"


def test_page_numbers_left_out_are_counted(rules: RuleSet) -> None:
    doubts = read_text(f"守护一江清水\n{WATER}\n- 1 -\n{VILLAGE}\n- 2 -\n（来源：云岭日报）\n", "x", rules).doubts
    assert [(str(doubt), doubt.mended) for doubt in doubts] == [("line 3: page numbers left out: 2", True)]


@pytest.mark.parametrize(("number", "page", "place"), [(3, None, "line 3"), (0, 9, "page 9"), (3, 9, "page 9, line 3")])
def test_every_doubt_names_its_place(number: int, page: int | None, place: str, rules: RuleSet) -> None:
    said = ("编者的话：本期聚焦水生态。", "目录", "守护一江清水\t1", "森林防火的三条经验\t5", "（本刊编辑部整理）",
            "守护一江清水", f"要紧紧密结合群众需求。{WATER}")
    source = Source(tuple(Line(text, number, page) for text in said))
    assert [str(doubt) for doubt in outlined(source, "x", rules, "x").doubts] == [
        f"{place}: no article for the contents entry “森林防火的三条经验”",
        f"{place}: text outside any article: （本刊编辑部整理）",
        f"{place}: text outside any article: 编者的话：本期聚焦水生态。",
        "article 1: no source line",
        f"article 1, paragraph 1, {place}: doubled character: 要紧紧密结合群"]
