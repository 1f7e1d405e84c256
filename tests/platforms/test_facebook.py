"""What only Facebook does: its proof, its error codes, its two levels of comments, its settings."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from shared.core.delivery import Delivery
from shared.core.errors import (
    ActionRefused,
    ActionUnsupported,
    ChallengeFailed,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
    SignatureInvalid,
)
from shared.core.interaction import Kind
from shared.core.ports import Capability, Client, May, Order
from shared.core.secret import Secret
from shared.platforms._client import Fault
from shared.platforms.facebook import Facebook, Settings
from shared.platforms.facebook._client import MOST_PAGES, proof, translate
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Reply, delivery, pretend

PAGE = "102030405060708"
COMMENT = "998877665544332_443322110099887"
KEYS = {"signing": (Secret("current-app-secret"), Secret("old-app-secret"))}


def client(base_url: str, **settings: Any) -> Client:
    return Facebook(Settings(**settings)).client(account=PAGE, token=Secret("page-token"), base_url=base_url, keys=KEYS)


def order(capability: Capability, **facts: Any) -> Order:
    given = {"object": COMMENT, "reply_to": None, "person": None, "text": "Thank you", **facts}
    return Order(capability=capability, account=PAGE, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


# Official: github.com/facebookarchive/php-graph-sdk, tests/Authentication/AccessTokenTest.php and others
@pytest.mark.parametrize(
    ("secret", "token", "expected"),
    [
        ("shhhhh!is.my.secret", "foo_token", "796ba0d8a6b339e476a7b166a9e8ac0a395f7de736dc37de5f2f4397f5854eb8"),
        ("foo_secret", "123|foo_secret", "de753c58fd58b03afca2340bbaeb4ecf987b5de4c09e39a63c944dd25efbc234"),
    ],
    ids=["user token", "app token"],
)
def test_proof_is_facebooks(secret: str, token: str, expected: str) -> None:
    assert proof(Secret(secret), Secret(token)) == expected


@pytest.mark.parametrize("wanted", [True, False], ids=["asked for", "not asked for"])
def test_proof_goes_with_every_call_if_asked_for(wanted: bool) -> None:
    """An app with "Require App Secret" refuses calls without; the key is the current secret, the first."""
    expected = proof(Secret("current-app-secret"), Secret("page-token")) if wanted else None
    with pretend(Reply(200, '{"id":"1_2"}'), Reply(200, '{"data":[]}')) as api:
        speaker = client(api.base, appsecret_proof=wanted)
        speaker.perform(order(Capability.REPLY), 5.0)
        speaker.find(order(Capability.REPLY), 5.0)
    assert [asked.query.get("appsecret_proof") for asked in api.asked] == [expected, expected]


def test_proof_without_an_app_secret_is_said_at_once() -> None:
    with pytest.raises(ConfigurationError, match="signing"):
        Facebook(Settings(appsecret_proof=True)).client(account=PAGE, token=Secret("t"), keys={})


def test_settings_are_read_with_safe_defaults() -> None:
    assert Settings.read({}) == Settings("v25.0", appsecret_proof=False, repeated_is_done=False)
    assert Settings.read(
        {
            "HEARD_FACEBOOK_GRAPH_VERSION": "v26.0",
            "HEARD_FACEBOOK_APPSECRET_PROOF": "yes",
            "HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY": "done",
        }
    ) == Settings("v26.0", appsecret_proof=True, repeated_is_done=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_FACEBOOK_GRAPH_VERSION", "25"),
        ("HEARD_FACEBOOK_GRAPH_VERSION", "v25.0/me"),
        ("HEARD_FACEBOOK_APPSECRET_PROOF", "true"),
        ("HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY", ""),
    ],
)
def test_odd_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.read({name: value})


def test_graph_version_is_in_every_address() -> None:
    with pretend(Reply(200, '{"success":true}')) as api:
        client(api.base, graph_version="v27.1").perform(order(Capability.LIKE), 5.0)
    assert api.asked[0].path == f"/v27.1/{COMMENT}/likes"


# 165 bytes with \u and \/ escapes under the key `test_app_secret`, digest recomputed with two implementations.
ESCAPED = base64.b64decode(
    "eyJvYmplY3QiOiJwYWdlIiwiZW50cnkiOlt7ImlkIjoiMSIsInRpbWUiOjE3OTAwMDAwMDAsImNoYW5nZXMiOlt7ImZpZWxkIjoiZmVlZCIs"
    "InZhbHVlIjp7Iml0ZW0iOiJjb21tZW50IiwidmVyYiI6ImFkZCIsIm1lc3NhZ2UiOiJjYWZcdTAwZTkgXHVkODNkXHVkZTAwIGFcL2IifX1d"
    "fV19"
)
DIGEST = "6fdba68ceac79e468813bc458499fa99e12d1a83bf9f173cf6bb93f1d46a7145"


def test_escapes_are_signed_as_they_came() -> None:
    """A body that was parsed and written again is no longer the one that was signed."""
    keys = {"signing": (Secret("test_app_secret"),)}
    headers = (("x-hub-signature-256", f"sha256={DIGEST}"),)
    Facebook().verify(delivery(ESCAPED, headers), keys, RECEIVED)
    for ascii_only in (True, False):
        again = json.dumps(json.loads(ESCAPED), separators=(",", ":"), ensure_ascii=ascii_only).encode()
        with pytest.raises(SignatureInvalid):
            Facebook().verify(delivery(again, headers), keys, RECEIVED)


def handshake(token: str) -> Delivery:
    query = (("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", token))
    return Delivery(method="GET", connection="facebook", body=b"", received_at=RECEIVED, query=query)


def test_any_current_verify_token_passes_the_handshake() -> None:
    keys = {"verify": (Secret("the-new-verify-token"), Secret("the-old-verify-token"))}
    for token in ("the-new-verify-token", "the-old-verify-token"):
        assert Facebook().challenge(handshake(token), keys).body == b"1158201444"


@pytest.mark.parametrize("keys", [{}, {"verify": ()}, {"verify": (Secret(""),)}], ids=["none", "empty", "blank"])
def test_no_verify_token_passes_nobody(keys: Mapping[str, tuple[Secret, ...]]) -> None:
    with pytest.raises(ChallengeFailed) as failed:
        Facebook().challenge(handshake(""), keys)
    assert failed.value.status == 403


@pytest.mark.parametrize(
    ("status", "error", "means"),
    [
        (400, {"code": 4}, PlatformUnavailable),
        (403, {"code": 17}, PlatformUnavailable),
        (400, {"code": 32, "is_transient": True}, PlatformUnavailable),
        (400, {"code": 613}, PlatformUnavailable),
        (400, {"code": 80001}, PlatformUnavailable),
        (500, {"code": 4}, PlatformUnavailable),
        (400, {"code": 1}, OutcomeUnknown),
        (400, {"code": 2}, OutcomeUnknown),
        (400, {"code": 506, "is_transient": True}, OutcomeUnknown),
        (400, {"code": 100, "error_subcode": 33}, ActionRefused),
        (401, {"code": 190}, ActionRefused),
        (400, {"code": 102}, ActionRefused),
        (403, {"code": 10}, ActionRefused),
        (403, {"code": 200}, ActionRefused),
        (403, {"code": 299}, ActionRefused),
        (400, {"code": 368}, ActionRefused),
        (400, {"code": 506}, ActionRefused),
        (400, {"code": 10900}, ActionRefused),
        (400, {"code": 99999}, ActionRefused),
    ],
)
def test_error_codes_outrank_the_status(status: int, error: dict[str, Any], means: type[PlatformError]) -> None:
    told = {**error, "message": "Somebody's own words", "type": "OAuthException"}
    found = translate(Fault("facebook", "reply", status, {"error": told}, None))
    assert isinstance(found, means)
    assert str(error["code"]) in found.why
    assert "words" not in str(found)


@pytest.mark.parametrize("error", [None, "gone", {}, {"code": "4"}, {"code": True}], ids=repr)
def test_an_error_without_a_code_is_left_to_its_status(error: object) -> None:
    assert translate(Fault("facebook", "reply", 400, {"error": error}, None)) is None


def test_a_server_error_is_never_certain_whatever_its_code() -> None:
    assert translate(Fault("facebook", "reply", 500, {"error": {"code": 100}}, None)) is None


def test_repeated_private_reply_is_for_a_person_unless_set_otherwise() -> None:
    refused = Reply(400, '{"error":{"code":10900}}')
    with pretend(refused) as api, pytest.raises(ActionRefused, match="already sent"):
        client(api.base).perform(order(Capability.PRIVATE_REPLY), 5.0)
    with pretend(refused) as api:
        assert client(api.base, repeated_is_done=True).perform(order(Capability.PRIVATE_REPLY), 5.0) is None


def test_private_reply_to_a_visitors_post_names_the_post() -> None:
    with pretend(Reply(200, '{"message_id":"m_1"}')) as api:
        client(api.base).perform(order(Capability.PRIVATE_REPLY, object=f"{PAGE}_998877665544777"), 5.0)
    assert json.loads(api.asked[0].body)["recipient"] == {"post_id": f"{PAGE}_998877665544777"}


def test_receipt_is_named_as_its_echo_will_be() -> None:
    """An echo that does not match its receipt would be taken for a colleague's answer."""
    with pretend(Reply(200, '{"id":"443322110099960"}')) as api:
        receipt = client(api.base).perform(order(Capability.REPLY, object=f"{PAGE}_998877665544777"), 5.0)
    assert receipt == "998877665544777_443322110099960"


@pytest.mark.parametrize("capability", [Capability.LIKE, Capability.REPLY, Capability.PRIVATE_REPLY])
def test_nothing_is_sent_about_what_has_no_id(capability: Capability) -> None:
    with pretend(Reply()) as api, pytest.raises(ActionRefused):
        client(api.base).perform(order(capability, object=f"reaction/{COMMENT}/77"), 5.0)
    assert api.asked == []


def test_words_are_needed_and_direct_messages_are_messengers() -> None:
    with pretend(Reply()) as api:
        for asked in (order(Capability.REPLY, text=None), order(Capability.DIRECT_MESSAGE)):
            with pytest.raises(ActionUnsupported):
                client(api.base).perform(asked, 5.0)
    assert api.asked == []


def test_reading_back_gives_up_after_some_pages() -> None:
    """A list that never ends is a list cut off, not a list without our answer."""
    pages = [
        Reply(200, json.dumps({"data": [], "paging": {"cursors": {"after": f"c{n}"}, "next": "{base}/x"}}))
        for n in range(MOST_PAGES + 5)
    ]
    with pretend(*pages) as api, pytest.raises(OutcomeUnknown, match="cut off"):
        client(api.base).find(order(Capability.REPLY), 30.0)
    assert len(api.asked) == MOST_PAGES
    assert [asked.query.get("after") for asked in api.asked[:3]] == [None, "c0", "c1"]
    assert {asked.query["order"] for asked in api.asked} == {"reverse_chronological"}


def test_more_pages_without_a_cursor_are_cut_off() -> None:
    page = '{"data":[],"paging":{"next":"{base}/elsewhere"}}'
    with pretend(Reply(200, page)) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(Capability.REPLY), 5.0)
    assert len(api.asked) == 1, "an address from an answer is never followed"


def test_policy_knows_what_cannot_be_done() -> None:
    policy = Facebook.policy
    assert policy[Capability.REPLY, Kind.COMMENT].may is May.AUTO
    assert policy[Capability.REPLY, Kind.REVIEW].may is May.APPROVAL
    for kind in (Kind.REACTION, Kind.FOLLOW):
        assert {policy[capability, kind].may for capability in Facebook.capabilities} == {May.NEVER}
    assert policy[Capability.PRIVATE_REPLY, Kind.MENTION].may is May.NEVER
