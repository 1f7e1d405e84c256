"""One rule as people wrote it, checked against the actions and platforms there are, and compiled.

Called by `library` for each rule file. A rule that asks for what a platform cannot do fails here, at a desk, and not
at night. A pack's rule is cut down to what the brand has; its texts are checked in `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from shared import plugins
from shared.brands.circle import Targets
from shared.brands.problems import Faults, one_of, shown
from shared.brands.rule_form import Example, RuleForm
from shared.brands.setting import Known, Setting
from shared.brands.when import compiled
from shared.brands.wording import Spot, check_texts
from shared.core.facts import Need
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.core.ports import May
from shared.rules.actions._base import Action
from shared.rules.conditions import Value, When, needs, verdict
from shared.rules.rule import Rule, Then, action_of
from shared.rules.words import placeholders


@dataclass(frozen=True, slots=True)
class Source:
    """A compiled rule with its file, its examples, and the pack it came with (None: the brand's own)."""

    file: str
    rule: Rule
    matches: tuple[Example, ...]
    does_not_match: tuple[Example, ...]
    pack: str | None = None


Pair = tuple[str, Kind]
_SAID: Final = {"expected": Need.USUAL, "last_topic": Need.PERSON}
_AT: Final = re.compile(r" - at `\$(?P<at>[^`]*)`")


def compile_source(form: RuleForm, file: Path, setting: Setting, found: Faults) -> Source | None:
    """The rule as doors hold it, with its examples; None where a pack's rule is of no use to the brand.

    What is wrong is added to `found`; the result is then not to be used.
    """
    terms, before = setting.terms, len(found.found)
    when = compiled(form.when, terms if setting.pack is None else replace(terms, names={}), found)
    pairs = _pairs(when, setting)
    if setting.pack is None:
        if len(found.found) == before:
            _check_kinds(when, pairs, setting, found)
    elif setting.whole:
        whole, pairs = pairs, _fit_for(form, pairs, setting)
        if not pairs:
            return None
        if pairs != whole:
            when = msgspec.structs.replace(when, all=(*when.all, _only(pairs)))
    spot = Spot(form.name, form.sort, when, tuple(dict.fromkeys(name for name, _ in pairs)), setting)
    planned = [_then(index, dict(table), pairs, spot, found) for index, table in enumerate(form.then)]
    then = tuple(one for one in planned if one is not None)
    if len(then) < len(planned):
        return None
    _check_together(form, then, found)
    rule = Rule(name=form.name, when=when, then=then, sort=form.sort, answers=form.answers)
    if setting.pack is None:
        return Source(str(file), rule, tuple(form.matches), tuple(form.does_not_match))
    matches, others = (
        tuple(one for one in examples if _meets(one, pairs)) for examples in (form.matches, form.does_not_match)
    )
    return Source(str(file), rule, matches, others, setting.pack.name)


def needs_of(rules: Iterable[Rule], targets: Targets) -> tuple[Need, ...]:
    """What must be looked up before these rules can decide and say what they say, and which of these targets hold."""
    rules = tuple(rules)
    asked = set(needs(rule.when for rule in rules))
    if any(one.crisis for one in targets.special):
        asked.add(Need.SWITCH)
    for then in (then for rule in rules for then in rule.then):
        params = msgspec.convert(then.params, action_of(then.do).params)
        written = params.written()
        names = {name for _, _, text in written for name in placeholders(text)}
        asked.update(need for name, need in _SAID.items() if name in names)
        if len({language for _, language, _ in written}) > 1:
            asked.add(Need.PERSON)  # whoever sends a heart is answered in the language they wrote in the last time
    return tuple(need for need in Need if need in asked)


def _pairs(when: When, setting: Setting) -> list[Pair]:
    """The platforms and kinds that a rule can meet."""
    return [
        (name, kind)
        for name, platform in setting.platforms.items()
        for kind in Kind
        if kind in platform.kinds and _possible(when, name, kind, setting)
    ]


def _possible(when: When, platform: str, kind: Kind, setting: Setting) -> bool:
    def ask(operator: str, value: Value) -> bool | None:
        if operator == "platform":
            return platform in _names(value)
        if operator == "kind":
            return kind in _names(value)
        if operator == "account":
            ids = {account.id for account in setting.brand.accounts if account.platform == platform}
            return None if ids.intersection(_names(value)) else False
        return value is True if operator == "private" and kind is Kind.DIRECT_MESSAGE else None

    return verdict(when, ask) is not False


def _only(pairs: Iterable[Pair]) -> When:
    """A condition that these pairs meet and no others."""
    return When(
        any=tuple(
            When(tests={"platform": (platform,), "kind": tuple(kind.value for kind in kinds)})
            for platform, kinds in _by_platform(pairs).items()
        )
    )


def _fit_for(form: RuleForm, pairs: list[Pair], setting: Setting) -> list[Pair]:
    """The pairs for which the platform can do everything that a pack's rule asks for."""
    known = plugins.names("rules/actions")
    actions = [action_of(one["do"]) for one in form.then if one.get("do") in known]
    return [(name, kind) for name, kind in pairs if all(_can(one, setting.platforms[name], kind) for one in actions)]


def _meets(example: Example, pairs: Iterable[Pair]) -> bool:
    """Whether an example of a pack's rule is about something that the brand's platforms send."""
    return any(example.platform in (None, name) and example.kind in (None, kind) for name, kind in pairs)


def _check_kinds(when: When, pairs: list[Pair], setting: Setting, found: Faults) -> None:
    if pairs or not setting.whole or not (when.tests.get("kind") or when.all or when.any or when.none):
        return
    if "kind" not in when.tests:
        if setting.platforms:
            expected = "conditions that some platform of this brand can meet with some kind that it sends"
            found.add("when", "conditions that nothing can meet", expected)
        return
    others = msgspec.structs.replace(when, tests={name: one for name, one in when.tests.items() if name != "kind"})
    able = sorted({kind.value for _, kind in _pairs(others, setting)})
    expected = f"a kind that the rule's platforms send, {one_of(able)}"
    if not setting.platforms:
        expected = "[[accounts]] in brand.toml first; without an account the brand is sent nothing"
    found.add("when.kind", ", ".join(_names(when.tests["kind"])), expected)


def _then(index: int, table: dict[str, Any], pairs: list[Pair], spot: Spot, found: Faults) -> Then | None:
    """One action with its parameters; None where a pack's has no text that the brand can say."""
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
    if spot.setting.whole:
        _check_able(f"{at}.do", do, action, pairs, spot.setting, found)
    team = [one.name for one in spot.setting.brand.team]
    to = getattr(params, "to", None)
    if to is not None and to not in team:
        found.add(f"{at}.to", shown(to), f"a colleague under [[team]] in brand.toml, {one_of(team, to)}")
    kept = check_texts(at, params, known, spot, found)
    return None if kept is None else Then(do=do, params=kept)


def _check_together(form: RuleForm, then: Sequence[Then], found: Faults) -> None:
    taken: dict[str, int] = {}
    for index, one in enumerate(then):
        if one.do == "ignore" and len(then) > 1:
            found.add(f"then[{index}].do", "'ignore' beside other actions", "'ignore' alone, or the others without it")
        for slot in action_of(one.do).slots if one.do else ():
            if taken.setdefault(slot, index) != index:
                expected = f"one action that takes the slot {slot!r}; then[{taken[slot]}] already does. Remove one"
                found.add(f"then[{index}].do", shown(one.do), expected)
    if form.sort is Sort.COMPLAINT and not any(one.do in ("escalate", "") for one in then):
        found.add("then", "no 'escalate'", 'a complaint to reach a person; add [[then]] do = "escalate"')


def _check_able(at: str, do: str, action: Action[Any], pairs: list[Pair], setting: Setting, found: Faults) -> None:
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


def _listed(pairs: Iterable[Pair]) -> str:
    return "; ".join(f"{name} ({', '.join(kinds)})" for name, kinds in _by_platform(pairs).items())


def _by_platform(pairs: Iterable[Pair]) -> dict[str, list[Kind]]:
    kinds: dict[str, list[Kind]] = {}
    for name, kind in pairs:
        kinds.setdefault(name, []).append(kind)
    return kinds


def _names(value: Value) -> tuple[str, ...]:
    return cast("tuple[str, ...]", value)
