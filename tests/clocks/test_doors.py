"""A door loads what runs its clocks, and nothing of what reports, exports and explanations are made with."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

RUNS = {"derive", "items", "looks", "standing", "targets", "timing"}
NEVER = {"pydantic", "holidays", "shared.brands.models", "shared.brands.desk", "shared.flows.recompute"}


@pytest.mark.parametrize("door", ["flows.acknowledge", "flows.watch", "flows.desk", "flows.digest", "desk.sheet"])
def test_a_door_loads_only_what_its_clocks_run_by(door: str) -> None:
    code = f"import json, sys, shared.{door}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(json.loads(done.stdout))
    clocks = {name.removeprefix("shared.clocks.") for name in loaded if name.startswith("shared.clocks.")}
    posts = {"coverage"} if door == "flows.digest" else set()  # the digest tells of first hours
    assert clocks - RUNS - posts == set()
    assert clocks >= {"looks", "timing"}, "or the door was never loaded"
    assert loaded & NEVER == set()
