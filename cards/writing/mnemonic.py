"""Mnemonics: a character of each item of an enumeration, no two the same where that can be."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import chain

from msgspec import Struct

from cards.text.spoken import words_of
from cards.writing.drafts import Cut

QUOTED = re.compile(r"“([^”]+)”")
LEAST = 3  # two items need no help to be remembered
SHARED = 0.5  # a word in more than this part of the items tells none of them from the others


def mnemonic(heads: list[str], skips: frozenset[str], cut: Cut, title: str = "") -> list[str]:
    """For each of `heads` the first character of the word that tells it best, or another where there are not enough
    such; nothing for fewer than LEAST of them.

    Words in `skips` (加强, 提高), words that most items share, words of the list's `title`, single characters and words
    whose first character stands in many items tell little. `cut` splits a text into words.
    """
    if len(heads) < LEAST:
        return []
    items = [_telling_words(head, heads, skips, cut) for head in heads]
    wordings = _Wordings(heads, items, _names(heads, cut), skips, title)
    wishes = [wordings.first_characters(words) for words in items]
    given = _given(wishes)
    if len(given) < len(heads):
        wishes = [wordings.further_characters(wished, words) for wished, words in zip(wishes, items, strict=True)]
        given = _given(wishes)
    best = [wished[0] if wished else head[:1] for wished, head in zip(wishes, heads, strict=True)]
    return [given.get(number, character) for number, character in enumerate(best)]


class _Wordings(Struct, frozen=True, dict=True):
    """The items of a list as they are recited and as their words, the names among these, the words that a mnemonic
    passes over, and the list's title.
    """

    heads: list[str]
    items: list[list[str]]
    names: set[str]
    skips: frozenset[str]
    title: str

    @cached_property
    def items_with_word(self) -> Counter[str]:
        """In how many items a word stands."""
        return Counter(chain.from_iterable(map(set, self.items)))

    @cached_property
    def items_with_character(self) -> Counter[str]:
        """In how many items a character stands."""
        return Counter(chain.from_iterable(set("".join(words)) for words in self.items))

    def first_characters(self, words: list[str]) -> list[str]:
        """The first characters of an item's words, that of the word that tells it best first."""
        ranked = [word[0] for word in sorted(words, key=self.tells_little)]
        return list(dict.fromkeys(sign for sign in ranked if self.items_with_character[sign] < len(self.heads)))

    def further_characters(self, wished: list[str], words: list[str]) -> list[str]:
        """Those already `wished` for, then all other characters of the item; last those that most items share, and
        behind them those of all.
        """
        characters = dict.fromkeys([*wished, *"".join(words)])
        most = SHARED * len(self.heads)
        return sorted(characters, key=lambda character: max(most, self.items_with_character[character]))

    def tells_little(self, word: str) -> float:
        """From 0: less for what is in few items; its first character must bring this word to mind and no other."""
        little = 0
        if self.items_with_word[word] > SHARED * len(self.heads):
            little += 2
        if word in self.skips:
            little += 2
        if len(word) == 1:
            little += 1
        if word in self.title:
            little += 1
        if word in self.names:  # “闯”的精神 is called by its name
            little -= 2
        return little + sum(word[0] in head for head in self.heads) / len(self.heads)


def _words_of_item(head: str, skips: frozenset[str], cut: Cut) -> list[str]:
    """The words of `head` behind those it only opens with, without punctuation."""
    words = [words_of(piece) for piece in cut(_past(head, skips))]
    return [word for word in words if word]


def _telling_words(head: str, heads: list[str], skips: frozenset[str], cut: Cut) -> list[str]:
    """The words of `head` behind those it only opens with; all of them where what is left stands in all `heads`
    (宪法 of 维护宪法).
    """
    words = _words_of_item(head, skips, cut)
    is_shared = all(character in other for other in heads for character in "".join(words))
    return _words_of_item(head, frozenset(), cut) if is_shared else words


def _names(heads: list[str], cut: Cut) -> set[str]:
    """The words that stand in quotation marks."""
    names: set[str] = set()
    for head in heads:
        for name in QUOTED.findall(head):
            names.update(cut(name))
    return names


def _past(head: str, skips: frozenset[str]) -> str:
    """`head` from behind the words in `skips` that it opens with, of several the longest (坚定不移, 坚定), if two
    characters or more are left (not 性 of 积极性); a single character may be part of another word (多边).
    """
    words = _longest_first(skips)
    while (said := head[:-2]).startswith(words):
        head = next(head[len(word) :] for word in words if said.startswith(word))
    return head


@lru_cache(maxsize=8)
def _longest_first(skips: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted((word for word in skips if len(word) > 1), key=len, reverse=True))


def _given(wishes: list[list[str]]) -> dict[int, str]:
    """To each item, by its number, its best wish, as far as no two get the same; one that finds its wishes taken makes
    others move on.
    """
    holder: dict[str, int] = {}

    def give(number: int, tried: set[str]) -> bool:
        for wish in wishes[number]:
            if wish not in tried:
                tried.add(wish)
                if wish not in holder or give(holder[wish], tried):
                    holder[wish] = number
                    return True
        return False

    for number in range(len(wishes)):
        give(number, set())
    return {number: wish for wish, number in holder.items()}
