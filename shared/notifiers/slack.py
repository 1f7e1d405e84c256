"""Tells a colleague in Slack, through an incoming webhook: `slack` in their table of the team in brand.toml.

    [[team]]
    name = "Anna"
    slack = "HEARD_SLACK_ANNA"    # the variable that holds https://hooks.slack.com/services/...

Slack answers a webhook with a status and one word: `invalid_payload` and `user_not_found` 400, `action_prohibited` 403,
`channel_not_found` 404, `channel_is_archived` 410
(https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks), and also `invalid_token`,
`no_service`, `no_team`, `team_disabled`, `posting_to_general_channel_denied` and `no_text`
(https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). Too many, about one a second, are answered
429 with Retry-After (https://docs.slack.dev/apis/web-api/rate-limits). All read 2026-11.
"""

from __future__ import annotations

from shared.notifiers._messages import slack
from shared.notifiers._webhook import WebhookNotifier


class SlackNotifier(WebhookNotifier):
    word = "slack"
    name = "slack"
    waits_for = frozenset(
        {
            "action_prohibited",
            "channel_is_archived",
            "invalid_token",
            "posting_to_general_channel_denied",
            "team_disabled",
            "user_not_found",
        }
    )
    final = frozenset(
        {"channel_not_found", "invalid_blocks", "invalid_payload", "msg_too_long", "no_service", "no_team", "no_text"}
    )
    message = staticmethod(slack)


plugin = SlackNotifier
