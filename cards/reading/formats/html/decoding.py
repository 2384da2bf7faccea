"""The text of a page, whatever encoding it says it has."""

from __future__ import annotations

import re

from cards.reading.formats.decode import BOMS, bearable, decode
from cards.records import UserError

LARGEST = 10_000_000  # some fifty times what an issue has
DECLARED = re.compile(rb"(?i)<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w-]+)"
                      rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)")
EMBEDDED = re.compile(rb"data:[a-z]+/[^\"'<>\s)]{500,}")


def decoded(data: bytes, name: str) -> tuple[str, int]:
    """The text of the page, and how many of its characters are damaged. What comes out decides, not what is declared:
    pages lie, and where they say GB2312 they mean GB18030.
    """
    data = EMBEDDED.sub(b"", data)
    if len(data) > LARGEST:
        raise UserError(f"{name}: larger than {LARGEST // 1_000_000} MB without its pictures; save the article alone")
    match = None if data.startswith(tuple(bom for bom, _ in BOMS)) else DECLARED.search(data[:8192])
    declared = (match[1] or match[2]).decode().lower() if match else "utf-8"
    chinese = {"gb": "gb18030", "x-": "gb18030", "cp": "gb18030", "bi": "big5hkscs"}
    encoding = chinese.get(declared[:2], "utf-8")
    try:
        return (data.decode(encoding) if encoding == "big5hkscs" else decode(data, name)), 0
    except UnicodeDecodeError:
        return decode(data, name), 0
    except UserError:
        text = data.decode(encoding, errors="replace")
        if not bearable(text):
            raise
        return text, text.count("\ufffd")
