"""LinkedIn pages of organizations: comments, mentions, shares and reactions, by social action notifications.

**Set up.** Four things, or LinkedIn stays silent:

1. An app (developer.linkedin.com) with the Community Management API granted; without a product like it there is no
   Webhooks tab. Development access may lack webhooks: Heard can then still ask once an hour.
2. An administrator of the page logs in to the app (three-legged OAuth) with `rw_organization_admin`,
   `r_organization_social` and `w_organization_social` (some programmes name the last two `..._social_feed`).
3. In the Webhooks tab give the connection's address: https, and no tunnel such as ngrok. LinkedIn tests it at once
   and every two hours. It gives an answer three seconds, and after three failures in a row blocks the address
   until somebody tests it again by hand there: keep one instance of `receive` warm.
4. Subscribe each page with that administrator's token: `PUT /rest/eventSubscriptions/(developerApplication:{app
   URN},user:{person URN},entity:{organization URN},eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)`, the URNs
   percent-encoded, with the body `{"webhook": "<the same address>"}`. It ends on the day that the answer names: do it
   again before, or name the app's number as `application` and let Heard do it (every few days, as it asks).

The account's id is the number of the organization, `100200300` of `urn:li:organization:100200300`; a showcase brand
keeps its whole `urn:li:organizationBrand:...`. Only posts that everybody may see bring comments, shares and likes.

**Secrets.** `signing` is the app's client secret: it signs every notice, answers LinkedIn's test and renews tokens.
The test is answered with the first one listed: after a rotation put the current secret first. A child app has an
address, a secret and so a connection of its own. `client_id` (optional) is the app's client id, needed only to renew
tokens; `application` (optional) the app's number in the portal's address, needed only to renew subscriptions. The
account's token is that of the administrator; it lives 60 days. Where the programme gives refresh tokens (365 days,
then somebody must log in again), name it as `refresh` and Heard renews the token by itself.

**Events.**

| LinkedIn sends | Heard reads |
|---|---|
| COMMENT | comment; of ours, if its owner is the organization |
| ADMIN_COMMENT | a comment of ours |
| COMMENT_EDIT, COMMENT_DELETE | an edit and a removal of the comment |
| SHARE | share |
| SHARE_MENTION | mention |
| LIKE | reaction, of whatever kind and by whomever: LinkedIn tells neither |

Other actions are counted and passed over. Being named in a comment has no action of its own. An employee who comments
from a personal profile is a person, not the brand: for LinkedIn only the page itself answers.

**Answers.** Reply (a comment under a comment or a post, plain text) and like. Organizations have no direct messages
in ordinary apps: such things go to a colleague.

**What LinkedIn allows** (API terms, links below). The terms forbid using the API to automate posting; how far that
reaches into answers is a matter of reading. So each reply and like is a draft that a person sends. A brand that has
LinkedIn's consent writes `accepts = ["linkedin-automation"]` beside its account, and rules then speak by themselves.
Storage: members' social activity 48 hours, other data of members 24 hours. Heard keeps words and names, and deliveries
that it parked, for two days, whatever the brand's `words_days` says; the ledger keeps hashes of ids for 400 days
(whether those count is unconfirmed). What a bus holds must be set to two days. Nothing of a member is put into
`details`.

**Asking.** Once an hour Heard reads the notices of the last two days (LinkedIn keeps them for 60) and so finds what a
lost delivery lacked; likes are left out of this, they would use up the quota. It also looks under some of the
comments that still wait, because only there it is told which comment an answer hangs under: at about a hundred under
each, so that one that many talk under leaves calls for the rest. What LinkedIn does not let the page look into (a
stranger's post with a mention in it) is passed over.

**Settings.** `HEARD_LINKEDIN_VERSION` (202609): the monthly version of the API; one lives for about a year, and
the doctor tells when it grows old. `HEARD_LINKEDIN_DAILY_CALLS` (80): calls that asking may spend each day of
UTC, fit for the development tier (100 a day for each member, 500 for each app); raise it to what the portal's analytics
show. Pages of one connection share them, and one page takes nearly all: give about 80 for each.
`HEARD_LINKEDIN_AUTH_URL` (https://www.linkedin.com): the host that renews tokens; where it is not set and the account
has a `base_url`, that one.

**Quirks.**

- What is signed is `hmacsha256=` and then the body, and the test signs with the same key: whoever had a body signed as
  a challenge could forge a notice. Only a code in the form of a UUID is signed, and a body that does not begin with
  `{` is refused. No time is signed.
- Whether the header's value carries `hmacsha256=` too is unconfirmed: both are taken, the un-prefixed body never.
- A delivery that fails is sent again every five minutes for eight hours. Up to ten notices come in one, in no order.
- Each subscribed administrator gets a copy under another number, so things are named by what they are, not by
  `notificationId`. `subscriber` is that administrator, never the author.
- LIKE names neither person nor reaction: reactions are told apart by their moment, two in one millisecond are one.
- A comment is spelt in two ways, with `activity:` and with `urn:li:activity:`; Heard keeps the long one. One post has
  up to three names with different numbers: the thread is taken from the comment's own name.
- A notice does not say which comment it answers. A colleague's answer that comes as one is taken for an answer to
  whoever in that thread began to wait last. Before Heard replies, it asks whether the comment is itself a reply:
  there are two levels only, so the answer then hangs under the comment above it.
- A lost reply is found by its words, spaces and links aside, since several people may wait under one comment.
- The text may be missing (media only, removals), and so may the author. Names never come: an answer with `{author}`
  in it goes to a colleague, so give rules texts without.
- A comment is named in the answer to our own call by `commentUrn` or by its number alone; its echo (COMMENT or
  ADMIN_COMMENT, unconfirmed which) has the same number and is marked as ours either way.
- A second like of the same thing may be refused (code unconfirmed: 409, or 400 and 422 with words to that effect);
  that counts as done. The same refusal of a comment makes Heard look before anything else.
- "Create throttled" passes in a minute or two; a day's limit ends at midnight UTC. LinkedIn tells neither wait.
- Comments hold 1250 characters (observed; LinkedIn's pages name no number).
- The link to a comment is made by habit (unconfirmed).
- Renewing a token takes secrets in the body, as OAuth has it; no other call does.
- The doctor looks a subscription up by its name where the connection has `application`, otherwise by a finder whose
  fields are unconfirmed: where they name no page it says so. It cannot see whether the token may write.
- A share of ours that also mentions us comes as two notices about one post: whichever comes first says what it is.

**Sources** (read 2026-11): https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation,
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications,
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api,
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/reactions-api,
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/community-management-overview,
https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements,
https://learn.microsoft.com/en-us/linkedin/marketing/versioning,
https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits,
https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens,
https://www.linkedin.com/legal/l/api-terms-of-use. Observed:
https://github.com/api-evangelist/linkedin, https://github.com/brightbeanxyz/brightbean-studio.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ChallengeFailed, ConfigurationError
from shared.core.interaction import Change, Kind
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import INERT, Keys, Listing, Platform, Reading, Use
from shared.platforms._signatures import HmacSignature
from shared.platforms.linkedin import _mapping
from shared.platforms.linkedin._client import LinkedInClient
from shared.platforms.linkedin._listing import KINDS
from shared.platforms.linkedin._renewal import renewed
from shared.platforms.linkedin._subscription import SubscribingClient

_BEFORE: Final = "hmacsha256="
_CODE: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VERSION: Final = r"20[0-9]{2}(?:0[1-9]|1[0-2])"
_TERMS: Final = "https://www.linkedin.com/legal/l/api-terms-of-use (read 2026-11)"
_ANSWERED: Final = (Kind.COMMENT, Kind.MENTION, Kind.SHARE)


class LinkedInSignature(HmacSignature, frozen=True):
    """The house's HMAC, whose header may or may not repeat what is signed in front of the body."""

    def verify(self, delivery: Delivery, keys: tuple[Secret, ...], now: datetime) -> None:
        marked = (delivery.header(self.header) or "").startswith(_BEFORE)
        HmacSignature.verify(msgspec.structs.replace(self, prefix=_BEFORE if marked else ""), delivery, keys, now)


class LinkedIn(Platform):
    name: ClassVar[str] = _mapping.NAME
    title: ClassVar[str] = "LinkedIn"
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the app's client secret, which signs every notice and answers LinkedIn's test"),
        Use("client_id", "the app's client id, to renew tokens with", optional=True),
        Use("application", "the app's number, to renew subscriptions with", optional=True),
    )
    signature: ClassVar[LinkedInSignature] = LinkedInSignature("X-LI-Signature", prefix="", before=_BEFORE.encode())
    kinds: ClassVar[frozenset[Kind]] = frozenset({*_ANSWERED, Kind.REACTION})
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    words_days: ClassVar[int] = 2
    hosts: ClassVar[tuple[str, ...]] = ("linkedin.com",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.LIST,
    }
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        **{
            (capability, kind): Policy(May.APPROVAL, _TERMS, unless="linkedin-automation")
            for capability in (Capability.LIKE, Capability.REPLY)
            for kind in _ANSWERED
        },
        (Capability.LIKE, Kind.REACTION): Policy(May.NEVER, _TERMS),
        (Capability.REPLY, Kind.REACTION): Policy(May.NEVER, _TERMS),
    }
    longest_reply: ClassVar[int] = 1250
    challenged: ClassVar[bool] = True
    object_only: ClassVar[bool] = True
    renews: ClassVar[bool] = True

    def unusable(self, use: str, secret: Secret) -> str | None:
        """A number that is none would be found out only when the subscription has ended."""
        if use != "application" or re.fullmatch(r"[0-9]{1,20}", secret.reveal(), re.ASCII):
            return None
        return "is not the number of an app (only digits)"

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Sign LinkedIn's code with the current secret: a UUID, which no notice can be made of."""
        code = delivery.parameter("challengeCode")
        if code is None or not re.fullmatch(_CODE, code, re.ASCII):
            raise ChallengeFailed("challengeCode is missing or no UUID", 400)
        key = next(iter(keys.get("signing", ())), None)
        if key is None or not key.reveal():
            raise ChallengeFailed("no secret to answer with")
        response = hmac.new(key.bytes(), code.encode(), hashlib.sha256).hexdigest()
        told = {"challengeCode": code, "challengeResponse": response}
        return Answer(200, json.dumps(told).encode(), "application/json", INERT)

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        return (("challengeCode", "890e4665-4dfe-4ab1-b689-ed553bceeed0"),)

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery)

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        version = os.environ.get("HEARD_LINKEDIN_VERSION", "202609")
        if not re.fullmatch(_VERSION, version, re.ASCII):
            raise ConfigurationError("HEARD_LINKEDIN_VERSION: a year and a month like 202609 were expected")
        most_open = max(_daily_calls() // 24 - 1, 0)  # of each hour's share one call is for the notices
        address = base_url or "https://api.linkedin.com"
        application = next((key.reveal() for key in (keys or {}).get("application", ())), "")
        if not application:
            return LinkedInClient(account, token, address, version=version, most_open=most_open)
        return SubscribingClient(account, token, address, version=version, most_open=most_open, application=application)

    @property
    def lists(self) -> Listing | None:
        return Listing(kinds=KINDS, every=timedelta(hours=1), back=timedelta(hours=48), units=_daily_calls())

    @property
    def look_every(self) -> timedelta:
        """A look is two calls; in the development tier, asking leaves twenty a day."""
        return timedelta(hours=4) if _daily_calls() < _ROOMY else timedelta()

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        """Exchange the refresh token at LinkedIn's login host, which is not that of the API."""
        address = os.environ.get("HEARD_LINKEDIN_AUTH_URL") or base_url or "https://www.linkedin.com"
        return renewed(held, keys, now=now, timeout=timeout, base_url=address)


_ROOMY: Final = 200  # calls a day that asking may spend: where it is told of more, no development tier is left


def _daily_calls() -> int:
    told = os.environ.get("HEARD_LINKEDIN_DAILY_CALLS", "80")
    if not re.fullmatch(r"[1-9][0-9]{0,6}", told, re.ASCII):
        raise ConfigurationError("HEARD_LINKEDIN_DAILY_CALLS: a whole number from 1 was expected")
    return int(told)


plugin = LinkedIn
