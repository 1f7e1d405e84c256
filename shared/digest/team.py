"""The people who answered, by name, from A to Z: whom they helped and what they hold. Nobody is ranked or timed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from shared.digest.catalogue import upper
from shared.digest.page import Row, Table, Team
from shared.digest.snapshot import Colleague
from shared.digest.view import View

MOST: Final = 8
FEWER: Final = 4


def block(view: View) -> Team | None:
    team = view.of.team
    helpers = [one for one in team.colleagues if one.helped or one.wrote_back or one.holding]
    if view.blank or not (team.answers or team.helped or any(one.helped for one in helpers)):
        return None
    quote, quoted = _kind_word(view)
    ordered = sorted(helpers, key=lambda one: _letters(one.name))
    return Team(
        title=view.words.say("team-title"),
        quote=quote,
        quoted=quoted,
        table=_table(view, ordered, MOST),
        lines=tuple(_lines(view)),
        fewer=_table(view, ordered, FEWER) if len(ordered) > FEWER else None,
    )


def _kind_word(view: View) -> tuple[str | None, str]:
    """What somebody said to a colleague, only where both can be told."""
    team = view.of.team
    said = None if team.quote is None or not team.quoted else view.quote(team.quote)
    if said is None or team.quote is None or not team.quoted:
        return None, ""
    known = view.known(team.quote)
    return said, view.words.say(
        "team-quoted" if known else "team-quoted-somebody",
        who=upper(view.who(team.quote)) if known else None,
        colleague=view.colleague(team.quoted),
        platform=view.words.platform(team.quote.platform),
    )


def _letters(called: str) -> tuple[str, str]:
    """For sorting: accents only decide between names that are the same without them."""
    plain = "".join(char for char in unicodedata.normalize("NFD", called) if not unicodedata.combining(char))
    return plain.casefold(), called


def _table(view: View, ordered: Sequence[Colleague], most: int) -> Table | None:
    """So many and the others together: no table may leave anybody out of its sum."""
    if not ordered:
        return None
    rows = [_row(view, view.colleague(one.name), [one]) for one in ordered[:most]]
    if rest := ordered[most:]:
        rows.append(_row(view, view.words.say("team-others", n=len(rest)), rest))
    heads = ("name", "helped", "wrote-back", "holding")
    say = view.words.say
    return Table(say("team-table"), tuple(say(f"team-head-{one}") for one in heads), tuple(rows))


def _row(view: View, head: str, some: Sequence[Colleague]) -> Row:
    helped, wrote_back = sum(one.helped for one in some), sum(one.wrote_back for one in some)
    holding = sum(one.holding for one in some)
    words = view.words
    return Row(
        head,
        (
            words.at_least(helped, view.least),
            words.at_least(wrote_back, view.least),
            words.number(holding) if holding else words.say("team-none"),
        ),
    )


def _lines(view: View) -> Iterator[str]:
    team, say = view.of.team, view.words.say
    if team.unassigned:
        yield upper(say("team-unassigned", n=team.unassigned))
    unnamed = team.helped - sum(one.helped for one in team.colleagues)
    if unnamed > 0:
        yield upper(say("team-unnamed", n=unnamed))
    if team.signed_known:
        yield say(
            "team-signed" if team.signed_known == team.answers else "team-signed-known",
            shown="all" if team.signed == team.signed_known else "some",
            answers=team.signed_known,
            signed=team.signed,
        )
    if team.after_hours:
        yield upper(say("team-after-hours", n=team.after_hours))
