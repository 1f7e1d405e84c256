"""Google's emulators, awake: the first write after their start takes a second, which nobody here wants to measure."""

from __future__ import annotations

import http.client
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from functions.local.emulators import Emulators, missing
from tests.bench._figures import Failed, say


def awake(folder: Path, stack: ExitStack) -> Emulators:
    """Start both until the stack ends. Raises Failed where they cannot run."""
    lacks = missing()
    if lacks is not None:
        raise Failed(lacks)
    say("starting the emulators")
    emulators = stack.enter_context(Emulators(folder / "emulators.log"))
    for name in ("one", "two", "three"):
        document: dict[str, Any] = {"fields": {"body": {"stringValue": name}}}
        firestore(
            emulators.environ["FIRESTORE_EMULATOR_HOST"], "POST", "heard-awake", f"rooms?documentId={name}", document
        )
    return emulators


def firestore(host: str, method: str, project: str, path: str, body: object = None) -> dict[str, Any]:
    """Ask the Firestore emulator's REST front."""
    line = http.client.HTTPConnection(host, timeout=60)
    try:
        where = f"/v1/projects/{project}/databases/(default)/documents/{path}"
        line.request(method, where, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
    finally:
        line.close()
    if answer.status != 200:
        raise Failed(f"the firestore emulator answered {answer.status} to {method} {path}")
    return said
