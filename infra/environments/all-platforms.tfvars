# Every platform that Heard knows, as the brand of the demo has them.
project_id  = "acme-heard"
alert_email = "heard@acme.example"
region      = "europe-west1"
dead_days   = 2 # LinkedIn's words may be kept no longer

settings = {
  HEARD_NOTIFIER  = "smtp"
  HEARD_SMTP_HOST = "smtp.acme.example"
  HEARD_SMTP_USER = "heard@acme.example"
}

# Names and places, never values: what `make plan` works out for the brand of the demo, written out to be read.
secrets = {
  facebook-signing  = { env = "HEARD_FACEBOOK_SIGNING", doors = ["receive"], what = "webhook" }
  facebook-token    = { env = "HEARD_FACEBOOK_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  facebook-verify   = { env = "HEARD_FACEBOOK_VERIFY", doors = ["receive"], what = "webhook" }
  instagram-signing = { env = "HEARD_INSTAGRAM_SIGNING", doors = ["receive"], what = "webhook" }
  instagram-token   = { env = "HEARD_INSTAGRAM_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  instagram-verify  = { env = "HEARD_INSTAGRAM_VERIFY", doors = ["receive"], what = "webhook" }
  link-key          = { env = "HEARD_LINK_KEY", doors = ["acknowledge", "watch", "collect", "digest", "desk"], what = "key" }
  linkedin-signing  = { env = "HEARD_LINKEDIN_SIGNING", doors = ["receive"], what = "webhook" }
  linkedin-token    = { env = "HEARD_LINKEDIN_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  messenger-token   = { env = "HEARD_MESSENGER_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  probe-key         = { env = "HEARD_PROBE_KEY", doors = ["receive", "collect"], what = "key" }
  smtp-password     = { env = "HEARD_SMTP_PASSWORD", doors = ["acknowledge", "watch", "collect", "digest"], what = "mail" }
  standard-signing  = { env = "HEARD_STANDARD_SIGNING", doors = ["receive", "acknowledge"], what = "webhook" }
  threads-signing   = { env = "HEARD_THREADS_SIGNING", doors = ["receive"], what = "webhook" }
  threads-token     = { env = "HEARD_THREADS_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  threads-verify    = { env = "HEARD_THREADS_VERIFY", doors = ["receive"], what = "webhook" }
  whatsapp-signing  = { env = "HEARD_WHATSAPP_SIGNING", doors = ["receive"], what = "webhook" }
  whatsapp-token    = { env = "HEARD_WHATSAPP_TOKEN", doors = ["acknowledge"], what = "token" }
  whatsapp-verify   = { env = "HEARD_WHATSAPP_VERIFY", doors = ["receive"], what = "webhook" }
  x-signing         = { env = "HEARD_X_SIGNING", doors = ["receive"], what = "webhook" }
  x-token           = { env = "HEARD_X_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  youtube-signing   = { env = "HEARD_YOUTUBE_SIGNING", doors = ["receive", "collect"], what = "webhook" }
  youtube-token     = { env = "HEARD_YOUTUBE_TOKEN", doors = ["acknowledge", "collect"], what = "token" }
  youtube-verify    = { env = "HEARD_YOUTUBE_VERIFY", doors = ["receive", "collect"], what = "webhook" }
}

secret_versions = {
  facebook-signing  = "1"
  facebook-token    = "2"
  facebook-verify   = "1"
  instagram-signing = "1"
  instagram-token   = "1"
  instagram-verify  = "1"
  link-key          = "1"
  linkedin-signing  = "1"
  linkedin-token    = "1"
  messenger-token   = "1"
  probe-key         = "1"
  smtp-password     = "1"
  standard-signing  = "1"
  threads-signing   = "1"
  threads-token     = "1"
  threads-verify    = "1"
  whatsapp-signing  = "1"
  whatsapp-token    = "1"
  whatsapp-verify   = "1"
  x-signing         = "1"
  x-token           = "1"
  youtube-signing   = "1"
  youtube-token     = "1"
  youtube-verify    = "1"
}
