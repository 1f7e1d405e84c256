"""Request bodies as Messenger, Instagram, WhatsApp, Threads, LinkedIn and YouTube write them, in their own habits.

The scripted voices and the pretend platform's echoes use it, as `bodies` does for the first three platforms. Facts
are of the platforms' public pages and the samples in tests/fixtures; nothing here signs or sends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from demo.bodies import meta_json
from demo.clock import iso

Json = Mapping[str, Any]


def messaging(told: str, account: str, sent: datetime, *items: Json, more: Sequence[Json] = ()) -> bytes:
    """A delivery about one inbox: `told` is `page` or `instagram`; `more` entries stand beside it."""
    entry = {"id": account, "time": _ms(sent), "messaging": list(items)}
    return meta_json({"object": told, "entry": [*more, entry]})


def item(sender: str, recipient: str, at: datetime, **what: Any) -> Json:
    """One item of `messaging`: a message, an edit or a reaction."""
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": _ms(at), **what}


def instagram(account: str, sent: datetime, *changes: Json) -> bytes:
    """A delivery about an account's posts."""
    entry = {"id": account, "time": int(sent.timestamp()), "changes": list(changes)}
    return meta_json({"object": "instagram", "entry": [entry]})


def instagram_comment(
    *, comment: str, author: tuple[str, str], text: str, media: str, product: str = "FEED", under: str | None = None
) -> Json:
    """A comment under a post, or under the comment `under`. `author` is id and user name."""
    value: dict[str, Any] = {"id": comment, **({"parent_id": under} if under else {})}
    value |= {"from": {"id": author[0], "username": author[1]}, "text": text}
    return {"field": "comments", "value": value | {"media": {"id": media, "media_product_type": product}}}


def whatsapp(business: str, number: tuple[str, str], field: str = "messages", **value: Any) -> bytes:
    """A delivery about one number: `number` is its id and how it is shown."""
    metadata = {"display_phone_number": number[1], "phone_number_id": number[0]}
    change = {"value": {"messaging_product": "whatsapp", "metadata": metadata, **value}, "field": field}
    return meta_json({"object": "whatsapp_business_account", "entry": [{"id": business, "changes": [change]}]})


def threads(account: str, topic: str, field: str, value: Json, at: datetime | None = None) -> bytes:
    """A delivery of Threads, which has an envelope of its own; `at` where the value has no time of the act."""
    told = datetime.fromisoformat(value["timestamp"]) if at is None else at
    envelope = {"app_id": "420042", "topic": topic, "target_id": account, "time": int(told.timestamp()) + 1}
    more = {"subscription_id": "420043", "has_uid_field": False, "values": {"field": field, "value": value}}
    return meta_json({**envelope, **more})


def threads_post(*, post: str, author: str, text: str, at: datetime) -> dict[str, Any]:
    """A post or a reply. Of its author nothing but the user name is told."""
    short = f"DTk{int(post) % 1000000:06d}"
    return {
        "id": post,
        "username": author,
        "text": text,
        "media_type": "TEXT_POST",
        "permalink": f"https://www.threads.net/@{author}/post/{short}",
        "shortcode": short,
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }


def linkedin(*notices: Json) -> bytes:
    """Up to ten social action notifications in one delivery."""
    value = {"type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", "notifications": list(notices)}
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def notice(
    *,
    number: int,
    organization: str,
    action: str,
    source: str,
    made: str,
    at: datetime,
    subscriber: str,
    decorated: Json | None = None,
) -> dict[str, Any]:
    """One notification. `made` is what was made, `decorated` what is told of it: often nothing."""
    told = {} if decorated is None else {"decoratedGeneratedActivity": decorated}
    return {
        "notificationId": number,
        "organizationalEntity": f"urn:li:organization:{organization}",
        "action": action,
        "sourcePost": source,
        "generatedActivity": made,
        **told,
        "lastModifiedAt": _ms(at),
        "subscriber": subscriber,
    }


def youtube_video(channel: str, *, video: str, title: str, by: str, at: datetime, updated: datetime) -> bytes:
    """What the hub pushes of a new video."""
    links = f'<link rel="self" href="https://www.youtube.com/xml/feeds/videos.xml?channel_id={channel}"/>'
    author = f"<author><name>{by}</name><uri>https://www.youtube.com/channel/{channel}</uri></author>"
    times = f"<published>{_atom(at)}</published><updated>{_atom(updated)}</updated>"
    entry = f"<id>yt:video:{video}</id><yt:videoId>{video}</yt:videoId><yt:channelId>{channel}</yt:channelId>"
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">'
        f"{links}<title>YouTube video feed</title><updated>{_atom(updated)}</updated>"
        f"<entry>{entry}<title>{title}</title>{author}{times}</entry></feed>"
    ).encode()


def youtube_comment(
    *,
    comment: str,
    author: tuple[str, str],
    text: str,
    at: datetime,
    video: str | None = None,
    under: str | None = None,
    edited: datetime | None = None,
) -> dict[str, Any]:
    """A comment as the Data API lists it. `author` is channel and handle; `under` is the thread that it answers in."""
    about = ({"videoId": video} if video else {}) | ({"parentId": under} if under else {})
    told = {"authorDisplayName": f"@{author[1]}", "authorChannelId": {"value": author[0]}, "likeCount": 0}
    times = {"publishedAt": iso(at), "updatedAt": iso(edited or at)}
    snippet = {**about, "textDisplay": text, "textOriginal": text, **told, **times}
    return {"kind": "youtube#comment", "id": comment, "snippet": snippet}


def _atom(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
