"""What only Facebook does: its error codes, its two levels of comments, its settings, its lists of lists."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.core.errors import ActionRefused, ActionUnsupported, ConfigurationError, OutcomeUnknown
from shared.core.interaction import Kind
from shared.core.ports import Capability, Client, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.platforms._meta import MOST_PAGES, proof
from shared.platforms.facebook import Facebook
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Reply, delivery, pretend

PAGE = "102030405060708"
COMMENT = "998877665544332_443322110099887"
KEYS = {"signing": (Secret("current-app-secret"), Secret("old-app-secret"))}


def client(base_url: str) -> Client:
    return Facebook().client(account=PAGE, token=Secret("page-token"), base_url=base_url, keys=KEYS)


def order(capability: Capability, **facts: Any) -> Order:
    given = {"object": COMMENT, "reply_to": None, "person": None, "text": "Thank you", **facts}
    return Order(capability=capability, account=PAGE, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


def test_proof_is_made_with_the_current_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one: Facebook knows only the newest after a rotation."""
    monkeypatch.setenv("HEARD_META_APPSECRET_PROOF", "yes")
    with pretend(Reply(200, '{"success":true}')) as api:
        client(api.base).perform(order(Capability.LIKE), 5.0)
    assert api.asked[0].query["appsecret_proof"] == proof(Secret("current-app-secret"), Secret("page-token"))
    with pytest.raises(ConfigurationError, match="signing"):
        Facebook().client(account=PAGE, token=Secret("t"), keys={})


def test_graph_version_is_set_for_all_of_meta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_META_GRAPH_VERSION", "v27.1")
    with pretend(Reply(200, '{"success":true}')) as api:
        client(api.base).perform(order(Capability.LIKE), 5.0)
    assert api.asked[0].path == f"/v27.1/{COMMENT}/likes"


def test_repeated_private_reply_is_for_a_person_unless_set_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = Reply(400, '{"error":{"code":10900}}')
    with pretend(refused) as api, pytest.raises(ActionRefused, match="already sent"):
        client(api.base).perform(order(Capability.PRIVATE_REPLY), 5.0)
    monkeypatch.setenv("HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY", "done")
    with pretend(refused) as api:
        assert client(api.base).perform(order(Capability.PRIVATE_REPLY), 5.0) is None
    monkeypatch.setenv("HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY", "")
    with pytest.raises(ConfigurationError, match="HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY"):
        client("http://127.0.0.1:1")


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


def test_where_it_is_hidden_by_whom_the_words_tell() -> None:
    """Not found, our comment would be made again."""
    at, other = "2026-11-22T12:00:40+0000", {"id": "77"}
    hidden = {"id": "332_9", "created_time": at, "message": "Thank you"}
    for comment, found in (
        (hidden, "332_9"),
        ({**hidden, "from": other}, None),
        ({**hidden, "message": "Thanks"}, None),
        ({**hidden, "created_time": "2026-11-22T11:58:29+0000"}, None),
    ):
        with pretend(Reply(200, json.dumps({"data": [comment]}))) as api:
            assert client(api.base).find(order(Capability.REPLY), 5.0) == found


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


@pytest.mark.parametrize(
    ("body", "skipped"),
    [
        ({"object": "page", "entry": [{"id": PAGE, "messaging": [{}]}, {"id": PAGE, "standby": [{}]}]}, "messenger"),
        ({"object": "instagram", "entry": [{"id": "1", "changes": []}]}, "instagram"),
        ({"object": "whatsapp_business_account", "entry": []}, "whatsapp"),
        ({"object": "threads", "entry": []}, "threads"),
        ({"object": "permissions", "entry": []}, "object.permissions"),
    ],
    ids=["messenger", "instagram", "whatsapp", "threads", "permissions"],
)
def test_another_modules_part_goes_by_its_name(body: dict[str, Any], skipped: str) -> None:
    """In one app's deliveries each module reads its own; a name that nobody knows would be counted as lost."""
    reading = Facebook().read(delivery(json.dumps(body).encode(), ()))
    assert set(reading.skipped) == {skipped}
    assert reading.interactions == reading.unreadable == ()


def test_a_private_reply_is_out_of_reach_after_a_week() -> None:
    assert Facebook().in_time(Capability.PRIVATE_REPLY, timedelta(days=7))
    assert not Facebook().in_time(Capability.PRIVATE_REPLY, timedelta(days=7, seconds=1))
    assert Facebook().in_time(Capability.REPLY, timedelta(days=400))


def question(**facts: Any) -> Question:
    return Question(since=RECEIVED - timedelta(hours=2), now=RECEIVED, **facts)


def test_how_far_back_posts_are_asked_for_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comments come to old posts too; those under older ones are found only where something waits."""
    monkeypatch.setenv("HEARD_FACEBOOK_LIST_DAYS", "3")
    with pretend(Reply(200, '{"data":[]}')) as api:
        cast("Lister", client(api.base)).list(question(), 5.0)
    assert api.asked[0].query["since"] == str(int((RECEIVED - timedelta(days=3, hours=2)).timestamp()))
    for odd in ("", "-1", "1.5", "a week"):
        monkeypatch.setenv("HEARD_FACEBOOK_LIST_DAYS", odd)
        with pytest.raises(ConfigurationError, match="HEARD_FACEBOOK_LIST_DAYS"):
            _ = Facebook().lists


def test_what_waits_elsewhere_or_is_gone_does_not_stop_the_asking() -> None:
    """A mention under another Page's post has a name like our own comments', and Facebook says no to it."""
    with pretend(Reply(200, '{"data":[]}')) as api:
        first = cast("Lister", client(api.base)).list(question(open=("333_444", "335_1")), 5.0)
    with pretend(Reply(400, '{"error":{"code":100,"error_subcode":33}}')) as api:
        second = cast("Lister", client(api.base)).list(question(cursor=first.cursor), 5.0)
    assert api.asked[0].path == f"/v25.0/{PAGE}_333/comments"
    assert second.cursor is not None
    with pretend(Reply(400, '{"error":{"code":10}}')) as api, pytest.raises(ActionRefused):
        cast("Lister", client(api.base)).list(question(cursor=second.cursor), 5.0)
    with pretend(Reply(200, '{"data":[]}')) as api:
        assert cast("Lister", client(api.base)).list(question(cursor=second.cursor), 5.0).cursor is None


@pytest.mark.parametrize("cursor", ["", "odd", "[]", '{"posts":7}', '{"fed":true}'])
def test_a_cursor_of_another_release_is_no_end(cursor: str) -> None:
    with pretend(Reply(200, '{"data":[]}')) as api, pytest.raises(OutcomeUnknown):
        cast("Lister", client(api.base)).list(question(cursor=cursor), 5.0)
    assert api.asked == []


def test_a_list_that_goes_round_in_a_circle_is_no_end() -> None:
    page = Reply(200, '{"data":[],"paging":{"cursors":{"after":"F1"},"next":"{base}/x"}}')
    with pretend(page) as api:
        first = cast("Lister", client(api.base)).list(question(), 5.0)
        with pytest.raises(OutcomeUnknown, match="twice"):
            cast("Lister", client(api.base)).list(question(cursor=first.cursor), 5.0)


def test_a_feed_that_pages_by_time_is_followed_without_its_address() -> None:
    """Asked with a time, Facebook may name no cursor, and the address that it gives holds the token."""
    address = (
        "https://graph.example/v25.0/1/feed?access_token=zq&limit=10&since=5&until=1795000000&__paging_token=enc_A"
    )
    with pretend(Reply(200, json.dumps({"data": [], "paging": {"previous": "x", "next": address}}))) as api:
        first = cast("Lister", client(api.base)).list(question(), 5.0)
    assert first.cursor is not None
    assert "zq" not in first.cursor
    with pretend(Reply(200, '{"data":[]}')) as api:
        assert cast("Lister", client(api.base)).list(question(cursor=first.cursor), 5.0).cursor is None
    asked = api.asked[0].query
    assert (asked["until"], asked["__paging_token"], asked["since"]) == ("1795000000", "enc_A", "5")
    assert "access_token" not in asked
