"""Called each quarter hour by a scheduler: every digest that is due in its brand's own zone."""

from __future__ import annotations

import functions_framework
from flask import Request, Response

from shared.edges import serve_tick
from shared.start import check_digest, start
from shared.wiring import wiring

start(check_digest, wiring())


@functions_framework.http
def digest(_request: Request) -> Response:
    """One tick."""
    from shared.flows.digest import digest as flow

    return serve_tick(lambda: {"made": flow(wiring().tools)}, wiring())
