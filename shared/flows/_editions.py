"""Which reader gets which edition of a digest, and when: one Notice for each, written from the day's one Snapshot.

A brand's readers come in groups, each with a time, days, a language and a way to name people. A Reader's own wish wins,
but for names: there the stricter of the two holds. What loads the languages and templates is imported where a digest is
written, since every door imports what delivers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

import msgspec

from shared import log
from shared.brands.compiled import Brand, Names, OnQuiet, Readers
from shared.core.channels import webhook
from shared.core.claims import Claim
from shared.core.digesting import KEEP_CONTENT, DigestContent, Reader, digest_key, reader_key
from shared.core.ledger import Notice
from shared.flows._notices import written
from shared.flows._roster import address, link_name
from shared.flows._tools import Tools
from shared.flows._warning import warn

if TYPE_CHECKING:
    from shared.digest.page import Digest
    from shared.digest.snapshot import Snapshot
    from shared.digest.view import Ways

DIGEST: Final = "digest"
MANAGERS: Final = "managers"
_STRICT: Final = (Names.COUNTS, Names.FIRST, Names.FULL)
_NOON: Final = 720  # minutes; what leaves later says so
_LATE: Final = timedelta(hours=2)  # the same for who wants it at ten or later
_DAY: Final = timedelta(days=1)
W = TypeVar("W", Names, OnQuiet)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one address reads a brand's digest, from its group and its own wishes."""

    group: Readers
    to: str
    language: str
    names: Names
    quiet: OnQuiet
    stopped: bool = False

    @property
    def is_chat(self) -> bool:
        return webhook(self.to) is not None


def groups(brand: Brand) -> tuple[Readers, ...]:
    """Those who read the digest; at least one group, if of nobody: its days are counted all the same."""
    return brand.readers or (Readers(name=MANAGERS, to=brand.recipients),)


def addresses(brand: Brand) -> dict[str, tuple[Readers, str]]:
    """Group and address of everybody who reads it, by the key of their Reader. Who is in two groups is in the first."""
    found: dict[str, tuple[Readers, str]] = {}
    for group in groups(brand):
        for to in group.to:
            found.setdefault(reader_key(brand.key, to), (group, to))
    return found


def reading(brand: Brand, group: Readers, to: str, reader: Reader | None) -> Reading:
    """What holds for this address."""
    from shared.digest.catalogue import FALLBACK, languages

    spoken = languages()
    wanted = (None if reader is None else reader.language, group.language, *brand.languages)
    fits = (_spoken(one, spoken) for one in wanted if one is not None)
    names = group.names if reader is None else _wished(Names, reader.names, group.names)
    return Reading(
        group=group,
        to=to,
        language=next((one for one in fits if one is not None), FALLBACK),
        names=min(names, group.names, key=_STRICT.index),
        quiet=group.quiet if reader is None else _wished(OnQuiet, reader.quiet, group.quiet),
        stopped=reader is not None and reader.stopped is not None,
    )


def _wished(kind: type[W], wish: str | None, usual: W) -> W:
    """One reader's wish that another release wrote keeps nobody from their digest."""
    return next((one for one in kind if one == wish), usual)


def _spoken(language: str, spoken: tuple[str, ...]) -> str | None:
    bare = language.split("-")[0]
    return next((one for one in (language, bare) if one in spoken), None)


# --- when ---


def send_at(group: Readers, brand: Brand, day: date) -> datetime:
    """When a group gets the digest of a date: the next morning on which it wants one."""
    return brand.calendar.at(_morning(group, day), group.at)


def due_at(brand: Brand, day: date) -> datetime:
    """When the digest of a date is made: at the time of the group that comes first."""
    return min(send_at(group, brand, day) for group in groups(brand))


def is_late(group: Readers, brand: Brand, day: date, now: datetime) -> bool:
    """Whether what leaves now says that it comes late."""
    noon = brand.calendar.at(_morning(group, day), _NOON)
    return now > max(noon, send_at(group, brand, day) + _LATE)


def _morning(group: Readers, day: date) -> date:
    ahead = (day + n * _DAY for n in range(1, 8))
    return next((one for one in ahead if one.weekday() in group.days), day + _DAY)


# --- what ---


def told(snapshot: Snapshot, brand: Brand) -> tuple[str, str]:
    """Subject and headline for the record, which outlives all names: in the first group's language, naming nobody."""
    one = reading(brand, msgspec.structs.replace(groups(brand)[0], names=Names.COUNTS), "", None)
    made = built(snapshot, one)
    return made.subject, made.verdict.headline


def edition(snapshot: Snapshot, brand: Brand, key: str, now: datetime, tools: Tools) -> Notice | None:
    """What one of `addresses` is told of a date, in their own words and with their own links; None: they want none."""
    made = _notice(snapshot, brand, _reading(brand, key, tools), now, tools)
    return None if made is None else written([made])[0]


def unwanted(notice: Notice, brand: Brand, tools: Tools) -> str:
    """Why a digest is not to be sent after all; "" where it is."""
    key = reader_key(brand.key, notice.to)
    if key not in addresses(brand):
        return "whom it was for reads it no more"
    kept = tools.store.get(Reader, key, tools.now())
    return "" if kept is None or kept.doc.stopped is None else "its reader has stopped it"


def belated(notice: Notice, brand: Brand, tools: Tools) -> Notice | None:
    """The edition that says that it comes late, once it does; None where there is no need of it."""
    found, now = addresses(brand).get(reader_key(brand.key, notice.to)), tools.now()
    if found is None or notice.day is None:
        return None
    group, day = found[0], date.fromisoformat(notice.day)
    if is_late(group, brand, day, notice.at) or not is_late(group, brand, day, now):
        return None
    kept = tools.store.get(DigestContent, digest_key(brand.key, notice.day), now)
    if kept is None:
        return None
    from shared.digest.snapshot import from_bytes

    one = _reading(brand, reader_key(brand.key, notice.to), tools)
    made = _notice(from_bytes(kept.doc.body), brand, one, now, tools)
    if made is None:
        return None
    return msgspec.structs.replace(
        notice, at=now, subject=made.subject, text=made.text, html=made.html, links=made.links
    )


def _reading(brand: Brand, key: str, tools: Tools) -> Reading:
    kept = tools.store.get(Reader, key, tools.now())
    return reading(brand, *addresses(brand)[key], None if kept is None else kept.doc)


def _notice(snapshot: Snapshot, brand: Brand, one: Reading, now: datetime, tools: Tools) -> Notice | None:
    from shared.digest.page import Mood

    if one.stopped:
        return None
    day = snapshot.day.isoformat()
    ways = None
    if tools.passes is not None:
        ways = tools.passes.ways(brand.key, one.to, day, snapshot.at, colleague=colleague_of(brand, one.to))
    made = built(snapshot, one, ways, late=is_late(one.group, brand, snapshot.day, now))
    if made.mood is Mood.QUIET and not _on_quiet(one.quiet, brand, snapshot):
        return None
    at = max(now, send_at(one.group, brand, snapshot.day))
    text, html, links = _rendered(made, one)
    return Notice(
        key="/".join((digest_key(brand.key, day), one.group.name, one.to)),
        brand=brand.key,
        about=DIGEST,
        to=one.to,
        subject=made.subject,
        text=text,
        html=html,
        headers=() if one.is_chat else tuple(_headers(made, brand, one, ways)),
        sender=_say(one, "mail-sender", brand),
        links=links,
        at=at,
        day=day,
        claim=Claim(slot="mail", capability="mail", not_before=at),
        expire_at=now + KEEP_CONTENT,
    )


def built(snapshot: Snapshot, one: Reading, ways: Ways | None = None, *, late: bool = False) -> Digest:
    """What a reader is told of a day, before it is a mail or a message of a chat."""
    from shared.digest.build import build
    from shared.digest.catalogue import catalogue
    from shared.digest.view import Edition, NoWays

    return build(snapshot, catalogue(one.language), Edition(names=one.names, ways=ways or NoWays(), late=late))


def _rendered(made: Digest, one: Reading) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    """Text, html and links, as a Notice has them."""
    if one.is_chat:
        from shared.digest.chat import render_chat

        text, links = render_chat(made)
        return text, None, tuple(links)
    from shared.digest.html import render_html
    from shared.digest.text import render_text

    return render_text(made), render_html(made), ()


def _on_quiet(wish: OnQuiet, brand: Brand, snapshot: Snapshot) -> bool:
    if wish is OnQuiet.SERVICE:
        return brand.calendar.service_seconds(snapshot.start, snapshot.end) > 0
    return wish is OnQuiet.SEND


def colleague_of(brand: Brand, to: str) -> str:
    """In whose name links to Cards may be: nobody's where a mailbox or a chat is not one colleague's own."""
    own = [one for one in brand.team if to in (one.mail, address(one))]
    return link_name(brand, own[0]) if len(own) == 1 else ""


def _headers(made: Digest, brand: Brand, one: Reading, ways: Ways | None) -> Iterator[tuple[str, str]]:
    """Those that make a mail one of a list, which its reader can leave with one tap (RFC 2369, 2919 and 8058)."""
    from shared.digest.page import Mood

    yield "List-Id", f"<digest.{brand.key}.{brand.sender.rpartition('@')[2]}>"
    if brand.reply_to:
        yield "Reply-To", brand.reply_to
    stop = None if ways is None else ways.stop()
    asks = brand.reply_to or brand.sender
    if stop is not None:
        yield "List-Unsubscribe", f"<{stop}>, <mailto:{asks}?subject={quote(_say(one, 'mail-stop', brand), safe='')}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    if made.mood is Mood.ACT_NOW:
        yield "Importance", "high"


def _say(one: Reading, name: str, brand: Brand) -> str:
    from shared.digest.catalogue import catalogue

    return catalogue(one.language).say(name, brand=brand.name)


# --- nobody reads it ---


def warn_nobody_reads(brand: Brand, tools: Tools) -> int:
    """Tell those who answer for the brand, once a day, that the last reader of its digest has stopped it.

    Does nothing while anybody reads it. Returns how many are told.
    """
    known = addresses(brand)
    if not known or not all(_reading(brand, key, tools).stopped for key in known):
        return 0
    log.warning("digest.unread", brand=brand.key)
    lines = [
        f"Everybody who was to read the daily digest of {brand.name} has stopped it, or their mailbox refuses it.",
        "The days are counted all the same, and nobody reads who waits.",
        "Name somebody under [digest] in brand.toml, or ask one of them to start it again at its settings.",
    ]
    day = brand.calendar.local_date(tools.now()).isoformat()
    but = {to for _, to in known.values()}
    return warn(brand, "digest.unread", day, "Nobody reads the digest any more", lines, tools, but=but)
