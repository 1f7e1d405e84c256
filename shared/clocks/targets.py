"""Which promises hold for an Interaction: the general one, and each of the brand's special ones that it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.core.sla import Aim

if TYPE_CHECKING:
    from shared.brands.circle import Target, Targets

ACK: Final = "ack"
RESPONSE: Final = "response"


@dataclass(frozen=True, slots=True)
class About:
    """What a promise may ask of an Interaction. `again`: a colleague has answered this person here before."""

    platform: str
    kind: Kind
    sort: Sort
    language: str | None = None
    vip: bool = False
    events: tuple[str, ...] = ()
    crisis: bool = False
    again: bool = False


def aims(targets: Targets, about: About) -> dict[str, tuple[Aim, ...]]:
    """The targets of both clocks, the general one first; a special one may stand instead of it."""
    special = [one for one in targets.special if holds(one, about)]
    return {clock: tuple(_aims(targets, special, clock, about)) for clock in (ACK, RESPONSE)}


def holds(target: Target, about: About) -> bool:
    """Whether a special promise is made to this Interaction: all that it asks must be so."""
    spoken = (about.language or "").partition("-")[0]
    return (
        (not target.platforms or about.platform in target.platforms)
        and (not target.kinds or about.kind in target.kinds)
        and (not target.sorts or about.sort in target.sorts)
        and (not target.languages or spoken in {code.partition("-")[0] for code in target.languages})
        and target.vip in (None, about.vip)
        and (target.event is None or target.event in about.events)
        and (not target.crisis or about.crisis)
    )


def renewed(aim: Aim, clock: str, targets: Targets) -> Aim:
    """A target as today's policy has it, if it still has one of this name. What was missed stays as it was."""
    if aim.breached is not None:
        return aim
    named = next((one for one in targets.special if one.name == aim.name), None)
    found = named or (None if aim.name else targets)
    seconds = None if found is None else _seconds(found, clock, again=aim.again)
    if seconds is None:
        return aim
    calendar = named.calendar if named is not None and clock == RESPONSE else None
    return msgspec.structs.replace(aim, seconds=seconds, calendar=calendar, crisis=named is not None and named.crisis)


def _aims(targets: Targets, special: Iterable[Target], clock: str, about: About) -> Iterator[Aim]:
    service = clock == RESPONSE
    again = about.again and service
    promised = [(one, seconds) for one in special if (seconds := _seconds(one, clock, again=again)) is not None]
    general = _seconds(targets, clock, again=again)
    if general is not None and not any(one.instead for one, _ in promised):
        yield Aim(seconds=general, service=service, again=again)
    for one, seconds in promised:
        calendar = one.calendar if service else None
        yield Aim(seconds=seconds, service=service, name=one.name, calendar=calendar, crisis=one.crisis, again=again)


def _seconds(target: Target | Targets, clock: str, *, again: bool) -> float | None:
    if clock == ACK:
        return target.ack
    return target.next if again and target.next is not None else target.response
