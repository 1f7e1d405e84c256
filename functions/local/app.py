"""The local responder's addresses: the public door at /<connection>, a page in plain words at /, the colleagues' pages
at /desk/, and /-/ for whoever holds the operator's token: the doors that a cloud scheduler would call, and what is
going on.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Flask, Response, request

from functions.local.page import page
from shared.buses.inprocess import InProcessBus
from shared.edges import serve_delivery, serve_desk, serve_tick
from shared.flows._tools import Tools
from shared.flows.collect import collect
from shared.flows.digest import digest, next_digest
from shared.flows.summary import summary
from shared.flows.watch import next_due, watch
from shared.wiring import Wiring


def make_app(wiring: Wiring, bus: InProcessBus, tools: Tools) -> Flask:
    """The WSGI application of one local responder."""
    app = Flask("heard", static_folder=None)
    ticks: dict[tuple[str, str], Callable[[], dict[str, Any]]] = {
        ("GET", "/-/status"): lambda: _status(tools, bus),
        ("GET", "/-/summary"): lambda: {"brands": summary(tools), "receive": _received(wiring)},
        ("POST", "/-/watch"): lambda: asdict(watch(tools)),
        ("POST", "/-/collect"): lambda: asdict(collect(tools)),
        ("POST", "/-/digest"): lambda: {"made": digest(tools)},
    }

    def serve(path: str = "") -> Response:
        del path
        run = ticks.get((request.method, request.path))
        if run is not None and _is_operator(wiring):
            return serve_tick(run, wiring)
        if request.path == "/":
            return page(request, wiring)
        if request.path.startswith("/desk/") and wiring.desk is not None:
            return serve_desk(request, wiring)
        return serve_delivery(request, wiring)

    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
    app.add_url_rule("/", "serve", serve, methods=every, provide_automatic_options=False)
    app.add_url_rule("/<path:path>", "serve", serve, methods=every, provide_automatic_options=False)
    app.url_map.merge_slashes = False
    return app


def _is_operator(wiring: Wiring) -> bool:
    token = wiring.settings.operator_token
    given = request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token.reveal()}".encode())


def _status(tools: Tools, bus: InProcessBus) -> dict[str, Any]:
    now = tools.now()
    inbox = bus.inbox(now)
    bus.wake()
    moments = [inbox.next, next_due(tools), next_digest(tools)]
    following = min((one for one in moments if one is not None), default=None)
    return {
        "now": now.isoformat(),
        "busy": inbox.busy,
        "next": None if following is None else following.isoformat(),
    }


def _received(wiring: Wiring) -> dict[str, Any]:
    counts = wiring.counts()
    refused = {name.removeprefix("refused:"): n for name, n in counts.items() if name.startswith("refused:")}
    return {name: counts.get(name, 0) for name in ("accepted", "parked", "skipped", "unavailable")} | {
        "refused": refused
    }
