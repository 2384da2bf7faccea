"""The process that reads a PDF's pages: started with limits, listened to, and killed where it takes too long.

Why a process of its own: two kilobytes of nested forms, or of content packed twice, keep PDFium busy for minutes and
fill the memory, and nothing in a Python process can stop a call into a library. A child can be given limits, and
killed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from cards.reading.formats.pdf.child import MEMORY, MOST_CHARACTERS, MOST_PAGES, SECONDS

PATIENCE = 15  # seconds by the clock, where a system can't limit computing
FAULTS = {
    "library": "reading .pdf needs juyao[pdf]: pip install 'juyao[pdf]'",
    "password": "protected by a password; save it without one (or: qpdf --decrypt --password=… IN.pdf OUT.pdf)",
    "security": "encrypted in a way that can't be read; print it to a new PDF, or ask for the Word file",
    "broken": "a broken or incomplete PDF; fetch it again, or open it in a viewer and print it to a new PDF",
    "empty": "a PDF without pages; fetch it again",
    "pages": f"more than {MOST_PAGES} pages: no newsletter issue; split it into issues",
    "long": f"more than {MOST_CHARACTERS} characters, or too scattered: no newsletter issue; split it into issues",
    "limits": f"PDFium fails on it, or takes over {SECONDS} seconds or {MEMORY // 1_000_000} MB; open it in a viewer "
              "and print it to a new PDF, or split it",
    "scanned": "no text in it, only pictures of text (a scan?); run OCR first (for example: ocrmypdf IN.pdf OUT.pdf)",
    "nameless": "its fonts don't say which characters they show; run OCR on it (for example: ocrmypdf --force-ocr "
                "IN.pdf OUT.pdf), or ask for the Word file",
}
START = ("import sys, importlib.machinery as m; sys.path[:] = sys.argv[3:]; "
         "exec(m.SourceFileLoader('child', sys.argv[1]).get_code('child'), {'__name__': '__main__'})")
RESTARTS = 2  # pages that PDFium may fail on, before the file is given up


class Answer(NamedTuple):
    """What became of a PDF: its pages, as records.Page has them, or a fault, which is a key of FAULTS."""

    pages: list[dict[str, Any]]
    fault: str = ""


class Heard(Struct):
    """What one process told: of how many pages it read these, and the fault that ended it, or ''."""

    count: int = 0
    pages: list[dict[str, Any]] = field(default_factory=list)
    fault: str = ""


def started(first: int = 1) -> subprocess.Popen[bytes]:
    """The process, waiting for a PDF; it reads the pages from number `first` on."""
    program = str(Path(__file__).with_name("child.py"))
    command = [sys.executable, "-I", "-S", "-c", START, program, str(first), *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603


def answer_of(child: subprocess.Popen[bytes], data: bytes) -> Answer:
    """What the process makes of `data`. Behind a page that it fails on another process goes on: a page or two that are
    broken cost none of the others.
    """
    heard = _heard(child, data)
    pages = heard.pages
    for _ in range(RESTARTS):
        if heard.fault != "limits" or len(pages) + 1 >= heard.count:
            break
        pages.append(_broken(len(pages) + 1))
        with started(len(pages) + 1) as other:
            heard = _heard(other, data)
        pages += heard.pages
    some = not all(page["broken"] for page in pages)
    if heard.fault == "limits" and some and len(pages) + 1 == heard.count:  # only the last page is missing
        return Answer([*pages, _broken(heard.count)])
    return Answer(pages, heard.fault or ("" if some else "broken"))


def _broken(number: int) -> dict[str, Any]:
    """A page that can't be read."""
    return {"number": number, "width": 0.0, "height": 0.0, "pieces": [], "broken": True}


def _heard(child: subprocess.Popen[bytes], data: bytes) -> Heard:
    """What one process tells of `data`, until it ends or is killed."""
    try:
        out, errors = child.communicate(data, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        out, errors = child.communicate()
    if child.returncode == 1 and b"MemoryError" not in errors:
        raise RuntimeError(errors.decode(errors="replace"))
    heard = Heard(fault="limits" if child.returncode else "")
    for line in out[: out.rfind(b"\n") + 1].splitlines():  # the last one may be cut
        told = json.loads(line)
        if "count" in told:
            heard.count = told["count"]
        elif "fault" in told:
            heard.fault = told["fault"]
        else:
            heard.pages.append(told)
    return heard
