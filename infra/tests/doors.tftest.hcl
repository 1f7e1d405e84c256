# Who may call what, as whom, and how much of it. `terraform init -backend=false && terraform test`: no account is needed.

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
}

run "doors_accounts_and_ceilings" {
  command = plan
  assert {
    condition     = keys(google_cloudfunctions2_function.door) == ["acknowledge", "collect", "desk", "digest", "receive", "watch"]
    error_message = "Six doors are expected."
  }
  assert {
    condition     = length(distinct([for account in google_service_account.door : account.account_id])) == 9
    error_message = "Six doors, the bus, the clock and the build need an account each."
  }
  assert {
    condition     = length(setsubtract(keys(google_cloudfunctions2_function.door), keys(google_service_account.door))) == 0
    error_message = "A door has no account of its own."
  }
  assert {
    condition     = keys(google_cloud_run_v2_service_iam_member.anybody) == ["desk", "receive"]
    error_message = "Another door than receive and desk may be called by anybody."
  }
  assert {
    condition     = alltrue([for name, door in google_cloudfunctions2_function.door : door.service_config[0].ingress_settings == (contains(["desk", "receive"], name) ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY")])
    error_message = "A door is open to another network than it should be."
  }
  assert {
    condition = length(setintersection(["roles/owner", "roles/editor", "roles/viewer"], concat(
      [for grant in google_project_iam_member.ledger : grant.role],
      [google_project_iam_member.build_logs.role, google_project_iam_member.build_sources.role],
    ))) == 0
    error_message = "A basic role is granted."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.ledger : grant.condition[0].expression == "resource.name == \"projects/acme-heard/databases/heard-prod\""])
    error_message = "A door may use other databases of the project."
  }
  assert {
    condition     = alltrue([for door in google_cloudfunctions2_function.door : door.service_config[0].max_instance_count <= 10])
    error_message = "A door has no ceiling that a wallet can meet."
  }
  assert {
    condition     = alltrue([for door in google_cloudfunctions2_function.door : tonumber(door.service_config[0].environment_variables["THREADS"]) >= max(4, door.service_config[0].max_instance_request_concurrency)])
    error_message = "A door takes more requests at once than it has threads."
  }
  assert {
    condition     = alltrue([for door in google_cloudfunctions2_function.door : door.service_config[0].min_instance_count == 0])
    error_message = "A door costs money while nobody writes."
  }
  assert {
    condition     = { for name, job in google_cloud_scheduler_job.tick : name => job.schedule } == { collect = "*/5 * * * *", digest = "*/15 * * * *", watch = "* * * * *" }
    error_message = "watch ticks each minute, collect every five, digest every fifteen."
  }
  assert {
    condition     = alltrue([for job in google_cloud_scheduler_job.tick : job.time_zone == "Etc/UTC"])
    error_message = "A tick is in another zone than UTC: the doors apply each brand's own."
  }
}

run "one_instance_of_receive_is_kept_warm_if_asked" {
  command = plan
  variables {
    min_instances = 1
  }
  assert {
    condition     = { for name, door in google_cloudfunctions2_function.door : name => door.service_config[0].min_instance_count } == { acknowledge = 0, collect = 0, desk = 0, digest = 0, receive = 1, watch = 0 }
    error_message = "min_instances is for receive alone."
  }
}
