"""Platforms promise no order and no uniqueness: in whatever order things come, and how often, the end is the same."""

from __future__ import annotations

import itertools
import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shared.core.ledger import Entry, Person, State
from shared.flows._taking import answered_by_then, handed_back, silent, taken_over, took
from shared.rules.rule import Rule
from tests.flows.colleague import TEXT, approve, hand_back, record
from tests.flows.world import ESCALATE, NOON, PAGE, SHM, Sent, World, comment, facebook, rule

Outcome = dict[str, tuple[object, ...]]


def outcome(world: World) -> Outcome:
    """How everything ended, without what order alone decides (whether a machine word came before a colleague's)."""
    return {one.object: _end(one) for one in world.entries() if not (one.ours and one.object.startswith("made-"))}


def _end(entry: Entry) -> tuple[object, ...]:
    response = entry.clocks.get("response")
    stopped = None if response is None else (response.stopped, response.by, response.withdrawn)
    return entry.state, entry.sort, entry.waiting, stopped, entry.seen


def played(order: list[Sent], *, rules: tuple[Rule, ...] = ()) -> tuple[Outcome, list[str]]:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        world = World(Path(folder), rules)
        world.clock = NOON + timedelta(minutes=10)
        try:
            for sent in order:
                assert world.deliver(sent) == 200
                world.work()
            world.run(NOON + timedelta(hours=1))
            return outcome(world), world.doubles()
        finally:
            world.close()


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_six_messages_of_one_conversation_end_alike_in_all_720_orders() -> None:
    """F07: a question, its edit, a second question, a colleague's answer to the first, a third, and its removal."""
    messages = [
        facebook(comment("c1", "broken lid", "11", at=at(0))),
        facebook(comment("c1", "broken lid and handle", "11", verb="edited", at=at(0))),
        facebook(comment("c2", "broken as well", "12", post="2", at=at(1))),
        facebook(comment("r1", "So sorry", PAGE, under="c1", at=at(2))),
        facebook(comment("c3", "broken too", "13", post="3", at=at(3))),
        facebook(comment("c3", "", "13", post="3", verb="remove", at=at(3))),
    ]
    rules = (rule("complaint", ("broken",), ESCALATE),)
    ends = {str(sorted(played(list(order), rules=rules)[0].items())) for order in itertools.permutations(messages)}
    assert len(ends) == 1
    assert "withdrawn" in next(iter(ends))
    assert "answered_by_colleague" in next(iter(ends))


def test_what_was_removed_is_never_answered_once_that_is_known() -> None:
    removed = facebook(comment("c1", "", "11", verb="remove"))
    said = facebook(comment("c1", "lovely", "11"))
    found, doubles = played([removed, said, removed, said])
    assert found["1_c1"][0] is State.WITHDRAWN
    assert doubles == []


@pytest.mark.parametrize("seed", range(20))
def test_every_delivery_twice_and_shuffled_gives_the_same_ledger(seed: int) -> None:
    day = _day()
    plain, _ = played(day)
    twice = day * 2
    random.Random(seed).shuffle(twice)
    shuffled, doubles = played(twice)
    assert doubles == []
    assert shuffled == plain


def _day() -> list[Sent]:
    """Forty people over twenty posts, with answers by colleagues, edits and removals; each in a thread of their own."""
    texts = ["lovely coffee", "when do you open", "it came broken", "hello there", "buy followers now"]
    day = []
    for number in range(40):
        name, author, post = f"c{number}", str(100 + number), str(number + 1)
        when = NOON + timedelta(seconds=10 * number)
        day.append(facebook(comment(name, texts[number % 5], author, post=post, at=when)))
        if number % 7 == 0:
            day.append(facebook(comment(name, texts[number % 5] + "!", author, post=post, verb="edited", at=when)))
        if number % 9 == 4:
            day.append(facebook(comment(name, "", author, post=post, verb="remove", at=when)))
        if number % 6 == 2:
            reply = comment(f"r{number}", "Hello!", PAGE, post=post, under=name, at=when + timedelta(seconds=90))
            day.append(facebook(reply))
    return day


def test_what_one_person_said_is_answered_together_in_any_order(tmp_path: Path) -> None:
    """A colleague answers the first of three comments; whose it is may be known only when it comes."""
    came = [
        facebook(comment("c1", "it came broken")),
        facebook(comment("c2", "hello?", under="c1", at=NOON + timedelta(minutes=1))),
        facebook(comment("c3", "anybody?", under="c1", at=NOON + timedelta(minutes=2))),
        facebook(comment("r1", "So sorry!", PAGE, under="c1", at=NOON + timedelta(minutes=3))),
    ]
    for number, order in enumerate(itertools.permutations(came)):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(folder)
        world.clock = NOON + timedelta(minutes=4)
        for sent in order:
            assert world.deliver(sent) == 200
            world.work()
        world.run(NOON + timedelta(minutes=30))
        for one in world.entries():
            assert one.ours or (one.state, one.waiting) == (State.ANSWERED_BY_COLLEAGUE, None), number
        world.close()


# --- whose a conversation is ---


TURNS = {
    "answered": lambda person: taken_over(person, "talk", at(1), at(9)),
    "answered again": lambda person: taken_over(person, "talk", at(3), at(9)),
    "taken": lambda person: took(person, "talk", at(2), at(9)),
    "approved": lambda person: took(person, "talk", at(2), at(9), at(4)),
    "handed back": lambda person: handed_back(person, "talk", at(2), at(9)),
    "handed back again": lambda person: handed_back(person, "talk", at(3), at(9)),
    "elsewhere": lambda person: taken_over(person, "other talk", at(8), at(9)),
}


@pytest.mark.parametrize("number", range(1, 5))
def test_what_colleagues_did_may_be_heard_of_in_any_order_and_twice(number: int) -> None:
    nothing = Person(key="p", brand="acme", expire_at=at(9))
    for names in itertools.combinations(TURNS, number):
        found = set()
        for order in itertools.permutations((*names, names[0])):
            person = nothing
            for name in order:
                person = TURNS[name](person)
            answered = tuple(answered_by_then(person, "talk", at(minute)) for minute in range(5))
            found.add((silent(person, "talk"), silent(person, "other talk"), answered))
        assert len(found) == 1, names
        back = 3 if "handed back again" in names else 2 if "handed back" in names else 0
        latest = max((at for name, at in _MOMENTS.items() if name in names), default=0)
        assert found.pop()[:2] == (latest > back, "elsewhere" in names), names


_MOMENTS = {"answered": 1, "answered again": 3, "taken": 2, "approved": 2}


@pytest.mark.parametrize("later", [False, True], ids=["handed back for good", "answered again since"])
def test_late_news_of_an_earlier_reply_takes_nothing_again(later: bool, tmp_path: Path) -> None:
    news = [("r1", 2), ("r1", 2), ("r2", 4), *([("r3", 8)] if later else [])]
    for number, order in enumerate(sorted(set(itertools.permutations(news)))):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(folder)
        assert world.deliver(facebook(comment("c1", "it came broken"))) == 200
        world.work()
        world.clock = at(5)
        hand_back(world, "1_c1")
        world.clock = at(9)
        for name, minute in order:
            assert world.deliver(facebook(comment(name, "Hello!", PAGE, under="c1", at=at(minute)))) == 200
            world.work()
        world.clock = at(10)
        assert world.deliver(facebook(comment("c2", "lovely", under="c1", at=at(10)))) == 200
        world.work()
        assert world.entry("1_c2").state is (State.HELD if later else State.ACKNOWLEDGED), order
        assert world.entry("1_c1").clocks["response"].stopped == at(2), order
        world.close()


def test_approved_words_and_what_the_person_said_meet_in_any_order(tmp_path: Path) -> None:
    """A message that comes late was answered if the colleague could know it; so was one that came in time."""
    came = [
        facebook(comment("c2", "still broken", under="c1", at=NOON + timedelta(seconds=30))),
        facebook(comment("c3", "broken again", under="c1", at=at(3))),
        facebook(comment("c1", "it came broken and late", verb="edited")),
    ]
    ends = set()
    for number, (order, send) in enumerate(itertools.product(itertools.permutations(came), range(4))):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(folder)
        assert world.deliver(facebook(comment("c1", "it came broken"))) == 200
        world.work()
        world.clock = at(2)
        approve(world, "1_c1", ring=False)
        world.clock = at(4)
        for place, sent in enumerate((*order, None)):
            if place == send:
                approve(world, "1_c1")
            if sent is not None:
                assert world.deliver(sent) == 200
                world.work()
        world.run(at(30))
        ends.add(str(sorted(outcome(world).items())))
        assert [one.text for one in world.journal] == [TEXT]
        assert [world.entry(name).waiting for name in ("1_c1", "1_c2", "1_c3")] == [None, None, True], order
        assert record(world, "1_c1").took[world.entry("1_c1").conversation or ""][0].seen == at(4)
        world.close()
    assert len(ends) == 1


def test_a_message_that_comes_late_finds_the_first_of_many_answers_after_it() -> None:
    person = Person(key="p", brand="acme", expire_at=at(99))
    for minute in range(1, 31):
        person = taken_over(person, "talk", at(minute), at(minute))
    assert answered_by_then(person, "talk", at(2)) == at(2)
