SELECT o.id, b.network FROM owner o JOIN bot b ON b.id = o.master_bot_id WHERE o.id = ANY (?)
