"""The parts of a Word file: a zip whose relationships name them (ECMA-376, Part 2)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from importlib import import_module
from typing import Any

from cards.reading.formats.archives import ENTRY, FAULTS, MOST_PARTS
from cards.reading.formats.docx.xml import (
    GRAPHIC,
    MARKUP,
    NOTES,
    STRICT,
    TBL,
    TC,
    TEXTS,
    WORD,
    WORD_ART,
    P,
    W,
    children,
)
from cards.records import UserError

# Bounds of what is unpacked and parsed. A tag or an attribute takes up to 240 bytes in the tree, its text apart.
LARGEST_PART, MOST_MARKUP, MOST_BLOCKS = 16_000_000, 1_000_000, 60_000
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
ALTERNATE = MARKUP + "AlternateContent"


class Package:
    """The parts of a Word file (Part 2: a zip whose relationships name them), each bounded before it is unpacked."""

    def __init__(self, data: bytes, name: str):
        self._name, self._markup = name, 0
        try:
            self._etree: Any = import_module("lxml.etree")
        except ImportError:
            raise UserError(f"{name}: reading .docx needs juyao[docx]: pip install 'juyao[docx]'") from None
        if data.startswith(OLE) and ENCRYPTED in data:
            raise UserError(f"{name}: protected by a password; open it in Word and save it without one")
        if data.startswith(OLE):
            raise UserError(f"{name}: an old Word file (.doc); save it as .docx in Word")
        if data.count(ENTRY) > MOST_PARTS:
            raise self._oversized()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except FAULTS:
            raise self._damaged() from None

    def document(self) -> tuple[Any, dict[str, Any]]:
        """The root of the document and, by kind, those of the parts it relates to that are read."""
        main = self._related("").get("officeDocument", "word/document.xml")
        root = self._part(main)
        if root is None or root.tag != W + "document":
            raise UserError(f"{self._name}: no Word document in it; open it in Word and save it as .docx")
        paths = self._related(main)
        parts = {kind: self._part(paths[kind]) for kind in ("styles", "numbering", *NOTES.values()) if kind in paths}
        return root, parts

    def _related(self, path: str) -> dict[str, str]:
        folder, file = posixpath.split(path)
        found: dict[str, str] = {}
        for relation in children(self._part(posixpath.join(folder, "_rels", f"{file}.rels"))):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found.setdefault(relation.get("Type", "").rpartition("/")[2], target)
        return found

    def _part(self, path: str) -> Any:
        """The root of the XML part `path`, or None where there is none."""
        try:
            about = self._zip.getinfo(path)
            if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack unbounded
                raise self._damaged(path)
            with self._zip.open(about) as part:
                data = part.read(LARGEST_PART + 1)
        except KeyError:
            return None
        except FAULTS:
            raise self._damaged(path) from None
        self._markup += data.count(b"<") + data.count(b"=")
        if len(data) > LARGEST_PART or self._markup > MOST_MARKUP:
            raise self._oversized()
        return self._parsed(data.replace(STRICT, WORD), path)

    def _parsed(self, data: bytes, path: str) -> Any:
        parser = self._etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = self._etree.fromstring(data, parser)
        except self._etree.LxmlError:
            raise self._damaged(path) from None
        if root.getroottree().docinfo.doctype:  # Part 2 allows none; a bomb or a spy would need it
            raise self._damaged(path)
        if sum(1 for _ in root.iter(P, TBL, TC)) > MOST_BLOCKS:
            raise self._oversized()
        return root

    def _damaged(self, path: str = "") -> UserError:
        where = f" (in {path})" if path else ""
        return UserError(f"{self._name}: a damaged or locked Word file{where}; open it in Word and save it again")

    def _oversized(self) -> UserError:
        return UserError(f"{self._name}: unpacks to more than a newsletter issue holds; copy its text into a new file")


def choose_alternates(root: Any) -> None:
    """Make a Choice of one branch of each AlternateContent (Part 3), the first that says anything, since the others say
    it again: they become Fallbacks. Renaming takes no time; lxml's `remove` goes through all that stands below.
    """
    for alternate in list(root.iter(ALTERNATE)):
        speaking = (branch for branch in alternate if next(branch.iter(*TEXTS, WORD_ART, GRAPHIC), None) is not None)
        best = next(speaking, None)
        for branch in alternate:
            branch.tag = MARKUP + ("Choice" if branch is best else "Fallback")
