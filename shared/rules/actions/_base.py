"""What every action is: parameters that people write, the capability it needs, and the Acts that it plans.

An action only plans. The flow takes the Claim of the slot, asks the platform and records what came of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Generic, TypeVar

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import Sort, State, needs_answer
from shared.core.ports import Capability, May
from shared.core.speech import Spoken
from shared.rules.languages import pick
from shared.rules.words import Situation, wording

ANSWER = "answer"
LIKE = "like"
SIGNATURE = "{signature}"
OFFERED = 3  # drafts: more than that and it is quicker to write


@dataclass(frozen=True, slots=True)
class Voice:
    """What an action plans with: who speaks about what, in which language, and what the platform lets a machine do.

    `languages` are those that the rule asks for. `capabilities` are the platform's; `may` says of each what its terms
    allow here, and one that it leaves out is not allowed; `pictures` are those with which a picture can go. `sort` is
    the class of what the person said.
    """

    situation: Situation
    languages: tuple[str, ...] = ()
    capabilities: frozenset[Capability] = frozenset()
    may: Mapping[Capability, May] = field(default_factory=dict)
    pictures: frozenset[Capability] = frozenset()
    sort: Sort = Sort.UNSURE

    def likely(self) -> Iterator[str]:
        """The languages to answer in, best first: what the platform or the words tell, the person's last one, ours.

        A rule for one language holds only where one of the first two is that one.
        """
        message = self.situation.interaction
        if message.language:
            yield message.language
        from shared.classify.judging import judge  # tables that only some rules need

        judged = judge(message.text or "", message.language)
        if judged.language:
            yield judged.language
        # "Paldies!" is too short to tell; of the languages that the brand speaks, only one has the word.
        ours = dict.fromkeys(self.situation.brand.languages, True)
        yield from (one for one in judged.likely if pick(ours, one))
        if self.situation.facts.language:
            yield self.situation.facts.language
        yield from self.situation.brand.languages[:1]

    @property
    def usual(self) -> str:
        """The language of texts that do not name theirs."""
        return next(iter((*self.languages, *self.situation.brand.languages, "en")))


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What may stand beside `do`. `automatic`: its texts are said without a person's look at them. `thanks`: they are
    thanks or a sign, whatever the rule's class, and so hold no link or offer."""

    automatic: ClassVar[bool] = True
    thanks: ClassVar[bool] = False

    def written(self) -> list[tuple[str, str | None, str]]:
        """Every text with its place in the file and its language (None: the rule's, else the brand's first)."""
        return []

    def wanting(self) -> list[tuple[str, str, str]]:
        """What is missing or too much between the fields: the place, what came, what was expected."""
        return []


class Nothing(Parameters, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For an action that takes no parameters."""


class Texts(Parameters, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """For an action that says something: one text, variants of it, or variants by language."""

    text: Annotated[str | None, msgspec.Meta(description="What to say.")] = None
    texts: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Variants. A wording is not said twice to a person or under a post."),
    ] = ()
    says: Annotated[
        dict[str, tuple[str, ...]],
        msgspec.Meta(description="Variants by language, such as en or nb; the person's own where it is there."),
    ] = {}

    def written(self) -> list[tuple[str, str | None, str]]:
        one = [("text", None, self.text)] if self.text is not None else []
        return [*one, *numbered("texts", self.texts), *by_languages("says", self.says)]

    def wanting(self) -> list[tuple[str, str, str]]:
        if self.text is not None and self.texts:
            return [("text", "both 'text' and 'texts'", "one of them")]
        if not self.written():
            expected = 'what to say: text = "...", texts = [...] for variants, or says.en = [...] by language'
            return [("text", "nothing", expected)]
        return []

    @property
    def plain(self) -> tuple[str, ...]:
        """The variants that do not name their language."""
        return (self.text,) if self.text is not None else self.texts


P = TypeVar("P", bound=msgspec.Struct)


class Action(ABC, Generic[P]):
    """One thing that a rule can ask for. `slots` name the Claims it may take; none: it asks nothing of a platform."""

    name: ClassVar[str]
    slots: ClassVar[tuple[str, ...]] = ()
    params: ClassVar[type[Parameters]] = Nothing

    def capability(self, _kind: Kind, _has: Collection[Capability], /) -> Capability | None:
        """What a platform with these capabilities must be able to do, about an object of this kind; None: nothing."""
        return None

    @abstractmethod
    def plan(self, params: P, interaction: Interaction, voice: Voice, /) -> tuple[Act, ...]:
        """The Acts for one Interaction, most often one. The same Interaction always gives the same Acts."""


class Saying(Action[Texts]):
    """An action that sends words. Subclasses say by which capability."""

    slots = (ANSWER,)
    params = Texts

    def plan(self, params: Texts, interaction: Interaction, voice: Voice, /) -> tuple[Act, ...]:
        says = fitting(params.plain, params.says, voice)
        if not says:
            # Better a colleague than "Thank you, !".
            return (Act(do=self.name, ends=State.HANDED_OVER, note=unfit_note(self.name)),)
        return (saying(self.name, self.capability(interaction.kind, voice.capabilities), params, voice, says),)

    @abstractmethod
    def capability(self, kind: Kind, has: Collection[Capability], /) -> Capability: ...


def unfit_note(do: str) -> str:
    """What a colleague reads who gets it because no text can be said."""
    return f"No text of this {do} fits: a placeholder has no value."


def place_for_words(kind: Kind) -> Capability:
    """Where the person spoke: to a direct message another one, to everything else a reply."""
    return Capability.DIRECT_MESSAGE if kind is Kind.DIRECT_MESSAGE else Capability.REPLY


def numbered(at: str, texts: Sequence[str], language: str | None = None) -> list[tuple[str, str | None, str]]:
    """Variants as they are written in a rule, each with its place and its language."""
    return [(f"{at}[{index}]", language, text) for index, text in enumerate(texts)]


def by_languages(at: str, texts: Mapping[str, Sequence[str]]) -> list[tuple[str, str | None, str]]:
    """The same for a table of them by language."""
    return [row for language, variants in texts.items() for row in numbered(f"{at}.{language}", variants, language)]


def fitting(
    plain: Sequence[str],
    by_language: Mapping[str, Sequence[str]],
    voice: Voice,
    *,
    ours: bool = True,
    ending: str = "",
) -> tuple[Spoken, ...]:
    """The variants that can be said to this person, the one to prefer first.

    Those in the person's language where there are any, else the plain ones. Who comes first is told by what is
    answered, so that people get different ones and a repeated webhook the same. `ours`: they end in our signature.
    `ending` is a last line before it, which makes no other wording.
    """
    here = voice.situation
    language, variants = in_language(plain, by_language, voice)
    fit = []
    for template in variants:
        if ours:
            text = here.filled(signed(template + ending, here.brand.signature), language)
        else:
            text = None if SIGNATURE in template else here.filled(template, language)
        if text is not None:
            fit.append(Spoken(text=text, wording=wording(template)))
    first = number_of(here.interaction) % len(fit) if fit else 0
    return (*fit[first:], *fit[:first])


def drafts(plain: Sequence[str], by_language: Mapping[str, Sequence[str]], voice: Voice) -> tuple[str, ...]:
    """A few of the same for a colleague to choose from, who signs what they send."""
    return tuple(one.text for one in fitting(plain, by_language, voice, ours=False)[:OFFERED])


def saying(do: str, capability: Capability, params: Texts, voice: Voice, says: tuple[Spoken, ...]) -> Act:
    """The Act that says one of these texts; where only a colleague may, with drafts that bear no signature."""
    only_by_tap = voice.may.get(capability) is May.APPROVAL
    return Act(
        do=do,
        slot=ANSWER,
        capability=capability,
        says=says,
        drafts=drafts(params.plain, params.says, voice) if only_by_tap else (),
        instead=silent(do, voice),
    )


def silent(do: str, voice: Voice) -> Act:
    """What is left where every wording was said: whoever needs an answer gets a person, everybody else heard enough."""
    if needs_answer(voice.sort, voice.situation.interaction.kind):
        return Act(do=do, ends=State.HANDED_OVER, note="Every wording of this rule was said here before.")
    return Act(do=do, ends=State.HELD, note="every wording of this rule was said here before")


def number_of(interaction: Interaction) -> int:
    """A number for an Interaction, the same at every look and spread evenly over many."""
    return int(interaction.key[:12], 16)


def signed(text: str, signature: str) -> str:
    """The text with a place for the brand's signature, so that nobody takes a machine for a person."""
    return text if SIGNATURE in text or not signature else f"{text.rstrip()}\n{SIGNATURE}"


def in_language(
    plain: Sequence[str], by_language: Mapping[str, Sequence[str]], voice: Voice
) -> tuple[str, Sequence[str]]:
    """The language to answer in, and the variants that there are in it."""
    if by_language:
        for language in voice.likely():
            found = pick({name: (name, texts) for name, texts in by_language.items()}, language)
            if found is not None and found[1]:
                return found
    if plain or not by_language:
        return voice.usual, plain
    return next(iter(by_language.items()))
