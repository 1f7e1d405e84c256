"""What Messenger and Instagram's direct messages have in common: how they come, and how they are answered.

Reading: the items of `messaging` and `standby`, from both sides of a conversation. Speaking: `Inbox` sends words and
reactions inside the windows that Meta gives, and reads a conversation back. What is an account, a comment or a setting
is known to the platforms' own modules.

Sources (read 2026-11): https://developers.facebook.com/docs/messenger-platform/webhooks,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions,
https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversations.
"""

from __future__ import annotations

from shared.platforms._meta_messages._inbox import (
    MACHINE_WINDOW,
    MOST_TOLD,
    PERSON_WINDOW,
    Inbox,
    listed,
)
from shared.platforms._meta_messages._read import (
    Side,
    read_item,
    read_items,
)

__all__ = [
    "Inbox",
    "MACHINE_WINDOW",
    "MOST_TOLD",
    "PERSON_WINDOW",
    "Side",
    "listed",
    "read_item",
    "read_items",
]
