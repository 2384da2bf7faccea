"""A fresh page for each test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def screen(chromium: Browser) -> Iterator[Page]:
    shown = chromium.new_page()
    yield shown
    shown.close()
