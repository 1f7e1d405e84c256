"""Called each minute by a scheduler: clocks past due become breaches, what is due is rung."""

from __future__ import annotations

from dataclasses import asdict

import functions_framework
from flask import Request, Response

from shared.edges import serve_tick
from shared.start import check_watch, start
from shared.wiring import wiring

start(check_watch, wiring())


@functions_framework.http
def watch(_request: Request) -> Response:
    """One tick."""
    from shared.flows.watch import watch as flow

    return serve_tick(lambda: asdict(flow(wiring().tools)), wiring())
