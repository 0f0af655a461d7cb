SELECT network, bot_id, network_message_id FROM erased_line WHERE node = ?
