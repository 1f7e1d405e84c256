"""Notices to colleagues: what they say, and sending each at most once.

A Notice is written in the same commit as what it is about, so neither is there without the other; `deliver`
then walks its Claim through the same table as a platform call. What cannot be delivered yet is rung by `watch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import Claim, ClaimState, Step
from shared.core.decision import Act
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.interaction import Interaction
from shared.core.ledger import KEEP_WORDS, Entry, Notice, State
from shared.core.ports import Delete, Kept, Mail, Replace
from shared.digest.clean import quote
from shared.digest.words import moment
from shared.flows._tools import Tools

_KINDS: Final = {
    "direct_message": "a direct message",
    "comment": "a comment",
    "mention": "a mention",
    "post": "a post",
    "review": "a review",
    "share": "a share",
    "reaction": "a reaction",
    "follow": "a follow",
}


def handover(
    brand: Brand, entry: Entry, message: Interaction, cards: Sequence[Act], notes: Sequence[str], now: datetime
) -> list[Notice]:
    """One Notice per recipient: somebody needs a person, or a person's tap."""
    who = quote(message.author.name or message.author.handle or "", 40) or "Somebody"
    what = _KINDS[entry.kind]
    lines = [f"{who} sent {what} on {entry.platform}.", ""]
    if message.text:
        lines += [f'"{quote(message.text, 600)}"', ""]
    lines += notes
    for card in cards:
        if card.text is not None:
            lines += [f"Suggested {card.do.replace('_', ' ')}, which needs a person to send it:", card.text, ""]
        else:
            lines += [f"Suggested: {card.do}. {entry.platform} lets only a person do this."]
    lines += _where(entry, brand, now)
    subject = f"{'Approve' if cards else 'Answer'}: {what} on {entry.platform}"
    return _notices(brand, entry, "approval" if cards else "handover", "", subject, lines, now)


def uncertain_notices(brand: Brand, entry: Entry, claim: Claim, now: datetime) -> list[Notice]:
    """One Notice per recipient: we cannot know whether our answer arrived, so a person must look."""
    lines = [
        f"We sent a {claim.capability.replace('_', ' ')} on {entry.platform} and cannot tell whether it arrived:",
        f"{claim.why}.",
        "It will not be sent again. Look at the conversation, and answer there if nothing did.",
        *_where(entry, brand, now),
    ]
    return _notices(
        brand, entry, "uncertain", claim.slot, f"Look: a {claim.capability} on {entry.platform}", lines, now
    )


def breach_notices(brand: Brand, entry: Entry, clock: str, now: datetime) -> list[Notice]:
    """One Notice per recipient: somebody has waited longer than promised."""
    lines = [f"Somebody has waited longer than promised for an answer to {_KINDS[entry.kind]} on {entry.platform}."]
    lines += _where(entry, brand, now)
    return _notices(brand, entry, "breach", clock, f"Overdue: {_KINDS[entry.kind]} on {entry.platform}", lines, now)


def deliver_for(entry: Entry, brand: Brand, tools: Tools, written: Sequence[Kept[Notice]] | None = None) -> None:
    """Deliver the Notices about this Entry, now rather than at the next tick: those `written` a moment ago, or all."""
    for fresh in written or ():
        deliver(fresh, brand, tools)
    about: list[tuple[str, str]] = []
    if written is None and State.HANDED_OVER in (entry.state, entry.otherwise):
        about += [("approval", ""), ("handover", "")]
    about += [("uncertain", slot) for slot, one in entry.claims.items() if one.state is ClaimState.UNCERTAIN]
    for kind, detail in about:
        for recipient in brand.recipients:
            kept = tools.store.get(Notice, _key(kind, entry, detail, recipient), tools.now())
            if kept is not None:
                deliver(kept, brand, tools)


def deliver(kept: Kept[Notice], brand: Brand, tools: Tools) -> Notice:
    """Take one step with a Notice: send it, or conclude what became of it. Calling twice sends once."""
    notice = kept.doc
    now = tools.now()
    match claims.step(notice.claim, now, tools.notifier.read_back):
        case Step.SEND:
            pass
        case Step.READ_BACK | Step.GIVE_UP:
            why = "the mail's answer was lost"
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
    try:
        receipt = tools.notifier.send(_mail(notice, brand))
    except PlatformUnavailable as error:
        claim = claims.not_applied(sending.doc.claim, tools.now(), error.retry_after)
    except OutcomeUnknown:
        claim = claims.lost(sending.doc.claim, tools.now())
    except ActionRefused as error:
        claim = claims.refused(sending.doc.claim, error.why, tools.now())
    else:
        claim = claims.sent(sending.doc.claim, receipt, tools.now())
    return _settle(sending, claim, tools).doc


def drop(kept: Kept[Notice], why: str, tools: Tools) -> None:
    """Nothing is to be said any more. What may have left stays as it is, for the next digest."""
    if not kept.doc.claim.settled and not kept.doc.claim.in_flight:
        _settle(kept, claims.dropped(kept.doc.claim, why, tools.now()), tools)


def retract(entry: Entry, brand: Brand, tools: Tools) -> None:
    """Forget Notices about an Entry that have not been sent: they quote words that their author has taken back."""
    for about in ("approval", "handover"):
        for recipient in brand.recipients:
            kept = tools.store.get(Notice, _key(about, entry, "", recipient), tools.now())
            if kept is not None and not kept.doc.claim.settled and not kept.doc.claim.in_flight:
                tools.store.commit(tools.now(), Delete(Notice, kept.doc.key))


def written(notices: Iterable[Notice]) -> list[Notice]:
    """Notices ready to be written: with the field by which `watch` finds the unfinished."""
    return [msgspec.structs.replace(one, ring_at=one.claim.ring_at) for one in notices]


def _settle(kept: Kept[Notice], claim: Claim, tools: Tools) -> Kept[Notice]:
    notice = msgspec.structs.replace(kept.doc, claim=claim, ring_at=claim.ring_at)
    done = tools.store.commit(tools.now(), Replace(notice, kept.revision))
    return kept if done is None else Kept(notice, done[0])


def _mail(notice: Notice, brand: Brand) -> Mail:
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
    )


def _notices(
    brand: Brand, entry: Entry, about: str, detail: str, subject: str, lines: Sequence[str], now: datetime
) -> list[Notice]:
    keep = min(KEEP_WORDS, timedelta(days=brand.words_days))
    made = [
        Notice(
            key=_key(about, entry, detail, recipient),
            brand=brand.key,
            about=about,
            to=recipient,
            subject=f"{subject} · {brand.short}",
            text="\n".join(lines) + "\n",
            at=now,
            claim=Claim(slot="mail", capability="mail", not_before=now),
            entry=entry.key,
            expire_at=now + keep,
        )
        for recipient in brand.recipients
    ]
    return written(made)


def _key(about: str, entry: Entry, detail: str, recipient: str) -> str:
    return "/".join(part for part in (about, entry.brand, entry.key, detail, recipient) if part)


def _where(entry: Entry, brand: Brand, now: datetime) -> list[str]:
    lines = [""]
    if entry.url is not None:
        lines.append(f"Open it: {entry.url}")
    response = entry.clocks.get("response")
    if response is not None and response.due is not None and response.running:
        lines.append(f"Promised by {moment(response.due, brand.zone, brand.calendar.local_date(now))}.")
    return lines
