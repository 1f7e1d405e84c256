"""What hurts in Latvian, Polish, Russian, Ukrainian, Turkish and Arabic."""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Harsh

LV: Final = Harsh(
    abuse="""
        maita | maitas | ej ellē | ejiet ellē | ej tu ellē | ej dirst | ejiet dirst | ej dirsā | ejiet dirsā
        ej pakaries | ej nosprāgsti | aizveries | aizverieties | aizver muti | aizveriet muti | aizver žaunas
        aizver rīkli | mauka* | kuces dēl* | pidar* | pederast* | stulbā govs | stulba govs | resnā govs | resnā cūka
        cūka tāda | kretīn* | debīl* | debil* | lohi | lohs | mērgl* | sadega* | nožēlojam* radījum* | padibenes
        atkritum* nevis cilvēki | jūs esat stulbi | jūs esat tik stulbi | vai jūs esat stulbi | vai esat stulbi
        vai tu esi stulb* | tu esi stulb* | cik stulb* var būt | cik stulb* jābūt | cik dumj* var būt | esat dumji
        brauc uz savu zemi | vācies uz savu | vācieties prom | lasies prom | lasieties prom | kaut jūs nosprāgtu
        lai jūs nosprāgst* | čakar* tevi
    """,
    insults="""
        idiot* | debil* | stulbi | stulbie | pamuļķ* | neglīta govs | neglītā govs | nejēga | nejēgas | idiots
        idioti | idiote | idiotes | stulbeņ* | stulbenis | muļķ* | dumiķ* | āmurgalv* | kretīns
    """,
    own="es | mani | man | mans | mana | sevi | jutos",
    aims="jūs | tu | jūsu | tavs | tava | esat | esi | jums",
    spares="kā idiots | kā idiote | kā muļķis | kā muļķe | muļķīb* | pret muļķiem | kaloriju bumb* | ar bumbu garš*",
    glue="""
        jūs | tu | esat | esi | te | tur | šeit | visi | tādi | tāda | kaut | kādi | īsti | pilnīgi | pilnīgs | tik
        bars | ar | savu | veikalu | kas | par | stulbi | stulbā | un | nu | tikai
    """,
    threats="""
        es tevi nosit* | es jūs nosit* | nositīšu | nogalināšu | nošaušu | piekaušu | dabūsi pa | dabūsiet pa
        zinu kur tu dzīvo | zinu kur jūs dzīvojat | zinu kur dzīvo* | zinu kur jūs strādājat | zinu kur strādā*
        nodedzināšu | aizdedzināšu | uzspridzināšu | ar bomi | ar bumbu | izsitīšu | lauzīšu kaulus | salauzīšu
        sadauzīšu | jūs esat miruši | tu esi miris
    """,
    verdicts="briesmīg* | slikt* | šausm* | kauns | rupj*",
)

PL: Final = Harsh(
    abuse="""
        ty pedale | spierdal* | spadaj | spadajcie | wypierdal* | pierdol się | pierdolcie się | jebać was
        jebcie się | kurwy | ty kurwo | skurwysyn* | skurwiel* | sukinsyn* | dziwka | dziwki | dziwko | zamknij się
        zamknij ryj | zamknij mordę | zamknijcie się | morda w kubeł | idź do diabła | idźcie do diabła | zdychaj
        zdychajcie | obyś zdechł* | obyście zdechli | żebyście zdechli | głupia krowo | gruba krowo | głupia krowa
        gruba świnia | gruba świnio | ty świnio | ciapat* | śmiecie jesteście | jesteście śmieciami | wracaj do siebie
        wracajcie do siebie | wracaj do swojego kraju | jesteście głupi | jesteś głupi | jesteś głupia
        czy wy jesteście głupi | jesteście nienormalni | jak głupim trzeba | jak można być takim
        jak można być tak głup* | popierdol* was
    """,
    insults="""
        idiot* | ryj | ryje | głupi jesteście | matoł* | idiota | idioci | idiotka | idiotki | kretyn* | debil*
        imbecyl* | palant* | dupek | dupki | frajer* | cham | chamy | głupek | głupki | tępak* | buc | buce
    """,
    own="czułem | czułam | jestem | ja | mnie | mój | moja | wyszedłem | wyszłam",
    aims="jesteście | jesteś | wy | ty | wasz | wasza | wasze | was | ciebie",
    spares="jak idiota | jak idiotka | idiotoodporn*",
    glue="""
        jesteście | jesteś | wy | ty | banda | bandą | stado | takim | taki | tacy | jak | można | być | wszyscy | co
        za | zwykłe | zwykli | i | po | prostu
    """,
    threats="""
        zabiję was | zabiję cię | zabije was | zabije cie | zajebię | zajebie was | połamię | połamie wam | pobiję
        dostaniesz w | dostaniecie w | obiję ci | obiję wam | wiem gdzie mieszka* | wiem gdzie pracuj* | spalę wam
        spalę was | spalę ten | podpalę | podłożę bombę | wysadzę | już nie żyjesz | już nie żyjecie | znajdę cię
        znajdę was
    """,
    verdicts="okropn* | strasz* | fataln* | wstyd | tragedia | obrzydliw* | najgors* | brudn*",
)

RU: Final = Harsh(
    abuse="""
        пошел на хуй | пошёл на хуй | иди на хуй | идите на хуй | иди нахуй | идите нахуй | пошли на хуй | пошли вы
        пошел ты | пошёл ты | иди к черту | идите к черту | идите в ад | идите лесом | заткнись | заткнитесь
        закрой рот | закройте рот | сдохни | сдохните | чтоб вы сдохли | чтоб ты сдох | сука | суки | сучка | шлюх*
        проститутка | пидор* | пидар* | мудак* | мудил* | ублюд* | гандон* | тварь | твари | мразь | мрази | хач
        хачи | чурк* | жид | жиды | жирная корова | тупая корова | жирная свинья | вы тупые | ты тупой | ты тупая
        вы что тупые | вы идиоты | валите отсюда | вали отсюда | езжай домой в свою | конченые | долбоеб* | долбоёб*
    """,
    insults="""
        идиот* | тупые | тупая | тупой | безмозгл* | идиот | идиоты | идиотка | дебил* | кретин* | придур* | дурак
        дураки | дура | дуры | тупиц* | имбецил* | козел | козлы
    """,
    own="я | меня | мне | мой | моя | мое | себя",
    aims="вы | ты | вас | тебя | ваш | ваша | ваши",
    spares="как идиот | как дурак | как дура | защита от дурака",
    glue="вы | ты | все | просто | такие | такой | совсем | какие | какой | что | же | да | стадо | там | и",
    threats="""
        сожгу вас | сожгу ваш* | убью вас | убью тебя | вас убью | тебя убью | я вас найду | я тебя найду
        знаю где вы | знаю где ты | спалю вас | подожгу | взорву | переломаю | набью морду | морду набью | зарежу
        прикончу | вам конец | тебе конец
    """,
    verdicts="ужасн* | плох* | отвратит* | хамств*",
)

UK: Final = Harsh(
    abuse="""
        іди на хуй | ідіть на хуй | іди нахуй | йди нахуй | йди до біса | ідіть до біса | ідіть до дідька | заткнись
        заткніться | стули пельку | закрий рота | закрийте рота | здохни | здохніть | щоб ви здохли | щоб ти здох
        сука | суки | шльондр* | курва | курви | підор* | підар* | мудак* | виродк* | виродок | падлюк* | тварюк*
        жид | жиди | товста корова | тупа корова | ви тупі | ти тупий | ти тупа | забирайтесь звідси
    """,
    insults="""
        ідіот* | тупі | тупий | тупа | безмозк* | ідіот | ідіоти | ідіотка | дебіл* | кретин* | придур* | дурень
        дурні | йолоп* | телепн* | козел | козли
    """,
    own="я | мене | мені | мій | моя | себе",
    aims="ви | ти | вас | тебе | ваш | ваша | ваші",
    spares="як ідіот | як дурень",
    glue="ви | ти | всі | просто | такі | такий | зовсім | які | що | ж | та | там | і",
    threats="""
        вб'ю вас | вб'ю тебе | вас вб'ю | тебе вб'ю | уб'ю вас | знаю де ви | знаю де ти | спалю вас | спалю ваш
        підпалю | підірву | зламаю ноги | поламаю | наб'ю пику | заріжу | вам кінець | тобі кінець
    """,
    verdicts="жахлив* | поган* | хамств*",
)

TR: Final = Harsh(
    abuse="""
        siktir | siktirin | siktir git | defol | defolun | orospu* | piç | piçler | şerefsiz* | gerizekalı*
        geri zekalı* | kapa çeneni | kapat çeneni | kes sesini | kesin sesinizi | cehenneme git* | cehennemin dibine
        geber | geberin | ölün inşallah | ibne* | puşt* | pezevenk* | it oğlu | köpek soyu | ülkene dön
        ülkenize dönün | siz insan değilsiniz | aptal mısın* | salak mısın* | mal mısın* | ahmak mısın*
    """,
    insults="aptal | aptallar | aptalsın* | salak | salaklar | salaksın* | ahmak | ahmaklar | embesil* | dangalak*",
    own="ben | beni | bana | benim | kendimi | hissettim",
    aims="siz | sen | sizi | seni | sizin",
    spares="aptal gibi | salak gibi",
    glue="siz | sen | hepiniz | bir | avuç | bu | kadar | ne | çok | sürüsü | tam",
    threats="""
        sizi öldür* | seni öldür* | öldürürüm | öldüreceğim | gebertirim | dükkanınızı yak* | dükkanı yak* | bombala*
        nerede yaşadığın* | nerede oturduğun* | nerede çalıştığın* | kafanı kır* | bacaklarını kır* | döverim
    """,
    verdicts="berbat* | rezalet | kötü*",
)

AR: Final = Harsh(
    abuse="""
        سدوا افواهكم | سدوا حلوقكم | يا جحش | يا بقر | اذهبوا الي الجحيم | اذهب الي الجحيم | روحوا في داهيه
        روح في داهيه | اخرس | اخرسوا | اخرسي | سد فمك | انقلع | انقلعوا | انطم | يا حمار | يا حمير | يا كلب | يا كلاب
        يا خنزير | يا خنازير | يا حيوان | يا حيوانات | يا غبي | يا اغبياء | يا حقير | يا حثاله | يا قذر | يا زباله
        يا ابن الكلب | ابن كلب | اولاد الكلب | ابن الحرام | شرموط* | قحب* | عاهر* | منيوك* | خول | لعنه الله عليكم
        الله يلعنكم | الله يلعنك | الله ياخذكم | الله ياخذك | موتوا | ارجع الي بلدك | ارجعوا الي بلدكم | هل انت غبي
        هل انتم اغبياء | انت غبي | انتي غبيه | انتم حمير | انتم كلاب
    """,
    insults="اغبياء | الاغبياء | غبي | غبيه | حمقي | احمق | متخلف* | معتوه* | تافه | تافهين | حثاله | حقير* | سفله",
    own="اخي | اختي | امي | ابي | طلبي | لي | اني | انا | شعرت | نفسي | كنت",
    aims="انتم | انت | انتو | يا | لكم",
    spares="مثل الغبي | زي الغبي",
    glue="انتم | انت | انتو | كلكم | جميعكم | مجموعه | يا | هل | من | ناس | كم | ايها",
    threats="""
        ساقتلكم | ساقتلك | سوف اقتلكم | سوف اقتلك | بقتلكم | بقتلك | اقتلكم | اقتلك | ساحرق | سوف احرق | راح احرق
        بحرق | احرق المحل | اعرف مكانكم | اعرف وين تسكن* | اعرف اين تسكن* | ساكسر | راح اكسر | سافجر | سوف افجر
        اذبحكم | اذبحك
    """,
    verdicts="سيء | سيئ* | سييه | اسوا | وقح* | قذر*",
)

HARSH: Final = {"lv": LV, "pl": PL, "ru": RU, "uk": UK, "tr": TR, "ar": AR}
