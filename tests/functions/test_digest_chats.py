"""Doors that write to chats which read the digest start only where those can be reached; the others need not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functions.doors import BRAND, compile_brands, framework, run_framework, run_local, write_brands

SMTP = {"HEARD_NOTIFIER": "smtp", "HEARD_SMTP_HOST": "127.0.0.1", "HEARD_SMTP_SECURITY": "none"}
ADDRESS = "https://chat.acme.example/services/nobody-knows"


@pytest.fixture(scope="module")
def brands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = BRAND.replace("[digest]\n", '[digest]\nslack = "HEARD_SLACK_OWNERS"\n')
    return write_brands(tmp_path_factory.mktemp("brands"), {"acme/brand.toml": text})


@pytest.fixture(scope="module")
def book(brands: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_brands(brands, tmp_path_factory.mktemp("book") / "brands.json")


@pytest.mark.parametrize("door", ["digest", "watch"])
def test_a_chat_without_an_address_refuses_to_start(door: str, book: Path, tmp_path: Path) -> None:
    done = run_framework(door, tmp_path, book, **SMTP)
    assert done.returncode != 0
    assert "HEARD_SLACK_OWNERS" in done.stderr


def test_so_it_does_on_one_machine(brands: Path, tmp_path: Path) -> None:
    done = run_local(tmp_path, brands, **SMTP)
    assert done.returncode == 1
    assert "HEARD_SLACK_OWNERS" in done.stderr


def test_with_its_address_the_digest_is_made(book: Path, tmp_path: Path) -> None:
    with framework("digest", tmp_path, book, **SMTP, HEARD_SLACK_OWNERS=ADDRESS) as door:
        assert door.ask("POST", "/").status == 200


def test_who_answers_people_needs_no_address_of_a_chat(book: Path, tmp_path: Path) -> None:
    with framework("acknowledge", tmp_path, book, **SMTP) as door:
        assert door.ask("GET", "/").status < 500
