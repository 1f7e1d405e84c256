"""What the pretend platform did for us: the truth that a ledger is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from demo.clock import iso


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that took effect. `object` is what it was done to, `id` what it made, `key` the idempotency key."""

    at: datetime
    platform: str
    account: str
    act: str  # reply, like, private_reply, direct_message
    object: str
    id: str
    text: str | None = None
    key: str | None = None
    seen_from: datetime | None = None  # lists show it from then on
    mark: str | None = None  # what we sent along unseen, which comes back in the echo

    @property
    def slot(self) -> tuple[str, str, str, str]:
        """What may be filled once per person."""
        return self.platform, self.account, self.object, "like" if self.act == "like" else "answer"

    def plain(self) -> dict[str, Any]:
        return {
            "at": iso(self.at),
            "platform": self.platform,
            "account": self.account,
            "act": self.act,
            "object": self.object,
            "id": self.id,
            "text": self.text,
            "key": self.key,
        }


class Journal:
    """All effects in order. `people` counts who could be answered at an object: one answer each is right."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._effects: list[Effect] = []

    def add(self, effect: Effect) -> None:
        with self._lock:
            self._effects.append(effect)

    def effects(self) -> tuple[Effect, ...]:
        with self._lock:
            return tuple(self._effects)

    def of_key(self, key: str) -> Effect | None:
        """The effect of an idempotency key, for platforms that have such."""
        return next((effect for effect in self.effects() if effect.key == key), None)

    def none_in(self, slot: tuple[str, str, str, str]) -> bool:
        """Whether nothing fills this slot yet."""
        return all(effect.slot != slot for effect in self.effects())

    def doubles(self, people: Mapping[str, int]) -> tuple[Effect, ...]:
        """Effects beyond one per slot, or beyond the people who wrote under one object."""
        seen: Counter[tuple[str, str, str, str]] = Counter()
        extra = []
        for effect in self.effects():
            seen[effect.slot] += 1
            if seen[effect.slot] > max(1, people.get(effect.object, 1)):
                extra.append(effect)
        return tuple(extra)
