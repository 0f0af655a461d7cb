-- Marks one message of a mailbox as read, or as deleted and without its text; no row when there is none such.
INSERT INTO mailbox_mark (user_id, number, deleted)
SELECT ?, o.number, ?
FROM outbox o LEFT JOIN mailbox_mark m ON m.user_id = ? AND m.number = o.number
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = ? AND o.number = ? AND NOT coalesce(m.deleted, false)
ON CONFLICT (user_id, number) DO UPDATE SET deleted = mailbox_mark.deleted OR excluded.deleted
