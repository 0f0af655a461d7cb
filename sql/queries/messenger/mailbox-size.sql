SELECT count(*) AS messages, count(*) FILTER (WHERE m.number IS NULL) AS unread
FROM outbox o LEFT JOIN mailbox_mark m ON m.user_id = ? AND m.number = o.number
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = ? AND NOT coalesce(m.deleted, false)
