"""The local responder's own life: what it refuses to start with, and how it leaves."""

from __future__ import annotations

import os
import socket
import threading
import time
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.functions.doors import (
    BRAND,
    PAGE,
    REST,
    Door,
    Ledger,
    ask,
    comment,
    local,
    run_local,
    sign,
    start_local,
    write_brands,
)

CLOCK = "http://127.0.0.1:9/clock"
LOOPBACK = {"HEARD_FACEBOOK_BASE_URL": "http://127.0.0.1:9", "HEARD_X_BASE_URL": "http://127.0.0.1:9"}


@pytest.mark.parametrize(
    ("settings", "named", "hidden"),
    [
        ({"HEARD_FACEBOOK_SIGNING": None}, "HEARD_FACEBOOK_SIGNING is missing", ""),
        ({"HEARD_FACEBOOK_SIGNING": ""}, "HEARD_FACEBOOK_SIGNING is missing", ""),
        ({"HEARD_FACEBOOK_SIGNING": " \t\n"}, "HEARD_FACEBOOK_SIGNING is missing", ""),
        ({"HEARD_X_SIGNING": "changeme"}, "HEARD_X_SIGNING holds a placeholder", "changeme"),
        ({"HEARD_X_SIGNING": "<consumer-secret>"}, "HEARD_X_SIGNING holds a placeholder", "consumer-secret"),
        ({"HEARD_FACEBOOK_VERIFY": "tooshort1"}, "HEARD_FACEBOOK_VERIFY is shorter than 16", "tooshort1"),
        ({"HEARD_FACEBOOK_TOKEN": None}, "HEARD_FACEBOOK_TOKEN is missing", ""),
        ({"HEARD_OPERATOR_TOKEN": "opentoall"}, "HEARD_OPERATOR_TOKEN is shorter than 16", "opentoall"),
        ({"PORT": "eighty"}, "PORT: came 'eighty'", ""),
        ({"PORT": "65536"}, "PORT: came '65536'", ""),
        ({"PORT": "-1"}, "PORT: came '-1'", ""),
        ({"HEARD_HOST": "no such host"}, "HEARD_HOST", ""),
        ({"HEARD_STORE": "nowhere"}, "no 'nowhere' in shared/stores", ""),
        ({"HEARD_BUS": "_hidden"}, "no '_hidden' in shared/buses", ""),
        ({"HEARD_MAX_BODY": "5MB"}, "HEARD_MAX_BODY: came '5MB'", ""),
        ({"HEARD_CLOCK": "http://time.example/clock", **LOOPBACK}, "http://time.example/clock is not on loopback", ""),
        ({"HEARD_CLOCK": CLOCK, **LOOPBACK, "HEARD_HOST": "192.0.2.1"}, "192.0.2.1 is not on loopback", ""),
        ({"HEARD_CLOCK": CLOCK}, "facebook's own address is not on loopback", ""),
        (
            {"HEARD_CLOCK": CLOCK, **LOOPBACK, "HEARD_X_BASE_URL": "https://api.example"},
            "https://api.example is not on loopback",
            "",
        ),
    ],
)
def test_refuses_to_start(
    brands: Path, tmp_path: Path, settings: dict[str, str | None], named: str, hidden: str
) -> None:
    arguments = ("--brands", str(brands)) if "PORT" in settings else ()
    done = run_local(tmp_path, brands, *arguments, **settings)
    assert done.returncode == 1, done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert not hidden or hidden not in done.stderr
    assert len(done.stderr.splitlines()) <= 4


def test_a_foreign_clock_is_refused_while_one_account_speaks_to_a_real_platform(tmp_path: Path) -> None:
    brand = BRAND.replace(f'id = "{PAGE}"\n', f'id = "{PAGE}"\nbase_url = "https://graph.example"\n')
    brands = write_brands(tmp_path / "brands", {"acme/brand.toml": brand})
    done = run_local(tmp_path / "data", brands, HEARD_CLOCK=CLOCK, **LOOPBACK)
    assert done.returncode == 1
    assert "https://graph.example is not on loopback" in done.stderr


def test_a_broken_rule_is_named_by_file_rule_and_field(tmp_path: Path) -> None:
    rule = REST.replace('do = "escalate"', 'do = "escalade"')
    done = run_local(tmp_path / "data", write_brands(tmp_path / "brands", {"acme/rules/90-rest.toml": rule}))
    assert done.returncode == 1
    for word in ("acme/rules/90-rest.toml", "'rest'", "then", "escalade"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_no_second_one_on_the_same_folder(brands: Path, tmp_path: Path) -> None:
    with local(tmp_path, brands, **LOOPBACK) as door:
        done = run_local(tmp_path, brands, **LOOPBACK)
        assert done.returncode == 1
        assert "HEARD_DATA" in done.stderr
        assert door.deliver(comment("1")).status == 200


def test_a_port_that_is_taken_is_named(brands: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run_local(tmp_path, brands, "--port", port)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_localhost_is_an_address(brands: Path, tmp_path: Path) -> None:
    """It may stand for two addresses, and then there are two sockets."""
    with local(tmp_path, brands, "--host", "localhost", **LOOPBACK) as door:
        assert door.process.poll() is None
        assert door.stop() == 0


def test_leaves_when_told_and_keeps_what_it_accepted(brands: Path, tmp_path: Path) -> None:
    """SIGTERM under load: exit code 0 within seconds, and every 2xx is in the ledger or still in the queue."""
    door = start_local(tmp_path, brands, **LOOPBACK)
    accepted: list[str] = []
    stopped = threading.Event()
    senders = [threading.Thread(target=_send, args=(door, number, accepted, stopped)) for number in range(4)]
    for sender in senders:
        sender.start()
    try:
        while len(accepted) < 40:
            time.sleep(0.01)
        begun = time.monotonic()
        assert door.stop() == 0
        assert time.monotonic() - begun < 8
    finally:
        stopped.set()
        for sender in senders:
            sender.join()
        door.kill()
    with local(tmp_path, brands, **LOOPBACK):
        ledger = Ledger(tmp_path)
        until = time.monotonic() + 20
        while set(accepted) - ledger.read().entries.keys() and time.monotonic() < until:
            time.sleep(0.1)
    assert set(accepted) - ledger.read().entries.keys() == set()


def _send(door: Door, number: int, accepted: list[str], stopped: threading.Event) -> None:
    count = 0
    while not stopped.is_set():
        count += 1
        name = f"{number + 1}{count:05d}"
        body = comment(name, "It is broken")
        try:
            if ask(door.port, "POST", "/facebook", body, sign(body), timeout=5).status == 200:
                accepted.append(f"9{name}_{name}")
        except (OSError, HTTPException):
            time.sleep(0.05)


def test_an_address_in_words(brands: Path, tmp_path: Path) -> None:
    with local(tmp_path, brands, **LOOPBACK) as door:
        told = door.ask("GET", "/")
        assert told.status == 200
        assert told.headers["content-type"].startswith("text/plain")
        words = told.body.decode()
        assert f"http://127.0.0.1:{door.port}/facebook" in words
        assert "<" not in words
        assert str(tmp_path) not in words, "where things are on this machine is nobody's business"
        page = door.ask("GET", "/", headers={"Accept": "text/html", "Host": "<b>.example"})
        assert b"<b>" not in page.body
        assert page.status < 500


def test_without_a_connection_the_page_says_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "brands").mkdir()
    (tmp_path / "brands" / "connections.toml").write_text("")
    with local(tmp_path / "data", tmp_path / "brands") as door:
        assert "connections.toml" in door.ask("GET", "/").body.decode()
        assert door.ask("POST", "/facebook", b"{}").status == 404


NARROW = {"width": 375, "height": 720}


def test_page_reads_well_in_a_browser(brands: Path, tmp_path: Path) -> None:
    """One heading, and no sideways scrolling on a phone."""
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Chromium")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    shots = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
    with local(tmp_path, brands, **LOOPBACK) as door, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        problems: list[str] = []
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=NARROW, color_scheme=scheme)
            page.on("console", lambda message: problems.append(message.text))
            page.goto(f"http://127.0.0.1:{door.port}/")
            assert page.locator("h1").count() == 1
            assert page.title()
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
            assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16
            assert problems == []
            if shots:
                page.screenshot(path=shots / f"page-{scheme}.png")
                page.set_viewport_size({"width": 1200, "height": 800})
                page.screenshot(path=shots / f"page-{scheme}-wide.png")
        browser.close()


def test_it_leaves_when_whoever_turns_its_clock_is_gone(brands: Path, tmp_path: Path) -> None:
    """A replay that is killed leaves nothing running."""
    clock = HTTPServer(("127.0.0.1", 0), _Clock)
    threading.Thread(target=clock.serve_forever, daemon=True).start()
    door = start_local(tmp_path / "data", brands, HEARD_CLOCK=f"http://127.0.0.1:{clock.server_port}/clock", **LOOPBACK)
    try:
        assert door.process.poll() is None
        clock.shutdown()
        clock.server_close()
        assert door.process.wait(timeout=40) == 0
    finally:
        door.kill()


class _Clock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"now": "2026-10-13T10:00:00Z"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
