"""The one entrance: `judge(text)` says everything that is known of a person's words, each thing when first asked for.

A message's rules ask about the same text several times, and share one reading of it. Only the last few texts are
remembered. What only one question needs is loaded when that is asked, so that a cold start pays for nothing more.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.classify._reading import Read
    from shared.classify._tongue import Tongue
    from shared.classify.abuse import Harm
    from shared.classify.private import Private
    from shared.core.ledger import Sort


class Judged:
    """What is said of one text. `language` of `judge` is what its platform says, which helps where words are few."""

    def __init__(self, text: str, said: str | None = None) -> None:
        self._text = text
        self._said = said

    @cached_property
    def language(self) -> str | None:
        """The language that its words tell, None where they leave it open. What the platform says is not repeated."""
        from shared.classify.languages import told

        return told(self._taken)

    @cached_property
    def likely(self) -> tuple[str, ...]:
        """The languages that its words point to, likeliest first: where `language` leaves it open, a guess."""
        from shared.classify.languages import likely

        return likely(self._taken)

    @cached_property
    def asks(self) -> bool:
        """Whether an answer is waited for. "Are you all fools?" asks nobody."""
        from shared.classify.questions import asks

        if not asks(self._taken, self._tongues):
            return False
        harm = self._harm
        return not (harm.abusive and harm.bare and not harm.own)

    @cached_property
    def sort(self) -> Sort:
        """Its class: `tag` where nothing but a few handles and words stand in it, `unsure` for an empty text."""
        from shared.classify.sorts import sort

        return sort(self._text, self._taken, self._tongues, self.asks, self._harm)

    @cached_property
    def closing(self) -> bool:
        """Whether it only ends a conversation. An empty text does not: it may be a picture."""
        from shared.classify.sorts import closing

        return closing(self._taken, self._tongues, self.asks, self._harm)

    @cached_property
    def private(self) -> frozenset[Private]:
        """Which kinds of private things stand in it."""
        from shared.classify.private import private

        return private(self._text)

    @property
    def abusive(self) -> bool:
        """Whether somebody is insulted or threatened in it, whatever else it says: see `sort` for the whole."""
        return self._harm.abusive

    @property
    def threat(self) -> bool:
        """Whether violence is threatened: a person must see it."""
        return self._harm.threat

    @cached_property
    def _taken(self) -> Read:
        from shared.classify._reading import read

        return read(self._text)

    @cached_property
    def _tongues(self) -> tuple[Tongue, ...]:
        from shared.classify.languages import candidates

        return candidates(self._taken, self._said)

    @cached_property
    def _harm(self) -> Harm:
        from shared.classify.abuse import harm

        return harm(self._taken, self._tongues)


@lru_cache(maxsize=8)
def judge(text: str, language: str | None = None) -> Judged:
    """What is known of a person's words. `language` is what the platform says, None where it says none."""
    return Judged(text, language)
