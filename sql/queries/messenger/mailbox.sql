-- A page of a mailbox: what was not deleted, from a number on.
SELECT o.number, o.text, o.created_at, m.number IS NOT NULL AS read
FROM outbox o LEFT JOIN mailbox_mark m ON m.user_id = ? AND m.number = o.number
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = ? AND o.number >= ? AND NOT coalesce(m.deleted, false)
ORDER BY o.number
LIMIT ?
