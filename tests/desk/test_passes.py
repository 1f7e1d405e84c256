"""Passes: only what we sealed opens, for what it was sealed and for nothing else, and tells nobody an address."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.core.digesting import reader_key
from shared.core.passes import Addresses, Passes
from shared.core.secret import Secret
from shared.core.tickets import Links, TicketInvalid, open_ticket

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
KEY = Secret("the-first-link-key-for-tests")
OTHER = Secret("another-link-key-for-tests")
URL = "https://desk.acme.example/"
LINKS = Links(URL, (KEY,))
PASSES = Passes(URL, (KEY,), LINKS)
ANN = "Ann@acme.example"
DAY = "2026-11-21"
CARD = "0123456789abcdef0123456789abcdef01234567"


def ways(passes: Passes = PASSES, to: str = ANN, **how: object) -> Addresses:
    return passes.ways("acme", to, DAY, NOW, **how)  # type: ignore[arg-type]  # what a test varies


def token(address: str | None) -> str:
    assert address is not None
    return address.removeprefix(URL).split("/")[2]


@given(brand=st.text(st.characters(exclude_categories=("Cs",)), max_size=60), to=st.emails())
def test_a_pass_says_whose_it_is_by_a_name_that_tells_no_address(brand: str, to: str) -> None:
    mine = PASSES.ways(brand, to, DAY, NOW)
    found = PASSES.reader(token(mine.settings()))
    assert found is not None
    assert (found.brand, found.reader, found.day) == (brand, reader_key(brand, to), "")
    copy = PASSES.copy(token(mine.copy()))
    assert copy is not None
    assert (copy.brand, copy.reader, copy.day) == (brand, reader_key(brand, to), DAY)


def test_no_address_stands_in_any_of_them() -> None:
    mine = ways()
    for address in (mine.settings(), mine.stop(), mine.copy(), mine.card(CARD, "send")):
        raw = token(address)[:-1]
        read = urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).lower()
        assert b"ann" not in read
        assert b"example" not in read


def test_each_recipient_has_their_own_and_always_the_same() -> None:
    assert ways().settings() == ways(to=" ann@ACME.example ").settings(), "as mail programs write it"
    assert len({ways(to=to).settings() for to in (ANN, "bo@acme.example", "slack:HEARD_A")}) == 3
    assert PASSES.ways("acme", ANN, "2026-11-20", NOW).copy() != ways().copy()
    assert PASSES.ways("acme", ANN, "2026-11-20", NOW).settings() == ways().settings(), "it has no end"
    assert ways().stop() == ways().settings() + "/stop"


def test_a_digest_leads_to_the_same_readers_copy_of_another_day() -> None:
    other = ways().copy("2026-11-20")
    assert other == PASSES.ways("acme", ANN, "2026-11-20", NOW).copy()
    mine = PASSES.copy(token(ways().copy()))
    assert mine is not None
    assert PASSES.copy(token(other)) == replace(mine, day="2026-11-20")


def test_what_is_for_one_thing_opens_no_other() -> None:
    mine = ways()
    reader, copy, card = token(mine.settings()), token(mine.copy()), token(mine.card(CARD))
    assert PASSES.reader(copy) is None
    assert PASSES.reader(card) is None
    assert PASSES.copy(reader) is None
    assert PASSES.copy(card) is None
    for other in (reader, copy):
        with pytest.raises(TicketInvalid):
            open_ticket(other, (KEY,), NOW)


@pytest.mark.parametrize("text", ["", "1", "A" * 2000 + "1", "é" * 50 + "1", "\ud800" * 60, "../x1"])
def test_what_is_not_ours_opens_nothing(text: str) -> None:
    assert PASSES.reader(text) is None
    assert PASSES.copy(text) is None


def test_no_changed_letter_opens() -> None:
    mine = token(ways().settings())
    for at in range(len(mine)):
        for letter in "Ag1_":
            if letter != mine[at]:
                assert PASSES.reader(mine[:at] + letter + mine[at + 1 :]) is None, at


def test_a_change_of_keys_leaves_old_mails_whole() -> None:
    old = Passes(URL, (OTHER,), Links(URL, (OTHER,)))
    both = Passes(URL, (KEY, OTHER), Links(URL, (KEY, OTHER)))
    assert both.reader(token(ways(old).settings())) == PASSES.reader(token(ways().settings()))
    assert ways(both).settings() == ways().settings(), "new ones are of the new key"
    assert PASSES.reader(token(ways(old).settings())) is None, "and taken out, it opens nothing"


def test_links_to_one_card_are_one_link_whatever_they_are_for() -> None:
    """One tap uses up all of them, in the mail and in the web copy; another mail's stay whole."""
    mine = ways(colleague="Ann")
    links = [mine.card(CARD), *(mine.card(CARD, act) for act in ("send", "take", "hand_on", "hold"))]
    assert len({token(link) for link in links}) == 1
    assert links[1] == f"{links[0]}/send"
    ticket = LINKS.open(token(links[0]), NOW)
    assert (ticket.card, ticket.colleague) == (CARD, "Ann")
    others = {
        token(one.card(CARD))
        for one in (ways(), ways(to="bo@acme.example"), PASSES.ways("acme", ANN, "2026-11-20", NOW))
    }
    assert len(others | {token(links[0])}) == 4
    with pytest.raises(ValueError, match="erase"):
        mine.card(CARD, "erase")


def test_a_web_copy_gives_no_longer_a_right_to_act_than_the_mail() -> None:
    week = NOW.replace(hour=0, minute=0) + timedelta(days=8)
    assert ways(read_at=week - timedelta(seconds=1)).card(CARD) == ways().card(CARD)
    assert ways(read_at=week).card(CARD) is None
    with pytest.raises(TicketInvalid):
        LINKS.open(token(ways().card(CARD)), week)
