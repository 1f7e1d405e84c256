"""The cloud's shape with the local responder's face, so that the same player plays the same day against either.

A message is in flight from its publishing until `acknowledge` has noted what became of it. Both are read from the
doors' own logs: receive notes a Delivery, with how many messages it made, before it answers 200; acknowledge notes a
message when its flow has returned. They meet in the Delivery's trace, or in its absence for what `watch` rang; what
`collect` published has the trace of that asking.
Copies are not waited for: neither a message that the bus delivers again, nor those of a Delivery that got no 200,
whose sender came again with the same.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from demo.responder import ResponderFailed, Wire
from functions.local.stack_doors import ACKNOWLEDGE, RECEIVE, Stack
from functions.local.stack_logs import Lines
from functions.local.stack_schedules import ring
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.flows._tools import Tools
from shared.flows.digest import next_digest
from shared.flows.summary import summary
from shared.flows.watch import next_due
from shared.wiring import Wiring

_RING: Final = ""  # the trace of a ring, which belongs to no Delivery
_LOOK: Final = 0.5  # seconds between two looks whether every process is alive


class StackResponder:
    """`emulators`: running ones to use in place of new ones, see Stack."""

    def __init__(
        self,
        data: Path,
        settings: Mapping[str, str],
        _operator: str,
        port: int = 0,
        emulators: Mapping[str, str] | None = None,
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
        self.log = data / "logs"
        self.stack = Stack({**inherited, **settings, "PORT": str(port)}, emulators=emulators)
        self._rings = 0
        self._open: dict[str, int] = {}  # by trace: messages that were published, while some are in flight
        self._handled: defaultdict[str, set[str]] = defaultdict(set)  # by trace: the bus's own ids
        self._received: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._looked = 0.0
        self._next_digest: datetime | None = None
        self._from_receive: Lines | None = None
        self._from_acknowledge: Lines | None = None
        self._from_collect: Lines | None = None
        self._wiring: Wiring | None = None
        self._wire: Wire | None = None

    def start(self) -> None:
        """Raises ResponderFailed with what was said."""
        try:
            self.stack.start()
        except (ConfigurationError, BackendUnavailable) as error:
            raise ResponderFailed(str(error)) from error
        self._from_receive = Lines(self.stack.log(RECEIVE))
        self._from_acknowledge = Lines(self.stack.log(ACKNOWLEDGE))
        self._from_collect = Lines(self.stack.log("collect"))
        self._wiring = Wiring(self.stack.environ(ACKNOWLEDGE))
        self._wire = Wire(self.stack.port(RECEIVE))

    def stop(self) -> None:
        """Nothing is left running. Stopping twice is safe."""
        if self._wire is not None:
            self._wire.hang_up()
        if self._wiring is not None:
            self._wiring.close()
        self.stack.stop()

    @property
    def tools(self) -> Tools:
        """What the doors work with, opened in this process, to look with."""
        if self._wiring is None:
            raise RuntimeError("the stack is not started")
        return self._wiring.tools

    def send(self, connection: str, body: bytes, headers: Sequence[tuple[str, str]]) -> int:
        if self._wire is None:
            raise RuntimeError("the stack is not started")
        return self._wire.deliver(connection, body, headers, self._alive)

    def busy(self) -> int:
        if time.monotonic() - self._looked > _LOOK:
            self._alive()
            self._looked = time.monotonic()
        self._read()
        self._open = {trace: sent for trace, sent in self._open.items() if sent > len(self._handled[trace])}
        return sum(sent - len(self._handled[trace]) for trace, sent in self._open.items())

    def next(self) -> datetime | None:
        if self._next_digest is None:  # once it is known, it stays until one is made
            self._next_digest = next_digest(self.tools)
        moments = [next_due(self.tools), self._next_digest]
        return min((one for one in moments if one is not None), default=None)

    def watch(self) -> None:
        self._rings += self._ring("watch")["rings"]
        self._open[_RING] = self._rings

    def collect(self) -> int:
        return self._ring("collect")["recovered"]

    def digest(self) -> None:
        self._ring("digest")
        self._next_digest = None

    def summary(self) -> dict[str, Any]:
        self._read()
        told = {name: self._received[name] for name in ("accepted", "parked", "skipped", "unavailable")}
        return {"brands": summary(self.tools), "receive": told | {"refused": dict(self._refused)}}

    def _ring(self, door: str) -> dict[str, int]:
        try:
            status, body = ring(self.stack.address(door))
        except OSError:
            self._alive()
            raise ResponderFailed(f"{door} did not answer; the logs are in {self.log}") from None
        if status != 200:
            raise ResponderFailed(f"{door} answered {status}; the logs are in {self.log}")
        done: dict[str, int] = json.loads(body)
        return done

    def _read(self) -> None:
        for record in (*_records(self._from_receive), *_records(self._from_collect)):
            self._note(record)
        for record in _records(self._from_acknowledge):
            if record["event"] == "interaction":
                self._handled[record["trace"]].add(record["message"])

    def _note(self, record: Mapping[str, Any]) -> None:
        if record["event"] == "delivery.accepted":
            self._open[record["trace"]] = record["interactions"]
            self._received["accepted"] += record["interactions"]
            self._received["parked"] += record["parked"]
            self._received["skipped"] += len([one for one in record["skipped"].split(",") if one])
        elif record["event"] == "collect.done":
            self._open[record["trace"]] = record["published"]
        elif record["event"] == "delivery.rejected":
            self._refused[record["reason"]] += 1
        elif record["event"] == "backend.unavailable":
            self._received["unavailable"] += 1

    def _alive(self) -> None:
        lost = self.stack.ended()
        if lost:
            raise ResponderFailed("\n".join(lost))


def _records(lines: Lines | None) -> list[dict[str, Any]]:
    return [] if lines is None else [json.loads(line) for line in lines.new() if line.startswith('{"severity"')]
