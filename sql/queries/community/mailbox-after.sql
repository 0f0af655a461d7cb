-- A mailbox from behind a number on, also what its person has deleted.
SELECT o.number, o.text, o.created_at, m.number IS NOT NULL AS read, 
  coalesce(m.deleted, false) OR o.erased_at IS NOT NULL AS deleted
FROM outbox o LEFT JOIN mailbox_mark m ON m.user_id = :user_id AND m.number = o.number
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = :conversation AND o.number > :after
ORDER BY o.number
LIMIT :limit
