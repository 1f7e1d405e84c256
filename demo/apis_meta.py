"""What the pretended APIs of Messenger, Instagram, WhatsApp and Threads understand.

Paths, bodies and errors follow the platforms' public pages (Graph API v25.0, Threads API v1.0, read 2026-11). Only
what Heard calls is here; `apis` holds the table of all platforms.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from demo import bodies_more as bodies
from demo import lists_meta
from demo.answers import enact, meta_error, meta_stumbles, meta_unknown
from demo.faults import Fault
from demo.journal import Effect
from demo.world import Account, Call, Reply, World

_GRAPH: Final = re.compile(r"/v\d+\.\d+/")
_THREADS: Final = {
    "threads": lists_meta.threads_posts,
    "replies": lists_meta.threads_replies,
    "mentions": lists_meta.threads_mentions,
}


class Inbox:
    """What Messenger and Instagram share: words and hearts to a person, and reading a conversation back.

    `name` is the platform, `told` the object of its deliveries.
    """

    name: str
    told: str
    path = _GRAPH
    signed = False
    _call = re.compile(r"/v\d+\.\d+/([^/]+)/([a-z_]+)")

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        found = self._call.fullmatch(call.path)
        if found is None:
            return meta_unknown(call)
        target, edge = unquote(found[1]), found[2]
        if (call.method, edge) == ("POST", "messages"):
            return self._send(world, account, call, lag)
        if (call.method, edge, target) == ("GET", "conversations", account.id):
            return lists_meta.conversations(world, account, call)
        if (call.method, edge) == ("GET", "messages") and target.startswith("t_"):
            return lists_meta.messages(world, account, target, call)
        return self.beside(world, account, call, target, edge, lag)

    def beside(self, world: World, account: Account, call: Call, target: str, edge: str, lag: timedelta) -> Reply:
        """What else this platform understands."""
        del world, account, target, edge, lag
        return meta_unknown(call)

    def mid(self, made: int) -> str:
        raise NotImplementedError("each platform names its messages in its own way")

    def _send(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        values = call.values()
        recipient, message = values.get("recipient") or {}, values.get("message") or {}
        about, person = recipient.get("comment_id"), recipient.get("id")
        if values.get("sender_action") == "react":
            liked = str((values.get("payload") or {}).get("message_id", ""))
            if world.journal.none_in((self.name, account.id, liked, "like")):
                world.done(account, enact(world, account, "like", liked, "", None, lag), echoed=False)
            return Reply(200, {"recipient_id": str(person)})
        if not (about or person) or not message.get("text"):
            return meta_error(400, 100, "recipient or message is missing")
        if about and world.gone(str(about)):
            return meta_error(400, 100, "Object does not exist", 33)
        made, act = self.mid(world.number()), "private_reply" if about else "direct_message"
        done = enact(
            world, account, act, str(about or person), made, message["text"], lag, mark=message.get("metadata")
        )
        world.done(account, done)
        return Reply(200, {"recipient_id": str(person or world.author(str(about))), "message_id": made})

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        return meta_stumbles(fault)

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        person = world.author(effect.object) or "" if effect.act == "private_reply" else effect.object
        mark = {} if effect.mark is None else {"app_id": 420042, "metadata": effect.mark}
        message = {"mid": effect.id, "is_echo": True, **mark, "text": effect.text}
        return bodies.messaging(self.told, account.id, at, bodies.item(account.id, person, effect.at, message=message))


class Messenger(Inbox):
    name, told = "messenger", "page"

    def mid(self, made: int) -> str:
        return f"m_TkA9{made:06d}-zB"


class Instagram(Inbox):
    """Beside messages: replies under comments, and the lists of posts, comments and replies."""

    name, told = "instagram", "instagram"

    def mid(self, made: int) -> str:
        return f"aWdfZAG1faXRlbToxOkA{made:06d}"

    def beside(self, world: World, account: Account, call: Call, target: str, edge: str, lag: timedelta) -> Reply:
        if (call.method, edge, target) == ("GET", "media", account.id):
            return lists_meta.instagram_media(world, account, call)
        if edge != "replies":
            return meta_unknown(call)
        if world.gone(target):
            return meta_error(400, 100, "Object does not exist", 33)
        if call.method == "GET":
            return lists_meta.instagram_replies(world, account, target, call)
        text = str(call.values().get("message") or "")
        if not text:
            return meta_error(400, 100, "message is missing")
        made = str(17900000000900000 + world.number())
        world.done(account, enact(world, account, "reply", target, made, text, lag))
        return Reply(200, {"id": made})

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        if effect.act != "reply":
            return super().echo(world, account, effect, at)
        change = bodies.instagram_comment(
            comment=effect.id,
            author=(account.id, account.handle),
            text=effect.text or "",
            media=world.root(effect.object),
            under=effect.object,
        )
        return bodies.instagram(account.id, at, change)


class WhatsApp:
    """Cloud API: texts and reactions. What was sent is told of by statuses alone."""

    path = _GRAPH
    signed = False
    _call = re.compile(r"/v\d+\.\d+/([0-9]+)/messages")
    _business: Final = "330000000000042"

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        found, values = self._call.fullmatch(call.path), call.values()
        if call.method != "POST" or found is None or found[1] != account.id:
            return meta_unknown(call)
        person = str(values.get("to") or values.get("recipient") or "")
        text = (values.get("text") or {}).get("body")
        liked = (values.get("reaction") or {}).get("message_id")
        if values.get("messaging_product") != "whatsapp" or not person or not (text or liked):
            return meta_error(400, 100, "Invalid parameter")
        made = f"wamid.HBgKNDcwMDAwA{world.number():06d}FQIA"
        mark = str(values.get("biz_opaque_callback_data", ""))
        if not liked:
            world.done(account, enact(world, account, "direct_message", person, made, str(text), lag, mark=mark))
        elif world.journal.none_in(("whatsapp", account.id, str(liked), "like")):
            world.done(account, enact(world, account, "like", str(liked), made, None, lag, mark=mark))
        return Reply(200, {"messaging_product": "whatsapp", "messages": [{"id": made}]})

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        return meta_stumbles(fault)

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        del world
        mark = {} if effect.mark is None else {"biz_opaque_callback_data": effect.mark}
        status = {"id": effect.id, "status": "delivered", "timestamp": str(int(at.timestamp())), **mark}
        return bodies.whatsapp(self._business, (account.id, account.handle), statuses=[status])


class Threads:
    """Replies, prepared in one call and published in another, and the lists of posts, conversations and mentions."""

    path = re.compile(r"/v1\.0/")
    signed = False
    _call = re.compile(r"/v1\.0/([^/]+)/(threads|threads_publish|replies|mentions|conversation)")

    def __init__(self) -> None:
        self._prepared: dict[str, dict[str, Any]] = {}

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        found, values = self._call.fullmatch(call.path), call.values()
        if found is None:
            return meta_unknown(call)
        whose, edge = unquote(found[1]), found[2]
        if (call.method, edge) == ("GET", "conversation"):
            return lists_meta.threads_conversation(world, account, whose, call)
        if whose != account.id or edge == "conversation":
            return meta_unknown(call)
        if call.method == "GET":
            return _THREADS[edge](world, account, call) if edge in _THREADS else meta_unknown(call)
        if edge == "threads":
            if not values.get("text") or not values.get("reply_to_id"):
                return meta_error(400, 100, "text or reply_to_id is missing")
            named = str(17000000000900000 + world.number())
            self._prepared[named] = values
            return Reply(200, {"id": named})
        prepared = self._prepared.pop(str(values.get("creation_id", "")), None)
        if prepared is None:
            return meta_error(400, 24, "The requested resource does not exist", 4279009)
        target = str(prepared["reply_to_id"])
        if world.gone(target):
            return meta_error(400, 100, "Object does not exist", 33)
        made = str(18000000000900000 + world.number())
        world.done(account, enact(world, account, "reply", target, made, str(prepared["text"]), lag))
        return Reply(200, {"id": made})

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        return meta_stumbles(fault)

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        del at
        value = bodies.threads_post(post=effect.id, author=account.handle, text=effect.text or "", at=effect.at)
        root, owner = world.root(effect.object), {"owner_id": account.id, "username": account.handle}
        if root == effect.object:  # a post of somebody else's, which named us
            owner = {"owner_id": "90000", "username": world.author(effect.object) or ""}
        above = {"replied_to": {"id": effect.object}, "root_post": {"id": root, **owner}, "is_reply": True}
        field, topic = ("publish", "interaction") if root == effect.object else ("replies", "moderate")
        return bodies.threads(account.id, topic, field, {**value, **above})
