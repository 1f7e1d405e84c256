"""Both parts of the mail: they say the same, nothing in them came from a stranger but words, and they stay small."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from shared.digest.day import Digest, Mood, Segment
from shared.digest.html import https, render_html, widths
from shared.digest.text import WIDTH, render_text
from tests.digest.samples import DIGESTS, HOSTILE

every = pytest.mark.parametrize("digest", DIGESTS.values(), ids=DIGESTS.keys())
_TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "span", "strong", "br", "a",
    "h1", "h2", "h3", "table", "tbody", "tr", "td", "th", "caption",
}  # fmt: skip
_FORBIDDEN = ("flex", "grid", "position:", "url(", "@import", "expression")


class Page(HTMLParser):
    """What is on a page: its tags with their attributes, and the text between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._mute = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._mute += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\u00a0", " ").replace("\u200c", "").split())


@every
def test_nothing_on_the_page_but_our_own_tags(digest: Digest) -> None:
    page = Page(render_html(digest))
    assert {tag for tag, _ in page.tags} <= _TAGS
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), tag
        assert not any(bad in (attributes.get("style") or "") for bad in _FORBIDDEN)
        if tag == "a":
            assert (attributes["href"] or "").startswith("https://")


def test_a_strangers_markup_comes_out_as_letters() -> None:
    page = Page(render_html(DIGESTS["hostile"]))
    assert "<img src=x onerror=alert(1)>" in page.text
    assert "evil.example" not in page.text
    assert "{{7*7}}" in page.text
    assert "49" not in page.text.split("Needs you")[1].split("Still waiting")[0]
    assert not any(tag == "a" for tag, _ in page.tags), "a javascript: address is no link"


_STEERING = "\r\nBcc: x\u2028two\x85three\x0bfour\x00five\x1b[2Jsix\u202eseven</style></title>--><![endif]{% raw %}"


def _filled(value: object) -> object:
    """The same digest with a hostile text in every place that holds one, as if nothing had been cleaned before."""
    match value:
        case Mood() | Segment() | bool():
            return value
        case str():
            return HOSTILE + _STEERING
        case tuple():
            return tuple(_filled(one) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            texts = {field.name: _filled(getattr(value, field.name)) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **texts)
        case _:
            return value


def test_whatever_a_digest_holds_no_part_takes_it_for_markup_or_for_lines() -> None:
    for name in ("full", "act", "watch"):
        digest = _filled(DIGESTS[name])
        assert isinstance(digest, Digest)
        source, text = render_html(digest), render_text(digest)
        page = Page(source)
        assert {tag for tag, _ in page.tags} <= _TAGS - {"a"}
        assert {key for _, attributes in page.tags for key in attributes} <= _attributes()
        assert not any(line.lstrip().startswith("Bcc") for line in (*text.splitlines(), *source.splitlines()))
        assert not set(text + source) & set("\r\x00\x0b\x1b\x85\u2028\u202e")
        assert max(map(len, text.splitlines())) <= WIDTH


def _attributes() -> set[str]:
    """Every attribute that a page without hostile text has."""
    return {
        key
        for name in ("good", "full")
        for _, attributes in Page(render_html(DIGESTS[name])).tags
        for key in attributes
    }


@every
def test_the_page_is_small_enough_for_every_inbox(digest: Digest) -> None:
    source = render_html(digest)
    assert len(source.encode()) < 40_000
    assert max(len(line) for line in source.splitlines()) < 998
    style = source[source.index("<style>") : source.index("</style>")]
    assert len(style) < 6_000


@every
def test_one_headline_and_a_heading_per_card(digest: Digest) -> None:
    tags = [tag for tag, _ in Page(render_html(digest)).tags]
    assert tags.count("h1") == 1
    assert tags.count("h2") >= 1
    assert tags.index("h1") < tags.index("h2")


@every
def test_tables_are_either_decoration_or_have_headings(digest: Digest) -> None:
    for tag, attributes in Page(render_html(digest)).tags:
        if tag == "th":
            assert attributes["scope"] in ("col", "row")
        if tag == "table":
            assert attributes.get("role") == "presentation" or "cellpadding" in attributes


@every
def test_the_text_part_says_all_that_the_page_says(digest: Digest) -> None:
    text, page = " ".join(render_text(digest).split()), Page(render_html(digest)).text
    said = [
        digest.headline,
        digest.lead,
        digest.needs_intro,
        digest.waiting_intro,
        digest.promise if digest.figures else "",
    ]
    said += [*digest.notes, *digest.waiting_after, *digest.checked, *digest.foot]
    for action in digest.actions:
        said += [action.title, *action.details, action.quote or "", (https(action.link) and action.link_text) or ""]
    for wait in digest.waiting:
        said += [wait.who, wait.waited, wait.where, wait.due, wait.about or ""]
    for figure in digest.figures:
        said += [figure.name, figure.value, figure.note]
    for row in digest.rows:
        said += [row.platform, row.people, row.in_time, row.waiting]
    said += [f"{part.count:,}" for part in digest.segments] + [part.label for part in digest.segments]
    for words in said:
        assert " ".join(words.split()) in text, words
        assert " ".join(words.split()) in page, words


@every
def test_lines_of_the_text_part_are_short_unless_they_are_links(digest: Digest) -> None:
    for line in render_text(digest).splitlines():
        assert len(line) <= WIDTH or line.strip().startswith("https://") or " " not in line.strip()


@every
def test_equal_days_give_equal_bytes(digest: Digest) -> None:
    assert render_html(digest) == render_html(digest)
    assert render_text(digest) == render_text(digest)


@pytest.mark.parametrize("counts", [(1,), (1, 1, 1), (999, 1), (1, 1, 998), (50, 30, 20), (333, 333, 334), (1,) * 6])
def test_a_bar_adds_up_and_shows_even_the_smallest(counts: tuple[int, ...]) -> None:
    shown = widths(tuple(Segment("late", count, "x") for count in counts))
    assert sum(width for _, width in shown) == 100
    assert all(width >= 1 for _, width in shown)


def test_nobody_has_no_place_in_the_bar() -> None:
    parts = (Segment("late", 5, "x"), Segment("overdue", 0, "y"))
    assert widths(parts) == [(parts[0], 100)]


@every
def test_each_kind_of_people_has_a_colour_of_its_own(digest: Digest) -> None:
    roles = ("in_time", "thanks", "late", "waiting", "overdue", "nothing")
    source = render_html(dataclasses.replace(digest, segments=tuple(Segment(role, 9, role) for role in roles)))
    light = re.findall(r'<td class="(\w+)(?: gap)?" width="\d+%" style="[^"]*background:(#\w+)', source)[:6]
    dark = re.findall(r"\.(\w+) \{ background-color: (#\w+)", source)
    for colours in (light, dark):
        assert {role for role, _ in colours} == set(roles)
        assert len({colour for _, colour in colours}) == 6


def test_links_are_https_or_none() -> None:
    assert https("https://a.example/b?c=d") == "https://a.example/b?c=d"
    assert https("https://a.example/é") == "https://a.example/%C3%A9"
    for bad in (
        "http://a.example", "javascript:alert(1)", "https://a.example/\r\nX", 'https://a.example/"x', None, "", "https://",
        "https:///x", "https://bank.example@a.example/", "https://bank.example\\@a.example", "https://a.example:x/",
        "https://a.example/\x00", "https://a.example/\u2028X", "https://a.example/\u202ex", "https://a.example/\x1b[2J",
    ):  # fmt: skip
        assert https(bad) is None, bad


def test_the_preheader_is_hidden_and_followed_by_filler() -> None:
    source = render_html(DIGESTS["watch"])
    hidden = re.search(r'<div style="display:none[^>]*>([^<]*)<span aria-hidden="true">([^<]*)</span>', source)
    assert hidden is not None
    assert hidden[1].startswith("Needs you: answer whoever is overdue.")
    assert hidden[2].count("\u200c") == 24
