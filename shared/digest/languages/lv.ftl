# The digest in Latvian. What each message is for and what its arguments are stands in en.ftl.
# Names and platforms cannot be put into a case, so that the sentences leave them in the nominative. Numbers are always
# digits: there are no spell-… messages, since gender and case would ask for others in each place.
# After 0, 10 to 20, 30, 100 and so on (zero) a nominative becomes the genitive plural (10 cilvēku, 3 cilvēki), except
# where a participle agrees with it (10 ziņas aizturētas).

## Common

somebody = kāds
between-sentences = { " " }
between-parts = { ", " }
labelled = { $label }: { $text }
ended = { $text }.
# no vakar plkst. 10:05 līdz 11:40
moment-day-with = first
people = { $n ->
    [zero] { $n } cilvēku
    [one] { $n } cilvēks
   *[other] { $n } cilvēki
}
share-none = termiņu nebija
share-of = { $part } no { $whole }
moment-today = šodien plkst. { $clock }
moment-yesterday = vakar plkst. { $clock }
moment-tomorrow = rīt plkst. { $clock }
moment-on = { $date } plkst. { $clock }
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min
duration-hours-narrow = { $hours } h { $minutes }
# The accusative, as in: gaida 21 dienu.
duration-days = { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}
duration-days-hours = { $days ->
    [zero] { $days } dienas { $hours } h
    [one] { $days } dienu { $hours } h
   *[other] { $days } dienas { $hours } h
}
# The genitive: “laikā” follows wherever these stand.
span-seconds = { $seconds ->
    [zero] { $seconds } sekunžu
    [one] { $seconds } sekundes
   *[other] { $seconds } sekunžu
}
span-minutes = { $minutes ->
    [zero] { $minutes } minūšu
    [one] { $minutes } minūtes
   *[other] { $minutes } minūšu
}
span-hours = { $hours ->
    [zero] { $hours } stundu
    [one] { $hours } stundas
   *[other] { $hours } stundu
}
platform-x = X
platform-standard = Pašu sistēma
platform-youtube = YouTube
platform-linkedin = LinkedIn
platform-whatsapp = WhatsApp
platform-tiktok = TikTok
where-mention = { $platform } pieminējums
where-comment = { $platform } komentārs
where-post = { $platform } ieraksts
where-review = { $platform } atsauksme
where-direct-message = { $platform } ziņa
where-reaction = { $platform } reakcija
where-follow = { $platform } sekošana
where-share = { $platform } kopīgojums
open-on = Atvērt platformā { $platform }
quoted = „{ $text }”

## Verdict: the first block, the subject and the line beside it in an inbox

verdict-yesterday = vakar
verdict-on-date = tajā dienā ({ $date })

verdict-pill-cant-tell = Nevaram pateikt
verdict-pill-act-now = Rīkojieties tagad
verdict-pill-quiet = Klusa diena
verdict-pill-good = Laba diena
verdict-pill-overdue = { $n ->
    [zero] { SPELL($n) } cilvēku gaida pārāk ilgi
    [one] { SPELL($n) } cilvēks gaida pārāk ilgi
   *[other] { SPELL($n) } cilvēki gaida pārāk ilgi
}
verdict-pill-heard-nothing = { $n ->
    [zero] { SPELL($n) } cilvēku palika bez ziņas
    [one] { SPELL($n) } cilvēks palika bez ziņas
   *[other] { SPELL($n) } cilvēki palika bez ziņas
}
verdict-pill-below-goal = Zem mērķa
verdict-pill-complaints = Vairāk sūdzību nekā parasti
verdict-pill-missing = Kaut kā trūkst
verdict-pill-unproved = Klusums nav pārbaudīts
verdict-pill-incomplete = { $platform }: dati nepilnīgi
verdict-pill-several-incomplete = { $n ->
    [zero] { SPELL($n) } platformu dati nepilnīgi
    [one] { SPELL($n) } platformas dati nepilnīgi
   *[other] { SPELL($n) } platformu dati nepilnīgi
}

verdict-cant-tell = Mēs nevaram pateikt, kā klājās { $when }.
verdict-quiet = { $since ->
    [0] Neviens nerakstīja { $when }, un neviens negaida.
   *[other] Neviens nerakstīja { $when }, un neviens nebija palicis gaidām.
}
verdict-nobody-wrote = Neviens nerakstīja { $when }.
verdict-nobody-known-wrote = Cik mums zināms, { $when } neviens nerakstīja.
verdict-inside-earlier = { $n ->
    [zero] No agrākām dienām solītā laika robežās gaida { SPELL($n) } cilvēku.
    [one] No agrākām dienām solītā laika robežās gaida { SPELL($n) } cilvēks.
   *[other] No agrākām dienām solītā laika robežās gaida { SPELL($n) } cilvēki.
}
verdict-all-well = { $people ->
    [1] Par vienīgo cilvēku, kas rakstīja, ir parūpēts.
    [2] Par abiem cilvēkiem ir parūpēts.
   *[other] Par visiem { $people } cilvēkiem ir parūpēts.
}
verdict-all-known-well = { $people ->
    [1] Par vienīgo mums zināmo cilvēku ir parūpēts.
   *[other] Par visiem { $people } mums zināmajiem cilvēkiem ir parūpēts.
}
verdict-some-well = { $n ->
    [0] { $people ->
        [zero] Vēl nav parūpēts ne par vienu no { $people } cilvēkiem.
        [one] Vēl nav parūpēts ne par vienu no { $people } cilvēka.
       *[other] Vēl nav parūpēts ne par vienu no { $people } cilvēkiem.
    }
   *[other] { $people ->
        [zero] Parūpēts par { $n } no { $people } cilvēkiem.
        [one] Parūpēts par { $n } no { $people } cilvēka.
       *[other] Parūpēts par { $n } no { $people } cilvēkiem.
    }
}
verdict-some-known-well = { $n ->
    [0] { $people ->
        [zero] Vēl nav parūpēts ne par vienu no { $people } mums zināmajiem cilvēkiem.
        [one] Vēl nav parūpēts ne par vienu no { $people } mums zināmā cilvēka.
       *[other] Vēl nav parūpēts ne par vienu no { $people } mums zināmajiem cilvēkiem.
    }
   *[other] { $people ->
        [zero] Parūpēts par { $n } no { $people } mums zināmajiem cilvēkiem.
        [one] Parūpēts par { $n } no { $people } mums zināmā cilvēka.
       *[other] Parūpēts par { $n } no { $people } mums zināmajiem cilvēkiem.
    }
}
verdict-one-inside = Vienīgais cilvēks, kas rakstīja, gaida solītā laika robežās.
verdict-one-not-yet = Par vienīgo cilvēku, kas rakstīja, vēl nav parūpēts.
verdict-nobody-overdue = Neviens negaida pārāk ilgi.
verdict-one-too-long = { $who } gaida pārāk ilgi.
verdict-two-too-long = { $who } gaida pārāk ilgi.
verdict-too-long = { $n ->
    [zero] { SPELL($n) } cilvēku gaida pārāk ilgi.
    [one] { SPELL($n) } cilvēks gaida pārāk ilgi.
   *[other] { SPELL($n) } cilvēki gaida pārāk ilgi.
}
verdict-also-unheard = { $n ->
    [1] Viens no viņiem par kaut ko, ko rakstīja, nesaņēma nekādu ziņu.
   *[other] { SPELL($n) } no viņiem par kaut ko, ko rakstīja, nesaņēma nekādu ziņu.
}
verdict-kept = Laikus sniegto atbilžu daļa: { $share }; mērķis ir { $goal }.
verdict-kept-few = Laikus sniegtās atbildes: { $share }; mērķis ir { $goal }.
verdict-kept-none = { $due ->
    [1] Vienīgā gaidāmā atbilde nokavēta vai vēl nav sniegta.
    [zero] No { $due } gaidāmajām atbildēm laikus nav sniegta neviena.
    [one] No { $due } gaidāmās atbildes laikus nav sniegta neviena.
   *[other] No { $due } gaidāmajām atbildēm laikus nav sniegta neviena.
}
verdict-complaints = { $times ->
    [1] Cilvēki, kas sūdzējās: { $shown }, vairāk nekā parasti.
    [2] Cilvēki, kas sūdzējās: { $shown }, divreiz vairāk nekā parasti.
    [zero] Cilvēki, kas sūdzējās: { $shown }, { $times } reižu vairāk nekā parasti.
    [one] Cilvēki, kas sūdzējās: { $shown }, { $times } reizi vairāk nekā parasti.
   *[other] Cilvēki, kas sūdzējās: { $shown }, { $times } reizes vairāk nekā parasti.
}
verdict-complaints-rare = Cilvēki, kas sūdzējās: { $shown }; parastā dienā nesūdzas gandrīz neviens.

verdict-hard = Smaga diena.
verdict-unheard = { $n ->
    [zero] { $people ->
        [zero] { $n } no { $people } cilvēkiem nav no mums saņēmuši nekādu ziņu.
        [one] { $n } no { $people } cilvēka nav no mums saņēmuši nekādu ziņu.
       *[other] { $n } no { $people } cilvēkiem nav no mums saņēmuši nekādu ziņu.
    }
    [one] { $people ->
        [zero] { $n } no { $people } cilvēkiem nav no mums saņēmis nekādu ziņu.
        [one] { $n } no { $people } cilvēka nav no mums saņēmis nekādu ziņu.
       *[other] { $n } no { $people } cilvēkiem nav no mums saņēmis nekādu ziņu.
    }
   *[other] { $people ->
        [zero] { $n } no { $people } cilvēkiem nav no mums saņēmuši nekādu ziņu.
        [one] { $n } no { $people } cilvēka nav no mums saņēmuši nekādu ziņu.
       *[other] { $n } no { $people } cilvēkiem nav no mums saņēmuši nekādu ziņu.
    }
}
verdict-known-unheard = { $n ->
    [zero] { $people ->
        [zero] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmuši nekādu ziņu.
        [one] { $n } no { $people } mums zināmā cilvēka nav no mums saņēmuši nekādu ziņu.
       *[other] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmuši nekādu ziņu.
    }
    [one] { $people ->
        [zero] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmis nekādu ziņu.
        [one] { $n } no { $people } mums zināmā cilvēka nav no mums saņēmis nekādu ziņu.
       *[other] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmis nekādu ziņu.
    }
   *[other] { $people ->
        [zero] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmuši nekādu ziņu.
        [one] { $n } no { $people } mums zināmā cilvēka nav no mums saņēmuši nekādu ziņu.
       *[other] { $n } no { $people } mums zināmajiem cilvēkiem nav no mums saņēmuši nekādu ziņu.
    }
}
verdict-waiting = { $earlier ->
    [0] { $people ->
        [zero] { $n } no { $people } cilvēkiem joprojām gaida.
        [one] { $n } no { $people } cilvēka joprojām gaida.
       *[other] { $n } no { $people } cilvēkiem joprojām gaida.
    }
   *[other] { $people ->
        [zero] { $n } no { $people } cilvēkiem joprojām gaida, un vēl { $earlier } – no agrākām dienām.
        [one] { $n } no { $people } cilvēka joprojām gaida, un vēl { $earlier } – no agrākām dienām.
       *[other] { $n } no { $people } cilvēkiem joprojām gaida, un vēl { $earlier } – no agrākām dienām.
    }
}
verdict-known-waiting = { $earlier ->
    [0] { $people ->
        [zero] { $n } no { $people } mums zināmajiem cilvēkiem joprojām gaida.
        [one] { $n } no { $people } mums zināmā cilvēka joprojām gaida.
       *[other] { $n } no { $people } mums zināmajiem cilvēkiem joprojām gaida.
    }
   *[other] { $people ->
        [zero] { $n } no { $people } mums zināmajiem cilvēkiem joprojām gaida, un vēl { $earlier } – no agrākām dienām.
        [one] { $n } no { $people } mums zināmā cilvēka joprojām gaida, un vēl { $earlier } – no agrākām dienām.
       *[other] { $n } no { $people } mums zināmajiem cilvēkiem joprojām gaida, un vēl { $earlier } – no agrākām dienām.
    }
}
verdict-one-waiting = { $earlier ->
    [0] Vienīgais cilvēks, kas rakstīja, joprojām gaida.
   *[other] Vienīgais cilvēks, kas rakstīja, joprojām gaida, un vēl { $earlier } – no agrākām dienām.
}
verdict-earlier-waiting = { $n ->
    [zero] No agrākām dienām joprojām gaida { SPELL($n) } cilvēku.
    [one] No agrākām dienām joprojām gaida { SPELL($n) } cilvēks.
   *[other] No agrākām dienām joprojām gaida { SPELL($n) } cilvēki.
}
verdict-grave-safety = { $n ->
    [zero] { SPELL($n) } cilvēku raksta par drošību vai veselību un joprojām gaida.
    [one] { SPELL($n) } cilvēks raksta par drošību vai veselību un joprojām gaida.
   *[other] { SPELL($n) } cilvēki raksta par drošību vai veselību un joprojām gaida.
}
verdict-grave-fraud = { $n ->
    [zero] { SPELL($n) } cilvēku raksta par iespējamu krāpšanu un joprojām gaida.
    [one] { SPELL($n) } cilvēks raksta par iespējamu krāpšanu un joprojām gaida.
   *[other] { SPELL($n) } cilvēki raksta par iespējamu krāpšanu un joprojām gaida.
}
verdict-grave-legal = { $n ->
    [zero] { SPELL($n) } cilvēku raksta par lietu, kas jāskata juristiem vai preses pārstāvjiem, un joprojām gaida.
    [one] { SPELL($n) } cilvēks raksta par lietu, kas jāskata juristiem vai preses pārstāvjiem, un joprojām gaida.
   *[other] { SPELL($n) } cilvēki raksta par lietu, kas jāskata juristiem vai preses pārstāvjiem, un joprojām gaida.
}
verdict-lookalikes = { $n ->
    [zero] { SPELL($n) } kontu līdzinās jūsējam un var maldināt cilvēkus.
    [one] { SPELL($n) } konts līdzinās jūsējam un var maldināt cilvēkus.
   *[other] { SPELL($n) } konti līdzinās jūsējam un var maldināt cilvēkus.
}

verdict-nothing-needs-you = Jums nekas nav jādara.
verdict-inside = { $n ->
    [zero] Solītā laika robežās gaida { SPELL($n) } cilvēku.
    [one] Solītā laika robežās gaida { SPELL($n) } cilvēks.
   *[other] Solītā laika robežās gaida { SPELL($n) } cilvēki.
}
verdict-inside-with = { $n ->
    [zero] Solītā laika robežās gaida { SPELL($n) } cilvēku; par to rūpējas { $who }.
    [one] Solītā laika robežās gaida { SPELL($n) } cilvēks; par to rūpējas { $who }.
   *[other] Solītā laika robežās gaida { SPELL($n) } cilvēki; par to rūpējas { $who }.
}
verdict-inside-with-nobody = { $n ->
    [zero] Solītā laika robežās gaida { SPELL($n) } cilvēku; pagaidām tas nav uzticēts nevienam.
    [one] Solītā laika robežās gaida { SPELL($n) } cilvēks; pagaidām tas nav uzticēts nevienam.
   *[other] Solītā laika robežās gaida { SPELL($n) } cilvēki; pagaidām tas nav uzticēts nevienam.
}
verdict-heard-nothing = { $n ->
    [zero] { $shown } cilvēku no mums nesaņēma nekādu ziņu.
    [one] { $shown } cilvēks no mums nesaņēma nekādu ziņu.
   *[other] { $shown } cilvēki no mums nesaņēma nekādu ziņu.
}
verdict-heard-nothing-one = Šis cilvēks no mums nesaņēma nekādu ziņu.
verdict-overdue = { $n ->
    [1] { $shown } cilvēks gaida ilgāk, nekā solīts: { $longest }.
    [zero] { $shown } cilvēku gaida ilgāk, nekā solīts, visilgāk – { $longest }.
    [one] { $shown } cilvēks gaida ilgāk, nekā solīts, visilgāk – { $longest }.
   *[other] { $shown } cilvēki gaida ilgāk, nekā solīts, visilgāk – { $longest }.
}
verdict-all-acknowledged = Ziņu no mums saņēma visi { $shown }.
verdict-all-acknowledged-pace = Ziņu no mums saņēma visi { $shown } (tipiskais laiks: { $pace }).
verdict-some-acknowledged = Ziņu no mums saņēma { $shown } no { $people }.
verdict-some-acknowledged-pace = { $n ->
    [1] Ziņu no mums saņēma { $shown } no { $people } (gaidīšanas laiks: { $pace }).
   *[other] Ziņu no mums saņēma { $shown } no { $people } (tipiskais laiks: { $pace }).
}
verdict-one-acknowledged = Šis cilvēks saņēma ziņu no mums.
verdict-one-acknowledged-pace = Šis cilvēks saņēma ziņu no mums (gaidīšanas laiks: { $pace }).
verdict-needed-none = Personiska atbilde nebija vajadzīga nevienam.
verdict-needed-have = { $n ->
    [zero] { $shown } cilvēkiem bija vajadzīga personiska atbilde, un tā ir sniegta.
    [one] { $shown } cilvēkam bija vajadzīga personiska atbilde, un tā ir sniegta.
   *[other] { $shown } cilvēkiem bija vajadzīga personiska atbilde, un tā ir sniegta.
}
verdict-needed-wait = { $n ->
    [zero] { $shown } cilvēkiem bija vajadzīga personiska atbilde, un tā vēl tiek gaidīta.
    [one] { $shown } cilvēkam bija vajadzīga personiska atbilde, un tā vēl tiek gaidīta.
   *[other] { $shown } cilvēkiem bija vajadzīga personiska atbilde, un tā vēl tiek gaidīta.
}
verdict-needed-both = Personiska atbilde vajadzīga: { $shown }; saņēma { $having }, vēl gaida { $waiting }.
verdict-needed-of = Personisku atbildi saņēma { $having } no { $shown }, kam tā bija vajadzīga.
verdict-typical = Tipiskais atbildes laiks bija { $typical }; parasti – { $usual }.
verdict-least = Iespējams, ka { $platforms } ziņoja mums tikai par daļu dienas, tāpēc visa var būt vairāk, nekā te saskaitīts.
verdict-least-many = { $n ->
    [zero] Iespējams, ka { SPELL($n) } platformu ziņoja mums tikai par daļu dienas, tāpēc visa var būt vairāk, nekā te saskaitīts.
    [one] Iespējams, ka { SPELL($n) } platforma ziņoja mums tikai par daļu dienas, tāpēc visa var būt vairāk, nekā te saskaitīts.
   *[other] Iespējams, ka { SPELL($n) } platformas ziņoja mums tikai par daļu dienas, tāpēc visa var būt vairāk, nekā te saskaitīts.
}
verdict-missing = Iespējams, ka kaut kas no cilvēku rakstītā vai mūsu atbildēm nav nonācis galā; kas darāms, ir teikts tālāk.
verdict-unproved = Nav zināms, vai klausījāmies visās platformās, tāpēc klusums var nebūt īsts.
verdict-nothing-came = Mūs nesasniedza neviens komentārs, pieminējums, kopīgojums vai ziņa.
verdict-since = { $n ->
    [zero] Kopš pusnakts rakstīja { SPELL($n) } cilvēku; tas būs rītdienas pārskatā.
    [one] Kopš pusnakts rakstīja { SPELL($n) } cilvēks; tas būs rītdienas pārskatā.
   *[other] Kopš pusnakts rakstīja { SPELL($n) } cilvēki; tas būs rītdienas pārskatā.
}
verdict-silence-tested = { $n ->
    [1] Klusums ir īsts: mēs klausījāmies ({ $platforms }), un tests izdevās { $at }.
   *[other] Klusums ir īsts: klausījāmies visās { $n } platformās, un tests izdevās { $at }.
}
verdict-silence-checked = { $n ->
    [1] Klusums ir īsts: mēs klausījāmies ({ $platforms }), kā redzējām pārbaudē { $at }.
   *[other] Klusums ir īsts: klausījāmies visās { $n } platformās, kā redzējām pārbaudē { $at }.
}
verdict-unverified = Nav zināms, ka kādā platformā būtu klausījušies visu dienu, tāpēc jebkurš skaitlis varētu maldināt. Skaitļu šeit nav.
verdict-unread = Daļu dienas neizdevās nolasīt, tāpēc jebkurš skaitlis varētu maldināt. Skaitļu šeit nav.
verdict-still-listening = Pēdējā pārbaudē vēl klausījāmies: { $platforms }.

verdict-moved-missed = { $missed ->
    [0] Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; dažas ziņas mūs sasniedza vēlu.
    [1] Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; viena cilvēka ziņa mūs sasniedza vēlu.
    [zero] Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; { $missed } cilvēku ziņas mūs sasniedza vēlu.
    [one] Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; { $missed } cilvēka ziņas mūs sasniedza vēlu.
   *[other] Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; { $missed } cilvēku ziņas mūs sasniedza vēlu.
}
verdict-moved-answered = Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }, jo tie, kas gaidīja, nu ir saņēmuši atbildi vai gaida pārāk ilgi.
verdict-moved-withdrawn = Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; cilvēki paši dzēsa rakstīto.
verdict-moved-recomputed = Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }; diena pārskaitīta no jauna.
verdict-moved = Labojums ({ $date }): laikus atbildēts { $now }, nevis { $was }.
verdict-missed = { $missed ->
    [1] Labojums ({ $date }): nebijām saskaitījuši vienu cilvēku, kura ziņa mūs sasniedza vēlu.
    [zero] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēkus, kuru ziņas mūs sasniedza vēlu.
    [one] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēku, kura ziņa mūs sasniedza vēlu.
   *[other] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēkus, kuru ziņas mūs sasniedza vēlu.
}
verdict-missed-on = { $missed ->
    [1] Labojums ({ $date }): nebijām saskaitījuši vienu cilvēku, par kuru vēlu paziņoja { $platforms }.
    [zero] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēkus, par kuriem vēlu paziņoja { $platforms }.
    [one] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēku, par kuru vēlu paziņoja { $platforms }.
   *[other] Labojums ({ $date }): nebijām saskaitījuši { $missed } cilvēkus, par kuriem vēlu paziņoja { $platforms }.
}
verdict-missed-earlier = { $n ->
    [zero] Dienās pirms šīs ({ $date }) nebijām saskaitījuši { $n } cilvēkus, kuru ziņas mūs sasniedza vēlu.
    [one] Dienās pirms šīs ({ $date }) nebijām saskaitījuši { $n } cilvēku, kura ziņa mūs sasniedza vēlu.
   *[other] Dienās pirms šīs ({ $date }) nebijām saskaitījuši { $n } cilvēkus, kuru ziņas mūs sasniedza vēlu.
}

verdict-segment-in-time = atbildēts laikus
verdict-segment-thanks = pietika ar pateicību
verdict-segment-late = atbildēts par vēlu
verdict-segment-waiting = gaida solītajā laikā
verdict-segment-overdue = gaida pārāk ilgi
verdict-segment-nothing = palika bez ziņas
verdict-segment-nothing-thanks = pietiktu ar pateicību, palika bez ziņas

verdict-note-late = Nosūtīts vēlu: dati ir tādi, kādi bija { $at }.
verdict-note-incomplete = Nepilnīgi dati: iespējams, ka { $platform } nepateica mums visu, kas ienāca no { $from } līdz { $to }.
verdict-note-incomplete-more = { $n ->
    [zero] Nepilnīgi dati: iespējams, ka { $platform } nepateica mums visu, kas ienāca no { $from } līdz { $to } un vēl { $n } citos laikos.
    [one] Nepilnīgi dati: iespējams, ka { $platform } nepateica mums visu, kas ienāca no { $from } līdz { $to } un vēl { $n } citā laikā.
   *[other] Nepilnīgi dati: iespējams, ka { $platform } nepateica mums visu, kas ienāca no { $from } līdz { $to } un vēl { $n } citos laikos.
}
verdict-note-incomplete-day = Nepilnīgi dati: iespējams, ka { $platform } visu dienu nepateica mums neko.
verdict-note-others-incomplete = { $n ->
    [zero] Nepilnīgi dati arī vēl { $n } citām platformām.
    [one] Nepilnīgi dati arī vēl { $n } citai platformai.
   *[other] Nepilnīgi dati arī vēl { $n } citām platformām.
}
verdict-note-least = Skaitļi ar zīmi ≥ ir mazākie iespējamie. Ja atklāsies vēl kas, to teiks nākamais pārskats.
verdict-note-unread = Tam, kas uztur Heard: neizdevās nolasīt – { $names }.
verdict-note-paused = Automātiskās atbildes tika apturētas { $since } un vēl nav atsāktas.
verdict-note-paused-by = Automātiskās atbildes { $since } apturēja { $owner }, un tās vēl nav atsāktas.
verdict-note-paused-about = Automātiskās atbildes tika apturētas { $since } un vēl nav atsāktas. Iemesls: { $subject }.
verdict-note-paused-by-about = Automātiskās atbildes { $since } apturēja { $owner }, un tās vēl nav atsāktas. Iemesls: { $subject }.
verdict-note-silent = { $n ->
    [0] Neviens tāpēc nav palicis bez ziņas.
    [zero] Tāpēc bez ziņas palika { $shown } cilvēku.
    [one] Tāpēc bez ziņas palika { $shown } cilvēks.
   *[other] Tāpēc bez ziņas palika { $shown } cilvēki.
}
verdict-note-unsent = { $n ->
    [1] Pārskats par vienu dienu ({ $dates }) tā arī netika nosūtīts.
   *[other] Pārskati par vairākām dienām ({ $dates }) tā arī netika nosūtīti.
}
verdict-note-unsent-many = { $n ->
    [zero] Pārskati par { $n } dienām tā arī netika nosūtīti (pēdējās no tām: { $dates }).
    [one] Pārskati par { $n } dienu tā arī netika nosūtīti (pēdējās no tām: { $dates }).
   *[other] Pārskati par { $n } dienām tā arī netika nosūtīti (pēdējās no tām: { $dates }).
}
verdict-note-unconfirmed = { $n ->
    [zero] Nav apstiprināts, ka pārskats ({ $date }) būtu nonācis { $n } adresēs. Tajā bija teikts: { $headline }
    [one] Nav apstiprināts, ka pārskats ({ $date }) būtu nonācis { $n } adresē. Tajā bija teikts: { $headline }
   *[other] Nav apstiprināts, ka pārskats ({ $date }) būtu nonācis { $n } adresēs. Tajā bija teikts: { $headline }
}
verdict-note-more = { $n ->
    [1] Un vēl { $n } tāds pats.
    [zero] Un vēl { $n } tādu pašu.
    [one] Un vēl { $n } tāds pats.
   *[other] Un vēl { $n } tādi paši.
}
verdict-note-compare = Salīdzinājumi ar parastām dienām sāksies šajā dienā: { $date }.
verdict-note-report = Atskaitē Nr. { $number } no jauna aprēķināts viss, kas ienāca no { $from } līdz { $to }; agrākie pārskati paliek, kādi bija.
verdict-note-report-why = Atskaitē Nr. { $number } no jauna aprēķināts viss, kas ienāca no { $from } līdz { $to }: { $why }. Agrākie pārskati paliek, kādi bija.
verdict-link-copy = Atvērt pārskatu: { $date }
verdict-note-report-moved = Laikus sniegtās pirmās atbildes: bija { $was }, ir { $now }.

verdict-label = { $brand }, dienas pārskats, { $day }

verdict-subject = { $state } · { $brand }, { $date }
verdict-subject-incomplete = { $state } · { $brand }, { $date } ({ $platform } nepilnīgi)
verdict-subject-several = { $n ->
    [zero] { $state } · { $brand }, { $date } (nepilnīgi { $n } platformu dati)
    [one] { $state } · { $brand }, { $date } (nepilnīgi { $n } platformas dati)
   *[other] { $state } · { $brand }, { $date } (nepilnīgi { $n } platformu dati)
}
verdict-subject-both = { $first }, { $second }
verdict-subject-cant-tell = Nevaram pateikt: dienu neizdevās saskaitīt
verdict-subject-quiet = { $since ->
    [0] Klusa diena: neviens nerakstīja un negaida
   *[other] Klusa diena: neviens nerakstīja
}
verdict-subject-act = Rīkojieties: { $what }
verdict-subject-nobody-wrote = Neviens nerakstīja
verdict-subject-nobody-known-wrote = Cik zināms, neviens nerakstīja
verdict-subject-all = { $people ->
    [1] Parūpēts par vienīgo cilvēku
   *[other] Parūpēts par visiem { $people }
}
verdict-subject-all-known = { $people ->
    [1] Parūpēts par vienīgo zināmo cilvēku
   *[other] Parūpēts par visiem { $people } zināmajiem
}
verdict-subject-some = Parūpēts par { $n } no { $people }
verdict-subject-some-known = Parūpēts par { $n } no { $people } zināmajiem
verdict-subject-nobody-overdue = kavējumu nav
verdict-subject-overdue = { $n } gaida pārāk ilgi
verdict-subject-people-overdue = { $n ->
    [zero] { $n } cilvēku gaida pārāk ilgi
    [one] { $n } cilvēks gaida pārāk ilgi
   *[other] { $n } cilvēki gaida pārāk ilgi
}
verdict-subject-waiting = { $n } gaida
verdict-subject-still-waiting = { $n } vēl gaida
verdict-subject-heard-nothing = { $n } palika bez ziņas
verdict-subject-kept = { $share } atbildēts laikus
verdict-subject-complaints = { $times ->
    [1] sūdzību vairāk nekā parasti
    [2] sūdzību divreiz vairāk
   *[other] sūdzību { $times }× vairāk
}
verdict-subject-complaints-rare = { $shown } sūdzējās
verdict-subject-safety = { $n } par drošību
verdict-subject-fraud = { $n } par krāpšanu
verdict-subject-legal = { $n } par tiesībām vai presi
verdict-subject-lookalikes = { $n ->
    [zero] { $n } kontu līdzinās jūsējam
    [one] { $n } konts līdzinās jūsējam
   *[other] { $n } konti līdzinās jūsējam
}

verdict-pre-cant-tell = Jums darāmais: paskatieties platformās un lūdziet izlasīt Heard žurnālu. Šodien bez skaitļiem.
verdict-pre-nothing = Jums nekas nav jādara.
verdict-pre-nothing-known = Cik zināms, jums nekas nav jādara.
verdict-pre-one = Jums darāmais: { $first }.
verdict-pre-two = Jums darāmais: { $first }; { $second }.
verdict-pre-kept = Atbildēts laikus: { $share }.
verdict-pre-typical = Tipiskais atbildes laiks: { $typical }.
verdict-pre-acknowledged = Saņēma ziņu: { $share }.
verdict-pre-inside = Gaida solītajā laikā: { $n }.
verdict-pre-since = Rakstījuši kopš pusnakts: { $n }.
verdict-pre-day = Diena: { $date }.
verdict-pre-who-waits = Kas, kur un pie kā gaida, ir teikts tālāk.
verdict-pre-minute = Izlasāms minūtē.
verdict-pre-people = Šeit skaitīti cilvēki, nevis ziņas.

## What needs somebody, and who still waits

needs-title = Jums darāmais
needs-intro-nothing = Jums nekas nav jādara.
needs-intro-nothing-known = Cik mums zināms, jums nekas nav jādara.
needs-intro-cant-tell = Divas lietas, kamēr skaitļu vēl nav.
needs-intro = { $overdue ->
    [0] { $n ->
        [1] Viena lieta. Neviens negaida pārāk ilgi.
        [zero] { SPELL($n) } lietu. Neviens negaida pārāk ilgi.
        [one] { SPELL($n) } lieta. Neviens negaida pārāk ilgi.
       *[other] { SPELL($n) } lietas. Neviens negaida pārāk ilgi.
    }
   *[other] { $n ->
        [1] Viena lieta. Neviens cits negaida pārāk ilgi.
        [zero] { SPELL($n) } lietu. Neviens cits negaida pārāk ilgi.
        [one] { SPELL($n) } lieta. Neviens cits negaida pārāk ilgi.
       *[other] { SPELL($n) } lietas. Neviens cits negaida pārāk ilgi.
    }
}
needs-intro-more-overdue = { $n ->
    [1] Vispirms šī lieta; pārāk ilgi gaida vēl { $more ->
        [zero] { $shown } cilvēku.
        [one] { $shown } cilvēks.
       *[other] { $shown } cilvēki.
    }
   *[other] Vispirms šīs { SPELL($n) } lietas; pārāk ilgi gaida vēl { $more ->
        [zero] { $shown } cilvēku.
        [one] { $shown } cilvēks.
       *[other] { $shown } cilvēki.
    }
}
needs-intro-more = { $n ->
    [1] Vispirms šī lieta; pārējais ir tālāk.
   *[other] Vispirms šīs { SPELL($n) } lietas; pārējais ir tālāk.
}

needs-answer = Atbildiet: { $who }
needs-answer-unnamed = Atbildiet kādam platformā { $platform }
needs-safety = Uzrakstiet par drošību vai veselību: { $who }
needs-safety-unnamed = Uzrakstiet par drošību vai veselību kādam platformā { $platform }
needs-safety-many = { $n ->
    [zero] Uzrakstiet { $n } cilvēkiem par drošību vai veselību
    [one] Uzrakstiet { $n } cilvēkam par drošību vai veselību
   *[other] Uzrakstiet { $n } cilvēkiem par drošību vai veselību
}
needs-fraud = Brīdiniet par iespējamu krāpšanu: par to raksta { $who }
needs-fraud-unnamed = Brīdiniet cilvēku platformā { $platform }, kas raksta par iespējamu krāpšanu
needs-fraud-many = { $n ->
    [zero] Brīdiniet { $n } cilvēkus, kas raksta par iespējamu krāpšanu
    [one] Brīdiniet { $n } cilvēku, kas raksta par iespējamu krāpšanu
   *[other] Brīdiniet { $n } cilvēkus, kas raksta par iespējamu krāpšanu
}
needs-legal = Izlemiet, kas atbildēs par tiesībām vai presi: raksta { $who }
needs-legal-unnamed = Izlemiet, kas atbildēs kādam platformā { $platform } par tiesībām vai presi
needs-legal-many = { $n ->
    [zero] Izlemiet, kas atbildēs { $n } cilvēkiem par tiesībām vai presi
    [one] Izlemiet, kas atbildēs { $n } cilvēkam par tiesībām vai presi
   *[other] Izlemiet, kas atbildēs { $n } cilvēkiem par tiesībām vai presi
}
needs-settle = { $n ->
    [zero] Izlemiet vienreiz par tematu „{ $topic }”: gaida { $n } cilvēku
    [one] Izlemiet vienreiz par tematu „{ $topic }”: gaida { $n } cilvēks
   *[other] Izlemiet vienreiz par tematu „{ $topic }”: gaida { $n } cilvēki
}
needs-settle-unnamed = { $n ->
    [zero] Izlemiet vienreiz: { $n } cilvēku gaida vienu un to pašu atbildi
    [one] Izlemiet vienreiz: { $n } cilvēks gaida vienu un to pašu atbildi
   *[other] Izlemiet vienreiz: { $n } cilvēki gaida vienu un to pašu atbildi
}
needs-settle-why = Viens lēmums vai viena publiska atbilde palīdzēs visiem.
needs-lookalike = Pārbaudiet kontu, kas līdzinās jūsējam: { $who }
needs-lookalike-unnamed = Pārbaudiet kontu platformā { $platform }, kas līdzinās jūsējam
needs-lookalikes = { $n ->
    [zero] Pārbaudiet { $n } kontus, kas līdzinās jūsējam
    [one] Pārbaudiet { $n } kontu, kas līdzinās jūsējam
   *[other] Pārbaudiet { $n } kontus, kas līdzinās jūsējam
}
needs-lookalike-seen = Pamanīts { $since }, platformā { $platform }.
needs-lookalikes-why = Ja kāds izliekas par jums, ziņojiet platformai, pirms cilvēki tam notic.
needs-resume = Izlemiet, vai atsākt automātiskās atbildes
needs-resume-why = Apturētas { $since }.
needs-uncertain = { $n ->
    [zero] Paskatieties, vai { $n } atbilžu nonāca galā
    [one] Paskatieties, vai { $n } atbilde nonāca galā
   *[other] Paskatieties, vai { $n } atbildes nonāca galā
}
needs-uncertain-why = Platforma to nepateica, un vēlreiz jautāt tai nevar. Nekas netiek sūtīts divreiz.
needs-refused = { $n ->
    [zero] Atbildiet uz { $n } ziņām paši
    [one] Atbildiet uz { $n } ziņu paši
   *[other] Atbildiet uz { $n } ziņām paši
}
needs-refused-why = Platforma automātisko atbildi nepieņēma, tāpēc atbildēt var tikai cilvēks.
needs-expired = { $n ->
    [zero] Apskatiet { $n } ziņas, kas mūs sasniedza par vēlu
    [one] Apskatiet { $n } ziņu, kas mūs sasniedza par vēlu
   *[other] Apskatiet { $n } ziņas, kas mūs sasniedza par vēlu
}
needs-expired-why = Laiks, kurā varēja atbildēt automātiski, bija pagājis. Atbildiet uz to, kas vēl ir svarīgs.
needs-thank = { $n ->
    [zero] Pasakiet paldies { $shown } cilvēkiem, kas palika bez ziņas
    [one] Pasakiet paldies { $shown } cilvēkam, kas palika bez ziņas
   *[other] Pasakiet paldies { $shown } cilvēkiem, kas palika bez ziņas
}
needs-thank-why = Atbilde nebija vajadzīga, tikai zīme, ka kāds te ir.
needs-unheard = { $n ->
    [zero] Uzrakstiet { $shown } cilvēkiem, kas palika bez ziņas
    [one] Uzrakstiet { $shown } cilvēkam, kas palika bez ziņas
   *[other] Uzrakstiet { $shown } cilvēkiem, kas palika bez ziņas
}
needs-unheard-why = Viņus nesasniedza pat automātiska ziņa.
needs-unheard-on = { $platform }: { $shown }
needs-unheard-where = Kur: { $platforms }.
needs-connect = Lūdziet atjaunot savienojumu: { $platforms }
needs-connect-why = Pēdējā pārbaudē savienojuma nebija, tāpēc cilvēki tur var rakstīt un palikt nesadzirdēti.
needs-parked = { $n ->
    [zero] Lūdziet apskatīt { $n } sūtījumus
    [one] Lūdziet apskatīt { $n } sūtījumu
   *[other] Lūdziet apskatīt { $n } sūtījumus
}
needs-parked-why = Heard nevarēja izlasīt vai atpazīt to, ko atsūtīja platforma. Tas, kas uztur Heard, to atradīs sadaļā „parked”.
needs-regular = Parūpējieties par pastāvīgu klientu, kas sūdzas: { $who }
needs-regular-unnamed = Parūpējieties par pastāvīgu klientu, kas sūdzas platformā { $platform }
needs-look-yourself = Šodien paskatieties platformās paši
needs-look-yourself-why = Heard nevar pateikt, kas gaida.
needs-have-log-read = Lūdziet tam, kas uztur Heard, izlasīt žurnālu
needs-have-log-read-why = Tur ir teikts, ko neizdevās nolasīt vai pārbaudīt.

needs-waiting = Gaida { $time }.
needs-waiting-up-to = Visilgāk gaida { $time }.
needs-due = Termiņš: { $moment }.
needs-due-never = Darba laiks turpmāk nav norādīts.
needs-public = { $where }, publiski.
needs-private = { $where }, privāti.
needs-about = Temats: { $topic }.
needs-with = Par to rūpējas { $who }.
needs-with-nobody = Vēl nav uzticēts nevienam.
needs-on-hold = Atlikts { $since }, { $why }.
needs-often = { $days ->
    [zero] Šomēnes rakstīja { $days } dienās.
    [one] Šomēnes rakstīja { $days } dienā.
   *[other] Šomēnes rakstīja { $days } dienās.
}
needs-vip = Viens no jūsu VIP.

needs-link-draft = { $n ->
    [1] Izlasīt melnrakstu un nosūtīt
    [zero] Izlasīt { $n } melnrakstus un vienu nosūtīt
    [one] Izlasīt { $n } melnrakstu un vienu nosūtīt
   *[other] Izlasīt { $n } melnrakstus un vienu nosūtīt
}
needs-link-answer = Atbildēt platformā { $platform }
needs-link-open = Atvērt sarunu
needs-link-assign = Uzticēt kolēģim
needs-link-snooze = Atlikt
needs-link-copy = Skatīt visus, kas gaida
needs-link-account = Apskatīt platformā { $platform }

needs-brief-answer = { $n ->
    [zero] atbildēt { $n } cilvēkiem, kas gaida pārāk ilgi
    [one] atbildēt { $n } cilvēkam, kas gaida pārāk ilgi
   *[other] atbildēt { $n } cilvēkiem, kas gaida pārāk ilgi
}
needs-brief-safety = { $n ->
    [zero] rakstīt { $n } cilvēkiem par drošību
    [one] rakstīt { $n } cilvēkam par drošību
   *[other] rakstīt { $n } cilvēkiem par drošību
}
needs-brief-fraud = { $n ->
    [zero] brīdināt { $n } cilvēkus par krāpšanu
    [one] brīdināt { $n } cilvēku par krāpšanu
   *[other] brīdināt { $n } cilvēkus par krāpšanu
}
needs-brief-legal = { $n ->
    [zero] izlemt { $n } tiesību vai preses jautājumus
    [one] izlemt { $n } tiesību vai preses jautājumu
   *[other] izlemt { $n } tiesību vai preses jautājumus
}
needs-brief-settle = { $n ->
    [zero] izlemt vienreiz { $n } cilvēku labā
    [one] izlemt vienreiz { $n } cilvēka labā
   *[other] izlemt vienreiz { $n } cilvēku labā
}
needs-brief-lookalikes = { $n ->
    [zero] pārbaudīt { $n } līdzīgus kontus
    [one] pārbaudīt { $n } līdzīgu kontu
   *[other] pārbaudīt { $n } līdzīgus kontus
}
needs-brief-resume = izlemt par automātiskajām atbildēm
needs-brief-uncertain = { $n ->
    [zero] skatīt, vai { $n } atbilžu nonāca galā
    [one] skatīt, vai { $n } atbilde nonāca galā
   *[other] skatīt, vai { $n } atbildes nonāca galā
}
needs-brief-refused = { $n ->
    [zero] pašiem atbildēt uz { $n } ziņām
    [one] pašiem atbildēt uz { $n } ziņu
   *[other] pašiem atbildēt uz { $n } ziņām
}
needs-brief-expired = { $n ->
    [zero] apskatīt { $n } nokavētas ziņas
    [one] apskatīt { $n } nokavētu ziņu
   *[other] apskatīt { $n } nokavētas ziņas
}
needs-brief-thank = { $n ->
    [zero] pateikties { $shown } cilvēkiem bez ziņas
    [one] pateikties { $shown } cilvēkam bez ziņas
   *[other] pateikties { $shown } cilvēkiem bez ziņas
}
needs-brief-unheard = { $n ->
    [zero] rakstīt { $shown } cilvēkiem bez ziņas
    [one] rakstīt { $shown } cilvēkam bez ziņas
   *[other] rakstīt { $shown } cilvēkiem bez ziņas
}
needs-brief-connect = { $n ->
    [zero] atjaunot savienojumu ar { $n } platformām
    [one] atjaunot savienojumu ar { $n } platformu
   *[other] atjaunot savienojumu ar { $n } platformām
}
needs-brief-parked = { $n ->
    [zero] lūgt apskatīt { $n } sūtījumus
    [one] lūgt apskatīt { $n } sūtījumu
   *[other] lūgt apskatīt { $n } sūtījumus
}
needs-brief-regular = parūpēties par pastāvīgu klientu

waiting-title = Joprojām gaida
waiting-title-also = Gaida arī
waiting-intro = { $late ->
    [0] { $inside ->
        [zero] { $insides } cilvēku gaida solītā laika robežās.
        [one] { $insides } cilvēks gaida solītā laika robežās.
       *[other] { $insides } cilvēki gaida solītā laika robežās.
    }
    [zero] { $inside ->
        [0] { $lates } cilvēku gaida ilgāk, nekā solīts.
       *[other] { $lates } cilvēku gaida ilgāk, nekā solīts, { $insides } – solītā laika robežās.
    }
    [one] { $inside ->
        [0] { $lates } cilvēks gaida ilgāk, nekā solīts.
       *[other] { $lates } cilvēks gaida ilgāk, nekā solīts, { $insides } – solītā laika robežās.
    }
   *[other] { $inside ->
        [0] { $lates } cilvēki gaida ilgāk, nekā solīts.
       *[other] { $lates } cilvēki gaida ilgāk, nekā solīts, { $insides } – solītā laika robežās.
    }
}
waiting-with = par to rūpējas { $who }
waiting-with-nobody = vēl nav uzticēts nevienam
waiting-due = termiņš: { $moment }
waiting-due-never = darba laiks turpmāk nav norādīts
waiting-held = atlikts { $since }, { $why }
waiting-held-customer = gaidot paša cilvēka atbildi
waiting-held-third-party = gaidot ziņu no citiem
waiting-held-crisis = kamēr ilgst krīze
waiting-held-outage = kamēr platforma nedarbojas
waiting-about = par tematu „{ $topic }”
waiting-more = Un vēl { $shown }.
waiting-link-copy = { $n ->
    [1] Skatīt vēl vienu tīmekļa kopijā
   *[other] Skatīt pārējos { $n } tīmekļa kopijā
}
waiting-left-over = { $n ->
    [0] No agrākām dienām nav palicis neviens.
    [zero] No agrākām dienām gaida { $shown } cilvēku.
    [one] No agrākām dienām gaida { $shown } cilvēks.
   *[other] No agrākām dienām gaida { $shown } cilvēki.
}
waiting-since = { $n ->
    [zero] Kopš pusnakts rakstīja vēl { SPELL($n) } cilvēku; tas būs rītdienas pārskatā.
    [one] Kopš pusnakts rakstīja vēl { SPELL($n) } cilvēks; tas būs rītdienas pārskatā.
   *[other] Kopš pusnakts rakstīja vēl { SPELL($n) } cilvēki; tas būs rītdienas pārskatā.
}
waiting-opening = Jūsu darba laiks sākas { $moment }.
waiting-clears = Parastajā tempā vairs neviens negaidīs aptuveni { $moment }.

## How it unfolded, what else was checked

unfolded-title = Kā tas norisinājās
unfolded-intro = { $n ->
    [1] Ienāca { $count } sūdzība, laikā no { $from } līdz { $until }.
    [zero] Ienāca { $count } sūdzību. Visvairāk to bija no { $from } līdz { $until }: { $peak }.
    [one] Ienāca { $count } sūdzība. Visvairāk to bija no { $from } līdz { $until }: { $peak }.
   *[other] Ienāca { $count } sūdzības. Visvairāk to bija no { $from } līdz { $until }: { $peak }.
}
unfolded-intro-usual = { $n ->
    [1] Ienāca { $count } sūdzība, laikā no { $from } līdz { $until }. Cilvēki, kas sūdzas šajā nedēļas dienā: parasti { $usual }.
    [zero] Ienāca { $count } sūdzību. Visvairāk to bija no { $from } līdz { $until }: { $peak }. Cilvēki, kas sūdzas šajā nedēļas dienā: parasti { $usual }.
    [one] Ienāca { $count } sūdzība. Visvairāk to bija no { $from } līdz { $until }: { $peak }. Cilvēki, kas sūdzas šajā nedēļas dienā: parasti { $usual }.
   *[other] Ienāca { $count } sūdzības. Visvairāk to bija no { $from } līdz { $until }: { $peak }. Cilvēki, kas sūdzas šajā nedēļas dienā: parasti { $usual }.
}
unfolded-alarm = Kolēģi tika brīdināti, ka vienlaikus dusmojas daudz cilvēku.
unfolded-alarm-number = { $n ->
    [1] Kolēģi tika brīdināti: stundas laikā dusmojās viens cilvēks.
    [zero] Kolēģi tika brīdināti: stundas laikā dusmojās { $n } cilvēku.
    [one] Kolēģi tika brīdināti: stundas laikā dusmojās { $n } cilvēks.
   *[other] Kolēģi tika brīdināti: stundas laikā dusmojās { $n } cilvēki.
}
unfolded-switch-on = Tika apturētas visas automātiskās atbildes.
unfolded-switch-on-name = Visas automātiskās atbildes apturēja { $who }.
unfolded-switch-off = Automātiskās atbildes tika atsāktas.
unfolded-switch-off-name = Automātiskās atbildes atsāka { $who }.
unfolded-outage = Sākot no šī brīža, kādas platformas ziņu var trūkt.
unfolded-outage-name = Sākot no šī brīža, var trūkt ziņu no platformas { $who }.
unfolded-outage-over = Platforma atkal ziņoja par visu.
unfolded-outage-over-name = { $who } atkal ziņoja par visu.
unfolded-first-late = Pirmo reizi šajā dienā kāds bija gaidījis ilgāk, nekā solīts.
unfolded-most-complaints = Sākās stunda, kurā sūdzību bija visvairāk.

checked-title = Pārbaudīts arī
checked-title-listening = Mēs klausījāmies
checked-nothing = Neko vairāk pārbaudīt neizdevās.
checked-nothing-more = Pie tā, kas teikts iepriekš, nav nekā, ko piebilst.
checked-fine = Neviena atbilde netika noraidīta vai pazaudēta, un visus sūtījumus izdevās nolasīt.
checked-uncertain = { $n ->
    [1] Nav zināms, vai { SPELL($n) } atbilde nonāca galā. Paskatieties un, ja tās nav, atbildiet paši.
    [zero] Nav zināms, vai { SPELL($n) } atbilžu nonāca galā. Paskatieties un, kur atbildes nav, atbildiet paši.
    [one] Nav zināms, vai { SPELL($n) } atbilde nonāca galā. Paskatieties un, kur atbildes nav, atbildiet paši.
   *[other] Nav zināms, vai { SPELL($n) } atbildes nonāca galā. Paskatieties un, kur atbildes nav, atbildiet paši.
}
checked-refused = { $n ->
    [zero] Platforma nepieņēma { SPELL($n) } atbildes. Tur atbildēt var tikai cilvēks.
    [one] Platforma nepieņēma { SPELL($n) } atbildi. Tur atbildēt var tikai cilvēks.
   *[other] Platforma nepieņēma { SPELL($n) } atbildes. Tur atbildēt var tikai cilvēks.
}
checked-expired = { $n ->
    [1] { SPELL($n) } ziņa mūs sasniedza par vēlu, lai atbildētu automātiski. Ja tā vēl ir svarīga, atbildiet paši.
    [zero] { SPELL($n) } ziņu mūs sasniedza par vēlu, lai atbildētu automātiski. Uz to, kas vēl ir svarīgs, atbildiet paši.
    [one] { SPELL($n) } ziņa mūs sasniedza par vēlu, lai atbildētu automātiski. Uz to, kas vēl ir svarīgs, atbildiet paši.
   *[other] { SPELL($n) } ziņas mūs sasniedza par vēlu, lai atbildētu automātiski. Uz to, kas vēl ir svarīgs, atbildiet paši.
}
checked-parked = { $n ->
    [zero] Par { SPELL($n) } ziņām neizdevās izlemt, un tās ir noliktas malā. Tas, kas uztur Heard, tās atradīs sadaļā „parked”.
    [one] Par { SPELL($n) } ziņu neizdevās izlemt, un tā ir nolikta malā. Tas, kas uztur Heard, to atradīs sadaļā „parked”.
   *[other] Par { SPELL($n) } ziņām neizdevās izlemt, un tās ir noliktas malā. Tas, kas uztur Heard, tās atradīs sadaļā „parked”.
}
checked-dead-lettered = { $n ->
    [zero] { SPELL($n) } ziņas neizdevās apstrādāt nemaz. Tas, kas uztur Heard, var tās iesniegt vēlreiz.
    [one] { SPELL($n) } ziņu neizdevās apstrādāt nemaz. Tas, kas uztur Heard, var to iesniegt vēlreiz.
   *[other] { SPELL($n) } ziņas neizdevās apstrādāt nemaz. Tas, kas uztur Heard, var tās iesniegt vēlreiz.
}
checked-unplaced = { $n ->
    [zero] { SPELL($n) } sūtījumus neizdevās nolasīt, vai arī tie nepieder nevienam jūsu kontam. Tas, kas uztur Heard, tos atradīs sadaļā „parked”.
    [one] { SPELL($n) } sūtījumu neizdevās nolasīt, vai arī tas nepieder nevienam jūsu kontam. Tas, kas uztur Heard, to atradīs sadaļā „parked”.
   *[other] { SPELL($n) } sūtījumus neizdevās nolasīt, vai arī tie nepieder nevienam jūsu kontam. Tas, kas uztur Heard, tos atradīs sadaļā „parked”.
}
checked-lookalike = { $n ->
    [zero] { SPELL($n) } kontu līdzinās jūsējam. Apskatiet tos un ziņojiet platformai.
    [one] { SPELL($n) } konts līdzinās jūsējam. Apskatiet to un ziņojiet platformai.
   *[other] { SPELL($n) } konti līdzinās jūsējam. Apskatiet tos un ziņojiet platformai.
}
checked-lookalike-names = { $n ->
    [zero] { SPELL($n) } kontu līdzinās jūsējam: { $who }. Apskatiet tos un ziņojiet platformai.
    [one] { SPELL($n) } konts līdzinās jūsējam: { $who }. Apskatiet to un ziņojiet platformai.
   *[other] { SPELL($n) } konti līdzinās jūsējam: { $who }. Apskatiet tos un ziņojiet platformai.
}
checked-lookalike-more = { $n ->
    [zero] { SPELL($n) } kontu līdzinās jūsējam, starp tiem { $who }. Apskatiet tos un ziņojiet platformai.
    [one] { SPELL($n) } konts līdzinās jūsējam, starp tiem { $who }. Apskatiet tos un ziņojiet platformai.
   *[other] { SPELL($n) } konti līdzinās jūsējam, starp tiem { $who }. Apskatiet tos un ziņojiet platformai.
}
checked-account = { $account } platformā { $platform }
checked-complaints = { $n ->
    [0] { $known ->
        [no] Cik mums zināms, neviens nesūdzējās.
       *[yes] Neviens nesūdzējās.
    }
    [zero] Sūdzējās { $count } cilvēku.
    [one] Sūdzējās { $count } cilvēks.
   *[other] Sūdzējās { $count } cilvēki.
}
checked-complaints-usual = { $n ->
    [0] Neviens nesūdzējās. Parasti šajā nedēļas dienā sūdzas { $usual }.
    [zero] Sūdzējās { $count } cilvēku. Parasti šajā nedēļas dienā sūdzas { $usual }.
    [one] Sūdzējās { $count } cilvēks. Parasti šajā nedēļas dienā sūdzas { $usual }.
   *[other] Sūdzējās { $count } cilvēki. Parasti šajā nedēļas dienā sūdzas { $usual }.
}
checked-complaints-range = { $level ->
    [more] { $n ->
        [zero] Sūdzējās { $count } cilvēku, vairāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [one] Sūdzējās { $count } cilvēks, vairāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
       *[other] Sūdzējās { $count } cilvēki, vairāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
    }
    [fewer] { $n ->
        [0] Neviens nesūdzējās, mazāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [zero] Sūdzējās { $count } cilvēku, mazāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [one] Sūdzējās { $count } cilvēks, mazāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
       *[other] Sūdzējās { $count } cilvēki, mazāk nekā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
    }
    [same] { $n ->
        [0] Neviens nesūdzējās, un tas nav nekas neparasts. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [zero] Sūdzējās { $count } cilvēku, kā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [one] Sūdzējās { $count } cilvēks, kā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
       *[other] Sūdzējās { $count } cilvēki, kā parasti. Šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
    }
   *[unknown] { $n ->
        [zero] Sūdzējās { $count } cilvēku. Parasti šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
        [one] Sūdzējās { $count } cilvēks. Parasti šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
       *[other] Sūdzējās { $count } cilvēki. Parasti šajā nedēļas dienā sūdzas no { $low } līdz { $high }.
    }
}
checked-asked = { $recovered ->
    [0] { $platforms }, komentāri un ziņas: pavisam { $exist }, paši atnāca { $received }, tikai pēc vaicājuma – neviens.
   *[other] { $platforms }, komentāri un ziņas: pavisam { $exist }, paši atnāca { $received }, tikai pēc vaicājuma – { $recovered }.
}
checked-asked-missing = { $n ->
    [zero] Vēl { SPELL($n) } ({ $platforms }) mūs nav sasnieguši. Paskatieties tur paši.
    [one] Vēl { SPELL($n) } ({ $platforms }) mūs nav sasniedzis. Paskatieties tur paši.
   *[other] Vēl { SPELL($n) } ({ $platforms }) mūs nav sasnieguši. Paskatieties tur paši.
}
checked-unasked = Neizdevās noskaidrot, kas ir šajās platformās: { $platforms }.
checked-on-hold = { $n ->
    [zero] { SPELL($n) } cilvēku gaida, jo atbilde ir atlikta: tā izlēma kolēģis, vai arī platforma nedarbojas.
    [one] { SPELL($n) } cilvēks gaida, jo atbilde ir atlikta: tā izlēma kolēģis, vai arī platforma nedarbojas.
   *[other] { SPELL($n) } cilvēki gaida, jo atbilde ir atlikta: tā izlēma kolēģis, vai arī platforma nedarbojas.
}
checked-posts = { $posts ->
    [1] Jūsu ieraksta pirmajā stundā { $came ->
        [0] neviens nerakstīja.
        [1] ienāca viens komentārs, un { $heard ->
            [0] šajā laikā tas palika bez ziņas no mums.
           *[other] šajā laikā tas saņēma ziņu no mums.
        }
        [zero] ienāca { $came } komentāru; ziņu no mums šajā laikā saņēma { $heard }.
        [one] ienāca { $came } komentārs; ziņu no mums šajā laikā saņēma { $heard }.
       *[other] ienāca { $came } komentāri; ziņu no mums šajā laikā saņēma { $heard }.
    }
   *[other] Jūsu ierakstu ({ $posts }) pirmajās stundās { $came ->
        [0] neviens nerakstīja.
        [1] ienāca viens komentārs, un { $heard ->
            [0] šajā laikā tas palika bez ziņas no mums.
           *[other] šajā laikā tas saņēma ziņu no mums.
        }
        [zero] ienāca { $came } komentāru; ziņu no mums šajā laikā saņēma { $heard }.
        [one] ienāca { $came } komentārs; ziņu no mums šajā laikā saņēma { $heard }.
       *[other] ienāca { $came } komentāri; ziņu no mums šajā laikā saņēma { $heard }.
    }
}
checked-posts-unknown = { $n ->
    [1] Vēl viena ieraksta pirmā stunda nav zināma.
    [zero] Vēl { $n } ierakstu pirmā stunda nav zināma.
    [one] Vēl { $n } ieraksta pirmā stunda nav zināma.
   *[other] Vēl { $n } ierakstu pirmā stunda nav zināma.
}
checked-held = { $n ->
    [zero] { SPELL($n) } ziņas aizturētas kā apvainojums vai surogātpasts. Atbildes nebija, un skaitļos tās nav iekļautas.
    [one] { SPELL($n) } ziņa aizturēta kā apvainojums vai surogātpasts. Atbildes nebija, un skaitļos tā nav iekļauta.
   *[other] { SPELL($n) } ziņas aizturētas kā apvainojums vai surogātpasts. Atbildes nebija, un skaitļos tās nav iekļautas.
}
checked-passed-over = { $n ->
    [zero] Vēl { SPELL($n) } tikai saskaitītas: kāds noteikums tās izlaiž, vai arī tur nevar atbildēt.
    [one] Vēl { SPELL($n) } tikai saskaitīta: kāds noteikums to izlaiž, vai arī tur nevar atbildēt.
   *[other] Vēl { SPELL($n) } tikai saskaitītas: kāds noteikums tās izlaiž, vai arī tur nevar atbildēt.
}
checked-unnamed = { $n ->
    [1] { SPELL($n) } ziņa atnāca bez vārda un skaitās kā viens cilvēks.
    [zero] { SPELL($n) } ziņu atnāca bez vārda, un katra skaitās kā viens cilvēks.
    [one] { SPELL($n) } ziņa atnāca bez vārda, un katra skaitās kā viens cilvēks.
   *[other] { SPELL($n) } ziņas atnāca bez vārda, un katra skaitās kā viens cilvēks.
}
checked-listened = { $known ->
    [yes] { $platform }: klausījāmies. Tests izdevās { $looped }; pēdējo reizi cilvēki dzirdēti { $heard }.
   *[no] { $platform }: klausījāmies. Tests izdevās { $looped }.
}
checked-connected = { $known ->
    [yes] { $platform }: savienojums bija, kā redzējām pārbaudē { $checked }, taču bez pilna testa. Pēdējo reizi cilvēki dzirdēti { $heard }.
   *[no] { $platform }: savienojums bija, kā redzējām pārbaudē { $checked }, taču bez pilna testa.
}
checked-stale = { $platform }: pēdējā pārbaude bija { $checked }. Tas ir pārāk sen, lai teiktu, ka klausāmies.
checked-unknown = { $platform }: nav zināms, vai klausāmies.
checked-deaf = { $platform }: mēs tur neko nedzirdam. Lūdziet to apskatīt tam, kas uztur Heard.
checked-deaf-why = { $platform }: mēs tur neko nedzirdam ({ $why }). Lūdziet to apskatīt tam, kas uztur Heard.

## How quickly we were there

quick-title = Cik ātri mēs atbildējām
quick-promise-tenths = Solījums: personiska atbilde { $span } laikā, skaitot tikai darba laiku, { $tenths } no 10 cilvēkiem.
quick-promise = Solījums: personiska atbilde { $span } laikā, skaitot tikai darba laiku, { $goal } no 100 cilvēkiem.
quick-promise-everybody = Solījums: personiska atbilde { $span } laikā, skaitot tikai darba laiku, visiem.
quick-first-signs = Pirmā ziņa { $span } laikā: { $share }.
quick-acknowledged = saņēma ziņu
quick-acknowledged-note = { $shown ->
    [both] { $part } no { $whole }, tipiski { $pace }
    [parts] { $part } no { $whole }
    [pace] tipiski { $pace }
   *[neither] no visiem, kas rakstīja
}
quick-answered = atbildēts laikus
quick-answered-note = { $shown ->
    [parts] { $part } no { $whole }, mērķis { $goal }
   *[neither] mērķis { $goal }
}
quick-typical = tipiska atbilde
quick-typical-note = darba laikā
quick-typical-usual = darba laikā, parasti { $usual }
quick-ninth = vai ātrāk – 9 no 10
quick-ninth-note = lēnākā { $slowest }
quick-ninth-platform = lēnākā { $slowest }, platformā { $platform }
quick-slowest = lēnākā atbilde
quick-slowest-note = darba laikā
quick-slowest-platform = darba laikā, platformā { $platform }
quick-table = Pa platformām
quick-head-platform = Platforma
quick-head-people = Cilvēki
quick-head-in-time = Laikus
quick-head-typical = Tipiski
quick-head-waiting = Gaida
quick-unknown = –
quick-others = { $n ->
    [zero] { $n } citas
    [one] { $n } cita
   *[other] { $n } citas
}
quick-waiting = { $n ->
    [0] neviens
   *[other] { $count }
}
quick-waiting-overdue = { $count } ({ $overdue } par ilgu)
quick-waiting-all-overdue = { $overdue } par ilgu
quick-strip = Atbildēts laikus pēdējās 7 dienās
quick-cell-closed = –
quick-cell-unknown = ?
quick-cell-part = { $share }*
quick-day = { $day }: { $share }
quick-day-closed = { $day }: slēgts
quick-day-unknown = { $day }: nav zināms
quick-day-part = { $day }: { $share }, no nepilnīgiem datiem
quick-strip-note = { $days ->
    [0] Mērķis ir { $goal }.
    [zero] Mērķis { $goal } sasniegts { $reached } no { $days } dienām.
    [one] Mērķis { $goal } sasniegts { $reached } no { $days } dienas.
   *[other] Mērķis { $goal } sasniegts { $reached } no { $days } dienām.
}
quick-strip-part = Ar zvaigznīti atzīmēta diena ar nepilnīgiem datiem.
quick-from = Salīdzinājumi ar citām dienām sāksies šajā dienā: { $date }.
quick-hours = Kad cilvēki rakstīja
quick-hours-closed = { $shown ->
    [all] Ārpus darba laika ienāca { $closed } no { $total } komentāriem un ziņām, visi no { $from } līdz { $until }.
   *[some] Ārpus darba laika ienāca { $closed } no { $total } komentāriem un ziņām, no tiem { $peak } laikā no { $from } līdz { $until }.
}
quick-hours-open = { $known ->
    [no] Komentāri un ziņas: { $total }; cik mums zināms, neviens neienāca ārpus darba laika.
   *[yes] Komentāri un ziņas: { $total }; visi ienāca jūsu darba laikā.
}
quick-hours-shut = { $shown ->
    [all] Visu dienu bija slēgts. Komentāri un ziņas: { $total }, visi no { $from } līdz { $until }.
   *[some] Visu dienu bija slēgts. Komentāri un ziņas: { $total }, no tiem { $peak } laikā no { $from } līdz { $until }.
}

## Relationships, not reach

relations-title = Attiecības, nevis sasniegtā auditorija
relations-conversations = īstas sarunas
relations-conversations-note = { $shown ->
    [share] rakstīja vēlreiz pēc atbildes, { $share } no { $answered }
    [parts] rakstīja vēlreiz pēc atbildes, no { $answered }
   *[neither] rakstīja vēlreiz pēc atbildes
}
relations-conversations-usual = { $shown ->
    [share] rakstīja vēlreiz pēc atbildes, { $share } no { $answered }; parasti { $usual }
    [parts] rakstīja vēlreiz pēc atbildes, no { $answered }; parasti { $usual }
   *[neither] rakstīja vēlreiz pēc atbildes; parasti { $usual }
}
relations-back = atgriezās
relations-back-note = { $new ->
    [0] 28 dienu laikā; neviena jauna
    [zero] 28 dienu laikā; { $count } jaunu
    [one] 28 dienu laikā; { $count } jauns
   *[other] 28 dienu laikā; { $count } jauni
}
relations-unknown = ?
relations-back-from = būs zināms, sākot ar šo dienu: { $date }
relations-back-unknown = vēl nav zināms
relations-said = kaut ko pateica
relations-said-note = { $spoke ->
    [zero] vairāk par atzīmi vai emocijzīmi, { $count } publiskos komentāros
    [one] vairāk par atzīmi vai emocijzīmi, { $count } publiskā komentārā
   *[other] vairāk par atzīmi vai emocijzīmi, { $count } publiskos komentāros
}
relations-shares = { $n ->
    [zero] kopīgojumu
    [one] kopīgojums
   *[other] kopīgojumi
}
relations-shares-note = { $shown ->
    [all] visiem pateikts paldies
    [some] paldies pateikts { $thanked }
   *[none] paldies nav pateikts nevienam
}
relations-shares-unknown = { $shown ->
    [all] visiem pateikts paldies, { $unknown } no tiem bez vārda
    [some] paldies pateikts { $thanked }; { $unknown } bez vārda
   *[none] paldies nav pateikts nevienam; { $unknown } bez vārda
}
relations-classes = { $total ->
    [zero] Ko cilvēki teica publiski, { $count } komentāros un pieminējumos: { $classes }.
    [one] Ko cilvēki teica publiski, { $count } komentārā vai pieminējumā: { $classes }.
   *[other] Ko cilvēki teica publiski, { $count } komentāros un pieminējumos: { $classes }.
}
relations-class-question = { $n ->
    [zero] { $n } jautājumu
    [one] { $n } jautājums
   *[other] { $n } jautājumi
}
relations-class-complaint = { $n ->
    [zero] { $n } sūdzību
    [one] { $n } sūdzība
   *[other] { $n } sūdzības
}
relations-class-praise = { $n } ar uzslavu vai pateicību
relations-class-story = { $n ->
    [zero] { $n } stāstu vai viedokļu
    [one] { $n } stāsts vai viedoklis
   *[other] { $n } stāsti vai viedokļi
}
relations-class-tag = { $n } tikai ar atzīmi vai emocijzīmi
relations-deep = { $threads ->
    [zero] { $deep } no { $threads } sarunām cilvēks rakstīja trīs reizes vai vairāk.
    [one] { $deep } no { $threads } sarunas cilvēks rakstīja trīs reizes vai vairāk.
   *[other] { $deep } no { $threads } sarunām cilvēks rakstīja trīs reizes vai vairāk.
}
relations-topics = Par ko cilvēki rakstīja visvairāk: { $topics }.
relations-topic = { $topic } ({ $n })
relations-people = Vērts uzrunāt personiski
relations-why-first = Šeit ir pirmo reizi: iepriekšējās 28 dienās nerakstīja.
relations-why-days = { $n ->
    [zero] No pēdējām 28 dienām rakstīja { $n } dienās.
    [one] No pēdējām 28 dienām rakstīja { $n } dienā.
   *[other] No pēdējām 28 dienām rakstīja { $n } dienās.
}
relations-why-story = Atrada laiku pastāstīt jums kaut ko savu.
relations-why-shared = Kopīgoja to, ko publicējāt.
relations-why-kind = Pateica jums labu vārdu.
relations-why-vip = Ir jūsu īpašo cilvēku sarakstā.
relations-why-wrote = Rakstīja jums.
relations-see = Skatīt, ko platformā { $platform } rakstīja { $who }
relations-ideas = Ja atrodas mierīgs brīdis
relations-share-on = Kopīgojiet to, ko publicēja { $who }
relations-share-on-why = Nodot tālāk kāda darbu ir pateicība, ko pamana.
relations-meet = Iepazīstiniet vienu ar otru: { $one } un { $other }
relations-meet-why = Abi raksta jums bieži un par vienu un to pašu: { $topic }.
relations-thank = Pasakiet paldies par šo mēnesi: { $who }
relations-thank-why = { $n ->
    [zero] Šajā mēnesī rakstīja jums { $n } dienās.
    [one] Šajā mēnesī rakstīja jums { $n } dienā.
   *[other] Šajā mēnesī rakstīja jums { $n } dienās.
}
relations-thank-each = { $n ->
    [zero] Katrs šajā mēnesī rakstīja jums vismaz { $n } dienās.
    [one] Katrs šajā mēnesī rakstīja jums vismaz { $n } dienā.
   *[other] Katrs šajā mēnesī rakstīja jums vismaz { $n } dienās.
}
relations-thank-often = Rakstīja jums bieži.
relations-help = Paskatieties, vai varat palīdzēt: { $who }
relations-help-why = Par jums tika runāts, nenosaucot jūsu kontu, tāpēc automātiskas atbildes nebija.
relations-quiet = Pastāvīgie klienti, par kuriem sen nekas nav dzirdēts
relations-why-quiet = Kopš pēdējās reizes ({ $date }) vairs nav rakstīts.
relations-why-quiet-days = { $n ->
    [1] Rakstīja { $n } dienā ({ $date }); kopš tās vairs nav rakstīts.
    [zero] Rakstīja { $n } dienās; kopš pēdējās reizes ({ $date }) vairs nav rakstīts.
    [one] Rakstīja { $n } dienā; kopš pēdējās reizes ({ $date }) vairs nav rakstīts.
   *[other] Rakstīja { $n } dienās; kopš pēdējās reizes ({ $date }) vairs nav rakstīts.
}
relations-month = Pēdējais mēnesis blakus iepriekšējam
relations-month-figure = Rādītājs
relations-month-days = { $days ->
    [zero] { $days } dienu līdz { $date }
    [one] { $days } diena līdz { $date }
   *[other] { $days } dienas līdz { $date }
}
relations-month-people = Cilvēki, kas rakstīja
relations-month-acknowledged = Saņēma ziņu
relations-month-came-back = Atgriezās
relations-month-conversations = Rakstīja vēlreiz pēc atbildes
relations-month-said = Kaut ko pateica
relations-month-shares = Kopīgojumi
relations-month-heard-back = Rakstīja vēlreiz 7 dienu laikā pēc mūsu ziņas
relations-month-unheard-back = Rakstīja vēlreiz 7 dienu laikā bez mūsu ziņas
relations-month-note = Abi mēneši te stāv līdzās. Mēnesī mainās daudz kas: šeit redzams, kas ir mainījies, bet ne kāpēc.

## The people who answered, and the foot

team-title = Cilvēki, kas atbildēja
team-quoted = { $who }, platformā { $platform }; atbildēja { $colleague }
team-quoted-somebody = Platformā { $platform }; atbildēja { $colleague }
team-table = Alfabēta secībā
team-head-name = Vārds, A–Z
team-head-helped = Palīdzēja cilvēkiem
team-head-wrote-back = Rakstīja atpakaļ
team-head-holding = Tagad pārziņā
team-none = nav
team-others = { $n ->
    [zero] { $n } citu
    [one] { $n } cits
   *[other] { $n } citi
}
team-unnamed = { $n ->
    [zero] Vēl { SPELL($n) } cilvēkiem palīdzēja kolēģi, kuru vārdu platforma neatklāj.
    [one] Vēl { SPELL($n) } cilvēkam palīdzēja kolēģi, kuru vārdu platforma neatklāj.
   *[other] Vēl { SPELL($n) } cilvēkiem palīdzēja kolēģi, kuru vārdu platforma neatklāj.
}
team-signed = { $answers ->
    [1] { $shown ->
        [all] Vienīgā atbilde bija parakstīta ar vārdu.
       *[some] Vienīgā atbilde nebija parakstīta ar vārdu.
    }
   *[other] { $shown ->
        [all] Visas { $answers } atbildes bija parakstītas ar vārdu.
       *[some] Ar vārdu parakstītas { $signed } no { $answers } atbildēm.
    }
}
team-signed-known = { $answers ->
    [1] { $shown ->
        [all] Vienīgā atbilde, par kuru tas zināms, bija parakstīta ar vārdu.
       *[some] Vienīgā atbilde, par kuru tas zināms, nebija parakstīta ar vārdu.
    }
   *[other] Ar vārdu parakstītas { $signed } no { $answers } atbildēm, par kurām tas zināms.
}
team-unassigned = { $n ->
    [zero] { SPELL($n) } sarunām, kas gaida, vēl nav atbildīgā.
    [one] { SPELL($n) } sarunai, kas gaida, vēl nav atbildīgā.
   *[other] { SPELL($n) } sarunām, kas gaida, vēl nav atbildīgā.
}
team-after-hours = { $n ->
    [1] { SPELL($n) } atbilde uzrakstīta ārpus darba laika. Pasakiet paldies tās autoram un ļaujiet šo laiku atgūt.
    [zero] { SPELL($n) } atbildes uzrakstītas ārpus darba laika. Pasakiet paldies to autoriem un ļaujiet šo laiku atgūt.
    [one] { SPELL($n) } atbilde uzrakstīta ārpus darba laika. Pasakiet paldies to autoriem un ļaujiet šo laiku atgūt.
   *[other] { SPELL($n) } atbildes uzrakstītas ārpus darba laika. Pasakiet paldies to autoriem un ļaujiet šo laiku atgūt.
}

foot-counting = Kā mēs skaitām. Cilvēks ir viens konts vienā platformā vienā dienā. Saņēma ziņu: jebkura mūsu zīme, ko cilvēks var redzēt, automātiska vai personiska; ar „patīk” pietiek tikai uzslavai un kopīgojumam. Atbildēts: atbildi rakstīja kolēģis; automātiskās neskaitās nekad. Laikus: { $span } laikā, skaitot tikai darba laiku; nokavētais un vēl nesniegtais pēc termiņa rādītāju mazina, bet tas, kam termiņš vēl nav pienācis, netiek skaitīts. Tipiski: vidējais no lieluma secībā sakārtotajiem (mediāna).
foot-usual = Parasti: pēdējo astoņu to pašu nedēļas dienu mediāna.
foot-as-of = Dati uz plkst. { $clock } ({ $date }); laika josla: { $zone }.
foot-as-of-blank = Pārbaudīts plkst. { $clock } ({ $date }); laika josla: { $zone }.
foot-items = { $n ->
    [1] Saskaitīts: { $count } komentārs vai ziņa, autori: { $people }.
   *[other] Saskaitīti komentāri un ziņas: { $count }, autori: { $people }.
}
foot-complete = { $n ->
    [1] Platformā klausījāmies visu dienu.
    [2] Abās platformās klausījāmies visu dienu.
   *[other] Visās { $n } platformās klausījāmies visu dienu.
}
foot-incomplete = Nepilnīgi: { $gaps }.
foot-incomplete-many = { $n ->
    [zero] Nepilnīgi: { $n } platformu dati.
    [one] Nepilnīgi: { $n } platformas dati.
   *[other] Nepilnīgi: { $n } platformu dati.
}
foot-gap = { $platform } ({ $time })
foot-unproven = Skaitļi ir par to, kas sasniedza Heard; vai platformas nosūtīja visu, nav zināms.
foot-hours = { $n ->
    [zero] Diennaktī bija { $n } stundu, jo tika pagriezti pulksteņi.
    [one] Diennaktī bija { $n } stunda, jo tika pagriezti pulksteņi.
   *[other] Diennaktī bija { $n } stundas, jo tika pagriezti pulksteņi.
}
foot-expected = { $told ->
    [zero] { $told } cilvēkiem tika teikts, ka atbilde gaidāma { $span } laikā, skaitot tikai darba laiku; līdz tam to saņēma { $kept }.
    [one] { $told } cilvēkam tika teikts, ka atbilde gaidāma { $span } laikā, skaitot tikai darba laiku; līdz tam to saņēma { $kept }.
   *[other] { $told } cilvēkiem tika teikts, ka atbilde gaidāma { $span } laikā, skaitot tikai darba laiku; līdz tam to saņēma { $kept }.
}
foot-expected-times = { $told ->
    [zero] { $told } cilvēkiem tika teikts, cik drīz gaidāma atbilde; līdz tam to saņēma { $kept }.
    [one] { $told } cilvēkam tika teikts, cik drīz gaidāma atbilde; līdz tam to saņēma { $kept }.
   *[other] { $told } cilvēkiem tika teikts, cik drīz gaidāma atbilde; līdz tam to saņēma { $kept }.
}
foot-why = Jūs saņemat šo vēstuli, jo { $brand } jūs norādīja kā sava dienas pārskata lasītāju.
foot-copy = Atvērt kā tīmekļa lapu
foot-settings = Mainīt valodu, vārdus vai dienas
foot-stop = Pārtraukt šīs vēstules

## Pages of the desk: web copy, settings, stop

desk-title = { $brand }: jūsu dienas pārskats
desk-for = Šī lapa ir domāta adresei { $address }. Ja tā nav jūsējā, atstājiet visu, kā ir: izmaiņas skartu kāda cita vēstules.
desk-for-chat = Šī lapa ir domāta komandas tērzētavai. Kas te tiek mainīts, tiek mainīts visiem, kas tajā ir.
desk-when-daily = Pārskats pienāk katru dienu plkst. { $clock } un stāsta par iepriekšējo dienu.
desk-when = Pārskats pienāk plkst. { $clock } šajās dienās: { $days }.
desk-language = Valoda
desk-names = Kā nosaukt cilvēkus
desk-names-full = Ar vārdiem un viņu teikto
desk-names-first = Tikai ar priekšvārdu
desk-names-counts = Nemaz, tikai skaits
desk-names-most = Vairāk par to jūsu grupai netiek sūtīts.
desk-quiet = Pēc klusas dienas, kad neviens nerakstīja un neviens negaida
desk-quiet-send = Sūtīt, lai redzētu, ka klausījāmies
desk-quiet-service = Sūtīt, ja tajā dienā strādājām
desk-quiet-skip = Nesūtīt neko
desk-save = Saglabāt
desk-saved = Saglabāts. Nākamais pārskats būs tāds.
desk-problem = Nekas netika mainīts: izvēlieties kaut ko no tālāk redzamā un saglabājiet vēlreiz.
desk-stop-heading = Pārtraukt pārskatu
desk-stop-about = Pēc tam jūs vairs nesaņemsiet dienas pārskatu ({ $brand }). Šajā lapā to var atsākt, kad vien vēlaties.
desk-stop = Pārtraukt
desk-instead = Labāk mainīt, kā tas pienāk
desk-stopped = Dienas pārskats ({ $brand }) ir pārtraukts ({ $date }), un jūs to vairs nesaņemat.
desk-stopped-bounce = Jūs nesaņemat dienas pārskatu ({ $brand }): mūsu vēstuli jums neizdevās piegādāt ({ $date }).
desk-stopped-complaint = Jūs nesaņemat dienas pārskatu ({ $brand }): par to tika ziņots kā par nevēlamu ({ $date }).
desk-start-about = Ja atsāksiet, saņemsiet jau nākamo.
desk-start = Atsākt
desk-left-title = Jūs nesaņemat šo pārskatu
desk-left = Šīs adreses nav starp tām, uz kurām sūta dienas pārskatu ({ $brand }). Uz to nekas netiek sūtīts. Ja pārskata pietrūkst, jautājiet tam, kas jūsu komandā uztur Heard.
desk-unknown-title = Šī saite nekur neved
desk-unknown = Varbūt kāda tās daļa pa ceļam pazuda. Atveriet to vēlreiz no pārskata, kas jums tika atsūtīts. Ja vairs nevēlaties pārskatus un neviena saite nedarbojas, atbildiet uz kādu no tiem un pasakiet to.
desk-copy-gone-title = Šis pārskats te vairs netiek glabāts
desk-copy-gone = Pārskata tīmekļa kopija tiek glabāta 30 dienas, jo tajā ir minēti cilvēki. Jums atsūtītajā vēstulē ir teikts tas pats.
desk-copy-left = Šī tīmekļa kopija tika veidota kādam, kas vairs nesaņem dienas pārskatu ({ $brand }).

## Chats

chat-link = { $number }. { $text }

## The mail around it: whose name it comes from, and the subject of a mail that asks to stop it. $brand: the brand's name

mail-sender = { $brand } dienas pārskats
mail-stop = Pārtraukt dienas pārskatu: { $brand }
