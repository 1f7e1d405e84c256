output "addresses" {
  description = "Where platforms send webhooks (receive) and where colleagues' links lead (desk)."
  value       = { for name, host in local.host : name => "https://${host}" if contains(local.ready, name) }
}

output "missing_secrets" {
  description = "Secrets of which no version is named yet; the doors that mount them are not made before."
  value       = local.missing_secrets
}

output "doors" {
  description = "The doors that stand, each with the package that it runs."
  value       = { for name in sort(local.ready) : name => var.packages[name].sha256 }
}

output "secrets" {
  description = "The name of each secret in Secret Manager, and the doors that may read it."
  value       = { for name, about in var.secrets : name => { id = google_secret_manager_secret.secret[name].secret_id, env = about.env, doors = sort(about.doors) } }
}

output "dead_subscription" {
  description = "Where messages wait that nobody could finish: `make redrive`."
  value       = google_pubsub_subscription.dead.name
}

output "database" {
  description = "The ledger's database."
  value       = google_firestore_database.ledger.name
}

output "edge_address" {
  description = "The address to which var.domain's names must point; null without a load balancer."
  value       = one(google_compute_global_address.edge[*].address)
}
