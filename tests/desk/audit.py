"""What is looked at on every page of the desk, in the browser itself: the rules of accessibility that apply to it.

WCAG 2.2 by number: https://www.w3.org/TR/WCAG22/ (read 2026-11-22).
"""

from __future__ import annotations

from typing import Any, Final

CONTRAST: Final = """
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
    const hidden = e.closest('[aria-hidden=true]') || !e.checkVisibility();
    if (!walk.currentNode.data.trim() || hidden) continue;
    const a = lum(parse(s.color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, walk.currentNode.data.trim().slice(0, 40)];
  }
  return worst;
}
"""
"""The faintest text of a page: its ratio (1.4.3 wants 4.5), and how it begins."""

_RULES: Final = """
() => {
  const all = q => [...document.querySelectorAll(q)], found = [];
  const say = (rule, e) => found.push(`${rule}: ${e.outerHTML ? e.outerHTML.slice(0, 90) : e}`);
  const root = document.documentElement;
  if (!root.lang) say('3.1.1 language of the page', 'html');
  if (!document.title.trim()) say('2.4.2 title', 'html');
  if (all('h1').length !== 1) say('one h1', `${all('h1').length}`);
  let last = 0;
  for (const h of all('h1,h2,h3,h4')) {
    const level = Number(h.tagName[1]);
    if (level > last + 1) say('1.3.1 order of headings', h);
    if (!h.innerText.trim()) say('2.4.6 empty heading', h);
    last = level;
  }
  const ids = all('[id]').map(e => e.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => say('id twice', id));
  for (const e of all('[aria-describedby]'))
    for (const id of e.getAttribute('aria-describedby').split(' '))
      if (!ids.includes(id)) say('1.3.1 refers to nothing', e);
  for (const e of all('a,button,select,textarea,input,summary')) {
    const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
    const name = e.getAttribute('aria-label') || label || (/SELECT|TEXTAREA|INPUT/.test(e.tagName) ? '' : e.innerText);
    if (!name.trim()) say('4.1.2 name', e);
    const box = e.getBoundingClientRect();
    if (box.height && box.height < 44) say('2.5.8 too small', e);
    if (e.tabIndex > 0) say('2.4.3 order of focus', e);
  }
  for (const e of all('img:not([alt])')) say('1.1.1 alt', e);
  if (all('main').length !== 1) say('one main', 'main');
  if (root.scrollWidth > innerWidth) say('1.4.10 scrolls sideways', `${root.scrollWidth} of ${innerWidth}`);
  return found;
}
"""


def violations(page: Any) -> list[str]:
    """Every rule that a page breaks, each with where."""
    found: list[str] = page.evaluate(_RULES)
    ratio, words = page.evaluate(CONTRAST)
    return found if ratio >= 4.5 else [*found, f"1.4.3 contrast {ratio:.2f}: {words!r}"]
