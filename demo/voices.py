"""Three platforms' voices for a recorded day: what a person or a colleague says becomes a line of the file.

Each voice knows its platform's ids and bodies and keeps the lines it made. When and what is said is
decided in `make_day`; nothing here draws anything at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo import bodies
from demo.dayfile import Line

DATE: Final = date(2026, 10, 13)
ZONE: Final = ZoneInfo("Europe/Oslo")
PAGE: Final = "102030405060708"
X_USER: Final = "1500000000000000001"
SHOP: Final = "tern-kettle-shop"
BRAND: Final = "Tern & Kettle Coffee"
HANDLE: Final = "ternandkettle"
POSTS: Final = tuple(f"{PAGE}_9988776655443{number}" for number in ("12", "21", "32", "40", "55", "61", "78"))
TWEETS: Final = ("1900000000000000001", "1900000000000000002", "1900000000000000003")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the day; each lives on one platform. `number` makes their ids there."""

    number: int
    name: str
    handle: str

    @property
    def first(self) -> str:
        return self.name if not self.name.isascii() and " " not in self.name else self.name.split(" ")[0]

    @property
    def facebook(self) -> tuple[str, str]:
        return str(7654321098760000 + self.number), self.name

    @property
    def x(self) -> tuple[str, str, str]:
        return str(3300000000 + self.number), self.handle, self.name

    @property
    def shop(self) -> dict[str, str]:
        return {"id": f"c-{1000 + self.number}", "name": self.name}


@dataclass(frozen=True, slots=True)
class Said:
    """Something said, so that it can be answered, edited or taken back."""

    who: Someone
    at: datetime
    form: str
    object: str
    root: str
    place: str
    line: Line


class Facebook:
    name = "facebook"

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._next = 10_000
        self._answers: dict[str, str] = {}  # what was answered -> the colleague's comment

    def say(
        self, who: Someone, text: str, at: datetime, stands_for: str, form: str = "comment", place: str = ""
    ) -> Said:
        """A comment on the post `place`, or a post of a visitor's own (`form` post)."""
        seconds = timedelta(seconds=1 + who.number % 4)
        if form == "post":
            post = f"{PAGE}_{998877665550000 + self._take()}"
            change = bodies.feed(
                item="post", verb="add", post_id=post, **{"from": _named(who.facebook)},
                message=text, published=1, is_hidden=False, created_time=int(at.timestamp()),
            )  # fmt: skip
            line = self._add(at + seconds, stands_for, change)
            return Said(who, at, form, post, post, post, line)
        place = place or POSTS[0]
        comment = self._comment_id(place)
        change = bodies.feed_comment(comment=comment, post=place, author=who.facebook, text=text, at=at)
        return Said(who, at, form, comment, comment, place, self._add(at + seconds, stands_for, change))

    def again(self, said: Said, text: str, at: datetime, stands_for: str) -> Said:
        """The same person, once more in the same thread; on their own post, under the colleague's comment."""
        comment = self._comment_id(said.place)
        root = self._answers[said.object] if said.form == "post" else said.root
        change = bodies.feed_comment(
            comment=comment, post=said.place, author=said.who.facebook, text=text, at=at, under=root
        )
        line = self._add(at + timedelta(seconds=2), stands_for, change)
        return Said(said.who, at, "comment", comment, root, said.place, line)

    def answer(self, said: Said, text: str, at: datetime, stands_for: str) -> Line:
        """A colleague's own reply, written in the platform's own app, as it echoes back to us."""
        comment = self._comment_id(said.place)
        self._answers[said.object] = comment
        under = None if said.form == "post" else said.root
        change = bodies.feed_comment(
            comment=comment, post=said.place, author=(PAGE, BRAND), text=text, at=at, under=under
        )
        return self._add(at + timedelta(seconds=2), stands_for, change)

    def edit(self, said: Said, text: str, at: datetime) -> Line:
        change = bodies.feed_comment(
            comment=said.object,
            post=said.place,
            author=said.who.facebook,
            text=text,
            at=said.at,
            verb="edited",
            edited=at,
        )
        return self._add(at + timedelta(seconds=1), "an edit: the person added words to the comment", change)

    def remove(self, said: Said, at: datetime, stands_for: str) -> Line:
        change = bodies.feed_comment(
            comment=said.object, post=said.place, author=said.who.facebook, text=None, at=None, verb="remove"
        )
        return self._add(at + timedelta(seconds=1), stands_for, change)

    def share(self, who: Someone, text: str, at: datetime) -> Line:
        number = 998877665560000 + self._take()
        change = bodies.feed(
            item="share", verb="add", share_id=number, post_id=f"{PAGE}_{number}", **{"from": _named(who.facebook)},
            link=f"https://www.facebook.com/ternandkettle/posts/{POSTS[1].partition('_')[2]}",
            message=text or None, published=1, created_time=int(at.timestamp()),
        )  # fmt: skip
        return self._add(at + timedelta(seconds=2), "a share of our post", change)

    def react(self, who: Someone, reaction: str, place: str, at: datetime) -> Line:
        change = bodies.feed(
            item="reaction", verb="add", reaction_type=reaction, post_id=place, parent_id=place,
            **{"from": _named(who.facebook)}, created_time=int(at.timestamp()),
        )  # fmt: skip
        return self._add(at + timedelta(seconds=1), f"a reaction ({reaction}) to our post", change)

    def page_like(self, who: Someone, at: datetime) -> Line:
        change = bodies.feed(item="like", verb="add", user_id=int(who.facebook[0]))
        return self._add(at + timedelta(seconds=1), "somebody follows the page", change)

    def mention(self, text: str, at: datetime, stands_for: str) -> Line:
        """Another page names ours; real deliveries carry no author."""
        value = {
            "item": "post", "verb": "add", "message": text,
            "post_id": f"555000111222_{30_000 + self._take()}", "created_time": int(at.timestamp()),
        }  # fmt: skip
        return self._add(at + timedelta(seconds=3), stands_for, {"field": "mention", "value": value})

    def _add(self, at: datetime, stands_for: str, *changes: bodies.Json) -> Line:
        line = Line(at, self.name, bodies.facebook(PAGE, at, *changes), stands_for)
        self.lines.append(line)
        return line

    def _comment_id(self, place: str) -> str:
        return f"{place.partition('_')[2]}_{443322110090000 + self._take()}"

    def _take(self) -> int:
        self._next += 7
        return self._next


class X:
    name = "x"

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._next = 1900000000000100000

    def say(
        self, who: Someone, text: str, at: datetime, stands_for: str, form: str = "mention", place: str = ""
    ) -> Said:
        """A mention, a reply to our post (`form` reply), or a direct message (`form` message)."""
        id = self._take()
        if form == "message":
            event = bodies.x_message(id=id, sender=who.x[0], recipient=X_USER, text=text, at=at)
            body = bodies.x_activity(X_USER, direct_message_events=[event], users=_users(who))
            return Said(who, at, form, id, id, "", self._add(at, stands_for, body))
        answers = (place or TWEETS[0], X_USER, HANDLE) if form == "reply" else None
        post = bodies.tweet(
            id=id, author=who.x, text=f"@{HANDLE} {text}", at=at, mentions=[(X_USER, HANDLE)], answers=answers
        )
        line = self._add(at, stands_for, bodies.x_activity(X_USER, tweet_create_events=[post]))
        return Said(who, at, form, id, id, place, line)

    def again(self, said: Said, text: str, at: datetime, stands_for: str) -> Said:
        if said.form == "message":
            return self.say(said.who, text, at, stands_for, "message")
        return self.say(said.who, text, at, stands_for, "reply", said.place or said.object)

    def answer(self, said: Said, text: str, at: datetime, stands_for: str) -> Line:
        id = self._take()
        user, handle, _name = said.who.x
        if said.form == "message":
            event = bodies.x_message(id=id, sender=X_USER, recipient=user, text=text, at=at)
            body = bodies.x_activity(X_USER, direct_message_events=[event], users=_users(said.who))
            return self._add(at, stands_for, body)
        post = bodies.tweet(
            id=id, author=(X_USER, HANDLE, BRAND), text=f"@{handle} {text}", at=at,
            mentions=[(user, handle)], answers=(said.object, user, handle),
        )  # fmt: skip
        return self._add(at, stands_for, bodies.x_activity(X_USER, tweet_create_events=[post]))

    def remove(self, said: Said, at: datetime, stands_for: str) -> Line:
        gone = {
            "status": {"id": said.object, "user_id": said.who.x[0]},
            "timestamp_ms": str(int(at.timestamp() * 1000)),
        }
        return self._add(at, stands_for, bodies.x_activity(X_USER, tweet_delete_events=[gone]))

    def repost(self, who: Someone, at: datetime) -> Line:
        post = bodies.tweet(
            id=self._take(), author=who.x, text=f"RT @{HANDLE}: First Frost is here.", at=at,
            mentions=[(X_USER, HANDLE)], retweeted_status=_ours(TWEETS[0]),
        )  # fmt: skip
        return self._add(at, "a repost", bodies.x_activity(X_USER, tweet_create_events=[post]))

    def quote(self, who: Someone, text: str, at: datetime) -> Line:
        post = bodies.tweet(
            id=self._take(), author=who.x, text=f"{text} https://t.co/frost", at=at, is_quote_status=True,
            quoted_status_id_str=TWEETS[0], quoted_status=_ours(TWEETS[0]),
        )  # fmt: skip
        return self._add(at, "a quote of our post", bodies.x_activity(X_USER, tweet_create_events=[post]))

    def like(self, who: Someone, at: datetime) -> Line:
        event = {
            "id": f"{int(self._take()):032x}", "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
            "timestamp_ms": int(at.timestamp() * 1000),
            "favorited_status": {"id_str": TWEETS[0], "user": {"id_str": X_USER}}, "user": _user(who),
        }  # fmt: skip
        return self._add(at, "a like of our post", bodies.x_activity(X_USER, favorite_events=[event]))

    def follow(self, who: Someone, at: datetime) -> Line:
        event = {
            "type": "follow", "created_timestamp": str(int(at.timestamp() * 1000)),
            "source": {"id": who.x[0], "screen_name": who.x[1]}, "target": {"id": X_USER, "screen_name": HANDLE},
        }  # fmt: skip
        return self._add(at, "a new follower", bodies.x_activity(X_USER, follow_events=[event]))

    def _add(self, at: datetime, stands_for: str, body: bytes) -> Line:
        line = Line(at + timedelta(seconds=1), self.name, body, stands_for)
        self.lines.append(line)
        return line

    def _take(self) -> str:
        self._next += 13
        return str(self._next)


class Shop:
    name = "standard"
    _kinds: Final = {"message": "direct_message"}

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._next = 88_000

    def say(
        self, who: Someone, text: str, at: datetime, stands_for: str, form: str = "message", place: str = ""
    ) -> Said:
        """A message through the contact form, a review (`form` review) or a mention in the forum (`form` mention)."""
        id = f"tk-{self._take()}"
        thread = place or f"thread-{id}"
        body = bodies.standard(
            f"social.{self._kinds.get(form, form)}.created", at, account=SHOP, id=id, thread_id=thread,
            author=who.shop, text=text, url=f"https://shop.ternandkettle.example/inbox/{id}",
        )  # fmt: skip
        return Said(who, at, form, id, id, thread, self._add(at, stands_for, body))

    def again(self, said: Said, text: str, at: datetime, stands_for: str) -> Said:
        return self.say(said.who, text, at, stands_for, said.form, said.place)

    def answer(self, said: Said, text: str, at: datetime, stands_for: str) -> Line:
        body = bodies.standard(
            "social.reply.created", at, account=SHOP, id=f"tk-{self._take()}", thread_id=said.place,
            author={"id": SHOP, "name": BRAND, "is_brand": True}, text=text, in_reply_to=said.object,
        )  # fmt: skip
        return self._add(at, stands_for, body)

    def _add(self, at: datetime, stands_for: str, body: bytes) -> Line:
        line = Line(at + timedelta(seconds=1), self.name, body, stands_for)
        self.lines.append(line)
        return line

    def _take(self) -> int:
        self._next += 3
        return self._next


Voice = Facebook | X | Shop


def local(at: time, second: int = 0) -> datetime:
    """A moment of the day by the clock on the brand's wall, as UTC."""
    return datetime.combine(DATE, at.replace(second=second), ZONE).astimezone(UTC)


def _named(author: tuple[str, str]) -> dict[str, str]:
    return {"id": author[0], "name": author[1]}


def _user(who: Someone) -> dict[str, str]:
    return {"id_str": who.x[0], "screen_name": who.x[1], "name": who.x[2]}


def _users(who: Someone) -> dict[str, dict[str, str]]:
    user, handle, name = who.x
    return {
        user: {"id": user, "screen_name": handle, "name": name},
        X_USER: {"id": X_USER, "screen_name": HANDLE, "name": BRAND},
    }


def _ours(id: str) -> dict[str, object]:
    return {"id_str": id, "text": "First Frost is here.", "user": {"id_str": X_USER, "screen_name": HANDLE}}
