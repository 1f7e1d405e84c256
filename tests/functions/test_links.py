"""Links to the desk on one machine: there without a setting, and the same after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.local._links import KEY_FILE, with_links
from shared.core.errors import ConfigurationError
from shared.settings import Settings
from shared.wiring import Wiring

HERE = "http://127.0.0.1:8080/"


def test_a_first_start_makes_a_key_that_the_next_one_finds(tmp_path: Path) -> None:
    first, second = (with_links({"A": "1"}, tmp_path, HERE) for _ in range(2))
    assert first == second
    assert (first["A"], first["HEARD_DESK_URL"]) == ("1", "http://127.0.0.1:8080")
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert Settings.read(first).desk_url == "http://127.0.0.1:8080"
    assert Wiring(first).desk is not None, "the key is strong enough"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:8080/"])
def test_loopback_of_any_form_has_links(tmp_path: Path, address: str) -> None:
    assert Settings.read(with_links({}, tmp_path, address)).desk_url == address.rstrip("/")


@pytest.mark.parametrize("address", [None, "http://0.0.0.0:8080/", "http://192.0.2.7:8080/"])
def test_where_others_come_from_elsewhere_somebody_must_say_the_address(tmp_path: Path, address: str | None) -> None:
    assert with_links({"A": "1"}, tmp_path, address) == {"A": "1"}
    assert not (tmp_path / KEY_FILE).exists()


def test_what_was_set_is_left_alone(tmp_path: Path) -> None:
    given = {"HEARD_DESK_URL": "https://desk.acme.example", "HEARD_LINK_KEY": "a-link-key-for-tests-only"}
    assert with_links(given, tmp_path, HERE) == given
    assert with_links({"HEARD_LINK_KEY": "mine-for-a-long-time"}, tmp_path, HERE)["HEARD_LINK_KEY"].startswith("mine")
    assert not (tmp_path / KEY_FILE).exists()


def test_a_key_that_cannot_be_kept_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"link\.key: cannot be written"):
        with_links({}, tmp_path / "nowhere", HERE)
