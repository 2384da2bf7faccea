"""The contract of rules that find enumerations: what stands under `list`, `split`, `marked`, `alike` and their like."""

from __future__ import annotations

from cards.rules.keys import (
    Record,
    flag,
    gap,
    integer,
    lexicon,
    pattern,
    patterns,
    required_pattern,
    text,
)
from cards.rules.pieces import Lexicon, Pattern

HEADS = "Heads are cut back to whole clauses of at most so many characters."
ITEMS = "Items are cut back to whole clauses of at most so many characters"
ITEMS_OR_HEADINGS = f"{ITEMS}; of 32 where a first sentence is the heading of an item or paragraph that goes on."


class Listing(Record, frozen=True, kw_only=True):
    """An enumeration found item by item."""

    TABLE = "list"

    item: Pattern = required_pattern("How one item looks; the group `head` is what a learner recites.")
    sequence: Lexicon | None = lexicon("A lexicon whose entries, in order, the items carry in the group of that name.")
    skips: bool = flag("The sequence may leave entries out (首先 … 最后 without 其次).")
    same: bool = flag("The items must agree in what the group `same` matched.")
    at: str = text("Where an item may begin.", "clause", choices=("paragraph", "sentence", "clause", "anywhere"))
    between: Pattern | None = gap("All that may stand between two items' matches, '' for nothing; default: anything.")
    least: int = integer("The fewest items that make a list.", 2, least=1)
    most: int = integer("The most items that make a list.", 30, least=1)
    longest: int = integer(HEADS, 26, least=1)


class Splitting(Record, frozen=True, kw_only=True):
    """An enumeration that is one stretch with separators."""

    TABLE = "split"

    match: Pattern = required_pattern("The whole stretch; the group `items` is what gets split.")
    at: Pattern = required_pattern("What separates two items.")
    count: Lexicon | None = lexicon(
        "A lexicon: the group of that name states the number of items, as its entry's position.")
    drop: Pattern | None = pattern("Parts that are no items (等等).")
    lead: Pattern | None = pattern("What may open a part and is not recited (随着…，).")
    least: int = integer("The fewest items that make a list.", 2, least=1)
    longest: int = integer(HEADS, 26, least=1)


class Marking(Record, frozen=True, kw_only=True):
    """An enumeration whose items carry marks."""

    TABLE = "marked"

    mark: Pattern = required_pattern("The mark that stands before an item (第{counting}，).")
    sequence: Lexicon | None = lexicon("A lexicon whose entries, in order, the marks carry in the group of that name.")
    skips: bool = flag("The sequence may leave entries out (首先 … 最后 without 其次).")
    same: bool = flag("The marks must agree in what the group `same` matched (一是, 二是).")
    at: str = text("Where a mark may stand.", "clause", choices=("paragraph", "sentence", "clause", "anywhere"))
    run_in: Pattern | None = gap("What may stand behind a mark and is not recited (要).")
    least: int = integer("The fewest items that make a list.", 2, least=1)
    most: int = integer("The most items that make a list.", 30, least=1)
    longest: int = integer(ITEMS_OR_HEADINGS, 16, least=1)


class AlikeUnits(Record, frozen=True, kw_only=True):
    """An enumeration of units of one level that stand side by side and are built alike."""

    TABLE = "alike"

    units: str = text(
        "Of what level: parts joined by 、, two of them right before what the mould says (pairs), clauses, short ones "
        "with either mark between (pieces), halves (between semicolons), sentences of a paragraph, their last clauses "
        "(closings), paragraphs.",
        "parts", choices=("parts", "pairs", "pieces", "clauses", "halves", "sentences", "closings", "paragraphs"))
    by: str = text(
        "What they have in common: the first character, the last one, the length, or that they begin with a verb. "
        "Parts are taken as they stand.", "first", choices=("first", "last", "length", "verb"))
    mould: Pattern | None = pattern(
        "How each unit begins, instead of `by` (以…为…), or what stands right behind a pair; with a group `head`, "
        "which then is what is recited, it may stand anywhere in a sentence or paragraph. Where the first item has "
        "its group `mark`, so have all.")
    run_in: Pattern | None = gap("What a sentence or paragraph may begin with and is not recited (五年来，我们).")
    breaks: Pattern | None = pattern("How a paragraph begins that no series goes beyond ({counting}、).")
    gaps: bool = flag("Other sentences or paragraphs may stand between two that are alike.")
    apart: int = integer(
        "With a `head`: how many other sentences or paragraphs may stand between two items that follow.", 60, least=0)
    leading: bool = flag(
        "Of sentences those that lead up to others: none that opens or closes its paragraph, or stands right behind "
        "another that fits.")
    first_clause: bool = flag("Of sentences and paragraphs the first clause, never a whole short sentence.")
    least: int = integer("The fewest units that make a list.", 3, least=2)
    most: int = integer("The most units that make a list.", 12, least=2)
    longest: int = integer(ITEMS_OR_HEADINGS, 30, least=1)


class Announcing(Record, frozen=True, kw_only=True):
    """An enumeration that words right before it announce; its members are the rest of the sentence."""

    TABLE = "announced"

    by: Pattern = required_pattern("The words that announce it (主要有：).")
    count: Lexicon | None = lexicon(
        "A lexicon: the group of that name states the number of members, as its entry's position; with another number "
        "of members it is no list.")
    least: int = integer("The fewest members that make a list.", 3, least=2)
    most: int = integer("The most members that make a list.", 12, least=2)
    longest: int = integer(f"{ITEMS}.", 26, least=1)


class Outlining(Record, frozen=True, kw_only=True):
    """An enumeration of the headings of one level that stand under one heading."""

    TABLE = "outline"

    marks: tuple[Pattern, ...] = patterns(
        "The marks of headings, from the highest level to the lowest; headings without one are the lowest of all.")
    least: int = integer("The fewest headings that make a list.", 2, least=2)
    most: int = integer("The most headings that make a list.", 15, least=2)
    longest: int = integer(f"{ITEMS}.", 40, least=1)
