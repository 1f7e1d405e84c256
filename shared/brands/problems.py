"""What is wrong with a file that people wrote: named by file, rule and field, all of it at once.

Nothing that looks like a secret is ever shown, in whatever field it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Final

from shared.core.errors import ConfigurationError, RuleInvalid

ENVIRONMENT: Final = re.compile(r"[A-Z][A-Z0-9_]{2,99}")
_ISSUED: Final = re.compile(
    r"EAA[A-Za-z0-9]{16}|whsec_|sk[-_](?:live|test|proj)|ghp_|xox[a-z]-|AKIA[A-Z0-9]{12}|AIza|ya29\.|glpat-"
    r"|-----BEGIN|eyJ[A-Za-z0-9_-]{10,}\.|(?i:bearer )\S{12}|A{12,}[A-Za-z0-9%]{20}"
)
_RANDOM: Final = re.compile(r"(?<![\w/+.-])[A-Za-z0-9_+=%-]{24,}(?![\w/+.-])")


class BrandsInvalid(ConfigurationError):
    """Every fault of one look at the brands, so that one round of corrections is enough."""

    def __init__(self, faults: Iterable[RuleInvalid]) -> None:
        self.faults = tuple(faults)
        count = "1 thing" if len(self.faults) == 1 else f"{len(self.faults)} things"
        super().__init__("\n".join((f"{count} to correct:", *(f"  {fault}" for fault in self.faults))))


@dataclass(slots=True)
class Faults:
    """Collects faults while files are read. `about` gives a view of it for one file or rule."""

    found: list[RuleInvalid] = field(default_factory=list)
    file: str = ""
    rule: str | None = None

    def about(self, file: Path, rule: str | None = None) -> Faults:
        return Faults(self.found, str(file), rule)

    def add(self, at: str, came: str, expected: str) -> None:
        self.found.append(RuleInvalid(self.file, at, came, expected, self.rule))


def shown(value: object, *, hide: bool = False) -> str:
    """A value for an error's `came`: short, and never a secret."""
    if isinstance(value, str):
        if hide or secretive(value):
            return "a text that is not shown here"
        return repr(value if len(value) <= 60 else value[:57] + "...")
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an empty list" if not value else f"a list of {len(value)}"
    if isinstance(value, bool):
        return str(value).lower()
    if hide:
        return f"a {type(value).__name__} that is not shown here"
    return value.isoformat() if isinstance(value, date) else repr(value)[:60]


def secretive(text: str) -> bool:
    """Whether a text holds what looks like a secret's value rather than a name or words."""
    if _ISSUED.search(text):
        return True
    return any(_mixed(found[0]) for found in _RANDOM.finditer(text))


def one_of(names: Iterable[str], came: str | None = None) -> str:
    """The names that exist, and the nearest one to what came."""
    known = list(names)
    near = get_close_matches(came, known, 1, 0.5) if came else []
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"one of: {', '.join(known) or '(there is none)'}{hint}"


def path(parts: Iterable[object]) -> str:
    """A field's place as people write it: then[0].texts[2]."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "(whole file)"


def hidden_secrets(value: object, at: tuple[object, ...] = ()) -> Iterable[str]:
    """The places of texts that look like secrets, anywhere in a parsed file."""
    if isinstance(value, str) and secretive(value):
        yield path(at)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from hidden_secrets(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from hidden_secrets(inner, (*at, index))


def _mixed(text: str) -> bool:
    """Random strings change between digits and letters often; names and ids hardly do."""
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(text))
    upper_and_lower = any(char.isupper() for char in text) and any(char.islower() for char in text)
    return turns >= 4 and (upper_and_lower or turns >= 6)
