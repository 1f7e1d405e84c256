"""Debian's Chromium, headless: a page's tests, and its picture.

python -m tests.digest.browser PAGE.html PICTURE.png [WIDTH]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def require_chromium() -> None:
    """Skip with a reason where there is none; in CI that is a failure."""
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing; on Debian: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that talks to nobody."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def picture(page: Path, to: Path, width: int = 640) -> None:
    """A PNG of a whole page."""
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tab.set_content(page.read_text(encoding="utf-8"))
        tab.screenshot(path=str(to), full_page=True)


if __name__ == "__main__":
    picture(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 640)
