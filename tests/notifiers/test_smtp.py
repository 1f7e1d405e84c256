"""The SMTP notifier against a real server and a rude one: what each moment of a failure means, and what stays quiet."""

from __future__ import annotations

import json
import ssl
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shared.core.errors import ActionRefused, ConfigurationError, MissingSecret, OutcomeUnknown, PlatformUnavailable
from shared.core.mail import message_id, to_bytes
from shared.core.ports import Mail
from shared.core.secret import Secret
from shared.notifiers.smtp import Server, SmtpNotifier
from tests.notifiers.servers import VERBS, Rude, certificate, rude_server, smtp_server

PASSWORD = "horse-staple-nobody-guesses"
GENEROUS = 30.0  # seconds; nothing here is meant to reach it


def plain(port: int, seconds: float = GENEROUS) -> SmtpNotifier:
    return SmtpNotifier(Server("127.0.0.1", port, "none"), seconds)


def rudely(rude: Rude, mail: Mail, seconds: float = GENEROUS) -> str:
    with rude_server(rude) as port:
        return plain(port, seconds).send(mail)


# --- a real server ---


def test_the_bytes_arrive_as_they_were_made_and_reach_one_person(mail: Mail) -> None:
    with smtp_server() as server:
        receipt = plain(server.port).send(mail)
    (taken,) = server.mails
    assert taken.raw == to_bytes(mail)
    assert (taken.sender, taken.to) == ("heard@acme.example", ["one@acme.example"])
    assert receipt == message_id(mail)
    assert f"Message-ID: {receipt}".encode() in taken.raw
    assert server.helos == ["[127.0.0.1]"], "the greeting tells nothing about this machine"


def test_the_way_out_arrives_raw_on_one_line_and_nothing_is_eight_bit(mail: Mail) -> None:
    with smtp_server() as server:
        plain(server.port).send(mail)
    lines = server.mails[0].raw.split(b"\r\n")
    assert b"List-Unsubscribe: " + mail.headers[0][1].encode() in lines
    assert max(map(len, lines)) <= 998
    assert all(line.isascii() for line in lines)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("certificate"))


def guarded(password: str = PASSWORD) -> dict[str, Any]:
    """Options of a server that wants a login, and TLS before it."""
    from aiosmtpd.smtp import AuthResult

    def check(_server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"heard", password.encode()), handled=False)

    return {"authenticator": check, "auth_required": True}


def environ(security: str, port: int, authorities: Path | None, **more: str) -> dict[str, str]:
    login = {"HEARD_SMTP_USER": "heard", "HEARD_SMTP_PASSWORD": PASSWORD}
    server = {"HEARD_SMTP_HOST": "localhost", "HEARD_SMTP_PORT": str(port), "HEARD_SMTP_SECURITY": security}
    trust = {} if authorities is None else {"HEARD_SMTP_CA": str(authorities)}
    return server | login | trust | {"HEARD_CALL_TIMEOUT": "30"} | more


def secured(security: str, context: ssl.SSLContext) -> dict[str, Any]:
    if security == "tls":
        return {"ssl_context": context, "auth_require_tls": False}  # aiosmtpd asks for STARTTLS only
    return {"tls_context": context, "require_starttls": True}


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the first kind of TLS is there before
@pytest.mark.parametrize("security", ["tls", "starttls"])
class TestSecured:
    def test_a_mail_goes_encrypted_and_logged_in(self, security: str, shown: Any, mail: Mail) -> None:
        with smtp_server(**guarded(), **secured(security, shown[1])) as server:
            SmtpNotifier.open(environ(security, server.port, shown[0], HEARD_SMTP_HELO="heard.acme.example")).send(mail)
        assert [one.raw for one in server.mails] == [to_bytes(mail)]
        assert server.helos == ["heard.acme.example"]

    def test_a_certificate_that_nobody_vouches_for_is_not_believed(
        self, security: str, shown: Any, mail: Mail, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with smtp_server(**guarded(), **secured(security, shown[1])) as server:
            with pytest.raises(PlatformUnavailable, match="SSLCertVerificationError"):
                SmtpNotifier.open(environ(security, server.port, None)).send(mail)
            assert server.mails == []
        assert "HEARD_SMTP_HOST" in capsys.readouterr().err

    def test_a_certificate_for_another_name_is_not_believed(
        self, security: str, shown: Any, mail: Mail, tmp_path: Path
    ) -> None:
        other, context = certificate(tmp_path, "mail.other.example")
        with smtp_server(**guarded(), **secured(security, context)) as server:
            with pytest.raises(PlatformUnavailable, match="SSLCertVerificationError"):
                SmtpNotifier.open(environ(security, server.port, other)).send(mail)
            assert server.mails == []

    def test_a_refused_password_waits_names_its_variable_and_the_mail_goes_once_it_is_right(
        self, security: str, shown: Any, mail: Mail, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with smtp_server(**guarded("the-rotated-one"), **secured(security, shown[1])) as server:
            with pytest.raises(PlatformUnavailable, match="AUTH 535") as caught:
                SmtpNotifier.open(environ(security, server.port, shown[0])).send(mail)
            told = capsys.readouterr().err
            assert '"setting": "HEARD_SMTP_PASSWORD"' in told
            quiet(told, caught.value)
            right = environ(security, server.port, shown[0], HEARD_SMTP_PASSWORD="the-rotated-one")
            SmtpNotifier.open(right).send(mail)
            assert len(server.mails) == 1


def test_without_starttls_nothing_is_said_in_the_clear(mail: Mail, capsys: pytest.CaptureFixture[str]) -> None:
    rude = Rude(hello=b"250-rude.example\r\n250 AUTH PLAIN LOGIN\r\n")
    with rude_server(rude) as port, pytest.raises(PlatformUnavailable, match="SMTPNotSupportedError"):
        SmtpNotifier.open(environ("starttls", port, None)).send(mail)
    assert rude.heard == ["EHLO"]
    assert "HEARD_SMTP_SECURITY" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "setting"), [("535 5.7.8", "HEARD_SMTP_PASSWORD"), ("454 4.7.0", None)])
def test_what_a_server_says_about_a_login_stays_with_us(
    answer: str, setting: str | None, mail: Mail, capsys: pytest.CaptureFixture[str]
) -> None:
    rude = Rude(
        hello=b"250-rude.example\r\n250 AUTH PLAIN\r\n",
        says={"AUTH": f"{answer} about heard@acme.example and {PASSWORD}\r\n".encode()},
    )
    with rude_server(rude) as port, pytest.raises(PlatformUnavailable, match=f"AUTH {answer[:3]}") as caught:
        SmtpNotifier(Server("127.0.0.1", port, "none", ("heard@acme.example", Secret(PASSWORD))), GENEROUS).send(mail)
    told = capsys.readouterr().err
    assert json.loads(told)["setting"] == setting
    quiet(told, caught.value)


@pytest.mark.parametrize("to", ["zoë@acme.example", "zoe@größe.example"])
def test_whoever_has_an_address_in_other_letters_is_told_what_to_write(to: str, mail: Mail) -> None:
    """Even by a server that offers SMTPUTF8: the next one on the way may not."""
    rude = Rude(hello=b"250-rude.example\r\n250 SMTPUTF8\r\n")
    with pytest.raises(ActionRefused, match="the address in To holds letters outside ASCII; write its domain as xn--"):
        rudely(rude, replace(mail, to=to))
    assert rude.connections == 0


# --- what each answer means ---

OF_THE_MAIL = ("MAIL", "RCPT", "DATA", "dot")
REFUSALS = [(verb, code) for verb in OF_THE_MAIL for code in ("550 5.1.1", "554 5.6.0", "552 5.2.2")]
WAITS = [(verb, code) for verb in OF_THE_MAIL for code in ("450 4.7.1", "421 4.3.2", "451 4.3.0")]
ABOUT_US = [
    *[("connect", code) for code in ("554 5.7.1", "421 4.3.2", "250 2.0.0")],
    *[("EHLO", code) for code in ("550 5.7.1", "421 4.3.2")],
    *[("MAIL", code) for code in ("530 5.7.0", "535 5.7.8")],
    *[("dot", "530 5.7.0"), ("DATA", "250 2.0.0"), ("RCPT", "354 go"), ("MAIL", "garbage")],
]


def saying(verb: str, code: str) -> Rude:
    return Rude(says={verb: f"{code} about one@acme.example {PASSWORD}\r\n".encode()})


@pytest.mark.parametrize(("verb", "code"), REFUSALS)
def test_a_no_for_good_to_the_mail_itself_is_refused(
    verb: str, code: str, mail: Mail, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ActionRefused) as caught:
        rudely(rude := saying(verb, code), mail)
    assert caught.value.why == f"{verb} {code[:3]}"
    assert rude.mails == []
    quiet(capsys.readouterr().err, caught.value)


@pytest.mark.parametrize(("verb", "code"), [*WAITS, *ABOUT_US])
def test_a_no_for_now_and_a_no_to_us_wait(verb: str, code: str, mail: Mail, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PlatformUnavailable) as caught:
        rudely(rude := saying(verb, code), mail)
    assert rude.mails == []
    told = capsys.readouterr().err
    quiet(told, caught.value)
    assert '"outcome": "waits"' in told


@pytest.mark.parametrize("answer", [b"354 again\r\n", b"garbage\r\n", b"\r\n", b"1xx\r\n", b"5" * 9000 + b"\r\n"])
def test_an_answer_to_the_mail_that_is_neither_yes_nor_no_is_no_answer(answer: bytes, mail: Mail) -> None:
    """The last one: smtplib gives a line that is too long the code 500, which nobody said."""
    with pytest.raises(OutcomeUnknown):
        rudely(Rude(says={"dot": answer}), mail)


@pytest.mark.parametrize("answer", [b"250-one\r\n250 two\r\n", b"250\r\n", b"250 caf\xc3\xa9\r\n", b"251 ok\r\n"])
def test_any_yes_is_a_yes(answer: bytes, mail: Mail) -> None:
    assert rudely(Rude(says={"dot": answer}), mail) == message_id(mail)


def quiet(told: str, error: BaseException) -> None:
    """Nobody's address, no password and no word of the server's, in the log and in everything a trace would print."""
    text = told + str(error) + "".join(traceback.format_exception(error, limit=0))
    for word in ("one@", "heard@", PASSWORD, "about", "Zo", "looked after"):
        assert word not in text


# --- cut at every verb ---

CUTS = [(verb, cut) for verb in VERBS for cut in ("before", "after", "half")]


@pytest.mark.parametrize(("verb", "cut"), CUTS)
def test_a_line_cut_at_any_moment(verb: str, cut: str, mail: Mail) -> None:
    rude = Rude(verb, cut)
    if verb == "QUIT":
        assert rudely(rude, mail) == message_id(mail), "it was taken before we said goodbye"
    elif verb == "dot":
        with pytest.raises(OutcomeUnknown):
            rudely(rude, mail)
    else:
        with pytest.raises(PlatformUnavailable):
            rudely(rude, mail)
    assert len(rude.mails) == (verb == "QUIT" or (verb, cut) in {("dot", "after"), ("dot", "half")})


@pytest.mark.parametrize("size", [1, 1000, 30_000])
def test_a_body_cut_short_is_never_taken_and_never_believed_to_be(size: int, mail: Mail) -> None:
    rude = Rude(body_cut=size)
    with pytest.raises((PlatformUnavailable, OutcomeUnknown)):
        rudely(rude, mail)
    assert rude.mails == []


def test_a_body_too_large_for_the_line_that_is_cut_is_certainly_not_delivered(mail: Mail) -> None:
    """More than a kernel holds for a peer that reads no more: so the dot cannot have left."""
    with pytest.raises(PlatformUnavailable, match="body"):
        rudely(Rude(body_cut=1), replace(mail, html="<p>word</p>" * 3_000_000))


@pytest.mark.parametrize("verb", VERBS)
def test_a_silent_server_is_left_in_time(verb: str, mail: Mail) -> None:
    """Tried with more time until the server got so far: a busy machine may be too slow for the first."""
    for seconds in (0.4, 2.0, 10.0):
        reached, go = threading.Event(), threading.Event()

        def waits(at: str, reached: threading.Event = reached, go: threading.Event = go) -> None:
            if at == verb:
                reached.set()
                go.wait(60)

        start = time.monotonic()
        raised: type[BaseException] | None = None
        with rude_server(rude := Rude(waits=waits)) as port:
            try:
                plain(port, seconds).send(mail)
            except (PlatformUnavailable, OutcomeUnknown) as error:
                raised = type(error)
            took = time.monotonic() - start
            go.set()
        if reached.is_set():
            break
    assert took < seconds + 20
    assert raised is {"dot": OutcomeUnknown, "QUIT": None}.get(verb, PlatformUnavailable)
    assert len(rude.mails) == (verb in ("dot", "QUIT"))


@pytest.mark.parametrize("verb", ["connect", "dot"])
def test_a_server_that_speaks_a_little_all_the_time_is_left_in_time_too(verb: str, mail: Mail) -> None:
    """A time limit for each read would begin anew with every line."""
    over = threading.Event()

    def drip(self: Any, at: str, answer: bytes, effect: Any = None) -> bytes:
        if at != verb:
            self.sock.sendall(answer)
            return answer
        while not over.wait(0.05):
            self.sock.sendall(b"250-wait\r\n" if verb == "dot" else b"2")
        return answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tests.notifiers.servers._Session.step", drip)
        with rude_server(Rude()) as port:
            start = time.monotonic()
            with pytest.raises(OutcomeUnknown if verb == "dot" else PlatformUnavailable):
                plain(port, 3.0).send(mail)
            took = time.monotonic() - start
            over.set()
    assert took < 20


def test_no_server_no_name_and_no_time_are_certainly_not_delivered(mail: Mail) -> None:
    with rude_server(Rude()) as port:
        pass
    with pytest.raises(PlatformUnavailable, match="connect ConnectionRefusedError"):
        plain(port).send(mail)
    with pytest.raises(PlatformUnavailable, match="connect"):
        SmtpNotifier(Server("no.such.host.invalid", 25, "tls"), GENEROUS).send(mail)
    with rude_server(rude := Rude()) as port, pytest.raises(PlatformUnavailable, match="TimeoutError"):
        plain(port, 0.0).send(mail)
    assert rude.heard == []


def test_a_mail_is_announced_with_its_size_where_the_server_wants_to_know(mail: Mail) -> None:
    with smtp_server(data_size_limit=10_000) as server:
        with pytest.raises(ActionRefused, match="MAIL 552"):
            plain(server.port).send(mail)
        plain(server.port).send(replace(mail, html=None))
    assert len(server.mails) == 1


# --- settings ---

HERE = {"HEARD_SMTP_HOST": "mail.acme.example"}
LOGIN = {"HEARD_SMTP_USER": "heard", "HEARD_SMTP_PASSWORD": PASSWORD}
WRONG = {
    "no host": ({}, "HEARD_SMTP_HOST"),
    "a host with a port": ({"HEARD_SMTP_HOST": "mail.acme.example:25"}, "HEARD_SMTP_HOST"),
    "an address for a host": ({"HEARD_SMTP_HOST": "smtp://mail.acme.example"}, "HEARD_SMTP_HOST"),
    "no such security": (HERE | {"HEARD_SMTP_SECURITY": "ssl"}, "HEARD_SMTP_SECURITY"),
    "in the clear": (HERE | {"HEARD_SMTP_SECURITY": "none"}, "not this machine"),
    "no number": (HERE | {"HEARD_SMTP_PORT": "smtp"}, "HEARD_SMTP_PORT"),
    "port 0": (HERE | {"HEARD_SMTP_PORT": "0"}, "HEARD_SMTP_PORT"),
    "too large a port": (HERE | {"HEARD_SMTP_PORT": "65536"}, "HEARD_SMTP_PORT"),
    "no user": (HERE | {"HEARD_SMTP_PASSWORD": PASSWORD}, "HEARD_SMTP_USER"),
    "a greeting with a line break": (HERE | {"HEARD_SMTP_HELO": "a\r\nMAIL"}, "HEARD_SMTP_HELO"),
    "no certificates": (HERE | {"HEARD_SMTP_CA": "/nowhere/ca.pem"}, "HEARD_SMTP_CA"),
}


@pytest.mark.parametrize(("environ", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_setting_that_does_not_fit_is_named(environ: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as caught:
        SmtpNotifier.open(environ)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("password", [None, "", "  ", "changeme", "xxx", "None", "<password>", "pässwort-in-letters"])
def test_no_secret_no_start(password: str | None) -> None:
    given = HERE | {"HEARD_SMTP_USER": "heard"} | ({} if password is None else {"HEARD_SMTP_PASSWORD": password})
    with pytest.raises(MissingSecret, match="HEARD_SMTP_PASSWORD") as caught:
        SmtpNotifier.open(given)
    assert not (password or "").strip() or password not in str(caught.value).replace("placeholder", "")


def test_the_password_does_not_show(mail: Mail) -> None:
    notifier = SmtpNotifier.open(HERE | LOGIN)
    assert PASSWORD not in repr(vars(notifier))
