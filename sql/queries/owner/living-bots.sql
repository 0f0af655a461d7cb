-- All that are opened when Kurir starts.
SELECT id, owner_id, network, role, account, credentials, webhook_key
FROM bot
WHERE removed_at IS NULL
ORDER BY id
