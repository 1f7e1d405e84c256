"""What a deployment will do and cost, and what to click afterwards, in words. Asks nobody, changes nothing."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import cleandoc
from typing import Any, Final

from infra.choices import Choices
from infra.deployment import DOORS, Needs, addresses, platforms
from shared.brands.compiled import Compiled
from shared.core.errors import ConfigurationError

DOOR: Final = "google_cloudfunctions2_function"
# What a deployment must never take away or make anew: people who wrote would be forgotten, or not be heard.
_STAYS: Final = frozenset(
    {
        DOOR,
        "google_firestore_database",
        "google_pubsub_topic",
        "google_pubsub_subscription",
    }
)
_IDLE: Final = """\
  Idle, nothing of this costs: the doors (no instance while nobody writes), topics, accounts, grants, dashboards.
  Idle, this costs little: one run of watch a minute, of collect every 5 and of digest every 15, some 55,000 a month,
    which Cloud Run's and Firestore's free allowances cover as far as nothing else uses them up; 3 scheduled jobs (3 are
    free for a billing account, another costs 0.10 dollars a month); {count} secret versions (6 are free for a billing
    account, another costs 0.06 a month, switched off or not); images and packages, under a gigabyte; backups.
    (cloud.google.com/scheduler/pricing, cloud.google.com/secret-manager/pricing, read 2026-11-22)"""
_WARM: Final = "  Idle, this costs: {count} warm instance(s) of receive, day and night."
_EDGE: Final = "  Idle, this costs: the load balancer with Cloud Armor and its address, whether anybody writes or not."
_BUSY: Final = """\
  Per million Interactions: some 3 dollars for Firestore and Pub/Sub, counted on the emulators by `make cost` at list
    prices (US, read 2026-11-22; tests/bench/prices.toml). The doors' own time comes on top: acknowledge took 2 to 3 ms
    of a processor for each (docs/performance.md), but is billed for as long as it waits for a platform's answer. No
    deployment has been billed yet: look at the billing report after a week."""


def doors(
    standing: Mapping[str, str], packages: Mapping[str, Mapping[str, str]], waiting: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Each door: new, changed or unchanged, by the digest of its package; or what it waits for."""
    for door in DOORS:
        digest = packages[door]["sha256"]
        if waiting[door]:
            rest = f"waits for {', '.join(waiting[door])}"
            said = rest if door not in standing else f"keeps running as it is; its new release {rest}"
        elif door not in standing:
            said = f"new, {digest[:12]}"
        elif standing[door] == digest:
            said = f"unchanged, {digest[:12]}"
        else:
            said = f"changed, {standing[door][:12]} to {digest[:12]}"
        yield f"  {door:<12} {said}"


def changes(plan: Mapping[str, Any]) -> Iterator[str]:
    """What a plan does, by kind; what it takes away, one by one."""
    counted: dict[str, Counter[str]] = {"made": Counter(), "changed": Counter(), "made anew": Counter()}
    gone: list[str] = []
    for one in _changing(plan):
        actions = one["change"]["actions"]
        kind = one["type"].removeprefix("google_").replace("_", " ")
        if actions == ["delete"]:
            gone.append(str(one["address"]))
        elif "delete" in actions:
            counted["made anew"][kind] += 1
        else:
            counted["made" if actions == ["create"] else "changed"][kind] += 1
    for what, kinds in counted.items():
        if kinds:
            yield f"  {what}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    for address in gone:
        yield f"  taken away: {address}"
    if not gone and not any(counted.values()):
        yield "  nothing: all of it stands as it is described"


def refuse_loss(plan: Mapping[str, Any]) -> None:
    """Raise ConfigurationError where a plan takes away, or makes anew, what people's words and answers hang on."""
    lost = [str(one["address"]) for one in _changing(plan) if _loses(one)]
    if lost:
        raise ConfigurationError(
            f"this plan would take away {', '.join(lost)}, so nothing of it was done. A door goes where a secret that "
            "it mounts has no enabled version any more (make secrets); a topic or the ledger where region or location "
            "changed: that is another environment, see docs/operations.md. To remove everything: make destroy"
        )


def cost(choices: Choices, wanted: Needs) -> Iterator[str]:
    """Idle, and for a million Interactions."""
    yield _IDLE.format(count=len(wanted.secrets))
    if choices.terraform.get("min_instances"):
        yield _WARM.format(count=choices.terraform["min_instances"])
    if choices.terraform.get("domain"):
        yield _EDGE
    yield _BUSY
    if not choices.terraform.get("billing_account"):
        yield f"  No budget watches it: name billing_account in {choices.file}."


def clicks(book: Compiled, receive: str) -> Iterator[str]:
    """The address of each connection, and what is to be clicked on its platform, in the module's own words."""
    known = platforms(book)
    for connection, url in addresses(book, receive):
        platform = known[connection.platform]
        yield f"{platform.title}: {url}"
        words = cleandoc(sys.modules[type(platform).__module__].__doc__ or "")
        found = re.search(r"\*\*Set up\.\*\*\s*(.*?)(?=\n\n\*\*|\Z)", words, re.DOTALL)
        yield from (f"  {line}".rstrip() for line in (found[1] if found else "").splitlines())
        yield f"  More: docs/platforms/{platform.name}.md"
        yield ""


def missing(wanted: Needs, names: Iterable[str], choices: Choices) -> Iterator[str]:
    """Secrets of which there is no version, and how to put each."""
    for name in sorted(names):
        one = wanted.secrets[name]
        yield f"  {one.env} ({', '.join(one.doors)}): {one.meaning}"
        yield (
            "    make deploy draws it by lot" if one.made else f"    make secrets DO=put NAME={one.env} {choices.again}"
        )


def _changing(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in plan.get("resource_changes", []):
        if one.get("mode", "managed") == "managed" and one["change"]["actions"] not in (["no-op"], ["read"]):
            yield one


def _loses(one: Mapping[str, Any]) -> bool:
    half_made = one.get("action_reason") == "replace_because_tainted"
    return one["type"] in _STAYS and "delete" in one["change"]["actions"] and not half_made
