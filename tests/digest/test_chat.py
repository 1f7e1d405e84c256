"""The edition for chats: what a manager must know and do in a few lines, as Slack and Google Chat take it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.core.ports import Mail
from shared.digest.chat import render_chat
from shared.digest.html import usable
from shared.digest.page import Digest
from shared.notifiers._messages import google_chat, slack
from tests.digest.pages import FULL
from tests.digest.samples import SAMPLES, digest

every = pytest.mark.parametrize("name", [*SAMPLES, "by hand"])


def made(name: str) -> Digest:
    return FULL if name == "by hand" else digest(name)


def mail(whole: Digest) -> Mail:
    chat = render_chat(whole)
    at = datetime(2026, 10, 14, 5, 30, tzinfo=UTC)
    return Mail("k", "slack:X", "s", whole.subject, chat.text, None, (), at, links=chat.links)


@every
def test_it_is_short_and_leads_with_the_verdict(name: str) -> None:
    whole = made(name)
    lines = render_chat(whole).text.splitlines()
    assert len(lines) <= 12
    assert lines[0] == whole.verdict.headline
    assert whole.verdict.lead in lines[1]
    assert all(note in lines[1] for note in whole.verdict.notes), "a gap in the data is never left out"


@every
def test_each_action_has_its_number_and_its_first_link(name: str) -> None:
    whole = made(name)
    chat = render_chat(whole)
    for number, action in enumerate(whole.needs.actions if whole.needs else (), 1):
        assert f"{number}. {action.title}" in chat.text.splitlines()
        for link in usable(action.links)[:1]:
            assert (f"{number}. {link.text}", link.url) in chat.links


@every
def test_it_quotes_nobody(name: str) -> None:
    """More people read a chat than a mailbox."""
    whole = made(name)
    text = render_chat(whole).text
    quotes = [action.quote for action in (whole.needs.actions if whole.needs else ())]
    quotes += [row.about for row in (whole.waiting.rows if whole.waiting else ())]
    assert not any(quote in text for quote in quotes if quote)


def test_the_figures_add_up_to_everybody() -> None:
    line = next(one for one in render_chat(digest("watch")).text.splitlines() if " · " in one)
    figures = [int(part.split()[0]) for part in line.split(" · ")]
    assert sum(figures) == SAMPLES["watch"].day.all.people


@every
def test_every_link_is_a_button_and_the_figures_stand_beside_them(name: str) -> None:
    whole = made(name)
    links = render_chat(whole).links
    assert all(f"{label}: {address}" in render_chat(whole).text.splitlines() for label, address in links)
    blocks: list[dict[str, Any]] = slack(mail(whole))["blocks"]
    buttons = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    assert [(one["text"]["text"], one["url"]) for one in buttons] == list(links)
    shown = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert not any("https://" in text for text in shown), "an address is a button, never read"
    widgets = google_chat(mail(whole))["cardsV2"][0]["card"]["sections"][0]["widgets"]
    assert [one["text"] for block in widgets if "buttonList" in block for one in block["buttonList"]["buttons"]] == [
        label for label, _ in links
    ]


def test_the_web_copy_is_the_last_link() -> None:
    assert render_chat(digest("watch")).links[-1][0] == digest("watch").foot.links[0].text
    assert "desk" not in " ".join(address for _, address in render_chat(digest("no_desk")).links)


def test_a_bad_address_is_none() -> None:
    needs = FULL.needs
    assert needs is not None
    bad = dataclasses.replace(needs.actions[0].links[0], url="javascript:alert(1)")
    first = dataclasses.replace(needs.actions[0], links=(bad, needs.actions[0].links[1]))
    whole = dataclasses.replace(FULL, needs=dataclasses.replace(needs, actions=(first,)))
    assert [label for label, _ in render_chat(whole).links] == ["1. Hand it on", "Open as a web page"]
