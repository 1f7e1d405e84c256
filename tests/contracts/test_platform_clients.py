"""What every platform module must keep to: what its client sends, and what each failure means.

Against a pretend API on the loopback, so that timeouts, resets and refused connections are real ones.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from shared import plugins
from shared.core import errors
from shared.core.claims import ReadBack
from shared.core.errors import (
    ActionRefused,
    ActionUnsupported,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.ports import Capability
from tests.contracts._platforms import MARKER, TOKEN, Asked, Fixtures, Reply, pretend

PLATFORMS = [Fixtures(name) for name in plugins.names("platforms")]
ABLE = [
    pytest.param(it, capability, id=f"{it.name}-{capability}")
    for it in PLATFORMS
    for capability in sorted(plugins.load("platforms", it.name).capabilities)
]
LISTED = [
    pytest.param(it, capability, id=f"{it.name}-{capability}")
    for it in PLATFORMS
    for capability, read_back in sorted(plugins.load("platforms", it.name).capabilities.items())
    if read_back is ReadBack.LIST
]
BODY = f'{{"error": {{"message": "{MARKER}"}}, "detail": "{MARKER}"}}'
TIME = 5.0  # seconds that a call may take where nothing is meant to be slow

every_platform = pytest.mark.parametrize("it", PLATFORMS, ids=lambda it: it.name)
every_capability = pytest.mark.parametrize(("it", "capability"), ABLE)
every_list = pytest.mark.parametrize(("it", "capability"), LISTED)


@every_platform
def test_declared_is_implemented(it: Fixtures) -> None:
    """Each declared capability has its fixture; any other is refused without a call."""
    declared = set(it.platform.capabilities)
    tables = {name for name, facts in it.client_facts.items() if isinstance(facts, dict)}
    described = {Capability(name) for name in tables - {"list"}}
    assert described == declared, f"client.toml describes {sorted(described)}, the module {sorted(declared)}"
    if not declared:
        return
    with pretend(Reply()) as api:
        for capability in set(Capability) - declared:
            order = replace(it.order(min(declared)), capability=capability, text="text", person="1")
            with pytest.raises(ActionUnsupported):
                it.client(api.base).perform(order, TIME)
        assert api.asked == [], "something was sent for a capability that is not declared"


@every_capability
def test_sends_what_was_ordered(it: Fixtures, capability: Capability) -> None:
    """One effect, at the right place, with the words exactly as they are; the receipt comes back."""
    facts, order = it.client_facts[capability], it.order(capability)
    response = facts["response"]
    for ending in ("", "/"):
        with pretend(*_answered(facts)) as api:
            receipt = it.client(api.base + ending).perform(order, TIME)
        asked = _effect(api.asked, facts)
        assert receipt == response.get("receipt")
        prepared = [(one.method, one.path) for one in api.asked if one.method != "GET"][:-1]
        assert prepared == [(one["method"], one["path"]) for one in facts.get("before", [])]
        assert (asked.method, asked.path) == (facts["request"]["method"], facts["request"]["path"])
        if "text" in facts["request"]:
            assert asked.field(facts["request"]["text"]) == order.text, "words must arrive unchanged"
        for place, value in facts["request"].get("fields", {}).items():
            assert asked.field(place) == value, place
        _token_is_where_it_belongs(asked)


@every_capability
@pytest.mark.parametrize("picture", ["https://pictures.example/tern.png", "https://pictures.example/tern.gif"])
def test_a_picture_goes_along_only_where_the_platform_says_so(
    it: Fixtures, capability: Capability, picture: str
) -> None:
    """Its address stands in the one call that is made, beside the words; elsewhere nowhere."""
    facts, order = it.client_facts[capability], replace(it.order(capability), media=picture)
    with pretend(*_answered(facts)) as api:
        it.client(api.base).perform(order, TIME)
    sent = [values for one in api.asked if picture in (values := one.texts())]
    assert len(sent) == (1 if it.platform.carries(capability, order.text or "", picture) else 0)
    assert all(order.text in values for values in sent), "the words stand beside it, unchanged"


@every_capability
def test_answers_of_its_own(it: Fixtures, capability: Capability) -> None:
    """What the platform's own codes mean, as client.toml lists them."""
    for answer in it.client_facts[capability].get("answers", []):
        reply = Reply(answer["status"], answer["body"], answer.get("headers", {}))
        with pretend(reply) as api:
            if answer["means"] == "sent":
                receipt = it.client(api.base).perform(it.order(capability), TIME)
                assert receipt == answer.get("receipt"), answer["name"]
                continue
            error = _failure(it, lambda api=api: it.client(api.base).perform(it.order(capability), TIME))
        assert isinstance(error, getattr(errors, answer["means"])), f"{answer['name']}: {error!r}"
        if "retry_after" in answer:
            assert getattr(error, "retry_after", None) == pytest.approx(answer["retry_after"]), answer["name"]


FAILURES: dict[str, tuple[Reply, type[PlatformError]]] = {
    "429": (Reply(429, BODY, {"Retry-After": "7"}), PlatformUnavailable),
    "500": (Reply(500, BODY), OutcomeUnknown),
    "502": (Reply(502, "<html>" + MARKER), OutcomeUnknown),
    "503": (Reply(503, BODY, {"Retry-After": "7"}), OutcomeUnknown),
    "504": (Reply(504, ""), OutcomeUnknown),
    "408": (Reply(408, BODY), OutcomeUnknown),
    "403": (Reply(403, BODY), ActionRefused),
    "404": (Reply(404, BODY), ActionRefused),
    "401": (Reply(401, BODY), ActionRefused),
    "400, not JSON": (Reply(400, MARKER), ActionRefused),
    "no answer": (Reply(cut=True), OutcomeUnknown),
    "late": (Reply(late=3.0), OutcomeUnknown),
    "200, not JSON": (Reply(200, "<html>" + MARKER), OutcomeUnknown),
    "200, an array": (Reply(200, f'["{MARKER}"]'), OutcomeUnknown),
    "200, endless brackets": (Reply(200, "[" * 100_000), OutcomeUnknown),
    "200, too large": (Reply(200, '{"a": "' + "a" * 2_000_000 + '"}'), OutcomeUnknown),
}


@every_capability
@pytest.mark.parametrize("failure", FAILURES)
def test_failures(it: Fixtures, capability: Capability, failure: str) -> None:
    """Certainly not applied, perhaps applied, refused for good: the ledger acts on which it was."""
    reply, expected = FAILURES[failure]
    began = time.monotonic()
    with pretend(reply) as api:
        error = _failure(it, lambda: it.client(api.base).perform(it.order(capability), 0.5))
        assert time.monotonic() - began < TIME, "the timeout is the whole budget of the call"
        assert len(api.asked) == 1, "a call is never repeated by the client"
    assert isinstance(error, expected), f"{failure}: came {error!r}, must be {expected.__name__}"
    if isinstance(error, PlatformUnavailable):
        assert error.retry_after == 7.0, "Retry-After must be told"


@every_capability
def test_no_connection(it: Fixtures, capability: Capability) -> None:
    """Nobody listens there: certainly not applied."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        error = _failure(it, lambda: it.client(base).perform(it.order(capability), TIME))
    assert isinstance(error, PlatformUnavailable), f"came {error!r}"


@every_capability
def test_redirects_are_not_followed(it: Fixtures, capability: Capability) -> None:
    """A redirect would carry words and token to an address that nobody declared."""
    for status in (301, 302, 303, 307, 308):
        with pretend(Reply(status, BODY, {"Location": "/elsewhere"})) as api:
            error = _failure(it, lambda api=api: it.client(api.base).perform(it.order(capability), TIME))
            assert len(api.asked) == 1, "the redirect was followed"
        assert isinstance(error, OutcomeUnknown), f"{status}: came {error!r}"


@every_capability
def test_ids_cannot_leave_their_place(it: Fixtures, capability: Capability) -> None:
    """An id with slashes, dots or a question mark names no other path of the API."""
    facts = it.client_facts[capability]
    for hostile in ("../../me", "..", "a/b", "a?b=c", "a#b", "a%2Fb", "a\r\nX: y", "ü", "\ud800"):
        names = ("object", "reply_to", "person", "account")
        order = replace(
            it.order(capability),
            **{name: hostile for name in names if getattr(it.order(capability), name) is not None},
        )
        with pretend(*_answered(facts)) as api:
            try:
                it.client(api.base).perform(order, TIME)
            except PlatformError:
                continue
            except Exception as error:
                pytest.fail(f"the id {hostile!r} raised {type(error).__name__}")
        asked = _effect(api.asked, facts)
        assert asked.path.count("/") == facts["request"]["path"].count("/"), f"{hostile!r}: {asked.path}"
        assert ".." not in asked.path.split("/"), asked.path
        assert "x" not in asked.headers


@every_list
def test_read_back(it: Fixtures, capability: Capability) -> None:
    """Ours is found; other people's, older ones and an empty list are a clear no; a cut list is not."""
    facts, order = it.client_facts[capability]["find"], it.order(capability)
    for name, found in (("ours", facts["id"]), ("others", None), ("older", None), ("empty", None)):
        with pretend(*(Reply(200, page) for page in facts[name])) as api:
            assert it.client(api.base).find(order, TIME) == found, f"find() with the pages of `{name}`"
        first = api.asked[0]
        assert (first.method, first.path) == (facts["method"], facts["path"])
        assert all(asked.method == "GET" for asked in api.asked), "reading back changes nothing"
        assert len(api.asked) == len(facts[name]), f"`{name}`: not every page was read"
        _token_is_where_it_belongs(first)
    with pretend(*(Reply(200, page) for page in facts["cut_off"])) as api:
        _failure(it, lambda: it.client(api.base).find(order, TIME))


@every_list
def test_another_answer_of_ours_is_passed_over(it: Fixtures, capability: Capability) -> None:
    """A rule's answer to the same object is not what a colleague approved for it."""
    facts = it.client_facts[capability]["find"]
    order = replace(it.order(capability), others=(facts["id"],))
    with pretend(*(Reply(200, page) for page in (*facts["ours"], *facts["empty"]))) as api:
        assert it.client(api.base).find(order, TIME) != facts["id"]


@every_list
@pytest.mark.parametrize("failure", FAILURES)
def test_failed_read_back_is_never_a_no(it: Fixtures, capability: Capability, failure: str) -> None:
    """Taking a failed list for an empty one would answer a person twice."""
    pages = it.client_facts[capability]["find"]["others"]
    for served in {0, len(pages) - 1}:
        replies = (*(Reply(200, page) for page in pages[:served]), FAILURES[failure][0])
        with pretend(*replies) as api:
            _failure(it, lambda api=api: it.client(api.base).find(it.order(capability), 0.5))


@every_list
def test_unexpected_list_is_never_a_no(it: Fixtures, capability: Capability) -> None:
    """An answer without the list in it says nothing about what is there."""
    for page in ("{}", '{"data": null}', '{"data": {}}', '{"data": 7}', '{"errors": [{"title": "x"}]}'):
        if page in it.client_facts[capability]["find"]["empty"]:
            continue
        with pretend(Reply(200, page)) as api:
            _failure(it, lambda api=api: it.client(api.base).find(it.order(capability), TIME))


def _answered(facts: dict[str, Any]) -> list[Reply]:
    response, before = facts["response"], facts.get("before", [])
    return [Reply(one["status"], one["body"]) for one in (*before, response)]


def _effect(asked: list[Asked], facts: dict[str, Any]) -> Asked:
    """The one request that people can see; what prepares it comes before, as client.toml says."""
    effects = [each for each in asked if each.method not in ("GET", "HEAD")]
    came = [(each.method, each.path) for each in effects]
    assert len(effects) == 1 + len(facts.get("before", [])), f"one order is one effect; came {came}"
    return effects[-1]


def _token_is_where_it_belongs(asked: Asked) -> None:
    assert TOKEN not in asked.path, "the token belongs into a header, addresses are logged"
    assert TOKEN not in unquote(str(asked.query)), "the token belongs into a header, addresses are logged"
    assert TOKEN.encode() not in asked.body, "the token belongs into a header"


def _failure(it: Fixtures, call: Callable[[], Any]) -> PlatformError:
    """The PlatformError that `call` raises: of this platform, without a body, token, secret or word in it."""
    try:
        result = call()
    except PlatformError as error:
        failure = error
    except Exception as error:
        pytest.fail(f"raised {type(error).__name__} ({str(error)[:200]}), which is no PlatformError")
    else:
        pytest.fail(f"must fail, but returned {result!r}")
    assert failure.platform == it.name
    told = f"{failure} {failure!r} {failure.why} {failure.__cause__!r}"
    secrets = [TOKEN, MARKER, *it.about["secrets"].values()]
    words = [
        facts["order"].get("text") for facts in it.client_facts.values() if isinstance(facts, dict) and "order" in facts
    ]
    for leaked in [*secrets, *filter(None, words)]:
        assert leaked not in told, f"the error tells {leaked[:6]}…: a code is enough"
    return failure
