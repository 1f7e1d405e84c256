# The digest in English, which is also its reference: every other language translates these messages, by their names.
# A calm, kind colleague at the door in the morning: plain British English, short sentences, active voice. People, not
# users; waiting, answered, thanked. No exclamation marks, no emoji. Numbers and names come as arguments; SPELL writes a
# small number as a word (spell-3), which a language may leave out.

## Common

somebody = somebody
# Between two sentences; empty in a language that writes nothing there.
between-sentences = { " " }
# In the text part: between the parts of a list, a part behind its name, and a list that ends.
between-parts = { ", " }
labelled = { $label }: { $text }
ended = { $text }.
spell-0 = no
spell-1 = one
spell-2 = two
spell-3 = three
spell-4 = four
spell-5 = five
spell-6 = six
spell-7 = seven
spell-8 = eight
spell-9 = nine
spell-10 = ten
people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
share-none = none due
share-of = { $part } of { $whole }
# Where two moments are of one day, it is said with the first or the last of them, as the language puts a day before or
# after a clock: between 10:05 and 11:40 yesterday. Either first or last.
moment-day-with = last
moment-today = { $clock } today
moment-yesterday = { $clock } yesterday
moment-tomorrow = { $clock } tomorrow
moment-on = { $clock } on { $date }
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min
duration-hours-narrow = { $hours } h { $minutes }
duration-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
duration-days-hours = { $days ->
    [one] { $days } day
   *[other] { $days } days
} { $hours } h
span-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
span-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
span-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
platform-x = X
platform-standard = Own system
platform-youtube = YouTube
platform-linkedin = LinkedIn
platform-whatsapp = WhatsApp
platform-tiktok = TikTok
where-mention = { $platform } mention
where-comment = { $platform } comment
where-post = { $platform } post
where-review = { $platform } review
where-direct-message = { $platform } message
where-reaction = { $platform } reaction
where-follow = { $platform } follow
where-share = { $platform } share
open-on = Open it on { $platform }
# Somebody's own words, in quotation marks.
quoted = “{ $text }”

## Verdict: the first block, the subject and the line beside it in an inbox

verdict-yesterday = yesterday
verdict-on-date = on { $date }

verdict-pill-cant-tell = We can't tell
verdict-pill-act-now = Act now
verdict-pill-quiet = Quiet day
verdict-pill-good = Good day
verdict-pill-overdue = { $n ->
    [one] { SPELL($n) } person overdue
   *[other] { SPELL($n) } people overdue
}
verdict-pill-heard-nothing = { $n ->
    [one] { SPELL($n) } person heard nothing
   *[other] { SPELL($n) } people heard nothing
}
verdict-pill-below-goal = Below the goal
verdict-pill-complaints = More complaints than usual
verdict-pill-missing = Something is missing
verdict-pill-unproved = Silence not proved
verdict-pill-incomplete = { $platform } incomplete
verdict-pill-several-incomplete = { SPELL($n) } platforms incomplete

# $when is verdict-yesterday or verdict-on-date, here and below.
verdict-cant-tell = We can't tell how the day went { $when }.
verdict-quiet = { $since ->
    [0] Nobody wrote { $when }, and nobody is waiting.
   *[other] Nobody wrote { $when }, and nobody was left waiting.
}
verdict-nobody-wrote = Nobody wrote { $when }.
# Where a platform is incomplete, there may be more.
verdict-nobody-known-wrote = Nobody that we know of wrote { $when }.
verdict-inside-earlier = { $n ->
    [one] { SPELL($n) } person from earlier days is waiting inside the promise.
   *[other] { SPELL($n) } people from earlier days are waiting inside the promise.
}
verdict-all-well = { $people ->
    [one] The one person who wrote was looked after.
    [2] Both people were looked after.
   *[other] All { $people } people were looked after.
}
verdict-all-known-well = { $people ->
    [one] The one person we know of was looked after.
   *[other] All { $people } people we know of were looked after.
}
# $n of $people were looked after; $people is 2 or more.
verdict-some-well = { $n ->
    [0] None of { $people } people has been looked after yet.
    [one] { $n } of { $people } people was looked after.
   *[other] { $n } of { $people } people were looked after.
}
verdict-some-known-well = { $n ->
    [0] None of the { $people } people we know of has been looked after yet.
    [one] { $n } of the { $people } people we know of was looked after.
   *[other] { $n } of the { $people } people we know of were looked after.
}
verdict-one-inside = The one person who wrote is waiting inside the promise.
verdict-one-not-yet = The one person who wrote has not been looked after yet.
verdict-nobody-overdue = Nobody is overdue.
verdict-one-too-long = { $who } has waited too long.
verdict-two-too-long = { $who } have waited too long.
verdict-too-long = { $n ->
    [one] { SPELL($n) } person has waited too long.
   *[other] { SPELL($n) } people have waited too long.
}
verdict-also-unheard = { $n ->
    [one] { SPELL($n) } of them heard nothing about something they wrote.
   *[other] { SPELL($n) } of them heard nothing about something they wrote.
}
# $share is a percentage, or "7 of 9" where few were due; $due is how many were.
verdict-kept = { $share } of the answers due came in time; the goal is { $goal }.
verdict-kept-few = { $share } answers due came in time; the goal is { $goal }.
verdict-kept-none = { $due ->
    [one] The one answer due came late, or has not come.
   *[other] None of the { $due } answers due came in time.
}
# $shown people complained; $times is how many times as many as on a usual day, a whole number rounded down.
verdict-complaints = { $times ->
    [1] { $shown } people complained, more than usual.
    [2] { $shown } people complained, twice as many as usual.
   *[other] { $shown } people complained, { $times } times as many as usual.
}
verdict-complaints-rare = { $shown } people complained; on a usual day hardly anybody does.

verdict-hard = A hard day.
verdict-unheard = { $n ->
    [one] { $n } of { $people } people has heard nothing from us.
   *[other] { $n } of { $people } people have heard nothing from us.
}
verdict-known-unheard = { $n ->
    [one] { $n } of the { $people } people we know of has heard nothing from us.
   *[other] { $n } of the { $people } people we know of have heard nothing from us.
}
# Of the $people of the day $n are still waiting; $earlier wait since earlier days.
verdict-waiting = { $earlier ->
    [0] { $n ->
        [one] { $n } of { $people } people is still waiting.
       *[other] { $n } of { $people } people are still waiting.
    }
   *[other] { $n ->
        [one] { $n } of { $people } people is still waiting, and { $earlier } from earlier days.
       *[other] { $n } of { $people } people are still waiting, and { $earlier } from earlier days.
    }
}
verdict-known-waiting = { $earlier ->
    [0] { $n ->
        [one] { $n } of the { $people } people we know of is still waiting.
       *[other] { $n } of the { $people } people we know of are still waiting.
    }
   *[other] { $n ->
        [one] { $n } of the { $people } people we know of is still waiting, and { $earlier } from earlier days.
       *[other] { $n } of the { $people } people we know of are still waiting, and { $earlier } from earlier days.
    }
}
verdict-one-waiting = { $earlier ->
    [0] The one person who wrote is still waiting.
   *[other] The one person who wrote is still waiting, and { $earlier } from earlier days.
}
verdict-earlier-waiting = { $n ->
    [one] { SPELL($n) } person from earlier days is still waiting.
   *[other] { SPELL($n) } people from earlier days are still waiting.
}
# An open matter that outranks everything else.
verdict-grave-safety = { $n ->
    [one] { SPELL($n) } person writes about safety or health and is still waiting.
   *[other] { SPELL($n) } people write about safety or health and are still waiting.
}
verdict-grave-fraud = { $n ->
    [one] { SPELL($n) } person writes about a possible fraud and is still waiting.
   *[other] { SPELL($n) } people write about a possible fraud and are still waiting.
}
verdict-grave-legal = { $n ->
    [one] { SPELL($n) } person writes about a matter for lawyers or the press and is still waiting.
   *[other] { SPELL($n) } people write about a matter for lawyers or the press and are still waiting.
}
verdict-lookalikes = { $n ->
    [one] { SPELL($n) } account looks like yours and may mislead people.
   *[other] { SPELL($n) } accounts look like yours and may mislead people.
}

verdict-nothing-needs-you = Nothing needs you.
# $n people wait inside the promise, from the day or before it.
verdict-inside = { $n ->
    [one] { SPELL($n) } person is waiting inside the promise.
   *[other] { SPELL($n) } people are waiting inside the promise.
}
# All of them have been given to $who, $colleagues colleagues by their first names.
verdict-inside-with = { $n ->
    [one] { SPELL($n) } person is waiting inside the promise, with { $who }.
   *[other] { $colleagues ->
        [one] { SPELL($n) } people are waiting inside the promise; { $who } has them.
       *[other] { SPELL($n) } people are waiting inside the promise; { $who } have them.
    }
}
verdict-inside-with-nobody = { $n ->
    [one] { SPELL($n) } person is waiting inside the promise, with nobody yet.
   *[other] { SPELL($n) } people are waiting inside the promise, with nobody yet.
}
# $shown is the count as it is written, with ≥ where there may be more.
verdict-heard-nothing = { $n ->
    [one] { $shown } person has heard nothing from us.
   *[other] { $shown } people have heard nothing from us.
}
verdict-heard-nothing-one = They have heard nothing from us.
# $longest is the longest time that one of them has waited.
verdict-overdue = { $n ->
    [one] { $shown } person has waited past the promise, for { $longest }.
   *[other] { $shown } people have waited past the promise, the longest for { $longest }.
}
verdict-all-acknowledged = All { $shown } were acknowledged.
verdict-all-acknowledged-pace = All { $shown } were acknowledged, typically in { $pace }.
verdict-some-acknowledged = { $n ->
    [one] { $shown } of { $people } was acknowledged.
   *[other] { $shown } of { $people } were acknowledged.
}
verdict-some-acknowledged-pace = { $n ->
    [one] { $shown } of { $people } was acknowledged, in { $pace }.
   *[other] { $shown } of { $people } were acknowledged, typically in { $pace }.
}
verdict-one-acknowledged = They were acknowledged.
verdict-one-acknowledged-pace = They were acknowledged in { $pace }.
verdict-needed-none = Nobody needed an answer from a person.
verdict-needed-have = { $n ->
    [one] { $shown } needed an answer from a person, and has it.
   *[other] { $shown } needed an answer from a person, and have it.
}
verdict-needed-wait = { $n ->
    [one] { $shown } needed an answer from a person, and is waiting for it.
   *[other] { $shown } needed an answer from a person, and are waiting for it.
}
verdict-needed-both = { $shown } needed an answer from a person: { $have ->
    [one] { $having } has it
   *[other] { $having } have it
}, { $wait ->
    [one] { $waiting } is waiting.
   *[other] { $waiting } are waiting.
}
verdict-needed-of = { $have ->
    [one] { $having } of the { $shown } who needed an answer from a person has it.
   *[other] { $having } of the { $shown } who needed an answer from a person have it.
}
# Both are lengths of time: of this day, and of usual days.
verdict-typical = A typical answer took { $typical }; usual is { $usual }.
verdict-least = { $n ->
    [one] { $platforms } may have told us only part of the day, so there may be more than we count.
   *[other] { $platforms } may have told us only part of the day, so there may be more than we count.
}
verdict-least-many = { SPELL($n) } platforms may have told us only part of the day, so there may be more than we count.
verdict-missing = Something that people sent, or that we answered, may not have arrived; what to do stands below.
# Nobody wrote, and that every platform was listening is not known.
verdict-unproved = Not every platform is known to have been listening, so the silence may not be real.
verdict-nothing-came = No comment, mention, share or message reached us.
verdict-since = { $n ->
    [one] { SPELL($n) } person has written since midnight and is in tomorrow's figures.
   *[other] { SPELL($n) } people have written since midnight and are in tomorrow's figures.
}
verdict-silence-tested = { $n ->
    [one] The silence is real: { $platforms } was listening, and passed a test at { $at }.
   *[other] The silence is real: all { $n } platforms were listening, and passed a test at { $at }.
}
verdict-silence-checked = { $n ->
    [one] The silence is real: { $platforms } was listening when we checked at { $at }.
   *[other] The silence is real: all { $n } platforms were listening when we checked at { $at }.
}
verdict-unverified = No platform is known to have been listening all day, so any figure could mislead. None is sent.
verdict-unread = Part of the day could not be read, so any figure could mislead. None is sent.
# What is known all the same.
verdict-still-listening = { $n ->
    [one] { $platforms } was listening when last checked.
   *[other] { $platforms } were listening when last checked.
}

# A correction of an earlier day; $was and $now are percentages, or "7 of 9".
verdict-moved-missed = { $missed ->
    [0] Correction for { $date }: { $now } answered in time, not { $was }; some messages reached us late.
    [one] Correction for { $date }: { $now } answered in time, not { $was }; one person's message reached us late.
   *[other] Correction for { $date }: { $now } answered in time, not { $was }; the messages of { $missed } people reached us late.
}
verdict-moved-answered = Correction for { $date }: { $now } answered in time, not { $was }, now that those who waited have an answer or are late.
verdict-moved-withdrawn = Correction for { $date }: { $now } answered in time, not { $was }; people took back what they wrote.
verdict-moved-recomputed = Correction for { $date }: { $now } answered in time, not { $was }; it was counted anew.
verdict-moved = Correction for { $date }: { $now } answered in time, not { $was }.
verdict-missed = { $missed ->
    [one] Correction for { $date }: we missed one person, whose message reached us late.
   *[other] Correction for { $date }: we missed { $missed } people, whose messages reached us late.
}
verdict-missed-on = { $missed ->
    [one] Correction for { $date }: we missed one person, of whom { $platforms } told us late.
   *[other] Correction for { $date }: we missed { $missed } people, of whom { $platforms } told us late.
}
# $date is the day that is corrected, if any of it was; these are of days before it.
verdict-missed-earlier = { $n ->
    [one] Of the days before { $date } we missed { $n } person, whose message reached us late.
   *[other] Of the days before { $date } we missed { $n } people, whose messages reached us late.
}

verdict-segment-in-time = answered in time
verdict-segment-thanks = only needed thanks
verdict-segment-late = answered late
verdict-segment-waiting = waiting, not yet due
verdict-segment-overdue = overdue
verdict-segment-nothing = heard nothing
# Where others heard nothing too, who are in another part of the bar.
verdict-segment-nothing-thanks = only needed thanks, heard nothing

verdict-note-late = Sent late: the figures are as of { $at }.
verdict-note-incomplete = Incomplete: { $platform } may not have told us what came between { $from } and { $to }.
verdict-note-incomplete-more = { $n ->
    [one] Incomplete: { $platform } may not have told us what came between { $from } and { $to }, and at { $n } other time.
   *[other] Incomplete: { $platform } may not have told us what came between { $from } and { $to }, and at { $n } other times.
}
verdict-note-incomplete-day = Incomplete: { $platform } may have told us nothing the whole day.
verdict-note-others-incomplete = { $n ->
    [one] Incomplete: { $n } other platform too.
   *[other] Incomplete: { $n } other platforms too.
}
verdict-note-least = Figures with ≥ are a minimum. If more comes to light, the next digest says so.
verdict-note-unread = For whoever runs Heard: not read were { $names }.
# $owner turned the crisis switch on; $subject is their own word for why.
verdict-note-paused = Automatic answers have been paused since { $since }.
verdict-note-paused-by = Automatic answers have been paused since { $since }, by { $owner }.
verdict-note-paused-about = Automatic answers have been paused since { $since }: { $subject }.
verdict-note-paused-by-about = Automatic answers have been paused since { $since }, by { $owner }: { $subject }.
verdict-note-silent = { $n ->
    [0] Nobody was left without a word by that.
    [one] That left { $shown } person without a word.
   *[other] That left { $shown } people without a word.
}
# $n of them in all; where they are many, the last of them are named in $dates.
verdict-note-unsent = { $n ->
    [one] The digest of { $dates } was never sent.
   *[other] The digests of { $dates } were never sent.
}
verdict-note-unsent-many = The digests of { $n } days were never sent, the last of them those of { $dates }.
verdict-note-unconfirmed = { $n ->
    [one] Nobody confirmed that the digest of { $date } arrived at { $n } address. It said: { $headline }
   *[other] Nobody confirmed that the digest of { $date } arrived at { $n } addresses. It said: { $headline }
}
verdict-note-more = { $n ->
    [one] And { $n } more like this.
   *[other] And { $n } more like these.
}
verdict-note-compare = Comparisons with usual days begin on { $date }.
verdict-note-report = Report { $number } worked out anew what came between { $from } and { $to }; earlier digests stay as they were.
verdict-note-report-why = Report { $number } worked out anew what came between { $from } and { $to }: { $why }. Earlier digests stay as they were.
verdict-link-copy = Open the digest of { $date }
# $was and $now are answers kept of answers due.
verdict-note-report-moved = First answers in time went from { $was } to { $now }.

verdict-label = { $brand }, daily digest, { $day }

# At most 78 columns in all, the sense in the first 40, and nobody's name.
verdict-subject = { $state } · { $brand }, { $date }
verdict-subject-incomplete = { $state } · { $brand }, { $date } ({ $platform } incomplete)
verdict-subject-several = { $n ->
    [one] { $state } · { $brand }, { $date } ({ $n } platform incomplete)
   *[other] { $state } · { $brand }, { $date } ({ $n } platforms incomplete)
}
verdict-subject-both = { $first }, { $second }
verdict-subject-cant-tell = Can't tell: the day could not be counted
verdict-subject-quiet = { $since ->
    [0] Quiet day: nobody wrote, nobody is waiting
   *[other] Quiet day: nobody wrote
}
verdict-subject-act = Act now: { $what }
verdict-subject-nobody-wrote = Nobody wrote
verdict-subject-nobody-known-wrote = Nobody wrote that we know of
verdict-subject-all = { $people ->
    [one] One person looked after
   *[other] All { $people } looked after
}
verdict-subject-all-known = { $people ->
    [one] One person known, looked after
   *[other] All { $people } we know of looked after
}
verdict-subject-some = { $n } of { $people } looked after
verdict-subject-some-known = { $n } of { $people } we know of looked after
verdict-subject-nobody-overdue = nobody is overdue
verdict-subject-overdue = { $n } overdue
verdict-subject-people-overdue = { $n ->
    [one] { $n } person overdue
   *[other] { $n } people overdue
}
verdict-subject-waiting = { $n } waiting
verdict-subject-still-waiting = { $n } still waiting
verdict-subject-heard-nothing = { $n } heard nothing
verdict-subject-kept = { $share } answered in time
verdict-subject-complaints = { $times ->
    [1] complaints above usual
    [2] complaints twice usual
   *[other] complaints { $times } times usual
}
verdict-subject-complaints-rare = { $shown } complained
verdict-subject-safety = { $n } about safety
verdict-subject-fraud = { $n } about fraud
verdict-subject-legal = { $n } about law or press
verdict-subject-lookalikes = { $n ->
    [one] { $n } account looks like yours
   *[other] { $n } accounts look like yours
}

# 80 to 120 columns, made of as many of these as fit.
verdict-pre-cant-tell = Needs you: look at the platforms yourself, and have the log of Heard read. No figures today.
verdict-pre-nothing = Nothing needs you.
verdict-pre-nothing-known = Nothing that we know of needs you.
verdict-pre-one = Needs you: { $first }.
verdict-pre-two = Needs you: { $first }, and { $second }.
verdict-pre-kept = Answered in time: { $share }.
verdict-pre-typical = Typical answer: { $typical }.
verdict-pre-acknowledged = Acknowledged: { $share }.
verdict-pre-inside = Waiting inside the promise: { $n }.
verdict-pre-since = Written since midnight: { $n }.
verdict-pre-day = This was { $date }.
verdict-pre-who-waits = Who waits, where and with whom stands inside.
verdict-pre-minute = It reads in a minute.
verdict-pre-people = It counts people, not messages.

## What needs somebody, and who still waits

needs-title = Needs you
needs-intro-nothing = Nothing needs you.
# Where a platform is incomplete.
needs-intro-nothing-known = Nothing that we know of needs you.
needs-intro-cant-tell = Until the figures are back, two things.
# $overdue people are overdue, and all of them are in these $n things.
needs-intro = { $overdue ->
    [0] { $n ->
        [one] One thing. Nobody is overdue.
       *[other] { SPELL($n) } things. Nobody is overdue.
    }
   *[other] { $n ->
        [one] One thing. Nobody else is overdue.
       *[other] { SPELL($n) } things. Nobody else is overdue.
    }
}
# $n things are shown, and $more people besides are overdue: $shown, as that is written.
needs-intro-more-overdue = { $n ->
    [one] This first; { $more ->
        [one] { $shown } more person is overdue.
       *[other] { $shown } more people are overdue.
    }
   *[other] These { SPELL($n) } first; { $more ->
        [one] { $shown } more person is overdue.
       *[other] { $shown } more people are overdue.
    }
}
needs-intro-more = { $n ->
    [one] This first; what else there is stands further down.
   *[other] These { SPELL($n) } first; what else there is stands further down.
}

needs-answer = Answer { $who }
needs-answer-unnamed = Answer somebody on { $platform }
# Several with the same grave matter are one action; a single one of them is named.
needs-safety = Write to { $who } about safety or health
needs-safety-unnamed = Write to somebody on { $platform } about safety or health
needs-safety-many = Write to { $n } people about safety or health
needs-fraud = Warn { $who }, who writes about a possible fraud
needs-fraud-unnamed = Warn somebody on { $platform } who writes about a possible fraud
needs-fraud-many = Warn { $n } people who write about a possible fraud
needs-legal = Decide who answers { $who } about law or press
needs-legal-unnamed = Decide who answers somebody on { $platform } about law or press
needs-legal-many = Decide who answers { $n } people about law or press
# $topic is the brand's own name for what they write about.
needs-settle = Decide once about { $topic } for { $n } people who wait
needs-settle-unnamed = Decide once for { $n } people who wait for the same answer
needs-settle-why = One decision, or one public answer, settles them all.
needs-lookalike = Check { $who }, an account that looks like yours
needs-lookalike-unnamed = Check an account on { $platform } that looks like yours
needs-lookalikes = Check { $n } accounts that look like yours
needs-lookalike-seen = Seen { $since }, on { $platform }.
needs-lookalikes-why = Report those that pretend to be you before somebody trusts them.
needs-resume = Decide whether automatic answers start again
needs-resume-why = Paused since { $since }.
needs-uncertain = { $n ->
    [one] Look whether { $n } answer arrived
   *[other] Look whether { $n } answers arrived
}
needs-uncertain-why = The platform did not say so and could not be asked again. Nothing is sent twice.
needs-refused = { $n ->
    [one] Answer { $n } message by hand
   *[other] Answer { $n } messages by hand
}
needs-refused-why = The platform refused the automatic answer, so only a person can give one.
needs-expired = { $n ->
    [one] Look at { $n } message that reached us too late
   *[other] Look at { $n } messages that reached us too late
}
needs-expired-why = The time in which it could be answered automatically was over. Answer what still matters.
needs-thank = { $n ->
    [one] Thank { $shown } person who heard nothing
   *[other] Thank { $shown } people who heard nothing
}
needs-thank-why = They needed no answer, only a sign that somebody was there.
needs-unheard = { $n ->
    [one] Write to { $shown } person who heard nothing
   *[other] Write to { $shown } people who heard nothing
}
needs-unheard-why = Not even an automatic word reached them.
# "Instagram 3"
needs-unheard-on = { $platform } { $shown }
needs-unheard-where = Where: { $platforms }.
needs-connect = Have { $platforms } connected again
needs-connect-why = { $n ->
    [one] At the last check it was not listening, so people there may write unheard.
   *[other] At the last check they were not listening, so people there may write unheard.
}
needs-parked = { $n ->
    [one] Have { $n } delivery looked at
   *[other] Have { $n } deliveries looked at
}
needs-parked-why = Heard could not read or place what a platform sent. Whoever runs it finds it under parked.
needs-regular = Look after { $who }, a regular with a complaint
needs-regular-unnamed = Look after a regular on { $platform } with a complaint
needs-look-yourself = Look at the platforms yourself today
needs-look-yourself-why = Heard cannot say who is waiting.
needs-have-log-read = Ask whoever runs Heard to read its log
needs-have-log-read-why = It says what could not be read or verified.

needs-waiting = Waiting { $time }.
needs-waiting-up-to = Waiting up to { $time }.
needs-due = Due { $moment }.
needs-due-never = No opening hours ahead.
needs-public = { $where }, in public.
needs-private = { $where }, in private.
needs-about = About { $topic }.
needs-with = With { $who }.
needs-with-nobody = With nobody yet.
needs-on-hold = On hold since { $since }, { $why }.
needs-often = { $days ->
    [one] Wrote on { $days } day this month.
   *[other] Wrote on { $days } days this month.
}
needs-vip = One of your VIPs.

needs-link-draft = { $n ->
    [one] Read the draft and send it
   *[other] Read the { $n } drafts and send one
}
needs-link-answer = Answer on { $platform }
needs-link-open = Open the conversation
needs-link-assign = Give it to a colleague
needs-link-snooze = Put it off
needs-link-copy = See all who wait
needs-link-account = Look at it on { $platform }

# The same in a few words and without anybody's name, for the line beside a subject. No capital, no full stop.
needs-brief-answer = { $n ->
    [one] answer { $n } person who is overdue
   *[other] answer { $n } people who are overdue
}
needs-brief-safety = { $n ->
    [one] write to { $n } person about safety
   *[other] write to { $n } people about safety
}
needs-brief-fraud = { $n ->
    [one] warn { $n } person about a fraud
   *[other] warn { $n } people about a fraud
}
needs-brief-legal = { $n ->
    [one] settle { $n } matter of law or press
   *[other] settle { $n } matters of law or press
}
needs-brief-settle = decide once for { $n } people
needs-brief-lookalikes = { $n ->
    [one] check { $n } lookalike account
   *[other] check { $n } lookalike accounts
}
needs-brief-resume = decide on automatic answers
needs-brief-uncertain = { $n ->
    [one] look whether { $n } answer arrived
   *[other] look whether { $n } answers arrived
}
needs-brief-refused = { $n ->
    [one] answer { $n } message by hand
   *[other] answer { $n } messages by hand
}
needs-brief-expired = { $n ->
    [one] look at { $n } late message
   *[other] look at { $n } late messages
}
needs-brief-thank = { $n ->
    [one] thank { $shown } person unheard
   *[other] thank { $shown } people unheard
}
needs-brief-unheard = { $n ->
    [one] write to { $shown } person unheard
   *[other] write to { $shown } people unheard
}
needs-brief-connect = { $n ->
    [one] reconnect { $n } platform
   *[other] reconnect { $n } platforms
}
needs-brief-parked = { $n ->
    [one] have { $n } delivery looked at
   *[other] have { $n } deliveries looked at
}
needs-brief-regular = look after a regular

waiting-title = Still waiting
waiting-title-also = Also waiting
# $late of those who are not among the actions are past the promise, $inside are not; $lates, $insides: as written.
waiting-intro = { $late ->
    [0] { $inside ->
        [one] { $insides } person, inside the promise.
       *[other] { $insides } people, inside the promise.
    }
    [one] { $inside ->
        [0] { $lates } person, past the promise.
       *[other] { $lates } person past the promise, { $insides } inside it.
    }
   *[other] { $inside ->
        [0] { $lates } people, past the promise.
       *[other] { $lates } people past the promise, { $insides } inside it.
    }
}
waiting-with = with { $who }
waiting-with-nobody = with nobody yet
waiting-due = due { $moment }
waiting-due-never = no opening hours ahead
waiting-held = on hold since { $since }, { $why }
waiting-held-customer = for their own answer
waiting-held-third-party = for word from somebody else
waiting-held-crisis = while a crisis lasts
waiting-held-outage = while the platform is out of order
# What stands in the place of words that are not quoted.
waiting-about = about { $topic }
waiting-more = { $n ->
    [one] And { $shown } more.
   *[other] And { $shown } more.
}
waiting-link-copy = { $n ->
    [one] See the other one on the web copy
   *[other] See the other { $n } on the web copy
}
waiting-left-over = { $n ->
    [0] Nobody is left over from earlier days.
    [one] { $shown } person is left over from earlier days.
   *[other] { $shown } people are left over from earlier days.
}
waiting-since = { $n ->
    [one] { SPELL($n) } more person has written since midnight and is in tomorrow's figures.
   *[other] { SPELL($n) } more people have written since midnight and are in tomorrow's figures.
}
waiting-opening = You open at { $moment }.
waiting-clears = At the usual pace nobody is left waiting by about { $moment }.

## How it unfolded, what else was checked

unfolded-title = How it unfolded
# $count: as it is written, perhaps with ≥. $from, $until: the busiest hour.
unfolded-intro = { $n ->
    [one] { $count } complaint came, from { $from } to { $until }.
   *[other] { $count } complaints came. The busiest hour was { $from } to { $until }, with { $peak }.
}
# $usual: people who complain on that weekday.
unfolded-intro-usual = { $n ->
    [one] { $count } complaint came, from { $from } to { $until }. People who complain on this weekday: usually { $usual }.
   *[other] { $count } complaints came. The busiest hour was { $from } to { $until }, with { $peak }. People who complain on this weekday: usually { $usual }.
}
# $who: a colleague, or a platform.
unfolded-alarm = Colleagues were told that many people were angry at once.
unfolded-alarm-number = { $n ->
    [one] Colleagues were told: one person was angry within an hour.
   *[other] Colleagues were told: { $n } people were angry within an hour.
}
unfolded-switch-on = All automatic answers were stopped.
unfolded-switch-on-name = { $who } stopped all automatic answers.
unfolded-switch-off = Automatic answers went on again.
unfolded-switch-off-name = { $who } let automatic answers go on again.
unfolded-outage = From here on, news of a platform may be missing.
unfolded-outage-name = From here on, news of { $who } may be missing.
unfolded-outage-over = The platform told us everything again.
unfolded-outage-over-name = { $who } told us everything again.
unfolded-first-late = For the first time that day, somebody had waited longer than promised.
unfolded-most-complaints = The hour with the most complaints began.

checked-title = Also checked
checked-title-listening = We were listening
checked-nothing = What else there was could not be checked.
checked-nothing-more = Beside what stands above, there is nothing to tell.
checked-fine = No answer was refused or lost, and every delivery could be read.
checked-uncertain = { $n ->
    [one] { SPELL($n) } answer may or may not have arrived. Look there, and answer by hand if it is missing.
   *[other] { SPELL($n) } answers may or may not have arrived. Look there, and answer by hand where one is missing.
}
checked-refused = { $n ->
    [one] { SPELL($n) } answer was refused by the platform. Only a person can answer there.
   *[other] { SPELL($n) } answers were refused by the platform. Only a person can answer there.
}
checked-expired = { $n ->
    [one] { SPELL($n) } message reached us too late to be answered automatically. Answer it by hand if it still matters.
   *[other] { SPELL($n) } messages reached us too late to be answered automatically. Answer by hand what still matters.
}
checked-parked = { $n ->
    [one] { SPELL($n) } message could not be decided and was put aside. Whoever runs Heard finds it under parked.
   *[other] { SPELL($n) } messages could not be decided and were put aside. Whoever runs Heard finds them under parked.
}
checked-dead-lettered = { $n ->
    [one] { SPELL($n) } message could not be worked on at all. Whoever runs Heard can hand it in again.
   *[other] { SPELL($n) } messages could not be worked on at all. Whoever runs Heard can hand them in again.
}
# What a platform delivered, and could not be told apart into messages of an account.
checked-unplaced = { $n ->
    [one] { SPELL($n) } delivery could not be read, or belongs to no account of yours. Whoever runs Heard finds it under parked.
   *[other] { SPELL($n) } deliveries could not be read, or belong to no account of yours. Whoever runs Heard finds them under parked.
}
checked-lookalike = { $n ->
    [one] { SPELL($n) } account looks like yours. Look at it, and report it to the platform.
   *[other] { SPELL($n) } accounts look like yours. Look at them, and report them to the platform.
}
# $who: their handles and platforms, or some of them.
checked-lookalike-names = { $n ->
    [one] { SPELL($n) } account looks like yours: { $who }. Look at it, and report it to the platform.
   *[other] { SPELL($n) } accounts look like yours: { $who }. Look at them, and report them to the platform.
}
checked-lookalike-more = { SPELL($n) } accounts look like yours, among them { $who }. Look at them, and report them to the platform.
checked-account = { $account } on { $platform }
# $n people, $count as it is written, perhaps with ≥. $known [no]: there may be more.
checked-complaints = { $n ->
    [0] { $known ->
        [no] Nobody complained that we know of.
       *[yes] Nobody complained.
    }
    [one] { $count } person complained.
   *[other] { $count } people complained.
}
# $usual: such people on that weekday.
checked-complaints-usual = { $n ->
    [0] Nobody complained. This weekday usually brings { $usual }.
    [one] { $count } person complained. This weekday usually brings { $usual }.
   *[other] { $count } people complained. This weekday usually brings { $usual }.
}
# $low, $high: the middle of the range of that weekday.
checked-complaints-range = { $level ->
    [more] { $n ->
        [one] { $count } person complained, more than usual. This weekday brings { $low } to { $high }.
       *[other] { $count } people complained, more than usual. This weekday brings { $low } to { $high }.
    }
    [fewer] { $n ->
        [0] Nobody complained, fewer than usual. This weekday brings { $low } to { $high }.
        [one] { $count } person complained, fewer than usual. This weekday brings { $low } to { $high }.
       *[other] { $count } people complained, fewer than usual. This weekday brings { $low } to { $high }.
    }
    [same] { $n ->
        [0] Nobody complained, which is not unusual. This weekday brings { $low } to { $high }.
        [one] { $count } person complained, as is usual. This weekday brings { $low } to { $high }.
       *[other] { $count } people complained, as is usual. This weekday brings { $low } to { $high }.
    }
   *[unknown] { $n ->
        [one] { $count } person complained. This weekday usually brings { $low } to { $high }.
       *[other] { $count } people complained. This weekday usually brings { $low } to { $high }.
    }
}
# Of comments and messages, as platforms told when they were asked. $recovered: those that came only then.
checked-asked = { $recovered ->
    [0] { $platforms }: { $exist } exist there, { $received } came by themselves and none only by asking.
   *[other] { $platforms }: { $exist } exist there, { $received } came by themselves and { $recovered } only by asking.
}
checked-asked-missing = { $n ->
    [one] { SPELL($n) } more exists on { $platforms } and has not reached us. Look there yourself.
   *[other] { SPELL($n) } more exist on { $platforms } and have not reached us. Look there yourself.
}
checked-unasked = { $platforms } could not be asked what exists there.
checked-on-hold = { $n ->
    [one] { SPELL($n) } person is waiting on hold, as a colleague or an outage has it.
   *[other] { SPELL($n) } people are waiting on hold, as a colleague or an outage has it.
}
# Of comments under own posts. $heard: had a sign of ours within the hour.
checked-posts = { $posts ->
    [one] In the first hour of your own post, { $came ->
        [0] nobody wrote.
        [one] one comment came, and { $heard ->
            [0] had no sign from us in it.
           *[other] had a sign from us in it.
        }
       *[other] { $came } comments came, and { $heard } had a sign from us in it.
    }
   *[other] In the first hours of { $posts } own posts, { $came ->
        [0] nobody wrote.
        [one] one comment came, and { $heard ->
            [0] had no sign from us in them.
           *[other] had a sign from us in them.
        }
       *[other] { $came } comments came, and { $heard } had a sign from us in them.
    }
}
checked-posts-unknown = { $n ->
    [one] Of one more post, the first hour is not known.
   *[other] Of { $n } more posts, the first hour is not known.
}
checked-held = { $n ->
    [one] { SPELL($n) } message was held as abuse or spam. It got no answer and is not counted.
   *[other] { SPELL($n) } messages were held as abuse or spam. They got no answer and are not counted.
}
checked-passed-over = { $n ->
    [one] { SPELL($n) } more came and was only counted: a rule passes over it, or nobody can answer there.
   *[other] { SPELL($n) } more came and were only counted: a rule passes over them, or nobody can answer there.
}
checked-unnamed = { $n ->
    [one] { SPELL($n) } message came without a name, and counts as one person.
   *[other] { SPELL($n) } messages came without a name, and each counts as one person.
}
# Moments are as moment-today writes them. $heard: when something last came, unless $known is no.
checked-listened = { $known ->
    [yes] { $platform } was listening. A test came through at { $looped }, and people were last heard at { $heard }.
   *[no] { $platform } was listening. A test came through at { $looped }.
}
checked-connected = { $known ->
    [yes] { $platform } was connected when it was checked at { $checked }, without a test from end to end. People were last heard at { $heard }.
   *[no] { $platform } was connected when it was checked at { $checked }, without a test from end to end.
}
checked-stale = { $platform } was last checked at { $checked }. That is too long ago to say that it is listening.
checked-unknown = Whether { $platform } is listening is not known.
checked-deaf = { $platform } is not listening. Have whoever runs Heard look at it.
# $why: in English, for whoever runs Heard.
checked-deaf-why = { $platform } is not listening: { $why }. Have whoever runs Heard look at it.

## How quickly we were there

quick-title = How quickly we were there
# $span: such as 2 hours.
quick-promise-tenths = The promise: a personal answer within { $span } of service, for { $tenths } people in 10.
quick-promise = The promise: a personal answer within { $span } of service, for { $goal } people in 100.
quick-promise-everybody = The promise: a personal answer within { $span } of service, for everybody.
# Of the first sign that people had, automatic or personal.
quick-first-signs = First signs within { $span }: { $share }.
# Names of figures; each stands beside its figure, as in: 94% acknowledged, 388 of 412.
quick-acknowledged = acknowledged
quick-acknowledged-note = { $shown ->
    [both] { $part } of { $whole }, typically in { $pace }
    [parts] { $part } of { $whole }
    [pace] typically in { $pace }
   *[neither] of all who wrote
}
quick-answered = answered in time
quick-answered-note = { $shown ->
    [parts] { $part } of { $whole } due, goal { $goal }
   *[neither] goal { $goal }
}
quick-typical = typical answer
quick-typical-note = in service time
quick-typical-usual = in service time, usual { $usual }
quick-ninth = or less, for 9 in 10
quick-ninth-note = slowest { $slowest }
quick-ninth-platform = slowest { $slowest }, on { $platform }
quick-slowest = slowest answer
quick-slowest-note = in service time
quick-slowest-platform = in service time, on { $platform }
quick-table = By platform
quick-head-platform = Platform
quick-head-people = People
quick-head-in-time = In time
quick-head-typical = Typical
quick-head-waiting = Waiting
quick-unknown = –
quick-others = { $n ->
    [one] { $n } other
   *[other] { $n } others
}
# $count of them wait, $overdue of these past the promise; both as they are written, perhaps with ≥.
quick-waiting = { $n ->
    [0] none
   *[other] { $count }
}
quick-waiting-overdue = { $count } ({ $overdue } overdue)
quick-waiting-all-overdue = { $overdue } overdue
quick-strip = Answered in time, last 7 days
# Cells of a narrow strip.
quick-cell-closed = –
quick-cell-unknown = ?
quick-cell-part = { $share }*
quick-day = { $day }: { $share }
quick-day-closed = { $day }: closed
quick-day-unknown = { $day }: not known
quick-day-part = { $day }: { $share }, from incomplete data
# $days: those of the seven that can be held against the goal.
quick-strip-note = { $days ->
    [0] The goal is { $goal }.
    [one] The goal of { $goal } was reached on { $reached } of { $days } day.
   *[other] The goal of { $goal } was reached on { $reached } of { $days } days.
}
quick-strip-part = A star marks a day with incomplete data.
quick-from = Comparisons with other days start on { $date }.
quick-hours = When people wrote
# $total comments and messages came, $closed of them in hours without service, $peak of these between two clocks.
quick-hours-closed = { $shown ->
    [all] { $closed } of { $total } comments and messages came while you were closed, all from { $from } to { $until }.
   *[some] { $closed } of { $total } comments and messages came while you were closed, { $peak } of them from { $from } to { $until }.
}
quick-hours-open = { $known ->
    [no] { $total } comments and messages came; none that we know of came while you were closed.
   *[yes] All { $total } comments and messages came in your hours of service.
}
quick-hours-shut = { $shown ->
    [all] You were closed all day. { $total } comments and messages came, all from { $from } to { $until }.
   *[some] You were closed all day. { $total } comments and messages came, { $peak } of them from { $from } to { $until }.
}

## Relationships, not reach

relations-title = Relationships, not reach
# Names of figures; each stands beside its figure, as in: 38 real conversations, 31% of 121 people answered.
relations-conversations = real conversations
relations-conversations-note = { $shown ->
    [share] wrote again after an answer, { $share } of { $answered }
    [parts] wrote again after an answer, of { $answered }
   *[neither] wrote again after an answer
}
relations-conversations-usual = { $shown ->
    [share] wrote again after an answer, { $share } of { $answered }; usual { $usual }
    [parts] wrote again after an answer, of { $answered }; usual { $usual }
   *[neither] wrote again after an answer; usual { $usual }
}
relations-back = came back
relations-back-note = { $new ->
    [0] within 28 days; nobody new
    [one] within 28 days; { $count } new
   *[other] within 28 days; { $count } new
}
relations-unknown = ?
relations-back-from = can be told from { $date } on
relations-back-unknown = not known yet
relations-said = said something
relations-said-note = { $spoke ->
    [one] more than a tag or emoji, in { $count } public comment
   *[other] more than a tag or emoji, in { $count } public comments
}
relations-shares = { $n ->
    [one] share
   *[other] shares
}
relations-shares-note = { $shown ->
    [all] all thanked
    [some] { $thanked } thanked
   *[none] none thanked
}
relations-shares-unknown = { $shown ->
    [all] all thanked, { $unknown } of them without a name
    [some] { $thanked } thanked; { $unknown } came without a name
   *[none] none thanked; { $unknown } came without a name
}
# $classes: a list of those below.
relations-classes = { $total ->
    [one] What people said in public, in { $count } comment or mention: { $classes }.
   *[other] What people said in public, in { $count } comments and mentions: { $classes }.
}
relations-class-question = { $n ->
    [one] { $n } question
   *[other] { $n } questions
}
relations-class-complaint = { $n ->
    [one] { $n } complaint
   *[other] { $n } complaints
}
relations-class-praise = { $n ->
    [one] { $n } with praise or thanks
   *[other] { $n } with praise or thanks
}
relations-class-story = { $n ->
    [one] { $n } story or opinion
   *[other] { $n } stories or opinions
}
relations-class-tag = { $n ->
    [one] { $n } with only a tag or emoji
   *[other] { $n } with only a tag or emoji
}
relations-deep = { $deep ->
    [one] In { $deep } of { $threads } conversations, the person wrote three times or more.
   *[other] In { $deep } of { $threads } conversations, the person wrote three times or more.
}
# $topics: a list of these.
relations-topics = What people wrote about most: { $topics }.
relations-topic = { $topic } ({ $n })
relations-people = Worth a personal word
# Nobody knows whether they wrote longer ago.
relations-why-first = Is new: nothing came from them in the 28 days before.
relations-why-days = { $n ->
    [one] Wrote on { $n } day of the last 28.
   *[other] Wrote on { $n } days of the last 28.
}
relations-why-story = Took the time to tell you something of their own.
relations-why-shared = Shared what you posted.
relations-why-kind = Had a kind word for you.
relations-why-vip = Is on your list of people to know.
relations-why-wrote = Wrote to you.
relations-see = See what { $who } wrote on { $platform }
relations-ideas = If there is a quiet moment
relations-share-on = Share on what { $who } posted
relations-share-on-why = To pass on what somebody made is a thank-you that they notice.
relations-meet = Introduce { $one } and { $other } to each other
relations-meet-why = Both write to you often, and both about { $topic }.
relations-thank = Thank { $who } for the month
relations-thank-why = { $n ->
    [one] Wrote to you on { $n } day of the month.
   *[other] Wrote to you on { $n } days of the month.
}
# Several people.
relations-thank-each = { $n ->
    [one] Each wrote to you on { $n } day of the month or more.
   *[other] Each wrote to you on { $n } days of the month or more.
}
relations-thank-often = They wrote to you often.
relations-help = See whether you can help { $who }
relations-help-why = They spoke of you without naming your account, so nothing was said to them automatically.
relations-quiet = Regulars whom you have not heard from
relations-why-quiet = Last wrote on { $date }.
relations-why-quiet-days = { $n ->
    [one] Wrote on { $n } day, { $date }, and not since.
   *[other] Wrote on { $n } days, the last time on { $date }.
}
relations-month = The last month beside the one before
relations-month-figure = Figure
relations-month-days = { $days ->
    [one] { $days } day to { $date }
   *[other] { $days } days to { $date }
}
relations-month-people = People who wrote
relations-month-acknowledged = Acknowledged
relations-month-came-back = Came back
relations-month-conversations = Wrote again after an answer
relations-month-said = Said something
relations-month-shares = Shares
relations-month-heard-back = Wrote again within 7 days of a sign from us
relations-month-unheard-back = Wrote again within 7 days without a sign
relations-month-note = These two months stand side by side. Much changes in a month: this shows what moved, and not why.

## The people who answered, and the foot

team-title = The people who answered
team-quoted = { $who }, to { $colleague }, on { $platform }
team-quoted-somebody = To { $colleague }, on { $platform }
team-table = In alphabetical order
team-head-name = Name, A to Z
team-head-helped = People helped
team-head-wrote-back = Wrote back
team-head-holding = Holding now
team-none = none
team-others = { $n ->
    [one] { $n } other
   *[other] { $n } others
}
team-unnamed = { $n ->
    [one] { SPELL($n) } more person was helped by a colleague whose name the platform does not tell.
   *[other] { SPELL($n) } more people were helped by colleagues whose names the platform does not tell.
}
team-signed = { $answers ->
    [one] { $shown ->
        [all] The one answer was signed with a name.
       *[some] The one answer was not signed with a name.
    }
   *[other] { $shown ->
        [all] All { $answers } answers were signed with a name.
       *[some] { $signed } of { $answers } answers were signed with a name.
    }
}
# Of other answers it is not known.
team-signed-known = { $answers ->
    [one] { $shown ->
        [all] The one answer of which we know it was signed with a name.
       *[some] The one answer of which we know it was not signed with a name.
    }
   *[other] { $signed } of the { $answers } answers of which we know it were signed with a name.
}
team-unassigned = { $n ->
    [one] { SPELL($n) } conversation that waits has nobody's name on it.
   *[other] { SPELL($n) } conversations that wait have nobody's name on them.
}
team-after-hours = { $n ->
    [one] { SPELL($n) } answer was written while you were closed. Thank whoever wrote it, and let them have the time back.
   *[other] { SPELL($n) } answers were written while you were closed. Thank those who wrote them, and let them have the time back.
}

foot-counting = How we count. A person is one account on one platform on one day. Acknowledged: any sign from us that the person can see, automatic or personal; a like counts for praise and shares only. Answered: a colleague wrote it; automatic answers never count. In time: within { $span } of service; late and overdue count against it, not yet due is left out. Typical: the middle value.
foot-usual = Usual: the middle of the last eight days of the same weekday.
foot-as-of = Figures as of { $clock } on { $date }, times in { $zone }.
foot-as-of-blank = Looked at { $clock } on { $date }, times in { $zone }.
# $count and $people are $n and $number as they are written, perhaps with ≥.
foot-items = { $n ->
    [one] Counted: { $count } comment or message of { $people } person.
   *[other] { $number ->
        [one] Counted: { $count } comments and messages of { $people } person.
       *[other] Counted: { $count } comments and messages of { $people } people.
    }
}
foot-complete = { $n ->
    [one] The platform was listening all day.
    [2] Both platforms were listening all day.
   *[other] All { $n } platforms were listening all day.
}
# $gaps: a list of foot-gap, which says how much of the day is missing.
foot-incomplete = Incomplete: { $gaps }.
foot-incomplete-many = Incomplete: { $n } platforms.
foot-gap = { $platform } ({ $time })
foot-unproven = Figures are of what reached Heard; whether the platforms delivered everything is not known.
foot-hours = The day had { $n } hours, because the clocks changed.
# $told people read that an answer usually takes this long; $kept of them had it by then.
foot-expected = { $told ->
    [one] { $told } person was told to expect an answer within { $span } of service; { $kept } had it by then.
   *[other] { $told } people were told to expect an answer within { $span } of service; { $kept } had it by then.
}
foot-expected-times = { $told ->
    [one] { $told } person was told how soon to expect an answer; { $kept } had it by then.
   *[other] { $told } people were told how soon to expect an answer; { $kept } had it by then.
}
foot-why = You get this because { $brand } named you as a reader of its digest.
foot-copy = Open as a web page
foot-settings = Change language, names or days
foot-stop = Stop these emails

## Pages of the desk: web copy, settings, stop

desk-title = Your daily digest of { $brand }
# $address shows only its first letter and its server: a…@acme.example
desk-for = This page is for { $address }. If that is not you, leave it as it is: it changes what somebody else gets.
desk-for-chat = This page is for a chat of the team. What is changed here is changed for everybody there.
desk-when-daily = The digest comes every day at { $clock }, about the day before.
# $days: weekdays as a list, such as Mon, Tue and Fri
desk-when = The digest comes at { $clock } on { $days }.
desk-language = Language
desk-names = How people are named
desk-names-full = With their names and words
desk-names-first = With their first names only
desk-names-counts = Not at all, only how many
desk-names-most = More than this is not sent to your group.
desk-quiet = After a quiet day, when nobody wrote and nobody waits
desk-quiet-send = Send it, which shows that we were listening
desk-quiet-service = Send it if we were open that day
desk-quiet-skip = Send nothing
desk-save = Save
desk-saved = Saved. The next digest comes like this.
desk-problem = Nothing was changed: choose one of what stands below, and save once more.
desk-stop-heading = Stop the digest
desk-stop-about = You then get no daily digest of { $brand } any more. You can start again on this page whenever you like.
desk-stop = Stop it
desk-instead = Change how it comes instead
desk-stopped = You get no daily digest of { $brand } any more, since { $date }.
desk-stopped-bounce = You get no daily digest of { $brand }: on { $date } our mail could not be delivered to you.
desk-stopped-complaint = You get no daily digest of { $brand }: on { $date } it was reported as unwanted.
desk-start-about = If you start it again, you get the next one.
desk-start = Start again
desk-left-title = You do not get this digest
desk-left = This address is not among those who get the daily digest of { $brand }. Nothing is sent to it. If you miss the digest, ask whoever looks after Heard in your team.
desk-unknown-title = This link leads nowhere
desk-unknown = Perhaps a part of it was lost on the way. Open it once more from a digest that you were sent. If you want no more of them and no link works, reply to one of them and say so.
desk-copy-gone-title = This digest is no longer kept here
desk-copy-gone = The web copy of a digest is kept for 30 days, since it names people. The mail that you were sent says the same.
desk-copy-left = This web copy was made for somebody who does not get the daily digest of { $brand } any more.

## Chats

# A button's label: which of the numbered actions it does, and how ("1. Read the draft and send it").
chat-link = { $number }. { $text }

## The mail around it: whose name it comes from, and the subject of a mail that asks to stop it. $brand: the brand's name

mail-sender = { $brand } daily digest
mail-stop = Stop the daily digest of { $brand }
