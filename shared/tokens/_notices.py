"""What colleagues are told of a token that will not live on: one mail each, once for every end of a token."""

from __future__ import annotations

from datetime import datetime

from shared.brands.compiled import Account, Brand
from shared.core.claims import Claim
from shared.core.collecting import Access
from shared.core.ledger import Notice
from shared.digest.words import moment, platform
from shared.tokens.record import KEEP, ended, soon


def notices(brand: Brand, account: Account, doc: Access, now: datetime) -> list[Notice]:
    """One per recipient. Their keys tell what is said, and of which end, so that saying it again writes nothing."""
    name = platform(doc.platform)
    if doc.dead:
        cause = f"{name} refuses to renew the access token of {account.name} ({doc.why})."
    else:
        cause = f"The access token of {account.name} on {name} could not be renewed {doc.failures} times ({doc.why})."
    lines = [
        cause,
        _end(brand, account, doc, now),
        "",
        f"Somebody who may must log in at {name} again and give the new token to whoever keeps Heard running.",
        f"It belongs into {_variables(account)}, and Heard restarted. What waits until then is sent afterwards.",
    ]
    if not doc.dead:
        lines[3:4] = [f"Heard goes on trying. If {name} works otherwise, somebody must log in there again:"]
    what = f"{'dead' if doc.dead else 'failing'}-{'soon' if soon(doc, now) else 'early'}"
    of = (doc.expires_at or doc.renewed_at).isoformat(timespec="seconds")
    return [
        Notice(
            key="/".join(("token", brand.key, doc.key, what, of, recipient)),
            brand=brand.key,
            about="token",
            to=recipient,
            subject=f"Log in again: {account.name} on {name} · {brand.short}",
            text="\n".join(lines) + "\n",
            at=now,
            claim=Claim(slot="mail", capability="mail", not_before=now),
            ring_at=now,
            expire_at=now + KEEP,
        )
        for recipient in brand.recipients
    ]


def _end(brand: Brand, account: Account, doc: Access, now: datetime) -> str:
    if doc.expires_at is None:
        return f"It is not known when it ends. From then on nothing can be sent as {account.name}."
    when = moment(doc.expires_at, brand.zone, brand.calendar.local_date(now))
    if ended(doc, now):
        return f"It ended at {when}. Nothing can be sent as {account.name} any more."
    return f"It ends at {when}. From then on nothing can be sent as {account.name}."


def _variables(account: Account) -> str:
    return " and ".join(dict.fromkeys(one for one in (account.token, account.refresh) if one is not None))
