"""No source ends in a bug: mutations of small files that once broke the program, through the command's own entry.

JUYAO_CASES sets how many of a format are built; `python -m tests.reading.fuzzing` takes whole issues.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.reading.fuzzing import FORMATS, cases_of, judged_builds

CASES = int(os.environ.get("JUYAO_CASES", "15"))


@pytest.mark.parametrize("ending", ["html", "md", "txt"])
def test_mutated_source_gives_decks_or_one_clear_line(ending: str, tmp_path: Path) -> None:
    files = [path.read_bytes() for path in sorted((FORMATS / "hostile").glob(f"*.{ending}"))]
    verdict = judged_builds([*files, *cases_of(ending, files, CASES)], ending, tmp_path)
    assert verdict.wrong == []
    assert verdict.read >= len(files)


def test_mutated_word_file_gives_decks_or_one_clear_line(tmp_path: Path) -> None:
    from tests.reading.formats.test_docx import mutated

    files = [(FORMATS / "docx" / "runs.docx").read_bytes()]
    verdict = judged_builds((mutated(seed, files) for seed in range(CASES)), "docx", tmp_path)
    assert verdict.wrong == []
    assert verdict.read > 0
