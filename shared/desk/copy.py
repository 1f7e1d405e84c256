"""The web copy of one recipient's digest: what the mail said, and everybody who waited, each with a way to their page.

It is the page of the mail, written anew from the same frozen content, so its styles stand within its lines, as mails
have them. Its policy allows those, and nothing that runs or loads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shared.digest import waiting
from shared.digest.build import build
from shared.digest.catalogue import catalogue
from shared.digest.html import render_html
from shared.digest.state import judge
from shared.digest.view import Edition, View
from shared.flows._copy import Copy

ALLOWED: Final = "'unsafe-inline'"


def page(copy: Copy) -> str:
    """The page. Nobody is left out of it who is named in the content, however long the day."""
    words, edition = catalogue(copy.reading.language), Edition(names=copy.reading.names, ways=copy.ways)
    everybody = waiting.block(View(copy.snapshot, words, edition, *judge(copy.snapshot)), whole=True)
    return render_html(replace(build(copy.snapshot, words, edition), waiting=everybody), largest=None)
