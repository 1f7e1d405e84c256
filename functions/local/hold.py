"""What stands still for a whole brand: time in which nobody could answer counts for no promise.

    python -m functions.local.hold start tern-kettle --reason platform_outage --platform facebook --who "Ingrid Solheim"
    python -m functions.local.hold start tern-kettle --reason platform_outage --platform x --who "Ingrid Solheim" \\
        --since 2026-10-13T09:00 --until 2026-10-13T10:30 --why "X took no replies"
    python -m functions.local.hold end tern-kettle --reason platform_outage --platform facebook
    python -m functions.local.hold show tern-kettle

Times are ISO, with an offset (`2026-10-13T09:00+02:00`, or `Z`), or else as the clocks on the brand's walls show them.
Writes into the store that the environment names (HEARD_STORE and its own settings), so it works on this machine and,
with the deployment's settings, on a deployment. The crisis switch (functions.local.crisis) holds the brand by itself.
Exit codes: 0 done, 1 not done (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.local._when import moment
from functions.local._wired import wired
from functions.local.crisis import brand_of
from shared.brands.compiled import Brand
from shared.core.course import Reason
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Switch
from shared.core.regime import Hold, PolicyLog
from shared.flows._holds import OF_BRAND, end_hold, start_hold
from shared.wiring import Wiring


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Begin, end, or show what is on hold."""
    options = _parser().parse_args(argv)
    try:
        with wired(os.environ if environ is None else environ) as wiring:
            print("\n".join(_done(options, wiring)))
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not done. {error}", file=sys.stderr)
        return 1
    return 0


def _done(options: argparse.Namespace, wiring: Wiring) -> Iterator[str]:
    brand, now = brand_of(wiring, options.brand), wiring.now()
    if options.command == "show":
        yield from _shown(brand, wiring, now)
        return
    reason, platform = _reason(options.reason), _platform(brand, options.platform)
    if reason is Reason.CRISIS and wiring.store.get(Switch, brand.key, now) is not None:
        raise ConfigurationError(
            f"--reason: the crisis switch is on and holds {brand.name} as long as it is. "
            f"Turn it on for longer, or off: make crisis BRAND={brand.key} STATE=off"
        )
    if options.command == "end":
        at = _moment(options.until, brand, "--until")
        ended = end_hold(wiring.store, brand.key, now, reason=reason, platform=platform, at=at)
        if ended is None:
            yield f"{brand.name}: nothing of that kind is on hold{'' if at is None else ' at that time'}."
            return
        yield _line(ended, brand)
        yield "Clocks that run are worked out anew within minutes."
        if at is not None and at < now:
            yield _kept(brand, ended)
        return
    since = _moment(options.since, brand, "--since")
    hold = start_hold(
        wiring.store,
        brand.key,
        now,
        reason=reason,
        who=options.who,
        why=options.why,
        platform=platform,
        since=since,
        until=_moment(options.until, brand, "--until"),
    )
    yield _line(hold, brand)
    yield "Clocks that run do not count that time."
    if since is not None and since < now:
        yield _kept(brand, hold)


def _kept(brand: Brand, hold: Hold) -> str:
    """What is not changed by what is written down afterwards, and how it is."""
    since = hold.pause.since.astimezone(ZoneInfo(brand.zone))
    return (
        "Clocks that have stopped keep their figures, and what was missed stays missed. To count them anew, with a "
        f'report: make recompute BRAND={brand.key} SINCE={since:%Y-%m-%d} WHY="{hold.pause.reason}"'
    )


def _shown(brand: Brand, wiring: Wiring, now: datetime) -> Iterator[str]:
    kept = wiring.store.get(PolicyLog, brand.key, now)
    holds = () if kept is None else kept.doc.holds
    if not holds:
        yield f"{brand.name}: nothing is or was on hold."
    for hold in holds:
        yield f"{_line(hold, brand)}{' NOW' if hold.pause.at(now) else ''}"


def _line(hold: Hold, brand: Brand) -> str:
    pause = hold.pause
    until = "until somebody ends it" if pause.until is None else f"to {_shown_at(pause.until, brand)}"
    where = hold.platform or "all platforms"
    why = f": {pause.why}" if pause.why else ""
    return (
        f"{brand.name}, {where}: {pause.reason} from {_shown_at(pause.since, brand)} {until}, by {pause.who}{why} "
        f"({brand.zone})"
    )


def _shown_at(at: datetime, brand: Brand) -> str:
    return f"{at.astimezone(ZoneInfo(brand.zone)):%Y-%m-%d %H:%M}"


def _moment(text: str | None, brand: Brand, name: str) -> datetime | None:
    return moment(text, brand.zone, name) if text else None


def _reason(text: str) -> Reason:
    if text not in OF_BRAND:
        raise ConfigurationError(f"--reason: came {text[:40]!r}; expected {' or '.join(OF_BRAND)}")
    return Reason(text)


def _platform(brand: Brand, name: str | None) -> str | None:
    known = sorted({one.platform for one in brand.accounts})
    if name and name not in known:
        there = ", ".join(known) or "none"
        raise ConfigurationError(f"--platform: came {name[:40]!r}; {brand.name} has accounts on: {there}")
    return name or None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.hold", description="Time in which nobody could answer, for a whole brand."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    does = {"start": "put it on hold, now or afterwards", "end": "end that", "show": "what is and was on hold"}
    for name, what in does.items():
        one = commands.add_parser(name, help=what)
        one.add_argument("brand", help="the brand's folder name")
        if name == "show":
            continue
        one.add_argument("--reason", default="", help=" or ".join(OF_BRAND))
        one.add_argument("--platform", help="only what came on this platform (all)")
        one.add_argument("--until", help="when it ends, or ended (open; for `end`: now)")
        if name == "start":
            one.add_argument("--since", help="when it began (now)")
            one.add_argument("--who", default="", help="the name of who says so")
            one.add_argument("--why", help="for colleagues")
    return parser


if __name__ == "__main__":
    sys.exit(main())
