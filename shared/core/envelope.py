"""The attributes that a message carries on the bus, so that a brand's own subscribers can filter and read it.

`brand`, `platform` and `kind` are for filters. The others make it a CloudEvent 1.0 in the binary mode of the Pub/Sub
binding: names with the prefix `ce-`, and `content-type` for the data's media type
(github.com/googleapis/google-cloudevents, docs/spec/pubsub.md, sections 3.1.1 and 3.1.3, read 2026-11-22).

Values are names, ids and times: never what a person wrote. Pub/Sub takes keys of 256 and values of 1,024 bytes (listed
at cloud.google.com/pubsub/quotas; for values also told by googleapis/google-cloud-python issue 7906, read 2026-11-22),
and refuses the request for one that is longer; so a value that is too long or not plain text gives way to its hash.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from shared.core.interaction import Change, Interaction, Message, Outcome, hashed

LONGEST: Final = 1_024  # bytes of UTF-8
_PART: Final = 300  # characters of one percent-encoded part of a source: three of them and what joins them fit


def envelope(message: Message, at: datetime | None = None) -> dict[str, str]:
    """The attributes of one message, ready for the bus. The same message always has the same ones.

    Source and id together name what happened: every copy of an act has the same, an edit or removal has one of its
    own. Rings for one entry differ by `at`, the moment of ringing; the others bring their own time.
    """
    if isinstance(message, Interaction):
        at = message.at or message.received_at
        own = {"platform": message.platform, "kind": message.kind.value}
        source = _source(message.brand, message.platform, message.account)
        name, number = "interaction", message.key
        if message.change is not Change.NEW:
            # A platform that tells no time tells the same words in every copy.
            said = hashed("words", message.text or "") if message.at is None else _text(message.at)
            number = f"{message.key}-{message.change.value}-{said}"
    elif isinstance(message, Outcome):
        at = message.at or message.received_at
        own = {"platform": message.platform, "kind": "outcome"}
        source = _source(message.brand, message.platform, message.account)
        said = "failed" if message.failed else "sent"
        name, number = "outcome", f"{message.key}-{said}-{hashed('receipt', message.receipt)}"
    else:
        own = {"kind": "ring"}
        source = _source(message.brand, "ledger")
        name, number = "ring", message.key if at is None else f"{message.key}-{_text(at)}"
    attributes = {
        "brand": message.brand,
        **own,
        "ce-specversion": "1.0",
        "ce-id": number,
        "ce-source": source,
        "ce-type": f"heard.{name}.v{message.v}",
        "content-type": "application/json",
    }
    if at is not None:
        attributes["ce-time"] = _text(at)
    return {key: _safe(value) for key, value in attributes.items() if value}


def _safe(value: str) -> str:
    # Printable text has no lone surrogate, which UTF-8 and so the bus could not carry.
    if value.isprintable() and (4 * len(value) <= LONGEST or len(value.encode()) <= LONGEST):
        return value
    return hashed("attribute", value)


@lru_cache(maxsize=1_000)  # one for each account
def _source(*parts: str) -> str:
    return "/heard/" + "/".join(map(_part, parts))


def _part(text: str) -> str:
    part = quote(text, safe="", errors="surrogatepass") or "-"
    return part if len(part) <= _PART else hashed("attribute", text)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
