"""What the contract cannot say of `standard`."""

from __future__ import annotations

import base64

import pytest

from shared.core.secret import Secret
from shared.platforms.standard import Standard


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode(), True),
        (base64.b64encode(b"0123456789abcdef01234567").decode(), True),
        ("whsec_" + base64.b64encode(b"short").decode(), False),
        ("this is no base64 at all!", False),
        ("whsec_AA", False),
    ],
)
def test_a_key_that_could_verify_nothing_is_named_at_the_start(value: str, usable: bool) -> None:
    why = Standard().unusable("signing", Secret(value))
    assert (why is None) is usable
    assert why is None or value not in why
