"""What hurts in Norwegian, Swedish and Danish."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Harsh

NB: Final = Harsh(
    abuse="""
        dra til helvete | dra til helsike | ryk og reis | hold kjeft | hold kjæft | hold munn | faen ta dere
        faen ta deg | fy faen dere er | fuck dere | fuck deg | kjerring* | hore | horer | hora | drittsekk*
        dritsekk* | rasshøl* | rasshull* | tosking* | idiotene | svarting* | neger* | ditt svin | dere svin | din gris
        feite gris | feit gris | din ku | dumme ku | feite ku | teite ku | jævla kjerring | jævla idiot*
        kan dere brenne | gå og dø | gå å dø | gå og heng deg | heng deg | kom deg hjem til landet ditt
        dra hjem dit du kom fra | dere er dumme | dere er så dumme | er dere dumme | er dere helt dumme | er du dum
        er du helt dum | er du teit | du er dum | du er så dum | du er teit | du er så teit | du er stygg
        dere er stygge | hvor dum går det an | hvor dumme går det | hvor dum kan man | hvor dumme kan
        hvor dumme er dere | hvor teit går det | håper dere dør | håper du dør | tilbakestående | mongo | mongoer
        avskum | søppelmennesker
    """,
    insults="""
        kjeltring* | idiot* | tulling* | teitinger | løs i hodet | idiot | idioter | tulling* | tulling | tosk
        tosker | dust | duster | kødd | tulling
    """,
    own="jeg | meg | min | mi | mitt | mine | selv",
    aims="dere | du | deg | deres | din | ditt | dine | de",
    spares="som en idiot | idiotsikker* | kaloribombe* | smaksbombe* | en bombe av",
    glue="""
        dere | du | er | noen | en | ei | et | gjeng | skikkelige | skikkelig | helt | jævla | så | alle | sammen
        din | ditt | dumme | dum | feite | feit | hele | gjengen | for | bare | og | at | det | vondt | gjør | an | å
        bli
    """,
    threats="""
        drepe dere | drepe deg | dreper dere | dreper deg | ta livet av | banke dere | banke deg | banker deg
        slå deg | slå dere | slå dere ned | skal ta deg | skal ta dere | vet hvor dere bor | vet hvor du bor
        vet hvor dere jobber | vet hvor du jobber | brenne ned butikken | brenne butikken | brenner ned butikken
        brenner ned med dere | tenne på butikken | knuse vinduene | knuser vinduene | knekke beina | knekker beina
        sprenge dere | bombe dere | en bombe | dere er døde | du er død | skal få svi
    """,
    verdicts="dårlig* | forferdelig* | elendig* | skam* | ekkel* | sur",
)

SV: Final = Harsh(
    abuse="""
        era svin | jävla svin | ditt svin | dra åt helvete | far åt helvete | dra åt skogen | stick och brinn
        håll käften | håll käft | håll truten | fan ta er | fan ta dig | fuck er | hora | horor | horunge*
        skitstövel* | skitstövlar | äckliga gubbe | feta gris | din gris | feta kossa | dumma kossa | dumma ko
        jävla idiot* | jävla hora | jävla kärring | kärringjävel | mongo | svartskalle* | neger* | blatte* | gå och dö
        gå och häng dig | häng dig | åk hem till ditt land | ni är dumma | ni är så dumma | ni är ju dumma
        är ni dumma | är du dum | du är dum | du är ful | du är så dum | dum i huvudet | dumma i huvudet
        hur dum får man | hur korkad får man | hur dum kan man | hur korkad kan man | hur korkade är ni
        hur dumma är ni | hoppas ni dör | hoppas du dör | avskum | slödder
    """,
    insults="""
        dumma i huvudet | dum i huvudet | puckad* | efterbliv* | idiot | idioter | idioterna | korkade | pucko
        puckon | tönt | töntar | dumskalle | dumskallar
    """,
    own="jag | mig | min | mitt | mina | själv",
    aims="ni | du | er | dig | din | ditt | era",
    spares="""
        som en idiot | idiotsäker* | svinmat | svin gott | kaloribomb* | smakbomb* | som en bomb | slå er ner
        slå dig ner
    """,
    glue="""
        ni | du | är | ju | en | ett | gäng | så | alla | allihop | allihopa | jävla | dumma | feta | din | ditt | och
        bara | vara | man | får | er
    """,
    threats="""
        döda er | döda dig | dödar er | dödar dig | slå er | slå dig | slår er | slår dig | slå ihjäl | slå ner dig
        ska ta er | ska ta dig | vet var ni bor | vet var du bor | vet var ni jobbar | vet var du jobbar
        bränna ner er | bränna ner butiken | bränner ner | tända eld på er | krossa rutorna | krossa era
        knäcka benen | spränga er | en bomb | ni är döda | du är död
    """,
    verdicts="dålig* | hemsk* | usel* | skam | äcklig*",
)

DA: Final = Harsh(
    abuse="""
        dit svin | jeres svin | rend mig | skrid | hold kæft | hold din kæft | gå ad helvede til | ad helvede til
        fuck jer | fuck dig | luder* | møgso* | røvhul* | perker* | dumme ko | fede ko | fede gris | i er dumme
        er i dumme | er du dum | hvor dum kan | hvor dumme er | gå ud og dø | håber i dør
    """,
    insults="""
        spasser | spassere | dum i hovedet | dumme i hovedet | hjernedød* | idiot | idioter | tåbe | tåber | fjols*
        nar | narre
    """,
    own="jeg | mig | min | mit | mine",
    aims="i | du | jer | dig | jeres",
    spares="som en idiot | idiotsikker* | svinemørbrad | kaloriebombe*",
    glue="i | du | er | en | et | flok | så | alle | skide | dumme | fede | din | og | bare",
    threats="""
        slå jer ihjel | slå dig ihjel | slår dig ihjel | smadre jer | smadre dig | ved hvor i bor | ved hvor du bor
        brænde jeres | brænder jeres | en bombe
    """,
    verdicts="dårlig* | forfærdelig*",
)

HARSH: Final = {"nb": NB, "sv": SV, "da": DA}
