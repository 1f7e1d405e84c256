# A second environment, in a project of its own, with a budget. Deployed by GitHub: infra/environments/federation.tfvars.
project_id      = "acme-heard-staging"
alert_email     = "heard@acme.example"
env             = "staging"
billing_account = "012345-6789AB-CDEF01"
monthly_budget  = 20
keep_data       = false
