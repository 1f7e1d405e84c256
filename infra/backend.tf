# The bucket and the prefix come from `terraform init -backend-config`; infra/bootstrap makes the bucket.
terraform {
  backend "gcs" {}
}
