"""Which sentences compete for a card, with which features, and what a card hides of one that is built like no frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from cards.anki.cloze import answers
from cards.finding.find import candidates, find_all
from cards.finding.sentences import WAYS_TO_ASK, parts_of
from cards.records import KEPT, Article, Blank, Finding, Found, Issue, Span
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.text.words import word_cutter
from cards.writing.compose import compose
from cards.writing.shown import in_one_breath
from tests.cases import article_of, rules_as_shipped

RULES = """
kind: key_sentence
label: 金句
leaning: 这
select: {longest: 60, least: -9, tail: 200, readable: 4, weak: skipped, links: skipped, wording: telling,
         opening: '答：', no_cue: '从'}
rules:
  - {name: any, title: 每一句, match: '^.+$', weight: 0}
  - {name: contrast, title: 不是X，而是Y, frame: '不是[]，…而是[]', weight: 3}
  - {name: told, title: 说的是什么, match: '(?<!不|而)(?:是|连着)(?P<hide>[^，。]{4,})', weight: 1}
  - {name: aside, title: 举例, match: '^例如', weight: 0}
"""
WEIGHTS = """
key_sentence:
  budget: {core: 3, all: %s}
  least: %s
  weights: {base: 0, wording: 1, first_of_paragraph: 0.5, key_sentence.contrast: 2, key_sentence.aside: -2}
"""
Cut = Callable[[str], list[str]]


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., RuleSet]:
    """Loads the rules above, with a budget of so many cards per 1,000 characters and a least worth."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "skipped.txt").write_text("的\n是\n", encoding="utf-8")
    (tmp_path / "lexicon" / "telling.txt").write_text("根本 = 1.5\n关键 = 1\n茶树 = -1\n", encoding="utf-8")
    (tmp_path / "key_sentence.yaml").write_text(RULES, encoding="utf-8")

    def loaded(budget: float = 100, least: float = -9) -> RuleSet:
        (tmp_path / "weights.yaml").write_text(WEIGHTS % (budget, least), encoding="utf-8")
        return load_rules(base=tmp_path)

    return loaded


@pytest.fixture(scope="module")
def cut() -> Cut:
    return word_cutter(())


def issue_of(*articles: Article) -> Issue:
    return Issue("云岭学习参考", "2026-05", "", articles)


def proposed(text: str, rules: RuleSet, cut: Cut) -> list[Finding]:
    article = article_of(text)
    return [fate.finding for fate in candidates(article, issue_of(article), rules, cut, {})]


def kept(text: str, rules: RuleSet, cut: Cut, title: str = "云岭见闻") -> list[str]:
    article = article_of(text, title=title)
    return [finding.context.of(article) for finding in find_all(issue_of(article), rules, cut)[0][1].findings]


def asked(text: str, rules: RuleSet, cut: Cut) -> list[str]:
    article = article_of(text)
    drafts = compose(article, find_all(issue_of(article), rules, cut)[0][1].findings, rules, cut)
    return [answer for draft in drafts for of_number in answers(draft.text).values() for answer in of_number]


def test_every_sentence_is_one_candidate_with_the_rules_that_match_as_features(load, cut: Cut) -> None:
    found = proposed("茶园不是摆设，而是全镇的饭碗。例如云岭镇的茶园。", load(), cut)
    rules = [{name for name in finding.features if "." in name} for finding in found]
    assert rules == [{"key_sentence.any", "key_sentence.contrast"}, {"key_sentence.any", "key_sentence.aside"}]


def test_words_tell_what_a_sentence_is_worth(load, cut: Cut) -> None:
    found = proposed("让茶农富起来是办好合作社的根本。\n山里的茶树都换了新苗。", load(), cut)
    assert [finding.features.get("wording") for finding in found] == [1.5, -1.0]
    told = kept("山里的茶树都换了新苗。让茶农富起来是办好合作社的根本。", load(budget=1), cut)
    assert told == ["让茶农富起来是办好合作社的根本。"]


def test_a_build_drops_hopeless_sentences_early_and_no_others(cut: Cut) -> None:
    """Only whoever asks to be told everything learns how each of them could have been asked."""
    article = article_of("茶园连着千家万户。青溪的根本出路在于改革。总的来看，镇上开了三次会。"
                         "办好合作社不是一时之计，而是长久之策。")
    rules = rules_as_shipped()
    thorough, quick = (find_all(issue_of(article), rules, cut, thorough)[0][1] for thorough in (True, False))
    assert quick.findings == thorough.findings != ()
    assert [(fate.outcome, fate.finding.spans) for fate in quick.fates] == [
        (fate.outcome, fate.finding.spans) for fate in thorough.fates]

    def known(found: Found) -> list[bool]:
        weighed = [fate.finding for fate in found.fates if fate.outcome in (KEPT, "worth") and not fate.finding.items]
        return [not WAYS_TO_ASK.keys().isdisjoint(finding.features) for finding in weighed]

    assert all(known(thorough))
    assert not all(known(quick))


def test_where_a_sentence_stands_is_a_feature(load, cut: Cut) -> None:
    first, second, last = proposed("# 办好合作社\n茶园连着千家万户。山下建起新的茶厂。茶农笑了。", load(), cut)
    assert {"first_of_paragraph", "under_heading", "leads_in"} <= first.features.keys()
    assert {"second_of_paragraph", "behind_lead_in"} <= second.features.keys()
    assert "last_of_paragraph" in last.features
    assert "first_of_paragraph" not in last.features


def test_what_another_article_says_too_is_quoted(load, cut: Cut) -> None:
    told = "茶园连着千家万户的饭碗。"
    articles = article_of(told), article_of(f"总结会上说：{told}", number=2)
    fates = candidates(articles[0], issue_of(*articles), load(), cut, {})
    assert [fate.finding.features.get("quoted") for fate in fates] == [1.0]


def test_long_sentence_competes_with_its_parts_and_one_of_them_makes_a_card(load, cut: Cut) -> None:
    text = ("全镇上下把茶园管护摆在突出位置，新修灌渠十二公里，改良土壤三千亩；"
            "办好合作社不是一时之计，而是长久之策，关键是让茶农说了算，根本是让茶农得实惠。")
    parts = proposed(text, load(), cut)
    assert [finding.features["part"] for finding in parts] == [1.0, 1.0]
    assert len({finding.sentence for finding in parts}) == 1
    [shown] = kept(text, load(), cut)
    assert shown.startswith("办好合作社不是")


def test_no_part_of_a_sentence_ends_where_the_next_clause_goes_on_with_it(shipped: RuleSet, cut: Cut) -> None:
    kind = shipped.kinds["key_sentence"]
    article = article_of(
        "办好职业教育、让更多青年学到真本领，需要各县各校和园区企业一年接着一年干下去，需要全社会都来关心和参与，"
        "坚持把课堂搬进车间、把论文写在产线上的办学路子，既是青溪产业升级多年积累下来的宝贵经验，"
        "也是山区青年走出大山、成长成才的必然选择，更是全市上下共同的期盼。")
    paragraph = article.paragraphs[0]
    [first, second] = parts_of(Span(0, 0, len(paragraph.text)), article, kind)
    assert first.of(article).endswith("办学路子")
    assert second.of(article).startswith("既是青溪")


def test_no_part_of_a_sentence_ends_among_pairs_of_one_length(shipped: RuleSet, cut: Cut) -> None:
    article = article_of(
        "办好职业教育，让山里的青年都学到一门真本领，是全县各族群众多年来的热切期盼，全县上下要坚持育人为本、产教融合，"
        "因地制宜、量力而行，突出重点、循序渐进，把课堂搬进车间，把论文写在产线上，把成果送到农户家，一年接着一年干下去。")
    paragraph = article.paragraphs[0]
    parts = parts_of(Span(0, 0, len(paragraph.text)), article, shipped.kinds["key_sentence"])
    assert not any(part.of(article).endswith(("产教融合", "量力而行")) for part in parts)


def test_no_part_of_a_sentence_ends_before_what_it_is_said_for(shipped: RuleSet) -> None:
    text = ("护林是关系全县人民长远利益的大事，有关护林的重大决策和重大措施，必须由县里通盘考虑，各乡各村和各个林场都"
            "应当在遵守县里统一部署和政策的前提下，充分发挥自己的主动性和积极性，因地制宜地进行护林和治水的探索，一年接着一年干下去。")
    parts = parts_of(Span(0, 0, len(text)), article_of(text), shipped.kinds["key_sentence"])
    assert not any(part.of(article_of(text)).endswith("前提下") for part in parts)


def test_a_long_sentence_is_shown_with_what_it_says_at_its_end(shipped: RuleSet) -> None:
    text = ("县里印发的条例以山区的实际为依据，以护林增收为根本遵循，把全县各族群众多年来护林治水的好经验好做法写了"
            "进去，认真落实全县护林大会提出的总要求和山区的护林路线，是护林员选拔工作的基本遵循。")
    kind = shipped.kinds["key_sentence"]
    assert kind.selection is not None
    blank = Blank(Span(0, text.index("护林路线"), text.index("护林路线") + 4))
    assert in_one_breath(Span(0, 0, len(text)), text, (blank,), kind, kind.selection).end == len(text)


def test_later_part_of_a_sentence_has_its_opening_as_cue(load, cut: Cut) -> None:
    text = ("云岭镇的茶叶合作社，新修灌渠十二公里，改良土壤三千亩，添了一批采茶的机器；"
            "不是坐等客商上门，而是主动走出大山找销路，一年到头都有订单。")
    article = article_of(text)
    [finding] = find_all(issue_of(article), load(), cut)[0][1].findings
    assert finding.cue == "云岭镇的茶叶合作社"


def test_what_a_sentence_is_not_about_is_no_cue(load, cut: Cut) -> None:
    text = ("从镇里的实际出发，新修灌渠十二公里，改良土壤三千亩，添了一批采茶的机器；"
            "不是坐等客商上门，而是主动走出大山找销路，一年到头都有订单。")
    article = article_of(text)
    [finding] = find_all(issue_of(article), load(), cut)[0][1].findings
    assert finding.cue == ""


def test_who_answers_is_no_part_of_what_is_said(load, cut: Cut) -> None:
    assert kept("答：茶园连着千家万户的饭碗。", load(), cut) == ["茶园连着千家万户的饭碗。"]


def test_sentence_that_leans_on_nothing_makes_no_card(load, cut: Cut) -> None:
    leaning = "这是全镇上下办好合作社的根本，人人都懂。"
    assert kept(leaning, load(), cut) == []
    assert leaning in kept(f"茶农说了算。{leaning}", load(), cut)


def test_sentence_that_is_worth_too_little_makes_no_card(load, cut: Cut) -> None:
    assert kept("例如云岭镇的老茶园今年换了新苗。", load(least=-1), cut) == []


def test_of_a_sentence_without_frame_a_quoted_phrase_is_hidden_first(load, cut: Cut) -> None:
    assert asked("全镇上下推行“茶农说了算”的办法，山上山下都添了新绿。", load(), cut) == ["茶农说了算"]


def test_of_a_sentence_without_frame_the_end_of_the_clause_that_tells_most_is_hidden(load, cut: Cut) -> None:
    assert asked("山上山下都添了新绿，合作社守住了富民的根本办法，老人孩子都高兴。", load(), cut) == ["根本办法"]


def test_of_a_clause_built_like_the_one_before_what_is_its_own_is_hidden(load, cut: Cut) -> None:
    assert asked("全镇上下一条心，让老人有饭吃，让孩子有学上。", load(), cut) == ["孩子有学上"]


def test_how_well_a_sentence_can_be_asked_is_a_feature(load, cut: Cut) -> None:
    found = proposed("茶园不是摆设，而是全镇的饭碗。\n全镇推行“茶农说了算”的办法。\n天晴了。", load(), cut)
    ways = {"framed_blank", "quoted_phrase", "no_blank"}
    assert [ways & finding.features.keys() for finding in found] == [{"framed_blank"}, {"quoted_phrase"}, {"no_blank"}]


def test_of_a_series_of_equal_length_without_frame_the_last_member_is_hidden(load, cut: Cut) -> None:
    assert asked("全镇上下让孩子看得见山、望得见水、记得住家。", load(), cut) == ["记得住家"]


def test_the_last_member_of_a_series_is_hidden_whole(load, cut: Cut) -> None:
    assert asked("全镇上下让孩子看得见山、望得见水、记得住家一起长大。", load(), cut) != ["记得住家"]
    assert asked("全镇上下要有看得见山、望得见水、记得住家的好去处。", load(), cut) == ["记得住家"]


def test_a_quoted_phrase_is_hidden_to_its_last_word(load, cut: Cut) -> None:
    assert asked("全镇上下以“茶园种成致富的”的劲头办事，山上山下添新绿。", load(), cut) == ["茶园种成致富的"]


def test_of_a_sentence_without_frame_two_phrases_of_four_characters_side_by_side_are_hidden(load, cut: Cut) -> None:
    assert asked("全镇上下办茶园要稳中求进、提质增效，人人都要出力。", load(), cut) == ["稳中求进", "提质增效"]
    assert asked("全镇上下一件一件办，不做简单重复与局部修补，人人都懂。", load(), cut) == ["简单重复", "局部修补"]


def test_of_a_pair_nothing_is_shown_though_its_sentence_says_the_end_of_one_again(load, cut: Cut) -> None:
    text = "全镇上下办茶园，抓实种植质量和加工质量的每一步，人人都讲种植质量。"
    assert asked("全镇上下办茶园要稳中求进、提质增效，人人都要增效。", load(), cut) == ["稳中求进", "提质增效"]
    assert asked(text, load(), cut) != ["加工质量"]


def test_a_row_without_marks_that_goes_on_is_one_phrase(load, cut: Cut) -> None:
    assert asked("全镇上下办茶园，人人都自觉遵守茶规茶约和山林公约，久久为功。", load(), cut) != ["茶约", "山林公约"]


def test_what_a_verb_does_to_two_things_is_one_phrase(load, cut: Cut) -> None:
    assert asked("全镇上下一件一件办，从源头防治病虫和生态破坏。", load(), cut) == ["防治病虫和生态破坏"]
    assert asked("测验是检查学习情况和教学效果的一种方法，人人都懂。", load(), cut) == ["学习情况", "教学效果"]


def test_a_verb_between_a_link_and_a_thing_is_part_of_the_thing(load, cut: Cut) -> None:
    text = "山上山下添了新绿，合作社走出生态宜人的振兴发展新图景，老人孩子都高兴。"
    assert asked(text, load(), cut) == ["振兴发展新图景"]


def with_all_kept(rules: RuleSet) -> RuleSet:
    """`rules`, of key sentences none worth too little."""
    kind = rules.kinds["key_sentence"]
    assert kind.selection is not None
    kept_all = replace(kind, selection=replace(kind.selection, least=-9))
    return replace(rules, kinds={**rules.kinds, "key_sentence": kept_all})


def test_what_is_well_worn_is_hidden_only_where_nothing_else_is(shipped: RuleSet, cut: Cut) -> None:
    rules = with_all_kept(shipped)
    assert asked("全镇上下齐心协力，一季接着一季办好山里的“共享茶厂”。", rules, cut) == ["共享茶厂"]
    assert asked("全镇上下一季接着一季办茶厂，人人都要齐心协力。", rules, cut) == ["齐心协力"]


@pytest.mark.parametrize(("text", "hidden"), [
    ("有许多人在护林问题上的认识是不清楚的。", "清楚"), ("巡护中无人负责的现象是不容许的。", "不容许"),
    ("护林期间采取一些管控措施是完全必要的。", "完全必要"), ("只有全面贯彻执行，才能守住山林。", "全面贯彻执行"),
    ("我们有信心战胜前进道路上的艰难险阻，守住山林。", "艰难险阻"),
    ("经过全县各族群众的共同努力，山林绿了。", "共同努力"), ("护林取得的成绩来之不易。", "来之不易"),
    ("护林取得的成绩，是全县各族群众一件一件办成的结果。", "护林取得的成绩"),
])
def test_what_everybody_would_say_is_not_hidden_nor_what_something_is_not(
        text: str, hidden: str, shipped: RuleSet, cut: Cut) -> None:
    assert hidden not in asked(text, with_all_kept(shipped), cut)


def test_figures_side_by_side_are_no_pair(load, cut: Cut) -> None:
    assert asked("全镇茶园里的产量和收入都比上年分别增长7%、6.8%，人人出力。", load(), cut) != ["增长7%", "6.8%"]


def test_what_ends_as_its_sentence_does_before_nearly_says_itself(load, cut: Cut) -> None:
    assert "顺序排列" not in asked("名单以笔画为序排列，书记的名单按照上级批准的顺序排列。", load(), cut)


def test_what_three_or_more_share_is_no_pair(load, cut: Cut) -> None:
    assert asked("全镇上下办茶园要稳中求进、提质增效、富民强镇，人人出力。", load(), cut) != ["提质增效", "富民强镇"]


def test_of_a_sentence_without_frame_an_idiom_is_hidden(load, cut: Cut) -> None:
    assert asked("全镇上下办茶园一件一件来，心里都明白不能一蹴而就。", load(), cut) == ["一蹴而就"]


def test_of_a_sentence_without_frame_what_a_verb_acts_on_is_hidden_at_last(load, cut: Cut) -> None:
    assert asked("全镇上下一件一件办，努力推动形成现代茶叶体系，人人都出力。", load(), cut) == ["现代茶叶体系"]


def test_what_is_no_thing_is_not_what_a_verb_acts_on(load, cut: Cut) -> None:
    assert asked("进一步看，山区护林在引领绿色发展中的导向作用全面凸显。", load(), cut) == []


def test_what_ends_a_clause_is_asked_only_if_it_is_a_thing_and_announces_nothing(load, cut: Cut) -> None:
    [found] = proposed("全镇的路子说明一条道理：茶农的意见一件一件落实。", load(), cut)
    assert "no_blank" in found.features


def test_of_two_sentences_that_say_the_like_and_ask_the_same_one_makes_a_card(load, cut: Cut) -> None:
    text = "办好合作社不是一时之计，而是全镇的长久之策。例如老茶园里人人都说，管好茶园也不是应急，而是全镇的长久之策。"
    assert asked(text, load(), cut).count("长久之策") + asked(text, load(), cut).count("全镇的长久之策") == 1


def test_how_much_of_a_sentence_is_to_be_done_is_a_feature(shipped: RuleSet, cut: Cut) -> None:
    [found] = [finding for finding in proposed("要加强管护，完善制度，茶农都满意。", shipped, cut)
               if finding.kind == "key_sentence"]
    assert found.features["executing_share"] == 0.67


def test_no_part_begins_among_pairs_that_begin_alike(shipped: RuleSet) -> None:
    text = ("青溪县委审议通过的《青溪县委关于坚持和完善护林制度、推进山林治理体系和治理能力现代化若干重大问题的决定》"
            "（以下简称《决定》）明确指出，"
            "林场为主体、多种护林队伍共同发展，按劳分配为主体、多种补助方式并存，护林市场体制等护林基本制度，"
            "既体现了护林制度的优越性，又同青溪县的发展水平相适应，是全县人民的伟大创造。")
    parts = parts_of(Span(0, 0, len(text)), article_of(text), shipped.kinds["key_sentence"])
    assert not any(text[part.start :].startswith("按劳分配") for part in parts)


def test_a_part_without_the_for_which_its_end_is_of_has_that_as_its_cue(shipped: RuleSet, cut: Cut) -> None:
    text = ("通知强调，《办法》的制定和实施，对于发扬护林传统、尊重和保障护林员的各项权利、规范林场管理选举，"
            "增强护林站的服务功能和组织能力，"
            "把护林站建设成为宣传护林主张、贯彻护林决定、领导山林治理、团结动员群众、推动山林发展的坚强堡垒，"
            "巩固山林长期发展的组织基础，具有重要意义。")
    article, shipped = article_of(text), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    drafts = [draft for draft in compose(article, found.findings, shipped, cut) if draft.kind.name == "key_sentence"]
    [own] = [draft.cue for draft in drafts if "意义" in draft.plain[0]]
    assert own == "《办法》的制定和实施，对于…"


@pytest.mark.parametrize("text", [
    "刚刚过去的一年，是青溪县的护林收官之年。", "2025年春节前夕，老站长来到青溪，说起往事。",
    "改革方向是发挥护林队伍的决定性作用，大幅缩减审批的种类。"])
def test_what_only_says_when_or_that_there_is_a_direction_is_not_hidden(
        text: str, shipped: RuleSet, cut: Cut) -> None:
    article, shipped = article_of(text), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    hidden = [blank.span.of(article) for finding in found.findings for blank in finding.blanks]
    assert not {"刚刚过去的一年", "春节前夕", "改革方向"} & set(hidden)


def test_of_a_long_quotation_its_last_clause_is_hidden(cut: Cut) -> None:
    text = "老站长来到青溪，赋予青溪“在推动山林全面振兴取得新突破上勇于争先，奋力谱写护林治水新篇章”新的时代使命。"
    article = article_of(text)
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules_as_shipped(), cut)[0][1]
    assert [blank.span.of(article) for blank in found.findings[0].blanks] == ["奋力谱写护林治水新篇章"]
