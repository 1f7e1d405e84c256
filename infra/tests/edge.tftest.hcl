# With host names of one's own: the load balancer is the only way in.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project_id  = "acme-heard"
  alert_email = "heard@acme.example"
  packages = {
    for door in ["receive", "acknowledge", "watch", "collect", "digest", "desk"] :
    door => { zip = "${door}-${sha256(door)}.zip", sha256 = sha256(door), entry = door }
  }
  domain = { receive = "hooks.acme.example", desk = "desk.acme.example" }
}

run "the_load_balancer_is_the_only_way_in" {
  command = plan
  assert {
    condition     = alltrue([for name in ["receive", "desk"] : google_cloudfunctions2_function.door[name].service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"])
    error_message = "A door can be reached beside the load balancer."
  }
  assert {
    condition     = google_compute_ssl_policy.edge[0].min_tls_version == "TLS_1_2"
    error_message = "TLS older than 1.2 is taken."
  }
  assert {
    condition     = google_cloudfunctions2_function.door["watch"].service_config[0].environment_variables["HEARD_DESK_URL"] == "https://desk.acme.example" && google_cloudfunctions2_function.door["collect"].service_config[0].environment_variables["HEARD_PUBLIC_URL"] == "https://hooks.acme.example"
    error_message = "Colleagues or platforms are sent to another address."
  }
}

run "without_a_domain_there_is_no_load_balancer" {
  command = plan
  variables {
    domain = null
  }
  assert {
    condition     = length(google_compute_security_policy.edge) == 0 && length(google_compute_backend_service.door) == 0 && length(google_compute_global_address.edge) == 0
    error_message = "A load balancer is made, which costs money each month."
  }
}
