"""Loaded by Python itself in every process of `make faults`: changes one thing inside, where a test says so.

FAULTS_MOST_MESSAGES lowers how many messages one publish request takes, so that a small webhook needs several.
FAULTS_BREAK breaks the system on purpose, to show that the rows then fail: see docs/faults.md. Without either nothing
is touched, and nothing of ours loaded.
"""

from __future__ import annotations

import os


def _most_messages(number: int) -> None:
    from shared.buses import _pubsub

    _pubsub.MOST_MESSAGES = number  # type: ignore[misc]


def _no_receipts() -> None:
    """Receive says yes whether or not Pub/Sub gave its receipts. F02, F12 and F13 must fail."""
    from shared.buses import pubsub_rest
    from shared.core.errors import BackendUnavailable

    publish = pubsub_rest.PubSubRestBus.publish

    def careless(self, messages):  # type: ignore[no-untyped-def]
        try:
            return publish(self, messages)
        except BackendUnavailable:
            return ["" for _ in messages]

    pubsub_rest.PubSubRestBus.publish = careless


def _no_read_back() -> None:
    """What was lost is sent again without a look. F03 and F15 must fail."""
    from shared.core import claims

    step = claims.step

    def hasty(claim, now, read_back):  # type: ignore[no-untyped-def]
        found = step(claim, now, read_back)
        return claims.Step.SEND if found in (claims.Step.READ_BACK, claims.Step.GIVE_UP) else found

    claims.step = hasty


def _no_owner() -> None:
    """An Entry does not say whose it is, so nobody recognises his own commit. F10 must fail."""
    import msgspec

    from shared.flows import _plan

    make = _plan.make

    def nameless(*given):  # type: ignore[no-untyped-def]
        plan = make(*given)
        return _plan.Plan(msgspec.structs.replace(plan.entry, owner=None), plan.also)

    _plan.make = nameless


def _no_condition() -> None:
    """The store writes whatever it is told, whoever wrote before. F06 and F11 must fail."""
    from shared.core.ports import Create, Put, Replace
    from shared.stores import firestore

    commit = firestore.FirestoreStore.commit

    def blind(self, now, *writes):  # type: ignore[no-untyped-def]
        return commit(self, now, *(Put(one.doc) if isinstance(one, (Create, Replace)) else one for one in writes))

    firestore.FirestoreStore.commit = blind


BREAKS = {
    "receipts": _no_receipts,
    "read-back": _no_read_back,
    "owner": _no_owner,
    "condition": _no_condition,
}

if os.environ.get("FAULTS_MOST_MESSAGES"):
    _most_messages(int(os.environ["FAULTS_MOST_MESSAGES"]))
if os.environ.get("FAULTS_BREAK"):
    BREAKS[os.environ["FAULTS_BREAK"]]()
