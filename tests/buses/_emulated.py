"""How the Bus contract opens the Pub/Sub plug-ins: a fresh project of the emulator each time, a proxy in between."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shared.core.ports import Outgoing
from tests.buses._proxy import Proxy
from tests.emulators import project

TOPIC = "interactions"


class Emulated:
    """A project with a topic and a pull subscription, and the proxy through which a bus reaches it."""

    def __init__(self, emulators: Mapping[str, str]) -> None:
        self.project = project()
        host = emulators["PUBSUB_EMULATOR_HOST"]
        publisher, self._subscriber = clients(host)
        self._subscription = f"projects/{self.project}/subscriptions/all"
        topic = f"projects/{self.project}/topics/{TOPIC}"
        publisher.create_topic(name=topic)
        self._subscriber.create_subscription(name=self._subscription, topic=topic, ack_deadline_seconds=600)
        self._pull = pull_request(self._subscription)
        self.proxy = Proxy(host)
        self.environ = {"GOOGLE_CLOUD_PROJECT": self.project, "PUBSUB_EMULATOR_HOST": self.proxy.address}

    def messages(self) -> list[Any]:
        """Everything published so far, with attributes; each time only what is new."""
        found: list[Any] = []
        while True:
            # Not by the client's own method, which warns of what only a test may do: an answer though nothing is there.
            answer = self._subscriber.transport.pull(self._pull)
            if not answer.received_messages:
                return found
            found += [one.message for one in answer.received_messages]
            self._subscriber.acknowledge(
                subscription=self._subscription, ack_ids=[one.ack_id for one in answer.received_messages]
            )

    def close(self) -> None:
        self.proxy.close()


@cache
def clients(host: str) -> tuple[Any, Any]:
    import grpc  # here, so that only who needs the emulator waits for Google's libraries
    from google.pubsub_v1 import PublisherClient, SubscriberClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
    from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

    channel = grpc.insecure_channel(host, options=[("grpc.max_receive_message_length", -1)])
    return (
        PublisherClient(transport=PublisherGrpcTransport(channel=channel)),
        SubscriberClient(transport=SubscriberGrpcTransport(channel=channel)),
    )


def pull_request(subscription: str) -> Any:
    from google.pubsub_v1.types import PullRequest

    return PullRequest(subscription=subscription, max_messages=1000, return_immediately=True)


class InLoop:
    """The asynchronous form of a bus behind the Bus promise: an event loop in a thread of its own."""

    def __init__(self, plugin: Any, environ: Mapping[str, str], loop: asyncio.AbstractEventLoop | None = None) -> None:
        self._loop = loop or asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus = plugin.open_async(environ)

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        return asyncio.run_coroutine_threadsafe(self._bus.publish(messages), self._loop).result(10)

    def close(self) -> None:
        if self._loop.is_closed():
            return
        for _ in range(2):
            asyncio.run_coroutine_threadsafe(self._bus.close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class EmulatedRow:
    """What tests/contracts/_adapters.py asks of a bus; `emulators` are started by whoever asks first."""

    def __init__(self, form: type[InLoop] | None = None) -> None:
        self._form = form
        self._by_folder: dict[Path, Emulated] = {}
        self._of_bus: dict[int, Emulated] = {}
        self.downs = {
            "refuses connections": lambda folder: self._by_folder[folder].proxy.refusing(),
            "is frozen": lambda folder: self._by_folder[folder].proxy.frozen(),
        }

    def open(self, plugin: Any, folder: Path, emulators: Callable[[], dict[str, str]]) -> Any:
        place = self._by_folder[folder] = Emulated(emulators())
        opened = plugin.open(place.environ) if self._form is None else self._form(plugin, place.environ)
        self._of_bus[id(opened)] = place
        return opened

    def received(self, bus: Any) -> list[bytes]:
        return [message.data for message in self._of_bus[id(bus)].messages()]

    def close(self, folder: Path) -> None:
        place = self._by_folder.pop(folder, None)
        if place is not None:
            place.close()
