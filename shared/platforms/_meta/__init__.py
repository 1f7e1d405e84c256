"""What Meta's platforms have in common: the handshake, the signature, and the Graph API: its calls, lists and errors.

Facebook Pages, Messenger, Instagram, Threads and WhatsApp are one family: one way of signing, one kind of handshake,
one form of error. What differs is in their own modules.

Sources (read 2026-11): https://developers.facebook.com/docs/graph-api/webhooks/getting-started,
https://developers.facebook.com/docs/graph-api/overview/rate-limiting,
https://developers.facebook.com/docs/graph-api/guides/error-handling.
"""

from __future__ import annotations

from shared.platforms._meta._answers import (
    address,
    following,
    id_of,
    kept,
    part,
    rows,
    told_at,
)
from shared.platforms._meta._codes import (
    COMMON,
    Codes,
    Gone,
    TokenDead,
    translator,
)
from shared.platforms._meta._examine import (
    examined,
    looking,
    of_page,
    owned,
    readable,
    subscribed,
)
from shared.platforms._meta._graph import (
    BY_MACHINE,
    BY_PERSON,
    MARGIN,
    MOST_PAGES,
    Graph,
    graph,
    mark,
    proof,
)
from shared.platforms._meta._platform import (
    MetaPlatform,
)
from shared.platforms._meta._renew import (
    renewed,
)
from shared.platforms._meta._settings import (
    GraphSettings,
    chosen,
    days,
)

__all__ = [
    "BY_MACHINE",
    "BY_PERSON",
    "COMMON",
    "Codes",
    "Gone",
    "Graph",
    "GraphSettings",
    "MARGIN",
    "MOST_PAGES",
    "MetaPlatform",
    "TokenDead",
    "address",
    "chosen",
    "days",
    "examined",
    "following",
    "graph",
    "id_of",
    "kept",
    "looking",
    "of_page",
    "mark",
    "owned",
    "part",
    "proof",
    "readable",
    "renewed",
    "rows",
    "subscribed",
    "told_at",
    "translator",
]
