"""What a brand chooses about a deployment: `infra/environments/<env>.toml`, over which the command line goes.

    project = "acme-heard"
    region = "europe-west1"
    brands = "brands"
    alert_email = "heard@acme.example"
    min_instances = 1

    [settings]                       # plain settings of the doors; never a secret
    HEARD_NOTIFIER = "smtp"
    HEARD_SMTP_HOST = "smtp.acme.example"

    [optional]                       # optional secrets: whether to mount them
    HEARD_LINKEDIN_APPLICATION = true

Whatever else Terraform takes stands under its own name: firestore_location, billing_account, monthly_budget, domain,
requests_per_minute, min_instances, dead_days, settle_seconds.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shared.core.errors import ConfigurationError

ENVIRONMENTS: Final = Path("infra/environments")
KEPT: Final = Path("build/deploy")
PASSED: Final[Mapping[str, type]] = {
    "firestore_location": str,
    "billing_account": str,
    "monthly_budget": int,
    "domain": dict,
    "requests_per_minute": int,
    "min_instances": int,
    "dead_days": int,
    "settle_seconds": int,
}
_OURS: Final[Mapping[str, type]] = {"project": str, "region": str, "brands": str, "alert_email": str}
_TABLES: Final[Mapping[str, type]] = {"settings": str, "optional": bool}
_FORMS: Final = {
    "project": (
        r"[a-z][a-z0-9-]{4,28}[a-z0-9]",
        "a project's id: 6 to 30 small letters, digits and hyphens, acme-heard",
    ),
    "region": (r"[a-z]+-[a-z]+[0-9]{1,2}", "a region, such as europe-west1; not a zone such as europe-west1-b"),
    "env": (r"[a-z][a-z0-9]{1,9}", "2 to 10 small letters and digits, the first a letter, such as prod"),
    "alert_email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "one mail address that somebody reads, such as heard@acme.example"),
}
_SAID_AS: Final = {"project": "PROJECT", "region": "REGION", "env": "ENV", "alert_email": "ALERTS"}


@dataclass(frozen=True, slots=True)
class Choices:
    """One deployment. `terraform` holds variables that go to Terraform as they are written."""

    project: str
    region: str
    env: str
    brands: Path
    alert_email: str
    settings: Mapping[str, str] = field(default_factory=dict)
    optional: Mapping[str, bool] = field(default_factory=dict)
    terraform: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        return f"heard-{self.env}"

    @property
    def bucket(self) -> str:
        """Where the state is, as infra/bootstrap names it."""
        return f"{self.project}-heard-state"

    @property
    def variables(self) -> Path:
        """The file of variables that is written for Terraform."""
        return KEPT / f"{self.env}.tfvars.json"

    @property
    def plan(self) -> Path:
        return KEPT / f"{self.env}.tfplan"

    @property
    def begun(self) -> Path:
        """The plan of infra/bootstrap, which lies there until it is carried out to its end."""
        return KEPT / f"{self.project}-bootstrap.tfplan"

    @property
    def data(self) -> Path:
        """What Terraform keeps of this deployment on this machine."""
        return KEPT / f"{self.project}-{self.env}"

    @property
    def file(self) -> Path:
        return ENVIRONMENTS / f"{self.env}.toml"

    @property
    def again(self) -> str:
        """How a person names this deployment to make."""
        said = "" if self.file.is_file() else f" PROJECT={self.project} REGION={self.region}"
        brands = f" BRANDS={self.brands}" if self.brands != Path("brands") and not self.file.is_file() else ""
        return f"ENV={self.env}{said}{brands}"


def options(parser: argparse.ArgumentParser) -> None:
    """The part of a command line that says which deployment is meant."""
    parser.add_argument("--env", default="prod", metavar="NAME", help="which environment; default: prod")
    parser.add_argument("--project", metavar="ID", help="the Google Cloud project")
    parser.add_argument("--region", metavar="NAME", help="where the doors run, such as europe-west1")
    parser.add_argument("--brands", metavar="DIR", help="the folder of brands; default: brands")
    parser.add_argument("--brand", metavar="NAME", help="the one brand that this folder is expected to hold")
    parser.add_argument("--alerts", metavar="MAIL", help="who hears of what is wrong")
    parser.add_argument("--domain", metavar="HOST", help="with a load balancer: the host for platforms")
    parser.add_argument("--desk-domain", metavar="HOST", help="and the host for colleagues")


def read(given: argparse.Namespace, *, alerts: bool = True) -> Choices:
    """The choices of file and command line. Raises ConfigurationError, naming what came and what fits.

    Without `alerts` nobody need be named who hears of what is wrong.
    """
    env = _formed("env", given.env, Path("ENV"))
    file = ENVIRONMENTS / f"{env}.toml"
    written = _written(file)
    said = {
        "project": given.project or written.get("project"),
        "region": given.region or written.get("region"),
        "alert_email": given.alerts or written.get("alert_email"),
    }
    if not alerts:
        said["alert_email"] = said["alert_email"] or "nobody@heard.invalid"
    terraform = {name: written[name] for name in PASSED if name in written}
    if given.domain or given.desk_domain:
        if not (given.domain and given.desk_domain):
            raise ConfigurationError("DOMAIN: expected both, DOMAIN= for platforms and DESK_DOMAIN= for colleagues")
        terraform["domain"] = {"receive": given.domain, "desk": given.desk_domain}
    brands = Path(given.brands or written.get("brands") or "brands")
    if given.brand:
        _only(given.brand, brands)
    return Choices(
        project=_formed("project", said["project"], file),
        region=_formed("region", said["region"], file),
        env=env,
        brands=brands,
        alert_email=_formed("alert_email", said["alert_email"], file),
        settings=written.get("settings", {}),
        optional=written.get("optional", {}),
        terraform=terraform,
    )


def _formed(name: str, value: object, file: Path) -> str:
    form, expected = _FORMS[name]
    if not isinstance(value, str) or not re.fullmatch(form, value):
        came = "nothing" if value is None else repr(str(value)[:60])
        where = "" if name == "env" else f"; say {_SAID_AS[name]}=..., or {name} = ... in {file}"
        raise ConfigurationError(f"{_SAID_AS[name]}: came {came}; expected {expected}{where}")
    return value


def _written(file: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read ({error})") from None
    known = {**PASSED, **_OURS, **dict.fromkeys(_TABLES, dict)}
    for name, value in read.items():
        if name not in known:
            raise ConfigurationError(f"{file}: came {name!r}; expected some of {', '.join(sorted(known))}")
        if type(value) is not known[name]:
            raise ConfigurationError(f"{file}: {name} came as {type(value).__name__}; expected {known[name].__name__}")
    for table, kind in _TABLES.items():
        for name, value in read.get(table, {}).items():
            if type(value) is not kind:
                raise ConfigurationError(f"{file}: {table}.{name}: expected {kind.__name__}, in quotes if it is a text")
    return read


def _only(brand: str, folder: Path) -> None:
    there = sorted(file.parent.name for file in folder.glob("*/brand.toml"))
    if there != [brand]:
        raise ConfigurationError(
            f"BRAND: came {brand[:60]!r}; {folder} holds {', '.join(there) or 'no brand'}. A deployment takes a whole "
            "folder: give this brand one of its own, with its connections.toml, and name it by BRANDS=..."
        )
