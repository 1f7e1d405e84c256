"""What each door loads: the public one must start fast and hold nothing that it does not use.

Every check is a fresh interpreter that says which modules it has afterwards.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.functions.doors import ROOT, USER, comment, environment, sign

HEAVY = (
    *("pydantic", "pydantic_core", "google", "grpc", "httpx", "httpcore", "anyio"),
    *("boto3", "botocore", "waitress", "hypothesis"),
)
WEB = ("flask", "werkzeug", "jinja2", "click", "functions_framework", "cloudevents", "gunicorn", "starlette", "uvicorn")
NOT_AT_RECEIVE = (
    *HEAVY,
    "sqlite3",
    "tomllib",
    "shared.stores",
    "shared.buses",
    "shared.notifiers",
    "shared.rules",
    "shared.digest",
    "shared.brands.compiled",
    "shared.brands.desk",
    "shared.brands.models",
    "shared.brands.reading",
    "shared.flows",
    "functions.acknowledge",
    "functions.collect",
    "functions.digest",
    "functions.local",
    "functions.watch",
)
MACHINERY = ("shared.platforms._base", "shared.platforms._signatures", "shared.platforms._client")
META = ("shared.platforms._meta", "shared.platforms._meta_messages")
FACEBOOK = ("shared.platforms.facebook", *META, *MACHINERY)
PLATFORMS = ("shared.platforms.x", *FACEBOOK)  # those that the brands of these tests are connected to
FLOW = ("shared.flows.receive",)
LEAN = ("shared.buses.pubsub_rest", "shared.buses._pubsub", "shared.buses._pubsub_http")
CLOUD = {"HEARD_BUS": "pubsub_rest", "HEARD_STORE": "firestore", "GOOGLE_CLOUD_PROJECT": "heard-test"}


def loaded(code: str, **settings: str) -> set[str]:
    """The modules of a fresh interpreter after `code`."""
    code += "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def those(modules: Iterable[str], denied: Iterable[str], but: Iterable[str] = (), form: str = "sync") -> list[str]:
    """Modules that a deny-list names, what lies below included; `but` and the packages around it are allowed.

    What the framework itself loads is not ours to leave out.
    """

    def below(module: str, names: Iterable[str]) -> bool:
        return any(module == name or module.startswith(f"{name}.") for name in names)

    around = {".".join(name.split(".")[:depth]) for name in but for depth in range(1, name.count(".") + 1)}
    found = set(modules) - around - frameworks_own(form)
    return sorted(one for one in found if below(one, denied) and not below(one, but))


@cache
def frameworks_own(form: str) -> set[str]:
    own = {"sync": "import functions_framework", "aio": "import functions_framework.aio", "asgi": ""}
    return loaded(own[form])


SENT = """
import asyncio, base64
from shared.wiring import wiring

class Bus:
    def publish(self, messages):
        kept.extend(messages)
        return ["1" for _ in messages]

class Awaited(Bus):
    async def publish(self, messages):
        return super().publish(messages)

kept = []
wiring().bus, wiring().async_bus = Bus(), Awaited()
body, headers = base64.b64decode("{body}"), {headers}

async def ask(app):
    async def receive():
        return dict(type="http.request", body=body)
    async def send(message):
        sent.append(message)
    sent = []
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await app(dict(type="http", method="POST", path="/facebook", raw_path=b"/facebook", headers=raw), receive, send)
    assert sent[0]["status"] == 200, sent
"""
FORMS = {
    "sync": """
from flask import Flask, request
from functions.receive.main import receive
with Flask("door").test_request_context("/facebook", method="POST", data=body, headers=headers):
    answer = receive(request)
assert answer.status_code == 200, answer.status_code
""",
    "aio": """
from starlette.requests import Request
from functions.receive.aio import receive
async def routed(scope, inward, outward):
    await (await receive(Request(scope, inward)))(scope, inward, outward)
asyncio.run(ask(routed))
""",
    "asgi": """
from functions.receive.asgi import app
asyncio.run(ask(app))
""",
}
STARTS = {"sync": "functions.receive.main", "aio": "functions.receive.aio", "asgi": "functions.receive.asgi"}
DENIED = {"sync": ("starlette", "uvicorn"), "aio": (), "asgi": WEB}


@pytest.mark.parametrize("form", FORMS)
def test_receive_starts_with_nothing_but_its_own(form: str, compiled: Path) -> None:
    """As in the cloud. Where the framework loads it, its secrets are checked, with the modules of what is connected."""
    found = loaded(f"import {STARTS[form]}", HEARD_COMPILED=str(compiled), **CLOUD)
    allowed = (*FLOW, *PLATFORMS, *LEAN)
    assert those(found, (*NOT_AT_RECEIVE, "shared.platforms"), allowed, form) == []
    assert {name.split(".")[0] for name in found} & set(DENIED[form]) == set()


@pytest.mark.parametrize("form", FORMS)
def test_receive_loads_no_more_for_a_request(form: str, compiled: Path) -> None:
    body = comment("1")
    code = SENT.format(body=base64.b64encode(body).decode(), headers=sign(body)) + FORMS[form]
    found = loaded(code + "\nassert len(kept) == 1", HEARD_COMPILED=str(compiled), **CLOUD)
    assert {"shared.platforms.facebook", "shared.brands.routes"} <= found
    allowed = (*FLOW, *PLATFORMS, *LEAN)
    assert those(found, (*NOT_AT_RECEIVE, "shared.platforms"), allowed, form) == []
    assert {name.split(".")[0] for name in found} & set(DENIED[form]) == set()


def test_collect_starts_without_what_only_a_call_needs(compiled: Path) -> None:
    """Whether a platform can be asked is its module's to say, so those that are connected are loaded."""
    found = loaded("import functions.collect.main", HEARD_COMPILED=str(compiled))
    assert those(found, (*HEAVY, "shared.platforms"), PLATFORMS) == []


@pytest.mark.parametrize("door", ["acknowledge", "watch", "digest"])
def test_other_doors_start_without_what_only_a_call_needs(door: str, compiled: Path) -> None:
    found = loaded(f"import functions.{door}.main", HEARD_COMPILED=str(compiled))
    rings = () if door == "watch" else ("shared.buses",)
    assert those(found, (*HEAVY, "shared.platforms", *rings)) == []


TICK = """
from flask import Flask, request
from functions.{door}.main import {door}
with Flask("door").test_request_context("/", method="POST"):
    answer = {door}(request)
assert answer.status_code == 200, answer.data
"""


@pytest.mark.parametrize("door", ["watch", "digest"])
def test_a_tick_with_nothing_to_do_loads_no_client(door: str, compiled: Path, tmp_path: Path) -> None:
    found = loaded(TICK.format(door=door), HEARD_COMPILED=str(compiled), HEARD_DATA=str(tmp_path))
    assert those(found, (*HEAVY, "shared.platforms"), MACHINERY) == []


MESSAGE = """
from datetime import UTC, datetime
from flask import Flask, request
from functions.acknowledge.main import acknowledge
from shared.core.interaction import Author, Interaction, Kind, to_wire
import base64
now = datetime.now(UTC)
message = Interaction(platform="x", account="{account}", object="1", kind=Kind.MENTION, author=Author(id="7"),
                      text="It is broken", at=now, received_at=now, brand="acme", connection="x")
data = {{"message": {{"data": base64.b64encode(to_wire(message)).decode()}}}}
with Flask("door").test_request_context("/", method="POST", json=data):
    answer = acknowledge(request)
assert answer.status_code == 200, answer.data
"""


def test_acknowledge_loads_no_client_where_no_call_is_made(compiled: Path, tmp_path: Path) -> None:
    """A mention that a rule hands to a person: the platform's facts are needed, its client is not."""
    settings = {"HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path)}
    found = loaded(MESSAGE.format(account=USER), **settings)
    assert "shared.platforms.x" in found
    assert those(found, (*HEAVY, "shared.platforms.facebook")) == []


def test_deny_list_bites() -> None:
    """A list that no longer matches anything would pass for ever."""
    denied = {"shared.rules.rule", "shared.stores.sqlite", "shared.flows.digest", "google.auth", "shared.flows"}
    assert those(denied | {"googly"}, NOT_AT_RECEIVE) == sorted(denied)
    assert those(denied | {"shared.flows.receive"}, NOT_AT_RECEIVE, FLOW) == sorted(denied - {"shared.flows"})
    platforms = {"shared.platforms._base", "shared.platforms.x", "shared.platforms.facebook._mapping"}
    assert those(platforms, ["shared.platforms"], FACEBOOK) == ["shared.platforms.x"]
