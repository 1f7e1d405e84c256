"""What only X does: weighted lengths, a test that must not become a forging machine, duplicates, its dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.core.delivery import Delivery
from shared.core.errors import (
    ActionRefused,
    ActionUnsupported,
    ChallengeFailed,
    OutcomeUnknown,
    PlatformError,
    SignatureInvalid,
)
from shared.core.interaction import Kind
from shared.core.ports import Capability, Client, May, Order
from shared.core.secret import Secret
from shared.platforms._client import Fault
from shared.platforms.x import X
from shared.platforms.x._client import MOST_PAGES, translate
from shared.platforms.x._length import weighted
from shared.platforms.x._mapping import created_at
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Reply, delivery, pretend

US = "1500000000000000001"


def client(base_url: str) -> Client:
    return X().client(account=US, token=Secret("user-token"), base_url=base_url)


def order(capability: Capability, **facts: Any) -> Order:
    given = {"object": "12", "reply_to": None, "person": "3300000001", "text": "Thank you", **facts}
    return Order(capability=capability, account=US, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


# By the configuration of twitter-text, version 3.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Thank you, Zoë!", 15),
        ("e\u0301", 1),
        ("مرحبا", 5),
        ("Привет", 6),
        ("“quoted” – it’s…", 17),
        ("新しい色", 8),
        ("한국어", 6),
        ("😀", 2),
        ("👍🏽", 2),
        ("❤️", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🏳️‍🌈", 2),
        ("🇳🇿🇩🇪", 4),
        ("3️⃣", 2),
        ("https://acme.example/a/very/long/address?that=goes&on=and-on-and-on-and-on", 23),
        ("see https://a.io now", 31),
        ("https://a.io https://b.io", 47),
        ("acme.com", 23),
        ("Mr. Acme said 3.5 no.", 21),
        ("@acme.com", 9),
    ],
)
def test_weighted_length(text: str, expected: int) -> None:
    assert weighted(text) == expected


def test_280_is_counted_in_weights() -> None:
    x = X()
    assert x.fit("色" * 140)
    assert not x.fit("色" * 140 + "a")
    assert x.fit("a" * 256 + " https://acme.example/" + "b" * 500)
    assert not x.fit("a" * 257 + " https://acme.example/")
    assert x.fit("👩‍👩‍👧‍👦" * 140)


def crc(token: str) -> Delivery:
    return Delivery(method="GET", connection="x", body=b"", received_at=RECEIVED, query=(("crc_token", token),))


def test_crc_is_answered_with_the_current_secret() -> None:
    """The first one: X knows only the newest after a rotation."""
    keys = {"signing": (Secret("test_consumer_secret"), Secret("an-older-secret"))}
    answer = X().challenge(crc("challenge_string"), keys)
    assert answer.content_type == "application/json"
    assert json.loads(answer.body) == {"response_token": "sha256=583uAmerwtjpykYEAEm+CEIRm6dOywK4QKRr0ha/Pd4="}


@pytest.mark.parametrize("token", ["1", "12.5", "true", "null", "abc==", "-1", "a" * 256])
def test_crc_never_signs_what_passes_for_an_event(token: str) -> None:
    """The test and the events are signed alike: what a stranger gets signed must never verify as a body."""
    keys = {"signing": (Secret("test_consumer_secret"),)}
    signature = json.loads(X().challenge(crc(token), keys).body)["response_token"]
    with pytest.raises(SignatureInvalid):
        X().verify(delivery(token.encode(), (("x-twitter-webhooks-signature", signature),)), keys, RECEIVED)


@pytest.mark.parametrize("token", ["", "{}", "[]", ' {"a":1}', '"a"', "a" * 257, "é", "٣", "a\n"], ids=repr)
def test_crc_refuses_what_could_be_a_body(token: str) -> None:
    with pytest.raises(ChallengeFailed) as failed:
        X().challenge(crc(token), {"signing": (Secret("test_consumer_secret"),)})
    assert failed.value.status == 400


@pytest.mark.parametrize("keys", [{}, {"signing": ()}, {"signing": (Secret(""),)}], ids=["none", "empty", "blank"])
def test_crc_without_a_secret_is_not_answered(keys: dict[str, tuple[Secret, ...]]) -> None:
    with pytest.raises(ChallengeFailed):
        X().challenge(crc("abc"), keys)


@pytest.mark.parametrize(
    ("status", "body", "means"),
    [
        (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, OutcomeUnknown),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, OutcomeUnknown),
        (400, {"detail": "duplicate content"}, OutcomeUnknown),
        (403, {"errors": [{"code": 349, "message": "Somebody's own words"}]}, ActionRefused),
        (404, {"errors": [{"code": 144}]}, ActionRefused),
        (403, {"title": "Forbidden", "detail": "Somebody's own words", "status": 403}, None),
        (429, {"errors": [{"code": 88}]}, None),
        (503, {"errors": [{"code": 130}]}, None),
        (403, {"errors": ["odd"]}, None),
    ],
)
def test_error_codes(status: int, body: dict[str, Any], means: type[PlatformError] | None) -> None:
    """None leaves it to the status."""
    found = translate(Fault("x", "reply", status, body, None))
    assert type(found) is (means or type(None))
    assert "words" not in str(found)


@pytest.mark.parametrize("capability", [Capability.LIKE, Capability.REPLY])
def test_nothing_of_ours_hangs_on_a_repost(capability: Capability) -> None:
    """Its author neither mentioned nor quoted us, and shares by quote and by repost have one kind and one policy."""
    body = {
        "for_user_id": US,
        "tweet_create_events": [
            {
                "id_str": "22",
                "text": "RT @acme: New lamp!",
                "retweeted_status": {"id_str": "1", "user": {"id_str": US}},
                "user": {"id_str": "3300000003"},
            }
        ],
    }
    repost = X().read(delivery(json.dumps(body).encode(), ())).interactions[0]
    with pretend(Reply()) as api, pytest.raises(ActionRefused):
        client(api.base).perform(order(capability, object=repost.object), 5.0)
    assert api.asked == []


def test_direct_message_needs_somebody_and_words() -> None:
    with pretend(Reply()) as api:
        with pytest.raises(ActionRefused):
            client(api.base).perform(order(Capability.DIRECT_MESSAGE, person=None), 5.0)
        for asked in (order(Capability.REPLY, text=None), order(Capability.PRIVATE_REPLY)):
            with pytest.raises(ActionUnsupported):
                client(api.base).perform(asked, 5.0)
    assert api.asked == []


def test_reading_back_asks_from_shortly_before_the_first_try() -> None:
    with pretend(Reply(200, '{"meta":{"result_count":0}}')) as api:
        assert client(api.base).find(order(Capability.REPLY), 5.0) is None
    assert api.asked[0].query["start_time"] == "2026-11-22T11:58:30Z"


def test_reading_back_gives_up_after_some_pages() -> None:
    pages = [Reply(200, json.dumps({"data": [], "meta": {"next_token": f"n{n}"}})) for n in range(MOST_PAGES + 5)]
    with pretend(*pages) as api, pytest.raises(OutcomeUnknown, match="cut off"):
        client(api.base).find(order(Capability.REPLY), 30.0)
    assert [asked.query.get("pagination_token") for asked in api.asked] == [None, "n0", "n1", "n2", "n3"]


def test_list_with_errors_is_not_whole() -> None:
    page = '{"data":[],"meta":{"result_count":0},"errors":[{"title":"Authorization Error"}]}'
    with pretend(Reply(200, page)) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(Capability.REPLY), 5.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon Sep 21 14:13:20 +0000 2026", datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        ("Sat Feb 30 10:00:00 +0000 2026", None),
        ("Mon Sep 21 14:13:20 +0200 2026", None),
        ("Mon Sxp 21 14:13:20 +0000 2026", None),
        ("Mon Sep ٢١ 14:13:20 +0000 2026", None),
        (1790000000, None),
    ],
)
def test_dates_of_posts(text: object, expected: datetime | None) -> None:
    assert created_at(text) == expected


def test_policy_keeps_to_the_rules_of_x() -> None:
    policy = X.policy
    assert not [
        kind for kind in Kind if (Capability.LIKE, kind) in policy and policy[Capability.LIKE, kind].may is May.AUTO
    ]
    answered = {kind for kind in X.kinds if policy[Capability.REPLY, kind].may is May.AUTO}
    assert answered == {Kind.MENTION, Kind.COMMENT, Kind.SHARE}
    written_to = {kind for kind in X.kinds if policy[Capability.DIRECT_MESSAGE, kind].may is May.AUTO}
    assert written_to == {Kind.DIRECT_MESSAGE}
