"""A Snapshot as one edition's Digest: every block in words, in one language, with one reader's names and links."""

from __future__ import annotations

from shared.digest import checked, clean, foot, needs, quick, relations, team, unfolded, verdict, waiting
from shared.digest.catalogue import Catalogue
from shared.digest.page import Digest
from shared.digest.snapshot import Snapshot
from shared.digest.state import judge
from shared.digest.subject import preheader, subject
from shared.digest.view import Edition, View

_LONGEST_BRAND = 80


def build(snapshot: Snapshot, words: Catalogue, edition: Edition) -> Digest:
    """Pure: equal arguments give an equal Digest."""
    mood, cause = judge(snapshot)
    view = View(snapshot, words, edition, mood, cause)
    day, brand = words.long_date(snapshot.day), clean.quote(snapshot.name, _LONGEST_BRAND)
    return Digest(
        language=words.language,
        direction=words.direction,
        brand=brand,
        day=day,
        label=words.say("verdict-label", brand=clean.isolated(brand), day=day),
        mood=mood,
        subject=subject(view),
        preheader=preheader(view),
        verdict=verdict.block(view),
        needs=needs.block(view),
        waiting=waiting.block(view),
        unfolded=unfolded.block(view),
        checked=checked.block(view),
        quick=quick.block(view),
        relations=relations.block(view),
        team=team.block(view),
        foot=foot.block(view),
    )
