"""Writes demo/days/tuesday.jsonl: a busy, good but not perfect day of a made-up coffee roaster.

    python -m demo.make_day [PATH]

Equal seeds give equal bytes, and a test holds the committed file against this. What people say is in
words.toml and people.toml, how it looks on the wire in `voices`, what goes wrong in `oddities`, what never arrives in
`losses`; this module decides who, when and where. Who has a time and a place of their own stands in words_more.toml,
see `script`.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from demo import dayfile, losses, script
from demo.dayfile import Day, Header, Line, Link
from demo.oddities import Oddities
from demo.voices import DATE, PAGE, POSTS, SHOP, X_USER, ZONE, Facebook, Said, Shop, Someone, Voice, X, local
from demo.voices_meta import INSTAGRAM, NUMBER, THREADS
from demo.voices_rest import CHANNEL, ORGANIZATION

SEED: Final = 20261013
HERE: Final = Path(__file__).parent
FILE: Final = HERE / "days" / "tuesday.jsonl"
OPENS, CLOSES, LATE_LOOK, LAST = time(9), time(18), time(20, 10), time(23, 50)

# People per local hour, from midnight to midnight, as weights.
CURVE: Final = (2, 1, 0, 0, 0, 1, 4, 9, 13, 14, 12, 12, 15, 10, 10, 12, 15, 15, 13, 13, 11, 7, 4, 2)
PUBLIC: Final = {
    "facebook": ("comment", "comment", "comment", "comment", "comment", "post"),
    "x": ("mention", "mention", "reply"),
    "standard": ("review", "review", "mention"),
}
ASKING: Final = {
    "facebook": PUBLIC["facebook"],
    "x": ("mention", "mention", "reply", "message"),
    "standard": ("message", "message", "mention"),
}
REACTIONS: Final = ("like", "like", "like", "love", "love", "care", "wow", "haha")
LATE_ANSWERS: Final = 6


class Tuesday:
    """The day while it is being made."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.words: dict[str, Any] = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
        named = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))["people"]
        split = [row.split(" | ") for row in named]
        self.people = [Someone(100 + number, name, handle) for number, (name, handle) in enumerate(split)]
        self.draw.shuffle(self.people)
        self.facebook, self.x, self.shop = Facebook(), X(), Shop()
        self.voices: dict[str, Voice] = {voice.name: voice for voice in (self.facebook, self.x, self.shop)}
        self.asked: list[tuple[Said, str]] = []
        self.odd: list[Line] = []

    def lines(self) -> tuple[Line, ...]:
        made = [line for voice in self.voices.values() for line in voice.lines] + self.odd
        return tuple(sorted(made, key=lambda line: line.at))

    # --- what people do ---

    def kind_words(self) -> None:
        for text in self.draw.sample(self.words["praise"], len(self.words["praise"])):
            self._say(text, "praise", PUBLIC)
        for text in self.words["story"]:
            said = self._say(text, "a story or an opinion", PUBLIC, time(20))
            self.asked.append((said, self.draw.choice(self.words["story_answer"])))
        for _ in range(36):
            text = self.draw.choice(self.words["tag"])
            self.facebook.say(self.someone(), text, self._when(), "a tag or emoji only", "comment", self._post())

    def gestures(self) -> None:
        for text in self.words["share"]:
            self.facebook.share(self.someone(), text, self._when())
        for text in self.words["quote"]:
            self.x.quote(self.someone(), text, self._when())
        for _ in range(4):
            self.x.repost(self.someone(), self._when())
        for _ in range(34):
            self.facebook.react(self.someone(), self.draw.choice(REACTIONS), self._post(), self._when())
        for _ in range(16):
            self.x.like(self.someone(), self._when())
        for _ in range(6):
            self.x.follow(self.someone(), self._when())
        for _ in range(4):
            self.facebook.page_like(self.someone(), self._when())

    def questions(self) -> None:
        """Everything that needs a person's answer; the last people ask early enough for the evening look."""
        for sort, article in (("question", "a"), ("complaint", "a"), ("request", "a")):
            for item in self.words[sort]:
                said = self._say(item["text"], f"{article} {sort} about {item['about']}", ASKING, time(20))
                self.asked.append((said, item["answer"]))
        forms = {"facebook": "comment", "x": "mention", "standard": "message"}
        for item in self.words["waiting"]:
            name = item["platform"]
            at = local(time.fromisoformat(item["local"]), second=21)
            stands_for = f"a question about {item['about']}, not answered today"
            self.voices[name].say(self.someone(), item["text"], at, stands_for, forms[name], self._place(name))

    def night(self) -> None:
        """The first people of the next day, who are not in this day's digest."""
        for item in self.words["night"]:
            at = local(time.fromisoformat(item["local"]), second=9) + timedelta(days=1)
            self.facebook.say(self.someone(), item["text"], at, item["stands_for"], "comment", self._post())

    # --- what colleagues do ---

    def answers(self) -> None:
        """Each question gets its answer: most within minutes, some too late, and some people write again."""
        self.asked.sort(key=lambda pair: pair[0].at)
        in_hours = [said for said, _ in self.asked if local(time(9, 20)) < said.at < local(time(14, 20))]
        late = {said.object for said in self.draw.sample(in_hours, LATE_ANSWERS)}
        follow_ups = list(self.words["follow_up"])
        for said, text in self.asked:
            colleague = self.draw.choice(self.words["colleagues"])
            at = self._answered_at(said.at, late=said.object in late)
            self.answer(said, text, colleague, at)
            luck = self.draw.random()
            if luck < 0.2:
                self._thank(said, colleague, at)
            elif luck < 0.3 and follow_ups and at < local(time(16)):
                more = follow_ups.pop(0)
                again = self._voice(said).again(
                    said, more["text"], at + self._minutes(3, 20), "the same person asks once more"
                )
                self.answer(again, more["answer"], colleague, self._answered_at(again.at, late=False))

    def answer(self, said: Said, text: str, colleague: str, at: datetime) -> Line:
        """A colleague answers in the platform's own app."""
        words = text.replace("{name}", said.who.first)
        signed = f"{words} – {colleague} at Tern & Kettle" if colleague else words
        return self._voice(said).answer(said, signed, at, f"a colleague's own reply ({colleague or 'unsigned'})")

    def someone(self) -> Someone:
        """The next person; after the last, people come back."""
        someone = self.people.pop(0)
        self.people.append(someone)
        return someone

    def _thank(self, said: Said, colleague: str, answered: datetime) -> None:
        """In a message people are short; nobody names a colleague who did not sign."""
        fitting = [
            text
            for text in self.words["thanks"]
            if (colleague or "{colleague}" not in text) and (said.form != "message" or len(text) < 40)
        ]
        thanks = self.draw.choice(fitting).replace("{colleague}", colleague)
        self._voice(said).again(said, thanks, answered + self._minutes(2, 35), "thanks for a colleague's answer")

    def _answered_at(self, asked: datetime, *, late: bool) -> datetime:
        """Inside hours after some minutes; before opening soon after it; in the evening at the late look."""
        if late:
            return asked + self._minutes(132, 205)
        pause = timedelta(minutes=min(92.0, 1.5 + self.draw.lognormvariate(2.3, 0.95)))
        start = max(asked, local(OPENS))
        if start + pause < local(CLOSES) + timedelta(minutes=20):
            return (start + pause).replace(microsecond=0)
        return max(local(LATE_LOOK), asked) + self._minutes(1, 75)

    # --- who, when and where ---

    def _say(self, text: str, stands_for: str, forms: dict[str, tuple[str, ...]], latest: time = LAST) -> Said:
        name = self.draw.choices(("facebook", "x", "standard"), (52, 28, 20))[0]
        form = self.draw.choice(forms[name])
        return self.voices[name].say(self.someone(), text, self._when(latest), stands_for, form, self._place(name))

    def _when(self, latest: time = LAST) -> datetime:
        while True:
            at = time(self.draw.choices(range(24), CURVE)[0], self.draw.randrange(60))
            if at <= latest:
                return local(at, second=self.draw.randrange(60))

    def _place(self, name: str) -> str:
        return self._post() if name == "facebook" else ""

    def _post(self) -> str:
        return self.draw.choices(POSTS, (9, 6, 4, 3, 3, 2, 2))[0]

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(seconds=self.draw.randrange(least * 60, most * 60))

    def _voice(self, said: Said) -> Voice:
        return self.voices[said.line.connection]


def make(seed: int = SEED) -> Day:
    """The day as a whole."""
    day = Tuesday(seed)
    day.kind_words()
    day.gestures()
    day.questions()
    day.answers()
    Oddities(day).all()
    day.night()
    lost = losses.lines(day)
    links = {
        "facebook": Link("facebook", PAGE),
        "x": Link("x", X_USER),
        "standard": Link("standard", SHOP),
        "instagram": Link("instagram", INSTAGRAM),
        "whatsapp": Link("whatsapp", NUMBER[0]),
        "linkedin": Link("linkedin", ORGANIZATION),
        "threads": Link("threads", THREADS),
        "youtube": Link("youtube", CHANNEL),
    }
    lines = sorted([*day.lines(), *script.lines(), *lost], key=lambda line: line.at)
    return Day(Header("tern-kettle", ZONE.key, DATE, links), tuple(lines))


def text(day: Day) -> str:
    """The file's contents."""
    return "".join(f"{row}\n" for row in dayfile.rows(day))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.make_day", description="Write the demo's day file.")
    parser.add_argument("path", nargs="?", type=Path, default=FILE, help="where to (demo/days/tuesday.jsonl)")
    path: Path = parser.parse_args(arguments).path
    day = make()
    path.write_text(text(day), encoding="utf-8")
    print(f"{path.name}: {len(day.lines)} lines, seed {SEED}")


if __name__ == "__main__":
    main()
