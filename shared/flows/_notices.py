"""Notices to colleagues: what they say, and sending each at most once.

A Notice is written in the same commit as what it is about, so neither is there without the other; `deliver`
then walks its Claim through the same table as a platform call. What cannot be delivered yet is rung by `watch`.

It goes to the colleague who was asked, where they are told (Slack, Google Chat, mail), and not while they are off duty
or in quiet hours; where nobody in particular was asked, to everybody who reads the brand's mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import TYPE_CHECKING, Final

import msgspec

from shared.brands.compiled import Brand, Colleague
from shared.core import claims
from shared.core.channels import read_back, webhook
from shared.core.claims import Claim, ClaimState, Step
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.ledger import KEEP_WORDS, Card, CardState, Entry, Notice, State
from shared.core.ports import Create, Delete, Kept, Mail, Replace
from shared.core.sla import By
from shared.digest.words import moment
from shared.flows._roster import address, link_name, named_in, quiet_ends, tell_at
from shared.flows._tools import Tools

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


def deliver_for(entry: Entry, brand: Brand, tools: Tools, written: Sequence[Kept[Notice]] | None = None) -> None:
    """Deliver the Notices about this Entry, now rather than at the next tick: those `written` a moment ago, or all."""
    for fresh in written or ():
        deliver(fresh, brand, tools)
    about: list[tuple[str, str, str | None]] = []
    if written is None and State.HANDED_OVER in (entry.state, entry.otherwise):
        about += [(kind, "", entry.assignee) for kind in ASKING]
    for slot, one in entry.claims.items():
        if one.state is ClaimState.UNCERTAIN:
            about.append(("uncertain", slot, one.colleague or entry.assignee))
        elif one.state in (ClaimState.REFUSED, ClaimState.DROPPED) and one.by is By.PERSON:
            about.append(("unsent", slot, one.colleague or entry.assignee))
    for kind, detail, name in about:
        for to, _who in addressees(brand, named_in(brand, name)):
            kept = tools.store.get(Notice, key_of(kind, entry, detail, to), tools.now())
            if kept is not None:
                deliver(kept, brand, tools)


def deliver(kept: Kept[Notice], brand: Brand, tools: Tools) -> Notice:
    """Take one step with a Notice: send it, or conclude what became of it. Calling twice sends once."""
    notice = kept.doc
    now = tools.now()
    match claims.step(notice.claim, now, read_back(notice.to, tools.notifier.read_back)):
        case Step.SEND if (over := _rest(notice, brand, now)) > now:
            return _settle(kept, claims.later(notice.claim, over, now), tools).doc
        case Step.SEND:
            pass
        case Step.READ_BACK | Step.GIVE_UP:
            why = "the mail's answer was lost" if webhook(notice.to) is None else "the answer to it was lost"
            return _settle(kept, claims.uncertain(notice.claim, why, now), tools).doc
        case Step.WAIT if notice.claim.state is ClaimState.SENDING and notice.claim.until and now >= notice.claim.until:
            return _settle(kept, claims.lost(notice.claim, now), tools).doc
        case _:
            return notice
    sending = _settle(kept, claims.sending(notice.claim, now, tools.call_timeout), tools)
    if sending.revision == kept.revision:
        return notice  # somebody else has it
    moment = tools.now()
    if sending.doc.claim.sent_by is None or moment >= sending.doc.claim.sent_by:
        return _settle(sending, claims.not_applied(sending.doc.claim, moment, 0), tools).doc
    instead: list[Notice] = []
    try:
        receipt = tools.notifier.send(_mail(notice, brand, moment))
    except PlatformUnavailable as error:
        claim = claims.not_applied(sending.doc.claim, tools.now(), error.retry_after)
        instead = _by_mail(notice, brand, tools) if claim.tries >= _PATIENCE else []
        if instead:
            claim = claims.dropped(claim, "it goes by mail instead", tools.now())
    except OutcomeUnknown:
        claim = claims.lost(sending.doc.claim, tools.now())
    except ActionRefused as error:
        claim = claims.refused(sending.doc.claim, error.why, tools.now())
        instead = _by_mail(notice, brand, tools)
    else:
        claim = claims.sent(sending.doc.claim, receipt, tools.now())
    return _settle(sending, claim, tools, instead).doc


def _rest(notice: Notice, brand: Brand, now: datetime) -> datetime:
    """When the quiet hours that it would fall into by now are over: it waited for a webhook, or for us."""
    if notice.urgent or notice.entry is None:
        return now
    return quiet_ends(brand.quiet, brand.calendar, now)


def drop(kept: Kept[Notice], why: str, tools: Tools) -> None:
    """Nothing is to be said any more. What may have left stays as it is, for the next digest."""
    if not kept.doc.claim.settled and not kept.doc.claim.in_flight:
        _settle(kept, claims.dropped(kept.doc.claim, why, tools.now()), tools)


def retract(entry: Entry, brand: Brand, tools: Tools) -> None:
    """Forget what quotes words that their author has taken back: a Card that nobody acted on, Notices not yet sent."""
    now = tools.now()
    card = None if tools.desk is None else tools.store.get(Card, entry.key, now)
    if card is not None and card.doc.state is CardState.OPEN and not card.doc.used:
        tools.store.commit(now, Delete(Card, entry.key))
    asked = [named_in(brand, entry.assignee)]
    details = [""]
    if card is not None and card.doc.used:  # it went from hand to hand: any of them may have been asked
        asked += brand.team
        details += [passed(number) for number in range(1, len(card.doc.used) + 1)]
    if told := [step for clock in entry.clocks.values() for step in clock.told]:  # one of which may have moved it
        asked += brand.team
        details += map(moved, told)
    found = [(detail, to) for detail in details for one in asked for to, _who in addressees(brand, one)]
    for about in ASKING:
        for detail, to in dict.fromkeys(found):
            kept = tools.store.get(Notice, key_of(about, entry, detail, to), now)
            if kept is not None and not kept.doc.claim.settled and not kept.doc.claim.in_flight:
                tools.store.commit(now, Delete(Notice, kept.doc.key))


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


def _settle(kept: Kept[Notice], claim: Claim, tools: Tools, also: Sequence[Notice] = ()) -> Kept[Notice]:
    notice = msgspec.structs.replace(kept.doc, claim=claim, ring_at=claim.ring_at)
    done = tools.store.commit(tools.now(), Replace(notice, kept.revision), *map(Create, also))
    return kept if done is None else Kept(notice, done[0])


def _by_mail(notice: Notice, brand: Brand, tools: Tools) -> list[Notice]:
    """The same for mailboxes, where a webhook does not take it: the colleague's own, else those of the brand.

    What others than this colleague read holds no link in their name. A system's webhook has no mailbox: the people whom
    it is about have notices of their own.
    """
    found = webhook(notice.to)
    if found is None or found.channel.signed:
        return []
    now = tools.now()
    own = [one.mail for one in brand.team if address(one) == notice.to and one.mail is not None]
    if not own and tools.desk is not None and notice.entry is not None:
        for label, link in notice.links:
            if label in (ANSWER, OLDEST):
                anybody = tools.desk.link(brand.key, notice.entry, "", now, notice.key)
                text = notice.text.replace(f"{label}: {link}\n", f"{label}: {anybody}\n")
                links = tuple((one, anybody if one == label else other) for one, other in notice.links)
                notice = msgspec.structs.replace(notice, text=text, links=links)
    claim = Claim(slot="mail", capability="mail", not_before=now)
    return written(
        msgspec.structs.replace(notice, key=f"{notice.key}/{to}", to=to, at=now, claim=claim)
        for to in own or brand.recipients
    )


def _mail(notice: Notice, brand: Brand, now: datetime) -> Mail:
    name = f"{brand.name} daily digest" if notice.about == "digest" else brand.name
    return Mail(
        key=notice.key,
        to=notice.to,
        sender=formataddr((re.sub(r"[<>]", "", name), brand.sender)),
        subject=notice.subject,
        text=notice.text,
        html=notice.html,
        headers=notice.headers,
        at=notice.at,
        links=notice.links,
        data=notice.data,
        about=notice.about,
        sent_at=now,
    )


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
