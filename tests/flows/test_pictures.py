"""Pictures beside thanks: with whom they are by, never the same one again, and never where words alone are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import plugins
from shared.core.decision import Act, Decision
from shared.core.facts import Facts
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ledger import Sort
from shared.core.ports import Capability, May, Order
from shared.core.speech import Spoken
from shared.flows._guard import drafted
from shared.rules.rule import Rule, Then, decide
from shared.rules.voice import Manner, Picture
from tests.classify.measure import private_texts, texts
from tests.flows.world import NOON, WAYS, PretendClient, World, comment, facebook, rule

SUITS: Final = ("praise", "thanks", "story", "tag")
CREDIT: Final = "Powered by GIPHY"
WAVE = Picture(url="https://acme.example/wave.gif", alt="A tern waves", suits=SUITS)
CUP = Picture(url="https://acme.example/cup.png", alt="A cup", suits=SUITS, credit="Drawing: Maja Lind")
FOUND = Picture(url="https://media.giphy.com/media/a/giphy.gif", alt="A bow", suits=SUITS, credit=CREDIT)
GESTURE = Then(do="acknowledge", params={"texts": list(WAYS), "picture": True})
SIGNATURE: Final = "– our automatic helper"


@dataclass
class Gallery:
    """A world whose brand has pictures, and what left it: each answer with the picture beside it."""

    world: World
    sent: list[tuple[str, str | None]] = field(default_factory=list)

    def comment(self, name: str, **about: Any) -> None:
        world = self.world
        world.send(facebook(comment(name, about.pop("text", "lovely coffee, thank you"), at=world.clock, **about)))
        world.run(world.clock + timedelta(minutes=5))

    @property
    def pictures(self) -> list[str]:
        return [picture for _, picture in self.sent if picture is not None]


class Witness(PretendClient):
    def __init__(self, gallery: Gallery, account: str) -> None:
        super().__init__(gallery.world, account)
        self._gallery = gallery

    def perform(self, order: Order, timeout: float) -> str | None:
        if order.text is not None:
            self._gallery.sent.append((order.text, order.media))
        return super().perform(order, timeout)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    world = World(tmp_path, (rule("praise", ("lovely",), GESTURE, sort=Sort.PRAISE),))
    shown = Gallery(world)
    world.tools = replace(world.tools, client=lambda account: Witness(shown, account.id))
    hang(shown, WAVE, CUP)
    yield shown
    world.close()


def hang(gallery: Gallery, *own: Picture, shortlist: tuple[Picture, ...] = ()) -> None:
    """Give the brand these pictures."""
    brand = msgspec.structs.replace(
        gallery.world.brands.brands["acme"], signature=SIGNATURE, manner=Manner(pictures=own, shortlist=shortlist)
    )
    gallery.world.brands.brands["acme"] = brand


@pytest.mark.practice(17)
def test_one_answer_in_three_has_a_picture_and_each_names_whom_its_own_is_by(gallery) -> None:
    hang(gallery, shortlist=(FOUND,))
    for number in range(60):
        gallery.comment(f"c{number}", author=str(number), post=str(number))
    assert len(gallery.sent) == 60
    assert 12 <= len(gallery.pictures) <= 28
    for text, picture in gallery.sent:
        *_, last, signature = text.splitlines()
        assert signature == SIGNATURE
        assert (last == CREDIT) == (picture == FOUND.url)
        assert text.count(CREDIT) == (picture is not None)


@pytest.mark.practice(12, 17)
def test_a_person_sees_the_same_picture_once_in_thirty_days(gallery) -> None:
    for number in range(45):
        gallery.comment(f"c{number}", post=str(number))
        gallery.world.clock += timedelta(hours=15)
    assert len(gallery.sent) == len({text.splitlines()[0] for text, _ in gallery.sent})
    assert sorted(gallery.pictures) == sorted([WAVE.url, CUP.url])
    gallery.world.clock += timedelta(days=31)
    for number in range(60, 70):
        gallery.comment(f"c{number}", post=str(number))
        gallery.world.clock += timedelta(hours=2)
    assert len(gallery.pictures) == 4


@pytest.mark.practice(12, 17)
def test_a_picture_stands_under_a_post_once_in_twenty_answers(gallery) -> None:
    for number in range(28):
        gallery.comment(f"c{number}", author=str(number))
    places = {url: [at for at, (_, shown) in enumerate(gallery.sent) if shown == url] for url in (WAVE.url, CUP.url)}
    assert all(places.values())
    for seen in places.values():
        assert all(later - earlier > 20 for earlier, later in pairwise(seen))


def test_a_repeated_webhook_shows_no_second_picture(gallery) -> None:
    for number in range(12):
        gallery.comment(f"c{number}", author=str(number), post=str(number))
    before = list(gallery.sent)
    for number in range(12):
        gallery.comment(f"c{number}", author=str(number), post=str(number))
    assert gallery.sent == before
    assert gallery.pictures


MESSAGES = {
    "facebook": Interaction(platform="facebook", account="1", object="1_2", kind=Kind.COMMENT, received_at=NOON),
    "whatsapp": Interaction(
        platform="whatsapp", account="1", object="wamid.1", kind=Kind.DIRECT_MESSAGE, received_at=NOON,
        place=Place(private=True),
    ),
}  # fmt: skip


@pytest.mark.practice(17)
@pytest.mark.parametrize(
    ("name", "way", "picture", "text", "goes"),
    [
        ("facebook", Capability.REPLY, WAVE.url, "Thank you!", True),
        ("whatsapp", Capability.DIRECT_MESSAGE, CUP.url, "Thank you!", True),
        ("whatsapp", Capability.DIRECT_MESSAGE, WAVE.url, "Thank you!", False),  # it shows no GIF
        ("whatsapp", Capability.DIRECT_MESSAGE, CUP.url, "Thank you! " * 100, False),  # too much for below a picture
        ("facebook", Capability.REPLY, WAVE.url, "Thank you! " * 800, False),  # with the credit, too long
    ],
)  # fmt: skip
def test_where_the_picture_cannot_go_neither_does_whom_it_is_by(name, way, picture, text, goes) -> None:
    platform = plugins.load("platforms", name)()
    room = platform.longest_reply
    credited, plain = f"{text[: room - len(CREDIT)]}\n{CREDIT}", text[:room]
    says = (Spoken(text=credited, wording="w", media=picture), Spoken(text=plain, wording="w"))
    decision = Decision(
        rule="praise", sort=Sort.THANKS, acts=(Act(do="reply", slot="answer", capability=way, says=says),)
    )
    draft = drafted(MESSAGES[name], decision, platform, Sort.THANKS, speaks=True, accepts=())
    claim = draft.claims["answer"]
    assert (claim.text, claim.media) == ((credited, picture) if goes else (plain, None))


# --- where no picture may be, whatever the rule says ---

UNKIND: Final = [one.text for one in texts() if one.asks or Sort(one.sort) not in map(Sort, SUITS)]
PRIVATE: Final = [f"Lovely, thank you! {one.text}" for one in private_texts() if one.kinds]
KIND: Final = [one.text for one in texts() if not one.asks and one.sort in (Sort.PRAISE, Sort.THANKS)]


def pictured(brand: Any, sort: Sort | None, text: str, kind: Kind = Kind.COMMENT, *, crisis: bool = False) -> bool:
    """Whether any candidate of the Decision has a picture, for an object whose turn it is to get one."""
    acting = Rule(
        name="any", then=(Then(do="acknowledge", params={"texts": ["Thank you!"], "picture": True}),), sort=sort
    )
    turn = (
        Interaction(
            platform="facebook",
            account="1",
            object=str(number),
            kind=kind,
            received_at=NOON,
            author=Author(id="7"),
            text=text,
        )
        for number in count()
    )
    message = next(one for one in turn if int(one.key[:12], 16) % 3 == 0)
    ways = frozenset({Capability.REPLY, Capability.DIRECT_MESSAGE})
    decision = decide(
        (acting,), message, Facts(open=True, crisis=crisis), brand=brand, capabilities=ways,
        may=dict.fromkeys((*ways, Capability.LIKE), May.AUTO), pictures=ways,
    )  # fmt: skip
    return any(one.media is not None for act in decision.acts for one in act.says)


@pytest.mark.practice(17)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sort=st.none() | st.sampled_from(list(Sort)),
    text=st.sampled_from([*UNKIND, *PRIVATE]) | st.sampled_from(KIND) | st.text(max_size=60),
    kind=st.sampled_from(list(Kind)),
    crisis=st.booleans(),
)
def test_no_picture_where_it_must_not_be(gallery, sort, text, kind, crisis) -> None:
    kind_classes = {Sort(one) for one in SUITS}
    given_class = sort or (
        Sort.TAG if kind in (Kind.REACTION, Kind.FOLLOW) else Sort.PRAISE if kind is Kind.SHARE else None
    )
    hang(gallery, msgspec.structs.replace(WAVE, suits=tuple(Sort)))
    if pictured(gallery.world.brands.brands["acme"], sort, text, kind, crisis=crisis):
        assert given_class in kind_classes
        assert not crisis
        assert kind is not Kind.REVIEW
        assert text not in UNKIND
        assert text not in PRIVATE


@pytest.mark.practice(17)
def test_no_labelled_text_that_waits_for_more_than_thanks_gets_one_and_most_kind_ones_do(gallery) -> None:
    brand = gallery.world.brands.brands["acme"]
    assert [text for text in (*UNKIND, *PRIVATE) if pictured(brand, Sort.PRAISE, text)] == []
    assert sum(pictured(brand, Sort.PRAISE, text) for text in KIND) > len(KIND) / 2
