"""A Notice as a message of Slack, of Google Chat and of a signed webhook, built from the same Mail as a mail is.

Strangers' words are in it, so nothing in them may come alive: no mention of a whole channel, no markup, no link. The
subject alone is what a locked screen shows, and it holds none of their words.

Slack: `&`, `<` and `>` must be escaped in text objects, which are at most 3,000 characters; `verbatim` turns off what
makes links and mentions of plain text (https://docs.slack.dev/reference/block-kit/composition-objects/text-object and
https://docs.slack.dev/messaging/formatting-message-text). A header has at most 150 characters, a button's label 75 and
its address 3,000 (https://docs.slack.dev/reference/block-kit/blocks). Google Chat: a text paragraph is simple HTML, and
a message has at most 32,000 bytes (https://developers.google.com/workspace/chat/format-messages and
https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create). All read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from shared.core.interaction import hashed
from shared.core.ports import Mail

Message = dict[str, Any]

_HEADER: Final = 150
_LABEL: Final = 75
_LONGEST_LINK: Final = 3000
_SECTION: Final = 2900  # characters once escaped, below what Slack takes
_SECTIONS: Final = 40  # of the 50 blocks that a message of Slack may have
_WHOLE: Final = 16_000  # characters of all sections; no letter takes more than six bytes of JSON
_WHOLE_BYTES: Final = 24_000
_EVERYBODY: Final = re.compile(r"@(?=here\b|channel\b|everyone\b|all\b|group\b)", re.IGNORECASE)
_MARKS: Final = {"risk": "⏳", "breach": "🔴", "escalated": "⏫", "reassigned": "🔁"}
"""What tells the steps of the ladder from one another at a glance; the subject says each in words too."""
_STILL: Final = "@\u2060"  # a word joiner: shown as nothing, and no mention any more


@dataclass(frozen=True, slots=True)
class _Parts:
    """A Notice taken apart: its paragraphs, what stands beside its links, and the links themselves."""

    paragraphs: tuple[str, ...]
    beside: str
    links: tuple[tuple[str, str], ...]


def slack(mail: Mail) -> Message:
    """The body of a POST to a Slack incoming webhook."""
    parts = _parts(mail)
    blocks: list[Message] = [{"type": "header", "text": _plain(_marked(mail), _HEADER)}]
    blocks += [{"type": "section", "text": _verbatim(text)} for text in _fitting(parts.paragraphs, _escaped)]
    if parts.beside:
        blocks.append({"type": "context", "elements": [_verbatim(_escaped(parts.beside))]})
    buttons = [
        {"type": "button", "text": _plain(label, _LABEL), "url": address, "action_id": f"open-{number}"}
        for number, (label, address) in enumerate(parts.links)
        if len(address) <= _LONGEST_LINK
    ]
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return {"text": _escaped(_marked(mail)), "unfurl_links": False, "unfurl_media": False, "blocks": blocks}


def google_chat(mail: Mail) -> Message:
    """The body of a POST to an incoming webhook of a Google Chat space."""
    parts = _parts(mail)
    widgets: list[Message] = [
        {"textParagraph": {"text": text.replace("\n", "<br>")}}
        for text in _fitting((*parts.paragraphs, *filter(None, [parts.beside])), _escaped)
    ]
    if parts.links:
        buttons = [{"text": label, "onClick": {"openLink": {"url": address}}} for label, address in parts.links]
        widgets.append({"buttonList": {"buttons": buttons}})
    subject = _unmarked(_marked(mail))
    card = {"header": {"title": subject}, "sections": [{"widgets": widgets}]}
    return {"fallbackText": subject, "cardsV2": [{"cardId": hashed("card", mail.key)[:32], "card": card}]}


def event(mail: Mail) -> Message:
    """The body of a POST to a signed webhook: the same for every attempt, since all of it is of when it was written."""
    links = [{"label": label, "url": address} for label, address in mail.links]
    return {
        "type": mail.data.get("type") or f"notice.{mail.about or 'other'}",
        "timestamp": mail.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": {**mail.data, "subject": mail.subject, "text": mail.text, "links": links},
    }


BY_WORD: Final[dict[str, Callable[[Mail], Message]]] = {"slack": slack, "chat": google_chat, "hook": event}


def _marked(mail: Mail) -> str:
    mark = _MARKS.get(mail.about)
    return mail.subject if mark is None else f"{mark} {mail.subject}"


def _parts(mail: Mail) -> _Parts:
    told = {f"{label}: {address}" for label, address in mail.links}
    paragraphs: list[str] = []
    beside = ""
    for paragraph in re.split(r"\n[ \t]*\n", mail.text.strip()):
        lines = paragraph.split("\n")
        rest = [line for line in lines if line not in told]
        text = "\n".join(rest).strip()
        if len(rest) < len(lines):
            beside = text
        elif text:
            paragraphs.append(text)
    links = tuple(link for link in mail.links if link[1].startswith(("https://", "http://")))
    return _Parts(tuple(paragraphs), beside, links)


def _fitting(paragraphs: tuple[str, ...], escape: Callable[[str], str]) -> list[str]:
    """Each paragraph escaped and cut to what one section takes; what is too long for the whole message is left out."""
    made: list[str] = []
    size = length = 0
    for paragraph in paragraphs:
        text = _cut(paragraph, escape)
        length += len(text)
        size += len(text.encode())
        if length > _WHOLE or size > _WHOLE_BYTES or len(made) == _SECTIONS:
            made.append("…")
            break
        made.append(text)
    return made


def _cut(text: str, escape: Callable[[str], str]) -> str:
    """Escaped, with its end left out where it is too long: never in the middle of an escape."""
    whole = escape(text)
    if len(whole) <= _SECTION:
        return whole
    keep = len(text)
    while len(escape(text[:keep])) > _SECTION - 1:
        keep -= max(1, (len(escape(text[:keep])) - _SECTION) // 6)
    return escape(text[:keep].rstrip()) + "…"


def _escaped(text: str) -> str:
    quiet = _EVERYBODY.sub(_STILL, text)
    return quiet.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(text: str) -> str:
    """For places that take no markup at all, and no escapes either."""
    return _EVERYBODY.sub(_STILL, text).replace("<", "‹").replace(">", "›")


def _plain(text: str, most: int) -> Message:
    return {"type": "plain_text", "text": _unmarked(text)[:most], "emoji": False}


def _verbatim(text: str) -> Message:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
