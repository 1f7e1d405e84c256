"""Who gets which edition: what a group and its readers want, what they have stopped, who hears that nobody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.brands.compiled import Colleague, Hook, Names, OnQuiet, Quiet, Readers
from shared.core.calendar import Calendar
from shared.core.claims import ClaimState
from shared.core.digesting import Reader
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.passes import Passes
from shared.core.ports import Mail
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.digest.snapshot import Group
from shared.flows._editions import reading, warn_nobody_reads
from shared.flows.digest import digest
from shared.flows.watch import watch
from tests.flows._days import DAY, ONE, TWO, Counts, Press, counts
from tests.flows.world import NOON, Sink

__all__ = ["counts"]
FIRST = date(2026, 10, 13)  # a Tuesday
DAILY = Readers(name="managers", to=(ONE,))
BOTH = Readers(name="managers", to=(ONE, TWO))
CHAT = "slack:HEARD_SLACK_OWNERS"
QUIET = {"all": Group()}
KEY = Secret("k" * 40)


@pytest.fixture
def press(tmp_path: Path, counts: Counts) -> Iterator[Callable[..., Press]]:
    made: list[Press] = []

    def opened(*readers: Readers, **facts: Any) -> Press:
        made.append(Press(tmp_path, *readers))
        made[-1].change(**facts)
        made[-1].clock = made[-1].local(FIRST + DAY, 450)
        return made[-1]

    yield opened
    for one in made:
        one.close()


def to(press: Press) -> list[str]:
    return [address for _, address in press.sent()]


# --- as they want it ---


def test_names_are_those_of_the_group_or_fewer_never_more(press: Any) -> None:
    """A reader may ask for less than the brand's file allows, not for more."""
    brand = press(BOTH, Readers(name="owners", to=("c@acme.example", "d@acme.example"), names=Names.FIRST))
    brand.wish(ONE, names="counts")
    brand.wish("c@acme.example", names="full")
    digest(brand.tools)
    told = {mail.to: mail.text.split("\n")[2].split(" ")[0] for mail in brand.mails}
    assert told == {ONE: "counts", TWO: "full", "c@acme.example": "first", "d@acme.example": "first"}


@pytest.mark.parametrize(
    ("own", "group", "brand_speaks", "spoken"),
    [
        ("zh", "lv", ("nb",), "zh"),
        ("tlh", "lv", ("nb",), "lv"),
        (None, "lv", ("nb",), "lv"),
        (None, None, ("fi", "nb-NO", "lv"), "nb"),
        (None, None, ("fi",), "en"),
    ],
)
def test_the_language_is_the_readers_then_the_groups_then_the_brands_first_that_it_speaks(
    own: str | None, group: str | None, brand_speaks: tuple[str, ...], spoken: str, press: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("shared.digest.catalogue.languages", lambda: ("en", "lv", "nb", "zh"))
    brand = press(languages=brand_speaks).brand
    wish = Reader(key="r", brand="acme", at=NOON, language=own, expire_at=NOON)
    assert reading(brand, Readers(name="managers", to=(ONE,), language=group), ONE, wish).language == spoken


@pytest.mark.parametrize(
    ("group", "own", "sunday", "sent"),
    [
        (OnQuiet.SEND, None, False, True),
        (OnQuiet.SKIP, None, False, False),
        (OnQuiet.SERVICE, None, False, True),
        (OnQuiet.SERVICE, None, True, False),
        (OnQuiet.SKIP, "send", True, True),
        (OnQuiet.SEND, "skip", False, False),
        (OnQuiet.SEND, "service", True, False),
    ],
)
def test_a_quiet_day_is_told_to_who_wants_it(
    group: OnQuiet, own: str | None, sunday: bool, sent: bool, press: Any, counts: Counts
) -> None:
    week = (((540, 1080),),) * 6 + ((),)
    brand = press(Readers(name="managers", to=(ONE,), quiet=group), calendar=Calendar(zone="Europe/Oslo", week=week))
    if own is not None:
        brand.wish(ONE, quiet=own)
    day = date(2026, 10, 18) if sunday else FIRST
    while brand.brand.calendar.local_date(brand.clock) <= day:
        digest(brand.tools)
        brand.clock += DAY
    counts.facts = QUIET
    before = len(brand.mails)
    brand.clock = brand.local(day + DAY, 450)
    made = digest(brand.tools)
    assert made == 1, "the day is counted whoever reads it"
    assert (len(brand.mails) - before == 1) is sent


def test_a_day_that_is_not_quiet_comes_to_who_skips_quiet_ones(press: Any) -> None:
    brand = press(Readers(name="managers", to=(ONE,), quiet=OnQuiet.SKIP))
    digest(brand.tools)
    assert to(brand) == [ONE]


def test_the_record_names_nobody_whatever_the_readers_are_shown(press: Any) -> None:
    brand = press(DAILY)
    digest(brand.tools)
    assert brand.records()[0].headline.startswith("counts")


def test_a_wish_that_this_release_does_not_know_keeps_nobody_from_their_digest(press: Any) -> None:
    brand = press(BOTH)
    brand.wish(ONE, names="initials", quiet="weekends", language="x-klingon")
    digest(brand.tools)
    assert sorted(to(brand)) == [ONE, TWO]


# --- stopped ---


def test_who_has_stopped_it_gets_nothing_and_the_others_do(press: Any) -> None:
    brand = press(BOTH)
    brand.wish(ONE.upper(), stopped="one_click")
    digest(brand.tools)
    assert to(brand) == [TWO]


@pytest.mark.parametrize("stops", ["reader", "complaint", "bounce"])
def test_who_stops_it_between_making_and_sending_gets_nothing(stops: str, press: Any) -> None:
    brand = press(DAILY, Readers(name="owners", to=(TWO,), at=600))
    digest(brand.tools)
    brand.wish(TWO, stopped=stops)
    brand.clock = brand.local(FIRST + DAY, 600)
    watch(brand.tools)
    assert to(brand) == [ONE]
    assert {one.claim.state for one in brand.notices()} == {ClaimState.SENT, ClaimState.DROPPED}


def test_who_was_taken_out_of_the_file_meanwhile_gets_nothing(press: Any) -> None:
    brand = press(DAILY, Readers(name="owners", to=(TWO,), at=600))
    digest(brand.tools)
    brand.change(readers=(DAILY,))
    brand.clock = brand.local(FIRST + DAY, 600)
    watch(brand.tools)
    assert to(brand) == [ONE]


def test_who_starts_it_again_gets_the_next(press: Any) -> None:
    brand = press(DAILY)
    brand.wish(ONE, stopped="reader")
    digest(brand.tools)
    brand.wish(ONE)
    brand.clock += DAY
    digest(brand.tools)
    assert brand.sent() == [("2026-10-14", ONE)]


# --- mails and chats ---


def test_a_chat_gets_the_short_edition_without_headers(press: Any) -> None:
    brand = press(Readers(name="managers", to=(ONE, CHAT)))
    digest(brand.tools)
    mail, chat = sorted(brand.mails, key=lambda one: one.to)
    assert (mail.html is None, bool(mail.headers)) == (False, True)
    assert (chat.to, chat.html, chat.headers) == (CHAT, None, ())


class Down(Sink):
    """Refuses, or does not take, what goes to these addresses."""

    error: Any = None

    def __init__(self, world: Press, *addresses: str) -> None:
        super().__init__(world)
        self.addresses = addresses

    def send(self, mail: Mail) -> str:
        if mail.to in self.addresses and self.error is not None:
            raise self.error
        return super().send(mail)


def down(brand: Press, error: Exception, *addresses: str) -> Down:
    from dataclasses import replace

    sink = Down(brand, *addresses)
    sink.error = error
    brand.tools = replace(brand.tools, notifier=sink)
    return sink


@pytest.mark.parametrize(
    "error", [ActionRefused("slack", "send", "404 no_service"), PlatformUnavailable("slack", "send", "500")]
)
def test_what_a_chat_does_not_take_is_mailed_to_nobody_instead(error: Exception, press: Any) -> None:
    """Its readers' mailboxes have editions of their own: nobody gets a date twice."""
    brand = press(Readers(name="managers", to=(ONE, CHAT)))
    down(brand, error, CHAT)
    digest(brand.tools)
    for _ in range(60):
        brand.clock += timedelta(minutes=1)
        watch(brand.tools)
    assert to(brand) == [ONE]


def test_the_headers_are_those_of_a_list_that_one_can_leave(press: Any, counts: Counts) -> None:
    from dataclasses import replace

    brand = press(DAILY, reply_to="team@acme.example", name="Åse & co")
    links = Links("https://desk.example", [KEY])
    brand.tools = replace(brand.tools, passes=Passes("https://desk.example", [KEY], links))
    digest(brand.tools)
    headers = dict(brand.mails[0].headers)
    assert headers["List-Id"] == "<digest.acme.acme.example>"
    assert headers["Reply-To"] == "team@acme.example"
    stop, mailto = headers["List-Unsubscribe"].split(", ")
    assert stop.startswith("<https://desk.example/desk/r/")
    assert stop.endswith("/stop>")
    assert mailto == "<mailto:team@acme.example?subject=Stop%20the%20daily%20digest%20of%20%C3%85se%20%26%20co>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Importance" not in headers
    assert ONE not in str(headers)


def test_each_reader_has_an_address_of_their_own_to_stop_it_the_same_every_day(press: Any) -> None:
    from dataclasses import replace

    brand = press(BOTH)
    brand.tools = replace(
        brand.tools, passes=Passes("https://desk.example", [KEY], Links("https://desk.example", [KEY]))
    )
    digest(brand.tools)
    brand.clock += DAY
    digest(brand.tools)
    stops = [(mail.to, dict(mail.headers)["List-Unsubscribe"]) for mail in brand.mails]
    assert len(stops) == 4
    assert len(set(stops)) == 2


def test_without_a_desk_there_is_no_address_to_stop_it(press: Any) -> None:
    brand = press(DAILY)
    digest(brand.tools)
    assert "List-Unsubscribe" not in dict(brand.mails[0].headers)


def test_it_comes_from_the_brands_daily_digest(press: Any) -> None:
    brand = press(DAILY)
    digest(brand.tools)
    assert brand.mails[0].sender == "Acme daily digest <heard@acme.example>"


# --- late and missing ---


def test_what_could_not_be_sent_all_morning_leaves_once_and_says_that_it_is_late(press: Any) -> None:
    brand = press(BOTH)
    sink = down(brand, PlatformUnavailable("smtp", "send", "451"), ONE)
    digest(brand.tools)
    later(brand, 300)
    assert brand.clock == brand.local(FIRST + DAY, 750)
    sink.error = None
    later(brand, 60)
    assert to(brand) == [TWO, ONE]
    assert ["late: True" in mail.text for mail in brand.mails] == [False, True]
    assert brand.mails[0].subject == brand.mails[1].subject


MISSING: list[tuple[Exception, str]] = [
    (PlatformUnavailable("smtp", "send", "451"), "does not take it"),
    (OutcomeUnknown("smtp", "send", "timeout"), "may have arrived or not"),
    (ActionRefused("smtp", "send", "550 5.1.1"), "refused for good (550 5.1.1)"),
]


def later(brand: Press, minutes: int) -> None:
    """Time passes with a tick of `watch` each minute and of `digest` each quarter hour."""
    for _ in range(minutes):
        brand.clock += timedelta(minutes=1)
        watch(brand.tools)
        if brand.clock.minute % 15 == 0:
            digest(brand.tools)


@pytest.mark.parametrize(("error", "said"), MISSING)
def test_half_an_hour_after_its_time_who_answers_for_the_brand_is_told_once(
    error: Exception, said: str, press: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = Colleague(name="Kari", signature="Kari", slack="HEARD_SLACK_KARI", lead=True)
    brand = press(BOTH, team=(lead,), hook=Hook(url="HEARD_URL", secret="HEARD_SECRET"))
    down(brand, error, ONE)
    digest(brand.tools)
    later(brand, 29)
    assert brand.notices("warning") == []
    later(brand, 60)
    warned = {one.to: one for one in brand.notices("warning")}
    assert set(warned) == {"slack:HEARD_SLACK_KARI", "hook:HEARD_URL:HEARD_SECRET"}
    assert {one.claim.state for one in warned.values()} == {ClaimState.SENT}
    text = warned["slack:HEARD_SLACK_KARI"].text
    assert "the digest of 2026-10-13 is not known to have reached 1 reader" in text
    assert f"{ONE}: it " in text
    assert said in text
    assert TWO not in text
    assert warned["hook:HEARD_URL:HEARD_SECRET"].data["type"] == "digest.unsent"
    errors = [line for line in capsys.readouterr().err.splitlines() if "digest.unsent" in line]
    assert len(errors) == 1
    assert '"ERROR"' in errors[0]
    assert ONE not in errors[0]


def test_where_all_mails_arrive_nobody_is_warned(press: Any) -> None:
    brand = press(BOTH)
    digest(brand.tools)
    later(brand, 120)
    assert brand.notices("warning") == []


def test_who_stopped_it_is_missed_by_nobody(press: Any) -> None:
    brand = press(DAILY, Readers(name="owners", to=(TWO,), at=500))
    digest(brand.tools)
    brand.wish(TWO, stopped="reader")
    later(brand, 120)
    assert brand.notices("warning") == []


def test_a_mailbox_that_gets_no_digest_is_not_told_so_by_mail(press: Any) -> None:
    brand = press(DAILY, recipients=(ONE, TWO))
    down(brand, PlatformUnavailable("smtp", "send", "451"), ONE)
    digest(brand.tools)
    later(brand, 60)
    assert [one.to for one in brand.notices("warning")] == [TWO]


# --- nobody reads it ---


def test_the_last_one_who_stops_is_told_to_the_leads(press: Any) -> None:
    lead = Colleague(name="Kari", signature="Kari", mail="kari@acme.example", lead=True)
    brand = press(BOTH, team=(lead, Colleague(name="Bo", signature="Bo", mail="bo@acme.example")))
    brand.wish(ONE, stopped="reader")
    assert warn_nobody_reads(brand.brand, brand.tools) == 0
    brand.wish(TWO, stopped="complaint")
    assert warn_nobody_reads(brand.brand, brand.tools) == 1
    assert warn_nobody_reads(brand.brand, brand.tools) == 0, "once a day"
    assert [one.to for one in brand.notices("warning")] == ["kari@acme.example"]
    watch(brand.tools)
    assert "has stopped it" in brand.mails[0].text


def test_a_lead_who_has_stopped_it_is_not_written_to_about_it(press: Any) -> None:
    brand = press(DAILY, team=(Colleague(name="Kari", signature="Kari", mail=ONE, lead=True),))
    brand.wish(ONE, stopped="complaint")
    assert warn_nobody_reads(brand.brand, brand.tools) == 0
    assert brand.mails == []


def test_the_warning_waits_for_the_end_of_quiet_hours(press: Any) -> None:
    lead = Colleague(name="Kari", signature="Kari", mail="kari@acme.example", lead=True)
    brand = press(DAILY, team=(lead,), quiet=Quiet(start=1260, end=420))
    brand.wish(ONE, stopped="reader")
    brand.clock = brand.local(FIRST + DAY, 1400)
    assert warn_nobody_reads(brand.brand, brand.tools) == 1
    assert brand.mails == []
    brand.clock = brand.local(FIRST + 2 * DAY, 421)
    watch(brand.tools)
    assert [mail.to for mail in brand.mails] == ["kari@acme.example"]


def test_the_warning_is_left_to_watch_which_alone_has_every_webhooks_address(press: Any) -> None:
    lead = Colleague(name="Kari", signature="Kari", mail="kari@acme.example", lead=True)
    brand = press(DAILY, team=(lead,))
    brand.wish(ONE, stopped="one_click")
    assert warn_nobody_reads(brand.brand, brand.tools) == 1
    assert brand.mails == []
    watch(brand.tools)
    assert [mail.to for mail in brand.mails] == ["kari@acme.example"]
