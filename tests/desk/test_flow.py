"""The desk as a flow, on the real ledger: what a link shows, what each deed leaves, and that it is done once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared import plugins
from shared.core.claims import ClaimState
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Author, Interaction, Kind, object_key
from shared.core.ledger import CardState, Entry, State, Words, indexed
from shared.core.ports import NOTICES, Capability, Create, Delete, May, Put, Replace
from shared.core.secret import Secret
from shared.core.sla import By
from shared.core.speech import person_slot
from shared.core.tickets import Links
from shared.flows._taking import silent
from shared.flows.desk import Deed, Done, Gone, Page, Problem, Why, another
from tests.desk.counter import ANN, BO, URL, Counter, kept, staffed
from tests.flows.world import NOON, PAGE, Crash, Fuse, comment, facebook

REPLY = {"capability": Capability.REPLY}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def asked(desk: Counter, *texts: str, **how: Any) -> str:
    key = desk.asked(**how)
    desk.carded(key, *texts)
    return key


def sent(desk: Counter, key: str) -> list[str]:
    return [one.text or "" for one in desk.world.journal if one.object == desk.entry(key).object]


def quiet(desk: Counter, key: str) -> bool:
    return silent(desk.person(key), desk.entry(key).conversation)


# --- showing ---


def test_looking_changes_nothing(desk: Counter) -> None:
    """Programs that follow the links of a mail look at them before anybody does."""
    key = asked(desk, "So sorry!")
    before = kept(desk.world)
    for token in [desk.link(key), desk.link(key, ""), "made-up1"] * 20:
        desk.show(token)
    assert kept(desk.world) == before
    assert desk.page(desk.link(key)).deeds >= {Deed.SEND, Deed.TAKE, Deed.HAND_ON, Deed.CLOSE}


def test_a_page_tells_what_was_written_and_what_is_promised(desk: Counter) -> None:
    key = asked(desk, "So sorry!", text="my cup came broken")
    page = desk.page(desk.link(key))
    assert page.message is not None
    assert page.message.text == "my cup came broken"
    assert page.entry.clocks["response"].due == NOON + timedelta(hours=2)
    assert [one.text for one in page.card.suggested] == ["So sorry!"]
    assert {way.capability for way in page.ways} == {Capability.REPLY, Capability.PRIVATE_REPLY}


@pytest.mark.parametrize("token", ["", "1", "x" * 1500 + "1", "../../etc", "\ud800" * 20 + "1"])
def test_a_made_up_link_and_one_without_a_card_are_told_alike(desk: Counter, token: str) -> None:
    unknown = desk.show(desk.link("0" * 40))
    assert desk.show(token) == unknown == Gone(Why.UNKNOWN, now=NOON)
    forged = Links(URL, (Secret("some-other-key-entirely"),)).link("acme", asked(desk), "Ann", NOON)
    assert desk.show(forged.rpartition("/")[2]) == unknown


def test_a_link_of_another_brand_opens_nothing(desk: Counter) -> None:
    token = desk.links.link("other", asked(desk), "Ann", NOON).rpartition("/")[2]
    assert desk.show(token) == Gone(Why.UNKNOWN, now=NOON)


def test_an_old_link_says_so(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key)
    desk.world.clock += timedelta(days=8)
    assert isinstance(gone := desk.show(token), Gone)
    assert gone.why is Why.STALE
    assert isinstance(gone := desk.act(token, Deed.CLOSE), Gone)
    assert desk.entry(key).state is State.HANDED_OVER


def test_who_left_the_team_cannot_act_any_more(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key)
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, team=(BO,)))
    assert isinstance(gone := desk.act(token, Deed.CLOSE), Gone)
    assert gone.why is Why.LEFT
    assert desk.entry(key).state is State.HANDED_OVER


def test_words_that_are_not_kept_any_more(desk: Counter) -> None:
    key = asked(desk)
    desk.world.store.commit(NOON, Delete(Words, key))
    page = desk.page(desk.link(key))
    assert page.message is None
    assert [way.capability for way in page.ways] == [Capability.REPLY], "a private word needs to know to whom"


def test_nothing_can_be_said_to_who_has_taken_it_back(desk: Counter) -> None:
    key = asked(desk)
    desk.world.send(facebook(comment("c1", "", verb="remove")))
    desk.world.work()
    desk.carded(key)
    assert desk.page(desk.link(key)).deeds == frozenset()
    assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text="So sorry", **REPLY), Page)
    assert page.problem is Problem.TOO_LATE


def test_who_was_answered_in_the_app_is_not_answered_here_too(desk: Counter) -> None:
    key = asked(desk)
    desk.world.send(facebook(comment("r1", "So sorry!", PAGE, under="c1")))
    desk.world.work()
    assert desk.entry(key).state is State.ANSWERED_BY_COLLEAGUE
    assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text="So sorry", **REPLY), Page)
    assert page.problem is Problem.TOO_LATE
    assert Deed.BACK in page.deeds


# --- sending ---


@pytest.mark.practice(15)
def test_words_go_out_as_approved_with_the_name_of_who_approved_them(desk: Counter) -> None:
    key = asked(desk, "So sorry!")
    desk.done(desk.link(key), Deed.SEND, text="  Oh no.\r\nWe send a new one!\x00 ", **REPLY)
    claim = desk.entry(key).claims[person_slot(key)]
    assert (claim.text, claim.by, claim.colleague) == (
        "Oh no.\nWe send a new one!\n– Ann at Acme",
        By.PERSON,
        "Ann",
    )
    assert (desk.entry(key).author, desk.entry(key).assignee) == ("7", "Ann")
    assert desk.card(key).state is CardState.SENT
    assert [(one.colleague, one.act, one.at) for one in desk.card(key).used] == [("Ann", "send", NOON)]
    desk.world.work()
    assert sent(desk, key) == ["Oh no.\nWe send a new one!\n– Ann at Acme"]
    entry = desk.entry(key)
    assert (entry.state, entry.clocks["response"].by) == (State.ANSWERED_BY_COLLEAGUE, By.PERSON)


def test_a_signature_that_was_typed_is_not_added_again(desk: Counter) -> None:
    key = asked(desk)
    desk.done(desk.link(key), Deed.SEND, text="So sorry\n– Ann at Acme", **REPLY)
    assert desk.entry(key).claims[person_slot(key)].text == "So sorry\n– Ann at Acme"


def test_the_bus_may_be_away(desk: Counter) -> None:
    """The Claim is due at once, so that `watch` rings it."""
    key = asked(desk)

    class Away:
        def publish(self, messages: object) -> list[str]:
            raise BackendUnavailable("bus", "away")

        def close(self) -> None: ...

    desk.tools = replace(desk.tools, bus=Away())
    desk.done(desk.link(key), Deed.SEND, text="So sorry", **REPLY)
    assert desk.entry(key).ring_at == NOON
    desk.world.run(NOON + timedelta(minutes=2))
    assert sent(desk, key) == ["So sorry\n– Ann at Acme"]


@pytest.mark.parametrize("text", ["", " \r\n\t ", "\x00\x1f", "\u200b\u2060\n\ufeff"])
def test_no_words_are_not_sent_and_what_was_typed_stays(desk: Counter, text: str) -> None:
    key = asked(desk)
    before = kept(desk.world)
    assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text=text, draft=2, **REPLY), Page)
    assert page.problem is Problem.EMPTY
    assert page.wish is not None
    assert page.wish.draft == 2
    assert kept(desk.world) == before


def test_what_is_too_long_with_its_signature_is_not_sent(desk: Counter) -> None:
    key = asked(desk)
    signature = len("\n– Ann at Acme")
    words = "a" * (2000 - signature)
    assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text=words + "a", **REPLY), Page)
    assert page.problem is Problem.LONG
    assert page.wish is not None
    assert page.wish.text == words + "a"
    desk.done(desk.link(key), Deed.SEND, text=words, **REPLY)


def test_what_the_platform_has_no_way_for_is_not_sent(desk: Counter) -> None:
    key = asked(desk)
    for capability in (Capability.DIRECT_MESSAGE, Capability.LIKE, None):
        assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text="Hi", capability=capability), Page)
        assert page.problem is Problem.TOO_LATE
    assert desk.entry(key).claims == {}


def test_a_private_answer_is_offered_only_while_it_can_be_sent(desk: Counter) -> None:
    key = asked(desk)
    private = next(way for way in desk.page(desk.link(key)).ways if way.capability is Capability.PRIVATE_REPLY)
    assert private.until == NOON + timedelta(days=7)
    desk.world.clock = NOON + timedelta(days=7, seconds=1)
    assert [way.capability for way in desk.page(desk.link(key)).ways] == [Capability.REPLY]


def test_a_like_is_no_answer(desk: Counter) -> None:
    key = asked(desk, text="when is it")
    desk.done(desk.link(key), Deed.LIKE)
    desk.world.work()
    assert Capability.LIKE in {one.capability for one in desk.world.journal}
    entry = desk.entry(key)
    assert entry.waiting
    assert desk.card(key).state is CardState.OPEN
    page = desk.page(desk.link(key, about="after 1"))
    assert Deed.LIKE not in page.deeds
    assert Deed.SEND in page.deeds


@pytest.mark.practice(1, 2)
def test_a_tap_likes_what_only_a_person_may_like(desk: Counter, tmp_path: Path) -> None:
    """On X no machine may like. A colleague's tap is enough for thanks: nothing is left to do."""
    from tests.flows.world import USER, mention

    desk.world.send(mention("900", "lovely place"))
    desk.world.work()
    key = object_key("x", USER, "900")
    desk.carded(key)
    assert desk.entry(key).needs_answer is False
    desk.done(desk.link(key), Deed.LIKE)
    desk.world.work()
    assert [one.capability for one in desk.world.journal].count(Capability.LIKE) == 1
    assert desk.card(key).state is CardState.SENT
    assert desk.page(desk.link(key, about="after 1")).deeds <= {Deed.BACK}


# --- the other deeds ---


def test_who_takes_it_has_the_conversation_to_themselves(desk: Counter) -> None:
    key = asked(desk, "So sorry!")
    desk.done(desk.link(key), Deed.TAKE)
    assert quiet(desk, key)
    assert (desk.card(key).state, desk.card(key).assignee, desk.entry(key).assignee) == (CardState.TAKEN, "Ann", "Ann")
    assert desk.entry(key).waiting, "taking it is no answer: the promise stands"
    desk.world.clock += timedelta(minutes=1)
    again = desk.asked("c2", "when do you open", under="c1", at=desk.world.clock)
    assert sent(desk, again) == []


def test_what_a_rule_still_meant_to_say_is_not_said(desk: Counter) -> None:
    desk.world.brands = staffed(
        desk.world.brands, caps=msgspec.structs.replace(desk.world.brands.brands["acme"].caps, account_minute=0)
    )
    desk.start()
    key = asked(desk, text="when do you open")
    assert desk.entry(key).claims["answer"].state is ClaimState.CLAIMED
    desk.done(desk.link(key), Deed.TAKE)
    assert desk.entry(key).claims["answer"].state is ClaimState.DROPPED
    assert desk.entry(key).state is State.HANDED_OVER


def test_handing_back_lets_the_machine_speak_again(desk: Counter) -> None:
    key = asked(desk)
    token = desk.done(desk.link(key), Deed.TAKE)
    desk.world.clock += timedelta(minutes=1)
    token = desk.done(token, Deed.BACK)
    assert not quiet(desk, key)
    assert (desk.card(key).state, desk.entry(key).waiting) == (CardState.OPEN, True)
    assert Deed.BACK not in desk.page(token).deeds
    again = desk.asked("c2", "when do you open", under="c1", at=desk.world.clock)
    assert len(sent(desk, again)) == 1


def test_passing_it_on_asks_the_other_with_a_link_of_their_own(desk: Counter) -> None:
    key = asked(desk)
    desk.done(desk.link(key), Deed.HAND_ON, to="Bo")
    assert (desk.card(key).assignee, desk.entry(key).assignee, desk.card(key).state) == ("Bo", "Bo", CardState.OPEN)
    told = [
        one.doc for one in desk.world.store.find(NOTICES, NOON, equal=("acme", "handover")) if one.doc.to == BO.mail
    ]
    assert len(told) == 1
    token = told[0].text.partition(f"{URL}/desk/c/")[2].split()[0]
    page = desk.page(token)
    assert page.me == BO
    desk.done(token, Deed.HAND_ON, to="Ann")
    back = desk.page(desk.link(key, "Ann", about="after 2"))
    assert back.me is not None
    assert back.me.name == "Ann", "she has used her first link, and got another"


@pytest.mark.parametrize("to", ["", "Ann", "Cy"])
def test_it_is_passed_on_to_a_colleague_only(desk: Counter, to: str) -> None:
    key = asked(desk)
    before = kept(desk.world)
    assert isinstance(page := desk.act(desk.link(key), Deed.HAND_ON, to=to), Page)
    assert page.problem is Problem.TO
    assert kept(desk.world) == before


def test_closing_ends_the_wait_and_is_no_answer(desk: Counter) -> None:
    key = asked(desk)
    desk.done(desk.link(key), Deed.CLOSE)
    entry = desk.entry(key)
    assert (entry.state, entry.reason) == (State.IGNORED, "closed by a colleague")
    assert (entry.needs_answer, entry.waiting, entry.due_at) == (False, None, None)
    assert entry.acknowledgments == ()
    assert not any(clock.by is By.PERSON for clock in entry.clocks.values())
    assert desk.page(desk.link(key, about="after 1")).deeds == frozenset()


def test_closing_hides_no_promise_that_was_broken(desk: Counter) -> None:
    key = asked(desk)
    desk.world.clock = NOON + timedelta(hours=3)
    desk.done(desk.link(key), Deed.CLOSE)
    clock = desk.entry(key).clocks["response"]
    assert (clock.breached, clock.by, clock.running) == (NOON + timedelta(hours=2), None, False)


# --- who ---


def test_a_link_for_anybody_asks_who_it_is(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key, "")
    assert desk.page(token).me is None
    before = kept(desk.world)
    for who in ("", "Cy", "ann"):
        assert isinstance(page := desk.act(token, Deed.SEND, who=who, text="So sorry", **REPLY), Page)
        assert page.problem is Problem.WHO
    assert kept(desk.world) == before
    desk.done(token, Deed.SEND, who="Bo", text="So sorry", **REPLY)
    assert desk.entry(key).claims[person_slot(key)].text == "So sorry\n– Bo at Acme"


def test_a_named_link_signs_in_no_other_name(desk: Counter) -> None:
    key = asked(desk)
    desk.done(desk.link(key, "Ann"), Deed.SEND, who="Bo", text="So sorry", **REPLY)
    assert desk.entry(key).claims[person_slot(key)].colleague == "Ann"


def test_a_brand_that_names_nobody_signs_with_no_name(desk: Counter) -> None:
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, team=()))
    key = asked(desk)
    desk.done(desk.link(key, ""), Deed.SEND, text="So sorry", **REPLY)
    assert desk.entry(key).claims[person_slot(key)].text == "So sorry"


# --- once ---


def test_a_link_works_once_and_then_tells_what_it_did(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key)
    desk.done(token, Deed.SEND, text="So sorry", **REPLY)
    before = kept(desk.world)
    for deed in Deed:
        gone = desk.act(token, deed, text="Once more", to="Bo", **REPLY)
        assert isinstance(gone, Gone)
        assert gone.why is Why.SPENT
        assert gone.used is not None
        assert (gone.used.colleague, gone.used.act) == ("Ann", "send")
    assert desk.show(token) == gone
    assert kept(desk.world) == before


@pytest.mark.parametrize("deed", [Deed.CLOSE, Deed.TAKE])
def test_a_used_link_stays_used_where_words_are_kept_for_less_time_than_it_lives(tmp_path: Path, deed: Deed) -> None:
    desk = Counter(tmp_path, words_days=1)
    key = desk.asked()
    token = desk.link(key)
    desk.done(token, deed)
    for _ in range(7):
        desk.world.clock += timedelta(days=1)
        desk.world.store.sweep(desk.world.now())
        assert isinstance(gone := desk.show(token), Gone)
        assert gone.why is Why.SPENT
        assert isinstance(desk.act(token, Deed.SEND, text="Once more", **REPLY), Gone)
    desk.close()


def test_of_two_colleagues_one_answers_and_the_other_keeps_their_words(desk: Counter) -> None:
    key = asked(desk)
    desk.done(desk.link(key, "Ann"), Deed.SEND, text="So sorry", **REPLY)
    page = desk.act(desk.link(key, "Bo"), Deed.SEND, text="We are so sorry", **REPLY)
    assert isinstance(page, Page)
    assert page.problem is Problem.TOO_LATE
    assert page.wish is not None
    assert page.wish.text == "We are so sorry"
    desk.world.work()
    assert sent(desk, key) == ["So sorry\n– Ann at Acme"]


@pytest.mark.parametrize("links", [("Ann", "Ann"), ("Ann", "Bo")], ids=["one link twice", "two links"])
def test_two_taps_at_once_are_one(desk: Counter, links: tuple[str, str]) -> None:
    for number in range(10):
        key = asked(desk, name=f"c{number}", post=str(number))
        start = threading.Barrier(2)
        results: list[object] = []

        def tap(who: str, key: str = key, start: threading.Barrier = start, results: list[object] = results) -> None:
            start.wait()
            results.append(desk.act(desk.link(key, who), Deed.SEND, text=f"from {who}", **REPLY))

        threads = [threading.Thread(target=tap, args=(who,)) for who in links]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(isinstance(one, Done) for one in results) == [False, True], results
        assert len(desk.card(key).used) == 1
        desk.world.work()
        assert len(sent(desk, key)) == 1


def test_news_from_elsewhere_between_reading_and_writing_is_not_overwritten(desk: Counter) -> None:
    """The person takes it back while a colleague taps."""
    key = asked(desk)
    inner = desk.tools.store

    class Late:
        done = False

        def __getattr__(self, name: str) -> Any:
            return getattr(inner, name)

        def commit(self, now: Any, *writes: Any) -> Any:
            if not self.done and any(isinstance(one, (Create, Replace)) for one in writes):
                self.done = True
                found = inner.get(Entry, key, now)
                assert found is not None
                gone = msgspec.structs.replace(found.doc, state=State.WITHDRAWN, removed_at=now)
                inner.commit(now, Put(gone))
            return inner.commit(now, *writes)

    desk.tools = replace(desk.tools, store=Late())
    assert isinstance(page := desk.act(desk.link(key), Deed.SEND, text="So sorry", **REPLY), Page)
    assert page.problem is Problem.TOO_LATE
    assert desk.entry(key).claims == {}


def changed(desk: Counter, key: str, deed: Deed) -> bool:
    """Whether the Entry shows the deed."""
    entry = desk.entry(key)
    return {
        Deed.SEND: person_slot(key) in entry.claims,
        Deed.TAKE: desk.card(key).state is CardState.TAKEN and quiet(desk, key),
        Deed.HAND_ON: desk.card(key).assignee == entry.assignee == "Bo",
        Deed.CLOSE: entry.state is State.IGNORED,
    }[deed]


@pytest.mark.parametrize("deed", [Deed.SEND, Deed.TAKE, Deed.HAND_ON, Deed.CLOSE], ids=str)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whatever_call_it_dies_at_it_is_done_once(tmp_path: Path, deed: Deed, after: bool) -> None:
    """The browser sends again, as people do: the deed is done, once, and nothing is half done."""
    for at in range(1, 30):
        fuse = Fuse(at=10**9)
        folder = tmp_path / str(at)
        folder.mkdir()
        desk = Counter(folder, fuse=fuse)
        key = asked(desk)
        token = desk.link(key)
        fuse.calls, fuse.at, fuse.after = 0, at, after
        wish = {"text": "So sorry", "to": "Bo", **REPLY}
        try:
            desk.act(token, deed, **wish)
            died = False
        except Crash:
            died = True
        fuse.at = 10**9
        desk.world.restart()
        desk.start()
        assert len(desk.card(key).used) == len({one.nonce for one in desk.card(key).used}) <= 1
        assert bool(desk.card(key).used) is changed(desk, key, deed), "half of it was done"
        desk.act(token, deed, **wish)
        assert [one.act for one in desk.card(key).used] == [deed]
        desk.world.run(NOON + timedelta(minutes=3))
        if deed is Deed.SEND:
            assert sent(desk, key) == ["So sorry\n– Ann at Acme"]
        if deed is Deed.HAND_ON:
            assert (
                sum(one.doc.to == BO.mail for one in desk.world.store.find(NOTICES, NOON, equal=("acme", "handover")))
                == 1
            )
        desk.close()
        if not died:
            return
    raise AssertionError("it never came to an end")


def test_refused_words_may_be_tried_otherwise(desk: Counter) -> None:
    from shared.core.errors import ActionRefused, OutcomeUnknown
    from tests.flows.world import Fault

    key = asked(desk)
    desk.world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "spam")))
    token = desk.done(desk.link(key), Deed.SEND, text="So sorry", **REPLY)
    desk.world.work()
    assert desk.entry(key).waiting
    desk.world.faults.append(Fault(lambda order: OutcomeUnknown("facebook", order.capability, "timeout"), after=True))
    token = desk.done(token, Deed.SEND, text="We are sorry", **REPLY)
    desk.world.work()
    page = desk.page(token)
    assert Deed.SEND not in page.deeds, "the second may have arrived"
    desk.world.run(NOON + timedelta(minutes=10))
    assert sent(desk, key) == ["We are sorry\n– Ann at Acme"]
    assert desk.entry(key).state is State.ANSWERED_BY_COLLEAGUE


def test_words_that_may_have_arrived_are_not_sent_again(desk: Counter) -> None:
    """A private answer cannot be read back there: only a person can look."""
    from shared.core.errors import OutcomeUnknown
    from tests.flows.world import Fault

    key = asked(desk)
    desk.world.faults.append(Fault(lambda order: OutcomeUnknown("facebook", order.capability, "timeout"), after=True))
    token = desk.done(desk.link(key), Deed.SEND, text="So sorry", capability=Capability.PRIVATE_REPLY)
    desk.world.run(NOON + timedelta(minutes=10))
    assert desk.entry(key).claims[person_slot(key)].state is ClaimState.UNCERTAIN
    assert desk.page(token).deeds >= {Deed.TAKE, Deed.CLOSE}
    assert isinstance(page := desk.act(token, Deed.SEND, text="So sorry", **REPLY), Page)
    assert page.problem is Problem.TOO_LATE


# --- another link ---


def mails(desk: Counter, key: str, to: str = "ann@acme.example") -> list[str]:
    """Tokens in what Ann was sent about it, in order."""
    told = [one for one in desk.world.mails if one.to == to and one.about != "digest"]
    return [one.text.partition(f"{URL}/desk/c/")[2].split()[0] for one in told]


def test_who_comes_back_to_a_used_link_is_sent_a_new_one_once(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key)
    desk.done(token, Deed.TAKE)
    desk.world.run(NOON + timedelta(minutes=5))
    before = len(mails(desk, key))
    for _ in range(5):
        assert isinstance(gone := another(token, desk.tools), Gone)
        assert gone.why is Why.ANEW
        desk.world.run(desk.world.clock + timedelta(minutes=2))
    new = mails(desk, key)[before:]
    assert len(new) == 1
    assert new[0] not in str(gone), "it is sent, and not shown to whoever holds the old one"
    desk.done(new[0], Deed.CLOSE)
    assert isinstance(gone := desk.show(token), Gone)
    assert gone.about is None or Deed.BACK in desk.page(desk.link(key, about="another")).deeds


@pytest.mark.parametrize("deed", [Deed.SEND, Deed.TAKE])
def test_what_the_first_notice_was_used_for_leaves_the_link_of_each_later_one_whole(desk: Counter, deed: Deed) -> None:
    """Words were refused, a promise was broken, somebody has waited an hour: each is told with a link that works."""
    from shared.core.errors import ActionRefused
    from tests.flows.world import Fault

    key = desk.asked()
    asked_one = next(one for one in (ANN, BO) if one.name == desk.entry(key).assignee)
    desk.world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "spam")))
    first = mails(desk, key, asked_one.mail or "")[0]
    desk.done(first, deed, text="So sorry", **REPLY)
    desk.world.run(NOON + timedelta(hours=3))
    later = mails(desk, key, asked_one.mail or "")[1:]
    assert len({first, *later}) == len(later) + 1 > 2
    for token in later:
        assert Deed.CLOSE in desk.page(token).deeds
    desk.done(later[0], Deed.CLOSE)


def test_an_old_link_can_be_renewed_too(desk: Counter) -> None:
    key = asked(desk)
    token = desk.link(key)
    desk.world.clock += timedelta(days=9)
    assert isinstance(gone := another(token, desk.tools), Gone)
    assert gone.why is Why.ANEW
    desk.world.run(desk.world.clock + timedelta(minutes=2))
    assert desk.page(mails(desk, key)[-1]).me is not None


def test_nobody_else_is_sent_a_link(desk: Counter) -> None:
    key = asked(desk)
    anybodys = desk.link(key, "")
    desk.done(anybodys, Deed.TAKE, who="Bo")
    before = kept(desk.world)
    assert isinstance(another("made-up1", desk.tools), Gone)
    assert isinstance(gone := another(anybodys, desk.tools), Gone)
    assert gone.why is Why.SPENT
    assert isinstance(another(desk.link(key), desk.tools), Page), "this one still works"
    assert kept(desk.world) == before


# --- what platforms forbid ---


@pytest.mark.parametrize("name", plugins.names("platforms"))
def test_nothing_is_offered_that_a_platform_forbids(desk: Counter, name: str) -> None:
    """Every kind of every platform, with everything that a colleague could ask for."""
    platform = desk.world.platform(name)
    account = msgspec.structs.replace(
        desk.world.brands.brands["acme"].accounts[0], id="1", platform=name, connection="facebook"
    )
    desk.world.brands = staffed(desk.world.brands, accounts=(account,))
    desk.start()
    for kind in Kind:
        message = Interaction(
            platform=name,
            account="1",
            object=f"1_{kind}",
            kind=kind,
            received_at=NOON,
            at=NOON,
            author=Author(id="7"),
            text="hi",
        )
        entry = Entry(
            key=message.key, brand="acme", platform=name, account="1", object=message.object, kind=kind,
            opened_at=NOON, received_at=NOON, at=NOON, conversation="c", state=State.HANDED_OVER, person=message.person,
        )  # fmt: skip
        words = Words(key=entry.key, brand="acme", interaction=message, expire_at=NOON + timedelta(days=1))
        desk.world.store.commit(NOON, Put(indexed(entry)), Put(words))
        forbidden = {
            one for one in Capability
            if (policy := platform.allows(one, message)) is None or policy.may is May.NEVER
        }  # fmt: skip
        page = desk.page(desk.link(entry.key))
        assert not forbidden & {way.capability for way in page.ways}
        for one in forbidden:
            wish = {"capability": one} if one is not Capability.LIKE else {}
            deed = Deed.SEND if wish else Deed.LIKE
            tried = desk.act(desk.link(entry.key), deed, text="hi", **wish)
            assert isinstance(tried, Page)
            assert tried.problem is Problem.TOO_LATE


def test_an_account_without_a_token_says_nothing_here(desk: Counter) -> None:
    account = msgspec.structs.replace(desk.world.brands.brands["acme"].accounts[0], token=None)
    desk.world.brands = staffed(desk.world.brands, accounts=(account,))
    desk.start()
    page = desk.page(desk.link(asked(desk)))
    assert page.deeds == {Deed.TAKE, Deed.HAND_ON, Deed.CLOSE, Deed.HOLD}


def test_a_notice_may_lead_to_what_nobody_was_asked_about_yet(desk: Counter) -> None:
    """A nudge names an Entry that no rule handed over: its Card begins with the first deed."""
    key = desk.asked("c9", "is it vegan", post="9")
    desk.done(desk.link(key), Deed.TAKE)
    assert desk.card(key).state is CardState.TAKEN
    assert desk.card(key).expire_at > NOON
