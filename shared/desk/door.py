"""The desk's door without a host: which requests it takes, and which page and status each gets.

| Request | Answer |
|---|---|
| GET or HEAD of any address | 200 and its page; 404 or 410 where it leads nowhere; nothing is ever written |
| POST to a Card (`/desk/c/`) | 303 to what comes next, so that reloading repeats nothing |
| POST to a recipient's settings (`/desk/r/`) | 303 to them; `List-Unsubscribe=One-Click` to `/stop`: 200 at once |
| POST where nothing could be done | 422 or 409, and the page with all that was typed |
| another method, path, or kind of body; too large a body | 405, 404, 415, 413 |
| the store is away | 503 |

An address is the right to what stands behind it, so no log and no error holds one: they name the Card, by its hash, or
the Brand. One click is RFC 8058: https://www.rfc-editor.org/rfc/rfc8058 (read 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from shared import log
from shared.core.delivery import Answer
from shared.core.errors import (
    BackendUnavailable,
    DeliveryEncoded,
    DeliveryRejected,
    DeliveryTooLarge,
    MethodNotAllowed,
    UnknownPlatform,
)
from shared.core.tickets import ACTS
from shared.door import Asked, bug

if TYPE_CHECKING:
    from shared.desk.reading import Leaf
    from shared.desk.sheet import Sheet
    from shared.flows._looking import Gone
    from shared.flows._tools import Tools

LONGEST: Final = 64 * 1024  # bytes of a form
_FIELDS: Final = 40
_SEALED: Final = "([A-Za-z0-9_-]{1,2000})"
_CARD: Final = re.compile(rf"/desk/c/{_SEALED}(?:/({'|'.join(ACTS)}))?", re.ASCII)
_COPY: Final = re.compile(rf"/desk/d/{_SEALED}", re.ASCII)
_READER: Final = re.compile(rf"/desk/r/{_SEALED}(/stop)?", re.ASCII)
_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"
_BOUNDARY: Final = re.compile(r'; *boundary=(?:"([^"]{1,70})"|([^";\s]{1,70}))', re.ASCII | re.IGNORECASE)
_NAME: Final = re.compile(
    r'^content-disposition: *form-data *;[^\n]*?\bname=(?:"([^"\n]{1,100})"|([^";\s]{1,100}))',
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
_ONE_CLICK: Final = ("List-Unsubscribe", "One-Click")
_WORDS: Final = {
    404: ("This page is not here", "Open the link once more from the notice that you were sent."),
    405: ("This cannot be asked of this page", "Open the link once more from the notice that you were sent."),
    413: ("That is too much", "Nothing was done. Go back, shorten your words, and send them once more."),
    415: ("This page does not take that", "Nothing was done. Open the link once more from your notice."),
    503: (
        "Please try again in a minute",
        "Our records cannot be reached. Go back: what you wrote still stands there. Nothing is ever done twice.",
    ),
}
_OTHER: Final = ("Something went wrong", "Nothing was done that you did not ask for. Go back and try again.")


def answer(asked: Asked, body: Callable[[int], bytes], tools: Callable[[], Tools]) -> Answer:
    """What the browser gets. `body` reads at most so many bytes."""
    try:
        return _answer(asked, body, tools)
    except DeliveryRejected as error:
        log.warning("desk.refused", reason=type(error).__name__, status=error.status)
        return _plain(error.status, (("Allow", _allowed(asked.path)),) if error.status == 405 else ())
    except BackendUnavailable as error:
        log.error("backend.unavailable", which=error.which, why=error.why)
        return _plain(503, (("Retry-After", "5"),))
    except Exception as error:
        bug(error)
        return _plain(500)


def _answer(asked: Asked, body: Callable[[int], bytes], tools: Callable[[], Tools]) -> Answer:
    reads = asked.method in ("GET", "HEAD")
    if (card := _CARD.fullmatch(asked.path)) is not None:
        return _card(card[1], card[2] or "", _form(asked, body, reads), tools())
    if (mine := _READER.fullmatch(asked.path)) is not None:
        return _reader(mine[1], mine[2] is not None, _form(asked, body, reads, _PARTS), tools())
    if (copy := _COPY.fullmatch(asked.path)) is None:
        raise UnknownPlatform("no such page")
    if not reads:
        raise MethodNotAllowed(asked.method)
    return _copied(copy[1], tools())


def _allowed(path: str) -> str:
    return "GET, HEAD" if _COPY.fullmatch(path) else "GET, HEAD, POST"


def _card(token: str, wanted: str, fields: dict[str, str] | None, tools: Tools) -> Answer:
    """A Card's page, and what is done there. `wanted` is the act that the link is for."""
    from shared.desk.form import ANEW, wished
    from shared.flows.desk import Deed, Done, act, another, show

    first = Deed(wanted) if wanted else None
    if fields is None:
        return _page(show(token, tools, first))
    if fields.get("act") == ANEW:
        return _page(another(token, tools))
    wish = wished(fields)
    if wish is None:
        return _page(show(token, tools, first))
    done = act(token, wish, tools, first)
    if isinstance(done, Done):
        return _onwards(f"../{done.token}" if wanted else done.token)
    return _page(done)


def _reader(token: str, stops: bool, fields: dict[str, str] | None, tools: Tools) -> Answer:
    """A recipient's own page, and what they change there. `stops`: at the address that stops it."""
    from shared.desk import reading
    from shared.flows import _readers
    from shared.flows._looking import Gone

    given, here = fields or {}, f"../{token}" if stops else token
    pressed, one_click = given.get("act", ""), stops and given.get(_ONE_CLICK[0]) == _ONE_CLICK[1]
    if one_click or pressed == reading.STOP:
        found = _readers.stop(token, "one_click" if one_click else "reader", tools)
    elif pressed == reading.START:
        found = _readers.start(token, tools)
    elif pressed == reading.SAVE:
        liking = _readers.Liking(*(given.get(name, "") for name in ("language", "names", "quiet")))
        liked = _readers.prefer(token, liking, tools)
        found = liked or _readers.recipient(token, tools)
        if liked is None and not isinstance(found, Gone):
            return _leaf(reading.settings(found, problem=True), 422)
        here += "#saved"
    else:
        found, pressed = _readers.recipient(token, tools), ""
    if isinstance(found, Gone):
        return _lost(found)
    if found.own is not None and pressed and not one_click:
        return _onwards(here)
    return _leaf(reading.stopping(found, here) if stops else reading.settings(found), 200)


def _copied(token: str, tools: Tools) -> Answer:
    """The web copy of a digest."""
    from shared.flows._copy import copied
    from shared.flows._looking import Gone

    found = copied(token, tools)
    if isinstance(found, Gone):
        return _lost(found)
    from shared.desk.copy import ALLOWED, page

    return Answer(200, page(found).encode(), "text/html; charset=utf-8", _headers(ALLOWED))


def _lost(gone: Gone) -> Answer:
    from shared.desk.reading import gone as leaf
    from shared.flows._looking import Why

    status = 404 if gone.why is Why.UNKNOWN else 410
    log.warning("desk.refused", reason=gone.why, status=status)
    return _leaf(leaf(gone), status)


def _onwards(to: str) -> Answer:
    return Answer(303, headers=(*_headers(), ("Location", to)))


def _form(asked: Asked, body: Callable[[int], bytes], reads: bool, also: str = "") -> dict[str, str] | None:
    """The form that was sent; None where a page is only read."""
    if reads:
        return None
    if asked.method != "POST":
        raise MethodNotAllowed(asked.method)
    return _fields(asked, body, also)


def _page(shown: object) -> Answer:
    from shared.desk.sheet import sheet
    from shared.flows.desk import Gone, Page, Problem, Why

    if isinstance(shown, Gone):
        status = {Why.UNKNOWN: 404, Why.ANEW: 200}.get(shown.why, 410)
        if status != 200:
            log.warning("desk.refused", reason=shown.why, status=status)
        return _rendered(sheet(shown), status)
    if not isinstance(shown, Page):
        raise TypeError("a page, or why there is none")
    status = {None: 200, Problem.TOO_LATE: 409}.get(shown.problem, 422)
    return _rendered(sheet(shown), status)


def _fields(asked: Asked, body: Callable[[int], bytes], also: str) -> dict[str, str]:
    """The fields of a form, each once: where one comes twice, no button of ours was pressed.

    `also` is another kind of form that is taken here.
    """
    told = asked.first("content-type") or ""
    kind = told.partition(";")[0].strip().lower()
    encoding = (asked.first("content-encoding") or "identity").strip().lower()
    if kind not in (_FORM, also or _FORM) or encoding != "identity":
        raise DeliveryEncoded("a form was expected")
    data = body(LONGEST + 1)
    if len(data) > LONGEST:
        raise DeliveryTooLarge("body")
    pairs = _parts(told, data) if kind == _PARTS else _pairs(data)
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) <= _FIELDS else {}


def _pairs(data: bytes) -> list[tuple[str, str]]:
    text = data.decode("ascii", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_FIELDS)
    except ValueError:
        return []


def _parts(kind: str, data: bytes) -> list[tuple[str, str]]:
    """The same of a form in parts, as mail programs may send a single click (RFC 7578, read 2026-11-22).

    A reader of mails would go into parts within parts, for which anybody could make it work for seconds.
    """
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        return []
    found: list[tuple[str, str]] = []
    for part in data.split(b"--" + (boundary[1] or boundary[2]).encode("utf-8", "replace"))[1 : _FIELDS + 2]:
        head, _blank, value = part.replace(b"\r\n", b"\n").partition(b"\n\n")
        name = _NAME.search(head.decode("utf-8", "replace"))
        if name is not None:
            found.append((name[1] or name[2], value.decode("utf-8", "replace").strip()))
    return found


def _plain(status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    from shared.desk.sheet import plain

    return _rendered(plain(*_WORDS.get(status, _OTHER)), status, headers)


def _rendered(sheet: Sheet, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    from shared.desk.html import render

    return Answer(status, render(sheet).encode(), "text/html; charset=utf-8", (*_headers(), *headers))


def _leaf(leaf: Leaf, status: int) -> Answer:
    from shared.desk.html import render_leaf

    return Answer(status, render_leaf(leaf).encode(), "text/html; charset=utf-8", _headers())


def _headers(styles: str = "") -> tuple[tuple[str, str], ...]:
    """`styles`: which a page may have; those of the desk unless said."""
    from shared.desk.style import ALLOWED

    allowed = styles or ALLOWED
    policy = f"default-src 'none'; style-src {allowed}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    return (
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
