SELECT c.id, c.bot_id, c.address, c.user_name, c.display_name, b.network
FROM contact c JOIN bot b ON b.id = c.bot_id
WHERE c.id = ? AND c.owner_id = ?
