"""Telling those who answer for a brand that its digest does not reach people: once, where they are told other things.

Leads who are not away, else managers, else whoever reads the brand's mail; and the brand's own alerts, if it has any.
Not those whom the digest itself does not reach: what they do not get they would not read. `watch` sends it within a
minute: no other door has the addresses of everybody's webhooks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from shared.brands.compiled import Brand, Colleague
from shared.core.channels import hook
from shared.core.claims import Claim
from shared.core.interaction import hashed
from shared.core.ledger import Notice
from shared.core.ports import Create
from shared.flows._notices import written
from shared.flows._roster import address, is_away, tell_at
from shared.flows._tools import Tools

_KEEP: Final = timedelta(days=7)


def warn(
    brand: Brand,
    kind: str,
    of: str,
    subject: str,
    lines: Sequence[str],
    tools: Tools,
    *,
    but: Collection[str] = (),
) -> int:
    """Have it said to each, once for `of` (a date); returns how many are told. `kind` names it for machines."""
    now = tools.now()
    data: dict[str, str | float | bool | None] = {"type": kind, "brand": brand.key, "day": of}
    made = [
        Notice(
            key="/".join((kind, brand.key, of, hashed("warning", to))),
            brand=brand.key,
            about="warning",
            to=to,
            subject=f"{subject} · {brand.short}",
            text="\n".join(lines) + "\n",
            at=now,
            claim=Claim(
                slot="mail", capability="mail", not_before=tell_at(brand, who, now, urgent=to in _systems(brand))
            ),
            data=data,
            expire_at=now + _KEEP,
        )
        for to, who in _owners(brand, tools, but).items()
    ]
    return sum(tools.store.commit(now, Create(one)) is not None for one in written(made))  # else it has been said


def _owners(brand: Brand, tools: Tools, but: Collection[str]) -> dict[str, Colleague | None]:
    """Address by address, whose it is."""
    there = [one for one in brand.team if not is_away(one, brand, tools.now())]
    found: dict[str, Colleague | None] = {}
    for some in ([one for one in there if one.lead], [one for one in there if one.manager]):
        ways = (
            (next((to for to in (address(one), one.mail) if to is not None and to not in but), None), one)
            for one in some
        )
        found = found or {to: one for to, one in ways if to is not None}
    found = found or {to: None for to in brand.recipients if to not in but}
    return found | dict.fromkeys(_systems(brand))


def _systems(brand: Brand) -> tuple[str, ...]:
    return () if brand.hook is None else (hook(brand.hook.url, brand.hook.secret),)
