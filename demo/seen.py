"""What a delivered webhook tells of the world, as far as the pretend platform's lists must know it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that exists, or is gone. `under` is what it answers, `conversation` the root or the post."""

    id: str
    at: datetime
    author: str | None = None
    text: str | None = None
    under: str | None = None
    conversation: str | None = None
    gone: bool = False


def acts(platform: str, body: bytes) -> Iterator[Act]:
    """The acts of one body. What cannot be read tells nothing."""
    try:
        yield from _READERS[platform](json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError):
        return


def _facebook(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        for change in entry.get("changes", []):
            told = change["value"]
            id = told.get("comment_id") or told.get("post_id")
            if change["field"] != "feed" or told.get("item") not in ("comment", "post", "share", "status"):
                continue
            post, parent = told.get("post_id"), told.get("parent_id")
            yield Act(
                id=str(id),
                at=_time(told.get("created_time") or entry["time"]),
                author=(told.get("from") or {}).get("id"),
                text=told.get("message"),
                under=parent if told.get("comment_id") else None,
                conversation=post,
                gone=told.get("verb") in ("remove", "hide"),
            )


def _x(value: dict[str, Any]) -> Iterator[Act]:
    for post in value.get("tweet_create_events", []):
        answered = post.get("in_reply_to_status_id_str")
        yield Act(
            id=post["id_str"],
            at=_time(int(post["timestamp_ms"]) / 1000),
            author=post["user"]["id_str"],
            text=post["text"],
            under=answered,
            conversation=answered or post["id_str"],
        )
    for gone in value.get("tweet_delete_events", []):
        yield Act(id=gone["status"]["id"], at=_time(int(gone["timestamp_ms"]) / 1000), gone=True)


def _standard(value: dict[str, Any]) -> Iterator[Act]:
    data = value["data"]
    yield Act(
        id=str(data["id"]),
        at=datetime.fromisoformat(value["timestamp"]),
        author=(data.get("author") or {}).get("id"),
        text=data.get("text"),
        under=data.get("in_reply_to"),
        conversation=data.get("thread_id"),
        gone=str(value["type"]).endswith((".removed", ".deleted")),
    )


def _messenger(value: dict[str, Any]) -> Iterator[Act]:
    if value["object"] == "page":
        for entry in value["entry"]:
            yield from map(_message, entry.get("messaging", []))


def _instagram(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        yield from map(_message, entry.get("messaging", []))
        for change in entry.get("changes", []):
            told = change["value"]
            yield Act(
                id=told["id"],
                at=_time(entry["time"]),
                author=told["from"]["id"],
                text=told["text"],
                under=told.get("parent_id"),
                conversation=told["media"]["id"],
            )


def _message(item: dict[str, Any]) -> Act:
    """What else than a message is in an inbox is of no use to lists, and stands under no name."""
    told = item.get("message", {})
    sender, at = item["sender"]["id"], _time(item["timestamp"] / 1000)
    return Act(told.get("mid", ""), at, sender, told.get("text"), gone=bool(told.get("is_deleted")))


def _whatsapp(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        for change in entry["changes"]:
            for told in change["value"].get("messages", []):
                gone = told["type"] == "revoke"
                named = told["revoke"]["original_message_id"] if gone else told["id"]
                yield Act(named, _time(int(told["timestamp"])), told.get("from"), gone=gone)


def _threads(value: dict[str, Any]) -> Iterator[Act]:
    told = value["values"]["value"]
    above, root = told.get("replied_to", {}).get("id"), told.get("root_post", {}).get("id")
    yield Act(
        id=told["id"],
        at=_time(value["time"]),
        author=told.get("username"),
        text=told.get("text"),
        under=above,
        conversation=root,
        gone=value["values"]["field"] == "delete",
    )


def _linkedin(value: dict[str, Any]) -> Iterator[Act]:
    for notice in value["notifications"]:
        if notice["action"] == "LIKE":
            continue
        told = notice.get("decoratedGeneratedActivity", {})
        made = told.get("comment") or told.get("share") or {}
        yield Act(
            id=_spelt_out(notice["generatedActivity"]),
            at=_time(notice["lastModifiedAt"] / 1000),
            author=made.get("owner"),
            text=made.get("text"),
            conversation=notice["sourcePost"],
            gone=notice["action"] == "COMMENT_DELETE",
        )


def _spelt_out(named: str) -> str:
    """A comment's name in the longer of its two spellings."""
    return named.replace("(activity:", "(urn:li:activity:")


_READERS: Final[Mapping[str, Callable[[dict[str, Any]], Iterator[Act]]]] = {
    "facebook": _facebook,
    "x": _x,
    "standard": _standard,
    "messenger": _messenger,
    "instagram": _instagram,
    "whatsapp": _whatsapp,
    "threads": _threads,
    "linkedin": _linkedin,
}


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
