# One page: is everything taken in, does anything wait, are answers given.

locals {
  tiles = [
    { title = "Deliveries accepted and refused", metrics = ["accepted", "refused"] },
    { title = "Interactions by state", metrics = ["interaction"] },
    { title = "Parked", metrics = ["parked"] },
    { title = "Digests made", metrics = ["digested"] },
  ]
}

resource "google_monitoring_dashboard" "heard" {
  dashboard_json = jsonencode({
    displayName = "Heard ${var.env}"
    mosaicLayout = {
      columns = 12
      tiles = [
        for at, tile in local.tiles : {
          xPos   = 6 * (at % 2)
          yPos   = 4 * floor(at / 2)
          width  = 6
          height = 4
          widget = {
            title = tile.title
            xyChart = {
              dataSets = [
                for metric in tile.metrics : {
                  plotType = "LINE"
                  timeSeriesQuery = {
                    timeSeriesFilter = {
                      filter      = "metric.type=\"logging.googleapis.com/user/${local.prefix}-${metric}\" AND resource.type=\"cloud_run_revision\""
                      aggregation = { alignmentPeriod = "300s", perSeriesAligner = "ALIGN_DELTA", crossSeriesReducer = "REDUCE_SUM", groupByFields = local.records[metric].label == null ? [] : ["metric.label.${local.records[metric].label}"] }
                    }
                  }
                }
              ]
            }
          }
        }
      ]
    }
  })

  depends_on = [google_logging_metric.record]
}
