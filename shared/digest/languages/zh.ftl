# 每日简报，简体中文。What each argument is stands in en.ftl.
# A sign of ours, automatic or personal, is 回音; what a colleague wrote is 答复. Full-width marks, nothing between two
# sentences or around digits; a blank only beside a platform's Latin name. Numbers choose nothing but 0, 1 and 2.

## Common

somebody = 某人
between-sentences = { "" }
between-parts = ，
labelled = { $label }：{ $text }
ended = { $text }。
people = { $n }人
share-none = 尚无到期
share-of = { $part }/{ $whole }
moment-day-with = first
moment-today = 今天{ $clock }
moment-yesterday = 昨天{ $clock }
moment-tomorrow = 明天{ $clock }
moment-on = { $date }{ $clock }
duration-seconds = { $seconds }秒
duration-minutes = { $minutes }分钟
duration-hours = { $hours }小时{ $minutes }分钟
duration-hours-narrow = { $hours }小时{ $minutes }分
duration-days = { $days }天
duration-days-hours = { $days }天{ $hours }小时
span-seconds = { $seconds }秒
span-minutes = { $minutes }分钟
span-hours = { $hours }小时
platform-x = X
platform-standard = 自有系统
platform-youtube = YouTube
platform-linkedin = LinkedIn
platform-whatsapp = WhatsApp
platform-tiktok = TikTok
where-mention = { $platform } 提及
where-comment = { $platform } 评论
where-post = { $platform } 帖子
where-review = { $platform } 评价
where-direct-message = { $platform } 私信
where-reaction = { $platform } 表情回应
where-follow = { $platform } 关注
where-share = { $platform } 转发
open-on = 在 { $platform } 上打开
quoted = “{ $text }”

## Verdict: the first block, the subject and the line beside it in an inbox

verdict-yesterday = 昨天
verdict-on-date = { $date }

verdict-pill-cant-tell = 无法判断
verdict-pill-act-now = 请立即处理
verdict-pill-quiet = 平静的一天
verdict-pill-good = 顺利的一天
verdict-pill-overdue = { $n }人超时未答复
verdict-pill-heard-nothing = { $n }人没有得到回音
verdict-pill-below-goal = 低于目标
verdict-pill-complaints = 投诉多于平时
verdict-pill-missing = 有内容缺失
verdict-pill-unproved = 平静尚未证实
verdict-pill-incomplete = { $platform } 数据不完整
verdict-pill-several-incomplete = { $n }个平台数据不完整

verdict-cant-tell = { $when }的情况无法判断。
verdict-quiet = { $since ->
    [0] { $when }没有人留言，也没有人在等待。
   *[other] { $when }没有人留言，也没有留下等待的人。
}
verdict-nobody-wrote = { $when }没有人留言。
verdict-nobody-known-wrote = 据我们所知，{ $when }没有人留言。
verdict-inside-earlier = 前些天的{ $n }人还在等待，未超出承诺时限。
verdict-all-well = { $people ->
    [1] 唯一留言的人已经照顾到。
    [2] 留言的2人都照顾到了。
   *[other] { $people }人全都照顾到了。
}
verdict-all-known-well = { $people ->
    [1] 已知唯一留言的人已经照顾到。
   *[other] 已知的{ $people }人全都照顾到了。
}
verdict-some-well = { $n ->
    [0] { $people }人都还没有照顾到。
   *[other] { $people }人中照顾到了{ $n }人。
}
verdict-some-known-well = { $n ->
    [0] 已知的{ $people }人都还没有照顾到。
   *[other] 已知的{ $people }人中照顾到了{ $n }人。
}
verdict-one-inside = 唯一留言的人还在等待，未超出承诺时限。
verdict-one-not-yet = 唯一留言的人还没有照顾到。
verdict-nobody-overdue = 没有人超时。
verdict-one-too-long = { $who }等得太久了。
verdict-two-too-long = { $who }等得太久了。
verdict-too-long = 有{ $n }人等得太久了。
verdict-also-unheard = 其中{ $n }人有一处留言没有得到任何回音。
verdict-kept = 到期的答复中有{ $share }按时；目标是{ $goal }。
verdict-kept-few = 到期的答复按时的有{ $share }；目标是{ $goal }。
verdict-kept-none = { $due ->
    [1] 唯一到期的答复来迟了，或尚未作出。
   *[other] 到期的{ $due }个答复没有一个按时。
}
verdict-complaints = { $times ->
    [1] 有{ $shown }人投诉，多于平时。
    [2] 有{ $shown }人投诉，是平时的2倍。
   *[other] 有{ $shown }人投诉，是平时的{ $times }倍。
}
verdict-complaints-rare = 有{ $shown }人投诉；平时几乎没有人投诉。

verdict-hard = 艰难的一天。
verdict-unheard = { $people }人中有{ $n }人没有得到我们的任何回音。
verdict-known-unheard = 已知的{ $people }人中有{ $n }人没有得到我们的任何回音。
verdict-waiting = { $earlier ->
    [0] { $people }人中还有{ $n }人在等待。
   *[other] { $people }人中还有{ $n }人在等待，另有前些天的{ $earlier }人。
}
verdict-known-waiting = { $earlier ->
    [0] 已知的{ $people }人中还有{ $n }人在等待。
   *[other] 已知的{ $people }人中还有{ $n }人在等待，另有前些天的{ $earlier }人。
}
verdict-one-waiting = { $earlier ->
    [0] 唯一留言的人还在等待。
   *[other] 唯一留言的人还在等待，另有前些天的{ $earlier }人。
}
verdict-earlier-waiting = 前些天的{ $n }人还在等待。
verdict-grave-safety = 有{ $n }人反映安全或健康问题，还在等待。
verdict-grave-fraud = 有{ $n }人反映可能的诈骗，还在等待。
verdict-grave-legal = 有{ $n }人的来言涉及法律或媒体，还在等待。
verdict-lookalikes = 有{ $n }个账号与您的账号相似，可能误导他人。

verdict-nothing-needs-you = 没有需要您处理的事。
verdict-inside = 有{ $n }人在等待，未超出承诺时限。
verdict-inside-with = 有{ $n }人在等待，未超出承诺时限，由{ $who }负责。
verdict-inside-with-nobody = 有{ $n }人在等待，未超出承诺时限，尚无人负责。
verdict-heard-nothing = 有{ $shown }人没有得到我们的任何回音。
verdict-heard-nothing-one = 此人没有得到我们的任何回音。
verdict-overdue = { $n ->
    [1] 有{ $shown }人的等待超出了承诺时限，已等{ $longest }。
   *[other] 有{ $shown }人的等待超出了承诺时限，最久的已等{ $longest }。
}
verdict-all-acknowledged = { $shown }人都得到了回音。
verdict-all-acknowledged-pace = { $shown }人都得到了回音，通常在{ $pace }后。
verdict-some-acknowledged = { $people }人中有{ $shown }人得到了回音。
verdict-some-acknowledged-pace = { $n ->
    [1] { $people }人中有{ $shown }人得到了回音，在{ $pace }后。
   *[other] { $people }人中有{ $shown }人得到了回音，通常在{ $pace }后。
}
verdict-one-acknowledged = 此人得到了回音。
verdict-one-acknowledged-pace = 此人在{ $pace }后得到了回音。
verdict-needed-none = 没有人需要人工答复。
verdict-needed-have = { $n ->
    [1] 有{ $shown }人需要人工答复，已经得到。
   *[other] 有{ $shown }人需要人工答复，都已得到。
}
verdict-needed-wait = { $n ->
    [1] 有{ $shown }人需要人工答复，还在等待。
   *[other] 有{ $shown }人需要人工答复，都还在等待。
}
verdict-needed-both = 有{ $shown }人需要人工答复：{ $having }人已得到，{ $waiting }人在等待。
verdict-needed-of = 需要人工答复的{ $shown }人中，{ $having }人已得到。
verdict-typical = 答复通常用时{ $typical }；平时是{ $usual }。
verdict-least = { $platforms } 可能只告诉了我们当天的一部分，实际人数可能更多。
verdict-least-many = { $n }个平台可能只告诉了我们当天的一部分，实际人数可能更多。
verdict-missing = 有些来言或我们的答复可能没有送达；怎么处理，见下文。
verdict-unproved = 并非每个平台都确知接收正常，这份平静未必属实。
verdict-nothing-came = 没有收到评论、提及、转发或私信。
verdict-since = 零点以后有{ $n }人留言，将计入明天的数字。
verdict-silence-tested = { $n ->
    [1] 确实平静：{ $platforms } 接收正常，{ $at }通过了测试。
   *[other] 确实平静：{ $n }个平台全部接收正常，{ $at }通过了测试。
}
verdict-silence-checked = { $n ->
    [1] 确实平静：{ $at }检查时，{ $platforms } 接收正常。
   *[other] 确实平静：{ $at }检查时，{ $n }个平台全部接收正常。
}
verdict-unverified = 没有一个平台确知全天接收正常，任何数字都可能误导，因此不发送数字。
verdict-unread = 当天有一部分无法读取，任何数字都可能误导，因此不发送数字。
verdict-still-listening = 最近一次检查时，{ $platforms } 接收正常。

verdict-moved-missed = { $missed ->
    [0] 更正（{ $date }）：按时答复是{ $now }，不是{ $was }；有些消息到得晚。
   *[other] 更正（{ $date }）：按时答复是{ $now }，不是{ $was }；有{ $missed }人的消息到得晚。
}
verdict-moved-answered = 更正（{ $date }）：按时答复是{ $now }，不是{ $was }，因为当时等待的人已得到答复或已超时。
verdict-moved-withdrawn = 更正（{ $date }）：按时答复是{ $now }，不是{ $was }；有人撤回了留言。
verdict-moved-recomputed = 更正（{ $date }）：按时答复是{ $now }，不是{ $was }；当天已重新计算。
verdict-moved = 更正（{ $date }）：按时答复是{ $now }，不是{ $was }。
verdict-missed = 更正（{ $date }）：我们漏了{ $missed }人，消息到得晚。
verdict-missed-on = 更正（{ $date }）：我们漏了{ $missed }人，{ $platforms } 的消息到得晚。
verdict-missed-earlier = { $date }以前的日子里，我们漏了{ $n }人，消息到得晚。

verdict-segment-in-time = 按时答复
verdict-segment-thanks = 只需致谢
verdict-segment-late = 答复迟了
verdict-segment-waiting = 等待中，未到时限
verdict-segment-overdue = 超时未答复
verdict-segment-nothing = 没有得到回音
verdict-segment-nothing-thanks = 只需致谢，没有得到回音

verdict-note-late = 本期迟发：数字截至{ $at }。
verdict-note-incomplete = 数据不完整：{ $from }至{ $to }之间，{ $platform } 可能没有把消息全部告诉我们。
verdict-note-incomplete-more = 数据不完整：{ $from }至{ $to }，以及另外{ $n }段时间，{ $platform } 可能没有把消息全部告诉我们。
verdict-note-incomplete-day = 数据不完整：{ $platform } 可能一整天都没有把消息告诉我们。
verdict-note-others-incomplete = 数据不完整：另外{ $n }个平台也是如此。
verdict-note-least = 带≥的数字是最小值。如有更多情况，下一期会说明。
verdict-note-unread = 致 Heard 的管理员：未能读取：{ $names }。
verdict-note-paused = 自动回复从{ $since }起暂停。
verdict-note-paused-by = 自动回复从{ $since }起由{ $owner }暂停。
verdict-note-paused-about = 自动回复从{ $since }起暂停：{ $subject }。
verdict-note-paused-by-about = 自动回复从{ $since }起由{ $owner }暂停：{ $subject }。
verdict-note-silent = { $n ->
    [0] 没有人因此得不到回音。
   *[other] 有{ $shown }人因此没有得到任何回音。
}
verdict-note-unsent = { $dates }的简报未能发出。
verdict-note-unsent-many = 有{ $n }天的简报未能发出，最近的是{ $dates }。
verdict-note-unconfirmed = { $date }的简报是否送达{ $n }个地址，未得到确认。其中写道：{ $headline }
verdict-note-more = 类似情况还有{ $n }项。
verdict-note-compare = 与平时的比较从{ $date }开始。
verdict-note-report = 报告{ $number }重新计算了{ $from }至{ $to }之间收到的内容；以前的简报保持不变。
verdict-note-report-why = 报告{ $number }重新计算了{ $from }至{ $to }之间收到的内容：{ $why }。以前的简报保持不变。
verdict-link-copy = 打开{ $date }的简报
verdict-note-report-moved = 按时的首次答复由{ $was }变为{ $now }。

verdict-label = { $brand }每日简报，{ $day }

verdict-subject = { $state } · { $brand }，{ $date }
verdict-subject-incomplete = { $state } · { $brand }，{ $date }（{ $platform } 不完整）
verdict-subject-several = { $state } · { $brand }，{ $date }（{ $n }个平台不完整）
verdict-subject-both = { $first }，{ $second }
verdict-subject-cant-tell = 无法判断：当天无法统计
verdict-subject-quiet = { $since ->
    [0] 平静的一天：无人留言，无人等待
   *[other] 平静的一天：无人留言
}
verdict-subject-act = 请立即处理：{ $what }
verdict-subject-nobody-wrote = 无人留言
verdict-subject-nobody-known-wrote = 据知无人留言
verdict-subject-all = { $people ->
    [1] 1人留言，已照顾到
   *[other] { $people }人全部照顾到
}
verdict-subject-all-known = { $people ->
    [1] 已知1人留言，已照顾到
   *[other] 已知{ $people }人全部照顾到
}
verdict-subject-some = { $people }人中照顾到{ $n }人
verdict-subject-some-known = 已知{ $people }人中照顾到{ $n }人
verdict-subject-nobody-overdue = 无人超时
verdict-subject-overdue = { $n }人超时
verdict-subject-people-overdue = { $n }人超时
verdict-subject-waiting = { $n }人在等待
verdict-subject-still-waiting = { $n }人仍在等待
verdict-subject-heard-nothing = { $n }人没有得到回音
verdict-subject-kept = 按时答复{ $share }
verdict-subject-complaints = { $times ->
    [1] 投诉多于平时
    [2] 投诉为平时2倍
   *[other] 投诉为平时{ $times }倍
}
verdict-subject-complaints-rare = { $shown }人投诉
verdict-subject-safety = { $n }人反映安全问题
verdict-subject-fraud = { $n }人反映诈骗
verdict-subject-legal = { $n }人涉及法律或媒体
verdict-subject-lookalikes = { $n }个账号与您的账号相似

verdict-pre-cant-tell = 需要您处理：请亲自查看各平台，并请人查看 Heard 的日志。今天没有数字。
verdict-pre-nothing = 没有需要您处理的事。
verdict-pre-nothing-known = 据我们所知，没有需要您处理的事。
verdict-pre-one = 需要您处理：{ $first }。
verdict-pre-two = 需要您处理：{ $first }；{ $second }。
verdict-pre-kept = 按时答复：{ $share }。
verdict-pre-typical = 答复通常用时：{ $typical }。
verdict-pre-acknowledged = 得到回音：{ $share }。
verdict-pre-inside = 时限内等待：{ $n }人。
verdict-pre-since = 零点后留言：{ $n }人。
verdict-pre-day = 说的是{ $date }。
verdict-pre-who-waits = 谁在等、在哪里、由谁负责，见正文。
verdict-pre-minute = 一分钟即可读完。
verdict-pre-people = 这里数的是人，不是消息。

## What needs somebody, and who still waits

needs-title = 需要您处理
needs-intro-nothing = 没有需要您处理的事。
needs-intro-nothing-known = 据我们所知，没有需要您处理的事。
needs-intro-cant-tell = 在数字恢复之前，请做两件事。
needs-intro = { $overdue ->
    [0] { $n }件事。没有人超时。
   *[other] { $n }件事。其余没有人超时。
}
needs-intro-more-overdue = { $n ->
    [1] 请先处理这一件；另有{ $shown }人超时。
   *[other] 请先处理这{ $n }件；另有{ $shown }人超时。
}
needs-intro-more = { $n ->
    [1] 请先处理这一件；其余见下文。
   *[other] 请先处理这{ $n }件；其余见下文。
}

needs-answer = 答复{ $who }
needs-answer-unnamed = 答复 { $platform } 上的一个人
needs-safety = 就安全或健康问题联系{ $who }
needs-safety-unnamed = 就安全或健康问题联系 { $platform } 上的一个人
needs-safety-many = 就安全或健康问题联系{ $n }人
needs-fraud = 提醒{ $who }，对方反映可能的诈骗
needs-fraud-unnamed = 提醒 { $platform } 上反映可能诈骗的一个人
needs-fraud-many = 提醒反映可能诈骗的{ $n }人
needs-legal = 决定由谁就法律或媒体事宜答复{ $who }
needs-legal-unnamed = 决定由谁就法律或媒体事宜答复 { $platform } 上的一个人
needs-legal-many = 决定由谁就法律或媒体事宜答复{ $n }人
needs-settle = 就“{ $topic }”作一个决定，有{ $n }人在等
needs-settle-unnamed = 作一个决定，有{ $n }人在等同一个答复
needs-settle-why = 一个决定，或一条公开答复，就能一并解决。
needs-lookalike = 核查{ $who }，此账号与您的账号相似
needs-lookalike-unnamed = 核查 { $platform } 上一个与您的账号相似的账号
needs-lookalikes = 核查{ $n }个与您的账号相似的账号
needs-lookalike-seen = { $since }出现在 { $platform } 上。
needs-lookalikes-why = 请在有人上当之前，举报冒充您的账号。
needs-resume = 决定是否恢复自动回复
needs-resume-why = 从{ $since }起暂停。
needs-uncertain = 查看{ $n }个答复是否送达
needs-uncertain-why = 平台没有说明，也无法再次询问。任何内容都不会发送两次。
needs-refused = 人工答复{ $n }条消息
needs-refused-why = 平台拒绝了自动回复，只能由人来答复。
needs-expired = 查看{ $n }条到得太晚的消息
needs-expired-why = 可以自动回复的时间已过。仍有必要的，请答复。
needs-thank = 感谢{ $shown }位没有得到回音的人
needs-thank-why = 他们不需要答复，只需要知道有人在。
needs-unheard = 联系{ $shown }位没有得到回音的人
needs-unheard-why = 连自动回复也没有收到。
needs-unheard-on = { $platform } { $shown }人
needs-unheard-where = 分布：{ $platforms }。
needs-connect = 请人重新连接 { $platforms }
needs-connect-why = 最近一次检查时接收不正常，那里的留言可能没有人听到。
needs-parked = 请人查看{ $n }次推送
needs-parked-why = 平台发来的内容，Heard 无法读取或归类。Heard 的管理员可在 parked 下找到。
needs-regular = 关照{ $who }，一位有投诉的常客
needs-regular-unnamed = 关照 { $platform } 上一位有投诉的常客
needs-look-yourself = 今天请亲自查看各平台
needs-look-yourself-why = Heard 无法说明谁在等待。
needs-have-log-read = 请 Heard 的管理员查看日志
needs-have-log-read-why = 日志写明了哪些内容无法读取或核实。

needs-waiting = 已等{ $time }。
needs-waiting-up-to = 最久已等{ $time }。
needs-due = 时限{ $moment }。
needs-due-never = 今后没有服务时间。
needs-public = { $where }，公开。
needs-private = { $where }，私下。
needs-about = 关于{ $topic }。
needs-with = 由{ $who }负责。
needs-with-nobody = 尚无人负责。
needs-on-hold = 从{ $since }起搁置，{ $why }。
needs-often = 本月有{ $days }天留言。
needs-vip = 您的 VIP 之一。

needs-link-draft = { $n ->
    [1] 阅读草稿并发送
   *[other] 阅读{ $n }份草稿并选一份发送
}
needs-link-answer = 在 { $platform } 上答复
needs-link-open = 打开对话
needs-link-assign = 交给同事
needs-link-snooze = 暂缓
needs-link-copy = 查看所有在等的人
needs-link-account = 在 { $platform } 上查看

needs-brief-answer = 答复{ $n }位超时的人
needs-brief-safety = 就安全问题联系{ $n }人
needs-brief-fraud = 提醒{ $n }人防范诈骗
needs-brief-legal = 处理{ $n }件法律或媒体事宜
needs-brief-settle = 为{ $n }人作一个决定
needs-brief-lookalikes = 核查{ $n }个相似账号
needs-brief-resume = 决定是否恢复自动回复
needs-brief-uncertain = 查看{ $n }个答复是否送达
needs-brief-refused = 人工答复{ $n }条消息
needs-brief-expired = 查看{ $n }条迟到的消息
needs-brief-thank = 感谢{ $shown }位没有得到回音的人
needs-brief-unheard = 联系{ $shown }位没有得到回音的人
needs-brief-connect = 重新连接{ $n }个平台
needs-brief-parked = 请人查看{ $n }次推送
needs-brief-regular = 关照一位常客

waiting-title = 还在等待
waiting-title-also = 同样在等待
waiting-intro = { $late ->
    [0] { $insides }人，未超时。
   *[other] { $inside ->
        [0] { $lates }人，已超时。
       *[other] { $lates }人已超时，{ $insides }人未超时。
    }
}
waiting-with = 由{ $who }负责
waiting-with-nobody = 尚无人负责
waiting-due = 时限{ $moment }
waiting-due-never = 今后没有服务时间
waiting-held = 从{ $since }起搁置，{ $why }
waiting-held-customer = 等对方回复
waiting-held-third-party = 等第三方消息
waiting-held-crisis = 直到危机结束
waiting-held-outage = 直到平台恢复
waiting-about = 关于{ $topic }
waiting-more = 还有{ $shown }人。
waiting-link-copy = 在网页版查看另外{ $n }人
waiting-left-over = { $n ->
    [0] 没有前些天留下的人。
   *[other] 其中前些天留下的有{ $shown }人。
}
waiting-since = 零点以后又有{ $n }人留言，将计入明天的数字。
waiting-opening = { $moment }开始服务。
waiting-clears = 按平时的速度，大约{ $moment }就没有人等待了。

## How it unfolded, what else was checked

unfolded-title = 当天经过
unfolded-intro = { $n ->
    [1] 收到{ $count }件投诉，在{ $from }至{ $until }。
   *[other] 收到{ $count }件投诉，最集中的是{ $from }至{ $until }，共{ $peak }件。
}
unfolded-intro-usual = { $n ->
    [1] 收到{ $count }件投诉，在{ $from }至{ $until }。每周这一天投诉的人数，平时是{ $usual }。
   *[other] 收到{ $count }件投诉，最集中的是{ $from }至{ $until }，共{ $peak }件。每周这一天投诉的人数，平时是{ $usual }。
}
unfolded-alarm = 已通知同事：许多人同时感到不满。
unfolded-alarm-number = 已通知同事：一小时内有{ $n }人感到不满。
unfolded-switch-on = 所有自动回复已停止。
unfolded-switch-on-name = { $who }停止了所有自动回复。
unfolded-switch-off = 自动回复已恢复。
unfolded-switch-off-name = { $who }恢复了自动回复。
unfolded-outage = 从这时起，某个平台的消息可能缺失。
unfolded-outage-name = 从这时起，{ $who } 的消息可能缺失。
unfolded-outage-over = 平台的消息恢复完整。
unfolded-outage-over-name = { $who } 的消息恢复完整。
unfolded-first-late = 当天第一次有人等待的时间超出了承诺。
unfolded-most-complaints = 投诉最多的一小时开始。

checked-title = 其他检查
checked-title-listening = 我们一直在听
checked-nothing = 其他情况无法检查。
checked-nothing-more = 除上述内容外，没有别的情况。
checked-fine = 没有答复被拒绝或丢失，所有推送均可读取。
checked-uncertain = 有{ $n }个答复不知是否送达。请去查看，没有送达的请人工答复。
checked-refused = 有{ $n }个答复被平台拒绝，只能由人来答复。
checked-expired = 有{ $n }条消息到得太晚，无法自动回复。仍有必要的，请人工答复。
checked-parked = 有{ $n }条消息无法判定，已搁置。Heard 的管理员可在 parked 下找到。
checked-dead-lettered = 有{ $n }条消息完全无法处理。Heard 的管理员可以重新提交。
checked-unplaced = 有{ $n }次推送无法读取，或不属于您的任何账号。Heard 的管理员可在 parked 下找到。
checked-lookalike = 有{ $n }个账号与您的账号相似。请查看，并向平台举报。
checked-lookalike-names = 有{ $n }个账号与您的账号相似：{ $who }。请查看，并向平台举报。
checked-lookalike-more = 有{ $n }个账号与您的账号相似，其中有{ $who }。请查看，并向平台举报。
checked-account = { $platform } 上的 { $account }
checked-complaints = { $n ->
    [0] { $known ->
        [no] 据我们所知，没有人投诉。
       *[yes] 没有人投诉。
    }
   *[other] 有{ $count }人投诉。
}
checked-complaints-usual = { $n ->
    [0] 没有人投诉。每周这一天平时有{ $usual }人。
   *[other] 有{ $count }人投诉。每周这一天平时有{ $usual }人。
}
checked-complaints-range = { $level ->
    [more] 有{ $count }人投诉，多于平时。每周这一天有{ $low }至{ $high }人。
    [fewer] { $n ->
        [0] 没有人投诉，少于平时。每周这一天有{ $low }至{ $high }人。
       *[other] 有{ $count }人投诉，少于平时。每周这一天有{ $low }至{ $high }人。
    }
    [same] { $n ->
        [0] 没有人投诉，并不少见。每周这一天有{ $low }至{ $high }人。
       *[other] 有{ $count }人投诉，与平时相当。每周这一天有{ $low }至{ $high }人。
    }
   *[unknown] 有{ $count }人投诉。每周这一天平时有{ $low }至{ $high }人。
}
checked-asked = { $recovered ->
    [0] { $platforms }：那里共有{ $exist }条，{ $received }条自行送达，没有靠询问才得到的。
   *[other] { $platforms }：那里共有{ $exist }条，{ $received }条自行送达，{ $recovered }条靠询问才得到。
}
checked-asked-missing = { $platforms } 上还有{ $n }条没有到达我们这里。请亲自去看。
checked-unasked = 无法向 { $platforms } 询问那里有什么。
checked-on-hold = 有{ $n }人被搁置等待，由同事安排或因平台故障。
checked-posts = { $posts ->
    [1] 您自己的帖子发布后第一个小时，{ $came ->
        [0] 没有人留言。
        [1] 有1条评论，{ $heard ->
            [0] 当时没有得到我们的回音。
           *[other] 当时得到了我们的回音。
        }
       *[other] 有{ $came }条评论，其中{ $heard }条当时得到了我们的回音。
    }
   *[other] 您自己的{ $posts }篇帖子发布后第一个小时，{ $came ->
        [0] 没有人留言。
        [1] 有1条评论，{ $heard ->
            [0] 当时没有得到我们的回音。
           *[other] 当时得到了我们的回音。
        }
       *[other] 有{ $came }条评论，其中{ $heard }条当时得到了我们的回音。
    }
}
checked-posts-unknown = 另有{ $n }篇帖子的第一个小时情况不明。
checked-held = 有{ $n }条消息按辱骂或垃圾信息扣下，没有答复，也不计入。
checked-passed-over = 另有{ $n }条只作计数：按规则略过，或那里无法答复。
checked-unnamed = 有{ $n }条消息没有姓名，每条计为1人。
checked-listened = { $known ->
    [yes] { $platform } 接收正常。{ $looped }通过了测试，最近一次有人留言是{ $heard }。
   *[no] { $platform } 接收正常。{ $looped }通过了测试。
}
checked-connected = { $known ->
    [yes] { $platform } 在{ $checked }检查时已连接，没有端到端测试。最近一次有人留言是{ $heard }。
   *[no] { $platform } 在{ $checked }检查时已连接，没有端到端测试。
}
checked-stale = { $platform } 最近一次检查是{ $checked }，隔得太久，不能断言接收正常。
checked-unknown = { $platform } 是否接收正常，尚不清楚。
checked-deaf = { $platform } 接收不正常。请 Heard 的管理员查看。
checked-deaf-why = { $platform } 接收不正常：{ $why }。请 Heard 的管理员查看。

## How quickly we were there

quick-title = 我们回应得多快
quick-promise-tenths = 承诺：每10人中有{ $tenths }人，在{ $span }服务时间之内得到人工答复。
quick-promise = 承诺：每100人中有{ $goal }人，在{ $span }服务时间之内得到人工答复。
quick-promise-everybody = 承诺：每个人都在{ $span }服务时间之内得到人工答复。
quick-first-signs = { $span }之内有第一个回音：{ $share }。
quick-acknowledged = 得到回音
quick-acknowledged-note = { $shown ->
    [both] { $whole }人中有{ $part }人，通常在{ $pace }后
    [parts] { $whole }人中有{ $part }人
    [pace] 通常在{ $pace }后
   *[neither] 在所有留言的人中
}
quick-answered = 按时答复
quick-answered-note = { $shown ->
    [parts] 到期{ $whole }人中有{ $part }人，目标{ $goal }
   *[neither] 目标{ $goal }
}
quick-typical = 通常答复用时
quick-typical-note = 按服务时间计
quick-typical-usual = 按服务时间计，平时{ $usual }
quick-ninth = 九成答复不超过此时长
quick-ninth-note = 最慢{ $slowest }
quick-ninth-platform = 最慢{ $slowest }，在 { $platform }
quick-slowest = 最慢的答复
quick-slowest-note = 按服务时间计
quick-slowest-platform = 按服务时间计，在 { $platform }
quick-table = 各平台
quick-head-platform = 平台
quick-head-people = 人数
quick-head-in-time = 按时
quick-head-typical = 通常用时
quick-head-waiting = 等待
quick-unknown = –
quick-others = 其他{ $n }个
quick-waiting = { $n ->
    [0] 无
   *[other] { $count }
}
quick-waiting-overdue = { $count }（{ $overdue }超时）
quick-waiting-all-overdue = { $overdue }超时
quick-strip = 最近7天的按时答复
quick-cell-closed = –
quick-cell-unknown = ?
quick-cell-part = { $share }*
quick-day = { $day }{ $share }
quick-day-closed = { $day }休息
quick-day-unknown = { $day }不明
quick-day-part = { $day }{ $share }（数据不完整）
quick-strip-note = { $days ->
    [0] 目标是{ $goal }。
   *[other] 目标是{ $goal }，{ $days }天中有{ $reached }天达到。
}
quick-strip-part = 星号表示当天数据不完整。
quick-from = 与其他日子的比较从{ $date }开始。
quick-hours = 留言的时间
quick-hours-closed = { $shown ->
    [all] { $total }条评论和消息中，有{ $closed }条在服务时间以外，都在{ $from }至{ $until }。
   *[some] { $total }条评论和消息中，有{ $closed }条在服务时间以外，其中{ $peak }条在{ $from }至{ $until }。
}
quick-hours-open = { $known ->
    [no] 收到{ $total }条评论和消息；据我们所知，没有在服务时间以外的。
   *[yes] { $total }条评论和消息都在服务时间以内。
}
quick-hours-shut = { $shown ->
    [all] 当天休息。收到{ $total }条评论和消息，都在{ $from }至{ $until }。
   *[some] 当天休息。收到{ $total }条评论和消息，其中{ $peak }条在{ $from }至{ $until }。
}

## Relationships, not reach

relations-title = 看重关系，而非流量
relations-conversations = 真正的对话
relations-conversations-note = { $shown ->
    [share] 得到答复后又留言，占{ $answered }人的{ $share }
    [parts] 得到答复后又留言，共答复{ $answered }人
   *[neither] 得到答复后又留言
}
relations-conversations-usual = { $shown ->
    [share] 得到答复后又留言，占{ $answered }人的{ $share }；平时{ $usual }
    [parts] 得到答复后又留言，共答复{ $answered }人；平时{ $usual }
   *[neither] 得到答复后又留言；平时{ $usual }
}
relations-back = 又回来了
relations-back-note = { $new ->
    [0] 28天之内；没有新人
   *[other] 28天之内；新人{ $count }位
}
relations-unknown = ?
relations-back-from = { $date }起可知
relations-back-unknown = 尚不清楚
relations-said = 言之有物
relations-said-note = 在{ $count }条公开评论中，不只是标签或表情
relations-shares = 转发
relations-shares-note = { $shown ->
    [all] 都已致谢
    [some] { $thanked }次已致谢
   *[none] 都未致谢
}
relations-shares-unknown = { $shown ->
    [all] 都已致谢，其中{ $unknown }次没有姓名
    [some] { $thanked }次已致谢；{ $unknown }次没有姓名
   *[none] 都未致谢；{ $unknown }次没有姓名
}
relations-classes = 公开场合的{ $count }条评论和提及里，大家说了：{ $classes }。
relations-class-question = { $n }条提问
relations-class-complaint = { $n }条投诉
relations-class-praise = { $n }条称赞或感谢
relations-class-story = { $n }条故事或看法
relations-class-tag = { $n }条只有标签或表情
relations-deep = { $threads }个对话中，有{ $deep }个对方写了三次或更多。
relations-topics = 大家谈得最多的是：{ $topics }。
relations-topic = { $topic }（{ $n }）
relations-people = 值得亲自说句话的人
relations-why-first = 新面孔：此前28天没有留言。
relations-why-days = 最近28天中有{ $n }天留言。
relations-why-story = 花时间讲了自己的故事。
relations-why-shared = 转发了您的内容。
relations-why-kind = 对您说了友善的话。
relations-why-vip = 在您希望结识的名单上。
relations-why-wrote = 给您留了言。
relations-see = 查看{ $who }在 { $platform } 上的留言
relations-ideas = 如果有空闲的片刻
relations-share-on = 转发{ $who }的内容
relations-share-on-why = 把别人用心做的东西传播开，就是对方看得见的感谢。
relations-meet = 介绍{ $one }和{ $other }认识
relations-meet-why = 两人都常给您留言，谈的都是{ $topic }。
relations-thank = 感谢{ $who }这一个月
relations-thank-why = 本月有{ $n }天给您留言。
relations-thank-each = 每人本月都有至少{ $n }天给您留言。
relations-thank-often = 他们常给您留言。
relations-help = 看看能否帮助{ $who }
relations-help-why = 对方谈到您的品牌，但没有点名账号，所以没有自动回复。
relations-quiet = 好久没有音讯的常客
relations-why-quiet = 最近一次留言是{ $date }。
relations-why-quiet-days = { $n ->
    [1] 留言{ $n }天，在{ $date }，此后没有。
   *[other] 留言{ $n }天，最近一次是{ $date }，此后没有。
}
relations-month = 最近一个月与前一个月
relations-month-figure = 数字
relations-month-days = 截至{ $date }的{ $days }天
relations-month-people = 留言的人
relations-month-acknowledged = 得到回音
relations-month-came-back = 又回来的人
relations-month-conversations = 得到答复后又留言
relations-month-said = 言之有物
relations-month-shares = 转发
relations-month-heard-back = 得到回音后7天内又留言
relations-month-unheard-back = 没有回音但7天内又留言
relations-month-note = 两个月并排列出。一个月里变化很多：这里只显示变了什么，不说明为什么。

## The people who answered, and the foot

team-title = 作出答复的人
team-quoted = { $who }，致{ $colleague }，在 { $platform }
team-quoted-somebody = 致{ $colleague }，在 { $platform }
team-table = 按姓名排列
team-head-name = 姓名
team-head-helped = 帮助人数
team-head-wrote-back = 又来留言
team-head-holding = 手上待办
team-none = 无
team-others = 其他{ $n }位
team-unnamed = 另有{ $n }人得到了同事的帮助，平台没有说明同事的姓名。
team-signed = { $answers ->
    [1] { $shown ->
        [all] 唯一的答复署了名。
       *[some] 唯一的答复没有署名。
    }
   *[other] { $shown ->
        [all] { $answers }个答复都署了名。
       *[some] { $answers }个答复中有{ $signed }个署了名。
    }
}
team-signed-known = { $answers ->
    [1] { $shown ->
        [all] 唯一情况已知的答复署了名。
       *[some] 唯一情况已知的答复没有署名。
    }
   *[other] 情况已知的{ $answers }个答复中有{ $signed }个署了名。
}
team-unassigned = 有{ $n }个等待中的对话还没有负责人。
team-after-hours = 有{ $n }个答复写于服务时间以外。请感谢写答复的人，并让他们补休。

foot-counting = 计数方法。人：一天之内，一个平台上的一个账号。回音：对方看得见的任何回应，自动或人工都算；点赞只对称赞和转发算数。答复：由同事撰写；自动回复从不算答复。按时：在{ $span }服务时间之内；答复迟了的和超时未答复的都算未按时，未到时限的不计。通常：中位数。
foot-usual = 平时：最近8周同一天的中位数。
foot-as-of = 数字截至{ $date }{ $clock }，时区为 { $zone }。
foot-as-of-blank = 查看时间为{ $date }{ $clock }，时区为 { $zone }。
foot-items = 计入：{ $people }人的{ $count }条评论和消息。
foot-complete = { $n ->
    [1] 该平台全天接收正常。
    [2] 两个平台全天接收正常。
   *[other] { $n }个平台全部全天接收正常。
}
foot-incomplete = 数据不完整：{ $gaps }。
foot-incomplete-many = 数据不完整：{ $n }个平台。
foot-gap = { $platform }（{ $time }）
foot-unproven = 数字只反映到达 Heard 的内容；平台是否全部送达，尚不清楚。
foot-hours = 因时钟调整，当天有{ $n }小时。
foot-expected = 有{ $told }人获知可在{ $span }服务时间之内得到答复，其中{ $kept }人如期得到。
foot-expected-times = 有{ $told }人获知多久可以得到答复，其中{ $kept }人如期得到。
foot-why = 您收到这封邮件，是因为{ $brand }将您列为简报的读者。
foot-copy = 在网页中打开
foot-settings = 更改语言、姓名或日期
foot-stop = 停收这些邮件

## Pages of the desk: web copy, settings, stop

desk-title = { $brand }给您的每日简报
desk-for = 本页属于 { $address }。如果不是您，请不要改动：改动会影响别人收到的内容。
desk-for-chat = 本页属于团队的一个群聊。在这里更改，对群里所有人都生效。
desk-when-daily = 简报每天{ $clock }送达，内容是前一天的情况。
desk-when = 简报在{ $days }的{ $clock }送达。
desk-language = 语言
desk-names = 如何称呼他人
desk-names-full = 显示姓名和原话
desk-names-first = 只显示名字
desk-names-counts = 都不显示，只显示人数
desk-names-most = 超出这个范围的内容不会发给您所在的组。
desk-quiet = 平静的一天之后，即无人留言也无人等待时
desk-quiet-send = 照常发送，表明我们一直在听
desk-quiet-service = 当天有服务才发送
desk-quiet-skip = 不发送
desk-save = 保存
desk-saved = 已保存。下一期简报将照此发送。
desk-problem = 没有任何改动：请从下面的选项中选择，再保存一次。
desk-stop-heading = 停收简报
desk-stop-about = 您将不再收到{ $brand }的每日简报。您可以随时在本页重新开始。
desk-stop = 停收
desk-instead = 改为调整发送方式
desk-stopped = 从{ $date }起，您不再收到{ $brand }的每日简报。
desk-stopped-bounce = 您没有收到{ $brand }的每日简报：{ $date }，我们的邮件无法送达您的邮箱。
desk-stopped-complaint = 您没有收到{ $brand }的每日简报：{ $date }，它被举报为不想要的邮件。
desk-start-about = 如果重新开始，您将收到下一期。
desk-start = 重新开始
desk-left-title = 您不在这份简报的收件人之列
desk-left = 这个地址不在{ $brand }每日简报的收件人之列，不会向它发送任何内容。如果您需要简报，请联系团队中负责 Heard 的人。
desk-unknown-title = 此链接无效
desk-unknown = 链接可能在途中丢失了一部分。请从收到的简报中重新打开。如果您不想再收到简报，而链接都打不开，请回复任意一封并说明。
desk-copy-gone-title = 这期简报已不在此保存
desk-copy-gone = 简报的网页版因含有姓名，只保存30天。您收到的邮件内容相同。
desk-copy-left = 这份网页版的收件人，已不再收到{ $brand }的每日简报。

## Chats

chat-link = { $number }. { $text }

## The mail around it: whose name it comes from, and the subject of a mail that asks to stop it

mail-sender = { $brand }每日简报
mail-stop = 停收{ $brand }的每日简报
