# The bus and the ledger: what is kept, how often it is tried, and where what nobody could finish goes.

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


run "bus_and_ledger" {
  command = plan
  assert {
    condition     = google_pubsub_subscription.acknowledge["acknowledge"].retry_policy[0].minimum_backoff == "10s" && google_pubsub_subscription.acknowledge["acknowledge"].retry_policy[0].maximum_backoff == "600s"
    error_message = "Messages must be tried again, later each time."
  }
  assert {
    condition     = google_pubsub_subscription.acknowledge["acknowledge"].message_retention_duration == "604800s" && google_pubsub_subscription.acknowledge["acknowledge"].ack_deadline_seconds == 600
    error_message = "Messages are kept for seven days, and acknowledge has ten minutes for one."
  }
  assert {
    condition     = google_pubsub_subscription.acknowledge["acknowledge"].dead_letter_policy[0].max_delivery_attempts == 100
    error_message = "A message is set aside after a hundred tries."
  }
  assert {
    condition     = google_pubsub_subscription.acknowledge["acknowledge"].expiration_policy[0].ttl == "" && google_pubsub_subscription.dead.expiration_policy[0].ttl == ""
    error_message = "A subscription must never expire."
  }
  assert {
    condition     = google_pubsub_topic_iam_member.agent_publishes.role == "roles/pubsub.publisher" && google_pubsub_topic_iam_member.agent_publishes.topic == google_pubsub_topic.dead.name
    error_message = "Pub/Sub's own account may not publish on the dead topic, so nothing would be set aside."
  }
  assert {
    condition     = google_pubsub_subscription_iam_member.agent_subscribes["acknowledge"].role == "roles/pubsub.subscriber" && google_pubsub_subscription_iam_member.agent_subscribes["acknowledge"].member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
    error_message = "Pub/Sub's own account may not take messages off the subscription, so nothing would be set aside."
  }
  assert {
    condition     = { for name, index in google_firestore_index.query : name => [for field in index.fields : field.field_path] } == { for name, index in jsondecode(file("indexes.json")).indexes : name => index.fields }
    error_message = "An index of indexes.json is missing, or another one is made."
  }
  assert {
    condition     = length(google_firestore_field.field) == sum([for fields in values(jsondecode(file("indexes.json")).unindexed) : length(fields)])
    error_message = "A field that is often written keeps an index of its own."
  }
  assert {
    condition     = length([for field in google_firestore_field.field : field if length(field.ttl_config) == 1]) == length(jsondecode(file("indexes.json")).ttl)
    error_message = "A collection never forgets."
  }
  assert {
    condition     = google_firestore_database.ledger.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.ledger.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "The ledger is not protected."
  }
}

run "data_may_go_when_somebody_says_so" {
  command = plan
  variables {
    keep_data = false
  }
  assert {
    condition     = google_firestore_database.ledger.delete_protection_state == "DELETE_PROTECTION_DISABLED" && google_firestore_database.ledger.deletion_policy == "DELETE"
    error_message = "The ledger would stay behind."
  }
}
