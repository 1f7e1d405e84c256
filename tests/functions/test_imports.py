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

HEAVY = ("pydantic", "pydantic_core", "google", "httpx", "httpcore", "anyio", "waitress", "hypothesis")
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
    "functions.digest",
    "functions.local",
    "functions.watch",
)
MACHINERY = ("shared.platforms._base", "shared.platforms._signatures", "shared.platforms._client")
FACEBOOK = ("shared.platforms.facebook", *MACHINERY)
FLOW = ("shared.flows.receive",)


def loaded(code: str, **settings: str) -> set[str]:
    """The modules of a fresh interpreter after `code`."""
    code += "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def those(modules: Iterable[str], denied: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Modules that a deny-list names, what lies below included; `but` and the packages around it are allowed.

    What the framework itself loads is not ours to leave out.
    """

    def below(module: str, names: Iterable[str]) -> bool:
        return any(module == name or module.startswith(f"{name}.") for name in names)

    around = {".".join(name.split(".")[:depth]) for name in but for depth in range(1, name.count(".") + 1)}
    found = set(modules) - around - frameworks_own()
    return sorted(one for one in found if below(one, denied) and not below(one, but))


@cache
def frameworks_own() -> set[str]:
    return loaded("import functions_framework, cloudevents.http")


REQUEST = """
import base64
from flask import Flask, request
from functions.receive.main import receive
from shared.wiring import wiring

class Bus:
    def publish(self, messages):
        kept.extend(messages)
        return ["1" for _ in messages]

kept = []
wiring().bus = Bus()
app = Flask("door")
with app.test_request_context("/facebook", method="POST", data=base64.b64decode("{body}"), headers={headers}):
    answer = receive(request)
assert answer.status_code == 200, answer.status_code
assert len(kept) == 1
"""


def test_receive_loads_neither_store_nor_rules_nor_any_platform() -> None:
    found = loaded("import functions.receive.main")
    assert "flask" in found
    assert those(found, (*NOT_AT_RECEIVE, "shared.platforms")) == []


def test_receive_loads_only_the_platform_of_the_request(compiled: Path) -> None:
    body = comment("1")
    code = REQUEST.format(body=base64.b64encode(body).decode(), headers=sign(body))
    found = loaded(code, HEARD_COMPILED=str(compiled))
    assert {"shared.platforms.facebook", "shared.brands.routes"} <= found
    assert those(found, (*NOT_AT_RECEIVE, "shared.platforms"), (*FLOW, *FACEBOOK)) == []


@pytest.mark.parametrize("door", ["acknowledge", "watch", "digest"])
def test_other_doors_start_without_what_only_a_call_needs(door: str) -> None:
    found = loaded(f"import functions.{door}.main")
    assert those(found, (*HEAVY, "sqlite3", "shared.platforms")) == []


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
import sys
from datetime import UTC, datetime
from cloudevents.http import CloudEvent
from functions.acknowledge.main import acknowledge
from shared.core.interaction import Author, Interaction, Kind, to_wire
import base64
now = datetime.now(UTC)
message = Interaction(platform="x", account="{account}", object="1", kind=Kind.MENTION, author=Author(id="7"),
                      text="It is broken", at=now, received_at=now, brand="acme", connection="x")
data = {{"message": {{"data": base64.b64encode(to_wire(message)).decode()}}}}
inner = acknowledge
while hasattr(inner, "__wrapped__"):
    inner = inner.__wrapped__
inner(CloudEvent({{"type": "t", "source": "s"}}, data))
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
