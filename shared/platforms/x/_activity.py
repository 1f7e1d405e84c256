"""From X Activity (`{"data": {"event_type": ...}}`), filtered streams and lists of API v2 to Interactions.

They speak one language of posts, in which people, media and other posts stand beside in `includes`. Every name is
the one that Account Activity gives to the same thing, so that who gets both gets one Entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Change, Interaction, Kind, Place
from shared.platforms._base import clean, iso_moment, moment
from shared.platforms.x._common import (
    ENCRYPTED,
    GROUP,
    Event,
    Post,
    address,
    classified,
    conversation,
    followed,
    history,
    ident,
    implied,
    language,
    liked,
    message,
    pair,
    part,
    parts,
    referenced,
    removed,
    unwrapped,
    words,
)

Found = Interaction | str
_MADE: Final = r"[0-9A-Za-z_-]{1,64}"  # ids of likes and encrypted messages
_RULE: Final = r"heard-([0-9]{1,25})"
_MOST_MEDIA: Final = 20
_MOST_ACCOUNTS: Final = 10  # that one post is about: all that stands beside it is looked through for each


def events(body: dict[str, Any], received_at: datetime) -> Iterator[Found | DeliveryUnreadable]:
    """What one body holds: Interactions, names under which something is counted, and what could not be read."""
    data = body["data"]
    if not isinstance(data, dict):
        yield DeliveryUnreadable("data: an object was expected")
        return
    kind = clean(data.get("event_type"))
    if kind is None:
        yield from _stream(body, data, received_at)
        return
    read = _EVENTS.get(kind)
    if read is None:
        yield f"activity.{kind}"
        return
    us = ident(part(data, "filter").get("user_id"))
    if us is None:
        yield DeliveryUnreadable(f"data.filter.user_id: missing beside {kind}")
        return
    try:
        yield from read(_Activity(us, kind, data, received_at))
    except DeliveryUnreadable as error:
        yield error


class _Activity(Event):
    """The payload of one envelope, with what the envelope says about it."""

    def __init__(self, us: str, kind: str, data: dict[str, Any], received_at: datetime) -> None:
        self.kind = kind
        self.other = f"activity.{kind}.other"
        self.includes = part(data, "includes")
        self.direction = part(data, "filter").get("direction")
        super().__init__(us, data.get("payload"), "data.payload", received_at, people(self.includes))


def _stream(body: dict[str, Any], post: dict[str, Any], received_at: datetime) -> Iterator[Found | DeliveryUnreadable]:
    """A filtered stream names no account: the tags of the rules that matched do."""
    tags = [re.fullmatch(_RULE, clean(one.get("tag")) or "") for one in parts(body, "matching_rules")]
    accounts = dict.fromkeys(tag[1] for tag in tags if tag)
    if not accounts:
        yield "filtered_stream"
    if len(accounts) > _MOST_ACCOUNTS:
        yield DeliveryUnreadable(f"matching_rules: more than {_MOST_ACCOUNTS} accounts")
        return
    includes = part(body, "includes")
    users = people(includes)
    for us in accounts:
        try:
            event = Event(us, post, "data", received_at, users)
            yield classified(event, read_post(event, includes, listened=True)) or "filtered_stream.other"
        except DeliveryUnreadable as error:
            yield error


def read_post(
    event: Event,
    includes: dict[str, Any],
    *,
    to_us: bool = False,
    quotes_us: bool = False,
    reposts_us: bool = False,
    mentions_us: bool = False,
    listened: bool = False,
) -> Post:
    """A post of API v2. What the event or list is for is known to be so, whatever the post leaves out."""
    post = event.facts
    named, by = event.need(post, "id"), event.need(post, "author_id")
    whose = {ident(one.get("id")): one.get("author_id") for one in parts(includes, "tweets", "posts")}
    about = {clean(one.get("type")): ident(one.get("id")) for one in referenced(post)}
    quotes, reposts = about.get("quoted"), about.get("retweeted")
    if reposts_us and reposts is None:
        raise DeliveryUnreadable(f"{event.where}.referenced_tweets: missing beside a repost")
    longer = part(post, "note_tweet") or part(post, "note_post")
    mentioned = [*parts(part(post, "entities"), "mentions"), *parts(part(longer, "entities"), "mentions")]
    ours = [one for one in mentioned if one.get("id") == event.us]
    keys = part(post, "attachments").get("media_keys")
    return Post(
        named=named,
        first=history(named, post.get("edit_history_tweet_ids"), post.get("edit_history_post_ids")),
        author=event.author({}, by),
        at=iso_moment(post.get("created_at")),
        text=words(clean(longer.get("text")) or post.get("text"), alone=bool(quotes or keys)),
        language=language(post.get("lang")),
        media=media(includes, keys),
        thread=ident(post.get("conversation_id")),
        answers=ident(post.get("in_reply_to_tweet_id")) or about.get("replied_to"),
        to=event.us if to_us else ident(post.get("in_reply_to_user_id")),
        reposts=reposts,
        reposts_ours=reposts_us or (reposts is not None and whose.get(reposts) == event.us),
        quotes=quotes,
        quotes_ours=quotes_us or (quotes is not None and whose.get(quotes) == event.us),
        mentions_us=mentions_us or bool(ours),
        implied=implied(post, [one.get("end") for one in ours]),
        listened=listened,
    )


def read_message(event: Event, includes: dict[str, Any]) -> Interaction:
    """A direct message of API v2, as a list has it."""
    told, sender = event.facts, event.need(event.facts, "sender_id")
    keys = part(told, "attachments").get("media_keys")
    thread = conversation(told.get("dm_conversation_id"))
    return event.made(
        Kind.DIRECT_MESSAGE,
        event.need(told, "id"),
        event.author({}, sender),
        Place(thread=thread, private=True),
        at=iso_moment(told.get("created_at")),
        text=words(told.get("text"), alone=bool(keys)),
        media=media(includes, keys),
        details={GROUP: thread} if thread and "-" not in thread else {},
    )


def people(includes: dict[str, Any]) -> dict[str, Any]:
    """Those who stand beside, by id."""
    found = [unwrapped(one) for one in parts(includes, "users")]
    return {named: one for one in found if (named := ident(one.get("id"))) is not None}


def media(includes: dict[str, Any], keys: object) -> tuple[str, ...]:
    wanted = [one for one in keys if isinstance(one, str)][:_MOST_MEDIA] if isinstance(keys, list) else []
    known = {clean(one.get("media_key")): one for one in parts(includes, "media")}
    shown = (known.get(key, {}) for key in wanted)
    return tuple(kept for one in shown if (kept := address(one.get("url")) or address(one.get("preview_image_url"))))


def _post(**known: bool) -> Callable[[_Activity], Iterator[Found]]:
    def read(event: _Activity) -> Iterator[Found]:
        yield classified(event, read_post(event, event.includes, **known)) or event.other

    return read


def _deleted(event: _Activity) -> Iterator[Found]:
    yield removed(event, event.need(event.facts, "id"), ident(event.facts.get("author_id")))


def _like(event: _Activity) -> Iterator[Found]:
    """Whose like it is stands nowhere: ours where the post is not, else that of the one person left beside it."""
    target = event.need(event.facts, "liked_tweet_id")
    liker, whose = event.us, ident(event.facts.get("liked_tweet_author_id"))
    if event.direction == "inbound" or (event.direction != "outbound" and whose in (event.us, None)):
        left = set(people(event.includes)) - _spoken_of(event.includes) - {event.us}
        liker = left.pop() if len(left) == 1 else ""
    unnamed = clean(event.facts.get("id")) or ""
    if not liker and not re.fullmatch(_MADE, unnamed):
        raise DeliveryUnreadable("data.payload.id: missing, and nobody else names the like")
    # `created_at` is, by the documentation, that of the post.
    at = moment(event.facts.get("timestamp_ms"))
    yield liked(event, target, event.author({}, liker or None), at, unnamed=f"by-{unnamed}")


def _spoken_of(includes: dict[str, Any]) -> set[Any]:
    """Who stands beside a like because of the post itself: its author, whom it mentions, whom it answers."""
    found: set[Any] = set()
    for post in parts(includes, "tweets", "posts"):
        mentioned = parts(part(post, "entities"), "mentions")
        told = (post.get("author_id"), post.get("in_reply_to_user_id"), *(one.get("id") for one in mentioned))
        found.update(one for one in told if isinstance(one, str))
    return found


def _follow(change: Change) -> Callable[[_Activity], Iterator[Found]]:
    def read(event: _Activity) -> Iterator[Found]:
        yield followed(event, change) or event.other

    return read


def _messages(event: _Activity) -> Iterator[Found | DeliveryUnreadable]:
    """Direct messages inside, in the form of Account Activity."""
    listed, users = event.facts.get("direct_message_events"), part(event.facts, "users")
    if not isinstance(listed, list):
        raise DeliveryUnreadable("data.payload.direct_message_events: a list was expected")
    for number, one in enumerate(listed):
        where = f"data.payload.direct_message_events.{number}"
        try:
            yield message(Event(event.us, one, where, event.received_at, users))
        except DeliveryUnreadable as error:
            yield error


def _chat(event: _Activity) -> Iterator[Found]:
    """An encrypted message: that it came, from whom and when, and nothing of what it says."""
    told = event.facts
    named = clean(told.get("id")) or ""
    if not re.fullmatch(_MADE, named):
        raise DeliveryUnreadable("data.payload.id: missing")
    sender = event.us if event.kind == "chat.sent" else event.need(told, "sender_id")
    between = pair(sender, event.us) if sender != event.us else None
    yield event.made(
        Kind.DIRECT_MESSAGE,
        named,
        event.author({}, sender),
        Place(thread=conversation(told.get("conversation_id")) or between, private=True),
        at=moment(told.get("created_at_msec")),
        details={ENCRYPTED: "xchat"},
    )


_EVENTS: Final[dict[str, Callable[[_Activity], Iterator[Found | DeliveryUnreadable]]]] = {
    "post.create": _post(),
    "post.mention.create": _post(mentions_us=True),
    "post.reply.create": _post(to_us=True),
    "post.quote.create": _post(quotes_us=True),
    "post.repost.create": _post(reposts_us=True),
    "post.delete": _deleted,
    "like.create": _like,
    "follow.follow": _follow(Change.NEW),
    "follow.unfollow": _follow(Change.REMOVED),
    "dm.received": _messages,
    "dm.sent": _messages,
    "chat.received": _chat,
    "chat.sent": _chat,
}
TAKEN: Final = tuple(_EVENTS)
