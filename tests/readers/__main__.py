"""`python -m tests.readers FOLDER [TEXTS]`: reader files of the texts that places.json tells of, for `juyao learn`.

TEXTS is the folder of the texts (default: texts/ in the folder that JUYAO_SHARED names, or ../shared/texts).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.readers.placed import reader_files

SHARED = Path(os.environ.get("JUYAO_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    texts = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in reader_files(texts):
        (folder / name).write_text(content, encoding="utf-8")
