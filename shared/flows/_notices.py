"""Notices to colleagues: what they say and to whom, under names that make each one of its kind.

A Notice is written in the same commit as what it is about, so neither is there without the other; `_delivering` sends.

It goes to the colleague who was asked, where they are told (Slack, Google Chat, mail), and not while they are off duty
or in quiet hours; where nobody in particular was asked, to everybody who reads the brand's mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from shared.brands.compiled import Brand, Colleague
from shared.core.claims import Claim
from shared.core.ledger import KEEP_WORDS, Entry, Notice
from shared.digest.words import moment
from shared.flows._roster import address, link_name, named_in, tell_at

if TYPE_CHECKING:
    from shared.core.tickets import Desk

KINDS: Final = {
    "direct_message": "a direct message",
    "comment": "a comment",
    "mention": "a mention",
    "post": "a post",
    "review": "a review",
    "share": "a share",
    "reaction": "a reaction",
    "follow": "a follow",
}
ASKING: Final = ("approval", "handover")
LADDER: Final = ("risk", "breach", "escalated", "reassigned")
ANSWER: Final = "Answer or approve"
OLDEST: Final = "Answer the oldest"
_PATIENCE: Final = 3  # tries at a webhook that come to nothing, some four minutes, before a mailbox is written to


def uncertain_notices(
    brand: Brand, entry: Entry, claim: Claim, now: datetime, *, desk: Desk | None = None
) -> list[Notice]:
    """We cannot know whether our answer arrived, so a person must look: who approved it, else who was asked."""
    lines = [
        f"We sent a {claim.capability.replace('_', ' ')} on {entry.platform} and cannot tell whether it arrived:",
        f"{claim.why}.",
        "It will not be sent again. Look at the conversation, and answer there if nothing did.",
    ]
    subject = f"Look: a {claim.capability} on {entry.platform}"
    who = named_in(brand, claim.colleague or entry.assignee)
    return notices_for(brand, entry, "uncertain", claim.slot, subject, lines, now, who=who, desk=desk)


def unsent_notices(
    brand: Brand, entry: Entry, claim: Claim, words: str | None, now: datetime, *, desk: Desk | None = None
) -> list[Notice]:
    """What a colleague approved was not sent: they are told, with their words where we have them."""
    what = claim.capability.replace("_", " ")
    lines = [
        f"Your {what} on {entry.platform} was not sent: {claim.why}.",
        "Nothing of it can be seen there. Answer in another way, or in the app.",
    ]
    if words is not None:
        lines += ["", "This is what you wrote:", words]
    who = named_in(brand, claim.colleague or entry.assignee)
    subject = f"Not sent: a {what} on {entry.platform}"
    return notices_for(brand, entry, "unsent", claim.slot, subject, lines, now, who=who, desk=desk)


def passed(number: int) -> str:
    """What tells the Notices of one hand to hand from those of another."""
    return f"passed-{number}"


def moved(step: str) -> str:
    """The same of a step of the ladder at which somebody else was asked."""
    return f"moved-{step}"


def written(notices: Iterable[Notice]) -> list[Notice]:
    """Notices ready to be written: with the field by which `watch` finds the unfinished."""
    return [msgspec.structs.replace(one, ring_at=one.claim.ring_at) for one in notices]


def addressees(brand: Brand, who: Colleague | None) -> list[tuple[str, Colleague | None]]:
    """Where a Notice goes: to a colleague, or to everybody who reads the brand's mail."""
    to = None if who is None else address(who)
    return [(to, who)] if to is not None else [(recipient, None) for recipient in brand.recipients]


def key_of(about: str, entry: Entry, detail: str, to: str) -> str:
    return "/".join(part for part in (about, entry.brand, entry.key, detail, to) if part)


def notices_for(
    brand: Brand,
    entry: Entry,
    about: str,
    detail: str,
    subject: str,
    lines: Sequence[str],
    now: datetime,
    *,
    who: Colleague | None = None,
    urgent: bool = False,
    desk: Desk | None = None,
    data: Mapping[str, str | None] | None = None,
    hook: str | None = None,
) -> list[Notice]:
    """What is told about an Entry to a colleague, or to everybody where it is nobody's, with its links and its promise.

    `detail` tells it from others about the same, `data` says the same to a machine. `hook`: it goes to this address
    alone.
    """
    keep = min(KEEP_WORDS, timedelta(days=brand.words_days))
    made = []
    for to, one in addressees(brand, who) if hook is None else [(hook, None)]:
        key = key_of(about, entry, detail, to)
        links = _links(brand, entry, one, desk, now, key)
        named = [] if who is None else [f"For {who.name}.", ""]
        text = [*named, *lines, "", *map(": ".join, links), *_promise(entry, brand, now)]
        made.append(
            Notice(
                key=key,
                brand=brand.key,
                about=about,
                to=to,
                subject=f"{subject} · {brand.short}",
                text="\n".join(text) + "\n",
                links=links,
                at=now,
                claim=Claim(slot="mail", capability="mail", not_before=tell_at(brand, one, now, urgent=urgent)),
                entry=entry.key,
                urgent=urgent,
                data=dict(data or {}),
                expire_at=now + keep,
            )
        )
    return written(made)


def _links(
    brand: Brand, entry: Entry, who: Colleague | None, desk: Desk | None, now: datetime, key: str
) -> tuple[tuple[str, str], ...]:
    links = []
    if desk is not None:
        links.append((ANSWER, desk.link(brand.key, entry.key, link_name(brand, who), now, key)))
    if entry.url is not None:
        links.append(("Open it", entry.url))
    return tuple(links)


def _promise(entry: Entry, brand: Brand, now: datetime) -> list[str]:
    response = entry.clocks.get("response")
    if response is None or response.due is None or not response.running:
        return []
    name = response.aims[0].name
    by = moment(response.due, brand.zone, brand.calendar.local_date(now))
    return [f"Promised by {by}{f', as {name} says' if name else ''}."]
