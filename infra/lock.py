"""requirements.lock: every runtime requirement with the SHA-256 of each file that the package index publishes for it.

    python -m infra.lock            write it anew from requirements.txt; asks the package index
    python -m infra.lock --check    say whether it still matches requirements.txt; asks nobody

requirements.txt stays what people edit. The lock is one file for every place where Heard runs, because it names all
files of each release; before it is written, uv has resolved each place of PLACES from ready-made wheels alone, so that
no deployment ever compiles. Exit code 0: written, or it matches; 1: it does not, with the reason; 2: not understood.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from shared.core.errors import ConfigurationError

REQUIREMENTS: Final = Path("requirements.txt")
LOCK: Final = Path("requirements.lock")
PYTHONS: Final = ("3.11", "3.12", "3.13")
PLACES: Final = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin")
UV: Final = "uv==0.13.9"
HEADER: Final = """\
# Made by `python -m infra.lock` from requirements.txt; edit that one, then make this anew.
# Each release with the hashes of all its files: pip installs these bytes or nothing.
"""

# A deployed door is Linux: what a requirement's marker says of anything else does not concern its package.
_LINUX: Final = tuple(
    {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }
    for python, machine in product(PYTHONS, ("x86_64", "aarch64"))
)
_HASH: Final = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One release. `hashes` are those of its files, each `sha256:` and 64 hex digits, sorted."""

    version: str
    hashes: tuple[str, ...]


Lock = Mapping[str, Locked]
"""By canonical name: small letters, hyphens."""


def read_pins(file: Path = REQUIREMENTS) -> dict[str, str]:
    """Version by canonical name. Raises ConfigurationError for a line that pins nothing exactly."""
    pins: dict[str, str] = {}
    for number, line in enumerate(_text(file).splitlines(), 1):
        line = line.partition("#")[0].strip()
        if line:
            name, equals, version = line.partition("==")
            if not equals or not re.fullmatch(r"[A-Za-z0-9._-]+", name) or not re.fullmatch(r"[\w.!+-]+", version):
                raise ConfigurationError(f"{file.name} line {number}: came {line!r}; expected name==version")
            pins[canonicalize_name(name)] = version
    return pins


def read_lock(file: Path = LOCK) -> dict[str, Locked]:
    """What the lock holds. Raises ConfigurationError if it is missing or a release has no hash."""
    lock: dict[str, Locked] = {}
    for entry in re.split(r"(?<!\\)\n", _text(file)):
        if not entry.strip() or entry.startswith("#"):
            continue
        pin = entry.split("\\", 1)[0].partition(";")[0].strip()
        name, equals, version = pin.partition("==")
        hashes = tuple(sorted(_HASH.findall(entry)))
        if not equals or not hashes:
            raise ConfigurationError(f"{file.name}: came {pin[:80]!r}; expected name==version with its hashes")
        lock[canonicalize_name(name)] = Locked(version, hashes)
    return lock


def differences(pins: Mapping[str, str], lock: Lock) -> list[str]:
    """Where names or versions differ, in words; empty if the lock matches."""
    locked = {name: one.version for name, one in lock.items()}
    return [
        f"{name}: {REQUIREMENTS} has {pins.get(name, 'none')}, {LOCK} has {locked.get(name, 'none')}"
        for name in sorted(pins.keys() | locked.keys())
        if pins.get(name) != locked.get(name)
    ]


def written(lock: Lock, names: Iterable[str] | None = None) -> str:
    """Some or all of the lock as pip reads it; with a hash in it, pip takes nothing that has none."""
    chosen = sorted(lock if names is None else names)
    return "".join(
        " \\\n    ".join([f"{n}=={lock[n].version}", *(f"--hash={h}" for h in lock[n].hashes)]) + "\n" for n in chosen
    )


def closure(names: Iterable[Requirement], lock: Lock) -> set[str]:
    """The canonical names of these and of all that they need on Linux, under any of PYTHONS.

    Read from what is installed here. Raises ConfigurationError where that is not what the lock says.
    """
    found: dict[str, set[str]] = {}
    todo = list(names)
    while todo:
        one = todo.pop()
        name, extras = canonicalize_name(one.name), {"", *one.extras}
        if extras <= found.get(name, set()):
            continue
        found.setdefault(name, set()).update(extras)
        _as_locked(name, lock)
        needs = [Requirement(line) for line in metadata.requires(name) or ()]
        todo += [need for need in needs if _needed(need, found[name])]
    return set(found)


def _needed(need: Requirement, extras: Collection[str]) -> bool:
    marker = need.marker
    return marker is None or any(marker.evaluate({**place, "extra": extra}) for place in _LINUX for extra in extras)


def _as_locked(name: str, lock: Lock) -> None:
    if name not in lock:
        raise ConfigurationError(f"{name}: needed, but not in {LOCK}; pin it in {REQUIREMENTS} and make the lock anew")
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        installed = "none"
    if installed != lock[name].version:
        raise ConfigurationError(
            f"{name}: {installed} is installed, the lock says {lock[name].version}; run make setup, then try again"
        )


def resolve(requirements: Path, environ: Mapping[str, str]) -> str:
    """What uv finds for every place at once, hashes included. Raises ConfigurationError with what uv or pip said."""
    with tempfile.TemporaryDirectory(prefix="heard-lock-") as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        python = str(home / "venv" / "bin" / "python")
        _said([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], environ)
        uv = [str(home / "venv" / "bin" / "uv"), "--no-config", "--quiet", "--cache-dir", str(home / "cache")]
        uv += ["pip", "compile", str(requirements), "--no-header", "--no-annotate"]
        own_index = {"UV_DEFAULT_INDEX": index} if (index := _index(python, environ)) else {}
        for version, place in product(PYTHONS, PLACES):
            one = ["--python-version", version, "--python-platform", place, "--only-binary", ":all:"]
            _said([*uv, *one], {**environ, **own_index})
        every = ["--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
        return _said([*uv, *every], {**environ, **own_index})


def _index(python: str, environ: Mapping[str, str]) -> str | None:
    """The index that pip is set to use here, if it is not the usual one: uv does not read pip's settings."""
    settings = _said([python, "-m", "pip", "config", "list"], environ)
    found = re.findall(r"^(?:\S*\.)index-url='(.+)'$", settings, re.MULTILINE)
    return environ.get("PIP_INDEX_URL") or (found[-1] if found else None)


def _said(command: Sequence[str], environ: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=dict(environ), capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise ConfigurationError(f"{Path(command[0]).name} could not make the lock:\n{done.stderr.strip()[-4000:]}")
    return done.stdout


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({error.strerror}); run from the repository's root") from None


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check the lock and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.lock", description="Pin every requirement by its files.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the lock is not current")
    options = parser.parse_args(argv)
    try:
        pins = read_pins()
        if not options.check:
            with tempfile.TemporaryDirectory(prefix="heard-lock-") as folder:
                made = Path(folder) / LOCK
                made.write_text(resolve(REQUIREMENTS, os.environ), encoding="utf-8")
                lock = read_lock(made)
            if not differences(pins, lock):
                LOCK.write_text(HEADER + written(lock), encoding="utf-8", newline="\n")
                files = sum(len(one.hashes) for one in lock.values())
                sys.stderr.write(f"{LOCK}: {len(lock)} releases, {files} files\n")
                return 0
        wrong = differences(pins, read_lock() if options.check else lock)
    except (ConfigurationError, InvalidRequirement) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if wrong:
        cure = "make the lock anew" if options.check else f"pin each of these in {REQUIREMENTS} first"
        sys.stderr.write(f"{REQUIREMENTS} and {LOCK} differ; {cure}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
