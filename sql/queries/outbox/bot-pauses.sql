SELECT p.bot_id, p.until FROM bot_pause p JOIN bot ON bot.id = p.bot_id WHERE bot.network = ?
