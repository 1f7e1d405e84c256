"""Secrets that cannot be printed by accident."""

from __future__ import annotations

from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {
        "changeme",
        "change-me",
        "change_me",
        "placeholder",
        "example",
        "secret",
        "password",
        "none",
        "null",
        "todo",
        "your-secret-here",
    }
)
SHORTEST: Final = 16  # characters; a platform's own secrets are exempt, see `weakness`


class Secret:
    """A value that shows itself only when asked by `reveal()`; its repr, str and format say nothing.

    Kept as text because that is how environments hold it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def bytes(self) -> bytes:
        return self._value.encode()

    def __repr__(self) -> str:
        return "Secret(hidden)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a Secret is not to be pickled")


def weakness(value: str, *, ours: bool) -> str | None:
    """Say what is wrong with a secret's value, or None. `ours`: we chose it, so a minimum length holds."""
    bare = value.strip()
    if not bare:
        return "is empty or blank"
    if bare.lower() in _PLACEHOLDERS or set(bare.lower()) <= {"x"} or bare.startswith("<"):
        return "holds a placeholder, not a secret"
    if ours and len(bare) < SHORTEST:
        return f"is shorter than {SHORTEST} characters"
    return None
