"""Messenger: the inbox of a Facebook Page, with messages, buttons, reactions, edits and unsent messages.

**Set up.** The same app and the same address as Facebook may serve both: an account of platform `messenger` on a
connection of platform `facebook` is enough. A connection of its own works too.

1. In the app dashboard (developers.facebook.com, your app, Messenger, Webhooks) give the connection's address and a
   verify token of your own choice, and subscribe to `messages`, `messaging_postbacks`, `message_echoes`,
   `message_reactions`, `message_edits` and `standby`.
2. Let the app into each Page: `POST /{page-id}/subscribed_apps?subscribed_fields=...` with the same fields and the
   Page's token. Without `message_echoes` Heard never learns that a colleague answered.
3. Get Advanced Access for `pages_messaging` by App Review and switch the app to Live; until then only people with a
   role on the app are heard. To answer after 24 hours by a person's hand, have the Human Agent feature approved.

**Secrets.** `signing` is the App Secret (Settings, Basic). `verify` is the verify token that you chose, at least
16 characters. The account's token is a Page access token of a person or system user with the task MESSAGING;
permissions `pages_messaging`, `pages_manage_metadata` and `pages_read_engagement`. The account's id is the Page id.

**Events.**

| Messenger sends | Heard reads |
|---|---|
| `message` | direct message; also one that is only pictures, a thumb, or of a kind it does not show |
| `message` with `is_deleted` | its removal |
| `message_edit` | its edit |
| `message` with `quick_reply`; `postback` | direct message, with what the button stands for in `details` |
| `reaction` | reaction, or its removal |
| `message` with `is_echo` | what the Page wrote: a machine of ours, or a colleague |
| anything of these in `standby` | the same, with `standby` in `details`: never answered, another app has the thread |

Read marks, deliveries, opt-ins, referrals, handovers and policy notices are counted under their names.

**Answers.** Direct message, and like (a heart on the message; Messenger has no plain like for businesses). A machine
may answer for 24 hours after the message, a colleague for 7 days (tag HUMAN_AGENT). Never on what came by standby.

**Settings.** `HEARD_META_GRAPH_VERSION` (v25.0) and `HEARD_META_APPSECRET_PROOF` (no; `yes` sends the proof that an app
with "Require App Secret" asks for) hold for all Meta platforms. `HEARD_MESSENGER_MACHINE_APPS` (none) lists, with
commas between, ids of apps whose messages are a machine's, such as instant replies made in Business Suite: what any
other app sends counts as a colleague's answer.

**Quirks.**

- Bodies come with `\\u00e9` and `\\/` escapes and are signed so: verify the bytes, never a re-written body.
- No order, duplicates, several events in one request; a Page's comments may be in the same one.
- Our own messages carry `heard:auto:` or `heard:person:` unseen in `metadata`, which comes back in their echo.
- An old sample of an echo has sender and recipient swapped: the person is whoever is not the Page.
- A person's id holds for one Page only, and is not the id of the same person in a comment.
- A lost answer is looked for in the conversation, where any newer message of the Page counts as it. Facebook tells of
  the last 20 messages there. It is unconfirmed that it refuses older ones on Messenger too: in a longer conversation
  the listing asks on and fails if it does.
- A Page tells which apps hear it and not which of them is ours: the doctor goes by the one that hears most.
- That a message has the same id in webhooks and in conversations follows from one page that names both as its sources.
- A list does not tell which app wrote: what an automation of another app said counts as a colleague's words where its
  webhook was lost.
- Of a conversation that another app has, a listing tells by `is_owner`, where the Page routes conversations; such
  messages are read as standby.
- The link leads to the Page's inbox, not to the message (its form is unconfirmed).
- Whether a reaction of the Page itself is told is unconfirmed; if it comes, it is marked as ours.
- What error 9/2018352 means is unconfirmed (thread control or throttling): nothing was sent, so it is tried again.
- The permission to read conversations is what `scopes` looks at: to list a token's scopes, Facebook wants the token
  in the address, where tokens do not belong.

**Sources** (read 2026-11): https://developers.facebook.com/docs/messenger-platform/webhooks,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversations,
https://developers.facebook.com/docs/messenger-platform/policy/policy-overview,
https://developers.facebook.com/docs/messenger-platform/error-codes,
https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Keys, Listing, Reading, Window
from shared.platforms._meta import GraphSettings, MetaPlatform, graph
from shared.platforms._meta_messages import MACHINE_WINDOW, PERSON_WINDOW, listed
from shared.platforms.messenger import _mapping
from shared.platforms.messenger._client import CODES, MessengerClient

_RULES: Final = "https://developers.facebook.com/docs/messenger-platform/policy/policy-overview (read 2026-11)"
_STANDBY: Final = "https://developers.facebook.com/docs/messenger-platform/handover-protocol (read 2026-11)"


class Messenger(MetaPlatform):
    name: ClassVar[str] = _mapping.NAME
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.DIRECT_MESSAGE, Kind.REACTION})
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    hosts: ClassVar[tuple[str, ...]] = ("facebook.com",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.DIRECT_MESSAGE: ReadBack.LIST,
    }
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        (capability, kind): Policy(may, _RULES)
        for capability in (Capability.LIKE, Capability.DIRECT_MESSAGE)
        for kind, may in ((Kind.DIRECT_MESSAGE, May.AUTO), (Kind.REACTION, May.NEVER))
    }
    longest_reply: ClassVar[int] = 2000
    also: ClassVar[tuple[str, ...]] = ("facebook", "instagram")
    names_threads: ClassVar[bool] = True  # a conversation is with one person, and every event says with whom
    windows: ClassVar[Mapping[Capability, Window]] = {
        Capability.LIKE: Window(MACHINE_WINDOW, MACHINE_WINDOW),
        Capability.DIRECT_MESSAGE: Window(MACHINE_WINDOW, PERSON_WINDOW),
    }

    def __init__(self) -> None:
        self._machines = listed(os.environ, "HEARD_MESSENGER_MACHINE_APPS")

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery, self._machines)

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        address, settings = base_url or "https://graph.facebook.com", GraphSettings.read(os.environ)
        return MessengerClient(account, graph(self.name, address, token, codes=CODES, settings=settings, keys=keys))

    @property
    def lists(self) -> Listing | None:
        return Listing(kinds=frozenset({Kind.DIRECT_MESSAGE}))

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """Whoever only stands by must not answer: another app has this conversation."""
        policy = super().allows(capability, interaction, accepts)
        if policy is not None and "standby" in interaction.details:
            return Policy(May.NEVER, _STANDBY)
        return policy


plugin = Messenger
