"""X (Twitter): mentions, replies, quotes, reposts, likes, follows and direct messages, by X Activity.

**Set up.** In the developer console (console.x.com, your project and app) let the app read, write and use direct
messages, give it OAuth 2.0, and sign the brand's account in to it with `offline.access`. Then, with the app's bearer
token, `POST https://api.x.com/2/webhooks` with the connection's address (https, no port, at most 200 characters). X
tests the address at once and again for as long as it lives: `PUT /2/webhooks/{webhook_id}` asks for a new test and
switches a webhook on again that X has switched off. Last, subscribe the account, in one of two ways; having both does
no harm, as both name the same things alike:

- **X Activity**, the newer: `POST /2/activity/subscriptions` with `event_type`, `filter` (`user_id`, the account's
  number), `webhook_id` and `tag`, once for each event type of the table below. Most need the brand's own grant with
  `tweet.read`, `like.read` and `dm.read`. Without `post.create` an answer given by hand is not seen.
- **Account Activity**, which X calls deprecated: with the brand's own token
  `POST /2/account_activity/webhooks/{webhook_id}/subscriptions/all`, for everything at once.

Label the account as automated in its settings. Listening for words (filtered stream by webhook, Enterprise only) works
too: give each rule the tag `heard-` and the account's number, as in `heard-2244994945`; other rules are passed over.
Link it with `expansions=author_id,referenced_tweets.id` and, as `tweet.fields`, `author_id`, `conversation_id`,
`created_at`, `display_text_range`, `entities`, `in_reply_to_user_id`, `lang`, `note_tweet` and `referenced_tweets`:
without `author_id` a post cannot be read, and without the others not be told from a reply or a repost.

**Secrets.** `signing` is the app's API key secret (the consumer secret). X's test is answered with the first
one listed: after a rotation put the current secret first. The account's token is a user token of the brand's
account with tweet.read, users.read, tweet.write, dm.read and dm.write (like.write where the tier has it); the
account's id is the number of the account, never its @name. An OAuth 2.0 token ends after two hours: give the account
its refresh token too, and the connection `client_id` and, unless the app is a public client, `client_secret`. Heard
then renews it, and must be the only one that does, as a refresh token works once. `app_token`, the app's bearer
token, is optional: with it Heard can look whether the webhook is switched on.

**Events.**

| X Activity | Account Activity | Heard reads |
|---|---|---|
| `post.mention.create` | a post that mentions the account | mention |
| `post.reply.create` | a reply to one of its posts | comment |
| `post.quote.create` | a quote of one of its posts | share, details.share `quote` |
| `post.repost.create` | a repost of one of its posts | share, details.share `retweet` |
| `like.create` | a like of one of its posts | reaction |
| `follow.follow`, `follow.unfollow` | the same (also inside `follow_events`) | follow, and its removal |
| `dm.received`, `dm.sent` | direct message | direct message |
| `chat.received`, `chat.sent` | | direct message without words, details.encrypted `xchat` |
| `post.create` | the account's own posts | post or comment, ours |
| `post.delete` | `tweet_delete_events` | a removal |
| filtered stream | | by what it is; else mention, details.listened `filtered_stream` |

The account's own posts, replies, likes and messages are marked as ours: this is how an answer given by hand is seen.
Typing, read marks, blocks, mutes, revoked grants (`user_event.revoke`, `oauth.revoke`), replays' reports (as
`replay_job_status.` and the state) and other people's posts about other people are counted and passed over.

**Answers.** Reply and direct message; like only by a person's tap. An encrypted message can be answered in X's own
app alone.

**Asking.** Heard asks X every 6 hours for the mentions, the messages and the account's own posts of at least the last
12, so that what never came is found. Likes, follows, reposts, encrypted messages and quotes that do not mention the
account cannot be asked for at a bearable price. X sells reading: $0.005 a post, $0.010 a message or a person's record
(of an account that owns the app, $0.001 a post), each once a day.

**Settings.** `HEARD_X_LIST` (`mentions messages posts`): which lists are asked for; leave out `messages` where the
token lacks dm.read. `HEARD_X_LIST_POSTS` (500): how many posts, messages and people's records the asking may read a
day (UTC), for all accounts of a connection: 500 cost some $5 at most. 0 never asks.

**What X allows** (developer guidelines and policy, links below). Automated replies only to people who mentioned,
quoted or answered the account first, one per interaction, and not written by a machine that learns without
X's approval; automated likes never, whatever was approved; automated direct messages only to who wrote one first,
with a way to opt out, and never as a welcome to a new follower. Who only used a word that was listened for has not
come to the account, so no machine answers; nor who answers somebody else in a conversation with the account, where X
adds the mention. Deleted posts must be deleted here within 24 hours. Self-serve
access refuses replies (403) to people who did not mention or quote the account themselves; whether the
mention that X adds to a reply counts is unconfirmed, so an answer to a comment may end with a colleague.

**Quirks.**

- The signature is base64, not hex, and signs no time. The test signs with the same key, so only a token that
  can never be a body is signed, and a body that does not begin with `{` is refused.
- Ids are read from text alone: as numbers they come rounded.
- Long posts are cut; the whole text is in `extended_tweet` or `note_tweet`. `&amp;`, `&lt;` and `&gt;` are undone.
- A repost begins with `RT @` and mentions the account; it is still a repost. Nothing of ours can hang on it.
- X switches a webhook off at once for a wrong answer to its test, a redirect or a broken certificate, and after 28
  hours of anything else; then nothing comes. What was missed can be had again for 24 hours: `POST /2/webhooks/replay`
  with `webhook_id`, `from_date` and `to_date` (`yyyymmddhhmm`, UTC). It comes like anything else, and counts once.
- X Activity is billed by the event: about $0.005 a post, $0.010 a follow or a message that came.
- One post may come as several event types of X Activity, and again by Account Activity: it has one name.
- X Activity does not say whose a like is. It is ours where the post is not; else it is that of the one person who
  stands beside it and not in the post, and nobody's where that leaves none or several. It is then named by its own id,
  so with both subscriptions it may be counted twice.
- The time of a like is `timestamp_ms`: X documents `created_at` as that of the post. Follows and deletions by X
  Activity tell no time.
- X Activity announces only the account's own deletions (unconfirmed for other people's).
- A quote whose quoted post is deleted or protected lacks it; it is taken for a quote of ours (unconfirmed). In a
  list the quoted post is never told: a quote that mentions the account is listed as a mention.
- By Account Activity a post that replies to something names no conversation: Heard takes that of what was answered.
- Without id, a direct message's conversation is named by both people's numbers, the smaller first. Encrypted
  conversations are named with `:` or `-` between the two (pages differ); groups keep their own names.
- A mention that X added stands before what is shown of a post (`display_text_range`): details.implied is `mention`.
  Account Activity and filtered streams bring such mentions; X Activity leaves them out, and so does Heard's asking.
- Messages in groups come by the list alone, with details.group; an answer would reach one person, so there is none.
- A follow, an unfollow and a repost have no use of an id and are named by what they are about and by whom.
- Accounts with X's label "Automated" are read as machines (seen in X's example, not documented), save our own: a
  colleague may write by it.
- "Duplicate content" may mean that an earlier try landed: Heard looks before anything else.
- After a lost answer Heard lists what the account posted, or wrote with that person, since then, at most 500 of it.
- The weighted length of 280 bounds direct messages as well, so that one text does for both.
- X lists the newest 800 mentions and 3200 own posts; a list that comes near that is taken as cut off.
- A call without credits (402) or over a cap is tried again later; a refused one is a colleague's.
- Renewing sends the refresh token in the body, as OAuth 2.0 has it. `invalid_client` and `unauthorized_client` blame
  the app's secrets and not the token, so nobody has to log in again for them.
- Which scopes a token has X does not tell.

**Sources** (read 2026-11): https://docs.x.com/x-api/webhooks/introduction,
https://docs.x.com/x-api/webhooks/quickstart, https://docs.x.com/x-api/account-activity/introduction,
https://docs.x.com/x-api/activity/introduction, https://docs.x.com/x-api/activity/event-payloads,
https://docs.x.com/x-api/webhooks/stream/introduction, https://docs.x.com/x-api/posts/manage-tweets/introduction,
https://docs.x.com/x-api/posts/timelines/introduction, https://docs.x.com/x-api/direct-messages/lookup/quickstart,
https://docs.x.com/x-api/getting-started/pricing, https://docs.x.com/x-api/fundamentals/response-codes-and-errors,
https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token,
https://docs.x.com/fundamentals/rate-limits, https://docs.x.com/developer-guidelines.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ChallengeFailed, ConfigurationError
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import INERT, Keys, Listing, Platform, Reading, Use
from shared.platforms._signatures import HmacSignature
from shared.platforms.x import _mapping
from shared.platforms.x._common import ENCRYPTED, GROUP, IMPLIED, LISTENED, LISTS, NAME

_ASKED: Final = r"[A-Za-z0-9_.~+/=-]{1,256}"  # no brace, no quote: never a body of JSON
_RULES: Final = "https://docs.x.com/developer-guidelines (read 2026-11)"
_CHAT: Final = "https://docs.x.com/x-api/activity/event-payloads (read 2026-11)"
_BASE: Final = "https://api.x.com"
_READ: Final = "HEARD_X_LIST_POSTS"
_ASK: Final = "HEARD_X_LIST"

_MAY: Final = {
    Kind.MENTION: (May.APPROVAL, May.AUTO, May.APPROVAL),
    Kind.COMMENT: (May.APPROVAL, May.AUTO, May.APPROVAL),
    Kind.SHARE: (May.APPROVAL, May.AUTO, May.NEVER),
    Kind.POST: (May.NEVER, May.NEVER, May.NEVER),  # only our own
    Kind.REACTION: (May.NEVER, May.NEVER, May.NEVER),
    Kind.FOLLOW: (May.NEVER, May.NEVER, May.NEVER),
    Kind.DIRECT_MESSAGE: (May.NEVER, May.NEVER, May.AUTO),
}
_COLUMNS: Final = (Capability.LIKE, Capability.REPLY, Capability.DIRECT_MESSAGE)


class X(Platform):
    name: ClassVar[str] = NAME
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the app's API key secret, which signs every delivery and answers X's test"),
        Use("client_id", "the app's OAuth 2.0 client ID, to renew access tokens", optional=True),
        Use("client_secret", "the app's OAuth 2.0 client secret, where it is no public client", optional=True),
        Use("app_token", "the app's bearer token, to look at its webhook and subscriptions", optional=True),
    )
    signature: ClassVar[HmacSignature] = HmacSignature("x-twitter-webhooks-signature", encoding="base64")
    kinds: ClassVar[frozenset[Kind]] = frozenset(_MAY)
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    hosts: ClassVar[tuple[str, ...]] = ("x.com", "twitter.com")
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.LIST,
        Capability.DIRECT_MESSAGE: ReadBack.LIST,
    }
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (capability, kind): Policy(may, _RULES)
        for kind, row in _MAY.items()
        for capability, may in zip(_COLUMNS, row, strict=True)
    }
    longest_reply: ClassVar[int] = 280
    challenged: ClassVar[bool] = True
    object_only: ClassVar[bool] = True
    renews: ClassVar[bool] = True

    @property
    def lists(self) -> Listing | None:
        units, asked = _units(os.environ), _asked(os.environ)
        if units == 0:
            return None
        kinds = frozenset(kind for name in asked for kind in LISTS[name])
        return Listing(kinds=kinds, every=timedelta(hours=6), back=timedelta(hours=12), units=units)

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """As the table says; but not where nothing can be read, nobody spoke to us alone, or there is no post."""
        if ENCRYPTED in interaction.details:
            return Policy(May.NEVER, _CHAT)
        if GROUP in interaction.details:
            return Policy(May.NEVER, _RULES)
        if LISTENED in interaction.details or IMPLIED in interaction.details:
            alone = capability is Capability.DIRECT_MESSAGE
            return Policy(May.NEVER if alone else May.APPROVAL, _RULES)
        if interaction.kind is Kind.SHARE and "/" in interaction.object:
            return Policy(May.NEVER, _RULES)
        return super().allows(capability, interaction, accepts)

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Answer the CRC: sign a token that no body can be, with the current secret."""
        token = delivery.parameter("crc_token")
        if token is None or not re.fullmatch(_ASKED, token):
            raise ChallengeFailed("crc_token is missing or malformed", 400)
        key = next(iter(keys.get("signing", ())), None)
        if key is None or not key.reveal():
            raise ChallengeFailed("no secret to answer with")
        digest = hmac.new(key.bytes(), token.encode(), hashlib.sha256).digest()
        told = {"response_token": "sha256=" + base64.b64encode(digest).decode()}
        return Answer(200, json.dumps(told).encode(), "application/json", INERT)

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        if not any(key.reveal() for key in keys.get("signing", ())):
            raise ChallengeFailed("no secret to answer with")
        return (("crc_token", "heard-asks-itself"),)

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery)

    def client(
        self,
        *,
        account: str,
        token: Secret,
        base_url: str | None = None,
        keys: Keys | None = None,
    ) -> Client:
        from shared.platforms.x._client import XClient  # the public door, which loads this module, speaks to nobody

        app = next(iter((keys or {}).get("app_token", ())), None)
        return XClient(account, token, base_url or _BASE, app=app, asked=_asked(os.environ))

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        from shared.platforms.x._api import renewed

        return renewed(held, keys, now, timeout, base_url or _BASE)

    def fit(self, text: str) -> bool:
        from shared.platforms.x._length import weighted  # patterns that the public door does not need

        return weighted(text) <= self.longest_reply


def _asked(environ: Mapping[str, str]) -> tuple[str, ...]:
    chosen = environ.get(_ASK, "").replace(",", " ").split() or list(LISTS)
    if unknown := set(chosen) - set(LISTS):
        raise ConfigurationError(f"{_ASK} names {sorted(unknown)}; it may name {', '.join(LISTS)}. Correct it.")
    return tuple(name for name in LISTS if name in chosen)


def _units(environ: Mapping[str, str]) -> int:
    told = environ.get(_READ, "").strip() or "500"
    if not re.fullmatch(r"[0-9]{1,7}", told):
        raise ConfigurationError(f"{_READ} is {told[:20]!r}; a whole number was expected, 0 to ask for nothing.")
    return int(told)


plugin = X
