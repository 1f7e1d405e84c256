"""What hurts wherever Latin letters are written. Nothing here means something else in another tabled language."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Harsh

ANYWHERE: Final = Harsh(
    abuse="""
        fuck you* | fuck u | fuck off | fuck yourself* | f ck you | f ck off | fck you | f you all | go fuck yourself*
        stfu | asshole* | arsehole* | motherfuck* | dickhead* | kill yourself* | piece of shit | pieces of shit
        son of a bitch | sons of bitches
    """,
    insults="idiot | idiots | idiotas | idioten | idioter | imbecil* | imbécil* | moron | morons",
)
