"""The page in a real browser: light and dark, laptop and phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.digest.html import render_html
from tests.digest.browser import chromium, require_chromium
from tests.digest.samples import DIGESTS

_CONTRAST = """
() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const lum = c => { const f = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] > 0) return c; } return [255, 255, 255, 1]; };
  let worst = [99, ''];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, s = getComputedStyle(e);
    const hidden = e.closest('[aria-hidden=true]') || e.closest('div[style*="display:none"]');
    if (!walk.currentNode.data.trim() || hidden) continue;
    const a = lum(parse(s.color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, walk.currentNode.data.trim().slice(0, 40)];
  }
  return worst;
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require_chromium()
    with chromium() as opened:
        yield opened


def shown(browser: Any, name: str, width: int, scheme: str = "light") -> Any:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.set_content(render_html(DIGESTS[name]))
    return page


@pytest.mark.parametrize("name", DIGESTS)
def test_no_width_makes_it_scroll_sideways(browser: Any, name: str) -> None:
    for width in (640, 375, 320):
        page = shown(browser, name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["good", "watch", "act", "quiet", "full"])
def test_every_word_can_be_read(browser: Any, name: str, scheme: str) -> None:
    page = shown(browser, name, 640, scheme)
    ratio, words = page.evaluate(_CONTRAST)
    assert ratio >= 4.5, f"{ratio:.2f} for {words!r}"
    page.close()


def test_dark_is_dark(browser: Any) -> None:
    ground = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    light, dark = shown(browser, "watch", 640), shown(browser, "watch", 640, "dark")
    assert light.evaluate(ground) == "rgb(255, 253, 250)"
    assert dark.evaluate(ground) == "rgb(35, 29, 25)"


def test_the_verdict_stands_alone_at_the_top(browser: Any) -> None:
    page = shown(browser, "watch", 640)
    assert page.evaluate("document.querySelector('.card').getBoundingClientRect().bottom") <= 400


def test_the_button_is_easy_to_hit_on_a_phone(browser: Any) -> None:
    page = shown(browser, "watch", 375)
    assert page.evaluate("document.querySelector('.button').getBoundingClientRect().height") >= 44


def test_no_letter_is_smaller_than_thirteen_pixels(browser: Any) -> None:
    page = shown(browser, "full", 640)
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('p, td, th, span, h1, h2, h3, a, caption')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(e => !e.closest('[aria-hidden=true]') && !e.closest('div[style*="display:none"]'))
        .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert smallest >= 13
