"""The sentences of a digest: what is said of a counted day, to whom it points, and what comes after.

One object holds the day, its figures and its state, so that headline, lead, list and subject cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.core.interaction import Kind
from shared.core.ledger import Entry, State
from shared.digest import words
from shared.digest.clean import handle, name, quote
from shared.digest.count import Figures, Group, Status, Thread
from shared.digest.day import Action, Day, Mood, Wait

MOST_ACTIONS: Final = 3
MOST_WAITING: Final = 5
_SUBJECT: Final = 78
_PREHEADER: Final = 120
_QUOTE: Final = 140
_NOBODY: Final = "somebody"  # whose name is not known, or no longer kept
_LOST: Final = {
    State.PARKED: "could not be decided and was put aside",
    State.DEAD_LETTERED: "could not be handled at all",
    State.UNCERTAIN: "may or may not have arrived",
    State.REFUSED: "was refused by the platform",
    State.EXPIRED: "reached us too late to be answered",
}


@dataclass(frozen=True, slots=True)
class Telling:
    day: Day
    figures: Figures
    mood: Mood

    @property
    def everyone(self) -> Group:
        return self.figures.all

    def overdue(self) -> list[Thread]:
        """Those past their promise, in public first, then the longest wait."""
        late = [one for one in (*self.figures.waits, *self.figures.earlier) if one.status is Status.OVERDUE]
        return sorted(late, key=lambda one: (_private(one), _began(one).opened_at))

    def reason(self) -> str:
        overdue = len(self.overdue())
        if overdue:
            return words.upper(words.small(overdue)) + (" person overdue" if overdue == 1 else " people overdue")
        if self.everyone.heard_nothing:
            return f"{words.upper(words.small(self.everyone.heard_nothing))} heard nothing"
        if self.everyone.due and 100 * self.everyone.in_time < self.day.brand.targets.goal * self.everyone.due:
            return "Below the goal"
        return "Something is missing"

    def headline(self) -> str:
        everyone = self.everyone
        if self.mood is Mood.CANT_TELL:
            return "We can't tell how the day went."
        waiting = everyone.waiting + everyone.overdue
        if self.mood is Mood.ACT_NOW:
            if waiting:
                verb = "is" if waiting == 1 else "are"
                return f"A hard day. {waiting:,} of {words.people(everyone.people)} {verb} still waiting."
            return f"A hard day. {self._looked_after()}"
        if everyone.people == 0:
            return f"Nobody wrote. {self._too_long()}" if self._too_long() else "Nobody wrote, and nobody is waiting."
        return " ".join(part for part in (self._looked_after(), self._too_long()) if part)

    def lead(self) -> str:
        everyone = self.everyone
        if self.mood is Mood.CANT_TELL:
            return f"These could not be read: {words.listed(list(self.day.failed))}. No figures are sent today."
        if everyone.people == 0:
            return "No comment, mention, share or message that waits for a sign reached Heard."
        parts = [self._acknowledged()]
        if everyone.needed:
            parts.append(self._answers())
        else:
            parts.append("Nobody needed an answer from a person.")
        if everyone.heard_nothing:
            parts.append(f"{words.upper(words.small(everyone.heard_nothing))} heard nothing from us.")
        return " ".join(parts)

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
        return tuple(found)

    def needs_intro(self, overdue: int, actions: Sequence[Action]) -> str:
        if self.mood is Mood.CANT_TELL:
            return "Ask whoever runs Heard for you to look at its log, then open the platforms yourself today."
        if not actions:
            waiting = self.everyone.waiting
            if not waiting:
                return "Nothing needs you."
            verb = "person is" if waiting == 1 else "people are"
            return f"Nothing needs you. {words.upper(words.small(waiting))} {verb} waiting inside the promise."
        if overdue > MOST_ACTIONS:
            more = words.small(overdue - MOST_ACTIONS)
            return f"These {words.small(len(actions))} first; {more} more are overdue below."
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
        found = [f"And {words.small(more)} more."] if more > 0 else []
        if self.figures.waits or self.figures.earlier:
            left = "person is" if earlier == 1 else "people are"
            found.append(
                f"{words.upper(words.small(earlier))} {left} left over from earlier days."
                if earlier
                else "Nobody is left over from earlier days."
            )
        if since:
            has = "person has" if since == 1 else "people have"
            found.append(
                f"{words.upper(words.small(since))} more {has} written since midnight, for tomorrow's figures."
            )
        return tuple(found)

    def checked(self) -> tuple[str, ...]:
        figures = self.figures
        found = []
        for state, number in figures.troubles:
            noun = "message" if state in (State.PARKED, State.DEAD_LETTERED, State.EXPIRED) else "answer"
            found.append(f"{words.upper(words.small(number))} {noun}{'' if number == 1 else 's'}: {_LOST[state]}.")
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
            f"Figures as of {local} on {made}, times in {brand.zone}. They are of what reached Heard; that the "
            "platforms delivered everything is not checked yet. Comparisons with usual days are not made yet.",
        ]
        length = words.day_length(day.start, day.end)
        if length:
            found.append(length)
        found.append(f"You get this because {brand.name} named you as a recipient of its digest.")
        return tuple(found)

    def subject(self) -> str:
        everyone = self.everyone
        overdue = len(self.overdue())
        if self.mood is Mood.CANT_TELL:
            state = "Can't tell: the day could not be counted"
        elif self.mood is Mood.ACT_NOW:
            state = f"Act now: {everyone.waiting + everyone.overdue:,} waiting, {overdue:,} overdue"
        elif everyone.people == 0:
            who = f"{overdue:,} overdue" if overdue else "nobody is waiting"
            state = f"{'Quiet day: nobody' if self.mood is Mood.QUIET else 'Nobody'} wrote, {who}"
        else:
            after = f"{overdue:,} overdue" if overdue else "nobody is overdue"
            whole = everyone.looked_after == everyone.people
            of = f"{everyone.looked_after:,} of {everyone.people:,}"
            if whole:
                of = "One person" if everyone.people == 1 else f"All {everyone.people:,}"
            state = f"{of} looked after, {after}"
        gaps = sorted({words.platform(gap.platform) for gap in self.day.incomplete})
        which = words.listed(gaps) if len(gaps) == 1 else words.count(len(gaps), "platform")
        after = f", {words.short_date(self.day.date)}" + (f" ({which} incomplete)" if gaps else "")
        room = _SUBJECT - len(after) - len(" · ")
        if room - len(state) < min(12, len(self.day.brand.short)):
            state = state.split(", ")[0]  # the figure before the comma carries the sense; the brand must be readable
        room -= len(state)
        brand = quote(self.day.brand.short, max(8, room))
        return f"{state} · {brand}{after}"[:_SUBJECT]

    def preheader(self, actions: Sequence[Action]) -> str:
        everyone = self.everyone
        if self.mood is Mood.CANT_TELL:
            return "Needs you: no figures today; the log of Heard says what failed. Look at the platforms yourself."
        todo = words.listed(list(dict.fromkeys(_generic(one) for one in actions[:2]))) if actions else "nothing"
        figure = (
            f"Answered in time: {words.share(everyone.in_time, everyone.due)}"
            if everyone.due
            else f"People who wrote: {everyone.people:,}"
        )
        rest = f"Waiting inside the promise: {everyone.waiting:,}. Written since midnight: {self.figures.since:,}."
        return _cut(f"Needs you: {todo}. {figure}. {rest}", _PREHEADER)

    def _looked_after(self) -> str:
        looked, people = self.everyone.looked_after, self.everyone.people
        if looked == people:
            return (
                "The one person who wrote was looked after."
                if people == 1
                else f"All {people:,} people were looked after."
            )
        return f"{looked:,} of {words.people(people)} {'was' if looked == 1 else 'were'} looked after."

    def _too_long(self) -> str:
        overdue = self.overdue()
        if not overdue:
            waiting = self.everyone.waiting
            if waiting and self.mood is Mood.GOOD:
                return (
                    f"{words.upper(words.small(waiting))} {'is' if waiting == 1 else 'are'} waiting inside the promise."
                )
            return ""
        known = [self._short_name(one) for one in overdue[:2]]
        if len(overdue) <= 2 and all(known):
            who = words.listed([one for one in known if one])
        else:
            who = words.upper(words.small(len(overdue))) + (" person" if len(overdue) == 1 else " people")
        return f"{who} {'has' if len(overdue) == 1 else 'have'} waited too long."

    def _acknowledged(self) -> str:
        everyone = self.everyone
        pace = "" if everyone.ack_median is None else f", typically in {words.duration(everyone.ack_median)}"
        if everyone.people == 1:
            return f"They were acknowledged{pace}." if everyone.acknowledged else "They were not acknowledged."
        if everyone.heard_nothing == 0:
            return f"All {everyone.people:,} were acknowledged{pace}."
        verb = "was" if everyone.acknowledged == 1 else "were"
        return f"{everyone.acknowledged:,} of {everyone.people:,} {verb} acknowledged{pace}."

    def _answers(self) -> str:
        everyone = self.everyone
        have, waiting = everyone.in_time + everyone.late, everyone.waiting + everyone.overdue
        who = "One" if everyone.needed == 1 else f"{everyone.needed:,}"
        if waiting == 0:
            return f"{who} needed an answer from a person, and {'has' if everyone.needed == 1 else 'have'} it."
        if have == 0:
            return f"{who} needed an answer from a person and {'waits' if everyone.needed == 1 else 'wait'} for it."
        return (
            f"{who} needed an answer from a person: {have:,} {'has' if have == 1 else 'have'} it, "
            f"{waiting:,} {'is' if waiting == 1 else 'are'} waiting."
        )

    def _rest(self, shown: set[str]) -> list[Thread]:
        rest = [one for one in (*self.figures.earlier, *self.figures.waits) if _began(one).key not in shown]
        return sorted(rest, key=lambda one: (one.status is not Status.OVERDUE, _began(one).opened_at))

    def _answer(self, thread: Thread) -> Action:
        entry = _began(thread)
        wait = self._wait(thread)
        where = f"{wait.where}, in {'private' if entry.private or entry.kind is Kind.DIRECT_MESSAGE else 'public'}."
        link = _https(entry)
        return Action(
            title=f"Answer {self._who(entry)}",
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
        entry = _began(thread)
        day, morning = self.day, self.day.brand.calendar.local_date(self.day.snapshot)
        who = self._who(entry)
        due = entry.clocks["response"].due
        when = "no opening hours ahead" if due is None else f"due {words.moment(due, day.brand.zone, morning)}"
        return Wait(
            who=words.upper(who) if who == _NOBODY else who,
            waited=words.duration((day.snapshot - entry.opened_at).total_seconds()),
            where=f"{words.platform(entry.platform)} {words.kind(entry.kind)}",
            due=when,
            about=self._about(entry),
            link=_https(entry),
            overdue=thread.status is Status.OVERDUE,
        )

    def _who(self, entry: Entry) -> str:
        kept = self.day.words.get(entry.key)
        if kept is None:
            return _NOBODY
        author = kept.interaction.author
        return name(author.name) or handle(author.handle) or _NOBODY

    def _short_name(self, thread: Thread) -> str | None:
        who = self._who(_began(thread))
        if who == _NOBODY:
            return None
        first = who.split(" ")[0]
        return first if sum(char.isalpha() for char in first) >= 2 else who

    def _about(self, entry: Entry) -> str | None:
        kept = self.day.words.get(entry.key)
        if kept is None or entry.private or entry.kind is Kind.DIRECT_MESSAGE:
            return None
        return quote(kept.interaction.text, _QUOTE) or None


def _cut(text: str, most: int) -> str:
    """Our own text, cut at a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.:") + "…"


def _generic(action: Action) -> str:
    """An action without anybody's name, for the line that an inbox shows."""
    if action.details and action.details[0].startswith("Waiting "):
        return "answer whoever is overdue"
    return action.title[:1].lower() + action.title[1:]


def _began(thread: Thread) -> Entry:
    return thread.waits_for or thread.items[0]


def _private(thread: Thread) -> bool:
    entry = _began(thread)
    return entry.private or entry.kind is Kind.DIRECT_MESSAGE


def _https(entry: Entry) -> str | None:
    return entry.url if entry.url is not None and entry.url.startswith("https://") else None


def span(seconds: float) -> str:
    """A promise's length in words."""
    if seconds % 3600 == 0:
        return words.count(int(seconds // 3600), "hour")
    return words.count(int(seconds // 60), "minute")
