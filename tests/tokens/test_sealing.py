"""What lies in the ledger tells nobody anything, opens for nobody else, and cannot be put elsewhere."""

from __future__ import annotations

import base64

import msgspec
import pytest

from shared.core.collecting import Access
from shared.core.errors import MissingSecret
from shared.core.secret import Secret
from shared.tokens import record
from shared.tokens.record import Held, Written
from shared.tokens.sealing import Sealed, Sealer, check_keys
from tests.tokens.world import KEY, KEY2, NOON

WRITTEN = Written("x", "77", Secret("written-access"), Secret("written-refresh"))
HELD = Held(Secret("the-access-token"), Secret("the-refresh-token"), "seed-before", NOON)


def sealer(*keys: str) -> Sealer:
    return Sealer([Secret(key) for key in keys])


def doc(by: Sealer, written: Written = WRITTEN) -> Access:
    return record.found(written, "acme", by.seal(written, HELD), NOON)


def test_what_was_sealed_comes_out_again() -> None:
    held, former = sealer(KEY).open(doc(sealer(KEY)))
    assert held.access.reveal() == "the-access-token"
    assert held.refresh is not None
    assert held.refresh.reveal() == "the-refresh-token"
    assert (held.before, held.since) == ("seed-before", NOON)
    assert not former


def test_it_shows_nothing() -> None:
    kept = doc(sealer(KEY))
    raw = base64.urlsafe_b64decode(kept.sealed)
    for hidden in (b"the-access-token", b"the-refresh-token"):
        assert hidden not in kept.sealed + raw
    assert "the-access-token" not in repr(HELD)
    assert kept.sealed != doc(sealer(KEY)).sealed, "equal tokens do not look equal"


def test_a_former_key_reads_and_the_first_one_writes() -> None:
    old = doc(sealer(KEY))
    assert sealer(KEY2, KEY).open(old)[1] is True
    new = doc(sealer(KEY2, KEY))
    assert sealer(KEY2).open(new)[1] is False
    with pytest.raises(Sealed):
        sealer(KEY).open(new)


def test_another_key_is_told_from_another_fault() -> None:
    with pytest.raises(
        Sealed, match=r"'77' on x cannot be opened with HEARD_TOKEN_KEY.*behind the present one"
    ) as caught:
        sealer(KEY2).open(doc(sealer(KEY)))
    assert KEY2 not in str(caught.value)


@pytest.mark.parametrize("place", [0, 1, 12, 40, -1])
def test_a_changed_record_is_refused(place: int) -> None:
    kept = doc(sealer(KEY))
    raw = bytearray(base64.urlsafe_b64decode(kept.sealed))
    raw[place] ^= 1
    changed = msgspec.structs.replace(kept, sealed=base64.urlsafe_b64encode(bytes(raw)))
    with pytest.raises(Sealed):
        sealer(KEY).open(changed)


@pytest.mark.parametrize("sealed", [b"", b"the-access-token", b"\xff\xfe", b"gAAAA"])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(Sealed):
        sealer(KEY).open(msgspec.structs.replace(doc(sealer(KEY)), sealed=sealed))


@pytest.mark.parametrize("change", [{"account": "78"}, {"platform": "threads"}, {"seed": "0" * 40}])
def test_a_record_moved_to_another_account_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(Sealed, match="another account"):
        sealer(KEY).open(msgspec.structs.replace(doc(sealer(KEY)), **change))


@pytest.mark.parametrize(
    "key",
    ["x" * 20, "a-key-that-people-made-up", KEY[:-4], KEY + "AAAA", KEY.replace("=", "")],
)
def test_a_key_of_another_form_is_refused_by_name(key: str) -> None:
    with pytest.raises(MissingSecret, match="HEARD_TOKEN_KEY is no key of 32 random bytes") as caught:
        check_keys([Secret(KEY), Secret(key)])
    assert key not in str(caught.value)


def test_either_way_of_writing_a_key_is_the_same_key() -> None:
    plain, safe = (encode(b"\xfb\xff" * 16).decode() for encode in (base64.b64encode, base64.urlsafe_b64encode))
    assert plain != safe
    assert sealer(safe).open(doc(sealer(plain)))[0].access.reveal() == "the-access-token"
