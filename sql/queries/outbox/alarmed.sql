SELECT a.bot_id FROM alarm a JOIN bot ON bot.id = a.bot_id WHERE bot.network = ? AND a.occasion = ?
