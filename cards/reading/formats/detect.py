"""Formats: a file's bytes to its lines. The content decides which reader takes it, not the ending."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from msgspec.structs import replace

from cards.reading.formats.archives import archived
from cards.reading.formats.decode import (
    CONTROLS_DROPPED,
    NONCHARACTERS_DROPPED,
    clean_characters,
    decode_damaged,
    noncharacters_of,
)
from cards.reading.formats.md import is_markdown
from cards.reading.formats.running_heads import without_heads
from cards.reading.formats.txt import text_source
from cards.reading.lines import Source
from cards.reading.outline_rules import Outline
from cards.records import Doubt, Place, UserError

HTML = re.compile(rb"(?is)\A(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]*>|<!--.*?-->)\s*)*"
                  rb"<(?:(?P<page>!doctype\s+html|html|head|body|meta|title)|div|article|section|h[1-6]|p|table|span|font)"
                  rb"[\s>]")
LARGEST_TEXT, MOST_LINES = 40_000_000, 400_000  # of 10 million characters, of four bytes at most, and blank lines
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURE = re.compile(rb"(?s)(?P<PNG>\x89PNG)|(?P<JPEG>\xff\xd8\xff)|(?P<GIF>GIF8[79]a)|(?P<TIFF>II\*\0|MM\0\*)"
                     rb"|(?P<WebP>RIFF....WEBP)|(?P<HEIC>....ftyphe)")
HEADER = r"[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*"
OTHER = re.compile((rf"(?is)\s*(?:(?P<xml><\?xml\s)|(?P<mht>(?:{HEADER}){{0,12}}?"
                    r"(?:MIME-Version:|Content-Type:\s*multipart/)))").encode())
OTHERS = {
    "xml": "an XML file; open it in Word or a browser and save it as .docx or .html",
    "mht": "a web archive or e-mail (.mht, .eml); open it and save it as .html, or copy the article into a .txt file",
}
UTF_16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def source_of(data: bytes, name: str, outline: Outline) -> Source:
    """The lines of a file; `outline` knows a newsletter's words. Raises UserError, naming `name`, for what no reader
    takes or what is damaged.
    """
    return READERS[format_of(data, name)](data, name, outline)


def format_of(data: bytes, name: str) -> str:
    """The format of `data`: pdf, docx, doc, rtf, html or txt. Raises UserError for what is another kind of file by
    its first bytes: a picture, an archive.
    """
    head = data[:2048]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archived(data, name)
    if head.startswith(OLE):
        return "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if picture := PICTURE.match(head):
        raise UserError(f"{name}: a picture ({picture.lastgroup}), without text; run text recognition (OCR) first")
    head = _narrow(head)
    page = HTML.match(head)
    if page and (page["page"] or not is_markdown(data.decode(errors="replace"), name)):  # which holds HTML too
        return "html"
    if other := OTHER.match(head):
        raise UserError(f"{name}: {OTHERS[str(other.lastgroup)]}")
    return "txt"


def _narrow(head: bytes) -> bytes:
    """The beginning of a file in ASCII's own bytes, also where it is UTF-16, with a mark or without."""
    for start, encoding in UTF_16:
        if head.startswith(start):
            return head[: len(head) // 2 * 2].decode(encoding, errors="replace").lstrip("\ufeff").encode()
    return head


def _text(data: bytes, name: str, outline: Outline) -> Source:
    if len(data) > LARGEST_TEXT or data.count(b"\n") > MOST_LINES:
        raise UserError(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB or {MOST_LINES:,} lines of text; split "
                        "it into several files")
    text, doubts = _characters(data, name)
    if is_markdown(text, name):
        from cards.reading.formats.md import markdown_source

        source = markdown_source(text, name)
    else:
        text, heads = without_heads(text, outline)
        source = text_source(text)
        doubts += heads
    return replace(source, doubts=(*doubts, *source.doubts))


def _characters(data: bytes, name: str) -> tuple[str, list[Doubt]]:
    """The text of a file, without what is no text in it; and what was dropped or can't be read, with its first place.
    """
    text, damaged = decode_damaged(data, name)
    noncharacters, line = noncharacters_of(text)
    text, controls = clean_characters(text)
    doubts = []
    if controls:
        doubts.append(Doubt(f"{CONTROLS_DROPPED}: {controls}", mended=True))
    if noncharacters:
        doubts.append(Doubt(f"{NONCHARACTERS_DROPPED}: {noncharacters}", Place(line=line)))
    if damaged:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        doubts.append(Doubt(f"characters that can't be read, shown as \ufffd: {damaged}", Place(line=line)))
    return text, doubts


def _docx(data: bytes, name: str, outline: Outline) -> Source:
    from cards.reading.formats.docx import docx_source

    return docx_source(data, name)


def _pdf(data: bytes, name: str, outline: Outline) -> Source:
    from cards.reading.formats.pdf import pdf_source

    return pdf_source(data, name, outline)


def _html(data: bytes, name: str, outline: Outline) -> Source:
    from cards.reading.formats.html import html_source

    return html_source(data, name)


def _doc(data: bytes, name: str, outline: Outline) -> Source:
    if ENCRYPTED in data:
        raise UserError(f"{name}: protected by a password; open it in Word and save it without one")
    return _converted(data, ".doc", name, "an old Word file (.doc)", outline)


def _rtf(data: bytes, name: str, outline: Outline) -> Source:
    return _converted(data, ".rtf", name, "a rich-text file (.rtf)", outline)


def _converted(data: bytes, ending: str, name: str, what: str, outline: Outline) -> Source:
    """The lines of a file that LibreOffice makes a .docx of. Raises UserError where it is not installed."""
    from cards.reading.formats.office import as_docx

    made = as_docx(data, ending, name, f"{what}; save it as .docx in Word, or install LibreOffice, which juyao then "
                   f"uses (or run: soffice --headless --convert-to docx '{PurePath(name).name}')")
    source = _docx(made, name, outline)
    told = Doubt(f"{what}, read as the .docx that LibreOffice made of it", mended=True)
    return replace(source, doubts=(told, *source.doubts))


READERS: dict[str, Callable[[bytes, str, Outline], Source]] = {
    "txt": _text, "docx": _docx, "pdf": _pdf, "html": _html, "doc": _doc, "rtf": _rtf,
}
