"""The crisis switch of a brand: say nothing automatically until a person says otherwise.

    python -m functions.local.crisis on tern-kettle --hours 24 --owner "Ingrid Solheim" --why "a recall"
    python -m functions.local.crisis off tern-kettle
    python -m functions.local.crisis show tern-kettle

Writes into the store that the environment names (HEARD_STORE and its own settings), so it works on this machine and,
with the deployment's settings, on a deployment. Every instance heeds it within five seconds; what has left has left.
Who needs an answer is given to --owner. What was held is not said afterwards: thanks go stale. As long as it is on no
clock of the brand counts, but those of promises that are made for a crisis.
Exit codes: 0 done, 1 not done (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta

from functions.local._wired import wired
from shared.brands.compiled import Brand
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Switch
from shared.flows._holds import turn_off, turn_on
from shared.wiring import Wiring


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Turn, or show, the switch."""
    options = _parser().parse_args(argv)
    try:
        with wired(os.environ if environ is None else environ) as wiring:
            print(_done(options, wiring))
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not done. {error}", file=sys.stderr)
        return 1
    return 0


def _done(options: argparse.Namespace, wiring: Wiring) -> str:
    brand, now = brand_of(wiring, options.brand), wiring.now()
    if options.command == "off":
        was_on = turn_off(wiring.store, brand.key, now)
        return f"{brand.name}: rules answer again." if was_on else f"{brand.name}: it was off."
    if options.command == "on":
        owner, until = _colleague(brand, options.owner), now + timedelta(hours=options.hours)
        turn_on(wiring.store, brand.key, now, until, owner=owner, why=options.why)
    kept = wiring.store.get(Switch, brand.key, now)
    if kept is None:
        return f"{brand.name}: off, rules answer."
    on = kept.doc
    who = f" {on.owner} speaks meanwhile." if on.owner else ""
    why = f" Why: {on.why}" if on.why else ""
    return f"{brand.name}: ON until {on.expire_at:%Y-%m-%d %H:%M} UTC; nothing is said automatically.{who}{why}"


def brand_of(wiring: Wiring, key: str) -> Brand:
    """The brand of this folder name. Raises ConfigurationError, naming those that exist."""
    brand = wiring.brands.brands.get(key)
    if brand is None:
        known = ", ".join(sorted(wiring.brands.brands)) or "none"
        raise ConfigurationError(f"brand: came {key[:60]!r}; there is: {known}")
    return brand


def _colleague(brand: Brand, name: str | None) -> str | None:
    team = ", ".join(one.name for one in brand.team) or "nobody"
    if name is not None and name not in [one.name for one in brand.team]:
        raise ConfigurationError(f"--owner: came {name[:80]!r}; the team of {brand.name} is: {team}")
    return name


def _hours(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 720:
        raise argparse.ArgumentTypeError(f"came {text[:20]!r}; expected whole hours from 1 to 720")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.crisis", description="The crisis switch: while it is on, no rule says anything."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, does in (("on", "stop automatic answers"), ("off", "let rules answer again"), ("show", "is it on?")):
        one = commands.add_parser(name, help=does)
        one.add_argument("brand", help="the brand's folder name")
        if name == "on":
            one.add_argument("--hours", type=_hours, default=24, help="until so many hours from now, 1 to 720 (24)")
            one.add_argument("--owner", help="the colleague who is asked about whatever needs an answer")
            one.add_argument("--why", help="for colleagues")
    return parser


if __name__ == "__main__":
    sys.exit(main())
