-- A message that may be sent again: its state, and whether it already was.
SELECT o.id, o.network, o.ledger, o.owner_id, o.conversation, o.contact_id, o.source_id, o.text, r.state, r.reason,
       o.erased_at IS NOT NULL AS erased,
       EXISTS (SELECT 1 FROM outbox retry WHERE retry.retry_of = o.id) AS retried
FROM outbox o LEFT JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day
WHERE o.id = ? AND o.lane = ANY (ARRAY(SELECT generate_series(0, 15))) AND (?::integer IS NULL OR o.owner_id = ?)
