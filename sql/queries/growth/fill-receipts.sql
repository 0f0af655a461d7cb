-- That messages were delivered by :network, each with the network's id of it.
WITH settled AS (
  INSERT INTO receipt (outbox_id, day, owner_id, bot_id, state, attempts, sent_id, settled_at)
  SELECT counted, day, owner,
         CASE :network WHEN 'line' THEN owner WHEN 'telegram' THEN 100000000 + partner ELSE 200000000 + partner END,
         'delivered', 1,
         CASE :network WHEN 'line' THEN (552000000000000000 + counted)::text
                       WHEN 'telegram' THEN 5000000000 + partner || ':' || n
                       ELSE md5('out' || n)::uuid::text END,
         now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
  RETURNING outbox_id
)
SELECT count(*), min(outbox_id) FROM settled
