"""What a delivered webhook tells of the world, as far as the pretend platform's lists must know it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

EDIT: Final = "edit"
"""The kind of an act that gives new words to one that stands already."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that exists, or is gone. `under` is what it answers, `conversation` the root or the post.

    `account` is ours that was told of it, `kind` the platform's own word for it, `name` how its author is shown, and
    `person` to whom it was said where that is one. `home`: it stands under what is ours.
    """

    id: str
    at: datetime
    author: str | None = None
    text: str | None = None
    under: str | None = None
    conversation: str | None = None
    gone: bool = False
    account: str = ""
    kind: str = ""
    name: str = ""
    person: str | None = None
    home: bool = True
    platform: str = ""


def acts(platform: str, body: bytes) -> Iterator[Act]:
    """The acts of one body. What cannot be read tells nothing."""
    try:
        for act in _READERS[platform](json.loads(body)):
            if act.id:
                yield replace(act, platform=platform)
    except (ValueError, KeyError, TypeError, AttributeError):
        return


def _facebook(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        for change in entry.get("changes", []):
            told = change["value"]
            id = told.get("comment_id") or told.get("post_id")
            if change["field"] != "feed" or told.get("item") not in ("comment", "post", "share", "status"):
                continue
            post, parent, author = told.get("post_id"), told.get("parent_id"), told.get("from") or {}
            yield Act(
                id=str(id),
                account=entry["id"],
                kind=told["item"],
                at=_time(told.get("created_time") or entry["time"]),
                author=author.get("id"),
                name=author.get("name", ""),
                text=told.get("message"),
                under=parent if told.get("comment_id") else None,
                conversation=post,
                gone=told.get("verb") in ("remove", "hide"),
            )


def _x(value: dict[str, Any]) -> Iterator[Act]:
    us = value["for_user_id"]
    for post in value.get("tweet_create_events", []):
        answered, named = post.get("in_reply_to_status_id_str"), post["entities"]["user_mentions"]
        mentions = any(one["id_str"] == us for one in named) or post.get("in_reply_to_user_id_str") == us
        yield Act(
            id=post["id_str"],
            account=us,
            kind="repost" if "retweeted_status" in post else "mention" if mentions else "post",
            at=_time(int(post["timestamp_ms"]) / 1000),
            author=post["user"]["id_str"],
            name=post["user"]["screen_name"],
            text=post["text"],
            under=answered,
            person=post.get("in_reply_to_user_id_str"),
            conversation=answered or post["id_str"],
        )
    for told in value.get("direct_message_events", []):
        between, at = told["message_create"], _time(int(told["created_timestamp"]) / 1000)
        sender, recipient = between["sender_id"], between["target"]["recipient_id"]
        with_whom = recipient if sender == us else sender
        text = between["message_data"]["text"]
        yield Act(told["id"], at, sender, text, account=us, kind="message", person=with_whom)
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
            yield from (_message(entry["id"], item) for item in entry.get("messaging", []))


def _instagram(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        yield from (_message(entry["id"], item) for item in entry.get("messaging", []))
        for change in entry.get("changes", []):
            told = change["value"]
            yield Act(
                id=told["id"],
                account=entry["id"],
                kind="comment",
                at=_time(entry["time"]),
                author=told["from"]["id"],
                name=told["from"]["username"],
                text=told["text"],
                under=told.get("parent_id"),
                conversation=told["media"]["id"],
            )


def _message(us: str, item: dict[str, Any]) -> Act:
    """A message, or a button that says something. What else is in an inbox is of no use to lists and has no name."""
    edit = item.get("message_edit")
    told = edit or item.get("message") or item.get("postback") or {}
    sender, at = item["sender"]["id"], _time(item["timestamp"] / 1000)
    return Act(
        id=told.get("mid", ""),
        account=us,
        kind=EDIT if edit else "message",
        at=at,
        author=sender,
        text=told.get("text") or told.get("title"),
        person=item["recipient"]["id"] if sender == us else sender,
        gone=bool(told.get("is_deleted")),
    )


def _whatsapp(value: dict[str, Any]) -> Iterator[Act]:
    for entry in value["entry"]:
        for change in entry["changes"]:
            for told in change["value"].get("messages", []):
                gone = told["type"] == "revoke"
                named = told["revoke"]["original_message_id"] if gone else told["id"]
                yield Act(named, _time(int(told["timestamp"])), told.get("from"), gone=gone)


def _threads(value: dict[str, Any]) -> Iterator[Act]:
    told = value["values"]["value"]
    root, field = told.get("root_post", {}), value["values"]["field"]
    yield Act(
        id=told["id"],
        account=value["target_id"],
        kind=field,
        at=datetime.fromisoformat(told["timestamp"]),
        author=told.get("username"),
        text=told.get("text"),
        under=told.get("replied_to", {}).get("id"),
        conversation=root.get("id"),
        home=root.get("owner_id") == value["target_id"],
        gone=field == "delete",
    )


def _linkedin(value: dict[str, Any]) -> Iterator[Act]:
    for notice in value["notifications"]:
        if notice["action"] == "LIKE":
            continue
        told = notice.get("decoratedGeneratedActivity", {})
        made = told.get("comment") or told.get("share") or {}
        yield Act(
            id=_spelt_out(notice["generatedActivity"]),
            account=notice["organizationalEntity"].rpartition(":")[2],
            kind=EDIT if notice["action"] == "COMMENT_EDIT" else notice["action"],
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
