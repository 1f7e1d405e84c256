"""YouTube: comments under a channel's videos, which are asked for, and its own videos, which are pushed.

YouTube pushes nothing but news of videos; comments have no webhook and are read through the Data API.

**Set up.**

1. In the Google Cloud console (console.cloud.google.com) make a project, switch on "YouTube Data API v3" and make an
   OAuth client of the type Web application. Publish the consent screen: while it is in testing, refresh tokens
   end after a week.
2. Let the channel's owner log in once with the scope `https://www.googleapis.com/auth/youtube.force-ssl`, offline
   access and prompt consent, and store the access and the refresh token. Service accounts cannot own a channel.
3. Choose the two secrets below. Once `HEARD_PUBLIC_URL` is set, Heard subscribes to the channel's feed at Google's hub
   by itself, again and again, as a subscription lasts ten days at most. Comments are heard without it.

**Secrets.** You choose both of these, at least 16 characters: `signing` (less than 200 bytes), with which the hub signs
what it pushes, and `verify`, which it must show when it tests our address. `client_id` and `client_secret` are those
of the OAuth client; without them the access token is not renewed and ends after an hour. After a rotation put the
current secret first. The account's token is an OAuth token of the channel's owner; its id is that of the channel
(`UC` and 22 characters).

**Events.**

| YouTube has | Heard reads |
|---|---|
| a comment or reply, asked for | comment; again as an edit where it was edited |
| a thread that is open here and gone there | a removal of what waits in it |
| a new video, pushed | post, by ourselves |
| a new title or description, pushed more than an hour after the video | an edit of that post |
| `at:deleted-entry`, pushed | a removal of that post |

Other elements of a feed are counted and passed over. What the channel writes itself is marked as ours.

**Answers.** Reply. Replies are one level deep: an answer to a reply is attached to the comment above it, and only an
@handle at its beginning says whom it is for, so let the rule's text begin so; Heard changes no words. There are no
likes, hearts or direct messages in the API. Comments that take no replies (`canReply`) are never answered by a
machine. A machine may reply where the channel's owner knows it and has agreed, which is what connecting the channel
and switching a rule on say.

**Settings.**

- `HEARD_YOUTUBE_POLL_MINUTES` (3): the time between two askings, 1 to 60: so late can a new thread be noticed, or as
  late as the schedule of `collect`, which is five minutes unless you shorten it.
- `HEARD_YOUTUBE_LOOK_BACK_HOURS` (24): threads this new are read again each hour with all their replies, 2 to 168.
  Between those, an asking reads threads newer than the last one, and those in which somebody waits.
- `HEARD_YOUTUBE_UNITS_PER_DAY` (5000): what asking may spend of the quota of one Cloud project, 1 to 10000000.
- `HEARD_YOUTUBE_TOPIC` (`feeds`): how the feed's address is spelled, `feeds` or `xml/feeds` as in older documents.
  The hub's test is passed for both.
- `HEARD_YOUTUBE_HUB` (`https://pubsubhubbub.appspot.com/subscribe`): where feeds are subscribed to.
- `HEARD_YOUTUBE_TOKEN_URL` (`https://oauth2.googleapis.com/token`): where access tokens are renewed. Where a base
  address is given and these two are not, they are its `/subscribe` and `/token`.

**Quota.** A project has 10,000 units a day, for all its channels, until midnight in Los Angeles. A page of comments
costs 1 unit, a reply 50, refused calls cost too. An asking takes one unit for each 100 new threads, one for each 50
older threads in which somebody waits, and one for each thread with more replies than YouTube shows at once; of the
older ones five, others each time, so an answer in the site under a long thread may be noticed some askings later. At 3
minutes that is 480 to 960 units on a calm day; what asking may not spend is enough for a hundred replies. When the
quota is used up nothing is tried before midnight there.

**Quirks.**

- The hub signs with SHA-1 (seen, not promised); what names another algorithm is refused, since the sender must not
  choose. No time is signed: a delivery can be repeated, which changes nothing.
- The hub echoes `hub.verify_token`, a relic of its older protocol (seen, not promised). Without it any stranger could
  let us confirm a subscription, or its end, which is why `unsubscribe` is refused too.
- `hub.mode=denied` is refused and shows in the log: the hub will push nothing.
- Both secrets travel to the hub in the body of the subscription, and `verify` comes back in an address; the refresh
  token and the client's secret travel in a body: these protocols know no other way. All of it is TLS.
- New and changed videos look alike: less than an hour between `published` and `updated` is taken for new.
- Threads come in the order of their first comment (seen, not promised). So a new reply in a thread in which nobody
  waits is noticed within the hour, and not at all where the thread is older than the time looked back.
- A comment that is held for review is seen once it is published, if it is not older than the time looked back by then.
- A thread under a private video, or where comments are switched off, or that is refused without a known reason, is
  passed over; who waits there is left to a colleague. Only what YouTube says is not found is taken for removed.
- Of a single reply that is removed from a thread that stays, nothing is told.
- The API does not tell what is subscribed, so the doctor cannot check it: see whether videos arrive.
- Managers who write as the channel cannot be told from each other; they all are the channel.
- A lost reply is found by its words, spaces aside, since several people may wait in one thread. A new channel's
  replies may be held as likely spam; whether they are listed then is unconfirmed.
- 10,000 characters for a reply is what the site takes; the API's own limit is unconfirmed.
- Whether YouTube refuses a list of threads because one of them is gone is unconfirmed: Heard then asks one by one.

**Sources** (read 2026-11): https://developers.google.com/youtube/v3/guides/push_notifications,
https://developers.google.com/youtube/v3/docs/commentThreads/list,
https://developers.google.com/youtube/v3/docs/comments/list,
https://developers.google.com/youtube/v3/docs/comments/insert,
https://developers.google.com/youtube/v3/docs/errors,
https://developers.google.com/youtube/v3/determine_quota_cost,
https://developers.google.com/youtube/terms/developer-policies,
https://developers.google.com/identity/protocols/oauth2/web-server, https://www.w3.org/TR/websub/,
https://www.rfc-editor.org/rfc/rfc6721, https://kevincox.ca/2021/12/16/youtube-websub/.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ActionRefused, ChallengeFailed, ConfigurationError, OutcomeUnknown, PlatformUnavailable
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Keys, Listing, Platform, Reading, Use, clean, echo
from shared.platforms._client import ApiClient
from shared.platforms._signatures import HmacSignature
from shared.platforms.youtube import _mapping
from shared.platforms.youtube._api import DAY_ZONE
from shared.platforms.youtube._client import YouTubeClient

_TERMS: Final = "https://developers.google.com/youtube/terms/developer-policies (read 2026-11)"
_TOPICS: Final = ("feeds", "xml/feeds")
_TOPIC: Final = r"https://www\.youtube\.com/(?:xml/)?feeds/videos\.xml\?channel_id=UC[A-Za-z0-9_-]{22}"
_LONGEST_SECRET: Final = 199  # bytes; the hub takes no longer one


class YouTube(Platform):
    name: ClassVar[str] = _mapping.NAME
    title: ClassVar[str] = "YouTube"
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "with which the hub signs what it pushes", ours=True),
        Use("verify", "which the hub must show when it tests our address", ours=True),
        Use("client_id", "the id of the OAuth client, to renew access tokens", optional=True),
        Use("client_secret", "the secret of the OAuth client, to renew access tokens", optional=True),
    )
    signature: ClassVar[HmacSignature] = HmacSignature("X-Hub-Signature", prefix="sha1=", algorithm="sha1")
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.COMMENT, Kind.POST})
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    hosts: ClassVar[tuple[str, ...]] = ("youtube.com",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {Capability.REPLY: ReadBack.LIST}
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (Capability.REPLY, Kind.COMMENT): Policy(May.AUTO, _TERMS),
        (Capability.REPLY, Kind.POST): Policy(May.NEVER, _TERMS),  # only our own
    }
    longest_reply: ClassVar[int] = 10_000
    names_threads: ClassVar[bool] = True
    challenged: ClassVar[bool] = True
    content: ClassVar[str] = "xml"
    renews: ClassVar[bool] = True

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """As the table says; but where YouTube takes no replies, a refused one would cost as much as a good one."""
        if capability is Capability.REPLY and interaction.details.get("can_reply") == "no":
            return Policy(May.NEVER, _TERMS)
        return super().allows(capability, interaction, accepts)

    def unusable(self, use: str, secret: Secret) -> str | None:
        if use == "signing" and len(secret.bytes()) > _LONGEST_SECRET:
            return f"is longer than {_LONGEST_SECRET} bytes, which the hub does not take"
        return None

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Confirm to the hub that we asked for this feed: only then does it know the verify token."""
        given = (delivery.parameter("hub.verify_token") or "").encode("utf-8", "surrogatepass")
        known = False
        for key in keys.get("verify", ()):
            known |= bool(key.reveal()) and hmac.compare_digest(given, key.bytes())
        mode = delivery.parameter("hub.mode")
        if mode == "denied":
            raise ChallengeFailed("the hub denies the subscription; see whether the channel exists and is public")
        if not known or mode != "subscribe":
            raise ChallengeFailed("mode or verify token is wrong")
        if not re.fullmatch(_TOPIC, delivery.parameter("hub.topic") or ""):
            raise ChallengeFailed("topic is no channel's feed", 404)
        return echo(delivery.parameter("hub.challenge") or "")

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        current = next(iter(keys.get("verify", ())), None)
        if current is None:
            raise ChallengeFailed("no verify token to ask with")
        return (
            ("hub.mode", "subscribe"),
            ("hub.topic", f"{_feed('feeds')}UC{'0' * 22}"),
            ("hub.challenge", "1158201444"),
            ("hub.verify_token", current.reveal()),
        )

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery)

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        spelled = os.environ.get("HEARD_YOUTUBE_TOPIC", _TOPICS[0])
        if spelled not in _TOPICS:
            raise ConfigurationError(f"HEARD_YOUTUBE_TOPIC: {' or '.join(_TOPICS)} was expected")
        hub = os.environ.get("HEARD_YOUTUBE_HUB") or _below(base_url or "https://pubsubhubbub.appspot.com", "subscribe")
        return YouTubeClient(
            account,
            token,
            base_url or "https://www.googleapis.com",
            hub=hub,
            topic=_feed(spelled) + account,
            keys=keys or {},
        )

    @property
    def lists(self) -> Listing:
        return Listing(
            kinds=frozenset({Kind.COMMENT}),
            asked=frozenset({Kind.COMMENT}),
            every=timedelta(minutes=_whole(os.environ, "HEARD_YOUTUBE_POLL_MINUTES", 3, (1, 60))),
            back=timedelta(hours=_whole(os.environ, "HEARD_YOUTUBE_LOOK_BACK_HOURS", 24, (2, 168))),
            units=_whole(os.environ, "HEARD_YOUTUBE_UNITS_PER_DAY", 5000, (1, 10_000_000)),
            day_zone=DAY_ZONE,
        )

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        """A new access token. The refresh token stays good, so a lost answer costs nothing and is asked for again."""
        client_id, client_secret = (next(iter(keys.get(use, ())), None) for use in ("client_id", "client_secret"))
        if client_id is None or client_secret is None:
            raise ConfigurationError(
                f"{self.name}: renewing tokens needs the connection's secrets `client_id` and `client_secret`"
            )
        if held.refresh is None:
            raise ActionRefused(self.name, "renew", "no refresh token: let the channel's owner log in again")
        asked = {
            "grant_type": "refresh_token",
            "refresh_token": held.refresh.reveal(),
            "client_id": client_id.reveal(),
            "client_secret": client_secret.reveal(),
        }
        address = os.environ.get("HEARD_YOUTUBE_TOKEN_URL") or _below(
            base_url or "https://oauth2.googleapis.com", "token"
        )
        try:
            told = ApiClient(self.name, address).request("renew", "POST", "", data=asked, timeout=timeout)
        except OutcomeUnknown as error:
            raise PlatformUnavailable(self.name, "renew", error.why) from None
        access, lasts = clean(told.get("access_token")), told.get("expires_in")
        if not access:
            raise PlatformUnavailable(self.name, "renew", "no token in the answer")
        ends = now + timedelta(seconds=lasts) if type(lasts) is int and 0 < lasts < 10**9 else None
        refresh = clean(told.get("refresh_token"))
        return Grant(Secret(access), Secret(refresh) if refresh else None, ends)


def _below(base_url: str, name: str) -> str:
    return f"{base_url.rstrip('/')}/{name}"


def _feed(spelled: str) -> str:
    return f"{_mapping.SITE}{spelled}/videos.xml?channel_id="


def _whole(environ: Mapping[str, str], name: str, default: int, bounds: tuple[int, int]) -> int:
    value = environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or not bounds[0] <= int(value) <= bounds[1]:
        expected = f"a whole number from {bounds[0]} to {bounds[1]}"
        raise ConfigurationError(f"{name}: came {value[:20]!r}; expected {expected}")
    return int(value)


plugin = YouTube
