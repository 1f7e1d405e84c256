"""Facebook Pages: comments, visitors' posts, reactions, shares, mentions, recommendations and Page likes.

**Set up.** Three things, or Facebook stays silent:

1. In the app dashboard (developers.facebook.com, your app, Webhooks, Page) give the connection's address and a
   verify token of your own choice, and subscribe to `feed`, `mention` and `ratings` with values included.
2. Let the app into each Page: `POST /{page-id}/subscribed_apps?subscribed_fields=feed,mention,ratings` with the
   Page's token. One app may serve many Pages and brands.
3. Get Advanced Access by App Review and switch the app to Live; until then only people with a role on the app
   are heard, and others come without a name.

**Secrets.** `signing` is the App Secret (Settings, Basic). `verify` is the verify token that you chose, at least
16 characters. The account's token is a Page access token of a person or system user with the tasks MODERATE
and MESSAGING; permissions `pages_manage_metadata`, `pages_read_engagement`, `pages_read_user_content`,
`pages_manage_engagement`, and `pages_messaging` for private replies. The account's id is the Page id.

**Events.**

| Facebook sends | Heard reads |
|---|---|
| `feed`, item comment | comment |
| `feed`, item post, status, photo, video, album, event | post |
| `feed`, item reaction | reaction; its `like` twin is counted and passed over |
| `feed`, item like with nothing but a `user_id` | follow (a like of the Page) |
| `feed`, item share | share |
| `mention` | mention; Facebook never says by whom |
| `ratings`, item rating; item comment | review; comment under it |

Verbs `add`; `edit`, `edited` and `unhide` (an edit); `remove` and `hide` (a removal). Anything else is counted
under its name: what is Messenger's, Instagram's or WhatsApp's under theirs, whose modules read it in the same delivery.
What the Page itself does comes back too and is marked as ours.

**Asking.** `collect` asks for visitors' posts and for all comments, on both levels, under the posts of the last days
(see the setting) and, however old, under the posts of this Page where something still waits. Facebook lists no
reactions, shares or Page likes to us, no mentions elsewhere, and no comments under advertisements that are on no feed;
recommendations are not asked for. Of one year Facebook lists some 600 posts. What the Page has hidden is told as
removed.

**Answers.** Like (a plain like; no other reaction can be given), reply (a comment; a picture may go with it, as
`attachment_url`, a GIF as `attachment_share_url`), private reply (one message to
who commented or posted, within 7 days, once each; Facebook refuses it for comments of another Page, and Heard
does not try it for mentions elsewhere).

**Settings.** `HEARD_META_GRAPH_VERSION` (v25.0) and `HEARD_META_APPSECRET_PROOF` (no; `yes` sends the proof that an app
with "Require App Secret" asks for) hold for all Meta platforms. `HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY` (`refused`):
what error 10900 means. It seems to say that the private reply was sent before, which no public page confirms; `done`
takes that as answered, the default shows it to a colleague. `HEARD_FACEBOOK_LIST_DAYS` (14): how many days older than
what is asked for a post may be for its comments to be listed; each ten posts cost one call an hour.

**Quirks.**

- Bodies come with `\\u00e9` and `\\/` escapes and are signed so: verify the bytes, never a re-written body.
- No delivery id, no order, duplicates, up to 1000 changes in one request, retries for 36 hours.
- Two levels of comments only: an answer to a nested comment is attached to the comment above it. After a lost
  answer, any newer comment of the Page under that one counts as the answer.
- A comment is named `{post part}_{comment part}` in webhooks and in the answer to our own comment, so an echo
  matches its receipt.
- A reaction or a Page like has no id and is named by what it is about and who gave it; if Facebook hides who,
  by the moment.
- A share on a private timeline is invisible, and a share story may refuse our comment: a colleague then sees it.
- A private reply carries `heard:auto:` and the order's key as its metadata, by which Messenger's echo is known as
  ours. Whether one may still be sent (`can_reply_privately`) is not asked before: an error tells.
- A private reply cannot be read back: after a lost answer it is never repeated. Its length, 2000, bounds replies too.
- Lists and webhooks name comments in the same form. Should a list name one under a photo or a film by another post part
  than its webhook did (unconfirmed), it would be taken for missing: look at what is recovered in the first days.
- A post of a visitor that holds a link may be pushed as a share; the list tells it as a post. Either way it is one.
- When Facebook says that a limit is reached, it tells the wait only in a usage header, which Heard reads.
- A Page tells which apps hear it and not which of them is ours: the doctor goes by the one that hears most.
- The same words under many comments invite error 368, which blocks the Page: give rules several texts.

**Sources** (read 2026-11): https://developers.facebook.com/docs/graph-api/webhooks/getting-started,
https://developers.facebook.com/docs/graph-api/webhooks/reference/page,
https://developers.facebook.com/docs/graph-api/reference/object/comments,
https://developers.facebook.com/docs/graph-api/reference/comment,
https://developers.facebook.com/docs/graph-api/reference/page/feed,
https://developers.facebook.com/docs/graph-api/reference/page/published_posts,
https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps,
https://developers.facebook.com/docs/graph-api/overview/rate-limiting,
https://developers.facebook.com/docs/messenger-platform/discovery/private-replies,
https://developers.facebook.com/docs/pages-api.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.interaction import Change, Kind
from shared.core.ports import Capability, Client, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Keys, Listing, Reading, Window
from shared.platforms._meta import GraphSettings, MetaPlatform, chosen, days, graph
from shared.platforms.facebook import _mapping
from shared.platforms.facebook._client import CODES, FacebookClient

_PAGES: Final = "https://developers.facebook.com/docs/pages-api (read 2026-11)"
_PRIVATE: Final = "https://developers.facebook.com/docs/messenger-platform/discovery/private-replies (read 2026-11)"


def _policy() -> dict[tuple[Capability, Kind], Policy]:
    public = {
        Kind.COMMENT: May.AUTO,
        Kind.POST: May.AUTO,
        Kind.MENTION: May.AUTO,
        Kind.SHARE: May.AUTO,
        Kind.REVIEW: May.APPROVAL,
        Kind.REACTION: May.NEVER,
        Kind.FOLLOW: May.NEVER,
    }
    privately = {Kind.COMMENT, Kind.POST}
    table = {
        (capability, kind): Policy(may, _PAGES)
        for capability in (Capability.LIKE, Capability.REPLY)
        for kind, may in public.items()
    }
    for kind in public:
        may = May.AUTO if kind in privately else May.NEVER
        table[Capability.PRIVATE_REPLY, kind] = Policy(may, _PRIVATE)
    return table


class Facebook(MetaPlatform):
    name: ClassVar[str] = _mapping.NAME
    kinds: ClassVar[frozenset[Kind]] = frozenset({*_mapping.ITEMS.values(), Kind.FOLLOW, Kind.MENTION, Kind.REVIEW})
    hosts: ClassVar[tuple[str, ...]] = ("facebook.com",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.LIST,
        Capability.PRIVATE_REPLY: ReadBack.BLIND,
    }
    pictures: ClassVar[frozenset[Capability]] = frozenset({Capability.REPLY})
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = _policy()
    windows: ClassVar[Mapping[Capability, Window]] = {
        Capability.PRIVATE_REPLY: Window(timedelta(days=7), timedelta(days=7))
    }
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    longest_reply: ClassVar[int] = 2000
    also: ClassVar[tuple[str, ...]] = ("messenger", "instagram")
    names_threads: ClassVar[bool] = True  # each comment tells its post and its parent, and there are two levels only

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery)

    @property
    def lists(self) -> Listing:
        _list_days()
        return Listing(kinds=frozenset({Kind.COMMENT, Kind.POST}))

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        settings = GraphSettings.read(os.environ)
        address = base_url or "https://graph.facebook.com"
        return FacebookClient(
            account,
            graph(self.name, address, token, codes=CODES, keys=keys, settings=settings),
            repeated_is_done=chosen(os.environ, "HEARD_FACEBOOK_REPEATED_PRIVATE_REPLY", "refused", "done"),
            list_days=_list_days(),
        )


def _list_days() -> timedelta:
    return days(os.environ, "HEARD_FACEBOOK_LIST_DAYS", 14)


plugin = Facebook
