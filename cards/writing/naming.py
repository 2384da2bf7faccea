"""What a series that is asked in its sentence is called: by the words behind it, by what its members share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, repeat, takewhile

from cards.finding.said import says
from cards.records import Article, Item, Span
from cards.rules.pieces import fill, put_in
from cards.rules.ruleset import Kind
from cards.text.sentences import CLOSERS, STOPS, clauses_of, unpaired
from cards.text.units import common_end, common_start
from cards.text.words import is_verb, is_word, part_of_speech
from cards.writing.drafts import Cut

DENIAL = "不"
LEAST_NAME, SHORT_NAME, LONG_NAME = 2, 12, 20  # characters: a noun of so few (问题) says little
LONG_SHARED = 3  # characters: what a series is called by the character its members begin with has no longer ones
LONG_END = 8  # the same of the character they end with
EDGES = "，；：、。！？”’》 "
OPENERS = re.compile("[“‘《]")
PAUSE = re.compile(r"[”’》]*[，；：、。！？,;]")
PAUSE_WITHIN = re.compile(r"[。,;]")  # clauses end with the wide signs
AND_MORE = re.compile("等等?")
NAMING = ("n", "a", "b", "j", "vn", "l")  # parts of speech of words in a name: nouns and what tells their kind
TYING = (*NAMING, "c", "m", "t")  # and those between them: 重点领域和区域, 多种方式
PRONOUN, AND, PARTICLE, PLACE, NOUN_OF_VERB = "r", "c", "u", "ns", "vn"
ADVERBS = ("d", "ad")
DOING = ("v", "d", "a", "i", "p")  # parts of speech of words that say what is done, or how


def named_behind(article: Article, items: tuple[Item, ...], kind: Kind, lexicons: Mapping[str, tuple[str, ...]],
                 cut: Cut) -> str:
    """What the words right behind a series call it: …的特区精神, 三大先导产业, 等监督方式, or as kind.names_behind
    words them (为导向的评价体系); '' where they don't.
    """
    words = words_behind(article, items[-1].head)
    for rewording in kind.names_behind:
        if match := rewording.match.search(words):
            return fill(rewording.becomes, match)
    more = AND_MORE.match(words)
    ties = (more[0],) if more else lexicons.get("behind_member", ())
    tie = next((tie for tie in ties if words.startswith(tie)), "")
    name = words[len(tie) :].lstrip(CLOSERS)
    if _is_name(name, bool(tie) and not more, lexicons):
        return name
    noun = _noun(cut(name), whole=not tie, verbs=lexicons.get("leading_verb", ()))
    return noun if len(noun) > LEAST_NAME else ""


def _is_name(name: str, tied: bool, lexicons: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether words behind a series are its name as they stand: 三大先导产业, or tied to it and of what lists are."""
    if name.startswith(lexicons.get("how_many", ())):
        return LEAST_NAME <= len(name) <= LONG_NAME
    return tied and LEAST_NAME <= len(name) <= SHORT_NAME and name.endswith(lexicons.get("list_noun", ()))


def words_behind(article: Article, last: Span) -> str:
    """The rest of the clause behind the last member, without half a pair of marks; '' where that ends it."""
    text = article.paragraphs[last.paragraph].text
    clauses = clauses_of(text[last.end :])
    words = text[last.end : last.end + clauses[0][1]] if clauses else ""
    said = PAUSE_WITHIN.split(words)[0].strip(EDGES + STOPS)
    if PAUSE.match(words):
        return ""
    return OPENERS.sub("", said) if unpaired(said) else said


def _noun(words: Sequence[str], whole: bool, verbs: tuple[str, ...]) -> str:
    """The noun that `words` begin with, with what tells its kind; '' for none, or where it must be all of them."""
    begun = _begun(words, verbs)
    name = "".join(begun)
    is_all = len(name) == sum(map(len, words))
    is_some = not is_all and (whole or _may_go_on(words[: len(begun) + 1]))
    return name if LEAST_NAME <= len(name) <= SHORT_NAME and not is_some else ""


def _begun(words: Sequence[str], verbs: tuple[str, ...]) -> list[str]:
    """The words of that noun."""
    begun = [*takewhile(lambda word: part_of_speech(word).startswith(TYING) or not part_of_speech(word), words)]
    if not begun and _may_tell_kind(words, verbs):
        begun = [words[0], *takewhile(lambda word: part_of_speech(word).startswith(NAMING), words[1:])]
    while begun and not part_of_speech(begun[-1]).startswith("n") and part_of_speech(begun[-1]) != "vn":
        begun.pop()
    return begun


def _may_go_on(words: Sequence[str]) -> bool:
    """Whether a name that `words` begin with may have a second half (重大理论和实践问题)."""
    return AND in map(part_of_speech, words)


def _may_tell_kind(words: Sequence[str], verbs: tuple[str, ...]) -> bool:
    """Whether `words` begin with a verb that may tell the kind of a noun behind it (履职能力), and leads no clause."""
    return len(words) > 1 and words[0] not in verbs and part_of_speech(words[0]).startswith("v")


def called(kind: Kind, article: Article, items: tuple[Item, ...], cut: Cut) -> str:
    """What the article calls a series by its number and the words its members share (四个自信); what one calls it by
    the character they share (四稳, 四德教育) or by the one word that they end or begin with (三种变革, 四个坚持); else
    that they all begin or end with these words; '' where they share none.
    """
    heads = [item.head.of(article) for item in items]
    shared, template = _shared_word(heads, cut, kind)
    if not shared or shared in heads:
        return ""
    name = _name_of(kind, heads, shared)
    if len(shared) == 1 and not template:
        return name and _with_noun(name, heads, article, _short_noun(cut(words_behind(article, items[-1].head))))
    if len(shared) > 1 and _is_used(name, kind, shared, article, items[0].head.paragraph):
        return name
    return _counted(kind, heads, shared, template, cut) or put_in(template, {"shared": shared})


def _name_of(kind: Kind, heads: list[str], shared: str) -> str:
    """The name of a series by what its members share; by one character with 不 where all of them also begin with that
    (三不腐).
    """
    denies = len(shared) == 1 and shared != DENIAL and all(head.startswith(DENIAL) for head in heads)
    return _name(kind, len(heads), DENIAL + shared, kind.called_short) if denies else _name(kind, len(heads), shared)


def _with_noun(name: str, heads: list[str], article: Article, noun: str) -> str:
    """A short `name` with the `noun` behind the members (四德教育); '' where these are so short that it says nothing
    (三价制度) and the article does not use it.
    """
    tells = not noun or max(map(len, heads)) > LEAST_NAME or says(article, name + noun)
    return name + noun if tells else ""


def _is_used(name: str, kind: Kind, shared: str, article: Article, paragraph: int) -> bool:
    """Whether there is a `name` and the article uses it; in the same paragraph where a known set goes by the word
    `shared` (四个意识).
    """
    if _names_none(kind, shared):
        return name != "" and name in article.paragraphs[paragraph].text
    return name != "" and says(article, name)


def tells_items(text: str, heads: Sequence[str]) -> bool:
    """Whether `text` holds one of `heads`, or of two of them all that others don't share."""
    begin, end = len(common_start(heads)), len(common_end(heads))
    own = [head[begin : max(begin, len(head) - end)] for head in heads]
    return any(head in text for head in heads) or sum(len(part) >= LEAST_NAME and part in text for part in own) > 1


def _short_noun(words: Sequence[str]) -> str:
    """The one noun of two characters that `words` are (四德 is 四德教育); '' for none."""
    part = part_of_speech(words[0]) if len(words) == 1 else ""
    return words[0] if part.startswith(("n", NOUN_OF_VERB)) and len(words[0]) == LEAST_NAME else ""


def _counted(kind: Kind, heads: list[str], shared: str, template: str, cut: Cut) -> str:
    """So many of the word that `heads` share: they end with it and are kinds of that, or it says what all of them do;
    '' for none.
    """
    word = _one_word(kind, cut(shared))
    if not word:
        return ""
    if template == kind.all_end:
        are_kinds = _are_kinds(word, [head.removesuffix(shared) for head in heads], cut)
        return _name(kind, len(heads), word, kind.called_kind) if are_kinds else ""
    tells = template == kind.all_begin and word == shared and _is_doing(word)
    return _name(kind, len(heads), word) if tells else ""


def _one_word(kind: Kind, words: Sequence[str]) -> str:
    """The word that `words` are but for particles, where it may call a set; '' for none."""
    telling = [word for word in words if not part_of_speech(word).startswith(PARTICLE)]
    word = telling[0] if len(telling) == 1 else ""
    return word if len(word) >= LEAST_NAME and is_word(word) and not _names_none(kind, word) else ""


def _names_none(kind: Kind, word: str) -> bool:
    """Whether no set is called by `word`: it names nothing (起来), or another set is known by it (四个意识)."""
    return kind.unnamed is not None and kind.unnamed.fullmatch(word) is not None


def _is_doing(word: str) -> bool:
    """Whether a clause may begin with `word` as what is done, or how (坚持, 必须), and that is no noun."""
    part = part_of_speech(word)
    return part.startswith(DOING) and part != NOUN_OF_VERB


def _are_kinds(noun: str, befores: list[str], cut: Cut) -> bool:
    """Whether the words `befores` tell of which kind a `noun` is (种植变革): they do not do something to it (动员群众).
    """
    acts = [is_verb(before) for before in befores]
    is_thing = part_of_speech(noun).startswith("n")
    may_be = part_of_speech(noun) != PLACE and all(_tells_kind(cut(before)) for before in befores)
    return may_be and not (any(acts) if is_thing else all(acts))


def _tells_kind(words: Sequence[str]) -> bool:
    """Whether `words` before a noun may tell of which kind it is: none joins two things, a verb stands among them only
    where it is all of them, and so does an adverb at their end (不作为), and the first is no place.
    """
    is_one_thing = all(word.isalnum() and part_of_speech(word) != AND for word in words)
    is_act = len(words) > 1 and (any(map(is_verb, words)) or part_of_speech(words[-1]) in ADVERBS)
    return bool(words) and is_one_thing and not is_act and part_of_speech(words[0]) != PLACE


def _name(kind: Kind, count: int, shared: str, template: str = "") -> str:
    """So many members and the word they share in one name; '' where the kind has no such names."""
    template = template or (kind.called if len(shared) > 1 else kind.called_short)
    numbers = kind.counts.words if kind.counts else ()
    return put_in(template, {"count": numbers[count - 1], "shared": shared}) if count <= len(numbers) else ""


def _shared_word(heads: list[str], cut: Cut, kind: Kind) -> tuple[str, str]:
    """The words that all of `heads` end or begin with or have within, or the character that short ones do, and how a
    cue says so.
    """
    words = [cut(head) for head in heads]
    end = "".join(_common([of_head[::-1] for of_head in words])[::-1]) or _word(common_end(heads), from_end=True)
    begin = "".join(_common(words)) or _word(common_start(heads))
    for shared, template in ((end, kind.all_end), (begin, kind.all_begin)):
        if len(shared) > 1 and shared.isalnum() and not part_of_speech(shared).startswith(PRONOUN):
            return shared, template
    character = _character(heads, kind)
    return (character, "") if character else _other_share(heads, words, begin, kind)


def _other_share(heads: list[str], words: list[list[str]], begin: str, kind: Kind) -> tuple[str, str]:
    """What `heads`, cut into `words`, share within them, or the verb of one character that they all begin with."""
    held = _within(words) or _run_within(heads, words)
    if held:
        return held, kind.all_hold
    return (begin, kind.all_begin) if part_of_speech(begin).startswith("v") else ("", "")


def _run_within(heads: list[str], words: list[list[str]]) -> str:
    """The longest run of three characters or more that all of `heads` hold, in each where a word begins (新发展 of
    新发展阶段); '' for none.
    """
    first, *others = heads
    starts = [{0, *accumulate(map(len, of_head))} for of_head in words]
    begun = [first[start:] for start in sorted(starts[0])]
    runs = [text[:length] for text in begun for length in range(LONG_SHARED, len(text) + 1)]
    held = [run for run in runs if run.isalpha() and all(map(_begins_at, others, starts[1:], repeat(run)))]
    return max(held, key=len, default="")


def _character(heads: list[str], kind: Kind) -> str:
    """The one that all of `heads` end with, or begin with, where they are so short that it is heard; '' for none."""
    last, first, longest = common_end(heads)[-1:], common_start(heads)[:1], max(map(len, heads))
    if last and longest <= LONG_END and _ends_names(last, heads, kind):
        return last
    return first if longest <= LONG_SHARED else ""


def _ends_names(last: str, heads: list[str], kind: Kind) -> bool:
    """Whether `last` is a noun, or makes nouns of other words (安全感)."""
    makes = not _names_none(kind, last) and any(part_of_speech(head).startswith("n") for head in heads)
    return makes or part_of_speech(last).startswith(NAMING)


def _common(texts: Sequence[Sequence[str]]) -> list[str]:
    """The words that all of `texts` begin with."""
    return [words[0] for words in takewhile(lambda words: len(set(words)) == 1, zip(*texts, strict=False))]


def _word(shared: str, from_end: bool = False) -> str:
    """The longest word that `shared` begins with, or ends with; '' for none."""
    sizes = range(len(shared), 1, -1)
    return next((word for size in sizes if part_of_speech(word := shared[-size:] if from_end else shared[:size])), "")


def _within(words: list[list[str]]) -> str:
    """The longest word that all of the heads hold as `words` or several of these; '' for none."""
    first, *others = [_stretches(of_head) for of_head in words]
    held = [piece for piece in first if len(piece) > 1 and is_word(piece) and all(piece in other for other in others)]
    return max(held, key=len, default="")


def _begins_at(head: str, starts: set[int], run: str) -> bool:
    """Whether `run` stands in `head` and begins at one of `starts`."""
    return head.find(run) in starts


def _stretches(words: list[str]) -> list[str]:
    """The word that each of `words` begins with where another follows, and each run of them; as long as words are."""
    ends = range(1, len(words) + 1)
    made = ["".join(words[start:end]) for start in range(len(words)) for end in ends if start < end]
    made += [word[:length] for word in words for length in range(LEAST_NAME, len(word)) if is_word(word[length:])]
    return [piece for piece in made if len(piece) <= LONG_SHARED]
