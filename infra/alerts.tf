# What somebody must hear of, and what to do about it: docs/operations.md has an entry by each of these names.

locals {
  service = { for name in keys(local.doors) : name => "${local.prefix}-${name}" }

  # Counted from records of the log, by closed lists only: no id becomes a label.
  records = {
    accepted    = { event = "delivery.accepted", label = null }
    refused     = { event = "delivery.rejected", label = "reason" }
    parked      = { event = "message.parked", label = null }
    interaction = { event = "interaction", label = "state" }
    digested    = { event = "digest.made", label = null }
    unsent      = { event = "digest.unsent", label = null }
    mail        = { event = "mail.failed", label = "outcome" }
    returned    = { event = "mail.returned", label = "came" }
    expiring    = { event = "token.expiring", label = null }
    dead_token  = { event = "token.dead", label = null }
    bug         = { event = "bug", label = null }
    refused_up  = { event = "start.refused", label = null }
    untold      = { event = "alarm.raised", label = null, only = "jsonPayload.told=0" }
  }

  # `filter`, the threshold it must pass, for how long, how it is brought together; all in whole minutes.
  thresholds = {
    dead_letters = {
      title     = "A message could not be finished"
      severity  = "CRITICAL"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.label.subscription_id=\"${google_pubsub_subscription.dead.name}\""
      above     = 0
      duration  = "60s"
      align     = "ALIGN_MAX"
      reduce    = null
      group     = []
      alignment = "60s"
    }
    oldest_waits = {
      title     = "Messages wait for acknowledge"
      severity  = "CRITICAL"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\" AND resource.label.subscription_id=\"${local.prefix}-acknowledge\""
      above     = 300
      duration  = "300s"
      align     = "ALIGN_MAX"
      reduce    = null
      group     = []
      alignment = "60s"
    }
    receive_slow = {
      title     = "receive answers slowly"
      severity  = "WARNING"
      filter    = "metric.type=\"run.googleapis.com/request_latencies\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\""
      above     = 2000
      duration  = "600s"
      align     = "ALIGN_PERCENTILE_95"
      reduce    = "REDUCE_MAX"
      group     = ["resource.label.service_name"]
      alignment = "60s"
    }
    forged = {
      title     = "Many deliveries are refused"
      severity  = "WARNING"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-refused\" AND resource.type=\"cloud_run_revision\""
      above     = 50
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    token = {
      title     = "An access token ends and cannot be renewed"
      severity  = "ERROR"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-expiring\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    token_dead = {
      title     = "An access token is dead"
      severity  = "CRITICAL"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-dead-token\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    digest_unsent = {
      title     = "A digest did not leave"
      severity  = "ERROR"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-unsent\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    bug = {
      title     = "A bug was met"
      severity  = "ERROR"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-bug\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    start_refused = {
      title     = "A door does not start"
      severity  = "CRITICAL"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-refused-up\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    alarm_untold = {
      title     = "Many are angry, and nobody could be told"
      severity  = "CRITICAL"
      filter    = "metric.type=\"logging.googleapis.com/user/${local.prefix}-untold\" AND resource.type=\"cloud_run_revision\""
      above     = 0
      duration  = "0s"
      align     = "ALIGN_DELTA"
      reduce    = "REDUCE_SUM"
      group     = []
      alignment = "300s"
    }
    ceiling = {
      title     = "receive is at its most instances"
      severity  = "WARNING"
      filter    = "metric.type=\"run.googleapis.com/container/instance_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\""
      above     = local.doors.receive.max - 1
      duration  = "600s"
      align     = "ALIGN_MAX"
      reduce    = "REDUCE_SUM"
      group     = ["resource.label.service_name"]
      alignment = "60s"
    }
  }

  # What must come again and again: silence is the alarm.
  pulses = {
    watch_silent = {
      title    = "watch is silent"
      severity = "CRITICAL"
      filter   = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.watch}\" AND metric.label.response_code_class=\"2xx\""
      duration = "300s"
    }
    digest_missing = {
      title    = "No digest for a day"
      severity = "CRITICAL"
      filter   = "metric.type=\"logging.googleapis.com/user/${local.prefix}-digested\" AND resource.type=\"cloud_run_revision\""
      duration = "84600s" # the longest that an absence may last here: 23.5 h
    }
  }

  runbook = "See docs/operations.md, runbook: "
}

resource "google_monitoring_notification_channel" "mail" {
  display_name = "Heard ${var.env}"
  type         = "email"
  labels = {
    email_address = var.alert_email
  }

  depends_on = [terraform_data.agents]
}

resource "google_logging_metric" "record" {
  for_each    = local.records
  name        = "${local.prefix}-${replace(each.key, "_", "-")}"
  description = "Records of the log whose event is ${each.value.event}"
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.event=\"${each.value.event}\" AND resource.labels.service_name=~\"^${local.prefix}-\"${try(" AND ${each.value.only}", "")}"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    dynamic "labels" {
      for_each = each.value.label == null ? [] : [each.value.label]
      iterator = label
      content {
        key        = label.value
        value_type = "STRING"
      }
    }
  }
  label_extractors = each.value.label == null ? {} : { (each.value.label) = "EXTRACT(jsonPayload.${each.value.label})" }

  depends_on = [terraform_data.agents]
}

resource "google_monitoring_alert_policy" "threshold" {
  for_each              = local.thresholds
  display_name          = "Heard ${var.env}: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [google_monitoring_notification_channel.mail.id]

  conditions {
    display_name = each.value.title
    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = each.value.duration
      aggregations {
        alignment_period     = each.value.alignment
        per_series_aligner   = each.value.align
        cross_series_reducer = each.value.reduce
        group_by_fields      = each.value.group
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }
  documentation {
    content   = "${local.runbook}${each.key}"
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.record]
}

resource "google_monitoring_alert_policy" "share" {
  display_name          = "Heard ${var.env}: receive fails"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = [google_monitoring_notification_channel.mail.id]

  conditions {
    display_name = "Over 1 % of deliveries are answered 5xx for five minutes"
    condition_threshold {
      filter             = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\" AND metric.label.response_code_class=\"5xx\""
      denominator_filter = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\""
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.01
      duration           = "300s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
      }
      denominator_aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }
  documentation {
    content   = "${local.runbook}receive_fails"
    mime_type = "text/markdown"
  }

  depends_on = [terraform_data.agents]
}

resource "google_monitoring_alert_policy" "silence" {
  for_each              = local.pulses
  display_name          = "Heard ${var.env}: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [google_monitoring_notification_channel.mail.id]

  conditions {
    display_name = each.value.title
    condition_absent {
      filter   = each.value.filter
      duration = each.value.duration
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }
  documentation {
    content   = "${local.runbook}${each.key}"
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.record]
}

# A colleague's link is the right to act, and Meta's challenge carries a token: neither is kept in the request log.
resource "google_logging_project_exclusion" "paths" {
  name        = "${local.prefix}-paths"
  description = "Request logs whose addresses are rights: the desk's links, and a platform's challenge"
  filter      = "resource.type=\"cloud_run_revision\" AND logName:\"run.googleapis.com%2Frequests\" AND (resource.labels.service_name=\"${local.service.desk}\" OR (resource.labels.service_name=\"${local.service.receive}\" AND httpRequest.requestMethod=\"GET\"))"

  depends_on = [terraform_data.agents]
}
