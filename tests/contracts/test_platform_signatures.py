"""What every platform module must keep to: whom it believes, and how it passes the platform's tests of our address.

Refusals are SignatureInvalid and nothing else: anything else would be a 500 that a stranger can cause.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared import plugins
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ChallengeFailed, SignatureExpired, SignatureInvalid
from shared.core.secret import Secret
from shared.platforms._base import INERT, Keys
from tests.contracts import _hostile
from tests.contracts._platforms import RECEIVED, Fixtures, delivery

PLATFORMS = [Fixtures(name) for name in plugins.names("platforms")]
OTHER = "whsec_bm90IHRoZSBzZWNyZXQgdGhhdCB5b3UgbG9vayBmb3I"
SIGNATURE_LIKE = re.compile(r"[A-Za-z0-9+/=_-]{40,}")

every_platform = pytest.mark.parametrize("it", PLATFORMS, ids=lambda it: it.name)


def refuse(it: Fixtures, given: Delivery, what: str, keys: Keys | None = None, now: datetime = RECEIVED) -> None:
    """Fail unless `given` is refused, and with nothing but SignatureInvalid."""
    try:
        it.platform.verify(given, it.keys() if keys is None else keys, now)
    except SignatureInvalid as error:
        if len(str(error)) > 80:
            pytest.fail(f"{what}: a refusal tells no detail")
        return
    except Exception as error:
        pytest.fail(f"{what}: raised {type(error).__name__}, which is a 500; must be SignatureInvalid")
    pytest.fail(f"{what}: was believed")


@every_platform
def test_foreign_signature_is_accepted(it: Fixtures) -> None:
    """A signature that we did not compute proves that we check what the platform signs."""
    foreign = it.about["foreign"]
    assert foreign["source"].strip()
    assert foreign["kind"] in ("official", "official-inputs", "third-party", "captured", "derived")
    headers = tuple((name.lower(), value) for name, value in foreign["headers"].items())
    now = datetime.fromtimestamp(foreign.get("timestamp", RECEIVED.timestamp()), UTC)
    given, keys = delivery(foreign["body"].encode(), headers), {"signing": (Secret(foreign["secret"]),)}
    it.platform.verify(given, keys, now)
    for bit in range(8):
        flipped = bytes([given.body[-1] ^ 1 << bit])
        refuse(it, replace(given, body=given.body[:-1] + flipped), "the foreign body with a bit flipped", keys, now)


@every_platform
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rest=st.binary(), bit=st.integers(0))
def test_what_is_signed_is_believed_and_one_bit_less_is_not(it: Fixtures, rest: bytes, bit: int) -> None:
    """Over any bytes at all: they need not be text, let alone JSON."""
    body = b"{" + rest
    given = it.signed(body)
    it.platform.verify(given, it.keys(), RECEIVED)
    at = bit % (8 * len(body))
    changed = bytes(byte ^ (1 << at % 8 if index == at // 8 else 0) for index, byte in enumerate(body))
    refuse(it, replace(given, body=changed), f"bit {at} flipped")


@every_platform
def test_only_the_bytes_as_sent(it: Fixtures) -> None:
    """Whoever re-encodes, re-serialises or pads a body did not sign it."""
    for case in it.cases:
        body = it.body(case)
        given = it.signed(body)
        text = body.decode("utf-8-sig")
        others = {
            **_hostile.written_again(text, it.platform.content),
            "newline added": body + b"\n",
            "space in front": b" " + body,
            "NUL added": body + b"\0",
            "byte order mark": b"\xef\xbb\xbf" + body,
            "UTF-16": text.encode("utf-16"),
            "gzip": gzip.compress(body, mtime=0),
            "nothing": b"",
            "cut": body[:-1],
            "twice": body + body,
        }
        for name, other in others.items():
            if other != body:
                refuse(it, replace(given, body=other), f"{case}, {name}")


@every_platform
def test_tampered_headers_are_refused(it: Fixtures) -> None:
    """Missing, repeated, joined, padded, cut, re-cased: each header that signing sets, in each form."""
    body = it.body(it.cases[0])
    genuine = it.signed(body)
    it.platform.verify(genuine, it.keys(), RECEIVED)
    signing = dict(it.platform.signature.sign(body, Secret(it.about["secrets"]["signing"]), RECEIVED, "msg_1"))
    for header, value in signing.items():
        others = tuple(pair for pair in genuine.headers if pair[0] != header)
        for form, values in _forms(value):
            if list(values) != [value]:
                headers = others + tuple((header, each) for each in values)
                refuse(it, replace(genuine, headers=headers), f"{header} {form}")
        underscored = (*others, (header.replace("-", "_") + "_", value))
        refuse(it, replace(genuine, headers=underscored), f"{header} under another name")
        for index in range(len(value)):
            flipped = value[:index] + ("0" if value[index] != "0" else "1") + value[index + 1 :]
            headers = (*others, (header, flipped))
            refuse(it, replace(genuine, headers=headers), f"{header} with character {index} changed")
    refuse(it, replace(genuine, headers=()), "no headers at all")


def _forms(value: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "missing", ()
    yield "repeated", (value, value)
    yield "repeated after another", ("x", value)
    for glue in (",", ", ", ";", " , ", "\n"):
        yield f"joined by {glue!r}", (f"{value}{glue}{value}",)
        yield f"joined behind another by {glue!r}", (f"x{glue}{value}",)
        yield f"joined before another by {glue!r}", (f"{value}{glue}x",)
    for space in (" ", "\t", "\r\n", "\u00a0", "\0"):
        yield f"before {space!r}", (value + space,)
        yield f"behind {space!r}", (space + value,)
    yield "empty", ("",)
    yield "its prefix only", (re.split(r"[=,]", value)[0] + "=",)
    yield "cut", (value[:-1],)
    yield "cut by half", (value[: len(value) // 2],)
    yield "lengthened", (value + value[-1],)
    yield "padded", (value + "=",)
    yield "in capitals", (value.upper(),)
    yield "in small letters", (value.lower(),)
    yield "quoted", (f'"{value}"',)
    yield "not ASCII", (value + "é",)
    yield "other letters", (value[:-1] + "е",)
    yield "Arabic digits", (value.translate({ord(str(n)): chr(0x660 + n) for n in range(10)}),)
    yield "a lone surrogate", (value[:-1] + "\ud800",)
    yield "70 KB", ("a" * 70_000,)
    yield "200 times", (value,) * 200
    for word in ("none", "null", "None", "undefined", "true", "0", "nan", "inf", "-1", "1_700000000", "+1", "9" * 400):
        yield f"{word[:12]!r}", (word,)


@every_platform
def test_the_request_does_not_choose_the_algorithm(it: Fixtures) -> None:
    """Made with the right secret, but by a weaker or another algorithm than the scheme's."""
    body = it.body(it.cases[0])
    secret = it.about["secrets"]["signing"].encode()
    genuine = it.signed(body)
    header, value = it.platform.signature.sign(body, Secret(secret.decode()), RECEIVED, "msg_1")[-1]
    others = tuple(pair for pair in genuine.headers if pair[0] != header)
    mark = re.split(r"[=,]", value)[0]
    own = getattr(it.platform.signature, "algorithm", "sha256")
    for algorithm in sorted({"md5", "sha1", "sha256", "sha384", "sha512", "sha3_256"} - {own}):
        made = hmac.new(secret, body, algorithm)
        for text in (made.hexdigest(), base64.b64encode(made.digest()).decode()):
            for prefix in (f"{algorithm}=", f"{mark}=", f"{mark},", "v0,", "v2,", ""):
                refuse(it, replace(genuine, headers=(*others, (header, prefix + text))), f"{prefix} by {algorithm}")
    if own != "sha1":
        old = hmac.new(secret, body, "sha1").hexdigest()
        legacy = (*others, ("x-hub-signature", f"sha1={old}"), ("x-hub-signature-1", f"sha1={old}"))
        refuse(it, replace(genuine, headers=legacy), "the legacy SHA-1 header alone")
    for unsigned in ("none=", "none,", f"{mark}=none", f"{mark},none", hashlib.sha256(body).hexdigest()):
        refuse(it, replace(genuine, headers=(*others, (header, unsigned))), unsigned[:12])


@every_platform
def test_other_keys_are_refused(it: Fixtures) -> None:
    """Signed with what is not the secret, or checked with no secret at all."""
    body = it.body(it.cases[0])
    secrets = it.about["secrets"]
    others = [other for other in PLATFORMS if other.name != it.name and other.cases]
    foreign = {other.about["secrets"]["signing"] for other in others}
    wrong = {OTHER, secrets["signing"] + "A", "None", "null", "", " ", secrets["signing"][:-1], *foreign}
    wrong |= {value for use, value in secrets.items() if use != "signing"}
    for secret in sorted(wrong - {secrets["signing"]}):
        try:
            given = it.signed(body, secret=secret)
        except ValueError:  # this scheme cannot even sign with it
            continue
        refuse(it, given, f"signed with {secret!r}")
    genuine = it.signed(body)
    nothing: dict[str, Keys] = {
        "no keys": {},
        "no signing key": {"signing": ()},
        "only other uses": {"verify": (Secret(secrets["signing"]),)},
        "an empty key": {"signing": (Secret(""),)},
        "an empty key beside the right one": {"signing": (Secret(secrets["signing"]), Secret(""))},
        "another key": {"signing": (Secret(OTHER),)},
        "a key that is no text": {"signing": (Secret("\ud800" * 20),)},
    }
    for what, keys in nothing.items():
        refuse(it, genuine, what, keys)
        refuse(it, delivery(body, ()), f"{what}, no headers", keys)


@every_platform
def test_rotation(it: Fixtures) -> None:
    """During rotation both secrets hold, in either order; a removed one fails at once."""
    body = it.body(it.cases[0])
    old, new = Secret(it.about["secrets"]["signing"]), Secret(OTHER)
    given = it.signed(body)
    for current in ((old,), (old, new), (new, old), (new, new, old)):
        it.platform.verify(given, {"signing": current}, RECEIVED)
    refuse(it, given, "signed with a secret that was removed", {"signing": (new,)})
    it.platform.verify(it.signed(body, secret=OTHER), {"signing": (old, new)}, RECEIVED)


@every_platform
def test_replay_window(it: Fixtures) -> None:
    """Where a time is signed, it must be near, in both directions; the error says so."""
    given, tolerance = it.signed(it.body(it.cases[0])), it.platform.signature.tolerance
    if tolerance is None:
        it.platform.verify(given, it.keys(), RECEIVED + timedelta(days=1))
        return
    for seconds in (-tolerance, 0, tolerance):
        it.platform.verify(given, it.keys(), RECEIVED + timedelta(seconds=seconds))
    for seconds in (-(10**6), -tolerance - 1, tolerance + 1, 10**6):
        with pytest.raises(SignatureExpired):
            it.platform.verify(given, it.keys(), RECEIVED + timedelta(seconds=seconds))


@every_platform
def test_body_must_be_an_object_where_a_challenge_signs_with_the_same_key(it: Fixtures) -> None:
    """Otherwise the challenge, which signs what it is given, would be a forging machine."""
    if not it.platform.object_only:
        pytest.skip("no challenge signs with this key")
    for body in (b"", b"[]", b' {"a":1}', b'[{"a":1}]', b'\xef\xbb\xbf{"a":1}', b"9b4507b3-9040-4669"):
        refuse(it, it.signed(body), f"a signed {body!r}")


# --- challenges ---


def _asked(it: Fixtures, query: tuple[tuple[str, str], ...]) -> Delivery:
    return Delivery(method="GET", connection="test", body=b"", received_at=RECEIVED, query=query)


def _challenges(it: Fixtures, *, passed: bool) -> list[dict[str, object]]:
    listed = it.about.get("challenges", [])
    return [each for each in listed if (200 <= each.get("status", 200) < 300) is passed]


@every_platform
def test_challenges(it: Fixtures) -> None:
    """Those of about.toml are answered, or refused with their status; a platform without any refuses GET."""
    if not it.platform.challenged:
        assert not it.about.get("challenges"), "about.toml has challenges; set `challenged` in the module"
        with pytest.raises(ChallengeFailed) as caught:
            it.platform.challenge(_asked(it, (("hub.challenge", "1"), ("crc_token", "1"))), it.keys())
        assert caught.value.status == 405
        return
    assert _challenges(it, passed=True), "about.toml needs a challenge that is answered"
    assert _challenges(it, passed=False), "about.toml needs a challenge that is refused"
    for each in it.about["challenges"]:
        keys = it.keys(**each.get("secrets", {}))
        given = _asked(it, tuple(each["query"].items()))
        if each.get("status", 200) >= 300:
            with pytest.raises(ChallengeFailed) as caught:
                it.platform.challenge(given, keys)
            assert caught.value.status == each["status"], each["name"]
            continue
        answer = it.platform.challenge(given, keys)
        assert answer.status == each.get("status", 200), each["name"]
        if "json" in each:
            assert json.loads(answer.body) == each["json"], each["name"]
        else:
            assert answer.body.decode() == each["body"], each["name"]
        _inert(answer, each["name"])


@every_platform
def test_the_doctor_asks_as_the_platform_does(it: Fixtures) -> None:
    """`probe` is a challenge that our own address passes; without a secret there is none to ask."""
    if not it.platform.challenged:
        with pytest.raises(ChallengeFailed):
            it.platform.probe(it.keys())
        return
    assert it.platform.challenge(_asked(it, it.platform.probe(it.keys())), it.keys()).status == 200
    with pytest.raises(ChallengeFailed):
        it.platform.challenge(_asked(it, it.platform.probe(it.keys())), {})


@every_platform
def test_challenge_needs_its_secret_and_sound_parameters(it: Fixtures) -> None:
    """Without a secret nothing is answered; nothing that could be markup comes back; twice proves nothing."""
    for each in _challenges(it, passed=True):
        query, keys = each["query"], it.keys(**each.get("secrets", {}))
        for none in ({}, {use: (Secret(""),) for use in keys}, dict.fromkeys(keys, ())):
            with pytest.raises(ChallengeFailed):
                it.platform.challenge(_asked(it, tuple(query.items())), none)
        sound, counted = it.platform.challenge(_asked(it, tuple(query.items())), keys), 0
        for name, value in query.items():
            others = tuple(pair for pair in query.items() if pair[0] != name)
            twice = (*others, (name, value), (name, value))
            odd = ("", "<script>alert(1)</script>", "a\r\nSet-Cookie: b=c", "a" * 6000, "é", "\ud800", "a b")
            refused = 0
            for changed in (others, twice, *((*others, (name, value)) for value in odd)):
                try:
                    answer = it.platform.challenge(_asked(it, changed), keys)
                except ChallengeFailed as error:
                    refused += 1
                    if any(bad in str(error) for bad in odd if bad):
                        pytest.fail(f"challenge {each['name']}: a refusal repeats {name}")
                else:
                    assert answer == sound, f"challenge {each['name']}: {name} changes the answer, unchecked"
            assert refused in (0, 2 + len(odd)), f"challenge {each['name']}: {name} is checked only in part"
            counted += refused
        assert counted, f"challenge {each['name']}: no parameter is checked at all"


@every_platform
def test_challenge_is_no_signing_oracle(it: Fixtures) -> None:
    """Whatever a stranger gets a challenge to answer, no event made of it is believed."""
    bodies = [it.body(case).decode("utf-8-sig") for case in it.cases] + ["{}", '{"a":1}']
    header_sets = [dict(it.platform.signature.sign(b"{}", Secret(OTHER), RECEIVED, "msg_1"))]
    for each in _challenges(it, passed=True):
        keys = it.keys(**each.get("secrets", {}))
        for name, value in each["query"].items():
            for wanted in [value, *bodies, *(f" {body}" for body in bodies), *(f"[{body}]" for body in bodies)]:
                query = {**each["query"], name: wanted}
                try:
                    answer = it.platform.challenge(_asked(it, tuple(query.items())), keys)
                except ChallengeFailed:
                    continue
                _inert(answer, each["name"])
                for headers in header_sets:
                    for forged in _forgeries(headers, answer):
                        for body in (wanted, value, *each["query"].values()):
                            refuse(it, it.delivery(body.encode(), forged), f"an event made of {name}", keys)


def _forgeries(headers: dict[str, str], answer: Answer) -> Iterator[dict[str, str]]:
    """Signature headers made of all that in an answer looks like a signature."""
    found = SIGNATURE_LIKE.findall(answer.body.decode())
    header, value = list(headers.items())[-1]
    prefix = re.match(r"[a-z0-9]+[=,]", value)
    for text in [*found, *(each.removeprefix("sha256=") for each in found), answer.body.decode()]:
        yield {**headers, header: text}
        yield {**headers, header: (prefix.group(0) if prefix else "") + text}


def _inert(answer: Answer, name: str) -> None:
    sent = {key.lower(): value for key, value in answer.headers}
    for key, value in INERT:
        assert sent.get(key.lower()) == value, f"challenge {name}: the answer lacks {key}: {value}"
    kind = answer.content_type.partition(";")[0]
    assert kind in ("text/plain", "application/json"), f"challenge {name}: {kind} could be rendered"
    assert b"<" not in answer.body
