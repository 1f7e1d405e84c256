"""What Facebook, Instagram, Threads and Messenger list of the pretended world: what is there now, newest first.

Bodies and pages follow the platforms' public pages (Graph API v25.0, Threads API v1.0, read 2026-11). People's posts,
comments and messages come from what their deliveries told, lost ones included. Our own posts are told of by nobody:
each is as old as what hangs under it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from demo import bodies_more
from demo.answers import begun, meta_asked, meta_page, meta_time, number, there
from demo.seen import Act
from demo.world import Account, Call, Reply, World

_POSTS: Final = ("post", "status")
_SHOWN: Final = 25


def facebook_feed(world: World, account: Account, call: Call) -> Reply:
    """The Page's posts and its visitors', each with its newest comments."""
    acts = there(world, account)
    posts = [act for act in acts if act.kind in _POSTS]
    below = _by_post(act for act in acts if act.kind == "comment")
    ours = [
        Act(post, begun(comments), account.id, "", name=account.name, kind="added_photos")
        for post, comments in below.items()
        if not world.gone(post) and all(post != one.id for one in posts)
    ]
    size = _limit(call, "comments")
    rows = [
        {
            "id": post.id,
            **_from(post),
            "message": post.text,
            "created_time": meta_time(post.at),
            "status_type": "wall_post" if post.kind in _POSTS else post.kind,
            "is_hidden": False,
            **_below("comments", [_comment(one) for one in below.get(post.id, [])], size, f"{post.id}/comments"),
        }
        for post in sorted([*posts, *ours], key=lambda post: post.at, reverse=True)
    ]
    return meta_asked(call, rows)


def facebook_comments(world: World, account: Account, target: str, call: Call) -> Reply:
    """Under a post or a comment: both levels where the whole stream is asked for, the oldest first unless told."""
    acts = [act for act in there(world, account) if act.kind == "comment"]
    stream = call.query.get("filter") == "stream"
    found = [act for act in acts if (act.conversation if stream else act.under) == target]
    if call.query.get("order") != "reverse_chronological":
        found.reverse()
    return meta_asked(call, [_comment(act) for act in found])


def instagram_media(world: World, account: Account, call: Call) -> Reply:
    """Our posts, each with its newest comments, and under each of them what was answered."""
    rows = []
    for post, comments in _by_post(act for act in there(world, account) if act.kind == "comment").items():
        told = [
            {**_under_media(one), **_below("replies", _answers(one, comments), _limit(call, "replies"), one.id)}
            for one in comments
            if one.under is None
        ]
        made = {"id": post, "username": account.handle, "timestamp": meta_time(begun(comments))}
        rows.append({**made, **_below("comments", told, _limit(call, "comments"), post)})
    return meta_asked(call, sorted(rows, key=lambda row: str(row["timestamp"]), reverse=True))


def instagram_replies(world: World, account: Account, target: str, call: Call) -> Reply:
    comments = [act for act in there(world, account) if act.kind == "comment"]
    return meta_asked(call, [row | {"media": {"id": post}} for row, post in _answered(target, comments)])


def threads_posts(world: World, account: Account, call: Call) -> Reply:
    """Our posts that somebody answered."""
    home = _by_post(act for act in there(world, account, account.handle) if act.home)
    rows = [{"id": post, "username": account.handle, "has_replies": True} for post in home]
    return _untold(call, rows)


def threads_conversation(world: World, account: Account, post: str, call: Call) -> Reply:
    acts = [act for act in there(world, account, account.handle) if act.conversation == post]
    return _untold(call, [_thread(act, account) for act in acts])


def threads_replies(world: World, account: Account, call: Call) -> Reply:
    """Our own, wherever they stand."""
    acts = [act for act in there(world, account, account.handle) if act.author == account.handle]
    return _untold(call, [_thread(act, account) for act in acts])


def threads_mentions(world: World, account: Account, call: Call) -> Reply:
    acts = [act for act in there(world, account, account.handle) if act.kind == "mentions"]
    return _untold(call, [_thread(act, account) for act in acts])


def conversations(world: World, account: Account, call: Call) -> Reply:
    """An inbox: with whom we speak, the last changed first, and the newest messages of each."""
    talks = _talks(world, account)
    if "user_id" in call.query:
        talks = {person: talks.get(person, []) for person in [call.query["user_id"]]}
    rows = []
    for person, acts in talks.items():
        told = [_message(act, account) for act in acts]
        shown = meta_page(told, 0, _limit(call, "messages"), f"/t_{person}/messages")
        changed = {"updated_time": meta_time(acts[0].at)} if acts else {}
        both = {"data": [{"id": person}, {"id": account.id}]}
        rows.append({"id": f"t_{person}", **changed, "participants": both, "messages": shown})
    return meta_asked(call, rows)


def messages(world: World, account: Account, talk: str, call: Call) -> Reply:
    """All messages of one conversation."""
    acts = _talks(world, account).get(talk.removeprefix("t_"), [])
    return meta_asked(call, [_message(act, account) for act in acts])


def _talks(world: World, account: Account) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in there(world, account):
        if act.kind == "message" and act.person is not None:
            found.setdefault(act.person, []).append(act)
    return found


def _message(act: Act, account: Account) -> dict[str, Any]:
    to = act.person if act.author == account.id else account.id
    told = {"id": act.id, "created_time": meta_time(act.at), "from": {"id": act.author}}
    return {**told, "to": {"data": [{"id": to}]}, "message": act.text or ""}


def _by_post(acts: Iterable[Act]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        if act.conversation is not None:
            found.setdefault(act.conversation, []).append(act)
    return found


def _below(name: str, rows: list[dict[str, Any]], size: int, path: str) -> dict[str, Any]:
    """A list inside of another; left out where it is empty."""
    return {name: meta_page(rows, 0, size, f"/{path}")} if rows else {}


def _limit(call: Call, name: str) -> int:
    """How much of a list inside of another a call wants: `name.limit(20)` among its fields."""
    told = re.search(rf"\b{name}\.limit\(([0-9]+)\)", call.query.get("fields", ""))
    return number(told[1] if told else None, _SHOWN)


def _from(act: Act) -> dict[str, Any]:
    """Left out of what hides its author."""
    return {"from": {"id": act.author, "name": act.name}} if act.author is not None else {}


def _comment(act: Act) -> dict[str, Any]:
    parent = {"parent": {"id": act.under}} if act.under not in (None, act.conversation) else {}
    told = {"id": act.id, **_from(act), "message": act.text or "", "created_time": meta_time(act.at)}
    return {**told, **parent, "is_hidden": False}


def _under_media(act: Act) -> dict[str, Any]:
    told = {"id": act.id, "text": act.text or "", "timestamp": meta_time(act.at)}
    return {**told, "from": {"id": act.author, "username": act.name}, "username": act.name}


def _answers(top: Act, comments: list[Act]) -> list[dict[str, Any]]:
    return [row for row, _post in _answered(top.id, comments)]


def _answered(top: str, comments: list[Act]) -> list[tuple[dict[str, Any], str | None]]:
    """What hangs under a comment, with the post it is about. There are two levels: an answer to an answer too."""
    above = {act.id: act.under for act in comments}
    found = [act for act in comments if act.under is not None and top in (act.under, above.get(act.under))]
    return [({**_under_media(act), "parent_id": top}, act.conversation) for act in found]


def _thread(act: Act, account: Account) -> dict[str, Any]:
    told = bodies_more.threads_post(post=act.id, author=act.author or "", text=act.text or "", at=act.at)
    ours = {"is_reply": act.under is not None, "is_reply_owned_by_me": act.author == account.handle}
    above = {} if act.under is None else {"replied_to": {"id": act.under}, "root_post": {"id": act.conversation}}
    return {**told, **ours, **above}


def _untold(call: Call, rows: list[dict[str, Any]]) -> Reply:
    """A page of Threads, which never says whether more follows: an empty one is the last."""
    reply = meta_asked(call, rows)
    reply.body.get("paging", {}).pop("next", None)
    return reply
