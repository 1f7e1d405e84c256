"""What only Instagram does: many names of one account, mentions without words, two logins, comments in pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.core.errors import (
    ActionRefused,
    ActionUnsupported,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability, Grant, Lister, May, Order, Question
from shared.core.secret import Secret
from shared.core.sla import By
from shared.platforms.instagram import Instagram
from tests.contracts._platforms import FIRST_SENT, RECEIVED, TOKEN, Fixtures, Reply, delivery, pretend

ACCOUNT = "17841400000000001"
PERSON = "5550001112227"
KEYS = {"signing": (Secret("instagram-app-secret"),)}
HELD = Grant(Secret(TOKEN), None, RECEIVED + timedelta(days=3))
HOUR = timedelta(hours=1)
FIXTURES = Fixtures("instagram")


def client(base_url: str) -> Any:
    return Instagram().client(account=ACCOUNT, token=Secret(TOKEN), base_url=base_url, keys=KEYS)


def order(capability: Capability, *, age: timedelta | None = None, **facts: Any) -> Order:
    asked_at = None if age is None else FIRST_SENT - age
    given = {"object": "17900000000000011", "reply_to": None, "person": PERSON, "text": "Grazie", **facts}
    return Order(
        capability=capability,
        account=ACCOUNT,
        key="k",
        first_sent=FIRST_SENT,
        at=FIRST_SENT,
        asked_at=asked_at,
        **given,
    )


def read(field: str, value: dict[str, Any], account: str = ACCOUNT) -> Interaction:
    entry = {"id": account, "time": 1790000000, "changes": [{"field": field, "value": value}]}
    (one,) = Instagram().read(delivery(json.dumps({"object": "instagram", "entry": [entry]}).encode(), ())).interactions
    return one


def message(sender: str = PERSON, recipient: str = ACCOUNT, **facts: Any) -> dict[str, Any]:
    told = {"mid": "aWdfMQ", "text": "ciao", **facts}
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": 1790000000123, "message": told}


COMMENT = {"id": "1", "text": "a", "media": {"id": "5"}, "from": {"id": PERSON, "username": "mina"}}
STORY = message(attachments=[{"type": "story_mention", "payload": {"url": "https://lookaside.example/m"}}], text=None)
REACTION = {"sender": {"id": PERSON}, "recipient": {"id": ACCOUNT}, "reaction": {"mid": "aWdfMQ", "action": "react"}}
HEARD = {
    "comment": lambda: read("comments", COMMENT),
    "live comment": lambda: read("live_comments", COMMENT),
    "mention": lambda: read("mentions", {"media_id": "5", "comment_id": "6"}),
    "story mention": lambda: read("messages", STORY),
    "message": lambda: read("messages", message()),
    "reaction": lambda: read("message_reactions", REACTION),
}


@pytest.mark.parametrize(
    ("heard", "may"),
    [
        ("comment", {Capability.REPLY, Capability.PRIVATE_REPLY}),
        ("live comment", {Capability.PRIVATE_REPLY}),
        ("mention", {Capability.REPLY}),
        ("story mention", set(Capability)),
        ("message", {Capability.LIKE, Capability.DIRECT_MESSAGE}),
        ("reaction", set()),
    ],
)
def test_what_may_be_done_about_what(heard: str, may: set[Capability]) -> None:
    """Comments cannot be liked, live ones not replied to, and a mention elsewhere has nobody to write to."""
    interaction, platform = HEARD[heard](), Instagram()
    told = {capability: platform.allows(capability, interaction) for capability in platform.capabilities}
    assert {capability for capability, policy in told.items() if policy and policy.may is May.AUTO} == may
    assert all(policy and policy.may in (May.AUTO, May.NEVER) and policy.source for policy in told.values())


def test_who_stands_by_never_answers() -> None:
    (copy,) = FIXTURES.read(FIXTURES.body("standby")).interactions
    for capability in Instagram.capabilities:
        policy = Instagram().allows(capability, copy)
        assert policy is not None
        assert policy.may is May.NEVER


# Names of our own accounts


def test_one_account_has_several_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages with Facebook Login carry another id, and a comment of ours may tell the user name alone."""
    other = "17842400000000009"
    ours = {**COMMENT, "from": {"id": "5550007777777", "username": "Acme.Books"}}
    assert read("messages", message(recipient=other), other).account == other
    assert not read("comments", ours).author.is_us
    monkeypatch.setenv("HEARD_INSTAGRAM_OWN_IDS", f"{other}={ACCOUNT}, acme.books = {ACCOUNT},")
    to_us = read("messages", message(recipient=other), other)
    assert (to_us.account, to_us.author.id, to_us.author.is_us) == (ACCOUNT, PERSON, False)
    by_us = read("messages", message(sender=other, recipient=PERSON, is_echo=True), other)
    assert (by_us.account, by_us.author.id, by_us.author.is_us, by_us.place.thread) == (ACCOUNT, ACCOUNT, True, PERSON)
    assert read("comments", ours).author.is_us
    assert not read("comments", COMMENT).author.is_us


@pytest.mark.parametrize("value", ["17842400000000009", "=1", "1=", "a=b,c"])
def test_a_name_without_an_account_is_said_at_once(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_INSTAGRAM_OWN_IDS", value)
    with pytest.raises(ConfigurationError, match="HEARD_INSTAGRAM_OWN_IDS"):
        Instagram()


def test_the_person_of_an_echo_is_found_by_the_flag_alone() -> None:
    """Under an id of ours that nobody named, it is the sender who is not taken for the person."""
    echo = read("messages", message(sender="17842400000000009", recipient=PERSON, is_echo=True))
    assert (echo.author.is_us, echo.place.thread) == (True, PERSON)


def test_automations_named_are_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_INSTAGRAM_MACHINE_APPS", "99")
    by_app = [read("messages", message(ACCOUNT, PERSON, is_echo=True, app_id=app)) for app in (99, 98)]
    assert [one.author.is_bot for one in by_app] == [True, False]


# Mentions


def test_a_mention_in_a_comment_is_that_comment() -> None:
    """Should a mention on a post of our own be told as a comment too, it is answered once."""
    comment = read("comments", COMMENT)
    assert read("mentions", {"media_id": "5", "comment_id": "1"}).key == comment.key
    assert read("mentions", {"media_id": "5"}).key != comment.key


@pytest.mark.parametrize(
    ("facts", "sent"),
    [
        ({"object": "mention/5"}, {"media_id": "5", "comment_id": None}),
        ({"object": "6", "reply_to": "mention/5/6"}, {"media_id": "5", "comment_id": "6"}),
    ],
)
def test_a_mention_is_answered_where_it_was_made(facts: dict[str, Any], sent: dict[str, Any]) -> None:
    with pretend(Reply(200, '{"id":"9"}')) as api:
        assert client(api.base).perform(order(Capability.REPLY, **facts), 5.0) == "9"
    (asked,) = api.asked
    assert asked.path == f"/v25.0/{ACCOUNT}/mentions"
    assert {name: asked.field(name) for name in sent} == sent
    assert asked.field("message") == "Grazie"


@pytest.mark.parametrize("facts", [{"object": "mention/5"}, {"object": "6", "reply_to": "mention/5/6"}])
def test_an_answer_to_a_mention_cannot_be_read_back(facts: dict[str, Any]) -> None:
    with pretend(Reply(200, '{"data":[]}')) as api:
        with pytest.raises(ActionUnsupported):
            client(api.base).find(order(Capability.REPLY, **facts), 5.0)
        assert api.asked == []


# What cannot be is not tried


@pytest.mark.parametrize(
    "wanted",
    [
        order(Capability.LIKE),
        order(Capability.DIRECT_MESSAGE),
        order(Capability.PRIVATE_REPLY, object="mention/5"),
        order(Capability.PRIVATE_REPLY, age=168 * HOUR, by=By.PERSON),
        order(Capability.DIRECT_MESSAGE, private=True, age=24 * HOUR),
        order(Capability.REPLY, private=True, age=24 * HOUR),
        order(Capability.LIKE, private=True, age=24 * HOUR, by=By.PERSON),
        order(Capability.LIKE, private=True, object=f"reaction/aWdfMQ/{PERSON}"),
    ],
    ids=[
        "like of a comment", "message to a commenter", "private reply to a mention", "private reply too late",
        "message too late", "thanks for a story too late", "heart too late", "heart on a heart",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_without_a_call(wanted: Order) -> None:
    with pretend(Reply(200, '{"message_id":"m"}')) as api:
        with pytest.raises(ActionRefused):
            client(api.base).perform(wanted, 5.0)
        assert api.asked == []


@pytest.mark.parametrize("capability", [Capability.REPLY, Capability.PRIVATE_REPLY, Capability.DIRECT_MESSAGE])
def test_a_mention_in_a_story_is_answered_by_a_message(capability: Capability) -> None:
    """Whatever the rule calls it: there is nothing to comment on."""
    with pretend(Reply(200, '{"message_id":"m"}')) as api:
        assert client(api.base).perform(order(capability, object="aWdfMw", private=True, age=HOUR), 5.0) == "m"
    (asked,) = api.asked
    assert (asked.path, asked.field("recipient.id")) == ("/v25.0/me/messages", PERSON)
    assert asked.field("message.metadata") is None


def test_a_person_writes_for_seven_days() -> None:
    with pretend(Reply(200, '{"message_id":"m"}')) as api:
        late = order(Capability.DIRECT_MESSAGE, private=True, age=100 * HOUR, by=By.PERSON)
        client(api.base).perform(late, 5.0)
    assert (api.asked[0].field("messaging_type"), api.asked[0].field("tag")) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_a_thank_you_for_a_story_is_read_back_in_the_conversation() -> None:
    with pretend(Reply(200, '{"data":[]}')) as api:
        assert client(api.base).find(order(Capability.REPLY, object="aWdfMw", private=True), 5.0) is None
    assert api.asked[0].path == "/v25.0/me/conversations"
    assert api.asked[0].query["user_id"] == PERSON


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 300, True),
        ("💛" * 250, True),
        ("💛" * 251, False),
        ("#a #b #c #d", True),
        ("#a #b #c #d #e", False),
        ("https://a.example", True),
        ("https://a.example HTTPS://b.example", False),
        ("\ud800", True),
    ],
)
def test_words_fit_comments_and_messages(text: str, fits: bool) -> None:
    assert Instagram().fit(text) is fits


def test_test_buttons_and_parts_of_a_page_are_told_apart() -> None:
    assert FIXTURES.read(FIXTURES.body("test_buttons")).skipped == ("test", "test")
    assert FIXTURES.read(FIXTURES.body("page_object")).skipped == ("facebook", "messenger")


# Two logins


@pytest.mark.parametrize("login", ["instagram", "facebook"])
def test_the_login_chooses_the_host(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[str] = []
    monkeypatch.setenv("HEARD_INSTAGRAM_LOGIN", login)
    monkeypatch.setattr(
        "shared.platforms.instagram.graph", lambda _name, address, _token, **_more: came.append(address)
    )
    Instagram().client(account=ACCOUNT, token=Secret(TOKEN))
    assert came == [f"https://graph.{login}.com"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_INSTAGRAM_LOGIN", "meta"),
        ("HEARD_INSTAGRAM_MEDIA_DAYS", "0"),
        ("HEARD_INSTAGRAM_MEDIA_DAYS", "3651"),
        ("HEARD_INSTAGRAM_MEDIA_DAYS", "a week"),
        ("HEARD_INSTAGRAM_MEDIA_DAYS", "٣"),
    ],
)
def test_a_wrong_setting_is_said_at_once(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name):
        client("http://127.0.0.1:1")


def test_a_page_token_is_examined_by_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """With Facebook Login `me` is the Page, and any one field of it lets Instagram's events through."""
    monkeypatch.setenv("HEARD_INSTAGRAM_LOGIN", "facebook")
    answers = (f'{{"id":"{ACCOUNT}"}}', '{"data":[{"id":"1","subscribed_fields":["feed"]}]}', '{"data":[]}')
    with pretend(*(Reply(200, body) for body in answers)) as api:
        assert [one.ok for one in client(api.base).examine(RECEIVED, 5.0)] == [True] * 4
    assert api.asked[0].path == f"/v25.0/{ACCOUNT}"


@pytest.mark.parametrize("by", ["", "query", "header"])
def test_a_token_asks_for_its_next_sixty_days(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Instagram's page shows it, unless the setting says otherwise."""
    if by:
        monkeypatch.setenv("HEARD_INSTAGRAM_RENEW_BY", by)
    body = '{"access_token":"the-next-one","token_type":"bearer","expires_in":5183944}'
    with pretend(Reply(200, body)) as api:
        given = Instagram().renew(HELD, KEYS, account=ACCOUNT, now=RECEIVED, timeout=5.0, base_url=api.base)
    assert (given.access.reveal(), given.expires_at) == ("the-next-one", RECEIVED + timedelta(seconds=5183944))
    (asked,) = api.asked
    assert (asked.method, asked.path, asked.query["grant_type"]) == ("GET", "/refresh_access_token", "ig_refresh_token")
    assert asked.query.get("access_token") == (None if by == "header" else TOKEN)
    assert asked.headers.get("authorization") == (f"Bearer {TOKEN}" if by == "header" else None)


@pytest.mark.parametrize("by", ["header", "query"])
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(400, '{"error":{"code":190}}'), ActionRefused),
        (Reply(400, '{"error":{"code":100}}'), PlatformUnavailable),
        (Reply(500, ""), OutcomeUnknown),
        (Reply(200, "{}"), OutcomeUnknown),
        (Reply(200, '{"access_token":7}'), OutcomeUnknown),
        (Reply(cut=True), OutcomeUnknown),
    ],
    ids=["ended", "too young", "500", "nothing", "no text", "no answer"],
)
def test_a_renewal_that_fails_says_how(
    reply: Reply, error: type[PlatformError], by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_INSTAGRAM_RENEW_BY", by)
    with pretend(reply) as api, pytest.raises(error) as caught:
        Instagram().renew(HELD, KEYS, account=ACCOUNT, now=RECEIVED, timeout=5.0, base_url=api.base)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_page_token_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_INSTAGRAM_LOGIN", "facebook")
    with pretend(Reply()) as api:
        given = Instagram().renew(HELD, KEYS, account=ACCOUNT, now=RECEIVED, timeout=5.0, base_url=api.base)
        assert api.asked == []
    assert given == Grant(HELD.access, None, None)


# What exists


def listed(
    page: str | Reply, cursor: str | None = None, *, wanted: tuple[str, ...] = ()
) -> tuple[list[str], str | None, str]:
    with pretend(Reply(200, page) if isinstance(page, str) else page) as api:
        lister: Lister = client(api.base)
        question = Question(since=RECEIVED - 2 * HOUR, now=RECEIVED, cursor=cursor, open=wanted)
        found = lister.list(question, 5.0)
    (asked,) = api.asked
    place = asked.path.removeprefix("/v25.0/") + (f"?{asked.query['after']}" if "after" in asked.query else "")
    return [one.object for one in found.interactions], found.cursor, place


def told(number: int, at: str = "2026-11-22T11:00:00+0000", **more: Any) -> dict[str, Any]:
    return {"id": str(number), "text": "a", "timestamp": at, **more}


def rows(*several: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    paging = {} if after is None else {"paging": {"cursors": {"after": after}, "next": "x"}}
    return {"data": list(several), **paging}


def test_a_listing_goes_on_from_its_cursor_alone() -> None:
    """Comments cut off are read on, then the next posts come, then where somebody still waits."""
    comments = rows(told(11, replies=rows(told(12), after="R1")), after="K1")
    first = json.dumps(rows(told(1, comments=comments), after="P1"))
    objects, cursor, place = listed(first, wanted=("90", "mention/5", "aWdfMQ"))
    assert (objects, place) == (["11", "12"], f"{ACCOUNT}/media")
    places = []
    while cursor is not None:
        again = listed(json.dumps(rows()), cursor)
        assert again == listed(json.dumps(rows()), cursor), "the same cursor gives the same page"
        _objects, cursor, place = again
        places.append(place)
    assert places == ["11/replies?R1", "1/comments?K1", f"{ACCOUNT}/media?P1", "90/replies"]


def test_our_own_comments_are_known_by_the_name_on_our_posts() -> None:
    """Under an id that nobody named they would be taken for a stranger's, and answered."""

    def by(number: int, name: str) -> dict[str, Any]:
        return told(number, **{"from": {"id": "5550007777777", "username": name}})

    def authors(page: dict[str, Any], cursor: str | None) -> tuple[list[bool], str | None]:
        with pretend(Reply(200, json.dumps(page))) as api:
            found = client(api.base).list(Question(since=RECEIVED - 2 * HOUR, now=RECEIVED, cursor=cursor), 5.0)
        return [one.author.is_us for one in found.interactions], found.cursor

    comments = rows(by(11, "acme.books"), by(12, "mina"), after="K1")
    ours, cursor = authors(rows(told(1, username="Acme.Books", comments=comments)), None)
    assert ours == [True, False]
    assert authors(rows(by(13, "Acme.Books"), by(14, "mina")), cursor) == ([True, False], None), "after a restart too"


def test_comments_end_at_the_oldest_wanted_and_posts_at_their_age(monkeypatch: pytest.MonkeyPatch) -> None:
    old = "2026-11-20T11:00:00+0000"
    comments = rows(told(11), told(10, old), after="K1")
    page = json.dumps(rows(told(1, comments=comments), told(2, old, comments=rows(told(21))), after="P1"))
    objects, cursor, _place = listed(page)
    assert objects == ["11", "21"]
    assert cursor is not None
    assert json.loads(cursor)[1:4] == ["P1", [], []]
    monkeypatch.setenv("HEARD_INSTAGRAM_MEDIA_DAYS", "1")
    assert listed(page)[:2] == (["11"], None)


def test_an_open_comment_taken_back_stops_nothing() -> None:
    """Of what is gone there is nothing to be told; any other refusal is no end."""
    _objects, cursor, _place = listed(json.dumps(rows()), wanted=("90", "91"))
    gone = Reply(400, '{"error":{"code":100,"error_subcode":33}}')
    objects, second, place = listed(gone, cursor)
    assert (objects, place) == ([], "90/replies")
    below = Reply(400, '{"error":{"code":100}}')
    assert listed(below, cursor)[:2] == ([], second), "what waits may be a reply, under which there are none"
    cursor = second
    with pytest.raises(ActionRefused):
        listed(Reply(400, '{"error":{"code":190}}'), cursor)
    assert listed(json.dumps(rows(told(92))), cursor) == (["92"], None, "91/replies")


def test_a_post_that_is_gone_is_a_failure() -> None:
    comments = rows(told(11), after="K1")
    _objects, cursor, _place = listed(json.dumps(rows(told(1, comments=comments))))
    with pytest.raises(ActionRefused):
        listed(Reply(400, '{"error":{"code":100,"error_subcode":33}}'), cursor)


@pytest.mark.parametrize("cursor", ["", "7", "[1]", '{"a":1}', '[true,"P",[["1","likes",null,null]]]', "[" * 5000])
def test_a_cursor_of_another_release_begins_again(cursor: str) -> None:
    assert listed(json.dumps(rows()), cursor)[2] == f"{ACCOUNT}/media"


@pytest.mark.parametrize(
    "page",
    [
        rows({"id": "1"}),
        rows(told(1, comments={})),
        rows(told(1, comments=rows({"id": "11"}))),
        rows(told(1, comments=rows({"timestamp": "2026-11-22T11:00:00+0000"}))),
        {"data": [], "paging": {"next": "x"}},
        rows(told(1, comments={"data": [], "paging": {"next": "x"}})),
        rows(*(told(one, comments=rows(after="K" * 900)) for one in range(10))),
    ],
    ids=[
        "a post without time", "no comments in it", "a comment without time", "a comment without id", "no cursor",
        "no cursor of comments", "cursors too long together",
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_gone_through_is_never_an_end(page: dict[str, Any]) -> None:
    with pytest.raises(PlatformError):
        listed(json.dumps(page))


def test_comments_cut_off_at_the_same_place_again_are_no_end() -> None:
    _objects, cursor, _place = listed(json.dumps(rows(told(1, comments=rows(told(11), after="K1")))))
    with pytest.raises(OutcomeUnknown, match="twice"):
        listed(json.dumps(rows(told(11), after="K1")), cursor)


def test_an_answer_under_an_unknown_id_of_ours_is_found_by_its_words() -> None:
    """Not found, it would be said again."""
    at = "2026-11-22T12:00:40+0000"
    stranger = told(12, at, text="Prego", **{"from": {"id": "5550007777777"}})
    mine = told(13, at, text="Grazie", **{"from": {"id": "5550007777777"}})
    for page, found in ((rows(stranger, mine), "13"), (rows(stranger), None)):
        with pretend(Reply(200, json.dumps(page))) as api:
            assert client(api.base).find(order(Capability.REPLY), 5.0) == found
    old = {**mine, "timestamp": "2026-11-22T11:58:29+0000"}
    with pretend(Reply(200, json.dumps(rows(old)))) as api:
        assert client(api.base).find(order(Capability.REPLY), 5.0) is None


def test_replies_are_read_back_page_by_page_and_never_without_end() -> None:
    page = json.dumps(rows(told(12, **{"from": {"id": PERSON}}), after="A"))
    with pretend(Reply(200, page)) as api, pytest.raises(OutcomeUnknown, match="twice"):
        client(api.base).find(order(Capability.REPLY), 5.0)
    assert len(api.asked) == 2


def test_kinds_that_are_listed_are_comments() -> None:
    listing = Instagram().lists
    assert listing is not None
    assert listing.kinds == {Kind.COMMENT}
