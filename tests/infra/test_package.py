"""A package holds its door and what that needs, is the same bytes from the same tree, and works where nothing else is.

The doors are started by the real functions framework, each in its own package, with what its requirements.txt brings
and no other installed distribution, against Google's emulators.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller

from infra.lock import differences, read_lock, read_pins
from shared.core.interaction import Author, Interaction, Kind, to_wire
from tests.emulators import project
from tests.functions.doors import (
    BRAND,
    PAGE,
    ROOT,
    Door,
    ask,
    comment,
    environment,
    free_port,
    page,
    sign,
    write_brands,
)

DOORS = ("acknowledge", "collect", "desk", "digest", "receive", "watch")
ALWAYS_OPEN = re.sub(r"\[hours\]\n.*\n", "", BRAND).replace("[digest]\n", '[digest]\nat = "04:00"\n')
CANARY = "canary-sings-for-nobody"


def packaged(
    root: Path, brands: Path, out: Path, *arguments: str, **environ: str | None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.package", "--brands", str(brands), "--out", str(out), *arguments]
    settings = {"PYTHONPATH": None, "PYTHONDONTWRITEBYTECODE": None, **environ}
    env = {name: value for name, value in (os.environ | settings).items() if value is not None}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=60, check=False)


def tree(source: Path, to: Path) -> Path:
    """A copy of what packages are made from, with a brand of its own."""
    shutil.copytree(source, to, ignore=shutil.ignore_patterns("demo"))
    write_brands(to / "brands", {"acme/brand.toml": ALWAYS_OPEN})
    return to


@dataclass(frozen=True)
class Made:
    """The packages of one copy of the tree."""

    root: Path
    out: Path

    @property
    def rows(self) -> dict[str, Any]:
        rows: dict[str, Any] = json.loads((self.out / "packages.json").read_bytes())["packages"]
        return rows

    def content(self, door: str) -> dict[str, bytes]:
        with zipfile.ZipFile(self.out / self.rows[door]["zip"]) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def required(self, door: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+)==", self.content(door)["requirements.txt"].decode(), re.MULTILINE))


def make(root: Path, *arguments: str, out: Path | None = None, **environ: str | None) -> Made:
    out = out or root / "build" / "packages"
    done = packaged(root, Path("brands"), out, *arguments, **environ)
    assert done.returncode == 0, done.stderr
    return Made(root, out)


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Every door, made once, in a tree that also holds what must never come along."""
    root = tree(source, tmp_path_factory.mktemp("made") / "tree")
    for name in (".env", "shared/.env", "functions/receive/.env", "shared/__pycache__/old.pyc"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(f"HEARD_FACEBOOK_SIGNING={CANARY}")
    return make(root, HEARD_FACEBOOK_SIGNING=CANARY, HEARD_X_TOKEN=CANARY)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.root, tmp_path / "copy", ignore=shutil.ignore_patterns("build")))


# --- what is in one ---


def test_every_door_but_the_local_one_is_packaged(made: Made) -> None:
    assert tuple(made.rows) == DOORS
    assert set(DOORS) == {path.parent.name for path in (ROOT / "functions").glob("*/main.py")} - {"local"}


@pytest.mark.parametrize("door", DOORS)
def test_the_manifest_the_zip_and_the_folder_are_the_same(door: str, made: Made) -> None:
    row = made.rows[door]
    data = (made.out / row["zip"]).read_bytes()
    assert row["zip"] == f"{door}-{hashlib.sha256(data).hexdigest()}.zip"
    assert (row["sha256"], row["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
    files = made.content(door)
    assert row["files"] == len(files)
    folder = made.out / door
    assert files == {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert any(
        isinstance(node, ast.FunctionDef) and node.name == row["entry_point"]
        for node in ast.parse(files["main.py"]).body
    )


@pytest.mark.parametrize("door", DOORS)
def test_it_imports_nothing_of_ours_that_was_left_out(door: str, made: Made) -> None:
    files = made.content(door)
    ours = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in files if ".py" in name}
    wanted = set()
    for name, data in files.items():
        for node in ast.walk(ast.parse(data)) if name.endswith(".py") else ():
            if isinstance(node, ast.Import):
                wanted |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                wanted.add(node.module or "")
    assert {name for name in wanted if name.partition(".")[0] in ("shared", "functions", "tests")} <= ours
    assert not {"shared.cli", "shared.brands.desk", "shared.stores.sqlite", "shared.buses.inprocess"} & ours


@pytest.mark.parametrize("door", DOORS)
def test_no_secret_and_no_place_of_this_machine_is_in_it(door: str, made: Made) -> None:
    files = made.content(door)
    text = b"\0".join([*(name.encode() for name in files), *files.values()])
    for forbidden in (CANARY, str(made.root), str(ROOT), str(Path.home()) + "/", sysconfig.get_path("purelib")):
        assert forbidden.encode() not in text
    assert b"\r" not in text
    assert not any(re.search(r"(^|/)(\.|__pycache__)|\.pyc$", name) for name in files)


@pytest.mark.parametrize("door", DOORS)
def test_every_requirement_is_pinned_by_its_files(door: str, made: Made) -> None:
    text = made.content(door)["requirements.txt"].decode()
    for entry in re.split(r"(?<!\\)\n", text.strip()):
        assert re.fullmatch(r"[a-z0-9-]+==\S+( \\\n    --hash=sha256:[0-9a-f]{64})+", entry), entry[:80]
    assert {"functions-framework", "msgspec", "google-cloud-firestore"} <= made.required(door)
    assert not {"pydantic", "pydantic-core", "waitress", "boto3", "google-cloud-pubsub"} & made.required(door)


def test_only_who_speaks_to_platforms_or_writes_mails_installs_what_that_takes(made: Made) -> None:
    assert {door for door in DOORS if "httpx" in made.required(door)} == {"acknowledge", "collect"}
    assert {door for door in DOORS if "uvloop" in made.required(door)} == {"receive"}


def test_an_extra_brings_a_plug_in_and_its_library_only_where_the_door_can_use_it(copy: Path) -> None:
    without, chosen = make(copy, out=copy / "plain"), make(copy, "--extra", "ses", out=copy / "extra")
    for door, can in (("acknowledge", True), ("receive", False)):
        assert ("boto3" in chosen.required(door)) is can
        assert ("shared/notifiers/ses.py" in chosen.content(door)) is can
        assert "shared/notifiers/ses.py" not in without.content(door)
    assert chosen.rows["receive"] == without.rows["receive"]


# --- the same bytes ---


def test_the_same_tree_gives_the_same_bytes_wherever_and_whenever(made: Made, tmp_path: Path) -> None:
    """Another folder, umask and hash seed; files made in another order, at another time, with other line ends."""
    twin = tmp_path / "twin"
    before = os.umask(0o077)
    try:
        for path in sorted((path for path in made.root.rglob("*") if path.is_file()), reverse=True):
            name = path.relative_to(made.root)
            if name.parts[0] == "build" or "__pycache__" in name.parts:
                continue
            (twin / name).parent.mkdir(parents=True, exist_ok=True)
            data = path.read_bytes()
            (twin / name).write_bytes(data.replace(b"\n", b"\r\n") if name.parts[0] == "functions" else data)
            os.utime(twin / name, (1_900_000_000, 1_900_000_000))
            (twin / name).chmod(0o700)
        other = make(twin, PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C")
    finally:
        os.umask(before)
    assert other.rows == made.rows
    for door in DOORS:
        zips = [(one.out / one.rows[door]["zip"]).read_bytes() for one in (made, other)]
        assert zips[0] == zips[1]


def test_an_unchanged_tree_changes_nothing_and_one_byte_only_its_door(copy: Path) -> None:
    first = make(copy)
    rows = first.rows
    times = {path: path.stat().st_mtime_ns for path in first.out.rglob("*")}
    make(copy)
    assert {path: path.stat().st_mtime_ns for path in first.out.rglob("*")} == times
    main = copy / "functions" / "watch" / "main.py"
    main.write_bytes(main.read_bytes().replace(b"One tick.", b"One tock."))
    (first.out / "watch" / "left.py").write_text("from an earlier release")
    make(copy)
    changed = {door for door in DOORS if first.rows[door] != rows[door]}
    assert changed == {"watch"}
    assert not (first.out / "watch" / "left.py").exists()
    assert sorted(path.name for path in first.out.glob("*.zip")) == sorted(row["zip"] for row in first.rows.values())


def test_naming_one_door_keeps_the_others_in_the_manifest(copy: Path) -> None:
    before = make(copy).rows
    edges = copy / "shared" / "edges.py"
    edges.write_text(edges.read_text() + "# a change\n")
    after = make(copy, "receive").rows
    assert after.keys() == before.keys()
    assert {door for door in DOORS if after[door] != before[door]} == {"receive"}


# --- refusals ---


def test_a_book_with_a_fault_is_not_packaged(copy: Path) -> None:
    rule = copy / "brands" / "acme" / "rules" / "10-praise.toml"
    rule.write_text(rule.read_text().replace('do = "like"', 'do = "lick"'))
    done = packaged(copy, Path("brands"), copy / "out")
    assert done.returncode == 1
    assert "10-praise.toml" in done.stderr
    assert "lick" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (copy / "out").exists()


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("shared/flows/notes.txt", "odd", "notes.txt"),
        ("functions/watch/main.py", "def look(): ...\n", "'watch'"),
        ("functions/watch/requirements.txt", "msgspec==0.1\n", "line 1"),
        ("functions/watch/requirements.txt", "left-pad\n", "left-pad"),
        ("requirements.txt", "msgspec==0.1\n", "infra.lock"),
    ],
    ids=["a stray file", "no entry point", "a version of its own", "a stranger", "an old lock"],
)
def test_what_cannot_be_packaged_is_named(file: str, change: str, said: str, copy: Path) -> None:
    (copy / file).write_text(change)
    done = packaged(copy, Path("brands"), copy / "out")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (copy / "out").exists()


@pytest.mark.parametrize("arguments", [("recieve",), ("local",), ("--extra", "sse")])
def test_an_unknown_door_or_extra_is_told_with_those_that_exist(arguments: tuple[str, ...], copy: Path) -> None:
    done = packaged(copy, Path("brands"), copy / "out", *arguments)
    assert done.returncode == 1
    assert arguments[-1] in done.stderr
    there = "pubsub, ses" if "--extra" in arguments else "acknowledge, collect, desk, digest, receive, watch"
    assert there in done.stderr


def test_no_brand_at_all_is_packaged_with_a_warning(copy: Path) -> None:
    """Webhooks can be connected before the first brand is written; whoever named the wrong folder is told."""
    shutil.rmtree(copy / "brands" / "acme")
    done = packaged(copy, Path("brands"), copy / "out", "receive")
    assert done.returncode == 0
    assert "brands: no brand yet" in done.stderr


# --- the lock ---


def test_the_lock_is_of_these_requirements() -> None:
    assert differences(read_pins(ROOT / "requirements.txt"), read_lock(ROOT / "requirements.lock")) == []
    assert not re.search(r"https?:|file:|/", (ROOT / "requirements.lock").read_text().split("\n", 2)[2])


def test_check_says_what_differs(copy: Path) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "infra.lock", "--check"]
        return subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=60, check=False)

    assert check().returncode == 0
    file = copy / "requirements.txt"
    file.write_text(re.sub(r"(?m)^msgspec==\S+", "msgspec==0.1", file.read_text()) + "left-pad==1\n")
    done = check()
    assert done.returncode == 1
    assert "msgspec: requirements.txt has 0.1" in done.stderr
    assert "left-pad: requirements.txt has 1, requirements.lock has none" in done.stderr


# --- they work ---


@contextmanager
def started(made: Made, door: str, folder: Path, *arguments: str, **settings: str | None) -> Iterator[Door]:
    """The package of one door under the framework; nothing else of ours and no other requirement is there for it."""
    guard = folder / f"guard-{door}"
    guard.mkdir()
    shutil.copyfile(Path(__file__).with_name("guard.py"), guard / "sitecustomize.py")
    brought = {str(file.locate()) for name in made.required(door) for file in metadata.files(name) or ()}
    (guard / "allowed").write_text("\n".join([sysconfig.get_path("purelib"), *sorted(brought)]))
    log, port = folder / f"{door}.log", free_port()
    command = [str(Path(sys.executable).with_name("functions-framework")), "--target", made.rows[door]["entry_point"]]
    command += ["--signature-type", "http", "--host", "127.0.0.1", "--port", str(port), *arguments]
    env = {name: value for name, value in environment(**settings).items() if not name.startswith("COVERAGE")}
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=made.out / door,
            env=env | {"PYTHONPATH": str(guard), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    one = Door(process, port, log, folder)
    try:
        yield one
    finally:
        one.stop()
        one.kill()


def ready(door: Door) -> Door:
    until = time.monotonic() + 60
    while time.monotonic() < until and door.process.poll() is None:
        try:
            ask(door.port, "GET", "/robots.txt")
        except OSError:
            time.sleep(0.05)
        else:
            return door
    raise AssertionError(f"the package did not start:\n{door.log.read_text()[-3000:]}")


class Platform:
    """Pretends to be Facebook's API: takes everything, remembers the paths."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.said: list[bytes] = []
        asked, said = self.asked, self.said

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said.append(self.rfile.read(int(self.headers["content-length"] or 0)))
                asked.append(self.path)
                body = b'{"id": "1_2", "success": true}'
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(envelope.content)
        return "250 kept"


@dataclass(frozen=True)
class Cloud:
    """Every package running, and what stands around them."""

    doors: dict[str, Door]
    environ: dict[str, str]
    platform: Platform
    mails: list[bytes]

    def rest(self, which: str, method: str, path: str, body: object = None) -> Any:
        line = http.client.HTTPConnection(self.environ[f"{which}_EMULATOR_HOST"], timeout=20)
        try:
            root = f"/v1/projects/{self.environ['GOOGLE_CLOUD_PROJECT']}"
            line.request(method, root + path, json.dumps(body), {"Content-Type": "application/json"})
            answer = line.getresponse()
            said = answer.read()
            assert answer.status == 200, said
            return json.loads(said)
        finally:
            line.close()

    def room(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.rest(
            "FIRESTORE", "GET", f"/databases/(default)/documents/{name}?pageSize=100"
        ).get("documents", [])
        return found

    def pulled(self) -> list[bytes]:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            got = self.rest("PUBSUB", "POST", "/subscriptions/all:pull", {"maxMessages": 10})
            if found := got.get("receivedMessages"):
                self.rest(
                    "PUBSUB", "POST", "/subscriptions/all:acknowledge", {"ackIds": [one["ackId"] for one in found]}
                )
                return [base64.b64decode(one["message"]["data"]) for one in found]
        raise AssertionError("nothing came onto the topic")

    def push(self, data: bytes) -> None:
        """As a push subscription sends it."""
        body = {"message": {"data": base64.b64encode(data).decode(), "messageId": "1"}, "subscription": "s"}
        told = self.doors["acknowledge"].ask(
            "POST", "/", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        assert told.status in (200, 204), (told, self.doors["acknowledge"].log.read_text()[-3000:])

    def tick(self, door: str) -> dict[str, int]:
        told = self.doors[door].ask("POST", "/", b"")
        assert told.status == 200, (told, self.doors[door].log.read_text()[-3000:])
        answer: dict[str, int] = json.loads(told.body)
        return answer


@pytest.fixture(scope="module")
def cloud(made: Made, emulators: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    platform = Platform()
    with ExitStack() as stack:
        mailbox = Mailbox()
        server = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=30)
        server.start()
        stack.callback(server.stop)
        environ = {
            **emulators,
            "GOOGLE_CLOUD_PROJECT": project(),
            "HEARD_STORE": "firestore",
            "HEARD_BUS": "pubsub_rest",
            "HEARD_NOTIFIER": "smtp",
            "HEARD_SMTP_HOST": "127.0.0.1",
            "HEARD_SMTP_PORT": str(server.port),
            "HEARD_SMTP_SECURITY": "none",
            "HEARD_FACEBOOK_BASE_URL": platform.url,
            "HEARD_DESK_URL": "https://desk.acme.example",
            "HEARD_LINK_KEY": "a-link-key-for-tests-only",
        }
        running = {name: stack.enter_context(started(made, name, folder, **environ)) for name in DOORS}
        one = Cloud({name: ready(door) for name, door in running.items()}, environ, platform, mailbox.mails)
        topic = f"projects/{environ['GOOGLE_CLOUD_PROJECT']}/topics/interactions"
        one.rest("PUBSUB", "PUT", "/topics/interactions", {})
        one.rest("PUBSUB", "PUT", "/subscriptions/all", {"topic": topic})
        yield one
    platform.server.shutdown()
    platform.server.server_close()


def test_a_webhook_goes_through_the_packages_to_the_platform(cloud: Cloud) -> None:
    told = cloud.doors["receive"].deliver(comment("1"))
    assert told.status == 200, cloud.doors["receive"].log.read_text()[-3000:]
    (message,) = cloud.pulled()
    assert b"This is lovely" in message
    cloud.push(message)
    assert len(cloud.room("entries")) >= 1
    assert [path.rpartition("/")[2] for path in cloud.platform.asked] == ["comments", "likes"]


def test_receive_parks_in_the_store(cloud: Cloud) -> None:
    body = page({"id": "404", "time": 1, "changes": json.loads(comment("2", to="404"))["entry"][0]["changes"]})
    told = cloud.doors["receive"].ask("POST", "/facebook", body, sign(body))
    assert told.status == 200, cloud.doors["receive"].log.read_text()[-3000:]
    assert len(cloud.room("parked")) == 1


def test_the_clock_is_watched_and_the_digest_mailed(cloud: Cloud) -> None:
    then = datetime.now(UTC) - timedelta(days=2)
    kept = Interaction(
        platform="facebook", account=PAGE, object="3_3", kind=Kind.COMMENT, author=Author(id="8"), text="It is broken",
        at=then, received_at=then, brand="acme", connection="facebook",
    )  # fmt: skip
    cloud.push(to_wire(kept))
    assert cloud.tick("watch")["breaches"] == 1
    assert cloud.tick("digest")["made"] >= 1
    assert len(cloud.room("digests")) >= 1
    assert any(b"multipart/alternative" in mail for mail in cloud.mails)


def test_a_colleague_answers_by_the_link_in_their_mail(cloud: Cloud) -> None:
    """Notice, page, tap, answer: each door on its own, over the cloud's store and bus."""
    before = len(cloud.mails)
    assert cloud.doors["receive"].deliver(comment("4", text="it came broken")).status == 200
    (message,) = cloud.pulled()
    cloud.push(message)
    mail = next(mail for mail in cloud.mails[before:] if b"desk.acme.example" in mail)
    text = message_from_bytes(mail, policy=policy.default).get_body(("plain",)).get_content()
    link = re.search(r"https://desk\.acme\.example(/desk/c/\S+)", text)
    assert link is not None
    desk = cloud.doors["desk"]
    shown = desk.ask("GET", link[1])
    assert (shown.status, b"it came broken" in shown.body) == (200, True), desk.log.read_text()[-3000:]
    fields = urlencode({"act": "send reply 0", "text0": "So sorry, we send a new one"}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    with ThreadPoolExecutor(4) as taps:
        told = [one.status for one in taps.map(lambda _: desk.ask("POST", link[1], fields, kind), range(4))]
    assert sorted(told) == [303, 410, 410, 410], desk.log.read_text()[-3000:]
    (ring,) = cloud.pulled()
    cloud.push(ring)
    assert sum(b"So+sorry" in said or b"So sorry" in said for said in cloud.platform.said) == 1


@pytest.mark.xdist_group("infra")
@pytest.mark.parametrize("door", DOORS)
def test_what_terraform_uploads_is_what_runs_here_but_for_the_brands(
    door: str, made: Made, packages: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    row = packages[0][door]
    uploaded = Path(row["zip"]).read_bytes()
    assert hashlib.sha256(uploaded).hexdigest() == row["sha256"]
    with zipfile.ZipFile(io.BytesIO(uploaded)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    ran = made.content(door)
    assert {name for name in files.keys() | ran.keys() if files.get(name) != ran.get(name)} == {"build/brands.json"}


@pytest.mark.parametrize(
    ("arguments", "bus"), [(("--source", "aio.py", "--asgi"), "pubsub_rest"), ((), "pubsub")], ids=["aio", "official"]
)
def test_receive_also_works_in_its_other_shapes(
    arguments: tuple[str, ...], bus: str, cloud: Cloud, copy: Path, tmp_path: Path
) -> None:
    """On an event loop; and through Google's own client, which is an extra."""
    made = make(copy, "--extra", "pubsub", "receive")
    with started(made, "receive", tmp_path, *arguments, **{**cloud.environ, "HEARD_BUS": bus}) as door:
        told = ready(door).deliver(comment(bus))
        assert told.status == 200, door.log.read_text()[-3000:]
    (message,) = cloud.pulled()
    assert bus.encode() in message


def test_a_package_refuses_to_start_where_nobody_chose_a_store(made: Made, tmp_path: Path) -> None:
    """Left to the default it would keep people's words in a folder that goes with the instance."""
    with started(made, "watch", tmp_path, HEARD_BUS="pubsub_rest", HEARD_NOTIFIER="smtp") as door:
        assert door.process.wait(timeout=60) != 0
        assert "HEARD_STORE" in door.log.read_text()
        assert "there is: firestore" in door.log.read_text()


def test_a_forgotten_requirement_would_be_found(made: Made, tmp_path: Path) -> None:
    """The guard bites: without msgspec among them, the package does not even start."""
    folder = made.out / "watch"
    poor = Made(made.root, tmp_path / "poor")
    shutil.copytree(made.out, poor.out)
    files = {name: data for name, data in poor.content("watch").items() if name != "requirements.txt"}
    with zipfile.ZipFile(poor.out / poor.rows["watch"]["zip"], "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        text = (folder / "requirements.txt").read_text()
        archive.writestr("requirements.txt", re.sub(r"(?m)^msgspec==", "six==", text))
    with started(poor, "watch", tmp_path) as door:
        assert door.process.wait(timeout=60) != 0
        assert "No module named 'msgspec'" in door.log.read_text()
