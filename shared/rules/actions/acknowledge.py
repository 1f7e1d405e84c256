"""Show the person that they were heard, by the best gesture that the platform lets a machine make.

    [[then]]
    do = "acknowledge"
    texts = ["Thank you, {author}!", "That made our morning. Thank you!"]

Words where a machine may say them, and a like beside them for praise, thanks, a story or a tag; else the like alone;
else a colleague is offered the words, the like or both, to be sent by a tap. Without texts it is a like. Where the
platform allows none of it, or every wording was said here before and there is no like, nothing is sent; whoever needs
an answer gets a person. With `picture = true` one answer in three brings a picture from voice.toml or, where none of
these fits, from pictures.toml: where the platform takes one and it suits the class and the language, and the words
themselves are kind and nothing else. Whom it is by stands under the words, and only beside the picture.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import Sort, State, needs_answer
from shared.core.ports import Capability, May
from shared.core.speech import Spoken
from shared.rules.actions._base import (
    ANSWER,
    LIKE,
    Action,
    Texts,
    Voice,
    fitting,
    in_language,
    number_of,
    place_for_words,
    saying,
    unfit_note,
)
from shared.rules.voice import pictures_for

LIKED: Final = frozenset({Sort.PRAISE, Sort.THANKS, Sort.STORY, Sort.TAG})
_SELDOM: Final = 3


class Gesture(Texts, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The same texts as for a reply, none of which need be there."""

    thanks: ClassVar[bool] = True

    picture: Annotated[
        bool,
        msgspec.Meta(description="Whether a picture from voice.toml or pictures.toml may go along, one time in three."),
    ] = False

    def wanting(self) -> list[tuple[str, str, str]]:
        return super().wanting() if self.written() else []


class Acknowledge(Action[Gesture]):
    name = "acknowledge"
    slots = (ANSWER, LIKE)
    params = Gesture

    def plan(self, params: Gesture, interaction: Interaction, voice: Voice, /) -> tuple[Act, ...]:
        way = _way(interaction, voice)
        says = fitting(params.plain, params.says, voice)
        like = Act(do=self.name, slot=LIKE, capability=Capability.LIKE)
        liking = voice.may.get(Capability.LIKE, May.NEVER) if voice.sort in LIKED else May.NEVER
        speaking = voice.may.get(way, May.NEVER) if says else May.NEVER
        words: tuple[Act, ...] = ()
        if speaking is not May.NEVER:
            pictured = _pictured(params, interaction, voice, way) if speaking is May.AUTO else ()
            words = (saying(self.name, way, params, voice, (*pictured, *says)),)
        if speaking is May.AUTO and liking is May.AUTO:
            return (*(msgspec.structs.replace(act, instead=like) for act in words), like)
        if speaking is May.AUTO:
            return words
        if liking is May.AUTO:
            return (like,)
        if words or liking is May.APPROVAL:
            return (*words, *((like,) if liking is May.APPROVAL else ()))
        return (self._nothing(params, says, interaction, voice),)

    def _nothing(self, params: Gesture, says: tuple[Spoken, ...], interaction: Interaction, voice: Voice) -> Act:
        if not needs_answer(voice.sort, interaction.kind):
            return Act(do=self.name, ends=State.HELD, note=f"{interaction.platform} offers no gesture for it")
        unfit = params.written() and not says
        note = unfit_note(self.name) if unfit else f"{interaction.platform} lets a machine say nothing here."
        return Act(do=self.name, ends=State.HANDED_OVER, note=note)


def _way(interaction: Interaction, voice: Voice) -> Capability:
    """Where words go: to where the person spoke. A private place takes a reply or a message, whichever is freer."""
    if not interaction.place.private:
        return place_for_words(interaction.kind)
    ways = (Capability.DIRECT_MESSAGE, Capability.REPLY)
    return next((way for may in (May.AUTO, May.APPROVAL) for way in ways if voice.may.get(way) is may), ways[0])


def _pictured(params: Gesture, interaction: Interaction, voice: Voice, way: Capability) -> tuple[Spoken, ...]:
    """The same texts with pictures beside them, best first; none where no picture is to go along."""
    number = number_of(interaction)
    # More than now and then, and a page of thanks becomes a page of pictures.
    if not params.picture or number % _SELDOM or way not in voice.pictures or voice.sort not in LIKED:
        return ()
    language, _ = in_language(params.plain, params.says, voice)
    found = pictures_for(voice.situation.brand.manner, voice.sort, language, number // _SELDOM)
    if not found or voice.situation.facts.crisis or not _kind(interaction):
        return ()
    credited = {
        credit: fitting(params.plain, params.says, voice, ending=_line(credit))
        for credit in {one.credit for one in found}
    }
    return tuple(msgspec.structs.replace(said, media=one.url) for one in found for said in credited[one.credit])


def _line(credit: str | None) -> str:
    return "" if credit is None else "\n" + credit.replace("{", "{{").replace("}", "}}")


def _kind(interaction: Interaction) -> bool:
    """Whether the words themselves are kind and nothing else, whatever rule they met. A share without words is; a
    review is a judgement for others to read, and gets words."""
    if interaction.kind is Kind.REVIEW:
        return False
    text = interaction.text or ""
    if not text.strip():
        return True
    from shared.classify.judging import judge  # its tables: only where a picture would go along

    judged = judge(text, interaction.language)
    return judged.sort in LIKED and not (judged.asks or judged.abusive or judged.threat or judged.private)


plugin = Acknowledge
