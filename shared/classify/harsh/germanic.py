"""What hurts in English, German and Dutch."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Harsh
from shared.classify.tongues._cross import cross

_EN_PEOPLE: Final = (
    "moron* idiot* imbecile* clown clowns loser losers scumbag* scum bastard bastards twat* prick pricks wanker* "
    "bitch* cunt* retard retards retarded cow slut sluts whore* degenerate* maggot*"
)
_EN_THINGS: Final = "pig pigs trash garbage rats cockroach* vermin parasite*"

_DOES: Final = " | ".join(
    f"{front} {verb} you"
    for front in (
        *("i'll", "ill", "i will", "i am going to", "i'm going to", "im going to", "i'm gonna", "im gonna", "imma"),
        *("gonna", "we'll", "we will", "we are going to", "we're going to", "somebody should", "someone should"),
        *(
            "somebody will",
            "someone will",
            "i want to",
            "i wanna",
            "i swear i'll",
            "i hope they",
            "come and",
            "come to",
        ),
    )
    for verb in ("kill", "hurt", "stab", "shoot", "murder", "strangle", "beat")
)

EN: Final = Harsh(
    abuse=f"""
        dumbest people | stupidest people | dumbest person | stupidest person | dumbest staff
        delete your account loser* | nobody asked you | no one asked you | kys | fat pig | fat pigs | filthy pig
        filthy pigs | fag | fags | faggot* | nigg* | tranny | trannies | go to hell | rot in hell | burn in hell
        drop dead | go die | shut up | shut your mouth | shut your trap | get lost you | so get lost | piss off
        screw you | up yours | eat shit | you suck | you all suck | you guys suck | you disgust me
        go back to your country | go back to your own country | go back where you came from | want your kind
        wants your kind | hate your kind | people like you should | hope you die | hope you all die | hope you choke
        hope you rot | hope your whole family | hope your family | hope your kids | hope your business burns
        nobody likes you | no one likes you | nobody loves you | everyone hates you | everybody hates you
        waste of oxygen | waste of skin | brain dead | braindead | subhuman* | low life | lowlife* | dumbass*
        dumb ass | shithead*
        {cross("you you're youre ur", f"{_EN_PEOPLE} {_EN_THINGS}")}
        {cross("stupid dumb fat ugly pathetic fucking filthy dirty bloody", _EN_PEOPLE)}
        {cross("you you're youre", "stupid dumb pathetic ugly worthless disgusting brainless")}
        {cross("stupid dumb fat ugly pathetic worthless", "people woman man girl boy cow pig lot")}
        are you stupid | are you dumb | are you retarded | are you all stupid | are you guys stupid
        are you braindead | you are stupid | you are dumb | you are pathetic | you are ugly | you are worthless
        you are disgusting | you are all stupid | how stupid can you | how dumb can you | how stupid are you
        how dumb are you | you are trash | you are garbage | you are scum | kill your self
    """,
    insults="""
        losers | retarded | dimwits | arseholes | assholes | scum | moron* | imbecile* | idiot | idiots | scumbag*
        bastard | bastards | twat* | prick | pricks | wanker* | bitch | bitches | cunt* | halfwit* | dimwit* | nitwit*
        pathetic losers | bunch of losers | bunch of clowns | degenerate* | inbred*
    """,
    own="i | i'm | im | i've | me | my | myself | mine",
    aims="you | u | you're | youre | your | ya | they | they're | them | all of you | yourself | yourselves",
    spares="""
        don't know where you live | do not know where you live | don't know where you work | know where you live now
        idiot proof | like an idiot | like a moron | like a total idiot | like a complete idiot | like idiots
        lucky bastard | lucky bastards | the idiot who | you beautiful bastards | niggl* | niggard*
        shut up and take my money | will kill you with | killing me | i was an idiot | shut up this is | shut up it's
        shut it down | beat you to | shoot you a | shoot you an | drop dead gorgeous | dead right | dead on
        to die for | i'd kill for
    """,
    glue="""
        you | you're | youre | your | u | are | is | be | were | all | guys | people | folks | lot | so | such | a
        an | the | of | bunch | absolute | absolutely | total | totally | complete | completely | utter | fucking
        bloody | damn | stupid | dumb | fat | ugly | pathetic | and | what | why | how | can | kind | really | just
        or | man | lol
    """,
    threats=f"""
        {_DOES} | beat you up | burn you alive | kill all of you | kill you all | kill your family | kill your kids
        kill your staff | hurt your family | smash your windows | smash your face | smash your head | break your legs
        break your face | break your neck | break your windows | punch you in | punch you all | slap you
        burn your shop | burn your store | burn your place | burn your house | burn your office | burn down your
        burn it down with you | burn the place down | burn this place down | blow up your | blow your shop | bomb your
        bomb the place | put a bomb | throw a brick | know where you live | know where you work | know where your kids
        find out where you live | i'm coming for you | we're coming for you | i'll come after you
        we'll come after you | you're dead | you are dead | you will regret being born | you'll be dead
        watch your back | deserve to be shot | deserve to be hanged | get what's coming to you | bring a gun
        throw acid | brick through your
    """,
    verdicts="""
        worst | terrible | awful | horrible | disgusting | rude | bad | a joke | shame* | angry | scam | late
        furious
    """,
)

DE: Final = Harsh(
    abuse=f"""
        endlich die fresse | endlich die klappe | vollidiot* | volltrottel* | arschloch* | arschlöcher* | wichser*
        hurensohn* | hurensöhne* | missgeburt* | drecksau* | dreckspack | fick dich | fickt euch | leck mich
        leckt mich | verpiss dich | verpisst euch | halt die klappe | haltet die klappe | halt die fresse
        haltet die fresse | halts maul | halt's maul | halt dein maul | haut ab ihr | geh sterben | geht sterben
        fahr zur hölle | fahrt zur hölle | schlampe* | fotze* | spast* | untermensch* | kanake* | abschaum
        euch sollte man | geht zurück in euer land | geh zurück in dein land
        {cross("du ihr fette dumme blöde", "sau schwein schweine kuh kühe hund ratte ratten")} | ihr seid dumm
        ihr seid blöd | ihr seid so dumm | bist du dumm | bist du blöd | seid ihr dumm | seid ihr blöd
        wie dumm kann man | wie blöd kann man | wie dumm muss man | wie blöd muss man | wie dumm seid | wie blöd seid
        zu dumm zum | zu blöd zum | ihr seid das letzte | ihr seid zum kotzen
    """,
    insults="""
        bescheuert* | hirnlos* | gehirnamputiert* | blödmann | blödmänner | arschgeige* | idiot* | trottel | depp
        deppen | penner | spinner | versager | mistkerl* | dummkopf | dummköpfe
    """,
    own="ich | mich | mir | mein | meine | meinem | meinen | meiner | kam",
    aims="ihr | du | euch | dich | dir | euer | eure | sie",
    spares="wie ein idiot | idiotensicher* | wie der letzte depp | kalorienbombe* | vitaminbombe*",
    glue="""
        ihr | du | seid | bist | doch | alle | so | ein | eine | einen | was | für | nur | echt | total | ja | dumme
        fette | blöde | und | euch | dich | denn | eigentlich | sein | wie | kann | man | verdammte | scheiß
    """,
    threats="""
        bringe euch um | bring euch um | bringe dich um | bring dich um | schlage dich | schlag dich | schlage euch
        schlag euch | gibt es prügel | gibts prügel | zünde euren | zünde euch | fackel euch | fackle euch
        fackel den laden | brenne euren laden | euren laden anzünden | laden abfackeln | weiß wo ihr wohnt
        weiß wo du wohnst | weiß wo ihr arbeitet | finde heraus wo ihr | finde raus wo ihr | mach dich fertig
        mache dich fertig | mach euch fertig | mache euch fertig | ihr werdet sterben | brech dir | breche dir
        haue dir | hau dir | steche dich | stech dich | eine bombe
    """,
    verdicts="schlecht* | schrecklich | furchtbar | eklig | frechheit | katastrophe | mies* | niemand | unverschämt*",
)

NL: Final = Harsh(
    abuse="""
        klootzak* | hoerenjong* | kutwijf* | rot op | flikker op | hou je bek | hou je mond | ga dood | val dood
        loop naar de hel | krijg de kanker | krijg de tering | krijg kanker | jullie zijn dom | ben je dom
        zijn jullie dom | domme koe | dom wijf | vuile hond
    """,
    insults="sukkel* | idioot | idioten | mongool | mongolen | debiel* | eikel | eikels | lul | lullen",
    own="ik | mij | me | mijn",
    aims="jij | je | jullie | u",
    spares="als een idioot",
    glue="jullie | jij | je | zijn | bent | een | stelletje | zo | domme | stomme | allemaal | wat",
    threats="""
        maak je dood | maak jullie dood | sla je | steek je | weet waar je woont | weet waar jullie | in brand steken
    """,
    verdicts="slecht* | vies",
)

HARSH: Final = {"en": EN, "de": DE, "nl": NL}
