"""What only X does: weighted lengths, a test that must not become a forging machine, duplicates, its dates.

Besides: two forms of the same events, lists that cost money, and refresh tokens that work once.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs

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
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability, Client, Examiner, Grant, Listed, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.platforms._client import Fault
from shared.platforms.x import X
from shared.platforms.x._account import created_at
from shared.platforms.x._api import translate
from shared.platforms.x._client import MOST_PAGES
from shared.platforms.x._length import weighted
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
        (402, {"title": "Somebody's own words"}, PlatformUnavailable),
        (403, {"type": "https://api.twitter.com/2/problems/usage-capped"}, PlatformUnavailable),
        (503, {"type": "https://api.twitter.com/2/problems/usage-capped"}, None),
        (403, {"type": "https://api.x.com/2/problems/not-authorized-for-resource"}, ActionRefused),
        (404, {"type": "https://api.x.com/2/problems/Somebody's own words"}, None),
        (403, {"type": ["odd"], "detail": {}}, None),
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


@pytest.mark.parametrize("field", ["referenced_tweets", "referenced_posts"])
def test_our_reply_is_found_under_either_name_of_the_field(field: str) -> None:
    """X renames it; a reply that is there and not seen would be given twice."""
    post = {"id": "61", "created_at": "2026-11-22T12:00:31.000Z", field: [{"type": "replied_to", "id": "12"}]}
    with pretend(Reply(200, json.dumps({"data": [post], "meta": {"result_count": 1}}))) as api:
        assert client(api.base).find(order(Capability.REPLY), 5.0) == "61"


@pytest.mark.parametrize("capability", [Capability.REPLY, Capability.DIRECT_MESSAGE])
def test_a_list_without_what_was_asked_for_proves_nothing(capability: Capability) -> None:
    """X leaves out fields that it does not know: what one answers, and who wrote it, may be among them."""
    page = '{"data":[{"id":"61","text":"Thank you"}],"meta":{"result_count":1}}'
    with pretend(Reply(200, page)) as api, pytest.raises(OutcomeUnknown, match="whole"):
        client(api.base).find(order(capability), 5.0)


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


# --- X Activity says the same as Account Activity ---


def account(name: str, event: dict[str, Any], **beside: Any) -> Interaction:
    body = {"for_user_id": US, name: [event], **beside}
    return X().read(delivery(json.dumps(body).encode(), ())).interactions[0]


def activity(kind: str, payload: dict[str, Any], includes: Any = None, **filtered: str) -> tuple[Interaction, ...]:
    envelope = {
        "event_uuid": "-1",
        "filter": {"user_id": US, **filtered},
        "event_type": kind,
        "payload": payload,
        "includes": includes or {},
    }
    return X().read(delivery(json.dumps({"data": envelope}).encode(), ())).interactions


MENTIONS = {"entities": {"mentions": [{"id": US, "username": "acme"}]}}
OLD_MENTIONS = {"entities": {"user_mentions": [{"id_str": US}]}}
THEIRS = {"user": {"id_str": "33", "screen_name": "zoe_m"}}
OURS = {"id_str": "1", "user": {"id_str": US}}
BOTH_WAYS = {
    "mention": (
        ("tweet_create_events", {"id_str": "9", "text": "@acme hi", **THEIRS, **OLD_MENTIONS}),
        ("post.mention.create", {"id": "9", "author_id": "33", "text": "@acme hi", "conversation_id": "9", **MENTIONS}),
    ),
    "reply": (
        (
            "tweet_create_events",
            {"id_str": "9", "in_reply_to_status_id_str": "1", "in_reply_to_user_id_str": US, **THEIRS, **OLD_MENTIONS},
        ),
        (
            "post.reply.create",
            {"id": "9", "author_id": "33", "referenced_tweets": [{"type": "replied_to", "id": "1"}], **MENTIONS},
        ),
    ),
    "quote with a mention": (
        (
            "tweet_create_events",
            {"id_str": "9", "is_quote_status": True, "quoted_status": OURS, **THEIRS, **OLD_MENTIONS},
        ),
        ("post.quote.create", {"id": "9", "author_id": "33", "referenced_tweets": [{"type": "quoted", "id": "1"}]}),
    ),
    "repost": (
        (
            "tweet_create_events",
            {"id_str": "9", "text": "RT @acme", "retweeted_status": OURS, **THEIRS, **OLD_MENTIONS},
        ),
        (
            "post.repost.create",
            {"id": "9", "author_id": "33", "referenced_tweets": [{"type": "retweeted", "id": "1"}], **MENTIONS},
        ),
    ),
    "own repost": (
        (
            "tweet_create_events",
            {"id_str": "9", "retweeted_status": {"id_str": "5", "user": {"id_str": "34"}}, "user": {"id_str": US}},
        ),
        ("post.create", {"id": "9", "author_id": US, "referenced_tweets": [{"type": "retweeted", "id": "5"}]}),
    ),
    "edit": (
        ("tweet_create_events", {"id_str": "9", "edit_history_tweet_ids": ["8", "9"], **THEIRS, **OLD_MENTIONS}),
        ("post.mention.create", {"id": "9", "author_id": "33", "edit_history_tweet_ids": ["8", "9"]}),
    ),
    "unfollow": (
        ("follow_events", {"type": "unfollow", "source": {"id": "33"}, "target": {"id": US}}),
        ("follow.unfollow", {"source": {"data": {"id": "33"}}, "target": {"data": {"id": US}}}),
    ),
    "own post gone": (
        ("tweet_delete_events", {"status": {"id": "9", "user_id": US}}),
        ("post.delete", {"id": "9", "author_id": US}),
    ),
}


@pytest.mark.parametrize(("old", "new"), BOTH_WAYS.values(), ids=BOTH_WAYS.keys())
def test_both_forms_give_one_entry(old: tuple[str, Any], new: tuple[str, Any]) -> None:
    """Who is subscribed to both must not answer twice."""
    one, [other] = account(*old), activity(*new)
    assert one.key == other.key
    assert (one.object, one.kind, one.change, one.details) == (other.object, other.kind, other.change, other.details)
    assert (one.author.id, one.author.is_us) == (other.author.id, other.author.is_us)
    assert (one.place.answers, one.place.post) == (other.place.answers, other.place.post)


def test_one_post_as_three_event_types_is_one_entry() -> None:
    """A reply that mentions and quotes fires each of them."""
    post = {
        "id": "9",
        "author_id": "33",
        "in_reply_to_user_id": US,
        "referenced_tweets": [{"type": "replied_to", "id": "1"}, {"type": "quoted", "id": "2"}],
        **MENTIONS,
    }
    kinds = ("post.mention.create", "post.reply.create", "post.quote.create")
    found = [one for kind in kinds for one in activity(kind, post)]
    assert {(one.key, one.kind) for one in found} == {(found[0].key, Kind.COMMENT)}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("facts", "beside", "filtered", "liker"),
    [
        ({"liked_tweet_author_id": US}, ["33"], {}, "33"),
        ({"liked_tweet_author_id": US}, [US, "33"], {"direction": "inbound"}, "33"),
        ({"liked_tweet_author_id": US}, ["33", "34"], {"direction": "inbound"}, None),
        ({"liked_tweet_author_id": US}, [], {}, None),
        ({}, ["33"], {"direction": "inbound"}, "33"),
        ({"liked_tweet_author_id": "33"}, ["33"], {}, US),
        ({"liked_tweet_author_id": "33"}, ["33"], {"direction": "outbound"}, US),
        ({"liked_tweet_author_id": US}, [US], {"direction": "outbound"}, US),
    ],
)
def test_whose_a_like_is(facts: dict[str, Any], beside: list[str], filtered: dict[str, str], liker: str | None) -> None:
    """X Activity does not say. To take the liked author for the liker would close what nobody has answered."""
    payload = {"id": "ab12", "liked_tweet_id": "1", **facts}
    [like] = activity("like.create", payload, {"users": [{"id": one} for one in beside]}, **filtered)
    assert (like.author.id, like.author.is_us) == (liker, liker == US)
    assert like.object == f"reaction/1/{liker or 'by-ab12'}"


def test_label_of_our_own_account_makes_nobody_a_machine() -> None:
    """X wants the brand's account labelled; a colleague's answer by it must still count as a person's."""
    label = {"affiliation": {"description": "Automated", "badge_url": "https://pbs.example/b.png"}}
    people = {"users": [{"id": US, **label}, {"id": "33", **label}]}
    [ours] = activity("post.create", {"id": "9", "author_id": US}, people)
    [theirs] = activity("post.mention.create", {"id": "9", "author_id": "33"}, people)
    assert (ours.author.is_us, ours.author.is_bot) == (True, False)
    assert theirs.author.is_bot


@pytest.mark.practice(20)
def test_no_machine_answers_words_that_it_only_listened_for_or_cannot_read() -> None:
    post = {"data": {"id": "9", "author_id": "33", "text": "acme"}, "matching_rules": [{"tag": f"heard-{US}"}]}
    [listened] = X().read(delivery(json.dumps(post).encode(), ())).interactions
    [secret] = activity("chat.received", {"id": "9", "sender_id": "33", "conversation_id": f"33:{US}"})
    replies = [X().allows(Capability.REPLY, one) for one in (listened, secret)]
    assert [policy and policy.may for policy in replies] == [May.APPROVAL, May.NEVER]
    for one in (listened, secret):
        policy = X().allows(Capability.DIRECT_MESSAGE, one, ("anything",))
        assert policy is not None
        assert policy.may is May.NEVER
    assert secret.text is None


@pytest.mark.parametrize(
    ("to", "shown", "implied"),
    [("34", 11, True), ("34", 5, False), (US, 11, False), ("34", None, False)],
    ids=["added by X", "written", "to us", "not told"],
)
def test_no_machine_answers_a_mention_that_x_added(to: str, shown: int | None, implied: bool) -> None:
    """Two people who talk below a post of the brand mention it in every reply, and speak to each other."""
    text = "@bob @acme me too"
    told = {} if shown is None else {"display_text_range": [shown, 17]}
    mention = {"id": US, "start": 5, "end": 10}
    new = {"id": "9", "author_id": "33", "text": text, "in_reply_to_user_id": to, **told}
    new |= {"referenced_tweets": [{"type": "replied_to", "id": "8"}], "entities": {"mentions": [mention]}}
    old = {"id_str": "9", "text": text, "in_reply_to_user_id_str": to, "in_reply_to_status_id_str": "8", **THEIRS}
    old |= {"entities": {"user_mentions": [{"id_str": US, "indices": [5, 10]}]}, **told}
    cursor = json.dumps(["mentions", None, 0])
    listed = ask({"data": [{**new, "created_at": NEW}], "meta": {"result_count": 1}}, cursor)[0].interactions
    assert len(listed) == (not implied), "X Activity brings none, so that one in the list would seem to have been lost"
    for one in (account("tweet_create_events", old), *listed, *activity("post.mention.create", new)):
        policy = X().allows(Capability.REPLY, one)
        assert policy is not None
        assert policy.may is (May.APPROVAL if implied else May.AUTO)


def test_no_machine_answers_in_a_group() -> None:
    """An answer goes to the author alone, and the others have read the question."""
    said = {"sender_id": "33", "text": "hi all", "created_at": NEW}
    both = [{**said, "id": "8", "dm_conversation_id": "1578"}, {**said, "id": "9", "dm_conversation_id": f"33-{US}"}]
    group, alone = ask({"data": both, "meta": {"result_count": 2}}, json.dumps(["messages", None, 0]))[0].interactions
    for one, may in ((group, May.NEVER), (alone, May.AUTO)):
        policy = X().allows(Capability.DIRECT_MESSAGE, one)
        assert policy is not None
        assert policy.may is may
    assert group.place.thread == "1578"


def test_a_repost_that_names_no_post_is_no_mention() -> None:
    """It begins with RT @ and mentions us; a machine would thank for words of our own."""
    envelope = {"filter": {"user_id": US}, "event_type": "post.repost.create"}
    payload = {"id": "9", "author_id": "33", "text": "RT @acme: New lamp!", **MENTIONS}
    reading = X().read(delivery(json.dumps({"data": {**envelope, "payload": payload}}).encode(), ()))
    assert (reading.interactions, len(reading.unreadable)) == ((), 1)


@pytest.mark.parametrize("accounts", [10, 11])
def test_a_post_is_about_few_accounts(accounts: int) -> None:
    """Each looks through all that stands beside the post, which the sender may make long."""
    rules = [{"tag": f"heard-{number}"} for number in range(accounts)]
    body = {"data": {"id": "9", "author_id": "33", "text": "acme"}, "matching_rules": rules}
    reading = X().read(delivery(json.dumps(body).encode(), ()))
    assert (len(reading.interactions), len(reading.unreadable)) == ((10, 0) if accounts == 10 else (0, 1))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"replay_job_status": {"job_state": "Complete", "job_id": "1"}}, "replay_job_status.complete"),
        ({"replay_job_status": []}, "replay_job_status"),
        ({"data": {"event_type": "oauth.revoke", "filter": {}}}, "activity.oauth.revoke"),
        ({"data": {"id": "9", "author_id": "33"}, "matching_rules": [{"tag": f"unheard-{US}"}]}, "filtered_stream"),
    ],
)
def test_what_is_passed_over_is_counted_under_a_name(body: dict[str, Any], name: str) -> None:
    """An operator who asked for a replay, or whose grant was revoked, finds it there."""
    assert X().read(delivery(json.dumps(body).encode(), ())).skipped == (name,)


# --- lists ---

SINCE = datetime(2026, 11, 22, tzinfo=UTC)


def ask(body: dict[str, Any] | str, cursor: str | None = None) -> tuple[Listed, dict[str, str], str]:
    said = body if isinstance(body, str) else json.dumps(body)
    with pretend(Reply(200, said)) as api:
        question = Question(since=SINCE, now=RECEIVED, cursor=cursor)
        found = cast("Lister", client(api.base)).list(question, 5.0)
    return found, api.asked[0].query, api.asked[0].path


def page(*times: str, after: str | None = None, **beside: Any) -> dict[str, Any]:
    posts = [{"id": str(n), "author_id": "33", "created_at": at} for n, at in enumerate(times, 5)]
    return {"data": posts, "meta": {"result_count": len(posts), **({"next_token": after} if after else {})}, **beside}


NEW, OLD = "2026-11-22T09:00:00.000Z", "2026-11-21T09:00:00.000Z"


def test_an_empty_list_leads_to_the_next_and_costs_nothing() -> None:
    found, _query, path = ask({"meta": {"result_count": 0}})
    assert (path, found.interactions, found.units) == (f"/2/users/{US}/mentions", (), 0)
    assert ask({"meta": {"result_count": 0}}, found.cursor)[2] == "/2/dm_events"


def test_a_list_that_reaches_what_x_holds_is_cut_off() -> None:
    """X tells only the newest 800 mentions: beyond them silence means nothing."""
    cursor = json.dumps(["mentions", "m", 799])
    with pytest.raises(OutcomeUnknown, match="cut off"):
        ask(page(NEW), cursor)
    assert ask(page(NEW, after="n"), cursor)[0].cursor == json.dumps(["mentions", "n", 800])


def test_a_list_that_does_not_go_on_is_no_list() -> None:
    with pytest.raises(OutcomeUnknown, match="go on"):
        ask(page(NEW, after="m"), json.dumps(["mentions", "m", 1]))


def test_messages_end_where_they_are_older_than_asked_for() -> None:
    """X takes no time for them, and each page costs: the newest come first."""
    cursor = json.dumps(["messages", None, 0])
    new, old = page(NEW, NEW, after="n"), page(NEW, OLD, after="n")
    for one in (*new["data"], *old["data"]):
        one["sender_id"] = "33"
    found, query, _path = ask(new, cursor)
    assert "start_time" not in query
    assert found.cursor == json.dumps(["messages", "n", 2])
    assert ask(old, cursor)[0].cursor == json.dumps(["posts", None, 0])


@pytest.mark.parametrize(
    "cursor", ["", "{}", "[]", "7", '["likes",null,0]', '["mentions",7,0]', '[["mentions"],null,0]']
)
def test_a_cursor_of_other_settings_begins_again(cursor: str) -> None:
    found, query, path = ask(page(NEW), cursor)
    assert (path, "pagination_token" in query) == (f"/2/users/{US}/mentions", False)
    assert len(found.interactions) == 1


@pytest.mark.parametrize("kind", ["tweet", None, ["user"]])
def test_a_list_without_some_posts_is_not_whole(kind: object) -> None:
    with pytest.raises(OutcomeUnknown, match="whole"):
        ask(page(NEW, errors=[{"resource_type": kind}]))


def test_a_suspended_author_does_not_stop_the_list() -> None:
    assert len(ask(page(NEW, errors=[{"resource_type": "user"}]))[0].interactions) == 1


def test_what_is_asked_for_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_X_LIST", "posts, mentions")
    monkeypatch.setenv("HEARD_X_LIST_POSTS", "20")
    listing = X().lists
    assert listing is not None
    assert (listing.units, listing.kinds) == (20, {Kind.COMMENT, Kind.MENTION, Kind.POST})
    assert ask(page(NEW))[0].cursor == json.dumps(["posts", None, 0]), "no messages"
    monkeypatch.setenv("HEARD_X_LIST_POSTS", "0")
    assert X().lists is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("HEARD_X_LIST", "mentions likes"), ("HEARD_X_LIST_POSTS", "-1"), ("HEARD_X_LIST_POSTS", "many")],
)
def test_wrong_settings_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name):
        _ = X().lists


# --- renewal ---

HELD = Grant(Secret("zq-old-access"), Secret("zq-old-refresh+/="), None)
PUBLIC = {"client_id": (Secret("zq-client"),)}
CONFIDENTIAL = {**PUBLIC, "client_secret": (Secret("zq-hush:1"),)}
RENEWED = '{"token_type":"bearer","expires_in":7200,"access_token":"zq-new","refresh_token":"zq-next","scope":"x"}'


def renew(base: str, keys: dict[str, tuple[Secret, ...]], held: Grant = HELD) -> Grant:
    return X().renew(held, keys, account=US, now=RECEIVED, timeout=5.0, base_url=base)


@pytest.mark.parametrize("keys", [PUBLIC, CONFIDENTIAL], ids=["public", "confidential"])
def test_renewal_gives_the_next_pair(keys: dict[str, tuple[Secret, ...]]) -> None:
    """The refresh token works once, so the next one must be kept with the access token."""
    with pretend(Reply(200, RENEWED)) as api:
        grant = renew(api.base, keys)
    assert grant.refresh is not None
    assert (grant.access.reveal(), grant.refresh.reveal()) == ("zq-new", "zq-next")
    assert grant.expires_at == RECEIVED + timedelta(hours=2)
    [asked] = api.asked
    form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert (asked.method, asked.path, asked.query) == ("POST", "/2/oauth2/token", {})
    assert (form.pop("grant_type"), form.pop("refresh_token")) == ("refresh_token", "zq-old-refresh+/=")
    if "client_secret" in keys:
        assert form == {}
        assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"zq-client:zq-hush%3A1"
    else:
        assert form == {"client_id": "zq-client"}
        assert "authorization" not in asked.headers


@pytest.mark.parametrize(
    ("reply", "means"),
    [
        (Reply(cut=True), OutcomeUnknown),
        (Reply(500), OutcomeUnknown),
        (Reply(200, "{}"), OutcomeUnknown),
        (Reply(429, headers={"x-rate-limit-reset": "1795348890"}), PlatformUnavailable),
        (Reply(400, '{"error":"invalid_request","error_description":"zq-old-refresh+/="}'), ActionRefused),
        (Reply(400, '{"error":"invalid_grant"}'), ActionRefused),
        (Reply(401, '{"error":"unauthorized_client","error_description":"zq"}'), PlatformUnavailable),
        (Reply(401, '{"error":"invalid_client"}'), PlatformUnavailable),
        (Reply(400, '{"error":"unsupported_grant_type"}'), PlatformUnavailable),
        (Reply(403, "<html>zq</html>"), PlatformUnavailable),
        (Reply(404, "{}"), PlatformUnavailable),
    ],
    ids=["cut", "500", "no token", "429", "used up", "revoked", "app", "secret", "form", "kept out", "address"],
)
def test_renewal_that_fails(reply: Reply, means: type[PlatformError]) -> None:
    """Refused means that a person must log in again: not for a lost answer, and not for a wrong secret of the app."""
    with pretend(reply) as api, pytest.raises(PlatformError) as failed:
        renew(api.base, CONFIDENTIAL)
    assert type(failed.value) is means
    assert "zq" not in str(failed.value)
    assert len(api.asked) == 1


def test_renewal_without_what_it_takes_sends_nothing() -> None:
    with pretend(Reply(200, RENEWED)) as api:
        with pytest.raises(PlatformUnavailable, match="client_id"):
            renew(api.base, {"client_id": ()})
        with pytest.raises(ActionRefused, match="offline"):
            renew(api.base, PUBLIC, Grant(HELD.access, None, None))
    assert api.asked == []


@pytest.mark.parametrize(
    ("lasts", "known"), [('"7200"', False), ("true", False), ("0", False), ("1e400", False), ("60", True)]
)
def test_an_end_that_is_no_number_is_not_known(lasts: str, known: bool) -> None:
    with pretend(Reply(200, f'{{"access_token":"zq-new","expires_in":{lasts}}}')) as api:
        grant = renew(api.base, PUBLIC)
    assert (grant.expires_at is not None) is known
    assert grant.refresh is None


def test_without_the_apps_token_the_webhook_is_not_known() -> None:
    """And that nothing was found with the account's own token is no proof that nothing is there."""
    with pretend(Reply(200, json.dumps({"data": {"id": US}})), Reply(200, '{"data":[]}')) as api:
        found = cast("Examiner", client(api.base)).examine(RECEIVED, 5.0)
    assert [(one.what, one.ok) for one in found] == [("token", True), ("webhook", None), ("subscription", None)]
    assert [asked.path for asked in api.asked] == ["/2/users/me", "/2/activity/subscriptions"]


def test_the_apps_token_asks_for_what_is_the_apps() -> None:
    keys = {"app_token": (Secret("app-token"),)}
    with pretend(Reply(200, json.dumps({"data": {"id": US}})), Reply(200, '{"data":[]}')) as api:
        speaker = X().client(account=US, token=Secret("user-token"), base_url=api.base, keys=keys)
        cast("Examiner", speaker).examine(RECEIVED, 5.0)
    assert [asked.headers["authorization"] for asked in api.asked] == [
        "Bearer user-token", "Bearer app-token", "Bearer app-token",
    ]  # fmt: skip
