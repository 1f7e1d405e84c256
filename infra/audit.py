"""What Heard brings along, and what is known to be wrong with it: `make audit`.

    python -m infra.audit [--out build/sbom.json] [--offline]

Writes the bill of materials of requirements.lock as CycloneDX 1.6 JSON: every release with its files' hashes and its
license, as far as it is installed here. Then asks osv.dev, by name and version alone, what is known of each release.
Nobody answering is not the same as nothing known: it is said, and the exit code is 1 unless --offline meant it so.

Exit code 0: nothing is known (or nobody was to be asked); 1: something is, or nobody could be asked; 2: not understood.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.request
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from infra.lock import LOCK, REQUIREMENTS, Lock, differences, read_lock, read_pins
from shared.clock import system_now
from shared.core.errors import ConfigurationError

OSV: Final = (
    "https://api.osv.dev/v1/querybatch"  # https://google.github.io/osv.dev/post-v1-querybatch/ (read 2026-11-22)
)
PAGES: Final = 20
_SECONDS: Final = 30
_MOST: Final = 10 * 1024 * 1024

Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Given queries of osv.dev, its results in the same order. Raises OSError or ValueError."""


def bill(lock: Lock, version: str, now: datetime) -> dict[str, Any]:
    """The bill of materials. The same lock, installed here, gives the same but for the time."""
    components = [_component(name, one.version, one.hashes) for name, one in sorted(lock.items())]
    root = f"heard@{version}"
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([root, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": root, "name": "heard", "version": version},
        },
        "components": components,
        "dependencies": [
            {"ref": root, "dependsOn": [one["bom-ref"] for one in components]},
            *({"ref": one["bom-ref"]} for one in components),
        ],
    }


def known(lock: Lock, ask: Ask) -> dict[str, list[str]]:
    """By release, such as `jinja2 3.1.6`, the ids of what is known of it. Raises OSError or ValueError."""
    names = sorted(lock)
    todo = {name: _query(name, lock[name].version) for name in names}
    found: dict[str, set[str]] = {}
    for _page in range(PAGES):
        asked = list(todo)
        results = ask([todo[name] for name in asked])
        if len(results) != len(asked):
            raise ValueError("not one result for each question")
        following: dict[str, dict[str, Any]] = {}
        for name, result in zip(asked, results, strict=True):
            found.setdefault(name, set()).update(str(one["id"]) for one in result.get("vulns", ()))
            if result.get("next_page_token"):
                following[name] = {**_query(name, lock[name].version), "page_token": result["next_page_token"]}
        if not following:
            return {f"{name} {lock[name].version}": sorted(ids) for name, ids in found.items() if ids}
        todo = following
    raise ValueError("ever more pages")


def ask_osv(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask osv.dev itself."""
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(OSV, body, {"Content-Type": "application/json", "User-Agent": "heard"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - a fixed https address
        read: Mapping[str, Any] = json.loads(answer.read(_MOST))
    return list(read["results"])


def _component(name: str, version: str, hashes: Sequence[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    license = _license(name, version)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": one.removeprefix("sha256:")} for one in hashes],
        **({"licenses": [{"expression": license}]} if license else {}),
    }


def _license(name: str, version: str) -> str | None:
    """As the installed release itself expresses it in SPDX; older ones only have words, which are left out."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    told = "License-Expression" in found and found["Version"] == version
    return found["License-Expression"] if told else None


def _query(name: str, version: str) -> dict[str, Any]:
    return {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}


def audit(out: Path, now: datetime, ask: Ask | None) -> int:
    """Write the bill and say what is known; returns the exit code. Raises ConfigurationError."""
    lock = read_lock()
    if differences(read_pins(), lock):
        raise ConfigurationError(f"{LOCK} is not of this {REQUIREMENTS}; run: make lock")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(bill(lock, _version(), now), indent=2) + "\n", encoding="utf-8")
    _say(f"{out}: {len(lock)} releases")
    if ask is None:
        _say("Nobody was asked what is known to be wrong with them.")
        return 0
    try:
        wrong = known(lock, ask)
    except (OSError, ValueError, KeyError, TypeError) as error:
        _say(
            f"osv.dev could not be asked ({type(error).__name__}), so whether something is known to be wrong with "
            "them is not known. Try again where the network allows it, or say OFFLINE=1"
        )
        return 1
    for release, ids in sorted(wrong.items()):
        _say(f"  {release}: " + ", ".join(f"https://osv.dev/{one}" for one in ids))
    if wrong:
        _say(
            f"Known to be wrong with {len(wrong)} of {len(lock)}. Read each; raise the pin in {REQUIREMENTS}; make lock"
        )
        return 1
    _say(f"Nothing is known to be wrong with any of them (osv.dev, {now:%Y-%m-%d}).")
    return 0


def _version() -> str:
    import tomllib

    found = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    return str(found["project"]["version"])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Audit and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.audit", description="What Heard brings along.")
    parser.add_argument("--out", type=Path, default=Path("build/sbom.json"), metavar="FILE", help="build/sbom.json")
    parser.add_argument("--offline", action="store_true", help="write the bill and ask nobody")
    options = parser.parse_args(argv)
    try:
        return audit(options.out, system_now(), None if options.offline else ask_osv)
    except (ConfigurationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
