"""The desk's door without a host: which requests it takes, and which page and status each gets.

| Request | Answer |
|---|---|
| GET or HEAD of a link | 200 and the Card's page; 404 or 410 where it leads nowhere; nothing is ever written |
| POST of its form | 303 to what comes next, so that reloading repeats nothing |
| POST where nothing could be done | 422 or 409, and the page with all that was typed |
| another method, path, or kind of body; too large a body | 405, 404, 415, 413 |
| the store is away | 503 |

A link is the right to act, so no log and no error holds one: they name the Card, by its hash.
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
from shared.door import Asked, bug

if TYPE_CHECKING:
    from shared.desk.sheet import Sheet
    from shared.flows._tools import Tools

LONGEST: Final = 64 * 1024  # bytes of a form
_FIELDS: Final = 40
_PATH: Final = re.compile(r"/desk/c/([A-Za-z0-9_-]{1,2000})", re.ASCII)
_FORM: Final = "application/x-www-form-urlencoded"
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
        return _plain(error.status, (("Allow", "GET, HEAD, POST"),) if error.status == 405 else ())
    except BackendUnavailable as error:
        log.error("backend.unavailable", which=error.which, why=error.why)
        return _plain(503, (("Retry-After", "5"),))
    except Exception as error:
        bug(error)
        return _plain(500)


def _answer(asked: Asked, body: Callable[[int], bytes], tools: Callable[[], Tools]) -> Answer:
    from shared.desk.form import ANEW, wished
    from shared.flows.desk import Done, act, another, show

    named = _PATH.fullmatch(asked.path)
    if named is None:
        raise UnknownPlatform("no such page")
    if asked.method in ("GET", "HEAD"):
        return _page(show(named[1], tools()))
    if asked.method != "POST":
        raise MethodNotAllowed(asked.method)
    fields = _fields(asked, body)
    if fields.get("act") == ANEW:
        return _page(another(named[1], tools()))
    wish = wished(fields)
    if wish is None:
        return _page(show(named[1], tools()))
    done = act(named[1], wish, tools())
    if isinstance(done, Done):
        return Answer(303, headers=(*_headers(), ("Location", done.token)))
    return _page(done)


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


def _fields(asked: Asked, body: Callable[[int], bytes]) -> dict[str, str]:
    """The fields of a form, each once: where one comes twice, no button of ours was pressed."""
    kind = (asked.first("content-type") or "").partition(";")[0].strip().lower()
    if kind != _FORM or (asked.first("content-encoding") or "identity").strip().lower() != "identity":
        raise DeliveryEncoded("a form was expected")
    data = body(LONGEST + 1)
    if len(data) > LONGEST:
        raise DeliveryTooLarge("body")
    try:
        pairs = parse_qsl(
            data.decode("ascii", "replace"), keep_blank_values=True, errors="replace", max_num_fields=_FIELDS
        )
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _plain(status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    from shared.desk.sheet import plain

    return _rendered(plain(*_WORDS.get(status, _OTHER)), status, headers)


def _rendered(sheet: Sheet, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    from shared.desk.html import render

    return Answer(status, render(sheet).encode(), "text/html; charset=utf-8", (*_headers(), *headers))


def _headers() -> tuple[tuple[str, str], ...]:
    from shared.desk.style import ALLOWED

    policy = f"default-src 'none'; style-src {ALLOWED}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    return (
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
