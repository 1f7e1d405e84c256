locals {
  # The indexes, the fields without one and the field by which documents expire, as the code declares them.
  declared = jsondecode(file("${path.module}/indexes.json"))
  unindexed = {
    for pair in flatten([
      for collection, fields in local.declared.unindexed : [
        for field in fields : { collection = collection, field = field }
      ]
    ]) : "${pair.collection}.${pair.field}" => pair
  }
}

resource "google_firestore_database" "ledger" {
  name                              = local.prefix
  location_id                       = coalesce(var.firestore_location, var.region)
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.keep_data ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = "DELETE"

  depends_on = [terraform_data.agents]
}

resource "google_firestore_backup_schedule" "daily" {
  database  = google_firestore_database.ledger.name
  retention = "604800s"

  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  database  = google_firestore_database.ledger.name
  retention = "4838400s"

  weekly_recurrence {
    day = "SUNDAY"
  }
}

# tfcheck:ignore GC175 the fields come from indexes.json, two or more each: a test counts them
resource "google_firestore_index" "query" {
  for_each   = local.declared.indexes
  database   = google_firestore_database.ledger.name
  collection = each.value.collection

  dynamic "fields" {
    for_each = each.value.fields
    iterator = field
    content {
      field_path = field.value
      order      = "ASCENDING"
    }
  }
}

# No single-field index on anything: an index over a time that only rises holds a collection at 500 writes a second.
resource "google_firestore_field" "field" {
  for_each   = local.unindexed
  database   = google_firestore_database.ledger.name
  collection = each.value.collection
  field      = each.value.field

  index_config {}

  dynamic "ttl_config" {
    for_each = lookup(local.declared.ttl, each.value.collection, null) == each.value.field ? [true] : []
    content {}
  }
}
