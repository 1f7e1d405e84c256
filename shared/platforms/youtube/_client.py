"""Speaks to YouTube as one channel: replies, reading them back, listing comments, and subscribing at the hub."""

from __future__ import annotations

import time
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from shared.core.errors import ActionRefused, ActionUnsupported, ConfigurationError, OutcomeUnknown, PlatformError
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.core.secret import Secret
from shared.platforms._base import Keys, clean, iso_moment
from shared.platforms._client import ApiClient
from shared.platforms.youtube._api import Api, items, next_page, replies_asked
from shared.platforms.youtube._listing import Asking
from shared.platforms.youtube._mapping import NAME

MOST_PAGES: Final = 10
MARGIN: Final = timedelta(seconds=120)
LEASE: Final = 864000  # seconds: ten days, the longest that the hub gives
_LOG_IN: Final = "let the channel's owner log in again with the scope youtube.force-ssl and store the new tokens"


class YouTubeClient:
    """Acts as one channel. `hub` is where feeds are subscribed to, `topic` the feed of this channel."""

    def __init__(self, account: str, token: Secret, base_url: str, *, hub: str, topic: str, keys: Keys) -> None:
        self._us = account
        self._api = Api(base_url, token)
        self._hub = hub
        self._topic = topic
        self._keys = keys

    def perform(self, order: Order, timeout: float) -> str | None:
        """Reply under the thread of a comment. The receipt is the id under which it will be listed."""
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, order.capability, "not on YouTube")
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        reply = {"snippet": {"parentId": _thread(order), "textOriginal": order.text}}
        made = clean(self._api.post(order.capability, "comments", reply, order.at, timeout).get("id"))
        if not made:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return made

    def find(self, order: Order, timeout: float) -> str | None:
        """A reply of this channel with these words in the thread, made since shortly before the first try.

        Several people may wait in one thread, so the words decide whose answer it is; one whose own words are not
        told counts, because answering twice is worse.
        """
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, "find", "only replies can be read back")
        thread, since, page = _thread(order), order.first_sent - MARGIN, None
        end = time.monotonic() + timeout
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            answer = self._api.get("find", "comments", replies_asked(thread, page), order.at, left)
            for reply in items(answer, "find"):
                made = self._ours(reply, since, order.text or "")
                if made and made not in order.others:
                    return made
            page = next_page(answer, page, "find")
            if page is None:
                return None
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of comments, for one unit of the quota."""
        return Asking(self._api, self._us, question, timeout).page()

    def subscribe(self, callback: str, timeout: float) -> None:
        """Ask the hub to push this channel's feed to `callback`, or to go on. It then tests the address.

        To be asked again before the lease ends. Raises PlatformError, or ConfigurationError without the secrets.
        """
        signing, verify = (next(iter(self._keys.get(use, ())), None) for use in ("signing", "verify"))
        if signing is None or verify is None:
            raise ConfigurationError(f"{NAME}: subscribing needs the connection's secrets `signing` and `verify`")
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": self._topic,
            "hub.callback": callback,
            "hub.secret": signing.reveal(),
            "hub.lease_seconds": str(LEASE),
            "hub.verify": "async",
            "hub.verify_token": verify.reveal(),
        }
        ApiClient(NAME, self._hub).request("subscribe", "POST", "", data=asked, timeout=timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whether the token lives, is this channel's, and may moderate it; two units at most."""
        end = time.monotonic() + timeout
        try:
            answer = self._api.get("examine", "channels", {"part": "id", "mine": "true"}, now, timeout)
        except PlatformError as error:
            return (_not_well("token", error),)
        listed = answer.get("items")
        mine = [clean(one.get("id")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        well = Finding("token", True, "YouTube takes it")
        if self._us not in mine:
            said = "it is another channel's" if mine else "its login has no channel"
            return (well, Finding("account", False, said, f"log in as the channel {self._us}, or correct its id"))
        found = (well, Finding("account", True, "it is this channel's"))
        asked = {
            "part": "id",
            "allThreadsRelatedToChannelId": self._us,
            "moderationStatus": "heldForReview",  # only shown to an owner who may write
            "maxResults": "1",
        }
        try:
            self._api.get("examine", "commentThreads", asked, now, max(end - time.monotonic(), 0.0))
        except PlatformError as error:
            return (*found, _not_well("scope", error))
        return (*found, Finding("scope", True, "comments may be moderated and answered"))

    def _ours(self, reply: object, since: datetime, text: str) -> str | None:
        facts = reply if isinstance(reply, dict) else {}
        snippet = facts.get("snippet")
        author = snippet.get("authorChannelId") if isinstance(snippet, dict) else None
        if not isinstance(snippet, dict) or not isinstance(author, dict) or clean(author.get("value")) != self._us:
            return None
        at, words = iso_moment(snippet.get("publishedAt")), clean(snippet.get("textOriginal"))
        if (at is not None and at < since) or (words is not None and _same(words) != _same(text)):
            return None
        return clean(facts.get("id"))


def _thread(order: Order) -> str:
    """Replies are one level deep: what answers a reply hangs on the comment above it."""
    thread = (order.reply_to or order.object).partition(".")[0]
    if not thread:
        raise ActionRefused(NAME, order.capability, "this has no id to answer to")
    return thread


def _same(text: str) -> str:
    """Words without what YouTube may set otherwise: spaces, line ends, composed letters."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _not_well(what: str, error: PlatformError) -> Finding:
    if isinstance(error, ActionRefused):
        return Finding(what, False, f"refused: {error.why}", _LOG_IN)
    return Finding(what, None, f"could not be known: {error.why}", "look again later")
