"""What a rule's matcher hands on: the place in the text, what is hidden or recited there, and the groups' words."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from cards.records import Item, Span
from cards.rules.pieces import put_in
from cards.rules.stretches import Stretch


class Match(Struct, frozen=True):
    """What a rule matched, from `start` to `end` of the stretch's text. It has either `spans`, to be hidden together,
    or the `items` of an enumeration.

    `groups` holds the words of each named group and piece, None for one that took no part: in “增长5.5%”, matched by
    增长(?P<value>[0-9.]+)%, groups["value"] is "5.5". `parts` are where the matched words stand, where these are
    not all from start to end: the marks and items of a list, without what stands between them.
    """

    stretch: Stretch
    start: int
    end: int
    groups: Mapping[str, str | None]
    spans: tuple[Span, ...] = ()
    items: tuple[Item, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where the matched words stand in the stretch's text."""
        return self.parts or ((self.start, self.end),)

    def filled(self, template: str) -> str:
        """`template` with the words of the groups in place of {name}; a group that took no part gives nothing."""
        return put_in(template, self.groups)
