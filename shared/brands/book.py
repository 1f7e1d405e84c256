"""One rule as people wrote it, checked against the actions and platforms there are, and compiled.

Called by `desk` for each rule file. A rule that asks for what a platform cannot do fails here, at a desk, and not
at night.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

import msgspec

from shared import plugins
from shared.brands.models import Example, RuleForm
from shared.brands.problems import Faults, one_of, shown
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.core.ports import Capability, May, Policy
from shared.rules.actions._base import Action, Texts, signed
from shared.rules.conditions import OPERATORS, Takes, Value, When, fold
from shared.rules.rule import Rule, Then, action_of
from shared.rules.words import LONGEST_VALUE, faults, fill, placeholders


class Known(Protocol):
    """What the desk asks of a platform module."""

    @property
    def kinds(self) -> frozenset[Kind]: ...
    @property
    def capabilities(self) -> Mapping[Capability, Any]: ...
    @property
    def policy(self) -> Mapping[tuple[Capability, Kind], Policy]: ...
    def fit(self, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule is checked against: the brand's platforms and accounts, and what its texts may hold.

    `whole` is false while the platform of some account is not known: what a rule then seems to lack may be there.
    """

    platforms: Mapping[str, Known]
    accounts: tuple[str, ...]
    brand: str
    signature: str
    links: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A compiled rule with its file and its examples."""

    file: str
    rule: Rule
    matches: tuple[Example, ...]
    does_not_match: tuple[Example, ...]


WIDEST: Final = "\U00020000" * LONGEST_VALUE  # counts most in every platform's own units
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s/]+", re.IGNORECASE)
_AT: Final = re.compile(r" - at `\$(?P<at>[^`]*)`")


def compile_rule(form: RuleForm, setting: Setting, found: Faults) -> Rule:
    """The rule as doors hold it. What is wrong is added to `found`; the result is then not to be used."""
    when = When(tests=_tests(form.when.model_dump(exclude_none=True)))
    _check_names(when, setting, found)
    then = tuple(_then(index, dict(table), when, setting, found) for index, table in enumerate(form.then))
    _check_together(form, then, found)
    _check_kinds(when, setting, found)
    return Rule(name=form.name, when=when, then=then, sort=form.sort)


def _tests(written: Mapping[str, Any], group: str = "") -> dict[str, Value]:
    tests: dict[str, Value] = {}
    for name, value in written.items():
        if isinstance(value, dict):
            tests |= _tests(value, f"{name}.")
        else:
            tests[group + name] = _compiled(OPERATORS[group + name].takes, value)
    return tests


def _compiled(takes: Takes, value: Any) -> Value:
    if not isinstance(value, list):
        return cast("Value", value)
    if takes is Takes.KINDS:
        return tuple(kind.value for kind in value)
    return tuple(value) if takes is Takes.NAMES else tuple(fold(phrase) for phrase in value)


def _check_names(when: When, setting: Setting, found: Faults) -> None:
    for operator, known in (("platform", tuple(setting.platforms)), ("account", setting.accounts)):
        if operator == "platform" and not setting.whole:
            continue
        for name in cast("tuple[str, ...]", when.tests.get(operator, ())):
            if name not in known:
                found.add(f"when.{operator}", shown(name), f"{operator}s of this brand: {one_of(known, name)}")


def _check_kinds(when: When, setting: Setting, found: Faults) -> None:
    if "kind" not in when.tests or not setting.whole or set(when.platforms) - set(setting.platforms):
        return
    if _pairs(when, setting):
        return
    tests = {name: value for name, value in when.tests.items() if name != "kind"}
    able = sorted({kind.value for _, kind in _pairs(When(tests=tests), setting)})
    expected = f"a kind that the rule's platforms send, {one_of(able)}"
    if not setting.platforms:
        expected = "[[accounts]] in brand.toml first; without an account the brand is sent nothing"
    found.add("when.kind", ", ".join(when.kinds), expected)


def _then(index: int, table: dict[str, Any], when: When, setting: Setting, found: Faults) -> Then:
    at = f"then[{index}]"
    do = table.pop("do", None)
    names = plugins.names("rules/actions")
    if not isinstance(do, str) or do not in names:
        came = "nothing" if do is None else shown(do)
        found.add(f"{at}.do", came, f"an action, {one_of(names, do if isinstance(do, str) else None)}")
        return Then(do="")
    action = action_of(do)
    fields = [field.encode_name for field in msgspec.structs.fields(action.params)]
    for key in table.keys() - set(fields):
        found.add(f"{at}.{key}", "an unknown key", f"for {do!r} {one_of(fields, key)}")
    known = {key: value for key, value in table.items() if key in fields}
    try:
        params = msgspec.convert(known, action.params, strict=True)
    except msgspec.ValidationError as error:
        where = _AT.search(str(error))
        expected = _AT.sub("", str(error)).replace("`", "").removeprefix("Expected ").split(", got ")
        got = expected[1] if len(expected) > 1 else "a value that does not fit"
        found.add(at + (where["at"] if where else ""), got, expected[0])
        return Then(do=do, params=known)
    if setting.whole:
        _check_able(f"{at}.do", do, action, when, setting, found)
    if isinstance(params, Texts):
        _check_texts(at, params, when, setting, found)
    return Then(do=do, params=known)


def _check_together(form: RuleForm, then: tuple[Then, ...], found: Faults) -> None:
    taken: dict[str, int] = {}
    for index, one in enumerate(then):
        if one.do == "ignore" and len(then) > 1:
            found.add(f"then[{index}].do", "'ignore' beside other actions", "'ignore' alone, or the others without it")
        slot = action_of(one.do).slot if one.do else None
        if slot is not None and taken.setdefault(slot, index) != index:
            expected = f"one action that takes the slot {slot!r}; then[{taken[slot]}] already does. Remove one of them"
            found.add(f"then[{index}].do", shown(one.do), expected)
    if form.sort is Sort.COMPLAINT and not any(one.do in ("escalate", "") for one in then):
        found.add("then", "no 'escalate'", 'a complaint to reach a person; add [[then]] do = "escalate"')


def _pairs(when: When, setting: Setting) -> list[tuple[str, Kind]]:
    """The platforms and kinds that a rule can meet."""
    kinds = when.kinds or tuple(Kind)
    if when.tests.get("private") is False:
        kinds = tuple(kind for kind in kinds if kind is not Kind.DIRECT_MESSAGE)
    return [
        (name, kind)
        for name, platform in setting.platforms.items()
        if not when.platforms or name in when.platforms
        for kind in kinds
        if kind in platform.kinds
    ]


def _check_able(at: str, do: str, action: Action[Any], when: When, setting: Setting, found: Faults) -> None:
    pairs = _pairs(when, setting)
    unable = [pair for pair in pairs if not _can(action, setting.platforms[pair[0]], pair[1])]
    able = [pair for pair in pairs if pair not in unable]
    if not unable:
        return
    came = f"{do!r}, impossible for {_listed(unable)}"
    if not able:
        found.add(at, came, "an action that the rule's platforms can do; 'escalate' always works")
        return
    platforms, kinds = {name for name, _ in able}, {kind for _, kind in able}
    if lost := {name for name, _ in unable} - platforms:
        expected = f"when.platform to name only those that can: platform = {sorted(platforms)} (not {_and(lost)})"
    elif idle := {kind for _, kind in unable} - kinds:
        expected = f"when.kind to name only those that can: kind = {sorted(map(str, kinds))} (not {_and(idle)})"
    else:
        return  # each platform and each kind can somewhere; the odd pair is handed over when it comes
    found.add(at, came, expected)


def _and(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names)))


def _can(action: Action[Any], platform: Known, kind: Kind) -> bool:
    """Whether a machine or, by approval, a person may do it there."""
    capability = action.capability(kind, platform.capabilities)
    if capability is None:
        return True
    policy = platform.policy.get((capability, kind))
    return capability in platform.capabilities and policy is not None and policy.may is not May.NEVER


def _listed(pairs: Iterable[tuple[str, Kind]]) -> str:
    by_platform: dict[str, list[str]] = {}
    for name, kind in pairs:
        by_platform.setdefault(name, []).append(kind.value)
    return "; ".join(f"{name} ({', '.join(kinds)})" for name, kinds in by_platform.items())


def _check_texts(at: str, params: Texts, when: When, setting: Setting, found: Faults) -> None:
    if params.text is not None and params.texts:
        found.add(f"{at}.text", "both 'text' and 'texts'", "one of them")
    if not params.variants:
        found.add(f"{at}.text", "nothing", 'what to say: text = "...", or texts = [...] for variants')
    for index, text in enumerate(params.variants):
        place = f"{at}.text" if params.text is not None else f"{at}.texts[{index}]"
        wrong = faults(text)
        for one in wrong:
            found.add(place, one, "plain text with known placeholders")
        if not fold(text):
            found.add(place, shown(text), "words")
        if "hours" in placeholders(text) and when.tests.get("hours") != "outside":
            found.add(place, "{hours}", 'hours = "outside" under [when]: inside hours there is no next opening to name')
        for link in _LINK.findall(text):
            host = link.casefold().removeprefix("https://").removeprefix("http://").rstrip(".,;:!?)")
            if host not in setting.links:
                found.add(
                    place, f"a link to {shown(host)}", f"a host from links in brand.toml, {one_of(setting.links)}"
                )
        if not wrong:
            _check_length(place, text, when, setting, found)


def _check_length(at: str, text: str, when: When, setting: Setting, found: Faults) -> None:
    widest = {"author": WIDEST, "handle": "@" + WIDEST, "hours": WIDEST[:16], "brand": setting.brand}
    whole = fill(signed(text, setting.signature), widest | {"signature": setting.signature}) or ""
    for name in dict.fromkeys(name for name, _ in _pairs(when, setting)):
        if not setting.platforms[name].fit(whole):
            came = f"{len(text)} characters, too long for {name} with the signature and the longest name"
            found.add(at, came, "a shorter text, or when.platform without it")
