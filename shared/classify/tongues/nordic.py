"""Norwegian (Bokmål, with common Nynorsk forms), Swedish, Danish."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Asking, Leaning, Tongue
from shared.classify.tongues._cross import cross

_NB_VERBS: Final = (
    "er var har hadde kan kunne kunna skal skulle vil ville må måtte blir ble får fikk går gikk kommer kom finnes "
    "fins finst finn koster kosta kostet tar tok leverer "
    "sender selger åpner stenger funker virker vet veit gjør gjorde passer heter ligger står stod gjelder trenger "
    "bruker brukar lager serverer jobber tilbyr "
    "starter begynner slutter varer betyr skjer skjedde mener bør burde bor sier sa ser liker lurer tror tenker "
    "kjenner snakker spiser drikker kjører holder husker "
    "vant spiller leser lærer hører føler reiser synes trur skjønner forstår vekket ga gir kjøpte kjøper fant møtte "
    "så regner snør smaker hjelper bestilte"
)
NB: Final = Tongue(
    code="nb",
    common="""
        din ditt dine og er det jeg du dere vi ikke en et på i som for med av til har den de han hun hva hvor når hvem
        hvordan
        hvorfor kan skal vil må om men så fra eller meg deg oss min mitt mine dette noe noen takk her der var ble bli
        blir også jo nå ut opp hei ei eg ikkje etter bare veldig hvilken mye gjøre gjør ha hadde vet går får dag kveld
        hjem jenta hans henne andre alle åpent åpner koster bestille deres
    """,
    letters="æøå",
    asking=Asking(
        verb_second=True,
        skips="""
            takk skal du ha | takk skal dere ha | hei | heisann | hallo | heia | hey | god morgen | god kveld
            god dag | og | men | så | ok | okei | oj
            unnskyld | beklager | forresten | åh | altså | folkens | takk | spørsmål | kjapt spørsmål | jo
        """,
        opens=f"""
            hvor i helvete | hvor faen | hvor i huleste | hvor i all verden | når i helvete | når faen
            hva i helvete er | hva i all verden er | hvorfor i helvete | hvorfor faen
            hvorfor | hvordan | korleis | kvifor | hvor mye | hvor mange | hvor lenge | hvor langt | hvor ofte
            hvor stor | hvor stort | hvor store | hvor gammel | hvor gamle | hvor høy | hvor sent | hvor fort
            hvor lang tid | hvor lang | når på | hvilke | hvilken | hvilket | hvem sin | hvem sitt | hva slags
            hva med | hva om | hva heter | hva for | hva annet | hvem andre | hvor ellers | hva tid | hva klokken
            hva | kor mykje | til når | fra når | {cross("hvor kva kven kor", _NB_VERBS)} | når | hvem | noen som
            nokon som | noen | åpent i dag | åpent | fortsatt åpent | er
        """,
        plain=f"""
            {cross("når hvem hvor", "jeg du vi dere de det den han hun man en et alle noen enn som mannen barna")}
            gjør det | gjør en | gjør ditt | ta det | kom og | hvilken fantastisk* | hvilken dag | hvilken nydelig*
            hvilken kveld | hvilken herlig* | hva jeg | hva vi | hva de | hva enn | hva han | hva hun | hva du
            hva dere | er helt | er så | er veldig | er bare | er best | er ikke | er fortsatt | hva skulle jeg gjort
            hva skulle vi gjort | noen ganger | noen av | noen få | noen sier | noen må | noen har | noen kommer
            noen dager | noen mennesker | noen er | noen ble | er glad | er enig | er du gal | er det mulig å være
            elsker dere | savner dere | digger dere
        """,
        inverted=_NB_VERBS,
        definite=("en", "ene"),
        indefinite="ingen | egen | annen | liten | igjen | åpen | morgen | siden | noen",
        nominative="du | dere | han | hun",
        linking="""
            og | men | så | for | eller | hvis | om | at | når | da | som | fordi | mens | siden | før | etter | hva
            hvor | hvem | hvordan | hvorfor | dersom | ettersom | selv | enn | til | med | av | på | hos | kjære | hei
            takk | ja | nei | bare | både | verken | jo | ikke | akkurat | slik | enda | hvilken | hvilket | i | fra
            ved | under | mot | over | uten | gi
        """,
        subjects="""
            dere | du | jeg | eg | vi | man | det | den | de | han | hun | ho | noen | nokon | noe | en | et | ei
            alle | denne | dette | disse | mulig | her | der | hunder | barn | min | mitt | mine | din | ditt | dine
            deres | folk | nye | siste | hans
        """,
        inside="""
            noen som vet | vet noen | vet dere | lurer på om dere | lurte på om dere | lurer på om du | lurte på om du
            lurer på når | lurer på hvor | lurte på om | lurer på om det er mulig | vil gjerne vite | ville høre om
            går det an | er det mulig | kunne dere | kan jeg få | ønsker å vite | fortell meg hv*
        """,
        ends="eller ikke | eller hva | ikke sant",
        tags="eller | sant | ikke sant | hva | vel",
        whole="""
            pris | prisen | hvor | når | hvem | hvorfor | hvordan | hva | åpningstider | adresse | meny | wifi
            parkering | vegansk | glutenfritt
        """,
        mark_plain="""
            hvor fint er ikke det | hvor kult er ikke det | hvor deilig er ikke det | seriøst | virkelig
            hva skulle jeg gjort uten dere
        """,
    ),
    leaning=Leaning(
        praise="""
            nydelig* | herlig* | fantastisk* | koselig* | fin | fint | fine | god | godt | beste | best | elsk*
            gleder meg | kjempe* | deilig* | digg | vakker* | flott* | super* | perfekt | nam | søt* | få nok
            uten kaffen | til å dø for | drepende god* | faen så god* | anbefal* | gratulerer | heia | flink*
            ikke verst | ingenting å klage på | ingenting å utsette på | aldri skuffe* | aldri blitt skuffet
            aldri vært skuffet | skuffer aldri | ikke skuffet | ikke dårlig | utrolig bra | veldig bra | hjerter til
        """,
        complaint="""
            aldri mer | kald* | sur | dårlig* | forferdelig* | skuffe* | elendig* | venta i | ventet i | har venta
            ødelagt | knust | virker ikke | funker ikke | svarer aldri | svarer ikke | to ganger | klage | refusjon
            penger tilbake | ekkel* | uhøflig* | feil | handler jeg et annet | skam* | krasjer | ræva | drit | dritt
            for ingenting | fortsatt ikke | fremdeles ikke | forsinket | forsinkelse* | ikke kommet | aldri kommet
            ubrukelig* | i helvete | skuffa | sprukket | sprakk | lekk | ikke fått | ikke hørt noe | venter fortsatt
            fortsatt venter | ventet en time | ventet en evighet | ikke imponert | anbefales ikke | anbefaler ikke
            kan ikke anbefale | ignorer* | feil farge | feil størrelse | for dyrt | altfor dyr*
        """,
        request="""
            vær så snill | vær så god og | kan dere sende | kunne jeg fått | kan jeg få | send meg | ta inn igjen
            kan dere | legg ut | gjerne | vennligst | avbestill den | avbestill
        """,
        thanks="takk | tusen takk | takker | mange takk",
        closing="""
            ok | okei | supert | greit | ha en fin | ha det | fint | flott | skjønner | notert | i orden | ordnet seg
            perfekt | ingen problem | ikke noe problem | ingen årsak | null problem | bare hyggelig | nei takk
            for hjelpen | for hjelp | for svar | for raskt svar | snakkes | vi snakkes | ses | vi sees | vi ses | sees
            ha det bra | god helg | god kveld | god natt | den er god | den er grei | greit nok | det går bra
            det går fint | går bra | det løste seg | løste seg | ordna seg | fikset | i lige måte | i like måte
            forstår | forstått | mottatt | høres bra ut | det funket | det virket | kult | topp | bra | gotcha
            skal bli | skal du ha | det er greit | alt i orden | alt ok | da vet jeg | da vet jeg det
        """,
        turns="""
            men | likevel | fortsatt | fremdeles | enda | ennå | ikke | aldri | ingenting | ingen | dessverre | igjen
            bare | mangler | hvis | når | hvor | hva | hvorfor | hvordan | hvem | avbestill* | vil | trenger
            forsink*
        """,
        story="""
            da jeg var | hadde mormor | min mormor | når jeg blir gammel | jeg lurer på om det | hørte på
            visste ikke | husker | en gang
        """,
        spam="gratis følgere | hjemmefra | tjen | send melding nå | profilen min | krypto | bitcoin",
    ),
)

_SV_VERBS: Final = (
    "är var har hade kan kunde ska skall skulle vill ville måste blir blev får fick går gick kommer kom finns fanns "
    "kostar tar tog levererar skickar säljer öppnar stänger "
    "funkar fungerar vet gör gjorde passar heter ligger står gäller behöver använder lagar serverar jobbar erbjuder "
    "startar börjar slutar varar betyder händer hände menar bör borde bor "
    "säger sa ser såg tycker tror söker tillverkar kör åker håller minns känner pratar talar spelar äter dricker "
    "läser förstår drogs köper köpte hittar hittade gillar mår gav ger lät vågar brukar råkar hör"
)
SV: Final = Tongue(
    code="sv",
    common="""
        din ditt dina och är det jag du ni vi inte en ett på i som för med av till har den de han hon vad var när vem
        hur varför kan
        ska vill måste om men så från eller mig dig oss min mitt mina detta något någon nån tack här där blev också
        att hos er hej ingen efter bara mycket gör hade går får hem hans hennes alla andra öppet nu sig
    """,
    letters="äöå",
    asking=Asking(
        verb_second=True,
        skips="""
            hej | hejsan | hallå | tjena | god morgon | god kväll | goddag | och | men | så | ok | okej | oj | ursäkta
            förlåt | förresten | då | åh | alltså | tack | fråga | snabb fråga | jo
        """,
        opens=f"""
            var fan | var i helvete | var i hela världen | när fan | när i helvete | varför fan | varför i helvete
            varför | hur mycket | hur många | hur länge | hur långt | hur ofta | hur stor | hur stort | hur gammal
            hur lång tid | hur lång | hur dags | hur dyr | hur dyrt | hur sent | hur snabbt | hur långe | vilka
            vilken | vilket | vad för | vad sägs | vems | vad med | vad annars | vart | vad
            {cross("var hur", _SV_VERBS)} | när | vem | varifrån | någon som | nån som | vem mer | tills när
            från när | är | öppet idag | öppet
        """,
        plain=f"""
            {cross("när vem hur var", "jag du vi ni de det den han hon man en ett alla som än snäll inte")} | gör det
            gör en | gör ditt | gör dig | ta det | kom och | vad lång* | vilken dag | vilken skam | vilken härlig*
            vilken fantastisk* | vilken underbar* | vilken kväll | vad gott | vad gullig* | vad fin* | vad duktig*
            vad mysig* | vad härlig* | vad kul | vad roligt | vad skönt | vad vacker* | vad snäll* | vad god*
            vad trevlig* | vad jag | vad vi | vad de | vad han | vad hon | vad du | vad ni | vad som helst
            vilken tur | är helt | är så | är väldigt | är inte | är bäst | är fortfarande | är glad
        """,
        inverted=_SV_VERBS,
        definite=("en", "an", "arna", "erna", "orna"),
        indefinite="""
            ingen | egen | annan | liten | öppen | även | redan | innan | sedan | nästan | medan | någon | igen
        """,
        nominative="du | ni | han | hon",
        linking="""
            och | men | så | för | eller | om | att | när | då | som | eftersom | medan | sedan | innan | efter | vad
            var | vem | hur | varför | fast | även | än | till | med | av | på | hos | kära | hej | tack | ja | nej
            bara | både | varken | jo | inte | precis | sådan | vilken | vilket | i | från | vid | under | mot | över
            utan | ge | det | alla
        """,
        subjects="""
            ni | du | jag | vi | man | det | den | de | han | hon | någon | nån | något | nåt | en | ett | alla
            denna | detta | dessa | möjligt | här | där | hundar | barn | min | mitt | mina | din | ditt | dina | er
            nya | era | hans | hennes | folk
        """,
        inside="""
            nån som vet | någon som vet | vet någon | vet nån | vet ni | undrar om ni | undrade om ni | undrar om du
            undrar när | undrar var | undrar hur | vill veta | skulle vilja veta | är det möjligt | kan jag få
        """,
        ends="eller inte | eller hur | eller vad",
        tags="eller | va | eller hur | visst",
        whole="""
            pris | priset | var | när | vem | varför | hur | vad | öppettider | adress | meny | wifi | parkering
            vegan | glutenfritt
        """,
        mark_plain="eller hur | verkligen | på riktigt",
    ),
    leaning=Leaning(
        praise="""
            fin | fint | fina | underbar* | fantastisk* | härlig* | gott | god | bäst | bästa | älsk* | mysig*
            vacker* | duktig* | söt | geni | perfekt | super* | toppen | jättebra | grym* | ljuvlig* | vilken dag
            kommer tillbaka | att dö för | vad gott
        """,
        complaint="""
            aldrig mer | kall | kallt | otrevlig* | dålig* | hemsk* | besvik* | väntat i | har väntat | väntan
            trasig* | sönder | funkar inte | fungerar inte | kraschar | två gånger | skam | klaga* | pengarna tillbaka
            äcklig* | ohyfs* | ingen svarar | svarar aldrig | usel* | går inte att | skit | för ingenting
            fortfarande inte | försenad* | försening* | inte kommit | aldrig kommit | värdelös* | oduglig* | i helvete
            var fan | var är mitt paket
        """,
        request="""
            snälla ta | snälla | kan ni skicka | skulle jag kunna | kan jag få | skicka | ta tillbaka | gärna
            vänligen | var snäll | avboka den | avboka
        """,
        thanks="tack | tackar | tusen tack | tack så mycket",
        closing="""
            ok | okej | toppen | ha en fin | hej då | fint | förstår | noterat | ordnat | perfekt | löst
            inga problem | inget problem | ingen fara | ingen orsak | nej tack | för hjälpen | för svar | för svaret
            för snabbt svar | vi ses | vi hörs | ses | hörs | ha det bra | ha det gott | trevlig helg | trevlig kväll
            god natt | okej då | det går bra | det löste sig | löste sig | ordnade sig | fixat | detsamma | mottaget
            låter bra | det funkade | bra | kanon | super | schysst | snälla du | tack snälla | tack själv | så mycket
        """,
        turns="""
            men | ändå | fortfarande | ännu | inte | aldrig | ingenting | inget | ingen | inga | tyvärr | igen | bara
            saknas | om | när | var | vad | varför | hur | vem | avboka* | vill | behöver | försen*
        """,
        story="""
            när jag var | hade mormor | min mormor | undrar om det | berättade för | de spelade | visste inte
            en gång | när det regnar | minns
        """,
        spam="gratis följare | hemifrån | tjäna | skriv till mig nu | min profil | krypto | bitcoin",
    ),
)

_DA_VERBS: Final = (
    "er var har havde kan kunne skal skulle vil ville må måtte bliver blev får fik går gik kommer kom findes koster "
    "tager tog leverer sender sælger åbner lukker virker ved gør gjorde passer hedder "
    "ligger står gælder bruger laver begynder slutter varer betyder sker skete mener bør burde bor siger sagde ser "
    "synes tror taler spiser drikker kører holder husker kender spiller læser forstår hører"
)
DA: Final = Tongue(
    code="da",
    common="""
        din dit dine og er det jeg du i vi ikke en et på som for med af til har den de han hun hvad hvor hvornår hvem
        hvordan
        hvorfor kan skal vil må om men så fra eller mig dig os min mit mine dette noget nogen tak her der var blev
        også jeres hej ud op efter bare meget hvilken gør havde gik hjem hendes alle andre åbent åbner dage aften nu
        sig
    """,
    letters="æøå",
    asking=Asking(
        verb_second=True,
        skips="""
            hej | hejsa | goddag | godmorgen | god aften | og | men | så | ok | okay | undskyld | forresten | tak | jo
        """,
        opens=f"""
            hvor fanden | hvor i helvede | hvornår fanden | hvorfor fanden
            hvorfor | hvordan | hvornår | hvor meget | hvor mange | hvor længe | hvor langt | hvor ofte | hvor stor
            hvor gammel | hvor gamle | hvor lang tid | hvilke | hvilken | hvilket | hvad | hvis er | hvorhen
            {cross("hvor hvem", _DA_VERBS)} | nogen der | nogen som | er
        """,
        plain="""
            hvad jeg | hvad vi | hvad de | hvad han | hvad hun | hvad du | sikke en | hvor er det | hvilken dag
            er så | er meget | er ikke
        """,
        inverted=_DA_VERBS,
        definite=("en", "ene"),
        indefinite="ingen | egen | anden | liden | igen | åben | siden | nogen",
        nominative="du | han | hun",
        linking="""
            og | men | så | for | eller | hvis | om | at | når | da | som | fordi | mens | siden | før | efter | hva
            hvad | hvor | hvem | hvordan | hvorfor | end | til | med | af | på | hos | kære | hej | tak | ja | nej
            bare | både | jo | ikke | i | fra | ved | under | mod | over | uden | giv | der | det
        """,
        subjects="""
            i | du | jeg | vi | man | det | den | de | han | hun | nogen | noget | en | et | alle | denne | dette
            disse | her | der | min | mit | mine | din | dit | dine | jeres | hans
        """,
        inside="nogen der ved | ved nogen | ved i om | vil gerne vide | er det muligt | kan jeg få",
        ends="eller hvad | ikke sandt",
        tags="eller | vel | ikke | ikke også | ikke sandt",
        whole="pris | hvor | hvornår | hvem | hvorfor | hvordan | hvad | åbningstider | adresse",
    ),
    leaning=Leaning(
        praise="dejlig* | fantastisk* | lækker* | fin | flot* | smuk* | bedste | elsk* | skøn* | hyggelig*",
        complaint="""
            aldrig mere | kold* | dårlig* | skuff* | forfærdelig* | virker ikke | i stykker | klage | lort
            stadig ikke | for ingenting | forsinket | ikke kommet
        """,
        request="venligst | må jeg få | kan jeg få | send mig | gerne",
        thanks="tak | tusind tak | mange tak",
        closing="""
            ok | super | fint | forstået | ha en god | i orden | intet problem | ingen problem | det var så lidt
            nej tak | for hjælpen | for svar | vi ses | ses | hav det godt | god weekend | god aften | god nat
            det er fint | det løste sig | modtaget | lyder godt | perfekt | i lige måde
        """,
        turns="""
            men | alligevel | stadig | endnu | ikke | aldrig | ingenting | ingen | desværre | igen | kun | mangler
            hvis | hvornår | hvor | hvad | hvorfor | hvordan | hvem | afbestil* | vil | forsink*
        """,
        story="da jeg var | min mormor",
        spam="gratis følgere | hjemmefra | tjen | min profil",
    ),
)

TONGUES: Final = (NB, SV, DA)
