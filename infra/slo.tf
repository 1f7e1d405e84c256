# What platforms are promised: receive takes their deliveries. How soon it does has an alert of its own (receive_slow).

resource "google_monitoring_custom_service" "heard" {
  service_id   = local.prefix
  display_name = "Heard ${var.env}"
  depends_on   = [terraform_data.agents]
}

resource "google_monitoring_slo" "accepted" {
  service             = google_monitoring_custom_service.heard.service_id
  slo_id              = "accepted"
  display_name        = "99.9 % of deliveries are not answered 5xx, over 28 days"
  goal                = 0.999
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      total_service_filter = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\""
      bad_service_filter   = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"${local.service.receive}\" AND metric.label.response_code_class=\"5xx\""
    }
  }
}
