"""What the platform contract works with: the fixtures of one platform, and a pretend API on the loopback.

Each platform has a folder `tests/fixtures/<platform>/`:

`<case>.json`           one body, byte for byte as the platform sends it (`.xml` where its `content` is xml)
`<case>.expected.json`  what it must be read as:
                        {"interactions": [...], "skipped": 0, "unreadable": 0, "outcomes": [...]}, both numbers 0 and
                        no outcomes unless given.
                        An Interaction is its wire form (shared/core/interaction.py: defaults left out) without
                        `type`, `v`, `platform` and `received_at`, which the contract knows; so is an Outcome.

`about.toml`

    source = "where the cases come from, with addresses"
    read = 2026-11-22               # the day they were read
    anonymised = true               # no real person's id, name or words are left

    [secrets]                       # for tests, by use, as the module's `secrets` declares them
    signing = "..."
    verify = "..."

    [headers]                       # of every genuine delivery, besides the signature (may be empty)
    content-type = "application/json"

    [foreign]                       # a signature that we did not compute
    source = "https://..."
    kind = "official"               # official, third-party, captured, or derived (by other implementations)
    secret = "..."                  # of use `signing`
    body = '...'                    # UTF-8 text
    timestamp = 1614265330          # the second at which it is verified; left out where no time is signed
    headers = { x-signature = "..." }

    [us]
    case = "own_comment"            # a case in which at least one author is one of our own accounts
    account = "123"                 # the account of ours that wrote it

    [unknown]
    case = "unknown"                # a verified body of a kind not taken: no Interaction, at least one skipped

    [cases.own_comment]             # optional, one per case that comes from elsewhere than `source` says
    source = "https://..."

    [[challenges]]                  # only where the platform is `challenged` (GET); at least one each way
    name = "subscribe"
    query = { "hub.mode" = "subscribe", "hub.challenge" = "1158201444", "hub.verify_token" = "meatyhamhock" }
    secrets = { verify = "..." }    # optional, in place of those above
    status = 200                    # 2xx: this is answered; otherwise ChallengeFailed with this status
    body = "1158201444"             # the exact answer, or
    json = { response_token = "sha256=..." }

`client.toml`               one table per capability that the module declares

    account = "123"                 # the account that the client speaks as

    [reply.order]                   # fields of an Order; account, capability, key and first_sent are set
    object = "1_2"
    reply_to = "1_2"                # optional, as are person, text, private, entry and slot
    person = "77"
    text = "Thank you, Ana 🌻"

    [reply.request]                 # what must reach the platform
    method = "POST"
    path = "/v25.0/1_2/comments"    # exact and percent-encoded, without the query
    text = "message"                # where the text is, dotted, in the JSON body, the form or the query
    fields = { "a.b" = "c" }        # optional: other fields with their exact values

    [reply.response]
    status = 200
    body = '{"id": "1_9"}'
    receipt = "1_9"                 # left out where there is none

    [[reply.before]]                # optional: requests (not GET) that prepare it unseen, with their answers
    method = "POST"
    path = "/v1.0/1/threads"
    status = 200
    body = '{"id": "container"}'

    [[reply.answers]]               # optional: other answers of the platform and what each means
    name = "rate limit of the page"
    status = 400
    body = '{"error": {"code": 32}}'
    headers = { x-wait = "7" }      # optional
    means = "PlatformUnavailable"   # the class of error, or "sent"
    retry_after = 7.0               # optional
    receipt = "1_9"                 # optional, for "sent"

    [reply.find]                    # only for a capability of read-back class B (`ReadBack.LIST`)
    method = "GET"
    path = "/v25.0/1_2/comments"
    id = "1_9"                      # what is found in `ours`
    ours = ['{"data": [...]}']      # bodies of the pages, in the order they are served: an answer of ours to
                                    # this object made after FIRST_SENT (2026-11-22T12:00:30Z) less 120 s,
                                    # among others
    others = ['...']                # only other people's answers, or ours to other objects: None
    older = ['...']                 # ours from before that moment: None
    empty = ['...']                 # nothing at all: None
    cut_off = ['...']               # pages that end although the platform says there are more: a PlatformError

Where the module says how it can be asked what exists (`lists`), also

    [list]
    since = 2026-11-22T10:00:00Z    # what the Question asks for; `now` is RECEIVED
    open = ["1_2"]                  # optional: objects that still wait
    expected = '''[...]'''          # every Interaction of all pages, in their order, as in an expected file

    [[list.pages]]                  # the pages in the order they are asked for: `list` makes one call for each
    path = "/v25.0/1/feed"          # exact and percent-encoded
    fields = { limit = "100" }      # optional: fields of the query with their exact values
    body = '{"data": [...]}'
    units = 1                       # what the page cost

    [[list.answers]]                # optional: other answers and what each means, as above; or "unreadable", for
                                    # one with something in it that cannot be read

and where its client can tell whether its account is set up (`examine`), at least one that is well and one that is not

    [[examine]]
    name = "token revoked"
    answers = [{ status = 400, body = '{"error": {"code": 190}}' }]    # in the order in which they are asked for,
                                                                       # the last one again and again
    findings = [{ what = "token", ok = false }]    # every Finding in order, its `said` and `mend` left out;
                                                   # `ok` left out where it could not be known

`{base}` in a body stands for the address of the pretend API. Its answers carry the Date of RECEIVED,
2026-11-22T12:00:00Z (1795348800).
"""

from __future__ import annotations

import json
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from shared import plugins
from shared.core.delivery import Delivery
from shared.core.interaction import Interaction, Outcome, from_wire, to_wire
from shared.core.ports import Capability, Client, Order
from shared.core.secret import Secret
from shared.platforms._base import Keys, Platform, Reading

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
RECEIVED: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST_SENT: Final = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
DATE: Final = "Sun, 22 Nov 2026 12:00:00 GMT"
TOKEN: Final = "zq-token-that-must-not-leak"
MARKER: Final = "zq-body-that-must-not-leak"
KNOWN: Final = ("type", "v", "platform", "received_at")


@dataclass(frozen=True)
class Fixtures:
    """One platform with its folder. Every failure names the file to look at."""

    name: str

    @property
    def folder(self) -> Path:
        return FIXTURES / self.name

    @cached_property
    def platform(self) -> Platform:
        return plugins.load("platforms", self.name)()

    @cached_property
    def about(self) -> dict[str, Any]:
        return self._toml("about.toml")

    @cached_property
    def client_facts(self) -> dict[str, Any]:
        return self._toml("client.toml")

    @cached_property
    def cases(self) -> list[str]:
        found = self.folder.glob(f"*.{self.platform.content}")
        return sorted(path.stem for path in found if not path.name.endswith(".expected.json"))

    def body(self, case: str) -> bytes:
        return (self.folder / f"{case}.{self.platform.content}").read_bytes()

    def expected(self, case: str) -> dict[str, Any]:
        path = self.folder / f"{case}.expected.json"
        assert path.is_file(), f"{path} is missing: write by hand what {case}.json must be read as"
        return {"skipped": 0, "unreadable": 0, "outcomes": [], **json.loads(path.read_text("utf-8"))}

    def keys(self, **instead: str) -> Keys:
        return {use: (Secret(value),) for use, value in {**self.about["secrets"], **instead}.items()}

    def delivery(self, body: bytes, headers: Mapping[str, str] | None = None) -> Delivery:
        pairs = {**self.about.get("headers", {}), **(headers or {})}
        return delivery(body, tuple((name.lower(), value) for name, value in pairs.items()))

    def signed(self, body: bytes, *, secret: str | None = None, now: datetime = RECEIVED) -> Delivery:
        """`body` as a genuine sender delivers it at `now`."""
        key = Secret(secret if secret is not None else self.about["secrets"]["signing"])
        return self.delivery(body, dict(self.platform.signature.sign(body, key, now, "msg_1")))

    def read(self, body: bytes) -> Reading:
        return self.platform.read(self.delivery(body))

    def listed(self) -> list[Interaction]:
        """What the platform tells when it is asked what exists, as client.toml expects it to be read."""
        expected = json.loads(self.client_facts.get("list", {}).get("expected", "[]"))
        known = {"type": "interaction", "platform": self.name, "received_at": RECEIVED.isoformat()}
        read = [from_wire(json.dumps({**known, **one}).encode()) for one in expected]
        return [one for one in read if isinstance(one, Interaction)]

    def order(self, capability: Capability) -> Order:
        return Order(
            capability=capability,
            account=self.client_facts["account"],
            key=f"test/{self.name}/{capability}",
            first_sent=FIRST_SENT,
            at=FIRST_SENT,
            **{"reply_to": None, "person": None, "text": None, **self.client_facts[capability]["order"]},
        )

    def client(self, base_url: str) -> Client:
        return self.platform.client(
            account=self.client_facts["account"], token=Secret(TOKEN), base_url=base_url, keys=self.keys()
        )

    def _toml(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        assert path.is_file(), f"{path} is missing; tests/contracts/_platforms.py says what belongs in it"
        return tomllib.loads(path.read_text("utf-8"))


def delivery(body: bytes, headers: tuple[tuple[str, str], ...], now: datetime = RECEIVED) -> Delivery:
    return Delivery(method="POST", connection="test", body=body, received_at=now, headers=headers)


def plain(message: Interaction | Outcome) -> dict[str, Any]:
    """An Interaction or an Outcome as the expected files have it."""
    facts = json.loads(to_wire(message))
    return {name: value for name, value in facts.items() if name not in KNOWN and value != {}}


@dataclass(frozen=True)
class Reply:
    """What the pretend API does with one request. `late` is in seconds; `cut` closes without an answer."""

    status: int = 200
    body: str = "{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    late: float = 0.0
    cut: bool = False


@dataclass(frozen=True)
class Asked:
    """One request that reached the pretend API."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def field(self, dotted: str) -> Any:
        """A value by its dotted place in the JSON body, else by its whole name in the form or the query."""
        found: Any = self._object()
        for part in dotted.split("."):
            if isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            elif isinstance(found, dict):
                found = found.get(part)
            else:
                found = None
        if found is None:
            found = dict(parse_qsl(self.body.decode("utf-8", "replace"))).get(dotted)
        return self.query.get(dotted) if found is None else found

    def texts(self) -> list[str]:
        """Every text in the body, however deep."""
        waiting, found = [self._object() or dict(parse_qsl(self.body.decode("utf-8", "replace")))], []
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                found.append(one)
            elif isinstance(one, (dict, list)):
                waiting += one.values() if isinstance(one, dict) else one
        return found

    def _object(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class PretendApi:
    """Serves `replies` in order, the last one again and again, and keeps what it was asked."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.base = ""
        self.closing = threading.Event()

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def pretend(*replies: Reply) -> Iterator[PretendApi]:
    """A pretend platform API on the loopback."""
    api = PretendApi(list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            api.asked.append(Asked(self.command, url.path, dict(parse_qsl(url.query)), headers, body))
            reply = api.next()
            api.closing.wait(reply.late)
            self.close_connection = True
            if reply.cut:
                return
            content = reply.body.replace("{base}", api.base).encode()
            self.send_response_only(reply.status)
            for name, value in {"Content-Type": "application/json", "Date": DATE, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_args: object) -> None:
            """Quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the client went away, as some tests want
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """A client that went away is part of the test."""

    server = Server(("127.0.0.1", 0), Handler)
    api.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        api.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
