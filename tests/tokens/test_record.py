"""When a token is renewed, and what is believed of a record."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.core.claims import MARGIN
from shared.core.collecting import Access
from shared.core.secret import Secret
from shared.tokens import record
from shared.tokens.record import Written
from tests.tokens.world import DAYS, HOURS, MINUTES, NOON, TIMEOUT

WRITTEN = Written("x", "77", Secret("an-access-token"), Secret("a-refresh-token"))
DOC = record.found(WRITTEN, "acme", b"sealed", NOON)


@pytest.mark.parametrize(
    ("life", "own", "after"),
    [
        (2 * HOURS, False, 80 * MINUTES),  # X: two thirds
        (1 * HOURS, False, 40 * MINUTES),  # Google
        (24 * MINUTES, False, 14 * MINUTES),  # ten minutes before the end come first
        (5 * MINUTES, False, 1 * MINUTES),  # never at once again
        (60 * DAYS, False, 50 * DAYS),  # LinkedIn
        (60 * DAYS, True, 50 * DAYS),  # Instagram, Threads
        (30 * HOURS, True, 24 * HOURS),  # such a token is not renewed before it is a day old
        (None, False, 40 * MINUTES),
        (None, True, 24 * HOURS),
    ],
)
def test_renewed_in_time(life: timedelta | None, own: bool, after: timedelta) -> None:
    assert record.renew_at(NOON, None if life is None else NOON + life, own) == NOON + after


def test_a_token_that_is_just_found_is_renewed_at_once_unless_it_renews_itself() -> None:
    assert record.due(DOC, NOON)
    own = record.found(msgspec.structs.replace(WRITTEN, own=True), "acme", b"sealed", NOON)
    assert not record.due(own, NOON + 24 * HOURS - MINUTES)
    assert record.due(own, NOON + 24 * HOURS)


def test_a_claim_outlasts_its_call_and_ends() -> None:
    claimed = record.claimed(DOC, "me", NOON, TIMEOUT)
    end = NOON + TIMEOUT + MARGIN
    assert record.taken(claimed, NOON)
    assert record.taken(claimed, end - timedelta(microseconds=1))
    assert not record.taken(claimed, end)


def test_a_claim_from_a_clock_that_was_ahead_holds_nobody_up() -> None:
    assert not record.taken(record.claimed(DOC, "me", NOON + 365 * DAYS, TIMEOUT), NOON)


@pytest.mark.parametrize(
    ("failures", "told", "seconds"), [(0, None, 60), (1, None, 120), (9, None, 900), (0, 400, 400), (9, 1, 900)]
)
def test_a_failure_waits_longer_each_time_and_as_long_as_told(failures: int, told: float | None, seconds: int) -> None:
    doc = record.failed(msgspec.structs.replace(DOC, failures=failures), "status 429", told, NOON)
    assert doc.renew_at == NOON + timedelta(seconds=seconds)
    assert doc.failures == failures + 1
    assert doc.owner is None


def test_a_seed_tells_the_written_secrets_apart_and_not_what_they_are() -> None:
    others = [
        msgspec.structs.replace(WRITTEN, token=Secret("another")),
        msgspec.structs.replace(WRITTEN, refresh=Secret("another")),
        msgspec.structs.replace(WRITTEN, token=Secret("an-access-tokena-refresh-token"), refresh=Secret("")),
    ]
    assert len({WRITTEN.seed, *(other.seed for other in others)}) == 4
    assert "token" not in WRITTEN.seed
    assert "an-access-token" not in repr(WRITTEN)


def test_what_is_kept_is_of_the_room_that_the_store_knows() -> None:
    assert msgspec.json.decode(msgspec.json.encode(DOC), type=Access) == DOC
