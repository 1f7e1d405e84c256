"""Adding a platform is one module and one folder of fixtures: shown by adding one to a copy of the tree.

The contract then finds it without an edit anywhere, passes it, and fails it in each way in which it can be broken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = [f"tests/contracts/test_platform{part}.py" for part in ("s", "_signatures", "_clients")]
SECRET = "a-secret-for-acorn-tests"

MODULE = '''"""Acorn: a platform that exists only in this test.

Set up: make a secret, give it to Acorn.
Events: notes that people leave.
Answers: a like.
Sources: none, it is made up.
Quirks: none.
"""

from __future__ import annotations

from shared.core.claims import ReadBack
from shared.core.errors import ActionUnsupported, DeliveryUnreadable
from shared.core.interaction import Author, Interaction, Kind
from shared.core.ports import Capability, May, Policy
from shared.platforms._base import Gathering, Platform, body_object, clean
from shared.platforms._client import ApiClient, path_id
from shared.platforms._signatures import HmacSignature


class Acorn(Platform):
    name = "acorn"
    signature = HmacSignature("x-acorn-signature", prefix="")
    kinds = frozenset({Kind.COMMENT})
    capabilities = {Capability.LIKE: ReadBack.REPEAT}
    policy = {(Capability.LIKE, Kind.COMMENT): Policy(May.AUTO, "https://acorn.example/terms, read 2026-11-22")}
    longest_reply = 280

    def read(self, delivery):
        body = body_object(delivery)
        gathering = Gathering()
        if body.get("what") != "note":
            gathering.skip(clean(body.get("what")))
            return gathering.done()
        account, note, by = clean(body.get("for")), clean(body.get("note")), clean(body.get("by"))
        if not account or not note:
            raise DeliveryUnreadable("for or note: missing")
        gathering.interactions.append(
            Interaction(
                platform=self.name,
                account=account,
                object=note,
                kind=Kind.COMMENT,
                received_at=delivery.received_at,
                author=Author(id=by, is_us=by == account),
                text=clean(body.get("words")),
            )
        )
        return gathering.done()

    def client(self, *, account, token, base_url=None, keys=None):
        return Likes(ApiClient(self.name, base_url or "https://api.acorn.example", token))


class Likes:
    def __init__(self, api):
        self.api = api

    def perform(self, order, timeout):
        if order.capability is not Capability.LIKE:
            raise ActionUnsupported("acorn", order.capability, "only likes")
        self.api.request("like", "POST", f"/notes/{path_id(order.object)}/like", timeout=timeout)
        return None

    def find(self, order, timeout):
        raise ActionUnsupported("acorn", "find", "a repeat is harmless")


plugin = Acorn
'''

CLIENT = """
account = "7"
[like.order]
object = "n/1"
[like.request]
method = "POST"
path = "/notes/n%2F1/like"
[like.response]
status = 204
body = ""
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the contract needs, without any other platform."""
    ignored = shutil.ignore_patterns("__pycache__", "test_new_platform.py")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "contracts", tmp_path / "tests" / "contracts", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    room = tmp_path / "shared" / "platforms"
    for other in room.iterdir():
        if not other.name.startswith("_"):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    (room / "acorn.py").write_text(MODULE, "utf-8")
    folder = tmp_path / "tests" / "fixtures" / "acorn"
    folder.mkdir(parents=True)
    note = {"what": "note", "for": "7", "note": "n/1", "by": "8", "words": "hello there"}
    read = {"account": "7", "object": "n/1", "kind": "comment", "author": {"id": "8"}, "text": "hello there"}
    ours = {**read, "author": {"id": "7", "is_us": True}}
    _case(folder, "note", note, {"interactions": [read]})
    _case(folder, "own_note", {**note, "by": "7"}, {"interactions": [ours]})
    _case(folder, "song", {"what": "song"}, {"interactions": [], "skipped": 1})
    (folder / "about.toml").write_text(_about(), "utf-8")
    (folder / "client.toml").write_text(CLIENT, "utf-8")
    return tmp_path


def test_one_module_and_one_folder_are_enough(tree: Path) -> None:
    """The new platform passes every contract that any platform passes."""
    ended = _contracts(tree, "acorn")
    assert ended.returncode == 0, ended.stdout[-4000:]
    passed = re.search(r"(\d+) passed", ended.stdout)
    assert passed, ended.stdout[-4000:]
    assert int(passed.group(1)) > 50, "the contracts hardly ran"


@pytest.mark.parametrize(
    ("sound", "broken", "test"),
    [
        ('signature = HmacSignature("x-acorn-signature", prefix="")',
         'signature = type("S", (HmacSignature,), {"verify": lambda *_: None})("x-acorn-signature", prefix="")',
         "test_tampered_headers_are_refused"),
        ('"x-acorn-signature", prefix=""', '"x-hub-signature-256"', "test_foreign_signature_is_accepted"),
        ("object=note", "object=str(__import__('time').perf_counter_ns())", "test_reading_twice_gives_the_same"),
        ("is_us=by == account", "is_us=False", "test_our_own_account_is_recognised"),
        ('clean(body.get("note"))', 'body["note"]', "test_wrong_types_everywhere"),
        ('gathering.skip(clean(body.get("what")))', "pass", "test_unknown_events_are_counted"),
        ("{Capability.LIKE: ReadBack.REPEAT}",
         "{Capability.LIKE: ReadBack.REPEAT, Capability.REPLY: ReadBack.BLIND}", "test_policy_covers_what_it_can_do"),
        ("{path_id(order.object)}", "{order.object}", "test_ids_cannot_leave_their_place"),
        ("timeout=timeout)", "timeout=60)", "test_failures"),
        ("plugin = Acorn", "plugin = Acorn\nAcorn.kinds = frozenset(Kind)", "test_every_kind_has_a_fixture"),
    ],
    ids=lambda value: value if str(value).startswith("test_") else "",
)  # fmt: skip
def test_a_broken_one_fails(tree: Path, sound: str, broken: str, test: str) -> None:
    """Each fault is caught by the contract that is about it."""
    module = tree / "shared" / "platforms" / "acorn.py"
    assert MODULE.count(sound) == 1
    module.write_text(MODULE.replace(sound, broken), "utf-8")
    ended = _contracts(tree, f"acorn and {test}")
    assert ended.returncode == 1, ended.stdout[-4000:]
    assert test in ended.stdout


def test_a_missing_fixture_names_its_file(tree: Path) -> None:
    """Whoever forgets the folder is told which file belongs where."""
    shutil.rmtree(tree / "tests" / "fixtures" / "acorn")
    ended = _contracts(tree, "acorn and test_fixtures_say_where_they_come_from")
    assert ended.returncode == 1
    assert "acorn/about.toml is missing" in ended.stdout


def _contracts(tree: Path, chosen: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *CONTRACTS, "-p", "no:cacheprovider", "-k", chosen],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _case(folder: Path, name: str, body: object, expected: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps(body), "utf-8")
    (folder / f"{name}.expected.json").write_text(json.dumps(expected), "utf-8")


def _about() -> str:
    # Made here by hand, without the scheme under test: in a real folder it is a platform's own example.
    signed = hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha256).hexdigest()
    assert signed == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"  # RFC 4231, case 2
    return f"""
source = "made up"
read = 2026-11-22
anonymised = true
[secrets]
signing = "{SECRET}"
[foreign]
source = "RFC 4231, case 2"
kind = "official"
secret = "Jefe"
body = "what do ya want for nothing?"
headers = {{ X-Acorn-Signature = "{signed}" }}
[us]
case = "own_note"
account = "7"
[unknown]
case = "song"
"""
