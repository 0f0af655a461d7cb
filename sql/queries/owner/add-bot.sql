-- Adds a bot; no row when a living bot has the account, whoever owns it.
INSERT INTO bot (owner_id, network, role, account, credentials, webhook_key)
VALUES (:owner_id, :network, :role, :account, :credentials, :webhook_key)
ON CONFLICT (network, account) WHERE removed_at IS NULL DO NOTHING
RETURNING id
