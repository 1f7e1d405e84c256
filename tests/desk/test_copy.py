"""The web copy: what the mail said to this reader, everybody who waited, and nobody who is not to be named any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.core.delivery import Answer
from shared.core.digesting import KEEP_CONTENT, DigestContent, digest_key, reader_key
from shared.core.ledger import Words
from shared.core.ports import Delete, Put
from shared.digest.html import LARGEST
from shared.digest.snapshot import MOST_WAITS, Relations, Snapshot, Team, to_bytes
from shared.flows._editions import addresses, edition
from shared.flows._readers import Liking, prefer
from tests.desk.audit import violations
from tests.desk.counter import BOARD, BOSS, Counter, kept, staffed
from tests.desk.test_page import Tags
from tests.digest.browser import chromium, require_chromium
from tests.digest.making import face, group, snapshot, wait
from tests.flows.world import NOON, comment, facebook

DAY = "2026-10-12"
AT = NOON - timedelta(hours=4, minutes=30)  # 07:30 in Oslo
ZERO_WIDTH = "\u200b"
_AS_A_MAIL = ("2.5.8", "one main")  # it is the page of a mail: links stand in lines, and landmarks are the reader's own


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def told(desk: Counter, **changes: Any) -> Snapshot:
    """The digest of the day before, as it was frozen: three people wait, one is worth a word, one was kind to Ann."""
    keys = [desk.asked(f"c{n}", f"word {n}", post=str(n)) for n in range(5)]
    waits = tuple(
        wait(f"Person{n} Last{n}", entry=key, about=f"word {n}", since=AT - timedelta(hours=19), card=True)
        for n, key in enumerate(keys[:3])
    )
    of = snapshot(
        group(in_time=20, overdue=3),
        brand="acme",
        name="Acme",
        short="Acme",
        day=date.fromisoformat(DAY),
        start=AT - timedelta(hours=31, minutes=30),
        end=AT - timedelta(hours=7, minutes=30),
        at=AT,
        waits=waits,
        relations=Relations(
            conversations=2, worth=(face("Person3 Last3", entry=keys[3], about="word 3", why="regular"),)
        ),
        team=Team(quote=face("Person4 Last4", entry=keys[4], about="word 4"), quoted="Ann", answers=3),
    )
    of = msgspec.structs.replace(of, **changes)
    freeze(desk, of)
    return of


def freeze(desk: Counter, of: Snapshot) -> None:
    key = digest_key("acme", DAY)
    content = DigestContent(key=key, brand="acme", day=DAY, body=to_bytes(of), expire_at=AT + KEEP_CONTENT)
    desk.world.store.commit(AT, Put(content))


def copy(desk: Counter, to: str = BOSS, colleague: str = "") -> str:
    return desk.passes.ways("acme", to, DAY, AT, colleague=colleague).copy()


def read(told: Answer) -> str:
    assert told.status == 200, told
    return unescape(told.body.decode()).replace(ZERO_WIDTH, "")


def header(told: Answer, name: str) -> str:
    return next(value for key, value in told.headers if key == name)


def test_looking_changes_nothing(desk: Counter) -> None:
    told(desk)
    before = kept(desk.world)
    for method in ("GET", "HEAD") * 5:
        assert desk.ask(method, copy(desk)).status == 200
    assert desk.ask("POST", copy(desk), {"act": "stop"}).status == 405
    assert kept(desk.world) == before


def test_it_names_everybody_who_waited_however_many_and_leaves_nothing_out_for_them(desk: Counter) -> None:
    """A mail goes without some of it where it is too large; here nothing is cut off."""
    keys = [desk.asked(f"w{n}", f"word {n}", post=str(n)) for n in range(MOST_WAITS)]
    since, about = AT - timedelta(hours=19), "a tale " * 20
    waits = tuple(
        wait(f"Name{n:02d} {'X' * 30}", entry=key, overdue=False, since=since, about=about, card=True)
        for n, key in enumerate(keys)
    )
    told(desk, waits=waits, all=group(in_time=20, waiting=MOST_WAITS + 7))
    page = read(desk.ask("GET", copy(desk)))
    assert len(page) > LARGEST
    assert {f"Name{n:02d}" for n in range(MOST_WAITS)} <= set(re.findall(r"Name\d\d", page))
    assert {"Person3", "Person4"} <= set(re.findall(r"Person\d", page))


def test_each_who_waited_has_the_way_to_their_page_which_the_mail_has_too(desk: Counter) -> None:
    of = told(desk)
    page = read(desk.ask("GET", copy(desk)))
    ways = desk.passes.ways("acme", BOSS, DAY, AT)
    for one in of.waits:
        link = ways.card(one.face.entry)
        assert link is not None
        assert link in page
    links = [str(one["href"]) for one in Tags(page).named("a")]
    for link in links:
        if "/desk/c/" in link:
            assert desk.ask("GET", link).status == 200
    assert any("/desk/c/" in one for one in links)


def test_links_to_cards_are_those_of_the_reader_and_end_as_in_the_mail(desk: Counter) -> None:
    of = told(desk)
    mine = desk.passes.ways("acme", "ann@acme.example", DAY, AT, colleague="Ann").card(of.waits[0].face.entry)
    page = read(desk.ask("GET", copy(desk, "ann@acme.example")))
    assert mine is not None
    assert mine in page, "in her own name"
    assert mine not in read(desk.ask("GET", copy(desk)))
    desk.world.clock += timedelta(days=9)
    later = read(desk.ask("GET", copy(desk)))
    assert "Person0" in later
    assert "/desk/c/" not in later, "who finds the address later can read, and can do nothing"


def test_the_mail_leads_to_the_copy_and_both_to_the_same_pages(desk: Counter) -> None:
    """What was done from the mail is done in the copy too, and neither lets anybody do it twice."""
    of = told(desk)
    brand = desk.tools.brands.brands["acme"]
    found = [edition(of, brand, key, AT, desk.tools) for key in addresses(brand)]
    mails = {one.to: one for one in found if one is not None}
    mail = unescape(mails["ann@acme.example"].html or "")
    (here,) = {str(one["href"]) for one in Tags(mail).named("a") if "/desk/d/" in str(one["href"])}
    page = read(desk.ask("GET", here))
    links = {str(one["href"]) for one in Tags(mail).named("a") if "/desk/c/" in str(one["href"])}
    assert links
    assert links <= {str(one["href"]) for one in Tags(page).named("a")}
    stops = re.search("<(https://[^>]+)>", dict(mails[BOSS].headers)["List-Unsubscribe"])
    assert stops is not None
    assert desk.ask("POST", stops[1], {"List-Unsubscribe": "One-Click"}).status == 200
    assert edition(of, brand, reader_key("acme", BOSS), AT, desk.tools) is None


def test_whoever_took_their_words_back_is_not_named_any_more(desk: Counter) -> None:
    of = told(desk)
    assert {f"Person{n}" for n in range(4)} <= set(re.findall(r"Person\d", read(desk.ask("GET", copy(desk)))))
    desk.world.send(facebook(comment("c0", "", verb="remove", post="0")))
    desk.world.work()
    desk.world.store.commit(NOON, Delete(Words, of.relations.worth[0].entry))
    assert of.team.quote is not None
    desk.world.store.commit(NOON, Delete(Words, of.team.quote.entry))
    page = read(desk.ask("GET", copy(desk)))
    assert set(re.findall(r"Person\d", page)) == {"Person1", "Person2"}
    assert not re.search("word [034]", page)
    assert "social.example/" + of.waits[0].face.entry not in page, "nor led to"
    assert desk.world.store.get(DigestContent, digest_key("acme", DAY), NOON) is not None


def test_it_names_people_as_this_reader_wants_and_may(desk: Counter) -> None:
    told(desk)
    board = read(desk.ask("GET", copy(desk, BOARD)))
    assert "Person0" in board
    assert "Last0" not in board
    assert "word 0" not in board
    token = desk.ways(BOARD).settings().rpartition("/")[2]
    prefer(token, Liking("en", "counts", "send"), desk.tools)
    assert "Person" not in read(desk.ask("GET", copy(desk, BOARD))), "also in copies of mails that named them"


def test_after_thirty_days_it_is_gone_and_says_so(desk: Counter) -> None:
    told(desk)
    desk.world.clock = AT + timedelta(days=30) - timedelta(seconds=1)
    assert desk.ask("GET", copy(desk)).status == 200
    desk.world.clock += timedelta(seconds=1)
    gone = desk.ask("GET", copy(desk))
    assert gone.status == 410
    assert b"kept for 30 days" in gone.body


def test_what_an_earlier_release_wrote_and_this_one_cannot_read_is_gone(
    desk: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    old = DigestContent(
        key=digest_key("acme", DAY), brand="acme", day=DAY, body=b'{"v":0}', expire_at=AT + KEEP_CONTENT
    )
    desk.world.store.commit(AT, Put(old))
    assert desk.ask("GET", copy(desk)).status == 410
    assert "copy.unreadable" in capsys.readouterr().err


def test_who_is_no_reader_any_more_reads_none(desk: Counter) -> None:
    told(desk)
    address = copy(desk, BOARD)
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, readers=()))
    gone = desk.ask("GET", address)
    assert gone.status == 410
    assert b"Person" not in gone.body


def test_nothing_on_it_runs_loads_or_can_be_sent(desk: Counter) -> None:
    told(desk)
    answer = desk.ask("GET", copy(desk))
    policy = header(answer, "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; ")
    assert "frame-ancestors 'none'" in policy
    assert header(answer, "Cache-Control") == "no-store"
    assert header(answer, "Referrer-Policy") == "no-referrer"
    assert "noindex" in header(answer, "X-Robots-Tag")
    page = Tags(answer.body.decode())
    assert page.named("script", "img", "iframe", "object", "link", "base", "form", "button", "svg") == []
    assert not any(attr.startswith("on") for _tag, attrs in page.tags for attr in attrs)


def test_it_reads_well_in_a_browser_at_every_width(desk: Counter) -> None:
    told(desk)
    require_chromium()
    page = desk.ask("GET", copy(desk)).body.decode()
    with chromium() as browser:
        for scheme in ("light", "dark"):
            tab = browser.new_page(color_scheme=scheme)
            tab.set_content(page)
            for width in (320, 375, 640):
                tab.set_viewport_size({"width": width, "height": 700})
                found = [one for one in violations(tab) if not one.startswith(_AS_A_MAIL)]
                assert found == [], f"{scheme} at {width}"
