"""The pretend platform: spoken to by the real clients over loopback, with faults, read-back and echoes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import cast

import msgspec
import pytest

from demo import bodies, bodies_more
from demo.clock import SteppedClock
from demo.dayfile import Line
from demo.faults import Fault, Wrong
from demo.pretend import PretendPlatform
from demo.world import Account
from shared import plugins
from shared.core.delivery import Delivery
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.interaction import Interaction
from shared.core.ports import Capability, Client, Lister, Order, Question
from shared.core.secret import Secret

NOW = datetime(2026, 10, 13, 7, 0, tzinfo=UTC)
PAGE, USER, SHOP = "102030405060708", "1500000000000000001", "tern-kettle-shop"
KEY = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
PERSON = "3300000001"
COMMENT = "urn:li:comment:(urn:li:activity:7250,101)"
TARGETS = {
    "facebook": "998877_443322",
    "x": "1900000000000000011",
    "standard": "tk-1",
    "instagram": "17900000000500001",
    "messenger": "m_TkQ9000001-zB",
    "whatsapp": "wamid.HBgKNDcwMDAw000001FQIA",
    "linkedin": COMMENT,
    "threads": "18000000000500001",
    "youtube": "UgzTernKettle000001AaABAg",
}
ACCOUNTS = {
    "facebook": PAGE,
    "x": USER,
    "standard": SHOP,
    "instagram": "17841400000000042",
    "messenger": PAGE,
    "whatsapp": "440000000000042",
    "linkedin": "100200342",
    "threads": "27840000000000042",
    "youtube": "UCternAndKettle000000042",
}
HANDLES = {"whatsapp": "4700000100"}
INBOXES = ("messenger", "whatsapp")
"""Where an answer is a message: it is done to the person, and the pretend platform names it so."""
PLATFORMS = tuple(TARGETS)
ECHOING = tuple(name for name in PLATFORMS if name not in (*INBOXES, "youtube"))
READING = ("facebook", "x", "instagram", "messenger", "linkedin", "threads", "youtube")
"""Those whose lists show what we did."""
LAST_CALL = "(?<!/threads)$"
"""Threads prepares an answer in one call and gives it in the next; only that one takes effect."""


@pytest.fixture
def pretend() -> Iterator[PretendPlatform]:
    accounts = tuple(
        Account(name, name, id, "Tern & Kettle", HANDLES.get(name, "ternandkettle"), f"{name}-token")
        for name, id in ACCOUNTS.items()
    )
    with PretendPlatform(SteppedClock(NOW), accounts) as platform:
        platform.learn(Line(NOW, "linkedin", bodies_more.linkedin(_commented())))
        platform.show(_listed(TARGETS["youtube"]))
        yield platform


def _commented() -> bodies_more.Json:
    """A comment on LinkedIn, which asks for a comment before it answers it."""
    told = {"comment": {"entity": COMMENT, "owner": "urn:li:person:A", "text": "?"}}
    return bodies_more.notice(
        number=1,
        organization=ACCOUNTS["linkedin"],
        action="COMMENT",
        source="urn:li:activity:7250",
        made=COMMENT,
        at=NOW,
        subscriber="urn:li:person:B",
        decorated=told,
    )


def _listed(comment: str, listed: str = "there", at: datetime = NOW) -> Line:
    said = bodies_more.youtube_comment(comment=comment, author=("UCfan", "ana"), text="?", at=at, video="tk")
    return Line(at, "youtube", json.dumps(said).encode(), listed=listed)


def _done_to(name: str) -> str:
    return PERSON if name in INBOXES else TARGETS[name]


def _client(pretend: PretendPlatform, name: str, token: str = "") -> Client:
    client: Client = plugins.load("platforms", name)().client(
        account=ACCOUNTS[name],
        token=Secret(token or f"{name}-token"),
        base_url=pretend.url,
        keys={"signing": (KEY,)},
    )
    return client


def _order(name: str, capability: Capability | None = None, text: str = "Thank you!") -> Order:
    return Order(
        capability=capability or (Capability.DIRECT_MESSAGE if name in INBOXES else Capability.REPLY),
        account=ACCOUNTS[name],
        object=TARGETS[name],
        reply_to=None,
        person=PERSON,
        text=text,
        key="order-1",
        first_sent=NOW,
        at=NOW,
    )


def _somebody_writes(pretend: PretendPlatform, comment: str, author: str, at: datetime) -> None:
    """A webhook told of a comment under the Facebook target."""
    under = TARGETS["facebook"]
    change = bodies.feed_comment(
        comment=comment, post=f"{PAGE}_998877", author=(author, "A"), text="?", at=at, under=under
    )
    pretend.learn(Line(at, "facebook", bodies.facebook(PAGE, at, change)))


def _own(pretend: PretendPlatform, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    line = HTTPConnection(pretend.url.removeprefix("http://"), timeout=5)
    try:
        line.request(method, path, body)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def _echo(pretend: PretendPlatform) -> Interaction:
    (line,) = pretend.echoes()
    reading = plugins.load("platforms", line.connection)().read(Delivery("POST", line.connection, line.body, line.at))
    (interaction,) = reading.interactions
    return interaction


@pytest.mark.parametrize("name", PLATFORMS)
def test_an_answer_takes_effect_once_and_is_in_the_journal(pretend: PretendPlatform, name: str) -> None:
    receipt = _client(pretend, name).perform(_order(name), 5)
    (effect,) = pretend.journal.effects()
    assert (effect.platform, effect.object, effect.text, effect.id) == (name, _done_to(name), "Thank you!", receipt)
    assert effect.at == NOW
    assert pretend.doubles() == ()


@pytest.mark.parametrize("name", ECHOING)
def test_its_echo_comes_a_second_later_and_is_ours_with_the_receipt_as_its_id(
    pretend: PretendPlatform, name: str
) -> None:
    receipt = _client(pretend, name).perform(_order(name), 5)
    echo = _echo(pretend)
    assert echo.author.is_us
    answered = "urn:li:activity:7250" if name == "linkedin" else TARGETS[name]  # LinkedIn tells the post alone
    assert (echo.account, echo.object, echo.place.answers) == (ACCOUNTS[name], receipt, answered)
    assert echo.received_at == NOW + timedelta(seconds=1)
    assert pretend.echoes() == []


def test_a_direct_message_on_x_is_echoed_as_ours(pretend: PretendPlatform) -> None:
    receipt = _client(pretend, "x").perform(_order("x", Capability.DIRECT_MESSAGE), 5)
    echo = _echo(pretend)
    assert echo.author.is_us
    assert (echo.object, echo.place.private) == (receipt, True)


@pytest.mark.parametrize("name", ["messenger", "instagram"])
def test_a_message_is_echoed_as_ours_and_on_messenger_as_a_machines(pretend: PretendPlatform, name: str) -> None:
    """The mark that we send along on Messenger comes back; Instagram has none, there the receipt tells."""
    order = msgspec.structs.replace(_order(name, Capability.DIRECT_MESSAGE), private=True)
    receipt = _client(pretend, name).perform(order, 5)
    echo = _echo(pretend)
    assert (echo.object, echo.place.thread, echo.author.is_us) == (receipt, PERSON, True)
    assert echo.author.is_bot == (name == "messenger")


def test_a_private_reply_on_instagram_is_done_to_the_comment_and_echoed_in_the_inbox(pretend: PretendPlatform) -> None:
    change = bodies_more.instagram_comment(
        comment=TARGETS["instagram"], author=(PERSON, "ana"), text="?", media="17900000000004211"
    )
    pretend.learn(Line(NOW, "instagram", bodies_more.instagram(ACCOUNTS["instagram"], NOW, change)))
    receipt = _client(pretend, "instagram").perform(_order("instagram", Capability.PRIVATE_REPLY), 5)
    (effect,) = pretend.journal.effects()
    assert (effect.act, effect.object) == ("private_reply", TARGETS["instagram"])
    echo = _echo(pretend)
    assert (echo.object, echo.place.thread, echo.place.private) == (receipt, PERSON, True)


def test_whatsapp_tells_what_became_of_a_message_and_not_the_message(pretend: PretendPlatform) -> None:
    _client(pretend, "whatsapp").perform(_order("whatsapp"), 5)
    (line,) = pretend.echoes()
    reading = plugins.load("platforms", "whatsapp")().read(Delivery("POST", "whatsapp", line.body, line.at))
    assert (reading.interactions, reading.skipped) == ((), ("status.delivered",))


@pytest.mark.parametrize("name", ["facebook", "linkedin", "whatsapp", "messenger"])
def test_a_like_is_done_once_however_often_it_is_asked(pretend: PretendPlatform, name: str) -> None:
    client = _client(pretend, name)
    for _ in range(3):
        client.perform(_order(name, Capability.LIKE), 5)
    assert len(pretend.journal.effects()) == 1


def test_standard_webhooks_repeats_are_recognised_by_their_id(pretend: PretendPlatform) -> None:
    client = _client(pretend, "standard")
    assert client.perform(_order("standard"), 5) == client.perform(_order("standard"), 5)
    assert len(pretend.journal.effects()) == 1


def test_two_answers_to_one_person_are_told_as_a_double(pretend: PretendPlatform) -> None:
    client = _client(pretend, "facebook")
    client.perform(_order("facebook"), 5)
    client.perform(_order("facebook", text="Thank you again!"), 5)
    assert [effect.text for effect in pretend.doubles()] == ["Thank you again!"]


def test_two_people_under_one_comment_may_each_have_an_answer(pretend: PretendPlatform) -> None:
    for number, author in enumerate(("71", "72")):
        _somebody_writes(pretend, f"998877_{number}", author, NOW)
    client = _client(pretend, "facebook")
    client.perform(_order("facebook"), 5)
    client.perform(_order("facebook", text="And you!"), 5)
    assert pretend.doubles() == ()


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name != "standard"])
def test_a_wrong_token_is_refused(pretend: PretendPlatform, name: str) -> None:
    with pytest.raises(ActionRefused):
        _client(pretend, name, "somebody-elses-token").perform(_order(name), 5)
    assert pretend.journal.effects() == ()


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_rate_limit_says_how_long_to_wait_and_has_no_effect(pretend: PretendPlatform, name: str) -> None:
    pretend.faults.add(Fault(Wrong.RATE_LIMIT, seconds=90))
    with pytest.raises(PlatformUnavailable) as caught:
        _client(pretend, name).perform(_order(name), 5)
    assert caught.value.retry_after == 90
    assert pretend.journal.effects() == ()
    _client(pretend, name).perform(_order(name), 5)
    assert len(pretend.journal.effects()) == 1


@pytest.mark.parametrize(
    ("wrong", "error", "effects"),
    [
        (Wrong.REFUSED, ActionRefused, 0),
        (Wrong.ERROR_BEFORE, OutcomeUnknown, 0),
        (Wrong.ERROR_AFTER, OutcomeUnknown, 1),
        (Wrong.CUT, OutcomeUnknown, 1),
    ],
)
@pytest.mark.parametrize("name", PLATFORMS)
def test_each_fault_looks_to_the_client_like_the_real_one(
    pretend: PretendPlatform, name: str, wrong: Wrong, error: type[Exception], effects: int
) -> None:
    pretend.faults.add(Fault(wrong, path=LAST_CALL))
    with pytest.raises(error):
        _client(pretend, name).perform(_order(name), 5)
    assert len(pretend.journal.effects()) == effects


def test_silence_after_the_effect_lasts_until_the_client_gives_up(pretend: PretendPlatform) -> None:
    pretend.faults.add(Fault(Wrong.TIMEOUT, seconds=60))
    begun = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        _client(pretend, "facebook").perform(_order("facebook"), 0.3)
    assert time.monotonic() - begun < 5
    assert len(pretend.journal.effects()) == 1


@pytest.mark.parametrize("name", READING)
def test_after_a_lost_answer_the_effect_is_found_by_reading_back(pretend: PretendPlatform, name: str) -> None:
    client, order = _client(pretend, name), _order(name)
    assert client.find(order, 5) is None
    pretend.faults.add(Fault(Wrong.CUT, path=LAST_CALL))
    with pytest.raises(OutcomeUnknown):
        client.perform(order, 5)
    assert client.find(order, 5) == pretend.journal.effects()[0].id


@pytest.mark.parametrize("name", READING)
def test_a_list_that_lags_shows_the_effect_later_by_the_clock(pretend: PretendPlatform, name: str) -> None:
    client, order = _client(pretend, name), _order(name)
    pretend.faults.add(Fault(Wrong.LAG, path=LAST_CALL, seconds=30))
    client.perform(order, 5)
    assert client.find(order, 5) is None
    pretend.clock.jump(NOW + timedelta(seconds=30))
    assert client.find(order, 5) is not None


def test_long_lists_are_paged(pretend: PretendPlatform) -> None:
    for number in range(130):
        _somebody_writes(pretend, f"998877_9{number:03}", "71", NOW + timedelta(seconds=number))
    client = _client(pretend, "facebook")
    receipt = client.perform(_order("facebook"), 5)
    assert client.find(_order("facebook"), 5) == receipt


def test_what_a_person_took_back_cannot_be_answered(pretend: PretendPlatform) -> None:
    gone = bodies.feed_comment(
        comment=TARGETS["facebook"], post=f"{PAGE}_998877", author=("71", "A"), text=None, at=None, verb="remove"
    )
    pretend.learn(Line(NOW, "facebook", bodies.facebook(PAGE, NOW, gone)))
    with pytest.raises(ActionRefused):
        _client(pretend, "facebook").perform(_order("facebook"), 5)


def test_the_clock_the_journal_and_faults_are_served(pretend: PretendPlatform) -> None:
    assert json.loads(_own(pretend, "GET", "/clock")[1]) == {"now": "2026-10-13T07:00:00Z"}
    assert _own(pretend, "POST", "/faults", b'{"wrong": "error_before", "path": "^/2/"}')[0] == 204
    with pytest.raises(OutcomeUnknown):
        _client(pretend, "x").perform(_order("x"), 5)
    _client(pretend, "facebook").perform(_order("facebook"), 5)
    listed = json.loads(_own(pretend, "GET", "/journal")[1])["effects"]
    assert [effect["platform"] for effect in listed] == ["facebook"]
    assert _own(pretend, "POST", "/faults", b'{"wrong": "explode"}')[0] == 400


def test_stopping_lets_go_of_calls_that_are_held() -> None:
    platform = PretendPlatform(SteppedClock(NOW), (Account("facebook", "facebook", PAGE, "T", "t", "facebook-token"),))
    platform.start()
    platform.faults.add(Fault(Wrong.TIMEOUT, seconds=60))
    begun = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        _client(platform, "facebook").perform(_order("facebook"), 0.2)
    platform.stop()
    platform.stop()
    assert time.monotonic() - begun < 5


def test_youtube_lists_what_the_day_says_is_there_and_what_we_said(pretend: PretendPlatform) -> None:
    client = cast("Lister", _client(pretend, "youtube"))
    later = NOW + timedelta(minutes=1)
    assert pretend.show(_listed("UgzTernKettle000002AaABAg", at=later))
    assert not pretend.show(_listed("UgzTernKettle000002AaABAg", at=later))  # its words, once more
    receipt = _client(pretend, "youtube").perform(_order("youtube"), 5)
    assert pretend.echoes() == []
    question = Question(since=NOW - timedelta(hours=1), now=later, cursor=None, open=())
    found = client.list(question, 5).interactions
    assert [(one.object, one.author.is_us) for one in found] == [
        ("UgzTernKettle000002AaABAg", False),
        (TARGETS["youtube"], False),
        (receipt, True),
    ]
    pretend.show(_listed("UgzTernKettle000002AaABAg", "gone"))
    assert "UgzTernKettle000002AaABAg" not in [one.object for one in client.list(question, 5).interactions]


@pytest.mark.parametrize("name", ["facebook", "x", "instagram", "messenger", "linkedin", "threads", "youtube"])
def test_who_may_not_list_is_refused_and_never_told_that_there_is_nothing(pretend: PretendPlatform, name: str) -> None:
    question = Question(since=NOW - timedelta(hours=1), now=NOW, cursor=None, open=())
    pretend.faults.add(Fault(Wrong.REFUSED, method="GET"))
    with pytest.raises(ActionRefused):
        cast("Lister", _client(pretend, name)).list(question, 5)
