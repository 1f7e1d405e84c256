"""Speaking in one inbox: words and reactions inside the windows that Meta gives, and reading a conversation back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Order
from shared.core.sla import By
from shared.platforms._base import clean
from shared.platforms._meta import MARGIN, Graph, following, id_of, mark, part, rows, told_at

MACHINE_WINDOW: Final = timedelta(hours=24) - timedelta(minutes=1)
PERSON_WINDOW: Final = timedelta(days=7) - timedelta(minutes=1)
MOST_TOLD: Final = 20  # messages of one conversation of which Meta tells more than the id


def listed(environ: Mapping[str, str], name: str) -> frozenset[str]:
    """A setting that is a list with commas between."""
    return frozenset(filter(None, (one.strip() for one in environ.get(name, "").split(","))))


class Inbox:
    """The direct messages of one account. `owner` is how it is named in paths, `service` Meta's name of the network.

    `love` is how a reaction is written there; `marks` whether a message may carry `metadata`.
    """

    def __init__(self, platform: str, graph: Graph, *, owner: str, service: str, love: str, marks: bool) -> None:
        self._platform = platform
        self._graph = graph
        self._owner = owner
        self._service = service
        self._love = love
        self._marks = marks

    def say(self, order: Order, timeout: float) -> str:
        """Send words to whoever wrote. Past 24 hours only a person's own words may go, and for 7 days."""
        if not order.text:
            raise ActionUnsupported(self._platform, order.capability, "nothing to say")
        sending = self._to(order)
        if self._marks:
            sending["messaging_type"] = "RESPONSE"
        if self._age(order) > MACHINE_WINDOW:
            if order.by is not By.PERSON:
                raise ActionRefused(self._platform, order.capability, "after 24 hours only a person may write")
            if self._age(order) > PERSON_WINDOW:
                raise ActionRefused(self._platform, order.capability, "after 7 days nobody may write")
            sending |= {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        made = self.send(order, sending, timeout)
        if made is None:
            raise OutcomeUnknown(self._platform, order.capability, "no id in the answer")
        return made

    def send(self, order: Order, sending: dict[str, Any], timeout: float) -> str | None:
        """Send the order's words to the recipient given; the id of the message where one is told."""
        message = {"text": order.text}
        if self._marks:
            message["metadata"] = mark(order)
        answer = self._graph.post(
            order.capability, f"{self._owner}/messages", timeout, json={**sending, "message": message}
        )
        return clean(answer.get("message_id")) or None

    def react(self, order: Order, timeout: float) -> None:
        """Put a heart on a message. There is no tag that would allow it after 24 hours."""
        if "/" in order.object:
            raise ActionRefused(self._platform, order.capability, "this has no id to react to")
        sending = self._to(order)
        if self._age(order) > MACHINE_WINDOW:
            raise ActionRefused(self._platform, order.capability, "after 24 hours no reaction is taken")
        sending |= {"sender_action": "react", "payload": {"message_id": order.object, "reaction": self._love}}
        self._graph.post(order.capability, f"{self._owner}/messages", timeout, json=sending)

    def find(self, order: Order, timeout: float) -> str | None:
        """A message of ours to this person since shortly before the first try; one with the same words first.

        Whoever of the two is not the person is us, under whatever id. Meta tells of the last 20 messages only.
        """
        if not order.person:
            raise ActionRefused(self._platform, "find", "the person is not known")
        asked = {
            "platform": self._service,
            "user_id": order.person,
            "fields": f"messages.limit({MOST_TOLD}){{id,created_time,from,message}}",
        }
        answer = self._graph.get("find", f"{self._owner}/conversations", asked, timeout)
        since, ours, whole = order.first_sent - MARGIN, [], following(self._platform, "find", answer) is None
        for conversation in rows(self._platform, "find", answer):
            messages = part(conversation, "messages")
            reached = False
            for one in rows(self._platform, "find", messages):
                at = told_at(one.get("created_time"))
                if at is not None and at < since:
                    reached = True
                    continue
                named, sender = id_of(one.get("id")), id_of(part(one, "from").get("id"))
                if at is None or named is None or sender is None:
                    raise OutcomeUnknown(self._platform, "find", "a message without id, time or sender")
                if sender != order.person and named not in order.others:
                    ours.append((one.get("message") == order.text, named))
            whole = whole and (reached or not part(messages, "paging").get("next"))
        if ours:
            return max(ours, key=lambda one: one[0])[1]
        if not whole:
            raise OutcomeUnknown(self._platform, "find", "the list was cut off")
        return None

    def _to(self, order: Order) -> dict[str, Any]:
        if not order.person:
            raise ActionRefused(self._platform, order.capability, "the person is not known")
        return {"recipient": {"id": order.person}}

    def _age(self, order: Order) -> timedelta:
        """How long ago the person wrote; nothing where it is not known, so that the platform decides."""
        return order.at - order.asked_at if order.asked_at is not None else timedelta(0)
