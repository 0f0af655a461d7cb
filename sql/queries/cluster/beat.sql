INSERT INTO server (node, client_address, cluster_address, fingerprint, began_at, quota, sessions, members, seen_at)
VALUES (?, ?, ?, ?, ?::timestamptz, ?, ?, ?, now())
ON CONFLICT (node) DO UPDATE SET
  client_address = excluded.client_address, cluster_address = excluded.cluster_address, fingerprint = excluded.fingerprint,
  began_at = excluded.began_at, quota = excluded.quota, sessions = excluded.sessions, members = excluded.members, seen_at = now()
