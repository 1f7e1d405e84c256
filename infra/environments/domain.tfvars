# Behind a load balancer with Cloud Armor, under host names of one's own. It costs money each month, also while idle.
project_id    = "acme-heard"
alert_email   = "heard@acme.example"
min_instances = 1

domain = {
  receive = "hooks.acme.example"
  desk    = "desk.acme.example"
}
