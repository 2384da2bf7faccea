"""Counted: what marks a sentence as one of several that are counted through (第三，…; 三是…; （三）…)."""

from __future__ import annotations

import re

COUNTED = re.compile(r"(第|[（(]|)([一二三四五六七八九十]{1,3}|\d{1,2})([）)]|[、.．](?!\d)|是|[^，。；：]{0,4}[，：])")
ORDINAL, ONES = "第", ("一", "1")
MARKS = frozenset("）)、.．是")


def first_of_its_kind(text: str) -> str:
    """How the first of those begins of which `text` begins a later one (第一， for 第三，构筑合力); '' for no such."""
    mark = COUNTED.match(text)
    if mark is None or mark[2] in ONES or (mark[1] != ORDINAL and mark[3] not in MARKS):
        return ""
    return f"{mark[1]}{ONES[mark[2].isdecimal()]}{mark[3]}"
