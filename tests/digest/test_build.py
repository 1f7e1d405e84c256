"""What one edition says as a whole: every part agrees with every other, nothing unknown is said, words are safe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from shared.brands.circle import Names
from shared.digest.build import build
from shared.digest.catalogue import Catalogue, catalogue, languages, whole_percent
from shared.digest.clean import handle, name, quote
from shared.digest.page import Digest, Mood
from shared.digest.snapshot import Snapshot, from_bytes, to_bytes
from shared.digest.text import render_text
from shared.digest.view import Edition
from tests.digest.making import PRIVATE, WHO, Ways, editions, face, group, snapshot, snapshots, wait

calm = settings(deadline=None)


def told(of: Snapshot, language: str = "en", **edition: Any) -> Digest:
    return build(of, catalogue(language), Edition(**edition))


def texts(part: Any) -> Iterator[str]:
    """Every text of a Digest, addresses left out."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name != "url":
                yield from texts(getattr(part, field.name))


@calm
@given(snapshots(), editions)
def test_bar_table_and_text_part_agree(of: Snapshot, edition: Edition) -> None:
    digest = build(of, catalogue("en"), edition)
    text = " ".join(render_text(digest).split())
    for sentence in (digest.verdict.headline, *digest.verdict.notes):
        assert " ".join(sentence.replace("\u2068", "").replace("\u2069", "").split()) in text
    if digest.mood is Mood.CANT_TELL:
        assert (digest.verdict.segments, digest.waiting, digest.quick, digest.team) == ((), None, None, None)
        return
    bar = {one.role: one.count for one in digest.verdict.segments}
    assert sum(bar.values()) == of.all.people
    if digest.quick is not None and digest.quick.table is not None:
        rows: dict[str, int] = {}
        for row in digest.quick.table.rows:
            for one in row.bar:
                rows[one.role] = rows.get(one.role, 0) + one.count
        assert rows in ({}, bar)
    for one in digest.verdict.segments:
        assert one.figure.replace("\u00a0", " ") in text.replace("\u00a0", " ")


@calm
@given(snapshots())
def test_nobody_is_named_where_readers_want_counts_only(of: Snapshot) -> None:
    page = " ".join(texts(told(of, names=Names.COUNTS, ways=Ways())))
    named = {part for who in WHO if who for part in who.split()}
    assert not [one for one in named if one in page]
    assert PRIVATE not in page


@calm
@given(snapshots(), editions)
def test_it_is_written_from_the_frozen_snapshot_alone(of: Snapshot, edition: Edition) -> None:
    words = catalogue("en")
    assert build(from_bytes(to_bytes(of)), words, edition) == build(of, words, edition)


@pytest.mark.parametrize("language", languages())
def test_every_language_says_a_whole_day(language: str) -> None:
    of = snapshot(
        group(in_time=30, late=2, waiting=1, overdue=1, thanks=9), waits=(wait(), wait(entry="2", overdue=False))
    )
    digest = told(of, language)
    assert digest.language == language
    assert all(one.strip() for one in (digest.subject, digest.preheader, digest.verdict.lead, digest.day, digest.label))


@pytest.mark.practice(28)
def test_it_tells_of_people_and_never_of_reach() -> None:
    seen = face("Zinovia Ullman", about="When do you open?", vip=True, days=9)
    of = snapshot(group(in_time=300, overdue=1), waits=(replace(wait(), face=seen),))
    page = " ".join(texts(told(of, ways=Ways()))).casefold()
    assert "zinovia" in page
    for vain in ("follower", "impression", "engagement", " reach of", "views", " likes", "sentiment"):
        assert vain not in page


HOSTILE = "<b>\"' {{7*7}} https://evil.example/x\r\nBcc: all\u202e"


def test_a_stranger_cannot_write_links_lines_or_directions_into_it() -> None:
    who = face(HOSTILE, about=HOSTILE, handle="evil.example", url="javascript:alert(1)")
    of = snapshot(group(overdue=1), waits=(replace(wait(assignee=HOSTILE, topic=HOSTILE), face=who),))
    digest = told(replace(of, short=HOSTILE), ways=Ways())
    page = list(texts(digest))
    assert not [one for one in page if any(bad in one for bad in ("evil.example", "\n", "\r", "\u202e"))]
    assert "\n" not in digest.subject
    ours = told(replace(of, name=HOSTILE))
    assert ours.brand == "<b>\"' {{7*7}} [link] Bcc: all"


STRANGE = {
    "link": ("see https://evil.example/x now", "see [link] now"),
    "bare domain": ("go to evil.example.com/path please", "go to [link] please"),
    "script link": ("javascript:alert(1)", "[link]"),
    "address": ("mail me at a.b@evil.example", "mail me at [address]"),
    "number": ("call +47 22 33 44 55 now", "call [number] now"),
    "direction": ("abc\u202etxt", "abctxt"),
    "zero width": ("in\u200bvis\ufeffible", "invisible"),
    "lines": ("one\r\nBcc: all\ntwo", "one Bcc: all two"),
    "controls": ("a\x00b\x1b[31mc", "ab[31mc"),
    "marks": ("Z" + "\u0301" * 400, "Ź\u0301\u0301\u0301\u0301"),
}


@pytest.mark.parametrize(("said", "shown"), STRANGE.values(), ids=STRANGE.keys())
def test_strangers_words_are_made_fit_to_be_shown(said: str, shown: str) -> None:
    assert quote(said, 140) == shown


def test_a_quote_is_cut_at_a_word() -> None:
    assert quote("one two three four", 12) == "one two…"
    assert len(quote("x" * 1000, 140)) <= 140
    assert quote("👩‍👩‍👧 family", 140) == "👩‍👩‍👧 family"


def test_names_and_handles() -> None:
    assert name("  Zoë   Müller ") == "Zoë Müller"
    assert name("\u200b\u202e") is None
    assert handle("@zoe_m") == "@zoe_m"
    assert handle("<b>") is None


EN: Catalogue = catalogue("en")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0\u00a0s"),
        (59, "59\u00a0s"),
        (60, "1\u00a0min"),
        (3599, "59\u00a0min"),
        (3900, "1\u00a0h\u00a005\u00a0min"),
        (172800, "2 days"),
        (176400, "2 days 1\u00a0h"),
    ],
)
def test_durations(seconds: int, shown: str) -> None:
    assert EN.duration(seconds) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "none due"),
        (7, 9, "7 of 9"),
        (996, 1000, "99%"),
        (1, 1000, "1%"),
        (20, 20, "100%"),
        (0, 20, "0%"),
        (25, 40, "63%"),
    ],
)
def test_percentages_never_say_all_or_nothing_unless_it_is(part: int, whole: int, shown: str) -> None:
    assert EN.share(part, whole) == shown


def test_a_percentage_of_what_may_be_more_is_not_given() -> None:
    assert EN.share(118, 276, least=True) == "≥\u00a0118 of ≥\u00a0276"
    assert whole_percent(1, 3) == 33
