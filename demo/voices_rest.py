"""The voices of LinkedIn and YouTube: one tells each administrator, the other tells only whoever asks."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from demo import bodies_more as bodies
from demo.told import Done
from demo.voices import BRAND, HANDLE, Someone

ORGANIZATION: Final = "100200342"
CHANNEL: Final = "UCternAndKettle000000042"
US: Final = f"urn:li:organization:{ORGANIZATION}"
ADMINISTRATORS: Final = ("urn:li:person:TkIngrid01", "urn:li:person:TkDavis002")


class LinkedIn:
    """The organization's page. Every subscribed administrator may get a copy of each notice."""

    connection = "linkedin"
    pushed: frozenset[str] | None = None
    _threads: Final = tuple(f"urn:li:activity:72500000000000420{number}" for number in range(1, 6))

    def said(self, done: Done) -> bytes:
        if done.form != "comment_and_more":
            return bodies.linkedin(self._notice(done))
        more = [self._bare("LIKE", done, done.number + one, self._thread(done)) for one in (1, 2)]
        return bodies.linkedin(more[0], self._notice(done), more[1])

    def copies(self, done: Done) -> tuple[bytes, ...]:
        """For the other administrator: another number, and the comment's name spelt out."""
        return (bodies.linkedin(self._notice(done, copy=1)),) if done.form == "for_two" else ()

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        made = self._comment(self._thread(done), number, US, text)
        return bodies.linkedin(self._told("ADMIN_COMMENT", done, number, at, made))

    def edit(self, done: Done, text: str, at: datetime) -> bytes:
        made = self._comment(self._thread(done), done.number, self.person(done.who), text)
        return bodies.linkedin(self._told("COMMENT_EDIT", done, done.number, at, made, later=1))

    def remove(self, done: Done, at: datetime) -> bytes:
        made = (self._comment(self._thread(done), done.number, "", "")[0], None)
        return bodies.linkedin(self._told("COMMENT_DELETE", done, done.number, at, made, later=2))

    def react(self, done: Done, answered: int, _emoji: str, at: datetime) -> bytes:
        return bodies.linkedin(
            self._bare("LIKE", done, answered, self._comment(self._thread(done), answered, "", "")[0])
        )

    def person(self, who: Someone) -> str:
        return f"urn:li:person:Tk{who.number:06d}Xy"

    def _notice(self, done: Done, copy: int = 0) -> bodies.Json:
        if done.form == "like":
            return self._bare("LIKE", done, done.number, self._thread(done))
        if done.form in ("share", "mention"):
            made = f"urn:li:share:72500000000005{done.number:05d}"
            told = {"share": {"entity": made, "owner": self.person(done.who), "text": done.text}}
            action = "SHARE" if done.form == "share" else "SHARE_MENTION"
            source = self._thread(done) if done.form == "share" else made
            return self._told(action, done, done.number, done.at, (made, told), source=source)
        comment = self._comment(self._thread(done), done.number, self.person(done.who), done.text, spelt=copy == 1)
        return self._told("COMMENT", done, done.number, done.at, comment, copy=copy)

    def _bare(self, action: str, done: Done, number: int, about: str) -> bodies.Json:
        """LinkedIn says neither who nor what; only the moment tells one like from the next."""
        at = done.at + timedelta(milliseconds=number)
        return self._told(action, done, number, at, (about, None))

    def _told(
        self,
        action: str,
        done: Done,
        number: int,
        at: datetime,
        made: tuple[str, bodies.Json | None],
        *,
        source: str | None = None,
        copy: int = 0,
        later: int = 0,
    ) -> dict[str, Any]:
        return bodies.notice(
            number=900000000000000000 + 10 * number + 5 * copy + later,
            organization=ORGANIZATION,
            action=action,
            source=source or self._thread(done),
            made=made[0],
            at=at,
            subscriber=ADMINISTRATORS[copy],
            decorated=made[1],
        )

    def _comment(
        self, thread: str, number: int, owner: str, text: str, *, spelt: bool = False
    ) -> tuple[str, bodies.Json]:
        """Its name, in the short spelling unless `spelt`, and what is told of it, where the long one stands."""
        short, own = thread.removeprefix("urn:li:"), f"72500000000004{number:05d}"
        entity = f"urn:li:comment:({thread},{own})"
        told = {"comment": {"entity": entity, "owner": owner, "text": text, "object": thread}}
        return (entity if spelt else f"urn:li:comment:({short},{own})"), told

    def _thread(self, done: Done) -> str:
        return self._threads[done.place]


class YouTube:
    """Videos are pushed, comments are not: what somebody says there is a resource that the platform lists."""

    connection = "youtube"
    pushed: frozenset[str] | None = frozenset({"video"})
    _videos: Final = ("tkHarbour01", "tkMokaPot02")

    def said(self, done: Done) -> bytes:
        if done.form == "video":
            video = f"tkNew{done.number:06d}"
            by, updated = BRAND.replace("&", "&amp;"), done.at + timedelta(minutes=3)
            return bodies.youtube_video(CHANNEL, video=video, title=done.text, by=by, at=done.at, updated=updated)
        if done.under is not None:
            return self._reply(done, done.number, self._author(done), done.text, done.at, self.thread(done.under))
        return self._top(done, done.text)

    def copies(self, _done: Done) -> tuple[bytes, ...]:
        return ()

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        words = f"@{done.who.handle} {text}"
        return self._reply(done, number, (CHANNEL, HANDLE), words, at, self.thread(done.number))

    def edit(self, done: Done, text: str, at: datetime) -> bytes:
        return self._top(done, text, at)

    def remove(self, done: Done, _at: datetime) -> bytes:
        return self._top(done, done.text)

    def react(self, done: Done, answered: int, emoji: str, at: datetime) -> bytes:
        raise NotImplementedError("YouTube tells of no likes")

    def thread(self, number: int) -> str:
        return f"UgzTernKettle{number:06d}AaABAg"

    def _author(self, done: Done) -> tuple[str, str]:
        return f"UCfan{done.who.number:06d}0000000000000", done.who.handle

    def _top(self, done: Done, text: str, edited: datetime | None = None) -> bytes:
        comment = bodies.youtube_comment(
            comment=self.thread(done.number),
            author=self._author(done),
            text=text,
            at=done.at,
            video=self._videos[done.place],
            edited=edited,
        )
        return json.dumps(comment, ensure_ascii=False).encode()

    def _reply(self, done: Done, number: int, author: tuple[str, str], text: str, at: datetime, under: str) -> bytes:
        comment = bodies.youtube_comment(
            comment=f"{under}.9tk{number:06d}",
            author=author,
            text=text,
            at=at,
            video=self._videos[done.place],
            under=under,
        )
        return json.dumps(comment, ensure_ascii=False).encode()
