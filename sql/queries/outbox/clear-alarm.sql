DELETE FROM alarm WHERE bot_id = ? AND occasion = ?
