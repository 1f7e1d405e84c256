"""X (Twitter): mentions, replies, quotes, reposts, likes, follows and direct messages, by Account Activity v2.

**Set up.** In the developer portal (developer.x.com, your project and app) let the app read, write and use
direct messages, and sign the brand's account in to it. Then, with the app's bearer token,
`POST https://api.x.com/2/webhooks` with the connection's address (https, no port, at most 200 characters), and
with the brand's own token `POST /2/account_activity/webhooks/{webhook_id}/subscriptions/all`. X tests the
address at once and again for as long as it lives: `PUT /2/webhooks/{webhook_id}` asks for a new test and
switches a webhook on again that X has switched off. Label the account as automated in its settings.

**Secrets.** `signing` is the app's API key secret (the consumer secret). X's test is answered with the first
one listed: after a rotation put the current secret first. The account's token is a user token of the brand's
account with tweet.read, users.read, tweet.write, dm.read and dm.write (like.write where the tier has it); the
account's id is the number of the account, never its @name.

**Events.**

| X sends | Heard reads |
|---|---|
| a post that mentions the account | mention |
| a reply to one of its posts | comment |
| a quote of one of its posts | share, details.share `quote` |
| a repost of one of its posts | share, details.share `retweet` |
| a like of one of its posts | reaction |
| follow, unfollow (also inside `follow_events`) | follow, and its removal |
| direct message | direct message |
| `tweet_delete_events` | a removal |

The account's own posts, replies, likes and messages come too and are marked as ours: this is how an answer
given by hand is seen. Typing, read marks, blocks, mutes, revoked grants (`user_event.revoke`), replays' reports
and other people's posts about other people are counted and passed over. So is the newer X Activity envelope,
counted as `activity.<its event type>`: subscribe by Account Activity until Heard reads it.

**Answers.** Reply and direct message; like only by a person's tap.

**What X allows** (developer guidelines and policy, links below). Automated replies only to people who mentioned,
quoted or answered the account first, one per interaction, and not written by a machine that learns without
X's approval; automated likes never; automated direct messages only to who wrote one first, with a way to opt
out, and never as a welcome to a new follower. Deleted posts must be deleted here within 24 hours. Self-serve
access refuses replies (403) to people who did not mention or quote the account themselves; whether the
mention that X adds to a reply counts is unconfirmed, so an answer to a comment may end with a colleague.

**Quirks.**

- The signature is base64, not hex, and signs no time. The test signs with the same key, so only a token that
  can never be a body is signed, and a body that does not begin with `{` is refused.
- Ids are read from `id_str` alone: as numbers they come rounded.
- Long posts are cut (`truncated`); the whole text is in `extended_tweet`. `&amp;`, `&lt;` and `&gt;` are undone.
- A repost begins with `RT @` and mentions the account; it is still a repost. Nothing of ours can hang on it.
- A quote whose quoted post is deleted or protected lacks it; it is taken for a quote of ours (unconfirmed).
- A post that replies to something names no conversation: Heard takes that of what was answered.
- Without id, a direct message's conversation is named by both people's numbers, the smaller first.
- A follow, an unfollow and a repost have no use of an id and are named by what they are about and by whom.
- "Duplicate content" may mean that an earlier try landed: Heard looks before anything else.
- After a lost answer Heard lists the account's own posts, or the messages with that person, at most 500.
- The weighted length of 280 bounds direct messages as well, so that one text does for both.
- Access tokens live two hours and refresh tokens work once: one place must refresh them.

**Sources** (read 2026-11): https://docs.x.com/x-api/webhooks/introduction,
https://docs.x.com/x-api/webhooks/quickstart, https://docs.x.com/x-api/account-activity/introduction,
https://docs.x.com/x-api/activity/introduction, https://docs.x.com/x-api/posts/manage-tweets/introduction,
https://docs.x.com/x-api/direct-messages/lookup/quickstart, https://docs.x.com/fundamentals/rate-limits,
https://docs.x.com/developer-guidelines.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ChallengeFailed
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability, Client, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import INERT, Keys, Platform, Reading, Use
from shared.platforms._signatures import HmacSignature
from shared.platforms.x import _mapping
from shared.platforms.x._client import XClient

_ASKED: Final = r"[A-Za-z0-9_.~+/=-]{1,256}"  # no brace, no quote: never a body of JSON
_RULES: Final = "https://docs.x.com/developer-guidelines (read 2026-11)"

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
    name: ClassVar[str] = _mapping.NAME
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the app's API key secret, which signs every delivery and answers X's test"),
    )
    signature: ClassVar[HmacSignature] = HmacSignature("x-twitter-webhooks-signature", encoding="base64")
    kinds: ClassVar[frozenset[Kind]] = frozenset(_MAY)
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

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """As the table says; but a bare repost is no post, so nothing of ours can hang on it."""
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
        return XClient(account, token, base_url or "https://api.x.com")

    def fit(self, text: str) -> bool:
        from shared.platforms.x._length import weighted  # patterns that the public door does not need

        return weighted(text) <= self.longest_reply


plugin = X
