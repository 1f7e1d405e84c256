"""The mail's plain-text part: complete, in the same order, with the same figures; lines of at most 76 columns.

Without drawings, for whoever has it read aloud. A link stands on one line with what it leads to, however long it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.digest.catalogue import catalogue
from shared.digest.html import ROW_LINKS, plain, quoted, safe_link, usable
from shared.digest.page import (
    Action,
    Checked,
    Digest,
    Figure,
    Foot,
    Link,
    Needs,
    Person,
    Quick,
    Relations,
    Table,
    Team,
    Unfolded,
    Verdict,
    Waiter,
    Waiting,
)

WIDTH: Final = 76
_MARGIN: Final = 24  # columns: what is longer is no margin


def render_text(digest: Digest) -> str:
    """The text of a Digest. Equal digests give equal texts."""
    written = _Text(digest.language)
    return "\n\n\n".join("\n\n".join(filter(None, block)) for block in written.blocks(digest) if block) + "\n"


class _Text:
    def __init__(self, language: str) -> None:
        self._language, self._words = language, catalogue(language)

    def blocks(self, digest: Digest) -> Iterator[list[str]]:
        yield [f"{wrap(plain(digest.brand).upper())}\n{wrap(digest.day)}"]
        yield self._verdict(digest.verdict)
        if digest.needs:
            yield self._needs(digest.needs)
        if digest.waiting:
            yield self._waiting(digest.waiting)
        if digest.unfolded:
            yield self._unfolded(digest.unfolded)
        if digest.checked.lines:
            yield self._checked(digest.checked)
        if digest.quick:
            yield self._quick(digest.quick)
        if digest.relations:
            yield self._relations(digest.relations)
        if digest.team:
            yield self._team(digest.team)
        yield self._foot(digest.foot)

    def _verdict(self, verdict: Verdict) -> list[str]:
        parts = _named((part.figure, part.label) for part in verdict.segments if part.count)
        notes = (wrap(note, " ! ") for note in verdict.notes)
        return [
            wrap(plain(verdict.pill).upper()),
            wrap(verdict.headline),
            wrap(verdict.lead),
            parts,
            _lines([*notes, *_links(verdict.links, "   ")]),
        ]

    def _needs(self, needs: Needs) -> list[str]:
        actions = (self._action(number, one) for number, one in enumerate(needs.actions, 1))
        return [_heading(needs.title), wrap(needs.intro), *actions]

    def _action(self, number: int, action: Action) -> str:
        details = wrap(self._words.together(*action.details), "   ")
        lines = [wrap(action.title, f"{number}. "), details, self._said(action.quote)]
        return _lines([*lines, *_links(action.links, "   ")])

    def _waiting(self, waiting: Waiting) -> list[str]:
        return [
            _heading(waiting.title),
            wrap(waiting.intro),
            *map(self._waiter, waiting.rows),
            wrap(self._words.together(*waiting.after)),
            _lines(_links(waiting.links)),
        ]

    def _unfolded(self, unfolded: Unfolded) -> list[str]:
        events = (wrap(said, f"{plain(clock)}  ") for clock, said in unfolded.events)
        return [_heading(unfolded.title), wrap(unfolded.intro), _lines(events)]

    def _checked(self, checked: Checked) -> list[str]:
        return [_heading(checked.title), _lines(wrap(line, " - ") for line in checked.lines)]

    def _quick(self, quick: Quick) -> list[str]:
        days = self._listed(quick.strip_title, [day.said for day in quick.strip]) if quick.strip else ""
        hours = self._named(quick.hours_title, quick.hours_note) if quick.hours else quick.hours_note
        return [
            _heading(quick.title),
            wrap(quick.promise),
            self._figures(quick.figures),
            self._table(quick.table),
            _lines([wrap(days), wrap(quick.strip_note)]),
            wrap(hours),
        ]

    def _relations(self, relations: Relations) -> list[str]:
        return [
            _heading(relations.title),
            self._figures(relations.figures),
            wrap(self._words.together(*relations.lines)),
            self._people(relations.people_title, relations.people),
            self._people(relations.ideas_title, relations.ideas),
            self._people(relations.quiet_title, relations.quiet),
            self._table(relations.month),
            wrap(relations.month_note),
        ]

    def _team(self, team: Team) -> list[str]:
        quote = _lines([self._said(team.quote, ""), wrap(team.quoted)]) if team.quote else ""
        return [_heading(team.title), quote, self._table(team.table), wrap(self._words.together(*team.lines))]

    def _foot(self, foot: Foot) -> list[str]:
        first, *rest = [*map(wrap, foot.lines), ""]
        return [_lines(["--", first]), *rest, _lines(_links(foot.links))]

    def _people(self, title: str, people: Sequence[Person]) -> str:
        if not people:
            return ""
        lines = [wrap(f"{title}:")]
        for one in people:
            lines += [wrap(self._named(one.who, one.why), " - "), self._said(one.quote), *_links(one.links, "   ")]
        return _lines(lines)

    def _said(self, text: str | None, margin: str = "   ") -> str:
        return wrap(quoted(self._language, text), margin) if text else ""

    def _waiter(self, one: Waiter) -> str:
        lines = [
            wrap(self._parts([one.who, one.waited]), " - "),
            wrap(self._words.say("ended", text=self._parts([one.where, one.with_whom, one.due])), "   "),
            wrap(one.about or "", "   "),
        ]
        return _lines([*lines, *_links(usable(one.links)[:ROW_LINKS], "   ")])

    def _figures(self, figures: Iterable[Figure]) -> str:
        return _named((one.value, self._named(one.name, one.note)) for one in figures)

    def _table(self, table: Table | None) -> str:
        """Each row as a sentence: columns of letters are read aloud line by line, and break in narrow windows."""
        if table is None:
            return ""
        rows = [
            self._listed(row.head, [f"{name} {cell}" for name, cell in zip(table.head[1:], row.cells, strict=True)])
            for row in table.rows
        ]
        return _lines([wrap(f"{table.caption}:"), *(wrap(row, " - ") for row in rows)])

    def _parts(self, parts: Sequence[str | None]) -> str:
        return self._words.say("between-parts").join(filter(None, parts))

    def _named(self, name: str, text: str) -> str:
        return self._words.say("labelled", label=name, text=text) if text else name

    def _listed(self, name: str, parts: Sequence[str]) -> str:
        return self._words.say("ended", text=self._named(name, self._parts(parts)))


def _heading(title: str) -> str:
    return wrap(plain(title).upper())


def _named(figures: Iterable[tuple[str, str]]) -> str:
    """Figures, one below the other, and behind each what it is."""
    all_of_them = [(plain(figure), name) for figure, name in figures]
    widest = min(_MARGIN, max((columns(figure) for figure, _ in all_of_them), default=0)) + 2
    return _lines(wrap(name, " " * max(0, widest - columns(figure)) + figure + "  ") for figure, name in all_of_them)


def _links(links: Iterable[Link], margin: str = "") -> Iterator[str]:
    for one in links:
        address = safe_link(one.url)
        if address is not None:
            yield f"{margin}{plain(one.text)}: {address}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, lines))


def columns(text: str) -> int:
    """How many columns of a terminal or an even font a text takes: East Asian wide letters take two, marks none."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def wrap(text: str, first: str = "") -> str:
    """A text in lines of at most WIDTH columns, the first after `first` and the others as far in, if that is not far.

    It breaks at blanks, between wide letters, and inside a word only where that alone fills a line.
    """
    if columns(first) > _MARGIN:
        return wrap(f"{first.strip()} {text}")
    margin = " " * columns(first)
    made, line = [], first
    room = WIDTH - columns(line)
    parted = False  # whether a blank is due before the next piece
    for word in plain(text).strip().split(" "):
        for piece in _pieces(word, WIDTH - len(margin)):
            size = columns(piece)
            if size + parted > room and line.strip() and len(line) > len(margin):
                made.append(line.rstrip(" "))
                line, room, parted = margin, WIDTH - len(margin), False
            line += " " * parted + piece
            room -= size + parted
            parted = False
        parted = True
    return "\n".join([*made, line.rstrip(" ")]) if text.strip() else ""


def _pieces(word: str, most: int) -> Iterator[str]:
    """The parts of a word between which a line may end."""
    piece, size = "", 0
    for char in word:
        width = columns(char)
        wide = width == 2 and unicodedata.category(char)[0] == "L"
        if piece and (size + width > most or wide):
            yield piece
            piece, size = "", 0
        piece += char
        size += width
    if piece:
        yield piece
