"""The digest for a chat: what a manager must know and do, in a few lines, with the rest one tap away.

It is the text of a Notice (`shared/core/ports.py`, Mail), so its links stand in it as lines of their own too, all of
them in the last paragraph. It quotes nobody: a chat has more readers than a mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shared.digest.catalogue import catalogue
from shared.digest.html import plain, safe_link, usable
from shared.digest.page import Digest


class Chat(NamedTuple):
    """`links` are labels with addresses, each of which `text` has as a line of its own, `label: address`."""

    text: str
    links: tuple[tuple[str, str], ...]


def render_chat(digest: Digest) -> Chat:
    """The chat edition of a Digest, at most 12 lines long. Its subject is the Digest's own."""
    verdict, links = digest.verdict, tuple(_links(digest))
    together = catalogue(digest.language).together
    said = [plain(verdict.headline), together(*map(plain, (verdict.lead, *verdict.notes)))]
    beside = [_figures(digest), *(f"{label}: {address}" for label, address in links)]
    paragraphs = (said, _todo(digest), beside)
    return Chat("\n\n".join("\n".join(filter(None, one)) for one in paragraphs if any(one)), links)


def _todo(digest: Digest) -> list[str]:
    if digest.needs is None:
        return []
    titles = [f"{number}. {plain(one.title)}" for number, one in enumerate(digest.needs.actions, 1)]
    return titles or [plain(digest.needs.intro)]


def _figures(digest: Digest) -> str:
    """One line: how everybody of the day stands."""
    return " · ".join(plain(f"{one.figure} {one.label}") for one in digest.verdict.segments if one.count)


def _links(digest: Digest) -> Iterator[tuple[str, str]]:
    """What each action leads to, by its number, and the web copy: the first link of the foot."""
    words = catalogue(digest.language)
    for number, action in enumerate(digest.needs.actions if digest.needs else (), 1):
        for link in usable(action.links)[:1]:
            yield words.say("chat-link", number=number, text=plain(link.text)), safe_link(link.url) or ""
    for link in usable(digest.foot.links)[:1]:
        yield plain(link.text), safe_link(link.url) or ""
