"""Latvian, Polish, Russian, Ukrainian."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Asking, Leaning, Tongue
from shared.classify.tongues._cross import cross

LV: Final = Tongue(
    code="lv",
    common="""
        un ir es jūs mēs viņš viņa tu nav ar par no uz pie kā kas ko kur kad vai cik kāpēc bet ja jau vēl tas tā šis
        šī to tik man mums jums mani mūsu jūsu ļoti bija būs kāds kāda lai arī tikai lūdzu paldies labi viss visi savu
        esmu esat var varu varat te tur šodien sveiki cena nekad vairs tam tev viņi vienmēr
    """,
    letters="āčēģīķļņšūž",
    asking=Asking(
        skips="""
            sveiki | sveika | sveiks | čau | labdien | labrīt | labvakar | hei | un | bet | nu | tad | ok | jā
            piedodiet | atvainojiet | lūdzu | paldies | jautājums | hallo | ā | a
        """,
        opens=f"""
            kāpec | kads | kada | kapec | cikos | kad atverat | kad jus | vai | cik | kāpēc | kādēļ | kādā | kur
            kurp | no kurienes | kurš | kura | kuri | kuru | kurā | kuras | kādas | kādi | kādu | kāds | kāda
            kur es varu | kur es varētu | kur es esmu | kam | ar ko | no kā | par ko | pie kā | līdz cikiem
            no cikiem | ap cikiem | līdz kuriem | cik ilgi | cik ilgs | ko | kas
            {cross("kad", "jūs būs atvērs atvērsiet atver atverat sāksies sākas beidzas beigsies varēs var")}
            {cross("kad", "varēšu ir notiks parādīsies ieradīsies pienāks sāk tiks strādājat slēdzat")}
            {cross("kad", "atgriezīsies atgriezīsieties šis tas sākās sāksiet")}
            {cross("kā", "tevi jūs jūties jūtaties varu es jūs tu sauc lai tas nokļūt tikt iet klājas izmantot")}
            {cross("kā", "darbojas strādā pasūtīt pieteikties jums tev viņu mēs viņš viņa")}
            ir pieejam* | ir vēl | ir brīv* | ir iespējams | ir kāds | ir jābūt | jums ir | jums vēl ir | strādājat
            strādā | piegādājat | pārdodat | pieņemat | taisāt | drīkst | varat | varētu | varētu lūdzu | var samaksāt
            var dabūt | var nopirkt | var pasūtīt | iespējams | kāds zina | diez vai | būs vēl
        """,
        plain="""
            kāds skaist* | kāda skaist* | kāds brīnišķ* | kāda brīnišķ* | kāds burvīg* | kāda burvīg* | kāds jauk*
            kāda jauk* | kāds man | kāds cits | kāds no | kāds teica | kāda meitene | kāds vīrs | kāda sieviete
            kāds cilvēks | kāda kafija | kāds bija | kāds kauns | kāda vilšanās | cik jauki | cik skaisti | cik mīlīgi
            cik forši | cik garšīgi | cik labi | cik burvīgi | cik žēl | cik smieklīgi | cik skaist* | kas par
            kas attiecas | kur es | ko es | ko lai saka | cik vien | jums ir labāk* | jums ir viss | jums ir lielisk*
            jums ir taisnība | jums ir jā* | jums ir garšīg* | tev ir taisnība | kā vienmēr | kad es | kas liecina
            kas ir labs | jums ir ļoti | tev ir jā* | jums ir brīnišķīg* | kas nestrādā | kas var | kas nav
        """,
        inverted="",
        inside="""
            kur ir mans | kur ir mana | kur ir mani | kur palika | kad atnāks | kad piegādā*
            gribēju pajautāt | gribētu pajautāt | vēlos pajautāt | gribu zināt | gribētu zināt | vēlētos zināt
            gribēju noskaidrot | vai jums | vai jūs | vai var | vai ir | vai būs | vai drīkst | vai kāds | vai tur
            vai varat | vai varētu | cik maksā | cik ilgi | cikos | pasakiet lūdzu | sakiet lūdzu | vēl ir
            interesē vai | interesē kad | interesē cik
        """,
        ends="vai ne | vai nē | vai kā",
        tags="ne | vai ne | jā | vai tiešām",
        whole="cena | cik | kur | kad | kāpēc | kā | kas | kurš | darba laiks | adrese | ēdienkarte | pieejams",
        mark_plain="vai nav jauki | vai tiešām | tiešām | nopietni",
    ),
    leaning=Leaning(
        praise="""
            jauk* | skaist* | mīlīg* | lielisk* | garšīg* | burvīg* | brīnišķīg* | labāk* | forš* | super | patīk
            patika | mīlu | fantastisk* | ideāl* | kas par | nevaru sagaidīt | atgriezīsimies | iesaku | izcil*
            velnišķīgi | nomirt var | traki garš* | vislabāk* | visforšāk* | malač* | nav slikt* | nav par ko sūdzēties
            nekad neesmu vīlies | nekad neesmu vīlusies
        """,
        complaint="""
            nekad vairs | vairs nekad | aukst* | briesmīg* | slikt* | rupj* | vīlies | vīlusies | vilšanās | nestrādā
            nedarbojas | nevaru samaksāt | gaidu jau | gaidījām | divreiz | saplīs* | sabojāt* | sūdzība | atmaksu
            neviens neatbild | neatbild | nepirkšu | šausm* | netīr* | kauns | krāpšana | sūds | sūdi | sūdīg*
            par neko | joprojām ne* | joprojām gaid* | vēl gaidu | vēl gaidām | vīlos | neiesaku | nepatika
            nepatīk | sasist* | salauzt* | ieplīs* | bojāts | bojāta | pārāk dārg* | kavējas | nav pienāc*
            nav atnāc* | noņēma naudu | pie velna | kur ir mana paka
            kur ir mans
        """,
        request="""
            lūdzu | vai varat | vai es varētu | vai varu saņemt | atsūtiet | atgrieziet | ielieciet | gribētu pasūtīt
            vēlos | palīdziet | atceliet | atcelt
        """,
        thanks="paldies | pateicos | liels paldies",
        closing="""
            labi | ok | skaidrs | sapratu | viss kārtībā | kārtībā | super | jauku vakaru | jauku dienu | atā
            uz redzēšanos | sarunāts | atrisināts | nekas | nav problēmu | nekādu problēmu | nav par ko | nē paldies
            par palīdzību | par atbildi | par ātro atbildi | tiekamies | tad tiekamies | līdz rītam | līdz rīt
            sveiki | čau | visu labu | arlabunakti | jaukas brīvdienas | jauku nedēļas nogali | lieliski | forši
            norunāts | atradu | saņēmu | strādā tagad | tagad strādā | tieši tāpat | der | viss labi | viss ok
            atrisinājās | jums arī | tev arī | līdz pirmdienai | līdz piektdienai | līdz sestdienai | līdz vakaram
        """,
        turns="""
            bet | tomēr | joprojām | vēl | ne | nav | nevar* | nekad | neko | nekas | neviens | diemžēl | atkal
            tikai | trūkst | ja | kad | kur | ko | kāpēc | kā | kas | atceliet | atcelt | gribu | vajag | kavēj*
            aizkav*
        """,
        story="kad biju | vecmāmiņ* | nezināju | pastāstīju | kad līst | interesanti vai | atceros | reiz | bērnībā",
        spam="""
            nopelni | no mājām | bezmaksas sekotāji | manā profilā | raksti man tūlīt | kripto | bitcoin | dienā no
        """,
    ),
)

PL: Final = Tongue(
    code="pl",
    common="""
        i w na z się nie to jest że do jak co czy ja ty my wy on ona oni mi mnie ci was nas jestem są był była było
        być ale dla po za od przez kiedy gdzie kto dlaczego ile już jeszcze tylko bardzo ten ta te tego tej tak o u
        mój moja mam masz macie można proszę dziękuję dzięki jesteście tu tam nigdy zawsze może wszystko
    """,
    letters="ąćęłńśźż",
    asking=Asking(
        skips="""
            cześć | hej | witam | dzień dobry | dobry wieczór | halo | a | i | ale | no | ok | przepraszam | proszę
            pytanie | mam pytanie | szybkie pytanie | więc | dzięki | och | o | to | albo
        """,
        opens="""
            możesz | mógłbyś | mogłabyś | możemy dostać | będziesz mógł | idziesz | zapłacę kartą | nie macie | nie ma
            nie wiecie | czy | ile | kiedy | gdzie | dokąd | skąd | dlaczego | czemu | jak | co | kto | kogo | komu
            czyj* | jaki | jaka | jakie | jakich | jakim | jakiego | jakiej | jaką | który | która | które | którą
            którego | której | których | którym | o której | o jakiej | do której | do kiedy | do ilu | od kiedy
            od której | od ilu | w jaki | w jakich | w jakiej | w jakim | na czym | na co | z czego | z czym | z kim
            z jakich | dla kogo | po co | po ile | za ile | o co | o czym | o kim | u kogo | na jak | do czego
            do kogo | w czym | w co | przez ile | na ile | od kogo | na kogo | do jakiej | jakże | macie | wysyłacie
            możecie | może pan | może pani | można | trzeba | da się | jest coś | jest jeszcze | jest możliw*
            są jeszcze | ktoś wie | ktoś zna | wie ktoś | zna ktoś | ktoś widział | będziecie | otwieracie | robicie
            sprzedajecie | przyjmujecie | dostarczacie | szukacie | zatrudniacie | jesteście otwarci
            jesteście czynni | prowadzicie | dostanę | znajdę | mogę | wiecie | wiesz | wie pan | wie pani | chcesz
            chcecie | chce pan | znasz | lubisz | pamiętasz | myślisz | widzisz | widziałeś | byłeś | jesteś pewien
            jesteś pewna | rozumiesz | słyszysz | słyszałeś | mówisz po
        """,
        plain="""
            nie ma problemu | nie ma sprawy | nie ma za co | możesz iść | możesz być | nie ma za co | nie ma sprawy
            nie ma jak | nie ma co | nie ma lepsz*
            nie ma to jak | możesz na mnie | jak śmiesz | co za | jak tu | jak zawsze | jak dobrze | jak ładnie
            jak miło | jak pięknie | jak cudownie | jak dla mnie | jak można | jak słodko | jakie słodkie
            jakie ładne | jakie piękne | jakie cudowne | jaki piękny | jaka piękna | jaki słodki | jaka szkoda
            jakie śliczne | ile tu | ile serca | ile radości | kiedy byłam | kiedy byłem | kiedy pada | kiedy jestem
            kiedyś | gdzie indziej | kto robił | może być | można powiedzieć | ktoś musi | co prawda | co do
            co więcej | mogę polecić | mogę tylko | jak na | masz rację | macie rację | jak ja | trzeba przyznać
            trzeba spróbować | kto by | co roku | co dzień | co tydzień | macie najlepsz* | masz szczęście
            kto pierwszy | można było | trzeba było | co ja bym | może i | jak wiadomo | jak to mówią | jak widać
            jak mówi* | jak się okazało | ktoś zapukał | ktoś ukradł | jak gdyby | jak tylko | kiedy tylko | kiedy ja
            kiedy wszed* | kiedy wróci*em | jest jeszcze* jedn* | czy to nie cud
        """,
        inverted="jest są był była będzie mogę mogłabym mógłbym",
        subjects="""
            otwarte | otwarty | czynne | czynny | dostępn* | wegańsk* | bezglutenow* | jeszcze | prosić | tam | ktoś
            coś | to możliwe
        """,
        inside="""
            gdzie jest moja | gdzie jest mój | gdzie jest moje | gdzie są moje | kiedy dojdzie | kiedy dotrze
            która godzina | ktoś wie | wie ktoś | zna ktoś | czy macie | czy można | czy jest | czy są | czy mogę
            czy możecie | czy będzie | chciałam zapytać | chciałem zapytać | chciałabym zapytać | chciałbym zapytać
            chciałabym wiedzieć | chciałbym wiedzieć | chcę zapytać | chciałam spytać | o której | ile kosztuje
            ile kosztują | ile trwa | nadaje się | jeszcze jest | jeszcze są | już otwart* | prosiłabym o informację
            proszę o informację | powiedzcie mi | powiedz mi | da się | nie wiecie
        """,
        ends="nieprawdaż | czy co",
        tags="prawda | nieprawdaż | co | tak | nie | no nie | dobrze",
        whole="""
            cena | ile | gdzie | kiedy | jak | dlaczego | kto | co | godziny otwarcia | adres | menu | cennik
            dostępne
        """,
        mark_plain="czego chcieć więcej | naprawdę | serio | czyż nie | no nie | jak tu nie kochać",
    ),
    leaning=Leaning(
        praise="""
            piękn* | ślicznie | śliczn* | pyszn* | cudown* | cudo | najlep* | super | wspaniał* | kocham | uwielbiam
            świetn* | mistrz* | słodk* | polecam | rewelacj* | przepyszn* | co za dzień | wrócimy | serca | ładn*
            zachwyc* | cholernie dobr*
        """,
        complaint="""
            nigdy więcej | zimn* | niemił* | okropn* | strasz* | fataln* | zawiedz* | rozczarow* | wiesza | nie działa
            nie mogę zapłacić | dwa razy | czekam już | czekania | pęknięt* | zepsut* | reklamacj* | zwrot*
            nikt nie odbiera | nie odpowiadacie | wstyd | brudn* | tragedia | obrzydliw* | oszust* | nieuprzejm*
            najgors* | gówn* | za nic | nadal nie | dalej nie | wciąż nie | nie doszł* | nie przyszł* | opóźnieni*
            pobraliście | do cholery | gdzie jest moja paczka | gdzie jest moje
        """,
        request="""
            proszę | możecie wysłać | czy mogę przełożyć | czy dostanę | wyślijcie | przywróćcie | dodajcie | poproszę
            chciałabym zamówić | chciałbym zamówić | potrzebuję | anulujcie | anuluj
        """,
        thanks="dziękuję | dziękujemy | dzięki | dziękuje | wielkie dzięki",
        closing="""
            ok | super | załatwione | jasne | rozumiem | miłego dnia | miłego wieczoru | dobra | do zobaczenia | pa
            wszystko gra | zrozumiano | nie ma problemu | nie ma sprawy | nic się nie stało | nie ma za co
            nie dziękuję | spoko | luz | do jutra | na razie | za pomoc | za odpowiedź | za szybką odpowiedź | dobrze
            dobranoc | miłego weekendu | oki | okej | w porządku | przyjąłem | przyjęłam | doszło | działa już
            już działa | nawzajem | wzajemnie | brzmi dobrze | świetnie | idealnie | ekstra | jasna sprawa | pewnie
            do piątku | do soboty | do niedzieli | do poniedziałku | do wieczora | wam też | tobie też
        """,
        turns="""
            ale | jednak | nadal | dalej | wciąż | jeszcze | nie | nigdy | nic | żaden | żadne* | niestety | znowu
            znów | tylko | brakuje | jeśli | jeżeli | kiedy | gdzie | co | dlaczego | jak | kto | anuluj* | chcę
            potrzebuję | opóźni* | to
        """,
        story="""
            kiedy byłam | kiedy byłem | babcia | zastanawiam się czy kiedyś | powiedziałam | leciało | pamiętam
            kiedyś | kiedy pada | mojej siostrze
        """,
        spam="""
            zarób | tygodniowo z domu | z domu | darmowi obserwujący | moim profilu | napisz do mnie | krypto
            bitcoin
        """,
    ),
)

RU: Final = Tongue(
    code="ru",
    common="""
        и в не на я что он с это как у по но ты мы вы она они за то же все так его её вас мне меня нас было был была
        быть есть если от или до нет да уже еще ещё очень где когда кто почему сколько спасибо для о к мой бы ли
    """,
    letters="ыэъё",
    asking=Asking(
        skips="""
            привет | здравствуйте | здравствуй | добрый день | добрый вечер | доброе утро | а | и | но | ну | ок
            извините | простите | скажите | скажите пожалуйста | подскажите | подскажите пожалуйста | пожалуйста
            вопрос | так | скажи
        """,
        opens="""
            вы можете | ты можешь | вы хотите | ты хочешь | хотите | хочешь | вы умеете | ты умеешь | вы помните
            ты помнишь | ты знаешь | вы не видели | вы уже | это какая | это какой | скольким | на что | ты за | вы за
            сколько | где | куда | откуда | когда | почему | зачем | кто | кому | кого | с кем | чей | чья | чьё | чье
            чьи | что | чем | какой | какая | какое | какие | какую | каких | каком | какого | во сколько | до скольки
            со скольки | как долго | как часто | как дела | как можно | как тебя | как вас | как вы | как ты | как мне
            как это | как называется | как заказать | как добраться | как зовут | как далеко | как | на чём | на каком
            на какой | в каком | в какой | в какое | в чём | о чём | о чем | за что | от чего | для чего | с какого
            разве | неужели | есть ли | можно ли | можно | есть | вы работаете | у вас есть | у тебя есть | у вас
            а у вас | доставляете | кто-нибудь | кто-то знает | могу ли | могу я | могли бы | не могли бы
            не подскажете | вы доставляете | вы продаёте | вы продаете | вы принимаете | вы открыты | вы отправляете
            вы делаете | вы знаете | вы не знаете | правда ли
        """,
        plain="""
            какой красив* | какая красот* | какая прелесть | как красиво | как вкусно | как мило | как здорово
            как всегда | как хорошо | как жаль | какой ужас | какой кошмар | какой стыд | когда я | когда мы
            сколько любви | есть вещи | можно сказать | что за прелесть | ты так* | ты не | ты очень | ты мо* | ты мне
            ты сам* | ты луч* | ты долж* | ты хорош* | ты прав* | ты был* | ты у | ты никогда | ты всегда
            что касается | что бы ни | как я | как только | как будто | как говор* | вам нужно | вам следует
            вам надо | вам не | вам лучше | можете не | можешь не | можешь идти | можете идти | кто рано | есть много
            ты уже | как видите | когда он | когда она | что ни
        """,
        inside="""
            где мой | где моя | где моё | где мое | где мои | когда придет | когда придёт | когда привез*
            ли вы | ли у | ли ты | ли это | ли он | ли она | ли я | ли мне | ли мы | ли там | есть ли | можно ли
            знает кто | кто-нибудь знает | хотела спросить | хотел спросить | хочу узнать | хотел бы узнать
            хотела бы узнать | подскажите
        """,
        ends="не так ли | или нет | что ли",
        tags="да | верно | правда | нет | не так ли | так ведь",
        whole="цена | сколько | где | когда | почему | адрес | график | что | кто",
    ),
    leaning=Leaning(
        praise="""
            красив* | вкусн* | отличн* | прекрасн* | супер | лучш* | люблю | обожаю | классн* | здорово | восхитит*
            шикарн*
        """,
        complaint="""
            никогда больше | холодн* | ужасн* | плох* | отвратит* | разочаров* | сломал* | не работает | верните
            жалоб* | хамств* | обман* | дерьм* | говн* | хрен* | ни за что спасибо | до сих пор не | все еще не
            всё ещё не | не пришл* | не приш* | задерж*
        """,
        request="пожалуйста | пришлите | можете прислать | верните | добавьте | хочу заказать | отмените",
        thanks="спасибо | благодар*",
        closing="""
            ок | хорошо | понял* | понятно | всё решилось | до свидания | хорошего дня | без проблем | не за что
            ничего страшного | нет спасибо | ладно | до завтра | до встречи | увидимся | пока | за помощь | за ответ
            спокойной ночи | хороших выходных | принято | получил* | супер | отлично | ясно | договорились | взаимно
            решено | уже работает | окей
        """,
        turns="""
            но | однако | всё равно | все равно | еще | ещё | до сих пор | не | нет | никогда | ничего | за что
            никто | увы | опять | снова | только | если | когда | где | что | почему | как | кто | отмените | хочу
            нужно
        """,
        story="когда я был* | моя бабушка | интересно",
        spam="бесплатные подписчики | заработ* | моём профиле | крипт*",
    ),
)

UK: Final = Tongue(
    code="uk",
    common="""
        і в не на я що він з це як у та але ти ми ви вона вони за то же всі так його її вас мені мене нас було був
        була бути є якщо від або до ні вже ще дуже де коли хто чому скільки дякую для о мій чи й
    """,
    letters="іїєґ",
    asking=Asking(
        skips="""
            привіт | вітаю | добрий день | добрий вечір | доброго дня | а | і | але | ну | ок | вибачте | перепрошую
            скажіть | скажіть будь ласка | підкажіть | підкажіть будь ласка | будь ласка | питання
        """,
        opens="""
            ви можете | ти можеш | ви хочете | ти хочеш | хочеш | не хочеш | хочете | ви знаєте | ти знаєш | ви колись
            ти пам'ятаєш | а ви | ти не міг би | ви не могли б
            чи | скільки | де | куди | звідки | коли | чому | навіщо | хто | кому | кого | з ким | чий | чия | чиє
            чиї | що | чим | який | яка | яке | які | яку | яких | якого | якому | о котрій | котра | до котрої
            як довго | як часто | як справи | як можна | як тебе | як вас | як ви | як ти | як мені | як це | як
            на чому | на якому | в якому | у якому | в чому | про що | за що | для чого | хіба | невже | є у вас
            у вас є | у тебе є | можна | хтось знає | ви працюєте | ви доставляєте | ви продаєте | ви приймаєте
            ви відкриті | ви не знаєте | могли б
        """,
        plain="""
            який гарн* | яка краса | як гарно | як смачно | як мило | як завжди | як добре | як шкода | який жах
            коли я | коли ми | скільки любові | ти так* | ти не | ти дуже | ти мо* | ти мені | ти най* | ти повин*
            ви не | ви най* | ви дуже | ви повин* | ви так* | як я | як тільки | щодо | ти був* | ви мож* йти
            ти завжди | ти ніколи | ви завжди | можна сказати | можу сказати | ви мені | ви мене | ти мене
        """,
        inside="""
            де мій | де моя | де моє | де мої | коли прийде | коли привез*
            чи ви | чи є | чи можна | чи у | чи ти | хтось знає | хто-небудь знає | хотіла спитати | хотів спитати
            хочу дізнатися
        """,
        ends="чи ні | чи не так",
        tags="так | вірно | правда | чи не так",
        whole="ціна | скільки | де | коли | чому | адреса | графік | що | хто",
    ),
    leaning=Leaning(
        praise="гарн* | смачн* | чудов* | прекрасн* | супер | найкращ* | люблю | обожнюю | класн*",
        complaint="""
            більше ніколи | ніколи більше | холодн* | жахлив* | поган* | розчаров* | зламан* | не працює | поверніть
            скарг* | хамств* | лайн* | досі не | все ще не | не прийш* | затрим*
        """,
        request="будь ласка | надішліть | поверніть | додайте | хочу замовити | скасуйте",
        thanks="дякую | дякуємо | вдячн*",
        closing="""
            ок | добре | зрозумі* | гарного дня | до побачення | без проблем | нема за що | нічого страшного
            ні дякую | гаразд | до завтра | до зустрічі | побачимось | бувай | за допомогу | за відповідь
            на добраніч | гарних вихідних | прийнято | отримал* | супер | чудово | ясно | домовились | навзаєм
            вже працює | окей
        """,
        turns="""
            але | однак | досі | ще | не | ні | ніколи | нічого | ніхто | на жаль | знову | тільки | якщо | коли | де
            що | чому | як | хто | скасуйте | хочу | треба
        """,
        story="коли я бу* | моя бабуся | цікаво",
        spam="безкоштовні підписники | зароб* | моєму профілі | крипт*",
    ),
)

TONGUES: Final = (LV, PL, RU, UK)
