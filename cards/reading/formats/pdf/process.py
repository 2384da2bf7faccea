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
from typing import Any

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
START = ("import sys, importlib.machinery as m; sys.path[:] = sys.argv[2:]; "
         "exec(m.SourceFileLoader('child', sys.argv[1]).get_code('child'), {'__name__': '__main__'})")


def started() -> subprocess.Popen[bytes]:
    """The process, waiting for a PDF."""
    command = [sys.executable, "-I", "-S", "-c", START, str(Path(__file__).with_name("child.py")), *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603


def answer_of(child: subprocess.Popen[bytes], data: bytes) -> dict[str, Any]:
    """What the process makes of `data`: {"pages": […]}, or {"fault": a key of FAULTS}."""
    try:
        out, errors = child.communicate(data, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        return {"fault": "limits"}
    if child.returncode == 0:
        return dict(json.loads(out))
    if child.returncode == 1 and b"MemoryError" not in errors:
        raise RuntimeError(errors.decode(errors="replace"))
    return {"fault": "limits"}
