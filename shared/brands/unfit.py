"""What a text of a rule must not hold: words that the brand bans, a colleague's name, an offer in thanks, an admission.

Held against every text at the desk, before anybody reads it. The lists are short and plain on purpose: they catch the
slip, and each finding names the word, so that whoever writes decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from shared.core.ledger import Sort
from shared.rules.folding import fold, found, hashtags
from shared.rules.languages import pick
from shared.rules.voice import Emoji, Manner

Finding = tuple[str, str]
THANKS: Final = frozenset({Sort.PRAISE, Sort.THANKS, Sort.STORY, Sort.TAG})


class Member(Protocol):
    """A colleague, as far as texts may not name one."""

    @property
    def name(self) -> str: ...
    @property
    def signature(self) -> str: ...


def unfit(
    text: str,
    language: str | None,
    *,
    sort: Sort | None,
    manner: Manner,
    team: Sequence[Member] = (),
    automatic: bool = True,
    thanks: bool = False,
) -> list[Finding]:
    """What is wrong with a text, each as what came and what was expected.

    `language` is the text's own, `sort` the class that its rule gives. `automatic` is false for a draft, which a
    colleague reads before it goes out. `thanks`: it is a sign of having heard, whatever the class.
    """
    wrong = [*_banned(text, manner), *_emoji(text, manner), *_formality(text, language, manner)]
    wrong += [
        (f"{name!r}, a colleague's", "no name of the team: whoever approves a text signs it")
        for name in named_in(text, team)
    ]
    if sort is Sort.COMPLAINT:
        wrong += _listed(text, language, _ADMISSIONS, "what you do about it, without saying who is to blame or pays")
    if automatic:
        tags = hashtags(fold(text))
        if len(tags) > 1:
            wrong.append((f"{len(tags)} hashtags", "one at most"))
        if thanks or sort in THANKS:
            wrong += _promotion(text, language)
    return wrong


def named_in(text: str, team: Sequence[Member]) -> list[str]:
    """The names and sign-offs of colleagues in a text; a name of one word only where it signs, at the end."""
    folded = fold(text)
    last = fold(_AFTER_DASH.split(text.rstrip(" .!)\n"))[-1])
    named = []
    for one in team:
        first, _, rest = fold(one.name).partition(" ")
        if rest and found(fold(one.name), folded):
            named.append(one.name)
        elif found(fold(one.signature), folded):
            named.append(one.signature)
        elif last == first:
            named.append(one.name.partition(" ")[0])
    return named


def emoji(text: str) -> list[str]:
    """The emoji in a text, each as a reader sees it: a family or a flag is one."""
    return _EMOJI.findall(text)


def _banned(text: str, manner: Manner) -> Iterator[Finding]:
    folded = fold(text)
    for word in manner.banned:
        if found(word, folded):
            yield f"{word.removesuffix('*')!r}, which voice.toml bans", "another word for it"


def _emoji(text: str, manner: Manner) -> Iterator[Finding]:
    shown, most = emoji(text), {Emoji.NONE: 0, Emoji.ONE: 1}.get(manner.emoji)
    if most is not None and len(shown) > most:
        yield f"{len(shown)} emoji ({''.join(shown)})", f"{most or 'none'}: voice.toml says emoji = {manner.emoji!r}"


def _formality(text: str, language: str | None, manner: Manner) -> Iterator[Finding]:
    formal, forms = pick(manner.formal, language), pick(_FORMALITY, language)
    if formal is None or forms is None:
        return
    wanted = "formal" if formal else "informal"
    for word in dict.fromkeys(forms[formal].findall(text)):
        yield f"{word!r}, while {wanted} is asked for", f"the {wanted} address, as voice.toml says for {language!r}"


def _promotion(text: str, language: str | None) -> Iterator[Finding]:
    expected = "thanks alone: no link, price or offer in them"
    for what, pattern in _SELLING:
        for one in dict.fromkeys(pattern.findall(text)):
            yield f"{one!r}, {what}", expected
    yield from _listed(text, language, _OFFERS, expected)


def _listed(text: str, language: str | None, lists: Mapping[str, str], expected: str) -> Iterator[Finding]:
    """Phrases of the text's language that stand in it; of every language where its own is not known here."""
    folded = fold(text)
    own = pick(lists, language)
    for phrases in lists.values() if own is None else (own,):
        for phrase in phrases.split("|"):
            if found(phrase, folded):
                yield f"{phrase.removesuffix('*')!r}", expected


_AFTER_DASH: Final = re.compile(r"[\n–—~/|]|--|(?<=\s)-(?=\s?\w)")
_PICTURED: Final = (
    "[\u231a\u231b\u23e9-\u23fa\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_SHADED: Final = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_EMOJI: Final = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[©®™↔-↪]\ufe0f|{_PICTURED}{_SHADED}(?:\u200d{_PICTURED}{_SHADED})*"
)
_TOP: Final = "com|net|org|no|lv|eu|io|co|shop|store|se|dk|de|fr|es|cn|uk|me|ly|app|info|lt|ee|fi|example"
_SELLING: Final = (
    ("a link", re.compile(rf"https?://\S+|www\.\S+|\b[\w-]+\.(?:{_TOP})\b(?!\w)", re.IGNORECASE)),
    (
        "a price",
        re.compile(r"[$€£¥₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥₹]|kr\b|nok\b|eur\b|usd\b|eiro\b|元|块|塊)", re.I),
    ),
    ("a share in per cent", re.compile(r"(?<!\d)(?!100\s?[%％])\d[\d.,]*\s?[%％]")),
    ("a code", re.compile(r"\b(?=[A-Z0-9]*\d)[A-Z]{3,}[A-Z0-9]*\b")),
)

# --- words, by language: folded phrases; a star at the end means "begins so" ---

_OFFERS: Final[Mapping[str, str]] = {
    "en": "buy|discount*|offer|offers|sale|sales|coupon*|voucher*|promo|promo code|promotion*|shop now|order now"
    "|order online|free shipping|bargain*|special price",
    "no": "kjøp|kjøpe|rabatt*|tilbud|tilbudet|salg|kupong*|gavekort*|kampanje*|bestill nå|gratis frakt|billig*",
    "lv": "pērc|pērciet|nopērc*|iegādājies|iegādājieties|atlaid*|akcij*|piedāvājum*|izpārdošan*|kupon*"
    "|bezmaksas piegād*|pasūti tagad|pasūtiet tagad",
    "zh": "购买|購買|下单|下單|优惠|優惠|折扣|打折|促销|促銷|特价|特價|包邮|免运费|抢购|搶購",
    "de": "kaufen|kauf jetzt|rabatt*|angebot*|gutschein*|sonderpreis*|jetzt bestellen|versandkostenfrei",
    "sv": "köp|köpa|rabatt*|erbjudande*|rea|kupong*|kampanj*|beställ nu|fri frakt",
    "da": "køb|købe|rabat*|tilbud|tilbuddet|udsalg*|kupon*|kampagne*|bestil nu|gratis fragt",
    "fr": "achetez|achète|acheter|remise*|réduction*|promo|promotion*|solde|soldes|code promo|livraison gratuite",
    "es": "compra ya|compre|comprar|descuento*|oferta*|rebaja*|cupón|cupones|promoción|promociones|envío gratis",
}
_ADMISSIONS: Final[Mapping[str, str]] = {
    "en": "our fault|our mistake|our error|we are liable|we're liable|liable|liability|we are to blame|we're to blame"
    "|we caused|we admit|negligen*|compensat*|full responsibility|legally responsible|we will pay|we'll pay",
    "no": "vår feil|vår skyld|feilen er vår|vi innrømmer|vi er ansvarlige|erstatningsansvar*|erstatning*|vi erstatter"
    "|uaktsom*|fullt ansvar|hele ansvaret",
    "lv": "mūsu vaina|mūsu kļūda|esam vainīgi|mēs atzīstam|esam atbildīgi|uzņemamies atbildību|kompens*|atlīdzin*"
    "|atlīdzīb*|mūsu nolaidīb*",
    "zh": "我们的错|我們的錯|我们的责任|我們的責任|我们的过失|我們的過失|我们负责赔偿|赔偿|賠償"
    "|承担责任|承擔責任|全部责任|全部責任",
    "de": "unsere schuld|unser fehler|wir haften|haftung|schadensersatz|schadenersatz|entschädig*|volle verantwortung",
    "sv": "vårt fel|vårt misstag|vi ersätter|ersättning*|skadestånd*|ersättningsskyldig*|fullt ansvar",
    "da": "vores skyld|vores fejl|vi erstatter|erstatning*|erstatningsansvar*|fuldt ansvar",
    "fr": "notre faute|notre erreur|nous sommes responsables|indemnis*|dédommag*|entière responsabilité",
    "es": "nuestra culpa|nuestro error|somos responsables|indemniz*|compensaremos|compensación|plena responsabilidad",
}
# By whether formal address is asked for: the words that then must not stand in a text. Where only a capital tells them
# apart, the beginning of a sentence tells nothing.
_MIDDLE: Final = r"(?<=[^\s.!?…:\n]\s)"
_FORMALITY: Final[Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "de": (
        re.compile(_MIDDLE + r"(?:Sie|Ihnen|Ihr|Ihre[nmrs]?)\b"),
        re.compile(r"\b(?:du|dich|dir|dein|deine[nmrs]?|euch|euer|eure[nmrs]?)\b", re.IGNORECASE),
    ),
    "no": (
        re.compile(_MIDDLE + r"(?:De|Dem|Deres)\b"),
        re.compile(r"\b(?:du|deg|din|ditt|dine)\b", re.IGNORECASE),
    ),
    "da": (
        re.compile(_MIDDLE + r"(?:De|Dem|Deres)\b"),
        re.compile(r"\b(?:du|dig|din|dit|dine)\b", re.IGNORECASE),
    ),
    "sv": (
        re.compile(_MIDDLE + r"(?:Ni|Er|Ert|Era)\b"),
        re.compile(r"\b(?:du|dig|din|ditt|dina)\b", re.IGNORECASE),
    ),
    "fr": (
        re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
        re.compile(r"\b(?:tu|toi|te|ta|tes)\b|\bt['’]", re.IGNORECASE),
    ),
    "es": (
        re.compile(r"\b(?:usted|ustedes)\b", re.IGNORECASE),
        re.compile(r"\b(?:tú|tu|tus|te|ti|contigo|vosotros|vosotras|vuestr[oa]s?)\b", re.IGNORECASE),
    ),
    "lv": (
        re.compile(r"\b(?:jūs|jums|jūsu)\b", re.IGNORECASE),
        re.compile(r"\b(?:tu|tev|tevi|tevis|tavs|tava|tavu|tavam|tavai|tavi|tavas|tavus)\b", re.IGNORECASE),
    ),
    "zh": (re.compile("您"), re.compile("你")),
}
