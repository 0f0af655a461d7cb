-- The same as read-next after a start: what was settled before is left out (its text is null), and an attempt that began and of
-- which no end is known is told.
SELECT o.id, o.day, o.lane, o.owner_id, o.conversation, o.number,
       CASE WHEN (SELECT r.state FROM receipt r WHERE r.outbox_id = o.id AND r.day = o.day) IS NULL THEN o.text END AS text,
       o.retry_key, o.retry_of IS NOT NULL AS retry, begun.attempt AS begun, begun.items, begun.permit
FROM unnest(?::smallint[], ?::bigint[], ?::date[]) AS c (lane, id, day)
CROSS JOIN LATERAL (
  SELECT * FROM outbox o
  WHERE o.ledger IN (:network, 'control') AND o.network = :network AND o.lane = c.lane AND o.id > c.id AND o.day >= c.day - 1
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
ORDER BY o.lane, o.id
