"""What every platform module must keep to that can be asked what exists, or whether an account is set up.

A failed or cut list is never taken for "there is nothing more": what it lacks would be counted as never having been.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from shared import plugins
from shared.core import errors
from shared.core.errors import PlatformError
from shared.core.ports import Examiner, Finding, Listed, Lister, Question
from tests.contracts._platforms import RECEIVED, TOKEN, Fixtures, Reply, plain, pretend
from tests.contracts.test_platform_clients import FAILURES, TIME

PLATFORMS = [Fixtures(name) for name in plugins.names("platforms")]
LISTING = [it for it in PLATFORMS if it.platform.lists is not None]
EXAMINED = [
    pytest.param(it, each, id=f"{it.name}-{each['name'].replace(' ', '_')}")
    for it in PLATFORMS
    for each in it.client_facts.get("examine", [])
]

every_listing = pytest.mark.parametrize("it", LISTING, ids=lambda it: it.name)


def _lister(it: Fixtures, base: str) -> Lister:
    return cast("Lister", it.client(base))


def _question(it: Fixtures, cursor: str | None = None) -> Question:
    facts = it.client_facts["list"]
    since = facts["since"]
    assert isinstance(since, datetime)
    return Question(since=since.astimezone(UTC), now=RECEIVED, cursor=cursor, open=tuple(facts.get("open", ())))


@every_listing
def test_listing_says_what_it_is_about(it: Fixtures) -> None:
    """Kinds that it tells of are kinds of the platform; what is asked for must be among them; spans make sense."""
    listing = it.platform.lists
    assert listing is not None
    assert listing.kinds
    assert listing.kinds <= it.platform.kinds
    assert listing.asked <= listing.kinds
    assert 60 <= listing.every.total_seconds() <= 86400
    assert listing.back >= 2 * listing.every, "an asking that fails once must not leave a gap"
    assert listing.units is None or listing.units > 0


@every_listing
def test_lists_what_exists(it: Fixtures) -> None:
    """Page by page, each with a client that knows nothing but the cursor: a restart loses and repeats nothing."""
    pages, cursor, came = it.client_facts["list"]["pages"], None, []
    for number, page in enumerate(pages):
        with pretend(Reply(page.get("status", 200), page["body"])) as api:
            listed = _lister(it, api.base).list(_question(it, cursor), TIME)
        assert len(api.asked) == 1, f"page {number}: one page is one call"
        asked = api.asked[0]
        assert (asked.method, asked.path) == ("GET", page["path"]), f"page {number}"
        for name, value in page.get("fields", {}).items():
            assert asked.query.get(name) == value, f"page {number}: {name}"
        assert TOKEN not in asked.path + str(asked.query), "the token belongs into a header, addresses are logged"
        assert listed.units == page.get("units", 1), f"page {number}"
        came += listed.interactions
        cursor = listed.cursor
        assert (cursor is None) is (number == len(pages) - 1), f"page {number}: cursor {cursor!r}"
        assert cursor is None or len(cursor) <= 8192, "a cursor is kept in the ledger"
    assert [plain(one) for one in came] == json.loads(it.client_facts["list"]["expected"])
    listing = it.platform.lists
    assert listing is not None
    for one in came:
        assert one.platform == it.name
        assert one.account == it.client_facts["account"]
        assert one.received_at == RECEIVED
        assert one.at is not None, "whether it is old enough to be missed is told by its time"
        assert one.kind in listing.kinds


@every_listing
def test_an_object_has_one_name_however_it_came(it: Fixtures) -> None:
    """What is listed must be named as the webhook names it, or everything would be found missing."""
    listing = it.platform.lists
    assert listing is not None
    if listing.asked == listing.kinds:
        pytest.skip("nothing of it is ever pushed")
    pushed = {one.object for case in it.cases for one in it.read(it.body(case)).interactions}
    listed = {one["object"] for one in json.loads(it.client_facts["list"]["expected"])}
    assert pushed & listed, "let at least one object of a webhook fixture appear in [list] too"


@every_listing
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_list_is_never_an_end(it: Fixtures, failure: str) -> None:
    with pretend(FAILURES[failure][0]) as api, pytest.raises(PlatformError) as caught:
        _lister(it, api.base).list(_question(it), 0.5)
    assert caught.value.platform == it.name
    assert TOKEN not in str(caught.value)


@every_listing
def test_an_unexpected_list_is_never_an_end(it: Fixtures) -> None:
    """An answer without the list in it says nothing about what is there."""
    for body in ("{}", '{"data": null}', '{"data": 7}', '{"items": 7}', '{"elements": null}', '{"errors": [{}]}'):
        with pretend(Reply(200, body)) as api:
            try:
                listed: Listed = _lister(it, api.base).list(_question(it), TIME)
            except PlatformError:
                continue
        assert body in it.client_facts["list"].get("empty", []), f"{body} was taken for {listed}"


@every_listing
def test_list_answers_of_its_own(it: Fixtures) -> None:
    """What the platform's own codes mean, as client.toml lists them."""
    for answer in it.client_facts["list"].get("answers", []):
        reply = Reply(answer["status"], answer["body"], answer.get("headers", {}))
        if answer["means"] == "unreadable":
            with pretend(reply) as api:
                assert _lister(it, api.base).list(_question(it), TIME).unreadable, answer["name"]
            continue
        with pretend(reply) as api, pytest.raises(PlatformError) as caught:
            _lister(it, api.base).list(_question(it), TIME)
        assert isinstance(caught.value, getattr(errors, answer["means"])), f"{answer['name']}: {caught.value!r}"
        if "retry_after" in answer:
            assert getattr(caught.value, "retry_after", None) == pytest.approx(answer["retry_after"]), answer["name"]


@pytest.mark.parametrize(("it", "case"), EXAMINED)
def test_examines_its_account(it: Fixtures, case: dict[str, Any]) -> None:
    """Each Finding says what it looked at, and where something is wrong, what to do."""
    with pretend(*(Reply(one["status"], one["body"], one.get("headers", {})) for one in case["answers"])) as api:
        found: tuple[Finding, ...] = cast("Examiner", it.client(api.base)).examine(RECEIVED, TIME)
    assert [(one.what, one.ok) for one in found] == [(one["what"], one.get("ok")) for one in case["findings"]]
    for one in found:
        assert one.said
        assert one.ok is True or one.mend, f"{one.what}: say how to mend it"
        assert TOKEN not in one.said + one.mend
    assert all(asked.method == "GET" for asked in api.asked), "looking changes nothing"


@pytest.mark.parametrize("it", [it for it in PLATFORMS if it.client_facts.get("examine")], ids=lambda it: it.name)
@pytest.mark.parametrize("failure", FAILURES)
def test_examining_never_fails(it: Fixtures, failure: str) -> None:
    """What could not be looked at is a Finding, and never that all is well."""
    with pretend(FAILURES[failure][0]) as api:
        found = cast("Examiner", it.client(api.base)).examine(RECEIVED, 0.5)
    assert found
    assert not all(one.ok for one in found)


@pytest.mark.parametrize("it", PLATFORMS, ids=lambda it: it.name)
def test_examined_both_ways(it: Fixtures) -> None:
    if not it.client_facts.get("examine"):
        assert not hasattr(it.client("http://127.0.0.1:1"), "examine"), "client.toml needs [[examine]]"
        return
    well = {all(one.get("ok") for one in each["findings"]) for each in it.client_facts["examine"]}
    assert well == {True, False}, "[[examine]] needs an account that is set up and one that is not"
