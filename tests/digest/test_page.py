"""The page in a real browser: light and dark, laptop and phone, with its rules and without, and read aloud."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from shared.digest.html import render_html
from tests.digest.browser import chromium, require_chromium
from tests.digest.pages import FULL
from tests.digest.samples import SAMPLES, digest

WIDTHS = (640, 375, 320)
"""A laptop, a phone, and either the smallest phone or a window of 640 at 200%."""
STATES = ("good", "watch", "act", "quiet", "cant_tell", "incomplete", "right_to_left", "over_limits")
_LANDMARKS = {"region", "landmark-one-main"}
"""A mail is shown inside a page that has them; it needs none of its own."""

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
    if (!walk.currentNode.data.trim() || e.closest('[style^="display:none"]')) continue;
    if (!walk.currentNode.data.replace(/[\\s\\u00a0]/g, '')) continue;
    const a = lum(parse(s.color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, walk.currentNode.data.trim().slice(0, 40)];
  }
  return worst;
}
"""
_SMALLEST = """
() => Math.min(...[...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.replace(/[\\s\\u00a0]/g, '')))
  .filter(e => e.offsetParent !== null && !e.closest('[style^="display:none"]'))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))
"""
_LINKS = """
() => [...document.querySelectorAll('a')].map(a => [a.getAttribute('aria-label') || a.textContent.trim(),
  a.getBoundingClientRect().height, a.className])
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require_chromium()
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 640, "height": 800})
    yield page
    page.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, Deque's audit of accessibility."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        reason = "axe-playwright-python is missing: it is among the development tools of pyproject.toml"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def show(tab: Any, source: str, width: int = 640, scheme: str = "light") -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)
    tab.set_content(source)


def source(name: str) -> str:
    return render_html(FULL if name == "by hand" else digest(name))


@pytest.mark.parametrize("name", [*SAMPLES, "by hand"])
def test_no_width_makes_it_scroll_sideways(tab: Any, name: str) -> None:
    """Not without the rules either, which some phones drop, nor without the doctype, which others do."""
    whole = source(name)
    bare = re.sub(r"<style>.*?</style>", "", whole, flags=re.DOTALL)
    for kind, shown in (("whole", whole), ("no rules", bare), ("no doctype", whole.replace("<!DOCTYPE html>", ""))):
        for width in WIDTHS:
            show(tab, shown, width)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {kind}, at {width}"


def test_a_name_of_forty_letters_breaks_rather_than_the_page(tab: Any) -> None:
    waiting, relations, team = FULL.waiting, FULL.relations, FULL.team
    assert waiting
    assert relations
    assert team
    assert team.table
    name = "Wolfeschlegelsteinhausenbergerdorffwelch"
    rows = tuple(replace(one, who=name, with_whom=f"with {name}") for one in waiting.rows)
    people = tuple(replace(one, who=name, quote=name) for one in relations.people)
    table = replace(team.table, rows=tuple(replace(one, head=name) for one in team.table.rows))
    whole = replace(
        FULL,
        waiting=replace(waiting, rows=rows),
        relations=replace(relations, people=people),
        team=replace(team, table=table),
    )
    show(tab, render_html(whole), 320)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*STATES, "by hand"])
def test_every_word_can_be_read(tab: Any, name: str, scheme: str) -> None:
    show(tab, source(name), scheme=scheme)
    ratio, words = tab.evaluate(_CONTRAST)
    assert ratio >= 4.5, f"{ratio:.2f} for {words!r}"


@pytest.mark.parametrize(("scheme", "widths"), [("light", (640, 320)), ("dark", (375,))])
@pytest.mark.parametrize("name", [*STATES, "by hand"])
def test_an_audit_of_accessibility_finds_nothing(
    tab: Any, axe: str, name: str, scheme: str, widths: tuple[int, ...]
) -> None:
    for width in widths:
        assert audited(tab, axe, name, width, scheme) <= _LANDMARKS


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*SAMPLES, "by hand"])
def test_an_audit_of_every_sample_finds_nothing(tab: Any, axe: str, name: str, scheme: str) -> None:
    for width in WIDTHS:
        assert audited(tab, axe, name, width, scheme) <= _LANDMARKS


def audited(tab: Any, axe: str, name: str, width: int, scheme: str) -> set[str]:
    """The rules of axe-core that a page breaks; what broke them is printed."""
    show(tab, source(name), width, scheme)
    tab.evaluate(axe)
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    for one in found:
        print(name, width, one["id"], [node["html"][:120] for node in one["nodes"][:2]])
    return {one["id"] for one in found}


def test_dark_is_dark(tab: Any) -> None:
    ground = "getComputedStyle(document.querySelector('.cd')).backgroundColor"
    show(tab, source("watch"))
    assert tab.evaluate(ground) == "rgb(255, 253, 250)"
    show(tab, source("watch"), scheme="dark")
    assert tab.evaluate(ground) == "rgb(35, 29, 25)"
    bright = """() => [...document.querySelectorAll('body, body table, body td, body div')].filter(e => {
      const m = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
      return (m.length < 4 || m[3] > 0) && Math.min(m[0], m[1], m[2]) > 200 && !e.classList.contains('btn')
        && !e.classList.contains('nothing'); }).map(e => e.className)"""
    assert tab.evaluate(bright) == [], "a ground that stayed light"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_verdict_stands_at_the_top(tab: Any, name: str) -> None:
    """The state, the headline and the first of the lead, whatever the day; on an ordinary one the whole block."""
    show(tab, source(name))
    assert tab.evaluate("document.querySelector('h1').getBoundingClientRect().bottom") <= 260
    if name in ("good", "watch", "quiet", "one", "first_week", "hours_23", "late"):
        block = "document.querySelector('.cd').getBoundingClientRect().bottom"
        assert tab.evaluate(block) <= (400 if name != "late" else 460)


def test_a_full_day_is_not_long(tab: Any) -> None:
    show(tab, source("watch"))
    assert tab.evaluate("document.documentElement.scrollHeight") <= 3300
    show(tab, source("quiet"))
    assert tab.evaluate("document.documentElement.scrollHeight") <= 1100


@pytest.mark.parametrize("name", STATES)
def test_on_a_phone_everything_can_be_hit_with_a_thumb(tab: Any, name: str) -> None:
    show(tab, source(name), 375)
    for label, height, classes in tab.evaluate(_LINKS):
        assert label, "a link says where it goes"
        least = 44 if "bta" in classes else 40 if "tap" in classes else 16
        assert height >= least, f"{label}: {height}"


@pytest.mark.parametrize("name", [*STATES, "by hand"])
def test_no_letter_is_smaller_than_thirteen_pixels(tab: Any, name: str) -> None:
    for width in (640, 375):
        show(tab, source(name), width)
        assert tab.evaluate(_SMALLEST) >= 13


def test_what_is_read_aloud_begins_with_the_state_and_never_reads_a_chart(tab: Any) -> None:
    show(tab, source("watch"))
    heard = tab.locator("[role=article]").aria_snapshot()
    assert heard.index("One person overdue") < heard.index("heading") < heard.index("Needs you")
    assert "00:00" not in heard, "the hours below a chart"
    assert re.search(r'img "Wed: .*Tue: ', heard), "the last seven days, in words"
    assert 'link "Jonas Weber: ' in heard


def test_the_platforms_bars_are_there_where_there_is_room(tab: Any) -> None:
    seen = "!!document.querySelector('td.mh table').offsetParent"
    show(tab, source("watch"), 640)
    assert tab.evaluate(seen)
    show(tab, source("watch"), 375)
    assert not tab.evaluate(seen)
