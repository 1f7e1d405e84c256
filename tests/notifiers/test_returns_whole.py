"""A digest that really leaves, and what a server or Amazon then says of it: by each way back to its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import boto3
import pytest

from shared import cli
from shared.brands.compiled import Readers
from shared.core.claims import ClaimState
from shared.core.digesting import Reader, reader_key
from shared.core.errors import ConfigurationError
from shared.core.passes import Passes
from shared.core.ports import Returns
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.flows.collect import collect
from shared.flows.digest import digest
from shared.notifiers.ses import SesNotifier
from shared.notifiers.smtp import Server, SmtpNotifier
from shared.start import check_collect
from shared.wiring import Wiring
from tests.flows._days import DAY, ONE, TWO, Counts, Press, counts
from tests.notifiers.imap import PASSWORD, USER, Imap, imap_server
from tests.notifiers.reported import report, status
from tests.notifiers.servers import KEYS, SES_FINE, RudeSes, rude_ses, smtp_server

__all__ = ["counts"]
FIRST = date(2026, 10, 13)
REGION = "eu-north-1"
QUEUE = f"https://sqs.{REGION}.amazonaws.com/123456789012/heard-mail"
KEY = Secret("k" * 40)
URL = "https://desk.acme.example"


@pytest.fixture
def paper(tmp_path: Path, counts: Counts) -> Iterator[Press]:
    made = Press(tmp_path, Readers(name="managers", to=(ONE, TWO)))
    made.change(accounts=())
    links = Links(URL, (KEY,))
    made.tools = replace(made.tools, desk=links, passes=Passes(URL, (KEY,), links))
    made.clock = made.local(FIRST + DAY, 450)
    yield made
    made.close()


def stopped(paper: Press, to: str) -> str | None:
    kept = paper.store.get(Reader, reader_key("acme", to), paper.clock)
    return None if kept is None else kept.doc.stopped


def states(paper: Press) -> dict[str, ClaimState]:
    return {one.to: one.claim.state for one in paper.notices()}


def returning(environ: dict[str, str]) -> tuple[Returns, ...]:
    """As a deployment's wiring opens them."""
    return Wiring(environ).returns


def by_imap(port: int) -> dict[str, str]:
    facts = {"HOST": "127.0.0.1", "SECURITY": "none", "PORT": str(port), "USER": USER, "PASSWORD": PASSWORD}
    return {f"HEARD_BOUNCES_IMAP_{name}": value for name, value in facts.items()}


@pytest.mark.parametrize("forged", [False, True], ids=["by who has had it", "by a stranger"])
def test_over_smtp_a_digest_comes_back_as_a_report_in_a_mailbox(forged: bool, paper: Press) -> None:
    """A stranger knows the brand, the date and the address, and so all of the mail's headers but one."""
    imap = Imap()
    with smtp_server() as smtp, imap_server(imap) as port:
        paper.tools = replace(
            paper.tools,
            notifier=SmtpNotifier(Server("127.0.0.1", smtp.port, "none"), 30),
            returns=lambda: returning(by_imap(port)),
        )
        digest(paper.tools)
        (raw,) = [one.raw for one in smtp.mails if ONE.encode() in one.raw.partition(b"\r\n\r\n")[0]]
        given = raw.partition(b"\r\n\r\n")[0]
        if forged:
            given, times = re.subn(rb"(?m)^(List-Unsubscribe: <[^>]*)[^>]>", rb"\1_>", given)
            assert times == 1
        imap.put(report("message/delivery-status", status(), given + b"\r\n"))
        done = collect(paper.tools)
    assert (done.returned, done.failed) == (0 if forged else 1, 0)
    assert stopped(paper, ONE) == (None if forged else "bounce")
    assert states(paper) == {ONE: ClaimState.SENT if forged else ClaimState.REFUSED, TWO: ClaimState.SENT}


@contextmanager
def queue() -> Iterator[Any]:
    from moto import mock_aws

    with mock_aws():
        client = boto3.client("sqs", region_name=REGION)
        client.create_queue(QueueName="heard-mail")
        yield client


def test_over_ses_a_lost_answer_is_found_by_its_tag_and_a_complaint_stops_its_reader(paper: Press) -> None:
    """The service took both mails; its answer to the first was cut, so nobody knew the id it gave."""
    rude = RudeSes(["cut", SES_FINE])
    with rude_ses(rude) as endpoint:
        here = {"HEARD_SES_REGION": REGION, "HEARD_SES_ENDPOINT": endpoint, **KEYS}
        paper.tools = replace(paper.tools, notifier=SesNotifier.open(here))
        digest(paper.tools)
    assert sorted(states(paper).values()) == [ClaimState.SENT, ClaimState.UNKNOWN]
    with queue() as sqs:
        for number, request in enumerate(map(json.loads, rude.requests)):
            tags = {one["Name"]: [one["Value"]] for one in request["EmailTags"]}
            mail = {"messageId": f"0100-{number}", "source": request["FromEmailAddress"], "tags": tags}
            for kind in ("Delivery", "Send", "Complaint") if number else ("Send",):
                sqs.send_message(QueueUrl=QUEUE, MessageBody=json.dumps({"eventType": kind, "mail": mail}))
        paper.tools = replace(paper.tools, returns=lambda: returning({"HEARD_SES_EVENTS_QUEUE": QUEUE, **KEYS}))
        assert collect(paper.tools).returned == 4
    first, second = (json.loads(one)["Destination"]["ToAddresses"][0] for one in rude.requests)
    assert states(paper) == {first: ClaimState.SENT, second: ClaimState.SENT}
    assert {one.to: one.claim.receipt for one in paper.notices()}[first] == "0100-0"
    assert (stopped(paper, first), stopped(paper, second)) == (None, "complaint")


def test_without_a_setting_nothing_is_asked_and_with_a_wrong_one_the_door_does_not_start(tmp_path: Path) -> None:
    assert returning({}) == ()
    here = {"HEARD_SES_EVENTS_QUEUE": QUEUE, **KEYS, **by_imap(143), "HEARD_COMPILED": str(tmp_path / "brands.json")}
    assert len(returning(here)) == 2
    assert cli.main(["compile", "--brands", "demo/brands", "--out", here["HEARD_COMPILED"]]) == 0
    for name in ("HEARD_BOUNCES_IMAP_PASSWORD", "AWS_SECRET_ACCESS_KEY"):
        with pytest.raises(ConfigurationError, match=name):
            check_collect(Wiring(here | {name: ""}))
