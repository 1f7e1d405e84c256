"""The ledger in Firestore: one collection per room, one document per key, no transaction on any path.

Every commit is one request of writes with preconditions. A document holds its body as JSON, beside it the fields that
the queries of `core/ports` ask about (see `_indexes`), and `expire_at`, by which Firestore's TTL policy removes it; a
day late perhaps, so whoever reads looks at it as well. A body of over a megabyte goes on in part documents, which are
written with it and found by nobody without it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from typing import Any, Final, cast

import msgspec
from google.cloud.firestore_v1.services.firestore import FirestoreClient

from shared import log
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.interaction import hashed
from shared.core.ports import ROOMS, Create, D, Delete, Document, Kept, Query, Replace, Write
from shared.stores._firestore import (
    TRIES,
    WHICH,
    Commit,
    Database,
    Is,
    Operations,
    go_on_after,
    order,
    own_project,
    question,
    reference,
    to_emulator,
    to_google,
    where,
)
from shared.stores._indexes import (
    BODY,
    EXPIRY,
    KEY,
    LONGEST,
    MARK,
    MOST_SHARDS,
    PART,
    PARTS,
    SHARD,
    asked,
    beside,
    cut,
    name_of,
    shard_of,
    sharded,
)
from shared.stores._values import expired, fill, instant, parsed, part_names, revision, update_times

_PAGE: Final = 300  # documents
_PAGE_BYTES: Final = 8 * 1024 * 1024  # a page of long documents ends here
_REQUEST: Final = 3_500_000  # bytes of a commit: Firestore takes 10 MiB, its emulator 4
_encoder = msgspec.json.Encoder()
_decoders: Final[dict[type, msgspec.json.Decoder[Document]]] = {room: msgspec.json.Decoder(room) for room in ROOMS}
_BESIDE: Final = {room: beside(room) for room in ROOMS}
_ASKED: Final = {room: asked(room) for room in ROOMS}


class FirestoreStore:
    """Keeps the Store promise over one database.

    `shards` may be raised at any time; lowered, documents of the shards that fall away would not be found.
    """

    def __init__(self, connect: Callable[[], FirestoreClient], database: str, shards: int = 4) -> None:
        self._database = Database(connect, database)
        self._shards = shards

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        cls.open(environ)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> FirestoreStore:
        """The store of this deployment, without a word to the network where the project is named.

        GOOGLE_CLOUD_PROJECT (else the project of the machine's own credentials), HEARD_FIRESTORE_DATABASE (default
        `(default)`), HEARD_FIRESTORE_SHARDS (1 to 30, default 4), FIRESTORE_EMULATOR_HOST (`host:port` of an emulator).
        Raises ConfigurationError.
        """
        emulator = environ.get("FIRESTORE_EMULATOR_HOST")
        project = environ.get("GOOGLE_CLOUD_PROJECT") or (None if emulator else own_project())
        if not project:
            raise ConfigurationError(
                "GOOGLE_CLOUD_PROJECT is not set and no credentials tell it. Set it to the Google Cloud project's id."
            )
        database = environ.get("HEARD_FIRESTORE_DATABASE") or "(default)"
        for name, value in (("GOOGLE_CLOUD_PROJECT", project), ("HEARD_FIRESTORE_DATABASE", database)):
            if "/" in value or not value.isprintable() or " " in value:
                raise ConfigurationError(f"{name} is {value!r}; expected the plain id, without slashes or blanks")
        connect = partial(to_emulator, emulator) if emulator else to_google
        return cls(connect, f"projects/{project}/databases/{database}", _shards(environ))

    @property
    def billed(self) -> Operations:
        """What Google bills of all that this store has done since it was opened; what failed is not counted."""
        return self._database.billed

    def get(self, room: type[D], key: str, now: datetime) -> Kept[D] | None:
        found = self._read(self._name(cast("type[Document]", room), key), now)
        if found is None:
            return None
        doc = _decoded(cast("type[Document]", room), key, found)
        if doc is None:
            raise BackendUnavailable(WHICH, "a document of another release")
        return Kept(cast("D", doc), revision(found.update_time, found))

    def commit(self, now: datetime, *writes: Write) -> tuple[str, ...] | None:
        for write in writes:
            if not isinstance(write, Delete) and write.doc.expire_at is None:
                raise ValueError(f"a document of {write.doc.room} without expire_at would be kept for ever")
        creates = [self._name(type(write.doc), write.doc.key) for write in writes if isinstance(write, Create)]
        replaced = [parsed(write.revision) for write in writes if isinstance(write, Replace)]
        if any(one is None or one[1] <= instant(now) for one in replaced):
            return None
        standing: dict[str, Any] = {}  # expired documents, whose place a Create takes
        for _ in range(TRIES):
            request, places, parts = self._request(writes, standing)
            ahead = self._send_ahead(request, parts)
            times = self._database.commit(request, conditional=bool(creates or replaced))
            if times is not None:
                return tuple("" if at is None else revision(times[at], request.writes[at].update) for at in places)
            self._take_back(ahead)
            if not creates:
                return None
            looked = self._database.look_up(creates, only=(EXPIRY,))
            seen = {found.name: found for found in looked if found is not None}
            if not all(expired(found, now) for found in seen.values()):
                return None
            if replaced and update_times(seen) == update_times(standing):
                return None  # no Create stood in the way
            standing = seen
        raise BackendUnavailable(WHICH, "Contention")

    def find(
        self,
        query: Query,
        now: datetime,
        *,
        equal: Sequence[str | bool] = (),
        since: object = None,
        until: object = None,
        limit: int | None = None,
    ) -> Iterator[Kept[Any]]:
        if len(equal) != len(query.equal):
            raise ValueError(f"query {query.name!r} takes values for {query.equal}, got {len(equal)}")
        request = self._question(query, equal, since, until)
        left = limit
        while left is None or left > 0:
            size = min(query.page or _PAGE, left or _PAGE)
            page, more = self._page(request, size)
            for found in page:
                kept = self._kept(query.room, found, now)
                if kept is not None:
                    left = None if left is None else left - 1
                    yield kept
            if not more:
                return
            last = page[-1]
            go_on_after(request, last.fields[query.over], last.fields[KEY], reference(last.name))

    def sweep(self, now: datetime) -> int:
        """Nothing: Firestore's TTL policy removes what has expired."""
        return 0

    def close(self) -> None:
        self._database.close()

    def _name(self, room: type[Document], key: str) -> str:
        return f"{self._database.root}/{room.room}/{name_of(key)}"

    def _request(self, writes: Sequence[Write], standing: Mapping[str, Any]) -> tuple[Any, list[int | None], list[Any]]:
        """The commit, where in it each write stands whose revision is to be told, and the parts of long bodies."""
        request = Commit(database=self._database.name)
        places: list[int | None] = []
        parts: list[Any] = []
        for write in writes:
            if isinstance(write, Delete):
                places.append(None)
                name = self._name(write.room, write.key)
                for part in (name, *self._parts_there(name)):
                    request.writes.add().delete = part
                continue
            places.append(len(request.writes))
            message = request.writes.add()
            parts += self._fill(message.update, write.doc)
            condition = message.current_document
            if isinstance(write, Replace):
                seconds, nanos = cast("Any", parsed(write.revision))[0]
                condition.update_time.seconds, condition.update_time.nanos = seconds, nanos
            elif isinstance(write, Create) and message.update.name in standing:
                condition.update_time.CopyFrom(standing[message.update.name].update_time)
            elif isinstance(write, Create):
                condition.exists = False
        return request, places, parts

    def _send_ahead(self, request: Any, parts: list[Any]) -> list[Any]:
        """Put the parts into the commit. Where they do not fit, write them before it: nobody sees them without it."""
        if request.ByteSize() + sum(part.ByteSize() for part in parts) <= _REQUEST:
            request.writes.extend(parts)
            return []
        for start in range(0, len(parts), _REQUEST // PART):
            self._database.commit(
                Commit(database=self._database.name, writes=parts[start : start + _REQUEST // PART]), conditional=False
            )
        return parts

    def _take_back(self, ahead: list[Any]) -> None:
        if ahead:
            gone = Commit(database=self._database.name)
            for part in ahead:
                gone.writes.add().delete = part.update.name
            with suppress(BackendUnavailable):  # then they expire
                self._database.commit(gone, conditional=False)

    def _fill(self, message: Any, doc: Document) -> list[Any]:
        """Make `message` the document; returns the writes of what did not go in, under names of this write alone."""
        room = type(doc)
        name = name_of(doc.key)
        message.name = f"{self._database.root}/{room.room}/{name}"
        first, *rest = cut(_encoder.encode(doc), PART)
        fields = message.fields
        fields[BODY].string_value = first.decode()
        fields[MARK].string_value = secrets.token_hex(8)
        fill(fields[EXPIRY], doc.expire_at)
        if rest:
            fields[PARTS].integer_value = len(rest)
        if _ASKED[room]:
            fields[KEY].string_value = doc.key.encode()[:LONGEST].decode(errors="ignore")
            fields[SHARD].integer_value = shard_of(name, self._shards)
        for field in _BESIDE[room]:
            value = getattr(doc, field)
            if value is not None:
                fill(fields[field], value)
        writes = Commit().writes
        for part, text in zip(part_names(message), rest, strict=True):
            more = writes.add().update
            more.name = part
            more.fields[BODY].string_value = text.decode()
            more.fields[EXPIRY].CopyFrom(fields[EXPIRY])
        return list(writes)

    def _read(self, name: str, now: datetime) -> Any:
        """A document with its whole body, or None. The parts of an expired one may have gone before it."""
        for _ in range(TRIES):
            found = self._database.look_up_one(name)
            if found is None or expired(found, now):
                return None
            if self._joined(found):
                return found
        raise BackendUnavailable(WHICH, "a long document lacks a part")

    def _joined(self, found: Any) -> bool:
        """Put the parts of a long body together. False if they have gone meanwhile, as with a Delete."""
        names = part_names(found)
        parts = self._database.look_up(names) if names else []
        if None in parts:
            return False
        if parts:
            found.fields[BODY].string_value = "".join(part.fields[BODY].string_value for part in (found, *parts))
        return True

    def _parts_there(self, name: str) -> list[str]:
        """The names of a document's parts, also of those that an earlier body left behind."""
        collection = name.rsplit("/", 2)[1]
        request = question(self._database.root, collection)
        request.structured_query.select.fields.add().field_path = "__name__"
        where(request, "__name__", Is.GREATER_THAN).reference_value = f"{name}."
        where(request, "__name__", Is.LESS_THAN).reference_value = f"{name}.~"
        return [found.name for found in self._database.run(request)]

    def _question(self, query: Query, equal: Sequence[str | bool], since: object, until: object) -> Any:
        request = question(self._database.root, query.room.room)
        if sharded(query):
            shards = where(request, SHARD, Is.IN).array_value
            for number in range(self._shards):
                shards.values.add().integer_value = number
        for field, value in zip(query.equal, equal, strict=True):
            fill(where(request, field, Is.EQUAL), value)
        if since is not None:
            fill(where(request, query.over, Is.GREATER_THAN_OR_EQUAL), since)
        if until is not None:
            fill(where(request, query.over, Is.LESS_THAN), until)
        order(request, (query.over, KEY, "__name__"))
        for field in dict.fromkeys((BODY, MARK, PARTS, EXPIRY, KEY, query.over)):
            request.structured_query.select.fields.add().field_path = field
        return request

    def _page(self, request: Any, size: int) -> tuple[list[Any], bool]:
        """Up to `size` documents or eight megabytes, and whether there may be more."""
        request.structured_query.limit.value = size
        page, held = [], 0
        with closing(self._database.run(request)) as answers:
            for found in answers:
                page.append(found)
                held += len(found.fields[BODY].string_value)
                if held >= _PAGE_BYTES:
                    return page, True
        return page, len(page) == size

    def _kept(self, room: type[Document], found: Any, now: datetime) -> Kept[Any] | None:
        if expired(found, now):
            return None
        if not self._joined(found):
            try:
                found = self._read(found.name, now)
            except BackendUnavailable as error:
                if error.__cause__ is not None:  # the engine does not answer
                    raise
                # Its parts are gone: one such document must not stop all others.
                log.error(
                    "document.unreadable",
                    room=room.room,
                    key=hashed("document", found.fields[KEY].string_value),
                    why=error.why,
                )
                return None
            if found is None:
                return None
        doc = _decoded(room, found.fields[KEY].string_value, found)
        return None if doc is None else Kept(doc, revision(found.update_time, found))


def _shards(environ: Mapping[str, str]) -> int:
    text = environ.get("HEARD_FIRESTORE_SHARDS") or "4"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_SHARDS):
        raise ConfigurationError(
            f"HEARD_FIRESTORE_SHARDS is {text!r}; expected a whole number from 1 to {MOST_SHARDS}. "
            "It may be raised at any time, and never lowered."
        )
    return int(text)


def _decoded(room: type[Document], key: str, found: Any) -> Document | None:
    """A document, or None if a newer release wrote what this one does not know: one such must not stop all others."""
    try:
        return _decoders[room].decode(found.fields[BODY].string_value)
    except msgspec.DecodeError as error:
        log.error("document.unreadable", room=room.room, key=hashed("document", key), why=type(error).__name__)
        return None


plugin = FirestoreStore
