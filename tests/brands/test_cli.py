"""The desk's commands: what they print, and the codes that `make` goes by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.brands.compiled import load
from shared.brands.models import SCHEMAS, schema
from shared.cli import main

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("installed_platforms")


def test_rules_prints_each_rule_with_its_count_of_examples(write, capsys) -> None:
    assert main(["rules", "--brands", str(write())]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("2 rules, 3 examples" in line for line in lines)
    assert any(line.split() == ["praise", "praise", "reply", "2/2", "examples"] for line in lines)


def test_a_failing_example_is_named_by_file_rule_and_example(write, sound, capsys) -> None:
    text = sound["tern/rules/10-praise.toml"].replace('["Where is it?"]', '["Where is it?", "I thank you"]')
    assert main(["rules", "--brands", str(write({"tern/rules/10-praise.toml": text}))]) == 1
    error = capsys.readouterr().err
    assert "10-praise.toml" in error
    assert "'praise'" in error
    assert "does_not_match[1] 'I thank you'" in error


def test_an_example_that_its_rule_misses_fails(write, sound, capsys) -> None:
    text = sound["tern/rules/10-praise.toml"].replace('["Thank you!"]', '["Lovely"]')
    assert main(["rules", "--brands", str(write({"tern/rules/10-praise.toml": text}))]) == 1
    assert "matches[0] 'Lovely': the rule does not match it" in capsys.readouterr().err


def test_an_example_that_an_earlier_rule_takes_is_a_warning(write, sound, capsys) -> None:
    text = sound["tern/rules/20-rest.toml"].replace("anything", "thank you all")
    assert main(["rules", "--brands", str(write({"tern/rules/20-rest.toml": text}))]) == 0
    out = capsys.readouterr().out
    assert "warning:" in out
    assert "'praise' comes first and takes it" in out


def test_a_broken_book_exits_1_and_the_other_folder_is_still_checked(write, sound, tmp_path, capsys) -> None:
    broken = tmp_path / "empty"
    broken.mkdir()
    assert main(["rules", "--brands", str(broken), "--brands", str(write())]) == 1
    captured = capsys.readouterr()
    assert "connections.toml" in captured.err
    assert "2 rules" in captured.out


@pytest.mark.parametrize("command", ["rules", "compile"])
@pytest.mark.parametrize(("made", "came"), [(False, "came nothing"), (True, "came a file")], ids=["gone", "a file"])
def test_a_brands_folder_that_is_none_is_named_with_what_to_change(command, made, came, tmp_path, capsys) -> None:
    folder = tmp_path / "brnads"
    if made:
        folder.write_text("")
    assert main([command, "--brands", str(folder)]) == 1
    error = capsys.readouterr().err
    assert f"{folder}: field" in error
    assert came in error
    assert "expected a folder with connections.toml and one folder per brand; make it" in error


def test_rules_where_there_are_no_brands_at_all_is_not_success(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rules"]) == 1
    assert "brands: field '(whole folder)': came nothing" in capsys.readouterr().err


def test_compile_writes_what_doors_load(write, tmp_path) -> None:
    out = tmp_path / "build" / "brands.json"
    assert main(["compile", "--brands", str(write()), "--out", str(out)]) == 0
    assert set(load(out).brands) == {"tern"}


def test_compile_writes_nothing_when_a_rule_is_wrong(write, sound, tmp_path, capsys) -> None:
    out = tmp_path / "brands.json"
    broken = {"tern/rules/10-praise.toml": sound["tern/rules/10-praise.toml"].replace("{author}", "{autor}")}
    assert main(["compile", "--brands", str(write(broken)), "--out", str(out)]) == 1
    assert not out.exists()
    assert "{autor}" in capsys.readouterr().err


def test_compile_writes_nothing_when_an_example_fails(write, sound, tmp_path) -> None:
    out = tmp_path / "brands.json"
    broken = {"tern/rules/10-praise.toml": sound["tern/rules/10-praise.toml"].replace('"Thank you!"', '"Lovely"')}
    assert main(["compile", "--brands", str(write(broken)), "--out", str(out)]) == 1
    assert not out.exists()


def test_a_command_that_is_not_understood_exits_2(capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["rulez"])
    assert caught.value.code == 2
    assert "rules" in capsys.readouterr().err


def test_help_names_every_command(capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in ("rules", "schema", "compile"))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schemas_in_the_repository_are_current(name) -> None:
    """If this fails, run: python -m shared.cli schema"""
    kept = json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    assert kept == schema(SCHEMAS[name])


def test_schema_check_notices_a_stale_file(tmp_path, capsys) -> None:
    assert main(["schema", "--out", str(tmp_path)]) == 0
    assert main(["schema", "--out", str(tmp_path), "--check"]) == 0
    (tmp_path / "rule.json").write_text("{}", encoding="utf-8")
    assert main(["schema", "--out", str(tmp_path), "--check"]) == 1
    assert "rule.json" in capsys.readouterr().err


def test_the_rule_schema_describes_every_operator_and_action() -> None:
    text = json.dumps(schema(SCHEMAS["rule"]))
    assert '"const": "direct_message"' in text
    for word in ("contains_any", "has_question_mark", "min_followers", "does_not_match", "texts", "note"):
        assert f'"{word}"' in text
