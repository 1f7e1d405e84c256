variable "project_id" {
  description = "The Google Cloud project that all of this is made in. One project for each environment."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be a project's id: 6 to 30 lower-case letters, digits and hyphens, such as acme-heard."
  }
}

variable "region" {
  description = "Where the doors run and messages are kept."
  type        = string
  default     = "europe-west1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region))
    error_message = "region must be one of Google Cloud's regions, such as europe-west1; not a zone such as europe-west1-b."
  }
}

variable "firestore_location" {
  description = "Where the ledger lives. It can never be changed. null: the region; eur3 or nam5 keep it in two regions."
  type        = string
  default     = null
  validation {
    condition     = var.firestore_location == null || can(regex("^(eur3|nam5|[a-z]+-[a-z]+[0-9]{1,2})$", var.firestore_location))
    error_message = "firestore_location must be eur3, nam5, a region such as europe-west1, or null for var.region."
  }
}

variable "env" {
  description = "A short name for this environment, which begins every name: prod, staging."
  type        = string
  default     = "prod"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,9}$", var.env))
    error_message = "env must be 2 to 10 lower-case letters and digits, the first a letter, such as prod."
  }
}

variable "packages" {
  description = "What `make package` wrote: by door its zip, its sha256 and its entry point. `make plan` fills it in."
  type = map(object({
    zip    = string
    sha256 = string
    entry  = string
  }))
  validation {
    condition     = length(setsubtract(["receive", "acknowledge", "watch", "collect", "digest", "desk"], keys(var.packages))) == 0
    error_message = "packages lacks a door. Run `make package`, or let `make plan` do it."
  }
  validation {
    condition     = alltrue([for one in values(var.packages) : can(regex("^[0-9a-f]{64}$", one.sha256)) && endswith(one.zip, "-${one.sha256}.zip")])
    error_message = "Each package must be a zip named by its own sha256, as `make package` writes it: receive-<sha256>.zip."
  }
}

variable "secrets" {
  description = "Every secret by its name: the environment variable that it is mounted as, and the doors that may read it. `make plan` writes it from the brands."
  type = map(object({
    env   = string
    doors = set(string)
    what  = string
  }))
  default = {}
  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[a-z][a-z0-9-]{1,99}$", name))])
    error_message = "A secret's name must be lower-case letters, digits and hyphens: the name of the secret, never its value."
  }
  validation {
    condition     = alltrue([for one in values(var.secrets) : can(regex("^[A-Z][A-Z0-9_]{1,99}$", one.env))])
    error_message = "A secret's env must be the name of an environment variable, such as HEARD_FACEBOOK_SIGNING: never its value."
  }
  validation {
    condition     = alltrue([for one in values(var.secrets) : length(setsubtract(one.doors, ["receive", "acknowledge", "watch", "collect", "digest", "desk"])) == 0 && length(one.doors) > 0])
    error_message = "A secret's doors must be some of receive, acknowledge, watch, collect, digest and desk."
  }
  validation {
    condition     = alltrue([for one in values(var.secrets) : one.what != "token" || !contains(one.doors, "receive")])
    error_message = "A token that can speak must never be mounted on receive, the door that anybody may call."
  }
  validation {
    condition     = alltrue([for places in values({ for place in flatten([for one in values(var.secrets) : [for door in one.doors : "${door}/${one.env}"]]) : place => place... }) : length(places) == 1])
    error_message = "Two secrets would be mounted as the same environment variable of one door. Give each its own, or make them one."
  }
}

variable "secret_versions" {
  description = "Which version of each secret is mounted, by the secret's name. A door appears once every secret that it mounts is named here."
  type        = map(string)
  default     = {}
  validation {
    condition     = alltrue([for one in values(var.secret_versions) : can(regex("^[1-9][0-9]{0,9}$", one))])
    error_message = "A version must be a whole number such as 3: `latest` would leave old and new values side by side in one service."
  }
  validation {
    condition     = length(setsubtract(keys(var.secret_versions), keys(var.secrets))) == 0
    error_message = "secret_versions names a secret that secrets lacks. Let `make plan` write both."
  }
}

variable "settings" {
  description = "Plain settings of the doors, by environment variable, such as HEARD_NOTIFIER = \"ses\". Never a secret."
  type        = map(string)
  default     = {}
  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^[A-Z][A-Z0-9_]{1,99}$", name))])
    error_message = "A setting's name must be that of an environment variable, such as HEARD_NOTIFIER."
  }
  validation {
    condition     = alltrue([for name in keys(var.settings) : !can(regex("(SECRET|PASSWORD|TOKEN|_KEY|SIGNING|VERIFY)", name)) || contains(["AWS_ACCESS_KEY_ID", "HEARD_META_APPSECRET_PROOF", "HEARD_YOUTUBE_TOKEN_URL"], name)])
    error_message = "This looks like a secret. Secrets are put by `make secrets`, and mounted; they never stand in plain settings."
  }
  validation {
    condition     = alltrue([for value in values(var.settings) : !can(regex("(hooks\\.slack\\.com/|chat\\.googleapis\\.com/|-----BEGIN|^EAA[A-Za-z0-9]{20}|^xox[a-z]-|^whsec_)", value))])
    error_message = "A setting holds what looks like a secret: a token, a key or a webhook's address. Put it by `make secrets`."
  }
  validation {
    condition     = length(setintersection(keys(var.settings), [for one in values(var.secrets) : one.env])) == 0
    error_message = "A setting has the name under which a secret is mounted. Leave it out of settings."
  }
  validation {
    condition     = lookup(var.settings, "HEARD_NOTIFIER", "smtp") != "outbox"
    error_message = "HEARD_NOTIFIER: outbox keeps mails in a folder, which goes with its instance. Choose smtp or ses."
  }
  validation {
    condition     = length(setintersection(keys(var.settings), ["GOOGLE_CLOUD_PROJECT", "HEARD_STORE", "HEARD_BUS", "HEARD_PUBSUB_URL", "HEARD_TOPIC", "HEARD_FIRESTORE_DATABASE", "HEARD_PUBLIC_URL", "HEARD_DESK_URL", "PORT", "K_SERVICE", "THREADS"])) == 0
    error_message = "This setting is made by infra itself: leave it out of settings."
  }
}

variable "alert_email" {
  description = "Who hears of what is wrong: one mailbox that somebody reads."
  type        = string
  validation {
    condition     = can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$", var.alert_email))
    error_message = "alert_email must be one mail address, such as heard@acme.example."
  }
}

variable "billing_account" {
  description = "The billing account that the budget watches, as XXXXXX-XXXXXX-XXXXXX; empty: no budget."
  type        = string
  default     = ""
  validation {
    condition     = var.billing_account == "" || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account must look like 012345-6789AB-CDEF01, or be empty for no budget."
  }
}

variable "monthly_budget" {
  description = "At how much money a month, in the billing account's own currency, somebody must hear of it."
  type        = number
  default     = 50
  validation {
    condition     = var.monthly_budget >= 1 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "monthly_budget must be a whole amount of 1 or more."
  }
}

variable "domain" {
  description = "Host names for a load balancer with Cloud Armor in front: one for platforms, one for colleagues. null: none, and the doors' own addresses."
  type = object({
    receive = string
    desk    = string
  })
  default = null
  validation {
    condition     = var.domain == null || alltrue([for host in values(coalesce(var.domain, { receive = "a.example", desk = "b.example" })) : can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", host))])
    error_message = "domain must name two hosts, such as { receive = \"hooks.acme.example\", desk = \"desk.acme.example\" }, without https://."
  }
  validation {
    condition     = var.domain == null || try(var.domain.receive != var.domain.desk, false)
    error_message = "domain.receive and domain.desk must differ: platforms and colleagues come by different doors."
  }
}

variable "requests_per_minute" {
  description = "How many requests a minute one address may send through the load balancer before it is answered 429."
  type        = number
  default     = 600
  validation {
    condition     = var.requests_per_minute >= 60 && var.requests_per_minute <= 100000
    error_message = "requests_per_minute must be 60 to 100000: platforms send bursts from few addresses."
  }
}

variable "min_instances" {
  description = "How many instances of receive are kept warm. 0: none, and the first webhook after a pause waits for a cold start."
  type        = number
  default     = 0
  validation {
    condition     = var.min_instances >= 0 && var.min_instances <= 10 && floor(var.min_instances) == var.min_instances
    error_message = "min_instances must be a whole number from 0 to 10."
  }
}

variable "dead_days" {
  description = "How many days a message that nobody could finish is kept: it holds people's words, so the strictest terms of your platforms count (LinkedIn's: 2)."
  type        = number
  default     = 31
  validation {
    condition     = var.dead_days >= 1 && var.dead_days <= 31 && floor(var.dead_days) == var.dead_days
    error_message = "dead_days must be a whole number from 1 to 31."
  }
}

variable "keep_data" {
  description = "Whether the ledger is protected: true refuses to destroy it, and everything that would take it along."
  type        = bool
  default     = true
}

variable "settle_seconds" {
  description = "How long to wait after APIs were switched on, for Google's own accounts to be there."
  type        = number
  default     = 60
  validation {
    condition     = var.settle_seconds >= 0 && var.settle_seconds <= 300
    error_message = "settle_seconds must be 0 to 300."
  }
}
