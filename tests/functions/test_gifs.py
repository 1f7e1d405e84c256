"""`make gifs`: a shortlist that people look at before anything of it is sent, and a plain word where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.local import gifs
from functions.local.gifs import main
from shared.brands.problems import Faults
from shared.brands.voice_form import read_voice
from shared.rules.voice import Picture
from tests.contracts._platforms import PretendApi, Reply, pretend

KEY = "a-giphy-key-for-tests-only"
ASKED = ["acme", "thank you", "--suits", "thanks,praise"]


def gif(name: str, *, rating: str = "g", **changes: Any) -> dict[str, Any]:
    """One result as GIPHY's documentation shows it, as far as it matters here."""
    address = f"https://media1.giphy.com/media/{name}/giphy-downsized.gif?cid=0123456789abcdef&rid=giphy-downsized.gif"
    return {
        "type": "gif",
        "id": name,
        "url": f"https://giphy.com/gifs/some-title-{name}",
        "title": f"Title of {name}",
        "alt_text": f"What {name} shows",
        "rating": rating,
        "images": {"downsized": {"url": address, "size": "90000"}, "original": {"url": address.replace("-down", "-x")}},
        **changes,
    }


def answer(*data: object, **changes: Any) -> Reply:
    return Reply(200, json.dumps({"data": data, "meta": {"status": 200, "msg": "OK", "response_id": "r1"}, **changes}))


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    home = tmp_path / "brands" / "acme"
    home.mkdir(parents=True)
    (home / "brand.toml").write_text('name = "Acme"\n', encoding="utf-8")
    return home


@pytest.fixture
def ask(brand: Path) -> Iterator[Callable[..., tuple[int, PretendApi]]]:
    def asked(*replies: Reply, argv: list[str] | None = None) -> tuple[int, PretendApi]:
        with pretend(*replies) as api:
            environ = {"HEARD_BRANDS": str(brand.parent), "HEARD_GIPHY_KEY": KEY, "HEARD_GIPHY_BASE_URL": api.base}
            return main(argv or ASKED, environ), api

    return asked


def shortlist(home: Path) -> tuple[Picture, ...]:
    """What doors get of the brand's files, which must be without a fault."""
    found = Faults()
    manner = read_voice(home, ("en",), found)
    assert found.found == []
    return manner.shortlist


def seen(home: Path) -> None:
    """A colleague looks at all of them."""
    file = home / "pictures.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('seen_by = ""', 'seen_by = "Ingrid"'), encoding="utf-8")


@pytest.mark.practice(17)
def test_what_is_found_is_sent_only_once_a_colleague_has_looked_at_it(brand, ask, capsys) -> None:
    status, api = ask(answer(gif("one"), gif("two", alt_text=None)), argv=[*ASKED, "--language", "nb"])
    assert status == 0
    assert shortlist(brand) == ()
    seen(brand)
    assert shortlist(brand) == tuple(
        Picture(
            url=f"https://media1.giphy.com/media/{name}/giphy-downsized.gif",
            alt=alt,
            suits=("thanks", "praise"),
            languages=("no",),
            credit="Powered by GIPHY",
        )
        for name, alt in (("one", "What one shows"), ("two", "Title of two"))
    )
    said = capsys.readouterr().out
    assert "https://giphy.com/gifs/one  What one shows" in said
    assert "# https://giphy.com/gifs/two\n" in (brand / "pictures.toml").read_text(encoding="utf-8")
    (request,) = api.asked
    assert (request.method, request.path) == ("GET", "/v1/gifs/search")
    assert request.query == {"api_key": KEY, "q": "thank you", "limit": "50", "rating": "g", "lang": "no"}


@pytest.mark.parametrize(
    ("written", "sent"), [("zh-TW", "zh-TW"), ("zh", "zh-CN"), ("pt-BR", "pt"), ("fil", "tl"), ("EN", "en")]
)
def test_languages_are_asked_for_as_giphy_writes_them(brand, ask, written, sent) -> None:
    status, api = ask(answer(gif("one")), argv=[*ASKED, "--language", written])
    assert (status, api.asked[0].query["lang"]) == (0, sent)
    seen(brand)
    assert len(shortlist(brand)) == 1


def test_a_second_search_adds_what_is_new_and_leaves_the_rest_as_people_left_it(brand, ask, capsys) -> None:
    own = "https://media3.giphy.com/media/own/giphy.gif"
    (brand / "voice.toml").write_text(f'[[pictures]]\nurl = "{own}"\nalt = "x"\nsuits = ["tag"]\n', encoding="utf-8")
    assert ask(answer(gif("one")))[0] == 0
    seen(brand)
    before = (brand / "pictures.toml").read_text(encoding="utf-8")
    assert (
        ask(answer(gif("one"), gif("own"), gif("two"), gif("two"), gif("three")), argv=[*ASKED, "--most", "1"])[0] == 0
    )
    after = (brand / "pictures.toml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "Left out: 3 known already." in capsys.readouterr().out
    assert after.count("[[pictures]]") == 2
    assert len(shortlist(brand)) == 1
    assert ask(answer(gif("one"), gif("two")))[0] == 0
    assert "nothing new" in capsys.readouterr().out
    assert (brand / "pictures.toml").read_text(encoding="utf-8") == after


@pytest.mark.practice(17)
@pytest.mark.parametrize(
    ("rating", "taken"), [("g", ["mild", "young"]), ("pg", ["mild", "young", "parents"])]
)  # fmt: skip
def test_only_tame_ones_are_taken_whatever_giphy_sends(brand, ask, rating, taken) -> None:
    ratings = {"mild": "g", "young": "y", "parents": "pg", "teens": "pg-13", "adults": "r", "unknown": "", "new": "x"}
    assert (
        ask(answer(*(gif(name, rating=one) for name, one in ratings.items())), argv=[*ASKED, "--rating", rating])[0]
        == 0
    )
    seen(brand)
    assert [one.alt.split()[1] for one in shortlist(brand)] == taken


def images(url: str) -> dict[str, Any]:
    return {"downsized": {"url": url}}


@pytest.mark.parametrize(
    "odd",
    [
        "text",
        7,
        None,
        [],
        {},
        gif("odd", images=[]),
        gif("odd", images={}),
        gif("odd", rating=None),
        gif("odd", images=images("http://media.giphy.com/media/odd/giphy.gif")),
        gif("odd", images=images("https://media.giphy.com.evil.example/media/odd/giphy.gif")),
        gif("odd", images=images("https://evil.example/giphy.com/giphy.gif")),
        gif("odd", images=images("https://me@media.giphy.com/odd/giphy.gif")),
        gif("odd", images=images("https://media.giphy.com/media/odd/giphy.mp4")),
        gif("odd", images=images("https://[media.giphy.com/odd.gif")),
        gif('odd"\n[[pictures]]', images=images("https://media.giphy.com/media/odd/giphy.gif")),
        gif("odd", alt_text=" ", title=""),
    ],
)
def test_a_result_that_is_not_as_documented_is_passed_over_and_counted(brand, ask, capsys, odd) -> None:
    assert ask(answer(odd, gif("one")))[0] == 0
    assert "Left out: 1 " in capsys.readouterr().out
    seen(brand)
    assert [one.alt for one in shortlist(brand)] == ["What one shows"]


@pytest.mark.parametrize(
    "words", ['a "quoted" \\ word\n[[pictures]]\nurl = "x"', "\x7f\u2028line\x00 #", "snømåke 猫 🐈", "x" * 5000]
)
def test_what_a_stranger_wrote_about_it_stays_one_line_of_text(brand, ask, words) -> None:
    assert ask(answer(gif("one", alt_text=words), gif("two")))[0] == 0
    seen(brand)
    first, second = shortlist(brand)
    assert first.alt.isprintable()
    assert len(first.alt) <= 300
    assert second.alt == "What two shows"


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(200, "<html>"), "documented form"),
        (Reply(200, "[]"), "documented form"),
        (Reply(200, '{"data": []}'), "documented form"),
        (Reply(200, '{"data": {}, "meta": {"response_id": "r1"}}'), "documented form"),
        (Reply(200, '{"data": [], "meta": {"status": 200, "response_id": ""}}'), "trouble of its own"),
        (Reply(401), "HEARD_GIPHY_KEY"),
        (Reply(403), "HEARD_GIPHY_KEY"),
        (Reply(429), "100 for a new one"),
        (Reply(302, headers={"Location": "https://evil.example/"}), "status 302"),
        (Reply(500), "status 500"),
        (Reply(200, " " * (4 * 1024 * 1024 + 1)), "more than"),
        (Reply(cut=True), "cannot be reached"),
    ],
)
def test_no_answer_of_use_is_told_in_plain_words_and_changes_nothing(brand, ask, capsys, reply, told) -> None:
    assert ask(reply)[0] == 1
    said = capsys.readouterr()
    assert told in said.err
    assert KEY not in said.err + said.out
    assert not (brand / "pictures.toml").exists()


def test_an_answer_that_never_ends_is_given_up(brand, ask, capsys, monkeypatch) -> None:
    monkeypatch.setattr(gifs, "_LONGEST", -1.0)
    assert ask(answer(gif("one")))[0] == 1
    assert "takes more than" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"HEARD_GIPHY_KEY": ""}, "HEARD_GIPHY_KEY is not set; make an API key at"),
        ({"HEARD_GIPHY_KEY": "changeme"}, "HEARD_GIPHY_KEY holds a placeholder"),
        ({"HEARD_GIPHY_BASE_URL": "http://api.example"}, "HEARD_GIPHY_BASE_URL"),
        ({"HEARD_GIPHY_BASE_URL": "https://api.example/v1"}, "HEARD_GIPHY_BASE_URL"),
    ],
)
def test_what_is_to_be_set_is_named_and_nobody_is_asked(brand, capsys, changes, told) -> None:
    with pretend(answer(gif("one"))) as api:
        environ = {"HEARD_BRANDS": str(brand.parent), "HEARD_GIPHY_KEY": KEY, "HEARD_GIPHY_BASE_URL": api.base}
        assert main(ASKED, environ | changes) == 1
    assert told in capsys.readouterr().err
    assert api.asked == []


def test_a_brand_or_a_file_that_cannot_be_used_is_named(brand, ask, capsys) -> None:
    assert ask(answer(), argv=["acmee", *ASKED[1:]])[0] == 1
    assert "came 'acmee'; there is: acme" in capsys.readouterr().err
    (brand / "pictures.toml").write_text("[[pictures]]\nurl = 1\n", encoding="utf-8")
    status, api = ask(answer(gif("one")))
    assert (status, api.asked) == (1, [])
    assert "pictures.toml" in capsys.readouterr().err
    assert (brand / "pictures.toml").read_text(encoding="utf-8") == "[[pictures]]\nurl = 1\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["acme", "x" * 51, "--suits", "thanks"],
        ["acme", "", "--suits", "thanks"],
        ["acme", "thank you", "--suits", "complaint"],
        ["acme", "thank you", "--suits", ""],
        ["acme", "thank you"],
        [*ASKED, "--language", "lv"],
        [*ASKED, "--rating", "pg-13"],
        [*ASKED, "--most", "51"],
    ],
)
def test_a_command_that_is_none_is_not_understood(argv) -> None:
    with pytest.raises(SystemExit) as left:
        main(argv, {})
    assert left.value.code == 2
