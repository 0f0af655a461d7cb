-- A partner by the name or address that the owner wrote; whom they heard of last comes first.
SELECT c.id, c.bot_id, c.address, c.user_name, c.display_name, b.network
FROM contact c JOIN bot b ON b.id = c.bot_id
WHERE c.owner_id = ? AND b.network = ? AND b.removed_at IS NULL
  AND (lower(c.user_name) = lower(?) OR lower(c.address) = lower(?))
ORDER BY (lower(c.user_name) = lower(?)) DESC NULLS LAST, c.id DESC
LIMIT 1
