"""`make new-platform NAME=acorn`: a platform module and its fixtures, sound enough to pass every contract at once.

What is written works against a made-up API. It says at each place what to put there instead, and the contracts say
what is missing while that is being done.
"""

from __future__ import annotations

import json
import keyword
import re
from pathlib import Path
from typing import Any, Final

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,19}")  # longer ones would break the lines below

MODULE: Final = '''"""{Title}: what it is and which events Heard takes, in one line.

**Set up.** Where to click, and which address to give: https://<your host>/{name}.

**Secrets.** `signing` is the secret that {Title} signs with, and where it is found.
The access token and its scopes.

**Events.**

| {Title} sends | Heard reads |
|---|---|
| `note` | comment |

**Answers.** Like and reply.

**Settings.** None.

**Quirks.** What its documentation leaves out.

**Sources** (read {month}): https://{name}.example/docs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ports import Capability, Client, May, Policy
from shared.core.secret import Secret
from shared.platforms._base import Gathering, Keys, Platform, Reading, body_object, clean, modelled, moment
from shared.platforms._calls import Call, TableClient
from shared.platforms._client import ApiClient
from shared.platforms._signatures import HmacSignature

_TERMS = "https://{name}.example/terms (read {month})"


class Note(msgspec.Struct):
    """One event as {Title} sends it."""

    id: str
    page: str
    by: str | None = None
    under: str | None = None
    words: str | None = None
    at: int | None = None


class {Class}(Platform):
    name: ClassVar[str] = "{name}"
    title: ClassVar[str] = "{Title}"
    signature: ClassVar[HmacSignature] = HmacSignature("x-{dashed}-signature", prefix="")
    kinds: ClassVar[frozenset[Kind]] = frozenset({{Kind.COMMENT}})
    hosts: ClassVar[tuple[str, ...]] = ("{name}.example",)
    capabilities: ClassVar[Mapping[Capability, ReadBack]] = {{
        Capability.LIKE: ReadBack.REPEAT,
        Capability.REPLY: ReadBack.BLIND,
    }}
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]] = {{
        (Capability.LIKE, Kind.COMMENT): Policy(May.AUTO, _TERMS),
        (Capability.REPLY, Kind.COMMENT): Policy(May.APPROVAL, _TERMS),
    }}
    longest_reply: ClassVar[int] = 1000

    def read(self, delivery: Delivery) -> Reading:
        body, gathering = body_object(delivery), Gathering()
        if body.get("event") != "note":
            gathering.skip(clean(body.get("event")))
            return gathering.done()
        note = modelled(body, Note)
        gathering.take(
            Interaction(
                platform=self.name,
                account=note.page,
                object=note.id,
                kind=Kind.COMMENT,
                received_at=delivery.received_at,
                at=moment(note.at),
                author=Author(id=clean(note.by), is_us=note.by == note.page),
                place=Place(answers=clean(note.under)),
                text=clean(note.words),
            )
        )
        return gathering.done()

    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        calls = {{
            Capability.LIKE: Call("/notes/{{object}}/like"),
            Capability.REPLY: Call("/notes/{{reply_to}}/notes", text="words", receipt="id"),
        }}
        api = ApiClient(self.name, base_url or "https://api.{name}.example", token)
        return TableClient(self.name, api, calls)


plugin = {Class}
'''

ABOUT: Final = """# What each field means: tests/contracts/_platforms.py.

source = "made up by `make new-platform`; put the address of the platform's own examples here"
read = {day}
anonymised = true

[secrets]
signing = "{secret}"

[foreign]
# A signature that you did not compute, for your own header: from the platform's page, or of a real delivery.
source = "RFC 4231, test case 2: it shows the algorithm and nothing of {Title}; replace it"
kind = "derived"
secret = "Jefe"
body = "what do ya want for nothing?"
headers = {{ x-{dashed}-signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" }}

[us]
case = "own_note"
account = "7"

[unknown]
case = "unknown"
"""

CLIENT: Final = """account = "7"

[like.order]
object = "n/1"

[like.request]
method = "POST"
path = "/notes/n%2F1/like"

[like.response]
status = 204
body = ""

[reply.order]
object = "n/1"
text = "Thank you, Ana 🌻"

[reply.request]
method = "POST"
path = "/notes/n%2F1/notes"
text = "words"

[reply.response]
status = 200
body = '{"id": "n/9"}'
receipt = "n/9"
"""

_NOTE: Final = {"event": "note", "id": "n/1", "page": "7", "by": "8", "words": "is this back?", "at": 1790000000}
_READ: Final = {
    "account": "7",
    "object": "n/1",
    "kind": "comment",
    "at": "2026-09-21T14:13:20Z",
    "author": {"id": "8"},
    "text": "is this back?",
}
CASES: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "note": (_NOTE, {"interactions": [_READ]}),
    "own_note": (
        {**_NOTE, "id": "n/2", "by": "7", "under": "n/1", "words": "on Friday"},
        {
            "interactions": [
                {
                    **_READ,
                    "object": "n/2",
                    "author": {"id": "7", "is_us": True},
                    "place": {"answers": "n/1"},
                    "text": "on Friday",
                }
            ]
        },
    ),
    "unknown": ({"event": "song"}, {"interactions": [], "skipped": 1}),
}


def usable(name: str) -> bool:
    """Whether a module and its class can be called this: no word of Python's, nor one that the module already uses."""
    used = {*keyword.kwlist, *re.findall(r"\w+", MODULE.rpartition('"""')[0].partition('"""\n')[2])}
    return _NAME.fullmatch(name) is not None and name not in keyword.kwlist and _class(name) not in used


def files(name: str, day: str) -> dict[str, str]:
    """Every file of a new platform, by its path from the project's root. `day` is today, ISO."""
    facts = {
        "name": name,
        "dashed": name.replace("_", "-"),
        "Title": name.replace("_", " ").capitalize(),
        "Class": _class(name),
        "month": day[:7],
        "day": day,
        "secret": f"a-secret-for-{name}-tests",
    }
    room = f"tests/fixtures/{name}"
    written = {
        f"shared/platforms/{name}.py": MODULE.format(**facts),
        f"{room}/about.toml": ABOUT.format(**facts),
        f"{room}/client.toml": CLIENT,
    }
    for case, (body, expected) in CASES.items():
        written[f"{room}/{case}.json"] = json.dumps(body)
        written[f"{room}/{case}.expected.json"] = json.dumps(expected, indent=2) + "\n"
    return written


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def write(root: Path, name: str, day: str) -> list[Path]:
    """Write them. Raises FileExistsError, having written nothing, where one of them or the platform is there."""
    new = {root / path: text for path, text in files(name, day).items()}
    taken = [path for path in (*new, root / "shared" / "platforms" / name) if path.exists()]
    if taken:
        raise FileExistsError(str(taken[0].relative_to(root)))
    for path, text in new.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(new)


NEXT: Final = """
It passes the contracts as it stands, against a made-up API:
  .venv/bin/pytest tests/contracts -k {name}

Now make it true, in this order; run that again after each step.
  1. tests/fixtures/{name}/: real deliveries, a file for each kind of event, byte for byte but for people's names and
     words; beside each, by hand, what it must be read as
  2. about.toml [foreign]: a signature that you did not compute
  3. the module: signature, kinds and read(), until all cases are read as you wrote
  4. client.toml and client(): what must reach the API, and what each of its answers means
  5. policy: for each act and kind what the terms allow a machine, with the address
  6. the docstring: how to set it up, quirks, sources; then `make platforms`
docs/adding-a-platform.md says more of each."""
