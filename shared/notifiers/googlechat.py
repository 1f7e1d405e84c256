"""Tells a colleague in Google Chat, through an incoming webhook of a space: `chat` in their table of the team.

    [[team]]
    name = "Anna"
    chat = "HEARD_CHAT_ANNA"    # the variable that holds https://chat.googleapis.com/v1/spaces/...

The key and the token in the address are the whole login
(https://developers.google.com/workspace/chat/quickstart/webhooks). A space takes at most 60 messages a minute from all
its apps, and answers 429 above it (https://developers.google.com/workspace/chat/limits); failures are told by the names
of Google's APIs (https://cloud.google.com/apis/design/errors). All read 2026-11.
"""

from __future__ import annotations

from shared.notifiers._messages import google_chat
from shared.notifiers._webhook import WebhookNotifier


class GoogleChatNotifier(WebhookNotifier):
    word = "chat"
    name = "googlechat"
    waits_for = frozenset({"FAILED_PRECONDITION", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAUTHENTICATED"})
    final = frozenset({"INVALID_ARGUMENT", "NOT_FOUND"})
    message = staticmethod(google_chat)


plugin = GoogleChatNotifier
