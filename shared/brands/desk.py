"""Reads a folder of brands, checks all of it, and compiles it for the doors.

    brands/connections.toml            app registrations
    brands/<brand>/brand.toml          one brand
    brands/<brand>/voice.toml          how it speaks
    brands/<brand>/rules/*.toml        its rules, tried in the order of the file names

Every fault is named by file, rule and field, and all are told at once. Secrets appear here by name only.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec.structs import replace

from shared import plugins
from shared.brands.around import check_platforms, colleagues, contact, events, model, posts, quiet, readers
from shared.brands.book import Source, needs_of
from shared.brands.clocks_form import Hours
from shared.brands.compiled import Account, Alarm, Brand, Caps, Compiled, Connection, Regulars
from shared.brands.hours import ZONE, calendar, zone_exists
from shared.brands.library import read_book
from shared.brands.models import BRAND, BrandForm, ConnectionForm, ConnectionsForm
from shared.brands.problems import BrandsInvalid, Faults, one_of, shown
from shared.brands.promises import check_promises, hook, ladder, policy, schedules, targets
from shared.brands.reading import entries, filled
from shared.brands.setting import Known, Setting
from shared.brands.voice_form import check_lines, read_voice
from shared.brands.when import Terms, compiled
from shared.clock import system_now
from shared.core.errors import UnknownPlugin
from shared.digest.catalogue import languages
from shared.rules.conditions import When, fold


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


def open_desk(folder: Path, platforms: Platforms = installed, today: date | None = None) -> Desk:
    """Read and check everything under `folder`. Raises BrandsInvalid with every fault found.

    Public holidays are those of the years around `today` (None: the machine's): equal files give equal bytes in a year.
    """
    faults, today = Faults(), today or system_now().date()
    homes = entries(
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
        form = filled(BRAND, home / "brand.toml", found)
        if form is None:
            continue
        brand = _brand(home.name, form, declared, owners, today, found)
        setting = _setting(home, form, brand, modules, found)
        books[home.name] = read_book(home / "rules", form.packs, setting, found)
        brands[home.name] = _with_rules(setting.brand, books[home.name], faulty=bool(faults.found))
    if faults.found:
        raise BrandsInvalid(faults.found)
    return Desk(Compiled(connections=declared.usable, brands=brands), books)


def _setting(home: Path, form: BrandForm, brand: Brand, modules: Mapping[str, Module], found: Faults) -> Setting:
    """What the brand's rules are checked against, with its voice and its segments."""
    platforms = {account.platform: modules[account.platform] for account in brand.accounts}
    whole = len(brand.accounts) == len(form.accounts)
    if whole:
        check_platforms(form, platforms, found)
        check_promises(form, platforms, found)
    names = {
        "account": tuple(account.id for account in form.accounts),
        "event": tuple(event.name for event in form.events),
        "post.tag": tuple(dict.fromkeys(tag for post in form.posts for tag in post.tags)),
        "label": brand.model.labels if brand.model else (),
    }
    terms = Terms(
        regulars=brand.regulars,
        handles=tuple({fold(one.handle).removeprefix("@"): None for one in brand.accounts if one.handle}),
        names=names | ({"platform": tuple(platforms)} if whole else {}),
    )
    segments: dict[str, When] = {
        name: compiled(conditions, terms, found, ("segments", name)) for name, conditions in form.segments.items()
    }
    brand = replace(brand, manner=read_voice(home, brand.languages, found, brand.team))
    check_lines(brand, found)
    return Setting(
        platforms=platforms,
        brand=brand,
        terms=dataclasses.replace(terms, segments=segments),
        whole=whole,
    )


def compile_brands(folder: Path, to: Path) -> None:
    """Write the one file that doors load; whoever reads it meanwhile sees the old one or the new. Raises as above."""
    draft = to.with_suffix(".draft")
    draft.write_bytes(open_desk(folder).compiled.to_bytes())
    draft.replace(to)


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
    today: date,
    found: Faults,
) -> Brand:
    if not zone_exists(form.zone):
        found.add("zone", shown(form.zone), ZONE)
    if form.digest.sender is None and any(one.recipients for one in (form.digest, *form.digest.groups)):
        found.add("digest.sender", "nothing", "the address that the digest comes from, since there are recipients")
    names = [colleague.name for colleague in form.team]
    for index, name in enumerate(names):
        if name in names[:index]:
            found.add(f"team[{index}]", f"{shown(name)} a second time", "each once")
    own = calendar(form.zone, form.hours or Hours(), today, found)
    others, promised = tuple(schedules(form, today, found)), targets(form, found)
    team = tuple(colleagues(form, found))
    ordered = sorted(team, key=lambda one: not one.lead)
    return Brand(
        key=key,
        name=form.name,
        short=form.short or form.name,
        zone=form.zone,
        languages=tuple(form.languages),
        calendar=own,
        targets=promised,
        recipients=tuple(form.digest.recipients),
        sender=form.digest.sender or "",
        reply_to=form.digest.reply_to or next((one.mail for one in ordered if one.mail is not None), ""),
        readers=readers(form, languages(), found),
        team=team,
        signature=form.signature if form.disclose else "",
        accounts=tuple(_accounts(key, form, declared, owners, found)),
        caps=Caps(
            thread_day=form.caps.thread_day,
            author_hour=form.caps.author_hour,
            account_minute=form.caps.account_minute,
            place_hour=form.caps.place_hour,
            target_hour=form.caps.target_hour,
            mentions=form.caps.mentions,
        ),
        words_days=form.words_days,
        links=tuple(form.links),
        vips=tuple(fold(one).removeprefix("@") for one in form.vips),
        regulars=Regulars(acts=form.regulars.acts, days=form.regulars.days, within=form.regulars.within),
        events=tuple(events(form, found)),
        posts=tuple(posts(form, found)),
        contact=contact(form, found),
        quiet=None if form.quiet is None else quiet(form.quiet),
        model=None if form.model is None else model(form.model),
        alarm=Alarm(people=form.alarm.people, switch=form.alarm.switch),
        schedules=others,
        ladder=ladder(form, team, found),
        hook=hook(form.alerts),
        policy=policy(own, others, promised),
    )


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
            helps=one.helps,
        )


def _with_rules(brand: Brand, book: Iterable[Source], *, faulty: bool) -> Brand:
    rules = tuple(source.rule for source in book)
    return replace(brand, rules=rules, needs=() if faulty else needs_of(rules, brand.targets))
