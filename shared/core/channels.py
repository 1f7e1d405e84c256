"""Where a Notice goes, written as one text: a mailbox, or a webhook whose address an environment variable holds.

    one@acme.example        a mailbox
    slack:HEARD_SLACK_ANNA  a Slack incoming webhook
    chat:HEARD_CHAT_ANNA    an incoming webhook of a Google Chat space
    hook:HEARD_ALERTS_URL:HEARD_ALERTS_SECRET
                            any other system; what it gets is signed with the secret in the second variable

The address of a webhook is a secret: who knows it can write there. So only variables' names are ever written down.
"""

from __future__ import annotations

from typing import Final

import msgspec

from shared.core.claims import ReadBack


class Channel(msgspec.Struct, frozen=True):
    """One kind of webhook: the notifier behind it, and what may follow a lost answer.

    `signed`: no person reads it but a system, which drops what it already has; so a repeat is harmless.
    """

    notifier: str
    signed: bool = False

    @property
    def read_back(self) -> ReadBack:
        return ReadBack.REPEAT if self.signed else ReadBack.BLIND


WEBHOOKS: Final = {"slack": Channel("slack"), "chat": Channel("googlechat"), "hook": Channel("hook", signed=True)}
"""The Channel of each word before a colon."""


class Webhook(msgspec.Struct, frozen=True):
    """The address of a webhook taken apart. `secret`: the variable of what is signed with, "" where nothing is."""

    word: str
    variable: str
    secret: str = ""

    @property
    def channel(self) -> Channel:
        return WEBHOOKS[self.word]


def webhook(to: str) -> Webhook | None:
    """The webhook of an address; None where it is a mailbox."""
    word, colon, variable = to.partition(":")
    if not colon or word not in WEBHOOKS:
        return None
    if not WEBHOOKS[word].signed:
        return Webhook(word, variable)
    variable, _colon, secret = variable.partition(":")
    return Webhook(word, variable, secret)


def hook(url: str, secret: str) -> str:
    """The address of a signed webhook, by the names of its two variables."""
    return f"hook:{url}:{secret}"


def read_back(to: str, mails: ReadBack) -> ReadBack:
    """What may follow a lost answer at this address; `mails` is what holds for mailboxes."""
    found = webhook(to)
    return mails if found is None else found.channel.read_back
