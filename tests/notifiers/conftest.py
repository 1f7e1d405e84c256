"""Mails and clean environments for these tests."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from shared.core.ports import Mail

AT = datetime(2026, 10, 14, 5, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture
def mail() -> Mail:
    return Mail(
        key="digest/acme/2026-10-13/1/one@acme.example",
        to="one@acme.example",
        sender="Heard for Acme <heard@acme.example>",
        subject="All 3 looked after",
        text="Zoë:\n.\n..dots\n" + "a line of words " * 20 + "\n",
        html="<p>Zoë</p>" + "<b>x</b>" * 4000,
        headers=(("List-Unsubscribe", "<https://heard.example/stop?key=" + "k" * 200 + ">, <mailto:s@heard.example>"),),
        at=AT,
    )
