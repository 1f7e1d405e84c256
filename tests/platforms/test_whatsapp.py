"""What only WhatsApp does: people without a number, colleagues in the app, groups, two windows, its own examination."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.core.errors import ActionRefused, ActionUnsupported, ConfigurationError
from shared.core.interaction import Change, Interaction, Kind
from shared.core.ports import Capability, Client, Examiner, May, Order
from shared.core.secret import Secret
from shared.flows._guard import too_old
from shared.flows._plan import conversation_key
from shared.platforms._base import Reading
from shared.platforms._meta import proof
from shared.platforms.whatsapp import WhatsApp
from tests.contracts._platforms import FIRST_SENT, RECEIVED, Fixtures, Reply, delivery, pretend

NUMBER = "440000000000001"
TOKEN = Secret("system-user-token")
SENT = Reply(200, '{"messages":[{"id":"wamid.HBgMOUT1"}]}')
WELL = Reply(
    200, '{"display_phone_number":"+1 555-010-0200","webhook_configuration":{"application":"https://a.example"}}'
)
ABLE = (Capability.LIKE, Capability.DIRECT_MESSAGE)


def client(base_url: str) -> Client:
    return WhatsApp().client(account=NUMBER, token=TOKEN, base_url=base_url, keys={"signing": (Secret("app-secret"),)})


def order(capability: Capability = Capability.DIRECT_MESSAGE, **facts: Any) -> Order:
    given = {"object": "wamid.A1", "reply_to": None, "person": "34600000001", "text": "Thank you", **facts}
    return Order(capability=capability, account=NUMBER, key="k", first_sent=FIRST_SENT, at=FIRST_SENT, **given)


def read(value: dict[str, Any], field: str = "messages") -> Reading:
    metadata = {"display_phone_number": "15550100200", "phone_number_id": NUMBER}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "330000000000001", "changes": [change]}]}
    return WhatsApp().read(delivery(json.dumps(body).encode(), ()))


def only(reading: Reading) -> Interaction:
    assert (len(reading.interactions), reading.unreadable) == (1, ())
    return reading.interactions[0]


def said(**facts: Any) -> Interaction:
    """A text of a person, with these ids."""
    contacts = facts.pop("contacts", [])
    message = {"id": "wamid.A1", "timestamp": "1795348790", "type": "text", "text": {"body": "hi"}, **facts}
    return only(read({"contacts": contacts, "messages": [message]}))


# --- who it is, and which conversation ---

ANA = {"wa_id": "34600000001", "user_id": "ES.77", "profile": {"name": "Ana", "username": "@ana"}}


@pytest.mark.parametrize(
    ("facts", "person"),
    [
        ({"from": "34600000001", "from_user_id": "ES.77"}, "ES.77"),
        ({"from": "34600000001", "contacts": [ANA]}, "ES.77"),
        ({"from_user_id": "ES.77", "contacts": [ANA]}, "ES.77"),
        ({"from": "ES.77", "contacts": [ANA]}, "ES.77"),
        ({"contacts": [ANA]}, "ES.77"),
        ({"from": "34600000001", "contacts": [{"wa_id": "4520000001", "user_id": "DK.1"}]}, "34600000001"),
        ({"from": 34600000001}, "34600000001"),
        ({"contacts": [ANA, {"wa_id": "4520000001"}]}, None),
        ({}, None),
    ],
    ids=["both", "number", "user id", "user id as number", "lone contact", "other contact", "digits", "two", "nobody"],
)
def test_a_person_is_known_by_user_id_first(facts: dict[str, Any], person: str | None) -> None:
    """One contact too many is nobody's name: a wrong person would get the answer."""
    assert said(**facts).author.id == person


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"from": "34600000001", "from_user_id": "ES.77"}, {"to": "34600000001"}),
        ({"from": "34600000001", "from_user_id": "ES.77"}, {"to": "+34600000001"}),
        ({"from_user_id": "ES.77", "contacts": [ANA]}, {"to": "34600000001", "to_user_id": "ES.77"}),
        ({"from_user_id": "ES.77"}, {"to_user_id": "ES.77"}),
        ({"from": "ES.77"}, {"to": "ES.77"}),
    ],
    ids=["number", "with a plus", "number from the contacts", "hidden number", "user id as number"],
)
def test_a_colleague_in_the_app_is_in_the_persons_conversation(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    """Otherwise the clock of whoever was answered would never stop, and a machine would answer again."""
    question = said(**theirs)
    echo = {"from": "15550100200", "id": "wamid.E1", "type": "text", "text": {"body": "Hola"}, **ours}
    answer = only(read({"message_echoes": [echo]}, "smb_message_echoes"))
    assert answer.author.is_us
    assert not answer.author.is_bot
    assert question.place.thread is not None
    assert answer.place.thread is not None
    assert conversation_key(answer, answer.place.thread) == conversation_key(question, question.place.thread)


@pytest.mark.parametrize("kind", ["unsupported", "edit", "revoke", "system", "poll_vote"])
def test_what_a_colleague_does_without_saying_anything_answers_nobody(kind: str) -> None:
    """Edits come as `unsupported` too: taken for an answer, it would stop the clock of whoever still waits."""
    echo = {"from": "15550100200", "to": "34600000001", "id": "wamid.E1", "type": kind, kind: {}}
    reading = read({"message_echoes": [echo]}, "smb_message_echoes")
    assert (reading.interactions, reading.skipped) == ((), (f"echo.{kind}",))


def test_a_reaction_taken_back_names_the_one_given() -> None:
    """Both come under ids of their own."""
    batch = Fixtures("whatsapp").read(Fixtures("whatsapp").body("batch"))
    given, *taken = [one for one in batch.interactions if one.kind is Kind.REACTION]
    assert (given.change, [one.change for one in taken]) == (Change.NEW, [Change.REMOVED, Change.REMOVED])
    assert {one.key for one in taken} == {given.key}


@pytest.mark.parametrize("case", ["statuses", "unknown"])
def test_what_answers_nobody_is_counted_by_name(case: str) -> None:
    """A status taken for a message would answer our own answer."""
    reading = Fixtures("whatsapp").read(Fixtures("whatsapp").body(case))
    assert reading.interactions == ()
    wanted = {"statuses": "status.failed.131047", "unknown": "error.130429"}
    assert wanted[case] in reading.skipped


# --- what became of what we sent ---

ENTRY = "6f273a50404b71ddb54656a467c9577a04e12397"


def status(said: str, **facts: Any) -> dict[str, Any]:
    return {"id": "wamid.HBgMOUT1", "status": said, "timestamp": "1795348790", "recipient_id": "34600000001", **facts}


@pytest.mark.parametrize(("capability", "slot"), [(Capability.DIRECT_MESSAGE, "answer"), (Capability.LIKE, "like")])
def test_news_of_what_we_sent_names_the_claim_it_was_sent_for(capability: Capability, slot: str) -> None:
    """The mark that goes along is the one that is understood when it comes back."""
    with pretend(SENT) as api:
        receipt = client(api.base).perform(order(capability, entry=ENTRY, slot=slot), 5.0)
    mark = json.loads(api.asked[0].body)["biz_opaque_callback_data"]
    told = read({"statuses": [status("sent", biz_opaque_callback_data=mark)]})
    assert [(one.entry, one.slot, one.receipt, one.failed) for one in told.outcomes] == [(ENTRY, slot, receipt, False)]
    assert (told.skipped, told.unreadable) == ((), ())


@pytest.mark.parametrize(
    ("entry", "slot"), [("", ""), (ENTRY, ""), ("", "answer"), ("x" * 40, "answer"), (ENTRY, "A b")]
)
def test_what_is_sent_for_no_claim_carries_no_mark(entry: str, slot: str) -> None:
    with pretend(SENT) as api:
        client(api.base).perform(order(entry=entry, slot=slot), 5.0)
    assert "biz_opaque_callback_data" not in json.loads(api.asked[0].body)


@pytest.mark.parametrize("said", ["delivered", "read", "played", "deleted", "warning", ""])
def test_only_what_settles_something_goes_on(said: str) -> None:
    """Three statuses come for each message; each that went on would cost a message and a read."""
    told = read({"statuses": [status(said, biz_opaque_callback_data=f"{ENTRY}.answer")]})
    assert (told.outcomes, told.skipped) == ((), (f"status.{said or 'unnamed'}",))


@pytest.mark.parametrize("mark", ["campaign-7", f"{ENTRY}.answer ", f"{ENTRY[:-1]}.answer", f"{ENTRY}.", 7, ["a"]])
@pytest.mark.parametrize("said", ["sent", "failed"])
def test_what_other_tools_sent_is_theirs(said: str, mark: object) -> None:
    """A failure of theirs, taken for ours, would reopen somebody's answer."""
    told = read({"statuses": [status(said, biz_opaque_callback_data=mark)]})
    assert (told.outcomes, told.skipped) == ((), (f"status.{said}",))


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        ([{"code": 131026}], "code 131026: cannot be delivered to this person"),
        ([{"title": "odd"}, {"code": "131047"}], "code 131047: the 24-hour window is closed"),
        ([{"code": 470}], "code 470"),
        ([{"code": "a person's words\n"}], "no code was given"),
        ([{"code": 1e9}], "no code was given"),
        ([], "no code was given"),
        (None, "no code was given"),
    ],
)
def test_a_failure_is_told_by_its_code_and_in_our_words(errors: Any, why: str) -> None:
    given = status("failed", biz_opaque_callback_data=f"{ENTRY}.answer", errors=errors)
    assert [one.why for one in read({"statuses": [given]}).outcomes] == [why]


def test_a_status_that_cannot_be_placed_is_counted() -> None:
    marked = status("failed", biz_opaque_callback_data=f"{ENTRY}.answer")
    told = read({"metadata": {}, "statuses": [marked, marked]})
    assert (told.outcomes, told.skipped, told.unreadable) == ((), ("status.failed",) * 2, ())
    assert read({"statuses": [{**marked, "id": None}]}).outcomes == ()


# --- what may be said ---


@pytest.mark.parametrize("capability", ABLE)
def test_no_machine_speaks_in_a_group(capability: Capability) -> None:
    alone, group = said(**{"from": "34600000001"}), said(**{"from": "34600000001", "group_id": "Y2Fw"})
    assert group.place.thread == "Y2Fw"
    for one, may in ((alone, May.AUTO), (group, May.NEVER)):
        policy = WhatsApp().allows(capability, one, accepts=("anything",))
        assert policy is not None
        assert policy.may is may
    assert WhatsApp().allows(Capability.REPLY, group) is None


@pytest.mark.parametrize(
    ("setting", "minutes", "late"),
    [(None, 30, False), (None, 31, True), ("5", 5, False), ("5", 6, True), ("1439", 1439, False), ("1439", 1440, True)],
)
def test_a_machine_answers_soon_or_not_at_all(
    setting: str | None, minutes: int, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WhatsApp repeats for days what was not taken: an answer to last week's question helps nobody."""
    if setting is not None:
        monkeypatch.setenv("HEARD_WHATSAPP_ANSWER_WITHIN", setting)
    for capability in ABLE:
        assert (too_old(capability, timedelta(minutes=minutes), WhatsApp()) is not None) is late


@pytest.mark.parametrize("wrong", ["", "0", "1440", "-1", "1.5", "half an hour", "٣", "99999"])
def test_a_wrong_time_to_answer_is_told_at_once(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_WHATSAPP_ANSWER_WITHIN", wrong)
    with pytest.raises(ConfigurationError, match="1 to 1439"):
        client("http://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="1 to 1439"):
        WhatsApp().in_time(Capability.LIKE, timedelta(0))


@pytest.mark.parametrize("capability", ABLE)
def test_after_24_hours_nothing_is_sent(capability: Capability) -> None:
    """Not even by a colleague's hand, and without a call: only templates go then."""
    day, second = timedelta(hours=24), timedelta(seconds=1)
    with pretend(SENT) as api:
        for asked_at in (None, FIRST_SENT - day):
            assert client(api.base).perform(order(capability, asked_at=asked_at), 5.0) == "wamid.HBgMOUT1"
        assert len(api.asked) == 2
        with pytest.raises(ActionRefused, match="24-hour window"):
            client(api.base).perform(order(capability, asked_at=FIRST_SENT - day - second), 5.0)
        assert len(api.asked) == 2


@pytest.mark.parametrize(
    ("person", "field", "value"),
    [
        ("34600000001", "to", "34600000001"),
        ("+34600000001", "to", "34600000001"),
        ("US.1349700000000001", "recipient", "US.1349700000000001"),
        ("US.ENT.8800000000000000002", "recipient", "US.ENT.8800000000000000002"),
    ],
)
def test_a_person_is_written_to_by_number_or_user_id(person: str, field: str, value: str) -> None:
    """Both at once would go to the number, which may be somebody else's by now."""
    with pretend(SENT) as api:
        client(api.base).perform(order(person=person), 5.0)
    body = json.loads(api.asked[0].body)
    assert {name: body[name] for name in ("to", "recipient") if name in body} == {field: value}


@pytest.mark.parametrize("person", [None, "", "Ana", "us.1", "US.", "440000000000001/x", "US.1\n", "٣٤٦٠٠٠٠٠٠٠١"])
def test_nobody_is_written_to_by_anything_else(person: str | None) -> None:
    with pretend(SENT) as api:
        with pytest.raises(ActionRefused, match="neither a number nor a user id"):
            client(api.base).perform(order(person=person), 5.0)
        assert api.asked == []


@pytest.mark.parametrize("capability", ABLE)
def test_a_reaction_cannot_be_answered(capability: Capability) -> None:
    with pretend(SENT) as api:
        with pytest.raises(ActionRefused, match="only a message"):
            client(api.base).perform(order(capability, object="reaction/wamid.A1/ES.77"), 5.0)
        assert api.asked == []


def test_nothing_can_be_read_back() -> None:
    """Neither found nor absent: an unknown outcome stays unknown, and a colleague looks."""
    assert WhatsApp().lists is None
    with pytest.raises(ActionUnsupported):
        client("http://127.0.0.1:1").find(order(), 5.0)


def test_proof_goes_with_every_call_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_META_APPSECRET_PROOF", "yes")
    with pretend(SENT) as api:
        client(api.base).perform(order(), 5.0)
    assert api.asked[0].query == {"appsecret_proof": proof(Secret("app-secret"), TOKEN)}
    with pytest.raises(ConfigurationError, match="signing"):
        WhatsApp().client(account=NUMBER, token=TOKEN)


# --- whether it is set up ---


@pytest.mark.parametrize(
    ("setting", "answer", "ok"),
    [
        ("330000000000001", Reply(200, '{"data":[{"whatsapp_business_api_data":{"id":"1","name":"Heard"}}]}'), True),
        ("1=2, 440000000000001=330000000000001", Reply(200, '{"data":[{}]}'), True),
        ("330000000000001", Reply(200, '{"data":[]}'), False),
        ("330000000000001", Reply(200, "{}"), None),
        ("330000000000001", Reply(403, '{"error":{"code":200}}'), None),
        ("330000000000001", Reply(500, ""), None),
    ],
    ids=["subscribed", "among several", "by no app", "no list", "not permitted", "no answer"],
)
def test_the_business_account_is_asked_who_hears_it(
    setting: str, answer: Reply, ok: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_WHATSAPP_BUSINESS", setting)
    with pretend(WELL, answer) as api:
        found = cast("Examiner", client(api.base)).examine(RECEIVED, 5.0)
    assert [one.path for one in api.asked] == [f"/v25.0/{NUMBER}", "/v25.0/330000000000001/subscribed_apps"]
    assert [(one.what, one.ok) for one in found][-1] == ("subscription", ok)
    assert found[-1].mend or ok


@pytest.mark.parametrize("setting", ["", "440000000000009=330000000000001"])
def test_without_the_business_account_it_says_that_nobody_looked(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_WHATSAPP_BUSINESS", setting)
    with pretend(WELL) as api:
        found = cast("Examiner", client(api.base)).examine(RECEIVED, 5.0)
    assert len(api.asked) == 1
    assert "subscription" not in [one.what for one in found]
    assert "HEARD_WHATSAPP_BUSINESS" in found[-1].said


@pytest.mark.parametrize("wrong", ["acme", "1=", "=1", "1=2=3", "1,2", "1=2;3=4"])
def test_a_wrong_business_account_is_told_at_once(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_WHATSAPP_BUSINESS", wrong)
    with pytest.raises(ConfigurationError, match="HEARD_WHATSAPP_BUSINESS"):
        client("http://127.0.0.1:1")
