"""The desk's pages in a real browser: at every width, light and dark, with hostile words in them, by real clicks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Colleague, Contact
from shared.core.calendar import Calendar
from shared.core.course import Reason
from shared.core.ledger import CardState, Entry, indexed
from shared.core.ports import Capability, Replace
from shared.core.sla import Aim
from shared.desk.html import render
from shared.desk.sheet import plain, sheet
from shared.desk.style import STYLE
from shared.flows._holds import turn_on
from shared.flows.desk import Deed, Gone, Page, show
from shared.stores.sqlite import SqliteStore
from tests.core.opening import by_calendar, open_clock
from tests.desk.audit import violations
from tests.desk.counter import TEAM, Counter
from tests.digest.browser import chromium, require_chromium
from tests.flows.world import NOON
from tests.functions.doors import Door, Ledger, local, write_brands
from tests.functions.test_desk import BRAND as FOLDER_BRAND
from tests.functions.test_desk import SETTINGS, asked, path
from tests.functions.test_desk import TEAM as FOLDER_TEAM

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"quoted\" 'too' {{7*7}} {% raw %} &amp;\n"
    "https://evil.example/?a=1&b=2 call +47 123 45 678 \u202egnp.exe\u202c \u2066x\u2069\x00\x1b[31m\n"
    f"javascript:alert(3) {LONG} </textarea></blockquote></main><base href=//evil.example>"
)
ARABIC = "متى تفتحون؟ 12:00 <b>"


def scene(name: str, folder: Path) -> Page | Gone:
    """What the desk shows in one of the situations that colleagues meet."""
    desk = Counter(folder, **({"team": (*TEAM, Colleague(name=LONG[:80], signature=LONG[:80]))}))
    try:
        key = desk.asked(text=ARABIC if name == "arabic" else HOSTILE if name == "hostile" else "my cup came broken")
        drafts = ("So sorry! Please send us a picture.", "We are sorry: write to us in private.", f"<i>{LONG}")
        desk.carded(key, *drafts, notes=("Please look at the photo first.",), assignee="Ann")
        token = desk.link(key, "" if name == "anybody" else "Ann")
        match name:
            case "overdue":
                desk.world.clock += timedelta(hours=5)
            case "taken" | "spent":
                following = desk.done(token, Deed.TAKE)
                token = token if name == "spent" else following
            case "paused":
                desk.world.clock += timedelta(minutes=80)
                token = desk.done(token, Deed.HOLD, reason=Reason.THIRD_PARTY, note="asked the <b>pottery</b>")
                desk.world.clock += timedelta(minutes=100)
            case "resumed":
                token = desk.done(token, Deed.HOLD, reason=Reason.CUSTOMER, days=3)
                desk.world.clock += timedelta(minutes=30)
                token = desk.done(token, Deed.RESUME)
                desk.world.clock += timedelta(minutes=95)
            case "held":
                turn_on(desk.world.store, "acme", desk.world.clock, NOON + timedelta(hours=2), owner=None, why=None)
                desk.world.clock += timedelta(hours=1)
            case "closed":
                token = desk.done(token, Deed.CLOSE)
            case "problem":
                page = desk.act(token, Deed.SEND, text="ö" * 3000, draft=3, capability=Capability.REPLY)
                assert isinstance(page, Page)
                return page
            case "late":
                desk.done(desk.link(key, "Bo"), Deed.SEND, text="So sorry", capability=Capability.REPLY)
                page = desk.act(token, Deed.SEND, text="\nWe send <i>another</i> cup", capability=Capability.REPLY)
                assert isinstance(page, Page)
                return page
            case "to take" | "to put off" | "to pass on" | "to send":
                first = {
                    "to take": Deed.TAKE,
                    "to put off": Deed.HOLD,
                    "to pass on": Deed.HAND_ON,
                    "to send": Deed.SEND,
                }
                return show(desk.link(key, ""), desk.tools, first[name])
            case "over":
                desk.done(desk.link(key, "Bo"), Deed.CLOSE)
                return show(token, desk.tools, Deed.TAKE)
            case "sent":
                token = desk.done(token, Deed.SEND, text="So sorry", capability=Capability.REPLY)
                desk.world.work()
        return desk.show(token)
    finally:
        desk.close()


SCENES = (
    "fresh", "anybody", "overdue", "hostile", "arabic", "problem", "taken", "late", "sent", "closed", "spent", "paused",
    "resumed", "held", "to take", "to put off", "to pass on", "to send", "over",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = {name: render(sheet(scene(name, tmp_path_factory.mktemp(name)))) for name in SCENES}
    return made | {"plain": render(plain("Please try again", "Our records cannot be reached."))}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require_chromium()
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def tabs(browser: Any) -> dict[str, Any]:
    """One tab for light and one for dark: to open another takes longer than all that is looked at in it."""
    return {scheme: browser.new_page(color_scheme=scheme) for scheme in ("light", "dark")}


@pytest.fixture
def shown(tabs: dict[str, Any], pages: dict[str, str]) -> Callable[..., Any]:
    def show(name: str, width: int = 375, scheme: str = "light") -> Any:
        page = tabs[scheme]
        page.set_viewport_size({"width": width, "height": 700})
        page.set_content(pages[name])
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return page

    return show


class Tags(HTMLParser):
    """The tags of a page, with what stands in which."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in tags]


@pytest.mark.parametrize("name", [*SCENES, "plain"])
def test_a_page_holds_nothing_that_runs_or_leads_away(pages: dict[str, str], name: str) -> None:
    page = Tags(pages[name])
    assert page.named("script", "img", "iframe", "object", "embed", "link", "base", "svg", "audio", "video") == []
    assert not any(attr.startswith("on") or attr == "style" for _tag, attrs in page.tags for attr in attrs)
    assert all(str(one["href"]).startswith("https://www.facebook.com/") for one in page.named("a"))
    assert STYLE in pages[name], "as the browser will hash it"


def test_hostile_words_stand_there_as_they_were_written(shown: Callable[..., Any]) -> None:
    page = shown("hostile")
    read = page.evaluate("document.querySelector('blockquote').innerText")
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in read
    assert "{{7*7}} {% raw %} &amp;" in read
    assert "</textarea></blockquote></main><base href=//evil.example>" in read
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", read), "nothing turns or hides what stands there"
    assert page.evaluate("document.querySelectorAll('textarea')[2].value") == f"<i>{LONG}"


def test_right_to_left_words_run_their_own_way(shown: Callable[..., Any]) -> None:
    page = shown("arabic")
    assert page.evaluate("getComputedStyle(document.querySelector('blockquote')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*SCENES, "plain"])
def test_everybody_can_read_and_use_it(shown: Callable[..., Any], name: str, scheme: str) -> None:
    for width in (320, 375, 640):
        assert violations(shown(name, width, scheme)) == [], f"{name} at {width}"


def test_dark_is_dark(shown: Callable[..., Any]) -> None:
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"
    assert shown("fresh").evaluate(ground) == "rgb(255, 253, 250)"
    assert shown("fresh", scheme="dark").evaluate(ground) == "rgb(35, 29, 25)"


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("name", ["fresh", "anybody", "taken", "problem", "hostile", "paused"])
def test_every_control_is_large_named_and_in_reach(shown: Callable[..., Any], name: str, width: int) -> None:
    page = shown(name, width)
    controls = page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, summary, a')].map(e => {
            const r = e.getBoundingClientRect();
            const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
            return {tag: e.tagName, name: e.getAttribute('aria-label') || label || e.innerText,
                    height: r.height, left: r.left, right: r.right, letters: parseFloat(getComputedStyle(e).fontSize)};
        })"""
    )
    assert len(controls) > 8
    for one in controls:
        assert one["height"] >= 44, one
        assert one["name"].strip(), one
        assert one["left"] >= 0, one
        assert one["right"] <= width, one
        assert one["letters"] >= 16, one


def test_what_was_typed_stands_where_it_was_typed_and_can_be_seen(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.set_content(pages["problem"])
    field = page.locator("textarea[name=text3]")
    assert field.is_visible()
    assert field.input_value() == "ö" * 3000
    assert page.locator("[role=alert]").is_visible()
    page.close()


def test_who_came_too_late_finds_their_words_where_no_field_is_left(shown: Callable[..., Any]) -> None:
    page = shown("late")
    assert page.get_by_role("button", name="Answer in public").count() == 0
    field = page.get_by_label("What you wrote")
    assert field.is_visible()
    assert field.input_value() == "We send <i>another</i> cup"
    assert page.get_by_text("Bo approved an answer").is_visible()


def test_each_page_says_what_it_is_in_words(pages: dict[str, str]) -> None:
    text = {name: re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S) for name, page in pages.items()}
    text = {name: " ".join(one.split()) for name, one in text.items()}
    assert "From Sample Person , 12:00 today." in text["fresh"]
    assert "An answer is promised by 14:00 today." in text["fresh"]
    assert "It is yours to answer." in text["fresh"]
    assert "Please look at the photo first." in text["fresh"]
    assert "An answer was promised by 14:00 today, 3 h 00 min ago." in text["overdue"]
    assert "Your signature is added below: – Ann at Acme" in text["fresh"]
    assert "An answer in private can be sent until 12:00 on Tue 20 Oct." in text["fresh"]
    assert "Who are you?" in text["anybody"]
    assert "You will answer in the app." in text["taken"]
    assert "longer than Facebook takes" in text["problem"]
    assert "It is answered: the words are on Facebook." in text["sent"]
    assert "It is closed: there is nothing to answer." in text["closed"]
    assert "12:00 today: Ann took it, to answer in the app." in text["spent"]
    assert "my cup came broken" not in text["spent"], "a used link shows nobody's words any more"


def test_each_clock_says_where_it_stands_and_what_explains_it(pages: dict[str, str]) -> None:
    text = {name: re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S) for name, page in pages.items()}
    text = {name: " ".join(one.split()) for name, one in text.items()}
    assert (
        "The answer runs. Promised within 2 h 00 min of service time, by 14:00 today. 0 s of service time so far; "
        "hours of Acme." in text["fresh"]
    )
    assert "The answer is late: it was due by 14:00 today." in text["overdue"]
    assert "An answer is promised, but its clock is paused: not before 15:40 today." in text["paused"]
    assert "An answer is promised by 15:40" not in text["paused"], "nobody knows when it ends"
    assert "An answer is promised by 16:00 today." in text["held"], "the switch says until when it is on"
    assert "has been paused since 13:20 today by Ann (waiting for somebody else: asked the &lt;b&gt;" in text["paused"]
    assert "Promised within 2 h 00 min of service time, not before 15:40 today." in text["paused"]
    assert "1 h 20 min of service time so far; hours of Acme; paused 13:20-15:00, waiting for some" in text["paused"]
    assert "The answer runs, and has been at risk since 14:00 today." in text["resumed"]
    assert "1 h 35 min of service time so far; hours of Acme; paused 12:00-12:30, waiting for them." in text["resumed"]
    assert (
        "The answer has been paused since 12:00 today by the crisis switch (a crisis, until 14:00 today)."
        in text["held"]
    )
    assert "The answer came at 12:00 today by a colleague, in time." in text["sent"]
    assert "12:00 today: Ann paused it." in text["resumed"]
    assert "12:30 today: Ann went on with it." in text["resumed"]


@pytest.mark.practice(38)
def test_a_colleague_reads_where_the_person_may_be_asked_to_go_on(tmp_path: Path) -> None:
    page = scene("fresh", tmp_path)
    assert isinstance(page, Page)

    def read(**ways: str) -> str:
        shown = render(sheet(replace(page, brand=msgspec.structs.replace(page.brand, contact=Contact(**ways)))))
        assert not Tags(shown).named("iframe", "script")
        assert all(str(one["href"]).startswith("https://www.facebook.com/") for one in Tags(shown).named("a"))
        return " ".join(re.sub(r"<[^>]+>", "", shown).split())

    whole = read(mail="hi@acme.example", phone="+47 22 00 01 00", meeting="https://acme.example/meet?a=1&b=2")
    elsewhere = "mail hi@acme.example, telephone +47 22 00 01 00, a meeting https://acme.example/meet?a=1&amp;b=2."
    assert f"To go on elsewhere: {elsewhere}" in whole
    assert "To go on elsewhere: a meeting https://acme.example/meet." in read(meeting="https://acme.example/meet")
    assert "To go on elsewhere" not in read(), "nothing is known of it"


def test_a_note_takes_line_ends_so_that_a_key_sends_nothing(shown: Callable[..., Any]) -> None:
    """In a field of one line the return key would press the first button of the form: the one that answers."""
    page = shown("fresh")
    assert page.get_by_label("Why, for your colleagues").evaluate("one => one.tagName") == "TEXTAREA"
    assert page.locator("form input").count() == 0


def test_refused_and_lost_answers_say_so(tmp_path: Path) -> None:
    page = scene("sent", tmp_path)
    assert isinstance(page, Page)
    (slot, claim) = next((slot, one) for slot, one in page.entry.claims.items() if slot.startswith("person/"))
    for state, words in (("refused", "refused the answer"), ("uncertain", "We cannot know")):
        became = msgspec.structs.replace(claim, state=type(claim.state)(state), why="a code")
        entry = msgspec.structs.replace(page.entry, claims={slot: became})
        assert words in render(sheet(replace(page, entry=entry)))


@pytest.mark.parametrize("name", ["to take", "to put off", "to pass on", "to send"])
def test_what_the_link_is_for_is_seen_on_a_phone_before_anything_is_scrolled_twice(
    shown: Callable[..., Any], name: str
) -> None:
    page = shown(name, 375)
    box = page.locator("button.first").first.bounding_box()
    assert box["y"] + box["height"] <= 2 * 700
    assert page.locator("button").first.get_attribute("class") == "first"


# --- real clicks on a real door ---


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    brands = write_brands(tmp_path_factory.mktemp("brands"), {"acme/brand.toml": FOLDER_BRAND + FOLDER_TEAM})
    with local(tmp_path_factory.mktemp("door"), brands, **SETTINGS) as running:
        yield running


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    page.close()


def card(door: Door, key: str) -> dict[str, Any]:
    return next(one for one in Ledger(door.data).room("cards") if one["key"] == key)


def wait_from_now(door: Door, key: str) -> None:
    """It needs an answer, and its clock runs."""
    now, store = datetime.now(UTC), SqliteStore(door.data / "ledger.db")
    try:
        kept = store.get(Entry, key, now)
        assert kept is not None
        hours = by_calendar(Calendar(zone="Europe/Oslo"))
        clock = open_clock(now, (Aim(seconds=7200.0, service=True),), hours)
        waiting = msgspec.structs.replace(kept.doc, needs_answer=True, clocks={"response": clock})
        assert store.commit(now, Replace(indexed(waiting), kept.revision)) is not None
    finally:
        store.close()


def waits_for(tab: Any, words: str) -> None:
    """Until the page that follows a tap says so."""
    tab.get_by_text(words).first.wait_for()


def test_a_tap_answers_once_and_reloading_repeats_nothing(door: Door, tab: Any) -> None:
    key = asked(door, "b1")
    tab.goto(f"http://127.0.0.1:{door.port}{path(key)}")
    assert tab.evaluate("getComputedStyle(document.querySelector('button.first')).backgroundColor") == "rgb(74, 43, 27)"
    assert tab.locator("textarea").first.input_value() == "Oh no!"
    tab.locator("textarea").first.fill("Oh no, so sorry!\nWe send a new one.")
    tab.get_by_role("button", name="Answer in public").first.click()
    waits_for(tab, "approved an answer")
    for _ in range(3):
        tab.reload()
    tab.go_back()
    assert len(card(door, key)["used"]) == 1
    entry = next(one for one in Ledger(door.data).room("entries") if one["key"] == key)
    claims = [one for slot, one in entry["claims"].items() if slot.startswith("person/")]
    assert len(claims) == 1
    assert [one for one in tab.complaints if "favicon" not in one and "410" not in one] == []


def test_two_clicks_as_fast_as_they_come(door: Door, tab: Any) -> None:
    key = asked(door, "b2")
    tab.goto(f"http://127.0.0.1:{door.port}{path(key)}")
    tab.get_by_role("button", name="Answer in public").first.dblclick()
    waits_for(tab, "approved an answer")
    assert [one["act"] for one in card(door, key)["used"]] == ["send"]


def test_an_answer_in_ones_own_words(door: Door, tab: Any) -> None:
    key = asked(door, "b3")
    tab.goto(f"http://127.0.0.1:{door.port}{path(key)}")
    tab.get_by_text("Your own words").click()
    tab.get_by_label("Your own words").fill("Grüße 👋🏽 & <b>")
    tab.get_by_label("Your own words").press("Tab")
    tab.keyboard.press("Enter")
    waits_for(tab, "approved an answer")
    entry = next(one for one in Ledger(door.data).room("entries") if one["key"] == key)
    claim = next(one for slot, one in entry["claims"].items() if slot.startswith("person/"))
    assert claim.get("text", "Grüße 👋🏽 & <b>\n- Ann at Acme") == "Grüße 👋🏽 & <b>\n- Ann at Acme"


def test_who_asks_for_a_name_gets_one_before_anything_is_done(door: Door, tab: Any) -> None:
    key = asked(door, "b4")
    tab.goto(f"http://127.0.0.1:{door.port}{path(key, '')}")
    tab.get_by_role("button", name="Nothing to answer").click()
    assert card(door, key).get("used", []) == [], "the browser itself asks for the name first"
    tab.get_by_label("Your name").select_option("Bo")
    tab.get_by_role("button", name="Nothing to answer").click()
    waits_for(tab, "It is closed")
    assert card(door, key)["state"] == CardState.CLOSED
    assert [one["colleague"] for one in card(door, key)["used"]] == ["Bo"]


def test_taking_passing_and_handing_back_by_hand(door: Door, tab: Any) -> None:
    key = asked(door, "b5")
    tab.goto(f"http://127.0.0.1:{door.port}{path(key)}")
    tab.get_by_role("button", name="I answer in the app").click()
    waits_for(tab, "You will answer in the app.")
    tab.get_by_role("button", name="Pass it on").click()
    waits_for(tab, "choose a colleague")
    tab.get_by_label("Colleague").select_option("Bo")
    tab.get_by_role("button", name="Pass it on").click()
    waits_for(tab, "It is with Bo.")
    assert [one["act"] for one in card(door, key)["used"]] == ["take", "hand_on"]


def test_pausing_and_going_on_by_hand(door: Door, tab: Any) -> None:
    key = asked(door, "b6")
    wait_from_now(door, key)
    tab.goto(f"http://127.0.0.1:{door.port}{path(key)}")
    tab.get_by_label("Why, for your colleagues").fill("which batch?")
    tab.get_by_label("For how long").select_option("3 days")
    tab.get_by_role("button", name="I wait for them").click()
    waits_for(tab, "has been paused since")
    assert tab.get_by_role("button", name="I wait for them").count() == 0
    assert tab.get_by_role("button", name="I wait for somebody else").count() == 1
    (pause,) = next(one for one in Ledger(door.data).room("entries") if one["key"] == key)["pauses"]
    assert (pause["reason"], pause["who"], pause["why"]) == ("waiting_for_customer", "Ann", "which batch?")
    tab.get_by_role("button", name="Go on").click()
    waits_for(tab, "went on with it")
    assert tab.get_by_role("button", name="Go on").count() == 0
