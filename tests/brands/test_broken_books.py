"""Every broken book is refused, naming file, rule, field, what came and what was expected (F29)."""

from __future__ import annotations

import pytest

from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid

CONNECTIONS, BRAND, RULE = "connections.toml", "tern/brand.toml", "tern/rules/10-praise.toml"

# id: (file, old text, new text, rule, field, in `came`, in `expected`)
BROKEN = {
    "tables without end": (
        RULE,
        "class =",
        "when = " + "{ all = [" * 400 + "] }" * 400 + "\nclass =",
        None,
        "(whole file)",
        "without end",
        "a few",
    ),
    "toml itself": (RULE, "class =", "class", None, "(whole file)", "mistake in TOML", "TOML"),
    "unknown key, with the near one": (
        BRAND,
        "zone =",
        "zona =",
        None,
        "zona",
        "an unknown key",
        "did you mean 'zone'",
    ),
    "missing key": (BRAND, 'zone = "Europe/Oslo"\n', "", None, "zone", "nothing", "IANA"),
    "no such zone": (BRAND, "Europe/Oslo", "Europe/Atlantis", None, "zone", "'Europe/Atlantis'", "IANA"),
    "zone that is a path": (BRAND, "Europe/Oslo", "../etc/passwd", None, "zone", "'../etc/passwd'", "IANA"),
    "a closing before its opening": (
        BRAND,
        "13:00-18:00",
        "18:00-13:00",
        None,
        "hours.monday[1]",
        "'18:00-13:00'",
        "09:00-18:00",
    ),
    "an hour that there is not": (
        BRAND,
        "13:00-18:00",
        "13:00-25:00",
        None,
        "hours.monday[1]",
        "'13:00-25:00'",
        "09:00",
    ),
    "hours that overlap": (BRAND, "13:00-18:00", "11:00-18:00", None, "hours.monday[1]", "'11:00-18:00'", "overlap"),
    "a day that there is not": (BRAND, "monday =", "mandag =", None, "hours.mandag", "an unknown key", "monday"),
    "a closed day as text": (BRAND, "2026-12-24,", '"24.12.2026",', None, "hours.closed[0]", "'24.12.2026'", "date"),
    "a closed day twice": (BRAND, "2026-12-24, ", "2026-12-25, ", None, "hours.closed[1]", "2026-12-25", "each once"),
    "a recipient that is no address": (
        BRAND,
        "ingrid@tern.example",
        "Ingrid",
        None,
        "digest.recipients[0]",
        "'Ingrid'",
        "mail address",
    ),
    "a recipient with a hidden second one": (
        BRAND,
        "ingrid@tern.example",
        "a@tern.example, b@tern.example",
        None,
        "digest.recipients[0]",
        "a@tern",
        "one mail address",
    ),
    "recipients and no sender": (
        BRAND,
        'sender = "heard@tern.example"',
        "",
        None,
        "digest.sender",
        "nothing",
        "address",
    ),
    "a colleague without signature": (
        BRAND,
        'signature = "Ingrid at Tern"',
        "",
        None,
        "team[0].signature",
        "nothing",
        "sign",
    ),
    "a goal over a hundred": (
        BRAND,
        "[digest]",
        "[targets]\ngoal_percent = 120\n[digest]",
        None,
        "targets.goal_percent",
        "120",
        "100",
    ),
    "a target of the wrong type": (
        BRAND,
        "[digest]",
        '[targets]\nack_seconds = "60"\n[digest]',
        None,
        "targets.ack_seconds",
        "'60'",
        "a whole number",
    ),
    "words kept too long": (BRAND, "[hours]", "words_days = 90\n[hours]", None, "words_days", "90", "30"),
    "a language that is a name": (BRAND, '["en"]', '["English"]', None, "languages[0]", "'English'", "of a language"),
    "no signature": (BRAND, 'signature = "– our automatic helper"\n', "", None, "signature", "nothing", "automatic"),
    "an undeclared connection": (
        BRAND,
        'connection = "birds"',
        'connection = "bird"',
        None,
        "accounts[1].connection",
        "'bird'",
        "did you mean 'birds'",
    ),
    "an account owned twice": (
        BRAND,
        '"200"\nconnection = "birds"',
        '"100"\nconnection = "wall"',
        None,
        "accounts[1].id",
        "'100' on wall",
        "owned once",
    ),
    "an account id as number": (BRAND, 'id = "100"', "id = 100", None, "accounts[0].id", "100", "a text in quotes"),
    "a token by value": (
        BRAND,
        "WALL_TOKEN",
        "EAAGm0PX4ZCpsBAKZCd81qZBr9v",
        None,
        "accounts[0].token",
        "not shown",
        "environment variable",
    ),
    "an unknown platform": (
        CONNECTIONS,
        "[birds]",
        '[birds]\n[b]\nplatform = "brids"',
        None,
        "b.platform",
        "'brids'",
        "did you mean 'birds'",
    ),
    "a secret by value": (
        CONNECTIONS,
        "WALL_SECRET",
        "f0e1d2c3b4a5968778695a4b3c2d1e0f",
        None,
        "wall.secrets.signing[0]",
        "not shown",
        "never the secret",
    ),
    "an unknown use of a secret": (
        CONNECTIONS,
        "signing =",
        "singing =",
        None,
        "wall.secrets.singing",
        "an unknown use",
        "did you mean 'signing'",
    ),
    "a connection with a bad name": (
        CONNECTIONS,
        "[birds]",
        '[birds]\n["my birds"]',
        None,
        "my birds",
        "'my birds'",
        "small letters",
    ),
    "an address without TLS": (
        CONNECTIONS,
        "[birds]",
        '[birds]\nbase_url = "http://birds.example"',
        None,
        "birds.base_url",
        "http://birds",
        "https",
    ),
    "an unknown operator": (
        RULE,
        "contains_any",
        "contains_some",
        "praise",
        "when.text.contains_some",
        "an unknown key",
        "contains_any",
    ),
    "an unknown kind": (RULE, '"comment"', '"coment"', "praise", "when.kind[0]", "'coment'", "did you mean 'comment'"),
    "an unknown class": (
        RULE,
        '"praise"\nmatches',
        '"prase"\nmatches',
        "praise",
        "class",
        "'prase'",
        "did you mean 'praise'",
    ),
    "an unknown action": (RULE, '"reply"', '"replay"', "praise", "then[0].do", "'replay'", "did you mean 'reply'"),
    "an action left out": (RULE, 'do = "reply"\n', "", "praise", "then[0].do", "nothing", "an action"),
    "a misspelt parameter": (
        RULE,
        "texts =",
        "txts =",
        "praise",
        "then[0].txts",
        "an unknown key",
        "did you mean 'texts'",
    ),
    "a parameter of the wrong type": (RULE, '"How kind."', "7", "praise", "then[0].texts[1]", "int", "str"),
    "nothing to do": (
        RULE,
        '[[then]]\ndo = "reply"\ntexts = ["Thank you, {author}!", "How kind."]',
        "",
        "praise",
        "then",
        "nothing",
        "What to do",
    ),
    "nothing to say": (
        RULE,
        'texts = ["Thank you, {author}!", "How kind."]',
        "",
        "praise",
        "then[0].text",
        "nothing",
        "what to say",
    ),
    "both text and texts": (RULE, "texts =", 'text = "Hi"\ntexts =', "praise", "then[0].text", "both", "one of them"),
    "a blank text": (RULE, "How kind.", " ", "praise", "then[0].texts[1]", "' '", "words"),
    "an unknown placeholder": (
        RULE,
        "{author}",
        "{autor}",
        "praise",
        "then[0].texts[0]",
        "{autor}",
        "known placeholders",
    ),
    "a placeholder that digs": (
        RULE,
        "{author}",
        "{author.__class__}",
        "praise",
        "then[0].texts[0]",
        "__class__",
        "known placeholders",
    ),
    "a lone brace": (RULE, "{author}", "{author", "praise", "then[0].texts[0]", "'{'", "known placeholders"),
    "opening hours inside hours": (RULE, "{author}", "{hours}", "praise", "then[0].texts[0]", "{hours}", "outside"),
    "a text too long for one platform": (
        RULE,
        "How kind.",
        "kind " * 60,
        "praise",
        "then[0].texts[1]",
        "too long for birds",
        "shorter",
    ),
    "a text too long only with a long name": (
        RULE,
        "Thank you, {author}!",
        "{author}" + "x" * 230,
        "praise",
        "then[0].texts[0]",
        "longest name",
        "shorter",
    ),
    "a link to elsewhere": (
        RULE,
        "How kind.",
        "See https://evil.example/a",
        "praise",
        "then[0].texts[1]",
        "evil.example",
        "tern.example",
    ),
    "a secret in a text": (
        RULE,
        "How kind.",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "praise",
        "then[0].texts[1]",
        "secret",
        "environment variable",
    ),
    "a star in the middle": (
        RULE,
        '["thank you"]',
        '["th*nks"]',
        "praise",
        "when.text.contains_any[0]",
        "'th*nks'",
        "only at its end",
    ),
    "a phrase that is invisible": (
        RULE,
        '["thank you"]',
        '["\\u200b"]',
        "praise",
        "when.text.contains_any[0]",
        "u200b",
        "a word or phrase",
    ),
    "no phrases": (RULE, '["thank you"]', "[]", "praise", "when.text.contains_any", "an empty list", "at least one"),
    "a platform that the brand is not on": (
        RULE,
        "[when]",
        '[when]\nplatform = "quiet"',
        "praise",
        "when.platform",
        "'quiet'",
        "wall, birds",
    ),
    "an account that the brand does not own": (
        RULE,
        "[when]",
        '[when]\naccount = "101"',
        "praise",
        "when.account",
        "'101'",
        "100, 200",
    ),
    "a kind that its platform never sends": (
        RULE,
        'kind = "comment"',
        'kind = "review"\nplatform = "birds"',
        "praise",
        "when.kind",
        "review",
        "comment",
    ),
    "impossible on one platform": (
        RULE,
        '"reply"\ntexts = ["Thank you, {author}!", "How kind."]',
        '"like"\n[[then]]\ndo = "escalate"',
        "praise",
        "then[0].do",
        "birds (comment)",
        "platform = ['wall']",
    ),
    "impossible for one kind": (
        RULE,
        'kind = "comment"',
        'kind = ["comment", "reaction"]',
        "praise",
        "then[0].do",
        "wall (reaction)",
        "kind = ['comment']",
    ),
    "impossible everywhere": (
        RULE,
        'kind = "comment"',
        'kind = "reaction"',
        "praise",
        "then[0].do",
        "wall (reaction)",
        "escalate",
    ),
    "two answers": (
        RULE,
        "[[then]]",
        '[[then]]\ndo = "reply"\ntext = "Hi"\n[[then]]',
        "praise",
        "then[1].do",
        "'reply'",
        "then[0] already does",
    ),
    "ignoring and answering": (
        RULE,
        "[[then]]",
        '[[then]]\ndo = "ignore"\n[[then]]',
        "praise",
        "then[0].do",
        "beside",
        "alone",
    ),
    "a complaint that only a machine answers": (
        RULE,
        'class = "praise"',
        'class = "complaint"',
        "praise",
        "then",
        "escalate",
        "person",
    ),
    "no examples": (RULE, 'matches = ["Thank you!"]\n', "", "praise", "matches", "nothing", "must match"),
    "an example with an unknown key": (
        RULE,
        '["Thank you!"]',
        '[{ txt = "Thank you!" }]',
        "praise",
        "matches[0].txt",
        "an unknown key",
        "did you mean 'text'",
    ),
    "a rule name twice": (
        "tern/rules/20-rest.toml",
        '"rest"',
        '"praise"',
        "praise",
        "name",
        "10-praise.toml",
        "its own name",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_book_is_refused_naming_file_rule_field_came_and_expected(
    case, write, sound, pretend_platforms
) -> None:
    file, old, new, rule, field, came, expected = case
    assert old in sound[file]
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(write({file: sound[file].replace(old, new, 1)}), pretend_platforms)
    faults = [fault for fault in caught.value.faults if fault.field == field]
    assert faults, str(caught.value)
    fault = faults[0]
    assert fault.file.endswith(file)
    assert fault.rule == rule
    assert came in fault.came, str(fault)
    assert expected in fault.expected, str(fault)
    for part in (fault.file, field, fault.came, fault.expected):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "file", "came"),
    [
        ({"connections.toml": None}, "connections.toml", "nothing"),
        ({"tern/brand.toml": None}, "tern/brand.toml", "nothing"),
        ({"tern/rules/30-more.tml": "x"}, "tern/rules/30-more.tml", "not a .toml file"),
    ],
    ids=["no connections", "no brand file", "a rule saved under another ending"],
)
def test_a_file_that_is_gone_or_misnamed_is_refused(changes, file, came, write, pretend_platforms) -> None:
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(write(changes), pretend_platforms)
    assert any(fault.file.endswith(file) and fault.came == came for fault in caught.value.faults)


def test_all_faults_of_all_files_are_told_at_once(write, sound, pretend_platforms) -> None:
    broken = {
        CONNECTIONS: sound[CONNECTIONS].replace("signing", "singing"),
        BRAND: sound[BRAND].replace("Europe/Oslo", "Oslo").replace("13:00", "11:00"),
        RULE: sound[RULE].replace("{author}", "{autor}").replace("comment", "coment"),
        "tern/rules/20-rest.toml": sound["tern/rules/20-rest.toml"].replace("escalate", "escalade"),
    }
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(write(broken), pretend_platforms)
    assert {fault.field for fault in caught.value.faults} >= {
        "wall.secrets.singing", "zone", "hours.monday[1]", "when.kind[0]", "then[0].do",
    }  # fmt: skip


@pytest.mark.parametrize(
    "secret",
    [
        "EAAGm0PX4ZCpsBAKZCd81qZBr9vABCDEF",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "f0e1d2c3b4a5968778695a4b3c2d1e0f",
        "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid",
        "hunter2",
    ],
)
@pytest.mark.parametrize("where", ["token", "secret"])
def test_a_secret_in_a_file_is_never_printed(secret, where, write, sound, pretend_platforms) -> None:
    if where == "token":
        changes = {BRAND: sound[BRAND].replace("WALL_TOKEN", secret)}
    else:
        changes = {CONNECTIONS: sound[CONNECTIONS].replace("WALL_SECRET", secret)}
    with pytest.raises(BrandsInvalid) as caught:
        open_desk(write(changes), pretend_platforms)
    assert secret not in str(caught.value)
