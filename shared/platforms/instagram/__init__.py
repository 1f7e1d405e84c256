"""Instagram: comments, live comments, mentions, mentions in stories, and direct messages of a professional account.

**Set up.** Choose how the account logs in; it must be professional (Business or Creator) and public.

| | Instagram Login | Facebook Login |
|---|---|---|
| `HEARD_INSTAGRAM_LOGIN` | `instagram` | `facebook` |
| the token | is the Instagram user's, for 60 days; Heard renews it | is the linked Page's |
| mentions elsewhere | are not told | are told |

1. In the app dashboard (developers.facebook.com, your app, Instagram, Webhooks) give the connection's address and a
   verify token of your own choice, and subscribe to `comments`, `live_comments`, `mentions`, `messages`,
   `message_reactions` and `messaging_postbacks`. With Facebook Login the address may be the one of your Facebook
   connection: an account of platform `instagram` on it is enough.
2. Let the app into the account. Instagram Login: `POST /me/subscribed_apps?subscribed_fields=` with the same fields
   (`mentions` left out) and the user's token. Facebook Login: `POST /{page-id}/subscribed_apps` with any one field of
   the Page. Have the account's owner allow access to messages in the Instagram app.
3. Get Advanced Access by App Review and switch the app to Live; until then only people with a role on the app are
   heard. To answer after 24 hours by a person's hand, have the Human Agent feature approved.

**Secrets.** `signing` is the app secret: with Instagram Login the Instagram app secret, shown beside the other one
(that it is this one is not said officially; both may be given). `verify` is the verify token that you chose, at least
16 characters. The account's id is the Instagram professional account id (17841...). Permissions with Instagram Login:
`instagram_business_basic`, `instagram_business_manage_comments`, `instagram_business_manage_messages`; with Facebook
Login: `instagram_basic`, `instagram_manage_comments`, `instagram_manage_messages`, `pages_manage_metadata`,
`pages_read_engagement`, `pages_show_list`.

**Events.**

| Instagram sends | Heard reads |
|---|---|
| `comments` | comment; under another one it has `parent_id` |
| `live_comments` | comment, with `live` in `details` |
| `mentions` | mention; Instagram tells neither by whom nor the words |
| a message with a `story_mention` | mention, in private |
| any other message, an answer to a story, a button | direct message |
| a message unsent or edited | its removal, its edit |
| `message_reactions` | reaction, or its removal |
| a message with `is_echo` | what the account wrote |

Read marks, referrals, handovers and all else are counted under their names; the dashboard's test buttons as `test`.

**Answers.** Reply (under the top-level comment; to a mention, by Facebook Login), private reply (one message to who
commented, within 7 days; to a live comment only during the broadcast), direct message and like (a heart on a message).
A mention in a story is answered by a message, whatever a rule calls it. Comments cannot be liked, and live comments
cannot be replied to. A machine may write for 24 hours after a message, a colleague for 7 days (tag HUMAN_AGENT).

**Settings.** `HEARD_META_GRAPH_VERSION` (v25.0) and `HEARD_META_APPSECRET_PROOF` (no; `yes` sends the proof that an app
with "Require App Secret" asks for) hold for all Meta platforms. `HEARD_INSTAGRAM_LOGIN` (`instagram`) is `facebook`
where tokens are of Pages. `HEARD_INSTAGRAM_OWN_IDS` (none) says what else accounts are called: `other=account` with
commas between, where `account` is its id and `other` the id that messages carry with Facebook Login, or its user name.
`HEARD_INSTAGRAM_MACHINE_APPS` (none) lists ids of apps whose messages are a machine's: what any other app sends counts
as a colleague's answer. `HEARD_INSTAGRAM_MEDIA_DAYS` (30, at most 999) is how old a post may be whose comments are
still asked for. `HEARD_INSTAGRAM_RENEW_BY` (`query`; `header`): where the token stands in the one call that renews it.

**Quirks.**

- Four forms of one delivery, and arrays of deliveries; all are read.
- Edits and removals of comments, likes and shares are never told. Of a live broadcast comments come while it lasts.
- A comment has no time of its own in webhooks: that of the delivery counts.
- An answer to an answer is attached to the top-level comment. After a lost answer, any newer comment of the account
  there counts as the answer; after a lost message, any newer message to that person.
- A comment under an advertised post may be told twice, under one id. The post is named by its original.
- Our own comments have no flag: the author's id, or a name of `HEARD_INSTAGRAM_OWN_IDS`, tells; in lists also the
  user name that the account's posts bear.
- A mention in a comment is named by that comment, so that one on a post of our own, should it be told as a comment
  too, is answered once.
- Our own messages are known by their receipt; no `metadata` is sent, as it is unconfirmed that Instagram takes it.
- Whether the account's answer to a mention comes back is unconfirmed, and it cannot be read back: a lost one is shown
  to a colleague.
- Words are held to the stricter of what comments and messages allow: 300 characters, 4 hashtags, 1 link, 1000 bytes
  (the figures are unconfirmed).
- Asking tells of comments and what is under them, not of messages. Of new answers under old comments it tells where
  somebody still waits there.
- Calls carry the token in a header. For the one that renews it, Instagram documents nothing but the query: there, and
  only there, the token stands in an address (which is not logged), unless the setting says otherwise.
- With several apps it is not told which is ours: the doctor goes by the one that hears most.
- That Instagram Login tells its subscriptions where they are made (`GET /me/subscribed_apps`) is unconfirmed; should
  it refuse, `subscription` says so.
- What may be read is what `comments` and `scopes` (messages) look at: to list a token's scopes, Meta wants the token in
  the address. What may be written shows when it is.

**Sources** (read 2026-11): https://developers.facebook.com/docs/instagram-platform/webhooks,
https://developers.facebook.com/docs/instagram-platform/comment-moderation,
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/replies,
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments,
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentions,
https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/private-replies,
https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/conversations-api,
https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Keys, Listing, Reading, Window
from shared.platforms._meta import GraphSettings, MetaPlatform, chosen, days, graph, renewed
from shared.platforms._meta_messages import MACHINE_WINDOW, PERSON_WINDOW, listed
from shared.platforms.instagram import _mapping
from shared.platforms.instagram._client import CODES, InstagramClient

_COMMENTS: Final = "https://developers.facebook.com/docs/instagram-platform/comment-moderation (read 2026-11)"
_REPLIES: Final = (
    "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/replies "
    "(read 2026-11)"
)
_PRIVATE: Final = (
    "https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/private-replies "
    "(read 2026-11)"
)
_MESSAGES: Final = "https://developers.facebook.com/docs/messenger-platform/policy/policy-overview (read 2026-11)"
_MENTIONS: Final = (
    "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentions "
    "(read 2026-11)"
)
_SOURCES: Final = {
    Capability.LIKE: _COMMENTS,
    Capability.REPLY: _REPLIES,
    Capability.PRIVATE_REPLY: _PRIVATE,
    Capability.DIRECT_MESSAGE: _MESSAGES,
}
_MAY: Final = {
    Kind.COMMENT: {Capability.REPLY, Capability.PRIVATE_REPLY},
    Kind.MENTION: set(Capability),  # in a story, which is a message; elsewhere only a reply, see `allows`
    Kind.DIRECT_MESSAGE: {Capability.LIKE, Capability.DIRECT_MESSAGE},
    Kind.REACTION: set[Capability](),
}
_BYTES: Final = 1000
_HASHTAGS: Final = 4


class Instagram(MetaPlatform):
    name: ClassVar[str] = _mapping.NAME
    kinds: ClassVar[frozenset[Kind]] = frozenset(_MAY)
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    hosts: ClassVar[tuple[str, ...]] = ("instagram.com",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.LIST,
        Capability.PRIVATE_REPLY: ReadBack.BLIND,
        Capability.DIRECT_MESSAGE: ReadBack.LIST,
    }
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (capability, kind): Policy(May.AUTO if capability in may else May.NEVER, source)
        for kind, may in _MAY.items()
        for capability, source in _SOURCES.items()
    }
    longest_reply: ClassVar[int] = 300
    arrays: ClassVar[bool] = True
    also: ClassVar[tuple[str, ...]] = ("facebook", "messenger")
    names_threads: ClassVar[bool] = True  # a comment tells its parent, and there are two levels; a message its person
    renews: ClassVar[bool] = True
    windows: ClassVar[Mapping[Capability, Window]] = {
        Capability.LIKE: Window(MACHINE_WINDOW, MACHINE_WINDOW),
        Capability.PRIVATE_REPLY: Window(PERSON_WINDOW, PERSON_WINDOW),
        Capability.DIRECT_MESSAGE: Window(MACHINE_WINDOW, PERSON_WINDOW),
    }

    def __init__(self) -> None:
        self._names = _mapping.Names.of(listed(os.environ, "HEARD_INSTAGRAM_OWN_IDS"))
        self._machines = listed(os.environ, "HEARD_INSTAGRAM_MACHINE_APPS")

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery, self._names, self._machines)

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        by_facebook = chosen(os.environ, "HEARD_INSTAGRAM_LOGIN", "instagram", "facebook")
        address, settings = base_url or _host(by_facebook=by_facebook), GraphSettings.read(os.environ)
        return InstagramClient(
            account,
            graph(self.name, address, token, codes=CODES, settings=settings, keys=keys),
            names=self._names,
            by_facebook=by_facebook,
            media_age=days(os.environ, "HEARD_INSTAGRAM_MEDIA_DAYS", 30, least=1),
        )

    @property
    def lists(self) -> Listing | None:
        return Listing(kinds=frozenset({Kind.COMMENT}))

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        """By Instagram Login the token itself asks for its next 60 days; a Page's token does not end."""
        if chosen(os.environ, "HEARD_INSTAGRAM_LOGIN", "instagram", "facebook"):
            return Grant(held.access, held.refresh, None)
        by_header = chosen(os.environ, "HEARD_INSTAGRAM_RENEW_BY", "query", "header")
        kind, address = "ig_refresh_token", base_url or _host(by_facebook=False)
        return renewed(self.name, held, address, kind, now=now, timeout=timeout, by_header=by_header)

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """What hangs on more than the kind: where a mention was made, live comments, conversations of other apps."""
        policy = super().allows(capability, interaction, accepts)
        if policy is None:
            return None
        public = interaction.kind is Kind.MENTION and not interaction.place.private
        if public and capability is not Capability.REPLY:
            return Policy(May.NEVER, _MENTIONS)
        if capability is Capability.REPLY and "live" in interaction.details:
            return Policy(May.NEVER, _REPLIES)
        return Policy(May.NEVER, _MESSAGES) if "standby" in interaction.details else policy

    def fit(self, text: str) -> bool:
        """Whether a comment and a message may both hold it."""
        small = len(text) <= self.longest_reply and len(text.encode("utf-8", "replace")) <= _BYTES
        return small and text.count("#") <= _HASHTAGS and text.lower().count("://") <= 1


def _host(*, by_facebook: bool) -> str:
    return "https://graph.facebook.com" if by_facebook else "https://graph.instagram.com"


plugin = Instagram
