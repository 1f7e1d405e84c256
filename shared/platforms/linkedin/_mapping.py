"""From LinkedIn's social action notifications to Interactions: the table of actions and the rules of their ids.

The webhook brings up to ten in one body, and the list of the last 60 days holds the same ones, so both read through
`interaction`. It verifies nothing and calls nobody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_object, clean, moment
from shared.platforms.linkedin._urns import account_of, comment_of, post_of, urn_of

NAME: Final = "linkedin"
EVENT: Final = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"

ACTIONS: Final = {
    "COMMENT": (Kind.COMMENT, Change.NEW),
    "ADMIN_COMMENT": (Kind.COMMENT, Change.NEW),
    "COMMENT_EDIT": (Kind.COMMENT, Change.EDITED),
    "COMMENT_DELETE": (Kind.COMMENT, Change.REMOVED),
    "SHARE": (Kind.SHARE, Change.NEW),
    "SHARE_MENTION": (Kind.MENTION, Change.NEW),
    "LIKE": (Kind.REACTION, Change.NEW),
}
_SITE: Final = "https://www.linkedin.com/feed/update/"


class _Notice(msgspec.Struct, frozen=True):
    """One notification, its common fields read. `where` is its place in the body, for saying what is wrong."""

    facts: dict[str, Any]
    where: str
    action: str
    us: str
    account: str
    owner: str | None
    text: str | None
    entity: object
    at: datetime | None

    @property
    def author(self) -> Author:
        ours = self.action == "ADMIN_COMMENT" or self.owner == self.us
        return Author(id=self.owner or (self.us if ours else None), is_us=ours)


def read(delivery: Delivery) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad notification does not lose the others."""
    body = body_object(delivery)
    gathering = Gathering()
    kind, listed = body.get("type"), body.get("notifications")
    if not isinstance(kind, str):
        raise DeliveryUnreadable("type: text was expected")
    if kind != EVENT:
        gathering.skip(kind)
        return gathering.done()
    if not isinstance(listed, list):
        raise DeliveryUnreadable("notifications: a list was expected")
    for number, facts in enumerate(listed):
        try:
            found = interaction(facts, delivery.received_at, f"notifications.{number}")
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
            continue
        if isinstance(found, Interaction):
            gathering.interactions.append(found)
        else:
            gathering.skip(found)
    return gathering.done()


def interaction(facts: object, received_at: datetime, where: str) -> Interaction | str:
    """One notification as an Interaction, or the name of an action that is not taken. Raises DeliveryUnreadable."""
    if not isinstance(facts, dict):
        raise DeliveryUnreadable(f"{where}: an object was expected")
    action = clean(facts.get("action"))
    if not action:
        raise DeliveryUnreadable(f"{where}.action: missing")
    if action not in ACTIONS:
        return action
    account = account_of(facts.get("organizationalEntity"))
    if account is None:
        raise DeliveryUnreadable(f"{where}.organizationalEntity: the URN of an organization was expected")
    decorated = _decorated(facts)
    notice = _Notice(
        facts=facts,
        where=where,
        action=action,
        us=facts["organizationalEntity"],
        account=account,
        owner=urn_of(decorated.get("owner")),
        text=clean(decorated["text"]) or None if isinstance(decorated.get("text"), str) else None,
        entity=decorated.get("entity"),
        at=moment(facts.get("lastModifiedAt")),
    )
    kind, change = ACTIONS[action]
    if kind is Kind.COMMENT:
        named, place, url = _comment(notice)
    elif kind is Kind.REACTION:
        named, place, url = _reaction(notice)
    else:
        named, place, url = _share(notice)
    return Interaction(
        platform=NAME,
        account=account,
        object=named,
        kind=kind,
        received_at=received_at,
        change=change,
        at=notice.at,
        author=notice.author,
        place=place,
        text=notice.text,
        url=url,
    )


def address(post: str | None, comment: str | None = None) -> str | None:
    """Where to look at a post, or at a comment under it."""
    if post is None:
        return None
    link = f"{_SITE}{post}/"
    return link if comment is None else f"{link}?commentUrn={quote(comment, safe='')}"


def _decorated(facts: dict[str, Any]) -> dict[str, Any]:
    """What was made, as far as it is told: under `comment` or `share`, and often not at all."""
    told = facts.get("decoratedGeneratedActivity")
    parts = [told.get("comment"), told.get("share")] if isinstance(told, dict) else []
    return next((part for part in parts if isinstance(part, dict)), {})


def _comment(notice: _Notice) -> tuple[str, Place, str | None]:
    """A comment, in the thread that its own name gives. Which comment it answers is not told.

    Of ours at least the thread is known to be answered; whom in it, the flow works out from who waits.
    """
    named = comment_of(notice.facts.get("generatedActivity")) or comment_of(notice.entity)
    if named is None:
        raise DeliveryUnreadable(f"{notice.where}.generatedActivity: the URN of a comment was expected")
    place = Place(
        thread=named.thread,
        answers=named.thread if notice.author.is_us else None,
        post=post_of(notice.facts.get("sourcePost")) or named.thread,
    )
    return named.urn, place, address(named.thread, named.urn)


def _share(notice: _Notice) -> tuple[str, Place, str | None]:
    """A post that shares one of ours or mentions us. What we write about it hangs on that post itself."""
    made = post_of(notice.facts.get("generatedActivity")) or post_of(notice.entity)
    if made is None:
        raise DeliveryUnreadable(f"{notice.where}.generatedActivity: the URN of a post was expected")
    return made, Place(post=post_of(notice.facts.get("sourcePost")) or made), address(made)


def _reaction(notice: _Notice) -> tuple[str, Place, str | None]:
    """A reaction. LinkedIn names what it is about and neither who nor which: people are told apart by the moment.

    The moment and not the number of the notice, because each subscribed administrator gets a copy with another number.
    """
    about = notice.facts.get("generatedActivity") or notice.facts.get("sourcePost")
    comment, post = comment_of(about), post_of(about)
    target = post if comment is None else comment.urn
    if target is None:
        raise DeliveryUnreadable(f"{notice.where}.generatedActivity: the URN of a post or comment was expected")
    mark = notice.owner or clean(notice.facts.get("lastModifiedAt")) or clean(notice.facts.get("notificationId"))
    if not mark:
        raise DeliveryUnreadable(f"{notice.where}: neither moment nor number")
    place = Place(
        thread=comment.thread if comment else None,
        answers=target,
        post=post_of(notice.facts.get("sourcePost")) or post or (comment.thread if comment else None),
    )
    url = address(post) if comment is None else address(comment.thread, comment.urn)
    return f"reaction/{target}/{mark}", place, url
