"""Called by the bus with one message at a time: decide, act, stop the clock. Not answered 2xx means: deliver again."""

from __future__ import annotations

import functions_framework
from flask import Request, Response

from shared.edges import serve_message
from shared.start import check_acknowledge, start
from shared.wiring import wiring

start(check_acknowledge, wiring())


@functions_framework.http
def acknowledge(request: Request) -> Response:
    """One message of the topic, pushed by its subscription."""
    from shared.flows.acknowledge import acknowledge as flow

    return serve_message(request, lambda message: flow(message, wiring().tools), wiring())
