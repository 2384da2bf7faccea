"""The skeleton of a new rule: a file (or an entry for one) with everything to fill explained."""

from __future__ import annotations

FILE_HEAD = """\
# {stem}: what this file's rules find, in a line.
kind: {stem}          # the kind of finding; take statistic, measure or key_sentence to join a shipped one
label: {stem}         # the kind's name on the cards
define:               # named pieces, to use in every pattern as {{name}}
  day: '(?:(?:19|20)\\d\\d年)?\\d{{1,2}}月\\d{{1,2}}日'
rules:
"""
ENTRY = """\
  - name: {name}      # with the file's name it makes the id, {stem}.{name}
    title: what the rule finds
    match: '(?P<hide>{{day}})召开'        # the group `hide` is what a card hides; {{day}} is the piece above
    hint: 哪一天                          # shown in the blank
    unless: []                            # patterns that call a match off
    examples:                             # at least one that hits and one that must not
      - text: 会议于2026年3月5日召开。
        card: '会议于{{{{c1::2026年3月5日::哪一天}}}}召开。'
      - text: 会议听取了汇报。
        card: none
"""


def skeleton(rule_id: str, fresh: bool = True) -> str:
    """The text of a new rule `rule_id` (stem.name): a whole file, or, not `fresh`, an entry to add to one."""
    stem, _, name = rule_id.partition(".")
    return (FILE_HEAD.format(stem=stem) if fresh else "") + ENTRY.format(stem=stem, name=name)
