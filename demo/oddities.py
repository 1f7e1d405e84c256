"""What goes wrong, and what is odd, in the recorded day: edits, deletions, copies, forgeries, hiccups.

Each is placed by hand, so that a reader finds it at the same time in every run.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from demo import bodies
from demo.dayfile import Line
from demo.faults import Fault, Wrong
from demo.voices import PAGE, POSTS, SHOP, X_USER, Said, Voice, local

if TYPE_CHECKING:
    from demo.make_day import Tuesday

OTHER_PAGE: Final = "102030405060799"
CUT_BODY: Final = b'{"object":"page","entry":[{"id":"102030405060708","time":17919'


class Oddities:
    def __init__(self, day: Tuesday) -> None:
        self.day = day
        self.words = day.words["odd"]

    def all(self) -> None:
        self._changes_of_mind()
        self._answered_before_it_came()
        self._strange_senders()
        self._strange_bodies()
        self._forgeries()
        self._copies()
        self._hiccups()

    def _changes_of_mind(self) -> None:
        facebook = self.day.facebook
        said = self._comment("cut_short", _at(11, 12), "a question, cut short", POSTS[3])
        facebook.edit(said, self.words["cut_short"]["edited"], said.at + timedelta(seconds=50))
        self.day.answer(said, self.words["cut_short"]["answer"], "Dāvis", said.at + timedelta(minutes=19))
        said = self._comment("soon_deleted", _at(15, 31), "a complaint, soon deleted", POSTS[2])
        facebook.remove(said, said.at + timedelta(minutes=4), "a deletion: the person takes the comment back")
        said = self._comment("wrong_page", _at(16, 44), "a comment that is deleted already", POSTS[1])
        facebook.remove(said, said.line.at - timedelta(seconds=3), "a deletion that arrives before its original")
        text = self.words["soon_deleted_on_x"]["text"]
        said = self.day.x.say(self.day.someone(), text, _at(12, 5), "a question, soon deleted")
        self.day.x.remove(said, said.at + timedelta(minutes=2), "a deletion on X")

    def _answered_before_it_came(self) -> None:
        asked = self._comment("answered_first", _at(10, 2), "a question that arrives after its answer", POSTS[4])
        reply = self.day.answer(
            asked, self.words["answered_first"]["answer"], "Ingrid", asked.at + timedelta(minutes=6)
        )
        _swap(self.day.facebook, asked.line, replace(asked.line, at=reply.at + timedelta(seconds=4)))

    def _strange_senders(self) -> None:
        at = _at(13, 7)
        author = {"id": "c-9", "name": "Deal Finder", "is_bot": True}
        text = self.words["bot"]["text"]
        body = bodies.standard(
            "social.mention.created", at, account=SHOP, id="tk-bot-1", thread_id="deals", author=author, text=text
        )
        self._odd(at, "standard", body, "another bot")
        mentions = self.words["mentions"]
        self.day.facebook.mention(mentions["praise"], _at(11, 40), "another page mentions ours, kindly")
        self.day.facebook.mention(mentions["visit"], _at(17, 15), "another page mentions ours, kindly")

    def _strange_bodies(self) -> None:
        at = _at(9, 58)
        words = self.words["batch"]
        part = POSTS[5].partition("_")[2]
        ours = [
            self._feed(text, POSTS[5], f"{part}_44332211019{number}000", at)
            for number, text in enumerate(words["texts"], start=1)
        ]
        foreign = self._feed(words["other_page"], f"{OTHER_PAGE}_111", "111_222", at)
        other = {"id": OTHER_PAGE, "time": int(at.timestamp()), "changes": [foreign]}
        body = bodies.facebook(PAGE, at, *ours, more=[other])
        self._odd(at, "facebook", body, "a batch: two comments, and one for a page that nobody owns")
        at = _at(14, 2)
        unknown = {"field": "group_feed", "value": {"item": "poll", "verb": "add", "anything": [1, 2]}}
        self._odd(at, "facebook", bodies.facebook(PAGE, at, unknown), "an unknown kind of event")
        read = {"sender_id": "3300000150", "last_read_event_id": "1900000000000100013"}
        body = bodies.x_activity(X_USER, direct_message_mark_read_events=[read])
        self._odd(_at(14, 20), "x", body, "a read receipt, which is of no use to us")
        self._odd(_at(15, 3), "facebook", CUT_BODY, "a signed body that ends in the middle")

    def _forgeries(self) -> None:
        at = _at(3, 14)
        forged = bodies.facebook(PAGE, at, self._feed(self.words["forged"]["text"], POSTS[0], "1_2", at))
        self._odd(at, "facebook", forged, "a forged request: bad signature", "bad")
        self._odd(_at(3, 15), "facebook", forged, "a forged request: no signature", "missing")
        like = bodies.x_activity(X_USER, favorite_events=[])
        self._odd(_at(3, 17), "x", like, "a forged request: bad signature", "bad")

    def _copies(self) -> None:
        """Platforms deliver some things twice: at once, or an hour later."""
        for voice, seconds in ((self.day.facebook, 9), (self.day.x, 31), (self.day.shop, 5), (self.day.facebook, 3600)):
            plain = [line for line in voice.lines if line.stands_for == "praise" and _at(9, 0) < line.at < _at(19, 0)]
            copy = self.day.draw.choice(plain)
            later = copy.at + timedelta(seconds=seconds)
            self.day.odd.append(replace(copy, at=later, stands_for="the same delivery once more"))

    def _hiccups(self) -> None:
        """A platform stumbles while we answer: it asks us to wait, and it loses an answer after the effect."""
        said = self._comment("limited", _at(12, 31), "praise, while the platform asks us to slow down", POSTS[6])
        limit = Fault(Wrong.RATE_LIMIT, path="^/v", seconds=90.0)
        _swap(self.day.facebook, said.line, replace(said.line, faults=(limit,)))
        said = self._comment("lost", _at(17, 2), "praise, while the platform's answer to us is lost", POSTS[6])
        cut = Fault(Wrong.CUT, path="^/v")
        _swap(self.day.facebook, said.line, replace(said.line, faults=(cut,)))

    def _comment(self, name: str, at: datetime, stands_for: str, post: str) -> Said:
        return self.day.facebook.say(self.day.someone(), self.words[name]["text"], at, stands_for, "comment", post)

    def _feed(self, text: str, post: str, comment: str, at: datetime) -> bodies.Json:
        author = self.day.someone().facebook
        return bodies.feed_comment(comment=comment, post=post, author=author, text=text, at=at)

    def _odd(self, at: datetime, connection: str, body: bytes, stands_for: str, signature: str = "good") -> None:
        self.day.odd.append(Line(at + timedelta(seconds=2), connection, body, stands_for, signature))


def _swap(voice: Voice, old: Line, new: Line) -> None:
    voice.lines[voice.lines.index(old)] = new


def _at(hour: int, minute: int) -> datetime:
    return local(time(hour, minute))
