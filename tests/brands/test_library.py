"""Rule packs beside a brand's own rules: their order, what stands in whose place, and what a brand has no use for."""

from __future__ import annotations

import pytest

from shared.brands import library
from shared.brands.desk import Desk, open_desk
from shared.brands.examples import try_book
from shared.brands.problems import BrandsInvalid
from shared.cli import main
from shared.rules.rule import Rule

THANKS = """
name = "thanks"
class = "praise"
matches = ["Thank you", { text = "Thank you", kind = "mention" }, { text = "Thank you", platform = "quiet" }]
does_not_match = ["Where?"]
[when]
kind = ["comment", "mention", "share"]
text.contains_any = ["thank you"]
[[then]]
do = "reply"
[then.says]
en = ["Thank you, {author}!", "How kind 😊", "Write to {contact_mail}."]
nb = ["Takk!"]
"""
LIKES = """
name = "likes"
class = "tag"
matches = ["hello"]
[[then]]
do = "like"
"""
OFFLINE = """
name = "offline"
matches = ["hello"]
[when]
platform = ["birds", "wall"]
kind = "comment"
[[then]]
do = "offline"
says.en = ["Please write to {contact_mail}, with {reference}."]
"""


@pytest.fixture
def opened(write, sound, pretend_platforms, tmp_path, monkeypatch):
    """The desk with a library of packs, for a brand that takes those named."""
    packs = {"thanks/05-thanks.toml": THANKS, "likes/15-likes.toml": LIKES, "offline/30-offline.toml": OFFLINE}

    def opened(*names: str, changes: dict[str, str | None] | None = None, more: str = "") -> Desk:
        for name, text in packs.items():
            (tmp_path / "packs" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "packs" / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(library, "PACKS", tmp_path / "packs")
        brand = f"packs = {list(names)}\n".replace("'", '"') + sound["tern/brand.toml"] + more
        return open_desk(write({"tern/brand.toml": brand} | (changes or {})), pretend_platforms)

    return opened


def faults(opened, *names: str, **given: object) -> list[str]:
    with pytest.raises(BrandsInvalid) as caught:
        opened(*names, **given)
    return [f"{fault.field}: {fault.came}; {fault.expected}" for fault in caught.value.faults]


def names(desk: Desk) -> list[str]:
    return [rule.name for rule in desk.compiled.brands["tern"].rules]


def rules(desk: Desk) -> dict[str, Rule]:
    return {rule.name: rule for rule in desk.compiled.brands["tern"].rules}


def test_packs_are_tried_among_the_brands_own_rules_in_the_order_of_the_file_names(opened) -> None:
    desk = opened("likes", "thanks")
    assert names(desk) == ["thanks", "praise", "likes", "rest"]
    assert [source.pack for source in desk.books["tern"]] == ["thanks", None, "likes", None]


def test_a_brands_own_rule_comes_first_where_the_file_names_are_equal(opened, sound) -> None:
    own = sound["tern/rules/20-rest.toml"].replace('"rest"', '"own"')
    assert names(opened("likes", changes={"tern/rules/15-likes.toml": own}))[1:3] == ["own", "likes"]


def test_a_rule_of_the_brands_own_stands_in_the_place_of_a_packs_of_the_same_name(opened, sound) -> None:
    own = sound["tern/rules/20-rest.toml"].replace('"rest"', '"likes"')
    desk = opened("likes", changes={"tern/rules/17-mine.toml": own})
    assert [then.do for then in rules(desk)["likes"].then] == ["escalate"]
    assert names(desk) == ["praise", "likes", "rest"]


def test_a_brand_may_live_on_packs_alone(opened) -> None:
    desk = opened("thanks", changes={"tern/rules/10-praise.toml": None, "tern/rules/20-rest.toml": None})
    assert names(desk) == ["thanks"]


def test_a_packs_rule_is_narrowed_to_what_the_brands_platforms_can_do(opened) -> None:
    """The wall sends no mention and the birds like nothing; neither is a fault of the brand."""
    desk = opened("likes", "thanks")
    ways = rules(desk)["likes"].when.all[-1].any
    assert [(one.platforms, {*one.kinds}) for one in ways] == [(("wall",), {"comment", "post", "review"})]
    trials = try_book(desk.compiled.brands["tern"], desk.books["tern"])
    assert [failure for trial in trials for failure in trial.failed] == []
    assert trials[0].tried == 3, "the example about a platform without an account is not tried"


def test_a_packs_rule_that_no_platform_of_the_brand_can_meet_is_left_out(opened, sound) -> None:
    birds = sound["tern/brand.toml"]
    birds = birds[: birds.index("[[accounts]]")] + birds[birds.rindex("[[accounts]]") :]
    only_rest = {"tern/rules/10-praise.toml": None, "tern/brand.toml": 'packs = ["likes", "thanks"]\n' + birds}
    assert names(opened("likes", changes=only_rest)) == ["thanks", "rest"]


def test_a_packs_text_is_left_out_where_it_does_not_suit_the_brand(opened) -> None:
    desk = opened("thanks", changes={"tern/voice.toml": 'emoji = "none"\n'})
    assert rules(desk)["thanks"].then[0].params["says"] == {"en": ["Thank you, {author}!"], "nb": ["Takk!"]}


def test_a_packs_text_is_said_where_the_brand_has_what_it_speaks_of(opened) -> None:
    desk = opened("thanks", more='[contact]\nmail = "hi@tern.example"\n')
    assert rules(desk)["thanks"].then[0].params["says"]["en"][1:] == ["How kind 😊", "Write to {contact_mail}."]


def test_a_packs_rule_goes_where_the_brand_has_nothing_that_it_speaks_of(opened) -> None:
    assert "offline" not in rules(opened("offline"))
    assert "offline" in rules(opened("offline", more='[contact]\nmail = "hi@tern.example"\n'))


def test_a_pack_that_the_brands_voice_silences_is_a_fault(opened) -> None:
    banned = {"tern/voice.toml": 'banned = ["thank*", "how kind", "takk"]\n', "tern/rules/10-praise.toml": None}
    (fault,) = faults(opened, "thanks", changes=banned)
    assert fault.startswith("then[0]: no such text: 'thank', which voice.toml bans")
    assert "rule of your own named 'thanks'" in fault


def test_a_pack_must_speak_the_brands_first_language(opened, sound) -> None:
    german = 'packs = ["thanks"]\n' + sound["tern/brand.toml"].replace('["en"]', '["de", "en"]')
    (fault,) = faults(opened, "thanks", changes={"tern/brand.toml": german})
    assert fault.startswith("packs[0]: 'thanks', of which thanks say nothing in 'de'; rules of your own")


def test_a_pack_that_there_is_not_is_named_with_those_there_are(opened) -> None:
    assert faults(opened, "thnaks", "likes", "likes") == [
        "packs[0]: 'thnaks'; a pack, one of: likes, offline, thanks; did you mean 'thanks'?",
        "packs[2]: 'likes' a second time; each once",
    ]


@pytest.mark.usefixtures("installed_platforms")
def test_make_rules_lists_where_a_rule_is_from_and_tries_its_examples(opened, tmp_path, capsys) -> None:
    opened("thanks")
    assert main(["rules", "--brands", str(tmp_path / "brands")]) == 0
    out = capsys.readouterr().out
    assert "3 rules, 6 examples" in out
    (line,) = (line for line in out.splitlines() if line.split()[:1] == ["thanks"])
    assert line.endswith("3/3 examples  pack thanks")


@pytest.mark.usefixtures("installed_platforms")
def test_only_a_brands_own_rule_that_is_hidden_is_warned_of(opened, sound, tmp_path, capsys) -> None:
    """A pack's rule behind one of the brand's own is what the brand asked for; the other way round it may be a slip."""
    own = sound["tern/rules/20-rest.toml"].replace('"rest"', '"own"').replace("anything", "hello")
    own += '[when]\ntext.equals = ["hello"]\n'
    own = own.replace('[[then]]\ndo = "escalate"\n', "") + '[[then]]\ndo = "escalate"\n'
    opened("thanks", "likes", changes={"tern/rules/01-own.toml": own})
    assert main(["rules", "--brands", str(tmp_path / "brands")]) == 0
    warnings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("warning")]
    assert len(warnings) == 2
    assert "'praise' matches[0]" in warnings[0]
    assert "'thanks' comes first" in warnings[0]
    assert "'rest' matches[0]" in warnings[1]
