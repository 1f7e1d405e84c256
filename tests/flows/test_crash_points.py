"""The process dies before, then after, every single port call; restarted, it loses nothing and repeats nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.flows.scenario import check, play
from tests.flows.world import SHM, Fuse, World


def run(at: int, *, after: bool) -> Fuse:
    fuse = Fuse(at=at, after=after)
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        world = World(Path(folder), fuse=fuse)
        try:
            play(world)
            check(world, crashed=at > 0)
        except AssertionError as error:
            raise AssertionError(f"crash {'after' if after else 'before'} call {at} ({fuse.names}): {error}") from error
        finally:
            world.close()
    return fuse


def test_the_scenario_holds_without_a_crash() -> None:
    assert run(0, after=False).calls > 100


@pytest.mark.parametrize("part", range(8))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_port_call_loses_nothing_and_repeats_nothing(part: int, after: bool) -> None:
    """Every eighth call, from `part` on, until a run meets no such call."""
    at = part + 1
    while True:
        fuse = run(at, after=after)
        if fuse.calls < at:
            break
        assert fuse.names, "the fuse did not blow"
        at += 8
