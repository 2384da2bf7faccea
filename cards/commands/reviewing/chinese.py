"""What the features of candidates are called on the review page."""

from __future__ import annotations

from cards.rules.ruleset import RuleSet

FEATURES = {
    "base": "基数", "own_rule": "自订规则", "opens_paragraph": "段首", "behind_another": "紧跟另一个数",
    "growth_behind_another": "另一个数之后的增幅", "level": "总量、水平", "indicator_level": "指标的总量",
    "headline_level": "总体指标的总量", "of_another_place": "别的地方的", "of_a_body": "企业、机构的", "aim": "目标",
    "first_indicator": "首要指标", "figures_of_text": "全文数字多", "early": "位置靠前", "wording": "用词",
    "title_words": "标题里的词", "heading_words": "小标题里的词", "central": "切题", "length": "长度", "short": "很短",
    "middle_length": "长短适中", "long": "很长", "part": "长句的一部分", "clauses": "分句多", "series": "顿号多",
    "alike_clauses": "分句相似", "equal_clauses": "分句等长", "figures": "有数字", "many_figures": "数字多",
    "quotation": "有引语", "begins_quoted": "以引语开头", "question": "问句", "exclamation": "感叹",
    "first_of_paragraph": "段落首句", "second_of_paragraph": "段落第二句", "last_of_paragraph": "段落末句",
    "whole_paragraph": "独立成段", "under_heading": "小标题下首句", "leads_in": "短句领起",
    "behind_lead_in": "领起之后", "opening": "文章开头", "closing": "文章结尾", "last_paragraph": "末段",
    "quoted": "别篇也有",
    "half_quoted": "别篇有一部分",
}


def feature_label(feature: str, rules: RuleSet) -> str:
    """What `feature` is called: as above, else as the rule or word class of its name is titled, else as it is named."""
    if feature in FEATURES:
        return FEATURES[feature]
    titles = {rule.id: rule.title for rule in rules.every}
    own = next((title for name, title in titles.items() if name == feature or name.endswith(f".{feature}")), "")
    return own or feature
