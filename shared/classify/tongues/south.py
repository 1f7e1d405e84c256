"""Turkish, Arabic.

Arabic is written here as `_reading` makes it: without vowel signs, every alef bare, and the word's last letters evened.
"""

from __future__ import annotations

from typing import Final

from shared.classify._tongue import Asking, Leaning, Tongue

TR: Final = Tongue(
    code="tr",
    common="""
        ve bir bu için çok ne var yok ben sen o biz siz da de ama gibi daha en ile değil nasıl nerede kaç kim hangi
        neden niye bana beni size sizi teşekkürler merhaba kadar şey olarak her hiç
    """,
    letters="ğışıöüç",
    asking=Asking(
        skips="merhaba | selam | iyi günler | günaydın | ve | ama | peki | pardon | affedersiniz | lütfen",
        opens="""
            ne | nasıl | nerede | nereye | nereden | nerde | kaç | kim | kimin | kime | kimi | kimler | hangi
            hangisi | neden | niye | niçin | ne zaman | ne kadar | kaça
        """,
        plain="""
            ne güzel | ne kadar güzel | ne yazık | ne hoş | ne lezzetli | ne harika | ne de | ne mutlu | hangi akla
            neden bilmiyorum | nasıl olsa | kim ne derse | ne olursa
        """,
        inside="""
            mi | mı | mu | mü | misin | mısın | musun | müsün | misiniz | mısınız | musunuz | müsünüz | miyim | mıyım
            muyum | müyüm | miyiz | mıyız | muyuz | müyüz | midir | mıdır | mudur | müdür | miydi | mıydı | muydu
            müydü | miydin | mıydın | miydiniz | mıydınız | nerede | nereye | nereden | neden | niçin | niye | kaç
            kim | kimin | hangi | nasıl | ne zaman | ne kadar | kaçta | kime | kiminle | neyi | neye | neredeydin
            nerelisin | nerededir | kimdir | nedir
        """,
        ends="değil mi | ne",
        whole="fiyat | nerede | kaç | ne zaman",
    ),
    leaning=Leaning(
        praise="güzel* | harika* | mükemmel* | lezzetli | bayıldım | en iyi | süper | muhteşem*",
        complaint="""
            bir daha asla | soğuk* | kötü* | berbat* | rezalet | çalışmıyor | bozuk | iade | şikayet* | boktan
            hâlâ gelmedi | hala gelmedi | gelmedi | gecikti
        """,
        request="lütfen | rica* | gönderir misiniz",
        thanks="teşekkür* | sağol* | sağ ol*",
        closing="""
            tamam | anladım | iyi günler | süper | sorun değil | önemli değil | rica ederim | hayır teşekkürler
            görüşürüz | yarın görüşürüz | hoşça kal* | yardımınız için | cevap için | iyi akşamlar | iyi geceler
            iyi hafta sonları | çözüldü | peki | olur | harika | ok | okey
        """,
        turns="""
            ama | fakat | ancak | hâlâ | hala | değil | yok | asla | hiçbir* | maalesef | yine | sadece | eğer
            ne zaman | nerede | neden | nasıl | kim | iptal* | istiyorum | gecik*
        """,
        story="küçükken | anneannem",
        spam="bedava takipçi | evden kazan* | profilim*",
    ),
)

AR: Final = Tongue(
    code="ar",
    asking=Asking(
        commas=True,
        skips="""
            مرحبا | السلام عليكم | سلام | اهلا | هلا | صباح الخير | مساء الخير | لو سمحت | لو سمحتم | لو سمحتوا
            من فضلك | من فضلكم | عفوا | و | يا | طيب | سوال | عندي سوال | رائع | جميل | شكرا | حسنا | اذا
        """,
        opens="""
            هل | متي | اين | وين | فين | كيف | كيفية | كم | بكم | لماذا | ليش | ليه | لم لا | لم لم | ماذا | شو | ايش
            وش | شنو | مين | من اين | من وين | من هو | من هي | من الذي | من هذا | من هذه | من انت | من يعرف
            من يستطيع | من كان | من يكون | من منكم | ما هو | ما هي | ما اسم | ما هذا | ما هذه | ما الذي | ما سعر
            ما نوع | ما رايك | ما ثمن | ما معني | ما المشكله | ما الفرق | ما لون | ما عنوان | ما السبب | ما ال*
            ما بك | ما عمل* | ما وظيف* | ماهو | ماهي | اي | لاي | في اي | من اي | باي | الي اين | الي متي | لمتي | لمن
            مع من | منذ متي | بماذا | عن ماذا | لما | ممكن | ايمكن* | يمكن | يمكنني | اقدر | نقدر | استطيع ان | يسمح
            في شي | في عندكم | فيه | عندكم | عندك | لديكم | هل لديكم | توصلون | توصلوا | توصل | حد يعرف | احد يعرف
            حدا يعرف | الا | اليس | الست | الم | الن | اتعلم | اتعرف | اتريد | اتحب | اتستطيع | اتتكلم | اكنت
            انت متاكد | اهذا | اهذه | اذهبت | ارايت | السعر | كام | اترغب | اعندك | الديك | افهمت | اانت
        """,
        plain="""
            كم احب | كم هو جميل | كم انا | كم هي | كم هذا | ما اجمل | ما اروع | ما احلي | ما اطيب | ما الذ | ما شاء
            ما هذا الجمال | كيف لا | من فضلك* | يمكن ان يكون | الا ان | الم يحن | لما كنت | لما كان | لما | عندكم احلي
            عندكم افضل | الان | لديكم افضل | يمكنك ان | متي ما | اينما | الم في | الم شديد
        """,
        inside="""
            اين طلبي | وين طلبي | اين طردي | وين طردي
            هل | حد يعرف | احد يعرف | حدا يعرف | اريد ان اعرف | اريد ان اسال | حابه اسال | حاب اسال | حبيت اسال
            ممكن اعرف | ابغي اعرف | بدي اعرف | ودي اعرف | كم سعر | وين موقعكم | متي يفتح | متي تفتحون | بكم
            كم يستغرق | وش اسم | هل يوجد
        """,
        ends="ام لا | او لا | صح | اليس كذلك | متي | وين | اين | كم | بكم | ليش | لماذا | صحيح",
        whole="السعر | بكم | كم | متي | اين | وين | كيف | لماذا | الموقع | العنوان | متوفر",
        mark_plain="معقول | بجد | والله",
    ),
    leaning=Leaning(
        praise="""
            جميل* | رائع* | روعه | لذيذ* | احب | احببناه | الافضل | افضل | ممتاز* | ما شاء | احلي | حلو* | فنان
            ما اجمل | سنعود | يا له | تحفه | خرافي | اروع | مميز* | تجنن | يجنن
        """,
        complaint="""
            لن اعود | بارد* | سيء | سييه | السيي* | سيئ* | السيئه | اسوا | لا يعمل | ما يشتغل | لا استطيع | مرتين
            اسبوعين | انتظرنا | مكسور* | شكوي | استرجاع | استرداد | لا احد يرد | ما حد يرد | وقح* | قذر* | نصب
            احتيال | خربان | تاخر* | زباله | علي لا شيء | ما زال لا | لم يصل | ما وصل | لحد الان ما | للان ما
            اين طلبي | وين طلبي | ولا يعمل
        """,
        request="""
            من فضلك* | لو سمحت* | ممكن ترسل* | ممكن فاتوره | ارسلوا | اعيدوا | رجعوا | ابغي اطلب | اريد طلب
            يمكنني تغيير | ممكن | الغوا
        """,
        thanks="شكرا | مشكور* | شكرا جزيلا | تسلم* | يعطيكم العافيه | جزاك* | ممنون*",
        closing="""
            تمام | حسنا | ممتاز | انحلت | مع السلامه | طيب | اوكي | وصلت | فهمت | خلاص | لا مشكله | مافي مشكله
            ما في مشكله | ولا يهمك | لا باس | عفوا | لا شكرا | نلتقي | اراكم | نشوفكم | علي المساعده | علي الرد
            علي سرعه الرد | تصبحون علي خير | يوم سعيد | يومكم سعيد | يومك سعيد | عطله سعيده | اتفقنا | تم | استلمت
            واضح | زين | اوك | انحلت المشكله | باي | بالتوفيق
        """,
        turns="""
            لكن | ولكن | لكنه | بس | ما زال | لا زال | مازال | لا | لم | لن | ما | ليس | ابدا | للاسف | مره اخري | فقط
            اذا | متي | اين | وين | ماذا | لماذا | ليش | كيف | الغوا | الغاء | اريد | ابغي
        """,
        story="لما كنت | عندما كنت | جدتي | قلت لاختي | سالتني صديقتي | لا اعرف كيف اصف | اتذكر | عندما تمطر | مره",
        spam="متابعين مجانا | اربح | من البيت | راسلني الان | صفحتي | كريبتو | بيتكوين",
    ),
)

TONGUES: Final = (TR, AR)
