# Only with var.domain: a load balancer with Cloud Armor in front of the two public doors. It costs money each month,
# also while nobody writes. The signature is the authentication; this is against floods.

locals {
  edge = var.domain == null ? {} : { for name, door in local.standing : name => var.domain[name] if door.public }
}

resource "google_compute_security_policy" "edge" {
  # checkov:skip=CKV_GCP_73: no Java behind it; rules that read bodies see 8 KB of them, and refuse what people write
  count       = var.domain == null ? 0 : 1
  name        = "${local.prefix}-edge"
  description = "So many requests a minute from one address, and no more"

  advanced_options_config {
    json_parsing = "STANDARD"
  }

  rule {
    action      = "throttle"
    priority    = 1000
    description = "A flood from one address"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = var.requests_per_minute
        interval_sec = 60
      }
    }
  }
  rule {
    action   = "allow"
    priority = 2147483647
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    description = "Everybody else"
  }

  depends_on = [terraform_data.agents]
}

resource "google_compute_global_address" "edge" {
  count      = var.domain == null ? 0 : 1
  name       = "${local.prefix}-edge"
  depends_on = [terraform_data.agents]
}

resource "google_compute_region_network_endpoint_group" "door" {
  for_each              = local.edge
  name                  = "${local.prefix}-${each.key}"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = google_cloudfunctions2_function.door[each.key].name
  }
}

resource "google_compute_backend_service" "door" {
  for_each              = local.edge
  name                  = "${local.prefix}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge[0].id

  backend {
    group = google_compute_region_network_endpoint_group.door[each.key].id
  }
}

resource "google_compute_url_map" "edge" {
  count           = contains(keys(local.edge), "receive") ? 1 : 0
  name            = "${local.prefix}-edge"
  default_service = google_compute_backend_service.door["receive"].id

  dynamic "host_rule" {
    for_each = local.edge
    iterator = host
    content {
      hosts        = [host.value]
      path_matcher = host.key
    }
  }
  dynamic "path_matcher" {
    for_each = local.edge
    iterator = host
    content {
      name            = host.key
      default_service = google_compute_backend_service.door[host.key].id
    }
  }
}

resource "google_compute_managed_ssl_certificate" "edge" {
  count = var.domain == null ? 0 : 1
  name  = "${local.prefix}-edge-${substr(sha256("${var.domain.receive} ${var.domain.desk}"), 0, 8)}"

  managed {
    domains = [var.domain.receive, var.domain.desk]
  }

  # For other hosts a new one is made first: the one in use cannot be taken away.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [terraform_data.agents]
}

resource "google_compute_ssl_policy" "edge" {
  count           = var.domain == null ? 0 : 1
  name            = "${local.prefix}-edge"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
  depends_on      = [terraform_data.agents]
}

resource "google_compute_target_https_proxy" "edge" {
  count            = length(google_compute_url_map.edge)
  name             = "${local.prefix}-edge"
  url_map          = google_compute_url_map.edge[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.edge[0].id]
  ssl_policy       = google_compute_ssl_policy.edge[0].id
}

resource "google_compute_global_forwarding_rule" "edge" {
  count                 = length(google_compute_url_map.edge)
  name                  = "${local.prefix}-edge"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge[0].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.edge[0].id
}
