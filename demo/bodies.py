"""Request bodies as Facebook, X and a system of one's own write them: byte for byte in their habits, escapes included.

The day's generator and the pretend platform's echoes use it. Facts are of the platforms' public pages and the
samples in tests/fixtures; nothing here signs or sends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from demo.clock import iso

Json = Mapping[str, Any]
_OMITTED: Final = None


def facebook(page: str, sent: datetime, *changes: Json, more: Sequence[Json] = ()) -> bytes:
    """A delivery with one entry for `page`, and `more` entries beside it."""
    entry = {"id": page, "time": int(sent.timestamp()), "changes": list(changes)}
    return meta_json({"object": "page", "entry": [entry, *more]})


def meta_json(value: Json) -> bytes:
    """As Meta puts JSON on the wire: lower-case \\uXXXX escapes and an escaped slash."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def feed(**value: Any) -> Json:
    """A change of the feed. Fields given as None are left out, as Meta leaves them out."""
    return {"field": "feed", "value": {key: item for key, item in value.items() if item is not _OMITTED}}


def feed_comment(
    *,
    comment: str,
    post: str,
    author: tuple[str, str],
    text: str | None,
    at: datetime | None,
    under: str | None = None,
    verb: str = "add",
    edited: datetime | None = None,
) -> Json:
    """A comment on a post, or under the comment `under`."""
    return feed(
        item="comment",
        verb=verb,
        comment_id=comment,
        post_id=post,
        parent_id=under or post,
        **{"from": {"id": author[0], "name": author[1]}},
        message=text,
        created_time=int(at.timestamp()) if at else None,
        edited_time=edited.strftime("%Y-%m-%dT%H:%M:%S+0000") if edited else None,
    )


def x_activity(account: str, **events: Any) -> bytes:
    """A delivery of the account activity product for one subscribed account."""
    return json.dumps({"for_user_id": account, **events}, separators=(",", ":"), ensure_ascii=False).encode()


def tweet(
    *,
    id: str,
    author: tuple[str, str, str],
    text: str,
    at: datetime,
    mentions: Sequence[tuple[str, str]] = (),
    answers: tuple[str, str, str] | None = None,
    language: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One post. `author` is id, handle and name; `answers` is post id, user id and handle."""
    named = [{"screen_name": handle, "name": handle, "id_str": user} for user, handle in mentions]
    value: dict[str, Any] = {
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "timestamp_ms": str(int(at.timestamp() * 1000)),
        "id_str": id,
        "text": text,
        "truncated": False,
        "is_quote_status": False,
        "user": {"id_str": author[0], "screen_name": author[1], "name": author[2]},
        "entities": {"user_mentions": named, "urls": [], "hashtags": []},
    }
    if answers is not None:
        value["in_reply_to_status_id_str"], value["in_reply_to_user_id_str"] = answers[0], answers[1]
        value["in_reply_to_screen_name"] = answers[2]
    if language is not None:
        value["lang"] = language
    return value | more


def x_message(*, id: str, sender: str, recipient: str, text: str, at: datetime) -> dict[str, Any]:
    """One direct message."""
    data = {"text": text, "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}}
    return {
        "type": "message_create",
        "id": id,
        "created_timestamp": str(int(at.timestamp() * 1000)),
        "message_create": {"target": {"recipient_id": recipient}, "sender_id": sender, "message_data": data},
    }


def standard(kind: str, at: datetime, **data: Any) -> bytes:
    """An event of the brand's own shop over Standard Webhooks."""
    kept = {key: value for key, value in data.items() if value is not _OMITTED}
    value = {"type": kind, "timestamp": iso(at), "data": kept}
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
