"""Called every five minutes by a scheduler: who can be asked what exists, and is due, is asked."""

from __future__ import annotations

from dataclasses import asdict

import functions_framework
from flask import Request, Response

from shared.edges import serve_tick
from shared.start import check_collect, start
from shared.wiring import wiring

start(check_collect, wiring())


@functions_framework.http
def collect(_request: Request) -> Response:
    """One tick."""
    from shared.flows.collect import collect as flow

    return serve_tick(lambda: asdict(flow(wiring().tools)), wiring())
