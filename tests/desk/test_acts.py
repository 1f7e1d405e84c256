"""Links of a digest to one act: it stands first on the page, one confirming tap does it, and the links are used up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from shared.core.ledger import CardState
from shared.core.speech import person_slot
from tests.desk.counter import URL, Counter, kept
from tests.flows.world import comment, facebook

ACTS = ("send", "take", "hand_on", "hold")
CONFIRM = {
    "send": {"act": "send reply 0", "text0": "So sorry!"},
    "take": {"act": "take"},
    "hand_on": {"act": "hand_on", "to": "Bo"},
    "hold": {"act": "hold waiting_for_third_party", "days": "1", "note": ""},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def asked(desk: Counter) -> str:
    key = desk.asked()
    desk.carded(key, "So sorry!", "Another draft")
    return key


def link(desk: Counter, key: str, act: str = "", colleague: str = "Ann") -> str:
    return desk.ways(colleague=colleague).card(key, act) or ""


def page(desk: Counter, address: str) -> str:
    told = desk.ask("GET", address)
    assert told.status == 200
    return told.body.decode()


def location(headers: tuple[tuple[str, str], ...]) -> str:
    return next(value for name, value in headers if name == "Location")


@pytest.mark.parametrize("act", ACTS)
def test_what_the_link_is_for_stands_first_and_is_the_main_button(desk: Counter, act: str) -> None:
    key = asked(desk)
    shown = page(desk, link(desk, key, act))
    first = re.search(r'<button name="act" value="([a-z_]+)[^"]*" class="first"', shown)
    assert first is not None
    assert first[1] == act
    assert shown.count('class="first"') == 1 if act != "send" else shown.count('class="first"') >= 1
    assert shown.index(first[0]) < shown.index("What is promised"), "before all that explains"
    others = set(re.findall(r'<button name="act" value="([a-z_]+)', shown))
    assert others >= {"send", "take", "hand_on", "hold", "close"}, "and all else can still be done"
    plain = page(desk, link(desk, key))
    assert plain.index("What is promised") < plain.index("<button")


def test_the_draft_is_there_to_be_sent_or_changed(desk: Counter) -> None:
    shown = page(desk, link(desk, asked(desk), "send"))
    assert re.search(r"<textarea[^>]*>\nSo sorry!</textarea>", shown)


def test_to_put_it_off_a_day_is_chosen_already(desk: Counter) -> None:
    key = asked(desk)
    assert '<option value="1" selected>1 day</option>' in page(desk, link(desk, key, "hold"))
    assert '<option value="1" selected>' not in page(desk, link(desk, key))


@pytest.mark.parametrize("act", ACTS)
def test_one_confirming_tap_does_it_and_uses_up_every_link_to_it(desk: Counter, act: str) -> None:
    key = asked(desk)
    told = desk.ask("POST", link(desk, key, act), CONFIRM[act])
    assert told.status == 303
    following = urljoin(link(desk, key, act), location(told.headers))
    assert following.startswith(f"{URL}/desk/c/")
    assert desk.ask("GET", following).status == 200
    assert [one.act for one in desk.card(key).used] == [act]
    before = kept(desk.world)
    for other in ("", *ACTS):
        gone = desk.ask("GET", link(desk, key, other))
        assert gone.status == 410
        assert b"This link has done its work" in gone.body
        assert desk.ask("POST", link(desk, key, other), CONFIRM["take"]).status == 410
    assert kept(desk.world) == before
    assert desk.ask("GET", desk.ways(to="ann@acme.example", colleague="Ann").card(key) or "").status == 200


@pytest.mark.practice(15)
def test_what_each_of_them_leaves(desk: Counter) -> None:
    send, take, hand_on, hold = (desk.asked(f"k{act}", post=act) for act in "1234")
    for key, act in zip((send, take, hand_on, hold), ACTS, strict=True):
        desk.carded(key, "So sorry!")
        assert desk.ask("POST", link(desk, key, act), CONFIRM[act]).status == 303
    assert desk.entry(send).claims[person_slot(send)].text == "So sorry!\n– Ann at Acme"
    assert (desk.card(take).state, desk.card(take).assignee) == (CardState.TAKEN, "Ann")
    assert desk.card(hand_on).assignee == "Bo"
    (pause,) = desk.entry(hold).pauses
    assert pause.until is not None
    assert (pause.until - pause.since).days == 1


def test_a_link_for_nobody_asks_who_you_are_and_what_was_chosen_stays(desk: Counter) -> None:
    key = asked(desk)
    at = link(desk, key, "hand_on", colleague="")
    assert "Who are you?" in page(desk, at)
    told = desk.ask("POST", at, CONFIRM["hand_on"])
    assert told.status == 422
    shown = told.body.decode()
    assert "choose your name" in shown
    assert re.search(r'value="hand_on" class="first"', shown), "still what the link is for"
    assert "<option selected>Bo</option>" in shown
    assert desk.card(key).used == ()
    assert desk.ask("POST", at, CONFIRM["hand_on"] | {"who": "Ann"}).status == 303


def test_a_link_says_for_whom_it_is(desk: Counter) -> None:
    key = asked(desk)
    assert "This link is for <bdi>Ann</bdi>" in page(desk, link(desk, key, "take"))
    assert "This link is for" not in page(desk, link(desk, key, "take", colleague=""))


def test_what_cannot_be_done_any_more_is_said_kindly(desk: Counter) -> None:
    """In the morning somebody answered in the app; at noon the manager opens the mail."""
    key = asked(desk)
    from tests.flows.world import PAGE

    desk.world.send(facebook(comment("r1", "So sorry!", PAGE, under="c1")))
    desk.world.work()
    before = kept(desk.world)
    for act in ACTS:
        shown = page(desk, link(desk, key, act))
        assert "cannot be done any more" in shown
        assert "A colleague has answered it on Facebook." in shown
        assert desk.ask("POST", link(desk, key, act), CONFIRM[act]).status == 409
    assert kept(desk.world) == before
    assert "cannot be done any more" not in page(desk, link(desk, key))


@pytest.mark.parametrize("end", ["close", "like", "back", "resume", "Send", "send/", "send/take", "stop", "%73end"])
def test_no_other_act_can_be_asked_for_in_an_address(desk: Counter, end: str) -> None:
    at = link(desk, asked(desk))
    assert desk.ask("GET", f"{at}/{end}").status == 404
