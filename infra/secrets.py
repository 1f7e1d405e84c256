"""Secrets of a deployment: put, rotate and list them; no value is ever printed, or written anywhere but into its place.

    python -m infra.secrets list   [--env prod] [--project ID --region NAME --brands DIR]
    python -m infra.secrets put    NAME     a value from standard input, or asked for without showing it
    python -m infra.secrets put             each that is missing; keys of our own are drawn by lot
    python -m infra.secrets rotate NAME     a version that holds the new and the old value; then deploy
    python -m infra.secrets swap   NAME     the two in the other order: a key of our own begins to be used
    python -m infra.secrets retire NAME     only the first of the two; then deploy

NAME is the variable (HEARD_FACEBOOK_SIGNING) or the secret's own name (facebook-signing). Doors read a version when
they start, and which one is pinned: nothing changes for them before `make deploy`.

Exit code 0: done; 1: refused or failed, with what to do; 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import base64
import getpass
import secrets as by_lot
import sys
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from infra import choices
from infra.choices import Choices
from infra.deployment import Needed, Needs, needs
from infra.gcloud import Gcloud, Version
from infra.package import compiled
from shared import plugins
from shared.brands.compiled import from_bytes
from shared.clock import system_now
from shared.core import signing
from shared.core.errors import ConfigurationError
from shared.core.secret import Secret, weakness
from shared.notifiers._router import unfit

_AT_ONCE: Final = 6  # calls of gcloud
_KEY_BYTES: Final = 32
_CHANGED_THERE: Final = """\
  Next: make deploy {again}
  Then change it at the platform if you have not yet, see that webhooks still arrive, and a day later:
    make secrets DO=retire NAME={env} {again}
    make deploy {again}"""
_CHANGED_HERE: Final = """\
  Every door must know the new key before one uses it, so the old one still stands first.
  Next: make deploy {again}
  Then: make secrets DO=swap NAME={env} {again}
        make deploy {again}
  When all that was made with the old one has ended (links: HEARD_LINK_DAYS; tokens: a day):
        make secrets DO=retire NAME={env} {again}
        make deploy {again}"""
_DEPLOY: Final = "  Next: make deploy {again}"
_DISABLE: Final = """\
  After that nothing reads version {number}. Destroy it (for 7 days it can be brought back):
    gcloud secrets versions destroy {number} --secret={id} --project={project}"""


def versions(wanted: Needs, prefix: str, gcloud: Gcloud) -> dict[str, list[Version] | None]:
    """The enabled versions of every secret, newest first; None where it has no place yet."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda name: gcloud.versions(f"{prefix}-{name}"), wanted.secrets)
        return dict(zip(wanted.secrets, found, strict=True))


def offer(wanted: Needs, missing: Collection[str], prefix: str, gcloud: Gcloud) -> dict[str, int]:
    """Put what is missing: keys of our own by lot, others if somebody is there to ask. Returns their new versions."""
    put: dict[str, int] = {}
    for name in sorted(missing, key=lambda name: (not wanted.secrets[name].made, name)):
        one = wanted.secrets[name]
        value = drawn(one) if one.made else _asked(one) if sys.stdin.isatty() else ""
        if value:
            put[name] = gcloud.add_version(f"{prefix}-{name}", checked(one, value))
            _say(f"  {one.env}: version {put[name]}" + (", drawn by lot" if one.made else ""))
    return put


def drawn(one: Needed) -> str:
    """A key of our own: 32 random bytes in base64, as each of them may be."""
    return ("whsec_" if one.signs else "") + base64.b64encode(by_lot.token_bytes(_KEY_BYTES)).decode()


def checked(one: Needed, value: str) -> str:
    """One value that can be used. Raises ConfigurationError naming the variable, never the value."""
    why = _weak(one, value)
    if why is not None:
        raise ConfigurationError(f"{one.env}: the value {why}; nothing was put. {one.meaning}")
    return value


def put(one: Needed, value: str, prefix: str, gcloud: Gcloud) -> int:
    """Add a version with this value alone; returns its number."""
    _place(one, prefix, gcloud)
    return gcloud.add_version(f"{prefix}-{one.name}", checked(one, value))


def rotate(one: Needed, value: str, prefix: str, gcloud: Gcloud) -> int:
    """Add a version with two values: of what others give us the new one first, of our own keys the old one."""
    if one.single:
        raise ConfigurationError(f"{one.env}: holds one value at a time. Change it where it is from, then DO=put")
    old = _current(one, prefix, gcloud)
    if len(old) > 1:
        raise ConfigurationError(
            f"{one.env}: holds {len(old)} values already; DO=retire keeps the first, DO=swap turns them"
        )
    if checked(one, value) == old[0]:
        raise ConfigurationError(f"{one.env}: this is the value that it holds; nothing was put")
    both = (old[0], value) if one.made else (value, old[0])
    return gcloud.add_version(f"{prefix}-{one.name}", " ".join(both))


def swap(one: Needed, prefix: str, gcloud: Gcloud) -> int:
    """Add a version with the same two values in the other order."""
    return gcloud.add_version(f"{prefix}-{one.name}", " ".join(reversed(_two(one, prefix, gcloud))))


def retire(one: Needed, prefix: str, gcloud: Gcloud) -> int:
    """Add a version with the first of two values alone."""
    return gcloud.add_version(f"{prefix}-{one.name}", _two(one, prefix, gcloud)[0])


def listed(wanted: Needs, found: dict[str, list[Version] | None], now: datetime) -> Iterator[str]:
    """A line for each secret: its variable, newest version, that one's age, and the doors that read it."""
    width = max((len(one.env) for one in wanted.secrets.values()), default=0)
    for name, one in wanted.secrets.items():
        has = found[name]
        if has:
            made = has[0].made_at
            age = "age unknown" if made is None else f"{max(0, (now - made).days)} days old"
            state = f"version {has[0].number}, {age}"
        else:
            state = "MISSING" if has == [] else "MISSING, and no place for it yet: make deploy makes one"
        yield f"{one.env:<{width}}  {state}  ({', '.join(one.doors)})"


def _weak(one: Needed, value: str) -> str | None:
    if one.single and one.what == "mail":
        if value != value.strip() or not value.isascii():
            return "has a space at an end, or letters outside ASCII"
    elif len(value.split()) != 1 or value != value.strip():
        return "is empty, or has white space in it, which stands between two values"
    weak = weakness(value, ours=one.made or one.signs)
    if weak is not None:
        return weak
    if one.signs:
        return signing.unfit(Secret(value))
    if one.what == "chat":
        return "is no https address of a webhook" if unfit({one.env: value}, [f"slack:{one.env}"]) else None
    for platform, use in one.uses:
        module = plugins.load("platforms", platform)()
        ours = any(known.ours for known in module.secrets if known.name == use)
        why: str | None = weakness(value, ours=ours) or module.unusable(use, Secret(value))
        if why is not None:
            return why
    return None


def _place(one: Needed, prefix: str, gcloud: Gcloud) -> list[Version]:
    found = gcloud.versions(f"{prefix}-{one.name}")
    if found is None:
        raise ConfigurationError(f"{one.env}: there is no place for it yet. make deploy makes one, then put it")
    return found


def _current(one: Needed, prefix: str, gcloud: Gcloud) -> list[str]:
    found = _place(one, prefix, gcloud)
    if not found:
        raise ConfigurationError(f"{one.env}: holds nothing yet; DO=put puts the first value")
    return gcloud.value(f"{prefix}-{one.name}", found[0].number).split()


def _two(one: Needed, prefix: str, gcloud: Gcloud) -> list[str]:
    held = _current(one, prefix, gcloud)
    if len(held) != 2:
        raise ConfigurationError(f"{one.env}: holds {len(held)} value; there are two only after DO=rotate")
    return held


def _asked(one: Needed) -> str:
    _say(f"  {one.meaning}")
    return getpass.getpass(f"  {one.env} (not shown; empty: later): ").strip()


def _given(one: Needed, *, generate: bool) -> str:
    """The value that a person or a pipe gives; for keys of our own one that is drawn, unless it is given."""
    if generate:
        return drawn(one)
    value = _asked(one) if sys.stdin.isatty() else sys.stdin.read().removesuffix("\n").removesuffix("\r")
    return checked(one, value)


def _do(given: argparse.Namespace, chosen: Choices, wanted: Needs, gcloud: Gcloud, now: datetime) -> int:
    if given.do == "list":
        found = versions(wanted, chosen.prefix, gcloud)
        _say(*listed(wanted, found, now))
        return 0
    if given.name is None:
        if given.do != "put":
            raise ConfigurationError(f"NAME: expected one, such as: make secrets DO={given.do} NAME=HEARD_LINK_KEY")
        return _put_missing(chosen, wanted, gcloud)
    one = wanted.named(given.name)
    former = _place(one, chosen.prefix, gcloud)
    if given.do in ("put", "rotate"):
        value = _given(one, generate=one.made and not given.given)
        number = (put if given.do == "put" else rotate)(one, value, chosen.prefix, gcloud)
    else:
        number = (swap if given.do == "swap" else retire)(one, chosen.prefix, gcloud)
    _say(f"{one.env}: version {number}")
    steps = {"rotate": _CHANGED_HERE if one.made else _CHANGED_THERE}.get(given.do, _DEPLOY)
    _say(steps.format(again=chosen.again, env=one.env))
    if given.do == "retire":
        for old in former:
            name = f"{chosen.prefix}-{one.name}"
            _say(_DISABLE.format(number=old.number, id=name, project=chosen.project))
    return 0


def _put_missing(chosen: Choices, wanted: Needs, gcloud: Gcloud) -> int:
    found = versions(wanted, chosen.prefix, gcloud)
    if None in found.values():
        raise ConfigurationError("there are secrets without a place yet; make deploy makes them, then put the values")
    missing = {name for name, has in found.items() if not has}
    left = missing - offer(wanted, missing, chosen.prefix, gcloud).keys()
    for name in sorted(left):
        _say(f"  still missing: {wanted.secrets[name].env}: {wanted.secrets[name].meaning}")
    _say("  Each: make secrets DO=put NAME=..." if left else _DEPLOY.format(again=chosen.again))
    return 1 if left else 0


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.secrets", description="Secrets of a deployment.")
    parser.add_argument("do", choices=("list", "put", "rotate", "swap", "retire"))
    parser.add_argument("name", nargs="?", metavar="NAME", help="the variable, or the secret's own name")
    parser.add_argument("--given", action="store_true", help="a key of our own is given, too, not drawn by lot")
    choices.options(parser)
    given = parser.parse_args(argv)
    try:
        chosen = choices.read(given, alerts=False)
        wanted = needs(from_bytes(compiled(chosen.brands)), chosen.settings, chosen.optional)
        return _do(given, chosen, wanted, Gcloud(chosen.project), system_now())
    except (ConfigurationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
