"""Mnemonics: a character of each item of an enumeration, no two the same where that can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from cards.text.spoken import words_of

QUOTED = re.compile(r"“([^”]+)”")
LEAST = 3  # two items need no help to be remembered
SHARED = 0.5  # a word in more than this part of the items tells none of them from the others


def mnemonic(heads: list[str], skips: frozenset[str], cut: Callable[[str], list[str]], title: str = "") -> list[str]:
    """For each of `heads` the first character of the word that tells it best, or another where there are not enough
    such; nothing for fewer than LEAST of them.

    Words in `skips` (加强, 提高), words that most items share, words of the list's `title`, single characters and words
    whose first character stands in many items tell little. `cut` splits a text into words.
    """
    if len(heads) < LEAST:
        return []
    words = [[word for piece in cut(_past(head, skips)) if (word := words_of(piece))] for head in heads]
    named = {word for head in heads for name in QUOTED.findall(head) for word in cut(name)}
    number = Counter(word for each in words for word in set(each))

    inside = [set(head) for head in heads]

    def tells_little(word: str) -> float:
        """From 0: less for what is in few items; its first character must bring this word to mind and no other."""
        shared = 2 * (number[word] > SHARED * len(heads)) + 2 * (word in skips) + (len(word) == 1) + (word in title)
        shared -= 2 * (word in named)  # “闯”的精神 is called by its name
        return shared + sum(word[0] in each for each in inside) / len(heads)

    wishes = [list(dict.fromkeys(word[0] for word in sorted(each, key=tells_little))) for each in words]
    given = _given(wishes)
    if len(given) < len(heads):
        held = Counter(character for each in words for character in set("".join(each)))
        more = [dict.fromkeys([*wished, *"".join(each)]) for wished, each in zip(wishes, words, strict=True)]
        wishes = [sorted(each, key=lambda character: held[character] > SHARED * len(heads)) for each in more]
        given = _given(wishes)
    first = [wished[0] if wished else head[:1] for wished, head in zip(wishes, heads, strict=True)]
    return [given.get(at, character) for at, character in enumerate(first)]


def _past(head: str, skips: frozenset[str]) -> str:
    """`head` from behind the words in `skips` that it opens with, of several the longest (坚定不移, 坚定), if anything
    is left; a single character may be part of another word (多边).
    """
    longer = sorted((word for word in skips if len(word) > 1), key=len, reverse=True)
    while tail := next((head[len(word) :] for word in longer if head.startswith(word) and head != word), ""):
        head = tail
    return head


def _given(wishes: list[list[str]]) -> dict[int, str]:
    """To each its best wish, as far as no two get the same; one that finds its wishes taken makes others move on."""
    holder: dict[str, int] = {}

    def give(at: int, tried: set[str]) -> bool:
        for wish in wishes[at]:
            if wish not in tried:
                tried.add(wish)
                if wish not in holder or give(holder[wish], tried):
                    holder[wish] = at
                    return True
        return False

    for at in range(len(wishes)):
        give(at, set())
    return {at: wish for wish, at in holder.items()}
