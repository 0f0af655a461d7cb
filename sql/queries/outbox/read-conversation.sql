-- The unsettled messages of a conversation that waited, up to where its lane was read.
SELECT o.id, o.day, o.lane, o.owner_id, o.conversation, o.text, o.retry_key,
       (SELECT count(*) FILTER (WHERE a.event = 'started') > count(*) FILTER (WHERE a.event = 'failed')
        FROM attempt a WHERE a.outbox_id = o.id AND a.day = o.day) AS repeated
FROM outbox o
WHERE o.ledger IN (?, 'control') AND o.network = ? AND o.conversation = ? AND o.id >= ? AND o.id <= ? AND o.day >= ?::date - 1
  AND (SELECT r.state FROM receipt r WHERE r.outbox_id = o.id AND r.day = o.day) IS NULL
ORDER BY o.id
LIMIT ?
