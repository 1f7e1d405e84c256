"""What every test may rely on: no connection beyond loopback, and no environment of the machine's own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulators import shared_emulators


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that opens a connection beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to connect to {host!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    for name in [name for name in os.environ if name.startswith("HEARD_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def emulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of running Firestore and Pub/Sub emulators, shared by all test processes."""
    own = tmp_path_factory.getbasetemp()
    with shared_emulators(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) as environ:
        yield environ
