"""One Chromium for all browser tests; a fresh page for each test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.render import browser
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def screen(chromium: Browser) -> Iterator[Page]:
    shown = chromium.new_page()
    yield shown
    shown.close()
