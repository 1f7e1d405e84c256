# Secrets are places, mounted where they may be read and nowhere else; and what looks like one is not taken elsewhere.

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
  secrets = {
    facebook-signing = { env = "HEARD_FACEBOOK_SIGNING", doors = ["receive"], what = "webhook" }
    facebook-token   = { env = "HEARD_FACEBOOK_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
    link-key         = { env = "HEARD_LINK_KEY", doors = ["acknowledge", "watch", "collect", "digest", "desk"], what = "key" }
  }
}

run "no_door_before_its_secrets" {
  command = plan
  assert {
    condition     = length(google_cloudfunctions2_function.door) == 0 && length(google_pubsub_subscription.acknowledge) == 0 && length(google_cloud_scheduler_job.tick) == 0
    error_message = "A door is made before the secrets that it mounts exist."
  }
  assert {
    condition     = output.missing_secrets == tolist(["facebook-signing", "facebook-token", "link-key"])
    error_message = "What is missing is not told."
  }
}

run "each_secret_on_its_own_doors_by_one_version" {
  command = plan
  variables {
    secret_versions = { facebook-signing = "3", facebook-token = "1", link-key = "2" }
  }
  assert {
    condition = { for name, door in google_cloudfunctions2_function.door : name => sort([for secret in door.service_config[0].secret_environment_variables : "${secret.key} ${secret.version}"]) } == {
      acknowledge = tolist(["HEARD_FACEBOOK_TOKEN 1", "HEARD_LINK_KEY 2"])
      collect     = tolist(["HEARD_FACEBOOK_TOKEN 1", "HEARD_LINK_KEY 2"])
      desk        = tolist(["HEARD_LINK_KEY 2"])
      digest      = tolist(["HEARD_LINK_KEY 2"])
      receive     = tolist(["HEARD_FACEBOOK_SIGNING 3"])
      watch       = tolist(["HEARD_LINK_KEY 2"])
    }
    error_message = "A secret is mounted where it may not be, or is not mounted where it must be."
  }
  assert {
    condition     = alltrue([for door in google_cloudfunctions2_function.door : length(setintersection(keys(door.service_config[0].environment_variables), ["HEARD_FACEBOOK_SIGNING", "HEARD_FACEBOOK_TOKEN", "HEARD_LINK_KEY"])) == 0])
    error_message = "A secret stands in plain variables."
  }
}

run "a_token_never_on_the_public_door" {
  command = plan
  variables {
    secrets = { facebook-token = { env = "HEARD_FACEBOOK_TOKEN", doors = ["receive"], what = "token" } }
  }
  expect_failures = [var.secrets]
}

run "a_version_is_a_number" {
  command = plan
  variables {
    secret_versions = { link-key = "latest" }
  }
  expect_failures = [var.secret_versions]
}

run "a_secret_is_no_setting" {
  command = plan
  variables {
    settings = { HEARD_SMTP_PASSWORD = "x" }
  }
  expect_failures = [var.settings]
}
