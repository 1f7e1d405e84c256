"""A mailbox to which mails return: a small real IMAP server, reports as servers write them, and hostile ones."""

from __future__ import annotations

import base64
import random
import ssl
import traceback
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from shared.core.errors import BackendUnavailable, ConfigurationError, MissingSecret, PlatformUnavailable
from shared.core.mail import message_id, to_bytes
from shared.core.ports import Mail
from shared.core.returns import Came, Return
from shared.core.secret import Secret
from shared.notifiers import _reports
from shared.notifiers._reports import LONGEST, reports
from shared.notifiers._returns_imap import ImapReturns, Mailbox
from tests.notifiers.imap import DRIP, PASSWORD, USER, Imap, imap_server
from tests.notifiers.reported import bounced, headers_of, junk, report, status
from tests.notifiers.servers import certificate

GENEROUS = 30.0


def always() -> bool:
    return True


# --- what a report says ---


@pytest.mark.parametrize(
    ("action", "code", "came"),
    [
        ("failed", "5.1.1", Came.FAILED),
        ("Failed", "5.1.10 (bad destination)", Came.FAILED),
        ("failed", "5.0.0", Came.FAILED),
        ("failed", "5.2.1", Came.FAILED),
        ("failed", "5.5.0", Came.FAILED),
        ("failed", "5.2.2", Came.PASSING),
        ("failed", "5.7.1", Came.PASSING),
        ("failed", "5.4.4", Came.PASSING),
        ("failed", "4.4.7", Came.PASSING),
        ("failed", "", Came.PASSING),
        ("delivered", "2.0.0", Came.ARRIVED),
        ("relayed", "2.0.0", Came.TAKEN),
    ],
)
def test_a_notification_says_what_became_of_which_mail(action: str, code: str, came: Came, mail: Mail) -> None:
    (found,) = reports(bounced(mail, action, code))
    assert found.came is came
    assert message_id(mail) == f"<{found.mark}@acme.example>"
    assert (found.at, found.sender, found.to) == (mail.at, "heard@acme.example", ("one@acme.example",))
    assert (found.subject, found.vouched) == (mail.subject, False)
    assert "".join(found.stop.split()) == "".join(mail.headers[0][1].split())
    assert found.code == code.split(" ")[0]


def test_what_is_still_being_tried_is_no_news(mail: Mail) -> None:
    assert reports(bounced(mail, "delayed", "4.4.1")) == ()


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
@pytest.mark.parametrize("how", ["text/rfc822-headers", "message/rfc822"])
def test_our_mail_may_be_given_back_whole_or_not_and_encoded(how: str, encoding: str, mail: Mail) -> None:
    raw = to_bytes(mail) if how == "message/rfc822" else headers_of(mail)
    given = base64.encodebytes(raw) if encoding == "base64" else raw
    (found,) = reports(report("message/delivery-status", status(), given, how, encoding))
    assert message_id(mail) == f"<{found.mark}@acme.example>"
    assert found.stop


def test_a_subject_in_other_letters_is_read_as_it_was_written(mail: Mail) -> None:
    written = replace(mail, subject="Größe: 3 people wait – Zoë 日本語 " * 3)
    (found,) = reports(bounced(written))
    assert "".join(found.subject.split()) == "".join(written.subject.split())


def test_both_addresses_are_told_where_theirs_was_forwarded(mail: Mail) -> None:
    said = status(to="old@else.example", original="one@acme.example")
    (found,) = reports(report("message/delivery-status", said, headers_of(mail)))
    assert found.to == ("one@acme.example", "old@else.example")


@pytest.mark.parametrize(("sort", "number"), [("abuse", 1), ("opt-out", 1), ("not-spam", 0), ("auth-failure", 0)])
def test_a_report_of_junk_is_a_complaint(sort: str, number: int, mail: Mail) -> None:
    assert [one.came for one in reports(junk(mail, sort))] == [Came.COMPLAINT] * number


def test_no_word_of_theirs_gets_into_what_is_kept(mail: Mail) -> None:
    (found,) = reports(bounced(mail, code="5.1.1 <script>one@acme.example"))
    assert found.code == "5.1.1"


# --- hostile mails ---


def hostile(mail: Mail) -> list[bytes]:
    fine = bounced(mail)
    nested = b"".join(b'Content-Type: multipart/report; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    return [
        b"", b"\0" * 1000, b"\xff" * 1000, nested, b"Content-Type: multipart/report",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
        fine.replace(b"Message-ID: <", b"Message-ID: <x"),
        fine.replace(b"Date: ", b"Date: Tue, 99 Foo 9999 99:99:99 +9999 "),
        fine.replace(b"\r\nDate: ", b"\r\nUpdate: "),
        fine.replace(b"text/rfc822-headers", b"image/png"),
        fine.replace(b"Action: failed", b"Action: " + b"f" * 100_000),
        headers_of(mail),
    ]  # fmt: skip


def test_a_hostile_mail_says_nothing_and_harms_nothing(mail: Mail) -> None:
    for raw in hostile(mail):
        assert reports(raw) == ()


def test_a_mail_of_parts_within_parts_is_not_worth_seconds(mail: Mail) -> None:
    """Each part within another makes every line slower to read: a quarter of a mebibyte could take eight seconds."""
    parts = b"".join(b'--%d\nContent-Type: multipart/mixed; Boundary="%d"\n\n' % (n, n + 1) for n in range(30))
    fine = bounced(mail)
    within = fine.replace(b"--b1/mx--", b'--b1/mx\nContent-Type: multipart/mixed; boundary="0"\n\n' + parts)
    with patch.object(_reports, "message_from_bytes") as read:
        assert reports(within) == ()
    assert not read.called
    assert len(reports(fine)) == 1


def test_many_recipients_in_one_report_are_a_few(mail: Mail) -> None:
    said = status() + b"\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n" * 500
    assert len(reports(report("message/delivery-status", said, headers_of(mail)))) == 5


def test_whatever_is_cut_out_of_a_report_or_put_into_it_raises_nothing(mail: Mail) -> None:
    drawn = random.Random(7)
    for made in (bounced(mail), junk(mail)):
        for _ in range(150):
            raw = bytearray(made)
            for _ in range(drawn.randint(1, 6)):
                at = drawn.randrange(len(raw))
                raw[at : at + drawn.randint(0, 40)] = bytes(
                    drawn.choices(b"\r\n:;=?<>-\0\xff aA", k=drawn.randint(0, 20))
                )
            for one in reports(bytes(raw)):
                assert len(one.mark) == 40
                assert len(one.subject) <= 4000


# --- the mailbox ---


def opened(port: int, seconds: float = GENEROUS, **facts: Any) -> ImapReturns:
    fields: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "user": USER,
        "password": Secret(PASSWORD),
    }
    return ImapReturns(Mailbox(**{**fields, **facts}), seconds)


def test_a_run_takes_reports_flags_them_and_leaves_all_other_mail_as_it_is(mail: Mail) -> None:
    imap = Imap()
    first, letter, junked = imap.put(bounced(mail)), imap.put(to_bytes(mail)), imap.put(junk(mail))
    strange = imap.put(bounced(mail).replace(b"Message-ID: <", b"Message-ID: <x"))
    taken: list[Return] = []
    with imap_server(imap) as port:
        assert opened(port).take(taken.append, always) == 2
        assert [one.came for one in taken] == [Came.FAILED, Came.COMPLAINT], "the oldest first"
        assert imap.seen == {first, junked, strange}
        assert letter not in imap.seen
        assert not any(f"FETCH {letter}" in one for one in imap.asked)
        assert opened(port).take(taken.append, always) == 0


def test_what_could_not_be_applied_stays_unread_and_comes_again(mail: Mail) -> None:
    imap = Imap()
    imap.put(bounced(mail))
    imap.put(bounced(mail))

    def fails(_one: Return) -> None:
        raise BackendUnavailable("store", "away")

    with imap_server(imap) as port:
        with pytest.raises(BackendUnavailable):
            opened(port).take(fails, always)
        assert imap.seen == set()
        assert opened(port).take(lambda _one: None, always) == 2


def test_a_flood_is_taken_in_shares_and_a_giant_only_in_part(mail: Mail) -> None:
    imap = Imap()
    imap.put(bounced(mail) + b"x" * (3 * LONGEST))
    for _ in range(59):
        imap.put(b"Content-Type: multipart/report\r\n\r\n")
    taken: list[Return] = []
    with imap_server(imap) as port:
        opened(port).take(taken.append, always)
        assert (len(imap.seen), len(taken)) == (50, 1)
        opened(port).take(taken.append, always)
        assert len(imap.seen) == 60


def test_it_stops_when_time_is_up(mail: Mail) -> None:
    imap = Imap()
    imap.put(bounced(mail))
    with imap_server(imap) as port:
        assert opened(port).take(lambda _one: None, lambda: False) == 0
    assert imap.seen == set()


def quiet(told: str, error: BaseException) -> None:
    text = told + str(error) + "".join(traceback.format_exception(error, limit=0))
    assert not any(word in text for word in ("one@", USER, PASSWORD, "that is not so"))


@pytest.mark.parametrize(
    ("facts", "setting"),
    [({"password": Secret("another password")}, "PASSWORD"), ({"folder": "Elsewhere"}, "FOLDER")],
)
def test_a_login_or_folder_that_is_wrong_is_told_by_its_variable(
    facts: dict[str, Any], setting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with imap_server(Imap()) as port, pytest.raises(PlatformUnavailable) as caught:
        opened(port, **facts).take(lambda _one: None, always)
    told = capsys.readouterr().err
    assert f"HEARD_BOUNCES_IMAP_{setting}" in told
    quiet(told, caught.value)


@pytest.mark.parametrize("command", ["CAPABILITY", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
@pytest.mark.parametrize(
    "answer",
    [b"", DRIP, b"\xff\xff\r\n", b"<tag> BAD one@acme.example\r\n", b"* 1 FETCH (BODY[]<0> {999999999}\r\n"],
    ids=["silence", "a drip", "rubbish", "bad", "a giant"],
)
def test_a_rude_server_is_left_in_time_and_harms_nothing(
    answer: bytes, command: str, mail: Mail, capsys: pytest.CaptureFixture[str]
) -> None:
    imap = Imap(rude={command: answer})
    imap.put(bounced(mail))
    with imap_server(imap) as port, pytest.raises(PlatformUnavailable) as caught:
        opened(port, 0.3).take(lambda _one: None, always)
    if answer in (b"", DRIP):
        assert "TimeoutError" in str(caught.value), "by the deadline, not when the server had enough"
    assert imap.seen == set()
    quiet(capsys.readouterr().err, caught.value)


def test_nobody_there_is_told_and_tried_again_later() -> None:
    with imap_server(Imap()) as port:
        pass
    with pytest.raises(PlatformUnavailable, match="connect"):
        opened(port).take(lambda _one: None, always)


def test_over_tls_the_server_must_prove_who_it_is(mail: Mail, tmp_path: Path) -> None:
    public, context = certificate(tmp_path)
    imap = Imap(context=context)
    imap.put(bounced(mail))
    facts: dict[str, Any] = {"host": "localhost", "security": "tls"}
    with imap_server(imap) as port:
        with pytest.raises(PlatformUnavailable, match=ssl.SSLCertVerificationError.__name__):
            opened(port, **facts).take(lambda _one: None, always)
        assert imap.asked == [], "no password to a stranger"
        assert opened(port, **facts, authorities=str(public)).take(lambda _one: None, always) == 1


# --- settings ---

HERE = {"HOST": "imap.acme.example", "USER": USER, "PASSWORD": PASSWORD}


def environ(**changes: str) -> dict[str, str]:
    return {f"HEARD_BOUNCES_IMAP_{name}": value for name, value in {**HERE, **changes}.items()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "imap acme"), ("SECURITY", "starttls"), ("SECURITY", "none"), ("PORT", "0"), ("PORT", "x"),
        ("FOLDER", 'a"b'), ("FOLDER", "Rückläufer"), ("USER", ""), ("USER", 'a" b'), ("CA", "/nowhere.pem"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"HEARD_BOUNCES_IMAP_{name}"):
        ImapReturns.open(environ(**{name: value}))


@pytest.mark.parametrize("password", ["", "changeme", "pässword of mine"])
def test_no_secret_no_start(password: str) -> None:
    with pytest.raises(MissingSecret, match="HEARD_BOUNCES_IMAP_PASSWORD"):
        ImapReturns.open(environ(PASSWORD=password))


def test_the_password_does_not_show() -> None:
    made = ImapReturns.open(environ())
    assert PASSWORD not in repr(vars(made))
