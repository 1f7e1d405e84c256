"""Collaborators that are built when they are first needed: most instances of most doors never need all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from shared.core.claims import ReadBack
    from shared.core.ports import Bus, Mail, Notifier, Outgoing

if TYPE_CHECKING:
    once = cached_property
else:

    class once(cached_property):  # noqa: N801 - it is written as a decorator
        """Built once, also when several threads ask first at the same time; since 3.12 the parent has no lock.

        Each has a lock of its own: nobody waits for what another one imports or opens.
        """

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            with instance._building.setdefault(self.attrname, threading.RLock()):
                return (
                    instance.__dict__[self.attrname]
                    if self.attrname in instance.__dict__
                    else super().__get__(instance, owner)
                )


class LaterBus:
    """A bus that is opened by its first message."""

    def __init__(self, bus: Callable[[], Bus]) -> None:
        self._bus = bus

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        return self._bus().publish(messages)

    def close(self) -> None:
        """Whoever opened it closes it."""


def later_notifier(opened: Callable[[], Notifier]) -> Notifier:
    """A notifier that is opened by its first mail."""
    return cast("Notifier", _LaterNotifier(opened))  # it only tells `read_back`, which no one sets


class _LaterNotifier:
    def __init__(self, notifier: Callable[[], Notifier]) -> None:
        self._notifier = notifier

    @property
    def read_back(self) -> ReadBack:
        return self._notifier().read_back

    def send(self, mail: Mail) -> str:
        return self._notifier().send(mail)
