"""A brand's deployment on Google Cloud: look at it, make it, remove it.

    python -m infra.deploy plan    [--env prod] [--project ID --region NAME --brands DIR ...]
    python -m infra.deploy deploy  ... [--yes]
    python -m infra.deploy destroy ... [--data delete] [--yes]

`plan` checks, packages, and says what would happen and cost. `deploy` does the same, asks, and then goes in the order
that loses nothing: everything but the doors; indexes ready; secrets there; acknowledge; the others, receive among them.
Stopped anywhere, the same command goes on from there. `destroy` says what goes and what stays, and asks.

Exit code 0: done; 1: refused or failed, with what to do; 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from infra import checks, choices, telling
from infra.choices import Choices
from infra.deployment import DOORS, held_back
from infra.gcloud import Gcloud, Terraform
from infra.prepared import ROOT, Deployment, declared_indexes, hold, plan, prepare, say, standing
from infra.secrets import offer
from shared.core.errors import ConfigurationError

BOOTSTRAP: Final = Path("infra/bootstrap")
PAUSE: Final = 10.0  # seconds between two looks at indexes that are being built
LOOKS: Final = 180
_STAYS: Final = """\
  What stays, and costs little or nothing:
    APIs stay switched on.
    Backups of the ledger stay until they are 7 days or 8 weeks old: gcloud firestore backups list --project={project}
    Logs stay until their retention ends; secrets' versions can be brought back for 7 days.
    Google's own copies of sources: buckets named gcf-v2-sources-* and gcf-v2-uploads-*.
    The state's bucket gs://{bucket} and the account that deploys: infra/bootstrap made them, see infra/README.md.
    Webhooks stay switched on at the platforms until you take them out there."""


def show(one: Deployment) -> tuple[dict[str, str], dict[str, int]]:
    """Say what would happen and cost; returns the doors that stand and the versions that there are."""
    one.terraform.init(bucket=one.choices.bucket, prefix=one.choices.env)
    stand = standing(one.terraform.state())
    found = one.versions()
    waiting = one.waiting(found)
    say("\nDoors", *telling.doors(stand, one.packages, waiting))
    if any(waiting.get(door) for door in stand):
        planned = one.planned(found, *one.ground())
    else:
        planned = one.planned(found)
        telling.refuse_loss(planned)
    say("\nWhat Terraform does", *telling.changes(planned))
    lacking = one.wanted.secrets.keys() - found.keys()
    if lacking:
        say("\nSecrets that are missing", *telling.missing(one.wanted, lacking, one.choices))
    for variable, meaning in one.wanted.left_out.items():
        say(f"  without {variable}: {meaning} ([optional] in {one.choices.file} mounts it)")
    say("\nWhat it costs", *telling.cost(one.choices, one.wanted))
    return stand, found


def look(chosen: Choices) -> int:
    """`plan`."""
    one = prepare(chosen)
    if one is None:
        return 1
    if not one.gcloud.has_bucket(chosen.bucket):
        say("\nDoors", *telling.doors({}, one.packages, one.waiting({})))
        say("\nWhat it costs", *telling.cost(chosen, one.wanted))
        raise ConfigurationError(
            f"gs://{chosen.bucket}, where Terraform keeps its state, is not there yet, so more cannot be said. "
            f"make deploy {chosen.again} makes it first, after asking; or apply infra/bootstrap yourself"
        )
    show(one)
    say(f"\nNothing was changed. To do it: make deploy {chosen.again}")
    return 0


def deploy(chosen: Choices, *, yes: bool) -> int:
    """`deploy`."""
    one = prepare(chosen)
    if one is None:
        return 1
    if not one.gcloud.has_bucket(chosen.bucket) or chosen.begun.is_file():
        question = f"\nMake gs://{chosen.bucket} for Terraform's state, and the account that deploys (infra/bootstrap)?"
        if not _agreed(question, yes=yes):
            return _unchanged()
        bootstrap(chosen, one.gcloud)
    stand, found = show(one)
    if not _agreed(f"\nDo this in {chosen.project}?", yes=yes):
        return _unchanged()
    stage = "the ground"
    try:
        _ground(one, stand, found)
        stage = "secrets"
        found |= offer(one.wanted, one.wanted.secrets.keys() - found.keys(), chosen.prefix, one.gcloud)
        lacking = one.wanted.secrets.keys() - found.keys()
        if lacking:
            say("\nEverything but the doors stands. These secrets are missing:")
            say(*telling.missing(one.wanted, lacking, chosen), f"Then: make deploy {chosen.again}")
            return 1
        stage = "indexes"
        wait_for_indexes(one.gcloud, chosen.prefix)
        stage = "acknowledge"
        _first_acknowledge(one, stand, found)
        stage = "the other doors"
        _do(one, one.planned(found))
        _last_words(one)
    except (ConfigurationError, KeyboardInterrupt) as error:
        say(
            f"\n{error}" if str(error) else "",
            f"Stopped at: {stage}. What stood before still stands, and messages wait for up to seven days.",
            f"Correct what is named above; then the same command goes on from here: make deploy {chosen.again}",
        )
        return 1
    return 0


def _ground(one: Deployment, stand: Mapping[str, str], found: Mapping[str, int]) -> None:
    say("\nEverything but the doors")
    _do(one, one.planned(found, *one.ground()) if stand else one.planned({}))


def _first_acknowledge(one: Deployment, stand: Mapping[str, str], found: Mapping[str, int]) -> None:
    """Whoever works on messages comes before whoever takes them: else they are dropped, or not understood."""
    say("\nacknowledge")
    if "acknowledge" in stand:
        # The others still mount what only their former release reads, so it stays until they are new too.
        former, numbers = one.former()
        door = f'{telling.DOOR}.door["acknowledge"]'
        _do(one, one.planned({**numbers, **found}, door, former=former))
    else:
        held = held_back(one.wanted)
        _do(one, one.planned({name: number for name, number in found.items() if name not in held}))


def wait_for_indexes(gcloud: Gcloud, database: str) -> None:
    """Until every composite index is ready: a door that asks without one fails. Raises ConfigurationError."""
    declared = len(declared_indexes()["indexes"])
    for number in range(LOOKS):
        states = gcloud.index_states(database)
        broken = [state for state in states if state not in ("READY", "CREATING")]
        if broken:
            raise ConfigurationError(
                f"an index of {database} is {broken[0]}; look at it in the console, Firestore, Indexes"
            )
        ready = states.count("READY")
        if ready >= declared and len(states) == ready:  # those of a former release are ready too, and count for nothing
            return
        if number == 0:
            say(f"  {ready} of {declared} indexes are ready; the others may take some minutes")
        time.sleep(PAUSE)
    raise ConfigurationError(f"the indexes of {database} are still being built after {LOOKS * PAUSE / 60:.0f} minutes")


def bootstrap(chosen: Choices, gcloud: Gcloud) -> None:
    """Make the state's bucket and the account that deploys; their own small state goes into that bucket as well."""
    terraform = Terraform(BOOTSTRAP, chosen.data.with_name(f"{chosen.data.name}-bootstrap"))
    out = chosen.begun
    terraform.init()
    terraform.workspace(chosen.project)
    out.parent.mkdir(parents=True, exist_ok=True)
    terraform.plan(out, f"-var=project_id={chosen.project}", f"-var=region={chosen.region}")
    terraform.apply(out)
    state = BOOTSTRAP / "terraform.tfstate.d" / chosen.project / "terraform.tfstate"
    gcloud.keep(state, f"gs://{chosen.bucket}/bootstrap/terraform.tfstate")
    out.unlink()


def destroy(chosen: Choices, *, data: str | None, yes: bool) -> int:
    """`destroy`."""
    gcloud, terraform = Gcloud(chosen.project), Terraform(ROOT, chosen.data)
    say("Checks")
    if not hold(checks.tools(gcloud, terraform)) or not hold(checks.project(chosen, gcloud)):
        return 1
    if not gcloud.has_bucket(chosen.bucket):
        raise ConfigurationError(f"gs://{chosen.bucket} is not there: infra never was applied to {chosen.project}")
    terraform.init(bucket=chosen.bucket, prefix=chosen.env)
    placeholders = {door: {"zip": f"{door}-{'0' * 64}.zip", "sha256": "0" * 64, "entry": door} for door in DOORS}
    variables = {
        **chosen.terraform,
        "project_id": chosen.project,
        "region": chosen.region,
        "env": chosen.env,
        "alert_email": chosen.alert_email,
        "packages": placeholders,
        "keep_data": False,
    }
    say("\nWhat goes", *telling.changes(plan(chosen, terraform, variables, "-destroy")))
    say(_STAYS.format(project=chosen.project, bucket=chosen.bucket))
    if data != "delete":
        raise ConfigurationError(
            "The ledger goes too: whom you answered, who waits, what people wrote. It is protected, and nothing was "
            f"done. To remove it with all the rest: make destroy {chosen.again} DATA=delete"
        )
    if not _agreed(f"\nRemove all this from {chosen.project} for good?", yes=yes):
        return _unchanged()
    plan(chosen, terraform, variables, "-target=google_firestore_database.ledger")
    terraform.apply(chosen.plan)
    plan(chosen, terraform, variables, "-destroy")
    terraform.apply(chosen.plan)
    say("\nRemoved.", _STAYS.format(project=chosen.project, bucket=chosen.bucket))
    return 0


def _do(one: Deployment, planned: Mapping[str, Any]) -> None:
    telling.refuse_loss(planned)
    said = list(telling.changes(planned))
    say(*said)
    one.terraform.apply(one.choices.plan)


def _last_words(one: Deployment) -> None:
    outputs = one.terraform.outputs()
    found = outputs.get("addresses", {})
    say("\nWhere platforms call, and what to click there\n", *telling.clicks(one.book, found.get("receive", "")))
    say(f"Colleagues' pages: {found.get('desk', '')}")
    if outputs.get("edge_address"):
        say(f"Point both names of `domain` at {outputs['edge_address']}; the certificate comes within an hour of that.")
    for variable, meaning in one.wanted.left_out.items():
        say(f"Still without {variable}: {meaning}")
    say("It stands. Look whether it hears: docs/operations.md, first deploy.")


def _agreed(question: str, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise ConfigurationError("nobody is there to ask; say YES=1 if this is meant")
    sys.stdout.write(f"{question} [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _unchanged() -> int:
    say("Nothing was changed.")
    return 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Deploy Heard to Google Cloud.")
    commands = parser.add_subparsers(dest="do", required=True, metavar="command")
    for name, about in (("plan", "say what would happen"), ("deploy", "do it"), ("destroy", "remove everything")):
        command = commands.add_parser(name, help=about)
        choices.options(command)
        if name != "plan":
            command.add_argument("--yes", action="store_true", help="do not ask")
        if name == "destroy":
            command.add_argument("--data", metavar="delete", help="`delete`: the ledger goes too")
    given = parser.parse_args(argv)
    try:
        chosen = choices.read(given, alerts=given.do != "destroy")
        if given.do == "plan":
            return look(chosen)
        if given.do == "deploy":
            return deploy(chosen, yes=given.yes)
        return destroy(chosen, data=given.data, yes=given.yes)
    except (ConfigurationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
