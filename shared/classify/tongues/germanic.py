"""English, German, Dutch."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Asking, Leaning, Tongue
from shared.classify.tongues._cross import cross

_EN_VERBS: Final = (
    "do does did is are am was were will would can could should shall has have had may might must isn't aren't don't "
    "doesn't didn't won't can't couldn't wouldn't shouldn't hasn't haven't wasn't weren't dont doesnt didnt isnt arent "
    "wont cant couldnt wouldnt shouldnt ain't"
)
EN: Final = Tongue(
    code="en",
    common="""
        the and is are was you your i my me we our it this that of to for with in on at have has do does did can not
        what how when where who why which would could should will so but if they there from be been just all any i'm
        it's don't can't thanks please
    """,
    asking=Asking(
        relatives="who | which | what | where | when | whose | is | are | am i | does | any",
        commas=True,
        skips="""
            hi | hello | hey | hiya | heya | yo | so | and | but | ok | okay | oh | please | pls | plz | sorry
            excuse me | good morning | good evening | good afternoon | morning | evening | hi there | hello there
            hey there | hi guys | hey guys | hi team | hi all | guys | well | also | just wondering | quick question
            question | thanks | wow | just curious | out of interest | um | erm | lol | haha | dear | btw | by the way
            sir | then | now | or
        """,
        opens=f"""
            where the hell | where the heck | where the fuck | where the f | where on earth | when the hell
            why the hell | why the fuck | why the heck | how the hell | who the hell | what the hell is
            what the hell are
            why | whose | how much | how many | how long | how far | how often | how old | how big | how soon
            how late | how come | how about | how to | how fast | how hard | how well | how tall | how high | how deep
            how else | how on earth | what time | what day | what kind | what sort | what size | what colour
            what color | what about | what type | what else | what's | whats | what if | what're | what'll | what'd
            where's | wheres | where'd | who's | who'd | who'll | when's | whens | how's | hows | how'd | which
            at what | in which | to whom | for whom | with whom | since when | until when | till when | from where
            {cross("when where how whom", _EN_VERBS)} | what | who | who makes | who made | who knows | who sells
            who wants | who else | who took | who gave | who told | who said | who wrote | who runs | who owns
            who wins | who won | who broke | who taught | who invented | who painted | what happened | what happens
            what makes | what made | what brings | what brought | what caused | what page | what language
            what flavour | what flavor | what brand | what name | what year | what hours | what song | what colours
            anyone | anybody
            {cross("any", "idea ideas chance news update updates plans tips vegan gluten left tables space")}
            {cross("any", "room discount discounts recommendations suggestions options stock sizes jobs")}
            {cross("any", "vacancies deals delivery offers thoughts tickets openings other of")}
            got any | you open | u open | you guys | u guys | yall | y'all | still open | still available | still got
            is | are | am i | does | isn't | aren't | doesn't | didn't | isnt | arent | doesnt | didnt | weren't
            wasn't | could someone | could somebody | can someone | can somebody | would anyone | is there
            possible to
        """,
        plain=f"""
            had my | had our | had a | had an | had the | had some | had to | had such | have the | have my
            was my | may your
            how nice | how cute | how lovely | how cool | how sweet | how beautiful | how wonderful | how amazing
            how good | how delicious | how great | how funny | how awful | how rude | how sad | how pretty | how kind
            how exciting | how fun | {cross("what who", "i you we they he she the a an lovely ever a")}
            {cross("do don't", "it that this what your not")} | who knew | what matters | what counts | what lovely
            what great | what beautiful | what is more | what i | what you | what we | which is | which are
            which was | which were | which reminds | which means | which i | which we | which they | which has
            which had | which makes | which made | which can | which will | which would | which should | which never
            which really | have a | have an | have fun | do not | do try | do come | do it | do yourself | anyone who
            anyone can | any time | any day | any more | any questions | don't you dare | don't you worry | is not
            is good | is great | is the best | is amazing | is so | is my | are the best | are amazing | are so
            are great | are not | does not | does exactly | does what | does anyone else love | could be | could not
            can't wait | could have | should be | should have | is excellent | is awesome | is very | are very | is a
            is an | is just | is where | is what
        """,
        inverted=_EN_VERBS,
        subjects="""
            i | you | u | ya | we | they | he | she | it | there | this | that | these | those | the | a | an | your
            my | our | their | his | her | any | anyone | anybody | someone | somebody | everyone | everybody
            everything | ur | yall | guys | one | people | some | all | anything | something | dogs | kids | children
            delivery | either of | both
        """,
        inside="""
            anyone know | anybody know | anyone knows | does anyone | does anybody | has anyone | any idea | any ideas
            any chance | any news | any update | any updates | do you | do u | did you | did u | can you | can u
            could you | could u | would you | will you | can i get | can i order | can i have | can i buy
            can i bring | can i pay | can we get | can we order | could i | could we | may i | may we | do i need
            do we need | do they | what time do | what time does | what time is | how much is | how much are
            how much does | how long does | where can i | where can we | where do i | how do i | how can i
            when will you | when are you | wondering if | wondering whether | wondering when | wondering how
            want to know | like to know | wanted to know | wanted to ask | want to ask | like to ask | love to know
            tell me when | tell me where | tell me how | tell me if you | tell me if there | tell me what
            tell me why | tell me which
            let me know whether | let me know where | is it possible
            would it be possible | wonder if you | wonder whether you | what do you | where did you get | who do i
            guys hiring | is there a | is there any | are there any
        """,
        tags="right | huh | eh | yeah | correct | no",
        ends="""
            or not | or what | or no | isn't it | isnt it | aren't you | arent you | don't you | dont you | doesn't it
            didn't you | won't you | can't you | haven't you | isn't he | isn't she | wasn't it | aren't they
            don't they | didn't they | didn't he | are you | do you | have you | will you | shall we | won't it
            right or wrong
        """,
        whole="""
            price | prices | how much | cost | costs | opening hours | hours | location | address | menu | wifi
            parking | where | when | why | how | who | what | available | in stock | still available | open today
            open now | open tomorrow | vegan | halal
        """,
        mark_plain="""
            how cool is that | how good is that | how cute is that | how cool is this | how good is this
            how cute is this | how great is that | who knew | who does that | who needs sleep | really | you know what
            guess what | seriously | what's not to love | what's not to like | what is not to love | wtf
            what the heck | what the hell
        """,
    ),
    leaning=Leaning(
        praise="""
            love* | lovely | best | amazing | great | gorgeous | beautiful | delicious | wonderful | perfect*
            awesome | fantastic | brilliant | excellent | yum* | tasty | superb | cute | stunning | star | can't wait
            incredible | adorable | heaven | cool | nice | unreal | favourite | favorite | come back | recommend*
            good | so good | well done | congrat* | fab | a treat | sick | hats off | to die for | slaps | killer
            damn good | bloody good | obsessed with | you rock | guys rock | never disappoint* | never been disappointed
            never let down | never lets me down | not disappointed | won't be disappointed | not be disappointed
            wasn't disappointed | weren't disappointed | not bad | no complaints | nothing to complain about
            can't complain | cannot complain | never had a bad | can't fault | couldn't be happier
            made my day | made my week | legends | can't recommend enough | can't recommend it enough
            can't recommend this enough
            can't recommend them enough | can't recommend you enough
        """,
        complaint="""
            never again | worst | terrible | awful | horrible | disgusting | disappoint* | rude | cold food
            cold soup | cold tea | cold coffee | broken | burnt | crash* | refund | scam | complain* | unacceptable
            waste of
            not working | doesn't work | does not work | late | waiting for | charged twice | double charged
            overpriced | dirty | poor service | bad service | bad | wrong order | missing | ripped off | fix it
            fix this | a joke | shame* | still waiting | waited | hair in
            stale | nobody answers | no one answers | no reply | damaged | faulty | fails | unhappy | angry | furious
            cancel* | weeks now | shit | crap | for nothing | still does not | still doesn't | still not
            doesn't arrive | delay | delayed | delays | still no | never arrived | didn't arrive | hasn't arrived
            never came | lousy | useless | pathetic service | appalling | ruined | sick and tired | crappy
            never works | failed | leaks | leaking | leaked | in pieces | in bits | cracked | chipped | shattered
            smashed
            came off | fell off | fell apart | doesn't fit | does not fit | not received | haven't received
            hasn't turned up | not turned up | arrived cold | arrived empty | arrived open | ignored | ignoring
            ignore your customers | ignore my | not impressed
            unimpressed | wouldn't recommend | would not recommend | don't recommend | do not recommend
            can't recommend | cannot recommend | wrong colour | wrong color | wrong size | wrong item | too expensive
            nobody has replied | no one has replied | nobody replied | no one replied | nobody has answered
            no one has answered | another week without | another day without | where the hell | where the fuck
            losing my | lost my parcel | lost my package | lost my order | stopped working | been waiting
            wanted to love | wanted to like | used to love | used to be good | used to be great | used to be better
        """,
        request="""
            please bring | please send | please add | please make | please restock | please stop | please call
            please reply | please | pls | plz | can you send | could you send | can i change | could i change
            can i get | could i get | can i have | could i have | bring back | send me | would it be possible | may we
            may i | restock | i need | i'd like to order | could you | can you | help me | cancel it | cancel my
            then cancel
        """,
        thanks="""
            thank you so much | thank you very much | thank you | thanks so much | thanks a lot | thanks again
            thank* | thx | cheers | ty | tysm | much appreciated | appreciate it
        """,
        closing="""
            ok | okay | great | perfect | no worries | sorted | got it | will do | bye | see you | have a nice day
            have a good | understood | that's all | all good | noted | problem solved | it works now | that's fine
            thats fine | that's ok | that's okay | it's fine | its fine | no problem | no probs | not a problem
            no need | no thanks | no thank you | for letting me know | for the help | for your help | for the quick
            for the reply | for your reply | for getting back | talk soon | speak soon | all sorted | sorted now
            take care | have a great | have a lovely | good night | goodbye | see ya | see u | roger that | copy that
            sounds good | works for me | makes sense | fair enough | never mind | nevermind | alright | cool
            nice one | lovely | brilliant | wonderful | awesome | super | fab | legend | done | received it | found it
            it arrived | same to you | you too | fine | k | kk | np | i'll be there | on my way | problem is solved
            that worked | it worked | worked
        """,
        turns="""
            but | however | though | still | not | never | nothing | no | none | another | again | yet | except | only
            wait | waiting | unfortunately | instead | don't | dont | didn't | didnt | doesn't | doesnt | isn't | isnt
            can't | cant | won't | wont | haven't | hasn't | wasn't | weren't | couldn't | wouldn't | delay* | late
            then cancel | want | wanted | need | if | when | where | what | why | how | who | which | unless | until
        """,
        story="""
            when i was | my nan | my grandma | my mum | my mother | my dad | my friend | told my | years ago
            last year | i remember | reminds me | used to | grew up | my sister | i wonder | had no idea
            listening to | once
        """,
        spam="""
            free followers | earn $* | earn money | from home | dm me now | dm me | check my profile | crypto
            bitcoin | forex | investment | click the link | link in bio | make money | followers | giveaway
            100% free | work from home | promo*
        """,
    ),
)

_DE_VERBS: Final = (
    "ist sind war waren hat habt haben hast habe hatte kann kannst könnt können könnte könnten könntet macht machen "
    "machst "
    "gibt gibts gibt's gab kostet kosten kommt kommen kommst geht gehen gehts bleibt bleiben finde findet finden "
    "findest bekomme "
    "bekommt kriege kriegt kauft kaufe wird werden wurde würde würdet würden würdest soll sollen sollte muss müssen "
    "musst darf "
    "dürfen dürfte öffnet schließt schliesst liegt steht heißt heisst bedeutet passiert passierte läuft dauert fängt "
    "beginnt endet bist bin liefert empfehlt verkauft seid wollt willst will möchtest möchten nehmt nimmt "
    "verschickt versendet sucht "
    "funktioniert passt braucht brauche brauchst brauchen stimmt reicht lohnt wäre wären hätte hättet hätten weiß "
    "weiss weißt wisst kennt kennst tut tust "
    "isst trinkst trinkt wohnst wohnt arbeitet arbeitest magst mögt sprichst spricht glaubst denkst meinst meint "
    "lernst gehst fährt fahren fährst "
    "spielst spielt liebst siehst sieht sagte sagt sagst hörst machte schmeckt bietet habn akzeptiert"
)
DE: Final = Tongue(
    code="de",
    common="""
        der die das und ist ich ihr wir sie er es nicht ein eine einen auf mit für von zu den dem im bei auch noch was
        wie wann wo wer habt hat haben sind kann man mir mich euch so oder aber wenn aus nach bitte danke gibt schon
        immer war als dass warum mein
    """,
    letters="äöü",
    asking=Asking(
        verb_second=True,
        skips="""
            hallo | hi | hey | moin | servus | guten tag | guten morgen | guten abend | grüezi | na | und | aber
            also | bitte | sorry | entschuldigung | entschuldigen sie | liebes team | ihr lieben | leute | sagt mal
            sag mal | danke | ok | super | oh | ach | kurze frage | frage | mal ne frage | oder
        """,
        opens="""
            warum | wieso | weshalb | weswegen | woher | wohin | womit | wofür | wovon | worüber | woran | worauf
            wieviel | wieviele | wie viel | wie viele | wie lange | wie oft | wie teuer | wie weit | wie groß
            wie hoch | wie alt | wie spät | wie schnell | um wie viel uhr | um wieviel uhr | um welche uhrzeit
            ab wann | bis wann | seit wann | wann | welche* | welch | an wen | mit wem | für wen | von wem | auf was
            in welche* | zu welche* | mit welche* | an welche* | aus welche* | bei welche* | von welche* | wo | was
            wie | wer | wen | wem | wessen | hunde erlaubt | noch offen | noch da
        """,
        plain=f"""
            kann es kaum | kann's kaum
            {cross("was wo wie wer wen wem", "im rastet tom keinem sonst einmal andere viel ich du er sie es")}
            {cross("was wo wie wer wen wem", "wir ihr man das der die den dem ein eine so auch nicht immer")}
            {cross("was wo wie wer wen wem", "mein meine dein mit zu gesagt")}
            was für ein | was für eine | was für einen | wie schön | wie süß | wie toll | wie lecker | wie cool
            wie geil | wie gut | wie nett | wie lieb | wie hübsch | wie gemütlich | wie peinlich | wie traurig
            wie herrlich | wie immer | was soll ich sagen | kann ich nur | kann man nur | war das | welch ein*
            ist das schön | ist das süß | ist das lecker | ist das toll | muss man haben | muss ich haben | muss ich
            will ich | möchte ich
        """,
        inverted=_DE_VERBS + " möchte",
        nominative="du | ihr",
        linking="""
            und | oder | aber | wenn | dass | als | weil | ob | wie | was | wo | wer | da | damit | obwohl | während
            bevor | nachdem | falls | sobald | solange | bis | für | mit | von | bei | an | auf | in | nach | zu
            ohne | gegen | liebe | lieben | hey | hallo | danke | sorry | ja | nein | nur | alle | ach | wow | habe
            hab | denn | seit | über | sondern | weder | entweder | ich | gib | gebe | schenk | sag
        """,
        subjects="""
            ich | du | er | sie | es | wir | ihr | man | das | der | die | den | ein | eine | einen | jemand | diese*
            mein* | euer | eure* | dein* | unser* | hier | bei euch | was | wer | ihre* | ihn | ihnen | etwas
            irgendjemand | irgendwer | noch jemand | jeder | alle | sein* | kein* | auch | denn | da | dort | wirklich
        """,
        inside="""
            weiß jemand | weiss jemand | weiß wer | wollte fragen | wollte mal fragen | wollte nur fragen
            wollte wissen | würde gern* wissen | würde mich interessieren | mich würde interessieren
            mich interessieren | möchte wissen | hätte eine frage | habe eine frage | hab ne frage | kann mir jemand
            könnt ihr | könntet ihr | habt ihr noch | habt ihr auch | kann mir einer | sagt mir | sag mir
        """,
        ends="oder nicht | oder was | gell | nicht wahr | stimmts | stimmt's",
        tags="oder | ne | gell | nicht wahr | stimmt's | richtig",
        whole="""
            preis | preise | kosten | wo | wann | warum | wie | wer | was | öffnungszeiten | adresse | speisekarte
            wlan | parkplatz | noch da | verfügbar | vegan | glutenfrei
        """,
        mark_plain="""
            wie schön ist das denn | wie süß ist das denn | wie cool ist das denn | wie geil ist das denn | echt
            wirklich | was soll ich sagen | wer kennt es nicht | wer kennts nicht
        """,
    ),
    leaning=Leaning(
        praise="""
            schön* | toll* | lecker* | super | wunderschön | wunderbar | genial* | genie | liebe | süß* | best*
            perfekt | großartig | fantastisch | klasse | begeistert | traumhaft | köstlich | hervorragend | empfehlen
            kann es kaum erwarten | wiederkommen | prima | cool | geil | gern wieder | immer wieder | verdammt gut*
            guter kaffee | zum niederknien
        """,
        complaint="""
            nie wieder | schlecht* | kalt* | unfreundlich* | enttäuscht* | enttäuschend | schrecklich | furchtbar
            eklig | unverschämt* | frechheit | beschwerde | kaputt | stürzt | abgestürzt | doppelt | gewartet
            geld zurück | betrug | funktioniert nicht | geht nicht | warte seit | wo bleibt | schmutzig | katastrophe
            mies* | verdorben | versalzen | niemand | keine antwort | nicht bezahlen | scheiße | scheisse | scheiß
            immer noch nicht | für nichts | noch nicht da | nicht angekommen | verspätung | verspätet | unbrauchbar
            nutzlos | ans telefon geht | doppelt berechnet | geht immer noch nicht | wo ist mein* | zum teufel
        """,
        request="""
            bitte | könnt ihr mir | könntet ihr | schickt mir | wäre es möglich | kann ich eine | kann ich bitte
            bringt | ich möchte | ich brauche | würdet ihr | schreibt mir | stornieren sie | stornier* bitte
            dann stornier*
        """,
        thanks="danke* | vielen dank | dankeschön | merci | lieben dank | besten dank",
        closing="""
            ok | okay | alles klar | perfekt | super | passt | hat sich erledigt | erledigt | schönen abend
            schönen tag | tschüss | bis dann | bis bald | verstanden | in ordnung | kein problem | keine ursache
            kein ding | nicht nötig | nein danke | passt schon | bis morgen | bis später | bis gleich | bis montag
            bis freitag | bis samstag | macht nichts | für die hilfe | für die antwort | für die schnelle | gut
            gerne | toll | klar | klasse | prima | alles gut | schönes wochenende | schönen feierabend | gute nacht
            ist angekommen | geht wieder | hat geklappt | ebenso | gleichfalls | einverstanden | klingt gut
            bin dabei | bestens | top | euch auch | dir auch | ihnen auch
        """,
        turns="""
            aber | jedoch | trotzdem | noch immer | immer noch | nicht | nie | niemals | nichts | kein* | leider
            wieder nicht | erneut | nur | wenn | falls | wann | wo | was | warum | wie | wer | stornier* | storno
            brauche | will | möchte | warte | verspät*
        """,
        story="""
            als ich klein war | als ich | meine oma | hatte oma | meiner schwester | meine freundin | damals | früher
            ich frage mich | frage mich | wenn es regnet | im cafe lief | wusste nicht
        """,
        spam="""
            pro woche | von zuhause | gratis follower | kostenlose follower | verdiene | geld verdienen
            auf meinem profil | mein profil | krypto | bitcoin | schreib mir jetzt | klick auf
        """,
    ),
)

_NL_VERBS: Final = (
    "is zijn was waren heeft hebben heb hebt had hadden kan kun kunt kunnen kon zou zouden zal zullen mag mogen "
    "moet moeten wil wilt willen wordt worden "
    "komt kom komen gaat ga gaan doet doe doen kost kosten ligt staat geeft werkt duurt begint weet weten leveren "
    "levert verkoopt verkopen verzenden bent ben "
    "hoort klopt lukt past houd houdt houden spreek spreekt ken kent zie ziet denk denkt vind vindt woont woon heet"
)
NL: Final = Tongue(
    code="nl",
    common="""
        de het een en van ik je jij jullie wij we is zijn niet dat die op te met voor aan er maar ook wat hoe waar
        wanneer wie waarom nog naar bij dit heeft hebben kan u uw mijn deze geen heb bent deed
    """,
    asking=Asking(
        verb_second=True,
        skips="""
            hoi | hallo | hey | hi | goedemorgen | goedemiddag | goedenavond | dag | en | maar | dus | ok | sorry
            dank | vraagje
        """,
        opens=f"""
            waarom | wanneer | hoeveel | hoe laat | hoe lang | hoelang | hoe vaak | hoe duur | hoe ver | hoe groot
            hoe oud | welk* | wiens | vanaf wanneer | tot wanneer | sinds wanneer | tot hoe laat | waarmee | waarvoor
            waarover | waarheen | waarvan | {cross("waar wat hoe wie", _NL_VERBS)} | iemand
        """,
        plain="wat een | hoe mooi | hoe leuk | hoe lief | hoe lekker | was het maar | wat mooi | kan ik",
        inverted=_NL_VERBS,
        nominative="jij | jullie",
        linking="""
            en | of | maar | als | dat | omdat | toen | terwijl | hoewel | zoals | wat | wie | waar | hoe | want
            voor | met | van | bij | aan | op | in | naar | om | zodat | voordat | nadat | tot | alleen | dank | hoi
            hey | ja | nee | zodra | ook | ik
        """,
        subjects="""
            ik | je | jij | jullie | u | we | wij | hij | zij | ze | het | dit | dat | de | een | er | iemand | die
            deze | jouw | uw | mijn | men | iedereen | hier | alles | haar | zijn
        """,
        inside="""
            weet iemand | kan iemand | kunnen jullie | hebben jullie | kun je | kunt u | heb je | heeft u
            ik vroeg me af of jullie | wil graag weten | vraag me af of jullie
        """,
        ends="of niet | of wel",
        tags="toch | hè | niet | niet waar | nietwaar",
        whole="prijs | kosten | waar | wanneer | waarom | hoe | wie | openingstijden | adres",
    ),
    leaning=Leaning(
        praise="mooi* | leuk* | lekker* | heerlijk | geweldig | prachtig | beste | super | top | fantastisch | lief",
        complaint="""
            nooit meer | slecht* | koud* | teleurgesteld | teleurstellend | kapot | vies | onbeschoft | werkt niet
            klacht | geld terug | nog steeds niet | klote | niet aangekomen | vertraging
        """,
        request="alsjeblieft | alstublieft | graag | stuur me | kunnen jullie | kun je | annuleer",
        thanks="bedankt | dank je | dank u | dankjewel | dankuwel | dank",
        closing="""
            ok | oké | prima | helder | top | fijne dag | opgelost | geen probleem | geen dank | nee dank je
            tot morgen | tot straks | tot ziens | doei | komt goed | begrepen | duidelijk | is goed | goed
            fijn weekend | fijne avond | gelukt | geregeld | akkoord | klinkt goed
        """,
        turns="""
            maar | echter | niet | nooit | niets | geen | nog steeds | helaas | weer | alleen | als | wanneer | waar
            wat | waarom | hoe | wie | wil | annuleer*
        """,
        story="toen ik | mijn oma | vroeger",
        spam="gratis volgers | verdien | vanuit huis | mijn profiel | crypto",
    ),
)

TONGUES: Final = (EN, DE, NL)
