"""Ask the person to mail, call or meet, and hand it over: for what is better not said here, or by nobody in a hurry.

    [[then]]
    do = "offline"
    text = "This is easier by mail: {contact_mail}. Please name {reference}, then we find it at once."

A text names {contact_mail}, {contact_phone} or {contact_meeting}, which stand under [contact] in brand.toml. Where it
does not place the {reference}, the code is added on a line of its own: with it a colleague finds what the person wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import State
from shared.core.ports import Capability
from shared.rules.actions._base import Saying, Texts, Voice, place_for_words
from shared.rules.languages import pick
from shared.rules.words import placeholders

_CONTACTS: Final = frozenset({"contact_mail", "contact_phone", "contact_meeting"})
_REFERENCE: Final[Mapping[str, str]] = {
    "en": "Reference",
    "no": "Referanse",
    "lv": "Atsauce",
    "zh": "编号",
    "zh-hant": "編號",
    "de": "Zeichen",
    "sv": "Referens",
    "da": "Reference",
    "fr": "Référence",
    "es": "Referencia",
}


class Contact(Texts, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Texts that say where to go on."""

    def wanting(self) -> list[tuple[str, str, str]]:
        expected = "{contact_mail}, {contact_phone} or {contact_meeting} in every text, so that they know where to go"
        lacking = [at for at, _, text in self.written() if _CONTACTS.isdisjoint(placeholders(text))]
        return [*super().wanting(), *((at, "no address and no number", expected) for at in lacking)]


class Offline(Saying):
    name = "offline"
    params = Contact

    def capability(self, kind: Kind, _has: Collection[Capability], /) -> Capability:
        return place_for_words(kind)

    def plan(self, params: Texts, interaction: Interaction, voice: Voice, /) -> tuple[Act, ...]:
        code = voice.situation.facts.reference
        if code is not None:
            params = _with_reference(params, voice.usual)
        acts = super().plan(params, interaction, voice)
        if acts[0].ends is not None:
            return acts
        named = f" The reference is {code}." if code is not None else ""
        note = f"The person was asked to go on elsewhere.{named}"
        return (*acts, Act(do=self.name, ends=State.HANDED_OVER, note=note))


def _with_reference(params: Texts, usual: str) -> Texts:
    return msgspec.structs.replace(
        params,
        text=None,
        texts=tuple(_naming(text, usual) for text in params.plain),
        says={language: tuple(_naming(one, language) for one in texts) for language, texts in params.says.items()},
    )


def _naming(text: str, language: str) -> str:
    if "reference" in placeholders(text):
        return text
    return f"{text.rstrip()}\n{pick(_REFERENCE, language) or _REFERENCE['en']}: {{reference}}"


plugin = Offline
