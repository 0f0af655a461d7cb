SELECT id, master_bot_id FROM owner WHERE id = ANY (?)
