"""After every row: what no row may leave behind, whatever came late."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.faults.cloud import SAYS, Rig, until
from tests.functions.doors import SECRETS

pytestmark = pytest.mark.faults


def test_nothing_is_left_behind(rig: Rig) -> None:
    row = rig.row("all", "the rows above together")
    for one in rig.rows:
        row.runs += one.runs
        row.sent |= one.sent
        row.accepted |= one.accepted
        row.began = min(row.began, one.began)
    until(rig.quiet, 60, "the last pushes")
    time.sleep(2)
    row.rest()
    row.judge()
    log = b"".join(path.read_bytes() for path in rig.folder.glob("**/*.log") if path.name != "emulators.log")
    states = Counter(str(one.state) for one in rig.entries(row.began).values())
    row.extra |= {
        "dead_letters": rig.dead_letters(),
        "kills": rig.kills,
        "log_leaks": sum(one.encode() in log for one in (*SECRETS.values(), *SAYS.values())),
        "states": dict(states),
    }
    assert rig.platform.doubles() == ()
    assert row.extra["dead_letters"] == 0
    assert row.extra["log_leaks"] == 0
