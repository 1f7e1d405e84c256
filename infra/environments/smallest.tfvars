# The least that a person must say. `make plan` adds packages, secrets and versions.
project_id  = "acme-heard"
alert_email = "heard@acme.example"
