"""Asks for comments, page by page: new threads, then the threads in which somebody still waits.

YouTube pushes no comments, and a new reply under an old thread does not bring that up again. So an asking first
reads threads, newest first, until they are too old; a thread gives only some of its replies, so those with more are
read in full. Then it asks for the threads of what is open, fifty in one call, and reads a few of the long ones in full.
Each call costs one unit of the quota.
Where an asking stands is in its cursor alone, so another instance can go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from shared.core.interaction import Interaction, hashed
from shared.core.ports import Listed, Question
from shared.platforms._base import clean, iso_moment
from shared.platforms.youtube._api import PER_PAGE, Api, Closed, Gone, items, next_page, replies_asked
from shared.platforms.youtube._mapping import comment, removed

OVERLAP: Final = timedelta(minutes=10)  # pages shift while they are read
AT_ONCE: Final = 50  # threads that one call may name
MOST_WHOLE: Final = 5  # older threads that one asking reads in full: a used-up quota leaves us deaf until midnight
_THREAD: Final = r"[A-Za-z0-9_-]{12,64}"  # longer than a video's id
_ASKED: Final = {"part": "id,snippet,replies", "textFormat": "plainText"}


class Cursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an asking stands. `threads` is the page of threads to come ("": the first; None: all are read).

    `whole` are threads, each with its video behind a space (behind a `!` where nothing can be said), whose replies must
    be read in full, the first from page `replies` on; they come before anything else. `open` are threads to be asked
    for in the end.
    """

    threads: str | None = ""
    open: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    replies: str | None = None


class _Thread(msgspec.Struct, frozen=True):
    """One thread resource. `whole`: the replies in it are all there are."""

    id: str
    video: str | None
    at: datetime | None
    closed: bool
    whole: bool
    top: object
    replies: tuple[Any, ...]

    @classmethod
    def read(cls, given: object) -> _Thread:
        facts = given if isinstance(given, dict) else {}
        snippet = _part(facts, "snippet")
        top = snippet.get("topLevelComment")
        about = _part(top, "snippet")
        replies = _part(facts, "replies").get("comments")
        replies = replies if isinstance(replies, list) else []
        count = snippet.get("totalReplyCount")
        return cls(
            id=clean(facts.get("id")) or clean(_part(snippet, "topLevelComment").get("id")) or "",
            video=clean(snippet.get("videoId")) or clean(about.get("videoId")) or None,
            at=iso_moment(about.get("publishedAt")),
            closed=snippet.get("canReply") is False,
            whole=isinstance(count, int) and count <= len(replies),
            top=top,
            replies=tuple(replies),
        )


class Asking:
    """One page of one asking."""

    def __init__(self, api: Api, account: str, question: Question, timeout: float) -> None:
        self._api = api
        self._account = account
        self._question = question
        self._timeout = timeout
        self._known = question.since - OVERLAP
        self._at = _cursor(question.cursor)
        self._found: list[Interaction] = []

    def page(self) -> Listed:
        """Make one call. Raises PlatformError."""
        if self._at.whole:
            after = self._replies()
        elif self._at.threads is not None:
            after = self._threads()
        else:
            after = self._open()
        more = after.threads is not None or after.open or after.whole
        return Listed(tuple(self._found), msgspec.json.encode(after).decode() if more else None)

    def _threads(self) -> Cursor:
        asked = {**_ASKED, "allThreadsRelatedToChannelId": self._account, "order": "time", "maxResults": PER_PAGE}
        page = self._at.threads or None
        answer = self._ask("commentThreads", {**asked, "pageToken": page} if page else asked)
        threads = [_Thread.read(one) for one in items(answer, "list")]
        following = next_page(answer, page, "list")
        waiting = self._waiting()
        whole = [
            named for thread in threads if (named := self._take(thread, self._new(thread) or thread.id in waiting))
        ]
        if following is not None and (not threads or self._new(threads[-1])):
            return Cursor(following, (), tuple(whole))
        here = {thread.id for thread in threads}
        return Cursor(None, tuple(one for one in waiting if one not in here), tuple(whole))

    def _open(self) -> Cursor:
        asked, rest = self._at.open[:AT_ONCE], self._at.open[AT_ONCE:]
        try:
            listed = items(self._ask("commentThreads", {**_ASKED, "id": ",".join(asked)}), "list")
        except (Gone, Closed):  # one of them spoils the answer for all
            return Cursor(None, rest, self._drawn(asked))
        threads = {thread.id: thread for thread in map(_Thread.read, listed)}
        whole = []
        for one in asked:
            thread = threads.get(one)
            if thread is None:  # gone, or held back: its replies will tell
                whole.append(one)
            elif not self._new(thread) and (named := self._take(thread, True)):
                whole.append(named)
        return Cursor(None, rest, self._drawn(whole))

    def _drawn(self, whole: Sequence[str]) -> tuple[str, ...]:
        """As many as one asking may read in full, others each time, so that all have their turn."""
        if len(whole) > MOST_WHOLE:
            whole = sorted(whole, key=lambda one: hashed(one, self._question.now.isoformat()))[:MOST_WHOLE]
        return tuple(whole)

    def _replies(self) -> Cursor:
        named = self._at.whole[0]
        thread, _, video = named.replace("!", " ").partition(" ")
        following = None
        try:
            answer = self._ask("comments", replies_asked(thread, self._at.replies))
        except Gone:
            for one in self._question.open:
                if one.partition(".")[0] == thread:
                    self._found.append(removed(one, self._account, self._question.now))
        except Closed:
            pass  # one video must not stop all the others; whoever waits there is left to a colleague
        else:
            for reply in items(answer, "list"):
                self._tell(reply, video or None, "!" in named)
            following = next_page(answer, self._at.replies, "list")
        rest = self._at.whole if following else self._at.whole[1:]
        return Cursor(self._at.threads, self._at.open, rest, following)

    def _take(self, thread: _Thread, wanted: bool) -> str | None:
        """Tell of a thread; the name under which its replies must be read in full, where they are wanted."""
        self._tell(thread.top, thread.video, thread.closed)
        if wanted and not thread.whole:
            return f"{thread.id}{'!' if thread.closed else ' '}{thread.video or ''}"
        for reply in thread.replies:
            self._tell(reply, thread.video, thread.closed)
        return None

    def _tell(self, given: object, video: str | None, closed: bool = False) -> None:
        question = self._question
        self._found += comment(
            given,
            account=self._account,
            now=question.now,
            since=question.since,
            known=self._known,
            video=video,
            closed=closed,
        )

    def _new(self, thread: _Thread) -> bool:
        return thread.at is None or thread.at >= self._known

    def _waiting(self) -> tuple[str, ...]:
        """The threads of what is open, each once. Videos can wait too, and are not asked for here."""
        threads = dict.fromkeys(named.partition(".")[0] for named in self._question.open)
        return tuple(one for one in threads if re.fullmatch(_THREAD, one))

    def _ask(self, collection: str, asked: dict[str, str]) -> dict[str, Any]:
        return self._api.get("list", collection, asked, self._question.now, self._timeout)


def _cursor(text: str | None) -> Cursor:
    """A cursor as we gave it. One that another release wrote means beginning anew, which loses nothing."""
    if text is None:
        return Cursor()
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return Cursor()


def _part(facts: object, name: str) -> dict[str, Any]:
    value = facts.get(name) if isinstance(facts, dict) else None
    return value if isinstance(value, dict) else {}
