locals {
  pubsub_agent = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  heard        = contains(local.ready, "acknowledge") ? toset(["acknowledge"]) : toset([])
}

resource "google_pubsub_topic" "interactions" {
  # checkov:skip=CKV_GCP_83: Google's own keys; a key of one's own adds a way to lose what waits
  name = "${local.prefix}-interactions"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
    enforce_in_transit          = true
  }

  depends_on = [terraform_data.agents]
}

resource "google_pubsub_topic" "dead" {
  # checkov:skip=CKV_GCP_83: Google's own keys; a key of one's own adds a way to lose what waits
  name = "${local.prefix}-dead"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
    enforce_in_transit          = true
  }

  depends_on = [terraform_data.agents]
}

# Ours, not a trigger's: a trigger would own the subscription, and take what waits in it along when it is made anew.
resource "google_pubsub_subscription" "acknowledge" {
  for_each                   = local.heard
  name                       = "${local.prefix}-acknowledge"
  topic                      = google_pubsub_topic.interactions.id
  ack_deadline_seconds       = 600
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead.id
    max_delivery_attempts = 100
  }
  push_config {
    push_endpoint = google_cloudfunctions2_function.door["acknowledge"].service_config[0].uri
    oidc_token {
      service_account_email = google_service_account.door["push"].email
      audience              = google_cloudfunctions2_function.door["acknowledge"].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

# What nobody could finish waits here for a person: `make redrive` hands it in again.
resource "google_pubsub_subscription" "dead" {
  name                 = "${local.prefix}-dead"
  topic                = google_pubsub_topic.dead.id
  ack_deadline_seconds = 600

  # tfcheck:ignore GC153,GC155 the last stop: people pull from it
  message_retention_duration = "${var.dead_days * 86400}s"

  expiration_policy {
    ttl = ""
  }
}

# Both of these, or Pub/Sub forwards nothing and says nothing.
resource "google_pubsub_topic_iam_member" "agent_publishes" {
  topic  = google_pubsub_topic.dead.name
  role   = "roles/pubsub.publisher"
  member = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "agent_subscribes" {
  for_each     = local.heard
  subscription = google_pubsub_subscription.acknowledge[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
