"""Handing somebody to a colleague: who is told, where, when, with which links; and what is forgotten or told anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as with_

from shared.brands.circle import Quiet
from shared.core import claims
from shared.core.claims import Claim, ClaimState
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.ledger import Card, CardState, Entry, Notice, State, Suggested, Used
from shared.core.ports import Capability, Create, Kept, Replace
from shared.core.sla import By
from shared.flows._delivering import deliver_for, retract
from shared.flows._handing import ask_again, hand_over
from shared.flows._notices import uncertain_notices, unsent_notices
from tests.flows._teams import Team, Unwilling, anna, bo, draft, known, says, shift
from tests.flows.test_operations import Counted
from tests.flows.world import NOON, comment, facebook

AT_NIGHT = NOON + timedelta(hours=10)
SLACK = "slack:HEARD_SLACK_ANNA"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def pair(folder: Path) -> Iterator[Team]:
    """Anna is on duty while the brand serves, Bo in the evening."""
    made = Team(folder, anna(), bo(shifts=shift(18, 23)))
    yield made
    made.close()


def said_to(world: Team, about: str) -> list[str]:
    """To whom Notices of one sort have left."""
    return [mail.to for mail in world.mails if mail.key.startswith(f"{about}/")]


# --- who is asked, where ---


@pytest.mark.practice(45)
def test_the_colleague_on_duty_is_told_where_they_are_told_and_nobody_else(pair: Team) -> None:
    handed = pair.hand()
    pair.tick()
    assert handed.entry.assignee == "Anna"
    assert pair.told() == [SLACK]
    (mail,) = pair.mails
    for said in ("For Anna.", "Zoë sent a comment on facebook.", '"is it vegan?"', "Please look.", "Promised by"):
        assert said in mail.text


def test_a_link_to_the_desk_is_in_the_name_of_who_gets_it(pair: Team) -> None:
    handed = pair.hand()
    (notice,) = pair.notices("handover")
    desk = f"https://desk.example/acme/{handed.entry.key[:6]}/Anna/{notice.key.replace('/', '.')}"
    assert notice.links == (("Answer or approve", desk), ("Open it", "https://www.facebook.com/1"))
    for label, address in notice.links:
        assert f"\n{label}: {address}\n" in notice.text


@pytest.mark.practice(15)
def test_where_several_read_one_channel_the_link_asks_who_they_are(folder: Path) -> None:
    world = Team(folder, anna(), anna(name="Cy", signature="Cy"))
    world.hand()
    (notice,) = world.notices("handover")
    assert "/anybody/" in notice.links[0][1]
    world.close()


def test_to_mailboxes_of_the_brand_links_are_in_nobodys_name(folder: Path) -> None:
    world = Team(folder)
    handed = world.hand()
    assert handed.entry.assignee is None
    assert [one.to for one in world.notices("handover")] == list(world.brand.recipients)
    assert all("/anybody/" in one.links[0][1] for one in world.notices("handover"))
    assert "For " not in world.notices("handover")[0].text
    world.close()


def test_a_colleague_without_a_way_to_be_told_is_named_to_those_who_read_the_mail(folder: Path) -> None:
    world = Team(folder, anna(slack=None))
    assert world.hand().entry.assignee == "Anna"
    assert [one.to for one in world.notices("handover")] == list(world.brand.recipients)
    assert all("For Anna." in one.text for one in world.notices("handover"))
    assert all("/anybody/" in one.links[0][1] for one in world.notices("handover"))
    world.close()


def test_a_rule_can_name_somebody_and_a_person_keeps_who_looked_after_them(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    assert world.hand(to="Bo").entry.assignee == "Bo"
    assert world.hand(person=known("Bo")).entry.assignee == "Bo"
    assert world.hand(person=known("Anna")).entry.assignee == "Anna"
    world.close()


@pytest.mark.practice(45)
def test_load_is_shared_by_what_waits_for_each(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    given = [world.hand().entry.assignee for _ in range(20)]
    assert given.count("Anna") == given.count("Bo") == 10
    world.close()


def test_without_a_team_or_with_a_team_of_one_nothing_more_is_read_or_written(folder: Path) -> None:
    costs = []
    for number, team in enumerate(((), (anna(mail="a@acme.example", slack=None),))):
        (folder / str(number)).mkdir()
        world = Team(folder / str(number), *team, desk=False, recipients=("one@acme.example",))
        counted = Counted(world.store)
        world.tools = replace(world.tools, store=counted)
        handed = world.hand()
        costs.append((counted.reads, len(handed.writes)))
        world.close()
    assert costs == [(0, 1), (0, 1)]


def test_where_nobody_is_there_and_nobody_reads_mail_whoever_comes_first_gets_it(folder: Path) -> None:
    world = Team(folder, anna(shifts=shift(12, 13)), bo(shifts=shift(8, 9)), recipients=())
    world.clock = AT_NIGHT
    assert world.hand().entry.assignee == "Bo"
    (notice,) = world.notices("handover")
    assert notice.claim.not_before == NOON + timedelta(hours=20)
    world.close()


@pytest.mark.practice(50)
def test_a_complaint_reaches_the_colleague_on_duty_from_the_door_on_and_no_one_else(pair: Team) -> None:
    assert pair.deliver(facebook(comment("c1", "it came broken"))) == 200
    pair.work()
    assert pair.told() == [SLACK]
    entry = pair.entry("1_c1")
    assert entry.assignee == "Anna"
    card = pair.card(entry)
    assert card is not None
    assert card.assignee == "Anna"
    assert '"it came broken"' in pair.mails[0].text


@pytest.mark.practice(45)
def test_what_came_at_night_and_was_taken_back_before_the_shift_is_never_told(folder: Path) -> None:
    world = Team(folder, anna(lead=True))
    world.clock = AT_NIGHT
    for name in ("c1", "c2"):
        world.send(facebook(comment(name, "it came broken", author=name, at=AT_NIGHT)))
    world.work()
    world.send(facebook(comment("c1", "", author="c1", verb="remove", at=AT_NIGHT)))
    world.run(AT_NIGHT + timedelta(hours=12))
    assert [
        mail.text.count("it came broken") for mail in world.mails if mail.to == SLACK and "handover" in mail.key
    ] == [1]
    assert [world.card(world.entry(name)) is None for name in ("1_c1", "1_c2")] == [True, False]
    world.close()


# --- the card ---


def test_a_card_holds_what_may_be_sent_with_a_tap(pair: Team) -> None:
    cards = (says(Capability.REPLY, "Yes, all of it."), says(Capability.LIKE), draft("It is."), draft("It is."))
    handed = pair.hand(cards=cards)
    card = pair.card(handed.entry)
    assert card is not None
    assert card.suggested == (
        Suggested(capability="reply", text="Yes, all of it."),
        Suggested(capability="like"),
        Suggested(capability="reply", text="It is."),
    )
    assert (card.assignee, card.state, card.notes) == ("Anna", CardState.OPEN, ("Please look.",))
    (notice,) = pair.notices("approval")
    assert notice.subject.startswith("Approve: a comment on facebook")
    assert "Yes, all of it." in notice.text
    assert "It is." in notice.text


def test_a_draft_for_a_private_message_is_answered_there(pair: Team) -> None:
    message = pair.somebody()
    handed = pair.hand(message, (draft("Hello."),), entry=pair.page(message, private=True))
    card = pair.card(handed.entry)
    assert card is not None
    assert card.suggested == (Suggested(capability="direct_message", text="Hello."),)


def test_without_a_desk_there_is_no_card_and_no_link_to_one(folder: Path) -> None:
    world = Team(folder, anna(), desk=False)
    handed = world.hand()
    assert world.card(handed.entry) is None
    assert [label for label, _ in world.notices("handover")[0].links] == ["Open it"]
    world.close()


def test_asked_again_what_is_there_stays_and_nobody_is_told_twice(pair: Team) -> None:
    message = pair.somebody()
    handed = pair.hand(message)
    pair.change(team=(bo(), anna()))
    more = hand_over(pair.brand, handed.entry, message, (), [], pair.clock, pair.tools, again=True)
    assert more.writes == ()
    assert more.entry.assignee == "Anna"


# --- when ---


@pytest.mark.practice(45)
def test_nobody_is_told_at_home_and_everybody_when_they_come(folder: Path) -> None:
    world = Team(folder, anna(lead=True), bo())
    world.clock = AT_NIGHT
    handed = world.hand()
    assert handed.entry.assignee == "Anna"
    world.later(hours=10)  # 08:00
    assert world.told() == []
    world.later(hours=1)
    assert world.told() == [SLACK]
    world.close()


@pytest.mark.practice(45)
def test_what_is_urgent_is_told_at_once_whatever_the_hour(folder: Path) -> None:
    world = Team(folder, anna(lead=True), quiet=Quiet(start=21 * 60, end=8 * 60))
    world.clock = AT_NIGHT
    world.hand()
    world.hand(urgent=True)
    world.tick()
    assert world.told() == [SLACK]
    world.close()


@pytest.mark.practice(45)
@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.practice(45)
def test_what_could_not_be_told_before_the_quiet_hours_waits_for_their_end(folder: Path, urgent: bool) -> None:
    """Slack is closed to us until the mailbox is tried, or nobody was there to send it: it is quiet by then."""
    world = Team(folder, anna(mail="anna@acme.example"), bo(), quiet=Quiet(start=12 * 60 + 2, end=13 * 60))
    unwilling(world, PlatformUnavailable("slack", "send", "403 invalid_token"))
    world.hand(to="Anna", urgent=urgent)
    for _ in range(10):
        world.later(seconds=10)
    world.hand(to="Bo", urgent=urgent)
    for _ in range(50):
        world.later(minutes=1)
    assert sorted(world.told()) == (["anna@acme.example", "bo@acme.example"] if urgent else [])
    for _ in range(10):
        world.later(minutes=1)
    assert sorted(world.told()) == ["anna@acme.example", "bo@acme.example"]
    world.close()


def test_in_quiet_hours_the_brands_mailboxes_are_left_in_peace_too(folder: Path) -> None:
    world = Team(folder, quiet=Quiet(start=22 * 60, end=7 * 60))
    world.clock = AT_NIGHT + timedelta(hours=1)
    world.hand()
    world.tick()
    assert world.told() == []
    world.later(hours=8)
    assert world.told() == list(world.brand.recipients)
    world.close()


OVER = {"withdrawn": State.WITHDRAWN, "answered": State.ANSWERED_BY_COLLEAGUE, "closed": State.IGNORED}


@pytest.mark.practice(45)
@pytest.mark.parametrize("state", OVER.values(), ids=OVER.keys())
def test_in_the_morning_nobody_is_told_of_what_ended_in_the_night(folder: Path, state: State) -> None:
    world = Team(folder, anna(lead=True))
    world.clock = AT_NIGHT
    over = world.hand().entry
    open_one = world.hand().entry
    world.ends(over, state)
    world.later(hours=11)
    assert [mail.key for mail in world.mails] == [f"handover/acme/{open_one.key}/{SLACK}"]
    world.later(hours=1)
    assert len(world.mails) == 1 + len(world.notices("nudge"))
    world.close()


def test_in_the_morning_nobody_is_asked_for_what_another_has_taken(folder: Path) -> None:
    world = Team(folder, anna(lead=True), bo(shifts=shift(20, 23)))
    world.clock = AT_NIGHT
    entry = world.hand(to="Anna").entry
    world.ends(entry, State.HANDED_OVER, assignee="Bo")
    world.later(hours=11)
    assert said_to(world, "handover") == []
    world.close()


@pytest.mark.practice(45)
def test_a_broken_promise_is_told_to_those_on_duty_and_not_to_whoever_went_home(folder: Path) -> None:
    world = Team(folder, anna(shifts=shift(9, 13)), bo(lead=True))
    world.hand(to="Anna")
    world.tick()
    world.clock = NOON + timedelta(hours=2)  # 14:00: due, and Anna is at home
    world.tick()
    (notice,) = world.notices("breach")
    assert notice.to == "bo@acme.example"
    world.later(minutes=1)
    assert [mail.key.partition("/")[0] for mail in world.mails if mail.to == SLACK] == ["handover"]
    world.close()


def test_a_broken_promise_is_told_to_whoever_was_asked_while_they_are_there(pair: Team) -> None:
    pair.hand()
    pair.clock = NOON + timedelta(hours=2)
    pair.tick()
    (notice,) = pair.notices("breach")
    assert notice.to == SLACK
    assert "/Anna/" in notice.links[0][1]


# --- passed on ---


def passed_to_bo(world: Team, entry: Entry) -> tuple[Card, tuple[Create, ...]]:
    kept = world.store.get(Card, entry.key, world.clock)
    assert kept is not None
    used = Used(nonce="n", colleague="Anna", act="hand_on", at=world.clock)
    card = with_(kept.doc, used=(used,), assignee="Bo")
    found = ask_again(entry, card, world.brand.team[1], world.tools)
    assert world.store.commit(world.clock, Replace(card, kept.revision), *found) is not None
    return card, found


def test_a_card_that_is_passed_on_is_told_to_the_other_with_the_words_and_a_link_of_their_own(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    entry = world.hand(to="Anna", cards=(draft("It is."),)).entry
    passed_to_bo(world, entry)
    world.tick()
    (mail,) = [mail for mail in world.mails if mail.to == "bo@acme.example"]
    for said in ("For Bo.", "Anna passed this to you.", '"is it vegan?"', "Please look.", "It is."):
        assert said in mail.text
    assert f"/Bo/{mail.key.replace('/', '.')}" in mail.links[0][1], "another link than any before"
    world.close()


def test_each_pass_tells_anew_and_the_words_are_no_longer_there_if_forgotten(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    entry = world.hand(to="Anna").entry
    passed_to_bo(world, entry)
    world.clock += timedelta(days=31)
    card = Card(key=entry.key, brand="acme", at=NOON, expire_at=world.clock + timedelta(days=1),
                used=tuple(Used(nonce=str(n), colleague="Anna", act="hand_on", at=NOON) for n in range(3)))  # fmt: skip
    (write,) = ask_again(entry, card, world.brand.team[1], world.tools)
    assert isinstance(write.doc, Notice)
    assert write.doc.key.endswith("passed-3/bo@acme.example")
    assert "vegan" not in write.doc.text
    assert "not kept here any more" in write.doc.text
    world.close()


# --- taken back ---


def test_what_its_author_took_back_is_told_to_nobody_and_its_card_is_gone(folder: Path) -> None:
    world = Team(folder, anna(lead=True), bo())
    world.clock = AT_NIGHT
    entry, other = (world.hand(cards=(draft("It is."),)).entry for _ in range(2))
    retract(entry, world.brand, world.tools)
    assert world.card(entry) is None
    assert [one.entry for one in world.notices("approval")] == [other.key]
    world.close()


def test_a_card_that_was_passed_on_and_then_taken_back_is_told_to_neither(folder: Path) -> None:
    world = Team(folder, anna(lead=True), bo())
    world.clock = AT_NIGHT
    entry = world.hand().entry
    card, _ = passed_to_bo(world, entry)
    retract(with_(entry, assignee="Bo"), world.brand, world.tools)
    assert [one.to for one in world.notices("handover")] == []
    assert world.card(entry) == card, "what colleagues did is not forgotten"
    world.close()


def test_what_was_sent_before_it_was_taken_back_stays_on_record(pair: Team) -> None:
    entry = pair.hand().entry
    pair.tick()
    retract(entry, pair.brand, pair.tools)
    assert [one.claim.state for one in pair.notices("handover")] == [ClaimState.SENT]


# --- when it does not get through ---


def unwilling(world: Team, error: Exception) -> Unwilling:
    notifier = Unwilling(world, error)  # type: ignore[arg-type]  # every one given here is a PlatformError
    world.tools = replace(world.tools, notifier=notifier)
    return notifier


def test_what_a_webhook_refuses_goes_to_the_colleagues_own_mailbox_once(folder: Path) -> None:
    world = Team(folder, anna(mail="anna@acme.example"))
    notifier = unwilling(world, ActionRefused("slack", "send", "404 no_service"))
    world.hand()
    for _ in range(5):
        world.later(minutes=1)
    assert world.told() == ["anna@acme.example"]
    assert notifier.asked == 1
    assert "/Anna/" in world.mails[0].links[0][1]
    world.close()


@pytest.mark.practice(15)
def test_what_goes_to_others_instead_holds_no_link_in_the_colleagues_name(folder: Path) -> None:
    world = Team(folder, anna())
    unwilling(world, ActionRefused("slack", "send", "404 no_service"))
    world.hand()
    world.later(minutes=1)
    world.later(minutes=1)
    assert world.told() == list(world.brand.recipients)
    for mail in world.mails:
        assert "/anybody/" in mail.links[0][1]
        assert "/Anna/" not in mail.text
        assert f"Answer or approve: {mail.links[0][1]}\n" in mail.text
    world.close()


def test_a_webhook_that_is_closed_to_us_is_tried_for_some_minutes_and_then_a_mailbox_is_written_to(
    folder: Path,
) -> None:
    world = Team(folder, anna(mail="anna@acme.example"))
    notifier = unwilling(world, PlatformUnavailable("slack", "send", "403 invalid_token"))
    world.hand()
    for _ in range(30):
        world.later(seconds=30)
    assert notifier.asked == 3
    assert world.told() == ["anna@acme.example"]
    world.close()


def test_a_lost_answer_is_uncertain_and_never_sent_twice_also_where_mails_may_be(folder: Path) -> None:
    world = Team(folder, anna(mail="anna@acme.example"))
    notifier = unwilling(world, OutcomeUnknown("slack", "send", "TimeoutError"))
    notifier.read_back = claims.ReadBack.REPEAT
    world.hand()
    for _ in range(10):
        world.later(minutes=1)
    assert notifier.asked == 1
    assert [one.claim.state for one in world.notices("handover")] == [ClaimState.UNCERTAIN]
    world.close()


# --- what became of an answer ---


def test_who_approved_what_may_not_have_arrived_is_told_and_so_is_who_was_asked(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    entry = world.hand(to="Anna").entry
    lost = Claim(
        slot="person/1", capability="reply", state=ClaimState.UNCERTAIN, why="lost", by=By.PERSON, colleague="Bo"
    )
    ours = Claim(slot="answer", capability="reply", state=ClaimState.UNCERTAIN, why="lost")
    made = [*uncertain_notices(world.brand, entry, lost, NOON), *uncertain_notices(world.brand, entry, ours, NOON)]
    assert [one.to for one in made] == ["bo@acme.example", SLACK]
    world.close()


def test_who_approved_what_was_not_sent_gets_their_words_back(folder: Path) -> None:
    world = Team(folder, anna(), bo())
    entry = world.hand(to="Anna").entry
    no = Claim(slot="person/1", capability="reply", state=ClaimState.REFUSED, why="gone", by=By.PERSON, colleague="Bo")
    made = unsent_notices(world.brand, entry, no, "It is.\nBo", NOON)
    assert [one.to for one in made] == ["bo@acme.example"]
    assert "It is.\nBo" in made[0].text
    assert world.store.commit(world.clock, *map(Create, made)) is not None
    deliver_for(with_(entry, claims={"person/1": no}), world.brand, world.tools)
    assert "bo@acme.example" in world.told(), "told now, not at the next tick"
    world.close()


def test_notices_of_a_moment_ago_are_delivered_with_their_entry(pair: Team) -> None:
    handed = pair.hand()
    notice = next(write.doc for write in handed.writes if isinstance(write.doc, Notice))
    kept = pair.store.get(Notice, notice.key, pair.clock)
    assert isinstance(kept, Kept)
    deliver_for(handed.entry, pair.brand, pair.tools, [kept])
    assert pair.told() == [SLACK]
    deliver_for(handed.entry, pair.brand, pair.tools)
    pair.tick()
    assert pair.told() == [SLACK]
