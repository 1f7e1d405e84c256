# Applied once, by a person who owns the project: where the state lives, and who may deploy from CI.

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.46, < 9.0"
    }
  }
}

provider "google" {
  project               = var.project_id
  region                = var.region
  user_project_override = true
  billing_project       = var.project_id
}

variable "project_id" {
  description = "The project that Heard is deployed to."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be a project's id: 6 to 30 lower-case letters, digits and hyphens, such as acme-heard."
  }
}

variable "region" {
  description = "Where the state is kept."
  type        = string
  default     = "europe-west1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region))
    error_message = "region must be one of Google Cloud's regions, such as europe-west1; not a zone such as europe-west1-b."
  }
}

variable "github" {
  description = "Who may deploy from GitHub: the numeric ids of the repository and of its owner, the branch, and the environments (those that ask for approval, say) whose jobs may as well. null: nobody."
  type = object({
    repository    = string
    repository_id = string
    owner_id      = string
    branch        = optional(string, "main")
    environments  = optional(list(string), [])
  })
  default = null
  validation {
    condition     = var.github == null || can(regex("^[0-9]+$", var.github.repository_id)) && can(regex("^[0-9]+$", var.github.owner_id))
    error_message = "github.repository_id and github.owner_id must be GitHub's numbers: a name can be given to somebody else later."
  }
  validation {
    condition     = var.github == null || can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.github.repository))
    error_message = "github.repository must be owner/name."
  }
  validation {
    condition     = var.github == null || can([for name in concat([var.github.branch], var.github.environments) : regex("^[A-Za-z0-9_./-]+$", name)])
    error_message = "github.branch and github.environments must be plain names, such as main and production: no pattern is taken."
  }
}

variable "load_balancer" {
  description = "Whether CI deploys with var.domain of infra/: it then needs rights on load balancers."
  type        = bool
  default     = false
}

resource "google_project_service" "api" {
  for_each = toset([
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
  ])
  service            = each.value
  disable_on_destroy = false
}

resource "google_storage_bucket" "state" {
  # checkov:skip=CKV_GCP_62: who reads the state is told by Cloud Audit Logs; it holds no secret value
  name                        = "${var.project_id}-heard-state"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  versioning {
    enabled = true
  }
  lifecycle_rule {
    condition {
      num_newer_versions = 30
      with_state         = "ARCHIVED"
    }
    action {
      type = "Delete"
    }
  }

  depends_on = [google_project_service.api]
}

# May make secrets and say who reads them; may not read one.
resource "google_project_iam_custom_role" "secret_places" {
  role_id     = "heardSecretPlaces"
  title       = "Heard: places of secrets"
  description = "Makes, changes and removes secrets and the grants on them, and reads no value"
  permissions = [
    "secretmanager.secrets.create",
    "secretmanager.secrets.delete",
    "secretmanager.secrets.get",
    "secretmanager.secrets.getIamPolicy",
    "secretmanager.secrets.list",
    "secretmanager.secrets.setIamPolicy",
    "secretmanager.secrets.update",
    "secretmanager.versions.get",
    "secretmanager.versions.list",
  ]

  depends_on = [google_project_service.api]
}

resource "google_service_account" "deploy" {
  account_id   = "heard-deploy"
  display_name = "Heard: deploys from CI"

  depends_on = [google_project_service.api]
}

locals {
  deploys = concat(
    [
      "artifactregistry.admin",
      "cloudfunctions.developer",
      "cloudscheduler.admin",
      "datastore.owner",
      "iam.serviceAccountAdmin",
      "iam.serviceAccountUser",
      "logging.configWriter",
      "monitoring.editor",
      "pubsub.admin",
      "run.admin",
      "serviceusage.serviceUsageAdmin",
      "storage.admin",
    ],
    var.load_balancer ? ["compute.loadBalancerAdmin", "compute.securityAdmin"] : [],
  )
}

# Whoever makes the doors' accounts and says who may act as them could act as any of them anyway: so a project of its own.
resource "google_project_iam_member" "deploy" {
  # checkov:skip=CKV_GCP_41: a function is deployed by who may act as its account, and all accounts here are Heard's
  # checkov:skip=CKV_GCP_49: CI makes one account for each door; the project holds nothing else
  for_each = merge(
    { for role in local.deploys : role => "roles/${role}" },
    { secret_places = google_project_iam_custom_role.secret_places.id },
  )
  project = var.project_id
  # tfcheck:ignore GC105 CI makes the source bucket and the doors' accounts itself, in a project that holds nothing else
  role   = each.value
  member = google_service_account.deploy.member
}

# These three, and no other, are what infra/ grants on the project: CI can make nobody an owner, itself included.
# https://docs.cloud.google.com/iam/docs/setting-limits-on-granting-roles (read 2026-11-22)
resource "google_project_iam_member" "deploy_grants" {
  project = var.project_id
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = google_service_account.deploy.member

  condition {
    title       = "only the roles of the doors"
    description = "What infra/ grants on the project, and nothing more"
    expression  = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/datastore.user', 'roles/logging.logWriter', 'roles/storage.objectViewer'])"
  }
}

resource "google_storage_bucket_iam_member" "state" {
  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectAdmin"
  member = google_service_account.deploy.member
}

locals {
  subjects = var.github == null ? [] : concat(
    ["repo:${var.github.repository}:ref:refs/heads/${var.github.branch}"],
    [for name in var.github.environments : "repo:${var.github.repository}:environment:${name}"],
  )
}

resource "google_iam_workload_identity_pool" "ci" {
  count                     = var.github == null ? 0 : 1
  workload_identity_pool_id = "heard-ci"
  display_name              = "Heard: CI"

  depends_on = [google_project_service.api]
}

# All of GitHub shares one issuer: the numbers and the subjects make it ours.
resource "google_iam_workload_identity_pool_provider" "github" {
  # checkov:skip=CKV_GCP_125: the subject is tested, against a list of whole ones, which this check cannot read
  count                              = var.github == null ? 0 : 1
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci[0].workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_mapping = {
    "google.subject"                = "assertion.sub"
    "attribute.repository_id"       = "assertion.repository_id"
    "attribute.repository_owner_id" = "assertion.repository_owner_id"
  }
  attribute_condition = "assertion.repository_id == '${var.github.repository_id}' && assertion.repository_owner_id == '${var.github.owner_id}' && assertion.sub in ['${join("', '", local.subjects)}']"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "ci" {
  count              = var.github == null ? 0 : 1
  service_account_id = google_service_account.deploy.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.ci[0].name}/attribute.repository_id/${var.github.repository_id}"
}

output "state_bucket" {
  description = "For `terraform init -backend-config=bucket=...`; `make deploy` does it."
  value       = google_storage_bucket.state.name
}

output "deploy_account" {
  description = "Whom CI deploys as."
  value       = google_service_account.deploy.email
}

output "provider" {
  description = "The Workload Identity provider for the CI job; null where nobody deploys from GitHub."
  value       = one(google_iam_workload_identity_pool_provider.github[*].name)
}
