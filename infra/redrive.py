"""Hands in again what nobody could finish, once its cause is mended: `make redrive`.

    python -m infra.redrive --project acme-heard --region europe-west1 [--env prod] [--dry]
        [--platform facebook] [--brand acme] [--older 2h] [--newer 3d] [--most 1000]

Says first what waits in the subscription of dead letters: how much, since when, of which brand, platform and kind, and
never what somebody wrote. Then hands it into the topic of Interactions, a hundred at a time, and takes each hundred
from the dead letters only when Pub/Sub has confirmed that it is in the topic. Stopped anywhere, nothing is lost: what
was not confirmed waits for the next run, and what was handed in twice is found in the ledger and done once.

Exit codes: 0 done (also if nothing waits), 1 not done (the reason is on standard error), 2 not understood, 130 stopped.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from infra.dead_letters import Dead, DeadLetters, Topic, batches
from shared.buses._pubsub import Place
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Bus

ENVIRONMENTS: Final = Path("infra/environments")
MOST: Final = 1_000  # held in memory, and listed, before the first is handed in
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_MEND: Final = {
    "NotFound": "no such subscription or topic: correct --project or --env (PROJECT, ENV)",
    "PermissionDenied": "you may not: ask for roles/pubsub.subscriber on the subscription and roles/pubsub.publisher "
    "on the topic",
    "FailedPrecondition": "the topic keeps its messages in its own region: correct --region (REGION)",
    "Unauthenticated": "you are not logged in: gcloud auth application-default login",
    "DefaultCredentialsError": "you are not logged in: gcloud auth application-default login",
    "RefreshError": "your login has ended: gcloud auth application-default login",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dead letters are meant: of a brand, of a platform, first sent before or since a moment."""

    brand: str | None = None
    platform: str | None = None
    before: datetime | None = None
    since: datetime | None = None

    def means(self, dead: Dead) -> bool:
        return (
            (self.brand is None or dead.attributes.get("brand") == self.brand)
            and (self.platform is None or dead.attributes.get("platform") == self.platform)
            and (self.before is None or dead.sent < self.before)
            and (self.since is None or dead.sent >= self.since)
        )


def redrive(
    letters: DeadLetters,
    topic: Bus,
    asked: Asked,
    now: datetime,
    *,
    dry: bool = False,
    most: int = MOST,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """List them, and hand in again those that are meant unless `dry`; returns how many were.

    Raises BackendUnavailable; what was handed in by then is.
    """
    held = letters.pull(most, stopped)
    try:
        meant = [one for one in held if asked.means(one)]
        for line in told(meant, len(held), letters.name, most, now):
            _say(line)
        done = 0
        for batch in [] if dry else batches(meant):
            if stopped():
                break
            topic.publish([one.again for one in batch])
            letters.done(batch)
            gone = {one.lease for one in batch}
            held = [one for one in held if one.lease not in gone]
            done += len(batch)
            _note(f"handed in {done:,} of {len(meant):,}")
        return done
    finally:
        letters.release(held)


def told(meant: Sequence[Dead], held: int, name: str, most: int, now: datetime) -> Iterator[str]:
    """What waits, in lines: how many, of what sort, since when."""
    if not held:
        yield f"{name}: no dead letter waits."
        return
    yield f"{name}: {held:,} dead letters wait{', or more' if held >= most else ''}; {len(meant):,} of them are meant."
    if not meant:
        return
    oldest = min(one.sent for one in meant)
    yield f"The oldest was sent on {oldest:%Y-%m-%d %H:%M} UTC, {_ago(now - oldest)} ago."
    yield ""
    yield f"  {'count':>6}  {'brand':<20}  {'platform':<12}  {'kind':<12}  {'tried':>5}  oldest (UTC)"
    sorts: dict[tuple[str, str, str], list[Dead]] = {}
    for one in meant:
        sorts.setdefault(one.sort, []).append(one)
    for (brand, platform, kind), those in sorted(sorts.items(), key=lambda sort: (-len(sort[1]), sort[0])):
        tries = max((one.tries for one in those if one.tries is not None), default=None)
        since = min(one.sent for one in those)
        yield (
            f"  {len(those):>6,}  {brand:<20}  {platform:<12}  {kind:<12}  {'-' if tries is None else tries:>5}"
            f"  {since:%Y-%m-%d %H:%M}"
        )
    yield ""


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Look, and hand in again."""
    options = _parser().parse_args(argv)
    now = datetime.now(UTC)
    topic, name = f"heard-{options.env}-interactions", f"heard-{options.env}-dead"
    asked = Asked(
        brand=options.brand,
        platform=options.platform,
        before=None if options.older is None else now - options.older,
        since=None if options.newer is None else now - options.newer,
    )
    try:
        settings = _settings(options, os.environ if environ is None else environ) | {"HEARD_TOPIC": topic}
        with _stopping() as stopped, _opened(settings, name) as (letters, into):
            done = redrive(letters, into, asked, now, dry=options.dry, most=options.most, stopped=stopped)
            if stopped():
                _note(f"Stopped. Handed in {done:,}; the others wait for the next run.")
                return 130
    except ConfigurationError as error:
        _note(f"Not done. {error}")
        return 1
    except BackendUnavailable as error:
        _note(f"Not done. {error.why}: {_MEND.get(error.why, 'Pub/Sub did not answer as it should')}.")
        _note("What was not handed in still waits; running it again is safe.")
        return 1
    if options.dry:
        _say("A dry run: nothing was handed in.")
    else:
        _say(f"Handed in {done:,} to {topic}. What fails again comes back here after a hundred tries.")
    return 0


def _settings(options: argparse.Namespace, environ: Mapping[str, str]) -> dict[str, str]:
    """Where to knock: project and region as told, else as the environment's file says.

    In its own region, since topics that keep messages there refuse whoever knocks elsewhere
    (cloud.google.com/pubsub/docs/resource-location-restriction, read 2026-11-22).
    """
    file = ENVIRONMENTS / f"{options.env}.toml"
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        written = {}
    found: dict[str, str] = {}
    for name in ("project", "region"):
        value = getattr(options, name) or written.get(name)
        if not isinstance(value, str):
            raise ConfigurationError(f"--{name} ({name.upper()}): came nothing, and {file} names none; expected one")
        found[name] = value
    settings = {**environ, "GOOGLE_CLOUD_PROJECT": found["project"]}
    if not (environ.get("PUBSUB_EMULATOR_HOST") or environ.get("HEARD_PUBSUB_URL")):
        settings["HEARD_PUBSUB_URL"] = f"https://{found['region']}-pubsub.googleapis.com"
    return settings


@contextmanager
def _opened(settings: Mapping[str, str], name: str) -> Iterator[tuple[DeadLetters, Topic]]:
    place = Place.read(settings)
    with closing(DeadLetters(place, name)) as letters, closing(Topic(place)) as topic:
        yield letters, topic


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether somebody asked us to end: between two batches, never inside one."""
    asked = threading.Event()
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ago(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return (
        f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"
    )


def _age(text: str) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,4})([mhd])", text, re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"came {text[:20]!r}; expected minutes, hours or days, such as 30m, 2h or 3d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _fitting(pattern: str, expected: str) -> Callable[[str], str]:
    def fits(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise argparse.ArgumentTypeError(f"came {text[:60]!r}; expected {expected}")
        return text

    return fits


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or not 1 <= int(text) <= 10 * MOST:
        raise argparse.ArgumentTypeError(f"came {text[:20]!r}; expected a number from 1 to {10 * MOST}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.redrive",
        description="Hand dead letters into the topic of Interactions again, once their cause is mended.",
        epilog="Exit codes: 0 done, 1 not done (the reason is on standard error), 2 not understood, 130 stopped.",
    )
    project = _fitting(r"[a-z0-9][a-z0-9.:-]{0,98}", "a project's id, such as acme-heard")
    region = _fitting(r"[a-z]+-[a-z]+[0-9]{1,2}", "a region, such as europe-west1")
    env = _fitting(r"[a-z][a-z0-9]{1,9}", "2 to 10 lower-case letters and digits, such as prod")
    parser.add_argument("--project", type=project, help="the Google Cloud project (that of the environment's file)")
    parser.add_argument("--region", type=region, help="where the topics keep messages (that of the environment's file)")
    parser.add_argument("--env", default="prod", type=env, help="the environment that begins every name (prod)")
    parser.add_argument("--dry", action="store_true", help="only say what waits")
    parser.add_argument("--brand", help="only those of this brand")
    parser.add_argument("--platform", help="only those of this platform; reminders to ourselves have none")
    parser.add_argument("--older", type=_age, help="only those first sent longer ago: 30m, 2h, 3d")
    parser.add_argument("--newer", type=_age, help="only those first sent since: 30m, 2h, 3d")
    parser.add_argument("--most", type=_count, default=MOST, help=f"at most so many in one run ({MOST})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
