"""Signed webhooks over real sockets, read by receivers that know nothing of our code: what is sent, who believes it,
what each answer means, and that a repeat is known as one."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from shared.brands.compiled import Brand
from shared.core import signing
from shared.core.calendar import Calendar
from shared.core.channels import hook, read_back, webhook
from shared.core.claims import SETTLE, Claim, ClaimState, ReadBack
from shared.core.delivery import Delivery
from shared.core.errors import (
    ActionRefused,
    MissingSecret,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
    SignatureInvalid,
)
from shared.core.ledger import Notice
from shared.core.ports import NOTICES, Create, Mail
from shared.core.secret import Secret
from shared.flows._delivering import deliver
from shared.flows._notices import written
from shared.notifiers._messages import google_chat, slack
from shared.notifiers._router import routed, unfit
from shared.notifiers._webhook import read_keys
from shared.notifiers.hook import HookNotifier
from shared.notifiers.outbox import Outbox
from shared.platforms.standard import Standard
from shared.stores.sqlite import SqliteStore
from tests.notifiers.servers import Hook, certificate, hook_server, http

URL, KEYS = "HEARD_ALERTS_URL", "HEARD_ALERTS_SECRET"
OLD = "whsec_" + base64.b64encode(bytes(range(24))).decode()
NEW = "whsec_" + base64.b64encode(bytes(range(100, 164))).decode()
PATH = "/in/known-to-nobody?key=also-secret"
WRITTEN = datetime(2026, 10, 13, 10, 30, tzinfo=UTC)
NOW = WRITTEN + timedelta(hours=3)
MAIL = Mail(
    key=f"breach/acme/c1/hook:{URL}:{KEYS}",
    to=hook(URL, KEYS),
    sender="Acme <heard@acme.example>",
    subject="Overdue: a comment on facebook · Größe",
    text="Somebody has waited longer than promised. 日本語 🎉\n\nAnswer or approve: https://desk.example/c/abc\n",
    html=None,
    headers=(),
    at=WRITTEN,
    links=(("Answer or approve", "https://desk.example/c/abc"),),
    data={"type": "clock.breached", "brand": "acme", "entry": "c1", "target": None},
    about="breach",
    sent_at=NOW,
)
DOCS = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
(SHELL,) = re.findall(r"```sh\n(.*?)```", DOCS, re.DOTALL)
VECTORS = json.loads((Path(__file__).parents[1] / "fixtures" / "vectors" / "standard-webhooks.json").read_text("utf-8"))

Headers = Mapping[str, str]


def told(hook_: Hook, keys: str = OLD, mail: Mail = MAIL, path: str = PATH, **more: str) -> str:
    """One alert to a receiver. `hook_` keeps what it took."""
    with hook_server(hook_) as port:
        environ = {URL: f"http://127.0.0.1:{port}{path}", KEYS: keys, **more}
        return HookNotifier.open(environ).send(mail)


def request(hook_: Hook, number: int = 0) -> tuple[dict[str, str], bytes]:
    head, body = hook_.taken[number]
    lines = [line.partition(": ") for line in head.decode("ascii").split("\r\n")[1:] if line]
    names = [name.lower() for name, _colon, _value in lines]
    assert len(set(names)) == len(names), "each header once"
    return {name.lower(): value for name, _colon, value in lines}, body


# --- three who verify ---


def by_hand(headers: Headers, body: bytes, secret: str, now: datetime) -> bool:
    """HMAC by its definition (RFC 2104), so that not even the library is shared."""
    if abs(int(now.timestamp()) - int(headers["webhook-timestamp"])) > 300:
        return False
    key = base64.b64decode(secret.split("_", 1)[1]).ljust(64, b"\0")
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    inner = hashlib.sha256(bytes(one ^ 0x36 for one in key) + signed).digest()
    outer = hashlib.sha256(bytes(one ^ 0x5C for one in key) + inner).digest()
    return f"v1,{base64.b64encode(outer).decode()}" in headers["webhook-signature"].split(" ")


def by_the_docs(headers: Headers, body: bytes, secret: str, now: datetime) -> bool:
    room: dict[str, Any] = {}
    exec(PYTHON[0], room)  # noqa: S102  # the example of our own docs/alerts.md
    return bool(room["genuine"](headers, body, secret, now.timestamp()))


def by_heard(headers: Headers, body: bytes, secret: str, now: datetime) -> bool:
    delivery = Delivery(method="POST", connection="test", body=body, received_at=now, headers=tuple(headers.items()))
    try:
        Standard.signature.verify(delivery, (Secret(secret),), now)
    except SignatureInvalid:
        return False
    return True


@pytest.fixture(params=[by_hand, by_the_docs, by_heard], ids=lambda one: one.__name__)
def genuine(request: pytest.FixtureRequest) -> Callable[[Headers, bytes, str, datetime], bool]:
    found: Callable[[Headers, bytes, str, datetime], bool] = request.param
    return found


Verify = Callable[[Headers, bytes, str, datetime], bool]


def test_it_is_believed_as_it_came_and_not_with_any_bit_changed(genuine: Verify) -> None:
    taken = Hook()
    told(taken)
    headers, body = request(taken)
    assert genuine(headers, body, OLD, NOW)
    assert not genuine(headers, body, NEW, NOW)
    for place in range(0, len(body), 37):
        changed = bytearray(body)
        changed[place] ^= 1
        assert not genuine(headers, bytes(changed), OLD, NOW)
    number = headers["webhook-timestamp"]
    for name, value in (("webhook-id", headers["webhook-id"] + "0"), ("webhook-timestamp", str(int(number) + 1))):
        assert not genuine({**headers, name: value}, body, OLD, NOW)


def test_it_is_believed_for_five_minutes_from_the_attempt_however_old_the_alert(genuine: Verify) -> None:
    taken = Hook()
    told(taken)
    headers, body = request(taken)
    assert int(headers["webhook-timestamp"]) == int(NOW.timestamp())
    for seconds, expected in ((-300, True), (300, True), (301, False), (-301, False)):
        assert genuine(headers, body, OLD, NOW + timedelta(seconds=seconds)) is expected


def test_while_a_secret_is_replaced_whoever_has_either_believes_it(genuine: Verify) -> None:
    taken = Hook()
    told(taken, keys=f" {NEW}\n{OLD} ")
    headers, body = request(taken)
    assert genuine(headers, body, OLD, NOW)
    assert genuine(headers, body, NEW, NOW)
    told(taken, keys=NEW)
    headers, body = request(taken, 1)
    assert genuine(headers, body, NEW, NOW)
    assert not genuine(headers, body, OLD, NOW), "a secret that was taken out signs nothing"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_the_shell_of_the_docs_believes_it_too_and_no_other(tmp_path: Path) -> None:
    taken = Hook()
    told(taken, keys=f"{NEW} {OLD}")
    headers, body = request(taken)
    (tmp_path / "body.json").write_bytes(body)
    names = {"ID": "webhook-id", "AT": "webhook-timestamp", "SIGNATURE": "webhook-signature"}
    environ = {name: headers[header] for name, header in names.items()} | {"PATH": "/usr/bin:/bin", "SECRET": OLD}

    def said() -> str:
        run = subprocess.run(["sh", "-c", SHELL], cwd=tmp_path, env=environ, capture_output=True, check=True)
        return run.stdout.decode().strip()

    assert said() == "genuine"
    (tmp_path / "body.json").write_bytes(body + b" ")
    assert said() == "forged"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_we_sign_as_the_published_examples_are_signed(vector: dict[str, Any]) -> None:
    body = vector["body"] if vector["body"] is not None else vector["body_repeat"][0] * vector["body_repeat"][1]
    message, at, signature = vector["headers"].values()
    made = signing.headers(body.encode(), [Secret(vector["secret"])], datetime.fromtimestamp(int(at), UTC), message)
    assert dict(made) == {"webhook-id": message, "webhook-timestamp": at, "webhook-signature": signature}


def test_heard_itself_reads_an_alert_as_nothing_that_a_person_did() -> None:
    taken = Hook()
    told(taken)
    headers, body = request(taken)
    delivery = Delivery(method="POST", connection="t", body=body, received_at=NOW, headers=tuple(headers.items()))
    Standard().verify(delivery, {"signing": (Secret(OLD),)}, NOW)
    assert Standard().read(delivery).interactions == ()


# --- what is sent ---


def test_the_body_says_what_a_colleague_is_told_and_the_same_for_a_machine() -> None:
    taken = Hook()
    told(taken)
    headers, body = request(taken)
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "type": "clock.breached",
        "timestamp": "2026-10-13T10:30:00Z",
        "data": {
            **MAIL.data,
            "subject": MAIL.subject,
            "text": MAIL.text,
            "links": [{"label": "Answer or approve", "url": "https://desk.example/c/abc"}],
        },
    }


def test_a_notice_without_a_type_of_its_own_is_named_by_what_it_is_about() -> None:
    taken = Hook()
    told(taken, mail=replace(MAIL, data={}, about="silence"))
    assert json.loads(request(taken)[1])["type"] == "notice.silence"


def test_a_repeat_has_the_same_id_and_body_and_the_time_of_its_own_attempt() -> None:
    taken = Hook()
    first = told(taken)
    later = told(taken, mail=replace(MAIL, sent_at=NOW + timedelta(minutes=20)))
    other = told(taken, mail=replace(MAIL, key=MAIL.key.replace("c1", "c2")))
    (one, body), (again, body_again), (another, _body) = (request(taken, number) for number in range(3))
    assert (one["webhook-id"], body) == (again["webhook-id"], body_again)
    assert int(again["webhook-timestamp"]) - int(one["webhook-timestamp"]) == 1200
    assert another["webhook-id"] != one["webhook-id"]
    assert [first, later, other] == [each["webhook-id"] for each in (one, again, another)], "the receipt"
    assert signing.usable_id(first)
    assert "c1" not in first


def test_the_documented_fields_are_those_that_are_sent() -> None:
    (example,) = (json.loads(one) for one in re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL))
    taken = Hook()
    told(taken)
    sent = json.loads(request(taken)[1])
    assert list(sent) == list(example)
    assert set(sent["data"]) <= set(example["data"])
    table = DOCS.partition("| Field | Meaning |")[2].partition("\n\n")[0]
    for name in {*example, *example["data"]} - {"data"}:
        assert re.search(rf"[`.]{name}`", table), f"docs/alerts.md: what {name} means"


def test_the_function_of_the_docs_makes_one_incident_of_one_wait() -> None:
    room: dict[str, Any] = {}
    exec(PYTHON[1], room)  # noqa: S102  # the example of our own docs/alerts.md
    posted: list[dict[str, Any]] = []
    example = json.loads(re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)[0])
    for type_ in ("clock.at_risk", "clock.breached", "clock.of_tomorrow"):
        body = json.dumps({**example, "type": type_}).encode()
        room["to_pagerduty"](body, "r" * 32, lambda asked, timeout: posted.append(json.loads(asked.data)))
    assert len({one["dedup_key"] for one in posted}) == 1
    assert [one["payload"]["severity"] for one in posted] == ["warning", "error", "info"]


# --- what an answer means ---

ANSWERS: dict[str, tuple[bytes, type[PlatformError] | None, str | None]] = {
    "taken": (http(200, b"ok"), None, None),
    "taken, for later": (http(202, b"secret words"), None, None),
    "taken, without a word": (http(204, b""), None, None),
    "switched off": (http(410, b""), ActionRefused, URL),
    "not to be read": (http(400, b"secret words"), ActionRefused, URL),
    "not wanted": (http(422, b""), ActionRefused, URL),
    "too large": (http(413, b""), ActionRefused, URL),
    "a wrong secret": (http(401, b""), PlatformUnavailable, KEYS),
    "not allowed": (http(403, b""), PlatformUnavailable, KEYS),
    "a wrong path": (http(404, b""), PlatformUnavailable, URL),
    "not with POST": (http(405, b""), PlatformUnavailable, URL),
    "moved": (http(307, b"", {"Location": "http://127.0.0.1:1/"}), PlatformUnavailable, URL),
    "no time": (http(408, b""), PlatformUnavailable, None),
    "too many": (http(429, b""), PlatformUnavailable, None),
    "its own trouble": (http(500, b"secret words"), PlatformUnavailable, None),
    "away": (http(503, b""), PlatformUnavailable, None),
    "no HTTP": (b"SSH-2.0-secret words\r\n\r\n", OutcomeUnknown, None),
}


def quiet(told: str, error: BaseException) -> None:
    text = told + "".join(traceback.format_exception(error, limit=0))
    for word in (
        "known-to-nobody",
        "also-secret",
        OLD[6:],
        NEW[6:],
        "desk.example",
        "127.0.0.1",
        "secret words",
        "Größe",
    ):
        assert word not in text


@pytest.mark.parametrize(("answer", "error", "setting"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_an_answer_means_and_which_variable_may_be_wrong(
    answer: bytes, error: type[PlatformError] | None, setting: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver = Hook(answer=answer)
    if error is None:
        assert told(receiver)
    else:
        with pytest.raises(PlatformError) as caught:
            told(receiver)
        assert type(caught.value) is error
        log = capsys.readouterr().err
        assert json.loads(log).get("setting") == setting
        quiet(log, caught.value)
    assert receiver.asked == 1, "it is asked once, and no redirect is followed"


PAUSES: list[tuple[str, float | None]] = [
    ("30", 30.0),
    ("99999", 3600.0),
    ("Tue, 13 Oct 2026 13:32:00 GMT", 120.0),
    ("Tue, 13 Oct 2026 13:00:00 GMT", 0.0),
    ("Wed, 14 Oct 2026 13:00:00 GMT", 3600.0),
    ("Tue, 99 Oct 2026 13:00:00 GMT", None),
    ("soon", None),
    ("-1", None),
]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("value", "seconds"), PAUSES)
def test_it_waits_as_long_as_it_is_told_in_seconds_or_by_a_date(status: int, value: str, seconds: float | None) -> None:
    with pytest.raises(PlatformUnavailable) as caught:
        told(Hook(answer=http(status, b"", {"Retry-After": value})))
    assert caught.value.retry_after == seconds


def test_over_tls_the_receiver_must_prove_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, context = certificate(tmp_path)
    receiver = Hook(wrap=context)
    with hook_server(receiver) as port:
        notifier = HookNotifier.open({URL: f"https://localhost:{port}{PATH}", KEYS: OLD})
        with pytest.raises(PlatformUnavailable):
            notifier.send(MAIL)
        assert receiver.taken == []
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert notifier.send(MAIL)


# --- its two variables ---

FINE = "https://alerts.acme.example/in/known-to-nobody?key=also-secret"
WRONG = {
    "no address": ({}, "HEARD_ALERTS_URL is empty"),
    "in the clear": ({URL: "http://alerts.acme.example/known-to-nobody"}, "not encrypted"),
    "no address of the web": ({URL: "known-to-nobody-at-all"}, "what is no address"),
    "a login in it": ({URL: "https://me:also-secret@alerts.acme.example/"}, "a login in it"),
    "a space in it": ({URL: "https://alerts.acme.example/a b"}, "a space"),
    "no secret": ({URL: FINE}, "HEARD_ALERTS_SECRET is empty"),
    "a placeholder": ({URL: FINE, KEYS: "changeme"}, "placeholder"),
    "no prefix": ({URL: FINE, KEYS: OLD.removeprefix("whsec_")}, "is not written as `whsec_`"),
    "no base64": ({URL: FINE, KEYS: "whsec_also-secret-but-no-base64"}, "is not written as `whsec_`"),
    "too short": ({URL: FINE, KEYS: "whsec_" + base64.b64encode(bytes(range(23))).decode()}, "23 bytes"),
    "too long": ({URL: FINE, KEYS: "whsec_" + base64.b64encode(bytes(range(65))).decode()}, "65 bytes"),
    "one letter again and again": ({URL: FINE, KEYS: "whsec_" + "A" * 32}, "again and again"),
    "one of two": ({URL: FINE, KEYS: f"{OLD} whsec_AAAA"}, "HEARD_ALERTS_SECRET"),
}


@pytest.mark.parametrize(("environ", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_by_name_and_in_words_and_the_alert_waits(
    environ: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = "\n".join(unfit(environ, [MAIL.to]))
    assert said in found
    with pytest.raises(PlatformUnavailable) as caught:
        HookNotifier.open(environ).send(MAIL)
    log = capsys.readouterr().err
    assert json.loads(log)["setting"] in (URL, KEYS)
    quiet(log + found, caught.value)


@pytest.mark.parametrize("keys", [OLD, NEW, f"{OLD}  {NEW}\n"], ids=["24 bytes", "64 bytes", "both"])
def test_what_fits_is_not_complained_about(keys: str) -> None:
    assert unfit({URL: FINE, KEYS: keys}, [MAIL.to]) == []
    assert [len(signing.key_bytes(key)) for key in read_keys({KEYS: keys}, KEYS)]


def test_a_missing_secret_is_a_missing_secret() -> None:
    with pytest.raises(MissingSecret):
        read_keys({}, KEYS)


# --- the address, and which notifier takes it ---


def test_an_address_names_its_two_variables_and_nothing_else_reads_as_one() -> None:
    found = webhook(hook(URL, KEYS))
    assert found is not None
    assert (found.word, found.variable, found.secret, found.channel.notifier) == ("hook", URL, KEYS, "hook")
    assert webhook("hook@acme.example") is None
    slack_one = webhook("slack:A:B")
    assert slack_one is not None
    assert (slack_one.variable, slack_one.secret) == ("A:B", "")


@pytest.mark.parametrize("mails", list(ReadBack))
def test_only_a_receiver_that_drops_doubles_is_sent_to_again(mails: ReadBack) -> None:
    assert read_back(hook(URL, KEYS), mails) is ReadBack.REPEAT
    assert read_back("slack:A", mails) is ReadBack.BLIND
    assert read_back("chat:A", mails) is ReadBack.BLIND
    assert read_back("one@acme.example", mails) is mails


def test_in_the_outbox_it_is_to_be_read_as_it_would_be_sent(tmp_path: Path) -> None:
    def opening(name: str) -> Any:
        raise AssertionError(name)

    routed(Outbox(tmp_path / "outbox"), opening).send(MAIL)
    (file,) = (tmp_path / "outbox").iterdir()
    taken = Hook()
    told(taken)
    assert json.loads(file.read_bytes()) == {"to": MAIL.to, "message": json.loads(request(taken)[1])}
    assert "日本語 🎉" in file.read_text("utf-8"), "letters, not numbers of letters"


# --- through the ledger: a lost answer, then the same again ---

BRAND = Brand(
    key="acme", name="Acme", short="Acme", zone="UTC", calendar=Calendar(zone="UTC"), languages=("en",),
    sender="heard@acme.example", recipients=("all@acme.example",),
)  # fmt: skip


class World:
    """A ledger with one alert in it, and a clock that a test sets."""

    def __init__(self, folder: Path, notifier: Any) -> None:
        self.now = NOW
        self.store = SqliteStore(folder / "ledger.db")
        self.tools: Any = SimpleNamespace(
            store=self.store, notifier=notifier, now=lambda: self.now, call_timeout=timedelta(seconds=10), desk=None
        )
        notice = Notice(
            key=MAIL.key, brand="acme", about="breach", to=MAIL.to, subject=MAIL.subject, text=MAIL.text, at=WRITTEN,
            claim=Claim(slot="mail", capability="mail", not_before=WRITTEN), urgent=True, data=dict(MAIL.data),
            expire_at=NOW + timedelta(days=30),
        )  # fmt: skip
        self.store.commit(NOW, *map(Create, written([notice])))

    def step(self, later: timedelta = timedelta()) -> Notice:
        self.now += later
        kept = self.store.get(Notice, MAIL.key, self.now)
        assert kept is not None
        return deliver(kept, BRAND, self.tools)

    def notices(self) -> list[str]:
        return [one.doc.to for one in self.store.find(NOTICES, self.now, equal=("acme", "breach"))]


def _serving(port: int) -> HookNotifier:
    return HookNotifier.open({URL: f"http://127.0.0.1:{port}{PATH}", KEYS: OLD, "HEARD_CALL_TIMEOUT": "1"})


WAIT = timedelta(seconds=10) + SETTLE


def test_after_a_lost_answer_the_same_is_sent_again_and_known_by_its_id(tmp_path: Path) -> None:
    receiver = Hook(cut="after")
    with hook_server(receiver) as port:
        world = World(tmp_path, _serving(port))
        assert world.step().claim.state is ClaimState.UNKNOWN
        assert world.step(WAIT - timedelta(seconds=1)).claim.state is ClaimState.UNKNOWN, "not yet"
        receiver.cut = ""
        done = world.step(timedelta(seconds=1))
    assert done.claim.state is ClaimState.SENT
    (one, body), (again, body_again) = request(receiver, 0), request(receiver, 1)
    assert one["webhook-id"] == again["webhook-id"] == done.claim.receipt
    assert body == body_again
    assert int(again["webhook-timestamp"]) - int(one["webhook-timestamp"]) == WAIT.total_seconds()
    assert by_hand(again, body_again, OLD, world.now)


def test_who_dies_while_sending_sends_the_same_again_and_it_is_known_by_its_id(tmp_path: Path) -> None:
    receiver = Hook()
    with hook_server(receiver) as port:
        world = World(tmp_path, _serving(port))

        def dies(mail: Mail) -> str:
            _serving(port).send(mail)
            raise SystemExit

        world.tools.notifier = SimpleNamespace(send=dies, read_back=ReadBack.BLIND)
        with pytest.raises(SystemExit):
            world.step()
        world.tools.notifier = _serving(port)
        states = [world.step(timedelta(seconds=15)).claim.state for _ in range(10)]
    assert states[0] is ClaimState.SENDING, "another may still be at it"
    assert states[-1] is ClaimState.SENT
    assert len({request(receiver, number)[0]["webhook-id"] for number in range(2)}) == 1
    assert len(receiver.taken) == 2


def test_who_never_answers_is_asked_three_times_and_then_nobody_claims_to_know(tmp_path: Path) -> None:
    receiver = Hook(cut="after")
    with hook_server(receiver) as port:
        world = World(tmp_path, _serving(port))
        for _ in range(5):
            done = world.step()
            world.now += WAIT
    assert done.claim.state is ClaimState.UNCERTAIN
    assert len(receiver.taken) == 3
    assert world.notices() == [MAIL.to]


def test_who_is_away_for_long_gets_it_when_they_are_back_and_no_mailbox_is_bothered(tmp_path: Path) -> None:
    receiver = Hook(answer=http(503, b""))
    with hook_server(receiver) as port:
        world = World(tmp_path, _serving(port))
        for _ in range(12):
            assert world.step().claim.state is ClaimState.CLAIMED
            world.now += timedelta(minutes=15)
        assert world.notices() == [MAIL.to], "colleagues have notices of their own"
        receiver.answer = http(204, b"")
        assert world.step().claim.state is ClaimState.SENT
    assert by_hand(*request(receiver), OLD, world.now), "signed when it was sent, hours after it was written"


def test_a_receiver_that_is_switched_off_is_left_alone_and_no_mailbox_is_bothered(tmp_path: Path) -> None:
    receiver = Hook(answer=http(410, b""))
    with hook_server(receiver) as port:
        world = World(tmp_path, _serving(port))
        assert world.step().claim.state is ClaimState.REFUSED
        world.step(timedelta(days=1))
    assert receiver.asked == 1
    assert world.notices() == [MAIL.to]


# --- the ladder's messages to people ---


@pytest.mark.parametrize("built", [slack, google_chat], ids=["slack", "chat"])
def test_each_step_of_the_ladder_is_known_at_a_glance_and_says_its_subject(built: Any) -> None:
    shown = []
    for about in ("risk", "breach", "escalated", "reassigned", "handover"):
        message = built(replace(MAIL, to="slack:A", about=about))
        line = message.get("text") or message["fallbackText"]
        assert json.dumps(message, ensure_ascii=False).count(json.dumps(line, ensure_ascii=False)) == 2, (
            "and at its head"
        )
        assert line.endswith(MAIL.subject)
        shown.append(line.removesuffix(MAIL.subject))
    assert len(set(shown)) == 5
    assert shown[-1] == ""
