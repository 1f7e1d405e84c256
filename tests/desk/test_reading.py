"""A recipient's own pages at the door: settings, the end of it with one click, and links that are not theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shared.core.delivery import Answer
from shared.core.digesting import Reader, reader_key
from shared.core.passes import Passes
from shared.core.ports import Put
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.desk.style import ALLOWED
from tests.desk.counter import BOARD, BOSS, READERS, URL, Counter, kept, staffed
from tests.flows.world import NOON, Fuse

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
STOP = {"act": "stop"}
START = {"act": "start"}
SAVE = {"act": "save", "language": "en", "names": "first", "quiet": "skip"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def stopped(desk: Counter, to: str = BOSS) -> str | None:
    found = desk.world.store.get(Reader, reader_key("acme", to), desk.world.now())
    return None if found is None else found.doc.stopped


def words(told: Answer) -> str:
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", told.body.decode(), flags=re.S)
    return " ".join(text.split())


def header(told: Answer, name: str) -> str:
    return next(value for key, value in told.headers if key == name)


def onwards(desk: Counter, to: str, told: Answer) -> Answer:
    """What a browser that is led on gets."""
    return desk.ask("GET", urljoin(to, header(told, "Location")).partition("#")[0])


# --- looking ---


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing_whatever_the_address(desk: Counter, method: str) -> None:
    """Programs that guard a mailbox open every link of a mail before anybody does."""
    mine, key = desk.ways(colleague="Ann"), desk.asked()
    desk.carded(key, "So sorry!")
    cards = [mine.card(key, act) or "" for act in ("", "send", "take", "hand_on", "hold")]
    addresses = [mine.settings(), mine.stop(), mine.copy(), *cards, f"{URL}/desk/r/made-up1/stop"]
    before = kept(desk.world)
    told = [desk.ask(method, one).status for one in addresses]
    assert told == [200, 200, 410, 200, 200, 200, 200, 200, 404]
    assert kept(desk.world) == before


def test_the_page_says_whose_it_is_and_shows_no_address(desk: Counter) -> None:
    for address in (desk.ways().settings(), desk.ways().stop()):
        told = desk.ask("GET", address)
        assert "This page is for b…@acme.example." in words(told)
        assert BOSS not in told.body.decode()
    chat = desk.ask("GET", desk.ways("slack:HEARD_SLACK_BOARD").settings())
    assert "a chat of the team" in words(chat)
    assert "HEARD_SLACK" not in chat.body.decode()


def test_the_page_says_how_it_comes(desk: Counter) -> None:
    assert "every day at 07:30" in words(desk.ask("GET", desk.ways().settings()))
    board = words(desk.ask("GET", desk.ways(BOARD).settings()))
    assert "at 08:00 on Mon and Fri" in board
    assert "With their names and words" not in board, "their group is not told so much"
    assert "More than this is not sent to your group." in board


# --- stopping ---


FORMS = {
    "urlencoded": ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
    "charset": ("application/x-www-form-urlencoded; charset=utf-8", b"List-Unsubscribe=One-Click"),
    "parts": (
        'multipart/form-data; boundary="a b"',
        b'--a b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--a b--\r\n',
    ),
    "parts of another kind": (
        "Multipart/Form-Data; boundary=x",
        b"--x\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=List-Unsubscribe\r\n\r\nOne-Click"
        b"\r\n--x--",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_one_click_stops_at_once_without_another_step(desk: Counter, form: str) -> None:
    kind, body = FORMS[form]
    told = desk.ask("POST", desk.ways().stop(), body=body, kind=kind)
    assert told.status == 200, "a mail program follows no redirect"
    assert "set-cookie" not in {name.lower() for name, _value in told.headers}
    assert stopped(desk) == "one_click"
    assert stopped(desk, BOARD) is None
    again = kept(desk.world)
    assert desk.ask("POST", desk.ways().stop(), body=body, kind=kind).status == 200
    assert kept(desk.world) == again


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=no"),
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click&List-Unsubscribe=One-Click"),
        ("application/x-www-form-urlencoded", b"act=close"),
        ("multipart/form-data", b"List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n--y--"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nOne-Click\r\n--x--"),
        ("multipart/form-data; boundary=\r\nX: y", b"\xff\x00"),
    ],
)  # fmt: skip
def test_what_nobody_clicked_stops_nothing(desk: Counter, kind: str, body: bytes) -> None:
    before = kept(desk.world)
    assert desk.ask("POST", desk.ways().stop(), body=body, kind=kind).status == 200
    assert kept(desk.world) == before


def test_one_click_counts_only_at_the_address_for_it(desk: Counter) -> None:
    for address in (desk.ways().settings(), desk.link(desk.asked())):
        desk.ask("POST", address, ONE_CLICK)
    assert stopped(desk) is None


def test_the_button_stops_it_and_leads_to_where_it_can_be_undone(desk: Counter) -> None:
    page = desk.ask("GET", desk.ways().stop())
    assert page.body.count(b"<button") == 1
    told = desk.ask("POST", desk.ways().stop(), STOP)
    assert (told.status, stopped(desk)) == (303, "reader")
    after = onwards(desk, desk.ways().stop(), told)
    assert "You get no daily digest of Acme any more, since Tue 13 Oct." in words(after)
    told = desk.ask("POST", desk.ways().settings(), START)
    assert (told.status, stopped(desk)) == (303, None)
    assert "every day at 07:30" in words(onwards(desk, desk.ways().settings(), told))


@pytest.mark.parametrize(("why", "said"), [("bounce", "could not be delivered"), ("complaint", "reported as unwanted")])
def test_who_was_stopped_for_them_reads_why(desk: Counter, why: str, said: str) -> None:
    mine = Reader(key=reader_key("acme", BOSS), brand="acme", at=NOON, stopped=why, expire_at=NOON.replace(year=2100))
    desk.world.store.commit(NOON, Put(mine))
    for address in (desk.ways().settings(), desk.ways().stop()):
        told = desk.ask("GET", address)
        assert said in words(told)
        assert b'value="start"' in told.body


# --- settings ---


def test_what_is_chosen_is_kept_and_said(desk: Counter) -> None:
    told = desk.ask("POST", desk.ways().settings(), SAVE)
    assert told.status == 303
    assert header(told, "Location").endswith("#saved")
    page = onwards(desk, desk.ways().settings(), told).body.decode()
    assert '<option value="first" selected>' in page
    assert '<option value="skip" selected>' in page
    assert 'id="saved">Saved.' in page


def test_what_is_not_offered_changes_nothing_and_says_so(desk: Counter) -> None:
    before = kept(desk.world)
    told = desk.ask("POST", desk.ways(BOARD).settings(), SAVE | {"names": "full"})
    assert told.status == 422
    assert "Nothing was changed" in words(told)
    assert kept(desk.world) == before


def test_pages_are_in_the_readers_language(desk: Counter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another language is there once its file is: here one from right to left, with one message of its own."""
    from shared.digest import catalogue

    for one in catalogue._FOLDER.glob("*.ftl"):
        (tmp_path / one.name).write_text(one.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "he.ftl").write_text("desk-stop = להפסיק\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    catalogue.catalogue.cache_clear()
    try:
        page = desk.ask("GET", desk.ways().settings()).body.decode()
        assert '<option value="he" lang="he">עברית</option>' in page, "by its own name"
        desk.ask("POST", desk.ways().settings(), SAVE | {"language": "he"})
        page = desk.ask("GET", desk.ways().settings()).body.decode()
        assert '<html lang="he" dir="rtl">' in page
        assert "להפסיק" in page
        assert '<html lang="en" dir="ltr">' in desk.ask("GET", desk.ways(BOARD).settings()).body.decode()
    finally:
        catalogue.catalogue.cache_clear()


# --- links that are not theirs ---


def test_a_made_up_one_and_a_forged_one_look_alike(desk: Counter) -> None:
    other = Secret("another-key-altogether")
    forged = Passes(URL, (other,), Links(URL, (other,))).ways("acme", BOSS, "2026-10-12", NOON)
    gone = desk.passes.ways("gone", BOSS, "2026-10-12", NOON)
    pages = set()
    for one in (forged, gone):
        for address in (one.settings(), one.stop(), one.copy()):
            told = desk.ask("GET", address)
            assert told.status == 404
            pages.add(told.body)
    for room in "rd":
        pages.add(desk.ask("GET", f"{URL}/desk/{room}/made-up1").body)
    assert len(pages) == 1
    assert desk.ask("POST", forged.stop(), ONE_CLICK).status == 404
    assert stopped(desk) is None


def test_what_is_for_one_page_opens_no_other(desk: Counter) -> None:
    mine = desk.ways(colleague="Ann")
    card = mine.card(desk.asked()) or ""
    tokens = {
        "c": card.rpartition("/")[2],
        "r": mine.settings().rpartition("/")[2],
        "d": mine.copy().rpartition("/")[2],
    }
    before = kept(desk.world)
    for room in "crd":
        for made_for, token in tokens.items():
            if room != made_for:
                assert desk.ask("GET", f"/desk/{room}/{token}").status == 404
                assert desk.ask("POST", f"/desk/{room}/{token}", STOP).status == (405 if room == "d" else 404)
    assert desk.ask("POST", f"/desk/r/{tokens['c']}/stop", ONE_CLICK).status == 404
    assert kept(desk.world) == before


def test_who_is_no_reader_any_more_is_told_so(desk: Counter) -> None:
    mine = desk.ways()
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, readers=READERS[1:]))
    for address in (mine.settings(), mine.stop()):
        assert "not among those who get the daily digest of Acme" in words(desk.ask("GET", address))
    assert desk.ask("GET", mine.copy()).status == 410
    assert desk.ask("POST", mine.stop(), ONE_CLICK).status == 200
    assert stopped(desk) == "one_click"


# --- the door ---


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
def test_no_other_method(desk: Counter, method: str) -> None:
    mine = desk.ways()
    for address, allowed in ((mine.settings(), "GET, HEAD, POST"), (mine.copy(), "GET, HEAD")):
        if method == "POST" and "POST" in allowed:
            continue
        told = desk.ask(method, address)
        assert told.status == 405
        assert header(told, "Allow") == allowed


@pytest.mark.parametrize(
    "path", ["r/", "r/a1/stop/", "r/a1/go", "r/a1/send", "d/a1/stop", "r/a%31", "x/a1", "c/a1/stop"]
)
def test_nothing_else_is_there(desk: Counter, path: str) -> None:
    assert desk.ask("GET", f"/desk/{path}").status == 404


def test_what_no_form_of_ours_is_is_refused(desk: Counter) -> None:
    stop = desk.ways().stop()
    assert desk.ask("POST", stop, body=b"{}", kind="application/json").status == 415
    assert desk.ask("POST", stop, body=b"", kind="").status == 415
    assert desk.ask("POST", stop, body=b"a" * 70_000).status == 413
    assert stopped(desk) is None


def test_parts_within_parts_are_not_looked_into(desk: Counter) -> None:
    """Whoever knows no link could otherwise make the door work for seconds on one small form."""
    click = b'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n'
    within = b'--x\r\nContent-Type: multipart/mixed; boundary="y"\r\n\r\n--y\r\n' + click + b"--y--\r\n--x--\r\n"
    assert desk.ask("POST", desk.ways().stop(), body=within, kind="multipart/form-data; boundary=x").status == 200
    assert stopped(desk) is None
    many = b"--x\r\n" + click + b"--x\r\nContent-Disposition: form-data; name=a%d\r\n\r\n\r\n" * 50
    numbered = many % tuple(range(50))
    assert desk.ask("POST", desk.ways().stop(), body=numbered, kind="multipart/form-data; boundary=x").status == 200
    assert stopped(desk) is None


@given(body=st.binary(max_size=400), boundary=st.text(max_size=20))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
def test_no_form_in_parts_breaks_the_door(desk: Counter, body: bytes, boundary: str) -> None:
    begun = f"--{boundary}\r\nContent-Disposition: form-data; name*=utf-8''x\r\n".encode("utf-8", "replace")
    for data in (body, begun + body, begun + b"\r\n" + body + f"\r\n--{boundary}--".encode("utf-8", "replace")):
        told = desk.ask("POST", desk.ways().stop(), body=data, kind=f"multipart/form-data; boundary={boundary}")
        assert told.status == 200
    assert stopped(desk) is None


def test_what_a_browser_is_told_about_each_page(desk: Counter) -> None:
    mine = desk.ways()
    for told in (
        desk.ask("GET", mine.settings()),
        desk.ask("GET", mine.stop()),
        desk.ask("GET", mine.copy()),
        desk.ask("POST", mine.stop(), ONE_CLICK),
        desk.ask("POST", mine.settings(), START),
    ):
        assert header(told, "Cache-Control") == "no-store"
        assert header(told, "Referrer-Policy") == "no-referrer"
        assert "noindex" in header(told, "X-Robots-Tag")
        policy = header(told, "Content-Security-Policy")
        assert policy.startswith(f"default-src 'none'; style-src {ALLOWED}; ")
        assert "frame-ancestors 'none'" in policy


def test_no_log_holds_an_address_or_a_link(desk: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    mine = desk.ways()
    for address in (mine.settings(), mine.stop(), mine.copy()):
        desk.ask("GET", address)
        desk.ask("POST", address, SAVE)
        desk.ask("POST", address, STOP)
        desk.ask("POST", address, START)
    desk.ask("POST", mine.stop(), ONE_CLICK)
    told = capsys.readouterr()
    log = told.out + told.err
    told_of = {json.loads(line)["what"] for line in log.splitlines() if "reader.changed" in line}
    assert told_of == {"stopped", "started", "changed"}
    for secret in (
        BOSS,
        "boss",
        reader_key("acme", BOSS),
        *(one.split("/")[5][:20] for one in (mine.stop(), mine.copy())),
    ):
        assert secret not in log


def test_while_the_records_are_away_nothing_is_said_to_be_done(tmp_path: Path) -> None:
    desk = Counter(tmp_path, fuse=(fuse := Fuse()))
    try:
        stop = desk.ways().stop()

        class Away:
            def __getattr__(self, name: str) -> object:
                from shared.core.errors import BackendUnavailable

                raise BackendUnavailable("store", "away")

        desk.tools = replace(desk.tools, store=Away())
        told = desk.ask("POST", stop, ONE_CLICK)
        assert told.status == 503
        assert header(told, "Retry-After") == "5"
        desk.start()
        assert stopped(desk) is None
        assert fuse.at == 0
    finally:
        desk.close()


def test_a_group_of_chats_can_be_stopped_like_any_other(desk: Counter) -> None:
    chat = "slack:HEARD_SLACK_BOARD"
    assert desk.ask("POST", desk.ways(chat).settings(), STOP).status == 303
    assert stopped(desk, chat) == "reader"
    assert msgspec.structs.asdict(READERS[1])["to"][1] == chat
