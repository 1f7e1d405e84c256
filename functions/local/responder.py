"""The local responder: the public door, the consumers of the queue and the schedules, as threads of one process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from waitress.server import BaseWSGIServer, MultiSocketServer

from functions.local._links import with_links
from functions.local.app import make_app
from functions.local.consume import consume
from functions.local.server import make_server, port_of
from shared import log
from shared.brands.desk import compile_brands
from shared.buses.inprocess import InProcessBus
from shared.checking import check
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.flows._tools import Tools, each
from shared.flows.collect import collect
from shared.flows.digest import digest
from shared.flows.watch import watch
from shared.settings import Settings
from shared.wiring import Wiring

_IDLE: Final = 0.5
_SWEEP: Final = timedelta(hours=1)
_CLOCK_LOST: Final = 5  # looks at a foreign clock that failed in a row, before we leave


class Responder:
    """All of Heard in one process. `start` returns when it listens; `stop` when nothing is half done."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        settings = Settings.read(environ)
        settings.make_data()
        compiled = settings.data / "brands.json"
        compile_brands(settings.brands, compiled)
        own = _at(settings.host, settings.port) if settings.port else None  # a free port is not known yet
        environ = with_links(environ, settings.data, own)
        self.wiring = Wiring({**environ, "HEARD_COMPILED": str(compiled)})
        self._settings = self.wiring.settings
        self.orphaned = threading.Event()  # the foreign clock is gone
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._server: BaseWSGIServer | MultiSocketServer | None = None

    @property
    def address(self) -> str:
        """Where it listens, as a person would type it."""
        return _at(self._settings.host, self._settings.port if self._server is None else port_of(self._server))

    def start(self) -> None:
        """Check everything, then listen. Raises ConfigurationError, BackendUnavailable or OSError."""
        check(self.wiring)
        bus = self.wiring.bus
        if not isinstance(bus, InProcessBus):
            raise ConfigurationError(
                f"HEARD_BUS: came {self._settings.bus!r}; expected 'inprocess', the only queue consumed here"
            )
        tools = self.wiring.tools
        self._server = make_server(make_app(self.wiring, bus, tools), self._settings)
        for number in range(self._settings.workers):
            self._run(f"consumer-{number}", lambda: self._consume(bus, tools))
        if self._settings.clock is None:
            self._run("schedules", lambda: self._schedules(tools))
            self._run("collecting", lambda: self._collecting(tools))
        else:  # who turns a foreign clock also rings its hours, and when they are gone nobody needs us
            self._run("clock", self._follow)
        self._run("server", self._server.run)

    def stop(self) -> None:
        """Take no more requests, let every thread finish its piece of work, close the files."""
        self._stopping.set()
        if self._server is not None:
            self._server.close()
            self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=10)
        for thread in self._threads:
            if thread.name != "server":
                thread.join(timeout=self._settings.call_timeout + 10)
        self.wiring.close()

    def _run(self, name: str, work: Callable[[], object]) -> None:
        thread = threading.Thread(name=name, target=work, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _consume(self, bus: InProcessBus, tools: Tools) -> None:
        while not self._stopping.is_set():
            try:
                taken = bus.take(self.wiring.now())
            except BackendUnavailable as error:
                log.error("backend.unavailable", which=error.which, why=error.why)
                self._stopping.wait(1)
                continue
            if taken is None:
                bus.wait(_IDLE)
            else:
                consume(taken, bus, tools)

    def _follow(self) -> None:
        lost = 0
        while not self._stopping.wait(2):
            try:
                self.wiring.now()
                lost = 0
            except BackendUnavailable:
                lost += 1
            if lost >= _CLOCK_LOST:
                log.error("clock.gone")
                self.orphaned.set()
                return

    def _schedules(self, tools: Tools) -> None:
        # Not before the next full minute: one that dies and comes back at once would ring the same again each time.
        minute, first = self.wiring.now().replace(second=0, microsecond=0), True
        swept: datetime | None = None
        while not self._stopping.is_set():
            now = self.wiring.now()
            this = now.replace(second=0, microsecond=0)
            try:
                if this != minute:
                    both = (partial(watch, tools), partial(digest, tools))
                    each(*(both if first or this.minute % 15 == 0 else both[:1]))
                    minute, first = this, False
                if swept is None or now - swept > _SWEEP:
                    self.wiring.store.sweep(now)
                    swept = now
            except Exception as error:  # the next second tries again; nothing here may end the schedules
                log.error("schedule.failed", error=type(error).__name__)
            self._stopping.wait(1)

    def _collecting(self, tools: Tools) -> None:
        """Each full minute, apart from the other schedules: they are not to wait for platforms that answer slowly."""
        minute = self.wiring.now().replace(second=0, microsecond=0)
        while not self._stopping.is_set():
            try:
                this = self.wiring.now().replace(second=0, microsecond=0)
                if this != minute:
                    minute = this
                    collect(tools, lambda: not self._stopping.is_set())
            except Exception as error:  # the next minute tries again
                log.error("schedule.failed", error=type(error).__name__)
            self._stopping.wait(1)


def _at(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
