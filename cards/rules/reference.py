"""Put the reference of every key into rules/README.md: python -m cards.rules.reference rules/README.md"""

from __future__ import annotations

import sys
from pathlib import Path

from cards.rules.schema import reference

BEGIN, END = "<!-- reference -->", "<!-- /reference -->"


def with_reference(page: str) -> str:
    """`page` with the present reference between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_reference(path.read_text(encoding="utf-8")), encoding="utf-8")
