-- Marks one message of a mailbox as read, or as deleted; no row when there is none such.
INSERT INTO mailbox_mark (user_id, number, deleted)
SELECT :user_id, o.number, :deleted
FROM outbox o LEFT JOIN mailbox_mark m ON m.user_id = :user_id AND m.number = o.number
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = :conversation AND o.number = :number
  AND NOT coalesce(m.deleted, false)
ON CONFLICT (user_id, number) DO UPDATE SET deleted = mailbox_mark.deleted OR excluded.deleted
