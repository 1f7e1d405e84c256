"""What a rule is checked against at the desk: a brand, its platforms, and what its conditions may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.brands.compiled import Brand
from shared.brands.when import Terms
from shared.core.interaction import Kind
from shared.core.ports import Capability, Policy


class Known(Protocol):
    """What the desk asks of a platform module."""

    @property
    def kinds(self) -> frozenset[Kind]: ...
    @property
    def capabilities(self) -> Mapping[Capability, Any]: ...
    @property
    def policy(self) -> Mapping[tuple[Capability, Kind], Policy]: ...
    def fit(self, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack that a brand takes. `silent` gathers its rules that say nothing in the brand's first language."""

    name: str
    silent: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule is checked against: the brand's platforms, the brand itself, and what its conditions may name.

    `whole` is false while the platform of some account is not known: what a rule then seems to lack may be there.
    `pack`: the rule came with it, and is cut down to what the brand has.
    """

    platforms: Mapping[str, Known]
    brand: Brand
    terms: Terms
    whole: bool = True
    pack: Pack | None = None
