"""Catalogs as translators' programs know them: a .po file read, and what gettext wants of it (.mo) made.

`python -m cards.commands.language.po` makes juyao.mo anew.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

MAGIC = 0x950412DE
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"


def entries(text: str) -> dict[str, str]:
    """The translations in a .po file by their message; of a message with a plural, by both with a NUL between."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        fields = dict(_fields(block))
        if fields.get("msgid"):
            key = "\0".join(filter(None, (fields["msgid"], fields.get("msgid_plural"))))
            found[key] = fields.get("msgstr") or fields.get("msgstr[0]", "")
    return found


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """The fields of an entry, each with its lines put together."""
    name, value = "", ""
    for line in block.splitlines():
        if line.startswith('"'):
            value += json.loads(line)
        elif line and not line.startswith("#"):
            if name:
                yield name, value
            name, _, quoted = line.partition(" ")
            value = json.loads(quoted)
    if name:
        yield name, value


def compiled(translations: Mapping[str, str]) -> bytes:
    """The .mo file of `translations`."""
    pairs = sorted({"": HEADER, **{key: text for key, text in translations.items() if text}}.items())
    keys, texts = ([part.encode() for part in column] for column in zip(*pairs, strict=True))
    at = 28 + 16 * len(pairs)
    table = b""
    for part in (*keys, *texts):
        table += struct.pack("<2I", len(part), at)
        at += len(part) + 1
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + table + b"".join(part + b"\0" for part in (*keys, *texts))


def main() -> None:
    source = Path(__file__).parent / "zh_CN" / "LC_MESSAGES" / "juyao.po"
    source.with_suffix(".mo").write_bytes(compiled(entries(source.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
