DELETE FROM erased_line WHERE node = ? AND network = ? AND bot_id = ? AND network_message_id = ?
