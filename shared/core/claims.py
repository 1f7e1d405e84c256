"""The Claim: the exclusive right to do one thing once, and the table that says what may follow what.

One Claim per slot of one object: `answer` (reply or direct message), `like`, or one per approval by a person.
It is frozen with its words when made, so a redelivery repeats the same text. Pure: nothing here sends, reads
or tells the time.

        claimed --look again, send--> sending --receipt--------> sent
           ^                             |-----refused for good--> refused
           |--certainly not applied------|
           |                             |-----answer lost-------> unknown --read back: found--> sent
           |                                                          |------absent twice-----> sending (attempt + 1)
           |                                                          |------cannot tell------> uncertain

        time   sending          sent_by     sent_by + 60 s         + 60 s
        -------|---- on the wire ----|- settle -|- first look --------|- second look, may send again
               until = sent_by + 20 s: before that, another instance keeps its hands off

Never run an expired `sending` again without reading back: that answers people twice (reliability, section 2).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shared.core.interaction import Utc, hashed
from shared.core.sla import By

MARGIN: Final = timedelta(seconds=20)  # between the last moment on the wire and another owner's first look
SETTLE: Final = timedelta(seconds=60)  # a floor: shorter than a platform's own lag means doubles
ATTEMPTS: Final = 3
_BACK_OFF: Final = (
    30.0,
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
)  # seconds, after a call that was certainly not applied


class ClaimState(StrEnum):
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"  # nothing left us and nothing will: withdrawn, taken over, expired or over a cap


class ReadBack(StrEnum):
    """What can be done after a lost answer: A repeat is harmless, B list and look, C blind."""

    REPEAT = "A"
    LIST = "B"
    BLIND = "C"


class Step(StrEnum):
    """What an owner may do with a Claim now."""

    DONE = "done"
    WAIT = "wait"
    SEND = "send"
    READ_BACK = "read_back"
    GIVE_UP = "give_up"


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record of one slot. Times are UTC. `text` is dropped when settled; `text_hash` stays.

    `by` says whose words these are, `colleague` which one's (see `core/speech`) and `approved_at` since when.
    `wording` is its sameness name.
    """

    slot: str
    state: ClaimState = ClaimState.CLAIMED
    capability: str
    until: Utc | None = None
    attempt: int = 0
    tries: int = 0  # calls certainly not applied, for the back-off
    looks: int = 0  # read-backs that failed
    text: str | None = None
    text_hash: str | None = None
    wording: str | None = None
    media: str | None = None  # address of a picture that goes with the text
    by: By = By.MACHINE
    colleague: str | None = None
    approved_at: Utc | None = None
    sent_by: Utc | None = None
    not_before: Utc | None = None
    absent_at: Utc | None = None
    receipt: str | None = None
    why: str | None = None
    first_sent: Utc | None = None
    history: tuple[str, ...] = ()
    moved_at: Utc | None = None  # when its state last changed

    @property
    def settled(self) -> bool:
        return self.state in _SETTLED

    @property
    def in_flight(self) -> bool:
        """Whether a call may be on the wire, or its effect not yet known."""
        return self.state in (ClaimState.SENDING, ClaimState.UNKNOWN)

    @property
    def ring_at(self) -> datetime | None:
        """When somebody must look at this Claim again; None once settled."""
        if self.settled:
            return None
        if self.state is ClaimState.SENDING:
            return self.until
        return self.not_before or self.until


_SETTLED: Final = frozenset({ClaimState.SENT, ClaimState.REFUSED, ClaimState.UNCERTAIN, ClaimState.DROPPED})


def sending(claim: Claim, now: datetime, timeout: timedelta) -> Claim:
    """Just before the call: it may be on the wire until `sent_by`, and is nobody else's until 20 s later."""
    sent_by = now + timeout
    return _to(
        claim,
        ClaimState.SENDING,
        now,
        sent_by=sent_by,
        until=sent_by + MARGIN,
        attempt=claim.attempt + 1,
        first_sent=claim.first_sent or now,
        not_before=None,
        absent_at=None,
    )


def sent(claim: Claim, receipt: str | None, now: datetime) -> Claim:
    """The platform gave a receipt, or a read-back found our answer."""
    return _settle(claim, ClaimState.SENT, now, receipt=receipt)


def refused(claim: Claim, why: str, now: datetime) -> Claim:
    """Refused for good."""
    return _settle(claim, ClaimState.REFUSED, now, why=why)


def dropped(claim: Claim, why: str, now: datetime) -> Claim:
    """Nothing was sent and nothing will be. Only for a Claim that is not in flight."""
    if claim.in_flight:
        raise ValueError(f"a claim that is {claim.state} cannot be dropped")
    return claim if claim.settled else _settle(claim, ClaimState.DROPPED, now, why=why)


def given_up(claim: Claim, why: str, now: datetime) -> Claim:
    """Read back twice without a trace, and there is no more reason to send: nothing arrived and nothing will."""
    return _settle(claim, ClaimState.DROPPED, now, why=why)


def later(claim: Claim, at: datetime, now: datetime) -> Claim:
    """The account's calls of this minute are used up: look again at `at`. What may have left is not forgotten."""
    state = ClaimState.CLAIMED if claim.state is ClaimState.CLAIMED else ClaimState.UNKNOWN
    return _to(claim, state, now, not_before=at, until=None)


def not_applied(claim: Claim, now: datetime, retry_after: float | None) -> Claim:
    """Certainly not applied: wait as long as the platform says, or back off, then try again."""
    pause = retry_after if retry_after is not None else _BACK_OFF[min(claim.tries, len(_BACK_OFF) - 1)]
    return _to(
        claim,
        ClaimState.CLAIMED,
        now,
        not_before=now + timedelta(seconds=max(1.0, pause)),
        until=None,
        sent_by=None,
        tries=claim.tries + 1,
        attempt=claim.attempt - 1,
    )


def lost(claim: Claim, now: datetime) -> Claim:
    """The answer was lost: nothing more until 60 s after the last moment it can have been on the wire."""
    return _to(claim, ClaimState.UNKNOWN, now, not_before=(claim.sent_by or now) + SETTLE, until=None)


def absent(claim: Claim, now: datetime) -> Claim:
    """A complete read-back did not find our answer: believed only when seen twice, 60 s apart."""
    return _to(claim, ClaimState.UNKNOWN, now, absent_at=claim.absent_at or now, not_before=now + SETTLE, until=None)


def uncertain(claim: Claim, why: str, now: datetime) -> Claim:
    """We cannot know. It goes on the digest, for a person; the clock keeps running."""
    return _settle(claim, ClaimState.UNCERTAIN, now, why=why)


def step(claim: Claim, now: datetime, read_back: ReadBack) -> Step:
    """What may be done with this Claim now, by the table of the module's docstring."""
    if claim.settled:
        return Step.DONE
    if claim.ring_at is not None and now < claim.ring_at:
        return Step.WAIT
    if claim.state is ClaimState.CLAIMED:
        return Step.SEND
    settle = (claim.sent_by or now) + SETTLE
    if read_back is ReadBack.BLIND:
        return Step.GIVE_UP
    if now < settle:
        return Step.WAIT
    if read_back is ReadBack.REPEAT:
        return Step.SEND if claim.attempt < ATTEMPTS else Step.GIVE_UP
    return Step.READ_BACK


def absent_again(claim: Claim, now: datetime) -> bool:
    """Whether a read-back that finds nothing now is the second one, at least 60 s after the first."""
    return claim.absent_at is not None and now >= claim.absent_at + SETTLE


def _to(claim: Claim, state: ClaimState, now: datetime, **changes: object) -> Claim:
    line = f"{now.isoformat(timespec='seconds')} {claim.state}>{state}"
    history = (*claim.history, line)[-20:]
    return msgspec.structs.replace(claim, state=state, history=history, moved_at=now, **changes)


def _settle(claim: Claim, state: ClaimState, now: datetime, **changes: object) -> Claim:
    text_hash = hashed("text", claim.text) if claim.text is not None else claim.text_hash
    return _to(claim, state, now, text=None, text_hash=text_hash, not_before=None, until=None, **changes)
