"""What the pretended platforms list is what their deliveries tell: the same things, people and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, cast

import pytest

from demo import dayfile
from demo.apis import TELLING
from demo.clock import SteppedClock
from demo.dayfile import Line
from demo.make_day import FILE
from demo.outcome import held, readers
from demo.pretend import PretendPlatform
from demo.run import BRANDS
from demo.world import Account
from shared import plugins
from shared.brands.desk import open_desk
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Lister, Order, Question
from shared.core.secret import Secret

DAY = dayfile.read(FILE)
COMPILED = open_desk(BRANDS).compiled
READERS = {name: readers(name, link.platform, COMPILED) for name, link in DAY.header.connections.items()}
ACCOUNTS = {
    one.platform: Account(one.platform, one.connection, one.id, brand.name, one.handle or "", f"{one.platform}-token")
    for brand in COMPILED.brands.values()
    for one in brand.accounts
}
MOMENTS = (DAY.lines[len(DAY.lines) // 2].at, DAY.lines[-1].at)
PAGES = {"facebook": 2, "instagram": 1, "threads": 10, "x": 3, "linkedin": 1, "messenger": 2}
"""How many calls the whole day's lists take. Facebook: 10 posts of visitors and 7 of ours, ten a page. Messenger: 13
conversations, ten a page. X: three lists. Threads: our posts, two conversations, our replies and mentions, each of
them with an empty page at its end."""
SPEAKING = sorted(TELLING - {"messenger"})


class Thing(NamedTuple):
    kind: Kind
    at: datetime | None
    author: str | None
    is_us: bool
    text: str | None


@pytest.fixture
def pretend() -> Iterator[PretendPlatform]:
    with PretendPlatform(SteppedClock(DAY.begins), tuple(ACCOUNTS.values())) as platform:
        yield platform


def _lister(pretend: PretendPlatform, name: str) -> Lister:
    account, token = ACCOUNTS[name].id, Secret(f"{name}-token")
    client = plugins.load("platforms", name)().client(account=account, token=token, base_url=pretend.url)
    return cast("Lister", client)


def _listed(pretend: PretendPlatform, name: str, now: datetime) -> tuple[list[Interaction], int]:
    """Everything that a platform lists since the day began, and in how many pages."""
    found: list[Interaction] = []
    lister, cursor, pages = _lister(pretend, name), None, 0
    while pages == 0 or cursor is not None:
        page = lister.list(Question(since=DAY.begins, now=now, cursor=cursor, open=()), 5)
        found, cursor, pages = [*found, *page.interactions], page.cursor, pages + 1
    return [one for one in found if one.at is None or one.at >= DAY.begins], pages


def _told(lines: list[Line], name: str) -> dict[str, Thing]:
    """What deliveries tell of a platform's account, with the last words and without what was taken back."""
    kinds = plugins.load("platforms", name)().lists.kinds
    found: dict[str, Thing] = {}
    gone: set[str] = set()
    for one in (one for line in lines for one in held(line, READERS[line.connection])):
        if (one.platform, one.account) != (name, ACCOUNTS[name].id):
            continue
        if one.change is Change.REMOVED:
            gone.add(one.object)
        elif one.kind in kinds:
            thing = _thing(name, one)
            found[one.object] = thing._replace(at=found.get(one.object, thing).at)
    return {object: thing for object, thing in found.items() if object not in gone}


def _thing(name: str, one: Interaction) -> Thing:
    us = ACCOUNTS[name].handle.lower() if name == "threads" else ACCOUNTS[name].id
    return Thing(one.kind, one.at, us if one.author.is_us else one.author.id, one.author.is_us, one.text)


@pytest.mark.parametrize("now", MOMENTS, ids=["at noon", "in the evening"])
@pytest.mark.parametrize("name", sorted(TELLING))
def test_each_lists_what_its_deliveries_tell_and_nothing_else(
    pretend: PretendPlatform, name: str, now: datetime
) -> None:
    lines = [line for line in DAY.lines if line.at <= now and line.signature == "good" and not line.listed]
    pretend.clock.jump(now)
    for line in lines:
        pretend.learn(line)
    found, pages = _listed(pretend, name, now)
    assert {one.object: _thing(name, one) for one in found} == _told(lines, name)
    if now == MOMENTS[-1]:
        assert pages == PAGES[name]


@pytest.mark.parametrize("name", SPEAKING)
def test_what_we_say_is_listed_once_as_ours_before_its_echo_and_after_it(pretend: PretendPlatform, name: str) -> None:
    answered = _someone(name)
    pretend.learn(answered)
    (asked,) = (one for one in held(answered, READERS[answered.connection]) if one.platform == name)
    pretend.clock.jump(answered.at)
    receipt = _said(pretend, name, asked)
    for now in (answered.at, answered.at + timedelta(seconds=1)):
        pretend.clock.jump(now)
        mine = [one for one in _listed(pretend, name, now)[0] if one.author.is_us]
        assert [(one.object, one.text) for one in mine] == [(receipt, "Thank you!")]
        assert mine[0].at is not None
        for echo in pretend.echoes():
            pretend.learn(echo)


def _someone(name: str) -> Line:
    """The first of the day's comments or mentions on a platform."""
    return next(
        line
        for line in DAY.lines
        if line.signature == "good" and line.stands_for == "praise" and line.connection == name and line.sent
    )


def _said(pretend: PretendPlatform, name: str, asked: Interaction) -> str | None:
    account, token = ACCOUNTS[name].id, Secret(f"{name}-token")
    client = plugins.load("platforms", name)().client(account=account, token=token, base_url=pretend.url)
    at = pretend.clock.now()
    receipt: str | None = client.perform(
        Order(
            capability=Capability.REPLY,
            account=account,
            object=asked.object,
            reply_to=asked.place.reply_to,
            person=asked.author.id,
            text="Thank you!",
            key="order-1",
            first_sent=at,
            at=at,
        ),
        5,
    )
    return receipt


def test_more_comments_than_come_along_with_a_post_are_on_pages_of_their_own(pretend: PretendPlatform) -> None:
    """120 under one post: 50 come along with the feed, then 70 on one page of at most a hundred."""
    line = next(line for line in DAY.lines if line.stands_for == "praise" and line.connection == "facebook")
    for number in range(120):
        pretend.learn(replace(line, body=line.body.replace(b"_4433221101", b"_%d4433221101" % (number + 1))))
    pretend.clock.jump(line.at)
    found, pages = _listed(pretend, "facebook", line.at)
    assert (len({one.object for one in found}), len(found), pages) == (120, 120, 2)
