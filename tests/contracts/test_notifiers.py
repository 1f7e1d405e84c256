"""The Notifier promise, over every module in shared/notifiers."""

from __future__ import annotations

import email
import email.policy
import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shared import plugins
from shared.core.claims import ReadBack
from shared.core.errors import ActionRefused, PlatformUnavailable
from shared.core.mail import to_bytes
from shared.core.ports import Mail, Notifier
from tests.contracts._adapters import NOTIFIERS, WEBHOOKS, open_notifier, row
from tests.notifiers.backends import chat, hook, slack

AT = datetime(2026, 10, 13, 5, 0, tzinfo=UTC)
UNSUBSCRIBE = "<https://heard.example/stop?key=" + "abcdefgh" * 12 + ">, <mailto:stop@heard.example>"
MAIL = Mail(
    key="digest/acme/2026-10-12/1/one@acme.example",
    to="one@acme.example",
    sender="Heard for Acme <heard@acme.example>",
    subject="Monday: 12 people, 11 answered – 1 waits · Größe 🎉",
    text="Zoë wrote:\n\n.\nFrom the start, a line that is " + "long " * 40 + "\n\n日本語 = 100 %\n",
    html="<p>Zoë &amp; co <a href='https://heard.example/?a=1&amp;b=2'>日本語</a></p>" + "x" * 2000,
    headers=(("List-Unsubscribe", UNSUBSCRIBE), ("List-Id", "Acme <acme.heard.example>")),
    at=AT,
)


MAILS = [name for name in plugins.names("notifiers") if name not in WEBHOOKS]


@pytest.fixture(params=MAILS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Opens = Callable[[Path], Notifier]


@pytest.fixture
def machinery(name: str) -> Any:
    return row(NOTIFIERS, "notifiers", name)


@pytest.fixture
def opened(name: str, machinery: Any) -> Iterator[Opens]:
    """Opens the notifier of a folder, with whoever takes its mails."""
    with ExitStack() as running:

        def opening(folder: Path) -> Notifier:
            running.enter_context(machinery.running(folder))
            return open_notifier(name, folder)

        yield opening


@pytest.fixture
def notifier(opened: Opens, tmp_path: Path) -> Notifier:
    return opened(tmp_path)


@pytest.fixture
def sent(notifier: Notifier, machinery: Any, tmp_path: Path) -> bytes:
    notifier.send(MAIL)
    (data,) = machinery.written(tmp_path)
    return data


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_it_says_what_may_follow_a_lost_answer(notifier: Notifier) -> None:
    assert isinstance(notifier.read_back, ReadBack)


def test_a_mail_parses_and_says_what_was_asked(sent: bytes) -> None:
    message = parsed(sent)
    assert message["To"] == MAIL.to
    assert message["From"] == MAIL.sender
    assert message["Subject"] == MAIL.subject
    assert message["Date"].datetime == AT
    assert message["List-Id"] == "Acme <acme.heard.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert len(message.get_all("Message-ID")) == 1


def test_the_plain_text_comes_first_and_both_parts_are_whole(sent: bytes) -> None:
    message = parsed(sent)
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert html.get_content().rstrip("\r\n") == MAIL.html
    for part in (text, html):
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"


def test_every_line_is_short_ascii_and_ends_in_cr_lf(sent: bytes) -> None:
    assert sent.isascii()
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert max(len(line) for line in sent.split(b"\r\n")) <= 998


def test_the_way_out_stands_raw_on_one_line(sent: bytes) -> None:
    (line,) = [line for line in sent.split(b"\r\n") if line.lower().startswith(b"list-unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <https://")
    assert line == b"List-Unsubscribe: " + UNSUBSCRIBE.encode()


def test_a_mail_without_html_is_plain_text(notifier: Notifier, machinery: Any, tmp_path: Path) -> None:
    notifier.send(replace(MAIL, html=None))
    message = parsed(machinery.written(tmp_path)[0])
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == MAIL.text.splitlines()


def test_it_says_so_if_and_only_if_a_repeat_is_harmless(notifier: Notifier, machinery: Any) -> None:
    assert (notifier.read_back is ReadBack.REPEAT) == machinery.idempotent


def test_the_same_mail_again_is_the_same_bytes_and_no_second_mail_where_that_is_promised(
    notifier: Notifier, machinery: Any, tmp_path: Path
) -> None:
    """Where it is not promised, the Claim guards; and should it come twice, its Message-ID tells that it is one."""
    first = notifier.send(MAIL)
    before = machinery.written(tmp_path)
    second = notifier.send(replace(MAIL))
    after = machinery.written(tmp_path)
    assert len(before) == 1
    if machinery.idempotent:
        assert first == second
        assert after == before
    else:
        assert after == before * 2


def test_it_gives_a_receipt(notifier: Notifier) -> None:
    assert notifier.send(MAIL)


def test_equal_input_gives_equal_bytes_on_another_machine(
    notifier: Notifier, machinery: Any, tmp_path: Path, opened: Opens, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    notifier.send(MAIL)
    opened(elsewhere).send(replace(MAIL))
    assert len(machinery.written(elsewhere)) == 1
    assert machinery.written(elsewhere) == machinery.written(tmp_path)


ALIKE = [
    "a/b", "a-b", "a b", "a//b", "a/b/", "-a/b", ".a/b", "a\x00b", "A/B", "ä/b", "e\u0301/b",
    "../../escape", "/etc/escape", "..", ".", "/", "con", "", " ", "k" * 2000, "k" * 2000 + "2",
]  # fmt: skip


def test_mails_of_different_keys_are_different_mails(notifier: Notifier, machinery: Any, tmp_path: Path) -> None:
    """Also where the keys look alike in a file system, or differ only far behind."""
    for key in ALIKE:
        notifier.send(replace(MAIL, key=key, subject=f"mail {ALIKE.index(key)}"))
    subjects = {parsed(data)["Subject"] for data in machinery.written(tmp_path)}
    assert subjects == {f"mail {number}" for number in range(len(ALIKE))}


def test_a_hostile_key_leaves_nothing_outside_the_folder(
    opened: Opens, machinery: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    around = tmp_path_factory.mktemp("around")
    inside = around / "deep" / "inside"
    inside.mkdir(parents=True)
    notifier = opened(inside)
    for key in ("../../escape", "../../../escape", f"{around}/escape", "a/../../../escape", "..\\..\\escape"):
        notifier.send(replace(MAIL, key=key))
    outside = [path for path in around.rglob("*") if path.is_file() and inside not in path.parents]
    assert outside == []
    assert len(machinery.written(inside)) == 5


BREAKS = {"CR LF": "\r\n", "LF": "\n", "CR": "\r", "NUL": "\0"}
PLACES = {
    "to": lambda text: replace(MAIL, to=f"a@acme.example{text}"),
    "sender": lambda text: replace(MAIL, sender=f"a@acme.example{text}"),
    "subject": lambda text: replace(MAIL, subject=f"Hello{text}"),
    "a header": lambda text: replace(MAIL, headers=(("List-Id", f"x{text}"),)),
    "a header's name": lambda text: replace(MAIL, headers=((f"List-Id{text}", "x"),)),
    "the raw header": lambda text: replace(MAIL, headers=(("List-Unsubscribe", f"<https://a.example>{text}"),)),
}


@pytest.mark.parametrize("mark", BREAKS.values(), ids=BREAKS.keys())
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_line_break_in_a_header_is_refused_for_good(
    notifier: Notifier, machinery: Any, tmp_path: Path, place: Any, mark: str
) -> None:
    with pytest.raises(ActionRefused):
        notifier.send(place(f"{mark}Bcc: everybody@evil.example"))
    assert machinery.written(tmp_path) == []


def test_words_in_a_subject_stay_words(notifier: Notifier, machinery: Any, tmp_path: Path) -> None:
    odd = "=?utf-8?q?Bcc:_x?= \u202etxt.exe <script> %0d%0aBcc: x"
    notifier.send(replace(MAIL, subject=odd))
    message = parsed(machinery.written(tmp_path)[0])
    assert message["Bcc"] is None
    assert "<script>" in message["Subject"]


ODD = {
    "two recipients": lambda: replace(MAIL, to="one@acme.example, two@acme.example"),
    "two recipients, one with a name": lambda: replace(MAIL, to="one@acme.example, Two <two@acme.example>"),
    "a group": lambda: replace(MAIL, to="all: one@acme.example, two@acme.example;"),
    "no recipient": lambda: replace(MAIL, to=""),
    "no address": lambda: replace(MAIL, to="one"),
    "an address in other letters": lambda: replace(MAIL, to="zoë@acme.example"),
    "a domain in other letters": lambda: replace(MAIL, to="zoe@größe.example"),
    "two senders": lambda: replace(MAIL, sender="a@acme.example, b@acme.example"),
    "a sender in other letters": lambda: replace(MAIL, sender="Zoë <zoë@acme.example>"),
    "a blind copy": lambda: replace(MAIL, headers=(("Bcc", "two@acme.example"),)),
    "a copy": lambda: replace(MAIL, headers=(("cC", "two@acme.example"),)),
    "a resent copy": lambda: replace(MAIL, headers=(("Resent-Bcc", "two@acme.example"),)),
    "a header that is no name": lambda: replace(MAIL, headers=(("Bcc: two@acme.example, x", "y"),)),
    "a header too long for a line": lambda: replace(
        MAIL, headers=(("List-Unsubscribe", f"<https://a.example/{'k' * 990}>"),)
    ),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_what_could_reach_somebody_else_or_break_is_refused_for_good_in_words_that_name_nobody(
    notifier: Notifier, machinery: Any, tmp_path: Path, odd: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ActionRefused) as caught:
        notifier.send(odd())
    assert machinery.written(tmp_path) == []
    told = "".join(traceback.format_exception(caught.value)) + capsys.readouterr().err
    assert "acme.example" not in told.partition("MAIL = ")[0]
    assert "two@" not in told


def test_a_name_with_the_address_is_kept(notifier: Notifier, machinery: Any, tmp_path: Path) -> None:
    notifier.send(replace(MAIL, to='"One, of Größe" <one@acme.example>'))
    (to,) = parsed(machinery.written(tmp_path)[0])["To"].addresses
    assert (to.display_name, to.addr_spec) == ("One, of Größe", "one@acme.example")


@pytest.mark.parametrize("text", ["", "no end", ".", "..\n.\n...", "\n\n", "a\r\nb\rc\n", "From here\n"], ids=repr)
def test_any_text_arrives_as_it_is(notifier: Notifier, machinery: Any, tmp_path: Path, text: str) -> None:
    notifier.send(replace(MAIL, text=text, html=None))
    (data,) = machinery.written(tmp_path)
    assert data == to_bytes(replace(MAIL, text=text, html=None))
    assert data.endswith(b"\r\n")
    assert parsed(data).get_content().splitlines() == (text.splitlines() or [""])


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-3.5))], ids=str)
def test_the_date_is_the_moment_in_any_zone(notifier: Notifier, machinery: Any, tmp_path: Path, zone: timezone) -> None:
    notifier.send(replace(MAIL, at=AT.astimezone(zone)))
    assert parsed(machinery.written(tmp_path)[0])["Date"].datetime == AT


def _downs() -> list[Any]:
    found = []
    for name in MAILS:
        for why, down in row(NOTIFIERS, "notifiers", name).downs.items():
            found.append(pytest.param(name, down, id=f"{name}: {why}"))
    return found


@pytest.mark.parametrize(("name", "down"), _downs())
def test_what_cannot_be_delivered_now_is_unavailable_and_works_later(
    name: str, down: Any, opened: Opens, tmp_path: Path
) -> None:
    notifier = opened(tmp_path)
    before = replace(MAIL, key="before")
    notifier.send(before)
    raised: list[BaseException] = []
    with down(tmp_path):
        try:
            notifier.send(MAIL)
        except BaseException as error:
            raised.append(error)
    assert [type(error) for error in raised] == [PlatformUnavailable]
    assert len(row(NOTIFIERS, "notifiers", name).written(tmp_path)) == 1, "half a mail was left"
    notifier.send(MAIL)
    assert len(row(NOTIFIERS, "notifiers", name).written(tmp_path)) == 2


# --- what goes to a webhook ---

TOLD = replace(
    MAIL,
    key="handover/acme/c1/slack:HEARD_TEST_WEBHOOK",
    subject="Answer: a comment on facebook · Acme",
    text='For Anna.\n\nZoë sent a comment on facebook.\n\n"Is it vegan?"\n\nAnswer or approve: https://desk.example/c/abc\n'
    "Open it: https://facebook.com/1\nPromised by 14:00 today.\n",
    html=None,
    headers=(),
    links=(("Answer or approve", "https://desk.example/c/abc"), ("Open it", "https://facebook.com/1")),
)
WAYS = {
    "slack": ("slack", slack.to),
    "googlechat": ("googlechat", chat.to),
    "hook": ("hook", hook.to),
    "outbox, for slack": ("outbox", slack.to),
    "outbox, for chat": ("outbox", chat.to),
    "outbox, for a hook": ("outbox", hook.to),
}


class Way:
    """One notifier on its folder, and what arrived there."""

    def __init__(self, name: str, to: str, folder: Path) -> None:
        self.row = row(NOTIFIERS | WEBHOOKS, "notifiers", name)
        self.notifier = open_notifier(name, folder)
        self.mail = replace(TOLD, to=to)
        self._folder, self._files = folder, name == "outbox"

    def arrived(self) -> list[Any]:
        if self._files:
            return [json.loads(file.read_bytes()) for file in sorted((self._folder / "outbox").glob("*.json"))]
        return [json.loads(body) for body in self.row.written(self._folder)]


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    name, to = request.param
    with row(NOTIFIERS | WEBHOOKS, "notifiers", name).running(tmp_path):
        yield Way(name, to, tmp_path)


def test_a_message_says_everything_that_the_mail_would(way: Way) -> None:
    assert way.notifier.send(way.mail)
    (message,) = way.arrived()
    shown = json.dumps(message, ensure_ascii=False)
    for said in ("For Anna.", "Is it vegan?", "Promised by 14:00 today.", "Answer: a comment on facebook"):
        assert said in shown
    for _label, address in way.mail.links:
        assert shown.count(f'"{address}"') == 1
        assert shown.count(address) == 1 or way.mail.to == hook.to, "a link is a button, and nothing else"


def test_a_message_goes_again_where_a_repeat_is_harmless_and_nowhere_else(way: Way) -> None:
    way.notifier.send(way.mail)
    way.notifier.send(way.mail)
    assert (len(way.arrived()) == 1) == (way.notifier.read_back is ReadBack.REPEAT)


@pytest.mark.parametrize("name", sorted(WEBHOOKS))
def test_an_address_of_another_kind_is_refused_for_good_and_nothing_leaves(name: str, tmp_path: Path) -> None:
    with WEBHOOKS[name].running(tmp_path):
        notifier = open_notifier(name, tmp_path)
        others = {one.to for one in (slack, chat, hook)} - {WAYS[name][1]}
        for to in ("one@acme.example", *others, slack.VARIABLE, f"hook:{slack.VARIABLE}"):
            with pytest.raises(ActionRefused):
                notifier.send(replace(TOLD, to=to))
        assert WEBHOOKS[name].written(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "why"), [(name, why) for name in sorted(WEBHOOKS) for why in WEBHOOKS[name].downs], ids=str
)
def test_a_message_that_cannot_be_delivered_now_is_unavailable_and_works_later(
    name: str, why: str, tmp_path: Path
) -> None:
    adapter = WEBHOOKS[name]
    with adapter.running(tmp_path):
        way = Way(*WAYS[name], tmp_path)
        with adapter.downs[why](tmp_path), pytest.raises(PlatformUnavailable):
            way.notifier.send(way.mail)
        assert way.arrived() == []
        assert way.notifier.send(way.mail)
        assert len(way.arrived()) == 1
