"""Amazon's events from a queue: moto's SQS, each shape that an event comes in, and what is not to be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from shared.core.errors import BackendUnavailable, ConfigurationError, MissingSecret, PlatformUnavailable
from shared.core.mail import message_id
from shared.core.ports import Mail
from shared.core.returns import Came, Return
from shared.notifiers._returns_ses import SesReturns, read
from shared.notifiers.ses import SesNotifier
from tests.notifiers.servers import KEYS, SES_FINE, RudeSes, rude_ses

REGION = "eu-north-1"
QUEUE = "https://sqs.eu-north-1.amazonaws.com/123456789012/heard-mail"
HERE = {"HEARD_SES_EVENTS_QUEUE": QUEUE, **KEYS}
AT = datetime(2026, 10, 14, 5, 30, tzinfo=UTC)
MARK = "7d3114ebd5b6e3767f68d8af362fd08134ae1ffe"
MAIL = {
    "timestamp": "2026-10-14T05:30:01.123Z",
    "source": "Acme daily digest <heard@acme.example>",
    "sendingAccountId": "123456789012",
    "messageId": "0100-abc-000000",
    "destination": ["one@acme.example"],
    "headersTruncated": False,
    "headers": [{"name": "Subject", "value": "3 people wait"}],
    "tags": {"ses:configuration-set": ["heard"], "heard": [MARK], "heard_at": [str(int(AT.timestamp()))]},
}
GONE = {
    "bounceType": "Permanent",
    "bounceSubType": "NoEmail",
    "bouncedRecipients": [
        {
            "emailAddress": "one@acme.example",
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 no one@acme.example here",
        }
    ],
    "timestamp": "2026-10-14T05:30:02.669Z",
    "feedbackId": "0100-feedback",
}
FULL = {
    "bounceType": "Transient",
    "bounceSubType": "MailboxFull",
    "bouncedRecipients": [{"emailAddress": "a@b.example"}],
}


def event(kind: str, **about: Any) -> dict[str, Any]:
    return {"eventType": kind, "mail": MAIL, **about}


def by_sns(made: dict[str, Any]) -> str:
    return json.dumps({"Type": "Notification", "MessageId": "m", "TopicArn": "t", "Message": json.dumps(made)})


def by_eventbridge(made: dict[str, Any]) -> str:
    return json.dumps({"version": "0", "source": "aws.ses", "detail-type": "Email Bounced", "detail": made})


BOUNCED = event("Bounce", bounce=GONE)
NEWS = {
    "send": (event("Send", send={}), Came.TAKEN, ""),
    "delivery": (event("Delivery", delivery={"recipients": ["one@acme.example"]}), Came.ARRIVED, ""),
    "no such mailbox": (BOUNCED, Came.FAILED, "5.1.1"),
    "full": (event("Bounce", bounce=FULL), Came.PASSING, "MailboxFull"),
    "nobody knows": (event("Bounce", bounce={"bounceType": "Undetermined"}), Came.PASSING, ""),
    "junk": (event("Complaint", complaint={"complaintFeedbackType": "abuse"}), Came.COMPLAINT, "abuse"),
    "junk long ago": (
        event("Complaint", complaint={"complaintSubType": "OnAccountSuppressionList"}),
        Came.FAILED,
        "OnAccountSuppressionList",
    ),
    "virus": (event("Reject", reject={"reason": "Bad content"}), Came.REJECTED, ""),
}
NOTHING: dict[str, Any] = {
    "opened": event("Open", open={"ipAddress": "192.0.2.1"}),
    "clicked": event("Click", click={"link": "https://desk.acme.example/stop"}),
    "delayed": event("DeliveryDelay", deliveryDelay={"delayType": "MailboxFull"}),
    "preferences": event("Subscription", subscription={}),
    "somebody else's mail": {**BOUNCED, "mail": {**MAIL, "tags": {"ses:configuration-set": ["heard"]}}},
    "an identity's notification": {"notificationType": "Bounce", "mail": MAIL, "bounce": GONE},
    "something new": event("Teleport"),
}


@pytest.mark.parametrize("wrapped", [json.dumps, by_sns, by_eventbridge], ids=["raw", "SNS", "EventBridge"])
@pytest.mark.parametrize("name", NEWS)
def test_each_event_says_what_became_of_which_mail(name: str, wrapped: Any) -> None:
    made, came, code = NEWS[name]
    found = read(wrapped(made))
    assert found is not None
    assert (found.came, found.code) == (came, code)
    assert (found.mark, found.at, found.sender) == (MARK, AT, "heard@acme.example")
    assert (found.receipt, found.vouched) == ("0100-abc-000000", True)


@pytest.mark.parametrize("name", NOTHING)
def test_what_we_do_not_want_to_know_is_not_read(name: str) -> None:
    assert read(json.dumps(NOTHING[name])) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "7", "{}", "\ud800", "x" * 10_000, "[" * 50_000, '{"eventType":"Send"}',
        '{"eventType":"Send","mail":7}', '{"eventType":"Send","mail":{"tags":7}}', '{"Message":"{"}', '{"detail":{}}',
        '{"Type":"SubscriptionConfirmation","Message":"You have chosen to subscribe","SubscribeURL":"https://x"}',
        json.dumps(event("Bounce", bounce={"bouncedRecipients": "x"})),
        json.dumps({**BOUNCED, "mail": {**MAIL, "tags": {"heard": [MARK], "heard_at": ["9" * 12]}}}),
        json.dumps({**BOUNCED, "mail": {**MAIL, "messageId": None, "tags": {"heard": {}, "heard_at": []}}}),
    ],
)  # fmt: skip
def test_rubbish_is_nothing_and_in_nobodys_way(text: str) -> None:
    assert read(text) is None


def test_the_notifiers_own_tags_come_back_as_the_mails_mark(mail: Mail) -> None:
    """What it puts on a mail is what the reader of events looks for."""
    rude = RudeSes([SES_FINE])
    with rude_ses(rude) as endpoint:
        SesNotifier.open({"HEARD_SES_REGION": REGION, "HEARD_SES_ENDPOINT": endpoint, **KEYS}).send(mail)
    tags = {one["Name"]: [one["Value"]] for one in json.loads(rude.requests[0])["EmailTags"]}
    found = read(json.dumps(event("Send") | {"mail": {**MAIL, "tags": tags}}))
    assert found is not None
    assert message_id(mail) == f"<{found.mark}@acme.example>"
    assert found.at == mail.at


# --- the queue ---


@pytest.fixture
def queue() -> Iterator[Any]:
    from moto import mock_aws

    with mock_aws():
        client = boto3.client("sqs", region_name=REGION)
        client.create_queue(QueueName="heard-mail", Attributes={"VisibilityTimeout": "0"})
        yield client


def put(queue: Any, *texts: str) -> None:
    for text in texts:
        queue.send_message(QueueUrl=QUEUE, MessageBody=text)


def left(queue: Any) -> int:
    about = queue.get_queue_attributes(QueueUrl=QUEUE, AttributeNames=["All"])["Attributes"]
    return int(about["ApproximateNumberOfMessages"]) + int(about["ApproximateNumberOfMessagesNotVisible"])


def always() -> bool:
    return True


def test_a_run_takes_all_and_leaves_nothing_not_even_rubbish(queue: Any) -> None:
    put(queue, *[json.dumps(BOUNCED)] * 23, "rubbish", json.dumps(NOTHING["opened"]), by_sns(NEWS["send"][0]))
    taken: list[Return] = []
    assert SesReturns.open(HERE).take(taken.append, always) == 24
    assert sorted(one.came for one in taken) == [Came.FAILED] * 23 + [Came.TAKEN]
    assert left(queue) == 0


def test_what_could_not_be_applied_stays_and_comes_again(queue: Any) -> None:
    put(queue, *[json.dumps(BOUNCED)] * 3)
    given: list[Return] = []

    def second_fails(one: Return) -> None:
        given.append(one)
        if len(given) == 2:
            raise BackendUnavailable("store", "away")

    with pytest.raises(BackendUnavailable):
        SesReturns.open(HERE).take(second_fails, always)
    assert left(queue) == 2
    assert SesReturns.open(HERE).take(given.append, always) == 2
    assert left(queue) == 0


def test_it_stops_when_time_is_up_and_takes_no_more_than_its_share(queue: Any) -> None:
    put(queue, *[json.dumps(BOUNCED)] * 12)
    assert SesReturns.open(HERE).take(lambda _one: None, lambda: False) == 0
    assert left(queue) == 12


@pytest.mark.parametrize("trouble", ["no queue", "no keys"])
def test_a_queue_that_cannot_be_read_is_told_by_its_variable_and_without_a_secret(
    trouble: str, queue: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = dict(HERE)
    with monkeypatch.context() as patched:
        if trouble == "no queue":
            queue.delete_queue(QueueUrl=QUEUE)
        else:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                del environ[name]
                patched.delenv(name)
        with pytest.raises(PlatformUnavailable):
            SesReturns.open(environ).take(lambda _one: None, always)
    told = capsys.readouterr().err
    assert {"no queue": "HEARD_SES_EVENTS_QUEUE", "no keys": "AWS_ACCESS_KEY_ID"}[trouble] in told
    assert not any(value in told for value in (*KEYS.values(), "one@"))


# --- settings ---


@pytest.mark.parametrize(
    "environ",
    [
        {"HEARD_SES_EVENTS_QUEUE": "http://sqs.eu-north-1.amazonaws.com/123456789012/heard-mail"},
        {"HEARD_SES_EVENTS_QUEUE": "arn:aws:sqs:eu-north-1:123456789012:heard-mail"},
        {"HEARD_SES_EVENTS_QUEUE": "https://sqs.eu-north-1.amazonaws.com/heard-mail"},
        {"HEARD_SES_EVENTS_QUEUE": "https://vpce.example/123456789012/heard-mail"},
    ],
)
def test_a_setting_that_does_not_fit_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="HEARD_SES_EVENTS_QUEUE"):
        SesReturns.open(KEYS | environ)


def test_an_address_of_your_own_takes_its_region_from_the_notifiers() -> None:
    SesReturns.open(
        {**KEYS, "HEARD_SES_EVENTS_QUEUE": "https://vpce.example/123456789012/q", "HEARD_SES_REGION": REGION}
    )


def test_half_a_pair_of_keys_is_none() -> None:
    with pytest.raises(MissingSecret):
        SesReturns.open({"HEARD_SES_EVENTS_QUEUE": QUEUE, "AWS_ACCESS_KEY_ID": KEYS["AWS_ACCESS_KEY_ID"]})
