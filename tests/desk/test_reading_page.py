"""A recipient's own pages in a real browser, by real clicks on a real door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from shared.core.digesting import reader_key
from shared.core.passes import Passes
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.desk.html import render_leaf
from shared.desk.reading import Leaf, gone, settings, stopping
from shared.flows._readers import Liking, Recipient, prefer, recipient, stop
from shared.flows.desk import Gone, Why
from tests.desk.audit import violations
from tests.desk.counter import BOARD, BOSS, Counter
from tests.digest.browser import chromium, require_chromium
from tests.functions.doors import Door, Ledger, local, write_brands
from tests.functions.test_desk import BRAND, KEY, SETTINGS, TEAM, URL
from tests.functions.test_desk import asked as asked_at

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
THIRD = "third@acme.example"
READ = BRAND.replace('recipients = ["one@acme.example"]', f'recipients = ["{BOSS}", "other@acme.example", "{THIRD}"]')


def leaves(desk: Counter) -> dict[str, Leaf]:
    """Every page that a recipient may meet."""
    token = desk.ways().settings().rpartition("/")[2]

    def mine(to: str = BOSS) -> Recipient:
        found = recipient(desk.ways(to).settings().rpartition("/")[2], desk.tools)
        assert isinstance(found, Recipient)
        return found

    prefer(token, Liking("en", "counts", "service"), desk.tools)
    found = {
        "settings": settings(mine()),
        "fewer": settings(mine(BOARD)),
        "chat": settings(mine("slack:HEARD_SLACK_BOARD")),
        "problem": settings(mine(), problem=True),
        "stopping": stopping(mine(), "../x"),
    }
    stop(token, "reader", desk.tools)
    brand = msgspec.structs.replace(mine().brand, name=LONG, short=LONG)
    return found | {
        "stopped": settings(mine()),
        "unknown": gone(Gone(Why.UNKNOWN)),
        "gone": gone(Gone(Why.STALE, brand)),
        "left": gone(Gone(Why.LEFT, brand)),
        "rtl": turned(found["settings"]),
    }


def turned(leaf: Leaf) -> Leaf:
    """The same as a language from right to left would have it."""
    return replace(leaf, language="he", direction="rtl", heading="הסיכום היומי", told=("שלום " + LONG,))


NAMES = ("settings", "fewer", "chat", "problem", "stopping", "stopped", "unknown", "gone", "left", "rtl")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    desk = Counter(tmp_path_factory.mktemp("leaves"))
    try:
        return {name: render_leaf(leaf) for name, leaf in leaves(desk).items()}
    finally:
        desk.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require_chromium()
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def tabs(browser: Any) -> dict[str, Any]:
    return {scheme: browser.new_page(color_scheme=scheme) for scheme in ("light", "dark")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_read_and_use_it(tabs: dict[str, Any], pages: dict[str, str], name: str, scheme: str) -> None:
    page = tabs[scheme]
    page.set_content(pages[name])
    for width in (320, 375, 640):
        page.set_viewport_size({"width": width, "height": 700})
        assert violations(page) == [], f"{name} at {width}"


def test_what_runs_from_right_to_left_stands_on_the_right(tabs: dict[str, Any], pages: dict[str, str]) -> None:
    page = tabs["light"]
    page.set_viewport_size({"width": 375, "height": 700})
    page.set_content(pages["rtl"])
    left = page.evaluate("document.querySelector('button').getBoundingClientRect().left")
    page.set_content(pages["settings"])
    assert page.evaluate("document.querySelector('button').getBoundingClientRect().left") <= left
    page.set_viewport_size({"width": 640, "height": 700})
    page.set_content(pages["rtl"])
    assert page.evaluate("document.querySelector('button').getBoundingClientRect().right") > 500


# --- real clicks on a real door ---


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    brands = write_brands(tmp_path_factory.mktemp("brands"), {"acme/brand.toml": READ + TEAM})
    with local(tmp_path_factory.mktemp("door"), brands, **SETTINGS) as running:
        yield running


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    page.close()


def at(door: Door, address: str) -> str:
    return f"http://127.0.0.1:{door.port}{address.removeprefix(URL)}"


def ways(to: str = BOSS, colleague: str = "Ann") -> Any:
    keys = (Secret(KEY),)
    return Passes(URL, keys, Links(URL, keys)).ways("acme", to, "2026-10-12", datetime.now(UTC), colleague=colleague)


def reader(door: Door, to: str = BOSS) -> dict[str, Any]:
    found = [one for one in Ledger(door.data).room("readers") if one["key"] == reader_key("acme", to)]
    return found[0] if found else {}


def test_settings_are_kept_by_real_clicks(door: Door, tab: Any) -> None:
    tab.goto(at(door, ways().settings()))
    assert not tab.get_by_text("Saved.").is_visible()
    tab.get_by_label("How people are named").select_option("first")
    tab.get_by_label("After a quiet day").select_option("skip")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_text("Saved.").wait_for()
    assert tab.get_by_label("How people are named").input_value() == "first"
    assert (reader(door)["names"], reader(door)["quiet"]) == ("first", "skip")
    assert [one for one in tab.complaints if "favicon" not in one] == [], "nothing was refused by the page's own policy"


def test_one_button_stops_it_and_one_starts_it_again(door: Door, tab: Any) -> None:
    other = "other@acme.example"
    tab.goto(at(door, ways(other).stop()))
    assert reader(door, other) == {}, "looking stops nothing"
    assert tab.get_by_role("button").count() == 1
    tab.get_by_role("button", name="Stop it").click()
    tab.get_by_text("You get no daily digest").wait_for()
    assert reader(door, other)["stopped"] == "reader"
    tab.reload()
    tab.get_by_role("button", name="Start again").click()
    tab.get_by_text("The digest comes every day at").wait_for()
    assert reader(door, other).get("stopped") is None
    assert reader(door).get("stopped") is None


def test_a_mail_programs_one_click_comes_through_the_real_door(door: Door) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    stop_at = ways(THIRD).stop().removeprefix(URL)
    assert door.ask("HEAD", stop_at).body == b""
    assert reader(door, THIRD).get("stopped") is None
    told = door.ask("POST", stop_at, form, {"Content-Type": "multipart/form-data; boundary=x"})
    assert told.status == 200
    assert "set-cookie" not in told.headers
    assert reader(door, THIRD)["stopped"] == "one_click"
    log = door.log.read_text(encoding="utf-8")
    assert "reader.changed" in log
    for secret in (THIRD, stop_at.split("/")[3][:30], reader_key("acme", THIRD)):
        assert secret not in log


def test_who_would_rather_have_it_otherwise_finds_the_way(door: Door, tab: Any) -> None:
    tab.goto(at(door, ways().stop()))
    tab.get_by_role("link", name="Change how it comes instead").click()
    tab.get_by_label("Language").wait_for()
    assert tab.url == at(door, ways().settings())


def test_a_link_to_one_act_is_one_confirming_tap(door: Door, tab: Any) -> None:
    key = asked_at(door, "act1")
    tab.goto(at(door, ways().card(key, "take")))
    first = tab.get_by_role("button").first
    assert first.inner_text() == "I answer in the app"
    first.click()
    tab.get_by_text("You will answer in the app.").wait_for()
    tab.goto(at(door, ways().card(key, "send")))
    tab.get_by_text("This link has done its work").wait_for()


def test_a_draft_is_sent_as_it_stands_or_changed(door: Door, tab: Any) -> None:
    key = asked_at(door, "act2")
    tab.goto(at(door, ways().card(key, "send")))
    assert tab.locator("textarea").first.input_value() == "Oh no!"
    tab.locator("textarea").first.fill("Oh no, so sorry!")
    tab.locator("button.first").first.click()
    tab.get_by_text("approved an answer").first.wait_for()
