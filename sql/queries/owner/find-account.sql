-- Who has an account of a network.
SELECT bot.id, owner.username
FROM bot JOIN owner ON owner.id = bot.owner_id
WHERE bot.network = :network AND bot.account = :account AND bot.removed_at IS NULL
