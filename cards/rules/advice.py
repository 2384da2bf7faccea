"""What to do about the faults that people make again and again in YAML and in patterns."""

from __future__ import annotations

import re

WIDE_COLON = re.compile(r"^\s*(?:- )?\w+：")
BARE = re.compile(r"^\s*(?:- )?\w+: +[\[{*&!%@`|>]")
QUOTED = re.compile(r"^\s*(?:- )?\w+: +(['\"]).*\1.+$")
WIDE_GROUP = re.compile(r"（\?P?<")


def about_yaml(problem: str, line: str, before: str = "") -> str:
    """Advice on what the YAML parser calls `problem`, found in `line` or `before` it; '' where there is none."""
    if WIDE_COLON.search(line) or WIDE_COLON.search(before):
        return "a key is followed by a half-width colon and a space, “: ”; this one is full-width, “：”"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not with tabs"
    if "escape character" in problem:
        return "between double quotes a backslash means something else; put the pattern between single quotes"
    if QUOTED.search(line):
        return "a quotation mark inside a quoted value is written twice: 'it''s'"
    if BARE.search(line) or line.count(": ") > 1:
        return "put the value between single quotes; a value that begins with { [ * & ! or holds “: ” needs them"
    return ""


def about_pattern(source: str) -> str:
    """Advice on a pattern that compiles and can't be meant; '' where there is none."""
    if WIDE_GROUP.search(source):
        return "a group begins with a half-width “(?”; here it is full-width, which stands for itself"
    return ""
