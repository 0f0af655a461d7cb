-- What did not reach its recipient for sure and was not sent again, newest first.
SELECT o.id, o.network, o.conversation, o.contact_id, o.source_id, o.text, r.state, r.reason
FROM receipt r JOIN outbox o ON o.lane = r.owner_id % 16 AND o.id = r.outbox_id AND o.day = r.day
WHERE r.owner_id = ? AND r.state <> 'delivered'
  AND NOT EXISTS (SELECT 1 FROM outbox retry WHERE retry.retry_of = o.id)
ORDER BY r.outbox_id DESC
LIMIT ?
