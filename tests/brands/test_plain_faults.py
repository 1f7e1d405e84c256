"""A fault says in plain words what was expected, and one mistake is told once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.brands import forms
from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid
from shared.core.errors import RuleInvalid

CONNECTIONS, BRAND = "connections.toml", "tern/brand.toml"
PRAISE, REST = "tern/rules/10-praise.toml", "tern/rules/20-rest.toml"


@pytest.fixture
def faults(write, pretend_platforms):
    """The faults of the sound folder with these changes."""

    def found(changes: dict[str, str | None]) -> list[RuleInvalid]:
        with pytest.raises(BrandsInvalid) as caught:
            open_desk(write(changes), pretend_platforms)
        return list(caught.value.faults)

    return found


@pytest.mark.parametrize(
    ("changes", "came"),
    [
        ({PRAISE: None, REST: None}, "a folder without a .toml file"),
        ({PRAISE: None, REST: None, "tern/rules/.10-hidden.toml": "x"}, "a folder without a .toml file"),
    ],
    ids=["empty", "only a hidden file"],
)
def test_a_brand_whose_rules_folder_is_empty_is_refused(changes, came, faults) -> None:
    (fault,) = faults(changes)
    assert fault.file.endswith("tern/rules")
    assert fault.came == came
    assert "at least one rule" in fault.expected


@pytest.mark.parametrize(("text", "came"), [(None, "nothing"), ("", "a file")], ids=["gone", "a file"])
def test_a_brand_without_a_rules_folder_is_refused(text, came, write, sound, pretend_platforms) -> None:
    folder = write({"fjord/brand.toml": sound[BRAND].replace("100", "101").replace("200", "201")})
    if text is not None:
        (folder / "fjord" / "rules").write_text(text)
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(folder, pretend_platforms)
    (fault,) = caught.value.faults
    assert fault.file.endswith("fjord/rules")
    assert fault.came == came


def test_a_folder_in_place_of_a_file_is_told_so(write, pretend_platforms) -> None:
    folder = write({CONNECTIONS: None})
    (folder / CONNECTIONS).mkdir()
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(folder, pretend_platforms)
    assert [fault.came for fault in caught.value.faults] == ["a folder"]


@pytest.mark.parametrize(
    ("file", "line", "field", "expected"),
    [
        (PRAISE, 'name = "praise"\n', "name", "a text in quotes: small letters, digits and hyphens, a letter first"),
        (PRAISE, 'matches = ["Thank you!"]\n', "matches", "a list of texts in quotes or tables (Examples that"),
        (BRAND, 'languages = ["en"]\n', "languages", "a list of texts in quotes (Language codes"),
        (BRAND, 'zone = "Europe/Oslo"\n', "zone", "a text in quotes (IANA time zone"),
        (BRAND, 'name = "Our wall"\n', "accounts[0].name", "a text in quotes (What colleagues call it"),
        (BRAND, 'name = "Ingrid"\n', "team[0].name", "a text in quotes"),
    ],
)
def test_a_missing_key_is_told_with_the_type_that_it_takes(file, line, field, expected, faults, sound) -> None:
    assert line in sound[file]
    (fault,) = faults({file: sound[file].replace(line, "", 1)})
    assert (fault.field, fault.came) == (field, "nothing")
    assert fault.expected.startswith(expected)


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "expected"),
    [
        (PRAISE, 'name = "praise"', 'name = "Kind Words"', "name", "small letters, digits and hyphens"),
        (PRAISE, 'matches = ["Thank you!"]', "matches = []", "matches", "a list of at least one"),
        (PRAISE, 'matches = ["Thank you!"]', 'matches = "Thank you!"', "matches", "a list of texts in quotes"),
        (PRAISE, "[when]", '[when]\nlanguage = "english"', "when.language[0]", "the code of a language"),
        (PRAISE, "[when]", '[when]\ntext.min_words = "three"', "when.text.min_words", "a whole number"),
        (PRAISE, "[when]", "[when]\naccount = 100", "when.account", "a text in quotes or a list of texts in quotes"),
        (PRAISE, "[when]", "[when]\ntext.mentions_max = -1", "when.text.mentions_max", "at least 0"),
        (PRAISE, "[when]", '[when]\nprivate = "yes"', "when.private", "true or false"),
        (BRAND, 'id = "100"', 'id = "10 0"', "accounts[0].id", "an id without spaces"),
        (BRAND, 'id = "100"', "id = 100", "accounts[0].id", "a text in quotes"),
        (BRAND, 'short = "Tern & Kettle"', 'short = ""', "short", "at least one character"),
        (BRAND, "[digest]", '[contact]\nphone = "ring"\n[digest]', "contact.phone", "a telephone number"),
        (BRAND, "[digest]", "[regulars]\nacts = 0\n[digest]", "regulars.acts", "at least 2"),
    ],
)
def test_what_was_expected_is_told_as_people_speak(file, old, new, field, expected, faults, sound) -> None:
    assert old in sound[file]
    told = {fault.field: fault.expected for fault in faults({file: sound[file].replace(old, new, 1)})}
    assert told[field].startswith(expected)
    assert not any(word in told[field] for word in ("valid", "match pattern", "validation"))


def test_every_pattern_of_a_form_is_told_in_words() -> None:
    folder = Path(forms.__file__).parent
    written = {found for file in folder.glob("*.py") for found in re.findall(r'pattern=r"([^"]+)"', file.read_text())}
    assert written == set(forms.PATTERNS)


def test_a_brand_without_accounts_is_told_so_and_not_offered_an_empty_list_of_kinds(faults, sound) -> None:
    (fault,) = faults({BRAND: sound[BRAND].partition("[[accounts]]")[0]})
    assert fault.field == "when.kind"
    assert fault.expected.startswith("[[accounts]] in brand.toml")


def test_the_kinds_offered_are_those_of_the_platform_that_the_rule_names(faults, sound) -> None:
    text = sound[PRAISE].replace('kind = "comment"', 'kind = "review"\nplatform = "birds"')
    (fault,) = faults({PRAISE: text})
    assert fault.expected.endswith("one of: comment, direct_message, mention")


@pytest.mark.parametrize(
    ("connections", "field"),
    [
        (None, "(whole file)"),
        ("[wall\n[birds]\n", "(whole file)"),
        ("[wall]\nsecretz = {}\n[birds]\n", "wall.secretz"),
        ('[wall]\nplatform = "wal"\n[birds]\n', "wall.platform"),
    ],
    ids=["gone", "not TOML", "a key misspelt", "an unknown platform"],
)
def test_a_fault_in_connections_is_told_once_and_not_again_by_every_account_and_rule(
    connections, field, faults, sound
) -> None:
    asking = sound[PRAISE].replace("[when]", '[when]\nplatform = "wall"\naccount = "100"')
    (fault,) = faults({CONNECTIONS: connections, PRAISE: asking})
    assert fault.file.endswith(CONNECTIONS)
    assert fault.field == field


def test_an_account_with_an_undeclared_connection_is_told_once_and_not_by_its_rules(faults, sound) -> None:
    text = sound[BRAND].replace('connection = "wall"', 'connection = "wal"')
    praise = sound[PRAISE].replace('kind = "comment"', 'kind = "review"\nplatform = "wall"\naccount = "100"')
    (fault,) = faults({BRAND: text, PRAISE: praise})
    assert fault.field == "accounts[0].connection"


def test_what_does_not_depend_on_a_connection_is_still_told_without_connections(faults, sound) -> None:
    found = faults({CONNECTIONS: None, PRAISE: sound[PRAISE].replace("{author}", "{autor}")})
    assert [fault.field for fault in found] == ["(whole file)", "then[0].texts[0]"]


@pytest.mark.parametrize(
    ("key", "near"),
    [("Tern Kettle", "tern-kettle"), ("TERN", "tern"), ("-tern", "tern"), ("tern_kettle", "tern-kettle"),
     ("t" * 41, "t" * 40), ("tern.kettle", "tern-kettle"), ("☕", "tern-kettle")],
)  # fmt: skip
def test_a_brand_folder_that_cannot_be_a_key_is_refused_with_a_name_that_can(key, near, faults, sound) -> None:
    renamed = {name.replace("tern/", f"{key}/"): text for name, text in sound.items() if name != CONNECTIONS}
    found = faults({**dict.fromkeys((BRAND, PRAISE, REST)), **renamed})
    (fault,) = [one for one in found if one.field == "(folder name)"]
    assert fault.file.endswith(f"brands/{key}")
    assert fault.came == repr(key)
    assert fault.expected.endswith(f"such as {near!r}")


@pytest.mark.parametrize("key", ["t", "4you", "tern-kettle", "t" * 40])
def test_a_brand_folder_of_small_letters_digits_and_hyphens_is_its_key(key, write, sound, pretend_platforms) -> None:
    folder = write()
    (folder / "tern").rename(folder / key)
    assert set(open_desk(folder, pretend_platforms).compiled.brands) == {key}


def test_a_segment_without_conditions_is_refused_since_everybody_would_meet_it(faults, sound) -> None:
    (fault,) = faults({BRAND: sound[BRAND] + "[segments.everybody]\n"})
    assert (fault.field, fault.came) == ("segments.everybody", "an empty set")
