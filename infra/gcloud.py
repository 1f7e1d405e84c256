"""The one place that starts gcloud and terraform: argument lists, never a shell's line; secrets through pipes alone.

A secret's value is written to gcloud's standard input or read from its standard output. It is in no argument, no
environment and no file; gcloud's own log files are switched off, and what gcloud says of an error is passed on
without it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shared.core.errors import ConfigurationError

_QUIET: Final = {
    "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
    "CLOUDSDK_CORE_DISABLE_FILE_LOGGING": "1",
    "CLOUDSDK_CORE_LOG_HTTP": "0",
}
_ABSENT: Final = re.compile(r"NOT_FOUND|not found|does not exist|HTTPError 404|\b404\b")
_OFF: Final = re.compile(r"API has not been used|API \[[^]]*\] not enabled")  # nothing of the kind can be there yet
_MOST: Final = 2000  # characters of what a tool says of its failure


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def absent(self) -> bool:
        """Whether it failed because what it was asked about is not there."""
        return self.code != 0 and _ABSENT.search(self.err) is not None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a secret that doors may still read."""

    number: int
    made_at: datetime | None


def run(argv: Sequence[str], environ: Mapping[str, str], *, given: bytes = b"", shown: bool = False) -> Said:
    """Start a command and wait. `given` goes to its standard input; `shown` lets it speak to the person by itself."""
    pipe = None if shown else subprocess.PIPE
    try:
        done = subprocess.run(  # noqa: S603 - our own argument lists, and no shell
            argv, env=dict(environ), input=given, stdout=pipe, stderr=pipe, check=False
        )
    except FileNotFoundError:
        raise ConfigurationError(f"{argv[0]}: is not on the path; install it, then try again") from None
    return Said(done.returncode, done.stdout or b"", (done.stderr or b"").decode(errors="replace").strip())


class Gcloud:
    """gcloud, about one project."""

    def __init__(self, project: str, environ: Mapping[str, str] | None = None) -> None:
        self._project = project
        self._environ = {**(os.environ if environ is None else environ), **_QUIET}

    def version(self) -> str:
        return str(self._json("version").get("Google Cloud SDK", "")) or "none"

    def account(self) -> str | None:
        """Who is logged in; None if nobody is."""
        found = self._json("auth", "list", "--filter=status:ACTIVE")
        return str(found[0]["account"]) if found else None

    def has_credentials(self) -> bool:
        """Whether Terraform finds credentials. The token that gcloud prints is thrown away."""
        return self._say("auth", "application-default", "print-access-token").code == 0

    def project(self) -> dict[str, Any] | None:
        """The project; None where there is none, or none that we may see."""
        said = self._say("projects", "describe", self._project, "--format=json")
        if said.code and (said.absent or "PERMISSION_DENIED" in said.err or "permission" in said.err):
            return None
        return dict(self._read(said, "projects describe"))

    def billed(self) -> bool | None:
        """Whether the project has billing; None where we may not ask."""
        said = self._say("billing", "projects", "describe", self._project, "--format=json")
        return None if said.code else bool(self._read(said, "billing").get("billingEnabled"))

    def regions(self) -> set[str] | None:
        """Where Cloud Run runs; None where nobody can tell, as in a project whose API is not on yet."""
        said = self._say("run", "regions", "list", *self._of(), "--format=json")
        found = () if said.code else self._read(said, "run regions list")
        return {str(one.get("locationId") or one.get("name", "")).rpartition("/")[2] for one in found} or None

    def shuts_out(self) -> bool | None:
        """Whether the organisation takes grants to its own members alone, which shuts `allUsers` out; None: unknown."""
        constraint = "iam.allowedPolicyMemberDomains"
        policies = ("resource-manager", "org-policies", "describe", constraint, "--effective", "--format=json")
        said = self._say(*policies, *self._of())
        if said.code:
            return None
        listed = self._read(said, "org-policies describe").get("listPolicy", {})
        return bool(listed.get("allowedValues")) or listed.get("allValues") == "DENY"

    def has_bucket(self, name: str) -> bool:
        said = self._say("storage", "buckets", "describe", f"gs://{name}", *self._of(), "--format=json")
        return not said.absent and bool(self._read(said, "storage buckets describe"))

    def keep(self, file: Path, to: str) -> None:
        """Copy a file to an address in a bucket."""
        self._done(self._say("storage", "cp", str(file), to, *self._of()), "storage cp")

    def index_states(self, database: str) -> list[str]:
        """The state of each composite index, such as READY or CREATING; none where there is no such database."""
        said = self._say("firestore", "indexes", "composite", "list", f"--database={database}", *self._json_of())
        return [] if said.absent else [str(one.get("state", "")) for one in self._read(said, "firestore indexes")]

    def versions(self, secret: str) -> list[Version] | None:
        """The enabled versions of a secret, newest first; None where the secret has no place yet."""
        said = self._say("secrets", "versions", "list", secret, "--filter=state:ENABLED", *self._json_of())
        if said.absent or (said.code and _OFF.search(said.err)):
            return None
        found = self._read(said, "secrets versions list")
        made = [Version(int(one["name"].rpartition("/")[2]), _moment(one.get("createTime"))) for one in found]
        return sorted(made, key=lambda one: -one.number)

    def add_version(self, secret: str, value: str) -> int:
        """Put a value as the newest version; returns its number."""
        said = self._say("secrets", "versions", "add", secret, "--data-file=-", *self._json_of(), value=value)
        return int(self._read(said, "secrets versions add")["name"].rpartition("/")[2])

    def value(self, secret: str, number: int) -> str:
        """What a version holds: for rotation, which puts old and new together."""
        said = self._say("secrets", "versions", "access", str(number), f"--secret={secret}", *self._of())
        return self._done(said, "secrets versions access").out.decode()

    def _of(self) -> tuple[str, ...]:
        return (f"--project={self._project}",)

    def _json_of(self) -> tuple[str, ...]:
        return (*self._of(), "--format=json")

    def _json(self, *words: str) -> Any:
        return self._read(self._say(*words, "--format=json"), " ".join(words[:2]))

    def _say(self, *words: str, value: str | None = None) -> Said:
        said = run(["gcloud", *words], self._environ, given=(value or "").encode())
        return said if value is None else Said(said.code, said.out, said.err.replace(value, "***"))

    def _done(self, said: Said, what: str) -> Said:
        if said.code:
            raise ConfigurationError(f"gcloud {what} did not succeed:\n{said.err[-_MOST:]}")
        return said

    def _read(self, said: Said, what: str) -> Any:
        try:
            return json.loads(self._done(said, what).out or b"[]")
        except ValueError:
            raise ConfigurationError(
                f"gcloud {what}: came something other than JSON; is this gcloud current?"
            ) from None


class Terraform:
    """terraform in one folder. `data` keeps what belongs to one deployment apart from what belongs to another."""

    def __init__(self, folder: Path, data: Path, environ: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        given = os.environ if environ is None else environ
        self._environ = {**given, "TF_DATA_DIR": str(data.resolve()), "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}

    def version(self) -> str:
        said = run(["terraform", "version", "-json"], self._environ)
        return str(json.loads(said.out)["terraform_version"]) if said.code == 0 else "none"

    def init(self, **backend: str) -> None:
        settings = [f"-backend-config={name}={value}" for name, value in sorted(backend.items())]
        self._tell("init", "-reconfigure", *settings)

    def workspace(self, name: str) -> None:
        """Keep a state of this name, apart from others of the same folder; made if it is new."""
        self._tell("workspace", "select", "-or-create=true", name)

    def plan(self, out: Path, *options: str) -> dict[str, Any]:
        """Plan into a file, and what it holds."""
        self._tell("plan", f"-out={out.resolve()}", *options)
        return dict(json.loads(self._tell("show", "-json", str(out.resolve()))))

    def apply(self, out: Path) -> None:
        """Carry out a plan, in the person's sight."""
        self._tell("apply", str(out.resolve()), shown=True)

    def state(self) -> dict[str, Any]:
        """What is known to stand."""
        return dict(json.loads(self._tell("show", "-json")))

    def outputs(self) -> dict[str, Any]:
        return {name: one["value"] for name, one in json.loads(self._tell("output", "-json")).items()}

    def _tell(self, *words: str, shown: bool = False) -> bytes:
        plain = ["-no-color"] if words[0] in ("init", "plan", "apply") else []
        argv = ["terraform", f"-chdir={self._folder}", words[0], *plain, *words[1:]]
        said = run(argv, self._environ, shown=shown)
        if said.code:
            about = said.err[-_MOST:] or "(see above)"
            raise ConfigurationError(f"terraform {words[0]} did not succeed:\n{about}")
        return said.out


def _moment(text: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
