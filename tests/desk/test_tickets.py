"""Tickets: only what we sealed opens, while it is young, and nothing else does whatever is done to it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.sealing import LONGEST
from shared.core.secret import Secret
from shared.core.tickets import Flaw, Links, Ticket, TicketInvalid, open_ticket, seal

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
KEY = Secret("the-first-link-key-for-tests")
OTHER = Secret("another-link-key-for-tests")
CARD = "0123456789abcdef0123456789abcdef01234567"
TICKET = Ticket(brand="acme", card=CARD, colleague="Zoë Ødegård", nonce="abcDEF012_-9", expires=NOW + timedelta(days=7))
SEALED = seal(TICKET, KEY)
NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


def flaw(text: str, *keys: Secret, now: datetime = NOW) -> Flaw:
    with pytest.raises(TicketInvalid) as caught:
        open_ticket(text, keys or (KEY,), now)
    return caught.value.flaw


@given(brand=NAMES, card=NAMES, colleague=NAMES, nonce=st.text("abcXYZ019-_", max_size=16))
def test_what_was_sealed_opens_as_it_was(brand: str, card: str, colleague: str, nonce: str) -> None:
    ticket = Ticket(brand=brand, card=card, colleague=colleague, nonce=nonce, expires=NOW + timedelta(hours=1))
    try:
        sealed = seal(ticket, KEY)
    except ValueError:
        assert len((brand + card + colleague).encode()) > 600  # far beyond any name that a brand may write
        return
    assert open_ticket(sealed, (KEY,), NOW) == ticket


def test_a_link_is_short_and_stays_whole_in_any_text() -> None:
    assert len(SEALED) < 200
    assert SEALED.isascii()
    assert SEALED.replace("-", "").replace("_", "").isalnum()
    assert SEALED[-1].isalnum(), "a program that finds links in a text leaves the last - out"


def test_no_flipped_bit_opens() -> None:
    raw = bytearray(urlsafe_b64decode(SEALED[:-1] + "=" * (-len(SEALED[:-1]) % 4)))
    for place in range(len(raw) * 8):
        raw[place // 8] ^= 1 << place % 8
        forged = urlsafe_b64encode(bytes(raw)).decode().rstrip("=") + "1"
        assert flaw(forged) is Flaw.FORGED, place
        raw[place // 8] ^= 1 << place % 8


@pytest.mark.parametrize("nonce", ["a", "ab", "abc"])
def test_no_other_letter_opens_at_any_place(nonce: str) -> None:
    """Also not where base64 has bits that mean nothing, which depends on the length: one ticket has one text."""
    sealed = seal(msgspec.structs.replace(TICKET, nonce=nonce), KEY)
    for place in range(len(sealed)):
        for letter in ascii_letters + digits + "-_" if place == len(sealed) - 2 else "AQgw_-z95":
            if sealed[place] != letter:
                assert flaw(sealed[:place] + letter + sealed[place + 1 :]) in (Flaw.FORGED, Flaw.MALFORMED)


def test_nothing_cut_off_or_added_opens() -> None:
    for length in range(1, len(SEALED)):
        assert flaw(SEALED[:length]) in (Flaw.FORGED, Flaw.MALFORMED)
        assert flaw(SEALED[length:]) in (Flaw.FORGED, Flaw.MALFORMED)
    for more in ("1", "A1", "=", "==", "\n", " ", "\x00", "%3D", "/", "1" * 900):
        assert flaw(SEALED + more) in (Flaw.FORGED, Flaw.MALFORMED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "A" * LONGEST + "1",
        "A" * 1_000_000,
        "é" * 50 + "1",
        "١" * 60,
        "\ud800" * 60,
        "a b" * 30 + "1",
        SEALED * 9,
    ],
    ids=["nothing", "form", "too long", "endless", "letters", "digits", "surrogates", "blanks", "repeated"],
)
def test_hostile_texts_are_malformed(text: str) -> None:
    assert flaw(text) in (Flaw.MALFORMED, Flaw.FORGED)


def test_a_signature_for_something_else_opens_nothing() -> None:
    """Whoever has our key sign other bytes cannot make a link of it."""
    import hmac

    data = urlsafe_b64decode(SEALED[:-1] + "=" * (-len(SEALED[:-1]) % 4))[:-32]
    mac = hmac.digest(KEY.bytes(), data, "sha256")
    assert flaw(urlsafe_b64encode(data + mac).decode().rstrip("=") + "1") is Flaw.FORGED


def test_another_key_opens_nothing() -> None:
    assert flaw(SEALED, OTHER) is Flaw.FORGED


def test_a_former_key_opens_until_it_is_taken_out() -> None:
    assert open_ticket(SEALED, (OTHER, KEY), NOW) == TICKET
    assert open_ticket(SEALED, (KEY, OTHER), NOW) == TICKET
    assert flaw(SEALED, OTHER) is Flaw.FORGED


def test_it_ends_on_the_second() -> None:
    assert open_ticket(SEALED, (KEY,), TICKET.expires - timedelta(seconds=1)) == TICKET
    assert flaw(SEALED, now=TICKET.expires) is Flaw.STALE
    assert flaw(SEALED, now=TICKET.expires + timedelta(days=400)) is Flaw.STALE


def test_only_a_genuine_old_one_says_whose_it_was() -> None:
    with pytest.raises(TicketInvalid) as stale:
        open_ticket(SEALED, (KEY,), TICKET.expires)
    with pytest.raises(TicketInvalid) as forged:
        open_ticket(SEALED, (OTHER,), TICKET.expires)
    assert stale.value.ticket == TICKET
    assert forged.value.ticket is None


def test_an_error_shows_nothing_of_the_ticket() -> None:
    with pytest.raises(TicketInvalid) as caught:
        open_ticket(SEALED, (OTHER,), NOW)
    assert SEALED not in str(caught.value)
    assert "acme" not in str(caught.value)


# --- links ---

LINKS = Links("https://desk.acme.example/", (KEY, OTHER))


def test_a_notice_that_is_written_twice_has_the_same_link() -> None:
    morning, evening = NOW.replace(hour=0, minute=0), NOW.replace(hour=23, minute=59)
    assert LINKS.link("acme", CARD, "Ann", morning) == LINKS.link("acme", CARD, "Ann", evening)
    different = {
        LINKS.link(*what)
        for what in (
            ("acme", CARD, "Ann", NOW),
            ("acme", CARD, "Ann", NOW, "breach"),
            ("acme", CARD, "Ann", NOW + timedelta(days=1)),
            ("acme", CARD, "Bo", NOW),
            ("acme", CARD, "", NOW),
            ("acme", CARD[::-1], "Ann", NOW),
            ("other", CARD, "Ann", NOW),
        )
    }
    assert len(different) == 7
    assert len({LINKS.open(link.rpartition("/")[2], NOW).nonce for link in different}) == 7


def test_a_link_leads_to_the_desk_and_works_for_a_week() -> None:
    link = LINKS.link("acme", CARD, "Ann", NOW)
    assert link.startswith("https://desk.acme.example/desk/c/")
    ticket = LINKS.open(link.rpartition("/")[2], NOW + timedelta(days=7))
    assert (ticket.brand, ticket.card, ticket.colleague) == ("acme", CARD, "Ann")
    with pytest.raises(TicketInvalid):
        LINKS.open(link.rpartition("/")[2], NOW + timedelta(days=8))


def test_what_follows_a_link_is_another_one_that_lives_no_longer() -> None:
    first = LINKS.open(LINKS.link("acme", CARD, "Ann", NOW).rpartition("/")[2], NOW)
    later = NOW + timedelta(days=3)
    following = LINKS.open(LINKS.following(first, 1), later)
    assert following.nonce != first.nonce
    assert following.expires == first.expires
    assert (following.brand, following.card, following.colleague) == ("acme", CARD, "Ann")


def test_after_a_rotation_old_links_open_and_new_ones_are_of_the_new_key() -> None:
    old = Links("https://desk.acme.example", (OTHER,)).link("acme", CARD, "Ann", NOW).rpartition("/")[2]
    assert LINKS.open(old, NOW).colleague == "Ann"
    new = LINKS.link("acme", CARD, "Ann", NOW).rpartition("/")[2]
    assert open_ticket(new, (KEY,), NOW)
