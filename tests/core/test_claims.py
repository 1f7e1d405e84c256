"""The table of Claims, row by row: what may follow what, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from shared.core import claims
from shared.core.claims import ATTEMPTS, MARGIN, SETTLE, Claim, ClaimState, ReadBack, Step, step
from shared.core.interaction import hashed

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
TIMEOUT = timedelta(seconds=10)
SECOND = timedelta(seconds=1)
BLINK = timedelta(microseconds=1)
FRESH = Claim(slot="answer", capability="reply", text="Thank you!", until=NOW + timedelta(seconds=30))
SENDING = claims.sending(FRESH, NOW, TIMEOUT)
SENT_BY = NOW + TIMEOUT
UNTIL = SENT_BY + MARGIN
LOOK = SENT_BY + SETTLE


def lost() -> Claim:
    return claims.lost(SENDING, SENT_BY)


# --- the margins that everything rests on ---


def test_the_margins_are_not_below_their_floors() -> None:
    """60 s is the floor of the wait before a read-back is believed: shorter than a platform's own lag makes doubles."""
    assert timedelta(seconds=60) <= SETTLE
    assert timedelta(seconds=20) <= MARGIN
    assert ATTEMPTS == 3


# --- claimed ---


def test_a_claim_is_its_owners_until_then_anybodys_to_send() -> None:
    assert FRESH.until is not None
    for read_back in ReadBack:
        assert step(FRESH, FRESH.until - BLINK, read_back) is Step.WAIT
        assert step(FRESH, FRESH.until, read_back) is Step.SEND, "nothing was sent: send"


def test_just_before_the_call_it_says_until_when_it_may_be_on_the_wire() -> None:
    assert SENDING.state is ClaimState.SENDING
    assert SENDING.sent_by == NOW + TIMEOUT
    assert SENDING.until == NOW + TIMEOUT + MARGIN
    assert SENDING.attempt == 1
    assert SENDING.first_sent == NOW
    assert SENDING.text == FRESH.text


# --- sending ---


@pytest.mark.parametrize("read_back", ReadBack)
def test_nobody_touches_what_may_be_on_the_wire(read_back: ReadBack) -> None:
    for after in (timedelta(), TIMEOUT, TIMEOUT + MARGIN - BLINK):
        assert step(SENDING, NOW + after, read_back) is Step.WAIT


@pytest.mark.parametrize("state", ["sending", "unknown"])
@pytest.mark.parametrize("read_back", [ReadBack.REPEAT, ReadBack.LIST])
def test_nothing_is_concluded_before_the_platforms_lists_have_settled(read_back: ReadBack, state: str) -> None:
    claim = SENDING if state == "sending" else lost()
    for after in range(int((TIMEOUT + SETTLE).total_seconds())):
        assert step(claim, NOW + after * SECOND, read_back) is Step.WAIT


NEXT = {
    "A: the same again, it is harmless": (ReadBack.REPEAT, Step.SEND),
    "B: list and look": (ReadBack.LIST, Step.READ_BACK),
    "C: cannot be known": (ReadBack.BLIND, Step.GIVE_UP),
}


@pytest.mark.parametrize("state", ["sending", "unknown"])
@pytest.mark.parametrize(("read_back", "wanted"), NEXT.values(), ids=NEXT.keys())
def test_what_follows_a_lost_answer_or_a_dead_owner(read_back: ReadBack, wanted: Step, state: str) -> None:
    claim = SENDING if state == "sending" else lost()
    assert step(claim, LOOK, read_back) is wanted


@pytest.mark.parametrize("state", [ClaimState.SENDING, ClaimState.UNKNOWN])
@pytest.mark.parametrize("read_back", [ReadBack.LIST, ReadBack.BLIND])
def test_an_expired_sending_is_never_run_again_without_reading_back(read_back: ReadBack, state: ClaimState) -> None:
    """What a general idempotency layer would do, and what answers people twice."""
    for claim in (SENDING, lost(), claims.absent(lost(), LOOK)):
        for hours in (0, 1, 24, 24 * 30):
            moved = msgspec.structs.replace(claim, state=state)
            assert step(moved, LOOK + timedelta(hours=hours), read_back) is not Step.SEND


def test_a_receipt_settles_it() -> None:
    done = claims.sent(SENDING, "made-1", NOW + SECOND)
    assert (done.state, done.receipt, done.settled, done.ring_at) == (ClaimState.SENT, "made-1", True, None)


def test_a_refusal_for_good_settles_it_with_the_reason() -> None:
    done = claims.refused(SENDING, "gone", NOW + SECOND)
    assert (done.state, done.why, done.settled, done.ring_at) == (ClaimState.REFUSED, "gone", True, None)


def test_certainly_not_applied_waits_as_long_as_the_platform_says_and_counts_no_attempt() -> None:
    again = claims.not_applied(SENDING, NOW, 77)
    assert again.state is ClaimState.CLAIMED
    assert again.ring_at == NOW + 77 * SECOND
    assert again.attempt == 0
    assert step(again, NOW + 77 * SECOND - BLINK, ReadBack.BLIND) is Step.WAIT
    assert step(again, NOW + 77 * SECOND, ReadBack.BLIND) is Step.SEND, "also what cannot be read back: nothing left us"


def test_a_platform_that_says_at_once_is_given_a_second() -> None:
    for said in (0, -5, 0.2):
        assert claims.not_applied(SENDING, NOW, said).ring_at == NOW + SECOND


def test_without_a_word_from_the_platform_the_waits_grow_to_a_quarter_of_an_hour() -> None:
    claim, waits = FRESH, []
    for _ in range(8):
        claim = claims.not_applied(claims.sending(claim, NOW, TIMEOUT), NOW, None)
        assert claim.ring_at is not None
        waits.append((claim.ring_at - NOW).total_seconds())
    assert waits == [30, 60, 120, 300, 600, 900, 900, 900]


def test_a_lost_answer_rings_when_the_lists_have_settled() -> None:
    assert lost().state is ClaimState.UNKNOWN
    assert lost().ring_at == LOOK
    assert claims.lost(SENDING, SENT_BY + timedelta(hours=3)).ring_at == LOOK, "counted from the wire, not from notice"


# --- unknown ---


def test_what_is_absent_once_is_not_believed() -> None:
    first = claims.absent(lost(), LOOK)
    assert first.state is ClaimState.UNKNOWN
    assert first.ring_at == LOOK + SETTLE
    assert not claims.absent_again(lost(), LOOK)
    assert not claims.absent_again(first, LOOK + SETTLE - BLINK)
    assert claims.absent_again(first, LOOK + SETTLE)
    assert step(first, LOOK + SETTLE, ReadBack.LIST) is Step.READ_BACK


def test_looking_often_does_not_move_the_first_absence() -> None:
    first = claims.absent(lost(), LOOK)
    assert claims.absent(first, LOOK + 59 * SECOND).absent_at == LOOK


def test_sending_again_starts_a_new_round_with_the_same_words() -> None:
    first = claims.absent(lost(), LOOK)
    again = claims.sending(first, LOOK + SETTLE, TIMEOUT)
    assert again.attempt == 2
    assert again.absent_at is None
    assert again.text == FRESH.text
    assert again.first_sent == NOW, "a read-back must look as far back as the first try"
    assert step(again, LOOK + SETTLE + TIMEOUT + SETTLE - BLINK, ReadBack.LIST) is Step.WAIT


def test_what_is_harmless_to_repeat_is_repeated_three_times_and_no_more() -> None:
    claim, now, sends = FRESH, NOW + timedelta(minutes=1), 0
    while step(claim, now, ReadBack.REPEAT) is Step.SEND:
        claim = claims.lost(claims.sending(claim, now, TIMEOUT), now + TIMEOUT)
        sends += 1
        assert claim.ring_at is not None
        now = claim.ring_at
    assert sends == ATTEMPTS
    assert step(claim, now, ReadBack.REPEAT) is Step.GIVE_UP


# --- ends ---

ENDS = {
    "sent": claims.sent(SENDING, "made-1", NOW),
    "refused": claims.refused(SENDING, "gone", NOW),
    "uncertain": claims.uncertain(lost(), "lost", LOOK),
    "dropped": claims.dropped(FRESH, "withdrawn", NOW),
    "given up": claims.given_up(claims.absent(lost(), LOOK), "withdrawn", LOOK + SETTLE),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_an_end_is_an_end(end: Claim) -> None:
    for read_back in ReadBack:
        for days in (0, 1, 399):
            assert step(end, NOW + timedelta(days=days), read_back) is Step.DONE
    assert end.settled
    assert not end.in_flight
    assert end.ring_at is None


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_the_words_go_and_their_hash_stays(end: Claim) -> None:
    assert end.text is None
    assert end.text_hash == hashed("text", "Thank you!")
    settled_again = claims.sent(end, "x", NOW)
    assert settled_again.text_hash == end.text_hash


@pytest.mark.parametrize("claim", [SENDING, lost()], ids=["sending", "unknown"])
def test_what_may_have_arrived_cannot_be_dropped(claim: Claim) -> None:
    assert claim.in_flight
    with pytest.raises(ValueError, match=str(claim.state)):
        claims.dropped(claim, "withdrawn", NOW)


def test_dropping_what_has_ended_changes_nothing() -> None:
    done = ENDS["sent"]
    assert claims.dropped(done, "withdrawn", NOW) == done


def test_its_history_tells_each_step_and_stays_short() -> None:
    assert claims.sent(SENDING, "x", NOW + SECOND).history == (
        "2026-10-13T10:00:00+00:00 claimed>sending",
        "2026-10-13T10:00:01+00:00 sending>sent",
    )
    claim = FRESH
    for _ in range(50):
        claim = claims.not_applied(claims.sending(claim, NOW, TIMEOUT), NOW, None)
    assert len(claim.history) == 20


def test_a_claim_survives_being_stored_at_every_step() -> None:
    for claim in (FRESH, SENDING, lost(), claims.absent(lost(), LOOK), *ENDS.values()):
        assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim
