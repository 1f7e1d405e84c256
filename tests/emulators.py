"""The emulators for tests: started once for all test processes, by the first that asks, ended by the last that leaves.

Where gcloud or Java is missing the tests that need them skip and say so; with CI=true that is a failure.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from functions.local.emulators import Emulators, missing

_numbers = itertools.count(1)


def needed() -> None:
    """Skip, or with CI=true fail, where the emulators cannot run."""
    lacks = missing()
    if lacks is None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(lacks)
    pytest.skip(lacks)


def project() -> str:
    """A Google Cloud project that no other test uses: the emulators keep each project's data apart."""
    return f"heard-{os.getpid()}-{next(_numbers)}"


@contextmanager
def shared_emulators(folder: Path) -> Iterator[dict[str, str]]:
    """The environment by which the emulators are found. `folder` is the same for all processes of one test run."""
    needed()
    users = folder / "emulators.json"
    with _locked(folder) as state:
        if not state:
            emulators = Emulators(folder / "emulators.log").start()
            pids = [emulators.pid("firestore"), emulators.pid("pubsub")]
            state = {"environ": emulators.environ, "pids": pids, "users": 0}
        state["users"] += 1
        users.write_text(json.dumps(state))
    try:
        yield state["environ"]
    finally:
        with _locked(folder) as state:
            state["users"] -= 1
            users.write_text(json.dumps(state))
            if state["users"] == 0:
                users.unlink()
                _end(state["pids"])


@contextmanager
def _locked(folder: Path) -> Iterator[dict]:
    with (folder / "emulators.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        users = folder / "emulators.json"
        yield json.loads(users.read_text()) if users.exists() else {}


def _end(groups: list[int]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
        time.sleep(0.5)
