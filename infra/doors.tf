# One map of doors: functions, accounts, schedules, addresses and grants follow from it.

locals {
  prefix = "heard-${var.env}"

  doors = {
    receive = {
      public      = true
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 16
      min         = var.min_instances
      max         = 10
      timeout     = 15
      schedule    = null
      retries     = 0
      publishes   = true
    }
    desk = {
      public      = true
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 16
      min         = 0
      max         = 5
      timeout     = 30
      schedule    = null
      retries     = 0
      publishes   = true
    }
    # One message at a time: an instance that dies takes one with it, which the bus then brings again.
    acknowledge = {
      public      = false
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 1
      min         = 0
      max         = 10
      timeout     = 300
      schedule    = null
      retries     = 0
      publishes   = false
    }
    watch = {
      public      = false
      memory      = "256Mi"
      cpu         = null
      concurrency = 1
      min         = 0
      max         = 1
      timeout     = 55
      schedule    = "* * * * *"
      retries     = 0
      publishes   = true
    }
    digest = {
      public      = false
      memory      = "512Mi"
      cpu         = null
      concurrency = 1
      min         = 0
      max         = 1
      timeout     = 300
      schedule    = "*/15 * * * *"
      retries     = 3
      publishes   = false
    }
    collect = {
      public      = false
      memory      = "512Mi"
      cpu         = null
      concurrency = 1
      min         = 0
      max         = 2
      timeout     = 300
      schedule    = "*/5 * * * *"
      retries     = 0
      publishes   = true
    }
  }

  called = { for name, door in local.doors : name => door if door.public }

  # A door can't be made before the secret versions that it mounts exist, so it waits until each is named.
  mounts = {
    for name, door in local.doors : name => {
      for secret, about in var.secrets : secret => about if contains(about.doors, name)
    }
  }
  missing_secrets = sort(setsubtract(keys(var.secrets), keys(var.secret_versions)))
  ready = toset([
    for name, door in local.doors : name if length(setsubtract(keys(local.mounts[name]), keys(var.secret_versions))) == 0
  ])
  standing = { for name in local.ready : name => local.doors[name] }

  # Known before a service is: the desk's links and a platform's subscription name the door that is just being made.
  # https://cloud.google.com/run/docs/triggering/https-request#deterministic (read 2026-11-22)
  host = {
    for name in keys(local.called) : name => (
      var.domain != null ? var.domain[name] : "${local.prefix}-${name}-${data.google_project.this.number}.${var.region}.run.app"
    )
  }
}
