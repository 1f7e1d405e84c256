"""A bus, and calls that block, for a door that runs on an event loop.

A bus plug-in that can publish without a thread offers a classmethod `open_async(environ)` that returns an AsyncBus.
One that does not is used through a thread per publish: ThreadedBus. The store, which the public door needs only to
park, is always called through a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from shared.core.errors import BackendUnavailable
from shared.core.ports import Bus, Outgoing

T = TypeVar("T")
DEADLINE: Final = 2.3  # seconds: a sender is answered within 2.5, also while every thread is held by a slow backend


class ThreadedBus:
    """Any Bus, with each publish in a thread. `bus` is asked for when something is published, so it opens there."""

    def __init__(self, bus: Callable[[], Bus]) -> None:
        self._bus = bus
        self._opened = False

    async def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        return await in_thread("bus", self._publish, messages)

    def _publish(self, messages: Sequence[Outgoing]) -> list[str]:
        bus = self._bus()
        self._opened = True
        return bus.publish(messages)

    async def close(self) -> None:
        if self._opened:
            await asyncio.to_thread(self._bus().close)


async def in_thread(which: str, work: Callable[..., T], *arguments: object) -> T:
    """What a blocking call returns. Raises BackendUnavailable after 2.3 s; its effect is then unknown."""
    try:
        async with asyncio.timeout(DEADLINE):
            return await asyncio.to_thread(work, *arguments)
    except TimeoutError:
        raise BackendUnavailable(which, f"not done within {DEADLINE} s") from None
