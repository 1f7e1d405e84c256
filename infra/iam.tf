# One account for each door, and grants on the object. `_iam_member` only: the other forms remove other people's grants.

locals {
  accounts = {
    receive     = "takes webhooks"
    acknowledge = "decides and answers"
    watch       = "looks at clocks"
    digest      = "writes the digest"
    collect     = "asks platforms"
    desk        = "shows colleagues their pages"
    push        = "brings messages to acknowledge"
    clock       = "rings the schedules"
    build       = "builds the doors' images"
  }

  reads = {
    for pair in flatten([
      for secret, about in var.secrets : [for door in about.doors : { secret = secret, door = door }]
    ]) : "${pair.door}/${pair.secret}" => pair
  }
}

resource "google_service_account" "door" {
  for_each     = local.accounts
  account_id   = "${local.prefix}-${each.key}"
  display_name = "Heard ${each.key}: ${each.value}"

  depends_on = [terraform_data.agents]
}

resource "google_secret_manager_secret_iam_member" "door" {
  for_each  = local.reads
  secret_id = google_secret_manager_secret.secret[each.value.secret].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.door[each.value.door].member
}

resource "google_pubsub_topic_iam_member" "door" {
  for_each = { for name, door in local.doors : name => door if door.publishes }
  topic    = google_pubsub_topic.interactions.name
  role     = "roles/pubsub.publisher"
  member   = google_service_account.door[each.key].member
}

# There is no grant on one database: the condition holds the project's role to it.
resource "google_project_iam_member" "ledger" {
  for_each = local.doors
  project  = var.project_id
  role     = "roles/datastore.user"
  member   = google_service_account.door[each.key].member

  condition {
    title       = "only ${google_firestore_database.ledger.name}"
    description = "Heard's ledger, and no other database of this project"
    expression  = "resource.name == \"projects/${var.project_id}/databases/${google_firestore_database.ledger.name}\""
  }
}

# Called by whom: platforms and colleagues by anybody, since their signature or their link is the right to; the others
# by one account of ours.
resource "google_cloud_run_v2_service_iam_member" "anybody" {
  for_each = { for name, door in local.standing : name => door if door.public }
  location = var.region
  name     = google_cloudfunctions2_function.door[each.key].name
  role     = "roles/run.invoker"
  # tfcheck:ignore GC102 platforms and colleagues hold no Google account: a signature or a signed link is their right
  member = "allUsers"
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = local.heard
  location = var.region
  name     = google_cloudfunctions2_function.door[each.key].name
  role     = "roles/run.invoker"
  member   = google_service_account.door["push"].member
}

resource "google_cloud_run_v2_service_iam_member" "clock" {
  for_each = { for name, door in local.standing : name => door if door.schedule != null }
  location = var.region
  name     = google_cloudfunctions2_function.door[each.key].name
  role     = "roles/run.invoker"
  member   = google_service_account.door["clock"].member
}

resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.door["build"].member
}

resource "google_artifact_registry_repository_iam_member" "build" {
  location   = var.region
  repository = google_artifact_registry_repository.images.repository_id
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.door["build"].member
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.door["build"].member
}

# A build reads Google's own copy of the source, in a bucket that is there only after the first of them: so by its name.
# https://cloud.google.com/functions/docs/building (read 2026-11-22)
resource "google_project_iam_member" "build_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.door["build"].member

  condition {
    title       = "only Google's copies of the source"
    description = "The buckets that Cloud Functions makes for this project and region"
    expression  = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-${var.region}\")"
  }
}
