SELECT c.id, c.paused_reason
FROM contact c JOIN bot ON bot.id = c.bot_id
WHERE c.paused_reason IS NOT NULL AND bot.network = ? AND bot.removed_at IS NULL
