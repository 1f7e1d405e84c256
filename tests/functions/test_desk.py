"""The colleagues' door, through the real functions framework and on the local responder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.core.interaction import Author, Interaction, Kind, hashed
from shared.core.ledger import Card, Entry, State, Suggested, Words, indexed, page_for
from shared.core.ports import Put
from shared.core.secret import Secret
from shared.core.speech import person_slot
from shared.core.tickets import Links
from shared.stores.sqlite import SqliteStore
from tests.functions.doors import (
    BRAND,
    PAGE,
    Door,
    Ledger,
    Told,
    comment,
    compile_brands,
    framework,
    local,
    raw,
    run_framework,
    run_local,
    statuses,
    write_brands,
)
from tests.functions.test_imports import HEAVY, loaded, those

KEY = "a-link-key-for-tests-only"
URL = "https://desk.acme.example"
TEAM = """
[[team]]
name = "Ann"
signature = "- Ann at Acme"
mail = "ann@acme.example"

[[team]]
name = "Bo"
signature = "- Bo at Acme"
mail = "bo@acme.example"
"""
SETTINGS = {"HEARD_DESK_URL": URL, "HEARD_LINK_KEY": KEY}
SEND = {"act": "send reply 0", "text0": "So sorry"}


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brands(tmp_path_factory.mktemp("staffed"), {"acme/brand.toml": BRAND + TEAM})


@pytest.fixture(scope="module")
def book(staffed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_brands(staffed, tmp_path_factory.mktemp("book") / "brands.json")


@pytest.fixture(scope="module")
def desk(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with framework("desk", tmp_path_factory.mktemp("desk"), book, **SETTINGS) as door:
        yield door


def asked(door: Door, name: str, text: str = "it came broken") -> str:
    """Somebody who asked, as `acknowledge` would have written it down; the key."""
    now = datetime.now(UTC)
    message = Interaction(
        platform="facebook",
        account=PAGE,
        object=name,
        kind=Kind.COMMENT,
        received_at=now,
        at=now,
        author=Author(id="7", name="Sample Person"),
        text=text,
        brand="acme",
    )
    entry = Entry(
        **{name: getattr(page_for(message), name) for name in Entry.__struct_fields__} | {"state": State.HANDED_OVER}
    )
    expire = now + timedelta(days=1)
    store = SqliteStore(door.data / "ledger.db")
    try:
        store.commit(
            now,
            Put(indexed(entry)),
            Put(Words(key=entry.key, brand="acme", interaction=message, expire_at=expire)),
            Put(
                Card(
                    key=entry.key,
                    brand="acme",
                    at=now,
                    suggested=(Suggested(capability="reply", text="Oh no!"),),
                    expire_at=expire,
                )
            ),
        )
    finally:
        store.close()
    return message.key


def path(key: str, colleague: str = "Ann") -> str:
    link = Links(URL, (Secret(KEY),)).link("acme", key, colleague, datetime.now(UTC))
    return link.removeprefix(URL)


def post(door: Door, to: str, fields: dict[str, str], **headers: str) -> Told:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return door.ask("POST", to, urlencode(fields).encode(), kind | headers)


def card(door: Door, key: str) -> dict[str, Any]:
    return next(one for one in Ledger(door.data).room("cards") if one["key"] == key)


def everything(door: Door) -> list[list[dict[str, Any]]]:
    return [Ledger(door.data).room(room) for room in ("entries", "cards", "words", "people", "notices")]


def test_looking_twenty_times_changes_nothing(desk: Door) -> None:
    link = path(asked(desk, "1"))
    before = everything(desk)
    for method in ("GET", "HEAD") * 10:
        told = desk.ask(method, link)
        assert told.status == 200
        assert (b"it came broken" in told.body) is (method == "GET")
    assert everything(desk) == before


def test_one_tap_does_it_and_leads_on(desk: Door) -> None:
    key = asked(desk, "2")
    told = post(desk, path(key), SEND)
    assert (told.status, told.body) == (303, b"")
    following = "/desk/c/" + told.headers["location"]
    assert following != path(key)
    assert b"on its way to Facebook" in desk.ask("GET", following).body
    entry = next(one for one in Ledger(desk.data).room("entries") if one["key"] == key)
    assert entry["claims"][person_slot(key)]["text"] == "So sorry\n- Ann at Acme"
    rings = [row[0] for row in Ledger(desk.data).rows("SELECT data FROM inbox", "inbox.db")]
    assert any(key.encode() in bytes(one) for one in rings), "acknowledge is rung at once"
    again = desk.ask("GET", path(key))
    assert again.status == 410
    assert b"<bdi>Ann</bdi> approved an answer" in again.body


def test_taps_at_once_are_one(desk: Door) -> None:
    key = asked(desk, "3")
    with ThreadPoolExecutor(8) as taps:
        told = list(taps.map(lambda _: post(desk, path(key), SEND).status, range(8)))
    assert sorted(told) == [303] + [410] * 7
    assert len(card(desk, key)["used"]) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_browser_is_told_about_each_page(desk: Door, method: str) -> None:
    key = asked(desk, f"4{method}")
    for at in (path(key), "/desk/c/made-up1", "/elsewhere"):
        told = desk.ask("GET", at) if method == "GET" else post(desk, at, {"act": "send reply 0", "text0": " "})
        assert told.headers["cache-control"] == "no-store"
        assert told.headers["referrer-policy"] == "no-referrer"
        assert told.headers["x-content-type-options"] == "nosniff"
        assert "noindex" in told.headers["x-robots-tag"]
        policy = told.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "set-cookie" not in told.headers


def test_statuses(desk: Door) -> None:
    key = asked(desk, "5")
    link = path(key)
    assert post(desk, link, {"act": "send reply 0", "text0": " "}).status == 422
    assert post(desk, link, {"act": "back"}).status == 409
    assert post(desk, link, {}).status == 200
    assert post(desk, link, {"act": "erase everything"}).status == 200
    assert card(desk, key).get("used", []) == []


def test_what_was_typed_comes_back(desk: Door) -> None:
    link = path(asked(desk, "6"))
    words = '<b>Grüße</b> & "so"\nzwei ' + "ä" * 2000
    told = post(desk, link, {"act": "send reply 1", "text1": words})
    assert told.status == 422
    body = told.body.decode()
    assert "&lt;b&gt;Grüße&lt;/b&gt; &amp; &#34;so&#34;\nzwei ä" in body
    assert "<b>" not in body


def test_words_are_still_there_where_another_button_led_nowhere(desk: Door) -> None:
    link = path(asked(desk, "61"))
    told = post(desk, link, {"act": "hand_on", "text0": "I have typed <all> of this"})
    assert told.status == 422
    assert b"I have typed &lt;all&gt; of this" in told.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method(desk: Door, method: str) -> None:
    key = asked(desk, f"7{method}")
    told = desk.ask(method, path(key))
    assert told.status == 405
    assert told.headers["allow"] == "GET, HEAD, POST"
    assert card(desk, key).get("used", []) == []


@pytest.mark.parametrize(
    "at",
    [
        "/",
        "/desk",
        "/desk/",
        "/desk/c/",
        "/desk/c/a/b",
        "/desk/c/%41",
        "/desk/c/a?b",
        "/Desk/c/a",
        "/desk/../c/a1",
        "//desk/c/a1",
    ],
)
def test_nothing_else_is_there(desk: Door, at: str) -> None:
    assert desk.ask("GET", at).status == 404


def test_a_made_up_link_and_a_forged_one_look_alike(desk: Door) -> None:
    key = asked(desk, "8")
    forged = Links(URL, (Secret("another-key-altogether"),)).link("acme", key, "Ann", datetime.now(UTC))
    pages = {desk.ask("GET", at).body for at in (forged.removeprefix(URL), "/desk/c/made-up1", path(hashed("none")))}
    assert len(pages) == 1
    assert desk.ask("GET", forged.removeprefix(URL)).status == 404


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"act=close", {"Content-Type": "application/json"}, 415),
        (b"act=close", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"act=close", {}, 415),
        (b"act=close", {"Content-Encoding": "gzip"}, 415),
        (b"act=send+reply+0&text0=" + b"a" * 70_000, {}, 413),
        (b"&".join([b"act=close"] * 100), {}, 200),
        (b"act=close&act=take", {}, 200),
        (b"\xff\xfe\x00=%ZZ&act", {}, 200),
        (b"act=send+reply+9&text9=x", {}, 303),
        (b"act=send+reply+0&text0=%ED%A0%80", {}, 303),
    ],
)
def test_bodies_that_no_page_of_ours_sends(desk: Door, body: bytes, headers: dict[str, str], status: int) -> None:
    key = asked(desk, hashed(repr((body[:40], headers)))[:9])
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body != b"act=close" or headers else {}
    told = desk.ask("POST", path(key), body, kind | headers)
    assert told.status == status
    assert (card(desk, key).get("used", []) == []) is (status != 303)


def test_a_body_is_not_waited_for_without_end(desk: Door) -> None:
    link = path(asked(desk, "10"))
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = f"POST {link} HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: 40000000\r\n\r\n"
    assert statuses(raw(desk.port, head.encode() + b"a" * 200_000, wait=3, end=True)) == [413]


def test_nothing_that_could_act_or_quote_is_logged(book: Path, tmp_path: Path) -> None:
    with framework("desk", tmp_path, book, **SETTINGS) as door:
        key = asked(door, "11", text="my very secret words")
        link = path(key)
        door.ask("GET", link)
        post(door, link, {"act": "send reply 0", "text0": "my own secret answer"})
        post(door, link, SEND)
        door.ask("GET", link + "x")
        door.stop()
        log = door.log.read_text(encoding="utf-8")
        assert "desk.acted" in log
        assert key in log
        for secret in (link.rpartition("/")[2][:40], "secret words", "secret answer", KEY, "Sample Person", "Ann"):
            assert secret not in log
        assert [one["event"] for one in door.records()].count("desk.acted") == 1


def test_a_new_link_is_sent_and_not_shown(desk: Door) -> None:
    key = asked(desk, "18")
    assert post(desk, path(key), {"act": "take"}).status == 303
    assert b"Send me a new link" in desk.ask("GET", path(key)).body
    told = post(desk, path(key), {"act": "anew"})
    assert told.status == 200
    assert b"/desk/c/" not in told.body
    post(desk, path(key), {"act": "anew"})
    mine = [one for one in Ledger(desk.data).room("notices") if one["entry"] == key]
    assert [one["to"] for one in mine] == ["ann@acme.example"]
    assert b"Send me a new link" not in desk.ask("GET", "/desk/c/made-up1").body


def test_a_store_that_is_away_is_no_lost_text(book: Path, tmp_path: Path) -> None:
    with framework("desk", tmp_path, book, **SETTINGS) as door:
        link = path(asked(door, "12"))
        door.ask("GET", link)
        import sqlite3

        line = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        line.execute("BEGIN EXCLUSIVE")
        told = post(door, link, SEND)
        line.execute("ROLLBACK")
        line.close()
        assert told.status == 503
        assert b"Go back" in told.body
        assert told.headers["retry-after"] == "5"
        assert post(door, link, SEND).status == 303


# --- starting ---


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"HEARD_DESK_URL": URL}, "HEARD_LINK_KEY"),
        ({"HEARD_DESK_URL": URL, "HEARD_LINK_KEY": "short"}, "HEARD_LINK_KEY"),
        ({"HEARD_DESK_URL": URL, "HEARD_LINK_KEY": f"{KEY} changeme"}, "HEARD_LINK_KEY"),
        ({"HEARD_LINK_KEY": KEY}, "HEARD_DESK_URL"),
        ({"HEARD_DESK_URL": "http://desk.acme.example", "HEARD_LINK_KEY": KEY}, "HEARD_DESK_URL"),
        ({**SETTINGS, "HEARD_LINK_DAYS": "0"}, "HEARD_LINK_DAYS"),
    ],
    ids=["no key", "short key", "placeholder", "no address", "plain http", "no days"],
)
def test_it_refuses_to_start_set_up_wrong(book: Path, tmp_path: Path, changes: dict[str, str], named: str) -> None:
    done = run_framework("desk", tmp_path, book, **changes)
    assert done.returncode != 0
    assert named in done.stderr
    assert KEY not in done.stderr


@pytest.mark.parametrize("door", ["acknowledge", "watch"])
def test_who_writes_links_needs_the_key_too(door: str, book: Path, tmp_path: Path) -> None:
    done = run_framework(door, tmp_path, book, HEARD_DESK_URL=URL)
    assert done.returncode != 0
    assert "HEARD_LINK_KEY" in done.stderr


def test_it_needs_no_token_and_no_mail(book: Path, tmp_path: Path) -> None:
    """It can be given less than any other door: it speaks to nobody."""
    without = {"HEARD_FACEBOOK_TOKEN": None, "HEARD_X_TOKEN": None, "HEARD_NOTIFIER": "smtp"}
    with framework("desk", tmp_path, book, **SETTINGS, **without) as door:
        key = asked(door, "13")
        assert post(door, path(key), {"act": "hand_on", "to": "Bo"}).status == 303
        assert [one["to"] for one in Ledger(tmp_path).room("notices")] == ["bo@acme.example"]


def test_it_loads_nothing_that_it_does_not_need(book: Path, tmp_path: Path) -> None:
    """Its first visitor waits for all of it: no platform's client, no reader of brands, no tables of words."""
    settings = {"HEARD_COMPILED": str(book), "HEARD_DATA": str(tmp_path), **SETTINGS}
    code = "from functions.desk.main import desk"
    denied = (*HEAVY, "tomllib", "shared.brands.models", "shared.notifiers.smtp", "shared.classify")
    assert those(loaded(code, **settings), denied) == []


# --- on one machine ---


def test_the_local_responder_has_the_desk_too(staffed: Path, tmp_path: Path) -> None:
    with local(tmp_path, staffed, **{**SETTINGS, "HEARD_DESK_URL": "http://127.0.0.1:8080"}) as door:
        key = asked(door, "14")
        assert b"it came broken" in door.ask("GET", path(key)).body
        assert post(door, path(key), {"act": "close"}).status == 303
        assert door.ask("GET", "/desk/elsewhere").status == 404
        assert door.deliver(comment("15")).status == 200


def test_without_an_address_there_is_no_desk(staffed: Path, tmp_path: Path) -> None:
    with local(tmp_path, staffed) as door:
        assert door.ask("GET", path(asked(door, "16"))).status == 404
    done = run_local(tmp_path, staffed, HEARD_DESK_URL=URL)
    assert done.returncode == 1
    assert "HEARD_LINK_KEY" in done.stderr


def test_a_notice_leads_to_its_card(staffed: Path, tmp_path: Path) -> None:
    """From a platform's webhook to the page, as colleagues will meet it."""
    with local(tmp_path, staffed, **SETTINGS) as door:
        door.deliver(comment("17", text="it came broken"))
        told = _eventually(lambda: [one for one in Ledger(tmp_path).room("notices") if one["about"] != "digest"])
        link = re.search(rf"{URL}(/desk/c/[A-Za-z0-9_-]+)", told[0]["text"])
        assert link is not None
        page = door.ask("GET", link[1])
        assert page.status == 200
        assert b"it came broken" in page.body


def _eventually(look: Any) -> Any:
    import time

    until = time.monotonic() + 15
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.05)
    assert found
    return found
