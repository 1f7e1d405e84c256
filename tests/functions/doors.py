"""Doors as processes of their own, and senders for them: the local responder, each door under the framework, and
the public one in its three forms.

What starts here ends here: every process is stopped by its own id. Brands are a small folder written for the test.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from shared.core.secret import Secret
from shared.platforms._signatures import HmacSignature

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = "102030405060708"
USER: Final = "1500000000000000001"
SIGNING: Final = "a-meta-app-secret-for-tests-only"
VERIFY: Final = "a-verify-token-for-tests-only"
X_SIGNING: Final = "an-x-consumer-secret-for-tests"
OPERATOR: Final = "an-operator-token-for-tests-only"
SECRETS: Final = {
    "HEARD_FACEBOOK_SIGNING": SIGNING,
    "HEARD_FACEBOOK_VERIFY": VERIFY,
    "HEARD_X_SIGNING": X_SIGNING,
    "HEARD_FACEBOOK_TOKEN": "a-page-token-for-tests-only",
    "HEARD_X_TOKEN": "an-x-user-token-for-tests-only",
    "HEARD_OPERATOR_TOKEN": OPERATOR,
}
NOWHERE: Final = {  # where platforms are called unless a test says so: nobody is there
    "HEARD_FACEBOOK_BASE_URL": "http://127.0.0.1:9",
    "HEARD_X_BASE_URL": "http://127.0.0.1:9",
}
META: Final = HmacSignature("X-Hub-Signature-256")
FORMS: Final = ("sync", "aio", "asgi")  # of the public door: decisions/0016

CONNECTIONS: Final = "[facebook]\n[x]\n"
BRAND: Final = f"""
name = "Acme"
zone = "Europe/Oslo"
languages = ["en"]
signature = "- Acme's automatic helper"

[hours]
monday = ["09:00-17:00"]

[digest]
recipients = ["one@acme.example"]
sender = "heard@acme.example"

[[accounts]]
id = "{PAGE}"
connection = "facebook"
name = "Acme on Facebook"
token = "HEARD_FACEBOOK_TOKEN"

[[accounts]]
id = "{USER}"
connection = "x"
name = "Acme on X"
token = "HEARD_X_TOKEN"

[caps]
account_minute = 600
"""
PRAISE: Final = """
name = "praise"
class = "praise"
matches = ["This is lovely"]
does_not_match = ["It is broken"]
[when]
kind = "comment"
text.contains_any = ["lovely"]
[[then]]
do = "reply"
texts = ["Thank you!"]
[[then]]
do = "like"
"""
REST: Final = """
name = "rest"
matches = ["anything"]
[[then]]
do = "escalate"
"""
FILES: Final = {
    "connections.toml": CONNECTIONS,
    "acme/brand.toml": BRAND,
    "acme/rules/10-praise.toml": PRAISE,
    "acme/rules/90-rest.toml": REST,
}


def write_brands(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """The small folder of brands, with some files otherwise."""
    for name, text in {**FILES, **(changes or {})}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def compile_brands(folder: Path, to: Path) -> Path:
    """What `make package` does: the one file that doors load."""
    command = [sys.executable, "-m", "shared.cli", "compile", "--brands", str(folder), "--out", str(to)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    return to


def environment(**changes: str | None) -> dict[str, str]:
    """The machine's environment without any of Heard, with the test's secrets and `changes` (None: left out)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_") and name != "PORT"}
    ours: dict[str, str | None] = {**SECRETS, **changes}
    return kept | {name: value for name, value in ours.items() if value is not None}


# --- bodies ---


def comment(
    name: str, text: str = "This is lovely", author: str = "7", post: str | None = None, to: str = PAGE
) -> bytes:
    """A Page delivery with one comment; by default on a post of its own, so that no cap meets it."""
    post = post or f"9{name}"
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": f"{post}_{name}",
        "post_id": f"{to}_{post}",
        "parent_id": f"{to}_{post}",
        "from": {"id": author, "name": "Sample Person"},
        "message": text,
        "created_time": int(time.time()),
    }
    return page({"id": to, "time": int(time.time()), "changes": [{"field": "feed", "value": value}]})


def page(*entries: object) -> bytes:
    return json.dumps({"object": "page", "entry": entries}).encode()


def sign(body: bytes, secret: str = SIGNING) -> dict[str, str]:
    return dict(META.sign(body, Secret(secret), datetime.now(UTC))) | {"Content-Type": "application/json"}


# --- asking ---


@dataclass(frozen=True)
class Told:
    status: int
    body: bytes
    headers: Mapping[str, str]


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 15,
) -> Told:
    """One request on a connection of its own."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request(method, path, body=body, headers=dict(headers or {}))
        answer = line.getresponse()
        return Told(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
    finally:
        line.close()


def raw(port: int, data: bytes, *, wait: float = 5, end: bool = False) -> bytes:
    """Send bytes as they are; return all that comes until the other side closes, or is silent for `wait` seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as line:
        got = b""
        try:
            line.sendall(data)
            if end:
                line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                got += part
        except (TimeoutError, ConnectionError):
            pass
        return got


def statuses(answers: bytes) -> list[int]:
    """The status of every answer on a connection."""
    return [int(one) for one in re.findall(rb"HTTP/1\.[01] ([0-9]{3})", answers)]


# --- processes ---


@dataclass
class Door:
    """A running door. `log` is what it wrote, both streams."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    data: Path
    form: str = "local"

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Told:
        return ask(self.port, method, path, body, headers)

    def deliver(self, body: bytes, path: str = "/facebook", **headers: str) -> Told:
        return self.ask("POST", path, body, sign(body) | headers)

    def operator(self, method: str, path: str) -> dict[str, Any]:
        told = self.ask(method, path, headers={"Authorization": f"Bearer {OPERATOR}"})
        assert told.status == 200, (told.status, told.body)
        answer: dict[str, Any] = json.loads(told.body)
        return answer

    def rss(self) -> int:
        """MiB resident now, with its children's."""
        return self._memory("VmRSS")

    def peak(self) -> int:
        """The most MiB that it and its children ever had."""
        return self._memory("VmHWM")

    def _memory(self, field: str) -> int:
        return sum(_memory(pid, field) for pid in [self.process.pid, *_children(self.process.pid)]) // 1024

    def stop(self, patience: float = 20) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=patience)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.wait()

    def kill(self) -> None:
        """SIGKILL to the whole group that the process leads; waits until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def records(self) -> list[dict[str, Any]]:
        """What it logged. Every line but the greeting must be one JSON record."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line and not line.startswith("Heard is listening")]


def start_local(data: Path, brands: Path, *arguments: str, **changes: str | None) -> Door:
    """Start the local responder; returns when it says where it listens. Its log grows over restarts."""
    data.mkdir(parents=True, exist_ok=True)
    log = data / "log"
    begun = log.stat().st_size if log.exists() else 0
    command = [sys.executable, "-m", "functions.local.main", "--port", "0", *arguments]
    settings = NOWHERE | {"HEARD_DATA": str(data), "HEARD_BRANDS": str(brands), "HEARD_CALL_TIMEOUT": "1", **changes}
    process = _start(command, log, environment(**settings))
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with log.open("rb") as file:
            file.seek(begun)
            said = re.search(rb"listening on http://[^\s]*:([0-9]+)/", file.read())
        if said:
            return Door(process, int(said[1]), log, data)
        if process.poll() is not None:
            break
        time.sleep(0.01)
    Door(process, 0, log, data).kill()
    raise AssertionError(f"the local responder did not start:\n{log.read_text()[-2000:]}")


@contextmanager
def local(data: Path, brands: Path, *arguments: str, **changes: str | None) -> Iterator[Door]:
    door = start_local(data, brands, *arguments, **changes)
    try:
        yield door
    finally:
        door.stop()


@contextmanager
def framework(name: str, data: Path, compiled: Path, *, kind: str = "http", **changes: str | None) -> Iterator[Door]:
    """One door under the functions framework, as `functions-framework` on the command line serves it."""
    source = ROOT / "functions" / name / "main.py"
    with served(source, name, data, kind, HEARD_COMPILED=str(compiled), **changes) as door:
        yield door


@contextmanager
def served(source: Path, target: str, data: Path, kind: str = "http", **changes: str | None) -> Iterator[Door]:
    port = free_port()
    with _serving(_framework(source, target, kind, port), port, data, f"{target}.log", "sync", changes) as door:
        yield door


@contextmanager
def public(form: str, data: Path, compiled: Path, **changes: str | None) -> Iterator[Door]:
    """The public door in one of its forms, as its host starts it."""
    port = free_port()
    with _serving(
        _public(form, port), port, data, f"{form}.log", form, {"HEARD_COMPILED": str(compiled), **changes}
    ) as door:
        yield door


def run_public(form: str, data: Path, compiled: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Start the public door where it must refuse to: its exit code and what it said."""
    return _run(_public(form, free_port()), data, HEARD_COMPILED=str(compiled), **changes)


def run_framework(name: str, data: Path, compiled: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Start a door under the framework where it must refuse to."""
    source = ROOT / "functions" / name / "main.py"
    return _run(_framework(source, name, "http", free_port()), data, HEARD_COMPILED=str(compiled), **changes)


def _run(command: list[str], data: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    data.mkdir(parents=True, exist_ok=True)
    settings = {"HEARD_DATA": str(data), "PYTHONPATH": str(ROOT), **changes}
    return subprocess.run(
        command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=20, check=False
    )


def _framework(source: Path, target: str, kind: str, port: int) -> list[str]:
    return [
        str(Path(sys.executable).with_name("functions-framework")),
        *("--source", str(source), "--target", target, "--signature-type", kind),
        *("--host", "127.0.0.1", "--port", str(port)),
    ]


def _public(form: str, port: int) -> list[str]:
    here = ROOT / "functions" / "receive"
    if form == "sync":
        return _framework(here / "main.py", "receive", "http", port)
    if form == "aio":
        return [*_framework(here / "aio.py", "receive", "http", port), "--asgi"]
    return [sys.executable, "-m", "uvicorn", "functions.receive.asgi:app", "--host", "127.0.0.1", "--port", str(port)]


@contextmanager
def _serving(
    command: list[str], port: int, data: Path, log: str, form: str, changes: Mapping[str, str | None]
) -> Iterator[Door]:
    data.mkdir(parents=True, exist_ok=True)
    settings = NOWHERE | {"HEARD_DATA": str(data), "PYTHONPATH": str(ROOT), "HEARD_CALL_TIMEOUT": "1", **changes}
    door = Door(_start(command, data / log, environment(**settings)), port, data / log, data, form)
    try:
        _ready(door)
        yield door
    finally:
        door.stop()
        door.kill()


def run_local(data: Path, brands: Path, *arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Start the local responder where it must refuse to: its exit code and what it said."""
    settings = {"HEARD_DATA": str(data), "HEARD_BRANDS": str(brands), **changes}
    return subprocess.run(
        [sys.executable, "-m", "functions.local.main", *(arguments or ("--port", "0"))],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pushed(data: bytes, number: str = "1") -> tuple[bytes, dict[str, str]]:
    """A message as Pub/Sub pushes it through Eventarc: a CloudEvent in binary mode."""
    message = {"data": base64.b64encode(data).decode(), "messageId": number, "attributes": {}}
    body = json.dumps({"message": message, "subscription": "projects/p/subscriptions/s"}).encode()
    headers = {
        "ce-id": "1",
        "ce-specversion": "1.0",
        "ce-source": "//pubsub.googleapis.com/projects/p/topics/t",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
        "Content-Type": "application/json",
    }
    return body, headers


# --- looking into the files ---


@dataclass
class Ledger:
    """The files of a responder, read from outside."""

    data: Path
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self) -> Ledger:
        self.entries = {one["object"]: one for one in self.room("entries")}
        return self

    def room(self, table: str) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self.rows(f"SELECT body FROM {table}", "ledger.db")]  # noqa: S608

    def rows(self, statement: str, file: str) -> list[tuple[Any, ...]]:
        if not (self.data / file).exists():
            return []
        line = sqlite3.connect(f"file:{self.data / file}?mode=ro", uri=True, timeout=5)
        try:
            return line.execute(statement).fetchall()
        finally:
            line.close()

    def waiting(self) -> int:
        return int(self.rows("SELECT count(*) FROM inbox", "inbox.db")[0][0])


def _start(command: list[str], log: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _ready(door: Door) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and door.process.poll() is None:
        try:
            ask(door.port, "GET", "/robots.txt")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the door did not start:\n{door.log.read_text()[-2000:]}")


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = [int(one) for one in listed]
    return found + [grandchild for one in found for grandchild in _children(one)]


def _memory(pid: int, field: str) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(rf"{field}:\s+([0-9]+) kB", text)
    return int(found[1]) if found else 0
