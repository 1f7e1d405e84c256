"""Reads a folder of brands, checks all of it, and compiles it for the doors.

    brands/connections.toml            app registrations
    brands/<brand>/brand.toml          one brand
    brands/<brand>/rules/*.toml        its rules, tried in the order of the file names

Every fault is named by file, rule and field, and all are told at once. Secrets appear here by name only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shared import plugins
from shared.brands.book import Known, Setting, Source, compile_rule
from shared.brands.compiled import Account, Brand, Caps, Colleague, Compiled, Connection, Targets
from shared.brands.models import DAYS, RULE, BrandForm, ConnectionForm, ConnectionsForm, Hours, minutes
from shared.brands.problems import BrandsInvalid, Faults, one_of, shown
from shared.brands.reading import filled, unread
from shared.core.errors import UnknownPlugin
from shared.core.sla import Calendar


class Module(Known, Protocol):
    """A platform module, with the secrets that a connection of it needs."""

    @property
    def name(self) -> str: ...

    @property
    def secrets(self) -> tuple[Any, ...]: ...

    @property
    def also(self) -> tuple[str, ...]: ...

    @property
    def renews(self) -> bool: ...


Platforms = Callable[[str], Module]

CONNECTIONS: Final = "connections.toml"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What was read: the compiled form, and each brand's rules with their files and examples."""

    compiled: Compiled
    books: Mapping[str, tuple[Source, ...]]


@dataclass(frozen=True, slots=True)
class _Declared:
    """The connections that could be used, and which others were written but could not (None: nobody knows)."""

    usable: dict[str, Connection]
    unusable: frozenset[str] | None
    modules: dict[str, Module]
    platforms: Platforms

    def module(self, name: str) -> Module:
        """A platform module, loaded once."""
        if name not in self.modules:
            self.modules[name] = self.platforms(name)
        return self.modules[name]

    def told(self, name: str) -> bool:
        """Whether the fault is already told where the connection is written, so that its users need not repeat it."""
        return self.unusable is None or name in self.unusable


def installed(name: str) -> Module:
    """A platform module by name. Raises UnknownPlugin, naming those that exist."""
    module: Module = plugins.load("platforms", name)()
    return module


def open_desk(folder: Path, platforms: Platforms = installed) -> Desk:
    """Read and check everything under `folder`. Raises BrandsInvalid with every fault found."""
    faults = Faults()
    homes = _entries(
        folder,
        "a folder with connections.toml and one folder per brand; make it, or name the one that is meant",
        faults,
    )
    if homes is None:
        raise BrandsInvalid(faults.found)
    modules: dict[str, Module] = {}
    declared = _connections(folder / CONNECTIONS, platforms, modules, faults)
    brands: dict[str, Brand] = {}
    books: dict[str, tuple[Source, ...]] = {}
    owners: dict[tuple[str, str], str] = {}
    for home in homes:
        if not home.is_dir() or home.name[0] in "._" or home.name == CONNECTIONS:
            continue
        _check_key(home, faults)
        found = faults.about(home / "brand.toml")
        form = filled(BrandForm, home / "brand.toml", found)
        if form is None:
            continue
        brand = _brand(home.name, form, declared, owners, found)
        setting = Setting(
            platforms={account.platform: modules[account.platform] for account in brand.accounts},
            accounts=tuple(account.id for account in form.accounts),
            brand=brand.short,
            signature=brand.signature,
            links=brand.links,
            whole=len(brand.accounts) == len(form.accounts),
        )
        books[home.name] = _book(home / "rules", setting, faults)
        brands[home.name] = _with_rules(brand, books[home.name])
    if faults.found:
        raise BrandsInvalid(faults.found)
    return Desk(Compiled(connections=declared.usable, brands=brands), books)


def compile_brands(folder: Path, to: Path) -> None:
    """Write the one file that doors load; whoever reads it meanwhile sees the old one or the new. Raises as above."""
    draft = to.with_suffix(".draft")
    draft.write_bytes(open_desk(folder).compiled.to_bytes())
    draft.replace(to)


def _entries(folder: Path, expected: str, faults: Faults) -> list[Path] | None:
    """What stands in a folder, in order; None if it is none, with the reason in `faults`."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        faults.about(folder).add("(whole folder)", unread(error), expected)
        return None


def _check_key(home: Path, faults: Faults) -> None:
    if _KEY.fullmatch(home.name):
        return
    near = re.sub(r"[^a-z0-9]+", "-", home.name.lower()).strip("-")[:40].strip("-") or "tern-kettle"
    expected = f"at most 40 small letters, digits and hyphens, no hyphen first; rename the folder, such as {near!r}"
    faults.about(home).add("(folder name)", shown(home.name), expected)


def _connections(file: Path, platforms: Platforms, modules: dict[str, Module], faults: Faults) -> _Declared:
    found = faults.about(file)
    form = filled(ConnectionsForm, file, found)
    if form is None:
        return _Declared({}, None, modules, platforms)
    connections: dict[str, Connection] = {}
    for name, one in form.root.items():
        platform = one.platform or name
        try:
            modules[platform] = modules.get(platform) or platforms(platform)
        except UnknownPlugin as error:
            found.add(f"{name}.platform", shown(error.name), one_of(error.known, error.name))
            continue
        connections[name] = Connection(
            name=name,
            platform=platform,
            secrets=_secrets(name, one, modules[platform], found),
            base_url=one.base_url,
            settings=one.settings,
        )
    return _Declared(connections, frozenset(form.root.keys() - connections.keys()), modules, platforms)


def _secrets(name: str, form: ConnectionForm, platform: Module, found: Faults) -> dict[str, tuple[str, ...]]:
    uses = [use.name for use in platform.secrets]
    for use in form.secrets.keys() - set(uses):
        found.add(f"{name}.secrets.{use}", "an unknown use", one_of(uses, use))
    usual = f"HEARD_{name.upper().replace('-', '_')}_"
    return {use: tuple(form.secrets.get(use, (usual + use.upper(),))) for use in uses}


def _brand(
    key: str,
    form: BrandForm,
    declared: _Declared,
    owners: dict[tuple[str, str], str],
    found: Faults,
) -> Brand:
    if not _zone_exists(form.zone):
        found.add("zone", shown(form.zone), "an IANA time zone such as Europe/Oslo")
    if form.digest.recipients and form.digest.sender is None:
        found.add("digest.sender", "nothing", "the address that the digest comes from, since there are recipients")
    for at, names in (
        ("team", [colleague.name for colleague in form.team]),
        ("digest.recipients", [mail.casefold() for mail in form.digest.recipients]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                found.add(f"{at}[{index}]", f"{shown(name)} a second time", "each once")
    return Brand(
        key=key,
        name=form.name,
        short=form.short or form.name,
        zone=form.zone,
        languages=tuple(form.languages),
        calendar=_calendar(form.zone, form.hours or Hours(), found),
        targets=Targets(
            ack=float(form.targets.ack_seconds),
            response=form.targets.response_minutes * 60.0,
            goal=form.targets.goal_percent,
        ),
        recipients=tuple(form.digest.recipients),
        sender=form.digest.sender or "",
        digest_at=minutes(form.digest.at),
        digest_days=tuple(sorted({DAYS.index(day) for day in form.digest.days})),
        team=tuple(Colleague(name=one.name, signature=one.signature, mail=one.mail) for one in form.team),
        signature=form.signature,
        accounts=tuple(_accounts(key, form, declared, owners, found)),
        caps=Caps(
            thread_day=form.caps.thread_day,
            author_hour=form.caps.author_hour,
            account_minute=form.caps.account_minute,
        ),
        words_days=form.words_days,
        links=tuple(form.links),
    )


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _calendar(zone: str, hours: Hours, found: Faults) -> Calendar:
    week = []
    for day in DAYS:
        spans = []
        for index, span in enumerate(getattr(hours, day)):
            opens, _, closes = span.partition("-")
            spans.append((minutes(opens.strip()), minutes(closes.strip())))
            if index and spans[index][0] < spans[index - 1][1]:
                found.add(f"hours.{day}[{index}]", shown(span), "spans in order that do not overlap")
        week.append(tuple(spans))
    if hours.closed and not any(week):
        found.add("hours", "closed days without any hours", "hours for at least one weekday")
    for index, date in enumerate(hours.closed):
        if index and date <= hours.closed[index - 1]:
            found.add(f"hours.closed[{index}]", shown(date), "dates in order, each once")
    return Calendar(zone=zone, week=tuple(week) if any(week) else (), closed=tuple(hours.closed))


def _accounts(
    key: str,
    form: BrandForm,
    declared: _Declared,
    owners: dict[tuple[str, str], str],
    found: Faults,
) -> Iterable[Account]:
    for index, one in enumerate(form.accounts):
        connection = declared.usable.get(one.connection)
        if connection is None:
            if not declared.told(one.connection):
                expected = f"a connection from connections.toml, {one_of(declared.usable, one.connection)}"
                found.add(f"accounts[{index}].connection", shown(one.connection), expected)
            continue
        platform = one.platform or connection.platform
        reached = (connection.platform, *declared.module(connection.platform).also)
        if platform not in reached:
            expected = f"a platform that {shown(one.connection)} brings, {one_of(reached, platform)}"
            found.add(f"accounts[{index}].platform", shown(platform), expected)
            continue
        module = declared.module(platform)
        owner = owners.setdefault((platform, one.id), f"{key} accounts[{index}]")
        if owner != f"{key} accounts[{index}]":
            came = f"{shown(one.id)} on {platform}, which {owner} already owns"
            found.add(f"accounts[{index}].id", came, "an account to be owned once; remove one of them")
        if one.refresh is not None and not module.renews:
            found.add(
                f"accounts[{index}].refresh", shown(one.refresh), f"nothing: tokens of {platform} are not renewed"
            )
        terms = sorted({policy.unless for policy in module.policy.values() if policy.unless is not None})
        for term in one.accepts:
            if term not in terms:
                found.add(f"accounts[{index}].accepts", shown(term), f"terms of {platform}, {one_of(terms, term)}")
        yield Account(
            id=one.id,
            platform=platform,
            connection=one.connection,
            name=one.name,
            handle=one.handle,
            token=one.token,
            refresh=one.refresh,
            base_url=one.base_url,
            accepts=tuple(one.accepts),
        )


def _book(folder: Path, setting: Setting, faults: Faults) -> tuple[Source, ...]:
    book: list[Source] = []
    files: dict[str, str] = {}
    expected = "a folder with at least one rule, <order>-<name>.toml; without any nobody is ever answered"
    entries = _entries(folder, expected, faults)
    if entries is not None and not any(_is_rule(file) for file in entries):
        faults.about(folder).add("(whole folder)", "a folder without a .toml file", expected)
    for file in entries or ():
        found = faults.about(file)
        if file.name.startswith("."):
            continue
        if not _is_rule(file):
            found.add("(whole file)", "not a .toml file", "only rules, named <order>-<name>.toml")
            continue
        form = filled(RULE, file, found)
        if form is None:
            continue
        if form.name in files:
            found.add("name", f"{shown(form.name)}, which {files[form.name]} has", "each rule to have its own name")
        files[form.name] = file.name
        rule = compile_rule(form, setting, found)
        book.append(Source(str(file), rule, tuple(form.matches), tuple(form.does_not_match)))
    return tuple(book)


def _is_rule(file: Path) -> bool:
    return file.suffix == ".toml" and file.is_file() and not file.name.startswith(".")


def _with_rules(brand: Brand, book: Iterable[Source]) -> Brand:
    return replace(brand, rules=tuple(source.rule for source in book))
