-- The owner who read and answered through this bot needs another one.
UPDATE owner
SET master_bot_id = NULL, master_address = NULL, paired_at = NULL, pairing_code = :pairing_code
WHERE master_bot_id = :bot_id
