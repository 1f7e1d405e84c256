"""Doors that tell colleagues start only where every colleague can be told; the others need not know how."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functions.doors import BRAND, compile_brands, framework, local, run_framework, run_local, write_brands

TEAM = """
[[team]]
name = "Ann"
signature = "- Ann at Acme"
slack = "HEARD_SLACK_ANN"
"""
SMTP = {"HEARD_NOTIFIER": "smtp", "HEARD_SMTP_HOST": "127.0.0.1", "HEARD_SMTP_SECURITY": "none"}
DESK = {"HEARD_DESK_URL": "https://desk.acme.example", "HEARD_LINK_KEY": "a-link-key-for-tests-only"}


ALERTS = """
[alerts]
url = "HEARD_ALERTS_URL"
secret = "HEARD_ALERTS_SECRET"
"""


@pytest.fixture(scope="module")
def brands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brands(tmp_path_factory.mktemp("brands"), {"acme/brand.toml": BRAND + TEAM})


@pytest.fixture(scope="module")
def book(brands: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_brands(brands, tmp_path_factory.mktemp("book") / "brands.json")


@pytest.mark.parametrize("door", ["acknowledge", "watch"])
def test_a_webhook_that_is_not_there_refuses_to_start(door: str, book: Path, tmp_path: Path) -> None:
    done = run_framework(door, tmp_path, book, **SMTP)
    assert done.returncode != 0
    assert "HEARD_SLACK_ANN" in done.stderr


def test_alerts_that_cannot_be_signed_refuse_to_start_and_only_the_door_that_sends_them(tmp_path: Path) -> None:
    brands = write_brands(tmp_path / "brands", {"acme/brand.toml": BRAND + ALERTS})
    book = compile_brands(brands, tmp_path / "brands.json")
    url = {"HEARD_ALERTS_URL": "https://alerts.acme.example/in"}
    done = run_framework("watch", tmp_path, book, **SMTP, **url)
    assert done.returncode != 0
    assert "HEARD_ALERTS_SECRET" in done.stderr
    assert "alerts.acme.example" not in done.stderr
    with framework("acknowledge", tmp_path, book, **SMTP) as door:
        assert door.ask("GET", "/").status < 500


def test_so_it_does_on_one_machine(brands: Path, tmp_path: Path) -> None:
    done = run_local(tmp_path, brands, **SMTP)
    assert done.returncode == 1
    assert "HEARD_SLACK_ANN" in done.stderr


def test_what_is_written_into_files_needs_no_webhook(brands: Path, tmp_path: Path) -> None:
    with local(tmp_path, brands) as door:
        assert door.ask("GET", "/").status == 200


def test_the_desk_tells_nobody_and_needs_none(book: Path, tmp_path: Path) -> None:
    with framework("desk", tmp_path, book, **SMTP, **DESK) as door:
        assert door.ask("GET", "/desk/c/made-up1").status == 404
