"""Sending Notices, each at most once, and taking back those that are not to be sent any more.

    deliver      walks the Claim of a Notice through the same table as a platform call
    instead      what no webhook takes, or who has left cannot read any more, goes to mailboxes, or to who is there
    drop         nothing is to be said any more
    retract      its author has taken back the words that it quotes

What cannot be delivered yet is rung by `watch`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.channels import read_back, webhook
from shared.core.claims import Claim, ClaimState, Step
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.ledger import Card, CardState, Entry, Notice, State
from shared.core.ports import Create, Delete, Kept, Mail, Replace
from shared.core.sla import By
from shared.flows._notices import ANSWER, ASKING, OLDEST, addressees, key_of, moved, passed, written
from shared.flows._roster import address, named_in, next_back, quiet_ends, tell_at
from shared.flows._tools import Tools

_PATIENCE: Final = 3  # tries at a webhook that come to nothing, some four minutes, before a mailbox is written to


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
        case Step.SEND if not notice.claim.in_flight and (why := _unwanted(notice, brand, tools)):
            return _settle(kept, claims.dropped(notice.claim, why, now), tools).doc
        case Step.SEND if not notice.claim.in_flight and not _reaches(notice, brand):
            dropped = claims.dropped(notice.claim, "whom it was for has left", now)
            return _settle(kept, dropped, tools, _to_others(notice, brand, tools)).doc
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


def _settle(kept: Kept[Notice], claim: Claim, tools: Tools, also: Sequence[Notice] = ()) -> Kept[Notice]:
    notice = msgspec.structs.replace(kept.doc, claim=claim, ring_at=claim.ring_at)
    done = tools.store.commit(tools.now(), Replace(notice, kept.revision), *map(Create, also))
    return kept if done is None else Kept(notice, done[0])


def _reaches(notice: Notice, brand: Brand) -> bool:
    """Whether its address is still one of the brand's: strangers' words are in it, and who has left answers nobody."""
    found = webhook(notice.to)
    if notice.entry is None or (found is not None and found.channel.signed):
        return True
    team = {to for one in brand.team for to in (address(one), one.mail)}
    return notice.to in team or notice.to in brand.recipients


def _unwanted(notice: Notice, brand: Brand, tools: Tools) -> str:
    """Why a digest is not to be sent after all; "" for anything else."""
    if notice.about != "digest":
        return ""
    from shared.flows._editions import unwanted  # which delivers warnings by this module

    return unwanted(notice, brand, tools)


def _to_others(notice: Notice, brand: Brand, tools: Tools) -> list[Notice]:
    """The same for whoever reads the brand's mail, or else for the colleague who is there first, and not at home."""
    now = tools.now()
    there = None if brand.recipients else next_back(brand, now)
    to = None if there is None else address(there)
    made = _readdressed(notice, brand, tools, brand.recipients if to is None else (to,))
    at = tell_at(brand, there, now, urgent=notice.urgent)
    # Written when it was: whether it is still wanted is asked before it goes.
    return written(msgspec.structs.replace(one, at=notice.at, claim=claims.later(one.claim, at, now)) for one in made)


def _by_mail(notice: Notice, brand: Brand, tools: Tools) -> list[Notice]:
    """The same for mailboxes, where a webhook does not take it: the colleague's own, else those of the brand.

    A system's webhook has no mailbox: the people whom it is about have notices of their own. A digest is mailed to its
    own readers anyway.
    """
    found = webhook(notice.to)
    if found is None or found.channel.signed or notice.about == "digest":
        return []
    own = [one.mail for one in brand.team if address(one) == notice.to and one.mail is not None]
    return _readdressed(notice, brand, tools, own or brand.recipients, own=bool(own))


def _readdressed(notice: Notice, brand: Brand, tools: Tools, to: Sequence[str], *, own: bool = False) -> list[Notice]:
    """The same for others; what others than this colleague read holds no link in their name."""
    now = tools.now()
    if not own and tools.desk is not None and notice.entry is not None:
        for label, link in notice.links:
            if label in (ANSWER, OLDEST):
                anybody = tools.desk.link(brand.key, notice.entry, "", now, notice.key)
                text = notice.text.replace(f"{label}: {link}\n", f"{label}: {anybody}\n")
                links = tuple((one, anybody if one == label else other) for one, other in notice.links)
                notice = msgspec.structs.replace(notice, text=text, links=links)
    claim = Claim(slot="mail", capability="mail", not_before=now)
    return written(
        msgspec.structs.replace(notice, key=f"{notice.key}/{one}", to=one, at=now, claim=claim) for one in to
    )


def _mail(notice: Notice, brand: Brand, now: datetime) -> Mail:
    return Mail(
        key=notice.key,
        to=notice.to,
        sender=formataddr((re.sub(r"[<>]", "", notice.sender or brand.name), brand.sender)),
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
