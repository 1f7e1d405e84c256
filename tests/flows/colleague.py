"""A colleague at the desk, as far as the ledger sees it: words approved, a conversation taken, or handed back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from shared.core.envelope import envelope
from shared.core.interaction import Ring, to_wire
from shared.core.ledger import Entry, Person, Words, indexed
from shared.core.ports import Capability, Kept, Outgoing, Replace
from shared.core.speech import Approved, person_slot, personal, tapped
from shared.flows._taking import handed_back, record_of, save, took
from tests.flows.world import World

NAME = "Ingrid"
TEXT = "We open at nine.\nIngrid"


def approve(
    world: World,
    name: str,
    text: str = TEXT,
    *,
    how: Capability = Capability.REPLY,
    ring: bool = True,
    taken: bool = True,
) -> str:
    """Approve words for an object and have them sent. Returns the slot of their Claim. Twice is once.

    `taken`: as the desk does, take the conversation by the same tap.
    """
    kept = _kept(world, name)
    slot = person_slot(kept.doc.key)
    if slot not in kept.doc.claims:
        claim = personal(how, Approved(text=text, colleague=NAME, card=kept.doc.key, at=world.clock))
        words = world.store.get(Words, kept.doc.key, world.clock)
        author = kept.doc.author if words is None else words.doc.interaction.author.id
        entry = msgspec.structs.replace(kept.doc, claims={**kept.doc.claims, slot: claim}, author=author)
        old = record_of(entry, world.store, world.clock)
        mine = took(old.doc, entry.conversation or "", world.clock, world.clock)
        also = (save(mine, old),) if taken else ()
        assert world.store.commit(world.clock, Replace(indexed(entry), kept.revision), *also) is not None
    if ring:
        _ring(world, kept.doc)
    return slot


def tap_like(world: World, name: str) -> None:
    kept = _kept(world, name)
    claim = tapped(Capability.LIKE, NAME, kept.doc.key, world.clock)
    entry = msgspec.structs.replace(kept.doc, claims={**kept.doc.claims, claim.slot: claim})
    assert world.store.commit(world.clock, Replace(indexed(entry), kept.revision)) is not None
    _ring(world, kept.doc)


def take(world: World, name: str) -> None:
    """ "I answer in the app": the machine falls silent towards this person in this conversation."""
    _on_person(world, name, took)


def hand_back(world: World, name: str) -> None:
    _on_person(world, name, handed_back)


def record(world: World, name: str) -> Person:
    """What is kept about who made an object."""
    return record_of(_kept(world, name).doc, world.store, world.clock).doc


def _on_person(world: World, name: str, edit: Callable[[Person, str, datetime, datetime], Person]) -> None:
    entry = _kept(world, name).doc
    assert entry.conversation is not None
    old = record_of(entry, world.store, world.clock)
    new = edit(old.doc, entry.conversation, world.clock, world.clock)
    assert world.store.commit(world.clock, save(new, old)) is not None


def _kept(world: World, name: str) -> Kept[Entry]:
    kept = world.store.get(Entry, world.entry(name).key, world.clock)
    assert kept is not None
    return kept


def _ring(world: World, entry: Entry) -> None:
    ring = Ring(key=entry.key, brand=entry.brand)
    world.bus.publish([Outgoing(to_wire(ring), envelope(ring, world.clock))])
    world.work()
