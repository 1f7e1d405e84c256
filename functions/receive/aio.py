"""The public door on an event loop: many requests of one instance at a time. `functions-framework --asgi` serves it."""

from __future__ import annotations

import functions_framework.aio
from starlette.requests import Request

from shared.asgi import Reply, replied
from shared.start import check_receive, start
from shared.wiring import wiring

start(check_receive, wiring())


@functions_framework.aio.http  # type: ignore[arg-type]  # it sends whatever is an ASGI application
async def receive(request: Request) -> Reply:
    """One request of one platform."""
    return await replied(request.scope, request.receive, wiring())
