"""What a subscriber of the bus may rely on, and what no attribute may ever hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cloudevents.http import from_http
from hypothesis import given
from hypothesis import strategies as st

from shared.core.envelope import envelope
from shared.core.interaction import Author, Change, Interaction, Kind, Place, Ring, from_wire, to_wire

AT = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


def interaction(**changes: Any) -> Interaction:
    fields: dict[str, Any] = {
        "platform": "facebook",
        "account": "1234",
        "object": "1234_5678",
        "kind": Kind.COMMENT,
        "received_at": AT + timedelta(seconds=3),
        "at": AT,
        "author": Author(id="77", name="Zoë Quill", handle="zoeq"),
        "place": Place(thread="thread-9"),
        "text": "My parcel is broken",
        "url": "https://example.com/zoeq/1",
        "details": {"note": "dented"},
        "connection": "facebook",
        "brand": "acme",
        "trace": "trace-1",
    }
    return Interaction(**(fields | changes))


def test_an_interaction_says_what_subscribers_filter_by_and_is_a_cloudevent() -> None:
    message = interaction()
    assert envelope(message) == {
        "brand": "acme",
        "platform": "facebook",
        "kind": "comment",
        "ce-specversion": "1.0",
        "ce-id": message.key,
        "ce-source": "/heard/acme/facebook/1234",
        "ce-type": "heard.interaction.v1",
        "ce-time": "2026-10-13T10:00:00Z",
        "content-type": "application/json",
    }


def test_the_cloudevents_library_reads_it() -> None:
    """It knows the binary mode of HTTP, whose names are the same."""
    message = interaction()
    event = from_http(envelope(message), to_wire(message), data_unmarshaller=from_wire)
    assert event.get_data() == message
    assert event["type"] == "heard.interaction.v1"
    assert event["time"] == "2026-10-13T10:00:00Z"


def test_every_copy_of_an_act_is_the_same_event() -> None:
    again = interaction(received_at=AT + timedelta(hours=1), trace="trace-2")
    assert envelope(again) == envelope(interaction())


def test_edits_and_removals_are_events_of_their_own() -> None:
    events = [
        interaction(),
        interaction(change=Change.EDITED),
        interaction(change=Change.EDITED, at=AT + timedelta(seconds=1)),
        interaction(change=Change.REMOVED),
        interaction(object="another"),
    ]
    assert len({envelope(one)["ce-id"] for one in events}) == len(events)
    assert len({envelope(one)["ce-source"] for one in events}) == 1


def test_copies_of_an_edit_without_a_time_are_one_event_and_other_words_another() -> None:
    first = interaction(change=Change.EDITED, at=None, text="now so")
    copy = interaction(change=Change.EDITED, at=None, text="now so", received_at=AT + timedelta(hours=1))
    other = interaction(change=Change.EDITED, at=None, text="or so")
    assert envelope(first)["ce-id"] == envelope(copy)["ce-id"] != envelope(other)["ce-id"]


def test_without_a_time_of_the_platform_ours_is_told() -> None:
    assert envelope(interaction(at=None))["ce-time"] == "2026-10-13T10:00:03Z"


def test_a_ring_is_a_cloudevent_too() -> None:
    assert envelope(Ring(key="abc", brand="acme"), AT) == {
        "brand": "acme",
        "kind": "ring",
        "ce-specversion": "1.0",
        "ce-id": "abc-2026-10-13T10:00:00Z",
        "ce-source": "/heard/acme/ledger",
        "ce-type": "heard.ring.v1",
        "ce-time": "2026-10-13T10:00:00Z",
        "content-type": "application/json",
    }
    later = envelope(Ring(key="abc", brand="acme"), AT + timedelta(minutes=1))
    assert later["ce-id"] != envelope(Ring(key="abc", brand="acme"), AT)["ce-id"]
    untold = envelope(Ring(key="abc"))
    assert "ce-time" not in untold
    assert "brand" not in untold, "an empty attribute says nothing"


def test_nothing_that_a_person_wrote_or_is_called_stands_in_it() -> None:
    said = " ".join(envelope(interaction()).values())
    for word in ("parcel", "Zoë", "zoeq", "77", "thread-9", "example.com", "dented"):
        assert word not in said


HOSTILE = {
    "long": "a" * 5000,
    "long when encoded": "ø" * 600,
    "a line end": "a\r\nb: c",
    "a NUL": "a\x00b",
    "a lone surrogate": "a\ud800b",
    "a slash": "../../other",
    "right to left": "a\u202eb",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("field", ["platform", "account", "object", "brand"])
def test_hostile_values_are_made_safe_and_stay_apart(field: str, value: str) -> None:
    attributes = envelope(interaction(**{field: value}))
    acceptable(attributes)
    assert attributes["ce-source"].count("/") == 4, "no value may make itself a part of its own"
    other = envelope(interaction(**{field: value + "x"}))
    assert (other["ce-source"], other["ce-id"]) != (attributes["ce-source"], attributes["ce-id"])


@given(
    st.text(st.characters(), max_size=2000),
    st.text(st.characters(), max_size=2000),
    st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_stands_in_a_message_the_bus_can_carry_it(one: str, two: str, at: datetime) -> None:
    acceptable(envelope(interaction(account=one, brand=two, at=at, change=Change.EDITED)))
    acceptable(envelope(Ring(key=one, brand=two), at))


def acceptable(attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        assert 0 < len(key.encode()) <= 256
        assert 0 < len(value.encode()) <= 1024
        assert value.isprintable()
