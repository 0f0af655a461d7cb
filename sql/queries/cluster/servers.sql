-- Who was seen within the last hour.
SELECT s.node, s.client_address, s.cluster_address, s.fingerprint, s.began_at, s.quota, s.sessions, s.members,
  EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 7103 AND l.objid = s.node::oid
    AND l.objsubid = 2 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS lives
FROM server s
WHERE s.seen_at > now() - interval '1 hour'
ORDER BY s.node
