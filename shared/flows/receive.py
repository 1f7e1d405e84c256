"""One Delivery in: verify, challenge, normalise, publish, and only then say yes.

`open_delivery` is pure; `receive` adds the one publish. No rules, no outbound call and no store on this path,
except to park what is verified and cannot be read or placed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from shared.core.delivery import Answer, Delivery
from shared.core.envelope import envelope
from shared.core.errors import ChallengeFailed, DeliveryUnreadable, MethodNotAllowed, UnknownPlatform
from shared.core.interaction import Interaction, Outcome, Ring, hashed, to_wire
from shared.core.ledger import Parked
from shared.core.listening import pulse_key
from shared.core.ports import Bus, Outgoing
from shared.platforms._base import Keys, Platform, Reading

if TYPE_CHECKING:
    from shared.core.probing import Probe

Owner = Callable[[str, str, str], str | None]
"""(connection, platform, account) -> key of the brand that owns the account through this connection, or None."""

Probed = Callable[[Delivery, datetime], "Probe | None"]
"""The test event of ours that a Delivery is, or None. Raises SignatureInvalid for a forged one."""

UNKNOWN_ACCOUNT: Final = "no brand owns this account through this connection"
OF_NOBODY: Final = "outcome.of_nobody"  # news of what we sent as an account that is no brand's any more


class Opened(msgspec.Struct, frozen=True):
    """What a Delivery holds for us: what to publish, what to park, what to answer, and what was passed over.

    `outcomes` counts the last of the messages: news of what we sent, which nobody did and nobody waits for.
    `challenge`: it only tests our address, whether the platform does or we do, and counts as nothing.
    """

    answer: Answer
    messages: tuple[Outgoing, ...] = ()
    parked: tuple[Parked, ...] = ()
    skipped: tuple[str, ...] = ()
    challenge: bool = False
    outcomes: int = 0


def open_delivery(
    delivery: Delivery,
    *,
    platform: Platform,
    keys: Keys,
    owner: Owner,
    now: datetime,
    also: tuple[Platform, ...] = (),
    probed: Probed | None = None,
) -> Opened:
    """Decide about one Delivery. Raises DeliveryRejected where its sender is at fault.

    `also` are other platforms whose events come in the same deliveries; each reads its own part.
    """
    if delivery.method == "GET":
        if not platform.challenged:
            raise MethodNotAllowed("GET")
        try:
            return Opened(platform.challenge(delivery, keys), challenge=True)
        except ChallengeFailed:
            raise
        except Exception:
            raise ChallengeFailed("challenge could not be checked", 400) from None
    if delivery.method != "POST":
        raise MethodNotAllowed(delivery.method)
    if probed is not None and (probe := probed(delivery, now)) is not None:
        return _looping(probe, delivery, owner)
    platform.verify(delivery, keys, now)
    try:
        reading = platform.read(delivery) if not also else _together(delivery, (platform, *also))
    except DeliveryUnreadable as error:
        return Opened(platform.accepted(), parked=(_park(delivery, platform, error.why),))
    messages: list[Outgoing] = []
    parked = [_park(delivery, platform, why) for why in reading.unreadable[:1]]
    for interaction in reading.interactions:
        brand = owner(delivery.connection, interaction.platform, interaction.account)
        if brand is None:
            parked.append(_park(delivery, platform, UNKNOWN_ACCOUNT, interaction.account))
        else:
            messages.append(_outgoing(interaction, delivery, brand))
    news = [
        _outgoing(outcome, delivery, brand)
        for outcome in reading.outcomes
        if (brand := owner(delivery.connection, outcome.platform, outcome.account)) is not None
    ]
    once = {one.why: one for one in parked}  # the body says the rest; it is kept once for each reason
    skipped = (*reading.skipped, *[OF_NOBODY] * (len(reading.outcomes) - len(news)))
    return Opened(platform.accepted(), (*messages, *news), tuple(once.values()), skipped, outcomes=len(news))


def _together(delivery: Delivery, platforms: tuple[Platform, ...]) -> Reading:
    """What several platforms read in one Delivery. A part that belongs to another of them is skipped by its name."""
    readings = [platform.read(delivery) for platform in platforms]
    names = {platform.name for platform in platforms}
    skipped = Counter[str]()
    for reading in readings:  # what none of them knows, each of them counts
        skipped |= Counter(name for name in reading.skipped if name not in names)
    return Reading(
        tuple(interaction for reading in readings for interaction in reading.interactions),
        tuple(skipped.elements()),
        tuple(dict.fromkeys(why for reading in readings for why in reading.unreadable)),
        tuple(outcome for reading in readings for outcome in reading.outcomes),
    )


def receive(
    delivery: Delivery,
    *,
    platform: Platform,
    keys: Keys,
    owner: Owner,
    bus: Bus,
    park: Callable[[tuple[Parked, ...]], None],
    now: datetime,
    also: tuple[Platform, ...] = (),
    probed: Probed | None = None,
) -> Opened:
    """Take one Delivery. When it returns, all of it is kept: on the bus with receipts, or parked.

    Raises DeliveryRejected (its sender's fault) or BackendUnavailable (some of it may be kept; the sender
    must send again, which is harmless).
    """
    opened = open_delivery(delivery, platform=platform, keys=keys, owner=owner, now=now, also=also, probed=probed)
    if opened.messages:
        bus.publish(opened.messages)
    if opened.parked:
        park(opened.parked)
    return opened


def _looping(probe: Probe, delivery: Delivery, owner: Owner) -> Opened:
    """A test event of ours goes on like any webhook's; nothing of it is kept here."""
    brand = owner(delivery.connection, probe.platform, probe.account)
    if brand is None:
        raise UnknownPlatform(UNKNOWN_ACCOUNT)
    ring = Ring(key=pulse_key(probe.platform, probe.account), brand=brand, probed_at=probe.at)
    return Opened(Answer(204), (Outgoing(to_wire(ring), envelope(ring, probe.at)),), challenge=True)


def _outgoing(message: Interaction | Outcome, delivery: Delivery, brand: str) -> Outgoing:
    carried = msgspec.structs.replace(
        message, brand=brand, connection=delivery.connection, trace=delivery.trace, received_at=delivery.received_at
    )
    return Outgoing(to_wire(carried), envelope(carried))


def _park(delivery: Delivery, platform: Platform, why: str, account: str | None = None) -> Parked:
    body = hashlib.sha256(delivery.body).hexdigest()
    return Parked(
        key=hashed("parked", delivery.connection, why, body),
        connection=delivery.connection,
        why=why,
        at=delivery.received_at,
        body=delivery.body,
        account=account,
        expire_at=delivery.received_at + timedelta(days=platform.words_days),
    )
