"""What WhatsApp's error codes mean: the same ones stand in the answer to a call and, later, in a status."""

from __future__ import annotations

from typing import Final

from shared.platforms._meta import COMMON, Codes, TokenDead

NAME: Final = "whatsapp"


CODES: Final = Codes(
    rate=frozenset({4, 17, 32, 613, 80007, 130429, 131056, 133016}),
    passing=frozenset({1, 2, 131000, 131016}),
    refused={
        **COMMON,
        0: "token is dead",
        131005: "permission missing",
        131026: "cannot be delivered to this person",
        131031: "account is locked: stop all automation for it",
        131047: "the 24-hour window is closed",
        131048: "too many of our messages were reported as spam",
        131049: "held back to keep people from too many messages",
        131051: "message type not supported",
        131062: "this person can only be reached by number",
    },
    classes={0: TokenDead, 102: TokenDead, 190: TokenDead},
)


def meaning(code: str) -> str:
    """A code as it stands on an Entry, with what it says where that is known."""
    known = CODES.refused.get(int(code)) if code.isascii() and code.isdigit() and len(code) < 10 else None
    return f"code {code}: {known}" if known else f"code {code}"
