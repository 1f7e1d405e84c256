"""The public door as a bare ASGI application, for a host that starts `uvicorn functions.receive.asgi:app` itself."""

from __future__ import annotations

from shared.asgi import application
from shared.wiring import wiring

app = application(wiring)
