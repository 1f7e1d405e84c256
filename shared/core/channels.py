"""Where a Notice goes, written as one text: a mailbox, or a webhook whose address an environment variable holds.

    one@acme.example        a mailbox
    slack:HEARD_SLACK_ANNA  a Slack incoming webhook
    chat:HEARD_CHAT_ANNA    an incoming webhook of a Google Chat space

The address of a webhook is a secret: who knows it can write there. So only the variable's name is ever written down.
"""

from __future__ import annotations

from typing import Final

WEBHOOKS: Final = {"slack": "slack", "chat": "googlechat"}
"""The notifier behind each word before a colon."""


def webhook(to: str) -> tuple[str, str] | None:
    """The word and the variable of a webhook; None where it is a mailbox."""
    word, colon, variable = to.partition(":")
    return (word, variable) if colon and word in WEBHOOKS else None
