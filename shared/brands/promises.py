"""What a brand promises and who is told, made from what stands in `brand.toml`: targets, calendars, the ladder.

`check_promises` looks at what only the platforms know: whether they are the brand's, and send such kinds at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from shared.brands.circle import Colleague, Hook, Schedule, Step, Target, Targets, Tell
from shared.brands.clocks_form import AlertsForm, SpecialForm, StepForm
from shared.brands.hours import ZONE, calendar, zone_exists
from shared.brands.models import BrandForm
from shared.brands.problems import Faults, one_of, shown
from shared.brands.setting import Known
from shared.core.calendar import Calendar
from shared.core.interaction import Kind

OWN: Final = "hours"
"""What the brand's own calendar is called."""
_USUAL: Final = (
    StepForm(tell=Tell.PERSON, when="risk"),
    StepForm(tell=Tell.PERSON, when="breach"),
    StepForm(tell=Tell.LEAD, after_minutes=30),
    StepForm(tell=Tell.MANAGER, after_minutes=60),
)


def schedules(form: BrandForm, today: date, found: Faults) -> Iterator[Schedule]:
    """The calendars beside the brand's own."""
    names, selectors = [OWN], list[tuple[frozenset[str], ...]]()
    team = [one.name for one in form.team]
    for index, one in enumerate(form.calendars):
        at = f"calendars[{index}]"
        if one.name in names:
            came = f"{shown(one.name)}, which is {'[hours]' if one.name == OWN else 'there already'}"
            found.add(f"{at}.name", came, "each calendar to have a name of its own")
        names.append(one.name)
        if one.zone is not None and not zone_exists(one.zone):
            found.add(f"{at}.zone", shown(one.zone), ZONE)
        for number, name in enumerate(one.colleagues):
            if name not in team:
                expected = f"a colleague under [[team]], {one_of(team, name)}"
                found.add(f"{at}.colleagues[{number}]", shown(name), expected)
        selector = tuple(frozenset(some) for some in (one.platforms, one.languages, one.colleagues))
        if any(selector) and selector in selectors:
            came = "the same platforms, languages and colleagues as an earlier calendar"
            found.add(at, came, "others: of two that fit, the first counts")
        selectors.append(selector)
        yield Schedule(
            calendar=calendar(one.zone or form.zone, one, today, found, at=at, name=one.name),
            platforms=tuple(one.platforms),
            languages=tuple(one.languages),
            colleagues=tuple(one.colleagues),
        )


def targets(form: BrandForm, found: Faults) -> Targets:
    """The general promise, and those to some."""
    written = form.targets
    if written.risk_minutes is not None and written.risk_minutes >= written.response_minutes:
        expected = f"less than response_minutes ({written.response_minutes}), or all would be at risk from the first"
        found.add("targets.risk_minutes", shown(written.risk_minutes), expected)
    return Targets(
        ack=float(written.ack_seconds),
        response=written.response_minutes * 60.0,
        goal=written.goal_percent,
        next=_seconds(written.next_minutes),
        risk_share=written.risk_percent / 100,
        risk_left=_seconds(written.risk_minutes),
        special=tuple(_special(form, found)),
    )


def ladder(form: BrandForm, team: Sequence[Colleague], found: Faults) -> tuple[Step, ...]:
    """Its steps in the order of their moments. The usual one has only those for whom there is somebody to tell."""
    there = {
        Tell.PERSON: bool(team),
        Tell.LEAD: any(one.lead for one in team),
        Tell.MANAGER: any(one.manager for one in team),
    }
    if form.escalation is None:
        written = [one for one in _USUAL if there[one.tell] or _when(one) == "breach"]
    else:
        written = form.escalation
    steps: dict[str, Step] = {}
    for index, one in enumerate(written):
        at, when = f"escalation[{index}]", _when(one)
        key = f"{when}-{one.tell}"
        if one.when is not None and one.after_minutes is not None:
            found.add(at, "both when and after_minutes", "one of the two")
        if key in steps:
            found.add(at, f"{one.tell} at this moment a second time", "each once")
        if not there[one.tell] and not (one.tell is Tell.PERSON and when == "breach"):
            found.add(f"{at}.tell", shown(str(one.tell)), _MISSING[one.tell])
        after = None if when == "risk" else (one.after_minutes or 0) * 60.0
        steps[key] = Step(key=key, tell=one.tell, after=after, reassign=one.reassign)
    return tuple(sorted(steps.values(), key=lambda step: -1.0 if step.after is None else step.after))


def hook(form: AlertsForm | None) -> Hook | None:
    return None if form is None else Hook(url=form.url, secret=form.secret)


def policy(own: Calendar, others: Sequence[Schedule], promised: Targets) -> str:
    """What names this version of calendars and targets: equal ones have the same name, others another."""
    data = msgspec.json.encode((own, others, promised), order="sorted")
    return hashlib.sha256(data).hexdigest()[:12]


def check_promises(form: BrandForm, platforms: Mapping[str, Known], found: Faults) -> None:
    """Special promises may name only kinds of acts that the brand's platforms send."""
    for index, one in enumerate(form.targets.special):
        asked = [platforms[name] for name in one.platforms or platforms if name in platforms]
        sent = {kind for platform in asked for kind in platform.kinds}
        for number, kind in enumerate(one.kinds):
            if asked and kind not in sent:
                at = f"targets.special[{index}].kinds[{number}]"
                found.add(at, shown(str(kind)), f"a kind that these platforms send, {one_of(_sorted(sent), kind)}")


def _special(form: BrandForm, found: Faults) -> Iterator[Target]:
    names: list[str] = []
    events = [one.name for one in form.events]
    calendars = [OWN, *(one.name for one in form.calendars)]
    for index, one in enumerate(form.targets.special):
        at = f"targets.special[{index}]"
        if one.name in names:
            found.add(f"{at}.name", f"{shown(one.name)} a second time", "each once")
        names.append(one.name)
        _check(one, at, found)
        if one.event is not None and one.event not in events:
            found.add(f"{at}.event", shown(one.event), f"an event under [[events]], {one_of(events, one.event)}")
        if one.calendar is not None and one.calendar not in calendars:
            expected = f"a calendar of this brand, {one_of(calendars, one.calendar)}"
            found.add(f"{at}.calendar", shown(one.calendar), expected)
        yield Target(
            name=one.name,
            ack=None if one.ack_seconds is None else float(one.ack_seconds),
            response=_seconds(one.response_minutes),
            next=_seconds(one.next_minutes),
            platforms=tuple(one.platforms),
            kinds=tuple(one.kinds),
            sorts=tuple(one.classes),
            languages=tuple(one.languages),
            vip=one.vip,
            event=one.event,
            crisis=one.crisis,
            calendar=one.calendar,
            instead=one.instead,
        )


def _check(one: SpecialForm, at: str, found: Faults) -> None:
    if one.ack_seconds is one.response_minutes is one.next_minutes is None:
        found.add(at, "a target that promises nothing", "ack_seconds, response_minutes or next_minutes")
    elif one.calendar is not None and one.response_minutes is one.next_minutes is None:
        found.add(
            f"{at}.calendar", shown(one.calendar), "response_minutes or next_minutes; ack_seconds need no calendar"
        )


def _when(step: StepForm) -> str:
    return str(step.after_minutes) if step.after_minutes is not None else step.when or "breach"


def _seconds(written: int | None) -> float | None:
    return None if written is None else written * 60.0


def _sorted(kinds: Collection[Kind]) -> list[str]:
    return sorted(map(str, kinds))


_MISSING: Final = {
    Tell.PERSON: "a colleague under [[team]] to tell; without any only a breach is told, to those who read the digest",
    Tell.LEAD: "a colleague with lead = true under [[team]]",
    Tell.MANAGER: "a colleague with manager = true under [[team]]",
}
