SELECT id, owner_id, network, role, account, credentials, webhook_key
FROM bot
WHERE id = :id AND owner_id = :owner_id AND removed_at IS NULL
