"""PX: a loopback TCP proxy whose network fails when told to, and which sees what passes.

A mode is a `with` block, for all connections at once: refusing, frozen, delayed, swallowing, cutting. A Tap looks at
the bytes before they go on: it may stop them, hold them up, or kill somebody first. One per kind of look, below.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Final

ASKED: Final = "asked"
ANSWERED: Final = "answered"
_DATA, _RESET = 0x0, 0x3  # types of HTTP/2 frames: RFC 9113, section 6
_PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


class Tap:
    """Sees every piece that passes on any connection. Returning False drops the piece."""

    def passes(self, line: int, way: str, data: bytes) -> bool:
        return True

    def ended(self, line: int) -> None:
        """A connection is gone."""


class Proxy:
    """Passes connections on to `upstream` (host:port)."""

    def __init__(self, upstream: str) -> None:
        host, _, port = upstream.rpartition(":")
        self.upstream = upstream
        self._far = (host, int(port))
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        self._swallows = False
        self._delay = threading.Event()  # never set: a delay that ends at once when the proxy closes
        self._seconds = 0.0
        self._cut_after: int | None = None
        self._taps: list[Tap] = []
        self._ends: dict[int, tuple[socket.socket, socket.socket]] = {}
        self._listen(0)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody listens, and who was connected is cut off."""
        self._stop()
        try:
            yield
        finally:
            self._listen(self._port)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Connections stand, and nothing moves on them. What is sent meanwhile arrives afterwards."""
        self._flowing.clear()
        try:
            yield
        finally:
            self._flowing.set()

    @contextmanager
    def delayed(self, seconds: float) -> Iterator[None]:
        """Everything arrives so much later."""
        self._seconds = seconds
        try:
            yield
        finally:
            self._seconds = 0.0

    @contextmanager
    def swallowing(self) -> Iterator[None]:
        """Requests arrive; their answers never do."""
        self._swallows = True
        try:
            yield
        finally:
            self._swallows = False
            self.cut()

    @contextmanager
    def cutting(self, after: int) -> Iterator[None]:
        """Each connection ends when so many bytes of answers have passed on it."""
        self._cut_after = after
        try:
            yield
        finally:
            self._cut_after = None

    def tap(self, tap: Tap) -> None:
        """Let it see what passes, from now on."""
        self._taps = [*self._taps, tap]

    @contextmanager
    def tapped(self, tap: Tap) -> Iterator[Tap]:
        self.tap(tap)
        try:
            yield tap
        finally:
            self._taps = [one for one in self._taps if one is not tap]

    def cut(self) -> None:
        """End every connection that stands now."""
        with self._lock:
            ends, self._ends = self._ends, {}
        for pair in ends.values():
            _end(*pair)

    def close(self) -> None:
        self._flowing.set()
        self._delay.set()
        self._stop()

    def _listen(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _stop(self) -> None:
        _end(self._listener)
        self.cut()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._far)
        except OSError:
            _end(near)
            return
        number = next(self._numbers)
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._ends[number] = (near, far)
        back = threading.Thread(target=self._pump, args=(number, ANSWERED, far, near), daemon=True)
        back.start()
        self._pump(number, ASKED, near, far)
        back.join()
        with self._lock:
            self._ends.pop(number, None)
        for tap in self._taps:
            tap.ended(number)

    def _pump(self, number: int, way: str, source: socket.socket, sink: socket.socket) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(65536):
                if self._seconds:
                    self._delay.wait(self._seconds)
                self._flowing.wait()
                looks = [tap.passes(number, way, data) for tap in self._taps]  # every one, also where one drops it
                if not all(looks):
                    continue
                if way == ANSWERED and self._swallows:
                    continue
                if way == ANSWERED and self._cut_after is not None and passed + len(data) >= self._cut_after:
                    sink.sendall(data[: max(0, self._cut_after - passed)])
                    break
                sink.sendall(data)
                passed += len(data)
        _end(source, sink)


def _end(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            end.close()


class Seen(Tap):
    """Calls `then` each time `needle` has passed in one direction, before the piece that completes it goes on.

    `then` is given how often it was seen, counted from 1, and says whether the piece may go on.
    """

    def __init__(self, way: str, needle: bytes, then: Callable[[int], bool]) -> None:
        self._way = way
        self._needle = needle
        self._then = then
        self._rest: dict[int, bytes] = {}
        self._lock = threading.Lock()
        self.times = 0

    def passes(self, line: int, way: str, data: bytes) -> bool:
        if way != self._way:
            return True
        whole = self._rest.get(line, b"") + data
        found = whole.count(self._needle)
        self._rest[line] = whole[len(whole) - (len(self._needle) - 1) :]
        may = [self._count() for _ in range(found)]
        return all(may)

    def _count(self) -> bool:
        with self._lock:
            self.times += 1
            number = self.times
        return self._then(number)


class Pushes(Tap):
    """Counts the requests of a push subscription, and their answers by status; remembers how each message fared."""

    _STATUS: Final = re.compile(rb"HTTP/1\.1 ([0-9]{3})")
    _MESSAGE: Final = re.compile(rb'"message_?[iI]d":\s*"([0-9]+)"')

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self.asked = 0
        self.answers: Counter[int] = Counter()
        self._open: dict[int, str] = {}
        self._fared: dict[str, list[str]] = {}

    @property
    def outstanding(self) -> int:
        return len(self._open)

    def unsettled(self) -> dict[str, list[str]]:
        """Messages whose last push was not answered 200: when each was tried (seconds), and its answer."""
        return {id: tries for id, tries in self._fared.items() if not tries[-1].endswith(" 200")}

    def passes(self, line: int, way: str, data: bytes) -> bool:
        with self._lock:
            if way == ASKED and data.startswith(b"POST "):
                self.asked += 1
                self._open[line] = "?"
            if way == ASKED and line in self._open and (named := self._MESSAGE.search(data)):
                self._open[line] = named[1].decode()
                self._fare(self._open[line], f"{time.monotonic() - self._begun:.1f}")
            if way == ANSWERED and (found := self._STATUS.match(data)):
                self.answers[int(found[1])] += 1
                id = self._open.pop(line, "?")
                self._fare(id, f"{time.monotonic() - self._begun:.1f} {int(found[1])}")
        return True

    def ended(self, line: int) -> None:
        with self._lock:
            id = self._open.pop(line, None)
            if id is not None:
                self._fare(id, f"{time.monotonic() - self._begun:.1f} cut")

    def _fare(self, id: str, what: str) -> None:
        self._fared.setdefault(id, []).append(what)


class Calls(Tap):
    """Follows gRPC calls: those whose request holds `needle`, and what may become of their answers.

    `then` is called when the first message of such an answer comes, before the piece that holds it goes on, and says
    whether it may; it is given how many there were, from 1. `given_up` is set when a caller has reset such a call: it
    waits for the answer no longer.
    """

    def __init__(self, needle: bytes, then: Callable[[int], bool]) -> None:
        self._needle = needle
        self._then = then
        self._frames: dict[tuple[int, str], _Frames] = {}
        self._asked: set[tuple[int, int]] = set()
        self._answered: set[tuple[int, int]] = set()
        self._lock = threading.Lock()
        self.given_up = threading.Event()
        self.times = 0

    def passes(self, line: int, way: str, data: bytes) -> bool:
        frames = self._frames.setdefault((line, way), _Frames())
        go_on = True
        for kind, stream, payload in frames.feed(data):
            call = (line, stream)
            if way == ASKED and kind == _DATA and self._needle in payload:
                self._asked.add(call)
            elif way == ASKED and kind == _RESET and call in self._asked:
                self.given_up.set()
            elif way == ANSWERED and kind == _DATA and payload and call in self._asked - self._answered:
                self._answered.add(call)
                go_on = self._count() and go_on
        return go_on

    def _count(self) -> bool:
        with self._lock:
            self.times += 1
            number = self.times
        return self._then(number)


class _Frames:
    """Takes HTTP/2 frames out of a stream of bytes."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[int, int, bytes]]:
        rest = self._rest + data
        found: list[tuple[int, int, bytes]] = []
        if rest.startswith(_PREFACE[:3]):
            if len(rest) < len(_PREFACE):
                self._rest = rest
                return found
            rest = rest.removeprefix(_PREFACE)
        while len(rest) >= 9 and len(rest) >= 9 + int.from_bytes(rest[:3], "big"):
            end = 9 + int.from_bytes(rest[:3], "big")
            found.append((rest[3], int.from_bytes(rest[5:9], "big") & 0x7FFFFFFF, rest[9:end]))
            rest = rest[end:]
        self._rest = rest
        return found
