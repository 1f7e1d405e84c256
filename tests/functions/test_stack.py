"""The cloud's shape on one machine: a delivery goes all the way, parts can be killed, and nothing is left running."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from functions.local.stack_doors import Stack
from functions.local.stack_logs import Lines
from functions.local.stack_schedules import Schedules
from shared.core.interaction import object_key
from shared.core.ledger import Entry, State
from shared.wiring import Wiring
from tests.emulators import needed, project
from tests.functions.doors import PAGE, ROOT, Told, ask, comment, environment, free_port, sign

NOBODY = "http://127.0.0.1:9"  # where platforms are called: these tests call none


class Between:
    """An HTTP relay in front of a dependency, that keeps the paths which were asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._real = ""
        seen = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                seen.paths.append(self.path)
                line = http.client.HTTPConnection(seen._real, timeout=20)
                try:
                    line.request("POST", self.path, body, {"Content-Type": "application/json"})
                    status = line.getresponse().status
                except OSError:  # nobody is there
                    status = 503
                finally:
                    line.close()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def before(self, real: str) -> str:
        self._real = real
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def between() -> Iterator[Between]:
    relay = Between()
    yield relay
    relay.close()


@pytest.fixture(scope="module")
def stack(
    brands: Path, emulators: dict[str, str], between: Between, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    data = tmp_path_factory.mktemp("stack")
    environ = environment(
        HEARD_DATA=str(data),
        HEARD_BRANDS=str(brands),
        PORT="0",
        HEARD_FACEBOOK_BASE_URL=NOBODY,
        HEARD_X_BASE_URL=NOBODY,
        DEBUG="1",  # which would have the framework serve by another server
    )
    found = emulators | {"GOOGLE_CLOUD_PROJECT": project()}
    with Stack(environ, emulators=found, through={"push": between.before}) as running:
        yield running


def deliver(stack: Stack, name: str) -> Told:
    body = comment(name, text="It is broken")
    return ask(stack.port("receive"), "POST", "/facebook", body, sign(body))


def state(stack: Stack, name: str, patience: float = 30) -> State | None:
    """The end that the Interaction comes to, read from the stack's own store."""
    wiring = Wiring(stack.environ("acknowledge"))
    until, found = time.monotonic() + patience, None
    try:
        while time.monotonic() < until:
            kept = wiring.store.get(Entry, object_key("facebook", PAGE, f"9{name}_{name}"), wiring.now())
            found = None if kept is None else kept.doc.state
            if found not in (None, State.OPEN):
                break
            time.sleep(0.05)
        return found
    finally:
        wiring.close()


def test_every_door_answers(stack: Stack) -> None:
    assert stack.doors[0] == "receive"
    assert {"acknowledge", "watch", "collect", "digest"} <= set(stack.doors)
    assert [ask(stack.port(door), "POST", "/").status for door in ("watch", "collect", "digest")] == [200] * 3


def test_a_delivery_goes_all_the_way(stack: Stack, between: Between) -> None:
    assert deliver(stack, "701").status == 200
    assert state(stack, "701") is State.HANDED_OVER
    assert set(between.paths) == {f"/projects/{stack.environ('receive')['GOOGLE_CLOUD_PROJECT']}/topics/interactions"}


def test_a_killed_door_comes_back_where_it_was(stack: Stack) -> None:
    port = stack.port("receive")
    stack.kill("receive")
    with pytest.raises(OSError, match="refused"):
        deliver(stack, "702")
    assert stack.ended() == []  # we killed it ourselves
    stack.restart("receive")
    assert stack.port("receive") == port
    assert deliver(stack, "702").status == 200
    assert state(stack, "702") is State.HANDED_OVER


def test_what_came_while_acknowledge_was_down_is_pushed_again(stack: Stack) -> None:
    stack.kill("acknowledge")
    assert deliver(stack, "703").status == 200
    time.sleep(0.5)
    stack.restart("acknowledge")
    assert state(stack, "703") is State.HANDED_OVER


# --- the command ---


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "functions.local.stack", *arguments]


def refused(*arguments: str, **changes: str | None) -> str:
    done = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_missing_tools_are_told_with_the_way_to_get_them(brands: Path, tmp_path: Path) -> None:
    said = refused(PATH=str(tmp_path), HEARD_BRANDS=str(brands), HEARD_DATA=str(tmp_path / "data"))
    assert "gcloud components install" in said
    assert "java" in said


def test_missing_secrets_are_told_all_at_once(brands: Path, tmp_path: Path) -> None:
    needed()
    said = refused(
        "--port",
        "0",
        HEARD_BRANDS=str(brands),
        HEARD_DATA=str(tmp_path),
        HEARD_X_SIGNING=None,
        HEARD_FACEBOOK_VERIFY=None,
    )
    assert "HEARD_X_SIGNING" in said
    assert "HEARD_FACEBOOK_VERIFY" in said


def test_a_port_in_use_is_told(brands: Path, tmp_path: Path) -> None:
    needed()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused("--port", port, HEARD_BRANDS=str(brands), HEARD_DATA=str(tmp_path))
    assert f"port {port}" in said


@contextmanager
def running(brands: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    needed()
    changes = {"HEARD_BRANDS": str(brands), "HEARD_DATA": str(data), "PORT": str(free_port())}
    process = subprocess.Popen(
        command(), cwd=ROOT, env=environment(**changes), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        assert gone(data), "a process was left running"


def said_until(process: subprocess.Popen[str], text: str) -> str:
    """What it says up to a line with `text`; fails where it ends before."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if text in line:
            return said
    raise AssertionError(said)


def ours(data: Path) -> dict[int, list[str]]:
    """Every process with this folder in its environment: its number and its command."""
    needle, found = f"HEARD_DATA={data}".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if needle in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
    return found


def gone(data: Path) -> bool:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if not ours(data):
            return True
        time.sleep(0.1)
    return False


def test_a_door_that_dies_ends_it_all_loudly(brands: Path, tmp_path: Path) -> None:
    with running(brands, tmp_path) as process:
        said = said_until(process, "Logs:")
        assert "/facebook\n" in said
        assert len(ours(tmp_path)) > 8  # itself, two processes for each door, the emulators
        door = min(pid for pid, words in ours(tmp_path).items() if "watch" in words)
        os.kill(door, signal.SIGKILL)
        _out, rest = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "watch has died" in rest
        assert gone(tmp_path)


@pytest.mark.parametrize("when", ["emulators: ready", "Logs:"], ids=["while it starts", "when it runs"])
def test_ctrl_c_leaves_nothing(brands: Path, tmp_path: Path, when: str) -> None:
    with running(brands, tmp_path) as process:
        said_until(process, when)
        process.send_signal(signal.SIGINT)
        _out, rest = process.communicate(timeout=60)
        assert (process.returncode, "Stopped" in rest) == (0, True)
        assert not ours(tmp_path)  # not even for a moment longer


def test_killed_hard_it_leaves_nothing_either(brands: Path, tmp_path: Path) -> None:
    with running(brands, tmp_path) as process:
        said_until(process, "emulators: ready")
        assert len(ours(tmp_path)) > 5
        process.kill()
        assert gone(tmp_path)


# --- its pieces ---


@contextmanager
def answering(statuses: Mapping[str, int]) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Doors that answer as told: their addresses, and who was called."""
    called: list[str] = []
    servers: list[ThreadingHTTPServer] = []
    addresses = {}
    for door, status in statuses.items():

        class Handler(BaseHTTPRequestHandler):
            name, code = door, status

            def do_POST(self) -> None:
                called.append(self.name)
                self.send_response(self.code)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        servers.append(server)
        addresses[door] = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield addresses, called
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def test_schedules_call_again_and_again_and_tell_of_trouble() -> None:
    told: list[str] = []
    with answering({"watch": 200, "digest": 503}) as (addresses, called):
        schedules = Schedules(addresses, told.append, every={"watch": 0.005, "digest": 0.005})
        schedules.start()
        until = time.monotonic() + 20
        while time.monotonic() < until and (called.count("watch") < 3 or len(told) < 2):
            time.sleep(0.02)
        schedules.stop()
    assert called.count("watch") >= 3
    assert {line.partition(":")[0] for line in told} == {"digest"}
    assert "503" in told[0]


def test_a_line_is_read_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "door.log"
    file.write_text("of an earlier run\n")
    lines = Lines(file)
    with file.open("a") as log:
        log.write("first\nsec")
        log.flush()
        assert lines.new() == ["first"]
        log.write("ond\n")
        log.flush()
        assert lines.new() == ["second"]
    assert lines.new() == []
    assert Lines(tmp_path / "none.log").new() == []
