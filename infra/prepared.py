"""One deployment, checked and packaged, with all that is found out about it before anything is made.

`infra/deploy.py` makes and removes it. Nothing here changes anything but files under build/.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra import checks, telling
from infra.checks import Checked
from infra.choices import Choices
from infra.deployment import DOORS, Needs, asks_amazon, dead_days, needs, packaged, secret_variable
from infra.gcloud import Gcloud, Terraform
from infra.package import package
from infra.secrets import versions
from shared.brands.compiled import Compiled, load
from shared.core.errors import ConfigurationError
from shared.settings import Settings

ROOT: Final = Path("infra")
PACKAGES: Final = Path("build/packages")
HALF: Final = "half-made"  # what stands of a door whose making failed


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment with all that was found out about it."""

    choices: Choices
    book: Compiled
    wanted: Needs
    packages: Mapping[str, Mapping[str, str]]
    gcloud: Gcloud
    terraform: Terraform

    def variables(self, versions: Mapping[str, int], former: Mapping[str, Any]) -> dict[str, Any]:
        """Every variable of infra/. No value of a secret is among them, only numbers of versions.

        `former` are secrets that no brand names any more and that standing doors still mount.
        """
        return {
            "dead_days": dead_days(self.book),
            **self.choices.terraform,
            "project_id": self.choices.project,
            "region": self.choices.region,
            "env": self.choices.env,
            "alert_email": self.choices.alert_email,
            "settings": dict(self.choices.settings),
            "packages": self.packages,
            "secrets": {**former, **secret_variable(self.wanted)},
            "secret_versions": {name: str(number) for name, number in sorted(versions.items())},
            "keep_data": True,
        }

    def versions(self) -> dict[str, int]:
        """The newest enabled version of each secret that has one."""
        found = versions(self.wanted, self.choices.prefix, self.gcloud)
        return {name: those[0].number for name, those in found.items() if those}

    def waiting(self, versions: Mapping[str, int]) -> dict[str, list[str]]:
        """By door the secrets that it waits for."""
        return {door: sorted(self.wanted.mounted(door) - versions.keys()) for door in DOORS}

    def planned(
        self, versions: Mapping[str, int], *targets: str, former: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """A plan of everything, or of these targets and what they depend on."""
        variables = self.variables(versions, former or {})
        return plan(self.choices, self.terraform, variables, *(f"-target={one}" for one in targets))

    def ground(self) -> list[str]:
        """What must be there before a door's new release is, one by one: naming all of a kind takes away the former.

        A plan of everything would deploy the doors with it, and leaving their secrets unnamed would take those away
        that stand.
        """
        declared = declared_indexes()
        fields = [f"{collection}.{field}" for collection, those in declared["unindexed"].items() for field in those]
        return [
            *(f'google_firestore_index.query["{name}"]' for name in declared["indexes"]),
            *(f'google_firestore_field.field["{name}"]' for name in fields),
            *(f'google_secret_manager_secret.secret["{name}"]' for name in self.wanted.secrets),
        ]

    def former(self) -> tuple[dict[str, Any], dict[str, int]]:
        """Secrets that standing doors mount and no brand names any more, and their versions."""
        rows = {
            name: {"env": row["env"], "doors": row["doors"], "what": "former"}
            for name, row in self.terraform.outputs().get("secrets", {}).items()
            if name not in self.wanted.secrets
        }
        found = {name: self.gcloud.versions(f"{self.choices.prefix}-{name}") for name in rows}
        numbers = {name: those[0].number for name, those in found.items() if those}
        return {name: rows[name] for name in numbers}, numbers


def plan(chosen: Choices, terraform: Terraform, variables: Mapping[str, Any], *options: str) -> dict[str, Any]:
    """Write the variables, plan with them, and return the plan."""
    file = chosen.variables
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(variables, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return terraform.plan(chosen.plan, f"-var-file={file.resolve()}", *options)


def declared_indexes() -> dict[str, Any]:
    """What the code wants Firestore to index, as `make indexes` wrote it."""
    return dict(json.loads((ROOT / "indexes.json").read_text(encoding="utf-8")))


def standing(state: Mapping[str, Any]) -> dict[str, str]:
    """The doors that stand, each with the SHA-256 of the package that it runs."""
    found: dict[str, str] = {}
    for one in state.get("values", {}).get("root_module", {}).get("resources", []):
        if one["type"] == telling.DOOR:
            built = one["values"]["build_config"][0]["source"][0]["storage_source"][0]
            digest = built["object"].removeprefix(f"{one['index']}-").removesuffix(".zip")
            found[one["index"]] = HALF if one.get("tainted") else digest
    return found


def prepare(chosen: Choices) -> Deployment | None:
    """Check, compile and package; None where a check failed, which has been said. Makes nothing but local files."""
    gcloud, terraform = Gcloud(chosen.project), Terraform(ROOT, chosen.data)
    say("Checks")
    if not hold(checks.tools(gcloud, terraform)) or not hold(checks.project(chosen, gcloud)):
        return None
    extras = ["ses"] if asks_amazon(chosen.settings) else []
    manifest = package([], chosen.brands, PACKAGES, extras)
    book = load(PACKAGES / "receive" / Settings().compiled)
    if not book.connections:
        raise ConfigurationError(f"{chosen.brands}: declares no connection, so nothing could be heard; see docs")
    wanted = needs(book, chosen.settings, chosen.optional)
    if not hold(checks.settings(chosen, wanted)):
        return None
    return Deployment(chosen, book, wanted, packaged(manifest, f"../{PACKAGES}"), gcloud, terraform)


def hold(found: Iterable[Checked]) -> bool:
    """Say what was looked at; whether nothing of it is wrong."""
    listed = list(found)
    say(*map(str, listed))
    return not any(one.ok is False for one in listed)


def say(*lines: str) -> None:
    """Tell the person who waits."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
