"""What only YouTube does: XML from a hub, comments that must be asked for within a quota, a day that ends elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs

import pytest

from shared.core.delivery import Delivery
from shared.core.errors import (
    ActionRefused,
    ConfigurationError,
    DeliveryUnreadable,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Grant, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.platforms.youtube import YouTube
from shared.platforms.youtube._api import until_midnight
from shared.platforms.youtube._atom import MOST_ELEMENTS
from shared.platforms.youtube._client import YouTubeClient
from shared.platforms.youtube._listing import Cursor
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Asked, PretendApi, Reply, delivery, pretend

US = "UCacmeLamps_0000000000-A"
THREAD = "UgzOldOpen000000000005AaABAg"
SINCE = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEYS = {
    "signing": (Secret("test_hub_secret_of_acme"), Secret("an_older_hub_secret")),
    "verify": (Secret("test_verify_token_1"),),
    "client_id": (Secret("test-client-id"),),
    "client_secret": (Secret("test-client-secret"),),
}
ATOM = 'xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"'


def client(base_url: str, keys: Any = KEYS) -> YouTubeClient:
    return cast(YouTubeClient, YouTube().client(account=US, token=Secret("user-token"), base_url=base_url, keys=keys))


def order(**facts: Any) -> Order:
    given = {"object": THREAD, "reply_to": None, "person": "UCfan", "text": "Thank you, Zoë", **facts}
    return Order(capability=Capability.REPLY, account=US, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


def comment(named: str, at: str = "2026-11-22T11:00:00Z", edited: str | None = None, **snippet: Any) -> dict[str, Any]:
    about = {"textOriginal": "hello", "authorChannelId": {"value": "UCfan"}, "publishedAt": at, **snippet}
    return {"id": named, "snippet": {**about, "updatedAt": edited or at}}


def thread(named: str, count: int = 0, at: str = "2026-11-22T11:00:00Z", **facts: Any) -> dict[str, Any]:
    top = comment(named, at, facts.pop("edited", None))
    return {
        "id": named,
        "snippet": {"videoId": "aB3dE-f_9hI", "topLevelComment": top, "totalReplyCount": count},
        **facts,
    }


def page(*items: dict[str, Any], token: str | None = None) -> Reply:
    return Reply(200, json.dumps({"items": items, **({"nextPageToken": token} if token else {})}))


def refused(status: int, reason: str) -> Reply:
    return Reply(status, json.dumps({"error": {"code": status, "errors": [{"reason": reason}]}}))


def sweep(api: PretendApi, *open_: str) -> tuple[list[Interaction], list[Asked]]:
    """A whole asking, each page by a client that knows nothing but the cursor."""
    cursor: str | None = None
    came: list[Interaction] = []
    for _ in range(30):
        lister: Lister = client(api.base)
        listed = lister.list(Question(since=SINCE, now=RECEIVED, cursor=cursor, open=open_), 5.0)
        came += listed.interactions
        cursor = listed.cursor
        if cursor is None:
            return came, api.asked
    pytest.fail("an asking that never ends")


class TestFeed:
    @pytest.mark.parametrize(
        "body",
        [
            f'<?xml version="1.0" encoding="UTF-7"?><!DOCTYPE feed><feed {ATOM}/>',
            f'<!DOCTYPE feed [<!ENTITY % p "x">]><feed {ATOM}/>',
            f'<!DOCTYPE feed [<!ATTLIST feed a CDATA "x">]><feed {ATOM}/>',
            f"<feed {ATOM}>" + "<entry/>" * MOST_ELEMENTS + "</feed>",
            f"<feed {ATOM}>" + "<a>" * 64 + "</a>" * 64 + "</feed>",
            f"<feed {ATOM}>&undeclared;</feed>",
            '<feed xmlns="http://www.w3.org/2005/atom"/>',
        ],
    )
    def test_what_could_expand_or_exhaust_is_not_read(self, body: str) -> None:
        with pytest.raises(DeliveryUnreadable):
            YouTube().read(delivery(body.encode(), ()))

    def test_another_encoding_cannot_be_declared(self) -> None:
        """Otherwise the same bytes could be one feed to us and another to whoever looks into it."""
        body = (
            f'<?xml version="1.0" encoding="ISO-8859-1"?><feed {ATOM}><entry><yt:videoId>v</yt:videoId>'
            f"<yt:channelId>{US}</yt:channelId><title>café</title></entry></feed>"
        )
        (one,) = YouTube().read(delivery(body.encode(), ())).interactions
        assert one.text == "café"

    @pytest.mark.parametrize(
        ("updated", "change"),
        [
            ("2026-11-22T11:59:59+00:00", Change.NEW),
            ("2026-11-22T12:00:00+00:00", Change.NEW),
            ("2026-11-22T12:00:01+00:00", Change.EDITED),
        ],
    )
    def test_new_and_changed_videos_look_alike_but_for_their_times(self, updated: str, change: Change) -> None:
        body = (
            f"<feed {ATOM}><entry><yt:videoId>v</yt:videoId><yt:channelId>{US}</yt:channelId>"
            f"<published>2026-11-22T11:00:00+00:00</published><updated>{updated}</updated></entry></feed>"
        )
        (one,) = YouTube().read(delivery(body.encode(), ())).interactions
        assert one.change is change
        assert one.author.is_us

    def test_a_secret_that_the_hub_does_not_take(self) -> None:
        assert YouTube().unusable("signing", Secret("é" * 99)) is None
        assert "199 bytes" in str(YouTube().unusable("signing", Secret("é" * 100)))
        assert YouTube().unusable("verify", Secret("a" * 300)) is None


class TestSubscribing:
    def test_asks_the_hub_with_both_secrets_and_without_the_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pretend(Reply(202, "")) as api:
            monkeypatch.setenv("HEARD_YOUTUBE_HUB", f"{api.base}/hub")
            monkeypatch.setenv("HEARD_YOUTUBE_TOPIC", "xml/feeds")
            client("http://127.0.0.1:1").subscribe("https://heard.example/youtube", 5.0)
        (asked,) = api.asked
        assert (asked.method, asked.path, asked.query) == ("POST", "/hub", {})
        assert "authorization" not in asked.headers
        assert {name: value for name, (value,) in parse_qs(asked.body.decode()).items()} == {
            "hub.mode": "subscribe",
            "hub.topic": f"https://www.youtube.com/xml/feeds/videos.xml?channel_id={US}",
            "hub.callback": "https://heard.example/youtube",
            "hub.secret": "test_hub_secret_of_acme",
            "hub.lease_seconds": "864000",
            "hub.verify": "async",
            "hub.verify_token": "test_verify_token_1",
        }

    @pytest.mark.parametrize("spelled", ["feeds", "xml/feeds"])
    def test_passes_the_test_of_what_it_asked_for(self, spelled: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEARD_YOUTUBE_TOPIC", spelled)
        with pretend(Reply(202, "")) as api:
            client(api.base + "/").subscribe("https://heard.example/youtube", 5.0)
        (asked,) = api.asked
        assert asked.path == "/subscribe"
        told = ("hub.mode", "hub.topic", "hub.lease_seconds", "hub.verify_token")
        query = (*((name, str(asked.field(name))) for name in told), ("hub.challenge", "abc123"))
        given = Delivery(method="GET", connection="test", body=b"", received_at=RECEIVED, query=query)
        assert YouTube().challenge(given, KEYS).body == b"abc123"

    def test_the_probe_is_a_challenge_that_is_passed(self) -> None:
        query = YouTube().probe(KEYS)
        given = Delivery(method="GET", connection="test", body=b"", received_at=RECEIVED, query=query)
        assert YouTube().challenge(given, KEYS).body == dict(query)["hub.challenge"].encode()

    def test_a_refusal_is_told_without_the_secrets(self) -> None:
        with pretend(Reply(400, "bad callback test_hub_secret_of_acme")) as api, pytest.raises(ActionRefused) as caught:
            client(api.base).subscribe("https://heard.example/youtube", 5.0)
        assert "test_" not in str(caught.value)

    @pytest.mark.parametrize("missing", ["signing", "verify"])
    def test_needs_both_secrets(self, missing: str) -> None:
        with pretend(Reply(202, "")) as api:
            for none in ({}, {missing: ()}):
                keys = {use: given for use, given in KEYS.items() if use != missing} | none
                with pytest.raises(ConfigurationError, match=missing):
                    client(api.base, keys).subscribe("https://heard.example/youtube", 5.0)
        assert api.asked == []


class TestRenewing:
    def renew(self, base: str, refresh: str | None = "1//refresh", keys: Any = KEYS) -> Grant:
        held = Grant(Secret("old-access"), None if refresh is None else Secret(refresh), None)
        return YouTube().renew(held, keys, account=US, now=RECEIVED, timeout=5.0, base_url=base)

    def test_gets_a_new_token_and_keeps_the_refresh_token(self) -> None:
        told = '{"access_token": "new-access", "expires_in": 3599, "token_type": "Bearer"}'
        with pretend(Reply(200, told)) as api:
            grant = self.renew(api.base)
        (asked,) = api.asked
        assert (asked.method, asked.path, asked.query) == ("POST", "/token", {})
        assert "authorization" not in asked.headers
        assert {name: value for name, (value,) in parse_qs(asked.body.decode()).items()} == {
            "grant_type": "refresh_token",
            "refresh_token": "1//refresh",
            "client_id": "test-client-id",
            "client_secret": "test-client-secret",
        }
        assert (grant.access.reveal(), grant.refresh) == ("new-access", None)
        assert grant.expires_at == RECEIVED + timedelta(seconds=3599)

    def test_has_an_address_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pretend(Reply(200, '{"access_token": "a"}')) as api:
            monkeypatch.setenv("HEARD_YOUTUBE_TOKEN_URL", f"{api.base}/o/token")
            assert self.renew("http://127.0.0.1:1").expires_at is None
        assert api.asked[0].path == "/o/token"

    @pytest.mark.parametrize(
        ("reply", "means"),
        [
            (Reply(400, '{"error": "invalid_grant"}'), ActionRefused),
            (Reply(503, ""), PlatformUnavailable),
            (Reply(cut=True), PlatformUnavailable),
            (Reply(200, "{}"), PlatformUnavailable),
        ],
    )
    def test_a_lost_answer_used_nothing_up(self, reply: Reply, means: type[PlatformError]) -> None:
        with pretend(reply) as api, pytest.raises(means) as caught:
            self.renew(api.base)
        assert "refresh" not in caught.value.why

    def test_says_what_is_missing(self) -> None:
        with pytest.raises(ActionRefused, match="log in"):
            self.renew("http://127.0.0.1:1", refresh=None)
        with pytest.raises(ConfigurationError, match="client_secret"):
            self.renew("http://127.0.0.1:1", keys={"signing": KEYS["signing"]})


class TestAsking:
    def test_a_calm_minute_costs_one_unit(self) -> None:
        """What is open and was on the page is not asked for again."""
        with pretend(page(thread(THREAD))) as api:
            came, asked = sweep(api, THREAD, f"{THREAD}.9abc")
        assert [one.object for one in came] == [THREAD]
        assert len(asked) == 1

    def test_pages_end_where_threads_are_too_old(self) -> None:
        old = thread("UgzOld", at="2026-11-22T09:49:59Z")
        with pretend(page(old, thread(THREAD), token="T2"), page(thread("UgzNew"), old, token="T3")) as api:
            came, asked = sweep(api)
        assert [one.object for one in came] == ["UgzOld", THREAD, "UgzNew", "UgzOld"]
        assert [one.query.get("pageToken") for one in asked] == [None, "T2"]

    def test_what_an_earlier_page_told_is_not_told_again(self) -> None:
        with pretend(page(thread(THREAD), token="T2"), page(), page(thread(THREAD, 9))) as api:
            came, asked = sweep(api, THREAD)
        assert [one.object for one in came] == [THREAD]
        assert [one.query.get("id") for one in asked] == [None, None, THREAD]

    def test_an_open_thread_at_the_end_of_the_page_is_read_in_full(self) -> None:
        old = thread(THREAD, 3, at="2026-11-01T00:00:00Z")
        with pretend(page(old), page(comment(f"{THREAD}.9abc", parentId=THREAD))) as api:
            came, asked = sweep(api, THREAD)
        assert [one.object for one in came] == [THREAD, f"{THREAD}.9abc"]
        assert asked[1].query["parentId"] == THREAD

    def test_one_that_is_gone_does_not_hide_the_others(self) -> None:
        """Should YouTube refuse the whole list for one of them, each is asked for by itself."""
        other = "UgzAnother00000000001AaABAg"
        reply = comment(f"{other}.9abc", parentId=other)
        with pretend(
            page(), refused(404, "commentThreadNotFound"), refused(404, "commentNotFound"), page(reply)
        ) as api:
            came, asked = sweep(api, THREAD, f"{THREAD}.9abc", other)
        assert [(one.object, one.change) for one in came] == [
            (THREAD, Change.REMOVED),
            (f"{THREAD}.9abc", Change.REMOVED),
            (f"{other}.9abc", Change.NEW),
        ]
        assert asked[1].query["id"] == f"{THREAD},{other}"

    @pytest.mark.parametrize(
        "reply",
        [
            refused(403, "commentsDisabled"),
            refused(403, "forbidden"),
            refused(400, "parentCommentIsPrivate"),
            refused(400, "operationNotSupported"),
            refused(404, "notFound"),
            Reply(404, "{}"),
        ],
        ids=["switched off", "forbidden", "private", "not supported", "not found", "not said"],
    )
    def test_a_closed_thread_is_not_gone_and_stops_no_other(self, reply: Reply) -> None:
        """Nor is one that is refused for a reason that YouTube does not name: this token just read others."""
        with pretend(page(), reply) as api:
            came, asked = sweep(api, THREAD)
        assert came == []
        assert len(asked) == 3

    def test_for_a_whole_channel_forbidden_is_a_failure(self) -> None:
        with pretend(refused(403, "forbidden")) as api, pytest.raises(ActionRefused):
            sweep(api, THREAD)

    def test_a_token_that_may_no_longer_read_is_a_failure(self) -> None:
        for reply in (Reply(401, "{}"), refused(401, "authError"), refused(403, "insufficientPermissions")):
            with pretend(page(), page(), reply) as api, pytest.raises(ActionRefused):
                sweep(api, THREAD)

    @pytest.mark.parametrize(("can_reply", "details"), [(False, {"can_reply": "no"}), (True, {})])
    def test_where_nothing_can_be_said_is_known_of_each_reply(self, can_reply: bool, details: dict[str, str]) -> None:
        """Also of those that only reading the thread in full shows."""
        busy = thread(THREAD, 2)
        busy["snippet"]["canReply"] = can_reply
        with pretend(page(busy), page(comment(f"{THREAD}.9abc", parentId=THREAD))) as api:
            came, asked = sweep(api)
        assert [(one.object, one.details) for one in came] == [(THREAD, details), (f"{THREAD}.9abc", details)]
        assert {one.place.post for one in came} == {"aB3dE-f_9hI"}
        assert asked[1].query["parentId"] == THREAD

    @pytest.mark.parametrize("refusal", [None, refused(404, "commentThreadNotFound")], ids=["long", "one by one"])
    def test_long_threads_that_wait_take_turns(self, refusal: Reply | None) -> None:
        """All of them at every asking would use up the quota of a day, and nothing is heard until the next."""
        named = [f"UgzOpen{number:013}AaABAg" for number in range(20)]
        listed = refusal or page(*(thread(one, 9, at="2026-11-01T00:00:00Z") for one in named))
        with pretend(*(page(), listed, *[page()] * 5) * 20) as api:
            for turn in range(20):
                now, cursor = RECEIVED + timedelta(minutes=5 * turn), None
                for _ in range(7):
                    question = Question(since=SINCE, now=now, cursor=cursor, open=tuple(named))
                    cursor = client(api.base).list(question, 5.0).cursor
                assert cursor is None
                assert len(api.asked) == 7 * (turn + 1)
        assert {one.query.get("parentId") for one in api.asked} == {None, *named}

    def test_fifty_in_one_call(self) -> None:
        named = [f"UgzOpen{number:013}AaABAg" for number in range(60)]
        first, second = ([thread(one, at="2026-11-01T00:00:00Z") for one in part] for part in (named[:50], named[50:]))
        with pretend(page(), page(*first), page(*second)) as api:
            came, asked = sweep(api, *named)
        assert [one.object for one in came] == named
        assert [len(one.query.get("id", "").split(",")) for one in asked[1:]] == [50, 10]

    @pytest.mark.parametrize("token", ["NEXT", "a" * 300])
    def test_a_cursor_stays_small(self, token: str) -> None:
        """A hundred busy threads, and a hundred that are open, still fit into what the ledger keeps."""
        busy = [thread(f"UgzBusy{number:013}AaABAg", 9) for number in range(100)]
        open_ = tuple(f"UgzOpen{number:013}AaABAg" for number in range(100))
        with pretend(page(*busy), page(comment("UgzBusy.9abc"), token=token)) as api:
            question = Question(since=SINCE, now=RECEIVED, open=open_)
            cursor = client(api.base).list(question, 5.0).cursor
            assert cursor is not None
            listed = client(api.base).list(Question(since=SINCE, now=RECEIVED, open=open_, cursor=cursor), 5.0)
        assert listed.cursor is not None
        assert len(listed.cursor) <= 8192

    def test_the_same_page_again_is_no_end(self) -> None:
        with pretend(page(thread(THREAD), token="N")) as api, pytest.raises(OutcomeUnknown, match="cut off"):
            sweep(api)

    @pytest.mark.parametrize("cursor", ["", "{", "[]", '{"threads": 7}', "\ud800"])
    def test_a_cursor_of_another_release_begins_anew(self, cursor: str) -> None:
        with pretend(page(thread(THREAD))) as api:
            listed = client(api.base).list(Question(since=SINCE, now=RECEIVED, cursor=cursor), 5.0)
        assert [one.object for one in listed.interactions] == [THREAD]
        assert "pageToken" not in api.asked[0].query
        assert Cursor().threads == ""

    @pytest.mark.parametrize(
        ("at", "edited", "changes"),
        [
            ("2026-11-22T11:00:00Z", "2026-11-22T11:00:00Z", [Change.NEW]),
            ("2026-11-22T11:00:00Z", "2026-11-22T11:01:00Z", [Change.NEW, Change.EDITED]),
            ("2026-11-22T09:51:00Z", "2026-11-22T09:59:00Z", [Change.NEW]),
            ("2026-11-01T00:00:00Z", "2026-11-22T10:00:00Z", [Change.EDITED]),
            ("2026-11-01T00:00:00Z", "2026-11-22T09:59:00Z", [Change.NEW]),
        ],
    )
    def test_an_edit_is_told_beside_a_new_comment_and_alone_of_an_old_one(
        self, at: str, edited: str, changes: list[Change]
    ) -> None:
        """Alone, the edit of a comment that nobody has told us of would wait five minutes for its original."""
        with pretend(page(thread(THREAD, at=at, edited=edited))) as api:
            came, _asked = sweep(api)
        assert [one.change for one in came] == changes
        assert [one.at for one in came if one.change is Change.EDITED] == [
            datetime.fromisoformat(edited) for change in changes if change is Change.EDITED
        ]

    def test_a_comment_without_an_id_spoils_the_list(self) -> None:
        with pretend(page({"snippet": {"topLevelComment": {"snippet": {}}}})) as api, pytest.raises(OutcomeUnknown):
            sweep(api)


class TestAnswering:
    def test_an_answer_to_a_reply_hangs_on_the_comment_above(self) -> None:
        for facts in ({"object": f"{THREAD}.9abc"}, {"object": f"{THREAD}.9abc", "reply_to": THREAD}):
            with pretend(Reply(200, f'{{"id": "{THREAD}.9new"}}')) as api:
                assert client(api.base).perform(order(**facts), 5.0) == f"{THREAD}.9new"
            assert api.asked[0].field("snippet.parentId") == THREAD

    @pytest.mark.parametrize(
        ("snippet", "found"),
        [
            ({"textOriginal": "Thank you, Zoe\u0308 "}, True),
            ({"textOriginal": "Thank\nyou, Zoë"}, True),
            ({"textOriginal": "Thank you, Kei"}, False),
            ({"textOriginal": ""}, False),
            ({"textOriginal": None, "textDisplay": "Thank you, <b>Zoë</b>"}, True),
        ],
    )
    def test_its_words_tell_whose_answer_it_is(self, snippet: dict[str, Any], found: bool) -> None:
        mine = comment(f"{THREAD}.9new", "2026-11-22T12:00:31Z", authorChannelId={"value": US}, **snippet)
        with pretend(page(mine)) as api:
            assert client(api.base).find(order(), 5.0) == (f"{THREAD}.9new" if found else None)

    def test_where_no_replies_are_taken_no_machine_tries(self) -> None:
        closed = Interaction(
            platform="youtube",
            account=US,
            object=THREAD,
            kind=Kind.COMMENT,
            received_at=RECEIVED,
            details={"can_reply": "no"},
        )
        opened = Interaction(platform="youtube", account=US, object=THREAD, kind=Kind.COMMENT, received_at=RECEIVED)
        may = [YouTube().allows(Capability.REPLY, one) for one in (closed, opened)]
        assert [None if one is None else one.may for one in may] == [May.NEVER, May.AUTO]


class TestQuota:
    @pytest.mark.parametrize(
        ("now", "hours"),
        [
            (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), 20),
            (datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC), 1 / 3600),
            (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), 24),
            (datetime(2026, 11, 1, 7, 0, tzinfo=UTC), 25),
            (datetime(2027, 3, 14, 8, 0, tzinfo=UTC), 23),
            (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), 1),
        ],
    )
    def test_the_day_ends_in_los_angeles(self, now: datetime, hours: float) -> None:
        assert until_midnight(now) == pytest.approx(hours * 3600)

    def test_settings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEARD_YOUTUBE_POLL_MINUTES", "1")
        monkeypatch.setenv("HEARD_YOUTUBE_LOOK_BACK_HOURS", "2")
        monkeypatch.setenv("HEARD_YOUTUBE_UNITS_PER_DAY", "9000")
        listing = YouTube().lists
        assert (listing.every, listing.back) == (timedelta(minutes=1), timedelta(hours=2))
        assert (listing.units, listing.day_zone) == (9000, "America/Los_Angeles")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("POLL_MINUTES", "0"),
            ("POLL_MINUTES", "61"),
            ("POLL_MINUTES", "1.5"),
            ("LOOK_BACK_HOURS", "1"),
            ("UNITS_PER_DAY", "many"),
            ("UNITS_PER_DAY", "٣"),
            ("TOPIC", "xml"),
        ],
    )
    def test_a_setting_out_of_bounds_is_named(self, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(f"HEARD_YOUTUBE_{name}", value)
        with pytest.raises(ConfigurationError, match=f"HEARD_YOUTUBE_{name}: .* expected"):
            YouTube().lists if name != "TOPIC" else client("http://127.0.0.1:1")
