"""Plays a recorded day: the clock stands still while anything is in flight, then jumps to the next due moment.

    time  09:00:04      09:00:05    09:01:00          09:07:12
          a webhook --> our echo    watch is due      the next webhook
          (rest)        (rest)      (rest)            ...

It sends every request signed as the platform signs, delivers the pretend platform's echoes, and calls `watch`
and `digest` when a scheduler would; `collect` each quarter of an hour from midnight on, if the day has what nobody is
told of or what was lost on the way. It judges nothing: that is `outcome`.
"""

from __future__ import annotations

import hashlib
import heapq
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from demo.clock import next_tick
from demo.dayfile import Day, Line
from demo.pretend import PretendPlatform
from demo.responder import Face, ResponderFailed
from shared import plugins
from shared.core.secret import Secret

SCHEDULER: Final = 1  # minutes between two calls of `watch`
DIGESTS: Final = 15
ASKING: Final = 15
_INSTANT: Final = timedelta(microseconds=1)
_REST: Final = 60.0  # real seconds that one moment may take
Progress = Callable[[datetime, int], None]


@dataclass(slots=True)
class Played:
    """What was sent and what came back."""

    sent: int = 0
    asked: int = 0  # things that nobody is told of, which only asking finds
    recovered: int = 0  # things that should have come, and that the responder says it found by asking
    echoes: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)  # an answer other than the line deserves
    accepted: list[Line] = field(default_factory=list)
    until: datetime | None = None


class Player:
    def __init__(
        self,
        day: Day,
        platform: PretendPlatform,
        responder: Face,
        secrets: Mapping[str, Secret],
        progress: Progress,
    ) -> None:
        self.day = day
        self.platform = platform
        self.responder = responder
        self.secrets = secrets
        self.progress = progress
        self.played = Played()
        self._numbers = count()
        self._coming = [(line.at, next(self._numbers), line) for line in day.lines]
        heapq.heapify(self._coming)
        self._ticked: datetime | None = None
        self._asks = day.asks

    def play(self) -> Played:
        """Play to the end: every request sent, and the digest of the day written. Raises ResponderFailed."""
        last = self._last_moment()
        if self._asks:
            self._collect()
        while True:
            self._rest()
            for echo in self.platform.echoes():
                heapq.heappush(self._coming, (echo.at, next(self._numbers), echo))
                self.played.echoes += 1
            moment, tick = self._next()
            if self._asks and moment is not None:
                asking = next_tick(self.platform.clock.now() + _INSTANT, ASKING)
                moment, tick = (asking, False) if asking < moment else (moment, tick)
            if moment is None or moment > last or (not self._coming and self._digest_written()):
                self.played.until = self.platform.clock.now()
                return self.played
            self.platform.clock.jump(moment)
            self._send_due(moment)
            if self._asks and moment == next_tick(moment, ASKING):
                self._rest()
                self._collect()
            if tick:
                self._tick(moment)
            self.progress(moment, self.played.sent)

    def _next(self) -> tuple[datetime | None, bool]:
        """The next moment at which anything happens, and whether the scheduler fires then."""
        now = self.platform.clock.now()
        webhook = self._coming[0][0] if self._coming else None
        if webhook is not None and webhook < next_tick(now, SCHEDULER):
            return webhook, False  # whatever is due, the scheduler cannot fire before
        due, tick = self.responder.next(), None
        if due is not None:
            tick = next_tick(max(due, now), SCHEDULER)
            if self._ticked is not None and tick <= self._ticked:
                # `watch` has just looked and it is still due: it waits for the digest's own schedule.
                tick = next_tick(self._ticked + timedelta(minutes=SCHEDULER), DIGESTS)
        if webhook is None or (tick is not None and tick < webhook):
            return tick, tick is not None
        return webhook, tick == webhook

    def _send_due(self, moment: datetime) -> None:
        while self._coming and self._coming[0][0] <= moment:
            line = heapq.heappop(self._coming)[2]
            if line.listed:
                self.played.asked += self.platform.show(line)
                self.played.accepted.append(line)
                continue
            if line.lost:
                self.platform.learn(line)
                self.played.accepted.append(line)
                continue
            for fault in line.faults:
                self.platform.faults.add(fault)
            self._send(line)

    def _send(self, line: Line) -> None:
        status = self.responder.send(line.connection, line.body, self._signed(line))
        self.played.sent += 1
        self.played.answers[status] += 1
        deserved = 200 <= status < 300 if line.signature == "good" else status == 401
        if not deserved:
            self.played.surprises.append(f"{line.stands_for or line.connection}: answered {status or 'nothing'}")
        if 200 <= status < 300:
            self.played.accepted.append(line)
            self.platform.learn(line)

    def _signed(self, line: Line) -> tuple[tuple[str, str], ...]:
        """The platform's own signature headers, at the virtual time; none, or another key's, where the line says so."""
        if line.signature == "missing":
            return ()
        platform = plugins.load("platforms", self.day.header.connections[line.connection].platform)
        secret = self.secrets[line.connection if line.signature == "good" else ""]
        name = line.id or f"msg_{hashlib.sha256(line.body).hexdigest()[:24]}"
        headers: tuple[tuple[str, str], ...] = platform.signature.sign(
            line.body, secret, self.platform.clock.now(), name
        )
        return headers if platform.content == "json" else (("Content-Type", "application/atom+xml"), *headers)

    def _collect(self) -> None:
        self.played.recovered += self.responder.collect()

    def _tick(self, moment: datetime) -> None:
        self._ticked = moment
        self._rest()
        self.responder.watch()
        if moment == next_tick(moment, DIGESTS):
            self._rest()
            self.responder.digest()

    def _rest(self) -> None:
        """Wait until nothing is in flight."""
        until, pause = time.monotonic() + _REST, 0.001
        while busy := self.responder.busy():
            if time.monotonic() > until:
                raise ResponderFailed(f"{busy} messages did not come to rest; the log is {self.responder.log}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.01)

    def _digest_written(self) -> bool:
        header = self.day.header
        brand = self.responder.summary()["brands"].get(header.brand, {})
        return any(digest["day"] == header.date.isoformat() for digest in brand.get("digests", ()))

    def _last_moment(self) -> datetime:
        """When to give up on a digest: a day and a half after the day began, or after the last request."""
        zone = ZoneInfo(self.day.header.zone)
        midnight = datetime.combine(self.day.header.date + timedelta(days=1), datetime.min.time(), zone)
        return max(self.day.lines[-1].at + timedelta(hours=1), midnight + timedelta(hours=36))
