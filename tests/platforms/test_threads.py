"""What only Threads does: people without ids, two steps to a reply, lists without a next address, tokens that end."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.core.errors import ActionRefused, ConfigurationError, OutcomeUnknown, PlatformUnavailable
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability, Client, Grant, Lister, Order, Question
from shared.core.secret import Secret
from shared.platforms._meta import MOST_PAGES
from shared.platforms.threads import Threads
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Reply, delivery, pretend

US = "78901"
ROOT = {"id": "1", "owner_id": US, "username": "acme"}
NOT_YET = Reply(400, '{"error":{"message":"odd","code":24,"error_subcode":4279009,"is_transient":false}}')


def client(base_url: str) -> Client:
    return Threads().client(account=US, token=Secret("user-token"), base_url=base_url)


def order(**facts: Any) -> Order:
    given = {"object": "12", "reply_to": None, "person": "jo", "text": "Thank you", **facts}
    return Order(capability=Capability.REPLY, account=US, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


def question(**facts: Any) -> Question:
    return Question(since=RECEIVED - timedelta(hours=2), now=RECEIVED, **facts)


def read(field: str, **value: Any) -> tuple[Interaction, ...]:
    body = {"target_id": US, "time": 1790000003, "values": {"field": field, "value": {"id": "2", **value}}}
    return Threads().read(delivery(json.dumps(body).encode(), ())).interactions


# --- whose words they are ---


def test_a_person_is_one_person_however_the_name_is_written() -> None:
    (one,), (other,) = read("replies", username="Nadia.K"), read("replies", username="nadia.k")
    assert one.person is not None
    assert one.person == other.person


@pytest.mark.parametrize(
    ("value", "ours"),
    [
        ({"username": "ACME", "root_post": ROOT}, True),
        ({"username": "acme", "root_post": {**ROOT, "owner_id": int(US)}}, True),
        ({"username": "jo", "root_post": ROOT}, False),
        ({"username": "bo", "root_post": {**ROOT, "owner_id": "90210", "username": "bo"}}, False),
        ({"username": "acme", "root_post": {"id": "1"}}, False),
        ({"username": "acme", "is_reply_owned_by_me": True}, True),
        ({"root_post": {"id": "1", "owner_id": US}}, False),
    ],
    ids=["owner", "owner by number", "guest", "another's post", "not told", "told", "nobody named"],
)
def test_our_own_reply_is_known_by_the_owner_of_the_first_post(value: dict[str, Any], ours: bool) -> None:
    """Taken for a stranger's it would be answered; a stranger's taken for ours would not be."""
    assert [one.author.is_us for one in read("replies", **value)] == [ours]


def test_names_of_ours_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_THREADS_USERNAMES", "78901=@Acme, 78901=acme.old,55=other")
    said = [read("replies", username=name)[0].author.is_us for name in ("acme", "ACME.old", "other", "jo")]
    assert said == [True, True, False, False]


@pytest.mark.parametrize("odd", ["acme", "acme=78901", "78901=", "78901=a b", "=acme", "78901=acme;55=b"])
def test_odd_names_are_said_at_once(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("HEARD_THREADS_USERNAMES", odd)
    with pytest.raises(ConfigurationError, match="HEARD_THREADS_USERNAMES"):
        Threads()


def test_one_object_is_of_one_kind_under_whichever_field_it_comes() -> None:
    """A reply to us that names us comes twice; whichever is first decides what becomes of it."""
    value = {"username": "jo", "root_post": ROOT, "replied_to": {"id": "1"}}
    assert read("replies", **value) == read("mentions", **value)
    assert read("mentions", username="jo")[0].kind is Kind.MENTION


def test_a_publish_that_tells_nothing_is_not_taken_for_the_reply_it_may_be() -> None:
    """Else the reply's own event, which stops a clock, would be passed over as known already."""
    assert read("publish", username="acme") == ()
    assert read("publish", username="acme", is_reply=True) == ()
    assert [one.place.answers for one in read("publish", replied_to={"id": "9"})] == ["9"]


# --- lengths ---


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 500, True),
        ("a" * 501, False),
        ("色" * 500, True),
        ("é" * 500, True),
        ("^~|" * 166, True),
        ("🌻" * 125, True),
        ("🌻" * 125 + "a", False),
        ("❤️" * 83, True),
        ("❤️" * 84, False),
        ("👩‍👩‍👧‍👦" * 20, True),
        ("👩‍👩‍👧‍👦" * 21, False),
    ],
    ids=lambda value: str(value)[:6],
)
def test_emoji_count_as_their_bytes(text: str, fits: bool) -> None:
    assert Threads().fit(text) is fits


# --- replying ---


def test_what_is_prepared_and_not_found_yet_was_not_said() -> None:
    """Error 24 right after preparing is a race on their side: it is prepared anew soon, and nothing is read back."""
    with pretend(Reply(200, '{"id":"9"}'), NOT_YET) as api, pytest.raises(PlatformUnavailable) as caught:
        client(api.base).perform(order(), 5.0)
    assert caught.value.retry_after is not None
    assert [asked.path for asked in api.asked] == ["/v1.0/78901/threads", "/v1.0/78901/threads_publish"]
    assert api.asked[0].field("reply_to_id") == "12"
    assert api.asked[0].field("text") == "Thank you"
    assert api.asked[0].field("auto_publish_text") is None


@pytest.mark.parametrize("lost", [Reply(500), Reply(cut=True), Reply(200, "{}"), Reply(200, "<html>")])
def test_a_lost_answer_of_the_second_step_is_read_back(lost: Reply) -> None:
    with pretend(Reply(200, '{"id":"9"}'), lost) as api, pytest.raises(OutcomeUnknown):
        client(api.base).perform(order(), 5.0)
    assert len(api.asked) == 2


def test_one_call_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_THREADS_PUBLISH", "one")
    with pretend(Reply(200, '{"id":"18"}')) as api:
        assert client(api.base).perform(order(reply_to="11"), 5.0) == "18"
        assert [asked.path for asked in api.asked] == ["/v1.0/78901/threads"]
        assert api.asked[0].field("auto_publish_text") == "true"
        assert api.asked[0].field("reply_to_id") == "11"
    with pretend(Reply(200, "{}")) as api, pytest.raises(OutcomeUnknown):
        client(api.base).perform(order(), 5.0)
    monkeypatch.setenv("HEARD_THREADS_PUBLISH", "three")
    with pytest.raises(ConfigurationError, match="HEARD_THREADS_PUBLISH"):
        client("http://127.0.0.1:1")


def test_a_reply_of_ours_that_hides_what_it_answers_is_no_clear_no() -> None:
    page = '{"data":[{"id":"60","timestamp":"2026-11-22T12:05:00+0000"}]}'
    with pretend(Reply(200, page)) as api, pytest.raises(OutcomeUnknown):
        client(api.base).find(order(), 5.0)


def test_reading_back_gives_up_after_some_pages() -> None:
    pages = [
        Reply(
            200,
            json.dumps(
                {
                    "data": [{"id": "60", "replied_to": {"id": "0"}, "timestamp": "2026-11-22T12:05:00+0000"}],
                    "paging": {"cursors": {"after": f"c{n}"}},
                }
            ),
        )
        for n in range(MOST_PAGES + 3)
    ]
    with pretend(*pages) as api, pytest.raises(OutcomeUnknown, match="cut off"):
        client(api.base).find(order(), 30.0)
    assert [asked.query.get("after") for asked in api.asked[:3]] == [None, "c0", "c1"]
    assert len(api.asked) == MOST_PAGES


# --- asking ---


def listing(base: str, **facts: Any) -> tuple[tuple[Interaction, ...], str | None]:
    listed = cast("Lister", client(base)).list(question(**facts), 5.0)
    return listed.interactions, listed.cursor


def test_our_own_reply_in_a_list_is_known_by_our_name() -> None:
    """The list names no owner; our name is learnt from our posts, and outlives a restart in the cursor."""
    reply = {"id": "2", "username": "Acme", "timestamp": "2026-11-22T11:00:00+0000", "replied_to": {"id": "1"}}
    with pretend(Reply(200, '{"data":[{"id":"1","username":"acme"}]}')) as api:
        _, cursor = listing(api.base)
    with pretend(Reply(200, json.dumps({"data": [reply]}))) as api:
        found, _ = listing(api.base, cursor=cursor)
    assert [(one.object, one.author.is_us) for one in found] == [("2", True)]


def test_a_post_taken_down_meanwhile_does_not_stop_the_asking() -> None:
    with pretend(Reply(200, '{"data":[{"id":"1"},{"id":"3"}]}')) as api:
        _, cursor = listing(api.base)
    with pretend(Reply(400, '{"error":{"code":100,"error_subcode":33}}')) as api:
        found, cursor = listing(api.base, cursor=cursor)
        assert found == ()
    with pretend(Reply(400, '{"error":{"code":10}}')) as api, pytest.raises(ActionRefused):
        listing(api.base, cursor=cursor)
    assert api.asked[0].path == "/v1.0/3/conversation"


def test_more_posts_than_a_cursor_can_hold_are_not_left_out_in_silence() -> None:
    posts = [{"id": f"{18_000_000_000_000_000 + number}"} for number in range(400)]
    page = Reply(200, json.dumps({"data": posts}))
    with pretend(page) as api, pytest.raises(OutcomeUnknown, match="HEARD_THREADS_LIST_DAYS"):
        listing(api.base)


@pytest.mark.parametrize("cursor", ["", "odd", "[]", '{"stage":"else"}', '{"stage":"done"}'])
def test_a_cursor_of_another_release_is_no_end(cursor: str) -> None:
    with pretend(Reply(200, '{"data":[]}')) as api, pytest.raises(OutcomeUnknown):
        listing(api.base, cursor=cursor)
    assert api.asked == []


def test_a_list_that_goes_round_in_a_circle_is_no_end() -> None:
    with pretend(Reply(200, '{"data":[{"id":"1","has_replies":false}],"paging":{"cursors":{"after":"P1"}}}')) as api:
        _, cursor = listing(api.base)
        with pytest.raises(OutcomeUnknown, match="twice"):
            listing(api.base, cursor=cursor)


def test_how_far_back_posts_are_asked_for_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_THREADS_LIST_DAYS", "1")
    with pretend(Reply(200, '{"data":[]}')) as api:
        listing(api.base)
    assert api.asked[0].query["since"] == str(int((RECEIVED - timedelta(days=1, hours=2)).timestamp()))
    monkeypatch.setenv("HEARD_THREADS_LIST_DAYS", "many")
    with pytest.raises(ConfigurationError, match="HEARD_THREADS_LIST_DAYS"):
        _ = Threads().lists


# --- renewing ---


def renew(base: str) -> Grant:
    held = Grant(Secret("old-token"), None, None)
    return Threads().renew(held, {}, account=US, now=RECEIVED, timeout=5.0, base_url=base)


def test_a_token_is_renewed_for_as_long_as_threads_says() -> None:
    with pretend(Reply(200, '{"access_token":"new-token","token_type":"bearer","expires_in":5183944}')) as api:
        grant = renew(api.base)
    assert grant.access.reveal() == "new-token"
    assert grant.refresh is None
    assert grant.expires_at == RECEIVED + timedelta(seconds=5183944)
    asked = api.asked[0]
    assert (asked.method, asked.path) == ("GET", "/refresh_access_token")
    assert asked.query == {"grant_type": "th_refresh_token", "access_token": "old-token"}


def test_the_token_can_be_kept_out_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_THREADS_RENEW_BY", "header")
    with pretend(Reply(200, '{"access_token":"new-token"}')) as api:
        assert renew(api.base).expires_at is None
    assert api.asked[0].query == {"grant_type": "th_refresh_token"}
    assert api.asked[0].headers["authorization"] == "Bearer old-token"


@pytest.mark.parametrize(
    ("reply", "means"),
    [
        (Reply(401, '{"error":{"code":190}}'), ActionRefused),
        (Reply(400, '{"error":{"code":10}}'), ActionRefused),
        (Reply(400, '{"error":{"code":100}}'), PlatformUnavailable),
        (Reply(400, "{}"), PlatformUnavailable),
        (Reply(429, "{}"), PlatformUnavailable),
        (Reply(500, "{}"), OutcomeUnknown),
        (Reply(200, "{}"), OutcomeUnknown),
        (Reply(200, '{"access_token":7}'), OutcomeUnknown),
    ],
    ids=["dead", "no permission", "too young", "no code", "too many", "server", "nothing", "odd"],
)
def test_only_a_dead_token_needs_a_person(reply: Reply, means: type[Exception]) -> None:
    """Taken for dead, an account falls silent until somebody logs in again."""
    with pretend(reply) as api, pytest.raises(means) as caught:
        renew(api.base)
    assert "old-token" not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize("seconds", ['"5"', "true", "-1", "0", "null", "1e400"])
def test_an_odd_end_is_not_told(seconds: str) -> None:
    with pretend(Reply(200, f'{{"access_token":"new-token","expires_in":{seconds}}}')) as api:
        assert renew(api.base).expires_at is None
