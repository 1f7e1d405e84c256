"""What only Messenger does: whose echo it is, who may write when, standing by, and conversations in pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.core.errors import ActionRefused, ActionUnsupported, ConfigurationError, OutcomeUnknown, PlatformError
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.core.sla import By
from shared.platforms.messenger import Messenger
from tests.contracts._platforms import FIRST_SENT, RECEIVED, TOKEN, Fixtures, Reply, delivery, pretend

PAGE = "102030405060708"
PERSON = "7654321098765432"
KEYS = {"signing": (Secret("app-secret-of-the-inbox"),)}
SENT = '{"recipient_id":"1","message_id":"m_1"}'
HOUR = timedelta(hours=1)
FIXTURES = Fixtures("messenger")


def client(base_url: str) -> Any:
    return Messenger().client(account=PAGE, token=Secret(TOKEN), base_url=base_url, keys=KEYS)


def order(capability: Capability = Capability.DIRECT_MESSAGE, *, age: timedelta | None = None, **facts: Any) -> Order:
    asked_at = None if age is None else FIRST_SENT - age
    given = {"object": "m_AbC-1", "reply_to": None, "person": PERSON, "text": "Thank you", "private": True, **facts}
    return Order(
        capability=capability, account=PAGE, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, asked_at=asked_at, **given
    )


def items(*several: dict[str, Any], key: str = "messaging") -> list[Interaction]:
    entry = {"id": PAGE, "time": 1790000000400, key: list(several)}
    body = json.dumps({"object": "page", "entry": [entry]}).encode()
    return list(Messenger().read(delivery(body, ())).interactions)


def echo(**message: Any) -> dict[str, Any]:
    return {
        "sender": {"id": PAGE},
        "recipient": {"id": PERSON},
        "timestamp": 1790000000123,
        "message": {"mid": "m_1", "is_echo": True, "text": "Hello", **message},
    }


# Who may write when


@pytest.mark.parametrize(
    ("by", "age", "tag"),
    [
        (By.MACHINE, None, None),
        (By.MACHINE, 23 * HOUR, None),
        (By.PERSON, 23 * HOUR, None),
        (By.PERSON, 25 * HOUR, "HUMAN_AGENT"),
        (By.PERSON, 167 * HOUR, "HUMAN_AGENT"),
    ],
)
def test_a_person_may_write_longer_than_a_machine(by: By, age: timedelta | None, tag: str | None) -> None:
    with pretend(Reply(200, SENT)) as api:
        assert client(api.base).perform(order(age=age, by=by), 5.0) == "m_1"
    (asked,) = api.asked
    assert asked.field("tag") == tag
    assert asked.field("messaging_type") == ("MESSAGE_TAG" if tag else "RESPONSE")
    assert asked.field("message.metadata") == ("heard:auto:k" if by is By.MACHINE else "heard:person:k")


@pytest.mark.parametrize(
    ("capability", "by", "age"),
    [
        (Capability.DIRECT_MESSAGE, By.MACHINE, 24 * HOUR),
        (Capability.DIRECT_MESSAGE, By.PERSON, 168 * HOUR),
        (Capability.LIKE, By.MACHINE, 24 * HOUR),
        (Capability.LIKE, By.PERSON, 24 * HOUR),
    ],
)
def test_outside_its_window_nothing_is_even_tried(capability: Capability, by: By, age: timedelta) -> None:
    """One try too late counts against the Page; a machine that uses the tag of people breaks Meta's terms."""
    with pretend(Reply(200, SENT)) as api:
        with pytest.raises(ActionRefused, match=r"hours|days"):
            client(api.base).perform(order(capability, age=age, by=by), 5.0)
        assert api.asked == []


def test_the_windows_declared_are_those_kept() -> None:
    platform = Messenger()
    for capability in platform.capabilities:
        assert platform.in_time(capability, 24 * HOUR - timedelta(minutes=1))
        assert not platform.in_time(capability, 24 * HOUR)


@pytest.mark.parametrize("facts", [{"person": None}, {"person": ""}])
@pytest.mark.parametrize("capability", [Capability.LIKE, Capability.DIRECT_MESSAGE])
def test_nobody_can_be_answered_who_is_not_known(capability: Capability, facts: dict[str, Any]) -> None:
    with pretend(Reply(200, SENT)) as api:
        with pytest.raises(ActionRefused):
            client(api.base).perform(order(capability, **facts), 5.0)
        assert api.asked == []


def test_empty_words_and_things_without_an_id_are_not_sent() -> None:
    with pretend(Reply(200, SENT)) as api:
        with pytest.raises(ActionUnsupported):
            client(api.base).perform(order(text=""), 5.0)
        with pytest.raises(ActionRefused):
            client(api.base).perform(order(Capability.LIKE, object=f"postback/{PERSON}/1790000061.125"), 5.0)
        assert api.asked == []


# Whose words these are


def test_automations_of_others_are_machines_only_if_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instant replies of Business Suite look like a colleague's words, and would close every clock."""
    (before,) = items(echo(app_id=263902037430900))
    monkeypatch.setenv("HEARD_MESSENGER_MACHINE_APPS", "1, 263902037430900 ,")
    (named,) = items(echo(app_id=263902037430900))
    (other,) = items(echo(app_id=263902037430901))
    (nobody,) = items(echo())
    (ours,) = items(echo(app_id=1, metadata="heard:person:k"))
    assert [one.author.is_bot for one in (before, named, other, nobody, ours)] == [False, True, False, False, False]
    assert all(one.author.is_us for one in (before, named, other, nobody, ours))


def test_a_person_cannot_pass_for_our_machine() -> None:
    """`metadata` is believed in an echo alone; what people send carries none, but a body may hold anything."""
    item = {**echo(is_echo=False, metadata="heard:auto:k"), "sender": {"id": PERSON}, "recipient": {"id": PAGE}}
    (one,) = items(item)
    assert (one.author.id, one.author.is_us, one.author.is_bot) == (PERSON, False, False)


def test_both_sides_are_one_conversation() -> None:
    swapped = {**echo(), "sender": {"id": PERSON}, "recipient": {"id": PAGE}}
    theirs = {**echo(is_echo=False), "sender": {"id": PERSON}, "recipient": {"id": PAGE}}
    assert {one.place.thread for one in items(echo(), swapped, theirs)} == {PERSON}


def test_who_stands_by_never_answers() -> None:
    (copy,) = items({**echo(is_echo=False), "sender": {"id": PERSON}, "recipient": {"id": PAGE}}, key="standby")
    (own,) = items({**echo(is_echo=False), "sender": {"id": PERSON}, "recipient": {"id": PAGE}})
    assert copy.key == own.key, "the same message also comes by itself"
    for capability in (Capability.LIKE, Capability.DIRECT_MESSAGE):
        by_standby, by_itself = Messenger().allows(capability, copy), Messenger().allows(capability, own)
        assert by_standby is not None
        assert by_itself is not None
        assert (by_standby.may, by_itself.may) == (May.NEVER, May.AUTO)
    assert Messenger().allows(Capability.REPLY, copy) is None


def test_what_is_passed_over_is_counted_by_its_name() -> None:
    """And what is a relative's part of the same delivery, by the relative's."""
    assert FIXTURES.read(FIXTURES.body("unknown")).skipped == (
        "referral", "read", "delivery", "pass_thread_control", "policy_enforcement", "optin", "mystery_event",
        "nothing", "message.self",
    )  # fmt: skip
    assert FIXTURES.read(FIXTURES.body("with_comments")).skipped == ("facebook", "hop_context")
    assert FIXTURES.read(FIXTURES.body("other_object")).skipped == ("instagram",)


# Reading back, and what exists


def conversation(*messages: dict[str, Any], paging: str = "") -> str:
    told = json.dumps([{"created_time": "2026-11-22T12:01:00+0000", **one} for one in messages])
    return f'{{"data":[{{"id":"t_1","messages":{{"data":{told}{paging}}}}}]}}'


def test_whoever_is_not_the_person_is_us() -> None:
    """Under whatever id: taking our own message for a stranger's would send it again."""
    with pretend(Reply(200, conversation({"id": "m_9", "from": {"id": "another-id-of-the-page"}}))) as api:
        assert client(api.base).find(order(), 5.0) == "m_9"
    (asked,) = api.asked
    assert (asked.query["user_id"], asked.query["platform"]) == (PERSON, "messenger")


@pytest.mark.parametrize("missing", ["id", "from", "created_time"])
def test_a_message_that_cannot_be_judged_is_no_no(missing: str) -> None:
    told: dict[str, Any] = {"id": "m_9", "from": {"id": PERSON}, missing: None}
    with pretend(Reply(200, conversation(told))) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(), 5.0)


def test_a_like_cannot_be_read_back() -> None:
    with pretend(Reply()) as api:
        with pytest.raises(ActionUnsupported):
            client(api.base).find(order(Capability.LIKE), 5.0)
        assert api.asked == []


def listed(page: str, cursor: str | None = None) -> Any:
    with pretend(Reply(200, page)) as api:
        lister: Lister = client(api.base)
        return lister.list(Question(since=RECEIVED - 2 * HOUR, now=RECEIVED, cursor=cursor), 5.0), api.asked[0]


def a_conversation(
    number: int, *, own: str = "", changed: str = "2026-11-22T11:00:00+0000", after: str | None = None
) -> str:
    paging = f',"paging":{{"cursors":{{"after":"{after}"}},"next":"x"}}' if after else ""
    message = f'{{"id":"m_{number}","created_time":"{changed}","from":{{"id":"{PAGE}"}}}}'
    people = f'"participants":{{"data":[{{"id":"{PAGE}"}},{{"id":"{number}"}}]}}'
    return f'{{"id":"t_{number}","updated_time":"{changed}",{people}{own},"messages":{{"data":[{message}]{paging}}}}}'


def test_our_own_words_are_listed_in_the_conversation_of_the_person() -> None:
    found, _asked = listed(f'{{"data":[{a_conversation(77)}]}}')
    assert [(one.place.thread, one.author.is_us) for one in found.interactions] == [("77", True)]
    assert found.cursor is None


def test_what_another_app_has_is_listed_as_standing_by() -> None:
    """Also where it is read on: from a listing alone nobody may answer in a conversation that is not ours."""
    page = a_conversation(77, own=',"is_owner":false', after="M1")
    ours = a_conversation(78, own=',"is_owner":true')
    found, _asked = listed(f'{{"data":[{page},{ours}]}}')
    more, _asked = listed(json.dumps(json.loads(f"[{page}]")[0]["messages"]).replace("M1", "M2"), found.cursor)
    assert [one.details for one in (*found.interactions, *more.interactions)] == [
        {"standby": "yes"},
        {},
        {"standby": "yes"},
    ]


def test_a_listing_goes_on_from_its_cursor_alone() -> None:
    """First what longer conversations still lack, then the next conversations."""
    paging = '"paging":{"cursors":{"after":"C1"},"next":"x"}'
    first, _ = listed(f'{{"data":[{a_conversation(1, after="M1")},{a_conversation(2, after="M2")}],{paging}}}')
    second, asked = listed('{"data":[]}', first.cursor)
    assert (asked.path, asked.query["after"]) == ("/v25.0/t_1/messages", "M1")
    again, asked = listed('{"data":[]}', first.cursor)
    assert (again.cursor, asked.path) == (second.cursor, "/v25.0/t_1/messages"), "the same cursor gives the same page"
    third, asked = listed('{"data":[]}', second.cursor)
    assert (asked.path, asked.query["after"]) == ("/v25.0/t_2/messages", "M2")
    last, asked = listed('{"data":[]}', third.cursor)
    assert (asked.path, asked.query["after"], last.cursor) == (f"/v25.0/{PAGE}/conversations", "C1", None)


def test_what_changed_before_ends_the_listing() -> None:
    paging = '"paging":{"cursors":{"after":"C1"},"next":"x"}'
    old = a_conversation(2, changed="2026-11-22T09:59:59+0000")
    found, _ = listed(f'{{"data":[{a_conversation(1)},{old}],{paging}}}')
    assert ([one.object for one in found.interactions], found.cursor) == (["m_1"], None)


def test_a_list_that_goes_round_in_a_circle_is_no_end() -> None:
    again = '"paging":{"cursors":{"after":"C1"},"next":"x"}'
    found, _ = listed(f'{{"data":[{a_conversation(1)}],{again}}}')
    with pytest.raises(OutcomeUnknown, match="twice"):
        listed(f'{{"data":[{a_conversation(2, after="M1")}],{again}}}', found.cursor)
    page = a_conversation(3, after="M1")
    found, _ = listed(f'{{"data":[{page}]}}')
    with pytest.raises(OutcomeUnknown, match="twice"):
        listed(json.dumps(json.loads(page)["messages"]), found.cursor)


@pytest.mark.parametrize("cursor", ["", "7", "[1]", '{"a":1}', '["C",[["t"]]]', "[" * 5000])
def test_a_cursor_of_another_release_begins_again(cursor: str) -> None:
    _found, asked = listed('{"data":[]}', cursor)
    assert (asked.path, asked.query.get("after")) == (f"/v25.0/{PAGE}/conversations", None)


@pytest.mark.parametrize(
    "page",
    [
        '{"data":[{"id":"t_1","messages":{"data":[]}}]}',
        '{"data":[{"id":"t_1","updated_time":"2026-11-22T11:00:00+0000"}]}',
        f'{{"data":[{a_conversation(1)}],"paging":{{"next":"x"}}}}',
        f'{{"data":[{",".join(a_conversation(one, after="M" * 900) for one in range(10))}]}}',
    ],
    ids=["no time", "no messages", "no cursor", "cursors too long together"],
)
def test_a_list_that_cannot_be_gone_through_is_never_an_end(page: str) -> None:
    with pytest.raises(PlatformError):
        listed(page)


def test_a_proof_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_META_APPSECRET_PROOF", "yes")
    with pytest.raises(ConfigurationError, match="signing"):
        Messenger().client(account=PAGE, token=Secret(TOKEN))
    with pretend(Reply(200, SENT)) as api:
        client(api.base).perform(order(), 5.0)
    assert len(api.asked[0].query["appsecret_proof"]) == 64


def test_kinds_that_are_listed_are_messages() -> None:
    listing = Messenger().lists
    assert listing is not None
    assert listing.kinds == {Kind.DIRECT_MESSAGE}
