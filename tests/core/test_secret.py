"""A Secret shows itself only to who asks by name, and one that guards nothing refuses to serve."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import traceback

import msgspec
import pytest

from shared import log
from shared.core.errors import MissingSecret
from shared.core.secret import SHORTEST, Secret, weakness

VALUE = "s3cr3t-välue-nobody-may-see"
SECRET = Secret(VALUE)

SHOWN = {
    "repr": lambda: repr(SECRET),
    "str": lambda: str(SECRET),
    "format": lambda: format(SECRET),
    "a width": lambda: f"{SECRET:>80}",
    "an f-string": lambda: f"{SECRET} {SECRET!r} {SECRET!s} {SECRET!a}",
    "percent": lambda: "%s %r" % (SECRET, SECRET),  # noqa: UP031 - each way of formatting is tried
    "inside a list": lambda: str([SECRET, {"key": SECRET}, (SECRET,)]),
    "an exception": lambda: str(ValueError(SECRET)) + repr(ValueError(SECRET)),
    "its attributes": lambda: str([getattr(SECRET, "__dict__", None), dir(SECRET)]),
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN.keys())
def test_it_does_not_show(show: object) -> None:
    told = show()  # type: ignore[operator]  # the table mixes kinds of callables
    assert told
    assert VALUE not in told
    assert "hidden" in told or "attributes" in told or "reveal" in told


def test_it_shows_itself_to_who_asks() -> None:
    assert SECRET.reveal() == VALUE
    assert SECRET.bytes() == VALUE.encode()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_is_not_pickled(protocol: int) -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(SECRET, protocol)


def test_it_is_not_copied_or_serialised_in_passing() -> None:
    with pytest.raises(TypeError):
        copy.deepcopy({"key": SECRET})
    with pytest.raises(TypeError):
        json.dumps({"key": SECRET})
    with pytest.raises(TypeError):
        msgspec.json.encode({"key": SECRET})


def test_it_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(stream))
    logger.error("%s %r", SECRET, [SECRET])
    log.error("secret.test", key=SECRET)
    told = stream.getvalue() + capsys.readouterr().err
    assert told.count("Secret(hidden)") == 3
    assert VALUE not in told


def test_it_is_not_in_a_traceback_that_shows_local_values() -> None:
    def fail(key: Secret) -> None:
        kept = {"key": key}
        raise RuntimeError(f"failed with {kept}")

    try:
        fail(SECRET)
    except RuntimeError as error:
        told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "Secret(hidden)" in told
    assert VALUE not in told


WEAK = {
    "empty": "",
    "blank": "   ",
    "tabs and line breaks": "\t\r\n",
    "changeme": "changeme",
    "in capitals": "ChangeMe",
    "with spaces around": "  changeme ",
    "xxx": "xxx",
    "many x": "X" * 40,
    "None": "None",
    "null": "null",
    "placeholder": "placeholder",
    "in brackets": "<your app secret here>",
    "todo": "TODO",
    "password": "password",
    "secret": "secret",
}


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "a platform's"])
@pytest.mark.parametrize("value", WEAK.values(), ids=WEAK.keys())
def test_a_secret_that_guards_nothing_is_named_weak(value: str, ours: bool) -> None:
    assert weakness(value, ours=ours) is not None


def test_only_what_we_chose_ourselves_must_be_long() -> None:
    short = "a1b2c3d4e5f6g7h"
    assert len(short) == SHORTEST - 1
    assert weakness(short, ours=True) == "is shorter than 16 characters"
    assert weakness(short, ours=False) is None
    assert weakness(short + "8", ours=True) is None
    assert weakness(" " + short + " ", ours=True) is not None, "white space adds no strength"


def test_the_error_names_the_setting_and_not_the_value() -> None:
    why = weakness("changeme", ours=True)
    assert why is not None
    told = str(MissingSecret("HEARD_FACEBOOK_VERIFY", why))
    assert "HEARD_FACEBOOK_VERIFY" in told
    assert "changeme" not in told
