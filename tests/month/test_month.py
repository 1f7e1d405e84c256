"""A month of mixed traffic through the real flows: every rule pack, a team at the desk, a new process each day.

Judged from outside, by the journal of what took effect and by the ledger. `make month` lives through ten times as much.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from shared.core.ledger import Sort
from shared.core.ports import Capability
from tests.flows.world import SHM, Effect
from tests.month.judge import Judge
from tests.month.living import Lived, live
from tests.month.traffic import Act, Month

SIZE = 1500
pytestmark = pytest.mark.xdist_group("month")  # one process lives it for all


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        found = live(Month(seed=1, size=SIZE), Path(folder))
        yield found
        found.world.close()


@pytest.fixture(scope="module")
def judge(lived: Lived) -> Judge:
    return Judge(lived)


def broken(judge: Judge, rule: str) -> list[str]:
    return list(judge.rules()[rule]())[:5]


def test_nothing_is_lost(judge: Judge) -> None:
    assert broken(judge, "nothing is lost, and each ends in one state") == []
    assert broken(judge, "nobody is answered twice") == []
    assert broken(judge, "no mail goes out twice") == []


@pytest.mark.practice(12)
def test_nobody_reads_the_same_words_twice(judge: Judge) -> None:
    assert broken(judge, "no wording comes again among the last twenty under a post") == []
    assert broken(judge, "no wording comes again to one person in thirty days") == []


@pytest.mark.practice(31)
def test_no_machine_speaks_after_a_colleague(judge: Judge) -> None:
    assert broken(judge, "no machine speaks after a colleague") == []
    assert broken(judge, "what a colleague approved is sent once") == []


def test_no_call_is_made_that_a_platform_forbids(judge: Judge) -> None:
    assert broken(judge, "no call that a platform forbids") == []


@pytest.mark.practice(35)
def test_nobody_is_flooded(judge: Judge) -> None:
    assert broken(judge, "one automatic answer a thread and day") == []
    assert broken(judge, "three automatic answers an author and hour") == []


@pytest.mark.practice(3)
def test_every_question_is_answered_or_handed_over(judge: Judge) -> None:
    assert broken(judge, "every question is answered or handed over") == []


@pytest.mark.practice(50)
def test_every_complaint_has_a_person_and_no_thanks(judge: Judge) -> None:
    assert broken(judge, "every complaint has a person") == []
    assert broken(judge, "no complaint is thanked for") == []


@pytest.mark.practice(9)
def test_trolls_are_not_fed(judge: Judge) -> None:
    assert broken(judge, "no word to trolls, spam and bots") == []


@pytest.mark.practice(1, 10)
def test_kind_words_hear_something(judge: Judge) -> None:
    """A house that says nothing would keep every rule above."""
    kind = [act for act in judge.month.acts.values() if act.sort is Sort.PRAISE and not (act.bot or act.removed)]
    heard = {effect.object for effect in judge.world.journal}
    unheard = [judge.entries[act.object] for act in kind if act.object not in heard]
    passed_over = [
        one for one in unheard if one.key not in judge.lived.asked and not one.answered_at and not one.reason
    ]
    assert [f"{one.object}: {one.state}, {one.rule}" for one in passed_over] == []
    assert len(unheard) < 0.3 * len(kind)
    counts = judge.counts()
    assert counts["different wordings"] > 100
    assert counts["said by a machine"] > 0.3 * counts["interactions"]
    assert counts["sent from the desk"] > 50


# --- the judge sees each fault ---


def again(judge: Judge, effect: Effect, act: Act) -> None:
    """What a machine said is said once more, to somebody of the same kind."""
    other = next(
        one for one in judge.month.acts.values() if one.scene == act.scene and one.by != act.by and not one.removed
    )
    judge.machine.append((replace(effect, object=other.object), other))


def doctored(judge: Judge, change: Callable[[Judge, Effect, Act], None]) -> Judge:
    """The same month with one fault in it, where a machine spoke under the viral post."""
    other = copy(judge)
    other.machine = list(judge.machine)
    effect, act = next((e, a) for e, a in judge.said if a.scene == "900" and a.by.name not in (e.text or ""))
    change(other, effect, act)
    other.machine.sort(key=lambda one: one[0].at)
    other.__dict__.pop("said", None)
    return other


def to(judge: Judge, effect: Effect, wanted: Callable[[Act], bool], **changes: object) -> None:
    act = next(one for one in judge.month.acts.values() if wanted(one))
    judge.machine.append((replace(effect, object=act.object, at=act.at, **changes), act))  # type: ignore[arg-type]  # an Effect's fields


FAULTS: dict[str, Callable[[Judge, Effect, Act], None]] = {
    "nobody is answered twice": lambda judge, effect, act: judge.machine.append((effect, act)),
    "no wording comes again among the last twenty under a post": again,
    "no wording comes again to one person in thirty days": lambda judge, effect, act: judge.machine.append(
        (replace(effect, at=effect.at + timedelta(days=29)), act)
    ),
    "one automatic answer a thread and day": lambda judge, effect, act: judge.machine.append(
        (replace(effect, at=effect.at + timedelta(hours=23), text="Something else."), act)
    ),
    "three automatic answers an author and hour": lambda judge, effect, act: judge.machine.extend(
        (replace(effect, at=effect.at + timedelta(minutes=number), text=f"Something {number}."), act)
        for number in range(1, 4)
    ),
    "no call that a platform forbids": lambda judge, effect, act: to(
        judge, effect, lambda one: one.platform == "x", capability=Capability.LIKE, text=None
    ),
    "no complaint is thanked for": lambda judge, effect, act: to(
        judge, effect, lambda one: one.sort is Sort.COMPLAINT, text="Thank you, how kind."
    ),
    "no word to trolls, spam and bots": lambda judge, effect, act: to(
        judge, effect, lambda one: one.sort is Sort.ABUSE, text="Have a good day."
    ),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_the_judge_sees_what_is_wrong(judge: Judge, rule: str) -> None:
    assert broken(doctored(judge, FAULTS[rule]), rule) != []


def test_the_judge_sees_a_machine_that_talks_over_a_colleague(judge: Judge) -> None:
    at, act = judge.lived.taken[0]
    backs = [one for one, other in judge.lived.back if other is act]
    assert not backs or backs[0] > at + timedelta(minutes=1)
    effect = replace(judge.said[0][0], object=act.object, at=at + timedelta(minutes=1), text="Something new.")
    other = doctored(judge, lambda found, _effect, _act: found.machine.append((effect, act)))
    assert broken(other, "no machine speaks after a colleague") != []


def test_the_judge_misses_nobody(judge: Judge) -> None:
    other = copy(judge)
    question = next(one for one in judge.month.acts.values() if one.sort is Sort.QUESTION and one.platform == "x")
    entry = judge.entries[question.object]
    other.entries = {**judge.entries, question.object: msgspec.structs.replace(entry, clocks={})}
    other.lived = replace(judge.lived, asked=judge.lived.asked - {entry.key})
    assert broken(other, "every question is answered or handed over") != []
    other.entries = {name: one for name, one in judge.entries.items() if name != question.object}
    assert broken(other, "nothing is lost, and each ends in one state") != []
