"""Spanish, French, Italian, Portuguese."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Asking, Leaning, Tongue
from shared.classify.tongues._cross import cross

ES: Final = Tongue(
    code="es",
    common="""
        el la los las un una de que y en es no se me mi tu su lo le con por para del al muy más pero como cuando donde
        qué cómo cuándo dónde quién está están hay tienen tiene son fue ser yo ya si sí este esta esto todo todos hola
        gracias porque cuanto cuánto hacen puedo nos te ha aquí siempre nunca
    """,
    letters="ñ¿¡áéíóú",
    asking=Asking(
        relatives="que | qué | quien | quién | cuando | donde | cual | cuales | como | cuanto | es | hay | aún",
        commas=True,
        skips="""
            hola | holi | buenas | buenos días | buenos dias | buenas tardes | buenas noches | oye | oigan | oiga | y
            pero | entonces | perdón | perdon | disculpe | disculpen | disculpa | por favor | porfa | una pregunta
            pregunta | chicos | gracias | ok | ah | oh | o
        """,
        opens=f"""
            podés | querés | tenés | sabés | podríamos | van a venir | significa eso | significa esto | ustedes saben
            ustedes tienen | te estás
            donde lo | donde la | donde los | donde las | dónde lo | a donde va | puedes | quieres | queréis | quiere
            necesitas | necesito saber | vamos a | van a | todavía están | todavia estan | todavía tienen
            todavia tienen | también tienen | tambien tienen | también venden | no tienen | no hay | no venden
            te puedo | os puedo | alguien sabe | está él | está ella | es esto | es esta | es este | has visto
            has estado | has comido | te gusta | te gustan | te gustaría | os gusta | le gusta | cuánto
            cuanto cuesta | cuanto cuestan | cuanto vale | cuanto valen | cuanto sale | cuanto es | cuanto tarda
            cuanto tiempo | cuanto dura | cuanto | cuántos | cuántas | cuánta | cuantos | cuantas | por qué | porqué
            por que | para qué | para que sirve | para que es | a qué | a que hora | de qué | en qué | con qué
            hasta qué | hasta que hora | desde qué | desde que hora | con quién | a quién | de quién | para quién
            quién | quiénes | dónde | a dónde | adónde | de dónde | de donde es | de donde son | cuándo | cómo | qué
            cuál | cuáles | cual es | cual | cuales | que hora* | que precio | que es | que tal | que significa
            que tipo | que hay | que tienen | que hace*
            {cross("donde cuando como quien", "está están esta estan puedo puede podemos pueden se es son")}
            {cross("donde cuando como quien", "queda quedan hay hace hacen tienen tiene venden compro consigo")}
            {cross("donde cuando como quien", "abre abren cierra cierran llega llegan vuelve vuelven sale")}
            {cross("donde cuando como quien", "empieza comienza sirve fue era será van va vives vive encuentro")}
            {cross("donde cuando como quien", "compraste sabe quiere eres estás")}
            algún | hay | tienen | tenéis | hacen envio* | hacen envío* | hacen | hacéis | aceptan | aceptáis | venden
            vendéis | envían | envian | abren | abrís | cierran | puedo | podría | podrían | podrías | podrian
            podrias | pueden | podéis | se puede | se pueden | se necesita | me pueden | me puedes | me podrían
            me podrías | me podria* | nos pueden | es posible | es verdad | es cierto | es gratis | sirve | hace falta
            está abierto | esta abierto | están abiertos | estan abiertos | todavía queda | todavia queda
            todavía hay
            aún | quedan | ya abrió | ya abrio | ya abrieron | ya está | ya llegó | buscan | contratan | incluyen
            viene con | entregan | reparten | sabes | saben | sabe | sabéis | quiere usted | conoces | conoce | crees
            puede usted | estás | estas seguro | habéis
        """,
        plain="""
            cuando era | cuando eras | cuando fue | puedes ser | puedes hacer lo | vamos a ver que | no hay nada
            no hay de | no hay prisa | no hay problema | no hay mejor | qué día | qué rico | que rico | qué lindo
            que lindo | qué bonit* | que bonit* | qué bueno | que bueno | qué bien | que bien | qué maravilla
            que maravilla | qué vergüenza | que vergüenza | que verguenza | qué asco | que asco | qué delicia
            que delicia | qué hermos* | que hermos* | qué precios* | que precios* | qué pena | qué lástima
            qué suerte | qué bell* | qué gran | qué buen | qué buena | qué mal | que mal | qué ganas | qué guay
            qué chulo | qué mono | qué horror | cuánta calidad | cuánta gente | cuánto amor | cuánto me | cómo me
            cómo mola | como siempre | como no | hay un | hay una | hay gente | hay mucho | hay mucha | hay muchos
            hay muchas | tiene una | tienen un servicio | tienen los mejores | tienen la mejor | tienen el mejor
            hay días | son los | son las | son unos | son muy | son lo | te quiero | te amo | os quiero | te lo
            te recomiendo | sabe a | sabe muy | ha sido | es verdad que | hacen los mejores | hacen el mejor
            quien hizo | te echo | te odio | te dije | te necesito | has sido | alguna vez | tiene que | tienes que
            tienen que | va a ser | vas a | hay que | sabe que | tiene un
        """,
        inverted="es son está están esta estan fue era puede",
        subjects="""
            posible | necesario | obligatorio | vegano | vegana | verdad | gratis | abierto | abierta | apto | apta
            usted | ustedes | cierto | seguro | tuyo | tuya | suyo | este | esta | eso | esto | disponible
        """,
        inside="""
            alguien sabe | alguno sabe | alguien me puede | alguien ha | alguien tiene | alguien conoce
            quisiera saber | quería saber | queria saber | me gustaría saber | me gustaria saber | quería preguntar
            queria preguntar | quisiera preguntar | necesito saber | me pueden decir | me puedes decir
            me podrían decir | saben si | sabe si | sabes si | saben cuándo | saben cuando | me pueden | me puedes
            qué hora | a qué hora | a que hora | por qué | dónde puedo | donde puedo | cómo puedo | cuánto cuesta
            cuanto cuesta | cuánto vale | tienen alguna | tienen algún | hacen envíos | hacen envios | se puede pagar
        """,
        ends="o no | o qué | no crees | no es así | no es asi",
        tags="verdad | no es verdad | cierto | no | a que sí",
        whole="""
            precio | precios | cuanto | cuánto | dónde | donde | cuándo | cuando | cómo | horario | horarios
            dirección | direccion | ubicación | ubicacion | menú | menu | qué | quién | por qué | disponible
        """,
        mark_plain="""
            qué más se puede pedir | que mas se puede pedir | en serio | de verdad | quién no | qué puedo decir
        """,
    ),
    leaning=Leaning(
        praise="""
            rico | rica | bonit* | lind* | precios* | hermos* | delicios* | mejor | mejores | encanta* | encantó
            excelente | genial | maravill* | increíble | espectacular | artista | lujo | perfecto | buenísim*
            volveremos | volveré | recomend* | amor | me fascina | calidad | de muerte | de muerte el | para morirse
        """,
        complaint="""
            nunca más | frí* | grosero | grosera | pésim* | horrible | terrible | asco | decepcion* | malo | mala
            peor | no funciona | no puedo pagar | dos veces | roto | rota | esperando | vergüenza | verguenza | estafa
            queja | reembolso | devuelvan | nadie contesta | no contestan | maleducad* | tarde | sucio | sucia
            quemad* | mierda | por nada | sigue sin | siguen sin | todavía no llega | no ha llegado | no llegó
            retraso | retrasado | basura | cobraron dos | me cobraron | demonios | dónde está mi | donde esta mi
        """,
        request="""
            por favor | porfa | porfavor | me pueden mandar | me podrías | me podrían | me puedes enviar
            podría cambiar | podría | traigan | mándenme | manden | envíen | envíenme | necesito | quisiera pedir
            cancélenlo | cancelen | cancela mi | cancélalo
        """,
        thanks="gracias | mil gracias | muchas gracias | agradecid* | se agradece",
        closing="""
            vale | ok | listo | perfecto | todo bien | buen día | buenas noches | adiós | entendido | de acuerdo
            resuelto | hasta luego | saludos | no pasa nada | no hay problema | sin problema | no te preocupes
            no se preocupen | no gracias | de nada | nos vemos | hasta mañana | hasta pronto | hasta el | por la ayuda
            por tu ayuda | por su ayuda | por responder | por la respuesta | dale | genial | estupendo | bien
            muy bien | está bien | esta bien | bueno | ya llegó | ya funciona | ya está | igualmente | suena bien
            me parece bien | claro | súper | super | excelente | feliz día | feliz fin de semana | ustedes también
            tú también | a ustedes
        """,
        turns="""
            pero | aunque | sin embargo | sigue | siguen | todavía | todavia | aún | no | nunca | nada | ningun*
            ningún | otra vez | otro | otra | solo | sólo | lamentablemente | falta | faltan | si | cuando | cuándo
            donde | dónde | qué | cómo | quién | cancel* | quiero | necesito | retras* | entonces
        """,
        story="""
            cuando era | mi abuela | mi abuelo | me pregunto si | le dije | sonaba | no sabía | recuerdo | mi hermana
            hace años | una vez | cuando llueve
        """,
        spam="""
            desde casa | seguidores gratis | gana | gane | a la semana | mi perfil | escríbeme ya | cripto | bitcoin
            gana dinero
        """,
    ),
)

FR: Final = Tongue(
    code="fr",
    common="""
        le la les un une des de du et est en je tu il elle on nous vous ils que qui pas ne ce ça c'est au aux pour
        dans avec sur par mais ou où quand comment combien pourquoi quel quelle mon ma mes votre vos son sa ses j'ai
        avez sont suis très plus bien merci bonjour svp ai fait être si tout quelqu'un l'on d'un qu'il n'est
    """,
    letters="œêûîù",
    asking=Asking(
        relatives="qui | que | où | quand | comment | pourquoi | quel* | quoi | lequel | laquelle | lesquels",
        commas=True,
        skips="""
            bonjour | bonsoir | salut | coucou | hello | hey | et | mais | alors | donc | pardon | excusez-moi | svp
            s'il vous plaît | s'il vous plait | merci | ok | ah | oh | dites | dis | petite question | une question
            question | ou | eh bien
        """,
        opens="""
            est-ce | est-ce qu'* | est ce | est ce qu'* | qu'est-ce* | qu'est ce | qui est-ce | combien | combien de
            pourquoi | comment | où | quand est-ce* | quand est ce | quand sera | quand serez | quand ouvrez
            quand ouvre | quand ferme | quand sort | quand revient | quand pouvez | quand puis* | quand allez
            quand aura | quand aurez | quand peut | à quelle | a quelle heure | à quel | de quel | de quelle
            dans quel* | sur quel* | pour quel* | en quel* | quel* | jusqu'à quelle | jusqu'à quand | depuis quand
            depuis combien | d'où | par où | pour qui | à qui | avec qui | de qui | qui est | qui a | qui fait
            qui fabrique | qui sont | qui peut | qui sait | qui veut | qui connaît | qui va | qui vous | qui t'a
            que faire | que pensez* | que veut | que faut* | que se passe | que signifie | que fais* | que faites*
            que puis* | que voulez* | c'est où | c'est quand | c'est combien | c'est quoi | c quoi | c'est ouvert
            c ouvert | c'est possible | c'est à quelle | y a-t-il | y a t il | il y a quoi | a-t-on | faut-il | quoi
            lequel | laquelle | lesquels | quelqu'un sait | quelqu'un connaît | quelqu'un connait | qqn | qqun
            peut-on | puis-je | pouvez-vous | pourriez-vous | peux-tu | pourrais-tu | avez-vous | as-tu | êtes-vous
            es-tu | serait-il | est-il | est-elle | sont-ils | sont-elles | était-il | aimez-vous | aimes-tu
            pourrais-je | dois-je | vous faites | vous ouvrez | vous fermez | vous livrez | vous vendez | vous prenez
            vous acceptez | vous recrutez | vous êtes ouvert* | vous êtes fermé* | vous êtes où | vous envoyez
            vous expédiez | vous proposez | vous pourriez | vous avez du | vous avez des | vous avez un
            vous avez une | vous avez encore | vous avez quoi | vous avez combien | vous avez quel* | vous pouvez me
            vous pouvez m'* | je peux avoir | je peux venir | je peux payer | je peux commander | je peux réserver
            je peux changer | je peux vous | on peut venir | on peut payer | on peut réserver | on peut commander
            on peut avoir | vous savez si | tu sais si | tu sais où | tu sais quand | possible de | il reste
            reste-t-il | reste t il | ça marche | ça coûte combien | ça fonctionne | toujours ouvert | encore ouvert
            possible d'*
        """,
        plain="""
            ça marche à | ça marche merci
            quelle belle | quel beau | quel bel | quelle bonne | quel bon | quelle honte | quel plaisir | quel régal
            quelle merveille | quel talent | quelle journée | quelle chance | quel dommage | quel service
            quelle surprise | quelle horreur | quelle ambiance | quel accueil | quel délice | quel bonheur
            quelle déception | combien j'aime | comment dire | comment ne pas | qui a fait mon | qui est vraiment
            qui est toujours | qui est très | quelqu'un a mis | on peut dire | vous avez gâché | vous avez le meilleur
            vous avez les meilleurs | vous avez raison | vous avez été | vous faites les meilleurs
            vous faites le meilleur | vous faites du bien | vous pouvez être | tu as raison | je peux vous dire
            je peux dire | où que | tu as été | quoi que | quoi qu'* | que c'est | rendez-vous | asseyez-vous
            servez-vous | dépêchez-vous | amusez-vous | abonnez-vous | inscrivez-vous | dit-il | dit-elle
            êtes-vous bêtes | taisez-vous | peut-être | méfiez-vous | levez-vous | tais-toi | régalez-vous
            rappelez-vous | demanda-t-il | demanda-t-elle | répondit-il | répondit-elle | où l'on | que du
            vous pouvez compter | vous avez bien | je peux le | on peut toujours | ça marche bien | tu peux compter
        """,
        suffixes=("-tu", "-t-il", "-t-elle", "-t-on", "-il", "-elle", "-ils", "-elles", "-vous", "-je"),
        inside="""
            est-ce que | est-ce qu'* | est ce que vous | est ce que c'* | est ce que la | est ce que le
            qu'est-ce que | qu'est-ce qu'* | quelqu'un sait | qqn sait | qqn connait | qqn connaît | savez-vous
            sais-tu | je voudrais savoir | je voulais savoir | j'aimerais savoir | je souhaite savoir
            je voulais demander | je me demande si vous | je me demandais si vous | à quelle heure | a quelle heure
            combien coûte | combien ça coûte | combien de temps | livrez-vous | avez-vous | pouvez-vous
            pourriez-vous | faites-vous | vendez-vous | utilisez-vous | êtes-vous | pensez-vous | pouvons-nous
            serait-il possible | y a-t-il | a-t-il | a-t-elle | est-il | est-elle | puis-je | peut-on | peux-tu
            as-tu | es-tu | veux-tu | voulez-vous | vas-tu | c'est combien | c'est où | où est | aurais-tu
            auriez-vous | devrais-je | dois-je | dites-moi si | dites-moi quand | dites-moi où | dites-moi combien
        """,
        tags="non | hein | pas vrai | n'est-ce pas | d'accord",
        ends="ou non | ou pas | n'est-ce pas | hein | combien | où | c'est où | c'est quoi",
        whole="""
            prix | le prix | tarif | tarifs | horaires | adresse | combien | où | quand | comment | pourquoi | qui
            quoi | disponible | vegan | sans gluten
        """,
        mark_plain="que demander de plus | que dire de plus | vraiment | sérieux | sérieusement | qui dit mieux",
    ),
    leaning=Leaning(
        praise="""
            bon | belle | beau | bonne | meilleur* | délici* | régal | superbe | magnifique | parfait | génial*
            adore* | adoré | mignon | j'aime | excellent* | top | incroyable | reviendra | reviendrons | médaille
            recommand* | merveill* | sublime | à tomber | une tuerie
        """,
        complaint="""
            plus jamais | froid* | désagréable | horrible | nul* | déçu* | décevant | honte | plante
            impossible de payer | ne marche pas | fonctionne pas | deux fois | cassé* | attente
            ça fait deux semaines | remboursement | arnaque | mauvais* | sale | dégoûtant | impoli
            personne ne répond | ne répond | inadmissible | scandaleux | pire | retard | merde | pour rien
            toujours pas | pas arrivé* | pas reçu | en retard | débité deux | où est mon colis | où est ma commande
            incapables
        """,
        request="""
            svp | stp | s'il vous plaît | s'il vous plait | pouvez-vous m'envoyer | pourriez-vous | serait-il possible
            je peux avoir | ramenez | envoyez-moi | envoyez | remettez | j'aimerais commander | je voudrais | veuillez
            annulez | annule ma
        """,
        thanks="merci* | mille mercis | remerci*",
        closing="""
            ok | parfait | c'est réglé | réglé | bonne soirée | bonne journée | d'accord | au revoir | à bientôt
            entendu | très bien | compris | super | pas de souci | pas de soucis | aucun souci | aucun problème
            pas de problème | pas grave | de rien | non merci | ça marche | ça roule | ça va | à demain | à plus
            à tout à l'heure | à lundi | à vendredi | à samedi | pour votre aide | pour ton aide | pour votre réponse
            pour la réponse | pour l'aide | bonne nuit | bon week-end | bon weekend | bien reçu | reçu | c'est bon
            c'est noté | noté | génial | nickel | top | bien sûr | tout est bon | merci bien | également | de même
            ça fonctionne maintenant | vous aussi | toi aussi
        """,
        turns="""
            mais | cependant | pourtant | toujours | encore | ne | n'est | pas | jamais | rien | aucun*
            malheureusement | seulement | manque | si | quand | où | quoi | pourquoi | comment | qui | annul* | veux
            voudrais | retard* | alors
        """,
        story="""
            quand j'étais | ma grand-mère | mon grand-père | je me demande si | j'ai dit à | ils passaient
            je me souviens | ma sœur | il y a des années | une fois | quand il pleut
        """,
        spam="""
            chez toi | abonnés gratuits | followers gratuits | gagne | gagnez | par semaine | mon profil
            écris-moi vite | crypto | bitcoin
        """,
    ),
)

IT: Final = Tongue(
    code="it",
    common="""
        il lo la i gli le un una di che e è in non si mi ti ci per con su del della dei al alla da ma come quando dove
        perché chi cosa sono ho ha hai avete siete questo questa più molto anche tutto sei era mio mia grazie ciao
    """,
    letters="ò",
    asking=Asking(
        relatives="chi | che | dove | quando | come | perché | quanto | quale | quali | posso",
        commas=True,
        skips="""
            ciao | buongiorno | buonasera | salve | hey | e | ma | allora | scusate | scusa | scusi | per favore | ok
            domanda | grazie | oh | o
        """,
        opens=f"""
            puoi | potete | vuoi | volete | hai mai | avete mai | c'è un posto | c'è qualc* | c'è la possibilità
            ci sono ancora | quant'è | quanto viene | che motivo | che lingua | ha già | avete già | pensi che
            sei mai | qualcun* altro | fate anche
            perché | quanto | quanti | quante | quanta | quando | dove | dov'è | dov'e | da dove | di dove | come mai
            cosa | che cosa | cos'è | cos'hai | chi | con chi | di chi | a chi | per chi | qual | quale | quali
            a che ora | che ora | che ore | fino a che ora | da quando | come si | come posso | come ti | come va
            come sta* | come fai | come ha* | come funziona | come è | com'è | com'era | che tipo | che ne
            che significa | che fai | che cos'è | di cosa | di che | a cosa | in che | avete | fate | siete aperti
            spedite | consegnate | accettate | vendete | si può | si possono | posso | possiamo | potete | potreste
            potrei | potresti | c'è | ci sono | è possibile | è vero | è aperto | sapete | sa se | bisogna prenotare
            serve prenotare | {cross("come", "stai state va")}
        """,
        plain="""
            quanto è buono | quanto sei | come sempre | che bello | che buono | che bella | quando ero | quando piove
            chi ha fatto | ha una | hai ragione | c'è un | c'è una | c'è sempre | ci sono molt* | ci sono due
            ci sono tre | ci sono dei | siete i | siete il | siete stati | ti amo | ti ho | ti voglio | ti ringrazio
            ti odio | hai bisogno | sei un | sei una | sei il | sei molto | ti sto | ha un | può essere | quando sono
            quando ho | ha detto | sei stato | dove c'è
        """,
        inside="""
            qualcuno sa | vorrei sapere | volevo sapere | volevo chiedere | mi piacerebbe sapere | sapete se
            a che ora | quanto costa | mi potete dire | mi puoi dire
        """,
        ends="o no | non è vero",
        tags="vero | giusto | no | non è vero | ok",
        whole="prezzo | quanto | dove | quando | orari | indirizzo | perché | chi | cosa",
    ),
    leaning=Leaning(
        praise="""
            buon* | bell* | ottim* | fantastic* | meraviglios* | perfett* | adoro | miglior* | eccellente | squisit*
        """,
        complaint="""
            mai più | fredd* | pessim* | orribile | delus* | schifo | rotto | rotta | non funziona | rimborso
            reclamo | vergogna | merda | per niente | ancora non | non è arrivat* | in ritardo
        """,
        request="per favore | per cortesia | potreste | mandatemi | vorrei | annullate",
        thanks="grazie* | ringrazi*",
        closing="""
            ok | va bene | perfetto | buona serata | risolto | nessun problema | non c'è problema | non fa niente
            di niente | di nulla | prego | no grazie | a domani | a presto | ci vediamo | per l'aiuto
            per la risposta | buona giornata | buona notte | buonanotte | capito | ricevuto | d'accordo | tutto ok
            tutto a posto | a posto | benissimo | bene | ottimo | certo | arrivederci | altrettanto
        """,
        turns="""
            ma | però | tuttavia | ancora | non | mai | niente | nulla | nessun* | purtroppo | solo | manca | se
            quando | dove | cosa | perché | come | chi | annull* | voglio | ritard* | allora
        """,
        story="quando ero | mia nonna | mi chiedo se",
        spam="follower gratis | guadagna | da casa | mio profilo",
    ),
)

PT: Final = Tongue(
    code="pt",
    common="""
        o a os as um uma de que e é em não se me te com por para do da dos das no na ao muito mais mas como quando
        onde quem qual são está foi ser eu você vocês ele ela isso este esta meu minha já tem têm obrigado obrigada
        olá oi
    """,
    letters="ãõáéíóúâêç",
    asking=Asking(
        relatives="que | quem | onde | quando | como | qual | quais | porque | posso",
        commas=True,
        skips="""
            oi | olá | ola | bom dia | boa tarde | boa noite | e | mas | então | desculpe | por favor | gente
            pessoal | ok | pergunta | obrigado | obrigada | ou
        """,
        opens="""
            você pode | vocês podem | você acha | você quer | vocês querem | você sabe | vocês sabem | há algum
            há alguma | vocês ainda | você ainda
            por que | como você | o que você | será que | alguém lembra | você pode | você poderia | você sabe
            vocês podem | pode me | podem me | poderia me | com que | a qual | a que | de qual | em qual
            por causa de que | por quê | porque é que | quanto | quantos | quantas | quanta | quando | onde
            aonde | de onde | para onde | quem | com quem | de quem | a quem | para quem | qual | quais | que horas
            a que horas | que tipo | que tal | o que | o quê | como faço | como é | como posso | como vai | como está
            como se | como funciona | como você | em que | de que | até que horas | desde quando | é possível
            é verdade
            vocês têm | vocês tem | vocês fazem | vocês entregam | vocês vendem | vocês aceitam | posso | podemos
            podem | poderia | poderiam | dá para | da pra | dá pra | está aberto | estão abertos | aceitam | vendem
            fazem entrega | entregam
        """,
        plain="""
            quanto amor | como sempre | que lindo | que linda | que delícia | que maravilha | que bom | que dia
            que pena | quando eu | quem fez | há muitos | há muitas | há um | há uma | há dois | tem um | tem uma
            tem que | vocês são | vocês estão | você é | você tem que | você está | você deve | você deveria
            você não | já foi | já está | já são | já estou | já comi | porque eu | você precisa | vocês precisam
            você vai | você pode | pode ser | que eu | quando o | quando a | já é | já não | já vi | já tenho
            você me | você fez | o que eu | o que ele | o que ela | o que nós
        """,
        inside="""
            alguém sabe | gostaria de saber | queria saber | queria perguntar | sabem se | sabe se | que horas
            quanto custa | me pode dizer
        """,
        ends="né | ou não | não é verdade",
        tags="certo | não é | não | é | não é mesmo",
        whole="preço | valor | quanto | onde | quando | horário | endereço | por quê",
    ),
    leaning=Leaning(
        praise="""
            bom | boa | lind* | ótim* | maravilhos* | perfeit* | adoro | amo | amei | melhor* | excelente | delícia
            delicios*
        """,
        complaint="""
            nunca mais | fri* | péssim* | horrível | decepcion* | quebrad* | não funciona | reembolso | reclama*
            vergonha | demora | merda | por nada | ainda não | não chegou | atrasad* | atraso
        """,
        request="por favor | me mandem | gostaria de pedir | poderiam | podem me | cancelem | cancela minha",
        thanks="obrigad* | valeu | agradeç*",
        closing="""
            ok | tá bom | perfeito | boa noite | resolvido | combinado | sem problema | sem problemas
            não tem problema | não faz mal | de nada | não obrigado | não obrigada | até amanhã | até logo | até mais
            até breve | tchau | pela ajuda | pela resposta | bom dia | boa tarde | bom fim de semana | entendi
            recebido | certo | beleza | tudo bem | tudo certo | ótimo | igualmente | blz
        """,
        turns="""
            mas | porém | contudo | ainda | não | nao | nunca | nada | nenhum* | infelizmente | só | somente | falta
            se | quando | onde | quê | porque | como | quem | cancel* | quero | preciso | atras* | então | outra
            outro
        """,
        story="quando eu era | minha avó | me pergunto se",
        spam="seguidores grátis | ganhe | em casa | meu perfil",
    ),
)

TONGUES: Final = (ES, FR, IT, PT)
