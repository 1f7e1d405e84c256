# Den daglige oppsummeringen på bokmål. What each argument is stands in en.ftl.
# "promise" is fristen where it is about one person, løftet where it is explained; a sign of ours is et tegn, and only
# what a colleague wrote is et svar. Short dates and months end in a full stop (13. okt.): no sentence ends with one.

## Common

somebody = noen
between-sentences = { " " }
between-parts = { ", " }
labelled = { $label }: { $text }
ended = { $text }.
spell-0 = ingen
spell-1 = én
spell-2 = to
spell-3 = tre
spell-4 = fire
spell-5 = fem
spell-6 = seks
spell-7 = sju
spell-8 = åtte
spell-9 = ni
spell-10 = ti
people = { $n ->
    [one] { $n } person
   *[other] { $n } personer
}
share-none = ingen forfalt
share-of = { $part } av { $whole }
moment-day-with = last
moment-today = { $clock } i dag
moment-yesterday = { $clock } i går
moment-tomorrow = { $clock } i morgen
moment-on = { $clock } ({ $date })
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min
duration-hours = { $hours } t { $minutes } min
duration-hours-narrow = { $hours } t { $minutes }
duration-days = { $days ->
    [one] { $days } dag
   *[other] { $days } dager
}
duration-days-hours = { $days ->
    [one] { $days } dag
   *[other] { $days } dager
} { $hours } t
span-seconds = { $seconds ->
    [one] { $seconds } sekund
   *[other] { $seconds } sekunder
}
span-minutes = { $minutes ->
    [one] { $minutes } minutt
   *[other] { $minutes } minutter
}
span-hours = { $hours ->
    [one] { $hours } time
   *[other] { $hours } timer
}
platform-x = X
platform-standard = Eget system
platform-youtube = YouTube
platform-linkedin = LinkedIn
platform-whatsapp = WhatsApp
platform-tiktok = TikTok
where-mention = { $platform }-omtale
where-comment = { $platform }-kommentar
where-post = { $platform }-innlegg
where-review = { $platform }-anmeldelse
where-direct-message = { $platform }-melding
where-reaction = { $platform }-reaksjon
where-follow = { $platform }-følger
where-share = { $platform }-deling
open-on = Åpne på { $platform }
quoted = «{ $text }»

## Verdict: the first block, the subject and the line beside it in an inbox

verdict-yesterday = i går
verdict-on-date = { $date }

verdict-pill-cant-tell = Vi vet ikke
verdict-pill-act-now = Haster
verdict-pill-quiet = Stille dag
verdict-pill-good = God dag
verdict-pill-overdue = { $n ->
    [one] { SPELL($n) } person over fristen
   *[other] { SPELL($n) } personer over fristen
}
verdict-pill-heard-nothing = { $n ->
    [one] { SPELL($n) } person hørte ingenting
   *[other] { SPELL($n) } personer hørte ingenting
}
verdict-pill-below-goal = Under målet
verdict-pill-complaints = Flere klager enn vanlig
verdict-pill-missing = Noe mangler
verdict-pill-unproved = Stillheten er ikke bekreftet
verdict-pill-incomplete = { $platform } er ufullstendig
verdict-pill-several-incomplete = { SPELL($n) } plattformer er ufullstendige

verdict-cant-tell = Vi vet ikke hvordan det gikk { $when }.
verdict-quiet = { $since ->
    [0] Ingen skrev { $when }, og ingen venter.
   *[other] Ingen skrev { $when }, og ingen ble stående og vente.
}
verdict-nobody-wrote = Ingen skrev { $when }.
verdict-nobody-known-wrote = Så vidt vi vet, skrev ingen { $when }.
verdict-inside-earlier = { $n ->
    [one] { SPELL($n) } person fra tidligere dager venter, innenfor fristen.
   *[other] { SPELL($n) } personer fra tidligere dager venter, innenfor fristen.
}
verdict-all-well = { $people ->
    [one] Den ene som skrev, ble tatt hånd om.
    [2] Begge to ble tatt hånd om.
   *[other] Alle { $people } ble tatt hånd om.
}
verdict-all-known-well = { $people ->
    [one] Den ene vi vet om, ble tatt hånd om.
   *[other] Alle { $people } vi vet om, ble tatt hånd om.
}
verdict-some-well = { $n ->
    [0] Ingen av { $people } personer er tatt hånd om ennå.
    [one] { $n } av { $people } personer ble tatt hånd om.
   *[other] { $n } av { $people } personer ble tatt hånd om.
}
verdict-some-known-well = { $n ->
    [0] Ingen av de { $people } vi vet om, er tatt hånd om ennå.
    [one] { $n } av de { $people } vi vet om, ble tatt hånd om.
   *[other] { $n } av de { $people } vi vet om, ble tatt hånd om.
}
verdict-one-inside = Den ene som skrev, venter, innenfor fristen.
verdict-one-not-yet = Den ene som skrev, er ikke tatt hånd om ennå.
verdict-nobody-overdue = Ingen har ventet over fristen.
verdict-one-too-long = { $who } har ventet for lenge.
verdict-two-too-long = { $who } har ventet for lenge.
verdict-too-long = { $n ->
    [one] { SPELL($n) } person har ventet for lenge.
   *[other] { SPELL($n) } personer har ventet for lenge.
}
verdict-also-unheard = { $n ->
    [one] { SPELL($n) } av dem hørte ingenting om noe de skrev.
   *[other] { SPELL($n) } av dem hørte ingenting om noe de skrev.
}
verdict-kept = { $share } av svarene med utløpt frist kom i tide; målet er { $goal }.
verdict-kept-few = { $share } svar med utløpt frist kom i tide; målet er { $goal }.
verdict-kept-none = { $due ->
    [one] Det ene svaret med utløpt frist kom for sent eller er ikke kommet.
   *[other] Ingen av de { $due } svarene med utløpt frist kom i tide.
}
verdict-complaints = { $times ->
    [1] { $shown } personer klaget, flere enn vanlig.
    [2] { $shown } personer klaget, dobbelt så mange som vanlig.
   *[other] { $shown } personer klaget, { $times } ganger så mange som vanlig.
}
verdict-complaints-rare = { $shown } personer klaget; på en vanlig dag gjør nesten ingen det.

verdict-hard = En tung dag.
verdict-unheard = { $n ->
    [one] { $n } av { $people } personer har ikke hørt noe fra oss.
   *[other] { $n } av { $people } personer har ikke hørt noe fra oss.
}
verdict-known-unheard = { $n ->
    [one] { $n } av de { $people } vi vet om, har ikke hørt noe fra oss.
   *[other] { $n } av de { $people } vi vet om, har ikke hørt noe fra oss.
}
verdict-waiting = { $earlier ->
    [0] { $n ->
        [one] { $n } av { $people } personer venter fortsatt.
       *[other] { $n } av { $people } personer venter fortsatt.
    }
   *[other] { $n ->
        [one] { $n } av { $people } personer venter fortsatt, og { $earlier } fra tidligere dager.
       *[other] { $n } av { $people } personer venter fortsatt, og { $earlier } fra tidligere dager.
    }
}
verdict-known-waiting = { $earlier ->
    [0] { $n ->
        [one] { $n } av de { $people } vi vet om, venter fortsatt.
       *[other] { $n } av de { $people } vi vet om, venter fortsatt.
    }
   *[other] { $n ->
        [one] { $n } av de { $people } vi vet om, venter fortsatt, og { $earlier } fra tidligere dager.
       *[other] { $n } av de { $people } vi vet om, venter fortsatt, og { $earlier } fra tidligere dager.
    }
}
verdict-one-waiting = { $earlier ->
    [0] Den ene som skrev, venter fortsatt.
   *[other] Den ene som skrev, venter fortsatt, og { $earlier } fra tidligere dager.
}
verdict-earlier-waiting = { $n ->
    [one] { SPELL($n) } person fra tidligere dager venter fortsatt.
   *[other] { SPELL($n) } personer fra tidligere dager venter fortsatt.
}
verdict-grave-safety = { $n ->
    [one] { SPELL($n) } person skriver om sikkerhet eller helse og venter fortsatt.
   *[other] { SPELL($n) } personer skriver om sikkerhet eller helse og venter fortsatt.
}
verdict-grave-fraud = { $n ->
    [one] { SPELL($n) } person skriver om mulig svindel og venter fortsatt.
   *[other] { SPELL($n) } personer skriver om mulig svindel og venter fortsatt.
}
verdict-grave-legal = { $n ->
    [one] { SPELL($n) } person skriver om en sak for jurister eller presse og venter fortsatt.
   *[other] { SPELL($n) } personer skriver om en sak for jurister eller presse og venter fortsatt.
}
verdict-lookalikes = { $n ->
    [one] { SPELL($n) } konto ligner deres og kan villede folk.
   *[other] { SPELL($n) } kontoer ligner deres og kan villede folk.
}

verdict-nothing-needs-you = Du trenger ikke å gjøre noe.
verdict-inside = { $n ->
    [one] { SPELL($n) } person venter, innenfor fristen.
   *[other] { SPELL($n) } personer venter, innenfor fristen.
}
verdict-inside-with = { $n ->
    [one] { SPELL($n) } person venter, innenfor fristen, hos { $who }.
   *[other] { $colleagues ->
        [one] { SPELL($n) } personer venter, innenfor fristen; { $who } har dem.
       *[other] { SPELL($n) } personer venter, innenfor fristen; { $who } har dem.
    }
}
verdict-inside-with-nobody = { $n ->
    [one] { SPELL($n) } person venter, innenfor fristen, foreløpig uten noen ansvarlig.
   *[other] { SPELL($n) } personer venter, innenfor fristen, foreløpig uten noen ansvarlig.
}
verdict-heard-nothing = { $n ->
    [one] { $shown } person har ikke hørt noe fra oss.
   *[other] { $shown } personer har ikke hørt noe fra oss.
}
verdict-heard-nothing-one = Personen har ikke hørt noe fra oss.
verdict-overdue = { $n ->
    [one] { $shown } person har ventet over fristen, i { $longest }.
   *[other] { $shown } personer har ventet over fristen, den lengste ventetiden er { $longest }.
}
verdict-all-acknowledged = Alle { $shown } fikk et tegn fra oss.
verdict-all-acknowledged-pace = Alle { $shown } fikk et tegn fra oss, typisk etter { $pace }.
verdict-some-acknowledged = { $n ->
    [one] { $shown } av { $people } fikk et tegn fra oss.
   *[other] { $shown } av { $people } fikk et tegn fra oss.
}
verdict-some-acknowledged-pace = { $n ->
    [one] { $shown } av { $people } fikk et tegn fra oss, etter { $pace }.
   *[other] { $shown } av { $people } fikk et tegn fra oss, typisk etter { $pace }.
}
verdict-one-acknowledged = Personen fikk et tegn fra oss.
verdict-one-acknowledged-pace = Personen fikk et tegn fra oss etter { $pace }.
verdict-needed-none = Ingen trengte svar fra et menneske.
verdict-needed-have = { $n ->
    [one] { $shown } trengte svar fra et menneske, og har fått det.
   *[other] { $shown } trengte svar fra et menneske, og har fått det.
}
verdict-needed-wait = { $n ->
    [one] { $shown } trengte svar fra et menneske, og venter på det.
   *[other] { $shown } trengte svar fra et menneske, og venter på det.
}
verdict-needed-both = { $shown } trengte svar fra et menneske: { $have ->
    [one] { $having } har fått det
   *[other] { $having } har fått det
}, { $wait ->
    [one] { $waiting } venter.
   *[other] { $waiting } venter.
}
verdict-needed-of = { $have ->
    [one] { $having } av de { $shown } som trengte svar fra et menneske, har fått det.
   *[other] { $having } av de { $shown } som trengte svar fra et menneske, har fått det.
}
verdict-typical = Et typisk svar tok { $typical }; vanligvis tar det { $usual }.
verdict-least = { $n ->
    [one] { $platforms } kan ha fortalt oss bare en del av dagen, så det kan være flere enn vi teller.
   *[other] { $platforms } kan ha fortalt oss bare en del av dagen, så det kan være flere enn vi teller.
}
verdict-least-many = { SPELL($n) } plattformer kan ha fortalt oss bare en del av dagen, så det kan være flere enn vi teller.
verdict-missing = Noe folk sendte, eller noe vi svarte, kan ha blitt borte på veien; hva du kan gjøre, står nedenfor.
verdict-unproved = Vi vet ikke om alle plattformene lyttet, så stillheten er kanskje ikke ekte.
verdict-nothing-came = Ingen kommentar, omtale, deling eller melding nådde oss.
verdict-since = { $n ->
    [one] { SPELL($n) } person har skrevet etter midnatt og er med i tallene i morgen.
   *[other] { SPELL($n) } personer har skrevet etter midnatt og er med i tallene i morgen.
}
verdict-silence-tested = { $n ->
    [one] Stillheten er ekte: { $platforms } lyttet og besto en test kl. { $at }.
   *[other] Stillheten er ekte: alle { $n } plattformene lyttet og besto en test kl. { $at }.
}
verdict-silence-checked = { $n ->
    [one] Stillheten er ekte: { $platforms } lyttet da vi kontrollerte kl. { $at }.
   *[other] Stillheten er ekte: alle { $n } plattformene lyttet da vi kontrollerte kl. { $at }.
}
verdict-unverified = Vi vet ikke om noen plattform lyttet hele dagen, så ethvert tall kan villede. Derfor sendes ingen tall.
verdict-unread = En del av dagen kunne ikke leses, så ethvert tall kan villede. Derfor sendes ingen tall.
verdict-still-listening = { $n ->
    [one] { $platforms } lyttet ved siste kontroll.
   *[other] { $platforms } lyttet ved siste kontroll.
}

verdict-moved-missed = { $missed ->
    [0] Rettelse for { $date }: { $now } besvart i tide, ikke { $was }; noen meldinger nådde oss sent.
    [one] Rettelse for { $date }: { $now } besvart i tide, ikke { $was }; meldingen fra én person nådde oss sent.
   *[other] Rettelse for { $date }: { $now } besvart i tide, ikke { $was }; meldingene fra { $missed } personer nådde oss sent.
}
verdict-moved-answered = Rettelse for { $date }: { $now } besvart i tide, ikke { $was }, nå som de som ventet, har fått svar eller er over fristen.
verdict-moved-withdrawn = Rettelse for { $date }: { $now } besvart i tide, ikke { $was }; noen trakk tilbake det de skrev.
verdict-moved-recomputed = Rettelse for { $date }: { $now } besvart i tide, ikke { $was }; dagen er talt på nytt.
verdict-moved = Rettelse for { $date }: { $now } besvart i tide, ikke { $was }.
verdict-missed = { $missed ->
    [one] Rettelse for { $date }: vi overså én person, som skrev en melding som nådde oss sent.
   *[other] Rettelse for { $date }: vi overså { $missed } personer, som skrev meldinger som nådde oss sent.
}
verdict-missed-on = { $missed ->
    [one] Rettelse for { $date }: vi overså én person, som { $platforms } fortalte oss om for sent.
   *[other] Rettelse for { $date }: vi overså { $missed } personer, som { $platforms } fortalte oss om for sent.
}
verdict-missed-earlier = { $n ->
    [one] Fra dagene før { $date } overså vi { $n } person, som skrev en melding som nådde oss sent.
   *[other] Fra dagene før { $date } overså vi { $n } personer, som skrev meldinger som nådde oss sent.
}

verdict-segment-in-time = besvart i tide
verdict-segment-thanks = trengte bare en takk
verdict-segment-late = besvart for sent
verdict-segment-waiting = venter, innenfor fristen
verdict-segment-overdue = over fristen
verdict-segment-nothing = hørte ingenting
verdict-segment-nothing-thanks = trengte bare en takk, hørte ingenting

verdict-note-late = Sendt sent: tallene er fra kl. { $at }.
verdict-note-incomplete = Ufullstendig: { $platform } har kanskje ikke fortalt oss alt som kom mellom { $from } og { $to }.
verdict-note-incomplete-more = { $n ->
    [one] Ufullstendig: { $platform } har kanskje ikke fortalt oss alt som kom mellom { $from } og { $to }, og i { $n } annet tidsrom.
   *[other] Ufullstendig: { $platform } har kanskje ikke fortalt oss alt som kom mellom { $from } og { $to }, og i { $n } andre tidsrom.
}
verdict-note-incomplete-day = Ufullstendig: { $platform } har kanskje ikke fortalt oss noe hele dagen.
verdict-note-others-incomplete = { $n ->
    [one] Ufullstendig: også { $n } plattform til.
   *[other] Ufullstendig: også { $n } plattformer til.
}
verdict-note-least = Tall med ≥ er minstetall. Kommer det mer fram, står det i neste oppsummering.
verdict-note-unread = Til den som drifter Heard: dette ble ikke lest: { $names }.
verdict-note-paused = Automatiske svar har vært satt på pause siden kl. { $since }.
verdict-note-paused-by = Automatiske svar er satt på pause av { $owner }, siden kl. { $since }.
verdict-note-paused-about = Automatiske svar har vært satt på pause siden kl. { $since }: { $subject }.
verdict-note-paused-by-about = Automatiske svar er satt på pause av { $owner }, siden kl. { $since }: { $subject }.
verdict-note-silent = { $n ->
    [0] Ingen ble stående uten et ord av den grunn.
    [one] Det lot { $shown } person stå uten et ord.
   *[other] Det lot { $shown } personer stå uten et ord.
}
verdict-note-unsent = { $n ->
    [one] Oppsummeringen for { $dates } ble aldri sendt.
   *[other] Oppsummeringene for { $dates } ble aldri sendt.
}
verdict-note-unsent-many = Oppsummeringene for { $n } dager, sist { $dates }, ble aldri sendt.
verdict-note-unconfirmed = { $n ->
    [one] Ingen har bekreftet at oppsummeringen for { $date } kom fram til { $n } adresse. Der sto det: { $headline }
   *[other] Ingen har bekreftet at oppsummeringen for { $date } kom fram til { $n } adresser. Der sto det: { $headline }
}
verdict-note-more = { $n ->
    [one] Og { $n } til av samme slag.
   *[other] Og { $n } til av samme slag.
}
verdict-note-compare = Sammenligning med vanlige dager begynner { $date }.
verdict-note-report = Rapport { $number } har regnet på nytt det som kom mellom { $from } og { $to }; tidligere oppsummeringer er som de var.
verdict-note-report-why = Rapport { $number } har regnet på nytt det som kom mellom { $from } og { $to }: { $why }. Tidligere oppsummeringer er som de var.
verdict-link-copy = Åpne oppsummeringen for { $date }
verdict-note-report-moved = Første svar i tide gikk fra { $was } til { $now }.

verdict-label = { $brand }, daglig oppsummering, { $day }

verdict-subject = { $state } · { $brand }, { $date }
verdict-subject-incomplete = { $state } · { $brand }, { $date } ({ $platform } ufullstendig)
verdict-subject-several = { $n ->
    [one] { $state } · { $brand }, { $date } ({ $n } plattform ufullstendig)
   *[other] { $state } · { $brand }, { $date } ({ $n } plattformer ufullstendige)
}
verdict-subject-both = { $first }, { $second }
verdict-subject-cant-tell = Vi vet ikke: dagen kunne ikke telles
verdict-subject-quiet = { $since ->
    [0] Stille dag: ingen skrev, ingen venter
   *[other] Stille dag: ingen skrev
}
verdict-subject-act = Haster: { $what }
verdict-subject-nobody-wrote = Ingen skrev
verdict-subject-nobody-known-wrote = Ingen skrev, så vidt vi vet
verdict-subject-all = { $people ->
    [one] Én person tatt hånd om
   *[other] Alle { $people } tatt hånd om
}
verdict-subject-all-known = { $people ->
    [one] Den ene vi vet om, er tatt hånd om
   *[other] Alle { $people } vi vet om, er tatt hånd om
}
verdict-subject-some = { $n } av { $people } tatt hånd om
verdict-subject-some-known = { $n } av { $people } vi vet om, er tatt hånd om
verdict-subject-nobody-overdue = ingen over fristen
verdict-subject-overdue = { $n } over fristen
verdict-subject-people-overdue = { $n ->
    [one] { $n } person over fristen
   *[other] { $n } personer over fristen
}
verdict-subject-waiting = { $n } venter
verdict-subject-still-waiting = { $n } venter fortsatt
verdict-subject-heard-nothing = { $n } hørte ingenting
verdict-subject-kept = { $share } besvart i tide
verdict-subject-complaints = { $times ->
    [1] flere klager enn vanlig
    [2] dobbelt så mange klager
   *[other] { $times } ganger så mange klager
}
verdict-subject-complaints-rare = { $shown } klaget
verdict-subject-safety = { $n } om sikkerhet
verdict-subject-fraud = { $n } om svindel
verdict-subject-legal = { $n } om jus eller presse
verdict-subject-lookalikes = { $n ->
    [one] { $n } konto ligner deres
   *[other] { $n } kontoer ligner deres
}

verdict-pre-cant-tell = Å gjøre: se på plattformene selv, og få noen til å lese loggen til Heard. Ingen tall i dag.
verdict-pre-nothing = Du trenger ikke å gjøre noe.
verdict-pre-nothing-known = Så vidt vi vet, trenger du ikke å gjøre noe.
verdict-pre-one = Å gjøre: { $first }.
verdict-pre-two = Å gjøre: { $first }, og { $second }.
verdict-pre-kept = Besvart i tide: { $share }.
verdict-pre-typical = Typisk svartid: { $typical }.
verdict-pre-acknowledged = Fikk et tegn: { $share }.
verdict-pre-inside = Venter innenfor fristen: { $n }.
verdict-pre-since = Har skrevet etter midnatt: { $n }.
verdict-pre-day = Dette var { $date }.
verdict-pre-who-waits = Hvem som venter, og hos hvem, står inni.
verdict-pre-minute = Det leses på ett minutt.
verdict-pre-people = Her telles mennesker, ikke meldinger.

## What needs somebody, and who still waits

needs-title = Å gjøre
needs-intro-nothing = Du trenger ikke å gjøre noe.
needs-intro-nothing-known = Så vidt vi vet, trenger du ikke å gjøre noe.
needs-intro-cant-tell = To ting, til tallene er tilbake.
needs-intro = { $overdue ->
    [0] { $n ->
        [one] Én ting. Ingen har ventet over fristen.
       *[other] { SPELL($n) } ting. Ingen har ventet over fristen.
    }
   *[other] { $n ->
        [one] Én ting. Ingen andre har ventet over fristen.
       *[other] { SPELL($n) } ting. Ingen andre har ventet over fristen.
    }
}
needs-intro-more-overdue = { $n ->
    [one] Dette først; { $more ->
        [one] { $shown } person til er over fristen.
       *[other] { $shown } personer til er over fristen.
    }
   *[other] Disse { SPELL($n) } først; { $more ->
        [one] { $shown } person til er over fristen.
       *[other] { $shown } personer til er over fristen.
    }
}
needs-intro-more = { $n ->
    [one] Dette først; resten står lenger ned.
   *[other] Disse { SPELL($n) } først; resten står lenger ned.
}

needs-answer = Svar { $who }
needs-answer-unnamed = Svar en person på { $platform }
needs-safety = Skriv til { $who } om sikkerhet eller helse
needs-safety-unnamed = Skriv til en person på { $platform } om sikkerhet eller helse
needs-safety-many = { $n ->
    [one] Skriv til { $n } person om sikkerhet eller helse
   *[other] Skriv til { $n } personer om sikkerhet eller helse
}
needs-fraud = Advar { $who }, som skriver om mulig svindel
needs-fraud-unnamed = Advar en person på { $platform } som skriver om mulig svindel
needs-fraud-many = { $n ->
    [one] Advar { $n } person som skriver om mulig svindel
   *[other] Advar { $n } personer som skriver om mulig svindel
}
needs-legal = Avgjør hvem som svarer { $who } om jus eller presse
needs-legal-unnamed = Avgjør hvem som svarer en person på { $platform } om jus eller presse
needs-legal-many = { $n ->
    [one] Avgjør hvem som svarer { $n } person om jus eller presse
   *[other] Avgjør hvem som svarer { $n } personer om jus eller presse
}
needs-settle = { $n ->
    [one] Ta én avgjørelse om { $topic } for { $n } person som venter
   *[other] Ta én avgjørelse om { $topic } for { $n } personer som venter
}
needs-settle-unnamed = { $n ->
    [one] Ta én avgjørelse for { $n } person som venter på det samme svaret
   *[other] Ta én avgjørelse for { $n } personer som venter på det samme svaret
}
needs-settle-why = Én avgjørelse, eller ett offentlig svar, løser det for alle.
needs-lookalike = Undersøk { $who }, en konto som ligner deres
needs-lookalike-unnamed = Undersøk en konto på { $platform } som ligner deres
needs-lookalikes = { $n ->
    [one] Undersøk { $n } konto som ligner deres
   *[other] Undersøk { $n } kontoer som ligner deres
}
needs-lookalike-seen = Sett kl. { $since }, på { $platform }.
needs-lookalikes-why = Rapporter dem som utgir seg for å være dere, før noen stoler på dem.
needs-resume = Avgjør om automatiske svar skal starte igjen
needs-resume-why = På pause siden kl. { $since }.
needs-uncertain = { $n ->
    [one] Se etter om { $n } svar kom fram
   *[other] Se etter om { $n } svar kom fram
}
needs-uncertain-why = Plattformen sa ikke fra og kunne ikke spørres igjen. Ingenting sendes to ganger.
needs-refused = { $n ->
    [one] Svar på { $n } melding for hånd
   *[other] Svar på { $n } meldinger for hånd
}
needs-refused-why = Plattformen avviste det automatiske svaret, så bare et menneske kan svare.
needs-expired = { $n ->
    [one] Se på { $n } melding som nådde oss for sent
   *[other] Se på { $n } meldinger som nådde oss for sent
}
needs-expired-why = Tiden for et automatisk svar var ute. Svar på det som fortsatt betyr noe.
needs-thank = { $n ->
    [one] Takk { $shown } person som ikke hørte noe
   *[other] Takk { $shown } personer som ikke hørte noe
}
needs-thank-why = De trengte ikke svar, bare et tegn på at noen var der.
needs-unheard = { $n ->
    [one] Skriv til { $shown } person som ikke hørte noe
   *[other] Skriv til { $shown } personer som ikke hørte noe
}
needs-unheard-why = Ikke engang et automatisk ord nådde dem.
needs-unheard-on = { $platform } { $shown }
needs-unheard-where = Hvor: { $platforms }.
needs-connect = Få { $platforms } koblet til igjen
needs-connect-why = { $n ->
    [one] Ved siste kontroll lyttet den ikke, så folk der skriver kanskje uten å bli hørt.
   *[other] Ved siste kontroll lyttet de ikke, så folk der skriver kanskje uten å bli hørt.
}
needs-parked = { $n ->
    [one] Få noen til å se på { $n } leveranse
   *[other] Få noen til å se på { $n } leveranser
}
needs-parked-why = Heard kunne ikke lese eller plassere noe en plattform sendte. Den som drifter Heard, finner det under parked.
needs-regular = Ta vare på { $who }, en fast kunde med en klage
needs-regular-unnamed = Ta vare på en fast kunde på { $platform } med en klage
needs-look-yourself = Se på plattformene selv i dag
needs-look-yourself-why = Heard kan ikke si hvem som venter.
needs-have-log-read = Be den som drifter Heard, om å lese loggen
needs-have-log-read-why = Der står det hva som ikke kunne leses eller bekreftes.

needs-waiting = Har ventet i { $time }.
needs-waiting-up-to = Har ventet i opptil { $time }.
needs-due = Frist kl. { $moment }.
needs-due-never = Ingen åpningstid framover.
needs-public = { $where }, offentlig.
needs-private = { $where }, privat.
needs-about = Om { $topic }.
needs-with = Hos { $who }.
needs-with-nobody = Ingen har tatt den ennå.
needs-on-hold = På vent siden kl. { $since }, { $why }.
needs-often = { $days ->
    [one] Har skrevet { $days } dag denne måneden.
   *[other] Har skrevet { $days } dager denne måneden.
}
needs-vip = En av VIP-ene deres.

needs-link-draft = { $n ->
    [one] Les utkastet og send det
   *[other] Les de { $n } utkastene og send ett
}
needs-link-answer = Svar på { $platform }
needs-link-open = Åpne samtalen
needs-link-assign = Gi den til en kollega
needs-link-snooze = Utsett den
needs-link-copy = Se alle som venter
needs-link-account = Se på den på { $platform }

needs-brief-answer = { $n ->
    [one] svar { $n } person over fristen
   *[other] svar { $n } personer over fristen
}
needs-brief-safety = { $n ->
    [one] skriv til { $n } person om sikkerhet
   *[other] skriv til { $n } personer om sikkerhet
}
needs-brief-fraud = { $n ->
    [one] advar { $n } person om svindel
   *[other] advar { $n } personer om svindel
}
needs-brief-legal = { $n ->
    [one] avklar { $n } sak om jus eller presse
   *[other] avklar { $n } saker om jus eller presse
}
needs-brief-settle = { $n ->
    [one] ta én avgjørelse for { $n } person
   *[other] ta én avgjørelse for { $n } personer
}
needs-brief-lookalikes = { $n ->
    [one] undersøk { $n } konto som ligner deres
   *[other] undersøk { $n } kontoer som ligner deres
}
needs-brief-resume = avgjør om automatiske svar skal starte
needs-brief-uncertain = { $n ->
    [one] se etter om { $n } svar kom fram
   *[other] se etter om { $n } svar kom fram
}
needs-brief-refused = { $n ->
    [one] svar på { $n } melding for hånd
   *[other] svar på { $n } meldinger for hånd
}
needs-brief-expired = { $n ->
    [one] se på { $n } sen melding
   *[other] se på { $n } sene meldinger
}
needs-brief-thank = { $n ->
    [one] takk { $shown } person uten tegn
   *[other] takk { $shown } personer uten tegn
}
needs-brief-unheard = { $n ->
    [one] skriv til { $shown } person uten tegn
   *[other] skriv til { $shown } personer uten tegn
}
needs-brief-connect = { $n ->
    [one] koble til { $n } plattform igjen
   *[other] koble til { $n } plattformer igjen
}
needs-brief-parked = { $n ->
    [one] få sett på { $n } leveranse
   *[other] få sett på { $n } leveranser
}
needs-brief-regular = ta vare på en fast kunde

waiting-title = Venter fortsatt
waiting-title-also = Venter også
waiting-intro = { $late ->
    [0] { $inside ->
        [one] { $insides } person, innenfor fristen.
       *[other] { $insides } personer, innenfor fristen.
    }
    [one] { $inside ->
        [0] { $lates } person, over fristen.
       *[other] { $lates } person over fristen, { $insides } innenfor.
    }
   *[other] { $inside ->
        [0] { $lates } personer, over fristen.
       *[other] { $lates } personer over fristen, { $insides } innenfor.
    }
}
waiting-with = hos { $who }
waiting-with-nobody = ingen har tatt den ennå
waiting-due = frist kl. { $moment }
waiting-due-never = ingen åpningstid framover
waiting-held = på vent siden kl. { $since }, { $why }
waiting-held-customer = til personen selv svarer
waiting-held-third-party = til noen andre svarer
waiting-held-crisis = så lenge krisen varer
waiting-held-outage = så lenge plattformen er ute av drift
waiting-about = om { $topic }
waiting-more = { $n ->
    [one] Og { $shown } til.
   *[other] Og { $shown } til.
}
waiting-link-copy = { $n ->
    [one] Se den siste på nettsiden
   *[other] Se de { $n } andre på nettsiden
}
waiting-left-over = { $n ->
    [0] Ingen står igjen fra tidligere dager.
    [one] { $shown } person står igjen fra tidligere dager.
   *[other] { $shown } personer står igjen fra tidligere dager.
}
waiting-since = { $n ->
    [one] { SPELL($n) } person til har skrevet etter midnatt og er med i tallene i morgen.
   *[other] { SPELL($n) } personer til har skrevet etter midnatt og er med i tallene i morgen.
}
waiting-opening = Dere åpner kl. { $moment }.
waiting-clears = I vanlig tempo er det ingen som venter lenger omtrent kl. { $moment }.

## How it unfolded, what else was checked

unfolded-title = Slik forløp dagen
unfolded-intro = { $n ->
    [one] Det kom { $count } klage, fra { $from } til { $until }.
   *[other] Det kom { $count } klager. Travleste time var fra { $from } til { $until }, med { $peak }.
}
unfolded-intro-usual = { $n ->
    [one] Det kom { $count } klage, fra { $from } til { $until }. Personer som klager på denne ukedagen: vanligvis { $usual }.
   *[other] Det kom { $count } klager. Travleste time var fra { $from } til { $until }, med { $peak }. Personer som klager på denne ukedagen: vanligvis { $usual }.
}
unfolded-alarm = Kolleger fikk beskjed om at mange var sinte på en gang.
unfolded-alarm-number = { $n ->
    [one] Kolleger fikk beskjed: én person var sint i løpet av en time.
   *[other] Kolleger fikk beskjed: { $n } personer var sinte i løpet av en time.
}
unfolded-switch-on = Alle automatiske svar ble stanset.
unfolded-switch-on-name = { $who } stanset alle automatiske svar.
unfolded-switch-off = Automatiske svar startet igjen.
unfolded-switch-off-name = { $who } lot automatiske svar starte igjen.
unfolded-outage = Fra nå av kan nytt fra en plattform mangle.
unfolded-outage-name = Fra nå av kan nytt fra { $who } mangle.
unfolded-outage-over = Plattformen fortalte oss alt igjen.
unfolded-outage-over-name = { $who } fortalte oss alt igjen.
unfolded-first-late = For første gang den dagen hadde noen ventet lenger enn lovet.
unfolded-most-complaints = Timen med flest klager begynte.

checked-title = Også kontrollert
checked-title-listening = Vi lyttet
checked-nothing = Resten kunne ikke kontrolleres.
checked-nothing-more = Ut over det som står ovenfor, er det ikke noe å melde.
checked-fine = Ingen svar ble avvist eller kom bort, og alle leveranser kunne leses.
checked-uncertain = { $n ->
    [one] Ett svar kom kanskje ikke fram. Se etter, og svar for hånd hvis det mangler.
   *[other] { SPELL($n) } svar kom kanskje ikke fram. Se etter, og svar for hånd der et mangler.
}
checked-refused = { $n ->
    [one] Ett svar ble avvist av plattformen. Bare et menneske kan svare der.
   *[other] { SPELL($n) } svar ble avvist av plattformen. Bare et menneske kan svare der.
}
checked-expired = { $n ->
    [one] { SPELL($n) } melding nådde oss for sent til et automatisk svar. Svar for hånd hvis det fortsatt betyr noe.
   *[other] { SPELL($n) } meldinger nådde oss for sent til et automatisk svar. Svar for hånd på det som fortsatt betyr noe.
}
checked-parked = { $n ->
    [one] { SPELL($n) } melding kunne ikke avgjøres og ble lagt til side. Den som drifter Heard, finner den under parked.
   *[other] { SPELL($n) } meldinger kunne ikke avgjøres og ble lagt til side. Den som drifter Heard, finner dem under parked.
}
checked-dead-lettered = { $n ->
    [one] { SPELL($n) } melding kunne ikke behandles i det hele tatt. Den som drifter Heard, kan levere den på nytt.
   *[other] { SPELL($n) } meldinger kunne ikke behandles i det hele tatt. Den som drifter Heard, kan levere dem på nytt.
}
checked-unplaced = { $n ->
    [one] { SPELL($n) } leveranse kunne ikke leses, eller hører ikke til noen av kontoene deres. Den som drifter Heard, finner den under parked.
   *[other] { SPELL($n) } leveranser kunne ikke leses, eller hører ikke til noen av kontoene deres. Den som drifter Heard, finner dem under parked.
}
checked-lookalike = { $n ->
    [one] { SPELL($n) } konto ligner deres. Se på den, og rapporter den til plattformen.
   *[other] { SPELL($n) } kontoer ligner deres. Se på dem, og rapporter dem til plattformen.
}
checked-lookalike-names = { $n ->
    [one] { SPELL($n) } konto ligner deres: { $who }. Se på den, og rapporter den til plattformen.
   *[other] { SPELL($n) } kontoer ligner deres: { $who }. Se på dem, og rapporter dem til plattformen.
}
checked-lookalike-more = { SPELL($n) } kontoer ligner deres, blant dem { $who }. Se på dem, og rapporter dem til plattformen.
checked-account = { $account } på { $platform }
checked-complaints = { $n ->
    [0] { $known ->
        [no] Så vidt vi vet, klaget ingen.
       *[yes] Ingen klaget.
    }
    [one] { $count } person klaget.
   *[other] { $count } personer klaget.
}
checked-complaints-usual = { $n ->
    [0] Ingen klaget. Denne ukedagen er det vanligvis { $usual }.
    [one] { $count } person klaget. Denne ukedagen er det vanligvis { $usual }.
   *[other] { $count } personer klaget. Denne ukedagen er det vanligvis { $usual }.
}
checked-complaints-range = { $level ->
    [more] { $n ->
        [one] { $count } person klaget, flere enn vanlig. Denne ukedagen er det { $low } til { $high }.
       *[other] { $count } personer klaget, flere enn vanlig. Denne ukedagen er det { $low } til { $high }.
    }
    [fewer] { $n ->
        [0] Ingen klaget, færre enn vanlig. Denne ukedagen er det { $low } til { $high }.
        [one] { $count } person klaget, færre enn vanlig. Denne ukedagen er det { $low } til { $high }.
       *[other] { $count } personer klaget, færre enn vanlig. Denne ukedagen er det { $low } til { $high }.
    }
    [same] { $n ->
        [0] Ingen klaget, og det er ikke uvanlig. Denne ukedagen er det { $low } til { $high }.
        [one] { $count } person klaget, som vanlig. Denne ukedagen er det { $low } til { $high }.
       *[other] { $count } personer klaget, som vanlig. Denne ukedagen er det { $low } til { $high }.
    }
   *[unknown] { $n ->
        [one] { $count } person klaget. Denne ukedagen er det vanligvis { $low } til { $high }.
       *[other] { $count } personer klaget. Denne ukedagen er det vanligvis { $low } til { $high }.
    }
}
checked-asked = { $recovered ->
    [0] { $platforms }: { $exist } finnes der, { $received } kom av seg selv og ingen bare fordi vi spurte.
   *[other] { $platforms }: { $exist } finnes der, { $received } kom av seg selv og { $recovered } bare fordi vi spurte.
}
checked-asked-missing = { $n ->
    [one] { SPELL($n) } til finnes på { $platforms } og har ikke nådd oss. Se etter der selv.
   *[other] { SPELL($n) } til finnes på { $platforms } og har ikke nådd oss. Se etter der selv.
}
checked-unasked = { $platforms } kunne ikke spørres om hva som finnes der.
checked-on-hold = { $n ->
    [one] { SPELL($n) } person er satt på vent, av en kollega eller på grunn av driftsstans.
   *[other] { SPELL($n) } personer er satt på vent, av en kollega eller på grunn av driftsstans.
}
checked-posts = { $posts ->
    [one] I den første timen etter innlegget deres { $came ->
        [0] skrev ingen.
        [one] kom det én kommentar, og { $heard ->
            [0] den fikk ikke noe tegn fra oss i løpet av timen.
           *[other] den fikk et tegn fra oss i løpet av timen.
        }
       *[other] kom det { $came } kommentarer, og { $heard } fikk et tegn fra oss i løpet av timen.
    }
   *[other] I de første timene etter { $posts } egne innlegg { $came ->
        [0] skrev ingen.
        [one] kom det én kommentar, og { $heard ->
            [0] den fikk ikke noe tegn fra oss i løpet av timen.
           *[other] den fikk et tegn fra oss i løpet av timen.
        }
       *[other] kom det { $came } kommentarer, og { $heard } fikk et tegn fra oss i løpet av timen.
    }
}
checked-posts-unknown = { $n ->
    [one] For ett innlegg til er den første timen ikke kjent.
   *[other] For { $n } innlegg til er den første timen ikke kjent.
}
checked-held = { $n ->
    [one] { SPELL($n) } melding ble holdt tilbake som sjikane eller søppelpost. Den fikk ikke svar og er ikke regnet med.
   *[other] { SPELL($n) } meldinger ble holdt tilbake som sjikane eller søppelpost. De fikk ikke svar og er ikke regnet med.
}
checked-passed-over = { $n ->
    [one] { SPELL($n) } til kom og ble bare talt: en regel går forbi den, eller ingen kan svare der.
   *[other] { SPELL($n) } til kom og ble bare talt: en regel går forbi dem, eller ingen kan svare der.
}
checked-unnamed = { $n ->
    [one] { SPELL($n) } melding kom uten navn og regnes som én person.
   *[other] { SPELL($n) } meldinger kom uten navn, og hver av dem regnes som én person.
}
checked-listened = { $known ->
    [yes] { $platform } lyttet. En test kom gjennom kl. { $looped }, og sist vi hørte fra noen, var kl. { $heard }.
   *[no] { $platform } lyttet. En test kom gjennom kl. { $looped }.
}
checked-connected = { $known ->
    [yes] { $platform } var tilkoblet ved kontroll kl. { $checked }, uten test fra ende til ende. Sist vi hørte fra noen, var kl. { $heard }.
   *[no] { $platform } var tilkoblet ved kontroll kl. { $checked }, uten test fra ende til ende.
}
checked-stale = { $platform } ble sist kontrollert kl. { $checked }. Det er for lenge siden til å si at den lytter.
checked-unknown = Vi vet ikke om { $platform } lytter.
checked-deaf = { $platform } lytter ikke. Be den som drifter Heard, om å se på det.
checked-deaf-why = { $platform } lytter ikke: { $why }. Be den som drifter Heard, om å se på det.

## How quickly we were there

quick-title = Hvor raskt vi var der
quick-promise-tenths = Løftet: et personlig svar innen { $span } i åpningstiden, til { $tenths } av 10 personer.
quick-promise = Løftet: et personlig svar innen { $span } i åpningstiden, til { $goal } av 100 personer.
quick-promise-everybody = Løftet: et personlig svar innen { $span } i åpningstiden, til alle.
quick-first-signs = Første tegn innen { $span }: { $share }.
quick-acknowledged = fikk et tegn
quick-acknowledged-note = { $shown ->
    [both] { $part } av { $whole }, typisk etter { $pace }
    [parts] { $part } av { $whole }
    [pace] typisk etter { $pace }
   *[neither] av alle som skrev
}
quick-answered = besvart i tide
quick-answered-note = { $shown ->
    [parts] { $part } av { $whole } med utløpt frist, målet er { $goal }
   *[neither] målet er { $goal }
}
quick-typical = typisk svartid
quick-typical-note = regnet i åpningstid
quick-typical-usual = regnet i åpningstid, vanligvis { $usual }
quick-ninth = eller mindre, for 9 av 10
quick-ninth-note = lengst { $slowest }
quick-ninth-platform = lengst { $slowest }, på { $platform }
quick-slowest = lengste svartid
quick-slowest-note = regnet i åpningstid
quick-slowest-platform = regnet i åpningstid, på { $platform }
quick-table = Per plattform
quick-head-platform = Plattform
quick-head-people = Folk
quick-head-in-time = I tide
quick-head-typical = Typisk
quick-head-waiting = Venter
quick-unknown = –
quick-others = { $n ->
    [one] { $n } annen
   *[other] { $n } andre
}
quick-waiting = { $n ->
    [0] ingen
   *[other] { $count }
}
quick-waiting-overdue = { $count } ({ $overdue } over fristen)
quick-waiting-all-overdue = { $overdue } over fristen
quick-strip = Besvart i tide, siste 7 dager
quick-cell-closed = –
quick-cell-unknown = ?
quick-cell-part = { $share }*
quick-day = { $day } { $share }
quick-day-closed = { $day } stengt
quick-day-unknown = { $day } ikke kjent
quick-day-part = { $day } { $share }, ut fra ufullstendige data
quick-strip-note = { $days ->
    [0] Målet er { $goal }.
    [one] Målet på { $goal } ble nådd { $reached } av { $days } dag.
   *[other] Målet på { $goal } ble nådd { $reached } av { $days } dager.
}
quick-strip-part = En stjerne viser en dag med ufullstendige data.
quick-from = Sammenligning med andre dager begynner { $date }.
quick-hours = Når folk skrev
quick-hours-closed = { $shown ->
    [all] { $closed } av { $total } kommentarer og meldinger kom mens det var stengt, alle fra { $from } til { $until }.
   *[some] { $closed } av { $total } kommentarer og meldinger kom mens det var stengt, { $peak } av dem fra { $from } til { $until }.
}
quick-hours-open = { $known ->
    [no] Det kom { $total } kommentarer og meldinger; så vidt vi vet, kom ingen mens det var stengt.
   *[yes] Alle { $total } kommentarer og meldinger kom i åpningstiden.
}
quick-hours-shut = { $shown ->
    [all] Det var stengt hele dagen. Det kom { $total } kommentarer og meldinger, alle fra { $from } til { $until }.
   *[some] Det var stengt hele dagen. Det kom { $total } kommentarer og meldinger, { $peak } av dem fra { $from } til { $until }.
}

## Relationships, not reach

relations-title = Relasjoner, ikke rekkevidde
relations-conversations = ekte samtaler
relations-conversations-note = { $shown ->
    [share] skrev igjen etter et svar, { $share } av { $answered }
    [parts] skrev igjen etter et svar, av { $answered }
   *[neither] skrev igjen etter et svar
}
relations-conversations-usual = { $shown ->
    [share] skrev igjen etter et svar, { $share } av { $answered }; vanligvis { $usual }
    [parts] skrev igjen etter et svar, av { $answered }; vanligvis { $usual }
   *[neither] skrev igjen etter et svar; vanligvis { $usual }
}
relations-back = kom tilbake
relations-back-note = { $new ->
    [0] innen 28 dager; ingen nye
    [one] innen 28 dager; { $count } ny
   *[other] innen 28 dager; { $count } nye
}
relations-unknown = ?
relations-back-from = dette vet vi fra { $date }
relations-back-unknown = ikke kjent ennå
relations-said = sa noe
relations-said-note = { $spoke ->
    [one] mer enn en tagg eller emoji, i { $count } offentlig kommentar
   *[other] mer enn en tagg eller emoji, i { $count } offentlige kommentarer
}
relations-shares = { $n ->
    [one] deling
   *[other] delinger
}
relations-shares-note = { $shown ->
    [all] alle fikk takk
    [some] { $thanked } fikk takk
   *[none] ingen fikk takk
}
relations-shares-unknown = { $shown ->
    [all] alle fikk takk, { $unknown } av dem uten navn
    [some] { $thanked } fikk takk; { $unknown } kom uten navn
   *[none] ingen fikk takk; { $unknown } kom uten navn
}
relations-classes = { $total ->
    [one] Det folk sa offentlig, i { $count } kommentar eller omtale: { $classes }.
   *[other] Det folk sa offentlig, i { $count } kommentarer og omtaler: { $classes }.
}
relations-class-question = { $n ->
    [one] { $n } spørsmål
   *[other] { $n } spørsmål
}
relations-class-complaint = { $n ->
    [one] { $n } klage
   *[other] { $n } klager
}
relations-class-praise = { $n ->
    [one] { $n } med ros eller takk
   *[other] { $n } med ros eller takk
}
relations-class-story = { $n ->
    [one] { $n } historie eller mening
   *[other] { $n } historier eller meninger
}
relations-class-tag = { $n ->
    [one] { $n } med bare en tagg eller emoji
   *[other] { $n } med bare en tagg eller emoji
}
relations-deep = { $deep ->
    [one] I { $deep } av { $threads } samtaler skrev personen tre ganger eller mer.
   *[other] I { $deep } av { $threads } samtaler skrev personen tre ganger eller mer.
}
relations-topics = Dette skrev folk mest om: { $topics }.
relations-topic = { $topic } ({ $n })
relations-people = Fortjener et personlig ord
relations-why-first = Er ny: har ikke skrevet de siste 28 dagene før dette.
relations-why-days = { $n ->
    [one] Har skrevet { $n } av de siste 28 dagene.
   *[other] Har skrevet { $n } av de siste 28 dagene.
}
relations-why-story = Tok seg tid til å fortelle noe eget.
relations-why-shared = Delte noe dere la ut.
relations-why-kind = Hadde et vennlig ord til dere.
relations-why-vip = Står på listen over folk dere vil kjenne.
relations-why-wrote = Skrev til dere.
relations-see = Se hva { $who } skrev på { $platform }
relations-ideas = Hvis det blir en rolig stund
relations-share-on = Del videre det { $who } la ut
relations-share-on-why = Å gi videre det noen har laget, er en takk som blir lagt merke til.
relations-meet = Gjør { $one } og { $other } kjent med hverandre
relations-meet-why = Begge skriver ofte til dere, og begge om { $topic }.
relations-thank = Takk { $who } for måneden
relations-thank-why = { $n ->
    [one] Skrev til dere { $n } dag i måneden.
   *[other] Skrev til dere { $n } dager i måneden.
}
relations-thank-each = { $n ->
    [one] Hver av dem skrev til dere minst { $n } dag i måneden.
   *[other] Hver av dem skrev til dere minst { $n } dager i måneden.
}
relations-thank-often = De skrev ofte til dere.
relations-help = Se om dere kan hjelpe { $who }
relations-help-why = Snakket om dere uten å nevne kontoen, så ingenting ble sagt automatisk.
relations-quiet = Faste som dere ikke har hørt fra
relations-why-quiet = Skrev sist { $date } og har vært stille siden.
relations-why-quiet-days = { $n ->
    [one] Skrev { $n } dag, { $date }, og ikke siden.
   *[other] Skrev { $n } dager, sist { $date }, og ikke siden.
}
relations-month = Siste måned ved siden av den forrige
relations-month-figure = Tall
relations-month-days = { $days ->
    [one] { $days } dag til { $date }
   *[other] { $days } dager til { $date }
}
relations-month-people = Personer som skrev
relations-month-acknowledged = Fikk et tegn
relations-month-came-back = Kom tilbake
relations-month-conversations = Skrev igjen etter et svar
relations-month-said = Sa noe
relations-month-shares = Delinger
relations-month-heard-back = Skrev igjen innen 7 dager etter et tegn fra oss
relations-month-unheard-back = Skrev igjen innen 7 dager uten noe tegn
relations-month-note = De to månedene står side om side. Mye endrer seg på en måned: dette viser hva som flyttet seg, ikke hvorfor.

## The people who answered, and the foot

team-title = De som svarte
team-quoted = { $who }, til { $colleague }, på { $platform }
team-quoted-somebody = Til { $colleague }, på { $platform }
team-table = I alfabetisk rekkefølge
team-head-name = Navn, A til Å
team-head-helped = Antall hjulpet
team-head-wrote-back = Skrev tilbake
team-head-holding = Har nå
team-none = ingen
team-others = { $n ->
    [one] { $n } annen
   *[other] { $n } andre
}
team-unnamed = { $n ->
    [one] { SPELL($n) } person til fikk hjelp av en kollega som plattformen ikke oppgir navnet på.
   *[other] { SPELL($n) } personer til fikk hjelp av kolleger som plattformen ikke oppgir navnet på.
}
team-signed = { $answers ->
    [one] { $shown ->
        [all] Det ene svaret var undertegnet med navn.
       *[some] Det ene svaret var ikke undertegnet med navn.
    }
   *[other] { $shown ->
        [all] Alle { $answers } svar var undertegnet med navn.
       *[some] { $signed } av { $answers } svar var undertegnet med navn.
    }
}
team-signed-known = { $answers ->
    [one] { $shown ->
        [all] Det ene svaret vi vet dette om, var undertegnet med navn.
       *[some] Det ene svaret vi vet dette om, var ikke undertegnet med navn.
    }
   *[other] { $signed } av de { $answers } svarene vi vet dette om, var undertegnet med navn.
}
team-unassigned = { $n ->
    [one] { SPELL($n) } samtale som venter, har ingen ansvarlig ennå.
   *[other] { SPELL($n) } samtaler som venter, har ingen ansvarlig ennå.
}
team-after-hours = { $n ->
    [one] Ett svar ble skrevet mens det var stengt. Takk den som skrev det, og la vedkommende få tiden igjen.
   *[other] { SPELL($n) } svar ble skrevet mens det var stengt. Takk dem som skrev, og la dem få tiden igjen.
}

foot-counting = Slik teller vi. En person er én konto på én plattform på én dag. Fikk et tegn: alt fra oss som personen kan se, automatisk eller personlig; et liker-klikk teller bare for ros og delinger. Besvart: en kollega skrev det; automatiske svar teller aldri. I tide: innen { $span } i åpningstiden; for sent og over fristen teller imot, det som fortsatt er innenfor fristen, er holdt utenfor. Typisk: den midterste verdien.
foot-usual = Vanlig: det midterste av de siste åtte dagene med samme ukedag.
foot-as-of = Tallene er fra { $date } kl. { $clock }, tider i { $zone }.
foot-as-of-blank = Kontrollert { $date } kl. { $clock }, tider i { $zone }.
foot-items = { $n ->
    [one] Grunnlag: { $count } kommentar eller melding fra { $people } person.
   *[other] { $number ->
        [one] Grunnlag: { $count } kommentarer og meldinger fra { $people } person.
       *[other] Grunnlag: { $count } kommentarer og meldinger fra { $people } personer.
    }
}
foot-complete = { $n ->
    [one] Plattformen lyttet hele dagen.
    [2] Begge plattformene lyttet hele dagen.
   *[other] Alle { $n } plattformene lyttet hele dagen.
}
foot-incomplete = Ufullstendig: { $gaps }.
foot-incomplete-many = { $n ->
    [one] Ufullstendig: { $n } plattform.
   *[other] Ufullstendig: { $n } plattformer.
}
foot-gap = { $platform } ({ $time })
foot-unproven = Tallene gjelder det som nådde Heard; om plattformene leverte alt, er ikke kjent.
foot-hours = Dagen hadde { $n } timer, fordi klokken ble stilt.
foot-expected = { $told ->
    [one] { $told } person fikk vite at svar kan ventes innen { $span } i åpningstiden; { $kept } hadde fått det da.
   *[other] { $told } personer fikk vite at svar kan ventes innen { $span } i åpningstiden; { $kept } hadde fått det da.
}
foot-expected-times = { $told ->
    [one] { $told } person fikk vite når svar kan ventes; { $kept } hadde fått det da.
   *[other] { $told } personer fikk vite når svar kan ventes; { $kept } hadde fått det da.
}
foot-why = Du får denne fordi { $brand } har ført deg opp som leser av oppsummeringen.
foot-copy = Åpne som nettside
foot-settings = Endre språk, navn eller dager
foot-stop = Stans disse e-postene

## Pages of the desk: web copy, settings, stop

desk-title = Din daglige oppsummering fra { $brand }
desk-for = Denne siden gjelder { $address }. Er det ikke deg, så la den stå som den er: det som endres her, gjelder det en annen får.
desk-for-chat = Denne siden gjelder en chat i teamet. Det som endres her, endres for alle der.
desk-when-daily = Oppsummeringen kommer hver dag kl. { $clock } og gjelder dagen før.
desk-when = Oppsummeringen kommer kl. { $clock } disse dagene: { $days }
desk-language = Språk
desk-names = Hvordan folk omtales
desk-names-full = Med navn og egne ord
desk-names-first = Bare med fornavn
desk-names-counts = Ikke i det hele tatt, bare hvor mange
desk-names-most = Mer enn dette sendes ikke til gruppen din.
desk-quiet = Etter en stille dag, da ingen skrev og ingen venter
desk-quiet-send = Send den; den viser at vi lyttet
desk-quiet-service = Send den hvis det var åpent den dagen
desk-quiet-skip = Send ingenting
desk-save = Lagre
desk-saved = Lagret. Neste oppsummering kommer slik.
desk-problem = Ingenting ble endret: velg noe av det som står nedenfor, og lagre en gang til.
desk-stop-heading = Stans oppsummeringen
desk-stop-about = Da får du ikke lenger den daglige oppsummeringen fra { $brand }. Du kan starte igjen på denne siden når du vil.
desk-stop = Stans den
desk-instead = Endre heller hvordan den kommer
desk-stopped = Siden { $date } får du ikke lenger den daglige oppsummeringen fra { $brand }.
desk-stopped-bounce = Du får ikke den daglige oppsummeringen fra { $brand }: { $date } kunne e-posten vår ikke leveres til deg.
desk-stopped-complaint = Du får ikke den daglige oppsummeringen fra { $brand }: { $date } ble den meldt som uønsket.
desk-start-about = Starter du igjen, får du den neste.
desk-start = Start igjen
desk-left-title = Du får ikke denne oppsummeringen
desk-left = Denne adressen er ikke blant dem som får den daglige oppsummeringen fra { $brand }. Ingenting sendes til den. Savner du oppsummeringen, så spør den som tar seg av Heard hos dere.
desk-unknown-title = Denne lenken fører ingen steder
desk-unknown = Kanskje ble en del av den borte på veien. Åpne den på nytt fra en oppsummering du har fått. Vil du ikke ha flere, og ingen lenke virker, så svar på en av dem og si fra.
desk-copy-gone-title = Denne oppsummeringen finnes ikke lenger her
desk-copy-gone = Nettsiden med en oppsummering oppbevares i 30 dager, siden den nevner folk ved navn. I e-posten du fikk, står det samme.
desk-copy-left = Denne nettsiden ble laget for en som ikke lenger får den daglige oppsummeringen fra { $brand }.

## Chats

chat-link = { $number }. { $text }

## The mail around it: whose name it comes from, and the subject of a mail that asks to stop it

mail-sender = { $brand } – daglig oppsummering
mail-stop = Stans den daglige oppsummeringen fra { $brand }
