"""Every door and the schedules in one process, on one port: laptops, tests, and a small brand on one machine.

    python -m functions.local.main [--port 8080] [--host 127.0.0.1]

Compiles the brands, checks every secret, then serves. The queue is in SQLite, so `kill -9` loses nothing; on
SIGTERM or Ctrl-C it takes no more requests, finishes what it is doing, and leaves. Exit codes: 0 stopped, 1 refused
to start (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from functions.local.responder import Responder
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.start import Libraries


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop."""
    options = _parser().parse_args(argv)
    chosen = {
        "PORT": options.port,
        "HEARD_HOST": options.host,
        "HEARD_BRANDS": options.brands,
        "HEARD_DATA": options.data,
    }
    environ = {**os.environ, **{name: value for name, value in chosen.items() if value is not None}}
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    logging.basicConfig(handlers=[Libraries()], level=logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits a moment
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        responder = Responder(environ)
        responder.start()
    except (ConfigurationError, BackendUnavailable, OSError) as error:
        print(f"Heard does not start.\n{error}", file=sys.stderr)
        return 1
    print(f"Heard is listening on {responder.address} (Ctrl-C stops it)", file=sys.stderr, flush=True)
    while not stop.wait(0.5) and not responder.orphaned.is_set():
        pass
    responder.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m functions.local.main", description="Run Heard on this machine.")
    parser.add_argument("--port", help="where to listen (PORT, 8080); 0 takes a free one")
    parser.add_argument("--host", help="on which address (HEARD_HOST, 127.0.0.1: this machine only)")
    parser.add_argument("--brands", help="the folder that you wrote your brands in (HEARD_BRANDS, brands)")
    parser.add_argument("--data", help="where the ledger, the queue and the outbox are kept (HEARD_DATA, var)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
