"""Sections: what heading a paragraph stands under."""

from __future__ import annotations

from tests.cases import article_of

TEXT = """# 2.什么是河长制？
河长制由各级负责人担任河长。
3.什么是湖长制？湖长制由各级负责人担任湖长。
湖长巡湖每月不少于一次。
4.巡河记录由办公室保存。
# 主要任务
1.修复河岸。
2.清理淤泥。
# 河道与湖泊
六、全市加强巡查。"""


def test_a_numbered_paragraph_begins_a_section_unless_the_numbers_begin_under_the_heading() -> None:
    article = article_of(TEXT)
    under = [article.heading_before(paragraph.index) for paragraph in article.paragraphs if paragraph.role == "body"]
    assert under == ["2.什么是河长制？", "3.什么是湖长制？", "3.什么是湖长制？", "", "主要任务", "主要任务", ""]


def test_a_paragraph_with_a_number_in_brackets_leaves_the_section_of_a_heading_of_its_level() -> None:
    article = article_of("# 一、总体要求\n（一）指导思想。要护好河湖。\n# （二）基本原则\n坚持水岸同治。\n"
                         "（三）主要目标。河湖常清。\n沿岸常绿。\n# 二、压实责任\n（四）明确河长职责。\n"
                         "（五）公开巡河记录。")
    under = [article.heading_before(paragraph.index) for paragraph in article.paragraphs if paragraph.role == "body"]
    assert under == ["一、总体要求", "（二）基本原则", "一、总体要求", "一、总体要求", "二、压实责任", "二、压实责任"]
