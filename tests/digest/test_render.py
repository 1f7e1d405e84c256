"""The HTML part: nothing in it came from a stranger but words, it stays small, and it reads right without its looks."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from shared.core.mail import to_bytes
from shared.core.ports import Mail
from shared.digest.html import heights, render_html, safe_link, ticks, weight, widths
from shared.digest.page import Column, Digest, Mood, Segment
from shared.digest.style import LINE, PAINT
from shared.digest.text import WIDTH, columns, render_text
from tests.digest.pages import FULL
from tests.digest.samples import HOSTILE, SAMPLES, digest

every = pytest.mark.parametrize("name", SAMPLES)
_STEERING = "\r\nBcc: x\u2028two\x85three\x0bfour\x00five\x1b[2Jsix\u202eseven</style></title>--><![endif]{% raw %}"
_OURS = ("language", "direction", "role", "mood")  # fields that never hold anybody's words


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
        return " ".join("".join(self.words).replace("\u00a0", " ").replace("\u200c", "").split())


def page(name: str) -> Page:
    return Page(render_html(digest(name)))


@every
def test_links_lead_to_https_and_no_tag_acts(name: str) -> None:
    for tag, attributes in page(name).tags:
        assert not any(key.startswith("on") for key in attributes), tag
        if tag == "a":
            assert (attributes["href"] or "").startswith("https://")


def test_a_strangers_markup_comes_out_as_letters() -> None:
    shown = page("hostile")
    assert "<img src=x onerror=alert(1)>" in shown.text
    assert "{{7*7}}" in shown.text
    assert "evil.example" not in render_html(digest("hostile"))
    assert not any(tag in ("img", "script") for tag, _ in shown.tags)


def _filled(value: object, words: str) -> object:
    """The same digest with these words in every place that holds some, as if nothing had been cleaned before."""
    match value:
        case Mood() | bool() | int():
            return value
        case str():
            return words
        case tuple():
            return tuple(_filled(one, words) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = [field.name for field in dataclasses.fields(value) if field.name not in _OURS]
            return dataclasses.replace(value, **{one: _filled(getattr(value, one), words) for one in fields})
        case _:
            return value


def filled(words: str) -> Digest:
    made = _filled(FULL, words)
    assert isinstance(made, Digest)
    return made


@pytest.mark.parametrize("words", [HOSTILE + _STEERING, "\u2068" * 3 + "a\u2069b\u2069<b>\u2068c", "W" * 60])
def test_whatever_a_digest_holds_no_part_takes_it_for_markup_or_for_lines(words: str) -> None:
    made = filled(words)
    source, text = render_html(made), render_text(made)
    shown, usual = Page(source), Page(render_html(FULL))
    assert {tag for tag, _ in shown.tags} <= {tag for tag, _ in usual.tags} | {"wbr"}
    assert {key for _, attributes in shown.tags for key in attributes} <= {
        key for _, attributes in usual.tags for key in attributes
    }
    for _tag, attributes in shown.tags:
        assert "<wbr>" not in "".join(filter(None, attributes.values())), "an attribute holds no element"
    assert not any(line.lstrip().startswith("Bcc") for line in source.splitlines())
    assert not set(text + source) & set("\r\x00\x0b\x1b\x85\u2028\u202e\u200b")
    assert max(map(columns, text.splitlines())) <= WIDTH


def test_a_name_from_right_to_left_stands_for_itself_and_shows_no_marks() -> None:
    source = render_html(digest("right_to_left"))
    assert re.search(r'<span dir="auto">[^<]*[\u0590-\u06ff]', source)
    assert not set(source) & set("\u2066\u2067\u2068\u2069")


@every
@pytest.mark.parametrize("part", ["html", "mail"])
def test_the_mail_is_small_enough_for_every_inbox(name: str, part: str) -> None:
    made = digest(name)
    source = render_html(made)
    if part == "html":
        assert len(source.encode()) < 60_000
        assert max(len(line) for line in source.splitlines()) < 998
        style = source[source.index("<style>\n") : source.index("</style>\n</head>")]
        assert len(style) < 6_000
        return
    mail = Mail("k", "a@b.example", "c <d@e.example>", made.subject, render_text(made), source, (), datetime.now(UTC))
    assert len(to_bytes(mail)) < 75_000


def test_an_ordinary_day_weighs_less_than_forty_kilobytes() -> None:
    assert len(render_html(digest("good")).encode()) < 40_000
    assert len(render_html(digest("watch")).encode()) < 40_000


def test_a_page_that_is_too_large_goes_without_the_hours_first_and_never_without_its_foot() -> None:
    whole = render_html(FULL, largest=None)
    hours = FULL.quick.hours_note if FULL.quick else ""
    assert hours in Page(whole).text
    less = Page(render_html(FULL, largest=weight(whole) - 1)).text
    assert hours not in less
    assert "Worth a personal word" in less
    least = Page(render_html(FULL, largest=1)).text
    for kept in (FULL.verdict.headline, "Needs you, in this order", "Halvards Kafé", "Stop these emails"):
        assert kept in least
    assert "Worth a personal word" not in least


def test_weight_is_what_the_mail_really_takes() -> None:
    page = render_html(digest("right_to_left"))
    mail = Mail("k", "a@b.example", "c <d@e.example>", "s", "t", page, (), datetime.now(UTC))
    assert abs(len(to_bytes(mail)) - weight(page)) < 2_500


@every
def test_one_headline_and_a_heading_per_card_in_order(name: str) -> None:
    shown = page(name)
    headings = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    cards = sum("cd" in (attributes.get("class") or "").split() for _, attributes in shown.tags)
    assert headings.count(2) == cards - 1, "every card but the verdict's begins with its heading"


@every
def test_tables_are_layout_or_a_picture_or_have_a_caption_and_headings(name: str) -> None:
    source = render_html(digest(name))
    for attributes, inside in re.findall(r"<table([^>]*)>(.*?)</?table", source, re.DOTALL):
        role = re.search(r'role="(\w+)"', attributes)
        if role is None:
            assert inside.lstrip().startswith("<caption")
            assert '<th scope="col"' in inside
        else:
            assert role[1] in ("presentation", "img")
            assert role[1] == "presentation" or 'aria-label="' in attributes
    assert all(attributes["scope"] in ("col", "row") for tag, attributes in page(name).tags if tag == "th")


@every
def test_charts_are_silent(name: str) -> None:
    """Their cells hold nothing, and whoever has the page read aloud is not told of them."""
    innermost = re.findall(r"<table[^>]*>(?:(?!<table).)*?</table>", render_html(digest(name)), re.DOTALL)
    charts = [table for table in innermost if re.search(r'class="s \w+"', table)]
    assert bool(charts) == bool(digest(name).verdict.segments)
    for table in charts:
        assert 'aria-hidden="true"' in table.split(">")[0]
        said = re.sub(r"<[^>]*>|&nbsp;|\s", "", table)
        assert re.fullmatch(r"(\d\d:\d\d)*", said), said


@every
def test_the_language_stands_on_the_page_and_on_what_webmail_keeps_of_it(name: str) -> None:
    made = digest(name)
    tags = dict(reversed(page(name).tags))
    wrapper = next(attributes for tag, attributes in page(name).tags if attributes.get("role") == "article")
    for attributes in (tags["html"], wrapper):
        assert (attributes["lang"], attributes["dir"]) == (made.language, made.direction)
    assert wrapper["aria-label"]


def test_a_page_from_right_to_left_is_the_mirror_of_the_other() -> None:
    turned = render_html(dataclasses.replace(FULL, direction="rtl"))
    plain = render_html(FULL)
    for side, other in (("left", "right"), ("right", "left")):
        for pattern in (r'align="%s"', r"text-align:%s", r"padding-%s:"):
            assert len(re.findall(pattern % side, plain)) == len(re.findall(pattern % other, turned)), pattern
    assert "border-radius:7px 0 0 7px" in plain
    first = re.search(r'<td class="s \w+" width="\d+%" style="[^"]*"', turned)
    assert first is not None
    assert "border-radius:0 7px 7px 0" in first[0], "the first part of the bar is round on the right"


@every
def test_equal_days_give_equal_bytes(name: str) -> None:
    assert render_html(digest(name)) == render_html(digest.__wrapped__(name))
    assert render_text(digest(name)) == render_text(digest.__wrapped__(name))


@pytest.mark.parametrize("counts", [(1,), (1, 1, 1), (999, 1), (1, 1, 998), (50, 30, 20), (333, 333, 334), (1,) * 6])
def test_a_bar_adds_up_and_shows_even_the_smallest(counts: tuple[int, ...]) -> None:
    shown = widths(tuple(Segment("late", count, "x", str(count)) for count in counts))
    assert sum(width for _, width in shown) == 100
    assert all(width >= 1 for _, width in shown)


def test_nobody_has_no_place_in_the_bar() -> None:
    parts = (Segment("late", 5, "x", "5"), Segment("overdue", 0, "y", "0"))
    assert widths(parts) == [(parts[0], 100)]
    assert widths(()) == []


def test_the_tallest_column_is_as_tall_as_the_chart_and_the_smallest_is_seen() -> None:
    made = [tall for _, tall in heights([Column("", count) for count in (0, 1, 500, 1000)], 50)]
    assert made == [2, 4, 25, 50]
    assert [tall for _, tall in heights([Column("", 0)] * 2, 50)] == [2, 2]


@pytest.mark.parametrize("hours", [23, 24, 25])
def test_the_hours_below_a_chart_take_as_many_columns_as_it_has(hours: int) -> None:
    drawn = [Column(f"{n}:00" if n % 6 == 0 else "", 1) for n in range(hours)]
    made = list(ticks(drawn))
    assert sum(width for _, width in made) == hours
    assert made[0] == ("0:00", 6)
    assert list(ticks([Column("", 1)] * 3)) == [("", 3)]


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_can_be_read_by_day_and_in_the_dark() -> None:
    page, card = PAINT["pg"], PAINT["cd"]
    for name, paint in PAINT.items():
        if paint.ink:
            grounds = [(paint.ground, paint.dark_ground)] if paint.ground else []
            grounds = grounds or [(page.ground, page.dark_ground), (card.ground, card.dark_ground)]
            for light, dark in grounds:
                assert _contrast(paint.ink, light) >= 5.6, name
                assert _contrast(paint.dark_ink, dark) >= 5.6, name


@pytest.mark.parametrize("role", ["in_time", "thanks", "late", "waiting", "overdue", "nothing"])
def test_each_kind_of_people_has_a_colour_that_stands_out(role: str) -> None:
    card, paint = PAINT["cd"], PAINT[role]
    assert _contrast(paint.ground, card.ground) >= 3
    assert _contrast(paint.dark_ground, card.dark_ground) >= 3
    others = {other.ground for name, other in PAINT.items() if name != role and not other.ink}
    assert paint.ground not in others
    assert f"background-color:{paint.ground}" in render_html(FULL)
    assert f".{role}{{background-color:{paint.dark_ground}!important}}" in render_html(FULL)


def test_every_class_has_its_dark_colour_and_every_colour_is_used() -> None:
    source = render_html(FULL) + "".join(render_html(digest(name)) for name in ("good", "watch", "act", "quiet"))
    used = {one for names in re.findall(r'class="([^"]*)"', source) for one in names.split()}
    assert set(PAINT) <= used, "a colour that nothing has"
    for inline in re.findall(r"#[0-9a-f]{6}", re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)):
        assert inline == LINE[0] or any(inline in (paint.ink, paint.ground) for paint in PAINT.values()), inline


def test_links_are_https_or_none() -> None:
    assert safe_link("https://a.example/b?c=d") == "https://a.example/b?c=d"
    assert safe_link("https://a.example/é") == "https://a.example/%C3%A9"
    for bad in (
        "http://a.example", "javascript:alert(1)", "https://a.example/\r\nX", 'https://a.example/"x', None, "", "https://",
        "https:///x", "https://bank.example@a.example/", "https://bank.example\\@a.example", "https://a.example:x/",
        "https://a.example/\x00", "https://a.example/\u2028X", "https://a.example/\u202ex", "https://a.example/\x1b[2J",
    ):  # fmt: skip
        assert safe_link(bad) is None, bad


def test_a_desk_on_this_very_machine_is_linked_and_nothing_that_looks_like_it() -> None:
    for good in ("http://127.0.0.1:8080/desk/d/x", "http://localhost:8080/desk", "http://localhost"):
        assert safe_link(good) == good
    for bad in (
        "http://127.0.0.1.evil.example/", "http://localhost.evil.example", "http://localhost@evil.example/",
        "http://localhost:80@evil.example/", "http://127.0.0.1:x@evil.example", "http://evil.example/localhost",
        "http://127.0.0.1\\@evil.example", "http://127.0.0.12/", "http://LOCALHOST.evil/", "http://[::1]/",
        "http://localhostevil.example", "xhttp://localhost/",
    ):  # fmt: skip
        assert safe_link(bad) is None, bad


def test_only_the_first_action_has_the_button() -> None:
    source = render_html(digest("act"))
    assert source.count('class="btn bta"') == 1
    assert source.index('class="btn bta"') < source.index("<h3", source.index("<h3") + 1)


@every
def test_the_preheader_is_hidden_and_followed_by_filler(name: str) -> None:
    source = render_html(digest(name))
    hidden = re.search(r'<div style="display:none[^>]*>([^<]*)<span aria-hidden="true">([^<]*)</span>', source)
    assert hidden is not None
    assert hidden[1]
    assert hidden[2].count("\u200c") == 24


@every
def test_a_page_needs_nothing_from_anywhere(name: str) -> None:
    source = render_html(digest(name))
    assert not re.search(r"url\(|@import", re.findall(r"<style>(.*?)</style>", source, re.DOTALL)[-1])
    for tag, attributes in page(name).tags:
        assert not {"src", "srcset", "background"} & set(attributes), tag
        assert "url(" not in (attributes.get("style") or "")
