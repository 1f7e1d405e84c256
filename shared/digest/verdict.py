"""The first thing a manager reads: the headline, what is said under it, and what an inbox shows of it.

Each sentence stands alone: none may flatter if it is the only one that is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.digest import words
from shared.digest.clean import quote
from shared.digest.day import Action, Mood
from shared.digest.seen import Seen
from shared.digest.state import Cause

_SUBJECT: Final = 78
_PREHEADER: Final = 120


@dataclass(frozen=True, slots=True)
class Verdict(Seen):
    def reason(self) -> str:
        match self.cause:
            case Cause.OVERDUE:
                overdue = len(self.overdue())
                return words.upper(words.small(overdue)) + (" person overdue" if overdue == 1 else " people overdue")
            case Cause.HEARD_NOTHING:
                return f"{words.upper(words.small(self.everyone.heard_nothing))} heard nothing"
            case Cause.BELOW_GOAL:
                return "Below the goal"
            case _:
                return "Something is missing"

    def headline(self) -> str:
        if self.mood is Mood.CANT_TELL:
            return "We can't tell how the day went."
        if self.mood is Mood.ACT_NOW:
            return f"A hard day. {self._hard()}"
        if self.everyone.people == 0:
            return self._nobody()
        return " ".join(part for part in (self._looked_after(), self._but()) if part)

    def lead(self) -> str:
        everyone = self.everyone
        if self.mood is Mood.CANT_TELL:
            if self.cause is Cause.UNVERIFIED:
                return "No platform is known to have been listening all day. No figures are sent today."
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

    def subject(self) -> str:
        everyone = self.everyone
        overdue = len(self.overdue())
        if self.mood is Mood.CANT_TELL:
            state = "Can't tell: the day could not be counted"
        elif self.mood is Mood.ACT_NOW:
            state = f"Act now: {self._state_of_people(overdue)}"
        elif everyone.people == 0:
            inside = self.earlier_inside()
            who = f"{overdue:,} overdue" if overdue else f"{inside:,} still waiting" if inside else "nobody is waiting"
            state = f"{'Quiet day: nobody' if self.mood is Mood.QUIET else 'Nobody'} wrote, {who}"
        else:
            after = self._state_of_people(overdue)
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
        rest = (
            f"Waiting inside the promise: {everyone.waiting:,}.",
            f"Written since midnight: {self.figures.since:,}.",
        )
        line = _cut(f"Needs you: {todo}. {figure}.", _PREHEADER)
        for more in rest:
            line = f"{line} {more}" if len(line) + 1 + len(more) <= _PREHEADER else line
        return line

    def _hard(self) -> str:
        everyone, earlier = self.everyone, self.figures.earlier_overdue
        if self.cause is Cause.BELOW_GOAL:
            return self._kept()
        if self.cause is Cause.HEARD_NOTHING:
            return f"{everyone.heard_nothing:,} of {words.people(everyone.people)} heard nothing from us."
        waiting = everyone.waiting + everyone.overdue
        if not waiting:
            return f"{words.people(earlier)} from earlier days are still waiting."
        before = f", and {earlier:,} from earlier days" if earlier else ""
        verb = "is" if waiting == 1 else "are"
        return f"{waiting:,} of {words.people(everyone.people)} {verb} still waiting{before}."

    def _nobody(self) -> str:
        inside = self.earlier_inside()
        after = self._too_long() or (f"{self.inside(inside)}." if inside else "")
        if after or self.cause is Cause.MISSING:
            known = " that we know of" if self.day.incomplete else ""
            return f"Nobody{known} wrote. {after}".rstrip()
        return "Nobody wrote, and nobody is waiting."

    def _but(self) -> str:
        """What follows "looked after", so that the headline alone misleads nobody."""
        waiting = self.everyone.waiting
        if self.cause is Cause.OVERDUE:
            return self._too_long()
        if self.cause is Cause.BELOW_GOAL:
            return self._kept()
        if self.mood is Mood.GOOD and waiting and self.everyone.people > 1:
            verb = "is" if waiting == 1 else "are"
            return f"{words.upper(words.small(waiting))} {verb} waiting inside the promise."
        return ""

    def _looked_after(self) -> str:
        looked, people = self.everyone.looked_after, self.everyone.people
        known = " we know of" if self.day.incomplete else ""
        if looked == people:
            return (
                "The one person who wrote was looked after."
                if people == 1
                else f"All {people:,} people{known} were looked after."
            )
        if people == 1:
            inside = self.everyone.waiting == 1
            return f"The one person who wrote is {'waiting inside the promise' if inside else 'not looked after yet'}."
        return f"{looked:,} of {people:,} people{known} {'was' if looked == 1 else 'were'} looked after."

    def _too_long(self) -> str:
        overdue = self.overdue()
        if not overdue:
            return ""
        known = [self.short_name(one) for one in overdue[:2]]
        if len(overdue) <= 2 and all(known):
            who = words.listed([one for one in known if one])
        else:
            who = words.upper(words.small(len(overdue))) + (" person" if len(overdue) == 1 else " people")
        return f"{who} {'has' if len(overdue) == 1 else 'have'} waited too long."

    def _kept(self) -> str:
        in_time, due = self.everyone.in_time, self.everyone.due
        if in_time == 0:
            return "The one answer due came late." if due == 1 else f"None of the {due:,} answers due came in time."
        of = "the answers due" if due >= words.SMALL_SAMPLE else "answers due"
        share = words.share(in_time, due)
        return f"{share} of {of} came in time." if due >= words.SMALL_SAMPLE else f"{share} {of} came in time."

    def _state_of_people(self, overdue: int) -> str:
        """What a subject says after its first figure or, on a hard day, first."""
        everyone, hard = self.everyone, self.mood is Mood.ACT_NOW
        if self.cause is Cause.HEARD_NOTHING:
            return f"{everyone.heard_nothing:,}{f' of {everyone.people:,}' if hard else ''} heard nothing"
        if self.cause is Cause.BELOW_GOAL:
            return f"{words.share(everyone.in_time, everyone.due)} answered in time"
        if hard:
            waiting = everyone.waiting + everyone.overdue + self.figures.earlier_overdue
            return f"{waiting:,} waiting, {overdue:,} overdue"
        return f"{overdue:,} overdue" if overdue else "nobody is overdue"

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


def _cut(text: str, most: int) -> str:
    """Our own text, cut at a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.:") + "…"


def _generic(action: Action) -> str:
    """An action without anybody's name, for the line that an inbox shows."""
    if action.details and action.details[0].startswith("Waiting "):
        return "answer whoever is overdue"
    return action.title[:1].lower() + action.title[1:]
