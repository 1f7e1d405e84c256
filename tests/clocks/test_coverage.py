"""Do not post and leave: what became of those who wrote in the first hour of each post of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clocks.coverage import Coverage, coverage
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State
from shared.core.sla import By
from tests.clocks.samples import HOUR, MONDAY, NOW, item, moved, said
from tests.flows.world import NOON, PAGE, World, comment, facebook

MINUTE = timedelta(minutes=1)


def post(name: str = "post", at: datetime = MONDAY, **facts: Any) -> Entry:
    """A post of our own, of which the platform tells when it was published."""
    mine = item(name, at, kind=Kind.POST, person=None, at=at, ours=True, by=By.PERSON, thread=name)
    return moved(mine, **{"clocks": {}, "state": State.OURS_OR_BOT, **facts})


def under(name: str, after: timedelta, *signs: tuple[timedelta, By], of: str | None = "post", **facts: Any) -> Entry:
    """A comment so long after the post, with signs so long after it."""
    given = [said(MONDAY + since, by) for since, by in signs]
    return item(name, MONDAY + after, *given, person=name, **{"post": of, **facts})


def covered(*entries: Entry, until: datetime = NOW) -> list[Coverage]:
    return list(coverage(sorted(entries, key=lambda one: one.opened_at), until))


def numbers(one: Coverage) -> tuple[int | None, int | None, int | None]:
    return one.came, one.acknowledged, one.by_person


def test_who_came_in_the_first_hour_and_was_heard_in_it() -> None:
    (found,) = covered(
        post(),
        under("soon", MINUTE, (2 * MINUTE, By.MACHINE)),
        under("person", 2 * MINUTE, (3 * MINUTE, By.MACHINE), (59 * MINUTE, By.PERSON)),
        under("late", 3 * MINUTE, (HOUR, By.PERSON)),
        under("never", 59 * MINUTE),
        under("after", HOUR, (HOUR, By.PERSON)),
    )
    assert numbers(found) == (4, 2, 1)
    assert (found.first_sign, found.over, found.by) == (MONDAY + 2 * MINUTE, True, By.PERSON)


def test_of_a_post_under_which_nobody_wrote_there_is_nothing_to_tell() -> None:
    (found,) = covered(post())
    assert (*numbers(found), found.first_sign) == (0, None, None, None)


def test_a_post_whose_time_is_not_told_has_no_first_hour() -> None:
    for told in (None, MONDAY - 10 * 24 * HOUR):
        (found,) = covered(post(at=MONDAY), under("a", MINUTE))[:1]
        assert found.came == 1
        (found,) = covered(moved(post(), at=told), under("a", MINUTE, (2 * MINUTE, By.PERSON)))
        assert (*numbers(found), found.first_sign) == (None, None, None, None)


def test_an_hour_that_is_not_over_is_told_as_it_is_so_far() -> None:
    (found,) = covered(post(), under("a", MINUTE), until=MONDAY + HOUR - MINUTE)
    assert (found.over, numbers(found)) == (False, (1, 0, 0))


@pytest.mark.parametrize(
    "place",
    [{"post": "post"}, {"post": None, "thread": "post"}, {"post": None, "answers": "post", "thread": "own"}],
    ids=["its post", "its thread", "what it answers"],
)
def test_what_is_under_a_post_is_known_by_whatever_its_platform_tells(place: dict[str, str | None]) -> None:
    beneath = under("b", 2 * MINUTE, of=None, thread="a", answers="a")
    (found,) = covered(post(), moved(under("a", MINUTE), **place), beneath)
    assert found.came == 2


def test_what_is_under_another_post_or_another_account_is_not_counted() -> None:
    first, second = covered(
        post(),
        post("other", MONDAY + MINUTE),
        under("a", 2 * MINUTE, of="other"),
        moved(under("b", 3 * MINUTE), account="2"),
        under("c", 4 * MINUTE, of="a post of somebody else"),
    )
    assert (first.came, second.came) == (0, 1)


def test_only_who_waits_for_a_sign_is_counted() -> None:
    (found,) = covered(
        post(),
        under("spam", MINUTE, sort=Sort.SPAM),
        moved(under("gone", MINUTE), removed_at=MONDAY + 2 * MINUTE),
        moved(under("ours", MINUTE), ours=True, answers="post"),
        under("praise", MINUTE, sort=Sort.PRAISE),
    )
    assert found.came == 1


@pytest.mark.parametrize("facts", [{"answers": "a"}, {"private": True}, {"seen": False}, {"kind": Kind.COMMENT}])
def test_what_we_answer_or_say_in_private_is_no_post(facts: dict[str, Any]) -> None:
    assert covered(post(**facts)) == []


def test_a_post_is_given_out_once_its_hour_has_passed() -> None:
    read: list[str] = []
    posts = [post(f"{number}", MONDAY + number * HOUR) for number in range(24)]
    found = coverage((read.append(one.key) or one for one in posts), NOW)  # type: ignore[func-returns-value]  # notes it
    assert (next(found).entry, len(read)) == ("0", 2)
    assert len(list(found)) == 23


# --- from what a platform sends ---


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def published(at: datetime = NOON) -> dict[str, Any]:
    return {
        "item": "status",
        "verb": "add",
        "post_id": f"{PAGE}_1",
        "from": {"id": PAGE, "name": "Acme"},
        "message": "What is your favourite roast?",
        "created_time": int(at.timestamp()),
    }


@pytest.mark.practice(33)
def test_the_first_hour_of_a_post_is_told_from_the_platforms_own_news(world: World) -> None:
    """Comments, an answer of ours under one of them, and comments under comments: all as Facebook sends it."""
    for after, change in (
        (0, published()),
        (5, comment("a", "When do you open?", at=NOON + 5 * MINUTE)),
        (10, comment("b", "It came broken.", "8", at=NOON + 10 * MINUTE)),
        (20, comment("r", "Sorry to hear that.", PAGE, under="b", at=NOON + 20 * MINUTE)),
        (30, comment("c", "Mine too, broken.", "9", under="b", at=NOON + 30 * MINUTE)),
        (40, comment("e", "Lovely.", "11", under="one that never came", at=NOON + 40 * MINUTE)),
        (90, comment("d", "When?", "10", at=NOON + 90 * MINUTE)),
    ):
        world.run(NOON + after * MINUTE)
        world.send(facebook(change))
    world.run(NOON + 3 * HOUR)
    (found,) = coverage(world.entries(), world.clock)
    assert (found.entry, found.at, found.by) == (world.entry(f"{PAGE}_1").key, NOON, By.PERSON)
    assert (found.over, numbers(found)) == (True, (4, 3, 1))
    assert found.first_sign == NOON + 5 * MINUTE
