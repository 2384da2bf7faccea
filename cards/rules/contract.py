"""The contract of a rule file, written once: every key, what may stand there, its default and its meaning.

A mapping in a file is a record here, a key one of its fields. Checking, the JSON Schema and the reference in
rules/README.md read the tables made of these records, and what finding and writing ask for are their attributes.
"""

from __future__ import annotations

from collections.abc import Mapping

from cards.rules.keys import (
    Key,
    Record,
    Table,
    flag,
    frames,
    gap,
    integer,
    lexicon,
    lookbehind,
    mapping,
    mappings,
    number,
    optional_text,
    optional_texts,
    optional_words,
    pattern,
    patterns,
    required_name,
    required_pattern,
    required_text,
    setting,
    table_of,
    text,
    texts,
    word_set,
)
from cards.rules.list_keys import AlikeUnits, Announcing, Listing, Marking, Outlining, Splitting
from cards.rules.pieces import Lexicon, Pattern
from cards.rules.values import NONE

# What an example says where nothing must come of its text.
NOTHING: tuple[object, ...] = (NONE, (NONE,), "same")
TOPIC_WAYS = ("stated", "summed", "announced", "opening", "opened", "above", "before", "shared", "heading", "lead",
              "led", "title")


class Example(Record, frozen=True, kw_only=True):
    """A text and what must come of it, said in one of six ways."""

    TABLE = "example"
    ONE_OF = ("card", "items", "becomes", "matches", "warns", "finds")

    text: str = required_text("A text as a source would have it; a line break begins a new paragraph.")
    card: tuple[str, ...] | None = optional_texts(
        "The cloze text of the note made from it, or `none`; a list where it makes several.")
    items: tuple[str, ...] | None = optional_texts("The items of the enumeration found, in order, or `none`.")
    becomes: str | None = optional_text("The text after a tidy rule, or `same`.")
    matches: tuple[str, ...] | None = optional_texts(
        "What the pattern matches, or `none`: for rules that only add to or take from a score.")
    warns: tuple[str, ...] | None = optional_texts("What a tidy rule points at, or `none`.")
    finds: Mapping[str, str] | str | None = optional_words("The named groups an outline rule finds, or `none`.")

    @property
    def way(self) -> str:
        """Which of the six ways it is."""
        return next(name for name in self.ONE_OF if getattr(self, name) is not None)

    @property
    def hits(self) -> bool:
        """Whether something must come of the text."""
        return getattr(self, self.way) not in NOTHING

    @property
    def groups(self) -> Mapping[str, str]:
        """What `finds` says of each group; nothing in an example of another way."""
        return self.finds if isinstance(self.finds, Mapping) else {}


class QuantitySelection(Record, frozen=True, kw_only=True):
    """Which of the quantities of a text are found."""

    TABLE = "quantity"

    forms: tuple[str, ...] = texts(
        "The forms of quantity that are found, as the rules of the kind quantity name them; default: all.", name="form")
    fits: Pattern | None = pattern("What the quantity's own words must hold (^ begins, $ ends them).")
    after: Pattern | None = lookbehind("What must stand right before it.")
    before: Pattern | None = gap("What must stand right behind it, '' for anything.")
    joined: Pattern | None = pattern(
        "Finds ranges instead: what stands between two quantities whose words, from the first to the second, are "
        "hidden as one (5%—6%); the second has the form, and the first too, or it is a bare number.", name="range")


class Selection(Record, frozen=True, kw_only=True):
    """How findings of one kind compete for places."""

    TABLE = "select"

    per_thousand: float = number("At most so many notes per 1,000 characters of an article.", 2.0, least=0)
    least: float = number("A sentence with a lower score makes no note.", 1.0)
    shortest: int = integer("Sentences with fewer characters make no note.", 10, least=0)
    longest: int = integer("Sentences with more characters make no note.", 150, least=1)
    tail: int = integer("From so many characters on, clauses that hold no blank are left out.", 150, least=1)
    said: Pattern | None = setting(
        "An opening that says who speaks (某某在会上强调，): in a sentence longer than `tail` it is the cue instead.")
    stands: Pattern | None = setting(
        "How a clause begins that stands alone: in a sentence longer than `tail` a long run-up to it is left out.")
    blanks: int = integer("At most so many blanks a note; all of them are one card.", 3, least=1)
    blank_shortest: int = integer("The fewest characters a blank hides.", 2, least=1)
    blank_longest: int = integer("The most characters a blank hides; a longer one keeps its last words.", 12, least=1)
    blank_after: Pattern | None = setting(
        "Where a blank that is too long is cut: behind the last place that fits (的).")
    hollow: Pattern | None = setting(
        "An end that says little (的重要方面): of a blank that is too long what stands before it is hidden.")
    never: Pattern | None = setting("Words no blank hides: stock phrases that say nothing.")
    hollow_words: frozenset[str] = word_set("A lexicon of words that say little: no blank hides nothing but such.")
    worn: frozenset[str] = word_set(
        "A lexicon of well-worn words that fit many a sentence: hidden only where nothing else can be.")
    not_behind: Pattern | None = setting("What never stands right before a blank: a member of its series (、).")
    not_before: Pattern | None = setting("What never stands right behind a blank: a member of its series (、).")
    no_parallel: frozenset[str] = word_set(
        "A lexicon of words with which clauses may begin alike without being parallel (加强).")
    readable: int = integer(
        "The fewest characters the blanks leave to read; else they are made fewer or shorter.", 10, least=0)
    sized: str = text(
        "What a blank asks for, beside its hint ({count}字): {count} is how many characters its words have. Not of a "
        "blank with a figure.")
    calling: frozenset[str] = word_set(
        "A lexicon of words before the verb of a clause that calls for something (要加强…).")
    weak: frozenset[str] = word_set("A lexicon of words a blank neither begins nor ends with.")
    links: frozenset[str] = word_set(
        "A lexicon of words behind which a phrase begins (的): what a sentence of no frame hides.")
    leads: frozenset[str] = word_set("A lexicon of weak words that a blank may begin with all the same (让, 从).")
    opening: Pattern | None = setting("How a sentence begins that is no part of what it says (答：): not shown.")
    no_cue: Pattern | None = setting(
        "A clause that opens a sentence and does not say what the rest of it is about (从实际出发，): no cue.")
    wording: Lexicon | None = lexicon(
        "A lexicon of words with what each tells of a sentence (根本 = 0.8): their sum is the feature `wording`.")


class Rewording(Record, frozen=True, kw_only=True):
    """How a title is reworded so that it asks."""

    TABLE = "ask"
    WAIVER = "replace"

    replace: bool = flag("An entry with this alone drops the shipped entries; else one's own come before them.")
    match: Pattern = required_pattern("What of a title is reworded.")
    becomes: str = required_text("What it becomes; {name} puts in what a group of `match` matched.")


class RuleKeys(Record, frozen=True, kw_only=True):
    """What a rule file says of a rule."""

    TABLE = "rule"
    ONE_OF = ("match", "frame", "list", "split", "marked", "alike", "announced", "counted", "outline", "quantity")
    WAIVER, ALWAYS = "off", ("name",)

    name: str = required_name("The rule's name; with the file's stem it makes the id, statistic.amount.")
    title: str = required_text("One line for people: what the rule finds.")
    scope: str = text(
        "The stretch of text a pattern sees at a time.",
        "sentence", choices=("sentence", "paragraph", "section", "article", "headings", "outline"), name="in")
    match: Pattern | None = pattern(
        "A pattern; what its group `hide` matched is hidden (without that group: all of it).")
    frame: Pattern | None = frames(
        "How a sentence is built, in its own words: [] is hidden ([2-12]: so many characters), … any words of the "
        "clause, …… of the sentence, {name} a piece or lexicon, < a clause begins, > ends, (甲|乙)? one of these or "
        "none.")
    listing: Listing | None = mapping("An enumeration found item by item.", Listing, name="list")
    splitting: Splitting | None = mapping(
        "An enumeration that is one stretch with separators.", Splitting, name="split")
    marked: Marking | None = mapping("An enumeration whose items carry marks (第一，…第二，…).", Marking)
    alike: AlikeUnits | None = mapping(
        "An enumeration of parts, clauses, sentences or paragraphs that are built alike.", AlikeUnits)
    announced: Announcing | None = mapping("An enumeration that words before it announce (主要有：…).", Announcing)
    counted: Announcing | None = mapping(
        "An enumeration of as many members as is said before it (五大片区：…); `count` says how many.", Announcing)
    outline: Outlining | None = mapping("The headings of one level under one heading.", Outlining)
    quantity: QuantitySelection | None = mapping(
        "A selection over the quantities that the rules of the kind quantity read; each is hidden. {name} in `hint` "
        "and `cue` is then a piece or group of the rule that read it.", QuantitySelection)
    replace: str | None = optional_text("Tidying: what the `match` becomes; \\1 or \\g<name> put groups back.")
    fold: bool = flag("Tidying: the match is put into its usual width (Unicode NFKC: ２ becomes 2).")
    warn: str | None = optional_text("Tidying: the match stays and is reported with these words.")
    needs: tuple[str, ...] = texts(
        "A stretch that holds none of these words is passed over: a rare rule costs no time.")
    unless: tuple[Pattern, ...] = patterns(
        "A match does not count where one of these touches any of its words, hidden or not; of a list what announces "
        "it, its marks and its items.")
    hint: str = text("Shown in the blank; {name} puts in what a piece or group matched.")
    form: str = text(
        "The form of quantity it reads: amount, percent, points, rank, ratio, multiple, …; without one it reads what "
        "is no quantity (a date, an idiom) and keeps others from reading one there.")
    value: str = text("The quantity's numeral, {name} as in `hint`; a/b is a fraction (lexicon: numeral_value).")
    times: float = number("What the numeral is multiplied by (三成: 0.1).", 1.0)
    unit: str = text("The quantity's unit, {name} as in `hint`.")
    topic: tuple[str, ...] = texts(
        "An enumeration's title: a text with {name} or {heading}, or stated or summed (how the text announces or sums "
        "it up), announced (the sentence before it, if it ends with a colon), before (the words before it in its "
        "sentence), opening (what its paragraph opens with), opened (what the numbered paragraph above opens with), "
        "above (the line above), shared (the opening clause all items begin with), heading, lead (the end of the "
        "sentence before, if that asks or announces), led (its beginning), title; the first that gives something. "
        "{before} and {lead} in a text are the words before, {title} is the text's title, of paragraphs that are all "
        "of a text without headings, {first} and {last} the marks of the first and the last item of paragraphs or "
        "headings with marks, where they tell which are meant.",
        ("stated", "summed", "announced", "opening", "above", "heading", "lead", "led", "title"))
    cards: tuple[str, ...] = texts(
        "Which notes an enumeration makes: whole (recite it), each (one item hidden, the one before it as cue).",
        ("whole", "each"), choices=("whole", "each"))
    cue: str = text("Shown above the text; {name} as in `hint`.")
    weight: float = number(
        "Which finding wins where two meet, and a sentence's score where sentences are selected: there one below 0.5 "
        "hides something only where nothing else is to hide.", 1.0)
    tags: tuple[str, ...] = texts("More tags for the notes.")
    source: str = text("Who says so: a norm, a style guide, a habit of the genre.")
    status: str = text("An experimental rule may change its findings.", "stable", choices=("stable", "experimental"))
    formerly: tuple[str, ...] = texts("Earlier ids of this rule, the first one first; cards keep their identity.")
    off: bool = flag("The rule is switched off.")
    examples: tuple[Example, ...] = mappings("At least one that hits and one that must not.", Example)


class KindKeys(Record, frozen=True, kw_only=True):
    """What the top of a rule file says of its kind."""

    TABLE = "kind"

    label: str = text("The kind's name on tags and in the overview; default: the kind.")
    show: str = text(
        "How much of the source a card shows around its blanks.",
        "sentence", choices=("clauses", "sentence", "paragraph"))
    readable: int = integer(
        "The fewest characters a question leaves to read; a card with fewer is not written.", 8, least=0)
    answer_longest: int = integer(
        "The most characters of an answer, items of an enumeration apart; a card with a longer one is not written.",
        40, least=1)
    title_tells: int = integer(
        "From so many characters on, an answer must not stand in the article's title.", 4, least=1)
    essential: float = number(
        "The share of an article's notes of this kind that get the level 重点; 1: all.", 0.25, least=0)
    lasting: bool = flag("A sentence or enumeration that a later issue repeats is the earlier one's note.")
    whole_most: int = integer(
        "The most items recited on one card; a longer enumeration makes several such cards.", 20, least=2)
    mnemonic_skips: frozenset[str] = word_set("A lexicon of words a mnemonic passes over (加强, 提高).")
    leaning: Pattern | None = setting(
        "How a clause begins that leans on the one before it (with show: clauses). A sentence that begins with its "
        "group `part` (其中) leans on the sentence before with all its clauses.")
    follows: Pattern | None = setting(
        "How a clause begins that goes on with what the one before is about, as a sentence may.")
    carry: Pattern | None = setting(
        "An opening clause that later clauses of its sentence need: carried into their cue: its groups `when` and "
        "`where`, else all of it. A `when` with a group `compared` (比上年) is none.")
    stated: Pattern | None = setting(
        "How a text announces an enumeration; the group `topic` (or all of it) is its title.")
    counts: Lexicon | None = lexicon(
        "A lexicon: where `stated` has a group of its name, the position of its entry must be the number of items.")
    summed: Pattern | None = setting(
        "How a text sums an enumeration up behind it (以上十条，是…); `topic` is its title.")
    subjectless: Pattern | None = setting(
        "How a title begins that does not say of what: words of the article's title that it keeps saying stand before "
        "it.")
    sums_up: Pattern | None = setting(
        "How a clause begins that sums up what stands before it (这是…): no title for what follows it.")
    sets_off: Pattern | None = setting(
        "How a clause begins that only leads up to what its sentence says (面对, 随着): no title, and no cue.")
    leads_into: Pattern | None = setting(
        "How a clause begins that is nothing without the next (通过, 针对; of figures 若, "
        "每增加一元): a series in it is shown with that, and figures behind it with it.")
    passed_over: Pattern | None = setting(
        "What ties a sentence to the one before (但与此同时，), or numbers it (二是): a series in it "
        "is shown without it, and a figure whose clause begins so.")
    leads_further: Pattern | None = setting(
        "How a clause ends that goes on leading into the next (…等方式，): behind one that `leads_into` it a series is "
        "shown up to the first that does not.")
    completed_by: Pattern | None = setting(
        "What begins a clause that the one before it is nothing without (具有, 都将; of figures 用于): a series there, "
        "or a figure, is shown with it.")
    dangling: Pattern | None = setting(
        "What points at words before it (这些, 上述): no title has it.")
    unfinished: Pattern | None = setting(
        "An item that says nothing by itself (总书记指出): a list with one is not asked under a title. What matches "
        "with a group `form` (在…中) is one only where not all items do.")
    unrecited: Pattern | None = setting(
        "What an item may begin with and is not recited (我们也要), also behind a subject that all items share and the "
        "title names (X是一种…).")
    open_end: Pattern | None = setting("What stands behind the last item where the text names only some of all (等).")
    ask: tuple[Rewording, ...] = mappings(
        "How an enumeration's title is reworded so that it asks, in order; the first that matches.", Rewording)
    total: str = text("{total} in titles: the number of items, as {count}.", "{count}")
    total_open: str = text("{total} where the text names only some of all items.", "{count} …")
    total_some: str = text(
        "{total} where the items are sentences of a paragraph and more sentences stand among them or behind them.",
        "{count} …")
    whole_title: str = text("Title of a whole enumeration's card: {topic}, {count}, {total}.", "{topic} ({total})")
    of_text: str = text(
        "How the parts of a whole text are asked for: {title}, and {count}, their number as an entry of `counts`. "
        "Without it by the title alone.")
    of_section: str = text(
        "The same of the parts of a section that are headings of a word or two (指导思想, 基本原则): {title} is what "
        "their list is called else.")
    called: str = text(
        "What a series in a sentence is called whose members share words: {count} is their number as an entry of "
        "`counts`, {shared} the words.")
    called_short: str = text("The same where they share one character (四稳).")
    called_kind: str = text("The same where they are kinds of what they end with (三种变革).")
    names_behind: tuple[Rewording, ...] = mappings(
        "How words right behind a series are reworded so that they name it (为导向的体系: 体系的导向).", Rewording)
    points_back: Pattern | None = setting(
        "How a text begins that points at words before it (这是…): the end of the sentence before stands in its cue, "
        "or where the group `subject` takes part (要赋予其…) its beginning.")
    unnamed: Pattern | None = setting(
        "Words that no series is called by so many of: they name nothing (起来), or a set is known by them (意识).")
    all_begin: str = text("Told of a series that has no such name, whose members begin alike: {shared} is how.")
    all_end: str = text("The same where they end alike.")
    all_hold: str = text("The same where they have a word in common.")
    item_title: str = text(
        "Title of an item's card: {topic}, {position}, {count}, {total}.", "{topic} ({position}/{total})")
    each_from: int = integer(
        "An enumeration whose items have fewer characters together gets no cards item by item: the whole is one "
        "glance.", 0, least=0)
    each_items: int = integer("An enumeration with fewer items gets none either.", 1, least=1)
    selection: Selection | None = mapping(
        "Findings compete: only the best sentences become notes.", Selection, name="select")


RULE = table_of(RuleKeys)
KIND = table_of(KindKeys)
FILE = Table("file", (
    Key("kind", "name", "The kind of finding this file's rules make: statistic, measure, key_sentence, your own."),
    *KIND.keys,
    Key("define", "pieces", "Named pieces, usable in every pattern of every file as {name}.", default={}),
    Key("rules", "tables", "The rules, in order.", default=(), table=RULE),
))
