"""What all of Meta's platforms have in common: proof, settings, handshake, bytes as signed, and the codes of errors."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from shared.core.delivery import Delivery
from shared.core.errors import (
    ActionRefused,
    ChallengeFailed,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
    SignatureInvalid,
)
from shared.core.ports import Client, Finding, Grant
from shared.core.secret import Secret
from shared.platforms._base import Keys, Platform, Reading
from shared.platforms._client import Fault
from shared.platforms._meta import (
    COMMON,
    Codes,
    Graph,
    GraphSettings,
    MetaPlatform,
    days,
    examined,
    following,
    proof,
    readable,
    rows,
    subscribed,
    translator,
)
from shared.platforms.instagram import Instagram
from shared.platforms.threads import Threads
from tests.contracts._platforms import RECEIVED, Reply, delivery, pretend


class Gone(ActionRefused):
    """A refusal that callers tell apart."""


translate = translator(
    Codes(refused={**COMMON, 506: "duplicate text", (100, 33): "really gone"}, classes={(100, 33): Gone})
)


class Meta(MetaPlatform):
    """The common part with nothing of its own."""

    name: ClassVar[str] = "meta"

    def read(self, delivery: Delivery) -> Reading:
        return Reading()

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        raise NotImplementedError("these tests speak to nobody")


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
    """An app with "Require App Secret" refuses calls without."""
    secret, token = Secret("current-app-secret"), Secret("page-token")
    with pretend(Reply()) as api:
        graph = Graph("meta", api.base, token, codes=Codes(), version="v25.0", proof_key=secret if wanted else None)
        graph.get("look", "me", {"fields": "id"}, 5.0)
        graph.post("like", "1/likes", 5.0)
        graph.post("reply", "1/comments", 5.0, data={"message": "a"}, params={"b": "c"})
    expected = proof(secret, token) if wanted else None
    assert [asked.query.get("appsecret_proof") for asked in api.asked] == [expected] * 3
    assert api.asked[0].query["fields"] == "id"
    assert api.asked[2].query["b"] == "c"


def test_graph_version_is_in_every_address() -> None:
    with pretend(Reply()) as api:
        graph = Graph("meta", api.base, Secret("t"), codes=Codes(), version="v27.1")
        graph.get("look", "me", {}, 5.0)
        graph.post("like", "1/likes", 5.0)
    assert [asked.path for asked in api.asked] == ["/v27.1/me", "/v27.1/1/likes"]


def test_settings_are_read_with_safe_defaults() -> None:
    assert GraphSettings.read({}) == GraphSettings("v25.0", appsecret_proof=False)
    told = {"HEARD_META_GRAPH_VERSION": "v26.0", "HEARD_META_APPSECRET_PROOF": "yes"}
    assert GraphSettings.read(told) == GraphSettings("v26.0", appsecret_proof=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_META_GRAPH_VERSION", "25"),
        ("HEARD_META_GRAPH_VERSION", "v25.0/me"),
        ("HEARD_META_APPSECRET_PROOF", "true"),
    ],
)
def test_odd_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        GraphSettings.read({name: value})


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
    Meta().verify(delivery(ESCAPED, headers), keys, RECEIVED)
    for ascii_only in (True, False):
        again = json.dumps(json.loads(ESCAPED), separators=(",", ":"), ensure_ascii=ascii_only).encode()
        with pytest.raises(SignatureInvalid):
            Meta().verify(delivery(again, headers), keys, RECEIVED)


def handshake(token: str) -> Delivery:
    query = (("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", token))
    return Delivery(method="GET", connection="meta", body=b"", received_at=RECEIVED, query=query)


def test_any_current_verify_token_passes_the_handshake() -> None:
    keys = {"verify": (Secret("the-new-verify-token"), Secret("the-old-verify-token"))}
    for token in ("the-new-verify-token", "the-old-verify-token"):
        assert Meta().challenge(handshake(token), keys).body == b"1158201444"


@pytest.mark.parametrize("keys", [{}, {"verify": ()}, {"verify": (Secret(""),)}], ids=["none", "empty", "blank"])
def test_no_verify_token_passes_nobody(keys: Mapping[str, tuple[Secret, ...]]) -> None:
    with pytest.raises(ChallengeFailed) as failed:
        Meta().challenge(handshake(""), keys)
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
        (400, {"code": 100, "error_subcode": 34}, ActionRefused),
        (400, {"code": 100, "error_subcode": 33}, Gone),
        (401, {"code": 190}, ActionRefused),
        (400, {"code": 102}, ActionRefused),
        (403, {"code": 10}, ActionRefused),
        (403, {"code": 200}, ActionRefused),
        (403, {"code": 299}, ActionRefused),
        (400, {"code": 368}, ActionRefused),
        (400, {"code": 506}, ActionRefused),
        (400, {"code": 99999}, ActionRefused),
    ],
)
def test_error_codes_outrank_the_status(status: int, error: dict[str, Any], means: type[PlatformError]) -> None:
    told = {**error, "message": "Somebody's own words", "type": "OAuthException"}
    found = translate(Fault("meta", "reply", status, {"error": told}, None))
    assert type(found) is means
    assert str(error["code"]) in found.why
    assert "words" not in str(found)


@pytest.mark.parametrize("error", [None, "gone", {}, {"code": "4"}, {"code": True}], ids=repr)
def test_an_error_without_a_code_is_left_to_its_status(error: object) -> None:
    assert translate(Fault("meta", "reply", 400, {"error": error}, None)) is None


def test_a_server_error_is_never_certain_whatever_its_code() -> None:
    assert translate(Fault("meta", "reply", 500, {"error": {"code": 100}}, None)) is None


def test_what_is_looked_at_is_mended_only_where_it_is_not_well() -> None:
    """A look that failed says nothing, and does not keep the others from being looked at."""

    def refused(left: float) -> tuple[bool | None, str]:
        raise ActionRefused("meta", "examine", "code 190")

    def lost(left: float) -> tuple[bool | None, str]:
        raise OutcomeUnknown("meta", "examine", "status 500")

    looks = [
        ("well", "mend 1", lambda left: (True, "fine")),
        ("refused", "mend 2", refused),
        ("lost", "mend 3", lost),
        ("untold", "mend 4", lambda left: (None, "it did not say")),
    ]
    assert examined(looks, 5.0) == (
        Finding("well", True, "fine", ""),
        Finding("refused", False, "refused: code 190", "mend 2"),
        Finding("lost", None, "could not be asked: status 500", "look again later"),
        Finding("untold", None, "it did not say", "mend 4"),
    )
    assert {one.ok for one in examined(looks, 0.0)} == {None}, "nothing is asked without time to answer"


@pytest.mark.parametrize(
    ("paging", "after"),
    [
        (None, None),
        ({}, None),
        ({"cursors": {"after": "A"}}, None),
        ({"next": "https://graph.example/x", "cursors": {"after": "A"}}, "A"),
        ({"next": "https://graph.example/x", "cursors": {"after": 7}}, "7"),
    ],
    ids=str,
)
def test_the_last_page_is_the_one_without_a_next(paging: object, after: str | None) -> None:
    assert following("meta", "list", {"data": [], "paging": paging}) == after


@pytest.mark.parametrize("cursors", [None, {}, {"after": ""}, {"after": None}, "odd"], ids=str)
def test_a_next_page_without_a_cursor_is_no_end(cursors: object) -> None:
    with pytest.raises(OutcomeUnknown):
        following("meta", "list", {"paging": {"next": "https://graph.example/x?access_token=t", "cursors": cursors}})


def test_a_page_that_comes_again_is_no_end() -> None:
    paging = {"cursors": {"after": "A"}}
    page = {"data": [{}], "paging": {**paging, "next": "x"}}
    assert following("meta", "list", page, "B") == "A"
    with pytest.raises(OutcomeUnknown, match="twice"):
        following("meta", "list", page, "A")
    assert following("meta", "list", {"data": [{}], "paging": paging}, "A") is None, "the last page names itself"


def test_a_list_that_leaves_the_end_untold_ends_with_an_empty_page() -> None:
    paging = {"cursors": {"after": "A"}}
    assert following("meta", "list", {"data": [{}], "paging": paging}, untold=True) == "A"
    assert following("meta", "list", {"data": [], "paging": paging}, untold=True) is None
    assert following("meta", "list", {"data": [{}]}, untold=True) is None
    with pytest.raises(OutcomeUnknown, match="twice"):
        following("meta", "list", {"data": [{}], "paging": paging}, "A", untold=True)


@pytest.mark.parametrize(
    ("apps", "ok", "said"),
    [
        ([["a", "b"]], True, "hears all"),
        ([["a"], [{"name": "a"}, {"name": "b"}]], True, "hears all"),
        ([["a"], ["b"]], False, "missing"),
        ([["c"], ["a", "c"]], False, "missing: b"),
        ([[]], False, "no app"),
        ([], False, "no app"),
        ([None], None, "not told"),
        ([None, ["a", "b"]], True, "hears all"),
    ],
    ids=str,
)
def test_one_app_must_hear_all_of_it(apps: list[Any], ok: bool | None, said: str) -> None:
    """What two hear together reaches nobody: one of them may be a tool of somebody else."""
    answer = {"data": [{"id": "1"} | ({} if one is None else {"subscribed_fields": one}) for one in apps]}
    found = subscribed("meta", frozenset({"a", "b"}))(answer)
    assert found[0] is ok
    assert said in found[1]


def test_any_field_will_do_where_none_is_named_but_not_none_at_all() -> None:
    says = subscribed("meta", frozenset())
    assert says({"data": [{"subscribed_fields": ["feed"]}]})[0] is True
    assert says({"data": [{"subscribed_fields": []}]})[0] is False


def test_nothing_is_readable_without_a_list() -> None:
    assert readable("meta", "posts")({"data": []}) == (True, "posts can be read")
    with pytest.raises(OutcomeUnknown):
        readable("meta", "posts")({})


@pytest.mark.parametrize(
    ("value", "least", "ok"), [("0", 0, True), ("0", 1, False), ("999", 1, True), ("1000", 0, False)]
)
def test_a_number_of_days(value: str, least: int, ok: bool) -> None:
    if ok:
        assert days({"HEARD_X_DAYS": value}, "HEARD_X_DAYS", 7, least) == timedelta(days=int(value))
    else:
        with pytest.raises(ConfigurationError, match="HEARD_X_DAYS"):
            days({"HEARD_X_DAYS": value}, "HEARD_X_DAYS", 7, least)


@pytest.mark.parametrize("by", ["query", "header"])
@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, '{"access_token":"zq-next-token","expires_in":9}'),
        Reply(400, '{"error":{"code":190,"message":"zq-held-token"}}'),
        Reply(302, "", {"Location": "{base}/elsewhere?access_token=zq-held-token"}),
        Reply(500, "zq-held-token"),
        Reply(cut=True),
        None,
    ],
    ids=["renewed", "ended", "sent elsewhere", "500", "no answer", "nobody there"],
)
@pytest.mark.parametrize("platform", [Instagram, Threads])
def test_a_token_in_an_address_is_written_down_nowhere(
    platform: type[Platform],
    reply: Reply | None,
    by: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The one call whose address may hold the token: neither a log, however much it tells, nor an error repeats it."""
    monkeypatch.setenv(f"HEARD_{platform.name.upper()}_RENEW_BY", by)
    for name in ("", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    held, said = Grant(Secret("zq-held-token"), None, None), ""
    with pretend(*([] if reply is None else [reply])) as api:
        base = api.base if reply is not None else "http://127.0.0.1:1"
        try:
            given = platform().renew(held, {}, account="1", now=RECEIVED, timeout=5.0, base_url=base)
            said = repr(given)
        except PlatformError as error:
            said = "".join(traceback.format_exception(error)) + repr(error)
    assert len(api.asked) == (reply is not None), "and no other address is gone to"
    assert said
    assert "zq-" not in said + caplog.text


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": {}}, {"data": ["1"]}, {"error": {}}], ids=str)
def test_no_list_is_no_empty_list(answer: dict[str, Any]) -> None:
    with pytest.raises(OutcomeUnknown):
        rows("meta", "list", answer)
    assert rows("meta", "list", {"data": []}) == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ('{"1":[{"call_count":100,"estimated_time_to_regain_access":3},{"estimated_time_to_regain_access":1}]}', 180.0),
        ('{"1":[{"estimated_time_to_regain_access":0}]}', None),
        ('{"1":[{"estimated_time_to_regain_access":true}]}', None),
        ('{"1":7}', None),
        ('{"1":[{"estimated_time_to_regain_access":1' + "0" * 400 + "}]}", None),
        ("[" * 9000, None),
        ("odd", None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_wait_is_told_in_the_usage_header(header: str, seconds: float | None) -> None:
    reply = Reply(400, '{"error":{"code":32}}', {"X-Business-Use-Case-Usage": header})
    with pretend(reply) as api, pytest.raises(PlatformUnavailable) as caught:
        Graph("meta", api.base, Secret("t"), codes=Codes(), version="v25.0").get("look", "me", {}, 5.0)
    assert caught.value.retry_after == seconds
