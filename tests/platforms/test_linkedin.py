"""What only LinkedIn does: a prefix that is signed and not sent, a challenge that could sign notices, two spellings of
one comment, copies for each administrator, two levels of comments, and what is asked for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import httpx
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
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Examiner, Grant, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.platforms._client import ApiClient
from shared.platforms.linkedin import LinkedIn, _rest
from shared.platforms.linkedin._client import MOST_PAGES
from shared.platforms.linkedin._urns import comment_of
from tests.contracts._platforms import FIRST_SENT, RECEIVED, TOKEN, PretendApi, Reply, delivery, pretend

ACCOUNT = "100200300"
US = "urn:li:organization:100200300"
THEM = "urn:li:person:Ab12Cd34Ef"
THREAD = "urn:li:activity:7250000000000000002"
TOP = f"urn:li:comment:({THREAD},7250000000000000101)"
NESTED = f"urn:li:comment:({THREAD},7250000000000000102)"
POST = "urn:li:share:7250000000000000301"
SECRET = "test_client_secret"
KEYS = {"signing": (Secret(SECRET),), "client_id": (Secret("77abcdefgh1234"),)}
EMPTY = b'{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[]}'
EMOJI = base64.b64decode(
    "eyJ0eXBlIjoiT1JHQU5JWkFUSU9OX1NPQ0lBTF9BQ1RJT05fTk9USUZJQ0FUSU9OUyIsIm5vdGlmaWNhdGlvbnMiOlt7Im5vdGlmaWNhdGlv"
    "bklkIjoxLCJhY3Rpb24iOiJDT01NRU5UIiwiZGVjb3JhdGVkR2VuZXJhdGVkQWN0aXZpdHkiOnsiY29tbWVudCI6eyJ0ZXh0IjoiR3LDvMOf"
    "ZSDwn5iAIn19fV19"
)


# --- signature and challenge ---


def signed(body: bytes, signature: str) -> Delivery:
    return delivery(body, (("x-li-signature", signature),))


@pytest.mark.parametrize("mark", ["", "hmacsha256="])
@pytest.mark.parametrize(
    ("body", "digest"),
    [
        (EMPTY, "402cf9cdc626c0ebaf382709c0e3f3c720807c24074c439a734f7e72dd1ec03a"),
        (EMOJI, "84a842e3a74cb266271638f486d434de6c7f164ac720b7ad87b5242fc21fdb2f"),
    ],
    ids=["empty", "emoji"],
)
def test_the_prefix_is_signed_whether_or_not_it_is_sent(body: bytes, digest: str, mark: str) -> None:
    """Digests made by another implementation of the published formula."""
    LinkedIn().verify(signed(body, mark + digest), KEYS, RECEIVED)


@pytest.mark.parametrize("mark", ["", "hmacsha256=", "sha256=", "hmacsha256=hmacsha256=", "HMACSHA256="])
def test_the_body_alone_is_not_what_is_signed(mark: str) -> None:
    """The form that looks right: HMAC of the body, as most platforms do it."""
    naive = "5c469c48c48613a84e54c64966391149c7a07fbfa4ad5504b472793235c3aa23"
    assert hmac.new(SECRET.encode(), EMPTY, hashlib.sha256).hexdigest() == naive
    with pytest.raises(SignatureInvalid):
        LinkedIn().verify(signed(EMPTY, mark + naive), KEYS, RECEIVED)


@pytest.mark.parametrize("body", [b" " + EMPTY, b"[" + EMPTY + b"]", b"890e4665-4dfe-4ab1-b689-ed553bceeed0", b""])
def test_a_signed_body_that_is_no_object_is_refused(body: bytes) -> None:
    ((name, value),) = LinkedIn.signature.sign(body, Secret(SECRET), RECEIVED)
    with pytest.raises(SignatureInvalid):
        LinkedIn().verify(delivery(body, ((name, value),)), KEYS, RECEIVED)


def asked(code: str) -> Delivery:
    return Delivery(
        method="GET", connection="linkedin", body=b"", received_at=RECEIVED, query=(("challengeCode", code),)
    )


FORGED = b'{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[{"action":"COMMENT"}]}'


def test_a_challenge_that_signs_what_it_is_given_forges_notices() -> None:
    """Why only a UUID is signed: what a naive answer gives a stranger is a signature that we believe."""
    code = "hmacsha256=" + FORGED.decode()
    naive = hmac.new(SECRET.encode(), code.encode(), hashlib.sha256).hexdigest()
    LinkedIn().verify(signed(FORGED, naive), KEYS, RECEIVED)
    with pytest.raises(ChallengeFailed) as failed:
        LinkedIn().challenge(asked(code), KEYS)
    assert failed.value.status == 400


@pytest.mark.parametrize(
    "code",
    [
        "",
        "hmacsha256={}",
        "hmacsha256=" + "{" + " " * 23 + "}",
        "-" * 36,
        "890e46654dfe4ab1b689ed553bceeed0",
        "890e4665-4dfe-4ab1-b689-ed553bceeed0\n",
        "890e4665-4dfe-4ab1-b689-ed553bceeed٠",
        " 890e4665-4dfe-4ab1-b689-ed553bceeed0",
        "{890e4665-4dfe-4ab1-b689-ed553bceeed}",
    ],
    ids=repr,
)
def test_only_a_uuid_is_signed(code: str) -> None:
    with pytest.raises(ChallengeFailed) as failed:
        LinkedIn().challenge(asked(code), KEYS)
    assert failed.value.status == 400


def test_the_challenge_is_answered_with_the_current_secret() -> None:
    """The first one: LinkedIn knows only the newest after a rotation."""
    keys = {"signing": (Secret(SECRET), Secret("an-older-secret"))}
    answer = LinkedIn().challenge(asked(dict(LinkedIn().probe(keys))["challengeCode"]), keys)
    assert answer.content_type == "application/json"
    assert json.loads(answer.body) == {
        "challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0",
        "challengeResponse": "2f02d4233a0396d6b4632fc7be62fd3ab68183421f688efcda0c1fcb2615273e",
    }


# --- reading ---


def read(*notices: dict[str, Any]) -> tuple[Interaction, ...]:
    body = {"type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", "notifications": list(notices)}
    reading = LinkedIn().read(delivery(json.dumps(body).encode(), ()))
    assert reading.unreadable == ()
    return reading.interactions


def notice(action: str, about: str, **facts: Any) -> dict[str, Any]:
    return {
        "notificationId": 900000000000000001,
        "organizationalEntity": US,
        "action": action,
        "generatedActivity": about,
        "lastModifiedAt": 1790000000000,
        "subscriber": "urn:li:person:Adm1nPers0",
        **facts,
    }


@pytest.mark.parametrize(
    ("spelt", "named"),
    [
        ("urn:li:comment:(activity:1,2)", "urn:li:comment:(urn:li:activity:1,2)"),
        ("urn:li:comment:(urn:li:activity:1,2)", "urn:li:comment:(urn:li:activity:1,2)"),
        ("urn:li:comment:(ugcPost:1,2)", "urn:li:comment:(urn:li:ugcPost:1,2)"),
        ("urn:li:comment:(urn:li:share:1,2)", "urn:li:comment:(urn:li:share:1,2)"),
        (
            "urn:li:comment:(activity:9007199254740993,9007199254740995)",
            "urn:li:comment:(urn:li:activity:9007199254740993,9007199254740995)",
        ),
        ("urn:li:comment:(activity:1,2)/../x", None),
        ("urn:li:comment:(activity:1,٢)", None),
        ("urn:li:comment:(activity:1)", None),
        ("urn:li:activity:1", None),
        (12, None),
    ],
)
def test_both_spellings_of_a_comment_are_one_name(spelt: object, named: str | None) -> None:
    found = comment_of(spelt)
    assert (found and found.urn) == named


def test_ten_in_one_delivery_are_all_read() -> None:
    found = read(*(notice("COMMENT", f"urn:li:comment:(activity:1,{number})") for number in range(10)))
    assert [one.object for one in found] == [f"urn:li:comment:(urn:li:activity:1,{number})" for number in range(10)]


def test_copies_for_each_administrator_are_one_thing() -> None:
    """Each copy has another number and another subscriber."""
    for action, about in (("COMMENT", TOP), ("SHARE", POST), ("SHARE_MENTION", POST), ("LIKE", THREAD)):
        first, second = read(
            notice(action, about),
            notice(action, about, notificationId=900000000000000002, subscriber="urn:li:person:0therAdm1n"),
        )
        assert first == second, action


def test_likes_are_told_apart_by_their_moment() -> None:
    first, second = read(notice("LIKE", THREAD), notice("LIKE", THREAD, lastModifiedAt=1790000000001))
    assert first.object != second.object


def test_large_numbers_keep_all_their_digits() -> None:
    (found,) = read(notice("LIKE", THREAD, lastModifiedAt=None, notificationId=9007199254740993))
    assert found.object == f"reaction/{THREAD}/9007199254740993"


def test_the_subscriber_wrote_nothing() -> None:
    (found,) = read(notice("COMMENT", TOP))
    assert found.author.id is None
    assert not found.author.is_us


@pytest.mark.parametrize(
    ("action", "owner", "ours"),
    [
        ("COMMENT", US, True),
        ("ADMIN_COMMENT", US, True),
        ("ADMIN_COMMENT", None, True),
        ("COMMENT_EDIT", US, True),
        ("COMMENT", "urn:li:organization:1002003000", False),
        ("COMMENT", THEM, False),
        ("SHARE", US, True),
    ],
)
def test_the_page_is_us_and_nobody_else_is(action: str, owner: str | None, ours: bool) -> None:
    part = "share" if action == "SHARE" else "comment"
    told = {} if owner is None else {"decoratedGeneratedActivity": {part: {"owner": owner, "text": "x"}}}
    (found,) = read(notice(action, POST if action == "SHARE" else TOP, **told))
    assert found.author.is_us is ours
    if found.kind is Kind.COMMENT:
        assert (found.place.answers == THREAD) is ours, "what answers nothing closes nobody's clock"


def test_an_edit_and_a_removal_name_the_comment_itself() -> None:
    found = read(notice("COMMENT", TOP), notice("COMMENT_EDIT", TOP), notice("COMMENT_DELETE", TOP))
    assert len({one.object for one in found}) == 1
    assert [one.change for one in found] == [Change.NEW, Change.EDITED, Change.REMOVED]


# --- what the terms allow ---


def test_a_machine_speaks_only_where_linkedin_agreed() -> None:
    (comment,) = read(notice("COMMENT", TOP))
    (like,) = read(notice("LIKE", THREAD))
    for capability in (Capability.LIKE, Capability.REPLY):
        for accepts, may in (((), May.APPROVAL), (("linkedin-automation",), May.AUTO)):
            policy = LinkedIn().allows(capability, comment, accepts)
            assert policy is not None
            assert policy.may is may
            never = LinkedIn().allows(capability, like, accepts)
            assert never is not None
            assert never.may is May.NEVER
    assert LinkedIn().allows(Capability.DIRECT_MESSAGE, comment, ("linkedin-automation",)) is None


# --- answering ---


def client(base: str) -> Any:
    return LinkedIn().client(account=ACCOUNT, token=Secret(TOKEN), base_url=base, keys=KEYS)


def order(capability: Capability = Capability.REPLY, **facts: Any) -> Order:
    given = {"object": TOP, "reply_to": None, "person": THEM, "text": "Danke", "first_sent": FIRST_SENT, **facts}
    return Order(capability=capability, account=ACCOUNT, key="k", at=FIRST_SENT, **given)


def comment(number: int, **facts: Any) -> dict[str, Any]:
    """A comment as the API gives it, which may call the thread by another of the post's numbers."""
    return {
        "id": f"72500000000000{number:05d}",
        "commentUrn": f"urn:li:comment:(urn:li:ugcPost:7250000000000000001,72500000000000{number:05d})",
        "actor": US,
        "object": "urn:li:ugcPost:7250000000000000001",
        "message": {"text": "Danke"},
        "created": {"actor": US, "time": int(FIRST_SENT.timestamp() * 1000)},
        **facts,
    }


def page(*elements: dict[str, Any], **paging: Any) -> str:
    return json.dumps({"paging": {"start": 0, "count": 50, "links": [], **paging}, "elements": elements})


def path_of(urn: str) -> str:
    encoded = urn.replace(":", "%3A").replace("(", "%28").replace(")", "%29").replace(",", "%2C")
    return f"/rest/socialActions/{encoded}/comments"


def test_an_answer_to_a_reply_hangs_under_the_comment_above_it() -> None:
    """There are two levels, and a notice does not tell on which one its comment is."""
    above = "urn:li:comment:(urn:li:ugcPost:7250000000000000001,7250000000000000101)"
    with pretend(Reply(200, json.dumps(comment(102, parentComment=above))), Reply(201, json.dumps(comment(9)))) as api:
        receipt = client(api.base).perform(order(object=NESTED), 5.0)
    looked, posted = api.asked
    assert looked.path == "/rest/socialActions/urn%3Ali%3Aactivity%3A7250000000000000002/comments/7250000000000000102"
    assert posted.path == path_of(TOP)
    assert posted.field("parentComment") == TOP
    assert posted.field("object") == THREAD
    assert receipt == f"urn:li:comment:({THREAD},7250000000000000009)", "in the thread that its notice will name"


def test_the_receipt_is_the_name_of_the_echo() -> None:
    with pretend(Reply(201, json.dumps(comment(103)))) as api:
        receipt = client(api.base).perform(order(reply_to=TOP), 5.0)
    (echo,) = read(notice("ADMIN_COMMENT", "urn:li:comment:(activity:7250000000000000002,7250000000000000103)"))
    assert receipt == echo.object


def test_where_the_comment_above_is_known_it_is_not_asked_for() -> None:
    with pretend(Reply(201, json.dumps(comment(9)))) as api:
        client(api.base).perform(order(object=NESTED, reply_to=TOP), 5.0)
    assert [(one.method, one.path) for one in api.asked] == [("POST", path_of(TOP))]


def test_a_mention_is_answered_by_a_comment_on_that_post() -> None:
    made = comment(9, commentUrn=None, object="urn:li:activity:7")
    with pretend(Reply(201, json.dumps(made))) as api:
        receipt = client(api.base).perform(order(object=POST), 5.0)
    (posted,) = api.asked
    assert posted.path == path_of(POST)
    assert (posted.field("object"), posted.field("parentComment")) == (POST, None)
    assert receipt == "urn:li:comment:(urn:li:activity:7,7250000000000000009)"


@pytest.mark.parametrize("reply", [Reply(500, "{}"), Reply(200, "{}"), Reply(cut=True)])
def test_a_lost_look_before_a_reply_is_no_lost_reply(reply: Reply) -> None:
    """Nothing was said yet: to be tried again, and not to be looked for until a colleague is asked."""
    with pretend(reply) as api, pytest.raises(PlatformUnavailable):
        client(api.base).perform(order(object=NESTED), 5.0)
    assert [one.method for one in api.asked] == ["GET"]


def test_every_call_names_its_version() -> None:
    with pretend(Reply(201, "{}")) as api:
        client(api.base).perform(order(Capability.LIKE, object=POST, text=None), 5.0)
    (liked,) = api.asked
    assert liked.headers["linkedin-version"] == "202609"
    assert liked.headers["x-restli-protocol-version"] == "2.0.0"
    assert liked.headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("named", [f"reaction/{THREAD}/1790000000000", "urn:li:person:Ab12Cd34Ef", "", "../me"])
def test_nothing_hangs_on_a_reaction_or_a_person(named: str) -> None:
    with pretend(Reply()) as api:
        for capability in (Capability.LIKE, Capability.REPLY):
            with pytest.raises(ActionRefused):
                client(api.base).perform(order(capability, object=named), 5.0)
    assert api.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [(409, "{}"), (422, '{"message":"Content is a duplicate of zq"}'), (400, '{"message":"already exists"}')],
)
def test_the_same_words_again_may_be_an_earlier_try(status: int, body: str) -> None:
    with pretend(Reply(status, body)) as api, pytest.raises(OutcomeUnknown):
        client(api.base).perform(order(reply_to=TOP), 5.0)


@pytest.mark.parametrize(
    ("said", "headers", "wait"),
    [
        ("Resource level throttle MEMBER DAY limit for calls to this resource is reached.", {}, 43170.0),
        ("Resource level throttle MEMBER DAY limit for calls to this resource is reached.", {"Retry-After": "7"}, 7.0),
        ("Comment create throttled", {}, 90.0),
        ("Comment create throttled", {"Retry-After": "1"}, 90.0),
        ("Comment create throttled", {"Retry-After": "600"}, 600.0),
        ("something else", {}, None),
    ],
)
def test_how_long_a_refusal_lasts(said: str, headers: dict[str, str], wait: float | None) -> None:
    """A day ends at midnight UTC, told from the time of the order; the brake on writing lasts about a minute."""
    reply = Reply(429, json.dumps({"message": said}), headers)
    with pretend(reply) as api, pytest.raises(PlatformUnavailable) as caught:
        client(api.base).perform(order(reply_to=TOP), 5.0)
    assert caught.value.retry_after == wait


# --- reading back ---


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([page(comment(9), total=1)], f"urn:li:comment:({THREAD},7250000000000000009)"),
        ([page(comment(8, actor=THEM), count=1), page(comment(9), count=1)], "9"),
        ([page(comment(8, actor=THEM), total=60), page(comment(9))], "9"),
        ([page(links=[{"rel": "next", "href": "/rest/x?count=50&start=50"}]), page(comment(9))], "9"),
        ([page(comment(9, created={"time": 1795000000000}))], None),
        ([page(comment(9, created=None))], "9"),
        ([page(comment(9, actor=None))], None),
        ([page(comment(8, actor=THEM), links=[{"rel": "prev", "href": "/rest/x?start=0"}])], None),
    ],
)
def test_a_list_ends_where_linkedin_says_so(pages: list[str], found: str | None) -> None:
    """A page may hold fewer than were asked for, even none, and more may follow."""
    with pretend(*(Reply(200, one) for one in pages)) as api:
        came = client(api.base).find(order(reply_to=TOP), 5.0)
    assert came == (f"urn:li:comment:({THREAD},7250000000000000009)" if found else None)
    assert len(api.asked) == len(pages)
    assert len({one.query["start"] for one in api.asked}) == len(pages), "each page another part"


def test_an_answer_to_a_reply_is_looked_for_under_the_comment_above_it() -> None:
    above = json.dumps(comment(102, parentComment=TOP))
    with pretend(Reply(200, above), Reply(200, page(comment(9)))) as api:
        assert client(api.base).find(order(object=NESTED), 5.0) == f"urn:li:comment:({THREAD},7250000000000000009)"
    assert api.asked[1].path == path_of(TOP)


@pytest.mark.parametrize(
    ("said", "told", "found"),
    [
        ("Danke, Zoë!", " Danke,  Zoe\u0308!\n", True),
        ("Danke, Zoë!", "Danke, Milo!", False),
        ("Hier: https://acme.example/hilfe?a=1 – gern", "Hier: https://lnkd.in/e4Ab – gern", True),
        ("Danke, Zoë!", None, True),
        ("Danke, Zoë!", "", True),
    ],
)
def test_the_words_tell_whose_answer_it_is(said: str, told: str | None, found: bool) -> None:
    """Several people may wait under one comment: what was said to another must not count as said to this one."""
    with pretend(Reply(200, page(comment(9, message={"text": told})))) as api:
        came = client(api.base).find(order(object=NESTED, reply_to=TOP, text=said), 5.0)
    assert (came is not None) is found


def test_an_endless_list_is_not_a_no() -> None:
    with pretend(Reply(200, page(comment(8, actor=THEM), total=10**6))) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(reply_to=TOP), 30.0)
    assert len(api.asked) == MOST_PAGES


@pytest.mark.parametrize("paging", ['"paging":null,', '"paging":7,', ""])
def test_a_list_that_does_not_say_whether_it_is_whole_is_not_a_no(paging: str) -> None:
    with pretend(Reply(200, f'{{{paging}"elements":[]}}')) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(reply_to=TOP), 5.0)


# --- asking what exists ---

QUESTION = Question(since=RECEIVED - timedelta(hours=2), now=RECEIVED, open=(TOP, POST))


def sweep(question: Question, *replies: Reply) -> tuple[list[Interaction], PretendApi]:
    """The whole of it, each page with a client that knows nothing but the cursor, at a later time."""
    found: list[Interaction] = []
    with pretend(*replies) as api:
        for number in range(len(replies)):
            now = RECEIVED + timedelta(minutes=number)
            asks = Question(since=question.since, now=now, cursor=question.cursor, open=question.open)
            told = cast("Lister", client(api.base)).list(asks, 5.0)
            found += told.interactions
            question = Question(since=question.since, now=now, cursor=told.cursor, open=question.open)
            assert (told.cursor is None) is (number == len(replies) - 1), f"page {number}"
    return found, api


def test_under_what_waits_it_is_told_who_is_answered() -> None:
    """A notice names no comment above; the list under that comment does."""
    found, api = sweep(
        QUESTION,
        Reply(200, page(comment(9), links=[{"rel": "next", "href": "/rest/x?start=50"}])),
        Reply(200, page(comment(10, actor=THEM, message={"text": "And me?"}))),
        Reply(200, page(comment(11), comment(12, actor=THEM))),
        Reply(200, page()),
    )
    assert [one.path for one in api.asked[:3]] == [path_of(TOP), path_of(TOP), path_of(POST)]
    assert api.asked[3].query["timeRange"] == "(start:1795341600000,end:1795348800000)"
    ours, theirs, on_post = found
    assert ours.object == f"urn:li:comment:({THREAD},7250000000000000009)"
    assert ours.author.is_us
    assert (ours.place.answers, ours.place.thread) == (TOP, THREAD)
    assert (theirs.author.is_us, theirs.text, theirs.place.reply_to) == (False, "And me?", TOP)
    assert (on_post.author.is_us, on_post.place.answers, on_post.place.thread) == (True, POST, None)


@pytest.mark.parametrize("status", [404, 403, 400])
def test_what_is_gone_or_closed_to_us_does_not_stop_the_asking(status: int) -> None:
    """A mention may be on a post whose comments only its author's friends see."""
    found, api = sweep(QUESTION, Reply(status, "{}"), Reply(200, page(comment(11))), Reply(200, page()))
    assert [one.place.answers for one in found] == [POST]
    assert len(api.asked) == 3


def test_what_many_talk_under_leaves_calls_for_the_notices() -> None:
    """Replies come first, so an endless list of them would be all that a day's calls are spent on."""
    viral = Reply(200, page(comment(8, actor=THEM), total=10**6))
    _found, api = sweep(QUESTION, viral, viral, viral, viral, Reply(200, page()))
    asked = [(one.path, one.query["start"]) for one in api.asked]
    assert asked[:4] == [(path_of(TOP), "0"), (path_of(TOP), "50"), (path_of(POST), "0"), (path_of(POST), "50")]
    assert asked[4][0] == "/rest/organizationalEntityNotifications"


def test_the_end_of_the_span_does_not_move_with_the_pages() -> None:
    """What comes in meanwhile would push a part of one page onto the next."""
    question = Question(since=QUESTION.since, now=RECEIVED)
    _found, api = sweep(question, Reply(200, page(total=120)), Reply(200, page(total=120)), Reply(200, page(total=120)))
    assert {one.query["timeRange"] for one in api.asked} == {"(start:1795341600000,end:1795348800000)"}
    assert [one.query["start"] for one in api.asked] == ["0", "50", "100"]


@pytest.mark.parametrize("facts", [{"generatedActivity": None}, {"lastModifiedAt": None}])
def test_what_is_odd_is_not_in_the_way_of_all_others(facts: dict[str, Any]) -> None:
    """It would be asked for again and again. A removal's form is unconfirmed; an odd act might be one missed: told."""
    question = Question(since=QUESTION.since, now=RECEIVED)
    for action in ("COMMENT_DELETE", "COMMENT_EDIT"):
        found, _api = sweep(question, Reply(200, page({**notice(action, TOP), **facts}, notice("SHARE", POST))))
        assert [one.object for one in found] == [POST]
    with pretend(Reply(200, page({**notice("COMMENT", TOP), **facts}, notice("SHARE", POST)))) as api:
        listed = client(api.base).list(question, 5.0)
    assert [one.object for one in listed.interactions] == [POST]
    assert len(listed.unreadable) == 1


def test_brackets_of_the_query_reach_linkedin_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaped ones would be a text for Rest.li, and its URNs must be escaped."""
    seen: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(200, text=page())

    monkeypatch.setattr(_rest, "ApiClient", partial(ApiClient, transport=httpx.MockTransport(serve)))
    client("https://api.example").list(Question(since=QUESTION.since, now=RECEIVED), 5.0)
    assert seen == [
        "/rest/organizationalEntityNotifications?q=criteria"
        "&organizationalEntity=urn%3Ali%3Aorganization%3A100200300"
        "&actions=List(COMMENT,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE,SHARE,SHARE_MENTION)"
        "&timeRange=(start:1795341600000,end:1795348800000)&start=0&count=50"
    ]


@pytest.mark.parametrize("calls", [24, 80, 400])
def test_everything_that_waits_has_its_turn(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few each hour, within the day's calls; the quota's smallest share leaves the notices alone."""
    monkeypatch.setenv("HEARD_LINKEDIN_DAILY_CALLS", str(calls))
    waiting = tuple(f"urn:li:comment:({THREAD},{number})" for number in range(7))
    looked: set[str] = set()
    for hour in range(7):
        question = Question(since=QUESTION.since, now=RECEIVED + timedelta(hours=hour), open=waiting)
        with pretend(Reply(200, page())) as api:
            told = cast("Lister", client(api.base)).list(question, 5.0)
            while told.cursor is not None:
                asks = Question(since=question.since, now=question.now, cursor=told.cursor, open=waiting)
                told = cast("Lister", client(api.base)).list(asks, 5.0)
        assert len(api.asked) <= calls // 24
        looked |= {one.path for one in api.asked if "socialActions" in one.path}
    assert looked == ({path_of(one) for one in waiting} if calls > 24 else set())


@pytest.mark.parametrize("cursor", ["", "x", "{}", '{"until":"x"}', '{"until":1,"open":["../me"]}', '{"until":1.5}'])
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pretend(Reply(200, page())) as api, pytest.raises(OutcomeUnknown):
        cast("Lister", client(api.base)).list(Question(since=RECEIVED, now=RECEIVED, cursor=cursor), 5.0)
    assert api.asked == []


# --- renewing and examining ---

HELD = Grant(access=Secret("old-access"), refresh=Secret("held-refresh"), expires_at=None)


def renew(base: str | None, held: Grant = HELD, keys: Any = KEYS) -> Grant:
    return LinkedIn().renew(held, keys, account=ACCOUNT, now=RECEIVED, timeout=5.0, base_url=base)


def test_a_token_is_renewed() -> None:
    told = {"access_token": "new-access", "expires_in": 5184000, "refresh_token": "same-refresh"}
    with pretend(Reply(200, json.dumps(told))) as api:
        new = renew(api.base)
    (asks,) = api.asked
    assert (asks.method, asks.path, asks.query) == ("POST", "/oauth/v2/accessToken", {})
    assert asks.headers["content-type"] == "application/x-www-form-urlencoded"
    sent = {name: asks.field(name) for name in ("grant_type", "refresh_token", "client_id", "client_secret")}
    assert sent == {
        "grant_type": "refresh_token",
        "refresh_token": "held-refresh",
        "client_id": "77abcdefgh1234",
        "client_secret": SECRET,
    }
    assert "authorization" not in asks.headers
    assert new.access.reveal() == "new-access"
    assert new.refresh is not None
    assert new.refresh.reveal() == "same-refresh"
    assert new.expires_at == RECEIVED + timedelta(days=60)


def test_the_login_host_has_a_setting_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with pretend(Reply(200, '{"access_token":"new"}')) as api:
        monkeypatch.setenv("HEARD_LINKEDIN_AUTH_URL", api.base + "/")
        new = renew("http://127.0.0.1:1")
    assert (new.access.reveal(), new.refresh, new.expires_at) == ("new", None, None)


@pytest.mark.parametrize(
    ("reply", "means"),
    [
        (Reply(400, '{"error":"invalid_request","error_description":"zq-words"}'), ActionRefused),
        (Reply(401, '{"error":"invalid_client"}'), ActionRefused),
        (Reply(429, "{}"), PlatformUnavailable),
        (Reply(500, "{}"), OutcomeUnknown),
        (Reply(200, "{}"), OutcomeUnknown),
        (Reply(200, '{"access_token":7}'), OutcomeUnknown),
        (Reply(cut=True), OutcomeUnknown),
    ],
)
def test_what_a_failed_renewal_means(reply: Reply, means: type[PlatformError]) -> None:
    with pretend(reply) as api, pytest.raises(means) as caught:
        renew(api.base)
    for secret in ("held-refresh", "old-access", SECRET, "77abcdefgh1234", "zq-words"):
        assert secret not in f"{caught.value!r}"


def test_what_renewing_needs() -> None:
    with pretend(Reply()) as api:
        with pytest.raises(ActionUnsupported):
            renew(api.base, keys={"signing": KEYS["signing"]})
        with pytest.raises(ActionRefused):
            renew(api.base, Grant(access=Secret("old-access"), refresh=None, expires_at=None))
    assert api.asked == []


def subscribing(base: str) -> Any:
    keys = {**KEYS, "application": (Secret("1234567"),)}
    return LinkedIn().client(account=ACCOUNT, token=Secret(TOKEN), base_url=base, keys=keys)


def test_a_subscription_is_made_again_by_whoever_administers_the_page() -> None:
    member = {"organization": US, "role": "ADMINISTRATOR", "roleAssignee": "urn:li:person:Adm1nPers0"}
    other = {**member, "organization": "urn:li:organization:1002003000", "roleAssignee": THEM}
    with pretend(Reply(200, page(other, member)), Reply(200, "")) as api:
        subscribing(api.base).subscribe("https://heard.example/linkedin", 5.0)
    put = api.asked[1]
    assert (put.method, json.loads(put.body)) == ("PUT", {"webhook": "https://heard.example/linkedin"})
    assert put.path == (
        "/rest/eventSubscriptions/(developerApplication:urn%3Ali%3AdeveloperApplication%3A1234567,"
        "user:urn%3Ali%3Aperson%3AAdm1nPers0,entity:urn%3Ali%3Aorganization%3A100200300,"
        "eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)"
    )
    with pretend(Reply(200, page(other, total=51)), Reply(200, page(member)), Reply(200, "")) as api:
        subscribing(api.base).subscribe("https://heard.example/linkedin", 5.0)
    assert [one.query.get("start") for one in api.asked] == ["0", "50", None]
    with pretend(Reply(200, page(other))) as api, pytest.raises(ActionRefused):
        subscribing(api.base).subscribe("https://heard.example/linkedin", 5.0)
    assert len(api.asked) == 1
    assert not hasattr(client(api.base), "subscribe"), "without the app's number nothing is tried"


def test_the_doctor_asks_for_the_subscription_by_its_name() -> None:
    member = {"organization": US, "role": "ADMINISTRATOR", "roleAssignee": "urn:li:person:Adm1nPers0"}
    there = Reply(200, '{"webhook":"https://heard.example/x"}')
    with pretend(Reply(200, page(member)), there, Reply(200, page(member)), there) as api:
        cast("Examiner", subscribing(api.base)).examine(RECEIVED, 5.0)
        subscribing(api.base).subscribe("https://heard.example/x", 5.0)
    _roles, looked, _again, put = api.asked
    assert (looked.method, looked.path, looked.query) == ("GET", put.path, {})


@pytest.mark.parametrize(
    ("reply", "ok"),
    [
        (Reply(200, page({"webhook": "https://heard.example/x", "entity": US, "expiresAt": 1797000000000})), True),
        (Reply(200, page({"webhook": "https://heard.example/x", "entity": US, "expiresAt": 1790000000000})), False),
        (Reply(200, page({"webhook": "https://heard.example/x", "entity": f"{US}0"})), False),
        (Reply(200, page({"webhook": "https://heard.example/x"})), None),
        (Reply(200, page(total=60)), None),
        (Reply(200, page()), False),
        (Reply(404, "{}"), None),
    ],
)
def test_without_the_app_s_number_it_looks_among_all_subscriptions(reply: Reply, ok: bool | None) -> None:
    """By a finder whose fields are unconfirmed: what it does not tell is not known."""
    member = {"organization": US, "role": "ADMINISTRATOR", "roleAssignee": "urn:li:person:Adm1nPers0"}
    with pretend(Reply(200, page(member)), reply) as api:
        found = cast("Examiner", client(api.base)).examine(RECEIVED, 5.0)
    assert [one.ok for one in found if one.what == "subscription"] == [ok]


def test_a_missing_permission_is_not_mended_by_waiting() -> None:
    with pretend(Reply(403, "{}")) as api:
        found = cast("Examiner", client(api.base)).examine(RECEIVED, 5.0)
    assert {one.what: one.ok for one in found} == {"version": True, "token": None, "role": None, "subscription": None}
    assert all("log in" in one.mend for one in found if one.ok is None)


def test_an_application_is_a_number() -> None:
    assert LinkedIn().unusable("application", Secret("1234567")) is None
    assert LinkedIn().unusable("application", Secret("77abcdefgh1234")) is not None
    assert LinkedIn().unusable("client_id", Secret("77abcdefgh1234")) is None


@pytest.mark.parametrize(
    ("now", "ok"),
    [
        (datetime(2026, 8, 31, tzinfo=UTC), False),
        (datetime(2026, 9, 1, tzinfo=UTC), True),
        (datetime(2027, 7, 31, tzinfo=UTC), True),
        (datetime(2027, 8, 1, tzinfo=UTC), False),
    ],
)
def test_an_old_version_is_told_before_it_ends(now: datetime, ok: bool) -> None:
    with pretend(Reply(200, page())) as api:
        found = cast("Examiner", client(api.base)).examine(now, 5.0)
    assert [one.ok for one in found if one.what == "version"] == [ok]


@pytest.mark.parametrize(
    ("name", "values", "read_it"),
    [
        ("HEARD_LINKEDIN_VERSION", ["", "2026-09", "202613", "latest"], lambda: client("http://127.0.0.1:1")),
        ("HEARD_LINKEDIN_DAILY_CALLS", ["", "0", "-1", "many"], lambda: LinkedIn().lists),
    ],
)
def test_a_wrong_setting_is_named(
    name: str, values: list[str], read_it: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in values:
        monkeypatch.setenv(name, value)
        with pytest.raises(ConfigurationError, match=name):
            read_it()
