"""The deployment that is measured: brands with many accounts, the packages, signed webhooks of 2 KB."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from shared.core.delivery import Delivery
from shared.flows.receive import open_delivery
from shared.wiring import Wiring
from tests.bench._figures import Failed, say
from tests.functions.doors import (
    BRAND,
    PRAISE,
    REST,
    ROOT,
    comment,
    compile_brands,
    environment,
    page,
    sign,
    write_brands,
)

SIZE: Final = 2048  # bytes of a webhook's body
ACCOUNTS: Final = 40  # the cap of one is 600 automatic answers a minute
PROJECT: Final = "heard-bench"
DOORS: Final = ("receive", "acknowledge", "watch", "digest")
ANSWERED: Final = "This is lovely"  # a rule replies
FILLING: Final = ", and there is a little more to say about it"
PASSED: Final = "It is Tuesday"  # a rule says that nothing is to be done
BARE: Final = """
import functions_framework


@functions_framework.http
def bare(request):
    return "ok"
"""
ECHO: Final = """
import functions_framework


@functions_framework.http
def echo(request):
    return request.get_data()
"""
ECHO_AIO: Final = """
import functions_framework.aio
from starlette.responses import Response


@functions_framework.aio.http
async def echo(request):
    return Response(await request.body())
"""


@dataclass(frozen=True)
class World:
    """Where everything lies. `packaged` says whether the doors are packages, or the tree where none could be made."""

    folder: Path
    compiled: Path
    packaged: bool

    @property
    def note(self) -> str:
        return (
            "Doors as packaged by `python -m infra.package`."
            if self.packaged
            else "Doors from the tree: they could not be packaged."
        )

    @property
    def environ(self) -> dict[str, str]:
        """Of every door: the machine's environment with the secrets and the choices of a deployment on Google Cloud."""
        more = {} if self.packaged else {"PYTHONPATH": str(ROOT), "HEARD_COMPILED": str(self.compiled)}
        chosen = {"HEARD_STORE": "firestore", "HEARD_BUS": "pubsub_rest", "GOOGLE_CLOUD_PROJECT": PROJECT}
        found = environment(HEARD_DATA=str(self.folder / "data"), HEARD_CALL_TIMEOUT="5", **chosen, **more)
        kept = {name: value for name, value in found.items() if not name.startswith("COVERAGE")}
        for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONPROFILEIMPORTTIME"):
            kept.pop(name, None)
        return kept

    def door(self, name: str) -> Path:
        """The folder that a door is started in."""
        return self.folder / "packages" / name if self.packaged else ROOT / "functions" / name

    def function(self, name: str, text: str) -> Path:
        """A folder with a function of our own in main.py."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "main.py").write_text(text)
        return folder


def make(folder: Path) -> World:
    """Write the brands and make the packages."""
    say("packaging the doors")
    brands = write_brands(folder / "brands", _brands())
    command = [sys.executable, "-m", "infra.package", "--brands", str(brands), "--out", str(folder / "packages")]
    done = subprocess.run(
        [*command, "--extra", "pubsub"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        say(f"they could not be packaged, so the tree is measured:\n{done.stderr.strip()[-1000:]}")
    return World(folder, compile_brands(brands, folder / "brands.json"), done.returncode == 0)


def _brands() -> Mapping[str, str]:
    head, _, _ = BRAND.partition("[[accounts]]")
    hours, _, rest = head.partition("[hours]")  # without which it is always open
    accounts = "".join(
        f'\n[[accounts]]\nid = "{account(number)}"\nconnection = "facebook"\nname = "Page {number}"\n'
        'token = "HEARD_FACEBOOK_TOKEN"\n'
        for number in range(ACCOUNTS)
    )
    digest = "[digest]" + rest.partition("[digest]")[2]
    return {
        "connections.toml": "[facebook]\n",
        "acme/brand.toml": f"{hours}{digest}{accounts}\n[caps]\naccount_minute = 600\n",
        "acme/rules/10-praise.toml": PRAISE.replace('[[then]]\ndo = "like"\n', ""),
        "acme/rules/90-rest.toml": REST.replace('"escalate"', '"ignore"'),
    }


def account(number: int) -> str:
    return f"1020304050{number % ACCOUNTS:05}"


def body(name: str, number: int, text: str, size: int = SIZE) -> bytes:
    """A Page's webhook with one comment, of a person and on a post of its own."""

    def made(text: str) -> bytes:
        return comment(name, text, author=f"8{name}", post=f"9{name}", to=account(number))

    room = max(0, size - len(made(text)))
    return made(text + (FILLING * (room // len(FILLING) + 1))[:room])


def many(number: int) -> bytes:
    """One webhook with so many comments."""
    entry = json.loads(comment("1", PASSED, to=account(0)))["entry"][0]
    change = entry["changes"][0]
    changes = [
        {**change, "value": {**change["value"], "comment_id": f"91_{one}", "message": f"{PASSED} {one}"}}
        for one in range(number)
    ]
    return page({**entry, "changes": changes})


def post(body: bytes, headers: Mapping[str, str], path: str = "/") -> bytes:
    """A whole HTTP request."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: bench\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def webhook(body: bytes) -> bytes:
    return post(body, sign(body), "/facebook")


def wire(bodies: Sequence[bytes], world: World) -> list[bytes]:
    """The messages that `receive` would publish for these webhooks now, one for each."""
    wiring = Wiring({**world.environ, "HEARD_COMPILED": str(world.compiled)})
    connection = wiring.connection("/facebook")
    found = []
    for number, one in enumerate(bodies):
        headers = tuple((name.lower(), value) for name, value in sign(one).items())
        delivery = Delivery("POST", connection.name, one, datetime.now(UTC), headers, (), f"{number:016x}")
        opened = open_delivery(
            delivery,
            platform=wiring.platform(connection.platform),
            keys=wiring.keys(connection),
            owner=wiring.routes.owner,
            now=delivery.received_at,
        )
        if len(opened.messages) != 1:
            raise Failed(f"a webhook made {len(opened.messages)} messages; expected 1")
        found.append(opened.messages[0].data)
    return found


def unique() -> str:
    """A name that no earlier run used."""
    return str(time.time_ns())
