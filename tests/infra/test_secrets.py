"""make secrets: each value reaches its place through a pipe, and nothing else ever holds it."""

from __future__ import annotations

import base64
import getpass
import io
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from infra import secrets
from infra.deployment import Needed
from infra.gcloud import Version
from shared.core import signing
from shared.core.secret import Secret
from tests.functions.doors import write_brands
from tests.infra.gcloud_recorder import PROJECT, Recorder
from tests.infra.test_deploy import CHOICES, SECRETS, Terminal

CANARY: Final = "canary-sings-for-nobody-at-all"
OLD: Final = "an-old-value-that-was-there-before"


@dataclass
class Room:
    """A folder as a person who deploys has it."""

    folder: Path
    recorder: Recorder
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *argv: str, piped: str = "", typed: str | None = None) -> tuple[int, str]:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(piped) if typed is None else Terminal())
        self.monkeypatch.setattr(getpass, "getpass", lambda _prompt: typed or "")
        code = secrets.main(argv)
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def held(self, name: str) -> list[str]:
        found: list[str] = self.recorder.project["secrets"].get(f"heard-prod-{name}", [])
        return found

    def hold(self, **values: list[str]) -> None:
        self.recorder.google(secrets={f"heard-prod-{name.replace('_', '-')}": those for name, those in values.items()})

    def leaks(self, value: str) -> list[str]:
        """Where a value can be found, but in Google's own keeping and in the pipe to it."""
        found = [str(file) for file in self.folder.rglob("*") if file.is_file() and value in file.read_text("latin-1")]
        for call in self.recorder.calls():
            found += [f"argument of {call}"] * any(value in word for word in call.argv)
            found += [f"environment of {call}"] * any(value in text for text in call.environ.values())
        return found


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Room:
    folder = tmp_path / "tree"
    write_brands(folder / "brands")
    (folder / "infra" / "environments").mkdir(parents=True)
    (folder / "infra" / "environments" / "prod.toml").write_text(CHOICES)
    recorder = Recorder.make(tmp_path / "tools")
    recorder.google(places=[f"heard-prod-{name}" for name in SECRETS])
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", recorder.path)
    monkeypatch.setenv("TMPDIR", str(folder))
    return Room(folder, recorder, capsys, monkeypatch)


# --- put ---


@pytest.mark.parametrize("how", ["piped", "typed"])
def test_a_value_goes_through_a_pipe_and_nothing_else_holds_it(how: str, room: Room) -> None:
    code, said = room.run("put", "HEARD_FACEBOOK_SIGNING", **{how: f"{CANARY}\n" if how == "piped" else CANARY})
    assert code == 0, said
    assert room.held("facebook-signing") == [CANARY]
    assert CANARY not in said
    assert not room.leaks(CANARY)
    (added,) = room.recorder.said("gcloud add")
    assert added.given == CANARY
    assert added.argv[-3:] == ["--data-file=-", f"--project={PROJECT}", "--format=json"]
    assert "HEARD_FACEBOOK_SIGNING: version 1" in said
    assert "make deploy ENV=prod" in said


def test_what_gcloud_says_of_an_error_is_passed_on_without_the_value(room: Room) -> None:
    room.recorder.answer("secrets add", err=f"ERROR: PERMISSION_DENIED for {CANARY}", code=1)
    code, said = room.run("put", "HEARD_X_TOKEN", piped=CANARY)
    assert code == 1
    assert "PERMISSION_DENIED for ***" in said
    assert not room.leaks(CANARY)


def test_gcloud_keeps_no_log_of_its_own_of_such_a_call(room: Room) -> None:
    room.run("put", "HEARD_X_TOKEN", piped=CANARY)
    (added,) = room.recorder.said("gcloud add")
    assert added.environ["CLOUDSDK_CORE_DISABLE_FILE_LOGGING"] == "1"
    assert added.environ["CLOUDSDK_CORE_LOG_HTTP"] == "0"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("HEARD_X_TOKEN", "", "is empty"),
        ("HEARD_X_TOKEN", "   ", "is empty"),
        ("HEARD_X_TOKEN", f"{CANARY} {CANARY}", "white space"),
        ("HEARD_X_TOKEN", f"{CANARY}\n{CANARY}", "white space"),
        ("HEARD_X_TOKEN", f" {CANARY}", "white space"),
        ("HEARD_X_TOKEN", "changeme", "placeholder"),
        ("HEARD_X_TOKEN", "xxxxxxxxxxxxxxxxxxxx", "placeholder"),
        ("HEARD_X_TOKEN", "<your-token-comes-here>", "placeholder"),
        ("HEARD_FACEBOOK_VERIFY", "too-short", "shorter than 16"),
    ],
)
def test_what_is_no_secret_is_refused_and_not_repeated(name: str, value: str, why: str, room: Room) -> None:
    code, said = room.run("put", name, piped=value)
    assert code == 1
    assert f"{name}: the value " in said
    assert why in said
    assert not value.strip() or value.strip() not in said
    assert not room.recorder.changing()


def test_a_name_that_no_brand_needs_is_told_with_those_that_there_are(room: Room) -> None:
    code, said = room.run("put", "HEARD_TYPO", piped=CANARY)
    assert code == 1
    assert "came 'HEARD_TYPO'" in said
    assert "HEARD_FACEBOOK_SIGNING" in said
    assert not room.recorder.changing()


def test_a_secret_without_a_place_is_not_put(room: Room) -> None:
    room.recorder.google(places=[])
    code, said = room.run("put", "x-token", piped=CANARY)
    assert code == 1
    assert "make deploy makes one" in said
    assert not room.recorder.changing()


@pytest.mark.parametrize("name", ["link-key", "probe-key"])
def test_keys_of_our_own_are_drawn_by_lot_and_seen_by_nobody(name: str, room: Room) -> None:
    for _ in range(2):
        code, said = room.run("put", name)
        assert code == 0
    first, second = room.held(name)
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
    assert first not in said
    assert not room.leaks(first)
    if name == "probe-key":
        assert signing.unfit(Secret(first)) is None


def test_a_key_of_our_own_can_be_given(room: Room) -> None:
    assert room.run("put", "link-key", "--given", piped=CANARY)[0] == 0
    assert room.held("link-key") == [CANARY]


def test_putting_all_that_is_missing_asks_for_each_and_draws_our_own(room: Room) -> None:
    room.hold(x_token=[OLD])
    code, said = room.run("put", typed=CANARY)
    assert code == 0, said
    assert room.held("x-token") == [OLD]
    assert room.held("facebook-token") == [CANARY]
    assert room.held("link-key")[0] != CANARY
    assert not room.leaks(CANARY)


def test_where_nobody_sits_putting_all_names_what_is_still_missing(room: Room) -> None:
    code, said = room.run("put")
    assert code == 1
    assert "still missing: HEARD_X_TOKEN" in said
    assert "HEARD_LINK_KEY: version 1, drawn by lot" in said


# --- rotate ---


def test_a_platforms_secret_is_changed_with_the_new_one_first_and_then_the_old_one_goes(room: Room) -> None:
    room.hold(facebook_signing=[OLD])
    code, said = room.run("rotate", "facebook-signing", piped=CANARY)
    assert code == 0, said
    assert room.held("facebook-signing")[-1] == f"{CANARY} {OLD}"
    assert "DO=retire NAME=HEARD_FACEBOOK_SIGNING" in said
    code, said = room.run("retire", "facebook-signing")
    assert room.held("facebook-signing")[-1] == CANARY
    assert "gcloud secrets versions destroy 1 --secret=heard-prod-facebook-signing --project=acme-heard" in said
    for value in (CANARY, OLD):
        assert value not in said
        assert not room.leaks(value)


def test_a_key_of_our_own_is_known_everywhere_before_it_is_used_anywhere(room: Room) -> None:
    room.hold(link_key=[OLD])
    code, said = room.run("rotate", "link-key")
    assert code == 0
    old, new = room.held("link-key")[-1].split()
    assert old == OLD
    assert "DO=swap NAME=HEARD_LINK_KEY" in said
    assert room.run("swap", "link-key")[0] == 0
    assert room.held("link-key")[-1] == f"{new} {OLD}"
    assert room.run("retire", "link-key")[0] == 0
    assert room.held("link-key")[-1] == new
    assert not room.leaks(new)


def test_a_rotation_that_is_under_way_is_not_begun_again(room: Room) -> None:
    room.hold(x_token=[f"{CANARY} {OLD}"])
    code, said = room.run("rotate", "x-token", piped="yet-another-value-of-it")
    assert code == 1
    assert "holds 2 values already" in said
    assert len(room.held("x-token")) == 1


@pytest.mark.parametrize("do", ["swap", "retire"])
def test_there_is_nothing_to_swap_or_retire_without_a_rotation(do: str, room: Room) -> None:
    room.hold(x_token=[OLD])
    code, said = room.run(do, "x-token")
    assert code == 1
    assert "only after DO=rotate" in said
    assert room.held("x-token") == [OLD]


def test_the_value_that_is_there_is_no_rotation(room: Room) -> None:
    room.hold(x_token=[CANARY])
    code, said = room.run("rotate", "x-token", piped=CANARY)
    assert code == 1
    assert "this is the value that it holds" in said
    assert CANARY not in said


def test_a_secret_that_holds_one_value_at_a_time_is_put_anew(room: Room) -> None:
    choices = CHOICES + 'HEARD_SMTP_USER = "heard"\n'
    (room.folder / "infra" / "environments" / "prod.toml").write_text(choices)
    room.hold(smtp_password=[OLD])
    code, said = room.run("rotate", "smtp-password", piped=CANARY)
    assert code == 1
    assert "DO=put" in said
    assert room.run("put", "smtp-password", piped="abcd efgh ijkl mnop")[0] == 0  # as Google writes app passwords


# --- list ---


def test_the_list_tells_versions_doors_and_what_is_missing_and_no_value(room: Room) -> None:
    room.hold(facebook_signing=[OLD, CANARY])
    code, said = room.run("list")
    assert code == 0
    line = next(line for line in said.splitlines() if line.startswith("HEARD_FACEBOOK_SIGNING"))
    assert "version 2, " in line
    assert line.endswith("(receive)")
    assert "MISSING  (acknowledge, collect)" in said
    assert CANARY not in said
    assert not room.recorder.said("access")
    assert not room.recorder.changing()


def test_an_age_that_nobody_knows_is_not_none() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    one = Needed("x-token", "HEARD_X_TOKEN", ("acknowledge",), "token", "a token")
    wanted = secrets.Needs({"x-token": one})
    (line,) = secrets.listed(wanted, {"x-token": [Version(3, now - timedelta(days=40))]}, now)
    assert "version 3, 40 days old" in line
    (line,) = secrets.listed(wanted, {"x-token": [Version(3, None)]}, now)
    assert "age unknown" in line


@pytest.mark.parametrize("argv", [[], ["show"], ["put", "A", "B"]])
def test_what_is_not_understood_ends_with_2(argv: list[str], room: Room) -> None:
    with pytest.raises(SystemExit) as left:
        secrets.main(argv)
    assert left.value.code == 2


def test_a_value_can_not_be_given_as_an_argument(room: Room) -> None:
    with pytest.raises(SystemExit) as left:
        secrets.main(["put", "HEARD_X_TOKEN", CANARY])
    assert left.value.code == 2


def test_rotating_needs_a_name_and_a_value_that_is_there(room: Room) -> None:
    code, said = room.run("rotate")
    assert (code, "NAME: expected one" in said) == (1, True)
    code, said = room.run("rotate", "x-token", piped=CANARY)
    assert (code, "holds nothing yet" in said) == (1, True)
