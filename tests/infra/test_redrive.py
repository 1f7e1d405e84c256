"""Dead letters are handed in again once each, none is lost on the way, and nobody's words are shown."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from google.auth.credentials import AnonymousCredentials

from infra import dead_letters, redrive
from infra.dead_letters import DeadLetters, Topic
from infra.redrive import Asked
from shared.buses._pubsub import Place
from shared.core.envelope import envelope
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Ring, to_wire
from shared.core.ports import Outgoing
from tests.buses._emulated import clients, pull_request
from tests.buses._proxy import Proxy
from tests.emulators import project

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "my parcel never came"
ADDED = "CloudPubSubDeadLetterSource"


class Rig:
    """A project of the emulator as infra/pubsub.tf makes it, with its topic listened to."""

    def __init__(self, host: str) -> None:
        self.project = project()
        self.environ = {"GOOGLE_CLOUD_PROJECT": self.project, "PUBSUB_EMULATOR_HOST": host}
        self._publisher, self._subscriber = clients(host)
        for topic, subscription in (("interactions", "seen"), ("dead", "dead")):
            path = f"projects/{self.project}/topics/heard-prod-{topic}"
            self._publisher.create_topic(name=path)
            self._subscriber.create_subscription(name=self._path(subscription), topic=path, ack_deadline_seconds=600)

    def _path(self, name: str) -> str:
        return f"projects/{self.project}/subscriptions/heard-prod-{name}"

    def dead(self, data: bytes, tries: int | None = 100, sent: datetime | None = None, **attributes: str) -> None:
        """One message as Pub/Sub forwards it after its last try."""
        if tries is not None:
            attributes[f"{ADDED}DeliveryCount"] = str(tries)
            attributes[f"{ADDED}Subscription"] = "heard-prod-acknowledge"
        if sent is not None:
            attributes[f"{ADDED}TopicPublishTime"] = sent.isoformat().replace("+00:00", "Z")
        topic = f"projects/{self.project}/topics/heard-prod-dead"
        self._publisher.publish(topic=topic, messages=[{"data": data, "attributes": attributes}])

    def dead_rings(self, count: int, **more: Any) -> list[bytes]:
        rings = [Ring(key=f"key-{number}", brand="acme") for number in range(count)]
        for one in rings:
            self.dead(to_wire(one), **{**envelope(one), **more})
        return [to_wire(one) for one in rings]

    def waiting(self, name: str = "dead") -> list[Any]:
        """What the subscription would give now; looking gives it back."""
        found: list[Any] = []
        while True:
            answer = self._subscriber.transport.pull(pull_request(self._path(name)))
            if not answer.received_messages:
                break
            found += answer.received_messages
        if found:
            self._subscriber.modify_ack_deadline(
                subscription=self._path(name), ack_ids=[one.ack_id for one in found], ack_deadline_seconds=0
            )
        return [one.message for one in found]

    def lapse(self, leases: list[str]) -> None:
        """As when the deadline passes: what was not taken away comes again."""
        self._subscriber.modify_ack_deadline(subscription=self._path("dead"), ack_ids=leases, ack_deadline_seconds=0)

    def handed_in(self) -> list[bytes]:
        return [one.data for one in self.waiting("seen")]

    def run(self, *arguments: str) -> int:
        return redrive.main(["--project", self.project, "--region", "europe-west1", *arguments], self.environ)

    def letters(self) -> DeadLetters:
        return DeadLetters(Place.read(self.environ), "heard-prod-dead")


@pytest.fixture
def rig(emulators: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setattr(DeadLetters.pull, "__defaults__", (0.5,))
    return Rig(emulators["PUBSUB_EMULATOR_HOST"])


def test_each_dead_letter_is_handed_in_as_it_was_published(rig: Rig) -> None:
    ring = Ring(key="key-1", brand="acme")
    rig.dead(to_wire(ring), **envelope(ring))
    assert rig.run() == 0
    (message,) = rig.waiting("seen")
    assert (message.data, dict(message.attributes)) == (to_wire(ring), envelope(ring))
    assert rig.waiting() == []


def test_a_second_run_finds_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rings = rig.dead_rings(3)
    leased: list[str] = []
    read = dead_letters._dead
    monkeypatch.setattr(dead_letters, "_dead", lambda one: (leased.append(one.ack_id), read(one))[1])
    assert rig.run() == 0
    rig.lapse(leased)
    assert rig.run() == 0
    assert sorted(rig.handed_in()) == sorted(rings)
    assert "heard-prod-dead: no dead letter waits." in capsys.readouterr().out


def test_a_dry_run_only_looks_and_gives_back_what_it_held(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rings = rig.dead_rings(3)
    assert rig.run("--dry") == 0
    assert rig.handed_in() == []
    assert sorted(one.data for one in rig.waiting()) == sorted(rings)
    assert "nothing was handed in" in capsys.readouterr().out


def test_the_list_says_how_many_of_what_since_when_and_nobodys_words(
    rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    rig.dead_rings(2, sent=NOW - timedelta(days=3))
    told = {"brand": "acme", "platform": "facebook", "kind": "comment"}
    rig.dead(WORDS.encode(), sent=NOW - timedelta(hours=5), **told)
    letters = rig.letters()
    redrive.redrive(letters, Recording(), Asked(), NOW, dry=True)
    letters.close()
    out = capsys.readouterr().out
    assert "3 dead letters wait; 3 of them are meant." in out
    assert "sent on 2026-11-19 12:00 UTC, 3 days ago" in out
    rows = [line.split() for line in out.splitlines() if line.startswith("  ")][1:]
    assert rows == [
        ["2", "acme", "-", "ring", "100", "2026-11-19", "12:00"],
        ["1", "acme", "facebook", "unreadable", "100", "2026-11-22", "07:00"],
    ]
    assert WORDS not in out
    assert WORDS not in repr(letters)


def test_only_what_is_asked_for_goes_and_the_rest_stays(rig: Rig) -> None:
    rig.dead(b"a", brand="acme", platform="facebook", sent=NOW - timedelta(days=2))
    rig.dead(b"b", brand="acme", platform="x", sent=NOW - timedelta(days=2))
    rig.dead(b"c", brand="other", platform="facebook", sent=NOW - timedelta(days=2))
    rig.dead(b"d", brand="acme", platform="facebook", sent=NOW - timedelta(hours=1))
    bus, letters = Recording(), rig.letters()
    asked = Asked(brand="acme", platform="facebook", before=NOW - timedelta(days=1))
    assert redrive.redrive(letters, bus, asked, NOW) == 1
    letters.close()
    assert bus.published == [b"a"]
    assert sorted(one.data for one in rig.waiting()) == [b"b", b"c", b"d"]


@pytest.mark.parametrize(
    ("arguments", "gone"),
    [
        (("--older", "2h"), {b"old"}),
        (("--newer", "2h"), {b"new"}),
        (("--platform", "x"), set()),
        ((), {b"old", b"new"}),
    ],
)
def test_filters_on_the_command_line(rig: Rig, arguments: tuple[str, ...], gone: set[bytes]) -> None:
    rig.dead(b"old", sent=datetime.now(UTC) - timedelta(hours=3), platform="facebook")
    rig.dead(b"new", sent=datetime.now(UTC) - timedelta(hours=1), platform="facebook")
    assert rig.run(*arguments) == 0
    assert set(rig.handed_in()) == gone
    assert {one.data for one in rig.waiting()} == {b"old", b"new"} - gone


def test_what_was_not_confirmed_stays_and_the_next_run_takes_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dead_letters, "BATCH", 2)
    rings = rig.dead_rings(5)
    bus, letters = Recording(fails_after=1), rig.letters()
    with pytest.raises(BackendUnavailable):
        redrive.redrive(letters, bus, Asked(), NOW)
    letters.close()
    assert len(bus.published) == 2
    assert sorted(bus.published + [one.data for one in rig.waiting()]) == sorted(rings)
    assert rig.run() == 0
    assert sorted(bus.published + rig.handed_in()) == sorted(rings)


def test_a_signal_ends_it_between_two_batches(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dead_letters, "BATCH", 2)
    rings = rig.dead_rings(5)
    publish = Topic.publish

    def struck(topic: Topic, messages: Sequence[Outgoing]) -> list[str]:
        os.kill(os.getpid(), signal.SIGTERM)
        return publish(topic, messages)

    monkeypatch.setattr(Topic, "publish", struck)
    before = signal.getsignal(signal.SIGTERM)
    assert rig.run() == 130
    assert "Handed in 2; the others wait" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before
    assert len(rig.handed_in()) == 2
    assert sorted(rig.handed_in() + [one.data for one in rig.waiting()]) == sorted(rings)


def test_no_more_than_asked_for_in_one_run(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.dead_rings(5)
    assert rig.run("--most", "3") == 0
    assert (len(rig.handed_in()), len(rig.waiting())) == (3, 2)
    assert "3 dead letters wait, or more" in capsys.readouterr().out


def test_a_name_that_is_not_there_says_what_to_correct(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    assert rig.run("--env", "staging") == 1
    err = capsys.readouterr().err
    assert "NotFound" in err
    assert "PROJECT, ENV" in err


def test_silence_is_not_taken_for_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dead_letters, "_CALL", 1.0)
    proxy = Proxy(rig.environ["PUBSUB_EMULATOR_HOST"])
    rig.environ["PUBSUB_EMULATOR_HOST"] = proxy.address
    try:
        with proxy.frozen():
            assert rig.run() == 1
    finally:
        proxy.close()
    told = capsys.readouterr()
    assert "running it again is safe" in told.err
    assert "no dead letter waits" not in told.out


def test_the_project_of_the_environments_file_is_used(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rings = rig.dead_rings(1)
    monkeypatch.setattr(redrive, "ENVIRONMENTS", tmp_path)
    assert redrive.main([], rig.environ) == 1
    assert "PROJECT" in capsys.readouterr().err
    (tmp_path / "prod.toml").write_text(f'project = "{rig.project}"\nregion = "europe-west1"\n')
    assert redrive.main([], rig.environ) == 0
    assert rig.handed_in() == rings


def test_the_topics_own_region_is_asked() -> None:
    """Topics that keep messages in one region refuse whoever knocks elsewhere, as a person far away would."""
    options = argparse.Namespace(project="acme-heard", region="europe-north1", env="prod")
    place = Place.read(redrive._settings(options, {}))
    assert place.url == "https://europe-north1-pubsub.googleapis.com"
    with patch("google.auth.default", lambda **_: (AnonymousCredentials(), None)):
        hosts = {DeadLetters(place, "heard-prod-dead")._client.transport.host, Topic(place)._client.transport.host}
    assert hosts == {"europe-north1-pubsub.googleapis.com:443"}


@pytest.mark.parametrize(
    "wrong",
    [
        ("--older", "soon"),
        ("--most", "0"),
        ("--most", "99999"),
        ("--env", "Prod"),
        ("--project", "a/b"),
        ("--region", "europe"),
    ],
)
def test_what_is_not_understood_is_code_2(wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as left:
        redrive.main(["--project", "acme-heard", "--region", "europe-west1", *wrong])
    assert left.value.code == 2


class Recording:
    """A bus that keeps what it was given, and fails after so many batches."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.published: list[bytes] = []
        self._left = fails_after

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        if self._left == 0:
            raise BackendUnavailable("pubsub bus", "PermissionDenied")
        self._left = None if self._left is None else self._left - 1
        self.published += [one.data for one in messages]
        return [str(number) for number, _ in enumerate(messages)]

    def close(self) -> None:
        pass
