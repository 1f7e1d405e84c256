"""What people did beside waiting: what they said, about what, what they shared, and a few who may be named for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State
from shared.digest.answering import Answered
from shared.digest.snapshot import MOST_NAMED
from shared.digest.tally import Best
from shared.digest.threads import is_heard, is_public, is_written

DEEP: Final = 3  # messages of one person that make a thread deep
CLASSES: Final = ("question", "complaint", "praise", "story", "tag")
_CLASS: Final = {
    Sort.QUESTION: "question",
    Sort.REQUEST: "question",
    Sort.COMPLAINT: "complaint",
    Sort.PRAISE: "praise",
    Sort.THANKS: "praise",
    Sort.STORY: "story",
    Sort.TAG: "tag",
}
_SHARED_ON: Final = frozenset({Kind.MENTION, Kind.POST, Kind.SHARE})
_GLAD: Final = frozenset({Sort.PRAISE, Sort.STORY})
_WORTH: Final = ("story", "praise", "share", "said")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be worth a line. `why`: story, praise, share, or said (anything of substance: worth it only from
    somebody who is new). `messages` they wrote in that thread; `answered`: a colleague has answered it; `waits`: they
    wait for an answer, there or elsewhere.
    """

    who: str
    entry: Entry
    why: str
    messages: int = 1
    answered: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Thanked:
    """A kind word, in public, to the colleague who had answered."""

    entry: Entry
    colleague: str


class Saying:
    """Counts what people said, item by item, and keeps the few best candidates of each sort."""

    def __init__(self) -> None:
        self.said = 0
        self.spoke = 0
        self.shares = 0
        self.shares_thanked = 0
        self.shares_unknown = 0
        self.follows = 0
        self.threads = 0
        self.deep = 0
        self._classes: Counter[str] = Counter()
        self._topics: Counter[str] = Counter()
        self._worth: dict[str, Best[Candidate]] = {why: Best(2 * MOST_NAMED) for why in _WORTH}
        self._share_on: Best[Candidate] = Best(MOST_NAMED)
        self._thanked: Best[Thanked] = Best(MOST_NAMED)
        self._by_topic: dict[str, Best[Entry]] = {}

    def entry(self, entry: Entry) -> None:
        """Count one act of the day."""
        if entry.kind is Kind.FOLLOW:
            self.follows += _stands(entry)
        elif entry.kind is Kind.SHARE:
            if _stands(entry):
                self.shares += 1
                self.shares_thanked += is_heard(entry)
                self.shares_unknown += entry.person is None
        elif is_written(entry):
            if entry.topic is not None:
                self._topics[entry.topic] += 1
            if is_public(entry):
                self._classes[class_of(entry)] += 1
                if entry.substance is not None:
                    self.spoke += 1
                    self.said += entry.substance

    def thread(
        self, who: str, items: Sequence[Entry], messages: int, answered: Answered | None, *, waits: bool
    ) -> None:
        """Look at one thread of the day for what may be named; `messages` they wrote in it by S."""
        self.threads += 1
        self.deep += messages >= DEEP
        if answered is not None and answered.who is not None:
            for one in answered.wrote_again:
                if one.sort in (Sort.PRAISE, Sort.THANKS) and is_public(one):
                    key = (one.substance is not True, one.opened_at, one.key)
                    self._thanked.offer(key, Thanked(one, answered.who))
        for one in items:
            if one.person is None or not is_public(one):
                continue
            why = _why(one)
            if why is not None:
                found = Candidate(who, one, why, messages, answered is not None, waits)
                self._worth[why].offer((waits or found.answered, -messages, one.opened_at, one.key), found)
                if one.topic is not None:
                    if one.topic not in self._by_topic:
                        self._by_topic[one.topic] = Best(MOST_NAMED)
                    self._by_topic[one.topic].offer((-messages, one.opened_at, one.key), one)
                if one.url is not None and one.kind in _SHARED_ON and one.sort in _GLAD:
                    self._share_on.offer((one.substance is not True, -messages, one.opened_at, one.key), found)

    @property
    def classes(self) -> dict[str, int]:
        return {one: self._classes[one] for one in CLASSES if self._classes[one]}

    @property
    def topics(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(self._topics.items(), key=lambda one: (-one[1], one[0]))[:MOST_NAMED])

    @property
    def worth(self) -> tuple[Candidate, ...]:
        """Stories first, then praise, sharers, and others who said something; who has an answer, or waits, last."""
        return tuple(one for best in self._worth.values() for one in best.found())

    @property
    def share_on(self) -> tuple[Candidate, ...]:
        return self._share_on.found()

    @property
    def thanked(self) -> tuple[Thanked, ...]:
        return self._thanked.found()

    @property
    def by_topic(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """People who spoke in public about the commonest topics."""
        return tuple((name, self._by_topic[name].found()) for name, _ in self.topics if name in self._by_topic)


def class_of(entry: Entry) -> str:
    """The one class that something said belongs to. What nobody could class is an opinion, if it says anything."""
    known = _CLASS.get(entry.sort)
    return known or ("tag" if entry.substance is False else "story")


def _why(entry: Entry) -> str | None:
    if entry.sort is Sort.COMPLAINT or not _stands(entry):
        return None
    if entry.kind is Kind.SHARE:
        return "share"
    if not entry.substance:
        return None
    return str(entry.sort) if entry.sort in _GLAD else "said"


def _stands(entry: Entry) -> bool:
    gone = entry.ours or entry.state in (State.WITHDRAWN, State.OURS_OR_BOT) or entry.removed_at is not None
    return not gone and entry.sort not in (Sort.SPAM, Sort.ABUSE)
