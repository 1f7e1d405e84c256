"""The same over the real flows: whatever comes, however late and how often, each Entry's clocks are what really was.

People write, colleagues answer in the app and at the desk, pause, close and hold; news comes late and twice, and the
watch looks at any minute. What really was is written down beside it, and put to the reference in the end.
"""

from __future__ import annotations

import tempfile
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from shared.brands.circle import Step, Targets, Tell
from shared.clocks.looks import timed
from shared.clocks.targets import ACK, RESPONSE
from shared.core.course import Reason
from shared.core.interaction import object_key
from shared.core.ledger import Entry
from shared.core.ports import Capability
from shared.core.sla import By
from shared.flows._holds import end_hold, start_hold
from shared.flows.desk import Deed, Done
from tests.clocks import engine, reference
from tests.clocks.comparing import Stop, as_expected
from tests.clocks.reference import Goal, Halt, Kind, Line, Plan, kind_of
from tests.desk.counter import ANN, BO, Counter
from tests.flows.world import PAGE, SHM, Sent, comment, facebook

PLAN = Plan("hours", "Europe/Oslo", (((540, 720), (750, 1080)),) * 6 + ((),))
TARGETS = Targets(ack=60.0, response=2700.0)
GOALS = {ACK: Goal(60.0, service=False), RESPONSE: Goal(2700.0)}
LADDER = (
    Step(key="risk-person", tell=Tell.PERSON),
    Step(key="breach-lead", tell=Tell.LEAD, after=0.0),
    Step(key="15-manager", tell=Tell.MANAGER, after=900.0),
)
TEAM = (msgspec.structs.replace(ANN, lead=True), msgspec.structs.replace(BO, manager=True))
TEXTS = {"it came broken": False, "when do you open": False, "hello there": False, "lovely coffee": True}
seconds = st.one_of(st.integers(1, 50), st.integers(60, 4000), st.integers(4000, 30_000))


@dataclass
class Said:
    """What somebody wrote, when, and all that really became of it. `thanks`: praise, for which a like is a sign."""

    name: str
    talk: int
    at: int
    thanks: bool
    key: str
    removed: int | None = None
    closed: int | None = None
    answers: list[int] = field(default_factory=list)  # by colleagues, in words
    likes: list[int] = field(default_factory=list)
    pauses: list[Halt] = field(default_factory=list)


class Flows(RuleBasedStateMachine):
    """A brand with a desk, people, colleagues, and news that may come late."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=SHM)
        self.counter = Counter(
            Path(self.folder.name), team=TEAM, calendar=engine.calendar(PLAN), targets=TARGETS, ladder=LADDER
        )
        self.world = self.counter.world
        self.said: list[Said] = []
        self.replies = 0
        self.sent: list[Sent] = []
        self.late: list[Sent] = []
        self.holds: list[Halt] = []
        self.somebody_writes("it came broken", None, late=False)

    # --- people and the platform ---

    @rule(text=st.sampled_from(sorted(TEXTS)), on=st.one_of(st.none(), st.integers(0, 9)), late=st.booleans())
    def somebody_writes(self, text: str, on: int | None, late: bool) -> None:
        """In a conversation of their own, or once more in theirs."""
        if len(self.said) >= 8:
            return
        self._tick()
        thanks = TEXTS[text]
        mine = [one for one in self.said if one.name == f"{one.talk}_c{one.talk}" and not one.thanks]
        root = mine[on % len(mine)] if mine and on is not None and not thanks else None
        number = len(self.said) + 1
        talk = number if root is None else root.talk
        value = comment(
            f"c{number}",
            text,
            str(100 + talk),
            post=str(talk),
            under=None if root is None else f"c{root.talk}",
            at=self.world.clock,
        )
        name = f"{talk}_c{number}"
        key = object_key("facebook", PAGE, name)
        self.said.append(Said(name, talk, self._now, thanks, key))
        self._spoken(talk)
        self._deliver(facebook(value, at=self.world.clock), late=late)

    @rule(late=st.booleans())
    def they_write_again(self, late: bool) -> None:
        self.somebody_writes("hello there", len(self.said), late)

    @precondition(lambda self: self.said)
    @rule(number=st.integers(0, 9), late=st.booleans())
    def a_colleague_answers_in_the_app(self, number: int, late: bool) -> None:
        """Under what began the conversation: Facebook has no more than two levels."""
        self._tick()
        talk, self.replies = self.said[number % len(self.said)].talk, self.replies + 1
        one = next(one for one in self.said if one.talk == talk)
        value = comment(f"r{self.replies}", "Hello!", PAGE, post=str(talk), under=f"c{talk}", at=self.world.clock)
        self._answered(one, self._now)
        self._deliver(facebook(value, at=self.world.clock), late=late)

    @precondition(lambda self: self.said)
    @rule(number=st.integers(0, 9), late=st.booleans())
    def it_is_taken_back(self, number: int, late: bool) -> None:
        one = self.said[number % len(self.said)]
        if one.removed is None:
            self._tick()
            one.removed = self._now
            value = comment(
                one.name.partition("_")[2],
                "",
                str(100 + one.talk),
                post=str(one.talk),
                verb="remove",
                at=self.world.clock,
            )
            self._deliver(facebook(value, at=self.world.clock), late=late)

    @precondition(lambda self: self.late)
    @rule(number=st.integers(0, 9))
    def late_news_comes(self, number: int) -> None:
        self._deliver(self.late.pop(number % len(self.late)))

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 99))
    def old_news_comes_again(self, number: int) -> None:
        self._deliver(self.sent[number % len(self.sent)])

    # --- colleagues at the desk ---

    @precondition(lambda self: self.said)
    @rule(number=st.integers(0, 9), who=st.sampled_from(("Ann", "Bo")))
    def words_are_approved(self, number: int, who: str) -> None:
        one = self.said[number % len(self.said)]
        if self._does(one, Deed.SEND, who, capability=Capability.REPLY, text=f"Sorry, {one.name}!"):
            self._answered(one, self._now)

    @precondition(lambda self: self.said)
    @rule(number=st.integers(0, 9), deed=st.sampled_from((Deed.TAKE, Deed.BACK)))
    def taken_or_handed_back(self, number: int, deed: Deed) -> None:
        self._does(self.said[number % len(self.said)], deed, "Ann")

    @precondition(lambda self: self.said)
    @rule(number=st.integers(0, 9))
    def closed(self, number: int) -> None:
        one = self.said[number % len(self.said)]
        if self._does(one, Deed.CLOSE, "Ann"):
            one.closed = self._now

    @precondition(lambda self: self._waiting())
    @rule(number=st.integers(0, 9), reason=st.sampled_from((Reason.CUSTOMER, Reason.THIRD_PARTY)))
    def paused(self, number: int, reason: Reason) -> None:
        waiting = self._waiting()
        one = waiting[number % len(waiting)]
        if self._does(one, Deed.HOLD, "Bo", reason=reason):
            one.pauses.append(Halt(reason, self._now, None))

    @precondition(lambda self: any(one.pauses for one in self.said))
    @rule(number=st.integers(0, 9))
    def resumed(self, number: int) -> None:
        paused = [one for one in self.said if one.pauses]
        one = paused[number % len(paused)]
        if self._does(one, Deed.RESUME, "Ann"):
            one.pauses = [_until(halt, self._now) for halt in one.pauses]

    # --- the brand, and time ---

    @rule(lasts=st.one_of(st.none(), st.integers(60, 9000)))
    def an_outage(self, lasts: int | None) -> None:
        self._tick()
        now = self.world.clock
        until = None if lasts is None else now + timedelta(seconds=lasts)
        start_hold(self.world.store, "acme", now, reason=Reason.OUTAGE, who="Ann", platform="facebook", until=until)
        self.holds.append(Halt(Reason.OUTAGE, self._now, None if lasts is None else self._now + lasts, brand=True))

    @rule()
    def it_is_over(self) -> None:
        self._tick()
        end_hold(self.world.store, "acme", self.world.clock, reason=Reason.OUTAGE, platform="facebook")
        self.holds = [_until(one, self._now) for one in self.holds]

    @rule(passes=seconds, ticks=st.booleans())
    def time_passes(self, passes: int, ticks: bool) -> None:
        self.world.clock += timedelta(seconds=passes)
        if ticks:
            self.world.tick()
            self.world.work()

    # --- what must hold ---

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        try:
            while self.late:
                self.late_news_comes(0)
            self.world.run(self.world.clock + timedelta(hours=30))
            self.world.tick()
            for one in self.said:
                self._holds_true(one, self.world.entry(one.name))
            keys = Count(mail.key for mail in self.world.mails)
            assert [key for key, times in keys.items() if times > 1] == [], "nobody is told twice of the same"
        finally:
            self.counter.close()
            self.folder.cleanup()

    def _holds_true(self, one: Said, entry: Entry) -> None:
        regime = self.world.tools.regime(self.world.tools.brands.brands["acme"])
        entry = timed(entry, regime)
        for name, goal in GOALS.items():
            stops = list(self._stops(one, name))
            story = Line(
                platform="facebook",
                started=one.at,
                ended=self._now + 1,
                now=self._now,
                policies=(),
                today=(PLAN,),
                halts=(*self.holds, *one.pauses),
                goals=(goal,),
            )
            said = {kind: reference.runs(story, kind) for kind in {Kind(), kind_of(goal)}}
            try:
                if name in entry.clocks:
                    for _ in as_expected(entry.clocks[name], stops, said, story):
                        pass
                else:
                    assert one.thanks, "nobody waits for an answer to thanks alone"
                    assert name == RESPONSE
            except AssertionError as error:
                error.add_note(f"{name} of {one}: {entry}")
                raise

    def _stops(self, one: Said, name: str) -> Iterator[Stop]:
        yield from ((at, By.PERSON) for at in one.answers)
        yield from ((at, None) for at in (one.removed, one.closed) if at is not None)
        if name == ACK:
            for effect in self.world.journal:
                mine = effect.object == one.name and not (effect.text or "").startswith("Sorry")
                if mine and (effect.capability is not Capability.LIKE or one.thanks):
                    yield int(effect.at.timestamp()), By.MACHINE

    # --- how it is done ---

    def _tick(self) -> None:
        """No two things happen at the same second."""
        self.world.clock += timedelta(seconds=1)

    @property
    def _now(self) -> int:
        return int(self.world.clock.timestamp())

    def _waiting(self) -> list[Said]:
        return [one for one in self.said if not (one.thanks or one.answers or one.removed or one.closed)]

    def _deliver(self, sent: Sent, *, late: bool = False) -> None:
        if late:
            self.late.append(sent)
            return
        self.sent.append(sent)
        assert self.world.deliver(sent) == 200
        self.world.work()

    def _does(self, one: Said, deed: Deed, who: str, **wish: Any) -> bool:
        """Whether the desk let them."""
        if self.world.store.get(Entry, one.key, self.world.clock) is None:
            return False
        self._tick()
        done = self.counter.act(self.counter.link(one.key, who, str(self._now)), deed, **wish)
        self.world.work()
        return isinstance(done, Done)

    def _answered(self, one: Said, at: int) -> None:
        """It is answered, and so is what else they wait for there. Thanks stand for themselves."""
        for other in self.said:
            if other is one or (other.talk == one.talk and not other.thanks and other.at <= at):
                other.answers.append(at)

    def _spoken(self, talk: int) -> None:
        """Who is waited for has written: nobody waits for them any more."""
        for one in self.said:
            if one.talk == talk:
                one.pauses = [_until(it, self._now) if it.reason == Reason.CUSTOMER else it for it in one.pauses]


def _until(halt: Halt, at: int) -> Halt:
    lasts = halt.until is None or at < halt.until
    return Halt(halt.reason, halt.since, at, halt.brand, halt.platform) if lasts and halt.since <= at else halt


Quick = Flows.TestCase
Quick.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)


@pytest.mark.slow
class TestManyMore(Flows.TestCase):  # type: ignore[name-defined, misc] # hypothesis makes the class as it runs
    settings = settings(max_examples=400, stateful_step_count=40, deadline=None)
