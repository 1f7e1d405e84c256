"""Promises as people write them, the ladder, and docs/clocks.md, of which every example is tried."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.brands.circle import Hook, Step, Target, Targets, Tell
from shared.brands.compiled import Brand, from_bytes
from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid
from shared.clocks.looks import at_risk
from shared.clocks.measures import Metric
from shared.clocks.targets import About, aims
from shared.clocks.timing import calendars
from shared.core.calendar import Calendar
from shared.core.facts import Need
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from tests.core.opening import by_calendar, open_clock, plain

TODAY = date(2026, 11, 22)
CALENDAR = '[[calendars]]\nname = "always"\n'
EVENT = '[[events]]\nname = "tern-week"\nopens = 2026-12-01T18:00:00\ncloses = 2026-12-07T22:00:00\n'
LEAD = '[[team]]\nname = "Ada"\nsignature = "Ada"\nlead = true\n'
MANAGER = '[[team]]\nname = "Mara"\nsignature = "Mara"\nmanager = true\n'


def special(*lines: str, name: str = "some") -> str:
    return "\n".join(("[[targets.special]]", f'name = "{name}"', *lines, ""))


@pytest.fixture
def branded(write, sound, pretend_platforms):
    """The sound brand as a door loads it, with more at its end or (top) before its first table, or less."""

    def branded(more: str = "", top: str = "", without: str = "") -> Brand:
        text = top + sound["tern/brand.toml"] + more
        assert without in text
        folder = write({"tern/brand.toml": text.replace(without, "")})
        return from_bytes(open_desk(folder, pretend_platforms, TODAY).compiled.to_bytes()).brands["tern"]

    return branded


# --- targets ---


def test_a_promise_is_compiled_as_written(branded) -> None:
    written = "[targets]\nresponse_minutes = 90\nnext_minutes = 30\nrisk_percent = 60\nrisk_minutes = 15\n"
    assert branded(written).targets == Targets(
        ack=60.0, response=5400.0, goal=90, next=1800.0, risk_share=0.6, risk_left=900.0
    )
    assert branded().targets == Targets(), "what is left out is as it was"


def test_a_special_promise_is_compiled_with_all_that_it_asks(branded) -> None:
    lines = (
        "ack_seconds = 20", "response_minutes = 15", "next_minutes = 10", 'platforms = ["birds"]',
        'kinds = ["mention"]', 'classes = ["complaint"]', 'languages = ["en"]', "vip = true", 'event = "tern-week"',
        "crisis = true", 'calendar = "always"', "instead = true",
    )  # fmt: skip
    assert branded(special(*lines) + CALENDAR + EVENT).targets.special == (
        Target(
            name="some", ack=20.0, response=900.0, next=600.0, platforms=("birds",), kinds=(Kind.MENTION,),
            sorts=("complaint",), languages=("en",), vip=True, event="tern-week", crisis=True, calendar="always",
            instead=True,
        ),
    )  # fmt: skip


USUAL = About(platform="birds", kind=Kind.MENTION, sort=Sort.QUESTION, language="en")


def promised(brand: Brand, about: About, clock: str = "response") -> dict[str, float]:
    return {aim.name: aim.seconds / 60 for aim in aims(brand.targets, about)[clock]}


@pytest.mark.parametrize(
    ("line", "meets", "misses"),
    [
        ('platforms = ["birds"]', {}, {"platform": "wall"}),
        ('kinds = ["mention"]', {}, {"kind": Kind.COMMENT}),
        ('classes = ["complaint", "question"]', {}, {"sort": Sort.PRAISE}),
        ('languages = ["en"]', {"language": "en-GB"}, {"language": "nb"}),
        ("vip = true", {"vip": True}, {}),
        ("vip = false", {}, {"vip": True}),
        ("crisis = true", {"crisis": True}, {}),
    ],
)
def test_a_special_promise_is_made_only_to_whom_it_names(branded, line, meets, misses) -> None:
    brand = branded(special("response_minutes = 15", line))
    asked = {name: getattr(USUAL, name) for name in About.__dataclass_fields__}
    assert promised(brand, About(**asked | meets)) == {"": 120, "some": 15}
    assert promised(brand, About(**asked | misses)) == {"": 120}


@pytest.mark.practice(26)
def test_an_event_has_a_promise_of_its_own(branded) -> None:
    brand = branded(special("response_minutes = 15", 'event = "tern-week"') + EVENT)
    there = About(platform="birds", kind=Kind.MENTION, sort=Sort.QUESTION, events=("tern-week",))
    assert promised(brand, there) == {"": 120, "some": 15}
    assert promised(brand, USUAL) == {"": 120}


def test_a_promise_for_a_crisis_makes_the_switch_be_looked_up_and_no_other_does(branded) -> None:
    assert branded(special("ack_seconds = 15", "crisis = true")).needs == (Need.SWITCH,)
    assert branded(special("ack_seconds = 15", "vip = true")).needs == ()


WRONG = {
    "nothing promised": (special("vip = true"), "targets.special[0]", "promises nothing", "response_minutes"),
    "one name twice": (
        special("ack_seconds = 9") + special("ack_seconds = 8"), "targets.special[1].name", "second time", "each once",
    ),
    "no such event": (
        special("ack_seconds = 9", 'event = "ternweek"') + EVENT,
        "targets.special[0].event", "'ternweek'", "'tern-week'",
    ),
    "no such calendar": (
        special("next_minutes = 9", 'calendar = "allways"') + CALENDAR,
        "targets.special[0].calendar", "'allways'", "did you mean 'always'",
    ),
    "a calendar that counts nothing": (
        special("ack_seconds = 9", 'calendar = "hours"'), "targets.special[0].calendar", "'hours'", "need no calendar",
    ),
    "a platform of nobody": (
        special("ack_seconds = 9", 'platforms = ["brids"]'), "targets.special[0].platforms", "'brids'", "'birds'",
    ),
    "a kind that never comes": (
        special("ack_seconds = 9", 'platforms = ["birds"]', 'kinds = ["mention", "review"]'),
        "targets.special[0].kinds[1]", "'review'", "comment, direct_message, mention",
    ),
    "a class that there is not": (
        special("ack_seconds = 9", 'classes = ["complant"]'), "targets.special[0].classes[0]", "complant", "complaint",
    ),
    "all at risk at once": ("[targets]\nrisk_minutes = 120\n", "targets.risk_minutes", "120", "less than"),
    "a share over all": ("[targets]\nrisk_percent = 101\n", "targets.risk_percent", "101", "at most 100"),
    "a step for nobody's lead": ('[[escalation]]\ntell = "lead"\n', "escalation[0].tell", "'lead'", "lead = true"),
    "a step for no manager": ('[[escalation]]\ntell = "manager"\n', "escalation[0].tell", "manager", "manager = true"),
    "a step at two moments": (
        '[[escalation]]\ntell = "person"\nwhen = "breach"\nafter_minutes = 5\n', "escalation[0]", "both", "one of",
    ),
    "a step twice": (
        '[[escalation]]\ntell = "person"\n[[escalation]]\ntell = "person"\nwhen = "breach"\n',
        "escalation[1]", "a second time", "each once",
    ),
    "an address in the file": (
        '[alerts]\nurl = "https://pager.example"\nsecret = "HEARD_ALERTS_SECRET"\n',
        "alerts.url", "pager.example", "the name of an environment variable",
    ),
    "alerts that nothing signs": (
        '[alerts]\nurl = "HEARD_ALERTS_URL"\n', "alerts.secret", "nothing", "environment variable",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_a_promise_that_cannot_be_is_named_by_its_place(branded, case) -> None:
    written, at, came, expected = case
    with pytest.raises(BrandsInvalid) as caught:
        branded(written)
    (fault,) = caught.value.faults
    assert (fault.field, came in fault.came, expected in fault.expected) == (at, True, True), str(fault)


# --- the ladder ---

RISK, BREACH = Step(key="risk-person", tell=Tell.PERSON), Step(key="breach-person", tell=Tell.PERSON, after=0.0)
TO_LEAD = Step(key="30-lead", tell=Tell.LEAD, after=1800.0)
TO_MANAGER = Step(key="60-manager", tell=Tell.MANAGER, after=3600.0)
TEAM = '[[team]]\nname = "Ingrid"\nsignature = "Ingrid at Tern"\n'


@pytest.mark.parametrize(
    ("more", "without", "ladder"),
    [
        ("", TEAM, (BREACH,)),
        ("", "", (RISK, BREACH)),
        (LEAD, "", (RISK, BREACH, TO_LEAD)),
        (MANAGER, "", (RISK, BREACH, TO_MANAGER)),
        (LEAD + MANAGER, "", (RISK, BREACH, TO_LEAD, TO_MANAGER)),
    ],
    ids=["nobody", "a team", "a lead", "a manager", "both"],
)
def test_the_usual_ladder_has_a_step_for_whom_there_is(branded, more, without, ladder) -> None:
    assert branded(more, without=without).ladder == ladder


def test_a_ladder_may_be_taken_away(branded) -> None:
    assert branded(LEAD, top="escalation = []\n").ladder == ()


def test_steps_stand_in_the_order_of_their_moments_and_have_lasting_names(branded) -> None:
    written = (
        '[[escalation]]\ntell = "lead"\nafter_minutes = 90\nreassign = true\n[[escalation]]\ntell = "lead"\n'
        '[[escalation]]\ntell = "person"\nafter_minutes = 10\n[[escalation]]\ntell = "lead"\nwhen = "risk"\n'
    )
    assert branded(LEAD + written).ladder == (
        Step(key="risk-lead", tell=Tell.LEAD),
        Step(key="breach-lead", tell=Tell.LEAD, after=0.0),
        Step(key="10-person", tell=Tell.PERSON, after=600.0),
        Step(key="90-lead", tell=Tell.LEAD, after=5400.0, reassign=True),
    )


def test_alerts_hold_the_names_of_variables(branded) -> None:
    written = '[alerts]\nurl = "HEARD_ALERTS_URL"\nsecret = "HEARD_ALERTS_SECRET"\n'
    assert branded(written).hook == Hook(url="HEARD_ALERTS_URL", secret="HEARD_ALERTS_SECRET")
    assert branded().hook is None


# --- the policy ---


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ("", True),
        (LEAD + MANAGER, True),
        (EVENT, True),
        ("[caps]\nthread_day = 2\n", True),
        ('[[escalation]]\ntell = "person"\n', True),
        ('[alerts]\nurl = "HEARD_ALERTS_URL"\nsecret = "HEARD_ALERTS_SECRET"\n', True),
        ("[hours.dated]\n2026-12-31 = []\n", False),
        ('[[hours.changes]]\nsince = 2027-01-01\nmonday = ["09:00-10:00"]\n', False),
        (CALENDAR, False),
        ("[targets]\nresponse_minutes = 119\n", False),
        ("[targets]\nrisk_percent = 76\n", False),
        (special("ack_seconds = 9"), False),
    ],
)
def test_a_policy_is_another_when_calendars_or_targets_are_and_only_then(branded, more, same) -> None:
    known, found = branded().policy, branded(more).policy
    assert re.fullmatch(r"[0-9a-f]{12}", known)
    assert (found == known) is same


def test_the_order_in_which_dates_are_written_makes_no_other_policy(branded) -> None:
    first = branded("[hours.dated]\n2026-12-31 = []\n2027-01-02 = []\n")
    assert first.policy == branded("[hours.dated]\n2027-01-02 = []\n2026-12-31 = []\n").policy


# --- docs/clocks.md ---

PAGE = (Path(__file__).parents[2] / "docs" / "clocks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
ROW = re.compile(r"^\| (\w{3} \d.*?) \| (\w{3} \d.*?) \| (?:(\d+) min)? ?\| (.*?) \|$", re.MULTILINE)
OSLO = ZoneInfo("Europe/Oslo")
TOP = """
name = "Tern & Kettle Coffee"
zone = "Europe/Oslo"
languages = ["en", "nb", "lv"]
signature = "– our automatic helper"
vips = ["oddnyr"]
"""
REST = """
[[team]]
name = "Ingrid Solheim"
signature = "Ingrid at Tern & Kettle"
lead = true
[[team]]
name = "Dāvis Ozols"
signature = "Dāvis at Tern & Kettle"
[[accounts]]
id = "1"
connection = "facebook"
name = "Our page"
[[accounts]]
id = "2"
connection = "x"
name = "Our birds"
"""


@pytest.fixture
def on_the_page(tmp_path):
    """The brand that an example of the page makes."""

    def made(block: str) -> Brand:
        (tmp_path / "tern" / "rules").mkdir(parents=True)
        (tmp_path / "connections.toml").write_text("[facebook]\n[x]\n")
        rule = 'name = "rest"\nmatches = ["anything"]\n[[then]]\ndo = "escalate"\n'
        (tmp_path / "tern" / "rules" / "90-rest.toml").write_text(rule)
        (tmp_path / "tern" / "brand.toml").write_text(TOP + block + REST, encoding="utf-8")
        return open_desk(tmp_path, today=TODAY).compiled.brands["tern"]

    return made


def block(holds: str) -> str:
    (found,) = (one for one in BLOCKS if holds in one)
    return found


@pytest.mark.parametrize("shown", BLOCKS, ids=lambda shown: shown.splitlines()[0])
def test_each_example_on_the_page_is_sound(shown, on_the_page) -> None:
    assert on_the_page(shown).policy


@pytest.mark.parametrize("metric", Metric)
def test_the_page_names_every_metric(metric) -> None:
    assert f"| `{metric}` |" in PAGE


def test_the_ladder_on_the_page_is_the_usual_one_but_for_whom_it_asks_anew(on_the_page) -> None:
    ladder = on_the_page(block('tell = "person"')).ladder
    assert [step.key for step in ladder] == ["risk-person", "breach-person", "30-lead", "60-manager"]
    assert [step.key for step in ladder if step.reassign] == ["30-lead"]


def test_an_extra_day_opens_a_holiday_again_as_the_page_says(on_the_page) -> None:
    calendar = on_the_page(block("Parade in town")).calendar
    there = [datetime(2027, 5, 17, hour, tzinfo=OSLO) for hour in (9, 10, 12, 13)]
    assert [calendar.is_open(one) for one in there] == [False, True, True, False]


@pytest.mark.practice(23)
def test_the_worked_example_is_what_the_clock_counts(on_the_page) -> None:
    brand = on_the_page(block("Stocktaking"))
    started = datetime(2026, 12, 23, 16, 30, tzinfo=OSLO).astimezone(UTC)
    about = About(platform="facebook", kind=Kind.COMMENT, sort=Sort.QUESTION)
    courses = by_calendar(brand.calendar)
    clock = open_clock(started, aims(brand.targets, about)["response"], courses)
    assert clock.due == datetime(2027, 1, 4, 9, 30, tzinfo=OSLO)
    assert at_risk(clock, brand.targets, courses) == datetime(2026, 12, 24, 11, 30, tzinfo=OSLO)
    shown = [
        (since, until, int(minutes or 0), why.replace("closed (hours)", "hours"))
        for since, until, minutes, why in ROW.findall(PAGE)
    ]
    counted = [
        (written(span.since), written(span.until), int(span.seconds / 60) if span.counted else 0, span.name)
        for span in plain(brand.calendar).spans(started, clock.due)
    ]
    assert counted == shown
    assert sum(minutes for _, _, minutes, _ in shown) == 240


def test_both_targets_of_the_worked_example_stand_the_stricter_in_front(on_the_page) -> None:
    brand = on_the_page(block("Stocktaking"))
    about = About(platform="x", kind=Kind.MENTION, sort=Sort.QUESTION)
    started = datetime(2026, 12, 23, 16, 30, tzinfo=OSLO).astimezone(UTC)
    clock = open_clock(started, aims(brand.targets, about)["response"], by_calendar(brand.calendar))
    assert [(aim.name, aim.due.astimezone(OSLO).strftime("%d %H:%M")) for aim in clock.aims] == [
        ("x", "24 10:30"),
        ("", "04 09:30"),
    ]


@pytest.mark.parametrize(
    ("night", "row"),
    [((2027, 3, 28), "28 March 2027"), ((2027, 10, 31), "31 October 2027"), ((2027, 10, 30), "any other")],
)
def test_the_nights_on_the_page_count_what_it_says(night, row) -> None:
    calendar = Calendar(zone="Europe/Oslo", week=(((0, 360),),) * 7)
    day = date(*night)
    counted = calendar.service_seconds(calendar.midnight(day), calendar.midnight(day + timedelta(days=1)))
    assert re.search(rf"^\| {row} \|.*\| {counted / 3600:g} hours \|$", PAGE, re.MULTILINE)


def test_a_target_may_count_by_any_calendar_on_the_page(on_the_page) -> None:
    brand = on_the_page(block("newsroom"))
    named = {one.calendar for one in brand.targets.special if one.calendar is not None}
    assert named <= {one.name for one in calendars(brand)}


def written(at: datetime) -> str:
    local = at.astimezone(OSLO)
    return f"{local:%a} {local.day} {local:%b %H:%M}"
