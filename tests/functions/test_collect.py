"""The door that asks platforms, under the framework, against a pretend API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from functions.local.responder import Responder
from shared.core.collecting import Checkpoint, checkpoint_key
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Replace
from shared.settings import Settings
from shared.stores.sqlite import SqliteStore
from tests.contracts._platforms import PretendApi, Reply, pretend
from tests.functions.doors import (
    BRAND,
    PAGE,
    Ledger,
    ask,
    compile_brands,
    environment,
    framework,
    local,
    run_framework,
    write_brands,
)

ONE_PAGE = re.sub(
    r'\[\[accounts\]\]\nid = "[0-9]+"\nconnection = "x".*?token = "HEARD_X_TOKEN"\n', "", BRAND, flags=re.DOTALL
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brand with one Page and nothing else."""
    return write_brands(tmp_path_factory.mktemp("page"), {"acme/brand.toml": ONE_PAGE})


@pytest.fixture
def compiled_page(page: Path, tmp_path: Path) -> Path:
    return compile_brands(page, tmp_path / "page.json")


@pytest.fixture
def api() -> Iterator[PretendApi]:
    """Lists one thing, which a visitor wrote an hour ago."""
    post = {
        "id": f"{PAGE}_55",
        "from": {"id": "7", "name": "Sample Person"},
        "message": "Where is my parcel?",
        "created_time": (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "status_type": "wall_post",
    }
    with pretend(Reply(200, json.dumps({"data": [post]}))) as running:
        yield running


def asked_before(data: Path, first: datetime) -> None:
    """As if the Page had been asked since `first`, and were due now."""
    store = SqliteStore(data / "ledger.db")
    now = datetime.now(UTC)
    kept = store.get(Checkpoint, checkpoint_key("facebook", PAGE), now)
    assert kept is not None
    doc = msgspec.structs.replace(kept.doc, first=first, next_at=now, sweep=None)
    assert store.commit(now, Replace(doc, kept.revision)) is not None
    store.close()


def test_a_tick_asks_and_the_next_has_nothing_to_do(compiled_page: Path, tmp_path: Path, api: PretendApi) -> None:
    with framework("collect", tmp_path, compiled_page, HEARD_FACEBOOK_BASE_URL=api.base) as door:
        first, second = (json.loads(door.ask("POST", "/").body) for _ in range(2))
    assert first["asked"] == 1
    assert (first["published"], first["failed"]) == (0, 0), "what was there before is left alone"
    assert second == dict.fromkeys(first, 0)


def test_what_a_platform_lists_is_on_the_bus(compiled_page: Path, tmp_path: Path, api: PretendApi) -> None:
    with framework("collect", tmp_path, compiled_page) as door:
        assert json.loads(door.ask("POST", "/").body)["failed"] == 1
    asked_before(tmp_path, datetime.now(UTC) - timedelta(days=2))
    with framework("collect", tmp_path, compiled_page, HEARD_FACEBOOK_BASE_URL=api.base) as door:
        told = json.loads(door.ask("POST", "/").body)
    assert (told["asked"], told["found"], told["published"], told["recovered"]) == (1, 1, 1, 1)
    ((data,),) = Ledger(tmp_path).rows("SELECT data FROM inbox", "inbox.db")
    queued = json.loads(data)
    assert (queued["object"], queued["via"], queued["brand"]) == (f"{PAGE}_55", "recovered", "acme")


def test_a_platform_that_does_not_answer_is_no_failed_tick(compiled_page: Path, tmp_path: Path) -> None:
    """The scheduler is not to repeat it: it is asked again when its pause has passed."""
    with framework("collect", tmp_path, compiled_page) as door:
        told = door.ask("POST", "/")
        assert (told.status, json.loads(told.body)["failed"]) == (200, 1)
        failed = [one for one in door.records() if one["event"] == "collect.failed"]
    assert [(one["platform"], one["why"]) for one in failed] == [("facebook", "ConnectError")]


def test_the_local_responder_collects_on_demand(page: Path, tmp_path: Path, api: PretendApi) -> None:
    with local(tmp_path, page, HEARD_FACEBOOK_BASE_URL=api.base) as door:
        assert door.operator("POST", "/-/collect")["asked"] <= 1  # the minute may have turned just now
        assert ask(door.port, "POST", "/-/collect").status == 404
    assert api.asked


def test_the_local_responder_collects_each_minute_by_itself(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not at once when it starts, and again after a run that failed. Whoever stops it stops a run between pages."""
    responder = Responder(environment(HEARD_DATA=str(tmp_path), HEARD_BRANDS=str(page)))
    begun = datetime(2026, 10, 13, 10, 0, 59, tzinfo=UTC)
    moments = iter([begun, begun, *(begun + timedelta(seconds=60 * number) for number in range(1, 9))])
    monkeypatch.setitem(vars(responder.wiring), "now", lambda: next(moments))
    runs: list[bool] = []

    def run(_tools: object, going: Callable[[], bool]) -> None:
        runs.append(going())
        if len(runs) == 1:
            raise BackendUnavailable("store", "down")
        responder._stopping.set()
        runs.append(going())

    monkeypatch.setattr("functions.local.responder.collect", run)
    monkeypatch.setattr(responder._stopping, "wait", lambda _seconds: False)
    responder._collecting(responder.wiring.tools)
    responder.wiring.close()
    assert runs == [True, True, False]
    assert capsys.readouterr().err.count("schedule.failed") == 1


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"HEARD_FACEBOOK_TOKEN": None}, "HEARD_FACEBOOK_TOKEN"),
        ({"HEARD_BUS": "nowhere"}, "HEARD_BUS"),
        ({"HEARD_PUBLIC_URL": "http://heard.example"}, "HEARD_PUBLIC_URL"),
    ],
)
def test_refuses_to_start(settings: dict[str, str | None], named: str, compiled_page: Path, tmp_path: Path) -> None:
    done = run_framework("collect", tmp_path, compiled_page, **settings)
    assert done.returncode != 0
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_needs_no_secret_of_a_webhook(compiled_page: Path, tmp_path: Path) -> None:
    """It speaks and never verifies; nor does it need the tokens of platforms that cannot be asked."""
    without = dict.fromkeys(("HEARD_FACEBOOK_SIGNING", "HEARD_FACEBOOK_VERIFY", "HEARD_X_SIGNING", "HEARD_X_TOKEN"))
    with framework("collect", tmp_path, compiled_page, **without) as door:
        assert door.ask("POST", "/").status == 200


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://heard.example", "https://heard.example"),
        ("https://heard.example/hooks/", "https://heard.example/hooks"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("", None),
        ("heard.example", ConfigurationError),
        ("http://heard.example", ConfigurationError),
        ("https://user:pass@heard.example", ConfigurationError),
        ("https://heard.example/?a=1", ConfigurationError),
        ("https://", ConfigurationError),
    ],
)
def test_where_platforms_reach_us_is_an_https_address(text: str, read: object) -> None:
    if read is ConfigurationError:
        with pytest.raises(ConfigurationError, match="HEARD_PUBLIC_URL"):
            Settings.read({"HEARD_PUBLIC_URL": text})
    else:
        assert Settings.read({"HEARD_PUBLIC_URL": text}).public_url == read
