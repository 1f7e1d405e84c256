"""Called by colleagues' browsers: the pages behind the signed links in their notices. GET shows, POST acts, once."""

from __future__ import annotations

import functions_framework
from flask import Request, Response

from shared.edges import serve_desk
from shared.start import check_desk, start
from shared.wiring import wiring

start(check_desk, wiring())


@functions_framework.http
def desk(request: Request) -> Response:
    """One request of a browser."""
    return serve_desk(request, wiring())
