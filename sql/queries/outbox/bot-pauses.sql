SELECT p.bot_id, p.until, p.saved_at FROM bot_pause p JOIN bot ON bot.id = p.bot_id WHERE bot.network = ?
