-- The unsettled messages of conversations that waited, up to where their lanes were read.
SELECT o.id, o.day, o.lane, o.owner_id, o.conversation, o.number, o.text, o.retry_key, o.retry_of IS NOT NULL AS retry,
       begun.attempt AS begun, begun.items, begun.permit
FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::date[]) AS c (conversation, first, last, day)
CROSS JOIN LATERAL (
  SELECT * FROM outbox o
  WHERE o.ledger IN (:network, 'control') AND o.network = :network AND o.conversation = c.conversation
    AND o.id >= c.first AND o.id <= c.last AND o.day >= c.day - 1
    AND (SELECT r.state FROM receipt r WHERE r.outbox_id = o.id AND r.day = o.day) IS NULL
  ORDER BY o.id
  LIMIT ?
) o
LEFT JOIN LATERAL (
  SELECT a.attempt, a.items, a.permit
  FROM attempt a
  WHERE a.outbox_id = o.id AND a.day = o.day AND a.event = 'started'
    AND NOT EXISTS (
      SELECT 1 FROM attempt f
      WHERE f.outbox_id = a.outbox_id AND f.day = a.day AND f.event = 'failed' AND f.attempt = a.attempt)
  ORDER BY a.attempt DESC
  LIMIT 1
) begun ON true
ORDER BY o.conversation, o.id
