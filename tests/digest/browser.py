"""Debian's Chromium, headless: a page's tests, and the pictures of the digest in docs/img.

python -m tests.digest.browser [FOLDER]    writes the pictures
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from base64 import b64decode, b64encode
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
PICTURES = {
    "digest-good": ("good", 640, "light"),
    "digest-watch": ("watch", 640, "light"),
    "digest-bad": ("act", 640, "light"),
    "digest-quiet": ("quiet", 640, "light"),
    "digest-phone": ("watch", 375, "dark"),
}
"""By file: which sample, how wide, and in which colours."""
_INDEXED = """
async png => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data, count = new Map();
  const colour = at => data[at] << 16 | data[at + 1] << 8 | data[at + 2];
  for (let at = 0; at < data.length; at += 4) count.set(colour(at), (count.get(colour(at)) || 0) + 1);
  const kept = [...count].sort((a, b) => b[1] - a[1]).slice(0, 256).map(one => one[0]), index = new Map();
  const parts = c => [c >> 16, c >> 8 & 255, c & 255];
  const far = (a, b) => parts(a).reduce((sum, part, at) => sum + (part - parts(b)[at]) ** 2, 0);
  for (const one of count.keys())
    index.set(one, kept.reduce((best, other, at) => far(one, other) < far(one, kept[best]) ? at : best, 0));
  let text = '';
  for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(index.get(colour(at)));
  return [[image.width, image.height], kept.flatMap(parts), btoa(text)];
}
"""
_IMAGES = Path(__file__).parents[2] / "docs" / "img"


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


def pictures(folder: Path) -> None:
    """A PNG of each whole page."""
    from shared.digest.html import render_html
    from tests.digest.samples import digest

    with chromium() as browser:
        for file, (name, width, scheme) in PICTURES.items():
            tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            tab.set_content(render_html(digest(name)))
            (folder / f"{file}.png").write_bytes(small(tab, tab.screenshot(full_page=True)))
            tab.close()


def small(tab: Any, png: bytes) -> bytes:
    """The same picture in its 256 most frequent colours, any other as the nearest of them: a third of the bytes."""
    size, palette, pixels = tab.evaluate(_INDEXED, b64encode(png).decode())
    width, height = size
    rows, indexes = bytearray(), b64decode(pixels)
    for at in range(0, len(indexes), width):
        rows += b"\0" + indexes[at : at + width]
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(palette)),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    )
    made = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


if __name__ == "__main__":
    pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else _IMAGES)
