"""Later news of what we sent: an answer that failed answers nobody, one that went out is no longer uncertain.

WhatsApp's statuses, through the real reader, queue and ledger. Whatever comes first, the end is the same.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.local.consume import TRIES, consume
from shared.brands.compiled import Account, Compiled, Connection
from shared.core.claims import ClaimState
from shared.core.delivery import Delivery
from shared.core.envelope import envelope
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError
from shared.core.interaction import Outcome, from_wire, object_key, to_wire
from shared.core.ledger import Entry, Sort, State, Words
from shared.core.ports import PARKED, TROUBLED, Capability, Delete, Order, Outgoing
from shared.core.secret import Secret
from shared.core.sla import By
from shared.core.speech import person_slot
from shared.flows.acknowledge import acknowledge
from shared.flows.receive import Opened, receive
from shared.platforms.whatsapp._statuses import marked
from tests.flows.colleague import approve
from tests.flows.world import KEY, NOON, REPLY, RULES, SHM, Crash, Sent, World, compiled, rule, signed

NUMBER, SHOWN, PERSON = "440000000000001", "15550100200", "34600000001"
THANKS = rule("thanks", ("thanks",), REPLY, sort=Sort.THANKS)
HOURS = rule("hours", ("hours",), REPLY, sort=Sort.QUESTION)  # answered, and nobody is asked to answer besides
WINDOW = {"code": 131047, "title": "Re-engagement message"}
ACTED = NOON + timedelta(minutes=5)  # when a colleague answers, or the person takes it back
LATER = NOON + timedelta(hours=2)


class Phone:
    """Speaks as our number: a call gives a receipt, unless `replies` says other; `during` comes in the midst of it."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.replies: list[PlatformError] = []
        self.during: list[Sent] = []
        self.world: Numbers

    def perform(self, order: Order, timeout: float) -> str:
        self.orders.append(order)
        meanwhile, self.during = self.during, []
        for sent in meanwhile:
            self.world.take(sent)
        if self.replies:
            raise self.replies.pop(0)
        return f"wamid.{order.slot}"

    def find(self, order: Order, timeout: float) -> None:
        raise AssertionError("WhatsApp lists nothing")


class Reads:
    """A store that counts."""

    def __init__(self, inner: Any) -> None:
        self._inner, self.calls = inner, list[str]()

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            return getattr(self._inner, name)(*args, **kwargs)

        return call


class Numbers(World):
    """The world with one WhatsApp number in place of Facebook and X."""

    def __init__(self, folder: Path) -> None:
        self.phone = Phone()
        super().__init__(folder)
        self.phone.world = self

    def start(self) -> None:
        acme = compiled((HOURS, THANKS, *RULES)).brands["acme"]
        account = Account(id=NUMBER, platform="whatsapp", connection="whatsapp", name="Acme", token="T")
        self.brands = Compiled(
            connections={"whatsapp": Connection(name="whatsapp", platform="whatsapp")},
            brands={"acme": msgspec.structs.replace(acme, accounts=(account,))},
        )
        super().start()
        self.tools = replace(self.tools, client=lambda _account: self.phone)

    def open(self, sent: Sent) -> Opened:
        body = Delivery(
            method="POST", connection=sent.connection, body=sent.body, received_at=self.clock, headers=sent.headers
        )
        return receive(
            body,
            platform=self.platform("whatsapp"),
            keys={"signing": (Secret(KEY),), "verify": (Secret(KEY),)},
            owner=lambda _c, _p, account: "acme" if account == NUMBER else None,
            bus=self.queue,
            park=lambda parked: None,
            now=self.clock,
        )

    def take(self, *sent: Sent) -> None:
        for one in sent:
            self.open(one)
            self.work()

    @property
    def about(self) -> Entry:
        return self.entry("wamid.Q")

    @property
    def pages(self) -> list[str]:
        """Of our own answers."""
        return sorted(one.object for one in self.entries() if one.ours and one.object.startswith("wamid.answer"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Numbers]:
    made = Numbers(tmp_path)
    yield made
    made.close()


def body(field: str = "messages", **value: Any) -> Sent:
    metadata = {"display_phone_number": SHOWN, "phone_number_id": NUMBER}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return signed(
        "whatsapp", {"object": "whatsapp_business_account", "entry": [{"id": "330000000000001", "changes": [change]}]}
    )


def stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def question(text: str = "what are your hours") -> Sent:
    said = {"from": PERSON, "id": "wamid.Q", "timestamp": stamp(NOON), "type": "text", "text": {"body": text}}
    return body(messages=[said], contacts=[{"wa_id": PERSON, "profile": {"name": "Ana"}}])


def withdrawal() -> Sent:
    revoke = {"original_message_id": "wamid.Q"}
    return body(
        messages=[{"from": PERSON, "id": "wamid.R", "timestamp": stamp(ACTED), "type": "revoke", "revoke": revoke}]
    )


def colleague() -> Sent:
    said = {
        "from": SHOWN,
        "to": PERSON,
        "id": "wamid.C",
        "timestamp": stamp(ACTED),
        "type": "text",
        "text": {"body": "At nine."},
    }
    return body("smb_message_echoes", message_echoes=[said])


MARK = object_key("whatsapp", NUMBER, "wamid.Q")


def status(
    said: str, mark: str | None = f"{MARK}.answer", *, receipt: str = "wamid.answer", at: datetime = NOON
) -> Sent:
    told: dict[str, Any] = {"id": receipt, "status": said, "timestamp": stamp(at), "recipient_id": PERSON}
    told |= {} if mark is None else {"biz_opaque_callback_data": mark}
    told |= {"errors": [WINDOW]} if said == "failed" else {}
    return body(statuses=[told])


def lost() -> PlatformError:
    return OutcomeUnknown("whatsapp", "direct_message", "timeout")


def told_of(world: Numbers) -> list[str]:
    return [mail.subject.split(" ")[0].rstrip(":") for mail in world.mails if "digest" not in mail.sender]


# --- a failure that comes later ---


def test_who_was_answered_in_vain_waits_again_and_a_colleague_is_asked(world: Numbers) -> None:
    world.take(question())
    assert (world.about.state, world.about.clocks["ack"].by) == (State.ACKNOWLEDGED, By.MACHINE)
    assert world.pages == ["wamid.answer"]
    world.clock += timedelta(minutes=3)
    world.take(status("failed"))
    entry = world.about
    assert (entry.state, entry.reason) == (State.REFUSED, "code 131047: the 24-hour window is closed")
    assert entry.claims["answer"].state is ClaimState.REFUSED
    assert entry.acknowledgments == ()
    assert entry.clocks["ack"].running
    assert entry.clocks["ack"].breached == NOON + timedelta(minutes=1), "as if it had never stopped"
    assert entry.waiting
    assert world.pages == [], "what nobody got is no object of ours"
    first, second = world.mails
    assert {first.to, second.to} == {"one@acme.example", "two@acme.example"}
    assert "what are your hours" in first.text
    assert "failed later: code 131047" in first.text
    assert len(world.phone.orders) == 1, "nothing is sent again"


def test_the_digest_after_the_failure_tells_of_it(world: Numbers) -> None:
    """That of the day on which it was sent may have gone out before."""
    world.take(question())
    world.clock += timedelta(days=1)
    world.take(status("failed"))
    troubled = list(world.store.find(TROUBLED, world.clock, equal=("acme",), since=world.clock - timedelta(hours=1)))
    assert [one.doc.object for one in troubled] == ["wamid.Q"]


def test_words_that_are_gone_are_said_to_be_gone(world: Numbers) -> None:
    world.take(question())
    world.store.commit(world.clock, Delete(Words, world.about.key))
    world.take(status("failed"))
    assert len(world.mails) == 2
    assert "not kept here any more" in world.mails[0].text
    assert "hours" not in world.mails[0].text


@pytest.mark.parametrize("text", ["when do you open", "many thanks"], ids=["asked before", "needs no answer"])
def test_nobody_is_asked_twice_or_for_nothing(world: Numbers, text: str) -> None:
    """Where a rule handed it over at once a colleague knows; a thank-you that failed is for the digest."""
    world.take(question(text))
    before = len(world.mails)
    world.take(status("failed"))
    assert len(world.mails) == before
    assert world.about.state is State.REFUSED


def test_what_a_like_stopped_stays_stopped(world: Numbers) -> None:
    """Praise is answered and liked; the like is a sign by itself."""
    world.take(question("lovely coffee"))
    world.run(NOON + timedelta(minutes=5))
    assert {one.how for one in world.about.acknowledgments} == {"direct_message", "like"}
    world.take(status("failed"))
    entry = world.about
    assert {one.how for one in entry.acknowledgments} == {"like"}
    assert entry.clocks["ack"].by is By.MACHINE
    assert entry.state is State.REFUSED
    world.take(status("failed", f"{MARK}.like", receipt="wamid.like"))
    assert world.about.clocks["ack"].running


def test_a_like_that_failed_leaves_the_answer(world: Numbers) -> None:
    world.take(question("lovely coffee"))
    world.run(NOON + timedelta(minutes=5))
    world.take(status("failed", f"{MARK}.like", receipt="wamid.like"))
    entry = world.about
    assert (entry.state, entry.clocks["ack"].by) == (State.ACKNOWLEDGED, By.MACHINE)
    assert entry.claims["like"].state is ClaimState.REFUSED
    assert world.mails == []


# --- a lost answer ---


def test_a_lost_answer_that_went_out_asks_nobody_to_look(world: Numbers) -> None:
    world.phone.replies = [lost()]
    world.take(question())
    assert world.about.claims["answer"].state is ClaimState.UNKNOWN
    world.clock += timedelta(seconds=2)
    world.take(status("sent", at=NOON + timedelta(seconds=1)))
    entry = world.about
    assert entry.state is State.ACKNOWLEDGED
    assert [(one.at, one.receipt) for one in entry.acknowledgments] == [(NOON + timedelta(seconds=1), "wamid.answer")]
    assert entry.clocks["ack"].elapsed == 1.0
    assert world.pages == ["wamid.answer"], "a reply to it finds its conversation"
    world.run(LATER)
    assert told_of(world) == []
    assert len(world.phone.orders) == 1


def test_even_after_a_colleague_was_asked_to_look(world: Numbers) -> None:
    world.phone.replies = [lost()]
    world.take(question())
    world.run(NOON + timedelta(minutes=10))
    assert (world.about.state, told_of(world)) == (State.UNCERTAIN, ["Look", "Look"])
    world.take(status("sent"))
    assert (world.about.state, world.about.reason, world.about.trouble_at) == (State.ACKNOWLEDGED, None, None)


def test_what_another_attempt_brought_is_not_taken_back(world: Numbers) -> None:
    """A like may be repeated after a lost answer: the first one failed, the second is there."""
    world.take(question("lovely coffee"))
    world.run(NOON + timedelta(minutes=5))
    world.take(status("failed", f"{MARK}.like", receipt="wamid.first"))
    assert world.about.claims["like"].state is ClaimState.SENT


def test_what_somebody_saw_before_taking_it_back_was_seen(world: Numbers) -> None:
    """The removal stopped the clock first; the news is of a moment before it, and counts by that moment."""
    world.phone.replies = [lost()]
    world.take(question())
    world.run(ACTED)
    world.take(withdrawal(), status("sent"))
    entry = world.about
    assert entry.state is State.WITHDRAWN
    assert (entry.clocks["ack"].stopped, entry.clocks["ack"].by) == (NOON, By.MACHINE)
    world.take(status("failed"))
    assert (world.about.clocks["ack"].stopped, world.about.clocks["ack"].withdrawn) == (ACTED, True)
    assert told_of(world) == ["Look", "Look"], "nobody is asked to answer what was taken back"


# --- what a colleague approved ---


def another(name: str, at: datetime) -> Sent:
    said = {"from": PERSON, "id": name, "timestamp": stamp(at), "type": "text", "text": {"body": "it came broken"}}
    return body(messages=[said], contacts=[{"wa_id": PERSON, "profile": {"name": "Ana"}}])


def approved(world: Numbers, name: str = "wamid.Q") -> str:
    """A colleague approves words for it; the receipt by which they went out."""
    return f"wamid.{approve(world, name, how=Capability.DIRECT_MESSAGE)}"


def by_hand(world: Numbers, said: str, at: datetime = NOON) -> Sent:
    """News of what was approved for the question, with the mark that it was sent with."""
    order = next(one for one in world.phone.orders if one.by is By.PERSON)
    mark = marked(order)["biz_opaque_callback_data"]
    return status(said, mark, receipt=f"wamid.{order.slot}", at=at)


def test_a_colleagues_words_that_failed_later_answer_nobody(world: Numbers) -> None:
    """Neither the message that they were approved for nor what the person had asked besides; and they are told."""
    world.take(another("wamid.1", NOON), question(), another("wamid.2", NOON))
    world.clock += timedelta(minutes=1)
    receipt = approved(world)
    entries = [world.entry(name) for name in ("wamid.1", "wamid.Q", "wamid.2")]
    assert [one.state for one in entries] == [State.ANSWERED_BY_COLLEAGUE] * 3
    assert all(one.acknowledgments[-1].receipt == receipt for one in entries)
    assert world.entry(receipt).by is By.PERSON
    world.clock += timedelta(minutes=3)
    world.take(by_hand(world, "failed"))
    entries = [world.entry(name) for name in ("wamid.1", "wamid.Q", "wamid.2")]
    assert [one.state for one in entries] == [State.HANDED_OVER, State.REFUSED, State.HANDED_OVER]
    assert all(one.waiting and one.answered_at is None for one in entries)
    assert all(one.clocks["response"].running for one in entries)
    assert [one.clocks["ack"].by for one in entries] == [None, By.MACHINE, None], "what the rule had said was said"
    unsent = [mail for mail in world.mails if mail.subject.startswith("Not sent")]
    assert len(unsent) == 2
    assert all("131047" in mail.text for mail in unsent)
    late = another("wamid.3", NOON)
    world.take(late)
    assert world.entry("wamid.3").waiting, "nor what comes to light later"


def test_a_failure_takes_nothing_from_another_colleague(world: Numbers) -> None:
    world.take(question(), another("wamid.2", NOON))
    approved(world)
    world.run(ACTED)
    world.take(colleague(), by_hand(world, "failed"))
    entries = [world.entry(name) for name in ("wamid.Q", "wamid.2")]
    assert [one.state for one in entries] == [State.ANSWERED_BY_COLLEAGUE] * 2
    assert [one.clocks["response"].stopped for one in entries] == [ACTED] * 2, "the first that was really seen"
    assert [one.answered_at for one in entries] == [ACTED] * 2


def test_a_colleagues_lost_words_that_went_out_answer_all(world: Numbers) -> None:
    world.take(question(), another("wamid.2", NOON))
    world.phone.replies = [lost()]
    approved(world)
    world.run(NOON + timedelta(minutes=10))
    assert world.about.state is State.UNCERTAIN
    world.take(by_hand(world, "sent"))
    world.run(NOON + timedelta(minutes=12))
    assert [world.entry(name).state for name in ("wamid.Q", "wamid.2")] == [State.ANSWERED_BY_COLLEAGUE] * 2
    assert world.about.clocks["response"].stopped == NOON


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whoever_dies_over_a_colleagues_words_is_followed_by_another(after: bool, tmp_path: Path) -> None:
    """Sent, then failed: at every call on the way, before or after it took effect."""
    died = 0
    for number in range(1, 90):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = Numbers(folder)
        world.take(question(), another("wamid.2", NOON))
        approve(world, "wamid.Q", how=Capability.DIRECT_MESSAGE, ring=False)
        failed = status("failed", f"{MARK}.{person_slot(MARK)}", receipt=f"wamid.{person_slot(MARK)}")
        world.fuse.at, world.fuse.after, world.fuse.calls = number, after, 0
        world.run(NOON + timedelta(minutes=4))
        try:
            world.open(failed)
        except Crash:
            world.restart()
            world.open(failed)
        world.run(LATER)
        died += len(world.fuse.names)
        assert [one.by for one in world.phone.orders].count(By.PERSON) <= 1
        assert [world.entry(name).waiting for name in ("wamid.Q", "wamid.2")] == [True, True], number
        assert [world.entry(name).ring_at for name in ("wamid.Q", "wamid.2")] == [None, None], number
        assert len({mail.key for mail in world.mails}) == len(world.mails)
        assert any(mail.subject.startswith("Not sent") for mail in world.mails)
        world.close()
    assert died > 50, "hardly anybody died: this tested little"


# --- any order ---


PAUSES = [timedelta(seconds=seconds) for seconds in (0, 1, 30, 200)]


def ended(world: Numbers) -> tuple[object, ...]:
    entry = world.about
    claim = entry.claims["answer"]
    clocks = {
        name: (one.stopped, one.by, one.breached, one.withdrawn, one.elapsed) for name, one in entry.clocks.items()
    }
    said = {(one.by, one.how, one.at, one.receipt) for one in entry.acknowledgments}
    return entry.state, claim.state, claim.receipt, clocks, said, entry.waiting, entry.trouble_at is None, world.pages


def played(
    *, is_lost: bool, during: list[Sent], after: list[Sent], pauses: list[timedelta], restart: bool = False
) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        world = Numbers(Path(folder))
        try:
            world.phone.replies = [lost()] if is_lost else []
            world.phone.during = list(during)
            world.take(question())
            for number, sent in enumerate(after):
                theirs = sent in (colleague(), withdrawal())
                world.run(ACTED if theirs and world.clock < ACTED else world.clock + pauses[number % len(pauses)])
                if restart:
                    world.restart()
                world.take(sent)
            world.run(LATER)
            assert len(world.phone.orders) == 1, "said twice"
            return ended(world)
        finally:
            world.close()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_news_in_any_order_and_number_end_alike(data: st.DataObject) -> None:
    """Before our own receipt is written, after it, twice, and whatever a person does meanwhile."""
    news = data.draw(st.lists(st.sampled_from(["sent", "failed"]), max_size=4), label="news")
    meant = data.draw(st.sampled_from(["nobody", "colleague", "withdrawn"]), label="person")
    is_lost = data.draw(st.booleans(), label="lost")
    person = {"nobody": [], "colleague": [colleague()], "withdrawn": [withdrawal()]}[meant]
    split = data.draw(st.integers(0, len(news)), label="during")
    rest = data.draw(st.permutations([*map(status, news[split:]), *person]), label="order")
    pauses = data.draw(st.lists(st.sampled_from(PAUSES), min_size=1, max_size=5), label="pauses")
    found = played(
        is_lost=is_lost,
        during=[status(one) for one in news[:split]],
        after=rest,
        pauses=pauses,
        restart=data.draw(st.booleans(), label="restart"),
    )
    plainly = [status(one) for one in ("sent", "failed") if one in news]
    assert found == played(is_lost=is_lost, during=[], after=[*plainly, *person], pauses=[timedelta()])
    claim = ClaimState.UNCERTAIN if is_lost else ClaimState.SENT
    claim = ClaimState.REFUSED if "failed" in news else ClaimState.SENT if "sent" in news else claim
    ends = {"colleague": State.ANSWERED_BY_COLLEAGUE, "withdrawn": State.WITHDRAWN}
    by_claim = {
        ClaimState.REFUSED: State.REFUSED,
        ClaimState.SENT: State.ACKNOWLEDGED,
        ClaimState.UNCERTAIN: State.UNCERTAIN,
    }
    assert found[:2] == (ends.get(meant, by_claim[claim]), claim)


def test_a_later_failure_does_not_hide_what_comes_after_it(world: Numbers) -> None:
    """An act that waits its turn behind the answer is still done, when news settles the answer under its hands."""
    world.phone.during = [status("failed")]
    world.take(question("lovely coffee"))
    world.run(NOON + timedelta(minutes=5))
    entry = world.about
    assert {name: one.state for name, one in entry.claims.items()} == {
        "answer": ClaimState.REFUSED,
        "like": ClaimState.SENT,
    }
    assert [order.slot for order in world.phone.orders] == ["answer", "like"]
    assert entry.state is State.REFUSED


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("said", ["failed", "sent"])
def test_whoever_dies_over_it_is_followed_by_another(said: str, after: bool, tmp_path: Path) -> None:
    """At every call to store, queue and mail, before or after it took effect: one end, and no mail twice."""
    died = 0
    for number in range(1, 40):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = Numbers(folder)
        world.phone.replies = [lost()] if said == "sent" else []
        world.take(question())
        world.open(status(said))
        world.fuse.at, world.fuse.after, world.fuse.calls = number, after, 0
        world.work()
        world.run(LATER)
        died += len(world.fuse.names)
        assert world.about.state is (State.REFUSED if said == "failed" else State.ACKNOWLEDGED)
        assert world.pages == ([] if said == "failed" else ["wamid.answer"])
        assert len({mail.key for mail in world.mails}) == len(world.mails)
        asking = [mail for mail in world.mails if mail.subject.startswith("Answer: ")]
        assert said == "sent" or len(asking) >= 1
        assert len(world.phone.orders) == 1
        world.close()
    assert died > 5, "nobody died: this tested nothing"


# --- what it is about ---


@pytest.mark.parametrize(
    "mark",
    [f"{'0' * 40}.answer", f"{MARK}.approval", "campaign-7", f"{MARK}.answer\n", f"{MARK.upper()}.answer", "٣" * 40],
    ids=[
        "an entry that is not there",
        "a slot that is not there",
        "another tool's",
        "a line end",
        "capitals",
        "digits",
    ],
)
def test_other_marks_move_nothing(world: Numbers, mark: str) -> None:
    world.take(question())
    before = world.about
    world.take(status("failed", mark))
    assert world.about == before
    assert world.parked() == 0


def test_news_of_one_account_moves_nothing_of_another(world: Numbers) -> None:
    world.take(question())
    before = world.about
    message = Outcome(
        platform="whatsapp",
        account="2",
        receipt="wamid.answer",
        failed=True,
        received_at=NOON,
        entry=MARK,
        slot="answer",
    )
    second = Account(id="2", platform="whatsapp", connection="whatsapp", name="Two", token="T")
    acme = world.brands.brands["acme"]
    both = Compiled(brands={"acme": msgspec.structs.replace(acme, accounts=(*acme.accounts, second))})
    assert acknowledge(message, replace(world.tools, brands=both)) is None
    assert world.about == before


def test_a_failure_without_a_mark_is_known_by_its_receipt(world: Numbers) -> None:
    """Should WhatsApp not bring the mark back."""
    world.take(question(), status("failed", None, receipt="wamid.elsewhere"))
    assert world.about.state is State.ACKNOWLEDGED
    world.take(status("failed", None))
    assert world.about.state is State.REFUSED
    world.take(status("failed", None))
    assert len(world.mails) == 2


def test_what_was_refused_at_once_stays_refused(world: Numbers) -> None:
    world.phone.replies = [ActionRefused("whatsapp", "direct_message", "code 131047")]
    world.take(question(), status("sent"))
    assert world.about.state is State.REFUSED


def test_what_never_left_cannot_have_arrived(world: Numbers) -> None:
    """The like waits behind the answer; news of it would be a mistake, and must not keep it from being sent."""
    world.phone.during = [status("sent", f"{MARK}.like", receipt="wamid.like")]
    world.take(question("lovely coffee"))
    world.run(NOON + timedelta(minutes=5))
    assert [order.slot for order in world.phone.orders] == ["answer", "like"]


def test_when_the_brand_is_gone_nothing_happens(world: Numbers) -> None:
    world.take(question())
    before = world.about
    outcome = Outcome(
        platform="whatsapp", account=NUMBER, receipt="r", failed=True, received_at=NOON, entry=MARK, slot="answer"
    )
    assert acknowledge(outcome, replace(world.tools, brands=Compiled())) is None
    assert world.about == before


# --- what it costs, and how it travels ---


def test_a_status_that_says_what_is_known_costs_one_read(world: Numbers) -> None:
    """Three come for each message: two stop at the door."""
    world.take(question())
    assert [len(world.open(status(said)).messages) for said in ("sent", "delivered", "read", "played")] == [1, 0, 0, 0]
    counting = Reads(world.store)
    world.tools = replace(world.tools, store=counting)
    world.work()
    assert counting.calls == ["get"]


def test_what_goes_onto_the_bus(world: Numbers) -> None:
    """Ids, a code, no words; counted apart from what people did; the same news is the same event."""
    opened = world.open(status("failed"))
    assert opened.outcomes == 1
    (one,) = opened.messages
    message = from_wire(one.data)
    assert isinstance(message, Outcome)
    assert (message.brand, message.connection, message.key) == ("acme", "whatsapp", MARK)
    assert PERSON not in one.data.decode()
    assert one.attributes["ce-type"] == "heard.outcome.v1"
    assert (one.attributes["kind"], one.attributes["platform"]) == ("outcome", "whatsapp")
    again = msgspec.structs.replace(message, received_at=LATER, trace="t")
    assert envelope(again) == one.attributes
    others = [{"failed": False}, {"receipt": "wamid.2"}, {"entry": "0" * 40}]
    assert all(envelope(msgspec.structs.replace(message, **other)) != one.attributes for other in others)
    assert from_wire(to_wire(again)) == again


def test_of_an_account_that_nobody_owns_nothing_is_kept(world: Numbers) -> None:
    sent = status("failed")
    other = signed("whatsapp", json.loads(sent.body.replace(NUMBER.encode(), b"440000000000009")))
    opened = world.open(other)
    assert (opened.messages, opened.parked, opened.outcomes) == ((), (), 0)
    assert opened.skipped == ("outcome.of_nobody",)


def test_news_that_cannot_be_worked_on_is_kept_for_a_person(world: Numbers) -> None:
    """A dead letter would put the Entry aside, which may be right as it is."""
    world.take(question())
    outcome = Outcome(
        platform="whatsapp", account=NUMBER, receipt="r", failed=True, received_at=NOON, entry=MARK, slot="answer"
    )
    world.bus.publish([Outgoing(to_wire(outcome), envelope(outcome))])
    taken = world.bus.take(world.clock)
    assert taken is not None

    tools = replace(world.tools, brands=Broken())  # type: ignore[arg-type]  # a part that is never to be asked
    consume(replace(taken, attempt=TRIES), world.bus, tools)
    parked = [one.doc for one in world.store.find(PARKED, world.clock)]
    assert [one.why for one in parked] == [f"{TRIES} tries failed"]
    assert world.about.state is State.ACKNOWLEDGED
    assert world.bus.take(world.clock) is None


class Broken:
    """Brands that cannot be asked."""

    def owner(self, _platform: str, _account: str) -> None:
        raise RuntimeError("a fault of ours")
