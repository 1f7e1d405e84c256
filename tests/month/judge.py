"""Judges a month by the journal of what took effect, and by the ledger. Knows nothing of how it was decided.

Each rule gives what broke it, one line each; a month is good when every list is empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from shared.core.ledger import Entry, Sort, State
from shared.core.ports import Capability, May
from tests.flows.world import Effect
from tests.month.living import Lived
from tests.month.traffic import Act

LAST: Final = 20
MONTH: Final = timedelta(days=30)
_THANKS: Final = re.compile(r"thank|takk|paldies|谢|danke|gracias|glad|lovely|😊|❤|☕", re.IGNORECASE)


class Judge:
    """A lived month, seen from outside."""

    def __init__(self, lived: Lived) -> None:
        self.month, self.world, self.lived = lived.month, lived.world, lived

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {one.object: one for one in self.world.entries()}

    @cached_property
    def machine(self) -> list[tuple[Effect, Act]]:
        """What rules did, in the order in which it took effect; not what colleagues sent from the desk."""
        approved = set(self.lived.approved)
        mine = [one for one in self.world.journal if _unsigned(one) not in approved]
        return [(one, self.month.acts[one.object]) for one in sorted(mine, key=lambda one: one.at)]

    @cached_property
    def said(self) -> list[tuple[Effect, Act]]:
        """What rules said."""
        return [(effect, act) for effect, act in self.machine if effect.text is not None]

    def rules(self) -> dict[str, Callable[[], Iterator[str]]]:
        return {
            "nothing is lost, and each ends in one state": self.accounted,
            "nobody is answered twice": self.doubles,
            "what a colleague approved is sent once": self.approved,
            "no wording comes again among the last twenty under a post": self.same_under_a_post,
            "no wording comes again to one person in thirty days": self.same_to_a_person,
            "no machine speaks after a colleague": self.after_a_colleague,
            "no call that a platform forbids": self.forbidden,
            "one automatic answer a thread and day": self.over_thread_day,
            "three automatic answers an author and hour": self.over_author_hour,
            "no complaint is thanked for": self.thanked_complaints,
            "every question is answered or handed over": self.lost_questions,
            "every complaint has a person": self.lost_complaints,
            "no word to trolls, spam and bots": self.fed,
            "no mail goes out twice": self.mailed_twice,
        }

    def accounted(self) -> Iterator[str]:
        yield from (f"{name} was accepted and is lost" for name in set(self.world.accepted) - set(self.entries))
        for name, one in self.entries.items():
            if one.state in (State.OPEN, State.EARLY):
                yield f"{name} is {one.state}"

    def doubles(self) -> Iterator[str]:
        done = Counter((effect.object, effect.capability is Capability.LIKE) for effect, _act in self.machine)
        yield from (f"{name}: {number} times" for (name, _like), number in done.items() if number > 1)

    def approved(self) -> Iterator[str]:
        sent = Counter(_unsigned(one) for one in self.world.journal)
        yield from (f"{words!r} was sent {sent[words]} times" for words in self.lived.approved if sent[words] != 1)

    def same_under_a_post(self) -> Iterator[str]:
        scenes: dict[tuple[str, str], list[str]] = defaultdict(list)
        for effect, act in self.said:
            before = scenes[act.platform, act.scene]
            wording = _wording(effect, act)
            if wording in before[-LAST + 1 :]:
                yield f"under {act.platform} {act.scene}: {wording}"
            before.append(wording)

    def same_to_a_person(self) -> Iterator[str]:
        people: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
        for effect, act in self.said:
            if not act.named:
                continue
            before = people[act.platform, act.by.id]
            wording = _wording(effect, act)
            if any(wording == one and effect.at - at < MONTH for at, one in before):
                yield f"to {act.platform} {act.by.id}: {wording}"
            before.append((effect.at, wording))

    def after_a_colleague(self) -> Iterator[str]:
        marks: dict[tuple[str | None, str | None], list[tuple[datetime, bool]]] = defaultdict(list)
        for silent, found in ((True, self.lived.taken), (False, self.lived.back)):
            for at, act in found:
                entry = self.entries[act.object]
                marks[entry.person, entry.conversation].append((at, silent))
        for effect, act in self.said:
            entry = self.entries[act.object]
            known = sorted(one for one in marks[entry.person, entry.conversation] if one[0] < effect.at)
            if known and known[-1][1]:
                yield f"{act.object} at {effect.at:%d %H:%M}, a colleague spoke at {known[-1][0]:%d %H:%M}"

    def forbidden(self) -> Iterator[str]:
        for effect, act in self.machine:
            platform = self.world.platform(act.platform)
            policy, window = platform.policy.get((effect.capability, act.kind)), platform.windows.get(effect.capability)
            if policy is None or policy.may is not May.AUTO:
                yield f"{effect.capability} of a {act.kind} on {act.platform}"
            elif window is not None and effect.at - act.at > window.machine:
                yield f"{effect.capability} on {act.platform} after {effect.at - act.at}"

    def over_thread_day(self) -> Iterator[str]:
        last: dict[tuple[str | None, str | None], datetime] = {}
        for effect, act in self.said:
            entry = self.entries[act.object]
            name = (entry.person, entry.conversation)
            if name in last and effect.at - last[name] < timedelta(days=1):
                yield f"{act.object}: {effect.at - last[name]} after the one before"
            last[name] = effect.at

    def over_author_hour(self) -> Iterator[str]:
        people: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for effect, act in self.said:
            times = people[act.platform, act.by.id]
            times.append(effect.at)
            if len([at for at in times if effect.at - at < timedelta(hours=1)]) > 3:
                yield f"{act.by.id} at {effect.at:%d %H:%M}"

    def thanked_complaints(self) -> Iterator[str]:
        for effect, act in self.machine:
            liked = effect.capability is Capability.LIKE
            if act.sort is Sort.COMPLAINT and (liked or _THANKS.search(effect.text or "")):
                yield f"{act.text!r} got {effect.text or 'a like'!r}"

    def lost_questions(self) -> Iterator[str]:
        yield from self._lost(Sort.QUESTION)

    def lost_complaints(self) -> Iterator[str]:
        yield from self._lost(Sort.COMPLAINT)

    def _lost(self, sort: Sort) -> Iterator[str]:
        for act in self.month.acts.values():
            entry = self.entries[act.object]
            response = entry.clocks.get("response")
            ended = response is not None and not response.running
            if act.sort is sort and not act.bot and not ended and entry.key not in self.lived.asked:
                yield f"{act.platform} {act.kind} {act.text!r}: {entry.state}, {entry.rule}, {entry.reason}"

    def fed(self) -> Iterator[str]:
        for effect, act in self.machine:
            if act.bot or act.sort in (Sort.SPAM, Sort.ABUSE):
                yield f"{act.text!r} got {effect.text or 'a like'!r}"

    def mailed_twice(self) -> Iterator[str]:
        sent = Counter(mail.key for mail in self.world.mails)
        yield from (key for key, number in sent.items() if number > 1)

    def counts(self) -> dict[str, int]:
        """What became of everybody, for people to read."""
        people = [self.entries[act.object] for act in self.month.acts.values()]
        found: Counter[str] = Counter()
        for one in people:
            found[str(one.state)] += 1
            if one.state is State.HELD:
                found[f"held: {one.reason}"] += 1
        found["said by a machine"] = len(self.said)
        found["different wordings"] = len({_wording(effect, act) for effect, act in self.said})
        found["likes"] = sum(effect.capability is Capability.LIKE for effect, _act in self.machine)
        found["sent from the desk"] = len(self.lived.approved)
        found["colleagues' answers"] = len(self.lived.taken)
        found["handed back"] = len(self.lived.back)
        found["asked of colleagues"] = len(self.lived.asked)
        found["mails"] = len(self.world.mails)
        return {"interactions": len(people), **dict(sorted(found.items()))}


def _unsigned(effect: Effect) -> str:
    """A text without the line that somebody signs with."""
    return (effect.text or "").partition("\n")[0]


def _wording(effect: Effect, act: Act) -> str:
    """A text without the name of whom it speaks to."""
    text = (effect.text or "").replace(act.by.name, "{}").replace(f"@s{act.by.id}", "{}")
    return " ".join(text.casefold().split())
