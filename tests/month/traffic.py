"""A seeded month of mixed traffic: who does what when, what colleagues do about it, and the deliveries that tell of it.

Posts of very different size, one of them viral; regulars and people who write once; several languages; praise,
questions, complaints, thanks that end a talk, tags, trolls, spam; direct messages; mentions elsewhere; a storm of them;
bots. Colleagues answer in the platforms' own apps, people write again, conversations are handed back. Deliveries come
late, twice, and in the wrong order.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from shared.core.interaction import Kind
from shared.core.ledger import Sort
from tests.flows.world import NOON, PAGE, USER, Sent, signed
from tests.month.material import COLLEAGUE, LANGUAGES, MIX, NAMES, TEXTS, WEIGHTS

BEGINS: Final = NOON.replace(hour=0)
DAYS: Final = 30
FORUM: Final = "acme-forum"
FORUM_KEY: Final = "whsec_" + "c2FtcGxlLWtleS1mb3ItdGVzdHMtb25seS0x"
VIRAL: Final = 300


@dataclass(frozen=True)
class Somebody:
    id: str
    name: str
    language: str


@dataclass
class Act:
    """Something that a person did, and what a person would say it is. `scene` is the post it is under."""

    object: str
    platform: str
    kind: Kind
    by: Somebody
    at: datetime
    sort: Sort
    text: str
    scene: str
    bot: bool = False
    named: bool = True
    removed: bool = False
    top: str = ""  # of a comment: the first one of its thread, by its short name


class Do(StrEnum):
    """What a step is: a delivery, or something that a colleague does at the desk."""

    TOLD = "told"
    APPROVED = "approved"
    TOOK = "took"
    GAVE_BACK = "gave_back"


@dataclass(frozen=True)
class Step:
    """Something that happens to us. `about` is the object that a colleague answers or hands back."""

    at: datetime
    sent: Sent | None
    about: str = ""
    do: Do = Do.TOLD


@dataclass
class Month:
    """A month drawn from a seed; `size` is about how many Interactions it has."""

    seed: int
    size: int
    acts: dict[str, Act] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self._number = 0
        self._draw()
        self.steps.sort(key=lambda step: step.at)

    # --- who and when ---

    def somebody(self) -> Somebody:
        number = self._next()
        language = self.dice.choices(LANGUAGES, WEIGHTS)[0]
        return Somebody(str(7_000_000 + number), f"{self.dice.choice(NAMES)} Sample{number}", language)

    def moment(self) -> datetime:
        day = timedelta(days=self.dice.randrange(DAYS))
        return BEGINS + day + timedelta(hours=self.dice.choice(_HOURS), seconds=self.dice.randrange(3600))

    def sort(self, mix: str) -> Sort:
        return self.dice.choices(list(MIX[mix]), list(MIX[mix].values()))[0]

    # --- what is done ---

    def _draw(self) -> None:
        share = max(0.0, (self.size - _FIXED) / _SHARE)
        for _ in range(round(12 * share)):
            self._regular()
        self._viral()
        for number in range(round(45 * share)):
            post = str(1000 + number)
            begins = self.moment()
            for _ in range(min(150, round(self.dice.lognormvariate(2.6, 0.9)))):
                at = begins + timedelta(minutes=self.dice.expovariate(1 / 300))
                self._comment(self.somebody(), post, at, self.sort("post"))
        for _ in range(round(180 * share)):
            self._visitor(self.dice.choice((Kind.POST, Kind.SHARE, Kind.SHARE)))
        for _ in range(round(220 * share)):
            self._private(self.somebody(), self.moment(), self.sort("private"))
        for _ in range(round(260 * share)):
            self._mention(self.somebody(), self.moment(), self.sort("post"))
        for _ in range(round(80 * share)):
            self._elsewhere(self.moment())
        for _ in range(round(40 * share)):
            self._bot(self.moment())
        self._storm()

    def _regular(self) -> None:
        """Somebody who writes twenty times in the month, mostly kind words, under many posts."""
        who, days = self.somebody(), sorted(self.dice.randrange(DAYS) for _ in range(20))
        for day in days:
            at = BEGINS + timedelta(days=day, seconds=self.dice.randrange(86_400))
            self._comment(who, str(1000 + day), at, self.sort("regular"))

    def _viral(self) -> None:
        begins = NOON + timedelta(days=11, hours=3)
        for _ in range(VIRAL):
            at = begins + timedelta(seconds=self.dice.randrange(3600))
            self._comment(self.somebody(), "900", at, self.sort("post"))

    def _storm(self) -> None:
        """One talk on X in which a hundred people name us within minutes, and one of them again and again."""
        begins, root = NOON + timedelta(days=18, hours=1), f"{5_000_000 + self._next()}"
        many, one = [self.somebody() for _ in range(100)], self.somebody()
        for who in [*many, *[one] * 25]:
            at = begins + timedelta(seconds=self.dice.randrange(1200))
            self._mention(who, at, self.dice.choice((Sort.PRAISE, Sort.TAG, Sort.QUESTION)), under=root)

    def _comment(self, who: Somebody, post: str, at: datetime, sort: Sort, under: Act | None = None) -> None:
        name = f"c{self._next()}"
        top = name if under is None else under.top
        act = self._act(f"{post}_{name}", "facebook", Kind.COMMENT, who, at, sort, post, top=top)
        self._told(at, _facebook(_comment(act, name, "add")))
        if self.dice.random() < 0.03:
            again = at + timedelta(minutes=self.dice.randint(1, 90))
            self._told(again, _facebook(_comment(act, name, "edited")))
        if self.dice.random() < 0.03:
            act.removed = True
            gone = at + timedelta(minutes=self.dice.randint(1, 300))
            self._told(gone, _facebook(_comment(act, name, "remove")))
        elif under is None:
            self._then(act)

    def _visitor(self, kind: Kind) -> None:
        who, at = self.somebody(), self.moment()
        sort = Sort.PRAISE if kind is Kind.SHARE else self.sort("post")
        number = f"{PAGE}_{800_000 + self._next()}"
        act = self._act(number, "facebook", kind, who, at, sort, number)
        value: dict[str, Any] = {
            "item": kind.value,
            "verb": "add",
            "post_id": number,
            "from": {"id": who.id, "name": who.name},
            "message": act.text,
            "published": 1,
            "created_time": int(at.timestamp()),
        }
        if kind is Kind.SHARE:
            value |= {"share_id": int(number.split("_")[1]), "link": "https://www.facebook.com/acme/posts/pfbid0Demo"}
        self._told(at, _facebook(value))
        self._then(act)

    def _private(self, who: Somebody, at: datetime, sort: Sort) -> None:
        act = self._act(f"m_{self._next()}", "messenger", Kind.DIRECT_MESSAGE, who, at, sort, who.id)
        self._told(at, _messenger(act, act.object, act.text))
        self._then(act)

    def _mention(self, who: Somebody, at: datetime, sort: Sort, under: str | None = None) -> None:
        name = str(1_900_000_000_000_000_000 + self._next())
        act = self._act(name, "x", Kind.MENTION, who, at, sort, under or name)
        self._told(at, _x(act, under))
        self._then(act)

    def _elsewhere(self, at: datetime) -> None:
        """Somebody names us in a post of another Page: Facebook does not say who."""
        number, who = self._next(), self.somebody()
        name = f"555000111222_{number}"
        act = self._act(name, "facebook", Kind.MENTION, who, at, self.sort("post"), name)
        act.named = False
        value = {"item": "post", "verb": "add", "message": act.text, "post_id": name, "created_time": _stamp(at)}
        self._told(at, _facebook(value, "mention"))
        self._then(act)

    def _bot(self, at: datetime) -> None:
        who, name = self.somebody(), f"f-{self._next()}"
        act = self._act(name, "standard", Kind.COMMENT, who, at, Sort.PRAISE, name)
        act.bot = True
        data = {
            "account": FORUM,
            "object": name,
            "kind": "comment",
            "author": {"id": who.id, "name": who.name, "is_bot": True},
            "place": {"thread": name},
            "text": act.text,
        }
        event = {"type": "interaction.created", "timestamp": at.isoformat(), "data": data}
        self._told(at, Sent("standard", json.dumps(event).encode(), ()))  # signed when it is sent

    def _then(self, act: Act) -> None:
        """What a colleague does about it, and what the person writes after that."""
        likely = {Sort.QUESTION: 0.9, Sort.COMPLAINT: 0.9, Sort.PRAISE: 0.05}.get(act.sort, 0.0)
        if self.dice.random() > likely:
            return
        at = _at_work(act.at + timedelta(minutes=self.dice.lognormvariate(3.2, 0.9)), self.dice)
        apps = act.platform == "messenger" or act.top
        way = self.dice.choices((Do.TOLD, Do.APPROVED, Do.TOOK), (55, 35, 10))[0] if apps else Do.APPROVED
        if way is Do.TOLD:
            words = self.dice.choice(COLLEAGUE)
            self._told(at, _colleague(act, f"r{self._next()}", words, at), about=act.object)
        else:
            self.steps.append(Step(at, None, act.object, way))
        if apps and self.dice.random() < 0.45:
            at += timedelta(minutes=self.dice.randint(1, 300))
            self._again(act, at)
        if self.dice.random() < 0.2:
            at += timedelta(days=1)
            self.steps.append(Step(at, None, act.object, Do.GAVE_BACK))
            if apps:
                self._again(act, at + timedelta(minutes=self.dice.randint(1, 600)))

    def _again(self, act: Act, at: datetime) -> None:
        sort = self.dice.choice((Sort.THANKS, Sort.PRAISE, Sort.PRAISE, Sort.QUESTION))
        if act.platform == "facebook":
            self._comment(act.by, act.scene, at, sort, under=act)
        else:
            again = self._act(f"m_{self._next()}", "messenger", act.kind, act.by, at, sort, act.scene)
            self._told(at, _messenger(again, again.object, again.text))

    # --- how it is told ---

    def _act(
        self, name: str, platform: str, kind: Kind, who: Somebody, at: datetime, sort: Sort, scene: str, top: str = ""
    ) -> Act:
        texts = TEXTS[sort]
        text = self.dice.choice(texts.get(who.language, texts["en"]))
        act = Act(name, platform, kind, who, at, sort, text, scene, top=top)
        self.acts[name] = act
        return act

    def _told(self, at: datetime, sent: Sent, about: str = "") -> None:
        late = self.dice.random()
        delay = timedelta(seconds=self.dice.randint(1, 8) if late > 0.1 else self.dice.randint(60, 7200))
        self.steps.append(Step(at + delay, sent, about))
        if self.dice.random() < 0.06:
            self.steps.append(Step(at + delay + timedelta(seconds=self.dice.choice((1, 30, 4000, 90_000))), sent))

    def _next(self) -> int:
        self._number += 1
        return self._number


_FIXED: Final = VIRAL + 125  # the viral post and the storm, which every month has
_SHARE: Final = 2465  # what the rest comes to
_HOURS: Final = (6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 18, 19, 19, 20, 20, 21, 22, 2)


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _at_work(at: datetime, dice: random.Random) -> datetime:
    """Then, or the next morning: colleagues are there from eight to four."""
    if 8 <= at.hour < 16:
        return at
    day = at if at.hour < 8 else at + timedelta(days=1)
    return day.replace(hour=8, minute=dice.randrange(60))


def _comment(act: Act, name: str, verb: str) -> dict[str, Any]:
    parent = f"{PAGE}_{act.scene}" if act.top == name else f"{act.scene}_{act.top}"
    return {
        "item": "comment",
        "verb": verb,
        "comment_id": act.object,
        "post_id": f"{PAGE}_{act.scene}",
        "parent_id": parent,
        "from": {"id": act.by.id, "name": act.by.name},
        "message": "" if verb == "remove" else act.text,
        "created_time": _stamp(act.at),
    }


def _facebook(value: dict[str, Any], field: str = "feed") -> Sent:
    change = {"field": field, "value": value}
    return signed("facebook", {"object": "page", "entry": [{"id": PAGE, "time": 1, "changes": [change]}]})


def _messenger(act: Act, mid: str, text: str, *, ours: bool = False, at: datetime | None = None) -> Sent:
    sender, recipient = (PAGE, act.by.id) if ours else (act.by.id, PAGE)
    message = {"mid": mid, "text": text} | ({"is_echo": True} if ours else {})
    stamp = 1000 * _stamp(at or act.at)
    event = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": stamp, "message": message}
    return signed("messenger", {"object": "page", "entry": [{"id": PAGE, "time": stamp, "messaging": [event]}]})


def _x(act: Act, under: str | None) -> Sent:
    post: dict[str, Any] = {
        "id_str": act.object,
        "timestamp_ms": str(1000 * _stamp(act.at)),
        "text": f"@acme {act.text}",
        "truncated": False,
        "is_quote_status": False,
        "user": {"id_str": act.by.id, "screen_name": f"s{act.by.id}", "name": act.by.name},
        "entities": {"user_mentions": [{"screen_name": "acme", "id_str": USER, "indices": [0, 5]}]},
    }
    if under is not None:
        post |= {"in_reply_to_status_id_str": under, "in_reply_to_user_id_str": "4400", "conversation_id_str": under}
    return signed("x", {"for_user_id": USER, "tweet_create_events": [post]})


def _colleague(act: Act, name: str, words: str, at: datetime) -> Sent:
    if act.platform == "messenger":
        return _messenger(act, f"m_{name}", words, ours=True, at=at)
    return _facebook(own_comment(act, f"{act.scene}_{name}", words, at))


def own_comment(act: Act, made: str, words: str, at: datetime) -> dict[str, Any]:
    """What Facebook tells of a comment of our own under somebody's: a colleague's, or the echo of ours."""
    value = _comment(act, "", "add")
    parent = f"{act.scene}_{act.top}" if act.top else act.object
    us = {"id": PAGE, "name": "Acme"}
    return value | {"comment_id": made, "parent_id": parent, "from": us, "message": words, "created_time": _stamp(at)}


def echo(act: Act, made: str, words: str, at: datetime) -> Sent:
    """Facebook's own news of what we have just written there."""
    return _facebook(own_comment(act, made, words, at))
