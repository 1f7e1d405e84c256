"""What is known of each language, as tables of plain words. One more language is one more `Tongue` in these files."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Tongue
from shared.classify.tongues import east, germanic, nordic, romance, south, unspaced

TONGUES: Final[dict[str, Tongue]] = {
    tongue.code: tongue for room in (germanic, nordic, romance, east, south, unspaced) for tongue in room.TONGUES
}
