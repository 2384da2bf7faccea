"""The contract of a rule file, written once: every key, its type, its meaning. Validation and defaults read only this.

A type is one of: text, name (a word of letters, digits and _), number, integer, flag, texts (one text or a list),
pattern, patterns (one or a list), gap (a pattern that may be empty), pieces (a mapping name → pattern), table (one
mapping), tables (a list of mappings), words (a mapping name → text).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WORD = r"^\w+$"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: what may stand there and what it means; `least` is the smallest number allowed."""

    name: str
    type: str
    doc: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping in a rule file. Of the keys named in `one_of` exactly one must stand there, unless `off: true` does."""

    name: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)


EXAMPLE = Table("example", (
    Key("text", "text", "A text as a source would have it; a line break begins a new paragraph.", required=True),
    Key("card", "texts", "The cloze text of the note made from it, or `none`; a list where it makes several."),
    Key("items", "texts", "The items of the enumeration found, in order, or `none`."),
    Key("becomes", "text", "The text after a tidy rule, or `same`."),
    Key("matches", "texts", "What the pattern matches, or `none`: for rules that only add to or take from a score."),
    Key("warns", "texts", "What a tidy rule points at, or `none`."),
    Key("finds", "words", "The named groups an outline rule finds, or `none`."),
), one_of=("card", "items", "becomes", "matches", "warns", "finds"))

LIST = Table("list", (
    Key("item", "pattern", "How one item looks; the group `head` is what a learner recites.", required=True),
    Key("sequence", "text", "A lexicon whose entries, in order, the items carry in the group of that name."),
    Key("skips", "flag", "The sequence may leave entries out (首先 … 最后 without 其次).", default=False),
    Key("same", "flag", "The items must agree in what the group `same` matched.", default=False),
    Key("at", "text", "Where an item may begin.", default="clause",
        choices=("paragraph", "sentence", "clause", "anywhere")),
    Key("between", "gap", "All that may stand between two items' matches, '' for nothing; default: anything."),
    Key("least", "integer", "The fewest items that make a list.", default=2, least=1),
    Key("most", "integer", "The most items that make a list.", default=30, least=1),
    Key("longest", "integer", "Heads are cut back to whole clauses of at most so many characters.", default=26,
        least=1),
))

SPLIT = Table("split", (
    Key("match", "pattern", "The whole stretch; the group `items` is what gets split.", required=True),
    Key("at", "pattern", "What separates two items.", required=True),
    Key("count", "text", "A lexicon: the group of that name states the number of items, as its entry's position."),
    Key("drop", "pattern", "Parts that are no items (等等)."),
    Key("lead", "pattern", "What may open a part and is not recited (随着…，)."),
    Key("least", "integer", "The fewest items that make a list.", default=2, least=1),
    Key("longest", "integer", "Heads are cut back to whole clauses of at most so many characters.", default=26,
        least=1),
))

SELECT = Table("select", (
    Key("per_thousand", "number", "At most so many notes per 1,000 characters of an article.", default=2.0, least=0),
    Key("least", "number", "A sentence with a lower score makes no note.", default=1.0),
    Key("shortest", "integer", "Sentences with fewer characters make no note.", default=10, least=0),
    Key("longest", "integer", "Sentences with more characters make no note.", default=150, least=1),
    Key("tail", "integer", "From so many characters on, clauses that hold no blank are left out.", default=150,
        least=1),
    Key("said", "pattern", "An opening that says who speaks (某某在会上强调，): in a sentence longer than `tail` it is "
        "the cue instead."),
    Key("stands", "pattern", "How a clause begins that stands alone: in a sentence longer than `tail` a long run-up to "
        "it is left out."),
    Key("blanks", "integer", "At most so many blanks a note.", default=3, least=1),
    Key("blank_shortest", "integer", "The fewest characters a blank hides.", default=2, least=1),
    Key("blank_longest", "integer", "The most characters a blank hides; a longer one keeps its last words.",
        default=12, least=1),
    Key("blank_after", "pattern", "Where a blank that is too long is cut: behind the last place that fits (的)."),
    Key("hollow", "pattern", "An end that says little (的重要方面): of a blank that is too long what stands before it "
        "is hidden."),
    Key("never", "pattern", "Words no blank hides: stock phrases that say nothing."),
    Key("beside", "number", "A rule hides something beside a better one only if its weight is this part of the best.",
        default=0.5, least=0),
    Key("cuts_from", "number", "A rule of so much weight hides something even where its blank must begin in the middle "
        "of a phrase.", default=0, least=0),
    Key("readable", "integer", "The fewest characters the blanks leave to read; else they are made fewer or shorter.",
        default=10, least=0),
    Key("weak", "text", "A lexicon of words a blank neither begins nor ends with."),
    Key("quoted", "number", "Added when another article of the issue holds the sentence too.", default=0.0),
    Key("lead", "number", "Added to the first sentence of a paragraph.", default=0.0),
    Key("central", "number", "Added, times 0 to 1: how far the sentence's words are the article's own.", default=0.0),
    Key("opening", "number", "Added in the first tenth of an article.", default=0.0),
    Key("theme", "number", "Added where a word of the title that the article keeps using stands before the first "
        "blank: the sentence says something about the article's subject.", default=0.0),
    Key("listed", "number", "Added (below 0: taken) where the sentence is the head of an enumeration's item.",
        default=0.0),
    Key("asked", "number", "Added (below 0: taken) where cards of another kind ask all there is to ask.", default=0.0),
))

RULE = Table("rule", (
    Key("name", "name", "The rule's name; with the file's stem it makes the id, statistic.amount.", required=True),
    Key("title", "text", "One line for people: what the rule finds.", required=True),
    Key("in", "text", "The stretch of text a pattern sees at a time.", default="sentence",
        choices=("sentence", "paragraph", "section", "article", "headings")),
    Key("match", "pattern", "A pattern; what its group `hide` matched is hidden (without that group: all of it)."),
    Key("list", "table", "An enumeration found item by item.", table=LIST),
    Key("split", "table", "An enumeration that is one stretch with separators.", table=SPLIT),
    Key("replace", "text", "Tidying: what the `match` becomes; \\1 or \\g<name> put groups back."),
    Key("fold", "flag", "Tidying: the match is put into its usual width (Unicode NFKC: ２ becomes 2).", default=False),
    Key("warn", "text", "Tidying: the match stays and is reported with these words."),
    Key("needs", "texts", "A stretch that holds none of these words is passed over: a rare rule costs no time.",
        default=()),
    Key("unless", "patterns", "A match that one of these touches does not count.", default=()),
    Key("hint", "text", "Shown in the blank; {name} puts in what a piece or group matched.", default=""),
    Key("form", "text", "The form of quantity it finds: amount, percent, points, rank, ratio, multiple, …", default=""),
    Key("value", "text", "The quantity's numeral, {name} as in `hint`; a/b is a fraction (lexicon: numeral_value).",
        default=""),
    Key("times", "number", "What the numeral is multiplied by (三成: 0.1).", default=1.0),
    Key("unit", "text", "The quantity's unit, {name} as in `hint`.", default=""),
    Key("topic", "texts", "An enumeration's title: a text with {name} or {heading}, or stated or summed (how the text "
        "announces or sums it up), announced (the sentence before it, if it ends with a colon), before (the words "
        "before it in its sentence), shared (the opening clause all items begin with), heading, lead (the end of the "
        "sentence before), title; the first that gives something. {before} and {lead} in a text are the words before.",
        default=("stated", "summed", "announced", "heading", "lead", "title")),
    Key("cards", "texts", "Which notes an enumeration makes: whole (recite it), each (one item hidden, the one before "
        "it as cue).", default=("whole", "each"), choices=("whole", "each")),
    Key("cue", "text", "Shown above the text; {name} as in `hint`.", default=""),
    Key("weight", "number", "Which finding wins where two meet, and a sentence's score where sentences are selected.",
        default=1.0),
    Key("tags", "texts", "More tags for the notes.", default=()),
    Key("source", "text", "Who says so: a norm, a style guide, a habit of the genre.", default=""),
    Key("status", "text", "An experimental rule may change its findings.", default="stable",
        choices=("stable", "experimental")),
    Key("formerly", "texts", "Earlier ids of this rule, the first one first; cards keep their identity.", default=()),
    Key("off", "flag", "The rule is switched off.", default=False),
    Key("examples", "tables", "At least one that hits and one that must not.", default=(), table=EXAMPLE),
), one_of=("match", "list", "split"))

ASK = Table("ask", (
    Key("match", "pattern", "What of a title is reworded.", required=True),
    Key("becomes", "text", "What it becomes; {name} puts in what a group of `match` matched.", required=True),
))

FILE = Table("file", (
    Key("kind", "name", "The kind of finding this file's rules make: statistic, measure, key_sentence, your own."),
    Key("label", "text", "The kind's name on tags and in the overview; default: the kind."),
    Key("show", "text", "How much of the source a card shows around its blanks.", default="sentence",
        choices=("clauses", "sentence", "paragraph")),
    Key("per_note", "integer", "At most so many blanks a note; what is over makes further notes of the same text.",
        default=6, least=1),
    Key("readable", "integer", "The fewest characters a question leaves to read; a card with fewer is not written.",
        default=8, least=0),
    Key("answer_longest", "integer", "The most characters of an answer, items of an enumeration apart; a card with a "
        "longer one is not written.", default=40, least=1),
    Key("title_tells", "integer", "From so many characters on, an answer must not stand in the article's title.",
        default=4, least=1),
    Key("essential", "number", "The share of an article's notes of this kind that get the level 重点; 1: all.",
        default=0.25, least=0),
    Key("lasting", "flag", "A sentence or enumeration that a later issue repeats is the earlier one's note.",
        default=False),
    Key("whole_most", "integer", "The most items recited on one card; a longer enumeration makes several such cards.",
        default=20, least=2),
    Key("mnemonic_skips", "text", "A lexicon of words a mnemonic passes over (加强, 提高)."),
    Key("leaning", "pattern", "How a clause begins that leans on the one before it (with show: clauses). A sentence "
        "that begins with its group `part` (其中) leans on the sentence before with all its clauses."),
    Key("follows", "pattern", "How a clause begins that goes on with what the one before is about, as a sentence may."),
    Key("carry", "pattern", "An opening clause that later clauses of its sentence need: carried into their cue: "
        "its groups `when` and `where`, else all of it. A `when` with a group `compared` (比上年) is none."),
    Key("undated", "pattern", "Words of time that name no date (一年来); each group is a way to date them."),
    Key("dating", "pattern", "How a heading, the article's title or an earlier paragraph's opening dates such words: "
        "the group of the same name is the date. Several dates are none."),
    Key("dated", "pattern", "Words that tell beyond doubt when a figure holds: where neither its text nor its cue has "
        "any, `published` is the end of its cue."),
    Key("published", "text", "When its article appeared: {year} and {month}."),
    Key("field", "pattern", "How a sentence begins that says what its figures are of; the group `field` goes into "
        "their cue. Where a group `marked` took part it holds for the rest of its paragraph (an item's head), where "
        "`near` did, for the clauses right behind it. `^` is the paragraph's beginning."),
    Key("stated", "pattern", "How a text announces an enumeration; the group `topic` (or all of it) is its title."),
    Key("summed", "pattern", "How a text sums an enumeration up behind it (以上十条，是…); `topic` is its title."),
    Key("subjectless", "pattern", "How a title begins that does not say of what: words of the article's title that it "
        "keeps saying stand before it."),
    Key("sums_up", "pattern", "How a clause begins that sums up what stands before it (这是…): no title for what "
        "follows it."),
    Key("unrecited", "pattern", "What an item may begin with and is not recited (我们也要), also behind a subject that "
        "all items share and the title names (X是一种…)."),
    Key("open_end", "pattern", "What stands behind the last item where the text names only some of all (等)."),
    Key("ask", "tables", "How an enumeration's title is reworded so that it asks, in order; the first that matches.",
        default=(), table=ASK),
    Key("total", "text", "{total} in titles: the number of items, as {count}.", default="{count}"),
    Key("total_open", "text", "{total} where the text names only some of all items.", default="{count} …"),
    Key("whole_title", "text", "Title of a whole enumeration's card: {topic}, {count}, {total}.",
        default="{topic} ({total})"),
    Key("item_title", "text", "Title of an item's card: {topic}, {position}, {count}, {total}.",
        default="{topic} ({position}/{total})"),
    Key("each_from", "integer", "An enumeration whose items have fewer characters together gets no cards item by item: "
        "the whole is one glance.", default=0, least=0),
    Key("each_items", "integer", "An enumeration with fewer items gets none either.", default=1, least=1),
    Key("select", "table", "Findings compete: only the best sentences become notes.", table=SELECT),
    Key("define", "pieces", "Named pieces, usable in every pattern of every file as {name}.", default={}),
    Key("rules", "tables", "The rules, in order.", default=(), table=RULE),
))
