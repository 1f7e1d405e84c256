"""A brand's rules as doors hold them, and deciding: which rule an Interaction meets and what it asks for.

Pure: the same rules, Interaction and Facts give the same Decision. Nothing here sends, stores or reads the time.
Rules are written in TOML and checked at the desk (`shared/brands/desk.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from shared import plugins
from shared.core.decision import Act, Decision
from shared.core.facts import Facts
from shared.core.interaction import Interaction
from shared.core.ledger import Sort, sort_of
from shared.core.ports import Capability, May
from shared.rules.actions._base import Action, Voice
from shared.rules.conditions import When, holds, see
from shared.rules.words import Situation, Speaker

__all__ = ["Rule", "Then", "When", "decide"]


class Then(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a rule asks for: the name of an action and its parameters."""

    do: str
    params: dict[str, object] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When conditions hold, then do actions. `sort` is the class it gives; None leaves it to the kind.

    `answers`: its words answer the question themselves.
    """

    name: str
    when: When = When()
    then: tuple[Then, ...] = ()
    sort: Sort | None = None
    answers: bool = False


def decide(
    rules: Sequence[Rule],
    interaction: Interaction,
    facts: Facts,
    *,
    brand: Speaker,
    capabilities: Collection[Capability] = (),
    may: Mapping[Capability, May] | None = None,
    pictures: Collection[Capability] = (),
) -> Decision:
    """What the first rule that holds asks for; an empty Decision if none does.

    `capabilities` are the platform's: an action that can go two ways (a private word about a public comment)
    takes the better one that is there. `may` says what the platform's terms let a machine do about this very
    Interaction, for an action that takes the best permitted gesture; `pictures`, with which words a picture can go.
    """
    seen = see(interaction, facts)
    for rule in rules:
        if holds(rule.when, seen):
            voice = Voice(
                situation=Situation(interaction, facts, brand, seen.text),
                languages=rule.when.languages,
                capabilities=frozenset(capabilities),
                may=may or {},
                pictures=frozenset(pictures),
                sort=rule.sort or sort_of(interaction.kind),
            )
            acts = tuple(act for then in rule.then for act in plan(then, interaction, voice))
            return Decision(rule=rule.name, sort=rule.sort, acts=acts)
    return Decision()


def plan(then: Then, interaction: Interaction, voice: Voice) -> tuple[Act, ...]:
    """The Acts that one `[[then]]` of a rule comes to."""
    action = action_of(then.do)
    return action.plan(msgspec.convert(then.params, action.params), interaction, voice)


@cache
def action_of(name: str) -> Action[Any]:
    """The action of this name. Raises UnknownPlugin, naming those that exist."""
    action: Action[Any] = plugins.load("rules/actions", name)()
    return action
