"""What the ledger says of each brand, in plain numbers: for the local responder's own page and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from statistics import median
from typing import Any

from shared.core.ledger import Entry
from shared.core.ports import DIGESTS, NOTICES, OPENED
from shared.core.sla import By, Clock
from shared.flows._tools import Tools


def summary(tools: Tools) -> dict[str, Any]:
    """By brand: how its Interactions ended, both clocks (seconds; shares 0 to 1, None where nothing was due)."""
    return {key: _brand(key, tools) for key in tools.brands.brands}


def _brand(key: str, tools: Tools) -> dict[str, Any]:
    now = tools.now()
    states: Counter[str] = Counter()
    clocks: dict[str, list[Clock]] = {"ack": [], "response": []}
    by: Counter[str] = Counter({"machine": 0, "person": 0})
    waiting = breaches = 0
    for kept in tools.store.find(OPENED, now, equal=(key,)):
        entry: Entry = kept.doc
        states[entry.state] += 1
        waiting += bool(entry.waiting)
        by.update(str(one) for one in {said.by for said in entry.acknowledgments})
        for name, clock in entry.clocks.items():
            clocks[name].append(clock)
            breaches += clock.breached is not None and not clock.withdrawn
    return {
        "states": dict(sorted(states.items())),
        "ack": _clock(clocks["ack"], service=False),
        "response": _clock(clocks["response"], service=True),
        "by": {str(one): by[one] for one in By},
        "waiting": waiting,
        "breaches": breaches,
        "digests": _digests(key, tools),
    }


def _clock(clocks: Sequence[Clock], *, service: bool) -> dict[str, Any]:
    met = [clock for clock in clocks if clock.stopped is not None and not clock.withdrawn]
    spans = sorted((clock.service_elapsed if service else clock.elapsed) or 0.0 for clock in met)
    due = len(met) + sum(clock.running and clock.breached is not None for clock in clocks)
    kept = sum(clock.breached is None for clock in met)
    return {
        "running": sum(clock.running for clock in clocks),
        "stopped": len(met),
        "median": median(spans) if spans else None,
        "p90": spans[ceil(0.9 * len(spans)) - 1] if spans else None,
        "in_target": kept / due if due else None,
    }


def _digests(key: str, tools: Tools) -> list[dict[str, Any]]:
    now = tools.now()
    mails: dict[str, list[str]] = {}
    for kept in tools.store.find(NOTICES, now, equal=(key, "digest")):
        if kept.doc.claim.receipt is not None:
            mails.setdefault(kept.doc.day or "", []).append(kept.doc.claim.receipt)
    recent = (now - timedelta(days=40)).date().isoformat()
    return [
        {"day": kept.doc.day, "subject": kept.doc.subject, "mails": mails.get(kept.doc.day, [])}
        for kept in tools.store.find(DIGESTS, now, equal=(key,), since=recent)
    ]
