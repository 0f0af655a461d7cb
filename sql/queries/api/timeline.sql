-- Everything that happened to one message, and to what was made from it, in the order of time.
-- OFFSET 0 keeps the planner to one index look-up a row, also before a new partition has statistics.
WITH RECURSIVE head AS MATERIALIZED (
  SELECT id, day, received_at, journaled_at, stored_at
  FROM inbox
  WHERE id = :#${body.value} AND lane = ANY (ARRAY(SELECT generate_series(0, 15))) AND node = ANY (ARRAY(SELECT n.id FROM node n))
), chain AS (
  (SELECT id, day, network, conversation, source_id, retry_of, created_at
   FROM outbox
   WHERE id = :#${body.value} AND lane = ANY (ARRAY(SELECT generate_series(0, 15)))
   UNION ALL
   SELECT o.id, o.day, o.network, o.conversation, o.source_id, o.retry_of, o.created_at
   FROM head CROSS JOIN LATERAL (
     SELECT * FROM outbox WHERE source_id = head.id AND day >= head.day OFFSET 0) o)
  UNION
  SELECT o.id, o.day, o.network, o.conversation, o.source_id, o.retry_of, o.created_at
  FROM chain CROSS JOIN LATERAL (
    SELECT * FROM outbox WHERE retry_of = chain.id AND day >= chain.day OFFSET 0) o
), event AS (
  SELECT received_at AS at, 1 AS rank, 'received' AS event, id AS message_id, NULL AS relation, NULL::bigint AS related_id,
    NULL::int AS attempt, NULL AS reason, NULL::timestamptz AS retry_at
  FROM head
  UNION ALL
  SELECT journaled_at, 2, 'journaled', id, NULL, NULL, NULL, NULL, NULL FROM head
  UNION ALL
  SELECT stored_at, 3, 'stored', id, NULL, NULL, NULL, NULL, NULL FROM head
  UNION ALL
  SELECT created_at, 4, 'mapped', source_id, 'to ' || network || ' as', id, NULL, NULL, NULL
  FROM chain WHERE retry_of IS NULL AND source_id IS NOT NULL
  UNION ALL
  SELECT created_at, 4, 'queued', id, NULL, NULL, NULL, 'for ' || network, NULL
  FROM chain WHERE retry_of IS NULL AND source_id IS NULL
  UNION ALL
  SELECT created_at, 8, 'retried', retry_of, 'as', id, NULL, NULL, NULL
  FROM chain WHERE retry_of IS NOT NULL
  UNION ALL
  SELECT a.at, CASE a.event WHEN 'started' THEN 5 ELSE 6 END, a.event, a.outbox_id, NULL, NULL, a.attempt, a.reason, a.retry_at
  FROM chain CROSS JOIN LATERAL (
    SELECT * FROM attempt WHERE outbox_id = chain.id AND day = chain.day OFFSET 0) a
  UNION ALL
  SELECT w.since, 6, 'waiting', chain.id, NULL, NULL, NULL, w.reason, w.due_at
  FROM chain JOIN waiting w ON w.network = chain.network AND w.conversation = chain.conversation AND w.outbox_id <= chain.id
  WHERE (SELECT r.outbox_id FROM receipt r WHERE r.outbox_id = chain.id AND r.day = chain.day) IS NULL
  UNION ALL
  SELECT r.settled_at, 7, r.state, r.outbox_id, NULL, NULL, r.attempts, r.reason, NULL
  FROM chain CROSS JOIN LATERAL (
    SELECT * FROM receipt WHERE outbox_id = chain.id AND day = chain.day OFFSET 0) r
)
SELECT at, event, message_id, relation, related_id, attempt, reason, retry_at
FROM event
ORDER BY at, rank, message_id, related_id
