# APIs first: on a fresh project nothing else is reliable, so everything waits for them.

locals {
  apis = toset(concat(
    [
      "artifactregistry.googleapis.com",
      "cloudbuild.googleapis.com",
      "cloudfunctions.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "cloudscheduler.googleapis.com",
      "firestore.googleapis.com",
      "iam.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "pubsub.googleapis.com",
      "run.googleapis.com",
      "secretmanager.googleapis.com",
      "storage.googleapis.com",
    ],
    var.billing_account == "" ? [] : ["billingbudgets.googleapis.com"],
    var.domain == null ? [] : ["compute.googleapis.com"],
  ))
}

data "google_project" "this" {}

resource "google_project_service" "api" {
  for_each           = local.apis
  service            = each.value
  disable_on_destroy = false
}

# Google's own accounts of a fresh project take a moment to be there after their APIs are.
resource "terraform_data" "agents" {
  triggers_replace = sort(tolist(local.apis))

  provisioner "local-exec" {
    command = "sleep ${var.settle_seconds}"
  }

  depends_on = [google_project_service.api]
}
