"""Cloud Scheduler's part on a laptop: `watch` each minute, `collect` each five, `digest` each quarter hour."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from shared.clock import system_now

EVERY: Final[Mapping[str, float]] = {"watch": 1, "collect": 5, "digest": 15}  # minutes; as the cloud's schedules
_LONGEST: Final = 300.0  # seconds that one call may take


class Schedules:
    """Calls the doors from `start` until `stop`. `troubled` is told of a call that was not answered well."""

    def __init__(
        self, addresses: Mapping[str, str], troubled: Callable[[str], None], every: Mapping[str, float] = EVERY
    ) -> None:
        self._addresses = addresses
        self._troubled = troubled
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._call, args=(door, minutes * 60), name=door, daemon=True)
            for door, minutes in every.items()
            if door in addresses
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Call nobody any more. A call that is being answered is not waited for."""
        self._stopping.set()

    def _call(self, door: str, period: float) -> None:
        while not self._stopping.wait(period - system_now().timestamp() % period):
            try:
                status, _body = ring(self._addresses[door])
            except OSError as error:
                self._troubled(f"{door}: the schedule's call was not answered ({error})")
            else:
                if status != 200:
                    self._troubled(f"{door}: the schedule's call was answered {status}; its log says more")


def ring(address: str) -> tuple[int, bytes]:
    """Call a door once as a scheduler does: its status and what it said. Raises OSError."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_LONGEST)
    try:
        line.request("POST", "/")
        answer = line.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        line.close()
