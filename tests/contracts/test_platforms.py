"""What every platform module must keep to: its facts, and how it reads.

Signatures are in `test_platform_signatures.py`, outbound calls in `test_platform_clients.py`. A new platform is
tested here by existing; nothing names one. `_platforms.py` describes the fixtures that it brings.
"""

from __future__ import annotations

import difflib
import json
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import plugins
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Change, from_wire, to_wire
from shared.core.ports import Capability, Policy
from shared.platforms._base import Platform, Reading
from tests.contracts import _hostile
from tests.contracts._platforms import RECEIVED, Fixtures, plain

PLATFORMS = [Fixtures(name) for name in plugins.names("platforms")]
CASES = [pytest.param(it, case, id=f"{it.name}-{case}") for it in PLATFORMS for case in it.cases]
SLOWEST = 1.0  # seconds for one body, however hostile

every_platform = pytest.mark.parametrize("it", PLATFORMS, ids=lambda it: it.name)
every_case = pytest.mark.parametrize(("it", "case"), CASES)


@every_platform
def test_module_declares_a_platform(it: Fixtures) -> None:
    """A module binds `plugin` to a Platform of its own name and says on its first lines how to set it up."""
    platform = it.platform
    module = sys.modules[type(platform).__module__]
    assert isinstance(platform, Platform), f"shared/platforms/{it.name}.py: `plugin` must be a Platform class"
    assert platform.name == it.name, f"its name is {platform.name!r}, its module {it.name!r}: make them equal"
    assert len((module.__doc__ or "").splitlines()) > 5, "the module's docstring is its user page: write one"
    assert platform.kinds, "a platform that brings nothing is no use"
    assert platform.longest_reply > 0
    assert platform.fit("a")
    assert not platform.fit("a" * (platform.longest_reply + 1)), "fit() must refuse what is too long"
    assert 200 <= platform.accepted().status < 300, "accepted() is the answer when all is kept"


@every_platform
def test_fixtures_say_where_they_come_from(it: Fixtures) -> None:
    """Whoever doubts a fixture can look it up."""
    about = it.about
    assert about["source"].strip()
    assert about["read"].year >= 2026
    assert about["anonymised"] is True
    for case in about.get("cases", {}):
        assert case in it.cases, f"about.toml speaks of a case {case!r}, but {case}.json is missing"
    missing = {use.name for use in it.platform.secrets} - set(about["secrets"])
    assert not missing, f"about.toml [secrets] lacks {missing}, which the module declares"


@every_platform
def test_policy_covers_what_it_can_do(it: Fixtures) -> None:
    """For each capability and kind somebody has read the terms, and says where."""
    platform = it.platform
    wanted = {(capability, kind) for capability in platform.capabilities for kind in platform.kinds}
    missing = sorted(wanted - set(platform.policy))
    assert not missing, f"`policy` says nothing about {missing}"
    surplus = sorted(set(platform.policy) - wanted)
    assert not surplus, f"`policy` speaks of {surplus}, which the module does not declare"
    for pair, policy in platform.policy.items():
        assert isinstance(policy, Policy)
        assert policy.source.strip(), f"`policy` of {pair} has no source: give the address of the rule"
    assert all(isinstance(capability, Capability) for capability in platform.capabilities)


@every_platform
def test_every_kind_has_a_fixture(it: Fixtures) -> None:
    """A kind that no fixture shows is a kind that nobody has seen."""
    shown = {
        interaction["kind"]
        for case in it.cases
        for interaction in it.expected(case)["interactions"]
        if interaction.get("change", Change.NEW) == Change.NEW
    }
    listing = it.platform.lists
    if listing is not None:  # what is never pushed is shown where it is asked for
        listed = json.loads(it.client_facts["list"]["expected"])
        shown |= {one["kind"] for one in listed if one["kind"] in listing.asked}
    missing = {kind.value for kind in it.platform.kinds} - shown
    assert not missing, f"no <case>.expected.json in {it.folder.name} has a new {sorted(missing)}"
    surplus = shown - {kind.value for kind in it.platform.kinds}
    assert not surplus, f"fixtures bring {sorted(surplus)}; declare it in `kinds`"


@every_platform
def test_every_change_has_a_fixture(it: Fixtures) -> None:
    """What `changes` says of edits and removals is what the fixtures show, of a webhook or of a list."""
    listed = json.loads(it.client_facts.get("list", {}).get("expected", "[]"))
    pushed = [interaction for case in it.cases for interaction in it.expected(case)["interactions"]]
    shown = {Change(interaction.get("change", Change.NEW)) for interaction in (*pushed, *listed)}
    assert it.platform.changes == shown | {Change.NEW}


@every_case
def test_read_as_expected(it: Fixtures, case: str) -> None:
    """Each body is read exactly as its expected file says."""
    expected, reading = it.expected(case), it.read(it.body(case))
    wanted = json.dumps(expected["interactions"], indent=1, sort_keys=True, ensure_ascii=False)
    came = [plain(interaction) for interaction in reading.interactions]
    came_text = json.dumps(came, indent=1, sort_keys=True, ensure_ascii=False)
    if came != expected["interactions"]:
        lines = difflib.unified_diff(
            wanted.split("\n"), came_text.split("\n"), f"{case}.expected.json", f"read() of {case}.json", lineterm=""
        )
        pytest.fail("\n".join(lines))
    assert len(reading.skipped) == expected["skipped"], f"skipped: {reading.skipped}"
    assert len(reading.unreadable) == expected["unreadable"], f"unreadable: {reading.unreadable}"
    assert [plain(outcome) for outcome in reading.outcomes] == expected["outcomes"]
    assert all((one.platform, one.received_at) == (it.name, RECEIVED) for one in reading.outcomes)
    for interaction in reading.interactions:
        assert interaction.platform == it.name
        assert interaction.received_at == RECEIVED, "received_at is the Delivery's"
        assert interaction.object, "an Interaction without an id cannot be claimed"
        assert interaction.account, "an Interaction without an account belongs to no brand"
        assert interaction.connection == interaction.brand == interaction.trace == "", "`receive` sets these"


@every_case
def test_reading_twice_gives_the_same(it: Fixtures, case: str) -> None:
    """A redelivery yields the same ids, or people are answered twice."""
    body = it.body(case)
    assert it.read(body) == it.read(body)


@every_platform
def test_our_own_account_is_recognised(it: Fixtures) -> None:
    """Our own words must not be answered: they are how we learn that a colleague did."""
    us = it.about["us"]
    authors = [each for each in it.read(it.body(us["case"])).interactions if each.author.is_us]
    assert authors, f"{us['case']}.json holds words of {us['account']}, but no author `is_us`"
    assert {each.account for each in authors} == {us["account"]}
    others = [case for case in it.cases if case != us["case"]]
    assert any(not each.author.is_us for case in others for each in it.read(it.body(case)).interactions), (
        "every author `is_us`: nobody would ever be answered"
    )


@every_platform
def test_unknown_events_are_counted(it: Fixtures) -> None:
    """What a platform adds next year gives nothing, is not parked, and shows in the count."""
    reading = it.read(it.body(it.about["unknown"]["case"]))
    assert reading.interactions == ()
    assert reading.skipped, "an event of an unknown kind must be in `skipped`"
    assert all(name and len(name) <= 60 and name.isascii() for name in reading.skipped), reading.skipped


@every_case
def test_odd_bytes_are_read_or_parked(it: Fixtures, case: str) -> None:
    """Brackets, digits, encodings, surrogates: each is an Interaction or unreadable, and quickly."""
    for name, body in _hostile.raw(it.body(case), it.platform.content).items():
        if len(body) > 50_000 and case != it.cases[0]:
            continue  # the large ones hold nothing of the case
        began = time.process_time()
        _read(it, body, name)
        assert time.process_time() - began < SLOWEST, f"{name}: too slow"


@every_platform
def test_nonsense_is_unreadable(it: Fixtures) -> None:
    """What is not of the platform's form is never quietly taken for an empty delivery."""
    nonsense = (
        "nothing", "null", "a text", "JSON", "an entity", "a bomb", "a file", "a doctype", "another root",
        "100,000 elements deep", "100,000 closed elements", "NUL", "cut", "more after the end",
    ) if it.platform.content == "xml" else (
        "nothing", "null", "a text", "a number", "100,000 arrays", "100,000 objects", "65 closed arrays",
        "5,000 digits", "NaN", "Infinity", "1e400", "UTF-16", "Latin-1", "cut", "more after the end", "XML",
    )  # fmt: skip
    bodies = _hostile.raw(it.body(it.cases[0]), it.platform.content)
    for name in (*nonsense, *(() if it.platform.arrays or "an array" not in bodies else ("an array",))):
        assert _read(it, bodies[name], name) is None, f"{name} was read; it must raise DeliveryUnreadable"


@every_case
def test_byte_order_mark_changes_nothing(it: Fixtures, case: str) -> None:
    """Some senders put one in front; it is signed with the rest and says nothing."""
    body = it.body(case).removeprefix(b"\xef\xbb\xbf")
    assert it.read(b"\xef\xbb\xbf" + body) == it.read(body)


@every_case
def test_wrong_types_everywhere(it: Fixtures, case: str) -> None:
    """Each part of each fixture is replaced by each piece of junk."""
    for body in _hostile.mutations(it.body(case), it.platform.content):
        _read(it, body, body[:2000].decode())


@every_platform
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_several_wrong_parts_at_once(it: Fixtures, data: st.DataObject) -> None:
    """Fixtures with several parts replaced by arbitrary JSON."""
    _read(it, data.draw(_hostile.mutated([it.body(case) for case in it.cases], it.platform.content)), "mutated")


@every_platform
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(body=st.binary() | _hostile.json_values().map(lambda value: json.dumps(value).encode()))
def test_garbage(it: Fixtures, body: bytes) -> None:
    """Arbitrary bytes and arbitrary JSON."""
    _read(it, body, "garbage")


def _read(it: Fixtures, body: bytes, name: str) -> Reading | None:
    """The Reading, fit for the bus and back; None if it is unreadable. Anything else fails."""
    try:
        reading = it.read(body)
    except DeliveryUnreadable as error:
        if len(error.why) > 120:
            pytest.fail(f"{name}: `why` names a field and holds no content: {error.why[:200]!r}")
        return None
    except Exception as error:
        pytest.fail(f"read() raised {type(error).__name__} ({str(error)[:200]}) for: {name}")
    for interaction in reading.interactions:
        assert interaction.object, f"an Interaction without an id, from: {name}"
        assert interaction.account, f"an Interaction without an account, from: {name}"
        assert interaction.kind in it.platform.kinds
        try:
            again = from_wire(to_wire(interaction))
        except Exception as error:
            pytest.fail(f"an Interaction cannot be sent ({type(error).__name__}: {str(error)[:200]}): {name}")
        assert again == interaction, f"changed on the wire: {name}"
    for outcome in reading.outcomes:
        assert outcome.account, f"an Outcome without an account, from: {name}"
        assert outcome.receipt, f"an Outcome without a receipt, from: {name}"
        assert bool(outcome.entry) == bool(outcome.slot), f"half a mark, from: {name}"
        assert outcome.failed or outcome.entry, f"news of somebody else's message, from: {name}"
        assert from_wire(to_wire(outcome)) == outcome, f"changed on the wire: {name}"
    return reading
