"""What each pretended API understands: acts and lists of Facebook, X and a Standard Webhooks receiver.

Paths, bodies and errors follow the platforms' public pages (Graph API v25.0, X API v2, Standard Webhooks 1.0,
read in 2026). Only what Heard calls is here. The other platforms are in `apis_meta` and `apis_rest`; routing,
faults and the server in `pretend`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import unquote

from demo import bodies, lists_meta, lists_rest
from demo.answers import enact, meta_error, meta_stumbles, meta_unknown
from demo.apis_meta import Instagram, Messenger, Threads, WhatsApp
from demo.apis_rest import LinkedIn
from demo.apis_youtube import YouTube
from demo.faults import Fault, Wrong
from demo.journal import Effect
from demo.world import Account, Call, Reply, World


class Api(Protocol):
    """One platform's API. `signed`: its callers sign instead of showing a token."""

    path: re.Pattern[str]
    signed: bool

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply: ...

    def stumbles(self, fault: Fault, now: datetime) -> Reply: ...

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes: ...


class Facebook:
    """Graph API: comments, likes, private replies, and the lists of posts and comments."""

    path = re.compile(r"/v\d+\.\d+/")
    signed = False
    _call = re.compile(r"/v\d+\.\d+/([^/]+)(?:/(comments|likes|messages|feed))?")

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        found = self._call.fullmatch(call.path)
        if found is None:
            return meta_unknown(call)
        target, edge = unquote(found[1]), found[2]
        if world.gone(target):
            return meta_error(400, 100, "Object does not exist", 33)
        if call.method == "GET":
            return self._read(world, account, call, target, edge)
        if edge == "comments":
            text = str(call.values().get("message") or call.query.get("message") or "")
            if not text:
                return meta_error(400, 100, "message is missing")
            made = f"{target.rpartition('_')[2]}_{771100000000000 + world.number()}"
            world.done(account, enact(world, account, "reply", target, made, text, lag))
            return Reply(200, {"id": made})
        if edge == "likes":
            if world.journal.none_in(("facebook", account.id, target, "like")):
                world.done(account, enact(world, account, "like", target, "", None, lag), echoed=False)
            return Reply(200, {"success": True})
        if edge == "messages":
            return self._private(world, account, call, lag)
        return meta_error(400, 100, "Unsupported post request")

    def _private(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        values = call.values()
        recipient, message = values.get("recipient") or {}, values.get("message") or {}
        target = recipient.get("comment_id") or recipient.get("post_id") or recipient.get("id")
        if not target or not message.get("text"):
            return meta_error(400, 100, "recipient or message is missing")
        made = f"m_{world.number():08d}"
        act = "direct_message" if recipient.get("id") else "private_reply"
        world.done(account, enact(world, account, act, target, made, message["text"], lag), echoed=False)
        return Reply(200, {"recipient_id": str(target), "message_id": made})

    def _read(self, world: World, account: Account, call: Call, target: str, edge: str | None) -> Reply:
        if edge == "comments":
            return lists_meta.facebook_comments(world, account, target, call)
        if edge == "feed" and target == account.id:
            return lists_meta.facebook_feed(world, account, call)
        if edge is not None:
            return meta_unknown(call)
        asked = call.query.get("fields", "")
        return Reply(200, {"id": target, **({"can_reply_privately": True} if "can_reply_privately" in asked else {})})

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        return meta_stumbles(fault)

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        under = effect.object
        post = world.root(under)
        change = bodies.feed_comment(
            comment=effect.id,
            post=post,
            author=(account.id, account.name),
            text=effect.text,
            at=effect.at,
            under=under,
        )
        return bodies.facebook(account.id, at, change)


class X:
    """API v2: posts, likes, direct messages, and the ways of looking for posts."""

    path = re.compile(r"/2/")
    signed = False
    _own = re.compile(r"/2/users/([^/]+)/(tweets|mentions)")
    _talk = re.compile(r"/2/dm_conversations/with/([^/]+)/dm_events")
    _likes = re.compile(r"/2/users/[^/]+/likes")
    _message = re.compile(r"/2/dm_conversations/with/([^/]+)/messages")

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        values = call.values()
        if call.method == "GET":
            return self._read(world, account, call)
        if call.path == "/2/tweets":
            return self._post(world, account, values, lag)
        if self._likes.fullmatch(call.path):
            target = str(values.get("tweet_id", ""))
            if world.journal.none_in(("x", account.id, target, "like")):
                world.done(account, enact(world, account, "like", target, "", None, lag))
            return Reply(200, {"data": {"liked": True}})
        if person := self._message.fullmatch(call.path):
            made = str(1900000000000900000 + world.number())
            text = str(values.get("text", ""))
            world.done(account, enact(world, account, "direct_message", unquote(person[1]), made, text, lag))
            conversation = "-".join(sorted((account.id, unquote(person[1]))))
            return Reply(201, {"data": {"dm_conversation_id": conversation, "dm_event_id": made}})
        return _x_error(404, "Not Found")

    def _post(self, world: World, account: Account, values: Mapping[str, Any], lag: timedelta) -> Reply:
        text, reply = str(values.get("text", "")), values.get("reply") or {}
        target = str(reply.get("in_reply_to_tweet_id", ""))
        if not text:
            return _x_error(400, "Invalid Request")
        if world.gone(target):
            return _x_error(403, "You attempted to reply to a post that is deleted or not visible to you.")
        for effect in world.journal.effects():
            if (effect.platform, effect.account, effect.object, effect.text) == ("x", account.id, target, text):
                return _x_error(403, "You are not allowed to create a Tweet with duplicate content.")
        made = str(1900000000000900000 + world.number())
        world.done(account, enact(world, account, "reply", target, made, text, lag))
        return Reply(201, {"data": {"id": made, "text": text, "edit_history_tweet_ids": [made]}})

    def _read(self, world: World, account: Account, call: Call) -> Reply:
        """What an account may read: its own lists, and no one else's."""
        own, talk = self._own.fullmatch(call.path), self._talk.fullmatch(call.path)
        if own is not None and unquote(own[1]) == account.id:
            return (lists_rest.x_posts if own[2] == "tweets" else lists_rest.x_mentions)(world, account, call)
        if talk is not None:
            return lists_rest.x_messages(world, account, call, unquote(talk[1]))
        if call.path == "/2/dm_events":
            return lists_rest.x_messages(world, account, call)
        return _x_error(403, "Your client app is not allowed to read this.")

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        if fault.wrong is Wrong.RATE_LIMIT:
            reply = _x_error(429, "Too Many Requests")
            until = int(now.timestamp() + fault.seconds)
            date = now.strftime("%a, %d %b %Y %H:%M:%S GMT")
            return Reply(
                429, reply.body, {"Date": date, "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(until)}
            )
        if fault.wrong is Wrong.REFUSED:
            return _x_error(403, "You are not permitted to perform this action.")
        return _x_error(500, "Internal Server Error")

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        own = (account.id, account.handle or account.name, account.name)
        if effect.act == "direct_message":
            event = bodies.x_message(
                id=effect.id, sender=account.id, recipient=effect.object, text=effect.text or "", at=effect.at
            )
            return bodies.x_activity(account.id, direct_message_events=[event])
        if effect.act == "like":
            user = {"id_str": account.id, "screen_name": own[1]}
            like = {"id": f"{world.number():032x}", "timestamp_ms": int(effect.at.timestamp() * 1000), "user": user}
            return bodies.x_activity(
                account.id, favorite_events=[like | {"favorited_status": {"id_str": effect.object}}]
            )
        person = world.author(effect.object) or ""
        post = bodies.tweet(
            id=effect.id, author=own, text=effect.text or "", at=effect.at, answers=(effect.object, person, "")
        )
        return bodies.x_activity(account.id, tweet_create_events=[post])


class Standard:
    """A system of one's own: does what it has not yet done under a webhook-id."""

    path = re.compile(r"/actions\Z")
    signed = True

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        key, values = call.headers.get("webhook-id", ""), call.values()
        data = values.get("data")
        if call.method != "POST" or not key or not isinstance(data, dict):
            return Reply(400, {"error": "an action with a webhook-id was expected"})
        if not call.headers.get("webhook-signature", "").startswith("v1,"):
            return Reply(401, {"error": "unsigned"})
        done = world.journal.of_key(key)
        if done is None:
            act = str(values.get("type", "")).removeprefix("action.")
            made = f"tk-r{world.number()}"
            target = str(data.get("object"))
            effect = enact(world, account, act, target, made, data.get("text"), lag, key)
            done = world.done(account, effect, echoed=act != "like")
        return Reply(200, {"id": done.id})

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        if fault.wrong is Wrong.RATE_LIMIT:
            return Reply(429, {"error": "slow down"}, {"Retry-After": str(int(fault.seconds))})
        return Reply(403 if fault.wrong is Wrong.REFUSED else 500, {"error": "no"})

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        return bodies.standard(
            "social.reply.created",
            effect.at,
            account=account.id,
            id=effect.id,
            thread_id=world.root(effect.object),
            author={"id": account.id, "name": account.name, "is_brand": True},
            text=effect.text,
            in_reply_to=effect.object,
        )


LISTING: Final = frozenset({"youtube"})
"""Whose lists show what the day has `listed`, which nobody is told of."""

TELLING: Final = frozenset({"facebook", "instagram", "messenger", "threads", "x", "linkedin"})
"""Whose lists show what deliveries tell of, so that one that is `lost` can be found by asking."""

APIS: Final[Mapping[str, Api]] = {
    "facebook": Facebook(),
    "x": X(),
    "standard": Standard(),
    "instagram": Instagram(),
    "messenger": Messenger(),
    "whatsapp": WhatsApp(),
    "threads": Threads(),
    "linkedin": LinkedIn(),
    "youtube": YouTube(),
}


def _x_error(status: int, detail: str) -> Reply:
    return Reply(status, {"title": detail, "detail": detail, "type": "about:blank", "status": status})
