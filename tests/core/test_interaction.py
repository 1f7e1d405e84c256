"""The wire form outlives releases, and no id that a stranger chooses can shape a document's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.interaction import (
    WIRE_VERSION,
    Author,
    Change,
    Interaction,
    Kind,
    Place,
    Ring,
    from_wire,
    hashed,
    object_key,
    to_wire,
)

AT = datetime(2026, 10, 13, 10, 0, 0, 123456, tzinfo=UTC)
FULL = Interaction(
    platform="facebook",
    account="102030405060708",
    object="1_2",
    kind=Kind.COMMENT,
    change=Change.EDITED,
    received_at=AT,
    at=AT,
    author=Author(id="7", name="Zoë \u202e🎉", handle="zoe", is_bot=True, followers=3),
    place=Place(thread="t", answers="a", reply_to="r", post="p", private=True),
    text="Grüße\n\x00 日本語",
    language="nb",
    url="https://social.example/1",
    media=("image", "video"),
    details={"a": "b"},
    connection="facebook-no",
    brand="acme",
    trace="0011",
)
LEAST = Interaction(platform="x", account="1", object="2", kind=Kind.MENTION, received_at=AT)


@pytest.mark.parametrize("message", [FULL, LEAST, Ring(key="k", brand="acme"), Ring(key="k")], ids=repr)
def test_what_goes_onto_the_bus_comes_off_equal(message: Interaction | Ring) -> None:
    assert from_wire(to_wire(message)) == message


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("change", Change)
def test_every_kind_and_change_travels(kind: Kind, change: Change) -> None:
    message = msgspec.structs.replace(LEAST, kind=kind, change=change)
    assert from_wire(to_wire(message)) == message


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]), max_size=9))
def test_any_text_travels(text: str, name: str) -> None:
    message = msgspec.structs.replace(LEAST, text=text, author=Author(name=name), details={name: text})
    assert from_wire(to_wire(message)) == message


def changed(**fields: object) -> bytes:
    return json.dumps(json.loads(to_wire(FULL)) | fields).encode()


def test_fields_of_a_newer_release_are_ignored() -> None:
    body = json.loads(changed(mood="happy", nested={"deep": [1]}))
    body["author"]["pronouns"] = "they"
    body["place"]["floor"] = 3
    assert from_wire(json.dumps(body).encode()) == FULL


def test_a_newer_version_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match=f"version {WIRE_VERSION + 1} is newer"):
        from_wire(changed(v=WIRE_VERSION + 1))
    with pytest.raises(ValueError, match="newer"):
        from_wire(b'{"type":"ring","key":"k","v":2}')


UNREADABLE = {
    "nothing": b"",
    "no JSON": b"hello",
    "an array": b"[]",
    "no type": b'{"v":1}',
    "an unknown type": b'{"type":"rumour"}',
    "an unknown kind": changed(kind="stare"),
    "an unknown change": changed(change="imagined"),
    "a number for an id": changed(object=7),
    "no account": json.dumps({"type": "interaction", "platform": "x", "object": "1", "kind": "post"}).encode(),
    "a time without a zone": changed(at="2026-10-13T10:00:00"),
    "a time that never was": changed(at="2026-02-30T10:00:00Z"),
    "not UTF-8": b'{"type":"ring","key":"\xff"}',
    "a text for a version": changed(v="1"),
    "100,000 arrays": b'{"type":"ring","key":"k","zz":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "cut": to_wire(FULL)[:-1],
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_message_of_ours_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which text it carries is not promised
        from_wire(data)


def test_times_come_off_the_bus_aware() -> None:
    message = from_wire(changed(at="2026-10-13T12:00:00+02:00"))
    assert isinstance(message, Interaction)
    assert message.at == datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


# --- names ---


def test_every_copy_edit_and_removal_of_one_object_has_one_key() -> None:
    copies = [
        FULL,
        msgspec.structs.replace(FULL, change=Change.REMOVED, text=None),
        msgspec.structs.replace(FULL, kind=Kind.POST, brand="renamed", connection="other", trace="x"),
        from_wire(to_wire(FULL)),
    ]
    assert {one.key for one in copies if isinstance(one, Interaction)} == {FULL.key}


def test_a_key_is_the_same_in_every_release() -> None:
    """The ledger lives 400 days: a key that changes would answer people twice. (Computed by hand, in a shell.)"""
    assert object_key("facebook", "102030405060708", "1_2") == "6f273a50404b71ddb54656a467c9577a04e12397"


HOSTILE = [
    "", " ", "a", "A", "a/b", "a", "b", "/", "//", ".", "..", "__x__", "wamid.==", "wamid.=", "\x00", "a\x00", "\x00a",
    "é", "e\u0301", "🎉", "\ud800", "x" * 2000, "x" * 2001, "1", "01", "1.0", "١", "null", "None",
]  # fmt: skip


def test_no_two_hostile_ids_share_a_name() -> None:
    parts = sorted(set(HOSTILE))
    names = {}
    for platform in ("x", "facebook"):
        for account in parts:
            for identity in parts:
                names[(platform, account, identity)] = object_key(platform, account, identity)
    assert len(set(names.values())) == len(names)
    assert all(len(name) == 40 and set(name) <= set("0123456789abcdef") for name in names.values())


@given(st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5))
def test_parts_cannot_be_shifted_into_each_other(one: list[str], other: list[str]) -> None:
    assert (hashed(*one) == hashed(*other)) == (one == other)


def test_a_person_is_never_joined_across_platforms_accounts_or_with_the_unknown() -> None:
    def person(**fields: object) -> str | None:
        return msgspec.structs.replace(FULL, **fields).person

    people = {person(), person(platform="x"), person(account="2"), person(author=Author(id="8"))}
    assert len(people) == 4
    assert person(author=Author(name="Zoë")) is None
    assert person(author=Author(id="7", name="renamed")) == FULL.person
