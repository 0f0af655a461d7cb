SELECT o.master_bot_id AS bot_id, o.master_address AS address, o.username AS name,
       coalesce(b.removed_at IS NOT NULL, false) AS removed
FROM owner o LEFT JOIN bot b ON b.id = o.master_bot_id
WHERE o.id = ?
