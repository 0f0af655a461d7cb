-- The next messages of several lanes, behind what was read; only this process settles them. A day earlier too: a
-- writer's clock may be behind another's.
SELECT o.id, o.day, o.lane, o.owner_id, o.conversation, o.number, o.text, o.retry_key, o.retry_of IS NOT NULL AS retry, 0 AS begun,
       0 AS items, NULL AS permit
FROM unnest(?::smallint[], ?::bigint[], ?::date[]) AS c (lane, id, day)
CROSS JOIN LATERAL (
  SELECT * FROM outbox o
  WHERE o.ledger IN (:network, 'control') AND o.network = :network AND o.lane = c.lane AND o.id > c.id AND o.day >= c.day - 1
  ORDER BY o.id
  LIMIT ?
) o
ORDER BY o.lane, o.id
