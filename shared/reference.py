"""docs/platforms and `make policy`, written from the platform modules: what each can do, may do, and how to set it up.

Nothing is told here that a module does not declare; a test holds the pages against the modules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from inspect import cleandoc
from typing import Final

from shared import plugins
from shared.core.claims import ReadBack
from shared.core.interaction import Change, Kind
from shared.core.ledger import KEEP_WORDS
from shared.core.ports import Capability, May, Policy
from shared.platforms._base import Platform

READ_BACK: Final = {
    ReadBack.REPEAT: "a repeat is harmless",
    ReadBack.LIST: "our own answers are listed and looked for",
    ReadBack.BLIND: "cannot be told: a lost answer is shown to a colleague and never sent again",
}
MADE: Final = "<!-- Written by `make platforms` from the modules: change those. -->\n"
_HEAD: Final = """# Platforms

{made}
What Heard can do on each platform, as its module declares it. Each name leads to how to set it up.

- **receive**: kinds of Interactions that the platform pushes. **ask**: kinds that it never pushes, for which `collect`
  asks. **reconcile**: kinds of which `collect` asks what exists, to find what was not delivered.
- **like, reply, private reply, direct message**: the kinds for which it can be done at all.
- **edit/delete**: whether the platform tells that somebody changed or removed what they wrote. **own echo**: whether
  what Heard itself writes comes back as an event. (What a colleague writes in the platform's own app always must, or
  Heard could not stand back.)
- **read-back**: what may follow a lost answer.
{classes}
- **policy**: what a rule may do by itself (`auto`), and what only a person's tap may do (`approval`; with a star
  `auto` once the brand has agreed to the terms for it). Where kinds differ the freest is named.

Every rule of policy with its source: `make policy`, or one platform's: `make policy PLATFORM=linkedin`.

"""
_COLUMNS: Final = (
    "platform", "receive", "ask", "reconcile",
    "like", "reply", "private reply", "direct message",
    "edit/delete", "own echo", "read-back", "policy",
)  # fmt: skip
_FREEST: Final = (May.AUTO, May.APPROVAL, May.NEVER)


def installed() -> list[Platform]:
    """Every platform module there is, by name."""
    return [plugins.load("platforms", name)() for name in plugins.names("platforms")]


def policy_text(platforms: Iterable[Platform]) -> str:
    """The policy table: what a machine may do, by platform, capability and kind, with the rule's source."""
    rows = [("platform", "capability", "kind", "may", "source")]
    for platform in platforms:
        for (capability, kind), policy in _by_policy(platform):
            rows.append((platform.name, capability.value, kind.value, _may(policy), policy.source))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) + "\n"
        for row in rows
    )


def pages(platforms: Sequence[Platform]) -> Iterator[tuple[str, str]]:
    """The files of docs/platforms: their names and texts."""
    yield "README.md", overview(platforms)
    for platform in platforms:
        yield f"{platform.name}.md", page(platform)


def overview(platforms: Iterable[Platform]) -> str:
    """The table of all platforms."""
    classes = "\n".join(f"  {kind.value}: {meaning}." for kind, meaning in READ_BACK.items())
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(_row(platform) for platform in platforms)]
    return _HEAD.format(made=MADE, classes=classes) + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def page(platform: Platform) -> str:
    """One platform's page: its module's own words, then what it declares."""
    words = cleandoc(sys.modules[type(platform).__module__].__doc__ or "")
    first, _, rest = words.partition("\n")
    facts = [
        f"# {platform.title}\n\n{MADE}\n{first}\n{rest}\n",
        "\n## What it declares\n\n",
        _secrets(platform),
        _abilities(platform),
        _listing(platform),
        _kept(platform),
    ]
    return "".join(facts)


def _row(platform: Platform) -> tuple[str, ...]:
    listing = platform.lists
    asked = frozenset[Kind]() if listing is None else listing.asked
    reconciled = frozenset[Kind]() if listing is None else listing.kinds - listing.asked
    told = [change.value for change in (Change.EDITED, Change.REMOVED) if change in platform.changes]
    return (
        f"[{platform.title}]({platform.name}.md)",
        _kinds(platform.kinds - asked),
        _kinds(asked),
        _kinds(reconciled),
        *(_kinds(_able(platform, capability)) for capability in Capability),
        " and ".join(told) or "no",
        "yes" if platform.echoes else "no",
        _each((capability, platform.capabilities[capability].value) for capability in platform.capabilities),
        _each((capability, _freest(platform, capability)) for capability in platform.capabilities),
    )


def _able(platform: Platform, capability: Capability) -> list[Kind]:
    return [
        kind for (one, kind), policy in platform.policy.items() if one is capability and policy.may is not May.NEVER
    ]


def _freest(platform: Platform, capability: Capability) -> str:
    policies = [policy for (one, _kind), policy in platform.policy.items() if one is capability]
    freest = min((policy.may for policy in policies), key=_FREEST.index)
    return freest.value + ("*" if any(policy.unless is not None for policy in policies) else "")


def _each(facts: Iterable[tuple[Capability, str]]) -> str:
    return ", ".join(f"{capability.value.replace('_', ' ')} {fact}" for capability, fact in facts) or "no"


def _kinds(kinds: Iterable[Kind]) -> str:
    named = set(kinds)
    return ", ".join(kind.value.replace("_", " ") for kind in Kind if kind in named) or "no"


def _by_policy(platform: Platform) -> list[tuple[tuple[Capability, Kind], Policy]]:
    return sorted(platform.policy.items())


def _may(policy: Policy) -> str:
    return policy.may.value if policy.unless is None else f"{policy.may.value}, unless {policy.unless}"


def _secrets(platform: Platform) -> str:
    head = "| secret | what it is | needed | variable, unless connections.toml says otherwise |\n|---|---|---|---|\n"
    rows = [
        f"| `{use.name}` | {use.meaning} | {'no' if use.optional else 'yes'} "
        f"| `HEARD_<CONNECTION>_{use.name.upper()}` |\n"
        for use in platform.secrets
    ]
    return head + "".join(rows)


def _abilities(platform: Platform) -> str:
    if not platform.capabilities:
        return "\nIt cannot be answered through an API.\n"
    lines = ["\n| what | for | may | within | after a lost answer | source |\n|---|---|---|---|---|---|\n"]
    for capability, read_back in platform.capabilities.items():
        found = [(kind, policy) for (one, kind), policy in _by_policy(platform) if one is capability]
        for policy in dict.fromkeys(policy for _kind, policy in found):
            kinds = _kinds(kind for kind, other in found if other == policy)
            lines.append(
                f"| {capability.value.replace('_', ' ')} | {kinds} | {_may(policy)} | {_window(platform, capability)} "
                f"| {read_back.value}: {READ_BACK[read_back]} | {policy.source} |\n"
            )
    return "".join(lines)


def _window(platform: Platform, capability: Capability) -> str:
    window = platform.windows.get(capability)
    if window is None:
        return "24 hours"
    person = "" if window.person is None else f"; a colleague {_span(window.person)}"
    return f"{_span(min(window.machine, timedelta(hours=24)))}{person}"


def _listing(platform: Platform) -> str:
    listing = platform.lists
    if listing is None:
        return "\nIt cannot be asked what exists: what its webhook did not bring is not found.\n"
    units = (
        "" if listing.units is None else f", spending at most {listing.units:,} of its quota a day ({listing.day_zone})"
    )
    return f"\n`collect` asks every {_span(listing.every)} for the last {_span(listing.back)}{units}.\n"


def _kept(platform: Platform) -> str:
    if platform.words_days >= KEEP_WORDS.days:
        return ""
    return f"\nIts terms let people's words be kept for {platform.words_days} days, so Heard keeps them no longer.\n"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0 and minutes >= size:
            return f"{minutes // size} {name}{'' if minutes == size else 's'}"
    return f"{span.total_seconds():g} seconds"
