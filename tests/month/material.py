"""What people write in the simulated month: plain words of each class, in the languages of the brand and two others.

The class beside the words is what a person would say they are. The judge goes by it, and never by what Heard thought.
"""

from __future__ import annotations

from typing import Final

from shared.core.ledger import Sort

LANGUAGES: Final = ("en", "nb", "lv", "zh", "de", "es")
WEIGHTS: Final = (45, 25, 14, 10, 3, 3)

TEXTS: Final[dict[Sort, dict[str, tuple[str, ...]]]] = {
    Sort.PRAISE: {
        "en": (
            "Lovely coffee this morning, made my day",
            "I love this place, the staff is wonderful",
            "The best coffee in town, hands down",
            "Absolutely delicious, we will be back",
            "Beautiful cups! I adore the blue ones",
            "What a great roast, so smooth",
            "So happy with my order, it tastes amazing",
        ),
        "nb": (
            "Nydelig kaffe i dag, dere er best",
            "Elsker stedet deres, så koselig",
            "Den beste kaffen i byen",
            "Helt fantastisk god, vi kommer tilbake",
            "Så vakre kopper! Jeg elsker de blå",
        ),
        "lv": (
            "Lieliska kafija, jūs esat labākie",
            "Ļoti garšīga kafija, paldies jums par to",
            "Burvīga vieta, man ļoti patīk",
            "Vislabākā kafija pilsētā",
        ),
        "zh": ("太好喝了，我很喜欢", "你们家的咖啡真棒", "杯子好漂亮，爱了爱了", "最好喝的咖啡，推荐"),
        "de": ("Wunderbarer Kaffee, wir lieben ihn", "Der beste Kaffee der Stadt"),
        "es": ("Me encanta este café, es delicioso", "El mejor café de la ciudad"),
    },
    Sort.QUESTION: {
        "en": (
            "When do you open on Saturdays?",
            "Do you ship to Denmark?",
            "Is the oat milk free of gluten?",
            "How much is the blue cup?",
            "Where can I buy the dark roast",
            "Can I bring my dog?",
        ),
        "nb": (
            "Når åpner dere på lørdag?",
            "Sender dere til Danmark?",
            "Hva koster den blå koppen?",
            "Hvor kan jeg kjøpe den mørke kaffen",
        ),
        "lv": ("Cikos jūs atverat sestdien?", "Vai jūs sūtāt uz Igauniju?", "Cik maksā zilā krūze?"),
        "zh": ("你们星期六几点开门？", "可以寄到丹麦吗？", "蓝色的杯子多少钱？"),
        "de": ("Wann öffnet ihr am Samstag?", "Liefert ihr nach Dänemark?"),
        "es": ("¿A qué hora abren el sábado?", "¿Cuánto cuesta la taza azul?"),
    },
    Sort.COMPLAINT: {
        "en": (
            "My order arrived broken and nobody answers",
            "Terrible service today, I waited forty minutes",
            "The coffee was cold and the waiter was rude",
            "Very disappointed, the parcel never came",
            "I want my money back, the cup is cracked",
        ),
        "nb": (
            "Bestillingen kom ødelagt og ingen svarer",
            "Elendig service i dag, jeg ventet i førti minutter",
            "Veldig skuffet, pakken kom aldri",
        ),
        "lv": (
            "Pasūtījums atnāca salauzts un neviens neatbild",
            "Briesmīga apkalpošana, gaidīju četrdesmit minūtes",
            "Esmu ļoti vīlusies, sūtījums nav atnācis",
        ),
        "zh": ("收到的杯子是坏的，没有人理我", "服务太差了，等了四十分钟", "非常失望，包裹一直没有到"),
        "de": ("Meine Bestellung kam kaputt an und niemand antwortet", "Sehr enttäuscht, das Paket kam nie an"),
        "es": ("Mi pedido llegó roto y nadie responde", "Muy decepcionada, el paquete nunca llegó"),
    },
    Sort.THANKS: {
        "en": ("Thanks!", "Thank you so much", "Ok, thanks"),
        "nb": ("Takk!", "Tusen takk", "Ok, takk"),
        "lv": ("Paldies!", "Liels paldies"),
        "zh": ("谢谢！", "好的，谢谢"),
        "de": ("Danke!", "Vielen Dank"),
        "es": ("¡Gracias!", "Muchas gracias"),
    },
    Sort.TAG: dict.fromkeys(LANGUAGES, ("@maria.sample", "@jonas_sample @liv.sample", "👀", "❤️")),
    Sort.SPAM: dict.fromkeys(
        LANGUAGES,
        (
            "Buy followers cheap, best price, click my profile",
            "Earn 5000 $ a week from home, DM me now, crypto signals",
        ),
    ),
    Sort.ABUSE: {
        "en": ("You idiots, shut up and get lost", "You are pathetic morons, all of you"),
        "nb": ("Dere er idioter, hold kjeft", "Fy faen for noen idioter dere er"),
        "lv": ("Jūs esat idioti, aizverieties", "Stulbeņi tādi, ejiet dirst"),
        "zh": ("你们都是白痴，滚", "一群傻逼，闭嘴"),
        "de": ("Ihr Idioten, haltet die Klappe", "Ihr seid doch alle Idioten"),
        "es": ("Sois unos idiotas, callaos", "Sois unos imbéciles"),
    },
}

MIX: Final = {
    "post": {
        Sort.PRAISE: 46,
        Sort.QUESTION: 18,
        Sort.TAG: 17,
        Sort.COMPLAINT: 6,
        Sort.THANKS: 5,
        Sort.SPAM: 4,
        Sort.ABUSE: 4,
    },
    "private": {
        Sort.QUESTION: 50,
        Sort.COMPLAINT: 20,
        Sort.PRAISE: 15,
        Sort.THANKS: 10,
        Sort.SPAM: 3,
        Sort.ABUSE: 2,
    },
    "regular": {Sort.PRAISE: 70, Sort.QUESTION: 15, Sort.THANKS: 10, Sort.COMPLAINT: 5},
}

NAMES: Final = ("Anna", "Liv", "Bjørn", "Kaja", "Emil", "Jānis", "Līga", "Ilze", "Wei", "Min", "Tom", "Eva", "Ravi")

COLLEAGUE: Final = (
    "Hi, I had a look, it is on its way.",
    "So sorry about that, I will fix it today.",
    "We open at nine.",
)
