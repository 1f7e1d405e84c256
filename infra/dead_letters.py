"""What nobody could finish, as it waits in its subscription: leased, read, taken away or given back.

Pub/Sub adds attributes to a message that it forwards as a dead letter: how often it was tried, and when it was first
published (cloud.google.com/pubsub/docs/handling-failures, names confirmed in public code, read 2026-11-22). Where they
are missing, that is unknown.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import GoogleAuthError
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.types import PubsubMessage, PullRequest, PullResponse

from shared.buses._pubsub import Place, checked, split
from shared.core.errors import BackendUnavailable
from shared.core.interaction import from_wire
from shared.core.ports import Outgoing

BATCH: Final = 100
_MOST_BYTES: Final = 100_000_000  # held in memory at once
_PATIENCE: Final = 5.0  # seconds without a message after which nothing more is expected
_CALL: Final = 30.0  # seconds for one request
_ADDED: Final = "CloudPubSubDeadLetterSource"  # begins the names of what Pub/Sub adds


@dataclass(frozen=True, slots=True)
class Dead:
    """One dead letter, leased to us. `sent` is when it was first published, `tries` None where nobody counted."""

    lease: str
    sent: datetime
    tries: int | None
    attributes: Mapping[str, str]
    data: bytes = field(repr=False)

    @property
    def sort(self) -> tuple[str, str, str]:
        """Brand, platform and kind; what this release cannot read has no kind."""
        try:
            from_wire(self.data)
        except ValueError:
            return (self._named("brand"), self._named("platform"), "unreadable")
        return (self._named("brand"), self._named("platform"), self._named("kind"))

    @property
    def again(self) -> Outgoing:
        """As it was published the first time."""
        return Outgoing(
            self.data, {name: text for name, text in self.attributes.items() if not name.startswith(_ADDED)}
        )

    def _named(self, name: str) -> str:
        text = self.attributes.get(name, "")
        return text if re.fullmatch(r"[\w.-]{1,40}", text) else "-"


class DeadLetters:
    """The subscription in which they wait."""

    def __init__(self, place: Place, name: str) -> None:
        with _named():
            self._client = _client(place)
        self._path = f"projects/{place.project}/subscriptions/{name}"
        self.name = name

    def pull(self, most: int, stopped: Callable[[], bool], patience: float = _PATIENCE) -> list[Dead]:
        """Those that come, up to `most`, until for a while none does. They are ours for the subscription's deadline.

        Raises BackendUnavailable.
        """
        found = self._at_once(min(BATCH, most))
        until = time.monotonic() + patience
        while len(found) < most and sum(len(one.data) for one in found) < _MOST_BYTES and not stopped():
            left = until - time.monotonic()
            if left <= 0:
                break
            came = self._some(min(BATCH, most - len(found)), left)
            if came:
                found += came
                until = time.monotonic() + patience
        return found

    def done(self, batch: Sequence[Dead]) -> None:
        """They are elsewhere now. Raises BackendUnavailable; then they come again, and may be handed in twice."""
        leases = [one.lease for one in batch]
        with _named():
            self._client.acknowledge(subscription=self._path, ack_ids=leases, timeout=_CALL)

    def release(self, kept: Sequence[Dead]) -> None:
        """Give back what we hold, so that the next run sees it at once. Where that fails it comes back by itself."""
        with suppress(BackendUnavailable), _named():
            for batch in batches(kept):
                self._client.modify_ack_deadline(
                    subscription=self._path,
                    ack_ids=[one.lease for one in batch],
                    ack_deadline_seconds=0,
                    timeout=_CALL,
                )

    def close(self) -> None:
        self._client.transport.close()  # type: ignore[no-untyped-call]  # untyped there

    def _at_once(self, most: int) -> list[Dead]:
        """An answer, be it an empty one: that nothing comes could also mean that nobody is there."""
        asked = PullRequest(subscription=self._path, max_messages=most, return_immediately=True)
        with warnings.catch_warnings(), _named():
            warnings.simplefilter("ignore", DeprecationWarning)
            return _read(self._client.pull(request=asked, timeout=_CALL))

    def _some(self, most: int, seconds: float) -> list[Dead]:
        try:
            with _named():
                return _read(self._client.pull(subscription=self._path, max_messages=most, timeout=seconds, retry=None))
        except BackendUnavailable as error:
            if error.why in ("Cancelled", "DeadlineExceeded"):
                return []
            raise


class Topic:
    """Where they are handed in again: each batch in as many requests as it takes, and no hurry."""

    def __init__(self, place: Place) -> None:
        with _named():
            self._client = _publisher(place)
        self._path = place.full_topic

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        """A receipt for each. Raises BackendUnavailable; then some may be there all the same."""
        outgoing = [PubsubMessage(data=one.data, attributes=dict(one.attributes)) for one in messages]
        given: list[str] = []
        for piece in split(outgoing, lambda one: PubsubMessage.pb(one).ByteSize() + 8):
            with _named():
                answer = self._client.publish(topic=self._path, messages=list(piece), timeout=_CALL)
            given += checked(answer.message_ids, len(piece))
        return given

    def close(self) -> None:
        self._client.transport.close()  # type: ignore[no-untyped-call]  # untyped there


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except (GoogleAPIError, GoogleAuthError) as error:
        raise BackendUnavailable("pubsub", type(error).__name__) from error


def batches(those: Sequence[Dead]) -> Iterator[Sequence[Dead]]:
    """As many at a time as travel together."""
    return (those[start : start + BATCH] for start in range(0, len(those), BATCH))


def _read(answer: PullResponse) -> list[Dead]:
    return [_dead(one) for one in answer.received_messages]


def _dead(received: Any) -> Dead:
    message = received.message
    attributes = dict(message.attributes)
    tries = attributes.get(f"{_ADDED}DeliveryCount", "")
    sent = message.publish_time
    with suppress(KeyError, ValueError):
        sent = datetime.fromisoformat(attributes[f"{_ADDED}TopicPublishTime"])
    return Dead(
        lease=received.ack_id,
        sent=sent.replace(tzinfo=sent.tzinfo or UTC),
        tries=int(tries) if re.fullmatch(r"[0-9]{1,6}", tries, re.ASCII) else None,
        attributes=attributes,
        data=message.data,
    )


def _client(place: Place) -> SubscriberClient:
    if not place.emulated:
        return SubscriberClient(client_options=_endpoint(place))
    from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

    return SubscriberClient(transport=SubscriberGrpcTransport(channel=_channel(place)))


def _publisher(place: Place) -> PublisherClient:
    if not place.emulated:
        return PublisherClient(client_options=_endpoint(place))
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

    return PublisherClient(transport=PublisherGrpcTransport(channel=_channel(place)))


def _endpoint(place: Place) -> ClientOptions:
    return ClientOptions(api_endpoint=place.url.removeprefix("https://"))


def _channel(place: Place) -> Any:
    import grpc

    return grpc.insecure_channel(place.url.removeprefix("http://"))
