"""Every benchmark measures: with settings too small to say anything, each runs to its end and tells its figures.

What is measured is nobody's business here: a figure of a busy machine proves nothing.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest

from tests.bench import _figures, _slow, acknowledge, coldstart, lag, receive
from tests.emulators import needed

MAINS = {"coldstart": coldstart.main, "receive": receive.main, "acknowledge": acknowledge.main, "lag": lag.main}
TINY = {
    "coldstart": ("--rounds", "1"),
    "receive": ("--rounds", "1", "--seconds", "0.3", "--connections", "1", "8"),
    "acknowledge": ("--rounds", "1", "--messages", "10"),
    "lag": ("--rounds", "1", "--seconds", "2", "--rate", "10", "--warm", "2"),
}
TOLD = {
    "coldstart": (
        "receive, sync",
        "receive, aio",
        "receive, bare ASGI",
        "acknowledge, ledger written",
        "watch",
        "digest",
    ),
    "receive": ("rps/core at 8", "p99 at 8", "publish requests per webhook", "1,000 interactions", "warm memory"),
    "acknowledge": ("a reply decided", "decided that nothing", "the framework alone"),
    "lag": ("p99, to doors", "p50, to doors", "after the last POST"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MAINS)
def test_it_measures_and_leaves_nothing_running(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name != "receive":
        needed()
    assert MAINS[name]([*TINY[name], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = [figure["name"] for figure in found["figures"]]
    for told in TOLD[name]:
        assert any(told in one for one in names), told
    assert all(math.isfinite(figure["value"]) and figure["value"] >= 0 for figure in found["figures"])
    judged = [figure for figure in found["figures"] if figure["must"] is not None]
    assert judged
    assert not [child for child in children() if "python" in child or "java" in child]


def children() -> list[str]:
    """The programs that this process has started and that still run."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    pids = [pid for task in tasks for pid in (task / "children").read_text().split()]
    return [Path(f"/proc/{pid}/comm").read_text() for pid in pids]


def test_a_missed_must_is_told_and_an_error_only_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    def measured(_options: object) -> _figures.Found:
        found = _figures.Found("a look")
        found.add("slow", [1.0, 3.0, 2.0], must=1.5, aim=1.0)
        found.add("busy", 50.0, "%", must=45.0, aim=60.0, more=True)
        return found

    parser = _figures.parser("tests.bench.look", "A look.", 3)
    assert _figures.run(measured, parser.parse_args([])) == 0
    rows = {line.split("|")[1].strip(): line for line in capsys.readouterr().out.splitlines() if line.startswith("|")}
    assert "2.00 x" in rows["slow"]
    assert "1.00 to 3.00 x" in rows["slow"]
    assert "missed" in rows["slow"]
    assert "met" in rows["busy"]
    assert _figures.run(measured, parser.parse_args(["--strict"])) == 1


def test_what_cannot_be_measured_is_an_error_that_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    def measured(_options: object) -> _figures.Found:
        raise _figures.Failed("nobody answered")

    assert _figures.run(measured, _figures.parser("tests.bench.look", "A look.", 3).parse_args([])) == 1
    said = capsys.readouterr()
    assert "nobody answered" in said.err
    assert not said.out


@pytest.mark.parametrize(
    ("mounts", "controllers", "why"),
    [
        ("31 1 0:26 / {root} rw - tmpfs tmpfs rw", "cpu", "no cgroup v2"),
        ("31 1 0:26 / {root} rw - cgroup2 cgroup2 rw", "memory pids", "no cpu controller"),
    ],
)
def test_a_machine_that_cannot_be_slowed_says_why(
    mounts: str, controllers: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "mountinfo").write_text(mounts.format(root=tmp_path) + "\n")
    (tmp_path / "cgroup").write_text("0::/\n")
    (tmp_path / "cgroup.subtree_control").write_text(controllers)
    told = _slow.why_not(tmp_path)
    assert told is not None
    assert why in told
