"""The public door: platforms' webhooks in over HTTP; verified, normalised and published before any 2xx."""

from __future__ import annotations

import functions_framework
from flask import Request, Response

from shared.edges import serve_delivery
from shared.start import check_receive, start
from shared.wiring import wiring

start(check_receive, wiring())


@functions_framework.http
def receive(request: Request) -> Response:
    """One request of one platform."""
    return serve_delivery(request, wiring())
