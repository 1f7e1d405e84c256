"""What is looked at before anything is made: tools, login, project, billing, region, settings. It changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from infra.choices import Choices
from infra.deployment import Needs, asks_amazon
from infra.gcloud import Gcloud, Terraform
from shared import plugins
from shared.core.errors import ConfigurationError

TERRAFORM: Final = ((1, 9, 0), (2, 0, 0))  # as infra/versions.tf says
GCLOUD: Final = (500, 0, 0)  # what was current in November 2024; older ones were not looked at
CLOUD_NOTIFIERS: Final = ("smtp", "ses")
_LIKE_SECRETS: Final = re.compile(r"SECRET|PASSWORD|TOKEN|_KEY|SIGNING|VERIFY")  # as infra/variables.tf says
_NO_SECRETS: Final = frozenset({"AWS_ACCESS_KEY_ID", "HEARD_META_APPSECRET_PROOF", "HEARD_YOUTUBE_TOKEN_URL"})
_FOR_CHECKING: Final = "only-to-see-whether-the-others-fit"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at. `ok` None: it could not be, or it may matter; the deployment goes on."""

    about: str
    ok: bool | None
    said: str
    mend: str = ""

    def __str__(self) -> str:
        mark = {True: "ok      ", False: "WRONG   ", None: "look    "}[self.ok]
        return f"  {mark}{self.about}: {self.said}" + (f"\n          {self.mend}" if self.mend else "")


def tools(gcloud: Gcloud, terraform: Terraform) -> Iterator[Checked]:
    """Are both there, and new enough?"""
    least, below = TERRAFORM
    yield _version("terraform", terraform.version, least, below, "https://developer.hashicorp.com/terraform/install")
    yield _version("gcloud", gcloud.version, GCLOUD, None, "gcloud components update")


def project(choices: Choices, gcloud: Gcloud) -> Iterator[Checked]:
    """Who is logged in, and is there a project to make things in?"""
    account = gcloud.account()
    if account is None:
        yield Checked("login", False, "nobody is logged in to gcloud", "gcloud auth login")
        return
    yield Checked("login", True, "gcloud is")
    if not gcloud.has_credentials():
        yield Checked("credentials", False, "Terraform finds none", "gcloud auth application-default login")
    else:
        yield Checked("credentials", True, "Terraform finds some")
    found = gcloud.project()
    if found is None:
        mend = "make it, correct PROJECT=..., or have whoever owns it let you in"
        yield Checked("project", False, f"{choices.project} is not there, or this login may not see it", mend)
        return
    state = str(found.get("lifecycleState", "ACTIVE"))
    if state != "ACTIVE":
        yield Checked("project", False, f"{choices.project} is {state}", f"gcloud projects undelete {choices.project}")
        return
    yield Checked("project", True, choices.project)
    yield _billing(choices, gcloud.billed())
    yield _region(choices, gcloud.regions())
    yield _sharing(gcloud.shuts_out())


def settings(choices: Choices, wanted: Needs) -> Iterator[Checked]:
    """Do the plain settings fit: those of the notifier, and none that is a secret?"""
    notifier = choices.settings.get("HEARD_NOTIFIER", "smtp")
    where = f"[settings] of {choices.file}"
    secret = sorted(name for name in choices.settings if _LIKE_SECRETS.search(name) and name not in _NO_SECRETS)
    if secret:
        yield Checked("settings", False, f"{', '.join(secret)}: a secret", f"take it out of {where}; use make secrets")
    if notifier not in CLOUD_NOTIFIERS:
        expected = " or ".join(CLOUD_NOTIFIERS)
        yield Checked(
            "mail", False, f"HEARD_NOTIFIER: came {notifier!r}; expected {expected}", f"correct it in {where}"
        )
        return
    if asks_amazon(choices.settings) and not choices.settings.get("AWS_ACCESS_KEY_ID"):
        yield Checked("mail", False, "AWS_ACCESS_KEY_ID: is not set", f"name the key's id in {where}; docs/mail.md")
        return
    environ = {**choices.settings, **{one.env: _FOR_CHECKING for one in wanted.secrets.values() if one.what == "mail"}}
    try:
        plugins.load("notifiers", notifier).check(environ)
    except ConfigurationError as error:
        yield Checked("mail", False, str(error), f"set it in {where}; docs/mail.md")
    else:
        yield Checked("mail", True, f"by {notifier}")


def _version(
    name: str, ask: Callable[[], str], least: tuple[int, ...], below: tuple[int, ...] | None, mend: str
) -> Checked:
    expected = f"{_dotted(least)} or newer" + (f", below {_dotted(below)}" if below else "")
    try:
        came = ask()
    except ConfigurationError as error:
        return Checked(name, False, str(error).splitlines()[0], mend)
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", came)
    numbers = tuple(map(int, found.groups())) if found else None
    if numbers is None or numbers < least or (below is not None and numbers >= below):
        return Checked(name, False, f"came {came[:40]!r}; expected {expected}", mend)
    return Checked(name, True, came)


def _billing(choices: Choices, billed: bool | None) -> Checked:
    mend = f"gcloud billing projects link {choices.project} --billing-account=..."
    if billed is None:
        return Checked("billing", None, "this login may not ask; without it the first apply stops", mend)
    return Checked("billing", billed, "is on" if billed else f"{choices.project} has none", "" if billed else mend)


def _region(choices: Choices, regions: set[str] | None) -> Checked:
    if regions is None:
        return Checked("region", None, f"{choices.region}; a project without Cloud Run cannot say whether there is one")
    if choices.region in regions:
        return Checked("region", True, choices.region)
    near = sorted(one for one in regions if one.split("-")[0] == choices.region.split("-")[0]) or sorted(regions)
    return Checked("region", False, f"came {choices.region!r}; expected one of {', '.join(near[:12])}", "REGION=...")


def _sharing(shuts_out: bool | None) -> Checked:
    if shuts_out is None:
        said = "could not be asked; if the apply stops on allUsers, see infra/README.md"
        return Checked("organisation policy", None, said)
    if not shuts_out:
        return Checked("organisation policy", True, "lets platforms and colleagues in")
    said = "grants go to the organisation's own members alone, so receive and desk could not be called"
    return Checked("organisation policy", None, said, "ask for the exemption that infra/README.md names")


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
