DELETE FROM taken_back WHERE bot_id = ? AND sender = ? AND message = ?
