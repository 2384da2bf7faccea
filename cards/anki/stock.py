"""genanki, imported without the asyncio that it asks for and does not use."""

from __future__ import annotations

import functools
import sys
from typing import Any


def _genanki() -> Any:
    """genanki with the standard library's cached_property: the package of that name, which it asks for, loads all of
    asyncio (15 ms), longer than genanki itself takes.
    """
    known = "cached_property" in sys.modules
    if not known:
        sys.modules["cached_property"] = functools
    try:
        import genanki
    finally:
        if not known:
            del sys.modules["cached_property"]
    return genanki


genanki = _genanki()
