"""The demo's day in the cloud's shape ends as in one process: the same ledger, the same digest, the same mails."""

from __future__ import annotations

import email
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from demo import dayfile
from demo.dayfile import Day
from demo.make_day import FILE
from demo.responder import ROOT, Responder
from demo.run import BRANDS, Progress, play
from demo.stack import StackResponder
from shared.core.ledger import Entry, Person, Words
from shared.core.ports import DIGESTS, NOTICES, OPENED, PARKED, TALLIES, Store
from shared.stores.sqlite import SqliteStore
from tests.emulators import needed, project

LATER: Final = datetime(2026, 10, 15, tzinfo=UTC)  # nothing has expired by then

NOT_COMPARED: Final = {
    "trace": "a random name for each Delivery",
    "owner": "a random name for each try",
    "roll": "a random name for each counting of a day",
}
"""Fields of documents that differ between any two plays of one day, in one process as well, and why."""

Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Seen:
    """What one play left: its outcome, every document by room and key, every mail by name."""

    outcome: dict[str, Any]
    documents: dict[str, Documents]
    mails: dict[str, tuple[list[tuple[str, str]], list[bytes]]]


class Local(Responder):
    documents: dict[str, Documents]

    def stop(self) -> None:
        super().stop()
        store = SqliteStore.open({"HEARD_DATA": str(self.log.parent)})
        self.documents = _documents(store)
        store.close()


class Cloud(StackResponder):
    documents: dict[str, Documents]

    def stop(self) -> None:
        with suppress(RuntimeError):  # it did not start
            self.documents = _documents(self.tools.store)
        super().stop()


def _documents(store: Store) -> dict[str, Documents]:
    """Everything that a ledger holds but its leases, which last for minutes, through the promise of every store."""
    brand = "tern-kettle"
    entries: list[Entry] = [kept.doc for kept in store.find(OPENED, LATER, equal=(brand,))]
    abouts = ("digest", "approval", "handover", "breach")
    words = [store.get(Words, one.key, LATER) for one in entries]
    people = [store.get(Person, key, LATER) for key in {one.person for one in entries if one.person is not None}]
    found = {
        "entries": entries,
        "words": [kept.doc for kept in words if kept is not None],
        "people": [kept.doc for kept in people if kept is not None],
        "notices": [kept.doc for about in abouts for kept in store.find(NOTICES, LATER, equal=(brand, about))],
        "digests": [kept.doc for kept in store.find(DIGESTS, LATER, equal=(brand,))],
        "tallies": [kept.doc for kept in store.find(TALLIES, LATER, equal=(brand,))],
        "parked": [kept.doc for kept in store.find(PARKED, LATER)],
    }
    return {room: {doc.key: _plain(msgspec.to_builtins(doc)) for doc in docs} for room, docs in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if name not in NOT_COMPARED}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _played(day: Day, data: Path, kind: type[Local] | type[Cloud], emulators: Mapping[str, str] | None = None) -> Seen:
    data.mkdir()
    made: list[Any] = []

    def begin(*given: Any) -> Any:
        made.append(kind(*given) if emulators is None else kind(*given, emulators=emulators))
        return made[0]

    outcome, _brands = play(day, BRANDS, data, Progress(day.header.zone, len(day.lines)), 0, begin)
    mails = {path.name: _mail(path) for path in sorted((data / "outbox").glob("*.eml"))}
    pages = {path.name: ([], [path.read_bytes()]) for path in sorted((data / "outbox").glob("*.html"))}
    return Seen(outcome, made[0].documents, mails | pages)


def _mail(path: Path) -> tuple[list[tuple[str, str]], list[bytes]]:
    """Headers and parts; the boundary between the parts is random."""
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    headers = [(name, str(text)) for name, text in mail.items() if name != "Content-Type"]
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return headers, [bytes(part) for part in parts if isinstance(part, bytes)]


ODD: Final = (
    "a batch:",
    "a signed body",
    "an allergy",
    "an edit",
    "a comment that is deleted already",
    "a deletion that arrives before",
    "a question that arrives after its answer",
    "answer to us is lost",
    "an order named in public",
    "in somebody's story",
    "in one delivery with",
    "told once more under another",
    "a removal:",
    "taken back after it was found",
    "never delivered",
)


def _short() -> Day:
    """Part of an hour around noon with its copies and hiccups, the forgeries, and what is odd in the day."""
    day = dayfile.read(FILE)
    odd = [line for line in day.lines if line.signature != "good" or any(one in line.stands_for for one in ODD)]
    noon = [line for line in day.lines if 10 <= line.at.hour < 11 and line not in odd]
    return Day(day.header, tuple(sorted([*odd, *noon[:8]], key=lambda line: line.at)))


def _same(day: Day, folder: Path, emulators: Mapping[str, str]) -> None:
    local = _played(day, folder / "local", Local)
    cloud = _played(day, folder / "cloud", Cloud, {**emulators, "GOOGLE_CLOUD_PROJECT": project()})
    assert local.outcome["problems"] == cloud.outcome["problems"] == []
    assert all(local.documents.values())  # every room holds something to compare
    assert len(local.mails) > 2
    for room, documents in local.documents.items():
        assert cloud.documents[room] == documents, room
    assert cloud.mails == local.mails
    assert _told(cloud) == _told(local)


def _told(seen: Seen) -> dict[str, Any]:
    """The outcome without the folder in which the digest's files are."""
    digest = {name: Path(value).name for name, value in seen.outcome["digest"].items()}
    return seen.outcome | {"digest": digest}


@pytest.mark.slow
def test_part_of_the_day_ends_the_same(tmp_path: Path, emulators: dict[str, str]) -> None:
    _same(_short(), tmp_path, emulators)


def _command(folder: Path, *lines: dayfile.Line) -> subprocess.Popen[str]:
    needed()
    day = dayfile.read(FILE)
    file = folder / "day.jsonl"
    file.write_text("".join(f"{row}\n" for row in dayfile.rows(Day(day.header, lines))), encoding="utf-8")
    arguments = ["--stack", "emulators", "--json", "--file", str(file), "--keep", str(folder / "data")]
    return subprocess.Popen(
        [sys.executable, "-m", "demo.run", *arguments],
        cwd=ROOT,
        env={**os.environ, "A_TEST": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _left(folder: Path) -> list[str]:
    """What still runs of all that a command started: the emulators, the doors, itself."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"A_TEST={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().decode())
    return found


def test_the_command_plays_and_leaves_nothing_running(tmp_path: Path) -> None:
    lines = _short().lines
    process = _command(tmp_path, *lines[:2], *[line for line in lines if line.signature == "good"][:2])
    told, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert json.loads(told)["requests"] >= 4
    assert _left(tmp_path) == []


def test_ctrl_c_in_the_middle_of_the_day_leaves_nothing_running(tmp_path: Path) -> None:
    process = _command(tmp_path, *_short().lines)
    assert process.stderr is not None
    while " requests, of at least " not in process.stderr.readline():
        assert process.poll() is None
    assert len(_left(tmp_path)) > 8  # itself, two processes for each door, the emulators
    process.send_signal(signal.SIGINT)
    _told, said = process.communicate(timeout=60)
    assert (process.returncode, "nothing is left running" in said) == (130, True)
    assert _left(tmp_path) == []


@pytest.mark.slow
def test_the_whole_day_ends_the_same(tmp_path: Path, emulators: dict[str, str]) -> None:
    _same(dayfile.read(FILE), tmp_path, emulators)
