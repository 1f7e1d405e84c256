"""What is wrong with each connection and account, and how to mend it.

    python -m functions.local.doctor [--url http://127.0.0.1:8080] [--brands brands] [--json]

Reads what the doors read: the brands folder and the environment. It asks the running responder at --url as each
platform would, and each platform as each account would; it changes nothing there and writes nothing into the ledger.
Exit codes: 0 nothing is wrong (something may be unknown), 1 something is, 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec

from functions.local._line import ask, responder_at
from functions.local._wired import wired
from shared import checking, plugins
from shared.brands.compiled import Account, Brand, Connection
from shared.core.channels import webhook
from shared.core.collecting import Access, Checkpoint, Tally, access_key, checkpoint_key
from shared.core.delivery import Delivery
from shared.core.errors import BackendUnavailable, ChallengeFailed, ConfigurationError, MissingSecret
from shared.core.ports import TALLIES, Finding
from shared.flows._pulse import look_at, speaks
from shared.notifiers._router import takes_all
from shared.platforms._base import Listing, Platform
from shared.settings import Settings
from shared.tokens import record
from shared.wiring import Wiring

T = TypeVar("T")
_OVERDUE: Final = timedelta(hours=1)  # so late `collect` does not run
_FAILING: Final = 3  # failures in a row that do not pass by themselves
_MARKS: Final = {True: "ok", False: "WRONG", None: "unknown"}


class Checked(msgspec.Struct, frozen=True):
    """One Finding and what it is about: a connection, or a brand's account on a platform."""

    about: str
    finding: Finding


def look(wiring: Wiring, url: str) -> Iterator[Checked]:
    """Every Finding of a deployment whose responder is at `url`."""
    for connection in wiring.brands.connections.values():
        about = f"connection {connection.name}"
        for finding in _connection(connection, wiring, url):
            yield Checked(about, finding)
    for brand in wiring.brands.brands.values():
        for account in brand.accounts:
            for finding in _account(account, brand, wiring):
                yield Checked(f"{brand.key}: {account.platform} {account.id}", finding)
        for finding in _webhooks(brand, wiring):
            yield Checked(f"{brand.key}: notices", finding)


def _connection(connection: Connection, wiring: Wiring, url: str) -> Iterator[Finding]:
    platform = wiring.platform(connection.platform)
    try:
        wiring.keys(connection)
    except MissingSecret as error:
        yield Finding("secrets", False, str(error), f"put it into the environment; docs/platforms/{platform.name}.md")
    else:
        named = [use.name for use in platform.secrets if wiring.keys(connection).get(use.name)]
        yield Finding("secrets", True, f"{', '.join(named)}: set")
    owned = [
        f"{brand.key}/{account.platform} {account.id}"
        for brand in wiring.brands.brands.values()
        for account in brand.accounts
        if account.connection == connection.name
    ]
    if owned:
        yield Finding("accounts", True, f"brings {', '.join(owned)}")
    else:
        mend = f'add [[accounts]] with connection = "{connection.name}" to a brand.toml, or remove the connection'
        yield Finding("accounts", False, "no brand owns an account through it; all that comes is parked", mend)
    yield from _address(connection, wiring, f"{url}/{connection.name}")


def _address(connection: Connection, wiring: Wiring, address: str) -> Iterator[Finding]:
    try:
        status, _body = ask("POST", address)
    except OSError as error:
        mend = "start it (make run), or name where it is: make doctor URL=https://..."
        yield Finding("address", False, f"{address} does not answer ({type(error).__name__})", mend)
        return
    if status != 401:
        said = f"{address} answered an unsigned request with {status}; 401 was expected"
        yield Finding("address", False, said, "look whether Heard itself is there, and with this brands folder")
        return
    yield Finding("address", True, f"{address} is there and refuses what is not signed")
    platform = wiring.platform(connection.platform)
    if not platform.challenged:
        return
    try:
        keys = wiring.keys(connection)
        query = platform.probe(keys)
        wanted = platform.challenge(
            Delivery(method="GET", connection=connection.name, body=b"", received_at=wiring.now(), query=query), keys
        )
    except (ChallengeFailed, MissingSecret) as error:
        yield Finding("handshake", None, f"cannot be tried: {error}", "mend the secrets first")
        return
    try:
        status, body = ask("GET", f"{address}?{urlencode(query)}")
    except OSError as error:
        yield Finding("handshake", False, f"no answer ({type(error).__name__})", "look into the responder's log")
        return
    if (status, body) == (wanted.status, wanted.body):
        yield Finding("handshake", True, "passed")
    else:
        mend = "the responder runs with another secret than this environment has: restart it with this one"
        yield Finding("handshake", False, f"answered {status}, not as {platform.title} wants it", mend)


def _account(account: Account, brand: Brand, wiring: Wiring) -> Iterator[Finding]:
    platform = wiring.platform(account.platform)
    if not speaks(account, platform):
        mend = f"name the variable of its access token in brands/{brand.key}/brand.toml: token = ..."
        yield Finding("token", False, "none: it can hear and say nothing", mend)
        return
    yield from _renewal(account, brand, platform, wiring)
    yield from _examined(account, wiring)
    try:
        listing = platform.lists
    except ConfigurationError as error:
        yield Finding("asking", False, str(error), f"docs/platforms/{platform.name}.md names its settings")
        return
    if listing is not None:
        yield _asking(account, listing, wiring)
        if listing.kinds > listing.asked:
            yield _delivered(account, brand, wiring)


def _examined(account: Account, wiring: Wiring) -> Iterator[Finding]:
    found = look_at(account, wiring.client, wiring.now(), wiring.settings.call_timeout)
    if found is not None:
        yield from found
        return
    mend = "make replay sends it a test; the log says what came of it"
    yield Finding("account", None, "this platform offers nothing to look at", mend)


def _renewal(account: Account, brand: Brand, platform: Platform, wiring: Wiring) -> Iterator[Finding]:
    """How long its access token still lives, where the platform's tokens end."""
    now = wiring.now()
    if account.refresh is None:
        if platform.renews:
            mend = f"name what renews it in brands/{brand.key}/brand.toml: refresh = ...; docs/tokens.md"
            yield Finding("renewal", None, "tokens end here; nobody renews this one, nor knows when it ends", mend)
        return
    kept = _kept(lambda: wiring.store.get(Access, access_key(account.platform, account.id), now))
    if isinstance(kept, Finding):
        yield kept
    elif kept is None:
        yield Finding("renewal", None, "not renewed yet", "`collect` does it when it is due; look again tomorrow")
    else:
        yield _aged(kept.doc, account, now)


def _aged(access: Access, account: Account, now: datetime) -> Finding:
    variables = " and ".join(dict.fromkeys(one for one in (account.token, account.refresh) if one is not None))
    again = f"log in again, put what you get into {variables} and restart"
    due, ends = access.renew_at, access.expires_at
    end = "when it ends is not known" if ends is None else f"ends {_utc(ends)}"
    if access.dead:
        return Finding("renewal", False, f"refused by the platform ({access.why}); {end}", again)
    if due is not None and due < now - _OVERDUE:
        return Finding("renewal", False, f"due since {_utc(due)}; {end}", "run `collect` every five minutes")
    if record.ended(access, now):
        return Finding("renewal", False, f"not renewed in time; it ended {_utc(ends)}", again)
    if access.failures:
        ok = False if access.failures >= record.FAILING and record.soon(access, now) else None
        return Finding("renewal", ok, f"failures in a row: {access.failures} ({access.why}); {end}", again)
    if ends is None:
        return Finding("renewal", None, end, f"it is told with the next renewal, {_utc(due)}; look again then")
    return Finding("renewal", True, f"renewed {_utc(access.renewed_at)}, {end}")


def _asking(account: Account, listing: Listing, wiring: Wiring) -> Finding:
    """Whether `collect` gets through to the end of what it asks for, and what that costs."""
    now = wiring.now()
    kept = _kept(lambda: wiring.store.get(Checkpoint, checkpoint_key(account.platform, account.id), now))
    if isinstance(kept, Finding):
        return kept
    if kept is None:
        return Finding("asking", None, "nobody has asked yet what exists", "let `collect` run, then look again")
    doc = kept.doc
    said = "never asked to the end" if doc.done_at is None else f"last asked to the end {_utc(doc.done_at)}"
    if listing.units is not None:
        said += f"; {doc.units:,} units spent on {doc.units_day}, of {listing.units:,} a day for its connection"
    if doc.next_at < now - _OVERDUE:
        return Finding("asking", False, f"{said}; due since {_utc(doc.next_at)}", "run `collect` every five minutes")
    if doc.failures:
        said += f"; failures in a row: {doc.failures} ({doc.why}), next try {_utc(doc.next_at)}"
        return Finding(
            "asking", False if doc.failures >= _FAILING else None, said, "mend the token first, if it is wrong"
        )
    if doc.next_at > now + listing.every:
        mend = "its share of the quota is spent; give it more, or wait"
        return Finding("asking", None, f"{said}; waits until {_utc(doc.next_at)}", mend)
    if doc.done_at is None:
        return Finding("asking", None, said, "let `collect` run, then look again")
    return Finding("asking", True, said)


def _delivered(account: Account, brand: Brand, wiring: Wiring) -> Finding:
    """Silence looks like success: what asking found and the webhook did not bring tells a broken subscription."""
    now = wiring.now()
    since = (now - timedelta(days=2)).date().isoformat()
    kept = _kept(lambda: list(wiring.store.find(TALLIES, now, equal=(brand.key,), since=since)))
    if isinstance(kept, Finding):
        return kept
    mine: list[Tally] = [
        one.doc for one in kept if (one.doc.platform, one.doc.account) == (account.platform, account.id)
    ]
    exist = sum(one.counts.exist for one in mine)
    recovered = sum(one.counts.recovered for one in mine)
    if not exist:
        said = "nothing to tell by: no day has been counted" if not mine else "nothing to tell by: nobody wrote"
        return Finding("deliveries", None, said, "look again when people have written, or send a test")
    said = f"of {exist} since {min(one.day for one in mine)}, {recovered} came only by asking"
    if recovered and recovered >= exist - recovered:
        return Finding("deliveries", False, said, "its webhook does not arrive: subscribe the account again")
    return Finding("deliveries", True, said)


def _webhooks(brand: Brand, wiring: Wiring) -> Iterator[Finding]:
    """Whether colleagues who are told by webhook, the system behind [alerts], and chats that read the digest, can be
    written to.
    """
    alerts = [brand.hook.url, brand.hook.secret] if brand.hook else []
    team = sorted({variable for one in brand.team if (variable := one.slack or one.chat)})
    chats = sorted({one.variable for group in brand.readers for one in map(webhook, group.to) if one is not None})
    looks = [
        ("colleagues", team, checking.unreachable, "docs/handing-over.md says where the address is found"),
        ("alerts", alerts, checking.unalerted, "docs/alerts.md says how both are made"),
        ("digest", chats, checking.unread, "docs/digest.md says who reads it"),
    ]
    for what, variables, wrong, mend in looks:
        if not variables:
            continue
        named = ", ".join(variables)
        try:
            found = wrong(wiring, brand)
            filed = takes_all(plugins.load("notifiers", wiring.settings.notifier))
        except ConfigurationError as error:
            yield Finding(what, False, str(error), "docs/operations.md has the names of the notifiers")
            continue
        yield from (Finding(what, False, said, mend) for said in found)
        if filed:
            yield Finding(what, None, f"written into files, and {named} not needed", "HEARD_NOTIFIER chooses who sends")
        elif not found:
            yield Finding(what, True, f"{named}: set")


def _kept(read: Callable[[], T]) -> T | Finding:
    try:
        return read()
    except (BackendUnavailable, ConfigurationError) as error:
        return Finding("ledger", None, str(error), "run it where the ledger can be read, or start it first")


def _utc(at: datetime | None) -> str:
    return "at no known time" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def told(found: Sequence[Checked]) -> str:
    """The Findings as a person reads them."""
    lines, about = [], None
    for one in found:
        if one.about != about:
            about = one.about
            lines.append(about)
        lines.append(f"  {_MARKS[one.finding.ok]:<8}{one.finding.what:<14}{one.finding.said}")
        if one.finding.ok is not True and one.finding.mend:
            lines.append(f"{'':<24}mend: {one.finding.mend}")
    wrong = sum(one.finding.ok is False for one in found)
    unknown = sum(one.finding.ok is None for one in found)
    lines.append(f"{wrong} wrong, {unknown} unknown, {len(found) - wrong - unknown} well")
    return "\n".join(lines)


def examined(environ: Mapping[str, str], url: str | None = None) -> list[Checked]:
    """Everything that can be said of the deployment that this environment describes. Raises ConfigurationError."""
    settings = Settings.read(environ)
    url = responder_at(url, settings)
    with wired(environ) as wiring:
        return list(look(wiring, url))


def main(argv: Sequence[str] | None = None) -> int:
    """Look, and say what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m functions.local.doctor", description="What is wrong, and why.")
    parser.add_argument("--url", help="where the responder is (http://127.0.0.1 and PORT)")
    parser.add_argument("--brands", help="the folder that you wrote your brands in (HEARD_BRANDS, brands)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(argv)
    environ = {**os.environ, **({} if options.brands is None else {"HEARD_BRANDS": options.brands})}
    try:
        found = examined(environ, options.url)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        for one in found:
            print(json.dumps(msgspec.to_builtins(one), ensure_ascii=False))
    else:
        print(told(found))
    return 1 if any(one.finding.ok is False for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
