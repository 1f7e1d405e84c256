"""What the reader must do, who still waits, what else was checked, and how it all was counted, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.core.interaction import Kind
from shared.core.ledger import Entry, State
from shared.core.regime import Report
from shared.digest import words
from shared.digest.clean import isolated, quote
from shared.digest.count import Status, Thread
from shared.digest.day import Action, Mood, Wait
from shared.digest.seen import NOBODY, Seen, began

MOST_ACTIONS: Final = 3
MOST_WAITING: Final = 5
_QUOTE: Final = 140
_LOST: Final = {
    State.UNCERTAIN: ("may or may not have arrived", "Look there, and answer by hand what has no answer."),
    State.REFUSED: ("was refused by the platform", "Only a person can answer there."),
    State.EXPIRED: ("reached us too late to be answered", "Answer by hand what still matters."),
    State.PARKED: ("could not be decided and was put aside", "Whoever runs Heard finds it under parked."),
    State.DEAD_LETTERED: ("could not be handled at all", "Whoever runs Heard can hand it in again."),
}


@dataclass(frozen=True, slots=True)
class Telling(Seen):
    def notes(self) -> tuple[str, ...]:
        zone, morning = self.day.brand.zone, self.day.brand.calendar.local_date(self.day.snapshot)
        found = [
            f"{words.platform(gap.platform)} is incomplete from {words.moment(gap.since, zone, morning)} to "
            f"{words.moment(gap.until, zone, morning)}: {quote(gap.why, 100)}."
            for gap in self.day.incomplete
        ]
        for mail in self.day.unconfirmed:
            who = words.count(mail.recipients, "recipient")
            web = f" ({mail.web})" if mail.web else ""
            date = words.long_date(mail.date)
            found.append(f"Nobody confirmed that the digest of {date} reached {who}. It said: {mail.headline}{web}")
        return (*found, *map(self._put_right, self.day.reports))

    def needs_intro(self, overdue: int, actions: Sequence[Action]) -> str:
        if self.mood is Mood.CANT_TELL:
            return "Ask whoever runs Heard for you to look at its log, then open the platforms yourself today."
        if not actions:
            waiting = self.everyone.waiting + self.earlier_inside()
            if not waiting:
                return "Nothing needs you."
            verb = "person is" if waiting == 1 else "people are"
            return f"Nothing needs you. {words.upper(words.small(waiting))} {verb} waiting inside the promise."
        if overdue > MOST_ACTIONS:
            more = words.small(overdue - MOST_ACTIONS)
            return f"These {words.small(len(actions))} first; {more} more {'is' if more == 'one' else 'are'} overdue."
        if overdue + len(self._repairs()) > len(actions):
            return f"These {words.small(len(actions))} first; what else there is stands under Also checked."
        if len(actions) == 1:
            return "One thing. Everything else is in hand."
        return f"{words.upper(words.small(len(actions)))} things. Everything else is in hand."

    def actions(self, overdue: Sequence[Thread]) -> tuple[Action, ...]:
        found = [self._answer(one) for one in overdue[:MOST_ACTIONS]]
        found += self._repairs()
        return tuple(found[:MOST_ACTIONS])

    def waiting_intro(self, shown: set[str]) -> str:
        rest = self._rest(shown)
        if self.mood is Mood.CANT_TELL or not rest:
            return ""
        late = sum(one.status is Status.OVERDUE for one in rest)
        if late == len(rest):
            return "Past the promise:"
        return (
            f"{words.upper(words.small(late))} past the promise, the others inside it:"
            if late
            else "Inside the promise:"
        )

    def waiting(self, shown: set[str]) -> tuple[Wait, ...]:
        return tuple(self._wait(one) for one in self._rest(shown)[:MOST_WAITING])

    def waiting_after(self, shown: set[str]) -> tuple[str, ...]:
        more = len(self._rest(shown)) - MOST_WAITING
        earlier, since = self.figures.earlier_overdue, self.figures.since
        inside = self.earlier_inside()
        found = [f"And {words.small(more)} more."] if more > 0 else []
        if self.figures.waits or self.figures.earlier:
            if earlier:
                left = "person is" if earlier == 1 else "people are"
                found.append(f"{words.upper(words.small(earlier))} {left} left over from earlier days.")
            if inside:
                found.append(f"{self.inside(inside)}.")
            if not earlier and not inside:
                found.append("Nobody is left over from earlier days.")
        if since:
            has = "person has" if since == 1 else "people have"
            found.append(
                f"{words.upper(words.small(since))} more {has} written since midnight, for tomorrow's figures."
            )
        return tuple(found)

    def checked(self) -> tuple[str, ...]:
        figures = self.figures
        found = []
        numbers = dict(figures.troubles)
        for state, (what, todo) in _LOST.items():
            number = numbers.get(state, 0)
            if not number:
                continue
            noun = "message" if state in (State.PARKED, State.DEAD_LETTERED, State.EXPIRED) else "answer"
            found.append(f"{words.upper(words.small(number))} {noun}{'' if number == 1 else 's'}: {what}. {todo}")
        if figures.parked:
            kept = words.count(figures.parked, "delivery", "deliveries")
            it, them = ("belongs", "is") if figures.parked == 1 else ("belong", "are")
            found.append(f"{kept} could not be read or {it} to no account of yours, and {them} kept for a look.")
        if figures.held:
            found.append(f"{words.count(figures.held, 'message')} held as spam: no reply, and not counted.")
        if figures.passed_over:
            more = words.count(figures.passed_over, "item")
            found.append(f"{more} only counted: a rule passes over them, or the platform offers no way to answer.")
        if figures.unnamed:
            found.append(f"{words.count(figures.unnamed, 'item')} came from people whom the platform does not name.")
        if not figures.troubles and not figures.parked and self.mood is not Mood.CANT_TELL:
            found.append("No answer was refused or lost, and every delivery could be read.")
        return tuple(found)

    def foot(self) -> tuple[str, ...]:
        day, brand = self.day, self.day.brand
        hours = span(brand.targets.response)
        local = words.moment(day.snapshot, brand.zone, brand.calendar.local_date(day.snapshot)).removesuffix(" today")
        made = words.long_date(brand.calendar.local_date(day.snapshot))
        found = [
            "How we count. A person is one account on one platform on one day. Acknowledged: any reply from us, "
            "automatic or personal; a like counts for praise and shares only. Answered: a reply that a colleague "
            "wrote; automatic "
            f"ones never count. In time: within {hours} of service; late and overdue count against it, not yet due is "
            "left out. Typical: the middle value.",
            f"Figures as of {local} on {made}, times in {brand.zone}. {self._delivered()} Comparisons with usual days "
            "are not made yet.",
        ]
        length = words.day_length(day.start, day.end)
        if length:
            found.append(length)
        found.append(f"You get this because {brand.name} named you as a recipient of its digest.")
        return tuple(found)

    def _delivered(self) -> str:
        """Whether the platforms delivered everything, as far as they can be asked."""
        counts = [found for _platform, found in self.day.asked if found is not None]
        unknown = sorted({words.platform(platform) for platform, found in self.day.asked if found is None})
        if not counts:
            return "They are of what reached Heard; whether the platforms delivered everything is not known."
        exist = sum(found.exist for found in counts)
        late = sum(found.recovered for found in counts)
        told = f"Asked afterwards, the platforms told of {words.count(exist, 'item')}"
        told += f", {late:,} of which came only by asking." if late else ", and none was missing."
        return told + (f" {words.listed(unknown)} could not be asked about the whole day." if unknown else "")

    def _put_right(self, report: Report) -> str:
        """What a recompute has changed of days that were told already."""
        zone, morning = self.day.brand.zone, self.day.brand.calendar.local_date(self.day.snapshot)
        since, until = (words.moment(at, zone, morning) for at in (report.since, report.until))
        why = quote(report.why, 100).rstrip(".")
        moved = f"{words.count(report.moves, 'clock')} moved"
        before, after = (
            tuple(side.get(f"first_response.{what}") for what in ("kept", "due"))
            for side in (report.before, report.after)
        )
        if before != after and None not in (*before, *after):
            was, now = (f"{kept:,.0f} of {due:,.0f}" for kept, due in (before, after))
            moved += f"; promises kept on the first reply went from {was} to {now}"
        return (
            f"Report {report.number} put right what was opened from {since} to {until}{f': {why}' if why else ''}. "
            f"{moved}. Digests sent before stay as they were."
        )

    def _rest(self, shown: set[str]) -> list[Thread]:
        rest = [one for one in (*self.figures.earlier, *self.figures.waits) if began(one).key not in shown]
        return sorted(rest, key=lambda one: (one.status is not Status.OVERDUE, began(one).opened_at))

    def _answer(self, thread: Thread) -> Action:
        entry = began(thread)
        wait = self._wait(thread)
        where = f"{wait.where}, in {'private' if entry.private or entry.kind is Kind.DIRECT_MESSAGE else 'public'}."
        link = entry.url
        return Action(
            title=f"Answer {isolated(self.who(entry))}",
            details=(f"Waiting {wait.waited}. {words.upper(wait.due)}. {where}",),
            quote=wait.about,
            link=link,
            link_text=f"Answer on {words.platform(entry.platform)}" if link else "",
        )

    def _repairs(self) -> list[Action]:
        found = []
        numbers = dict(self.figures.troubles)
        doubtful = numbers.get(State.UNCERTAIN, 0)
        if doubtful:
            found.append(
                Action(
                    title=f"Look whether {words.count(doubtful, 'answer')} arrived",
                    details=("The platform's answer was lost and it could not be asked again. Nothing is sent twice.",),
                )
            )
        if numbers.get(State.REFUSED):
            found.append(
                Action(
                    title=f"Answer {words.people(numbers[State.REFUSED])} by hand",
                    details=("The platform refused the automatic answer, so only a person can give one.",),
                )
            )
        unheard = self.everyone.thanks_unheard
        if unheard:
            where = [
                f"{words.platform(on)} {group.thanks_unheard:,}"
                for on, group in self.figures.platforms
                if group.thanks_unheard
            ]
            found.append(
                Action(
                    title=f"Thank {words.people(unheard)} who heard nothing",
                    details=(f"They needed no answer, and no sign reached them: {words.listed(where)}.",),
                )
            )
        unread = self.figures.parked + numbers.get(State.PARKED, 0) + numbers.get(State.DEAD_LETTERED, 0)
        if unread:
            found.append(
                Action(
                    title=f"Have somebody look at {words.count(unread, 'delivery', 'deliveries')}",
                    details=("Heard could not read or place them. Whoever runs it finds them under parked.",),
                )
            )
        return found

    def _wait(self, thread: Thread) -> Wait:
        entry = began(thread)
        day, morning = self.day, self.day.brand.calendar.local_date(self.day.snapshot)
        who = isolated(self.who(entry))
        due = entry.clocks["response"].due
        when = "no opening hours ahead" if due is None else f"due {words.moment(due, day.brand.zone, morning)}"
        if (pause := day.on_hold.get(entry.key)) is not None:
            since = words.moment(pause.since, day.brand.zone, morning)
            held = f"on hold since {since}, {words.HOLDS[pause.reason]}"
            when = f"{when}, {held}" if thread.status is Status.OVERDUE else held
        return Wait(
            who=words.upper(who) if who == NOBODY else who,
            waited=words.duration((day.snapshot - entry.opened_at).total_seconds()),
            where=f"{words.platform(entry.platform)} {words.kind(entry.kind)}",
            due=when,
            about=self._about(entry),
            link=entry.url,
            overdue=thread.status is Status.OVERDUE,
        )

    def _about(self, entry: Entry) -> str | None:
        kept = self.day.words.get(entry.key)
        if kept is None or entry.private or entry.kind is Kind.DIRECT_MESSAGE:
            return None
        return quote(kept.interaction.text, _QUOTE) or None


def span(seconds: float) -> str:
    """A promise's length in words."""
    if seconds % 3600 == 0:
        return words.count(int(seconds // 3600), "hour")
    if seconds < 60:
        return words.count(int(seconds), "second")
    return words.count(int(seconds // 60), "minute")
