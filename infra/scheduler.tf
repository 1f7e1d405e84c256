# Ticks in UTC: the doors know each brand's own zone.

resource "google_cloud_scheduler_job" "tick" {
  for_each         = { for name, door in local.standing : name => door if door.schedule != null }
  name             = "${local.prefix}-${each.key}"
  region           = var.region
  schedule         = each.value.schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${each.value.timeout + 5}s"

  retry_config {
    retry_count = each.value.retries
  }

  http_target {
    uri         = google_cloudfunctions2_function.door[each.key].service_config[0].uri
    http_method = "POST"
    oidc_token {
      service_account_email = google_service_account.door["clock"].email
      audience              = google_cloudfunctions2_function.door[each.key].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.clock]
}
