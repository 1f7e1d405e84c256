"""Whose words they are, from what is said to the Claim that sends it."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.core.ports import Capability
from shared.core.sla import By
from shared.core.speech import Approved, Spoken, automatic, personal, tapped

AT = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
WORDS = Approved(text="Sorry!\nAnn", colleague="Ann", card="c", at=AT)


def test_what_was_approved_anew_after_a_refusal_is_another_slot_and_so_another_order() -> None:
    slots = [personal(Capability.REPLY, WORDS, again).slot for again in range(3)]
    assert len({*slots, tapped(Capability.LIKE, "Ann", "c", AT).slot}) == 4
    assert personal(Capability.REPLY, WORDS).slot == slots[0]


def test_only_what_a_colleague_approved_bears_their_name() -> None:
    machine = automatic("answer", Capability.REPLY, Spoken(text="Thank you!", wording="w"))
    mine = personal(Capability.REPLY, WORDS)
    assert (machine.by, machine.colleague, machine.approved_at) == (By.MACHINE, None, None)
    assert (mine.by, mine.colleague, mine.approved_at) == (By.PERSON, "Ann", AT)
