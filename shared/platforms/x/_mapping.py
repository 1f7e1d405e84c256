"""From a verified Delivery of X to Interactions: which form a body has, and what of it is passed over.

Called by the platform. It verifies nothing and calls nobody. What Account Activity sends is read in `_account`,
the newer X Activity and filtered streams in `_activity`.
"""

from __future__ import annotations

from typing import Any, Final

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Interaction
from shared.platforms._base import Gathering, Reading, body_object, clean
from shared.platforms.x import _account, _activity
from shared.platforms.x._common import Event, ident, part

_ABOUT: Final = frozenset(  # what stands beside events and is none
    {"for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps", "includes", "matching_rules"}
)


def read(delivery: Delivery) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad event does not lose the others."""
    body = body_object(delivery)
    gathering = Gathering()
    for name, value in body.items():
        if name in _ABOUT:
            continue
        if name == "data":
            for found in _activity.events(body, delivery.received_at):
                _take(gathering, found)
        elif name in _account.EVENTS:
            _read_account(gathering, delivery, body, name)
        else:
            gathering.skip(_unread(name, value))
    return gathering.done()


def _read_account(gathering: Gathering, delivery: Delivery, body: dict[str, Any], name: str) -> None:
    us, events = ident(body.get("for_user_id")), body[name]
    if us is None:
        gathering.unreadable.append(f"for_user_id: missing beside {name}")
        return
    if not isinstance(events, list):
        gathering.unreadable.append(f"{name}: a list was expected")
        return
    for number, facts in enumerate(events):
        try:
            event = Event(us, facts, f"{name}.{number}", delivery.received_at, part(body, "users"))
            _take(gathering, _account.EVENTS[name](event))
        except DeliveryUnreadable as error:
            _take(gathering, error)


def _take(gathering: Gathering, found: Interaction | str | DeliveryUnreadable) -> None:
    if isinstance(found, Interaction):
        gathering.interactions.append(found)
    elif isinstance(found, DeliveryUnreadable):
        gathering.unreadable.append(found.why)
    else:
        gathering.skip(found)


def _unread(name: str, value: object) -> str:
    """A name for something that is not taken: a revoked grant, how a replay went, typing, reading, blocks."""
    if isinstance(value, dict) and name == "user_event" and len(value) == 1:
        return f"user_event.{next(iter(value))}"
    if isinstance(value, dict) and name == "replay_job_status":
        return f"{name}.{clean(value.get('job_state')) or 'untold'}"
    return name
