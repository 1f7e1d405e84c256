"""Renewing: once, by one instance, kept sealed, told of in time. What a person sees if it does not work."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from shared.core.collecting import Access
from shared.core.errors import BackendUnavailable, ConfigurationError, OutcomeUnknown
from shared.core.ports import Grant, Put
from shared.core.secret import Secret
from shared.tokens import record
from shared.tokens.record import Written
from shared.tokens.tend import Tended
from tests.tokens.world import DAYS, HOURS, KEY, KEY2, MINUTES, NOON, World, events


def test_a_written_token_is_renewed_at_once_and_the_new_one_serves(world: World) -> None:
    one = world.instance()
    assert one.token() == "access-of-a-login-1"
    assert one.tend() == 1
    assert world.instance().token() == "access-that-is-renewed-2"
    assert world.record.expires_at == NOON + 2 * HOURS
    assert one.tend() == 0
    assert world.giver.calls == 1


def test_it_is_renewed_before_each_end_with_the_refresh_token_of_the_last_time(world: World) -> None:
    one = world.instance()
    for _ in range(24 * 12):
        one.tend()
        world.at += 5 * MINUTES
    assert world.giver.calls == 18, "every 80 minutes of a day"
    assert len(set(world.giver.spent)) == 18, "no refresh token twice"
    assert world.mails() == []


def test_no_token_is_in_the_ledger_or_the_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    one = world.instance()
    for fault in ("", "unavailable", "unknown", "bug", ""):
        world.giver.faults = [fault]
        one.tend()
        world.at += 90 * MINUTES
    world.giver.good.clear()
    one.tend()
    kept = world.bytes()
    said = capsys.readouterr().err
    assert b"acme" in kept, "the file was read"
    assert said.count("token.") >= 4
    assert world.record.dead
    for text in ("access-of", "access-that", "refresh-of", "refresh-that", KEY):
        assert text.encode() not in kept
        assert text not in said


def test_a_token_that_renews_itself_is_left_alone_for_a_day(tmp_path: Path) -> None:
    world = World(tmp_path, own=True, life=60 * DAYS, once=False)
    one = world.instance()
    one.tend()
    world.at += 23 * HOURS
    assert one.tend() == 0
    assert one.token() == world.written.refresh.reveal()
    assert world.giver.calls == 0
    world.giver.good |= {f"access-that-is-renewed-{number}" for number in range(9)}
    for _ in range(120):
        world.at += 1 * DAYS
        one.tend()
    assert world.giver.spent == ["refresh-of-a-login-1", "access-that-is-renewed-2", "access-that-is-renewed-3"]
    assert one.token() == "access-that-is-renewed-4"


def test_an_account_may_have_only_what_renews_it(world: World) -> None:
    written = msgspec.structs.replace(world.written, token=None)
    one = world.instance()
    with pytest.raises(ConfigurationError, match="'77' on x has no access token yet"):
        one.token(written)
    assert one.tend(written) == 1
    assert one.token(written) == "access-that-is-renewed-2"


def test_a_refresh_token_that_stays_the_same_is_used_again(tmp_path: Path) -> None:
    world = World(tmp_path, life=HOURS, once=False)
    one = world.instance()
    for _ in range(3):
        one.tend()
        world.at += 40 * MINUTES
    assert world.giver.spent == ["refresh-of-a-login-1"] * 3


# --- failures ---


def test_what_could_not_be_asked_is_asked_again_when_it_may_be(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.giver.faults = ["unavailable"]
    one = world.instance()
    assert one.tend() == 0
    assert world.record.renew_at is not None
    assert (world.record.renew_at - NOON).total_seconds() == 400, "as the platform says"
    assert events(capsys.readouterr().err) == ["token.failed"]
    assert one.tend() == 0
    assert world.giver.calls == 1
    world.at += 400 * (MINUTES / 60)
    assert one.tend() == 1
    assert world.record.failures == 0


@pytest.mark.parametrize("fault", ["unknown", "bug", "empty", "no secret"])
def test_whatever_goes_wrong_is_counted_and_tried_again(world: World, fault: str) -> None:
    world.giver.faults = [fault]
    one = world.instance()
    one.tend()
    assert (world.record.failures, world.record.owner) == (1, None)
    world.at += 5 * MINUTES
    assert one.tend() == 1


def test_a_lost_answer_is_tried_once_more_and_a_refusal_then_needs_a_person(world: World) -> None:
    world.giver.faults = ["lost"]
    one = world.instance()
    one.tend()
    assert not world.record.dead
    world.at += 5 * MINUTES
    one.tend()
    assert world.giver.spent == ["refresh-of-a-login-1"] * 2
    assert world.record.dead


def test_a_refusal_is_told_once_to_everybody_and_the_token_serves_to_its_end(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    one = world.instance()
    one.tend()
    world.giver.good.clear()
    world.at += 80 * MINUTES
    one.tend()
    for instance in (one, world.instance()):
        for _ in range(3):
            world.at += 5 * MINUTES
            instance.tend()
    assert world.giver.calls == 2, "a dead one is not asked for again so soon"
    assert sorted(mail.to for mail in world.mails()) == ["one@acme.example", "two@acme.example"]
    mail = world.mails()[0]
    assert mail.subject == "Log in again: Acme on X · Acme"
    assert "X refuses to renew the access token of Acme (invalid_grant)." in mail.text
    assert "It ends at 14:00 today." in mail.text, "in the brand's own time"
    assert "ACME_TOKEN and ACME_REFRESH" in mail.text
    assert mail.ring_at == mail.at, "watch delivers it"
    assert events(capsys.readouterr().err) == ["token.renewed", "token.dead"]
    assert one.token() == "access-that-is-renewed-2"
    world.at = NOON + 2 * HOURS
    with pytest.raises(ConfigurationError, match="'77' on x has ended: the platform refuses to renew it"):
        one.token()


def test_a_refusal_whose_cause_was_another_one_is_got_over(world: World) -> None:
    """The app's own secret was wrong: once that is corrected nobody needs to log in."""
    one = world.instance()
    good, world.giver.good = world.giver.good, set()
    one.tend()
    assert world.record.dead
    world.giver.good = good
    world.at += 6 * HOURS
    assert one.tend() == 1
    assert not world.record.dead
    assert len(world.mails()) == 2


def test_a_token_that_fails_before_its_end_is_told_once_for_each_end(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    one = world.instance()
    for round_number in (1, 2):
        world.giver.faults = []
        one.tend()
        world.at += 80 * MINUTES
        world.giver.faults = ["unknown"] * 6
        for turn in range(6):
            one.tend()
            assert len(world.mails()) == 2 * (round_number - (turn < 2)), "from the third failure on"
            world.at += 15 * MINUTES
    said = events(capsys.readouterr().err)
    assert said.count("token.expiring") == 2
    assert said.count("token.dead") == 0
    assert "could not be renewed 3 times (ReadTimeout)" in world.mails()[0].text


def test_a_refusal_long_before_the_end_is_told_again_two_weeks_before_it(tmp_path: Path) -> None:
    world = World(tmp_path, life=60 * DAYS, once=True)
    one = world.instance()
    one.tend()
    world.giver.good.clear()
    with_due = msgspec.structs.replace(world.record, renew_at=NOON)
    world.store.commit(NOON, Put(with_due))
    one.tend()
    counts = []
    for _ in range(60):
        one.tend()
        counts.append(len(world.mails()))
        world.at += 1 * DAYS
    assert counts == [2] * 46 + [4] * 14


def test_a_brand_without_recipients_is_still_in_the_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.brand = msgspec.structs.replace(world.brand, recipients=())
    world.giver.good.clear()
    world.instance().tend()
    assert events(capsys.readouterr().err) == ["token.dead"]


def test_one_account_in_trouble_keeps_no_other_from_being_renewed(world: World) -> None:
    one = world.instance()
    one.at, one.happen = 1, lambda: _raise(BackendUnavailable("sqlite store", "SQLITE_BUSY"))
    ask = world.giver.renew
    tended = [Tended(world.brand, world.account, world.written, ask)] * 2
    with pytest.raises(BackendUnavailable):
        one.tender.tend(tended)
    assert world.giver.calls == 1


def test_a_platform_that_hangs_takes_no_run_for_itself(world: World) -> None:
    """Nor does one of its accounts: each has its turn before the first has a second."""
    asked: list[str] = []

    def hanging(number: str) -> Tended:
        def ask(_held: Grant, _now: datetime, timeout: float) -> Grant:
            asked.append(number)
            world.at += timedelta(seconds=timeout)
            raise OutcomeUnknown("x", "renew", "ReadTimeout")

        written = Written("x", number, Secret(f"access-{number}"), Secret(f"refresh-{number}"))
        return Tended(world.brand, msgspec.structs.replace(world.account, id=number), written, ask)

    one, accounts = world.instance(), [hanging(str(number)) for number in range(30)]
    for _ in range(3):
        begun = world.at
        one.tender.tend(accounts)
        assert world.at - begun < timedelta(seconds=140)
        world.at = begun + 5 * MINUTES
    assert set(asked) == {account.written.account for account in accounts}


# --- new secrets, keys and clocks ---


def test_new_written_secrets_take_the_place_of_what_is_kept(world: World) -> None:
    one = world.instance()
    world.giver.good.clear()
    one.tend()
    assert world.record.dead
    world.written = world.log_in()
    assert world.instance().token() == world.written.grant.access.reveal()
    assert world.instance().tend() == 1
    assert not world.record.dead


def test_an_instance_of_before_spends_nothing_of_the_new_secrets(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """While a new release starts, the one of before may run once more: it must not take the record back."""
    before, old = world.written, world.instance()
    old.tend()
    world.written = world.log_in()
    world.instance().tend()
    kept, calls = world.record, world.giver.calls
    world.at += 5 * MINUTES
    assert old.tend(before) == 0
    assert (world.record, world.giver.calls) == (kept, calls)
    assert "token.superseded" in events(capsys.readouterr().err)
    world.at += 61 * MINUTES
    old.tend(before)
    assert world.giver.calls == calls + 1, "later it is a person who has written the old one again"


def test_a_new_key_seals_what_the_former_one_did(world: World) -> None:
    world.instance(KEY).tend()
    calls = world.giver.calls
    both = world.instance(KEY2, KEY)
    both.tend()
    assert world.giver.calls == calls, "sealing anew asks nobody"
    assert world.instance(KEY2).token() == "access-that-is-renewed-2"
    kept = world.record
    both.tend()
    assert world.record == kept


def test_a_wrong_key_says_so_and_changes_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.instance(KEY).tend()
    kept = world.record
    wrong = world.instance(KEY2)
    with pytest.raises(ConfigurationError, match="cannot be opened with HEARD_TOKEN_KEY"):
        wrong.token()
    world.at += 90 * MINUTES
    assert wrong.tend() == 0
    assert world.record == kept
    assert world.giver.calls == 1
    assert "token.sealed" in events(capsys.readouterr().err)


def test_another_accounts_record_speaks_for_nobody(world: World) -> None:
    world.instance().tend()
    other = Written("x", "78", Secret("written-for-another"), Secret("refresh-for-another"))
    moved = msgspec.structs.replace(world.record, key=other.key, account="78", seed=other.seed)
    world.store.commit(NOON, Put(moved))
    with pytest.raises(ConfigurationError, match="belongs to another account"):
        world.instance().token(other)


def test_times_of_a_clock_that_was_ahead_are_not_relied_on(world: World) -> None:
    world.at = NOON + 365 * DAYS
    world.instance().tend()
    world.at = NOON
    one = world.instance()
    assert one.tend() == 1
    assert world.record.expires_at == NOON + 2 * HOURS
    assert one.token() == "access-that-is-renewed-3"


def test_a_clock_that_jumps_ahead_only_renews_early(world: World) -> None:
    one = world.instance()
    one.tend()
    world.at += 30 * MINUTES + 400 * (MINUTES / 60)
    one.tend()
    world.at += 10 * HOURS
    assert one.tend() == 1
    assert not world.record.dead


def test_a_record_is_kept_as_long_as_it_is_of_use(world: World) -> None:
    world.instance().tend()
    assert world.record.expire_at == NOON + record.KEEP
    assert world.store.get(Access, world.written.key, NOON + 399 * DAYS) is not None


# --- looking it up ---


def test_one_read_a_minute_and_none_in_between(world: World) -> None:
    world.instance().tend()
    one = world.instance()
    for _ in range(600):
        one.token()
        world.at += MINUTES / 60
    assert one.calls == 10


def test_an_ended_token_is_not_given_and_its_successor_is_at_once(world: World) -> None:
    renewer, speaker = world.instance(), world.instance()
    renewer.tend()
    world.at = NOON + 2 * HOURS - MINUTES / 2
    assert speaker.token() == "access-that-is-renewed-2"
    renewer.tend()
    assert speaker.token() == "access-that-is-renewed-3", "so close to an end nothing is remembered"
    world.at += 3 * HOURS
    with pytest.raises(ConfigurationError, match="not renewed yet; see whether the door `collect` runs"):
        speaker.token()


def test_without_the_ledger_the_last_token_serves_while_it_lives(world: World) -> None:
    world.instance().tend()
    one = world.instance()
    one.token()
    one.at, one.happen = 2, lambda: _raise(BackendUnavailable("sqlite store", "SQLITE_BUSY"))
    world.at += 5 * MINUTES
    assert one.token() == "access-that-is-renewed-2"
    one.at, world.at = 3, NOON + 3 * HOURS
    with pytest.raises(BackendUnavailable):
        one.token()


def _raise(error: Exception) -> None:
    raise error
