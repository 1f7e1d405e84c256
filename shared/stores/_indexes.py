"""The Firestore model without Firestore: what stands beside a document's body, and what must be indexed for it.

All of it follows from `core/ports.QUERIES`. The store writes and asks by it, `infra/indexes.json` is written from it
(`python -m shared.cli indexes`), and a test holds every query that is sent against it: Google's emulator answers
without an index, Firestore itself does not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from shared.core.ports import QUERIES, ROOMS, Document, Query

BODY: Final = "body"
"""The document as JSON; of a long one the first part."""
EXPIRY: Final = "expire_at"
KEY: Final = "key"
"""The key, for the order of equal values. At most LONGEST bytes of it."""
MARK: Final = "mark"
"""Drawn anew for every write: so no write leaves a document as it was, and its parts have names of their own."""
PARTS: Final = "parts"
"""How many part documents follow. Absent where there are none."""
SHARD: Final = "shard"

LONGEST: Final = 1000
"""Bytes of a text in an index. Firestore cuts at 1,500 (https://cloud.google.com/firestore/quotas)."""
PART: Final = 1_000_000
"""Bytes of a body per document; Firestore's limit is 1,048,576 for all of it (the same page)."""
MOST_SHARDS: Final = 30
"""Values that one `in` may name (the same page: disjunctions in a query)."""

_OF_MANY: Final = frozenset({"conversation", "person", "who"})
"""Fields with so many values that an index which starts with one, or is in the order of one, spreads by itself."""


@dataclass(frozen=True)
class Index:
    """One composite index, every field ascending. `name` is the query's."""

    name: str
    collection: str
    fields: tuple[str, ...]


def sharded(query: Query) -> bool:
    """Whether its index must start with the shard: a time that only rises takes 500 writes a second, no more."""
    return query.over not in _OF_MANY and (not query.equal or query.equal[0] not in _OF_MANY)


def beside(room: type[Document]) -> tuple[str, ...]:
    """The document's own fields that stand beside its body, in order of first mention; None is left out."""
    fields = [field for query in QUERIES if query.room is room for field in (*query.equal, query.over)]
    return tuple(dict.fromkeys(field for field in fields if field != EXPIRY))


def asked(room: type[Document]) -> bool:
    """Whether any query asks about this room: if none does, key and shard need not be written."""
    return any(query.room is room for query in QUERIES)


def _index(query: Query) -> Index:
    shard = (SHARD,) if sharded(query) else ()
    return Index(query.name, query.room.room, (*shard, *query.equal, query.over, KEY))


INDEXES: Final = tuple(_index(query) for query in QUERIES)
UNINDEXED: Final = {
    room.room: (BODY, EXPIRY, MARK, PARTS, *((KEY, SHARD, *beside(room)) if asked(room) else ())) for room in ROOMS
}
"""Every field we write is exempt from the single-field indexes that Firestore keeps unasked."""


def declared() -> dict[str, Any]:
    """What infra has to create: composite indexes by query, exempt fields and the TTL field by collection."""
    return {
        "indexes": {one.name: {"collection": one.collection, "fields": list(one.fields)} for one in INDEXES},
        "unindexed": {collection: sorted(fields) for collection, fields in UNINDEXED.items()},
        "ttl": {room.room: EXPIRY for room in ROOMS},
    }


def declared_text() -> str:
    """The same as the text of `infra/indexes.json`."""
    return json.dumps(declared(), indent=2) + "\n"


def name_of(key: str) -> str:
    """The document id of a key: 160 bits of SHA-256. A key itself may hold slashes, be reserved, or be too long."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def shard_of(name: str, shards: int) -> int:
    return int(name[:8], 16) % shards


def short(text: str) -> str:
    """A text to be asked for by equality, in no more than LONGEST bytes: a longer one is known by its hash."""
    data = text.encode()
    return text if len(data) <= LONGEST else "sha256:" + hashlib.sha256(data).hexdigest()


def cut(data: bytes, size: int) -> list[bytes]:
    """UTF-8 in parts of at most `size` bytes that are UTF-8 themselves. At least one part."""
    parts, start = [], 0
    while len(data) - start > size:
        end = start + size
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start = end
    return [*parts, data[start:]]
