-- Prosody 0.12 and later for docker-compose.yml: one domain, TLS required, accounts made by the operator only.
daemonize = false
pidfile = "/tmp/prosody.pid"
data_path = "/var/lib/prosody"
interfaces = { "*" }
c2s_ports = { 5222 }
s2s_ports = { }
http_ports = { }
https_ports = { }

modules_enabled = {
  "roster", "saslauth", "tls", "disco", "carbons", "pep", "blocklist", "vcard4", "ping", "time", "version",
  "smacks", -- what was not acknowledged is resent after a cut
  "mam", -- what was missed while Kurir was away is fetched
  "csi_simple",
}
modules_disabled = { "s2s" }

allow_registration = false
authentication = "internal_hashed"
c2s_require_encryption = true
ssl = { key = "/etc/prosody/kurir/server.key", certificate = "/etc/prosody/kurir/server.crt" }
archive_expires_after = "1w"
log = { info = "*console" }

VirtualHost(ENV_XMPP_DOMAIN or "xmpp.local")
