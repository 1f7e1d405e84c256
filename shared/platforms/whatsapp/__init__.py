"""WhatsApp, by the Cloud API: messages to your number, reactions to yours, and what colleagues write in the app.

**Set up.** Three things, or WhatsApp stays silent:

1. In the app dashboard (developers.facebook.com, your app, Webhooks, WhatsApp Business Account) give the connection's
   address and a verify token of your own choice, and subscribe to `messages`; to `smb_message_echoes` too where
   colleagues answer in the WhatsApp Business app with the same number ("coexistence").
2. Let the app into each WhatsApp Business account: `POST /{business-account-id}/subscribed_apps` with the token.
   An account or a number may have an address of its own (`override_callback_uri`); each makes its own handshake.
3. Register the number with the Cloud API, and switch the app to Live.

**Secrets.** `signing` is the App Secret (Settings, Basic). `verify` is the verify token that you chose, at least
16 characters. The account's token is that of a system user with `whatsapp_business_messaging` and, to be examined,
`whatsapp_business_management`. The account's id is the **phone number id** (not the number, and not the id of the
business account, under which there may be many numbers of several brands).

**Events.**

| WhatsApp sends | Heard reads |
|---|---|
| text, button, list and flow answers, order | direct message with its words |
| image, video, sticker, audio, voice, document | direct message with its caption; `media` holds WhatsApp's file ids |
| location, contacts, `unsupported`, any type not yet known | direct message without words; `type` says what |
| reaction; the same without an emoji | reaction; its removal |
| edit, revoke | edit and removal of the message that they name |
| `smb_message_echoes` | a colleague's message of a known type, or reaction, to that person |
| status `sent` or `failed` of what Heard sent | news of that answer: settles a lost one, takes back one that failed |
| other statuses, and those of other tools | counted: `status.read`, `status.failed.131047` |

Notes of WhatsApp itself (`system`: a number or user id changed), errors of a whole change and all other fields are
counted under their name. Beside the words, `details` tell the type, a button's payload, a flow's answers, the
advertisement that led here (`referral_...`), whether it was forwarded, and the group.

**Answers.** Direct message (a text that quotes what it answers; up to 4096 characters; a JPEG or PNG may stand above up
to 1024) and like (👍 as a reaction).
A person is written to by user id (`US.1349...`, in `recipient`) where WhatsApp told it, else by number (in `to`).
A machine answers within half an hour of the message, nobody after 24 hours: then WhatsApp takes only approved
templates, which Heard does not send. The 24 hours count from the message that is answered; should the person have
written again since, answer that one. In groups nothing is said by a machine.

It can be examined: the token, the number with its quality, where its messages go, and who hears the business account.

**Settings.** `HEARD_WHATSAPP_ANSWER_WITHIN` (30): minutes after a message within which a machine may still answer it,
1 to 1439; WhatsApp repeats what was not taken for days, and an answer that late puzzles. `HEARD_WHATSAPP_BUSINESS`: the
id of the WhatsApp Business account, with which the doctor looks whether an app is subscribed; where numbers belong to
several, pairs of number id and account id, `440000000000001=330000000000001,440000000000002=330000000000002`.
`HEARD_META_GRAPH_VERSION` (v25.0) and `HEARD_META_APPSECRET_PROOF` (no, or `yes`) hold for all Meta platforms.

**Quirks.**

- Bodies come with `\\u0645` escapes and are signed so: verify the bytes, never a re-written body. Up to 3 MB.
- No delivery id, no order, duplicates; times are text. What is not taken comes again for up to 7 days (unconfirmed).
- A person may hide the number behind a username. The user id then stands alone; it is the person's name here. Where
  the number is known it names the conversation, for a colleague's message from the app may tell nothing else; one
  who hides the number half-way opens a second conversation. A user id that changes (`user_id_update`) makes a new
  person.
- What we send through the API does not come back, and WhatsApp lists no messages: after a lost answer nothing is sent
  again. The Entry and the slot that are answered go along unseen (`biz_opaque_callback_data`), and the status `sent`
  with that mark says that it went out. Where none comes within a minute or two a colleague looks; one that comes later
  still settles it.
- A receipt says accepted, not delivered: a failure comes later, as a status. The answer then counts as refused with
  the code's meaning, its clock runs on as if nothing had been said, and a colleague is asked for whoever needs one.
- That WhatsApp brings the mark back is unconfirmed. Without any mark a failure is known by its message id alone, once
  that has been written down; a lost answer then waits for a colleague, as before.
- Greetings and away messages that the WhatsApp Business app sends by itself look like a colleague's (unconfirmed):
  switch them off where Heard answers.
- Edits and withdrawals are told of coexistence numbers only, and edits often as `unsupported`; the form within an
  edit is unconfirmed, so it may lack `message`. A colleague's edit, withdrawal or message of a type not known
  (`unsupported` may be an edit) answers nobody and is counted, as `echo.unsupported`.
- What other tools send through the API of the same number is not seen, and stops no clock.
- Whether machines may speak in groups is unconfirmed, so here they may not. A reaction on a message of over 30 days
  is refused (unconfirmed).
- One person gets at most one message in 6 seconds (a burst of 45); Heard waits and tries again.
- A path to a human is required: name one in the words of rules, such as a number or that a colleague will read this
  (the exact wording is unconfirmed). Whoever asks to hear no more ("STOP") must be heard: let a rule hand that over.
  Since January 2026 a number may not serve a general assistant; answering for one's own brand is fine.
- Calls (`calls`) and what other systems do on the same number (`standby`) are counted, not answered.

**Sources** (read 2026-11):
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint,
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages,
https://developers.facebook.com/docs/whatsapp/cloud-api/messages/image-messages,
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes,
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids,
https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging,
https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes,
https://docs-en.sinch.com/whatsapp/human-assistance-policy; forms seen in public fixtures:
https://github.com/restfb/restfb (json/whatsapp), https://github.com/nyaruka/courier/pull/371.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Final

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.errors import ConfigurationError
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, May, Policy
from shared.core.secret import Secret
from shared.core.sla import By
from shared.platforms._base import Keys, Reading, Window
from shared.platforms._meta import GraphSettings, MetaPlatform
from shared.platforms.whatsapp import _mapping
from shared.platforms.whatsapp._client import WINDOW, WhatsAppClient, captions
from shared.platforms.whatsapp._codes import NAME

_TERMS: Final = (
    "https://www.whatsapp.com/policies/business-policy/, "
    "as https://docs-en.sinch.com/whatsapp/human-assistance-policy tells it (read 2026-11)"
)
_GROUPS: Final = (
    "https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging (read 2026-11)"
)
_WITHIN: Final = timedelta(minutes=30)
_ABLE: Final = (Capability.LIKE, Capability.DIRECT_MESSAGE)


class WhatsApp(MetaPlatform):
    name: ClassVar[str] = NAME
    title: ClassVar[str] = "WhatsApp"
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.DIRECT_MESSAGE, Kind.REACTION})
    changes: ClassVar[frozenset[Change]] = frozenset(Change)
    hosts: ClassVar[tuple[str, ...]] = ("wa.me",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {
        Capability.LIKE: ReadBack.REPEAT,
        Capability.DIRECT_MESSAGE: ReadBack.BLIND,
    }
    pictures: ClassVar[frozenset[Capability]] = frozenset({Capability.DIRECT_MESSAGE})
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {
        **{(able, Kind.DIRECT_MESSAGE): Policy(May.AUTO, _TERMS) for able in _ABLE},
        **{(able, Kind.REACTION): Policy(May.NEVER, _TERMS) for able in _ABLE},
    }
    longest_reply: ClassVar[int] = 4096
    echoes: ClassVar[bool] = False
    names_threads: ClassVar[bool] = True  # each message names its person or its group
    windows: ClassVar[Mapping[Capability, Window]] = dict.fromkeys(_ABLE, Window(_WITHIN, WINDOW))

    def read(self, delivery: Delivery) -> Reading:
        return _mapping.read(delivery)

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """In a group many read along, and a private answer to one of them would puzzle: neither by a machine."""
        found = super().allows(capability, interaction, accepts)
        if found is not None and _mapping.GROUP in interaction.details:
            return Policy(May.NEVER, _GROUPS)
        return found

    def in_time(self, capability: Capability, age: timedelta, by: By = By.MACHINE) -> bool:
        in_time = super().in_time(capability, age, by)
        return in_time if by is By.PERSON or capability not in self.windows else age <= _answer_within(os.environ)

    def carries(self, capability: Capability, text: str, picture: str, /) -> bool:
        return super().carries(capability, text, picture) and captions(text, picture)

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        settings = GraphSettings.read(os.environ)
        _answer_within(os.environ)
        signing = (keys or {}).get("signing", ())
        if settings.appsecret_proof and not signing:
            raise ConfigurationError("whatsapp: HEARD_META_APPSECRET_PROOF=yes needs the secret `signing`")
        return WhatsAppClient(
            account,
            token,
            base_url or "https://graph.facebook.com",
            version=settings.version,
            proof_key=signing[0] if settings.appsecret_proof else None,
            business=_business_of(account, os.environ),
        )


def _answer_within(environ: Mapping[str, str]) -> timedelta:
    """How late a machine may still answer. Raises ConfigurationError for anything but minutes below a day."""
    text = environ.get("HEARD_WHATSAPP_ANSWER_WITHIN", "30")
    if not re.fullmatch(r"[0-9]{1,4}", text, re.ASCII) or not 1 <= int(text) <= 1439:
        raise ConfigurationError(f"HEARD_WHATSAPP_ANSWER_WITHIN: came {text[:40]!r}; expected minutes from 1 to 1439")
    return timedelta(minutes=int(text))


def _business_of(account: str, environ: Mapping[str, str]) -> str | None:
    """The WhatsApp Business account of a number; None where nobody said. Raises ConfigurationError."""
    text = environ.get("HEARD_WHATSAPP_BUSINESS", "").strip()
    if not re.fullmatch(r"([0-9]+|[0-9]+=[0-9]+( *, *[0-9]+=[0-9]+)*)?", text, re.ASCII):
        raise ConfigurationError(
            f"HEARD_WHATSAPP_BUSINESS: came {text[:40]!r}; expected the id of a business account, "
            "or pairs like 440000000000001=330000000000001 with commas between"
        )
    if "=" not in text:
        return text or None
    pairs = dict(pair.strip().split("=") for pair in text.split(","))
    return pairs.get(account)


plugin = WhatsApp
