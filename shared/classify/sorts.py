"""What sort of text it is, by words that lean one way: complaint, praise, request, story, thanks, tag, spam.

Where words lean nowhere it is `unsure`, which keeps waiting for a person. A complaint outweighs what else is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from shared.classify._reading import LONGEST, Read, read
from shared.classify._tongue import Tongue
from shared.classify.languages import candidates
from shared.classify.questions import question
from shared.core.ledger import Sort

SHORT: Final = 10  # words: what closes a conversation is not longer


def sort(text: str, language: str | None = None) -> Sort:
    """The likeliest class of a person's words, or `unsure`."""
    taken = read(text)
    leaning = _leaning(taken, candidates(taken, language))
    asks = question(text, language)
    words = len(taken.words)
    if leaning["spam"] >= 2 or (leaning["spam"] and _BAIT.search(taken.text)):
        return Sort.SPAM
    if leaning["complaint"] and leaning["complaint"] >= leaning["praise"]:
        return Sort.COMPLAINT
    if asks:
        return Sort.REQUEST if leaning["request"] else Sort.QUESTION
    if leaning["request"] and not leaning["thanks"]:
        return Sort.REQUEST
    if (
        (leaning["thanks"] or leaning["closing"])
        and words <= SHORT
        and leaning["thanks"] + leaning["closing"] >= leaning["praise"]
    ):
        return Sort.THANKS
    if leaning["story"] and leaning["story"] >= leaning["praise"]:
        return Sort.STORY
    if leaning["praise"]:
        return Sort.PRAISE
    if leaning["thanks"]:
        return Sort.THANKS
    if _GLAD.search(taken.text):
        return Sort.PRAISE
    return Sort.TAG if words <= _FEW and _HANDLE.search(text[:LONGEST]) else Sort.UNSURE


def closing(text: str, language: str | None = None) -> bool:
    """Whether it only ends a conversation ("thanks!", "ok, got it"), so that nobody waits for an answer to it."""
    taken = read(text)
    if len(taken.words) > SHORT or question(text, language):
        return False
    leaning = _leaning(taken, candidates(taken, language))
    if leaning["complaint"] or leaning["request"]:
        return False
    return bool(leaning["thanks"] or leaning["closing"])


def _leaning(taken: Read, tongues: Sequence[Tongue]) -> dict[str, int]:
    """How many phrases lean each way, in the language where most do."""
    best = dict.fromkeys(_WAYS, 0)
    for tongue in tongues:
        if tongue.pieces:
            found = {way: sum(piece in taken.text for piece in tongue.parts[way]) for way in _WAYS}
        else:
            found = {
                way: sum(1 for clause in taken.clauses for _ in tongue.phrases[way].places(clause.words))
                for way in _WAYS
            }
        best = {way: max(best[way], found[way]) for way in _WAYS}
    return best


_WAYS: Final = ("praise", "complaint", "request", "thanks", "closing", "story", "spam")
_FEW: Final = 4
_HANDLE: Final = re.compile(r"(?<!\w)@\w")
_GLAD: Final = re.compile(
    "[\u2764\U0001f60d\U0001f970\U0001f618\U0001f929\U0001f44f\U0001f525\U0001f495-\U0001f49f\U0001f60b\U0001f44c]"
)
_BAIT: Final = re.compile(
    r"https?://|www\.|\.[a-z]{2,4}/|[$\u20ac\u00a3]\s?\d|\d\s?[$\u20ac\u00a3]|\d{3,}|\U0001f525", re.IGNORECASE
)
