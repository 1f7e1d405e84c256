"""The process dies before, then after, every single port call; restarted, it loses nothing and repeats nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.core.errors import ActionRefused
from shared.core.ledger import State
from shared.core.sla import By
from tests.flows.colleague import NAME, TEXT, approve, hand_back, record
from tests.flows.scenario import check, play
from tests.flows.world import NOON, PAGE, SHM, Fault, Fuse, World, comment, facebook, lost_answer

MINUTE = timedelta(minutes=1)


def day(world: World, *, crashed: bool) -> None:
    play(world)
    check(world, crashed=crashed)


def answered_by_hand(world: World, *, crashed: bool) -> None:
    """A person asks three times in one conversation; a colleague approves words, which are lost on their way; then
    hands the conversation back, and has approved words refused elsewhere.
    """
    world.send(facebook(comment("c1", "it came broken", "11"), comment("d1", "broken too", "12", post="2")))
    world.send(facebook(comment("c2", "hello?", "11", under="c1")))
    world.run(NOON + MINUTE)
    world.faults.append(Fault(lost_answer, after=True))
    approve(world, "1_c1")
    world.run(NOON + 2 * MINUTE)
    world.send(facebook(comment("c3", "lovely anyway", "11", under="c1", at=NOON + 2 * MINUTE)))
    world.run(NOON + 10 * MINUTE)
    hand_back(world, "1_c1")
    echo = comment("x", TEXT, PAGE, under="c1", at=NOON + MINUTE) | {"comment_id": world.journal[0].made}
    world.send(facebook(echo))
    world.send(facebook(comment("c4", "lovely, thank you", "11", under="c1", at=world.clock)))
    world.run(NOON + 20 * MINUTE)
    refused = Fault(lambda order: ActionRefused("facebook", order.capability, "403"))
    world.faults = [refused] * 3  # as often as whoever asks dies before they have written it down
    approve(world, "2_d1")
    world.run(NOON + 60 * MINUTE)
    entries = {one.object: one for one in world.entries()}
    texts = Counter(one.text for one in world.journal if one.text is not None)
    assert texts[TEXT] == 1, "approved once, sent once"
    assert [entries[name].state for name in ("1_c1", "1_c2")] == [State.ANSWERED_BY_COLLEAGUE] * 2
    assert entries["1_c1"].acknowledgments[-1].who == entries["1_c2"].acknowledgments[-1].who == NAME
    stopped = {entries[name].clocks["response"].stopped for name in ("1_c1", "1_c2")}
    assert len(stopped) == 1, "seen at one time"
    assert stopped.pop() is not None
    assert (entries["1_c3"].state, entries["1_c4"].state) == (State.HELD, State.ACKNOWLEDGED)
    assert record(world, "1_c1").took[entries["1_c1"].conversation or ""][0].seen == entries["1_c1"].answered_at
    assert world.entry(world.journal[0].made).by is By.PERSON
    assert (entries["2_d1"].state, entries["2_d1"].waiting) == (State.REFUSED, True)
    assert not [one.object for one in entries.values() if one.ring_at is not None]
    mails = Counter(mail.key for mail in world.mails)
    assert all(number == 1 for number in mails.values()), mails.most_common(1)
    unsent = [key for key in mails if key.startswith("unsent/")]
    assert len(unsent) == 2 or crashed, unsent


DAYS = {"a day": day, "answered by hand": answered_by_hand}


def run(at: int, *, after: bool, play: Callable[..., None] = day) -> Fuse:
    fuse = Fuse(at=at, after=after)
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        world = World(Path(folder), fuse=fuse)
        try:
            play(world, crashed=at > 0)
        except AssertionError as error:
            raise AssertionError(f"crash {'after' if after else 'before'} call {at} ({fuse.names}): {error}") from error
        finally:
            world.close()
    return fuse


@pytest.mark.parametrize("played", DAYS.values(), ids=DAYS)
def test_the_scenario_holds_without_a_crash(played: Callable[..., None]) -> None:
    assert run(0, after=False, play=played).calls > 100


@pytest.mark.parametrize("part", range(8))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("played", DAYS.values(), ids=DAYS)
def test_a_crash_at_any_port_call_loses_nothing_and_repeats_nothing(
    part: int, after: bool, played: Callable[..., None]
) -> None:
    """Every eighth call, from `part` on, until a run meets no such call."""
    at = part + 1
    while True:
        fuse = run(at, after=after, play=played)
        if fuse.calls < at:
            break
        assert fuse.names, "the fuse did not blow"
        at += 8
