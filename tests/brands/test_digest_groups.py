"""Who reads the digest, when and how, as brand.toml says it: read as it is meant, and refused in plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.brands.compiled import Brand, Names, OnQuiet, Readers
from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid

DIGEST = '[digest]\nrecipients = ["ingrid@tern.example"]\n'
GROUP = """
[[digest.groups]]
name = "owners"
recipients = ["Olav@tern.example", "ingrid@tern.example"]
slack = "HEARD_SLACK_OWNERS"
chat = ["HEARD_CHAT_ONE", "HEARD_CHAT_TWO"]
at = "22:00"
days = ["monday", "friday", "monday"]
language = "en"
names = "counts"
quiet = "service"
[[team]]"""
EMPTY = '\n[[digest.groups]]\nname = "owners"\n[[team]]'


@pytest.fixture
def brand(write, sound, pretend_platforms) -> Callable[..., Brand]:
    """The sound brand with words of its file replaced."""

    def compiled(*changes: tuple[str, str]) -> Brand:
        text = sound["tern/brand.toml"]
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        return open_desk(write({"tern/brand.toml": text}), pretend_platforms).compiled.brands["tern"]

    return compiled


def test_a_group_of_its_own_arrives_as_written(brand) -> None:
    managers, owners = brand(("[[team]]", GROUP)).readers
    assert managers == Readers(name="managers", to=("ingrid@tern.example",))
    assert owners == Readers(
        name="owners",
        to=(
            "Olav@tern.example", "ingrid@tern.example", "slack:HEARD_SLACK_OWNERS", "chat:HEARD_CHAT_ONE",
            "chat:HEARD_CHAT_TWO",
        ),
        at=22 * 60,
        days=(0, 4),
        language="en",
        names=Names.COUNTS,
        quiet=OnQuiet.SERVICE,
    )  # fmt: skip


def test_only_those_under_the_digest_itself_get_the_brands_notices(brand) -> None:
    assert brand(("[[team]]", GROUP)).recipients == ("ingrid@tern.example",)


def test_the_first_group_may_be_told_in_another_way_too(brand) -> None:
    (managers,) = brand(("[digest]", '[digest]\nnames = "first"\nquiet = "skip"\nat = "04:00"')).readers
    assert (managers.names, managers.quiet, managers.at) == (Names.FIRST, OnQuiet.SKIP, 240)


def test_without_anybody_the_days_are_counted_at_the_time_that_is_written(brand) -> None:
    (nobody,) = brand((DIGEST, '[digest]\nat = "09:15"\n')).readers
    assert (nobody.to, nobody.at) == ((), 555)


def test_where_nobody_stands_under_the_digest_itself_its_time_wakes_nobody(brand) -> None:
    (owners,) = brand((DIGEST, "[digest]\n"), ("[[team]]", GROUP)).readers
    assert owners.name == "owners"


@pytest.mark.parametrize(
    ("change", "answers"),
    [
        (("[digest]", '[digest]\nreply_to = "team@tern.example"'), "team@tern.example"),
        (('name = "Ingrid"', 'name = "Ingrid"\nmail = "i@tern.example"'), "i@tern.example"),
        (
            (
                "[[team]]",
                '[[team]]\nname = "Ola"\nsignature = "Ola"\nmail = "o@tern.example"\n'
                '[[team]]\nname = "Kari"\nsignature = "Kari"\nmail = "k@tern.example"\nlead = true\n[[team]]',
            ),
            "k@tern.example",
        ),
        (("[digest]", "[digest]"), ""),
    ],
)
def test_an_answer_goes_to_the_team(change, answers, brand) -> None:
    assert brand(change).reply_to == answers


@pytest.mark.parametrize(
    ("old", "new", "field", "came", "expected"),
    [
        ("[digest]", '[digest]\nat = "03:59"', "digest.at", "'03:59'", "from 04:00 to 22:00"),
        ("[digest]", '[digest]\nat = "22:01"', "digest.at", "'22:01'", "from 04:00 to 22:00"),
        ("[digest]", '[digest]\nat = "7:30"', "digest.at", "'7:30'", "a time of day"),
        ("[digest]", "[digest]\ndays = []", "digest.days", "an empty list", "at least one"),
        ("[digest]", '[digest]\nlanguage = "tlh"', "digest.language", "'tlh'", "one of: en"),
        ("[digest]", '[digest]\nnames = "all"', "digest.names", "'all'", "counts"),
        ("[digest]", '[digest]\nquiet = "never"', "digest.quiet", "'never'", "skip"),
        (
            "[digest]",
            '[digest]\nslack = "https://hooks.slack.example/x"',
            "digest.slack[0]",
            "",
            "environment variable",
        ),
        ("[[team]]", EMPTY, "digest.groups[0]", "a group of nobody", "at least one address"),
        ("[[team]]", GROUP.replace("owners", "managers"), "digest.groups[0].name", "'managers' a second", "once"),
        ("[[team]]", GROUP.replace("Olav", "Ingrid"), "digest.groups[0].recipients[1]", "'ingrid@", "each once"),
        ("[[team]]", GROUP.replace("Olav@tern.example", "Olav"), "digest.groups[0].recipients[0]", "'Olav'", "mail"),
        (DIGEST + 'sender = "heard@tern.example"', GROUP[:-8], "digest.sender", "nothing", "address"),
        (
            '["ingrid@tern.example"]',
            str([f"{number}@tern.example" for number in range(51)]).replace("'", '"'),
            "digest",
            "51 addresses",
            "at most 50",
        ),
    ],
)
def test_what_is_wrong_is_said_by_field(old, new, field, came, expected, brand) -> None:
    with pytest.raises(BrandsInvalid) as error:
        brand((old, new))
    told = {fault.field: fault for fault in error.value.faults}
    assert came in told[field].came
    assert expected in told[field].expected
