"""Words: jieba with the rule files' domain words, its cache in the user's own cache folder."""

from __future__ import annotations

import logging
import marshal
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from cards.text.cache import cache_folder


def _jieba() -> Any:
    """jieba without setuptools: it asks pkg_resources (80 ms to import) only for its own files, and opens them itself
    where there is none.
    """
    known = "pkg_resources" in sys.modules
    if not known:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if not known:
            del sys.modules["pkg_resources"]
    return jieba


def _initialize(tokenizer: Any, folder: Path) -> None:
    """Take the dictionary from the cache that jieba keeps in `folder`; where none can be read, jieba makes it anew.

    jieba has marshal read the file, which asks for each of a million objects by itself: three times as long as to read
    all of it at once.
    """
    tokenizer.tmp_dir, tokenizer.cache_file = str(folder), "jieba.cache"
    try:
        tokenizer.FREQ, tokenizer.total = marshal.loads((folder / tokenizer.cache_file).read_bytes())  # noqa: S302
        tokenizer.initialized = True
    except (OSError, ValueError, EOFError, TypeError):
        tokenizer.initialize()


def word_cutter(domain_words: Iterable[str]) -> Callable[[str], list[str]]:
    """A function that splits a text into words that together make it up again."""
    jieba = _jieba()
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    folder = cache_folder()
    private: AbstractContextManager[str]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        private = nullcontext(str(folder))
    except OSError:  # no cache is kept then: the shared folder for temporary files is anybody's to fill
        private = tempfile.TemporaryDirectory(prefix="juyao-")
    with private as name:
        _initialize(tokenizer, Path(name))
    for word in domain_words:
        tokenizer.add_word(word)

    @lru_cache(maxsize=20_000)
    def cut(text: str) -> list[str]:
        return list(tokenizer.cut(text))

    return cut
