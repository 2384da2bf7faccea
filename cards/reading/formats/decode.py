"""Bytes to text: the encodings Chinese offices send, told apart by what comes out."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata

from cards.records import UserError

# A readable character: white space, printable ASCII, general and CJK punctuation, Han, full-width forms.
READABLE = re.compile(r"[\t\n\r\f\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u2000-\u22ff\u2460-\u25ff\u3000-\u303f"
                      r"\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
LEAST_READABLE = 0.9
LEAST_USUAL = 0.8
MOST_DAMAGED, FEW_DAMAGED = 0.01, 3  # a share of all characters; in a short text, so many
SPLIT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n)([\x80-\xbf]{1,3})")  # a line broken within a character
CONTROLS_DROPPED = "control characters dropped"
NONCHARACTERS_DROPPED = "code points that are no characters (U+FFFF, half of a surrogate pair) dropped"
# What is no character, though it can be written: half of a pair of UTF-16, and code points that Unicode keeps free.
NONCHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
WRITTEN = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,30})|([0-9]{1,30}));?")  # a character as its number, in markup
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, name: str) -> str:
    """Return the text of `data` (UTF-8 with or without BOM, UTF-16, GB18030).

    Raises UserError for an empty file, a binary file, or an encoding that is none of these.
    """
    if not data.strip():
        raise UserError(f"{name}: the file is empty; nothing to read")
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, name)
    best = max((_readable(text), -rank, text) for rank, text in enumerate(_candidates(data)))
    if best[0] < LEAST_READABLE:
        raise UserError(f"{name}: not text in UTF-8, UTF-16 or GB18030; save it as UTF-8 text and try again")
    return best[2]


def decode_damaged(data: bytes, name: str) -> tuple[str, int]:
    """The text of `data`, as `decode`, and how many characters of it can't be read, which are U+FFFD in it.

    Mends: lines broken within a character (GNU fold), a byte lost, a text cut off. Raises UserError where more
    than a few characters are lost.
    """
    try:
        return decode(data, name), 0
    except UserError:
        whole = SPLIT.sub(rb"\1\3\2", data)
        if whole != data and (text := whole.decode(errors="replace")).isascii() is False and not _damaged(text):
            return text, 0
        text = min((data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")), key=_damaged)
        if data.startswith(tuple(bom for bom, _ in BOMS)) or not bearable(text):
            raise
        return text, _damaged(text)


def bearable(text: str) -> bool:
    """Some of `text` is damaged (U+FFFD), but so few characters that the rest can be read."""
    few = min(FEW_DAMAGED, 5 * MOST_DAMAGED * len(text))
    return 0 < _damaged(text) <= max(MOST_DAMAGED * len(text), few) and _readable(text) >= LEAST_READABLE


def _damaged(text: str) -> int:
    return text.count("\ufffd")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding, errors="surrogatepass" if encoding == "utf-16" else "strict")
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: damaged {encoding} text at byte {error.start}; save it as UTF-8 again") from None


def _candidates(data: bytes) -> list[str]:
    found = [""]
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return [text]
        if _usual(text):
            found.append(text)
    return found


def _usual(text: str) -> bool:
    """Most Han characters of `text` are in daily use (GB 2312): text of another encoding decodes into rare ones."""
    han = re.findall(r"[\u3400-\u9fff]", text[:20000])
    usual = sum(1 for character in han if _encodes(character))
    return usual >= LEAST_USUAL * len(han)


def _encodes(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _readable(text: str) -> float:
    sample = text[:20000]
    return len(READABLE.findall(sample)) / len(sample) if sample else 0.0


def noncharacters_of(text: str) -> tuple[int, int]:
    """How many code points in `text` are no characters, and the line of the first, or 0. `clean_characters` drops them.
    """
    first = NONCHARACTER.search(text)
    if not first:
        return 0, 0
    return len(NONCHARACTER.findall(text)), text.count("\n", 0, first.start()) + 1


def without_noncharacters(markup: str) -> tuple[str, int, int]:
    """`markup` without what is no character, raw or written as its number (&#xFFFE;); how many of those there were, and
    the line of the first, or 0.
    """
    found = [match for match in WRITTEN.finditer(markup) if _is_none(match)]
    raw, line = noncharacters_of(markup)
    if found:
        written = markup.count("\n", 0, found[0].start()) + 1
        line = min(written, line or written)
        markup = WRITTEN.sub(lambda match: "" if _is_none(match) else match[0], markup)
    return NONCHARACTER.sub("", markup) if raw else markup, raw + len(found), line


def _is_none(written: re.Match[str]) -> bool:
    """The number stands for no character, or for NUL."""
    number = int(written[1], 16) if written[1] else int(written[2])
    return number == 0 or number > sys.maxunicode or NONCHARACTER.match(chr(number)) is not None


def clean_characters(text: str) -> tuple[str, int]:
    """Return `text` with unified line ends and without control characters, and how many of those were dropped.

    Mends: CR LF and CR line ends, Unicode line separators, NUL and other control characters (the field separator of
    Anki's notes is one), zero-width spaces, writing-direction marks and stray BOMs, what is no character.
    """
    text = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", text)
    text = re.sub(r"[\ufeff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]", "", text)
    text = NONCHARACTER.sub("", text)
    kept = "".join(c for c in text if c in "\n\t\f" or unicodedata.category(c) != "Cc")
    return kept, len(text) - len(kept)
