SELECT c.bot_id, c.address, coalesce(c.user_name, c.address) AS name, b.removed_at IS NOT NULL AS removed
FROM contact c JOIN bot b ON b.id = c.bot_id
WHERE c.id = ?
