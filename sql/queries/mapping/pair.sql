UPDATE owner SET master_bot_id = ?, master_address = ?, paired_at = now() WHERE id = ? AND paired_at IS NULL
