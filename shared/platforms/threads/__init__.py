"""Threads: replies to our posts, mentions elsewhere, and answers of our own.

**Set up.** Three things, or Threads stays silent:

1. In the app dashboard (developers.facebook.com, your app with the Threads use case, Webhooks) give the connection's
   address and a verify token of your own choice, and subscribe to `replies` and `delete` (topic moderate), `mentions`
   and `publish` (topic interaction). The subscription is the app's; no account is subscribed one by one.
2. Let the account authorise the app with `threads_basic`, `threads_content_publish`, `threads_manage_replies`,
   `threads_read_replies` and `threads_manage_mentions`. Which of them each webhook needs, Threads does not say.
3. Get Advanced Access and a verified business, and switch the app to Live; until then only testers' replies arrive,
   and the silence looks like success. Asking (below) shows it. Private profiles yield nothing.

**Secrets.** `signing` is the **Threads** App Secret (Settings, Basic), which is not the App Secret of the same app.
That it is the one that signs is seen and not promised: should deliveries be refused, list both. `verify` is the verify
token that you chose, at least 16 characters. The account's token is a long-lived user token, which ends after 60 days;
Heard renews it where renewing is set up. The account's id is the Threads user id, `target_id` in deliveries.

**Events.**

| Threads sends | Heard reads |
|---|---|
| `replies` | comment |
| `mentions` | mention; a comment where it stands under a post of ours, as the same one then comes as `replies` too |
| `mentions`, of a quote | mention, with the id of what is quoted |
| `publish`, of a reply | our own comment |
| `publish`, of no reply | our own post |
| `delete` | removal of what has that id |

A `publish` that does not tell whether it is a reply (only its `id` is certain), a repost and any other field are
counted under their name. Threads tells of no likes, follows, edits, or reposts without a mention.

**Asking.** `collect` asks for the whole conversation under our posts of the last days (see the setting), for all
replies of ours wherever they stand, and for mentions. It is how a colleague's answer under somebody else's post is
learnt where `publish` tells too little. Not listed: what people answer under older posts of ours, or under our replies
elsewhere without naming us.

**Answers.** Reply. There is no like and no private message.

**Settings.** `HEARD_THREADS_USERNAMES` (none): the names of our accounts, as `id=name,id=name`; needed only where a
webhook about our own reply names neither us nor the owner of its first post. A name that changed is added with the same
id. `HEARD_THREADS_PUBLISH` (`two`): a reply is prepared and then published; `one` does both in one call, which Threads
offers for texts and does not confirm for replies: look at what the answer's id names before you rely on it.
`HEARD_THREADS_LIST_DAYS` (7): how many days older than what is asked for a post of ours may be for its conversation to
be listed; each post costs one call an hour. `HEARD_THREADS_RENEW_BY` (`query`; `header`): where the token stands in the
one call that renews it.

**Quirks.**

- An envelope of its own: `target_id` and `values`, an object or a list; wrapped in `entry` and `changes`, and in an
  array, it is read too.
- **Authors have no id, only a username.** It stands in for one (in small letters), so that what is kept about a person
  and the caps on answers hold; whoever changes the name is somebody new to us, and may be answered once more. A
  `delete` names an id that nothing else carries.
- Our own replies come back as `replies` (seen, not promised). They are known by the name of the account that owns the
  first post.
- No order, no delivery id, duplicates. How long and how often Threads tries again is not said.
- A reply is made in two steps. Threads may not find at once what it has just prepared (error 24, subcode 4279009):
  nothing was said then, and it is prepared anew. After a lost answer our own replies are listed.
- 500 characters; an emoji counts as its UTF-8 bytes, here anything that could be one. 1000 replies in 24 hours.
- Some pages of lists tell no next address, so each list is followed until a page is empty. Mentions are taken to come
  newest first, as conversations do (unconfirmed).
- Calls carry the token in a header, as public clients do. For the call that renews it, Threads documents nothing but
  the query: there, and only there, the token stands in an address (which is not logged), unless the setting says
  otherwise. No proof of the app secret is sent.
- Whether the app is subscribed is told only to the app's own token: the doctor cannot see it.

**Sources** (read 2026-11): https://developers.facebook.com/docs/threads/webhooks,
https://developers.facebook.com/docs/threads/overview,
https://developers.facebook.com/docs/threads/posts,
https://developers.facebook.com/docs/threads/reply-management,
https://developers.facebook.com/documentation/threads/retrieve-and-manage-replies/retrieve-replies,
https://developers.facebook.com/docs/threads/threads-mentions,
https://developers.facebook.com/docs/threads/get-started/long-lived-tokens,
https://developers.facebook.com/docs/threads/troubleshooting, the samples of https://github.com/fbsamples/threads_api,
and on error 24 https://github.com/fbsamples/threads_api/issues/70.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.errors import ConfigurationError
from shared.core.interaction import Change, Kind
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Keys, Listing, Reading, Use
from shared.platforms._meta import MetaPlatform, chosen, days, renewed
from shared.platforms.threads import _mapping
from shared.platforms.threads._client import ThreadsClient
from shared.platforms.threads._length import counted

_BASE: Final = "https://graph.threads.net"
_REPLIES: Final = "https://developers.facebook.com/docs/threads/reply-management (read 2026-11)"


class Threads(MetaPlatform):
    name: ClassVar[str] = _mapping.NAME
    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the Threads App Secret, which signs every delivery"),
        Use("verify", "the verify token that you chose in the dashboard", ours=True),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.COMMENT, Kind.MENTION, Kind.POST})
    changes: ClassVar[frozenset[Change]] = frozenset({Change.NEW, Change.REMOVED})
    hosts: ClassVar[tuple[str, ...]] = ("threads.net", "threads.com")
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {Capability.REPLY: ReadBack.LIST}
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (Capability.REPLY, Kind.COMMENT): Policy(May.AUTO, _REPLIES),
        (Capability.REPLY, Kind.MENTION): Policy(May.AUTO, _REPLIES),
        (Capability.REPLY, Kind.POST): Policy(May.NEVER, _REPLIES),  # only our own are read as posts
    }
    longest_reply: ClassVar[int] = 500
    arrays: ClassVar[bool] = True
    renews: ClassVar[bool] = True

    def __init__(self) -> None:
        self._usernames = _usernames()

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery, self._usernames)

    def fit(self, text: str) -> bool:
        return counted(text) <= self.longest_reply

    @property
    def lists(self) -> Listing:
        _list_days()
        return Listing(kinds=frozenset({Kind.COMMENT, Kind.MENTION}))

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        return ThreadsClient(
            account,
            token,
            base_url or _BASE,
            usernames=self._usernames,
            at_once=chosen(os.environ, "HEARD_THREADS_PUBLISH", "two", "one"),
            list_days=_list_days(),
        )

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        by_header = chosen(os.environ, "HEARD_THREADS_RENEW_BY", "query", "header")
        kind, address = "th_refresh_token", base_url or _BASE
        return renewed(self.name, held, address, kind, now=now, timeout=timeout, by_header=by_header)


def _list_days() -> timedelta:
    return days(os.environ, "HEARD_THREADS_LIST_DAYS", 7)


def _usernames() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in filter(None, os.environ.get("HEARD_THREADS_USERNAMES", "").split(",")):
        account, _, name = (part.strip() for part in pair.partition("="))
        if not re.fullmatch(r"[0-9]{1,32}", account) or not re.fullmatch(r"@?[\w.]{1,60}", name):
            raise ConfigurationError("HEARD_THREADS_USERNAMES: id=name, with commas between several, was expected")
        found[account] = found.get(account, frozenset()) | {name.removeprefix("@").casefold()}
    return found


plugin = Threads
