"""Those around a brand, from what people write to what a rule decides: regulars, segments, events, posts, team."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.brands.compiled import Brand, from_bytes
from shared.brands.desk import Desk, open_desk
from shared.brands.examples import try_book
from shared.brands.problems import BrandsInvalid
from shared.core.facts import Facts, History, Need, Talk
from shared.core.interaction import Interaction, Kind
from shared.rules.rule import decide

CIRCLE = """
[regulars]
acts = 4
days = 2
[segments.friends]
any = [{ author.regular = true }, { author.vip = true }]
[segments.newcomers]
author.first_time = true
[[events]]
name = "tern-week"
opens = 2026-12-01T18:00:00
closes = 2026-12-07T22:00:00
hashtags = ["#TernWeek"]
[[posts]]
id = "42"
title = "Which roast for winter?"
tags = ["asks-opinion"]
[model]
url = "https://labels.tern.example"
labels = ["wholesale"]
"""


TALK = 'do = "reply"\ntext = "Let us talk: {contact_meeting}"'


def rule(when: str, name: str = "asked", then: str = 'do = "escalate"') -> str:
    return f'name = "{name}"\nmatches = ["anything"]\n{when}\n[[then]]\n{then}\n'


@pytest.fixture
def opened(write, sound, pretend_platforms):
    """The desk with a circle around the brand and these rules before its own."""

    def opened(*rules: str, more: str = "") -> Desk:
        files = {f"tern/rules/0{index}-rule.toml": text for index, text in enumerate(rules)}
        folder = write({"tern/brand.toml": sound["tern/brand.toml"] + CIRCLE + more} | files)
        return open_desk(folder, pretend_platforms)

    return opened


def faults(opened, *rules: str, more: str = "") -> list[tuple[str, str, str]]:
    with pytest.raises(BrandsInvalid) as caught:
        opened(*rules, more=more)
    return [(fault.field, fault.came, fault.expected) for fault in caught.value.faults]


def met(desk: Desk, *, language: str | None = None, **facts: object) -> str | None:
    """The rule that a comment meets, decided by what a door would load."""
    brand: Brand = from_bytes(desk.compiled.to_bytes()).brands["tern"]
    comment = Interaction(
        platform="wall", account="100", object="1", kind=Kind.COMMENT, text="hello", language=language,
        received_at=datetime(2026, 12, 2, 10, tzinfo=UTC),
    )  # fmt: skip
    return decide(brand.rules, comment, Facts(open=True, **facts), brand=brand).rule


@pytest.mark.practice(42)
def test_a_segment_is_spoken_to_differently(opened) -> None:
    desk = opened(rule('[when]\nsegment = "friends"', "friend"), rule('[when]\nsegment = "newcomers"', "newcomer"))
    assert met(desk, history=History(acts=4, days=2)) == "friend"
    assert met(desk, history=History(acts=4, days=1)) == "rest"
    assert met(desk, history=History(acts=1), vip=True) == "friend"
    assert met(desk, history=History()) == "newcomer"
    assert met(desk) == "rest", "nobody knows who it is"


@pytest.mark.practice(42)
def test_several_segments_are_one_or_the_other(opened) -> None:
    desk = opened(rule('[when]\nsegment = ["friends", "newcomers"]'))
    assert [met(desk, history=History(acts=acts, days=2)) for acts in (0, 1, 4)] == ["asked", "rest", "asked"]


def test_who_is_no_regular_yet_is_told_from_who_is_unknown(opened) -> None:
    desk = opened(rule("[when]\nauthor.regular = false"))
    assert met(desk, history=History(acts=3, days=2)) == "asked"
    assert met(desk, history=History(acts=4, days=2)) == "rest"
    assert met(desk) == "rest"


@pytest.mark.practice(26)
def test_an_event_has_rules_of_its_own(opened) -> None:
    desk = opened(rule('[when]\nevent = "tern-week"'))
    assert desk.compiled.brands["tern"].events[0].opens == datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert met(desk, events=("tern-week",)) == "asked"
    assert met(desk, events=("other",)) == "rest"


@pytest.mark.practice(34)
def test_who_was_asked_for_an_opinion_is_answered_by_a_rule_of_its_own(opened) -> None:
    desk = opened(rule('[when]\npost.tag = "asks-opinion"'))
    assert met(desk, tags=("asks-opinion",)) == "asked"
    assert met(desk) == "rest"


@pytest.mark.practice(31)
def test_a_rule_can_ask_what_was_said_in_the_conversation_before(opened) -> None:
    desk = opened(rule("[when]\ntalk.colleague = false\ntalk.min_people = 3"))
    assert met(desk, talk=Talk(people=3)) == "asked"
    assert met(desk, talk=Talk(people=3, colleague=True)) == "rest"
    assert met(desk, talk=Talk(people=2)) == "rest"


def test_a_text_in_a_language_that_is_none_is_a_fault(opened) -> None:
    (fault,) = faults(opened, rule("", then='do = "escalate"\nsuggests.en = ["Hello"]\nsuggests.english = ["Hello"]'))
    assert fault == ("then[0].suggests.english", "'english'", "the code of a language, such as en or nb")


def test_a_language_may_be_written_as_platforms_write_it(opened) -> None:
    desk = opened(rule('[when]\nlanguage = "zh-Hant"'))
    assert [met(desk, language=code) for code in ("zh_Hant", "zh-hant", "zh-Hans")] == ["asked", "asked", "rest"]


def test_a_brands_own_handles_do_not_count_as_mentions(opened, sound) -> None:
    more = '[[accounts]]\nid = "101"\nconnection = "wall"\nname = "Second"\nhandle = "@TernKettle"\n'
    desk = opened(rule("[when]\ntext.mentions_max = 0"), more=more)
    assert desk.compiled.brands["tern"].rules[0].when.tests["text.mentions_max"] == ("0", "ternkettle")


@pytest.mark.parametrize(
    ("rules", "needs"),
    [
        ([], ()),
        (["[when]\nprivate = false"], ()),
        (["[when]\nauthor.first_time = true"], (Need.HISTORY,)),
        (['[when]\nsegment = "friends"'], (Need.HISTORY,)),
        (["[[when.any]]\n[when.any.not]\ntalk.machine = true"], (Need.TALK,)),
        (['[when]\nlabel = "wholesale"', "[when]\ncrisis = true"], (Need.MODEL, Need.SWITCH)),
    ],
)
def test_only_what_some_rule_asks_is_looked_up(opened, rules, needs) -> None:
    desk = opened(*(rule(when, f"rule-{index}") for index, when in enumerate(rules)))
    assert desk.compiled.brands["tern"].needs == needs


def test_what_only_a_text_asks_is_looked_up_too(opened) -> None:
    texts = 'do = "reply"\ntexts = ["Usually within {expected}.", "A colleague answers here."]'
    desk = opened(rule('[when]\nplatform = "wall"\nkind = ["comment", "post"]', then=texts))
    assert desk.compiled.brands["tern"].needs == (Need.USUAL,)


@pytest.mark.parametrize(
    ("says", "needs"),
    [
        ('says = { en = ["Hello."], nb = ["Hei."] }', (Need.PERSON,)),
        ('texts = ["Hello."]\nsays = { nb = ["Hei."] }', (Need.PERSON,)),
        ('says = { en = ["Hello.", "Hi."] }', ()),
    ],
)
def test_texts_in_several_languages_ask_for_the_persons_last_one(opened, says, needs) -> None:
    desk = opened(rule('[when]\nplatform = "wall"\nkind = ["comment", "post"]', then=f'do = "reply"\n{says}'))
    assert desk.compiled.brands["tern"].needs == needs


DEEP = "[when]\n" + "all = [{ " * 5 + "private = true" + " }]" * 5


@pytest.mark.parametrize(
    ("when", "at", "came", "expected"),
    [
        ('[when]\nsegment = "freinds"', "when.segment", "'freinds'", "did you mean 'friends'"),
        ('[when]\nevent = "ternweek"', "when.event", "'ternweek'", "did you mean 'tern-week'"),
        ('[[when.any]]\npost.tag = "opinion"', "when.any[0].post.tag", "'opinion'", "asks-opinion"),
        ('[when]\nlabel = "press"', "when.label", "'press'", "wholesale"),
        ('[when]\ntext.class = "prase"', "when.text.class[0]", "'prase'", "did you mean 'praise'"),
        ('[[when.any]]\n[[when.any]]\ntext.contains = 1', "when.any[1].text.contains", "unknown key", "contains_any"),
        ('[[when.any]]\n[[when.any]]\nplatform = "brids"', "when.any[1].platform", "'brids'", "did you mean 'birds'"),
        ('[when.not]\naccount = "1"', "when.not.account", "'1'", "accounts of this brand: one of: 100, 200"),
        ("[[when.any]]\n[[when.any]]\nprivate = true", "when.any[0]", "an empty set", "at least one condition"),
        ("[when.not]\n", "when.not", "an empty set", "at least one condition"),
        ("[when]\nany = []", "when.any", "an empty list", "at least one must hold"),
        ('[when]\nkind = "direct_message"\nprivate = false', "when.kind", "direct_message", "platforms send"),
        ('[when]\nlanguage = "English"', "when.language[0]", "'English'", "the code of a language"),
        (DEEP, "when" + ".all[0]" * 5, "5 deep", "at most 4"),
        (
            '[[when.any]]\nplatform = "wall"\nkind = "follow"\n[[when.any]]\nplatform = "quiet"',
            "when.any[1].platform", "'quiet'", "platforms of this brand",
        ),
        (
            '[when]\nplatform = "wall"\n[[when.any]]\nkind = "mention"\n[[when.any]]\nkind = "follow"',
            "when", "conditions that nothing can meet", "some platform",
        ),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_named_by_its_place(opened, when, at, came, expected) -> None:
    places = faults(opened, rule(when))
    assert any(at == where and came in what and expected in wish for where, what, wish in places), places


@pytest.mark.parametrize(
    ("more", "at", "came", "expected"),
    [
        ('[segments.odd]\nsegment = "friends"', "segments.odd.segment", "inside a segment", "the conditions"),
        ('[segments.odd]\nplatform = "brids"', "segments.odd.platform", "'brids'", "did you mean 'birds'"),
        ("[segments.odd]\nauthor.vp = true", "segments.odd.author.vp", "unknown key", "did you mean 'vip'"),
        ("[segments.odd]\nauthor.vip = 1", "segments.odd.author.vip", "1", "brand.toml"),
        ('[[posts]]\nid = "42"', "posts[1].id", "'42' a second time", "each once"),
        (
            '[[events]]\nname = "tern-week"\nopens = 2026-12-02T18:00:00\ncloses = 2026-12-02T18:00:00\nposts = ["1"]',
            "events[1].closes", "2026-12-02", "after it opens",
        ),
        ('[[team]]\nname = "Ada"\nsignature = "Ada"\nplatforms = ["wal"]', "team[1].platforms", "'wal'", "'wall'"),
        (
            '[[team]]\nname = "Ada"\nsignature = "Ada"\naway = [{ first = 2026-12-02, last = 2026-12-01 }]',
            "team[1].away[0].last", "2026-12-01", "not before the first",
        ),
        ('packs = ["thnaks"]', "model.packs", "unknown key", "labels"),
    ],
)  # fmt: skip
def test_a_circle_that_cannot_be_is_named_by_its_place(opened, more, at, came, expected) -> None:
    places = faults(opened, more=more)
    assert any(at == where and came in what and expected in wish for where, what, wish in places), places


def test_a_colleague_whom_nobody_knows_is_handed_nothing(opened) -> None:
    places = faults(opened, rule("", then='do = "escalate"\nto = "Ingri"'))
    assert places == [
        ("then[0].to", "'Ingri'", "a colleague under [[team]] in brand.toml, one of: Ingrid; did you mean 'Ingrid'?")
    ]


def test_what_a_rule_can_meet_is_told_through_any_and_not(opened) -> None:
    """The wall cannot be liked under a reaction; a rule that leaves reactions out by `not` may ask for a like."""
    liked = 'do = "like"'
    assert opened(rule('[when]\nplatform = "wall"\n[when.not]\nkind = "reaction"', then=liked))
    assert opened(rule('[when]\naccount = "100"\nkind = "comment"', then=liked))
    (fault,) = faults(opened, rule('[when]\nkind = "comment"', then=liked))
    assert fault[0] == "then[0].do"
    either = '[[when.any]]\nplatform = "wall"\nkind = "comment"\n[[when.any]]\nplatform = "birds"\nkind = "mention"'
    (fault,) = faults(opened, rule(either, then=liked))
    assert fault[1] == "'like', impossible for birds (mention)"


def test_opening_hours_may_be_named_only_where_every_way_is_outside_them(opened) -> None:
    text = 'do = "reply"\ntext = "We open {hours}."'
    where = 'platform = "wall"\nkind = "comment"\n'
    assert opened(rule(f'[when]\n{where}[when.not]\nhours = "inside"', then=text))
    (fault,) = faults(
        opened, rule(f'[when]\n{where}[[when.any]]\nhours = "outside"\n[[when.any]]\nmedia = true', then=text)
    )
    assert fault[:2] == ("then[0].text", "{hours}")
    (fault,) = faults(opened, rule(f'[when]\n{where}hours = "outside"', then='do = "reply"\ntext = "Until {until}."'))
    assert fault[:2] == ("then[0].text", "{until}")


def test_texts_by_language_must_speak_the_brands_first(opened) -> None:
    where = '[when]\nplatform = "wall"\nkind = "comment"'
    norwegian = 'do = "reply"\nsays.nb = ["Takk!"]'
    (fault,) = faults(opened, rule(where, then=norwegian))
    assert fault == (
        "then[0].says",
        "texts in nb only",
        "also one in 'en', the brand's first language, for everybody else",
    )
    assert opened(rule(where, then=f'{norwegian}\nsays.en-GB = ["Thanks!"]'))
    assert opened(rule(where, then=f'{norwegian}\ntext = "Thanks!"'))
    assert opened(rule(f'{where}\nlanguage = "no"', then=norwegian)), "the rule is for nobody else"
    (fault,) = faults(opened, rule(f'{where}\nlanguage = ["nb", "lv"]', then=norwegian))
    assert fault[2] == "also one in 'lv', which the rule is for"


@pytest.mark.parametrize("name", ["contact_mail", "contact_phone", "contact_meeting", "topic", "follow_up", "help"])
def test_a_text_that_can_never_be_said_is_a_fault(opened, name) -> None:
    then = f'do = "reply"\ntexts = ["Hello", "See {{{name}}}"]'
    (fault,) = faults(opened, rule('[when]\nplatform = "wall"\nkind = "comment"', then=then))
    assert fault[:2] == ("then[0].texts[1]", f"{{{name}}}")
    assert ".toml first" in fault[2]


@pytest.mark.practice(38)
def test_a_meeting_is_a_page_of_a_host_that_the_brand_named(opened) -> None:
    meeting = "https://tern.example/meet?with=us"
    desk = opened(rule('[when]\nkind = "comment"', then=TALK), more=f'[contact]\nmeeting = "{meeting}"')
    assert desk.compiled.brands["tern"].contact.meeting == meeting
    (fault,) = faults(opened, more='[contact]\nmeeting = "https://meet.example/tern"')
    assert fault == ("contact.meeting", "a link to 'meet.example'", "a host from links, one of: tern.example")
    for wrong in ("http://tern.example/meet", "https://a@tern.example/", "https://tern.example:8443/", "tern.example"):
        (fault,) = faults(opened, more=f'[contact]\nmeeting = "{wrong}"')
        assert fault[0] == "contact.meeting"
        assert fault[2].startswith("an https address, such as https://ternandkettle.example/meet")


def test_thanks_hold_no_link_to_a_meeting_either(opened) -> None:
    meeting = '[contact]\nmeeting = "https://tern.example/meet"'
    thanks = f'name = "thanks"\nclass = "praise"\nmatches = ["anything"]\n[when]\nkind = "comment"\n[[then]]\n{TALK}\n'
    (fault,) = faults(opened, thanks, more=meeting)
    assert fault == (
        "then[0].text", "'https://tern.example/meet', a link", "thanks alone: no link, price or offer in them"
    )  # fmt: skip


def test_an_example_is_as_the_conditions_ask_in_one_of_their_ways(opened) -> None:
    text = """
name = "ways"
matches = ["anything", { text = "x", vip = false }, { text = "x", vip = true, first_time = true },
  { text = "x", followers = 5, regular = true }]
does_not_match = [{ text = "x", vip = false, regular = false }, { text = "x", colleague = true }]
[when]
kind = ["comment", "post"]
talk.colleague = false
[[when.any]]
author.vip = true
[[when.any]]
author.regular = true
[when.not]
author.min_followers = 1000
[[then]]
do = "escalate"
"""
    desk = opened(text)
    trial = try_book(desk.compiled.brands["tern"], desk.books["tern"])[0]
    assert (trial.tried, trial.failed) == (6, ())
