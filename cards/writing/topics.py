"""Topics: what an enumeration is of, in the words of its text."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

GOES_ON = "……"  # how rule files write that the enumeration goes on from a title


class Topic(Struct, frozen=True):
    """What an enumeration is of: `words`, found by one of the ways of a rule (`way`: a name of WAYS, or the rule's own
    text).

    `goes_on`: the enumeration goes on from the words (永葆……), and `end` is how all its items end (…的历史性跨越).
    `around` are the words of the section's heading, of the sentence before or of the article's title that the words
    begin with, '' where they are the enumeration's own: an item that holds all of the enumeration says better what it
    is of.
    """

    words: str
    way: str
    goes_on: bool = False
    end: str = ""
    around: str = ""

    @property
    def text(self) -> str:
        """The topic as rule files write it."""
        return f"{self.words}{GOES_ON}{self.end}" if self.goes_on else self.words

    def under(self, words: str) -> Topic:
        """The topic with `words` in the stead of those from around it."""
        return replace(self, words=words + self.words[len(self.around) :], around="")


NO_TOPIC = Topic("", "")
