"""What comes back of mails: what becomes of the Notice and of its reader, however often and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Colleague, Readers
from shared.core.claims import Claim, ClaimState
from shared.core.digesting import KEEP_READER, Reader, reader_key
from shared.core.errors import BackendUnavailable, OutcomeUnknown, PlatformUnavailable
from shared.core.ledger import Notice
from shared.core.mail import mark_of
from shared.core.passes import Passes
from shared.core.ports import Create
from shared.core.returns import Came, Return
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.flows import _returns
from shared.flows._readers import recipient, start
from shared.flows._returns import STOPS, apply
from shared.flows.collect import collect
from shared.flows.digest import digest
from shared.flows.watch import watch
from tests.flows._days import DAY, ONE, TWO, Counts, Press, counts
from tests.flows.world import NOON, Crash, Sink

__all__ = ["counts"]
FIRST = date(2026, 10, 13)
LEAD = "lead@acme.example"
READERS = Readers(name="managers", to=(ONE, TWO))
KEY = Secret("k" * 40)
MINUTE = timedelta(minutes=1)


class Lossy(Sink):
    """Takes each mail, and its answer is lost."""

    def send(self, mail: Any) -> str:
        super().send(mail)
        raise OutcomeUnknown("sink", "send", "cut")


class Paper(Press):
    """Mornings of a brand with two readers and a lead, and what comes back of its mails."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, READERS)
        self.change(team=(Colleague(name="Lee", signature="Lee", mail=LEAD, lead=True),))
        links = Links("https://desk.acme.example", (KEY,))
        self.tools = replace(self.tools, desk=links, passes=Passes("https://desk.acme.example", (KEY,), links))

    def morning(self, number: int = 1) -> None:
        """The digest of the day before is made and sent."""
        self.clock = self.local(FIRST + number * DAY, 450)
        digest(self.tools)

    def lossy(self) -> None:
        self.tools = replace(self.tools, notifier=Lossy(self))

    def mail(self, to: str = ONE, about: str = "digest") -> Notice:
        """The newest to this address."""
        return [one for one in self.notices(about) if one.to == to][-1]

    def came(self, what: Came, to: str = ONE, of: Notice | None = None, **facts: Any) -> Return:
        one = of or self.mail(to)
        fields: dict[str, Any] = {"vouched": True, "receipt": "ses-1", **facts}
        at = one.at.replace(microsecond=0)
        return Return(came=what, mark=mark_of(one.key), at=at, sender="heard@acme.example", **fields)

    def back(self, what: Came, to: str = ONE, **facts: Any) -> bool:
        return apply(self.came(what, to, **facts), self.tools)

    def state(self, to: str = ONE) -> ClaimState:
        return self.mail(to).claim.state

    def reader(self, to: str = ONE) -> Reader | None:
        kept = self.store.get(Reader, reader_key("acme", to), self.clock)
        return None if kept is None else kept.doc

    def stopped(self, to: str = ONE) -> str | None:
        found = self.reader(to)
        return None if found is None else found.stopped

    def warnings(self) -> list[Notice]:
        return self.notices("warning")


@pytest.fixture
def paper(tmp_path: Path, counts: Counts) -> Iterator[Paper]:
    made = Paper(tmp_path)
    yield made
    made.close()


# --- the mail ---


@pytest.mark.parametrize("came", [Came.TAKEN, Came.ARRIVED])
@pytest.mark.parametrize("late", [False, True], ids=["at once", "when nobody hoped for it"])
def test_a_mail_whose_answer_was_lost_is_known_to_have_gone_and_is_never_sent_again(
    late: bool, came: Came, paper: Paper
) -> None:
    paper.lossy()
    paper.morning()
    if late:
        paper.clock += timedelta(minutes=5)
        watch(paper.tools)
        assert paper.state() is ClaimState.UNCERTAIN
    assert paper.back(came)
    assert paper.mail().claim.receipt == "ses-1"
    sent = len(paper.mails)
    for _ in range(20):
        paper.clock += timedelta(minutes=15)
        watch(paper.tools)
        digest(paper.tools)
    assert paper.state() is ClaimState.SENT
    assert len([one for one in paper.mails if one.about == "digest"]) == sent


def test_a_process_that_died_while_it_sent_is_told_what_became_of_its_mail(paper: Paper) -> None:
    def die(_mail: object) -> str:
        raise Crash

    sink: Any = Sink(paper)
    sink.send = die
    paper.tools = replace(paper.tools, notifier=sink)
    with pytest.raises(Crash):
        paper.morning()
    assert paper.state() is ClaimState.SENDING
    assert paper.back(Came.TAKEN)
    assert paper.state() is ClaimState.SENT


@pytest.mark.parametrize("came", [Came.FAILED, Came.PASSING, Came.REJECTED])
def test_a_mail_that_comes_back_is_one_that_did_not_arrive_and_says_by_which_code(came: Came, paper: Paper) -> None:
    paper.morning()
    assert paper.state() is ClaimState.SENT
    paper.back(came, code="5.1.1")
    assert paper.state() is ClaimState.REFUSED
    assert "5.1.1" in str(paper.mail().claim.why)
    assert paper.mail().ring_at is None
    assert paper.state(TWO) is ClaimState.SENT, "only this one"


def test_a_mail_that_was_never_sent_is_not_made_to_look_sent(paper: Paper) -> None:
    """What was dropped, or has not left yet, is not what such news can be about."""
    paper.morning()
    dropped = msgspec.structs.replace(paper.mail().claim, state=ClaimState.DROPPED)
    waits = Claim(slot="mail", capability="mail", not_before=paper.clock + DAY)
    for claim in (dropped, waits):
        kept = paper.store.get(Notice, paper.mail().key, paper.clock)
        assert kept is not None
        paper.store.commit(paper.clock, *(_replaced(kept, claim),))
        for came in Came:
            paper.back(came)
            assert paper.mail().claim == claim


def _replaced(kept: Any, claim: Claim) -> Any:
    from shared.core.ports import Replace

    return Replace(msgspec.structs.replace(kept.doc, claim=claim, ring_at=claim.ring_at), kept.revision)


def test_being_away_is_no_bounce_once_the_mail_has_arrived(paper: Paper) -> None:
    """An automatic answer to a mail that arrived is told as a passing bounce."""
    for number in range(1, STOPS + 3):
        paper.morning(number)
        paper.back(Came.ARRIVED)
        paper.back(Came.PASSING)
        assert paper.state() is ClaimState.SENT
    assert paper.reader() is None, "nothing is held against them"


def test_the_next_digest_counts_what_came_back(paper: Paper) -> None:
    """It is found as one whose delivery failed since the last digest, whenever it came back."""
    paper.morning()
    paper.clock += timedelta(hours=5)
    paper.back(Came.FAILED)
    assert paper.mail().claim.moved_at == paper.clock


# --- its reader ---


def test_no_such_mailbox_stops_the_reader_until_they_start_again(paper: Paper) -> None:
    paper.morning()
    paper.back(Came.FAILED, code="5.1.1")
    assert paper.stopped() == "bounce"
    mine = paper.reader()
    assert mine is not None
    assert mine.expire_at == paper.clock + KEEP_READER
    paper.morning(2)
    assert paper.sent()[2:] == [("2026-10-14", TWO)]
    again(paper)
    paper.morning(3)
    assert ("2026-10-15", ONE) in paper.sent()


def again(paper: Paper, to: str = ONE) -> None:
    """They start it again at their settings."""
    assert paper.tools.passes is not None
    token = paper.tools.passes.ways("acme", to, "2026-10-13", paper.clock, colleague="").settings().rpartition("/")[2]
    assert recipient(token, paper.tools)
    start(token, paper.tools)


def test_a_complaint_stops_at_once_and_is_no_failure_of_the_mail(paper: Paper) -> None:
    paper.morning()
    paper.back(Came.COMPLAINT)
    assert (paper.stopped(), paper.state()) == ("complaint", ClaimState.SENT)
    paper.back(Came.FAILED)
    assert paper.stopped() == "complaint"


def test_five_in_a_row_stop_and_one_that_arrives_begins_anew(paper: Paper) -> None:
    for number in range(1, STOPS):
        paper.morning(number)
        paper.back(Came.PASSING, code="4.2.2")
    paper.morning(STOPS)
    paper.back(Came.ARRIVED)
    mine = paper.reader()
    assert mine is not None
    assert mine.failed == 0
    for number in range(STOPS + 1, 2 * STOPS):
        paper.morning(number)
        paper.back(Came.PASSING, code="4.2.2")
    assert paper.stopped() is None
    paper.morning(2 * STOPS)
    paper.back(Came.PASSING, code="4.2.2")
    assert paper.stopped() == "bounce"


def test_where_nobody_tells_of_arrivals_one_that_did_not_come_back_begins_anew(paper: Paper) -> None:
    """Over SMTP nothing says that a mail arrived: that it did not come back is all there is."""
    for number in range(1, 3 * STOPS):
        paper.morning(number)
        if number % STOPS:
            paper.back(Came.PASSING)
    assert paper.stopped() is None


@pytest.mark.parametrize("came", list(Came))
def test_what_is_told_often_counts_once(came: Came, paper: Paper) -> None:
    paper.morning()
    one = paper.came(came)
    apply(one, paper.tools)
    before = (paper.mail(), paper.reader(), paper.warnings())
    for _ in range(2 * STOPS):
        assert apply(one, paper.tools)
    assert (paper.mail(), paper.reader(), paper.warnings()) == before


def test_what_left_before_they_started_again_does_not_stop_them_again(paper: Paper) -> None:
    paper.morning(1)
    first = paper.mail()
    paper.morning(2)
    paper.back(Came.FAILED)
    paper.clock += timedelta(hours=1)
    again(paper)
    assert apply(paper.came(Came.FAILED, of=first), paper.tools)
    assert paper.stopped() is None


def test_who_stopped_it_themselves_stays_one_who_did(paper: Paper) -> None:
    paper.morning()
    paper.wish(ONE, stopped="one_click")
    for came in (Came.FAILED, Came.COMPLAINT, Came.PASSING):
        paper.back(came)
        assert paper.stopped() == "one_click"


def test_a_mailbox_behind_theirs_does_not_end_theirs(paper: Paper) -> None:
    """Theirs forwards to another, which is gone."""
    paper.morning()
    behind = msgspec.structs.replace(paper.came(Came.FAILED), to=("old@else.example",))
    assert apply(behind, paper.tools)
    assert (paper.stopped(), paper.state()) == (None, ClaimState.REFUSED)
    theirs = msgspec.structs.replace(paper.came(Came.FAILED), to=("One@Acme.example",))
    assert apply(theirs, paper.tools)
    assert paper.stopped() == "bounce"


# --- who hears of it ---


def test_who_answers_for_the_brand_hears_of_the_last_reader_who_is_stopped_and_once(paper: Paper) -> None:
    paper.morning()
    paper.back(Came.FAILED)
    assert paper.warnings() == []
    paper.back(Came.COMPLAINT, TWO)
    (warning,) = paper.warnings()
    assert warning.to == LEAD
    watch(paper.tools)
    assert [one.to for one in paper.mails if one.about == "warning"] == [LEAD]


def test_a_crash_between_the_writing_and_the_warning_loses_no_warning(paper: Paper, monkeypatch: Any) -> None:
    from shared.flows import _returns

    paper.morning()
    paper.back(Came.FAILED)
    last = paper.came(Came.FAILED, TWO)

    def die(*_args: object, **_how: object) -> int:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(_returns, "warn_nobody_reads", die)
        with pytest.raises(Crash):
            apply(last, paper.tools)
    assert paper.stopped(TWO) == "bounce"
    assert apply(last, paper.tools)
    assert [one.to for one in paper.warnings()] == [LEAD]


def test_a_colleague_whose_mailbox_is_gone_is_named_to_who_answers_for_the_brand(paper: Paper) -> None:
    """Somebody is asked to answer people, by mails that never arrive."""
    asked = Notice(
        key="approval/1/ann", brand="acme", about="approval", to="ann@acme.example", subject="Somebody waits",
        text="x", at=paper.clock, expire_at=paper.clock + DAY,
        claim=Claim(slot="mail", capability="mail", first_sent=paper.clock, state=ClaimState.SENT),
    )  # fmt: skip
    paper.store.commit(paper.clock, Create(asked))
    assert apply(paper.came(Came.FAILED, of=asked), paper.tools)
    (warning,) = paper.warnings()
    assert warning.to == LEAD
    assert "ann@acme.example" in warning.text
    assert paper.reader("ann@acme.example") is None
    assert paper.notices("approval")[0].claim.state is ClaimState.REFUSED


def test_no_alarm_while_the_mail_service_may_still_say_what_became_of_it(paper: Paper) -> None:
    """Ten minutes after its answer was lost, and not before; what was certainly not taken is told at half past."""
    paper.morning()
    late = paper.local(FIRST + DAY, 450) + timedelta(minutes=29)
    kept = paper.store.get(Notice, paper.mail().key, paper.clock)
    lost = msgspec.structs.replace(paper.mail().claim, state=ClaimState.UNCERTAIN, sent_by=late, first_sent=late)
    paper.store.commit(paper.clock, _replaced(kept, lost))
    paper.clock = late + timedelta(minutes=9)
    digest(paper.tools)
    assert paper.warnings() == []
    paper.clock = late + timedelta(minutes=11)
    digest(paper.tools)
    assert len(paper.warnings()) == 1


# --- whom to believe ---


def test_what_nobody_vouches_for_is_believed_from_who_has_had_the_mail(paper: Paper) -> None:
    paper.morning()
    stop = dict(paper.mail().headers)["List-Unsubscribe"]
    theirs = dict(paper.mail(TWO).headers)["List-Unsubscribe"]
    for made_up in ("", "<https://desk.acme.example/stop/made-up>", theirs, stop[:-1]):
        assert not paper.back(Came.FAILED, vouched=False, stop=made_up, subject=paper.mail().subject)
    assert (paper.stopped(), paper.state()) == (None, ClaimState.SENT)
    folded = stop.replace(", ", ",\r\n\t")
    assert paper.back(Came.FAILED, vouched=False, stop=folded)
    assert paper.stopped() == "bounce"


def test_where_a_mail_has_no_way_out_its_subject_must_be_known(paper: Paper) -> None:
    paper.tools = replace(paper.tools, passes=None)
    paper.morning()
    assert not paper.back(Came.FAILED, vouched=False, subject="The digest")
    assert paper.back(Came.FAILED, vouched=False, subject=paper.mail().subject)
    assert paper.state() is ClaimState.REFUSED


@pytest.mark.parametrize("came", [Came.FAILED, Came.COMPLAINT])
def test_a_subject_can_be_guessed_so_by_it_alone_no_reader_is_stopped(came: Came, paper: Paper) -> None:
    paper.tools = replace(paper.tools, passes=None)
    paper.morning()
    for _ in range(STOPS + 1):
        paper.back(came, vouched=False, subject=paper.mail().subject)
    assert paper.stopped() is None
    assert paper.back(came)
    assert paper.stopped() is not None, "the mail service's own word is enough"


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": "0" * 40},
        {"sender": "other@acme.example"},
        {"sender": ""},
        {"at": NOON - DAY},
        {"at": NOON + 400 * DAY},
        {"at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)},
        {"at": datetime(1, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_is_about_no_mail_of_ours_changes_nothing(wrong: dict[str, Any], paper: Paper) -> None:
    paper.morning()
    one = msgspec.structs.replace(paper.came(Came.FAILED), **wrong)
    assert not apply(one, paper.tools)
    assert (paper.stopped(), paper.state()) == (None, ClaimState.SENT)


def test_it_is_found_by_few_reads_among_many_mails(paper: Paper) -> None:
    for number in range(1, 20):
        paper.morning(number)
    read: list[int] = []

    class Counted:
        def find(self, *args: Any, **how: Any) -> Iterator[Any]:
            found = list(paper.store.find(*args, **how))
            read.append(len(found))
            return iter(found)

        def __getattr__(self, name: str) -> Any:
            return getattr(paper.store, name)

    store: Any = Counted()
    assert apply(paper.came(Came.ARRIVED), replace(paper.tools, store=store))
    assert read == [2], "of this minute's digests, not of all"


# --- a run ---


class Box:
    """Where it comes back, as a queue is: what `apply` fails at stays."""

    def __init__(self, *held: Return, broken: bool = False) -> None:
        self.held, self.broken = list(held), broken

    def take(self, apply: Callable[[Return], None], going: Callable[[], bool]) -> int:
        if self.broken:
            raise PlatformUnavailable("box", "returns", "away")
        given = 0
        while self.held and going():
            apply(self.held[0])
            del self.held[0]
            given += 1
        return given


def held(paper: Paper, *boxes: Box) -> Sequence[Any]:
    paper.change(accounts=())
    paper.tools = replace(paper.tools, returns=lambda: boxes)
    return boxes


def test_a_run_takes_from_each_place_and_one_that_is_away_is_in_nobodys_way(paper: Paper) -> None:
    paper.morning()
    stranger = msgspec.structs.replace(paper.came(Came.FAILED), mark="0" * 40)
    held(paper, Box(broken=True), Box(paper.came(Came.FAILED), stranger), Box(paper.came(Came.COMPLAINT, TWO)))
    done = collect(paper.tools)
    assert (done.returned, done.failed) == (2, 1)
    assert (paper.stopped(), paper.stopped(TWO)) == ("bounce", "complaint")


def test_one_that_cannot_be_applied_keeps_nothing_else_waiting(paper: Paper, monkeypatch: Any) -> None:
    paper.morning()
    bad, good = paper.came(Came.FAILED), paper.came(Came.COMPLAINT, TWO)
    (box,) = held(paper, Box(bad, good))

    def faulty(came: Return, tools: Any) -> bool:
        if came is bad:
            raise OverflowError("a fault of ours")
        return apply(came, tools)

    monkeypatch.setattr(_returns, "apply", faulty)
    assert collect(paper.tools).returned == 1
    assert not box.held
    assert paper.stopped(TWO) == "complaint"


def test_a_store_that_is_away_loses_nothing_that_came_back(paper: Paper) -> None:
    paper.morning()
    (box,) = held(paper, Box(paper.came(Came.FAILED)))

    class Away:
        def commit(self, *_args: object) -> None:
            raise BackendUnavailable("store", "away")

        def __getattr__(self, name: str) -> Any:
            return getattr(paper.store, name)

    well, store = paper.tools, Away()
    with pytest.raises(BackendUnavailable):
        collect(replace(well, store=store))
    assert box.held
    collect(well)
    assert paper.stopped() == "bounce"
    assert not box.held


@pytest.mark.parametrize("seed", range(12))
def test_in_any_order_and_with_repeats_it_ends_alike(seed: int, paper: Paper) -> None:
    """A mail that was taken and then found to have no mailbox, and another that arrived and was called junk."""
    drawn = random.Random(seed)
    paper.lossy()
    paper.morning()
    news = [paper.came(one) for one in (Came.TAKEN, Came.FAILED)]
    news += [paper.came(one, TWO) for one in (Came.TAKEN, Came.ARRIVED, Came.COMPLAINT)]
    news += drawn.choices(news, k=5)
    drawn.shuffle(news)
    for one in news:
        apply(one, paper.tools)
        paper.clock += MINUTE
        watch(paper.tools)
    assert (paper.state(), paper.stopped()) == (ClaimState.REFUSED, "bounce")
    assert (paper.state(TWO), paper.stopped(TWO)) == (ClaimState.SENT, "complaint")
