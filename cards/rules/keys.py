"""How the contract of a rule file is written: a record whose fields say what may stand under their names.

    class Selection:
        least: float = number("A sentence with a lower score makes no note.", 1.0)

`table_of(Selection)` is the table of its keys, from which files are checked, the JSON Schema and the reference made.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from msgspec import Struct, StructMeta
from msgspec.structs import replace

if TYPE_CHECKING:  # settings are checked without it, and regex takes a while to load
    from cards.rules.pieces import Lexicon, Pattern

T = TypeVar("T")
R = TypeVar("R", bound="Record")


class Key(Struct, frozen=True):
    """One key of a table: what may stand there (`value_type` is one of values.TYPES) and what it means; `least` is the
    smallest number allowed. A mapping has the keys of `table` and becomes a `record`, in which this key is called
    `attribute`.
    """

    name: str
    value_type: str
    doc: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    table: Table | None = None
    record: type[Record] | None = None
    attribute: str = ""


class Table(Struct, frozen=True):
    """A mapping in a rule file. Of the keys named in `one_of` exactly one must stand there. Where the flag `waiver` is
    true, of all that must stand there only the keys `always` need to.
    """

    name: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()
    waiver: str = ""
    always: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the keys that must stand there."""
        return tuple(key.name for key in self.keys if key.required)

    def attribute(self, name: str) -> str:
        """What the record calls the key that files call `name`."""
        key = self.key(name)
        return key.attribute if key else name

    def key(self, name: str) -> Key | None:
        """The key that files call `name`."""
        return next((key for key in self.keys if key.name == name), None)


class _Keyed(StructMeta):
    """Makes a Record's class: of its fields that are keys the defaults stay; `KEYS` are the keys by their fields."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> _Keyed:
        keys = {attribute: value for attribute, value in namespace.items() if isinstance(value, Key)}
        for attribute, key in keys.items():
            if key.required:
                del namespace[attribute]
            else:
                namespace[attribute] = key.default
        inherited = (getattr(base, "KEYS", {}) for base in bases)
        namespace["KEYS"] = {**ChainMap(*inherited), **keys}
        return super().__new__(cls, name, bases, namespace, **options)


class Record(Struct, metaclass=_Keyed, frozen=True, kw_only=True, eq=False):
    """A record whose fields are made by the functions below; `TABLE` is its table's name, the rest as in Table. It is
    equal to itself only.

    `line` is where it stands in its file, from 1.
    """

    TABLE: ClassVar[str] = ""
    ONE_OF: ClassVar[tuple[str, ...]] = ()
    WAIVER: ClassVar[str] = ""
    ALWAYS: ClassVar[tuple[str, ...]] = ()
    KEYS: ClassVar[Mapping[str, Key]]

    line: int = 0


def table_of(record: type[Record]) -> Table:
    """The table whose keys the fields of `record` are."""
    if record not in _made:
        keys = (replace(key, name=key.name or attribute, attribute=attribute) for attribute, key in record.KEYS.items())
        _made[record] = Table(record.TABLE, tuple(keys), record.ONE_OF, record.WAIVER, record.ALWAYS)
    return _made[record]


_made: dict[type[Record], Table] = {}


def _field(key: Key, default: T) -> T:
    """`key` with its default: to whoever reads the class it is the value of a field."""
    return cast(T, replace(key, default=default))


def required_text(doc: str) -> str:
    """A text without which the mapping says nothing."""
    return cast("str", Key("", "text", doc, required=True))


def required_name(doc: str) -> str:
    """A word of letters, digits and _ without which the mapping says nothing."""
    return cast("str", Key("", "name", doc, required=True))


def required_pattern(doc: str) -> Pattern:
    """A pattern without which the mapping says nothing."""
    return cast("Pattern", Key("", "pattern", doc, required=True))


def text(doc: str, default: str = "", *, choices: tuple[str, ...] = (), name: str = "") -> str:
    """A text, one of `choices` where there are any; in the file its key is called `name`."""
    return _field(Key(name, "text", doc, choices=choices), default)


def optional_text(doc: str) -> str | None:
    """A text that may be empty, which is something else than not to be there."""
    return _field(Key("", "text", doc), None)


def texts(doc: str, default: tuple[str, ...] = (), *, choices: tuple[str, ...] = (), name: str = "",
          ) -> tuple[str, ...]:
    """One text or a list of them; in the file its key is called `name`."""
    return _field(Key(name, "texts", doc, choices=choices), default)


def optional_texts(doc: str) -> tuple[str, ...] | None:
    """One text or a list of them, or nothing."""
    return _field(Key("", "texts", doc), None)


def optional_words(doc: str) -> Mapping[str, str] | str | None:
    """A mapping name → text, or `none`."""
    return _field(Key("", "words", doc), None)


def number(doc: str, default: float, *, least: int | None = None, name: str = "") -> float:
    """A number, not smaller than `least`; in the file its key is called `name`."""
    return _field(Key(name, "number", doc, least=least), default)


def numbers(doc: str, *, name: str = "") -> Mapping[str, float]:
    """A mapping name → number; in the file its key is called `name`."""
    return _field(Key(name, "numbers", doc), {})


def integer(doc: str, default: int, *, least: int | None = None) -> int:
    """A whole number, not smaller than `least`."""
    return _field(Key("", "integer", doc, least=least), default)


def flag(doc: str) -> bool:
    """True or, where it does not stand there, false."""
    return _field(Key("", "flag", doc), default=False)


def pattern(doc: str, *, name: str = "") -> Pattern | None:
    """A pattern that matches some text; in the file its key is called `name`."""
    return _field(Key(name, "pattern", doc), None)


def gap(doc: str) -> Pattern | None:
    """A pattern that may match the empty text."""
    return _field(Key("", "gap", doc), None)


def lookbehind(doc: str) -> Pattern | None:
    """A pattern for what stands before a place: compiled, it matches at the place, and nothing of the text."""
    return _field(Key("", "lookbehind", doc), None)


def patterns(doc: str) -> tuple[Pattern, ...]:
    """One pattern or a list of them."""
    return _field(Key("", "patterns", doc), ())


def frames(doc: str) -> Pattern | None:
    """A frame or a list of them, compiled to one pattern."""
    return _field(Key("", "frames", doc), None)


def setting(doc: str) -> Pattern | None:
    """A pattern that a later file may replace or, with {add: 'pattern'}, add to."""
    return _field(Key("", "alternatives", doc), None)


def lexicon(doc: str) -> Lexicon | None:
    """A lexicon by its name."""
    return _field(Key("", "lexicon", doc), None)


def word_set(doc: str) -> frozenset[str]:
    """The words of a lexicon, whose name stands in the file."""
    return _field(Key("", "word set", doc), frozenset())


def mapping(doc: str, record: type[R], *, name: str = "") -> R | None:
    """A mapping with the keys of `record`."""
    return _field(Key(name, "table", doc, table=table_of(record), record=record), None)


def mappings(doc: str, record: type[R]) -> tuple[R, ...]:
    """A list of mappings with the keys of `record`."""
    return _field(Key("", "tables", doc, table=table_of(record), record=record), ())
