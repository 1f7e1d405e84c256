"""What a delivered webhook tells of the world, as far as the pretend platform's lists must know it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


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
        value = json.loads(body)
        yield from {"facebook": _facebook, "x": _x, "standard": _standard}[platform](value)
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


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
