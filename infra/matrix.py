"""Who may do what: the IAM matrix of a plan or a state, as a page that people can read and a check can compare.

    terraform -chdir=infra show -json plan > plan.json
    python -m infra.matrix --plan plan.json
    python -m infra.matrix --state infra.json --state bootstrap.json --check docs/iam.md

Each FILE is what `terraform show -json` prints; several make one page. Without any, one is read from standard input.
Names of environments, projects and Google's numbers are left out, so pages of two environments can be compared.

Exit code 0: printed, or equal to the page; 1: it differs, or a FILE is none; 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.core.errors import ConfigurationError

HEAD: Final = """# Who may do what

Every right that Terraform grants, written by `python -m infra.matrix` from what it plans: do not edit. One account for
each door, rights on the object, no basic role and no key. `{}` stands for the project, `heard` for a name's beginning,
such as `heard-prod`. This page is of all platforms behind a load balancer, and of CI let in from GitHub; the same
command tells what a deployment of yours has.
"""
_OBJECTS: Final = {
    "google_artifact_registry_repository": ("repository", "repository"),
    "google_cloud_run_v2_service": ("service", "name"),
    "google_project": ("project", "project"),
    "google_pubsub_subscription": ("subscription", "subscription"),
    "google_pubsub_topic": ("topic", "topic"),
    "google_secret_manager_secret": ("secret", "secret_id"),
    "google_service_account": ("account", "service_account_id"),
    "google_storage_bucket": ("bucket", "bucket"),
}
"""What a grant can be on: what we call it, and the argument that names it."""


@dataclass(frozen=True, order=True, slots=True)
class Grant:
    """One right: who, which role, on what kind of thing, on which, and on what condition."""

    who: str
    kind: str
    role: str
    only: str
    which: str


def grants(document: Mapping[str, Any]) -> list[Grant]:
    """Every grant of a plan or a state. Raises ConfigurationError for a document that is neither, or for a form of
    grant that takes others' away.
    """
    resources = list(_resources(document))
    prefix, project = _names(resources)
    found = []
    for one in resources:
        kind, _, form = one["type"].rpartition("_iam_")
        if form in ("binding", "policy"):
            raise ConfigurationError(
                f"{one['address']}: came iam_{form}; expected iam_member, which leaves others' grants"
            )
        if form != "member":
            continue
        values = one["values"]
        called, argument = _OBJECTS.get(kind, (kind.removeprefix("google_"), "name"))
        condition = (values.get("condition") or [{}])[0]
        found.append(
            Grant(
                who=_short(str(values.get("member") or "known after apply"), prefix, project),
                kind=called,
                role=re.sub("^projects/[^/]+/roles/", "", str(values.get("role") or "heardSecretPlaces")),
                only=_short(str(condition.get("expression") or ""), prefix, project),
                which=_short(str(values.get(argument) or "known after apply").rpartition("/")[2], prefix, project),
            )
        )
    return sorted(found)


def table(found: Iterable[Grant]) -> str:
    """The grants as a table: a line for who, role and kind, with every object of that kind."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found:
        rows.setdefault((one.who, one.role, one.kind, one.only), []).append(one.which)
    lines = ["| who | role | on | only where |", "|---|---|---|---|"]
    for (who, role, kind, only), which in sorted(rows.items()):
        some = "project" if kind == "project" else f"{kind} {', '.join(f'`{one}`' for one in sorted(set(which)))}"
        lines.append(f"| {who} | `{role}` | {some} | {f'`{only}`' if only else '-'} |")
    return "\n".join(lines) + "\n"


def page(documents: Sequence[Mapping[str, Any]]) -> str:
    """The whole page: a table for each document."""
    tables = []
    for document in documents:
        deploys = any(one["type"] == "google_project_iam_custom_role" for one in _resources(document))
        tables.append(f"\n## {'Who deploys' if deploys else 'Heard itself'}\n\n{table(grants(document))}")
    return HEAD + "".join(tables)


def _resources(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every managed resource of a plan or a state."""
    values = document.get("planned_values") or document.get("values")
    if not isinstance(values, Mapping) or "root_module" not in values:
        raise ConfigurationError("came no plan and no state; expected what `terraform show -json FILE` prints")
    modules = [values["root_module"]]
    while modules:
        module = modules.pop()
        modules += module.get("child_modules", [])
        yield from (one for one in module.get("resources", []) if one["mode"] == "managed")


def _names(resources: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The beginning of every name, such as heard-prod, and the project."""
    accounts = [one["values"] for one in resources if one["type"] == "google_service_account"]
    if not accounts:
        raise ConfigurationError("came a plan without an account; expected one of infra/ or of infra/bootstrap")
    begins = re.match(r"heard-[a-z0-9]+(?=-)", accounts[0]["account_id"])
    return begins[0] if begins else "heard", str(accounts[0].get("project") or accounts[0]["email"].partition("@")[2])


def _short(text: str, prefix: str, project: str) -> str:
    """A name as people say it: without the environment, the project and Google's numbers."""
    if text == "allUsers":
        return "anybody"
    if "gcp-sa-pubsub" in text:
        return "Pub/Sub's own account"
    if text.startswith("principalSet:"):
        return "jobs of the repository named"
    account = re.fullmatch(r"(?:serviceAccount:|.*/)?([a-z0-9-]+)@.*", text)
    text = (account[1] if account is not None else text).replace(prefix, "heard").replace(project, "{}")
    text = re.sub(r"(?<=gcf-v2-sources-)\d+-[a-z0-9-]+", "{}", text)
    return re.sub(r"^\{\}-heard-|^heard-", "", text)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the page or compare it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.matrix", description="The IAM matrix of a plan or a state.")
    for kind in ("plan", "state"):
        about = f"a {kind}, as `terraform show -json` prints it"
        parser.add_argument(f"--{kind}", action="append", dest="files", type=Path, metavar="FILE", help=about)
    parser.add_argument("--check", type=Path, metavar="PAGE", help="compare with this page instead of printing")
    options = parser.parse_args(argv)
    try:
        texts = [file.read_bytes() for file in options.files or ()] or [sys.stdin.buffer.read()]
        made = page([json.loads(text) for text in texts])
        if options.check is None:
            sys.stdout.write(made)
            return 0
        stands = options.check.read_text(encoding="utf-8")
    except (ConfigurationError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if made == stands:
        return 0
    differs = difflib.unified_diff(stands.splitlines(), made.splitlines(), str(options.check), "planned", "", "", 0, "")
    sys.stderr.write(
        "\n".join([*differs, "The page is not what is planned: look at each line, then write it anew.", ""])
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
