-- The owner's master chat has another address, unless they have paired elsewhere meanwhile.
UPDATE owner SET master_address = ? WHERE id = ? AND master_bot_id = ? AND master_address = ?
