"""The cloud's shape on this machine: each door a process of its own, on Google's emulators of Firestore and Pub/Sub.

    python -m functions.local.stack [--port 8080] [--verbose]

The emulators keep everything in memory: what was accepted goes when this ends. It is for trying and for tests; to
serve a brand from one machine, use functions.local.main. Exit codes: 0 stopped, 1 refused to start (the reason is on
standard error) or a part of it died, 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from functions.local.stack_doors import RECEIVE, Stack, Stopped
from functions.local.stack_logs import Relay
from functions.local.stack_schedules import EVERY, Schedules
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.wiring import Wiring


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop, or until a part of it dies."""
    options = _parser().parse_args(argv)
    chosen = {"PORT": options.port, "HEARD_BRANDS": options.brands, "HEARD_DATA": options.data}
    environ = {**os.environ, **{name: value for name, value in chosen.items() if value is not None}}
    stopping = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    begun = time.monotonic()
    relay = None
    try:
        stack = Stack(environ, say=_say, stopping=stopping)
        if options.verbose or environ.get("HEARD_LOG"):
            relay = Relay({door: stack.log(door) for door in stack.doors})
        with stack:
            _say(_ready(stack, time.monotonic() - begun))
            return _run(stack, environ, stopping)
    except Stopped:
        return 0
    except (ConfigurationError, BackendUnavailable, OSError) as error:
        _say(f"Heard does not start.\n{error}")
        return 1
    finally:
        if relay is not None:
            relay.close()
        if stopping.is_set():
            _say("Stopped; nothing is left running.")


def _run(stack: Stack, environ: Mapping[str, str], stopping: threading.Event) -> int:
    schedules = Schedules({door: stack.address(door) for door in stack.doors if door in EVERY}, _say)
    if not environ.get("HEARD_CLOCK"):  # who turns a foreign clock also rings its hours
        schedules.start()
    while not stopping.wait(0.5):
        lost = stack.ended()
        if lost:
            schedules.stop()
            _say("\n".join(["", *lost, "", "Heard ends, for it is not whole any more."]))
            return 1
    schedules.stop()
    return 0


def _ready(stack: Stack, seconds: float) -> str:
    connections = Wiring(stack.environ(RECEIVE)).routes.connections
    lines = [f"Heard is ready, in {seconds:.0f} s (Ctrl-C stops it)."]
    nothing = f"Nothing can be received yet: {stack.brands / 'connections.toml'} declares no connection."
    lines.append("Platforms post to:" if connections else nothing)
    lines += [f"  {stack.address(RECEIVE)}{name}" for name in sorted(connections)]
    shown = stack.logs.relative_to(Path.cwd()) if stack.logs.is_relative_to(Path.cwd()) else stack.logs
    lines.append(f"Logs: {shown} (--verbose repeats them here). The ledger is in memory and goes when this ends.")
    return "\n".join(lines)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.stack",
        description="Run Heard in the cloud's shape on this machine: every door a process, on Google's emulators.",
        epilog="Exit codes: 0 stopped, 1 refused to start or a part died, 2 the command was not understood.",
    )
    parser.add_argument("--port", help="where receive listens (PORT, 8080); 0 takes a free one")
    parser.add_argument("--brands", help="the folder that you wrote your brands in (HEARD_BRANDS, brands)")
    parser.add_argument("--data", help="where logs and the outbox are kept (HEARD_DATA, var)")
    parser.add_argument("--verbose", action="store_true", help="repeat every door's log here (HEARD_LOG=1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
