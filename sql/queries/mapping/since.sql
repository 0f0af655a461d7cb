-- Stored messages since a time, by id, with their writers as contacts, to be mapped again for comparison.
SELECT i.id, i.day, i.node, i.ledger, i.network, i.owner_id, i.bot_id, i.sender, i.user_name, i.display_name,
       i.kind, i.text, i.quotes, i.received_at, c.id AS contact_id, c.user_name AS contact_user,
       c.display_name AS contact_name
FROM inbox i
LEFT JOIN contact c ON c.bot_id = i.bot_id AND c.address = i.sender
WHERE i.day >= ?::date AND i.received_at >= ? AND i.id > ?
  AND i.owner_id < 1000000000 -- not between users of the messenger, which no rule sees
ORDER BY i.id
LIMIT ?
