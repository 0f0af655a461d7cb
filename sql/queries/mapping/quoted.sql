-- The partner behind the message that an owner quotes.
SELECT o.contact_id
FROM receipt r JOIN outbox o ON o.lane = r.owner_id % 16 AND o.id = r.outbox_id AND o.day = r.day
WHERE r.bot_id = ? AND r.sent_id = ? AND o.owner_id = ?
LIMIT 1
