"""The forms of `voice.toml`, how a brand speaks, and `pictures.toml`, pictures of others that it has chosen.

Each file may be left out, and so may every part of the first. What texts are held against it for is in `unfit`;
docs/voice.md and docs/pictures.md tell it to those who write.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from msgspec.structs import replace
from pydantic import AfterValidator, Field

from shared.brands.compiled import Brand
from shared.brands.forms import Code, Key, Name, Phrases, Written, phrase, whole
from shared.brands.problems import Faults, shown
from shared.brands.reading import filled
from shared.brands.unfit import Member, named_in, unfit
from shared.rules.folding import fold
from shared.rules.languages import pick
from shared.rules.names import LONGEST_VALUE
from shared.rules.voice import Emoji, Manner, Picture, Topic

__all__ = ["FILE", "PICTURES", "PicturesForm", "VoiceForm", "check_lines", "named_in", "read_voice", "unfit"]

FILE: Final = "voice.toml"
PICTURES: Final = "pictures.toml"
_SIGNED: Final = "a signature that says that a machine speaks; a colleague signs what they send themselves"


def public_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or "@" in parts.netloc or not value.isprintable():
        raise ValueError("a public https address, such as https://ternandkettle.example/wave.gif")
    return value


def shorter(value: str) -> str:
    if len(value) > LONGEST_VALUE:
        raise ValueError(f"at most {LONGEST_VALUE} characters, since it stands in the middle of a sentence")
    return whole(value)


Word = Annotated[str, AfterValidator(phrase)]


class TopicForm(Written):
    """Something that people talk about with you."""

    name: Key
    words: Phrases
    """Words that show it, in any of your languages; a star at the end means "begins so"."""
    called: Annotated[dict[Code, Annotated[str, AfterValidator(shorter)]], Field(min_length=1)]
    """By language, what {topic} and {last_topic} say: "the new roast"."""


class PictureForm(Written):
    """A picture or GIF that may go with thanks."""

    url: Annotated[str, AfterValidator(public_address)]
    alt: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(whole)]
    """What it shows, for those who cannot see it."""
    suits: Annotated[list[Literal["praise", "thanks", "story", "tag"]], Field(min_length=1)]
    """The classes that it fits."""
    languages: list[Code] = []
    """The languages that it fits, where it has words in it; any if left out."""
    credit: Name | None = None
    """A line that says whom it is by, where that must be said."""


class ListedForm(PictureForm):
    """A picture or GIF of others."""

    seen_by: Annotated[str, Field(max_length=80)] = ""
    """Who of you has looked at it and wants it; until somebody has, it is never sent."""


class PicturesForm(Written):
    """Pictures of others, for where none of your own fits."""

    pictures: list[ListedForm] = []
    """Your shortlist, such as `make gifs` finds one."""


class VoiceForm(Written):
    """How a brand speaks, and what it never says."""

    liked: list[Word] = []
    """Words that you like to use, for those who write texts."""
    banned: list[Word] = []
    """Words and phrases that no text may hold; a star at the end means "begins so"."""
    emoji: Annotated[Emoji, Field(strict=False)] = Emoji.ONE
    """How many emoji a text may have: none, one, or many."""
    formal: dict[Code, bool] = {}
    """By language, whether people are addressed formally: Sie, vous, 您."""
    signatures: dict[Code, Name] = {}
    """The signature of automatic answers by language, where it differs from the one in brand.toml."""
    topics: list[TopicForm] = []
    """What people talk about with you, for {topic} and {last_topic}."""
    pictures: list[PictureForm] = []
    """Your library of pictures for thanks."""


def read_voice(home: Path, languages: Sequence[str], found: Faults, team: Sequence[Member] = ()) -> Manner:
    """A brand's manner from the two files in its folder, the usual one without them. Adds what is wrong to `found`.

    `languages` are the brand's: what topics are called is asked for in the first of them. No signature of automatic
    answers and no credit may name somebody of the `team`.
    """
    manner = _manner(home / FILE, languages, found, team)
    listed = _listed(home / PICTURES, found, manner)
    language = next(iter(languages), None)
    for name, credits in ((FILE, [one.credit for one in manner.pictures]), (PICTURES, [one.credit for one in listed])):
        for index, credit in enumerate(credits):
            for came, expected in unfit(credit or "", language, sort=None, manner=manner, team=team, thanks=True):
                found.about(home / name).add(f"pictures[{index}].credit", came, expected)
    seen = tuple(_picture(one) for one in listed if fold(one.seen_by))
    return replace(manner, shortlist=seen)


def _listed(file: Path, found: Faults, manner: Manner) -> list[ListedForm]:
    """What stands in `pictures.toml`, whether or not somebody has looked at it."""
    found = found.about(file)
    form = filled(PicturesForm, file, found) if file.exists() else None
    if form is None:
        return []
    _check_once("pictures", "url", [one.url for one in form.pictures], found)
    own = {one.url for one in manner.pictures}
    for index, one in enumerate(form.pictures):
        if one.url in own:
            found.add(f"pictures[{index}].url", f"{shown(one.url)}, which {FILE} has", "each in one of the two")
    return form.pictures


def _manner(file: Path, languages: Sequence[str], found: Faults, team: Sequence[Member]) -> Manner:
    if not file.exists():
        return Manner()
    found = found.about(file)
    form = filled(VoiceForm, file, found)
    if form is None:
        return Manner()
    _check_once("topics", "name", [one.name for one in form.topics], found)
    _check_once("pictures", "url", [one.url for one in form.pictures], found)
    for index, one in enumerate(form.topics):
        if languages and pick(one.called, languages[0]) is None:
            expected = f"what it is called in {languages[0]!r}, the brand's first language"
            found.add(f"topics[{index}].called", f"names in {', '.join(one.called)}", expected)
    for language, signature in form.signatures.items():
        for name in named_in(signature, team):
            found.add(f"signatures.{language}", f"{shown(name)}, a colleague's name", _SIGNED)
    both = [word for word in form.liked if fold(word) in {fold(other) for other in form.banned}]
    for word in both:
        found.add("liked", f"{shown(word)}, which is banned too", "each word in one of the two")
    return Manner(
        liked=tuple(form.liked),
        banned=tuple(fold(one) for one in form.banned),
        emoji=form.emoji,
        formal=dict(form.formal),
        signatures=dict(form.signatures),
        topics=tuple(_topic(one) for one in form.topics),
        pictures=tuple(_picture(one) for one in form.pictures),
    )


def check_lines(brand: Brand, found: Faults) -> None:
    """Hold what brand.toml itself says to people against the brand's manner: its signature, and events' follow-ups."""
    for name in named_in(brand.signature, brand.team):
        found.add("signature", f"{shown(name)}, a colleague's name", _SIGNED)
    for index, event in enumerate(brand.events):
        for language, line in event.follow_up.items():
            wrong = unfit(line, language, sort=None, manner=brand.manner, team=brand.team, thanks=True)
            for came, expected in wrong:
                found.add(f"events[{index}].follow_up.{language}", came, expected)


def _topic(form: TopicForm) -> Topic:
    return Topic(name=form.name, words=tuple(fold(one) for one in form.words), called=dict(form.called))


def _picture(form: PictureForm) -> Picture:
    return Picture(
        url=form.url,
        alt=form.alt,
        suits=tuple(form.suits),
        languages=tuple(form.languages),
        credit=form.credit,
    )


def _check_once(at: str, field: str, names: Sequence[str], found: Faults) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            found.add(f"{at}[{index}].{field}", f"{shown(name)} a second time", "each once")
