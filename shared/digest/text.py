"""The mail's plain-text part: complete, in the same order, with the same figures; lines of at most 76 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from shared.digest.day import Action, Digest, Row, Wait
from shared.digest.html import https, plain

WIDTH: Final = 76


def render_text(digest: Digest) -> str:
    """The text of a Digest. A link stands on a line of its own, which may be longer."""
    return "\n\n\n".join("\n\n".join(block) for block in _blocks(digest) if block) + "\n"


def _blocks(digest: Digest) -> Iterable[list[str]]:
    yield [f"{_wrap(digest.brand.upper())}\n{_wrap(digest.day)}"]
    verdict = [_wrap(digest.pill.upper()), _wrap(digest.headline), _wrap(digest.lead)]
    if digest.segments:
        verdict.append(
            "\n".join(_wrap(part.label, first=f"{part.figure:>7}  ", then=" " * 9) for part in digest.segments)
        )
    yield [*verdict, *map(_wrap, digest.notes)]
    yield ["NEEDS YOU", _wrap(digest.needs_intro), *(_action(n, one) for n, one in enumerate(digest.actions, 1))]
    if digest.waiting or digest.waiting_after:
        intro = [_wrap(digest.waiting_intro)] if digest.waiting_intro else []
        yield ["STILL WAITING", *intro, *map(_wait, digest.waiting), *map(_wrap, digest.waiting_after)]
    if digest.checked:
        yield ["ALSO CHECKED", *(_wrap(line, first=" - ", then="   ") for line in digest.checked)]
    if digest.figures:
        figures = "\n".join(_wrap(f"{one.name}: {one.value}, {one.note}.", then="   ") for one in digest.figures)
        rows = "\n".join(
            _wrap(
                f"{row.platform}: {_people(row)}, in time {row.in_time}, typically {row.typical}, "
                f"waiting {row.waiting}.",
                then="   ",
            )
            for row in digest.rows
        )
        yield ["HOW QUICKLY WE WERE THERE", _wrap(digest.promise), figures, rows]
    yield ["--\n" + _wrap(digest.foot[0]) if digest.foot else "--", *map(_wrap, digest.foot[1:])]


def _people(row: Row) -> str:
    return f"{row.people} {'person' if row.people == '1' else 'people'}"


def _action(number: int, action: Action) -> str:
    lines = [_wrap(action.title, first=f"{number}. ", then="   ")]
    lines += [_wrap(detail, first="   ", then="   ") for detail in action.details]
    if action.quote:
        lines.append(_wrap(f"“{action.quote}”", first="   ", then="   "))
    link = https(action.link)
    if link is not None:
        lines += [_wrap(f"{action.link_text}:", first="   ", then="   "), f"   {link}"]
    return "\n".join(lines)


def _wait(wait: Wait) -> str:
    lines = [_wrap(f"{wait.who}, {wait.waited}. {wait.where}, {wait.due}.", first=" - ", then="   ")]
    if wait.about:
        lines.append(_wrap(f"“{wait.about}”", first="   ", then="   "))
    link = https(wait.link)
    if link is not None:
        lines.append(f"   {link}")
    return "\n".join(lines)


def _wrap(text: str, *, first: str = "", then: str = "") -> str:
    return textwrap.fill(plain(text), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
