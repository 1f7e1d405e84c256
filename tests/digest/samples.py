"""Days worth looking at, as digests: one per state, and the awkward ones. Every name and word is fictitious."""

from __future__ import annotations

from datetime import date, timedelta

from shared.core.collecting import Counts
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State, Words
from shared.digest.build import build
from shared.digest.count import count
from shared.digest.day import Day, Digest, Gap, Unconfirmed
from tests.digest.days import END, NINE, SNAPSHOT, START, Sample, day, item, praise, words

HOSTILE = "<img src=x onerror=alert(1)>\"'--><script>alert(2)</script> {{7*7}} javascript:alert(3)\r\nBcc: x https://evil.example"
_PLATFORMS = ("facebook", "x", "standard")


def _crowd(number: int, *, answered: float | None = 600, start: int = 0) -> list[Entry]:
    return [
        item(f"p{n}", name=f"p{n}", thread=f"t{n}", platform=_PLATFORMS[n % 3], answered=answered and answered + 40 * n)
        for n in range(start, start + number)
    ]


def _waiting(number: int, *, hour: float = 6.0, text: str = "Does the blue mug come back?", who: str = "Ana") -> Day:
    entries = [
        item(
            f"w{n}",
            name=f"w{n}",
            thread=f"w{n}",
            at=START + timedelta(hours=hour, minutes=7 * n),
            platform=_PLATFORMS[n % 3],
        )
        for n in range(number)
    ]
    kept: dict[str, Words] = {}
    for n, one in enumerate(entries):
        kept |= words(one, f"{text} ({n})", f"{who} Sample {n}")
    return day(*entries, *_crowd(90), *(praise(f"q{n}", thread=f"q{n}") for n in range(60)), words=kept)


def _late_evening() -> Day:
    entries = [item(f"e{n}", name=f"e{n}", thread=f"e{n}", at=END - timedelta(hours=3, minutes=n)) for n in range(2)]
    kept = words(entries[0], "Which grinder for a moka pot?", "Jonas Sample") | words(entries[1], "Decaf?", "Mei 样本")
    return day(*entries, *_crowd(40), *(praise(f"q{n}", thread=f"q{n}") for n in range(30)), words=kept)


def _hostile() -> Day:
    entries = [item(f"h{n}", name=f"h{n}", thread=f"h{n}", url='javascript:alert("x")') for n in range(6)]
    kept: dict[str, Words] = {}
    for one in entries:
        kept |= words(one, HOSTILE, HOSTILE)
    return day(*entries, *_crowd(40), words=kept, brand=Sample(name="Tern <b>& Kettle</b>", short="T\"K'<i>"))


def _right_to_left() -> Day:
    entry = item("r", url="https://social.example/r")
    return day(entry, *_crowd(30), words=words(entry, "متى تفتحون غداً؟", "ليلى عيّنة"))


def _full() -> Day:
    troubles = [item(f"u{n}", state=state, name=f"u{n}") for n, state in enumerate(_TROUBLES)]
    gaps = [Gap(one, "events were rejected", START, NINE) for one in _PLATFORMS]
    lost = [Unconfirmed(date(2026, 10, 11), "All 9 people were looked after.", "https://heard.example/d/1", 2)]
    base = _waiting(40)
    earlier = [item(f"o{n}", name=f"o{n}", thread=f"o{n}", at=START - timedelta(days=1, hours=n)) for n in range(9)]
    return day(
        *base.entries,
        item("spam", sort=Sort.SPAM, state=State.IGNORED),
        item(None, kind=Kind.MENTION, name="m", thread="m"),
        words=base.words,
        earlier=earlier,
        since=[item("s", at=END + timedelta(hours=1))],
        troubles=troubles,
        incomplete=gaps,
        unconfirmed=lost,
    )


_TROUBLES = (State.UNCERTAIN, State.REFUSED, State.EXPIRED, State.PARKED, State.DEAD_LETTERED)

DAYS: dict[str, Day] = {
    "good": day(
        *_crowd(25),
        *(praise(f"q{n}", thread=f"q{n}") for n in range(20)),
        asked=[("facebook", Counts(exist=31, received=29, recovered=2)), ("x", Counts(exist=14, received=14))],
    ),
    "watch": _waiting(1),
    "evening": _late_evening(),
    "act": _waiting(30),
    "quiet": day(),
    "cant_tell": day(failed=("the day's people", "troubles")),
    "one": day(praise("a")),
    "full": _full(),
    "right_to_left": _right_to_left(),
    "hostile": _hostile(),
    "long_day": day(date=date(2026, 10, 25), start=START, end=START + timedelta(hours=25), snapshot=SNAPSHOT),
}
DIGESTS: dict[str, Digest] = {name: build(seen, count(seen)) for name, seen in DAYS.items()}
