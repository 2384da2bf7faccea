"""Archives: which document a zip is, told without unpacking more than two small files of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from cards.records import UserError

MOST_PARTS = 10_000  # a Word file has about twenty; a million take 7 s and 470 MB to open
ENTRY = b"PK\1\2"  # each part has one in the central directory, whatever number that says of itself
LARGEST_TOLD = 100_000
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
# The relationship that names the main part (ECMA-376, Part 2), whatever that is called: document2.xml, xl/workbook.xml.
MAIN = re.compile(rb"<(?:\w{1,20}:)?Relationship\s[^>]{0,500}?/officeDocument[\"'][^>]{0,500}>")
TARGET = re.compile(rb"\sTarget\s*=\s*[\"']/?([^\"']{1,200})")
OTHERS = {
    "xl/": "an Excel workbook; copy the text into a .docx or .txt file",
    "ppt/": "a PowerPoint file; copy the text into a .docx or .txt file",
}
DECK = frozenset(("collection.anki2", "collection.anki21", "collection.anki21b"))
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")


def archived(data: bytes, name: str) -> str:
    """The format of a zip that a reader takes: docx, also where it is damaged, since its reader says what is wrong with
    it. Raises UserError, naming `name`, for any other archive.
    """
    if data.count(ENTRY) > MOST_PARTS:
        raise UserError(f"{name}: an archive of more than {MOST_PARTS:,} files; unpack it and name the file inside")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            relations, kind = _told(archive, "_rels/.rels"), _told(archive, "mimetype")
    except FAULTS:
        return "docx"
    main = MAIN.search(relations)
    target = TARGET.search(main[0]) if main else None
    told = target[1].decode(errors="replace") if target else ""
    for folder, what in OTHERS.items():
        if told.startswith(folder):
            raise UserError(f"{name}: {what}")
    if told or "word/document.xml" in names:
        return "docx"
    raise UserError(f"{name}: {_other(names, kind)}")


def _told(archive: zipfile.ZipFile, path: str) -> bytes:
    """The beginning of a file in the archive, or nothing; of kinds of packing that unpack without a bound, nothing."""
    try:
        about = archive.getinfo(path)
    except KeyError:
        return b""
    if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return b""
    with archive.open(about) as part:
        return part.read(LARGEST_TOLD)


def _other(names: list[str], kind: bytes) -> str:
    if kind.startswith(OPEN_DOCUMENT):
        return "a LibreOffice or OpenOffice file; save it as .docx"
    if kind.startswith(b"application/epub"):
        return "an e-book (.epub); unpack it and name the .html files inside"
    if not DECK.isdisjoint(names):
        return ("an Anki deck, which juyao writes and does not read; juyao preview shows what is in it; a source is a "
                ".docx, .pdf, .html, .md or .txt file")
    if "OFD.xml" in names:
        return "an .ofd file; save it as .pdf or .docx"
    files = [file for file in names if not file.endswith("/")]
    if files and all(file.lower().endswith(PICTURES) for file in files):
        return "an archive of pictures, without text; run text recognition (OCR) first"
    return "an archive, but no Word document; unpack it and name the file inside"
