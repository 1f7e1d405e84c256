# The places of secrets, never their values: `make secrets` puts a version, and var.secret_versions names it.

resource "google_secret_manager_secret" "secret" {
  for_each            = var.secrets
  secret_id           = "${local.prefix}-${each.key}"
  version_destroy_ttl = "604800s"

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [terraform_data.agents]
}
