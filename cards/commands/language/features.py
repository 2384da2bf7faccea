"""What the features of candidates are called: on the review page, and where a worth is explained."""

from __future__ import annotations

import re

from cards.commands.language import is_chinese
from cards.rules.ruleset import RuleSet

ADDS = re.compile(r"([+-]\d+\.\d\d) ([a-z_]+(?:\.[a-z_]+)?)(?= |$|；)")  # +0.72 level

FEATURES = {
    "base": "基数", "own_rule": "自订规则", "opens_paragraph": "段首", "behind_another": "紧跟另一个数",
    "growth_behind_another": "另一个数之后的增幅", "level": "总量、水平", "indicator_level": "指标的总量",
    "headline_level": "总体指标的总量", "indicator_people": "指标的人数", "of_another_place": "别的地方的",
    "of_a_body": "企业、机构的", "of_a_case": "个案的", "aim": "目标",
    "first_indicator": "首要指标", "first_indicator_growth": "首要指标的增幅",
    "figures_of_text": "全文数字多", "early": "位置靠前", "wording": "用词",
    "title_words": "标题里的词", "heading_words": "小标题里的词", "central": "切题", "length": "长度", "short": "很短",
    "middle_length": "长短适中", "long": "很长", "part": "长句的一部分", "clauses": "分句多", "series": "顿号多",
    "alike_clauses": "分句相似", "equal_clauses": "分句等长", "figures": "有数字", "many_figures": "数字多",
    "quotation": "有引语", "begins_quoted": "以引语开头", "question": "问句", "exclamation": "感叹",
    "first_of_paragraph": "段落首句", "second_of_paragraph": "段落第二句", "last_of_paragraph": "段落末句",
    "whole_paragraph": "独立成段", "under_heading": "小标题下首句", "leads_in": "短句领起",
    "behind_lead_in": "领起之后", "opening": "文章开头", "closing": "文章结尾", "last_paragraph": "末段",
    "quoted": "别篇也有",
    "half_quoted": "别篇有一部分",
    "across_headings": "中间隔着小标题", "as_one": "后面的话把各项说成一体", "noun_first": "各项以同一名词开头",
    "and_more": "后面有“等”", "chain_end": "松散并列的收尾词",
    "clauses_in_items": "项内有分句", "closing_member": "后面有收尾词", "count_agrees": "说出的项数相符",
    "end_of_clause": "只能挖句尾", "pair": "并立的四字语", "idiom": "成语", "object": "只能挖动词的宾语",
    "last_member": "并列的末一项", "executing_share": "多是要做的事",
    "ends_in_verb": "项以动词结尾", "ends_sentence": "句子以它结束",
    "equal_length": "各项等长",
    "each_a_figure": "每项都是现成的数字", "figure_to_ask": "有数字可问",
    "figures_beside": "前后有数字", "figures_in_sentence": "句中数字多",
    "follows_of": "后面有“的”", "four_items": "四项", "framed_blank": "句式有可挖之处", "headings": "各项是小标题",
    "in_heading": "标题里有各项", "in_quotation_marks": "引语开头", "items_of_eight": "每项五到八字",
    "items_of_four": "每项三四字", "items_of_sixteen": "每项九到十六字", "items_of_two": "每项不过两字",
    "joined": "末两项用“和”相连", "list_lead": "前面有领起词", "list_noun": "后面有总称", "long_items": "每项更长",
    "many_items": "项数更多", "mixed_marks": "序号有的有、有的没有", "no_blank": "没有可挖之处", "nouns": "各项是名词",
    "one_sentence": "都在一句里", "paragraphs": "每项自成一段", "parallel_clause": "分句对仗", "persons": "各项是人名",
    "places": "各项以地名开头", "quoted_phrase": "引号里有短语",
    "recurs": "别的段落也有", "same_build": "词性结构相同",
    "same_first": "首字相同", "same_last": "末字相同", "same_words": "用字相近", "several_beside": "同句还有别的并列",
    "headed": "段首短句是它的题目", "others_between": "各项之间夹着别的句子",
    "three_items": "三项", "two_alone": "两项，且没有说几项", "two_items": "两项", "uneven": "长短不齐",
    "untold": "没说是谁的、什么时候", "up_to_seven_items": "五到七项", "verbs": "各项以动词开头",
    "whole_clauses": "由整分句组成", "others": "其余",
}

OF_FIGURES = {"level": "水平", "growth": "增减", "yearly_growth": "年均增减", "difference": "相差", "share": "占比",
              "rank": "位次", "ratio": "比例", "count": "个数", "actual": "实际", "aim": "目标", "forecast": "预计"}


def of_figure(word: str) -> str:
    """What a figure's measure or status is called in the user's language."""
    return OF_FIGURES.get(word, word) if is_chinese() else word


def feature_label(feature: str, rules: RuleSet) -> str:
    """What `feature` is called in Chinese: as above, else as the rule or word class of its name is titled, else as it
    is named.
    """
    if feature in FEATURES:
        return FEATURES[feature]
    titles = {rule.id: rule.title for rule in rules.every}
    own = next((title for name, title in titles.items() if name == feature or name.endswith(f".{feature}")), "")
    return own or feature


def shown_feature(feature: str, rules: RuleSet) -> str:
    """What `feature` is called in the user's language."""
    return feature_label(feature, rules) if is_chinese() else feature.replace("_", " ")


def with_labels(worth: str, rules: RuleSet) -> str:
    """The line of a `worth`, where the user's language is Chinese with what its features are called behind their
    names, by which weights.yaml has them.
    """
    if not is_chinese():
        return worth
    return ADDS.sub(lambda found: f"{found[1]} {_both(found[2], rules)}", worth)


def _both(feature: str, rules: RuleSet) -> str:
    label = feature_label(feature, rules)
    return feature if label == feature else f"{label}（{feature}）"
