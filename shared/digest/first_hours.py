"""The first hours of a day's own posts, when people come in any order: see `shared/clocks/coverage.py` for the rule.

Posts are few, and come before the people who wrote under them; only counts are kept of those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.clocks.coverage import HOUR, is_post
from shared.clocks.items import end, is_item, signs
from shared.core.ledger import Entry
from shared.digest.snapshot import Posts

MOST_POSTS: Final = 2000  # whose hours are looked at
_Name = tuple[str, str, str]


@dataclass(slots=True)
class _Post:
    entry: Entry
    came: int = 0
    acknowledged: int = 0


class FirstHours:
    """Counts who came under each post in its first hour, and who of them was heard within it."""

    def __init__(self) -> None:
        self._posts: dict[_Name, _Post] = {}
        self._number = 0
        self._people = False  # somebody has come: who wrote under a post that comes after them is not known

    def post(self, entry: Entry) -> None:
        if not is_post(entry):
            return
        self._number += 1
        known = entry.at == entry.opened_at and not self._people
        if known and len(self._posts) < MOST_POSTS:
            self._posts.setdefault((entry.platform, entry.account, entry.object), _Post(entry))

    def item(self, entry: Entry) -> None:
        self._people = True
        if not self._posts or not is_item(entry):
            return
        above = ((entry.platform, entry.account, name) for name in (entry.post, entry.thread, entry.answers) if name)
        post = next((self._posts[name] for name in above if name in self._posts), None)
        if post is None or not post.entry.opened_at <= entry.opened_at < post.entry.opened_at + HOUR:
            return
        sign = end(entry, signs)
        if sign is None or not sign.withdrawn:
            post.came += 1
            post.acknowledged += sign is not None and sign.at < post.entry.opened_at + HOUR

    def counted(self) -> Posts:
        return Posts(
            posts=self._number,
            known=len(self._posts),
            came=sum(one.came for one in self._posts.values()),
            acknowledged=sum(one.acknowledged for one in self._posts.values()),
        )
