SELECT c.id, c.bot_id, c.address, c.user_name, c.display_name, b.network
FROM contact c JOIN bot b ON b.id = c.bot_id
WHERE c.owner_id = ? AND b.removed_at IS NULL
ORDER BY c.id DESC
LIMIT 200
