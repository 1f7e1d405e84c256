"""A loopback proxy between a bus and its backend, with the ways in which a network fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """Passes connections on to `upstream` (host:port), unless told to refuse, to freeze or to swallow answers."""

    def __init__(self, upstream: str) -> None:
        host, _, port = upstream.rpartition(":")
        self._upstream = (host, int(port))
        self._flowing = threading.Event()
        self._flowing.set()
        self._swallows = False
        self._ends: list[socket.socket] = []
        self._closed = False
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
    def swallowing(self) -> Iterator[None]:
        """Requests arrive; their answers never do."""
        self._swallows = True
        try:
            yield
        finally:
            self._swallows = False
            self._cut()

    def close(self) -> None:
        self._closed = True
        self._flowing.set()
        self._stop()

    def _listen(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()

    def _cut(self) -> None:
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._upstream)
                self._ends += [near, far]
                threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                if not (answers and self._swallows):
                    sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
