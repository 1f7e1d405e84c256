"""Standard Webhooks: interactions from a system of your own, or from any sender that signs this way.

**Set up.** Make a secret (`whsec_` and the base64 of 24 to 64 random bytes), give it to your system and name
it in `brands/connections.toml` as `signing`. Your system POSTs each event to the connection's address with
the headers `webhook-id`, `webhook-timestamp` (Unix seconds, at most 300 s off) and `webhook-signature`
(`v1,` and the base64 of HMAC-SHA256 over id, `.`, timestamp, `.` and body); `svix-*` names do as well.
A body that was kept is answered 204; anything but 2xx is to be sent again under the same `webhook-id`.

**Events.** One JSON object each:

    {"type": "interaction.created", "timestamp": "2026-11-03T20:26:10Z",
     "data": {"account": "acme-forum", "object": "p-88121", "kind": "comment",
              "author": {"id": "u-5", "name": "Ana Ø", "handle": "ana", "followers": 12},
              "place": {"thread": "t-7", "answers": "p-88000", "post": "t-7"},
              "text": "My order is late", "language": "en", "url": "https://forum.example/t/7#88121",
              "media": ["https://forum.example/i/1.png"], "details": {"board": "orders"}}}

- `type` is `interaction.created`, `.edited` or `.removed` with `data.kind`; or `social.<kind>.created` and so
  on, the kind in the type. Kinds: mention, comment (also called reply), post, review, direct_message,
  reaction, follow, share. Other types are counted and passed over.
- `account` says which account of yours it happened to, as the brand file names it; where it is left out,
  `platform` (the name of the source) is taken. One of the two must be there.
- `object` (or `id`) is the id of the act itself, text or number, the same for its edits and its removal. A
  reaction or follow may lack one: it is then named by kind, what it answers and who did it.
- `author.is_us` (or `is_brand`) marks words of your own people: how Heard learns that a colleague answered
  `place.answers` (or `in_reply_to`). `author.is_bot` marks machines, which are never answered.
- `at` in `data`, else `timestamp`, is when it happened: ISO 8601 with an offset.
- `place.thread` may be written `thread_id`, `language` `lang`, `media` `attachments` (addresses, or objects
  with a `url`). `data` may be left out, its fields then stand beside `type`.

**Answers.** Heard POSTs to `<base address>/actions`, signed in the same way with the same secret, and with a
`webhook-id` that stays the same for every repeat of one act: do what you have not yet done under that id, and
answer `{"id": "<id of what you made>"}`.

    {"type": "action.reply", "timestamp": "2026-11-03T20:27:00+00:00",
     "data": {"account": "acme-forum", "object": "p-88121", "reply_to": null, "person": "u-5",
              "text": "Thank you, Ana.", "private": false}}

`type` is `action.like`, `action.reply` or `action.direct_message`. `picture` in `data`, where it is there, is the
address of a picture to show beside the text. Answer 429 with `Retry-After` to be asked later, another 4xx to refuse for
good; after a 5xx or no answer Heard asks again.

**Sources.** https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, read 2026-11-22.
**Quirk.** Only `v1` signatures: `v1a` (Ed25519) is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from shared.core import signing
from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ActionUnsupported, ConfigurationError, DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place, hashed
from shared.core.ports import Capability, Client, May, Order, Policy
from shared.core.secret import Secret
from shared.platforms._base import Gathering, Keys, Platform, Reading, Use, body_object, clean, iso_moment
from shared.platforms._client import ApiClient
from shared.platforms._signatures import StandardWebhooks, usable_key

_CHANGES: Final = {
    "created": Change.NEW,
    "edited": Change.EDITED,
    "updated": Change.EDITED,
    "removed": Change.REMOVED,
    "deleted": Change.REMOVED,
}
_KINDS: Final = {**{kind.value: kind for kind in Kind}, "reply": Kind.COMMENT}
_NAMELESS: Final = (Kind.REACTION, Kind.FOLLOW)  # acts that may come without an id of their own
_MOST: Final = 50  # media and details kept of one event
_COUNTABLE: Final = 2**53


class Standard(Platform):
    name: ClassVar[str] = "standard"
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "signs every event, and every answer that Heard sends back", ours=True),
    )
    signature: ClassVar[StandardWebhooks] = StandardWebhooks()
    needs_token: ClassVar[bool] = False
    kinds: ClassVar[frozenset[Kind]] = frozenset(Kind)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.REPEAT,
        Capability.DIRECT_MESSAGE: ReadBack.REPEAT,
    }
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (capability, kind): Policy(May.AUTO, "your own system; you decide")
        for capability in (Capability.LIKE, Capability.REPLY, Capability.DIRECT_MESSAGE)
        for kind in Kind
    }
    pictures: ClassVar[frozenset[Capability]] = frozenset({Capability.REPLY, Capability.DIRECT_MESSAGE})
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    longest_reply: ClassVar[int] = 5000

    def unusable(self, use: str, secret: Secret) -> str | None:
        """A key that cannot be decoded would verify nothing, and nobody would know why."""
        return (
            None if usable_key(secret) else "is not a Standard Webhooks key (`whsec_` and base64 of 16 bytes or more)"
        )

    def read(self, delivery: Delivery) -> Reading:
        event = body_object(delivery)
        gathering = Gathering()
        named = _type(event)
        if named is None:
            gathering.skip(clean(event.get("type")) or "unnamed")
            return gathering.done()
        change, kind = named
        data = event.get("data", event)
        if not isinstance(data, dict):
            raise DeliveryUnreadable("data: an object was expected")
        kind = kind or _KINDS.get(str(data.get("kind")))
        if kind is None:
            gathering.skip(f"kind.{data.get('kind')}")
            return gathering.done()
        gathering.interactions.append(_interaction(delivery, event, data, kind, change))
        return gathering.done()

    def client(
        self,
        *,
        account: str,
        token: Secret,
        base_url: str | None = None,
        keys: Keys | None = None,
    ) -> Client:
        signing = (keys or {}).get("signing", ())
        if not signing:
            raise ConfigurationError("standard: answers are signed; the connection needs a secret for `signing`")
        return _StandardClient(base_url, signing)

    def accepted(self) -> Answer:
        return Answer(204)


class _StandardClient:
    """Asks the system at `base_url` to act, each attempt signed at its own time."""

    def __init__(self, base_url: str | None, keys: tuple[Secret, ...]) -> None:
        self._api = ApiClient("standard", base_url) if base_url else None
        self._keys = keys

    def perform(self, order: Order, timeout: float) -> str | None:
        if self._api is None:
            raise ActionUnsupported("standard", order.capability, "no address to send answers to")
        if order.capability not in Standard.capabilities:
            raise ActionUnsupported("standard", order.capability, "unknown here")
        asked = {
            "type": f"action.{order.capability}",
            "timestamp": order.at.isoformat(timespec="seconds"),
            "data": {
                "account": order.account,
                "object": order.object,
                "reply_to": order.reply_to,
                "person": order.person,
                "text": order.text,
                "private": order.private,
                **({"picture": order.media} if order.media and order.capability in Standard.pictures else {}),
            },
        }
        body = json.dumps(asked).encode()
        answer = self._api.request(
            order.capability,
            "POST",
            "/actions",
            content=body,
            headers={"Content-Type": "application/json", **self._signed(body, order.key, order.at)},
            timeout=timeout,
        )
        return _id(answer.get("id"))

    def find(self, order: Order, timeout: float) -> str | None:
        """Nothing is listed here: a repeat is harmless, so it is simply asked again."""
        raise ActionUnsupported("standard", "find", "a repeat is harmless")

    def _signed(self, body: bytes, key: str, now: datetime) -> dict[str, str]:
        """The headers of one attempt, signed with every current secret: the other side may hold either."""
        message = key if signing.usable_id(key) else hashed("order", key)
        return dict(signing.headers(body, self._keys, now, message))


def _type(event: dict[str, Any]) -> tuple[Change, Kind | None] | None:
    """What a type says: the change, and the kind where it is in the type. None for a type that is not taken."""
    if not isinstance(event.get("type"), str):
        raise DeliveryUnreadable("type: text was expected")
    parts = event["type"].split(".")
    change = _CHANGES.get(parts[-1])
    if change is None:
        return None
    if parts[:-1] == ["interaction"]:
        return change, None
    if len(parts) == 3 and parts[0] == "social" and parts[1] in _KINDS:
        return change, _KINDS[parts[1]]
    return None


def _interaction(
    delivery: Delivery, event: dict[str, Any], data: dict[str, Any], kind: Kind, change: Change
) -> Interaction:
    account = _id(data.get("account")) or _id(data.get("platform"))
    if account is None:
        raise DeliveryUnreadable("account: missing")
    author = _author(_part(data, "author"))
    place = _place(data, private=kind is Kind.DIRECT_MESSAGE)
    name = _id(data.get("object")) or _id(data.get("id"))
    if name is None and kind in _NAMELESS and author.id is not None:
        name = f"{kind}/{place.answers or place.post or account}/{author.id}"
    if name is None:
        raise DeliveryUnreadable("object: missing")
    return Interaction(
        platform=Standard.name,
        account=account,
        object=name,
        kind=kind,
        received_at=delivery.received_at,
        change=change,
        at=iso_moment(data.get("at")) or iso_moment(event.get("timestamp")),
        author=author,
        place=place,
        text=clean(data.get("text")) or None,
        language=_first(data, "language", "lang"),
        url=clean(data.get("url")) or None,
        media=_media(data.get("media", data.get("attachments"))),
        details=_details(_part(data, "details")),
    )


def _author(facts: dict[str, Any]) -> Author:
    followers = facts.get("followers")
    countable = type(followers) is int and 0 <= followers < _COUNTABLE
    return Author(
        id=_id(facts.get("id")),
        name=clean(facts.get("name")) or None,
        handle=clean(facts.get("handle")) or None,
        is_us=facts.get("is_us") is True or facts.get("is_brand") is True,
        is_bot=facts.get("is_bot") is True,
        followers=followers if countable else None,
    )


def _place(data: dict[str, Any], *, private: bool) -> Place:
    facts = _part(data, "place")
    return Place(
        thread=_id(facts.get("thread")) or _id(data.get("thread_id")),
        answers=_id(facts.get("answers")) or _id(data.get("in_reply_to")),
        reply_to=_id(facts.get("reply_to")),
        post=_id(facts.get("post")),
        private=private or facts.get("private") is True,
    )


def _media(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    addresses = (item.get("url") if isinstance(item, dict) else item for item in listed[:_MOST])
    return tuple(clean(address) or "" for address in addresses if isinstance(address, str) and address)


def _details(facts: dict[str, Any]) -> dict[str, str]:
    pairs = ((clean(name), clean(value)) for name, value in list(facts.items())[:_MOST])
    return {name: value for name, value in pairs if name and value}


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str | None:
    """Text or a whole number as an id. A number with a fraction or exponent has lost digits: no id."""
    return None if isinstance(value, float) else clean(value) or None


def _first(data: dict[str, Any], *names: str) -> str | None:
    return next((text for text in (clean(data.get(name)) for name in names) if text), None)


plugin = Standard
