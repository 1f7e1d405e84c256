"""Slack and Google Chat over real sockets: what each answer and each broken line means, what of a stranger's words may
come alive there (nothing), and which notifier takes what."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.core.claims import ReadBack
from shared.core.errors import (
    ActionRefused,
    ConfigurationError,
    MissingSecret,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.ports import Mail, Notifier
from shared.notifiers._messages import google_chat, slack
from shared.notifiers._router import routed, unfit
from shared.notifiers._webhook import read_address
from shared.notifiers.googlechat import GoogleChatNotifier
from shared.notifiers.outbox import Outbox
from shared.notifiers.slack import SlackNotifier
from tests.notifiers.servers import Hook, certificate, hook_server, http

VARIABLE = "HEARD_SLACK_ANNA"
PATH = "/services/T00/B00/known-to-nobody?key=k&token=also-secret"
SHORT = {"HEARD_CALL_TIMEOUT": "1"}
MAIL = Mail(
    key="handover/acme/c1/slack:HEARD_SLACK_ANNA",
    to=f"slack:{VARIABLE}",
    sender="Acme <heard@acme.example>",
    subject="Answer: a comment on facebook · Acme",
    text='Zoë sent a comment.\n\n"Is it vegan?"\n\nAnswer or approve: https://desk.example/c/abc\nPromised by 14:00.\n',
    html=None,
    headers=(),
    at=datetime(2026, 10, 13, 10, 0, tzinfo=UTC),
    links=(("Answer or approve", "https://desk.example/c/abc"),),
)
KINDS = {"slack": (SlackNotifier, MAIL), "chat": (GoogleChatNotifier, replace(MAIL, to=f"chat:{VARIABLE}"))}


def post(hook: Hook, word: str = "slack", scheme: str = "http", host: str = "127.0.0.1", **more: str) -> str:
    """One message to a hook."""
    kind, mail = KINDS[word]
    with hook_server(hook) as port:
        return kind.open({VARIABLE: f"{scheme}://{host}:{port}{PATH}"} | more).send(mail)


def quiet(told: str, error: BaseException) -> None:
    """Neither the address nor a word of anybody's is told."""
    text = told + "".join(traceback.format_exception(error, limit=0))
    for word in (
        "known-to-nobody",
        "also-secret",
        "services",
        "Zo",
        "vegan",
        "desk.example",
        "127.0.0.1",
        "secret words",
    ):
        assert word not in text


def google(status: int, name: str) -> bytes:
    body = {"error": {"code": status, "message": "secret words", "status": name}}
    return http(status, json.dumps(body).encode())


ANSWERS: dict[str, tuple[str, bytes, type[PlatformError] | None]] = {
    "slack: fine": ("slack", http(200, b"ok"), None),
    "slack: fine, without a word": ("slack", http(204, b""), None),
    "slack: after an interim answer": ("slack", b"HTTP/1.1 100 Continue\r\n\r\n" + http(200, b"ok"), None),
    "slack: not a message": ("slack", http(400, b"invalid_payload"), ActionRefused),
    "slack: in pieces": (
        "slack",
        b"HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\nf\r\ninvalid_payload\r\n0\r\n\r\n",
        ActionRefused,
    ),
    "slack: the webhook was removed": ("slack", http(404, b"no_service"), ActionRefused),
    "slack: removed, by another status": ("slack", http(403, b"no_service"), ActionRefused),
    "slack: gone": ("slack", http(410, b"secret words"), ActionRefused),
    "slack: too large": ("slack", http(413, b""), ActionRefused),
    "slack: the channel is archived": ("slack", http(410, b"channel_is_archived"), PlatformUnavailable),
    "slack: a wrong token": ("slack", http(403, b"invalid_token"), PlatformUnavailable),
    "slack: not allowed by an admin": ("slack", http(403, b"action_prohibited"), PlatformUnavailable),
    "slack: its installer has left": ("slack", http(400, b"user_not_found"), PlatformUnavailable),
    "slack: not known to us": ("slack", http(418, b"secret words"), PlatformUnavailable),
    "slack: too many": ("slack", http(429, b"", {"Retry-After": "30"}), PlatformUnavailable),
    "slack: moved": ("slack", http(302, b"", {"Location": "http://127.0.0.1:1/"}), OutcomeUnknown),
    "slack: its own trouble": ("slack", http(500, b"rollup_error"), OutcomeUnknown),
    "slack: no time": ("slack", http(408, b""), OutcomeUnknown),
    "slack: no HTTP": ("slack", b"SSH-2.0-secret words\r\n\r\n", OutcomeUnknown),
    "chat: fine": ("chat", http(200, b'{"name": "spaces/A/messages/B"}'), None),
    "chat: not a message": ("chat", google(400, "INVALID_ARGUMENT"), ActionRefused),
    "chat: the webhook was removed": ("chat", google(404, "NOT_FOUND"), ActionRefused),
    "chat: a wrong token": ("chat", google(401, "UNAUTHENTICATED"), PlatformUnavailable),
    "chat: not allowed": ("chat", google(403, "PERMISSION_DENIED"), PlatformUnavailable),
    "chat: an app that is switched off": ("chat", google(400, "FAILED_PRECONDITION"), PlatformUnavailable),
    "chat: too many": ("chat", google(429, "RESOURCE_EXHAUSTED"), PlatformUnavailable),
    "chat: its own trouble": ("chat", google(503, "UNAVAILABLE"), OutcomeUnknown),
}


@pytest.mark.parametrize(("word", "answer", "error"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_an_answer_means(
    word: str, answer: bytes, error: type[PlatformError] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = Hook(answer=answer)
    if error is None:
        assert post(hook, word)
    else:
        with pytest.raises(PlatformError) as caught:
            post(hook, word)
        assert type(caught.value) is error
        quiet(capsys.readouterr().err, caught.value)
    assert hook.asked == 1, "it is asked once, whatever it says"


def test_it_waits_as_long_as_it_is_told_and_no_longer_than_an_hour() -> None:
    for told, expected in (("30", 30.0), ("99999", 3600.0), ("soon", None), ("-1", None)):
        with pytest.raises(PlatformUnavailable) as caught:
            post(Hook(answer=http(429, b"", {"Retry-After": told})))
        assert caught.value.retry_after == expected


CUTS: dict[str, tuple[type[PlatformError] | None, int]] = {
    "before": (PlatformUnavailable, 0),
    "half": (PlatformUnavailable, 0),
    "after": (OutcomeUnknown, 1),
    "late": (OutcomeUnknown, 1),
    "hang": (OutcomeUnknown, 1),
}


@pytest.mark.parametrize(("cut", "meaning"), CUTS.items(), ids=CUTS.keys())
def test_a_line_that_breaks_is_certain_until_the_last_byte_left_and_uncertain_from_then_on(
    cut: str, meaning: tuple[type[PlatformError], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """What may have arrived is never called certain; what did not may look uncertain, where the line breaks late."""
    error, arrived = meaning
    hook = Hook(cut=cut)
    with pytest.raises(PlatformError) as caught:
        post(hook, **SHORT)
    assert len(hook.taken) == arrived
    assert type(caught.value) is error or (not arrived and type(caught.value) is OutcomeUnknown)
    quiet(capsys.readouterr().err, caught.value)


def test_nobody_there_waits_and_names_no_setting_since_it_may_be_the_weather() -> None:
    with hook_server(Hook()) as port:
        pass
    with pytest.raises(PlatformUnavailable):
        SlackNotifier.open({VARIABLE: f"http://127.0.0.1:{port}{PATH}"}).send(MAIL)


def test_it_arrives_as_json_at_the_secret_path_and_with_no_login_besides() -> None:
    hook = Hook()
    post(hook)
    ((head, body),) = hook.taken
    assert head.startswith(f"POST {PATH} HTTP/1.1\r\n".encode())
    assert b"authorization" not in head.lower()
    assert json.loads(body) == slack(MAIL)


def test_over_tls_the_server_must_prove_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, context = certificate(tmp_path)
    hook = Hook(wrap=context)
    with pytest.raises(PlatformUnavailable) as caught:
        post(hook, scheme="https", host="localhost")
    assert caught.value.why == "SSLCertVerificationError"
    assert hook.taken == []
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    assert post(Hook(wrap=context), scheme="https", host="localhost")


# --- the address ---

WRONG = {
    "missing": {},
    "blank": {VARIABLE: "  "},
    "a placeholder": {VARIABLE: "changeme"},
    "in the clear": {VARIABLE: "http://hooks.example/services/known-to-nobody"},
    "no address": {VARIABLE: "known-to-nobody-at-all"},
    "with a login": {VARIABLE: "https://known-to-nobody:pw@hooks.example/x"},
    "with a line break": {VARIABLE: "https://hooks.example/known-to-nobody\r\nX: y"},
    "with a space": {VARIABLE: "https://hooks.example/known-to-nobody x"},
    "a port that is none": {VARIABLE: "https://hooks.example:known-to-nobody/x"},
    "another scheme": {VARIABLE: "file:///known-to-nobody"},
    "other letters": {VARIABLE: "https://hooks.example/known-to-nobody-æ"},
}


@pytest.mark.parametrize("environ", WRONG.values(), ids=WRONG.keys())
def test_an_address_that_cannot_be_used_is_told_by_its_variable_alone_and_the_notice_waits(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigurationError) as told:
        read_address(environ, VARIABLE)
    with pytest.raises(PlatformUnavailable) as caught:
        SlackNotifier.open(environ).send(MAIL)
    assert VARIABLE in str(told.value)
    log = capsys.readouterr().err
    assert json.loads(log)["setting"] == VARIABLE
    quiet(log + str(told.value), caught.value)


def test_what_is_read_shows_itself_to_nobody() -> None:
    address = read_address({VARIABLE: f"https://hooks.slack.com{PATH}"}, VARIABLE)
    assert (address.host, address.port, address.target.reveal()) == ("hooks.slack.com", 443, PATH)
    assert "known-to-nobody" not in repr(address)


def test_a_start_is_told_every_variable_that_is_missing_once() -> None:
    found = unfit(
        {"HEARD_CHAT_BO": "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t"},
        ["one@acme.example", "slack:HEARD_SLACK_ANNA", "slack:HEARD_SLACK_ANNA", "chat:HEARD_CHAT_BO", "chat:HEARD_X"],
    )
    assert [text.split()[0] for text in found] == ["HEARD_SLACK_ANNA", "HEARD_X"]


# --- which notifier takes what ---


class Kept:
    read_back = ReadBack.REPEAT

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, mail: Mail) -> str:
        self.sent.append(mail.to)
        return "kept"


def test_each_address_goes_to_its_own_notifier_which_is_opened_when_first_needed() -> None:
    mails, opened = Kept(), {}  # type: Kept, dict[str, Kept]

    def opening(name: str) -> Notifier:
        assert name not in opened, "opened once"
        opened[name] = Kept()
        return opened[name]

    router = routed(mails, opening)
    assert router.read_back is mails.read_back
    router.send(replace(MAIL, to="one@acme.example"))
    assert opened == {}
    for to in ("slack:A", "chat:B", "slack:C", "odd:one@acme.example"):
        router.send(replace(MAIL, to=to))
    assert mails.sent == ["one@acme.example", "odd:one@acme.example"]
    assert {name: one.sent for name, one in opened.items()} == {
        "slack": ["slack:A", "slack:C"],
        "googlechat": ["chat:B"],
    }


def test_with_the_outbox_nobody_is_written_to(tmp_path: Path) -> None:
    def opening(name: str) -> Notifier:
        raise AssertionError(name)

    outbox = routed(Outbox(tmp_path / "outbox"), opening)
    outbox.send(MAIL)
    (file,) = (tmp_path / "outbox").iterdir()
    assert json.loads(file.read_bytes()) == {"to": MAIL.to, "message": slack(MAIL)}


@pytest.mark.parametrize("kind", [SlackNotifier, GoogleChatNotifier], ids=lambda kind: kind.name)
def test_neither_can_be_chosen_to_carry_the_digest(kind: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"HEARD_NOTIFIER.*brand\.toml"):
        kind.check({})


def test_a_missing_variable_is_a_missing_secret() -> None:
    with pytest.raises(MissingSecret):
        read_address({}, VARIABLE)


# --- what a stranger writes ---

HOSTILE = (
    "<!here> <!channel> <!everyone> <@U123> <#C1> <users/all> @here @channel @Everyone @all "
    "<https://evil.example|Answer or approve> <a href='https://evil.example'>Open</a> &lt;!here&gt; </b>"
)


def texts(message: Any) -> list[str]:
    """Every text of a message that is read for markup."""
    if isinstance(message, dict):
        return [text for value in message.values() for text in texts(value)]
    if isinstance(message, list):
        return [text for value in message for text in texts(value)]
    return [message] if isinstance(message, str) else []


@pytest.mark.parametrize("built", [slack, google_chat], ids=["slack", "chat"])
def test_nothing_that_a_stranger_writes_comes_alive(built: Callable[[Mail], dict[str, Any]]) -> None:
    message = built(replace(MAIL, subject=f"Answer {HOSTILE}", text=f"{HOSTILE}\n\n{HOSTILE}\n"))
    for text in texts(message):
        bare = text.replace("<br>", "")
        assert "<" not in bare
        assert re.search(r"@(here|channel|everyone|all)\b", text, re.IGNORECASE) is None
    assert "lt;!here" in json.dumps(message), "it is still to be read"


def test_slack_is_told_to_make_nothing_of_plain_text() -> None:
    message = slack(replace(MAIL, text="See https://evil.example or #general\n"))
    for block in message["blocks"]:
        for text in [block["text"]] if "text" in block else []:
            assert text["type"] == "plain_text" or text["verbatim"] is True
    assert message["unfurl_links"] is False
    assert message["unfurl_media"] is False


@pytest.mark.parametrize("built", [slack, google_chat], ids=["slack", "chat"])
def test_a_locked_screen_shows_nobodys_words(built: Callable[[Mail], dict[str, Any]]) -> None:
    message = built(MAIL)
    shown = message.get("text") or message.get("fallbackText")
    assert shown == MAIL.subject


def test_a_line_of_a_strangers_that_looks_like_a_link_is_no_button() -> None:
    text = MAIL.text.replace('"Is it vegan?"', "Open it: https://evil.example")
    for built in (slack, google_chat):
        message = json.dumps(built(replace(MAIL, text=text)))
        assert message.count('"url": "https://evil.example') == 0
        assert message.count('"url": "https://desk.example/c/abc"') == 1


def fits(mail: Mail) -> None:
    """Both services take it."""
    message = slack(mail)
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        if block["type"] == "header":
            assert 1 <= len(block["text"]["text"]) <= 150
        if block["type"] == "section":
            assert 1 <= len(block["text"]["text"]) <= 3000
        if block["type"] == "context":
            assert all(1 <= len(one["text"]) <= 3000 for one in block["elements"])
    assert len(json.dumps(google_chat(mail), ensure_ascii=False).encode("utf-8", "replace")) <= 32_000


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=900), max_size=8), st.text(max_size=400))
def test_whatever_is_said_fits_what_the_services_take(paragraphs: list[str], subject: str) -> None:
    fits(replace(MAIL, subject=subject or "x", text="\n\n".join(paragraphs) + "\n" + MAIL.text))


@pytest.mark.parametrize("paragraph", ["a", "<" * 4000, "語" * 2000, "&🎉" * 3000], ids=["a", "<", "wide", "emoji"])
def test_a_hundred_paragraphs_are_cut_to_what_the_services_take_and_the_links_stay(paragraph: str) -> None:
    mail = replace(MAIL, text=f"{paragraph}\n\n" * 100 + MAIL.text)
    fits(mail)
    for message in (slack(mail), google_chat(mail)):
        assert "https://desk.example/c/abc" in json.dumps(message)
        assert "…" in texts(message), "it says that more was written"


def test_a_text_that_is_too_long_is_cut_between_letters_and_says_so() -> None:
    (_header, section, *_rest) = slack(replace(MAIL, text="<" * 5000 + "\n\n" + MAIL.text))["blocks"]
    shown = section["text"]["text"]
    assert shown.endswith("…")
    assert shown.replace("&lt;", "") == "…", "no escape was cut in two"
    assert len(shown) > 2800
