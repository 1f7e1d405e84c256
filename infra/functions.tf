resource "google_storage_bucket" "source" {
  # checkov:skip=CKV_GCP_62: packages are no secret, and Cloud Audit Logs tell who changes the bucket
  # checkov:skip=CKV_GCP_78: a package is named by its bytes, so none is ever overwritten
  name                        = "${var.project_id}-${local.prefix}-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  versioning {
    enabled = false
  }

  depends_on = [terraform_data.agents]
}

# Named by its bytes: equal bytes deploy nothing, other bytes deploy that door alone.
resource "google_storage_bucket_object" "package" {
  for_each = local.doors
  bucket   = google_storage_bucket.source.name
  name     = "${each.key}-${var.packages[each.key].sha256}.zip"
  source   = var.packages[each.key].zip
}

resource "google_artifact_registry_repository" "images" {
  # checkov:skip=CKV_GCP_84: Google's own keys; images hold code and no data
  location      = var.region
  repository_id = local.prefix
  format        = "DOCKER"
  description   = "Images of the doors"

  cleanup_policies {
    id     = "keep-five"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete-others"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [terraform_data.agents]
}

resource "google_cloudfunctions2_function" "door" {
  for_each    = local.standing
  name        = "${local.prefix}-${each.key}"
  location    = var.region
  description = "Heard: ${each.key}"

  build_config {
    runtime           = local.runtime
    entry_point       = var.packages[each.key].entry
    service_account   = google_service_account.door["build"].id
    docker_repository = google_artifact_registry_repository.images.id
    environment_variables = {
      GOOGLE_FUNCTION_SOURCE = "main.py"
    }
    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.package[each.key].name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.door[each.key].email
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    max_instance_request_concurrency = each.value.concurrency
    min_instance_count               = each.value.min
    max_instance_count               = each.value.max
    timeout_seconds                  = each.value.timeout
    all_traffic_on_latest_revision   = true
    ingress_settings                 = !each.value.public ? "ALLOW_INTERNAL_ONLY" : var.domain == null ? "ALLOW_ALL" : "ALLOW_INTERNAL_AND_GCLB"
    environment_variables            = local.environment[each.key]

    dynamic "secret_environment_variables" {
      for_each = local.mounts[each.key]
      iterator = secret
      content {
        key        = secret.value.env
        project_id = var.project_id
        secret     = google_secret_manager_secret.secret[secret.key].secret_id
        version    = var.secret_versions[secret.key]
      }
    }
  }

  # A service that may not read its secrets, or a build that may not write its image, fails and says so badly.
  depends_on = [
    terraform_data.agents,
    google_secret_manager_secret_iam_member.door,
    google_project_iam_member.ledger,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_sources,
    google_artifact_registry_repository_iam_member.build,
    google_storage_bucket_iam_member.build,
  ]
}

locals {
  runtime = "python313"

  # Settings that every door has, then those of some. Nothing secret: that is mounted.
  environment = {
    for name, door in local.doors : name => merge(
      var.settings,
      {
        GOOGLE_CLOUD_PROJECT     = var.project_id
        HEARD_STORE              = "firestore"
        HEARD_BUS                = "pubsub_rest"
        HEARD_PUBSUB_URL         = "https://${var.region}-pubsub.googleapis.com"
        HEARD_TOPIC              = google_pubsub_topic.interactions.name
        HEARD_FIRESTORE_DATABASE = google_firestore_database.ledger.name
        HEARD_NOTIFIER           = lookup(var.settings, "HEARD_NOTIFIER", "smtp")
        THREADS                  = tostring(max(4, door.concurrency))
      },
      name == "receive" ? {} : { HEARD_DESK_URL = "https://${local.host["desk"]}" },
      name == "collect" ? { HEARD_PUBLIC_URL = "https://${local.host["receive"]}" } : {},
    )
  }
}
