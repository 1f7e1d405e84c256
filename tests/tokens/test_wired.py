"""A deployment with an account whose token is renewed: what stops its start, and with which token it speaks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Compiled, Connection
from shared.checking import check
from shared.core.errors import ConfigurationError, MissingSecret
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.platforms.x import X
from shared.start import check_acknowledge
from shared.wiring import Wiring
from tests.tokens.world import HOURS, KEY, KEY2, NOON, World

SECRETS = {
    "HEARD_X_SIGNING": "signing-secret-of-the-app",
    "HEARD_TOKEN_KEY": KEY,
    "ACME_TOKEN": "access-of-a-login-1",
    "ACME_REFRESH": "refresh-of-a-login-1",
}


class Speaker:
    def __init__(self, token: Secret) -> None:
        self.token = token.reveal()


class Renewing(X):
    """X, but its tokens come from the pretend platform, and its clients only show with which token they speak."""

    renews = True

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[dict[str, Any]] = []

    def client(self, *, token: Secret, **_rest: Any) -> Any:
        return Speaker(token)

    def renew(self, held: Grant, keys: Any, *, now: datetime, timeout: float, **rest: Any) -> Grant:
        self.asked.append(rest | {"keys": keys})
        return self.world.giver.renew(held, now, timeout)


Start = Callable[..., Wiring]


@pytest.fixture
def start(world: World, tmp_path: Path) -> Start:
    def started(**changes: str | None) -> Wiring:
        account = world.account
        for name in ("token", "refresh"):
            if changes.get(f"ACME_{name.upper()}", "") is None:
                account = msgspec.structs.replace(account, **{name: None})
        brands = Compiled(
            connections={"x": Connection(name="x", platform="x", secrets={"signing": ("HEARD_X_SIGNING",)})},
            brands={"acme": msgspec.structs.replace(world.brand, accounts=(account,))},
        )
        compiled = tmp_path / "brands.json"
        compiled.write_bytes(brands.to_bytes())
        given = SECRETS | {"HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path)} | changes
        wiring = Wiring({name: value for name, value in given.items() if value})
        wiring.__dict__["now"] = world.now
        wiring._platforms["x"] = Renewing(world)
        return wiring

    return started


def speaks_with(wiring: Wiring) -> str:
    account = wiring.brands.brands["acme"].accounts[0]
    client: Any = wiring.client(account)
    token: str = client.token
    return token


def test_it_speaks_with_the_token_of_this_moment(start: Start, world: World) -> None:
    collect, acknowledge = start(), start()
    assert speaks_with(acknowledge) == "access-of-a-login-1"
    assert collect.tend() == 1
    world.at += timedelta(seconds=61)
    assert speaks_with(acknowledge) == "access-that-is-renewed-2"
    account = acknowledge.brands.brands["acme"].accounts[0]
    assert acknowledge.client(account) is acknowledge.client(account), "one client for one token"
    asked = collect.platform("x").asked[0]  # type: ignore[attr-defined]  # what the test put in keeps it
    assert asked["account"] == "77"
    assert asked["keys"]["signing"][0].reveal() == SECRETS["HEARD_X_SIGNING"]


def test_what_renews_it_may_be_all_that_is_written(start: Start, world: World) -> None:
    wiring = start(ACME_TOKEN=None)
    check_acknowledge(wiring)
    with pytest.raises(ConfigurationError, match="no access token yet"):
        speaks_with(wiring)
    wiring.tend()
    assert speaks_with(wiring) == "access-that-is-renewed-2"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"HEARD_TOKEN_KEY": ""}, "HEARD_TOKEN_KEY is missing.* account '77' on x renews its token with it"),
        ({"HEARD_TOKEN_KEY": "changeme"}, "HEARD_TOKEN_KEY holds a placeholder"),
        ({"HEARD_TOKEN_KEY": "a-key-that-people-made-up"}, "HEARD_TOKEN_KEY is no key of 32 random bytes"),
        ({"HEARD_TOKEN_KEY": f"{KEY} half-of-the-former-key"}, "HEARD_TOKEN_KEY is no key"),
        ({"ACME_REFRESH": ""}, "ACME_REFRESH is missing"),
        ({"ACME_TOKEN": ""}, "ACME_TOKEN is missing"),
    ],
)
def test_it_does_not_start_without_what_renewing_takes(start: Start, changes: dict[str, str], says: str) -> None:
    for checks in (check_acknowledge, check):
        wiring = start(**changes)
        with pytest.raises(ConfigurationError, match=says) as caught:
            checks(wiring)
        assert KEY not in str(caught.value)


def test_a_token_that_has_ended_stops_no_start(start: Start, world: World) -> None:
    start().tend()
    world.at = NOON + 3 * HOURS
    again = start()
    check_acknowledge(again)
    check(again)
    with pytest.raises(ConfigurationError, match="has ended"):
        speaks_with(again)


def test_both_keys_while_one_takes_the_place_of_the_other(start: Start) -> None:
    start().tend()
    assert speaks_with(start(HEARD_TOKEN_KEY=f"{KEY2} {KEY}")) == "access-that-is-renewed-2"


def test_an_account_that_is_not_renewed_needs_no_key_and_reads_nothing(start: Start) -> None:
    wiring = start(ACME_REFRESH=None, HEARD_TOKEN_KEY=None)
    check_acknowledge(wiring)
    assert wiring.tend() == 0
    assert speaks_with(wiring) == "access-of-a-login-1"
    assert "store" not in wiring.__dict__, "the ledger is not opened"
    with pytest.raises(MissingSecret):
        start(HEARD_TOKEN_KEY=None).tend()


def test_checking_what_renewing_takes_loads_no_cryptography() -> None:
    code = (
        "import sys; from shared.tokens.room import Tokens; from shared.tokens.sealing import check_keys; "
        f"from shared.core.secret import Secret; check_keys([Secret({KEY!r})]); "
        "assert not any(name.split('.')[0] == 'cryptography' for name in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
