"""What hurts in Spanish, French, Italian and Portuguese."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Harsh
from shared.classify.tongues._cross import cross

ES: Final = Harsh(
    abuse=f"""
        hijo de puta | hijos de puta | hija de puta | hdp | gilipollas | cabrón | cabron | cabrones | malparid*
        pendejo | pendejos | pendeja | pendejas | puta de | putas | maricón | maricones | sudaca* | subnormal*
        vete a la mierda | váyanse a la mierda | vayanse a la mierda | iros a la mierda | váyanse al diablo
        vayanse al diablo | vete al diablo | váyanse al infierno | vete al infierno | púdranse | pudranse | muérete
        muérete | muéranse | ojalá se mueran | ojala se mueran | ojalá te mueras | cállate | callate | cállense
        callense | cierra la boca | que te den | que les den | que os den | chinga tu | chinguen a | jódanse | jódete
        basura humana | {cross("gorda gordo perra cerda cerdo", "asquerosa asqueroso inmunda inmundo")}
        ser tan idiota | ser tan idiotas | ser tan estúpido* | ser tan imbécil | ser tan tonto* | eres tonto
        eres tonta | son tontos | son tontas | eres estúpid* | son estúpid* | qué asco de gente | vuelve a tu país
        vuelvan a su país
    """,
    insults="""
        incompetentes | tontos | tarado | unos payasos | idiota | idiotas | imbéciles | imbécil | imbeciles
        estúpidos | estúpidas | inútiles | tarados | ratas
    """,
    own="me | yo | mi | mis | soy | fui",
    aims="son | eres | sois | ustedes | vosotros | tú | usted | su | sus | te",
    spares="madre de | como un idiota | como una idiota | a prueba de idiotas | de puta madre | pinche rico",
    glue="""
        son | eres | sois | ustedes | todos | todas | unos | unas | un | una | tan | qué | que | cómo | como | se
        puede | ser | muy | bola | de | panda | bien | los | las | y
    """,
    threats="""
        los voy a matar | te voy a matar | les voy a matar | os voy a matar | voy a matarte | voy a matarlos
        partir la cara | romper la cara | partirles la | partirte la | te voy a partir | les voy a partir
        te voy a romper | sé dónde trabaj* | sé dónde viv* | se donde viv* | se donde trabaj* | quemar su
        quemar la tienda | quemarles | prender fuego | poner una bomba | estás muerto | están muertos
        se van a arrepentir de haber nacido
    """,
    verdicts="pésim* | horrible | terrible | asco | malo | mala | peor | vergüenza | verguenza | sucio | sucia",
)

FR: Final = Harsh(
    abuse="""
        fermez vos gueules | vos sales gueules | salope | salopes | sale bâtard | espèce d'ordure | connard*
        connasse* | enculé* | fils de pute* | salaud* | raclure* | pétasse* | va te faire | allez vous faire
        allez-vous faire | nique ta | niquez vous | ta gueule | vos gueules | ferme-la | ferme la | fermez-la
        ferme ta gueule | va mourir | allez crever | crevez | va crever | va au diable | allez au diable
        allez en enfer | casse-toi | cassez-vous | tapette* | bougnoule* | sale race | sale arabe | sale noir
        sale juif | sale pédé | pédé | pédés | retournez dans votre pays | retourne dans ton pays | grosse vache
        gros porc | grosse truie | sale porc | sous-merde* | gros con | sale con | pauvre con | bande de cons
        aussi con | aussi cons | si con | si cons | t'es con | êtes cons | êtes bêtes | êtes stupides | t'es bête
        êtes débiles | aussi bête | aussi bêtes | aussi stupide* | pauvre type | pauvres types
    """,
    insults="""
        débiles | d'idiots | d'imbéciles | d'abrutis | d'incapables | d'idiot | incapables | stupides | crétin*
        abruti* | idiot | idiots | idiote | imbécile* | bouffon* | guignol*
    """,
    own="je | j'ai | j'étais | me | moi | mon | ma | suis",
    aims="vous | vos | votre | tu | t'es | ton | êtes",
    spares="comme un idiot | comme une idiote | me suis senti* idiot* | pas bête",
    glue="""
        vous | êtes | tu | es | t'es | une | un | bande | de | vraiment | tous | si | aussi | comment | peut-on | peut
        on | être | quelle | gros | grosse | sale | et | des
    """,
    threats="""
        vais vous tuer | vais te tuer | te tuer | vous tuer | casser la gueule | casser la figure | péter la gueule
        sais où vous travaillez | sais où vous habitez | sais où tu habites | sais où tu travailles | brûler votre
        cramer votre | mettre le feu à votre | foutre le feu | poser une bombe | une bombe chez | vous êtes morts
        t'es mort | te retrouver et | vous crever
    """,
    verdicts="horrible | nul* | honte | mauvais* | pire | dégoûtant | impoli | sale | inadmissible | scandaleux",
)

IT: Final = Harsh(
    abuse="""
        vaffanculo | fanculo | stronz* | bastard* | figlio di puttana | figli di puttana | puttana | coglion*
        testa di cazzo | teste di cazzo | vai all'inferno | andate all'inferno | andate al diavolo | vai al diavolo
        chiudi la bocca | stai zitt* | state zitt* | muori | devi morire | dovete morire | terron* | frocio | froci
        brutta vacca | brutto porco | siete stupidi | sei stupid* | siete scemi | sei scem* | tornate al vostro paese
        torna al tuo paese | mi fate schifo
    """,
    insults="""
        d'idioti | d'imbecilli | incapaci | idiot* | imbecill* | cretin* | deficient* | buffon* | pagliacc* | falliti
    """,
    own="io | mi | mio | mia | sono stato | sono stata",
    aims="siete | sei | voi | vostro | vostra | tu | vi",
    spares="come un idiota | come una cretina | a prova di idiota",
    glue="siete | sei | voi | tu | un | una | branco | di | dei | degli | tutti | proprio | così | veramente | che",
    threats="""
        vi ammazzo | ti ammazzo | vi uccido | ti uccido | vi spacco | ti spacco | spacco la faccia | so dove abit*
        so dove lavor* | do fuoco | vi brucio | una bomba nel
    """,
    verdicts="pessim* | orribile | schifo | vergogna",
)

PT: Final = Harsh(
    abuse="""
        sua puta | suas putas | filho da puta | filhos da puta | fdp | vai se foder | vão se foder | vai tomar no
        vão tomar no | vai à merda | vão à merda | vai pro inferno | vão pro inferno | vão para o inferno
        cala a boca | calem a boca | vadia* | viado* | arrombad* | babac* | otári* | escrot* | cuzão | lixo humano
        seus lixos | morram | tomara que morram | volta pro seu país | voltem para o seu país | sua vaca | sua porca
        vocês são burros | você é burr*
    """,
    insults="estúpidos | idiot* | imbeci* | burros | burras | palhaç* | retardad* | inúteis",
    own="eu | me | meu | minha | sou | fui",
    aims="vocês | você | seus | suas | são | vcs | vc",
    spares="como um idiota | feito idiota | puta merda que delícia",
    glue="vocês | você | são | é | um | uma | bando | de | todos | uns | tão | seus | suas | que",
    threats="""
        vou matar vocês | vou te matar | vou matar você | matar vocês | quebrar a cara | quebrar a sua cara
        sei onde vocês | sei onde você | colocar fogo | botar fogo | tacar fogo | jogar uma bomba
    """,
    verdicts="péssim* | horrível | vergonha",
)

HARSH: Final = {"es": ES, "fr": FR, "it": IT, "pt": PT}
