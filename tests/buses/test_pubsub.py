"""Google's client as a bus: what it adds to the contract, and what all Pub/Sub buses do in the emulator."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import google.auth
import grpc
import pytest
from google.auth.exceptions import DefaultCredentialsError
from google.pubsub_v1.types import PublishRequest, PublishResponse

from shared.buses import pubsub
from shared.buses.pubsub import PubSubBus
from shared.buses.pubsub_rest import PubSubRestBus
from shared.core.envelope import envelope
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.interaction import Author, Interaction, Kind, to_wire
from shared.core.ports import Bus, Outgoing
from tests.buses._emulated import Emulated, InLoop
from tests.contracts._adapters import within

FORMS: dict[str, Callable[[dict[str, str]], Any]] = {
    "official": PubSubBus.open,
    "rest": PubSubRestBus.open,
    "rest, async": lambda environ: InLoop(PubSubRestBus, environ),
}


def out(data: bytes = b"x") -> Outgoing:
    return Outgoing(data, {"brand": "acme", "kind": "comment"})


def why(bus: Bus, count: int = 1) -> str:
    with within(2.5), pytest.raises(BackendUnavailable) as caught:
        bus.publish([out(b"%d" % number) for number in range(count)])
    assert caught.value.which == "pubsub bus"
    return caught.value.why


# --- all of them, in the emulator ---


@pytest.fixture
def place(emulators: dict[str, str]) -> Iterator[Emulated]:
    made = Emulated(emulators)
    yield made
    made.close()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_attributes_arrive_as_they_are(form: Callable[[dict[str, str]], Any], place: Emulated) -> None:
    bus = form(place.environ)
    at = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
    message = Interaction(
        platform="x",
        account="brand ø",
        object="1",
        kind=Kind.MENTION,
        author=Author(id="7"),
        received_at=at,
        brand="acme",
    )
    (receipt,) = bus.publish([Outgoing(to_wire(message), envelope(message))])
    (arrived,) = place.messages()
    assert arrived.data == to_wire(message)
    assert dict(arrived.attributes) == envelope(message)
    assert arrived.message_id == receipt
    bus.close()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_lost_answer_is_told_in_time_though_the_messages_arrived(
    form: Callable[[dict[str, str]], Any], place: Emulated
) -> None:
    bus = form(place.environ)
    bus.publish([out(b"before")])
    with place.proxy.swallowing():
        why(bus, 2)
    assert len(bus.publish([out(b"after")])) == 1
    assert {message.data for message in place.messages()} == {b"before", b"0", b"1", b"after"}
    bus.close()


# --- the official one, against a server that misbehaves ---


@dataclass
class Fake:
    """A Pub/Sub over gRPC. `answers` are used up one by one: a status to fail with, or how many ids are left out."""

    answers: list[grpc.StatusCode | int] = field(default_factory=list)
    always: grpc.StatusCode | int = 0
    gate: threading.Event | None = None
    requests: list[PublishRequest] = field(default_factory=list)
    peers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._server = grpc.server(ThreadPoolExecutor(16), options=[("grpc.max_receive_message_length", -1)])
        handler = grpc.unary_unary_rpc_method_handler(
            self._publish, PublishRequest.deserialize, PublishResponse.serialize
        )
        handlers = grpc.method_handlers_generic_handler("google.pubsub.v1.Publisher", {"Publish": handler})
        self._server.add_generic_rpc_handlers((handlers,))
        self.port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    @property
    def environ(self) -> dict[str, str]:
        return {"GOOGLE_CLOUD_PROJECT": "some-project", "PUBSUB_EMULATOR_HOST": f"127.0.0.1:{self.port}"}

    def close(self) -> None:
        if self.gate is not None:
            self.gate.set()
        self._server.stop(None).wait(5)

    def _publish(self, request: PublishRequest, context: Any) -> PublishResponse:
        with self._lock:
            self.requests.append(request)
            self.peers.append(context.peer())
            answer = self.answers.pop(0) if self.answers else self.always
        if self.gate is not None:
            self.gate.wait(10)
        if isinstance(answer, grpc.StatusCode):
            context.abort(answer, "as told")
        with self._lock:
            first, self._number = self._number, self._number + len(request.messages)
        return PublishResponse(message_ids=[str(first + one) for one in range(len(request.messages) - answer)])


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    yield server
    server.close()


@pytest.fixture
def bus(fake: Fake) -> Iterator[PubSubBus]:
    opened = PubSubBus.open(fake.environ)
    yield opened
    opened.close()


def test_all_messages_of_a_webhook_travel_in_one_request(bus: PubSubBus, fake: Fake) -> None:
    assert bus.publish([out(b"%d" % number) for number in range(1_000)]) == [str(number) for number in range(1_000)]
    assert len(fake.requests) == 1
    assert fake.requests[0].topic == "projects/some-project/topics/interactions"


def test_ten_thousand_messages_take_ten_requests_and_keep_their_order(bus: PubSubBus, fake: Fake) -> None:
    receipts = bus.publish([out(b"%d" % number) for number in range(10_000)])
    assert len(fake.requests) == 10
    assert sorted(map(int, receipts)) == list(range(10_000))
    for start in range(0, 10_000, 1_000):
        piece = [int(one) for one in receipts[start : start + 1_000]]
        assert piece == list(range(piece[0], piece[0] + 1_000))


def test_no_request_is_larger_than_pubsub_takes(bus: PubSubBus, fake: Fake) -> None:
    assert len(bus.publish([out(b"x" * 2_400_000) for _ in range(9)])) == 9
    assert len(fake.requests) == 3
    assert all(len(PublishRequest.serialize(request)) <= 10_000_000 for request in fake.requests)


def test_a_receipt_that_is_missing_fails_them_all(bus: PubSubBus, fake: Fake) -> None:
    fake.answers = [1]
    assert why(bus, 3) == "2 receipts for 3 messages"
    assert bus.publish([out()]) == ["3"]


def test_what_may_pass_is_tried_again(bus: PubSubBus, fake: Fake) -> None:
    fake.answers = [grpc.StatusCode.UNAVAILABLE]
    assert bus.publish([out()]) == ["0"]
    assert len(fake.requests) == 2


def test_what_does_not_pass_is_tried_until_the_deadline_and_no_longer(bus: PubSubBus, fake: Fake) -> None:
    fake.always = grpc.StatusCode.UNAVAILABLE
    assert why(bus) in ("RetryError", "ServiceUnavailable", "DeadlineExceeded")
    assert 2 < len(fake.requests) < 20


def test_what_trying_again_cannot_help_is_told_at_once(bus: PubSubBus, fake: Fake) -> None:
    fake.always = grpc.StatusCode.PERMISSION_DENIED
    assert why(bus) == "PermissionDenied"
    assert len(fake.requests) == 1


def test_after_no_answer_the_next_one_takes_a_new_connection(bus: PubSubBus, fake: Fake) -> None:
    """A connection whose other end is gone without a word would else fail everybody for a minute."""
    fake.gate = threading.Event()
    assert why(bus) == "DeadlineExceeded"
    fake.gate.set()
    fake.gate = None
    assert len(bus.publish([out()])) == 1
    assert len(set(fake.peers)) == 2


def test_after_closing_nothing_is_taken(bus: PubSubBus, fake: Fake) -> None:
    bus.publish([out()])
    bus.close()
    assert why(bus) == "closed"


# --- opening, and credentials ---


def test_opening_looks_for_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(google.auth, "default", lambda **_: asked.append(1))
    PubSubBus.open({"GOOGLE_CLOUD_PROJECT": "some-project"}).close()
    assert asked == []


def test_without_credentials_it_says_so_and_looks_again_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def default(**_: object) -> None:
        asked.append(1)
        raise DefaultCredentialsError("none here")

    monkeypatch.setattr(google.auth, "default", default)
    bus = PubSubBus.open({"GOOGLE_CLOUD_PROJECT": "some-project"})
    assert [why(bus), why(bus)] == ["DefaultCredentialsError"] * 2
    assert len(asked) == 2
    bus.close()


def test_looking_for_credentials_does_not_stretch_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Google's library asks the metadata server several times, with seconds between."""
    found = threading.Event()
    monkeypatch.setattr(google.auth, "default", lambda **_: found.wait(10))
    monkeypatch.setattr(pubsub, "DEADLINE", 0.5)
    bus = PubSubBus.open({"GOOGLE_CLOUD_PROJECT": "some-project"})
    with ThreadPoolExecutor(4) as pool:
        several = [pool.submit(why, bus) for _ in range(4)]
        wait(several)
    assert {one.result() for one in several} == {"no receipt within 2.0 s"}
    found.set()
    bus.close()


def test_what_is_set_up_wrong_refuses_to_start() -> None:
    with pytest.raises(ConfigurationError, match="GOOGLE_CLOUD_PROJECT"):
        PubSubBus.open({})
