"""The signature schemes against known answers that others published, and against forms that only look right."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.delivery import Delivery
from shared.core.errors import SignatureExpired, SignatureInvalid
from shared.core.secret import Secret
from shared.platforms._base import Scheme
from shared.platforms._signatures import HmacSignature, StandardWebhooks

VECTORS = Path(__file__).parents[1] / "fixtures" / "vectors"
META = HmacSignature("X-Hub-Signature-256")
X = HmacSignature("x-twitter-webhooks-signature", encoding="base64")
STANDARD = StandardWebhooks()
SCHEMES: dict[str, Scheme] = {"meta": META, "x": X, "standard-webhooks": STANDARD}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def vectors(*names: str) -> list[Any]:
    return [
        pytest.param(vector, id=vector["name"])
        for name in names
        for vector in json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    ]


def post(body: bytes, *headers: tuple[str, str]) -> Delivery:
    named = tuple((name.lower(), value) for name, value in headers)
    return Delivery(method="POST", connection="test", body=body, received_at=NOW, headers=named)


@pytest.mark.parametrize("vector", vectors("meta", "x", "standard-webhooks"))
def test_known_answers(vector: dict[str, Any]) -> None:
    """Signatures that we did not compute are believed, and with one bit of the body flipped they are not."""
    body = (
        (vector["body_repeat"][0] * vector["body_repeat"][1]).encode()
        if vector["body"] is None
        else vector["body"].encode()
    )
    now = datetime.fromtimestamp(vector.get("timestamp", NOW.timestamp()), UTC)
    scheme, keys = SCHEMES[vector["scheme"]], (Secret(vector["secret"]),)
    scheme.verify(post(body, *vector["headers"].items()), keys, now)
    with pytest.raises(SignatureInvalid):
        scheme.verify(post(body[:-1] + bytes([body[-1] ^ 1]), *vector["headers"].items()), keys, now)


@pytest.mark.parametrize("vector", vectors("hmac-primitive"))
def test_signing_is_plain_hmac(vector: dict[str, Any]) -> None:
    """RFC 4231: what we sign is HMAC-SHA256 and nothing of our own."""
    headers = HmacSignature("x", prefix="").sign(vector["body"].encode(), Secret(vector["secret"]), NOW)
    assert headers == (("x", vector["expected"]),)


@pytest.mark.parametrize("vector", vectors("x-crc"))
def test_base64_form_is_what_x_publishes(vector: dict[str, Any]) -> None:
    """X's published challenge code signs the token in the form in which its events are signed."""
    token = vector["query"]["crc_token"].encode()
    ((_, value),) = X.sign(token, Secret(vector["secret"]), NOW)
    assert value == vector["expected"]["response_token"]


@pytest.mark.parametrize("vector", vectors("meta-challenge"))
def test_meta_challenge_sample_is_ours_to_use(vector: dict[str, Any]) -> None:
    """The copied challenge sample is whole: platforms' fixtures are taken from it."""
    assert vector["expected"] == vector["query"]["hub.challenge"]
    assert vector["secret"] == vector["query"]["hub.verify_token"]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_the_secret_in_the_middle_is_found(scheme: Scheme) -> None:
    """Every current secret is tried, wherever it stands."""
    others = [Secret("whsec_" + base64.b64encode(bytes([n]) * 24).decode()) for n in range(1, 5)]
    given = post(b"{}", *scheme.sign(b"{}", KEY, NOW, "msg_1"))
    for at in range(len(others) + 1):
        scheme.verify(given, (*others[:at], KEY, *others[at:]), NOW)
    with pytest.raises(SignatureInvalid):
        scheme.verify(given, tuple(others), NOW)
    with pytest.raises(SignatureInvalid):
        scheme.verify(given, (), NOW)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_all_secrets_are_compared(scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping at the first match would tell by its time which secret is in use."""
    compared: list[bool] = []

    def compare(ours: bytes, given: bytes) -> bool:
        compared.append(hmac_compare(ours, given))
        return compared[-1]

    hmac_compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", compare)
    other = Secret(base64.b64encode(b"b" * 24).decode())
    scheme.verify(post(b"{}", *scheme.sign(b"{}", KEY, NOW, "msg_1")), (KEY, other, other), NOW)
    assert compared == [True, False, False]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_an_empty_key_matches_nothing(scheme: Scheme) -> None:
    """Even one that slipped past the start: HMAC itself would take it."""
    body = b"{}"
    signed = hmac.new(b"", b"msg_1.1795348800." + body, hashlib.sha256).digest()
    plain = hmac.new(b"", body, hashlib.sha256)
    encoded = base64.b64encode(plain.digest()).decode()
    given = post(
        body,
        ("X-Hub-Signature-256", f"sha256={plain.hexdigest()}"),
        ("x-twitter-webhooks-signature", f"sha256={encoded}"),
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", str(int(NOW.timestamp()))),
        ("webhook-signature", f"v1,{base64.b64encode(signed).decode()}"),
    )
    for empty in ("", "whsec_", "whsec_==", "="):
        if scheme is STANDARD or not empty:
            with pytest.raises(SignatureInvalid):
                scheme.verify(given, (Secret(empty),), NOW)


def test_only_canonical_base64() -> None:
    """Four texts decode to the same 32 bytes; one of them is a signature."""
    ((name, value),) = X.sign(b"{}", KEY, NOW)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet.index(value[-2])
    for other in range(last + 1, last + 4):
        sibling = value[:-2] + alphabet[other] + "="
        assert base64.b64decode(sibling[7:]) == base64.b64decode(value[7:])
        with pytest.raises(SignatureInvalid):
            X.verify(post(b"{}", (name, sibling)), (KEY,), NOW)
    for form in (value[:-1], value.replace("=", "", 1), value + "=", value.replace("+", "-").replace("/", "_") + " "):
        with pytest.raises(SignatureInvalid):
            X.verify(post(b"{}", (name, form)), (KEY,), NOW)


# --- Standard Webhooks ---


def standard(
    body: bytes, key: bytes, *, message: str = "msg_1", time: str | None = None, listed: str = "v1,{}"
) -> tuple[tuple[str, str], ...]:
    """Headers made by hand, so that odd values can be signed genuinely."""
    time = str(int(NOW.timestamp())) if time is None else time
    made = hmac.new(key, f"{message}.{time}.".encode() + body, hashlib.sha256).digest()
    text = base64.b64encode(made).decode()
    return (
        ("webhook-id", message),
        ("webhook-timestamp", time),
        ("webhook-signature", listed.replace("{}", text)),
    )


RAW = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@pytest.mark.parametrize(
    "text",
    [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS=",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr==",
    ],
)
def test_prefix_and_padding_of_a_secret_are_optional(text: str) -> None:
    """Senders show their secrets in all of these forms; the key is always the decoded bytes."""
    bare = text.removeprefix("whsec_").rstrip("=")
    key = base64.b64decode(bare + "=" * (-len(bare) % 4))
    STANDARD.verify(post(b"{}", *standard(b"{}", key)), (Secret(text),), NOW)
    with pytest.raises(SignatureInvalid):
        STANDARD.verify(post(b"{}", *standard(b"{}", text.encode())), (Secret(text),), NOW)


@pytest.mark.parametrize("key", ["whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", "not base64!", "é" * 20])
def test_a_key_that_cannot_be_used_matches_nothing_and_hinders_nobody(key: str) -> None:
    """A public key is no HMAC key; beside it the right secret still works."""
    for raw in (key.encode(), key.removeprefix("whpk_").encode(), b""):
        with pytest.raises(SignatureInvalid):
            STANDARD.verify(post(b"{}", *standard(b"{}", raw)), (Secret(key),), NOW)
    STANDARD.verify(post(b"{}", *standard(b"{}", RAW)), (Secret(key), KEY), NOW)


@pytest.mark.parametrize(
    "listed",
    [
        "v1,{}",
        "v1,AAAA v1,{}",
        "v1a,hnO3f9T8Ytu9HwrX v1,{}",
        "v2,{} v1,{}",
        "garbage v1,{}",
        "v1,{} v1,",
        " ".join(["v2,x"] * 49 + ["v1,{}"]),
    ],
)
def test_one_right_signature_in_a_list_is_enough(listed: str) -> None:
    """Senders list several while they rotate; what we do not know is passed over."""
    if listed.endswith("v1,"):  # an item that ends in a comma is what a server leaves when it joins headers
        with pytest.raises(SignatureInvalid):
            STANDARD.verify(post(b"{}", *standard(b"{}", RAW, listed=listed)), (KEY,), NOW)
        return
    STANDARD.verify(post(b"{}", *standard(b"{}", RAW, listed=listed)), (KEY,), NOW)


@pytest.mark.parametrize(
    "listed",
    [
        "", "garbage", "{}", "v1", "v1,", "v2,{}", "v1a,{}", "V1,{}", "v1={}", "v1,{},v1,{}", "v1,{}, v1,{}",
        "v1,{}  v1,{}", " v1,{}", "v1,{} ", "v1,{}\tv1,{}", " ".join(["v1,{}"] * 51),
    ],
)  # fmt: skip
def test_lists_that_prove_nothing(listed: str) -> None:
    """Other versions, joined headers, odd spaces, more than 50."""
    with pytest.raises(SignatureInvalid):
        STANDARD.verify(post(b"{}", *standard(b"{}", RAW, listed=listed)), (KEY,), NOW)


@pytest.mark.parametrize("message", ["", "a.b", "a b", "a,b", "é", "a\x00", "a\n", "a" * 257])
def test_ids_that_could_move_the_border_are_refused(message: str) -> None:
    """A dot in the id would let the same signature cover another id and time."""
    with pytest.raises(SignatureInvalid):
        STANDARD.verify(post(b"{}", *standard(b"{}", RAW, message=message)), (KEY,), NOW)
    with pytest.raises(ValueError, match="printable"):
        STANDARD.sign(b"{}", KEY, NOW, message)


@pytest.mark.parametrize(
    "time",
    [
        "", "nan", "inf", "-1", "+1795348800", "1_795_348_800", "1795348800.0", "1795348800e0", " 1795348800",
        "1795348800\n", "١٧٩٥٣٤٨٨٠٠", "1795348800000", "0x6b02", "9" * 5000, "0", "000000000000000001795348800",
    ],
)  # fmt: skip
def test_odd_times_are_refused_even_when_signed(time: str) -> None:
    """ASCII digits, at most twelve, in seconds, near."""
    assert int(NOW.timestamp()) == 1795348800
    with pytest.raises(SignatureInvalid):
        STANDARD.verify(post(b"{}", *standard(b"{}", RAW, time=time)), (KEY,), NOW)


def test_tolerance_counts_both_ways() -> None:
    """Too old and too new are both expired; 300 s is still near."""
    given = post(b"{}", *STANDARD.sign(b"{}", KEY, NOW))
    for seconds in (-300, 300):
        STANDARD.verify(given, (KEY,), NOW + timedelta(seconds=seconds))
    for seconds in (-301, 301):
        with pytest.raises(SignatureExpired):
            STANDARD.verify(given, (KEY,), NOW + timedelta(seconds=seconds))


def test_header_families_are_not_mixed() -> None:
    """Either all three webhook-* or all three svix-*; anything of both is refused."""
    webhook = STANDARD.sign(b"{}", KEY, NOW)
    svix = tuple((name.replace("webhook", "svix"), value) for name, value in webhook)
    STANDARD.verify(post(b"{}", *svix), (KEY,), NOW)
    mixes = [(*svix[:n], *webhook[n:]) for n in (1, 2)] + [(*webhook[:n], *svix[n:]) for n in (1, 2)]
    for headers in [*mixes, (*webhook, svix[0]), (*webhook, *svix), webhook[1:], svix[:2], ()]:
        with pytest.raises(SignatureInvalid):
            STANDARD.verify(post(b"{}", *headers), (KEY,), NOW)
