"""A bus for a door that runs on an event loop, where its plug-in has none of that kind.

A bus plug-in that can publish without a thread offers a classmethod `open_async(environ)` that returns an AsyncBus.
One that does not is used through a thread per publish, out of those of the event loop itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from shared.core.ports import Bus, Outgoing


class ThreadedBus:
    """Any Bus, with each publish in a thread. `bus` is asked for when something is published, so it opens there.

    While every thread is taken a publish waits for one: the door, whose time it is, gives it up.
    """

    def __init__(self, bus: Callable[[], Bus]) -> None:
        self._bus = bus
        self._opened = False

    async def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        return await asyncio.to_thread(self._publish, messages)

    def _publish(self, messages: Sequence[Outgoing]) -> list[str]:
        bus = self._bus()
        self._opened = True
        return bus.publish(messages)

    async def close(self) -> None:
        if self._opened:
            await asyncio.to_thread(self._bus().close)
