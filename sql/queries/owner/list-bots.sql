SELECT id, network, role, account, webhook_key, created_at
FROM bot
WHERE owner_id = :owner_id AND removed_at IS NULL
ORDER BY id
