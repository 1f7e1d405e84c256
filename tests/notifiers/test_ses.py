"""The SES notifier against moto and a rude endpoint: one request whatever happens, and what each answer means."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from shared.core.errors import ActionRefused, ConfigurationError, MissingSecret, OutcomeUnknown, PlatformUnavailable
from shared.core.mail import message_id, to_bytes
from shared.core.ports import Mail
from shared.notifiers.ses import SesNotifier
from tests.notifiers.servers import KEYS, SES_FINE, RudeSes, certificate, moto_mails, moto_ses, rude_ses, ses_error

REGION = "eu-north-1"
HERE = {"HEARD_SES_REGION": REGION, **KEYS}


@pytest.fixture
def moto() -> Iterator[None]:
    with moto_ses(REGION):
        yield


def rudely(rude: RudeSes, mail: Mail, **more: str) -> str:
    with rude_ses(rude) as endpoint:
        return SesNotifier.open(HERE | {"HEARD_SES_ENDPOINT": endpoint} | more).send(mail)


def quiet(told: str, error: BaseException) -> None:
    text = told + str(error) + "".join(traceback.format_exception(error, limit=0))
    for word in ("one@", "heard@", "verified", *KEYS.values(), "Zo", "looked after"):
        assert word not in text


# --- moto's SES ---


@pytest.mark.usefixtures("moto")
def test_the_bytes_arrive_as_they_were_made_and_the_receipt_is_the_providers(mail: Mail) -> None:
    receipt = SesNotifier.open(HERE).send(mail)
    (taken,) = moto_mails(REGION)
    assert taken.raw_data.encode() == to_bytes(mail)
    assert taken.source == "heard@acme.example"
    assert set(taken.destinations) <= {"one@acme.example"}
    assert receipt == taken.id


@pytest.mark.usefixtures("moto")
def test_the_way_out_arrives_raw_on_one_line_and_nothing_is_eight_bit(mail: Mail) -> None:
    SesNotifier.open(HERE).send(mail)
    lines = moto_mails(REGION)[0].raw_data.encode().split(b"\r\n")
    assert b"List-Unsubscribe: " + mail.headers[0][1].encode() in lines
    assert max(map(len, lines)) <= 998
    assert all(line.isascii() for line in lines)


def test_a_sender_that_is_not_verified_is_refused(mail: Mail, capsys: pytest.CaptureFixture[str]) -> None:
    with moto_ses(REGION):
        boto3.client("sesv2", region_name=REGION).delete_email_identity(EmailIdentity="acme.example")
        with pytest.raises(ActionRefused, match="MessageRejected") as caught:
            SesNotifier.open(HERE).send(mail)
        assert moto_mails(REGION) == []
    quiet(capsys.readouterr().err, caught.value)


# --- what is asked ---


def test_sender_recipient_tags_and_set_are_named_apart_from_the_bytes_and_nobody_is_tracked(mail: Mail) -> None:
    import base64
    import json

    rude = RudeSes([SES_FINE])
    assert rudely(rude, mail, HEARD_SES_CONFIGURATION_SET="heard") == "0100-abc"
    (request,) = map(json.loads, rude.requests)
    assert base64.b64decode(request["Content"]["Raw"].pop("Data")) == to_bytes(mail)
    assert request == {
        "FromEmailAddress": "heard@acme.example",
        "Destination": {"ToAddresses": ["one@acme.example"]},
        "Content": {"Raw": {}},
        "EmailTags": [
            {"Name": "heard", "Value": message_id(mail)[1:41]},
            {"Name": "heard_at", "Value": str(int(mail.at.timestamp()))},
        ],
        "ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}},
        "ConfigurationSetName": "heard",
    }


# --- what each answer means ---

REFUSED = [(400, "MessageRejected"), (400, "BadRequestException")]
WAITS = [
    (429, "TooManyRequestsException"),
    (400, "LimitExceededException"),
    (400, "SendingPausedException"),
    (400, "AccountSuspendedException"),
    (400, "MailFromDomainNotVerifiedException"),
    (404, "NotFoundException"),
    (400, "ThrottlingException"),
    (403, "AccessDeniedException"),
    (403, "UnrecognizedClientException"),
    (403, "InvalidSignatureException"),
    (403, "ExpiredTokenException"),
    (413, "RequestEntityTooLarge"),
    (400, "SomethingNewException"),
]
UNKNOWN = [(500, "InternalFailure"), (503, "ServiceUnavailable"), (502, ""), (504, ""), (301, "Moved")]


def one_request(rude: RudeSes, mail: Mail, error: type[Exception]) -> Any:
    """Whatever came, it is asked once: what botocore repeats by itself may be delivered twice."""
    with pytest.raises(error) as caught:
        rudely(rude, mail)
    assert len(rude.requests) == 1
    return caught.value


@pytest.mark.parametrize(("status", "name"), REFUSED)
def test_a_no_to_this_mail_is_refused_for_good(
    status: int, name: str, mail: Mail, capsys: pytest.CaptureFixture[str]
) -> None:
    error = one_request(RudeSes([ses_error(status, name), SES_FINE]), mail, ActionRefused)
    assert error.why == f"{status} {name}"
    quiet(capsys.readouterr().err, error)


@pytest.mark.parametrize(("status", "name"), WAITS)
def test_a_no_to_us_waits(status: int, name: str, mail: Mail, capsys: pytest.CaptureFixture[str]) -> None:
    error = one_request(RudeSes([ses_error(status, name), SES_FINE]), mail, PlatformUnavailable)
    assert error.why == f"{status} {name}"
    told = capsys.readouterr().err
    quiet(told, error)
    if status == 403:
        assert '"setting": "AWS_' in told


@pytest.mark.parametrize(("status", "name"), UNKNOWN)
def test_a_failure_of_theirs_may_have_sent_it(status: int, name: str, mail: Mail) -> None:
    one_request(RudeSes([ses_error(status, name), SES_FINE]), mail, OutcomeUnknown)


@pytest.mark.parametrize(
    "answer", ["cut", (200, {}, b"{}"), (200, {"content-type": "text/html"}, b"<html>hello</html>"), (200, {}, b"")]
)
def test_an_answer_that_never_came_or_says_nothing_is_lost(answer: Any, mail: Mail) -> None:
    one_request(RudeSes([answer, SES_FINE]), mail, OutcomeUnknown)


def test_a_silent_endpoint_is_left_in_time_and_not_asked_again(mail: Mail) -> None:
    one_request_timed = RudeSes(["hang", SES_FINE])
    with pytest.raises(OutcomeUnknown, match="ReadTimeoutError"):
        rudely(one_request_timed, mail, HEARD_CALL_TIMEOUT="3")
    assert len(one_request_timed.requests) == 1


@pytest.mark.parametrize(("told", "pause"), [("7", 7.0), ("99999", 3600.0), ("soon", None), (None, None)])
def test_it_waits_as_long_as_it_is_told(told: str | None, pause: float | None, mail: Mail) -> None:
    headers = {} if told is None else {"retry-after": told}
    error = one_request(RudeSes([ses_error(429, "TooManyRequestsException", headers)]), mail, PlatformUnavailable)
    assert error.retry_after == pause


def test_nobody_there_and_no_name_are_certainly_not_delivered(mail: Mail) -> None:
    with rude_ses(RudeSes([SES_FINE])) as endpoint:
        pass
    for where in (endpoint, "https://no.such.host.invalid"):
        with pytest.raises(PlatformUnavailable, match="EndpointConnectionError"):
            SesNotifier.open(HERE | {"HEARD_SES_ENDPOINT": where}).send(mail)


def test_whoever_cannot_prove_to_be_ses_gets_no_mail(mail: Mail, tmp_path: Path) -> None:
    from tests.notifiers.servers import Rude, rude_server

    _public, context = certificate(tmp_path)
    with rude_server(rude := Rude(wrap=context)) as port:
        notifier = SesNotifier.open(HERE | {"HEARD_SES_ENDPOINT": f"https://localhost:{port}"})
        with pytest.raises(PlatformUnavailable, match="SSLError"):
            notifier.send(mail)
    assert rude.heard == []


def test_without_keys_nothing_leaves_and_the_log_names_the_variable(
    mail: Mail, capsys: pytest.CaptureFixture[str]
) -> None:
    rude = RudeSes([SES_FINE])
    with rude_ses(rude) as endpoint, pytest.raises(PlatformUnavailable, match="NoCredentialsError"):
        SesNotifier.open({"HEARD_SES_REGION": REGION, "HEARD_SES_ENDPOINT": endpoint}).send(mail)
    assert rude.requests == []
    assert '"setting": "AWS_ACCESS_KEY_ID"' in capsys.readouterr().err


def test_a_mail_that_waited_goes_with_the_same_notifier(mail: Mail) -> None:
    rude = RudeSes([ses_error(429, "TooManyRequestsException"), "cut", SES_FINE])
    with rude_ses(rude) as endpoint:
        notifier = SesNotifier.open(HERE | {"HEARD_SES_ENDPOINT": endpoint})
        with pytest.raises(PlatformUnavailable):
            notifier.send(mail)
        with pytest.raises(OutcomeUnknown):
            notifier.send(mail)
        assert notifier.send(mail) == "0100-abc"


# --- settings ---

WRONG = {
    "no region": ({}, "HEARD_SES_REGION"),
    "no such form of a region": ({"HEARD_SES_REGION": "Stockholm"}, "HEARD_SES_REGION"),
    "plain http to somebody": (HERE | {"HEARD_SES_ENDPOINT": "http://mail.acme.example"}, "HEARD_SES_ENDPOINT"),
    "no address": (HERE | {"HEARD_SES_ENDPOINT": "mail.acme.example"}, "HEARD_SES_ENDPOINT"),
    "an odd set": (HERE | {"HEARD_SES_CONFIGURATION_SET": "a b"}, "HEARD_SES_CONFIGURATION_SET"),
}


@pytest.mark.parametrize(("environ", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_setting_that_does_not_fit_is_named(environ: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        SesNotifier.open(environ)


@pytest.mark.parametrize("missing", KEYS)
@pytest.mark.parametrize("value", ["", " ", "changeme", "xxx"])
def test_half_a_pair_of_keys_is_none(missing: str, value: str) -> None:
    with pytest.raises(MissingSecret, match=missing):
        SesNotifier.open(HERE | {missing: value})


def test_the_region_may_be_the_machines_own() -> None:
    assert SesNotifier.open({"AWS_REGION": "eu-west-1"})


def test_the_keys_do_not_show() -> None:
    shown = repr(vars(SesNotifier.open(HERE)))
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in shown
