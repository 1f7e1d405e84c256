"""The voices of Instagram, Messenger, WhatsApp and Threads: how Meta's platforms write what was done.

A voice turns one row of words_more.toml, and what becomes of it, into bodies. It keeps nothing: all ids are made of
the number that the script gives. When and by whom something is said stands in the file; `script` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from demo import bodies_more as bodies
from demo.bodies import feed
from demo.told import Done
from demo.voices import HANDLE, PAGE, Someone

INSTAGRAM: Final = "17841400000000042"
BUSINESS: Final = "330000000000042"
NUMBER: Final = ("440000000000042", "4700000100")
THREADS: Final = "27840000000000042"
SUITE: Final = 263902037430900  # the app with which colleagues answer in the inbox of Meta's own tools


class Inbox:
    """What Messenger and Instagram's messages share. `told` is the object of a delivery, `account` whose inbox."""

    connection: str
    pushed: frozenset[str] | None = None
    told: str
    account: str
    beside_echo: Mapping[str, Any] = {}  # what else an echo of a colleague's message carries

    def person(self, who: Someone) -> str:
        raise NotImplementedError("each platform names its people in its own way")

    def mid(self, number: int) -> str:
        raise NotImplementedError("each platform names its messages in its own way")

    def said(self, done: Done) -> bytes:
        return self._from(done.who, done.at, **_ITEMS[done.form](self.mid(done.number), done.text))

    def copies(self, _done: Done) -> tuple[bytes, ...]:
        return ()

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        message = {"mid": self.mid(number), "is_echo": True, **self.beside_echo, "text": text}
        return bodies.messaging(
            self.told, self.account, at, bodies.item(self.account, self.person(done.who), at, message=message)
        )

    def edit(self, done: Done, text: str, at: datetime) -> bytes:
        edit = {"mid": self.mid(done.number), "text": text, "num_edit": "1"}
        return self._from(done.who, at, message_edit=edit)

    def remove(self, done: Done, at: datetime) -> bytes:
        return self._from(done.who, at, message={"mid": self.mid(done.number), "is_deleted": True})

    def react(self, done: Done, answered: int, emoji: str, at: datetime) -> bytes:
        reaction = {"mid": self.mid(answered), "action": "react", "reaction": "love", "emoji": emoji}
        return self._from(done.who, at, reaction=reaction)

    def _from(self, who: Someone, at: datetime, **what: Any) -> bytes:
        return bodies.messaging(self.told, self.account, at, bodies.item(self.person(who), self.account, at, **what))


def _attached(kind: str, address: str, **more: Any) -> Callable[[str, str], dict[str, Any]]:
    def made(mid: str, _text: str) -> dict[str, Any]:
        attachment = {"type": kind, "payload": {"url": f"https://scontent.example/{address}", **more}}
        return {"message": {"mid": mid, "attachments": [attachment]}}

    return made


_ITEMS: Final[Mapping[str, Callable[[str, str], dict[str, Any]]]] = {
    "message": lambda mid, text: {"message": {"mid": mid, "text": text}},
    "photo": _attached("image", "1.jpg"),
    "thumb": _attached("image", "like.png", sticker_id=369239263222822),
    "story": _attached("story_mention", "m"),
    "about_story": lambda mid, text: {
        "message": {"mid": mid, "text": text, "reply_to": {"story": {"id": "17900000000004201"}}}
    },
    "button": lambda mid, text: {"postback": {"mid": mid, "title": text, "payload": "TALK_TO_A_PERSON"}},
    "read": lambda mid, _text: {"read": {"mid": mid}},
}


class Messenger(Inbox):
    """The page's inbox, over Facebook's connection; some deliveries hold an entry of the feed as well."""

    connection = "facebook"
    told, account = "page", PAGE
    beside_echo: Mapping[str, Any] = {"app_id": SUITE}

    def person(self, who: Someone) -> str:
        return str(6100000000000000 + who.number)

    def mid(self, number: int) -> str:
        return f"m_TkQ9{number:06d}-zB"

    def said(self, done: Done) -> bytes:
        if done.form != "message_and_like":
            return super().said(done)
        like = feed(item="like", verb="add", user_id=7654321098769000 + done.who.number)
        beside = {"id": PAGE, "time": int(done.at.timestamp()), "changes": [like]}
        message = {"mid": self.mid(done.number), "text": done.text}
        said = bodies.item(self.person(done.who), PAGE, done.at, message=message)
        return bodies.messaging("page", PAGE, done.at, said, more=[beside])


class Instagram(Inbox):
    connection = "instagram"
    told, account = "instagram", INSTAGRAM
    _media: Final = ("17900000000004211", "17900000000004212", "17900000000004213")

    def person(self, who: Someone) -> str:
        return str(5550001110000 + who.number)

    def mid(self, number: int) -> str:
        return f"aWdfZAG1faXRlbToxOk{number:06d}"

    def comment(self, number: int) -> str:
        return str(17900000000500000 + number)

    def said(self, done: Done) -> bytes:
        if done.form not in ("comment", "reel"):
            return super().said(done)
        author, under = (self.person(done.who), done.who.handle), None
        if done.under is not None:
            under = self.comment(done.under)
        return self._commented(done, done.number, author, done.text, done.at, under)

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        if done.form not in ("comment", "reel"):
            return super().answer(done, number, text, at)
        words, under = f"@{done.who.handle} {text}", self.comment(done.number)
        return self._commented(done, number, (INSTAGRAM, HANDLE), words, at, under)

    def _commented(
        self, done: Done, number: int, author: tuple[str, str], text: str, at: datetime, under: str | None = None
    ) -> bytes:
        change = bodies.instagram_comment(
            comment=self.comment(number),
            author=author,
            text=text,
            media=self._media[done.place],
            product="REELS" if done.form == "reel" else "FEED",
            under=under,
        )
        return bodies.instagram(INSTAGRAM, at, change)


class WhatsApp:
    connection = "whatsapp"
    pushed: frozenset[str] | None = None

    def said(self, done: Done) -> bytes:
        return self._message(done, self.wamid(done.number), done.at, _MESSAGES[done.form](done.text))

    def copies(self, _done: Done) -> tuple[bytes, ...]:
        return ()

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        to = {"to_user_id": self.user(done.who)} if done.form == "hidden" else {"to": self.phone(done.who)}
        echo: dict[str, Any] = {"from": NUMBER[1], **to, "id": self.wamid(number), "timestamp": _seconds(at)}
        echo |= {"type": "text", "text": {"body": text}}
        return bodies.whatsapp(BUSINESS, NUMBER, "smb_message_echoes", message_echoes=[echo])

    def edit(self, done: Done, text: str, at: datetime) -> bytes:
        said = {"original_message_id": self.wamid(done.number), "message": {"type": "text", "text": {"body": text}}}
        return self._message(done, f"{self.wamid(done.number)}E", at, {"type": "edit", "edit": said})

    def remove(self, done: Done, at: datetime) -> bytes:
        revoke = {"original_message_id": self.wamid(done.number)}
        return self._message(done, f"{self.wamid(done.number)}R", at, {"type": "revoke", "revoke": revoke})

    def react(self, done: Done, answered: int, emoji: str, at: datetime) -> bytes:
        reaction = {"message_id": self.wamid(answered), "emoji": emoji}
        return self._message(done, f"{self.wamid(answered)}H", at, {"type": "reaction", "reaction": reaction})

    def phone(self, who: Someone) -> str:
        return f"470000{who.number:04d}"

    def user(self, who: Someone) -> str:
        return f"NO.7700000000000{who.number:06d}"

    def wamid(self, number: int) -> str:
        return f"wamid.HBgKNDcwMDAw{number:06d}FQIA"

    def _message(self, done: Done, id: str, at: datetime, content: Mapping[str, Any]) -> bytes:
        user = self.user(done.who)
        contact: dict[str, Any] = {"profile": {"name": done.who.name}, "user_id": user}
        sender: dict[str, Any] = {"from_user_id": user}
        if done.form == "hidden":
            contact["profile"]["username"] = f"@{done.who.handle}"
        else:
            contact, sender = {**contact, "wa_id": self.phone(done.who)}, {"from": self.phone(done.who), **sender}
        message = {**sender, "id": id, "timestamp": _seconds(at), **content}
        return bodies.whatsapp(BUSINESS, NUMBER, contacts=[contact], messages=[message])


def _text(words: str) -> dict[str, Any]:
    return {"text": {"body": words}, "type": "text"}


def _file(kind: str, mime: str, **more: Any) -> Callable[[str], dict[str, Any]]:
    def made(caption: str) -> dict[str, Any]:
        said = {"caption": caption} if caption else {}
        file = {"id": "660000000000042", "mime_type": mime, "sha256": "q83vEjRWeJA=", **more, **said}
        return {"type": kind, kind: file}

    return made


_MESSAGES: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "message": _text,
    "hidden": _text,
    "photo": _file("image", "image/jpeg"),
    "voice": _file("audio", "audio/ogg; codecs=opus", voice=True),
    "document": _file("document", "application/pdf", filename="kvittering.pdf"),
    "place": lambda _words: {"type": "location", "location": {"latitude": 59.925, "longitude": 10.751}},
}


class Threads:
    """Replies under our posts, and mentions elsewhere. People have a name and no id."""

    connection = "threads"
    pushed: frozenset[str] | None = None
    _posts: Final = ("18000000000004201", "18000000000004202")

    def said(self, done: Done) -> bytes:
        if done.form == "mention":
            return self._told("mentions", self._value(done.number, done.who.handle, done.text, done.at))
        return self._reply(done, done.number, done.who.handle, done.text, done.at, self.post(done.under, done.place))

    def copies(self, done: Done) -> tuple[bytes, ...]:
        """Who names us in a reply under our own post is told of twice, under one id."""
        if done.form != "reply_and_mention":
            return ()
        above = self._above(self.post(done.under, done.place), done.place)
        value = {**self._value(done.number, done.who.handle, done.text, done.at), **above, "is_reply": True}
        return (self._told("mentions", value),)

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes:
        if done.form != "mention":
            return self._reply(done, number, HANDLE, text, at, self.thread(done.number))
        value = self._value(number, HANDLE, text, at)
        above = {"replied_to": {"id": self.thread(done.number)}, "is_reply": True}
        owner = {"owner_id": str(90000 + done.who.number), "username": done.who.handle}
        root = {"root_post": {"id": self.thread(done.number), **owner}}
        return self._told("publish", {**value, **above, **root}, topic="interaction")

    def edit(self, done: Done, text: str, at: datetime) -> bytes:
        raise NotImplementedError("Threads tells of no edits")

    def remove(self, done: Done, at: datetime) -> bytes:
        value = {"id": self.thread(done.number), "owner": {"owner_id": str(90000 + done.who.number)}}
        return self._told("delete", {**value, "deleted_at": _iso(at), "timestamp": _iso(done.at)}, at=at)

    def react(self, done: Done, answered: int, emoji: str, at: datetime) -> bytes:
        raise NotImplementedError("Threads tells of no likes")

    def thread(self, number: int) -> str:
        return str(18000000000500000 + number)

    def post(self, under: int | None, place: int) -> str:
        return self._posts[place] if under is None else self.thread(under)

    def _reply(self, done: Done, number: int, author: str, text: str, at: datetime, above: str) -> bytes:
        value = {**self._value(number, author, text, at), **self._above(above, done.place)}
        return self._told("replies", value, topic="moderate")

    def _above(self, above: str, place: int) -> bodies.Json:
        root = {"id": self._posts[place], "owner_id": THREADS, "username": HANDLE}
        return {"replied_to": {"id": above}, "root_post": root}

    def _value(self, number: int, author: str, text: str, at: datetime) -> dict[str, Any]:
        return bodies.threads_post(post=self.thread(number), author=author, text=text, at=at)

    def _told(self, field: str, value: bodies.Json, *, topic: str = "", at: datetime | None = None) -> bytes:
        topic = topic or ("interaction" if field == "mentions" else "moderate")
        return bodies.threads(THREADS, topic, field, value, at)


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
