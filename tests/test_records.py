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
