"""The pretend platform: answers like each of the demo's platforms, on loopback only.

It keeps a journal of what took effect, does wrong what `faults` orders, makes the webhook that echoes each
effect, and hosts the clock:

    GET /clock    {"now": ...}         GET /journal   {"effects": [...]}         POST /faults   one fault, as JSON

What each platform understands is in `apis`; here are routing, faults and the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from demo.apis import APIS
from demo.checks import checked
from demo.clock import SteppedClock, iso
from demo.dayfile import Line
from demo.faults import Fault, Faults, Wrong
from demo.journal import Effect, Journal
from demo.world import Account, Call, Reply, World

ECHO_AFTER: Final = timedelta(seconds=1)
_LARGEST: Final = 1024 * 1024
_QUIET: Final = ("/clock", "/journal", "/faults")


class PretendPlatform:
    """One server for every platform; `start` and `stop` it, or use it in a `with`."""

    def __init__(self, clock: SteppedClock, accounts: tuple[Account, ...], port: int = 0) -> None:
        self.clock = clock
        self.journal = Journal()
        self.faults = Faults()
        self.world = World(clock, self.journal, accounts)
        self._acting = Lock()  # one effect at a time, as a platform's own database would have it
        self._stopping = Event()
        self._port = port
        self._server: ThreadingHTTPServer | None = None
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the pretend platform is not started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> PretendPlatform:
        self._server = _Server(("127.0.0.1", self._port), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Let go of the port; calls that are being held end without an answer. Stopping twice is safe."""
        self._stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(timeout=5)
            self._server, self._thread = None, None

    def __enter__(self) -> PretendPlatform:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def learn(self, line: Line) -> None:
        """Know what a webhook tells, delivered or lost: which objects there are, under what, and which are gone."""
        self.world.learn(line.connection, line.body)

    def show(self, line: Line) -> bool:
        """Have the API list, or no longer list, what nobody is told of. Whether it is one thing more."""
        platform = next(one.platform for one in self.world.accounts if one.connection == line.connection)
        return self.world.show(platform, line.body, there=line.listed == "there")

    def echoes(self) -> list[Line]:
        """The webhooks that the effects since the last call cause, each a second after its effect."""
        with self._acting:
            taken = self.world.take_echoes()
        return [self._echo(effect, account) for effect, account in taken]

    def _echo(self, effect: Effect, account: Account) -> Line:
        at = effect.at + ECHO_AFTER
        body = APIS[account.platform].echo(self.world, account, effect, at)
        return Line(at, account.connection, body, "the platform's echo of our own answer")

    def handle(self, call: Call) -> Reply | None:
        """Answer one call; None means that the connection ends without an answer."""
        if call.path in _QUIET:
            return self._own(call)
        fault = self.faults.take(call.method, call.path)
        wrong = fault.wrong if fault else None
        account = self._account(call)
        if account is None:
            return Reply(401, {"error": {"message": "unknown access token", "code": 190}})
        api = APIS[account.platform]
        if fault is not None and wrong in (Wrong.RATE_LIMIT, Wrong.REFUSED, Wrong.ERROR_BEFORE):
            return api.stumbles(fault, self.clock.now())
        lag = timedelta(seconds=fault.seconds) if fault and wrong is Wrong.LAG else timedelta(0)
        with self._acting:
            reply = checked(account, call) or api.answer(self.world, account, call, lag)
        return reply if fault is None else self._after(fault, reply)

    def _account(self, call: Call) -> Account | None:
        """Whose token this is; an API whose callers sign instead of showing one is known by the path."""
        bearer = call.headers.get("authorization", "").removeprefix("Bearer ")
        for account in self.world.accounts:
            api = APIS[account.platform]
            mine = not bearer if api.signed else account.token == bearer
            if mine and api.path.match(call.path):
                return account
        return None

    def _after(self, fault: Fault, reply: Reply) -> Reply | None:
        """What of a good reply is left after a fault that let the effect happen."""
        if fault.wrong is Wrong.ERROR_AFTER:
            return Reply(500, {"error": {"message": "An unknown error occurred", "code": 1}})
        if fault.wrong is Wrong.CUT:
            return None
        if fault.wrong in (Wrong.TIMEOUT, Wrong.SLOW):
            stopped = self._stopping.wait(fault.seconds)
            return None if stopped or fault.wrong is Wrong.TIMEOUT else reply
        return reply

    def _own(self, call: Call) -> Reply:
        if (call.method, call.path) == ("GET", "/clock"):
            return Reply(200, {"now": iso(self.clock.now())})
        if (call.method, call.path) == ("GET", "/journal"):
            return Reply(200, {"effects": [effect.plain() for effect in self.journal.effects()]})
        if (call.method, call.path) == ("POST", "/faults"):
            try:
                self.faults.add(Fault.read(json.loads(call.body)))
            except ValueError as error:
                return Reply(400, {"error": str(error)})
            return Reply(204, {})
        return Reply(405, {"error": "method not allowed"})

    def doubles(self) -> tuple[Effect, ...]:
        """Effects that somebody got twice."""
        return self.journal.doubles(self.world.people())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is part of the play."""


def _handler(platform: PretendPlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the journal holds what happened."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > _LARGEST:
                self.close_connection = True
                return
            call = _call(self.command, self.path, self.headers.items(), self.rfile.read(length))
            reply = platform.handle(call)
            if reply is None:
                self.close_connection = True
                return
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            body = b"" if reply.status == 204 else json.dumps(reply.body).encode()
            self.send_response_only(reply.status)
            headers: Mapping[str, str] = {"Content-Type": "application/json", **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _call(method: str, target: str, headers: Any, body: bytes) -> Call:
    parts = urlsplit(target)
    named = {name.lower(): value for name, value in headers}
    return Call(method, parts.path, dict(parse_qsl(parts.query)), named, body)
