"""One day's worth of everything that can go two ways, and what must be true however it was interrupted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from shared.core.claims import ClaimState
from shared.core.ledger import State
from shared.core.ports import NOTICES
from shared.core.sla import By
from tests.flows.world import NOON, PAGE, Fault, Sent, World, comment, facebook, lost_answer, mention

END = NOON + timedelta(days=1, hours=1)
LATER = NOON + timedelta(minutes=30)


def play(world: World) -> None:
    """Praise, a question, a complaint, a lost answer, a mention, copies, an edit, a removal, a colleague, digests."""
    for sent in first_half():
        world.send(sent)
    world.work()
    world.faults.append(Fault(lost_answer, after=True))
    world.send(facebook(comment("c4", "when is the next tasting", author="14", post="4")))
    world.work()
    world.run(LATER)
    for sent in second_half():
        world.send(sent)
    world.run(END)


def first_half() -> list[Sent]:
    return [
        facebook(comment("c1", "lovely coffee", author="11"), comment("c2", "when do you open", author="12", post="2")),
        facebook(comment("c3", "it came broken", author="13", post="3")),
        facebook(comment("c1", "lovely coffee", author="11")),
        mention("900", "lovely place", author="21"),
    ]


def second_half() -> list[Sent]:
    return [
        facebook(comment("r3", "So sorry!", PAGE, under="c3", post="3", at=LATER)),
        facebook(comment("c5", "is it vegan", author="15", post="5", at=LATER)),
        facebook(comment("c5", "is it vegan or not", author="15", post="5", verb="edited", at=LATER)),
        facebook(comment("c6", "lovely cups", author="16", post="6", at=LATER)),
        facebook(comment("c6", "", author="16", post="6", verb="remove", at=LATER)),
    ]


NOTICES_EXPECTED = {"handover": 6, "approval": 2, "digest": 2}  # each to two recipients

EXPECTED = {
    "1_c1": {State.ACKNOWLEDGED},
    "2_c2": {State.ACKNOWLEDGED},
    "3_c3": {State.ANSWERED_BY_COLLEAGUE},
    "4_c4": {State.ACKNOWLEDGED},
    "5_c5": {State.NO_RULE},
    "6_c6": {State.WITHDRAWN},
    "900": {State.ACKNOWLEDGED},
    "3_r3": {State.OURS_OR_BOT},
}


def check(world: World, *, crashed: bool) -> None:
    """P1, P3, P4, P5 and P6 over the journal and the ledger."""
    entries = {one.object: one for one in world.entries()}
    assert set(world.accepted) <= set(entries), f"accepted and lost: {set(world.accepted) - set(entries)}"
    assert world.doubles() == [], "answered twice"
    open_ones = [one.object for one in entries.values() if one.state in (State.OPEN, State.EARLY)]
    assert open_ones == [], f"unaccounted: {open_ones}"
    for name, states in EXPECTED.items():
        assert entries[name].state in states, f"{name} is {entries[name].state}: {entries[name].reason}"
    for one in entries.values():
        for clock in one.clocks.values():
            assert clock.elapsed is None or clock.elapsed >= 0
        assert one.ours or one.clocks.get("response") is None or one.clocks["response"].by is not By.MACHINE
    response = entries["3_c3"].clocks["response"]
    assert response.stopped == LATER
    assert response.by is By.PERSON
    mails = Counter(mail.key for mail in world.mails)
    assert all(number == 1 for number in mails.values()), f"duplicate mails: {mails.most_common(2)}"
    for about, number in NOTICES_EXPECTED.items():
        notices = [kept.doc for kept in world.store.find(NOTICES, world.clock, equal=("acme", about))]
        assert len(notices) == number, f"{len(notices)} notices about {about}"
        assert all(one.claim.settled for one in notices), f"a notice about {about} is unfinished"
        unsent = [one.key for one in notices if one.claim.state is ClaimState.SENT and one.key not in mails]
        assert unsent == [], "said to be sent, and was not"
        if not crashed:
            assert all(one.claim.state is ClaimState.SENT for one in notices)
