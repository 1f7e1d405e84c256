"""The public door: platforms' webhooks in over HTTP; verified, normalised and published before any 2xx."""

from __future__ import annotations

import functions_framework
from flask import Request, Response

from shared.edges import serve_delivery
from shared.wiring import wiring


@functions_framework.http
def receive(request: Request) -> Response:
    """One request of one platform."""
    return serve_delivery(request, wiring())
