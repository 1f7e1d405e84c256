"""A sixth of a processor, by a cgroup v2 of our own: as Cloud Functions gives its small instances."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

SHARE: Final = 0.167  # of a processor: with 256 MiB, docs of Cloud Run functions, memory and CPU, read 2026-11-22
_PERIOD: Final = 100_000  # microseconds


def why_not(proc: Path = Path("/proc/self")) -> str | None:
    """Why this machine cannot do it, or None."""
    parent = _parent(proc)
    if parent is None:
        return "this machine has no cgroup v2"
    if os.geteuid() != 0:
        return "only root may make a cgroup"
    given = (parent / "cgroup.subtree_control").read_text().split()
    if "cpu" not in given:
        return f"the cgroup v2 that this runs in gives its children no cpu controller, but {given or 'none'}"
    return None


@contextmanager
def throttled(share: float = SHARE) -> Iterator[tuple[str, ...]]:
    """A cgroup that is gone again afterwards; yields the command in front of one that shall run in it."""
    parent = _parent(Path("/proc/self"))
    assert parent is not None
    group = parent / f"heard-bench-{os.getpid()}"
    group.mkdir()
    try:
        (group / "cpu.max").write_text(f"{int(share * _PERIOD)} {_PERIOD}")
        yield ("/bin/sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "sh")
    finally:
        with suppress(OSError):
            group.rmdir()


def _parent(proc: Path) -> Path | None:
    """The cgroup v2 that we run in."""
    with suppress(OSError, StopIteration):
        mounts = (line.split() for line in (proc / "mountinfo").read_text().splitlines())
        root = next(Path(parts[4]) for parts in mounts if parts[parts.index("-") + 1] == "cgroup2")
        ours = next(line for line in (proc / "cgroup").read_text().splitlines() if line.startswith("0::"))
        return root / ours[3:].lstrip("/")
    return None
