# For infra/bootstrap: who may deploy from GitHub. `gh api repos/acme/heard --jq '.id, .owner.id'` tells the numbers.
project_id    = "acme-heard-staging"
load_balancer = true

github = {
  repository    = "acme/heard"
  repository_id = "123456789"
  owner_id      = "987654"
  environments  = ["staging"]
}
