"""What people write becomes what doors load, unchanged in meaning."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.brands.book import Source
from shared.brands.compiled import VERSION, Compiled, from_bytes, load
from shared.brands.desk import open_desk
from shared.brands.examples import acted
from shared.brands.rule_form import Example
from shared.core.errors import ConfigurationError
from shared.core.facts import Facts
from shared.rules.rule import decide

ROOT = Path(__file__).parents[2]


@pytest.fixture
def compiled(write, pretend_platforms) -> Compiled:
    return open_desk(write(), pretend_platforms).compiled


def test_a_compiled_file_reads_back_as_what_was_compiled(compiled, tmp_path) -> None:
    file = tmp_path / "brands.json"
    file.write_bytes(compiled.to_bytes())
    assert load(file) == compiled


def test_equal_brands_give_equal_bytes(compiled) -> None:
    assert from_bytes(compiled.to_bytes()).to_bytes() == compiled.to_bytes()


def test_an_account_finds_its_brand_on_its_own_platform_only(compiled) -> None:
    brand, account = compiled.owner("wall", "100")
    assert (brand.key, account.name) == ("tern", "Our wall")
    assert compiled.owner("birds", "100") is None
    assert compiled.owner("wall", "999") is None


def test_a_secret_that_is_left_out_has_its_usual_name(compiled) -> None:
    assert compiled.connections["wall"].secrets == {"signing": ("WALL_SECRET",), "verify": ("HEARD_WALL_VERIFY",)}


def test_several_secrets_are_tried_in_the_order_written(write, pretend_platforms) -> None:
    folder = write({"connections.toml": '[wall]\nsecrets.signing = ["NEW_ONE", "OLD_ONE"]\n[birds]\n'})
    assert open_desk(folder, pretend_platforms).compiled.connections["wall"].secrets["signing"] == (
        "NEW_ONE",
        "OLD_ONE",
    )


def test_rules_keep_the_order_of_their_file_names(compiled) -> None:
    assert [rule.name for rule in compiled.brands["tern"].rules] == ["praise", "rest"]


def test_hours_digest_and_targets_arrive_as_written(compiled) -> None:
    brand = compiled.brands["tern"]
    assert brand.calendar.week[0] == ((540, 720), (780, 1080))
    assert brand.calendar.week[1] == ()
    assert brand.calendar.is_open(datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    (managers,) = brand.readers
    assert (managers.to, managers.at, managers.days) == (("ingrid@tern.example",), 450, (0, 1, 2, 3, 4, 5, 6))
    assert (brand.targets.ack, brand.targets.response, brand.targets.goal) == (60.0, 7200.0, 90)


def test_a_brand_without_hours_serves_day_and_night(write, sound, pretend_platforms) -> None:
    text = sound["tern/brand.toml"].replace(
        '[hours]\nmonday = ["09:00-12:00", "13:00-18:00"]\nclosed = [2026-12-24, 2026-12-25]\n', ""
    )
    brand = open_desk(write({"tern/brand.toml": text}), pretend_platforms).compiled.brands["tern"]
    assert brand.calendar.always_open


def test_the_empty_template_compiles_to_nothing(tmp_path) -> None:
    (tmp_path / "connections.toml").write_text((ROOT / "brands" / "connections.toml").read_text(encoding="utf-8"))
    assert open_desk(tmp_path).compiled == Compiled()


@pytest.mark.parametrize("data", [b"", b"{}x", b'{"v": 1, "brands": {"a": {}}}', b"\xff", b'{"v": %d}' % (VERSION + 1)])
def test_a_compiled_file_that_is_not_ours_says_to_compile_again(data, tmp_path) -> None:
    file = tmp_path / "brands.json"
    file.write_bytes(data)
    with pytest.raises(ConfigurationError, match="Compile the brands again"):
        load(file)


def test_a_missing_compiled_file_says_to_compile_first(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="Compile the brands first"):
        load(tmp_path / "none.json")


def test_loading_and_deciding_import_neither_pydantic_nor_toml() -> None:
    """Doors start fast because the desk did the checking."""
    code = (
        "import sys, shared.brands.compiled, shared.rules.rule as r\n"
        "[r.action_of(n) for n in ('like', 'reply', 'direct_message', 'escalate', 'ignore')]\n"
        "print([m for m in ('pydantic', 'tomllib', 'shared.brands.models', 'httpx', 'flask') if m in sys.modules])"
    )
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # coverage reads TOML
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=alone, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_decision_is_the_same_from_the_compiled_file_as_from_the_desk(compiled) -> None:
    brand = compiled.brands["tern"]
    again = from_bytes(compiled.to_bytes()).brands["tern"]
    source = Source("", brand.rules[0], (), ())
    interaction, facts = acted(brand, source, Example(text="Thank you!"))
    assert facts == Facts(open=True)
    assert decide(brand.rules, interaction, facts, brand=brand) == decide(again.rules, interaction, facts, brand=again)
