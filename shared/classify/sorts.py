"""What sort of text it is, by words that lean one way: complaint, praise, request, story, thanks, tag, spam, abuse.

Where words lean nowhere it is `unsure`, which keeps waiting for a person. A complaint outweighs what else is said, and
whoever complains or asks rudely still complains or asks: only abuse beside which nothing waits is abuse. A threat
always is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from shared.classify._reading import LONGEST, Clause, Read
from shared.classify._tongue import Phrases, Tongue
from shared.classify.abuse import Harm, verdicts
from shared.core.ledger import Sort

SHORT: Final = 10  # words: what closes a conversation is not longer


def sort(text: str, taken: Read, tongues: Sequence[Tongue], asks: bool, harm: Harm) -> Sort:
    """The likeliest class of a person's words, or `unsure`."""
    leans = leaning(taken, tongues)
    words = len(taken.words)
    if harm.threat:
        return Sort.ABUSE
    if leans["spam"] >= 2 or (leans["spam"] and _BAIT.search(taken.text)):
        return Sort.SPAM
    if harm.abusive and not (asks or _matters(harm, tongues) or _banter(taken, leans)):
        return Sort.ABUSE
    if leans["complaint"] and leans["complaint"] >= leans["praise"]:
        return Sort.COMPLAINT
    if asks:
        return Sort.REQUEST if leans["request"] else Sort.QUESTION
    if leans["request"] and not leans["thanks"]:
        return Sort.REQUEST
    ends = leans["thanks"] + leans["closing"]
    if ends and ends + bool(leans["thanks"]) > leans["praise"] and closing(taken, tongues, asks, harm):
        return Sort.THANKS  # "lovely" alone, which praises and ends as much, praises
    if leans["story"] and leans["story"] >= leans["praise"]:
        return Sort.STORY
    if leans["praise"]:
        return Sort.PRAISE
    if leans["thanks"] and not _turned(taken, tongues):
        return Sort.THANKS
    if _GLAD.search(taken.text):
        return Sort.PRAISE
    if not words and _ends_in_signs(taken):
        return Sort.THANKS
    return Sort.TAG if words <= _FEW and _HANDLE.search(text[:LONGEST]) else Sort.UNSURE


def closing(taken: Read, tongues: Sequence[Tongue], asks: bool, harm: Harm) -> bool:
    """Whether it only ends a conversation ("thanks!", "ok, got it"), so that nobody waits for an answer to it.

    Each of its clauses must end one, or say next to nothing else, and none may turn ("but", "still", "another"). Signs
    alone ("\U0001f44d") end one, unless one of them asks or is unhappy.
    """
    if asks or harm.abusive or len(taken.words) > SHORT or _SAD.search(taken.text):
        return False
    if not taken.words:
        return _ends_in_signs(taken)
    leans = leaning(taken, tongues)
    if leans["complaint"] or leans["request"]:
        return False
    return any(_all_ends(taken, tongue) for tongue in tongues)


def leaning(taken: Read, tongues: Sequence[Tongue]) -> dict[str, int]:
    """How many phrases lean each way, in the language where most do."""
    best = dict.fromkeys(_WAYS, 0)
    for tongue in tongues:
        count = _in_text(taken, tongue) if tongue.pieces else _in_words(taken, tongue, tongues)
        best = {way: max(best[way], count(way)) for way in _WAYS}
    return best


def _in_text(taken: Read, tongue: Tongue) -> Callable[[str], int]:
    whole = {clause.text.strip(_TAILS) for clause in taken.clauses}

    def count(way: str) -> int:
        found = [one for one in tongue.parts[way] if (one[1:] in whole if one[0] == _WHOLE else one in taken.text)]
        if way != "complaint" or not found:
            return len(found)
        text = taken.text
        for kind in tongue.parts["praise"]:
            if any(one in kind for one in found):
                text = text.replace(kind, " ")
        return sum(one in text for one in found)

    return count


def _in_words(taken: Read, tongue: Tongue, tongues: Sequence[Tongue]) -> Callable[[str], int]:
    lists = tongue.phrases
    return lambda way: sum(
        1
        for clause in taken.clauses
        for place in lists[way].places(clause.words)
        if way != "complaint" or not _praised(clause.words, place, lists["complaint"].at(clause.words, place), tongues)
    )


def _praised(words: Sequence[str], place: int, long: int, tongues: Sequence[Tongue]) -> bool:
    """Whether the words that complain here are part of a longer phrase that praises, in any language it may be in."""
    return any(
        start + tongue.phrases["praise"].at(words, start) >= place + long + (start == place)
        for tongue in tongues
        if not tongue.pieces
        for start in range(max(0, place - _PHRASE), place + 1)
    )


def _matters(harm: Harm, tongues: Sequence[Tongue]) -> bool:
    """Whether something beside the abuse waits for a person: a complaint that does more than judge, a request, or
    whatever somebody says of their own."""
    if harm.own and not harm.bare:
        return True
    leans = leaning(harm.rest, tongues)
    return leans["complaint"] > verdicts(harm.rest, tongues) or (leans["request"] > 0 and not harm.bare)


def _banter(taken: Read, leans: Mapping[str, int]) -> bool:
    """Rude words among friends: what praises and laughs means no harm."""
    return leans["praise"] > 0 and bool(_GLAD.search(taken.text) or _LAUGHS.search(taken.text))


def _all_ends(taken: Read, tongue: Tongue) -> bool:
    ended = refused = False
    for clause in taken.clauses:
        said, left = _left_in_text(clause, tongue) if tongue.pieces else _left_in_words(clause, tongue)
        if left is None and len(clause.words) == 1 and clause.stop == ",":
            refused = True  # "no, thanks"
            continue
        if left is None or left > (_BESIDE if said else 1) * (_SIGNS if tongue.pieces else 1) or refused > said:
            return False
        ended, refused = ended or said, False
    return ended and not refused


def _turned(taken: Read, tongues: Sequence[Tongue]) -> bool:
    """Whether thanks go on to something else: "thanks, but I have tried that"."""
    for tongue in tongues:
        left = _left_in_text if tongue.pieces else _left_in_words
        if any(left(clause, tongue)[1] is None for clause in taken.clauses):
            return True
    return False


def _left_in_words(clause: Clause, tongue: Tongue) -> tuple[bool, int | None]:
    """Whether a clause ends a conversation, and how many words it has besides; None where one of those turns.

    Where it gives no thanks, what ends it must stand in front, and one word less may follow.
    """
    words, lists = clause.words, tongue.phrases
    left: list[int] = []
    place = thanks = ends = 0
    while place < len(words):
        thanked = lists["thanks"].at(words, place)
        ended = 0 if left and not thanks else lists["closing"].at(words, place)  # "he is well" ends nothing
        thanks, ends = thanks + thanked, ends + ended
        if not (thanked or ended):
            left.append(place)
        place += max(thanked, ended, 1)
    said = bool(thanks or ends)
    if any(_turns(lists["turns"], words, one) for one in left):
        return said, None
    return said, len(left) + (1 if ends and not thanks else 0)


def _turns(phrases: Phrases, words: Sequence[str], place: int) -> bool:
    return bool(phrases.at(words, place)) or any(map(str.isdigit, words[place]))


def _left_in_text(clause: Clause, tongue: Tongue) -> tuple[bool, int | None]:
    text, parts = clause.text, tongue.parts
    said = False
    for piece in sorted((*parts["thanks"], *parts["closing"]), key=len, reverse=True):
        if text.strip(_TAILS) == piece[1:] and piece[0] == _WHOLE:
            return True, 0
        if piece in text:
            said, text = True, text.replace(piece, " ")
    if any(piece in text for piece in parts["turns"]) or any(map(str.isdigit, text)):
        return said, None
    return said, sum(map(str.isalpha, text))


def _ends_in_signs(taken: Read) -> bool:
    return bool(_ENDS.search(taken.text)) and not _SAD.search(taken.text)


_WAYS: Final = ("praise", "complaint", "request", "thanks", "closing", "story", "spam")
_FEW: Final = 4
_PHRASE: Final = 4  # words of a phrase of praise that may stand before the one that would complain
_BESIDE: Final = 2  # words beside what ends a conversation, such as a name
_SIGNS: Final = 2  # signs of a script without spaces that are about one word
_WHOLE: Final = "="  # before a piece that must be a whole clause
_TAILS: Final = (
    " ~\u301c\uff5e\u5566\u554a\u5440\u54c8\u54e6\u55b3\u561b"  # sounds behind a word that change nothing in it
)
_HANDLE: Final = re.compile(r"(?<!\w)@\w")
_GLAD: Final = re.compile(
    "[\u2764\U0001f60d\U0001f970\U0001f618\U0001f929\U0001f44f\U0001f525\U0001f495-\U0001f49f\U0001f60b]"
)
_LAUGHS: Final = re.compile("[\U0001f602\U0001f923\U0001f605\U0001f606\U0001f61c\U0001f61d]")
_ENDS: Final = re.compile(
    "[\u2764\u263a\u2705\u2714\U0001f44d\U0001f44c\U0001f64f\U0001f64c\U0001f44f\U0001f91d\U0001f4aa\U0001f917\U0001f60a"
    "\U0001f642\U0001f60d\U0001f970\U0001f618\U0001f495-\U0001f49f\U0001fae1\U0001faf6\U0001f609\U0001f44b]"
)
_SAD: Final = re.compile(
    "[\u2639\u2753\u2754\U0001f914\U0001f44e\U0001f595\U0001f61e-\U0001f622\U0001f624-\U0001f62d\U0001f630\U0001f631"
    "\U0001f620\U0001f621\U0001f641\U0001f644\U0001f60f\U0001f612\U0001f614\U0001f615\U0001f494\U0001f92c\U0001f92e"
    "\U0001f922\U0001f928\U0001f926\U0001f937\U0001f4a9\U0001f643]"
)
_BAIT: Final = re.compile(
    r"https?://|www\.|\.[a-z]{2,4}/|[$\u20ac\u00a3]\s?\d|\d\s?[$\u20ac\u00a3]|\d{3,}|\U0001f525", re.IGNORECASE
)
